/*
 * Measures how well words fit a provision: rare pairs in common, longest common run, the stretch
 * that a quotation is nearest to.  Draws no conclusion: check.c does.
 *
 * Rarity after Spärck Jones (1972), A statistical interpretation of term specificity; the nearest
 * stretch after Sellers (1980), The theory and computation of evolutionary distances.
 */
#include "fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
wf_points_make(struct wf_points *out, struct wf_arena *a, wf_str s)
{
	struct wf_buf b = { 0 };

	wf_fold(&b, s, WF_FOLD_NAME);
	wf_str rest = wf_buf_str(&b);
	out->v = wf_arena_alloc(a, (rest.n + 1) * sizeof(out->v[0]));
	out->n = 0;
	while (rest.n != 0)
		out->v[out->n++] = wf_utf8_next(&rest);
	wf_buf_free(&b);
}

/* ---- rarity ------------------------------------------------------------------------ */

static uint64_t
pair_at(const struct wf_points *p, uint32_t i)
{
	return (uint64_t)p->v[i] << 32 | p->v[i + 1];
}

static size_t
slot(const struct wf_rarity *r, uint64_t key)
{
	size_t i = (size_t)((key * 0x9e3779b97f4a7c15u) >> 32) & r->mask;

	while (r->key[i] != 0 && r->key[i] != key)
		i = (i + 1) & r->mask;
	return i;
}

/* A provision that counts as one: an article, or in a text without them an uppermost one. */
static uint32_t
next_provision(const struct wf_cite_tree *t, uint32_t i)
{
	while (i < t->nnode) {
		uint8_t kind = t->node[i].kind;

		if (kind == WF_PREFACE)
			i = t->node[i].end;
		else if (kind == WF_ARTICLE || (t->narticle == 0 && kind > WF_ARTICLE))
			return i;
		else
			i++;
	}
	return i;
}

void
wf_rarity_make(struct wf_rarity *out, struct wf_arena *a, struct wf_citing *c, uint32_t work,
    size_t expr)
{
	const struct wf_cite_tree *t = wf_citing_tree(c, work, expr);
	struct wf_arena scratch = { 0 };
	size_t total = 16, cap = 64;

	*out = (struct wf_rarity){ .provisions = 0 };
	for (uint32_t i = 1; t && (i = next_provision(t, i)) < t->nnode; i = t->node[i].end)
		total += wf_citing_text(c, work, expr, i).n / 3;
	while (cap <= total)	/* pairs repeat: a third of it is used */
		cap *= 2;
	out->key = wf_arena_alloc(a, cap * sizeof(out->key[0]));
	out->n = wf_arena_alloc(a, cap * sizeof(out->n[0]));
	out->mask = cap - 1;
	uint32_t *seen = wf_arena_alloc(&scratch, cap * sizeof(seen[0]));	/* by the last provision */

	for (uint32_t i = 1; t && (i = next_provision(t, i)) < t->nnode; i = t->node[i].end) {
		struct wf_points p;

		out->provisions++;
		wf_points_make(&p, &scratch, wf_citing_text(c, work, expr, i));
		for (uint32_t k = 0; k + 1 < p.n; k++) {
			size_t at = slot(out, pair_at(&p, k));

			out->key[at] = pair_at(&p, k);
			if (seen[at] != out->provisions)
				out->n[at]++;
			seen[at] = out->provisions;
		}
	}
	wf_arena_free(&scratch);
}

static double
weight(const struct wf_rarity *r, uint64_t key)
{
	uint32_t n = r->provisions ? r->n[slot(r, key)] : 0;

	return log((r->provisions + 1.0) / (n + 0.5));
}

/* ---- claims --------------------------------------------------------------------------- */

#define POINTS_LIMIT 4000u	/* of a provision that is compared run by run */

uint32_t
wf_fit_run(const struct wf_points *a, const struct wf_points *b)
{
	uint32_t best = 0, n = b->n < POINTS_LIMIT ? b->n : POINTS_LIMIT;
	uint32_t *row = wf_malloc((n + 1) * sizeof(row[0]));

	memset(row, 0, (n + 1) * sizeof(row[0]));
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = n; k > 0; k--) {
			row[k] = a->v[i] == b->v[k - 1] ? row[k - 1] + 1 : 0;
			if (row[k] > best)
				best = row[k];
		}
	free(row);
	return best;
}

