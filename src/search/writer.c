/*
 * Collects texts and units and writes the index file from their lists.  It analyses nothing
 * itself: that is invert.c.
 */
#include "invert_int.h"

#include <stdlib.h>
#include <string.h>

#define UNITS_MOST (1u << 24)

struct wf_index_writer {
	wf_str path;
	struct wf_arena arena;
	struct collection c;
	struct wf_buf block;
	uint64_t bytes;			/* of all units' texts */
};

wf_rc
wf_index_create(struct wf_index_writer **out, const char *path, struct wf_err *err)
{
	struct wf_index_writer *w = wf_malloc(sizeof *w);

	(void)err;	/* the file is written as one piece at the end */
	memset(w, 0, sizeof *w);
	w->path = wf_arena_str(&w->arena, wf_str_of(path));
	*out = w;
	return WF_OK;
}

void
wf_index_abandon(struct wf_index_writer *w)
{
	if (!w)
		return;
	free(w->c.text);
	free(w->c.context);
	free(w->c.unit);
	free(w->c.cite);
	free(w->c.lay);
	wf_buf_free(&w->block);
	wf_arena_free(&w->arena);
	free(w);
}

void
wf_index_text(struct wf_index_writer *w, const struct wf_index_text *t)
{
	struct collection *c = &w->c;
	struct text_in in = { *t, (uint32_t)c->nunit };

	in.row.title = wf_arena_str(&w->arena, t->title);
	in.row.place = wf_arena_str(&w->arena, t->place);
	c->text = wf_grow(c->text, &c->text_cap, c->ntext + 1, sizeof *c->text);
	c->text[c->ntext++] = in;
}

/* The context of the unit that comes: the last one, when text and headings are the same. */
static uint32_t
context_of(struct wf_index_writer *w, wf_str heading)
{
	struct collection *c = &w->c;
	struct context_in *last = c->ncontext ? &c->context[c->ncontext - 1] : NULL;
	uint32_t text = (uint32_t)c->ntext - 1;

	if (last && last->text == text && wf_str_eq(last->heading, heading))
		return (uint32_t)c->ncontext - 1;
	c->context = wf_grow(c->context, &c->context_cap, c->ncontext + 1, sizeof *c->context);
	c->context[c->ncontext++] = (struct context_in){ text, (uint32_t)c->nunit,
	    wf_arena_str(&w->arena, heading) };
	return (uint32_t)c->ncontext - 1;
}

wf_rc
wf_index_unit(uint32_t *unit, struct wf_index_writer *w, const struct wf_unit *u)
{
	struct collection *c = &w->c;

	w->bytes += u->text.n;
	if (c->nunit >= UNITS_MOST || w->bytes > UINT32_MAX || c->ntext == 0)
		return WF_E_LIMIT;
	uint32_t context = context_of(w, u->heading);
	c->unit = wf_grow(c->unit, &c->unit_cap, c->nunit + 1, sizeof *c->unit);
	c->unit[c->nunit] = (struct unit_in){ context, u->seq, u->place, u->text };
	*unit = (uint32_t)c->nunit++;
	return WF_OK;
}

void
wf_index_cite(struct wf_index_writer *w, uint32_t from, uint32_t to)
{
	struct collection *c = &w->c;

	c->cite = wf_grow(c->cite, &c->cite_cap, c->ncite + 1, sizeof *c->cite);
	c->cite[c->ncite++] = (struct cite_in){ to, from };
}

void
wf_index_attach(struct wf_index_writer *w, wf_str block)
{
	w->block.n = 0;
	wf_buf_put(&w->block, block);
}

static int
by_target(const void *a, const void *b)
{
	const struct cite_in *x = a, *y = b;

	if (x->to != y->to)
		return (x->to > y->to) - (x->to < y->to);
	return (x->from > y->from) - (x->from < y->from);
}

/* ---- the file ------------------------------------------------------------------------ */

static void
put_padded(struct wf_buf *out, struct wf_index_head *h, enum section s, const void *p, size_t n)
{
	static const char zeros[8];

	wf_buf_put(out, (wf_str){ zeros, (8 - out->n % 8) % 8 });
	h->off[s] = out->n;
	h->len[s] = n;
	if (n)
		wf_buf_put(out, (wf_str){ p, n });
	if (s != SEC_LIST)
		h->sum[s] = wf_index_sum(p, n);
}

