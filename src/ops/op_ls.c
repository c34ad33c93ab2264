/*
 * ls: lists the works held, each with its texts and the files that gave them, or those known by
 * name only.  It prints no provisions.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

struct listing {
	struct wf_ask *q;
	wf_str level, issuer, status;	/* "" = any */
	int64_t works, exprs, references;
};

static wf_str
word_of(const struct wf_ask *q, const char *name)
{
	return wf_str_of(wf_arg(q->op, q->call, name));
}

static wf_rc
expr_json(json_t **out, struct listing *l, const struct wf_row_work *w, const struct wf_row_expr *e)
{
	json_t *sources = NULL, *rec;
	char day[11];
	wf_rc rc = wf_sources_json(&sources, l->q, e->id);

	if (rc != WF_OK)
		return rc;
	rec = json_object();
	wf_date_iso(day, e->date);
	wf_json_str(rec, "date", wf_str_of(day));
	wf_put_expr(rec, w, e, l->q->at);
	wf_json_own(rec, "counts", wf_counts_json(&e->counts));
	wf_json_own(rec, "sources", sources);
	*out = rec;
	return WF_OK;
}

/* The record of a work with those of its texts that are asked for; none: no record. */
static wf_rc
list_work(struct listing *l, const struct wf_row_work *w, const struct wf_row_expr *e, size_t n)
{
	json_t *rec, *list = json_array();
	wf_rc rc = WF_OK;

	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		json_t *one = NULL;
		wf_str status = wf_str_of(wf_status_name(wf_status_of(w, &e[i], l->q->at)));
		if (l->status.n && !wf_str_eq(status, l->status))
			continue;
		rc = expr_json(&one, l, w, &e[i]);
		if (rc == WF_OK)
			json_array_append_new(list, one);
	}
	if (rc != WF_OK || json_array_size(list) == 0) {
		json_decref(list);
		return rc;
	}
	l->works++;
	l->exprs += (int64_t)json_array_size(list);
	rec = json_object();
	wf_put_work(rec, w);
	wf_json_own(rec, "expressions", list);
	wf_json_date(rec, "as_of", l->q->at);
	return wf_ask_emit(l->q, rec);
}

static wf_rc
list_works(struct listing *l)
{
	struct wf_row_work *w = NULL;
	struct wf_row_expr *e = NULL;
	size_t nwork = 0, nexpr = 0;
	wf_rc rc = wf_ask_store(l->q, wf_db_all_works(&w, &nwork, l->q->db, &l->q->arena));

	if (rc == WF_OK)
		rc = wf_ask_store(l->q, wf_db_all_exprs(&e, &nexpr, l->q->db, &l->q->arena));
	for (size_t i = 0, at = 0; rc == WF_OK && i < nwork; i++) {
		while (at < nexpr && e[at].work < w[i].id)
			at++;
		size_t first = at;
		while (at < nexpr && e[at].work == w[i].id)
			at++;
		if ((l->level.n && !wf_str_eq(w[i].level, l->level)) ||
		    (l->issuer.n && !wf_str_has(w[i].issuers, l->issuer)))
			continue;
		rc = list_work(l, &w[i], e + first, at - first);
	}
	free(w);
	free(e);
	return rc;
}

/* ---- works known by name only ------------------------------------------------------------ */

