/*
 * A text whose references are asked for: read, told where it stands, searched; and the fields
 * that cite and check print of each reference.  It judges nothing.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------- */

static wf_rc
read_stdin(wf_str *out, struct wf_arena *a, struct wf_err *err)
{
	struct wf_buf b = { 0 };
	char part[65536];
	size_t n;

	while ((n = fread(part, 1, sizeof part, stdin)) != 0 && b.n <= WF_FILE_LIMIT)
		wf_buf_put(&b, (wf_str){ part, n });
	*out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	if (out->n > WF_FILE_LIMIT)
		return wf_fail(err, WF_E_LIMIT, "standard input is larger than %zu MiB; split it",
		    WF_FILE_LIMIT >> 20);
	return WF_OK;
}

/* A file or - as a parsed document; text it always is, whatever its name says. */
static wf_rc
read_text(struct wf_doc *doc, struct wf_reading *c, const char *file)
{
	wf_str bytes = WF_S(""), name = wf_str_of(file);
	struct wf_err *err = c->q->err;
	wf_rc rc = strcmp(file, "-") == 0 ? read_stdin(&bytes, &c->q->arena, err) :
	    wf_file_read(&bytes, &c->q->arena, file, WF_FILE_LIMIT, err);

	if (rc == WF_OK) {
		rc = wf_doc_read_bytes(doc, name, bytes, err);
		if (rc == WF_NONE)
			rc = wf_fail(err, WF_E_USAGE, "%s: no reader takes this file", file);
		if (doc == &c->doc)
			c->bytes = bytes;
	}
	return rc;
}

/* The numbers of an eId: art_21__para_1__item_3. */
static void
ref_of_eid(struct wf_ref *r, wf_str eid)
{
	static const struct { const char *word; size_t off; } steps[] = {
		{ "book", offsetof(struct wf_ref, book) }, { "subbook", offsetof(struct wf_ref, subbook) },
		{ "chp", offsetof(struct wf_ref, chapter) }, { "sec", offsetof(struct wf_ref, section) },
		{ "art", offsetof(struct wf_ref, article) }, { "para", offsetof(struct wf_ref, para) },
		{ "item", offsetof(struct wf_ref, item) }, { "point", offsetof(struct wf_ref, point) },
		{ "annex", offsetof(struct wf_ref, annex) },
	};

	while (eid.n != 0) {
		size_t end = wf_str_find(eid, WF_S("__"), 0);
		wf_str step = wf_str_sub(eid, 0, end);
		size_t mark = wf_str_find(step, WF_S("_"), 0);

		for (size_t i = 0; mark != SIZE_MAX && i < sizeof steps / sizeof *steps; i++) {
			if (!wf_str_is(wf_str_sub(step, 0, mark), steps[i].word))
				continue;
			uint32_t *field = (uint32_t *)(void *)((char *)r + steps[i].off);
			size_t used = wf_numeral(wf_str_from(step, mark + 1), field);
			wf_str rest = wf_str_from(step, mark + 1 + used);

			if (field == &r->article && wf_str_starts(rest, WF_S("-")))
				wf_numeral(wf_str_from(rest, 1), &r->article_sub);
		}
		eid = end == SIZE_MAX ? WF_S("") : wf_str_from(eid, end + 2);
	}
}

/* --as says which provision the text is; a title or place that we do not hold is taken as written. */
static wf_rc
stand_as(struct wf_reading *c, const char *as)
{
	const struct wf_cite_catalog *catalog = wf_citing_catalog(c->kb);
	struct wf_ref at;

	if (!wf_ref_parse(&at, wf_str_of(as)))
		return wf_fail(c->q->err, WF_E_USAGE, "--as %s: no provision; write 网络安全法#art_21 or "
		    "网络安全法第二十一条", as);
	if (at.eid.n != 0)
		ref_of_eid(&at, at.eid);
	if (at.date != 0 && at.date % 100 != 0 && !wf_arg(c->q->op, c->q->call, "at"))
		c->text.day = at.date;
	c->text.title = at.name;
	c->text.self = wf_names_find(catalog->names, at.name);
	if (c->text.self < WF_MANY_WORKS)
		c->text.title = wf_citing_work(c->kb, c->text.self)->title;
	at.name = at.eid = WF_S("");
	wf_cite_passage(&c->text, &c->q->arena, &at, c->text.self < WF_MANY_WORKS ?
	    catalog->tree(catalog->payload, c->text.self, c->text.day) : NULL);
	return WF_OK;
}

