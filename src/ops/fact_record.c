/*
 * The record of a fact as the knowledge base holds it, and what became of a plan or a draft that it tells.
 * How it looks to people is facts_text.c.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- what became of a plan --------------------------------------------------------------- */

/* Ends of a name that say draft or plan, not what it is about. */
static const char *const ends[] = {
	"（公开征求意见稿）", "（征求意见稿）", "（草案征求意见稿）", "（修订草案）", "（修正草案）", "（草案）", "（送审稿）",
	"（修订草案征求意见稿）", "管理制度规范", "管理等制度规范", "制度规范", "高位阶立法", "基础性立法", "立法", "法律制度",
};

/* The name that the finished work would bear, or begin with; *whole false: it may go on otherwise. */
static wf_str
aim_of(wf_str name, bool *whole)
{
	*whole = true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (!wf_str_ends(name, wf_str_of(ends[i])))
			continue;
		name.n -= strlen(ends[i]);
		*whole = wf_str_starts(wf_str_of(ends[i]), WF_S("（"));
		break;
	}
	return name;
}

/* The works that the name can mean: by it whole, else those that begin with it. */
static wf_rc
aims(struct wf_ids *out, struct wf_ask *q, wf_str name)
{
	struct wf_buf folded = { 0 };
	bool whole;
	wf_str aim = aim_of(name, &whole);

	if (wf_str_starts(aim, WF_S("中华人民共和国")))
		aim = wf_str_from(aim, strlen("中华人民共和国"));
	wf_fold(&folded, aim, WF_FOLD_NAME);
	wf_rc rc = whole ? wf_db_works_by_name(out, q->db, wf_buf_str(&folded)) :
	    folded.n >= 18 ? wf_db_works_like(out, q->db, wf_buf_str(&folded), 3) : WF_OK;
	wf_buf_free(&folded);
	return wf_ask_store(q, rc);
}

/* The first text of the work that came after the report spoke of it. */
static wf_rc
later_text(json_t *list, struct wf_ask *q, int64_t work, wf_date since)
{
	struct wf_ids exprs = { 0 };
	struct wf_row_work w;
	wf_rc rc = wf_ask_store(q, wf_db_work(&w, q->db, &q->arena, work));

	if (rc == WF_OK && w.draft_of.n == 0)
		rc = wf_ask_store(q, wf_db_exprs_of(&exprs, q->db, work));
	for (size_t i = 0; rc == WF_OK && i < exprs.n; i++) {
		struct wf_row_expr e;
		char day[11];

		rc = wf_ask_store(q, wf_db_expr(&e, q->db, &q->arena, exprs.v[i]));
		if (rc != WF_OK || e.date <= since)
			continue;
		json_t *rec = json_object();

		wf_date_iso(day, e.date);
		wf_json_str(rec, "id", wf_arena_printf(&q->arena, "%.*s@%s", WF_FMT(w.key), day));
		wf_json_str(rec, "work", w.key);
		wf_json_date(rec, "date", e.date);
		wf_json_date(rec, "effective_from", e.effective_from);
		wf_json_str(rec, "status", wf_str_of(wf_status_name(wf_status_of(&w, &e, q->at))));
		json_array_append_new(list, rec);
		break;
	}
	free(exprs.v);
	return rc;
}

/* A draft, a plan, a revision that is to come: the texts held that came of it. Empty = none is held. */
static wf_rc
put_became(json_t *rec, struct wf_ask *q, const struct wf_row_fact *f)
{
	wf_str status = wf_get(rec, "status");
	bool open = wf_str_starts(status, WF_S("draft")) || wf_str_is(status, "planned") || wf_get_bool(rec, "planned");
	struct wf_ids works = { 0 };
	wf_date since = f->from;

	if (f->kind != WF_FACT_INSTRUMENT || !open)
		return WF_OK;
	json_t *list = json_array();
	wf_rc rc = aims(&works, q, f->label);

	/* a plan has no day of its own: what came after the year that the report is about */
	if (since == 0)
		since = (wf_date)wf_get_int(rec, "report_year") * 10000 + 1231;
	for (size_t i = 0; rc == WF_OK && i < works.n; i++)
		rc = later_text(list, q, works.v[i], since);
	wf_json_own(rec, "became", list);
	free(works.v);
	return rc;
}

