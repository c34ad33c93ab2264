/*
 * doctor: what looks wrong in the texts, by code, each with its place and what to
 * do.  It finds nothing itself: the build recorded it all.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* One finding with its place. */
struct finding { struct wf_row_finding row; wf_str path; };

struct visit {
	struct wf_ask *q;
	unsigned code;			/* 0 = all */
	bool some;			/* only of the sources below */
	struct wf_ids source;		/* ascending */
	bool infos;			/* infos too are worth a row */
	struct finding *v; size_t n, cap;
	struct wf_code_count *count; size_t ncount, count_cap;
	uint64_t by_level[3];
};

static enum wf_level
level_of(unsigned code)
{
	const struct wf_finding_def *def = wf_finding_def(code);

	return def ? def->level : WF_ERROR;
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
count_code(struct visit *v, unsigned code)
{
	v->by_level[level_of(code)]++;
	for (size_t i = 0; i < v->ncount; i++) {
		if (v->count[i].code == code) {
			v->count[i].n++;
			return;
		}
	}
	v->count = wf_grow(v->count, &v->count_cap, v->ncount + 1, sizeof *v->count);
	v->count[v->ncount++] = (struct wf_code_count){ code, 1 };
}

static wf_rc
take(void *payload, const struct wf_row_finding *r, wf_str path)
{
	struct visit *v = payload;

	if (v->some && (v->source.n == 0 ||
	    !bsearch(&r->source, v->source.v, v->source.n, sizeof r->source, by_id)))
		return WF_OK;
	count_code(v, r->f.code);
	if (level_of(r->f.code) == WF_INFO && !v->infos)
		return WF_OK;
	v->v = wf_grow(v->v, &v->cap, v->n + 1, sizeof *v->v);
	struct finding *f = &v->v[v->n++];
	f->row = *r;
	f->row.words = wf_arena_str(&v->q->arena, r->words);
	f->path = wf_arena_str(&v->q->arena, path);
	return WF_OK;
}

/* At most 60 code points of what a finding is about, on one line. */
static wf_str
excerpt(const struct wf_text *text, wf_span at)
{
	wf_str s = wf_str_sub(text->source.text, at.off, at.len), rest = s;

	for (int i = 0; i < 60 && rest.n && *rest.p != '\n'; i++)
		wf_utf8_next(&rest);
	return wf_str_sub(s, 0, s.n - rest.n);
}

static json_t *
finding_json(struct visit *v, const struct finding *f, const struct wf_text *text)
{
	const struct wf_finding_def *def = wf_finding_def(f->row.f.code);
	const char *lang = v->q->call->lang;
	wf_span at = f->row.f.span;
	struct wf_buf message = { 0 };
	json_t *rec = json_object();

	wf_json_str(rec, "code", wf_code_name(&v->q->arena, f->row.f.code));
	wf_json_str(rec, "name", wf_str_of(def ? def->name : ""));
	wf_json_str(rec, "level", wf_str_of(wf_level_word(level_of(f->row.f.code))));
	wf_finding_text(&message, &f->row.f, lang, f->row.words);
	wf_json_str(rec, "message", wf_buf_str(&message));
	wf_buf_free(&message);
	wf_json_str(rec, "remedy", wf_str_of(!def ? "" : strcmp(lang, "zh") == 0 ? def->remedy_zh :
	    def->remedy_en));
	wf_json_str(rec, "words", f->row.words);
	wf_json_str(rec, "file", f->path);
	bool placed = text && at.len && at.off <= text->source.text.n &&
	    at.len <= text->source.text.n - at.off;
	if (placed) {
		json_t *place = wf_place(text, at, true);
		json_object_update_missing(rec, place);
		json_decref(place);
		wf_json_str(rec, "excerpt", excerpt(text, at));
	}
	return rec;
}

static wf_rc
make_rows(json_t **row, struct visit *v)
{
	struct wf_one_text r = { 0 };	/* rows come in order of source */
	const struct wf_text *text = NULL;
	wf_rc rc = WF_OK;

	for (size_t i = 0; rc == WF_OK && i < v->n; i++) {
		/* a finding about a whole file needs no text */
		bool placed = v->v[i].row.f.span.len > 0;
		if (placed)
			rc = wf_one_text(&text, &r, v->q, v->v[i].row.source);
		if (rc == WF_OK)
			row[i] = finding_json(v, &v->v[i], placed ? text : NULL);
	}
	wf_one_text_free(&r);
	return rc;
}

/* Rows come in order of source; they go out by code. */
static wf_rc
emit_rows(struct visit *v)
{
	json_t **row = wf_malloc((v->n + 1) * sizeof *row);
	size_t ncode = 0;
	const struct wf_finding_def *def = wf_finding_defs(&ncode);

	memset(row, 0, (v->n + 1) * sizeof *row);
	wf_rc rc = make_rows(row, v);
	for (size_t c = 0; c < ncode; c++) {
		for (size_t i = 0; rc == WF_OK && i < v->n; i++) {
			if (v->v[i].row.f.code != def[c].code)
				continue;
			rc = wf_ask_emit(v->q, row[i]);
			row[i] = NULL;
		}
	}
	/* a code that this program does not know is said all the same */
	for (size_t i = 0; i < v->n; i++) {
		if (rc == WF_OK && row[i])
			rc = wf_ask_emit(v->q, row[i]);
		else
			json_decref(row[i]);
	}
	free(row);
	return rc;
}

static int
by_code(const void *a, const void *b)
{
	const struct wf_code_count *x = a, *y = b;

	return (x->code > y->code) - (x->code < y->code);
}

static wf_rc
emit_summary(struct visit *v)
{
	json_t *rec = json_object(), *summary = json_object(), *levels = json_object();

	if (v->ncount)
		qsort(v->count, v->ncount, sizeof *v->count, by_code);
	wf_json_own(summary, "findings", wf_codes_json(v->count, v->ncount, v->q->call->lang));
	for (enum wf_level i = WF_INFO; i <= WF_ERROR; i++)
		wf_json_int(levels, wf_level_word(i), (int64_t)v->by_level[i]);
	wf_json_own(summary, "by_level", levels);
	wf_json_bool(summary, "infos", v->infos);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(v->q, rec);
}

/* ---- what is asked ------------------------------------------------------------------------- */

/* W0401, w401, 401 or the name article_gap. */
static wf_rc
read_code(unsigned *code, struct wf_ask *q, const char *word)
{
	size_t n = 0;
	const struct wf_finding_def *def = wf_finding_defs(&n);
	const char *digits = *word == 'W' || *word == 'w' ? word + 1 : word;
	char *end = NULL;
	unsigned long value = strtoul(digits, &end, 10);
	wf_str said = wf_str_of(word);
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		if ((*digits && !*end && value == def[i].code) || strcmp(def[i].name, word) == 0) {
			*code = def[i].code;
			return WF_OK;
		}
	}
	wf_msg_put(&b, q->call->lang, "bad-code", &said, 1);
	wf_fail(q->err, WF_E_USAGE, "%s", b.p);
	wf_buf_free(&b);
	return WF_E_USAGE;
}

