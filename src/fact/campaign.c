/*
 * Campaigns, publicity brands and yearly days that a report names: quoted names by the words around them, others by
 * their last word after a verb of carrying out.  Does not tell what came of them.
 */
#include "fact/fact_int.h"

#include <stdlib.h>
#include <string.h>

#define AFTER_MAX 48u	/* bytes behind a quoted name in which its noun stands */
#define NAME_MAX 105u	/* bytes of a name without quotes */
#define NAME_MIN 12u	/* bytes of it before its noun */

enum role { AFTER, BEFORE, INNER, NOUN, VERB, VERB_ONLY, DAY, START, PLACE, ROLES };

struct finder {
	struct wf_reading *g;
	struct wf_words *role[ROLES];
	struct wf_list campaign, *alias, *mention;
	size_t alias_cap, mention_cap;
	struct wf_map by_key;
};

static void
read_tables(struct finder *f)
{
	static const char *const word[] = { "after", "before", "inner", "noun", "verb", "verb_only", "day", "start",
		"place" };
	struct wf_arena *a = &f->g->r->arena;
	wf_str table = { wf_data_fact_campaigns, wf_data_fact_campaigns_n };
	struct wf_words *all = wf_words_read(a, table, 3);
	struct wf_buf part[ROLES] = { { 0 } };

	for (uint32_t row = 0; wf_words_cell(all, row, 0).n > 0; row++) {
		for (int i = 0; i < ROLES; i++) {
			if (wf_str_is(wf_words_cell(all, row, 1), word[i]))
				wf_buf_printf(&part[i], "%.*s\n", WF_FMT(wf_words_cell(all, row, 0)));
		}
	}
	for (int i = 0; i < ROLES; i++) {
		f->role[i] = wf_words_read(a, wf_arena_str(a, wf_buf_str(&part[i])), 1);
		wf_buf_free(&part[i]);
	}
}

/* ---- collecting ------------------------------------------------------------------------ */

static wf_str
key_of(struct finder *f, wf_str name)
{
	struct wf_buf b = { 0 };

	wf_fold(&b, name, WF_FOLD_NAME);
	/* 净网2024 is this year's 净网 */
	while (b.n > 6 && b.p[b.n - 1] >= '0' && b.p[b.n - 1] <= '9')
		b.n--;
	name = wf_arena_str(&f->g->r->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return name;
}

static void
add_alias(struct wf_list *l, wf_str name, wf_str word)
{
	const wf_str *v = l->v;

	if (word.n == 0 || wf_str_eq(word, name) || l->n == WF_FACT_ALIASES)
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (wf_str_eq(v[i], word))
			return;
	}
	*(wf_str *)wf_list_add(l, sizeof(wf_str)) = word;
}

/* The bodies before off in its sentence; in the sentence before when it names none. */
static struct wf_strs
owners(struct finder *f, uint32_t off)
{
	const struct wf_report *r = f->g->r;
	const struct wf_mentions *m = &f->g->agency;
	uint32_t k = wf_report_sentence(r, off), first = wf_mention_at(m, r->sentence[k].text.off);
	uint32_t last = wf_mention_at(m, off);
	struct wf_list out = { 0 };
	struct wf_strs s = { 0 };

	if (first == last && k > 0 && r->sentence[k - 1].para == r->sentence[k].para) {
		first = wf_mention_at(m, r->sentence[k - 1].text.off);
		last = first < m->n && m->v[first].at.off < r->sentence[k].text.off ? first + 1 : first;
	}
	for (uint32_t i = first; i < last; i++)
		add_alias(&out, WF_S(""), r->agency[m->v[i].what].name);
	s.v = wf_list_done(&out, &f->g->r->arena, sizeof(wf_str), &s.n);
	return s;
}

/* The date of the sentence, else the year of its paragraph. */
static void
set_period(struct finder *f, struct wf_campaign *c, uint32_t off)
{
	const struct wf_report *r = f->g->r;
	const struct wf_whens *w = &f->g->when;
	uint32_t k = wf_report_sentence(r, off), i = wf_when_at(w, r->sentence[k].text.off);

	if (i < w->n && w->v[i].at.off < off && !w->v[i].as_of) {
		c->period = w->v[i].from;
		c->period_end = w->v[i].to;
	} else if (r->para[r->sentence[k].para].year != 0) {
		c->period = wf_date_make(r->para[r->sentence[k].para].year, 0, 0);
	}
}

