/*
 * Quotes the sentence that stands at a place of a text held, with the provision that it is in
 * and its days.  It chooses no places.
 */
#include "ops_int.h"

#include <string.h>

#define SENTENCE_POINTS 300u	/* code points; a longer sentence is clipped around the place */
#define CLIP_BYTES 360u		/* kept on either side of the place then */
#define SCAN_BYTES 1200u	/* looked through on either side: more than a sentence may have */

/* ---- sentences --------------------------------------------------------------------- */

/* One past the last end of a sentence in s before byte at. */
static uint32_t
sentence_begin(wf_str s, uint32_t at)
{
	uint32_t least = at > SCAN_BYTES ? at - SCAN_BYTES : 0;

	while (at > least) {
		uint32_t cp;
		size_t n = wf_utf8_last(wf_str_sub(s, 0, at), &cp);

		if (cp == '\n' || cp == 0x3002 || cp == 0xff01 || cp == 0xff1f)	/* 。！？ */
			break;
		at -= (uint32_t)n;
	}
	return at;
}

static uint32_t
sentence_end(wf_str s, uint32_t at)
{
	uint32_t most = s.n - at > SCAN_BYTES ? at + SCAN_BYTES : (uint32_t)s.n;

	while (at < most) {
		size_t n;
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &n);

		if (cp == '\n')
			break;
		at += (uint32_t)n;
		if (cp == 0x3002 || cp == 0xff01 || cp == 0xff1f)
			break;
	}
	return at;
}

