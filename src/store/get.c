/*
 * Reads rows back and checks what a damaged file could make dangerous: sizes of
 * blobs, ranges of spans, order of nodes.  It writes nothing.
 */
#include "row_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static struct wf_counts
next_counts(struct row *r)
{
	struct wf_counts c;

	c.books = next_u32(r);
	c.subbooks = next_u32(r);
	c.chapters = next_u32(r);
	c.sections = next_u32(r);
	c.articles = next_u32(r);
	return c;
}

/* ---- works, expressions, sources -------------------------------------------------- */

wf_rc
wf_db_meta(wf_str *out, struct wf_db *db, struct wf_arena *a, const char *key)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_META);

	if (rc != WF_OK)
		return rc;
	bind_str(&r, 1, wf_str_of(key));
	rc = step(db, &r);
	if (rc == WF_OK)
		*out = next_str(&r);
	sqlite3_reset(r.stmt);
	return rc;
}

static void
read_work(struct wf_row_work *w, struct row *r)
{
	w->id = next_int(r, 1, INT64_MAX);
	w->key = next_str(r);
	w->title = next_str(r);
	w->level = next_str(r);
	w->issuers = next_str(r);
	w->draft_of = next_str(r);
	w->number = next_str(r);
}

static wf_rc
one_work(struct wf_row_work *out, struct wf_db *db, struct row *r)
{
	wf_rc rc = step(db, r);

	if (rc == WF_OK)
		read_work(out, r);
	sqlite3_reset(r->stmt);
	return r->bad ? wf_db_damaged(db, "work", out->id) : rc;
}

wf_rc
wf_db_work_by_key(struct wf_row_work *out, struct wf_db *db, struct wf_arena *a, wf_str key)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_WORK_BY_KEY);

	if (rc != WF_OK)
		return rc;
	bind_str(&r, 1, key);
	return one_work(out, db, &r);
}

wf_rc
wf_db_work(struct wf_row_work *out, struct wf_db *db, struct wf_arena *a, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_WORK);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, id);
	return one_work(out, db, &r);
}

static void
read_expr(struct wf_row_expr *e, struct row *r)
{
	e->id = next_int(r, 1, INT64_MAX);
	e->work = next_int(r, 1, INT64_MAX);
	e->date = next_date(r);
	e->adopted = next_date(r);
	e->promulgated = next_date(r);
	e->effective_from = next_date(r);
	e->effective_to = next_date(r);
	e->effective_basis = next_str(r);
	e->ended_basis = next_str(r);
	e->repealed_by = next_str(r);
	e->counts = next_counts(r);
}

wf_rc
wf_db_expr(struct wf_row_expr *out, struct wf_db *db, struct wf_arena *a, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_EXPR);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, id);
	rc = step(db, &r);
	if (rc == WF_OK)
		read_expr(out, &r);
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "expr", id) : rc;
}

wf_rc
wf_db_all_works(struct wf_row_work **out, size_t *n, struct wf_db *db, struct wf_arena *a)
{
	struct wf_row_work *v = NULL;
	size_t cap = 0;
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_WORKS_ALL);

	*n = 0;
	while (rc == WF_OK && (rc = step(db, &r)) == WF_OK) {
		v = wf_grow(v, &cap, *n + 1, sizeof *v);
		read_work(&v[(*n)++], &r);
	}
	if (r.stmt)
		sqlite3_reset(r.stmt);
	*out = v;
	return r.bad ? wf_db_damaged(db, "work", (int64_t)*n) : end_of(rc);
}

wf_rc
wf_db_all_exprs(struct wf_row_expr **out, size_t *n, struct wf_db *db, struct wf_arena *a)
{
	struct wf_row_expr *v = NULL;
	size_t cap = 0;
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_EXPRS_ALL);

	*n = 0;
	while (rc == WF_OK && (rc = step(db, &r)) == WF_OK) {
		v = wf_grow(v, &cap, *n + 1, sizeof *v);
		read_expr(&v[(*n)++], &r);
	}
	if (r.stmt)
		sqlite3_reset(r.stmt);
	*out = v;
	return r.bad ? wf_db_damaged(db, "expr", (int64_t)*n) : end_of(rc);
}

