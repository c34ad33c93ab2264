/*
 * Reads every text of a build for references and resolves them against the frozen catalog: what
 * cites what, and which works are known by name only.  How a reference is found is the cite
 * folder's part; rows are written by write.c.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

#define TARGETS_LIMIT 1000000u	/* provisions cited by one document; of what is beyond only the first is kept */

/* What one expression gave; its own arena so that threads do not share one. */
struct wf_cite_part {
	struct wf_row_cite *cite; size_t ncite, cite_cap;	/* without id and named */
	struct wf_row_target *target; size_t ntarget, target_cap;	/* cite is an index of cite */
	wf_str *title; size_t title_cap;	/* of each cite: of a work not held, else "" */
	struct wf_row_rejected *rejected; size_t nrejected, rejected_cap;
	struct wf_arena arena;
};

/* The catalog as all threads see it. */
struct citing {
	const struct wf_catalog *c;
	const struct wf_inputs *in;
	struct wf_names *names;
	struct wf_row_expr *row;	/* of each expression */
	struct wf_cite_tree *tree;	/* two of each expression: not in force, in force */
	struct wf_cite_catalog catalog;
	struct wf_graph *g;
};

/* ---- names ------------------------------------------------------------------ */

static void
make_names(struct citing *x)
{
	wf_str rest = { wf_data_aliases, wf_data_aliases_n }, cell[2];
	const struct wf_catalog *c = x->c;
	uint32_t work;

	x->names = wf_names_new();
	for (uint32_t i = 0; i < c->nwork; i++)
		wf_citing_name(x->names, &c->work[i].row, i);
	for (size_t i = 0; i < c->nformer; i++)
		if (wf_map_get(&c->by_key, c->former[i].key, &work))
			wf_citing_former(x->names, c->former[i].name, &c->work[work].row, work);
	while (wf_table_row(&rest, cell, 2))
		if (wf_map_get(&c->by_key, cell[1], &work))
			wf_names_add(x->names, cell[0], work, 1, WF_NAME_UNQUOTED | WF_NAME_ALIAS);
	wf_names_finish(x->names);
}

/* ---- texts ------------------------------------------------------------------ */

static void
index_tree(void *payload, size_t i)
{
	struct citing *x = payload;
	const struct wf_expr *e = &x->c->expr[i];
	struct wf_cite_tree *t = &x->tree[2 * i];

	*t = (struct wf_cite_tree){ .node = e->node, .nnode = e->nnode, .date = e->row.date };
	wf_cite_tree_index(t, &x->g->part[i].arena);
	t[1] = t[0];
	t[1].in_force = true;
}

/* The text of a work on a day; without a day the last. */
static const struct wf_cite_tree *
tree(void *payload, uint32_t work, wf_date day)
{
	const struct citing *x = payload;
	const struct wf_work *w = &x->c->work[work];
	size_t at = w->expr + (day == 0 ? w->nexpr - 1 :
	    wf_expr_pick(&w->row, &x->row[w->expr], w->nexpr, day));
	bool in_force = wf_status_of(&w->row, &x->row[at], day) == WF_ST_IN_FORCE;

	return &x->tree[2 * at + in_force];
}

/* As the catalog of a knowledge base gives it (citing.c). */
static wf_str
title(void *payload, uint32_t work)
{
	const struct citing *x = payload;
	const struct wf_row_work *w = &x->c->work[work].row;

	return w->draft_of.n ? w->key : w->title;
}

/* ---- one document ------------------------------------------------------------- */

/* A document being read. */
struct reading {
	const struct citing *x;
	struct wf_cite_part *part;
	uint32_t expr;		/* index */
	uint32_t input;
	uint32_t base;		/* what is added to its nodes to make those of the expression */
	const struct wf_doc *doc;
	struct wf_cite_text text;
	struct wf_cites found;
};

/* The last node that begins at or before off and reaches beyond it, in the document. */
static uint32_t
node_at(const struct wf_doc *doc, uint32_t off)
{
	uint32_t low = 0, high = doc->nnode;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (doc->node[mid].whole.off <= off)
			low = mid;
		else
			high = mid;
	}
	while (low != 0 && off >= doc->node[low].whole.off + doc->node[low].whole.len)
		low = doc->node[low].parent;
	return low;
}

