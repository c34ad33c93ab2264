/*
 * Derived keys for search and comparison: width, case, traditional characters, spaces, pinyin.
 * Never changes a text; what it makes is thrown away after use.
 */
#include "text/fold_table.h"

#include <string.h>

#include <utf8proc.h>

#define BLOCK 4096	/* bytes of input between two looks at the room in out */
#define LONGEST 4	/* bytes a single byte of input can become; U+FFFD takes three */

#define FULL_O 0xFF2Fu
#define CIRCLE 0x25CBu
#define HAN_ZERO 0x3007u
#define ZERO 0x96F6u

/* In a row of these a circle is a zero. */
static bool
among_han(uint32_t cp)
{
	return wf_is_han(cp) || cp == CIRCLE || cp == FULL_O;
}

static bool
is_punctuation(uint32_t cp)
{
	if (cp < 0x80)
		return cp > ' ' && cp != 0x7F && !((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z') &&
		    !(cp >= '0' && cp <= '9');
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

	return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO;
}

/*
 * The folded form of one code point that is no plain Han character.
 *
 * @before, after  its neighbours, 0 at the ends
 * @return         0 = left out
 */
static uint32_t
fold_one(uint32_t cp, uint32_t before, uint32_t after, unsigned how)
{
	if (how & WF_FOLD_ZERO) {
		if (cp == HAN_ZERO)
			return ZERO;
		if ((cp == CIRCLE || cp == FULL_O) && among_han(before) && among_han(after))
			return ZERO;
	}
	if ((how & WF_FOLD_SPACE) && wf_is_space(cp))
		return 0;
	if (how & WF_FOLD_WIDTH) {
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFEE0;
		else if (cp == 0x3000)
			cp = ' ';
	}
	if ((how & WF_FOLD_PUNCT) && is_punctuation(cp))
		return 0;
	if (!(how & WF_FOLD_CASE))
		return cp;
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

/* Folds one code point of s into p; both offsets move on. before: the one in front of it. */
static uint32_t
fold_next(char *p, size_t *put, wf_str s, size_t *at, uint32_t before, unsigned how)
{
	const unsigned char *in = (const unsigned char *)s.p + *at;

	/* fast path: E3 90 80 .. E9 BF BF holds U+3400..U+9FFF */
	if (in[0] >= 0xE3 && in[0] <= 0xE9 && s.n - *at >= 3 && (in[1] & 0xC0) == 0x80 &&
	    (in[2] & 0xC0) == 0x80) {
		uint32_t cp = (in[0] & 0x0Fu) << 12 | (in[1] & 0x3Fu) << 6 | (in[2] & 0x3Fu);

		if (cp >= WF_FOLD_FIRST) {
			uint32_t to = how & WF_FOLD_TRAD ? wf_fold_simple[cp - WF_FOLD_FIRST] : 0;

			memcpy(p + *put, in, 3);
			*put += to == 0 ? 3 : wf_utf8_put(p + *put, to);
			*at += 3;
			return cp;
		}
	}
	size_t n;
	uint32_t cp = wf_utf8_peek(wf_str_from(s, *at), &n);
	uint32_t after = cp == CIRCLE || cp == FULL_O ?
	    wf_utf8_peek(wf_str_from(s, *at + n), NULL) : 0;
	uint32_t to = fold_one(cp, before, after, how);

	if (to != 0 || cp == 0)
		*put += wf_utf8_put(p + *put, to);
	*at += n;
	return cp;
}

/* Notes that so many bytes came from the n bytes of s at off; there must be room. */
static void
note_offsets(struct wf_offsets *map, size_t bytes, size_t off, size_t n)
{
	for (size_t i = 0; i < bytes; i++)
		map->v[map->n++] = (uint32_t)(off + (i < n ? i : n - 1));
}

void
wf_fold_map(struct wf_buf *out, struct wf_offsets *map, wf_str s, unsigned how)
{
	uint32_t before = 0;

	for (size_t at = 0; at < s.n;) {
		size_t stop = s.n - at > BLOCK ? at + BLOCK : s.n;
		size_t put = out->n;

		out->p = wf_grow(out->p, &out->cap, out->n + (stop - at + 4) * LONGEST, 1);
		if (map != NULL)
			map->v = wf_grow(map->v, &map->cap, map->n + (stop - at + 4) * LONGEST,
			    sizeof(*map->v));
		while (at < stop) {
			size_t was_put = put, was_at = at;

			before = fold_next(out->p, &put, s, &at, before, how);
			if (map != NULL)
				note_offsets(map, put - was_put, was_at, at - was_at);
		}
		out->p[put] = '\0';
		out->n = put;
	}
}

void
wf_fold(struct wf_buf *out, wf_str s, unsigned how)
{
	wf_fold_map(out, NULL, s, how);
}

char
wf_pinyin_initial(uint32_t cp)
{
	if (cp == HAN_ZERO)
		return 'l';
	if (cp < WF_FOLD_FIRST || cp > WF_FOLD_LAST)
		return '\0';
	return wf_fold_initial[cp - WF_FOLD_FIRST];
}

size_t
wf_pinyin(const char *out[WF_PINYIN_MOST], uint32_t cp)
{
	size_t n = 0, low = 0, high = wf_pinyin_nmore;

	if (cp == HAN_ZERO)
		cp = ZERO;
	if (cp < WF_FOLD_FIRST || cp > WF_FOLD_LAST || wf_pinyin_first[cp - WF_FOLD_FIRST] == 0)
		return 0;
	out[n++] = wf_pinyin_syllable[wf_pinyin_first[cp - WF_FOLD_FIRST]];
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (wf_pinyin_more[mid][0] < cp)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < wf_pinyin_nmore && wf_pinyin_more[low][0] == cp)
		for (size_t i = 1; i < WF_PINYIN_MOST && wf_pinyin_more[low][i] != 0; i++)
			out[n++] = wf_pinyin_syllable[wf_pinyin_more[low][i]];
	return n;
}
