/*
 * Puts our search beside SQLite FTS5, Xapian and Groonga: the same provisions, the same questions, the
 * best hundred, one thread, one sitting.  Prints one table with its recall; never fails for being slow.
 *
 * Usage: bench_search [--only NAME] CORPUS|KNOWLEDGE-BASE… QUESTIONS
 * The first folder that exists is taken; NAME is part of a program's name: ours and that one alone.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "units.h"

#define ROUNDS 2	/* of all questions; the lesser time of each counts */
#define OPENINGS 5	/* likewise */

#ifndef HAVE_XAPIAN
const struct peer peer_xapian = { .name = "Xapian",
	.absent = "no libxapian-dev, or no C++ compiler, when this program was built" };
#endif
#ifndef HAVE_GROONGA
const struct peer peer_groonga = { .name = "Groonga", .absent = "no libgroonga-dev when this program was built" };
#endif

static const struct peer *const peers[] = {
	&peer_ours,	/* what the others are measured against */
	&peer_words,
	&peer_fts5, &peer_xapian, &peer_groonga, &peer_plain,
};

enum { NPEER = sizeof peers / sizeof *peers };

/* Seconds of the processor, all threads; and by the clock. */
struct spent { double processor, wall; };

/* p50 and p99 in milliseconds. */
struct latency { double p50, p99; };

struct row {
	bool here;
	struct spent build, open;
	double megabytes, recall10, recall100;
	struct latency processor, wall;
};

/* ---- measuring ------------------------------------------------------------------------- */

static struct spent
now(void)
{
	struct timespec p, w;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &p);
	clock_gettime(CLOCK_MONOTONIC, &w);
	return (struct spent){ (double)p.tv_sec + (double)p.tv_nsec / 1e9,
	    (double)w.tv_sec + (double)w.tv_nsec / 1e9 };
}

static struct spent
since(struct spent start)
{
	struct spent t = now();

	return (struct spent){ t.processor - start.processor, t.wall - start.wall };
}

static struct spent
lesser(struct spent a, struct spent b)
{
	return (struct spent){ a.processor < b.processor ? a.processor : b.processor,
	    a.wall < b.wall ? a.wall : b.wall };
}

/* Bytes on the disk of a folder's files: Groonga's have holes. */
static double
disk_bytes(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	char path[1024];
	struct stat st;
	double n = 0;

	while (dir && (e = readdir(dir)) != NULL) {
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			n += disk_bytes(path);
		else
			n += (double)(st.st_size < st.st_blocks * 512 ? st.st_size : st.st_blocks * 512);
	}
	if (dir)
		closedir(dir);
	return n;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* v is put in order. */
static struct latency
latency_of(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_size);
	return (struct latency){ v[n / 2] * 1e3, v[n * 99 / 100] * 1e3 };
}

/* ---- one peer ------------------------------------------------------------------------------ */

/* Texts that no longer answer are found by some peers and not by others: none is blamed for them. */
static size_t
of_today(uint32_t *hit, size_t n, const struct units *u)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (hit[i] < u->n && u->v[hit[i]].answers)
			hit[kept++] = hit[i];
	return kept;
}

static bool
ask_all(struct row *r, const struct peer *p, void *opened, struct units *u, const struct questions *q,
    struct peer_why *why)
{
	struct spent *best = wf_malloc(q->n * sizeof *best);
	double *sorted = wf_malloc(q->n * sizeof *sorted);
	uint32_t hit[PEER_HITS];
	bool good = true;

