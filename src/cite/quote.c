/*
 * Which quotation, and which words without marks, belong to which reference.  Compares
 * nothing with any law.
 */
#include "cite_int.h"

#include <stdlib.h>

#define QUOTE_BYTES 12000	/* of one quotation: a longer one was left open */
#define REACH 120		/* bytes from a quotation to the reference after it */

static uint32_t
closing(uint32_t open)
{
	switch (open) {
	case 0x201c: return 0x201d;	/* “ ” */
	case 0x300c: return 0x300d;	/* 「 」 */
	case 0x300e: return 0x300f;	/* 『 』 */
	case '"': return '"';
	case 0xff02: return 0xff02;
	default: return 0;
	}
}

/* Byte of the mark that closes the one at byte at; SIZE_MAX = it stays open. */
static size_t
close_of(wf_str s, size_t at)
{
	size_t used;
	uint32_t open = wf_utf8_peek(wf_str_from(s, at), &used), close = closing(open);
	unsigned depth = 1;

	for (size_t k = at + used; k < s.n && k - at < QUOTE_BYTES; k += used) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, k), &used);

		if (cp == close && --depth == 0)
			return k;
		if (cp == open && open != close)
			depth++;
		if (open == close && cp == '\n')
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Where the sentence around byte at begins: after 。 or a line's end. */
static size_t
sentence_start(wf_str s, size_t at)
{
	while (at > 0) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(s, 0, at), &cp);

		if (cp == 0x3002 || cp == '\n')
			break;
		at -= n;
	}
	return at;
}

static size_t
sentence_end(wf_str s, size_t at)
{
	while (at < s.n) {
		size_t n;
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &n);

		if (cp == 0x3002 || cp == '\n')
			break;
		at += n;
	}
	return at;
}

/* 规定：“…”: the words before say that the law says so. */
static bool
is_said(wf_str before)
{
	static const char *const words[] = { "规定", "明确", "指出", "写明", "载明", "条文", "原文", "表述为", "即", "内容为",
		"如下" };
	static const char *const marks[] = { "：", ":", "，", ",", "为", "的是" };

	before = wf_str_trim(before);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (wf_str_ends(before, wf_str_of(marks[i]))) {
			before = wf_str_sub(before, 0, before.n - wf_str_of(marks[i]).n);
			if (i < 2)
				return true;
			break;
		}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_ends(before, wf_str_of(words[i])))
			return true;
	return false;
}

/* 修改为：“…”, 增加一款：“…”: words that are to be law, not words of a law. */
static bool
is_new_text(wf_str before)
{
	static const char *const words[] = { "修改为", "改为", "修正为", "增加", "作为", "删去", "删除", "调整为" };

	before = wf_str_from(before, before.n > 60 ? before.n - 60 : 0);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_has(before, wf_str_of(words[i])))
			return true;
	return false;
}

/* The reference that a quotation belongs to: the last before it in its sentence, else the next one. */
static uint32_t
owner(const struct wf_cites *c, wf_str s, size_t from, size_t to)
{
	size_t start = sentence_start(s, from);
	uint32_t best = UINT32_MAX;

	for (size_t i = 0; i < c->n; i++) {
		const struct wf_cite *x = &c->v[i];
		size_t end = x->span.off + x->span.len;

		if (x->state == WF_CITE_REJECTED || x->form == WF_CITE_DOCNO || x->form == WF_CITE_CASE)
			continue;
		if (end <= from && x->span.off >= start)
			best = (uint32_t)i;
		if (best == UINT32_MAX && x->span.off >= to && x->span.off - to < REACH &&
		    sentence_end(s, to) >= x->span.off)
			return (uint32_t)i;
		if (x->span.off >= to)
			break;
	}
	return best;
}

