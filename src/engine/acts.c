/*
 * The dated acts of each work, told once: adoption, promulgation, amendment, commencement,
 * repeal.  Decides no force: the days of an expression come as force.c left them.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

/* An act as one document or one row tells it. */
struct telling {
	struct wf_row_act row;	/* strings owned by the catalog; source is an index + 1, as in the record */
	wf_str words;		/* of the span */
	uint32_t expr;		/* index of the expression that tells it */
	bool own;		/* told by the row of the expression that it made, began or ended */
};

struct acts {
	struct wf_catalog *c;
	const struct wf_inputs *in;
	const struct wf_work *work;
	bool force;		/* the work can be in force */
	struct telling *v; size_t n, cap;	/* of the work */
	struct wf_row_act *out; size_t nout, out_cap;
};

/* Drafts, cases and reports come into no force. */
static bool
has_force(const struct wf_work *w)
{
	return w->row.draft_of.n == 0 && !wf_str_is(w->row.level, "案例") &&
	    !wf_str_is(w->row.level, "报告");
}

static struct telling *
add(struct acts *a, uint32_t expr, enum wf_act_kind kind, wf_date date, wf_str basis)
{
	a->v = wf_grow(a->v, &a->cap, a->n + 1, sizeof(a->v[0]));
	struct telling *t = &a->v[a->n++];

	*t = (struct telling){ .expr = expr, .row = { .work = a->work->row.id, .date = date,
		.kind = (uint8_t)kind, .basis = basis, .by = WF_S("") } };
	return t;
}

static void
prove(struct acts *a, struct telling *t, uint32_t input, wf_span span)
{
	t->row.source = (int64_t)input + 1;
	t->row.span = span;
	t->words = wf_source_slice(&a->in->v[input].doc.source, span);
}

/* ---- who did it ------------------------------------------------------------ */

/* What stands inside the last 《…》 of s that no other holds; "" = none. */
static wf_str
last_title(wf_str s)
{
	size_t open = 0, from = 0, to = 0;
	unsigned depth = 0;

	for (size_t at = 0, len; at < s.n; at += len) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &len);

		if (cp == 0x300a && depth++ == 0)
			open = at + len;
		if (cp == 0x300b && depth != 0 && --depth == 0) {
			from = open;
			to = at;
		}
	}
	return wf_str_sub(s, from, to - from);
}

/* s without what closes an entry of a 题注: brackets that were not opened in it, 根据 of the next. */
static wf_str
without_tail(wf_str s)
{
	static const char *const tails[] = { "根据", "自", "）", ")" };
	bool cut = true;

	while (cut) {
		cut = false;
		s = wf_str_trim(s);
		for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
			wf_str tail = wf_str_of(tails[i]);

			if (!wf_str_ends(s, tail) || (i > 1 && wf_str_has(s, i == 2 ? WF_S("（") : WF_S("("))))
				continue;
			s = wf_str_sub(s, 0, s.n - tail.n);
			cut = true;
		}
	}
	return s;
}

/* 第二次修正 -> "": the number of an amendment is told apart. */
static wf_str
without_ordinal(wf_str s)
{
	size_t at = SIZE_MAX;

	for (size_t next = 0; (next = wf_str_find(s, WF_S("第"), next)) != SIZE_MAX; next += 3)
		at = next;
	if (at == SIZE_MAX || !wf_str_ends(s, WF_S("次")) || s.n - at > 15 ||
	    wf_str_has(wf_str_from(s, at), WF_S("会议")))
		return s;
	return wf_str_sub(s, 0, at);
}

/* 第五届全国人民代表大会第二次会议通过 -> 第五届全国人民代表大会第二次会议 */
static wf_str
body_of(wf_str s)
{
	static const char *const verbs[] = { "修正", "修订", "修改", "废止", "施行", "实施", "生效", "执行",
		"公布", "发布", "颁布", "印发", "批准", "通过" };
	bool cut = true;

	s = without_tail(s);
	while (cut) {
		cut = false;
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]) && !cut; i++) {
			cut = wf_str_ends(s, wf_str_of(verbs[i]));
			if (cut)
				s = without_ordinal(wf_str_trim(wf_str_sub(s, 0, s.n - 6)));
		}
	}
	return s;
}

