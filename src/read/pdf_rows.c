/*
 * Takes the words that pdftotext found on pages and puts them into rows, with the blanks that their
 * distances show. Does not know paragraphs.
 */
#include "read/pdf_int.h"

#include <stdlib.h>
#include <string.h>

#define WORDS 4000000u
#define CELL_GAP 2.0f		/* em between parts of a row of a table */
#define COLUMN_ROWS 6u		/* rows with two long parts, from which on a page has two columns */

bool
wf_pdf_is_wide(uint32_t cp)
{
	return wf_is_han(cp) || (cp >= 0x3000 && cp <= 0x30FF) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
	    (cp >= 0x2014 && cp <= 0x2026) || (cp >= 0x2460 && cp <= 0x24FF);
}

/* ---- what pdftotext prints ------------------------------------------------------------ */

/* A number at the start of s such as 90.614065. */
static float
number_at(wf_str s)
{
	double value = 0, unit = 1;
	bool minus = s.n > 0 && s.p[0] == '-', point = false;

	for (size_t i = minus; i < s.n && i < 24; i++) {
		if (s.p[i] == '.' && !point) {
			point = true;
		} else if (s.p[i] >= '0' && s.p[i] <= '9') {
			value = value * 10 + (s.p[i] - '0');
			unit *= point ? 10 : 1;
		} else {
			break;
		}
	}
	value /= unit;
	if (value > 100000)
		value = 100000;
	return (float)(minus ? -value : value);
}

/* The value of an attribute in a tag: xMin="90.6". */
static float
attribute(wf_str tag, const char *name)
{
	size_t at = wf_str_find(tag, wf_str_of(name), 0);

	return at == SIZE_MAX ? 0 : number_at(wf_str_from(tag, at + strlen(name) + 2));
}

/* Appends the characters of a word; pdftotext writes the five entities of XML. */
static void
put_word(struct wf_buf *out, wf_str s)
{
	static const struct { const char *name; char c; } entities[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
	};

	while (s.n > 0) {
		size_t used = 1;
		char c = s.p[0];

		for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]) && c == '&' && used == 1; i++) {
			if (wf_str_starts(s, wf_str_of(entities[i].name))) {
				used = strlen(entities[i].name);
				c = entities[i].c;
			}
		}
		/* a line end in a word would be one of ours; the invisible hyphen only ends lines */
		if (wf_str_starts(s, WF_S("\xC2\xAD")))
			used = 2;
		else if ((unsigned char)c >= 0x20 || c == '\t')
			wf_buf_ch(out, c);
		s = wf_str_from(s, used);
	}
}

static void
add_word(struct pdf *p, wf_str tag, wf_str words)
{
	if (p->nword >= WORDS)
		return;
	p->word = wf_grow(p->word, &p->word_cap, p->nword + 1, sizeof(*p->word));
	struct pdf_word *w = &p->word[p->nword];

	*w = (struct pdf_word){ .x0 = attribute(tag, "xMin"), .y0 = attribute(tag, "yMin"),
		.x1 = attribute(tag, "xMax"), .y1 = attribute(tag, "yMax"), .off = (uint32_t)p->text.n };
	put_word(&p->text, words);
	w->len = (uint32_t)p->text.n - w->off;
	p->nword += w->len > 0;
}

/* A line of pdftotext's: a row of its own for now. */
static void
add_row(struct pdf *p, uint32_t first)
{
	if (p->nword == first || p->npage == 0)
		return;
	p->row = wf_grow(p->row, &p->row_cap, p->nrow + 1, sizeof(*p->row));
	p->row[p->nrow++] = (struct pdf_row){ .first = first, .n = (uint32_t)p->nword - first,
		.page = (uint32_t)p->npage };
	p->page[p->npage - 1].n++;
}

static void
add_page(struct pdf *p, wf_str tag)
{
	p->page = wf_grow(p->page, &p->page_cap, p->npage + 1, sizeof(*p->page));
	p->page[p->npage++] = (struct pdf_page){ .width = attribute(tag, "width"),
		.height = attribute(tag, "height"), .first = (uint32_t)p->nrow };
}

/* ---- rows ------------------------------------------------------------------------------- */

