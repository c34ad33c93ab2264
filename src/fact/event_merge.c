/*
 * Finds which statements tell of one event: a chapter and the chronicle, a summary and the chapter. They need
 * dates that fit, nobody else acting, and the same title or nearly the same words.
 */
#include "fact/event_int.h"

#include <stdlib.h>
#include <string.h>

#define SAME_WORDS 0.7		/* share of the pairs of characters that must come back */
#define SHORT_CORE 18u		/* bytes: fewer words say too little */

/* ---- dates and actors ---------------------------------------------------------------- */

/* 2024-06 fits 2024-06-18, and a range what lies in it. A year alone fits nothing but itself. */
static bool
dates_fit(const struct wf_stated *a, const struct wf_stated *b)
{
	if (a->from == b->from && a->to == b->to)
		return true;
	if (a->to != 0 || b->to != 0 || a->from % 10000 == 0 || b->from % 10000 == 0)
		return false;
	return a->from / 100 == b->from / 100 && (a->from % 100 == 0 || b->from % 100 == 0);
}

static bool
actors_fit(const struct wf_stated *a, const struct wf_stated *b)
{
	if (a->nactor == 0 || b->nactor == 0)
		return true;
	for (uint32_t i = 0; i < a->nactor; i++) {
		for (uint32_t k = 0; k < b->nactor; k++) {
			if (wf_str_has(a->actor[i], b->actor[k]) || wf_str_has(b->actor[k], a->actor[i]))
				return true;
		}
	}
	return false;
}

/* ---- titles ----------------------------------------------------------------------------- */

/* The next title of *s without its marks, folded into out; false = no more. */
static bool
next_title(struct wf_buf *out, wf_str *s)
{
	size_t open = wf_str_find(*s, WF_S("《"), 0);
	size_t close = open == SIZE_MAX ? SIZE_MAX : wf_str_find(*s, WF_S("》"), open);

	if (close == SIZE_MAX)
		return false;
	out->n = 0;
	wf_fold(out, wf_str_sub(*s, open + strlen("《"), close - open - strlen("《")), WF_FOLD_NAME);
	*s = wf_str_from(*s, close + strlen("》"));
	return true;
}

/* Equal, or one is the other with an issuer or a mark more. */
static bool
same_title(wf_str a, wf_str b)
{
	wf_str small = a.n < b.n ? a : b, large = a.n < b.n ? b : a;

	if (wf_str_eq(a, b))
		return a.n > 0;
	return small.n >= SHORT_CORE && small.n * 10 >= large.n * 6 && wf_str_has(large, small);
}

/* True if one title of a stands in b. */
static bool
shares_title(wf_str a, wf_str b)
{
	struct wf_buf x = { 0 }, y = { 0 };
	bool found = false;

	while (!found && next_title(&x, &a)) {
		wf_str rest = b;

		while (!found && next_title(&y, &rest))
			found = same_title(wf_buf_str(&x), wf_buf_str(&y));
	}
	wf_buf_free(&x);
	wf_buf_free(&y);
	return found;
}

/* ---- words --------------------------------------------------------------------------------- */

/* Share of the pairs of characters of a that stand in b. */
static double
pairs_in(wf_str a, wf_str b)
{
	size_t all = 0, met = 0;

	while (a.n > 0) {
		wf_str rest = a;
		size_t n;

		wf_utf8_next(&rest);
		size_t first = a.n - rest.n;

		if (rest.n == 0)
			break;
		wf_utf8_peek(rest, &n);
		all++;
		met += wf_str_find(b, wf_str_sub(a, 0, first + n), 0) != SIZE_MAX;
		a = rest;
	}
	return all == 0 ? 0 : (double)met / (double)all;
}

static wf_str
paragraph(const struct wf_report *r, const struct wf_stated *v)
{
	return v->entry && v->only ? wf_report_slice(r, r->para[v->para].text) : wf_report_slice(r, v->at);
}

static bool
same_words(const struct wf_report *r, const struct wf_stated *a, const struct wf_stated *b)
{
	wf_str x = a->core, y = b->core;

	if (x.n >= SHORT_CORE && pairs_in(x, paragraph(r, b)) >= SAME_WORDS)
		return true;
	return y.n >= SHORT_CORE && pairs_in(y, paragraph(r, a)) >= SAME_WORDS;
}

static bool
is_same(const struct wf_report *r, const struct wf_stated *a, const struct wf_stated *b)
{
	if ((a->entry && b->entry) || a->effect != b->effect || !dates_fit(a, b) || !actors_fit(a, b))
		return false;
	if (wf_str_has(a->core, WF_S("《")) && wf_str_has(b->core, WF_S("《")))
		return shares_title(a->core, b->core);
	return same_words(r, a, b);
}

static bool
in_range(const struct wf_stated *range, const struct wf_stated *v)
{
	wf_date to = range->to % 100 == 0 ? range->to + 99 : range->to;

	return v->to == 0 && v->from >= range->from && v->from <= to;
}

/* A range that the chronicle tells day by day is no event of its own. */
static bool
is_told(const struct wf_stated *v, size_t n, const struct wf_stated *range)
{
	wf_str rest = range->core;
	struct wf_buf one = { 0 };
	size_t title = 0, told = 0;

	while (next_title(&one, &rest)) {
		wf_str name = wf_buf_str(&one);
		bool here = false;
		struct wf_buf other = { 0 };

		for (size_t i = 0; i < n && i < 4 * WF_JOIN_REACH && !here; i++) {
			wf_str core = v[i].core;

			while (in_range(range, &v[i]) && !here && next_title(&other, &core))
				here = same_title(name, wf_buf_str(&other));
		}
		wf_buf_free(&other);
		title++;
		told += here;
	}
	wf_buf_free(&one);
	return title > 1 && told == title;
}

/* True if a group has an entry of the chronicle: each of them is an event. */
static bool
has_entry(const struct wf_stated *v, size_t n, uint32_t lead)
{
	for (size_t i = lead; i < n; i++) {
		if (v[i].into == lead && v[i].entry)
			return true;
	}
	return false;
}

bool
wf_event_told(const struct wf_stated *range, const struct wf_stated *v)
{
	return range->into == UINT32_MAX && in_range(range, v) && shares_title(v->core, range->core);
}

void
wf_events_join(struct wf_stated *v, size_t n, const struct wf_report *r)
{
	size_t reach = n > 4 * WF_JOIN_REACH ? WF_JOIN_REACH / 10 : WF_JOIN_REACH;

	for (size_t i = 0; i < n; i++)
		v[i].only = (i == 0 || v[i - 1].para != v[i].para) &&
		    (i + 1 == n || v[i + 1].para != v[i].para);
	for (size_t i = 0; i < n; i++) {
		v[i].into = (uint32_t)i;
		for (size_t k = i > reach ? i - reach : 0; k < i && v[i].into == i; k++) {
			if (v[k].into == k && is_same(r, &v[k], &v[i]) &&
			    !(v[i].entry && has_entry(v, i, (uint32_t)k)))
				v[i].into = (uint32_t)k;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (n <= 4 * WF_JOIN_REACH && v[i].to != 0 && v[i].into == i && is_told(v, n, &v[i]))
			v[i].into = UINT32_MAX;
	}
}
