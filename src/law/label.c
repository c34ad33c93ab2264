/*
 * Reads the label at the start of a line: 第二十一条, （一）, 1., 附件2.  Does not
 * decide whether it is one: 第三条的规定 begins with a label too.
 */
#include "law_int.h"

#include <string.h>

/* Digits of a label, normalised: white space out, a dash that stands for 一 mended. */
struct digits { char p[64]; size_t n; bool odd; };

static bool
is_dash(uint32_t cp)
{
	return cp == 0xff0d || cp == 0x2014 || cp == 0x2015 || cp == 0x2500 || cp == '-';
}

/* Takes digits and stray white space off s; false when there is no digit. */
static bool
take_digits(struct digits *d, wf_str *s)
{
	wf_str rest = *s;
	bool any = false;

	*d = (struct digits){ 0 };
	while (rest.n != 0 && d->n + 4 < sizeof(d->p)) {
		size_t len;
		uint32_t cp = wf_utf8_peek(rest, &len);

		if (wf_is_numeral(cp)) {
			memcpy(d->p + d->n, rest.p, len);
			d->n += len;
			any = true;
		} else if (is_dash(cp) && (any || rest.p != s->p)) {
			memcpy(d->p + d->n, "一", 3);
			d->n += 3;
			d->odd = true;
		} else if (wf_is_space(cp)) {
			d->odd = true;
		} else {
			break;
		}
		rest = wf_str_from(rest, len);
	}
	*s = rest;
	return any;
}

/* The number in d; 0 when the digits do not make one number. */
static uint32_t
number(const struct digits *d)
{
	uint32_t value = 0;

	return wf_numeral((wf_str){ d->p, d->n }, &value) == d->n ? value : 0;
}

static const struct { const char *word; uint8_t kind; } units[] = {
	{ "分编", WF_SUBBOOK }, { "编", WF_BOOK }, { "章", WF_CHAPTER },
	{ "节", WF_SECTION }, { "条", WF_ARTICLE },
};

/* 之一 after a number: its own number, 0 when none. */
static uint32_t
take_sub(wf_str *s)
{
	wf_str rest = *s;
	uint32_t value = 0;
	size_t used;

	if (!wf_str_starts(rest, WF_S("之")))
		return 0;
	rest = wf_str_from(rest, 3);
	used = wf_numeral(rest, &value);
	if (used == 0 || value == 0 || value > 999)
		return 0;
	*s = wf_str_from(rest, used);
	return value;
}

static struct wf_label
read_di(wf_str s)
{
	struct wf_label l = { 0 };
	struct digits d;
	wf_str rest;
	size_t di;
	uint32_t cp = wf_utf8_peek(s, &di);

	if (cp != 0x7b2c && cp != 0x7b2b)	/* 第, and 笫 that looks like it */
		return l;
	rest = wf_str_from(s, di);
	if (!take_digits(&d, &rest))
		return l;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		wf_str word = wf_str_of(units[i].word);

		if (!wf_str_starts(rest, word))
			continue;
		l.num = number(&d);
		if (l.num == 0 || l.num > 9999)
			return (struct wf_label){ 0 };
		rest = wf_str_from(rest, word.n);
		l.kind = units[i].kind;
		l.style = WF_LB_DI;
		l.odd = d.odd || cp == 0x7b2b;
		if (l.kind == WF_ARTICLE)
			l.sub = take_sub(&rest);
		l.len = (size_t)(rest.p - s.p);
		return l;
	}
	return l;
}

static struct wf_label
item(uint8_t style, uint32_t num, wf_str s, wf_str rest)
{
	return (struct wf_label){ .kind = WF_ITEM, .style = style, .num = num,
		.len = (size_t)(rest.p - s.p) };
}

static bool
is_ascii_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
}

