/*
 * Says how much two passages have in common: weighted pairs of neighbouring characters.
 * It does not decide which belongs to which.
 *
 * Work is bounded: a gram that stands in so many passages that all of them would cost more
 * than BUDGET steps is left out when candidates are looked for, and no passage keeps more
 * than KEPT (few in a large text) of them. What is kept is then compared in full.
 */
#include "engine/diff_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BUDGET ((uint64_t)64 << 20)	/* entries visited */
#define KEPT 48u
#define KEPT_LARGE 8u
#define LARGE 2000u		/* passages */
#define LEAST 0.05f		/* dice of a pair worth keeping */
#define LEAST_COVER 0.12f	/* or the part of the one that stands in the other */
#define SATURATE 15.0		/* weight of which cover is half believed: some four rare grams */

/* ---- grams by number ------------------------------------------------------------------ */

struct slot { uint64_t gram; uint32_t number; };	/* gram 0 = free */
struct numbers { struct slot *slot; size_t cap; uint32_t n; };

static void
grow_numbers(struct numbers *t, size_t cap)
{
	struct slot *old = t->slot;
	size_t was = t->cap;

	t->slot = wf_malloc(cap * sizeof *t->slot);
	memset(t->slot, 0, cap * sizeof *t->slot);
	t->cap = cap;
	for (size_t i = 0; i < was; i++) {
		if (old[i].gram == 0)
			continue;
		size_t at = (old[i].gram * 0x9e3779b97f4a7c15u >> 20) & (cap - 1);
		while (t->slot[at].gram)
			at = (at + 1) & (cap - 1);
		t->slot[at] = old[i];
	}
	free(old);
}

static uint32_t
number_of(struct numbers *t, uint32_t a, uint32_t b)
{
	uint64_t gram = ((uint64_t)a << 32 | b) + 1;

	if (((size_t)t->n + 1) * 2 > t->cap)
		grow_numbers(t, t->cap ? t->cap * 2 : 1 << 14);
	size_t at = (gram * 0x9e3779b97f4a7c15u >> 20) & (t->cap - 1);
	while (t->slot[at].gram && t->slot[at].gram != gram)
		at = (at + 1) & (t->cap - 1);
	if (t->slot[at].gram == 0)
		t->slot[at] = (struct slot){ gram, t->n++ };
	return t->slot[at].number;
}

/* Gram i of a passage stands at mask[i], mask[i + 1]. */
static void
number_passage(struct wf_passage *p, struct wf_arena *a, struct numbers *t)
{
	uint32_t n = p->nmask > 1 ? p->nmask - 1 : 0;
	uint32_t *gram = wf_arena_alloc(a, ((size_t)n + 1) * sizeof *gram);

	for (uint32_t i = 0; i < n; i++)
		gram[i] = number_of(t, p->mask[i], p->mask[i + 1]);
	p->gram = gram, p->ngram = n;
}

/* Counts the grams of a passage; place is zero for every gram, and again afterwards. */
static void
tally_passage(struct wf_passage *p, struct wf_arena *a, uint32_t *place)
{
	struct wf_tally *tally = wf_arena_alloc(a, ((size_t)p->ngram + 1) * sizeof *tally);

	for (uint32_t i = 0; i < p->ngram; i++) {
		uint32_t *at = &place[p->gram[i]];

		if (*at == 0) {
			tally[p->ntally] = (struct wf_tally){ p->gram[i], 0 };
			*at = ++p->ntally;
		}
		tally[*at - 1].n++;
	}
	for (uint32_t i = 0; i < p->ntally; i++)
		place[tally[i].gram] = 0;
	p->tally = tally;
}

static void
weigh(struct wf_passages *s, const double *weight)
{
	for (uint32_t i = 0; i < s->n; i++) {
		s->v[i].weight = 1e-9;
		for (uint32_t k = 0; k < s->v[i].ngram; k++)
			s->v[i].weight += weight[s->v[i].gram[k]];
	}
}

