/*
 * Puts the marks of comments into a document's XML; a run in which one begins or ends becomes two of
 * the same properties. Every byte that was there stays.
 */
#include "docx_int.h"

#include <stdlib.h>
#include <string.h>

enum cut_kind { BETWEEN, IN_RUN, IN_WORDS, IN_EMPTY, KEEP_BLANKS };
enum cut_order { ENDS, BEGINS, BEGINS_EMPTY, ENDS_EMPTY };

/* A mark before byte at of the XML, and what has to be split for it: a piece, an empty paragraph. */
struct cut { uint32_t at, id, part; enum cut_kind kind; enum cut_order order; };

struct cuts { struct cut *v; size_t n, cap; };

static void
add_cut(struct cuts *c, struct cut x)
{
	c->v = wf_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = x;
}

/* ---- where -------------------------------------------------------------------------------- */

static void
begin_at(struct cuts *c, const struct docx_body *b, const struct docx_anchor *a, uint32_t id)
{
	const struct docx_piece *x = &b->piece[a->first];
	bool starts = x->solid || a->begin == x->text;
	struct cut cut = { a->begin, id, a->first, IN_WORDS, BEGINS };

	if (starts && x->first)
		cut = (struct cut){ b->run[x->run].open, id, a->first, BETWEEN, BEGINS };
	else if (starts)
		cut = (struct cut){ x->open, id, a->first, IN_RUN, BEGINS };
	add_cut(c, cut);
	if (cut.kind == IN_WORDS && !x->keeps)
		add_cut(c, (struct cut){ .at = x->text - 1, .part = a->first, .kind = KEEP_BLANKS });
}

static void
end_at(struct cuts *c, const struct docx_body *b, const struct docx_anchor *a, uint32_t id)
{
	const struct docx_piece *x = &b->piece[a->last];
	bool ends = x->solid || a->end == x->text_end;
	struct cut cut = { a->end, id, a->last, IN_WORDS, ENDS };

	if (ends && x->last)
		cut = (struct cut){ b->run[x->run].end, id, a->last, BETWEEN, ENDS };
	else if (ends)
		cut = (struct cut){ x->end, id, a->last, IN_RUN, ENDS };
	add_cut(c, cut);
	if (cut.kind == IN_WORDS && !x->keeps)
		add_cut(c, (struct cut){ .at = x->text - 1, .part = a->last, .kind = KEEP_BLANKS });
}

static void
around_para(struct cuts *c, const struct docx_body *b, uint32_t para, uint32_t id)
{
	const struct docx_para *p = &b->para[para];
	bool bare = p->words == p->close;
	enum cut_kind kind = p->empty ? IN_EMPTY : BETWEEN;
	uint32_t from = p->empty ? p->end - 2 : p->words, to = p->empty ? p->end - 2 : p->close;

	add_cut(c, (struct cut){ from, id, para, kind, bare ? BEGINS_EMPTY : BEGINS });
	add_cut(c, (struct cut){ to, id, para, kind, bare ? ENDS_EMPTY : ENDS });
}