/* （一） (1) （a） ㈠ */
static struct wf_label
read_paren(wf_str s)
{
	struct wf_label none = { 0 };
	size_t len;
	uint32_t cp = wf_utf8_peek(s, &len), value = 0;
	wf_str rest = wf_str_from(s, len);
	uint8_t style;
	size_t used;

	if (cp >= 0x3220 && cp <= 0x3229)	/* ㈠ … ㈩ */
		return item(WF_LB_HAN_PAREN, cp - 0x3220 + 1, s, rest);
	if (cp != '(' && cp != 0xff08)
		return none;
	cp = wf_utf8_peek(rest, &len);
	if (cp >= 'a' && cp <= 'z') {
		style = WF_LB_LETTER;
		value = cp - 'a' + 1;
		used = 1;
	} else {
		style = is_ascii_digit(cp) ? WF_LB_NUM_PAREN : WF_LB_HAN_PAREN;
		used = wf_numeral(rest, &value);
	}
	if (used == 0 || value == 0 || value > 999)
		return none;
	rest = wf_str_from(rest, used);
	uint32_t sub = take_sub(&rest);
	cp = wf_utf8_peek(rest, &len);
	if (cp != ')' && cp != 0xff09)
		return none;
	struct wf_label l = item(style, value, s, wf_str_from(rest, len));
	l.sub = sub;
	return l;
}

/* 一、  1.  1）  a. */
static struct wf_label
read_plain(wf_str s)
{
	struct wf_label none = { 0 };
	uint32_t value = 0, cp = wf_utf8_peek(s, NULL);
	bool digit = is_ascii_digit(cp);
	size_t used, len;
	wf_str rest;

	if (cp >= 'a' && cp <= 'z')
		used = 1, value = cp - 'a' + 1;
	else
		used = wf_numeral(s, &value);
	if (used == 0 || value == 0 || value > 999)
		return none;
	rest = wf_str_from(s, used);
	uint32_t mark = wf_utf8_peek(rest, &len);
	rest = wf_str_from(rest, len);
	if (mark == ')' || mark == 0xff09)
		return digit ? item(WF_LB_NUM_PAREN, value, s, rest) : none;
	if (cp >= 'a' && cp <= 'z')
		return mark == '.' ? item(WF_LB_LETTER, value, s, rest) : none;
	if (!digit)
		return mark == 0x3001 ? item(WF_LB_HAN_COMMA, value, s, rest) : none;
	if (mark != '.' && mark != 0xff0e && mark != 0x3001)
		return none;
	if (mark != 0x3001 && is_ascii_digit(wf_utf8_peek(rest, NULL)))
		return none;		/* 3.5 is a number, 5.2.1 a heading of its own */
	return item(WF_LB_NUM_DOT, value, s, rest);
}

/* 附件 附录 附表 附图 with or without number; 附：alone. 附则 is none. */
static struct wf_label
read_annex(wf_str s)
{
	static const char *const words[] = { "附件", "附录", "附表", "附图" };
	struct wf_label l = { .kind = WF_ANNEX, .style = WF_LB_ANNEX };
	wf_str rest = { 0 };
	size_t len;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && rest.p == NULL; i++)
		if (wf_str_starts(s, wf_str_of(words[i])))
			rest = wf_str_from(s, strlen(words[i]));
	if (rest.p == NULL) {
		if (!wf_str_starts(s, WF_S("附：")) && !wf_str_starts(s, WF_S("附:")))
			return (struct wf_label){ 0 };
		l.len = 3;
		return l;
	}
	l.len = (size_t)(rest.p - s.p);
	wf_str number_at = wf_str_ltrim(rest);
	size_t used = wf_numeral(number_at, &l.num);
	if (used != 0 && l.num < 100) {
		l.len = (size_t)(number_at.p - s.p) + used;
		return l;
	}
	l.num = 0;
	uint32_t cp = wf_utf8_peek(rest, &len);
	if (rest.n != 0 && cp != ':' && cp != 0xff1a && !wf_is_space(cp))
		return (struct wf_label){ 0 };
	return l;
}

struct wf_label
wf_label_read(wf_str s)
{
	struct wf_label l;
	uint32_t cp;

	if (s.n == 0)
		return (struct wf_label){ 0 };
	cp = wf_utf8_peek(s, NULL);
	if (cp == 0x7b2c || cp == 0x7b2b)
		return read_di(s);
	if (cp == 0x9644)		/* 附 */
		return read_annex(s);
	if (cp >= 0x2460 && cp <= 0x2473)
		return item(WF_LB_CIRCLED, cp - 0x2460 + 1, s, wf_str_from(s, 3));
	l = read_paren(s);
	return l.kind != WF_DOC ? l : read_plain(s);
}
