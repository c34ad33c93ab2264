/*
 * Where a text stands at each of its bytes: from the tree of a document, or from the
 * provision that a passage is said to be.  Writes eIds out of numbers, checks the accounting.
 */
#include "cite_int.h"

#include <stdlib.h>

/* ---- places ------------------------------------------------------------------------ */

static void
set_place(struct wf_ref *r, const struct wf_node *n)
{
	static const struct { uint8_t kind; enum wf_path_level level; } levels[] = {
		{ WF_BOOK, WF_LV_BOOK }, { WF_SUBBOOK, WF_LV_SUBBOOK }, { WF_CHAPTER, WF_LV_CHAPTER },
		{ WF_SECTION, WF_LV_SECTION }, { WF_ARTICLE, WF_LV_ARTICLE }, { WF_PARAGRAPH, WF_LV_PARA },
		{ WF_ITEM, WF_LV_ITEM }, { WF_POINT, WF_LV_POINT },
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (levels[i].kind != n->kind)
			continue;
		*wf_ref_field(r, levels[i].level) = n->num;
		if (n->kind == WF_ARTICLE)
			r->article_sub = n->sub;
		if (n->kind == WF_ITEM)
			r->item_sub = n->sub;
	}
}

void
wf_cite_places(struct wf_cite_text *t, struct wf_arena *a, const struct wf_doc *doc)
{
	struct wf_cite_place *v = wf_arena_alloc(a, (doc->nnode + 1) * sizeof(v[0]));
	struct wf_ref *at = wf_arena_alloc(a, (doc->nnode + 1) * sizeof(at[0]));	/* of each node */
	size_t n = 0;

	for (uint32_t i = 1; i < doc->nnode; i++) {
		const struct wf_node *x = &doc->node[i];

		at[i] = x->parent != WF_NO_NODE ? at[x->parent] : at[0];
		if (x->kind == WF_ANNEX)
			at[i] = (struct wf_ref){ .annex = x->num ? x->num : 1 };
		set_place(&at[i], x);
		/* the words of an item are its first 款, which nobody cites */
		if (x->kind == WF_PARAGRAPH && doc->node[x->parent].kind == WF_ITEM)
			at[i] = at[x->parent];
		if (x->kind == WF_PREFACE)
			continue;	/* the head is no provision */
		v[n++] = (struct wf_cite_place){ x->label.len ? x->label.off : x->whole.off, x->label.len,
			at[i] };
	}
	t->place = v;
	t->nplace = n;
	t->node = doc->node;
	t->nnode = doc->nnode;
}

/* The 编, 章 and 节 above an article. */
static void
add_headings(struct wf_ref *r, const struct wf_cite_tree *tree)
{
	struct wf_ref article = { .article = r->article, .article_sub = r->article_sub };
	uint32_t node = tree && r->article ? wf_cite_node(tree, &article) : WF_NO_NODE;

	if (node == WF_NO_NODE)
		return;
	for (node = tree->node[node].parent; node != WF_NO_NODE; node = tree->node[node].parent)
		set_place(r, &tree->node[node]);
}

void
wf_cite_passage(struct wf_cite_text *t, struct wf_arena *a, const struct wf_ref *at,
    const struct wf_cite_tree *tree)
{
	struct wf_cite_place *v;
	struct wf_ref here = *at;
	size_t n = 0, lines = 1;

	add_headings(&here, tree);
	for (size_t i = 0; i < t->text.n; i++)
		lines += t->text.p[i] == '\n';
	v = wf_arena_alloc(a, (lines + 1) * sizeof(v[0]));
	for (size_t off = 0; off < t->text.n; ) {
		size_t end = wf_str_find(t->text, WF_S("\n"), off);
		wf_str line = wf_str_sub(t->text, off, (end == SIZE_MAX ? t->text.n : end) - off);
		wf_str words = wf_str_trim(line);
		struct wf_label label = wf_label_read(words);
		uint32_t from = (uint32_t)(words.p - t->text.p), len = 0;

		if (words.n != 0) {
			if (label.kind == WF_ARTICLE && label.num == at->article && n == 0) {
				len = (uint32_t)label.len;
			} else if (label.kind == WF_ITEM) {
				here.item = label.num;
				here.point = 0;
				len = (uint32_t)label.len;
			} else if (label.kind == WF_POINT && here.item == 0) {
				here.item = label.num;	/* 1. right below a 款 counts as its 项 */
			} else if (label.kind == WF_POINT) {
				here.point = label.num;
			} else if (n != 0 && here.article != 0) {
				here.para = here.para != 0 ? here.para + 1 : 0;
				here.item = here.point = 0;
			}
			v[n++] = (struct wf_cite_place){ from, len, here };
		}
		off += line.n + 1;
	}
	t->place = v;
	t->nplace = n;
}

/* ---- eIds ---------------------------------------------------------------------------- */

static void
put_step(struct wf_buf *out, size_t start, const char *word, uint32_t num, uint32_t sub)
{
	if (num == 0)
		return;
	wf_buf_printf(out, "%s%s_%u", out->n > start ? "__" : "", word, num);
	if (sub != 0)
		wf_buf_printf(out, "-%u", sub);
}

void
wf_ref_eid(struct wf_buf *out, const struct wf_ref *ref)
{
	size_t start = out->n;

	put_step(out, start, "annex", ref->annex, 0);
	if (ref->article == 0) {
		put_step(out, start, "book", ref->book, 0);
		put_step(out, start, "subbook", ref->subbook, 0);
		put_step(out, start, "chp", ref->chapter, 0);
		put_step(out, start, "sec", ref->section, 0);
	}
	put_step(out, start, "art", ref->article, ref->article_sub);
	put_step(out, start, "para", ref->para, 0);
	put_step(out, start, "item", ref->item, ref->item_sub);
	put_step(out, start, "point", ref->point, 0);
}

/* ---- accounting ------------------------------------------------------------------------- */

/* Marks the bytes of every record. */
static uint8_t *
covered(const struct wf_cites *c, size_t n)
{
	uint8_t *bytes = wf_malloc(n + 1);

	for (size_t i = 0; i <= n; i++)
		bytes[i] = 0;
	for (size_t i = 0; i < c->n; i++)
		for (uint32_t k = c->v[i].span.off; k < c->v[i].extent; k++)
			bytes[k] = 1;
	return bytes;
}

size_t
wf_cite_unaccounted(const struct wf_cites *c, wf_str text)
{
	uint8_t *in = covered(c, text.n);
	size_t found = SIZE_MAX;

	for (size_t at = 0, used; at < text.n && found == SIZE_MAX; at += used) {
		uint32_t cp = wf_utf8_peek(wf_str_from(text, at), &used);
		enum wf_path_level level;
		enum wf_cite_form form;
		uint32_t num, sub;
		bool token = false;

		if (in[at])
			continue;
		if (cp == 0x300a)
			token = wf_title_read(wf_str_from(text, at)) > 6;
		else if (cp == 0x7b2c)
			token = wf_path_step(&level, &num, &sub, wf_str_from(text, at)) != 0 &&
			    level >= WF_LV_ARTICLE && level <= WF_LV_ITEM;
		else if (cp == 0xff08 || cp == '(' || cp == 0x3014)
			token = wf_number_at_year(&form, text, at, at).len != 0;
		if (token)
			found = at;
	}
	free(in);
	return found;
}