/* A decision is ours only when a text of it is of that day: many bear the same name. */
static bool
of_that_day(const struct wf_catalog *c, const struct wf_work *w, wf_date date)
{
	for (uint32_t i = 0; i < w->nexpr; i++) {
		const struct wf_row_expr *e = &c->expr[w->expr + i].row;

		if (e->date == date || e->adopted == date)
			return true;
	}
	return false;
}

/* 云川省第三届人民代表大会常务委员会第九次会议 -> 云川省人民代表大会常务委员会. Appended to out. */
static void
put_body(struct wf_buf *out, wf_str s)
{
	while (s.n != 0) {
		uint32_t number;
		bool ordinal = wf_str_starts(s, WF_S("第"));
		size_t used = ordinal ? wf_numeral(wf_str_from(s, 3), &number) : 0;
		wf_str rest = wf_str_from(s, 3 + used);

		if (used != 0 && wf_str_starts(rest, WF_S("届"))) {
			s = wf_str_from(rest, 3);
		} else if (used != 0 && wf_str_starts(rest, WF_S("次会议"))) {
			s = wf_str_from(rest, 9);
		} else {
			wf_buf_cp(out, wf_utf8_next(&s));
		}
	}
}

static bool
find_decision(uint32_t *work, const struct acts *a, wf_str title, wf_date date)
{
	return wf_catalog_find(work, a->c, title) && of_that_day(a->c, &a->c->work[*work], date);
}

/*
 * The decision, or else the body, that the words of an act name: a key where we hold the decision,
 * which a 题注 names without the body that made it.
 */
static wf_str
named_by(const struct acts *a, wf_str words, wf_date date)
{
	wf_str title = last_title(words);
	struct wf_buf full = { 0 };
	uint32_t work;

	if (title.n == 0)
		return body_of(words);
	put_body(&full, wf_str_sub(words, 0, (size_t)(title.p - words.p) - 3));
	wf_buf_put(&full, title);
	bool held = find_decision(&work, a, title, date) || find_decision(&work, a, wf_buf_str(&full), date);
	wf_buf_free(&full);
	return held ? a->c->work[work].row.key : title;
}

/* ---- history --------------------------------------------------------------- */

static enum wf_act_kind
kind_of(const struct wf_event *ev)
{
	static const uint8_t kinds[] = {
		[WF_EV_ADOPTED] = WF_ACT_ADOPTED, [WF_EV_APPROVED] = WF_ACT_APPROVED,
		[WF_EV_PROMULGATED] = WF_ACT_PROMULGATED, [WF_EV_AMENDED] = WF_ACT_AMENDED,
		[WF_EV_REVISED] = WF_ACT_REVISED, [WF_EV_EFFECTIVE] = WF_ACT_COMMENCED,
		[WF_EV_REPEALED] = WF_ACT_REPEALED, [WF_EV_OTHER] = WF_ACT_OTHER,
	};

	return kinds[ev->kind];
}

/* Does only white space or a comma part two spans? */
static bool
adjoin(const struct wf_source *s, wf_span a, wf_span b)
{
	uint32_t end = a.off + a.len;

	if (b.off < end)
		return false;
	wf_str gap = wf_str_trim(wf_str_sub(s->text, end, b.off - end));

	return gap.n == 0 || wf_str_is(gap, "，") || wf_str_is(gap, "、");
}

/*
 * 甲日甲市人大常委会通过并经 乙日乙省人大常委会批准的《…决定》修正: the day of the adoption is no act of
 * its own but the beginning of the words of the act after it.
 */
static bool
leads_on(const struct wf_doc *doc, uint32_t i)
{
	return doc->event[i].kind == WF_EV_OTHER && i + 1 < doc->nevent &&
	    adjoin(&doc->source, doc->event[i].span, doc->event[i + 1].span);
}

