/*
 * What the sentence around a name says of the document: published, adopted, put up for comment, in force from, by
 * whom and when.  Knows nothing of other sentences.
 */
#include "fact/instrument_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists of titles ----------------------------------------------------------- */

static bool
joins(wf_str between)
{
	static const char *const word[] = { "、", "和", "及", "与", "以及", "或" };

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		if (wf_str_is(between, word[i]))
			return true;
	}
	/* A 和推荐性国家标准 B */
	return between.n == 0 || (wf_str_ends(between, WF_S("国家标准")) && between.n < 40);
}

/* The first and the last of the titles that stand in one list with naming i. */
static void
list_of(const struct wf_making *m, uint32_t i, uint32_t *first, uint32_t *last)
{
	const struct wf_naming *v = m->naming.v;
	wf_str text = m->g->r->text;

	for (*first = i; *first > 0; --*first) {
		uint32_t from = v[*first - 1].at.off + v[*first - 1].at.len, to = v[*first].at.off;

		if (from > to || !joins(wf_str_sub(text, from, to - from)))
			break;
	}
	for (*last = i; *last + 1 < m->naming.n; ++*last) {
		uint32_t from = v[*last].at.off + v[*last].at.len, to = v[*last + 1].at.off;

		if (from > to || !joins(wf_str_sub(text, from, to - from)))
			break;
	}
}

/* ---- verbs ----------------------------------------------------------------------- */

static uint8_t
act_of(wf_str word)
{
	static const struct { const char *word; uint8_t act; } row[] = {
		{ "issue", WF_DO_ISSUE }, { "adopt", WF_DO_ADOPT }, { "sign", WF_DO_SIGN }, { "revise", WF_DO_REVISE },
		{ "comment", WF_DO_COMMENT }, { "review", WF_DO_REVIEW }, { "commence", WF_DO_COMMENCE },
		{ "repeal", WF_DO_REPEAL }, { "make", WF_DO_MAKE },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		if (wf_str_is(word, row[i].word))
			return row[i].act;
	}
	return WF_DO_NONE;
}

struct looking {
	const struct wf_making *m;
	const struct wf_report *r;
	wf_span sentence;
	uint32_t from, to;	/* of the list of titles */
	struct wf_said_of said;
};

static bool
cut_end(wf_str *s, const char *word)
{
	if (!wf_str_ends(*s, wf_str_of(word)))
		return false;
	s->n -= strlen(word);
	return true;
}

/* Takes what may stand between verb and title: 修订后的, 强制性国家标准, 了. */
static void
strip(wf_str *before, bool *revised)
{
	static const struct { const char *word; bool revised; } row[] = {
		{ "修订后的", true }, { "修改后的", true }, { "新修订的", true }, { "新修改的", true }, { "修正后的", true },
		{ "强制性国家标准", false }, { "推荐性国家标准", false }, { "国家标准", false }, { "了", false },
		{ "行业标准", false }, { "新版", false }, { "《", false }, { "相关", false }, { "新的", false },
		{ "第一批", false }, { "首个", false }, { "首部", false }, { "一批", false }, { "系列", false },
		{ "部门规章", false }, { "行政法规", false }, { "司法解释", false }, { "规范性文件", false },
	};
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
			if (cut_end(before, row[i].word)) {
				*revised |= row[i].revised;
				again = true;
			}
		}
	}
}

static bool
set_verb(struct looking *l, uint32_t end, size_t n, uint32_t row, size_t side)
{
	if (n == 0 || !wf_str_is(wf_words_cell(l->m->verb, row, side), "yes"))
		return false;
	l->said.act = act_of(wf_words_cell(l->m->verb, row, 1));
	l->said.verb = (wf_span){ end - (uint32_t)n, (uint32_t)n };
	wf_str verb = wf_words_cell(l->m->verb, row, 0);

	l->said.revised |= wf_str_has(wf_report_slice(l->r, l->said.verb), WF_S("修订")) && verb.n > 0;
	return l->said.act != WF_DO_NONE;
}

/* 发布由甲会同乙编修的《X》: the verb stands before the words that describe the document. */
static bool
verb_before_attribute(struct looking *l, wf_str before)
{
	uint32_t row;

	for (size_t back = before.n; back > 0 && before.n - back < 240; back--) {
		size_t n = wf_words_match(l->m->verb, wf_str_from(before, back), &row);
		wf_str rest = wf_str_from(before, back + n);

		if (n > 0 && (wf_str_starts(rest, WF_S("由")) || wf_str_starts(rest, WF_S("具有"))) &&
		    wf_str_find(rest, WF_S("，"), 0) == SIZE_MAX)
			return set_verb(l, l->sentence.off + (uint32_t)(back + n), n, row, 2);
	}
	return false;
}

