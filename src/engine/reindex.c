/*
 * Makes a search index anew from the record alone, when the file of the build was damaged: the
 * record is read back into the shape that indexing.c takes.  It builds nothing else.
 */
#include "engine_int.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The record read back. */
struct reading {
	struct wf_db *db;
	struct wf_arena arena;
	struct wf_catalog c;
	struct wf_graph g;
	struct wf_facts f;
	struct wf_inputs in;
	struct wf_row_work *work; size_t nwork;	/* freed with free(), like those below */
	struct wf_row_expr *expr; size_t nexpr;
	struct wf_row_former *former; size_t nformer;
	size_t target_cap, cite_cap;
};

/* The text of a source, read once. */
static wf_rc
need_source(struct reading *r, int64_t source)
{
	if (source < 1 || source > UINT32_MAX - 1)
		return WF_OK;
	size_t n = (size_t)source, cap = r->in.n;
	if (n > r->in.n) {
		r->in.v = wf_grow(r->in.v, &cap, n, sizeof *r->in.v);
		memset(r->in.v + r->in.n, 0, (n - r->in.n) * sizeof *r->in.v);
		r->in.n = n;
	}
	struct wf_input *in = &r->in.v[n - 1];
	if (in->has_doc)
		return WF_OK;
	in->has_doc = true;
	return wf_db_text(&in->doc.source, r->db, &r->arena, source);
}

static wf_rc
read_nodes(struct reading *r, struct wf_expr *e)
{
	int64_t *source = NULL;
	struct wf_buf eid = { 0 };
	wf_rc rc = wf_db_nodes(&e->node, &source, &e->nnode, r->db, &r->arena, e->row.id);

	if (rc != WF_OK)
		return rc;
	uint32_t *input = wf_arena_alloc(&r->arena, (e->nnode + (size_t)1) * sizeof *input);
	struct wf_eid_scheme scheme = wf_eid_scheme(e->node, e->nnode);

	e->eid = wf_arena_alloc(&r->arena, (e->nnode + (size_t)1) * sizeof *e->eid);
	for (uint32_t i = 0; i < e->nnode && rc == WF_OK; i++) {
		input[i] = source[i] == 0 ? WF_SEVERAL : (uint32_t)(source[i] - 1);
		rc = need_source(r, source[i]);
		eid.n = 0;
		wf_eid(&eid, e->node, i, scheme);
		e->eid[i] = wf_arena_str(&r->arena, wf_buf_str(&eid));
	}
	e->input = input;
	wf_buf_free(&eid);
	return rc;
}

/* The references of one text and what they lead to, behind those read before. */
static wf_rc
read_cites(struct reading *r, int64_t expr)
{
	struct wf_row_cite *cite = NULL;
	struct wf_row_target *t = NULL;
	size_t n = 0, nt = 0;
	wf_rc rc = wf_db_cites_at(&cite, &n, r->db, &r->arena, expr, 0, UINT32_MAX);

	for (size_t i = 0; i < n && rc == WF_OK; i++) {
		rc = wf_db_targets_of(&t, &nt, r->db, &r->arena, cite[i].id);
		if (rc != WF_OK)
			break;
		r->g.cite = wf_grow(r->g.cite, &r->cite_cap, r->g.ncite + 1, sizeof *r->g.cite);
		r->g.cite[r->g.ncite++] = cite[i];
		r->g.target = wf_grow(r->g.target, &r->target_cap, r->g.ntarget + nt, sizeof *t);
		for (size_t k = 0; k < nt; k++)
			r->g.target[r->g.ntarget++] = t[k];
	}
	return rc;
}

