/*
 * Dated events of a report: who did what, where, to which text, and when that comes into force.
 * What has no date is no event here; how statements of one event meet is for event_merge.c.
 */
#include "fact/event_int.h"

#include <string.h>

enum { CELL_VALUE = 2, CELL_AFTER = 4, NP_MAX = 120, SIGNED_MAX = 90 };

struct events {
	struct wf_reading *g;
	struct wf_acts acts;
	struct wf_list found;
};

/* The words from a date to the next one, in which its event is told. */
struct scope { uint32_t from, end; const struct wf_when *when; uint32_t sentence; bool alone; };

/* Where an act stands in a clause. */
struct act {
	uint32_t off, len;	/* the verb */
	enum wf_act_role role;
	wf_str word;		/* as it is printed */
};

/* ---- words around dates ------------------------------------------------------------ */

static bool
one_of(wf_str s, const char *const *word, size_t n, bool end)
{
	for (size_t i = 0; i < n; i++) {
		wf_str w = wf_str_of(word[i]);

		if (end ? wf_str_ends(s, w) : wf_str_starts(s, w))
			return true;
	}
	return false;
}
#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* True if a date tells when something happened: no 截至, no term, no plan (到2025年12月), no bound (6月以前). */
static bool
tells(const struct wf_report *r, const struct wf_when *w)
{
	static const char *const plan[] = { "到", "截至", "力争", "于每年", "预计", "不晚于", "早于", "依据", "根据", "自" };
	static const char *const bound[] = { "前", "之前", "以前", "以来", "份以来", "度", "版" };
	static const char *const about[] = { "前后", "期间", "之际" };
	wf_str before = wf_str_sub(r->text, 0, w->at.off);
	wf_str after = wf_str_from(r->text, w->at.off + w->at.len);

	if (w->as_of || w->from == 0 || wf_fact_term(r, w) || wf_fact_compared(r, w) ||
	    one_of(before, plan, COUNT(plan), true) ||
	    one_of(after, bound, COUNT(bound), false))
		return false;
	if (w->precision != WF_BY_YEAR && !(w->precision == WF_BY_RANGE && w->from % 10000 == 0))
		return true;
	/* 在2024年国家宪法日前后: a day that the report does not give */
	wf_str near = wf_str_sub(after, 0, 36);

	near = wf_str_sub(near, 0, wf_str_find(near, WF_S("，"), 0));
	for (size_t i = 0; i < COUNT(about); i++) {
		if (wf_str_has(near, wf_str_of(about[i])))
			return wf_str_has(near, WF_S("日")) || wf_str_has(near, WF_S("节"));
	}
	return false;
}

/* ---- clauses ----------------------------------------------------------------------------- */

/* The end of the clause that begins at off, before end. */
static uint32_t
clause_end(const struct wf_report *r, uint32_t off, uint32_t end)
{
	static const char *const stop[] = { "，", "；", "：", "。", "！", "？" };

	while (off < end) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off);
		size_t n = 1;

		if (one_of(here, stop, COUNT(stop), false))
			return off;
		wf_utf8_peek(here, &n);
		off = past != off && past <= end ? past : off + (uint32_t)n;
	}
	return end;
}

/* True if the words after a verb are those it needs; an empty cell asks for nothing. */
static bool
goes_on_well(wf_str cell, wf_str rest)
{
	if (cell.n == 0 || (rest.n == 0 && wf_str_has(cell, WF_S("$"))))
		return true;
	return wf_begins_with(cell, rest);
}

/* The act at the start of s, which goes to the end of its clause; role is out. */
static size_t
act_at(const struct events *e, struct act *a, wf_str s)
{
	static const enum wf_act_role order[] = { WF_ACT_HOLD, WF_ACT_VERB, WF_ACT_PASS };
	size_t best = 0;

	for (size_t i = 0; i < COUNT(order); i++) {
		uint32_t row;
		size_t n = wf_act(&e->acts, s, order[i], &row);
		const struct wf_words *t = e->acts.role[order[i]];

		if (n <= best || !goes_on_well(wf_words_cell(t, row, CELL_AFTER), wf_str_from(s, n)))
			continue;
		wf_str value = wf_words_cell(t, row, CELL_VALUE);

		best = n;
		a->role = order[i];
		a->word = value.n > 0 ? value : wf_str_sub(s, 0, n);
	}
	return best;
}

