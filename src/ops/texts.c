/*
 * The texts held of a work: as a list in records, as a table for people, and the words
 * that say that none of them was in force on a day.  It prints no text.
 */
#include "ops_int.h"

#include <stdlib.h>

static wf_rc
read_exprs(struct wf_row_expr **out, size_t *n, struct wf_ask *q, const struct wf_row_work *w)
{
	struct wf_ids ids = { 0 };
	wf_rc rc = wf_db_exprs_of(&ids, q->db, w->id);

	*n = ids.n;
	*out = wf_arena_alloc(&q->arena, (ids.n + 1) * sizeof **out);
	for (size_t i = 0; rc == WF_OK && i < ids.n; i++)
		rc = wf_db_expr(&(*out)[i], q->db, &q->arena, ids.v[i]);
	free(ids.v);
	return wf_ask_store(q, rc);
}

wf_rc
wf_exprs_json(json_t **out, struct wf_ask *q, const struct wf_row_work *w)
{
	struct wf_row_expr *e;
	size_t n;
	wf_rc rc = read_exprs(&e, &n, q, w);

	if (rc != WF_OK)
		return rc;
	*out = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *rec = json_object();
		char day[11];
		wf_date_iso(day, e[i].date);
		wf_json_str(rec, "date", wf_str_of(day));
		wf_json_str(rec, "id", wf_arena_printf(&q->arena, "%.*s@%s", WF_FMT(w->key), day));
		wf_put_expr(rec, w, &e[i], q->at);
		json_array_append_new(*out, rec);
	}
	return WF_OK;
}

/* ---- that none was in force ---------------------------------------------------------- */

bool
wf_none_in_force(const struct wf_target *t, wf_date at)
{
	enum wf_status status = wf_status_of(&t->work, &t->expr, at);
	bool timeless = t->work.draft_of.n || wf_str_is(t->work.level, "案例") ||
	    wf_str_is(t->work.level, "报告");

	if (t->dated || t->in_force || timeless)
		return false;
	return status != WF_ST_UNKNOWN || at < t->expr.date;
}

/* The day before which, or since which, none is in force; the last day and who ended it. */
static wf_str
say_none(struct wf_ask *q, const struct wf_row_expr *e, size_t n)
{
	const struct wf_row_expr *first = NULL, *last = NULL;
	struct wf_buf b = { 0 };
	char at[11], day[11] = "";

	for (size_t i = 0; i < n; i++) {
		if (e[i].effective_from && (!first || e[i].effective_from < first->effective_from))
			first = &e[i];
		if (e[i].effective_to && (!last || e[i].effective_to > last->effective_to))
			last = &e[i];
	}
	bool before = first && q->at < first->effective_from;
	bool after = !before && last && q->at >= last->effective_to;
	wf_date_iso(at, q->at);
	if (before || after)
		wf_date_short(day, before ? first->effective_from : last->effective_to);
	wf_str word[] = { wf_str_of(at), wf_str_of(day), after ? last->repealed_by : WF_S("") };
	wf_msg_put(&b, q->call->lang, before ? "none-before" : !after ? "none-in-force" :
	    word[2].n ? "none-repealed" : "none-after", word, 3);
	wf_str said = wf_arena_str(&q->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return said;
}

wf_rc
wf_put_none(json_t *rec, struct wf_ask *q, const struct wf_target *t)
{
	struct wf_row_expr *e;
	size_t n;
	wf_rc rc = read_exprs(&e, &n, q, &t->work);

	if (rc != WF_OK)
		return rc;
	wf_json_bool(rec, "in_force", false);
	wf_json_str(rec, "message", say_none(q, e, n));
	return WF_OK;
}

wf_rc
wf_ask_none(struct wf_ask *q, wf_str id, const struct wf_target *t)
{
	json_t *rec = json_object(), *list = NULL;
	struct wf_target whole = { .work = t->work };
	struct wf_buf citation = { 0 };

	q->call->found = false;
	wf_json_bool(rec, "found", false);
	wf_json_str(rec, "asked", id);
	wf_json_str(rec, "reason", WF_S("none_in_force"));
	wf_rc rc = wf_put_none(rec, q, t);
	if (rc == WF_OK)
		rc = wf_exprs_json(&list, q, &t->work);
	if (rc != WF_OK) {
		json_decref(rec);
		return rc;
	}
	wf_citation(&citation, &whole, 0);
	wf_json_str(rec, "citation", wf_buf_str(&citation));
	wf_buf_free(&citation);
	wf_put_work(rec, &t->work);
	wf_json_date(rec, "as_of", q->at);
	wf_json_own(rec, "expressions", list);
	rc = wf_ask_emit(q, rec);
	return rc == WF_OK ? WF_NONE : rc;
}

/* ---- for people -------------------------------------------------------------------------- */

void
wf_put_texts(struct wf_buf *out, const struct wf_tty *tty, const json_t *list, wf_str shown)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *e = json_array_get(list, i);
		wf_str date = wf_get(e, "date"), from = wf_get(e, "effective_from");
		wf_buf_put(out, wf_str_eq(date, shown) ? WF_S("* ") : WF_S("  "));
		wf_put_padded(out, date, 12);
		wf_put_padded(out, from.n ? from : WF_S("?"), 10);
		wf_buf_put(out, WF_S(" – "));
		wf_put_padded(out, wf_get(e, "effective_to"), 12);
		wf_put_status(out, tty, wf_get(e, "status"));
		if (wf_get(e, "repealed_by").n) {
			wf_buf_put(out, WF_S(" · "));
			wf_buf_put(out, wf_get(e, "repealed_by"));
		}
		wf_buf_ch(out, '\n');
	}
}

void
wf_none_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_BAD, wf_get(rec, "message"));
	wf_buf_printf(out, "\n%s\n", wf_msg(tty->lang, "texts-held"));
	wf_put_texts(out, tty, json_object_get(rec, "expressions"), WF_S(""));
}
