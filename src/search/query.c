/*
 * Finds the best units for weighted terms: bounds for every range of units first, then the
 * ranges in order of bound until none can hold a better one.
 */
#include "search_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_MOST 1000u
#define LAST_STEP 1e6	/* by which what comes last is moved down; larger than any score */

#define CHECK_EVERY 16u	/* lists of a range between two looks whether it can still hold a hit */
#define AHEAD 8u	/* stops whose bytes are fetched before they are needed */

/* A list that is read: what each impact is worth; whether a unit has to be in it. */
struct reader { float worth[IMPACT_MOST + 1]; bool must; };
/* The places of a list in one range: byte of SEC_LIST, how many less one, the highest impact. Small, so that
 * all stops of a query stay in the cache. */
struct stop { uint32_t off; uint16_t list; uint8_t less, most; };

/* A query under way. */
struct ask {
	struct wf_index *x;
	const struct wf_question *q;
	double *context, *text;		/* what headings, and title and whole work, give */
	double *prior, *share;		/* of each text: added; what is left of the rest */
	struct reader *list; size_t nlist;
	struct stop *stop; size_t nstop, stop_cap;
	uint16_t *range; size_t range_cap;	/* of each stop, before they are sorted */
	uint32_t *first;		/* stop of each range, once sorted */
	double *lists, *bound, *above;	/* of each range the most: of its lists; of all; of the rest … */
	double *most;			/* … and the highest share there */
	size_t nrange;
	unsigned nmust;			/* terms that a unit has to hold */
	struct wf_hit *hit; size_t nhit;	/* a heap, the worst on top */
};

/* ---- fields over texts and contexts ---------------------------------------------------- */

static bool
add_list(double *sum, size_t limit, struct wf_index *x, const struct term_row *t, double weight)
{
	struct walk w;

	if (!t)
		return true;
	if (!wf_list_good(x, t, limit))
		return false;
	for (wf_walk_begin(&w, x, t); wf_walk_next(&w); )
		for (unsigned i = 0; i < w.n; i++)
			sum[w.base + w.low[i]] += weight * wf_walk_impact(&w, i);
	return true;
}

double
wf_work_weight(const struct wf_index *x, const struct term *t, const struct term_row *row)
{
	return !row || t->idf <= 0 ? 0 :
	    t->weight / t->idf * wf_rank_idf(x->rank, row->df, (double)x->ntext);
}

static bool
add_groups(struct ask *a)
{
	struct wf_index *x = a->x;
	const struct wf_rank *r = x->rank;
	const struct wf_terms *t = a->q->terms;
	double *place = wf_malloc((x->ntext + 1) * sizeof *place);
	bool good = true;

	memset(place, 0, (x->ntext + 1) * sizeof *place);
	for (size_t i = 0; i < t->n && good; i++) {
		const struct term *v = &t->v[i];
		const struct term_row *heading = wf_index_term(x, KEY_FIELD(v->key, FIELD_HEADING)),
		    *title = wf_index_term(x, KEY_FIELD(v->key, FIELD_TITLE)),
		    *work = wf_index_term(x, KEY_FIELD(v->key, FIELD_WORK)),
		    *named = v->from.n ? NULL : wf_index_term(x, KEY_FIELD(v->key, FIELD_PLACE));
		good = add_list(a->context, x->ncontext, x, heading, v->weight * r->heading / IMPACT_MOST) &&
		    add_list(a->text, x->ntext, x, title, v->weight * r->title / IMPACT_MOST) &&
		    add_list(a->text, x->ntext, x, work,
			wf_work_weight(x, v, work) * r->work * (r->k1 + 1) / IMPACT_MOST) &&
		    add_list(place, x->ntext, x, named, 1);
	}
	for (size_t i = 0; i < x->ntext; i++) {
		a->prior[i] = x->prior[i] + (place[i] > 0 ? r->place : 0);
		a->share[i] = place[i] > 0 ? 1 : r->share[x->text[i].standing];
	}
	free(place);
	return good;
}

/* ---- bounds ------------------------------------------------------------------------------ */

static enum wf_want
wanted(const struct ask *a, uint32_t text)
{
	return a->q->want ? (enum wf_want)a->q->want[text] : WF_WANT;
}