/* A state or a person at the start of s; name: how it is printed. */
static size_t
state_at(const struct events *e, wf_str s, wf_str *name)
{
	uint32_t row;
	size_t n = wf_act(&e->acts, s, WF_ACT_STATE, &row);
	wf_str value = n > 0 ? wf_words_cell(e->acts.role[WF_ACT_STATE], row, CELL_VALUE) : WF_S("");

	*name = value.n > 0 ? value : wf_str_sub(s, 0, n);
	return n;
}

/* Bodies that only take part: 向X, 对X, 经X批准, 在X官网. */
static bool
is_aside(wf_str before)
{
	static const char *const word[] = { "向", "对", "经", "在", "为", "据", "针对" };

	return one_of(before, word, COUNT(word), true);
}

/* A body under the name it is known by in the report, unless that only has more or fewer words around it. */
static wf_str
actor_name(const struct wf_report *r, const struct wf_mention *m)
{
	wf_str said = wf_report_slice(r, m->at), name = r->agency[m->what].name;

	return wf_str_has(said, name) || wf_str_has(name, said) ? said : name;
}

/* Puts the bodies and states between from and end into actor[]. */
static void
put_actors(const struct events *e, struct wf_stated *v, uint32_t from, uint32_t end)
{
	const struct wf_report *r = e->g->r;
	uint32_t m = wf_mention_at(&e->g->agency, from);

	for (uint32_t off = from; off < end; ) {
		wf_str here = wf_str_sub(r->text, off, end - off), name;
		wf_str before = wf_str_sub(r->text, from, off - from);
		uint32_t past = wf_report_close(r, off);
		size_t n = 1;

		while (m < e->g->agency.n && e->g->agency.v[m].at.off < off)
			m++;
		wf_utf8_peek(here, &n);
		if (m < e->g->agency.n && e->g->agency.v[m].at.off == off &&
		    off + e->g->agency.v[m].at.len <= end) {
			if (!is_aside(before))
				wf_stated_actor(v, actor_name(r, &e->g->agency.v[m]));
			n = e->g->agency.v[m].at.len;
		} else if (past != off) {
			n = past - off;
		} else {
			size_t state = state_at(e, here, &name);

			if (state > 0 && !is_aside(before))
				wf_stated_actor(v, name);
			n = state > 0 ? state : n;
		}
		off += (uint32_t)n;
	}
}

/* The first act in [from, end): titles and quotes are gone over; false = none. */
static bool
find_act(const struct events *e, struct act *a, uint32_t from, uint32_t end)
{
	const struct wf_report *r = e->g->r;

	for (uint32_t off = from; off < end; ) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off), m = wf_mention_at(&e->g->agency, off);
		size_t n = 1;

		wf_utf8_peek(here, &n);
		if (past != off && past <= end) {
			n = past - off;
		} else if (m < e->g->agency.n && e->g->agency.v[m].at.off == off) {
			n = e->g->agency.v[m].at.len;
		} else {
			a->len = (uint32_t)act_at(e, a, here);
			a->off = off;
			wf_str after = wf_str_from(here, a->len);

			/* 编修的, 公布后: the words tell of the text, not what is done now */
			if (a->len > 0 && off > from && (wf_str_starts(after, WF_S("的")) ||
			    wf_str_starts(after, WF_S("后")) || wf_str_starts(after, WF_S("以后"))))
				n = a->len;
			else if (a->len > 0)
				return true;
		}
		off += (uint32_t)n;
	}
	return false;
}

/* ---- the parts of an event --------------------------------------------------------------------- */

/* 在…: the place of what is held, before the verb; *off: where its words begin. */
static wf_str
place_before(const struct wf_report *r, uint32_t from, uint32_t verb, uint32_t *off)
{
	static const char *const no_place[] = { "上", "中", "下", "内", "期间", "方面", "时", "后", "前", "官网" };
	wf_str words = wf_str_sub(r->text, from, verb - from), in = WF_S("在"), found = WF_S("");

	for (size_t at = wf_str_find(words, in, 0); at != SIZE_MAX; at = wf_str_find(words, in, at + in.n)) {
		wf_str place = wf_str_from(words, at + strlen("在"));

		if (place.n == 0 || place.n > 60 || wf_str_has(place, WF_S("，")) || wf_str_has(place, WF_S("》")) ||
		    wf_str_has(place, WF_S("“")) || wf_str_has(place, WF_S("、")) ||
		    one_of(place, no_place, COUNT(no_place), true))
			continue;
		found = place;
		*off = from + (uint32_t)at;
	}
	if (wf_str_is(found, "京"))
		return WF_S("北京");
	return found;
}

