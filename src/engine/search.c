/*
 * Answers what is typed into the one box: references and titles go straight to what they
 * name, the rest is asked of the index, for the texts that answer on a day.  It prints nothing.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#define STRAIGHT_MOST 8u	/* works that share what was typed and are all shown */
#define GUESSES_MOST 3u		/* works shown when it is not sure that a title was typed */
#define NEAR_MOST 5u		/* for "did you mean" */

struct wf_seek {
	struct wf_kb *kb;
	struct wf_db *db;
	struct wf_index *index;
	struct wf_title_block titles;
	bool has_titles;
	struct wf_arena arena;
	struct wf_row_work *work; size_t nwork;	/* in order of id */
	struct wf_row_expr *expr; size_t nexpr;	/* in order of work */
	uint32_t *first;		/* first expression of each work, and the end */
	wf_date at;			/* the day that pick is for; 0 = none yet */
	uint32_t *pick;			/* of each work the expression that answers; UINT32_MAX = none held */
	uint8_t *want; size_t ntext;	/* of each text of the index: enum wf_want on that day, without filters */
	uint32_t *text;			/* of each work the text that pick is; UINT32_MAX = none */
	struct wf_buf words;		/* of a unit, for conditions */
};

/* A question under way. */
struct seeking {
	struct wf_seek *s;
	struct wf_found *out;
	const struct wf_seek_ask *ask;
	struct wf_arena *a;
	struct wf_err *err;
	wf_rc rc;			/* of a condition that could not be looked at */
};

/* ---- opening -------------------------------------------------------------------- */

static wf_rc
store(struct wf_seek *s, wf_rc rc, struct wf_err *err)
{
	return rc < 0 ? wf_fail(err, rc, "%s", wf_db_error(s->db)) : rc;
}

wf_rc
wf_seek_open(struct wf_seek **out, struct wf_kb *kb, struct wf_err *err)
{
	struct wf_seek *s = wf_malloc(sizeof *s);

	memset(s, 0, sizeof *s);
	s->kb = kb;
	s->db = wf_kb_db(kb);
	*out = s;
	wf_rc rc = wf_kb_index(&s->index, kb, err);
	if (rc == WF_OK)
		rc = store(s, wf_db_all_works(&s->work, &s->nwork, s->db, &s->arena), err);
	if (rc == WF_OK)
		rc = store(s, wf_db_all_exprs(&s->expr, &s->nexpr, s->db, &s->arena), err);
	if (rc == WF_OK && wf_index_block(s->index).n) {
		rc = wf_titles_open(&s->titles, wf_index_block(s->index), err);
		s->has_titles = rc == WF_OK;
	}
	s->first = wf_malloc((s->nwork + 1) * sizeof *s->first);
	s->pick = wf_malloc((s->nwork + 1) * sizeof *s->pick);
	s->text = wf_malloc((s->nwork + 1) * sizeof *s->text);
	for (size_t i = 0, at = 0; i <= s->nwork; i++) {
		while (at < s->nexpr && i < s->nwork && s->expr[at].work < s->work[i].id)
			at++;
		s->first[i] = (uint32_t)(i < s->nwork ? at : s->nexpr);
	}
	if (rc == WF_OK)
		return WF_OK;
	wf_seek_close(s);
	*out = NULL;
	return rc;
}

void
wf_seek_close(struct wf_seek *s)
{
	if (!s)
		return;
	free(s->work);
	free(s->expr);
	free(s->first);
	free(s->pick);
	free(s->want);
	free(s->text);
	wf_buf_free(&s->words);
	wf_arena_free(&s->arena);
	free(s);
}

struct wf_index *
wf_seek_index(const struct wf_seek *s)
{
	return s->index;
}

