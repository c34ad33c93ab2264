/*
 * Finds the work, the expression and the provision that words mean.  It guesses
 * nothing: what is not held is said, with names that come near.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_LIMIT 5

/* One look-up under way. */
struct look {
	struct wf_target *out;
	struct wf_ids *near;
	struct wf_db *db;
	struct wf_arena *a;
	wf_date at;
};

static const char country[] = "中华人民共和国";

/* ---- names ------------------------------------------------------------------------ */

/* WF_OK with the works of that folded name in ids (none is no failure). */
static wf_rc
by_folded(struct wf_ids *ids, struct look *l, wf_str folded)
{
	ids->n = 0;
	return folded.n ? wf_db_works_by_name(ids, l->db, folded) : WF_OK;
}

/* As written, then without, then with the name of the country. */
static wf_rc
by_name(struct wf_ids *ids, struct look *l, wf_str name)
{
	struct wf_buf folded = { 0 }, other = { 0 };

	wf_fold(&folded, name, WF_FOLD_NAME);
	wf_str s = wf_buf_str(&folded);
	wf_rc rc = by_folded(ids, l, s);
	if (rc == WF_OK && ids->n == 0) {
		if (wf_str_starts(s, wf_str_of(country))) {
			wf_buf_put(&other, wf_str_from(s, sizeof country - 1));
		} else {
			wf_buf_put(&other, wf_str_of(country));
			wf_buf_put(&other, s);
		}
		rc = by_folded(ids, l, wf_buf_str(&other));
	}
	wf_buf_free(&folded);
	wf_buf_free(&other);
	return rc;
}

/* WF_OK: one work; WF_NONE: none, or ids holds namesakes. */
static wf_rc
find_work(struct wf_ids *ids, struct look *l, wf_str name)
{
	struct wf_buf key = { 0 };
	wf_rc rc = wf_db_work_by_key(&l->out->work, l->db, l->a, name);

	if (rc == WF_NONE) {
		wf_work_id(&key, name);
		rc = wf_db_work_by_key(&l->out->work, l->db, l->a, wf_buf_str(&key));
		wf_buf_free(&key);
	}
	if (rc != WF_NONE)
		return rc;
	rc = by_name(ids, l, name);
	if (rc == WF_OK && ids->n == 1)
		return wf_db_work(&l->out->work, l->db, l->a, ids->v[0]);
	return rc == WF_OK ? WF_NONE : rc;
}

/* Byte of s after its first (or before its last) count code points. */
static wf_str
some_of(wf_str s, size_t count, bool first)
{
	wf_str rest = s;
	size_t skip = first ? count : wf_utf8_count(s) - count;

	while (skip-- > 0 && rest.n)
		wf_utf8_next(&rest);
	return first ? wf_str_sub(s, 0, s.n - rest.n) : rest;
}

/* Works whose names hold the words, else ever less of their beginning or end. */
static wf_rc
suggest(struct look *l, wf_str name)
{
	struct wf_buf folded = { 0 };

	wf_fold(&folded, name, WF_FOLD_NAME);
	wf_str s = wf_str_sub(wf_buf_str(&folded), 0, 120);
	wf_rc rc = s.n ? wf_db_works_like(l->near, l->db, s, NEAR_LIMIT) : WF_OK;
	for (size_t n = wf_utf8_count(s); rc == WF_OK && l->near->n == 0 && n-- > 2; ) {
		rc = wf_db_works_like(l->near, l->db, some_of(s, n, true), NEAR_LIMIT);
		if (rc == WF_OK && l->near->n == 0)
			rc = wf_db_works_like(l->near, l->db, some_of(s, n, false), NEAR_LIMIT);
	}
	wf_buf_free(&folded);
	return rc;
}

/* ---- expressions -------------------------------------------------------------------- */

/* Does a day fit a day asked for that may lack its day or month? */
static bool
day_fits(wf_date day, wf_date asked)
{
	if (asked % 10000 == 0)
		return day / 10000 == asked / 10000;
	if (asked % 100 == 0)
		return day / 100 == asked / 100;
	return day == asked;
}

static size_t
pick_dated(const struct wf_row_expr *e, size_t n, wf_date asked)
{
	for (size_t i = 0; i < n; i++)
		if (e[i].date == asked)
			return i;
	for (size_t i = n; i-- > 0 && asked; )
		if (day_fits(e[i].date, asked))
			return i;
	return n;
}

/* WF_NONE: the work has no expression of that day. */
static wf_rc
find_expr(struct look *l, bool dated, wf_date asked)
{
	struct wf_ids ids = { 0 };
	wf_rc rc = wf_db_exprs_of(&ids, l->db, l->out->work.id);
	size_t n = ids.n;
	struct wf_row_expr *e = wf_arena_alloc(l->a, (n + 1) * sizeof *e);

	for (size_t i = 0; rc == WF_OK && i < n; i++)
		rc = wf_db_expr(&e[i], l->db, l->a, ids.v[i]);
	free(ids.v);
	if (rc != WF_OK || n == 0)
		return rc < 0 ? rc : WF_NONE;
	size_t at = dated ? pick_dated(e, n, asked) : wf_expr_pick(&l->out->work, e, n, l->at);
	if (at == n)
		return WF_NONE;
	l->out->expr = e[at];
	l->out->dated = dated;
	l->out->in_force = wf_status_of(&l->out->work, &e[at], l->at) == WF_ST_IN_FORCE;
	return wf_db_nodes(&l->out->node, &l->out->source, &l->out->nnode, l->db, l->a, e[at].id);
}

/* ---- provisions ----------------------------------------------------------------------- */

