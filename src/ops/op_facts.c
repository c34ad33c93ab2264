/*
 * facts: what a report says, as a table: outline, instruments, events, statistics, campaigns, agencies,
 * cases, each with the place of its sentence.  Finds nothing itself: src/fact does.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static wf_rc
emit_summary(struct wf_ask *q, const int64_t *count)
{
	json_t *rec = json_object(), *summary = json_object();

	for (int k = 0; k < WF_FACT_KINDS; k++)
		wf_json_int(summary, wf_fact_kind_name((enum wf_fact_kind)k), count[k]);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(q, rec);
}

/* ---- of a file ------------------------------------------------------------------------- */

/* A fact as its row in a knowledge base would be, but for its work. The fields are to be freed. */
static struct wf_row_fact
row_of(struct wf_arena *a, const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	static const char *const column[] = { "start", "end", "text", "evidence" };
	wf_span at = wf_report_at(r, k, i), sentence = wf_report_sentence_at(r, at.off);
	json_t *o = wf_report_json(r, k, i);

	for (size_t c = 0; c < sizeof column / sizeof *column; c++)
		json_object_del(o, column[c]);
	char *fields = json_dumps(o, JSON_COMPACT);
	struct wf_row_fact f = { .kind = (uint8_t)k, .span = wf_report_place(r, at).at,
		.text = wf_str_sub(r->text, sentence.off, sentence.len),
		.fields = wf_arena_str(a, wf_str_of(fields)) };
	uint32_t head = wf_report_heading(r, at.off);

	if (head != UINT32_MAX)
		f.heading = r->outline[head].title;
	free(fields);
	json_decref(o);
	return f;
}

static wf_rc
tell_report(struct wf_ask *q, const struct wf_report *r, const struct wf_text *text, enum wf_fact_kind only)
{
	int64_t count[WF_FACT_KINDS] = { 0 };
	wf_rc rc = WF_OK;

	for (int k = 0; k < WF_FACT_KINDS && rc == WF_OK; k++) {
		uint32_t n = wf_report_count(r, (enum wf_fact_kind)k);

		count[k] = n;
		for (uint32_t i = 0; i < n && rc == WF_OK && (only == WF_FACT_KINDS || k == (int)only); i++) {
			struct wf_row_fact f = row_of(&q->arena, r, (enum wf_fact_kind)k, i);
			json_t *rec = NULL;

			rc = wf_fact_record(&rec, q, text, &f, WF_S(""));
			if (rc == WF_OK)
				rc = wf_ask_emit(q, rec);
		}
	}
	return rc == WF_OK ? emit_summary(q, count) : rc;
}

static wf_rc
tell_file(struct wf_ask *q, const char *file, enum wf_fact_kind only)
{
	struct wf_doc doc = { 0 };
	struct wf_report report = { 0 };
	struct wf_ident ident;
	struct wf_findings f = { 0 };
	struct wf_text text;
	wf_rc rc = wf_doc_read(&doc, file, q->err);

	if (rc == WF_NONE)
		return wf_fail(q->err, WF_E_USAGE, "%s: no reader takes this file", file);
	if (rc == WF_OK && doc.source.text.n > WF_REPORT_LIMIT)
		rc = wf_fail(q->err, WF_E_LIMIT, "%s: a report of more than %zu MiB is not read; split it", file,
		    WF_REPORT_LIMIT >> 20);
	if (rc != WF_OK) {
		wf_doc_free(&doc);
		return rc;
	}
	wf_identify(&ident, &q->arena, &doc, wf_str_of(file), &f);
	wf_report_read(&report, &doc.source, ident.title);
	wf_text_wrap(&text, &q->arena, &doc.source, wf_str_of(file));
	rc = tell_report(q, &report, &text, only);
	wf_findings_free(&f);
	wf_report_free(&report);
	wf_doc_free(&doc);
	return rc;
}

/* ---- of the knowledge base ---------------------------------------------------------------- */