wf_rc
wf_db_source(struct wf_row_source *out, struct wf_db *db, struct wf_arena *a, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_SOURCE);

	if (rc != WF_OK)
		return rc;
	memset(out, 0, sizeof *out);
	sqlite3_bind_int64(r.stmt, 1, id);
	rc = step(db, &r);
	if (rc == WF_OK) {
		out->id = next_int(&r, 1, INT64_MAX);
		out->path = next_str(&r);
		wf_str sha = next_bytes(&r);
		r.bad |= sha.n != sizeof out->sha256;
		memcpy(out->sha256, sha.p, r.bad ? 0 : sha.n);
		out->encoding = next_str(&r);
		out->reader = next_str(&r);
		out->nolaw = next_str(&r);
		out->raw_is_file = next_int(&r, 0, 1) != 0;
	}
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "source", id) : rc;
}

/* ---- lists of ids ----------------------------------------------------------------- */

static wf_rc
take_ids(struct wf_ids *out, struct wf_db *db, struct row *r)
{
	wf_rc rc;

	while ((rc = step(db, r)) == WF_OK) {
		out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
		out->v[out->n++] = sqlite3_column_int64(r->stmt, 0);
	}
	sqlite3_reset(r->stmt);
	return end_of(rc);
}

wf_rc
wf_db_works_by_name(struct wf_ids *out, struct wf_db *db, wf_str folded)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_BY_NAME);

	if (rc != WF_OK)
		return rc;
	bind_str(&r, 1, folded);
	return take_ids(out, db, &r);
}

wf_rc
wf_db_works_like(struct wf_ids *out, struct wf_db *db, wf_str folded, size_t limit)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_LIKE);

	if (rc != WF_OK)
		return rc;
	bind_str(&r, 1, folded);
	sqlite3_bind_int64(r.stmt, 2, (int64_t)limit);
	return take_ids(out, db, &r);
}

wf_rc
wf_db_works(struct wf_ids *out, struct wf_db *db)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_WORKS);

	return rc == WF_OK ? take_ids(out, db, &r) : rc;
}

static wf_rc
ids_of(struct wf_ids *out, struct wf_db *db, enum wf_query q, int64_t id)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, q);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, id);
	return take_ids(out, db, &r);
}

wf_rc
wf_db_exprs_of(struct wf_ids *out, struct wf_db *db, int64_t work)
{
	return ids_of(out, db, WF_Q_EXPRS_OF, work);
}

wf_rc
wf_db_sources_of(struct wf_ids *out, struct wf_db *db, int64_t work)
{
	return ids_of(out, db, WF_Q_WORK_OF_SOURCE, work);
}

/* ---- nodes -------------------------------------------------------------------------- */

/* How many bytes of text each source of an expression has: what spans may not leave. */
struct room { int64_t source; uint32_t text_n; };

static wf_rc
read_rooms(struct room **out, size_t *n, struct wf_db *db, int64_t expr)
{
	size_t cap = 0;
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_NODE_TEXTS);

	*out = NULL;
	*n = 0;
	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	while ((rc = step(db, &r)) == WF_OK) {
		*out = wf_grow(*out, &cap, *n + 1, sizeof **out);
		(*out)[*n].source = next_int(&r, 1, INT64_MAX);
		(*out)[(*n)++].text_n = next_u32(&r);
	}
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "source of expr", expr) : end_of(rc);
}

/* Spans of a node that joins several sources belong to none: they are cleared. */
static bool
fit_node(struct wf_node *node, int64_t source, const struct room *room, size_t n)
{
	if (source == 0) {
		node->whole = node->label = node->head = (wf_span){ 0, 0 };
		return true;
	}
	for (size_t i = 0; i < n; i++)
		if (room[i].source == source)
			return span_fits(node->whole, room[i].text_n) &&
			    span_fits(node->label, room[i].text_n) &&
			    span_fits(node->head, room[i].text_n);
	return false;
}

