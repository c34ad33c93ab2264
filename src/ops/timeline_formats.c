/*
 * The formats of timeline: text by year and day, CSV, an iCalendar of what comes into
 * force, an Atom feed.  It chooses no acts; records come as op_timeline.c makes them.
 */
#include "ops_int.h"

#include <string.h>

static bool
is_summary(const json_t *rec)
{
	return json_object_get(rec, "summary") != NULL || json_object_get(rec, "found") != NULL;
}

static bool
is_day(const json_t *rec)
{
	return wf_str_is(wf_get(rec, "date_precision"), "day");
}

static const char *
kind_words(const char *lang, const json_t *rec)
{
	char key[32];

	snprintf(key, sizeof key, "act-%.*s", WF_FMT(wf_str_sub(wf_get(rec, "kind"), 0, 20)));
	return wf_msg(lang, key);
}

/* ---- text ---------------------------------------------------------------------------- */

/* The day of the row before, so that a year and a day stand once. */
struct before { char date[11]; };

static void
text_begin(struct wf_print *p)
{
	p->state = wf_arena_alloc(&p->arena, sizeof(struct before));
}

static void
text_summary(struct wf_print *p, const json_t *summary)
{
	struct wf_buf n[3] = { { 0 }, { 0 }, { 0 } };
	wf_str word[3];
	static const char *const keys[] = { "acts", "works", "partial" };

	if (wf_get_int(summary, "acts") == 0 && wf_get_int(summary, "events") == 0)
		return;
	for (size_t i = 0; i < 3; i++) {
		wf_put_number(&n[i], wf_get_int(summary, keys[i]));
		word[i] = wf_buf_str(&n[i]);
	}
	wf_say(&p->out, p->tty, "timeline-summary", word, 2);
	if (wf_get_int(summary, "events") > 0) {
		struct wf_buf events = { 0 };

		wf_put_number(&events, wf_get_int(summary, "events"));
		wf_say1(&p->out, p->tty, "timeline-events", wf_buf_str(&events));
		wf_buf_free(&events);
	}
	if (wf_get_int(summary, "partial"))
		wf_say1(&p->out, p->tty, "timeline-partial", word[2]);
	wf_buf_ch(&p->out, '\n');
	for (size_t i = 0; i < 3; i++)
		wf_buf_free(&n[i]);
}

/* The words that tell the act and their place; only where one work is asked for. */
static void
text_evidence(struct wf_print *p, const json_t *rec)
{
	struct wf_buf b = { 0 };
	wf_str words = wf_get(rec, "text");

	if (!json_is_object(json_object_get(rec, "source")))
		return;
	wf_put_place(&b, json_object_get(rec, "source"));
	wf_buf_put(&b, words.n ? WF_S("  ") : WF_S(""));
	for (size_t i = 0; i < words.n; i++)
		wf_buf_ch(&b, words.p[i] == '\n' ? ' ' : words.p[i]);
	wf_buf_printf(&p->out, "%*s", 26, "");
	wf_put_style(&p->out, p->tty, WF_DIM, wf_buf_str(&b));
	wf_buf_ch(&p->out, '\n');
	wf_buf_free(&b);
}

static void
text_record(struct wf_print *p, const json_t *rec)
{
	struct before *before = p->state;
	struct wf_buf *out = &p->out;
	wf_str date = wf_get(rec, "date"), year = wf_str_sub(date, 0, 4), last = wf_str_of(before->date);

	if (is_summary(rec)) {
		text_summary(p, json_object_get(rec, "summary"));
		return;
	}
	if (!wf_str_eq(year, wf_str_sub(last, 0, 4))) {
		wf_put_style(out, p->tty, WF_STRONG, year);
		wf_buf_ch(out, '\n');
	}
	wf_buf_put(out, WF_S("  "));
	/* of a range its first day or month */
	wf_str first = wf_str_sub(date, 0, wf_str_find(date, WF_S("/"), 0));

	wf_put_padded(out, wf_str_eq(date, last) ? WF_S("") : wf_str_from(first, 5), 7);
	wf_put_padded(out, wf_str_of(kind_words(p->tty->lang, rec)), 17);
	/* an event is told by its words; its id says only where */
	wf_buf_put(out, wf_get(rec, wf_str_is(wf_get(rec, "kind"), "event") ? "citation" : "id"));
	wf_put_doubt(out, p->tty, wf_get(rec, "basis"));
	if (wf_get(rec, "by").n) {
		wf_buf_put(out, WF_S("  "));
		wf_put_style(out, p->tty, WF_DIM, wf_get(rec, "by"));
	}
	wf_buf_ch(out, '\n');
	if (wf_arg(p->op, p->call, "id"))
		text_evidence(p, rec);
	snprintf(before->date, sizeof before->date, "%.*s", WF_FMT(date));
}

