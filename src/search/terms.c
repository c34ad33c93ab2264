/*
 * What was typed, as weighted terms: its own grams and those of the legal terms that the
 * thesaurus adds.
 */
#include "search_int.h"

#include <stdlib.h>

#define WORDS_LIMIT 1024u	/* bytes that are looked at */
#define TERMS_LIMIT 4096u	/* of a query; lists are counted in 16 bits */
#define LIKE_TERMS  24u		/* terms that stand for a provision */

static double
kind_weight(const struct wf_rank *r, uint64_t key)
{
	switch (KEY_KIND(key)) {
	case KIND_SINGLE: return r->single;
	case KIND_PAIR:   return r->pair;
	case KIND_TOKEN:  return r->token;
	case KIND_WORD:   return r->word;
	}
	return 0;
}

static struct term *
find_term(struct wf_terms *t, uint64_t key)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].key == key)
			return &t->v[i];
	return NULL;
}

/* Adds a term, or raises the weight it has: a word that is said twice is not asked twice. */
static void
add_term(struct wf_terms *t, uint64_t key, double weight, double idf, wf_str shown, wf_str from)
{
	struct term *old = find_term(t, key);

	if (old && weight * idf > old->weight) {
		old->weight = weight * idf;
		old->from = from;
	}
	if (old)
		return;
	t->v = wf_grow(t->v, &t->cap, t->n + 1, sizeof *t->v);
	t->v[t->n++] = (struct term){ key, weight * idf, idf, wf_arena_str(&t->arena, shown), from, false };
}

/* True when another pair comes after i. */
static bool
pair_after(const struct grams *g, size_t i)
{
	while (++i < g->n)
		if (KEY_KIND(g->v[i].key) == KIND_PAIR)
			return true;
	return false;
}

/*
 * The grams of folded words; singles only of what was typed, and of an idf of least or more. Of a term
 * out of the thesaurus every second pair and the last: that spells it out, and asks half the lists.
 */
static void
add_words(struct wf_terms *t, const struct wf_index *x, wf_str folded, double weight, wf_str from,
    double least)
{
	struct grams g = { 0 };
	unsigned npair = 0;

	wf_grams(&g, folded);
	for (size_t i = 0; i < g.n; i++) {
		double by_kind = kind_weight(x->rank, g.v[i].key), idf;
		bool single = KEY_KIND(g.v[i].key) == KIND_SINGLE;
		if (by_kind <= 0 || (single && from.n))
			continue;
		if (from.n && KEY_KIND(g.v[i].key) == KIND_PAIR && npair++ % 2 && pair_after(&g, i))
			continue;
		idf = wf_index_idf(x, g.v[i].key);
		if (idf >= (single ? least : least > 0 || from.n ? x->rank->pair_least : 0))
			add_term(t, g.v[i].key, weight * by_kind, idf,
			    wf_str_sub(folded, g.v[i].off, g.v[i].len), from);
	}
	free(g.v);
}

static void
add_leads(struct wf_terms *t, const struct wf_index *x, wf_str folded)
{
	struct leads leads = { 0 };
	struct grams g = { 0 };

	wf_grams(&g, folded);
	wf_thesaurus_find(&leads, x, &g);
	for (size_t i = 0; i < leads.n; i++)
		add_words(t, x, leads.v[i].term, leads.v[i].weight, leads.v[i].from, 0);
	t->lead = leads.v;
	t->nlead = leads.n;
	free(g.v);
}

static struct wf_terms *
new_terms(void)
{
	struct wf_terms *t = wf_malloc(sizeof *t);

	*t = (struct wf_terms){ 0 };
	return t;
}

