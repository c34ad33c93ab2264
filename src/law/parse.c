/*
 * Builds the tree of provisions from the pieces, once it is decided what each is.
 * Reads no words beyond the labels; split.c, head.c and outline.c do.
 */
#include "law_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- opening and closing nodes ------------------------------------------------ */

/* Order of nesting; a node closes every open node of the same or a lower order. */
static int
rank_of(uint8_t kind)
{
	static const int rank[WF_KINDS] = {
		[WF_DOC] = 0, [WF_PREFACE] = 1, [WF_ANNEX] = 1, [WF_BOOK] = 2, [WF_SUBBOOK] = 3,
		[WF_CHAPTER] = 4, [WF_SECTION] = 5, [WF_BLOCK] = 6, [WF_ARTICLE] = 7,
		[WF_PARAGRAPH] = 8, [WF_ITEM] = 9, [WF_POINT] = 10,
	};

	return rank[kind];
}

static struct wf_node *
top(struct parse *p)
{
	return &p->node[p->open[p->depth - 1]];
}

/* Closes open nodes until depth remain; they end where the next begins. */
static void
close_to(struct parse *p, size_t depth, uint32_t at)
{
	while (p->depth > depth) {
		struct wf_node *n = top(p);

		n->end = (uint32_t)p->nnode;
		n->whole.len = at - n->whole.off;
		p->depth--;
	}
}

static void
close_rank(struct parse *p, int rank, uint32_t at)
{
	size_t depth = p->depth;

	while (depth > 1 && rank_of(p->node[p->open[depth - 1]].kind) >= rank)
		depth--;
	close_to(p, depth, at);
}

/* Opens a child of the innermost open node; NULL when a limit was hit. */
static struct wf_node *
open_node(struct parse *p, uint8_t kind, uint32_t start, uint8_t style)
{
	struct wf_node *n;

	if (p->nnode >= WF_NODE_LIMIT) {
		p->full = true;
		return NULL;
	}
	if (p->depth >= WF_DEPTH_LIMIT) {
		note(p, WF_D_DEPTH, (wf_span){ start, 0 }, WF_DEPTH_LIMIT, 0);
		close_to(p, WF_DEPTH_LIMIT - 1, start);
	}
	p->node = wf_grow(p->node, &p->cap, p->nnode + 1, sizeof(p->node[0]));
	n = &p->node[p->nnode];
	*n = (struct wf_node){ .kind = kind, .whole = { start, 0 },
		.parent = p->depth != 0 ? p->open[p->depth - 1] : WF_NO_NODE,
		.label = { start, 0 }, .head = { start, 0 } };
	p->style[p->depth] = style;
	p->open[p->depth++] = (uint32_t)p->nnode++;
	return n;
}

/* One more than the last sibling of this kind under the innermost open node. */
static uint32_t
next_num(const struct parse *p, uint8_t kind)
{
	uint32_t up = p->open[p->depth - 1];

	for (size_t i = p->nnode; i-- > up + 1; )
		if (p->node[i].parent == up && p->node[i].kind == kind && !(p->node[i].flags & WF_PREAMBLE))
			return p->node[i].num + 1;
	return 1;
}

static void
set_label(struct wf_node *n, const struct piece *x)
{
	n->label = (wf_span){ x->text.off, (uint32_t)x->label.len };
	n->flags |= x->flags;
	n->num = x->num;
	n->sub = x->sub;
}

/* ---- kinds of piece -------------------------------------------------------------- */

static void
add_struct(struct parse *p, const struct piece *x)
{
	struct wf_node *n;

	close_rank(p, rank_of(x->kind), x->start);
	n = open_node(p, x->kind, x->start, WF_LB_DI);
	if (n == NULL)
		return;
	set_label(n, x);
	if (x->flags & WF_BARE || x->flags & WF_SUPPLEMENT) {
		n->label.len = 0;
		n->head = x->text;
	} else {
		n->head = after_label(p, x);
	}
}

static bool
in_article(const struct parse *p)
{
	for (size_t i = p->depth; i-- > 0; )
		if (p->node[p->open[i]].kind == WF_ARTICLE)
			return true;
	return false;
}

/* Opens a 款 that starts at off, numbered after its siblings. */
static struct wf_node *
open_paragraph(struct parse *p, uint32_t off)
{
	uint32_t num = next_num(p, WF_PARAGRAPH);
	struct wf_node *n;

	/* the words of an item are its first paragraph */
	if (num == 1 && (top(p)->kind == WF_ITEM || top(p)->kind == WF_POINT))
		num = 2;
	n = open_node(p, WF_PARAGRAPH, off, WF_LB_NONE);
	if (n != NULL)
		n->num = num;
	return n;
}

