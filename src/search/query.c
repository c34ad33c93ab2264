/*
 * Answers queries by one pass over all folded text, counting the query's words
 * and pairs of characters on the way.  It marks no text for readers: that is highlight.c.
 */
#include "search_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PATTERN_LIMIT 200u	/* fits the one byte of pattern.next and table.start, 0 kept for none */
#define QUERY_LIMIT   4096u	/* bytes of a query that are looked at */

/* Weights of a word in title and headings, in words of text. */
#define TITLE_WEIGHT   1.0f
#define HEADING_WEIGHT 1.0f

/* A whole term of the query, or a pair of characters of one. */
struct pattern {
	const uint16_t *c;
	uint32_t n;
	uint8_t next;		/* 1 + the next pattern with the same first character; 0 = none */
	bool term, gram;	/* counts in the first reading; in the second */
	uint32_t df;		/* units that hold it */
};

struct table {
	uint16_t *c;		/* the folded terms that patterns point into */
	struct pattern pattern[PATTERN_LIMIT];
	uint32_t n, nterm;
	uint8_t start[65536];	/* 1 + first pattern that begins with this code unit; 0 = none */
};

/* One pattern met in one unit. */
struct entry { uint32_t unit; uint8_t pattern; float weight; };
struct entries { struct entry *v; size_t n, cap; uint64_t nunit, nchar; };

static uint32_t
add_pattern(struct table *t, const uint16_t *c, uint32_t n)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->pattern[i].n == n && memcmp(t->pattern[i].c, c, n * sizeof *c) == 0)
			return i;
	if (t->n == PATTERN_LIMIT)
		return PATTERN_LIMIT;
	t->pattern[t->n] = (struct pattern){ c, n, t->start[c[0]], false, false, 0 };
	t->start[c[0]] = (uint8_t)++t->n;
	return t->n - 1;
}

static void
add_term(struct table *t, const uint16_t *c, uint32_t n)
{
	uint32_t at = add_pattern(t, c, n);

	if (at < PATTERN_LIMIT && !t->pattern[at].term) {
		t->pattern[at].term = true;
		t->nterm++;
	}
	for (uint32_t i = 0; i == 0 || i + 1 < n; i++) {
		at = add_pattern(t, c + i, n < 2 ? n : 2);
		if (at < PATTERN_LIMIT)
			t->pattern[at].gram = true;
	}
}

/* Parts the query at white space; folding takes white space out, so parting comes first. */
static struct table *
read_query(wf_str query)
{
	struct table *t = wf_malloc(sizeof *t);
	struct wf_buf scratch = { 0 };
	size_t bound[PATTERN_LIMIT + 1], nbound = 0, n = 0, cap = 0;

	memset(t, 0, sizeof *t);
	query = wf_str_trim(wf_str_sub(query, 0, QUERY_LIMIT));
	while (query.n && nbound < PATTERN_LIMIT) {
		wf_str rest = query;
		while (rest.n && !wf_is_space(wf_utf8_peek(rest, NULL)))
			wf_utf8_next(&rest);
		bound[nbound++] = n;
		wf_search_fold(&t->c, &n, &cap, (wf_str){ query.p, query.n - rest.n }, &scratch);
		query = wf_str_ltrim(rest);
	}
	bound[nbound] = n;
	for (size_t i = 0; i < nbound; i++)
		if (bound[i + 1] > bound[i])
			add_term(t, t->c + bound[i], (uint32_t)(bound[i + 1] - bound[i]));
	wf_buf_free(&scratch);
	return t;
}

static void
free_table(struct table *t)
{
	free(t->c);
	free(t);
}

/* Adds weight to count[p] for each place where pattern p begins in c. */
static bool
count_patterns(float *count, const struct table *t, const uint16_t *c, size_t n, float weight)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		for (unsigned p = t->start[c[i]]; p; p = t->pattern[p - 1].next) {
			const struct pattern *q = &t->pattern[p - 1];
			if (q->n > n - i || memcmp(q->c, c + i, q->n * sizeof *c) != 0)
				continue;
			count[p - 1] += weight;
			any = true;
		}
	}
	return any;
}