/* Notes where a list enters each range and what it can give there at most. */
static bool
add_stops(struct ask *a, uint64_t key, double weight, bool must)
{
	struct wf_index *x = a->x;
	const struct term_row *t = wf_index_term(x, key);
	struct walk w;

	if (!t)
		return true;
	if (!wf_list_good(x, t, x->nunit))
		return false;
	size_t room = a->nstop + (t->df < a->nrange ? t->df : a->nrange);
	a->stop = wf_grow(a->stop, &a->stop_cap, room, sizeof *a->stop);
	a->range = wf_grow(a->range, &a->range_cap, room, sizeof *a->range);
	double factor = weight * (x->rank->k1 + 1) / IMPACT_MOST;
	for (wf_walk_begin(&w, x, t); wf_walk_next(&w); ) {
		a->range[a->nstop] = (uint16_t)w.range;
		a->stop[a->nstop++] = (struct stop){ (uint32_t)(w.low - x->list), (uint16_t)a->nlist,
			(uint8_t)(w.n - 1), w.most };
		a->first[w.range + 1]++;
		a->lists[w.range] += factor * w.most;
	}
	for (unsigned i = 0; i <= IMPACT_MOST; i++)
		a->list[a->nlist].worth[i] = (float)(factor * i);
	a->list[a->nlist++].must = must;
	return true;
}

/* A list that is to be read. */
struct wanted_list { uint64_t key; double weight; bool must; };

static int
by_list_weight(const void *a, const void *b)
{
	const struct wanted_list *x = a, *y = b;

	if (x->weight != y->weight)
		return (x->weight < y->weight) - (x->weight > y->weight);
	return (x->key > y->key) - (x->key < y->key);
}

/* All lists over units, those that weigh most first. False when one is damaged. */
static bool
add_lists(struct ask *a)
{
	const struct wf_terms *t = a->q->terms;
	struct wanted_list *v = wf_malloc((2 * t->n + 1) * sizeof *v);
	bool good = true;

	for (size_t i = 0; i < t->n; i++) {
		const struct term *x = &t->v[i];
		v[2 * i] = (struct wanted_list){ KEY_FIELD(x->key, FIELD_TEXT), x->weight, x->must };
		v[2 * i + 1] = (struct wanted_list){ KEY_FIELD(x->key, FIELD_CITED),
			x->weight * a->x->rank->cited, false };
		a->nmust += x->must;
	}
	if (t->n)
		qsort(v, 2 * t->n, sizeof *v, by_list_weight);
	for (size_t i = 0; i < 2 * t->n && good; i++)
		good = add_stops(a, v[i].key, v[i].weight, v[i].must);
	free(v);
	return good;
}

/* Stops in order of range, within it in order of list. */
static void
sort_stops(struct ask *a)
{
	struct stop *to = wf_malloc((a->nstop + AHEAD + 1) * sizeof *to);

	for (size_t i = 0; i < a->nrange; i++)
		a->first[i + 1] += a->first[i];
	for (size_t i = 0; i < a->nstop; i++)
		to[a->first[a->range[i]]++] = a->stop[i];
	for (size_t i = a->nrange; i > 0; i--)
		a->first[i] = a->first[i - 1];
	a->first[0] = 0;
	for (size_t i = 0; i < AHEAD; i++)
		to[a->nstop + i] = (struct stop){ 0 };
	free(a->stop);
	a->stop = to;
}

/* The most that context, text and prior give any wanted unit of a range. */
static void
add_above(struct ask *a)
{
	const struct wf_index *x = a->x;

	for (size_t i = 0; i < a->nrange; i++)
		a->above[i] = -HUGE_VAL;
	for (size_t i = 0; i < x->ncontext; i++) {
		uint32_t text = x->context[i].text;
		size_t end = i + 1 < x->ncontext ? x->context[i + 1].unit : x->nunit;
		double v = a->share[text] * (a->context[i] + a->text[text]) + a->prior[text];
		if (wanted(a, text) == WF_WANT_NOT)
			continue;
		if (wanted(a, text) == WF_WANT_LAST)
			v -= LAST_STEP;
		for (size_t k = x->context[i].unit / RANGE; k <= (end - 1) / RANGE; k++) {
			a->above[k] = v > a->above[k] ? v : a->above[k];
			a->most[k] = a->share[text] > a->most[k] ? a->share[text] : a->most[k];
		}
	}
	for (size_t i = 0; i < a->nrange; i++)
		a->bound[i] = a->first[i + 1] > a->first[i] ? a->most[i] * a->lists[i] + a->above[i] :
		    -HUGE_VAL;
}

/* ---- hits ----------------------------------------------------------------------------------- */

/* True when x comes behind y. */
static bool
worse(const struct wf_hit *x, const struct wf_hit *y)
{
	return x->score != y->score ? x->score < y->score : x->unit > y->unit;
}