static void
measure(struct pdf *p, struct pdf_row *r)
{
	float wide = 0, units = 0;

	for (uint32_t i = r->first; i < r->first + r->n; i++) {
		const struct pdf_word *w = &p->word[i];
		float own = 0;
		uint32_t han = 0;

		for (wf_str s = { p->text.p + w->off, w->len }; s.n > 0;) {
			bool is_wide = wf_pdf_is_wide(wf_utf8_next(&s));

			own += is_wide ? 1.0f : 0.5f;
			han += is_wide;
		}
		if (han > 0) {
			wide += w->x1 - w->x0;
			units += own;
		}
		bool first = i == r->first;

		r->x0 = first || w->x0 < r->x0 ? w->x0 : r->x0;
		r->y0 = first || w->y0 < r->y0 ? w->y0 : r->y0;
		r->x1 = first || w->x1 > r->x1 ? w->x1 : r->x1;
		r->y1 = first || w->y1 > r->y1 ? w->y1 : r->y1;
	}
	r->em = units >= 2 ? wide / units : 0;	/* 0: no Han to measure; size_letters sees to it */
}

static int
by_left(const void *a, const void *b)
{
	float x = ((const struct pdf_word *)a)->x0, y = ((const struct pdf_word *)b)->x0;

	return (x > y) - (x < y);
}

static int
by_top(const void *a, const void *b)
{
	const struct pdf_row *x = a, *y = b;
	float up = x->y0 + x->y1, down = y->y0 + y->y1;

	if (up != down)
		return up > down ? 1 : -1;
	return (x->x0 > y->x0) - (x->x0 < y->x0);
}

/* Do two rows stand at one height, beside each other? */
static bool
is_beside(const struct pdf_row *a, const struct pdf_row *b)
{
	float top = a->y0 > b->y0 ? a->y0 : b->y0, end = a->y1 < b->y1 ? a->y1 : b->y1;
	float low = a->y1 - a->y0 < b->y1 - b->y0 ? a->y1 - a->y0 : b->y1 - b->y0;

	return end - top > low * 0.5f && (a->x1 <= b->x0 + 1 || b->x1 <= a->x0 + 1);
}

/* Has the page two columns of text, whose rows must not be joined across? */
static bool
has_columns(const struct pdf_row *row, size_t n)
{
	float left = 0, right = 0;
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++) {
		left = i == 0 || row[i].x0 < left ? row[i].x0 : left;
		right = i == 0 || row[i].x1 > right ? row[i].x1 : right;
	}
	float least = (right - left) * 0.3f;

	for (size_t i = 0; i + 1 < n; i++)
		pairs += is_beside(&row[i], &row[i + 1]) && row[i].x1 - row[i].x0 > least &&
		    row[i + 1].x1 - row[i + 1].x0 > least;
	return pairs >= COLUMN_ROWS && pairs * 5 >= n;
}

/* Appends the words of rows from to to as one row, in their order on the paper. */
static void
join_rows(struct pdf *p, struct pdf_word *copy, struct pdf_row *out, const struct pdf_row *from,
    const struct pdf_row *to)
{
	size_t n = 0;

	for (const struct pdf_row *r = from; r < to; r++) {
		memcpy(copy + n, p->word + r->first, r->n * sizeof(*copy));
		n += r->n;
	}
	*out = *from;
	out->first = (uint32_t)p->nword;
	out->n = (uint32_t)n;
	qsort(copy, n, sizeof(*copy), by_left);
	p->word = wf_grow(p->word, &p->word_cap, p->nword + n, sizeof(*p->word));
	memcpy(p->word + p->nword, copy, n * sizeof(*copy));
	p->nword += n;
	measure(p, out);
}

/* Joins what stands at one height on a page and puts its rows in order from the top. */
static void
settle_page(struct pdf *p, struct pdf_page *page, struct pdf_word *copy)
{
	struct pdf_row *row = p->row + page->first;
	struct pdf_row *sorted = wf_malloc((page->n + 1) * sizeof(*sorted));
	size_t n = 0;

	for (uint32_t i = 0; i < page->n; i++)
		measure(p, &row[i]);
	memcpy(sorted, row, page->n * sizeof(*row));
	qsort(sorted, page->n, sizeof(*sorted), by_top);
	if (!has_columns(sorted, page->n)) {
		for (size_t i = 0, k; i < page->n; i = k) {
			for (k = i + 1; k < page->n && is_beside(&sorted[k - 1], &sorted[k]);)
				k++;
			row[n] = sorted[i];
			if (k > i + 1)
				join_rows(p, copy, &row[n], &sorted[i], &sorted[k]);
			n++;
		}
		page->n = (uint32_t)n;
	}
	free(sorted);
}

/*
 * How far the characters of a row are drawn apart, in em: 0 but where nearly each stands alone, as in a
 * heading set wide.
 */
