/*
 * Leads the numbers of a provision to its node in a text, and expands ranges.  Does not
 * know which text is meant.
 */
#include "cite_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- index of articles -------------------------------------------------------- */

struct numbered { uint32_t num, sub, node; };

static int
by_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	if (x->num != y->num)
		return x->num < y->num ? -1 : 1;
	if (x->sub != y->sub)
		return x->sub < y->sub ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

static void
sort_articles(uint32_t *v, uint32_t n, const struct wf_node *node)
{
	struct numbered *order = wf_malloc(n * sizeof(order[0]));

	for (uint32_t i = 0; i < n; i++)
		order[i] = (struct numbered){ node[v[i]].num, node[v[i]].sub, v[i] };
	qsort(order, n, sizeof(order[0]), by_number);
	for (uint32_t i = 0; i < n; i++)
		v[i] = order[i].node;
	free(order);
}

static int
by_unit(const void *a, const void *b)
{
	const struct wf_cite_unit *x = a, *y = b;

	if (x->top != y->top)
		return x->top ? 1 : -1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->num != y->num)
		return x->num < y->num ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* The 款 and 项 right below the whole; of a text without articles all its 项. */
static void
index_units(struct wf_cite_tree *t, struct wf_arena *a)
{
	size_t n = 0, cap = 0;
	struct wf_cite_unit *v = NULL;

	for (uint32_t i = 1; i < t->nnode; i = t->node[i].end)
		if (t->node[i].kind == WF_PARAGRAPH || t->node[i].kind == WF_ITEM) {
			v = wf_grow(v, &cap, n + 1, sizeof(v[0]));
			v[n++] = (struct wf_cite_unit){ t->node[i].num, i, t->node[i].kind, true };
		}
	for (uint32_t i = 1; i < t->nnode && t->narticle == 0; ) {
		if (t->node[i].kind == WF_ITEM) {
			v = wf_grow(v, &cap, n + 1, sizeof(v[0]));
			v[n++] = (struct wf_cite_unit){ t->node[i].num, i, WF_ITEM, false };
		}
		i = t->node[i].kind == WF_ANNEX || t->node[i].kind == WF_ARTICLE ? t->node[i].end : i + 1;
	}
	struct wf_cite_unit *kept = wf_arena_alloc(a, (n + 1) * sizeof(kept[0]));

	if (n != 0) {
		qsort(v, n, sizeof(v[0]), by_unit);
		memcpy(kept, v, n * sizeof(v[0]));
	}
	free(v);
	t->unit = kept;
	t->nunit = (uint32_t)n;
}

