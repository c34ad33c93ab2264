/*
 * Facts as records of `facts`: field names and vocabulary of DESIGN 1.3.
 * Adds nothing that the reading did not find.
 */
#include "fact/fact_int.h"

#include <math.h>

static const char *const status_names[] = {
	[WF_INS_ENACTED] = "enacted", [WF_INS_IN_FORCE] = "in-force", [WF_INS_REVISED] = "revised",
	[WF_INS_PLANNED] = "planned", [WF_INS_DRAFT_FOR_COMMENT] = "draft-for-comment",
	[WF_INS_DRAFT_UNDER_REVIEW] = "draft-under-review", [WF_INS_OTHER] = "other",
};

const char *
wf_instrument_status_name(enum wf_instrument_status s)
{
	return status_names[s];
}

const char *
wf_precision_name(enum wf_precision p)
{
	static const char *const name[] = { "none", "year", "month", "day", "range" };

	return name[p];
}

const char *
wf_qualifier_name(enum wf_qualifier q)
{
	static const char *const name[] = { "exact", "over", "near" };

	return name[q];
}

static void
put_strs(json_t *o, const char *key, struct wf_strs s)
{
	json_t *a = json_array();

	for (uint32_t i = 0; i < s.n; i++)
		json_array_append_new(a, json_stringn_nocheck(s.v[i].p, s.v[i].n));
	wf_json_own(o, key, a);
}

/* A field that may be unknown: null for "". */
static void
put_word(json_t *o, const char *key, wf_str s)
{
	if (s.n > 0)
		wf_json_str(o, key, s);
	else
		wf_json_own(o, key, json_null());
}

/* Lines of the file on which the spans begin. */
static void
put_lines(json_t *o, const char *key, const struct wf_report *r, struct wf_spans s)
{
	json_t *a = json_array();
	uint32_t last = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		uint32_t line = wf_report_place(r, s.v[i]).line;

		if (line != last)
			json_array_append_new(a, json_integer(line));
		last = line;
	}
	wf_json_own(o, key, a);
}

/* "2024-10/2024-12" for a range, as precise as known; null for no date. */
static void
put_range(json_t *o, const char *key, wf_date from, wf_date to)
{
	char a[11], b[11];

	wf_date_short(a, from);
	wf_date_short(b, to);
	if (from == 0)
		wf_json_own(o, key, json_null());
	else if (to == 0)
		wf_json_own(o, key, json_string(a));
	else
		wf_json_own(o, key, json_sprintf("%s/%s", a, b));
}

static void
put_outline(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_outline *v = &r->outline[i];

	wf_json_int(o, "level", v->level);
	wf_json_str(o, "kind", wf_str_of(wf_outline_kind_name(v->kind)));
	put_word(o, "label", v->label);
	wf_json_str(o, "title", v->title);
	if (v->parent != UINT32_MAX)
		wf_json_str(o, "parent", r->outline[v->parent].title);
}

static void
put_instrument(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_instrument *v = &r->instrument[i];

	wf_json_str(o, "name", v->name);
	put_strs(o, "aliases", v->alias);
	put_word(o, "kind", v->kind);
	put_strs(o, "issuers", v->issuer);
	wf_json_date(o, "adopted", v->adopted);
	wf_json_date(o, "effective", v->effective);
	wf_json_str(o, "status", wf_str_of(wf_instrument_status_name(v->status)));
	put_word(o, "doc_number", v->doc_number);
	if (v->planned)
		wf_json_bool(o, "planned", true);
	if (r->year != 0)
		wf_json_int(o, "report_year", r->year);
	put_lines(o, "mentions", r, v->mention);
	put_lines(o, "anaphora", r, v->anaphora);
}

static void
put_event(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_fact_event *v = &r->event[i];

	put_range(o, "date", v->from, v->to);
	wf_json_str(o, "date_precision", wf_str_of(wf_precision_name(v->precision)));
	put_strs(o, "actors", v->actor);
	put_word(o, "action", v->action);
	put_word(o, "object", v->object);
	put_word(o, "place", v->place);
	wf_json_date(o, "effective", v->effective);
	put_lines(o, "mentions", r, v->mention);
}

static void
put_figure(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_figure *v = &r->figure[i];

	/* a whole number is written as one */
	if (fabs(v->value) < 9e15 && v->value == floor(v->value))
		wf_json_int(o, "value", (int64_t)v->value);
	else
		wf_json_own(o, "value", json_real(v->value));
	wf_json_str(o, "qualifier", wf_str_of(wf_qualifier_name(v->qualifier)));
	put_word(o, "unit", v->unit);
	put_word(o, "measure", v->measure);
	put_word(o, "subject", v->subject);
	put_range(o, "period", v->period, v->period_end);
	wf_json_date(o, "as_of", v->as_of);
	wf_json_bool(o, "cumulative", v->cumulative);
	wf_json_bool(o, "subset", v->subset);
	wf_json_own(o, "yoy", v->has_yoy ? json_real(v->yoy) : json_null());
}

static void
put_campaign(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_campaign *v = &r->campaign[i];

	wf_json_str(o, "name", v->name);
	put_strs(o, "aliases", v->alias);
	put_strs(o, "owner", v->owner);
	put_range(o, "period", v->period, v->period_end);
	put_lines(o, "mentions", r, v->mention);
}

static void
put_agency(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_fact_agency *v = &r->agency[i];

	wf_json_str(o, "name", v->name);
	put_strs(o, "aliases", v->alias);
	put_lines(o, "mentions", r, v->mention);
}

static void
put_case(json_t *o, const struct wf_report *r, uint32_t i)
{
	const struct wf_fact_case *v = &r->cases[i];

	wf_json_str(o, "name", v->name);
	put_word(o, "forum", v->forum);
	wf_json_date(o, "date", v->date);
}

json_t *
wf_report_json(const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	static void (*const put[])(json_t *, const struct wf_report *, uint32_t) = {
		[WF_FACT_OUTLINE] = put_outline, [WF_FACT_INSTRUMENT] = put_instrument,
		[WF_FACT_EVENT] = put_event, [WF_FACT_FIGURE] = put_figure,
		[WF_FACT_CAMPAIGN] = put_campaign, [WF_FACT_AGENCY] = put_agency, [WF_FACT_CASE] = put_case,
	};
	json_t *o = json_object();
	wf_span at = wf_report_at(r, k, i);
	struct wf_fact_place p = wf_report_place(r, at);

	put[k](o, r, i);
	wf_json_int(o, "line", p.line);
	wf_json_int(o, "line_end", p.line_end);
	wf_json_int(o, "start", p.at.off);
	wf_json_int(o, "end", p.at.off + p.at.len);
	wf_json_str(o, "text", wf_report_slice(r, at));
	wf_json_str(o, "evidence", wf_source_slice(r->source, p.at));
	return o;
}
