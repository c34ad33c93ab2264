/*
 * The table of pages and the way from a path to its page.  Each page stands in a file
 * of its own.
 */
#include "page_int.h"

#include <string.h>

static const struct wf_view views[] = {
	{ "/", false, wf_view_home },
	{ NULL, false, NULL },
};

static const struct wf_view *
find_view(wf_str path)
{
	for (const struct wf_view *v = views; v->path; v++) {
		size_t n = strlen(v->path);
		bool below = n > 1 && v->path[n - 1] == '/';
		if (below ? path.n > n && wf_str_starts(path, wf_str_of(v->path)) : wf_str_is(path, v->path))
			return v;
	}
	return NULL;
}

bool
wf_page_is_slow(wf_str path)
{
	const struct wf_view *view = find_view(path);

	return view && view->slow;
}

static void
open_sheet(struct wf_sheet *s, struct wf_reply *out, const struct wf_visit *v, struct wf_err *err)
{
	*out = (struct wf_reply){ .status = 200, .media = "text/html; charset=utf-8" };
	*s = (struct wf_sheet){ .visit = v, .reply = out, .m = { .out = &out->body, .html = true },
		.tty = { .columns = 80, .lang = v->lang }, .lang = v->lang, .at = v->today, .err = err };
}

wf_rc
wf_page_answer(struct wf_reply *out, const struct wf_visit *v, struct wf_err *err)
{
	const struct wf_view *view = find_view(v->path);
	struct wf_sheet s;
	wf_rc rc = WF_OK;

	open_sheet(&s, out, v, err);
	if (!view)
		return WF_NONE;
	const char *at = wf_sheet_field(&s, "at");
	if (at && (!wf_date_parse(wf_str_of(at), &s.at) || s.at % 100 == 0)) {
		wf_str word = wf_str_of(at);
		rc = wf_fail(err, WF_E_USAGE, "%s", wf_msg_str1(&s, "bad-day", word).p);
	}
	if (rc == WF_OK)
		rc = view->run(&s);
	wf_arena_free(&s.arena);
	if (rc < 0) {
		wf_buf_free(&out->body);
		wf_buf_free(&out->location);
	}
	return rc;
}

void
wf_page_problem(struct wf_reply *out, const struct wf_visit *v, unsigned status, wf_str words)
{
	struct wf_err err = { "" };
	struct wf_sheet s;
	char key[32];

	open_sheet(&s, out, v, &err);
	out->status = status;
	snprintf(key, sizeof key, "site-status-%u", status);
	wf_str title = wf_msg_str(&s, key);
	if (wf_str_is(title, key))
		title = wf_msg_str(&s, status < 500 ? "site-status-400" : "site-status-500");
	wf_sheet_begin(&s, title, 0);
	wf_put(&s, "h1", "", title);
	wf_put(&s, "p", "", words);
	wf_open(&s, "p", "");
	wf_put_link(&s, "", WF_S("/"), wf_msg_str(&s, "site-home"));
	wf_sheet_end(&s);
	wf_arena_free(&s.arena);
}

void
wf_page_report(struct wf_reply *out, const struct wf_visit *v, wf_str fragment, wf_str text)
{
	struct wf_err err = { "" };
	struct wf_sheet s;

	(void)text;
	open_sheet(&s, out, v, &err);
	wf_sheet_begin(&s, wf_msg_str(&s, "site-check"), WF_SHEET_WIDE);
	wf_raw_markup(&s.m, "\n");
	wf_buf_put(&out->body, fragment);
	wf_sheet_end(&s);
	wf_arena_free(&s.arena);
}