/* True where the text itself is meant: what was looked at is its own tree, or nothing but its name. */
static bool
is_own(const struct reading *r, const struct wf_cite *f)
{
	bool self = f->form == WF_CITE_SELF || f->form == WF_CITE_RELATIVE;

	if (f->form == WF_CITE_ANNEX && f->state == WF_CITE_RESOLVED)
		return true;
	if (!r->text.node || f->work != r->text.self)
		return false;
	for (uint32_t i = 0; i < f->ntarget && !self; i++)
		if (r->found.target[f->target + i].node != 0)
			return false;
	return !self || wf_str_eq(f->title, r->text.title);
}

/* The 款 or article in which the provision should be; 0 = that is not there either. */
static uint32_t
nearest(const struct wf_cite_tree *t, const struct wf_ref *ref)
{
	uint32_t low = 0, high = t->narticle, article;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct wf_node *n = &t->node[t->article[mid]];

		if (n->num < ref->article || (n->num == ref->article && n->sub < ref->article_sub))
			low = mid + 1;
		else
			high = mid;
	}
	if (low == t->narticle || ref->article == 0)
		return 0;
	article = t->article[low];
	if (t->node[article].num != ref->article || t->node[article].sub != ref->article_sub)
		return 0;
	for (uint32_t i = article + 1; ref->para != 0 && i < t->node[article].end; i = t->node[i].end)
		if (t->node[i].kind == WF_PARAGRAPH && t->node[i].num == ref->para)
			return i;
	return article;
}

static wf_str
words_eid(struct wf_arena *a, const struct wf_ref *ref)
{
	struct wf_buf b = { 0 };

	wf_ref_eid(&b, ref);
	wf_str eid = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return eid;
}

static void
add_target(struct reading *r, const struct wf_cite_target *t, const struct wf_cite_tree *tree)
{
	struct wf_cite_part *p = r->part;
	struct wf_row_target row = { .cite = (int64_t)p->ncite - 1 };
	size_t expr = tree ? (size_t)(tree - r->x->tree) / 2 : 0;

	row.seq = p->ntarget != 0 && p->target[p->ntarget - 1].cite == row.cite ?
	    p->target[p->ntarget - 1].seq + 1 : 0;
	row.found = tree && t->node != WF_NO_NODE;
	if (tree) {
		row.expr = r->x->row[expr].id;
		row.node = row.found ? t->node : nearest(tree, &t->ref);
	}
	row.eid = row.found ? r->x->c->expr[expr].eid[t->node] : words_eid(&p->arena, &t->ref);
	p->target = wf_grow(p->target, &p->target_cap, p->ntarget + 1, sizeof(p->target[0]));
	p->target[p->ntarget++] = row;
}

static void
add_cite(struct reading *r, const struct wf_cite *f)
{
	struct wf_cite_part *p = r->part;
	bool held = f->work < WF_MANY_WORKS, own = is_own(r, f);
	const struct wf_cite_tree *t = own ? &r->x->tree[2 * r->expr + 1] :
	    held ? tree((void *)(uintptr_t)r->x, f->work, r->text.day) : NULL;
	static const struct wf_cite_target whole = { .node = 0 };
	uint32_t node = node_at(r->doc, f->span.off);

	p->cite = wf_grow(p->cite, &p->cite_cap, p->ncite + 1, sizeof(p->cite[0]));
	p->title = wf_grow(p->title, &p->title_cap, p->ncite + 1, sizeof(p->title[0]));
	p->title[p->ncite] = !held && f->state == WF_CITE_OUT_OF_CORPUS ?
	    wf_arena_str(&p->arena, f->title) : WF_S("");
	p->cite[p->ncite++] = (struct wf_row_cite){ .expr = r->x->row[r->expr].id,
		.node = node == 0 ? 0 : node + r->base, .source = (int64_t)r->input + 1, .span = f->span,
		.form = f->form, .state = f->state, .reason = f->reason, .in_force = t && t->in_force,
		.work = held ? r->x->c->work[f->work].row.id : 0 };
	/* the provisions of one reference follow those of the last: later ones keep their first */
	for (uint32_t i = 0; i < f->ntarget && (i == 0 || f->target + i < TARGETS_LIMIT); i++)
		add_target(r, &r->found.target[f->target + i], t);
	if (f->ntarget == 0)
		add_target(r, &whole, t);
}

