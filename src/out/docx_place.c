/*
 * Finds the words of a remark again in the XML that they were read from, by the characters between
 * blanks. What cannot be found is placed on its paragraph, never left out.
 */
#include "docx_int.h"

#include <stdlib.h>
#include <string.h>

#define NEAR 8		/* paragraphs before and after in which words are looked for */
#define SEARCHES 64u	/* of the whole document, when they are not near */

/* One character that is not blank; byte: where it stands among those of its paragraph. */
struct glyph { uint32_t byte, piece, begin, end; };

struct find {
	const struct docx_body *b;
	/* characters of one paragraph */
	uint32_t para;
	struct wf_buf words;
	struct glyph *glyph; size_t nglyph, glyph_cap;
	/* the line of the remark: its characters, and how far they have been counted */
	wf_str line;
	struct wf_buf squeezed;
	size_t at, squeezed_at;
	uint32_t own_para; size_t own_at;	/* where in it the words of a paragraph begin; SIZE_MAX = nowhere */
	int64_t shift;		/* of the document's count of paragraphs to the reader's */
	unsigned searches;
};

/* ---- characters --------------------------------------------------------------------------- */

static void
add_glyph(struct find *f, uint32_t cp, uint32_t piece, uint32_t begin, uint32_t end)
{
	if (wf_is_space(cp))
		return;
	f->glyph = wf_grow(f->glyph, &f->glyph_cap, f->nglyph + 1, sizeof(*f->glyph));
	f->glyph[f->nglyph++] = (struct glyph){ (uint32_t)f->words.n, piece, begin, end };
	wf_buf_cp(&f->words, cp);
}

/* The characters of some words of the XML; those of a solid piece stand at the piece. */
static void
add_words(struct find *f, uint32_t piece, uint32_t from, uint32_t to, bool cdata)
{
	const struct docx_piece *x = &f->b->piece[piece];

	while (from < to) {
		uint32_t cp;
		size_t n = wf_docx_char(&cp, wf_str_sub(f->b->xml, from, to - from), cdata);
		uint32_t next = from + (uint32_t)n;

		add_glyph(f, cp, piece, x->solid ? x->open : from, x->solid ? x->end : next);
		from = next;
	}
}

static void
add_piece(struct find *f, uint32_t piece)
{
	const struct docx_piece *x = &f->b->piece[piece];
	struct docx_token t;
	size_t at = x->text;

	if (x->sign != 0)
		add_glyph(f, x->sign, piece, x->open, x->end);
	else if (!x->solid)
		add_words(f, piece, x->text, x->text_end, false);
	while (x->sign == 0 && x->solid && at < x->text_end && wf_docx_next(&t, f->b->xml, &at)) {
		if (t.kind == DOCX_WORDS)
			add_words(f, piece, t.open + (t.cdata ? 9 : 0), t.end - (t.cdata ? 3 : 0), t.cdata);
	}
}

static void
read_para(struct find *f, uint32_t para)
{
	const struct docx_para *p = &f->b->para[para];

	if (f->para == para)
		return;
	f->para = para;
	f->words.n = f->nglyph = 0;
	for (uint32_t i = p->piece; i < p->piece + p->npiece; i++) {
		if (f->b->piece[i].para == para)
			add_piece(f, i);
	}
}

static void
squeeze(struct wf_buf *out, wf_str s)
{
	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (!wf_is_space(cp))
			wf_buf_cp(out, cp);
	}
}

/* The bytes of the squeezed line before byte at of the line; remarks come in order. */
static size_t
squeezed_before(struct find *f, size_t at)
{
	if (at < f->at)
		f->at = f->squeezed_at = 0;
	struct wf_buf part = { 0 };

	squeeze(&part, wf_str_sub(f->line, f->at, at - f->at));
	f->squeezed_at += part.n;
	f->at = at;
	wf_buf_free(&part);
	return f->squeezed_at;
}

/* ---- places ----------------------------------------------------------------------------------- */

static struct docx_anchor
whole(uint32_t para)
{
	return (struct docx_anchor){ para, DOCX_NONE, DOCX_NONE, 0, 0 };
}