static bool
look_before(struct looking *l)
{
	wf_str before = wf_str_sub(l->r->text, l->sentence.off, l->from - l->sentence.off);
	bool revised = false;
	uint32_t row;

	strip(&before, &revised);
	l->said.revised = revised;
	bool of = wf_str_ends(before, WF_S("的"));

	if (of) {	/* 2024年9月公布的《X》 */
		wf_str act = wf_str_sub(before, 0, before.n - strlen("的"));
		size_t n = wf_words_match_end(l->m->verb, act, &row);

		if (n > 0 && set_verb(l, l->sentence.off + (uint32_t)act.n, n, row, 3))
			return true;
		return verb_before_attribute(l, before);
	}
	size_t n = wf_words_match_end(l->m->verb, before, &row);

	return set_verb(l, l->sentence.off + (uint32_t)before.n, n, row, 2);
}

/* 《X》公布, 《X》于9月在联合国未来峰会上通过, 就《X》公开征求意见, 对《X》进行了修改. */
static bool
look_after(struct looking *l)
{
	static const char *const lead[] = { "于", "在", "由", "经", "获", "正式", "已", "的", "向" };
	wf_str before = wf_str_sub(l->r->text, l->sentence.off, l->from - l->sentence.off);
	uint32_t end = l->sentence.off + l->sentence.len, row;
	wf_str after = wf_str_sub(l->r->text, l->to, end > l->to ? end - l->to : 0);
	size_t stop = wf_str_find(after, WF_S("，"), 0), full = wf_str_find(after, WF_S("。"), 0);
	size_t clause = stop < full ? stop : full, n = wf_words_match(l->m->verb, after, &row);

	if (n > 0 && set_verb(l, l->to + (uint32_t)n, n, row, 3))
		return true;
	if (clause == SIZE_MAX)
		clause = after.n;
	after = wf_str_sub(after, 0, clause);
	if ((wf_str_ends(before, WF_S("对")) || wf_str_ends(before, WF_S("对现行"))) &&
	    (wf_str_has(after, WF_S("修改")) || wf_str_has(after, WF_S("修订")))) {
		l->said.act = WF_DO_REVISE;
		l->said.verb = (wf_span){ l->to, 0 };
		return true;
	}
	for (size_t i = 0; i < sizeof(lead) / sizeof(*lead); i++) {
		if (!wf_str_starts(after, wf_str_of(lead[i])))
			continue;
		n = wf_words_match_end(l->m->verb, after, &row);
		if (n > 0 && clause < 150)
			return set_verb(l, l->to + (uint32_t)clause, n, row, 3);
	}
	return false;
}

/* ---- days -------------------------------------------------------------------------- */

static bool
is_term(const struct wf_report *r, const struct wf_when *w)
{
	return wf_str_ends(wf_str_sub(r->text, 0, w->at.off), WF_S("自")) &&
	    wf_str_starts(wf_str_from(r->text, w->at.off + w->at.len), WF_S("起"));
}

/* The last date of the sentence before off that is no term; of a range only what both ends share. */
static wf_date
day_before(const struct looking *l, uint32_t off)
{
	const struct wf_whens *w = &l->m->g->when;
	wf_date day = 0;

	for (uint32_t i = wf_when_at(w, l->sentence.off); i < w->n && w->v[i].at.off < off; i++) {
		if (is_term(l->r, &w->v[i]) || w->v[i].as_of)
			continue;
		day = w->v[i].to != 0 ? w->v[i].from / 10000 * 10000 : w->v[i].from;
	}
	return day;
}

/* An entry of a chronicle has one day, also for its second sentence. */
static wf_date
day_of_entry(const struct looking *l, uint32_t para)
{
	const struct wf_whens *w = &l->m->g->when;
	uint32_t i = wf_when_at(w, l->r->para[para].text.off);

	return i < w->n && w->v[i].at.off == l->r->para[para].text.off ? w->v[i].from : 0;
}