/* Marks the texts that answer on the day; those out of force come last. */
static void
set_wants(struct wf_seek *s)
{
	const int64_t *expr = wf_index_exprs(&s->ntext, s->index);

	free(s->want);
	s->want = wf_malloc(s->ntext + 1);
	memset(s->want, WF_WANT_NOT, s->ntext + 1);
	/* texts and works stand in the same order */
	for (size_t i = 0, at = 0; i < s->nwork; i++) {
		s->text[i] = UINT32_MAX;
		if (s->pick[i] == UINT32_MAX)
			continue;
		const struct wf_row_expr *e = &s->expr[s->pick[i]];
		enum wf_status status = wf_status_of(&s->work[i], e, s->at);
		while (at < s->ntext && expr[at] < e->id)
			at++;
		if (at == s->ntext || expr[at] != e->id)
			continue;
		s->text[i] = (uint32_t)at;
		/* the facts of a report are a text of their own beside it */
		for (; at < s->ntext && expr[at] == e->id; at++)
			s->want[at] = status == WF_ST_REPEALED || status == WF_ST_AMENDED ? WF_WANT_LAST :
			    WF_WANT;
	}
}

/* Chooses for a day which text of each work answers. */
static void
set_day(struct wf_seek *s, wf_date at)
{
	if (s->at == at)
		return;
	s->at = at;
	for (size_t i = 0; i < s->nwork; i++) {
		uint32_t n = s->first[i + 1] - s->first[i];
		s->pick[i] = n == 0 ? UINT32_MAX :
		    s->first[i] + (uint32_t)wf_expr_pick(&s->work[i], s->expr + s->first[i], n, at);
	}
	set_wants(s);
}

/* ---- filters ------------------------------------------------------------------------ */

static bool
is_one_of(wf_str s, const wf_str *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (wf_str_eq(s, v[i]))
			return true;
	return false;
}

static bool
folded_has(wf_str text, wf_str word)
{
	struct wf_buf t = { 0 }, w = { 0 };

	wf_fold(&t, text, WF_FOLD_NAME);
	wf_fold(&w, word, WF_FOLD_NAME);
	bool has = wf_str_has(wf_buf_str(&t), wf_buf_str(&w));
	wf_buf_free(&t);
	wf_buf_free(&w);
	return has;
}

/* A title filter takes words of the title, and any way of writing it that is sure. */
static bool
title_fits(const struct seeking *k, const struct wf_row_work *w, wf_str typed)
{
	struct wf_title_hit hit[STRAIGHT_MOST];
	size_t n = k->s->has_titles ? wf_titles_find(hit, STRAIGHT_MOST, &k->s->titles, typed) : 0;

	for (size_t i = 0; i < n; i++)
		if (hit[i].work == w->id && hit[i].score >= WF_TITLE_SURE)
			return true;
	return folded_has(w->title, typed);
}

static bool
work_fits(const struct seeking *k, const struct wf_row_work *w)
{
	const struct wf_box *b = &k->out->box;

	if ((b->nlevel && !is_one_of(w->level, b->level, b->nlevel)) ||
	    is_one_of(w->level, b->not_level, b->nnot_level))
		return false;
	for (size_t i = 0; i < b->npart; i++) {
		const struct wf_box_part *p = &b->part[i];
		bool fits = p->kind == WF_BOX_TITLE ? title_fits(k, w, p->text) :
		    p->kind == WF_BOX_ISSUER ? folded_has(w->issuers, p->text) : !p->exclude;
		if (fits == p->exclude)
			return false;
	}
	return true;
}

/* The texts that may answer. Caller frees. */
static uint8_t *
want_texts(const struct seeking *k)
{
	const struct wf_seek *s = k->s;
	const struct wf_box *b = &k->out->box;
	bool filters = b->nlevel || b->nnot_level;
	uint8_t *want = wf_malloc(s->ntext + 1);
	size_t n;
	const int64_t *expr = wf_index_exprs(&n, s->index);

	memcpy(want, s->want, s->ntext + 1);
	for (size_t i = 0; i < b->npart; i++)
		filters |= b->part[i].kind == WF_BOX_TITLE || b->part[i].kind == WF_BOX_ISSUER;
	for (size_t i = 0; i < s->nwork && filters; i++)
		if (s->text[i] != UINT32_MAX && !work_fits(k, &s->work[i]))
			for (size_t t = s->text[i]; t < n && expr[t] == expr[s->text[i]]; t++)
				want[t] = WF_WANT_NOT;
	return want;
}

