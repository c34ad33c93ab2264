/*
 * Until when each expression is in force: up to the next text of its work, or to the day
 * a 废止 (repeal) clause elsewhere begins to run.  Says nothing of today.
 */
#include "engine_int.h"

static void
end_at(struct wf_expr *e, wf_date day, const char *basis, struct wf_proof proof)
{
	e->row.effective_to = day;
	e->row.ended_basis = wf_str_of(basis);
	e->ended = proof;
}

/* Ends each expression where a later one begins. */
static void
follow(struct wf_expr *e, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct wf_row_expr *row = &e[i].row;

		for (uint32_t k = i + 1; k < n && row->effective_from != 0; k++) {
			wf_date next = e[k].row.effective_from;

			if (next == 0)
				continue;
			/* amended before it came into force: its time is empty, not negative */
			if (next < row->effective_from)
				next = row->effective_from;
			if (row->effective_to == 0 || next < row->effective_to)
				end_at(&e[i], next, "later_text", e[k].began);
			break;
		}
	}
}

static wf_str
expr_id(struct wf_catalog *c, const struct wf_work *w, const struct wf_expr *e)
{
	char day[11];

	wf_date_iso(day, e->row.date);
	return wf_arena_printf(&c->arena, "%.*s@%s", WF_FMT(w->row.key), day);
}

/* The first day the history names; 0 = none. */
static wf_date
first_day(const struct wf_doc *doc)
{
	wf_date date = 0;

	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *ev = &doc->event[i];
		bool act = ev->kind == WF_EV_ADOPTED || ev->kind == WF_EV_APPROVED ||
		    ev->kind == WF_EV_PROMULGATED;

		if (act && ev->date != 0 && (date == 0 || ev->date < date))
			date = ev->date;
	}
	return date;
}

/*
 * The day from which a clause of doc repeals. An amended text still carries the clause of
 * its first text, so the day of its commencement clause counts before that of the expression.
 */
static wf_date
repeal_day(const struct wf_doc *doc, const struct wf_clause *c, const struct wf_expr *e)
{
	const struct wf_clause *own = wf_commencement(doc);
	wf_date first = first_day(doc);

	if (c->date != 0)
		return c->date;
	if (own && own->date != 0)
		return own->date;
	if (wf_str_is(e->row.effective_basis, "inferred_from_amendment") && first != 0)
		return first;
	return e->row.effective_from != 0 ? e->row.effective_from : first;
}

/*
 * Ends the texts of a work that were made before the day. A text of the same work is ended by the
 * one that follows it; where that one says that it repeals, it is no amendment.
 */
static void
repeal(struct wf_catalog *c, uint32_t target, const struct wf_work *by, const struct wf_expr *e,
    wf_date day, wf_date named, struct wf_proof proof)
{
	const struct wf_work *w = &c->work[target];

	for (uint32_t i = 0; i < w->nexpr; i++) {
		struct wf_expr *old = &c->expr[w->expr + i];
		struct wf_row_expr *row = &old->row;
		bool sooner = row->effective_to == 0 || row->effective_to > day ||
		    (w == by && row->effective_to == day);

		/* what was made after the repeal, or before the text that it names, is another text */
		if (row->date >= day || row->effective_from >= day || !sooner || old == e)
			continue;
		if (named % 100 != 0 && row->date % 100 != 0 && row->date < named &&
		    row->effective_from < named)
			continue;
		end_at(old, day, "repeal_clause", proof);
		row->repealed_by = w != by ? by->row.key : expr_id(c, by, e);
	}
}

/* The 废止 clauses of one document. */
static void
apply(struct wf_catalog *c, const struct wf_work *w, const struct wf_expr *e, uint32_t input,
    const struct wf_doc *doc)
{
	for (uint32_t i = 0; i < doc->nclause; i++) {
		const struct wf_clause *x = &doc->clause[i];
		struct wf_proof proof = { input + 1, x->span };
		uint32_t target;

		if (x->kind != WF_CL_REPEAL ||
		    !wf_catalog_find(&target, c, wf_source_slice(&doc->source, x->name)))
			continue;
		wf_date day = repeal_day(doc, x, e);

		if (day != 0)
			repeal(c, target, w, e, day, x->name_date, proof);
	}
}

/* A text that says itself that it was repealed. */
static void
own_end(struct wf_expr *e, uint32_t input, const struct wf_doc *doc)
{
	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *ev = &doc->event[i];

		if (ev->kind == WF_EV_REPEALED && ev->date > e->row.effective_from)
			end_at(e, ev->date, "history", (struct wf_proof){ input + 1, ev->span });
	}
}

/* A text that says itself until when it holds: 有效期三年. */
static void
expire(struct wf_expr *e, uint32_t input, const struct wf_doc *doc)
{
	for (uint32_t i = 0; i < doc->nclause; i++) {
		const struct wf_clause *x = &doc->clause[i];
		wf_date day;

		if (x->kind != WF_CL_EXPIRE)
			continue;
		day = x->months == 0 ? wf_date_add_days(x->date, 1) :
		    e->row.effective_from % 100 == 0 ? 0 :
		    wf_date_add_months(e->row.effective_from, x->months);
		if (day > e->row.effective_from &&
		    (e->row.effective_to == 0 || e->row.effective_to > day))
			end_at(e, day, "validity_period", (struct wf_proof){ input + 1, x->span });
	}
}

/*
 * Repeals by works that may not be held, out of data/repeals.tsv: without them a text would be
 * called in force long after its end.
 */
static void
apply_register(struct wf_catalog *c)
{
	wf_str rest = { wf_data_repeals, wf_data_repeals_n }, cell[3];
	uint32_t target;
	wf_date day;

	while (wf_table_row(&rest, cell, 3)) {
		if (!wf_map_get(&c->by_key, cell[0], &target) || !wf_date_parse(cell[2], &day))
			continue;
		for (uint32_t i = 0; i < c->work[target].nexpr; i++) {
			struct wf_expr *e = &c->expr[c->work[target].expr + i];

			if (e->row.date >= day || (e->row.effective_to != 0 && e->row.effective_to <= day))
				continue;
			end_at(e, day, "register", (struct wf_proof){ 0 });
			e->row.repealed_by = cell[1];
		}
	}
}

/* Drafts, cases and reports are not in force and end nothing. */
static bool
has_force(const struct wf_work *w)
{
	return w->row.draft_of.n == 0 && !wf_str_is(w->row.level, "案例") &&
	    !wf_str_is(w->row.level, "报告");
}

void
wf_force(struct wf_catalog *c, const struct wf_inputs *in)
{
	for (size_t i = 0; i < c->nwork; i++)
		if (has_force(&c->work[i]))
			follow(&c->expr[c->work[i].expr], c->work[i].nexpr);
	for (size_t i = 0; i < c->nwork; i++)
		for (uint32_t k = 0; k < c->work[i].nexpr && has_force(&c->work[i]); k++) {
			struct wf_expr *e = &c->expr[c->work[i].expr + k];

			for (uint32_t j = 0; j < e->nmember; j++) {
				const struct wf_doc *doc = &in->v[e->member[j].input].doc;

				if (e->member[j].role != WF_ROLE_SHOWN)
					break;
				own_end(e, e->member[j].input, doc);
				expire(e, e->member[j].input, doc);
				apply(c, &c->work[i], e, e->member[j].input, doc);
			}
		}
	apply_register(c);
}
