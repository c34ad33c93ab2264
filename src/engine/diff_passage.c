/*
 * Cuts a text into the passages that a comparison aligns, with a folded key for each.
 * It compares nothing.
 */
#include "engine/diff_int.h"

#include <stdlib.h>
#include <string.h>

#define MASK 0xFFFCu		/* stands for 第N条 of the text itself */
#define NUMBER 0xFFFDu		/* stands for a number: fines change, what they are for does not */
#define RANGE_LIMIT 60u		/* a longer 第N条至第M条 is no list of what a passage is about */

/* ---- folding ------------------------------------------------------------------------ */

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool
is_letter(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || is_digit(cp) || (cp >= 'a' && cp <= 'z');
}

/*
 * WF_FOLD_NAME without its loss: it takes the signs out of 10% and 1.5, and 1.5 is not 15.
 * True when cp, which stands between before and rest, is part of the key.
 */
static bool
in_key(uint32_t cp, uint32_t before, wf_str rest, wf_str itself, struct wf_buf *scratch)
{
	if (is_letter(cp) || cp == '%' || cp == 0x2030)
		return true;
	if (cp == '.')
		return is_digit(before) && is_digit(wf_utf8_peek(rest, NULL));
	scratch->n = 0;
	wf_fold(scratch, itself, WF_FOLD_PUNCT);
	return scratch->n != 0;
}

/* Folds a text; once more without its white space where ○ may stand for 零 between characters. */
static void
fold_text(struct wf_buf *out, struct wf_buf *scratch, wf_str text)
{
	out->n = scratch->n = 0;
	wf_fold(out, text, WF_FOLD_SEARCH);
	if (!wf_str_has(wf_buf_str(out), WF_S("○")))
		return;
	wf_buf_put(scratch, wf_buf_str(out));
	out->n = 0;
	wf_fold(out, wf_buf_str(scratch), WF_FOLD_SEARCH);
}

static bool
ends_sentence(uint32_t cp)
{
	return cp == 0x3002 || cp == ';' || cp == ':';
}

const uint32_t *
wf_fold_key(uint32_t *n, struct wf_arena *a, wf_str text)
{
	struct wf_buf folded = { 0 }, scratch = { 0 };

	fold_text(&folded, &scratch, text);
	wf_str rest = wf_buf_str(&folded);
	uint32_t *key = wf_arena_alloc(a, (rest.n + 1) * sizeof *key), before = 0;
	for (*n = 0; rest.n; ) {
		wf_str from = rest;
		uint32_t cp = wf_utf8_next(&rest);

		if (in_key(cp, before, rest, wf_str_sub(from, 0, from.n - rest.n), &scratch))
			key[(*n)++] = cp;
		before = cp;
	}
	wf_buf_free(&folded);
	wf_buf_free(&scratch);
	return key;
}

/* ---- a passage --------------------------------------------------------------------------- */

/* A passage in the making; the arrays are as long as the folded text and go to the passage. */
struct making {
	struct wf_buf folded, scratch;
	uint32_t *key, *mask; uint32_t nkey, nmask;
	struct wf_inner *inner; uint32_t ninner;
	struct wf_sentence *sentence; uint32_t nsentence;
	uint32_t begun;		/* where the sentence under way begins in mask */
};

static void
close_sentence(struct making *m)
{
	if (m->nmask - m->begun >= WF_SENTENCE_LEAST)
		m->sentence[m->nsentence++] = (struct wf_sentence){ m->begun, m->nmask };
	m->begun = m->nmask;
}

/* A label （一） or 1. at the start of a sentence is no part of what it says; bytes. */
static size_t
label_at(wf_str s)
{
	uint32_t num;
	bool paren = wf_str_starts(s, WF_S("("));
	wf_str rest = wf_str_from(s, paren);
	size_t used = wf_numeral(rest, &num);

	rest = wf_str_from(rest, used);
	if (used == 0 || is_digit(wf_utf8_peek(wf_str_from(rest, 1), NULL)))
		return 0;
	if (paren ? wf_str_starts(rest, WF_S(")")) :
	    wf_str_starts(rest, WF_S(".")) || wf_str_starts(rest, WF_S("、")))
		return s.n - rest.n;
	return 0;
}

