/*
 * refs: what a work or provision cites and what cites it, over all texts of the work, as
 * records.  References were found by the build; how they look is refs_text.c.
 */
#include "ops_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A reference that is told. */
struct ref {
	struct wf_row_cite cite;
	bool in;		/* it cites what is asked; else it stands there */
	bool internal;		/* within one work */
	int64_t group;		/* in: the work that cites; out: the work cited, -named, 0 = several */
	int64_t ngroup;		/* references of that group */
	struct wf_row_target made_to;	/* in: first provision cited of what is asked … */
	uint32_t now;		/* … and its node in the text asked; WF_NO_NODE = a work without text */
	json_t *rec;
};

/* Citations of what holds the provision: its chapter, the work. */
struct above { uint8_t kind; wf_str id, citation; int64_t references, *work; size_t nwork, cap; };

struct refs {
	struct wf_ask *q;
	struct wf_target t;
	struct wf_row_named named;	/* id 0: the work is held */
	wf_str eid;			/* of a named work: the provision asked, "" = the whole */
	struct wf_lineage *lineage;
	bool in, out, all;
	struct wf_quoter said, cited;	/* texts that cite, and that are cited */
	struct ref *ref; size_t n, cap;
	struct above above[WF_KINDS]; size_t nabove;
	int64_t left_out;		/* by texts that are not in force on the day */
};

/* ---- which texts count ------------------------------------------------------------------- */

/* A text that was written by the day asked, and neither replaced nor repealed then. */
static wf_rc
is_current(bool *yes, struct refs *r, const struct wf_row_cite *c)
{
	wf_rc rc = wf_quoter_expr(&r->said, c->expr);
	enum wf_status s = WF_ST_UNKNOWN;

	if (rc == WF_OK)
		s = wf_status_of(&r->said.work, &r->said.expr, r->q->at);
	*yes = r->all || (s != WF_ST_AMENDED && s != WF_ST_REPEALED && r->said.expr.date <= r->q->at);
	return rc;
}

static struct ref *
add(struct refs *r, const struct wf_row_cite *c, bool in)
{
	r->ref = wf_grow(r->ref, &r->cap, r->n + 1, sizeof *r->ref);
	r->ref[r->n] = (struct ref){ .cite = *c, .in = in, .now = WF_NO_NODE };
	return &r->ref[r->n++];
}

static wf_rc
read_cite(struct wf_row_cite *out, struct refs *r, int64_t id)
{
	wf_rc rc = wf_db_cite(out, r->q->db, id);

	return rc == WF_NONE ? wf_fail(r->q->err, WF_E_STORE, "%s: damaged (a reference is not there); build "
	    "the knowledge base anew: wangfa build", r->q->call->kb) : wf_ask_store(r->q, rc);
}

/* ---- what cites it ----------------------------------------------------------------------- */

/* Does a target of the i-th text lie in what is asked? now: its node in the text asked. */
static wf_rc
lies_there(bool *yes, uint32_t *now, struct refs *r, size_t i, const struct wf_row_target *x)
{
	bool same = i == wf_lineage_asked(r->lineage);
	wf_rc rc = WF_OK;

	*now = x->node;
	if (!same)
		rc = wf_lineage_to_asked(now, r->lineage, i, x->node);
	*yes = r->t.at == 0 || (*now != WF_NO_NODE && *now >= r->t.at && *now < r->t.node[r->t.at].end);
	return rc;
}

static wf_rc
take_incoming(struct refs *r, size_t i, const struct wf_row_target *x, uint32_t now)
{
	struct wf_row_cite c;
	bool current = false;
	wf_rc rc = read_cite(&c, r, x->cite);

	if (rc == WF_OK)
		rc = is_current(&current, r, &c);
	if (rc != WF_OK)
		return rc;
	if (!current) {
		r->left_out++;
		return WF_OK;
	}
	struct ref *y = add(r, &c, true);
	y->made_to = *x;
	y->now = i == wf_lineage_asked(r->lineage) ? x->node : now;
	y->group = r->said.work.id;
	y->internal = y->group == r->t.work.id;
	return WF_OK;
}