/* By how often they are cited, then by key. */
static int
by_references(const void *a, const void *b)
{
	const struct wf_row_named *x = a, *y = b;

	if (x->cited != y->cited)
		return x->cited > y->cited ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* As far as repeal clauses tell. */
static const char *
named_status(const struct wf_row_named *x, wf_date at)
{
	bool over = x->repealed_by.n && (x->repealed_on == 0 || x->repealed_on <= at);

	return wf_status_name(over ? WF_ST_REPEALED : WF_ST_UNKNOWN);
}

static bool
fits_named(const struct listing *l, const struct wf_row_named *x)
{
	return (l->level.n == 0 || wf_str_eq(x->level, l->level)) &&
	    (l->issuer.n == 0 || wf_str_has(x->issuers, l->issuer)) &&
	    (l->status.n == 0 || wf_str_is(l->status, named_status(x, l->q->at)));
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

static wf_rc
named_json(json_t **out, struct listing *l, struct wf_quoter *r, const struct wf_row_named *x)
{
	struct wf_said at = { x->expr, x->source, x->node, x->span };
	json_t *rec = json_object(), *first = json_object();
	wf_rc rc = wf_put_named(rec, l->q, x);

	wf_json_str(rec, "status", wf_str_of(named_status(x, l->q->at)));
	wf_json_own(rec, "first", first);
	if (rc == WF_OK)
		rc = wf_put_said(first, r, &at);
	wf_json_date(rec, "as_of", l->q->at);
	*out = rec;
	return rc;
}

/* Made in order of source, so that each text is read once. */
static wf_rc
make_named(json_t **row, struct listing *l, const struct wf_row_named *x, size_t n)
{
	struct place *place = wf_malloc((n + 1) * sizeof *place);
	struct wf_quoter r = { .q = l->q };
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < n; i++)
		place[i] = (struct place){ x[i].source, i };
	qsort(place, n, sizeof *place, by_source);
	for (size_t i = 0; rc == WF_OK && i < n; i++)
		rc = named_json(&row[place[i].at], l, &r, &x[place[i].at]);
	wf_quoter_free(&r);
	free(place);
	return rc;
}

static wf_rc
list_named(struct listing *l)
{
	struct wf_row_named *x = NULL;
	size_t n = 0, kept = 0;
	wf_rc rc = wf_ask_store(l->q, wf_db_all_named(&x, &n, l->q->db, &l->q->arena));

	for (size_t i = 0; i < n; i++)
		if (fits_named(l, &x[i]))
			x[kept++] = x[i];
	json_t **row = wf_malloc((kept + 1) * sizeof *row);
	memset(row, 0, (kept + 1) * sizeof *row);
	if (kept)
		qsort(x, kept, sizeof *x, by_references);
	if (rc == WF_OK)
		rc = make_named(row, l, x, kept);
	for (size_t i = 0; i < kept; i++) {
		l->works++;
		l->references += x[i].cited;
		if (rc == WF_OK)
			rc = wf_ask_emit(l->q, row[i]);
		else
			json_decref(row[i]);
	}
	free(row);
	free(x);
	return rc;
}

/* ---- all together -------------------------------------------------------------------------- */

static wf_rc
emit_summary(struct listing *l, bool named)
{
	json_t *rec = json_object(), *summary = json_object();

	wf_json_int(summary, "works", l->works);
	if (named)
		wf_json_int(summary, "references", l->references);
	else
		wf_json_int(summary, "expressions", l->exprs);
	wf_json_date(summary, "as_of", l->q->at);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(l->q, rec);
}

static wf_rc
run_ls(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	bool named = wf_arg(op, c, "named") != NULL;
	struct wf_ask q;
	struct listing l = { .q = &q };
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK) {
		l.level = word_of(&q, "level");
		l.issuer = word_of(&q, "issuer");
		l.status = word_of(&q, "status");
		rc = named ? list_named(&l) : list_works(&l);
	}
	if (rc == WF_OK)
		rc = emit_summary(&l, named);
	if (rc == WF_OK && l.works == 0) {
		c->found = false;
		wf_fail(err, WF_NONE, "%s", wf_msg(c->lang, named ? "ls-none-named" : "ls-none"));
		rc = WF_NONE;
	}
	wf_ask_close(&q);
	return rc;
}

/* ---- text ------------------------------------------------------------------------------- */

