/*
 * diff: which articles of one text became which of another, and with which words, as
 * records.  The comparison is the engine's; how it looks is diff_text.c and diff_html.c.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* One of the two texts. */
struct side {
	struct wf_target t;
	struct wf_diff_side text;
	uint32_t only;		/* the provision asked for in it; WF_NO_NODE = none */
	wf_date day;		/* the day it was asked for; 0 = its id says which text */
};

struct comparison {
	struct wf_ask *q;
	struct side old, new;
	bool some;		/* only what a provision asked for became */
	struct wf_diff d;
	bool *wanted;		/* of each row */
	struct wf_texts texts;
};

/* ---- which texts ------------------------------------------------------------------------- */

/* Both ways of asking say so when there is nothing to compare a text with. */
static wf_rc
only_one(struct comparison *c, wf_str id)
{
	struct wf_ask *q = c->q;
	json_t *rec = json_object(), *list = NULL;
	struct wf_buf b = { 0 };
	wf_rc rc = wf_exprs_json(&list, q, &c->new.t.work);

	q->call->found = false;
	if (rc != WF_OK) {
		json_decref(rec);
		return rc;
	}
	wf_msg_put(&b, q->call->lang, json_array_size(list) > 1 ? "diff-no-earlier" : "diff-one-text", &id, 1);
	wf_json_bool(rec, "found", false);
	wf_json_str(rec, "asked", id);
	wf_json_str(rec, "reason", WF_S("one_text"));
	wf_json_str(rec, "message", wf_buf_str(&b));
	b.n = 0;
	struct wf_target whole = { .work = c->new.t.work };
	wf_citation(&b, &whole, 0);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_put_work(rec, &whole.work);
	wf_json_date(rec, "as_of", q->at);
	wf_json_own(rec, "expressions", list);
	rc = wf_ask_emit(q, rec);
	return rc == WF_OK ? WF_NONE : rc;
}

/* Finds one side. A provision that this text lacks may stand in the other: *lacks. */
static wf_rc
find_side(struct side *s, bool *lacks, struct comparison *c, wf_str id, wf_date day)
{
	struct wf_ask *q = c->q;
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_date asked = q->at;

	q->at = day ? day : q->at;
	wf_rc rc = wf_kb_find(&s->t, &how, &near, q->kb, &q->arena, id, q->at, q->err);
	bool there = how == WF_FIND_OK || how == WF_FIND_NO_PROVISION;
	if (rc == WF_OK && there && day && wf_none_in_force(&s->t, day))
		rc = wf_ask_none(q, id, &s->t);
	else if (rc == WF_OK && (!there || (how == WF_FIND_NO_PROVISION && !lacks)))
		rc = wf_ask_lost(q, id, how, &s->t, &near);
	q->at = asked;
	s->day = s->t.dated ? 0 : day;
	s->only = how == WF_FIND_OK && s->t.at ? s->t.at : WF_NO_NODE;
	if (lacks)
		*lacks = how == WF_FIND_NO_PROVISION;
	free(near.v);
	return rc;
}

static wf_rc
usage(struct comparison *c, const char *key)
{
	return wf_fail(c->q->err, WF_E_USAGE, "%s", wf_msg(c->q->call->lang, key));
}

/* The number of texts held of the new side's work, and the id of the one before it; "" = none. */
static wf_rc
text_before(wf_str *id, size_t *n, struct comparison *c)
{
	struct wf_ask *q = c->q;
	struct wf_ids ids = { 0 };
	struct wf_row_expr e;
	char day[11];
	wf_rc rc = wf_ask_store(q, wf_db_exprs_of(&ids, q->db, c->new.t.work.id));

	*id = WF_S("");
	*n = ids.n;
	for (size_t i = 1; rc == WF_OK && i < ids.n; i++) {
		if (ids.v[i] != c->new.t.expr.id)
			continue;
		rc = wf_ask_store(q, wf_db_expr(&e, q->db, &q->arena, ids.v[i - 1]));
		wf_date_iso(day, rc == WF_OK ? e.date : 0);
		*id = wf_arena_printf(&q->arena, "%.*s@%s", WF_FMT(c->new.t.work.key), day);
	}
	free(ids.v);
	return rc;
}