/* at: the name with what belongs to it; whole: another way to write it, "" = none. */
static void
note(struct finder *f, wf_span at, wf_str name, wf_str whole)
{
	wf_str key = key_of(f, name);
	uint32_t i = (uint32_t)f->campaign.n;

	if (!wf_map_get(&f->by_key, key, &i)) {
		struct wf_campaign *c = wf_list_add(&f->campaign, sizeof(*c));

		c->at = at;
		c->name = name;
		c->owner = owners(f, at.off);
		set_period(f, c, at.off);
		wf_map_set(&f->by_key, key, i);
		f->alias = wf_grow(f->alias, &f->alias_cap, i + 1, sizeof(*f->alias));
		f->mention = wf_grow(f->mention, &f->mention_cap, i + 1, sizeof(*f->mention));
		f->alias[i] = f->mention[i] = (struct wf_list){ 0 };
	}
	struct wf_campaign *c = (struct wf_campaign *)f->campaign.v + i;

	if (c->owner.n == 0)
		c->owner = owners(f, at.off);
	add_alias(&f->alias[i], c->name, name);
	add_alias(&f->alias[i], c->name, whole);
	*(wf_span *)wf_list_add(&f->mention[i], sizeof(wf_span)) = at;
}

/* ---- quoted names ------------------------------------------------------------------------ */

/* Bytes from s to the end of a noun of campaigns behind a name: 系列专项行动, 等法治宣传活动. 0 = none there. */
static size_t
noun_after(const struct finder *f, wf_str s)
{
	size_t at = 0, n, best = 0;

	if (wf_at_mark(s, "等"))
		at = strlen("等");
	while (at < s.n && at < AFTER_MAX) {
		wf_str here = wf_str_from(s, at);
		size_t noun = wf_words_match(f->role[AFTER], here, NULL);
		uint32_t cp = wf_utf8_peek(here, &n);

		if (noun > 0) {
			best = at + noun;
			at += noun;
			continue;
		}
		if (best > 0 || (!wf_is_han(cp) && !(cp < 0x80 && cp > ' ')) || wf_at_mark(here, "的") ||
		    wf_str_starts(here, WF_S("为主题")) || wf_str_starts(here, WF_S("座谈会")) ||
		    wf_str_starts(here, WF_S("是")) || wf_at_mark(here, "等"))
			break;
		at += n;
	}
	return best;
}

/* “云剑”“断卡”和打击…犯罪等专项行动: what stands between the last quotation and 等 is one more of them. */
static size_t
coordinated(struct finder *f, wf_str s)
{
	size_t and = wf_at_mark(s, "和") ? strlen("和") : 0, list = wf_str_find(s, WF_S("等"), 0);
	size_t stop = wf_str_find(s, WF_S("，"), 0), full = wf_str_find(s, WF_S("。"), 0), noun;

	if (and == 0 || list == SIZE_MAX || list > NAME_MAX || stop < list || full < list)
		return 0;
	noun = noun_after(f, wf_str_from(s, list));
	if (noun == 0)
		return 0;
	wf_str item = wf_str_sub(s, and, list - and);
	wf_str what = wf_str_sub(s, list + strlen("等"), noun - strlen("等"));

	if (item.n >= NAME_MIN && !wf_str_has(item, WF_S("“")) && !wf_str_has(item, WF_S("《")))
		note(f, (wf_span){ (uint32_t)(item.p - f->g->r->text.p), (uint32_t)item.n },
		    wf_arena_printf(&f->g->r->arena, "%.*s%.*s", WF_FMT(item), WF_FMT(what)), WF_S(""));
	return list + noun;
}

/* The next quotation of a list: “甲”“乙”, “甲”、天津“乙”, “甲”和“乙”; 0 = the list ends. */
static uint32_t
next_quote(const struct wf_report *r, uint32_t off)
{
	wf_str s = wf_str_from(r->text, off);
	size_t at = 0, n;

	if (wf_at_mark(s, "、") || wf_at_mark(s, "和"))
		at = strlen("、");
	for (int place = 0; place < 5; place++) {
		wf_str here = wf_str_from(s, at);

		if (wf_at_mark(here, "“"))
			return off + (uint32_t)at;
		/* a place may stand before each: 北京“…”、天津“…” */
		if (at == 0 || !wf_is_han(wf_utf8_peek(here, &n)))
			return 0;
		at += n;
	}
	return 0;
}

static bool
ends_so(const struct finder *f, enum role role, wf_str s)
{
	return wf_words_match_end(f->role[role], s, NULL) > 0;
}

/* 宪法进网络, 网络普法进企业. */
static bool
goes_in(wf_str s)
{
	size_t at = wf_str_find(s, WF_S("进"), 0);

	return at != SIZE_MAX && at >= 6 && s.n - at >= 9 && s.n - at <= 15 && s.n <= 36 && !wf_str_has(s, WF_S("促进")) &&
	    !wf_str_has(s, WF_S("推进")) && !wf_str_has(s, WF_S("、"));
}

