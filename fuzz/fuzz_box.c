/*
 * Parses any bytes as a query of the one box and checks that its parts lie in it, in order; for libFuzzer and
 * for driver.c.  Judges no meaning.
 */
#include "search/search.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	wf_str query = { (const char *)data, size };
	struct wf_arena a = { 0 };
	struct wf_err err = { "" };
	struct wf_box box;
	size_t end = 0;

	wf_rc rc = wf_box_parse(&box, &a, query, &err);
	if (rc != WF_OK && (rc != WF_E_USAGE || err.msg[0] == '\0'))
		abort();
	for (size_t i = 0; rc == WF_OK && i < box.npart; i++) {
		const struct wf_box_part *x = &box.part[i];

		size_t from = end, text = (size_t)(x->text.p - query.p);

		end = (size_t)x->at.off + x->at.len;
		if (x->at.off < from || end > size || x->text.n == 0 || text < x->at.off ||
		    text + x->text.n > end)
			abort();
	}
	wf_arena_free(&a);
	return 0;
}
