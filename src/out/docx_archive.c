/*
 * Takes parts out of a word processor's file and puts others in, through libzip; those not touched
 * keep their bytes. Knows no part by name.
 */
#include "docx_int.h"

#include <stdlib.h>

#include <zip.h>

#include "text/text.h"

#define PART_LIMIT ((zip_uint64_t)64 << 20)	/* bytes of one part, as the reader has it */

/* XML may be UTF-16 (ECMA-376 part 2, 8.1.4): then its declaration is put anew. */
static wf_str
as_utf8(struct docx_archive *p, wf_str bytes)
{
	struct wf_findings f = { 0 };
	const char *name;
	wf_str text;

	if (!wf_str_starts(bytes, WF_S("\xFF\xFE")) && !wf_str_starts(bytes, WF_S("\xFE\xFF")))
		return bytes;
	wf_decode(&text, &name, &p->arena, &f, bytes);
	wf_findings_free(&f);
	text = wf_str_from(text, wf_str_starts(text, WF_S("\xEF\xBB\xBF")) ? 3 : 0);
	size_t end = wf_str_starts(text, WF_S("<?xml")) ? wf_str_find(text, WF_S("?>"), 0) + 2 : 0;

	return wf_arena_printf(&p->arena, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%.*s",
	    WF_FMT(wf_str_from(text, end)));
}

static zip_int64_t
place_of(struct docx_archive *p, wf_str name)
{
	return zip_name_locate(p->zip, wf_arena_str(&p->arena, name).p, ZIP_FL_NOCASE);
}

bool
wf_docx_has(struct docx_archive *p, wf_str name)
{
	return place_of(p, name) >= 0;
}

wf_rc
wf_docx_get(wf_str *out, struct docx_archive *p, wf_str name)
{
	zip_int64_t at = place_of(p, name);
	zip_stat_t st;

	*out = WF_S("");
	if (at < 0)
		return WF_NONE;
	if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) ||
	    st.size > PART_LIMIT)
		return wf_fail(p->err, WF_E_LIMIT, "%.*s in the file is larger than 64 MiB", WF_FMT(name));
	zip_file_t *part = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
	char *bytes = wf_arena_alloc(&p->arena, (size_t)st.size + 1);
	zip_int64_t n = part != NULL ? zip_fread(part, bytes, st.size) : -1;

	if (part != NULL)
		zip_fclose(part);
	if (n < 0 || (zip_uint64_t)n != st.size)
		return wf_fail(p->err, WF_E_IO, "%.*s in the file is damaged", WF_FMT(name));
	*out = as_utf8(p, (wf_str){ bytes, (size_t)n });
	return WF_OK;
}

wf_rc
wf_docx_put(struct docx_archive *p, wf_str name, wf_str bytes)
{
	zip_source_t *source = zip_source_buffer(p->zip, bytes.p, bytes.n, 0);
	zip_int64_t at = place_of(p, name);

	if (!wf_docx_sound(bytes)) {
		zip_source_free(source);
		return wf_fail(p->err, WF_E_IO, "comments could not be put into %.*s; open the file in a word "
		    "processor and save it again", WF_FMT(name));
	}
	if (source != NULL && at >= 0 &&
	    zip_file_replace(p->zip, (zip_uint64_t)at, source, 0) == 0)
		source = NULL;
	else if (source != NULL && at < 0 &&
	    (at = zip_file_add(p->zip, wf_arena_str(&p->arena, name).p, source, ZIP_FL_ENC_UTF_8)) >= 0)
		source = NULL;
	/* 1980-01-01, as word processors write: the same document gives the same bytes */
	if (source == NULL && zip_file_set_dostime(p->zip, (zip_uint64_t)at, 0, 0x21, 0) == 0)
		return WF_OK;
	zip_source_free(source);
	return wf_fail(p->err, WF_E_IO, "%.*s could not be written into the file: %s", WF_FMT(name),
	    zip_strerror(p->zip));
}

wf_rc
wf_docx_open(struct docx_archive *p, wf_str docx)
{
	zip_error_t why;

	zip_error_init(&why);
	p->file = zip_source_buffer_create(docx.p, docx.n, 0, &why);
	p->zip = p->file != NULL ? zip_open_from_source(p->file, docx.n > 0 ? 0 : ZIP_CREATE, &why) : NULL;
	if (p->zip != NULL)
		zip_source_keep(p->file);
	wf_rc rc = p->zip != NULL ? WF_OK : wf_fail(p->err, WF_E_IO, "the archive is damaged: %s",
	    zip_error_strerror(&why));

	zip_error_fini(&why);
	return rc;
}

wf_rc
wf_docx_close(struct wf_buf *out, struct docx_archive *p)
{
	zip_stat_t st;

	if (zip_close(p->zip) != 0)
		return wf_fail(p->err, WF_E_IO, "the file could not be written: %s", zip_strerror(p->zip));
	p->zip = NULL;
	if (zip_source_open(p->file) != 0)
		return wf_fail(p->err, WF_E_IO, "the file could not be written");
	wf_rc rc = WF_OK;

	if (zip_source_stat(p->file, &st) != 0 || !(st.valid & ZIP_STAT_SIZE)) {
		rc = wf_fail(p->err, WF_E_IO, "the file could not be written");
	} else {
		char *bytes = wf_malloc((size_t)st.size + 1);
		zip_int64_t n = zip_source_read(p->file, bytes, st.size);

		wf_buf_put(out, (wf_str){ bytes, n > 0 ? (size_t)n : 0 });
		if (n < 0 || (zip_uint64_t)n != st.size)
			rc = wf_fail(p->err, WF_E_IO, "the file could not be written");
		free(bytes);
	}
	zip_source_close(p->file);
	return rc;
}

void
wf_docx_leave(struct docx_archive *p)
{
	if (p->zip != NULL)
		zip_discard(p->zip);
	if (p->file != NULL)
		zip_source_free(p->file);
	wf_arena_free(&p->arena);
}
