/*
 * How a comparison looks as text, with colours or marks, and as a Markdown table.  The
 * page is diff_html.c; what is compared is op_diff.c's part.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- words of a row ------------------------------------------------------------------------ */

void
wf_diff_labels(struct wf_buf *out, const json_t *rec, const char *side)
{
	char key[24];

	snprintf(key, sizeof key, "%s_citation", side);
	const json_t *list = json_object_get(rec, key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		wf_str s = wf_get_item(list, i);
		size_t end = wf_str_find(s, WF_S("》"), 0);	/* titles inside it stand in 〈〉 */
		wf_buf_put(out, i ? WF_S("、") : WF_S(""));
		wf_buf_put(out, end == SIZE_MAX ? s : wf_str_from(s, end + 3));
	}
}

void
wf_diff_words(struct wf_buf *out, const json_t *rec, const char *lang)
{
	static const char *const flags[][2] = { { "crossref_only", "diff-crossref" },
		{ "punct_only", "diff-punct" } };
	char key[32];

	snprintf(key, sizeof key, "diff-%.*s", WF_FMT(wf_str_sub(wf_get(rec, "status"), 0, 20)));
	wf_buf_put(out, wf_str_of(wf_msg(lang, key)));
	for (size_t i = 0; i < 2; i++) {
		wf_str words = wf_str_of(wf_msg(lang, flags[i][1]));
		if (wf_get_bool(rec, flags[i][0]))
			wf_msg_put(out, lang, "in-brackets", &words, 1);
	}
}

void
wf_diff_counts(struct wf_buf *out, const json_t *summary, const char *lang)
{
	static const char *const keys[] = { "unchanged", "modified", "inserted", "deleted", "split", "merged",
		"renumbered", "crossref_only", "punct_only" };
	const char *space = "";

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char key[32];
		struct wf_buf n = { 0 };
		if (wf_get_int(summary, keys[i]) == 0)
			continue;
		snprintf(key, sizeof key, "count-%s", keys[i]);
		wf_put_number(&n, wf_get_int(summary, keys[i]));
		wf_str word = wf_buf_str(&n);
		wf_buf_put(out, wf_str_of(space));
		wf_msg_put(out, lang, key, &word, 1);
		space = wf_msg(lang, "list-comma");
		wf_buf_free(&n);
	}
	if (!*space)
		wf_buf_put(out, wf_str_of(wf_msg(lang, "count-none")));
}

/* Unchanged rows that follow each other are told as one. */
struct fold {
	int64_t n, punct;
	wf_str first[2], last[2];	/* labels, old and new; in the arena */
};

struct shown {
	struct fold fold;
	bool some;		/* a provision is asked for: nothing folds */
	wf_str merged;		/* what is kept of the provision into which several go */
};

