/*
 * Turns spans of a source's text into places of the file: code points, lines,
 * bytes.  It knows no provisions.
 */
#include "ops_int.h"

#include <stdlib.h>

#define BLOCK 256u	/* bytes of raw between two marks */

static bool
begins_point(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

static void
mark_text(struct wf_text *t, struct wf_arena *a)
{
	wf_str raw = t->source.raw;
	struct wf_mark now = { 0, 0 };

	t->mark = wf_arena_alloc(a, (raw.n / BLOCK + 1) * sizeof *t->mark);
	for (size_t i = 0; i < raw.n; i++) {
		if (i % BLOCK == 0)
			t->mark[i / BLOCK] = now;
		now.point += begins_point(raw.p[i]);
		now.line += raw.p[i] == '\n';
	}
	if (raw.n % BLOCK == 0)
		t->mark[raw.n / BLOCK] = now;
}

static struct wf_mark
mark_at(const struct wf_text *t, size_t off)
{
	wf_str raw = t->source.raw;
	struct wf_mark m;

	if (off > raw.n)
		off = raw.n;
	m = t->mark[off / BLOCK];
	for (size_t i = off - off % BLOCK; i < off; i++) {
		m.point += begins_point(raw.p[i]);
		m.line += raw.p[i] == '\n';
	}
	return m;
}

void
wf_text_wrap(struct wf_text *out, struct wf_arena *a, const struct wf_source *source, wf_str path)
{
	*out = (struct wf_text){ .path = path, .source = *source };
	wf_hex(out->sha256, source->sha256);
	mark_text(out, a);
}

wf_rc
wf_texts_get(const struct wf_text **out, struct wf_texts *t, struct wf_ask *q, int64_t source)
{
	struct wf_row_source row;

	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i]->id == source) {
			*out = t->v[i];
			return WF_OK;
		}
	}
	struct wf_text *text = wf_arena_alloc(&q->arena, sizeof *text);
	wf_rc rc = wf_db_source(&row, q->db, &q->arena, source);
	if (rc == WF_OK)
		rc = wf_db_text(&text->source, q->db, &q->arena, source);
	if (rc == WF_NONE)
		return wf_fail(q->err, WF_E_STORE, "%s: damaged (a source is not there); build the "
		    "knowledge base anew: wangfa build", q->call->kb);
	if (rc != WF_OK)
		return wf_ask_store(q, rc);
	text->id = source;
	text->path = row.path;
	wf_hex(text->sha256, row.sha256);
	mark_text(text, &q->arena);
	t->v = wf_grow(t->v, &t->cap, t->n + 1, sizeof *t->v);
	t->v[t->n++] = text;
	*out = text;
	return WF_OK;
}

void
wf_texts_free(struct wf_texts *t)
{
	free(t->v);
	*t = (struct wf_texts){ 0 };
}

json_t *
wf_place_raw(const struct wf_text *t, wf_span raw, bool whole)
{
	json_t *place = json_object();
	struct wf_mark from = mark_at(t, raw.off), to = mark_at(t, (size_t)raw.off + raw.len);

	wf_json_str(place, "file", t->path);
	if (whole)
		wf_json_str(place, "sha256", wf_str_of(t->sha256));
	wf_json_int(place, "start", from.point);
	wf_json_int(place, "end", to.point);
	wf_json_int(place, "line", from.line + (int64_t)1);
	if (whole && t->source.raw_is_file) {
		wf_json_int(place, "byte_start", raw.off);
		wf_json_int(place, "byte_end", (int64_t)raw.off + raw.len);
	}
	return place;
}

json_t *
wf_place(const struct wf_text *t, wf_span at, bool whole)
{
	return wf_place_raw(t, wf_source_raw_span(&t->source, at), whole);
}

wf_rc
wf_one_text(const struct wf_text **out, struct wf_one_text *r, struct wf_ask *q, int64_t source)
{
	wf_rc rc = WF_OK;

	if (r->source != source) {
		wf_one_text_free(r);
		r->sub = *q;
		r->sub.arena = (struct wf_arena){ 0 };
		r->source = source;
		rc = source ? wf_texts_get(&r->text, &r->texts, &r->sub, source) : WF_OK;
	}
	*out = r->text;
	return rc;
}

void
wf_one_text_free(struct wf_one_text *r)
{
	wf_texts_free(&r->texts);
	wf_arena_free(&r->sub.arena);
	r->text = NULL;
	r->source = 0;
}
