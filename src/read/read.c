/*
 * The table of readers: picks one for a file and runs it.
 * Reads no format itself.
 */
#include "read/read_int.h"

#include "findings_gen.h"

/* In the order in which they are asked to sniff: the one that takes nearly anything stands last. */
static const struct wf_reader *const readers[] = { &wf_reader_pdf, &wf_reader_docx, &wf_reader_mht,
	&wf_reader_html, &wf_reader_markdown, &wf_reader_text, &wf_reader_pdf_misnamed,
	&wf_reader_docx_misnamed, &wf_reader_mht_misnamed, &wf_reader_html_misnamed, NULL };

const struct wf_reader *const *
wf_readers(void)
{
	return readers;
}

/*
 * The extension without its dot: 1..8 ASCII letters and digits, a letter among them; "" = none.
 * So 某规定（2016.11） has none.
 */
static wf_str
extension(wf_str name)
{
	size_t n = 0;
	bool letter = false;

	while (n < name.n && n < 9) {
		char c = name.p[name.n - 1 - n], lower = (char)(c | 0x20);

		if (c == '.')
			return letter ? wf_str_from(name, name.n - n) : WF_S("");
		if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9'))
			break;
		letter = letter || (c | 0x20) >= 'a';
		n++;
	}
	return WF_S("");
}

/* True if ext, in any case, is one of the words of list. */
static bool
has_word(const char *list, wf_str ext)
{
	wf_str s = wf_str_of(list);

	while (s.n > 0) {
		size_t n = wf_str_find(s, WF_S(" "), 0), i = 0;
		wf_str word = wf_str_sub(s, 0, n);

		while (word.n == ext.n && i < ext.n && (ext.p[i] | 0x20) == word.p[i])
			i++;
		if (i == word.n && i == ext.n)
			return true;
		s = wf_str_from(s, word.n + 1);
	}
	return false;
}

/*
 * The twin that takes the files of a reader under another extension. It has a name of its own, by which
 * a cache tells the two apart: the same bytes under a right name have one finding less.
 */
static const struct wf_reader *
twin_of(const struct wf_reader *r)
{
	for (size_t i = 0; readers[i] != NULL; i++) {
		if (readers[i]->misnamed && readers[i]->read == r->read)
			return readers[i];
	}
	return r;
}

const struct wf_reader *
wf_reader_for(wf_str file_name, wf_str bytes)
{
	wf_str ext = extension(file_name);

	for (size_t i = 0; readers[i] != NULL; i++) {
		if (readers[i]->certain != NULL && readers[i]->certain(bytes))
			return ext.n == 0 || has_word(readers[i]->ext, ext) ? readers[i] :
			    twin_of(readers[i]);
	}
	for (size_t i = 0; readers[i] != NULL; i++) {
		/* the extension of another format is taken at its word */
		if (ext.n > 0 ? has_word(readers[i]->ext, ext) :
		    readers[i]->sniff != NULL && readers[i]->sniff(bytes))
			return readers[i];
	}
	return NULL;
}

wf_rc
wf_read(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str name, wf_str bytes,
    struct wf_err *err)
{
	struct wf_err why = { "" };

	*out = (struct wf_source){ 0 };
	if (bytes.n > WF_FILE_LIMIT)
		return wf_fail(err, WF_E_LIMIT, "%.*s is larger than %zu MiB; split it",
		    WF_FMT(name), WF_FILE_LIMIT >> 20);
	if (bytes.p == NULL)
		bytes = WF_S("");
	const struct wf_reader *reader = wf_reader_for(name, bytes);

	if (reader == NULL)
		return WF_NONE;
	wf_sha256(out->sha256, bytes);
	if (reader->misnamed)
		wf_finding_add(f, WF_D_EXTENSION, (wf_span){ 0, 0 }, 0, 0);
	wf_rc rc = reader->read(out, a, f, bytes, &why);

	return rc < 0 ? wf_fail(err, rc, "cannot read %.*s: %s", WF_FMT(name), why.msg) : rc;
}
