/*
 * A report of check as Markdown that can be pasted: the counts, a section for each finding with the
 * passage and the law's own words, and the list of all references.
 */
#include "ops_int.h"

#include <string.h>

#define BEFORE 160u	/* code points of a long paragraph that are shown around a reference */
#define AFTER 240u

/* ---- words -------------------------------------------------------------------------- */

/* CommonMark 0.31, 2.1: punctuation, by which it judges whether ** may open or close. */
static bool
is_punct(uint32_t cp)
{
	char bytes[4];
	struct wf_buf b = { 0 };

	wf_fold(&b, (wf_str){ bytes, wf_utf8_put(bytes, cp) }, WF_FOLD_PUNCT);
	bool punct = b.n == 0;
	wf_buf_free(&b);
	return punct;
}

/* Words that nothing in them makes markup; a line end is a blank. */
static void
put_words(struct wf_buf *out, wf_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n' || s.p[i] == '\r') {
			wf_buf_put(out, wf_str_of(i > 0 && s.p[i - 1] == '\n' ? "" : " "));
			continue;
		}
		if (s.p[i] && strchr("\\`*_<>[]|~&#$", s.p[i]))
			wf_buf_ch(out, '\\');
		wf_buf_ch(out, s.p[i]);
	}
}

/* What would begin a list or a heading at the start of a line. */
static void
put_line_start(struct wf_buf *out, wf_str s)
{
	size_t n = 0;

	while (n < s.n && n < 9 && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	wf_buf_put(out, wf_str_sub(s, 0, n));
	if (n < s.n && strchr(n ? ".)" : "+-=", s.p[n]))
		wf_buf_ch(out, '\\');
	put_words(out, wf_str_from(s, n));
}

/* Words in **, as HTML where CommonMark would not read the signs beside what stands around. */
static void
put_strong(struct wf_buf *out, wf_str s, uint32_t before, uint32_t after)
{
	uint32_t first = s.n ? wf_utf8_peek(s, NULL) : ' ', last = ' ';

	wf_utf8_last(s, &last);
	bool open = !wf_is_space(first) && (!is_punct(first) || !before || wf_is_space(before) ||
	    is_punct(before));
	bool close = !wf_is_space(last) && (!is_punct(last) || !after || wf_is_space(after) ||
	    is_punct(after));
	wf_buf_put(out, wf_str_of(open && close ? "**" : "<strong>"));
	put_words(out, s);
	wf_buf_put(out, wf_str_of(open && close ? "**" : "</strong>"));
}

/* In HTML, which Markdown takes: signs would touch each other. */
static void
put_run(void *payload, char op, wf_str words)
{
	struct wf_buf *out = payload;

	wf_buf_put(out, wf_str_of(op == '=' ? "" : op == '-' ? "<del>" : "<ins>"));
	put_words(out, words);
	wf_buf_put(out, wf_str_of(op == '=' ? "" : op == '-' ? "</del>" : "</ins>"));
}

static void
put_id(struct wf_buf *out, wf_str id)
{
	if (id.n == 0 || wf_str_has(id, WF_S("`")) || wf_str_has(id, WF_S("|")))
		put_words(out, id);
	else
		wf_buf_printf(out, "`%.*s`", WF_FMT(id));
}

/* A text of law as a quotation, paragraph by paragraph. */
static void
put_quotation(struct wf_buf *out, wf_str text)
{
	bool first = true;

	for (text = wf_str_trim(text); text.n; ) {
		size_t end = wf_str_find(text, WF_S("\n"), 0);
		wf_str line = wf_str_trim(wf_str_sub(text, 0, end));
		text = end == SIZE_MAX ? WF_S("") : wf_str_from(text, end + 1);
		if (line.n == 0)
			continue;
		wf_buf_put(out, wf_str_of(first ? "> " : ">\n> "));
		put_line_start(out, line);
		wf_buf_ch(out, '\n');
		first = false;
	}
}

/* - label: words; key NULL = no label */
static void
put_point(struct wf_buf *out, const char *lang, const char *key, wf_str words)
{
	if (words.n == 0)
		return;
	wf_buf_printf(out, "- %s", key ? wf_msg(lang, key) : "");
	put_words(out, words);
	wf_buf_ch(out, '\n');
}

/* ---- a finding ------------------------------------------------------------------------- */

/* Byte of s that many code points behind byte off. */
static size_t
points_after(wf_str s, size_t off, size_t n)
{
	wf_str rest = wf_str_from(s, off);

	while (n-- > 0 && rest.n)
		wf_utf8_next(&rest);
	return s.n - rest.n;
}

static size_t
points_before(wf_str s, size_t off, size_t n)
{
	wf_str head = wf_str_sub(s, 0, off);
	uint32_t cp;

	while (n-- > 0 && head.n)
		head.n -= wf_utf8_last(head, &cp);
	return head.n;
}

/* The paragraph, or what stands around, with the reference in it. */
static void
put_passage(struct wf_buf *out, const struct wf_subject *s, size_t i)
{
	wf_span at;
	wf_str line = wf_check_line(&at, s, i);
	size_t end = (size_t)at.off + at.len, from = points_before(line, at.off, BEFORE);
	size_t to = points_after(line, end, AFTER);
	wf_str head = wf_str_ltrim(wf_str_sub(line, from, at.off - from));
	uint32_t before = 0;

	wf_utf8_last(head, &before);
	wf_buf_put(out, wf_str_of(from ? "> …" : "> "));
	put_line_start(out, head);
	put_strong(out, wf_str_sub(line, at.off, at.len), before,
	    end < line.n ? wf_utf8_peek(wf_str_from(line, end), NULL) : 0);
	put_words(out, wf_str_sub(line, end, to - end));
	wf_buf_put(out, wf_str_of(to < line.n ? "…\n\n" : "\n\n"));
}

/* The provision verbatim, and where it is from. */
static void
put_provision(struct wf_buf *out, const char *lang, const char *key, const json_t *of)
{
	struct wf_buf days = { 0 };

	if (wf_get(of, "citation").n == 0)
		return;
	wf_buf_printf(out, "%s", wf_msg(lang, key));
	put_words(out, wf_get(of, "citation"));
	wf_buf_put(out, WF_S(" · "));
	put_id(out, wf_get(of, "id"));
	wf_buf_put(out, WF_S(" · "));
	wf_check_days(&days, of, lang);
	put_words(out, wf_buf_str(&days));
	wf_buf_put(out, WF_S("\n\n"));
	if (wf_get(of, "text").n) {
		put_quotation(out, wf_get(of, "text"));
		wf_buf_ch(out, '\n');
	}
	wf_buf_free(&days);
}

/* What is quoted wrongly, as a correction. */
static void
put_quote(struct wf_buf *out, const char *lang, const json_t *e)
{
	const json_t *edits = json_object_get(e, "edits");

	if (json_array_size(edits)) {
		wf_buf_printf(out, "- %s", wf_msg(lang, "check-redline-marked"));
		wf_check_redline(edits, put_run, out);
		wf_buf_ch(out, '\n');
	} else {
		put_point(out, lang, "check-quote", wf_get(e, "quote"));
	}
	if (wf_get(e, "quote").n)
		wf_buf_ch(out, '\n');
}

static void
put_finding(struct wf_print *p, const json_t *rec, size_t i, size_t number)
{
	const json_t *e = json_object_get(rec, "evidence");
	const char *lang = p->tty->lang;
	struct wf_buf *out = &p->out, b = { 0 };

	wf_buf_printf(out, "### %zu. ", number);
	put_words(out, wf_get(rec, "surface"));
	wf_buf_printf(out, " — %s\n\n", wf_check_verdict(rec, lang));
	wf_check_where(&b, rec, lang);
	wf_buf_printf(out, "%s%s\n\n", b.p, wf_msg(lang, "colon"));
	put_passage(out, p->call->subject, i);
	b.n = 0;
	wf_check_sentence(&b, rec, lang);
	put_words(out, wf_buf_str(&b));
	wf_buf_put(out, WF_S("\n\n"));
	if (wf_check_kind(rec) == WF_CHECK_WRONG) {
		put_quote(out, lang, e);
		put_provision(out, lang, "check-basis", e);
		put_provision(out, lang, "check-meant", json_object_get(rec, "suggest"));
	}
	wf_buf_free(&b);
}

/* ---- the whole ------------------------------------------------------------------------------ */

struct table { struct wf_buf *out; const char *lang; };

static void
put_count(void *payload, enum wf_check_kind kind, wf_str words, int64_t n)
{
	static const char *const keys[] = { "kind-right", "kind-wrong", "kind-open", "kind-aside" };
	const struct table *t = payload;

	wf_buf_printf(t->out, "| %s | %.*s | %lld |\n", wf_msg(t->lang, keys[kind]), WF_FMT(words),
	    (long long)n);
}

static void
put_head(struct wf_print *p, const json_t *rec)
{
	const json_t *summary = json_object_get(rec, "summary");
	const char *lang = p->tty->lang;
	struct wf_buf *out = &p->out, b = { 0 };
	struct table t = { out, lang };

	wf_check_title(&b, summary, lang);
	wf_buf_put(out, WF_S("# "));
	put_words(out, wf_buf_str(&b));
	b.n = 0;
	wf_check_counts(&b, summary, lang);
	wf_buf_put(out, WF_S("\n\n"));
	put_words(out, wf_buf_str(&b));
	wf_buf_put(out, WF_S("\n\n"));
	b.n = 0;
	wf_check_limits(&b, rec, lang);
	for (wf_str rest = wf_buf_str(&b); rest.n; ) {
		wf_str line = wf_str_sub(rest, 0, wf_str_find(rest, WF_S("\n"), 0));
		put_point(out, lang, NULL, line);
		rest = wf_str_from(rest, line.n + 1);
	}
	wf_buf_printf(out, "\n| %s | %s | %s |\n|---|---|---:|\n", wf_msg(lang, "check-kind"),
	    wf_msg(lang, "check-verdict"), wf_msg(lang, "check-number"));
	wf_check_rows(summary, lang, put_count, &t);
	wf_buf_ch(out, '\n');
	wf_buf_free(&b);
}

/* A section of those findings that are of a kind. */
static void
put_section(struct wf_print *p, enum wf_check_kind kind, const char *key)
{
	size_t number = 0;
	bool first = true;

	for (size_t i = 0; i < json_array_size(p->kept); i++) {
		const json_t *rec = json_array_get(p->kept, i);
		number += wf_check_kind(rec) != WF_CHECK_ASIDE;
		if (wf_check_kind(rec) != kind)
			continue;
		if (first)
			wf_buf_printf(&p->out, "## %s\n\n", wf_msg(p->tty->lang, key));
		first = false;
		put_finding(p, rec, i, number);
	}
}

/* Every reference, and what was found to be none. */
static void
put_all(struct wf_print *p)
{
	const char *lang = p->tty->lang;
	struct wf_buf *out = &p->out;
	size_t number = 0;

	if (json_array_size(p->kept) == 0)
		return;
	wf_buf_printf(out, "## %s\n\n| | %s | %s | %s | %s |\n|---:|---|---|---|---|\n", wf_msg(lang, "check-all"),
	    wf_msg(lang, "check-place"), wf_msg(lang, "check-reference"), wf_msg(lang, "check-verdict"),
	    wf_msg(lang, "check-provision"));
	for (size_t i = 0; i < json_array_size(p->kept); i++) {
		const json_t *rec = json_array_get(p->kept, i);
		bool aside = wf_check_kind(rec) == WF_CHECK_ASIDE;
		number += !aside;
		wf_buf_put(out, WF_S("| "));
		if (!aside)
			wf_buf_printf(out, "%zu ", number);
		wf_buf_put(out, WF_S("| "));
		wf_check_where(out, rec, lang);
		wf_buf_put(out, WF_S(" | "));
		put_words(out, wf_get(rec, "surface"));
		wf_buf_printf(out, " | %s | ", wf_check_verdict(rec, lang));
		put_id(out, wf_get(json_object_get(rec, "evidence"), "id"));
		wf_buf_put(out, WF_S(" |\n"));
	}
}

static void
md_record(struct wf_print *p, const json_t *rec)
{
	if (!p->kept)
		p->kept = json_array();
	if (!json_object_get(rec, "summary")) {
		json_array_append(p->kept, (json_t *)(uintptr_t)rec);
		return;
	}
	put_head(p, rec);
	put_section(p, WF_CHECK_WRONG, "check-findings");
	put_section(p, WF_CHECK_OPEN, "check-open");
	put_all(p);
	wf_check_counts(&p->note, json_object_get(rec, "summary"), p->tty->lang);
}

const struct wf_format wf_check_md = { "md", "text/markdown; charset=utf-8", NULL, md_record, NULL };
