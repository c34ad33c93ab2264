/*
 * Figures of a report: numbers that count something, with what, whose and of when; rates against the year
 * before go with the figure that they speak of.  Ordinals, years, versions and numbers in titles are none.
 */
#include "fact/clause_int.h"

#include <math.h>
#include <string.h>

enum role { UNIT, FRONT, ROUND, BACK, CHANGE, RISE, FALL, BECOME, WHOSE, ROLES };

struct figures {
	struct wf_reading *g;
	struct wf_acts acts;
	struct wf_words *role[ROLES];
	struct wf_list found;
	uint32_t sentence;
	size_t first;		/* of found: the first figure of the sentence */
	size_t rated;		/* of found: the figure of the last rate; rates of 分别 go on with the next */
	uint32_t rate_end;	/* where the last rate ended; 0 = none */
};

/* A number as written, and its unit. */
struct number {
	size_t len, qualifier_len;	/* bytes with unit; of a qualifier before it */
	double value;
	uint8_t qualifier;
	wf_str unit;
};

enum { CELL_VALUE = 2, CELL_LEAST = 3, CELL_NOT = 4, CELLS = 5 };

/* ---- amounts ------------------------------------------------------------------------- */

/* Digits before any scale: mantissa and how many of them are decimals, so that 3.1万 is 31000 to the last digit. */
struct amount { uint64_t digits; int decimals, scale; bool han, bare; };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 3.1, 11159, 1,400; bytes, 0 = none. */
static size_t
take_digits(struct amount *a, wf_str s)
{
	size_t n = 0, count = 0;
	bool point = false;

	while (n < s.n) {
		bool more = n + 1 < s.n && is_digit(s.p[n + 1]) && n > 0;

		if (is_digit(s.p[n]) && count++ < 15) {
			a->digits = a->digits * 10 + (uint64_t)(s.p[n] - '0');
			a->decimals += point;
		} else if (s.p[n] == '.' && !point && more) {
			point = true;
		} else if (s.p[n] != ',' || point || !more || n + 3 >= s.n || !is_digit(s.p[n + 3]) ||
		    !is_digit(s.p[n + 2])) {
			break;
		}
		n++;
	}
	return count > 15 ? 0 : n;
}

static size_t
take_scale(int *scale, wf_str s)
{
	static const struct { const char *word; int scale; } row[] = {
		{ "万亿", 12 }, { "千亿", 11 }, { "百亿", 10 }, { "十亿", 9 }, { "千万", 7 }, { "百万", 6 }, { "十万", 5 },
		{ "亿", 8 }, { "万", 4 }, { "千", 3 }, { "百", 2 },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		if (wf_str_starts(s, wf_str_of(row[i].word))) {
			*scale += row[i].scale;
			return strlen(row[i].word);
		}
	}
	return 0;
}

/* The number at the start of s without its unit; bytes, 0 = none. */
static size_t
take_amount(struct amount *a, wf_str s, bool round)
{
	uint32_t value = 0;
	size_t n;

	*a = (struct amount){ 0 };
	if (s.n > 0 && is_digit(s.p[0])) {
		n = take_digits(a, s);
		return n == 0 ? 0 : n + take_scale(&a->scale, wf_str_from(s, n));
	}
	a->han = true;
	/* 百余篇, 上千家: a scale alone counts with a word that says so */
	n = take_scale(&a->scale, s);
	if (n > 0) {
		wf_str rest = wf_str_from(s, n);

		a->digits = 1;
		a->bare = true;
		return round || wf_str_starts(rest, WF_S("余")) || wf_str_starts(rest, WF_S("多")) ? n : 0;
	}
	n = wf_numeral(s, &value);
	a->digits = value;
	return n;
}

static double
expand(const struct amount *a)
{
	int power = a->scale - a->decimals;
	double v = (double)a->digits;

	return power >= 0 ? v * pow(10, power) : v / pow(10, -power);
}

/* ---- words around them ------------------------------------------------------------------ */

static uint8_t
qualifier_of(wf_str word)
{
	return wf_str_is(word, "over") ? WF_OVER : wf_str_is(word, "near") ? WF_NEAR : WF_EXACT;
}