/* 【立法目的】 after the label of an article is its heading. */
static wf_span
article_heading(const struct parse *p, wf_span words)
{
	wf_str s = wf_str_sub(p->text, words.off, words.len);
	size_t end = wf_str_starts(s, WF_S("【")) ? wf_str_find(s, WF_S("】"), 0) : SIZE_MAX;

	if (end == SIZE_MAX || end > 90)
		return (wf_span){ words.off, 0 };
	return (wf_span){ words.off, (uint32_t)end + 3 };
}

static void
add_article(struct parse *p, const struct piece *x)
{
	struct wf_node *n;
	wf_span words = after_label(p, x), head = article_heading(p, words);

	close_rank(p, rank_of(WF_ARTICLE), x->start);
	n = open_node(p, WF_ARTICLE, x->start, WF_LB_DI);
	if (n == NULL)
		return;
	set_label(n, x);
	n->head = head;
	if (head.len != 0) {
		wf_str rest = wf_str_ltrim(wf_str_sub(p->text, head.off + head.len,
		    words.off + words.len - head.off - head.len));

		words = (wf_span){ (uint32_t)(rest.p - p->text.p), (uint32_t)rest.n };
	}
	if (words.len != 0)
		open_paragraph(p, words.off);
}

/* Depth of the innermost open list node of this style, 0 = none. */
static size_t
open_style(const struct parse *p, uint8_t style)
{
	for (size_t i = p->depth; i-- > 1; ) {
		uint8_t kind = p->node[p->open[i]].kind;

		if (kind < WF_PARAGRAPH || kind > WF_POINT)
			return 0;
		if (kind != WF_PARAGRAPH && p->style[i] == style)
			return i;
	}
	return 0;
}

static void
add_list(struct parse *p, const struct piece *x)
{
	size_t same = open_style(p, x->label.style);
	struct wf_node *n;
	uint8_t kind = WF_ITEM;

	if (same != 0) {
		uint32_t before = p->node[p->open[same]].num;

		if (x->num <= before && x->num != 1 && x->sub == 0)
			note(p, WF_D_ITEM_ORDER, (wf_span){ x->text.off, (uint32_t)x->label.len },
			    x->num, before);
		close_to(p, same, x->start);
	} else if (in_article(p)) {
		/* items hang under the 款 before them; an article that opens with one has none yet */
		if (top(p)->kind == WF_ARTICLE && open_paragraph(p, x->start) == NULL)
			return;
	} else if (top(p)->kind == WF_PARAGRAPH && x->label.style == WF_LB_HAN_COMMA) {
		close_rank(p, rank_of(WF_PARAGRAPH), x->start);
	}
	for (size_t i = p->depth; i-- > 1; )
		if (p->node[p->open[i]].kind == WF_ITEM || p->node[p->open[i]].kind == WF_POINT)
			kind = WF_POINT;
	n = open_node(p, kind, x->start, x->label.style);
	if (n != NULL)
		set_label(n, x);
}

/* Is the item's line a title, as 二、展望 is, and what follows its text? */
static bool
is_titled(const struct parse *p, uint32_t i)
{
	const struct wf_node *n = &p->node[i];
	wf_str s;

	if (n->label.len == 0 || in_article(p))
		return false;
	s = wf_str_from(p->text, n->label.off + n->label.len);
	s = wf_str_trim(wf_str_sub(s, 0, wf_str_find(s, WF_S("\n"), 0)));
	return s.n != 0 && !ends_closed(s) && wf_utf8_count(s) <= 40;
}

/*
 * Where an unlabelled line after items belongs: when the next label counts on from an open item,
 * the line is still that item's (a sub-paragraph); else it is a 款 of its own.
 *
 * @return depth to close to
 */
static size_t
home_of_line(const struct parse *p, size_t i)
{
	for (size_t k = i + 1; k < p->piece.n && k < i + 64; k++) {
		const struct piece *x = &p->piece.v[k];

		if (x->cls == PC_PLAIN || x->cls == PC_CONT || x->cls == PC_TABLE)
			continue;
		if (x->cls != PC_LIST)
			break;
		size_t at = open_style(p, x->label.style);
		if (at == 0)
			continue;	/* a list that opens under the line says nothing */
		if (x->num == p->node[p->open[at]].num + 1 ||
		    (x->num == p->node[p->open[at]].num && x->sub != 0))
			return at + 1;
		break;			/* a list begun anew: the old one is over */
	}
	for (size_t d = p->depth; d-- > 1; ) {
		uint8_t kind = p->node[p->open[d]].kind;

		if (kind < WF_PARAGRAPH || kind > WF_POINT || is_titled(p, p->open[d]))
			return d + 1;
	}
	return 1;
}

