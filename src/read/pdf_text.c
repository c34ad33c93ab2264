/*
 * Makes paragraphs of the rows of a PDF: by where rows begin and end between the margins, by their
 * size and distance. Joins across pages; moves no words.
 */
#include "read/pdf_int.h"

#include <stdlib.h>
#include <string.h>

#include "findings_gen.h"

/* What holds for the pages of one side of the sheet. */
struct margins { float left, right; };

struct layout {
	struct margins side[2];		/* even and odd pages */
	float em;			/* of the text */
	float pitch;			/* from row to row within a paragraph */
	bool indents;			/* paragraphs begin with a blank of two characters */
};

struct writer {
	struct wf_roll *s;
	const struct pdf *p;
	struct layout layout;
	const struct pdf_row *last;	/* row of the text written last */
	const struct pdf_row *around[64]; size_t naround;	/* heads and numbers met since */
	uint32_t wraps, heads, numbers;
	size_t title;			/* line that is the title; SIZE_MAX = none met */
	bool body;			/* rows of the text's own size have begun */
};

static wf_str
words_of(const struct pdf *p, const struct pdf_row *r)
{
	return (wf_str){ p->text.p + r->off, r->len };
}

static bool
is_text(const struct pdf_row *r)
{
	return (r->flags & (PDF_NUMBER | PDF_HEAD)) == 0;
}

/* ---- the layout --------------------------------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* The size of most of the text, in steps of half a point. */
static float
text_em(const struct pdf *p)
{
	float words[256] = { 0 };
	size_t best = 0;

	for (size_t i = 0; i < p->nrow; i++) {
		float step = p->row[i].em * 2;
		size_t at = step < 255 ? (size_t)(step + 0.5f) : 255;

		if (is_text(&p->row[i]))
			words[at] += (float)p->row[i].len;
	}
	for (size_t i = 1; i < 256; i++)
		best = words[i] > words[best] ? i : best;
	return best > 0 ? (float)best / 2 : 1;
}

static bool
same_size(float a, float b)
{
	float off = a - b, most = (a > b ? a : b) * 0.14f;

	return off < most && -off < most;
}

/*
 * Where full rows end. Rows that are not set flush end up to a character before the margin, and a stop
 * may hang over it: most of those near the outermost one tell.
 */
static float
right_edge(const float *at, size_t n, size_t outermost, float em)
{
	size_t first = outermost;

	while (first > 0 && at[first - 1] > at[outermost] - 2 * em)
		first--;
	return at[first + (n - 1 - first) * 4 / 5];
}

/* The margins of one side: the outermost places at which several rows begin and end. */
static struct margins
side_margins(const struct pdf *p, float em, int odd, float *at)
{
	struct margins m = { 0, 0 };
	size_t n = 0;

	for (int end = 0; end < 2; end++) {
		n = 0;
		for (size_t i = 0; i < p->nrow; i++) {
			const struct pdf_row *r = &p->row[i];

			if (is_text(r) && same_size(r->em, em) && (odd < 0 || (int)(r->page & 1) == odd))
				at[n++] = end ? r->x1 : r->x0;
		}
		if (n == 0)
			return m;
		qsort(at, n, sizeof(*at), by_value);
		size_t skip = n > 40 ? n / 40 : n > 4 ? 1 : 0;

		if (end)
			m.right = right_edge(at, n, n - 1 - skip, em);
		else
			m.left = at[skip];
	}
	return n >= 8 || odd < 0 ? m : (struct margins){ 0, 0 };
}

static struct margins
margins_of(const struct layout *l, const struct pdf_row *r)
{
	return l->side[r->page & 1];
}

static float
indent_of(const struct layout *l, const struct pdf_row *r)
{
	return (r->x0 - margins_of(l, r).left) / l->em;
}

/* Em that a row leaves free at its end. */
static float
room_of(const struct layout *l, const struct pdf_row *r)
{
	return (margins_of(l, r).right - r->x1) / l->em;
}

static bool
is_centred(const struct layout *l, const struct pdf_row *r)
{
	float left = indent_of(l, r), right = room_of(l, r), off = left - right;

	return left > 1.5f && right > 1.5f && off < 1.5f && off > -1.5f;
}

