/*
 * Names of documents outside 《》: quoted words, five-year plans, objects of verbs of issuing, and what an outlook
 * plans to make.  Takes no words that only speak of documents in general.
 */
#include "fact/instrument_int.h"

#include <string.h>

#define OBJECT_MAX 120u		/* bytes of an object that is taken for a name */
#define TOPIC_MIN 12u		/* bytes of a name before its noun */

/* What is looked for at every character, as tables: one search each. */
struct tables { struct wf_words *more, *proposed, *plan; };

struct bare {
	const struct tables *t;
	struct wf_making *m;
	const struct wf_report *r;
	wf_span sentence;
	bool outlook;		/* stands under a heading that looks ahead */
};

static bool
starts_one(wf_str s, const char *const *word, size_t n, size_t *len)
{
	for (size_t i = 0; i < n; i++) {
		if (wf_str_starts(s, wf_str_of(word[i]))) {
			*len = strlen(word[i]);
			return true;
		}
	}
	return false;
}

/* Bytes of counts at the start of a name: 5件, 首批4件, 12批104部, 一批, 相关. */
static size_t
counts(wf_str s)
{
	static const char *const word[] = { "首批", "一批", "多部", "多个", "多批", "一系列", "系列", "相关", "有关", "若干", "部分",
		"第一批", "第二批", "第三批", "年度", "全国", "十大", "2024年度" };
	static const char *const unit[] = { "批", "部", "件", "个", "起", "项", "份", "篇", "次", "则", "例" };
	size_t at = 0, n;
	uint32_t value;
	bool again = true;

	while (again && at < s.n) {
		wf_str here = wf_str_from(s, at);

		again = starts_one(here, word, sizeof(word) / sizeof(*word), &n);
		if (again) {
			at += n;
			continue;
		}
		n = wf_numeral(here, &value);
		size_t u = 0;

		if (n > 0 && starts_one(wf_str_from(here, n), unit, sizeof(unit) / sizeof(*unit), &u)) {
			at += n + u;
			again = true;
		}
	}
	return at;
}

/* The noun at the end of a name, when the table lets it stand outside 《》. */
static size_t
noun_of(const struct bare *b, wf_str name, const char *how, wf_str *kind)
{
	uint32_t row;
	size_t n = wf_words_match_end(b->m->noun, name, &row);

	if (n == 0 || !(wf_str_is(wf_words_cell(b->m->noun, row, 2), how) ||
	    wf_str_is(wf_words_cell(b->m->noun, row, 2), "yes")))
		return 0;
	*kind = wf_words_cell(b->m->noun, row, 1);
	return n;
}

static uint32_t
offset(const struct bare *b, wf_str s)
{
	return (uint32_t)(s.p - b->r->text.p);
}

static struct wf_naming *
name_it(struct bare *b, wf_str at, wf_str name, wf_str kind)
{
	struct wf_naming *x = wf_fact_naming(b->m, (wf_span){ offset(b, at), (uint32_t)at.n }, name);

	x->kind = wf_str_is(kind, "by_issuer") ? WF_S("") : kind;
	return x;
}

/* ---- quoted -------------------------------------------------------------------------- */

/* “八五”普法规划, “十四五”规划. */
static bool
five_years(struct bare *b, uint32_t off, uint32_t past)
{
	wf_str inner = wf_str_sub(b->r->text, off + strlen("“"), past - off - strlen("“") - strlen("”"));
	wf_str rest = wf_str_from(b->r->text, past), kind;
	size_t n = 0;

	if (!wf_str_ends(inner, WF_S("五")) || inner.n > 12)
		return false;
	for (wf_str s = inner; s.n > 0; ) {
		if (!wf_is_numeral(wf_utf8_next(&s)))
			return false;
	}
	while (n < 27 && n < rest.n) {
		size_t one;

		if (!wf_is_han(wf_utf8_peek(wf_str_from(rest, n), &one)))
			break;
		n += one;
		wf_str at = wf_str_sub(b->r->text, off, past - off + n);

		if (noun_of(b, wf_str_sub(rest, 0, n), "yes", &kind) > 0 && wf_str_is(kind, "plan")) {
			name_it(b, at, at, kind);
			return true;
		}
	}
	return false;
}

