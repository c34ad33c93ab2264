/*
 * Finds the dates of a report and gives each its year: said, inherited from the text before it, or the same as
 * before (同月, 其间).  Dates inside titles, names and numbers of documents are none.
 */
#include "fact/clause_int.h"

#include <string.h>

/* What the words before a date have told so far, within a paragraph. */
struct flow {
	struct wf_reading *g;
	struct wf_list found;
	int year, month;	/* 0 = not known yet */
	wf_date last;		/* of the last date that is no term (自…起施行) */
	uint8_t precision;
	uint32_t sentence;
};

/* Parts of one date as written; 0 = not said. */
struct parts { int year, month, day; size_t len; bool open_end; /* 2024年底 */ };

static size_t
digits(wf_str s, int *value)
{
	size_t n = 0;

	for (*value = 0; n < s.n && n < 5 && s.p[n] >= '0' && s.p[n] <= '9'; n++)
		*value = *value * 10 + (s.p[n] - '0');
	return n;
}

/* Bytes of a number and its unit at the start of s; 0 = they are not there. */
static size_t
counted(wf_str s, const char *unit, int low, int high, int *value)
{
	size_t n = digits(s, value);

	if (n == 0 || *value < low || *value > high || !wf_str_starts(wf_str_from(s, n), wf_str_of(unit)))
		return 0;
	return n + strlen(unit);
}

/* 2024年6月18日 and its parts; a year alone must be said to be one: 2024年, not 2024 of a name. */
static bool
read_parts(struct parts *p, wf_str s)
{
	size_t at = counted(s, "年", 1900, 2100, &p->year), n;

	if (at == 0)
		p->year = 0;
	else if (wf_str_starts(wf_str_from(s, at), WF_S("底")) || wf_str_starts(wf_str_from(s, at), WF_S("末")))
		p->open_end = true;
	n = counted(wf_str_from(s, at), "月", 1, 12, &p->month);
	if (n == 0) {
		p->month = 0;
	} else {
		at += n;
		n = counted(wf_str_from(s, at), "日", 1, 31, &p->day);
		p->day = n > 0 ? p->day : 0;
		at += n;
		if (n == 0 && (wf_str_starts(wf_str_from(s, at), WF_S("底")) ||
		    wf_str_starts(wf_str_from(s, at), WF_S("末"))))
			p->open_end = true;
	}
	if (p->open_end)
		at += strlen("底");
	p->len = at;
	return p->year != 0 || p->month != 0;
}

static size_t
range_mark(wf_str s)
{
	static const char *const mark[] = { "至", "到", "—", "－", "-", "~", "～" };

	for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++) {
		if (wf_str_starts(s, wf_str_of(mark[i])))
			return strlen(mark[i]);
	}
	return 0;
}

/* The end of a range after its mark: 至12月, 至9月5日, —28日; bytes, 0 = no range. */
static size_t
read_end(struct parts *end, wf_str s, const struct parts *from)
{
	size_t mark = range_mark(s), n;
	wf_str rest = wf_str_from(s, mark);

	if (mark == 0)
		return 0;
	if (read_parts(end, rest))
		return mark + end->len;
	n = from->day != 0 ? counted(rest, "日", 1, 31, &end->day) : 0;
	if (n == 0)
		return 0;
	end->month = from->month;
	return mark + n;
}

static uint8_t
precision_of(wf_date d)
{
	return d == 0 ? WF_BY_NONE : d % 100 != 0 ? WF_BY_DAY : d % 10000 != 0 ? WF_BY_MONTH : WF_BY_YEAR;
}

static struct wf_when *
add(struct flow *f, size_t off, size_t len, wf_date from, wf_date to, enum wf_when_how how)
{
	struct wf_when *w = wf_list_add(&f->found, sizeof(*w));

	*w = (struct wf_when){ .at = { (uint32_t)off, (uint32_t)len }, .from = from, .to = to,
		.precision = to != 0 ? WF_BY_RANGE : precision_of(from), .how = (uint8_t)how,
		.sentence = f->sentence };
	return w;
}

/* True if the date at off is a term of a rule or is only compared with. Later dates do not inherit from it. */
static bool
is_term(const struct wf_report *r, size_t off, size_t len)
{
	struct wf_when w = { .at = { (uint32_t)off, (uint32_t)len } };

	return wf_fact_term(r, &w) || wf_fact_compared(r, &w);
}

