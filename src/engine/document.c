/*
 * One file into one parsed document: the reader, then the parser.
 * Knows nothing of other files or of a knowledge base.
 */
#include "engine_int.h"

wf_rc
wf_doc_read_bytes(struct wf_doc *out, wf_str name, wf_str bytes, struct wf_err *err)
{
	*out = (struct wf_doc){ 0 };
	wf_rc rc = wf_read(&out->source, &out->arena, &out->findings, name, bytes, err);

	if (rc == WF_OK)
		rc = wf_parse(out, err);
	if (rc != WF_OK)
		wf_doc_free(out);
	return rc;
}

wf_rc
wf_doc_read(struct wf_doc *out, const char *path, struct wf_err *err)
{
	struct wf_arena a = { 0 };
	wf_str bytes;
	wf_rc rc = wf_file_read(&bytes, &a, path, WF_FILE_LIMIT, err);

	*out = (struct wf_doc){ 0 };
	if (rc == WF_OK) {
		out->arena = a;		/* owns the bytes from here on */
		rc = wf_read(&out->source, &out->arena, &out->findings, wf_str_of(path), bytes,
		    err);
		if (rc == WF_OK)
			rc = wf_parse(out, err);
		if (rc != WF_OK)
			wf_doc_free(out);
	} else {
		wf_arena_free(&a);
	}
	return rc;
}
