/*
 * Tables of words of data/ and their longest match in a text.
 * Does not know what their columns mean.
 */
#include "fact/fact_int.h"

#include <stdlib.h>
#include <string.h>

struct word { wf_str s; uint32_t row, first, last; /* code points */ };

#define MARKS 4096u	/* bits that say whether a word can begin or end with a character */

struct wf_words {
	struct word *front, *back;	/* sorted by first (last) code point and, longest first, by length */
	size_t n;
	uint8_t begins[MARKS / 8], ends[MARKS / 8];
	wf_str *cell;
	size_t ncell, nrow;
};

static void
mark(uint8_t *bits, uint32_t cp)
{
	bits[cp % MARKS / 8] |= (uint8_t)(1u << cp % 8);
}

static bool
marked(const uint8_t *bits, uint32_t cp)
{
	return (bits[cp % MARKS / 8] >> cp % 8 & 1u) != 0;
}

static bool
next_cell(wf_str *rest, wf_str *cell, const char mark)
{
	if (rest->n == 0)
		return false;
	const char *end = memchr(rest->p, mark, rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;

	*cell = wf_str_sub(*rest, 0, n);
	*rest = wf_str_from(*rest, end ? n + 1 : n);
	return true;
}

static uint32_t
first_of(wf_str s)
{
	return wf_utf8_peek(s, NULL);
}

static uint32_t
last_of(wf_str s)
{
	uint32_t cp = 0;

	wf_utf8_last(s, &cp);
	return cp;
}

static int
by_key(uint32_t x, uint32_t y, const struct word *a, const struct word *b)
{
	if (x != y)
		return x < y ? -1 : 1;
	if (a->s.n != b->s.n)
		return a->s.n > b->s.n ? -1 : 1;
	int c = wf_str_cmp(a->s, b->s);

	return c != 0 ? c : a->row < b->row ? -1 : a->row > b->row;
}

static int
by_first(const void *x, const void *y)
{
	const struct word *a = x, *b = y;

	return by_key(a->first, b->first, a, b);
}

static int
by_last(const void *x, const void *y)
{
	const struct word *a = x, *b = y;

	return by_key(a->last, b->last, a, b);
}

static void
add_row(struct wf_words *w, struct wf_list *words, struct wf_list *cells, wf_str line, size_t ncell)
{
	wf_str first = WF_S(""), word;

	for (size_t i = 0; i < ncell; i++) {
		wf_str *cell = wf_list_add(cells, sizeof(*cell));

		*cell = WF_S("");
		next_cell(&line, cell, '\t');
		if (wf_str_is(*cell, "-"))
			*cell = WF_S("");
		if (i == 0)
			first = *cell;
	}
	while (next_cell(&first, &word, '|')) {
		struct word *at = wf_list_add(words, sizeof(*at));

		*at = (struct word){ word, (uint32_t)w->nrow, first_of(word), last_of(word) };
		mark(w->begins, at->first);
		mark(w->ends, at->last);
	}
	w->nrow++;
}

struct wf_words *
wf_words_read(struct wf_arena *a, wf_str table, size_t ncell)
{
	struct wf_words *w = wf_arena_alloc(a, sizeof(*w));
	struct wf_list words = { 0 }, cells = { 0 };
	wf_str line;
	uint32_t n;

	w->ncell = ncell;
	while (table.n > 0) {
		next_cell(&table, &line, '\n');
		if (line.n > 0 && line.p[0] != '#')
			add_row(w, &words, &cells, line, ncell);
	}
	w->cell = wf_list_done(&cells, a, sizeof(wf_str), &n);
	w->front = wf_list_done(&words, a, sizeof(struct word), &n);
	w->n = n;
	w->back = wf_arena_alloc(a, (w->n + 1) * sizeof(*w->back));
	if (w->n > 0)
		memcpy(w->back, w->front, w->n * sizeof(*w->back));
	qsort(w->front, w->n, sizeof(*w->front), by_first);
	qsort(w->back, w->n, sizeof(*w->back), by_last);
	return w;
}

/* First of the words whose first (last) character is cp or comes after it. */
static size_t
start(const struct word *v, size_t n, uint32_t cp, bool back)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if ((back ? v[mid].last : v[mid].first) < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t
wf_words_match(const struct wf_words *w, wf_str s, uint32_t *row)
{
	if (s.n == 0 || ((unsigned char)s.p[0] & 0xC0) == 0x80)
		return 0;
	uint32_t cp = first_of(s);

	if (!marked(w->begins, cp))
		return 0;
	for (size_t i = start(w->front, w->n, cp, false); i < w->n && w->front[i].first == cp; i++) {
		if (wf_str_starts(s, w->front[i].s)) {
			if (row)
				*row = w->front[i].row;
			return w->front[i].s.n;
		}
	}
	return 0;
}

size_t
wf_words_match_end(const struct wf_words *w, wf_str s, uint32_t *row)
{
	if (s.n == 0)
		return 0;
	uint32_t cp = last_of(s);

	if (!marked(w->ends, cp))
		return 0;
	for (size_t i = start(w->back, w->n, cp, true); i < w->n && w->back[i].last == cp; i++) {
		if (wf_str_ends(s, w->back[i].s)) {
			if (row)
				*row = w->back[i].row;
			return w->back[i].s.n;
		}
	}
	return 0;
}

wf_str
wf_words_cell(const struct wf_words *w, uint32_t row, size_t cell)
{
	return row < w->nrow && cell < w->ncell ? w->cell[row * w->ncell + cell] : WF_S("");
}

bool
wf_cell_has(wf_str cell, wf_str s)
{
	wf_str word;

	while (next_cell(&cell, &word, '|')) {
		if (wf_str_eq(word, s))
			return true;
	}
	return false;
}

void *
wf_list_add(struct wf_list *l, size_t size)
{
	l->v = wf_grow(l->v, &l->cap, l->n + 1, size);
	char *at = (char *)l->v + l->n++ * size;

	memset(at, 0, size);
	return at;
}

void *
wf_list_done(struct wf_list *l, struct wf_arena *a, size_t size, uint32_t *n)
{
	void *v = wf_arena_alloc(a, (l->n + 1) * size);

	if (l->n > 0)
		memcpy(v, l->v, l->n * size);
	*n = (uint32_t)l->n;
	free(l->v);
	*l = (struct wf_list){ 0 };
	return v;
}
