/*
 * Marks where a query's words stand in a text and cuts the part worth showing.
 * It needs no index.
 */
#include "search_int.h"

#include <stdlib.h>

#define SENTENCE_REACH 40	/* code points that a snippet may begin before its first mark */

/* A text folded, with the way back. */
struct folded { struct wf_buf text; struct wf_offsets map; wf_str from; };

struct spans { wf_span *v; size_t n, cap; };

static bool
is_tail(wf_str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

/* Marks the bytes of the unfolded text that folded bytes [at, at + n) came from. */
static void
mark(struct spans *out, const struct folded *f, size_t at, size_t n)
{
	size_t from = f->map.v[at], to = f->map.v[at + n - 1] + (size_t)1;

	while (from > 0 && is_tail(f->from, from))
		from--;
	while (is_tail(f->from, to))
		to++;
	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
	out->v[out->n++] = (wf_span){ (uint32_t)from, (uint32_t)(to - from) };
}

static int
by_offset(const void *a, const void *b)
{
	const wf_span *x = a, *y = b;

	return (x->off > y->off) - (x->off < y->off);
}

static void
merge(struct spans *s)
{
	size_t n = 0;

	bool sorted = true;

	for (size_t i = 1; i < s->n && sorted; i++)
		sorted = s->v[i - 1].off <= s->v[i].off;
	if (!sorted)
		qsort(s->v, s->n, sizeof *s->v, by_offset);
	for (size_t i = 0; i < s->n; i++) {
		wf_span *last = n ? &s->v[n - 1] : NULL;
		if (!last || s->v[i].off > last->off + last->len)
			s->v[n++] = s->v[i];
		else if (s->v[i].off + s->v[i].len > last->off + last->len)
			last->len = s->v[i].off + s->v[i].len - last->off;
	}
	s->n = n;
}

/* A bit a key, so that most grams of a text need no look at the terms. */
struct sieve { uint64_t bits[16]; };

static unsigned
sieve_bit(uint64_t key)
{
	return (unsigned)(key * 0x9e3779b97f4a7c15u >> 54);
}

static bool
is_term(const struct wf_terms *t, const struct sieve *s, uint64_t key)
{
	unsigned bit = sieve_bit(key);

	if (!(s->bits[bit / 64] >> bit % 64 & 1))
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].key == key)
			return true;
	return false;
}

/* Marks the grams that are terms: pairs and words, or when none stands there single characters. */
static void
mark_grams(struct spans *out, const struct folded *f, const struct wf_terms *t, bool singles)
{
	struct grams g = { 0 };
	struct sieve s = { { 0 } };

	for (size_t i = 0; i < t->n; i++)
		s.bits[sieve_bit(t->v[i].key) / 64] |= (uint64_t)1 << sieve_bit(t->v[i].key) % 64;
	wf_grams(&g, wf_buf_str(&f->text));
	for (size_t i = 0; i < g.n; i++)
		if ((KEY_KIND(g.v[i].key) == KIND_SINGLE) == singles && is_term(t, &s, g.v[i].key))
			mark(out, f, g.v[i].off, g.v[i].len);
	free(g.v);
}

void
wf_highlight(wf_span **at, size_t *n, wf_str text, const struct wf_terms *t)
{
	struct folded f = { .from = text };
	struct spans out = { 0 };

	wf_fold_map(&f.text, &f.map, text, WF_FOLD_SEARCH);
	mark_grams(&out, &f, t, false);
	if (out.n == 0)
		mark_grams(&out, &f, t, true);
	merge(&out);
	wf_buf_free(&f.text);
	free(f.map.v);
	*at = out.v;
	*n = out.n;
}

/* ---- snippet -------------------------------------------------------------------- */

static bool
ends_sentence(uint32_t cp)
{
	return cp == '\n' || cp == 0x3002 || cp == 0xff1b || cp == 0xff01 || cp == 0xff1f;
}

/* The start of the sentence that holds off, or a place a little before it. */
static size_t
sentence_start(wf_str text, size_t off)
{
	size_t at = off;

	for (int i = 0; i < SENTENCE_REACH && at > 0; i++) {
		uint32_t cp;
		size_t n = wf_utf8_last((wf_str){ text.p, at }, &cp);
		if (ends_sentence(cp))
			return at;
		at -= n;
	}
	return at;
}

/* Byte after limit code points from at. */
static size_t
reach(wf_str text, size_t at, size_t limit)
{
	wf_str rest = wf_str_from(text, at);

	while (limit-- > 0 && rest.n)
		wf_utf8_next(&rest);
	return text.n - rest.n;
}

static size_t
count_held(const wf_span *at, size_t n, size_t to)
{
	size_t held = 0;

	while (held < n && (size_t)at[held].off + at[held].len <= to)
		held++;
	return held;
}

wf_span
wf_snippet(wf_str text, const wf_span *at, size_t n, size_t limit)
{
	size_t best_from = 0, best_to = reach(text, 0, limit), best = count_held(at, n, best_to);

	for (size_t i = 0; i < n && best_to < text.n; i++) {
		size_t from = sentence_start(text, at[i].off);
		while (from < at[i].off && wf_is_space(wf_utf8_peek(wf_str_from(text, from), NULL)))
			from = reach(text, from, 1);
		size_t to = reach(text, from, limit), held = count_held(at + i, n - i, to);
		if (held > best) {
			best = held;
			best_from = from;
			best_to = to;
		}
		if (to == text.n)
			break;
	}
	return (wf_span){ (uint32_t)best_from, (uint32_t)(best_to - best_from) };
}
