/*
 * Leads from the words that people use to the words of the law: rows of data/thesaurus.tsv are
 * short texts that stand in the index themselves, and a query that holds most of what a row says
 * gets its terms.  It ranks no unit.
 */
#include "search_int.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 200u	/* rows whose terms are looked at */

/* Takes the next row: its cells, borrowed; false at the end. */
static bool
next_row(wf_str *rest, wf_str cell[LAY_CELLS])
{
	while (rest->n) {
		size_t end = wf_str_find(*rest, WF_S("\n"), 0);
		wf_str line = wf_str_sub(*rest, 0, end == SIZE_MAX ? rest->n : end);
		*rest = wf_str_from(*rest, line.n + 1);
		if (line.n == 0 || *line.p == '#')
			continue;
		for (int i = 0; i < LAY_CELLS; i++) {
			size_t tab = wf_str_find(line, WF_S("\t"), 0);
			cell[i] = wf_str_sub(line, 0, tab == SIZE_MAX ? line.n : tab);
			line = wf_str_from(line, cell[i].n + 1);
		}
		return true;
	}
	return false;
}

size_t
wf_lay_rows(struct lay_row **out)
{
	wf_str rest = { wf_data_thesaurus, wf_data_thesaurus_n }, cell[LAY_CELLS];
	size_t n = 0, cap = 0;

	*out = NULL;
	while (next_row(&rest, cell)) {
		*out = wf_grow(*out, &cap, n + 1, sizeof **out);
		(*out)[n++] = (struct lay_row){ (uint32_t)(cell[0].p - wf_data_thesaurus), 0 };
	}
	return n;
}

bool
wf_lay_row(wf_str cell[LAY_CELLS], uint32_t off)
{
	wf_str rest = { wf_data_thesaurus + off, wf_data_thesaurus_n - off };

	return off < wf_data_thesaurus_n && next_row(&rest, cell);
}

uint64_t
wf_lay_sum(void)
{
	return wf_index_sum(wf_data_thesaurus, wf_data_thesaurus_n) ^
	    wf_index_sum(wf_data_question_words, wf_data_question_words_n);
}

/* ---- question words ------------------------------------------------------------------- */

void
wf_question_words(char *s, size_t n)
{
	wf_str rest = { wf_data_question_words, wf_data_question_words_n };

	while (rest.n) {
		size_t end = wf_str_find(rest, WF_S("\n"), 0);
		wf_str word = wf_str_sub(rest, 0, end == SIZE_MAX ? rest.n : end);
		rest = wf_str_from(rest, word.n + 1);
		if (word.n == 0 || *word.p == '#')
			continue;
		for (size_t at = 0; (at = wf_str_find((wf_str){ s, n }, word, at)) != SIZE_MAX; )
			memset(s + at, ' ', word.n);
	}
}

/* ---- leads ------------------------------------------------------------------------------- */

/* Adds a term, or raises the weight it has. */
static void
add_lead(struct leads *out, struct wf_map *seen, wf_str term, wf_str from, double weight)
{
	uint32_t at;

	if (wf_map_get(seen, term, &at)) {
		if (weight > out->v[at].weight) {
			out->v[at].weight = weight;
			out->v[at].from = from;
		}
		return;
	}
	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
	out->v[out->n] = (struct lead){ term, from, weight };
	wf_map_set(seen, term, (uint32_t)out->n++);
}

/* The terms of a row of which the query holds so much, 0..1: later ones count less. */
static void
take_row(struct leads *out, struct wf_map *seen, const struct wf_rank *r, uint32_t off, double held)
{
	wf_str cell[LAY_CELLS];

	if (!wf_lay_row(cell, off))
		return;
	double weight = strtod(cell[2].p, NULL);
	weight *= wf_rank_lead(r, held);
	for (wf_str rest = cell[1]; rest.n; weight *= r->lead_next) {
		size_t end = wf_str_find(rest, WF_S(" "), 0);
		wf_str term = wf_str_sub(rest, 0, end == SIZE_MAX ? rest.n : end);
		rest = wf_str_from(rest, term.n + 1);
		if (term.n)
			add_lead(out, seen, term, cell[0], weight);
	}
}

