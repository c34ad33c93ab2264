/*
 * Compares two texts of a work: rows of what became of each article, and the way of a
 * provision from one text to the other.  It prints nothing.
 */
#include "engine/diff_int.h"

#include <stdlib.h>
#include <string.h>

static const char *const status_names[] = {
	[WF_DF_UNCHANGED] = "unchanged", [WF_DF_MODIFIED] = "modified", [WF_DF_INSERTED] = "inserted",
	[WF_DF_DELETED] = "deleted", [WF_DF_SPLIT] = "split", [WF_DF_MERGED] = "merged",
};

const char *
wf_diff_status_name(enum wf_diff_status s)
{
	return status_names[s];
}

/* ---- rows ----------------------------------------------------------------------------- */

/* A comparison under way. */
struct diff {
	struct wf_arena *a;
	const struct wf_diff_side *old, *new;
	struct wf_passages po, pn;
	struct wf_links link;
	struct wf_children *child;	/* of each old passage */
	uint32_t *whole;		/* of each new passage: old ones that went into it alone */
	bool *known;			/* of each new passage: an old one went into it */
	struct wf_diff *out;
};

static uint32_t
ntargets(const struct diff *d, uint32_t o)
{
	return d->link.first[o + 1] - d->link.first[o];
}

static enum wf_diff_status
status_of(const struct diff *d, uint32_t o)
{
	const struct wf_link *l = &d->link.v[d->link.first[o]];

	if (ntargets(d, o) == 0)
		return WF_DF_DELETED;
	if (ntargets(d, o) > 1)
		return WF_DF_SPLIT;
	if (d->whole[l->new] > 1)
		return WF_DF_MERGED;
	return wf_same_key(&d->po.v[o], &d->pn.v[l->new]) ? WF_DF_UNCHANGED : WF_DF_MODIFIED;
}

/* The words of the new side of a row: several provisions are joined by a line break. */
static wf_str
joined(const struct diff *d, uint32_t o)
{
	const struct wf_link *l = &d->link.v[d->link.first[o]];
	struct wf_buf b = { 0 };

	if (ntargets(d, o) == 1)
		return d->pn.v[l->new].text;
	for (uint32_t i = 0; i < ntargets(d, o); i++) {
		if (i)
			wf_buf_ch(&b, '\n');
		wf_buf_put(&b, d->pn.v[l[i].new].text);
	}
	wf_str s = wf_arena_str(d->a, wf_buf_str(&b));
	wf_buf_free(&b);
	return s;
}

static bool
is_renumbered(const struct diff *d, const struct wf_diff_row *r)
{
	const struct wf_node *x = &d->old->node[r->old[0]];

	for (uint32_t i = 0; i < r->nnew; i++) {
		const struct wf_node *y = &d->new->node[r->new[i]];
		bool articles = x->kind == WF_ARTICLE && y->kind == WF_ARTICLE;

		if (articles && (x->num != y->num || x->sub != y->sub))
			return true;
	}
	return false;
}

static void
put_old(struct diff *d, uint32_t o)
{
	struct wf_diff_row *r = &d->out->row[d->out->nrow++];
	const struct wf_link *l = &d->link.v[d->link.first[o]];
	uint32_t *node = wf_arena_alloc(d->a, ((size_t)ntargets(d, o) + 1) * sizeof *node);
	struct wf_edits e = { 0 };

	*r = (struct wf_diff_row){ .status = status_of(d, o), .old = node, .nold = 1, .new = node + 1 };
	d->out->count[r->status]++;
	node[0] = d->po.v[o].node;
	for (; r->nnew < ntargets(d, o); r->nnew++)
		node[r->nnew + 1] = d->pn.v[l[r->nnew].new].node;
	if (r->nnew == 0)
		return;
	wf_edit_script(&e, d->a, d->po.v[o].text, joined(d, o));
	r->edit = e.v, r->nedit = e.n;
	r->child = d->child[o].v, r->nchild = d->child[o].n;
	r->renumbered = is_renumbered(d, r);
	r->punct_only = r->status == WF_DF_UNCHANGED && e.n;
	r->crossref_only = r->status == WF_DF_MODIFIED &&
	    wf_cites_follow(&d->po, &d->pn, &d->link, o, l->new);
}

