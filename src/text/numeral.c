/*
 * Numbers and dates in Chinese, Arabic and full-width digits, read at the start of a slice.
 * Does not search for them and knows no labels.
 */
#include "text/text.h"

#define NUMERAL_MAX 999999999u

/* What one character means in a number. */
enum kind { NO_NUMERAL, HAN_DIGIT, HAN_TENS, HAN_UNIT, ARABIC };

struct sign { enum kind kind; uint32_t value; size_t n; };

static const struct { uint32_t cp; enum kind kind; uint32_t value; } signs[] = {
	{ 0x4E00, HAN_DIGIT, 1 }, { 0x4E8C, HAN_DIGIT, 2 }, { 0x4E09, HAN_DIGIT, 3 },
	{ 0x56DB, HAN_DIGIT, 4 }, { 0x4E94, HAN_DIGIT, 5 }, { 0x516D, HAN_DIGIT, 6 },
	{ 0x4E03, HAN_DIGIT, 7 }, { 0x516B, HAN_DIGIT, 8 }, { 0x4E5D, HAN_DIGIT, 9 },
	{ 0x5341, HAN_UNIT, 10 }, { 0x767E, HAN_UNIT, 100 }, { 0x5343, HAN_UNIT, 1000 },
	{ 0x4E07, HAN_UNIT, 10000 }, { 0x4EBF, HAN_UNIT, 100000000 },	/* 万 亿 */
	{ 0x96F6, HAN_DIGIT, 0 }, { 0x3007, HAN_DIGIT, 0 },		/* 零 〇 */
	{ 0x25CB, HAN_DIGIT, 0 }, { 0xFF2F, HAN_DIGIT, 0 },		/* ○ Ｏ */
	{ 0x4E24, HAN_DIGIT, 2 },					/* 两 */
	{ 0x5EFF, HAN_TENS, 20 }, { 0x5345, HAN_TENS, 30 },		/* 廿 卅 */
};

static struct sign
sign_at(wf_str s)
{
	struct sign found = { NO_NUMERAL, 0, 0 };
	uint32_t cp = wf_utf8_peek(s, &found.n);

	if (s.n == 0 || (cp > '9' && cp < 0x25CB))
		return found;
	if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19)) {
		found.kind = ARABIC;
		found.value = cp - (cp >= 0xFF10 ? 0xFF10u : '0');
		return found;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (signs[i].cp == cp) {
			found.kind = signs[i].kind;
			found.value = signs[i].value;
			break;
		}
	}
	return found;
}

bool
wf_is_numeral(uint32_t cp)
{
	char utf8[4];

	return sign_at((wf_str){ utf8, wf_utf8_put(utf8, cp) }).kind != NO_NUMERAL;
}

/* A circle or a letter is a zero only after a digit: ○一 is a bullet and a one. */
static bool
weak_zero(wf_str s)
{
	uint32_t cp = wf_utf8_peek(s, NULL);

	return cp == 0x25CB || cp == 0xFF2F;
}

/* ---- positional: 2024, ２０２４, 二〇二四, 二0二四, 二O二四 ---- */

/* One digit of a positional number; han: a Han digit stands before it. n = 0: none. */
static struct sign
digit_at(wf_str s, bool han)
{
	struct sign digit = sign_at(s);

	if (digit.kind == HAN_DIGIT || (digit.kind == ARABIC && (!han || digit.value == 0)))
		return digit;
	if (han && s.n > 1 && s.p[0] == 'O' && sign_at(wf_str_from(s, 1)).kind != NO_NUMERAL)
		return (struct sign){ HAN_DIGIT, 0, 1 };
	return (struct sign){ NO_NUMERAL, 0, 0 };
}

/* Digits in a row; count out. More than the limit: value stays above NUMERAL_MAX. */
static size_t
take_digits(wf_str s, uint32_t *value, size_t *count)
{
	bool han = sign_at(s).kind == HAN_DIGIT;
	uint64_t sum = 0;
	size_t used = 0;

	*count = 0;
	if (weak_zero(s))
		return 0;
	for (;;) {
		struct sign digit = digit_at(wf_str_from(s, used), han);

		if (digit.n == 0 || (!han && digit.kind != ARABIC))
			break;
		if (sum <= NUMERAL_MAX)
			sum = sum * 10 + digit.value;
		used += digit.n;
		++*count;
	}
	*value = sum > NUMERAL_MAX ? NUMERAL_MAX + 1 : (uint32_t)sum;
	return used;
}

/* ---- multiplicative: 一百二十, 二万五千 ---- */

/* One section below 万: 三千零二十五, 十五, 廿三. */
struct section { uint32_t value, unit; bool zero, any; };