static wf_str
label_of(struct wf_print *p, const json_t *rec, const char *side)
{
	struct wf_buf b = { 0 };

	wf_diff_labels(&b, rec, side);
	wf_str s = wf_arena_str(&p->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return s;
}

/* True when the row needs no place of its own. */
static bool
folds(struct wf_print *p, const json_t *rec)
{
	const struct shown *s = p->state;

	return wf_str_is(wf_get(rec, "status"), "unchanged") && !s->some && !wf_arg(p->op, p->call, "all");
}

static void
fold_row(struct wf_print *p, struct fold *f, const json_t *rec)
{
	static const char *const sides[] = { "old", "new" };

	for (int i = 0; i < 2; i++) {
		f->last[i] = label_of(p, rec, sides[i]);
		if (f->n == 0)
			f->first[i] = f->last[i];
	}
	f->n++;
	f->punct += wf_get_bool(rec, "punct_only");
}

/* 第三条–第十七条 of one side. */
static void
put_range(struct wf_buf *out, const struct fold *f, int side)
{
	wf_buf_put(out, f->first[side]);
	if (f->n > 1)
		wf_buf_printf(out, "–%.*s", WF_FMT(f->last[side]));
}

static void
put_folded(struct wf_buf *out, const struct wf_tty *tty, const struct fold *f)
{
	struct wf_buf n = { 0 }, punct = { 0 };

	wf_put_number(&n, f->n);
	wf_put_number(&punct, f->punct);
	wf_str word[] = { wf_buf_str(&n), wf_buf_str(&punct) };
	wf_say1(out, tty, "count-unchanged", word[0]);
	if (f->punct)
		wf_say1(out, tty, "diff-fold-punct", word[1]);
	wf_buf_free(&n);
	wf_buf_free(&punct);
}

/* ---- what both formats begin with -------------------------------------------------------------- */

static void
begin(struct wf_print *p)
{
	p->state = wf_arena_alloc(&p->arena, sizeof(struct shown));
}

static const json_t *
take_summary(struct wf_print *p, const json_t *rec)
{
	struct shown *s = p->state;
	const json_t *summary = json_object_get(rec, "summary");

	if (summary)
		s->some = !wf_get_bool(summary, "whole");
	return summary;
}

/* id, in force from – to, status. */
static void
put_text_line(struct wf_buf *out, const json_t *side, const struct wf_tty *tty)
{
	wf_put_style(out, tty, WF_STRONG, wf_get(side, "id"));
	wf_buf_put(out, WF_S("  "));
	if (wf_get(side, "effective_from").n) {
		wf_say1(out, tty, "day-from", wf_get(side, "effective_from"));
		wf_buf_put(out, WF_S(" · "));
	}
	wf_put_status(out, tty, wf_get(side, "status"));
	wf_buf_put(out, WF_S(" · "));
	wf_say1(out, tty, "day-asked", wf_get(side, "as_of"));
	wf_buf_ch(out, '\n');
}

/* What has to be known before the rows are read; each on a line. */
static void
put_notes(struct wf_buf *out, const json_t *summary, const struct wf_tty *tty)
{
	if (wf_get_bool(summary, "same_text"))
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "diff-same-text"));
	else if (!wf_get_bool(summary, "same_work"))
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "diff-other-work"));
}

/* ---- text ------------------------------------------------------------------------------------------ */

static void
put_run(struct wf_print *p, wf_str op, wf_str words)
{
	bool gone = wf_str_is(op, "-"), same = wf_str_is(op, "=");
	enum wf_style style = same ? WF_PLAIN : gone ? WF_GONE : WF_ADDED;
	bool marks = !same && !p->tty->colour;

	/* a run over a line end is marked anew on each line: pagers begin each line without colour */
	while (words.n) {
		size_t end = wf_str_find(words, WF_S("\n"), 0);
		wf_str line = wf_str_sub(words, 0, end);
		wf_buf_put(&p->out, wf_str_of(!marks || !line.n ? "" : gone ? "[-" : "{+"));
		wf_put_style(&p->out, p->tty, style, line);
		wf_buf_put(&p->out, wf_str_of(!marks || !line.n ? "" : gone ? "-]" : "+}"));
		if (end != SIZE_MAX)
			wf_buf_ch(&p->out, '\n');
		words = end == SIZE_MAX ? WF_S("") : wf_str_from(words, end + 1);
	}
}

/* All words of one side, as one run. */
static void
put_side(struct wf_print *p, const json_t *rec, const char *side, const char *op)
{
	char key[16];

	snprintf(key, sizeof key, "%s_text", side);
	const json_t *list = json_object_get(rec, key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (i)
			wf_buf_ch(&p->out, '\n');
		put_run(p, wf_str_of(op), wf_get_item(list, i));
	}
}

/* The edit script; of a provision that went into another with others only its own words. */
static void
put_edits(struct wf_print *p, const json_t *rec, bool merged)
{
	const json_t *edits = json_object_get(rec, "edits");

	for (size_t i = 0; i < json_array_size(edits); i++) {
		const json_t *edit = json_array_get(edits, i);
		if (!merged || !wf_str_is(wf_get(edit, "op"), "+"))
			put_run(p, wf_get(edit, "op"), wf_get(edit, "text"));
	}
}

static void
end_fold(struct wf_print *p)
{
	struct shown *s = p->state;
	struct wf_buf b = { 0 };

	if (s->fold.n == 0)
		return;
	wf_buf_ch(&p->out, '\n');
	wf_buf_put(&b, WF_S("… "));
	put_folded(&b, p->tty, &s->fold);
	wf_buf_put(&b, WF_S("  "));
	put_range(&b, &s->fold, 0);
	if (!wf_str_eq(s->fold.first[0], s->fold.first[1]) || !wf_str_eq(s->fold.last[0], s->fold.last[1])) {
		wf_buf_put(&b, WF_S(" → "));
		put_range(&b, &s->fold, 1);
	}
	wf_put_style(&p->out, p->tty, WF_DIM, wf_buf_str(&b));
	wf_buf_ch(&p->out, '\n');
	wf_buf_free(&b);
	s->fold = (struct fold){ 0 };
}

