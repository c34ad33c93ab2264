/*
 * check: a verdict on every reference of a document, with its evidence, as records.  How a report
 * looks is check_*.c; the verdicts are the engine's.
 */
#include "ops_int.h"

/* A text of a work as a target, to cite from; false = none is held. */
static bool
target_of(struct wf_target *t, struct wf_reading *c, uint32_t work, size_t expr)
{
	const struct wf_row_expr *rows;
	const struct wf_cite_tree *tree;

	*t = (struct wf_target){ .in_force = true };
	if (wf_citing_exprs(&rows, c->kb, work) <= expr || (tree = wf_citing_tree(c->kb, work, expr)) == NULL)
		return false;
	t->work = *wf_citing_work(c->kb, work);
	t->expr = rows[expr];
	t->node = (struct wf_node *)(uintptr_t)tree->node;	/* only read */
	t->nnode = tree->nnode;
	return true;
}

/* The provision of a verdict as a citation, with its id. */
static void
put_provision(json_t *rec, struct wf_reading *c, uint32_t work, size_t expr, uint32_t node)
{
	struct wf_target t;
	struct wf_buf b = { 0 };

	if (!target_of(&t, c, work, expr))
		return;
	wf_citation(&b, &t, node == WF_NO_NODE ? 0 : node);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	b.n = 0;
	wf_target_id(&b, &t, node == WF_NO_NODE ? 0 : node);
	wf_json_str(rec, "id", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_json_date(rec, "expression", t.expr.date);
	wf_json_date(rec, "effective_from", t.expr.effective_from);
	wf_json_date(rec, "effective_to", t.expr.effective_to);
	wf_json_str(rec, "status", wf_str_of(wf_status_name(wf_status_of(&t.work, &t.expr, c->q->at))));
}

/* Of a number that is too high: where the text ends. */
static void
put_last(json_t *rec, struct wf_reading *c, uint32_t work, size_t expr)
{
	const struct wf_cite_tree *tree;
	struct wf_target t;
	struct wf_buf b = { 0 };

	if (!target_of(&t, c, work, expr))
		return;
	tree = wf_citing_tree(c->kb, work, expr);
	if (tree->narticle)
		wf_citation(&b, &t, tree->article[tree->narticle - 1]);
	wf_put_or_null(rec, "last_article", wf_buf_str(&b));
	wf_buf_free(&b);
}

/* The words of the provision and where they stand. */
static wf_rc
put_words(json_t *rec, struct wf_reading *c, struct wf_texts *texts, uint32_t work, size_t expr,
    uint32_t node)
{
	wf_str words = node == WF_NO_NODE || node == 0 ? WF_S("") : wf_citing_text(c->kb, work, expr, node);
	const struct wf_text *text = NULL;
	int64_t source = words.n ? wf_citing_source(c->kb, work, expr, node) : 0;
	wf_rc rc = WF_OK;

	if (source == 0)
		return WF_OK;
	wf_json_str(rec, "text", words);
	rc = wf_texts_get(&text, texts, c->q, source);
	if (rc == WF_OK) {
		const struct wf_cite_tree *tree = wf_citing_tree(c->kb, work, expr);
		wf_json_own(rec, "source", wf_place(text, wf_node_text(&text->source, &tree->node[node]), true));
	}
	return rc;
}

static json_t *
edits_json(struct wf_ask *q, wf_str truth, wf_str quote)
{
	static const char *const op[] = { "=", "-", "+" };
	struct wf_edits e;
	json_t *list = json_array();

	wf_edit_script(&e, &q->arena, truth, quote);
	for (uint32_t i = 0; i < e.n; i++) {
		json_t *one = json_object();
		wf_json_str(one, "op", wf_str_of(op[e.v[i].op]));
		wf_json_str(one, "text", e.v[i].text);
		json_array_append_new(list, one);
	}
	return list;
}

/* The words that a quotation alters, with the mark at their end where the quotation has it too. */
static wf_str
truth_of(struct wf_reading *c, const struct wf_check *v, wf_str quote)
{
	wf_str all = v->node == WF_NO_NODE ? WF_S("") : wf_citing_text(c->kb, v->work, v->expr, v->node);
	wf_str truth = v->truth;
	uint32_t last = 0;
	size_t n = wf_utf8_last(quote, &last);

	size_t at = (uintptr_t)truth.p - (uintptr_t)all.p;	/* out of range where another target has it */

	if (wf_is_han(last) || at > all.n || truth.n + n > all.n - at)
		return truth;
	if (wf_str_eq((wf_str){ truth.p + truth.n, n }, wf_str_from(quote, quote.n - n)))
		truth.n += n;
	return truth;
}

static wf_rc
evidence_json(json_t **out, struct wf_reading *c, struct wf_texts *texts, const struct wf_check *v)
{
	json_t *rec = *out = json_object();
	wf_rc rc = WF_OK;

	if (v->work < WF_MANY_WORKS && v->verdict != WF_V_WRONG_TITLE) {
		put_provision(rec, c, v->work, v->expr, v->node);
		rc = put_words(rec, c, texts, v->work, v->expr, v->node);
	}
	if (v->quote.len) {
		wf_str quote = wf_source_slice(&c->doc.source, v->quote);
		wf_json_str(rec, "quote", quote);
		wf_json_str(rec, "quoted", wf_str_of(wf_quoted_name(v->quoted)));
		if (v->truth.n) {
			wf_str truth = truth_of(c, v, quote);
			wf_json_str(rec, "truth", truth);
			wf_json_own(rec, "edits", edits_json(c->q, truth, quote));
		}
	}
	if (v->verdict == WF_V_NONEXISTENT_ARTICLE)
		put_last(rec, c, v->work, v->expr);
	if (v->verdict == WF_V_REPEALED) {
		wf_json_date(rec, "repealed_from", v->date);
		wf_json_str(rec, "repealed_by", v->by);
	}
	if (v->verdict == WF_V_WRONG_EFFECTIVE_DATE)
		wf_json_date(rec, "stated", v->said);
	if (v->fit_other > 0) {
		wf_json_own(rec, "fit", json_real(v->fit));
		wf_json_own(rec, "fit_other", json_real(v->fit_other));
	}
	return rc;
}

static wf_rc
emit_check(struct wf_reading *c, struct wf_texts *texts, const struct wf_check *v)
{
	json_t *rec = wf_cite_json(c, &c->cites.v[v->cite]), *evidence = NULL;
	wf_rc rc = evidence_json(&evidence, c, texts, v);

	wf_json_str(rec, "verdict", wf_str_of(wf_verdict_name(v->verdict)));
	wf_json_own(rec, "evidence", evidence);
	if (v->suggest_work != WF_NO_WORK) {
		json_t *suggest = json_object();
		put_provision(suggest, c, v->suggest_work, v->suggest_expr, v->suggest_node);
		if (rc == WF_OK)
			rc = put_words(suggest, c, texts, v->suggest_work, v->suggest_expr, v->suggest_node);
		wf_json_own(rec, "suggest", suggest);
	} else {
		wf_json_own(rec, "suggest", json_null());
	}
	if (rc == WF_OK)
		return wf_ask_emit(c->q, rec);
	json_decref(rec);
	return rc;
}

/* Every reference in order of the text; people are shown too what was found to be none. */
static wf_rc
emit_all(struct wf_reading *c, struct wf_texts *texts, const struct wf_checks *checks)
{
	size_t next = 0;
	wf_rc rc = WF_OK;

	for (size_t i = 0; rc == WF_OK && i < c->cites.n; i++) {
		if (next < checks->n && checks->v[next].cite == i)
			rc = emit_check(c, texts, &checks->v[next++]);
		else if (c->q->call->text)
			rc = wf_ask_emit(c->q, wf_cite_json(c, &c->cites.v[i]));
	}
	return rc;
}

/* The document, for formats that print it: what each record of emit_all is about. */
static void
show_document(struct wf_subject *out, struct wf_reading *c, const struct wf_checks *checks)
{
	wf_span *ref = wf_arena_alloc(&c->q->arena, (c->cites.n + 1) * sizeof *ref);
	wf_span *quote = wf_arena_alloc(&c->q->arena, (c->cites.n + 1) * sizeof *quote);

	for (size_t i = 0; i < c->cites.n; i++)
		ref[i] = c->cites.v[i].span;
	for (size_t i = 0; i < checks->n; i++)
		quote[checks->v[i].cite] = checks->v[i].quote;
	*out = (struct wf_subject){ .name = c->place.path, .bytes = c->bytes, .source = &c->doc.source,
		.ref = ref, .quote = quote, .nref = c->cites.n };
	c->q->call->subject = out;
}

/* What the reader of the file left out or could not read: no reference in it was checked. */
static json_t *
reading_json(const struct wf_reading *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->doc.findings.n; i++) {
		const struct wf_finding *f = &c->doc.findings.v[i];
		const struct wf_finding_def *def = wf_finding_def(f->code);
		struct wf_buf b = { 0 };

		if (!def || f->code >= 300)	/* those of the law parser: the document is no law */
			continue;
		json_t *rec = json_object();
		wf_finding_text(&b, f, c->q->call->lang, WF_S(""));
		wf_json_str(rec, "code", wf_code_name(&c->q->arena, f->code));
		wf_json_str(rec, "level", wf_str_of(wf_level_word(def->level)));
		wf_json_str(rec, "name", wf_str_of(def->name));
		wf_json_str(rec, "message", wf_buf_str(&b));
		json_array_append_new(list, rec);
		wf_buf_free(&b);
	}
	return list;
}

