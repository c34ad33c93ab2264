/*
 * search: ranked provisions for a query, or the one provision that the query names.
 * How a hit is found is the search folder's part.
 */
#include "ops_int.h"

#include <stdlib.h>

#define SNIPPET_POINTS 200u	/* code points; a result's text is never longer */
#define DEFAULT_LIMIT  10
#define LIMIT_MAX      1000

/* A search under way. */
struct finder {
	struct wf_ask *q;
	struct wf_found found;
	struct wf_seek *seek;
	bool explain;
	struct wf_texts texts;
	struct wf_target target;	/* of the row before: hits of one text share it */
	struct wf_map seen;		/* folded text -> row with that text */
	wf_str *id;			/* of each row so far */
	size_t nrow;
};

/* ---- one row -------------------------------------------------------------------------------- */

static size_t
count_in(const struct wf_node *n, uint32_t base, const wf_span *at, size_t nat)
{
	size_t count = 0;

	for (size_t i = 0; i < nat; i++) {
		uint64_t from = (uint64_t)base + at[i].off;
		if (from >= n->whole.off && from < (uint64_t)n->whole.off + n->whole.len)
			count++;
	}
	return count;
}

/* The 款, 项 or 目 that holds most of the marks; the article itself when none holds half of them. */
static uint32_t
best_node(const struct wf_target *t, uint32_t node, uint32_t base, const wf_span *at, size_t nat)
{
	for (;;) {
		uint32_t best = WF_NO_NODE;
		size_t most = count_in(&t->node[node], base, at, nat) / 2;
		for (uint32_t i = node + 1; i < t->node[node].end; i = t->node[i].end) {
			size_t n = count_in(&t->node[i], base, at, nat);
			if (n > most && t->source[i] == t->source[node]) {
				most = n;
				best = i;
			}
		}
		if (best == WF_NO_NODE)
			return node;
		node = best;
	}
}

/* Where the marks stand in the snippet, in code points of it. */
static json_t *
marks_json(wf_str snippet, wf_span part, const wf_span *at, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		if (at[i].off < part.off || at[i].off + at[i].len > part.off + part.len)
			continue;
		size_t from = wf_utf8_count(wf_str_sub(snippet, 0, at[i].off - part.off));
		size_t len = wf_utf8_count(wf_str_sub(snippet, at[i].off - part.off, at[i].len));
		json_array_append_new(list, json_pack("[II]", (json_int_t)from,
		    (json_int_t)(from + len)));
	}
	return list;
}

/* snippet, highlights, text, source, best: what the row quotes. */
static void
put_snippet(json_t *rec, struct finder *f, const struct wf_text *text, uint32_t node)
{
	const struct wf_target *t = &f->target;
	wf_span whole = wf_node_text(&text->source, &t->node[node]), *at = NULL;
	wf_str words = wf_source_slice(&text->source, whole);
	struct wf_buf eid = { 0 };
	size_t n = 0;

	if (f->found.terms)
		wf_highlight(&at, &n, words, f->found.terms);
	wf_span part = wf_snippet(words, at, n, SNIPPET_POINTS);
	wf_str snippet = wf_str_sub(words, part.off, part.len);
	wf_eid(&eid, t->node, best_node(t, node, whole.off, at, n), wf_eid_scheme(t->node, t->nnode));
	wf_json_str(rec, "best", wf_buf_str(&eid));
	wf_json_str(rec, "snippet", snippet);
	wf_json_own(rec, "highlights", marks_json(snippet, part, at, n));
	wf_json_str(rec, "text", snippet);
	wf_json_own(rec, "source", wf_place(text, (wf_span){ whole.off + part.off, part.len }, true));
	wf_buf_free(&eid);
	free(at);
}

/* What each term gave to the score; the parts add up to it. */
static wf_rc
put_explain(json_t *rec, struct finder *f, const struct wf_found_row *row)
{
	struct wf_why *why;
	size_t n;
	json_t *list = json_array();
	struct wf_question q = { .terms = f->found.terms };
	wf_rc rc = wf_index_explain(&why, &n, wf_seek_index(f->seek), &q, &row->hit, f->q->err);

	for (size_t i = 0; i < n; i++) {
		json_t *part = json_object();
		wf_json_str(part, "term", why[i].term);
		wf_json_str(part, "field", wf_str_of(why[i].field));
		if (why[i].from.n)
			wf_json_str(part, "from", why[i].from);
		wf_json_own(part, "weight", json_real(why[i].weight));
		wf_json_own(part, "value", json_real(why[i].value));
		wf_json_own(part, "score", json_real(why[i].score));
		json_array_append_new(list, part);
	}
	free(why);
	wf_json_own(rec, "explain", list);
	return rc;
}