static wf_str
trim_object(wf_str s)
{
	static const char *const front[] = { "了", "的", "由" };
	static const char *const back[] = { "。", "、", "等", "上", "成功", "隆重", "正式", "顺利", "实质性", "圆满" };

	for (size_t i = 0; i < COUNT(front); i++) {
		if (wf_str_starts(s, wf_str_of(front[i])))
			s = wf_str_from(s, strlen(front[i]));
	}
	for (size_t i = 0; i < COUNT(back); i++) {
		if (wf_str_ends(s, wf_str_of(back[i])) && s.n > 12)
			s.n -= strlen(back[i]);
	}
	return wf_str_trim(s);
}

/* The titles between from and end as one slice: 《甲》和《乙》; "" = none. */
static wf_str
titles(const struct wf_report *r, uint32_t from, uint32_t end)
{
	wf_str s = wf_str_sub(r->text, from, end - from);
	size_t first = wf_str_find(s, WF_S("《"), 0), last = first;

	if (first == SIZE_MAX)
		return WF_S("");
	for (size_t at = first; at != SIZE_MAX; at = wf_str_find(s, WF_S("》"), at + 3))
		last = at;
	last = last == first ? s.n : last + strlen("》");
	return wf_str_sub(s, first, last - first);
}

/* With these words begins what is no subject: 针对…, 以…为主题, 就《X》. */
static bool
is_aside_phrase(wf_str s)
{
	static const char *const word[] = { "在", "以", "针对", "围绕", "为", "对", "根据", "依据", "依照", "就", "从", "将", "经",
		"通过", "按照", "由", "自", "于", "面向", "聚焦", "与", "和", "先后", "依托", "结合" };

	return one_of(s, word, COUNT(word), false);
}

/* When it comes into force: 自2024年8月1日起施行, 自公布之日起施行; 0 = not said. */
static wf_date
effective_in(const struct events *e, uint32_t from, uint32_t end, wf_date day)
{
	static const char *const start[] = { "施行", "实施", "生效", "执行" };
	static const char *const since[] = { "自公布之日起", "自发布之日起", "自印发之日起", "自颁布之日起", "自签署之日起" };
	const struct wf_report *r = e->g->r;
	wf_str s = wf_str_sub(r->text, from, end - from);

	const struct wf_whens *all = &e->g->when;

	for (uint32_t i = wf_when_at(all, from); i < all->n && all->v[i].at.off < end; i++) {
		const struct wf_when *w = &all->v[i];
		wf_str after = wf_str_from(r->text, w->at.off + w->at.len);

		if (wf_str_starts(after, WF_S("起")))
			after = wf_str_from(after, strlen("起"));
		if (wf_str_starts(after, WF_S("正式")))
			after = wf_str_from(after, strlen("正式"));
		if (wf_fact_term(r, w) && one_of(after, start, COUNT(start), false))
			return w->from;
	}
	for (size_t i = 0; i < COUNT(since); i++) {
		size_t at = wf_str_find(s, wf_str_of(since[i]), 0);

		wf_str after = at == SIZE_MAX ? WF_S("") : wf_str_from(s, at + strlen(since[i]));

		if (one_of(after, start, COUNT(start), false))
			return day;
	}
	return 0;
}

/* Who acts, when the clause does not say: who was spoken of before. */
static void
inherit(const struct events *e, struct wf_stated *v, const struct scope *s)
{
	const struct wf_report *r = e->g->r;
	wf_span who = wf_fact_subject(e->g, &e->acts, s->when->at.off);

	if (who.len == 0)
		return;
	put_actors(e, v, who.off, who.off + who.len);
	if (v->nactor == 0)
		wf_stated_actor(v, wf_report_slice(r, who));
	v->inherited = true;
}

/* Who is named before the date in its clause: 中央网信办在2024年国家宪法日前后，组织…. */
static void
put_named_before(const struct events *e, struct wf_stated *v, const struct scope *s)
{
	wf_span c = wf_fact_clause(e->g->r, &e->acts, s->when->at.off);
	uint32_t off = wf_fact_lead(e->g, &e->acts, c.off, s->when->at.off);
	wf_span group = wf_fact_group(e->g, &e->acts, off, s->when->at.off);

	if (!s->alone && group.len > 0)
		put_actors(e, v, group.off, group.off + group.len);
}

