/*
 * Gives every reference of a document its verdict on a day: real, in force, quoted right.
 * Changes nothing in the document.
 */
#include "check_int.h"

#include <stdlib.h>

const char *
wf_verdict_name(enum wf_verdict v)
{
	static const char *const names[WF_VERDICTS] = { "ok", "wrong_title", "repealed", "nonexistent_article",
		"wrong_paragraph_or_item", "misquote", "superseded_numbering", "not_yet_in_force",
		"wrong_effective_date", "ambiguous", "not_in_corpus", "unchecked" };

	return names[v];
}

bool
wf_verdict_is_error(enum wf_verdict v)
{
	return v >= WF_V_WRONG_TITLE && v <= WF_V_WRONG_EFFECTIVE_DATE;
}

const char *
wf_quoted_name(enum wf_quoted q)
{
	static const char *const names[] = { "", "exact", "exact_but_for_punctuation", "abridged", "altered",
		"elsewhere" };

	return names[q];
}

/* ---- shared ------------------------------------------------------------------------- */

const struct wf_rarity *
wf_checking_rarity(struct wf_checking *k, uint32_t work, size_t expr)
{
	for (size_t i = 0; i < k->nrare; i++)
		if (k->rare[i].work == work && k->rare[i].expr == expr)
			return &k->rare[i].r;
	k->rare = wf_grow(k->rare, &k->rare_cap, k->nrare + 1, sizeof(k->rare[0]));
	struct wf_rare *r = &k->rare[k->nrare++];

	r->work = work;
	r->expr = expr;
	wf_rarity_make(&r->r, k->a, k->c, work, expr);
	return &r->r;
}

uint32_t
wf_same_number(struct wf_citing *c, uint32_t work, size_t expr, const struct wf_cite_target *t)
{
	const struct wf_cite_tree *tree = wf_citing_tree(c, work, expr);
	struct wf_ref ref = t->ref;

	return tree ? wf_cite_node(tree, &ref) : WF_NO_NODE;
}

wf_str
wf_case_words(const struct wf_case *e, uint32_t node)
{
	return node == WF_NO_NODE ? WF_S("") : wf_citing_text(e->k->c, e->work, e->at, node);
}

void
wf_case_suggest(struct wf_case *e, size_t expr, uint32_t node)
{
	e->out->suggest_work = e->work;
	e->out->suggest_expr = expr;
	e->out->suggest_node = node;
}

/* One text of the work as a side of a comparison. */
static void
side_of(struct wf_diff_side *out, struct wf_case *e, size_t expr)
{
	const struct wf_cite_tree *t = wf_citing_tree(e->k->c, e->work, expr);
	wf_str *text = wf_arena_alloc(e->k->a, (t->nnode + 1) * sizeof(text[0]));

	for (uint32_t i = 0; i < t->nnode; i++)
		text[i] = wf_citing_text(e->k->c, e->work, expr, i);
	*out = (struct wf_diff_side){ t->node, t->nnode, text };
}

/* What two texts of the work have in common, compared once a check. */
static const struct wf_compared *
compared(struct wf_case *e, size_t old, size_t new)
{
	struct wf_checking *k = e->k;

	for (size_t i = 0; i < k->ncompared; i++)
		if (k->compared[i]->work == e->work && k->compared[i]->old_expr == old &&
		    k->compared[i]->new_expr == new)
			return k->compared[i];
	struct wf_compared *c = wf_arena_alloc(k->a, sizeof(*c));

	c->work = e->work;
	c->old_expr = old;
	c->new_expr = new;
	side_of(&c->old, e, old);
	side_of(&c->new, e, new);
	wf_diff(&c->diff, k->a, &c->old, &c->new);
	k->compared = wf_grow(k->compared, &k->compared_cap, k->ncompared + 1, sizeof(k->compared[0]));
	k->compared[k->ncompared++] = c;
	return c;
}

uint32_t
wf_case_became(struct wf_case *e, size_t expr, uint32_t node)
{
	bool older = expr <= e->at;

	if (!wf_citing_tree(e->k->c, e->work, expr) || !e->tree)
		return WF_NO_NODE;
	const struct wf_compared *c = compared(e, older ? expr : e->at, older ? e->at : expr);

	return older ? wf_diff_follow(&c->diff, &c->old, &c->new, node) :
	    wf_diff_trace(&c->diff, &c->old, &c->new, node);
}

/* ---- verdicts ------------------------------------------------------------------------- */

/* Words around a reference that say themselves that it is gone: 已废止的《甲法》, 原《甲法》. */
static bool
says_it_is_gone(const struct wf_case *e)
{
	static const char *const words[] = { "废止", "失效", "原《", "原有的", "当时", "旧法", "已被", "曾" };
	wf_span before, after;

	wf_cite_claim(&before, &after, e->k->text, e->k->cites, e->cite);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_has(wf_str_sub(e->k->text, before.off, before.len), wf_str_of(words[i])) ||
		    wf_str_has(wf_str_sub(e->k->text, after.off, after.len), wf_str_of(words[i])))
			return true;
	return e->x->form == WF_CITE_REPEAL;
}