/* A fact of a report: its record, with the words of its place that say it. */
static wf_rc
emit_fact(struct finder *f, const struct wf_found_row *row)
{
	const struct wf_target *t = &f->target;
	const struct wf_text *text = NULL;
	struct wf_row_fact fact;
	struct wf_buf b = { 0 };
	json_t *rec = NULL;
	wf_span *at = NULL;
	size_t n = 0;
	uint32_t seq = row->node & ~WF_FACT_UNIT;
	wf_str id = wf_fact_id(f->q, &t->work, &t->expr, seq);
	wf_rc rc = wf_ask_store(f->q, wf_db_fact(&fact, f->q->db, &f->q->arena, t->expr.id, seq));

	if (rc == WF_OK)
		rc = wf_texts_get(&text, &f->texts, f->q, fact.source);
	if (rc == WF_OK)
		rc = wf_fact_record(&rec, f->q, text, &fact, id);
	if (rc != WF_OK)
		return rc;
	wf_str words = wf_source_slice(&text->source, fact.span);
	wf_highlight(&at, &n, words, f->found.terms);
	wf_span part = wf_snippet(words, at, n, SNIPPET_POINTS);
	wf_str snippet = wf_str_sub(words, part.off, part.len);
	wf_citation(&b, t, 0);
	wf_json_int(rec, "rank", (int64_t)f->nrow + 1);
	wf_json_str(rec, "title", t->work.title);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_json_own(rec, "score", json_real(row->score));
	wf_json_str(rec, "snippet", snippet);
	wf_json_own(rec, "highlights", marks_json(snippet, part, at, n));
	wf_json_own(rec, "same_as", json_null());
	if (f->explain)
		rc = put_explain(rec, f, row);
	f->id[f->nrow++] = id;
	wf_buf_free(&b);
	free(at);
	return rc == WF_OK ? wf_ask_emit(f->q, rec) : rc;
}

/* The id of an earlier row with the same words, or null. */
static void
put_twin(json_t *rec, struct finder *f, const struct wf_text *text, uint32_t node, wf_str id)
{
	struct wf_buf folded = { 0 };
	uint32_t row = 0;

	wf_fold(&folded, wf_source_slice(&text->source, wf_node_text(&text->source,
	    &f->target.node[node])), WF_FOLD_SEARCH);
	wf_str key = wf_arena_str(&f->q->arena, wf_buf_str(&folded));
	wf_buf_free(&folded);
	if (key.n && wf_map_get(&f->seen, key, &row)) {
		wf_json_str(rec, "same_as", f->id[row]);
	} else {
		wf_json_own(rec, "same_as", json_null());
		wf_map_set(&f->seen, key, (uint32_t)f->nrow);
	}
	f->id[f->nrow++] = id;
}

/* A row for a node of f->target. */
static wf_rc
emit_row(struct finder *f, const struct wf_found_row *row)
{
	const struct wf_target *t = &f->target;
	const struct wf_text *text = NULL;
	struct wf_buf b = { 0 };
	char day[11];
	uint32_t node = row->node;
	/* a work in several files shows the beginning of the first */
	uint32_t shown = t->source[node] == 0 && node + 1 < t->nnode ? node + 1 : node;
	wf_rc rc = wf_texts_get(&text, &f->texts, f->q, t->source[shown]);

	if (rc != WF_OK)
		return rc;
	json_t *rec = json_object();
	wf_json_int(rec, "rank", (int64_t)f->nrow + 1);
	wf_target_id(&b, t, node);
	wf_str id = wf_arena_str(&f->q->arena, wf_buf_str(&b));
	wf_json_str(rec, "id", id);
	wf_put_work(rec, &t->work);
	wf_json_str(rec, "title", t->work.title);
	b.n = 0;
	wf_citation(&b, t, node);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_json_own(rec, "score", json_real(row->score));
	if (row->how)
		wf_json_str(rec, "matched", wf_str_of(row->how));
	put_snippet(rec, f, text, shown);
	put_twin(rec, f, text, shown, id);
	wf_date_iso(day, t->expr.date);
	wf_json_str(rec, "expression", wf_str_of(day));
	wf_put_expr(rec, &t->work, &t->expr, f->found.at);
	wf_json_date(rec, "as_of", f->found.at);
	if (f->explain && row->unit != WF_NO_UNIT)
		rc = put_explain(rec, f, row);
	return rc == WF_OK ? wf_ask_emit(f->q, rec) : rc;
}

