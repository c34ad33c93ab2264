/*
 * Takes a score apart again: what each term gave in each field, and the prior. It follows
 * query.c step by step, for one unit.
 */
#include "search_int.h"

#include <math.h>
#include <stdlib.h>

struct reasons { struct wf_why *v; size_t n, cap; };

/* The impact of one place, 0 = not in the list. */
static unsigned
impact_of(struct wf_index *x, uint64_t key, size_t limit, uint32_t id, bool *good)
{
	const struct term_row *t = wf_index_term(x, key);
	struct walk w;

	if (!t)
		return 0;
	if (!wf_list_good(x, t, limit)) {
		*good = false;
		return 0;
	}
	for (wf_walk_begin(&w, x, t); wf_walk_next(&w) && w.base <= id; )
		for (unsigned i = 0; i < w.n; i++)
			if (w.base + w.low[i] == id)
				return wf_walk_impact(&w, i);
	return 0;
}

static void
add(struct reasons *r, const struct term *t, const char *field, double weight, double value)
{
	if (weight * value == 0)
		return;
	r->v = wf_grow(r->v, &r->cap, r->n + 1, sizeof *r->v);
	r->v[r->n++] = (struct wf_why){ t ? t->shown : WF_S(""), t ? t->from : WF_S(""), field, weight, value,
		weight * value };
}

static int
by_score(const void *a, const void *b)
{
	const struct wf_why *x = a, *y = b;

	if (fabs(x->score) != fabs(y->score))
		return fabs(x->score) < fabs(y->score) ? 1 : -1;
	return wf_str_cmp(x->term, y->term);
}

/* The fields of one term. */
static void
add_term(struct reasons *out, struct wf_index *x, const struct term *t, uint32_t unit, bool *good)
{
	const struct wf_rank *r = x->rank;
	uint32_t context = x->unit[unit].context, text = x->context[context].text;
	double work = wf_work_weight(x, t, wf_index_term(x, KEY_FIELD(t->key, FIELD_WORK)));
	const struct {
		enum field field; const char *name; size_t limit; uint32_t id; double weight, most;
	} row[] = {
		{ FIELD_TEXT, "text", x->nunit, unit, t->weight, r->k1 + 1 },
		{ FIELD_CITED, "cited_by", x->nunit, unit, t->weight * r->cited, r->k1 + 1 },
		{ FIELD_HEADING, "heading", x->ncontext, context, t->weight * r->heading, 1 },
		{ FIELD_TITLE, "title", x->ntext, text, t->weight * r->title, 1 },
		{ FIELD_WORK, "work", x->ntext, text, work * r->work, r->k1 + 1 },
	};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		unsigned impact = impact_of(x, KEY_FIELD(t->key, row[i].field), row[i].limit, row[i].id,
		    good);
		add(out, t, row[i].name, row[i].weight, impact * row[i].most / IMPACT_MOST);
	}
}

wf_rc
wf_index_explain(struct wf_why **why, size_t *n, struct wf_index *x, const struct wf_question *q,
    const struct wf_hit *hit, struct wf_err *err)
{
	struct reasons out = { 0 };
	uint32_t text = x->context[x->unit[hit->unit].context].text;
	bool good = true, place = false;

	for (size_t i = 0; i < q->terms->n; i++) {
		const struct term *t = &q->terms->v[i];
		add_term(&out, x, t, hit->unit, &good);
		place |= t->from.n == 0 &&
		    impact_of(x, KEY_FIELD(t->key, FIELD_PLACE), x->ntext, text, &good);
	}
	double words = 0, share = place ? 1 : x->rank->share[x->text[text].standing];

	for (size_t i = 0; i < out.n; i++)
		words += out.v[i].score;
	add(&out, NULL, "standing", share - 1, words);
	add(&out, NULL, "prior", 1, x->prior[text]);
	add(&out, NULL, "place", 1, place ? x->rank->place : 0);
	if (out.n)
		qsort(out.v, out.n, sizeof *out.v, by_score);
	*why = out.v;
	*n = out.n;
	return good ? WF_OK : wf_fail(err, WF_E_STORE, "the search index is damaged; build the knowledge "
	    "base anew: wangfa build");
}