/* The first such 款 or 项 of the text. */
static uint32_t
find_unit(const struct wf_cite_tree *t, bool top, uint8_t kind, uint32_t num)
{
	struct wf_cite_unit asked = { num, 0, kind, top };
	uint32_t low = 0, high = t->nunit;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (by_unit(&t->unit[mid], &asked) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->nunit && t->unit[low].top == top && t->unit[low].kind == kind &&
	    t->unit[low].num == num ? t->unit[low].node : WF_NO_NODE;
}

void
wf_cite_tree_index(struct wf_cite_tree *t, struct wf_arena *a)
{
	uint32_t n = 0, *v = wf_arena_alloc(a, (t->nnode + 1) * sizeof(v[0]));
	bool sorted = true;

	for (uint32_t i = 1; i < t->nnode; ) {
		if (t->node[i].kind == WF_ANNEX) {
			i = t->node[i].end;
			continue;
		}
		if (t->node[i].kind == WF_ARTICLE && t->node[i].num != 0)
			v[n++] = i;
		i = t->node[i].kind == WF_ARTICLE ? t->node[i].end : i + 1;
	}
	/* nearly always in order */
	for (uint32_t i = 1; i < n; i++) {
		const struct wf_node *x = &t->node[v[i - 1]], *y = &t->node[v[i]];

		sorted = sorted && (x->num < y->num || (x->num == y->num && x->sub <= y->sub));
	}
	if (!sorted)
		sort_articles(v, n, t->node);
	t->article = v;
	t->narticle = n;
	index_units(t, a);
}

/* Place in the index of the first article that is not before num, sub. */
static uint32_t
article_at(const struct wf_cite_tree *t, uint32_t num, uint32_t sub)
{
	uint32_t low = 0, high = t->narticle;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct wf_node *n = &t->node[t->article[mid]];

		if (n->num < num || (n->num == num && n->sub < sub))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint32_t
find_article(const struct wf_cite_tree *t, uint32_t num, uint32_t sub)
{
	uint32_t at = article_at(t, num, sub);

	if (at == t->narticle)
		return WF_NO_NODE;
	const struct wf_node *n = &t->node[t->article[at]];
	return n->num == num && n->sub == sub ? t->article[at] : WF_NO_NODE;
}

/* The child of up with this kind and number; through is a kind whose children count too. */
static uint32_t
child(const struct wf_cite_tree *t, uint32_t up, uint8_t kind, uint32_t num, uint32_t sub)
{
	for (uint32_t i = up + 1; i < t->node[up].end; i = t->node[i].end)
		if (t->node[i].kind == kind && t->node[i].num == num && t->node[i].sub == sub)
			return i;
	return WF_NO_NODE;
}

/* A node of this kind and number anywhere below up, annexes and articles aside. */
static uint32_t
heading(const struct wf_cite_tree *t, uint32_t up, uint8_t kind, uint32_t num)
{
	uint32_t end = up == 0 ? t->nnode : t->node[up].end;

	for (uint32_t i = up + 1; i < end; ) {
		const struct wf_node *n = &t->node[i];

		if (n->kind == kind && n->num == num)
			return i;
		i = n->kind == WF_ANNEX || n->kind == WF_ARTICLE ? n->end : i + 1;
	}
	return WF_NO_NODE;
}

/* 第三项 without its 款: in the first 款 of the article that has such a 项. */
static uint32_t
item_of_article(const struct wf_cite_tree *t, uint32_t article, struct wf_ref *ref)
{
	uint32_t node = child(t, article, WF_ITEM, ref->item, ref->item_sub);

	for (uint32_t i = article + 1; node == WF_NO_NODE && i < t->node[article].end; i = t->node[i].end) {
		if (t->node[i].kind != WF_PARAGRAPH)
			continue;
		node = child(t, i, WF_ITEM, ref->item, ref->item_sub);
		if (node != WF_NO_NODE)
			ref->para = t->node[i].num;
	}
	return node;
}

static uint32_t
below_article(const struct wf_cite_tree *t, uint32_t at, struct wf_ref *ref)
{
	if (ref->para != 0) {
		at = child(t, at, WF_PARAGRAPH, ref->para, 0);
		if (at != WF_NO_NODE && ref->item != 0)
			at = child(t, at, WF_ITEM, ref->item, ref->item_sub);
	} else if (ref->item != 0) {
		at = item_of_article(t, at, ref);
	}
	if (at != WF_NO_NODE && ref->point != 0)
		at = child(t, at, WF_POINT, ref->point, 0);
	return at;
}

uint32_t
wf_cite_node(const struct wf_cite_tree *t, struct wf_ref *ref)
{
	static const struct { enum wf_path_level level; uint8_t kind; } upper[] = {
		{ WF_LV_BOOK, WF_BOOK }, { WF_LV_SUBBOOK, WF_SUBBOOK }, { WF_LV_CHAPTER, WF_CHAPTER },
		{ WF_LV_SECTION, WF_SECTION },
	};
	uint32_t at = 0;

	if (ref->article != 0 && t->narticle == 0) {
		/* 修正案（九）第三条 is its 三、 */
		at = find_unit(t, false, WF_ITEM, ref->article);
		if (at == WF_NO_NODE)
			return at;
		ref->item = ref->article;
		ref->article = 0;
		return at;
	}
	if (ref->article != 0) {
		at = find_article(t, ref->article, ref->article_sub);
		return at == WF_NO_NODE ? at : below_article(t, at, ref);
	}
	for (size_t i = 0; i < sizeof(upper) / sizeof(upper[0]) && at != WF_NO_NODE; i++) {
		uint32_t num = *wf_ref_field(ref, upper[i].level);

		if (num != 0)
			at = heading(t, at, upper[i].kind, num);
	}
	/* a text without articles: 第三项, 第二款 of the whole */
	if (at == 0 && (ref->para != 0 || ref->item != 0))
		return find_unit(t, true, ref->para ? WF_PARAGRAPH : WF_ITEM,
		    ref->para ? ref->para : ref->item);
	return at;
}

/* ---- ranges ---------------------------------------------------------------------- */

static bool
add_target(struct wf_cites *out, const struct wf_cite_tree *tree, const struct wf_ref *ref, bool loose)
{
	struct wf_cite_target x = { *ref, WF_NO_NODE };

	if (tree)
		x.node = wf_cite_node(tree, &x.ref);
	/* a 项 is found without its 款 where lines were counted another way */
	if (tree && x.node == WF_NO_NODE && loose && ref->para != 0 && ref->item != 0) {
		x.ref.para = 0;
		x.node = wf_cite_node(tree, &x.ref);
		if (x.node == WF_NO_NODE)
			x.ref = *ref;
	}
	out->target = wf_grow(out->target, &out->target_cap, out->ntarget + 1, sizeof(out->target[0]));
	out->target[out->ntarget++] = x;
	return x.node != WF_NO_NODE;
}

/* The articles of the tree after from and before to. */
static bool
articles_between(struct wf_cites *out, const struct wf_cite_tree *t, const struct wf_ref *from,
    const struct wf_ref *to)
{
	const bool loose = false;
	bool all = true;
	uint32_t at = article_at(t, from->article, from->article_sub);
	size_t most = out->ntarget + WF_REFS_LIMIT;

	for (; at < t->narticle && out->ntarget < most; at++) {
		const struct wf_node *n = &t->node[t->article[at]];
		struct wf_ref each = *to;

		if (n->num == from->article && n->sub == from->article_sub)
			continue;
		if (n->num > to->article || (n->num == to->article && n->sub >= to->article_sub))
			break;
		each.article = n->num;
		each.article_sub = n->sub;
		wf_ref_cut(&each, WF_LV_ARTICLE);
		each.article_sub = n->sub;
		all = add_target(out, t, &each, loose) && all;
	}
	return all;
}

/* What lies between the two ends of a range. */
static bool
between(struct wf_cites *out, const struct wf_cite_tree *t, const struct wf_ref *from,
    const struct wf_ref *to, bool loose)
{
	enum wf_path_level level = wf_ref_level(to);
	struct wf_ref each = *to, start = *from;
	bool all = true;

	if (level == WF_LV_NONE || wf_ref_level(from) != level)
		return true;
	if (level == WF_LV_ARTICLE && t)
		return articles_between(out, t, from, to);
	uint32_t first = *wf_ref_field(&start, level), last = *wf_ref_field(&each, level);

	if (level == WF_LV_ARTICLE)
		each.article_sub = 0;
	for (uint32_t num = first + 1; num < last && num - first < WF_REFS_LIMIT; num++) {
		*wf_ref_field(&each, level) = num;
		all = add_target(out, t, &each, loose) && all;
	}
	return all;
}

bool
wf_resolve_all(struct wf_cites *out, const struct wf_cite_tree *tree, const struct wf_path_refs *refs,
    bool loose)
{
	size_t most = out->ntarget + WF_REFS_LIMIT;
	bool all = true;

	for (size_t i = 0; i < refs->n; i++) {
		struct wf_ref ref = refs->v[i].ref;

		if (refs->v[i].range && i > 0 && out->ntarget < most)
			all = between(out, tree, &refs->v[i - 1].ref, &ref, loose) && all;
		all = add_target(out, tree, &ref, loose) && all;
	}
	return all;
}

/* ---- from where we stand ------------------------------------------------------------ */

bool
wf_resolve_before(const struct wf_cite_tree *t, struct wf_ref *ref, uint32_t steps)
{
	uint32_t num = ref->article;

	wf_ref_cut(ref, WF_LV_ARTICLE);
	if (t) {
		uint32_t at = article_at(t, ref->article, ref->article_sub);

		if (at < t->narticle && t->node[t->article[at]].num == num && at >= steps) {
			ref->article = t->node[t->article[at - steps]].num;
			ref->article_sub = t->node[t->article[at - steps]].sub;
			return true;
		}
	}
	if (num <= steps)
		return false;
	ref->article = num - steps;
	ref->article_sub = 0;
	return true;
}