static void
count_rejected(struct reading *r, const uint32_t count[WF_CITE_REASONS])
{
	struct wf_cite_part *p = r->part;

	for (uint8_t i = 0; i < WF_CITE_REASONS; i++) {
		if (count[i] == 0)
			continue;
		p->rejected = wf_grow(p->rejected, &p->rejected_cap, p->nrejected + 1,
		    sizeof(p->rejected[0]));
		p->rejected[p->nrejected++] = (struct wf_row_rejected){ (int64_t)r->input + 1, i, count[i] };
	}
}

static void
add_all(struct reading *r)
{
	uint32_t count[WF_CITE_REASONS] = { 0 };

	for (size_t i = 0; i < r->found.n; i++) {
		const struct wf_cite *f = &r->found.v[i];

		if (f->state == WF_CITE_REJECTED)
			count[f->reason]++;
		else
			add_cite(r, f);
	}
	count_rejected(r, count);
}

static void
read_document(struct reading *r, uint32_t work)
{
	const struct wf_expr *e = &r->x->c->expr[r->expr];
	const struct wf_input *in = &r->x->in->v[r->input];
	struct wf_arena scratch = { 0 };

	r->doc = &in->doc;
	r->found = (struct wf_cites){ 0 };
	r->text = (struct wf_cite_text){ .text = in->doc.source.text, .self = WF_NO_WORK,
		.title = WF_S(""), .day = e->row.date };
	wf_cite_stand(&r->text, &scratch, &in->doc, r->x->names, &in->ident);
	if (r->text.title.n != 0)
		r->text.self = work;
	/* one part of a work speaks of the others as 本法 */
	if (r->text.node && e->input) {
		r->text.node = e->node;
		r->text.nnode = e->nnode;
	}
	wf_cite_find(&r->found, &r->x->catalog, &r->text);
	add_all(r);
	wf_cites_free(&r->found);
	wf_arena_free(&scratch);
}

static void
read_expr(void *payload, size_t i)
{
	const struct citing *x = payload;
	const struct wf_expr *e = &x->c->expr[i];
	struct reading r = { .x = x, .part = &x->g->part[i], .expr = (uint32_t)i };

	for (uint32_t k = 0; k < e->nmember && e->member[k].role == WF_ROLE_SHOWN; k++) {
		r.input = e->member[k].input;
		read_document(&r, (uint32_t)e->row.work - 1);
		r.base += x->in->v[r.input].doc.nnode - 1;
	}
}

/* ---- works known by name only ---------------------------------------------------- */

struct naming {
	const struct citing *x;
	struct wf_graph *g;
	struct wf_map by_key;		/* key -> index of g->named */
	size_t cap;
	int64_t *last; size_t last_cap;	/* of each, the work that cited it last, + 1 */
};

/* The row of a name, made when it is new; NULL = the name says nothing, or a work held bears it. */
static struct wf_row_named *
named_row(struct naming *n, wf_str name, uint8_t form, const struct wf_row_cite *place)
{
	struct wf_graph *g = n->g;
	struct wf_buf key = { 0 };
	struct wf_row_named *row = NULL;
	uint32_t at;

	wf_work_id(&key, name);
	wf_str id = wf_buf_str(&key);
	if (wf_utf8_count(id) >= 2 && !wf_map_get(&n->x->c->by_key, id, &at)) {
		if (!wf_map_get(&n->by_key, id, &at)) {
			at = (uint32_t)g->nnamed;
			g->named = wf_grow(g->named, &n->cap, g->nnamed + 1, sizeof(g->named[0]));
			n->last = wf_grow(n->last, &n->last_cap, g->nnamed + 1, sizeof(n->last[0]));
			n->last[g->nnamed] = 0;
			g->named[g->nnamed++] = (struct wf_row_named){ .key = wf_arena_str(&g->arena, id),
				.title = name, .form = form, .expr = place->expr, .node = place->node,
				.source = place->source, .span = place->span, .repealed_by = WF_S("") };
			wf_map_set(&n->by_key, g->named[at].key, at);
		}
		row = &g->named[at];
		if (name.n > row->title.n || (name.n == row->title.n && wf_str_cmp(name, row->title) < 0))
			row->title = name;
	}
	wf_buf_free(&key);
	return row;
}