/*
 * Do paragraphs begin with a blank? After a row that leaves much free a paragraph certainly begins:
 * most such rows tell.
 */
static bool
has_indents(const struct pdf *p, const struct layout *l)
{
	size_t deep = 0, flush = 0;
	const struct pdf_row *before = NULL;

	for (size_t i = 0; i < p->nrow; i++) {
		const struct pdf_row *r = &p->row[i];

		if (!is_text(r) || !same_size(r->em, l->em))
			continue;
		if (before != NULL && room_of(l, before) > 4 && !is_centred(l, r)) {
			float indent = indent_of(l, r);

			deep += indent > 1.2f && indent < 4.5f;
			flush += indent < 0.8f;
		}
		before = r;
	}
	return deep > flush;
}

/* The usual distance from row to row: that of rows in the middle of paragraphs. */
static float
usual_pitch(const struct pdf *p, const struct layout *l, float *at)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < p->nrow; i++) {
		const struct pdf_row *a = &p->row[i], *b = a + 1;

		if (a->page == b->page && is_text(a) && is_text(b) && same_size(a->em, l->em) &&
		    same_size(b->em, l->em) && room_of(l, a) < 1.5f && b->y0 > a->y0)
			at[n++] = b->y0 - a->y0;
	}
	if (n == 0)
		return 0;
	qsort(at, n, sizeof(*at), by_value);
	return at[n / 3];
}

static struct layout
layout_of(const struct pdf *p)
{
	struct layout l = { .em = text_em(p) };
	float *at = wf_malloc((p->nrow + 1) * sizeof(*at));
	struct margins all = side_margins(p, l.em, -1, at);

	for (int odd = 0; odd < 2; odd++) {
		struct margins m = side_margins(p, l.em, odd, at);

		l.side[odd] = m.right > m.left ? m : all;
	}
	l.indents = has_indents(p, &l);
	l.pitch = usual_pitch(p, &l, at);
	free(at);
	return l;
}

/* ---- joining ------------------------------------------------------------------------------ */

static bool
closes(wf_str s)
{
	uint32_t cp;

	wf_utf8_last(s, &cp);
	return cp == 0x3002 || cp == 0xFF1B || cp == 0xFF1A || cp == 0xFF01 || cp == 0xFF1F ||
	    cp == ';' || cp == ':' || cp == 0x201D || cp == 0xFF09;	/* 。；：！？”） */
}

/* Stands at no beginning of a row: 、 and 。 》 and the full-width ones. */
static bool
is_closing(uint32_t cp)
{
	return cp == 0x3001 || cp == 0x3002 || cp == 0x3009 || cp == 0x300B || cp == 0x300D || cp == 0x3011 ||
	    cp == 0x201D || cp == 0x2019 || (cp >= 0xFF00 && cp < 0xFF10 && cp != 0xFF08) || cp == 0xFF1A ||
	    cp == 0xFF1B || cp == 0xFF1F || cp == 0x3015;
}

/* Stands at no end of a row. */
static bool
is_opening(uint32_t cp)
{
	return cp == 0x3008 || cp == 0x300A || cp == 0x300C || cp == 0x3010 || cp == 0x201C || cp == 0x2018 ||
	    cp == 0xFF08 || cp == 0x3014;
}

/* Em of the first piece of a row, which would have had to fit on the row above as a whole. */
static float
first_piece(wf_str s)
{
	uint32_t cp = s.n > 0 ? wf_utf8_next(&s) : 0;
	float em = wf_pdf_is_wide(cp) || is_opening(cp) ? 1.0f : 0.55f;

	if (is_opening(cp) && s.n > 0) {
		em += 1.0f;
		cp = wf_utf8_next(&s);
	}
	while (!wf_pdf_is_wide(cp) && s.n > 0 && em < 12 && !wf_is_space(wf_utf8_peek(s, NULL)) &&
	    !wf_pdf_is_wide(wf_utf8_peek(s, NULL))) {
		em += 0.55f;
		cp = wf_utf8_next(&s);
	}
	for (int n = 0; n < 3 && s.n > 0 && is_closing(wf_utf8_peek(s, NULL)); n++) {
		em += 1.0f;
		wf_utf8_next(&s);
	}
	return em;
}

