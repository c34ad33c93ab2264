/*
 * Takes folded text apart into terms. The same for texts and for questions; it weighs nothing.
 */
#include "search_int.h"

enum { YI = 0x4e00, ER = 0x4e8c };	/* 一 and 二, with which a year in words begins */

static void
add(struct grams *g, uint64_t key, size_t off, size_t len)
{
	if (g->n == g->cap)
		g->v = wf_grow(g->v, &g->cap, g->n + 1, sizeof *g->v);
	g->v[g->n++] = (struct gram){ key, (uint32_t)off, (uint32_t)len };
}

static bool
is_token(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
	    (cp >= 0xdf && cp <= 0x24f && cp != 0xf7);
}

/* A character that is a word by itself or part of one: ideographs, kana, hangul. */
static bool
is_character(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9fff) || (cp >= 0x20000 && cp <= 0x323af) ||
	    (cp >= 0x3041 && cp <= 0x30ff && cp != 0x30fb) || (cp >= 0xac00 && cp <= 0xd7a3) || wf_is_han(cp);
}

/* A day and its month by themselves, however they are written: 2024年3月22日, 二〇二四年三月二十二日. */
static void
take_date(struct grams *g, wf_str s, size_t at)
{
	wf_date date = 0;
	size_t n = wf_date_words(wf_str_from(s, at), &date);

	for (wf_date part = date; n && part % 10000; part = part % 100 ? part - part % 100 : 0)
		add(g, (uint64_t)KIND_WORD << 56 | (uint64_t)part, at, n);
}

/* 16.5 and 2016-11-07 are parted at their signs: digits and letters alone make a token. */
static size_t
take_token(struct grams *g, wf_str s, size_t at)
{
	size_t end = at, n;

	while (end < s.n && is_token(wf_utf8_peek(wf_str_from(s, end), &n)))
		end += n;
	uint64_t hash = wf_hash(wf_str_sub(s, at, end - at));
	add(g, (uint64_t)KIND_TOKEN << 56 | (hash & 0xffffffffffffff), at, end - at);
	return end;
}

void
wf_grams(struct grams *g, wf_str s)
{
	uint32_t before = 0;
	size_t before_off = 0;

	for (size_t at = 0, n; at < s.n; ) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &n);
		if (is_character(cp)) {
			if (cp == ER || cp == YI)
				take_date(g, s, at);
			if (before)
				add(g, key_pair(before, cp), before_off, at + n - before_off);
			add(g, key_single(cp), at, n);
			before = cp;
			before_off = at;
			at += n;
			continue;
		}
		before = 0;
		if (cp == '1' || cp == '2')
			take_date(g, s, at);
		at = is_token(cp) ? take_token(g, s, at) : at + n;
	}
}