static void
put_rows(struct wf_buf *out, struct wf_index_head *h, const struct wf_index_writer *w)
{
	const struct collection *c = &w->c;
	size_t most = c->ntext > c->nunit ? c->ntext : c->nunit;
	void *room = wf_malloc((most + c->ncontext + 1) * sizeof(struct text_row));
	struct text_row *text = room;
	struct context_row *context = room;
	struct unit_row *unit = room;

	memset(room, 0, (most + c->ncontext + 1) * sizeof(struct text_row));
	for (size_t i = 0; i < c->ntext; i++) {
		text[i].expr = c->text[i].row.expr;
		text[i].unit = c->text[i].unit;
		text[i].cited = c->text[i].row.cited;
		text[i].standing = (uint8_t)c->text[i].row.standing;
	}
	put_padded(out, h, SEC_TEXT, text, c->ntext * sizeof *text);
	for (size_t i = 0; i < c->ncontext; i++)
		context[i] = (struct context_row){ c->context[i].text, c->context[i].unit };
	put_padded(out, h, SEC_CONTEXT, context, c->ncontext * sizeof *context);
	for (size_t i = 0; i < c->nunit; i++)
		unit[i] = (struct unit_row){ c->unit[i].context, c->unit[i].seq, c->unit[i].place };
	put_padded(out, h, SEC_UNIT, unit, c->nunit * sizeof *unit);
	free(room);
}

wf_rc
wf_index_finish(struct wf_index_writer *w, unsigned workers, uint8_t sha[32], struct wf_err *err)
{
	struct wf_index_head head = { .magic = WF_INDEX_MAGIC, .version = WF_INDEX_VERSION,
		.order = WF_INDEX_ORDER };
	struct collection *c = &w->c;
	struct wf_buf out = { 0 };
	struct lists lists;
	double length = 0;

	for (size_t i = 0; i < c->nunit; i++)
		length += text_length(c->unit[i].text);
	c->mean = head.mean = c->nunit ? length / (double)c->nunit : 1;
	c->text_mean = c->ntext && length > 0 ? length / (double)c->ntext : 1;
	if (c->ncite)
		qsort(c->cite, c->ncite, sizeof *c->cite, by_target);
	for (size_t i = 0, all = c->ncite, last = 0; i < all; i++) {
		c->ncite = i == 0 ? 0 : c->ncite;
		if (i == 0 || by_target(&c->cite[last], &c->cite[i]) != 0)
			c->cite[last = c->ncite++] = c->cite[i];
	}
	c->nlay = wf_lay_rows(&c->lay);
	head.lay_sum = wf_lay_sum();
	wf_rc rc = wf_invert(&lists, c, &wf_rank_default, workers);
	if (rc == WF_OK) {
		wf_buf_put(&out, (wf_str){ (const char *)&head, sizeof head });
		put_rows(&out, &head, w);
		put_padded(&out, &head, SEC_KEY, lists.key, lists.nterm * sizeof *lists.key);
		put_padded(&out, &head, SEC_TERM, lists.term, lists.nterm * sizeof *lists.term);
		put_padded(&out, &head, SEC_LAY, c->lay, c->nlay * sizeof *c->lay);
		put_padded(&out, &head, SEC_BLOCK, w->block.p, w->block.n);
		put_padded(&out, &head, SEC_LIST, lists.bytes.p, lists.bytes.n);
		head.size = out.n;
		head.head_sum = wf_index_sum(&head, offsetof(struct wf_index_head, head_sum));
		memcpy(out.p, &head, sizeof head);
		wf_sha256(sha, wf_buf_str(&out));
		rc = wf_file_write(w->path.p, wf_buf_str(&out), err);
		free(lists.key);
		free(lists.term);
		wf_buf_free(&lists.bytes);
	} else {
		wf_fail(err, rc, "%s: the search index would take more than 4 GiB", w->path.p);
	}
	wf_buf_free(&out);
	wf_index_abandon(w);
	return rc;
}
