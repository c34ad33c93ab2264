/*
 * Tries to break the invariants every parsed document must keep.  Used by tests
 * and fuzzers; changes nothing.
 */
#include "law_int.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BROKEN(...) (wf_buf_printf(why, __VA_ARGS__), false)

static uint32_t
end_of(wf_span s)
{
	return s.off + s.len;
}

static bool
check_source(const struct wf_source *s, struct wf_buf *why)
{
	uint32_t raw = 0, text = 0, line = 0;

	for (size_t i = 0; i <= s->ncut; i++) {
		uint32_t to = i < s->ncut ? s->cut[i].off : (uint32_t)s->raw.n;

		if (to < raw || to > s->raw.n || to - raw > s->text.n - text)
			return BROKEN("cut %zu out of order", i);
		if (memcmp(s->raw.p + raw, s->text.p + text, to - raw) != 0)
			return BROKEN("text differs from raw before cut %zu", i);
		text += to - raw;
		raw = i < s->ncut ? to + s->cut[i].len : to;
	}
	if (text != s->text.n)
		return BROKEN("text has %zu bytes, raw without cuts %" PRIu32, s->text.n, text);
	for (size_t i = 0; i < s->nline; i++) {
		if (s->line[i].off != line)
			return BROKEN("line %zu does not follow the one before", i + 1);
		line = s->line[i].off + s->line[i].len + 1;
	}
	if (s->nline != 0 && line < s->text.n)
		return BROKEN("lines end at %" PRIu32 " of %zu", line, s->text.n);
	return true;
}

static bool
check_node(const struct wf_doc *doc, uint32_t i, struct wf_buf *why)
{
	const struct wf_node *n = &doc->node[i], *up;
	uint32_t at = 0;

	if (n->end <= i || n->end > doc->nnode)
		return BROKEN("node %" PRIu32 ": end", i);
	if (i == 0)
		return n->parent == WF_NO_NODE && n->whole.off == 0 && n->whole.len == doc->source.text.n ?
		    true : BROKEN("node 0 is not the whole");
	if (n->parent >= i)
		return BROKEN("node %" PRIu32 ": parent", i);
	up = &doc->node[n->parent];
	if (up->kind == WF_PREFACE)
		return BROKEN("node %" PRIu32 " hangs in the preface", i);
	if (n->end > up->end || n->whole.off < up->whole.off || end_of(n->whole) > end_of(up->whole))
		return BROKEN("node %" PRIu32 " is not inside its parent", i);
	if (n->label.len != 0 && (n->label.off < n->whole.off || end_of(n->label) > end_of(n->whole)))
		return BROKEN("node %" PRIu32 ": label outside", i);
	if (n->head.len != 0 && (n->head.off < n->whole.off || end_of(n->head) > end_of(n->whole)))
		return BROKEN("node %" PRIu32 ": heading outside", i);
	/* children tile the node from the first child to its end */
	for (uint32_t k = i + 1; k < n->end; k = doc->node[k].end) {
		if (k != i + 1 && doc->node[k].whole.off != at)
			return BROKEN("node %" PRIu32 " does not follow its sibling", k);
		at = end_of(doc->node[k].whole);
		if (doc->node[k].end <= k)
			return BROKEN("node %" PRIu32 ": end", k);
	}
	if (n->end > i + 1 && at != end_of(n->whole))
		return BROKEN("children of node %" PRIu32 " end early", i);
	return true;
}

/* Ids are unique, and id -> node -> id is the identity. */
static bool
check_ids(const struct wf_doc *doc, struct wf_buf *why)
{
	struct wf_eid_scheme sch = wf_eid_scheme(doc->node, doc->nnode);
	struct wf_arena keys = { 0 };
	struct wf_map seen = { 0 };
	struct wf_buf b = { 0 };
	bool ok = true;

	for (uint32_t i = 1; i < doc->nnode && ok; i++) {
		b.n = 0;
		wf_eid(&b, doc->node, i, sch);
		wf_str key = wf_arena_str(&keys, wf_buf_str(&b));
		if (!wf_map_set(&seen, key, i))
			ok = BROKEN("id %.*s stands twice", WF_FMT(key));
		else if ((i % 97 == 1 || doc->nnode < 200) &&
		    wf_eid_find(doc->node, doc->nnode, key) != i)
			ok = BROKEN("id %.*s does not lead back", WF_FMT(key));
	}
	wf_buf_free(&b);
	wf_map_free(&seen);
	wf_arena_free(&keys);
	return ok;
}

/* Every 第…条 at the start of a line is an article's label, quoted, a table's, or in the preface. */
static bool
check_accounted(const struct wf_doc *doc, struct wf_buf *why)
{
	const struct wf_source *s = &doc->source;
	uint32_t at = 0;

	if (doc->head.nolaw != WF_IS_LAW)
		return true;
	for (size_t i = 0; i < s->nline; i++) {
		wf_str t = wf_str_ltrim(wf_str_sub(s->text, s->line[i].off, s->line[i].len));
		uint32_t off = (uint32_t)(t.p - s->text.p);
		struct wf_label l = wf_label_read(t);

		if (l.kind != WF_ARTICLE || !article_starts(t, &l))
			continue;
		/* the innermost node here: wholes begin in document order */
		while (at + 1 < doc->nnode && doc->node[at + 1].whole.off <= off)
			at++;
		const struct wf_node *n = &doc->node[at];
		if (!(n->kind == WF_ARTICLE && n->label.off == off) && n->kind != WF_PREFACE &&
		    !(n->flags & (WF_QUOTED | WF_TABLE)))
			return BROKEN("line %zu: article label unaccounted for", i + 1);
	}
	return true;
}

bool
wf_doc_check(const struct wf_doc *doc, struct wf_buf *why)
{
	if (doc->nnode == 0)
		return BROKEN("no node");
	if (!check_source(&doc->source, why))
		return false;
	for (uint32_t i = 0; i < doc->nnode; i++)
		if (!check_node(doc, i, why))
			return false;
	for (size_t i = 0; i < doc->findings.n; i++) {
		const struct wf_finding *f = &doc->findings.v[i];

		if (wf_finding_def(f->code) == NULL || end_of(f->span) > doc->source.text.n)
			return BROKEN("finding %zu: code or span", i);
	}
	return check_ids(doc, why) && check_accounted(doc, why);
}