/* Words between a verb of carrying out and the quotation: 开展省域“网络普法行”. */
static wf_str
with_front(const struct finder *f, uint32_t off, uint32_t past)
{
	wf_str text = f->g->r->text;

	for (uint32_t back = off, i = 0; back > 0 && i < 5; i++) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(text, 0, back), &cp);

		if (wf_words_match_end(f->role[VERB], wf_str_sub(text, 0, back), NULL) > 0)
			return i > 0 ? wf_str_sub(text, back, past - back) : WF_S("");
		if (!wf_is_han(cp) || (i == 0 && cp == 0x7684))	/* 的: it only describes */
			break;
		back -= (uint32_t)n;
	}
	return WF_S("");
}

static void
take_quote(struct finder *f, wf_span q, size_t tail)
{
	wf_str whole = wf_report_slice(f->g->r, q);
	wf_str inner = wf_str_sub(whole, strlen("“"), whole.n - strlen("“") - strlen("”"));
	wf_str front = with_front(f, q.off, q.off + q.len);

	if (inner.n == 0 || inner.n > 120)
		return;
	note(f, (wf_span){ q.off, q.len + (uint32_t)tail }, inner,
	    tail > 0 ? wf_str_sub(f->g->r->text, q.off, q.len + tail) : front);
	if (tail > 0 && front.n > 0)
		note(f, (wf_span){ q.off, q.len + (uint32_t)tail }, inner, front);
}

/* Reads the list of quotations that begins at off; returns past it. */
static uint32_t
take_quotes(struct finder *f, uint32_t off)
{
	const struct wf_report *r = f->g->r;
	wf_span q[12];
	uint32_t n = 0, at = off;

	while (n < 12 && at != 0) {
		uint32_t past = wf_report_close(r, at);

		if (past == at)
			break;
		q[n++] = (wf_span){ at, past - at };
		at = next_quote(r, past);
	}
	if (n == 0)
		return off + 1;
	uint32_t end = q[n - 1].off + q[n - 1].len;
	size_t tail = noun_after(f, wf_str_from(r->text, end)), more = 0;
	bool topic = wf_words_match_end(f->role[BEFORE], wf_str_sub(r->text, 0, off), NULL) > 0;
	bool all = tail > 0 || topic;

	if (!all) {
		more = coordinated(f, wf_str_from(r->text, end));
		all = more > 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		wf_str inner = wf_report_slice(r, q[i]);

		inner = wf_str_sub(inner, strlen("“"), inner.n - strlen("“") - strlen("”"));
		if (all || ends_so(f, INNER, inner) || goes_in(inner))
			take_quote(f, q[i], n == 1 && !wf_str_starts(wf_str_from(r->text, end), WF_S("等")) ? tail : 0);
	}
	return end + (uint32_t)more;
}

/* ---- names without quotes -------------------------------------------------------------------- */

/* Words at the start of a name that only count: 多批次, 一系列. */
static wf_str
without_count(wf_str s)
{
	static const char *const word[] = { "多批次", "多批", "一系列", "系列", "多次", "了", "一批" };

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		if (wf_str_starts(s, wf_str_of(word[i])))
			return wf_str_from(s, strlen(word[i]));
	}
	return s;
}

/* A province or the like right before off, as the whole subject: ，河北开展. "" = none. */
static wf_str
place_before(const struct finder *f, uint32_t off)
{
	static const char *const stop[] = { "，", "。", "；", "、" };
	wf_str before = wf_str_sub(f->g->r->text, 0, off);
	size_t n = wf_words_match_end(f->role[PLACE], before, NULL);
	wf_str rest = wf_str_sub(before, 0, before.n - n);

	for (size_t i = 0; n > 0 && i < sizeof(stop) / sizeof(*stop); i++) {
		if (wf_str_ends(rest, wf_str_of(stop[i])))
			return wf_str_from(before, rest.n);
	}
	return WF_S("");
}

/* After a verb: the name up to its noun, within a clause and without quotes or titles. */
static uint32_t
take_object(struct finder *f, uint32_t verb, uint32_t off)
{
	const struct wf_report *r = f->g->r;
	wf_str s = wf_str_from(r->text, off), start = without_count(s);
	size_t at = (size_t)(start.p - s.p), from = at, n;

	while (at < s.n && at - from < NAME_MAX) {
		wf_str here = wf_str_from(s, at);
		uint32_t cp = wf_utf8_peek(here, &n);
		size_t noun = wf_words_match(f->role[NOUN], here, NULL);

		if (noun > 0 && at - from >= NAME_MIN) {
			wf_str name = wf_str_sub(s, from, at + noun - from);
			wf_str place = place_before(f, verb);

			/* 河北开展网络普法宣传周: the place goes with the name too */
			if (place.n > 0)
				place = wf_arena_printf(&f->g->r->arena, "%.*s%.*s", WF_FMT(place),
				    WF_FMT(name));
			note(f, (wf_span){ off + (uint32_t)from, (uint32_t)name.n }, name, place);
			return off + (uint32_t)(at + noun);
		}
		if (!wf_is_han(cp) && !(cp < 0x80 && cp > ' '))
			break;
		if (wf_at_mark(here, "的") || wf_at_mark(here, "并") || wf_at_mark(here, "等"))
			break;
		at += n;
	}
	return off;
}