/* References to one text of the work. */
static wf_rc
find_incoming(struct refs *r, size_t i)
{
	struct wf_row_target *x = NULL;
	bool same = i == wf_lineage_asked(r->lineage), some = r->t.at != 0;
	uint32_t from = same ? r->t.at : some, to = same && some ? r->t.node[r->t.at].end : UINT32_MAX;
	int64_t last = 0;
	size_t n = 0;
	wf_rc rc = wf_ask_store(r->q, wf_db_targets_at(&x, &n, r->q->db, &r->q->arena,
	    wf_lineage_expr(r->lineage, i)->id, from, to));

	for (size_t k = 0; rc == WF_OK && k < n; k++) {
		bool yes = false;
		uint32_t now = WF_NO_NODE;
		if (x[k].cite == last)
			continue;
		rc = lies_there(&yes, &now, r, i, &x[k]);
		if (rc == WF_OK && yes) {
			last = x[k].cite;
			rc = take_incoming(r, i, &x[k], now);
		}
	}
	return rc;
}

/* ---- what cites what holds it ------------------------------------------------------------ */

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The tally for a heading, or the whole, above what is asked; named by the text asked if that has it. */
static struct above *
above_of(struct refs *r, const struct wf_target *t, uint32_t node)
{
	struct wf_buf b = { 0 };
	struct above *a = r->above;

	while (a < r->above + r->nabove && a->kind != t->node[node].kind)
		a++;
	if (a < r->above + r->nabove)
		return a;
	r->nabove++;
	*a = (struct above){ .kind = t->node[node].kind };
	wf_target_id(&b, t, node);
	a->id = wf_arena_str(&r->q->arena, wf_buf_str(&b));
	b.n = 0;
	wf_citation(&b, t, node);
	a->citation = wf_arena_str(&r->q->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return a;
}

/* Counts references to exactly this node of a text. */
static wf_rc
count_above(struct refs *r, const struct wf_target *t, uint32_t node)
{
	struct above *a = above_of(r, t, node);
	struct wf_row_target *x = NULL;
	size_t n = 0;
	wf_rc rc = wf_ask_store(r->q, wf_db_targets_at(&x, &n, r->q->db, &r->q->arena, t->expr.id, node,
	    node + 1));

	for (size_t k = 0; rc == WF_OK && k < n; k++) {
		struct wf_row_cite c;
		bool current = false;
		if (!x[k].found || (k > 0 && x[k].cite == x[k - 1].cite))
			continue;
		rc = read_cite(&c, r, x[k].cite);
		if (rc == WF_OK)
			rc = is_current(&current, r, &c);
		if (rc != WF_OK || !current)
			continue;
		a->references++;
		a->work = wf_grow(a->work, &a->cap, a->nwork + 1, sizeof *a->work);
		a->work[a->nwork++] = r->said.work.id;
	}
	return rc;
}

/* The headings above what is asked, in each text as it stood there. */
static wf_rc
find_above(struct refs *r, size_t i)
{
	const struct wf_target *t = NULL;
	uint32_t node = r->t.at;
	wf_rc rc = wf_lineage_text(&t, r->lineage, i);

	if (rc == WF_OK && i != wf_lineage_asked(r->lineage))
		rc = wf_lineage_follow(&node, r->lineage, wf_lineage_asked(r->lineage), i, r->t.at);
	if (rc != WF_OK)
		return rc;
	for (node = node < t->nnode ? t->node[node].parent : 0; rc == WF_OK; node = t->node[node].parent) {
		rc = count_above(r, t, node);
		if (node == 0)
			break;
	}
	return rc;
}

static int64_t
works_of(struct above *a)
{
	int64_t n = 0;

	if (a->nwork)
		qsort(a->work, a->nwork, sizeof *a->work, by_number);
	for (size_t i = 0; i < a->nwork; i++)
		n += i == 0 || a->work[i] != a->work[i - 1];
	return n;
}

/* ---- what it cites ----------------------------------------------------------------------- */

static wf_rc
find_outgoing(struct refs *r)
{
	struct wf_row_cite *c = NULL;
	size_t n = 0;
	uint32_t to = r->t.at ? r->t.node[r->t.at].end : UINT32_MAX;
	wf_rc rc = wf_ask_store(r->q, wf_db_cites_at(&c, &n, r->q->db, &r->q->arena, r->t.expr.id,
	    r->t.at, to));

	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		struct ref *y = add(r, &c[i], false);
		y->group = c[i].work ? c[i].work : -c[i].named;
		y->internal = y->group == r->t.work.id;
	}
	return rc;
}

