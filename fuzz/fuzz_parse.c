/*
 * Reads and parses any bytes and tries to break the invariants of DESIGN 2.5; for libFuzzer and for
 * driver.c.  Judges no meaning: only that nothing crashes, leaks or contradicts itself.
 */
#include "engine/engine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Markdown, or plain text after a first byte T, so that one corpus feeds both readers. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_buf why = { 0 };

	bool plain = size > 0 && data[0] == 'T';
	wf_str name = plain ? WF_S("f.txt") : WF_S("f.md");
	wf_str bytes = { (const char *)data + plain, size - plain };
	if (wf_doc_read_bytes(&doc, name, bytes, &err) != WF_OK)
		return 0;
	if (!wf_doc_check(&doc, &why)) {
		fprintf(stderr, "broken invariant: %.*s\n", WF_FMT(wf_buf_str(&why)));
		abort();
	}
	struct wf_buf packed = { 0 };
	struct wf_doc copy = { 0 };
	wf_doc_pack(&packed, &doc);
	if (!wf_doc_unpack(&copy, wf_buf_str(&packed)))
		abort();
	wf_doc_free(&copy);
	wf_doc_free(&doc);
	/* A cache file is input too: the same bytes must be refused or read, never trusted. */
	if (wf_doc_unpack(&copy, bytes))
		wf_doc_free(&copy);
	wf_buf_free(&packed);
	wf_buf_free(&why);
	return 0;
}