/*
 * Takes the next part of a section: 二百, 十, 廿, 零, 五.
 * Returns its bytes; 0 = the section ends here.
 */
static size_t
take_part(struct section *sec, wf_str s)
{
	struct sign first = sign_at(s);
	struct sign then = sign_at(wf_str_from(s, first.n));

	if (first.kind == HAN_TENS && sec->unit > 10) {
		sec->value += first.value;
		sec->unit = 10;
	} else if (first.kind == HAN_UNIT && first.value == 10 && sec->unit > 10) {
		sec->value += 10;
		sec->unit = 10;
	} else if (first.kind != HAN_DIGIT) {
		return 0;
	} else if (first.value == 0) {
		if (!sec->any || sec->zero || sec->unit == 1 || then.kind == NO_NUMERAL)
			return 0;
		sec->zero = true;
		return first.n;
	} else if (then.kind == HAN_UNIT && then.value <= 1000 && then.value < sec->unit) {
		sec->value += first.value * then.value;
		sec->unit = then.value;
		first.n += then.n;
	} else if (sec->unit > 1 && !(then.kind == HAN_UNIT && then.value <= 1000)) {
		sec->value += first.value;
		sec->unit = 1;
	} else {
		return 0;
	}
	sec->zero = false;
	sec->any = true;
	return first.n;
}

/* A section at the start of s; after_unit: 万 or 亿 stands before it, so a bare digit needs a 零. */
static size_t
take_section(wf_str s, uint32_t *value, bool after_unit)
{
	struct section sec = { .unit = 10000, .any = after_unit };
	size_t used = 0, n;

	while ((n = take_part(&sec, wf_str_from(s, used))) > 0)
		used += n;
	struct sign first = sign_at(s);

	/* 一万二 is twelve thousand in speech; read as 一万 with 二 left over, never as 10002 */
	if (after_unit && first.kind == HAN_DIGIT && first.value != 0 && used == first.n)
		return 0;
	*value = sec.value;
	return sec.value == 0 ? 0 : used;
}

static size_t
take_han(wf_str s, uint32_t *value)
{
	uint64_t sum = 0;
	uint32_t section, last_unit = 0;
	size_t used = 0, n;

	while ((n = take_section(wf_str_from(s, used), &section, used > 0)) > 0) {
		struct sign unit = sign_at(wf_str_from(s, used + n));
		bool large = unit.kind == HAN_UNIT && unit.value >= 10000 &&
		    (last_unit == 0 || unit.value < last_unit);

		sum += large ? (uint64_t)section * unit.value : section;
		used += n + (large ? unit.n : 0);
		if (!large)
			break;
		last_unit = unit.value;
	}
	if (sum > NUMERAL_MAX)
		return 0;
	*value = (uint32_t)sum;
	return used;
}

size_t
wf_numeral(wf_str s, uint32_t *value)
{
	struct sign first = sign_at(s);
	uint32_t number = 0;
	size_t count = 0, used;

	if (first.kind == NO_NUMERAL)
		return 0;
	if (first.kind == HAN_UNIT || first.kind == HAN_TENS) {
		used = take_han(s, &number);
	} else {
		used = take_digits(s, &number, &count);
		struct sign next = sign_at(wf_str_from(s, used));

		if (used > 0 && first.kind == HAN_DIGIT && next.kind == HAN_UNIT) {
			if (count > 1)
				return 0;	/* 三五百: about so many, no number */
			used = take_han(s, &number);
		}
	}
	if (used == 0 || number > NUMERAL_MAX)
		return 0;
	*value = number;
	return used;
}

/* ---- writing ---- */

static wf_str
han_digit(uint32_t digit)
{
	return wf_str_sub(WF_S("零一二三四五六七八九"), (size_t)digit * 3, 3);
}

void
wf_numeral_han(struct wf_buf *out, uint32_t value)
{
	static const struct { uint32_t unit; const char *name; } units[] = {
		{ 10000, "万" }, { 1000, "千" }, { 100, "百" }, { 10, "十" }, { 1, "" },
	};
	size_t first = out->n;
	bool zero = false;

	if (value == 0)
		wf_buf_put(out, han_digit(0));
	if (value > 99999)
		wf_buf_printf(out, "%u", (unsigned)value);
	for (size_t i = 0; value > 0 && value <= 99999 && i < 5; i++) {
		uint32_t digit = value / units[i].unit % 10;

		if (digit == 0) {
			zero = out->n > first;
			continue;
		}
		if (zero)
			wf_buf_put(out, han_digit(0));
		if (digit != 1 || units[i].unit != 10 || out->n > first)
			wf_buf_put(out, han_digit(digit));
		wf_buf_put(out, wf_str_of(units[i].name));
		zero = false;
	}
}

/* ---- dates in words ---- */

