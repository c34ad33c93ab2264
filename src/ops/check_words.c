/*
 * Puts the verdicts of check into words: what is wrong, on what it rests, how many of each.  The
 * layout of a report is that of its format.
 */
#include "ops_int.h"

#include <string.h>

/* ---- kinds -------------------------------------------------------------------------- */

static bool
is_wrong(wf_str verdict)
{
	for (unsigned i = 0; i < WF_VERDICTS; i++)
		if (wf_str_is(verdict, wf_verdict_name(i)))
			return wf_verdict_is_error(i);
	return false;
}

enum wf_check_kind
wf_check_kind(const json_t *rec)
{
	wf_str verdict = wf_get(rec, "verdict");

	if (verdict.n == 0)
		return WF_CHECK_ASIDE;
	if (wf_str_is(verdict, "ok"))
		return WF_CHECK_RIGHT;
	return is_wrong(verdict) ? WF_CHECK_WRONG : WF_CHECK_OPEN;
}

/* "verdict-misquote"; "reason-no_law" where verdict is "". */
static const char *
words_of(const char *lang, const char *prefix, wf_str name)
{
	char key[64];

	snprintf(key, sizeof key, "%s-%.*s", prefix, WF_FMT(wf_str_sub(name, 0, 40)));
	return wf_msg(lang, key);
}

const char *
wf_check_verdict(const json_t *rec, const char *lang)
{
	if (wf_check_kind(rec) == WF_CHECK_ASIDE)
		return words_of(lang, "reason", wf_get(rec, "reason"));
	return words_of(lang, "verdict", wf_get(rec, "verdict"));
}

void
wf_check_redline(const json_t *edits, void (*run)(void *payload, char op, wf_str words), void *payload)
{
	wf_str law = WF_S("");	/* waits for the document's words in its place */

	for (size_t i = 0; i < json_array_size(edits); i++) {
		const json_t *edit = json_array_get(edits, i);
		wf_str op = wf_get(edit, "op"), words = wf_get(edit, "text");

		if (wf_str_is(op, "+")) {
			run(payload, '-', words);
			continue;
		}
		if (law.n)
			run(payload, '+', law);
		law = wf_str_is(op, "-") ? words : WF_S("");
		if (wf_str_is(op, "="))
			run(payload, '=', words);
	}
	if (law.n)
		run(payload, '+', law);
}

/* ---- sentences ------------------------------------------------------------------------ */

static void
say(struct wf_buf *out, const char *lang, const char *key, wf_str a, wf_str b, wf_str c)
{
	wf_str word[] = { a, b, c };

	wf_msg_put(out, lang, key, word, 3);
}

static void
say_repealed(struct wf_buf *out, const char *lang, const json_t *e)
{
	wf_str from = wf_get(e, "repealed_from"), by = wf_get(e, "repealed_by");

	say(out, lang, by.n ? "says-repealed-by" : from.n ? "says-repealed" : "says-repealed-undated",
	    from, by, WF_S(""));
}

static void
say_article(struct wf_buf *out, const char *lang, const json_t *e)
{
	say(out, lang, "says-no-article", wf_get(e, "citation"), wf_get(e, "expression"), WF_S(""));
	if (wf_get(e, "last_article").n)
		say(out, lang, "says-last-article", wf_get(e, "last_article"), WF_S(""), WF_S(""));
}

static void
say_percent(struct wf_buf *out, const json_t *e, const char *key)
{
	wf_buf_printf(out, "%.0f", 100 * json_real_value(json_object_get(e, key)));
}

/* The number is there and another provision is meant, or it is not there at all. */
static void
say_paragraph(struct wf_buf *out, const char *lang, const json_t *e, const json_t *suggest)
{
	struct wf_buf fit = { 0 }, other = { 0 };

	if (wf_get(suggest, "citation").n == 0) {
		say(out, lang, "says-no-paragraph", wf_get(e, "citation"), WF_S(""), WF_S(""));
		return;
	}
	say_percent(&fit, e, "fit");
	say_percent(&other, e, "fit_other");
	say(out, lang, "says-fits-better", wf_get(suggest, "citation"), wf_buf_str(&other), wf_buf_str(&fit));
	wf_buf_free(&fit);
	wf_buf_free(&other);
}

static void
say_numbering(struct wf_buf *out, const char *lang, const json_t *e, const json_t *suggest)
{
	/* where nothing became of the old provision, the old one is what was meant */
	bool old = wf_str_cmp(wf_get(suggest, "expression"), wf_get(e, "expression")) < 0;

	say(out, lang, old ? "says-old-gone" : "says-old-number", wf_get(suggest, "citation"),
	    wf_get(suggest, "expression"), WF_S(""));
}

