/*
 * Decides what each piece of the body is: article, heading, item, annex, wrapped line
 * or quotation.  Builds nothing; parse.c turns the decisions into nodes.
 */
#include "law_int.h"

#include <stdlib.h>
#include <string.h>

/* Labels to look ahead: far enough for any law, and a bound on time for any file. */
#define LOOK_AHEAD 512u

/* A run of pieces with a numbering of its own: the body, or one annex. */
struct segment {
	size_t from, to;
	bool annex, articles;
	bool strict;		/* among its labels are many of other laws: only an unbroken count is believed */
};

static wf_str
str_at(const struct parse *p, size_t i)
{
	return piece_str(p, &p->piece.v[i]);
}

static size_t
chars(wf_str s)
{
	return wf_utf8_count(s);
}

/* Could piece i be an article by its label alone? */
static bool
article_label(const struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];

	return x->label.kind == WF_ARTICLE && article_starts(str_at(p, i), &x->label);
}

/* A line that can be a heading: short, not closed like a sentence, without a label. */
static bool
heading_like(const struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	wf_str s = str_at(p, i);
	size_t n = chars(s);

	if (x->label.kind != WF_DOC || x->glued || (x->hint & (WF_LINE_TABLE | WF_LINE_QUOTE)) || n > 40)
		return false;
	if (x->heading != 0)
		return true;
	/* digits stand in lists of figures, signs in formulas, not in headings */
	for (wf_str rest = s; rest.n != 0; ) {
		uint32_t cp = wf_utf8_next(&rest);

		if (cp - '0' < 10u || cp == '=' || cp == 0xff1d || cp == 0xd7 || cp == 0xf7)
			return false;
	}
	return !ends_closed(s) && !wf_str_ends(s, WF_S("，")) && !wf_str_ends(s, WF_S(",")) && n <= 30;
}

/* ---- annexes -------------------------------------------------------------------- */

static bool
annex_label(const struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	wf_str s = str_at(p, i), rest = wf_str_from(s, x->label.len);

	if (x->label.kind != WF_ANNEX || x->glued)
		return false;
	if (x->heading != 0 || wf_str_trim(rest).n == 0)
		return true;
	/* 附件一所列的…。 is a sentence */
	return chars(s) <= 60 && !wf_str_ends(s, WF_S("。")) &&
	    !wf_str_starts(rest, WF_S("所")) && !wf_str_starts(rest, WF_S("的")) &&
	    !wf_str_starts(rest, WF_S("和")) && !wf_str_starts(rest, WF_S("、")) &&
	    !wf_str_starts(rest, WF_S("中"));
}