/* ---- the record --------------------------------------------------------------------------- */

static wf_rc
put_work(json_t *rec, struct wf_ask *q, const struct wf_row_fact *f)
{
	struct wf_row_work w;
	struct wf_row_named n;
	wf_rc rc = WF_OK;

	if (f->kind != WF_FACT_INSTRUMENT)
		return WF_OK;
	if (f->work)
		rc = wf_ask_store(q, wf_db_work(&w, q->db, &q->arena, f->work));
	else if (f->named)
		rc = wf_ask_store(q, wf_db_named(&n, q->db, &q->arena, f->named));
	wf_put_or_null(rec, "work", rc != WF_OK ? WF_S("") : f->work ? w.key : f->named ? n.key : WF_S(""));
	wf_json_bool(rec, "held", f->work != 0);
	return rc == WF_NONE ? WF_OK : rc;
}

wf_rc
wf_fact_record(json_t **out, struct wf_ask *q, const struct wf_text *text, const struct wf_row_fact *f,
    wf_str id)
{
	json_error_t why;
	json_t *rec = json_object(), *fields = json_loadb(f->fields.p, f->fields.n, 0, &why);
	json_t *place = wf_place(text, f->span, true);

	if (!fields) {
		json_decref(rec);
		json_decref(place);
		return wf_fail(q->err, WF_E_STORE, "%s: damaged (a fact); build the knowledge base anew: wangfa "
		    "build", q->call->kb);
	}
	wf_json_str(rec, "fact", wf_str_of(wf_fact_kind_name((enum wf_fact_kind)f->kind)));
	wf_put_or_null(rec, "id", id);
	json_object_update(rec, fields);
	json_decref(fields);
	json_object_set(rec, "start", json_object_get(place, "start"));
	json_object_set(rec, "end", json_object_get(place, "end"));
	wf_json_str(rec, "heading", f->heading);
	wf_json_str(rec, "text", f->text);
	wf_json_str(rec, "evidence", wf_source_slice(&text->source, f->span));
	wf_json_own(rec, "source", place);
	wf_rc rc = id.n ? put_work(rec, q, f) : WF_OK;

	if (rc == WF_OK && id.n)
		rc = put_became(rec, q, f);
	json_object_del(rec, "report_year");
	if (rc == WF_OK)
		*out = rec;
	else
		json_decref(rec);
	return rc;
}

/* ---- of the knowledge base ------------------------------------------------------------------- */

wf_str
wf_fact_id(struct wf_ask *q, const struct wf_row_work *w, const struct wf_row_expr *e, uint32_t seq)
{
	char day[11];

	wf_date_iso(day, e->date);
	return wf_arena_printf(&q->arena, "%.*s@%s#fact_%u", WF_FMT(w->key), day, seq);
}

wf_rc
wf_fact_show(struct wf_ask *q, const struct wf_target *t)
{
	struct wf_row_fact f;
	struct wf_one_text one = { 0 };
	const struct wf_text *text = NULL;
	uint32_t seq = 0;
	json_t *rec = NULL;

	if (!wf_str_starts(t->eid, WF_S("fact_")) || t->expr.id == 0)
		return WF_NONE;
	wf_str number = wf_str_from(t->eid, strlen("fact_"));
	size_t used = wf_numeral(number, &seq);

	if (used == 0 || used != number.n)
		return WF_NONE;
	wf_rc rc = wf_ask_store(q, wf_db_fact(&f, q->db, &q->arena, t->expr.id, seq));

	if (rc == WF_OK)
		rc = wf_one_text(&text, &one, q, f.source);
	if (rc == WF_OK)
		rc = wf_fact_record(&rec, q, text, &f, wf_fact_id(q, &t->work, &t->expr, seq));
	if (rc == WF_OK)
		rc = wf_ask_emit(q, rec);
	wf_one_text_free(&one);
	return rc;
}
