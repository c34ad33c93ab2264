/*
 * Chooses what can be found, and gives it to the search index: the units of every text, what
 * standing it has, and which unit cites which.  It ranks nothing.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

#define NO_UNIT UINT32_MAX
#define INDEX_WORKERS 2u

/* An index under way. */
struct making {
	const struct wf_indexing *x;
	struct wf_index_writer *w;
	uint32_t **unit;	/* of each expression, the unit that each node belongs to, or NO_UNIT */
	uint32_t *cited;	/* by how many works each work is cited */
	struct wf_buf heading;
	struct wf_arena arena;	/* owns words made for the index, until it is finished */
};

/* ---- units -------------------------------------------------------------------- */

static uint32_t
input_of(const struct wf_expr *e, uint32_t node)
{
	return e->input ? e->input[node] : e->member[0].input;
}

static wf_str
text_of(const struct wf_indexing *x, const struct wf_expr *e, uint32_t node, bool head)
{
	uint32_t input = input_of(e, node);

	if (input == WF_SEVERAL)
		return WF_S("");
	const struct wf_source *s = &x->in->v[input].doc.source;

	return wf_source_slice(s, head ? e->node[node].head : wf_node_text(s, &e->node[node]));
}

/* True when an article lies below the node. */
static bool
holds_article(const struct wf_expr *e, uint32_t node)
{
	for (uint32_t i = node + 1; i < e->node[node].end; i++)
		if (e->node[i].kind == WF_ARTICLE)
			return true;
	return false;
}

/*
 * True for a node that is found as a whole: an article, an annex, and outside articles
 * whatever is no heading above others.
 */
static bool
is_unit(const struct wf_expr *e, uint32_t node)
{
	uint8_t kind = e->node[node].kind;

	if (kind == WF_ARTICLE || kind == WF_ANNEX)
		return true;
	if ((kind >= WF_BOOK && kind <= WF_SECTION) || (e->node[node].flags & WF_GROUP) != 0)
		return e->node[node].end == node + 1;
	return !holds_article(e, node);
}

static wf_rc
add_units(struct making *m, const struct wf_expr *e, uint32_t *unit_of)
{
	wf_rc rc = WF_OK;

	memset(unit_of, 0xff, e->nnode * sizeof *unit_of);
	for (uint32_t i = 1; i < e->nnode && rc == WF_OK; ) {
		if (e->node[i].kind == WF_PREFACE) {
			i = e->node[i].end;
			continue;
		}
		if (!is_unit(e, i)) {
			i++;
			continue;
		}
		m->heading.n = 0;
		for (uint32_t up = e->node[i].parent; up != 0; up = e->node[up].parent) {
			wf_buf_put(&m->heading, text_of(m->x, e, up, true));
			wf_buf_ch(&m->heading, ' ');
		}
		uint32_t input = input_of(e, i);
		struct wf_unit unit = { i, { 0 }, wf_buf_str(&m->heading), text_of(m->x, e, i, false) };
		uint32_t id = 0;

		if (input != WF_SEVERAL)	/* sources are numbered like the inputs, from 1 */
			unit.place = (struct wf_unit_place){ input + 1,
				wf_node_text(&m->x->in->v[input].doc.source, &e->node[i]) };
		rc = wf_index_unit(&id, m->w, &unit);
		for (uint32_t end = e->node[i].end; i < end; i++)
			unit_of[i] = id;
	}
	return rc;
}

/* ---- standing ------------------------------------------------------------------- */

static enum wf_standing
standing_of(const struct wf_vocab *v, const struct wf_row_work *w)
{
	static const char *const name[] = { "law", "regulation", "interpretation", "rule", "local", "other" };

	for (size_t i = 0; i < v->nlevel && w->draft_of.n == 0; i++)
		for (size_t k = 0; k < sizeof name / sizeof *name; k++)
			if (wf_str_eq(v->level[i].code, w->level) &&
			    wf_str_is(v->level[i].standing, name[k]))
				return (enum wf_standing)k;
	return WF_STAND_OTHER;
}

/* 上海市 of 上海市人民代表大会常务委员会, or of a title that begins with it; "" when neither says. */
static wf_str
place_of(const struct wf_row_work *w)
{
	static const char *const ends[] = { "省", "自治区", "市", "自治州", "自治县", "县", "经济特区" };
	size_t people = wf_str_find(w->issuers, WF_S("人民"), 0);

	if (people != SIZE_MAX && people > 0)
		return wf_str_sub(w->issuers, 0, people);
	size_t best = SIZE_MAX;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t at = wf_str_find(wf_str_sub(w->title, 0, 36), wf_str_of(ends[i]), 0);
		if (at != SIZE_MAX && at >= 6 && at < best)
			best = at;
	}
	return best == SIZE_MAX ? WF_S("") : wf_str_sub(w->title, 0, best);
}

/* ---- citations -------------------------------------------------------------------- */

