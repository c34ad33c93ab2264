/*
 * The reference that every ranking must beat: Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) over
 * pairs of characters of the text alone, k1 1.2, b 0.75.  No title, no prior, no tricks; in memory.
 */
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define K1 1.2
#define B  0.75

struct posting { uint32_t unit, tf; };
struct list { struct posting *v; size_t n, cap; };
struct plain {
	struct units *u;
	struct wf_map gram;		/* -> list */
	struct list *list; size_t n, cap;
	uint32_t *length;		/* grams of each unit */
	double nunit, mean, *score;
	struct wf_arena arena;
};

/* The next word of grams; false = no more. */
static bool
next_gram(wf_str *out, const char **at)
{
	size_t n = strcspn(*at, " ");

	*out = (wf_str){ *at, n };
	*at += n + ((*at)[n] == ' ');
	return n > 0;
}

static void
add_text(struct plain *p, uint32_t unit, const char *grams)
{
	wf_str gram;

	while (next_gram(&gram, &grams)) {
		uint32_t at;
		if (!wf_map_get(&p->gram, gram, &at)) {
			at = (uint32_t)p->n;
			p->list = wf_grow(p->list, &p->cap, p->n + 1, sizeof *p->list);
			p->list[p->n++] = (struct list){ 0 };
			wf_map_set(&p->gram, wf_arena_str(&p->arena, gram), at);
		}
		struct list *l = &p->list[at];
		if (l->n == 0 || l->v[l->n - 1].unit != unit) {
			l->v = wf_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
			l->v[l->n++] = (struct posting){ unit, 0 };
		}
		l->v[l->n - 1].tf++;
		p->length[unit]++;
	}
}

static bool
plain_build(struct units *u, const char *path, struct peer_why *why)
{
	(void)u, (void)path, (void)why;
	return true;	/* in memory: made when opened */
}

static void
plain_close(void *opened)
{
	struct plain *p = opened;

	for (size_t i = 0; i < p->n; i++)
		free(p->list[i].v);
	free(p->list);
	free(p->length);
	free(p->score);
	wf_map_free(&p->gram);
	wf_arena_free(&p->arena);
	free(p);
}

static void *
plain_open(struct units *u, const char *path, struct peer_why *why)
{
	struct plain *p = wf_malloc(sizeof *p);
	double nunit = 0;

	(void)path, (void)why;
	*p = (struct plain){ .u = u };
	p->length = wf_malloc((u->n + 1) * sizeof *p->length);
	p->score = wf_malloc((u->n + 1) * sizeof *p->score);
	memset(p->length, 0, (u->n + 1) * sizeof *p->length);
	for (uint32_t i = 0; i < u->n; i++) {
		if (!u->v[i].answers)
			continue;
		add_text(p, i, text_grams(u, u->v[i].text, GRAM_PAIRS));
		p->mean += p->length[i];
		nunit++;
	}
	p->nunit = nunit;
	p->mean /= nunit > 0 ? nunit : 1;
	return p;
}

static void
add_scores(struct plain *p, const struct list *l)
{
	double df = (double)l->n, idf = log(1 + (p->nunit - df + 0.5) / (df + 0.5));

	for (size_t i = 0; i < l->n; i++) {
		double tf = l->v[i].tf, length = p->length[l->v[i].unit];
		p->score[l->v[i].unit] += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / p->mean));
	}
}

size_t
plain_query(uint32_t unit[PEER_HITS], void *opened, const char *question, bool national)
{
	struct plain *p = opened;
	const char *grams = question_grams(p->u, question, GRAM_PAIRS);
	wf_str gram;
	uint32_t at;
	size_t n = 0;

	memset(p->score, 0, p->u->n * sizeof *p->score);
	while (next_gram(&gram, &grams))
		if (wf_map_get(&p->gram, gram, &at))
			add_scores(p, &p->list[at]);
	for (uint32_t i = 0; i < p->u->n; i++) {
		double score = p->score[i];
		if (score <= 0 || (national && !p->u->v[i].national) ||
		    (n == PEER_HITS && score <= p->score[unit[n - 1]]))
			continue;
		size_t to = n < PEER_HITS ? n++ : n - 1;
		for (; to > 0 && p->score[unit[to - 1]] < score; to--)
			unit[to] = unit[to - 1];
		unit[to] = i;
	}
	return n;
}

static bool
plain_ask(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	(void)why;
	*n = plain_query(unit, opened, question, false);
	return true;
}

const struct peer peer_plain = {
	.name = "plain BM25",
	.about = "the reference of the test: BM25 of pairs over the text alone, every posting read, in memory",
	.build = plain_build, .open = plain_open, .query = plain_ask, .close = plain_close,
};