/* “甲”“乙”典型案例: each quotation is what a collection is about. Returns past the noun, or off. */
static uint32_t
quoted_cases(struct bare *b, uint32_t off)
{
	wf_span quote[8];
	uint32_t n = 0, at = off;
	wf_str kind = WF_S("");

	while (n < 8 && wf_str_starts(wf_str_from(b->r->text, at), WF_S("“"))) {
		uint32_t past = wf_report_close(b->r, at);

		if (past == at)
			return off;
		quote[n++] = (wf_span){ at, past - at };
		at = past;
		if (wf_str_starts(wf_str_from(b->r->text, at), WF_S("、")))
			at += (uint32_t)strlen("、");
	}
	wf_str rest = wf_str_from(b->r->text, at);
	size_t noun = wf_words_match(b->m->noun, rest, NULL);

	if (n == 0 || noun == 0 || noun_of(b, wf_str_sub(rest, 0, noun), "yes", &kind) != noun ||
	    !wf_str_is(kind, "case-collection"))
		return off;
	for (uint32_t i = 0; i < n; i++) {
		wf_str whole = wf_report_slice(b->r, quote[i]);
		wf_str inner = wf_str_sub(whole, strlen("“"), whole.n - strlen("“") - strlen("”"));

		name_it(b, i + 1 == n ? wf_str_sub(whole, 0, whole.n + noun) : whole,
		    wf_arena_printf(&b->m->g->r->arena, "%.*s%.*s", WF_FMT(inner),
		    WF_FMT(wf_str_sub(rest, 0, noun))), kind);
	}
	return at + (uint32_t)noun;
}

static void
quoted_name(struct bare *b, uint32_t off, uint32_t past)
{
	wf_str inner = wf_str_sub(b->r->text, off + strlen("“"), past - off - strlen("“") - strlen("”"));
	wf_str before = wf_str_sub(b->r->text, b->sentence.off, off - b->sentence.off), kind;
	uint32_t row;
	size_t noun = noun_of(b, inner, "quoted", &kind);
	bool draft = wf_str_starts(wf_str_from(b->r->text, past), WF_S("草案"));
	size_t verb = wf_words_match_end(b->m->verb, before, &row);

	if (noun == 0 || inner.n < noun + TOPIC_MIN || wf_str_has(inner, WF_S("，")) || (verb == 0 && !draft))
		return;
	struct wf_naming *x = name_it(b, wf_str_sub(b->r->text, off, past - off), inner, kind);

	if (draft)
		x->alias = wf_arena_printf(&b->m->g->r->arena, "%.*s草案", WF_FMT(inner));
}

static void
look_at_quotes(struct bare *b)
{
	uint32_t end = b->sentence.off + b->sentence.len;

	for (uint32_t off = b->sentence.off; off < end; ) {
		wf_str here = wf_str_from(b->r->text, off);

		if (!wf_begins_char(here)) {
			off++;
			continue;
		}
		uint32_t past = wf_report_close(b->r, off), cases;

		if (!wf_at_mark(here, "“") || past == off) {
			off = past != off && wf_at_mark(here, "《") ? past : off + 1;
			continue;
		}
		cases = quoted_cases(b, off);
		if (cases != off) {
			off = cases;
			continue;
		}
		if (!five_years(b, off, past))
			quoted_name(b, off, past);
		off = past;
	}
}

/* ---- objects of verbs ----------------------------------------------------------------- */

/* The words from s to the next stop; quotes are gone over whole, a title ends them. */
static wf_str
object(const struct bare *b, wf_str s)
{
	static const char *const stop[] = { "，", "。", "；", "：", "！", "？", "《", "（", "等", "并" };
	uint32_t from = offset(b, s);
	size_t n = 0, len;

	while (n < s.n) {
		wf_str here = wf_str_from(s, n);

		if (starts_one(here, stop, sizeof(stop) / sizeof(*stop), &len))
			break;
		if (wf_at_mark(here, "“")) {
			uint32_t past = wf_report_close(b->r, from + (uint32_t)n);

			if (past == from + (uint32_t)n)
				break;
			n = past - from;
			continue;
		}
		wf_utf8_peek(here, &len);
		n += len;
	}
	return wf_str_sub(s, 0, n);
}

/* What the clause before tells the cases are about: 针对以…方式…的“精准投毒”类电信网络诈骗，公布5起典型案例. */
static wf_str
topic_before(const struct bare *b, uint32_t off)
{
	static const char *const about[] = { "针对", "围绕", "聚焦", "就" };
	wf_str s = wf_str_sub(b->r->text, b->sentence.off, off - b->sentence.off);
	size_t len;

	if (!wf_str_ends(s, WF_S("，")))
		return WF_S("");
	s.n -= strlen("，");
	for (size_t at = s.n; at-- > 0; ) {
		if (wf_str_starts(wf_str_from(s, at), WF_S("，")))
			break;
		if (!starts_one(wf_str_from(s, at), about, sizeof(about) / sizeof(*about), &len))
			continue;
		wf_str topic = wf_str_from(s, at + len);
		size_t of = SIZE_MAX;

		for (size_t k = wf_str_find(topic, WF_S("的"), 0); k != SIZE_MAX;
		    k = wf_str_find(topic, WF_S("的"), k + strlen("的")))
			of = k;
		return of == SIZE_MAX ? topic : wf_str_from(topic, of + strlen("的"));
	}
	return WF_S("");
}