/* ---- CSV --------------------------------------------------------------------------------- */

/* Columns; a dot leads into source. */
static const char *const columns[] = {
	"date", "date_precision", "kind", "id", "work", "work_title", "level", "issuers", "citation",
	"ordinal", "basis", "by", "text", "expression", "effective_from", "effective_to", "status",
	"as_of", "source.file", "source.line", "source.start", "source.end", "source.byte_start",
	"source.byte_end", "source.sha256",
};
#define COLUMNS (sizeof columns / sizeof *columns)

static void
csv_begin(struct wf_print *p)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const char *dot = strchr(columns[i], '.');
		wf_csv_cell(&p->out, i == 0, wf_str_of(dot ? dot + 1 : columns[i]));
	}
	wf_csv_end(&p->out);
}

/* A value as one cell: names by 、, null as nothing. */
static void
put_value(struct wf_buf *out, const json_t *value)
{
	if (json_is_integer(value))
		wf_buf_printf(out, "%lld", (long long)json_integer_value(value));
	for (size_t i = 0; i < json_array_size(value); i++)
		wf_buf_printf(out, "%s%s", i ? "、" : "", json_string_value(json_array_get(value, i)));
	if (json_is_string(value))
		wf_buf_put(out, (wf_str){ json_string_value(value), json_string_length(value) });
}

static void
csv_record(struct wf_print *p, const json_t *rec)
{
	struct wf_buf cell = { 0 };

	for (size_t i = 0; i < COLUMNS && !is_summary(rec); i++) {
		const char *dot = strchr(columns[i], '.');
		const json_t *from = dot ? json_object_get(rec, "source") : rec;
		cell.n = 0;
		put_value(&cell, json_object_get(from, dot ? dot + 1 : columns[i]));
		wf_csv_cell(&p->out, i == 0, wf_buf_str(&cell));
	}
	if (!is_summary(rec))
		wf_csv_end(&p->out);
	wf_buf_free(&cell);
}

/* ---- what calendar and feed share ----------------------------------------------------------- */

/*
 * A UUID of version 8 (RFC 9562, 5.8) over what makes the act this act, so that it stays the same
 * from build to build. of NULL: of the question itself.
 */
static wf_str
uuid(struct wf_print *p, const json_t *of)
{
	struct wf_buf b = { 0 };
	uint8_t sha[32];
	char hex[65];
	bool part = wf_str_is(wf_get(of, "kind"), "part_commenced");
	bool event = wf_str_is(wf_get(of, "kind"), "event");

	wf_buf_put(&b, WF_S("wangfa timeline"));
	if (of)
		wf_buf_printf(&b, "\n%.*s\n%.*s\n%.*s\n%.*s", WF_FMT(wf_get(of, "work")),
		    WF_FMT(wf_get(of, "kind")), WF_FMT(wf_get(of, "date")),
		    WF_FMT(part ? wf_get(of, "text") : event ? wf_get(of, "citation") : WF_S("")));
	for (size_t i = 0; !of && i < 16 && p->op->param[i].name; i++)
		for (size_t k = 0; k < p->call->args.n[i]; k++)
			wf_buf_printf(&b, "\n%s=%s", p->op->param[i].name, p->call->args.value[i][k]);
	wf_sha256(sha, wf_buf_str(&b));
	sha[6] = (uint8_t)(0x80 | (sha[6] & 0x0f));
	sha[8] = (uint8_t)(0x80 | (sha[8] & 0x3f));
	wf_hex(hex, sha);
	wf_buf_free(&b);
	return wf_arena_printf(&p->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
	    hex + 20);
}