/* 自公布之日起施行, 自2025年1月1日起施行 behind the title, before the next one. */
static void
look_effective(struct looking *l, uint32_t until)
{
	static const char *const from_issue[] = { "公布之日", "发布之日", "印发之日", "签署之日", "通过之日", "颁布之日" };
	static const char *const verb[] = { "施行", "实施", "生效", "执行" };
	wf_str after = wf_str_sub(l->r->text, l->to, until > l->to ? until - l->to : 0);
	size_t at = wf_str_find(after, WF_S("自"), 0), end = wf_str_find(after, WF_S("起"), 0);
	bool fits = false;

	if (at == SIZE_MAX || end == SIZE_MAX || end < at || end - at > 60)
		return;
	for (size_t i = 0; i < sizeof(verb) / sizeof(*verb); i++) {
		size_t v = wf_str_find(after, wf_str_of(verb[i]), end);

		fits |= v != SIZE_MAX && v - end <= 12;
	}
	if (!fits)
		return;
	for (size_t i = 0; i < sizeof(from_issue) / sizeof(*from_issue); i++)
		l->said.from_issue |= wf_str_starts(wf_str_from(after, at + strlen("自")), wf_str_of(from_issue[i]));
	const struct wf_whens *w = &l->m->g->when;
	uint32_t i = wf_when_at(w, l->to + (uint32_t)at);

	if (!l->said.from_issue && i < w->n && w->v[i].at.off < l->to + end)
		l->said.effective = w->v[i].from;
}

/* ---- actors ------------------------------------------------------------------------- */

/* Words before the verb that say how, not who. */
static wf_str
without_adverbs(wf_str s)
{
	static const char *const word[] = { "联合", "共同", "正式", "先后", "相继", "连续", "集中", "及时", "还", "均", "分别", "组织",
		"支持", "推动", "指导", "协商一致", "就", "会同有关部门", "牵头" };
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
			wf_str w = wf_str_of(word[i]);

			again |= cut_end(&s, word[i]);
			if (wf_str_starts(s, w)) {
				s = wf_str_from(s, w.n);
				again = true;
			}
		}
	}
	return s;
}

/* Who the clause says acts, where it is no body that we know: 上海合作组织成员国领导人, 81家电商平台. */
static wf_str
named_subject(const struct looking *l, uint32_t limit)
{
	wf_str s = wf_str_sub(l->r->text, l->sentence.off, limit - l->sentence.off);
	const struct wf_whens *w = &l->m->g->when;
	size_t at = s.n;

	while (at > 0 && !wf_str_starts(wf_str_from(s, at), WF_S("，")) && !wf_str_starts(wf_str_from(s, at), WF_S("；")))
		at--;
	if (at > 0)
		at += strlen("，");
	uint32_t i = wf_when_at(w, l->sentence.off + (uint32_t)at);

	if (i < w->n && w->v[i].at.off == l->sentence.off + at)
		at += w->v[i].at.len;
	s = wf_str_from(s, at);
	s = without_adverbs(wf_str_sub(s, 0, wf_str_find(s, WF_S("就"), 0)));
	bool name = s.n >= 6 && s.n <= 90 && !wf_str_has(s, WF_S("《")) && !wf_str_has(s, WF_S("“")) &&
	    !wf_str_starts(s, WF_S("与")) && !wf_str_ends(s, WF_S("在")) && !wf_str_ends(s, WF_S("的")) &&
	    !wf_str_ends(s, WF_S("并")) && !wf_str_ends(s, WF_S("期间")) && !wf_str_ends(s, WF_S("中"));

	return name ? s : WF_S("");
}

/* The body that a title begins with: 国务院关于修改…的决定; or that stands right before it: 欧盟《人工智能法》. */
static bool
body_of_title(const struct looking *l, struct wf_list *out)
{
	const struct wf_mentions *a = &l->m->g->agency;
	const struct wf_report *r = l->r;
	wf_str title = wf_str_from(r->text, l->from + (uint32_t)strlen("《"));

	for (uint32_t i = 0; i < r->nagency; i++) {
		wf_str name = r->agency[i].name;

		if (wf_str_starts(title, name) && wf_str_starts(wf_str_from(title, name.n), WF_S("关于"))) {
			*(wf_str *)wf_list_add(out, sizeof(wf_str)) = name;
			return true;
		}
	}
	/* named in no other place: 杭州市人民政府关于废止…的决定 */
	static const char *const end[] = { "政府", "委员会", "部", "局", "署", "办公室", "办公厅", "法院", "检察院", "国务院" };
	size_t about = wf_str_find(wf_str_sub(title, 0, 90), WF_S("关于"), 0);
	wf_str head = wf_str_sub(title, 0, about == SIZE_MAX ? 0 : about);

	for (size_t k = 0; k < sizeof(end) / sizeof(*end); k++) {
		if (!wf_str_ends(head, wf_str_of(end[k])) || wf_str_has(head, WF_S("》")))
			continue;
		*(wf_str *)wf_list_add(out, sizeof(wf_str)) = head;
		return true;
	}
	uint32_t i = wf_mention_at(a, l->from);

	if (i > 0 && a->v[i - 1].at.off + a->v[i - 1].at.len == l->from) {
		*(wf_str *)wf_list_add(out, sizeof(wf_str)) = r->agency[a->v[i - 1].what].name;
		return true;
	}
	return false;
}

