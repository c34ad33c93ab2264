/*
 * show: prints a work, a text or a provision verbatim, with its source and its
 * days.  How it looks to people is show_text.c.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* What is shown, with the texts it stands in. */
struct shown {
	struct wf_ask *q;
	struct wf_target *t;
	bool tree;		/* the tree of a whole work is asked for: plain text needs none */
	struct wf_texts texts;
};

static wf_rc
text_of(const struct wf_text **out, struct shown *s, uint32_t node)
{
	return wf_texts_get(out, &s->texts, s->q, s->t->source[node]);
}

/* {eid, kind, label, heading, text, source, children} */
static wf_rc
node_json(json_t **out, struct shown *s, uint32_t i, struct wf_eid_scheme scheme)
{
	const struct wf_node *n = &s->t->node[i];
	const struct wf_text *text = NULL;
	struct wf_buf eid = { 0 };
	wf_rc rc = s->t->source[i] ? text_of(&text, s, i) : WF_OK;

	if (rc != WF_OK)
		return rc;
	json_t *rec = json_object();
	wf_eid(&eid, s->t->node, i, scheme);
	wf_json_str(rec, "eid", wf_buf_str(&eid));
	wf_json_str(rec, "kind", wf_str_of(wf_kind_name(n->kind)));
	wf_buf_free(&eid);
	if (text) {
		wf_span at = wf_node_text(&text->source, n);
		wf_json_str(rec, "label", wf_source_slice(&text->source, n->label));
		wf_json_str(rec, "heading", wf_source_slice(&text->source, n->head));
		wf_json_str(rec, "text", wf_source_slice(&text->source, at));
		wf_json_own(rec, "source", wf_place(text, at, false));
	}
	if (n->flags & WF_INFERRED)
		wf_json_bool(rec, "inferred", true);
	if (n->flags & WF_QUOTED)
		wf_json_bool(rec, "quoted", true);
	wf_json_own(rec, "children", json_array());
	*out = rec;
	return WF_OK;
}

/* The nodes from first to end as trees under list; depth needs no stack: parents come first. */
static wf_rc
nodes_json(json_t *list, struct shown *s, uint32_t first, uint32_t end)
{
	struct wf_eid_scheme scheme = wf_eid_scheme(s->t->node, s->t->nnode);
	json_t **made = wf_malloc((end - first + 1) * sizeof *made);
	wf_rc rc = WF_OK;

	for (uint32_t i = first; i < end && rc == WF_OK; i++) {
		uint32_t up = s->t->node[i].parent;
		json_t *rec = NULL;
		rc = node_json(&rec, s, i, scheme);
		if (rc != WF_OK)
			break;
		made[i - first] = rec;
		bool top = i == first || up < first || up == WF_NO_NODE;
		json_array_append_new(top ? list : json_object_get(made[up - first], "children"), rec);
	}
	free(made);
	return rc;
}

/* title, id, citation, expression and days: the fields of every record that quotes law. */
static wf_rc
put_quote(json_t *rec, struct shown *s, uint32_t node)
{
	struct wf_buf b = { 0 };
	const struct wf_target *t = s->t;
	char day[11];

	wf_target_id(&b, t, node);
	wf_json_str(rec, "id", wf_buf_str(&b));
	wf_put_work(rec, &t->work);
	wf_json_str(rec, "title", t->work.title);
	b.n = 0;
	wf_citation(&b, t, node);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_date_iso(day, t->expr.date);
	wf_json_str(rec, "expression", wf_str_of(day));
	wf_put_expr(rec, &t->work, &t->expr, s->q->at);
	wf_json_date(rec, "as_of", s->q->at);
	wf_json_bool(rec, "dated", t->dated);
	wf_json_bool(rec, "in_force", t->in_force);
	return wf_none_in_force(t, s->q->at) ? wf_put_none(rec, s->q, t) : WF_OK;
}

static wf_rc
show_provision(struct shown *s)
{
	const struct wf_target *t = s->t;
	json_t *rec = json_object(), *list = json_array();
	wf_rc rc = nodes_json(list, s, t->at, t->node[t->at].end);

	if (rc == WF_OK)
		rc = put_quote(rec, s, t->at);
	wf_json_str(rec, "eid", t->eid);
	const json_t *node = json_array_get(list, 0);
	json_object_set(rec, "kind", json_object_get(node, "kind"));
	json_object_set(rec, "label", json_object_get(node, "label"));
	json_object_set(rec, "text", json_object_get(node, "text"));
	if (rc == WF_OK && t->source[t->at]) {
		const struct wf_text *text = NULL;
		rc = text_of(&text, s, t->at);
		if (rc == WF_OK)
			wf_json_own(rec, "source", wf_place(text,
			    wf_node_text(&text->source, &t->node[t->at]), true));
	}
	wf_json_own(rec, "nodes", list);
	if (rc == WF_OK)
		return wf_ask_emit(s->q, rec);
	json_decref(rec);
	return rc;
}

static bool
gave_nodes(const struct wf_target *t, int64_t source)
{
	for (uint32_t i = 0; i < t->nnode; i++)
		if (t->source[i] == source)
			return true;
	return false;
}

/* A work in several files: their words, in order of the parts. */
static wf_rc
put_joined_text(json_t *rec, struct shown *s)
{
	struct wf_row_part *part = NULL;
	struct wf_buf b = { 0 };
	size_t n = 0;
	wf_rc rc = wf_ask_store(s->q, wf_db_parts(&part, &n, s->q->db, &s->q->arena, s->t->expr.id));

	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		const struct wf_text *text = NULL;
		if (part[i].copy || !gave_nodes(s->t, part[i].source))
			continue;
		rc = wf_texts_get(&text, &s->texts, s->q, part[i].source);
		if (rc != WF_OK)
			break;
		if (b.n)
			wf_buf_put(&b, WF_S("\n\n"));
		wf_buf_put(&b, wf_str_trim(text->source.text));
	}
	wf_json_str(rec, "text", wf_buf_str(&b));
	wf_json_own(rec, "source", json_null());
	wf_buf_free(&b);
	return rc;
}

