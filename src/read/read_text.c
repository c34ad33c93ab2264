/*
 * Plain text: all of it is words, but for front matter, carriage returns and invisible characters.
 * Recognises no markup.
 */
#include "read/read_int.h"

#include <string.h>

/* Control characters stand in no text; opening bytes of formats that look like text. */
static bool
sniff(wf_str bytes)
{
	static const char *const others[] = { "%PDF", "%!PS", "{\\rtf", "<" };
	wf_str head = wf_str_sub(bytes, 0, 4096);
	wf_str start = wf_str_ltrim(head);

	if (wf_str_starts(head, WF_S("\xFF\xFE")) || wf_str_starts(head, WF_S("\xFE\xFF")))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (wf_str_starts(start, wf_str_of(others[i])))
			return false;
	}
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c < 0x20 && (c < '\t' || c > '\r'))
			return false;
	}
	return true;
}

static wf_rc
read_text(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	struct wf_cuts cuts = { 0 };
	size_t at = wf_read_front(out, a, f, &cuts, bytes);
	enum wf_cut_why why;

	(void)err;
	while (at < out->raw.n) {
		unsigned char c = (unsigned char)out->raw.p[at];
		size_t n = 0;

		if (c == '\r' || c == 0xE2 || c == 0xEF)
			n = wf_read_noise(wf_str_from(out->raw, at), &why);
		if (n > 0) {
			wf_cuts_add(&cuts, at, n, why);
			at += n;
			continue;
		}
		/* past the whole run: each look at it counts to its end */
		do {
			at++;
		} while (c == '\r' && at < out->raw.n && out->raw.p[at] == '\r');
	}
	wf_cuts_finish(out, a, &cuts);
	return WF_OK;
}

const struct wf_reader wf_reader_text = {
	.name = "text", .ext = "txt text", .sniff = sniff, .read = read_text,
};
