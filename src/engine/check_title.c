/*
 * Finds the title that someone nearly wrote.  Does not look among names that are known but
 * not held: those are no slips.
 */
#include "check_int.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_POINTS 60u

struct title { uint32_t v[TITLE_POINTS]; uint32_t n, work; };
/* The titles that may be meant, made ready once a check. */
struct wf_titles { struct title *v; size_t n; };

static bool
read_title(struct title *out, wf_str s)
{
	struct wf_buf id = { 0 }, b = { 0 };

	wf_work_id(&id, s);
	wf_fold(&b, wf_buf_str(&id), WF_FOLD_NAME);
	out->n = 0;
	for (wf_str rest = wf_buf_str(&b); rest.n != 0 && out->n < TITLE_POINTS; )
		out->v[out->n++] = wf_utf8_next(&rest);
	bool fits = out->n < TITLE_POINTS;
	wf_buf_free(&id);
	wf_buf_free(&b);
	return fits && out->n >= 3;
}

/* Edits from a to b; more than most counts as most + 1. */
static uint32_t
edits(const struct title *a, const struct title *b, uint32_t most)
{
	uint32_t row[TITLE_POINTS + 1];

	if (a->n > b->n + most || b->n > a->n + most)
		return most + 1;
	for (uint32_t i = 0; i <= b->n; i++)
		row[i] = i;
	for (uint32_t i = 1; i <= a->n; i++) {
		uint32_t diagonal = row[0], least = row[0] = i;

		for (uint32_t k = 1; k <= b->n; k++) {
			uint32_t up = row[k], best = diagonal + (a->v[i - 1] != b->v[k - 1]);

			if (up + 1 < best)
				best = up + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			diagonal = up;
			row[k] = best;
			if (best < least)
				least = best;
		}
		if (least > most)
			return most + 1;
	}
	return row[b->n];
}

/*
 * Of these we hold nearly all: a title that is none of theirs and nearly one is a slip. Local texts
 * differ from each other by a word, and most are not held.
 */
static bool
is_national(wf_str level)
{
	static const char *const levels[] = { "宪法", "法律", "行政法规", "司法解释", "部门规章" };

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (wf_str_is(level, levels[i]))
			return true;
	return false;
}

/* 某省…, 某市…: not one of a national body. */
static bool
is_local(wf_str title)
{
	static const char *const places[] = { "省", "市", "自治区", "自治州", "自治县", "特区" };
	wf_str head = wf_str_sub(title, 0, 30);

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t at = wf_str_find(head, wf_str_of(places[i]), 0);

		if (at != SIZE_MAX && at >= 6 && !wf_str_starts(wf_str_from(head, at), WF_S("市场")) &&
		    !wf_str_ends(wf_str_sub(head, 0, at), WF_S("城")))
			return true;
	}
	return false;
}

static const struct wf_titles *
titles_of(struct wf_checking *k)
{
	if (k->titles)
		return k->titles;
	k->titles = wf_arena_alloc(k->a, sizeof(*k->titles));
	k->titles->v = wf_arena_alloc(k->a, wf_citing_works(k->c) * sizeof(k->titles->v[0]) + 1);
	for (size_t i = 0; i < wf_citing_works(k->c); i++) {
		const struct wf_row_work *w = wf_citing_work(k->c, (uint32_t)i);
		struct title *t = &k->titles->v[k->titles->n];

		if (!is_national(w->level) || w->draft_of.n != 0 || !read_title(t, w->key))
			continue;
		t->work = (uint32_t)i;
		k->titles->n++;
	}
	return k->titles;
}

uint32_t
wf_near_title(struct wf_checking *k, wf_str title)
{
	const struct wf_titles *all = titles_of(k);
	struct title want;
	uint32_t found = WF_NO_WORK, best = 0;

	if (!read_title(&want, title) || is_local(title))
		return WF_NO_WORK;
	/* a third of a title may differ, but never the word that says what it is */
	uint32_t most = want.n / 3 < 4 ? want.n / 3 : 4;
	best = most + 1;
	for (size_t i = 0; i < all->n; i++) {
		const struct title *have = &all->v[i];
		uint32_t d;

		if (have->v[have->n - 1] != want.v[want.n - 1])
			continue;
		d = edits(&want, have, most);
		if (d < best) {
			best = d;
			found = have->work;
		} else if (d == best && d <= most) {
			found = WF_NO_WORK;	/* two are as near: neither is meant for certain */
		}
	}
	return found;
}
