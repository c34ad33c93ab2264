/*
 * timeline: the dated acts of works as records, each with the words that tell it.
 * How they look to people, calendars and feeds is timeline_formats.c.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

struct timeline {
	struct wf_ask *q;
	struct wf_row_work *work; size_t nwork;		/* all; id is place + 1 */
	struct wf_row_expr *expr; size_t nexpr;
	int64_t only;			/* the work asked for; 0 = all */
	wf_str level, issuer;		/* "" = any */
	bool kind[WF_ACT_KINDS];	/* wanted */
	wf_date from, to;
	struct wf_row_act *act; size_t nact;		/* those that fit, in order */
	bool events;			/* events of reports are wanted */
	struct wf_row_fact *event; size_t nevent;	/* those that fit, in order of day */
};

/* ---- what is asked ------------------------------------------------------------------ */

/* 2024 as the first or the last day that it can mean. */
static wf_date
bound(const char *said, bool last)
{
	wf_date day = 0;

	wf_date_parse(wf_str_of(said), &day);
	if (last && day % 10000 == 0)
		return day + 1231;
	return last && day % 100 == 0 ? day + 31 : day;
}

static wf_rc
read_range(struct timeline *t)
{
	const char *from = wf_arg(t->q->op, t->q->call, "from"), *to = wf_arg(t->q->op, t->q->call, "to");
	wf_str said[] = { wf_str_of(from), wf_str_of(to) };
	struct wf_buf b = { 0 };

	t->from = from ? bound(from, false) : 0;
	t->to = to ? bound(to, true) : 99991231;
	if (t->from <= t->to)
		return WF_OK;
	wf_msg_put(&b, t->q->call->lang, "bad-range", said, 2);
	wf_fail(t->q->err, WF_E_USAGE, "%s", b.p);
	wf_buf_free(&b);
	return WF_E_USAGE;
}

/* A calendar without --kind is one of what begins and ends to be in force. */
static bool
in_calendar(enum wf_act_kind k)
{
	return k == WF_ACT_COMMENCED || k == WF_ACT_PART_COMMENCED || k == WF_ACT_REPEALED ||
	    k == WF_ACT_EXPIRED;
}

static void
read_kinds(struct timeline *t)
{
	const struct wf_call *c = t->q->call;
	size_t at = wf_param_find(t->q->op, WF_S("kind"));
	bool calendar = strcmp(c->format, "ics") == 0;

	t->events = c->args.n[at] == 0 && !calendar;
	for (size_t i = 0; i < c->args.n[at]; i++)
		t->events |= strcmp(c->args.value[at][i], "event") == 0;
	for (int k = 0; k < WF_ACT_KINDS; k++) {
		t->kind[k] = c->args.n[at] == 0 && (!calendar || in_calendar((enum wf_act_kind)k));
		for (size_t i = 0; i < c->args.n[at]; i++)
			t->kind[k] |= strcmp(c->args.value[at][i], wf_act_name((enum wf_act_kind)k)) == 0;
	}
}

static wf_rc
read_work(struct timeline *t)
{
	wf_str id = wf_str_of(wf_arg(t->q->op, t->q->call, "id"));
	struct wf_ids near = { 0 };
	struct wf_target target;
	enum wf_find how;

	if (id.n == 0)
		return WF_OK;
	wf_rc rc = wf_kb_find(&target, &how, &near, t->q->kb, &t->q->arena, id, t->q->at, t->q->err);
	if (rc == WF_OK && how != WF_FIND_OK)
		rc = wf_ask_lost(t->q, id, how, &target, &near);
	else if (rc == WF_OK)
		t->only = target.work.id;
	free(near.v);
	return rc;
}

static bool
fits(const struct timeline *t, const struct wf_row_act *act)
{
	const struct wf_row_work *w = &t->work[act->work - 1];

	return t->kind[act->kind] && (t->level.n == 0 || wf_str_eq(w->level, t->level)) &&
	    (t->issuer.n == 0 || wf_str_has(w->issuers, t->issuer));
}

static wf_rc
read_acts(struct timeline *t)
{
	struct wf_ask *q = t->q;
	size_t n = 0;
	wf_rc rc = wf_ask_store(q, wf_db_all_works(&t->work, &t->nwork, q->db, &q->arena));

	if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_all_exprs(&t->expr, &t->nexpr, q->db, &q->arena));
	if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_acts(&t->act, &n, q->db, &q->arena, t->only, t->from, t->to));
	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		const struct wf_row_act *act = &t->act[i];
		size_t work = (size_t)act->work - 1, expr = (size_t)act->expr - 1;
		if (work >= t->nwork || t->work[work].id != act->work ||
		    (act->expr && (expr >= t->nexpr || t->expr[expr].id != act->expr)))
			return wf_fail(q->err, WF_E_STORE, "%s: damaged (an act without its work); build "
			    "the knowledge base anew: wangfa build", q->call->kb);
		if (fits(t, act))
			t->act[t->nact++] = *act;
	}
	return rc;
}