static wf_rc
emit_found(struct finder *f, const struct wf_found_row *row)
{
	struct wf_target *t = &f->target;
	wf_rc rc = WF_OK;

	if (t->nnode == 0 || t->expr.id != row->expr) {
		*t = (struct wf_target){ 0 };
		rc = wf_db_expr(&t->expr, f->q->db, &f->q->arena, row->expr);
		if (rc == WF_OK)
			rc = wf_db_work(&t->work, f->q->db, &f->q->arena, t->expr.work);
		if (rc == WF_OK)
			rc = wf_db_nodes(&t->node, &t->source, &t->nnode, f->q->db, &f->q->arena,
			    row->expr);
	}
	if (rc < 0)
		return wf_ask_store(f->q, rc);
	if (rc == WF_OK && row->node & WF_FACT_UNIT)
		return emit_fact(f, row);
	if (rc == WF_NONE || row->node >= t->nnode)
		return wf_fail(f->q->err, WF_E_STORE, "%s: the search index belongs to another "
		    "build; build the knowledge base anew: wangfa build", f->q->call->kb);
	return emit_row(f, row);
}

/* ---- all together ------------------------------------------------------------------------------- */

static void
add_lead(void *payload, wf_str term, wf_str from)
{
	json_t *lead = json_object();

	wf_json_str(lead, "term", term);
	wf_json_str(lead, "from", from);
	json_array_append_new(payload, lead);
}

/* What the query was taken for: legal terms added, titles one may have meant. */
static wf_rc
emit_summary(struct finder *f)
{
	const struct wf_found *d = &f->found;
	json_t *rec = json_object(), *sum = json_object(), *leads = json_array(), *near = json_array();

	wf_json_int(sum, "results", (int64_t)f->nrow);
	wf_json_date(sum, "as_of", d->at);
	if (d->terms)
		wf_terms_leads(d->terms, add_lead, leads);
	for (size_t i = 0; i < d->nnear; i++)
		json_array_append_new(near, json_stringn(d->near[i].p, d->near[i].n));
	if (wf_kb_remade(f->q->kb))
		wf_json_bool(sum, "index_made_anew", true);
	wf_json_own(sum, "terms_added", leads);
	wf_json_own(sum, "did_you_mean", near);
	if (d->named.n)
		wf_json_str(sum, "known_by_name_only", d->named);
	wf_json_own(rec, "summary", sum);
	return wf_ask_emit(f->q, rec);
}

/* The words of the query, which a command line gives as several. */
static wf_str
joined_query(const struct wf_op *op, const struct wf_call *c, struct wf_arena *a)
{
	size_t at = wf_param_find(op, WF_S("query"));
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < c->args.n[at]; i++)
		wf_buf_printf(&b, "%s%s", i ? " " : "", c->args.value[at][i]);
	wf_str query = wf_str_trim(wf_arena_str(a, wf_buf_str(&b)));
	wf_buf_free(&b);
	return query;
}

/* The provision that others are to be like. */
static wf_rc
find_like(struct wf_target *out, struct wf_ask *q, wf_str id)
{
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_rc rc = wf_kb_find(out, &how, &near, q->kb, &q->arena, id, q->at, q->err);

	if (rc == WF_OK && how != WF_FIND_OK)
		rc = wf_ask_lost(q, id, how, out, &near);
	free(near.v);
	return rc;
}

static wf_rc
ask_all(struct finder *f, const struct wf_seek_ask *ask)
{
	wf_rc rc = wf_seek_open(&f->seek, f->q->kb, f->q->err);

	if (rc == WF_OK)
		rc = wf_seek_run(&f->found, f->seek, &f->q->arena, ask, f->q->err);
	for (size_t i = 0; rc == WF_OK && i < f->found.nrow; i++)
		rc = emit_found(f, &f->found.row[i]);
	return rc == WF_OK ? emit_summary(f) : rc;
}