/* diff ID: the text that answers for it, and the one before. */
static wf_rc
choose_last(struct comparison *c, wf_str id)
{
	wf_str before = WF_S("");
	size_t n = 0;
	wf_rc rc = find_side(&c->new, NULL, c, id, 0);

	if (rc == WF_OK)
		rc = text_before(&before, &n, c);
	if (rc == WF_OK && before.n == 0)
		return only_one(c, id);
	return rc == WF_OK ? find_side(&c->old, NULL, c, before, 0) : rc;
}

/* diff ID --from DAY --to DAY: the texts in force on the two days. */
static wf_rc
choose_days(struct comparison *c, wf_str id)
{
	const char *from = wf_arg(c->q->op, c->q->call, "from"), *to = wf_arg(c->q->op, c->q->call, "to");
	bool old_lacks = false, new_lacks = false;
	wf_date first = 0, last = c->q->at;
	wf_str before;
	size_t n = 0;

	if (!from)
		return usage(c, "diff-wants-from");
	wf_date_parse(wf_str_of(from), &first);
	if (to)
		wf_date_parse(wf_str_of(to), &last);
	if (first > last)
		return usage(c, "diff-days-turned");
	wf_rc rc = find_side(&c->new, &new_lacks, c, id, last);
	if (rc == WF_OK)
		rc = text_before(&before, &n, c);
	if (rc == WF_OK && n < 2)
		return only_one(c, id);
	if (rc == WF_OK && c->new.t.dated)
		return usage(c, "diff-dated-days");
	if (rc == WF_OK)
		rc = find_side(&c->old, &old_lacks, c, id, first);
	if (rc == WF_OK && old_lacks && new_lacks)
		return find_side(&c->new, NULL, c, id, last);	/* says that neither has it */
	/* what became of the old provision is asked: its number may be another's in the new text */
	if (!old_lacks)
		c->new.only = WF_NO_NODE;
	return rc;
}

static wf_rc
choose_texts(struct comparison *c)
{
	const struct wf_ask *q = c->q;
	wf_str old = wf_str_of(wf_arg(q->op, q->call, "old")), new = wf_str_of(wf_arg(q->op, q->call, "new"));
	bool days = wf_arg(q->op, q->call, "from") || wf_arg(q->op, q->call, "to");

	/* 网络安全法 21 --from …, typed without quotation marks, is one reference */
	if (days && new.n)
		old = wf_arena_printf(&c->q->arena, "%.*s %.*s", WF_FMT(old), WF_FMT(new));
	if (days)
		return choose_days(c, old);
	if (new.n == 0)
		return choose_last(c, old);
	wf_date day = wf_arg(q->op, q->call, "at") ? q->at : 0;
	wf_rc rc = find_side(&c->old, NULL, c, old, day);
	return rc == WF_OK ? find_side(&c->new, NULL, c, new, day) : rc;
}

/* ---- which rows ------------------------------------------------------------------------------ */

/* Does one of the nodes lie in the provision asked for, or the provision in one of them? */
static bool
touches(const struct side *s, const uint32_t *node, uint32_t n)
{
	for (uint32_t i = 0; i < n && s->only != WF_NO_NODE; i++) {
		const struct wf_node *all = s->text.node;
		if ((node[i] >= s->only && node[i] < all[s->only].end) ||
		    (s->only >= node[i] && s->only < all[node[i]].end))
			return true;
	}
	return false;
}

static void
choose_rows(struct comparison *c)
{
	c->some = c->old.only != WF_NO_NODE || c->new.only != WF_NO_NODE;
	c->wanted = wf_arena_alloc(&c->q->arena, c->d.nrow + 1);
	for (size_t i = 0; i < c->d.nrow; i++) {
		const struct wf_diff_row *r = &c->d.row[i];
		c->wanted[i] = !c->some || touches(&c->old, r->old, r->nold) ||
		    touches(&c->new, r->new, r->nnew);
	}
}

