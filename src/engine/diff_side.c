/*
 * Fetches the text of every node of an expression from the knowledge base, for a comparison.
 * It compares nothing.
 */
#include "engine/engine.h"

#include <stdlib.h>

/* A text already fetched. */
struct held { int64_t id; struct wf_source source; };

static wf_rc
fetch(const struct wf_source **out, struct held *held, size_t *nheld, struct wf_kb *kb,
    struct wf_arena *a, int64_t source)
{
	for (size_t i = *nheld; i-- > 0; )
		if (held[i].id == source) {
			*out = &held[i].source;
			return WF_OK;
		}
	wf_rc rc = wf_db_text(&held[*nheld].source, wf_kb_db(kb), a, source);
	if (rc != WF_OK)
		return rc;
	held[*nheld].id = source;
	*out = &held[(*nheld)++].source;
	return WF_OK;
}

/* A work stands in few files: a new one begins where the source of a node is another. */
static size_t
runs(const struct wf_target *t)
{
	size_t n = 1;

	for (uint32_t i = 1; i < t->nnode; i++)
		n += t->source[i] != t->source[i - 1];
	return n;
}

wf_rc
wf_kb_side(struct wf_diff_side *out, struct wf_kb *kb, struct wf_arena *a,
    const struct wf_target *t, struct wf_err *err)
{
	wf_str *text = wf_arena_alloc(a, ((size_t)t->nnode + 1) * sizeof *text);
	struct held *held = wf_malloc(runs(t) * sizeof *held);
	size_t nheld = 0;
	wf_rc rc = WF_OK;

	*out = (struct wf_diff_side){ .node = t->node, .nnode = t->nnode, .text = text };
	for (uint32_t i = 0; i < t->nnode && rc == WF_OK; i++) {
		const struct wf_source *s = NULL;
		if (t->source[i] == 0)
			continue;
		rc = fetch(&s, held, &nheld, kb, a, t->source[i]);
		if (rc == WF_OK)
			text[i] = wf_source_slice(s, wf_node_text(s, &t->node[i]));
	}
	free(held);
	if (rc == WF_NONE)
		return wf_fail(err, WF_E_STORE, "a source of the knowledge base is not there; build it "
		    "anew: wangfa build");
	return rc < 0 ? wf_fail(err, rc, "%s", wf_db_error(wf_kb_db(kb))) : WF_OK;
}