/* Does a reference to a work without text name the provision asked, or one below it? */
static wf_rc
names_it(bool *yes, struct refs *r, const struct wf_row_cite *c)
{
	struct wf_row_target *t = NULL;
	size_t n = 0;
	wf_rc rc = wf_ask_store(r->q, wf_db_targets_of(&t, &n, r->q->db, &r->q->arena, c->id));

	*yes = false;
	for (size_t i = 0; rc == WF_OK && i < n && !*yes; i++) {
		wf_str rest = wf_str_from(t[i].eid, r->eid.n);
		*yes = wf_str_starts(t[i].eid, r->eid) && (rest.n == 0 || wf_str_starts(rest, WF_S("__")));
	}
	return rc;
}

static wf_rc
find_naming(struct refs *r)
{
	struct wf_row_cite *c = NULL;
	size_t n = 0;
	wf_rc rc = wf_ask_store(r->q, wf_db_cites_named(&c, &n, r->q->db, &r->q->arena, r->named.id));

	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		bool current = false, meant = true;
		if (r->eid.n)
			rc = names_it(&meant, r, &c[i]);
		if (rc == WF_OK && meant)
			rc = is_current(&current, r, &c[i]);
		if (rc == WF_OK && current)
			add(r, &c[i], true)->group = r->said.work.id;
		r->left_out += rc == WF_OK && meant && !current;
	}
	return rc;
}

static wf_rc
find_all(struct refs *r)
{
	wf_rc rc = WF_OK;

	if (r->named.id)
		return r->in ? find_naming(r) : WF_OK;
	if (r->in)
		rc = wf_lineage_open(&r->lineage, r->q, &r->t);
	for (size_t i = 0; rc == WF_OK && r->in && i < wf_lineage_count(r->lineage); i++)
		rc = find_incoming(r, i);
	/* the text asked first: its headings give the names */
	for (size_t k = 0; rc == WF_OK && r->in && r->t.at && k < wf_lineage_count(r->lineage); k++)
		rc = find_above(r, (wf_lineage_asked(r->lineage) + k) % wf_lineage_count(r->lineage));
	return rc == WF_OK && r->out ? find_outgoing(r) : rc;
}

/* ---- order ------------------------------------------------------------------------------- */

static int
by_group(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;

	if (x->in != y->in)
		return x->in ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->cite.id > y->cite.id) - (x->cite.id < y->cite.id);
}

/* Incoming first; other works before the work itself, those with most references first. */
static int
by_weight(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;

	if (x->in != y->in)
		return x->in ? -1 : 1;
	if (x->internal != y->internal)
		return x->internal ? 1 : -1;
	if (x->ngroup != y->ngroup)
		return x->ngroup > y->ngroup ? -1 : 1;
	return by_group(a, b);
}

static bool
same_group(const struct ref *x, const struct ref *y)
{
	return x->in == y->in && x->group == y->group;
}

static void
put_in_order(struct refs *r)
{
	if (r->n == 0)
		return;
	qsort(r->ref, r->n, sizeof *r->ref, by_group);
	for (size_t i = 0, end; i < r->n; i = end) {
		for (end = i + 1; end < r->n && same_group(&r->ref[i], &r->ref[end]); )
			end++;
		for (size_t k = i; k < end; k++)
			r->ref[k].ngroup = (int64_t)(end - i);
	}
	qsort(r->ref, r->n, sizeof *r->ref, by_weight);
}

/* ---- records ----------------------------------------------------------------------------- */

/* The name as written in a reference that several works could be meant by. */
static wf_str
name_in(wf_str surface)
{
	size_t open = wf_str_find(surface, WF_S("《"), 0), close = wf_str_find(surface, WF_S("》"), 0);

	if (open != SIZE_MAX && close != SIZE_MAX && close > open)
		return wf_str_sub(surface, open + 3, close - open - 3);
	return wf_str_sub(surface, 0, wf_str_find(surface, WF_S("第"), 0));
}

/* {work, work_title, expression, eid, id, found, status}; of a work that is not held its name alone. */
static wf_rc
target_json(json_t **out, struct refs *r, const struct ref *x, const struct wf_row_target *t,
    const struct wf_row_named *named)
{
	struct wf_quoter *c = &r->cited;
	wf_rc rc = t->expr ? wf_quoter_expr(c, t->expr) : WF_OK;
	char day[11];

	if (rc != WF_OK)
		return rc;
	json_t *rec = json_object();
	wf_json_str(rec, "work", t->expr ? c->work.key : named->key);
	wf_json_str(rec, "work_title", t->expr ? c->work.title : named->title);
	wf_date_iso(day, c->expr.date);
	wf_put_or_null(rec, "expression", t->expr ? wf_str_of(day) : WF_S(""));
	if (t->eid.n)
		wf_json_str(rec, "eid", t->eid);
	wf_put_or_null(rec, "id", t->expr ? wf_quoter_id(c, t->eid) : WF_S(""));
	if (t->eid.n)
		wf_json_bool(rec, "found", t->found);
	if (t->expr && !x->cite.in_force)
		wf_json_bool(rec, "expression_held", false);
	wf_put_or_null(rec, "status", t->expr ? wf_str_of(wf_status_name(wf_status_of(&c->work, &c->expr,
	    r->q->at))) : WF_S(""));
	*out = rec;
	return WF_OK;
}

