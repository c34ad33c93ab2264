/*
 * Compares what a text says of a provision, without quoting it, with that provision and with those
 * it may be taken for.  In doubt it says nothing: a true citation is never accused.
 */
#include "check_int.h"

#include <stdlib.h>

/* How much better another place must fit, and how well at least. */
#define COVER_LEAST 0.34
#define COVER_MARGIN 0.22
#define RUN_LEAST 5u
#define RUN_MARGIN 2u
#define CLAIM_POINTS 8u		/* fewer say nothing */
#define CLAIM_POINTS_LIMIT 400u

/* The words around the reference, marks out. */
static void
read_claim(struct wf_points *out, struct wf_case *e)
{
	wf_span before, after;
	struct wf_buf b = { 0 };

	wf_cite_claim(&before, &after, e->k->text, e->k->cites, e->cite);
	wf_buf_put(&b, wf_str_sub(e->k->text, before.off, before.len));
	wf_buf_ch(&b, ' ');
	wf_buf_put(&b, wf_str_sub(e->k->text, after.off, after.len));
	wf_points_make(out, e->k->a, wf_buf_str(&b));
	if (out->n > CLAIM_POINTS_LIMIT)
		out->n = CLAIM_POINTS_LIMIT;
	wf_buf_free(&b);
}

static double
cover_of(struct wf_case *e, const struct wf_points *claim, size_t expr, uint32_t node)
{
	struct wf_arena scratch = { 0 };
	struct wf_points p;

	wf_points_make(&p, &scratch, wf_citing_text(e->k->c, e->work, expr, node));
	double cover = wf_fit_cover(claim, &p, wf_checking_rarity(e->k, e->work, e->at));
	wf_arena_free(&scratch);
	return cover;
}

static uint32_t
run_of(struct wf_case *e, const struct wf_points *claim, size_t expr, uint32_t node)
{
	struct wf_arena scratch = { 0 };
	struct wf_points p;

	if (node == WF_NO_NODE)
		return 0;
	wf_points_make(&p, &scratch, wf_citing_text(e->k->c, e->work, expr, node));
	uint32_t run = wf_fit_run(claim, &p);
	wf_arena_free(&scratch);
	return run;
}

/* node of the text expr fits the claim much better than the provision cited, which covers so much of it. */
static bool
clearly_better(struct wf_case *e, const struct wf_points *claim, size_t expr, uint32_t node, double cover,
    uint32_t cited, double cited_cover)
{
	if (cover < COVER_LEAST || cover < cited_cover + COVER_MARGIN)
		return false;
	uint32_t run = run_of(e, claim, expr, node);

	return run >= RUN_LEAST && run >= run_of(e, claim, e->at, cited) + RUN_MARGIN;
}

static uint32_t
article_of(const struct wf_cite_tree *t, uint32_t node)
{
	while (node != 0 && t->node[node].kind != WF_ARTICLE)
		node = t->node[node].parent;
	return node;
}

/* The same number in another text of the work fits better, and is another provision now. */
static bool
other_text(struct wf_case *e, const struct wf_points *claim, const struct wf_cite_target *t,
    double cited)
{
	for (size_t i = 0; i < e->nexpr; i++) {
		uint32_t old = i == e->at ? WF_NO_NODE : wf_same_number(e->k->c, e->work, i, t);
		double cover;

		if (old == WF_NO_NODE || old == 0)
			continue;
		cover = cover_of(e, claim, i, old);
		if (!clearly_better(e, claim, i, old, cover, t->node, cited))
			continue;
		uint32_t now = wf_case_became(e, i, old);

		if (now != WF_NO_NODE && now == t->node)
			continue;
		if (now == WF_NO_NODE && i < e->at)
			wf_case_suggest(e, i, old);
		else
			wf_case_suggest(e, i > e->at ? i : e->at, i > e->at ? old : now);
		e->out->verdict = i > e->at ? WF_V_NOT_YET_IN_FORCE : WF_V_SUPERSEDED_NUMBERING;
		e->out->fit = cited;
		e->out->fit_other = cover;
		return true;
	}
	return false;
}

