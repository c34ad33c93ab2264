/*
 * Finds the text of a web page among menus, headers and footers: by known blocks, else by where the
 * words are. Removes nothing; html_write.c leaves out what was not chosen.
 */
#include "read/html_int.h"

#include <stdlib.h>

#define SOLID_MIN 20u		/* characters of a block that looks like text */
#define TITLE_MIN 4u
#define TITLE_MAX 120u
#define ABOVE_MAX 200u		/* characters of short lines above the text that still belong to it */
#define BELOW_MAX 60u

bool
wf_html_is_block(uint8_t role)
{
	switch (role) {
	case HTML_BLOCK: case HTML_HEADING: case HTML_ITEM: case HTML_LIST: case HTML_ORDERED:
	case HTML_QUOTE: case HTML_PRE: case HTML_TABLE: case HTML_ROWS: case HTML_ROW:
	case HTML_CELL: case HTML_CAPTION: case HTML_PARAGRAPH:
		return true;
	default:
		return false;
	}
}

static uint32_t
count_words(wf_str s)
{
	uint32_t n = 0;

	while (s.n > 0)
		n += !wf_is_space(wf_utf8_next(&s));
	return n;
}

/* ---- counting --------------------------------------------------------------------- */

/* The words that stand in block i itself, up to most bytes, appended to out. */
static void
own_words(struct wf_buf *out, const struct html_page *p, uint32_t i, size_t most)
{
	for (uint32_t k = i + 1; k < p->node[i].end && out->n < most;) {
		const struct html_node *n = &p->node[k];

		if (n->role == HTML_TEXT)
			wf_buf_put(out, (wf_str){ p->words.p + n->off, n->len });
		k = wf_html_is_block(n->role) ? n->end : k + 1;
	}
}

/*
 * Counts the characters of words, numbers the blocks, and adds up what each block holds itself: own[i],
 * and of that in links: linked[i].
 */
static void
count_own(struct html_page *p, uint32_t *own, uint32_t *linked)
{
	for (uint32_t i = 1; i < p->n; i++) {
		struct html_node *n = &p->node[i];

		n->block = wf_html_is_block(n->role) ? i : p->node[n->parent].block;
		if (n->role != HTML_TEXT)
			continue;
		n->seen = count_words((wf_str){ p->words.p + n->off, n->len });
		n->linked = n->flags & HTML_LINK ? n->seen : 0;
		if (n->seen == 0)
			continue;
		if (p->node[n->block].number == 0)
			p->node[n->block].number = ++p->blocks;
		own[n->block] += n->seen;
		linked[n->block] += n->linked;
	}
}

/* Does the block hold words enough, none of them those of pages themselves? */
static uint32_t
solid_of(const struct html_page *p, uint32_t i, uint32_t own, uint32_t linked)
{
	struct wf_buf words = { 0 };
	uint32_t solid = own - linked;

	if (solid < SOLID_MIN || linked > solid)
		return 0;
	if (solid <= 120) {
		own_words(&words, p, i, 600);
		if (wf_html_is_page_words(wf_str_trim(wf_buf_str(&words))))
			solid = 0;
	}
	wf_buf_free(&words);
	return solid;
}

/* Adds up from the leaves; where all is given, what is called an aside and holds little of it stays out. */
static void
add_up(struct html_page *p, const uint32_t *solid, uint32_t all)
{
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->node[i].role != HTML_TEXT)
			p->node[i].seen = p->node[i].linked = 0;
		p->node[i].solid = solid[i];
	}
	for (uint32_t i = (uint32_t)p->n; i-- > 1;) {
		struct html_node *n = &p->node[i], *up = &p->node[n->parent];

		/* half of the page is no menu, whatever it is called */
		if (all != 0 && (n->flags & HTML_ASIDE) && n->solid < all / 2) {
			n->flags |= HTML_AROUND;
			continue;
		}
		up->seen += n->seen;
		up->linked += n->linked;
		up->solid += n->solid;
	}
}

static void
measure(struct html_page *p)
{
	uint32_t *own = wf_malloc(3 * p->n * sizeof(*own)), *linked = own + p->n, *solid = linked + p->n;

	for (size_t i = 0; i < 3 * p->n; i++)
		own[i] = 0;
	count_own(p, own, linked);
	for (uint32_t i = 0; i < p->n; i++) {
		if (own[i] > 0)
			solid[i] = solid_of(p, i, own[i], linked[i]);
	}
	add_up(p, solid, 0);
	p->total = p->node[0].seen;
	add_up(p, solid, p->node[0].solid > 0 ? p->node[0].solid : 1);
	free(own);
}

/* ---- the text ----------------------------------------------------------------------- */

