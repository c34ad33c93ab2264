/*
 * Asks a knowledge base for what was typed into the box. Judges no answer; known_item.py does.
 *
 * Usage: known_item KB <lines
 * Lines out: for each line its first results as work:how; those found by words come as 0:words; "-" = none.
 * At the end a line of figures: bytes of the block of titles, and µs that titles take of a question (median,
 * 99 of 100, most).
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HITS = 10 };

struct run {
	struct wf_kb *kb;
	struct wf_seek *seek;
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

static wf_rc
answer(struct run *r, wf_str typed, struct wf_err *err)
{
	struct wf_title_hit hit[HITS];
	struct wf_arena a = { 0 };
	struct wf_found found;
	struct wf_row_expr e;
	double began = now();

	wf_titles_find(hit, HITS, &r->t, typed);
	r->took = wf_grow(r->took, &r->took_cap, r->ntook + 1, sizeof(*r->took));
	r->took[r->ntook++] = now() - began;
	wf_rc rc = wf_seek_run(&found, r->seek, &a, &(struct wf_seek_ask){ .query = typed, .limit = HITS,
		.at = wf_date_today() }, err);
	for (size_t i = 0; i < found.nrow && rc == WF_OK; i++) {
		if (!found.row[i].how) {
			printf("%s0:words", i ? "\t" : "");
			break;
		}
		rc = wf_db_expr(&e, wf_kb_db(r->kb), &a, found.row[i].expr);
		printf("%s%lld:%s", i ? "\t" : "", (long long)e.work, found.row[i].how);
	}
	if (rc == WF_OK && found.named_id && (found.nrow == 0 || !found.row[0].how))
		printf("\t%lld:named", -(long long)found.named_id);
	puts(rc == WF_OK && found.nrow == 0 && !found.named_id ? "-" : "");
	wf_found_free(&found);
	wf_arena_free(&a);
	return rc;
}

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
	struct run r = { .ntook = 0 };
	struct wf_index *index = NULL;
	struct wf_err err = { "usage: known_item KB" };
	char *line = NULL;
	size_t room = 0;
	wf_rc rc = argc == 2 ? wf_kb_open(&r.kb, argv[1], &err) : WF_E_USAGE;

	if (rc == WF_OK)
		rc = wf_seek_open(&r.seek, r.kb, &err);
	if (rc == WF_OK)
		rc = wf_kb_index(&index, r.kb, &err);
	if (rc == WF_OK)
		rc = wf_titles_open(&r.t, wf_index_block(index), &err);
	for (ssize_t n; rc == WF_OK && (n = getline(&line, &room, stdin)) > 0; )
		rc = answer(&r, (wf_str){ line, (size_t)n - (line[n - 1] == '\n') }, &err);
	if (rc != WF_OK)
		fprintf(stderr, "%s\n", err.msg);
	if (r.ntook != 0) {
		qsort(r.took, r.ntook, sizeof(*r.took), by_time);
		printf("%zu\t%.0f\t%.0f\t%.0f\n", wf_index_block(index).n, r.took[r.ntook / 2],
		    r.took[r.ntook * 99 / 100], r.took[r.ntook - 1]);
	}
	free(line);
	free(r.took);
	wf_seek_close(r.seek);
	wf_kb_close(r.kb);
	return rc != WF_OK;
}
