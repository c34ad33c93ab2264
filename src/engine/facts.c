/*
 * Reads the reports of a build for facts and joins the instruments they name to works: to those held, else to
 * works known by name only.  How a fact is found is the fact folder's part; rows are written by write.c.
 */
#include "engine_int.h"

#include "fact/fact.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_POINTS 300u	/* code points of a fact's text; DESIGN 1.3, search */

/* What one expression gave; its own arena so that threads do not share one. */
struct wf_fact_part {
	struct wf_row_fact *fact; size_t n;
	wf_str *name;		/* of each instrument: the title by which it is known; "" = a description */
	struct wf_arena arena;
};

struct reading {
	const struct wf_catalog *c;
	const struct wf_inputs *in;
	struct wf_facts *out;
};

/* ---- one report ---------------------------------------------------------------------- */

static wf_str
label_of(const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	switch (k) {
	case WF_FACT_OUTLINE: return r->outline[i].title;
	case WF_FACT_INSTRUMENT: return r->instrument[i].name;
	case WF_FACT_EVENT: return r->event[i].object;
	case WF_FACT_FIGURE: return r->figure[i].measure;
	case WF_FACT_CAMPAIGN: return r->campaign[i].name;
	case WF_FACT_AGENCY: return r->agency[i].name;
	case WF_FACT_CASE: return r->cases[i].name;
	default: return WF_S("");
	}
}

static void
set_days(struct wf_row_fact *f, const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	if (k == WF_FACT_INSTRUMENT) {
		f->from = r->instrument[i].adopted;
	} else if (k == WF_FACT_EVENT) {
		f->from = r->event[i].from;
		f->to = r->event[i].to;
	} else if (k == WF_FACT_FIGURE) {
		f->from = r->figure[i].as_of ? r->figure[i].as_of : r->figure[i].period;
		f->to = r->figure[i].period_end;
	} else if (k == WF_FACT_CASE) {
		f->from = r->cases[i].date;
	}
}

/* 三 网络执法提质增效 / （一） 深化网络数据安全执法 / …: where the fact stands. */
static wf_str
heading_of(struct wf_arena *a, const struct wf_report *r, wf_span at)
{
	uint32_t head = wf_report_heading(r, at.off);
	wf_str path = WF_S("");

	for (; head != UINT32_MAX; head = r->outline[head].parent) {
		wf_str title = r->outline[head].title;

		path = path.n == 0 ? title : wf_arena_printf(a, "%.*s / %.*s", WF_FMT(title), WF_FMT(path));
	}
	return wf_arena_str(a, path);
}

/* The sentence, or of a longer one the part around the fact. */
static wf_str
text_of(struct wf_arena *a, const struct wf_report *r, wf_span at)
{
	wf_span s = wf_report_sentence_at(r, at.off);
	wf_str whole = wf_str_sub(r->text, s.off, s.len), out;
	size_t from = 0, points = wf_utf8_count(whole);

	if (points > TEXT_POINTS && at.off > s.off) {
		from = at.off - s.off;
		for (unsigned back = 0; back < TEXT_POINTS / 3 && from > 0; back++)
			from -= wf_utf8_last(wf_str_sub(whole, 0, from), NULL);
	}
	out = wf_str_from(whole, from);
	if (wf_utf8_count(out) > TEXT_POINTS) {
		wf_str rest = out;

		for (unsigned i = 0; i < TEXT_POINTS; i++)
			wf_utf8_next(&rest);
		out.n -= rest.n;
	}
	return wf_arena_str(a, out);
}

/* The record's own fields: place and text have columns of their own. */
static wf_str
fields_of(struct wf_arena *a, const struct wf_report *r, enum wf_fact_kind k, uint32_t i)
{
	static const char *const column[] = { "start", "end", "text", "evidence" };
	json_t *o = wf_report_json(r, k, i);

	for (size_t c = 0; c < sizeof column / sizeof *column; c++)
		json_object_del(o, column[c]);
	char *text = json_dumps(o, JSON_COMPACT);
	wf_str s = wf_arena_str(a, wf_str_of(text));

	free(text);
	json_decref(o);
	return s;
}