/* Of reports: of one alone when it is asked for. A work that is no report has acts only. */
static wf_rc
read_events(struct timeline *t)
{
	size_t n = 0;

	if (!t->events)
		return WF_OK;
	wf_rc rc = wf_ask_store(t->q, wf_db_facts_dated(&t->event, &n, t->q->db, &t->q->arena, t->from,
	    t->to));
	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		size_t expr = (size_t)t->event[i].expr - 1;

		if (expr >= t->nexpr || t->expr[expr].id != t->event[i].expr ||
		    (size_t)t->expr[expr].work - 1 >= t->nwork)
			return wf_fail(t->q->err, WF_E_STORE, "%s: damaged (a fact without its report); build "
			    "the knowledge base anew: wangfa build", t->q->call->kb);
		const struct wf_row_work *w = &t->work[t->expr[expr].work - 1];

		if ((t->only == 0 || w->id == t->only) &&
		    (t->level.n == 0 || wf_str_eq(w->level, t->level)) &&
		    (t->issuer.n == 0 || wf_str_has(t->event[i].fields, t->issuer)))
			t->event[t->nevent++] = t->event[i];
	}
	return rc;
}

/* ---- records -------------------------------------------------------------------------- */

static const char *
precision(wf_date day)
{
	return day % 10000 == 0 ? "year" : day % 100 == 0 ? "month" : "day";
}

/* The text that the act made, began or ended, as it stands on the day asked; nulls when not held. */
static void
put_expression(json_t *rec, const struct wf_row_work *w, const struct wf_row_expr *e, wf_date at)
{
	char day[11] = "";

	if (e)
		wf_date_iso(day, e->date);
	wf_put_or_null(rec, "expression", wf_str_of(day));
	wf_json_date(rec, "effective_from", e ? e->effective_from : 0);
	wf_json_date(rec, "effective_to", e ? e->effective_to : 0);
	wf_put_or_null(rec, "status", e ? wf_str_of(wf_status_name(wf_status_of(w, e, at))) : WF_S(""));
	wf_json_date(rec, "as_of", at);
}

static void
put_source(json_t *rec, const struct wf_row_act *act, const struct wf_text *text)
{
	if (!text) {
		wf_json_str(rec, "text", WF_S(""));
		wf_json_own(rec, "source", json_null());
	} else if (act->span.len == 0) {	/* the name of the file tells it */
		json_t *source = json_object();
		wf_json_str(source, "file", text->path);
		wf_json_str(source, "sha256", wf_str_of(text->sha256));
		wf_json_str(rec, "text", WF_S(""));
		wf_json_own(rec, "source", source);
	} else {
		const struct wf_source *s = &text->source;
		wf_json_str(rec, "text", wf_str_sub(act->raw ? s->raw : s->text, act->span.off,
		    act->span.len));
		wf_json_own(rec, "source", act->raw ? wf_place_raw(text, act->span, true) :
		    wf_place(text, act->span, true));
	}
}

static json_t *
act_json(const struct timeline *t, const struct wf_row_act *act, const struct wf_text *text)
{
	const struct wf_row_work *w = &t->work[act->work - 1];
	const struct wf_row_expr *e = act->expr ? &t->expr[act->expr - 1] : NULL;
	struct wf_target target = { .work = *w };
	struct wf_buf b = { 0 };
	json_t *rec = json_object();
	char day[11] = "";

	wf_json_date(rec, "date", act->date);
	wf_json_str(rec, "date_precision", wf_str_of(precision(act->date)));
	wf_json_str(rec, "kind", wf_str_of(wf_act_name((enum wf_act_kind)act->kind)));
	if (e)
		wf_date_iso(day, e->date);
	wf_buf_printf(&b, "%.*s%s%s", WF_FMT(w->key), e ? "@" : "", day);
	wf_json_str(rec, "id", wf_buf_str(&b));
	wf_put_work(rec, w);
	wf_json_str(rec, "title", w->title);
	b.n = 0;
	wf_citation(&b, &target, 0);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_json_own(rec, "ordinal", act->ordinal ? json_integer(act->ordinal) : json_null());
	wf_json_str(rec, "basis", act->basis);
	wf_put_or_null(rec, "by", act->by);
	put_source(rec, act, text);
	put_expression(rec, w, e, t->q->at);
	return rec;
}

