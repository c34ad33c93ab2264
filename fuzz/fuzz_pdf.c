/*
 * Makes paragraphs of any bytes as if pdftotext had printed them, for libFuzzer and for driver.c.
 * Does not run pdftotext: its own bugs stay in its process.
 */
#include "read_check.h"

#include "read/pdf_int.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_roll sheet = { 0 };
	wf_str printed;
	const char *name;

	wf_decode(&printed, &name, &doc.arena, NULL, (wf_str){ (const char *)data, size });
	wf_pdf_lines(&sheet, &doc.findings, printed);
	if (wf_roll_finish(&doc.source, &doc.arena, &doc.findings, &sheet, &err) == WF_OK)
		check_source(&doc.source);
	wf_doc_free(&doc);
	return 0;
}