/* Words with which the title of an appended list ends, when no 附件 stands before it. */
static bool
list_title(wf_str s)
{
	static const char *const ends[] = { "目录", "目录表", "税率表", "标准表", "税目表", "名单", "一览表",
		"收费标准", "品种目录", "对照表" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (wf_str_ends(s, wf_str_of(ends[i])))
			return true;
	return false;
}

/* Number of the next article after i; 0 = none near. */
static uint32_t
article_after(const struct parse *p, size_t i)
{
	unsigned hops = 0;

	for (size_t k = p->piece.v[i].next; k < p->piece.n && hops < LOOK_AHEAD; hops++) {
		if (article_label(p, k))
			return p->piece.v[k].label.num;
		k = p->piece.v[k].next;
	}
	return 0;
}

/*
 * Marks the pieces with which annexes begin.  A line 附件… in the middle of the articles, after
 * which their numbers go on, is none.
 */
static void
find_annexes(struct parse *p)
{
	uint32_t last = 0, next;
	bool closing = false;

	for (size_t i = p->body; i < p->piece.n; i++) {
		struct piece *x = &p->piece.v[i];

		if (article_label(p, i)) {
			last = x->label.num;
			closing = wf_str_has(str_at(p, i), WF_S("施行"));
			continue;
		}
		if (!annex_label(p, i) && !(closing && last > 1 && heading_like(p, i) &&
		    x->heading == 0 && list_title(str_at(p, i))))
			continue;
		next = article_after(p, i);
		if (last != 0 && next == last + 1)
			continue;
		x->cls = PC_ANNEX;
		x->kind = WF_ANNEX;
		closing = false;
		if (x->label.kind != WF_ANNEX) {
			x->label = (struct wf_label){ .kind = WF_ANNEX };
			x->flags |= WF_INFERRED;
		}
	}
}

/* ---- articles ----------------------------------------------------------------------- */

/* Do the article labels of the segment count up, as own articles do? */
static bool
counts_up(const struct parse *p, struct segment *g)
{
	uint32_t n = 0, steps = 0, first = 0, num = 0, sub = 0, chain = 0;

	for (size_t i = g->from; i < g->to; i++) {
		const struct wf_label *l = &p->piece.v[i].label;

		if (!article_label(p, i))
			continue;
		if (n++ == 0)
			first = l->num;
		else if ((l->num == num + 1 && l->sub == 0) || (l->num == num && l->sub == sub + 1))
			steps++;
		if (l->num == chain + 1 && l->sub == 0)
			chain++;
		num = l->num, sub = l->sub;
	}
	if (n == 0 || p->is_case)
		return false;
	if (n == 1)
		return first == 1 || p->doc->head.part.len != 0;
	if (steps * 2 >= n - 1)
		return true;
	g->strict = true;
	return first == 1 && chain >= 2;
}

/* Does a later label of the segment go on with number want? */
static bool
goes_on(const struct parse *p, const struct segment *g, size_t i, uint32_t want)
{
	unsigned hops = 0;

	for (size_t k = p->piece.v[i].next; k < g->to && hops < LOOK_AHEAD; hops++) {
		if (article_label(p, k) && p->piece.v[k].label.num == want)
			return true;
		k = p->piece.v[k].next;
	}
	return false;
}

static void
take_article(struct parse *p, size_t i)
{
	struct piece *x = &p->piece.v[i];

	x->cls = PC_ARTICLE;
	x->kind = WF_ARTICLE;
	if (x->label.odd)
		note(p, WF_D_LABEL_ODD, (wf_span){ x->text.off, (uint32_t)x->label.len }, 0, 0);
	if (x->glued)
		note(p, WF_D_ARTICLE_GLUED, (wf_span){ x->text.off, (uint32_t)x->label.len }, 0, 0);
}

static void
quote(struct parse *p, size_t i)
{
	struct piece *x = &p->piece.v[i];

	x->flags |= WF_QUOTED;
	note(p, WF_D_QUOTED_ARTICLE, (wf_span){ x->text.off, (uint32_t)x->label.len }, 0, 0);
}

/* What find_articles has met. */
struct count { uint32_t num, sub; bool any; bool seen[10000]; };

/* Is an article label out of order a quotation, and not one misplaced? */
static bool
is_quoted(const struct parse *p, const struct segment *g, size_t i, const struct count *c)
{
	const struct wf_label *l = &p->piece.v[i].label;
	bool later = goes_on(p, g, i, c->num + 1);

	if (p->amends)
		return l->num != c->num;
	if (g->strict)
		return true;
	if (l->num > c->num)	/* 3, 5, 4, 6 is misplaced; 3, 58, 4, 5 quotes another law */
		return later && (l->num > c->num + 5 || goes_on(p, g, i, l->num));
	return later && c->seen[l->num] && l->num != c->num;
}

/* Says what is odd in the number of an article that is believed. */
static void
note_order(struct parse *p, const struct segment *g, size_t i, const struct count *c)
{
	const struct wf_label *l = &p->piece.v[i].label;
	wf_span at = { p->piece.v[i].text.off, (uint32_t)l->len };
	uint32_t from = c->num + 1;

	if (!c->any) {
		if (l->num > 1 && !g->annex && !p->amends && p->doc->head.part.len == 0)
			note(p, WF_D_ARTICLE_GAP, at, 1, l->num - 1);
		return;
	}
	while (from < l->num && (c->seen[from] || goes_on(p, g, i, from)))
		from++;
	if (l->num > c->num && from < l->num)
		note(p, WF_D_ARTICLE_GAP, at, from, l->num - 1);
	if (l->num < c->num || (l->num == c->num && l->sub <= c->sub))
		note(p, WF_D_ARTICLE_ORDER, at, l->num, c->num);
}

/* Rows of a table that lost its lines read as labels of other laws: one finding for all of them. */
static void
note_rows(struct parse *p, size_t first, size_t last, size_t rows)
{
	if (rows >= 3)
		note(p, WF_D_TABLE_FLAT, span_of(p->piece.v[first].start,
		    p->piece.v[last].text.off + p->piece.v[last].text.len), 0, 0);
}

/* Believes or quotes each article label of the segment. */
static void
find_articles(struct parse *p, struct segment *g)
{
	struct count c = { 0 };
	size_t first_row = 0, last_row = 0, rows = 0;

	g->articles = counts_up(p, g);
	for (size_t i = g->from; i < g->to; i++) {
		const struct wf_label *l = &p->piece.v[i].label;
		bool in_order = l->num == c.num + 1 || (l->num == c.num && l->sub > c.sub);

		if (!article_label(p, i) || p->piece.v[i].cls == PC_ANNEX)
			continue;
		if (!g->articles || (c.any && !in_order && is_quoted(p, g, i, &c))) {
			quote(p, i);
			if ((!g->articles || g->strict) && chars(str_at(p, i)) <= 40) {
				first_row = rows++ == 0 ? i : first_row;
				last_row = i;
			}
			continue;
		}
		note_order(p, g, i, &c);
		take_article(p, i);
		c.seen[l->num] = true;
		/* one misplaced does not set the count back; a new beginning does */
		if (l->num > c.num || l->num == 1 || l->num == c.num || !c.any)
			c.num = l->num, c.sub = l->sub;
		c.any = true;
	}
	note_rows(p, first_row, last_row, rows);
}

/* ---- headings ------------------------------------------------------------------------- */

/* 第N编/分编/章/节 at the start of a short line that is no sentence. */
static bool
struct_label(const struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	wf_str s = str_at(p, i), rest = wf_str_from(s, x->label.len);

	if (x->label.style != WF_LB_DI || x->label.kind == WF_ARTICLE || x->glued)
		return false;
	if (x->heading != 0)
		return true;
	if (chars(s) > 50 || wf_str_ends(s, WF_S("。")) || wf_str_ends(s, WF_S("；")))
		return false;
	return wf_str_ltrim(rest).p != rest.p || rest.n == 0 || article_starts(s, &x->label);
}

/* The first article of the segment, or its end. */
static size_t
first_article(const struct parse *p, const struct segment *g)
{
	size_t i = g->from;

	while (i < g->to && p->piece.v[i].cls != PC_ARTICLE)
		i++;
	return i;
}

/* Do three or more labels of kind stand before the first article, the last not the first's? */
static bool
headings_in_a_row(const struct parse *p, const struct segment *g, size_t first, uint8_t kind,
    size_t *end)
{
	size_t n = 0, last = 0;

	for (size_t i = g->from; i < first; i++)
		if (struct_label(p, i) && p->piece.v[i].label.kind == kind)
			last = i, n++;
	if (n < 3 || p->piece.v[last].label.num == 1)
		return false;
	*end = last + 1;
	return true;
}

/*
 * Contents: headings before the first article that stand again below.  All before the last
 * heading numbered 1 of the highest level is contents.
 */
static void
set_contents_aside(struct parse *p, const struct segment *g)
{
	size_t first = first_article(p, g), start = SIZE_MAX, end = SIZE_MAX, count = 0;
	uint8_t top = WF_KINDS;

	if (g->annex || !g->articles)
		return;
	for (size_t i = g->from; i < first; i++) {
		wf_str s = str_at(p, i);

		if (start == SIZE_MAX && chars(s) <= 8 && wf_str_starts(s, WF_S("目")) &&
		    wf_str_ends(s, WF_S("录")))
			start = i;
		if (!struct_label(p, i) || p->piece.v[i].label.num != 1)
			continue;
		if (p->piece.v[i].label.kind < top)
			top = p->piece.v[i].label.kind, count = 0;
		if (p->piece.v[i].label.kind != top)
			continue;
		if (count++ == 0 && start == SIZE_MAX)
			start = i;
		end = i;
	}
	/* no chapter is empty: three in a row are contents even if none of them stands again */
	if (count < 2 && headings_in_a_row(p, g, first, top, &end))
		count = 2;
	if (count < 2 && !(start != SIZE_MAX && count == 1 && end > start + 1))
		return;
	for (size_t i = start; i < end; i++)
		p->piece.v[i].cls = PC_PREFACE;
	note(p, WF_D_CONTENTS, span_of(p->piece.v[start].start, p->piece.v[end].start), 0, 0);
}

/* 一、 headings listed before the articles and met again: contents as well. */
static void
set_group_contents_aside(struct parse *p, const struct segment *g)
{
	size_t first = first_article(p, g), run = 0;

	if (g->annex || !g->articles)
		return;
	for (size_t i = g->from; i < first; i++)
		run += p->piece.v[i].label.style == WF_LB_HAN_COMMA && !ends_closed(str_at(p, i));
	if (run < 3)
		return;
	/* the heading right above the first article is the text's own */
	for (size_t i = g->from; i + 1 < first; i++) {
		struct piece *x = &p->piece.v[i];

		if (x->label.style == WF_LB_HAN_COMMA || x->heading != 0)
			x->cls = PC_PREFACE;
	}
	note(p, WF_D_CONTENTS, span_of(p->piece.v[g->from].start, p->piece.v[first].start), 0, 0);
}

static void
take_struct(struct parse *p, size_t i, uint8_t kind, uint32_t num)
{
	struct piece *x = &p->piece.v[i];

	x->cls = PC_STRUCT;
	x->kind = kind;
	x->num = num;
	x->sub = 0;
}

/* A heading is broken into so many further lines at most. */
#define WRAP_LINES 3u

/*
 * A heading goes on in the next lines, at most most: 第三章 alone, or a title broken in two.
 * @return the last piece of the heading
 */
static size_t
wrap_heading(struct parse *p, const struct segment *g, size_t i, size_t most)
{
	size_t k = i + 1;

	while (k < g->to && k < i + 1 + most && p->piece.v[k].cls == PC_PLAIN && heading_like(p, k) &&
	    p->piece.v[k].heading == 0)
		k++;
	if (k == i + 1 || k >= g->to || (p->piece.v[k].cls != PC_ARTICLE && most == WRAP_LINES &&
	    p->piece.v[k].cls != PC_STRUCT && !struct_label(p, k)))
		return i;
	for (size_t j = i + 1; j < k; j++) {
		p->piece.v[j].cls = PC_CONT;
		p->piece.v[i].text.len = p->piece.v[j].text.off + p->piece.v[j].text.len -
		    p->piece.v[i].text.off;
	}
	note(p, WF_D_HEADING_WRAPPED, p->piece.v[i].text, 0, 0);
	return k - 1;
}

/* Next labelled heading of kind after i, stopping at a higher one; 0 = none. */
static uint32_t
next_number(const struct parse *p, const struct segment *g, size_t i, uint8_t kind)
{
	unsigned hops = 0;

	for (size_t k = p->piece.v[i].next; k < g->to && hops < LOOK_AHEAD; hops++) {
		const struct wf_label *l = &p->piece.v[k].label;

		if (struct_label(p, k) && l->kind <= kind)
			return l->kind == kind ? l->num : 0;
		k = p->piece.v[k].next;
	}
	return 0;
}

/* Headings met so far in a segment. */
struct level {
	uint32_t chapter, section;		/* numbers of the last ones met */
	bool chapters, sections, books;		/* does the segment label any? */
	bool articles;				/* has an article been met? */
	size_t last;				/* piece of the last heading, its wrapped lines included */
};

static bool
is_supplement(wf_str s)
{
	struct wf_buf b = { 0 };
	bool yes;

	wf_fold(&b, s, WF_FOLD_NAME);
	yes = wf_str_is(wf_buf_str(&b), "附则");
	wf_buf_free(&b);
	return yes;
}

static bool
is_preamble_title(wf_str s)
{
	struct wf_buf b = { 0 };
	bool yes;

	wf_fold(&b, s, WF_FOLD_NAME);
	yes = wf_str_is(wf_buf_str(&b), "序言") || wf_str_is(wf_buf_str(&b), "前言") ||
	    wf_str_is(wf_buf_str(&b), "引言");
	wf_buf_free(&b);
	return yes;
}

/* How many headings without label stand before the next labelled chapter, i included. */
static uint32_t
bare_ahead(const struct parse *p, const struct segment *g, size_t i)
{
	uint32_t n = 0;

	for (size_t k = i; k < g->to && k < i + LOOK_AHEAD; k++) {
		if (struct_label(p, k) && p->piece.v[k].label.kind <= WF_CHAPTER)
			break;
		if (heading_like(p, k) && p->piece.v[k].cls == PC_PLAIN && k + 1 < g->to &&
		    p->piece.v[k + 1].cls == PC_ARTICLE)
			n++;
	}
	return n;
}

/* Titles that chapters have and sections hardly ever. */
static bool
is_chapter_title(wf_str s)
{
	static const char *const titles[] = { "总则", "附则", "法律责任", "罚则", "奖励与处罚", "监督检查" };
	struct wf_buf b = { 0 };
	bool yes = false;

	wf_fold(&b, s, WF_FOLD_NAME);
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		yes |= wf_str_is(wf_buf_str(&b), titles[i]);
	wf_buf_free(&b);
	return yes;
}

/*
 * What a heading that lost its 第N章 or 第N节 is, from the numbers around it.  Between two labelled
 * chapters as many bare ones are chapters as numbers are missing, the last of them; those before
 * are sections.  WF_DOC = neither fits.
 */
static uint8_t
bare_kind(const struct parse *p, const struct segment *g, size_t i, const struct level *v)
{
	uint32_t next = next_number(p, g, i, WF_CHAPTER), bare = bare_ahead(p, g, i);
	uint32_t next_sec = next_number(p, g, i, WF_SECTION);
	uint32_t missing = next > v->chapter + 1 ? next - v->chapter - 1 : 0;
	bool above_article = i + 1 < g->to && p->piece.v[i + 1].cls == PC_ARTICLE;
	bool after_heading = v->last + 1 == i && v->last != 0;

	if (is_supplement(str_at(p, i)))
		return WF_CHAPTER;
	if (next_sec > 1 && next_sec == v->section + 2)
		return WF_SECTION;
	if (next != 0) {
		if (!above_article || (bare <= missing && !after_heading))
			return missing != 0 ? WF_CHAPTER : WF_DOC;
		if (v->section != 0 || (after_heading && bare > missing))
			return WF_SECTION;
		return missing != 0 ? WF_CHAPTER : WF_DOC;
	}
	if (after_heading && above_article)
		return bare > 1 ? WF_SECTION : WF_DOC;
	if (v->chapters && v->section != 0 && !is_chapter_title(str_at(p, i)))
		return WF_SECTION;
	/* nothing is labelled, or nothing more: chapters, since a law without them has no headings */
	return WF_CHAPTER;
}

static void
take_bare(struct parse *p, const struct segment *g, size_t i, struct level *v)
{
	struct piece *x = &p->piece.v[i];
	uint8_t kind;

	if (v->books && is_supplement(str_at(p, i))) {
		x->flags |= WF_SUPPLEMENT;
		take_struct(p, i, WF_BOOK, 0);
		v->chapter = v->section = 0;
		v->last = i;
		return;
	}
	kind = g->articles ? bare_kind(p, g, i, v) : WF_DOC;
	if (kind == WF_DOC) {
		x->cls = PC_GROUP;
		if (x->heading == 0)
			note(p, WF_D_HEADING_STRAY, x->text, 0, 0);
		return;
	}
	x->flags |= WF_BARE | WF_INFERRED;
	if (kind == WF_CHAPTER) {
		/* articles stand before the first heading: that of the first chapter is lost */
		if (v->chapter == 0 && v->articles) {
			note(p, WF_D_CHAPTER_GAP, x->text, 1, 1);
			v->chapter = 1;
		}
		take_struct(p, i, kind, ++v->chapter);
		v->section = 0;
	} else {
		take_struct(p, i, kind, ++v->section);
	}
	v->last = i;
	note(p, WF_D_HEADING_BARE, x->text, 0, 0);
}

static void
take_labelled(struct parse *p, const struct segment *g, size_t i, struct level *v)
{
	const struct wf_label *l = &p->piece.v[i].label;

	take_struct(p, i, l->kind, l->num);
	if (l->odd)
		note(p, WF_D_LABEL_ODD, (wf_span){ p->piece.v[i].text.off, (uint32_t)l->len }, 0, 0);
	if (l->kind == WF_CHAPTER) {
		if (l->num > v->chapter + 1 && v->chapters)
			note(p, WF_D_CHAPTER_GAP, p->piece.v[i].text, v->chapter + 1, l->num - 1);
		v->chapter = l->num;
		v->section = 0;
	} else if (l->kind == WF_SECTION) {
		v->section = l->num;
	} else {
		v->section = 0;
		if (next_number(p, g, i, WF_CHAPTER) == 1)
			v->chapter = 0;
	}
	v->last = i;
}

/* A line of words right above an article, or marked as a heading, that has no label of its own. */
static bool
bare_heading(const struct parse *p, const struct segment *g, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	size_t k = i + 1;

	if (x->cls != PC_PLAIN || !heading_like(p, i))
		return false;
	if (x->heading != 0)
		return true;
	if (!g->articles || (i > g->from && !ends_closed(str_at(p, i - 1)) &&
	    p->piece.v[i - 1].cls != PC_STRUCT && p->piece.v[i - 1].cls != PC_CONT))
		return false;
	/* a heading in two lines, the second above the article */
	if (k < g->to && p->piece.v[k].cls == PC_PLAIN && heading_like(p, k))
		k++;
	return k < g->to && (p->piece.v[k].cls == PC_ARTICLE || struct_label(p, k));
}

/* 一、管辖 above articles: a heading that groups them. */
static bool
group_heading(const struct parse *p, const struct segment *g, size_t i)
{
	const struct piece *x = &p->piece.v[i];

	if (!g->articles || x->label.kind != WF_ITEM || x->cls != PC_PLAIN)
		return false;
	if (x->label.style != WF_LB_HAN_COMMA && x->label.style != WF_LB_HAN_PAREN)
		return false;
	if (x->heading != 0)
		return true;
	return i + 1 < g->to && p->piece.v[i + 1].cls == PC_ARTICLE && chars(str_at(p, i)) <= 40 &&
	    !ends_closed(str_at(p, i));
}

/*
 * How many lines under heading i may belong to it?  Not one that is a section without its label:
 * the next section is the second, or more such lines follow than chapters are missing.
 */
static size_t
wraps(const struct parse *p, const struct segment *g, size_t i, const struct level *v)
{
	const struct piece *x = &p->piece.v[i];
	uint32_t next = next_number(p, g, i, WF_CHAPTER);
	uint32_t missing = next > v->chapter + 1 ? next - v->chapter - 1 : 0;
	wf_str s = str_at(p, i);
	bool sections;

	if (x->kind == WF_SECTION || x->label.len == x->text.len || wf_str_ends(s, WF_S("、")) ||
	    wf_str_ends(s, WF_S("和")) || wf_str_ends(s, WF_S("与")) || wf_str_ends(s, WF_S("及")) ||
	    wf_str_ends(s, WF_S("，")))
		return WRAP_LINES;
	sections = (next_number(p, g, i, WF_SECTION) == 2 && v->section == 0) ||
	    (next == 0 ? bare_ahead(p, g, i + 2) >= 2 : bare_ahead(p, g, i + 2) > missing);
	if (!sections)
		return WRAP_LINES;
	/* two lines above an article: the second is the section */
	return i + 3 < g->to && p->piece.v[i + 3].cls == PC_ARTICLE && heading_like(p, i + 1) &&
	    heading_like(p, i + 2) ? 1 : 0;
}

static void
find_headings(struct parse *p, struct segment *g)
{
	struct level v = { 0 };

	for (size_t i = g->from; i < g->to; i++) {
		if (p->piece.v[i].cls != PC_PLAIN || !struct_label(p, i))
			continue;
		v.chapters |= p->piece.v[i].label.kind == WF_CHAPTER;
		v.sections |= p->piece.v[i].label.kind == WF_SECTION;
		v.books |= p->piece.v[i].label.kind == WF_BOOK;
	}
	for (size_t i = g->from; i < g->to; i++) {
		struct piece *x = &p->piece.v[i];

		v.articles |= x->cls == PC_ARTICLE;
		if (x->cls != PC_PLAIN)
			continue;
		if (p->is_case || p->amends) {
			if (x->heading != 0)
				x->cls = PC_GROUP;
			continue;
		}
		if (struct_label(p, i)) {
			take_labelled(p, g, i, &v);
			v.last = wrap_heading(p, g, i, wraps(p, g, i, &v));
		} else if (group_heading(p, g, i)) {
			x->cls = PC_GROUP;
			x->flags |= WF_GROUP;
		} else if (is_preamble_title(str_at(p, i)) && heading_like(p, i)) {
			x->cls = PC_PREAMBLE;
		} else if (bare_heading(p, g, i)) {
			take_bare(p, g, i, &v);
			if (x->heading == 0)
				v.last = wrap_heading(p, g, i, wraps(p, g, i, &v));
		}
	}
}

/* ---- below the article ------------------------------------------------------------------ */

/* Characters in a full line of a text that was wrapped at a width; 0 = not wrapped. */
static size_t
wrap_width(const struct parse *p)
{
	size_t count[64] = { 0 }, open = 0, n = 0, width = 0, best = 0;

	for (size_t i = p->body; i < p->piece.n; i++) {
		size_t len = chars(str_at(p, i));

		n++;
		open += !ends_closed(str_at(p, i));
		if (len < 64)
			count[len]++;
	}
	if (n < 40 || open * 2 < n)
		return 0;
	for (size_t i = 10; i < 63; i++) {
		size_t near = count[i - 1] + count[i] + count[i + 1];

		if (near > best)
			best = near, width = i;
	}
	return best * 4 >= n ? width : 0;
}

/* Marks lines that go on with the line before, which stopped in the middle of a sentence. */
static void
join_wrapped(struct parse *p, const struct segment *g, size_t width)
{
	for (size_t i = g->from; i < g->to; i++) {
		struct piece *x = &p->piece.v[i];
		size_t k = i + 1, least = width != 0 ? width * 4 / 5 : 14;
		bool listed = x->cls == PC_PLAIN || x->cls == PC_LIST || x->cls == PC_ARTICLE;

		if (!listed || x->heading != 0 || (x->hint & WF_LINE_TABLE) ||
		    (g->annex && width == 0))
			continue;
		while (k < g->to && p->piece.v[k].cls == PC_PLAIN && p->piece.v[k].label.kind == WF_DOC &&
		    p->piece.v[k].heading == 0 && !p->piece.v[k].glued &&
		    !(p->piece.v[k].hint & WF_LINE_TABLE) && !ends_closed(str_at(p, k - 1)) &&
		    chars(str_at(p, k - 1)) >= least)
			k++;
		/* unless the last of them closes the sentence these are lines of a list */
		if (k == i + 1 || (width == 0 && !ends_closed(str_at(p, k - 1)))) {
			i = k - 1;
			continue;
		}
		for (size_t j = i + 1; j < k; j++)
			p->piece.v[j].cls = PC_CONT;
		x->text.len = p->piece.v[k - 1].text.off + p->piece.v[k - 1].text.len - x->text.off;
		note(p, WF_D_LINE_WRAPPED, x->text, (uint32_t)(k - i), 0);
		i = k - 1;
	}
}

/*
 * Marks what an amendment quotes: from “ to ”, over as many lines as it takes.  Each quoted
 * paragraph may open anew; only the last one closes.
 */
static void
find_quotes(struct parse *p, const struct segment *g)
{
	bool open = false;

	for (size_t i = g->from; i < g->to && p->amends; i++) {
		struct piece *x = &p->piece.v[i];
		wf_str s = str_at(p, i);

		if (x->cls == PC_ARTICLE)
			open = false;
		if (x->cls == PC_PLAIN && (open || wf_str_starts(s, WF_S("“"))))
			x->flags |= WF_QUOTED;
		while (s.n != 0) {
			uint32_t cp = wf_utf8_next(&s);

			if (cp == 0x201c || cp == 0x201d)
				open = cp == 0x201c;
		}
	}
}

static void
find_lists(struct parse *p, const struct segment *g)
{
	for (size_t i = g->from; i < g->to; i++) {
		struct piece *x = &p->piece.v[i];

		if (x->cls != PC_PLAIN)
			continue;
		if (x->hint & WF_LINE_TABLE)
			x->cls = PC_TABLE;
		else if (x->label.kind == WF_ITEM && !(x->flags & WF_QUOTED))
			x->cls = PC_LIST;
	}
}

/* The lines under 附件 that are its title; under a titled one, the title said again. */
static void
take_annex_title(struct parse *p, const struct segment *g)
{
	const struct piece *annex = &p->piece.v[g->from - 1];
	wf_span words = after_label(p, annex);
	wf_str title = wf_str_sub(p->text, words.off, words.len);
	struct wf_buf a = { 0 }, b = { 0 };

	wf_fold(&a, title, WF_FOLD_NAME);
	for (size_t i = g->from; i < g->to && i < g->from + 3 && heading_like(p, i); i++) {
		wf_str s = str_at(p, i);

		if (a.n != 0) {
			b.n = 0;
			wf_fold(&b, s, WF_FOLD_NAME);
			if (!wf_str_eq(wf_buf_str(&a), wf_buf_str(&b)))
				break;
		}
		p->piece.v[i].cls = PC_CONT;
		if (a.n != 0 || (!wf_str_ends(s, WF_S("、")) && !wf_str_ends(s, WF_S("，"))))
			break;
	}
	wf_buf_free(&a);
	wf_buf_free(&b);
}

/* Cells of a line whose columns are parted by white space; 0 = a sentence or a provision. */
static size_t
cells(const struct parse *p, size_t i)
{
	wf_str s = str_at(p, i);
	size_t n = 1;
	bool space = false;

	if (p->piece.v[i].cls != PC_PLAIN || p->piece.v[i].heading != 0 || chars(s) > 60 ||
	    ends_closed(s))
		return 0;
	while (s.n != 0) {
		bool now = wf_is_space(wf_utf8_next(&s));

		n += now && !space;
		space = now;
	}
	return n;
}

/* Three and more lines with as many columns each were a table. */
static void
find_flat_tables(struct parse *p, const struct segment *g)
{
	for (size_t i = g->from, k; i < g->to; i = k) {
		size_t n = cells(p, i);

		for (k = i + 1; n >= 2 && k < g->to && cells(p, k) == n; )
			k++;
		if (n >= 2)
			note_rows(p, i, k - 1, k - i);
	}
}

static void
outline_segment(struct parse *p, struct segment g, size_t width)
{
	if (g.annex)
		take_annex_title(p, &g);
	find_articles(p, &g);
	if (!g.annex)
		p->doc->head.form = g.articles ? WF_FORM_ARTICLES : WF_FORM_PLAIN;
	set_contents_aside(p, &g);
	set_group_contents_aside(p, &g);
	find_headings(p, &g);
	find_quotes(p, &g);
	find_lists(p, &g);
	find_flat_tables(p, &g);
	join_wrapped(p, &g, width);
	if (!g.annex && !g.articles)
		for (size_t i = g.from; i < g.to; i++)
			if (p->piece.v[i].label.style == WF_LB_HAN_COMMA)
				p->doc->head.form = WF_FORM_NUMBERED;
}

/* Section titles of published cases. */
static bool
has_case_titles(const struct parse *p)
{
	static const char *const titles[] = { "基本案情", "简要案情", "案情回顾", "裁判要点", "裁判结果",
		"法院裁判", "典型意义", "案例分析", "法官解读", "处理结果", "裁判理由", "裁判要旨" };
	unsigned met = 0;

	for (size_t i = p->body; i < p->piece.n; i++)
		for (size_t k = 0; k < sizeof(titles) / sizeof(titles[0]); k++)
			met += wf_str_is(str_at(p, i), titles[k]);
	return met >= 2;
}

void
outline(struct parse *p)
{
	wf_str title = wf_source_slice(&p->doc->source, p->doc->head.title);
	size_t width = wrap_width(p), from = p->body;
	bool annex = false;

	for (size_t i = p->piece.n, next = SIZE_MAX; i-- > 0; ) {
		p->piece.v[i].next = next;
		if (p->piece.v[i].label.style == WF_LB_DI)
			next = i;
	}
	p->is_case = has_case_titles(p);
	p->amends = wf_str_has(title, WF_S("修正案")) ||
	    ((wf_str_has(title, WF_S("关于修改")) || wf_str_has(title, WF_S("关于修订"))) &&
	    wf_str_ends(title, WF_S("决定")));
	find_annexes(p);
	for (size_t i = p->body; i <= p->piece.n; i++) {
		if (i < p->piece.n && p->piece.v[i].cls != PC_ANNEX)
			continue;
		outline_segment(p, (struct segment){ .from = from, .to = i, .annex = annex }, width);
		from = i + 1;
		annex = true;
	}
	if (p->is_case)
		p->doc->head.form = WF_FORM_CASE;
}