static void
keep_counts(struct entries *e, struct table *t, const float *count, uint32_t unit)
{
	for (uint32_t p = 0; p < t->n; p++) {
		if (count[p] <= 0)
			continue;
		e->v = wf_grow(e->v, &e->cap, e->n + 1, sizeof *e->v);
		e->v[e->n++] = (struct entry){ unit, (uint8_t)p, count[p] };
		t->pattern[p].df++;
	}
}

static void
scan(struct entries *e, struct table *t, const struct wf_index *x,
    bool (*want)(void *payload, int64_t expr), void *payload)
{
	float shared[PATTERN_LIMIT], count[PATTERN_LIMIT];
	uint32_t context = UINT32_MAX;
	bool wanted = false, any_shared = false;

	for (uint32_t i = 0; i < x->head->nunit; i++) {
		const struct wf_index_unit *u = &x->unit[i];
		if (u->context != context) {
			const struct wf_index_context *c = &x->context[context = u->context];
			const uint16_t *text = x->text + c->off;
			memset(shared, 0, sizeof shared);
			wanted = !want || want(payload, c->expr);
			any_shared = count_patterns(shared, t, text, c->ntitle, TITLE_WEIGHT);
			any_shared |= count_patterns(shared, t, text + c->ntitle, c->nheading,
			    HEADING_WEIGHT);
		}
		if (!wanted)
			continue;
		e->nunit++;
		e->nchar += u->n;
		memcpy(count, shared, t->n * sizeof *count);
		if (count_patterns(count, t, x->text + u->off, u->n, 1.0f) || any_shared)
			keep_counts(e, t, count, i);
	}
}

/* Okapi BM25 of one word: Robertson & Zaragoza 2009, eq. 3.15. */
static double
bm25(double tf, double df, double nunit, double length, double mean_length)
{
	const double k1 = 1.2, b = 0.75;
	double idf = log(1 + (nunit - df + 0.5) / (df + 0.5));

	return idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean_length));
}

/* The best limit hits so far, best first; units come in rising order, so ties keep it. */
static void
keep_hit(struct wf_hit *hits, size_t *n, size_t limit, struct wf_hit hit)
{
	if (*n == limit && hit.score <= hits[limit - 1].score)
		return;
	size_t at = *n < limit ? (*n)++ : limit - 1;
	for (; at > 0 && hits[at - 1].score < hit.score; at--)
		hits[at] = hits[at - 1];
	hits[at] = hit;
}

/* all: a unit must hold every term; else it is ranked by the pairs of characters it holds. */
static void
rank(struct wf_hit *hits, size_t *n, size_t limit, const struct wf_index *x, const struct table *t,
    const struct entries *e, bool all)
{
	double mean = e->nunit && e->nchar ? (double)e->nchar / (double)e->nunit : 1;

	*n = 0;
	for (size_t i = 0, next; i < e->n; i = next) {
		uint32_t unit = e->v[i].unit, nterm = 0;
		double score = 0;
		for (next = i; next < e->n && e->v[next].unit == unit; next++) {
			const struct pattern *p = &t->pattern[e->v[next].pattern];
			nterm += p->term;
			if (all ? p->term : p->gram)
				score += bm25(e->v[next].weight, p->df, (double)e->nunit,
				    x->unit[unit].n, mean);
		}
		if (score > 0 && (!all || nterm == t->nterm))
			keep_hit(hits, n, limit, (struct wf_hit){
			    x->context[x->unit[unit].context].expr, x->unit[unit].seq, score });
	}
}

wf_rc
wf_index_query(struct wf_hit **hits, size_t *n, struct wf_index *x, wf_str query, size_t limit,
    bool (*want)(void *payload, int64_t expr), void *payload)
{
	struct table *t = read_query(query);
	struct entries e = { 0 };

	*n = 0;
	*hits = wf_malloc((limit + 1) * sizeof **hits);
	if (t->n && limit) {
		scan(&e, t, x, want, payload);
		rank(*hits, n, limit, x, t, &e, true);
		if (*n == 0)
			rank(*hits, n, limit, x, t, &e, false);
	}
	free(e.v);
	free_table(t);
	return WF_OK;
}
