/*
 * Builds a knowledge base of a folder and finds every reference once more through the finished
 * knowledge base: what the build stored must be the same, to the byte and the provision.  Does not
 * say whether a resolution is right.
 *
 * Usage: refs FOLDER   (default ../shared/corpus)
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/engine.h"

enum { SHOWN = 20 };

struct run {
	struct wf_arena arena;
	struct wf_kb *kb;
	struct wf_db *db;
	struct wf_citing *citing;
	const char *folder;		/* its last name begins the paths of sources */
	struct wf_row_work *work; size_t nwork;
	struct wf_row_expr *expr; size_t nexpr;
	uint64_t sources, cites, targets, rejected, state[WF_CITE_STATES];
	uint64_t same, placed, named_cites;
	struct wf_buf trouble; unsigned shown;
	uint32_t *named;		/* references to each work known by name only */
	size_t nnamed;
};

/* ---- what is held -------------------------------------------------------------------- */

static void
blame(struct run *r, const char *what, wf_str words, int64_t id)
{
	if (r->shown++ < SHOWN)
		wf_buf_printf(&r->trouble, "#  %s: %.*s (%lld)\n", what, WF_FMT(wf_str_sub(words, 0, 120)),
		    (long long)id);
}

static const struct wf_row_expr *
expr_of(const struct run *r, int64_t id)
{
	for (size_t low = 0, high = r->nexpr; low < high; ) {
		size_t mid = low + (high - low) / 2;

		if (r->expr[mid].id == id)
			return &r->expr[mid];
		if (r->expr[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* An expression with its tree and its references. */
struct held {
	const struct wf_row_expr *e;
	struct wf_node *node; int64_t *source; uint32_t n;
	struct wf_row_cite *cite; size_t ncite;
	struct wf_arena arena;
};

static bool
lies_in(const struct wf_node *n, wf_span at)
{
	return at.off >= n->whole.off && at.off < n->whole.off + n->whole.len;
}

/* The node holds the reference and none below it does. */
static bool
is_innermost(const struct held *h, const struct wf_row_cite *c)
{
	if (c->node >= h->n)
		return false;
	if (c->node != 0 && (h->source[c->node] != c->source || !lies_in(&h->node[c->node], c->span)))
		return false;
	for (uint32_t i = c->node + 1; i < h->node[c->node].end; i = h->node[i].end)
		if (h->source[i] == c->source && lies_in(&h->node[i], c->span))
			return false;
	return true;
}

/* ---- comparing ------------------------------------------------------------------------- */

/* Does a stored target say what the finder says? node: in the tree that it looked at. */
static bool
same_target(struct run *r, const struct wf_row_cite *c, const struct wf_row_target *t,
    const struct wf_cite *f, const struct wf_cite_target *x, const struct held *h)
{
	const struct wf_row_expr *e = expr_of(r, t->expr);
	/* of its own text the finder knows no day */
	bool own = t->expr == h->e->id && c->work == h->e->work;
	struct wf_buf eid = { 0 };
	bool same = (e != NULL) == (c->work != 0) && (!e || e->work == c->work);

	same = same && t->found == (e && x->node != WF_NO_NODE);
	same = same && (!t->found || t->node == x->node);
	same = same && (!e || own || f->ntarget == 0 || e->date == f->expression);
	if (!t->found)
		wf_ref_eid(&eid, &x->ref);
	same = same && (t->found || wf_str_eq(t->eid, wf_buf_str(&eid)));
	wf_buf_free(&eid);
	return same;
}

static void
compare(struct run *r, struct held *h, const struct wf_row_cite *c, const struct wf_cite *f,
    const struct wf_cites *found, wf_str surface)
{
	static const struct wf_cite_target whole = { .node = 0 };
	struct wf_row_target *t = NULL;
	size_t n = 0;
	bool same = c->span.off == f->span.off && c->span.len == f->span.len && c->form == f->form &&
	    c->state == f->state && c->reason == f->reason &&
	    c->work == (f->work < WF_MANY_WORKS ? (int64_t)f->work + 1 : 0);

	if (wf_db_targets_of(&t, &n, r->db, &h->arena, c->id) != WF_OK || n != (f->ntarget ? f->ntarget : 1))
		same = false;
	for (size_t i = 0; same && i < n; i++)
		same = same_target(r, c, &t[i], f, f->ntarget ? &found->target[f->target + i] : &whole, h);
	r->targets += n;
	r->same += same;
	if (!same)
		blame(r, "found otherwise", surface, c->id);
}

/* The stored rows of one source against what is found in it now. */
static void
compare_all(struct run *r, struct held *h, int64_t source, const struct wf_cites *found, wf_str text)
{
	const struct wf_cite **v = wf_malloc((found->n + 1) * sizeof(v[0]));
	size_t n = 0, at = 0;

	for (size_t i = 0; i < found->n; i++) {
		if (found->v[i].state == WF_CITE_REJECTED)
			r->rejected++;
		else
			v[n++] = &found->v[i];
	}
	for (size_t i = 0; i < h->ncite; i++) {
		const struct wf_row_cite *c = &h->cite[i];
		wf_str surface = wf_str_sub(text, c->span.off, c->span.len);

		if (c->source != source)
			continue;
		if (is_innermost(h, c))
			r->placed++;
		else
			blame(r, "not innermost", surface, c->id);
		if (at < n)
			compare(r, h, c, v[at], found, surface);
		at++;
		r->cites++;
		r->state[c->state]++;
		r->named_cites += c->named != 0;
		if (c->named > 0 && (size_t)c->named <= r->nnamed)
			r->named[c->named - 1]++;
	}
	if (at != n)
		blame(r, "another count", WF_S(""), source);
	free(v);
}

/* ---- finding once more ------------------------------------------------------------------- */

static void
read_source(struct run *r, struct held *h, int64_t source, bool joined)
{
	const struct wf_cite_catalog *catalog = wf_citing_catalog(r->citing);
	struct wf_findings ignored = { 0 };
	struct wf_cites found = { 0 };
	struct wf_row_source row;
	struct wf_ident id;
	struct wf_doc doc;
	struct wf_err err;

	if (wf_db_source(&row, r->db, &h->arena, source) != WF_OK)
		return;
	size_t slash = wf_str_find(row.path, WF_S("/"), 0);
	wf_str path = wf_arena_printf(&h->arena, "%s%.*s", r->folder, WF_FMT(wf_str_from(row.path, slash)));
	if (slash == SIZE_MAX || wf_doc_read(&doc, path.p, &err) != WF_OK) {
		blame(r, "not read", row.path, source);
		return;
	}
	struct wf_cite_text t = { .text = doc.source.text, .self = WF_NO_WORK, .title = WF_S(""),
		.day = h->e->date };
	wf_identify(&id, &h->arena, &doc, row.path, &ignored);
	wf_cite_stand(&t, &h->arena, &doc, catalog->names, &id);
	if (t.title.n)
		t.self = (uint32_t)h->e->work - 1;
	if (t.node && joined) {
		t.node = h->node;
		t.nnode = h->n;
	}
	wf_cite_find(&found, catalog, &t);
	compare_all(r, h, source, &found, doc.source.text);
	r->sources++;
	wf_cites_free(&found);
	wf_findings_free(&ignored);
	wf_doc_free(&doc);
}

static void
read_expr(struct run *r, const struct wf_row_expr *e)
{
	struct held h = { .e = e };
	bool joined;

	if (wf_db_nodes(&h.node, &h.source, &h.n, r->db, &h.arena, e->id) != WF_OK ||
	    wf_db_cites_at(&h.cite, &h.ncite, r->db, &h.arena, e->id, 0, UINT32_MAX) != WF_OK) {
		blame(r, "not held", WF_S(""), e->id);
		return;
	}
	joined = h.source[0] == 0;
	for (uint32_t i = joined; i < h.n; i++)
		if (h.source[i] != (i > joined ? h.source[i - 1] : 0))
			read_source(r, &h, h.source[i], joined);
	wf_arena_free(&h.arena);
}

/* ---- works known by name only --------------------------------------------------------------- */

/* True when a fact of a report is what names the work. */
static bool
in_report(struct run *r, int64_t named)
{
	struct wf_row_fact *fact;
	size_t n = 0;

	return wf_db_facts_of(&fact, &n, r->db, &r->arena, 0, named) == WF_OK && n > 0;
}

static size_t
check_named(struct run *r, const struct wf_row_named *x, size_t n)
{
	size_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		struct wf_row_work held;
		bool good = x[i].id == (int64_t)i + 1 && x[i].cited == r->named[i] && x[i].key.n != 0 &&
		    (x[i].cited != 0 || x[i].repealed_by.n != 0 || x[i].draft != 0 ||
			in_report(r, x[i].id)) &&
		    wf_db_work_by_key(&held, r->db, &r->arena, x[i].key) == WF_NONE &&
		    (i == 0 || wf_str_cmp(x[i - 1].key, x[i].key) < 0);

		bad += !good;
		if (!good)
			blame(r, "named", x[i].key, x[i].id);
	}
	return bad;
}

static wf_rc
add_state(void *payload, wf_str name, int64_t n)
{
	uint64_t *state = payload;
	uint32_t number = 0;

	if (wf_numeral(name, &number) && number < WF_CITE_STATES)
		state[number] -= (uint64_t)n;
	return WF_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static bool
build(struct run *r, const char *kb, struct wf_err *err)
{
	const char *source[] = { r->folder };
	struct wf_build_opt opt = { .kb = kb, .source = source, .nsource = 1 };
	struct wf_build_sum sum = { 0 };
	bool good = wf_build(&sum, &opt, err) == WF_OK;

	if (good)
		printf("#: built %llu files in %.1f s\n", (unsigned long long)sum.files, sum.seconds);
	wf_build_sum_free(&sum);
	good = good && wf_kb_open(&r->kb, kb, err) == WF_OK &&
	    wf_citing_open(&r->citing, r->kb, err) == WF_OK;
	r->db = r->kb ? wf_kb_db(r->kb) : NULL;
	return good && wf_db_all_works(&r->work, &r->nwork, r->db, &r->arena) == WF_OK &&
	    wf_db_all_exprs(&r->expr, &r->nexpr, r->db, &r->arena) == WF_OK;
}

static int
say(bool good, int number, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", number, what);
	return good ? 0 : 1;
}

static int
report(struct run *r, const struct wf_row_named *named, size_t nnamed)
{
	size_t bad = check_named(r, named, nnamed);
	int64_t cites = 0, targets = 0, rejected = 0;
	int failed = 0;

	wf_db_count(&cites, r->db, "cites");
	wf_db_count(&targets, r->db, "targets");
	wf_db_count(&rejected, r->db, "rejected");
	printf("#: %llu references to %llu provisions in %llu texts; %zu works known by name only, %llu "
	    "references to them\n", (unsigned long long)r->cites, (unsigned long long)r->targets,
	    (unsigned long long)r->sources, nnamed, (unsigned long long)r->named_cites);
	for (int i = 0; i < WF_CITE_REJECTED; i++)
		printf("#: %s %llu\n", wf_cite_state_name((enum wf_cite_state)i),
		    (unsigned long long)r->state[i]);
	printf("#: rejected %llu\n", (unsigned long long)r->rejected);
	wf_db_tally(r->db, "state", add_state, r->state);
	for (int i = 0; i < WF_CITE_REJECTED; i++)
		bad += r->state[i] != 0;
	printf("%s", r->trouble.n ? r->trouble.p : "");
	failed += say(r->cites != 0 && (uint64_t)cites == r->cites && (uint64_t)targets == r->targets, 1,
	    "every reference stored stands in a text that is shown");
	failed += say(r->same == r->cites, 2, "the finished knowledge base finds the same again");
	failed += say(r->placed == r->cites, 3, "each stands in its innermost provision");
	failed += say((uint64_t)rejected == r->rejected, 4, "what is rejected is counted");
	failed += say(bad == 0, 5, "counts by state and by name agree");
	return failed;
}

int
main(int argc, char **argv)
{
	struct run r = { .folder = argc > 1 ? argv[1] : "../shared/corpus" };
	struct wf_row_named *named = NULL;
	struct wf_err err = { "" };
	char kb[256], words[300];
	const char *temporary = getenv("TMPDIR");
	int failed = 1;

	if (access(r.folder, R_OK) != 0) {
		printf("1..0 # SKIP no corpus beside the repository (%s)\n", r.folder);
		return 0;
	}
	snprintf(kb, sizeof(kb), "%s/wangfa-refs-XXXXXX", temporary ? temporary : P_tmpdir);
	if (mkdtemp(kb) && build(&r, kb, &err) &&
	    wf_db_all_named(&named, &r.nnamed, r.db, &r.arena) == WF_OK) {
		r.named = wf_arena_alloc(&r.arena, (r.nnamed + 1) * sizeof(r.named[0]));
		for (size_t i = 0; i < r.nexpr; i++)
			read_expr(&r, &r.expr[i]);
		failed = report(&r, named, r.nnamed);
		printf("1..5\n");
	} else {
		printf("not ok 1 - %s\n1..1\n", err.msg);
	}
	wf_citing_close(r.citing);
	wf_kb_close(r.kb);
	free(named);
	free(r.work);
	free(r.expr);
	wf_buf_free(&r.trouble);
	wf_arena_free(&r.arena);
	snprintf(words, sizeof(words), "rm -rf %s", kb);
	return system(words) == 0 && failed == 0 ? 0 : 1;
}