static json_t *
rejected_json(const struct wf_reading *c)
{
	int64_t n[WF_CITE_REASONS] = { 0 };
	json_t *by = json_object();

	for (size_t i = 0; i < c->cites.n; i++)
		n[c->cites.v[i].reason] += c->cites.v[i].state == WF_CITE_REJECTED;
	for (unsigned i = 0; i < WF_CITE_REASONS; i++)
		if (n[i])
			wf_json_int(by, wf_cite_reason_name(i), n[i]);
	return by;
}

static wf_rc
emit_summary(struct wf_reading *c, const struct wf_checks *checks)
{
	json_t *rec = json_object(), *summary = json_object(), *by = json_object();
	int64_t verdict[WF_VERDICTS] = { 0 }, wrong = 0, open = 0;

	for (size_t i = 0; i < checks->n; i++)
		verdict[checks->v[i].verdict]++;
	for (unsigned i = 0; i < WF_VERDICTS; i++) {
		wf_json_int(by, wf_verdict_name(i), verdict[i]);
		if (wf_verdict_is_error(i))
			wrong += verdict[i];
		else if (i != WF_V_OK)
			open += verdict[i];
	}
	wf_json_int(summary, "references", (int64_t)checks->n);
	wf_json_int(summary, "ok", verdict[WF_V_OK]);
	wf_json_int(summary, "wrong", wrong);
	wf_json_int(summary, "not_checked", open);
	wf_json_int(summary, "rejected", (int64_t)(c->cites.n - checks->n));
	wf_json_own(summary, "by_verdict", by);
	wf_json_own(summary, "rejected_by_reason", rejected_json(c));
	wf_json_date(summary, "as_of", c->text.day);
	wf_json_str(summary, "file", c->place.path);
	wf_json_own(summary, "reading", reading_json(c));
	wf_json_own(rec, "summary", summary);
	c->q->call->found = wrong == 0;
	return wf_ask_emit(c->q, rec);
}