/* 在联合国未来峰会上通过: the meeting acts. */
static wf_str
meeting_before(wf_str s)
{
	size_t at = wf_str_find(s, WF_S("在"), 0);
	wf_str name = at == SIZE_MAX ? WF_S("") : wf_str_from(s, at + strlen("在"));

	if (wf_str_ends(name, WF_S("上")))
		name.n -= strlen("上");
	return name.n >= 12 && name.n <= 60 && !wf_str_has(name, WF_S("，")) ? name : WF_S("");
}

/*
 * What takes place by itself: 主论坛在京举办, 《X》施行, Y生效. The words before the verb are what it is about.
 * np: where they begin; stop: where the place or the verb begins.
 */
static void
fill_passive(struct wf_stated *v, const struct wf_report *r, uint32_t np, uint32_t stop)
{
	v->object = trim_object(wf_str_sub(r->text, np, stop - np));
	v->core = v->object;
	v->passive = true;
}

/* Who does what is done by verb a in the clause that begins at np. */
static void
find_actors(const struct events *e, struct wf_stated *v, const struct scope *s, uint32_t np,
    const struct act *a)
{
	const struct wf_report *r = e->g->r;
	uint32_t stop = a->off;
	wf_str place = a->role == WF_ACT_HOLD ? place_before(r, np, a->off, &stop) : WF_S("");
	wf_str before = wf_str_sub(r->text, np, (place.n > 0 ? stop : a->off) - np);
	bool led = wf_str_has(wf_str_sub(r->text, s->from, np - s->from), WF_S("组织"));
	bool aside = before.n == 0 || is_aside_phrase(before);
	wf_str meeting = wf_str_is(v->action, "通过") ? meeting_before(before) : WF_S("");

	put_named_before(e, v, s);
	/* 7月，与欧盟签署: with whom is said, who was said before */
	if (v->nactor == 0 && wf_str_starts(before, WF_S("与")) && !v->entry)
		inherit(e, v, s);
	if (v->nactor == 0 || v->inherited)
		put_actors(e, v, s->from, a->off);
	if (v->nactor > 0)
		return;
	if (meeting.n > 0)
		wf_stated_actor(v, meeting);
	else if ((led || aside) && !s->alone && s->when->how != WF_WHEN_DURING && !v->entry)
		inherit(e, v, s);
	if (!aside && before.n <= NP_MAX && !wf_str_has(before, WF_S("被")) && !wf_str_has(before, WF_S("《")))
		wf_stated_actor(v, wf_str_trim(before));
}

/* Somebody does it: 国务院公布《X》, 就《X》公开征求意见, 网络与信息法学被确立为二级学科. */
static void
fill_active(const struct events *e, struct wf_stated *v, const struct scope *s, uint32_t np,
    const struct act *a, uint32_t end)
{
	const struct wf_report *r = e->g->r;
	uint32_t past = a->off + a->len, day = s->when->at.off;
	wf_str before = wf_str_sub(r->text, np, a->off - np);
	size_t by = wf_str_is(v->action, "审议") ? wf_str_find(before, WF_S("由"), 0) : SIZE_MAX;

	v->object = trim_object(wf_str_sub(r->text, past, end - past));
	if (v->object.n == 0 || wf_str_is(v->action, "公开征求意见"))
		v->object = titles(r, np, a->off);
	if (v->object.n == 0)
		v->object = titles(r, wf_fact_clause(r, &e->acts, day).off, day);
	/* 该法草案由国务院提请…审议 */
	if (by != SIZE_MAX && by > 0)
		v->object = wf_str_sub(before, 0, by);
	find_actors(e, v, s, np, a);
	if (v->nactor == 0 && !is_aside_phrase(before) &&
	    (wf_str_has(before, WF_S("被")) || wf_str_has(before, WF_S("《"))))
		v->object = wf_str_sub(r->text, np, end - np);
	v->core = v->object;
}

