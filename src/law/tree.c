/*
 * Small questions about nodes: their names, their text, the counts of a document.
 * Does not build the tree; parse.c does.
 */
#include "law_int.h"

#include <stdlib.h>

static const struct { const char *en, *han, *eid; } kinds[WF_KINDS] = {
	[WF_DOC]       = { "document",  "全文", "" },
	[WF_PREFACE]   = { "preface",   "题头", "preface" },
	[WF_BOOK]      = { "book",      "编",   "book" },
	[WF_SUBBOOK]   = { "subbook",   "分编", "subbook" },
	[WF_CHAPTER]   = { "chapter",   "章",   "chp" },
	[WF_SECTION]   = { "section",   "节",   "sec" },
	[WF_ARTICLE]   = { "article",   "条",   "art" },
	[WF_PARAGRAPH] = { "paragraph", "款",   "para" },
	[WF_ITEM]      = { "item",      "项",   "item" },
	[WF_POINT]     = { "point",     "目",   "point" },
	[WF_ANNEX]     = { "annex",     "附件", "annex" },
	[WF_BLOCK]     = { "block",     "部分", "block" },
};

const char *
wf_kind_name(enum wf_kind k)
{
	return kinds[k].en;
}

const char *
wf_kind_han(enum wf_kind k)
{
	return kinds[k].han;
}

const char *
wf_kind_eid(enum wf_kind k)
{
	return kinds[k].eid;
}

wf_span
wf_node_text(const struct wf_source *s, const struct wf_node *n)
{
	uint32_t from = n->whole.off, to = n->whole.off + n->whole.len;
	wf_str t;

	if (n->label.len != 0 && n->label.off >= from)
		from = n->label.off + n->label.len;
	t = wf_str_trim(wf_str_sub(s->text, from, to - from));
	if (t.n == 0)
		return (wf_span){ from, 0 };
	return (wf_span){ (uint32_t)(t.p - s->text.p), (uint32_t)t.n };
}

struct wf_counts
wf_doc_counts(const struct wf_doc *doc)
{
	struct wf_counts c = { 0 };

	for (uint32_t i = 0; i < doc->nnode; ) {
		const struct wf_node *n = &doc->node[i];

		if (n->kind == WF_ANNEX) {
			i = n->end;
			continue;
		}
		/* a part of a work in several files is a 编 of the work, not of the file */
		c.books += n->kind == WF_BOOK && !(n->flags & WF_SUPPLEMENT) && n->num != 0;
		c.subbooks += n->kind == WF_SUBBOOK;
		c.chapters += n->kind == WF_CHAPTER;
		c.sections += n->kind == WF_SECTION;
		c.articles += n->kind == WF_ARTICLE;
		i++;
	}
	return c;
}

void
wf_doc_free(struct wf_doc *doc)
{
	wf_findings_free(&doc->findings);
	wf_arena_free(&doc->arena);
	*doc = (struct wf_doc){ 0 };
}