/* The expression of an id, NULL = none; ids count from 1 in order. */
static const struct wf_expr *
expr_of(const struct wf_catalog *c, int64_t id)
{
	return id > 0 && (size_t)id <= c->nexpr && c->expr[id - 1].row.id == id ? &c->expr[id - 1] : NULL;
}

static int
by_pair(const void *a, const void *b)
{
	return memcmp(a, b, 2 * sizeof(uint32_t));
}

/* Counts for each work the others that cite it. */
static void
count_citing(struct making *m)
{
	const struct wf_graph *g = m->x->g;
	uint32_t (*pair)[2] = wf_malloc((g->ncite + 1) * sizeof *pair);
	size_t n = 0;

	for (size_t i = 0; i < g->ncite; i++) {
		const struct wf_expr *e = expr_of(m->x->c, g->cite[i].expr);
		if (!e || g->cite[i].work < 1 || (size_t)g->cite[i].work > m->x->c->nwork ||
		    g->cite[i].work == e->row.work)
			continue;
		pair[n][0] = (uint32_t)g->cite[i].work - 1;
		pair[n++][1] = (uint32_t)e->row.work;
	}
	qsort(pair, n, sizeof *pair, by_pair);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_pair(pair[i - 1], pair[i]) != 0)
			m->cited[pair[i][0]]++;
	free(pair);
}

/* In other texts of the work the article of that number, when it begins with the same words. */
static void
cite_same(struct making *m, uint32_t from, const struct wf_expr *e, uint32_t node)
{
	const struct wf_catalog *c = m->x->c;
	const struct wf_work *w = &c->work[e->row.work - 1];

	while (node != 0 && m->unit[e - c->expr][e->node[node].parent] == m->unit[e - c->expr][node])
		node = e->node[node].parent;
	for (uint32_t i = 0; i < w->nexpr; i++) {
		const struct wf_expr *other = &c->expr[w->expr + i];
		for (uint32_t k = 1; other != e && k < other->nnode; k++) {
			if (other->node[k].kind != WF_ARTICLE || !wf_str_eq(other->eid[k], e->eid[node]))
				continue;
			wf_str a = text_of(m->x, e, node, false), b = text_of(m->x, other, k, false);
			size_t n = a.n < 36 ? a.n : 36;
			if (m->unit[other - c->expr][k] != NO_UNIT && wf_str_starts(b, wf_str_sub(a, 0, n)))
				wf_index_cite(m->w, from, m->unit[other - c->expr][k]);
			break;
		}
	}
}

/* The words of a provision speak for what it cites. */
static void
add_cites(struct making *m)
{
	const struct wf_catalog *c = m->x->c;
	const struct wf_graph *g = m->x->g;
	uint32_t from = NO_UNIT, to = NO_UNIT;

	for (size_t i = 0, k = 0; i < g->ncite; i++) {
		const struct wf_row_cite *row = &g->cite[i];
		const struct wf_expr *citing = expr_of(c, row->expr);
		for (; k < g->ntarget && g->target[k].cite <= row->id; k++) {
			const struct wf_row_target *t = &g->target[k];
			const struct wf_expr *e = expr_of(c, t->expr);
			if (t->cite != row->id || !t->found || !e || !citing || t->node == 0)
				continue;
			uint32_t a = m->unit[citing - c->expr][row->node], b = m->unit[e - c->expr][t->node];
			if (a == NO_UNIT || b == NO_UNIT || a == b || (a == from && b == to))
				continue;
			wf_index_cite(m->w, from = a, to = b);
			if (e->row.work != citing->row.work)
				cite_same(m, a, e, t->node);
		}
	}
}

/* ---- titles --------------------------------------------------------------------------- */

struct titles { struct wf_title *v; size_t n, cap; };

static void
add_title(struct titles *t, wf_str name, int64_t work, enum wf_title_of kind, uint32_t prior)
{
	t->v = wf_grow(t->v, &t->cap, t->n + 1, sizeof *t->v);
	t->v[t->n++] = (struct wf_title){ name, work, kind, prior };
}

static uint32_t
rank_of(const struct wf_vocab *v, wf_str level)
{
	for (size_t i = 0; i < v->nlevel; i++)
		if (wf_str_eq(v->level[i].code, level))
			return v->level[i].rank;
	return 99;
}

/* By work: held, with an end or not, and by level; no day is today here. */
static uint32_t
prior_of(const struct making *m, const struct wf_work *w)
{
	bool ended = w->nexpr > 0;

	for (uint32_t i = 0; i < w->nexpr; i++)
		ended &= m->x->c->expr[w->expr + i].row.effective_to != 0;
	return wf_title_prior(true, !ended, rank_of(m->x->v, w->row.level));
}