/* 就人工智能和全球治理发表联合声明: the object is about what stands after 就. */
static wf_str
topic_inside(const struct bare *b, uint32_t verb)
{
	wf_span clause = wf_report_clause(b->r, verb);
	wf_str s = wf_str_sub(b->r->text, clause.off, verb > clause.off ? verb - clause.off : 0);
	size_t at = wf_str_find(s, WF_S("就"), 0);

	return at == SIZE_MAX ? WF_S("") : wf_str_from(s, at + strlen("就"));
}

/* The name goes without what says who gave it or how many there are. */
static wf_str
own_words(const struct bare *b, wf_str s)
{
	const struct wf_mentions *a = &b->m->g->agency;
	uint32_t i = wf_mention_at(a, offset(b, s));

	s = wf_str_from(s, counts(s));
	if (i < a->n && a->v[i].at.off == offset(b, s))
		s = wf_str_from(s, a->v[i].at.len);
	return wf_str_from(s, counts(s));
}

static void
take_object(struct bare *b, wf_str verb, uint32_t verb_off)
{
	static const char *const after_noun[] = { "稳定文本", "文本", "草案" };
	struct wf_arena *a = &b->m->g->r->arena;
	wf_str whole = object(b, wf_str_from(b->r->text, verb_off + verb.n)), name = whole, kind, tail = WF_S("");

	for (size_t i = 0; i < sizeof(after_noun) / sizeof(*after_noun) && tail.n == 0; i++) {
		if (wf_str_ends(name, wf_str_of(after_noun[i]))) {
			tail = wf_str_of(after_noun[i]);
			name.n -= tail.n;
		}
	}
	size_t noun = noun_of(b, name, "yes", &kind);

	if (noun == 0 || whole.n > OBJECT_MAX || wf_str_has(name, WF_S("的")) || wf_str_has(name, WF_S("、")) ||
	    wf_str_starts(name, WF_S("“")))	/* quoted names are read as such */
		return;
	wf_str own = own_words(b, name), before = wf_str_sub(own, 0, own.n - noun);

	/* 一批典型案例 is any, 类型和典型案例 are two things: neither names a document */
	if (wf_str_starts(name, WF_S("一批")) || wf_str_ends(before, WF_S("和")) || wf_str_ends(before, WF_S("及")))
		return;
	if (own.n == noun) {	/* 典型案例 alone: the clause before it says of what */
		bool cases = wf_str_is(kind, "case-collection");
		wf_str topic = cases ? topic_before(b, wf_report_clause(b->r, verb_off).off) :
		    topic_inside(b, verb_off);

		if (topic.n < TOPIC_MIN)
			return;
		struct wf_naming *made = name_it(b, name, cases ?
		    wf_arena_printf(a, "%.*s%.*s", WF_FMT(topic), WF_FMT(own)) :
		    wf_arena_printf(a, "关于%.*s的%.*s", WF_FMT(topic), WF_FMT(own)), kind);

		made->wide = (wf_span){ offset(b, topic), made->at.off + made->at.len - offset(b, topic) };
		return;
	}
	if (own.n < noun + TOPIC_MIN)
		return;
	struct wf_naming *x = name_it(b, name, own, kind);
	size_t n = name.n - own.n;

	if (n > 0) {
		x->alias = name;
		x->alias2 = wf_arena_printf(a, "%.*s（%.*s）", WF_FMT(own), WF_FMT(wf_str_sub(name, 0, n)));
	} else if (tail.n > 0) {
		x->alias = whole;
	}
}

/* What is proposed is a document only where it is one by its noun: 提出…决议, not 提出工作指引. */
static bool
is_proposal(const struct bare *b, wf_str s)
{
	static const char *const noun[] = { "决议", "倡议", "宣言" };
	wf_str words = object(b, s);

	for (size_t i = 0; i < sizeof(noun) / sizeof(*noun); i++) {
		if (wf_str_ends(words, wf_str_of(noun[i])))
			return true;
	}
	return false;
}

