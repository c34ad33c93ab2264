/*
 * What a page was asked for, and the operations it asks in turn.  It writes no markup
 * of its own.
 */
#include "page_int.h"

#include <stdlib.h>
#include <string.h>

const char *
wf_sheet_field_n(const struct wf_sheet *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->visit->nfield; i++) {
		const struct wf_given *g = &s->visit->field[i];
		if (strcmp(g->name, name) == 0 && *g->value && n-- == 0)
			return g->value;
	}
	return NULL;
}

const char *
wf_sheet_field(const struct wf_sheet *s, const char *name)
{
	return wf_sheet_field_n(s, name, 0);
}

wf_str
wf_sheet_rest(const struct wf_sheet *s, const char *path)
{
	return wf_str_from(s->visit->path, strlen(path));
}

/* art_21__para_1, fact_7: what may stand after the last / of a path. */
static bool
is_eid(wf_str s)
{
	static const char *const begin[] = { "art_", "para_", "item_", "point_", "chp_", "sec_", "book_", "subbook_",
		"annex_", "preamble", "preface", "block_", "fact_" };

	for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
		if (wf_str_starts(s, wf_str_of(begin[i])))
			return true;
	return false;
}

void
wf_sheet_id(wf_str *text, wf_str *eid, wf_str *id, struct wf_sheet *s, wf_str rest)
{
	size_t slash = rest.n;

	while (slash > 0 && rest.p[slash - 1] != '/')
		slash--;
	*eid = slash ? wf_str_from(rest, slash) : WF_S("");
	if (!is_eid(*eid))
		*eid = WF_S("");
	*text = eid->n ? wf_str_sub(rest, 0, slash - 1) : rest;
	*id = eid->n ? wf_arena_printf(&s->arena, "%.*s#%.*s", WF_FMT(*text), WF_FMT(*eid)) :
	    wf_arena_str(&s->arena, *text);
}

/* ---- asking ---------------------------------------------------------------------- */

static wf_rc
keep(void *payload, json_t *rec)
{
	struct wf_answer *a = payload;
	json_t *summary = json_object_get(rec, "summary");

	if (summary && !json_object_get(rec, "id") && !json_object_get(rec, "rank"))
		a->summary = json_incref(rec);
	else
		json_array_append(a->records, rec);
	return WF_OK;
}

/* The call of an operation with the values that are there. */
static wf_rc
make_call(struct wf_call *c, struct wf_sheet *s, const struct wf_op *op, const struct wf_given *given)
{
	struct wf_given some[16];
	size_t n = 0;

	for (; given && given->name; given++)
		if (given->value && *given->value && n < sizeof some / sizeof *some)
			some[n++] = *given;
	*c = (struct wf_call){ .kb = s->visit->folder, .open = s->visit->kb, .today = s->visit->today,
		.lang = s->lang, .no_files = true, .found = true };
	return wf_args_read(c, &s->arena, op, some, n, s->err);
}

wf_rc
wf_sheet_ask(struct wf_answer *out, struct wf_sheet *s, const char *name, const struct wf_given *given)
{
	const struct wf_op *op = wf_op_find(name);
	struct wf_call c;

	*out = (struct wf_answer){ json_array(), NULL, false };
	s->err->msg[0] = '\0';
	wf_rc rc = make_call(&c, s, op, given);
	c.sink = (struct wf_sink){ keep, out };
	if (rc == WF_OK)
		rc = op->run(op, &c, s->err);
	out->found = rc == WF_OK && c.found;
	return rc < 0 ? rc : WF_OK;
}

void
wf_answer_free(struct wf_answer *a)
{
	json_decref(a->records);
	json_decref(a->summary);
	*a = (struct wf_answer){ 0 };
}

/* ---- embedding ------------------------------------------------------------------- */

struct embedded { struct wf_sheet *s; const struct wf_format *format; struct wf_print print; bool begun; };

static void
pour(struct embedded *e)
{
	wf_buf_put(&e->s->reply->body, wf_buf_str(&e->print.out));
	e->print.out.n = 0;
}

static wf_rc
embed_record(void *payload, json_t *rec)
{
	struct embedded *e = payload;

	if (!e->begun && e->format->begin)
		e->format->begin(&e->print);
	e->begun = true;
	e->format->record(&e->print, rec);
	pour(e);
	return e->print.rc;
}

wf_rc
wf_sheet_embed(struct wf_sheet *s, const char *name, const char *format, const struct wf_given *given)
{
	const struct wf_op *op = wf_op_find(name);
	struct embedded e = { .s = s, .format = wf_format_find(op, format) };
	struct wf_call c;

	s->err->msg[0] = '\0';
	wf_rc rc = make_call(&c, s, op, given);
	c.sink = (struct wf_sink){ embed_record, &e };
	c.format = format;
	c.text = c.bare = true;
	e.print = (struct wf_print){ .op = op, .call = &c, .tty = &s->tty };
	wf_raw_markup(&s->m, "\n");	/* what is open is closed off: the format writes beside s->m */
	if (rc == WF_OK)
		rc = op->run(op, &c, s->err);
	if (e.begun && rc >= 0 && e.format->end) {
		e.format->end(&e.print);
		pour(&e);
	}
	wf_buf_free(&e.print.out);
	wf_buf_free(&e.print.held);
	wf_buf_free(&e.print.note);
	json_decref(e.print.kept);
	wf_arena_free(&e.print.arena);
	return rc < 0 ? rc : WF_OK;
}
