/*
 * Finds the references of every file under a folder and tries to break the accounting: each
 * token 第…条/款/项, 《…》 and 案号 lies in a record.  Prints what is most often not resolved,
 * for people to read; it does not say whether a resolution is right.
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHOWN = 50, SHOWN_ABSENT = 2000 };

struct tally {
	struct wf_map map;
	wf_str *name; uint64_t *n; size_t count, cap, cap2;
	struct wf_arena arena;
};

struct run {
	struct wf_citing *kb;
	uint64_t state[WF_CITE_STATES], form[WF_CITE_FORMS], reason[WF_CITE_REASONS];
	uint64_t files, bytes, broken, targets;
	struct tally out, absent;
	double seconds;
	struct wf_buf trouble;
};

static void
count(struct tally *t, wf_str name)
{
	uint32_t at;

	if (!wf_map_get(&t->map, name, &at)) {
		t->name = wf_grow(t->name, &t->cap, t->count + 1, sizeof(t->name[0]));
		t->n = wf_grow(t->n, &t->cap2, t->count + 1, sizeof(t->n[0]));
		t->name[t->count] = wf_arena_str(&t->arena, name);
		t->n[t->count] = 0;
		at = (uint32_t)t->count++;
		wf_map_set(&t->map, t->name[at], at);
	}
	t->n[at]++;
}

static void
print_top(const char *what, struct tally *t, int shown)
{
	for (int k = 0; k < shown; k++) {
		size_t best = SIZE_MAX;

		for (size_t i = 0; i < t->count; i++)
			if (t->n[i] != 0 && (best == SIZE_MAX || t->n[i] > t->n[best]))
				best = i;
		if (best == SIZE_MAX)
			break;
		printf("#: %s %llu %.*s\n", what, (unsigned long long)t->n[best], WF_FMT(t->name[best]));
		t->n[best] = 0;
	}
	free(t->name);
	free(t->n);
	wf_map_free(&t->map);
	wf_arena_free(&t->arena);
}

static void
tally_file(struct run *r, const struct wf_doc *doc, const struct wf_cites *c, const char *path)
{
	size_t lost = wf_cite_unaccounted(c, doc->source.text);

	for (size_t i = 0; i < c->n; i++) {
		const struct wf_cite *x = &c->v[i];
		struct wf_buf b = { 0 };

		r->state[x->state]++;
		r->reason[x->reason]++;
		if (x->state != WF_CITE_REJECTED)
			r->form[x->form]++;
		r->targets += x->ntarget;
		if (x->state == WF_CITE_OUT_OF_CORPUS && x->form != WF_CITE_DOCNO && x->form != WF_CITE_CASE)
			count(&r->out, x->title);
		if (x->state == WF_CITE_ABSENT) {
			wf_buf_printf(&b, "%.*s | %.*s | %s", WF_FMT(wf_source_slice(&doc->source, x->span)),
			    WF_FMT(x->title), path);
			count(&r->absent, wf_buf_str(&b));
		}
		wf_buf_free(&b);
	}
	if (lost != SIZE_MAX) {
		r->broken++;
		wf_buf_printf(&r->trouble, "#  %s: %.*s\n", path, 60, doc->source.text.p + lost);
	}
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
	struct wf_ident id;
	struct timespec from, to;

	if (wf_doc_read(&doc, path, &err) != WF_OK)
		return;
	if (doc.head.nolaw == WF_IS_LAW) {
		struct wf_cite_text t = { .text = doc.source.text, .self = WF_NO_WORK, .title = WF_S(""),
			.day = 20261123 };

		wf_identify(&id, &a, &doc, rel, &f);
		wf_cite_stand(&t, &a, &doc, catalog->names, &id);
		/* once so that the texts cited are read from the store, once to be timed */
		wf_cite_find(&cites, catalog, &t);
		wf_cites_free(&cites);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
		wf_cite_find(&cites, catalog, &t);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
		r->seconds += (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		r->bytes += doc.source.text.n;
		r->files++;
		tally_file(r, &doc, &cites, path);
	}
	wf_cites_free(&cites);
	wf_findings_free(&f);
	wf_arena_free(&a);
	wf_doc_free(&doc);
}

int
main(int argc, char **argv)
{
	struct run r = { .files = 0 };
	struct wf_kb *kb = NULL;
	struct wf_err err = { "" };
	struct wf_entries files = { 0 };
	struct wf_arena a = { 0 };

	if (argc != 3 || wf_kb_open(&kb, argv[1], &err) != WF_OK ||
	    wf_citing_open(&r.kb, kb, &err) != WF_OK || wf_walk(&files, &a, argv[2], &err) != WF_OK) {
		printf("not ok 1 - usage: cites KB FOLDER: %s\n1..1\n", err.msg);
		return 1;
	}
	for (size_t i = 0; i < files.n; i++)
		read_file(&r, files.v[i].path.p, files.v[i].rel);
	printf("#: %llu files, %.1f MB, %.3f s in one thread = %.0f MB/s\n", (unsigned long long)r.files,
	    (double)r.bytes / 1e6, r.seconds, (double)r.bytes / 1e6 / r.seconds);
	for (unsigned i = 0; i < WF_CITE_STATES; i++)
		printf("#: %s %llu\n", wf_cite_state_name((enum wf_cite_state)i), (unsigned long long)r.state[i]);
	for (unsigned i = 0; i < WF_CITE_FORMS; i++)
		printf("#: form %s %llu\n", wf_cite_form_name((enum wf_cite_form)i), (unsigned long long)r.form[i]);
	for (unsigned i = 1; i < WF_CITE_REASONS; i++)
		printf("#: reason %s %llu\n", wf_cite_reason_name((enum wf_cite_reason)i), (unsigned long long)r.reason[i]);
	print_top("out", &r.out, SHOWN);
	print_top("absent", &r.absent, getenv("WANGFA_ALL") ? SHOWN_ABSENT : SHOWN);
	printf("%s", r.broken ? r.trouble.p : "");
	printf("%sok 1 - every token of %llu files is accounted for (%llu are not)\n", r.broken ? "not " : "",
	    (unsigned long long)r.files, (unsigned long long)r.broken);
	printf("%sok 2 - references were found\n1..2\n", r.state[WF_CITE_RESOLVED] > 1000 ? "" : "not ");
	wf_citing_close(r.kb);
	wf_kb_close(kb);
	wf_arena_free(&a);
	wf_buf_free(&r.trouble);
	free(files.v);
	return 0;
}