static void
sift(struct ask *a, size_t at)
{
	struct wf_hit moved = a->hit[at];

	for (size_t child; (child = 2 * at + 1) < a->nhit; at = child) {
		if (child + 1 < a->nhit && worse(&a->hit[child + 1], &a->hit[child]))
			child++;
		if (!worse(&a->hit[child], &moved))
			break;
		a->hit[at] = a->hit[child];
	}
	a->hit[at] = moved;
}

static void
keep(struct ask *a, struct wf_hit hit)
{
	const struct wf_question *q = a->q;

	if (a->nhit == q->limit && !worse(&a->hit[0], &hit))
		return;
	if (q->take && !q->take(q->payload, &hit))
		return;
	if (a->nhit == q->limit) {
		a->hit[0] = hit;
		sift(a, 0);
		return;
	}
	size_t at = a->nhit++;
	for (; at > 0 && worse(&hit, &a->hit[(at - 1) / 2]); at = (at - 1) / 2)
		a->hit[at] = a->hit[(at - 1) / 2];
	a->hit[at] = hit;
}

static void
add_stop(float sum[RANGE], const struct ask *a, const struct stop *s)
{
	unsigned n = s->less + 1u, i = 0;
	const uint8_t *low = a->x->list + s->off, *impact = low + n;
	const float *worth = a->list[s->list].worth;

	if (n == 1) {
		sum[*low] += worth[s->most];
		return;
	}
	for (; i + 1 < n; i += 2, impact++) {
		sum[low[i]] += worth[*impact & 0xf];
		sum[low[i + 1]] += worth[*impact >> 4];
	}
	if (i < n)
		sum[low[i]] += worth[*impact & 0xf];
}

/* Takes the sum from units that lack a term they have to hold. */
static void
clear_lacking(const struct ask *a, float sum[RANGE], uint32_t range)
{
	unsigned held[RANGE] = { 0 };

	for (uint32_t i = a->first[range]; i < a->first[range + 1]; i++)
		for (unsigned k = 0; a->list[a->stop[i].list].must && k <= a->stop[i].less; k++)
			held[a->x->list[a->stop[i].off + k]]++;
	for (unsigned i = 0; i < RANGE; i++)
		if (held[i] < a->nmust)
			sum[i] = 0;
}

/* A unit with what its text gives. */
static struct wf_hit
hit_of(const struct ask *a, uint32_t unit, double sum)
{
	const struct wf_index *x = a->x;
	uint32_t context = x->unit[unit].context, text = x->context[context].text;
	bool last = wanted(a, text) == WF_WANT_LAST;
	double score = a->share[text] * (sum + a->context[context] + a->text[text]) + a->prior[text];

	return (struct wf_hit){ x->text[text].expr, x->unit[unit].seq, unit, last ? score - LAST_STEP : score,
		last };
}

#define EIGHT 8u

/* Without a branch, so that the compiler does the eight at once. */
static bool
any_above(const float *v, float cut)
{
	int any = 0;

	for (unsigned i = 0; i < EIGHT; i++)
		any |= v[i] > cut;
	return any != 0;
}

static float
highest(const float sum[RANGE])
{
	float v[EIGHT] = { 0 }, most = 0;

	for (unsigned i = 0; i < RANGE; i += EIGHT)
		for (unsigned k = 0; k < EIGHT; k++)
			v[k] = sum[i + k] > v[k] ? sum[i + k] : v[k];
	for (unsigned k = 0; k < EIGHT; k++)
		most = v[k] > most ? v[k] : most;
	return most;
}

/*
 * Adds up the lists of a range, those that weigh most first. False as soon as what is left cannot lift
 * the best of its units above cut: the terms of MaxScore (Turtle & Flood 1995) within a range.
 */
static bool
add_range(float sum[RANGE], const struct ask *a, uint32_t range, float cut)
{
	double left = a->lists[range];

	for (uint32_t i = a->first[range], n = 1; i < a->first[range + 1]; i++, n++) {
		const struct stop *s = &a->stop[i];
		__builtin_prefetch(a->x->list + s[AHEAD].off);
		add_stop(sum, a, s);
		left -= (double)a->list[s->list].worth[s->most];
		if (n % CHECK_EVERY == 0 && highest(sum) + (float)left < cut)
			return false;
	}
	return true;
}

