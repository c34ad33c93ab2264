/*
 * Brings the works of a knowledge base to the finder of citations: names, and the text of a
 * day.  Finds nothing itself.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

/* The texts of a work that were asked for. */
struct held {
	struct wf_row_expr *expr; size_t nexpr;
	struct wf_cite_tree *tree;
	int64_t **source;	/* of each node of each tree */
	bool *have, read;
};
/* A source whose words were asked for. */
struct words { int64_t id; struct wf_source source; };

struct wf_citing {
	struct wf_arena arena;
	struct wf_kb *kb;
	struct wf_names *names;
	struct wf_row_work *work; size_t nwork;
	struct held *held;
	struct words **words; size_t nwords, words_cap;
	struct wf_cite_catalog catalog;
	wf_rc rc;
};

/* ---- names ----------------------------------------------------------------------- */

/* A title that may stand without 《》: plain words, and what has no bracket of its own. */
static unsigned
flags_of(wf_str name, wf_str level)
{
	static const char *const never[] = { "案例", "报告", "草案" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (wf_str_is(level, never[i]))
			return 0;
	if (wf_str_starts(name, WF_S("关于")) || wf_utf8_count(name) < 2)
		return 0;
	for (wf_str s = name; s.n != 0; ) {
		uint32_t cp = wf_utf8_next(&s);

		if (!wf_is_han(cp) && cp != 0x3001)
			return 0;
	}
	return WF_NAME_UNQUOTED;
}

/* 最高人民法院、最高人民检察院关于… is written with and without the 、. */
static void
add_two_courts(struct wf_names *n, wf_str key, uint32_t work)
{
	static const char with[] = "最高人民法院、最高人民检察院", without[] = "最高人民法院最高人民检察院";
	struct wf_buf b = { 0 };

	if (wf_str_starts(key, WF_S("最高人民法院、最高人民检察院")))
		wf_buf_printf(&b, "%s%.*s", without, WF_FMT(wf_str_from(key, sizeof(with) - 1)));
	else if (wf_str_starts(key, WF_S("最高人民法院最高人民检察院")))
		wf_buf_printf(&b, "%s%.*s", with, WF_FMT(wf_str_from(key, sizeof(without) - 1)));
	if (b.n != 0)
		wf_names_add(n, wf_buf_str(&b), work, 1, 0);
	wf_buf_free(&b);
}

/*
 * 最高人民法院关于适用〈甲法〉若干问题的解释（三） is called 甲法解释（三） and 甲法司法解释（三）, and
 * 最高人民法院关于适用〈甲法〉的解释 甲法解释.
 */
static void
add_interpretation(struct wf_names *n, wf_str key, uint32_t work)
{
	static const char *const tails[] = { "若干问题的解释", "若干问题的规定", "的解释" };
	static const char *const words[] = { "解释", "规定", "解释" };
	wf_str head = WF_S("最高人民法院关于适用〈");

	if (!wf_str_starts(key, head))
		return;
	wf_str rest = wf_str_from(key, head.n);
	size_t close = wf_str_find(rest, WF_S("〉"), 0);
	wf_str law = wf_str_sub(rest, 0, close);

	if (close == SIZE_MAX || wf_str_has(law, WF_S("〈")))
		return;
	rest = wf_str_from(rest, close + 3);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		wf_str tail = wf_str_of(tails[i]);
		struct wf_buf b = { 0 };

		if (!wf_str_starts(rest, tail))
			continue;
		wf_str mark = wf_str_from(rest, tail.n);
		/* 若干问题的解释（二）的补充规定 is another */
		if (mark.n != 0 && !wf_str_starts(mark, WF_S("（")))
			return;
		wf_buf_printf(&b, "%.*s%s%.*s", WF_FMT(law), words[i], WF_FMT(mark));
		wf_names_add(n, wf_buf_str(&b), work, 3, WF_NAME_ALIAS);
		b.n = 0;
		wf_buf_printf(&b, "%.*s司法%s%.*s", WF_FMT(law), words[i], WF_FMT(mark));
		wf_names_add(n, wf_buf_str(&b), work, 3, WF_NAME_ALIAS);
		wf_buf_free(&b);
		return;
	}
}

