/*
 * Joins documents into works and expressions: by id, by day, parts into one tree.
 * Reads no file and decides no force; order of arrival plays no part.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

#include "findings_gen.h"

struct merge {
	struct wf_catalog *c;
	struct wf_inputs *in;
	const struct wf_vocab *v;
	struct wf_input **doc;		/* the law texts */
	size_t ndoc;
};

/* ---- comparing texts ----------------------------------------------------- */

/* The body without title and history, width and white space folded. */
static void
fold_body(struct wf_buf *out, const struct wf_doc *doc)
{
	for (uint32_t i = 1; i < doc->nnode; ) {
		const struct wf_node *n = &doc->node[i];

		if (n->kind != WF_PREFACE && n->kind != WF_BOOK)
			wf_fold(out, wf_source_slice(&doc->source, n->whole),
			    WF_FOLD_WIDTH | WF_FOLD_SPACE);
		i = n->kind == WF_BOOK ? i + 1 : n->end;	/* a 编 holds its preface */
	}
}

static bool
same_text(const struct wf_doc *a, const struct wf_doc *b)
{
	struct wf_buf x = { 0 }, y = { 0 };

	if (memcmp(a->source.sha256, b->source.sha256, 32) == 0)
		return true;
	fold_body(&x, a);
	fold_body(&y, b);
	bool same = x.n != 0 && wf_str_eq(wf_buf_str(&x), wf_buf_str(&y));
	wf_buf_free(&x);
	wf_buf_free(&y);
	return same;
}

/* First and last article outside annexes; 0 and 0 = none. */
static void
article_range(uint32_t *first, uint32_t *last, const struct wf_doc *doc)
{
	*first = *last = 0;
	for (uint32_t i = 1; i < doc->nnode; i++) {
		const struct wf_node *n = &doc->node[i];

		if (n->kind == WF_ANNEX) {
			i = n->end - 1;
			continue;
		}
		if (n->kind != WF_ARTICLE || n->num == 0)
			continue;
		if (*first == 0 || n->num < *first)
			*first = n->num;
		if (n->num > *last)
			*last = n->num;
	}
}

/* ---- one work or two ----------------------------------------------------- */

/*
 * Equal titles of different bodies are different works; but what an authority above the
 * departments made keeps its identity, whoever is named in its history.
 */
static bool
same_work(const struct wf_vocab *v, const struct wf_ident *a, const struct wf_ident *b)
{
	static const char *const one[] = { "宪法", "法律", "行政法规", "司法解释" };

	if (!wf_issuers_disjoint(v, a->issuers, b->issuers))
		return true;
	for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++)
		if (wf_str_is(a->level, one[i]) && wf_str_is(b->level, one[i]))
			return true;
	return false;
}

static int
by_key(const void *a, const void *b)
{
	const struct wf_input *x = *(struct wf_input *const *)a, *y = *(struct wf_input *const *)b;
	int c = wf_str_cmp(x->ident.key, y->ident.key);

	if (c == 0 && x->ident.date != y->ident.date)
		c = x->ident.date < y->ident.date ? -1 : 1;
	return c != 0 ? c : wf_str_cmp(x->path, y->path);
}

/* The dated documents before those without a date: the earlier work keeps the plain id. */
static size_t
first_dated(struct wf_input *const *doc, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (doc[i]->ident.date != 0)
			return i;
	return 0;
}

/* Gives documents of one key that are of other bodies than the first a key of their own. */
static void
part_issuers(struct merge *m, struct wf_input **doc, size_t n)
{
	const struct wf_ident *own = &doc[first_dated(doc, n)]->ident;

	for (size_t i = 0; i < n; i++) {
		struct wf_ident *x = &doc[i]->ident;

		if (same_work(m->v, own, x))
			continue;
		wf_str issuer = wf_str_sub(x->issuers, 0, wf_str_find(x->issuers, WF_S("、"), 0));

		x->key = wf_arena_printf(&m->c->arena, "%.*s~%.*s", WF_FMT(x->key), WF_FMT(issuer));
	}
}

/* End of the run of equal keys, or of equal keys and days, that begins at from. */
static size_t
run_end(const struct merge *m, size_t from, bool day)
{
	const struct wf_ident *x = &m->doc[from]->ident;
	size_t to = from + 1;

	while (to < m->ndoc && wf_str_eq(m->doc[to]->ident.key, x->key) &&
	    (!day || m->doc[to]->ident.date == x->date))
		to++;
	return to;
}

/* ---- days within a work -------------------------------------------------- */

static void
take_day(struct wf_ident *x, const struct wf_ident *from)
{
	x->date = from->date;
	x->promulgated = from->promulgated;
}

/*
 * A document whose day is not known in full takes that of a part of the same work when all
 * parts have one day, or that of a document with the same text.
 */
