/*
 * Reads the clauses on time: when a text comes into force and what it repeals.
 * Does not decide which expression is in force on a day; the engine does.
 *
 * Wordings after 《立法技术规范（试行）（一）》 (NPC Legislative Affairs Commission, 2009) 21 and 22.
 */
#include "law_int.h"

#include <stdlib.h>
#include <string.h>

struct clauses { struct wf_clause *v; size_t n, cap; };

static struct wf_clause *
add_clause(struct clauses *c, uint8_t kind, wf_span span, uint32_t node)
{
	c->v = wf_grow(c->v, &c->cap, c->n + 1, sizeof(c->v[0]));
	c->v[c->n] = (struct wf_clause){ .kind = kind, .span = span, .node = node };
	return &c->v[c->n++];
}

static const char *const in_force_words[] = { "施行", "实施", "生效", "执行", "实行" };
static const char *const promulgation_words[] = { "公布之日", "发布之日", "颁布之日", "印发之日", "公告之日",
	"通过之日", "批准之日", "下发之日", "修订发布之日", "修订公布之日", "修订之日" };

/* Length of the words s begins with, of those given; 0 = none. */
static size_t
one_of(wf_str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (wf_str_starts(s, wf_str_of(words[i])))
			return strlen(words[i]);
	return 0;
}
#define ONE_OF(s, words) one_of(s, words, sizeof(words) / sizeof((words)[0]))

/* 三十日后, 30日后, 满三个月: days after promulgation; months count as 30 days. */
static uint16_t
delay(wf_str s)
{
	uint32_t value = 0;
	size_t used;

	if (wf_str_starts(s, WF_S("满")))
		s = wf_str_from(s, 3);
	used = wf_numeral(s, &value);
	if (used == 0 || value == 0 || value > 3650)
		return 0;
	s = wf_str_from(s, used);
	if (wf_str_starts(s, WF_S("个月")))
		value *= 30;
	else if (!wf_str_starts(s, WF_S("日")) && !wf_str_starts(s, WF_S("天")))
		return 0;
	return (uint16_t)(value < UINT16_MAX ? value : 0);
}

/*
 * Reads a day of commencement at the start of s: 2024年1月1日起施行, 公布之日起施行,
 * 公布之日起三十日后施行.
 * @return true when the words say that something comes into force
 */
static bool
read_day(wf_str s, struct wf_clause *c)
{
	size_t used = ONE_OF(s, promulgation_words);
	wf_str rest;

	c->date = 0;
	c->on_promulgation = used != 0;
	if (used == 0) {
		used = wf_date_words(s, &c->date);
		if (used == 0)
			return false;
	}
	rest = wf_str_ltrim(wf_str_from(s, used));
	if (wf_str_starts(rest, WF_S("度")))
		rest = wf_str_from(rest, 3);
	if (wf_str_starts(rest, WF_S("零时")))
		rest = wf_str_from(rest, 6);
	/* 起, 开始, or nothing: "于2024年1月1日施行" */
	for (unsigned i = 0; i < 2; i++) {
		if (wf_str_starts(rest, WF_S("起")))
			rest = wf_str_ltrim(wf_str_from(rest, 3));
		if (wf_str_starts(rest, WF_S("，")))
			rest = wf_str_ltrim(wf_str_from(rest, 3));
		if (wf_str_starts(rest, WF_S("开始")) || wf_str_starts(rest, WF_S("正式")))
			rest = wf_str_from(rest, 6);
	}
	if (c->on_promulgation) {
		c->days_after = delay(rest);
		size_t after = wf_str_find(wf_str_sub(rest, 0, 48), WF_S("后"), 0);
		if (c->days_after != 0 && after != SIZE_MAX)
			rest = wf_str_from(rest, after + 3);
		else if (c->days_after != 0)
			rest = wf_str_from(rest, wf_str_find(rest, WF_S("日"), 0) == SIZE_MAX ? 0 :
			    wf_str_find(rest, WF_S("日"), 0) + 3);
		if (wf_str_starts(rest, WF_S("起")))
			rest = wf_str_from(rest, 3);
	}
	return ONE_OF(rest, in_force_words) != 0;
}

/* Is what comes into force the document itself, a part of it, or another text?  0 part, 1 own, -1 other. */
static int
subject(wf_str before)
{
	static const char *const own[] = { "本", "此", "以上", "上述规定" };
	wf_str t = wf_str_trim(before);

	if (wf_str_ends(t, WF_S("自")) || wf_str_ends(t, WF_S("于")) || wf_str_ends(t, WF_S("从")))
		t = wf_str_trim(wf_str_sub(t, 0, t.n - 3));
	if (t.n == 0)
		return 1;
	/* 本《办法》自… */
	if ((wf_str_ends(t, WF_S("》")) && !wf_str_starts(t, WF_S("本《"))) || wf_utf8_count(t) > 60)
		return -1;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (wf_str_starts(t, wf_str_of(own[i])))
			return wf_str_has(t, WF_S("条")) && wf_str_has(t, WF_S("第")) ? 0 : 1;
	if (wf_str_starts(t, WF_S("第")) || wf_str_starts(t, WF_S("其中")))
		return 0;
	/* 经国务院批准，本条例自…; 由…负责解释，自… */
	if (wf_str_has(t, WF_S("本")) || wf_str_ends(t, WF_S("，")))
		return 1;
	return -1;
}