static void
add_event(struct acts *a, uint32_t expr, uint32_t input, uint32_t i, uint32_t first)
{
	const struct wf_doc *doc = &a->in->v[input].doc;
	const struct wf_event *ev = &doc->event[i];
	wf_str by = wf_source_slice(&doc->source, ev->by);
	enum wf_act_kind kind = kind_of(ev);
	wf_span span = ev->span;

	if (ev->date == 0 || (kind == WF_ACT_COMMENCED && !a->force))
		return;
	/* 通过的《…修正案》, listed after the text's own adoption */
	if (kind == WF_ACT_ADOPTED && first > 0 && wf_str_has(by, WF_S("通过的《")))
		kind = WF_ACT_AMENDED;
	struct telling *t = add(a, expr, kind, ev->date, WF_S("history"));

	span.off = doc->event[first].span.off;
	span.len = ev->span.off + ev->span.len - span.off;
	span.len = (uint32_t)without_tail(wf_source_slice(&doc->source, span)).n;
	prove(a, t, input, span);
	t->row.ordinal = ev->ordinal;
	if (kind != WF_ACT_COMMENCED)
		t->row.by = named_by(a, by, ev->date);
}

static void
add_events(struct acts *a, uint32_t expr, uint32_t input)
{
	const struct wf_doc *doc = &a->in->v[input].doc;

	for (uint32_t i = 0; i < doc->nevent; i++) {
		uint32_t first = i;

		while (leads_on(doc, i))
			i++;
		add_event(a, expr, input, i, first);
	}
}

/* ---- clauses --------------------------------------------------------------- */

/*
 * The day of promulgation that a clause of doc speaks of: that of the text as last published
 * whole, for an amendment leaves 自公布之日起施行 as it was. 0 = not told.
 */
static wf_date
promulgation(const struct wf_doc *doc)
{
	wf_date date = 0;

	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *ev = &doc->event[i];

		if (ev->kind == WF_EV_REVISED)
			date = 0;
		else if (ev->kind == WF_EV_AMENDED)
			break;
		else if (ev->kind == WF_EV_PROMULGATED && ev->date % 100 != 0)
			date = ev->date;
	}
	return date;
}

static void
add_clauses(struct acts *a, uint32_t expr, uint32_t input)
{
	const struct wf_doc *doc = &a->in->v[input].doc;

	for (uint32_t i = 0; i < doc->nclause && a->force; i++) {
		const struct wf_clause *x = &doc->clause[i];
		wf_date date = x->date;

		if (x->kind == WF_CL_REPEAL)
			continue;
		if (date == 0 && x->on_promulgation)
			date = promulgation(doc);
		if (date != 0 && x->date == 0 && x->days_after != 0)
			date = wf_date_add_days(date, x->days_after);
		if (date == 0)
			continue;
		struct telling *t = add(a, expr, x->kind == WF_CL_COMMENCE ? WF_ACT_COMMENCED :
		    WF_ACT_PART_COMMENCED, date, x->date != 0 ? WF_S("text") : WF_S("promulgation"));

		prove(a, t, input, x->span);
	}
}

/* ---- the row of an expression ------------------------------------------------ */

/* A value of front matter with its key, from the start of the line. */
static wf_span
with_key(wf_str raw, wf_span value)
{
	uint32_t from = value.off;

	while (from > 0 && raw.p[from - 1] != '\n' && raw.p[from - 1] != '\r')
		from--;
	return (wf_span){ from, value.len + value.off - from };
}

/* A field of front matter whose value is this day: its place counts in raw. */
static bool
prove_by_front(struct acts *a, struct telling *t, const struct wf_expr *e, const char *key, wf_date date)
{
	for (uint32_t i = 0; i < e->nmember; i++) {
		const struct wf_source *s = &a->in->v[e->member[i].input].doc.source;

		for (size_t k = 0; k < s->nfront; k++) {
			wf_date said = 0;

			wf_date_parse(wf_str_trim(s->front[k].value), &said);
			bool relative = said == 0 && wf_str_has(s->front[k].value, WF_S("公布之日"));
			if (!wf_str_is(s->front[k].key, key) || (said != date && !relative))
				continue;
			t->row.source = (int64_t)e->member[i].input + 1;
			t->row.raw = true;
			t->row.span = with_key(s->raw, s->front[k].raw);
			return true;
		}
	}
	return false;
}