static void
say_to_come(struct wf_buf *out, const char *lang, const json_t *e, const json_t *suggest)
{
	bool later = wf_get(suggest, "citation").n != 0;
	const json_t *text = later ? suggest : e;

	say(out, lang, later ? "says-to-come" : "says-not-yet", wf_get(text, "citation"),
	    wf_get(text, "effective_from"), WF_S(""));
}

/* Why a text that is held does not settle the matter. */
static void
say_unchecked(struct wf_buf *out, const char *lang, const json_t *rec)
{
	const json_t *e = json_object_get(rec, "evidence");
	wf_str status = wf_get(e, "status");
	bool absent = wf_str_is(wf_get(rec, "state"), "absent");

	if (wf_str_is(status, "unknown"))
		say(out, lang, "says-unchecked-undated", WF_S(""), WF_S(""), WF_S(""));
	else if (status.n == 0)
		say(out, lang, "says-unchecked", WF_S(""), WF_S(""), WF_S(""));
	else if (!wf_str_is(status, "in_force"))
		say(out, lang, "says-unchecked-day", wf_get(rec, "as_of"), wf_get(e, "expression"),
		    wf_str_of(words_of(lang, "status", status)));
	else
		say(out, lang, absent ? "says-unchecked-absent" : "says-unchecked", wf_get(e, "expression"),
		    WF_S(""), WF_S(""));
}

static void
say_misquote(struct wf_buf *out, const char *lang, const json_t *e, const json_t *suggest)
{
	bool elsewhere = wf_get(e, "truth").n == 0 && wf_get(suggest, "citation").n != 0;

	say(out, lang, elsewhere ? "says-quoted-elsewhere" : "says-misquote", wf_get(suggest, "citation"),
	    WF_S(""), WF_S(""));
}

void
wf_check_sentence(struct wf_buf *out, const json_t *rec, const char *lang)
{
	const json_t *e = json_object_get(rec, "evidence"), *suggest = json_object_get(rec, "suggest");
	wf_str verdict = wf_get(rec, "verdict"), none = WF_S("");

	if (wf_str_is(verdict, "wrong_title"))
		say(out, lang, "says-wrong-title", wf_get(suggest, "citation"), none, none);
	else if (wf_str_is(verdict, "repealed"))
		say_repealed(out, lang, e);
	else if (wf_str_is(verdict, "nonexistent_article"))
		say_article(out, lang, e);
	else if (wf_str_is(verdict, "wrong_paragraph_or_item"))
		say_paragraph(out, lang, e, suggest);
	else if (wf_str_is(verdict, "misquote"))
		say_misquote(out, lang, e, suggest);
	else if (wf_str_is(verdict, "superseded_numbering"))
		say_numbering(out, lang, e, suggest);
	else if (wf_str_is(verdict, "not_yet_in_force"))
		say_to_come(out, lang, e, suggest);
	else if (wf_str_is(verdict, "wrong_effective_date"))
		say(out, lang, "says-other-day", wf_get(e, "stated"), wf_get(e, "effective_from"), none);
	else if (wf_str_is(verdict, "ambiguous"))
		say(out, lang, "says-ambiguous", none, none, none);
	else if (wf_str_is(verdict, "not_in_corpus"))
		say(out, lang, "says-not-held", none, none, none);
	else if (wf_str_is(verdict, "unchecked"))
		say_unchecked(out, lang, rec);
}

/* ---- places and days ---------------------------------------------------------------------- */

void
wf_check_where(struct wf_buf *out, const json_t *rec, const char *lang)
{
	static const char *const keys[][2] = { { "page", "at-page" }, { "paragraph", "at-paragraph" },
		{ "line", "in-line" } };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct wf_buf n = { 0 };
		if (wf_get_int(rec, keys[i][0]) == 0)
			continue;
		wf_put_number(&n, wf_get_int(rec, keys[i][0]));
		say(out, lang, keys[i][1], wf_buf_str(&n), WF_S(""), WF_S(""));
		wf_buf_free(&n);
		return;
	}
}

void
wf_check_days(struct wf_buf *out, const json_t *of, const char *lang)
{
	static const char *const days[][2] = { { "effective_from", "day-from" }, { "effective_to", "day-to" } };
	const json_t *source = json_object_get(of, "source");
	const char *space = "";

	for (size_t i = 0; i < 2; i++) {
		wf_str day = wf_get(of, days[i][0]);
		if (day.n == 0)
			continue;
		wf_buf_put(out, wf_str_of(space));
		say(out, lang, days[i][1], day, WF_S(""), WF_S(""));
		space = " · ";
	}
	if (wf_get(of, "status").n)
		wf_buf_printf(out, "%s%s", space, words_of(lang, "status", wf_get(of, "status")));
	if (wf_get(source, "file").n) {
		wf_buf_put(out, WF_S(" · "));
		wf_put_place(out, source);
	}
}