static void
complete_days(struct wf_input **doc, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct wf_ident *x = &doc[i]->ident;
		const struct wf_ident *found = NULL;
		bool clear = true;

		for (size_t k = 0; k < n && x->date % 100 == 0; k++) {
			const struct wf_ident *y = &doc[k]->ident;

			if (y->date % 100 == 0 || !wf_date_agrees(x->date, y->date))
				continue;
			if (x->part.n != 0 && y->part.n != 0) {
				clear = clear && (!found || found->date == y->date);
				found = y;
			} else if (same_text(&doc[i]->doc, &doc[k]->doc)) {
				found = y;
				break;
			}
		}
		if (found && clear)
			take_day(x, found);
	}
}

/* True when the text itself says since when it is in force. */
static bool
is_stated(const struct wf_ident *x)
{
	return x->effective != 0 && (wf_str_is(x->effective_basis, "text") ||
	    wf_str_is(x->effective_basis, "history") || wf_str_is(x->effective_basis, "front_matter"));
}

#define PUBLISHING_DAYS 200	/* from adoption to promulgation, at most */

/*
 * One text in two files, under its day of adoption here and of promulgation there: it was adopted
 * on one day and states one commencement. The later day is that of promulgation.
 */
static void
join_days(struct wf_input **doc, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			struct wf_ident *x = &doc[i]->ident, *y = &doc[k]->ident;
			bool one = is_stated(x) && is_stated(y) && x->effective == y->effective &&
			    wf_date_agrees(x->adopted, y->adopted) && x->part.n == 0 && y->part.n == 0;

			if (x->date > y->date) {
				struct wf_ident *swap = x;

				x = y;
				y = swap;
			}
			if (!one || x->date == y->date || x->date % 100 == 0 || y->date % 100 == 0 ||
			    wf_date_add_days(x->date, PUBLISHING_DAYS) < y->date ||
			    !same_text(&doc[i]->doc, &doc[k]->doc))
				continue;
			wf_note_add(&doc[x == &doc[i]->ident ? i : k]->note, WF_D_SAME_TEXT_OTHER_DAY,
			    (uint32_t)y->date, 0, WF_S(""));
			take_day(x, y);
			x->moved = true;
		}
}

/* ---- one expression ------------------------------------------------------ */

struct members { struct wf_member *v; uint32_t n; };

/* Takes a document beside the one that is shown. */
static void
set_aside(struct merge *m, struct wf_member *x, const struct wf_input *shown)
{
	struct wf_input *in = &m->in->v[x->input];
	bool copy = same_text(&shown->doc, &in->doc);

	x->role = copy ? WF_ROLE_COPY : WF_ROLE_DIFFERS;
	wf_note_add(&in->note, copy ? WF_D_COPY : WF_D_DIFFERS, 0, 0, shown->path);
}

static bool
overlap(const struct merge *m, const struct wf_member *a, const struct wf_member *b)
{
	if (a->first != 0 && b->first != 0)
		return a->first <= b->last && b->first <= a->last;
	return wf_str_eq(m->in->v[a->input].ident.part, m->in->v[b->input].ident.part);
}

/* In order of role, then of articles (none last), then of path. */
static int
by_place(const void *a, const void *b)
{
	const struct wf_member *x = a, *y = b;
	uint32_t fx = x->role == WF_ROLE_SHOWN ? x->first - 1 : 0;
	uint32_t fy = y->role == WF_ROLE_SHOWN ? y->first - 1 : 0;

	if ((x->role == WF_ROLE_SHOWN) != (y->role == WF_ROLE_SHOWN))
		return x->role == WF_ROLE_SHOWN ? -1 : 1;
	if (fx != fy)
		return fx < fy ? -1 : 1;
	return (x->input > y->input) - (x->input < y->input);
}

/* Says which articles no part holds, and that the files stood in another order. */
static void
note_parts(struct merge *m, const struct members *x)
{
	struct wf_input *first = &m->in->v[x->v[0].input];
	uint32_t last = 0;
	bool order = true;

	for (uint32_t i = 0; i < x->n && x->v[i].role == WF_ROLE_SHOWN; i++) {
		order = order && (i == 0 || x->v[i - 1].input < x->v[i].input);
		if (x->v[i].first == 0)
			continue;
		if (x->v[i].first > last + 1)
			wf_note_add(&first->note, WF_D_PART_MISSING, last + 1, x->v[i].first - 1,
			    first->ident.key);
		last = x->v[i].last;
	}
	if (!order)
		wf_note_add(&first->note, WF_D_PART_ORDER, 0, 0, first->ident.key);
}

