/*
 * Takes the day on which an amended text came into force from the decision or 修正案
 * (amendment) that amended it, where we hold that.  Does not apply amendments to texts.
 */
#include "engine_int.h"

#include "findings_gen.h"

/* True for a work that changes others: 关于修改〈甲法〉的决定, 甲法修正案（二）. */
static bool
is_decision(const struct wf_work *w)
{
	return wf_str_has(w->row.key, WF_S("关于修改")) || wf_str_has(w->row.key, WF_S("修正案"));
}

/* A day the source states, not one that was inferred. */
static bool
is_stated(const struct wf_row_expr *row)
{
	return row->effective_from != 0 && !wf_str_is(row->effective_basis, "unknown") &&
	    !wf_str_is(row->effective_basis, "inferred_from_amendment");
}

/* The texts of work that the decision made: of its day, and without a day of their own. */
static void
tell(struct wf_catalog *c, uint32_t work, const struct wf_expr *decision)
{
	const struct wf_row_expr *by = &decision->row;

	for (uint32_t i = 0; i < c->work[work].nexpr; i++) {
		struct wf_expr *e = &c->expr[c->work[work].expr + i];
		bool same = e->row.date == by->date ||
		    (e->row.adopted != 0 && e->row.adopted == by->adopted);

		if (!same || by->effective_from < e->row.date ||
		    !wf_str_is(e->row.effective_basis, "inferred_from_amendment"))
			continue;
		e->row.effective_from = by->effective_from;
		e->row.effective_basis = WF_S("amending_decision");
		e->began = decision->began;
	}
}

/* Every 《name》 of s that is a work we hold. */
static void
tell_named(struct wf_catalog *c, wf_str s, const struct wf_expr *decision)
{
	uint32_t work;

	for (size_t k = 0; (k = wf_str_find(s, WF_S("《"), k)) != SIZE_MAX; ) {
		size_t end = wf_str_find(s, WF_S("》"), k);

		if (end == SIZE_MAX)
			break;
		/* 《关于适用〈乙法〉的解释》: the first 》 may close a name inside */
		for (size_t to = end; to != SIZE_MAX && to < k + 600; to = wf_str_find(s, WF_S("》"), to + 3))
			if (wf_catalog_find(&work, c, wf_str_sub(s, k + 3, to - k - 3))) {
				tell(c, work, decision);
				break;
			}
		k = end + 3;
	}
}

static void
tell_all(struct wf_catalog *c, const struct wf_inputs *in, const struct wf_work *w,
    const struct wf_expr *e)
{
	size_t mark = wf_str_find(w->row.key, WF_S("修正案"), 0);
	uint32_t work;

	/* 甲法修正案（二） names its law before the mark */
	if (mark != SIZE_MAX && wf_catalog_find(&work, c, wf_str_sub(w->row.key, 0, mark)))
		tell(c, work, e);
	tell_named(c, w->row.title, e);
	for (uint32_t i = 0; i < e->nmember && e->member[i].role == WF_ROLE_SHOWN; i++)
		tell_named(c, in->v[e->member[i].input].doc.source.text, e);
}

void
wf_amend(struct wf_catalog *c, struct wf_inputs *in)
{
	for (size_t i = 0; i < c->nwork; i++)
		for (uint32_t k = 0; k < c->work[i].nexpr && is_decision(&c->work[i]); k++) {
			const struct wf_expr *e = &c->expr[c->work[i].expr + k];

			if (c->work[i].row.draft_of.n == 0 && is_stated(&e->row))
				tell_all(c, in, &c->work[i], e);
		}
	for (size_t i = 0; i < c->nexpr; i++) {
		const struct wf_expr *e = &c->expr[i];

		if (wf_str_is(e->row.effective_basis, "inferred_from_amendment"))
			wf_note_add(&in->v[e->member[0].input].note, WF_D_EFFECTIVE_INFERRED, 0, 0,
			    WF_S(""));
	}
}
