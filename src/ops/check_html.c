/*
 * A report of check as a page: the document with each reference marked in place, beside it the
 * findings with their evidence.  No script, nothing to load; escaping is wf_markup's.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* What a stretch of the document is marked as: a record's reference or its quotation. */
struct stretch { uint32_t off, len; size_t record; bool quote; };

struct page {
	struct wf_print *p;
	struct wf_markup m;
	const char *lang;
	size_t *number;		/* of each record among the references, from 1; 0 = set aside */
};

static const char *const kind_class[] = { "right", "wrong", "open", "aside" };

static void
open_class(struct wf_markup *m, const char *name, const char *class)
{
	wf_tag(m, name);
	wf_attr(m, "class", wf_str_of(class));
}

static void
put_class(struct wf_markup *m, const char *name, const char *class, wf_str words)
{
	open_class(m, name, class);
	wf_words(m, words);
	wf_untag(m);
}

static void
put_message(struct page *g, const char *name, const char *key)
{
	wf_element(&g->m, name, wf_str_of(wf_msg(g->lang, key)));
}

static wf_str
id_of(struct page *g, char letter, size_t number)
{
	return wf_arena_printf(&g->p->arena, "%c%zu", letter, number);
}

/* ---- evidence ------------------------------------------------------------------------ */

static void
put_run(void *payload, char op, wf_str words)
{
	struct wf_markup *m = payload;

	if (op == '=')
		wf_words(m, words);
	else
		wf_element(m, op == '-' ? "del" : "ins", words);
}

/* A paragraph of a label and words of law or of the document. */
static void
put_labelled(struct page *g, const char *key, wf_str words)
{
	if (words.n == 0)
		return;
	wf_tag(&g->m, "p");
	wf_words(&g->m, wf_str_of(wf_msg(g->lang, key)));
	wf_tag(&g->m, "span");
	wf_attr(&g->m, "lang", WF_S("zh-Hans"));
	wf_words(&g->m, words);
	wf_untag(&g->m);
	wf_untag(&g->m);
}

static void
put_redline(struct page *g, const json_t *edits)
{
	wf_tag(&g->m, "p");
	wf_words(&g->m, wf_str_of(wf_msg(g->lang, "check-redline-marked")));
	wf_tag(&g->m, "span");
	wf_attr(&g->m, "lang", WF_S("zh-Hans"));
	wf_check_redline(edits, put_run, &g->m);
	wf_untag(&g->m);
	wf_untag(&g->m);
}

/* The provision verbatim, its id, days and file. */
static void
put_provision(struct page *g, const char *key, const json_t *of)
{
	struct wf_buf days = { 0 };

	if (wf_get(of, "citation").n == 0)
		return;
	put_labelled(g, key, wf_get(of, "citation"));
	if (wf_get(of, "text").n) {
		wf_tag(&g->m, "blockquote");
		wf_attr(&g->m, "lang", WF_S("zh-Hans"));
		wf_words(&g->m, wf_str_trim(wf_get(of, "text")));
		wf_untag(&g->m);
	}
	wf_check_days(&days, of, g->lang);
	open_class(&g->m, "p", "muted");
	wf_element(&g->m, "code", wf_get(of, "id"));
	wf_words(&g->m, WF_S(" · "));
	wf_words(&g->m, wf_buf_str(&days));
	wf_untag(&g->m);
	wf_buf_free(&days);
}

/* What a finding rests on, folded; open where something is wrong, so that it is printed too. */
static void
put_evidence(struct page *g, const json_t *rec)
{
	const json_t *e = json_object_get(rec, "evidence"), *edits = json_object_get(e, "edits");
	bool wrong = wf_check_kind(rec) == WF_CHECK_WRONG;

	if (wf_get(e, "citation").n == 0 && wf_get(json_object_get(rec, "suggest"), "citation").n == 0)
		return;
	wf_tag(&g->m, "details");
	if (wrong)
		wf_attr(&g->m, "open", WF_S(""));
	put_message(g, "summary", "check-evidence");
	if (json_array_size(edits))
		put_redline(g, edits);
	else if (wrong)
		put_labelled(g, "check-quote", wf_get(e, "quote"));
	put_provision(g, "check-basis", e);
	put_provision(g, "check-meant", json_object_get(rec, "suggest"));
	wf_untag(&g->m);
}

