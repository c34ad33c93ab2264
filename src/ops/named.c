/*
 * Works known by name only: found by what a person types, as records, with the places that name
 * them.  Works with text are the engine's to find.
 */
#include "ops_int.h"

#include <stdlib.h>

wf_rc
wf_named_find(struct wf_row_named *out, struct wf_ask *q, wf_str id)
{
	struct wf_ref ref = { .name = WF_S("") };
	struct wf_buf key = { 0 };
	wf_rc rc = wf_db_named_by_key(out, q->db, &q->arena, wf_str_trim(id));

	if (rc == WF_NONE) {
		wf_work_id(&key, wf_str_trim(id));
		rc = wf_db_named_by_key(out, q->db, &q->arena, wf_buf_str(&key));
	}
	if (rc == WF_NONE && wf_ref_parse(&ref, id)) {
		key.n = 0;
		wf_work_id(&key, ref.name);
		rc = wf_db_named_by_key(out, q->db, &q->arena, wf_buf_str(&key));
	}
	wf_buf_free(&key);
	return wf_ask_store(q, rc);
}

wf_rc
wf_put_named(json_t *rec, struct wf_ask *q, const struct wf_row_named *x)
{
	struct wf_row_work w = { .key = x->key, .title = x->title, .level = x->level, .issuers = x->issuers };
	struct wf_row_work draft = { .key = WF_S("") };
	wf_rc rc = x->draft ? wf_ask_store(q, wf_db_work(&draft, q->db, &q->arena, x->draft)) : WF_OK;

	if (rc < 0)
		return rc;
	wf_put_work(rec, &w);
	wf_json_str(rec, "known_as", wf_str_of(x->form == WF_CITE_DOCNO || x->form == WF_CITE_CASE ||
	    x->form == WF_CITE_STANDARD ? "number" : "title"));
	wf_json_bool(rec, "named_only", true);
	wf_json_int(rec, "references", x->cited);
	wf_json_int(rec, "works", x->works);
	wf_put_or_null(rec, "repealed_by", x->repealed_by);
	wf_json_date(rec, "repealed_on", x->repealed_on);
	wf_put_or_null(rec, "draft", draft.key);
	return WF_OK;
}

#define PLACES_SHOWN 10	/* to people */

/* Every place that names it, for people the first few; the first alone where no reference does. */
static wf_rc
places_json(json_t *list, struct wf_ask *q, const struct wf_row_named *x)
{
	struct wf_quoter r = { .q = q };
	struct wf_row_cite *cite = NULL;
	struct wf_said first = { x->expr, x->source, x->node, x->span };
	size_t n = 0;
	wf_rc rc = wf_ask_store(q, wf_db_cites_named(&cite, &n, q->db, &q->arena, x->id));

	size_t most = q->call->text && n > PLACES_SHOWN ? PLACES_SHOWN : n ? n : 1;
	for (size_t i = 0; rc == WF_OK && i < most; i++) {
		struct wf_said at = first;
		json_t *rec = json_object();
		if (n)
			at = (struct wf_said){ cite[i].expr, cite[i].source, cite[i].node, cite[i].span };
		json_array_append_new(list, rec);
		rc = wf_put_said(rec, &r, &at);
	}
	wf_quoter_free(&r);
	return rc;
}

wf_rc
wf_ask_named(struct wf_ask *q, wf_str id, const struct wf_row_named *x)
{
	json_t *rec = json_object(), *list = json_array();
	struct wf_buf message = { 0 };

	q->call->found = false;
	wf_json_bool(rec, "found", false);
	wf_json_str(rec, "asked", id);
	wf_json_str(rec, "reason", WF_S("named_only"));
	wf_msg_put(&message, q->call->lang, "named-only", &x->key, 1);
	wf_json_str(rec, "message", wf_buf_str(&message));
	wf_buf_free(&message);
	wf_json_own(rec, "places", list);
	wf_rc rc = wf_put_named(rec, q, x);
	if (rc == WF_OK)
		rc = places_json(list, q, x);
	wf_json_date(rec, "as_of", q->at);
	if (rc != WF_OK) {
		json_decref(rec);
		return rc;
	}
	rc = wf_ask_emit(q, rec);
	return rc == WF_OK ? WF_NONE : rc;
}

/* ---- for people ------------------------------------------------------------------------ */

void
wf_put_named_facts(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	struct wf_buf n[2] = { { 0 }, { 0 } };

	wf_put_number(&n[0], wf_get_int(rec, "references"));
	wf_put_number(&n[1], wf_get_int(rec, "works"));
	wf_str word[] = { wf_buf_str(&n[0]), wf_buf_str(&n[1]) };
	wf_say(out, tty, "named-counts", word, 2);
	wf_str repeal[] = { wf_get(rec, "repealed_on"), wf_get(rec, "repealed_by") };
	if (repeal[1].n)
		wf_buf_put(out, WF_S(" · "));
	if (repeal[0].n)
		wf_say(out, tty, "named-repealed", repeal, 2);
	else if (repeal[1].n)
		wf_say1(out, tty, "named-repealed-once", repeal[1]);
	if (wf_get(rec, "draft").n) {
		wf_buf_put(out, WF_S(" · "));
		wf_say1(out, tty, "named-draft", wf_get(rec, "draft"));
	}
	wf_buf_free(&n[0]);
	wf_buf_free(&n[1]);
}

void
wf_named_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *list = json_object_get(rec, "places");
	size_t n = json_array_size(list);

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "work_title"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_BAD, wf_get(rec, "message"));
	wf_buf_ch(out, '\n');
	wf_put_named_facts(out, rec, tty);
	wf_buf_ch(out, '\n');
	for (size_t i = 0; i < n; i++) {
		const json_t *place = json_array_get(list, i);
		wf_buf_put(out, WF_S("  "));
		wf_buf_put(out, wf_get(place, "citation"));
		wf_buf_put(out, WF_S("  "));
		wf_put_place(out, json_object_get(place, "source"));
		wf_buf_put(out, WF_S("\n    "));
		wf_put_said_text(out, place, tty);
		wf_buf_ch(out, '\n');
	}
	if ((size_t)wf_get_int(rec, "references") > n) {
		struct wf_buf more = { 0 };
		wf_put_number(&more, wf_get_int(rec, "references") - (int64_t)n);
		wf_str word[] = { wf_buf_str(&more), wf_get(rec, "work") };
		wf_say(out, tty, "named-more", word, 2);
		wf_buf_ch(out, '\n');
		wf_buf_free(&more);
	}
}