/* 规定：and words without marks after a reference: to the end of the line, or the next line. len 0 = none. */
static wf_span
bare_quote(wf_str s, const struct wf_cite *x)
{
	static const char *const leads[] = { "明确规定", "的规定", "规定", "中规定", "第一款规定", "" };
	size_t at = x->span.off + x->span.len, used;
	wf_span none = { 0, 0 };

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++)
		if (wf_str_starts(wf_str_from(s, at), wf_str_of(leads[i]))) {
			at += wf_str_of(leads[i]).n;
			break;
		}
	uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &used);
	if (cp != 0xff1a && cp != ':')
		return none;
	at += used;
	wf_str rest = wf_str_from(s, at), line = wf_str_trim(wf_str_sub(rest, 0,
	    wf_str_find(rest, WF_S("\n"), 0)));
	if (line.n == 0)	/* the quotation stands in a block of its own */
		line = wf_str_sub(wf_str_ltrim(rest), 0, wf_str_find(wf_str_ltrim(rest), WF_S("\n"), 0));
	line = wf_str_trim(line);
	if (line.n == 0 || closing(wf_utf8_peek(line, NULL)) != 0)
		return none;
	return (wf_span){ (uint32_t)(line.p - s.p), (uint32_t)line.n };
}

void
wf_cite_quotes(struct wf_quote **out, size_t *n, struct wf_arena *a, wf_str text,
    const struct wf_cites *c)
{
	struct wf_quote *v = NULL;
	size_t cap = 0, used;

	*n = 0;
	for (size_t at = 0; at < text.n; at += used) {
		uint32_t cp = wf_utf8_peek(wf_str_from(text, at), &used);
		size_t close = closing(cp) ? close_of(text, at) : SIZE_MAX;
		uint32_t cite;

		if (close == SIZE_MAX)
			continue;
		cite = owner(c, text, at, close);
		wf_str head = wf_str_sub(text, 0, at);
		if (cite != UINT32_MAX && !is_new_text(wf_str_from(head, sentence_start(text, at)))) {
			wf_span span = { (uint32_t)(at + used), (uint32_t)(close - at - used) };

			v = wf_grow(v, &cap, *n + 1, sizeof(v[0]));
			v[(*n)++] = (struct wf_quote){ span, cite, is_said(head), false };
		}
		wf_utf8_peek(wf_str_from(text, close), &used);
		used += close - at;
	}
	for (uint32_t i = 0; i < c->n; i++) {
		wf_span span = c->v[i].state == WF_CITE_REJECTED ? (wf_span){ 0, 0 } :
		    bare_quote(text, &c->v[i]);

		if (span.len == 0)
			continue;
		v = wf_grow(v, &cap, *n + 1, sizeof(v[0]));
		v[(*n)++] = (struct wf_quote){ span, i, true, true };
	}
	*out = wf_arena_alloc(a, (*n + 1) * sizeof(v[0]));
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = v[i];
	free(v);
}

/* A clause ends at 。；and at a line's end. */
static bool
ends_clause(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xff1b || cp == '\n' || cp == ';' || cp == 0xff01 || cp == 0xff1f;
}

#define CLAIM_LEAST 24	/* bytes: fewer words after a reference say nothing of it */

void
wf_cite_claim(wf_span *before, wf_span *after, wf_str text, const struct wf_cites *c, uint32_t cite)
{
	const struct wf_cite *x = &c->v[cite];
	size_t from = x->span.off, to = x->span.off + x->span.len, low = 0, high = text.n, used;
	bool other = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct wf_cite *y = &c->v[i];
		size_t end = y->span.off + y->span.len;

		if (i == cite || y->state == WF_CITE_REJECTED)
			continue;
		if (end <= from && end > low)
			low = end;
		if (y->span.off >= to && y->span.off < high)
			high = y->span.off;
	}
	while (from > low) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(text, 0, from), &cp);

		if (ends_clause(cp))
			break;
		from -= n;
	}
	other = from == low && low != 0;
	for (used = 0; to < high; to += used) {
		uint32_t cp = wf_utf8_peek(wf_str_from(text, to), &used);

		if (ends_clause(cp))
			break;
	}
	*before = (wf_span){ (uint32_t)from, x->span.off - (uint32_t)from };
	*after = (wf_span){ x->span.off + x->span.len, (uint32_t)to - x->span.off - x->span.len };
	/* what stands between two references is the first one's, unless the second has nothing else */
	if (other && after->len >= CLAIM_LEAST)
		before->len = 0;
}