	for (int round = 0; round < ROUNDS && good; round++) {
		for (size_t i = 0; i < q->n && good; i++) {
			size_t n = 0;
			struct spent start = now();
			good = p->query(hit, &n, opened, q->v[i].words, why);
			struct spent t = since(start);
			best[i] = round ? lesser(best[i], t) : t;
			if (round)
				continue;
			n = of_today(hit, n, u);
			r->recall10 += question_recall(&q->v[i], u, hit, n, 10) / (double)q->n;
			r->recall100 += question_recall(&q->v[i], u, hit, n, 100) / (double)q->n;
		}
	}
	for (size_t i = 0; i < q->n; i++)
		sorted[i] = best[i].processor;
	r->processor = latency_of(sorted, q->n);
	for (size_t i = 0; i < q->n; i++)
		sorted[i] = best[i].wall;
	r->wall = latency_of(sorted, q->n);
	free(best);
	free(sorted);
	return good;
}

static bool
measure(struct row *r, const struct peer *p, struct units *u, const struct questions *q, const char *root,
    struct peer_why *why)
{
	char folder[1024];
	void *opened = NULL;

	snprintf(folder, sizeof folder, "%s/%s", root, p->name);
	if (mkdir(folder, 0700) != 0) {
		snprintf(why->words, sizeof why->words, "no folder for its index");
		return false;
	}
	struct spent start = now();
	if (p->build && !p->build(u, folder, why))
		return false;
	r->build = since(start);
	r->megabytes = (p->bytes ? p->bytes(u) : disk_bytes(folder)) / 1e6;
	for (int i = 0; i < OPENINGS; i++) {
		start = now();
		opened = p->open(u, folder, why);
		struct spent t = since(start);
		r->open = i ? lesser(r->open, t) : t;
		if (!opened)
			return false;
		if (i + 1 < OPENINGS)
			p->close(opened);
	}
	r->here = ask_all(r, p, opened, u, q, why);
	p->close(opened);
	return r->here;
}

/* ---- the table -------------------------------------------------------------------------------- */

static void
print_head(void)
{
	printf("search: %-12s %13s %7s %9s %17s %17s %6s %6s %8s %8s\n", "", "build s", "index", "open ms",
	    "processor ms", "wall ms", "", "", "ratio", "ratio");
	printf("search: %-12s %6s %6s %7s %9s %8s %8s %8s %8s %6s %6s %8s %8s\n", "program", "proc.", "wall", "MB",
	    "wall", "p50", "p99", "p50", "p99", "R@10", "R@100", "p50", "p99");
}

/* ours: the row that ratios refer to. */
static void
print_row(const char *name, const struct row *r, const struct row *ours)
{
	char built[32] = "     -      -";

	if (r->build.wall > 0.001)
		snprintf(built, sizeof built, "%6.1f %6.1f", r->build.processor, r->build.wall);
	printf("search: %-12s %s %7.1f %9.2f %8.3f %8.3f %8.3f %8.3f %6.4f %6.4f", name, built, r->megabytes,
	    r->open.wall * 1e3, r->processor.p50, r->processor.p99, r->wall.p50, r->wall.p99, r->recall10,
	    r->recall100);
	if (r > ours + 1 && ours->here)	/* the second row is ours too */
		printf(" %6.1f x %6.1f x", r->processor.p50 / ours->processor.p50,
		    r->processor.p99 / ours->processor.p99);
	printf("\n");
}

static void
print_rows(struct units *u, const struct questions *q, const char *root, const char *only)
{
	struct row row[NPEER] = { { .here = false } };
	struct peer_why why = { "" };

	print_head();
	for (size_t i = 0; i < NPEER; i++) {
		if (i > 1 && only && !strstr(peers[i]->name, only))
			continue;
		if (!peers[i]->absent && measure(&row[i], peers[i], u, q, root, &why))
			print_row(peers[i]->name, &row[i], &row[0]);
		else
			printf("search: %-12s left out: %s\n", peers[i]->name,
			    peers[i]->absent ? peers[i]->absent : why.words);
		fflush(stdout);
	}
	printf("search: ratio = the peer's processor time : ours\n");
	for (size_t i = 0; i < NPEER; i++)
		if (row[i].here)
			printf("search: %s: %s\n", peers[i]->name, peers[i]->about);
}