static wf_rc
say_nothing_found(struct finder *f)
{
	struct wf_buf b = { 0 };
	const char *lang = f->q->call->lang;

	f->q->call->found = false;
	wf_buf_put(&b, wf_str_of(wf_msg(lang, "search-none")));
	wf_rc rc = wf_fail(f->q->err, WF_NONE, "%s", b.p);
	wf_buf_free(&b);
	return rc;
}

static wf_rc
run_search(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	const char *limit = wf_arg(op, c, "limit"), *like = wf_arg(op, c, "like");

	if (!like && c->args.n[wf_param_find(op, WF_S("query"))] == 0)
		return wf_fail(err, WF_E_USAGE, "%s", wf_msg(c->lang, "search-what"));
	struct wf_ask q;
	struct wf_target target;
	struct finder f = { .q = &q, .explain = wf_arg(op, c, "explain") != NULL };
	wf_rc rc = wf_ask_open(&q, op, c, err);
	long asked = limit ? strtol(limit, NULL, 10) : DEFAULT_LIMIT;
	struct wf_seek_ask ask = { .query = joined_query(op, c, &q.arena), .at = q.at,
		.level = wf_str_of(wf_arg(op, c, "level")),
		.limit = asked < 1 ? 1 : asked > LIMIT_MAX ? LIMIT_MAX : (size_t)asked };

	f.id = wf_malloc((ask.limit + 2) * sizeof *f.id);
	if (rc == WF_OK && !like && ask.query.n == 0)
		rc = wf_fail(err, WF_E_USAGE, "%s", wf_msg(c->lang, "search-what"));
	if (rc == WF_OK && like) {
		rc = find_like(&target, &q, wf_str_of(like));
		ask.like = &target;
		ask.limit++;	/* the provision itself is left out */
	}
	if (rc == WF_OK)
		rc = ask_all(&f, &ask);
	if (rc == WF_OK && f.nrow == 0)
		rc = say_nothing_found(&f);
	free(f.id);
	wf_found_free(&f.found);
	wf_seek_close(f.seek);
	wf_map_free(&f.seen);
	wf_texts_free(&f.texts);
	wf_ask_close(&q);
	return rc;
}

/* ---- text ------------------------------------------------------------------------------------------ */

/* The snippet on one line, its marks in colour. */
static void
put_marked(struct wf_buf *out, wf_str s, const json_t *marks, const struct wf_tty *tty)
{
	size_t point = 0, mark = 0;

	while (s.n) {
		const json_t *pair = json_array_get(marks, mark);
		size_t from = (size_t)json_integer_value(json_array_get(pair, 0));
		size_t to = (size_t)json_integer_value(json_array_get(pair, 1));
		if (pair && point >= to) {
			mark++;
			continue;
		}
		wf_str rest = s;
		size_t until = !pair ? SIZE_MAX : point < from ? from : to;
		while (rest.n && point < until && *rest.p != '\n') {
			wf_utf8_next(&rest);
			point++;
		}
		wf_put_style(out, tty, pair && until == to ? WF_HIT : WF_PLAIN,
		    (wf_str){ s.p, s.n - rest.n });
		if (rest.n && point < until && *rest.p == '\n') {
			if (out->p[out->n - 1] != ' ')
				wf_buf_ch(out, ' ');
			wf_utf8_next(&rest);
			point++;
		}
		s = rest;
	}
}

/* A line a part, those of one term's fields together in the order of their worth. */
static void
explain_text(struct wf_buf *out, const json_t *list, const struct wf_tty *tty)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *part = json_array_get(list, i);
		double score = json_real_value(json_object_get(part, "score"));

		wf_buf_printf(out, "     %+8.3f  ", score);
		wf_put_padded(out, wf_get(part, "field"), 9);
		wf_buf_put(out, wf_get(part, "term"));
		if (wf_get(part, "from").n) {
			wf_buf_put(out, WF_S("  ← "));
			wf_put_style(out, tty, WF_DIM, wf_get(part, "from"));
		}
		wf_buf_ch(out, '\n');
	}
}