/* The facts of one report after the other; those of one source stand together. */
static wf_rc
tell_rows(struct wf_ask *q, const struct wf_row_fact *v, size_t n, enum wf_fact_kind only)
{
	int64_t count[WF_FACT_KINDS] = { 0 };
	struct wf_one_text one = { 0 };
	struct wf_row_expr e = { 0 };
	struct wf_row_work w = { 0 };
	const struct wf_text *text = NULL;
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < n && rc == WF_OK; i++) {
		json_t *rec = NULL;

		count[v[i].kind]++;
		if (only != WF_FACT_KINDS && v[i].kind != only)
			continue;
		if (e.id != v[i].expr) {
			rc = wf_ask_store(q, wf_db_expr(&e, q->db, &q->arena, v[i].expr));
			if (rc == WF_OK)
				rc = wf_ask_store(q, wf_db_work(&w, q->db, &q->arena, e.work));
		}
		if (rc == WF_OK)
			rc = wf_one_text(&text, &one, q, v[i].source);
		if (rc == WF_OK)
			rc = wf_fact_record(&rec, q, text, &v[i], wf_fact_id(q, &w, &e, v[i].seq));
		if (rc == WF_OK)
			rc = wf_ask_emit(q, rec);
	}
	wf_one_text_free(&one);
	return rc == WF_OK ? emit_summary(q, count) : rc;
}

static wf_rc
tell_held(struct wf_ask *q, const char *source, enum wf_fact_kind only)
{
	struct wf_row_fact *v = NULL;
	struct wf_target t = { .expr.id = 0 };
	struct wf_ids near = { 0 };
	enum wf_find how = WF_FIND_OK;
	size_t n = 0;
	wf_rc rc = WF_OK;

	if (source)
		rc = wf_kb_find(&t, &how, &near, q->kb, &q->arena, wf_str_of(source), q->at, q->err);
	if (rc == WF_OK && how != WF_FIND_OK)
		rc = wf_ask_lost(q, wf_str_of(source), how, &t, &near);
	else if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_facts(&v, &n, q->db, &q->arena, t.expr.id, -1));
	free(near.v);
	if (rc == WF_OK && n == 0) {
		q->call->found = false;
		return wf_fail(q->err, WF_NONE, "%s", wf_msg(q->call->lang, source ? "facts-no-report" :
		    "facts-none"));
	}
	return rc == WF_OK ? tell_rows(q, v, n, only) : rc;
}

/* A file can be read without a knowledge base: then nothing is known of works. */
static void
open_without(struct wf_ask *q, const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	*q = (struct wf_ask){ .op = op, .call = call, .at = call->today, .err = err, .stamp = json_null() };
	err->msg[0] = '\0';
}

static wf_rc
run_facts(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	const char *kind = wf_arg(op, call, "kind"), *source = wf_arg(op, call, "source");
	enum wf_fact_kind only = kind ? wf_fact_kind_of(wf_str_of(kind)) : WF_FACT_KINDS;
	struct wf_ask q;
	struct stat st;
	bool file = source && !call->no_files && stat(source, &st) == 0 && S_ISREG(st.st_mode);
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (file && rc == WF_E_STORE) {
		wf_ask_close(&q);
		open_without(&q, op, call, err);
		rc = WF_OK;
	}
	if (rc == WF_OK && file)
		rc = tell_file(&q, source, only);
	else if (rc == WF_OK)
		rc = tell_held(&q, source, only);
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_facts = {
	.name = "facts",
	.faces = WF_FACE_READ,
	.en = "List what reports say: instruments, events, figures, campaigns, each with its sentence.",
	.zh = "列出报告所载的文件、事件、数据、专项行动等，均附原句出处。",
	.more_en = "SOURCE is a report of the knowledge base, by its title, or a file (text, DOCX, PDF); without it\n"
	    "all reports are read. Every record names the words that say it (evidence) and their place. The\n"
	    "counts of all kinds stand last. Of drafts and plans, became lists the texts held that came of them.",
	.more_zh = "SOURCE 为知识库中的报告（以标题指称）或文件（文本、DOCX、PDF）；未写时列出全部报告。\n"
	    "每条记录均载明原文（evidence）及其位置，末行为各类计数。草案和立法计划另以 became 列出\n"
	    "其后已出台的文本。",
	.param = {
		{ "source", WF_P_TEXT, WF_P_POSITIONAL, NULL, "a report held, or a file", "库中的报告或文件",
		  "中国网络法治发展报告（2024年）" },
		{ "kind", WF_P_CHOICE, 0, "outline|instruments|events|statistics|campaigns|agencies|cases",
		  "facts of this kind only", "只列出该类事实", "statistics" },
		{ "format", WF_P_CHOICE, 0, "text|json|csv", "how to print them", "输出格式", "csv" },
	},
	.run = run_facts,
	.text = wf_facts_text,
	.format = wf_facts_formats,
};
