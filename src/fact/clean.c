/*
 * Makes the view of a report: lines become paragraphs of joined text, with running heads cut, half-width
 * punctuation as full-width and "3. 1 万" rejoined, and a map back.  Names no headings; see outline.c.
 */
#include "fact/clean_int.h"

#include <stdlib.h>
#include <string.h>

#define NARROW 24u	/* columns: a line of fewer is no measure of the width of the page */
#define INDENT 4u	/* columns that the first line of a paragraph is shorter than the others */

/* ---- widths --------------------------------------------------------------------- */

/* Columns of a line as it was set: full-width two, punctuation and quotation marks too, blanks none. */
static uint32_t
columns(wf_str s)
{
	uint32_t tenth = 0, before = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (wf_is_space(cp))
			continue;
		bool small = cp < 0x80 && strchr(",;:()", (int)cp) == NULL;

		tenth += small ? 11 : 20;
		if (before != 0 && (wf_is_han(before) ? small : wf_is_han(cp) && before < 0x80))
			tenth += 5;	/* the quarter space between Han and Latin */
		before = cp;
	}
	return (tenth + 5) / 10;
}

/* Blanks before the first word, an ideographic one counted twice. */
static uint32_t
indent(wf_str s)
{
	uint32_t n = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (!wf_is_space(cp))
			return n;
		n += cp == 0x3000 ? 2 : 1;
	}
	return 0;
}

bool
wf_line_ends(wf_str s)
{
	static const char *const end[] = { "。", "！", "？", "；", "!", "?", ";", "：", ":", "……" };

	for (uint32_t cp = 0; s.n > 0; s.n -= wf_utf8_last(s, NULL)) {
		wf_utf8_last(s, &cp);
		if (cp != 0x201D && cp != 0x2019 && cp != ')' && cp != 0xFF09 && !wf_is_space(cp))
			break;
	}
	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++) {
		if (wf_str_ends(s, wf_str_of(end[i])))
			return true;
	}
	return false;
}

/* ---- running heads and contents -------------------------------------------------------- */

/* Takes a page number off the front or the end of a line; false = there is none. */
static bool
take_page(wf_str *s)
{
	size_t front = 0, end = s->n;

	while (front < s->n && s->p[front] >= '0' && s->p[front] <= '9')
		front++;
	while (end > 0 && s->p[end - 1] >= '0' && s->p[end - 1] <= '9')
		end--;
	if (front > 0 && front <= 4 && wf_is_space(wf_utf8_peek(wf_str_from(*s, front), NULL))) {
		*s = wf_str_trim(wf_str_from(*s, front));
		return true;
	}
	uint32_t cp = 0;

	wf_utf8_last(wf_str_sub(*s, 0, end), &cp);
	if (end < s->n && s->n - end <= 4 && wf_is_space(cp)) {
		*s = wf_str_trim(wf_str_sub(*s, 0, end));
		return true;
	}
	return false;
}

/* A line of nothing but a page number: 12, — 12 —, -12-, 第12页; not 44721—, which goes on. */
static bool
is_page(wf_str s)
{
	unsigned digits = 0, before = 0, after = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (cp >= '0' && cp <= '9' && after == 0)
			digits++;
		else if (cp == '-' || cp == 0x2014 || cp == 0x2013 || cp == 0xB7 || cp == 0x7B2C ||
		    cp == 0x9875)
			*(digits == 0 ? &before : &after) += 1;
		else if (!wf_is_space(cp))
			return false;
	}
	return digits > 0 && digits <= 4 && (before == 0) == (after == 0);
}

static wf_str
folded(struct wf_arena *a, wf_str s)
{
	struct wf_buf b = { 0 };

	wf_fold(&b, s, WF_FOLD_NAME);
	s = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return s;
}

/*
 * Marks what stands at the head or foot of pages: a line with a page number whose words are the title, or
 * stand alone on another line, or come back with another number; a bare number between lines that go on.
 */