/* ---- conditions that need the text ------------------------------------------------------ */

static wf_rc
read_words(struct wf_seek *s, uint32_t unit)
{
	struct wf_unit_place at = wf_index_place(s->index, unit);

	s->words.n = 0;
	return at.source ? wf_db_words(&s->words, s->db, at.source, at.span) : WF_OK;
}

static bool
holds(wf_str folded, wf_str word)
{
	struct wf_buf w = { 0 };

	wf_fold(&w, word, WF_FOLD_SEARCH);
	bool has = wf_str_has(folded, wf_buf_str(&w));
	wf_buf_free(&w);
	return has;
}

/* Every phrase stands in the unit, no excluded word does. */
static bool
take_hit(void *payload, const struct wf_hit *hit)
{
	struct seeking *k = payload;
	const struct wf_box *b = &k->out->box;
	struct wf_buf folded = { 0 };
	bool fits = true;
	wf_rc rc = k->rc == WF_OK ? read_words(k->s, hit->unit) : k->rc;

	if (rc < 0)
		k->rc = rc;
	wf_fold(&folded, wf_buf_str(&k->s->words), WF_FOLD_SEARCH);
	for (size_t i = 0; i < b->npart && fits && k->rc == WF_OK; i++) {
		const struct wf_box_part *p = &b->part[i];
		if (p->kind == WF_BOX_PHRASE || (p->kind == WF_BOX_WORD && p->exclude))
			fits = holds(wf_buf_str(&folded), p->text) != p->exclude;
	}
	wf_buf_free(&folded);
	return fits && k->rc == WF_OK;
}

static bool
has_conditions(const struct wf_box *b)
{
	for (size_t i = 0; i < b->npart; i++)
		if (b->part[i].kind == WF_BOX_PHRASE ||
		    (b->part[i].kind == WF_BOX_WORD && b->part[i].exclude))
			return true;
	return false;
}

/* ---- straight ways ----------------------------------------------------------------------- */

static void
add_row(struct seeking *k, int64_t expr, uint32_t node, const char *how)
{
	struct wf_found *f = k->out;

	for (size_t i = 0; i < f->nrow; i++)
		if (f->row[i].expr == expr && f->row[i].node == node)
			return;
	f->row = wf_grow(f->row, &f->row_cap, f->nrow + 1, sizeof *f->row);
	f->row[f->nrow++] = (struct wf_found_row){ .expr = expr, .node = node, .unit = WF_NO_UNIT,
		.how = how };
}

/* What the words name as any id does; *only: a provision, so that nothing else is asked. */
static wf_rc
by_reference(bool *only, struct seeking *k, wf_str words, const char *how)
{
	struct wf_target t;
	enum wf_find found;
	wf_rc rc = wf_kb_find(&t, &found, NULL, k->s->kb, k->a, words, k->s->at, k->err);

	if (rc != WF_OK || found != WF_FIND_OK || !work_fits(k, &t.work))
		return rc;
	*only = t.at != 0;
	add_row(k, t.expr.id, t.at, how);
	return WF_OK;
}

/* Works known by name only bear negative numbers among the titles. */
static wf_rc
note_named(struct seeking *k, int64_t id)
{
	struct wf_row_named named;
	wf_rc rc = wf_db_named(&named, k->s->db, k->a, id);

	if (rc == WF_OK && k->out->named.n == 0) {
		k->out->named = named.title;
		k->out->named_id = id;
	}
	return store(k->s, rc, k->err);
}

