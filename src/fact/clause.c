/*
 * Cuts sentences into clauses and finds who is spoken of in them: bodies, or places that stand for them.
 * Knows neither figures nor events.
 */
#include "fact/clause_int.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCES_BACK 12u	/* in which a subject is looked for */

static size_t
stop_at(wf_str s)
{
	static const char *const mark[] = { "，", "；", "：", "。", "！", "？" };

	for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++) {
		if (wf_str_starts(s, wf_str_of(mark[i])))
			return strlen(mark[i]);
	}
	return 0;
}

static void
add_clause(struct wf_clauses *c, uint32_t from, uint32_t end, bool fresh)
{
	if (end > from)
		*(struct wf_clause *)wf_list_add(&c->list, sizeof(struct wf_clause)) =
		    (struct wf_clause){ { from, end - from }, { 0, 0 }, fresh, false };
}

/* The clauses of sentence s, *n of them; kept until another is asked for. */
static struct wf_clause *
clauses(struct wf_clauses *c, const struct wf_report *r, uint32_t s, size_t *n)
{
	wf_span at = r->sentence[s].text;
	uint32_t from = at.off, off = at.off, end = at.off + at.len;
	bool fresh = true;
	size_t len;

	*n = c->list.n;
	if (c->sentence == s)
		return c->list.v;
	c->sentence = s;
	c->list.n = 0;
	while (off < end) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off);

		if (past != off && past <= end) {
			off = past;
			continue;
		}
		len = stop_at(here);
		if (len > 0) {
			add_clause(c, from, off, fresh);
			fresh = wf_str_starts(here, WF_S("；"));
			from = off + (uint32_t)len;
		}
		wf_utf8_peek(here, &len);
		off += (uint32_t)len;
	}
	add_clause(c, from, end, fresh);
	*n = c->list.n;
	return c->list.v;
}

/* Index of the last clause that begins at or before off. */
static size_t
clause_of(const struct wf_clause *c, size_t n, uint32_t off)
{
	size_t low = 0, high = n;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;

		if (c[mid].text.off <= off)
			low = mid;
		else
			high = mid;
	}
	return low;
}

wf_span
wf_fact_clause(const struct wf_report *r, const struct wf_acts *acts, uint32_t off)
{
	size_t n;
	const struct wf_clause *c = clauses(acts->said, r, wf_report_sentence(r, off), &n);

	if (n == 0)
		return (wf_span){ off, 0 };
	c += clause_of(c, n, off);
	/* off may be a stop: then the clause is the empty one behind it */
	return off < c->text.off + c->text.len ? c->text : (wf_span){ off, 0 };
}

struct wf_words *
wf_fact_role(struct wf_arena *a, wf_str table, const char *role, size_t ncell)
{
	struct wf_buf part = { 0 };

	while (table.n > 0) {
		size_t end = wf_str_find(table, WF_S("\n"), 0);
		wf_str line = wf_str_sub(table, 0, end);

		table = end == SIZE_MAX ? WF_S("") : wf_str_from(table, end + 1);
		size_t tab = wf_str_find(line, WF_S("\t"), 0);
		wf_str cell = tab == SIZE_MAX ? WF_S("") : wf_str_from(line, tab + 1);

		cell = wf_str_sub(cell, 0, wf_str_find(cell, WF_S("\t"), 0));
		if (line.n > 0 && line.p[0] != '#' && wf_str_is(cell, role)) {
			wf_buf_put(&part, line);
			wf_buf_ch(&part, '\n');
		}
	}
	struct wf_words *w = wf_words_read(a, wf_arena_str(a, wf_buf_str(&part)), ncell);

	wf_buf_free(&part);
	return w;
}