/* 本办法经…批准，由…发布施行: in force with its promulgation. */
static void
read_plain_promulgation(struct parse *p, struct clauses *out, wf_span at, uint32_t node)
{
	static const char *const ends[] = { "公布施行。", "发布施行。", "公布后施行。", "颁布施行。" };
	wf_str s = wf_str_sub(p->text, at.off, at.len);

	if (!wf_str_starts(s, WF_S("本")) || wf_utf8_count(s) > 60)
		return;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (wf_str_ends(s, wf_str_of(ends[i]))) {
			add_clause(out, WF_CL_COMMENCE, at, node)->on_promulgation = true;
			return;
		}
}

/* 有效期三年, 有效期为5年, 有效期至2025年12月31日, 试行期两年, after the words of commencement in s. */
static void
read_validity(struct parse *p, struct clauses *out, wf_span at, uint32_t node)
{
	static const char *const words[] = { "有效期", "试行期" };
	static const char *const joints[] = { "限", "为", "至", "到" };
	wf_str s = wf_str_sub(p->text, at.off, at.len), rest = WF_S("");
	struct wf_clause c = { 0 };
	uint32_t value = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && rest.n == 0; i++) {
		size_t k = wf_str_find(s, wf_str_of(words[i]), 0);

		if (k != SIZE_MAX)
			rest = wf_str_from(s, k + strlen(words[i]));
	}
	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
		if (wf_str_starts(rest, wf_str_of(joints[i])))
			rest = wf_str_from(rest, 3);
	size_t used = wf_date_words(rest, &c.date);
	if (used == 0 || c.date % 100 == 0) {
		c.date = 0;
		used = wf_numeral(rest, &value);
		if (used == 0 || value == 0 || value > 100)
			return;
		rest = wf_str_from(rest, used);
		if (wf_str_starts(rest, WF_S("年")))
			c.months = (uint16_t)(value * 12);
		else if (wf_str_starts(rest, WF_S("个月")))
			c.months = (uint16_t)value;
		else
			return;
	}
	struct wf_clause *x = add_clause(out, WF_CL_EXPIRE, at, node);
	x->date = c.date;
	x->months = c.months;
}

static void
read_commencement(struct parse *p, struct clauses *out, wf_span at, uint32_t node)
{
	wf_str s = wf_str_sub(p->text, at.off, at.len);

	read_plain_promulgation(p, out, at, node);
	for (size_t k = 0; k < s.n; ) {
		wf_str rest = wf_str_from(s, k);
		struct wf_clause c = { 0 };
		size_t len;
		uint32_t cp = wf_utf8_peek(rest, &len);
		bool after_from = cp == 0x81ea || cp == 0x4e8e || cp == 0x4ece;	/* 自 于 从 */

		if (!after_from) {
			k += len;
			continue;
		}
		k += len;
		if (!read_day(wf_str_ltrim(wf_str_from(s, k)), &c))
			continue;
		int whose = subject(wf_str_sub(s, 0, k - len));
		if (whose < 0)
			continue;
		struct wf_clause *x = add_clause(out, whose == 1 ? WF_CL_COMMENCE : WF_CL_COMMENCE_PART,
		    at, node);
		x->date = c.date;
		x->on_promulgation = c.on_promulgation;
		x->days_after = c.days_after;
		if (whose == 1)
			read_validity(p, out, at, node);
	}
}

/* One past the 》 that closes the 《 at k; SIZE_MAX = it stays open. */
static size_t
close_of(wf_str s, size_t k)
{
	unsigned depth = 0;

	while (k < s.n) {
		size_t len;
		uint32_t cp = wf_utf8_peek(wf_str_from(s, k), &len);

		depth += cp == 0x300a;
		k += len;
		if (cp == 0x300b && --depth == 0)
			return k;
	}
	return SIZE_MAX;
}

/* The first full day in s; 0 = none. */
static wf_date
first_day(wf_str s)
{
	for (size_t k = 0; k < s.n; k++) {
		wf_date d = 0;

		if (wf_date_words(wf_str_from(s, k), &d) != 0 && d % 100 != 0)
			return d;
	}
	return 0;
}

/* Every 《name》 that stands in s from byte from up to byte to; day: of the repeal, 0 = that of the text. */
static void
add_repeals(struct parse *p, struct clauses *out, wf_span at, uint32_t node, size_t from, size_t to,
    wf_date day)
{
	wf_str s = wf_str_sub(p->text, at.off, at.len);
	size_t before = from;	/* one past the name before */

	for (size_t k = from; (k = wf_str_find(s, WF_S("《"), k)) != SIZE_MAX && k < to; ) {
		size_t end = close_of(s, k);

		if (end == SIZE_MAX)
			break;
		/* 《甲条例》第三条同时废止 repeals an article, not the work */
		if (!wf_str_starts(wf_str_ltrim(wf_str_from(s, end)), WF_S("第"))) {
			struct wf_clause *c = add_clause(out, WF_CL_REPEAL, at, node);

			c->name = (wf_span){ at.off + (uint32_t)k + 3, (uint32_t)(end - k) - 6 };
			c->date = day;
			/* 1999年1月1日…发布的《…》: the day of the text that goes */
			c->name_date = first_day(wf_str_sub(s, before, k - before));
		}
		before = k = end;
	}
}

