/*
 * Unpacks parts of an archive (ZIP) in memory through libzip, within limits on their number, size and
 * ratio. Opens no archive inside an archive.
 */
#include "read/docx_int.h"

#include <string.h>

#include <zip.h>

#define ENTRIES 4096u
#define PART_LIMIT ((size_t)64 << 20)	/* bytes of one part */
#define ALL_LIMIT ((uint64_t)128 << 20)	/* of all parts read */
#define RATIO_FROM ((size_t)8 << 20)	/* smaller parts do no harm, however well they are packed */
#define RATIO_LIMIT 250u		/* real documents pack to a hundredth at best */

static uint64_t
number_at(wf_str s, size_t at, size_t bytes)
{
	uint64_t n = 0;

	for (size_t i = bytes; i-- > 0;)
		n = n << 8 | (at + i < s.n ? (unsigned char)s.p[at + i] : 0);
	return n;
}

/*
 * The largest count of entries that an end of the directory (APPNOTE 4.3.14, 4.3.16) claims. libzip
 * makes room for so many before it looks at them.
 */
static uint64_t
claimed_entries(wf_str bytes)
{
	uint64_t most = 0;
	size_t from = bytes.n > 66000 ? bytes.n - 66000 : 0;

	for (size_t at = from; (at = wf_str_find(bytes, WF_S("PK\5\6"), at)) != SIZE_MAX; at++) {
		uint64_t n = number_at(bytes, at + 10, 2);

		most = n > most ? n : most;
	}
	for (size_t at = 0; (at = wf_str_find(bytes, WF_S("PK\6\6"), at)) != SIZE_MAX; at++) {
		uint64_t n = number_at(bytes, at + 32, 8);

		most = n > most ? n : most;
	}
	return most;
}

wf_rc
wf_zip_open(struct wf_zip *z, wf_str bytes, struct wf_err *err)
{
	zip_error_t why;

	*z = (struct wf_zip){ 0 };
	if (claimed_entries(bytes) > ENTRIES)
		return wf_fail(err, WF_E_LIMIT, "the archive claims more than %u entries; open it in "
		    "a word processor and save it again", ENTRIES);
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);

	if (source != NULL)
		z->archive = zip_open_from_source(source, ZIP_RDONLY, &why);
	wf_rc rc = WF_OK;

	if (z->archive == NULL) {
		rc = wf_fail(err, WF_E_IO, "the archive is damaged: %s; get the file again",
		    zip_error_strerror(&why));
		if (source != NULL)
			zip_source_free(source);
	}
	zip_error_fini(&why);
	return rc;
}

void
wf_zip_close(struct wf_zip *z)
{
	if (z->archive != NULL)
		zip_discard(z->archive);
	z->archive = NULL;
}

/* Is a part that has given n bytes of packed ones still one that a person made? */
static bool
is_too_much(const struct wf_zip *z, size_t n, uint64_t packed)
{
	return n > PART_LIMIT || z->read + n > ALL_LIMIT || (n > RATIO_FROM && n / RATIO_LIMIT > packed);
}

static wf_rc
unpack(struct wf_buf *out, const struct wf_zip *z, zip_file_t *file, uint64_t packed, const char *name,
    struct wf_err *err)
{
	char bytes[32768];
	zip_int64_t n;

	while ((n = zip_fread(file, bytes, sizeof(bytes))) > 0) {
		wf_buf_put(out, (wf_str){ bytes, (size_t)n });
		if (is_too_much(z, out->n, packed))
			return wf_fail(err, WF_E_LIMIT, "%s unpacks to far more than a document holds "
			    "(over %zu MiB from %zu KiB); this is an archive bomb or needs to be split",
			    name, out->n >> 20, (size_t)packed >> 10);
	}
	if (n < 0)
		return wf_fail(err, WF_E_IO, "%s is damaged: %s; get the file again", name,
		    zip_error_strerror(zip_file_get_error(file)));
	return WF_OK;
}

wf_rc
wf_zip_part(wf_str *out, struct wf_arena *a, struct wf_zip *z, wf_str name, struct wf_err *err)
{
	wf_str path = wf_arena_str(a, name);
	zip_stat_t st;
	zip_int64_t at = zip_name_locate(z->archive, path.p, ZIP_FL_NOCASE);

	*out = WF_S("");
	if (at < 0)
		return WF_NONE;
	if (zip_stat_index(z->archive, (zip_uint64_t)at, 0, &st) != 0)
		return wf_fail(err, WF_E_IO, "%s cannot be found in the archive; get the file again", path.p);
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return wf_fail(err, WF_E_IO, "%s is encrypted; save the file without a password", path.p);
	zip_file_t *file = zip_fopen_index(z->archive, (zip_uint64_t)at, 0);

	if (file == NULL)
		return wf_fail(err, WF_E_IO, "%s cannot be unpacked: %s; open the file in a word "
		    "processor and save it again", path.p, zip_strerror(z->archive));
	struct wf_buf bytes = { 0 };
	uint64_t packed = st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0;
	wf_rc rc = unpack(&bytes, z, file, packed, path.p, err);

	zip_fclose(file);
	if (rc == WF_OK) {
		z->read += bytes.n;
		*out = wf_arena_str(a, wf_buf_str(&bytes));
	}
	wf_buf_free(&bytes);
	return rc;
}