/* The first document that is no part, of those that state the day themselves if there is one; x->n = none. */
static uint32_t
first_whole(const struct merge *m, const struct members *x)
{
	uint32_t found = x->n;

	for (uint32_t i = 0; i < x->n; i++) {
		const struct wf_ident *y = &m->in->v[x->v[i].input].ident;

		if (y->part.n == 0 && (found == x->n || !y->moved)) {
			found = i;
			if (!y->moved)
				break;
		}
	}
	return found;
}

/* Decides which of the documents of one day are shown: a whole one, else the parts. */
static void
choose(struct merge *m, struct members *x)
{
	uint32_t whole = first_whole(m, x);

	if (whole < x->n) {
		for (uint32_t i = 0; i < x->n; i++)
			if (i != whole)
				set_aside(m, &x->v[i], &m->in->v[x->v[whole].input]);
		qsort(x->v, x->n, sizeof(x->v[0]), by_place);
		return;
	}
	qsort(x->v, x->n, sizeof(x->v[0]), by_place);
	for (uint32_t i = 1; i < x->n; i++)
		for (uint32_t k = 0; k < i && x->v[i].role == WF_ROLE_SHOWN; k++)
			if (x->v[k].role == WF_ROLE_SHOWN && overlap(m, &x->v[k], &x->v[i]))
				set_aside(m, &x->v[i], &m->in->v[x->v[k].input]);
	qsort(x->v, x->n, sizeof(x->v[0]), by_place);
	note_parts(m, x);
}

/* ---- joining parts ------------------------------------------------------- */

/* Numbers the 编 in order; 附则 or 附录 that is a part of its own stands outside them. */
static void
number_books(struct wf_node *node, uint32_t n, const uint32_t *input, const struct wf_inputs *in)
{
	uint32_t last = 0;

	for (uint32_t i = 1; i < n; i = node[i].end) {
		wf_str part = in->v[input[i]].ident.part;

		if (node[i].kind != WF_BOOK)
			continue;
		if (node[i].num == 0 &&
		    (wf_str_has(part, WF_S("附则")) || wf_str_has(part, WF_S("附录"))))
			node[i].flags |= WF_SUPPLEMENT;
		if (node[i].flags & WF_SUPPLEMENT)
			continue;
		if (node[i].num == 0)
			node[i].num = last + 1;
		last = node[i].num;
	}
}

/* Copies the parts' trees under one new node. */
static void
join(struct merge *m, struct wf_expr *e)
{
	uint32_t total = 1, at = 1;

	for (uint32_t i = 0; i < e->nmember && e->member[i].role == WF_ROLE_SHOWN; i++)
		total += m->in->v[e->member[i].input].doc.nnode;
	struct wf_node *node = wf_arena_alloc(&m->c->arena, total * sizeof(node[0]));
	uint32_t *input = wf_arena_alloc(&m->c->arena, total * sizeof(input[0]));

	input[0] = WF_SEVERAL;
	for (uint32_t i = 0; i < e->nmember && e->member[i].role == WF_ROLE_SHOWN; i++) {
		const struct wf_doc *doc = &m->in->v[e->member[i].input].doc;

		for (uint32_t k = 1; k < doc->nnode; k++) {
			struct wf_node n = doc->node[k];

			n.end = n.end - k + at;
			n.parent = n.parent == 0 ? 0 : at - (k - n.parent);
			n.dup = 0;
			node[at] = n;
			input[at++] = e->member[i].input;
		}
	}
	node[0] = (struct wf_node){ .parent = WF_NO_NODE, .end = at, .kind = WF_DOC };
	number_books(node, at, input, m->in);
	wf_eid_number(node, at, NULL);
	e->node = node;
	e->nnode = at;
	e->input = input;
}

/* How much a basis of commencement is worth. */
static unsigned
basis_rank(wf_str basis)
{
	static const char *const rank[] = { "unknown", "inferred_from_amendment", "promulgation",
		"history", "text", "front_matter" };

	for (unsigned i = 0; i < sizeof(rank) / sizeof(rank[0]); i++)
		if (wf_str_is(basis, rank[i]))
			return i;
	return 0;
}

static void
fill_row(struct merge *m, struct wf_expr *e)
{
	struct wf_row_expr *row = &e->row;

	row->effective_basis = WF_S("unknown");
	for (uint32_t i = 0; i < e->nmember; i++) {
		const struct wf_ident *x = &m->in->v[e->member[i].input].ident;

		row->date = x->date;
		row->promulgated = x->promulgated;
		if (e->member[i].role == WF_ROLE_DIFFERS)
			continue;
		row->adopted = wf_date_later(row->adopted, x->adopted);
		if (basis_rank(x->effective_basis) > basis_rank(row->effective_basis)) {
			row->effective_from = x->effective;
			row->effective_basis = x->effective_basis;
			e->began = x->effective_at.len == 0 ? (struct wf_proof){ 0 } :
			    (struct wf_proof){ e->member[i].input + 1, x->effective_at };
		}
		if (x->repealed) {
			row->ended_basis = WF_S("front_matter");
			row->effective_to = x->ended;
			if (x->ended == 0)
				wf_note_add(&m->in->v[e->member[i].input].note, WF_D_REPEAL_UNDATED, 0, 0,
				    WF_S(""));
		}
	}
	struct wf_doc tree = { .node = e->node, .nnode = e->nnode };

	row->counts = wf_doc_counts(&tree);
}

