/*
 * Asks the search of a knowledge base every question of a file as it is typed, and beside it the plain
 * BM25 that it must beat; prints what each found.  It does not know which answer is right.
 *
 * Usage: retrieval KB QUESTIONS
 * Prints a row for each question and list: {"query_id", "list", "hits": [ids, best first]}. Lists: typed,
 * national (the question with filters typed behind it: texts of the whole country), plain, plain_national.
 */
#include <stdio.h>
#include <time.h>

#include "../../bench/search/units.h"

static void
print_hits(const struct units *u, int64_t id, const char *list, const uint32_t *hit, size_t n)
{
	json_t *row = json_object(), *hits = json_array();

	wf_json_int(row, "query_id", id);
	wf_json_str(row, "list", wf_str_of(list));
	for (size_t i = 0; i < n; i++)
		json_array_append_new(hits, json_stringn(u->v[hit[i]].id.p, u->v[hit[i]].id.n));
	wf_json_own(row, "hits", hits);
	char *line = json_dumps(row, JSON_COMPACT);
	puts(line ? line : "{}");
	free(line);
	json_decref(row);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static wf_rc
ask_all(struct units *u, const struct questions *q, struct wf_err *err)
{
	struct peer_why why = { "no list" };
	void *ours = peer_ours.open(u, "", &why), *plain = ours ? peer_plain.open(u, "", &why) : NULL;
	uint32_t hit[PEER_HITS];
	double start = seconds();

	if (!plain)
		return wf_fail(err, WF_E_STORE, "%s", why.words);
	for (size_t i = 0; i < q->n; i++) {
		for (int national = 0; national < 2; national++) {
			size_t n = ours_query(hit, ours, q->v[i].words, national);
			print_hits(u, q->v[i].id, national ? "national" : "typed", hit, n);
			n = plain_query(hit, plain, q->v[i].words, national);
			print_hits(u, q->v[i].id, national ? "plain_national" : "plain", hit, n);
		}
	}
	fprintf(stderr, "%zu questions, four lists each, in %.2f s\n", q->n, seconds() - start);
	peer_ours.close(ours);
	peer_plain.close(plain);
	return WF_OK;
}

int
main(int argc, char **argv)
{
	struct wf_kb *kb = NULL;
	struct units u = { 0 };
	struct questions q = { 0 };
	struct wf_err err = { "usage: retrieval KB QUESTIONS" };
	wf_rc rc = argc == 3 ? wf_kb_open(&kb, argv[1], &err) : WF_E_USAGE;

	if (rc == WF_OK)
		rc = units_read(&u, kb, argv[1], &err);
	if (rc == WF_OK)
		rc = questions_read(&q, &u, argv[2], &err);
	if (rc == WF_OK)
		rc = ask_all(&u, &q, &err);
	if (rc != WF_OK)
		fprintf(stderr, "%s\n", err.msg);
	questions_free(&q);
	units_free(&u);
	wf_kb_close(kb);
	return rc == WF_OK ? 0 : 3;
}