/* The provision into which several went: its words, once, after the last of them. */
static void
end_merged(struct wf_print *p)
{
	struct shown *s = p->state;

	if (s->merged.n)
		wf_buf_printf(&p->out, "\n%.*s\n", WF_FMT(s->merged));
	s->merged = WF_S("");
}

static void
keep_merged(struct wf_print *p, const json_t *rec)
{
	struct shown *s = p->state;
	struct wf_buf b = { 0 }, all = { 0 };

	wf_diff_labels(&b, rec, "new");
	wf_buf_put(&all, WF_S("= "));
	wf_put_style(&all, p->tty, WF_STRONG, wf_buf_str(&b));
	wf_buf_ch(&all, '\n');
	wf_buf_put(&all, wf_get_item(json_object_get(rec, "new_text"), 0));
	wf_str words = wf_arena_str(&p->arena, wf_buf_str(&all));
	wf_buf_free(&b);
	wf_buf_free(&all);
	if (s->merged.n && !wf_str_eq(words, s->merged))
		end_merged(p);
	s->merged = words;
}

static void
put_head(struct wf_print *p, const json_t *rec)
{
	struct wf_buf old = { 0 }, new = { 0 }, words = { 0 };

	wf_buf_ch(&p->out, '\n');
	wf_diff_labels(&old, rec, "old");
	wf_diff_labels(&new, rec, "new");
	if (old.n && new.n && !wf_str_eq(wf_buf_str(&old), wf_buf_str(&new)))
		wf_buf_put(&old, WF_S(" → "));
	else
		new.n = old.n ? 0 : new.n;
	wf_buf_put(&old, wf_buf_str(&new));
	wf_put_style(&p->out, p->tty, WF_STRONG, wf_buf_str(&old));
	wf_buf_put(&p->out, WF_S("  "));
	wf_diff_words(&words, rec, p->tty->lang);
	wf_put_style(&p->out, p->tty, WF_DIM, wf_buf_str(&words));
	wf_buf_ch(&p->out, '\n');
	wf_buf_free(&old);
	wf_buf_free(&new);
	wf_buf_free(&words);
}

static void
text_summary(struct wf_print *p, const json_t *summary)
{
	struct wf_buf *out = &p->out;

	wf_buf_put(out, WF_S("- "));
	put_text_line(out, json_object_get(summary, "old"), p->tty);
	wf_buf_put(out, WF_S("+ "));
	put_text_line(out, json_object_get(summary, "new"), p->tty);
	put_notes(out, summary, p->tty);
	wf_diff_counts(out, summary, p->tty->lang);
	wf_buf_ch(out, '\n');
}

static void
text_record(struct wf_print *p, const json_t *rec)
{
	struct shown *s = p->state;
	const json_t *summary = take_summary(p, rec);
	wf_str status = wf_get(rec, "status");
	bool merged = wf_str_is(status, "merged");

	if (json_object_get(rec, "reason"))
		wf_none_text(&p->out, rec, p->tty);
	if (summary)
		text_summary(p, summary);
	if (summary || json_object_get(rec, "reason"))
		return;
	if (!merged)
		end_merged(p);
	if (folds(p, rec)) {
		fold_row(p, &s->fold, rec);
		return;
	}
	end_fold(p);
	if (merged)
		keep_merged(p, rec);
	put_head(p, rec);
	if (wf_str_is(status, "inserted"))
		put_side(p, rec, "new", "+");
	else if (wf_str_is(status, "deleted"))
		put_side(p, rec, "old", "-");
	else if (json_array_size(json_object_get(rec, "edits")))
		put_edits(p, rec, merged);
	else
		put_side(p, rec, "new", "=");
	wf_buf_ch(&p->out, '\n');
}

static void
text_end(struct wf_print *p)
{
	end_merged(p);
	end_fold(p);
}

/* ---- Markdown ------------------------------------------------------------------------------------------ */

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

