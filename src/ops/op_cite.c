/*
 * cite: every reference to law in a text, resolved, and how many of each kind there are.
 * It judges nothing: check does.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

struct citing {
	struct wf_ask *q;
	struct wf_citing *kb;
	struct wf_doc doc;		/* the text read */
	struct wf_cite_text text;
	struct wf_cites cites;
	struct wf_ident ident;
	struct wf_text place;		/* offsets of the text in code points */
	int64_t count[WF_CITE_STATES], forms[WF_CITE_FORMS];
};

/* ---- reading ------------------------------------------------------------------- */

static wf_rc
read_stdin(wf_str *out, struct wf_arena *a, struct wf_err *err)
{
	struct wf_buf b = { 0 };
	char part[65536];
	size_t n;

	while ((n = fread(part, 1, sizeof part, stdin)) != 0 && b.n <= WF_FILE_LIMIT)
		wf_buf_put(&b, (wf_str){ part, n });
	*out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	if (out->n > WF_FILE_LIMIT)
		return wf_fail(err, WF_E_LIMIT, "standard input is larger than %zu MiB; split it",
		    WF_FILE_LIMIT >> 20);
	return WF_OK;
}

/* A file or - as a parsed document; text it always is, whatever its name says. */
static wf_rc
read_text(struct wf_doc *doc, struct citing *c, const char *file)
{
	wf_str bytes = WF_S(""), name = wf_str_of(strcmp(file, "-") == 0 ? "-.txt" : file);
	struct wf_err *err = c->q->err;
	wf_rc rc = strcmp(file, "-") == 0 ? read_stdin(&bytes, &c->q->arena, err) :
	    wf_file_read(&bytes, &c->q->arena, file, WF_FILE_LIMIT, err);

	if (rc == WF_OK) {
		rc = wf_doc_read_bytes(doc, name, bytes, err);
		if (rc == WF_NONE)
			rc = wf_fail(err, WF_E_USAGE, "%s: no reader takes this file", file);
	}
	return rc;
}

/* The numbers of an eId: art_21__para_1__item_3. */
static void
ref_of_eid(struct wf_ref *r, wf_str eid)
{
	static const struct { const char *word; size_t off; } steps[] = {
		{ "book", offsetof(struct wf_ref, book) }, { "subbook", offsetof(struct wf_ref, subbook) },
		{ "chp", offsetof(struct wf_ref, chapter) }, { "sec", offsetof(struct wf_ref, section) },
		{ "art", offsetof(struct wf_ref, article) }, { "para", offsetof(struct wf_ref, para) },
		{ "item", offsetof(struct wf_ref, item) }, { "point", offsetof(struct wf_ref, point) },
		{ "annex", offsetof(struct wf_ref, annex) },
	};

	while (eid.n != 0) {
		size_t end = wf_str_find(eid, WF_S("__"), 0);
		wf_str step = wf_str_sub(eid, 0, end);
		size_t mark = wf_str_find(step, WF_S("_"), 0);

		for (size_t i = 0; mark != SIZE_MAX && i < sizeof steps / sizeof *steps; i++) {
			if (!wf_str_is(wf_str_sub(step, 0, mark), steps[i].word))
				continue;
			uint32_t *field = (uint32_t *)(void *)((char *)r + steps[i].off);
			size_t used = wf_numeral(wf_str_from(step, mark + 1), field);
			wf_str rest = wf_str_from(step, mark + 1 + used);

			if (field == &r->article && wf_str_starts(rest, WF_S("-")))
				wf_numeral(wf_str_from(rest, 1), &r->article_sub);
		}
		eid = end == SIZE_MAX ? WF_S("") : wf_str_from(eid, end + 2);
	}
}

/* --as says which provision the text is; a title or place that we do not hold is taken as written. */
static wf_rc
stand_as(struct citing *c, const char *as)
{
	const struct wf_cite_catalog *catalog = wf_citing_catalog(c->kb);
	struct wf_ref at;

	if (!wf_ref_parse(&at, wf_str_of(as)))
		return wf_fail(c->q->err, WF_E_USAGE, "--as %s: no provision; write 网络安全法#art_21 or "
		    "网络安全法第二十一条", as);
	if (at.eid.n != 0)
		ref_of_eid(&at, at.eid);
	if (at.date != 0 && at.date % 100 != 0 && !wf_arg(c->q->op, c->q->call, "at"))
		c->text.day = at.date;
	c->text.title = at.name;
	c->text.self = wf_names_find(catalog->names, at.name);
	if (c->text.self < WF_MANY_WORKS)
		c->text.title = wf_citing_work(c->kb, c->text.self)->title;
	at.name = at.eid = WF_S("");
	wf_cite_passage(&c->text, &c->q->arena, &at, c->text.self < WF_MANY_WORKS ?
	    catalog->tree(catalog->payload, c->text.self, c->text.day) : NULL);
	return WF_OK;
}

/* A law text stands as itself; any other text as nothing. */
static void
stand_as_itself(struct citing *c, const char *file)
{
	struct wf_findings f = { 0 };

	if (c->doc.head.form != WF_FORM_ARTICLES || c->doc.head.title.len == 0)
		return;
	wf_identify(&c->ident, &c->q->arena, &c->doc, wf_str_of(file), &f);
	wf_findings_free(&f);
	wf_cite_stand(&c->text, &c->q->arena, &c->doc, wf_citing_catalog(c->kb)->names, &c->ident);
	if (c->ident.date % 100 != 0 && !wf_arg(c->q->op, c->q->call, "at"))
		c->text.day = c->ident.date;
}

/* ---- records ---------------------------------------------------------------------- */