double
wf_fit_cover(const struct wf_points *claim, const struct wf_points *provision,
    const struct wf_rarity *rarity)
{
	double total = 0, have = 0;
	struct wf_map seen = { 0 };

	for (uint32_t i = 0; i + 1 < claim->n; i++) {
		uint64_t key = pair_at(claim, i);
		bool found = false;

		if (!wf_map_set(&seen, (wf_str){ (const char *)&claim->v[i], 8 }, 1))
			continue;
		for (uint32_t k = 0; k + 1 < provision->n && !found; k++)
			found = pair_at(provision, k) == key;
		double w = weight(rarity, key);
		total += w;
		if (found)
			have += w;
	}
	wf_map_free(&seen);
	return total > 0 ? have / total : 0;
}

/* ---- quotations -------------------------------------------------------------------------- */

/* Where part begins in whole at or after from; UINT32_MAX = nowhere. */
static uint32_t
find(const struct wf_points *whole, const struct wf_points *part, uint32_t from)
{
	for (uint32_t i = from; i + part->n <= whole->n; i++)
		if (memcmp(whole->v + i, part->v, part->n * sizeof(part->v[0])) == 0)
			return i;
	return UINT32_MAX;
}

bool
wf_points_has(const struct wf_points *whole, const struct wf_points *part)
{
	return part->n != 0 && find(whole, part, 0) != UINT32_MAX;
}

bool
wf_points_abridged(const struct wf_points *whole, struct wf_arena *a, wf_str quote)
{
	static const char *const marks[] = { "……", "…", "...", "。。。", "（略）", "(略)" };
	uint32_t at = 0;
	bool any = false;

	while (quote.n != 0) {
		size_t cut = SIZE_MAX, len = 0;
		struct wf_points part;

		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			size_t k = wf_str_find(quote, wf_str_of(marks[i]), 0);

			if (k < cut) {
				cut = k;
				len = strlen(marks[i]);
			}
		}
		any = any || cut != SIZE_MAX;
		wf_points_make(&part, a, wf_str_sub(quote, 0, cut));
		if (part.n != 0) {
			at = find(whole, &part, at);
			if (at == UINT32_MAX)
				return false;
			at += part.n;
		}
		quote = cut == SIZE_MAX ? WF_S("") : wf_str_from(quote, cut + len);
	}
	return any && at != 0;
}

double
wf_points_like(uint32_t *from, uint32_t *to, struct wf_arena *a, const struct wf_points *whole,
    const struct wf_points *quote)
{
	uint32_t n = quote->n, best = n, *cost, *start;

	*from = *to = 0;
	if (n == 0 || n > 2000 || whole->n > 60000)
		return 0;
	cost = wf_arena_alloc(a, (n + 1) * sizeof(cost[0]));
	start = wf_arena_alloc(a, (n + 1) * sizeof(start[0]));
	for (uint32_t i = 0; i <= n; i++)
		cost[i] = i;
	for (uint32_t k = 1; k <= whole->n; k++) {
		uint32_t diagonal = cost[0], diagonal_start = start[0];

		start[0] = k;
		for (uint32_t i = 1; i <= n; i++) {
			uint32_t up = cost[i], up_start = start[i];
			uint32_t swap = diagonal + (whole->v[k - 1] != quote->v[i - 1]);

			cost[i] = swap;
			start[i] = diagonal_start;
			if (up + 1 < cost[i]) {
				cost[i] = up + 1;
				start[i] = up_start;
			}
			if (cost[i - 1] + 1 < cost[i]) {
				cost[i] = cost[i - 1] + 1;
				start[i] = start[i - 1];
			}
			diagonal = up;
			diagonal_start = up_start;
		}
		if (cost[n] < best || (cost[n] == best && *to != 0)) {	/* of equals the longer */
			best = cost[n];
			*from = start[n];
			*to = k;
		}
	}
	return 1.0 - (double)best / n;
}