static int
by_cite(const void *a, const void *b)
{
	const struct wf_row_cite *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int
by_target(const void *a, const void *b)
{
	const struct wf_row_target *x = a, *y = b;

	if (x->cite != y->cite)
		return (x->cite > y->cite) - (x->cite < y->cite);
	return (x->seq > y->seq) - (x->seq < y->seq);
}

static wf_rc
read_works(struct reading *r)
{
	wf_rc rc = wf_db_all_works(&r->work, &r->nwork, r->db, &r->arena);

	if (rc == WF_OK)
		rc = wf_db_all_exprs(&r->expr, &r->nexpr, r->db, &r->arena);
	r->c.work = wf_malloc((r->nwork + 1) * sizeof *r->c.work);
	r->c.expr = wf_malloc((r->nexpr + 1) * sizeof *r->c.expr);
	memset(r->c.work, 0, (r->nwork + 1) * sizeof *r->c.work);
	memset(r->c.expr, 0, (r->nexpr + 1) * sizeof *r->c.expr);
	r->c.nwork = r->nwork;
	r->c.nexpr = r->nexpr;
	for (size_t i = 0, at = 0; i < r->nwork && rc == WF_OK; i++) {
		struct wf_work *w = &r->c.work[i];
		w->row = r->work[i];
		w->expr = (uint32_t)at;
		for (; at < r->nexpr && r->expr[at].work == w->row.id && rc == WF_OK; at++) {
			r->c.expr[at].row = r->expr[at];
			rc = read_nodes(r, &r->c.expr[at]);
			if (rc == WF_OK)
				rc = read_cites(r, r->expr[at].id);
		}
		w->nexpr = (uint32_t)at - w->expr;
		wf_map_set(&r->c.by_key, w->row.key, (uint32_t)i);
	}
	return rc;
}

static wf_rc
read_names(struct reading *r)
{
	wf_rc rc = wf_db_all_names(&r->c.name, &r->c.nname, r->db, &r->arena);

	if (rc == WF_OK)
		rc = wf_db_all_named(&r->g.named, &r->g.nnamed, r->db, &r->arena);
	if (rc == WF_OK)
		rc = wf_db_all_formers(&r->former, &r->nformer, r->db, &r->arena);
	r->c.former = wf_malloc((r->nformer + 1) * sizeof *r->c.former);
	for (size_t i = 0; i < r->nformer && rc == WF_OK; i++)
		if (r->former[i].work <= (int64_t)r->nwork)
			r->c.former[r->c.nformer++] = (struct wf_former){ r->former[i].name,
				r->work[r->former[i].work - 1].key };
	if (rc == WF_OK)
		rc = wf_db_facts(&r->f.fact, &r->f.n, r->db, &r->arena, 0, -1);
	return rc;
}

static void
free_reading(struct reading *r)
{
	free(r->work);
	free(r->expr);
	free(r->former);
	free(r->c.work);
	free(r->c.expr);
	free(r->c.name);
	free(r->c.former);
	wf_map_free(&r->c.by_key);
	free(r->g.cite);
	free(r->g.target);
	free(r->g.named);
	free(r->in.v);
	wf_arena_free(&r->arena);
}

wf_rc
wf_index_remake(struct wf_db *db, const char *path, wf_str name, struct wf_err *err)
{
	struct reading r = { .db = db };
	/* beside the old one, which another version of the program may still read */
	wf_str fresh = wf_arena_printf(&r.arena, "%s.%ld.new", path, (long)getpid());
	struct wf_indexing x = { .c = &r.c, .g = &r.g, .f = &r.f, .in = &r.in, .path = fresh.p };
	char hex[65];
	wf_rc rc = read_works(&r);

	if (rc == WF_OK)
		rc = read_names(&r);
	if (rc != WF_OK) {
		rc = wf_fail(err, rc < 0 ? rc : WF_E_STORE, "%s", wf_db_error(db));
	} else {
		if (r.g.ncite)
			qsort(r.g.cite, r.g.ncite, sizeof *r.g.cite, by_cite);
		if (r.g.ntarget)
			qsort(r.g.target, r.g.ntarget, sizeof *r.g.target, by_target);
		x.v = wf_vocab_make(&r.arena);
		wf_index_make(&x);
		rc = x.rc;
		*err = x.err;
	}
	wf_hex(hex, x.sha);
	if (rc == WF_OK && !wf_str_eq(wf_str_from(name, 6), wf_str_sub(wf_str_of(hex), 0, 16)))
		rc = wf_fail(err, WF_E_STORE, "%s: cannot be made anew, it belongs to another version or its "
		    "record is damaged; build the knowledge base anew: wangfa build", path);
	if (rc == WF_OK && rename(fresh.p, path) != 0)
		rc = wf_fail(err, WF_E_IO, "cannot rename %s to %s: %s", fresh.p, path, strerror(errno));
	if (rc != WF_OK)
		unlink(fresh.p);
	free_reading(&r);
	return rc;
}