/* 《网络安全法》施行 */
static wf_str
headline(struct wf_print *p, const json_t *rec)
{
	struct wf_buf b = { 0 };

	if (wf_str_is(wf_get(rec, "kind"), "event"))
		wf_buf_put(&b, wf_get(rec, "citation"));
	else
		wf_buf_printf(&b, "%.*s%s%s", WF_FMT(wf_get(rec, "citation")),
		    strcmp(p->tty->lang, "zh") == 0 ? "" : " ", kind_words(p->tty->lang, rec));
	wf_put_doubt(&b, p->tty, wf_get(rec, "basis"));
	wf_str s = wf_arena_str(&p->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return s;
}

static void
put_pair(struct wf_buf *out, struct wf_print *p, const char *key, wf_str value)
{
	wf_str pair[] = { wf_str_of(wf_msg(p->tty->lang, key)), value };

	if (value.n)
		wf_buf_printf(out, "\n%.*s: %.*s", WF_FMT(pair[0]), WF_FMT(pair[1]));
}

/* Citation, basis, body, words and place, one a line; no status: that would change with the clock. */
static wf_str
description(struct wf_print *p, const json_t *rec)
{
	struct wf_buf b = { 0 }, at = { 0 };

	wf_buf_printf(&b, "%.*s (%.*s)", WF_FMT(wf_get(rec, "citation")), WF_FMT(wf_get(rec, "id")));
	put_pair(&b, p, "word-basis", wf_str_of(wf_basis_words(p->tty->lang, wf_get(rec, "basis"))));
	put_pair(&b, p, "word-by", wf_get(rec, "by"));
	put_pair(&b, p, "word-words", wf_get(rec, "text"));
	wf_put_place(&at, json_object_get(rec, "source"));
	put_pair(&b, p, "word-source", wf_buf_str(&at));
	wf_str s = wf_arena_str(&p->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	wf_buf_free(&at);
	return s;
}

/* What the knowledge base lacks: stands in every answer. */
static wf_str
currency(struct wf_print *p, const json_t *rec)
{
	const json_t *kb = json_object_get(rec, "kb"), *missing = json_object_get(kb, "missing_levels");
	struct wf_buf names = { 0 }, b = { 0 };

	put_value(&names, missing);
	wf_str word[] = { wf_get(kb, "texts_until"), wf_buf_str(&names) };
	wf_say(&b, p->tty, "timeline-until", word, 2);
	wf_str s = wf_arena_str(&p->arena, wf_buf_str(&b));
	wf_buf_free(&names);
	wf_buf_free(&b);
	return s;
}

/* ---- iCalendar (RFC 5545) ---------------------------------------------------------------------- */

static void
ics_begin(struct wf_print *p)
{
	struct wf_buf *out = &p->out;

	wf_ics_line(out, "BEGIN", WF_S("VCALENDAR"));
	wf_ics_line(out, "VERSION", WF_S("2.0"));
	wf_ics_text(out, "PRODID", WF_S("-//wangfa//wangfa " WF_VERSION "//ZH"));
	wf_ics_line(out, "CALSCALE", WF_S("GREGORIAN"));
	wf_ics_line(out, "METHOD", WF_S("PUBLISH"));
	wf_ics_text(out, "X-WR-CALNAME", wf_str_of(wf_msg(p->tty->lang, "timeline-title")));
	p->state = wf_arena_alloc(&p->arena, sizeof(bool));	/* described */
}

/* What describes the calendar stands before its events (RFC 5545, 3.4). */
static void
ics_describe(struct wf_print *p, const json_t *rec)
{
	bool *described = p->state;

	if (!*described)
		wf_ics_text(&p->out, "X-WR-CALDESC", currency(p, rec));
	*described = true;
}

/* 2017-06-01 -> 20170601 */
static wf_str
compact(struct wf_arena *a, wf_str day)
{
	return wf_arena_printf(a, "%.4s%.2s%.2s", day.p, day.p + 5, day.p + 8);
}

/*
 * The stamp of an event may not be the clock's: the same knowledge base gives the same calendar.
 * It is the day of the text, which is that of its promulgation, else the day itself.
 */
static wf_str
stamp_day(const json_t *rec)
{
	wf_str day = wf_get(rec, "expression");
	bool whole = day.n == 10 && !wf_str_has(day, WF_S("-00")) && !wf_str_is(day, "0000-00-00");

	return whole ? day : wf_get(rec, "date");
}

static void
ics_summary(struct wf_print *p, const json_t *rec)
{
	int64_t partial = wf_get_int(json_object_get(rec, "summary"), "partial");
	struct wf_buf n = { 0 };

	wf_put_number(&n, partial);
	if (partial)
		wf_say1(&p->note, p->tty, "timeline-left-out", wf_buf_str(&n));
	wf_buf_free(&n);
}

static void
ics_record(struct wf_print *p, const json_t *rec)
{
	struct wf_buf *out = &p->out;

	ics_describe(p, rec);
	if (is_summary(rec))
		ics_summary(p, rec);
	if (is_summary(rec) || !is_day(rec))
		return;
	wf_str stamp = compact(&p->arena, stamp_day(rec));
	wf_ics_line(out, "BEGIN", WF_S("VEVENT"));
	wf_ics_text(out, "UID", uuid(p, rec));
	wf_ics_line(out, "DTSTAMP", wf_arena_printf(&p->arena, "%.*sT000000Z", WF_FMT(stamp)));
	wf_ics_line(out, "DTSTART;VALUE=DATE", compact(&p->arena, wf_get(rec, "date")));
	wf_ics_text(out, "SUMMARY", headline(p, rec));
	wf_ics_text(out, "DESCRIPTION", description(p, rec));
	wf_ics_text(out, "CATEGORIES", wf_str_of(kind_words(p->tty->lang, rec)));
	wf_ics_line(out, "TRANSP", WF_S("TRANSPARENT"));
	wf_ics_text(out, "X-WANGFA-KIND", wf_get(rec, "kind"));
	wf_ics_text(out, "X-WANGFA-ID", wf_get(rec, "id"));
	wf_ics_line(out, "END", WF_S("VEVENT"));
}

static void
ics_end(struct wf_print *p)
{
	wf_ics_line(&p->out, "END", WF_S("VCALENDAR"));
}

/* ---- Atom (RFC 4287) ------------------------------------------------------------------------------ */

/* The feed's date is that of its last entry, so it stands after them: RFC 4287 asks for no order. */
struct feed { struct wf_markup markup; wf_str updated; };

static void
atom_begin(struct wf_print *p)
{
	struct feed *f = wf_arena_alloc(&p->arena, sizeof *f);
	struct wf_markup *m = &f->markup;
	wf_str id = wf_str_of(wf_arg(p->op, p->call, "id"));

	*f = (struct feed){ .markup = { .out = &p->out }, .updated = WF_S("1949-10-01") };
	p->state = f;
	wf_raw_markup(m, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	wf_tag(m, "feed");
	wf_attr(m, "xmlns", WF_S("http://www.w3.org/2005/Atom"));
	wf_attr(m, "xml:lang", wf_str_of(p->tty->lang));
	wf_raw_markup(m, "\n");
	wf_element(m, "id", wf_arena_printf(&p->arena, "urn:uuid:%.*s", WF_FMT(uuid(p, NULL))));
	wf_element(m, "title", wf_arena_printf(&p->arena, "%s%s%.*s", wf_msg(p->tty->lang,
	    "timeline-title"), id.n ? " · " : "", WF_FMT(id)));
	wf_tag(m, "author");
	wf_element(m, "name", WF_S("wangfa"));
	wf_untag(m);
	wf_tag(m, "generator");
	wf_attr(m, "version", WF_S(WF_VERSION));
	wf_words(m, WF_S("wangfa"));
	wf_untag(m);
	wf_raw_markup(m, "\n");
}

/* RFC 3339; a day known in part stands as the first it can be, its title says how much is known. */
static wf_str
moment(struct wf_print *p, wf_str date)
{
	wf_str rest = wf_str_sub(WF_S("0000-01-01"), date.n, 10);

	return wf_arena_printf(&p->arena, "%.*s%.*sT00:00:00Z", WF_FMT(date), WF_FMT(rest));
}

static void
atom_record(struct wf_print *p, const json_t *rec)
{
	struct feed *f = p->state;
	struct wf_markup *m = &f->markup;
	wf_str date = wf_get(rec, "date");

	if (is_summary(rec)) {
		wf_element(m, "subtitle", currency(p, rec));
		return;
	}
	if (wf_str_cmp(date, f->updated) > 0)
		f->updated = wf_arena_str(&p->arena, date);
	wf_tag(m, "entry");
	wf_element(m, "id", wf_arena_printf(&p->arena, "urn:uuid:%.*s", WF_FMT(uuid(p, rec))));
	wf_element(m, "title", wf_arena_printf(&p->arena, "%.*s %.*s", WF_FMT(date),
	    WF_FMT(headline(p, rec))));
	wf_element(m, "updated", moment(p, date));
	wf_tag(m, "category");
	wf_attr(m, "term", wf_get(rec, "kind"));
	wf_attr(m, "label", wf_str_of(kind_words(p->tty->lang, rec)));
	wf_untag(m);
	wf_tag(m, "content");
	wf_attr(m, "type", WF_S("text"));
	wf_words(m, description(p, rec));
	wf_untag(m);
	wf_untag(m);
	wf_raw_markup(m, "\n");
}

static void
atom_end(struct wf_print *p)
{
	struct feed *f = p->state;

	wf_element(&f->markup, "updated", moment(p, f->updated));
	wf_untag(&f->markup);
	wf_raw_markup(&f->markup, "\n");
}

/* ---- the table --------------------------------------------------------------------------------------- */

static const struct wf_format text = { "text", "text/plain; charset=utf-8", text_begin, text_record, NULL };
static const struct wf_format csv = { "csv", "text/csv; charset=utf-8; header=present", csv_begin, csv_record,
	NULL };
static const struct wf_format ics = { "ics", "text/calendar; charset=utf-8", ics_begin, ics_record, ics_end };
static const struct wf_format atom = { "atom", "application/atom+xml; charset=utf-8", atom_begin, atom_record,
	atom_end };

const struct wf_format *const wf_timeline_formats[] = { &text, &csv, &ics, &atom, NULL };
