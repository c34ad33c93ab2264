/*
 * Finds which passage of an old text lives on in which passage of the new one.  It does not
 * say what changed inside.
 *
 * Passages that are word for word the same are anchors, as in patience diff (B. Cohen) and
 * Hunt and McIlroy, "An Algorithm for Differential File Comparison" (1976).  The others are
 * matched surest first: by likeness, by their place among the matches made so far, and by
 * the articles that they cite, whose numbers are known from those matches.  What is unsure
 * is then undone and matched again, since the numbers are better known the second time.
 */
#include "engine/diff_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * The numbers below were set by reading what came out for some twenty-five revised laws;
 * results hardly changed when single ones were moved by a fifth.
 */
static const double steps[] = { 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.17 };	/* least score, surest first */
#define SURE 0.75		/* likeness of a match that is not undone */
#define LEAST_BASE 0.1		/* likeness below which place and citations count for nothing */
#define IN_PLACE 0.03		/* between its neighbours' matches */
#define IN_GAP 0.12		/* … where few others are left; shared by them */
#define ADJACENT 0.05		/* next to a neighbour's match */
#define CROSSING 0.03		/* out of order, and as much again and more when far away */
#define CROSSING_FAR 0.1
#define FAR 20.0		/* passages */
#define RIVAL 0.5		/* part of a rival's likeness above RIVAL_FREE that counts against */
#define RIVAL_FREE 0.1
#define SAME_CITES 0.25
#define OTHER_CITES 0.15
#define FULL_CITES 0.35		/* likeness from which citations count in full */
#define CAREFUL 4		/* rounds that take only what is best for both; then by score */

/* ---- anchors ---------------------------------------------------------------------------- */

struct anchor { uint64_t hash; uint32_t at; uint32_t class; };

static int
compare_anchors(const struct anchor *a, const struct anchor *b)
{
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->class > b->class) - (a->class < b->class);
}

static int
by_hash(const void *x, const void *y)
{
	const struct anchor *a = x, *b = y;
	int c = compare_anchors(a, b);

	return c ? c : (a->at > b->at) - (a->at < b->at);
}

static struct anchor *
anchors_of(const struct wf_passages *s)
{
	struct anchor *v = wf_malloc(((size_t)s->n + 1) * sizeof *v);

	for (uint32_t i = 0; i < s->n; i++)
		v[i] = (struct anchor){ s->v[i].hash, i, s->v[i].class };
	qsort(v, s->n, sizeof *v, by_hash);
	return v;
}

/* Entries of v from i on that are of one hash and class. */
static uint32_t
run_of(const struct anchor *v, uint32_t i, uint32_t n)
{
	uint32_t k = i + 1;

	while (k < n && v[k].hash == v[i].hash && v[k].class == v[i].class)
		k++;
	return k - i;
}

static void
put(struct wf_match *m, uint32_t o, uint32_t n)
{
	m->to[o] = n;
	m->from[n] = o;
}

/* Matches what stands word for word in both texts, as often in the one as in the other. */
static void
match_anchors(struct wf_match *m)
{
	struct anchor *x = anchors_of(m->old), *y = anchors_of(m->new);

	for (uint32_t i = 0, k = 0; i < m->old->n && k < m->new->n; ) {
		uint32_t nx = run_of(x, i, m->old->n), ny = run_of(y, k, m->new->n);
		int c = compare_anchors(&x[i], &y[k]);

		for (uint32_t j = 0; c == 0 && nx == ny && j < nx; j++) {
			if (!wf_same_key(&m->old->v[x[i + j].at], &m->new->v[y[k + j].at]))
				continue;
			put(m, x[i + j].at, y[k + j].at);
			m->open_old[x[i + j].at] = m->open_new[y[k + j].at] = false;
		}
		i += c <= 0 ? nx : 0;
		k += c >= 0 ? ny : 0;
	}
	free(x);
	free(y);
}

/* What is word for word the same and still without a match, though not as often: in order. */
static void
match_same(struct wf_match *m)
{
	struct anchor *x = anchors_of(m->old), *y = anchors_of(m->new);

	for (uint32_t i = 0, k = 0; i < m->old->n && k < m->new->n; ) {
		int c = compare_anchors(&x[i], &y[k]);

		if (m->to[x[i].at] != WF_NO_NODE)
			i++;
		else if (m->from[y[k].at] != WF_NO_NODE)
			k++;
		else if (c != 0)
			*(c < 0 ? &i : &k) += 1;
		else if (wf_same_key(&m->old->v[x[i].at], &m->new->v[y[k].at]))
			put(m, x[i++].at, y[k++].at);
		else
			i++;	/* the same hash by chance */
	}
	free(x);
	free(y);
}

