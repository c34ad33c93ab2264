/*
 * How facts look: a line each for people, and tables as CSV.  It knows only the record.
 */
#include "ops_int.h"

#include <string.h>

/* ---- text ------------------------------------------------------------------------------ */

static void
put_list(struct wf_buf *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		wf_buf_printf(out, "%s%s", i ? "、" : "", json_string_value(json_array_get(list, i)));
}

static void
put_part(struct wf_buf *out, wf_str s)
{
	if (s.n == 0)
		return;
	wf_buf_put(out, WF_S("  "));
	wf_buf_put(out, s);
}

static void
put_outline(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	int64_t level = wf_get_int(rec, "level");
	wf_str label = wf_get(rec, "label");

	wf_buf_printf(out, "%*s", (int)(level > 1 && level < 8 ? 2 * level - 2 : 0), "");
	if (label.n)
		wf_buf_printf(out, "%.*s ", WF_FMT(label));
	wf_put_style(out, tty, level == 1 ? WF_STRONG : WF_PLAIN, wf_get(rec, "title"));
}

/* 《X》 enacted 2024-09-24, in force 2025-01-01  国务院  -> what became of it */
static void
put_instrument(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *became = json_object_get(rec, "became");
	struct wf_buf who = { 0 };

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "name"));
	put_part(out, wf_get(rec, "status"));
	put_part(out, wf_get(rec, "adopted"));
	if (wf_get(rec, "effective").n)
		wf_buf_printf(out, " → %.*s", WF_FMT(wf_get(rec, "effective")));
	put_list(&who, json_object_get(rec, "issuers"));
	put_part(out, wf_buf_str(&who));
	put_part(out, wf_get(rec, "doc_number"));
	for (size_t i = 0; i < json_array_size(became); i++) {
		wf_buf_put(out, WF_S("  ⇒ "));
		wf_put_style(out, tty, WF_GOOD, wf_get(json_array_get(became, i), "id"));
	}
	wf_buf_free(&who);
}

static void
put_event(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	struct wf_buf who = { 0 };

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "date"));
	put_list(&who, json_object_get(rec, "actors"));
	put_part(out, wf_buf_str(&who));
	put_part(out, wf_get(rec, "action"));
	put_part(out, wf_get(rec, "object"));
	put_part(out, wf_get(rec, "place"));
	wf_buf_free(&who);
}

static void
put_figure(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *value = json_object_get(rec, "value");
	struct wf_buf n = { 0 };
	wf_str when = wf_get(rec, "as_of").n ? wf_get(rec, "as_of") : wf_get(rec, "period");
	wf_str how = wf_get(rec, "qualifier");

	if (wf_str_is(how, "over"))
		wf_buf_put(&n, WF_S("> "));
	else if (wf_str_is(how, "near"))
		wf_buf_put(&n, WF_S("≈ "));
	if (json_is_integer(value))
		wf_put_number(&n, json_integer_value(value));
	else
		wf_buf_printf(&n, "%g", json_number_value(value));
	wf_buf_put(&n, wf_get(rec, "unit"));
	wf_put_style(out, tty, WF_STRONG, wf_buf_str(&n));
	put_part(out, wf_get(rec, "measure"));
	put_part(out, wf_get(rec, "subject"));
	put_part(out, when);
	wf_buf_free(&n);
}

static void
put_name(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	struct wf_buf b = { 0 };

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "name"));
	put_list(&b, json_object_get(rec, "owner"));
	put_part(out, wf_buf_str(&b));
	put_part(out, wf_get(rec, "forum"));
	put_part(out, wf_get(rec, "period"));
	put_part(out, wf_get(rec, "date"));
	b.n = 0;
	put_list(&b, json_object_get(rec, "aliases"));
	if (b.n)
		wf_buf_printf(out, "  (%.*s)", WF_FMT(wf_buf_str(&b)));
	wf_buf_free(&b);
}

static void
put_summary(struct wf_buf *out, const json_t *summary, const struct wf_tty *tty)
{
	const char *key;
	json_t *n;
	size_t i = 0;

	json_object_foreach((json_t *)(uintptr_t)summary, key, n) {
		char message[40];

		snprintf(message, sizeof message, "facts-%s", key);
		wf_buf_printf(out, "%s%s %lld", i++ ? " · " : "", wf_msg(tty->lang, message),
		    (long long)json_integer_value(n));
	}
	wf_buf_ch(out, '\n');
}

void
wf_facts_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	static const struct {
		const char *fact;
		void (*put)(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
	} row[] = {
		{ "outline", put_outline }, { "instruments", put_instrument }, { "events", put_event },
		{ "statistics", put_figure },
	};
	const json_t *summary = json_object_get(rec, "summary");
	wf_str fact = wf_get(rec, "fact");

	if (summary) {
		put_summary(out, summary, tty);
		return;
	}
	wf_buf_printf(out, "%6lld  ", (long long)wf_get_int(rec, "line"));
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		if (!wf_str_is(fact, row[i].fact))
			continue;
		row[i].put(out, rec, tty);
		wf_buf_ch(out, '\n');
		return;
	}
	put_name(out, rec, tty);
	wf_buf_ch(out, '\n');
}