/* A qualifier behind the number, or behind its unit (三年多, but not 五件来自…); bytes. */
static size_t
take_back(const struct figures *f, struct number *n, wf_str s, bool unit)
{
	uint32_t row;
	size_t len = wf_words_match(f->role[BACK], s, &row);

	if (unit && wf_begins_with(WF_S("来|几"), s))
		return 0;
	if (len > 0)
		n->qualifier = qualifier_of(wf_words_cell(f->role[BACK], row, CELL_VALUE));
	return len;
}

static unsigned
small_number(wf_str s)
{
	return s.n == 1 && is_digit(s.p[0]) ? (unsigned)(s.p[0] - '0') : 0;
}

/* The unit at the start of s that this amount may have; bytes, 0 = it counts nothing. */
static size_t
take_unit(const struct figures *f, struct number *n, const struct amount *a, wf_str s)
{
	uint32_t row;
	size_t len = wf_words_match(f->role[UNIT], s, &row);

	if (len == 0 || wf_begins_with(wf_words_cell(f->role[UNIT], row, CELL_NOT), wf_str_from(s, len)))
		return 0;
	unsigned least = small_number(wf_words_cell(f->role[UNIT], row, CELL_LEAST));

	if (a->han && !a->bare && (least == 0 || a->digits < least))
		return 0;
	wf_str unit = wf_words_cell(f->role[UNIT], row, CELL_VALUE);

	n->unit = unit.n > 0 ? unit : wf_str_sub(s, 0, len);
	return len;
}

