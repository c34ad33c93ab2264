/*
 * Finds what stands at the head and foot of pages and is none of the text: page numbers, and lines that
 * come again at one place. Removes nothing.
 */
#include "read/pdf_int.h"

#include <stdlib.h>
#include <string.h>

#define OUTER 3u		/* rows at each end of a page that are looked at */
#define ZONE 0.14f		/* of the height of a page: nothing lower is a head */
#define SAME_PLACE 8.0f		/* points by which a head may wander */
#define PAGES_MIN 3u		/* pages on which a head stands at least; of two pages, both */

/* ---- page numbers ------------------------------------------------------------------------ */

/* Takes a sign or word that stands around a page number off s; false = something else is there. */
static bool
take_around(wf_str *s)
{
	static const char *const around[] = { "-", "－", "—", "–", "―", "─", "~", "·", "•", "|", "/", "／",
		"[", "]", "【", "】", "(", ")", "（", "）", "第", "页", "頁", "共", "of", "Page", "page",
		"PAGE", "P.", "p.", ",", "，" };

	*s = wf_str_ltrim(*s);
	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		wf_str word = wf_str_of(around[i]);

		if (wf_str_starts(*s, word)) {
			*s = wf_str_from(*s, word.n);
			return true;
		}
	}
	return false;
}

static uint32_t
roman(wf_str *s)
{
	static const char signs[] = "ivxlc";
	static const uint32_t value[] = { 1, 5, 10, 50, 100 };
	uint32_t n = 0, last = 0;
	size_t i = 0;

	for (; i < s->n && i < 8; i++) {
		const char *at = s->p[i] != '\0' ? strchr(signs, s->p[i] | 0x20) : NULL;

		if (at == NULL)
			break;
		uint32_t v = value[at - signs];

		n = v > last ? n + v - 2 * last : n + v;
		last = v;
	}
	*s = wf_str_from(*s, i);
	return n;
}

/* The number of a row that is nothing but one: 3, — 3 —, 第3页 共20页, iv. 0 = it is not. */
static uint32_t
page_number(wf_str s, bool *dressed)
{
	uint32_t number = 0, value, met = 0;

	*dressed = false;
	for (s = wf_str_trim(s); s.n > 0 && s.n < 80; s = wf_str_ltrim(s)) {
		size_t used = wf_numeral(s, &value);

		if (used > 0 && met < 2) {
			number = met++ == 0 ? value : number;
			s = wf_str_from(s, used);
		} else if (take_around(&s)) {
			*dressed = true;
		} else if (met == 0 && (value = roman(&s)) > 0) {
			number = value;
			met++;
		} else {
			return 0;
		}
	}
	return s.n == 0 && number < 100000 ? number : 0;
}

/* Is the row among the outermost of its page, near its edge? */
static bool
is_outer(const struct pdf *p, const struct pdf_row *r)
{
	const struct pdf_page *page = &p->page[r->page - 1];
	uint32_t at = (uint32_t)(r - p->row) - page->first;

	return (at < OUTER && r->y0 < page->height * ZONE) ||
	    (at + OUTER >= page->n && r->y1 > page->height * (1 - ZONE));
}

static uint32_t
number_of(const struct pdf *p, const struct pdf_row *r, bool *dressed)
{
	*dressed = false;
	return is_outer(p, r) ? page_number((wf_str){ p->text.p + r->off, r->len }, dressed) : 0;
}

/*
 * Numbers of a run: on most pages that have one it is the page's own number and so many more. What
 * stands alone at the edge of a page in dashes or between 第 and 页 is one in any case.
 */
static void
mark_numbers(struct pdf *p)
{
	int32_t best = 0;
	size_t most = 0;

	for (size_t i = 0; i < p->nrow; i++) {
		struct pdf_row *r = &p->row[i];
		bool dressed;
		uint32_t n = number_of(p, r, &dressed);

		if (n == 0)
			continue;
		int32_t ahead = (int32_t)n - (int32_t)r->page;
		size_t same = 0;

		for (size_t k = i; k < p->nrow && k < i + 400 && same < 8; k++) {
			bool ignored;
			int32_t other = (int32_t)number_of(p, &p->row[k], &ignored);

			same += other > 0 && other == ahead + (int32_t)p->row[k].page;
		}
		if (same > most)
			most = same, best = ahead;
	}
	for (size_t i = 0; i < p->nrow; i++) {
		struct pdf_row *r = &p->row[i];
		bool dressed;
		uint32_t n = number_of(p, r, &dressed);

		if (n > 0 && (dressed || (int32_t)n == best + (int32_t)r->page))
			r->flags |= PDF_NUMBER;
	}
}

/* ---- running heads -------------------------------------------------------------------------- */

/* A row near the edge of a page: its words without digits and blanks. */
struct outer { uint64_t words; float y; uint32_t row, page; };

static int
by_words(const void *a, const void *b)
{
	const struct outer *x = a, *y = b;

	if (x->words != y->words)
		return x->words > y->words ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

/* What is equal for the heads of all pages; 0 = too little to tell. */
static uint64_t
key_of(wf_str s)
{
	struct wf_buf b = { 0 };
	size_t n = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (wf_is_space(cp) || (cp >= '0' && cp <= '9'))
			continue;
		wf_buf_cp(&b, cp);
		n++;
	}
	uint64_t key = n >= 2 ? wf_hash(wf_buf_str(&b)) | 1 : 0;

	wf_buf_free(&b);
	return key;
}

/* How many of the same words stand at the place of v[at], which lies in from .. to. */
static uint32_t
count_same(const struct outer *v, size_t from, size_t to, size_t at)
{
	uint32_t n = 0, last = 0;

	for (size_t i = from; i < to; i++) {
		float off = v[i].y - v[at].y;

		if (off < SAME_PLACE && off > -SAME_PLACE && v[i].page != last) {
			n++;
			last = v[i].page;
		}
	}
	return n;
}

static void
mark_running(struct pdf *p)
{
	struct outer *v = wf_malloc((p->nrow + 1) * sizeof(*v));
	size_t n = 0;
	/* heads may differ on left and right pages, and stand on a part of them */
	uint32_t least = p->npage < 2 * PAGES_MIN ? PAGES_MIN : (uint32_t)p->npage / 4;

	if (p->npage == 2)
		least = 2;
	if (least < PAGES_MIN && p->npage > 2)
		least = PAGES_MIN;
	for (size_t i = 0; i < p->nrow; i++) {
		struct pdf_row *r = &p->row[i];

		if (!is_outer(p, r) || (r->flags & PDF_NUMBER))
			continue;
		v[n] = (struct outer){ .words = key_of((wf_str){ p->text.p + r->off, r->len }), .y = r->y0,
			.row = (uint32_t)i, .page = r->page };
		n += v[n].words != 0;
	}
	qsort(v, n, sizeof(*v), by_words);
	for (size_t i = 0, k; i < n && p->npage > 1; i = k) {
		for (k = i + 1; k < n && v[k].words == v[i].words;)
			k++;
		/* a long row of the same words is met a few times, not thousands of times */
		for (size_t at = i; at < k && k - i < 3 * p->npage; at++) {
			if (count_same(v, i, k, at) >= least)
				p->row[v[at].row].flags |= PDF_HEAD;
			if (k - i > 2000)
				break;
		}
	}
	free(v);
}

void
wf_pdf_mark_heads(struct pdf *p)
{
	mark_numbers(p);
	mark_running(p);
}