/* A work that is not held: known by name, a title nearly right, or nothing we know of. */
static void
unknown_work(struct wf_case *e)
{
	struct wf_check *out = e->out;
	uint32_t near;

	if (e->x->form == WF_CITE_DOCNO || e->x->form == WF_CITE_CASE || e->x->form == WF_CITE_DOC ||
	    e->x->form == WF_CITE_ANNEX || e->x->form == WF_CITE_STANDARD) {
		out->verdict = WF_V_NOT_IN_CORPUS;
		return;
	}
	if (wf_citing_repealed(&out->by, &out->date, e->k->c, e->x->title) && out->date != 0 &&
	    out->date <= e->k->day && !says_it_is_gone(e)) {
		out->verdict = WF_V_REPEALED;
		return;
	}
	out->verdict = WF_V_NOT_IN_CORPUS;
	if (says_it_is_gone(e) || wf_citing_named(e->k->c, e->x->title))
		return;
	near = wf_near_title(e->k, e->x->title);
	if (near == WF_NO_WORK)
		return;
	out->verdict = WF_V_WRONG_TITLE;
	out->suggest_work = near;
	const struct wf_row_expr *rows;
	size_t n = wf_citing_exprs(&rows, e->k->c, near);

	out->suggest_expr = n ? wf_citing_pick(e->k->c, near, e->k->day) : 0;
	out->suggest_node = 0;
	if (n != 0 && e->x->ntarget != 0)
		out->suggest_node = wf_same_number(e->k->c, near, out->suggest_expr,
		    &e->k->cites->target[e->x->target]);
}

/*
 * Is the text that answers for the day certainly the one in force? Where its commencement is only
 * inferred from the day of the amendment, the text before it may have lasted some months more.
 */
static bool
is_certain(const struct wf_case *e)
{
	const struct wf_row_expr *row = &e->expr[e->at];

	return e->status == WF_ST_IN_FORCE && (row->date % 100 == 0 ||
	    !wf_str_is(row->effective_basis, "inferred_from_amendment") ||
	    wf_date_add_months(row->date, 12) <= e->k->day);
}

/* Was the first text that we hold made by changing an older one, which we lack? */
static bool
older_existed(const struct wf_case *e)
{
	struct wf_row_act *act = NULL;
	size_t n = 0;
	const struct wf_row_work *w = wf_citing_work(e->k->c, e->work);

	if (wf_db_acts(&act, &n, wf_citing_db(e->k->c), e->k->a, w->id, 0, 99991231) != WF_OK)
		return true;
	for (size_t i = 0; i < n; i++)
		if ((act[i].kind == WF_ACT_AMENDED || act[i].kind == WF_ACT_REVISED) &&
		    act[i].date <= e->expr[0].date)
			return true;
	return false;
}

/* A text that is promulgated and not yet in force has the provision. */
static bool
is_to_come(struct wf_case *e, const struct wf_cite_target *t)
{
	for (size_t i = e->at + 1; i < e->nexpr; i++) {
		uint32_t node = e->expr[i].promulgated == 0 || e->expr[i].promulgated > e->k->day ?
		    WF_NO_NODE : wf_same_number(e->k->c, e->work, i, t);

		if (node == WF_NO_NODE)
			continue;
		e->out->verdict = WF_V_NOT_YET_IN_FORCE;
		e->out->date = e->expr[i].effective_from;
		wf_case_suggest(e, i, node);
		return true;
	}
	return false;
}

/* The first target that the text of the day lacks. */
static bool
lacks_target(struct wf_case *e)
{
	for (uint32_t i = 0; i < e->x->ntarget; i++) {
		const struct wf_cite_target *t = &e->k->cites->target[e->x->target + i];
		struct wf_cite_target article = *t;

		if (t->node != WF_NO_NODE)
			continue;
		article.ref.para = article.ref.item = article.ref.item_sub = article.ref.point = 0;
		bool there = t->ref.article != 0 &&
		    wf_same_number(e->k->c, e->work, e->at, &article) != WF_NO_NODE;

		if (is_to_come(e, t) || (there && wf_check_lost(e, t)))
			return true;
		e->out->verdict = there ? WF_V_WRONG_PARAGRAPH_OR_ITEM : WF_V_NONEXISTENT_ARTICLE;
		e->out->node = there ? wf_same_number(e->k->c, e->work, e->at, &article) : WF_NO_NODE;
		return true;
	}
	return false;
}

/* The text speaks of itself: 本法第三条, 前款. */
static bool
is_own(const struct wf_case *e)
{
	return e->k->t->title.n != 0 && ((e->x->work < WF_MANY_WORKS && e->x->work == e->k->t->self) ||
	    wf_str_eq(e->x->title, e->k->t->title));
}