/* Preorder: every node but the first lies inside its parent, and ends after itself. */
static bool
tree_holds(const struct wf_node *node, uint32_t n)
{
	uint8_t *depth = wf_malloc(n + (size_t)1);
	uint32_t i;

	for (i = 0; i < n; i++) {
		uint32_t up = node[i].parent;
		if (node[i].end <= i || node[i].end > n || (i == 0) != (up == WF_NO_NODE))
			break;
		if (i > 0 && (up >= i || node[i].end > node[up].end))
			break;
		depth[i] = i > 0 ? (uint8_t)(depth[up] + 1) : 0;
		if (depth[i] >= WF_PATH_LIMIT)
			break;
	}
	free(depth);
	return i == n && n > 0 && node[0].end == n;
}

/* The rows of one expression, on the heap. */
struct node_rows { struct wf_node *node; int64_t *source; uint32_t n; size_t node_cap, source_cap; };

static wf_rc
read_nodes(struct node_rows *out, struct wf_db *db, struct row *r, const struct room *room, size_t nroom)
{
	wf_rc rc;

	while ((rc = step(db, r)) == WF_OK) {
		uint32_t i = out->n;
		out->node = wf_grow(out->node, &out->node_cap, i + 1, sizeof *out->node);
		out->source = wf_grow(out->source, &out->source_cap, i + 1, sizeof *out->source);
		memset(&out->node[i], 0, sizeof out->node[i]);
		bool in_order = next_int(r, 0, UINT32_MAX) == i;
		read_node(&out->node[i], &out->source[i], r);
		if (r->bad || !in_order || !fit_node(&out->node[i], out->source[i], room, nroom))
			return wf_db_damaged(db, "node", i);
		out->n++;
	}
	return end_of(rc);
}

wf_rc
wf_db_nodes(struct wf_node **node, int64_t **source, uint32_t *n, struct wf_db *db,
    struct wf_arena *a, int64_t expr)
{
	struct node_rows rows = { 0 };
	struct room *room;
	struct row r;
	size_t nroom;
	wf_rc rc = read_rooms(&room, &nroom, db, expr);

	if (rc == WF_OK)
		rc = begin(&r, db, a, WF_Q_NODES);
	if (rc == WF_OK) {
		sqlite3_bind_int64(r.stmt, 1, expr);
		rc = read_nodes(&rows, db, &r, room, nroom);
		sqlite3_reset(r.stmt);
	}
	if (rc == WF_OK && !tree_holds(rows.node, rows.n))
		rc = wf_db_damaged(db, "nodes of expr", expr);
	if (rc == WF_OK) {
		*n = rows.n;
		*node = wf_arena_alloc(a, rows.n * sizeof **node);
		memcpy(*node, rows.node, rows.n * sizeof **node);
		*source = wf_arena_alloc(a, rows.n * sizeof **source);
		memcpy(*source, rows.source, rows.n * sizeof **source);
	}
	free(rows.node);
	free(rows.source);
	free(room);
	return rc;
}

wf_rc
wf_db_parts(struct wf_row_part **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr)
{
	struct wf_row_part *v = NULL;
	size_t cap = 0;
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_PARTS);

	*n = 0;
	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	while ((rc = step(db, &r)) == WF_OK) {
		v = wf_grow(v, &cap, *n + 1, sizeof *v);
		struct wf_row_part *p = &v[(*n)++];
		p->expr = next_int(&r, 1, INT64_MAX);
		p->source = next_int(&r, 1, INT64_MAX);
		p->seq = next_u32(&r);
		p->copy = next_int(&r, 0, 1) != 0;
		p->counts = next_counts(&r);
	}
	sqlite3_reset(r.stmt);
	*out = wf_arena_alloc(a, *n * sizeof *v + 1);
	if (*n)
		memcpy(*out, v, *n * sizeof *v);
	free(v);
	return r.bad ? wf_db_damaged(db, "part of expr", expr) : end_of(rc);
}

/* ---- text ----------------------------------------------------------------------------- */

static uint32_t
get_u32(const char *p)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++)
		value |= (uint32_t)(uint8_t)p[i] << (8 * i);
	return value;
}

/* False when the cuts are no ordered, disjoint spans of raw. */
static bool
unpack_cuts(struct wf_source *s, struct wf_arena *a, wf_str packed)
{
	uint64_t at = 0;

	if (packed.n % 12 != 0)
		return false;
	s->ncut = packed.n / 12;
	s->cut = wf_arena_alloc(a, s->ncut * sizeof(*s->cut));
	for (size_t i = 0; i < s->ncut; i++) {
		const char *p = packed.p + 12 * i;
		s->cut[i] = (struct wf_cut){
			.off = get_u32(p), .len = get_u32(p + 4), .why = get_u32(p + 8) };
		if (s->cut[i].off < at || (uint64_t)s->cut[i].off + s->cut[i].len > s->raw.n)
			return false;
		at = (uint64_t)s->cut[i].off + s->cut[i].len;
	}
	return true;
}