void
wf_fact_acts_read(struct wf_acts *out, struct wf_arena *a)
{
	static const char *const name[] = {
		[WF_ACT_VERB] = "verb", [WF_ACT_HOLD] = "hold", [WF_ACT_PASS] = "pass",
		[WF_ACT_LEAD] = "lead",
		[WF_ACT_JOIN] = "join", [WF_ACT_PLACE] = "place", [WF_ACT_STATE] = "state",
		[WF_ACT_KIND] = "kind", [WF_ACT_BEHIND] = "behind", [WF_ACT_NOUN] = "noun",
	};
	wf_str table = { wf_data_fact_acts, wf_data_fact_acts_n };

	for (int i = 0; i < WF_ACT_ROLES; i++)
		out->role[i] = wf_fact_role(a, table, name[i], 5);
	out->said = wf_arena_alloc(a, sizeof(*out->said));
	out->back = wf_arena_alloc(a, sizeof(*out->back));
	out->said->sentence = out->back->sentence = UINT32_MAX;
	for (unsigned i = 0; i < WF_SAID; i++)
		out->back->end[i].sentence = UINT32_MAX;
}

void
wf_fact_acts_done(struct wf_acts *acts)
{
	free(acts->said->list.v);
	free(acts->back->list.v);
	acts->said->list = acts->back->list = (struct wf_list){ 0 };
	acts->said->sentence = acts->back->sentence = UINT32_MAX;
}

bool
wf_begins_with(wf_str words, wf_str s)
{
	while (words.n > 0) {
		size_t bar = wf_str_find(words, WF_S("|"), 0);

		if (wf_str_starts(s, wf_str_sub(words, 0, bar)))
			return true;
		words = bar == SIZE_MAX ? WF_S("") : wf_str_from(words, bar + 1);
	}
	return false;
}

size_t
wf_act(const struct wf_acts *acts, wf_str s, enum wf_act_role role, uint32_t *row)
{
	uint32_t at;
	size_t n = wf_words_match(acts->role[role], s, &at);

	if (n == 0 || wf_begins_with(wf_words_cell(acts->role[role], at, 3), wf_str_from(s, n)))
		return 0;
	if (row)
		*row = at;
	return n;
}

bool
wf_fact_term(const struct wf_report *r, const struct wf_when *w)
{
	wf_str before = wf_str_sub(r->text, 0, w->at.off);
	wf_str after = wf_str_from(r->text, w->at.off + w->at.len);

	if (wf_str_ends(before, WF_S("自")))
		return wf_str_starts(after, WF_S("起"));
	return wf_str_ends(before, WF_S("于")) && wf_begins_with(WF_S("起施行|起实施|起生效|起执行|起正式|施行|实施|"
	    "生效|正式施行|正式实施|正式生效"), after);
}

bool
wf_fact_compared(const struct wf_report *r, const struct wf_when *w)
{
	wf_str before = wf_str_sub(r->text, 0, w->at.off);

	return wf_str_ends(before, WF_S("较")) || wf_str_ends(before, WF_S("比")) || wf_str_ends(before, WF_S("相对于"));
}

uint32_t
wf_when_over(const struct wf_whens *w, uint32_t off)
{
	uint32_t i = wf_when_at(w, off);

	return i > 0 && w->v[i - 1].at.off + w->v[i - 1].at.len > off ? i - 1 : i;
}

uint32_t
wf_fact_lead(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off, uint32_t end)
{
	for (size_t n = 1; n > 0 && off < end; off += (uint32_t)n) {
		wf_str here = wf_str_sub(g->r->text, off, end - off);
		uint32_t i = wf_when_at(&g->when, off);

		n = wf_act(acts, here, WF_ACT_LEAD, NULL);
		if (i < g->when.n && g->when.v[i].at.off == off && off + g->when.v[i].at.len <= end)
			n = g->when.v[i].at.len;
		else if (n == 0)
			n = stop_at(here);
	}
	return off;
}

/* A place as subject: 北京市, 湖南等地, 江苏站; bytes, 0 = none. 湖南省数字经济促进条例 is no place. */
static size_t
place_at(const struct wf_acts *acts, wf_str s)
{
	size_t n = wf_act(acts, s, WF_ACT_PLACE, NULL);

	return n > 0 ? n + wf_act(acts, wf_str_from(s, n), WF_ACT_KIND, NULL) : 0;
}

