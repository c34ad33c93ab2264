/*
 * ls: lists the works held, each with its texts and the files that gave them.  It
 * prints no provisions.
 */
#include "ops_int.h"

#include <stdlib.h>

struct listing {
	struct wf_ask *q;
	wf_str level, issuer, status;	/* "" = any */
	int64_t works, exprs;
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

static wf_rc
emit_summary(struct listing *l)
{
	json_t *rec = json_object(), *summary = json_object();

	wf_json_int(summary, "works", l->works);
	wf_json_int(summary, "expressions", l->exprs);
	wf_json_date(summary, "as_of", l->q->at);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(l->q, rec);
}

static wf_rc
run_ls(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_ask q;
	struct listing l = { .q = &q };
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK) {
		l.level = word_of(&q, "level");
		l.issuer = word_of(&q, "issuer");
		l.status = word_of(&q, "status");
		/* works known by name only come with citations; no build records any yet */
		if (!wf_arg(op, c, "named"))
			rc = list_works(&l);
	}
	if (rc == WF_OK)
		rc = emit_summary(&l);
	if (rc == WF_OK && l.works == 0) {
		c->found = false;
		wf_fail(err, WF_NONE, "%s", wf_msg(c->lang, wf_arg(op, c, "named") ?
		    "ls-none-named" : "ls-none"));
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
ls_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *list = json_object_get(rec, "expressions");
	const json_t *summary = json_object_get(rec, "summary");

	for (size_t i = 0; i < json_array_size(list); i++)
		put_expr_line(out, rec, json_array_get(list, i), tty);
	if (!summary || wf_get_int(summary, "works") == 0)
		return;
	struct wf_buf n[2] = { { 0 }, { 0 } };
	wf_put_number(&n[0], wf_get_int(summary, "works"));
	wf_put_number(&n[1], wf_get_int(summary, "expressions"));
	wf_str word[] = { wf_buf_str(&n[0]), wf_buf_str(&n[1]), wf_get(summary, "as_of") };
	wf_say(out, tty, "ls-summary", word, 3);
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
	    "day asked. Levels are named in Chinese, as stats prints them: 法律, 行政法规, 地方性法规.",
	.more_zh = "只列出符合条件的文本；文本的状态取决于所问之日。\n"
	    "效力级别用中文名称，见 stats：法律、行政法规、地方性法规。",
	.param = {
		{ "level", WF_P_TEXT, 0, NULL, "only works of this level", "只列该效力级别", "法律" },
		{ "issuer", WF_P_TEXT, 0, NULL, "only works whose issuer's name holds this",
		  "只列制定机关名称含此字样者", "国务院" },
		{ "status", WF_P_CHOICE, 0, "draft|pending|in_force|amended|repealed|unknown",
		  "only texts of this status", "只列该状态的文本", "pending" },
		{ "at", WF_P_DATE, 0, NULL, "status on this day (default: today)",
		  "该日的状态（默认今天）", "2024-03-22" },
		{ "named", WF_P_FLAG, 0, NULL, "works known by name only, without text",
		  "仅知名称而无文本的文件", NULL },
	},
	.run = run_ls,
	.text = ls_text,
};