/* Entries of the new text by gram: open passages first, each part in order of the text. */
static void
index_new(struct wf_grams *g, struct wf_arena *a, const struct wf_passages *new, const bool *open)
{
	g->first = wf_arena_alloc(a, ((size_t)g->n + 2) * sizeof *g->first);
	g->open = wf_arena_alloc(a, ((size_t)g->n + 1) * sizeof *g->open);
	for (uint32_t i = 0; i < new->n; i++)
		for (uint32_t k = 0; k < new->v[i].ntally; k++)
			g->first[new->v[i].tally[k].gram + 1]++;
	for (uint32_t i = 0; i < g->n; i++)
		g->first[i + 1] += g->first[i];
	g->entry = wf_arena_alloc(a, ((size_t)g->first[g->n] + 1) * sizeof *g->entry);
	memcpy(g->open, g->first, g->n * sizeof *g->open);
	for (uint32_t i = 0; i < new->n; i++)
		for (uint32_t k = 0; k < new->v[i].ntally && open[i]; k++)
			g->entry[g->open[new->v[i].tally[k].gram]++] =
			    (struct wf_tally){ i, new->v[i].tally[k].n };
	uint32_t *at = wf_malloc(((size_t)g->n + 1) * sizeof *at);
	memcpy(at, g->open, g->n * sizeof *at);
	for (uint32_t i = 0; i < new->n; i++)
		for (uint32_t k = 0; k < new->v[i].ntally && !open[i]; k++)
			g->entry[at[new->v[i].tally[k].gram]++] =
			    (struct wf_tally){ i, new->v[i].tally[k].n };
	free(at);
}

void
wf_grams_make(struct wf_grams *out, struct wf_arena *a, struct wf_passages *old,
    struct wf_passages *new, const bool *open_new)
{
	struct numbers t = { 0 };
	struct wf_passages *side[] = { old, new };

	for (int s = 0; s < 2; s++)
		for (uint32_t i = 0; i < side[s]->n; i++)
			number_passage(&side[s]->v[i], a, &t);
	free(t.slot);
	uint32_t *place = wf_arena_alloc(a, ((size_t)t.n + 1) * sizeof *place);
	for (int s = 0; s < 2; s++)
		for (uint32_t i = 0; i < side[s]->n; i++)
			tally_passage(&side[s]->v[i], a, place);
	out->n = t.n;
	out->weight = wf_arena_alloc(a, ((size_t)t.n + 1) * sizeof *out->weight);
	index_new(out, a, new, open_new);
	out->in_old = wf_arena_alloc(a, ((size_t)t.n + 1) * sizeof *out->in_old);
	for (uint32_t i = 0; i < old->n; i++)
		for (uint32_t k = 0; k < old->v[i].ntally; k++)
			out->in_old[old->v[i].tally[k].gram]++;
	for (uint32_t i = 0; i < t.n; i++)
		out->weight[i] = log((double)(old->n + new->n + 1) /
		    (out->in_old[i] + out->first[i + 1] - out->first[i]));
	weigh(old, out->weight);
	weigh(new, out->weight);
}

/* ---- pairs --------------------------------------------------------------------------------- */

/* A comparison of all old passages with all new ones under way. */
struct comparing {
	const struct wf_grams *g;
	const struct wf_passages *old, *new;
	float *sum;			/* of each new passage: weight in common */
	uint32_t *count;		/* of each gram; zero between uses */
	uint32_t *touched, ntouched;
	uint32_t cap, kept;		/* entries of a gram; pairs of a passage */
	struct wf_likeness *out;
	size_t room;
	bool whole;			/* no gram was left out */
};

/* Sums what the new passages have in common with an old one. */
static void
sum_common(struct comparing *c, const struct wf_passage *p, bool open)
{
	c->ntouched = 0;
	c->whole = true;
	for (uint32_t i = 0; i < p->ntally; i++) {
		uint32_t gram = p->tally[i].gram, n = p->tally[i].n;
		uint32_t at = c->g->first[gram], end = open ? c->g->first[gram + 1] : c->g->open[gram];

		if (end - at > c->cap) {
			c->whole = false;
			continue;
		}
		for (; at < end; at++) {
			const struct wf_tally *e = &c->g->entry[at];

			if (c->sum[e->gram] == 0)
				c->touched[c->ntouched++] = e->gram;
			c->sum[e->gram] += (float)c->g->weight[gram] * (float)(e->n < n ? e->n : n);
		}
	}
}

/* Weight in common of a passage and one whose grams are in c->count, every gram counted. */
static float
common(const struct comparing *c, const struct wf_passage *p)
{
	double sum = 0;

	for (uint32_t i = 0; i < p->ntally; i++) {
		uint32_t n = c->count[p->tally[i].gram];
		sum += c->g->weight[p->tally[i].gram] * (n < p->tally[i].n ? n : p->tally[i].n);
	}
	return (float)sum;
}

static void
note_best(struct wf_best *b, float dice, uint32_t at)
{
	if (b->dice[0] > 0 && at == b->at[0]) {
		b->dice[0] = dice > b->dice[0] ? dice : b->dice[0];
	} else if (dice > b->dice[0]) {
		b->dice[1] = b->dice[0], b->at[1] = b->at[0];
		b->dice[0] = dice, b->at[0] = at;
	} else if (dice > b->dice[1]) {
		b->dice[1] = dice, b->at[1] = at;
	}
}

