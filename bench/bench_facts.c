/*
 * Times reading a whole report for facts, in one thread, against pdftotext on a PDF of the same length: the report
 * printed by LibreOffice, or a PDF given. Prints ratios; never fails for being slow.
 *
 * Usage: bench_facts FOLDER… [PDF]   (the largest report of the first folder that exists is taken)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/engine.h"
#include "fact/fact.h"

#define RUNS 20
#define FLOOR_MS 50.0	/* what a whole report may take */

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

/* Seconds of a program, its words thrown away; negative when it cannot be run. */
static double
run(const char *const *argv)
{
	double start = children();
	int status = 0;
	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(127);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return -1;
	return children() - start;
}

/* The largest file of the folder that is a report. */
static bool
find_report(struct wf_doc *doc, wf_str *path, wf_str *title, struct wf_arena *a, const char *folder)
{
	struct wf_entries e = { 0 };
	struct wf_findings f = { 0 };
	struct wf_err err;
	size_t best = 0;

	if (wf_walk(&e, a, folder, &err) != WF_OK)
		return false;
	for (size_t i = 0; i < e.n; i++) {
		struct wf_doc one = { 0 };
		struct wf_ident id;

		if (wf_doc_read(&one, e.v[i].path.p, &err) != WF_OK)
			continue;
		wf_identify(&id, a, &one, e.v[i].rel, &f);
		if (one.source.text.n > best && wf_report_is(&one.source, id.title)) {
			best = one.source.text.n;
			wf_doc_free(doc);
			*doc = one;
			*path = e.v[i].path;
			*title = id.title;
		} else {
			wf_doc_free(&one);
		}
	}
	wf_findings_free(&f);
	free(e.v);
	return best > 0;
}

/* Seconds of pdftotext on the report as a PDF; negative where it cannot be printed. */
static double
pdf_seconds(const char *path, const char *given)
{
	char folder[] = P_tmpdir "/wangfa-bench-XXXXXX";
	char pdf[4096];
	struct stat st;

	if (given)
		return run((const char *const[]){ "pdftotext", "-layout", given, "-", NULL });
	if (!mkdtemp(folder))
		return -1;
	double printed = run((const char *const[]){ "soffice", "--headless", "--convert-to", "pdf", "--outdir",
	    folder, path, NULL });
	const char *name = strrchr(path, '/');
	const char *dot = strrchr(path, '.');

	name = name ? name + 1 : path;
	snprintf(pdf, sizeof pdf, "%s/%.*s.pdf", folder, (int)(dot ? dot - name : (long)strlen(name)), name);
	double seconds = printed < 0 || stat(pdf, &st) != 0 ? -1 :
	    run((const char *const[]){ "pdftotext", "-layout", pdf, "-", NULL });

	unlink(pdf);
	rmdir(folder);
	return seconds;
}

int
main(int argc, char **argv)
{
	struct wf_arena a = { 0 };
	struct wf_doc doc = { 0 };
	wf_str path = WF_S(""), title = WF_S("");
	const char *pdf = NULL;
	bool found = false;
	double best = 1e9;
	uint32_t facts = 0;

	for (int i = 1; i < argc; i++) {
		size_t n = strlen(argv[i]);

		if (n > 4 && strcmp(argv[i] + n - 4, ".pdf") == 0)
			pdf = argv[i];
		else if (!found)
			found = find_report(&doc, &path, &title, &a, argv[i]);
	}
	if (!found) {
		puts("no report in the folders given");
		return 0;
	}
	for (int i = 0; i < RUNS; i++) {
		struct wf_report r;
		double start = now();

		wf_report_read(&r, &doc.source, title);
		double seconds = now() - start;

		best = seconds < best ? seconds : best;
		facts = 0;
		for (int k = 0; k < WF_FACT_KINDS; k++)
			facts += wf_report_count(&r, (enum wf_fact_kind)k);
		wf_report_free(&r);
	}
	printf("facts: %u of %zu bytes in %.2f ms, floor %.0f ms: %.2f of it\n", facts, doc.source.text.n,
	    best * 1e3, FLOOR_MS, best * 1e3 / FLOOR_MS);
	double other = pdf_seconds(path.p, pdf);

	if (other > 0)
		printf("facts: pdftotext takes %.2f ms on a PDF of the same length: %.2f of it\n", other * 1e3,
		    best / other);
	else
		puts("facts: pdftotext or soffice cannot be run here; no ratio");
	wf_doc_free(&doc);
	wf_arena_free(&a);
	return 0;
}