/* ---- citations ------------------------------------------------------------------------------ */

/* What an old number is called in the new text, as far as matched; false = not known. */
static bool
renamed(uint64_t *no, const struct wf_match *m, uint64_t old)
{
	uint32_t at = wf_passage_of(m->old, old);

	*no = old;
	if (at == WF_NO_NODE)
		return true;
	uint32_t to = m->to[m->old->by_no[at]];
	if (to != WF_NO_NODE)
		*no = m->new->v[to].no;
	return to != WF_NO_NODE;
}

static bool
cites(const struct wf_passage *p, uint64_t no)
{
	uint32_t low = 0, high = p->ncited;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (p->cited[mid] < no)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->ncited && p->cited[low] == no;
}

double
wf_cites_agree(const struct wf_match *m, const struct wf_pair *p)
{
	const struct wf_passage *x = &m->old->v[p->old], *y = &m->new->v[p->new];
	uint32_t known = 0, same = 0;
	double sum = 0;

	if (x->ncited == 0 || y->ncited == 0)
		return 0;
	for (uint32_t i = 0; i < x->ncited; i++) {
		uint64_t no;

		if (!renamed(&no, m, x->cited[i]))
			continue;
		known++;
		if (!cites(y, no))
			continue;
		uint32_t at = wf_passage_of(m->new, no);
		/* an article that all cite says little */
		sum += 1 / sqrt(at == WF_NO_NODE ? 1 : m->citing[m->new->by_no[at]]);
		same++;
	}
	if (same == 0)
		return -OTHER_CITES * known / x->ncited;
	sum /= x->ncited < y->ncited ? x->ncited : y->ncited;
	return SAME_CITES * fmin(1, sum) * fmin(1, p->base / FULL_CITES);
}

/* How often each new article is cited in the new text. */
static void
count_citing(struct wf_match *m)
{
	for (uint32_t i = 0; i < m->new->n; i++)
		for (uint32_t k = 0; k < m->new->v[i].ncited; k++) {
			uint32_t at = wf_passage_of(m->new, m->new->v[i].cited[k]);

			if (at != WF_NO_NODE)
				m->citing[m->new->by_no[at]]++;
		}
}

/* ---- places ------------------------------------------------------------------------------------ */

/* The matches that are in order, and how many passages are without one. */
struct order {
	int64_t *before, *after;	/* of each old passage: the new ones between which it stands */
	uint32_t *left;			/* of each old one: passages left in its gap; the larger side */
	uint32_t *left_new;		/* new passages without a match in front of each; n + 1 */
	int64_t *chain;			/* scratch: old passages of the longest chain */
	uint32_t *prev, *tail;
	uint32_t last_old, last_new;	/* the last provision of each text */
};

static void
make_order(struct order *r, struct wf_arena *a, const struct wf_match *m)
{
	size_t o = (size_t)m->old->n + 2, n = (size_t)m->new->n + 2;

	r->before = wf_arena_alloc(a, o * sizeof *r->before);
	r->after = wf_arena_alloc(a, o * sizeof *r->after);
	r->chain = wf_arena_alloc(a, o * sizeof *r->chain);
	r->prev = wf_arena_alloc(a, o * sizeof *r->prev);
	r->tail = wf_arena_alloc(a, o * sizeof *r->tail);
	r->left = wf_arena_alloc(a, o * sizeof *r->left);
	r->left_new = wf_arena_alloc(a, n * sizeof *r->left_new);
	r->last_old = r->last_new = WF_NO_NODE;
	for (uint32_t i = 0; i < m->old->n; i++)
		if (m->old->v[i].class == WF_PS_PROVISION)
			r->last_old = i;
	for (uint32_t i = 0; i < m->new->n; i++)
		if (m->new->v[i].class == WF_PS_PROVISION)
			r->last_new = i;
}

/*
 * Longest rising chain of matches, in n log n (Fredman 1975; patience sorting). chain[i] is
 * the new passage of old passage i where it is in the chain, else -1.
 */