static void
put_mask(struct making *m, uint32_t cp)
{
	bool number = wf_is_count(cp);

	if (!number || m->nmask == 0 || m->mask[m->nmask - 1] != NUMBER)
		m->mask[m->nmask++] = number ? NUMBER : cp;
}

/* Takes the code points of the folded text from byte from up to byte to. */
static void
take_words(struct making *m, size_t from, size_t to)
{
	wf_str all = wf_buf_str(&m->folded), rest = wf_str_sub(all, from, to - from);
	uint32_t before = 0;
	size_t label = 0;

	while (rest.n) {
		size_t at = (size_t)(rest.p - all.p);
		wf_str start = rest;

		if (m->begun == m->nmask && label == 0 && (label = label_at(rest)) != 0)
			label += at;
		uint32_t cp = wf_utf8_next(&rest);
		if (ends_sentence(cp)) {
			close_sentence(m);
			label = 0;
		}
		if (in_key(cp, before, rest, wf_str_sub(start, 0, start.n - rest.n), &m->scratch)) {
			m->key[m->nkey++] = cp;
			put_mask(m, cp);
			if (at < label)
				m->begun = m->nmask;
		}
		before = cp;
	}
}

static void
take_inner(struct making *m, const struct wf_numbered *r)
{
	uint32_t from = m->nkey, mask = m->nmask, begun = m->begun;

	take_words(m, r->from, r->to);
	m->inner[m->ninner++] = (struct wf_inner){ from, m->nkey, r->no, r->range };
	m->nmask = mask;
	m->begun = begun;
	m->mask[m->nmask++] = MASK;
}

static int
ascending(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return (a > b) - (a < b);
}

static int
by_no_and_place(const void *x, const void *y)
{
	int c = ascending(x, y);

	return c ? c : ascending((const uint64_t *)x + 1, (const uint64_t *)y + 1);
}

/* The numbers cited, each once. */
static void
list_cited(struct wf_passage *p, struct wf_arena *a)
{
	size_t room = p->ninner, n = 0;

	for (uint32_t i = 0; i < p->ninner; i++)
		room += p->inner[i].range ? RANGE_LIMIT : 0;
	uint64_t *cited = wf_arena_alloc(a, (room + 1) * sizeof *cited);
	for (uint32_t i = 0; i < p->ninner; i++) {
		uint64_t to = p->inner[i].no >> 32, from = i ? p->inner[i - 1].no >> 32 : to;

		if (p->inner[i].range && to > from && to - from < RANGE_LIMIT)
			for (uint64_t k = from + 1; k < to; k++)
				cited[n++] = k << 32;
		cited[n++] = p->inner[i].no;
	}
	qsort(cited, n, sizeof *cited, ascending);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || cited[i] != cited[i - 1])
			cited[p->ncited++] = cited[i];
	p->cited = cited;
}

static void
make_passage(struct wf_passage *p, struct wf_arena *a, struct making *m)
{
	struct wf_numbered r, prev;
	size_t at = 0, done = 0;
	const struct wf_numbered *last = NULL;

	fold_text(&m->folded, &m->scratch, p->text);
	wf_str folded = wf_buf_str(&m->folded);
	size_t room = wf_utf8_count(folded) + 1;
	m->key = wf_arena_alloc(a, room * sizeof *m->key);
	m->mask = wf_arena_alloc(a, room * sizeof *m->mask);
	m->inner = wf_arena_alloc(a, (folded.n / 7 + 1) * sizeof *m->inner);	/* 第1条: 7 bytes */
	m->sentence = wf_arena_alloc(a, (room / WF_SENTENCE_LEAST + 1) * sizeof *m->sentence);
	m->nkey = m->nmask = m->ninner = m->nsentence = m->begun = 0;
	while (wf_numbered_next(&r, &at, folded, last)) {
		if (r.own) {
			take_words(m, done, r.from);
			take_inner(m, &r);
			done = r.to;
		}
		prev = r;
		last = &prev;
	}
	take_words(m, done, folded.n);
	close_sentence(m);
	p->key = m->key, p->nkey = m->nkey;
	p->mask = m->mask, p->nmask = m->nmask;
	p->inner = m->inner, p->ninner = m->ninner;
	p->sentence = m->sentence, p->nsentence = m->nsentence;
	p->hash = wf_hash((wf_str){ (const char *)p->key, p->nkey * sizeof *p->key });
	list_cited(p, a);
}

