/*
 * Times finding and resolving every reference of a folder's texts, in one thread, against
 * grep -oP (PCRE2 with JIT) looking for 《…》第…条 alone in the same bytes; and checking a long
 * document. Prints ratios; never fails for being slow.
 *
 * Usage: bench_cite FOLDER…   (the first that exists is taken)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/engine.h"

#define PAGES 300
#define PAGE_BYTES 3000		/* a printed page of some 1,000 characters */

/* Seconds of this thread's processor: what other programs do at the same time plays no part. */
static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same of the children that have ended. */
static double
children(void)
{
	struct rusage r;

	getrusage(RUSAGE_CHILDREN, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	    (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

struct bench {
	struct wf_citing *kb;
	struct wf_doc *doc; struct wf_ident *id; size_t n, cap, cap2;
	struct wf_arena arena;
	size_t bytes, cites;
};

static void
read_all(struct bench *b, const char *folder)
{
	struct wf_entries e = { 0 };
	struct wf_findings f = { 0 };
	struct wf_err err;

	if (wf_walk(&e, &b->arena, folder, &err) != WF_OK)
		return;
	for (size_t i = 0; i < e.n; i++) {
		b->doc = wf_grow(b->doc, &b->cap, b->n + 1, sizeof(b->doc[0]));
		b->id = wf_grow(b->id, &b->cap2, b->n + 1, sizeof(b->id[0]));
		if (wf_doc_read(&b->doc[b->n], e.v[i].path.p, &err) != WF_OK)
			continue;
		wf_identify(&b->id[b->n], &b->arena, &b->doc[b->n], e.v[i].rel, &f);
		b->bytes += b->doc[b->n].source.text.n;
		b->n++;
	}
	wf_findings_free(&f);
	free(e.v);
}

/* Seconds of finding and resolving in all texts. */
static double
find_all(struct bench *b, wf_date day)
{
	const struct wf_cite_catalog *catalog = wf_citing_catalog(b->kb);
	double seconds = 0;

	b->cites = 0;
	for (size_t i = 0; i < b->n; i++) {
		struct wf_cite_text t = { .text = b->doc[i].source.text, .self = WF_NO_WORK,
			.title = WF_S(""), .amends = WF_S(""), .day = day };
		struct wf_cites cites = { 0 };
		struct wf_arena a = { 0 };

		wf_cite_stand(&t, &a, &b->doc[i], catalog->names, &b->id[i]);
		double start = now();
		wf_cite_find(&cites, catalog, &t);
		seconds += now() - start;
		b->cites += cites.n;
		wf_cites_free(&cites);
		wf_arena_free(&a);
	}
	return seconds;
}

/* Seconds of grep over one file with the same bytes; negative when it cannot be run. */
static double
grep_seconds(const char *path)
{
	double start = children();
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(127);
		setenv("LC_ALL", "C.UTF-8", 1);
		execlp("grep", "grep", "-aoP", "《[^》]{1,80}》第[一二三四五六七八九十百千零〇0-9]+条", path, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		return -1;
	return children() - start;
}

/* A document of so many pages, made of the texts. */
static double
check_seconds(struct bench *b, wf_date day, size_t *n)
{
	struct wf_buf text = { 0 };
	struct wf_cites cites = { 0 };
	struct wf_checks checks = { NULL, 0 };
	struct wf_arena a = { 0 };
	struct wf_err err;

	for (size_t i = 0; text.n < PAGES * PAGE_BYTES && i < b->n; i += 7)
		wf_buf_put(&text, b->doc[i].source.text);
	text.n = text.n > PAGES * PAGE_BYTES ? PAGES * PAGE_BYTES : text.n;
	struct wf_cite_text t = { .text = wf_buf_str(&text), .self = WF_NO_WORK, .title = WF_S(""),
		.amends = WF_S(""), .day = day };
	double start = now();
	wf_cite_find(&cites, wf_citing_catalog(b->kb), &t);
	wf_check_text(&checks, &a, b->kb, &t, &cites, &err);
	double seconds = now() - start;
	*n = checks.n;
	wf_cites_free(&cites);
	wf_arena_free(&a);
	wf_buf_free(&text);
	return seconds;
}

static int
run(const char *folder, const char *root)
{
	struct bench b = { .kb = NULL };
	struct wf_build_sum sum;
	struct wf_kb *kb = NULL;
	struct wf_err err = { "" };
	struct wf_buf all = { 0 };
	char path[512], place[512];
	const char *source[] = { folder };
	wf_date day = wf_date_today();
	size_t n;

	snprintf(place, sizeof(place), "%s/kb", root);
	snprintf(path, sizeof(path), "%s/all.txt", root);
	struct wf_build_opt opt = { .kb = place, .source = source, .nsource = 1 };
	if (wf_build(&sum, &opt, &err) != WF_OK || wf_kb_open(&kb, place, &err) != WF_OK ||
	    wf_citing_open(&b.kb, kb, &err) != WF_OK) {
		fprintf(stderr, "%s\n", err.msg);
		return 3;
	}
	wf_build_sum_free(&sum);
	read_all(&b, folder);
	for (size_t i = 0; i < b.n; i++)
		wf_buf_put(&all, b.doc[i].source.text);
	if (wf_file_write(path, wf_buf_str(&all), &err) != WF_OK)
		return 3;
	double first = find_all(&b, day), again = find_all(&b, day);
	double peer = grep_seconds(path);
	double mb = (double)b.bytes / 1e6;

	printf("cite: %s: %zu texts, %.1f MB, %zu records\n", folder, b.n, mb, b.cites);
	printf("cite: grep -oP of 《…》第…条 alone %.3f s = %.0f MB/s\n", peer, mb / peer);
	printf("cite: texts cited read from the store %.3f s = %.0f MB/s, ratio %.2f to grep\n", first, mb / first,
	    first / peer);
	printf("cite: texts cited at hand %.3f s = %.0f MB/s, ratio %.2f to grep\n", again, mb / again,
	    again / peer);
	double check = check_seconds(&b, day, &n);
	printf("cite: check of %d pages with %zu references %.3f s\n", PAGES, n, check);
	check = check_seconds(&b, day, &n);
	printf("cite: the same again %.3f s\n", check);
	wf_citing_close(b.kb);
	wf_kb_close(kb);
	for (size_t i = 0; i < b.n; i++)
		wf_doc_free(&b.doc[i]);
	free(b.doc);
	free(b.id);
	wf_arena_free(&b.arena);
	wf_buf_free(&all);
	return 0;
}

int
main(int argc, char **argv)
{
	char root[256], words[512];
	const char *temporary = getenv("TMPDIR"), *folder = NULL;

	for (int i = 1; i < argc && !folder; i++)
		if (access(argv[i], R_OK) == 0)
			folder = argv[i];
	snprintf(root, sizeof(root), "%s/wangfa-bench-XXXXXX", temporary ? temporary : "/tmp");
	if (!folder || !mkdtemp(root)) {
		printf("cite: no folder to read: skipped\n");
		return 0;
	}
	int status = run(folder, root);
	snprintf(words, sizeof(words), "rm -rf '%s'", root);
	return system(words) == 0 ? status : 3;
}