/* One body or place at off; bytes. */
static uint32_t
one_at(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off, uint32_t end)
{
	uint32_t m = wf_mention_at(&g->agency, off), best = 0;

	if (m < g->agency.n && g->agency.v[m].at.off == off && off + g->agency.v[m].at.len <= end)
		best = g->agency.v[m].at.len;
	wf_str here = wf_str_sub(g->r->text, off, end - off);
	size_t n = place_at(acts, here), state = wf_act(acts, here, WF_ACT_STATE, NULL);

	n = state > n ? state : n;
	return n > best ? (uint32_t)n : best;
}

wf_span
wf_fact_group(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off, uint32_t end)
{
	uint32_t at = off, last = off, n;

	while (at < end && (n = one_at(g, acts, at, end)) > 0) {
		at += n;
		/* 中央网信办室务会, 国务院新闻办负责人: what stands right behind belongs to it */
		at += (uint32_t)wf_act(acts, wf_str_sub(g->r->text, at, end - at), WF_ACT_BEHIND, NULL);
		last = at;
		wf_str here = wf_str_sub(g->r->text, at, end - at);
		size_t join = wf_act(acts, here, WF_ACT_JOIN, NULL);

		if (join == 0)
			break;
		at += (uint32_t)join;
	}
	return (wf_span){ off, last - off };
}

/* What follows a body when it is only part of a name: 金砖国家领导人第十六次会晤. */
static bool
names_more(wf_str after)
{
	return wf_begins_with(WF_S("领导人|第|部长|峰会|会议|论坛|大会|成员|理事会|元首|首脑|主席|轮值|章程|宪章|宣言"), after);
}

/* The group with which a clause begins; len 0 = none. */
static wf_span
group_of(const struct wf_reading *g, const struct wf_acts *acts, struct wf_clause *c)
{
	uint32_t end = c->text.off + c->text.len;

	if (!c->looked) {
		wf_span group = wf_fact_group(g, acts, wf_fact_lead(g, acts, c->text.off, end), end);

		if (group.len > 0 && !names_more(wf_str_from(g->r->text, group.off + group.len)))
			c->group = group;
		c->looked = true;
	}
	return c->group;
}

/* The last group of sentence s that begins a clause at or before off; after the last ； alone when part is set. */
static wf_span
subject_in(const struct wf_reading *g, const struct wf_acts *acts, struct wf_clauses *in, uint32_t s,
    uint32_t off, bool part)
{
	size_t n, i;
	struct wf_clause *c = clauses(in, g->r, s, &n);

	for (i = n == 0 ? 0 : clause_of(c, n, off) + 1; i-- > 0; ) {
		wf_span group = group_of(g, acts, &c[i]);

		if (group.len > 0 && group.off <= off)
			return group;
		if (part && c[i].fresh)
			break;
	}
	return (wf_span){ 0, 0 };
}

/* Who is spoken of at the end of sentence s. */
static wf_span
subject_at_end(const struct wf_reading *g, const struct wf_acts *acts, uint32_t s)
{
	struct wf_clauses *back = acts->back;
	uint32_t i = s % WF_SAID;

	if (back->end[i].sentence != s) {
		back->end[i].sentence = s;
		back->end[i].who = subject_in(g, acts, back, s, UINT32_MAX, false);
	}
	return back->end[i].who;
}

wf_span
wf_fact_subject(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off)
{
	uint32_t s = wf_report_sentence(g->r, off), first = g->r->para[g->r->sentence[s].para].first;
	wf_span found = subject_in(g, acts, acts->said, s, off, true);

	if (found.len == 0)
		found = subject_in(g, acts, acts->said, s, off, false);
	for (uint32_t k = s; found.len == 0 && k-- > first && s - k <= SENTENCES_BACK; ) {
		if (!g->r->sentence[k].head)
			found = subject_at_end(g, acts, k);
	}
	return found;
}
