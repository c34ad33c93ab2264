/*
 * Compares two texts cut out of any bytes and tries to break what every comparison must keep; for
 * libFuzzer and for driver.c.  Judges no meaning: only that nothing crashes, leaks or is lost.
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct text { struct wf_doc doc; struct wf_diff_side side; };

static bool
read_text(struct text *out, struct wf_arena *a, wf_str bytes)
{
	struct wf_err err = { "" };

	if (wf_doc_read_bytes(&out->doc, WF_S("f.md"), bytes, &err) != WF_OK)
		return false;
	const struct wf_doc *d = &out->doc;
	wf_str *text = wf_arena_alloc(a, (d->nnode + 1) * sizeof *text);
	for (uint32_t i = 0; i < d->nnode; i++)
		text[i] = wf_source_slice(&d->source, wf_node_text(&d->source, &d->node[i]));
	out->side = (struct wf_diff_side){ d->node, d->nnode, text };
	return true;
}

static void
must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* The edits of a row spell its texts; several new ones are joined by line breaks. */
static void
check_row(const struct wf_diff_row *r, const struct text *old, const struct text *new)
{
	struct wf_buf x = { 0 }, y = { 0 }, p = { 0 }, q = { 0 };

	for (uint32_t i = 0; i < r->nold; i++)
		wf_buf_put(&x, old->side.text[r->old[i]]);
	for (uint32_t i = 0; i < r->nnew; i++) {
		wf_buf_put(&y, i ? WF_S("\n") : WF_S(""));
		wf_buf_put(&y, new->side.text[r->new[i]]);
	}
	for (uint32_t i = 0; i < r->nedit; i++) {
		if (r->edit[i].op != WF_ED_INS)
			wf_buf_put(&p, r->edit[i].text);
		if (r->edit[i].op != WF_ED_DEL)
			wf_buf_put(&q, r->edit[i].text);
	}
	must(r->nold + r->nnew > 0, "an empty row");
	must(r->nedit == 0 || wf_str_eq(wf_buf_str(&x), wf_buf_str(&p)), "edits do not spell the old text");
	must(r->nedit == 0 || wf_str_eq(wf_buf_str(&y), wf_buf_str(&q)), "edits do not spell the new text");
	must(!r->punct_only || r->status == WF_DF_UNCHANGED, "punct_only without unchanged");
	must(!r->crossref_only || r->status == WF_DF_MODIFIED, "crossref_only without modified");
	wf_buf_free(&x), wf_buf_free(&y), wf_buf_free(&p), wf_buf_free(&q);
}

static void
check(const struct text *old, const struct text *new, bool same)
{
	struct wf_arena a = { 0 };
	struct wf_diff d;
	size_t sum = 0;

	wf_diff(&d, &a, &old->side, &new->side);
	for (size_t i = 0; i < d.nrow; i++) {
		const struct wf_diff_row *r = &d.row[i];

		check_row(r, old, new);
		must(!same || (r->status == WF_DF_UNCHANGED && r->nedit == 0), "changed against itself");
		if (r->nold)
			must((wf_diff_follow(&d, &old->side, &new->side, r->old[0]) == WF_NO_NODE) ==
			    (r->nnew == 0), "follow and row differ");
	}
	for (int i = 0; i <= WF_DF_MERGED; i++)
		sum += d.count[i];
	must(sum == d.nrow, "the counts are not those of the rows");
	wf_arena_free(&a);
}

/* The texts are parted by a line of five = signs, else in the middle. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	wf_str all = { (const char *)data, size };
	size_t cut = wf_str_find(all, WF_S("\n=====\n"), 0);
	struct text old = { 0 }, new = { 0 };
	struct wf_arena a = { 0 };

	wf_str first = wf_str_sub(all, 0, cut == SIZE_MAX ? size / 2 : cut);
	wf_str second = wf_str_from(all, cut == SIZE_MAX ? size / 2 : cut + 7);
	if (read_text(&old, &a, first)) {
		check(&old, &old, true);
		if (read_text(&new, &a, second)) {
			check(&old, &new, false);
			check(&new, &old, false);
			wf_doc_free(&new.doc);
		}
		wf_doc_free(&old.doc);
	}
	wf_arena_free(&a);
	return 0;
}