/* The names an encoding may have are static; a stored word is turned into one of them. */
static const char *
encoding_name(wf_str s)
{
	static const char *const names[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "mixed" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (wf_str_is(s, names[i]))
			return names[i];
	return "";
}

static bool
read_text(struct wf_source *out, uint32_t *text_n, struct row *r)
{
	wf_str sha = next_bytes(r);

	if (sha.n != sizeof out->sha256)
		return false;
	memcpy(out->sha256, sha.p, sha.n);
	out->encoding = encoding_name(next_bytes(r));
	out->raw_is_file = next_int(r, 0, 1) != 0;
	uint32_t raw_n = next_u32(r);
	*text_n = next_u32(r);
	uint64_t hash = (uint64_t)sqlite3_column_int64(r->stmt, r->column++);
	wf_str cuts = next_bytes(r);
	out->raw = next_str(r);
	return !r->bad && out->raw.n == raw_n && wf_hash(out->raw) == hash &&
	    unpack_cuts(out, r->arena, cuts);
}

wf_rc
wf_db_text(struct wf_source *out, struct wf_db *db, struct wf_arena *a, int64_t source)
{
	uint32_t text_n = 0;
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_TEXT);

	memset(out, 0, sizeof *out);
	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, source);
	rc = step(db, &r);
	bool good = rc != WF_OK || read_text(out, &text_n, &r);
	sqlite3_reset(r.stmt);
	if (rc == WF_OK && good) {
		wf_source_finish(out, a);
		good = out->text.n == text_n;
	}
	return good ? rc : wf_db_damaged(db, "text of source", source);
}

/* ---- some words of a text ------------------------------------------------------------------ */

/* Appends raw's bytes [off, off + n). */
static wf_rc
read_raw(struct wf_buf *out, struct wf_db *db, sqlite3_blob *raw, uint32_t off, uint32_t n, int64_t source)
{
	if ((uint64_t)off + n > (uint64_t)sqlite3_blob_bytes(raw))
		return wf_db_damaged(db, "text of source", source);
	out->p = wf_grow(out->p, &out->cap, out->n + n + 1, 1);
	int code = n ? sqlite3_blob_read(raw, out->p + out->n, (int)n, (int)off) : SQLITE_OK;

	if (code != SQLITE_OK)
		return wf_db_trouble(db, code, "cannot read a text");
	out->n += n;
	out->p[out->n] = '\0';
	return WF_OK;
}

/* The span's bytes of raw without the cuts (as in wf_source) that lie in it. */
static wf_rc
read_between(struct wf_buf *out, struct wf_db *db, sqlite3_blob *raw, wf_str cuts, wf_span text,
    int64_t source)
{
	uint64_t at = text.off, end = (uint64_t)text.off + text.len, gone = 0;
	wf_rc rc = WF_OK;

	for (; cuts.n >= 12 && rc == WF_OK && at < end; cuts = wf_str_from(cuts, 12)) {
		uint64_t off = get_u32(cuts.p), stop = off < gone ? 0 : off - gone;
		if (stop > at) {
			uint64_t until = stop < end ? stop : end;
			rc = at + gone > UINT32_MAX ? wf_db_damaged(db, "cuts of source", source) :
			    read_raw(out, db, raw, (uint32_t)(at + gone), (uint32_t)(until - at), source);
			at = until;
		}
		gone += get_u32(cuts.p + 4);
	}
	if (rc == WF_OK && at < end)
		rc = at + gone > UINT32_MAX ? wf_db_damaged(db, "cuts of source", source) :
		    read_raw(out, db, raw, (uint32_t)(at + gone), (uint32_t)(end - at), source);
	return rc;
}