static void
do_range(struct ask *a, uint32_t range)
{
	const struct wf_index *x = a->x;
	float sum[RANGE] = { 0 }, cut = 0;

	/* below this sum a unit cannot be a hit, whatever its headings and title give */
	if (a->nhit == a->q->limit)
		cut = (float)((a->hit[0].score - 1e-3 - a->above[range]) / a->most[range]) - 1e-3f;
	cut = cut < 0 ? 0 : cut;
	if (!add_range(sum, a, range, cut))
		return;
	if (a->nmust)
		clear_lacking(a, sum, range);
	for (uint32_t i = 0; i < RANGE; i += EIGHT) {
		if (!any_above(sum + i, cut))
			continue;
		for (uint32_t k = i; k < i + EIGHT; k++) {
			uint32_t unit = range * RANGE + k;
			if (sum[k] > cut &&
			    wanted(a, x->context[x->unit[unit].context].text) != WF_WANT_NOT)
				keep(a, hit_of(a, unit, (double)sum[k]));
		}
	}
}

/* No text has any of the words: the first units under the headings and titles that do. */
static void
do_headings(struct ask *a)
{
	const struct wf_index *x = a->x;

	for (size_t i = 0; i < x->ncontext; i++)
		if (a->context[i] + a->text[x->context[i].text] > 0 &&
		    wanted(a, x->context[i].text) != WF_WANT_NOT)
			keep(a, hit_of(a, x->context[i].unit, 0));
}

/* ---- all together ------------------------------------------------------------------------------ */

struct order { double bound; uint32_t range; };

static int
by_bound(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->bound != y->bound)
		return (x->bound < y->bound) - (x->bound > y->bound);
	return (x->range > y->range) - (x->range < y->range);
}

static void
do_ranges(struct ask *a)
{
	struct order *order = wf_malloc((a->nrange + 1) * sizeof *order);
	size_t n = 0;

	for (size_t i = 0; i < a->nrange; i++)
		if (a->bound[i] > -HUGE_VAL)
			order[n++] = (struct order){ a->bound[i], (uint32_t)i };
	if (n)
		qsort(order, n, sizeof *order, by_bound);
	/* bounds are summed in another order than scores: the last digits may differ */
	for (size_t i = 0; i < n; i++) {
		if (a->nhit == a->q->limit && order[i].bound < a->hit[0].score - 1e-3)
			break;
		do_range(a, order[i].range);
	}
	free(order);
}

static int
by_score(const void *a, const void *b)
{
	return worse(a, b) ? 1 : -1;
}

static void *
zeros(size_t n, size_t size)
{
	void *p = wf_malloc((n + 1) * size);

	memset(p, 0, (n + 1) * size);
	return p;
}

wf_rc
wf_index_query(struct wf_hit **hits, size_t *n, struct wf_index *x, const struct wf_question *asked,
    struct wf_err *err)
{
	struct wf_question q = *asked;
	struct ask a = { .x = x, .q = &q, .nrange = (x->nunit + RANGE - 1) / RANGE };
	const struct wf_terms *t = q.terms;
	bool good = false;

	q.limit = q.limit < 1 ? 1 : q.limit > LIMIT_MOST ? LIMIT_MOST : q.limit;
	a.context = zeros(x->ncontext, sizeof *a.context);
	a.text = zeros(x->ntext, sizeof *a.text);
	a.prior = zeros(x->ntext, sizeof *a.prior);
	a.share = zeros(x->ntext, sizeof *a.share);
	a.first = zeros(a.nrange + 1, sizeof *a.first);
	a.list = zeros(2 * t->n, sizeof *a.list);
	a.bound = zeros(a.nrange, sizeof *a.bound);
	a.lists = zeros(a.nrange, sizeof *a.lists);
	a.above = zeros(a.nrange, sizeof *a.above);
	a.most = zeros(a.nrange, sizeof *a.most);
	a.hit = zeros(q.limit, sizeof *a.hit);
	if (add_groups(&a) && add_lists(&a)) {
		good = true;
		sort_stops(&a);
		add_above(&a);
		do_ranges(&a);
		if (a.nhit == 0 && a.nmust == 0)
			do_headings(&a);
		if (a.nhit)
			qsort(a.hit, a.nhit, sizeof *a.hit, by_score);
		for (size_t i = 0; i < a.nhit; i++)
			a.hit[i].score += a.hit[i].last ? LAST_STEP : 0;
	}
	*hits = a.hit;
	*n = a.nhit;
	free(a.context);
	free(a.text);
	free(a.prior);
	free(a.share);
	free(a.stop);
	free(a.range);
	free(a.list);
	free(a.first);
	free(a.bound);
	free(a.lists);
	free(a.above);
	free(a.most);
	return good ? WF_OK : wf_fail(err, WF_E_STORE, "the search index is damaged; build the knowledge "
	    "base anew: wangfa build");
}