static void
put_new(struct diff *d, uint32_t n)
{
	uint32_t *node = wf_arena_alloc(d->a, sizeof *node);

	*node = d->pn.v[n].node;
	d->out->row[d->out->nrow++] =
	    (struct wf_diff_row){ .status = WF_DF_INSERTED, .new = node, .nnew = 1 };
	d->out->count[WF_DF_INSERTED]++;
}

/* A row with its place: that of its first new passage; a deleted one stands behind its neighbour. */
struct placed { uint64_t place; uint32_t old, new; };

static int
by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return (a->old > b->old) - (a->old < b->old);
}

/*
 * Marks the old passages whose matches stand in order: a deleted one stands behind the last
 * of them, not behind one that was moved away. (Longest rising chain, as in align.c.)
 */
static bool *
find_steady(const struct diff *d)
{
	uint32_t n = d->po.n, len = 0;
	uint32_t *tail = wf_malloc(((size_t)n + 1) * sizeof *tail);
	uint32_t *prev = wf_malloc(((size_t)n + 1) * sizeof *prev);
	bool *steady = wf_malloc((size_t)n + 1);

	memset(steady, 0, (size_t)n + 1);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t low = 0, high = len;

		if (ntargets(d, i) == 0)
			continue;
		uint32_t to = d->link.v[d->link.first[i]].new;
		while (low < high) {
			uint32_t mid = low + (high - low) / 2;

			if (d->link.v[d->link.first[tail[mid]]].new < to)
				low = mid + 1;
			else
				high = mid;
		}
		prev[i] = low ? tail[low - 1] : WF_NO_NODE;
		tail[low] = i;
		len += low == len;
	}
	for (uint32_t i = len ? tail[len - 1] : WF_NO_NODE; i != WF_NO_NODE; i = prev[i])
		steady[i] = true;
	free(tail);
	free(prev);
	return steady;
}

static void
put_rows(struct diff *d)
{
	size_t room = (size_t)d->po.n + d->pn.n + 1;
	struct placed *v = wf_malloc(room * sizeof *v);
	bool *steady = find_steady(d);
	uint64_t behind = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->po.n; i++) {
		const struct wf_link *l = &d->link.v[d->link.first[i]];
		uint64_t place = ntargets(d, i) ? (uint64_t)l->new * 2 + 1 : behind;

		v[n++] = (struct placed){ place, i, WF_NO_NODE };
		if (steady[i])
			behind = place + 1;
	}
	for (uint32_t i = 0; i < d->pn.n; i++)
		if (!d->known[i])
			v[n++] = (struct placed){ (uint64_t)i * 2 + 1, WF_NO_NODE, i };
	qsort(v, n, sizeof *v, by_place);
	d->out->row = wf_arena_alloc(d->a, room * sizeof *d->out->row);
	for (uint32_t i = 0; i < n; i++) {
		if (v[i].old != WF_NO_NODE)
			put_old(d, v[i].old);
		else
			put_new(d, v[i].new);
	}
	free(steady);
	free(v);
}

void
wf_diff(struct wf_diff *out, struct wf_arena *a, const struct wf_diff_side *old,
    const struct wf_diff_side *new)
{
	struct wf_arena scratch = { 0 };
	struct diff d = { .a = a, .old = old, .new = new, .out = out };

	*out = (struct wf_diff){ 0 };
	wf_passages_make(&d.po, &scratch, old);
	wf_passages_make(&d.pn, &scratch, new);
	wf_align(&d.link, &scratch, &d.po, &d.pn);
	d.child = wf_children_align(a, old, new, &d.po, &d.pn, &d.link);
	d.whole = wf_arena_alloc(&scratch, ((size_t)d.pn.n + 1) * sizeof *d.whole);
	d.known = wf_arena_alloc(&scratch, (size_t)d.pn.n + 1);
	for (uint32_t i = 0; i < d.link.n; i++) {
		d.known[d.link.v[i].new] = true;
		d.whole[d.link.v[i].new] += ntargets(&d, d.link.v[i].old) == 1;
	}
	put_rows(&d);
	wf_arena_free(&scratch);
}

/* ---- from one text to the other --------------------------------------------------------- */