/* An event as a row: what a report says happened on a day. */
static wf_rc
event_json(json_t **out, const struct timeline *t, const struct wf_row_fact *f, const struct wf_text *text)
{
	const struct wf_row_expr *e = &t->expr[f->expr - 1];
	const struct wf_row_work *w = &t->work[e->work - 1];
	json_t *fact = NULL, *rec;
	wf_rc rc = wf_fact_record(&fact, t->q, text, f, wf_fact_id(t->q, w, e, f->seq));

	if (rc != WF_OK)
		return rc;
	rec = json_object();
	json_object_set(rec, "date", json_object_get(fact, "date"));
	json_object_set(rec, "date_precision", json_object_get(fact, "date_precision"));
	wf_json_str(rec, "kind", WF_S("event"));
	json_object_set(rec, "id", json_object_get(fact, "id"));
	wf_put_work(rec, w);
	wf_json_str(rec, "title", f->label);
	struct wf_buf b = { 0 };
	const json_t *actors = json_object_get(fact, "actors");

	for (size_t i = 0; i < json_array_size(actors); i++)
		wf_buf_printf(&b, "%s%s", i ? "、" : "", json_string_value(json_array_get(actors, i)));
	wf_buf_printf(&b, "%.*s%.*s", WF_FMT(wf_get(fact, "action")), WF_FMT(f->label));
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_json_own(rec, "ordinal", json_null());
	wf_json_str(rec, "basis", WF_S("report"));
	wf_json_own(rec, "by", json_null());
	wf_json_str(rec, "text", f->text);
	json_object_set(rec, "source", json_object_get(fact, "source"));
	wf_json_own(rec, "expression", json_null());
	json_object_set(rec, "actors", json_object_get(fact, "actors"));
	json_object_set(rec, "action", json_object_get(fact, "action"));
	json_object_set(rec, "object", json_object_get(fact, "object"));
	json_object_set(rec, "place", json_object_get(fact, "place"));
	wf_json_date(rec, "as_of", t->q->at);
	json_decref(fact);
	*out = rec;
	return WF_OK;
}

struct place { int64_t source; size_t at; };

static int
by_source(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Made in order of source, so that each text is read once and one at a time. */
static wf_rc
make_rows(json_t **row, const struct timeline *t)
{
	struct place *place = wf_malloc((t->nact + 1) * sizeof *place);
	struct wf_one_text r = { 0 };
	const struct wf_text *text = NULL;
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < t->nact; i++)
		place[i] = (struct place){ t->act[i].source, i };
	qsort(place, t->nact, sizeof *place, by_source);
	for (size_t i = 0; rc == WF_OK && i < t->nact; i++) {
		const struct wf_row_act *act = &t->act[place[i].at];
		rc = wf_one_text(&text, &r, t->q, act->source);
		if (rc == WF_OK)
			row[place[i].at] = act_json(t, act, text);
	}
	wf_one_text_free(&r);
	free(place);
	return rc;
}

/* Events before the day of the next act; SIZE_MAX rows on, all that are left. */
static wf_rc
emit_events(struct timeline *t, size_t *next, wf_date before, struct wf_one_text *one)
{
	const struct wf_text *text = NULL;
	wf_rc rc = WF_OK;

	for (; rc == WF_OK && *next < t->nevent && t->event[*next].from < before; ++*next) {
		json_t *rec = NULL;

		rc = wf_one_text(&text, one, t->q, t->event[*next].source);
		if (rc == WF_OK)
			rc = event_json(&rec, t, &t->event[*next], text);
		if (rc == WF_OK)
			rc = wf_ask_emit(t->q, rec);
	}
	return rc;
}

static wf_rc
emit_rows(struct timeline *t)
{
	json_t **row = wf_malloc((t->nact + 1) * sizeof *row);
	struct wf_one_text one = { 0 };
	size_t next = 0;

	memset(row, 0, (t->nact + 1) * sizeof *row);
	wf_rc rc = make_rows(row, t);
	for (size_t i = 0; i < t->nact; i++) {
		if (rc == WF_OK)
			rc = emit_events(t, &next, t->act[i].date, &one);
		if (rc == WF_OK)
			rc = wf_ask_emit(t->q, row[i]);
		else
			json_decref(row[i]);
	}
	if (rc == WF_OK)
		rc = emit_events(t, &next, INT32_MAX, &one);
	wf_one_text_free(&one);
	free(row);
	return rc;
}