/* Fills an event from the clause in which its act stands: np is where the clause's own words begin. */
static void
fill(const struct events *e, struct wf_stated *v, const struct scope *s, uint32_t np, const struct act *a,
    uint32_t end)
{
	const struct wf_report *r = e->g->r;
	wf_str rest = wf_str_trim(wf_str_sub(r->text, a->off + a->len, end - a->off - a->len));
	uint32_t stop = a->off;
	wf_str before = wf_str_sub(r->text, np, a->off - np);

	v->action = a->word;
	v->effect = a->role == WF_ACT_PASS;
	v->place = place_before(r, np, a->off, &stop);
	/* 在联合国大会通过 is no place; 在北京签署 is */
	if (a->role != WF_ACT_HOLD && wf_act(&e->acts, v->place, WF_ACT_PLACE, NULL) == 0)
		v->place = WF_S("");
	if (wf_str_starts(rest, WF_S("的")) && a->off == np) {
		/* 2024年9月公布的《X》设置…: told of a text in passing */
		v->object = titles(r, a->off, end);
		v->core = v->object;
	} else if (rest.n == 0 && before.n > 0 && stop > np && a->role != WF_ACT_VERB) {
		fill_passive(v, r, np, stop);
	} else if (rest.n == 0 && wf_str_ends(before, WF_S("》")) && wf_str_starts(before, WF_S("《"))) {
		fill_passive(v, r, np, a->off);
	} else {
		fill_active(e, v, s, np, a, end);
	}
	v->effective = effective_in(e, s->from, s->end, v->from);
	if (v->effect && v->effective == 0)
		v->effective = v->from;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* True if a part of a sentence without a date of its own tells an act worth a row. */
static bool
tells_much(const struct events *e, wf_str s)
{
	if (wf_str_has(s, WF_S("《")))
		return true;
	while (s.n > 0) {
		size_t n = wf_act(&e->acts, s, WF_ACT_NOUN, NULL);

		if (n > 0 && (s.n == n || wf_str_starts(wf_str_from(s, n), WF_S("。"))))
			return true;
		wf_utf8_next(&s);
	}
	return false;
}

static void
take_scope(struct events *e, const struct scope *s)
{
	const struct wf_report *r = e->g->r;
	uint32_t off = s->from;
	struct act a = { 0 };

	for (unsigned k = 0; k < 6 && off < s->end; k++) {
		uint32_t end = clause_end(r, off, s->end), np = wf_fact_lead(e->g, &e->acts, off, end);

		if (!find_act(e, &a, np, end)) {
			off = end + (uint32_t)(end < s->end ? strlen("，") : 0);
			continue;
		}
		wf_str subject = wf_str_sub(r->text, np, a.off - np);
		uint32_t para = r->sentence[s->sentence].para;
		bool entry = r->para[para].kind == WF_PARA_ENTRY;

		/* outside a chronicle a part says who acts, or its act belongs to the one before */
		if (s->alone && !entry && (subject.n == 0 || is_aside_phrase(subject)))
			return;
		uint32_t begin = s->alone ? s->from : wf_fact_clause(r, &e->acts, s->when->at.off).off;
		struct wf_stated *v = wf_list_add(&e->found, sizeof(*v));

		*v = (struct wf_stated){ .at = { begin, s->end - begin }, .from = s->when->from,
			.to = s->when->to, .precision = s->when->precision, .para = para, .entry = entry };
		/* while a meeting lasts: the day is not said */
		if (s->when->how == WF_WHEN_DURING && v->from % 100 != 0) {
			v->from = v->from / 100 * 100;
			v->precision = WF_BY_MONTH;
		}
		fill(e, v, s, np, &a, end);
		return;
	}
}

/* Parts of a scope between ；: the first has the date; others may tell acts of their own on that date. */
static void
take_parts(struct events *e, struct scope s)
{
	const struct wf_report *r = e->g->r;
	uint32_t end = s.end, off = s.from;

	while (off < end) {
		uint32_t stop = off;

		do {
			stop = clause_end(r, stop, end);
			if (stop >= end || wf_str_starts(wf_str_from(r->text, stop), WF_S("；")))
				break;
			stop += (uint32_t)strlen("，");
		} while (stop < end);
		s.from = off;
		s.end = stop < end ? stop : end;
		if (!s.alone || tells_much(e, wf_str_sub(r->text, off, s.end - off)))
			take_scope(e, &s);
		s.alone = true;
		off = stop + (uint32_t)strlen("；");
	}
}

/* The year with which the name of a meeting begins: 2024年示例工作会议, 2024“示例”行动会议; 0 = none. */
static int
named_year(const struct events *e, wf_str object)
{
	int year = 0;
	size_t n = 0;

	for (; n < object.n && n < 5 && object.p[n] >= '0' && object.p[n] <= '9'; n++)
		year = year * 10 + (object.p[n] - '0');
	return n == 4 && year >= 1949 && year <= 2100 && tells_much(e, object) ? year : 0;
}

/* A meeting of a sentence without a date, whose name says its year: a body召开2024年示例工作会议. */
static void
take_named(struct events *e, uint32_t k)
{
	const struct wf_report *r = e->g->r;
	uint32_t off = r->sentence[k].text.off, end = clause_end(r, off, off + r->sentence[k].text.len);
	uint32_t np = wf_fact_lead(e->g, &e->acts, off, end);
	struct wf_when when = { .at = { off, 0 }, .precision = WF_BY_YEAR, .sentence = k };
	struct scope s = { off, off + r->sentence[k].text.len, &when, k, false };
	struct act a = { 0 };

	if (r->para[r->sentence[k].para].kind != WF_PARA_BODY || !find_act(e, &a, np, end) ||
	    a.role != WF_ACT_HOLD || a.off == np)
		return;
	int year = named_year(e, trim_object(wf_str_sub(r->text, a.off + a.len, end - a.off - a.len)));

	when.from = year != 0 ? wf_date_make(year, 0, 0) : 0;
	if (when.from != 0)
		take_scope(e, &s);
}

static void
take_sentence(struct events *e, uint32_t k)
{
	const struct wf_report *r = e->g->r;
	const struct wf_whens *w = &e->g->when;
	wf_span at = r->sentence[k].text;
	uint32_t end = at.off + at.len;
	uint32_t list = UINT32_MAX;	/* 3月、7月、12月: the first of a list that shares its act */
	bool told = false;

	for (uint32_t i = wf_when_at(w, at.off); i < w->n && w->v[i].at.off < end; i++) {
		if (!tells(r, &w->v[i]))
			continue;
		told = true;
		uint32_t past = w->v[i].at.off + w->v[i].at.len, next = i + 1;

		while (next < w->n && w->v[next].at.off < end && !tells(r, &w->v[next]))
			next++;
		uint32_t stop = next < w->n && w->v[next].at.off < end ? w->v[next].at.off : end;

		if (list == UINT32_MAX)
			list = i;
		if (stop < end && (wf_str_is(wf_str_sub(r->text, past, stop - past), "、") ||
		    wf_str_is(wf_str_sub(r->text, past, stop - past), "和")))
			continue;
		/* the words before the first date belong to it: 在此基础上，2024年3月… */
		for (uint32_t d = list; d <= i; d++) {
			if (!tells(r, &w->v[d]))
				continue;
			struct scope s = { past, stop, &w->v[d], k, false };

			take_parts(e, s);
		}
		list = UINT32_MAX;
	}
	if (!told)
		take_named(e, k);
}

/* ---- the day a report is signed ------------------------------------------------------------------ */

/* Who wrote the report: the body before 组织编写了, 编写《…》, 编撰. */
static void
put_authors(const struct events *e, struct wf_stated *v)
{
	static const char *const word[] = { "组织编写", "编写了", "编写《", "编撰了", "编撰《", "编制了", "编写发布" };
	const struct wf_report *r = e->g->r;

	for (size_t i = 0; i < COUNT(word) && v->nactor == 0; i++) {
		size_t at = wf_str_find(r->text, wf_str_of(word[i]), 0);

		if (at == SIZE_MAX)
			continue;
		wf_span c = wf_fact_clause(r, &e->acts, (uint32_t)at);

		put_actors(e, v, c.off, (uint32_t)at);
	}
}

/* 编者　2025年4月 at the end: paragraphs of nothing but a date. */
static void
take_signature(struct events *e)
{
	const struct wf_report *r = e->g->r;

	for (uint32_t i = r->npara; i-- > 0 && i + 4 > r->npara; ) {
		wf_str words = wf_str_trim(wf_report_slice(r, r->para[i].text));
		wf_date day = 0;
		size_t at = 0, n;

		/* who signs may stand before the day */
		while (at < words.n && at < SIGNED_MAX && !(words.p[at] >= '0' && words.p[at] <= '9'))
			at++;
		n = wf_date_words(wf_str_from(words, at), &day);
		if (n == 0 || at + n != words.n || day % 10000 == 0)
			continue;
		struct wf_stated *v = wf_list_add(&e->found, sizeof(*v));

		*v = (struct wf_stated){ .at = r->para[i].text, .para = i, .from = day,
			.action = WF_S("落款"), .object = r->title, .precision = day % 100 != 0 ? WF_BY_DAY : WF_BY_MONTH };
		put_authors(e, v);
		return;
	}
}

void
wf_stated_actor(struct wf_stated *v, wf_str name)
{
	for (uint32_t i = 0; i < v->nactor; i++) {
		if (wf_str_eq(v->actor[i], name))
			return;
	}
	if (name.n > 0 && v->nactor < WF_EVENT_ACTORS)
		v->actor[v->nactor++] = name;
}

/* One past the last statement that can be of the group: see WF_JOIN_REACH. */
static size_t
end_of_group(size_t n, uint32_t lead)
{
	return n - lead > WF_JOIN_REACH ? (size_t)lead + WF_JOIN_REACH + 1 : n;
}

/* The statement of a group that says most: the most precise date, then the longest object. */
static const struct wf_stated *
best_of(const struct wf_stated *v, size_t n, uint32_t lead)
{
	const struct wf_stated *best = &v[lead];

	for (size_t i = lead; i < end_of_group(n, lead); i++) {
		if (v[i].into == lead && v[i].precision == WF_BY_DAY && best->precision != WF_BY_DAY)
			best = &v[i];
	}
	return best;
}

static void
put_event(struct wf_report *r, struct wf_fact_event *out, const struct wf_stated *v, size_t n, uint32_t lead)
{
	const struct wf_stated *best = best_of(v, n, lead);
	struct wf_stated all = *best;
	struct wf_list mention = { 0 };

	*(wf_span *)wf_list_add(&mention, sizeof(wf_span)) = best->at;
	for (size_t i = 0; i < n && n < 4 * WF_JOIN_REACH; i++) {
		if (wf_event_told(&v[i], &v[lead]))
			*(wf_span *)wf_list_add(&mention, sizeof(wf_span)) = v[i].at;
	}
	for (size_t i = lead; i < end_of_group(n, lead); i++) {
		if (v[i].into != lead || &v[i] == best)
			continue;
		*(wf_span *)wf_list_add(&mention, sizeof(wf_span)) = v[i].at;
		/* what takes place by itself has no actor by hearsay */
		for (uint32_t k = 0; k < v[i].nactor && !(v[i].inherited && best->passive); k++)
			wf_stated_actor(&all, v[i].actor[k]);
		if (all.effective == 0)
			all.effective = v[i].effective;
		if (all.place.n == 0)
			all.place = v[i].place;
	}
	wf_str *actor = wf_arena_alloc(&r->arena, (all.nactor + 1) * sizeof(*actor));

	memcpy(actor, all.actor, all.nactor * sizeof(*actor));
	*out = (struct wf_fact_event){ .at = best->at, .from = all.from, .to = all.to,
		.precision = all.precision, .actor = { actor, all.nactor }, .action = all.action,
		.object = all.object, .place = all.place, .effective = all.effective };
	out->mention.v = wf_list_done(&mention, &r->arena, sizeof(wf_span), &out->mention.n);
}

void
wf_fact_events(struct wf_reading *g)
{
	struct events e = { .g = g };
	struct wf_report *r = g->r;
	struct wf_arena scratch = { 0 };
	struct wf_list out = { 0 };
	uint32_t n;

	wf_fact_acts_read(&e.acts, &r->arena);
	for (uint32_t k = 0; k < r->nsentence; k++) {
		if (!r->sentence[k].head)
			take_sentence(&e, k);
	}
	take_signature(&e);
	struct wf_stated *v = wf_list_done(&e.found, &scratch, sizeof(struct wf_stated), &n);

	wf_events_join(v, n, r);
	for (uint32_t i = 0; i < n; i++) {
		if (v[i].into == i)
			put_event(r, wf_list_add(&out, sizeof(struct wf_fact_event)), v, n, i);
	}
	r->event = wf_list_done(&out, &r->arena, sizeof(struct wf_fact_event), &r->nevent);
	wf_fact_acts_done(&e.acts);
	wf_arena_free(&scratch);
}