/* True when the history tells of an act that can be of the expression's own day. */
static bool
is_told(const struct acts *a, wf_date date)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].row.kind <= WF_ACT_REVISED && wf_date_agrees(a->v[i].row.date, date))
			return true;
	return false;
}

/* True when the history ends so long before that day that the text must have been changed since. */
static bool
is_change(const struct acts *a, const struct wf_row_expr *row)
{
	wf_date last = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].row.kind <= WF_ACT_REVISED && a->v[i].row.date < row->date)
			last = wf_date_later(last, a->v[i].row.date);
	return wf_str_is(row->effective_basis, "inferred_from_amendment") && last != 0 &&
	    row->date - last > 10000;
}

/* The day of a text that only front matter or the name of its file tells. */
static void
add_publication(struct acts *a, uint32_t expr)
{
	const struct wf_expr *e = &a->c->expr[expr];

	if (e->row.date == 0 || is_told(a, e->row.date))
		return;
	struct telling *t = add(a, expr, is_change(a, &e->row) ? WF_ACT_AMENDED : WF_ACT_PROMULGATED,
	    e->row.date, WF_S("file_name"));

	t->own = true;
	if (prove_by_front(a, t, e, "issued", e->row.date))
		t->row.basis = WF_S("front_matter");
	else
		t->row.source = (int64_t)e->member[0].input + 1;
}

static void
add_force(struct acts *a, uint32_t expr)
{
	const struct wf_expr *e = &a->c->expr[expr];
	const struct wf_row_expr *row = &e->row;
	struct telling *t;

	if (row->effective_from != 0) {
		t = add(a, expr, WF_ACT_COMMENCED, row->effective_from, row->effective_basis);
		t->own = true;
		if (e->began.input != 0)
			prove(a, t, e->began.input - 1, e->began.span);
		else if (wf_str_is(row->effective_basis, "front_matter"))
			prove_by_front(a, t, e, "effective", row->effective_from);
	}
	if (row->effective_to != 0 && !wf_str_is(row->ended_basis, "later_text")) {
		bool expired = wf_str_is(row->ended_basis, "validity_period");

		t = add(a, expr, expired ? WF_ACT_EXPIRED : WF_ACT_REPEALED, row->effective_to,
		    row->ended_basis);
		t->own = true;
		t->row.by = row->repealed_by;
		if (e->ended.input != 0)
			prove(a, t, e->ended.input - 1, e->ended.span);
	}
}

/* ---- one act of many tellings -------------------------------------------------- */

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* In order of day and kind; the telling to be believed first: of the text it made, then the oldest. */
static int
by_act(const void *x, const void *y)
{
	const struct telling *a = x, *b = y;
	int c = compare(a->row.date, b->row.date);

	if (c == 0)
		c = compare(a->row.kind, b->row.kind);
	if (c == 0 && a->row.kind == WF_ACT_PART_COMMENCED)
		c = wf_str_cmp(a->words, b->words);	/* two sentences of one day are two acts */
	if (c == 0)
		c = compare(b->own, a->own);
	if (c == 0)	/* of two texts that begin or end on a day the later one did */
		c = a->own ? compare(b->expr, a->expr) : compare(a->expr, b->expr);
	if (c == 0)
		c = compare(a->row.source, b->row.source);
	return c != 0 ? c : compare(a->row.span.off, b->row.span.off);
}

static bool
same_act(const struct telling *a, const struct telling *b)
{
	return a->row.date == b->row.date && a->row.kind == b->row.kind &&
	    (a->row.kind != WF_ACT_PART_COMMENCED || wf_str_eq(a->words, b->words));
}

/* What one telling lacks another has. */
static void
complete(struct wf_row_act *row, const struct wf_row_act *more)
{
	if (row->source == 0 || (row->span.len == 0 && more->span.len != 0)) {
		row->source = more->source;
		row->span = more->span;
		row->raw = more->raw;
	}
	if (row->by.n == 0)
		row->by = more->by;
	if (row->ordinal == 0)
		row->ordinal = more->ordinal;
}