/* A law text stands as itself; any other text as nothing. */
static void
stand_as_itself(struct wf_reading *c, const char *file)
{
	struct wf_findings f = { 0 };

	if (c->doc.head.form != WF_FORM_ARTICLES || c->doc.head.title.len == 0)
		return;
	wf_identify(&c->ident, &c->q->arena, &c->doc, wf_str_of(file), &f);
	wf_findings_free(&f);
	wf_cite_stand(&c->text, &c->q->arena, &c->doc, wf_citing_catalog(c->kb)->names, &c->ident);
	if (c->ident.date % 100 != 0 && !wf_arg(c->q->op, c->q->call, "at"))
		c->text.day = c->ident.date;
}

/* ---- records ---------------------------------------------------------------------- */

static json_t *
target_json(struct wf_reading *c, const struct wf_cite *x, const struct wf_cite_target *t)
{
	json_t *rec = json_object();
	const struct wf_row_work *w = wf_citing_work(c->kb, x->work);
	struct wf_buf b = { 0 };

	wf_json_str(rec, "work", w ? w->key : x->title);
	wf_json_str(rec, "work_title", w ? wf_citing_catalog(c->kb)->title(c->kb, x->work) : x->title);
	if (w && x->expression)
		wf_json_date(rec, "expression", x->expression);
	else
		wf_json_own(rec, "expression", json_null());
	wf_ref_eid(&b, &t->ref);
	if (b.n)
		wf_json_str(rec, "eid", wf_buf_str(&b));
	if (w && !x->in_force)
		wf_json_bool(rec, "expression_held", false);
	if (b.n)
		wf_json_bool(rec, "found", t->node != WF_NO_NODE);
	wf_buf_free(&b);
	return rec;
}

json_t *
wf_cite_json(struct wf_reading *c, const struct wf_cite *x)
{
	json_t *rec = json_object(), *targets = json_array();
	json_t *place = wf_place(&c->place, x->span, false);
	const struct wf_row_work *w = wf_citing_work(c->kb, x->work);
	struct wf_place at = wf_source_place(&c->doc.source, x->span.off);

	json_object_set(rec, "start", json_object_get(place, "start"));
	json_object_set(rec, "end", json_object_get(place, "end"));
	json_object_set(rec, "line", json_object_get(place, "line"));
	json_decref(place);
	if (at.page)
		wf_json_int(rec, "page", at.page);
	if (at.para)
		wf_json_int(rec, "paragraph", at.para);
	wf_json_str(rec, "surface", wf_source_slice(&c->doc.source, x->span));
	wf_json_str(rec, "form", wf_str_of(wf_cite_form_name(x->form)));
	wf_json_str(rec, "state", wf_str_of(wf_cite_state_name(x->state)));
	if (x->state == WF_CITE_REJECTED) {
		wf_json_own(rec, "work", json_null());
	} else {
		wf_json_str(rec, "work", w ? w->key : x->title);
		for (uint32_t i = 0; i < x->ntarget; i++)
			json_array_append_new(targets, target_json(c, x, &c->cites.target[x->target + i]));
		if (x->ntarget == 0) {
			struct wf_cite_target whole = { .node = 0 };
			json_array_append_new(targets, target_json(c, x, &whole));
		}
	}
	wf_json_own(rec, "targets", targets);
	if (x->reason)
		wf_json_str(rec, "reason", wf_str_of(wf_cite_reason_name(x->reason)));
	else
		wf_json_own(rec, "reason", json_null());
	wf_json_date(rec, "as_of", c->text.day);
	return rec;
}

wf_rc
wf_reading_open(struct wf_reading *c, struct wf_ask *q)
{
	const char *file = wf_arg(q->op, q->call, "file"), *as = wf_arg(q->op, q->call, "as");
	const char *before = wf_arg(q->op, q->call, "before");
	wf_rc rc;

	*c = (struct wf_reading){ .q = q };
	rc = read_text(&c->doc, c, file);
	if (rc == WF_OK && before)
		rc = read_text(&c->earlier, c, before);
	if (rc == WF_OK)
		rc = wf_citing_open(&c->kb, q->kb, q->err);
	if (rc != WF_OK)
		return rc;
	c->text = (struct wf_cite_text){ .text = c->doc.source.text, .self = WF_NO_WORK, .title = WF_S(""),
		.amends = WF_S(""), .day = q->at, .before = c->earlier.source.text };
	wf_text_wrap(&c->place, &q->arena, &c->doc.source, wf_str_of(file));
	if (as)
		rc = stand_as(c, as);
	else
		stand_as_itself(c, file);
	if (rc != WF_OK)
		return rc;
	wf_cite_find(&c->cites, wf_citing_catalog(c->kb), &c->text);
	return wf_ask_store(q, wf_citing_failure(c->kb));
}

void
wf_reading_close(struct wf_reading *c)
{
	wf_cites_free(&c->cites);
	wf_citing_close(c->kb);
	wf_doc_free(&c->doc);
	wf_doc_free(&c->earlier);
}
