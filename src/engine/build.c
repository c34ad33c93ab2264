/*
 * Leads a build through its two passes: files to documents, then works, force and ids;
 * then references against these, and the record.  What each step does is in the file of that step.
 */
#include "engine_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "findings_gen.h"

#define WORKERS_LIMIT 8

struct build {
	struct wf_arena arena;
	const struct wf_build_opt *opt;
	const struct wf_vocab *vocab;
	unsigned workers;
	int lock;
	struct wf_paths sources;
	struct wf_inputs in;
	struct wf_cache *cache;
	struct wf_catalog catalog;
	struct wf_graph graph;
	struct wf_facts facts;
	char hash[65];
};

/* ---- pass 1: one file ---------------------------------------------------- */

static void
set_unread(struct wf_input *in, const char *why, unsigned code)
{
	in->nolaw = why;
	in->unread = true;
	wf_note_add(&in->note, code, 0, 0, WF_S(""));
}

/* Reads and parses the file, or takes the parsed document of equal bytes. */
static void
read_file(const struct build *b, struct wf_input *in)
{
	struct wf_err ignored;		/* the finding says what happened */
	wf_str bytes;
	wf_rc rc = wf_file_read(&bytes, &in->arena, in->file.p, WF_FILE_LIMIT, &ignored);

	if (rc != WF_OK) {
		if (rc == WF_E_LIMIT)
			set_unread(in, "limit", WF_D_TOO_LARGE);
		else
			set_unread(in, "unreadable", WF_D_UNREADABLE);
		return;
	}
	wf_sha256(in->sha256, bytes);
	const struct wf_reader *reader = wf_reader_for(in->file, bytes);
	if (!reader) {
		set_unread(in, "no_reader", WF_D_NO_READER);
		return;
	}
	in->reader = reader->name;
	in->reused = wf_cache_get(b->cache, in);
	if (in->reused)
		return;
	struct wf_err why = { "" };
	rc = wf_doc_read_bytes(&in->doc, in->file, bytes, &why);
	if (rc != WF_OK) {
		/* what the reader refuses it says by name: a bomb, a lock, a missing program */
		in->nolaw = rc == WF_E_LIMIT ? "limit" : "no_reader";
		in->unread = true;
		wf_note_add(&in->note, WF_D_REFUSED, 0, 0, wf_arena_str(&in->arena, wf_str_of(why.msg)));
		return;
	}
	in->has_doc = true;
}

/* A file that is no law text is listed with the reason. */
static void
judge(struct wf_input *in)
{
	static const char *const why[] = { "", "empty", "index", "template" };
	bool said = false;

	in->nolaw = why[in->doc.head.nolaw & 3];
	for (size_t i = 0; i < in->doc.findings.n; i++)
		said = said || in->doc.findings.v[i].code == WF_D_NO_LAW;
	if (in->nolaw[0] != '\0' && !said)
		wf_note_add(&in->note, WF_D_NO_LAW, 0, 0, WF_S(""));
}

static void
read_input(void *build, size_t i)
{
	const struct build *b = build;
	struct wf_input *in = &b->in.v[i];
	struct wf_err ignored;

	if (wf_file_stat(&in->stat, in->file.p, &ignored) != WF_OK) {
		set_unread(in, "unreadable", WF_D_UNREADABLE);
		return;
	}
	in->reused = wf_cache_known(b->cache, in) && wf_cache_get(b->cache, in);
	if (!in->reused)
		read_file(b, in);
	if (!in->has_doc)
		return;
	judge(in);
	if (in->nolaw[0] == '\0')
		wf_identify_with(&in->ident, &in->arena, b->vocab, &in->doc, in->path, &in->more);
}

/* ---- ids: one expression ------------------------------------------------- */