/* ---- the list of findings ----------------------------------------------------------------- */

static void
put_finding(struct page *g, const json_t *rec, size_t number)
{
	struct wf_markup *m = &g->m;
	struct wf_buf b = { 0 };

	wf_tag(m, "li");
	wf_attr(m, "id", id_of(g, 'f', number));
	wf_attr(m, "value", wf_str_from(id_of(g, 'f', number), 1));
	wf_tag(m, "a");
	wf_attr(m, "href", wf_arena_printf(&g->p->arena, "#r%zu", number));
	wf_attr(m, "lang", WF_S("zh-Hans"));
	wf_words(m, wf_get(rec, "surface"));
	wf_untag(m);
	wf_words(m, WF_S(" "));
	put_class(m, "strong", kind_class[wf_check_kind(rec)], wf_str_of(wf_check_verdict(rec, g->lang)));
	wf_words(m, WF_S(" "));
	wf_check_where(&b, rec, g->lang);
	put_class(m, "span", "muted", wf_buf_str(&b));
	b.n = 0;
	wf_check_sentence(&b, rec, g->lang);
	if (b.n)
		wf_element(m, "p", wf_buf_str(&b));
	put_evidence(g, rec);
	wf_untag(m);
	wf_raw_markup(m, "\n");
	wf_buf_free(&b);
}

/* What is no reference, and why. */
static void
put_aside(struct page *g, const json_t *rec)
{
	struct wf_buf b = { 0 };

	wf_check_where(&b, rec, g->lang);
	wf_tag(&g->m, "li");
	wf_tag(&g->m, "span");
	wf_attr(&g->m, "lang", WF_S("zh-Hans"));
	wf_words(&g->m, wf_get(rec, "surface"));
	wf_untag(&g->m);
	wf_words(&g->m, WF_S(" "));
	wf_words(&g->m, wf_str_of(wf_check_verdict(rec, g->lang)));
	wf_words(&g->m, WF_S(" "));
	put_class(&g->m, "span", "muted", wf_buf_str(&b));
	wf_untag(&g->m);
	wf_raw_markup(&g->m, "\n");
	wf_buf_free(&b);
}

/* The records of a kind; those that nothing has to be done about are folded. */
static void
put_group(struct page *g, enum wf_check_kind kind, const char *key, bool folded)
{
	struct wf_markup *m = &g->m;
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(g->p->kept); i++)
		n += wf_check_kind(json_array_get(g->p->kept, i)) == kind;
	if (n == 0)
		return;
	wf_str title = wf_arena_printf(&g->p->arena, "%s (%zu)", wf_msg(g->lang, key), n);
	if (folded)
		wf_tag(m, "details");
	if (folded)
		wf_tag(m, "summary");
	wf_element(m, "h2", title);
	if (folded)
		wf_untag(m);
	wf_tag(m, kind == WF_CHECK_ASIDE ? "ul" : "ol");
	wf_raw_markup(m, "\n");
	for (size_t i = 0; i < json_array_size(g->p->kept); i++) {
		const json_t *rec = json_array_get(g->p->kept, i);
		if (wf_check_kind(rec) != kind)
			continue;
		if (kind == WF_CHECK_ASIDE)
			put_aside(g, rec);
		else
			put_finding(g, rec, g->number[i]);
	}
	wf_untag(m);
	if (folded)
		wf_untag(m);
	wf_raw_markup(m, "\n");
}

