/* What the fuzz targets of the readers share: reading bytes and trying to break what must hold. */
#ifndef WF_READ_CHECK_H
#define WF_READ_CHECK_H

#include "law/law.h"
#include "read/read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
must(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "broken: %s\n", what);
		abort();
	}
}

/* DESIGN 2.3: text is raw without its cuts; places and lines are in order. */
static inline void
check_source(const struct wf_source *s)
{
	must(wf_utf8_valid(s->raw) == s->raw.n, "raw is UTF-8");
	for (uint32_t i = 0; i < s->text.n; i++) {
		uint32_t raw = wf_source_raw(s, i);

		must(raw < s->raw.n && s->raw.p[raw] == s->text.p[i], "text is raw without its cuts");
	}
	for (size_t i = 0; i + 1 < s->nline; i++)
		must(s->line[i].off + s->line[i].len < s->line[i + 1].off, "lines are in order");
	for (size_t i = 0; i + 1 < s->nplace; i++)
		must(s->place[i].off < s->place[i + 1].off, "places are in order");
}

/* Reads and parses one file; a refusal must say why. */
static inline void
read_and_check(const char *name, wf_str bytes)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_buf why = { 0 };
	wf_rc rc = wf_read(&doc.source, &doc.arena, &doc.findings, wf_str_of(name), bytes, &err);

	if (rc == WF_OK) {
		check_source(&doc.source);
		if (wf_parse(&doc, &err) == WF_OK && !wf_doc_check(&doc, &why))
			must(false, why.p);
		struct wf_buf packed = { 0 };
		struct wf_doc copy = { 0 };

		wf_doc_pack(&packed, &doc);
		must(wf_doc_unpack(&copy, wf_buf_str(&packed)), "the cached form reads back");
		must(copy.source.nplace == doc.source.nplace, "places are kept");
		wf_doc_free(&copy);
		wf_buf_free(&packed);
	} else {
		must(rc == WF_NONE || err.msg[0] != '\0', "a refusal says why");
	}
	wf_buf_free(&why);
	wf_doc_free(&doc);
}

#endif