/* The numbers of an eId as if they had been words: art_21__item_3 is a 项 without its 款. */
static bool
eid_words(struct wf_ref *out, wf_str eid)
{
	*out = (struct wf_ref){ 0 };
	const struct { const char *word; uint32_t *num, *sub; } steps[] = {
		{ "book_", &out->book, NULL }, { "subbook_", &out->subbook, NULL },
		{ "chp_", &out->chapter, NULL }, { "sec_", &out->section, NULL },
		{ "art_", &out->article, &out->article_sub }, { "para_", &out->para, NULL },
		{ "item_", &out->item, &out->item_sub }, { "point_", &out->point, NULL },
		{ "annex_", &out->annex, NULL },
	};

	while (eid.n) {
		size_t i = 0, used = 0;
		for (; i < sizeof steps / sizeof *steps; i++)
			if (wf_str_starts(eid, wf_str_of(steps[i].word)))
				break;
		if (i == sizeof steps / sizeof *steps || *steps[i].num)
			return false;
		eid = wf_str_from(eid, strlen(steps[i].word));
		used = wf_numeral(eid, steps[i].num);
		eid = wf_str_from(eid, used);
		if (used && steps[i].sub && wf_str_starts(eid, WF_S("-"))) {
			used = wf_numeral(wf_str_from(eid, 1), steps[i].sub);
			eid = wf_str_from(eid, 1 + used);
		}
		if (used == 0 || (eid.n && !wf_str_starts(eid, WF_S("__"))))
			return false;
		eid = wf_str_from(eid, 2);
	}
	return true;
}

/* art_5__item_2, built from what was typed. */
static wf_str
asked_eid(struct wf_arena *a, const struct wf_ref *r)
{
	const struct { const char *word; uint32_t num, sub; } steps[] = {
		{ "annex", r->annex, 0 }, { "book", r->book, 0 }, { "subbook", r->subbook, 0 },
		{ "chp", r->chapter, 0 }, { "sec", r->section, 0 },
		{ "art", r->article, r->article_sub }, { "para", r->para, 0 },
		{ "item", r->item, r->item_sub }, { "point", r->point, 0 },
	};
	struct wf_buf b = { 0 };

	if (r->eid.n)
		return wf_arena_str(a, r->eid);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (steps[i].num == 0)
			continue;
		wf_buf_printf(&b, "%s%s_%u", b.n ? "__" : "", steps[i].word, steps[i].num);
		if (steps[i].sub)
			wf_buf_printf(&b, "-%u", steps[i].sub);
	}
	wf_str eid = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return eid;
}

static enum wf_find
find_node(struct look *l, const struct wf_ref *ref)
{
	struct wf_target *t = l->out;
	struct wf_ref words;
	struct wf_buf b = { 0 };

	t->at = wf_ref_find(t->node, t->nnode, ref);
	if (t->at == WF_NO_NODE && ref->eid.n && eid_words(&words, ref->eid))
		t->at = wf_ref_find(t->node, t->nnode, &words);
	if (t->at == WF_NO_NODE) {
		t->eid = asked_eid(l->a, ref);
		return WF_FIND_NO_PROVISION;
	}
	wf_eid(&b, t->node, t->at, wf_eid_scheme(t->node, t->nnode));
	t->eid = wf_arena_str(l->a, wf_buf_str(&b));
	wf_buf_free(&b);
	return WF_FIND_OK;
}

/* ---- all together ---------------------------------------------------------------------- */

/* What stands before # and @ may be a name that itself looks like a name with a number. */
static wf_rc
find_named(enum wf_find *how, struct wf_ref *ref, struct look *l, wf_str id)
{
	struct wf_ids ids = { 0 };
	bool plain = !wf_str_has(id, WF_S("#")) && !wf_str_has(id, WF_S("@"));
	bool parsed = wf_ref_parse(ref, id);
	wf_rc rc = plain ? find_work(&ids, l, id) : WF_NONE;

	if (rc == WF_OK || ids.n > 1)
		*ref = (struct wf_ref){ .name = id };
	else if (rc == WF_NONE && parsed)
		rc = find_work(&ids, l, ref->name);
	*how = rc == WF_OK ? WF_FIND_OK : ids.n > 1 ? WF_FIND_AMBIGUOUS :
	    parsed ? WF_FIND_NO_WORK : WF_FIND_NOT_AN_ID;
	if (rc == WF_NONE && ids.n > 1 && l->near) {
		*l->near = ids;
		return WF_OK;
	}
	free(ids.v);
	if (*how == WF_FIND_NO_WORK && rc == WF_NONE && l->near)
		rc = suggest(l, ref->name);
	return rc == WF_NONE ? WF_OK : rc;
}

wf_rc
wf_kb_find(struct wf_target *out, enum wf_find *how, struct wf_ids *near, struct wf_kb *kb,
    struct wf_arena *a, wf_str id, wf_date at, struct wf_err *err)
{
	struct look l = { out, near, wf_kb_db(kb), a, at ? at : wf_date_today() };
	struct wf_ref ref;

	memset(out, 0, sizeof *out);
	if (near)
		*near = (struct wf_ids){ 0 };
	wf_rc rc = find_named(how, &ref, &l, wf_str_trim(id));
	if (rc == WF_OK && *how == WF_FIND_OK) {
		rc = find_expr(&l, wf_str_has(id, WF_S("@")), ref.date);
		if (rc == WF_NONE)
			*how = WF_FIND_NO_EXPRESSION;
		else if (rc == WF_OK)
			*how = find_node(&l, &ref);
	}
	return rc < 0 ? wf_fail(err, rc, "%s", wf_db_error(l.db)) : WF_OK;
}
