/*
 * Times a clean build and a rebuild against a floor: reading the same files and inserting
 * each article's text into one SQLite table.  Prints ratios; never fails for being slow.
 *
 * Usage: bench_build FOLDER…   (the first that exists is built)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "engine/engine.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
insert(sqlite3_stmt *stmt, wf_str path, wf_str article)
{
	sqlite3_bind_text64(stmt, 1, path.p, path.n, SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text64(stmt, 2, article.p, article.n, SQLITE_STATIC, SQLITE_UTF8);
	bool done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_reset(stmt);
	return done;
}

/* True for a line that begins like 第三条: as naive as a floor may be. */
static bool
opens_article(wf_str line)
{
	return wf_str_starts(line, WF_S("第")) && wf_str_find(line, WF_S("条"), 0) < 40;
}

/* Inserts the articles of one text; the count, or -1. */
static long
insert_articles(sqlite3_stmt *stmt, wf_str path, wf_str text)
{
	size_t start = 0;
	long n = 0;

	for (size_t at = 0; at < text.n; ) {
		size_t end = wf_str_find(text, WF_S("\n"), at);
		wf_str line = wf_str_sub(text, at, end == SIZE_MAX ? text.n : end - at);

		if (at > start && opens_article(line)) {
			if (!insert(stmt, path, wf_str_sub(text, start, at - start)))
				return -1;
			start = at;
			n++;
		}
		at += line.n + 1;
	}
	return insert(stmt, path, wf_str_from(text, start)) ? n + 1 : -1;
}

/* Seconds of the floor; negative when it could not be run. */
static double
floor_seconds(const char *folder, const char *db_path, long *articles, size_t *files)
{
	struct wf_arena a = { 0 };
	struct wf_entries e = { 0 };
	struct wf_err err = { "" };
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	double start = now();
	bool good = wf_walk(&e, &a, folder, &err) == WF_OK &&
	    sqlite3_open(db_path, &db) == SQLITE_OK &&
	    sqlite3_exec(db, "CREATE TABLE article (path TEXT, text TEXT); BEGIN", NULL, NULL, NULL) ==
	    SQLITE_OK &&
	    sqlite3_prepare_v2(db, "INSERT INTO article VALUES (?,?)", -1, &stmt, NULL) == SQLITE_OK;

	*articles = 0;
	*files = e.n;
	for (size_t i = 0; i < e.n && good; i++) {
		struct wf_arena one = { 0 };
		wf_str text;

		if (wf_file_read(&text, &one, e.v[i].path.p, WF_FILE_LIMIT, &err) == WF_OK) {
			long n = insert_articles(stmt, e.v[i].rel, text);

			good = n >= 0;
			*articles += n;
		}
		wf_arena_free(&one);
	}
	good = good && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(e.v);
	wf_arena_free(&a);
	return good ? now() - start : -1.0;
}

/* When each stage of a build was first told of. */
struct stages { struct { char name[16]; double at; } v[8]; size_t n; };

static void
note_stage(void *payload, const char *phase, size_t done, size_t total)
{
	struct stages *s = payload;

	(void)done;
	(void)total;
	if ((s->n != 0 && strcmp(s->v[s->n - 1].name, phase) == 0) || s->n == sizeof(s->v) / sizeof(s->v[0]))
		return;
	snprintf(s->v[s->n].name, sizeof(s->v[0].name), "%s", phase);
	s->v[s->n++].at = now();
}

/* The first stage is told of a moment after it began: it counts from the start. */
static void
print_stages(const struct stages *s, double start, double end)
{
	for (size_t i = 0; i < s->n; i++)
		printf("build: stage %s %.2f s\n", s->v[i].name,
		    (i + 1 < s->n ? s->v[i + 1].at : end) - (i == 0 ? start : s->v[i].at));
}

static double
build_seconds(const char *folder, const char *kb, struct wf_build_sum *sum, bool stages)
{
	const char *source[] = { folder };
	struct stages told = { .n = 0 };
	struct wf_build_opt opt = { .kb = kb, .source = source, .nsource = 1,
		.progress = { stages ? note_stage : NULL, &told } };
	struct wf_err err = { "" };
	double start = now();

	if (wf_build(sum, &opt, &err) != WF_OK) {
		fprintf(stderr, "%s\n", err.msg);
		return -1.0;
	}
	double end = now();
	print_stages(&told, start, end);
	return end - start;
}

static int
run(const char *folder, const char *root)
{
	char path[512], kb[512];
	struct wf_build_sum first, again;
	long articles;
	size_t files;

	snprintf(path, sizeof(path), "%s/floor.db", root);
	snprintf(kb, sizeof(kb), "%s/kb", root);
	floor_seconds(folder, path, &articles, &files);		/* fills the page cache for both */
	unlink(path);
	double base = floor_seconds(folder, path, &articles, &files);
	double clean = build_seconds(folder, kb, &first, true);
	if (base <= 0 || clean < 0)
		return 3;
	double rebuild = build_seconds(folder, kb, &again, false);
	printf("build: %s: %zu files, %llu articles, %llu bytes\n", folder, files,
	    (unsigned long long)first.articles, (unsigned long long)first.bytes);
	printf("build: floor (read, insert %ld articles into one SQLite table) %.2f s\n", articles, base);
	printf("build: clean %.2f s, ratio %.2f to the floor\n", clean, clean / base);
	printf("build: without change %.2f s, ratio %.2f to the floor\n", rebuild, rebuild / base);
	wf_build_sum_free(&first);
	wf_build_sum_free(&again);
	return 0;
}

int
main(int argc, char **argv)
{
	char root[256], words[512];
	const char *temporary = getenv("TMPDIR");
	const char *folder = NULL;

	for (int i = 1; i < argc && !folder; i++)
		if (access(argv[i], R_OK) == 0)
			folder = argv[i];
	if (!folder) {
		printf("build: none of the folders named is there; nothing measured\n");
		return 0;
	}
	snprintf(root, sizeof(root), "%s/wangfa-bench-XXXXXX", temporary ? temporary : P_tmpdir);
	if (!mkdtemp(root)) {
		perror("mkdtemp");
		return 3;
	}
	int status = run(folder, root);

	snprintf(words, sizeof(words), "rm -r %s", root);
	return system(words) == 0 ? status : 3;
}