static wf_rc
by_title(bool *only, struct seeking *k, wf_str words)
{
	struct wf_title_hit hit[STRAIGHT_MOST];
	size_t n = k->s->has_titles ? wf_titles_find(hit, STRAIGHT_MOST, &k->s->titles, words) : 0;
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < n && rc == WF_OK; i++) {
		/* letters may stand for several titles; a name that is spelt out for one */
		bool sure = hit[i].score >= WF_TITLE_SURE &&
		    (hit[i].score == hit[0].score || hit[0].how >= WF_HOW_PINYIN);
		bool letters = hit[0].how == WF_HOW_INITIALS && hit[i].how == WF_HOW_INITIALS;
		bool best = sure || letters || (hit[i].score == hit[0].score && i < GUESSES_MOST), one;
		const char *how = wf_title_how_name(hit[i].how);
		if (hit[i].work < 0) {
			rc = best && hit[i].score >= WF_TITLE_CLOSE ? note_named(k, -hit[i].work) : WF_OK;
			continue;
		}
		if (hit[i].work == 0 || (uint64_t)hit[i].work > k->s->nwork)
			continue;	/* an index that is not of this record */
		const struct wf_row_work *w = &k->s->work[hit[i].work - 1];
		if (!work_fits(k, w) || k->s->pick[w - k->s->work] == UINT32_MAX)
			continue;
		if (hit[i].score >= WF_TITLE_CLOSE && !sure && k->out->nnear < NEAR_MOST)
			k->out->near[k->out->nnear++] = w->title;
		if (!best)
			continue;
		if (hit[i].rest.n == 0)
			add_row(k, k->s->expr[k->s->pick[w - k->s->work]].id, 0, how);
		else
			rc = by_reference(sure ? only : &one, k, wf_arena_printf(k->a, "%.*s %.*s",
			    WF_FMT(w->key), WF_FMT(hit[i].rest)), how);
	}
	return rc;
}

/* ---- the index ------------------------------------------------------------------------------- */

/* Without any word: the works that the filters leave, in order. */
static void
list_works(struct seeking *k, const uint8_t *want)
{
	const struct wf_seek *s = k->s;
	size_t n, limit = k->ask->limit;
	const int64_t *expr = wf_index_exprs(&n, s->index);

	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < n && k->out->nrow < limit; i++)
			if (want[i] == (last ? WF_WANT_LAST : WF_WANT))
				add_row(k, expr[i], 0, "filter");
}

static wf_rc
ask_index(struct seeking *k, const uint8_t *want)
{
	struct wf_found *f = k->out;
	struct wf_question q = { .terms = f->terms, .want = want, .limit = k->ask->limit,
		.take = has_conditions(&f->box) ? take_hit : NULL, .payload = k };
	struct wf_hit *hit;
	size_t n;
	wf_rc rc = wf_index_query(&hit, &n, k->s->index, &q, k->err);

	if (rc == WF_OK && k->rc != WF_OK)
		rc = store(k->s, k->rc, k->err);
	for (size_t i = 0; i < n && rc == WF_OK && f->nrow < k->ask->limit; i++) {
		f->row = wf_grow(f->row, &f->row_cap, f->nrow + 1, sizeof *f->row);
		f->row[f->nrow++] = (struct wf_found_row){ hit[i].expr, hit[i].seq, hit[i].unit,
			hit[i].score, NULL, hit[i] };
	}
	free(hit);
	return rc;
}

/* False when the record need not be asked: the words hold no title, no sign of an id and no number. */
static bool
may_name(const struct wf_seek *s, wf_str words)
{
	struct wf_title_hit hit;

	if (!s->has_titles || wf_titles_find(&hit, 1, &s->titles, words) > 0)
		return true;
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] == '#' || words.p[i] == '@' || words.p[i] == '~' ||
		    (words.p[i] >= '0' && words.p[i] <= '9'))
			return true;
	return wf_str_has(words, WF_S("第"));
}