/* The raw text of a source, ready to be read in part: moving an open handle is cheaper than a new one. */
static wf_rc
open_raw(struct wf_db *db, int64_t source)
{
	int code = db->raw ? sqlite3_blob_reopen(db->raw, source) :
	    sqlite3_blob_open(db->sql, "main", "source", "raw", source, 0, &db->raw);

	if (code == SQLITE_OK)
		return WF_OK;
	sqlite3_blob_close(db->raw);
	db->raw = NULL;
	return wf_db_trouble(db, code, "cannot open a text");
}

wf_rc
wf_db_words(struct wf_buf *out, struct wf_db *db, int64_t source, wf_span text)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_CUTS);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, source);
	rc = step(db, &r);
	uint32_t text_n = rc == WF_OK ? next_u32(&r) : 0;
	wf_str cuts = rc == WF_OK ? next_bytes(&r) : WF_S("");

	if (rc == WF_OK && (r.bad || (uint64_t)text.off + text.len > text_n))
		rc = wf_db_damaged(db, "place in source", source);
	if (rc == WF_OK)
		rc = open_raw(db, source);
	if (rc == WF_OK)
		rc = read_between(out, db, db->raw, cuts, text, source);
	sqlite3_reset(r.stmt);
	return rc;
}

/* ---- findings, acts, numbers ----------------------------------------------------------- */

wf_rc
wf_db_findings(struct wf_db *db, unsigned code,
    wf_rc (*fn)(void *payload, const struct wf_row_finding *r, wf_str path), void *payload)
{
	struct row r;
	wf_rc rc = begin(&r, db, NULL, WF_Q_FINDINGS);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, (int64_t)code);
	while ((rc = step(db, &r)) == WF_OK) {
		struct wf_row_finding f = { 0 };
		f.source = next_int(&r, 0, INT64_MAX);
		f.f.code = (uint16_t)next_int(&r, 0, UINT16_MAX);
		f.f.a = next_u32(&r);
		f.f.b = next_u32(&r);
		f.f.span = next_span(&r);
		f.words = next_bytes(&r);
		wf_str path = next_bytes(&r);
		rc = r.bad ? wf_db_damaged(db, "finding of source", f.source) : fn(payload, &f, path);
		if (rc != WF_OK)
			break;
	}
	sqlite3_reset(r.stmt);
	return end_of(rc);
}

/* False when the row cannot be right. */
static bool
read_act(struct wf_row_act *act, struct row *r)
{
	act->id = next_int(r, 1, INT64_MAX);
	act->work = next_int(r, 1, INT64_MAX);
	act->date = next_date(r);
	act->kind = (uint8_t)next_int(r, 0, WF_ACT_KINDS - 1);
	act->ordinal = (uint8_t)next_int(r, 0, UINT8_MAX);
	act->expr = next_int(r, 0, INT64_MAX);
	act->source = next_int(r, 0, INT64_MAX);
	act->raw = next_int(r, 0, 1) != 0;
	act->span = next_span(r);
	act->basis = next_str(r);
	act->by = next_str(r);
	return span_fits(act->span, next_u32(r)) && !r->bad;
}

wf_rc
wf_db_acts(struct wf_row_act **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t work,
    wf_date from, wf_date to)
{
	struct wf_row_act *v = NULL;
	size_t cap = 0;
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_ACTS);

	*n = 0;
	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, work);
	sqlite3_bind_int64(r.stmt, 2, from);
	sqlite3_bind_int64(r.stmt, 3, to);
	while ((rc = step(db, &r)) == WF_OK) {
		v = wf_grow(v, &cap, *n + 1, sizeof *v);
		if (!read_act(&v[*n], &r)) {
			rc = wf_db_damaged(db, "act", v[*n].id);
			break;
		}
		++*n;
	}
	sqlite3_reset(r.stmt);
	*out = wf_arena_alloc(a, *n * sizeof *v + 1);
	if (*n)
		memcpy(*out, v, *n * sizeof *v);
	free(v);
	return end_of(rc);
}

const char *
wf_act_name(enum wf_act_kind k)
{
	static const char *const names[] = {
		[WF_ACT_ADOPTED] = "adopted", [WF_ACT_APPROVED] = "approved",
		[WF_ACT_PROMULGATED] = "promulgated", [WF_ACT_AMENDED] = "amended",
		[WF_ACT_REVISED] = "revised", [WF_ACT_COMMENCED] = "commenced",
		[WF_ACT_PART_COMMENCED] = "part_commenced", [WF_ACT_REPEALED] = "repealed",
		[WF_ACT_EXPIRED] = "expired", [WF_ACT_OTHER] = "other",
	};

	return names[k];
}