/* Moves at off what is inside a character, forwards. */
static uint32_t
to_point(wf_str s, uint32_t at)
{
	while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* A label is no part of the sentence behind it. path: the provision and those above it. */
static wf_span
sentence_around(bool *clipped, const struct wf_source *s, wf_span at, const struct wf_node *path, uint32_t n)
{
	uint32_t stop = at.off + at.len;
	uint32_t from = sentence_begin(s->text, at.off), to = sentence_end(s->text, stop);

	/* a reference may end with its sentence: 。 inside it is not looked for */
	for (uint32_t i = 0; i < n; i++) {
		uint32_t end = path[i].label.off + path[i].label.len;

		if (path[i].label.len && end > from && end <= at.off)
			from = end;
	}
	*clipped = wf_utf8_count(wf_str_sub(s->text, from, to - from)) > SENTENCE_POINTS;
	if (*clipped && at.off - from > CLIP_BYTES)
		from = to_point(s->text, at.off - CLIP_BYTES);
	if (*clipped && to - stop > CLIP_BYTES)
		to = to_point(s->text, stop + CLIP_BYTES);
	wf_str words = wf_str_sub(s->text, from, to - from), bare = wf_str_trim(words);

	return (wf_span){ from + (uint32_t)(bare.p - words.p), (uint32_t)bare.n };
}

/* ---- records ------------------------------------------------------------------------- */

wf_rc
wf_quoter_expr(struct wf_quoter *r, int64_t expr)
{
	struct wf_ask *q = r->q;

	if (r->expr.id == expr)
		return WF_OK;
	wf_rc rc = wf_db_expr(&r->expr, q->db, &q->arena, expr);
	if (rc == WF_OK)
		rc = wf_db_work(&r->work, q->db, &q->arena, r->expr.work);
	if (rc == WF_OK)
		return WF_OK;
	r->expr.id = 0;
	return rc == WF_NONE ? wf_fail(q->err, WF_E_STORE, "%s: damaged (a text is not there); build the "
	    "knowledge base anew: wangfa build", q->call->kb) : wf_ask_store(q, rc);
}

wf_str
wf_quoter_id(struct wf_quoter *r, wf_str eid)
{
	char day[11];

	wf_date_iso(day, r->expr.date);
	return wf_arena_printf(&r->q->arena, "%.*s@%s%s%.*s", WF_FMT(r->work.key), day, eid.n ? "#" : "",
	    WF_FMT(eid));
}

/* id, citation; the nodes from the whole to the provision in path. */
static wf_rc
put_provision(json_t *rec, struct wf_node **path, uint32_t *n, struct wf_quoter *r, uint32_t node)
{
	struct wf_target t = { .work = r->work, .expr = r->expr };
	struct wf_buf b = { 0 };
	wf_str eid;
	wf_rc rc = wf_db_node_path(path, n, &eid, r->q->db, &r->q->arena, r->expr.id, node);

	if (rc == WF_NONE)
		return wf_fail(r->q->err, WF_E_STORE, "%s: damaged (a provision is not there); build the "
		    "knowledge base anew: wangfa build", r->q->call->kb);
	if (rc != WF_OK)
		return wf_ask_store(r->q, rc);
	t.node = *path;
	t.nnode = *n;
	wf_json_str(rec, "id", wf_quoter_id(r, eid));
	/* the only 款 of an article is not said */
	uint32_t said = *n - 1;
	if (said > 1 && t.node[said].kind == WF_PARAGRAPH && t.node[said].flags & WF_INFERRED)
		said--;
	wf_citation(&b, &t, said);
	wf_json_str(rec, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	return WF_OK;
}

static void
put_sentence(json_t *rec, const struct wf_text *text, wf_span at, const struct wf_node *path, uint32_t n)
{
	bool clipped = false;
	wf_span whole = sentence_around(&clipped, &text->source, at, path, n);
	wf_str words = wf_source_slice(&text->source, whole);
	size_t from = wf_utf8_count(wf_str_sub(words, 0, at.off - whole.off));
	size_t len = wf_utf8_count(wf_source_slice(&text->source, at));

	wf_json_str(rec, "surface", wf_source_slice(&text->source, at));
	wf_json_str(rec, "text", words);
	wf_json_own(rec, "highlights", json_pack("[[II]]", (json_int_t)from, (json_int_t)(from + len)));
	wf_json_bool(rec, "clipped", clipped);
	wf_json_own(rec, "source", wf_place(text, whole, true));
}

wf_rc
wf_put_said(json_t *rec, struct wf_quoter *r, const struct wf_said *at)
{
	const struct wf_text *text = NULL;
	struct wf_node *path = NULL;
	uint32_t n = 0;
	char day[11];
	wf_rc rc = wf_quoter_expr(r, at->expr);

	if (rc == WF_OK)
		rc = put_provision(rec, &path, &n, r, at->node);
	if (rc == WF_OK)
		rc = wf_one_text(&text, &r->one, r->q, at->source);
	if (rc != WF_OK)
		return rc;
	wf_put_work(rec, &r->work);
	wf_json_str(rec, "title", r->work.title);
	put_sentence(rec, text, at->span, path, n);
	wf_date_iso(day, r->expr.date);
	wf_json_str(rec, "expression", wf_str_of(day));
	wf_put_expr(rec, &r->work, &r->expr, r->q->at);
	wf_json_date(rec, "as_of", r->q->at);
	return WF_OK;
}

void
wf_quoter_free(struct wf_quoter *r)
{
	wf_one_text_free(&r->one);
}

/* ---- for people ------------------------------------------------------------------------- */

void
wf_put_said_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *mark = json_array_get(json_object_get(rec, "highlights"), 0);
	size_t at[2] = { (size_t)json_integer_value(json_array_get(mark, 0)),
		(size_t)json_integer_value(json_array_get(mark, 1)) };
	wf_str rest = wf_get(rec, "text");

	for (size_t part = 0, point = 0; part < 3; part++) {
		size_t until = part < 2 ? at[part] : SIZE_MAX;
		wf_str from = rest;

		for (; rest.n && point < until; point++)
			wf_utf8_next(&rest);
		struct wf_buf line = { 0 };
		for (wf_str s = { from.p, from.n - rest.n }; s.n; s = wf_str_from(s, 1))
			wf_buf_ch(&line, s.p[0] == '\n' ? ' ' : s.p[0]);
		wf_put_style(out, tty, part == 1 ? WF_HIT : WF_PLAIN, wf_buf_str(&line));
		wf_buf_free(&line);
	}
}
