/* A report of a few lines, read from memory; for the tests of src/fact. Checks nothing itself. */
#ifndef WF_SMALL_REPORT_H
#define WF_SMALL_REPORT_H

#include "fact/fact.h"
#include "read/read.h"

struct small {
	struct wf_arena arena;
	struct wf_source source;
	struct wf_findings findings;
	struct wf_report report;
};

static void
read_small(struct small *s, const char *title, wf_str text)
{
	struct wf_err err = { "" };

	*s = (struct small){ 0 };
	assert_int_equal(wf_read(&s->source, &s->arena, &s->findings, WF_S("a.txt"), text, &err), WF_OK);
	wf_report_read(&s->report, &s->source, wf_str_of(title));
}

static void
free_small(struct small *s)
{
	wf_report_free(&s->report);
	wf_findings_free(&s->findings);
	wf_arena_free(&s->arena);
}

#endif
