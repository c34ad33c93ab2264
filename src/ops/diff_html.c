/*
 * A comparison as a page: side by side and in one text, without script, with nothing to
 * load.  Escaping is wf_markup's; what is compared is op_diff.c's part.
 */
#include "ops_int.h"

#include <string.h>

struct page {
	struct wf_markup m;		/* what is printed */
	struct wf_markup folded;	/* unchanged rows that follow each other, until the next changed one */
	int64_t nfolded;
	wf_str first, last;		/* their labels; in the arena */
	wf_str merged;			/* label of the provision into which the row before went */
	bool open, some;
};

static void
html_begin(struct wf_print *p)
{
	struct page *s = wf_arena_alloc(&p->arena, sizeof *s);

	s->m = (struct wf_markup){ .out = &p->out, .html = true };
	s->folded = (struct wf_markup){ .out = &p->held, .html = true };
	p->state = s;
}

/* <name class="…"> */
static void
open_class(struct wf_markup *m, const char *name, const char *class)
{
	wf_tag(m, name);
	wf_attr(m, "class", wf_str_of(class));
}

static void
put_muted(struct wf_markup *m, wf_str s)
{
	open_class(m, "span", "muted");
	wf_words(m, s);
	wf_untag(m);
}

/* A text of law: its language is said, so that the right glyphs are taken. */
static void
open_text(struct wf_markup *m, const char *class)
{
	open_class(m, "div", class);
	wf_attr(m, "lang", WF_S("zh-Hans"));
}

/* ---- head of the page -------------------------------------------------------------------------- */

static void
put_switch(struct wf_markup *m, const char *id, const char *words, bool checked)
{
	wf_tag(m, "input");
	wf_attr(m, "type", WF_S("radio"));
	wf_attr(m, "name", WF_S("view"));
	wf_attr(m, "id", wf_str_of(id));
	if (checked)
		wf_attr(m, "checked", WF_S(""));
	wf_untag(m);
	wf_tag(m, "label");
	wf_attr(m, "for", wf_str_of(id));
	wf_words(m, wf_str_of(words));
	wf_untag(m);
	wf_raw_markup(m, "\n");
}

/* The files that gave a text, copies left out. */
static void
put_files(struct wf_markup *m, const json_t *sources)
{
	for (size_t i = 0; i < json_array_size(sources); i++) {
		const json_t *source = json_array_get(sources, i);
		if (!wf_get_bool(source, "shown"))
			continue;
		wf_tag(m, "br");
		wf_untag(m);
		put_muted(m, wf_get(source, "file"));
	}
}

/* − id · in force from … · status */
static void
put_text_item(struct wf_print *p, struct wf_markup *m, const json_t *side, const char *sign)
{
	struct wf_tty plain = *p->tty;
	struct wf_buf b = { 0 };

	plain.colour = false;
	if (wf_get(side, "effective_from").n) {
		wf_buf_put(&b, WF_S(" · "));
		wf_say1(&b, &plain, "day-from", wf_get(side, "effective_from"));
	}
	wf_buf_put(&b, WF_S(" · "));
	wf_put_status(&b, &plain, wf_get(side, "status"));
	wf_buf_put(&b, WF_S(" · "));
	wf_say1(&b, &plain, "day-asked", wf_get(side, "as_of"));
	wf_tag(m, "li");
	wf_words(m, wf_str_of(sign));
	wf_element(m, "strong", wf_get(side, "id"));
	put_muted(m, wf_buf_str(&b));
	put_files(m, json_object_get(side, "sources"));
	wf_untag(m);
	wf_raw_markup(m, "\n");
	wf_buf_free(&b);
}

static void
open_page(struct wf_print *p, wf_str subject)
{
	struct page *s = p->state;
	wf_str title = wf_arena_printf(&p->arena, "%.*s %s", WF_FMT(subject),
	    wf_msg(p->tty->lang, "diff-title"));

	wf_page_begin(&s->m, p->tty->lang, title);
	wf_element(&s->m, "h1", title);
	wf_raw_markup(&s->m, "\n");
	s->open = true;
}

