/*
 * Writes a provision the way lawyers cite it, and its id.  It reads no citations:
 * that is another folder's part.
 */
#include "engine.h"

/* The work's name as it stands in 《》: its id without the issuer that tells namesakes apart. */
static wf_str
cited_name(const struct wf_row_work *w)
{
	size_t tilde = wf_str_find(w->key, WF_S("~"), 0);

	return tilde == SIZE_MAX ? w->key : wf_str_sub(w->key, 0, tilde);
}

static void
put_step(struct wf_buf *out, const struct wf_node *n)
{
	if (n->kind == WF_ANNEX) {
		wf_buf_put(out, WF_S("附件"));
		if (n->num)
			wf_buf_printf(out, "%u", n->num);
		return;
	}
	if (n->num == 0 || n->flags & WF_SUPPLEMENT) {
		wf_buf_put(out, wf_str_of(n->flags & WF_SUPPLEMENT ? "附则" :
		    n->flags & WF_PREAMBLE ? "序言" : wf_kind_han(n->kind)));
		return;
	}
	wf_buf_put(out, WF_S("第"));
	wf_numeral_han(out, n->num);
	wf_buf_put(out, wf_str_of(wf_kind_han(n->kind)));
	if (n->sub) {
		wf_buf_put(out, WF_S("之"));
		wf_numeral_han(out, n->sub);
	}
}

/* An article says nothing of the chapters above it; a chapter does of the book it counts in. */
static bool
is_said(const struct wf_node *up, const struct wf_node *n)
{
	bool heading = n->kind <= WF_SECTION, above = up->kind <= WF_SECTION;

	if (up->flags & WF_INFERRED && up->kind == WF_PARAGRAPH)
		return false;
	if (up->kind == WF_BLOCK || up->kind == WF_PREFACE)
		return false;
	return heading || !above;
}

void
wf_citation(struct wf_buf *out, const struct wf_target *t, uint32_t node)
{
	uint32_t path[WF_DEPTH_LIMIT], n = 0;

	wf_buf_put(out, WF_S("《"));
	wf_buf_put(out, cited_name(&t->work));
	wf_buf_put(out, WF_S("》"));
	for (uint32_t i = node; i != 0 && i < t->nnode && n < WF_DEPTH_LIMIT; i = t->node[i].parent)
		if (i == node || is_said(&t->node[i], &t->node[node]))
			path[n++] = i;
	while (n > 0)
		put_step(out, &t->node[path[--n]]);
}

void
wf_target_id(struct wf_buf *out, const struct wf_target *t, uint32_t node)
{
	char day[11];

	wf_date_iso(day, t->expr.date);
	wf_buf_put(out, t->work.key);
	wf_buf_printf(out, "@%s", day);
	if (node == 0 || node >= t->nnode)
		return;
	wf_buf_ch(out, '#');
	wf_eid(out, t->node, node, wf_eid_scheme(t->node, t->nnode));
}