/* ---- the document --------------------------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

/* True when the quotation holds a reference or lies in one: then only that is marked. */
static bool
meets_reference(const struct wf_subject *s, wf_span quote)
{
	size_t low = 0, high = s->nref;

	while (low < high) {	/* the first reference that ends behind the beginning of the quotation */
		size_t middle = low + (high - low) / 2;
		if (s->ref[middle].off + s->ref[middle].len <= quote.off)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->nref && s->ref[low].off < quote.off + quote.len;
}

/* What is marked, in order of the text, nothing twice. */
static size_t
find_stretches(struct stretch *out, struct page *g, const struct wf_subject *s)
{
	size_t n = 0, kept = 0;
	uint32_t end = 0;

	for (size_t i = 0; i < s->nref && i < json_array_size(g->p->kept); i++) {
		const json_t *rec = json_array_get(g->p->kept, i);
		wf_str reason = wf_get(rec, "reason");
		/* a law's own numbers are no references that anyone would look at */
		if (wf_check_kind(rec) == WF_CHECK_ASIDE && (wf_str_is(reason, "label") ||
		    wf_str_is(reason, "quoted_label")))
			continue;
		out[n++] = (struct stretch){ s->ref[i].off, s->ref[i].len, i, false };
		if (wf_check_kind(rec) == WF_CHECK_WRONG && s->quote[i].len &&
		    !meets_reference(s, s->quote[i]))
			out[n++] = (struct stretch){ s->quote[i].off, s->quote[i].len, i, true };
	}
	qsort(out, n, sizeof *out, by_place);
	for (size_t i = 0; i < n; i++) {
		if (out[i].off < end)
			continue;
		end = out[i].off + out[i].len;
		out[kept++] = out[i];
	}
	return kept;
}

/* A marked stretch, or that part of it that lies on a line; first: its beginning does. */
static void
put_stretch(struct page *g, const struct stretch *x, wf_str words, bool first)
{
	const json_t *rec = json_array_get(g->p->kept, x->record);
	enum wf_check_kind kind = wf_check_kind(rec);
	size_t number = g->number[x->record];
	struct wf_markup *m = &g->m;

	if (x->quote) {
		put_class(m, "span", "quoted", words);
		return;
	}
	wf_tag(m, number ? "a" : "span");
	wf_attr(m, "class", wf_arena_printf(&g->p->arena, "ref %s", kind_class[kind]));
	if (number && first)
		wf_attr(m, "id", id_of(g, 'r', number));
	if (number)
		wf_attr(m, "href", wf_arena_printf(&g->p->arena, "#f%zu", number));
	wf_attr(m, "title", wf_str_of(wf_check_verdict(rec, g->lang)));
	wf_words(m, words);
	if (number && kind != WF_CHECK_RIGHT)
		wf_element(m, "sup", wf_str_from(id_of(g, 'r', number), 1));
	wf_untag(m);
}

static void
put_line(struct page *g, const struct wf_subject *s, const struct wf_line *line, const struct stretch *x,
    size_t nx, size_t *next)
{
	uint32_t at = line->off, end = line->off + line->len;

	while (*next < nx && x[*next].off + x[*next].len <= at)
		(*next)++;
	for (size_t i = *next; i < nx && x[i].off < end; i++) {
		uint32_t from = x[i].off > at ? x[i].off : at, to = x[i].off + x[i].len;
		to = to < end ? to : end;
		wf_words(&g->m, wf_str_sub(s->source->text, at, from - at));
		put_stretch(g, &x[i], wf_str_sub(s->source->text, from, to - from), x[i].off >= line->off);
		at = to;
	}
	wf_words(&g->m, wf_str_sub(s->source->text, at, end - at));
}

static void
put_document(struct page *g, const struct wf_subject *s)
{
	struct stretch *x = wf_malloc((2 * s->nref + 1) * sizeof *x);
	size_t nx = find_stretches(x, g, s), next = 0;

	wf_tag(&g->m, "main");
	wf_attr(&g->m, "class", WF_S("document"));
	wf_attr(&g->m, "lang", WF_S("zh-Hans"));
	wf_attr(&g->m, "aria-label", wf_str_of(wf_msg(g->lang, "check-document")));
	wf_raw_markup(&g->m, "\n");
	for (size_t i = 0; i < s->source->nline; i++) {
		const struct wf_line *line = &s->source->line[i];
		if (wf_str_trim(wf_str_sub(s->source->text, line->off, line->len)).n == 0)
			continue;
		wf_tag(&g->m, "p");
		if (line->heading)
			wf_attr(&g->m, "class", line->heading == 1 ? WF_S("title") : WF_S("heading"));
		put_line(g, s, line, x, nx, &next);
		wf_untag(&g->m);
		wf_raw_markup(&g->m, "\n");
	}
	wf_untag(&g->m);
	free(x);
}

/* ---- the page --------------------------------------------------------------------------------- */

/* One row of the counts, which is the legend too: the words look as they do in the document. */
static void
put_count(void *payload, enum wf_check_kind kind, wf_str words, int64_t n)
{
	static const char *const keys[] = { "kind-right", "kind-wrong", "kind-open", "kind-aside" };
	struct page *g = payload;
	struct wf_buf number = { 0 };

	wf_put_number(&number, n);
	wf_tag(&g->m, "tr");
	wf_tag(&g->m, "td");
	put_class(&g->m, "span", wf_arena_printf(&g->p->arena, "ref %s", kind_class[kind]).p,
	    wf_str_of(wf_msg(g->lang, keys[kind])));
	wf_untag(&g->m);
	wf_element(&g->m, "td", words);
	put_class(&g->m, "td", "number", wf_buf_str(&number));
	wf_untag(&g->m);
	wf_raw_markup(&g->m, "\n");
	wf_buf_free(&number);
}

static void
put_head(struct page *g, const json_t *rec)
{
	const json_t *summary = json_object_get(rec, "summary");
	struct wf_markup *m = &g->m;
	struct wf_buf b = { 0 };

	wf_check_title(&b, summary, g->lang);
	wf_page_begin(m, g->lang, wf_buf_str(&b));
	wf_tag(m, "header");
	wf_element(m, "h1", wf_buf_str(&b));
	b.n = 0;
	wf_check_counts(&b, summary, g->lang);
	wf_element(m, "p", wf_buf_str(&b));
	open_class(m, "table", "counts");
	put_message(g, "caption", "check-legend");
	wf_tag(m, "tbody");
	wf_raw_markup(m, "\n");
	wf_check_rows(summary, g->lang, put_count, g);
	wf_untag(m);
	wf_untag(m);
	b.n = 0;
	wf_check_limits(&b, rec, g->lang);
	open_class(m, "p", "muted lines");
	wf_words(m, wf_str_trim(wf_buf_str(&b)));
	wf_untag(m);
	wf_untag(m);
	wf_raw_markup(m, "\n");
	wf_buf_free(&b);
}

static void
html_summary(struct wf_print *p, const json_t *rec)
{
	struct page g = { .p = p, .m = { .out = &p->out, .html = true }, .lang = p->tty->lang };
	size_t n = 0;

	g.number = wf_arena_alloc(&p->arena, (json_array_size(p->kept) + 1) * sizeof *g.number);
	for (size_t i = 0; i < json_array_size(p->kept); i++)
		g.number[i] = wf_check_kind(json_array_get(p->kept, i)) == WF_CHECK_ASIDE ? 0 : ++n;
	put_head(&g, rec);
	open_class(&g.m, "div", "report");
	open_class(&g.m, "nav", "findings");
	wf_attr(&g.m, "aria-label", wf_str_of(wf_msg(g.lang, "check-findings")));
	wf_attr(&g.m, "tabindex", WF_S("0"));	/* it scrolls: the keyboard must reach it */
	wf_raw_markup(&g.m, "\n");
	put_group(&g, WF_CHECK_WRONG, "check-findings", false);
	put_group(&g, WF_CHECK_OPEN, "check-open", false);
	put_group(&g, WF_CHECK_RIGHT, "kind-right", true);
	put_group(&g, WF_CHECK_ASIDE, "kind-aside", true);
	wf_untag(&g.m);
	put_document(&g, p->call->subject);
	wf_untag(&g.m);
	wf_page_end(&g.m);
	wf_check_counts(&p->note, json_object_get(rec, "summary"), g.lang);
}

static void
html_record(struct wf_print *p, const json_t *rec)
{
	if (!p->kept)
		p->kept = json_array();
	if (json_object_get(rec, "summary"))
		html_summary(p, rec);
	else
		json_array_append(p->kept, (json_t *)(uintptr_t)rec);
}

const struct wf_format wf_check_html = { "html", "text/html; charset=utf-8", NULL, html_record, NULL };