/* The first body of the sentence before, when a sentence names none: 市场监管总局…；9月，组织…. */
static void
inherit(struct looking *l, struct wf_list *out)
{
	const struct wf_mentions *a = &l->m->g->agency;
	uint32_t s = wf_report_sentence(l->r, l->sentence.off);

	if (s == 0 || l->r->sentence[s - 1].para != l->r->sentence[s].para)
		return;
	uint32_t i = wf_mention_at(a, l->r->sentence[s - 1].text.off);

	if (i < a->n && a->v[i].at.off < l->sentence.off)
		*(wf_str *)wf_list_add(out, sizeof(wf_str)) = l->r->agency[a->v[i].what].name;
}

/* The bodies before the verb, back over those joined by 、 and 会同: what stands further off acts otherwise. */
static void
look_actors(struct looking *l)
{
	const struct wf_mentions *a = &l->m->g->agency;
	bool after = l->said.verb.off >= l->to;
	uint32_t limit = after ? l->from : l->said.verb.off;
	uint32_t first = wf_mention_at(a, l->sentence.off), last = wf_mention_at(a, limit), start = last;
	struct wf_list out = { 0 };
	wf_str who = named_subject(l, limit);

	for (uint32_t i = last; i-- > first; ) {
		uint32_t from = a->v[i].at.off + a->v[i].at.len;
		uint32_t to = start == last ? limit : a->v[start].at.off;
		wf_str gap = wf_str_sub(l->r->text, from, to > from ? to - from : 0);

		if (start != last ? wf_str_has(gap, WF_S("，")) : wf_str_has(gap, WF_S("，")) && who.n > 0)
			break;
		start = i;
	}
	if (l->said.act == WF_DO_REVISE && after)
		return;		/* 对《X》进行了修改: by whom stands with the decision */
	if (!body_of_title(l, &out)) {
		for (uint32_t i = start; i < last; i++)
			*(wf_str *)wf_list_add(&out, sizeof(wf_str)) = l->r->agency[a->v[i].what].name;
		bool made = l->said.act == WF_DO_ISSUE || l->said.act == WF_DO_ADOPT ||
		    l->said.act == WF_DO_SIGN;

		l->said.loose = out.n == 0 && who.n > 0 && made;
		if (l->said.loose)
			*(wf_str *)wf_list_add(&out, sizeof(wf_str)) = who;
		if (out.n == 0 && !after)
			inherit(l, &out);
	}
	l->said.actor.v = wf_list_done(&out, &l->m->g->r->arena, sizeof(wf_str), &l->said.actor.n);
}

/* What act a title that nothing is said of has a body right before it: 欧盟《人工智能法》. */
static void
look_owner(struct looking *l)
{
	struct wf_list out = { 0 };

	if (body_of_title(l, &out))
		l->said.actor.v = wf_list_done(&out, &l->m->g->r->arena, sizeof(wf_str), &l->said.actor.n);
	free(out.v);
}

struct wf_said_of
wf_fact_said_of(const struct wf_making *m, uint32_t i)
{
	const struct wf_naming *v = m->naming.v;
	const struct wf_report *r = m->g->r;
	const struct wf_fact_sentence *s = &r->sentence[wf_report_sentence(r, v[i].at.off)];
	uint32_t first, last;

	list_of(m, i, &first, &last);
	struct looking l = { .m = m, .r = r, .sentence = s->text, .from = v[first].at.off,
		.to = v[last].at.off + v[last].at.len };

	/* a heading tells nothing of its own */
	if (s->head || l.from < s->text.off || l.from >= s->text.off + s->text.len)
		return l.said;
	if (!look_before(&l))
		look_after(&l);
	if (l.said.act != WF_DO_NONE) {
		uint32_t until = last + 1 < m->naming.n ? v[last + 1].at.off : s->text.off + s->text.len;

		if (until > s->text.off + s->text.len)
			until = s->text.off + s->text.len;
		l.said.day = day_before(&l, l.said.verb.off);
		if (l.said.day == 0 && r->para[s->para].kind == WF_PARA_ENTRY)
			l.said.day = day_of_entry(&l, s->para);
		look_effective(&l, until);
		look_actors(&l);
	} else {
		look_owner(&l);
	}
	return l.said;
}