/* 国家网络安全宣传周, 全民国家安全教育日. Bytes, 0 = none. */
static size_t
yearly_day(const struct finder *f, wf_str s)
{
	size_t at = wf_words_match(f->role[START], s, NULL), n;

	if (at == 0)
		return 0;
	while (at < s.n && at < 45) {
		wf_str here = wf_str_from(s, at);
		size_t day = wf_words_match(f->role[DAY], here, NULL);

		if (day > 0)
			return at + day;
		if (!wf_is_han(wf_utf8_peek(here, &n)) || wf_at_mark(here, "的") || wf_str_starts(here, WF_S("在")))
			return 0;
		at += n;
	}
	return 0;
}

/* 网络普法品牌专栏《网信说法》: a brand that is a column. */
static void
take_column(struct finder *f, uint32_t off, uint32_t past)
{
	wf_str before = wf_str_sub(f->g->r->text, 0, off);
	wf_str inner = wf_str_sub(f->g->r->text, off + strlen("《"), past - off - 2 * strlen("《"));
	size_t quote = wf_str_find(inner, WF_S("“"), 0), close = wf_str_find(inner, WF_S("”"), 0);

	if (wf_str_ends(before, WF_S("品牌专栏")) || wf_str_ends(before, WF_S("品牌栏目")))
		note(f, (wf_span){ off, past - off }, inner, WF_S(""));
	/* 《“守护知识产权”专项执法行动实施方案》 */
	if (quote != SIZE_MAX && close != SIZE_MAX && close > quote) {
		wf_span q = { off + (uint32_t)(strlen("《") + quote), (uint32_t)(close + strlen("”") - quote) };
		wf_str rest = wf_str_from(f->g->r->text, q.off + q.len);
		size_t tail = wf_str_starts(rest, WF_S("专项")) ? noun_after(f, rest) : 0;

		if (tail > 0)
			take_quote(f, q, tail);
	}
}

static void
look_through(struct finder *f, wf_span s)
{
	const struct wf_report *r = f->g->r;
	uint32_t end = s.off + s.len;

	for (uint32_t off = s.off; off < end; ) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off);
		size_t n = 1, verb = wf_words_match(f->role[VERB], here, NULL), day = yearly_day(f, here);

		if (wf_at_mark(here, "“") && past != off) {
			off = take_quotes(f, off);
			continue;
		}
		if (wf_at_mark(here, "《") && past != off) {
			take_column(f, off, past);
			off = past;
			continue;
		}
		if (verb == 0 && wf_words_match(f->role[VERB_ONLY], here, NULL) > 0 &&
		    wf_str_find(wf_str_sub(here, 0, NAME_MAX), WF_S("培训班"), 0) != SIZE_MAX)
			verb = wf_words_match(f->role[VERB_ONLY], here, NULL);
		uint32_t next = verb > 0 ? take_object(f, off, off + (uint32_t)verb) : off;

		if (next > off + verb) {
			off = next;
			continue;
		}
		if (day > 0)
			note(f, (wf_span){ off, (uint32_t)day }, wf_str_sub(here, 0, day), WF_S(""));
		wf_utf8_peek(here, &n);
		off += (uint32_t)(day > 0 ? day : verb > 0 ? verb : n);
	}
}

void
wf_fact_campaigns(struct wf_reading *g)
{
	struct finder f = { .g = g };
	struct wf_report *r = g->r;

	read_tables(&f);
	for (uint32_t i = 0; i < r->nsentence; i++)
		look_through(&f, r->sentence[i].text);
	r->campaign = wf_list_done(&f.campaign, &r->arena, sizeof(struct wf_campaign), &r->ncampaign);
	for (uint32_t i = 0; i < r->ncampaign; i++) {
		r->campaign[i].alias.v = wf_list_done(&f.alias[i], &r->arena, sizeof(wf_str),
		    &r->campaign[i].alias.n);
		r->campaign[i].mention.v = wf_list_done(&f.mention[i], &r->arena, sizeof(wf_span),
		    &r->campaign[i].mention.n);
	}
	wf_map_free(&f.by_key);
	free(f.alias);
	free(f.mention);
}