static void
look_at_objects(struct bare *b)
{
	uint32_t end = b->sentence.off + b->sentence.len, row;

	for (uint32_t off = b->sentence.off; off < end; ) {
		wf_str here = wf_str_sub(b->r->text, off, end - off);
		uint32_t past = wf_report_close(b->r, off);
		size_t n = wf_words_match(b->m->verb, here, &row), step;

		wf_utf8_peek(here, &step);
		if (past != off) {
			off = past;
			continue;
		}
		wf_str act = n > 0 ? wf_words_cell(b->m->verb, row, 1) : WF_S("");
		bool fits = wf_str_is(act, "issue") || wf_str_is(act, "adopt") || wf_str_is(act, "sign");

		size_t asked = fits ? 0 : wf_words_match(b->t->proposed, here, NULL);
		size_t other = fits ? 0 : wf_words_match(b->t->more, here, NULL);
		bool proposal = asked > 0;

		n = proposal ? asked : other > 0 ? other : n;
		fits |= other > 0;
		if (fits || (proposal && is_proposal(b, wf_str_from(here, n))))
			take_object(b, wf_str_sub(here, 0, n), off);
		fits |= proposal;
		off += (uint32_t)(fits ? n : step);
	}
}

/* ---- plans ------------------------------------------------------------------------------ */

static struct wf_naming *
plan(struct bare *b, wf_str at, wf_str name)
{
	struct wf_naming *x = name_it(b, at, name, WF_S(""));

	x->planned = true;
	return x;
}

/* 制定甲、乙、丙等制度规范: one document for each; returns true when it was such a list. */
static bool
plan_each(struct bare *b, wf_str list, wf_str head)
{
	size_t at = 0;

	if (!wf_str_has(list, WF_S("、")) || head.n == 0)
		return false;
	while (at < list.n) {
		size_t comma = wf_str_find(list, WF_S("、"), at), end = comma == SIZE_MAX ? list.n : comma;
		wf_str item = wf_str_sub(list, at, end - at);

		if (item.n >= TOPIC_MIN)
			plan(b, item, wf_arena_printf(&b->m->g->r->arena, "%.*s%.*s", WF_FMT(item), WF_FMT(head)));
		at = end + strlen("、");
	}
	return true;
}

/* 等重点领域新兴领域立法: what a list of fields is to have. The words up to the stop when they end like law. */
static wf_str
head_after(const struct bare *b, wf_str s)
{
	static const char *const end[] = { "立法", "法律制度", "法规制度", "制度规范", "法律法规", "规章制度", "法律规范" };
	wf_str words = object(b, s);

	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++) {
		if (wf_str_ends(words, wf_str_of(end[i])) && words.n <= 60)
			return words;
	}
	return WF_S("");
}

static void
plan_list(struct bare *b, wf_str list, wf_str head)
{
	struct wf_naming *x = plan(b, list, wf_arena_printf(&b->m->g->r->arena, "%.*s等%.*s", WF_FMT(list),
	    WF_FMT(head)));

	x->alias = wf_arena_printf(&b->m->g->r->arena, "%.*s（%.*s）", WF_FMT(head), WF_FMT(list));
	x->kind = WF_S("other");
}

/* What an outlook says is to be made: 推进制定反网络暴力高位阶立法, 加快推进人工智能、…等领域立法. */
static void
look_ahead(struct bare *b, wf_str s, bool makes)
{
	wf_str words = object(b, s), rest = wf_str_from(s, words.n);

	if (wf_str_starts(rest, WF_S("等"))) {
		wf_str head = head_after(b, wf_str_from(rest, strlen("等")));

		if (head.n > 0 && !(makes && plan_each(b, words, head)))
			plan_list(b, words, head);
		return;
	}
	if (makes && wf_str_ends(words, WF_S("立法")) && words.n >= TOPIC_MIN && words.n <= 60)
		plan(b, words, words)->kind = WF_S("law");
}

/* 制定民营经济促进法, 将数字经济促进法列入…立法项目: a law that is to be. */
static void
look_for_law(struct bare *b, wf_str s, bool listed)
{
	wf_str words = object(b, s);
	size_t into = wf_str_find(words, WF_S("列入"), 0);

	if (listed) {
		if (into == SIZE_MAX)
			return;
		words.n = into;
	}
	if (words.n < TOPIC_MIN || words.n > 60 || !wf_str_ends(words, WF_S("法")) ||
	    wf_str_ends(words, WF_S("立法")) || wf_str_ends(words, WF_S("办法")) || wf_str_has(words, WF_S("的")))
		return;
	plan(b, words, words)->kind = WF_S("law");
}