static void
add_plain(struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	struct wf_node *n;

	if (x->cls == PC_TABLE && top(p)->kind == WF_BLOCK && (top(p)->flags & WF_TABLE))
		return;		/* one more row */
	close_to(p, home_of_line(p, i), x->start);
	if (x->cls == PC_TABLE) {
		uint32_t num = next_num(p, WF_BLOCK);

		n = open_node(p, WF_BLOCK, x->start, WF_LB_NONE);
		if (n != NULL)
			n->flags |= WF_TABLE, n->num = num;
		return;
	}
	if (top(p)->kind == WF_BLOCK && (top(p)->flags & WF_TABLE))
		close_to(p, p->depth - 1, x->start);
	n = open_paragraph(p, x->start);
	if (n != NULL)
		n->flags |= x->flags & WF_QUOTED;
}

static void
add_group(struct parse *p, const struct piece *x)
{
	struct wf_node *n;
	uint32_t num;

	close_rank(p, rank_of(WF_BLOCK), x->start);
	num = next_num(p, WF_BLOCK);
	n = open_node(p, WF_BLOCK, x->start, WF_LB_NONE);
	if (n == NULL)
		return;
	n->flags |= x->flags;
	if (x->flags & WF_GROUP) {
		n->label = (wf_span){ x->text.off, (uint32_t)x->label.len };
		n->head = after_label(p, x);
	} else {
		n->head = x->text;
	}
	n->num = num;
}

static void
add_preamble(struct parse *p, const struct piece *x, bool headed)
{
	struct wf_node *n;

	close_to(p, 1 + (p->doc->head.part.len != 0), x->start);
	n = open_node(p, WF_BLOCK, x->start, WF_LB_NONE);
	if (n == NULL)
		return;
	n->flags |= WF_PREAMBLE | (headed ? 0 : WF_INFERRED);
	n->num = 1;
	if (headed)
		n->head = x->text;
}

static void
add_annex(struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];
	uint32_t num;
	struct wf_node *n;

	close_to(p, 1, x->start);
	num = next_num(p, WF_ANNEX);
	n = open_node(p, WF_ANNEX, x->start, WF_LB_ANNEX);
	if (n == NULL)
		return;
	set_label(n, x);
	if (n->num == 0)
		n->num = num;
	n->head = after_label(p, x);
	wf_str head = wf_str_sub(p->text, n->head.off, n->head.len);
	while (wf_str_starts(head, WF_S("：")) || wf_str_starts(head, WF_S(":")))
		head = wf_str_ltrim(wf_str_from(head, head.p[0] == ':' ? 1 : 3));
	n->head = (wf_span){ (uint32_t)(head.p - p->text.p), (uint32_t)head.n };
	/* 附件 alone: the title stands on the next lines */
	for (size_t k = i + 1; k < p->piece.n && p->piece.v[k].cls == PC_CONT; k++) {
		if (n->head.len == 0 || n->head.off >= p->piece.v[i + 1].text.off)
			n->head = span_of(p->piece.v[i + 1].text.off,
			    p->piece.v[k].text.off + p->piece.v[k].text.len);
		if (n->head.off < p->piece.v[i + 1].text.off)
			break;
	}
}

/* ---- the whole ---------------------------------------------------------------------- */

static void
add_piece(struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];

	if (top(p)->kind == WF_PREFACE && x->cls != PC_PREFACE && x->cls != PC_CONT)
		close_to(p, p->depth - 1, x->start);
	switch (x->cls) {
	case PC_PREFACE:
		if (top(p)->kind != WF_PREFACE) {
			close_to(p, 1 + (p->doc->head.part.len != 0), x->start);
			open_node(p, WF_PREFACE, x->start, WF_LB_NONE);
		}
		break;
	case PC_STRUCT:
		add_struct(p, x);
		break;
	case PC_GROUP:
		add_group(p, x);
		break;
	case PC_PREAMBLE:
		add_preamble(p, x, true);
		break;
	case PC_ARTICLE:
		add_article(p, x);
		break;
	case PC_LIST:
		add_list(p, x);
		break;
	case PC_ANNEX:
		add_annex(p, i);
		break;
	case PC_PLAIN:
	case PC_TABLE:
		add_plain(p, i);
		break;
	default:
		break;		/* a continuation: its node is already open */
	}
}

/* Words before the first article of a law stand in its preamble. */
static bool
starts_preamble(const struct parse *p, size_t i)
{
	const struct piece *x = &p->piece.v[i];

	return p->doc->head.form == WF_FORM_ARTICLES && (x->cls == PC_PLAIN || x->cls == PC_LIST) &&
	    (top((struct parse *)p)->kind == WF_PREFACE || p->depth <= 1 ||
	    (p->depth == 2 && p->doc->head.part.len != 0));
}