static void
name_nodes(void *build, size_t i)
{
	const struct build *b = build;
	struct wf_expr *e = &b->catalog.expr[i];
	struct wf_eid_scheme scheme = wf_eid_scheme(e->node, e->nnode);
	struct wf_buf eid = { 0 };

	e->eid = wf_arena_alloc(&e->arena, e->nnode * sizeof(e->eid[0]) + 1);
	for (uint32_t k = 0; k < e->nnode; k++) {
		eid.n = 0;
		wf_eid(&eid, e->node, k, scheme);
		e->eid[k] = wf_arena_str(&e->arena, wf_buf_str(&eid));
	}
	wf_buf_free(&eid);
}

/* ---- the lock ------------------------------------------------------------ */

static wf_rc
take_lock(struct build *b, struct wf_err *err)
{
	wf_str path = wf_arena_printf(&b->arena, "%s/lock", b->opt->kb);

	b->lock = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (b->lock < 0)
		return wf_fail(err, WF_E_IO, "cannot write %s: %s; check the folder's permissions, "
		    "or name another with --kb", path.p, strerror(errno));
	if (flock(b->lock, LOCK_EX | LOCK_NB) == 0)
		return WF_OK;
	if (errno == EWOULDBLOCK)
		return wf_fail(err, WF_E_BUSY, "another build of %s is running; wait until it has "
		    "ended", b->opt->kb);
	return wf_fail(err, WF_E_IO, "cannot lock %s: %s", path.p, strerror(errno));
}

/* ---- the whole ----------------------------------------------------------- */

/* Over the code and every file: what the same sources give is known by it. */
static void
set_hash(struct build *b)
{
	struct wf_buf text = { 0 };
	uint8_t sha[32];
	char hex[65];

	wf_buf_printf(&text, "wangfa %s %s\n", WF_VERSION, wf_code_id);
	for (size_t i = 0; i < b->in.n; i++) {
		wf_hex(hex, b->in.v[i].sha256);
		wf_buf_printf(&text, "%s %s\n", hex, b->in.v[i].path.p);
	}
	wf_sha256(sha, wf_buf_str(&text));
	wf_hex(b->hash, sha);
	wf_buf_free(&text);
}

static void
report(const struct build *b, const char *phase)
{
	if (b->opt->progress.step)
		b->opt->progress.step(b->opt->progress.payload, phase, 0, b->in.n);
}

static wf_rc
run(struct build *b, struct wf_err *err)
{
	const struct wf_progress *p = &b->opt->progress;
	char index[32];
	wf_rc rc = wf_sources_walk(&b->in, &b->arena, &b->sources, b->opt->kb, err);

	if (rc == WF_OK)
		rc = wf_cache_open(&b->cache, b->opt->kb, err);
	if (rc != WF_OK)
		return rc;
	wf_parallel(b->in.n, b->workers, read_input, b, p, "read");
	set_hash(b);
	report(b, "join");
	wf_merge(&b->catalog, &b->in, b->vocab);
	wf_names_make(&b->catalog);
	wf_amend(&b->catalog, &b->in);
	wf_force(&b->catalog, &b->in);
	wf_acts_make(&b->catalog, &b->in);
	if (!wf_cache_current(b->cache, b->hash)) {
		wf_parallel(b->catalog.nexpr, b->workers, name_nodes, b, NULL, "join");
		report(b, "cite");
		wf_graph_make(&b->graph, &b->catalog, &b->in, b->vocab, b->workers, p);
		wf_facts_make(&b->facts, &b->catalog, &b->graph, &b->in, b->vocab, b->workers);
		rc = wf_kb_write(index, b->opt->kb, &b->catalog, &b->graph, &b->facts, &b->in, b->vocab,
		    b->hash, p, err);
		if (rc == WF_OK)
			wf_cache_set_current(b->cache, b->hash, index);
	}
	if (rc == WF_OK)
		rc = wf_sources_remember(b->opt->kb, &b->sources, err);
	if (rc == WF_OK)
		rc = wf_cache_settle(b->cache, &b->in, b->workers, err);
	return rc;
}