static void
find_chain(struct order *r, const struct wf_match *m)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->old->n; i++) {
		uint32_t low = 0, high = n;

		r->chain[i] = -1;
		if (m->to[i] == WF_NO_NODE)
			continue;
		while (low < high) {
			uint32_t mid = low + (high - low) / 2;

			if (m->to[r->tail[mid]] < m->to[i])
				low = mid + 1;
			else
				high = mid;
		}
		r->prev[i] = low ? r->tail[low - 1] : WF_NO_NODE;
		r->tail[low] = i;
		n += low == n;
	}
	for (uint32_t i = n ? r->tail[n - 1] : WF_NO_NODE; i != WF_NO_NODE; i = r->prev[i])
		r->chain[i] = m->to[i];
}

/* Counts what is left in the gap of the old passages from low up to high. */
static void
fill_gap(struct order *r, const struct wf_match *m, uint32_t low, uint32_t high)
{
	uint32_t n = 0;

	if (low == high)
		return;
	for (uint32_t i = low; i < high; i++)
		n += m->to[i] == WF_NO_NODE;
	uint32_t k = r->left_new[r->after[low]] - r->left_new[r->before[low] + 1];
	for (uint32_t i = low; i < high; i++)
		r->left[i] = n > k ? n : k;
}

static void
find_order(struct order *r, const struct wf_match *m)
{
	int64_t near = -1;
	uint32_t gap = 0;

	find_chain(r, m);
	for (uint32_t i = 0; i < m->old->n; i++) {
		r->before[i] = near;
		near = r->chain[i] >= 0 ? r->chain[i] : near;
	}
	near = m->new->n;
	for (uint32_t i = m->old->n; i-- > 0; ) {
		r->after[i] = near;
		near = r->chain[i] >= 0 ? r->chain[i] : near;
	}
	for (uint32_t i = 0; i < m->new->n; i++)
		r->left_new[i + 1] = r->left_new[i] + (m->from[i] == WF_NO_NODE);
	for (uint32_t i = 0; i <= m->old->n; i++)
		if (i == m->old->n || r->chain[i] >= 0) {
			fill_gap(r, m, gap, i);
			gap = i + 1;
		}
}

/* What its place says for or against a pair. */
static double
place_score(const struct order *r, const struct wf_match *m, const struct wf_pair *p)
{
	uint32_t o = p->old, n = p->new;
	double score;

	if (n > r->before[o] && n < r->after[o]) {
		score = IN_PLACE + IN_GAP / sqrt(r->left[o] ? r->left[o] : 1);
	} else {
		double away = (double)(n <= r->before[o] ? r->before[o] - n : n - r->after[o]);
		score = -CROSSING - CROSSING_FAR * fmin(1, away / FAR);
	}
	if ((o == 0 && n == 0) || (o > 0 && n > 0 && m->to[o - 1] == n - 1))
		score += ADJACENT;
	if ((o == r->last_old && n == r->last_new) || (o + 1 < m->old->n && m->to[o + 1] == n + 1))
		score += ADJACENT;
	return score;
}

/* ---- matching ---------------------------------------------------------------------------------- */