/* ---- records ---------------------------------------------------------------------------------- */

static void
append(json_t *list, wf_str s)
{
	json_t *word = json_stringn(s.n ? s.p : "", s.n);

	json_array_append_new(list, word ? word : json_string(""));
}

/* "18", "120-1"; the eId where a provision has no number. */
static void
append_number(json_t *list, const struct wf_node *n, wf_str eid)
{
	char number[24];

	snprintf(number, sizeof number, n->sub ? "%u-%u" : "%u", n->num, n->sub);
	append(list, n->num ? wf_str_of(number) : eid);
}

/* 第三章 网络运行安全 › 第一节 一般规定: the headings above a provision. */
static void
put_headings(struct wf_buf *out, struct comparison *c, const struct side *s, uint32_t node)
{
	uint32_t path[WF_DEPTH_LIMIT], n = 0;

	for (uint32_t up = s->text.node[node].parent; up != WF_NO_NODE && up != 0 && n < WF_DEPTH_LIMIT;
	    up = s->text.node[up].parent)
		path[n++] = up;
	while (n-- > 0) {
		const struct wf_node *x = &s->text.node[path[n]];
		const struct wf_text *text = NULL;
		if (x->kind > WF_SECTION || !s->t.source[path[n]] ||
		    wf_texts_get(&text, &c->texts, c->q, s->t.source[path[n]]) != WF_OK)
			continue;
		wf_str label = wf_source_slice(&text->source, x->label);
		wf_str head = wf_source_slice(&text->source, x->head);
		wf_buf_printf(out, "%s%.*s%s%.*s", out->n ? " › " : "", WF_FMT(label),
		    label.n && head.n ? " " : "", WF_FMT(head));
	}
}

/* What a record says of one side of a row; lists in order of the nodes. */
static wf_rc
put_side(json_t *rec, struct comparison *c, const struct side *s, const uint32_t *node, uint32_t n,
    bool old)
{
	static const char *const names[][7] = {
		{ "new", "new_no", "new_id", "new_citation", "new_text", "new_source", "new_heading" },
		{ "old", "old_no", "old_id", "old_citation", "old_text", "old_source", "old_heading" },
	};
	struct wf_eid_scheme scheme = wf_eid_scheme(s->text.node, s->text.nnode);
	struct wf_buf b = { 0 };
	json_t *list[6];
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < 6; i++)
		wf_json_own(rec, names[old][i], list[i] = json_array());
	for (uint32_t i = 0; rc == WF_OK && i < n; i++) {
		const struct wf_text *text = NULL;
		b.n = 0;
		wf_eid(&b, s->text.node, node[i], scheme);
		append(list[0], wf_buf_str(&b));
		append_number(list[1], &s->text.node[node[i]], wf_buf_str(&b));
		b.n = 0;
		wf_target_id(&b, &s->t, node[i]);
		append(list[2], wf_buf_str(&b));
		b.n = 0;
		wf_citation(&b, &s->t, node[i]);
		append(list[3], wf_buf_str(&b));
		append(list[4], s->text.text[node[i]]);
		if (s->t.source[node[i]])
			rc = wf_texts_get(&text, &c->texts, c->q, s->t.source[node[i]]);
		json_array_append_new(list[5], text ? wf_place(text,
		    wf_node_text(&text->source, &s->text.node[node[i]]), true) : json_null());
	}
	b.n = 0;
	if (rc == WF_OK && n)
		put_headings(&b, c, s, node[0]);
	wf_json_str(rec, names[old][6], wf_buf_str(&b));
	wf_buf_free(&b);
	return rc;
}

static json_t *
edits_json(const struct wf_diff_row *r)
{
	static const char *const ops[] = { [WF_ED_SAME] = "=", [WF_ED_DEL] = "-", [WF_ED_INS] = "+" };
	json_t *list = json_array();

	for (uint32_t i = 0; i < r->nedit; i++) {
		json_t *edit = json_object();
		wf_json_str(edit, "op", wf_str_of(ops[r->edit[i].op]));
		wf_json_str(edit, "text", r->edit[i].text);
		json_array_append_new(list, edit);
	}
	return list;
}

