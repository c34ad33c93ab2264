/*
 * Reads a report whole: the view first, then the facts of every kind in the order in which they need each other.
 * Finds nothing itself.
 */
#include "fact/clean_int.h"

#include "law/law.h"

#include <string.h>

static const char *const kind_names[] = {
	[WF_FACT_OUTLINE] = "outline", [WF_FACT_INSTRUMENT] = "instruments", [WF_FACT_EVENT] = "events",
	[WF_FACT_FIGURE] = "statistics", [WF_FACT_CAMPAIGN] = "campaigns", [WF_FACT_AGENCY] = "agencies",
	[WF_FACT_CASE] = "cases",
};

const char *
wf_fact_kind_name(enum wf_fact_kind k)
{
	return kind_names[k];
}

enum wf_fact_kind
wf_fact_kind_of(wf_str word)
{
	for (int k = 0; k < WF_FACT_KINDS; k++) {
		if (wf_str_is(word, kind_names[k]))
			return (enum wf_fact_kind)k;
	}
	return WF_FACT_KINDS;
}

/* ---- is it a report? -------------------------------------------------------------- */

/* What a title says that it is: these end it, or stand before a year in brackets. */
static const char *const report_words[] = {
	"报告", "白皮书", "蓝皮书", "大事记", "大事年表", "年鉴", "公报", "状况", "纪事", "年报", "综述",
};

static bool
title_says(wf_str title)
{
	for (size_t i = 0; i < sizeof(report_words) / sizeof(*report_words); i++) {
		wf_str w = wf_str_of(report_words[i]);
		size_t at = wf_str_find(title, w, 0);

		for (; at != SIZE_MAX; at = wf_str_find(title, w, at + w.n)) {
			wf_str rest = wf_str_ltrim(wf_str_from(title, at + w.n));
			uint32_t cp = wf_utf8_peek(rest, NULL);

			if (rest.n == 0 || cp == 0xFF08 || cp == '(' || (cp >= '0' && cp <= '9') || cp == '.')
				return true;
		}
	}
	return false;
}

/*
 * A report is told by what it is built of: its title names it or its chapters do, it has chapters 一、 or a
 * chronicle of days, no articles, and it says dates of many acts.
 */
bool
wf_report_is(const struct wf_source *source, wf_str title)
{
	size_t chapters = 0, articles = 0, entries = 0, length = 0, lines = 0;

	if (source->text.n > WF_REPORT_LIMIT || !title_says(title))
		return false;
	for (size_t i = 0; i < source->nline; i++) {
		wf_str words = wf_str_trim(wf_str_sub(source->text, source->line[i].off,
		    source->line[i].len));
		size_t label = 0;

		if (words.n == 0)
			continue;
		lines++;
		length += words.n;
		if (wf_str_starts(words, WF_S("第")) && wf_label_read(words).kind == WF_ARTICLE)
			articles++;
		else if (wf_fact_heading(words, &label) == WF_HEADING_CHAPTER && words.n < 200)
			chapters++;
		else if (wf_fact_entry(words) > 0)
			entries++;
	}
	if (articles > 2 || lines < 3 || length < 600)
		return false;
	return chapters >= 2 || entries >= 3;
}

/* ---- reading ------------------------------------------------------------------------- */

/* The year on which it reports: of the title, else the one that its dates say most. */
static int
report_year(const struct wf_report *r)
{
	uint32_t count[200] = { 0 }, best = 0;
	int year = 0;

	for (size_t pass = 0; pass < 2; pass++) {
		wf_str s = pass == 0 ? r->title : r->source->text;

		for (size_t at = 0; at + 4 < s.n; at++) {
			bool digit = s.p[at] >= '0' && s.p[at] <= '9';
			wf_date d = 0;

			if (!digit || (at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9') ||
			    wf_date_words(wf_str_sub(s, at, 40), &d) == 0)
				continue;
			if (pass == 0)
				return d / 10000;
			if (d / 10000 >= 1900 && d / 10000 < 2100 && ++count[d / 10000 - 1900] > best) {
				best = count[d / 10000 - 1900];
				year = d / 10000;
			}
		}
	}
	return year;
}

void
wf_report_read(struct wf_report *out, const struct wf_source *source, wf_str title)
{
	struct wf_reading g = { .r = out };

	*out = (struct wf_report){ .source = source };
	out->title = wf_arena_str(&out->arena, title);
	out->year = report_year(out);
	wf_fact_view(out);
	wf_fact_brackets(out);
	wf_fact_outline(out);
	wf_fact_whens(&g);
	wf_fact_agencies(&g);
	wf_fact_instruments(&g);
	wf_fact_campaigns(&g);
	wf_fact_cases(&g);
	wf_fact_figures(&g);
	wf_fact_events(&g);
}

void
wf_report_free(struct wf_report *r)
{
	wf_arena_free(&r->arena);
	*r = (struct wf_report){ 0 };
}

uint32_t
wf_report_count(const struct wf_report *r, enum wf_fact_kind k)
{
	switch (k) {
	case WF_FACT_OUTLINE: return r->noutline;
	case WF_FACT_INSTRUMENT: return r->ninstrument;
	case WF_FACT_EVENT: return r->nevent;
	case WF_FACT_FIGURE: return r->nfigure;
	case WF_FACT_CAMPAIGN: return r->ncampaign;
	case WF_FACT_AGENCY: return r->nagency;
	case WF_FACT_CASE: return r->ncase;
	default: return 0;
	}
}

wf_span
wf_report_at(const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	switch (k) {
	case WF_FACT_OUTLINE: return r->outline[i].at;
	case WF_FACT_INSTRUMENT: return r->instrument[i].at;
	case WF_FACT_EVENT: return r->event[i].at;
	case WF_FACT_FIGURE: return r->figure[i].at;
	case WF_FACT_CAMPAIGN: return r->campaign[i].at;
	case WF_FACT_AGENCY: return r->agency[i].at;
	case WF_FACT_CASE: return r->cases[i].at;
	default: return (wf_span){ 0, 0 };
	}
}
