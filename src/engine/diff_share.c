/*
 * Finds passages that were divided among several, and passages that went into another's: by
 * sentences that stand in a passage other than the match.  It does not match passages.
 */
#include "engine/diff_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Set together with those of align.c, in the same way. */
#define STANDS 0.75		/* part of a sentence's weight that must be found for it to stand */
#define STANDS_NOT 0.55		/* part below which it does not */
#define LEAST_SHARED 20.0f	/* weight in common of passages looked at */
#define LEAST_WEIGHT 25.0	/* of sentences that prove a share: some six rare grams */
#define LEAST_PART 0.1		/* … of the shorter passage */
#define MERGE_COVER 0.45	/* part of an unmatched passage that stands in another … */
#define MERGE_FAR 0.15		/* as much more when it stands far away */
#define FAR 20.0		/* passages */
#define MERGE_GAIN 0.3		/* … and of it what that other did not have from its own match */
#define SPLIT_GAIN 0.25		/* part of a passage that only the other one has … */
#define SPLIT_DENSE 0.5		/* … and of what it lost to its match */

/* A search under way; the three counts are by gram and zero between uses. */
struct sharing {
	const struct wf_match *m;
	uint32_t *rest_old, *rest_new;	/* what a passage has beyond its match */
	uint32_t *whole;		/* what a passage has */
};

static void
add(uint32_t *count, const struct wf_passage *p)
{
	for (uint32_t i = 0; p && i < p->ntally; i++)
		count[p->tally[i].gram] += p->tally[i].n;
}

static void
take(uint32_t *count, const struct wf_passage *p)
{
	for (uint32_t i = 0; p && i < p->ntally; i++) {
		uint32_t *c = &count[p->tally[i].gram];
		*c -= *c < p->tally[i].n ? *c : p->tally[i].n;
	}
}

static void
clear(uint32_t *count, const struct wf_passage *p)
{
	for (uint32_t i = 0; p && i < p->ntally; i++)
		count[p->tally[i].gram] = 0;
}

static double
weight_of(const struct sharing *s, const struct wf_passage *p, struct wf_sentence t)
{
	double sum = 0;

	for (uint32_t i = t.from; i + 1 < t.to; i++)
		sum += s->m->grams->weight[p->gram[i]];
	return sum;
}

/* Part of a sentence's weight that is in count; each gram is taken once. */
static double
found_in(uint32_t *count, const struct sharing *s, const struct wf_passage *p, struct wf_sentence t)
{
	double sum = 0, all = 0;
	uint32_t end = t.to - 1;

	for (uint32_t i = t.from; i < end; i++) {
		double w = s->m->grams->weight[p->gram[i]];

		all += w;
		/* wraps below zero where there is none, and back again */
		if ((int32_t)count[p->gram[i]]-- > 0)
			sum += w;
	}
	for (uint32_t i = t.from; i < end; i++)
		count[p->gram[i]]++;
	return all > 0 ? sum / all : 0;
}

struct weighed { double weight; uint32_t gram; };

static int
rarest_first(const void *x, const void *y)
{
	const struct weighed *a = x, *b = y;

	if (a->weight != b->weight)
		return a->weight < b->weight ? 1 : -1;
	return (a->gram > b->gram) - (a->gram < b->gram);
}

/*
 * In how many passages of one text a sentence may stand, for a formula proves little: a
 * passage that holds STANDS of it holds one of those rarest grams that make up the rest.
 */
static double
how_often(struct sharing *s, const struct wf_passage *p, struct wf_sentence t)
{
	const struct wf_grams *g = s->m->grams;
	uint32_t n = t.to - 1 - t.from;
	struct weighed *v = wf_malloc(((size_t)n + 1) * sizeof *v);
	double sum = 0, part = 0, often = 0;

	for (uint32_t i = 0; i < n; i++) {
		v[i] = (struct weighed){ g->weight[p->gram[t.from + i]], p->gram[t.from + i] };
		sum += v[i].weight;
	}
	qsort(v, n, sizeof *v, rarest_first);
	for (uint32_t i = 0; i < n && part < (1 - STANDS) * sum; i++) {
		uint32_t in_old = g->in_old[v[i].gram];
		uint32_t in_new = g->first[v[i].gram + 1] - g->first[v[i].gram];

		part += v[i].weight;
		often += v[i].weight * (in_old > in_new ? in_old : in_new);
	}
	free(v);
	return part > 0 ? fmax(1, often / part) : 1;
}

/* Weight of what a passage and a count have in common. */
static double
common(const struct sharing *s, const struct wf_passage *p, const uint32_t *count)
{
	double sum = 0;

	for (uint32_t i = 0; i < p->ntally; i++) {
		uint32_t n = count[p->tally[i].gram];
		sum += s->m->grams->weight[p->tally[i].gram] * (n < p->tally[i].n ? n : p->tally[i].n);
	}
	return sum;
}

/*
 * Weight of the sentences of p that stand in what another passage has beyond its match (rest),
 * and not in p's own match; 0 where it cannot reach least.
 */
