/*
 * Says what an expression is on a day, and which expression answers for a day.
 * The days themselves were worked out by the build.
 */
#include "engine.h"

const char *
wf_status_name(enum wf_status s)
{
	static const char *const names[] = {
		[WF_ST_UNKNOWN] = "unknown", [WF_ST_DRAFT] = "draft", [WF_ST_PENDING] = "pending",
		[WF_ST_IN_FORCE] = "in_force", [WF_ST_AMENDED] = "amended",
		[WF_ST_REPEALED] = "repealed",
	};

	return names[s];
}

enum wf_status
wf_status_of(const struct wf_row_work *w, const struct wf_row_expr *e, wf_date at)
{
	if (w->draft_of.n)
		return WF_ST_DRAFT;
	if (e->effective_to && at >= e->effective_to)
		return wf_str_is(e->ended_basis, "later_text") ? WF_ST_AMENDED : WF_ST_REPEALED;
	/* its source says that it is repealed, and not since when: in force is more than we know */
	if (e->effective_to == 0 && e->ended_basis.n)
		return WF_ST_REPEALED;
	if (e->effective_from == 0)
		return WF_ST_UNKNOWN;
	return at < e->effective_from ? WF_ST_PENDING : WF_ST_IN_FORCE;
}

size_t
wf_expr_pick(const struct wf_row_work *w, const struct wf_row_expr *e, size_t n, wf_date at)
{
	size_t before = 0;

	/* the latest first: where days overlap, the later text is the one that holds */
	for (size_t i = n; i-- > 0; )
		if (wf_status_of(w, &e[i], at) == WF_ST_IN_FORCE)
			return i;
	for (size_t i = 0; i < n; i++) {
		wf_date day = e[i].effective_from ? e[i].effective_from : e[i].date;
		if (day <= at)
			before = i;
	}
	return before;
}
