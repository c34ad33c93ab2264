/*
 * Opens the knowledge base for an operation, stamps its records, and says what
 * was not found.  It looks nothing up itself.
 */
#include "ops_int.h"

#include <stdlib.h>

wf_rc
wf_ask_open(struct wf_ask *q, const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	const char *at = wf_arg(op, c, "at");

	*q = (struct wf_ask){ .op = op, .call = c, .at = c->today, .err = err };
	if (at && (!wf_date_parse(wf_str_of(at), &q->at) || q->at % 100 == 0)) {
		struct wf_buf b = { 0 };
		wf_str word = wf_str_of(at);
		wf_msg_put(&b, c->lang, "bad-day", &word, 1);
		wf_fail(err, WF_E_USAGE, "%s", b.p);
		wf_buf_free(&b);
		return WF_E_USAGE;
	}
	wf_rc rc = WF_OK;
	q->kb = c->open;
	if (!q->kb)
		rc = wf_kb_open(&q->kb, c->kb, err);
	if (rc != WF_OK)
		return rc == WF_NONE ? WF_E_STORE : rc;
	q->db = wf_kb_db(q->kb);
	q->stamp = wf_kb_stamp(q->kb);
	return WF_OK;
}

void
wf_ask_close(struct wf_ask *q)
{
	json_decref(q->stamp);
	if (!q->call->open)
		wf_kb_close(q->kb);
	wf_arena_free(&q->arena);
}

wf_rc
wf_ask_emit(struct wf_ask *q, json_t *rec)
{
	json_object_set(rec, "kb", q->stamp);
	return wf_emit(&q->call->sink, rec);
}

wf_rc
wf_ask_store(struct wf_ask *q, wf_rc rc)
{
	return rc < 0 ? wf_fail(q->err, rc, "%s", wf_db_error(q->db)) : rc;
}

static const struct { const char *reason, *message; } lost[] = {
	[WF_FIND_NO_WORK]       = { "no_work", "no-work" },
	[WF_FIND_NO_EXPRESSION] = { "no_expression", "no-expression" },
	[WF_FIND_NO_PROVISION]  = { "no_provision", "no-provision" },
	[WF_FIND_AMBIGUOUS]     = { "ambiguous", "ambiguous" },
	[WF_FIND_NOT_AN_ID]     = { "not_an_id", "not-an-id" },
};

/* Ids one may have meant: works that come near, or the expressions that we hold. */
static wf_rc
suggestions(json_t *list, struct wf_ask *q, enum wf_find how, const struct wf_target *t,
    const struct wf_ids *near)
{
	struct wf_ids exprs = { 0 };
	wf_rc rc = WF_OK;

	if (how == WF_FIND_NO_EXPRESSION)
		rc = wf_db_exprs_of(&exprs, q->db, t->work.id);
	for (size_t i = 0; rc == WF_OK && i < exprs.n; i++) {
		struct wf_row_expr e;
		char day[11];
		rc = wf_db_expr(&e, q->db, &q->arena, exprs.v[i]);
		if (rc != WF_OK)
			break;
		wf_date_iso(day, e.date);
		wf_str id = wf_arena_printf(&q->arena, "%.*s@%s", WF_FMT(t->work.key), day);
		json_array_append_new(list, json_stringn(id.p, id.n));
	}
	for (size_t i = 0; rc == WF_OK && i < near->n; i++) {
		struct wf_row_work w;
		rc = wf_db_work(&w, q->db, &q->arena, near->v[i]);
		if (rc == WF_OK)
			json_array_append_new(list, json_stringn(w.key.p, w.key.n));
	}
	free(exprs.v);
	return wf_ask_store(q, rc);
}

static void
say_lost(struct wf_ask *q, wf_str id, enum wf_find how, const struct wf_target *t, const json_t *list)
{
	struct wf_buf b = { 0 }, names = { 0 }, text = { 0 };
	const char *lang = q->call->lang;

	if (how == WF_FIND_NO_PROVISION)
		wf_target_id(&text, t, 0);
	for (size_t i = 0; i < json_array_size(list); i++)
		wf_buf_printf(&names, "%s%s", i ? wf_msg(lang, "list-comma") : "",
		    json_string_value(json_array_get(list, i)));
	wf_str words[] = { id, wf_buf_str(&text), t->eid };
	wf_msg_put(&b, lang, lost[how].message, words, 3);
	if (names.n) {
		wf_str list_words = wf_buf_str(&names);
		wf_msg_put(&b, lang, how == WF_FIND_NO_EXPRESSION ? "we-hold" : "did-you-mean",
		    &list_words, 1);
	}
	wf_fail(q->err, WF_NONE, "%.*s", WF_FMT(wf_buf_str(&b)));
	wf_buf_free(&b);
	wf_buf_free(&names);
	wf_buf_free(&text);
}

wf_rc
wf_ask_lost(struct wf_ask *q, wf_str id, enum wf_find how, const struct wf_target *t,
    const struct wf_ids *near)
{
	json_t *rec = json_object(), *list = json_array();
	wf_rc rc = suggestions(list, q, how, t, near);

	q->call->found = false;
	if (rc < 0) {
		json_decref(rec);
		json_decref(list);
		return rc;
	}
	say_lost(q, id, how, t, list);
	wf_json_bool(rec, "found", false);
	wf_json_str(rec, "asked", id);
	wf_json_str(rec, "reason", wf_str_of(lost[how].reason));
	wf_json_str(rec, "message", wf_str_of(q->err->msg));
	wf_json_own(rec, "suggest", list);
	if (!q->call->text)
		rc = wf_ask_emit(q, rec);
	else
		json_decref(rec);
	return rc < 0 ? rc : WF_NONE;
}