/* ---- the passages of a text ------------------------------------------------------------------ */

static bool
has_articles(const struct wf_diff_side *s)
{
	for (uint32_t i = 1; i < s->nnode; i++) {
		if (s->node[i].kind == WF_ANNEX)
			i = s->node[i].end - 1;
		else if (s->node[i].kind == WF_ARTICLE)
			return true;
	}
	return false;
}

static bool
holds_article(const struct wf_diff_side *s, uint32_t i)
{
	for (uint32_t k = i + 1; k < s->node[i].end; k++)
		if (s->node[k].kind == WF_ARTICLE)
			return true;
	return false;
}

/* Class of a node that is a passage; -1 = it is none, look below it. */
static int
class_of(const struct wf_diff_side *s, uint32_t i, bool articles)
{
	const struct wf_node *n = &s->node[i];

	switch (n->kind) {
	case WF_ANNEX:
		return WF_PS_ANNEX;
	case WF_ARTICLE:
		return WF_PS_PROVISION;
	case WF_BLOCK:
		if (n->flags & WF_PREAMBLE)
			return holds_article(s, i) ? -1 : WF_PS_PREAMBLE;
		return !articles && n->end == i + 1 ? WF_PS_PROVISION : -1;
	case WF_PARAGRAPH: case WF_ITEM: case WF_POINT:
		if (articles && s->node[n->parent].flags & WF_PREAMBLE)
			return WF_PS_PREAMBLE;
		return articles ? -1 : WF_PS_PROVISION;
	default:
		return -1;
	}
}

/* Passages that are articles, by number; equal numbers in order of the text. */
static void
order_articles(struct wf_passages *out, struct wf_arena *a)
{
	uint64_t (*pair)[2] = wf_malloc(((size_t)out->n + 1) * sizeof *pair);
	uint32_t *by_no = wf_arena_alloc(a, ((size_t)out->n + 1) * sizeof *by_no), n = 0;

	for (uint32_t i = 0; i < out->n; i++)
		if (out->v[i].no)
			pair[n][0] = out->v[i].no, pair[n++][1] = i;
	qsort(pair, n, sizeof *pair, by_no_and_place);
	for (uint32_t i = 0; i < n; i++)
		by_no[i] = (uint32_t)pair[i][1];
	free(pair);
	out->by_no = by_no;
	out->narticle = n;
}

uint32_t
wf_passage_of(const struct wf_passages *p, uint64_t no)
{
	uint32_t low = 0, high = p->narticle;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (p->v[p->by_no[mid]].no < no)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->narticle && p->v[p->by_no[low]].no == no ? low : WF_NO_NODE;
}

void
wf_passages_make(struct wf_passages *out, struct wf_arena *a, const struct wf_diff_side *side)
{
	bool articles = has_articles(side);
	struct making m = { 0 };

	out->v = wf_arena_alloc(a, ((size_t)side->nnode + 1) * sizeof *out->v);
	out->n = 0;
	for (uint32_t i = 1, next; i < side->nnode; i = next) {
		const struct wf_node *n = &side->node[i];
		int class = class_of(side, i, articles);

		next = i + 1;
		if (class < 0)
			continue;
		next = n->end;
		struct wf_passage *p = &out->v[out->n++];
		*p = (struct wf_passage){ .node = i, .class = (uint8_t)class, .text = side->text[i] };
		p->no = n->kind == WF_ARTICLE ? wf_article_no(n->num, n->sub) : 0;
		make_passage(p, a, &m);
	}
	wf_buf_free(&m.folded);
	wf_buf_free(&m.scratch);
	order_articles(out, a);
}