static void
make_expr(struct merge *m, size_t from, size_t to)
{
	struct wf_expr *e = &m->c->expr[m->c->nexpr++];
	struct members x = { wf_arena_alloc(&m->c->arena, (to - from) * sizeof(x.v[0])), 0 };

	for (size_t i = from; i < to; i++) {
		struct wf_member *y = &x.v[x.n++];

		y->input = (uint32_t)(m->doc[i] - m->in->v);
		article_range(&y->first, &y->last, &m->doc[i]->doc);
	}
	choose(m, &x);
	e->member = x.v;
	e->nmember = x.n;
	const struct wf_input *first = &m->in->v[x.v[0].input];

	if (first->ident.part.n != 0) {
		join(m, e);
	} else {
		e->node = first->doc.node;
		e->nnode = first->doc.nnode;
	}
	fill_row(m, e);
}

/* ---- works --------------------------------------------------------------- */

/* The newest document that says a thing says it for the work. */
static void
make_work(struct merge *m, size_t from, size_t to)
{
	struct wf_catalog *c = m->c;
	struct wf_work *w = &c->work[c->nwork];

	w->row = (struct wf_row_work){ .id = (int64_t)c->nwork + 1, .level = WF_S("其他") };
	w->expr = (uint32_t)c->nexpr;
	for (size_t i = to; i-- > from; ) {
		const struct wf_ident *x = &m->doc[i]->ident;

		w->row.key = x->key;
		if (w->row.title.n == 0)
			w->row.title = x->title;
		if (wf_str_is(w->row.level, "其他"))
			w->row.level = x->level;
		if (w->row.issuers.n == 0)
			w->row.issuers = x->issuers;
		if (w->row.number.n == 0)
			w->row.number = x->number;
		w->row.draft_of = x->draft_of;
	}
	w->base = wf_str_sub(w->row.key, 0, wf_str_find(w->row.key, WF_S("~"), 0));
	for (size_t i = from; i < to; ) {
		size_t end = run_end(m, i, true);

		make_expr(m, i, end);
		c->expr[c->nexpr - 1].row.id = (int64_t)c->nexpr;
		c->expr[c->nexpr - 1].row.work = w->row.id;
		i = end;
	}
	w->nexpr = (uint32_t)c->nexpr - w->expr;
	wf_map_set(&c->by_key, w->row.key, (uint32_t)c->nwork++);
}

void
wf_merge(struct wf_catalog *c, struct wf_inputs *in, const struct wf_vocab *v)
{
	struct merge m = { .c = c, .in = in, .v = v };
	size_t end;

	m.doc = wf_malloc((in->n + 1) * sizeof(m.doc[0]));
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].has_doc && in->v[i].nolaw[0] == '\0')
			m.doc[m.ndoc++] = &in->v[i];
	c->work = wf_arena_alloc(&c->arena, (m.ndoc + 1) * sizeof(c->work[0]));
	c->expr = wf_arena_alloc(&c->arena, (m.ndoc + 1) * sizeof(c->expr[0]));
	qsort(m.doc, m.ndoc, sizeof(m.doc[0]), by_key);
	for (size_t i = 0; i < m.ndoc; i = end) {
		end = run_end(&m, i, false);
		part_issuers(&m, m.doc + i, end - i);
	}
	qsort(m.doc, m.ndoc, sizeof(m.doc[0]), by_key);
	wf_rename(c, m.doc, m.ndoc);
	qsort(m.doc, m.ndoc, sizeof(m.doc[0]), by_key);
	for (size_t i = 0; i < m.ndoc; i = end) {
		end = run_end(&m, i, false);
		if (end - i > 1) {
			complete_days(m.doc + i, end - i);
			join_days(m.doc + i, end - i);
		}
	}
	qsort(m.doc, m.ndoc, sizeof(m.doc[0]), by_key);
	for (size_t i = 0; i < m.ndoc; i = end) {
		end = run_end(&m, i, false);
		make_work(&m, i, end);
	}
	free(m.doc);
}

void
wf_catalog_free(struct wf_catalog *c)
{
	for (size_t i = 0; i < c->nexpr; i++)
		wf_arena_free(&c->expr[i].arena);
	wf_map_free(&c->by_key);
	wf_map_free(&c->by_title);
	free(c->former);
	free(c->name);
	wf_arena_free(&c->arena);
	*c = (struct wf_catalog){ 0 };
}
