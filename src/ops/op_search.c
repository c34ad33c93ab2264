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
	wf_str query, level;
	size_t limit;
	int64_t *expr; size_t nexpr;	/* those that may answer, ascending: one a work */
	struct wf_texts texts;
	struct wf_target target;	/* of the row before: hits of one text share it */
	struct wf_map seen;		/* folded text -> row with that text */
	wf_str *id;			/* of each row so far */
	size_t nrow;
};

/* ---- which texts may answer ------------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
is_wanted(void *payload, int64_t expr)
{
	const struct finder *f = payload;

	return bsearch(&expr, f->expr, f->nexpr, sizeof expr, by_id) != NULL;
}

/* Of every work the text that answers for the day. */
static wf_rc
choose_exprs(struct finder *f)
{
	struct wf_row_work *w = NULL;
	struct wf_row_expr *e = NULL;
	size_t nwork = 0, nexpr = 0;
	wf_rc rc = wf_ask_store(f->q, wf_db_all_works(&w, &nwork, f->q->db, &f->q->arena));

	if (rc == WF_OK)
		rc = wf_ask_store(f->q, wf_db_all_exprs(&e, &nexpr, f->q->db, &f->q->arena));
	f->expr = wf_malloc((nwork + 1) * sizeof *f->expr);
	for (size_t i = 0, at = 0; rc == WF_OK && i < nwork; i++) {
		while (at < nexpr && e[at].work < w[i].id)
			at++;
		size_t first = at;
		while (at < nexpr && e[at].work == w[i].id)
			at++;
		if (at > first && (f->level.n == 0 || wf_str_eq(w[i].level, f->level)))
			f->expr[f->nexpr++] = e[first + wf_expr_pick(&w[i], e + first, at - first,
			    f->q->at)].id;
	}
	qsort(f->expr, f->nexpr, sizeof *f->expr, by_id);
	free(w);
	free(e);
	return rc;
}

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

	wf_highlight(&at, &n, words, f->query);
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
emit_row(struct finder *f, uint32_t node, double score)
{
	const struct wf_target *t = &f->target;
	const struct wf_text *text = NULL;
	struct wf_buf b = { 0 };
	char day[11];
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
	wf_json_own(rec, "score", json_real(score));
	put_snippet(rec, f, text, shown);
	put_twin(rec, f, text, shown, id);
	wf_date_iso(day, t->expr.date);
	wf_json_str(rec, "expression", wf_str_of(day));
	wf_put_expr(rec, &t->work, &t->expr, f->q->at);
	wf_json_date(rec, "as_of", f->q->at);
	return wf_ask_emit(f->q, rec);
}

static wf_rc
emit_hit(struct finder *f, const struct wf_hit *hit)
{
	struct wf_target *t = &f->target;
	wf_rc rc = WF_OK;

	if (t->nnode == 0 || t->expr.id != hit->expr) {
		*t = (struct wf_target){ 0 };
		rc = wf_db_expr(&t->expr, f->q->db, &f->q->arena, hit->expr);
		if (rc == WF_OK)
			rc = wf_db_work(&t->work, f->q->db, &f->q->arena, t->expr.work);
		if (rc == WF_OK)
			rc = wf_db_nodes(&t->node, &t->source, &t->nnode, f->q->db, &f->q->arena,
			    hit->expr);
	}
	if (rc < 0)
		return wf_ask_store(f->q, rc);
	if (rc == WF_NONE || hit->seq >= t->nnode)
		return wf_fail(f->q->err, WF_E_STORE, "%s: the search index belongs to another "
		    "build; build the knowledge base anew: wangfa build", f->q->call->kb);
	return emit_row(f, hit->seq, hit->score);
}

/* ---- all together ------------------------------------------------------------------------------- */

/* A query that is a reference: that provision alone; a work's name: the work before the hits. */
static wf_rc
go_straight(bool *only, struct finder *f)
{
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_rc rc = wf_kb_find(&f->target, &how, &near, f->q->kb, &f->q->arena, f->query, f->q->at,
	    f->q->err);

	free(near.v);
	*only = false;
	if (rc != WF_OK || how != WF_FIND_OK ||
	    (f->level.n && !wf_str_eq(f->level, f->target.work.level))) {
		f->target = (struct wf_target){ 0 };
		return rc;
	}
	*only = f->target.at != 0;
	return emit_row(f, f->target.at, 0);
}