/* How many works the acts are of. */
static int64_t
count_works(const struct timeline *t)
{
	bool *seen = wf_malloc(t->nwork + 1);
	int64_t n = 0;

	memset(seen, 0, t->nwork + 1);
	for (size_t i = 0; i < t->nact; i++) {
		n += !seen[t->act[i].work - 1];
		seen[t->act[i].work - 1] = true;
	}
	free(seen);
	return n;
}

static wf_rc
emit_summary(const struct timeline *t)
{
	json_t *rec = json_object(), *summary = json_object(), *kinds = json_object();
	int64_t of_kind[WF_ACT_KINDS] = { 0 }, partial = 0;

	for (size_t i = 0; i < t->nact; i++) {
		of_kind[t->act[i].kind]++;
		partial += t->act[i].date % 100 == 0;
	}
	for (int k = 0; k < WF_ACT_KINDS; k++)
		if (of_kind[k])
			wf_json_int(kinds, wf_act_name((enum wf_act_kind)k), of_kind[k]);
	for (size_t i = 0; i < t->nevent; i++)
		partial += t->event[i].from % 100 == 0;
	wf_json_int(summary, "acts", (int64_t)t->nact);
	wf_json_int(summary, "events", (int64_t)t->nevent);
	wf_json_int(summary, "works", count_works(t));
	wf_json_own(summary, "by_kind", kinds);
	wf_json_int(summary, "partial", partial);
	wf_json_date(summary, "from", t->from);
	wf_json_date(summary, "to", t->to == 99991231 ? 0 : t->to);
	wf_json_date(summary, "as_of", t->q->at);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(t->q, rec);
}

static wf_rc
run_timeline(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_ask q;
	struct timeline t = { .q = &q };
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK) {
		t.level = wf_str_of(wf_arg(op, c, "level"));
		t.issuer = wf_str_of(wf_arg(op, c, "issuer"));
		read_kinds(&t);
		rc = read_range(&t);
	}
	if (rc == WF_OK)
		rc = read_work(&t);
	if (rc == WF_OK)
		rc = read_acts(&t);
	if (rc == WF_OK)
		rc = read_events(&t);
	if (rc == WF_OK)
		rc = emit_rows(&t);
	if (rc == WF_OK)
		rc = emit_summary(&t);
	if (rc == WF_OK && t.nact == 0 && t.nevent == 0) {
		c->found = false;
		rc = wf_fail(err, WF_NONE, "%s", wf_msg(c->lang, "timeline-none"));
	}
	free(t.work);
	free(t.expr);
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_timeline = {
	.name = "timeline",
	.faces = WF_FACE_READ,
	.en = "List adoptions, promulgations, commencements, amendments and repeals by date.",
	.zh = "按日期列出通过、公布、施行、修改和废止。",
	.more_en = "Each act stands once, with the words that tell it and their place, however many texts repeat\n"
	    "it. Events told by reports stand among them (kind event).\n"
	    "A day known in part (2024-06) counts when it can lie between --from and --to. ics is a\n"
	    "calendar of commencements and repeals (of other acts with --kind), atom a feed, csv a table.",
	.more_zh = "报告所载事件（event）一并列出。每一事项只列一次，附载明该事项的原文及位置，不论有多少文本重复。只知年月的日期（2024-06）\n"
	    "可能落在 --from 与 --to 之间即列出。ics 为施行和废止日历（可用 --kind 另选），atom 为订阅源，\n"
	    "csv 为表格。",
	.param = {
		{ "id", WF_P_ID, WF_P_POSITIONAL, NULL, "only this work", "只列该文件", "网络安全法" },
		{ "from", WF_P_DATE, WF_P_PARTIAL, NULL, "from this day, month or year on",
		  "自该日、月或年起", "2024-01-01" },
		{ "to", WF_P_DATE, WF_P_PARTIAL, NULL, "up to this day, month or year", "至该日、月或年止",
		  "2025" },
		{ "kind", WF_P_CHOICE, WF_P_MANY,
		  "adopted|approved|promulgated|amended|revised|commenced|part_commenced|repealed|expired|"
		  "other|event",
		  "only acts of this kind; may be repeated", "只列该类事项；可重复", "commenced" },
		{ "level", WF_P_TEXT, 0, NULL, "only works of this level", "只列该效力级别", "法律" },
		{ "issuer", WF_P_TEXT, 0, NULL, "only works whose issuer's name holds this",
		  "只列制定机关名称含此字样者", "国务院" },
		{ "at", WF_P_DATE, 0, NULL, "status of the texts on this day (default: today)",
		  "文本在该日的状态（默认今天）", "2024-03-22" },
		{ "format", WF_P_CHOICE, 0, "text|json|csv|ics|atom", "how to print it", "输出格式", "ics" },
	},
	.run = run_timeline,
	.format = wf_timeline_formats,
};
