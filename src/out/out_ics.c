/*
 * Writes content lines of iCalendar (RFC 5545, 3.1): folded, escaped, ended by CRLF.
 * It does not know what a calendar is made of.
 */
#include "out/out.h"

#define LINE_OCTETS 75	/* without CRLF, RFC 5545 3.1 */

/* One character, on the next line when this one has no room for it; *used: octets of the line. */
static void
put_folded(struct wf_buf *out, size_t *used, wf_str s)
{
	if (*used + s.n > LINE_OCTETS) {
		wf_buf_put(out, WF_S("\r\n "));
		*used = 1;
	}
	wf_buf_put(out, s);
	*used += s.n;
}

static void
put_line(struct wf_buf *out, const char *name, wf_str value, bool text)
{
	size_t used = wf_str_of(name).n + 1;

	wf_buf_printf(out, "%s:", name);
	while (value.n) {
		wf_str rest = value;
		uint32_t cp = wf_utf8_next(&rest);
		wf_str c = wf_str_sub(value, 0, value.n - rest.n);
		value = rest;
		if (text && (cp == '\\' || cp == ';' || cp == ',')) {
			char escaped[] = { '\\', (char)cp };
			put_folded(out, &used, (wf_str){ escaped, 2 });
		} else if (text && cp == '\n') {
			put_folded(out, &used, WF_S("\\n"));
		} else if (cp == 0xfffd) {	/* bytes that are no UTF-8 too */
			put_folded(out, &used, WF_S("\xef\xbf\xbd"));
		} else if (cp == '\t' || (cp >= ' ' && cp != 0x7f)) {
			put_folded(out, &used, c);
		}
	}
	wf_buf_put(out, WF_S("\r\n"));
}

void
wf_ics_line(struct wf_buf *out, const char *name, wf_str value)
{
	put_line(out, name, value, false);
}

void
wf_ics_text(struct wf_buf *out, const char *name, wf_str value)
{
	put_line(out, name, value, true);
}
