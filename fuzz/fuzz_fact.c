/*
 * Reads any bytes as a report, and tries to break what a fact promises: a place in the text that says it;
 * for libFuzzer and for driver.c.  Judges no meaning.
 */
#include "engine/engine.h"
#include "fact/fact.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_view(const struct wf_report *r, const struct wf_source *s)
{
	uint32_t end = 0;

	for (size_t i = 0; i < r->text.n; i++)
		if (r->map[i] > r->map[i + 1] || r->map[i] > s->text.n)
			abort();
	for (uint32_t i = 0; i < r->npara; i++) {
		if (r->para[i].text.off < end || r->para[i].end < r->para[i].first ||
		    r->para[i].end > r->nsentence)
			abort();
		end = r->para[i].text.off + r->para[i].text.len;
	}
	if (end > r->text.n)
		abort();
	for (uint32_t i = 0; i < r->nsentence; i++) {
		wf_span at = r->sentence[i].text, in = r->para[r->sentence[i].para].text;

		if (at.off < in.off || at.off + at.len > in.off + in.len)
			abort();
	}
}

static void
check_facts(const struct wf_report *r, const struct wf_source *s)
{
	for (int k = 0; k < WF_FACT_KINDS; k++) {
		for (uint32_t i = 0; i < wf_report_count(r, (enum wf_fact_kind)k); i++) {
			wf_span at = wf_report_at(r, (enum wf_fact_kind)k, i);
			struct wf_fact_place p = wf_report_place(r, at);
			json_t *o;

			if (at.len == 0 || (size_t)at.off + at.len > r->text.n || p.at.len == 0 ||
			    (size_t)p.at.off + p.at.len > s->text.n || p.line == 0 || p.line_end < p.line)
				abort();
			o = wf_report_json(r, (enum wf_fact_kind)k, i);
			if (!o)
				abort();
			json_decref(o);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	wf_str bytes = { (const char *)data, size };

	if (wf_doc_read_bytes(&doc, WF_S("report.txt"), bytes, &err) == WF_OK) {
		static const char *const title[] = { "", "某省工作报告（2023年）" };

		for (size_t i = 0; i < 2; i++) {
			struct wf_report r;

			wf_report_is(&doc.source, wf_str_of(title[i]));
			wf_report_read(&r, &doc.source, wf_str_of(title[i]));
			check_view(&r, &doc.source);
			check_facts(&r, &doc.source);
			wf_report_free(&r);
		}
	}
	wf_doc_free(&doc);
	return 0;
}
