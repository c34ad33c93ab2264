/*
 * Says what became of the 款, 项 and 目 of the passages that belong together.  Which passages
 * do, align.c has found.
 */
#include "engine/diff_int.h"

#include <stdlib.h>
#include <string.h>

#define LIKE 0.35		/* least likeness of two nodes that are the same, changed */
#define SAME_NUMBER 0.1		/* as much is added where the number is the same */
#define SAME_PARENT 0.1		/* … and where they stand below the same */
#define PAIRS_LIMIT 65536u	/* nodes of one group compared with one another */

/* A node below a passage. */
struct child {
	uint32_t node, passage, group;
	uint32_t up;			/* index of the node above, WF_NO_NODE = the passage */
	uint32_t to;			/* index on the other side, WF_NO_NODE = none */
	bool same;			/* matched, and nothing below it changed but punctuation */
	const uint32_t *key; uint32_t nkey;	/* of its own words, in front of its first child */
	uint64_t hash;
	uint64_t *gram; uint32_t ngram;		/* ascending */
};

/* One side. */
struct brood {
	const struct wf_diff_side *side;
	const struct wf_passages *passage;
	struct child *v; uint32_t n;
	uint32_t *first;		/* of each passage into v */
	uint32_t *group;		/* of each passage: all that links join are one group */
};

struct raising {
	struct wf_arena *a;		/* scratch */
	struct brood old, new;
	const struct wf_links *link;
};

/* ---- collecting ------------------------------------------------------------------------- */

static void
collect(struct brood *b, struct wf_arena *a)
{
	const struct wf_passages *p = b->passage;
	uint32_t *index = wf_arena_alloc(a, ((size_t)b->side->nnode + 1) * sizeof *index);

	b->v = wf_arena_alloc(a, ((size_t)b->side->nnode + 1) * sizeof *b->v);
	b->first = wf_arena_alloc(a, ((size_t)p->n + 2) * sizeof *b->first);
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t top = p->v[i].node;

		b->first[i] = b->n;
		for (uint32_t k = top + 1; k < b->side->node[top].end; k++) {
			uint32_t up = b->side->node[k].parent;

			index[k] = b->n;
			b->v[b->n++] = (struct child){ .node = k, .passage = i, .to = WF_NO_NODE,
				.up = up == top ? WF_NO_NODE : index[up] };
		}
	}
	b->first[p->n] = b->n;
}

static uint32_t
root_of(uint32_t *group, uint32_t i)
{
	while (group[i] != i)
		i = group[i] = group[group[i]];
	return i;
}

/* Passages of both sides that links join, by union and find (Tarjan 1975). */
static void
make_groups(struct raising *r)
{
	uint32_t n = r->old.passage->n, all = n + r->new.passage->n;
	uint32_t *group = wf_arena_alloc(r->a, ((size_t)all + 1) * sizeof *group);

	for (uint32_t i = 0; i < all; i++)
		group[i] = i;
	for (uint32_t i = 0; i < r->link->n; i++) {
		uint32_t x = root_of(group, r->link->v[i].old);
		uint32_t y = root_of(group, n + r->link->v[i].new);

		group[x > y ? x : y] = x < y ? x : y;
	}
	for (uint32_t i = 0; i < all; i++)
		group[i] = root_of(group, i);
	r->old.group = group;
	r->new.group = group + n;
	for (uint32_t i = 0; i < r->old.n; i++)
		r->old.v[i].group = group[r->old.v[i].passage];
	for (uint32_t i = 0; i < r->new.n; i++)
		r->new.v[i].group = group[n + r->new.v[i].passage];
}

static const struct wf_node *
node_of(const struct brood *b, const struct child *c)
{
	return &b->side->node[c->node];
}

/* The words of a node in front of its first child's label. */
static wf_str
own_words(const struct wf_diff_side *s, uint32_t node)
{
	wf_str text = s->text[node];

	if (s->node[node].end == node + 1)
		return text;
	wf_str child = s->text[node + 1];
	if (child.p < text.p || child.p > text.p + text.n)
		return text;	/* of another source */
	wf_str own = wf_str_sub(text, 0, (size_t)(child.p - text.p));
	uint32_t label = s->node[node + 1].label.len;

	own = wf_str_trim(own);
	return wf_str_sub(own, 0, own.n < label ? 0 : own.n - label);
}

static bool
same_number(const struct raising *r, const struct child *o, const struct child *n)
{
	const struct wf_node *a = node_of(&r->old, o), *b = node_of(&r->new, n);

	return a->kind == b->kind && a->num == b->num && a->sub == b->sub;
}

