/*
 * Asks src/search for titles: makes a block of the names on standard input and answers what was typed.
 * Judges no answer; known_item.py does.
 *
 * Lines in:  N <name> <work> <kind> <prior>, then Q <typed>, parted by tabs.
 * Lines out: for each Q its hits as work:how:score:rest, parted by tabs; "-" = none.
 * At the end a line of figures: names, bytes of the block, µs to open, µs a question (median, 99 of 100, most).
 */
#include "search/search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HITS = 10 };

struct run {
	struct wf_arena a;
	struct wf_title *name; size_t nname, name_cap;
	double *took; size_t ntook, took_cap;
	struct wf_title_block t;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);	/* what else the machine does is not counted */
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static wf_str
cell(wf_str *line)
{
	size_t tab = wf_str_find(*line, WF_S("\t"), 0);
	wf_str out = wf_str_sub(*line, 0, tab);

	*line = tab == SIZE_MAX ? WF_S("") : wf_str_from(*line, tab + 1);
	return out;
}

static long long
number(wf_str s)
{
	return strtoll(s.p, NULL, 10);
}

static void
take_name(struct run *r, wf_str line)
{
	struct wf_title x = { .name = wf_arena_str(&r->a, cell(&line)) };

	x.work = number(cell(&line));
	x.kind = (enum wf_title_of)number(cell(&line));
	x.prior = (uint32_t)number(cell(&line));
	r->name = wf_grow(r->name, &r->name_cap, r->nname + 1, sizeof(*r->name));
	r->name[r->nname++] = x;
}

static void
answer(struct run *r, wf_str typed)
{
	struct wf_title_hit hit[HITS];
	double began = now();
	size_t n = wf_titles_find(hit, HITS, &r->t, typed);

	r->took = wf_grow(r->took, &r->took_cap, r->ntook + 1, sizeof(*r->took));
	r->took[r->ntook++] = now() - began;
	for (size_t i = 0; i < n; i++)
		printf("%s%lld:%s:%u:%.*s", i != 0 ? "\t" : "", (long long)hit[i].work,
		    wf_title_how_name(hit[i].how), hit[i].score, WF_FMT(hit[i].rest));
	puts(n != 0 ? "" : "-");
}

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(void)
{
	struct run r = { .nname = 0 };
	struct wf_buf block = { 0 };
	struct wf_err err;
	char *line = NULL;
	size_t room = 0;
	double opening = 0;
	wf_rc rc = WF_OK;

	for (ssize_t n; rc == WF_OK && (n = getline(&line, &room, stdin)) > 0; ) {
		wf_str rest = { line, (size_t)n - (line[n - 1] == '\n') }, what = cell(&rest);

		if (wf_str_is(what, "N")) {
			take_name(&r, rest);
			continue;
		}
		if (block.n == 0) {
			wf_titles_make(&block, r.name, r.nname);
			opening = now();
			rc = wf_titles_open(&r.t, wf_buf_str(&block), &err);
			opening = now() - opening;
		}
		if (rc == WF_OK)
			answer(&r, rest);
	}
	if (rc != WF_OK)
		fprintf(stderr, "%s\n", err.msg);
	qsort(r.took, r.ntook, sizeof(*r.took), by_time);
	if (r.ntook != 0)
		printf("%zu\t%zu\t%.0f\t%.0f\t%.0f\t%.0f\n", r.nname, block.n, opening, r.took[r.ntook / 2],
		    r.took[r.ntook * 99 / 100], r.took[r.ntook - 1]);
	free(line);
	free(r.name);
	free(r.took);
	wf_buf_free(&block);
	wf_arena_free(&r.a);
	return rc != WF_OK;
}