/* Words that say neither a work nor an article. */
static bool
is_loose(const struct wf_case *e)
{
	wf_str s = wf_str_sub(e->k->text, e->x->span.off, e->x->span.len);

	return e->x->name.len == 0 && !wf_str_has(s, WF_S("条"));
}

/* A decision or 修正案 that changes other texts. */
static bool
makes_new_text(const struct wf_case *e)
{
	return e->k->t->amends.n != 0 || wf_str_has(e->k->t->title, WF_S("关于修改"));
}

/* The work is held: what its texts say of the reference. */
static void
held_work(struct wf_case *e)
{
	struct wf_check *out = e->out;
	const struct wf_row_expr *row = &e->expr[e->at];

	out->work = e->work;
	out->expr = e->at;
	out->node = e->x->ntarget ? e->k->cites->target[e->x->target].node : 0;
	out->date = row->effective_from;
	if (e->status == WF_ST_REPEALED && !says_it_is_gone(e)) {
		out->verdict = WF_V_REPEALED;
		out->date = row->effective_to;
		out->by = row->repealed_by;
		return;
	}
	bool there = e->x->state == WF_CITE_RESOLVED, in_force = is_certain(e);

	/* 前款 or 第二项 in a text that is no law: whose it is was inferred */
	if (e->x->form == WF_CITE_RELATIVE && is_loose(e)) {
		out->verdict = there && in_force ? WF_V_OK : WF_V_UNCHECKED;
		return;
	}

	/* a law's words on itself, and new text for another, say nothing that could be off */
	if (is_own(e) || makes_new_text(e)) {
		out->verdict = there ? WF_V_OK : WF_V_UNCHECKED;
		return;
	}
	if (in_force && !there && lacks_target(e))
		return;
	if (in_force && there && (wf_check_quotes(e) || wf_check_claim(e)))
		return;
	if (e->status == WF_ST_PENDING) {
		/* a text cited before it was made is a namesake that we lack */
		bool made = row->promulgated != 0 && row->promulgated <= e->k->day;

		out->verdict = made && (e->at > 0 || !older_existed(e)) ? WF_V_NOT_YET_IN_FORCE :
		    WF_V_UNCHECKED;
		return;
	}
	if (wf_check_stated_day(e))
		return;
	/* a repealed text that the words call so is cited right, whatever its day */
	out->verdict = e->status == WF_ST_IN_FORCE || e->status == WF_ST_REPEALED ? WF_V_OK : WF_V_UNCHECKED;
	if (!there)
		out->verdict = WF_V_UNCHECKED;
}

static void
judge(struct wf_checking *k, uint32_t cite, struct wf_check *out)
{
	const struct wf_cite *x = &k->cites->v[cite];
	struct wf_case e = { .k = k, .x = x, .cite = cite, .work = x->work, .out = out };

	*out = (struct wf_check){ .cite = cite, .work = x->work, .node = WF_NO_NODE,
		.suggest_work = WF_NO_WORK };
	if (x->state == WF_CITE_AMBIGUOUS) {
		out->verdict = WF_V_AMBIGUOUS;
		return;
	}
	e.nexpr = x->work < WF_MANY_WORKS ? wf_citing_exprs(&e.expr, k->c, x->work) : 0;
	if (e.nexpr == 0) {
		unknown_work(&e);
		return;
	}
	e.at = wf_citing_pick(k->c, x->work, k->day);
	e.tree = wf_citing_tree(k->c, x->work, e.at);
	e.status = wf_status_of(wf_citing_work(k->c, x->work), &e.expr[e.at], k->day);
	if (e.status == WF_ST_DRAFT || wf_str_is(wf_citing_work(k->c, x->work)->level, "案例")) {
		out->verdict = x->state == WF_CITE_RESOLVED ? WF_V_OK : WF_V_UNCHECKED;
		return;
	}
	held_work(&e);
}

wf_rc
wf_check_text(struct wf_checks *out, struct wf_arena *a, struct wf_citing *c,
    const struct wf_cite_text *t, const struct wf_cites *cites, struct wf_err *err)
{
	struct wf_checking k = { .c = c, .t = t, .text = t->text, .cites = cites, .day = t->day, .a = a };

	wf_cite_quotes(&k.quote, &k.nquote, a, t->text, cites);
	out->v = wf_arena_alloc(a, (cites->n + 1) * sizeof(out->v[0]));
	out->n = 0;
	for (size_t i = 0; i < cites->n; i++)
		if (cites->v[i].state != WF_CITE_REJECTED)
			judge(&k, (uint32_t)i, &out->v[out->n++]);
	free(k.rare);
	free(k.compared);
	if (wf_citing_failure(c) != WF_OK)
		return wf_fail(err, wf_citing_failure(c), "%s", wf_db_error(wf_citing_db(c)));
	return WF_OK;
}
