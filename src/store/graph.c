/*
 * Reads references, what they cite, and works known by name only.  It resolves nothing: the
 * build did.
 */
#include "row_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- references ------------------------------------------------------------------- */

static void
read_cite(struct wf_row_cite *c, struct row *r)
{
	c->id = next_int(r, 1, INT64_MAX);
	c->expr = next_int(r, 1, INT64_MAX);
	c->node = (uint32_t)next_int(r, 0, WF_NODE_LIMIT);
	c->source = next_int(r, 1, INT64_MAX);
	c->span = next_span(r);
	c->form = (uint8_t)next_int(r, 0, WF_CITE_FORMS - 1);
	c->state = (uint8_t)next_int(r, 0, WF_CITE_STATES - 1);
	c->reason = (uint8_t)next_int(r, 0, WF_CITE_REASONS - 1);
	c->work = next_int(r, 0, INT64_MAX);
	c->named = next_int(r, 0, INT64_MAX);
	c->in_force = next_int(r, 0, 1) != 0;
	r->bad |= !span_fits(c->span, next_u32(r));
}

wf_rc
wf_db_cite(struct wf_row_cite *out, struct wf_db *db, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_CITE);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, id);
	rc = step(db, &r);
	if (rc == WF_OK)
		read_cite(out, &r);
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "cite", id) : rc;
}

/* All rows of a statement that is bound, through read into an array of elements of a size. */
static wf_rc
read_rows(void **out, size_t *n, struct wf_db *db, struct row *r, size_t size,
    void (*read)(void *element, struct row *r), const char *what)
{
	char *v = NULL;
	size_t cap = 0;
	wf_rc rc;

	*n = 0;
	while ((rc = step(db, r)) == WF_OK && !r->bad) {
		v = wf_grow(v, &cap, *n + 1, size);
		memset(v + *n * size, 0, size);
		read(v + (*n)++ * size, r);
	}
	sqlite3_reset(r->stmt);
	*out = v;
	return r->bad ? wf_db_damaged(db, what, (int64_t)*n) : end_of(rc);
}

/* The same into the arena. */
static wf_rc
read_array(void **out, size_t *n, struct wf_db *db, struct row *r, size_t size,
    void (*read)(void *element, struct row *r), const char *what)
{
	void *v = NULL;
	wf_rc rc = read_rows(&v, n, db, r, size, read, what);

	*out = wf_arena_alloc(r->arena, *n * size + 1);
	if (*n)
		memcpy(*out, v, *n * size);
	free(v);
	return rc;
}

static void
take_cite(void *element, struct row *r)
{
	read_cite(element, r);
}

wf_rc
wf_db_cites_at(struct wf_row_cite **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr,
    uint32_t from, uint32_t to)
{
	struct row r;
	void *v = NULL;
	wf_rc rc = begin(&r, db, a, WF_Q_CITES_AT);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	sqlite3_bind_int64(r.stmt, 2, from);
	sqlite3_bind_int64(r.stmt, 3, to);
	rc = read_array(&v, n, db, &r, sizeof **out, take_cite, "cite");
	*out = v;
	return rc;
}

wf_rc
wf_db_cites_named(struct wf_row_cite **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t named)
{
	struct row r;
	void *v = NULL;
	wf_rc rc = begin(&r, db, a, WF_Q_CITES_NAMED);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, named);
	rc = read_array(&v, n, db, &r, sizeof **out, take_cite, "cite");
	*out = v;
	return rc;
}

/* ---- what they cite -------------------------------------------------------------------- */

static void
take_target(void *element, struct row *r)
{
	struct wf_row_target *t = element;

	t->cite = next_int(r, 1, INT64_MAX);
	t->seq = next_u32(r);
	t->expr = next_int(r, 0, INT64_MAX);
	t->node = (uint32_t)next_int(r, 0, WF_NODE_LIMIT);
	t->found = next_int(r, 0, 1) != 0;
	t->eid = next_str(r);
}

wf_rc
wf_db_targets_of(struct wf_row_target **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t cite)
{
	struct row r;
	void *v = NULL;
	wf_rc rc = begin(&r, db, a, WF_Q_TARGETS_OF);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, cite);
	rc = read_array(&v, n, db, &r, sizeof **out, take_target, "target");
	*out = v;
	return rc;
}

wf_rc
wf_db_targets_at(struct wf_row_target **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr,
    uint32_t from, uint32_t to)
{
	struct row r;
	void *v = NULL;
	wf_rc rc = begin(&r, db, a, WF_Q_TARGETS_AT);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	sqlite3_bind_int64(r.stmt, 2, from);
	sqlite3_bind_int64(r.stmt, 3, to);
	rc = read_array(&v, n, db, &r, sizeof **out, take_target, "target");
	*out = v;
	return rc;
}

/* ---- names ----------------------------------------------------------------------------- */

