/*
 * Compares a quotation with the provision that it is said to come from: word for word, abridged,
 * altered, or another provision's.  Judges no words without marks.
 */
#include "check_int.h"

#include <stdlib.h>

#define TERM_POINTS 8u	/* a shorter quotation is a term, not the words of a law */
#define PHRASE_POINTS 14u	/* a shorter one may stand in many places by chance */

/* The stretch of words that points from..to are, in the words' own bytes. */
static wf_str
stretch(struct wf_arena *a, wf_str words, uint32_t from, uint32_t to)
{
	struct wf_buf b = { 0 };
	struct wf_offsets map = { 0 };
	size_t start = words.n, end = words.n, at = 0, used;
	uint32_t point = 0;

	(void)a;
	wf_fold_map(&b, &map, words, WF_FOLD_NAME);
	for (wf_str s = wf_buf_str(&b); at < s.n; at += used, point++) {
		wf_utf8_peek(wf_str_from(s, at), &used);
		if (point == from)
			start = map.v[at];
		if (point + 1 == to) {
			size_t n;

			wf_utf8_peek(wf_str_from(words, map.v[at]), &n);
			end = map.v[at] + n;
		}
	}
	wf_buf_free(&b);
	free(map.v);
	return start < end ? wf_str_sub(words, start, end - start) : WF_S("");
}

static enum wf_quoted
compare(struct wf_checking *k, wf_str quote, wf_str words)
{
	struct wf_points q, t;
	struct wf_buf a = { 0 }, b = { 0 };

	wf_points_make(&q, k->a, quote);
	wf_points_make(&t, k->a, words);
	if (wf_points_has(&t, &q)) {
		wf_fold(&a, quote, WF_FOLD_WIDTH | WF_FOLD_SPACE);
		wf_fold(&b, words, WF_FOLD_WIDTH | WF_FOLD_SPACE);
		/* a full stop inside the marks is the quoting text's */
		wf_str s = wf_buf_str(&a);
		while (wf_str_ends(s, WF_S("。")) || wf_str_ends(s, WF_S("；")))
			s = wf_str_sub(s, 0, s.n - 3);
		bool exact = wf_str_has(wf_buf_str(&b), s);
		wf_buf_free(&a);
		wf_buf_free(&b);
		return exact ? WF_QT_EXACT : WF_QT_PUNCTUATION;
	}
	return wf_points_abridged(&t, k->a, quote) ? WF_QT_ABRIDGED : WF_QT_ALTERED;
}

/* The smallest provision of a text that has the quotation word for word; WF_NO_NODE = none. */
static uint32_t
holder(struct wf_case *e, size_t expr, const struct wf_points *q)
{
	const struct wf_cite_tree *t = wf_citing_tree(e->k->c, e->work, expr);
	uint32_t found = WF_NO_NODE;

	for (uint32_t i = 1; t && i < t->nnode; ) {
		struct wf_arena scratch = { 0 };
		struct wf_points p;
		bool has;

		if (t->node[i].kind == WF_PREFACE) {
			i = t->node[i].end;
			continue;
		}
		if (t->node[i].kind < WF_ARTICLE) {
			i++;
			continue;
		}
		wf_points_make(&p, &scratch, wf_citing_text(e->k->c, e->work, expr, i));
		has = wf_points_has(&p, q);
		wf_arena_free(&scratch);
		if (has && !(t->node[i].flags & WF_INFERRED))
			found = i;
		i = has ? i + 1 : t->node[i].end;
		if (found != WF_NO_NODE && i >= t->node[found].end)
			break;
	}
	return found;
}

/* True when node lies in the article of any target. */
static bool
same_article(const struct wf_case *e, uint32_t node)
{
	for (uint32_t i = 0; i < e->x->ntarget; i++) {
		uint32_t up = e->k->cites->target[e->x->target + i].node, n = node;

		if (up == WF_NO_NODE)
			continue;
		while (up != 0 && e->tree->node[up].kind != WF_ARTICLE)
			up = e->tree->node[up].parent;
		while (n != 0 && n != WF_NO_NODE && e->tree->node[n].kind != WF_ARTICLE)
			n = e->tree->node[n].parent;
		if (up == n && up != 0)
			return true;
	}
	return false;
}