static void
compare(struct units *u, const struct questions *q, const char *root, const char *only)
{
	size_t articles = 0, old = 0, answers = 0, missing = 0;

	for (size_t i = 0; i < u->n; i++) {
		articles += wf_str_has(u->v[i].id, WF_S("#art_"));
		old += !u->v[i].answers;
	}
	for (size_t i = 0; i < q->n; i++) {
		answers += q->v[i].ngold + q->v[i].nmissing;
		missing += q->v[i].nmissing;
	}
	printf("search: all %zu provisions that our index holds, all texts of all works (%zu articles outside "
	    "annexes; %zu provisions of texts that do not answer for today, left out of recall)\n", u->n, articles, old);
	printf("search: %zu questions with %zu answers, %zu of them not held; the best %u; title, headings and "
	    "text are searched; lesser time of %d rounds\n", q->n, answers, missing, PEER_HITS, ROUNDS);
	print_rows(u, q, root, only);
	struct spent open = { 0 };
	for (int i = 0; i < OPENINGS; i++) {
		struct spent start = now();
		if (!ours_open_index(u))
			return;
		struct spent t = since(start);
		open = i ? lesser(open, t) : t;
	}
	printf("search: wangfa: the index file alone opened in %.2f ms\n", open.wall * 1e3);
}

/* ---- what is given -------------------------------------------------------------------------------- */

static wf_rc
open_kb(struct wf_kb **kb, char place[1024], const char *folder, const char *root, struct wf_err *err)
{
	struct wf_build_sum sum;

	snprintf(place, 1024, "%s/wangfa.db", folder);
	bool built = access(place, R_OK) == 0;
	if (built)
		snprintf(place, 1024, "%s", folder);
	else
		snprintf(place, 1024, "%s/kb", root);
	if (built)
		return wf_kb_open(kb, place, err);
	struct wf_build_opt opt = { .kb = place, .source = &folder, .nsource = 1 };
	wf_rc rc = wf_build(&sum, &opt, err);
	if (rc != WF_OK)
		return rc;
	printf("search: the knowledge base of %s built in %.1f s\n", folder, sum.seconds);
	wf_build_sum_free(&sum);
	return wf_kb_open(kb, place, err);
}

static int
run(const char *folder, const char *questions, const char *root, const char *only)
{
	struct wf_kb *kb = NULL;
	struct units u = { 0 };
	struct questions q = { 0 };
	struct wf_err err = { "" };
	char place[1024];
	wf_rc rc = open_kb(&kb, place, folder, root, &err);

	if (rc == WF_OK)
		rc = units_read(&u, kb, place, &err);
	if (rc == WF_OK)
		rc = questions_read(&q, &u, questions, &err);
	if (rc == WF_OK && q.n > 0)
		compare(&u, &q, root, only);
	else
		fprintf(stderr, "search: %s\n", q.n || rc ? err.msg : "no questions");
	questions_free(&q);
	units_free(&u);
	wf_kb_close(kb);
	return rc == WF_OK ? 0 : 3;
}

int
main(int argc, char **argv)
{
	char root[256], words[512];
	const char *temporary = getenv("TMPDIR"), *folder = NULL, *questions = argc > 2 ? argv[argc - 1] : "";
	const char *only = argc > 3 && strcmp(argv[1], "--only") == 0 ? argv[2] : NULL;

	for (int i = only ? 3 : 1; i + 1 < argc && !folder; i++)
		if (access(argv[i], R_OK) == 0)
			folder = argv[i];
	if (!folder || access(questions, R_OK) != 0) {
		printf("search: no folder to read, or no questions (usage: bench_search CORPUS|KB… QUESTIONS): skipped\n");
		return 0;
	}
	snprintf(root, sizeof root, "%s/wangfa-bench-XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(root))
		return 3;
	int status = run(folder, questions, root, only);
	snprintf(words, sizeof words, "rm -rf '%s'", root);
	return system(words) == 0 ? status : 3;
}