static void
html_summary(struct wf_print *p, const json_t *summary)
{
	struct page *s = p->state;
	struct wf_markup *m = &s->m;
	const char *lang = p->tty->lang;
	struct wf_buf b = { 0 };
	bool same = wf_get_bool(summary, "same_text"), work = wf_get_bool(summary, "same_work");

	s->some = !wf_get_bool(summary, "whole");
	open_page(p, wf_get(json_object_get(summary, "new"), "citation"));
	open_class(m, "ul", "texts");
	wf_raw_markup(m, "\n");
	put_text_item(p, m, json_object_get(summary, "old"), "− ");
	put_text_item(p, m, json_object_get(summary, "new"), "+ ");
	wf_untag(m);
	if (same || !work)
		wf_element(m, "p", wf_str_of(wf_msg(lang, same ? "diff-same-text" : "diff-other-work")));
	wf_diff_counts(&b, summary, lang);
	wf_element(m, "p", wf_buf_str(&b));
	wf_raw_markup(m, "\n");
	wf_buf_free(&b);
	put_switch(m, "view-side", wf_msg(lang, "page-side"), true);
	put_switch(m, "view-inline", wf_msg(lang, "page-inline"), false);
	wf_tag(m, "main");
	wf_raw_markup(m, "\n");
}

/* That there is nothing to compare: the words, and the texts there are. */
static void
html_reason(struct wf_print *p, const json_t *rec)
{
	struct page *s = p->state;
	struct wf_buf b = { 0 };
	struct wf_tty plain = *p->tty;

	plain.colour = false;
	open_page(p, wf_get(rec, "citation"));
	wf_none_text(&b, rec, &plain);
	wf_element(&s->m, "pre", wf_buf_str(&b));
	wf_buf_free(&b);
}

/* ---- rows --------------------------------------------------------------------------------------------- */

static void
put_run(struct wf_markup *m, wf_str op, wf_str words)
{
	if (wf_str_is(op, "="))
		wf_words(m, words);
	else
		wf_element(m, wf_str_is(op, "-") ? "del" : "ins", words);
}

/* The runs of an edit script but those of one operation. */
static void
put_edits(struct wf_markup *m, const json_t *edits, const char *without)
{
	for (size_t i = 0; i < json_array_size(edits); i++) {
		const json_t *edit = json_array_get(edits, i);
		if (!wf_str_is(wf_get(edit, "op"), without))
			put_run(m, wf_get(edit, "op"), wf_get(edit, "text"));
	}
}

/* All provisions of one side, parted by a line, in one run. */
static void
put_whole(struct wf_markup *m, const json_t *rec, const char *key, const char *op)
{
	const json_t *list = json_object_get(rec, key);

	for (size_t i = 0; i < json_array_size(list); i++) {
		if (i)
			wf_words(m, WF_S("\n"));
		put_run(m, wf_str_of(op), wf_get_item(list, i));
	}
}

/* One cell: the words of a side, its own marked. */
static void
put_cell(struct wf_markup *m, const char *lang, const json_t *rec, bool old, bool again)
{
	const json_t *edits = json_object_get(rec, "edits");
	bool merged = wf_str_is(wf_get(rec, "status"), "merged");
	bool alone = wf_str_is(wf_get(rec, "status"), old ? "deleted" : "inserted");

	open_text(m, old ? "old" : "new");
	wf_attr(m, "role", WF_S("group"));	/* a side is told apart by its place: say it too */
	wf_attr(m, "aria-label", wf_str_of(wf_msg(lang, old ? "page-old" : "page-new")));
	if (again)
		wf_words(m, WF_S("↑"));
	else if (json_array_size(edits) && (old || !merged))
		put_edits(m, edits, old ? "+" : "-");
	else
		put_whole(m, rec, old ? "old_text" : "new_text", !alone ? "=" : old ? "-" : "+");
	wf_untag(m);
}

/* Of provisions that went into one, each shows what it gave; that one stands below the first. */
static void
put_inline(struct wf_markup *m, const json_t *rec, bool again)
{
	const json_t *edits = json_object_get(rec, "edits");
	wf_str status = wf_get(rec, "status");
	bool merged = wf_str_is(status, "merged");

	open_text(m, "inline");
	if (wf_str_is(status, "deleted"))
		put_whole(m, rec, "old_text", "-");
	else if (json_array_size(edits))
		put_edits(m, edits, merged ? "+" : "");
	else
		put_whole(m, rec, "new_text", wf_str_is(status, "inserted") ? "+" : "=");
	wf_untag(m);
	if (merged && !again) {
		open_text(m, "inline");
		wf_words(m, WF_S("= "));
		put_whole(m, rec, "new_text", "=");
		wf_untag(m);
	}
}