/* The first character of the paragraph that stands at this byte of its words or behind it. */
static size_t
glyph_at(const struct find *f, size_t byte)
{
	size_t low = 0, high = f->nglyph;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->glyph[middle].byte < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The characters of the paragraph from..to as an anchor; the whole of it when none stands in a run. */
static struct docx_anchor
anchor(const struct find *f, size_t from, size_t to)
{
	size_t first = glyph_at(f, from), last = glyph_at(f, to);

	while (first < last && f->b->piece[f->glyph[first].piece].run == DOCX_NONE)
		first++;
	while (last > first && f->b->piece[f->glyph[last - 1].piece].run == DOCX_NONE)
		last--;
	if (first == last)
		return whole(f->para);
	const struct glyph *a = &f->glyph[first], *z = &f->glyph[last - 1];

	return (struct docx_anchor){ f->para, a->piece, z->piece, a->begin, z->end };
}

/* The words of the remark where they first stand in a paragraph. */
static bool
in_para(struct docx_anchor *out, struct find *f, uint32_t para, wf_str words)
{
	read_para(f, para);
	size_t at = words.n > 0 ? wf_str_find(wf_buf_str(&f->words), words, 0) : SIZE_MAX;

	if (at == SIZE_MAX)
		return false;
	*out = anchor(f, at, at + words.n);
	return true;
}

/*
 * In the paragraph that the reader says: its words stand in the line behind an automatic number, before
 * the notes that hang on it. A remark on those is one on the paragraph.
 */
static bool
in_its_para(struct docx_anchor *out, struct find *f, uint32_t para, const struct wf_remark *r, wf_str words)
{
	size_t begin = squeezed_before(f, r->at);

	read_para(f, para);
	wf_str own = wf_buf_str(&f->words);

	if (f->own_para != para) {
		f->own_para = para;
		f->own_at = own.n > 0 ? wf_str_find(wf_buf_str(&f->squeezed), own, 0) : SIZE_MAX;
	}
	size_t at = f->own_at;

	if (at == SIZE_MAX)
		return in_para(out, f, para, words);
	if (begin < at || begin >= at + own.n)
		*out = whole(para);
	else
		*out = anchor(f, begin - at, begin - at + words.n);
	return true;
}

/* Elsewhere: near by, else, some times, anywhere. */
static bool
search(struct docx_anchor *out, struct find *f, uint32_t para, wf_str words)
{
	uint32_t n = (uint32_t)f->b->npara;

	for (uint32_t d = 1; d <= NEAR; d++) {
		if ((para + d < n && in_para(out, f, para + d, words)) ||
		    (para >= d && in_para(out, f, para - d, words)))
			return true;
	}
	if (f->searches++ >= SEARCHES)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (in_para(out, f, i, words))
			return true;
	}
	return false;
}

static void
find_one(struct docx_anchor *out, struct find *f, const struct wf_remark *r)
{
	struct wf_buf words = { 0 };
	int64_t said = (int64_t)r->para - 1, para = said + f->shift;

	if (f->line.p != r->line.p || f->line.n != r->line.n) {
		f->line = r->line;
		f->squeezed.n = f->at = f->squeezed_at = 0;
		f->own_para = DOCX_NONE;
		squeeze(&f->squeezed, r->line);
	}
	para = para < 0 ? 0 : para >= (int64_t)f->b->npara ? (int64_t)f->b->npara - 1 : para;
	squeeze(&words, wf_str_sub(r->line, r->at, r->len));
	if (r->para == 0) {
		*out = whole(0);
	} else if (!in_its_para(out, f, (uint32_t)para, r, wf_buf_str(&words))) {
		if (search(out, f, (uint32_t)para, wf_buf_str(&words)))
			f->shift = (int64_t)out->para - said;
		else
			*out = whole((uint32_t)para);
	}
	wf_buf_free(&words);
}

void
wf_docx_find(struct docx_anchor *out, const struct docx_body *b, const struct wf_remark *v, size_t n)
{
	struct find f = { .b = b, .para = DOCX_NONE, .own_para = DOCX_NONE, .line = WF_S("") };

	for (size_t i = 0; i < n; i++) {
		if (b->npara == 0)
			out[i] = (struct docx_anchor){ .para = DOCX_NONE };
		else
			find_one(&out[i], &f, &v[i]);
	}
	wf_buf_free(&f.words);
	wf_buf_free(&f.squeezed);
	free(f.glyph);
}