/* Likeness of the best rival for either passage of a pair. */
static double
rival(const struct wf_likeness *l, const struct wf_pair *p)
{
	const struct wf_best *x = &l->old[p->old], *y = &l->new[p->new];
	float a = x->dice[0] > 0 && x->at[0] == p->new ? x->dice[1] : x->dice[0];
	float b = y->dice[0] > 0 && y->at[0] == p->old ? y->dice[1] : y->dice[0];

	return a > b ? a : b;
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

static size_t
score_pairs(struct scored *out, const struct wf_match *m, const struct order *r, double least)
{
	const struct wf_likeness *l = m->like;
	size_t n = 0;

	for (size_t i = 0; i < l->npair; i++) {
		const struct wf_pair *p = &l->pair[i];

		if (m->to[p->old] != WF_NO_NODE || m->from[p->new] != WF_NO_NODE ||
		    p->base < LEAST_BASE)
			continue;
		double score = p->base + place_score(r, m, p) + wf_cites_agree(m, p) -
		    RIVAL * fmax(0, rival(l, p) - RIVAL_FREE);
		if (score >= least)
			out[n++] = (struct scored){ score, p->old, p->new };
	}
	qsort(out, n, sizeof *out, best_first);
	return n;
}

/* Matches the pairs at or above a score. */
static void
match_step(struct wf_match *m, struct order *r, struct scored *pair, uint32_t *seen, double least)
{
	size_t n;

	for (uint32_t round = 0; ; round++) {
		find_order(r, m);
		n = score_pairs(pair, m, r, least);
		if (n == 0)
			return;
		memset(seen, 0, ((size_t)m->old->n + m->new->n) * sizeof *seen);
		for (size_t i = 0; i < n; i++) {
			uint32_t *x = &seen[pair[i].old], *y = &seen[m->old->n + pair[i].new];

			if (!*x && !*y)
				put(m, pair[i].old, pair[i].new);
			/* what was beaten waits for the next round, which knows its place better */
			if ((!*x && !*y) || round < CAREFUL)
				*x = *y = 1;
		}
	}
}

static void
undo_unsure(struct wf_match *m)
{
	for (size_t i = 0; i < m->like->npair; i++) {
		const struct wf_pair *p = &m->like->pair[i];

		if (m->to[p->old] == p->new && p->base < SURE)
			m->to[p->old] = m->from[p->new] = WF_NO_NODE;
	}
}

static void
match_rest(struct wf_match *m, struct wf_arena *a)
{
	size_t n = (size_t)m->old->n + m->new->n;
	struct scored *pair = wf_malloc((m->like->npair + 1) * sizeof *pair);
	uint32_t *seen = wf_malloc((n + 1) * sizeof *seen);
	struct order r;

	make_order(&r, a, m);
	for (int again = 0; again < 2; again++) {
		if (again)
			undo_unsure(m);
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
			match_step(m, &r, pair, seen, steps[i]);
	}
	free(pair);
	free(seen);
}

/* ---- all together ------------------------------------------------------------------------------- */

static int
in_order(const void *x, const void *y)
{
	const struct wf_link *a = x, *b = y;

	if (a->old != b->old)
		return a->old < b->old ? -1 : 1;
	return (a->new > b->new) - (a->new < b->new);
}

static void
give_links(struct wf_links *out, struct wf_arena *a, struct wf_match *m)
{
	struct wf_link *link = wf_arena_alloc(a, (m->old->n + m->like->npair + 1) * sizeof *link);
	uint32_t *main = wf_arena_alloc(a, ((size_t)m->old->n + 1) * sizeof *main);
	uint32_t *first = wf_arena_alloc(a, ((size_t)m->old->n + 2) * sizeof *first);
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->old->n; i++)
		if (m->to[i] != WF_NO_NODE)
			link[n++] = (struct wf_link){ i, m->to[i] };
	memcpy(main, m->to, m->old->n * sizeof *main);
	uint32_t alone = n;
	wf_shares_find(link, &n, m);
	for (uint32_t i = alone; i < n; i++)
		if (main[link[i].old] == WF_NO_NODE)
			main[link[i].old] = link[i].new;
	qsort(link, n, sizeof *link, in_order);
	for (uint32_t i = 0; i < n; i++)
		first[link[i].old + 1]++;
	for (uint32_t i = 0; i < m->old->n; i++)
		first[i + 1] += first[i];
	*out = (struct wf_links){ .v = link, .n = n, .first = first, .main = main };
}

void
wf_align(struct wf_links *out, struct wf_arena *a, struct wf_passages *old, struct wf_passages *new)
{
	struct wf_arena scratch = { 0 };
	struct wf_match m = { .old = old, .new = new };
	struct wf_grams grams;
	struct wf_likeness like;
	size_t o = (size_t)old->n + 1, n = (size_t)new->n + 1;

	m.to = wf_arena_alloc(&scratch, o * sizeof *m.to);
	m.from = wf_arena_alloc(&scratch, n * sizeof *m.from);
	m.open_old = wf_arena_alloc(&scratch, o);
	m.open_new = wf_arena_alloc(&scratch, n);
	m.citing = wf_arena_alloc(&scratch, n * sizeof *m.citing);
	memset(m.to, 0xff, o * sizeof *m.to);
	memset(m.from, 0xff, n * sizeof *m.from);
	memset(m.open_old, true, o);
	memset(m.open_new, true, n);
	match_anchors(&m);
	wf_grams_make(&grams, &scratch, old, new, m.open_new);
	wf_likeness_make(&like, &scratch, &grams, old, new, m.open_old, m.open_new);
	m.grams = &grams;
	m.like = &like;
	count_citing(&m);
	match_rest(&m, &scratch);
	match_same(&m);
	give_links(out, a, &m);
	wf_arena_free(&scratch);
}