/* named becomes an index + 1; the ids follow when all names are known. */
static void
name_cited(struct naming *n, struct wf_cite_part *p)
{
	for (size_t i = 0; i < p->ncite; i++) {
		struct wf_row_cite *c = &p->cite[i];
		int64_t work = n->x->row[c->expr - 1].work;
		struct wf_row_named *row = p->title[i].n != 0 ? named_row(n, p->title[i], c->form, c) : NULL;

		if (!row)
			continue;
		c->named = row - n->g->named + 1;
		row->cited++;
		row->works += n->last[c->named - 1] != work;
		n->last[c->named - 1] = work;
	}
}

/* The day from which a clause repeals; 0 = not known. An amended text repeats that of its first. */
static wf_date
repeal_day(const struct wf_doc *doc, const struct wf_clause *c, const struct wf_row_expr *e)
{
	const struct wf_clause *own = wf_commencement(doc);

	if (c->date != 0 || (own && own->date != 0))
		return c->date != 0 ? c->date : own->date;
	return wf_str_is(e->effective_basis, "inferred_from_amendment") ? 0 : e->effective_from;
}

/* The first reference of a document that ends after a byte of it; ncite = none does. */
static size_t
cite_after(const struct wf_cite_part *p, int64_t source, uint32_t off)
{
	size_t low = 0, high = p->ncite;

	/* documents of one expression follow one another, whatever their numbers */
	while (low < high && p->cite[low].source != source)
		low++;
	while (high > low && p->cite[high - 1].source != source)
		high--;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->cite[mid].span.off + p->cite[mid].span.len <= off)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->ncite && p->cite[low].source == source ? low : p->ncite;
}

/* The row of the work that a clause repeals: that of the reference which stands there, else of the name. */
static struct wf_row_named *
repealed_row(struct naming *n, const struct wf_cite_part *p, const struct wf_clause *c, wf_str name,
    const struct wf_row_cite *place)
{
	size_t at = cite_after(p, place->source, c->name.off);
	uint32_t work;

	if (at < p->ncite && p->cite[at].span.off <= c->name.off)
		return p->cite[at].named != 0 ? &n->g->named[p->cite[at].named - 1] : NULL;
	if (wf_catalog_find(&work, n->x->c, name) || wf_names_find(n->x->names, name) != WF_NO_WORK)
		return NULL;
	return named_row(n, wf_arena_str(&n->g->arena, name), WF_CITE_REPEAL, place);
}

/* 关于修改部分地方性法规的决定: many bodies make works of that name, one is repealed. */
static bool
says_too_little(wf_str key)
{
	return wf_str_starts(key, WF_S("关于")) && wf_str_has(key, WF_S("部分"));
}

/* The clauses of the k-th document of an expression; base: what makes its nodes the expression's. */
static void
name_repealed(struct naming *n, const struct wf_work *w, const struct wf_expr *e, uint32_t k, uint32_t base)
{
	const struct wf_doc *doc = &n->x->in->v[e->member[k].input].doc;

	for (uint32_t i = 0; i < doc->nclause; i++) {
		const struct wf_clause *c = &doc->clause[i];
		struct wf_row_cite place = { .expr = e->row.id, .node = c->node == 0 ? 0 : c->node + base,
			.source = (int64_t)e->member[k].input + 1, .span = c->span };

		if (c->kind != WF_CL_REPEAL)
			continue;
		struct wf_row_named *row = repealed_row(n, &n->g->part[e->row.id - 1], c,
		    wf_source_slice(&doc->source, c->name), &place);
		wf_date day = repeal_day(doc, c, &e->row);

		if (row && !says_too_little(row->key) && (row->repealed_by.n == 0 ||
		    (day != 0 && (row->repealed_on == 0 || day < row->repealed_on)))) {
			row->repealed_by = w->row.key;
			row->repealed_on = day;
		}
	}
}

