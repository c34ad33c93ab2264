/*
 * Findings: what is odd in a document, by codes whose texts come from data/findings.tsv.
 * Prints nothing and stops nothing.
 */
#include "base/base.h"
#include "base/findings_table.h"

#include <stdlib.h>
#include <string.h>

void
wf_finding_add(struct wf_findings *f, unsigned code, wf_span at, uint32_t a, uint32_t b)
{
	if (f == NULL)
		return;
	f->v = wf_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = (struct wf_finding){ .code = (uint16_t)code, .a = a, .b = b, .span = at };
}

void
wf_findings_free(struct wf_findings *f)
{
	free(f->v);
	*f = (struct wf_findings){ 0 };
}

const struct wf_finding_def *
wf_finding_def(unsigned code)
{
	size_t low = 0, high = wf_finding_table_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (wf_finding_table[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == wf_finding_table_n || wf_finding_table[low].code != code)
		return NULL;
	return &wf_finding_table[low];
}

const struct wf_finding_def *
wf_finding_defs(size_t *n)
{
	*n = wf_finding_table_n;
	return wf_finding_table;
}

void
wf_finding_text(struct wf_buf *out, const struct wf_finding *f, const char *lang, wf_str words)
{
	const struct wf_finding_def *def = wf_finding_def(f->code);

	if (def == NULL) {
		wf_buf_printf(out, "W%04u", (unsigned)f->code);
		return;
	}
	wf_str s = wf_str_of(strcmp(lang, "zh") == 0 ? def->zh : def->en);

	while (s.n > 0) {
		size_t used = 3;

		if (wf_str_starts(s, WF_S("{a}")))
			wf_buf_printf(out, "%u", (unsigned)f->a);
		else if (wf_str_starts(s, WF_S("{b}")))
			wf_buf_printf(out, "%u", (unsigned)f->b);
		else if (wf_str_starts(s, WF_S("{A}")) || wf_str_starts(s, WF_S("{B}"))) {
			char day[11];

			wf_date_short(day, (wf_date)(s.p[1] == 'A' ? f->a : f->b));
			wf_buf_put(out, wf_str_of(day));
		} else if (wf_str_starts(s, WF_S("{s}")))
			wf_buf_put(out, words);
		else {
			wf_buf_ch(out, s.p[0]);
			used = 1;
		}
		s = wf_str_from(s, used);
	}
}
