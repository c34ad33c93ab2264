/*
 * Reads numbers that name a document by themselves: 文号 (document numbers), 案号 (case
 * numbers), orders and national standards.  Does not say which work bears them.
 */
#include "cite_int.h"

#include <string.h>

#define PREFIX_CHARS 24	/* of an issuer or its code before a number */

/* Words after which the issuer begins: 根据国发〔1993〕21号 is 国发〔1993〕21号. */
static const char *const before_issuer[] = { "根据", "依据", "依照", "按照", "参照", "以下简称", "简称", "见",
	"的", "和", "及", "与", "经", "由", "即", "原", "为", "以", "在", "了", "日", "号", "对", "将", "从", "到",
	"自", "于", "适用", "执行", "印发", "发布", "作出" };

static bool
is_open(uint32_t cp)
{
	return cp == 0x3014 || cp == '[' || cp == 0xff3b || cp == 0xff08 || cp == '(' || cp == 0x3010;
}

static bool
is_close(uint32_t cp)
{
	return cp == 0x3015 || cp == ']' || cp == 0xff3d || cp == 0xff09 || cp == ')' || cp == 0x3011;
}

/* Where the Han words that end at byte to begin: after punctuation, and after words that lead in. */
static size_t
words_before(wf_str s, size_t to, size_t least)
{
	size_t from = to, chars = 0;

	while (from > least && chars++ < PREFIX_CHARS) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(s, least, from - least), &cp);

		if (n == 0 || !wf_is_han(cp))
			break;
		from -= n;
	}
	for (size_t i = 0; i < sizeof(before_issuer) / sizeof(before_issuer[0]); i++) {
		wf_str word = wf_str_of(before_issuer[i]), head = wf_str_sub(s, 0, to);

		for (size_t k = from; (k = wf_str_find(head, word, k)) != SIZE_MAX; k += word.n)
			/* at least two characters are left for the issuer */
			if (to - k - word.n >= 6)
				from = k + word.n;
	}
	/* 和 of 中华人民共和国 leads nothing in */
	if (wf_str_ends(wf_str_sub(s, least, from - least), WF_S("中华人民共和")))
		from -= 18;
	return from;
}

/* Bytes of digits (any width) at the start of s. */
static size_t
digits(wf_str s, uint32_t *value)
{
	return wf_numeral(s, value);
}

static size_t
skip_blanks(wf_str s, size_t at)
{
	size_t used;

	for (unsigned i = 0; i < 4 && at < s.n; i++) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &used);

		if (cp == '\n' || !wf_is_space(cp))
			break;
		at += used;
	}
	return at;
}

/* [第]N号 at byte at: one past 号; 0 = none. */
static size_t
plain_number(wf_str s, size_t at)
{
	uint32_t value;

	at = skip_blanks(s, at);
	if (wf_str_starts(wf_str_from(s, at), WF_S("第")))
		at = skip_blanks(s, at + 3);
	size_t used = digits(wf_str_from(s, at), &value);
	if (used == 0)
		return 0;
	at = skip_blanks(s, at + used);
	return wf_str_starts(wf_str_from(s, at), WF_S("号")) ? at + 3 : 0;
}

/* 江宁开民初字第646号, 京01民终1号 at byte at: one past 号; 0 = none. */
static size_t
court_number(wf_str s, size_t at)
{
	static const char *const kinds[] = { "民", "刑", "行", "执", "知", "商", "赔", "破", "仲", "字第", "认", "协",
		"清", "司", "财保", "诉", "调", "初", "终", "再", "申" };
	size_t from = at, used;
	bool court = false;

	for (unsigned i = 0; i < 30 && at < s.n; i++) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &used);
		bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19) || cp == '-';

		if (!wf_is_han(cp) && !digit)
			return 0;
		at += used;
		if (cp == 0x53f7) {	/* 号 */
			wf_str words = wf_str_sub(s, from, at - from);

			for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]) && !court; k++)
				court = wf_str_has(words, wf_str_of(kinds[k]));
			return court ? at : 0;
		}
	}
	return 0;
}

