/*
 * PDF: runs pdftotext on it, within limits of time, memory and output, and makes paragraphs of the
 * words and places that it prints. Looks at no picture; a scan without a text layer stays empty.
 */
#include "read/pdf_int.h"

#include "findings_gen.h"

#define SECONDS 20u
#define MEMORY ((size_t)1 << 30)
#define OUTPUT ((size_t)64 << 20)

/* What pdftotext says when it could not read, by its words and exit status (pdftotext(1)). */
static wf_rc
explain(const struct wf_run *run, struct wf_err *err)
{
	wf_str said = run->errors;

	if (wf_str_has(said, WF_S("ncorrect password")) || wf_str_has(said, WF_S("ncrypted")))
		return wf_fail(err, WF_E_IO, "the PDF is encrypted with a password; save it without one");
	if (run->status == 3)
		return wf_fail(err, WF_E_IO,
		    "the PDF does not permit its text to be copied; get one that does");
	if (wf_str_has(said, WF_S("ut of memory")) || wf_str_has(said, WF_S("bad_alloc")) ||
	    run->status > 128)
		return wf_fail(err, WF_E_LIMIT, "pdftotext could not read the PDF within %zu MiB of memory "
		    "(status %d); split it, or print it to a new PDF", MEMORY >> 20, run->status);
	said = wf_str_sub(said, 0, wf_str_find(said, WF_S("\n"), 0));
	said = wf_str_sub(said, 0, 200);
	return wf_fail(err, WF_E_IO, "the PDF is damaged: %.*s; get the file again", WF_FMT(said));
}

static wf_rc
read_pdf(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	static const char *const argv[] = { "pdftotext", "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL };
	struct wf_arena scratch = { 0 };
	struct wf_roll sheet = { 0 };
	struct wf_run run = { .argv = argv, .in = bytes, .seconds = SECONDS, .memory = MEMORY,
		.output = OUTPUT };
	struct wf_err why = { "" };
	wf_rc rc = wf_run(&run, &scratch, &why);

	if (rc == WF_NONE)
		rc = wf_fail(err, WF_E_IO, "reading PDF needs the program pdftotext, which is not "
		    "installed; apt-get install poppler-utils");
	else if (rc != WF_OK)
		rc = wf_fail(err, rc, "%s; split the PDF, or print it to a new one", why.msg);
	else if (run.status != 0)
		rc = explain(&run, err);
	if (rc == WF_OK) {
		wf_str printed;
		const char *name;

		/* what is no UTF-8 becomes U+FFFD; wf_roll_finish counts it */
		wf_decode(&printed, &name, &scratch, NULL, run.out);
		wf_pdf_lines(&sheet, f, printed);
		rc = wf_roll_finish(out, a, f, &sheet, err);
	}
	wf_roll_free(&sheet);
	wf_arena_free(&scratch);
	return rc;
}

static bool
certain(wf_str bytes)
{
	return wf_str_starts(wf_str_starts(bytes, WF_S("\xEF\xBB\xBF")) ? wf_str_from(bytes, 3) : bytes,
	    WF_S("%PDF-"));
}

const struct wf_reader wf_reader_pdf = {
	.name = "pdf", .ext = "pdf", .certain = certain, .read = read_pdf,
};
const struct wf_reader wf_reader_pdf_misnamed = {
	.name = "pdf-misnamed", .ext = "", .misnamed = true, .read = read_pdf,
};