/* The work that a draft is to become; it is judged by the draft's issuers. */
static void
name_final(struct naming *n, const struct wf_work *w)
{
	const struct wf_expr *e = &n->x->c->expr[w->expr];
	uint32_t input = e->member[0].input;
	struct wf_row_cite place = { .expr = e->row.id, .source = (int64_t)input + 1,
		.span = n->x->in->v[input].doc.head.title };
	struct wf_row_named *row = named_row(n, w->row.draft_of, WF_CITE_FULL, &place);

	if (row && row->draft == 0) {
		row->draft = w->row.id;
		row->issuers = w->row.issuers;
	}
}

static void
name_others(struct naming *n)
{
	const struct wf_catalog *c = n->x->c;

	for (size_t i = 0; i < c->nwork; i++) {
		const struct wf_work *w = &c->work[i];

		if (w->row.draft_of.n != 0)
			name_final(n, w);
		for (uint32_t k = 0; k < w->nexpr && w->row.draft_of.n == 0; k++) {
			const struct wf_expr *e = &c->expr[w->expr + k];
			uint32_t base = 0;

			for (uint32_t j = 0; j < e->nmember && e->member[j].role == WF_ROLE_SHOWN; j++) {
				name_repealed(n, w, e, j, base);
				base += n->x->in->v[e->member[j].input].doc.nnode - 1;
			}
		}
	}
}

/* data/repeals.tsv tells of works that are named elsewhere. */
static void
apply_register(struct naming *n)
{
	wf_str rest = { wf_data_repeals, wf_data_repeals_n }, cell[3];
	uint32_t at;
	wf_date day;

	while (wf_table_row(&rest, cell, 3)) {
		if (!wf_map_get(&n->by_key, cell[0], &at) || !wf_date_parse(cell[2], &day) ||
		    n->g->named[at].repealed_by.n != 0)
			continue;
		n->g->named[at].repealed_by = cell[1];
		n->g->named[at].repealed_on = day;
	}
}

/* What kind of text bears such a name, and whose it is. */
static void
judge_name(struct wf_row_named *row, struct wf_arena *a, const struct wf_vocab *v)
{
	struct wf_buf names = { 0 }, kinds = { 0 };
	size_t about = wf_str_find(row->key, WF_S("关于"), 0);

	if (row->issuers.n != 0)
		wf_issuers(&names, &kinds, v, row->issuers);
	else if (about != SIZE_MAX && about != 0)
		wf_issuers(&names, &kinds, v, wf_str_sub(row->key, 0, about));
	row->issuers = wf_arena_str(a, wf_buf_str(&names));
	row->level = wf_level_of(v, row->key, wf_buf_str(&kinds), WF_S(""));
	/* its ending alone makes no law of a 办法 */
	if (kinds.n == 0 && wf_str_is(row->level, "法律") && wf_str_has(row->key, WF_S("办法")))
		row->level = WF_S("其他");
	if (row->form == WF_CITE_CASE)
		row->level = WF_S("案例");
	wf_buf_free(&names);
	wf_buf_free(&kinds);
}

struct sorted { wf_str key; uint32_t at; };

static int
by_key(const void *a, const void *b)
{
	return wf_str_cmp(((const struct sorted *)a)->key, ((const struct sorted *)b)->key);
}