static struct wf_pair
pair_of(const struct comparing *c, uint32_t o, uint32_t n, float shared)
{
	double x = c->old->v[o].weight, y = c->new->v[n].weight, s = shared;
	double dice = 2 * s / (x + y), cover = s / (x < y ? x : y);

	return (struct wf_pair){ o, n, shared, (float)dice,
		(float)(dice / 2 + cover / 2 * s / (s + SATURATE)) };
}

static int
most_shared(const void *x, const void *y)
{
	const struct wf_pair *a = x, *b = y;

	if (a->shared != b->shared)
		return a->shared < b->shared ? 1 : -1;
	return (a->new > b->new) - (a->new < b->new);
}

/* The pairs of old passage o from one on, with the grams that were left out. */
static void
compare_in_full(struct comparing *c, uint32_t o, size_t from)
{
	const struct wf_passage *x = &c->old->v[o];

	for (uint32_t i = 0; i < x->ntally; i++)
		c->count[x->tally[i].gram] = x->tally[i].n;
	for (size_t i = from; i < c->out->npair; i++) {
		struct wf_pair *p = &c->out->pair[i];

		*p = pair_of(c, o, p->new, common(c, &c->new->v[p->new]));
		note_best(&c->out->old[o], p->dice, p->new);
		note_best(&c->out->new[p->new], p->dice, o);
	}
	for (uint32_t i = 0; i < x->ntally; i++)
		c->count[x->tally[i].gram] = 0;
}

/* Keeps the pairs of old passage o whose sums are there, and clears these. */
static void
keep_pairs(struct comparing *c, uint32_t o, const bool *open_new, bool open)
{
	struct wf_likeness *out = c->out;
	size_t from = out->npair;

	out->pair = wf_grow(out->pair, &c->room, from + c->ntouched + 1, sizeof *out->pair);
	for (uint32_t i = 0; i < c->ntouched; i++) {
		uint32_t n = c->touched[i];
		struct wf_pair p = pair_of(c, o, n, c->sum[n]);

		c->sum[n] = 0;
		if (c->old->v[o].class != c->new->v[n].class)
			continue;
		note_best(&out->old[o], p.dice, n);
		note_best(&out->new[n], p.dice, o);
		if (open && open_new[n] && (p.dice >= LEAST || p.shared >= LEAST_COVER *
		    (float)fmin(c->old->v[o].weight, c->new->v[n].weight)))
			out->pair[out->npair++] = p;
	}
	if (out->npair - from > c->kept) {
		qsort(out->pair + from, out->npair - from, sizeof *out->pair, most_shared);
		out->npair = from + c->kept;
	}
	if (!c->whole)
		compare_in_full(c, o, from);
}

/* The longest list of entries that may be visited for every gram within the budget. */
static uint32_t
cap_for(const struct wf_passages *old)
{
	uint64_t grams = 1;

	for (uint32_t i = 0; i < old->n; i++)
		grams += old->v[i].ntally;
	uint64_t cap = BUDGET / grams;
	return cap < 16 ? 16 : cap > UINT32_MAX ? UINT32_MAX : (uint32_t)cap;
}

void
wf_likeness_make(struct wf_likeness *out, struct wf_arena *a, const struct wf_grams *g,
    const struct wf_passages *old, const struct wf_passages *new, const bool *open_old,
    const bool *open_new)
{
	struct comparing c = { .g = g, .old = old, .new = new, .out = out, .cap = cap_for(old),
		.kept = old->n > LARGE || new->n > LARGE ? KEPT_LARGE : KEPT };

	*out = (struct wf_likeness){ 0 };
	out->first = wf_arena_alloc(a, ((size_t)old->n + 1) * sizeof *out->first);
	out->old = wf_arena_alloc(a, ((size_t)old->n + 1) * sizeof *out->old);
	out->new = wf_arena_alloc(a, ((size_t)new->n + 1) * sizeof *out->new);
	c.sum = wf_arena_alloc(a, ((size_t)new->n + 1) * sizeof *c.sum);
	c.count = wf_arena_alloc(a, ((size_t)g->n + 1) * sizeof *c.count);
	c.touched = wf_arena_alloc(a, ((size_t)new->n + 1) * sizeof *c.touched);
	for (uint32_t o = 0; o < old->n; o++) {
		out->first[o] = (uint32_t)out->npair;
		sum_common(&c, &old->v[o], open_old[o]);
		keep_pairs(&c, o, open_new, open_old[o]);
	}
	out->first[old->n] = (uint32_t)out->npair;
	struct wf_pair *kept = wf_arena_alloc(a, (out->npair + 1) * sizeof *kept);
	if (out->npair)
		memcpy(kept, out->pair, out->npair * sizeof *kept);
	free(out->pair);
	out->pair = kept;
}