static void
put_eid(json_t *rec, const char *key, const struct wf_diff_side *s, uint32_t node)
{
	struct wf_buf b = { 0 };

	if (node != WF_NO_NODE)
		wf_eid(&b, s->node, node, wf_eid_scheme(s->node, s->nnode));
	wf_put_or_null(rec, key, wf_buf_str(&b));
	wf_buf_free(&b);
}

static json_t *
children_json(const struct comparison *c, const struct wf_diff_row *r)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < r->nchild; i++) {
		const struct wf_diff_child *x = &r->child[i];
		json_t *child = json_object();
		put_eid(child, "old", &c->old.text, x->old);
		put_eid(child, "new", &c->new.text, x->new);
		wf_json_str(child, "status", wf_str_of(wf_diff_status_name(x->status)));
		wf_json_bool(child, "moved", x->moved);
		json_array_append_new(list, child);
	}
	return list;
}

static wf_rc
emit_row(struct comparison *c, const struct wf_diff_row *r)
{
	json_t *rec = json_object();
	wf_rc rc = put_side(rec, c, &c->old, r->old, r->nold, true);

	if (rc == WF_OK)
		rc = put_side(rec, c, &c->new, r->new, r->nnew, false);
	wf_json_str(rec, "status", wf_str_of(wf_diff_status_name(r->status)));
	wf_json_bool(rec, "renumbered", r->renumbered);
	wf_json_bool(rec, "crossref_only", r->crossref_only);
	wf_json_bool(rec, "punct_only", r->punct_only);
	wf_json_own(rec, "edits", edits_json(r));
	wf_json_own(rec, "children", children_json(c, r));
	if (rc == WF_OK)
		return wf_ask_emit(c->q, rec);
	json_decref(rec);
	return rc;
}

/* One of the two texts: what it is, when it was in force, which files gave it. */
static wf_rc
put_text(json_t *summary, const char *key, struct comparison *c, const struct side *s)
{
	struct wf_target whole = s->t;
	json_t *rec = json_object(), *sources = NULL;
	wf_rc rc = wf_sources_json(&sources, c->q, s->t.expr.id);
	struct wf_buf b = { 0 };
	char day[11];

	whole.at = 0;
	wf_target_id(&b, &whole, 0);
	wf_json_str(rec, "id", wf_buf_str(&b));
	b.n = 0;
	wf_citation(&b, &whole, 0);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_put_work(rec, &s->t.work);
	wf_date_iso(day, s->t.expr.date);
	wf_json_str(rec, "expression", wf_str_of(day));
	wf_put_expr(rec, &s->t.work, &s->t.expr, s->day ? s->day : c->q->at);
	wf_json_date(rec, "as_of", s->day ? s->day : c->q->at);
	wf_json_own(rec, "counts", wf_counts_json(&s->t.expr.counts));
	if (rc == WF_OK)
		wf_json_own(rec, "sources", sources);
	wf_json_own(summary, key, rec);
	return rc;
}

static wf_rc
emit_summary(struct comparison *c)
{
	json_t *rec = json_object(), *summary = json_object();
	int64_t count[WF_DF_MERGED + 1] = { 0 }, rows = 0, renumbered = 0, crossref = 0, punct = 0;

	for (size_t i = 0; i < c->d.nrow; i++) {
		const struct wf_diff_row *r = &c->d.row[i];
		if (!c->wanted[i])
			continue;
		rows++;
		count[r->status]++;
		renumbered += r->renumbered;
		crossref += r->crossref_only;
		punct += r->punct_only;
	}
	wf_json_int(summary, "rows", rows);
	for (int i = 0; i <= WF_DF_MERGED; i++)
		wf_json_int(summary, wf_diff_status_name((enum wf_diff_status)i), count[i]);
	wf_json_int(summary, "renumbered", renumbered);
	wf_json_int(summary, "crossref_only", crossref);
	wf_json_int(summary, "punct_only", punct);
	wf_json_bool(summary, "whole", !c->some);
	wf_json_bool(summary, "same_work", c->old.t.work.id == c->new.t.work.id);
	wf_json_bool(summary, "same_text", c->old.t.expr.id == c->new.t.expr.id);
	wf_rc rc = put_text(summary, "old", c, &c->old);
	if (rc == WF_OK)
		rc = put_text(summary, "new", c, &c->new);
	wf_json_own(rec, "summary", summary);
	if (rc == WF_OK)
		return wf_ask_emit(c->q, rec);
	json_decref(rec);
	return rc;
}