static json_t *
target_json(struct citing *c, const struct wf_cite *x, const struct wf_cite_target *t)
{
	json_t *rec = json_object();
	const struct wf_row_work *w = wf_citing_work(c->kb, x->work);
	struct wf_buf b = { 0 };

	wf_json_str(rec, "work", w ? w->key : x->title);
	wf_json_str(rec, "work_title", w ? wf_citing_catalog(c->kb)->title(c->kb, x->work) : x->title);
	if (w && x->expression)
		wf_json_date(rec, "expression", x->expression);
	else
		wf_json_own(rec, "expression", json_null());
	wf_ref_eid(&b, &t->ref);
	if (b.n)
		wf_json_str(rec, "eid", wf_buf_str(&b));
	if (w && !x->in_force)
		wf_json_bool(rec, "expression_held", false);
	if (b.n)
		wf_json_bool(rec, "found", t->node != WF_NO_NODE);
	wf_buf_free(&b);
	return rec;
}

static wf_rc
emit_cite(struct citing *c, const struct wf_cite *x)
{
	json_t *rec = json_object(), *targets = json_array();
	json_t *place = wf_place(&c->place, x->span, false);

	json_object_set(rec, "start", json_object_get(place, "start"));
	json_object_set(rec, "end", json_object_get(place, "end"));
	json_object_set(rec, "line", json_object_get(place, "line"));
	json_decref(place);
	wf_json_str(rec, "surface", wf_source_slice(&c->doc.source, x->span));
	wf_json_str(rec, "form", wf_str_of(wf_cite_form_name(x->form)));
	wf_json_str(rec, "state", wf_str_of(wf_cite_state_name(x->state)));
	if (x->state == WF_CITE_REJECTED) {
		wf_json_own(rec, "work", json_null());
	} else {
		const struct wf_row_work *w = wf_citing_work(c->kb, x->work);
		wf_json_str(rec, "work", w ? w->key : x->title);
		for (uint32_t i = 0; i < x->ntarget; i++)
			json_array_append_new(targets, target_json(c, x, &c->cites.target[x->target + i]));
		if (x->ntarget == 0) {
			struct wf_cite_target whole = { .node = 0 };
			json_array_append_new(targets, target_json(c, x, &whole));
		}
	}
	wf_json_own(rec, "targets", targets);
	if (x->reason)
		wf_json_str(rec, "reason", wf_str_of(wf_cite_reason_name(x->reason)));
	else
		wf_json_own(rec, "reason", json_null());
	wf_json_date(rec, "as_of", c->text.day);
	return wf_ask_emit(c->q, rec);
}

static wf_rc
emit_summary(struct citing *c)
{
	json_t *rec = json_object(), *summary = json_object(), *forms = json_object();

	wf_json_int(summary, "references", (int64_t)c->cites.n);
	for (int i = 0; i < WF_CITE_STATES; i++)
		wf_json_int(summary, wf_cite_state_name(i), c->count[i]);
	for (int i = 0; i < WF_CITE_FORMS; i++)
		if (c->forms[i])
			wf_json_int(forms, wf_cite_form_name(i), c->forms[i]);
	wf_json_own(summary, "by_form", forms);
	wf_json_own(rec, "summary", summary);
	return wf_ask_emit(c->q, rec);
}

static wf_rc
find_all(struct citing *c)
{
	wf_rc rc = WF_OK;

	wf_cite_find(&c->cites, wf_citing_catalog(c->kb), &c->text);
	if (wf_citing_failure(c->kb) != WF_OK)
		return wf_ask_store(c->q, wf_citing_failure(c->kb));
	for (size_t i = 0; i < c->cites.n && rc == WF_OK; i++) {
		c->count[c->cites.v[i].state]++;
		if (c->cites.v[i].state != WF_CITE_REJECTED)
			c->forms[c->cites.v[i].form]++;
		rc = emit_cite(c, &c->cites.v[i]);
	}
	return rc == WF_OK ? emit_summary(c) : rc;
}

static wf_rc
run_cite(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	const char *file = wf_arg(op, call, "file"), *as = wf_arg(op, call, "as");
	const char *before = wf_arg(op, call, "before");
	struct wf_ask q;
	struct citing c = { .q = &q };
	struct wf_doc earlier = { .nnode = 0 };
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (rc == WF_OK)
		rc = read_text(&c.doc, &c, file);
	if (rc == WF_OK && before)
		rc = read_text(&earlier, &c, before);
	if (rc == WF_OK)
		rc = wf_citing_open(&c.kb, q.kb, err);
	if (rc == WF_OK) {
		c.text = (struct wf_cite_text){ .text = c.doc.source.text, .self = WF_NO_WORK,
			.title = WF_S(""), .day = q.at, .before = earlier.source.text };
		wf_text_wrap(&c.place, &q.arena, &c.doc.source, wf_str_of(file));
		if (as)
			rc = stand_as(&c, as);
		else
			stand_as_itself(&c, file);
	}
	if (rc == WF_OK)
		rc = find_all(&c);
	wf_cites_free(&c.cites);
	wf_citing_close(c.kb);
	wf_doc_free(&c.doc);
	wf_doc_free(&earlier);
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

		for (int i = 0; i <= WF_CITE_STATES; i++) {
			wf_put_number(&n[i], wf_get_int(summary, i == 0 ? "references" :
			    wf_cite_state_name(i - 1)));
			word[i] = wf_buf_str(&n[i]);
		}
		wf_say(out, tty, "cite-summary", word, WF_CITE_STATES + 1);
		wf_buf_ch(out, '\n');
		for (int i = 0; i <= WF_CITE_STATES; i++)
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
	.faces = WF_FACE_CLI,
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