static int
by_weight(const void *a, const void *b)
{
	const struct lead *x = a, *y = b;

	if (x->weight != y->weight)
		return (x->weight < y->weight) - (x->weight > y->weight);
	return wf_str_cmp(x->term, y->term);
}

/* A row that the query holds: how much of it, and which terms of the query it takes (a bit each, of the first 64). */
struct held { double share; uint64_t pairs; uint32_t row; };

static int
by_share(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	if (x->share != y->share)
		return (x->share < y->share) - (x->share > y->share);
	return (x->row > y->row) - (x->row < y->row);
}

/* What each row of the table shares with a query: sum of idf, and which pairs (a bit each; the rest none). */
static void
weigh_rows(double *sum, uint64_t *pairs, const struct wf_index *x, const struct grams *g)
{
	unsigned bit = 0;

	for (size_t i = 0; i < g->n; i++) {
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = g->v[k].key == g->v[i].key;
		const struct term_row *t = again ? NULL :
		    wf_index_term(x, KEY_FIELD(g->v[i].key, FIELD_LAY));
		struct walk w;
		if (!t || !wf_list_good(x, t, x->nlay))
			continue;
		double idf = wf_index_idf(x, g->v[i].key);
		for (wf_walk_begin(&w, x, t); wf_walk_next(&w); )
			for (unsigned k = 0; k < w.n; k++) {
				sum[w.base + w.low[k]] += idf;
				pairs[w.base + w.low[k]] |= bit < 64 ? (uint64_t)1 << bit : 0;
			}
		bit++;
	}
}

/*
 * Rows of which the query holds enough, best first. One whose pairs all belong to a row that is held
 * better speaks of something else (死人的债 in 撞死人) and is left out.
 */
static size_t
choose_rows(struct held **out, const struct wf_index *x, const struct grams *g)
{
	double *sum = wf_malloc((x->nlay + 1) * sizeof *sum);
	uint64_t *pairs = wf_malloc((x->nlay + 1) * sizeof *pairs);
	struct held *v = NULL;
	size_t n = 0, cap = 0, kept = 0;

	memset(sum, 0, (x->nlay + 1) * sizeof *sum);
	memset(pairs, 0, (x->nlay + 1) * sizeof *pairs);
	weigh_rows(sum, pairs, x, g);
	for (size_t i = 0; i < x->nlay; i++) {
		if (sum[i] <= 0 || sum[i] < x->rank->lead_least * x->lay[i].total)
			continue;
		v = wf_grow(v, &cap, n + 1, sizeof *v);
		v[n++] = (struct held){ sum[i] / x->lay[i].total, pairs[i], (uint32_t)i };
	}
	if (n)
		qsort(v, n, sizeof *v, by_share);
	for (size_t i = 0; i < n && kept < ROWS_MOST; i++) {
		bool inside = false;
		for (size_t k = 0; k < kept && !inside; k++)
			inside = v[k].share > v[i].share && (v[i].pairs & ~v[k].pairs) == 0;
		if (!inside)
			v[kept++] = v[i];
	}
	free(sum);
	free(pairs);
	*out = v;
	return kept;
}

void
wf_thesaurus_find(struct leads *out, const struct wf_index *x, const struct grams *g)
{
	struct wf_map seen = { 0 };
	struct held *v;
	size_t n = choose_rows(&v, x, g);

	for (size_t i = 0; i < n; i++)
		take_row(out, &seen, x->rank, x->lay[v[i].row].off, v[i].share);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_weight);
	if (out->n > x->rank->lead_most)
		out->n = x->rank->lead_most;
	wf_map_free(&seen);
	free(v);
}
