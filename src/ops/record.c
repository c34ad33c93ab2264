/*
 * The fields that records share, always under the same names.  It emits nothing.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

/* Names by 、 as an array of strings. */
static json_t *
names_json(wf_str s)
{
	json_t *list = json_array();

	while (s.n) {
		size_t end = wf_str_find(s, WF_S("、"), 0);
		wf_str name = wf_str_sub(s, 0, end);
		json_t *word = json_stringn(name.p, name.n);
		json_array_append_new(list, word ? word : json_string(""));
		s = end == SIZE_MAX ? WF_S("") : wf_str_from(s, end + strlen("、"));
	}
	return list;
}

void
wf_put_or_null(json_t *rec, const char *key, wf_str s)
{
	if (s.n)
		wf_json_str(rec, key, s);
	else
		wf_json_own(rec, key, json_null());
}

void
wf_put_work(json_t *rec, const struct wf_row_work *w)
{
	wf_json_str(rec, "work", w->key);
	wf_json_str(rec, "work_title", w->title);
	wf_json_str(rec, "level", w->level);
	wf_json_own(rec, "issuers", names_json(w->issuers));
	wf_put_or_null(rec, "draft_of", w->draft_of);
	wf_put_or_null(rec, "number", w->number);
}

void
wf_put_expr(json_t *rec, const struct wf_row_work *w, const struct wf_row_expr *e, wf_date at)
{
	wf_json_date(rec, "adopted", e->adopted);
	wf_json_date(rec, "promulgated", e->promulgated);
	wf_json_date(rec, "effective_from", e->effective_from);
	wf_json_date(rec, "effective_to", e->effective_to);
	wf_json_str(rec, "effective_basis", e->effective_basis);
	wf_json_str(rec, "status", wf_str_of(wf_status_name(wf_status_of(w, e, at))));
	wf_put_or_null(rec, "ended_basis", e->ended_basis);
	wf_put_or_null(rec, "repealed_by", e->repealed_by);
}

json_t *
wf_counts_json(const struct wf_counts *c)
{
	json_t *counts = json_object();

	wf_json_int(counts, "编", c->books);
	wf_json_int(counts, "分编", c->subbooks);
	wf_json_int(counts, "章", c->chapters);
	wf_json_int(counts, "节", c->sections);
	wf_json_int(counts, "条", c->articles);
	return counts;
}

/* eIds of the 编 that a file gave to a work that stands in several. */
static json_t *
books_of(const struct wf_node *node, const int64_t *from, uint32_t n, int64_t source)
{
	struct wf_eid_scheme scheme = wf_eid_scheme(node, n);
	struct wf_buf eid = { 0 };
	json_t *list = json_array();

	for (uint32_t i = 1; i < n; i = node[i].end) {
		if (from[i] != source || node[i].kind != WF_BOOK)
			continue;
		eid.n = 0;
		wf_eid(&eid, node, i, scheme);
		json_array_append_new(list, json_stringn(eid.p, eid.n));
	}
	wf_buf_free(&eid);
	return list;
}

/* A file whose words differ from those of another of the same day gave nothing. */
static bool
gave_nodes(const int64_t *from, uint32_t n, int64_t source)
{
	for (uint32_t i = 0; i < n; i++)
		if (from[i] == source)
			return true;
	return false;
}

wf_rc
wf_sources_json(json_t **out, struct wf_ask *q, int64_t expr)
{
	struct wf_row_part *part = NULL;
	struct wf_node *node = NULL;
	int64_t *from = NULL;
	uint32_t nnode = 0;
	size_t n = 0, own = 0;
	json_t *list = json_array();
	wf_rc rc = wf_db_parts(&part, &n, q->db, &q->arena, expr);

	for (size_t i = 0; rc == WF_OK && i < n; i++)
		own += !part[i].copy;
	if (rc == WF_OK && own > 1)
		rc = wf_db_nodes(&node, &from, &nnode, q->db, &q->arena, expr);
	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		struct wf_row_source source;
		char sha[65];
		json_t *rec = json_object();
		json_array_append_new(list, rec);
		rc = wf_db_source(&source, q->db, &q->arena, part[i].source);
		if (rc != WF_OK)
			break;
		wf_hex(sha, source.sha256);
		wf_json_str(rec, "file", source.path);
		wf_json_str(rec, "sha256", wf_str_of(sha));
		wf_json_own(rec, "parts", books_of(node, from, nnode, part[i].source));
		wf_json_own(rec, "counts", wf_counts_json(&part[i].counts));
		wf_json_bool(rec, "copy", part[i].copy);
		wf_json_bool(rec, "shown", own > 1 ? gave_nodes(from, nnode, part[i].source) :
		    !part[i].copy);
	}
	if (rc != WF_OK) {
		json_decref(list);
		return rc == WF_NONE ? wf_fail(q->err, WF_E_STORE, "%s: damaged (a source is not "
		    "there); build it anew: wangfa build", q->call->kb) : wf_ask_store(q, rc);
	}
	*out = list;
	return WF_OK;
}

/* ---- findings --------------------------------------------------------------------- */

wf_str
wf_code_name(struct wf_arena *a, unsigned code)
{
	return wf_arena_printf(a, "W%04u", code);
}

const char *
wf_level_word(enum wf_level level)
{
	return level == WF_ERROR ? "error" : level == WF_WARNING ? "warning" : "info";
}

void
wf_code_message(struct wf_buf *out, const struct wf_finding_def *def, const char *lang)
{
	for (const char *p = strcmp(lang, "zh") == 0 ? def->zh : def->en; *p; p++) {
		bool filled = p[0] == '{' && p[1] && p[2] == '}';
		if (filled) {
			wf_buf_put(out, WF_S("…"));
			p += 2;
		} else {
			wf_buf_ch(out, *p);
		}
	}
}

json_t *
wf_codes_json(const struct wf_code_count *v, size_t n, const char *lang)
{
	json_t *list = json_array();
	struct wf_arena a = { 0 };
	struct wf_buf message = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct wf_finding_def *def = wf_finding_def(v[i].code);
		json_t *rec = json_object();
		wf_json_str(rec, "code", wf_code_name(&a, v[i].code));
		wf_json_str(rec, "level", wf_str_of(def ? wf_level_word(def->level) : ""));
		wf_json_str(rec, "name", wf_str_of(def ? def->name : ""));
		wf_json_int(rec, "count", (int64_t)v[i].n);
		message.n = 0;
		if (def)
			wf_code_message(&message, def, lang);
		wf_json_str(rec, "message", wf_buf_str(&message));
		json_array_append_new(list, rec);
	}
	wf_buf_free(&message);
	wf_arena_free(&a);
	return list;
}