void
wf_citing_name(struct wf_names *n, const struct wf_row_work *w, uint32_t work)
{
	wf_str key = wf_str_sub(w->key, 0, wf_str_find(w->key, WF_S("~"), 0));
	size_t about = wf_str_find(key, WF_S("关于"), 0);
	unsigned flags = flags_of(key, w->level);

	/* a draft is known by its mark alone: without it the title is that of the final text */
	wf_names_add(n, w->key, work, 0, flags);
	if (w->draft_of.n != 0)
		return;
	add_interpretation(n, key, work);
	wf_names_add(n, key, work, 0, flags);
	wf_names_add(n, w->title, work, 0, flags_of(w->title, w->level));
	if (w->number.n != 0)
		wf_names_add(n, w->number, work, 1, 0);
	add_two_courts(n, key, work);
	if (about != SIZE_MAX && about != 0)
		wf_names_add(n, wf_str_from(key, about), work, 3, 0);
	static const char *const marks[] = { "（试行）", "（暂行）" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (wf_str_ends(key, wf_str_of(marks[i]))) {
			wf_str base = wf_str_sub(key, 0, key.n - strlen(marks[i]));

			wf_names_add(n, base, work, 2, 0);
		}
}

void
wf_citing_former(struct wf_names *n, wf_str name, const struct wf_row_work *w, uint32_t work)
{
	wf_names_add(n, name, work, 1, flags_of(name, w->level));
}

static wf_rc
add_formers(struct wf_citing *c)
{
	struct wf_row_former *former = NULL;
	size_t n = 0;
	wf_rc rc = wf_db_all_formers(&former, &n, wf_kb_db(c->kb), &c->arena);

	for (size_t i = 0; rc == WF_OK && i < n; i++)
		if ((size_t)former[i].work <= c->nwork)
			wf_citing_former(c->names, former[i].name, &c->work[former[i].work - 1],
			    (uint32_t)former[i].work - 1);
	free(former);
	return rc;
}

/* The short names of data/aliases.tsv. */
static void
add_aliases(struct wf_citing *c)
{
	wf_str rest = { wf_data_aliases, wf_data_aliases_n }, cell[2];
	struct wf_map by_key = { 0 };
	uint32_t work;

	for (size_t i = 0; i < c->nwork; i++)
		wf_map_set(&by_key, c->work[i].key, (uint32_t)i);
	while (wf_table_row(&rest, cell, 2))
		if (wf_map_get(&by_key, cell[1], &work))
			wf_names_add(c->names, cell[0], work, 1, WF_NAME_UNQUOTED | WF_NAME_ALIAS);
	wf_map_free(&by_key);
}

/* ---- texts ------------------------------------------------------------------------- */

static bool
read_exprs(struct wf_citing *c, uint32_t work)
{
	struct held *h = &c->held[work];
	struct wf_ids ids = { 0 };
	struct wf_db *db = wf_kb_db(c->kb);
	wf_rc rc;

	if (h->read)
		return h->nexpr != 0;
	h->read = true;
	rc = wf_db_exprs_of(&ids, db, c->work[work].id);
	h->expr = wf_arena_alloc(&c->arena, (ids.n + 1) * sizeof(h->expr[0]));
	h->tree = wf_arena_alloc(&c->arena, (ids.n + 1) * sizeof(h->tree[0]));
	h->source = wf_arena_alloc(&c->arena, (ids.n + 1) * sizeof(h->source[0]));
	h->have = wf_arena_alloc(&c->arena, ids.n + 1);
	for (size_t i = 0; rc == WF_OK && i < ids.n; i++)
		rc = wf_db_expr(&h->expr[i], db, &c->arena, ids.v[i]);
	if (rc == WF_OK)
		h->nexpr = ids.n;
	else
		c->rc = rc;
	free(ids.v);
	return h->nexpr != 0;
}

size_t
wf_citing_exprs(const struct wf_row_expr **out, struct wf_citing *c, uint32_t work)
{
	if (work >= c->nwork || !read_exprs(c, work))
		return 0;
	*out = c->held[work].expr;
	return c->held[work].nexpr;
}

size_t
wf_citing_pick(struct wf_citing *c, uint32_t work, wf_date day)
{
	const struct held *h = &c->held[work];

	return wf_expr_pick(&c->work[work], h->expr, h->nexpr, day);
}

const struct wf_cite_tree *
wf_citing_tree(struct wf_citing *c, uint32_t work, size_t expr)
{
	struct held *h = &c->held[work];
	struct wf_cite_tree *t = &h->tree[expr];
	struct wf_node *node = NULL;

	if (!h->have[expr]) {
		wf_rc rc = wf_db_nodes(&node, &h->source[expr], &t->nnode, wf_kb_db(c->kb), &c->arena,
		    h->expr[expr].id);

		if (rc != WF_OK) {
			c->rc = rc;
			return NULL;
		}
		t->node = node;
		t->date = h->expr[expr].date;
		wf_cite_tree_index(t, &c->arena);
		h->have[expr] = true;
	}
	return t;
}

static const struct wf_cite_tree *
tree(void *payload, uint32_t work, wf_date day)
{
	struct wf_citing *c = payload;
	struct held *h = &c->held[work];

	if (!read_exprs(c, work))
		return NULL;
	size_t at = day == 0 ? h->nexpr - 1 : wf_expr_pick(&c->work[work], h->expr, h->nexpr, day);
	if (!wf_citing_tree(c, work, at))
		return NULL;
	h->tree[at].in_force = wf_status_of(&c->work[work], &h->expr[at], day) == WF_ST_IN_FORCE;
	return &h->tree[at];
}

/* A source's text, read once. */
static const struct wf_source *
words_of(struct wf_citing *c, int64_t source)
{
	for (size_t i = c->nwords; i-- > 0; )
		if (c->words[i]->id == source)
			return &c->words[i]->source;
	struct words *w = wf_arena_alloc(&c->arena, sizeof(*w));
	wf_rc rc = wf_db_text(&w->source, wf_kb_db(c->kb), &c->arena, source);

	if (rc != WF_OK) {
		c->rc = rc < 0 ? rc : WF_E_STORE;
		return NULL;
	}
	w->id = source;
	c->words = wf_grow(c->words, &c->words_cap, c->nwords + 1, sizeof(c->words[0]));
	c->words[c->nwords++] = w;
	return &w->source;
}

wf_str
wf_citing_text(struct wf_citing *c, uint32_t work, size_t expr, uint32_t node)
{
	const struct wf_cite_tree *t = wf_citing_tree(c, work, expr);
	const struct wf_source *s;

	if (!t || node >= t->nnode || c->held[work].source[expr][node] == 0)
		return WF_S("");
	s = words_of(c, c->held[work].source[expr][node]);
	return s ? wf_source_slice(s, wf_node_text(s, &t->node[node])) : WF_S("");
}

int64_t
wf_citing_source(struct wf_citing *c, uint32_t work, size_t expr, uint32_t node)
{
	const struct wf_cite_tree *t = wf_citing_tree(c, work, expr);

	return t && node < t->nnode ? c->held[work].source[expr][node] : 0;
}

static wf_str
title(void *payload, uint32_t work)
{
	const struct wf_citing *c = payload;

	/* a draft is known by its mark, which its heading may lack */
	return c->work[work].draft_of.n ? c->work[work].key : c->work[work].title;
}

/* ---- standing as itself --------------------------------------------------------------- */

/* The law that a decision or 修正案 amends: its articles are those that the text numbers. */
static wf_str
amended(struct wf_arena *a, wf_str key)
{
	size_t mark = wf_str_find(key, WF_S("修正案"), 0), from = wf_str_find(key, WF_S("关于修改〈"), 0);

	if (from != SIZE_MAX) {
		wf_str rest = wf_str_from(key, from + 15);
		size_t end = wf_str_find(rest, WF_S("〉的决定"), 0);

		return end == SIZE_MAX ? WF_S("") : wf_arena_str(a, wf_str_sub(rest, 0, end));
	}
	return mark == SIZE_MAX || mark == 0 ? WF_S("") : wf_str_sub(key, 0, mark);
}

void
wf_cite_stand(struct wf_cite_text *t, struct wf_arena *a, const struct wf_doc *doc,
    const struct wf_names *names, const struct wf_ident *id)
{
	bool law = doc->head.form != WF_FORM_CASE && doc->head.form != WF_FORM_REPORT;

	if (!law || id->title.n == 0 || doc->head.nolaw != WF_IS_LAW)
		return;
	t->title = id->title;
	t->self = wf_names_find(names, id->key);
	t->amends = amended(a, id->key);
	wf_cite_places(t, a, doc);
}

/* ---- opening -------------------------------------------------------------------------- */

wf_rc
wf_citing_open(struct wf_citing **out, struct wf_kb *kb, struct wf_err *err)
{
	struct wf_citing *c = wf_malloc(sizeof(*c));

	memset(c, 0, sizeof(*c));
	c->kb = kb;
	*out = c;
	wf_rc rc = wf_db_all_works(&c->work, &c->nwork, wf_kb_db(kb), &c->arena);
	c->names = wf_names_new();
	if (rc == WF_OK)
		rc = add_formers(c);
	if (rc != WF_OK) {
		wf_fail(err, rc, "%s", wf_db_error(wf_kb_db(kb)));
		wf_citing_close(c);
		*out = NULL;
		return rc;
	}
	c->held = wf_arena_alloc(&c->arena, (c->nwork + 1) * sizeof(c->held[0]));
	for (size_t i = 0; i < c->nwork; i++)
		wf_citing_name(c->names, &c->work[i], (uint32_t)i);
	add_aliases(c);
	wf_names_finish(c->names);
	c->catalog = (struct wf_cite_catalog){ c->names, c, tree, title };
	return WF_OK;
}

void
wf_citing_close(struct wf_citing *c)
{
	if (!c)
		return;
	wf_names_free(c->names);
	free(c->words);
	free(c->work);
	wf_arena_free(&c->arena);
	free(c);
}

const struct wf_cite_catalog *
wf_citing_catalog(const struct wf_citing *c)
{
	return &c->catalog;
}

const struct wf_row_work *
wf_citing_work(const struct wf_citing *c, uint32_t work)
{
	return work < c->nwork ? &c->work[work] : NULL;
}

struct wf_db *
wf_citing_db(const struct wf_citing *c)
{
	return wf_kb_db(c->kb);
}

/* The row of a work known by name only; false = the name is not known either. */
static bool
find_named(struct wf_row_named *out, struct wf_citing *c, wf_str title)
{
	struct wf_buf key = { 0 };

	wf_work_id(&key, title);
	wf_rc rc = wf_db_named_by_key(out, wf_kb_db(c->kb), &c->arena, wf_buf_str(&key));
	wf_buf_free(&key);
	if (rc < 0)
		c->rc = rc;
	return rc == WF_OK;
}

bool
wf_citing_named(struct wf_citing *c, wf_str title)
{
	struct wf_row_named row;

	return find_named(&row, c, title);
}

bool
wf_citing_repealed(wf_str *by, wf_date *date, struct wf_citing *c, wf_str title)
{
	struct wf_row_named row;

	if (!find_named(&row, c, title) || row.repealed_by.n == 0)
		return false;
	*by = row.repealed_by;
	*date = row.repealed_on;
	return true;
}

size_t
wf_citing_works(const struct wf_citing *c)
{
	return c->nwork;
}

wf_rc
wf_citing_failure(const struct wf_citing *c)
{
	return c->rc;
}