/* Both ways are one: from is the text asked, to the other. */
struct way {
	const struct wf_diff *d;
	const struct wf_diff_side *from, *to;
	bool back;
};

/* A row or a child seen in the direction asked. */
struct seen { const uint32_t *from, *to; uint32_t nfrom, nto; };

static struct seen
see_row(const struct way *w, size_t row)
{
	const struct wf_diff_row *r = &w->d->row[row];

	return w->back ? (struct seen){ r->new, r->old, r->nnew, r->nold } :
	    (struct seen){ r->old, r->new, r->nold, r->nnew };
}

static struct seen
see_child(const struct way *w, const struct wf_diff_child *c)
{
	return w->back ? (struct seen){ &c->new, &c->old, 1, 1 } :
	    (struct seen){ &c->old, &c->new, 1, 1 };
}

static bool
is_below(const struct wf_diff_side *s, uint32_t top, uint32_t node)
{
	return node != WF_NO_NODE && node >= top && node < s->node[top].end;
}

/* Bytes below from that live on below to, as far as a row knows. */
static size_t
carried(const struct way *w, const struct wf_diff_row *r, uint32_t from, uint32_t to)
{
	size_t sum = 0;

	for (uint32_t i = 0; i < r->nchild; i++) {
		struct seen c = see_child(w, &r->child[i]);
		if (is_below(w->from, from, *c.from) && is_below(w->to, to, *c.to))
			sum += w->from->text[*c.from].n;
	}
	return sum;
}

/* A compared provision: of several that it became, the one that carries most of it. */
static uint32_t
passage_became(const struct way *w, uint32_t node)
{
	uint32_t best = WF_NO_NODE;
	size_t most = 0;

	for (size_t i = 0; i < w->d->nrow; i++) {
		struct seen r = see_row(w, i);
		for (uint32_t k = 0; k < r.nfrom * r.nto; k++) {
			if (r.from[k / r.nto] != node)
				continue;
			size_t sum = carried(w, &w->d->row[i], node, r.to[k % r.nto]);
			if (best == WF_NO_NODE || sum > most)
				best = r.to[k % r.nto], most = sum;
		}
	}
	return best;
}

static uint32_t
child_became(const struct way *w, uint32_t node)
{
	for (size_t i = 0; i < w->d->nrow; i++)
		for (uint32_t k = 0; k < w->d->row[i].nchild; k++) {
			struct seen c = see_child(w, &w->d->row[i].child[k]);
			if (*c.from == node && *c.to != WF_NO_NODE)
				return *c.to;
		}
	return WF_NO_NODE;
}

/* A heading: the one of its kind that holds most of what became of its provisions. */
static uint32_t
heading_became(const struct way *w, uint32_t node)
{
	uint32_t *count = wf_malloc(((size_t)w->to->nnode + 1) * sizeof *count), best = WF_NO_NODE;

	memset(count, 0, ((size_t)w->to->nnode + 1) * sizeof *count);
	for (size_t i = 0; i < w->d->nrow; i++) {
		struct seen r = see_row(w, i);
		if (r.nfrom == 0 || r.nto == 0 || !is_below(w->from, node, r.from[0]))
			continue;
		uint32_t up = w->to->node[r.to[0]].parent;
		while (up != WF_NO_NODE && w->to->node[up].kind != w->from->node[node].kind)
			up = w->to->node[up].parent;
		if (up == WF_NO_NODE)
			continue;
		count[up]++;
		if (best == WF_NO_NODE || count[up] > count[best])
			best = up;
	}
	free(count);
	return best;
}

static uint32_t
became(const struct way *w, uint32_t node)
{
	if (node == 0 || node >= w->from->nnode)
		return node == 0 && w->from->nnode && w->to->nnode ? 0 : WF_NO_NODE;
	uint32_t to = passage_became(w, node);
	if (to == WF_NO_NODE)
		to = child_became(w, node);
	if (to == WF_NO_NODE && w->from->node[node].kind <= WF_SECTION)
		to = heading_became(w, node);
	return to;
}

uint32_t
wf_diff_follow(const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new, uint32_t old_node)
{
	return became(&(struct way){ d, old, new, false }, old_node);
}

uint32_t
wf_diff_trace(const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new, uint32_t new_node)
{
	return became(&(struct way){ d, new, old, true }, new_node);
}
