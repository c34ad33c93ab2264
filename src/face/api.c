/*
 * The interface for programs: the records of an operation as JSON.  The operations
 * and their parameters are the table's.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>

#define ROOT "/api/v1/"

static const struct wf_op *
op_of(const struct wf_request *r)
{
	if (!wf_str_starts(r->path, WF_S(ROOT)))
		return NULL;
	const struct wf_op *op = wf_op_find(r->path.p + sizeof ROOT - 1);
	return op && op->faces & WF_FACE_HTTP ? op : NULL;
}

bool
wf_api_is_slow(const struct wf_request *r)
{
	const struct wf_op *op = op_of(r);

	return op && strcmp(op->name, "search") != 0;
}

static wf_rc
keep(void *payload, json_t *rec)
{
	json_array_append(payload, rec);
	return WF_OK;
}

void
wf_api_answer(struct wf_request *r, struct wf_lease *l)
{
	const struct wf_op *op = op_of(r);
	struct wf_err err = { "" };
	json_t *records = json_array(), *whole = json_object();

	if (!op) {
		wf_reply_problem(r, 404, wf_msg(r->lang, "http-no-op"));
	} else {
		struct wf_call c = { .kb = r->server->opt.folder, .open = l->kb, .sink = { keep, records },
			.today = wf_date_today(), .lang = r->lang, .no_files = true, .found = true };
		wf_rc rc = wf_args_read(&c, &r->arena, op, r->field, r->nfield, &err);
		if (rc == WF_OK)
			rc = op->run(op, &c, &err);
		if (rc < 0) {
			wf_reply_problem(r, rc == WF_E_USAGE ? 400 : 500, err.msg);
		} else {
			json_object_set(whole, "records", records);
			char *text = json_dumps(whole, JSON_COMPACT | JSON_REAL_PRECISION(12));
			wf_buf_put(&r->reply.body, wf_str_of(text));
			free(text);
			r->reply.status = 200;
			r->reply.media = "application/json";
		}
	}
	json_decref(records);
	json_decref(whole);
}
