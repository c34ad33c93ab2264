/*
 * Documents that visitors send to be checked: kept in memory within a limit, read by a
 * process of our own under limits, never stored.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS 60u			/* that a document may take */
#define MEMORY  ((size_t)2 << 30)	/* bytes of address space of the process */
#define OUTPUT  ((size_t)32 << 20)	/* bytes of a report */
#define HELD    8u			/* documents of the largest size that may be in memory at a time */
#define FIELD   256u			/* bytes of a field that is not the document */

/* ---- taking ---------------------------------------------------------------------- */

static void
take(struct wf_request *r, wf_str bytes)
{
	struct wf_server *s = r->server;

	if (r->body.n + bytes.n > s->opt.upload) {
		r->too_large = true;
	} else if (atomic_load(&s->held) + bytes.n > HELD * s->opt.upload) {
		r->busy = true;
	} else if (!r->busy) {
		wf_buf_put(&r->body, bytes);
		r->held += bytes.n;
		atomic_fetch_add(&s->held, bytes.n);
	}
}

static bool
is_document(const char *key)
{
	return strcmp(key, "file") == 0 || strcmp(key, "text") == 0;
}

/* A part of a form, maybe in several pieces; off is where the piece stands in it. */
static enum MHD_Result
take_part(void *payload, enum MHD_ValueKind kind, const char *key, const char *file, const char *type,
    const char *coding, const char *bytes, uint64_t off, size_t n)
{
	struct wf_request *r = payload;

	(void)kind, (void)type, (void)coding;
	if (is_document(key)) {
		if (n && off == 0)
			r->body.n = 0;		/* a form has both: the one that is not empty counts */
		if (n && file && *file)
			r->file_name = wf_arena_str(&r->arena, wf_str_of(file)).p;
		take(r, (wf_str){ bytes, n });
		return MHD_YES;
	}
	wf_str value = { bytes, n };
	if (off == 0 && n < FIELD && wf_utf8_valid(value) == n &&
	    wf_utf8_valid(wf_str_of(key)) == strlen(key))
		wf_request_add(r, wf_arena_str(&r->arena, wf_str_of(key)).p, wf_arena_str(&r->arena,
		    value).p);
	return MHD_YES;
}

static bool
is_form(const struct wf_request *r)
{
	const char *type = MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);

	return type && (strncasecmp(type, "multipart/form-data", 19) == 0 ||
	    strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0);
}

void
wf_upload_take(struct wf_request *r, const char *bytes, size_t n)
{
	if (r->too_large)
		return;
	if (!r->post && is_form(r)) {
		r->post = MHD_create_post_processor(r->mhd, 32 << 10, take_part, r);
		r->bad |= r->post == NULL;
	}
	if (r->post && MHD_post_process(r->post, bytes, n) != MHD_YES)
		r->bad = true;
	else if (!r->post)
		take(r, (wf_str){ bytes, n });
}

/* ---- answering ------------------------------------------------------------------- */

static const struct { const char *name, *media, *end; } reports[] = {
	{ "fragment", "text/html; charset=utf-8", NULL },
	{ "json", "application/x-ndjson", "jsonl" }, { "md", "text/markdown; charset=utf-8", "md" },
	{ "text", "text/plain; charset=utf-8", "txt" }, { "html", "text/html; charset=utf-8", "html" },
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
};

/* The row of the format asked for; the page for people and JSON for programs where none is. */
static size_t
report_of(const struct wf_request *r, bool api)
{
	const char *format = wf_request_field(r, "format");

	if (!format || !*format || strcmp(format, "page") == 0)
		return api ? 1 : 0;
	for (size_t i = 1; i < sizeof reports / sizeof *reports; i++)
		if (strcmp(reports[i].name, format) == 0)
			return i;
	return SIZE_MAX;
}

static void
add_option(const char **argv, size_t *n, const char *name, const char *value)
{
	if (value && *value) {
		argv[(*n)++] = name;
		argv[(*n)++] = value;
	}
}

