/*
 * Writes and reads what reports say: one row a fact, its own fields as JSON.  Reads no meaning
 * into them: src/fact does.
 */
#include "row_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing -------------------------------------------------------------------- */

wf_rc
wf_db_put_fact(struct wf_db *db, const struct wf_row_fact *f)
{
	sqlite3_stmt *s = wf_db_stmt(db, WF_Q_PUT_FACT);
	const int64_t number[] = { f->expr, f->seq, f->kind, f->source, f->span.off, f->span.len, f->work,
		f->named, f->from, f->to };
	const wf_str word[] = { f->label, f->heading, f->text, f->fields };
	int column = 0;

	if (!s)
		return WF_E_STORE;
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		sqlite3_bind_int64(s, ++column, number[i]);
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		sqlite3_bind_text64(s, ++column, word[i].n ? word[i].p : "", word[i].n, SQLITE_STATIC,
		    SQLITE_UTF8);
	int code = sqlite3_step(s);

	sqlite3_reset(s);
	return code == SQLITE_DONE ? WF_OK : wf_db_trouble(db, code & 0xff, "cannot write");
}

/* ---- reading ---------------------------------------------------------------------- */

static void
read_fact(struct wf_row_fact *f, struct row *r)
{
	f->expr = next_int(r, 1, INT64_MAX);
	f->seq = (uint32_t)next_int(r, 1, UINT32_MAX);
	f->kind = (uint8_t)next_int(r, 0, WF_FACT_KINDS - 1);
	f->source = next_int(r, 1, INT64_MAX);
	f->span = next_span(r);
	f->work = next_int(r, 0, INT64_MAX);
	f->named = next_int(r, 0, INT64_MAX);
	f->from = next_date(r);
	f->to = next_date(r);
	f->label = next_str(r);
	f->heading = next_str(r);
	f->text = next_str(r);
	f->fields = next_str(r);
	r->bad |= !span_fits(f->span, next_u32(r));
}

/* The rows of a statement that is bound. */
static wf_rc
read_facts(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct row *r)
{
	struct wf_row_fact *v = NULL;
	size_t cap = 0;
	wf_rc rc;

	*n = 0;
	while ((rc = step(db, r)) == WF_OK && !r->bad) {
		v = wf_grow(v, &cap, *n + 1, sizeof *v);
		v[*n] = (struct wf_row_fact){ 0 };
		read_fact(&v[(*n)++], r);
	}
	sqlite3_reset(r->stmt);
	*out = wf_arena_alloc(r->arena, *n * sizeof *v + 1);
	if (*n)
		memcpy(*out, v, *n * sizeof *v);
	free(v);
	return r->bad ? wf_db_damaged(db, "fact", (int64_t)*n) : end_of(rc);
}

wf_rc
wf_db_fact(struct wf_row_fact *out, struct wf_db *db, struct wf_arena *a, int64_t expr, uint32_t seq)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_FACT);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	sqlite3_bind_int64(r.stmt, 2, seq);
	rc = step(db, &r);
	*out = (struct wf_row_fact){ 0 };
	if (rc == WF_OK)
		read_fact(out, &r);
	sqlite3_reset(r.stmt);
	return r.bad ? wf_db_damaged(db, "fact", seq) : rc;
}

wf_rc
wf_db_facts(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr, int kind)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_FACTS);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, expr);
	sqlite3_bind_int64(r.stmt, 2, kind);
	return read_facts(out, n, db, &r);
}

wf_rc
wf_db_facts_of(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t work,
    int64_t named)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_FACTS_OF);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, work);
	sqlite3_bind_int64(r.stmt, 2, named);
	return read_facts(out, n, db, &r);
}

wf_rc
wf_db_facts_dated(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a, wf_date from,
    wf_date to)
{
	struct row r;
	wf_rc rc = begin(&r, db, a, WF_Q_FACTS_DATED);

	if (rc != WF_OK)
		return rc;
	sqlite3_bind_int64(r.stmt, 1, from);
	sqlite3_bind_int64(r.stmt, 2, to);
	sqlite3_bind_int64(r.stmt, 3, WF_FACT_EVENT);
	return read_facts(out, n, db, &r);
}