/* Words behind which a number counts nothing: 第五项, 前两款, 序号; a letter or a dash makes it part of a name. */
static bool
is_counted(wf_str before)
{
	static const char *const not[] = { "党的", "数", "几", "第", "前", "首", "每", "－", "—", "–", "-", "/", "、第", "之", "．", "." };
	uint32_t cp = 0;

	for (size_t i = 0; i < sizeof(not) / sizeof(*not); i++) {
		if (wf_str_ends(before, wf_str_of(not[i])))
			return false;
	}
	wf_utf8_last(before, &cp);
	return !((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9'));
}

/* 三分之二: the share of a hundred; bytes from 分之 on. */
static size_t
take_share(struct number *n, const struct amount *whole, wf_str s)
{
	struct amount part;
	size_t len = take_amount(&part, wf_str_from(s, strlen("分之")), false);

	if (len == 0 || !part.han || whole->digits == 0 || part.digits >= whole->digits)
		return 0;
	n->value = 100.0 * (double)part.digits / (double)whole->digits;
	n->unit = WF_S("%");
	return strlen("分之") + len;
}

/* （次） after 款, （套） after 台: the second of two units; bytes. */
static size_t
take_twin(const struct figures *f, wf_str s)
{
	if (!wf_str_starts(s, WF_S("（")))
		return 0;
	size_t n = wf_words_match(f->role[UNIT], wf_str_from(s, strlen("（")), NULL);

	return n > 0 && wf_str_starts(wf_str_from(s, strlen("（") + n), WF_S("）")) ? n + strlen("（）") : 0;
}

/* 网民规模达10.51亿，: a large number that ends its clause needs no unit; what it counts tells it, if anything does. */
static bool
stands_alone(const struct figures *f, struct number *n, const struct amount *a, wf_str after, wf_str before)
{
	uint32_t row;

	if (a->han || a->scale < 4 || !(after.n == 0 || wf_begins_with(WF_S("，|。|；|、|和|以上|左右|\n"), after)))
		return false;
	before.n -= n->qualifier_len < before.n ? n->qualifier_len : before.n;
	n->unit = WF_S("");
	if (wf_words_match_end(f->role[WHOSE], before, &row) > 0)
		n->unit = wf_words_cell(f->role[WHOSE], row, CELL_VALUE);
	return true;
}

/* Reads the number at off with what stands around it; false = there is none that counts. */
static bool
read_number(const struct figures *f, struct number *n, uint32_t off, uint32_t end)
{
	wf_str s = wf_str_sub(f->g->r->text, off, end - off), before = wf_str_sub(f->g->r->text, 0, off);
	struct amount a;
	uint32_t row;
	size_t at = 0, parts = 0;

	*n = (struct number){ 0 };
	if (!is_counted(before))
		return false;
	if (wf_str_starts(s, WF_S("百分之")))
		at = parts = strlen("百分之");
	n->qualifier_len = wf_words_match_end(f->role[FRONT], before, &row);
	if (n->qualifier_len > 0)
		n->qualifier = qualifier_of(wf_words_cell(f->role[FRONT], row, CELL_VALUE));
	size_t round = wf_words_match_end(f->role[ROUND], before, NULL);
	size_t len = take_amount(&a, wf_str_from(s, at), round > 0 || n->qualifier != WF_EXACT);

	if (len == 0)
		return false;
	if (a.bare && round > 0) {
		n->qualifier = WF_OVER;
		n->qualifier_len = round;
	}
	at += len;
	n->value = expand(&a);
	wf_str rest = wf_str_from(s, at);

	if (parts > 0) {
		n->unit = WF_S("%");
	} else if (a.han && wf_str_starts(rest, WF_S("分之"))) {
		at += take_share(n, &a, rest);
		if (n->unit.n == 0)
			return false;
	} else {
		int scale = 0;

		at += take_back(f, n, rest, false);
		at += take_scale(&scale, wf_str_from(s, at));
		n->value *= pow(10, scale);
		len = take_unit(f, n, &a, wf_str_from(s, at));
		if (len == 0 && !stands_alone(f, n, &a, wf_str_from(s, at), before))
			return false;
		/* 七成 is seventy of a hundred */
		if (wf_str_is(n->unit, "%") && a.han)
			n->value *= 10;
		at += len + take_twin(f, wf_str_from(s, at + len));
	}
	n->len = at + take_back(f, n, wf_str_from(s, at), true);
	return true;
}

/* ---- of when, of what ----------------------------------------------------------------------- */

static bool
starts_one(wf_str s, const char *const *word, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (wf_str_starts(s, wf_str_of(word[i])))
			return true;
	}
	return false;
}

/* The last date of the paragraph before the figure that may tell its time; NULL = none. */
static const struct wf_when *
time_said(const struct figures *f, uint32_t off, bool goes_on, bool sum)
{
	const struct wf_report *r = f->g->r;
	const struct wf_whens *w = &f->g->when;
	uint32_t sentence = r->sentence[f->sentence].text.off, near = sentence;
	const struct wf_when *found = NULL;

	/* 截至 of the sentence before holds on for sums */
	if (f->sentence > 0 && r->sentence[f->sentence - 1].para == r->sentence[f->sentence].para)
		near = r->sentence[f->sentence - 1].text.off;
	for (uint32_t i = wf_when_at(w, r->para[r->sentence[f->sentence].para].text.off);
	    i < w->n && w->v[i].at.off < off; i++) {
		const struct wf_when *v = &w->v[i];
		bool here = v->at.off >= sentence, year = v->precision == WF_BY_YEAR && !v->as_of;

		if (wf_fact_term(r, v) || wf_fact_compared(r, v))
			continue;
		if (here || goes_on)
			found = v;
		else if (v->as_of && sum && v->at.off >= near)
			found = v;
		else if (year && !(found && found->as_of && sum))
			found = v;
	}
	return found;
}

/*
 * The time of a figure: the last date before it in its sentence; in a chronicle that of the entry; else a year that
 * the paragraph has said; else the year of the report, but a length of time (三十年) is not of one year.
 */
static void
set_time(const struct figures *f, struct wf_figure *v, uint32_t off)
{
	static const char *const still[] = { "该", "其中", "此" };
	const struct wf_report *r = f->g->r;
	const struct wf_fact_sentence *s = &r->sentence[f->sentence];
	const struct wf_para *p = &r->para[s->para];
	wf_str said = wf_str_sub(r->text, s->text.off, off - s->text.off);
	bool goes_on = p->kind == WF_PARA_ENTRY || starts_one(said, still, 3);
	bool sum = wf_str_has(said, WF_S("共")) || wf_str_has(said, WF_S("累计")) || wf_str_has(said, WF_S("总"));
	const struct wf_when *w = time_said(f, off, goes_on, sum);

	if (w && w->as_of) {
		v->as_of = w->to != 0 ? w->to : w->from;
		v->cumulative = true;
	} else if (w) {
		v->period = w->from;
		v->period_end = w->to;
	} else if (p->year != 0 && !wf_str_is(v->unit, "年")) {
		v->period = wf_date_make(p->year, 0, 0);
	}
}

/* s without what only leads in at its end: 近, 达, 了, 约. */
static wf_str
strip_end(const struct figures *f, wf_str s, size_t qualifier)
{
	static const char *const loose[] = { "了", "的", "共", "：", "约", "由", "从" };
	size_t n = qualifier;

	do {
		s.n -= n <= s.n ? n : s.n;
		n = wf_words_match_end(f->role[FRONT], s, NULL);
		for (size_t i = 0; n == 0 && i < sizeof(loose) / sizeof(*loose); i++) {
			if (wf_str_ends(s, wf_str_of(loose[i])))
				n = strlen(loose[i]);
		}
	} while (n > 0 && s.n > n);
	return s;
}

/* The words that follow the number, without further numbers: 12批104部作品名单. */
static wf_str
strip_front(const struct figures *f, uint32_t off, uint32_t end)
{
	struct number n;

	while (off < end && read_number(f, &n, off, end) && n.len > 0)
		off += (uint32_t)n.len;
	wf_str s = wf_str_sub(f->g->r->text, off, end - off);

	return wf_str_starts(s, WF_S("的")) ? wf_str_from(s, strlen("的")) : s;
}

/*
 * 规模由11万亿元增长到45万亿元: two figures of one measure; the first is of the start of a time, the second of its end.
 * True if v is the second of such two.
 */
static bool
became(const struct figures *f, struct wf_figure *v)
{
	struct wf_figure *all = f->found.v, *first = f->found.n > f->first + 1 ? &all[f->found.n - 2] : NULL;
	uint32_t from = first ? first->number.off + first->number.len : v->number.off;
	wf_str between = wf_str_sub(f->g->r->text, from, v->number.off - from);
	size_t word = wf_words_match(f->role[BECOME], between, NULL);

	if (!first || word == 0 || !wf_str_eq(first->unit, v->unit))
		return false;
	v->measure = first->measure;
	if (first->period != 0 && first->period_end != 0) {
		v->period = first->period_end;
		v->period_end = first->period_end = 0;
	}
	return true;
}

/* The words behind a number up to the next one: 来自80多个国家和地区的2000多名代表. list: a 、 ends them too. */
static wf_str
until_number(const struct figures *f, uint32_t off, uint32_t end, bool list)
{
	wf_str back = strip_front(f, off, end), tail[] = { WF_S("的"), WF_S("和"), WF_S("、"), WF_S("，") };
	uint32_t from = (uint32_t)(back.p - f->g->r->text.p);
	struct number other;
	size_t cut = wf_str_find(back, WF_S("、"), 0);

	for (uint32_t k = from; k < end; k++) {
		if (!is_digit(f->g->r->text.p[k]) || !read_number(f, &other, k, end))
			continue;
		back.n = list && cut != SIZE_MAX && from + cut < k ? cut : k - from;
		if (wf_words_match_end(f->role[BECOME], back, NULL) == back.n)
			back.n = 0;
		else if (back.n == k - from)
			back.n -= other.qualifier_len;
		break;
	}
	for (size_t i = 0; i < sizeof(tail) / sizeof(*tail); i++) {
		if (wf_str_ends(back, tail[i]))
			back.n -= tail[i].n;
	}
	return back;
}

/* Sets the evidence and what is counted. number: digits to unit; qualifier: bytes before it. */
static void
set_measure(const struct figures *f, struct wf_figure *v, size_t qualifier)
{
	struct wf_report *r = f->g->r;
	wf_span c = wf_fact_clause(r, &f->acts, v->number.off);
	uint32_t from = c.off, end = c.off + c.len, past = v->number.off + v->number.len;
	const struct wf_figure *before = f->found.n > f->first + 1 ?
	    (const struct wf_figure *)f->found.v + f->found.n - 2 : NULL;

	if (past > end)
		end = past;
	v->at = (wf_span){ from, end - from };
	if (before && before->number.off >= from) {
		from = before->number.off + before->number.len;
		/* 12批104部: the words before both count; 博士点32个、硕士点30个: only those between */
		if (from == v->number.off)
			from = c.off;
	}
	uint32_t stop = before && before->number.off >= from ? before->number.off : v->number.off;

	from = wf_fact_lead(f->g, &f->acts, from, stop);
	wf_span group = wf_fact_group(f->g, &f->acts, from, stop);

	if (group.len > 0 && group.off + group.len < stop)
		from = group.off + group.len;
	from = wf_fact_lead(f->g, &f->acts, from, stop);
	if (wf_str_starts(wf_str_sub(r->text, from, stop - from), WF_S("、")) ||
	    wf_str_starts(wf_str_sub(r->text, from, stop - from), WF_S("的")))
		from += (uint32_t)strlen("、");
	wf_str front = strip_end(f, wf_str_sub(r->text, from, stop - from), qualifier);

	if (became(f, v))
		return;
	wf_str back = until_number(f, past, end, front.n > 0);

	/* 同比上升5个百分点: of what the figure before it counts */
	wf_str of = before && before->at.off + before->at.len < v->at.off &&
	    (wf_words_match(f->role[CHANGE], front, NULL) > 0 || wf_begins_with(WF_S("比2|较2|比1|较1"), front)) ?
	    before->measure : WF_S("");

	v->measure = wf_str_trim(wf_arena_printf(&r->arena, "%.*s%.*s%.*s", WF_FMT(of), WF_FMT(front),
	    WF_FMT(back)));
	if (wf_str_ends(v->measure, WF_S("。")))
		v->measure.n -= strlen("。");
}

/* ---- change against the year before ------------------------------------------------------------- */

/* How many rates stand in a row from off, counted to one more than most: 8.3%和12.1%. */
static size_t
rates_from(const struct figures *f, uint32_t off, uint32_t end, size_t most)
{
	struct number n;
	size_t count = 0;

	while (count <= most && off < end && read_number(f, &n, off, end) && wf_str_is(n.unit, "%")) {
		wf_str rest = wf_str_sub(f->g->r->text, off + n.len, end - off - (uint32_t)n.len);

		count++;
		if (!wf_begins_with(WF_S("、|和|及"), rest))
			break;
		off += (uint32_t)n.len + (uint32_t)strlen("和");
	}
	return count;
}

/* Bytes of 同比, 较上年, 较2020年 at the end of before, which ends at off; year: that of the figure. */
static size_t
change_word(const struct figures *f, wf_str before, uint32_t off, wf_date year)
{
	const struct wf_whens *w = &f->g->when;
	size_t n = wf_words_match_end(f->role[CHANGE], before, NULL);
	uint32_t i = wf_when_at(w, off);

	if (n > 0 || i == 0 || w->v[i - 1].at.off + w->v[i - 1].at.len != off)
		return n;
	const struct wf_when *last = &w->v[i - 1];

	/* against another year than the one before it is a figure like others */
	if (!wf_fact_compared(f->g->r, last) || last->from / 10000 + 1 != year / 10000)
		return 0;
	return last->at.len + strlen("较");
}

static void
put_change(struct figures *f, size_t which, const struct number *n, uint32_t off, bool fall)
{
	struct wf_figure *v = (struct wf_figure *)f->found.v + which;

	v->has_yoy = true;
	v->yoy = fall ? -n->value : n->value;
	/* the evidence goes on to the rate */
	v->at.len = off + (uint32_t)n->len - v->at.off;
	f->rated = which;
	f->rate_end = off + (uint32_t)n->len;
}

/*
 * 同比上升15.71%: goes with the figure before it in the sentence; 同比分别上升8.3%和12.1% with as many before it.
 * True if it was one.
 */
static bool
take_change(struct figures *f, const struct number *n, uint32_t off)
{
	const struct wf_report *r = f->g->r;
	wf_span c = wf_fact_clause(r, &f->acts, off);
	wf_str before = wf_str_sub(r->text, c.off, off - c.off);
	const struct wf_figure *all = f->found.v;
	size_t have = f->found.n - f->first;

	if (!wf_str_is(n->unit, "%") || have == 0)
		return false;
	if (f->rate_end != 0 && f->rate_end + strlen("和") == off && f->rated + 1 < f->found.n) {
		put_change(f, f->rated + 1, n, off, all[f->rated].yoy < 0);
		return true;
	}
	before.n -= n->qualifier_len < before.n ? n->qualifier_len : before.n;
	if (wf_str_ends(before, WF_S("了")))
		before.n -= strlen("了");
	size_t rise = wf_words_match_end(f->role[RISE], before, NULL);
	size_t fall = wf_words_match_end(f->role[FALL], before, NULL);
	size_t count = 1;

	before.n -= rise > fall ? rise : fall;
	if (wf_str_ends(before, WF_S("分别"))) {
		before.n -= strlen("分别");
		count = rates_from(f, off, c.off + c.len, have);
	}
	const struct wf_figure *last = &all[f->found.n - 1];
	size_t word = change_word(f, before, c.off + (uint32_t)before.n, last->period);

	if ((rise == 0 && fall == 0) || word == 0 || count > have || all[f->found.n - count].has_yoy)
		return false;
	/* 处罚金额同比上升: of another measure than the figure before */
	before.n -= word;
	if (last->number.off < c.off && wf_fact_lead(f->g, &f->acts, c.off, c.off + (uint32_t)before.n) <
	    c.off + before.n)
		return false;
	put_change(f, f->found.n - count, n, off, fall > rise);
	return true;
}

static void
take_figure(struct figures *f, const struct number *n, uint32_t off)
{
	const struct wf_report *r = f->g->r;

	if (take_change(f, n, off))
		return;
	struct wf_figure *v = wf_list_add(&f->found, sizeof(*v));

	v->number = (wf_span){ off, (uint32_t)n->len };
	v->value = n->value;
	v->qualifier = n->qualifier;
	v->unit = n->unit;
	set_time(f, v, off);
	set_measure(f, v, n->qualifier_len);
	wf_str said = wf_str_sub(r->text, v->at.off, off - v->at.off);

	v->cumulative |= wf_str_has(said, WF_S("累计"));
	v->subset = wf_str_has(said, WF_S("其中")) || wf_str_starts(said, WF_S("涉及"));
	v->subject = wf_report_slice(r, wf_fact_subject(f->g, &f->acts, off));
}

/* Bytes of the characters of numbers at the start of s that count nothing together; first: of the first of them. */
static size_t
number_run(wf_str s, size_t first)
{
	size_t at = first, n;

	while (at < s.n && is_digit(s.p[0]) == is_digit(s.p[at]) &&
	    wf_is_numeral(wf_utf8_peek(wf_str_from(s, at), &n)))
		at += n;
	return at;
}

static void
take_sentence(struct figures *f, uint32_t s)
{
	const struct wf_report *r = f->g->r;
	uint32_t off = r->sentence[s].text.off, end = off + r->sentence[s].text.len;
	uint32_t w = wf_when_over(&f->g->when, off);

	f->sentence = s;
	f->first = f->found.n;
	f->rate_end = 0;
	while (off < end) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		size_t step = 1;
		struct number n;

		while (w < f->g->when.n && f->g->when.v[w].at.off < off)
			w++;
		if (w < f->g->when.n && f->g->when.v[w].at.off == off) {
			step = f->g->when.v[w].at.len;
		} else if (wf_str_starts(here, WF_S("《")) || wf_str_starts(here, WF_S("“"))) {
			step = wf_report_close(r, off) - off;
		} else if (wf_is_numeral(wf_utf8_peek(here, &step)) || wf_str_starts(here, WF_S("百分之"))) {
			if (read_number(f, &n, off, end)) {
				take_figure(f, &n, off);
				step = n.len;
			} else {
				step = number_run(here, step);
			}
		}
		if (step == 0)
			wf_utf8_peek(here, &step);
		off += (uint32_t)step;
	}
}

void
wf_fact_figures(struct wf_reading *g)
{
	static const char *const name[] = {
		[UNIT] = "unit", [FRONT] = "front", [ROUND] = "round", [BACK] = "back", [CHANGE] = "change",
		[RISE] = "rise", [FALL] = "fall", [BECOME] = "become", [WHOSE] = "whose",
	};
	struct figures f = { .g = g };
	struct wf_report *r = g->r;

	wf_str table = { wf_data_fact_units, wf_data_fact_units_n };

	for (int i = 0; i < ROLES; i++)
		f.role[i] = wf_fact_role(&r->arena, table, name[i], CELLS);
	wf_fact_acts_read(&f.acts, &r->arena);
	for (uint32_t s = 0; s < r->nsentence; s++) {
		if (!r->sentence[s].head)
			take_sentence(&f, s);
	}
	wf_fact_acts_done(&f.acts);
	r->figure = wf_list_done(&f.found, &r->arena, sizeof(struct wf_figure), &r->nfigure);
}