static double
proof(struct sharing *s, const struct wf_passage *p, uint32_t *rest, const struct wf_passage *match,
    double least)
{
	double sum = 0;

	if (common(s, p, rest) < STANDS * least)
		return 0;
	for (uint32_t i = 0; i < p->nsentence; i++) {
		struct wf_sentence t = p->sentence[i];

		if (found_in(rest, s, p, t) < STANDS)
			continue;
		add(s->whole, match);
		double own = match ? found_in(s->whole, s, p, t) : 0;
		clear(s->whole, match);
		if (own < STANDS_NOT)
			sum += weight_of(s, p, t) / how_often(s, p, t);
	}
	return sum;
}

/* What old passage o and new passage n share beyond their matches. */
struct share { uint32_t old, new; double proof, cover, gain; bool sentences, merged, split; };

/* 0..1: how far a new passage stands from where the old one's neighbours went. */
static double
distance(const struct wf_match *m, const struct wf_pair *p)
{
	double least = FAR;

	for (uint32_t i = p->old; i-- > 0; )
		if (m->to[i] != WF_NO_NODE) {
			least = fmin(least, fabs((double)m->to[i] - p->new));
			break;
		}
	for (uint32_t i = p->old + 1; i < m->old->n; i++)
		if (m->to[i] != WF_NO_NODE) {
			least = fmin(least, fabs((double)m->to[i] - p->new));
			break;
		}
	return least / FAR;
}

static const struct wf_passage *
match_of(const struct wf_passages *s, uint32_t i)
{
	return i == WF_NO_NODE ? NULL : &s->v[i];
}

static bool
weigh_share(struct share *out, struct sharing *s, const struct wf_pair *p)
{
	const struct wf_match *m = s->m;
	const struct wf_passage *x = &m->old->v[p->old], *y = &m->new->v[p->new];
	const struct wf_passage *x_match = match_of(m->new, m->to[p->old]);
	const struct wf_passage *y_match = match_of(m->old, m->from[p->new]);
	double cites = wf_cites_agree(m, p), gain = 0, lost = 0;
	double least = fmax(LEAST_WEIGHT, LEAST_PART * fmin(x->weight, y->weight));

	if (cites < 0)
		return false;
	add(s->rest_new, y), take(s->rest_new, y_match);
	for (uint32_t i = 0; i < x->ntally; i++) {
		uint32_t has = s->rest_old[x->tally[i].gram], other = s->rest_new[x->tally[i].gram];
		double w = m->grams->weight[x->tally[i].gram];

		lost += w * has;
		gain += w * (has < other ? has : other);
	}
	double forth = proof(s, x, s->rest_new, x_match, least);
	double back = proof(s, y, s->rest_old, y_match, least);
	clear(s->rest_new, y);
	*out = (struct share){ .old = p->old, .new = p->new, .proof = fmax(forth, back),
		.cover = p->shared / x->weight, .gain = gain / x->weight };
	out->sentences = out->proof >= least;
	out->merged = !x_match && y_match && out->gain + cites >= MERGE_GAIN &&
	    (cites > 0.1 || out->cover >= MERGE_COVER + MERGE_FAR * distance(m, p));
	out->split = x_match && out->gain >= SPLIT_GAIN && gain >= SPLIT_DENSE * lost;
	out->proof /= x->weight;
	return out->sentences || out->merged || out->split;
}

static int
most_first(const void *x, const void *y)
{
	const struct share *a = x, *b = y;
	double p = a->proof + a->cover + a->gain, q = b->proof + b->cover + b->gain;

	if (p != q)
		return p < q ? 1 : -1;
	return (a->new > b->new) - (a->new < b->new);
}

/* The shares of one old passage. */
static void
share_out(struct wf_link *link, uint32_t *nlink, struct sharing *s, struct share *found, uint32_t o)
{
	const struct wf_match *m = s->m;
	const struct wf_passage *x = &m->old->v[o];
	uint32_t n = 0;

	if (!m->open_old[o])
		return;
	add(s->rest_old, x);
	if (m->to[o] != WF_NO_NODE)
		take(s->rest_old, &m->new->v[m->to[o]]);
	for (uint32_t i = m->like->first[o]; i < m->like->first[o + 1]; i++) {
		const struct wf_pair *p = &m->like->pair[i];

		if (m->to[o] != p->new && p->shared >= LEAST_SHARED && weigh_share(&found[n], s, p))
			n++;
	}
	clear(s->rest_old, x);
	qsort(found, n, sizeof *found, most_first);
	for (uint32_t i = 0; i < n; i++)
		/* a passage without a match goes whole into the first; into others only by proof */
		if ((i == 0 && m->to[o] == WF_NO_NODE) || found[i].sentences || found[i].split)
			link[(*nlink)++] = (struct wf_link){ o, found[i].new };
}

void
wf_shares_find(struct wf_link *link, uint32_t *nlink, struct wf_match *m)
{
	struct wf_arena a = { 0 };
	size_t room = ((size_t)m->grams->n + 1) * sizeof(uint32_t);
	struct sharing s = { .m = m, .rest_old = wf_arena_alloc(&a, room),
		.rest_new = wf_arena_alloc(&a, room), .whole = wf_arena_alloc(&a, room) };
	struct share *found = wf_arena_alloc(&a, ((size_t)m->new->n + 1) * sizeof *found);

	for (uint32_t o = 0; o < m->old->n; o++)
		share_out(link, nlink, &s, found, o);
	wf_arena_free(&a);
}