static int
by_place(const void *a, const void *b)
{
	const struct cut *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* <w:name w:id="7"/>; where no prefix means the namespace, with one of its own. */
static void
put_mark(struct wf_buf *out, const struct docx_body *b, const char *name, uint32_t id)
{
	if (b->prefix.n > 0)
		wf_buf_printf(out, "<%.*s:%s %.*s:id=\"%u\"/>", WF_FMT(b->prefix), name, WF_FMT(b->prefix),
		    id);
	else
		wf_buf_printf(out, "<w:%s xmlns:w=\"%.*s\" w:id=\"%u\"/>", name, WF_FMT(b->word), id);
}

static void
put_marks(struct wf_buf *out, const struct docx_body *b, const struct cut *x)
{
	if (x->order == BEGINS || x->order == BEGINS_EMPTY) {
		put_mark(out, b, "commentRangeStart", x->id);
		return;
	}
	put_mark(out, b, "commentRangeEnd", x->id);
	if (b->prefix.n > 0)
		wf_buf_printf(out, "<%.*s:r>", WF_FMT(b->prefix));
	else
		wf_buf_put(out, WF_S("<r>"));
	put_mark(out, b, "commentReference", x->id);
	if (b->prefix.n > 0)
		wf_buf_printf(out, "</%.*s:r>", WF_FMT(b->prefix));
	else
		wf_buf_put(out, WF_S("</r>"));
}

/* Bytes from..to of the XML. */
static void
put_bytes(struct wf_buf *out, const struct docx_body *b, uint32_t from, uint32_t to)
{
	wf_buf_put(out, wf_str_sub(b->xml, from, to - from));
}

/* The name in a tag <name … of the XML. */
static wf_str
name_at(const struct docx_body *b, uint32_t open)
{
	wf_str tag = wf_str_from(b->xml, open + 1);
	size_t n = 0;

	while (n < tag.n && strchr(" \t\r\n/>", tag.p[n]) == NULL)
		n++;
	return wf_str_sub(tag, 0, n);
}

static void
close_for(struct wf_buf *out, const struct docx_body *b, const struct cut *x)
{
	if (x->kind == IN_EMPTY)
		wf_buf_ch(out, '>');
	if (x->kind != IN_WORDS && x->kind != IN_RUN)
		return;
	const struct docx_piece *p = &b->piece[x->part];

	if (x->kind == IN_WORDS)
		wf_buf_printf(out, "</%.*s>", WF_FMT(name_at(b, p->open)));
	wf_buf_printf(out, "</%.*s>", WF_FMT(name_at(b, b->run[p->run].open)));
}

static void
open_again(struct wf_buf *out, const struct docx_body *b, const struct cut *x)
{
	if (x->kind == IN_EMPTY)
		wf_buf_printf(out, "</%.*s>", WF_FMT(name_at(b, b->para[x->part].open)));
	if (x->kind != IN_WORDS && x->kind != IN_RUN)
		return;
	const struct docx_piece *p = &b->piece[x->part];

	put_bytes(out, b, b->run[p->run].open, b->run[p->run].words);
	if (x->kind == IN_WORDS && p->keeps)
		put_bytes(out, b, p->open, p->text);
	else if (x->kind == IN_WORDS)
		wf_buf_printf(out, "<%.*s xml:space=\"preserve\">", WF_FMT(name_at(b, p->open)));
}

/* The marks that stand at one place: split once, for all of them. Returns the next one's index. */
static size_t
put_cuts(struct wf_buf *out, const struct docx_body *b, const struct cuts *c, size_t i)
{
	const struct cut *x = &c->v[i];

	if (x->kind == KEEP_BLANKS) {
		wf_buf_put(out, WF_S(" xml:space=\"preserve\""));
		while (i < c->n && c->v[i].at == x->at)
			i++;
		return i;
	}
	close_for(out, b, x);
	for (; i < c->n && c->v[i].at == x->at; i++)
		put_marks(out, b, &c->v[i]);
	open_again(out, b, x);
	return i;
}

void
wf_docx_mark(struct wf_buf *out, const struct docx_body *b, const struct docx_anchor *v, size_t n,
    uint32_t id)
{
	struct cuts c = { 0 };
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].para != DOCX_NONE && v[i].first == DOCX_NONE) {
			around_para(&c, b, v[i].para, id + (uint32_t)i);
		} else if (v[i].para != DOCX_NONE) {
			begin_at(&c, b, &v[i], id + (uint32_t)i);
			end_at(&c, b, &v[i], id + (uint32_t)i);
		}
	}
	if (c.n > 0)
		qsort(c.v, c.n, sizeof(*c.v), by_place);
	for (size_t i = 0; i < c.n;) {
		const struct cut *x = &c.v[i];

		put_bytes(out, b, at, x->at);
		at = x->at + (x->kind == IN_EMPTY ? 2 : 0);	/* the /> of an empty one goes */
		i = put_cuts(out, b, &c, i);
	}
	put_bytes(out, b, at, (uint32_t)b->xml.n);
	free(c.v);
}