static void
mark_heads(struct wf_lines *l, struct wf_arena *a, wf_str title)
{
	struct wf_map alone = { 0 }, paged = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		wf_str words = l->v[i].words;

		if (l->v[i].width > 2 * l->width || words.n > 200)
			continue;
		l->v[i].key = folded(a, words);
		if (take_page(&words)) {
			uint32_t n = 0;

			l->v[i].key = folded(a, words);
			wf_map_get(&paged, l->v[i].key, &n);
			wf_map_set(&paged, l->v[i].key, n + 1);
			l->v[i].paged = l->v[i].key.n > 0;
		} else {
			wf_map_set(&alone, l->v[i].key, (uint32_t)i);
		}
	}
	wf_str name = folded(a, title);

	for (size_t i = 0; i < l->n; i++) {
		struct wf_text_line *v = &l->v[i];
		uint32_t n = 0, at;

		if (v->paged && wf_map_get(&paged, v->key, &n))
			v->running = (name.n > 0 && wf_str_eq(v->key, name)) || n > 2 ||
			    (wf_map_get(&alone, v->key, &at) && at != i);
		else if (is_page(v->words))
			v->running = true;
	}
	wf_map_free(&alone);
	wf_map_free(&paged);
}

/* Marks contents: lines with a leader …… before a page number, and lines after 目录 that come back later. */
static void
mark_contents(struct wf_lines *l)
{
	struct wf_map later = { 0 };
	bool in = false;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].key.n > 0)
			wf_map_set(&later, l->v[i].key, (uint32_t)i);
	}
	for (size_t i = 0; i < l->n; i++) {
		struct wf_text_line *v = &l->v[i];
		uint32_t last = (uint32_t)i;

		if (wf_str_is(v->key, "目录")) {
			in = true;
			v->contents = true;
		} else if (wf_str_has(v->words, WF_S("……")) && v->paged) {
			v->contents = true;
		} else if (in && v->key.n > 0 && wf_map_get(&later, v->key, &last) && last != i) {
			v->contents = true;
		} else if (in && !v->running) {
			in = !wf_line_ends(v->words) && v->width < l->width;
		}
	}
	wf_map_free(&later);
}

/* ---- lines ---------------------------------------------------------------------------- */

/* The width that most lines of some length have, in whole columns, and whether lines are wrapped at it. */
static void
measure(struct wf_lines *l)
{
	uint32_t count[256] = { 0 }, best = 0, open = 0, all = 0, indented = 0, spaced = 0;

	for (size_t i = 0; i < l->n; i++) {
		uint32_t w = l->v[i].width;

		indented += l->v[i].indent >= 2;
		spaced += l->v[i].blank;
		if (w < NARROW)
			continue;
		all++;
		open += !wf_line_ends(l->v[i].words);
		count[w < 256 ? w : 255]++;
	}
	l->width = 80;
	for (uint32_t w = NARROW; w < 254; w++) {
		uint32_t here = count[w] + count[w + 1];

		if (here > best) {
			best = here;
			l->width = w + (count[w + 1] > count[w]);
		}
	}
	l->wrapped = all > 0 && open * 2 > all && count[255] * 4 < all;
	l->by_indent = l->wrapped && indented * 50 > l->n && indented * 10 < l->n * 7;
	l->by_blank = spaced * 50 > l->n && spaced * 10 < l->n * 7;
}

static void
take_lines(struct wf_lines *l, struct wf_arena *a, const struct wf_source *s)
{
	bool blank = false;

	l->v = wf_arena_alloc(a, (s->nline + 1) * sizeof(*l->v));
	for (size_t i = 0; i < s->nline; i++) {
		wf_str whole = wf_str_sub(s->text, s->line[i].off, s->line[i].len);
		wf_str words = wf_str_trim(whole);

		if (words.n == 0) {
			blank = true;
			continue;
		}
		l->v[l->n++] = (struct wf_text_line){ .words = words, .width = columns(words),
			.indent = indent(whole), .blank = blank, .heading = s->line[i].heading,
			.table = (s->line[i].hint & WF_LINE_TABLE) != 0 };
		blank = false;
	}
}

/* ---- paragraphs ------------------------------------------------------------------------- */