/* True when a later act of the same kind, or a change, stands between an act and a text's day. */
static bool
is_past(const struct acts *a, const struct wf_row_act *act, wf_date day)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct wf_row_act *x = &a->v[i].row;
		bool other = x->kind == act->kind || x->kind == WF_ACT_AMENDED || x->kind == WF_ACT_REVISED;

		if (other && x->date > act->date && x->date <= day)
			return true;
	}
	return false;
}

/* The text that an act made, where it is held: the first of its day or later, before any other change. */
static int64_t
made_by(const struct acts *a, const struct wf_row_act *act)
{
	const struct wf_work *w = a->work;

	for (uint32_t i = 0; i < w->nexpr; i++) {
		const struct wf_row_expr *e = &a->c->expr[w->expr + i].row;

		if (e->date < act->date)
			continue;
		return is_past(a, act, e->date) ? 0 : e->id;
	}
	return 0;
}

/* The text that began on a day, if one did. */
static int64_t
begun_on(const struct acts *a, wf_date date)
{
	const struct wf_work *w = a->work;

	for (uint32_t i = w->nexpr; i-- > 0; )
		if (a->c->expr[w->expr + i].row.effective_from == date)
			return a->c->expr[w->expr + i].row.id;
	return 0;
}

/* The expression of an act: 0 where that day's text is not held. */
static int64_t
expr_of(const struct acts *a, const struct telling *t)
{
	if (t->own)
		return a->c->expr[t->expr].row.id;
	if (t->row.kind == WF_ACT_COMMENCED)
		return begun_on(a, t->row.date);
	if (t->row.kind == WF_ACT_PART_COMMENCED || t->row.kind == WF_ACT_REPEALED)
		return a->c->expr[t->expr].row.id;
	return t->row.kind == WF_ACT_OTHER ? 0 : made_by(a, &t->row);
}

/* A commencement that follows from the promulgation is read where that is. */
static void
prove_by_act(const struct acts *a, struct wf_row_act *row)
{
	if (row->kind != WF_ACT_COMMENCED || row->source != 0)
		return;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].row.kind <= WF_ACT_REVISED && a->v[i].row.date == row->date)
			complete(row, &a->v[i].row);
	row->by = WF_S("");
	row->ordinal = 0;
}

static void
settle(struct acts *a)
{
	if (a->n != 0)
		qsort(a->v, a->n, sizeof(a->v[0]), by_act);
	for (size_t i = 0, end; i < a->n; i = end) {
		struct wf_row_act row = a->v[i].row;

		row.expr = expr_of(a, &a->v[i]);
		for (end = i + 1; end < a->n && same_act(&a->v[i], &a->v[end]); end++)
			complete(&row, &a->v[end].row);
		prove_by_act(a, &row);
		row.by = wf_arena_str(&a->c->arena, row.by);
		row.id = (int64_t)a->nout + 1;
		a->out = wf_grow(a->out, &a->out_cap, a->nout + 1, sizeof(a->out[0]));
		a->out[a->nout++] = row;
	}
}

/* ---- the whole ----------------------------------------------------------------- */

static void
gather(struct acts *a)
{
	const struct wf_work *w = a->work;

	a->n = 0;
	a->force = has_force(w);
	for (uint32_t i = w->expr; i < w->expr + w->nexpr; i++) {
		const struct wf_expr *e = &a->c->expr[i];

		for (uint32_t k = 0; k < e->nmember && e->member[k].role == WF_ROLE_SHOWN; k++) {
			add_events(a, i, e->member[k].input);
			add_clauses(a, i, e->member[k].input);
		}
	}
	for (uint32_t i = w->expr; i < w->expr + w->nexpr; i++) {
		add_publication(a, i);
		if (a->force)
			add_force(a, i);
	}
}

void
wf_acts_make(struct wf_catalog *c, const struct wf_inputs *in)
{
	struct acts a = { .c = c, .in = in };

	for (size_t i = 0; i < c->nwork; i++) {
		a.work = &c->work[i];
		gather(&a);
		settle(&a);
	}
	c->nact = a.nout;
	c->act = wf_arena_alloc(&c->arena, a.nout * sizeof(c->act[0]) + 1);
	if (a.nout != 0)
		memcpy(c->act, a.out, a.nout * sizeof(c->act[0]));
	free(a.v);
	free(a.out);
}