/* s from used, past white space, but not past a line end. */
static size_t
skip_space(wf_str s, size_t used)
{
	size_t n;
	uint32_t cp;

	while (used < s.n && (cp = wf_utf8_peek(wf_str_from(s, used), &n)) != '\n' && cp != '\r' &&
	    wf_is_space(cp))
		used += n;
	return used;
}

/*
 * One or two digits of a day or month where scanning made letters of them: l, I and O for 1, 1 and 0.
 * Only a unit after them makes them a number, so the caller asks for one.
 */
static size_t
take_misread(wf_str s, uint32_t *value)
{
	size_t n = 0;

	*value = 0;
	for (; n < s.n && n < 2; n++) {
		char c = s.p[n];

		if (c == 'l' || c == 'I')
			c = '1';
		else if (c == 'O' || c == 'o')
			c = '0';
		if (c < '0' || c > '9')
			break;
		*value = *value * 10 + (uint32_t)(c - '0');
	}
	return n;
}

/* "<number><unit>" after white space, such as "三 月"; returns where it ends, 0 = not there. */
static size_t
take_with_unit(wf_str s, size_t used, uint32_t *value, wf_str unit, wf_str other)
{
	size_t at = skip_space(s, used);
	wf_str rest = wf_str_from(s, at);
	size_t n = wf_numeral(rest, value);

	if (n == 0 || (n == 1 && rest.n > 1 && (rest.p[1] == 'l' || rest.p[1] == 'I' ||
	    rest.p[1] == 'O' || rest.p[1] == 'o')))
		n = take_misread(rest, value);
	if (n == 0)
		return 0;
	at = skip_space(s, at + n);
	if (wf_str_starts(wf_str_from(s, at), unit))
		return at + unit.n;
	return wf_str_starts(wf_str_from(s, at), other) ? at + other.n : 0;
}

/* The rest of a date whose year ends at used: 三月二十二日. Returns where it ends, 0 = no such day. */
static size_t
take_month_day(wf_str s, size_t used, uint32_t year, wf_date *out)
{
	uint32_t month = 0, day = 0;
	size_t at = skip_space(s, used), end;

	if (wf_str_starts(wf_str_from(s, at), WF_S("元月"))) {
		month = 1;
		end = at + WF_S("元月").n;
	} else {
		end = take_with_unit(s, used, &month, WF_S("月"), WF_S("月"));
	}
	if (end == 0) {
		*out = wf_date_make((int)year, 0, 0);
		return used;
	}
	if (month < 1 || month > 12)
		return 0;
	used = end;
	end = take_with_unit(s, used, &day, WF_S("日"), WF_S("号"));
	if (end > 0 && (day < 1 || day > 31))
		return 0;
	*out = wf_date_make((int)year, (int)month, end > 0 ? (int)day : 0);
	return *out == 0 ? 0 : end > 0 ? end : used;
}

/* The separators of numeric dates; a date uses one of them twice. */
static bool
is_date_mark(uint32_t cp)
{
	return cp == '-' || cp == '.' || cp == '/' || cp == 0xFF0D || cp == 0xFF0E || cp == 0xFF0F;
}

/* "-03-22" after the year. */
static size_t
take_numeric(wf_str s, size_t used, uint32_t year, wf_date *out)
{
	uint32_t part[2] = { 0, 0 }, mark = wf_utf8_peek(wf_str_from(s, used), NULL);

	if (!is_date_mark(mark))
		return 0;
	for (size_t i = 0; i < 2; i++) {
		size_t n, count;

		if (wf_utf8_peek(wf_str_from(s, used), &n) != mark)
			return 0;
		used = skip_space(s, used + n);
		if (sign_at(wf_str_from(s, used)).kind != ARABIC)
			return 0;
		used += take_digits(wf_str_from(s, used), &part[i], &count);
		if (count > 2 || part[i] == 0)
			return 0;
		if (i == 0)
			used = skip_space(s, used);
	}
	*out = wf_date_make((int)year, (int)part[0], (int)part[1]);
	return *out == 0 ? 0 : used;
}

size_t
wf_date_words(wf_str s, wf_date *out)
{
	uint32_t year = 0;
	size_t count;
	size_t used = take_digits(s, &year, &count);
	wf_date found = 0;

	if (used == 0 || count != 4 || year < 1000 || year > 2999)
		return 0;
	bool arabic = sign_at(s).kind == ARABIC;

	used = skip_space(s, used);
	if (wf_str_starts(wf_str_from(s, used), WF_S("年")))
		used = take_month_day(s, used + WF_S("年").n, year, &found);
	else
		used = arabic ? take_numeric(s, used, year, &found) : 0;
	if (used > 0)
		*out = found;
	return used;
}
