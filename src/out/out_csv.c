/*
 * Writes rows of CSV (RFC 4180): commas, CRLF, quotation marks doubled.  It does not
 * know what the columns are.
 */
#include "out/out.h"

#include <string.h>

void
wf_csv_cell(struct wf_buf *out, bool first, wf_str s)
{
	bool quoted = s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] && strchr(",\"\r\n", s.p[i]);
	if (!first)
		wf_buf_ch(out, ',');
	if (!quoted) {
		wf_buf_put(out, s);
		return;
	}
	wf_buf_ch(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			wf_buf_ch(out, '"');
		wf_buf_ch(out, s.p[i]);
	}
	wf_buf_ch(out, '"');
}

void
wf_csv_end(struct wf_buf *out)
{
	wf_buf_put(out, WF_S("\r\n"));
}
