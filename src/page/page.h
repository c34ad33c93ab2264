/*
 * Pages for people, made out of the records of operations: each stands in one table by
 * its path.  They know no sockets; the server hands in a visit and sends the reply.
 */
#ifndef WF_PAGE_H
#define WF_PAGE_H

#include "ops/ops.h"

/* What a visitor asks for. All borrowed while the page is made. */
struct wf_visit {
	wf_str path;			/* decoded UTF-8 that begins with / */
	const struct wf_given *field; size_t nfield;	/* of the query or a form, decoded UTF-8 */
	const char *lang;		/* "zh" or "en" */
	const char *theme;		/* "auto", "light" or "dark" */
	const char *folder;		/* the knowledge base, and a handle of it that nobody else uses meanwhile */
	struct wf_kb *kb;
	wf_date today;
};

struct wf_reply {
	unsigned status;		/* of HTTP: 200, 303, 404 … */
	const char *media;		/* static */
	struct wf_buf body;		/* freed by the caller with wf_buf_free */
	struct wf_buf location;		/* where a redirect leads, "" = none; freed likewise */
};

/*
 * Makes the page of a path. A look-up that finds nothing is a page too (status 404).
 *
 * @return WF_NONE: no page has this path (out is empty); a failure with its words in err: the store, or
 *         WF_E_USAGE for a value that a field does not take
 */
wf_rc wf_page_answer(struct wf_reply *out, const struct wf_visit *v, struct wf_err *err);
/* True for pages that may take longer than a moment: they are made beside the ones that do not. */
bool  wf_page_is_slow(wf_str path);
/* A page that says what went wrong: status, and words as given. */
void  wf_page_problem(struct wf_reply *out, const struct wf_visit *v, unsigned status, wf_str words);
/*
 * The page around a report of check: fragment is its body as "check --format fragment" printed it, markup of
 * our own making. text: the document where it was pasted, to be sent again for another format; "" = uploaded.
 */
void  wf_page_report(struct wf_reply *out, const struct wf_visit *v, wf_str fragment, wf_str text);

#endif
