/*
 * Until when each expression is in force: up to the next text of its work, or to the day
 * a 废止 (repeal) clause elsewhere begins to run.  Says nothing of today.
 */
#include "engine_int.h"

/* Ends each expression where a later one begins. */
static void
follow(struct wf_expr *e, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct wf_row_expr *row = &e[i].row;

		for (uint32_t k = i + 1; k < n && row->effective_from != 0; k++) {
			wf_date next = e[k].row.effective_from;

			if (next == 0)
				continue;
			/* amended before it came into force: its time is empty, not negative */
			row->effective_to = next < row->effective_from ? row->effective_from : next;
			break;
		}
	}
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

static void
repeal(struct wf_catalog *c, uint32_t target, const struct wf_work *by, wf_date day)
{
	const struct wf_work *w = &c->work[target];

	for (uint32_t i = 0; i < w->nexpr; i++) {
		struct wf_row_expr *row = &c->expr[w->expr + i].row;
		bool sooner = row->effective_to == 0 || row->effective_to > day;

		/* what was made after the repeal is another text of the same name */
		if (row->date >= day || row->effective_from >= day || !sooner)
			continue;
		row->effective_to = day;
		row->repealed_by = by->row.key;
	}
}

/* The 废止 clauses of one document. */
static void
apply(struct wf_catalog *c, const struct wf_work *w, const struct wf_expr *e,
    const struct wf_doc *doc)
{
	for (uint32_t i = 0; i < doc->nclause; i++) {
		const struct wf_clause *x = &doc->clause[i];
		uint32_t target;

		if (x->kind != WF_CL_REPEAL ||
		    !wf_catalog_find(&target, c, wf_source_slice(&doc->source, x->name)))
			continue;
		wf_date day = repeal_day(doc, x, e);

		/* its own older texts end where it begins; follow() has said so */
		if (day != 0 && &c->work[target] != w)
			repeal(c, target, w, day);
	}
}

/* A text that says itself that it was repealed. */
static void
own_end(struct wf_row_expr *row, const struct wf_doc *doc)
{
	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *ev = &doc->event[i];

		if (ev->kind == WF_EV_REPEALED && ev->date > row->effective_from)
			row->effective_to = ev->date;
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
				own_end(&e->row, doc);
				apply(c, &c->work[i], e, doc);
			}
		}
}
