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

static void
mark_all(struct spans *out, const struct folded *f, wf_str word)
{
	wf_str text = wf_buf_str(&f->text);

	for (size_t at = 0; word.n && (at = wf_str_find(text, word, at)) != SIZE_MAX; at += word.n)
		mark(out, f, at, word.n);
}

static void
mark_pairs(struct spans *out, const struct folded *f, wf_str word)
{
	while (word.n) {
		wf_str pair = word, rest;
		wf_utf8_next(&word);
		rest = word;
		if (rest.n == 0)
			return;
		wf_utf8_next(&rest);
		mark_all(out, f, (wf_str){ pair.p, pair.n - rest.n });
	}
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

	if (s->n)
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

/* Calls fn with each folded term of query. */
static void
each_term(struct spans *out, const struct folded *f, wf_str query,
    void (*fn)(struct spans *out, const struct folded *f, wf_str word))
{
	struct wf_buf word = { 0 };

	query = wf_str_trim(query);
	while (query.n) {
		wf_str rest = query;
		while (rest.n && !wf_is_space(wf_utf8_peek(rest, NULL)))
			wf_utf8_next(&rest);
		word.n = 0;
		wf_fold(&word, (wf_str){ query.p, query.n - rest.n }, WF_FOLD_SEARCH);
		fn(out, f, wf_buf_str(&word));
		query = wf_str_ltrim(rest);
	}
	wf_buf_free(&word);
}

void
wf_highlight(wf_span **at, size_t *n, wf_str text, wf_str query)
{
	struct folded f = { .from = text };
	struct spans out = { 0 };

	wf_fold_map(&f.text, &f.map, text, WF_FOLD_SEARCH);
	each_term(&out, &f, query, mark_all);
	if (out.n == 0)
		each_term(&out, &f, query, mark_pairs);
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