/* Every name by which a work is found; those known by name only get negative numbers. */
static void
add_titles(struct making *m)
{
	const struct wf_catalog *c = m->x->c;
	const struct wf_graph *g = m->x->g;
	struct titles t = { 0 };
	struct wf_buf block = { 0 };

	for (size_t i = 0; i < c->nwork; i++)
		add_title(&t, c->work[i].row.title, c->work[i].row.id, WF_TITLE_OWN,
		    prior_of(m, &c->work[i]));
	for (size_t i = 0; i < c->nname; i++)
		if (c->name[i].rank != 0)
			add_title(&t, c->name[i].folded, c->name[i].work, WF_TITLE_ALIAS,
			    prior_of(m, &c->work[c->name[i].work - 1]));
	for (size_t i = 0; i < c->nformer; i++) {
		uint32_t work;
		if (wf_map_get(&c->by_key, c->former[i].key, &work))
			add_title(&t, c->former[i].name, c->work[work].row.id, WF_TITLE_FORMER,
			    prior_of(m, &c->work[work]));
	}
	for (size_t i = 0; i < g->nnamed; i++)
		add_title(&t, g->named[i].title, -g->named[i].id, WF_TITLE_OWN,
		    wf_title_prior(false, g->named[i].repealed_on == 0,
			rank_of(m->x->v, g->named[i].level)));
	wf_titles_make(&block, t.v, t.n);
	wf_index_attach(m->w, wf_buf_str(&block));
	wf_buf_free(&block);
	free(t.v);
}

/* ---- all together ------------------------------------------------------------------- */

/* The sentence of a fact, and the day that the report gives it elsewhere (3月22日 under a heading of a year). */
static wf_str
words_of(struct making *m, const struct wf_row_fact *r)
{
	if (r->from % 100 == 0)
		return r->text;
	return wf_arena_printf(&m->arena, "%.*s %d年%d月%d日", WF_FMT(r->text), r->from / 10000,
	    r->from / 100 % 100, r->from % 100);
}

/* The facts of a report as a text beside it, of better standing than the rest. at: the next fact of all. */
static wf_rc
add_facts(struct making *m, const struct wf_row_work *w, const struct wf_expr *e, size_t *at)
{
	const struct wf_facts *f = m->x->f;
	bool first = true;
	wf_rc rc = WF_OK;

	for (; *at < f->n && f->fact[*at].expr <= e->row.id && rc == WF_OK; ++*at) {
		const struct wf_row_fact *r = &f->fact[*at];
		uint32_t id;
		if (r->expr != e->row.id)
			continue;
		if (first)
			wf_index_text(m->w, &(struct wf_index_text){ e->row.id, w->title, WF_S(""),
				WF_STAND_FACTS, 0 });
		first = false;
		m->heading.n = 0;
		wf_buf_printf(&m->heading, "%.*s %.*s", WF_FMT(r->label), WF_FMT(r->heading));
		rc = wf_index_unit(&id, m->w, &(struct wf_unit){ r->seq | WF_FACT_UNIT,
			{ (uint32_t)r->source, r->span }, wf_buf_str(&m->heading), words_of(m, r) });
	}
	return rc;
}

static wf_rc
add_texts(struct making *m)
{
	const struct wf_catalog *c = m->x->c;
	size_t fact = 0;
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < c->nwork && rc == WF_OK; i++) {
		const struct wf_row_work *w = &c->work[i].row;
		enum wf_standing standing = standing_of(m->x->v, w);
		for (uint32_t k = 0; k < c->work[i].nexpr && rc == WF_OK; k++) {
			size_t at = c->work[i].expr + k;
			const struct wf_expr *e = &c->expr[at];
			wf_index_text(m->w, &(struct wf_index_text){ e->row.id, w->title,
				standing == WF_STAND_LOCAL ? place_of(w) : WF_S(""), standing, m->cited[i] });
			m->unit[at] = wf_malloc((e->nnode + (size_t)1) * sizeof *m->unit[at]);
			rc = add_units(m, e, m->unit[at]);
			if (rc == WF_OK)
				rc = add_facts(m, w, e, &fact);
		}
	}
	return rc;
}

void *
wf_index_make(void *indexing)
{
	struct wf_indexing *x = indexing;
	struct making m = { .x = x };

	m.unit = wf_malloc((x->c->nexpr + 1) * sizeof *m.unit);
	memset(m.unit, 0, (x->c->nexpr + 1) * sizeof *m.unit);
	m.cited = wf_malloc((x->c->nwork + 1) * sizeof *m.cited);
	memset(m.cited, 0, (x->c->nwork + 1) * sizeof *m.cited);
	x->rc = wf_index_create(&m.w, x->path, &x->err);
	if (x->rc == WF_OK) {
		count_citing(&m);
		x->rc = add_texts(&m);
		if (x->rc != WF_OK)
			wf_fail(&x->err, x->rc, "%s: too much text for one search index", x->path);
	}
	if (x->rc == WF_OK) {
		add_cites(&m);
		add_titles(&m);
		x->rc = wf_index_finish(m.w, INDEX_WORKERS, x->sha, &x->err);
	} else {
		wf_index_abandon(m.w);
	}
	for (size_t i = 0; i < x->c->nexpr; i++)
		free(m.unit[i]);
	free(m.unit);
	free(m.cited);
	wf_buf_free(&m.heading);
	wf_arena_free(&m.arena);
	return NULL;
}