/* True if b goes on with the heading of line a. */
static bool
heading_goes_on(const struct wf_lines *l, const struct wf_text_line *a, const struct wf_text_line *b)
{
	uint32_t room = l->wrapped ? l->width - 2 * INDENT : 40;

	if (a->heading != 0 || b->heading != 0 || wf_line_ends(a->words))
		return false;
	return b->width < room && !wf_line_ends(b->words) &&
	    wf_fact_heading(b->words, NULL) == WF_HEADING_NONE;
}

/* True if a new paragraph begins with line b, after line a of running text. */
static bool
breaks(const struct wf_lines *l, const struct wf_text_line *a, const struct wf_text_line *b, bool chronicle,
    uint32_t full)
{
	bool ends = wf_line_ends(a->words);

	if (!l->wrapped || b->heading != 0 || a->table || b->table)
		return true;
	if (wf_fact_heading(b->words, NULL) != WF_HEADING_NONE && ends)
		return true;
	if (!ends)
		return false;
	if (chronicle && wf_fact_entry(b->words) > 0)
		return true;
	if (l->by_indent)
		return b->indent >= 2;
	if (l->by_blank && b->blank)
		return true;
	return a->width + 3 < full || b->width + INDENT <= full + 1;
}

static bool
is_head(const struct wf_lines *l, const struct wf_text_line *a)
{
	enum wf_heading h = wf_fact_heading(a->words, NULL);

	if (a->heading != 0)
		return true;
	if (h == WF_HEADING_NONE || h == WF_HEADING_DASH || wf_line_ends(a->words))
		return false;
	/* a numbered line that fills the page is running text */
	return h == WF_HEADING_BOX || a->width + 2 < (l->wrapped ? l->width : 100);
}

/*
 * Cuts the lines into paragraphs: sets first of each that begins one, and head of headings.
 * In a box lines are wider than elsewhere: the width of its lines is taken as we go.
 */
static void
cut(struct wf_lines *l)
{
	const struct wf_text_line *before = NULL;
	bool head = false, chronicle = false, box = false;
	uint32_t full = l->width;

	for (size_t i = 0; i < l->n; i++) {
		struct wf_text_line *v = &l->v[i];

		if (v->running || v->contents)
			continue;
		if (before != NULL && head && heading_goes_on(l, before, v)) {
			before = v;
			continue;
		}
		bool after = before == NULL || head || !l->wrapped || wf_line_ends(before->words) ||
		    (before->first && before->width + 2 * INDENT < full);	/* a title page, a signature */

		v->head = after && is_head(l, v);
		v->first = before == NULL || head || v->head || breaks(l, before, v, chronicle, full);
		if (v->head) {
			enum wf_heading h = wf_fact_heading(v->words, NULL);

			if (h == WF_HEADING_CHAPTER || h == WF_HEADING_APPENDIX || h == WF_HEADING_AFTERWORD)
				chronicle = wf_fact_chronicle(v->words);
			/* without its width nobody sees where a box ends */
			box = h == WF_HEADING_BOX && l->wrapped;
			full = l->width;
		} else if (box && v->width > full + INDENT) {
			full = v->width;
		} else if (box && v->width + INDENT <= full && v->width + 2 * INDENT > l->width && v->first) {
			box = false;	/* back to the width of the page */
			full = l->width;
		}
		v->box = box;
		head = v->head;
		before = v;
	}
}

/* ---- joined text ---------------------------------------------------------------------------- */

struct writer {
	struct wf_buf text;
	uint32_t *map;
	size_t cap;
};

static void
put(struct writer *w, uint32_t cp, size_t from)
{
	char bytes[4];
	size_t n = wf_utf8_put(bytes, cp);

	w->map = wf_grow(w->map, &w->cap, w->text.n + n + 1, sizeof(*w->map));
	for (size_t i = 0; i < n; i++)
		w->map[w->text.n + i] = (uint32_t)from;
	wf_buf_put(&w->text, (wf_str){ bytes, n });
}

