/*
 * The table of readers: picks one for a file and runs it.
 * Reads no format itself.
 */
#include "read/read_int.h"

/* In the order in which they are asked to sniff: the one that takes nearly anything stands last. */
static const struct wf_reader *const readers[] = { &wf_reader_markdown, &wf_reader_text, NULL };

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

const struct wf_reader *
wf_reader_for(wf_str file_name, wf_str bytes)
{
	wf_str ext = extension(file_name);

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
	return reader->read(out, a, f, bytes, err);
}
