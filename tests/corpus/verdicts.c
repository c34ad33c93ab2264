/*
 * Checks every text of a knowledge base against the law of its own day and prints what is called
 * wrong, for people to read.  It does not know which verdict is right.
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct run { struct wf_citing *kb; uint64_t verdict[WF_VERDICTS], bytes; double seconds; };

static void
print_wrong(const struct wf_doc *doc, const struct wf_cites *cites, const struct wf_check *v,
    const char *path)
{
	const struct wf_cite *x = &cites->v[v->cite];
	wf_span before, after;

	wf_cite_claim(&before, &after, doc->source.text, cites, v->cite);
	printf("#: %s %.*s | %.2f %.2f | %.*s | %.*s | %s\n", wf_verdict_name(v->verdict),
	    WF_FMT(wf_source_slice(&doc->source, x->span)), v->fit, v->fit_other, WF_FMT(x->title),
	    (int)(after.len < 120 ? after.len : 120), doc->source.text.p + after.off, path);
}

static void
read_file(struct run *r, const char *path, wf_str rel)
{
	const struct wf_cite_catalog *catalog = wf_citing_catalog(r->kb);
	struct wf_doc doc;
	struct wf_err err = { "" };
	struct wf_arena a = { 0 };
	struct wf_findings f = { 0 };
	struct wf_cites cites = { 0 };
	struct wf_checks checks = { NULL, 0 };
	struct wf_ident id;
	struct timespec from, to;

	if (wf_doc_read(&doc, path, &err) != WF_OK)
		return;
	wf_identify(&id, &a, &doc, rel, &f);
	if (doc.head.nolaw == WF_IS_LAW && id.date % 100 != 0) {
		struct wf_cite_text t = { .text = doc.source.text, .self = WF_NO_WORK, .title = WF_S(""),
			.amends = WF_S(""), .day = id.date };

		wf_cite_stand(&t, &a, &doc, catalog->names, &id);
		clock_gettime(CLOCK_MONOTONIC, &from);
		wf_cite_find(&cites, catalog, &t);
		wf_check_text(&checks, &a, r->kb, &t, &cites, &err);
		clock_gettime(CLOCK_MONOTONIC, &to);
		r->seconds += (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		r->bytes += doc.source.text.n;
		for (size_t i = 0; i < checks.n; i++) {
			r->verdict[checks.v[i].verdict]++;
			if (wf_verdict_is_error(checks.v[i].verdict))
				print_wrong(&doc, &cites, &checks.v[i], path);
		}
	}
	wf_cites_free(&cites);
	wf_findings_free(&f);
	wf_arena_free(&a);
	wf_doc_free(&doc);
}

int
main(int argc, char **argv)
{
	struct run r = { .kb = NULL };
	struct wf_kb *kb = NULL;
	struct wf_err err = { "" };
	struct wf_entries files = { 0 };
	struct wf_arena a = { 0 };

	if (argc != 3 || wf_kb_open(&kb, argv[1], &err) != WF_OK ||
	    wf_citing_open(&r.kb, kb, &err) != WF_OK || wf_walk(&files, &a, argv[2], &err) != WF_OK) {
		printf("not ok 1 - usage: verdicts KB FOLDER: %s\n1..1\n", err.msg);
		return 1;
	}
	for (size_t i = 0; i < files.n; i++)
		read_file(&r, files.v[i].path.p, files.v[i].rel);
	for (unsigned i = 0; i < WF_VERDICTS; i++)
		printf("#: %s %llu\n", wf_verdict_name((enum wf_verdict)i), (unsigned long long)r.verdict[i]);
	printf("#: %.1f MB in %.1f s\n", (double)r.bytes / 1e6, r.seconds);
	wf_citing_close(r.kb);
	wf_kb_close(kb);
	wf_arena_free(&a);
	free(files.v);
	return 0;
}