static wf_rc
run_self(struct wf_run *run, struct wf_request *r, const char *op, const char *format, struct wf_err *err)
{
	const char *argv[20] = { "/proc/self/exe", op, "-" };
	size_t n = 3;

	add_option(argv, &n, "--kb", r->server->opt.folder);
	add_option(argv, &n, "--format", format);
	add_option(argv, &n, "--lang", r->lang);
	add_option(argv, &n, "--at", wf_request_field(r, "at"));
	add_option(argv, &n, "--as", wf_request_field(r, "as"));
	if (r->file_name)
		add_option(argv, &n, "--name", r->file_name);
	else
		add_option(argv, &n, "--name", wf_request_field(r, "name"));
	if (strcmp(op, "check") == 0 && wf_request_field(r, "all"))
		argv[n++] = "--all";
	*run = (struct wf_run){ .argv = argv, .in = wf_buf_str(&r->body), .seconds = SECONDS,
		.memory = MEMORY, .output = OUTPUT };
	atomic_fetch_add(&r->server->metrics.uploads, 1);
	wf_rc rc = wf_run(run, &r->arena, err);
	atomic_fetch_sub(&r->server->metrics.uploads, 1);
	return rc;
}

/* The report as a page, or as a file to keep. */
static void
give_report(struct wf_request *r, struct wf_lease *l, wf_str out, size_t as, bool api)
{
	struct wf_visit v = { .path = r->path, .field = r->field, .nfield = r->nfield, .lang = r->lang,
		.theme = r->theme, .folder = r->server->opt.folder, .kb = l->kb, .today = wf_date_today() };

	if (as == 0) {
		wf_page_report(&r->reply, &v, out, r->file_name ? WF_S("") : wf_buf_str(&r->body));
		return;
	}
	r->reply.status = 200;
	r->reply.media = reports[as].media;
	wf_buf_put(&r->reply.body, out);
	if (!api)
		r->disposition = wf_arena_printf(&r->arena, "attachment; filename=\"check.%s\"",
		    reports[as].end).p;
}

/* What the process says of a document that it cannot read: 400 names the document, 500 ourselves. */
static void
give_failure(struct wf_request *r, const struct wf_run *run, wf_rc rc, const struct wf_err *err)
{
	wf_str words = wf_str_trim(run->errors);

	if (rc == WF_E_LIMIT) {
		wf_reply_problem(r, 413, wf_msg(r->lang, "http-document-heavy"));
	} else if (rc < 0 || rc == WF_NONE) {
		wf_reply_problem(r, 500, err->msg);
	} else if (run->status >= 128) {
		wf_reply_problem(r, 413, wf_msg(r->lang, "http-document-heavy"));
	} else {
		if (wf_str_starts(words, WF_S("wangfa: ")))
			words = wf_str_from(words, 8);
		wf_reply_problem(r, 400, wf_arena_str(&r->arena, words).p);
	}
}

void
wf_upload_answer(struct wf_request *r, struct wf_lease *l)
{
	bool api = wf_str_starts(r->path, WF_S("/api/"));
	size_t as = report_of(r, api);
	struct wf_err err = { "" };
	struct wf_run run = { .argv = NULL };

	if (wf_str_trim(wf_buf_str(&r->body)).n == 0) {
		wf_reply_problem(r, 400, wf_msg(r->lang, "http-no-document"));
		return;
	}
	if (as == SIZE_MAX) {
		wf_reply_problem(r, 400, wf_msg(r->lang, "http-no-format"));
		return;
	}
	const char *op = wf_str_ends(r->path, WF_S("/cite")) ? "cite" : "check";
	wf_rc rc = run_self(&run, r, op, reports[as].name, &err);
	if (rc == WF_OK && run.status <= 1 && run.out.n)
		give_report(r, l, run.out, as, api);
	else
		give_failure(r, &run, rc, &err);
}