/* Puts the names in order of key and lets references point there. */
static void
settle_names(struct naming *n, const struct wf_vocab *v)
{
	struct wf_graph *g = n->g;
	struct sorted *order = wf_malloc((g->nnamed + 1) * sizeof(order[0]));
	struct wf_row_named *row = wf_malloc((g->nnamed + 1) * sizeof(row[0]));
	int64_t *id = wf_malloc((g->nnamed + 1) * sizeof(id[0]));

	for (size_t i = 0; i < g->nnamed; i++)
		order[i] = (struct sorted){ g->named[i].key, (uint32_t)i };
	qsort(order, g->nnamed, sizeof(order[0]), by_key);
	for (size_t i = 0; i < g->nnamed; i++) {
		row[i] = g->named[order[i].at];
		row[i].id = id[order[i].at] = (int64_t)i + 1;
		judge_name(&row[i], &g->arena, v);
	}
	for (size_t i = 0; i < g->ncite; i++)
		g->cite[i].named = g->cite[i].named == 0 ? 0 : id[g->cite[i].named - 1];
	free(g->named);
	free(order);
	free(id);
	g->named = row;
}

/* ---- all together -------------------------------------------------------------------- */

/* The rows of all expressions one after the other, with their ids. */
static void
join_parts(struct wf_graph *g)
{
	size_t ncite = 0, ntarget = 0, nrejected = 0;

	for (size_t i = 0; i < g->npart; i++) {
		ncite += g->part[i].ncite;
		ntarget += g->part[i].ntarget;
		nrejected += g->part[i].nrejected;
	}
	g->cite = wf_malloc((ncite + 1) * sizeof(g->cite[0]));
	g->target = wf_malloc((ntarget + 1) * sizeof(g->target[0]));
	g->rejected = wf_malloc((nrejected + 1) * sizeof(g->rejected[0]));
	for (size_t i = 0; i < g->npart; i++) {
		const struct wf_cite_part *p = &g->part[i];

		for (size_t k = 0; k < p->ntarget; k++) {
			g->target[g->ntarget] = p->target[k];
			g->target[g->ntarget++].cite += (int64_t)g->ncite + 1;
		}
		for (size_t k = 0; k < p->ncite; k++) {
			g->cite[g->ncite] = p->cite[k];
			g->cite[g->ncite].id = (int64_t)g->ncite + 1;
			g->ncite++;
		}
		for (size_t k = 0; k < p->nrejected; k++)
			g->rejected[g->nrejected++] = p->rejected[k];
	}
}

static void
make_named(struct wf_graph *g, const struct citing *x, const struct wf_vocab *v)
{
	struct naming n = { .x = x, .g = g };

	for (size_t i = 0; i < g->npart; i++)
		name_cited(&n, &g->part[i]);
	join_parts(g);
	name_others(&n);
	apply_register(&n);
	settle_names(&n, v);
	wf_map_free(&n.by_key);
	free(n.last);
}

void
wf_graph_make(struct wf_graph *g, const struct wf_catalog *c, const struct wf_inputs *in,
    const struct wf_vocab *v, unsigned workers, const struct wf_progress *p)
{
	struct citing x = { .c = c, .in = in, .g = g };

	*g = (struct wf_graph){ .npart = c->nexpr };
	g->part = wf_malloc((c->nexpr + 1) * sizeof(g->part[0]));
	memset(g->part, 0, (c->nexpr + 1) * sizeof(g->part[0]));
	x.row = wf_malloc((c->nexpr + 1) * sizeof(x.row[0]));
	x.tree = wf_malloc((2 * c->nexpr + 2) * sizeof(x.tree[0]));
	for (size_t i = 0; i < c->nexpr; i++)
		x.row[i] = c->expr[i].row;
	make_names(&x);
	x.catalog = (struct wf_cite_catalog){ x.names, &x, tree, title };
	wf_parallel(c->nexpr, workers, index_tree, &x, NULL, "cite");
	wf_parallel(c->nexpr, workers, read_expr, &x, p, "cite");
	make_named(g, &x, v);
	wf_names_free(x.names);
	free(x.row);
	free(x.tree);
}

void
wf_graph_free(struct wf_graph *g)
{
	for (size_t i = 0; i < g->npart; i++) {
		free(g->part[i].cite);
		free(g->part[i].target);
		free(g->part[i].title);
		free(g->part[i].rejected);
		wf_arena_free(&g->part[i].arena);
	}
	free(g->part);
	free(g->cite);
	free(g->target);
	free(g->named);
	free(g->rejected);
	wf_arena_free(&g->arena);
	*g = (struct wf_graph){ 0 };
}