/* The quotation stands word for word in another place: which, and what that means. */
static bool
belongs_elsewhere(struct wf_case *e, const struct wf_quote *q, const struct wf_points *points)
{
	uint32_t node = holder(e, e->at, points);

	(void)q;
	e->out->quoted = WF_QT_ELSEWHERE;
	if (node != WF_NO_NODE) {
		wf_case_suggest(e, e->at, node);
		e->out->verdict = same_article(e, node) ? WF_V_WRONG_PARAGRAPH_OR_ITEM : WF_V_MISQUOTE;
		return true;
	}
	for (size_t i = 0; i < e->nexpr; i++) {
		if (i == e->at || (node = holder(e, i, points)) == WF_NO_NODE)
			continue;
		uint32_t now = wf_case_became(e, i, node);

		wf_case_suggest(e, now == WF_NO_NODE ? i : e->at, now == WF_NO_NODE ? node : now);
		e->out->verdict = i > e->at ? WF_V_NOT_YET_IN_FORCE : WF_V_SUPERSEDED_NUMBERING;
		/* the provision cited is the same one, its words are those of another day */
		if (now != WF_NO_NODE && same_article(e, now)) {
			wf_case_suggest(e, i, node);
			e->out->verdict = i > e->at ? WF_V_NOT_YET_IN_FORCE : WF_V_MISQUOTE;
		}
		return true;
	}
	return false;
}

/* So near to a stretch of the provision that it must be meant: as the law's own words, or as a term. */
#define LIKE_SAID 0.55
#define LIKE_TERM 0.75
#define GAP_NEAR 60u		/* bytes between a reference and what it quotes, 规定： not said */

/* True when the quotation leaves words of the provision out and adds none. */
static bool
only_shortens(const struct wf_points *whole, const struct wf_points *quote)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < whole->n && at < quote->n; i++)
		at += whole->v[i] == quote->v[at];
	return at == quote->n;
}

/* The verdict on one quotation; false = it says nothing, or is right. */
static bool
judge_quote(struct wf_case *e, const struct wf_quote *q)
{
	wf_str quote = wf_str_trim(wf_str_sub(e->k->text, q->span.off, q->span.len));
	struct wf_points points;
	uint32_t best_from = 0, best_to = 0;
	double best = 0;
	wf_str best_words = WF_S("");

	wf_points_make(&points, e->k->a, quote);
	for (uint32_t i = 0; i < e->x->ntarget; i++) {
		wf_str words = wf_case_words(e, e->k->cites->target[e->x->target + i].node);
		enum wf_quoted how = compare(e->k, quote, words);
		struct wf_points t;
		uint32_t from, to;
		double like;

		if (how != WF_QT_ALTERED) {
			if (e->out->quoted == WF_QT_NONE || how < e->out->quoted)
				e->out->quoted = how;
			e->out->quote = q->span;
			return false;
		}
		wf_points_make(&t, e->k->a, words);
		like = wf_points_like(&from, &to, e->k->a, &t, &points);
		if (like > best) {
			best = like;
			best_from = from;
			best_to = to;
			best_words = words;
		}
	}
	if (points.n < TERM_POINTS)
		return false;
	size_t end = e->x->span.off + e->x->span.len;
	bool near = q->said || points.n < PHRASE_POINTS ? q->said :
	    (q->span.off >= end && q->span.off - end < GAP_NEAR) ||
	    q->span.off + q->span.len <= e->x->span.off;
	/* the whole work is cited: its words may stand anywhere in it */
	if (near && belongs_elsewhere(e, q, &points)) {
		e->out->quote = q->span;
		bool whole = e->x->ntarget == 1 && e->k->cites->target[e->x->target].node == 0;

		if (whole && e->out->suggest_expr == e->at) {
			e->out->suggest_work = WF_NO_WORK;
			e->out->quoted = WF_QT_EXACT;
			return false;
		}
		return true;
	}
	e->out->quoted = WF_QT_NONE;
	struct wf_points whole;
	wf_points_make(&whole, e->k->a, best_words);
	bool law = q->said && !q->bare;
	if (best < (law ? LIKE_SAID : LIKE_TERM) || (!law && only_shortens(&whole, &points)))
		return false;
	e->out->quoted = WF_QT_ALTERED;
	e->out->quote = q->span;
	e->out->truth = stretch(e->k->a, best_words, best_from, best_to);
	e->out->verdict = WF_V_MISQUOTE;
	return true;
}

bool
wf_check_quotes(struct wf_case *e)
{
	for (size_t i = 0; i < e->k->nquote; i++)
		if (e->k->quote[i].cite == e->cite && judge_quote(e, &e->k->quote[i]))
			return true;
	return false;
}
