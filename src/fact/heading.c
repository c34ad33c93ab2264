/*
 * Tells from the first words of a line whether it announces a heading: 一、 第一章 （一） 专栏 1 附录 后记.
 * Does not decide whether the line is one; see clean.c.
 */
#include "fact/clean_int.h"

#include "law/law.h"

#include <string.h>

enum how { WHOLE, FRONT, NUMBERED };	/* the word is all of the line; begins it; begins it before a number */

static const struct { const char *word; uint8_t heading, how; } rows[] = {
	{ "专栏", WF_HEADING_BOX, NUMBERED },		/* 专栏 1　 促进数据依法有序自由流动 */
	{ "专题", WF_HEADING_BOX, NUMBERED },
	{ "案例", WF_HEADING_BOX, NUMBERED },
	{ "附录", WF_HEADING_APPENDIX, FRONT },		/* 附录　 中国网络法治大事记 */
	{ "附件", WF_HEADING_APPENDIX, NUMBERED },
	{ "附件", WF_HEADING_APPENDIX, WHOLE },
	{ "大事记", WF_HEADING_APPENDIX, WHOLE },
	{ "后记", WF_HEADING_AFTERWORD, WHOLE },		/* 后 记 */
	{ "编后记", WF_HEADING_AFTERWORD, WHOLE },
	{ "前言", WF_HEADING_PART, WHOLE },
	{ "引言", WF_HEADING_PART, WHOLE },
	{ "序言", WF_HEADING_PART, WHOLE },
	{ "导言", WF_HEADING_PART, WHOLE },
	{ "序", WF_HEADING_PART, WHOLE },
	{ "结语", WF_HEADING_PART, WHOLE },
	{ "结束语", WF_HEADING_PART, WHOLE },
	{ "结论", WF_HEADING_PART, WHOLE },
};

/* Bytes of s that spell word with white space between its characters; 0 = it does not begin so. */
static size_t
spelled(wf_str s, const char *word)
{
	wf_str w = wf_str_of(word), rest = s;

	while (w.n > 0) {
		if (rest.n == 0 || wf_utf8_next(&rest) != wf_utf8_next(&w))
			return 0;
		if (w.n > 0)
			rest = wf_str_ltrim(rest);
	}
	return s.n - rest.n;
}

static enum wf_heading
by_word(wf_str s, size_t *label)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t n = spelled(s, rows[i].word);
		wf_str rest = wf_str_ltrim(wf_str_from(s, n));
		uint32_t number;
		size_t digits = wf_numeral(rest, &number);

		if (n == 0 || (rows[i].how == WHOLE && rest.n > 0) ||
		    (rows[i].how == NUMBERED && digits == 0))
			continue;
		*label = rows[i].how == WHOLE ? 0 : digits == 0 ? n : (size_t)(rest.p - s.p) + digits;
		/* 附录三十年 begins a sentence; a heading has a blank, a number or nothing after its word */
		if (rows[i].how == FRONT && digits == 0 && rest.n > 0 && rest.p == s.p + n &&
		    wf_is_han(wf_utf8_peek(rest, NULL)) && rest.n > 90)
			continue;
		return rows[i].heading;
	}
	return WF_HEADING_NONE;
}

static enum wf_heading
by_label(wf_str s, size_t *label)
{
	struct wf_label l = wf_label_read(s);
	wf_str rest = wf_str_from(s, l.len);

	*label = l.len;
	switch (l.style) {
	case WF_LB_DI:
		if (l.kind == WF_BOOK || l.kind == WF_SUBBOOK || l.kind == WF_CHAPTER)
			return WF_HEADING_CHAPTER;
		return l.kind == WF_SECTION ? WF_HEADING_SECTION : WF_HEADING_NONE;
	case WF_LB_HAN_COMMA:
		return WF_HEADING_CHAPTER;
	case WF_LB_HAN_PAREN:
		return WF_HEADING_SECTION;
	case WF_LB_NUM_DOT: {
		uint32_t cp = wf_utf8_peek(wf_str_ltrim(rest), NULL);

		/* 3. 1 万 goes on with its decimals, 1. 0 版 too */
		return cp >= '0' && cp <= '9' ? WF_HEADING_NONE : WF_HEADING_ITEM;
	}
	default:
		return WF_HEADING_NONE;
	}
}

enum wf_heading
wf_fact_heading(wf_str s, size_t *label)
{
	size_t n = 0, *out = label ? label : &n;
	enum wf_heading h = by_word(s, out);
	uint32_t number;

	if (h != WF_HEADING_NONE)
		return h;
	if (wf_str_starts(s, WF_S("——"))) {
		for (*out = 0; wf_str_starts(wf_str_from(s, *out), WF_S("—")); )
			*out += strlen("—");
		return WF_HEADING_DASH;
	}
	if (wf_str_starts(s, WF_S("第"))) {
		size_t digits = wf_numeral(wf_str_from(s, strlen("第")), &number);
		wf_str rest = wf_str_from(s, strlen("第") + digits);

		if (digits > 0 && wf_str_starts(rest, WF_S("部分"))) {
			*out = strlen("第") + digits + strlen("部分");
			return WF_HEADING_CHAPTER;
		}
	}
	return by_label(s, out);
}

bool
wf_fact_chronicle(wf_str s)
{
	return wf_str_has(s, WF_S("大事记")) || wf_str_has(s, WF_S("大事年表")) || wf_str_has(s, WF_S("纪事"));
}

/* Bytes of digits and white space, then unit; 0 = not so. */
static size_t
part(wf_str s, const char *unit)
{
	uint32_t value;
	wf_str rest = wf_str_ltrim(s);
	size_t n = wf_numeral(rest, &value);

	rest = wf_str_ltrim(wf_str_from(rest, n));
	if (n == 0 || !wf_str_starts(rest, wf_str_of(unit)))
		return 0;
	return (size_t)(rest.p - s.p) + strlen(unit);
}

size_t
wf_fact_entry(wf_str s)
{
	size_t year = part(s, "年");
	size_t month = part(wf_str_from(s, year), "月");
	size_t day = month > 0 ? part(wf_str_from(s, year + month), "日") : 0;
	wf_str rest = wf_str_ltrim(wf_str_from(s, year + month + day));

	if (month == 0)
		return 0;
	/* an entry of several days or months: 3月5日至11日 */
	if (rest.n == 0 || wf_str_starts(rest, WF_S(",")) || wf_str_starts(rest, WF_S("，")) ||
	    wf_str_starts(rest, WF_S("至")) || wf_str_starts(rest, WF_S("—")) || day > 0)
		return year + month + day;
	return 0;
}