static bool
is_as_of(wf_str text, size_t off)
{
	static const char *const mark[] = { "截至", "截止", "截止到", "截至到" };

	for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++) {
		if (wf_str_ends(wf_str_sub(text, 0, off), wf_str_of(mark[i])))
			return true;
	}
	return false;
}

/* 2020—2025年: years on both sides of a dash with one 年. */
static size_t
year_range(wf_str s, int *from, int *to)
{
	size_t n = digits(s, from), mark = n == 4 ? range_mark(wf_str_from(s, n)) : 0;

	if (mark == 0)
		return 0;
	size_t m = counted(wf_str_from(s, n + mark), "年", 1900, 2100, to);

	return m > 0 && *from >= 1900 && *from < *to ? n + mark + m : 0;
}

/* 1至10月, 上半年, 第三季度: months after a year, or digits alone; bytes, 0 = none. */
static size_t
month_range(wf_str s, bool year, int *from, int *to)
{
	static const struct { const char *word; int from, to; } row[] = {
		{ "上半年", 1, 6 }, { "下半年", 7, 12 }, { "前三季度", 1, 9 }, { "前三个季度", 1, 9 },
		{ "一季度", 1, 3 }, { "第一季度", 1, 3 }, { "二季度", 4, 6 }, { "第二季度", 4, 6 },
		{ "三季度", 7, 9 }, { "第三季度", 7, 9 }, { "四季度", 10, 12 }, { "第四季度", 10, 12 },
	};
	size_t n = digits(s, from), mark = n > 0 && n <= 2 ? range_mark(wf_str_from(s, n)) : 0;
	size_t m = mark > 0 ? counted(wf_str_from(s, n + mark), "月", 1, 12, to) : 0;

	if (m > 0 && *from >= 1 && *from < *to)
		return n + mark + m;
	for (size_t i = 0; year && i < sizeof(row) / sizeof(*row); i++) {
		if (wf_str_starts(s, wf_str_of(row[i].word))) {
			*from = row[i].from;
			*to = row[i].to;
			return strlen(row[i].word);
		}
	}
	return 0;
}

/* Reads months of a year at off, with the year or without; bytes, 0 = none. */
static size_t
take_months(struct flow *f, size_t off)
{
	wf_str s = wf_str_from(f->g->r->text, off);
	int year = 0, from = 0, to = 0;
	size_t y = counted(s, "年", 1900, 2100, &year);

	if (y == 0)
		year = f->year;
	size_t m = year != 0 ? month_range(wf_str_from(s, y), y > 0, &from, &to) : 0;

	if (m == 0)
		return 0;
	add(f, off, y + m, wf_date_make(year, from, 0), wf_date_make(year, to, 0),
	    y > 0 ? WF_WHEN_SAID : WF_WHEN_INHERITED);
	f->year = year;
	f->month = to;
	f->last = wf_date_make(year, to, 0);
	f->precision = WF_BY_MONTH;
	return y + m;
}

/* Reads a date at off; bytes, 0 = none. */
static size_t
take_date(struct flow *f, size_t off)
{
	wf_str text = f->g->r->text, s = wf_str_from(text, off);
	struct parts p = { 0 }, end = { 0 };
	int y1, y2;
	size_t n = year_range(s, &y1, &y2);

	if (n > 0) {
		add(f, off, n, wf_date_make(y1, 0, 0), wf_date_make(y2, 0, 0), WF_WHEN_SAID);
		return n;
	}
	n = take_months(f, off);
	if (n > 0)
		return n;
	if (!read_parts(&p, s))
		return 0;
	int year = p.year != 0 ? p.year : f->year;
	wf_date from = year != 0 ? wf_date_make(year, p.month, p.day) : 0, to = 0;

	n = p.len;
	if (from == 0)
		return n;
	size_t more = read_end(&end, wf_str_from(s, n), &p);

	if (more > 0) {
		to = wf_date_make(end.year != 0 ? end.year : year, end.month, end.day);
		n += to > from ? more : 0;
		to = to > from ? to : 0;
	}
	bool term = is_term(f->g->r, off, n);
	struct wf_when *w = add(f, off, n, from, to, p.year != 0 ? WF_WHEN_SAID : WF_WHEN_INHERITED);

	w->as_of = p.open_end || is_as_of(text, off);
	if (!term) {
		f->year = year;
		f->month = p.month != 0 ? p.month : f->month;
		/* 2024年 in a name does not blur the month that was said before it */
		if (precision_of(from) != WF_BY_YEAR || from / 10000 != f->last / 10000) {
			f->last = from;
			f->precision = precision_of(from);
		}
	}
	return n;
}