static wf_rc
choose_sources(struct visit *v, wf_str id)
{
	struct wf_ask *q = v->q;
	struct wf_target t;
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_rc rc = wf_kb_find(&t, &how, &near, q->kb, &q->arena, id, q->at, q->err);

	v->some = true;
	if (rc == WF_OK && how != WF_FIND_OK)
		rc = wf_ask_lost(q, id, how, &t, &near);
	else if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_sources_of(&v->source, q->db, t.work.id));
	free(near.v);
	return rc;
}

static wf_rc
visit_all(struct visit *v)
{
	const char *code = wf_arg(v->q->op, v->q->call, "code");
	const char *id = wf_arg(v->q->op, v->q->call, "id");
	bool all = wf_arg(v->q->op, v->q->call, "all") != NULL;
	wf_rc rc = code ? read_code(&v->code, v->q, code) : WF_OK;

	/* people get places where they ask for some; programs get everything */
	bool rows = !v->q->call->text || code || id || all;
	v->infos = rows;
	if (rc == WF_OK && id)
		rc = choose_sources(v, wf_str_of(id));
	if (rc == WF_OK)
		rc = wf_ask_store(v->q, wf_db_findings(v->q->db, v->code, take, v));
	if (rc == WF_OK && rows)
		rc = emit_rows(v);
	if (rc == WF_OK)
		rc = emit_summary(v);
	if (rc == WF_OK && v->by_level[WF_WARNING] + v->by_level[WF_ERROR] > 0)
		v->q->call->found = false;
	return rc;
}