/* Is a bracket or title mark of the row still open at its end? */
static bool
is_open(wf_str s)
{
	int depth = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (cp == 0xFF08 || cp == 0x300A || cp == '(')
			depth++;
		else if ((cp == 0xFF09 || cp == 0x300B || cp == ')') && depth > 0)
			depth--;
	}
	return depth > 0;
}

/*
 * Em that the first piece of the next row may miss and the row above still counts as full. After the end
 * of a sentence nothing is given; where a sentence is open a paragraph hardly ends.
 */
static float
slack_of(const struct layout *l, wf_str above, float indent)
{
	if (closes(above))
		return -0.15f;
	if (wf_str_ends(above, WF_S("，")) || wf_str_ends(above, WF_S("、")) || is_open(above))
		return 6.0f;
	return l->indents && indent < 0.8f ? 2.0f : 0.7f;
}

/* Rows of a title, or of a line in brackets under it, one below the other in the middle. */
static bool
goes_on_centred(const struct layout *l, const struct pdf_row *a, const struct pdf_row *b, wf_str above)
{
	bool title = a->em > l->em * 1.15f && !closes(above) && (is_centred(l, a) || room_of(l, a) < 2);

	return is_centred(l, b) && (is_open(above) || title);
}

/* An item whose rows hang deeper than the sign it begins with. */
static bool
is_hung(const struct layout *l, const struct pdf_row *a, const struct pdf_row *b, wf_str above)
{
	float deeper = b->x0 - a->x0;

	if (a->flags & PDF_HANGING)
		return deeper < 0.5f * l->em && deeper > -0.5f * l->em;
	return deeper > 0.5f * l->em && wf_read_label(above);
}

/* Does row b go on with the paragraph of row a? */
static bool
goes_on(const struct pdf *p, const struct layout *l, const struct pdf_row *a, struct pdf_row *b)
{
	wf_str above = words_of(p, a), words = words_of(p, b);
	float indent = indent_of(l, b), scale = b->em / l->em, step = b->y0 - a->y0;
	bool turned = a->page != b->page;

	if (!same_size(a->em, b->em) || ((a->flags | b->flags) & PDF_CELLS))
		return false;
	if (!turned && (step <= 0 || (l->pitch > 0 && step > l->pitch * 1.6f * scale)))
		return false;
	if (goes_on_centred(l, a, b, above))
		return true;
	if (room_of(l, a) > first_piece(words) + slack_of(l, above, indent) ||
	    (is_centred(l, b) && indent > 3))
		return false;
	if (wf_read_label(words) && closes(above))
		return false;
	if (indent > 0.8f && l->indents) {
		if (!is_hung(l, a, b, above))
			return false;
		b->flags |= PDF_HANGING;
		return true;
	}
	/* where paragraphs begin without a blank a wider distance parts them */
	return l->indents || turned || l->pitch <= 0 || step < l->pitch * 1.2f * scale;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Appends bytes that are cut again: raw has them, text has not. */
static void
put_cut(struct wf_roll *s, wf_str words, enum wf_cut_why why)
{
	wf_cuts_add(&s->cuts, s->raw.n, words.n, why);
	wf_buf_put(&s->raw, words);
}

/* Heads and numbers that stand between the last row and the next. */
static void
write_around(struct writer *w)
{
	for (size_t i = 0; i < w->naround; i++) {
		const struct pdf_row *r = w->around[i];
		enum wf_cut_why why = r->flags & PDF_NUMBER ? WF_CUT_PAGE_NUMBER : WF_CUT_RUNNING_HEAD;

		wf_roll_place(w->s, (struct wf_place){ .page = r->page });
		put_cut(w->s, words_of(w->p, r), why);
		put_cut(w->s, WF_S("\n"), why);
	}
	w->naround = 0;
}

/* Where the dots before a page number in contents begin: "第一章 总则……3". r.len = there are none. */
static size_t
leader_of(wf_str s)
{
	size_t digits = s.n, dots = 0, at;

	while (digits > 0 && s.p[digits - 1] >= '0' && s.p[digits - 1] <= '9')
		digits--;
	if (digits == s.n)
		return s.n;
	for (at = digits; at > 0;) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(s, 0, at), &cp);

		if (cp == '.' || cp == 0x2026 || cp == 0xB7 || cp == 0xFF0E || cp == 0x2027 || cp == 0x22EF)
			dots += cp == 0x2026 || cp == 0x22EF ? 3 : 1;
		else if (!wf_is_space(cp))
			break;
		at -= n;
	}
	return dots >= 3 && at > 0 ? at : s.n;
}