static wf_rc
put_whole_text(json_t *rec, struct shown *s)
{
	const struct wf_text *text = NULL;

	if (s->t->source[0] == 0)
		return put_joined_text(rec, s);
	wf_rc rc = text_of(&text, s, 0);
	if (rc != WF_OK)
		return rc;
	wf_span at = wf_node_text(&text->source, &s->t->node[0]);
	wf_json_str(rec, "text", wf_source_slice(&text->source, at));
	wf_json_own(rec, "source", wf_place(text, at, true));
	return WF_OK;
}

static wf_rc
show_whole(struct shown *s)
{
	const struct wf_target *t = s->t;
	json_t *rec = json_object(), *list = json_array(), *sources = NULL, *texts = NULL;
	wf_rc rc = put_quote(rec, s, 0);

	wf_json_own(rec, "counts", wf_counts_json(&t->expr.counts));
	if (rc == WF_OK)
		rc = wf_sources_json(&sources, s->q, t->expr.id);
	if (rc == WF_OK) {
		wf_json_own(rec, "sources", sources);
		rc = wf_exprs_json(&texts, s->q, &t->work);
	}
	if (rc == WF_OK) {
		wf_json_own(rec, "expressions", texts);
		rc = put_whole_text(rec, s);
	}
	for (uint32_t i = 1; rc == WF_OK && s->tree && i < t->nnode; i = t->node[i].end)
		rc = nodes_json(list, s, i, t->node[i].end);
	wf_json_own(rec, "nodes", list);
	if (rc == WF_OK)
		return wf_ask_emit(s->q, rec);
	json_decref(rec);
	return rc;
}

/* A day that is asked for is answered strictly; without one the nearest text is shown as what it is. */
static bool
is_none(const struct wf_ask *q, enum wf_find how, const struct wf_target *t)
{
	return (how == WF_FIND_OK || how == WF_FIND_NO_PROVISION) && wf_arg(q->op, q->call, "at") &&
	    wf_none_in_force(t, q->at);
}

/* What is not there: a work may be known by name all the same. */
static wf_rc
say_lost(struct wf_ask *q, wf_str id, enum wf_find how, const struct wf_target *t, const struct wf_ids *near)
{
	struct wf_row_named named;
	wf_rc rc = how == WF_FIND_NO_WORK ? wf_named_find(&named, q, id) : WF_NONE;

	if (rc == WF_OK)
		return wf_ask_named(q, id, &named);
	return rc == WF_NONE ? wf_ask_lost(q, id, how, t, near) : rc;
}

/* Not a provision: a fact of a report (#fact_7), or nothing that is there. */
static wf_rc
show_other(struct wf_ask *q, wf_str id, enum wf_find how, const struct wf_target *t,
    const struct wf_ids *near)
{
	wf_rc rc = how == WF_FIND_NO_PROVISION ? wf_fact_show(q, t) : WF_NONE;

	return rc == WF_NONE ? say_lost(q, id, how, t, near) : rc;
}

static wf_rc
run_show(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	wf_str id = wf_str_of(wf_arg(op, c, "id"));
	struct wf_target t;
	struct wf_ids near = { 0 };
	struct wf_ask q;
	enum wf_find how;
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK) {
		struct shown s = { &q, &t, strcmp(c->format, "text") != 0, { 0 } };
		rc = wf_kb_find(&t, &how, &near, q.kb, &q.arena, id, q.at, err);
		if (rc == WF_OK && is_none(&q, how, &t))
			rc = wf_ask_none(&q, id, &t);
		else if (rc == WF_OK && how != WF_FIND_OK)
			rc = show_other(&q, id, how, &t, &near);
		else if (rc == WF_OK)
			rc = t.at ? show_provision(&s) : show_whole(&s);
		wf_texts_free(&s.texts);
		free(near.v);
	}
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_show = {
	.name = "show",
	.faces = WF_FACE_READ,
	.en = "Print a law, a text of it or one provision, word for word, with its source.",
	.zh = "显示法律文件、其某一文本或某一条款的原文及出处。",
	.more_en = "ID is whatever a lawyer would write: a title or short name, with or without an article,\n"
	    "a date after @, an eId after #. Without a date in it the text in force on the day asked is\n"
	    "shown; that none was in force on the day of --at is said, with the texts there are. Without\n"
	    "--at a text not in force today is shown all the same, and says so first.",
	.more_zh = "ID 可以是律师惯用的任何写法：全称或简称，可带条款；@ 后写日期，# 后写 eId。\n"
	    "ID 未写日期时显示所问之日有效的文本；--at 当日没有有效文本时如实说明并列出现有文本。\n"
	    "未写 --at 而今天没有有效文本时，显示最近的文本，并首先注明。",
	.param = {
		{ "id", WF_P_ID, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "what to show",
		  "要显示的文件或条款", "网络安全法第二十一条" },
		{ "at", WF_P_DATE, 0, NULL, "the text in force on this day (default: today)",
		  "显示该日有效的文本（默认今天）", "2024-03-22" },
		{ "format", WF_P_CHOICE, 0, "text|md|json", "how to print it", "输出格式", "md" },
	},
	.run = run_show,
	.text = wf_show_text,
	.markdown = wf_show_markdown,
};