static wf_rc
find_all(struct finder *f)
{
	struct wf_index *index = NULL;
	struct wf_hit *hits = NULL;
	size_t n = 0;
	wf_rc rc = wf_kb_index(&index, f->q->kb, f->q->err);

	if (rc == WF_OK)
		rc = choose_exprs(f);
	if (rc == WF_OK)
		rc = wf_index_query(&hits, &n, index, f->query, f->limit - f->nrow, is_wanted, f);
	for (size_t i = 0; rc == WF_OK && i < n; i++)
		rc = emit_hit(f, &hits[i]);
	free(hits);
	return rc;
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

static wf_rc
run_search(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	const char *limit = wf_arg(op, c, "limit");
	struct wf_ask q;
	struct finder f = { .q = &q };
	bool only = false;
	wf_rc rc = wf_ask_open(&q, op, c, err);

	f.query = joined_query(op, c, &q.arena);
	f.level = wf_str_of(wf_arg(op, c, "level"));
	long asked = limit ? strtol(limit, NULL, 10) : DEFAULT_LIMIT;
	f.limit = asked < 1 ? 1 : asked > LIMIT_MAX ? LIMIT_MAX : (size_t)asked;
	f.id = wf_malloc((f.limit + 1) * sizeof *f.id);
	if (rc == WF_OK)
		rc = go_straight(&only, &f);
	if (rc == WF_OK && !only && f.nrow < f.limit)
		rc = find_all(&f);
	if (rc == WF_OK && f.nrow == 0) {
		c->found = false;
		rc = wf_fail(err, WF_NONE, "%s", wf_msg(c->lang, "search-none"));
	}
	free(f.id);
	free(f.expr);
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

static void
search_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	wf_buf_printf(out, "%3lld  ", (long long)wf_get_int(rec, "rank"));
	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "id"));
	wf_buf_put(out, WF_S("  "));
	wf_put_status(out, tty, wf_get(rec, "status"));
	wf_buf_put(out, WF_S("\n     "));
	put_marked(out, wf_get(rec, "snippet"), json_object_get(rec, "highlights"), tty);
	if (wf_get(rec, "same_as").n) {
		wf_buf_put(out, WF_S("\n     "));
		wf_say1(out, tty, "same-as", wf_get(rec, "same_as"));
	}
	wf_buf_put(out, WF_S("\n\n"));
}

const struct wf_op wf_op_search = {
	.name = "search",
	.faces = WF_FACE_READ,
	.en = "Find articles by words, best first; a reference goes straight to its provision.",
	.zh = "按词语检索条文，最相关者在前；输入条款引用则直接到达该条款。",
	.more_en = "Words parted by blanks must all occur, in text, headings or title; when no article holds\n"
	    "them all, articles are ranked by the pairs of characters that they share with the query.\n"
	    "Of each law only the text that answers for the day asked is searched.",
	.more_zh = "以空格分开的词须全部出现（正文、章节标题或名称）；没有条文包含全部词语时，\n"
	    "按与查询共有的相邻两字排序。每部法律只检索所问之日对应的文本。",
	.param = {
		{ "query", WF_P_TEXT, WF_P_POSITIONAL | WF_P_REQUIRED | WF_P_MANY, NULL,
		  "words, or a reference", "词语或条款引用", "数据出境 安全评估" },
		{ "at", WF_P_DATE, 0, NULL, "texts that answer for this day (default: today)",
		  "对应该日的文本（默认今天）", "2024-03-22" },
		{ "level", WF_P_TEXT, 0, NULL, "only works of this level", "只检索该效力级别", "法律" },
		{ "limit", WF_P_INT, 0, "1|1000", "rows at most (default: 10)", "最多行数（默认 10）", "20" },
	},
	.run = run_search,
	.text = search_text,
};
