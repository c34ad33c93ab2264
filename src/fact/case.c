/*
 * Single cases that a report names: “…案”, and what courts and bodies hear or publish that ends with 案.
 * Collections of cases are documents; see instrument_bare.c.
 */
#include "fact/fact_int.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MIN 12u	/* bytes of a case's name */
#define NAME_MAX 180u

/* Words that end like a case and are none. */
static const char *const no_case[] = {
	"草案", "方案", "备案", "立案", "档案", "预案", "议案", "提案", "涉案", "办案", "破案", "报案", "答案", "图案", "结案", "发案",
	"专案", "建议案", "修正案", "决议案", "重大案", "一案",
};

static const char verbs[] = "审理|审结|发布|公布|查处|办理|侦破|宣判|判决|起诉|督办\n";

struct finder { struct wf_reading *g; struct wf_words *verb; struct wf_list cases; };

static bool
is_case(wf_str s)
{
	if (!wf_str_ends(s, WF_S("案")) || s.n < NAME_MIN || s.n > NAME_MAX)
		return false;
	for (size_t i = 0; i < sizeof(no_case) / sizeof(*no_case); i++) {
		if (wf_str_ends(s, wf_str_of(no_case[i])))
			return false;
	}
	return true;
}

/* The body that is told to deal with it, and the day the sentence says. */
static void
add(struct finder *f, wf_span at, wf_str name)
{
	const struct wf_report *r = f->g->r;
	const struct wf_whens *w = &f->g->when;
	const struct wf_mentions *m = &f->g->agency;
	uint32_t from = r->sentence[wf_report_sentence(r, at.off)].text.off;
	uint32_t i = wf_mention_at(m, from), k = wf_when_at(w, from);
	struct wf_fact_case *c = wf_list_add(&f->cases, sizeof(*c));

	c->at = at;
	c->name = name;
	for (; i < m->n && m->v[i].at.off < at.off; i++)
		c->forum = r->agency[m->v[i].what].name;
	for (; k < w->n && w->v[k].at.off < at.off; k++)
		c->date = w->v[k].as_of ? c->date : w->v[k].from;
}

/* The object of a verb up to its stop; a list 甲案、乙案 gives each. Returns past it. */
static uint32_t
take_object(struct finder *f, uint32_t off, uint32_t end)
{
	const struct wf_report *r = f->g->r;
	uint32_t from = off, at = off;

	while (at < end && at - from <= NAME_MAX) {
		wf_str here = wf_str_from(r->text, at);
		uint32_t past = wf_report_close(r, at);
		size_t n = 1;

		if (past != at && !wf_at_mark(here, "《")) {
			at = past;
			continue;
		}
		if (wf_at_mark(here, "，") || wf_at_mark(here, "。") || wf_at_mark(here, "《"))
			break;
		wf_utf8_peek(here, &n);
		at += (uint32_t)n;
		bool last = wf_str_starts(here, WF_S("案"));
		wf_str next = wf_str_from(r->text, at), name = wf_str_sub(r->text, from, at - from);
		bool stops = wf_at_mark(next, "、") || wf_at_mark(next, "，") ||
		    wf_at_mark(next, "。") || wf_at_mark(next, "等") || wf_at_mark(next, "；");

		if (last && stops && is_case(name)) {
			add(f, (wf_span){ from, at - from }, name);
			if (!wf_at_mark(next, "、"))
				break;
			at += (uint32_t)strlen("、");
			from = at;
		}
	}
	return from;
}

static void
look_through(struct finder *f, wf_span s)
{
	const struct wf_report *r = f->g->r;
	uint32_t end = s.off + s.len;

	for (uint32_t off = s.off; off < end; ) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off);
		size_t step = 1, verb;

		if (past != off) {
			wf_str inner = wf_str_sub(here, strlen("“"), past - off - strlen("“") - strlen("”"));

			if (wf_at_mark(here, "“") && is_case(inner))
				add(f, (wf_span){ off, past - off }, inner);
			off = past;
			continue;
		}
		verb = wf_words_match(f->verb, here, NULL);
		wf_utf8_peek(here, &step);
		uint32_t next = verb > 0 ? take_object(f, off + (uint32_t)verb, end) : off;

		off = next > off ? next : off + (uint32_t)step;
	}
}

void
wf_fact_cases(struct wf_reading *g)
{
	struct finder f = { .g = g };
	struct wf_report *r = g->r;

	f.verb = wf_words_read(&r->arena, wf_str_of(verbs), 1);

	for (uint32_t i = 0; i < r->nsentence; i++) {
		if (!r->sentence[i].head)
			look_through(&f, r->sentence[i].text);
	}
	r->cases = wf_list_done(&f.cases, &r->arena, sizeof(struct wf_fact_case), &r->ncase);
}