/* People read first what is compared with what; programs find it last, as everywhere. */
static wf_rc
emit_all(struct comparison *c)
{
	bool first = c->q->call->text;
	wf_rc rc = first ? emit_summary(c) : WF_OK;

	for (size_t i = 0; rc == WF_OK && i < c->d.nrow; i++)
		if (c->wanted[i])
			rc = emit_row(c, &c->d.row[i]);
	return rc == WF_OK && !first ? emit_summary(c) : rc;
}

static wf_rc
run_diff(const struct wf_op *op, struct wf_call *call, struct wf_err *err)
{
	struct wf_ask q;
	struct comparison c = { .q = &q };
	wf_rc rc = wf_ask_open(&q, op, call, err);

	if (rc == WF_OK)
		rc = choose_texts(&c);
	if (rc == WF_OK)
		rc = wf_kb_side(&c.old.text, q.kb, &q.arena, &c.old.t, err);
	if (rc == WF_OK)
		rc = wf_kb_side(&c.new.text, q.kb, &q.arena, &c.new.t, err);
	if (rc == WF_OK) {
		wf_diff(&c.d, &q.arena, &c.old.text, &c.new.text);
		choose_rows(&c);
		rc = emit_all(&c);
	}
	wf_texts_free(&c.texts);
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_diff = {
	.name = "diff",
	.faces = WF_FACE_READ,
	.en = "Compare two texts article by article: what was changed, added, moved, renumbered.",
	.zh = "逐条比较两个文本：修改、增加、移动和序号变化（新旧对照）。",
	.more_en = "OLD and NEW name texts or provisions of them (WORK@DATE, a law with an article); without NEW\n"
	    "the text that answers for OLD is compared with the one before it. With --from and --to the\n"
	    "texts in force on the two days are compared. Articles are matched by their words, not by\n"
	    "their numbers. On a terminal changes are coloured, else marked [-so-] and {+so+}.",
	.more_zh = "OLD 和 NEW 为文本或其中的条款（文件@日期、法律名加条号）；未写 NEW 时与其前一文本比较。\n"
	    "写明 --from 和 --to 时比较这两天有效的文本。条文按文字而非序号对应。\n"
	    "终端上用颜色表示变化，否则用 [-删除-] 和 {+增加+} 标出。",
	.param = {
		{ "old", WF_P_ID, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "a text, work or provision",
		  "文本、文件或条款", "网络安全法" },
		{ "new", WF_P_ID, WF_P_POSITIONAL, NULL, "what to compare it with", "与之比较者", NULL },
		{ "from", WF_P_DATE, 0, NULL, "compare the text in force on this day …",
		  "将该日有效的文本……", "2020-01-01" },
		{ "to", WF_P_DATE, 0, NULL, "… with that of this day (default: today)",
		  "……与该日有效的文本比较（默认今天）", NULL },
		{ "at", WF_P_DATE, 0, NULL, "the day for ids without a date (default: today)",
		  "未写日期的 ID 所指之日（默认今天）", NULL },
		{ "all", WF_P_FLAG, 0, NULL, "show unchanged articles too", "未变化的条文也显示", NULL },
		{ "format", WF_P_CHOICE, 0, "text|md|html|json", "how to print it", "输出格式", "html" },
	},
	.run = run_diff,
	.format = wf_diff_formats,
};