static wf_rc
put_targets(json_t *rec, struct refs *r, const struct ref *x)
{
	wf_str name = name_in(wf_get(rec, "surface"));
	struct wf_row_named named = { .key = name, .title = name };
	struct wf_row_target *t = NULL;
	json_t *list = json_array();
	size_t n = 0;
	wf_rc rc = WF_OK;

	wf_json_own(rec, "targets", list);
	if (x->cite.named)
		rc = wf_ask_store(r->q, wf_db_named(&named, r->q->db, &r->q->arena, x->cite.named));
	if (rc == WF_OK)
		rc = wf_ask_store(r->q, wf_db_targets_of(&t, &n, r->q->db, &r->q->arena, x->cite.id));
	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		json_t *one = NULL;
		rc = target_json(&one, r, x, &t[i], &named);
		if (rc == WF_OK)
			json_array_append_new(list, one);
	}
	return rc;
}

/* Which text the reference was made to, and what that provision is in the text asked. */
static wf_rc
put_way(json_t *rec, struct refs *r, const struct ref *x)
{
	const struct wf_target *asked = &r->t;
	struct wf_buf now = { 0 };
	const char *through = "";
	wf_rc rc = wf_quoter_expr(&r->cited, x->made_to.expr);

	if (rc != WF_OK)
		return rc;
	wf_str made_to = wf_quoter_id(&r->cited, x->made_to.eid);
	wf_json_str(rec, "made_to", made_to);
	if (x->made_to.found && x->made_to.expr == asked->expr.id)
		wf_buf_put(&now, made_to);
	else if (x->made_to.found && x->now < asked->nnode)
		wf_target_id(&now, asked, x->now);
	wf_put_or_null(rec, "now", wf_buf_str(&now));
	if (x->made_to.expr != asked->expr.id && now.n) {
		wf_str s = wf_buf_str(&now);
		size_t mark = wf_str_find(s, WF_S("#"), 0);
		wf_str eid = mark == SIZE_MAX ? WF_S("") : wf_str_from(s, mark + 1);
		through = wf_str_eq(eid, x->made_to.eid) ? "same_number" : "renumbered";
	}
	wf_put_or_null(rec, "through", wf_str_of(through));
	wf_buf_free(&now);
	return WF_OK;
}

static wf_rc
make_row(struct refs *r, struct ref *x)
{
	struct wf_said at = { x->cite.expr, x->cite.source, x->cite.node, x->cite.span };
	json_t *rec = x->rec = json_object();

	wf_json_str(rec, "direction", wf_str_of(x->in ? "in" : "out"));
	wf_rc rc = wf_put_said(rec, &r->said, &at);
	wf_json_str(rec, "form", wf_str_of(wf_cite_form_name((enum wf_cite_form)x->cite.form)));
	wf_json_str(rec, "state", wf_str_of(wf_cite_state_name((enum wf_cite_state)x->cite.state)));
	wf_put_or_null(rec, "reason", wf_str_of(wf_cite_reason_name((enum wf_cite_reason)x->cite.reason)));
	if (rc == WF_OK)
		rc = put_targets(rec, r, x);
	if (rc == WF_OK && x->in && !r->named.id)
		rc = put_way(rec, r, x);
	wf_json_bool(rec, "internal", x->internal);
	wf_json_int(rec, "group", x->ngroup);
	return rc;
}

struct place { int64_t source, cite; size_t at; };

static int
by_source(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	if (x->cite != y->cite)
		return x->cite < y->cite ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Made in order of source, so that each text is read once and one at a time. */
static wf_rc
emit_rows(struct refs *r)
{
	struct place *place = wf_malloc((r->n + 1) * sizeof *place);
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < r->n; i++)
		place[i] = (struct place){ r->ref[i].cite.source, r->ref[i].cite.id, i };
	qsort(place, r->n, sizeof *place, by_source);
	for (size_t i = 0; rc == WF_OK && i < r->n; i++)
		rc = make_row(r, &r->ref[place[i].at]);
	free(place);
	for (size_t i = 0; rc == WF_OK && i < r->n; i++) {
		json_t *rec = r->ref[i].rec;
		r->ref[i].rec = NULL;
		rc = wf_ask_emit(r->q, rec);
	}
	return rc;
}