/* The title by which an instrument is a work; "" where the report only describes it. */
static wf_str
title_of(const struct wf_instrument *x)
{
	bool law = wf_str_ends(x->name, WF_S("法")) && !wf_str_ends(x->name, WF_S("立法"));

	return x->quoted || x->status != WF_INS_PLANNED || law ? x->name : WF_S("");
}

static void
take_report(struct wf_fact_part *p, const struct wf_report *r, int64_t expr, int64_t source)
{
	size_t total = 0;

	for (int k = 0; k < WF_FACT_KINDS; k++)
		total += wf_report_count(r, (enum wf_fact_kind)k);
	p->fact = wf_arena_alloc(&p->arena, (total + 1) * sizeof *p->fact);
	p->name = wf_arena_alloc(&p->arena, (total + 1) * sizeof *p->name);
	for (int k = 0; k < WF_FACT_KINDS; k++) {
		uint32_t n = wf_report_count(r, (enum wf_fact_kind)k);

		for (uint32_t i = 0; i < n; i++) {
			wf_span at = wf_report_at(r, (enum wf_fact_kind)k, i);
			struct wf_row_fact *f = &p->fact[p->n];

			*f = (struct wf_row_fact){ .expr = expr, .seq = (uint32_t)p->n + 1, .kind = (uint8_t)k,
				.source = source, .span = wf_report_place(r, at).at,
				.label = wf_arena_str(&p->arena, label_of(r, (enum wf_fact_kind)k, i)),
				.heading = heading_of(&p->arena, r, at), .text = text_of(&p->arena, r, at),
				.fields = fields_of(&p->arena, r, (enum wf_fact_kind)k, i) };
			set_days(f, r, (enum wf_fact_kind)k, i);
			p->name[p->n++] = k == WF_FACT_INSTRUMENT ?
			    wf_arena_str(&p->arena, title_of(&r->instrument[i])) : WF_S("");
		}
	}
}

static void
read_expr(void *payload, size_t i)
{
	const struct reading *x = payload;
	const struct wf_expr *e = &x->c->expr[i];
	const struct wf_work *w = &x->c->work[e->row.work - 1];
	const struct wf_input *in = &x->in->v[e->member[0].input];
	struct wf_report report;

	if (!wf_report_is(&in->doc.source, w->row.title))
		return;
	wf_report_read(&report, &in->doc.source, w->row.title);
	take_report(&x->out->part[i], &report, e->row.id, (int64_t)e->member[0].input + 1);
	wf_report_free(&report);
}

/* ---- instruments and works ------------------------------------------------------------ */

/* A name that is not held and not known yet, with the first fact that gives it. */
struct fresh { wf_str key, title; size_t fact; };

static int
by_key(const void *a, const void *b)
{
	const struct fresh *x = a, *y = b;
	int c = wf_str_cmp(x->key, y->key);

	return c != 0 ? c : (x->fact > y->fact) - (x->fact < y->fact);
}

static int
compare_named(const void *key, const void *row)
{
	return wf_str_cmp(*(const wf_str *)key, ((const struct wf_row_named *)row)->key);
}

static int64_t
known_as(const struct wf_graph *g, wf_str key)
{
	const struct wf_row_named *n = g->nnamed == 0 ? NULL :
	    bsearch(&key, g->named, g->nnamed, sizeof *g->named, compare_named);

	return n ? n->id : 0;
}

static wf_str
key_of(struct wf_arena *a, wf_str title)
{
	struct wf_buf b = { 0 };

	wf_work_id(&b, title);
	title = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return title;
}

static struct wf_row_named
named_row(const struct wf_vocab *v, const struct fresh *x, const struct wf_row_fact *f)
{
	return (struct wf_row_named){ .key = x->key, .title = x->title, .form = WF_CITE_FULL,
		.level = wf_level_of(v, x->key, WF_S(""), WF_S("")), .expr = f->expr, .source = f->source,
		.span = f->span };
}