/* The names a sentence repeals: those before its verb; 废止《甲条例》、《乙条例》 those after it. */
static void
read_repeal(struct parse *p, struct clauses *out, wf_span at, uint32_t node)
{
	wf_str s = wf_str_sub(p->text, at.off, at.len);
	size_t verb = wf_str_find(s, WF_S("废止"), 0);
	size_t name = wf_str_find(s, WF_S("《"), 0), last = 0;

	static const char *const other[] = { "停止", "宣布失效" };
	for (size_t i = 0; i < 2 && verb == SIZE_MAX; i++)
		verb = wf_str_find(s, wf_str_of(other[i]), 0);
	if (verb == SIZE_MAX || name == SIZE_MAX)
		return;
	if (name > verb) {
		if (wf_str_starts(wf_str_ltrim(wf_str_from(s, verb + 6)), WF_S("《")))
			add_repeals(p, out, at, node, verb, s.n, 0);
		return;
	}
	/* 《甲条例》自2024年1月1日起废止 */
	for (size_t k = name; (k = wf_str_find(s, WF_S("》"), k)) != SIZE_MAX && k < verb; k += 3)
		last = k;
	wf_str gap = wf_str_sub(s, last, verb - last);
	add_repeals(p, out, at, node, 0, verb, wf_str_ends(gap, WF_S("起")) ? first_day(gap) : 0);
}

/* 下列规定同时废止：（一）《甲条例》；（二）《乙条例》: the names in the nodes below a sentence. */
static void
read_repeal_list(struct parse *p, struct clauses *out, uint32_t node)
{
	const struct wf_doc *doc = p->doc;

	for (uint32_t i = node + 1; i < doc->node[node].end; i++) {
		wf_span at = wf_node_text(&doc->source, &doc->node[i]);

		if (doc->node[i].end == i + 1)
			add_repeals(p, out, at, i, 0, at.len, 0);
	}
}

static bool
repeals(wf_str sentence)
{
	static const char *const words[] = { "同时废止", "即行废止", "予以废止", "起废止", "相应废止",
		"同时停止", "废止《", "废止下列", "宣布失效" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_has(sentence, wf_str_of(words[i])))
			return true;
	return false;
}

/* Splits a provision into sentences. */
static void
read_sentences(struct parse *p, struct clauses *out, wf_span at, uint32_t node)
{
	wf_str s = wf_str_sub(p->text, at.off, at.len);
	size_t from = 0;

	while (from < s.n) {
		size_t stop = wf_str_find(s, WF_S("。"), from);
		size_t end = stop == SIZE_MAX ? s.n : stop + 3;
		wf_str sentence = wf_str_trim(wf_str_sub(s, from, end - from));
		wf_span span = { (uint32_t)(sentence.p - p->text.p), (uint32_t)sentence.n };

		if (wf_str_has(sentence, WF_S("行")) || wf_str_has(sentence, WF_S("生效")) ||
		    wf_str_has(sentence, WF_S("实施")))
			read_commencement(p, out, span, node);
		if (repeals(sentence)) {
			read_repeal(p, out, span, node);
			if (wf_str_ends(sentence, WF_S("：")) || wf_str_ends(sentence, WF_S(":")))
				read_repeal_list(p, out, node);
		}
		from = end;
	}
}

void
read_clauses(struct parse *p)
{
	struct wf_doc *doc = p->doc;
	struct clauses c = { 0 };

	for (uint32_t i = 1; i < doc->nnode; i++) {
		const struct wf_node *n = &doc->node[i];
		uint32_t to;
		wf_span at;

		if (n->kind == WF_ANNEX) {
			i = n->end - 1;
			continue;
		}
		if (n->kind < WF_ARTICLE || n->kind > WF_POINT || (n->flags & WF_QUOTED))
			continue;
		at = wf_node_text(&doc->source, n);
		/* the node's own words end where its first child begins */
		to = n->end > i + 1 ? doc->node[i + 1].whole.off : at.off + at.len;
		if (to <= at.off)
			continue;
		at.len = at.off + at.len < to ? at.len : to - at.off;
		wf_str s = wf_str_sub(p->text, at.off, at.len);
		if (s.n < 4000 && (wf_str_has(s, WF_S("废止")) || wf_str_has(s, WF_S("行")) ||
		    wf_str_has(s, WF_S("生效")) || wf_str_has(s, WF_S("实施"))))
			read_sentences(p, &c, at, i);
	}
	doc->clause = wf_arena_alloc(&doc->arena, c.n * sizeof(c.v[0]) + 1);
	if (c.n != 0)
		memcpy(doc->clause, c.v, c.n * sizeof(c.v[0]));
	doc->nclause = (uint32_t)c.n;
	free(c.v);
}