static void
put_expr_line(struct wf_buf *out, const json_t *rec, const json_t *e, const struct wf_tty *tty)
{
	struct wf_buf id = { 0 };
	wf_str from = wf_get(e, "effective_from"), to = wf_get(e, "effective_to");

	wf_buf_printf(&id, "%.*s@%.*s", WF_FMT(wf_get(rec, "work")), WF_FMT(wf_get(e, "date")));
	wf_put_padded(out, wf_buf_str(&id), 56);
	wf_buf_put(out, WF_S("  "));
	wf_put_status(out, tty, wf_get(e, "status"));
	if (from.n) {
		wf_buf_put(out, WF_S("  "));
		wf_put_style(out, tty, WF_DIM, from);
	}
	if (to.n) {
		wf_buf_put(out, WF_S(" – "));
		wf_put_style(out, tty, WF_DIM, to);
	}
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "level"));
	wf_buf_ch(out, '\n');
	wf_buf_free(&id);
}

static void
put_named_line(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *first = json_object_get(rec, "first");

	wf_put_padded(out, wf_get(rec, "work"), 56);
	wf_buf_put(out, WF_S("  "));
	wf_put_named_facts(out, rec, tty);
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "level"));
	wf_buf_put(out, WF_S("\n  "));
	wf_put_style(out, tty, WF_DIM, wf_get(first, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_place(out, json_object_get(first, "source"));
	wf_buf_ch(out, '\n');
}

static void
ls_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *list = json_object_get(rec, "expressions");
	const json_t *summary = json_object_get(rec, "summary");

	if (wf_get_bool(rec, "named_only"))
		put_named_line(out, rec, tty);
	for (size_t i = 0; i < json_array_size(list); i++)
		put_expr_line(out, rec, json_array_get(list, i), tty);
	if (!summary || wf_get_int(summary, "works") == 0)
		return;
	struct wf_buf n[2] = { { 0 }, { 0 } };
	wf_put_number(&n[0], wf_get_int(summary, "works"));
	bool named = json_object_get(summary, "references") != NULL;
	wf_put_number(&n[1], wf_get_int(summary, named ? "references" : "expressions"));
	wf_str word[] = { wf_buf_str(&n[0]), wf_buf_str(&n[1]), wf_get(summary, "as_of") };
	wf_say(out, tty, named ? "ls-named-summary" : "ls-summary", word, 3);
	wf_buf_ch(out, '\n');
	wf_buf_free(&n[0]);
	wf_buf_free(&n[1]);
}

const struct wf_op wf_op_ls = {
	.name = "ls",
	.faces = WF_FACE_READ,
	.en = "List the works held, with their texts and the files that gave them.",
	.zh = "列出知识库中的法律文件及其各文本和来源文件。",
	.more_en = "A work is listed with those of its texts that fit; what their status is depends on the\n"
	    "day asked. Levels are named in Chinese, as stats prints them: 法律, 行政法规, 地方性法规.\n"
	    "--named lists works without text: cited, repealed by a clause, or to come of a draft, each with\n"
	    "the first place that names it; refs gives all of them.",
	.more_zh = "只列出符合条件的文本；文本的状态取决于所问之日。\n"
	    "效力级别用中文名称，见 stats：法律、行政法规、地方性法规。\n"
	    "--named 列出没有文本的文件：被引用、被废止条款提及或现有其草案，并给出首次提及之处；\n"
	    "refs 列出全部。",
	.param = {
		{ "level", WF_P_TEXT, 0, NULL, "only works of this level", "只列该效力级别", "法律" },
		{ "issuer", WF_P_TEXT, 0, NULL, "only works whose issuer's name holds this",
		  "只列制定机关名称含此字样者", "国务院" },
		{ "status", WF_P_CHOICE, 0, "draft|pending|in_force|amended|repealed|unknown",
		  "only texts of this status", "只列该状态的文本", "pending" },
		{ "at", WF_P_DATE, 0, NULL, "status on this day (default: today)",
		  "该日的状态（默认今天）", "2024-03-22" },
		{ "named", WF_P_FLAG, 0, NULL, "works known by name only, most often cited first",
		  "仅知名称而无文本的文件，引用最多者在前", NULL },
	},
	.run = run_ls,
	.text = ls_text,
};