/* Puts new names among the old ones in order of key, and tells the references their new ids. */
static void
merge_named(struct wf_facts *out, struct wf_graph *g, const struct wf_vocab *v, const struct fresh *x,
    size_t n)
{
	struct wf_row_named *all = wf_malloc((g->nnamed + n + 1) * sizeof *all);
	int64_t *moved = wf_malloc((g->nnamed + 1) * sizeof *moved);
	size_t old = 0, at = 0;

	for (size_t i = 0; old < g->nnamed || i < n; at++) {
		bool new = old == g->nnamed || (i < n && wf_str_cmp(x[i].key, g->named[old].key) < 0);

		all[at] = new ? named_row(v, &x[i], &out->fact[x[i].fact]) : g->named[old];
		all[at].id = (int64_t)at + 1;
		if (new)
			for (wf_str key = x[i].key; i < n && wf_str_eq(x[i].key, key); )
				i++;
		else
			moved[old++] = (int64_t)at + 1;
	}
	for (size_t i = 0; i < g->ncite; i++)
		if (g->cite[i].named != 0)
			g->cite[i].named = moved[g->cite[i].named - 1];
	free(g->named);
	g->named = all;		/* freed with the graph */
	g->nnamed = at;
	free(moved);
}

/* Joins every instrument to the work it is. */
static void
join_works(struct wf_facts *out, const struct wf_catalog *c, struct wf_graph *g, const struct wf_vocab *v)
{
	struct fresh *x = wf_malloc((out->n + 1) * sizeof *x);
	wf_str *key = wf_arena_alloc(&g->arena, (out->n + 1) * sizeof *key);
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++) {
		uint32_t work;

		if (out->name[i].n == 0)
			continue;
		key[i] = key_of(&g->arena, out->name[i]);
		if (wf_catalog_find(&work, c, out->name[i]))
			out->fact[i].work = c->work[work].row.id;
		else if (known_as(g, key[i]) == 0)
			x[n++] = (struct fresh){ key[i], out->name[i], i };
	}
	qsort(x, n, sizeof *x, by_key);
	if (n > 0)
		merge_named(out, g, v, x, n);
	for (size_t i = 0; i < out->n; i++)
		if (out->name[i].n > 0 && out->fact[i].work == 0)
			out->fact[i].named = known_as(g, key[i]);
	free(x);
}

/* ---- all together ------------------------------------------------------------------------ */

void
wf_facts_make(struct wf_facts *out, const struct wf_catalog *c, struct wf_graph *g,
    const struct wf_inputs *in, const struct wf_vocab *v, unsigned workers)
{
	struct reading x = { c, in, out };

	*out = (struct wf_facts){ .npart = c->nexpr };
	out->part = wf_malloc((c->nexpr + 1) * sizeof *out->part);
	memset(out->part, 0, (c->nexpr + 1) * sizeof *out->part);
	wf_parallel(c->nexpr, workers, read_expr, &x, NULL, "facts");
	for (size_t i = 0; i < out->npart; i++)
		out->n += out->part[i].n;
	out->fact = wf_arena_alloc(&out->arena, (out->n + 1) * sizeof *out->fact);
	out->name = wf_arena_alloc(&out->arena, (out->n + 1) * sizeof *out->name);
	for (size_t i = 0, at = 0; i < out->npart; at += out->part[i++].n) {
		if (out->part[i].n == 0)
			continue;
		memcpy(out->fact + at, out->part[i].fact, out->part[i].n * sizeof *out->fact);
		memcpy(out->name + at, out->part[i].name, out->part[i].n * sizeof *out->name);
	}
	join_works(out, c, g, v);
}

void
wf_facts_free(struct wf_facts *f)
{
	for (size_t i = 0; i < f->npart; i++)
		wf_arena_free(&f->part[i].arena);
	free(f->part);
	wf_arena_free(&f->arena);
	*f = (struct wf_facts){ 0 };
}