static void
write_row(struct writer *w, const struct pdf_row *r)
{
	wf_str words = words_of(w->p, r);
	size_t leader = leader_of(words);

	wf_roll_place(w->s, (struct wf_place){ .page = r->page });
	wf_roll_put(w->s, wf_str_sub(words, 0, leader));
	if (leader < words.n) {
		put_cut(w->s, wf_str_from(words, leader), WF_CUT_PAGE_NUMBER);
		w->numbers++;
	}
}

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Ends the row in the middle of its paragraph; between words of letters a blank stays. */
static void
wrap(struct writer *w, const struct pdf_row *next)
{
	uint32_t last, first = wf_utf8_peek(words_of(w->p, next), NULL);

	wf_utf8_last(words_of(w->p, w->last), &last);
	if (!wf_pdf_is_wide(last) && !wf_pdf_is_wide(first) && last != '-' &&
	    !(is_digit(last) && is_digit(first)))
		wf_roll_put(w->s, WF_S(" "));
	put_cut(w->s, WF_S("\n"), WF_CUT_WRAP);
	w->wraps++;
}

/* The title: the last large rows above the first row of the text on the first page with any. */
static void
look_for_title(struct writer *w, const struct pdf_row *r)
{
	const struct layout *l = &w->layout;

	if (w->body)
		return;
	if (r->em > l->em * 1.18f)
		w->title = w->s->nline - 1;
	else if (same_size(r->em, l->em) && room_of(l, r) < 3)
		w->body = true;
}

static void
write_text(struct writer *w, struct pdf_row *r)
{
	bool joined = w->last != NULL && w->s->open && goes_on(w->p, &w->layout, w->last, r);

	if (w->last != NULL && joined)
		wrap(w, r);
	else
		wf_roll_end(w->s);
	write_around(w);
	write_row(w, r);
	if (!joined && w->s->open)
		look_for_title(w, r);
	w->last = r;
}

static void
note(struct wf_findings *f, unsigned code, uint32_t a, uint32_t b)
{
	if (a > 0)
		wf_finding_add(f, code, (wf_span){ 0, 0 }, a, b);
}

void
wf_pdf_write(struct wf_roll *s, struct wf_findings *f, struct pdf *p)
{
	struct writer w = { .s = s, .p = p, .layout = layout_of(p), .title = SIZE_MAX };

	for (size_t i = 0; i < p->nrow; i++) {
		struct pdf_row *r = &p->row[i];

		if (is_text(r)) {
			write_text(&w, r);
			continue;
		}
		w.heads += (r->flags & PDF_NUMBER) == 0;
		w.numbers += (r->flags & PDF_NUMBER) != 0;
		if (w.naround == sizeof(w.around) / sizeof(w.around[0])) {
			wf_roll_end(s);
			write_around(&w);
		}
		w.around[w.naround++] = r;
	}
	wf_roll_end(s);
	write_around(&w);
	if (w.title < s->nline)
		s->line[w.title].heading = 1;
	note(f, WF_D_WRAPS, w.wraps, 0);
	note(f, WF_D_RUNNING_HEADS, w.heads, 0);
	note(f, WF_D_PAGE_NUMBERS, w.numbers, 0);
}

void
wf_pdf_lines(struct wf_roll *s, struct wf_findings *f, wf_str printed)
{
	struct pdf p = { 0 };
	uint32_t blank = 0;

	wf_pdf_rows(&p, printed);
	for (size_t i = 0; i < p.npage; i++)
		blank += p.page[i].n == 0;
	if (p.nrow > 0) {
		wf_pdf_mark_heads(&p);
		wf_pdf_write(s, f, &p);
		note(f, WF_D_BLANK_PAGES, blank, (uint32_t)p.npage);
	} else {
		wf_finding_add(f, WF_D_NO_TEXT_LAYER, (wf_span){ 0, 0 }, (uint32_t)p.npage, 0);
	}
	wf_pdf_free(&p);
}