static float
spacing_of(const struct pdf *p, const struct pdf_row *r)
{
	float least = 0;
	uint32_t single = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		const struct pdf_word *w = &p->word[r->first + i];

		single += wf_utf8_count((wf_str){ p->text.p + w->off, w->len }) == 1;
		if (i > 0 && (i == 1 || w->x0 - w[-1].x1 < least))
			least = w->x0 - w[-1].x1;
	}
	return r->n >= 4 && single * 4 >= r->n * 3 && least > 0 ? least / r->em : 0;
}

/* Is the distance between two words of a row a blank? */
static bool
is_apart(const struct pdf *p, const struct pdf_word *a, const struct pdf_word *b, float em, float spacing)
{
	uint32_t last;
	float gap = b->x0 - a->x1 - spacing * em;

	wf_utf8_last((wf_str){ p->text.p + a->off, a->len }, &last);
	bool left = wf_pdf_is_wide(last);
	bool right = wf_pdf_is_wide(wf_utf8_peek((wf_str){ p->text.p + b->off, b->len }, NULL));

	/* letters stand a quarter apart from Han by themselves */
	return gap > em * (left && right ? 0.18f : left || right ? 0.3f : 0.12f);
}

/* Writes the text of a row and marks it when it has cells. */
static void
write_row(struct wf_buf *out, const struct pdf *p, struct pdf_row *r)
{
	float spacing = spacing_of(p, r);

	r->off = (uint32_t)out->n;
	for (uint32_t i = 0; i < r->n; i++) {
		const struct pdf_word *w = &p->word[r->first + i];

		if (i > 0 && is_apart(p, w - 1, w, r->em, spacing))
			wf_buf_ch(out, ' ');
		if (i > 0 && w->x0 - w[-1].x1 > CELL_GAP * r->em)
			r->flags |= PDF_CELLS;
		wf_buf_put(out, (wf_str){ p->text.p + w->off, w->len });
	}
	r->len = (uint32_t)out->n - r->off;
}

/* Rows of letters have the size of Han of their height. */
static void
size_letters(struct pdf *p)
{
	float width = 0, height = 0;

	for (size_t i = 0; i < p->nrow; i++) {
		if (p->row[i].em > 0) {
			width += p->row[i].em;
			height += p->row[i].y1 - p->row[i].y0;
		}
	}
	float ratio = width > 0 && height > 0 ? width / height : 0.76f;

	for (size_t i = 0; i < p->nrow; i++) {
		struct pdf_row *r = &p->row[i];

		if (r->em <= 0)
			r->em = (r->y1 - r->y0) * ratio;
		if (r->em < 1)
			r->em = 1;
	}
}

static void
settle_rows(struct pdf *p)
{
	struct pdf_word *copy = wf_malloc((p->nword + 1) * sizeof(*copy));
	struct wf_buf text = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < p->npage; i++) {
		struct pdf_page *page = &p->page[i];

		settle_page(p, page, copy);
		memmove(p->row + n, p->row + page->first, page->n * sizeof(*p->row));
		page->first = (uint32_t)n;
		n += page->n;
	}
	p->nrow = n;
	free(copy);
	size_letters(p);
	for (size_t i = 0; i < p->nrow; i++)
		write_row(&text, p, &p->row[i]);
	wf_buf_free(&p->text);
	p->text = text;		/* of rows, from here on */
}

void
wf_pdf_rows(struct pdf *p, wf_str printed)
{
	uint32_t first = 0;

	for (size_t at = 0; (at = wf_str_find(printed, WF_S("<"), at)) != SIZE_MAX;) {
		wf_str rest = wf_str_from(printed, at);
		size_t end = wf_str_find(rest, WF_S(">"), 0);
		wf_str tag = wf_str_sub(rest, 0, end);

		if (end == SIZE_MAX)
			break;
		at += end + 1;
		if (wf_str_starts(tag, WF_S("<page "))) {
			add_page(p, tag);
		} else if (wf_str_starts(tag, WF_S("<line "))) {
			first = (uint32_t)p->nword;
		} else if (wf_str_starts(tag, WF_S("</line"))) {
			add_row(p, first);
			first = (uint32_t)p->nword;
		} else if (wf_str_starts(tag, WF_S("<word "))) {
			size_t close = wf_str_find(rest, WF_S("</word>"), end);

			if (close == SIZE_MAX)
				break;
			add_word(p, tag, wf_str_sub(rest, end + 1, close - end - 1));
			at += close - end - 1;
		}
	}
	if (p->nrow > 0)
		settle_rows(p);
}

void
wf_pdf_free(struct pdf *p)
{
	wf_buf_free(&p->text);
	free(p->word);
	free(p->row);
	free(p->page);
	*p = (struct pdf){ 0 };
}