static wf_rc
run_check(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	struct wf_checks checks = { NULL, 0 };
	struct wf_texts texts = { 0 };
	struct wf_subject document;
	struct wf_reading c = { .q = NULL };
	struct wf_ask q;
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (rc == WF_OK)
		rc = wf_reading_open(&c, &q);
	if (rc == WF_OK)
		rc = wf_check_text(&checks, &q.arena, c.kb, &c.text, &c.cites, err);
	if (rc == WF_OK) {
		show_document(&document, &c, &checks);
		rc = emit_all(&c, &texts, &checks);
	}
	if (rc == WF_OK)
		rc = emit_summary(&c, &checks);
	call->subject = NULL;
	wf_texts_free(&texts);
	wf_reading_close(&c);
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_check = {
	.name = "check",
	.faces = WF_FACE_READ,
	.en = "Check every citation of a document: real, in force, quoted right.",
	.zh = "核对文书中的每一处引用：是否真实、有效、引文准确。",
	.more_en = "Each reference has one verdict with its evidence; what could not be checked is said and\n"
	    "counted. Words without quotation marks are compared with the provision cited, and accused\n"
	    "only where another place fits clearly better. Status 1 says that something is wrong.\n"
	    "Reports: -o report.html (the document with its references marked), .md, .json, and .docx: the\n"
	    "very document with a comment at each reference that needs a look; FILE itself is never\n"
	    "changed. FILE may be text, Markdown, DOCX, PDF or a web page.",
	.more_zh = "每一引用给出一个结论及依据；无法核对的予以说明并计数。未加引号的表述与所引条款比对，\n"
	    "仅在另一处明显更为吻合时才指出。退出状态 1 表示发现问题。\n"
	    "报告：-o report.html（在文书中标出各处引用）、.md、.json；.docx 为原文书本身，在每一需要\n"
	    "查看的引用处加批注；FILE 不会被改动。FILE 可为纯文本、Markdown、DOCX、PDF 或网页。",
	.param = {
		{ "file", WF_P_FILE, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "the document; - is standard input",
		  "要核对的文书；- 为标准输入", "brief.md" },
		{ "at", WF_P_DATE, 0, NULL, "the law of this day (default: today)", "按该日的法律（默认今天）",
		  "2024-03-22" },
		{ "as", WF_P_TEXT, 0, NULL, "the provision that the text is", "该文本是哪一条款",
		  "网络安全法#art_21" },
		{ "before", WF_P_FILE, 0, NULL, "text that stands before it, read for antecedents only",
		  "其前文，仅用于确定指代", "before.md" },
		{ "all", WF_P_FLAG, 0, NULL, "show right references too, and what was found to be none",
		  "正确的引用和已排除的文字也显示", NULL },
		{ "format", WF_P_CHOICE, 0, "text|md|html|docx|json", "how to print it", "输出格式", NULL },
	},
	.run = run_check,
	.format = wf_check_formats,
};