/* The statistics one may ask for by name. */
static const struct { const char *what, *sql; } counts[] = {
	{ "sources", "SELECT count(*) FROM source" },
	{ "law", "SELECT count(*) FROM source WHERE nolaw = ''" },
	{ "bytes", "SELECT coalesce(sum(raw_n), 0) FROM source" },
	{ "works", "SELECT count(*) FROM work" },
	{ "drafts", "SELECT count(*) FROM work WHERE draft_of <> ''" },
	{ "exprs", "SELECT count(*) FROM expr" },
	{ "undated", "SELECT count(*) FROM expr WHERE date = 0" },
	{ "newest", "SELECT coalesce(max(date), 0) FROM expr" },
	{ "articles", "SELECT coalesce(sum(articles), 0) FROM expr" },
	{ "copies", "SELECT coalesce(sum(copy), 0) FROM part" },
	{ "nodes", "SELECT count(*) FROM node" },
	{ "findings", "SELECT count(*) FROM finding" },
	{ "names", "SELECT count(*) FROM name" },
	{ "cites", "SELECT count(*) FROM cite" },
	{ "targets", "SELECT count(*) FROM target" },
	{ "named", "SELECT count(*) FROM named" },
	{ "rejected", "SELECT coalesce(sum(n), 0) FROM rejected" },
};

/* The tallies one may ask for by name: a name and how many have it. */
static const struct { const char *what, *sql; } tallies[] = {
	{ "nolaw", "SELECT nolaw, count(*) FROM source WHERE nolaw <> '' GROUP BY 1 ORDER BY 1" },
	{ "level", "SELECT level, count(*) FROM work GROUP BY 1 ORDER BY 1" },
	{ "code", "SELECT code, count(*) FROM finding GROUP BY code ORDER BY code" },
	{ "basis", "SELECT effective_basis, count(*) FROM expr GROUP BY 1 ORDER BY 1" },
	/* by the number of the enumerator */
	{ "form", "SELECT form, count(*) FROM cite GROUP BY form ORDER BY form" },
	{ "state", "SELECT state, count(*) FROM cite GROUP BY state ORDER BY state" },
	{ "reason", "SELECT reason, sum(n) FROM rejected GROUP BY reason ORDER BY reason" },
};

static wf_rc
prepare(sqlite3_stmt **stmt, struct wf_db *db, const char *sql, const char *what)
{
	if (!sql) {
		snprintf(db->error, sizeof db->error, "no such statistic: %s", what);
		return WF_E_USAGE;
	}
	int code = sqlite3_prepare_v2(db->sql, sql, -1, stmt, NULL);
	return code == SQLITE_OK ? WF_OK : wf_db_trouble(db, code & 0xff, "cannot read");
}

wf_rc
wf_db_count(int64_t *out, struct wf_db *db, const char *what)
{
	const char *sql = NULL;
	sqlite3_stmt *stmt = NULL;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (strcmp(counts[i].what, what) == 0)
			sql = counts[i].sql;
	wf_rc rc = prepare(&stmt, db, sql, what);
	if (rc != WF_OK)
		return rc;
	int code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else
		rc = wf_db_trouble(db, code & 0xff, "cannot read");
	sqlite3_finalize(stmt);
	return rc;
}

wf_rc
wf_db_tally(struct wf_db *db, const char *what,
    wf_rc (*fn)(void *payload, wf_str name, int64_t n), void *payload)
{
	const char *sql = NULL;
	struct row r = { 0 };

	for (size_t i = 0; i < sizeof tallies / sizeof *tallies; i++)
		if (strcmp(tallies[i].what, what) == 0)
			sql = tallies[i].sql;
	wf_rc rc = prepare(&r.stmt, db, sql, what);
	while (rc == WF_OK && (rc = step(db, &r)) == WF_OK) {
		int64_t n = sqlite3_column_int64(r.stmt, 1);
		rc = fn(payload, next_bytes(&r), n);
	}
	sqlite3_finalize(r.stmt);
	return end_of(rc);
}