wf_str
wf_check_line(wf_span *at, const struct wf_subject *s, size_t i)
{
	const struct wf_line *line = &s->source->line[wf_source_line(s->source, s->ref[i].off)];

	*at = (wf_span){ s->ref[i].off - line->off, s->ref[i].len };
	/* a reference may go over a line end */
	uint32_t end = at->off + at->len > line->len ? at->off + at->len : line->len;
	return wf_str_sub(s->source->text, line->off, end);
}

/* ---- counts ----------------------------------------------------------------------------------- */

void
wf_check_title(struct wf_buf *out, const json_t *summary, const char *lang)
{
	wf_str file = wf_get(summary, "file");
	size_t slash;

	while ((slash = wf_str_find(file, WF_S("/"), 0)) != SIZE_MAX)	/* a report goes to others */
		file = wf_str_from(file, slash + 1);
	wf_buf_put(out, wf_str_of(wf_msg(lang, "check-title")));
	if (!wf_str_is(file, "-"))
		wf_buf_printf(out, "%s%.*s", wf_msg(lang, "colon"), WF_FMT(file));
}

void
wf_check_counts(struct wf_buf *out, const json_t *summary, const char *lang)
{
	static const char *const keys[] = { "references", "ok", "wrong", "not_checked", "rejected" };
	struct wf_buf n[5] = { { 0 } };
	wf_str word[6];

	for (int i = 0; i < 5; i++) {
		wf_put_number(&n[i], wf_get_int(summary, keys[i]));
		word[i] = wf_buf_str(&n[i]);
	}
	word[5] = wf_get(summary, "as_of");
	if (wf_get_int(summary, "references") == 0)
		say(out, lang, "check-none", WF_S(""), WF_S(""), WF_S(""));
	else
		wf_msg_put(out, lang, "check-summary", word, 6);
	for (int i = 0; i < 5; i++)
		wf_buf_free(&n[i]);
}

void
wf_check_rows(const json_t *summary, const char *lang,
    void (*row)(void *payload, enum wf_check_kind kind, wf_str words, int64_t n), void *payload)
{
	static const enum wf_check_kind kinds[] = { WF_CHECK_WRONG, WF_CHECK_OPEN, WF_CHECK_RIGHT };
	json_t *by = json_object_get(summary, "by_verdict");
	json_t *aside = json_object_get(summary, "rejected_by_reason"), *n;
	const char *name;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		json_object_foreach(by, name, n) {
			enum wf_check_kind kind = strcmp(name, "ok") == 0 ? WF_CHECK_RIGHT :
			    is_wrong(wf_str_of(name)) ? WF_CHECK_WRONG : WF_CHECK_OPEN;
			if (kind == kinds[k] && json_integer_value(n))
				row(payload, kind, wf_str_of(words_of(lang, "verdict", wf_str_of(name))),
				    json_integer_value(n));
		}
	}
	json_object_foreach(aside, name, n)
		row(payload, WF_CHECK_ASIDE, wf_str_of(words_of(lang, "reason", wf_str_of(name))),
		    json_integer_value(n));
}

/* What the reader did with the file that touches no word of it. */
static bool
is_harmless(wf_str name)
{
	static const char *const names[] = { "decoded", "extension", "control", "numbers_written", "notes",
		"wraps", "running_heads", "page_numbers" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (wf_str_is(name, names[i]))
			return true;
	return false;
}

void
wf_check_limits(struct wf_buf *out, const json_t *rec, const char *lang)
{
	const json_t *reading = json_object_get(json_object_get(rec, "summary"), "reading");
	const json_t *kb = json_object_get(rec, "kb"), *missing = json_object_get(kb, "missing_levels");
	struct wf_buf levels = { 0 };

	for (size_t i = 0; i < json_array_size(missing); i++) {
		wf_buf_put(&levels, i ? wf_str_of(wf_msg(lang, "list-comma")) : WF_S(""));
		wf_buf_put(&levels, wf_get_item(missing, i));
	}
	say(out, lang, levels.n ? "check-held" : "check-held-all", wf_get(kb, "texts_until"),
	    wf_buf_str(&levels), WF_S(""));
	wf_buf_ch(out, '\n');
	wf_buf_free(&levels);
	for (size_t i = 0; i < json_array_size(reading); i++) {
		const json_t *one = json_array_get(reading, i);
		if (is_harmless(wf_get(one, "name")))
			continue;
		say(out, lang, "check-reading", wf_get(one, "message"), WF_S(""), WF_S(""));
		wf_buf_ch(out, '\n');
	}
}
