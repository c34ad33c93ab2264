/*
 * Finds references in any bytes, as a law and as a plain text, and tries to break the accounting;
 * for libFuzzer and for driver.c.  Judges no resolution.
 */
#include "engine/engine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct wf_cite_tree *
tree(void *payload, uint32_t work, wf_date day)
{
	(void)work;
	(void)day;
	return payload;
}

static wf_str
title(void *payload, uint32_t work)
{
	(void)payload;
	return work == 0 ? WF_S("示例法") : WF_S("刑法");
}

static void
find(const struct wf_cite_catalog *c, const struct wf_cite_text *t)
{
	struct wf_cites cites = { 0 };
	struct wf_quote *quote;
	struct wf_arena a = { 0 };
	size_t n;

	wf_cite_find(&cites, c, t);
	if (wf_cite_unaccounted(&cites, t->text) != SIZE_MAX)
		abort();
	for (size_t i = 0; i < cites.n; i++)
		if ((size_t)cites.v[i].span.off + cites.v[i].span.len > t->text.n ||
		    cites.v[i].target + cites.v[i].ntarget > cites.ntarget)
			abort();
	wf_cite_quotes(&quote, &n, &a, t->text, &cites);
	for (size_t i = 0; i < cites.n; i++) {
		wf_span before, after;

		wf_cite_claim(&before, &after, t->text, &cites, (uint32_t)i);
		if ((size_t)before.off + before.len > t->text.n || (size_t)after.off + after.len > t->text.n)
			abort();
	}
	wf_arena_free(&a);
	wf_cites_free(&cites);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_arena a = { 0 };
	wf_str bytes = { (const char *)data, size };

	if (wf_doc_read_bytes(&doc, WF_S("f.md"), bytes, &err) != WF_OK)
		return 0;
	struct wf_cite_tree t = { .node = doc.node, .nnode = doc.nnode, .in_force = true };
	struct wf_names *names = wf_names_new();

	wf_names_add(names, WF_S("示例法"), 0, 0, WF_NAME_UNQUOTED);
	wf_names_add(names, WF_S("刑法"), 1, 0, WF_NAME_UNQUOTED);
	wf_names_finish(names);
	wf_cite_tree_index(&t, &a);
	struct wf_cite_catalog c = { names, &t, tree, title };
	struct wf_cite_text plain = { .text = doc.source.text, .self = WF_NO_WORK, .title = WF_S(""),
		.amends = WF_S("") };
	struct wf_cite_text law = { .text = doc.source.text, .self = 0, .title = WF_S("示例法"),
		.amends = WF_S(""), .before = doc.source.text };

	find(&c, &plain);
	wf_cite_places(&law, &a, &doc);
	find(&c, &law);
	wf_names_free(names);
	wf_arena_free(&a);
	wf_doc_free(&doc);
	return 0;
}