/* Matches the children of passages that are the same in words and shape. True when they are. */
static bool
match_twins(struct raising *r, uint32_t o, uint32_t n)
{
	struct brood *x = &r->old, *y = &r->new;
	uint32_t i = x->first[o], k = y->first[n], count = x->first[o + 1] - i;

	if (!wf_same_key(&x->passage->v[o], &y->passage->v[n]) || y->first[n + 1] - k != count)
		return false;
	for (uint32_t j = 0; j < count; j++) {
		uint32_t up = x->v[i + j].up, other = y->v[k + j].up;
		bool top = up == WF_NO_NODE || other == WF_NO_NODE;

		if (top ? up != other : up - i != other - k)
			return false;
		if (!same_number(r, &x->v[i + j], &y->v[k + j]))
			return false;
	}
	for (uint32_t j = 0; j < count; j++) {
		x->v[i + j].to = k + j;
		y->v[k + j].to = i + j;
		x->v[i + j].same = true;
	}
	return true;
}

/* Keys of what can still be matched: below a passage that has a link. */
static void
make_keys(struct brood *b, struct wf_arena *a, const bool *linked)
{
	for (uint32_t i = 0; i < b->n; i++) {
		struct child *c = &b->v[i];

		if (c->to != WF_NO_NODE || !linked[c->passage])
			continue;
		c->key = wf_fold_key(&c->nkey, a, own_words(b->side, c->node));
		c->hash = wf_hash((wf_str){ (const char *)c->key, c->nkey * sizeof *c->key });
	}
}

/* ---- matching ----------------------------------------------------------------------------- */

static void
match(struct raising *r, uint32_t o, uint32_t n)
{
	r->old.v[o].to = n;
	r->new.v[n].to = o;
}

static bool
is_open(const struct child *c)
{
	return c->to == WF_NO_NODE;
}

/* True when what stands above two nodes is matched with each other. */
static bool
same_parent(const struct raising *r, const struct child *o, const struct child *n)
{
	if (o->up != WF_NO_NODE || n->up != WF_NO_NODE)
		return o->up != WF_NO_NODE && n->up != WF_NO_NODE && r->old.v[o->up].to == n->up;
	for (uint32_t i = r->link->first[o->passage]; i < r->link->first[o->passage + 1]; i++)
		if (r->link->v[i].new == n->passage)
			return true;
	return false;
}

struct sorted { uint32_t group, at; uint64_t hash; };