static wf_rc
run_doctor(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_ask q;
	struct visit v = { .q = &q };
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK)
		rc = visit_all(&v);
	free(v.v);
	free(v.count);
	free(v.source.v);
	wf_ask_close(&q);
	return rc;
}

/* ---- text ------------------------------------------------------------------------------------ */

static void
put_finding(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	wf_buf_put(out, wf_get(rec, "file"));
	if (json_object_get(rec, "line"))
		wf_buf_printf(out, ":%lld", (long long)wf_get_int(rec, "line"));
	wf_buf_put(out, WF_S(": "));
	wf_put_style(out, tty, wf_str_is(wf_get(rec, "level"), "info") ? WF_DIM : WF_STRONG,
	    wf_get(rec, "code"));
	wf_buf_ch(out, ' ');
	wf_buf_put(out, wf_get(rec, "message"));
	if (wf_get(rec, "words").n) {
		wf_buf_put(out, WF_S(" ["));
		wf_buf_put(out, wf_get(rec, "words"));
		wf_buf_ch(out, ']');
	}
	if (wf_get(rec, "excerpt").n) {
		wf_buf_put(out, WF_S("  "));
		wf_put_style(out, tty, WF_DIM, wf_get(rec, "excerpt"));
	}
	wf_buf_ch(out, '\n');
}

static void
put_summary(struct wf_buf *out, const json_t *summary, const struct wf_tty *tty)
{
	const json_t *all = json_object_get(summary, "findings");
	const json_t *levels = json_object_get(summary, "by_level");
	bool infos = json_is_true(json_object_get(summary, "infos"));
	json_t *shown = json_array();
	struct wf_buf n[3] = { { 0 }, { 0 }, { 0 } };

	for (size_t i = 0; i < json_array_size(all); i++)
		if (infos || !wf_str_is(wf_get(json_array_get(all, i), "level"), "info"))
			json_array_append(shown, json_array_get(all, i));
	wf_put_codes(out, shown, tty);
	json_decref(shown);
	for (enum wf_level i = WF_INFO; i <= WF_ERROR; i++)
		wf_put_number(&n[i], wf_get_int(levels, wf_level_word(i)));
	wf_str word[] = { wf_buf_str(&n[WF_ERROR]), wf_buf_str(&n[WF_WARNING]), wf_buf_str(&n[WF_INFO]) };
	wf_say(out, tty, "doctor-summary", word, 3);
	wf_buf_ch(out, '\n');
	if (!infos)
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "doctor-hint"));
	for (enum wf_level i = WF_INFO; i <= WF_ERROR; i++)
		wf_buf_free(&n[i]);
}

static void
doctor_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *summary = json_object_get(rec, "summary");

	if (summary)
		put_summary(out, summary, tty);
	else
		put_finding(out, rec, tty);
}

const struct wf_op wf_op_doctor = {
	.name = "doctor",
	.faces = WF_FACE_READ,
	.en = "Say what looks wrong in the texts, by code, with place and remedy.",
	.zh = "按代码列出文本中的疑点，附位置和处理建议。",
	.more_en = "People get a table by code; the places come with --code, a work or --all. With --json\n"
	    "every finding is a row. Exit status 1: there is a warning or an error.",
	.more_zh = "默认按代码汇总；指定 --code、文件或 --all 时列出位置。--json 时每一疑点一行。\n"
	    "有警告或错误时退出状态为 1。",
	.param = {
		{ "id", WF_P_ID, WF_P_POSITIONAL, NULL, "only findings of this work", "只查该文件",
		  "刑法" },
		{ "code", WF_P_TEXT, 0, NULL, "only this code or name", "只列该代码或名称", "W0401" },
		{ "all", WF_P_FLAG, 0, NULL, "places of all findings, notes too", "列出全部位置，含提示",
		  NULL },
	},
	.run = run_doctor,
	.text = doctor_text,
};