static wf_rc
find_words(struct seeking *k)
{
	struct wf_found *f = k->out;
	const struct wf_box *b = &f->box;
	bool only = false, words = b->words.n != 0;
	wf_rc rc = WF_OK;

	if (words && !has_conditions(b) && may_name(k->s, b->words)) {
		rc = by_reference(&only, k, b->words, "reference");
		if (rc == WF_OK && f->nrow == 0)
			rc = by_title(&only, k, b->words);
	}
	if (rc != WF_OK || only || f->nrow >= k->ask->limit)
		return rc;
	f->terms = wf_terms_read(k->s->index, b->words);
	for (size_t i = 0; i < b->npart; i++)
		if (b->part[i].kind == WF_BOX_PHRASE && !b->part[i].exclude) {
			wf_terms_must(f->terms, k->s->index, b->part[i].text);
			words = true;
		}
	uint8_t *want = want_texts(k);
	if (words)
		rc = ask_index(k, want);
	else
		list_works(k, want);
	free(want);
	return rc;
}

/* Provisions that say the like of one given, itself left out. */
static wf_rc
find_like(struct seeking *k)
{
	struct wf_found *f = k->out;
	const struct wf_target *t = k->ask->like;
	struct wf_buf text = { 0 };
	struct wf_source source;
	uint8_t *want = want_texts(k);
	wf_rc rc = t->source[t->at] ? wf_db_text(&source, k->s->db, k->a, t->source[t->at]) : WF_NONE;

	if (rc == WF_OK) {
		wf_buf_put(&text, wf_source_slice(&source, wf_node_text(&source, &t->node[t->at])));
		f->terms = wf_terms_of_text(k->s->index, wf_buf_str(&text));
		rc = ask_index(k, want);
		size_t n = 0;
		for (size_t i = 0; i < f->nrow; i++) {
			bool self = f->row[i].expr == t->expr.id && f->row[i].node <= t->at &&
			    t->at < t->node[f->row[i].node].end;
			if (!self)
				f->row[n++] = f->row[i];
		}
		f->nrow = n;
	}
	free(want);
	wf_buf_free(&text);
	return rc < 0 ? store(k->s, rc, k->err) : WF_OK;
}

/* ---- all together ---------------------------------------------------------------------------- */

/* A list of the index turned out to be damaged: makes the index anew. */
static wf_rc
mend_index(struct wf_seek *s, struct wf_err *err)
{
	wf_rc rc = wf_kb_index_again(&s->index, s->kb, err);

	s->has_titles = false;
	if (rc == WF_OK && wf_index_block(s->index).n) {
		rc = wf_titles_open(&s->titles, wf_index_block(s->index), err);
		s->has_titles = rc == WF_OK;
	}
	return rc;
}

static wf_rc
run(struct seeking *k)
{
	return k->ask->like ? find_like(k) : find_words(k);
}

wf_rc
wf_seek_run(struct wf_found *out, struct wf_seek *s, struct wf_arena *a, const struct wf_seek_ask *ask,
    struct wf_err *err)
{
	struct seeking k = { .s = s, .out = out, .ask = ask, .a = a, .err = err };

	memset(out, 0, sizeof *out);
	wf_rc rc = wf_box_parse(&out->box, a, ask->level.n == 0 ? ask->query :
	    wf_arena_printf(a, "%.*s level:\"%.*s\"", WF_FMT(ask->query), WF_FMT(ask->level)), err);
	if (rc != WF_OK)
		return rc;
	out->at = out->box.at ? out->box.at : ask->at;
	set_day(s, out->at);
	rc = run(&k);
	if (rc == WF_E_STORE && k.rc == WF_OK && !wf_kb_remade(s->kb) && mend_index(s, err) == WF_OK) {
		wf_terms_free(out->terms);
		out->terms = NULL;
		out->nrow = out->nnear = 0;
		rc = run(&k);
	}
	return rc;
}

wf_rc
wf_seek_words(wf_str *out, struct wf_seek *s, uint32_t unit, struct wf_err *err)
{
	wf_rc rc = read_words(s, unit);

	*out = wf_buf_str(&s->words);
	return store(s, rc, err);
}

void
wf_found_free(struct wf_found *f)
{
	free(f->row);
	wf_terms_free(f->terms);
	*f = (struct wf_found){ 0 };
}