wf_span
wf_number_at_year(enum wf_cite_form *form, wf_str s, size_t open, size_t least)
{
	wf_span none = { 0, 0 };
	size_t used, at;
	uint32_t year = 0;

	if (!is_open(wf_utf8_peek(wf_str_from(s, open), &used)))
		return none;
	at = skip_blanks(s, open + used);
	used = digits(wf_str_from(s, at), &year);
	if (used == 0 || year < 1949 || year > 2100)
		return none;
	at = skip_blanks(s, at + used);
	if (wf_str_starts(wf_str_from(s, at), WF_S("年")))
		at = skip_blanks(s, at + 3);
	if (!is_close(wf_utf8_peek(wf_str_from(s, at), &used)))
		return none;
	at += used;
	size_t end = plain_number(s, at);
	if (end != 0) {
		size_t from = words_before(s, open, least);

		*form = WF_CITE_DOCNO;
		return from == open ? none : (wf_span){ (uint32_t)from, (uint32_t)(end - from) };
	}
	end = court_number(s, skip_blanks(s, at));
	*form = WF_CITE_CASE;
	return end == 0 ? none : (wf_span){ (uint32_t)open, (uint32_t)(end - open) };
}

wf_span
wf_number_at_order(wf_str s, size_t at, size_t least)
{
	wf_span none = { 0, 0 };
	wf_str word = WF_S("令");
	wf_str rest = wf_str_from(s, at);

	if (wf_str_starts(rest, WF_S("公告")))
		word = WF_S("公告");
	else if (!wf_str_starts(rest, word))
		return none;
	size_t k = skip_blanks(s, at + word.n), used, end;
	uint32_t cp = wf_utf8_peek(wf_str_from(s, k), &used), year;
	bool open = cp == 0xff08 || cp == '(';

	if (open)
		k += used;
	used = wf_numeral(wf_str_from(s, k), &year);
	if (used != 0 && year > 1949 && year < 2100 && wf_str_starts(wf_str_from(s, k + used), WF_S("年")))
		k += used + 3;
	if (!wf_str_starts(wf_str_from(s, k), WF_S("第")))
		return none;
	end = plain_number(s, k);
	if (end == 0)
		return none;
	if (open) {
		cp = wf_utf8_peek(wf_str_from(s, end), &used);
		if (cp == 0xff09 || cp == ')')
			end += used;
	}
	size_t from = words_before(s, at, least);

	return from == at ? none : (wf_span){ (uint32_t)from, (uint32_t)(end - from) };
}

size_t
wf_number_standard(struct wf_buf *id, wf_str s)
{
	size_t at = 2, start = id->n, used;
	uint32_t value, cp;

	if (!wf_str_starts(s, WF_S("GB")))
		return 0;
	wf_buf_put(id, WF_S("GB"));
	at = skip_blanks(s, at);
	if (wf_str_starts(wf_str_from(s, at), WF_S("/")) || wf_str_starts(wf_str_from(s, at), WF_S("／"))) {
		at = skip_blanks(s, at + (s.p[at] == '/' ? 1 : 3));
		if (at < s.n && (s.p[at] == 'T' || s.p[at] == 'Z'))
			wf_buf_printf(id, "/%c", s.p[at]);
		at = skip_blanks(s, at + 1);
	}
	while (at < s.n && ((s.p[at] >= '0' && s.p[at] <= '9') ||
	    (s.p[at] == '.' && id->p[id->n - 1] != '.')))
		wf_buf_ch(id, s.p[at++]);
	if (id->p[id->n - 1] == 'B' || id->p[id->n - 1] == 'T' || id->p[id->n - 1] == 'Z' ||
	    id->p[id->n - 1] == '.')
		goto none;
	size_t end = at;

	at = skip_blanks(s, at);
	cp = wf_utf8_peek(wf_str_from(s, at), &used);
	if (cp != '-' && cp != 0x2014 && cp != 0x2013 && cp != 0xff0d && cp != 0x2212)
		return end;
	while (at < s.n && wf_utf8_peek(wf_str_from(s, at), NULL) == cp)
		at += used;
	at = skip_blanks(s, at);
	used = wf_numeral(wf_str_from(s, at), &value);
	if (used == 0 || value < 60 || value > 2100)
		return end;
	wf_buf_printf(id, "-%u", value);
	return at + used;
none:
	id->n = start;
	if (id->p)
		id->p[start] = '\0';
	return 0;
}
