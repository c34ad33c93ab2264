/*
 * check: a verdict on every reference of a document, with its evidence.  How the report looks is
 * check_formats.c.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* The provision of a verdict as a citation, with its id. */
static void
put_provision(json_t *rec, struct wf_reading *c, uint32_t work, size_t expr, uint32_t node)
{
	const struct wf_row_expr *rows;
	struct wf_target t = { .in_force = true };
	struct wf_buf b = { 0 };
	const struct wf_cite_tree *tree;

	if (wf_citing_exprs(&rows, c->kb, work) <= expr || (tree = wf_citing_tree(c->kb, work, expr)) == NULL)
		return;
	t.work = *wf_citing_work(c->kb, work);
	t.expr = rows[expr];
	t.node = (struct wf_node *)(uintptr_t)tree->node;	/* only read */
	t.nnode = tree->nnode;
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

/* The words of the provision and where they stand. */
static wf_rc
put_words(json_t *rec, struct wf_reading *c, struct wf_texts *texts, uint32_t work, size_t expr, uint32_t node)
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
			wf_json_str(rec, "truth", v->truth);
			wf_json_own(rec, "edits", edits_json(c->q, v->truth, quote));
		}
	}
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

static wf_rc
emit_summary(struct wf_reading *c, const int64_t *verdict, size_t n)
{
	json_t *rec = json_object(), *summary = json_object(), *by = json_object();
	int64_t wrong = 0, open = 0;

	for (unsigned i = 0; i < WF_VERDICTS; i++) {
		wf_json_int(by, wf_verdict_name(i), verdict[i]);
		if (wf_verdict_is_error(i))
			wrong += verdict[i];
		else if (i != WF_V_OK)
			open += verdict[i];
	}
	wf_json_int(summary, "references", (int64_t)n);
	wf_json_int(summary, "ok", verdict[WF_V_OK]);
	wf_json_int(summary, "wrong", wrong);
	wf_json_int(summary, "not_checked", open);
	wf_json_int(summary, "rejected", (int64_t)(c->cites.n - n));
	wf_json_own(summary, "by_verdict", by);
	wf_json_date(summary, "as_of", c->text.day);
	wf_json_str(summary, "file", c->place.path);
	wf_json_own(rec, "summary", summary);
	c->q->call->found = wrong == 0;
	return wf_ask_emit(c->q, rec);
}

static wf_rc
run_check(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	int64_t verdict[WF_VERDICTS] = { 0 };
	struct wf_checks checks = { NULL, 0 };
	struct wf_texts texts = { 0 };
	struct wf_reading c = { .q = NULL };
	struct wf_ask q;
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (rc == WF_OK)
		rc = wf_reading_open(&c, &q);
	if (rc == WF_OK)
		rc = wf_check_text(&checks, &q.arena, c.kb, &c.text, &c.cites, err);
	for (size_t i = 0; rc == WF_OK && i < checks.n; i++) {
		verdict[checks.v[i].verdict]++;
		rc = emit_check(&c, &texts, &checks.v[i]);
	}
	if (rc == WF_OK)
		rc = emit_summary(&c, verdict, checks.n);
	wf_texts_free(&texts);
	wf_reading_close(&c);
	wf_ask_close(&q);
	return rc;
}

/* ---- text ------------------------------------------------------------------------------- */

static void
put_counts(struct wf_buf *out, const json_t *summary, const struct wf_tty *tty)
{
	static const char *const keys[] = { "references", "ok", "wrong", "not_checked" };
	struct wf_buf n[4] = { { 0 } };
	wf_str word[5];

	for (int i = 0; i < 4; i++) {
		wf_put_number(&n[i], wf_get_int(summary, keys[i]));
		word[i] = wf_buf_str(&n[i]);
	}
	word[4] = wf_get(summary, "as_of");
	wf_say(out, tty, "check-summary", word, 5);
	wf_buf_ch(out, '\n');
	for (int i = 0; i < 4; i++)
		wf_buf_free(&n[i]);
}

static void
put_line(struct wf_buf *out, const struct wf_tty *tty, const char *key, wf_str word)
{
	if (word.n == 0)
		return;
	wf_buf_put(out, WF_S("        "));
	wf_say1(out, tty, key, word);
	wf_buf_ch(out, '\n');
}

static void
check_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *summary = json_object_get(rec, "summary"), *e = json_object_get(rec, "evidence");
	wf_str verdict = wf_get(rec, "verdict");
	char key[64];

	if (summary) {
		put_counts(out, summary, tty);
		return;
	}
	bool ok = wf_str_is(verdict, "ok");
	bool open = wf_str_is(verdict, "unchecked") || wf_str_is(verdict, "not_in_corpus") ||
	    wf_str_is(verdict, "ambiguous");
	snprintf(key, sizeof key, "verdict-%.*s", WF_FMT(verdict));
	wf_buf_printf(out, "%6lld  ", (long long)wf_get_int(rec, "line"));
	wf_put_padded(out, wf_get(rec, "surface"), 40);
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, ok ? WF_GOOD : open ? WF_DIM : WF_BAD, wf_str_of(wf_msg(tty->lang, key)));
	wf_buf_ch(out, '\n');
	if (ok || open)
		return;
	put_line(out, tty, "check-quote", wf_get(e, "quote"));
	put_line(out, tty, "check-truth", wf_get(e, "truth").n ? wf_get(e, "truth") : wf_get(e, "text"));
	put_line(out, tty, "check-repealed", wf_get(e, "repealed_from"));
	put_line(out, tty, "check-in-force", wf_str_is(verdict, "not_yet_in_force") ||
	    wf_str_is(verdict, "wrong_effective_date") ? wf_get(e, "effective_from") : WF_S(""));
	put_line(out, tty, "check-suggest", wf_get(json_object_get(rec, "suggest"), "citation"));
}

const struct wf_op wf_op_check = {
	.name = "check",
	.faces = WF_FACE_READ,
	.en = "Check every citation of a document: real, in force, quoted right.",
	.zh = "核对文书中的每一处引用：是否真实、有效、引文准确。",
	.more_en = "Each reference has one verdict with its evidence; what could not be checked is said and\n"
	    "counted. Words without quotation marks are compared with the provision cited, and accused\n"
	    "only where another place fits clearly better. Status 1 says that something is wrong.",
	.more_zh = "每一引用给出一个结论及依据；无法核对的予以说明并计数。未加引号的表述与所引条款比对，\n"
	    "仅在另一处明显更为吻合时才指出。退出状态 1 表示发现问题。",
	.param = {
		{ "file", WF_P_FILE, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "the document; - is standard input",
		  "要核对的文书；- 为标准输入", "brief.md" },
		{ "at", WF_P_DATE, 0, NULL, "the law of this day (default: today)", "按该日的法律（默认今天）",
		  "2024-03-22" },
		{ "as", WF_P_TEXT, 0, NULL, "the provision that the text is", "该文本是哪一条款",
		  "网络安全法#art_21" },
		{ "before", WF_P_FILE, 0, NULL, "text that stands before it, read for antecedents only",
		  "其前文，仅用于确定指代", "before.md" },
		{ "format", WF_P_CHOICE, 0, "text|json", "how to print it", "输出格式", "json" },
	},
	.run = run_check,
	.text = check_text,
};