/* Words before what is planned; the flags of each row stand beside it in the same order. */
static const char plan_words[] = "推进制定\n研究制定\n加快制定\n制定\n出台\n加快推进\n推进\n完善\n健全\n将\n";
static const struct { bool makes, anywhere, listed; } plan_rows[] = {
	{ true, true, false }, { true, true, false }, { true, true, false }, { true, true, false },
	{ true, false, false }, { false, false, false }, { false, false, false }, { false, false, false },
	{ false, false, false }, { false, true, true },
};

static void
look_at_plans(struct bare *b)
{
	uint32_t end = b->sentence.off + b->sentence.len, row = 0;

	for (uint32_t off = b->sentence.off; off < end; ) {
		wf_str here = wf_str_sub(b->r->text, off, end - off);
		uint32_t past = wf_report_close(b->r, off);
		size_t n = past == off ? wf_words_match(b->t->plan, here, &row) : 0;

		if (n == 0) {
			off = past != off ? past : off + 1;
			continue;
		}
		wf_str s = wf_str_from(here, n);

		if (b->outlook && !plan_rows[row].listed)
			look_ahead(b, s, plan_rows[row].makes);
		if (plan_rows[row].anywhere)
			look_for_law(b, s, plan_rows[row].listed);
		off += (uint32_t)n;
	}
}

/* 《甲条例》配套规定, and 关于加强…的相关指导意见 without 《》. */
static void
look_at_rest(struct bare *b)
{
	static const char *const with[] = { "配套规定", "配套制度", "配套办法", "配套规范", "配套细则" };
	static const char *const noun[] = { "指导意见", "意见", "决定", "通知", "决议" };
	uint32_t end = b->sentence.off + b->sentence.len;
	size_t len;

	for (uint32_t off = b->sentence.off; off < end; ) {
		wf_str here = wf_str_sub(b->r->text, off, end - off);

		if (!wf_begins_char(here)) {
			off++;
			continue;
		}
		uint32_t past = wf_report_close(b->r, off);

		if (past != off && wf_at_mark(here, "《") &&
		    starts_one(wf_str_from(b->r->text, past), with, sizeof(with) / sizeof(*with), &len)) {
			wf_str name = wf_str_sub(b->r->text, off, past - off + len);

			plan(b, wf_str_sub(b->r->text, past, len), name)->kind = WF_S("normative-document");
		}
		if (past != off) {
			off = past;
			continue;
		}
		if (b->outlook && wf_str_starts(here, WF_S("关于"))) {
			wf_str words = object(b, here);

			for (size_t i = 0; i < sizeof(noun) / sizeof(*noun); i++) {
				if (!wf_str_ends(words, wf_str_of(noun[i])) || words.n <= 30 ||
				    words.n >= OBJECT_MAX)
					continue;
				name_it(b, words, words, WF_S("normative-document"));
				break;
			}
		}
		off++;
	}
}

static bool
looks_ahead(const struct wf_report *r, uint32_t para)
{
	static const char *const word[] = { "展望", "下一步", "未来", "前景", "工作安排", "重点任务", "打算", "下年度" };

	for (uint32_t o = r->para[para].head; o != UINT32_MAX; o = r->outline[o].parent) {
		for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
			if (r->outline[o].kind != WF_OUT_APPENDIX &&
			    wf_str_has(r->outline[o].title, wf_str_of(word[i])))
				return true;
		}
	}
	return false;
}

void
wf_fact_bare_names(struct wf_making *m)
{
	const struct wf_report *r = m->g->r;
	struct wf_naming *v = m->naming.v;
	static const char *const before[] = { "推进修改", "推进修订", "推进制定", "推动修改", "推动修订", "加快修订", "加快制定" };

	for (size_t i = 0; i < m->naming.n; i++) {
		for (size_t k = 0; k < sizeof(before) / sizeof(*before); k++)
			v[i].planned |= wf_str_ends(wf_str_sub(r->text, 0, v[i].at.off),
			    wf_str_of(before[k]));
	}
	struct tables t = {
		.more = wf_words_read(&m->g->r->arena, WF_S("评选|发出|刊发\n"), 1),
		.proposed = wf_words_read(&m->g->r->arena, WF_S("提出|推动\n"), 1),
		.plan = wf_words_read(&m->g->r->arena, wf_str_of(plan_words), 1),
	};

	for (uint32_t i = 0; i < r->nsentence; i++) {
		struct bare b = { .t = &t, .m = m, .r = r, .sentence = r->sentence[i].text };

		if (r->sentence[i].head)
			continue;
		b.outlook = looks_ahead(r, r->sentence[i].para);
		look_at_quotes(&b);
		look_at_objects(&b);
		look_at_plans(&b);
		look_at_rest(&b);
	}
}