/* What the searcher should know: the title is only known by name; what one may have meant. */
static void
summary_text(struct wf_buf *out, const json_t *sum, const struct wf_tty *tty)
{
	const json_t *near = json_object_get(sum, "did_you_mean");
	struct wf_buf names = { 0 };

	if (wf_get(sum, "known_by_name_only").n) {
		wf_say1(out, tty, "search-named", wf_get(sum, "known_by_name_only"));
		wf_buf_ch(out, '\n');
	}
	if (json_object_get(sum, "index_made_anew")) {
		wf_put_style(out, tty, WF_DIM, wf_str_of(wf_msg(tty->lang, "search-remade")));
		wf_buf_ch(out, '\n');
	}
	for (size_t i = 0; i < json_array_size(near); i++)
		wf_buf_printf(&names, "%s%s", i ? wf_msg(tty->lang, "list-comma") : "",
		    json_string_value(json_array_get(near, i)));
	if (names.n) {
		wf_say1(out, tty, "did-you-mean", wf_buf_str(&names));
		wf_buf_ch(out, '\n');
	}
	wf_buf_free(&names);
}

static void
search_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	if (json_object_get(rec, "summary")) {
		summary_text(out, json_object_get(rec, "summary"), tty);
		return;
	}
	if (!json_object_get(rec, "rank"))
		return;
	wf_buf_printf(out, "%3lld  ", (long long)wf_get_int(rec, "rank"));
	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "id"));
	wf_buf_put(out, WF_S("  "));
	if (wf_get(rec, "fact").n)
		wf_buf_put(out, wf_get(rec, "heading"));
	else
		wf_put_status(out, tty, wf_get(rec, "status"));
	wf_buf_put(out, WF_S("\n     "));
	put_marked(out, wf_get(rec, "snippet"), json_object_get(rec, "highlights"), tty);
	if (wf_get(rec, "same_as").n) {
		wf_buf_put(out, WF_S("\n     "));
		wf_say1(out, tty, "same-as", wf_get(rec, "same_as"));
	}
	wf_buf_ch(out, '\n');
	explain_text(out, json_object_get(rec, "explain"), tty);
	wf_buf_ch(out, '\n');
}

const struct wf_op wf_op_search = {
	.name = "search",
	.faces = WF_FACE_READ,
	.en = "Find articles by words, best first; a reference goes straight to its provision.",
	.zh = "按词语检索条文，最相关者在前；输入条款引用则直接到达该条款。",
	.more_en = "The box takes a reference (网安法 21), a title, its short form or pinyin (wlaqf), a question in plain\n"
	    "Chinese, and: \"…\" words that must stand so; -word that must not; title: level: issuer: at: filters.\n"
	    "Plain words are led to the words of the law by a thesaurus; --explain shows how. Of each law only\n"
	    "the text that answers for the day asked is searched; what is out of force comes last.",
	.more_zh = "检索框可输入：条款引用（网安法 21）、名称及其简称或拼音（wlaqf）、日常语言的问题；\"…\" 须原样出现，\n"
	    "-词 须不出现；title:（名称:）level:（级别:）issuer:（机关:）at:（时间:）为筛选条件。日常用语经词表转为法律用语，\n"
	    "--explain 显示得分构成。每部法律只检索所问之日对应的文本；已失效的排在最后。",
	.param = {
		{ "query", WF_P_TEXT, WF_P_POSITIONAL | WF_P_MANY, NULL,
		  "words, a question, or a reference", "词语、问题或条款引用", "数据出境 安全评估" },
		{ "like", WF_P_TEXT, 0, NULL, "provisions that say the like of this one", "与该条款相似的条文",
		  "网络安全法#art_21" },
		{ "at", WF_P_DATE, 0, NULL, "texts that answer for this day (default: today)",
		  "对应该日的文本（默认今天）", "2024-03-22" },
		{ "level", WF_P_TEXT, 0, NULL, "only works of this level", "只检索该效力级别", "法律" },
		{ "limit", WF_P_INT, 0, "1|1000", "rows at most (default: 10)", "最多行数（默认 10）", "20" },
		{ "explain", WF_P_FLAG, 0, NULL, "what each term gave to the score", "显示得分构成", NULL },
	},
	.run = run_search,
	.text = search_text,
};