/* A fact by itself: what it says, its sentence and where that stands. */
void
wf_fact_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	wf_facts_text(out, rec, tty);
	wf_buf_put(out, WF_S("\n"));
	wf_buf_put(out, wf_get(rec, "text"));
	wf_buf_put(out, WF_S("\n\n"));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "id"));
	wf_buf_put(out, WF_S("  "));
	wf_put_place(out, json_object_get(rec, "source"));
	wf_buf_ch(out, '\n');
}

void
wf_fact_markdown(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	struct wf_tty plain = *tty;

	plain.colour = false;
	wf_buf_put(out, WF_S("> "));
	wf_buf_put(out, wf_get(rec, "text"));
	wf_buf_put(out, WF_S("\n\n"));
	wf_facts_text(out, rec, &plain);
}

/* ---- CSV ---------------------------------------------------------------------------------- */

/* Columns of each kind after "fact" and "id"; the table of all kinds has the last row. */
static const struct { const char *kind, *columns[14]; } tables[] = {
	{ "outline", { "level", "kind", "label", "title", "parent" } },
	{ "instruments", { "name", "aliases", "kind", "issuers", "adopted", "effective", "status", "doc_number",
	  "work", "held", "became", "mentions", "text" } },
	{ "events", { "date", "date_precision", "actors", "action", "object", "place", "effective", "mentions",
	  "text" } },
	{ "statistics", { "value", "qualifier", "unit", "measure", "subject", "period", "as_of", "yoy",
	  "cumulative", "subset", "text" } },
	{ "campaigns", { "name", "aliases", "owner", "period", "mentions", "text" } },
	{ "agencies", { "name", "aliases", "mentions", "text" } },
	{ "cases", { "name", "forum", "date", "text" } },
	{ "", { "title", "name", "date", "value", "unit", "measure", "object", "actors", "issuers", "adopted",
	  "effective", "status", "text" } },
};
static const char *const place_columns[] = { "line", "line_end", "start", "end", "evidence" };

static const char *const *
columns_of(const struct wf_print *p)
{
	const char *kind = wf_arg(p->op, p->call, "kind");
	size_t n = sizeof tables / sizeof *tables;

	for (size_t i = 0; kind && i < n; i++)
		if (strcmp(tables[i].kind, kind) == 0)
			return tables[i].columns;
	return tables[n - 1].columns;
}

static void
csv_begin(struct wf_print *p)
{
	const char *const *column = columns_of(p);

	wf_csv_cell(&p->out, true, WF_S("fact"));
	wf_csv_cell(&p->out, false, WF_S("id"));
	for (size_t i = 0; column[i]; i++)
		wf_csv_cell(&p->out, false, wf_str_of(column[i]));
	for (size_t i = 0; i < sizeof place_columns / sizeof *place_columns; i++)
		wf_csv_cell(&p->out, false, wf_str_of(place_columns[i]));
	wf_csv_cell(&p->out, false, WF_S("file"));
	wf_csv_end(&p->out);
}

/* A value as one cell: lists by 、, works by their ids, null as nothing. */
static void
put_cell(struct wf_print *p, const json_t *value, bool first)
{
	struct wf_buf b = { 0 };

	if (json_is_integer(value))
		wf_buf_printf(&b, "%lld", (long long)json_integer_value(value));
	else if (json_is_real(value))
		wf_buf_printf(&b, "%.17g", json_real_value(value));
	else if (json_is_boolean(value))
		wf_buf_put(&b, json_is_true(value) ? WF_S("true") : WF_S("false"));
	else if (json_is_string(value))
		wf_buf_put(&b, (wf_str){ json_string_value(value), json_string_length(value) });
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *x = json_array_get(value, i);

		if (i)
			wf_buf_put(&b, WF_S("、"));
		if (json_is_integer(x))
			wf_buf_printf(&b, "%lld", (long long)json_integer_value(x));
		else
			wf_buf_put(&b, json_is_object(x) ? wf_get(x, "id") :
			    (wf_str){ json_string_value(x), json_string_length(x) });
	}
	wf_csv_cell(&p->out, first, wf_buf_str(&b));
	wf_buf_free(&b);
}

static void
csv_record(struct wf_print *p, const json_t *rec)
{
	const char *const *column = columns_of(p);

	if (json_object_get(rec, "summary") || json_object_get(rec, "found"))
		return;
	put_cell(p, json_object_get(rec, "fact"), true);
	put_cell(p, json_object_get(rec, "id"), false);
	for (size_t i = 0; column[i]; i++)
		put_cell(p, json_object_get(rec, column[i]), false);
	for (size_t i = 0; i < sizeof place_columns / sizeof *place_columns; i++)
		put_cell(p, json_object_get(rec, place_columns[i]), false);
	put_cell(p, json_object_get(json_object_get(rec, "source"), "file"), false);
	wf_csv_end(&p->out);
}

static const struct wf_format csv = {
	.name = "csv", .media = "text/csv; charset=utf-8", .begin = csv_begin, .record = csv_record,
};
const struct wf_format *const wf_facts_formats[] = { &csv, NULL };
