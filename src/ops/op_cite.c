/*
 * cite: every reference to law in a text, resolved, and how many of each kind there are.
 * It judges nothing: check does.
 */
#include "ops_int.h"

static wf_rc
emit_summary(struct wf_reading *c, const int64_t *state, const int64_t *form)
{
	json_t *rec = json_object(), *summary = json_object(), *forms = json_object();

	wf_json_int(summary, "references", (int64_t)c->cites.n);
	for (unsigned i = 0; i < WF_CITE_STATES; i++)
		wf_json_int(summary, wf_cite_state_name(i), state[i]);
	for (unsigned i = 0; i < WF_CITE_FORMS; i++)
		if (form[i])
			wf_json_int(forms, wf_cite_form_name(i), form[i]);
	wf_json_own(summary, "by_form", forms);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(c->q, rec);
}

static wf_rc
run_cite(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	int64_t state[WF_CITE_STATES] = { 0 }, form[WF_CITE_FORMS] = { 0 };
	struct wf_ask q;
	struct wf_reading c = { .q = NULL };
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (rc == WF_OK)
		rc = wf_reading_open(&c, &q);
	for (size_t i = 0; rc == WF_OK && i < c.cites.n; i++) {
		const struct wf_cite *x = &c.cites.v[i];

		state[x->state]++;
		if (x->state != WF_CITE_REJECTED)
			form[x->form]++;
		rc = wf_ask_emit(&q, wf_cite_json(&c, x));
	}
	if (rc == WF_OK)
		rc = emit_summary(&c, state, form);
	wf_reading_close(&c);
	wf_ask_close(&q);
	return rc;
}

/* ---- text ----------------------------------------------------------------------------- */

static void
cite_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *summary = json_object_get(rec, "summary");
	const json_t *targets = json_object_get(rec, "targets");

	if (summary) {
		struct wf_buf n[WF_CITE_STATES + 1] = { { 0 } };
		wf_str word[WF_CITE_STATES + 1];

		for (unsigned i = 0; i <= WF_CITE_STATES; i++) {
			wf_put_number(&n[i], wf_get_int(summary, i == 0 ? "references" :
			    wf_cite_state_name(i - 1)));
			word[i] = wf_buf_str(&n[i]);
		}
		wf_say(out, tty, "cite-summary", word, WF_CITE_STATES + 1);
		wf_buf_ch(out, '\n');
		for (unsigned i = 0; i <= WF_CITE_STATES; i++)
			wf_buf_free(&n[i]);
		return;
	}
	if (wf_str_is(wf_get(rec, "state"), "rejected"))
		return;
	wf_buf_printf(out, "%6lld  ", (long long)wf_get_int(rec, "line"));
	wf_put_padded(out, wf_get(rec, "surface"), 40);
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, wf_str_is(wf_get(rec, "state"), "resolved") ? WF_GOOD :
	    wf_str_is(wf_get(rec, "state"), "out_of_corpus") ? WF_DIM : WF_BAD, wf_get(rec, "state"));
	for (size_t i = 0; i < json_array_size(targets) && i < 4; i++) {
		const json_t *t = json_array_get(targets, i);
		wf_buf_put(out, i ? WF_S(", ") : WF_S("  "));
		if (i == 0)
			wf_buf_put(out, wf_get(t, "work"));
		if (i == 0 && wf_get(t, "expression").n)
			wf_buf_printf(out, "@%.*s", WF_FMT(wf_get(t, "expression")));
		if (wf_get(t, "eid").n)
			wf_buf_printf(out, "#%.*s", WF_FMT(wf_get(t, "eid")));
	}
	if (json_array_size(targets) > 4)
		wf_buf_printf(out, ", +%zu", json_array_size(targets) - 4);
	wf_buf_ch(out, '\n');
}

const struct wf_op wf_op_cite = {
	.name = "cite",
	.faces = WF_FACE_READ,
	.en = "Find every reference to law in a text and resolve it.",
	.zh = "找出文本中的全部法律引用并逐一解析。",
	.more_en = "Each reference says what it is: resolved, absent (we hold the work, its text has no such\n"
	    "provision), ambiguous, out_of_corpus, or rejected with the reason. The counts stand last.\n"
	    "A law text is read as itself; --as says which provision another text is.",
	.more_zh = "每一引用均注明结果：已解析、条款不存在、歧义、库外，或排除及其理由；末行为计数。\n"
	    "法律文本以其自身身份解析；其他文本可用 --as 说明它是哪一条款。",
	.param = {
		{ "file", WF_P_FILE, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "the text; - is standard input",
		  "要读取的文本；- 为标准输入", "brief.md" },
		{ "as", WF_P_TEXT, 0, NULL, "the provision that the text is", "该文本是哪一条款",
		  "网络安全法#art_21" },
		{ "before", WF_P_FILE, 0, NULL, "text that stands before it, read for antecedents only",
		  "其前文，仅用于确定指代", "before.md" },
		{ "at", WF_P_DATE, 0, NULL, "resolve to the texts in force on this day (default: the text's own, "
		  "else today)", "按该日有效的文本解析（默认为文本自身日期，否则今天）", "2024-03-22" },
	},
	.run = run_cite,
	.text = cite_text,
};