/* Blanks part words; folding takes them out, so each part is folded by itself. */
static void
fold_parts(struct wf_buf *folded, wf_str words)
{
	words = wf_str_sub(words, 0, WORDS_LIMIT);
	for (wf_str rest = wf_str_trim(words); rest.n; rest = wf_str_ltrim(rest)) {
		wf_str part = rest;
		while (rest.n && !wf_is_space(wf_utf8_peek(rest, NULL)))
			wf_utf8_next(&rest);
		part.n -= rest.n;
		if (folded->n)
			wf_buf_ch(folded, ' ');
		wf_fold(folded, part, WF_FOLD_SEARCH);
	}
}

static int
by_weight(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	if (x->weight != y->weight)
		return (x->weight < y->weight) - (x->weight > y->weight);
	return (x->key > y->key) - (x->key < y->key);
}

/* Leaves the terms that say most. */
static void
keep_best(struct wf_terms *t, size_t most)
{
	if (t->n > most) {
		qsort(t->v, t->n, sizeof *t->v, by_weight);
		t->n = most;
	}
}

struct wf_terms *
wf_terms_read(const struct wf_index *x, wf_str words)
{
	struct wf_terms *t = new_terms();
	struct wf_buf folded = { 0 };

	fold_parts(&folded, words);
	wf_str all = wf_arena_str(&t->arena, wf_buf_str(&folded));
	if (folded.n)
		wf_question_words(folded.p, folded.n);
	add_words(t, x, wf_buf_str(&folded), 1, WF_S(""), x->rank->single_least);
	if (t->n == 0)
		add_words(t, x, all, 1, WF_S(""), 0);
	add_leads(t, x, all);
	keep_best(t, x->rank->terms_most);
	wf_buf_free(&folded);
	return t;
}

void
wf_terms_must(struct wf_terms *t, const struct wf_index *x, wf_str phrase)
{
	struct wf_buf folded = { 0 };
	struct grams g = { 0 };
	bool longer = false;

	wf_fold(&folded, wf_str_sub(phrase, 0, WORDS_LIMIT), WF_FOLD_SEARCH);
	wf_grams(&g, wf_buf_str(&folded));
	for (size_t i = 0; i < g.n; i++)
		longer |= KEY_KIND(g.v[i].key) != KIND_SINGLE;
	for (size_t i = 0; i < g.n && t->n < TERMS_LIMIT; i++) {
		/* single characters say nothing more where pairs must stand */
		if (longer && KEY_KIND(g.v[i].key) == KIND_SINGLE)
			continue;
		add_term(t, g.v[i].key, kind_weight(x->rank, g.v[i].key), wf_index_idf(x, g.v[i].key),
		    wf_str_sub(wf_buf_str(&folded), g.v[i].off, g.v[i].len), WF_S(""));
		find_term(t, g.v[i].key)->must = true;
	}
	free(g.v);
	wf_buf_free(&folded);
}

void
wf_terms_leads(const struct wf_terms *t, void (*fn)(void *payload, wf_str term, wf_str from), void *payload)
{
	for (size_t i = 0; i < t->nlead; i++)
		fn(payload, t->lead[i].term, t->lead[i].from);
}

struct wf_terms *
wf_terms_of_text(const struct wf_index *x, wf_str text)
{
	struct wf_terms *t = new_terms();
	struct wf_buf folded = { 0 };
	struct grams g = { 0 };

	wf_fold(&folded, text, WF_FOLD_SEARCH);
	wf_grams(&g, wf_str_sub(wf_buf_str(&folded), 0, 16 * WORDS_LIMIT));
	for (size_t i = 0; i < g.n; i++)
		if (KEY_KIND(g.v[i].key) == KIND_PAIR)
			add_term(t, g.v[i].key, 1, wf_index_idf(x, g.v[i].key),
			    wf_str_sub(wf_buf_str(&folded), g.v[i].off, g.v[i].len), WF_S(""));
	keep_best(t, LIKE_TERMS);
	free(g.v);
	wf_buf_free(&folded);
	return t;
}

void
wf_terms_free(struct wf_terms *t)
{
	if (!t)
		return;
	free(t->v);
	free(t->lead);
	wf_arena_free(&t->arena);
	free(t);
}
