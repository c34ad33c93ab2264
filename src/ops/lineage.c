/*
 * Follows a provision through the texts of its work: what it is called in an earlier or later
 * one.  What became of it between two texts is the engine's comparison; texts are read when
 * first asked for.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* One text of the work. */
struct lineage_text {
	struct wf_target t;
	struct wf_diff_side side;
	bool read, compared;
	struct wf_diff next;	/* with the text after it */
	uint32_t *came;		/* of each node: its node in the text asked + 2, 1 = none, 0 = not known yet */
};

struct wf_lineage {
	struct wf_ask *q;
	size_t n, asked;
	struct lineage_text *text;
};

wf_rc
wf_lineage_open(struct wf_lineage **out, struct wf_ask *q, const struct wf_target *t)
{
	struct wf_lineage *l = wf_arena_alloc(&q->arena, sizeof *l);
	struct wf_ids ids = { 0 };
	wf_rc rc = wf_ask_store(q, wf_db_exprs_of(&ids, q->db, t->work.id));

	*l = (struct wf_lineage){ .q = q, .n = ids.n };
	l->text = wf_arena_alloc(&q->arena, (ids.n + 1) * sizeof *l->text);
	for (size_t i = 0; rc == WF_OK && i < ids.n; i++) {
		l->text[i].t.work = t->work;
		if (ids.v[i] == t->expr.id) {
			l->text[i].t = *t;
			l->asked = i;
			continue;
		}
		rc = wf_ask_store(q, wf_db_expr(&l->text[i].t.expr, q->db, &q->arena, ids.v[i]));
	}
	free(ids.v);
	*out = l;
	return rc;
}

size_t
wf_lineage_count(const struct wf_lineage *l)
{
	return l->n;
}

size_t
wf_lineage_asked(const struct wf_lineage *l)
{
	return l->asked;
}

const struct wf_row_expr *
wf_lineage_expr(const struct wf_lineage *l, size_t i)
{
	return &l->text[i].t.expr;
}

wf_rc
wf_lineage_text(const struct wf_target **out, struct wf_lineage *l, size_t i)
{
	struct lineage_text *x = &l->text[i];
	struct wf_target *t = &x->t;
	wf_rc rc = WF_OK;

	if (t->nnode == 0)
		rc = wf_ask_store(l->q, wf_db_nodes(&t->node, &t->source, &t->nnode, l->q->db, &l->q->arena,
		    t->expr.id));
	*out = t;
	return rc;
}

static wf_rc
read_side(struct wf_lineage *l, size_t i)
{
	const struct wf_target *t;
	wf_rc rc = wf_lineage_text(&t, l, i);

	if (rc == WF_OK && !l->text[i].read)
		rc = wf_kb_side(&l->text[i].side, l->q->kb, &l->q->arena, t, l->q->err);
	l->text[i].read = true;
	return rc;
}

/* Compares a text with the one after it. */
static wf_rc
compare(struct wf_lineage *l, size_t i)
{
	struct lineage_text *x = &l->text[i];
	wf_rc rc = x->compared ? WF_OK : read_side(l, i);

	if (rc == WF_OK && !x->compared)
		rc = read_side(l, i + 1);
	if (rc == WF_OK && !x->compared)
		wf_diff(&x->next, &l->q->arena, &x->side, &x[1].side);
	x->compared = true;
	return rc;
}

/* One text further; a 款 or 项 that is lost there is looked for as the provision that held it. */
static uint32_t
one_step(const struct lineage_text *earlier, bool later, uint32_t node)
{
	const struct lineage_text *x = earlier;
	const struct wf_diff_side *from = later ? &x->side : &x[1].side;

	while (node < from->nnode) {
		uint32_t to = later ? wf_diff_follow(&x->next, &x->side, &x[1].side, node) :
		    wf_diff_trace(&x->next, &x->side, &x[1].side, node);

		if (to != WF_NO_NODE || from->node[node].kind <= WF_ARTICLE)
			return to;
		node = from->node[node].parent;
	}
	return WF_NO_NODE;
}

wf_rc
wf_lineage_follow(uint32_t *out, struct wf_lineage *l, size_t from, size_t to, uint32_t node)
{
	wf_rc rc = WF_OK;

	while (from != to && rc == WF_OK && node != WF_NO_NODE) {
		bool later = from < to;

		rc = compare(l, later ? from : from - 1);
		if (rc == WF_OK)
			node = one_step(&l->text[later ? from : from - 1], later, node);
		from = later ? from + 1 : from - 1;
	}
	*out = node;
	return rc;
}

wf_rc
wf_lineage_to_asked(uint32_t *out, struct wf_lineage *l, size_t from, uint32_t node)
{
	struct lineage_text *x = &l->text[from];
	const struct wf_target *t;
	wf_rc rc = wf_lineage_text(&t, l, from);

	*out = WF_NO_NODE;
	if (rc != WF_OK || node >= t->nnode)
		return rc;
	if (!x->came)
		x->came = wf_arena_alloc(&l->q->arena, ((size_t)t->nnode + 1) * sizeof *x->came);
	if (x->came[node] == 0) {
		rc = wf_lineage_follow(out, l, from, l->asked, node);
		x->came[node] = *out == WF_NO_NODE ? 1 : *out + 2;
	}
	*out = x->came[node] < 2 ? WF_NO_NODE : x->came[node] - 2;
	return rc;
}