static void
take_named(void *element, struct row *r)
{
	struct wf_row_named *x = element;

	x->id = next_int(r, 1, INT64_MAX);
	x->key = next_str(r);
	x->title = next_str(r);
	x->level = next_str(r);
	x->issuers = next_str(r);
	x->form = (uint8_t)next_int(r, 0, WF_CITE_FORMS - 1);
	x->cited = next_u32(r);
	x->works = next_u32(r);
	x->expr = next_int(r, 1, INT64_MAX);
	x->node = (uint32_t)next_int(r, 0, WF_NODE_LIMIT);
	x->source = next_int(r, 1, INT64_MAX);
	x->span = next_span(r);
	x->repealed_by = next_str(r);
	x->repealed_on = next_date(r);
	x->draft = next_int(r, 0, INT64_MAX);
	r->bad |= !span_fits(x->span, next_u32(r));
}

static wf_rc
one_named(struct wf_row_named *out, struct wf_db *db, struct row *r)
{
	wf_rc rc = step(db, r);

	if (rc == WF_OK)
		take_named(out, r);
	sqlite3_reset(r->stmt);
	return r->bad ? wf_db_damaged(db, "named", out->id) : rc;
}

wf_rc
wf_db_named(struct wf_row_named *out, struct wf_db *db, struct wf_arena *a, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_NAMED);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, id);
	return one_named(out, db, &r);
}

wf_rc
wf_db_named_by_key(struct wf_row_named *out, struct wf_db *db, struct wf_arena *a, wf_str key)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_NAMED_BY_KEY);

	if (rc != WF_OK)
		return rc;
	bind_str(&r, 1, key);
	return one_named(out, db, &r);
}

/* Every row of a table as read_rows reads it. */
static wf_rc
all_rows(void **v, size_t *n, struct wf_db *db, struct wf_arena *a, enum wf_query q, size_t size,
    void (*take)(void *element, struct row *r), const char *what)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, q);

	*v = NULL;
	*n = 0;
	return rc == WF_OK ? read_rows(v, n, db, &r, size, take, what) : rc;
}

wf_rc
wf_db_all_named(struct wf_row_named **out, size_t *n, struct wf_db *db, struct wf_arena *a)
{
	void *v;
	wf_rc rc = all_rows(&v, n, db, a, WF_Q_NAMED_ALL, sizeof **out, take_named, "named");

	*out = v;
	return rc;
}

static void
take_former(void *element, struct row *r)
{
	struct wf_row_former *x = element;

	x->name = next_str(r);
	x->work = next_int(r, 1, INT64_MAX);
}

wf_rc
wf_db_all_formers(struct wf_row_former **out, size_t *n, struct wf_db *db, struct wf_arena *a)
{
	void *v;
	wf_rc rc = all_rows(&v, n, db, a, WF_Q_FORMERS, sizeof **out, take_former, "former");

	*out = v;
	return rc;
}

static void
take_name(void *element, struct row *r)
{
	struct wf_row_name *x = element;

	x->folded = next_str(r);
	x->rank = (int)next_int(r, 0, INT32_MAX);
	x->work = next_int(r, 1, INT64_MAX);
}

wf_rc
wf_db_all_names(struct wf_row_name **out, size_t *n, struct wf_db *db, struct wf_arena *a)
{
	void *v;
	wf_rc rc = all_rows(&v, n, db, a, WF_Q_NAMES, sizeof **out, take_name, "name");

	*out = v;
	return rc;
}

/* ---- a node and what is above it ----------------------------------------------------------- */

/* Reads one node; up is the seq of its parent. WF_NONE = there is none. */
static wf_rc
read_one(struct wf_node *node, wf_str *eid, struct wf_db *db, struct wf_arena *a, int64_t expr, uint32_t seq)
{
	struct row r;
	int64_t source;
	wf_rc rc = begin(&r, db, a, WF_Q_NODE);

	if (rc != WF_OK)
		return rc;
	memset(node, 0, sizeof *node);
	sqlite3_bind_int64(r.stmt, 1, expr);
	sqlite3_bind_int64(r.stmt, 2, seq);
	rc = step(db, &r);
	if (rc == WF_OK) {
		next_u32(&r);
		read_node(node, &source, &r);
		*eid = next_str(&r);
		r.bad |= (seq == 0) != (node->parent == WF_NO_NODE) || (seq != 0 && node->parent >= seq);
	}
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "node", seq) : rc;
}

wf_rc
wf_db_node_path(struct wf_node **node, uint32_t *n, wf_str *eid, struct wf_db *db, struct wf_arena *a,
    int64_t expr, uint32_t seq)
{
	struct wf_node path[WF_PATH_LIMIT];
	wf_str ignored;
	wf_rc rc = WF_OK;

	*n = 0;
	for (uint32_t up = seq; up != WF_NO_NODE && rc == WF_OK; up = path[*n - 1].parent) {
		if (*n == WF_PATH_LIMIT)
			return wf_db_damaged(db, "nodes of expr", expr);
		rc = read_one(&path[*n], *n == 0 ? eid : &ignored, db, a, expr, up);
		++*n;
	}
	if (rc != WF_OK)
		return rc;
	*node = wf_arena_alloc(a, *n * sizeof **node);
	for (uint32_t i = 0; i < *n; i++) {
		(*node)[i] = path[*n - 1 - i];
		(*node)[i].parent = i == 0 ? WF_NO_NODE : i - 1;
		(*node)[i].end = *n;
	}
	return WF_OK;
}