/* Words in a cell: no markup, no cell's end, no line's end. */
static void
put_cell_words(struct wf_buf *out, wf_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n' || s.p[i] == '\r') {
			bool again = i > 0 && s.p[i - 1] == '\n';
			wf_buf_put(out, again || s.p[i] == '\r' ? WF_S("") : WF_S("<br>"));
			continue;
		}
		if (s.p[i] && strchr("\\`*_<>[]|~&", s.p[i]))
			wf_buf_ch(out, '\\');
		wf_buf_ch(out, s.p[i]);
	}
}

/* 0 where a line or a cell begins or ends. */
struct around { uint32_t before, after; };

/*
 * One line of changed words in ** or ~~; where their signs would not be read as such, for
 * punctuation stands inside and a letter outside, as HTML, which Markdown takes too.
 */
static void
put_marked(struct wf_buf *out, wf_str line, bool gone, struct around at)
{
	uint32_t first, last = 0;

	if (wf_str_trim(line).n == 0) {
		put_cell_words(out, line);
		return;
	}
	first = wf_utf8_peek(line, NULL);
	wf_utf8_last(line, &last);
	bool open = !wf_is_space(first) && (!is_punct(first) || !at.before || wf_is_space(at.before) ||
	    is_punct(at.before));
	bool close = !wf_is_space(last) && (!is_punct(last) || !at.after || wf_is_space(at.after) ||
	    is_punct(at.after));
	bool signs = open && close;
	wf_buf_put(out, wf_str_of(signs ? gone ? "~~" : "**" : gone ? "<del>" : "<ins>"));
	put_cell_words(out, line);
	wf_buf_put(out, wf_str_of(signs ? gone ? "~~" : "**" : gone ? "</del>" : "</ins>"));
}

/* A changed run, each line marked by itself. */
static void
put_changed(struct wf_buf *out, wf_str words, bool gone, struct around at)
{
	for (bool first = true; words.n; first = false) {
		size_t end = wf_str_find(words, WF_S("\n"), 0);
		wf_str line = wf_str_sub(words, 0, end);
		put_marked(out, line, gone, (struct around){ first ? at.before : 0,
		    end == SIZE_MAX ? at.after : 0 });
		words = end == SIZE_MAX ? WF_S("") : wf_str_from(words, end);
		size_t ends = 0;
		while (ends < words.n && words.p[ends] == '\n')
			ends++;
		put_cell_words(out, wf_str_sub(words, 0, ends));
		words = wf_str_from(words, ends);
	}
}

static uint32_t
first_of(wf_str s)
{
	uint32_t cp = s.n ? wf_utf8_peek(s, NULL) : 0;

	return cp == '\n' ? 0 : cp;
}

/* One side of an edit script: what is common, and its own words marked. */
static void
cell_edits(struct wf_buf *out, const json_t *edits, const char *own)
{
	size_t n = json_array_size(edits);
	uint32_t before = ' ';	/* the blank after the number */

	for (size_t i = 0; i < n; i++) {
		const json_t *edit = json_array_get(edits, i);
		wf_str op = wf_get(edit, "op"), words = wf_get(edit, "text"), next = WF_S("");
		if (!wf_str_is(op, "=") && !wf_str_is(op, own))
			continue;
		for (size_t k = i + 1; k < n && next.n == 0; k++) {
			const json_t *other = json_array_get(edits, k);
			wf_str what = wf_get(other, "op");
			if (wf_str_is(what, "=") || wf_str_is(what, own))
				next = wf_get(other, "text");
		}
		if (wf_str_is(op, "="))
			put_cell_words(out, words);
		else
			put_changed(out, words, *own == '-', (struct around){ before, first_of(next) });
		wf_utf8_last(words, &before);
		before = before == '\n' ? 0 : before;
	}
}

/* True when a provision into which several went has been shown with the row before. */
static bool
is_shown(struct wf_print *p, const json_t *rec)
{
	struct shown *s = p->state;
	wf_str label = label_of(p, rec, "new");
	bool merged = wf_str_is(wf_get(rec, "status"), "merged"), again = merged &&
	    wf_str_eq(label, s->merged);

	s->merged = merged ? label : WF_S("");
	return again;
}