/* 同月, 当日 …: the same as the date before it; 其间, 峰会期间: while that was. Bytes, 0 = none. */
static size_t
take_same(struct flow *f, size_t off)
{
	static const struct { const char *word; uint8_t precision; bool during; } row[] = {
		{ "同日", WF_BY_DAY, false }, { "当日", WF_BY_DAY, false },
		{ "同月", WF_BY_MONTH, false }, { "当月", WF_BY_MONTH, false },
		{ "同年", WF_BY_YEAR, false }, { "当年", WF_BY_YEAR, false },
		{ "其间", WF_BY_NONE, true }, { "期间", WF_BY_NONE, true },
	};
	/* meetings, weeks and days: what lasts; 节假日期间 and 两会期间 refer to nothing before them */
	static const char *const lasting[] = { "峰会", "大会", "论坛", "会议", "宣传周", "活动", "活动周", "展会", "博览会",
		"年会", "研讨会", "仪式", "宣传月" };
	wf_str text = f->g->r->text, s = wf_str_from(text, off);

	if (f->last == 0 || !(wf_at_mark(s, "同") || wf_at_mark(s, "当") || wf_at_mark(s, "其") ||
	    wf_at_mark(s, "期")))
		return 0;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		wf_str word = wf_str_of(row[i].word), before = wf_str_sub(text, 0, off);
		bool fits = !wf_str_is(word, "期间");

		if (!wf_str_starts(s, word))
			continue;
		for (size_t k = 0; !fits && k < sizeof(lasting) / sizeof(*lasting); k++)
			fits = wf_str_ends(before, wf_str_of(lasting[k]));
		if (!fits || (!row[i].during && f->precision < row[i].precision))
			continue;
		wf_date d = f->last;

		if (row[i].precision == WF_BY_MONTH)
			d = d / 100 * 100;
		else if (row[i].precision == WF_BY_YEAR)
			d = d / 10000 * 10000;
		add(f, off, word.n, d, 0, row[i].during ? WF_WHEN_DURING : WF_WHEN_SAME);
		return word.n;
	}
	return 0;
}

/* Bytes of a number that may be part of a name: 净网2024, 44497—2024; a date begins at no such place. */
static bool
begins_number(wf_str text, size_t off)
{
	if (off == 0)
		return true;
	unsigned char c = (unsigned char)text.p[off - 1];

	return !((c >= '0' && c <= '9') || c == '.' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

static void
take_paragraph(struct flow *f, const struct wf_para *p)
{
	const struct wf_report *r = f->g->r;

	f->year = p->year;
	f->month = 0;
	/* 同月 and 其间 may open a paragraph; a chapter begins anew */
	if (p == r->para || p->chapter != p[-1].chapter)
		f->last = 0;
	for (uint32_t k = p->first; k < p->end; k++) {
		wf_span at = r->sentence[k].text;

		f->sentence = k;
		for (size_t off = at.off; off < at.off + at.len; ) {
			wf_str here = wf_str_from(r->text, off);
			size_t n = 0, step = 1;

			if (wf_at_mark(here, "《") || wf_at_mark(here, "“"))
				n = wf_report_close(r, (uint32_t)off) - off;
			else if (here.p[0] >= '0' && here.p[0] <= '9' && begins_number(r->text, off))
				n = take_date(f, off);
			else
				n = take_same(f, off);
			wf_utf8_peek(here, &step);
			off += n > 0 ? n : step;
		}
	}
}

void
wf_fact_whens(struct wf_reading *g)
{
	struct flow f = { .g = g };

	for (uint32_t i = 0; i < g->r->npara; i++)
		take_paragraph(&f, &g->r->para[i]);
	g->when.v = wf_list_done(&f.found, &g->r->arena, sizeof(struct wf_when), &g->when.n);
}
