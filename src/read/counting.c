/*
 * Numbers of lists: writes one as lists count (一, 1, a, iv, ①, 甲), and tells whether a line begins with
 * one. Says nothing of what a number means.
 */
#include "read/read_int.h"

#include <string.h>

/* Counts that are a row of signs; beyond its end the number is written in digits. */
static const struct { enum wf_counting how; const char *signs; } rows[] = {
	{ WF_COUNT_STEMS, "甲乙丙丁戊己庚辛壬癸" },
	{ WF_COUNT_BRANCHES, "子丑寅卯辰巳午未申酉戌亥" },
	{ WF_COUNT_CIRCLED, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" },
	{ WF_COUNT_CIRCLED_HAN, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉" },
	{ WF_COUNT_PAREN, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇" },
	{ WF_COUNT_DOT, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛" },
};

static bool
put_sign(struct wf_buf *out, const char *signs, uint32_t n)
{
	wf_str s = wf_str_of(signs);

	for (uint32_t i = 1; s.n > 0; i++) {
		uint32_t cp = wf_utf8_next(&s);

		if (i == n)
			return wf_buf_cp(out, cp), true;
	}
	return false;
}

/* a..z, aa, bb, …: as lists of word processors go on. */
static void
put_letters(struct wf_buf *out, uint32_t n, char first)
{
	for (uint32_t i = 0; i <= (n - 1) / 26 && i < 30; i++)
		wf_buf_ch(out, (char)(first + (int)((n - 1) % 26)));
}

static void
put_roman(struct wf_buf *out, uint32_t n, bool lower)
{
	static const struct { uint32_t value; const char *sign; } parts[] = {
		{ 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" },
		{ 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (; n >= parts[i].value; n -= parts[i].value) {
			for (const char *c = parts[i].sign; *c != '\0'; c++)
				wf_buf_ch(out, (char)(lower ? *c | 0x20 : *c));
		}
	}
}

/* 壹贰叁: each digit of the number in words by its financial form. */
static void
put_financial(struct wf_buf *out, uint32_t n)
{
	static const char *const forms[][2] = {
		{ "一", "壹" }, { "二", "贰" }, { "三", "叁" }, { "四", "肆" }, { "五", "伍" },
		{ "六", "陆" }, { "七", "柒" }, { "八", "捌" }, { "九", "玖" }, { "十", "拾" },
		{ "百", "佰" }, { "千", "仟" },
	};
	struct wf_buf words = { 0 };

	wf_numeral_han(&words, n);
	for (wf_str s = wf_buf_str(&words); s.n >= 3; s = wf_str_from(s, 3)) {
		wf_str sign = wf_str_sub(s, 0, 3);

		for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
			if (wf_str_is(sign, forms[i][0]))
				sign = wf_str_of(forms[i][1]);
		}
		wf_buf_put(out, sign);
	}
	wf_buf_free(&words);
}

/* 一〇一, １０１: digit by digit. */
static void
put_digits(struct wf_buf *out, uint32_t n, const char *signs)
{
	char decimal[12];
	int count = snprintf(decimal, sizeof(decimal), "%u", (unsigned)n);

	for (int i = 0; i < count; i++)
		put_sign(out, signs, (uint32_t)(decimal[i] - '0') + 1);
}

void
wf_count_put(struct wf_buf *out, enum wf_counting how, uint32_t n)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].how == how && put_sign(out, rows[i].signs, n))
			return;
	}
	if (n == 0 || n > 99999)
		wf_buf_printf(out, "%u", (unsigned)n);
	else if (how == WF_COUNT_HAN)
		wf_numeral_han(out, n);
	else if (how == WF_COUNT_FINANCIAL)
		put_financial(out, n);
	else if (how == WF_COUNT_HAN_DIGITS)
		put_digits(out, n, "〇一二三四五六七八九");
	else if (how == WF_COUNT_WIDE)
		put_digits(out, n, "０１２３４５６７８９");
	else if (how == WF_COUNT_UPPER || how == WF_COUNT_LOWER)
		put_letters(out, n, how == WF_COUNT_UPPER ? 'A' : 'a');
	else if ((how == WF_COUNT_ROMAN || how == WF_COUNT_ROMAN_LOWER) && n < 4000)
		put_roman(out, n, how == WF_COUNT_ROMAN_LOWER);
	else
		wf_buf_printf(out, how == WF_COUNT_ZERO ? "%02u" : "%u", (unsigned)n);
}

bool
wf_read_label(wf_str s)
{
	static const char *const units[] = { "条", "章", "节", "编", "款", "项", "部" };
	uint32_t value;
	bool open = wf_str_starts(s, WF_S("（")) || wf_str_starts(s, WF_S("("));
	bool di = wf_str_starts(s, WF_S("第"));

	if (open || di)
		s = wf_str_from(s, s.p[0] == '(' ? 1 : 3);
	s = wf_str_ltrim(s);
	size_t used = wf_numeral(s, &value);

	if (used == 0)
		return false;
	s = wf_str_ltrim(wf_str_from(s, used));
	if (open)
		return wf_str_starts(s, WF_S("）")) || wf_str_starts(s, WF_S(")"));
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && di; i++) {
		if (wf_str_starts(s, wf_str_of(units[i])))
			return true;
	}
	return !di && (wf_str_starts(s, WF_S("、")) || wf_str_starts(s, WF_S(".")) ||
	    wf_str_starts(s, WF_S("．")));
}