/* **第二十一条** and its words; nothing where this side has none. */
static void
put_cell(struct wf_print *p, const json_t *rec, const char *side)
{
	const json_t *edits = json_object_get(rec, "edits");
	bool old = strcmp(side, "old") == 0, merged = wf_str_is(wf_get(rec, "status"), "merged");
	struct wf_buf label = { 0 }, *out = &p->out;
	char key[16];

	snprintf(key, sizeof key, "%s_text", side);
	const json_t *list = json_object_get(rec, key);
	wf_diff_labels(&label, rec, side);
	wf_buf_put(out, WF_S("| "));
	if (json_array_size(list))
		wf_buf_printf(out, "**%.*s** ", WF_FMT(wf_buf_str(&label)));
	wf_buf_free(&label);
	if (!old && is_shown(p, rec)) {
		wf_buf_put(out, WF_S("↑ "));
		return;
	}
	if (json_array_size(edits) && (old || !merged)) {
		cell_edits(out, edits, old ? "-" : "+");
		wf_buf_ch(out, ' ');
		return;
	}
	bool alone = wf_str_is(wf_get(rec, "status"), "inserted") || wf_str_is(wf_get(rec, "status"), "deleted");
	for (size_t i = 0; i < json_array_size(list); i++) {
		wf_str words = wf_get_item(list, i);
		wf_buf_put(out, i ? WF_S("<br>") : WF_S(""));
		if (alone)
			put_changed(out, words, old, (struct around){ ' ', 0 });
		else
			put_cell_words(out, words);
	}
	wf_buf_ch(out, ' ');
}

static void
md_end_fold(struct wf_print *p)
{
	struct shown *s = p->state;
	struct wf_buf *out = &p->out;

	if (s->fold.n == 0)
		return;
	for (int side = 0; side < 2; side++) {
		wf_buf_put(out, WF_S("| …… "));
		put_range(out, &s->fold, side);
		if (side == 1) {
			wf_buf_ch(out, ' ');
			put_folded(out, p->tty, &s->fold);
		}
		wf_buf_ch(out, ' ');
	}
	wf_buf_put(out, WF_S("|\n"));
	s->fold = (struct fold){ 0 };
}

static void
md_summary(struct wf_print *p, const json_t *summary)
{
	static const char *const sides[] = { "old", "new" };
	struct wf_buf *out = &p->out, b = { 0 };
	struct wf_tty plain = *p->tty;

	plain.colour = false;
	wf_buf_put(out, WF_S("# "));
	put_cell_words(out, wf_get(json_object_get(summary, "new"), "citation"));
	wf_buf_printf(out, " %s\n\n", wf_msg(p->tty->lang, "diff-title"));
	for (int i = 0; i < 2; i++) {
		b.n = 0;
		put_text_line(&b, json_object_get(summary, sides[i]), &plain);
		wf_buf_put(out, WF_S("- "));
		put_cell_words(out, wf_str_trim(wf_buf_str(&b)));
		wf_buf_ch(out, '\n');
	}
	wf_buf_ch(out, '\n');
	b.n = 0;
	put_notes(&b, summary, &plain);
	wf_buf_printf(out, "%.*s%s", WF_FMT(wf_buf_str(&b)), b.n ? "\n" : "");
	wf_diff_counts(out, summary, p->tty->lang);
	wf_buf_put(out, WF_S("\n\n"));
	for (int i = 0; i < 2; i++) {
		wf_buf_put(out, WF_S("| "));
		put_cell_words(out, wf_get(json_object_get(summary, sides[i]), "id"));
		wf_buf_ch(out, ' ');
	}
	wf_buf_put(out, WF_S("|\n|---|---|\n"));
	wf_buf_free(&b);
}

static void
md_record(struct wf_print *p, const json_t *rec)
{
	struct shown *s = p->state;
	const json_t *summary = take_summary(p, rec);
	struct wf_tty plain = *p->tty;

	plain.colour = false;
	if (json_object_get(rec, "reason"))
		wf_none_text(&p->out, rec, &plain);
	if (summary)
		md_summary(p, summary);
	if (summary || json_object_get(rec, "reason"))
		return;
	if (folds(p, rec)) {
		fold_row(p, &s->fold, rec);
		return;
	}
	md_end_fold(p);
	put_cell(p, rec, "old");
	put_cell(p, rec, "new");
	wf_buf_put(&p->out, WF_S("|\n"));
}

/* ---- the table ------------------------------------------------------------------------------------------- */

static const struct wf_format text = { "text", "text/plain; charset=utf-8", begin, text_record, text_end };
static const struct wf_format md = { "md", "text/markdown; charset=utf-8", begin, md_record, md_end_fold };

const struct wf_format *const wf_diff_formats[] = { &text, &md, &wf_diff_html, NULL };