static void
mark_inferred(struct parse *p)
{
	for (uint32_t i = 0; i < p->nnode; i++) {
		uint32_t first = i + 1;

		if (p->node[i].kind != WF_ARTICLE || first >= p->nnode || p->node[first].parent != i)
			continue;
		if (p->node[first].kind == WF_PARAGRAPH && p->node[first].end == p->node[i].end)
			p->node[first].flags |= WF_INFERRED;
	}
}

static void
build_tree(struct parse *p)
{
	uint32_t n = (uint32_t)p->text.n;
	struct wf_node *book;

	open_node(p, WF_DOC, 0, WF_LB_NONE);
	if (p->doc->head.part.len != 0) {
		wf_str part = wf_source_slice(&p->doc->source, p->doc->head.part);

		book = open_node(p, WF_BOOK, 0, WF_LB_NONE);
		book->head = p->doc->head.part;
		book->flags = WF_INFERRED;
		if (wf_str_is(part, "附则"))
			book->flags |= WF_SUPPLEMENT;
	}
	/* white space before the first words belongs to the first node */
	if (p->piece.n != 0)
		p->piece.v[0].start = 0;
	else if (n != 0)
		open_node(p, WF_PREFACE, 0, WF_LB_NONE);
	for (size_t i = 0; i < p->piece.n && !p->full; i++) {
		if (i >= p->body && starts_preamble(p, i))
			add_preamble(p, &p->piece.v[i], false);
		add_piece(p, i);
	}
	close_to(p, 0, n);
	mark_inferred(p);
}

/* What a complete law has and this one lacks. */
static void
note_gaps(struct parse *p)
{
	const struct wf_doc *doc = p->doc;
	wf_span end = { (uint32_t)p->text.n, 0 };
	bool commences = false;

	if (doc->head.nolaw != WF_IS_LAW)
		return;
	if (p->body >= p->piece.n) {
		note(p, WF_D_NO_BODY, doc->head.title, 0, 0);
		return;
	}
	for (uint32_t i = 0; i < doc->nclause; i++)
		commences |= doc->clause[i].kind != WF_CL_REPEAL;
	for (uint32_t i = 0; i < doc->nevent; i++)
		commences |= doc->event[i].kind == WF_EV_EFFECTIVE;
	if (doc->head.form == WF_FORM_ARTICLES && !commences && doc->head.part.len == 0 && !p->amends &&
	    doc->head.draft.len == 0 && wf_source_front(&doc->source, "effective").n == 0)
		note(p, WF_D_NO_COMMENCEMENT, end, 0, 0);
	const struct piece *last = &p->piece.v[p->piece.n - 1];
	for (uint32_t i = 1; i < doc->nnode; i = doc->node[i].end)
		if (doc->node[i].kind == WF_ANNEX)
			return;		/* tables and forms end as they like */
	if (!ends_closed(piece_str(p, last)) && doc->head.form == WF_FORM_ARTICLES &&
	    (last->cls == PC_PLAIN || last->cls == PC_ARTICLE || last->cls == PC_LIST))
		note(p, WF_D_ENDS_OPEN, last->text, 0, 0);
}

static int
by_place(const void *a, const void *b)
{
	const struct wf_finding *x = a, *y = b;

	if (x->span.off != y->span.off)
		return x->span.off < y->span.off ? -1 : 1;
	return (x->code > y->code) - (x->code < y->code);
}

wf_rc
wf_parse(struct wf_doc *doc, struct wf_err *err)
{
	struct parse p = { .doc = doc, .text = doc->source.text };
	wf_rc rc = WF_OK;

	split_pieces(&p);
	read_head(&p);
	if (doc->head.nolaw == WF_IS_LAW)
		outline(&p);
	build_tree(&p);
	if (p.full)
		rc = wf_fail(err, WF_E_LIMIT, "more than %u provisions in one file; split it",
		    WF_NODE_LIMIT);
	doc->node = wf_arena_alloc(&doc->arena, p.nnode * sizeof(p.node[0]));
	memcpy(doc->node, p.node, p.nnode * sizeof(p.node[0]));
	doc->nnode = (uint32_t)p.nnode;
	wf_eid_number(doc->node, doc->nnode, &doc->findings);
	read_clauses(&p);
	note_gaps(&p);
	if (doc->findings.n > 1)
		qsort(doc->findings.v, doc->findings.n, sizeof(doc->findings.v[0]), by_place);
	free(p.piece.v);
	free(p.node);
	return rc;
}