/* 第三十七条 → 第三十九条, what happened, and under which headings. */
static void
put_head(struct wf_print *p, struct wf_markup *m, const json_t *rec)
{
	struct wf_buf old = { 0 }, new = { 0 }, words = { 0 };
	wf_str heading = wf_get(rec, "new_heading");

	wf_diff_labels(&old, rec, "old");
	wf_diff_labels(&new, rec, "new");
	wf_diff_words(&words, rec, p->tty->lang);
	if (heading.n == 0)
		heading = wf_get(rec, "old_heading");
	wf_tag(m, "h2");
	if (old.n)
		wf_words(m, wf_buf_str(&old));
	if (old.n && new.n && !wf_str_eq(wf_buf_str(&old), wf_buf_str(&new)))
		wf_words(m, WF_S(" → "));
	if (new.n && !wf_str_eq(wf_buf_str(&old), wf_buf_str(&new)))
		wf_words(m, wf_buf_str(&new));
	put_muted(m, wf_arena_printf(&p->arena, " %.*s%s%.*s", WF_FMT(wf_buf_str(&words)),
	    heading.n ? " · " : "", WF_FMT(heading)));
	wf_untag(m);
	wf_buf_free(&old);
	wf_buf_free(&new);
	wf_buf_free(&words);
}

static void
put_row(struct wf_print *p, struct wf_markup *m, const json_t *rec)
{
	struct page *s = p->state;
	wf_str status = wf_get(rec, "status"), eid = wf_get_item(json_object_get(rec, "new"), 0);
	wf_str gone = wf_get_item(json_object_get(rec, "old"), 0);
	struct wf_buf label = { 0 };

	wf_diff_labels(&label, rec, "new");
	bool merged = wf_str_is(status, "merged"), again = merged && wf_str_eq(wf_buf_str(&label), s->merged);
	s->merged = merged ? wf_arena_str(&p->arena, wf_buf_str(&label)) : WF_S("");
	wf_buf_free(&label);
	wf_tag(m, "article");
	wf_attr(m, "class", wf_arena_printf(&p->arena, "row %.*s", WF_FMT(status)));
	if (!again)	/* an id stands once: that of the new text, else of the old */
		wf_attr(m, "id", eid.n ? eid : wf_arena_printf(&p->arena, "old-%.*s", WF_FMT(gone)));
	put_head(p, m, rec);
	open_class(m, "div", "side");
	put_cell(m, p->tty->lang, rec, true, false);
	put_cell(m, p->tty->lang, rec, false, again);
	wf_untag(m);
	put_inline(m, rec, again);
	wf_untag(m);
	wf_raw_markup(m, "\n");
}

/* Unchanged rows are there, folded away: <details> opens without script. */
static void
end_fold(struct wf_print *p)
{
	struct page *s = p->state;
	struct wf_buf b = { 0 }, n = { 0 };
	struct wf_markup *m = &s->m;

	if (s->nfolded == 0)
		return;
	wf_put_number(&n, s->nfolded);
	wf_say1(&b, p->tty, "count-unchanged", wf_buf_str(&n));
	wf_buf_printf(&b, "  %.*s", WF_FMT(s->first));
	if (s->nfolded > 1)
		wf_buf_printf(&b, "–%.*s", WF_FMT(s->last));
	wf_tag(m, "details");
	if (wf_arg(p->op, p->call, "all") || s->some)
		wf_attr(m, "open", WF_S(""));
	wf_element(m, "summary", wf_buf_str(&b));
	wf_raw_markup(m, p->held.p);	/* markup of our own making */
	wf_untag(m);
	wf_raw_markup(m, "\n");
	wf_buf_free(&b);
	wf_buf_free(&n);
	p->held.n = 0;
	s->nfolded = 0;
}

static void
html_record(struct wf_print *p, const json_t *rec)
{
	struct page *s = p->state;
	const json_t *summary = json_object_get(rec, "summary");
	struct wf_buf label = { 0 };

	if (summary)
		html_summary(p, summary);
	else if (json_object_get(rec, "reason"))
		html_reason(p, rec);
	if (summary || json_object_get(rec, "reason"))
		return;
	if (!wf_str_is(wf_get(rec, "status"), "unchanged")) {
		end_fold(p);
		put_row(p, &s->m, rec);
		return;
	}
	wf_diff_labels(&label, rec, "new");
	s->last = wf_arena_str(&p->arena, wf_buf_str(&label));
	if (s->nfolded++ == 0)
		s->first = s->last;
	wf_buf_free(&label);
	put_row(p, &s->folded, rec);
}

static void
html_end(struct wf_print *p)
{
	struct page *s = p->state;

	end_fold(p);
	if (s->open)
		wf_page_end(&s->m);
}

const struct wf_format wf_diff_html = { "html", "text/html; charset=utf-8", html_begin, html_record, html_end };