/* ---- the summary ------------------------------------------------------------------------- */

/* {references, works, internal, renumbered, by_form, by_state} of one direction. */
static json_t *
direction_json(const struct refs *r, bool in)
{
	json_t *rec = json_object(), *forms = json_object(), *states = json_object();
	int64_t form[WF_CITE_FORMS] = { 0 }, state[WF_CITE_STATES] = { 0 };
	int64_t n = 0, works = 0, internal = 0, earlier = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct ref *x = &r->ref[i];
		if (x->in != in)
			continue;
		n++;
		works += !x->internal && (i == 0 || !same_group(x, &r->ref[i - 1]));
		internal += x->internal;
		earlier += in && x->made_to.expr && x->made_to.expr != r->t.expr.id;
		form[x->cite.form]++;
		state[x->cite.state]++;
	}
	for (int i = 0; i < WF_CITE_FORMS; i++)
		if (form[i])
			wf_json_int(forms, wf_cite_form_name((enum wf_cite_form)i), form[i]);
	for (int i = 0; i < WF_CITE_STATES; i++)
		if (state[i])
			wf_json_int(states, wf_cite_state_name((enum wf_cite_state)i), state[i]);
	wf_json_int(rec, "references", n);
	wf_json_int(rec, "works", works);
	wf_json_int(rec, "internal", internal);
	if (in)
		wf_json_int(rec, "to_other_texts", earlier);
	wf_json_own(rec, "by_form", forms);
	wf_json_own(rec, "by_state", states);
	return rec;
}

static json_t *
above_json(struct refs *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->nabove; i++) {
		struct above *a = &r->above[i];
		json_t *rec = json_object();
		wf_json_str(rec, "id", a->id);
		wf_json_str(rec, "citation", a->citation);
		wf_json_str(rec, "kind", wf_str_of(a->kind == WF_DOC ? "work" :
		    wf_kind_name((enum wf_kind)a->kind)));
		wf_json_int(rec, "references", a->references);
		wf_json_int(rec, "works", works_of(a));
		json_array_append_new(list, rec);
	}
	return list;
}

static wf_rc
put_asked(json_t *summary, struct refs *r)
{
	const struct wf_target *t = &r->t;
	struct wf_buf b = { 0 };
	char day[11];

	if (r->named.id) {
		wf_json_str(summary, "id", wf_arena_printf(&r->q->arena, "%.*s%s%.*s", WF_FMT(r->named.key),
		    r->eid.n ? "#" : "", WF_FMT(r->eid)));
		return wf_put_named(summary, r->q, &r->named);
	}
	wf_target_id(&b, t, t->at);
	wf_json_str(summary, "id", wf_buf_str(&b));
	b.n = 0;
	wf_citation(&b, t, t->at);
	wf_json_str(summary, "citation", wf_buf_str(&b));
	wf_buf_free(&b);
	wf_put_work(summary, &t->work);
	wf_date_iso(day, t->expr.date);
	wf_json_str(summary, "expression", wf_str_of(day));
	wf_put_expr(summary, &t->work, &t->expr, r->q->at);
	wf_json_bool(summary, "in_force", t->in_force);
	return WF_OK;
}

static wf_rc
emit_summary(struct refs *r)
{
	json_t *rec = json_object(), *summary = json_object();
	wf_rc rc = put_asked(summary, r);

	if (r->in) {
		json_t *in = direction_json(r, true);
		wf_json_int(in, "left_out", r->left_out);
		wf_json_own(in, "above", above_json(r));
		wf_json_own(summary, "in", in);
	}
	if (r->out)
		wf_json_own(summary, "out", direction_json(r, false));
	wf_json_date(summary, "as_of", r->q->at);
	wf_json_own(rec, "summary", summary);
	if (rc == WF_OK)
		return wf_ask_emit(r->q, rec);
	json_decref(rec);
	return rc;
}

/* ---- all together ------------------------------------------------------------------------ */

