/* What get.c and graph.c share: a row read column after column, each value checked. */
#ifndef WF_STORE_ROW_INT_H
#define WF_STORE_ROW_INT_H

#include "store_int.h"

/* Nodes are never deeper than the parser makes them; what lies below trusts that. */
enum { WF_PATH_LIMIT = 2 * WF_DEPTH_LIMIT + 1 };

/* A row being read, column after column; bad is set when a value cannot be right. */
struct row { sqlite3_stmt *stmt; struct wf_arena *arena; int column; bool bad; };

static inline int64_t
next_int(struct row *r, int64_t low, int64_t high)
{
	int64_t value = sqlite3_column_int64(r->stmt, r->column++);

	if (value >= low && value <= high)
		return value;
	r->bad = true;
	return low;
}

static inline uint32_t
next_u32(struct row *r)
{
	return (uint32_t)next_int(r, 0, UINT32_MAX);
}

static inline wf_date
next_date(struct row *r)
{
	return (wf_date)next_int(r, 0, 99991231);
}

static inline wf_span
next_span(struct row *r)
{
	wf_span at;

	at.off = next_u32(r);
	at.len = next_u32(r);
	return at;
}

static inline wf_str
next_bytes(struct row *r)
{
	const void *p = sqlite3_column_blob(r->stmt, r->column);
	int n = sqlite3_column_bytes(r->stmt, r->column++);

	return (wf_str){ p ? p : "", n > 0 && p ? (size_t)n : 0 };
}

static inline wf_str
next_str(struct row *r)
{
	return wf_arena_str(r->arena, next_bytes(r));
}

/* WF_OK: a row is there; WF_NONE: no more. */
static inline wf_rc
step(struct wf_db *db, struct row *r)
{
	int code = sqlite3_step(r->stmt);

	r->column = 0;
	if (code == SQLITE_ROW)
		return WF_OK;
	if (code == SQLITE_DONE)
		return WF_NONE;
	return wf_db_trouble(db, code & 0xff, "cannot read");
}

static inline wf_rc
end_of(wf_rc rc)
{
	return rc == WF_NONE ? WF_OK : rc;
}

static inline wf_rc
begin(struct row *r, struct wf_db *db, struct wf_arena *a, enum wf_query q)
{
	*r = (struct row){ wf_db_stmt(db, q), a, 0, false };
	return r->stmt ? WF_OK : WF_E_STORE;
}

static inline void
bind_str(struct row *r, int at, wf_str s)
{
	sqlite3_bind_text64(r->stmt, at, s.n ? s.p : "", s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline bool
span_fits(wf_span at, uint32_t n)
{
	return at.off <= n && at.len <= n - at.off;
}

static inline void
read_node(struct wf_node *n, int64_t *source, struct row *r)
{
	int64_t parent = next_int(r, -1, WF_NODE_LIMIT);

	n->parent = parent < 0 ? WF_NO_NODE : (uint32_t)parent;
	n->end = next_u32(r);
	n->kind = (uint8_t)next_int(r, 0, WF_KINDS - 1);
	n->flags = (uint8_t)next_int(r, 0, UINT8_MAX);
	n->dup = (uint16_t)next_int(r, 0, UINT16_MAX);
	n->num = next_u32(r);
	n->sub = next_u32(r);
	*source = next_int(r, 0, INT64_MAX);
	n->whole = next_span(r);
	n->label = next_span(r);
	n->head = next_span(r);
}

#endif