static int
by_group_and_hash(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static struct sorted *
sort_open(const struct brood *b, uint32_t *n, bool by_hash)
{
	struct sorted *v = wf_malloc(((size_t)b->n + 1) * sizeof *v);

	*n = 0;
	for (uint32_t i = 0; i < b->n; i++)
		if (is_open(&b->v[i]) && b->v[i].nkey)
			v[(*n)++] = (struct sorted){ b->v[i].group, i, by_hash ? b->v[i].hash : 0 };
	qsort(v, *n, sizeof *v, by_group_and_hash);
	return v;
}

/* The same words, in order of the text. */
static void
match_same(struct raising *r)
{
	uint32_t nx, ny, i = 0, k = 0;
	struct sorted *x = sort_open(&r->old, &nx, true), *y = sort_open(&r->new, &ny, true);

	while (i < nx && k < ny) {
		struct sorted a = x[i], b = y[k];

		a.at = b.at = 0;
		int c = by_group_and_hash(&a, &b);
		if (c == 0)
			match(r, x[i].at, y[k].at);
		i += c <= 0;
		k += c >= 0;
	}
	free(x);
	free(y);
}

static int
ascending(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return (a > b) - (a < b);
}

static void
make_grams(struct child *c, struct wf_arena *a)
{
	if (c->gram || c->nkey < 2)
		return;
	c->gram = wf_arena_alloc(a, c->nkey * sizeof *c->gram);
	for (c->ngram = 0; c->ngram + 1 < c->nkey; c->ngram++)
		c->gram[c->ngram] = (uint64_t)c->key[c->ngram] << 32 | c->key[c->ngram + 1];
	qsort(c->gram, c->ngram, sizeof *c->gram, ascending);
}

/* 0..1: pairs of neighbours in common (Dice 1945). */
static double
likeness(const struct child *a, const struct child *b)
{
	uint32_t n = 0;

	if (a->ngram + b->ngram == 0)
		return 0;
	for (uint32_t i = 0, k = 0; i < a->ngram && k < b->ngram; ) {
		uint64_t x = a->gram[i], y = b->gram[k];

		n += x == y;
		i += x <= y;
		k += y <= x;
	}
	return 2.0 * n / (a->ngram + b->ngram);
}

struct scored { double score; uint32_t old, new; };

static int
best_first(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	if (a->score != b->score)
		return a->score < b->score ? 1 : -1;
	if (a->old != b->old)
		return a->old < b->old ? -1 : 1;
	return (a->new > b->new) - (a->new < b->new);
}

/* The open nodes of one group, nx old and ny new ones. */
static void
match_group(struct raising *r, const struct sorted *x, uint32_t nx, const struct sorted *y, uint32_t ny)
{
	if ((uint64_t)nx * ny > PAIRS_LIMIT)
		return;
	struct scored *pair = wf_malloc(((size_t)nx * ny + 1) * sizeof *pair);
	size_t n = 0;

	for (uint32_t i = 0; i < nx; i++)
		make_grams(&r->old.v[x[i].at], r->a);
	for (uint32_t k = 0; k < ny; k++)
		make_grams(&r->new.v[y[k].at], r->a);
	for (uint32_t i = 0; i < nx; i++)
		for (uint32_t k = 0; k < ny; k++) {
			const struct child *o = &r->old.v[x[i].at], *c = &r->new.v[y[k].at];
			double score = likeness(o, c);

			if (score < LIKE)
				continue;
			score += same_number(r, o, c) ? SAME_NUMBER : 0;
			score += same_parent(r, o, c) ? SAME_PARENT : 0;
			pair[n++] = (struct scored){ score, x[i].at, y[k].at };
		}
	qsort(pair, n, sizeof *pair, best_first);
	for (size_t i = 0; i < n; i++)
		if (is_open(&r->old.v[pair[i].old]) && is_open(&r->new.v[pair[i].new]))
			match(r, pair[i].old, pair[i].new);
	free(pair);
}

static void
match_like(struct raising *r)
{
	uint32_t nx, ny, i = 0, k = 0;
	struct sorted *x = sort_open(&r->old, &nx, false), *y = sort_open(&r->new, &ny, false);

	while (i < nx && k < ny) {
		uint32_t di = 1, dk = 1;

		while (i + di < nx && x[i + di].group == x[i].group)
			di++;
		while (k + dk < ny && y[k + dk].group == y[k].group)
			dk++;
		if (x[i].group == y[k].group)
			match_group(r, &x[i], di, &y[k], dk);
		bool past = x[i].group < y[k].group;
		bool level = x[i].group == y[k].group;
		i += past || level ? di : 0;
		k += !past || level ? dk : 0;
	}
	free(x);
	free(y);
}

/* The only open node of a kind below what stands above c; WF_NO_NODE = none or several. */
static uint32_t
only_open(const struct brood *b, uint32_t passage, uint32_t up, uint8_t kind)
{
	uint32_t found = WF_NO_NODE;

	uint32_t from = up == WF_NO_NODE ? b->first[passage] : up + 1;

	for (uint32_t i = from; i < b->first[passage + 1]; i++) {
		const struct child *c = &b->v[i];

		if (up != WF_NO_NODE && c->node >= b->side->node[b->v[up].node].end)
			break;
		if (c->up != up || !is_open(c) || node_of(b, c)->kind != kind)
			continue;
		if (found != WF_NO_NODE)
			return WF_NO_NODE;
		found = i;
	}
	return found;
}

/* What alone is left of its kind below the same is the same, however much it changed. */
static void
match_only(struct raising *r)
{
	for (uint32_t i = 0; i < r->old.n; i++) {
		const struct child *c = &r->old.v[i];
		uint8_t kind = node_of(&r->old, c)->kind;
		uint32_t passage = r->link->main[c->passage], up = WF_NO_NODE;

		if (!is_open(c) || passage == WF_NO_NODE ||
		    (c->up != WF_NO_NODE && is_open(&r->old.v[c->up])))
			continue;
		if (c->up != WF_NO_NODE) {
			up = r->old.v[c->up].to;
			passage = r->new.v[up].passage;
		}
		uint32_t to = only_open(&r->new, passage, up, kind);
		if (to != WF_NO_NODE && only_open(&r->old, c->passage, c->up, kind) == i)
			match(r, i, to);
	}
}

static void
compare_whole(struct raising *r)
{
	struct wf_arena a = { 0 };

	for (uint32_t i = 0; i < r->old.n; i++) {
		struct child *c = &r->old.v[i];
		uint32_t nx, ny;

		if (is_open(c) || c->same)
			continue;
		const uint32_t *x = wf_fold_key(&nx, &a, r->old.side->text[c->node]);
		const uint32_t *y = wf_fold_key(&ny, &a, r->new.side->text[r->new.v[c->to].node]);
		c->same = nx == ny && memcmp(x, y, nx * sizeof *x) == 0;
	}
	wf_arena_free(&a);
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* An entry with its place: that of its new node, or behind that of the one in front of it. */
struct placed { uint64_t place; struct wf_diff_child child; };

static int
by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return (a->child.old > b->child.old) - (a->child.old < b->child.old);
}

static struct wf_diff_child
entry_of(const struct raising *r, const struct child *c)
{
	if (is_open(c))
		return (struct wf_diff_child){ c->node, WF_NO_NODE, WF_DF_DELETED, false };
	const struct child *n = &r->new.v[c->to];
	return (struct wf_diff_child){ c->node, n->node, c->same ? WF_DF_UNCHANGED : WF_DF_MODIFIED,
		!same_number(r, c, n) || !same_parent(r, c, n) };
}

/* The first old passage that went into each new one; WF_NO_NODE = none. */
static uint32_t *
first_into(const struct raising *r)
{
	uint32_t *into = wf_arena_alloc(r->a, ((size_t)r->new.passage->n + 1) * sizeof *into);

	memset(into, 0xff, ((size_t)r->new.passage->n + 1) * sizeof *into);
	for (uint32_t i = r->link->n; i-- > 0; )
		into[r->link->v[i].new] = r->link->v[i].old;
	return into;
}

static void
list_children(struct wf_children *out, struct wf_arena *a, const struct raising *r,
    const uint32_t *into, struct placed *v, uint32_t o)
{
	const struct wf_links *l = r->link;
	uint32_t n = 0;
	uint64_t place = 0;

	if (l->first[o] == l->first[o + 1])
		return;		/* deleted with all it holds */
	for (uint32_t i = r->old.first[o]; i < r->old.first[o + 1]; i++) {
		const struct child *c = &r->old.v[i];

		place = is_open(c) ? place | 1 : (uint64_t)c->to * 2 + 2;
		v[n++] = (struct placed){ place, entry_of(r, c) };
	}
	for (uint32_t k = l->first[o]; k < l->first[o + 1]; k++) {
		uint32_t to = l->v[k].new;
		for (uint32_t i = r->new.first[to]; i < r->new.first[to + 1] && into[to] == o; i++)
			if (is_open(&r->new.v[i]))
				v[n++] = (struct placed){ (uint64_t)i * 2 + 2,
				    { WF_NO_NODE, r->new.v[i].node, WF_DF_INSERTED, false } };
	}
	qsort(v, n, sizeof *v, by_place);
	out->v = wf_arena_alloc(a, ((size_t)n + 1) * sizeof *out->v);
	for (out->n = 0; out->n < n; out->n++)
		out->v[out->n] = v[out->n].child;
}

struct wf_children *
wf_children_align(struct wf_arena *a, const struct wf_diff_side *old, const struct wf_diff_side *new,
    const struct wf_passages *po, const struct wf_passages *pn, const struct wf_links *l)
{
	struct wf_arena scratch = { 0 };
	struct raising r = { .a = &scratch, .old = { .side = old, .passage = po },
		.new = { .side = new, .passage = pn }, .link = l };
	struct wf_children *out = wf_arena_alloc(a, ((size_t)po->n + 1) * sizeof *out);

	collect(&r.old, &scratch);
	collect(&r.new, &scratch);
	make_groups(&r);
	uint32_t *into = first_into(&r);
	bool *linked_old = wf_arena_alloc(&scratch, (size_t)po->n + 1);
	bool *linked_new = wf_arena_alloc(&scratch, (size_t)pn->n + 1);
	for (uint32_t i = 0; i < l->n; i++) {
		uint32_t o = l->v[i].old;
		linked_old[o] = linked_new[l->v[i].new] = true;
		if (l->first[o + 1] - l->first[o] == 1 && into[l->v[i].new] == o)
			match_twins(&r, o, l->v[i].new);
	}
	make_keys(&r.old, &scratch, linked_old);
	make_keys(&r.new, &scratch, linked_new);
	match_same(&r);
	match_like(&r);
	match_only(&r);
	compare_whole(&r);
	struct placed *v = wf_arena_alloc(&scratch, ((size_t)r.old.n + r.new.n + 1) * sizeof *v);
	for (uint32_t o = 0; o < po->n; o++)
		list_children(&out[o], a, &r, into, v, o);
	wf_arena_free(&scratch);
	return out;
}