/* People read first how much there is; programs find it last, as everywhere. */
static wf_rc
emit_all(struct refs *r)
{
	bool first = strcmp(r->q->call->format, "text") == 0;
	wf_rc rc = first ? emit_summary(r) : WF_OK;

	if (rc == WF_OK)
		rc = emit_rows(r);
	if (rc == WF_OK && !first)
		rc = emit_summary(r);
	if (rc == WF_OK && r->n == 0) {
		r->q->call->found = false;
		rc = wf_fail(r->q->err, WF_NONE, "%s", wf_msg(r->q->call->lang, "refs-none"));
	}
	return rc;
}

/* A work known by name only, and the provision of it that the words name. */
static wf_rc
find_named(struct refs *r, wf_str id)
{
	struct wf_ref ref = { .name = WF_S("") };
	struct wf_buf eid = { 0 };
	wf_rc rc = wf_named_find(&r->named, r->q, id);

	/* a name may itself look like one with a number */
	if (rc == WF_OK && !wf_str_eq(id, r->named.key) && wf_ref_parse(&ref, id)) {
		wf_buf_put(&eid, ref.eid);
		if (eid.n == 0)
			wf_ref_eid(&eid, &ref);
	}
	r->eid = wf_arena_str(&r->q->arena, wf_buf_str(&eid));
	wf_buf_free(&eid);
	return rc;
}

/* A work with text, else one known by name only. */
static wf_rc
find_asked(struct refs *r, wf_str id)
{
	struct wf_ask *q = r->q;
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_rc rc = wf_kb_find(&r->t, &how, &near, q->kb, &q->arena, id, q->at, q->err);

	if (rc == WF_OK && how == WF_FIND_NO_WORK)
		rc = find_named(r, id);
	if (rc == WF_NONE || (rc == WF_OK && how != WF_FIND_OK && r->named.id == 0))
		rc = wf_ask_lost(q, id, how, &r->t, &near);
	free(near.v);
	return rc;
}

static void
free_refs(struct refs *r)
{
	for (size_t i = 0; i < r->n; i++)
		json_decref(r->ref[i].rec);
	for (size_t i = 0; i < r->nabove; i++)
		free(r->above[i].work);
	free(r->ref);
	wf_quoter_free(&r->said);
	wf_quoter_free(&r->cited);
}

static wf_rc
run_refs(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	bool in = wf_arg(op, c, "in") != NULL, out = wf_arg(op, c, "out") != NULL;
	struct wf_ask q;
	struct refs r = { .q = &q, .in = in || !out, .out = out || !in, .said = { .q = &q },
		.cited = { .q = &q }, .all = wf_arg(op, c, "all") != NULL };
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK)
		rc = find_asked(&r, wf_str_of(wf_arg(op, c, "id")));
	if (rc == WF_OK)
		rc = find_all(&r);
	if (rc == WF_OK) {
		put_in_order(&r);
		rc = emit_all(&r);
	}
	free_refs(&r);
	wf_ask_close(&q);
	return rc;
}

const struct wf_op wf_op_refs = {
	.name = "refs",
	.faces = WF_FACE_READ,
	.en = "Show what cites a law or provision, and what it cites.",
	.zh = "查看引用某一文件或条款的条文，以及它所引用的条文。",
	.more_en = "References made to other texts of the law count too, by what became of the provision: each\n"
	    "row says which text it was made to. A provision includes all below it; references to the\n"
	    "chapter or the whole law are counted apart. Only texts that are neither replaced nor repealed\n"
	    "on the day asked are read as citing, unless --all is given.",
	.more_zh = "对该法其他文本的引用按条款沿革一并列出，并注明原引用的是哪一文本、序号是否变化。\n"
	    "条款包括其下各款项；对所在章节或整部文件的引用另行计数。\n"
	    "只列所问之日未被修改替代、未被废止的文本所作的引用；--all 则全部列出。",
	.param = {
		{ "id", WF_P_ID, WF_P_POSITIONAL | WF_P_REQUIRED, NULL, "a law or one of its provisions",
		  "文件或条款", "网络安全法第三十九条" },
		{ "at", WF_P_DATE, 0, NULL, "the day asked (default: today)", "所问之日（默认今天）",
		  "2024-03-22" },
		{ "in", WF_P_FLAG, 0, NULL, "only what cites it", "只列引用它的条文", NULL },
		{ "out", WF_P_FLAG, 0, NULL, "only what it cites", "只列它引用的条文", NULL },
		{ "all", WF_P_FLAG, 0, NULL, "by replaced and repealed texts too",
		  "包括已被修改替代或废止的文本", NULL },
		{ "format", WF_P_CHOICE, 0, "text|json|csv", "how to print it", "输出格式", "csv" },
	},
	.run = run_refs,
	.format = wf_refs_formats,
};