/* A sibling 款 or 项 of the one cited fits better. */
static bool
sibling(struct wf_case *e, const struct wf_points *claim, uint32_t node, double cited)
{
	const struct wf_node *n = &e->tree->node[node];
	uint32_t article = article_of(e->tree, node), best = WF_NO_NODE;
	double found = 0;

	if (n->kind != WF_PARAGRAPH && n->kind != WF_ITEM)
		return false;
	for (uint32_t i = article + 1; article != 0 && i < e->tree->node[article].end; i++) {
		if (i == node || e->tree->node[i].kind != n->kind || (e->tree->node[i].flags & WF_INFERRED))
			continue;
		/* the 款 of an item's own words are no 款 that anyone cites */
		if (n->kind == WF_PARAGRAPH && e->tree->node[i].parent != n->parent)
			continue;
		double cover = cover_of(e, claim, e->at, i);
		if (cover > found) {
			found = cover;
			best = i;
		}
	}
	if (best == WF_NO_NODE || !clearly_better(e, claim, e->at, best, found, node, cited))
		return false;
	wf_case_suggest(e, e->at, best);
	e->out->verdict = WF_V_WRONG_PARAGRAPH_OR_ITEM;
	e->out->fit = cited;
	e->out->fit_other = found;
	return true;
}

bool
wf_check_claim(struct wf_case *e)
{
	struct wf_points claim;
	double cited;

	/* of a list each provision has its share of the words: none can be told from another */
	if (e->x->ntarget != 1 || e->x->form == WF_CITE_REPEAL)
		return false;
	const struct wf_cite_target *t = &e->k->cites->target[e->x->target];
	if (t->node == 0 || t->node == WF_NO_NODE || e->out->quoted != WF_QT_NONE)
		return false;
	/* nothing else that could be meant */
	uint8_t kind = e->tree->node[t->node].kind;
	if (e->nexpr == 1 && kind != WF_PARAGRAPH && kind != WF_ITEM)
		return false;
	read_claim(&claim, e);
	if (claim.n < CLAIM_POINTS)
		return false;
	cited = cover_of(e, &claim, e->at, t->node);
	if (cited > 1 - COVER_MARGIN)
		return false;	/* nothing can be clearly better */
	return other_text(e, &claim, t, cited) || sibling(e, &claim, t->node, cited);
}

bool
wf_check_lost(struct wf_case *e, const struct wf_cite_target *t)
{
	struct wf_points claim;

	read_claim(&claim, e);
	return claim.n >= CLAIM_POINTS && other_text(e, &claim, t, 0);
}

/* ---- days --------------------------------------------------------------------------- */

/* 自2021年9月1日起施行 right after the name; 0 = the words state none. */
static wf_date
stated_day(wf_str after)
{
	static const char *const verbs[] = { "施行", "实施", "生效" };

	after = wf_str_sub(after, 0, 90);
	after = wf_str_sub(after, 0, wf_str_find(after, WF_S("\n"), 0));
	after = wf_str_sub(after, 0, wf_str_find(after, WF_S("。"), 0));
	for (size_t k = 0; k < after.n && k < 30; k++) {
		wf_date day = 0;
		size_t used = wf_date_words(wf_str_from(after, k), &day);
		wf_str rest = wf_str_ltrim(wf_str_from(after, k + used));

		if (used == 0 || day % 100 == 0)
			continue;
		while (wf_str_starts(rest, WF_S("起")) || wf_str_starts(rest, WF_S("正")) ||
		    wf_str_starts(rest, WF_S("式")) || wf_str_starts(rest, WF_S("开")) ||
		    wf_str_starts(rest, WF_S("始")))
			rest = wf_str_from(rest, 3);
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
			if (wf_str_starts(rest, wf_str_of(verbs[i])))
				return day;
		return 0;
	}
	return 0;
}

bool
wf_check_stated_day(struct wf_case *e)
{
	size_t end = e->x->span.off + e->x->span.len;
	wf_date said = stated_day(wf_str_from(e->k->text, end));
	struct wf_row_act *act = NULL;
	size_t n = 0;
	bool known = false;

	/* a provision may commence on a day of its own */
	if (said == 0 || e->x->ntarget != 1 || e->k->cites->target[e->x->target].node != 0)
		return false;
	for (size_t i = 0; i < e->nexpr; i++) {
		const char *const inferred[] = { "inferred_from_amendment", "unknown" };
		bool stated = e->expr[i].effective_from % 100 != 0;

		if (e->expr[i].effective_from == said)
			return false;
		for (size_t j = 0; j < 2; j++)
			stated = stated && !wf_str_is(e->expr[i].effective_basis, inferred[j]);
		known = known || stated;
	}
	if (wf_db_acts(&act, &n, wf_citing_db(e->k->c), e->k->a, wf_citing_work(e->k->c, e->work)->id, 0,
	    99991231) != WF_OK)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((act[i].kind == WF_ACT_COMMENCED || act[i].kind == WF_ACT_PART_COMMENCED) &&
		    act[i].date == said)
			return false;
	if (!known)
		return false;	/* no text states its day: nothing to compare with */
	e->out->verdict = WF_V_WRONG_EFFECTIVE_DATE;
	e->out->said = said;
	return true;
}