/* Sources are looked at before anything is made, so that a misspelt one leaves no folder. */
static wf_rc
begin(struct build *b, struct wf_err *err)
{
	wf_rc rc = wf_sources_choose(&b->sources, &b->arena, b->opt, err);

	if (rc == WF_OK)
		rc = wf_mkdirs(b->opt->kb, err);
	if (rc == WF_OK)
		rc = take_lock(b, err);
	b->sources.n = 0;	/* once more, now that no other build changes them */
	if (rc == WF_OK)
		rc = wf_sources_choose(&b->sources, &b->arena, b->opt, err);
	return rc;
}

/* ---- the summary --------------------------------------------------------- */

static void
count_code(struct wf_build_sum *s, size_t *cap, unsigned code)
{
	size_t at = 0;

	while (at < s->nfinding && s->finding[at].code < code)
		at++;
	if (at == s->nfinding || s->finding[at].code != code) {
		s->finding = wf_grow(s->finding, cap, s->nfinding + 1, sizeof(s->finding[0]));
		memmove(&s->finding[at + 1], &s->finding[at],
		    (s->nfinding - at) * sizeof(s->finding[0]));
		s->finding[at] = (struct wf_code_count){ code, 0 };
		s->nfinding++;
	}
	s->finding[at].n++;
}

static void
count_input(struct wf_build_sum *s, size_t *cap, const struct wf_input *in)
{
	s->files++;
	s->unread += in->unread;
	s->nolaw += !in->unread && in->nolaw[0] != '\0';
	s->law += in->nolaw[0] == '\0';
	s->reused += in->has_doc && in->reused;
	s->parsed += in->has_doc && !in->reused;
	for (size_t i = 0; in->has_doc && i < in->doc.findings.n; i++)
		count_code(s, cap, in->doc.findings.v[i].code);
	for (size_t i = 0; i < in->more.n; i++)
		count_code(s, cap, in->more.v[i].code);
	for (size_t i = 0; i < in->note.n; i++)
		count_code(s, cap, in->note.v[i].f.code);
	s->bytes += in->has_doc ? in->doc.source.raw.n : 0;
}

static void
summarize(struct wf_build_sum *s, const struct build *b)
{
	size_t cap = 0;

	for (size_t i = 0; i < b->in.n; i++)
		count_input(s, &cap, &b->in.v[i]);
	s->works = b->catalog.nwork;
	s->exprs = b->catalog.nexpr;
	for (size_t i = 0; i < b->catalog.nexpr; i++) {
		s->nodes += b->catalog.expr[i].nnode;
		s->articles += b->catalog.expr[i].row.counts.articles;
	}
	memcpy(s->hash, b->hash, sizeof(s->hash));
}

void
wf_build_sum_free(struct wf_build_sum *s)
{
	free(s->finding);
	*s = (struct wf_build_sum){ 0 };
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned
worker_count(unsigned asked)
{
	long n = asked != 0 ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > WORKERS_LIMIT ? WORKERS_LIMIT : (unsigned)n;
}

wf_rc
wf_build(struct wf_build_sum *out, const struct wf_build_opt *opt, struct wf_err *err)
{
	struct build b = { .opt = opt, .lock = -1, .workers = worker_count(opt->workers) };
	double start = now();

	*out = (struct wf_build_sum){ 0 };
	b.vocab = wf_vocab_make(&b.arena);
	wf_rc rc = begin(&b, err);

	if (rc == WF_OK)
		rc = run(&b, err);
	if (rc == WF_OK) {
		summarize(out, &b);
		out->seconds = now() - start;
	}
	wf_facts_free(&b.facts);
	wf_graph_free(&b.graph);
	wf_catalog_free(&b.catalog);
	wf_inputs_free(&b.in);
	wf_cache_close(b.cache);	/* documents borrow from it */
	free(b.sources.v);
	if (b.lock >= 0)
		close(b.lock);
	wf_arena_free(&b.arena);
	return rc;
}