static bool
is_alnum(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* The character as the view writes it: full-width punctuation, half-width digits and letters. */
static uint32_t
fold_one(uint32_t cp, uint32_t before, uint32_t after)
{
	static const struct { uint32_t from, to; } row[] = {
		{ ',', 0xFF0C }, { ';', 0xFF1B }, { ':', 0xFF1A }, { '(', 0xFF08 }, { ')', 0xFF09 },
		{ '!', 0xFF01 }, { '?', 0xFF1F },
	};

	if ((cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A) ||
	    (cp >= 0xFF41 && cp <= 0xFF5A) || cp == 0xFF05 || cp == 0xFF0E)
		return cp - 0xFEE0;
	if ((cp == ',' || cp == ':' || cp == '?') && is_alnum(before) && is_alnum(after))
		return cp;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		if (cp == row[i].from)
			return row[i].to;
	}
	return cp;
}

/* What a run of blanks between two characters becomes: nothing, a blank or U+3000. */
static uint32_t
blank_of(uint32_t before2, uint32_t before, uint32_t after, bool wide)
{
	if (before == '.' && is_digit(before2) && is_digit(after))
		return 0;
	if (is_alnum(before) && is_alnum(after))
		return ' ';
	if (wide && before != 0 && wf_is_han(before) && wf_is_han(after))
		return 0x3000;
	return 0;
}

/* Appends one line; last and last2 are the characters before it in the paragraph. */
static void
put_line(struct writer *w, const char *base, wf_str words, uint32_t last[2])
{
	bool blank = last[0] != 0, wide = false;

	while (words.n > 0) {
		size_t from = (size_t)(words.p - base);
		uint32_t cp = wf_utf8_next(&words);

		if (wf_is_space(cp)) {
			blank = true;
			wide |= cp == 0x3000;
			continue;
		}
		wf_str rest = wf_str_ltrim(words);
		uint32_t to = fold_one(cp, last[0], blank || rest.n == 0 ? 0 : wf_utf8_peek(words, NULL));
		uint32_t gap = blank ? blank_of(last[1], last[0], to, wide) : 0;

		if (gap != 0) {
			put(w, gap, from);
			last[1] = last[0];
			last[0] = gap;
		}
		put(w, to, from);
		last[1] = last[0];
		last[0] = to;
		blank = wide = false;
	}
}

static void
write_view(struct wf_report *r, const struct wf_lines *l)
{
	struct writer w = { 0 };
	struct wf_list paras = { 0 };
	struct wf_para *p = NULL;
	uint32_t last[2] = { 0, 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct wf_text_line *v = &l->v[i];

		if (v->running || v->contents)
			continue;
		if (v->first) {
			if (p != NULL) {
				p->text.len = (uint32_t)w.text.n - p->text.off;
				put(&w, '\n', (size_t)(v->words.p - r->source->text.p));
			}
			p = wf_list_add(&paras, sizeof(*p));
			*p = (struct wf_para){ .text.off = (uint32_t)w.text.n, .head = UINT32_MAX,
				.chapter = UINT32_MAX, .box = v->box,
				.kind = v->table ? WF_PARA_TABLE : v->head ? WF_PARA_HEAD : WF_PARA_BODY };
			last[0] = last[1] = 0;
		}
		put_line(&w, r->source->text.p, v->words, last);
	}
	if (p != NULL) {
		p->text.len = (uint32_t)w.text.n - p->text.off;
		put(&w, '\n', r->source->text.n);
	}
	r->para = wf_list_done(&paras, &r->arena, sizeof(*p), &r->npara);
	r->text = wf_arena_str(&r->arena, wf_buf_str(&w.text));
	uint32_t *map = wf_arena_alloc(&r->arena, (w.text.n + 1) * sizeof(*map));

	if (w.text.n > 0)
		memcpy(map, w.map, w.text.n * sizeof(*map));
	map[w.text.n] = (uint32_t)r->source->text.n;
	r->map = map;
	free(w.map);
	wf_buf_free(&w.text);
}

void
wf_fact_view(struct wf_report *r)
{
	struct wf_arena scratch = { 0 };
	struct wf_lines l = { 0 };

	take_lines(&l, &scratch, r->source);
	measure(&l);
	mark_heads(&l, &scratch, r->title);
	mark_contents(&l);
	cut(&l);
	write_view(r, &l);
	wf_arena_free(&scratch);
}