/* The surest block of a known kind that holds most of the page's text; 0 = none. */
static uint32_t
known_content(const struct html_page *p)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < p->n;) {
		const struct html_node *n = &p->node[i];
		const struct html_node *b = &p->node[best];

		if (n->flags & (HTML_AROUND | HTML_HIDDEN)) {
			i = n->end;
			continue;
		}
		/* <article> and <main> have no rank: they come last */
		unsigned rank = n->level != 0 ? n->level : 255, held = b->level != 0 ? b->level : 255;
		bool most = (uint64_t)n->solid * 10 >= (uint64_t)p->node[0].solid * 6 && n->solid > 0;

		if ((n->flags & HTML_CONTENT) && n->role != HTML_HEADING && most &&
		    (best == 0 || rank < held || (rank == held && n->solid > b->solid)))
			best = i;
		i++;
	}
	return best;
}

/* The smallest block that holds all that looks like text. */
static uint32_t
smallest(const struct html_page *p)
{
	uint32_t at = 0;

	for (;;) {
		uint32_t best = 0;

		for (uint32_t i = at + 1; i < p->node[at].end; i = p->node[i].end) {
			const struct html_node *n = &p->node[i];

			if (wf_html_is_block(n->role) && !(n->flags & (HTML_AROUND | HTML_HIDDEN)) &&
			    n->solid > 0 && n->solid == p->node[at].solid)
				best = i;
		}
		/* a row or a paragraph is a piece of the text, not the block that holds it */
		if (best == 0 || p->node[best].role == HTML_PARAGRAPH || p->node[best].role == HTML_TABLE)
			return at;
		at = best;
	}
}

static uint32_t
unlinked(const struct html_node *n)
{
	return n->seen - n->linked;
}

/* Characters outside links of the children of up that stand before i, and after it. */
static void
beside(uint32_t *above, uint32_t *below, const struct html_page *p, uint32_t up, uint32_t i)
{
	*above = *below = 0;
	for (uint32_t k = up + 1; k < p->node[up].end; k = p->node[k].end) {
		if (k == i || (p->node[k].flags & HTML_AROUND))
			continue;
		*(k < i ? above : below) += unlinked(&p->node[k]);
	}
}

/* Takes in short lines right above the text: number, title, day. Two steps at most. */
static uint32_t
with_head(const struct html_page *p, uint32_t at)
{
	for (int step = 0; step < 2 && at != 0 && p->node[at].parent != 0; step++) {
		uint32_t up = p->node[at].parent, above, below;

		beside(&above, &below, p, up, at);
		if (above > ABOVE_MAX || below > BELOW_MAX || p->node[up].linked > p->node[at].linked + 20)
			break;
		at = up;
	}
	return at;
}

/* ---- the title ---------------------------------------------------------------------- */

static bool
is_named(const struct html_page *p, uint32_t i)
{
	struct wf_buf words = { 0 }, a = { 0 }, b = { 0 };
	bool same = false;

	if (p->named.n > 0) {
		own_words(&words, p, i, 600);
		wf_fold(&a, wf_buf_str(&words), WF_FOLD_NAME);
		wf_fold(&b, p->named, WF_FOLD_NAME);
		same = a.n > 0 && wf_str_eq(wf_buf_str(&a), wf_buf_str(&b));
	}
	wf_buf_free(&words);
	wf_buf_free(&a);
	wf_buf_free(&b);
	return same;
}

/* A line outside links that is long enough, and not longer, for a title. */
static bool
can_be_title(const struct html_node *n)
{
	bool called = (n->role == HTML_HEADING && n->level <= 3) || (n->flags & HTML_TITLE);

	return called && !(n->flags & HTML_HIDDEN) && n->seen >= TITLE_MIN && n->seen <= TITLE_MAX &&
	    n->linked * 2 < n->seen;
}

/*
 * The title above the text: what the page itself names, else the nearest first heading, else the
 * nearest line that is called a title or a lower heading. 0 = none.
 */
static uint32_t
title_above(const struct html_page *p)
{
	uint32_t first = 0, other = 0;

	for (uint32_t i = p->body; i-- > 1;) {
		const struct html_node *n = &p->node[i];

		if (n->end > p->body || !can_be_title(n))
			continue;
		if (is_named(p, i))
			return i;
		if (n->role == HTML_HEADING && n->level == 1 && first == 0)
			first = i;
		else if (other == 0 && !(n->flags & HTML_AROUND))
			other = i;
	}
	return first != 0 ? first : other;
}

/* Does the text begin with a first heading of its own? */
static bool
has_heading(const struct html_page *p)
{
	uint32_t lines = 0;

	for (uint32_t i = p->body + 1; i < p->node[p->body].end && lines < 12; i++) {
		const struct html_node *n = &p->node[i];

		if (n->role == HTML_HEADING && n->level == 1 && n->seen > 0)
			return true;
		lines += n->number != 0;
	}
	return false;
}

void
wf_html_pick(struct html_page *p)
{
	measure(p);
	p->body = known_content(p);
	if (p->body == 0)
		p->body = with_head(p, smallest(p));
	bool headed = has_heading(p);

	p->title = p->body != 0 && !headed ? title_above(p) : 0;
	if (headed)
		p->named = WF_S("");
}
