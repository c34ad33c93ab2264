/*
 * Compares every text of the corpus with itself, with the next text of its work and with a
 * copy full of noise, a line of TAP for each law that comparisons must keep.  Says nothing
 * of whether the rows are those a lawyer would write: diff.py.
 *
 * Usage: diff [SHARED]        the checks
 *        diff KB ID ID        the rows of one comparison, for diff.py
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN = 20, NOISY = 200, STRIDE = 7 };

/* One law that must hold: how often it was asked, and where it was broken. */
struct check { const char *name; size_t asked, broken; struct wf_buf where; };

enum { SELF, COVERED, ORDER, SPELLED, FLAGS, WAYS, CHILDREN, KNOWN, NOISE, CHECKS };

struct run {
	struct check check[CHECKS];
	const char *of;		/* what is compared now */
	size_t rows;
	size_t count[WF_DF_MERGED + 1];
};

static bool
expect(struct run *run, int check, bool good, const char *what)
{
	struct check *c = &run->check[check];

	c->asked++;
	if (!good && c->broken++ < SHOWN)
		wf_buf_printf(&c->where, "# %s: %s\n", run->of, what);
	return good;
}

/* ---- what holds for any comparison ------------------------------------------------------- */

/* True for nodes that must stand in a row: articles outside annexes, and annexes. */
static bool
is_compared(const struct wf_diff_side *s, uint32_t i)
{
	uint32_t up = s->node[i].parent;

	if (s->node[i].kind != WF_ARTICLE && s->node[i].kind != WF_ANNEX)
		return false;
	while (up != WF_NO_NODE && s->node[up].kind != WF_ANNEX && s->node[up].kind != WF_ARTICLE)
		up = s->node[up].parent;
	return up == WF_NO_NODE;
}

/* Each compared node of a side stands in a row; in one alone where that says so. */
static void
check_side(struct run *run, const struct wf_diff *d, const struct wf_diff_side *s, bool old)
{
	uint32_t *rows = wf_malloc((s->nnode + 1) * sizeof *rows);
	bool *alone = wf_malloc(s->nnode + 1);

	memset(rows, 0, (s->nnode + 1) * sizeof *rows);
	memset(alone, 0, s->nnode + 1);
	for (size_t i = 0; i < d->nrow; i++) {
		const struct wf_diff_row *r = &d->row[i];
		for (uint32_t k = 0; k < (old ? r->nold : r->nnew); k++) {
			uint32_t node = (old ? r->old : r->new)[k];
			rows[node]++;
			alone[node] |= r->status == WF_DF_DELETED || r->status == WF_DF_INSERTED || old;
		}
	}
	for (uint32_t i = 1; i < s->nnode; i++) {
		if (is_compared(s, i))
			expect(run, COVERED, rows[i] > 0, old ? "an old article is lost" :
			    "a new article is lost");
		expect(run, COVERED, rows[i] < 2 || !alone[i], "a node stands in two rows");
	}
	free(rows);
	free(alone);
}

static void
check_order(struct run *run, const struct wf_diff *d)
{
	uint32_t last = 0;

	for (size_t i = 0; i < d->nrow; i++) {
		const struct wf_diff_row *r = &d->row[i];
		for (uint32_t k = 1; k < r->nnew; k++)
			expect(run, ORDER, r->new[k - 1] < r->new[k], "new nodes of a row out of order");
		if (r->nnew == 0)
			continue;
		expect(run, ORDER, r->new[0] >= last, "rows out of order");
		last = r->new[0];
	}
}

/* The texts of a row's nodes, joined by line breaks. */
static void
put_texts(struct wf_buf *b, const struct wf_diff_side *s, const uint32_t *node, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			wf_buf_ch(b, '\n');
		wf_buf_put(b, s->text[node[i]]);
	}
}

static void
check_edits(struct run *run, const struct wf_diff_row *r, const struct wf_diff_side *old,
    const struct wf_diff_side *new)
{
	struct wf_buf x = { 0 }, y = { 0 }, p = { 0 }, q = { 0 };

	if (r->nold == 0 || r->nnew == 0) {
		expect(run, SPELLED, r->nedit == 0, "edits of a row with one side");
		return;
	}
	put_texts(&x, old, r->old, r->nold);
	put_texts(&y, new, r->new, r->nnew);
	for (uint32_t i = 0; i < r->nedit; i++) {
		if (r->edit[i].op != WF_ED_INS)
			wf_buf_put(&p, r->edit[i].text);
		if (r->edit[i].op != WF_ED_DEL)
			wf_buf_put(&q, r->edit[i].text);
		expect(run, SPELLED, r->edit[i].text.n > 0, "an empty edit");
		expect(run, SPELLED, i == 0 || r->edit[i].op != r->edit[i - 1].op, "two edits of one kind");
	}
	bool same = wf_str_eq(wf_buf_str(&x), wf_buf_str(&y));
	expect(run, SPELLED, same == (r->nedit == 0), "edits of equal texts, or none of others");
	expect(run, SPELLED, same || wf_str_eq(wf_buf_str(&p), wf_buf_str(&x)), "old text not spelled");
	expect(run, SPELLED, same || wf_str_eq(wf_buf_str(&q), wf_buf_str(&y)), "new text not spelled");
	wf_buf_free(&x), wf_buf_free(&y), wf_buf_free(&p), wf_buf_free(&q);
}

static void
check_flags(struct run *run, const struct wf_diff_row *r)
{
	expect(run, FLAGS, !r->punct_only || r->status == WF_DF_UNCHANGED, "punct_only, not unchanged");
	expect(run, FLAGS, !r->crossref_only || r->status == WF_DF_MODIFIED, "crossref_only, not modified");
	expect(run, FLAGS, (r->nold == 0) == (r->status == WF_DF_INSERTED), "inserted with an old side");
	expect(run, FLAGS, (r->nnew == 0) == (r->status == WF_DF_DELETED), "deleted with a new side");
	expect(run, FLAGS, (r->nnew > 1) == (r->status == WF_DF_SPLIT), "split, yet not several");
	expect(run, FLAGS, r->nold <= 1, "several old nodes in a row");
	expect(run, FLAGS, r->status != WF_DF_UNCHANGED || r->punct_only == (r->nedit > 0),
	    "unchanged with edits, not punct_only");
}

/* A node below others stands in the children of one row at most, on either side. */
static void
check_children(struct run *run, const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new)
{
	size_t n = (size_t)old->nnode + new->nnode;
	uint8_t *seen = wf_malloc(n + 1);

	memset(seen, 0, n + 1);
	for (size_t i = 0; i < d->nrow; i++)
		for (uint32_t k = 0; k < d->row[i].nchild; k++) {
			const struct wf_diff_child *c = &d->row[i].child[k];
			if (c->old != WF_NO_NODE)
				expect(run, CHILDREN, !seen[c->old]++, "an old child twice");
			if (c->new != WF_NO_NODE)
				expect(run, CHILDREN, !seen[old->nnode + c->new]++, "a new child twice");
			expect(run, CHILDREN, (c->old == WF_NO_NODE) == (c->status == WF_DF_INSERTED) &&
			    (c->new == WF_NO_NODE) == (c->status == WF_DF_DELETED), "a child's status");
		}
	free(seen);
}

/* What follow and trace say is what the rows say. */
static void
check_ways(struct run *run, const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new)
{
	for (size_t i = 0; i < d->nrow; i++) {
		const struct wf_diff_row *r = &d->row[i];
		uint32_t to = r->nold ? wf_diff_follow(d, old, new, r->old[0]) : WF_NO_NODE;
		bool found = to == WF_NO_NODE && r->nnew == 0;

		for (uint32_t k = 0; r->nold && k < r->nnew; k++)
			found |= to == r->new[k];
		if (r->nold)
			expect(run, WAYS, found, "follow leads elsewhere");
		if (r->nold == 0)
			expect(run, WAYS, wf_diff_trace(d, old, new, r->new[0]) == WF_NO_NODE,
			    "an inserted article has a past");
		if (r->nold && r->nnew == 1 && r->status != WF_DF_MERGED) {
			uint32_t from = wf_diff_trace(d, old, new, r->new[0]);
			expect(run, WAYS, from != WF_NO_NODE, "trace leads nowhere");
		}
		for (uint32_t k = 0; k < r->nchild; k++)
			if (r->child[k].old != WF_NO_NODE)
				expect(run, WAYS, r->child[k].new ==
				    wf_diff_follow(d, old, new, r->child[k].old), "a child's way is another");
	}
	expect(run, WAYS, wf_diff_follow(d, old, new, 0) == 0, "the whole is not the whole");
}

static void
check_pair(struct run *run, const struct wf_diff_side *old, const struct wf_diff_side *new)
{
	struct wf_arena a = { 0 };
	struct wf_diff d;
	size_t sum = 0;

	wf_diff(&d, &a, old, new);
	check_side(run, &d, old, true);
	check_side(run, &d, new, false);
	check_order(run, &d);
	for (size_t i = 0; i < d.nrow; i++) {
		check_edits(run, &d.row[i], old, new);
		check_flags(run, &d.row[i]);
	}
	check_children(run, &d, old, new);
	check_ways(run, &d, old, new);
	for (size_t i = 0; i <= WF_DF_MERGED; i++) {
		sum += d.count[i];
		run->count[i] += d.count[i];
	}
	expect(run, FLAGS, sum == d.nrow, "the counts are not those of the rows");
	run->rows += d.nrow;
	wf_arena_free(&a);
}

static void
check_self(struct run *run, const struct wf_diff_side *s)
{
	struct wf_arena a = { 0 };
	struct wf_diff d;

	wf_diff(&d, &a, s, s);
	for (size_t i = 0; i < d.nrow; i++) {
		const struct wf_diff_row *r = &d.row[i];
		expect(run, SELF, r->status == WF_DF_UNCHANGED && !r->renumbered && !r->punct_only &&
		    r->nedit == 0 && r->old[0] == r->new[0], "changed against itself");
		for (uint32_t k = 0; k < r->nchild; k++)
			expect(run, SELF, r->child[k].old == r->child[k].new && !r->child[k].moved &&
			    r->child[k].status == WF_DF_UNCHANGED, "a child changed against itself");
	}
	wf_arena_free(&a);
}

/* ---- the texts of a knowledge base --------------------------------------------------------- */

static wf_rc
side_of(struct wf_diff_side *out, struct wf_kb *kb, struct wf_arena *a, const struct wf_row_expr *e,
    struct wf_err *err)
{
	struct wf_target t = { .expr = *e };
	wf_rc rc = wf_db_nodes(&t.node, &t.source, &t.nnode, wf_kb_db(kb), a, e->id);

	return rc == WF_OK ? wf_kb_side(out, kb, a, &t, err) : rc;
}

static wf_rc
check_works(struct run *run, struct wf_kb *kb, size_t *pairs, struct wf_err *err)
{
	struct wf_arena a = { 0 }, old = { 0 };
	struct wf_row_expr *e;
	struct wf_diff_side before = { 0 }, now;
	size_t n;
	wf_rc rc = wf_db_all_exprs(&e, &n, wf_kb_db(kb), &a);

	for (size_t i = 0; rc == WF_OK && i < n; i++) {
		struct wf_arena one = { 0 };
		struct wf_row_work w;
		char day[11];

		wf_date_iso(day, e[i].date);
		rc = wf_db_work(&w, wf_kb_db(kb), &one, e[i].work);
		if (rc == WF_OK)
			rc = side_of(&now, kb, &one, &e[i], err);
		if (rc == WF_OK) {
			run->of = wf_arena_printf(&one, "%.*s@%s", WF_FMT(w.key), day).p;
			check_self(run, &now);
			if (i && e[i - 1].work == e[i].work) {
				check_pair(run, &before, &now);
				(*pairs)++;
			}
		}
		wf_arena_free(&old);
		old = one;
		before = now;
	}
	if (rc == WF_OK)
		free(e);
	wf_arena_free(&old);
	wf_arena_free(&a);
	return rc;
}

static wf_rc
side_of_id(struct wf_diff_side *out, struct wf_kb *kb, struct wf_arena *a, const char *id, struct wf_err *err)
{
	struct wf_target t;
	struct wf_ids near = { 0 };
	enum wf_find how;
	wf_rc rc = wf_kb_find(&t, &how, &near, kb, a, wf_str_of(id), 0, err);

	free(near.v);
	if (rc == WF_OK && how != WF_FIND_OK)
		return wf_fail(err, WF_NONE, "no text %s", id);
	return rc == WF_OK ? wf_kb_side(out, kb, a, &t, err) : rc;
}

/* Provisions whose way is known, from one text of a work to the next. */
static const struct { const char *old, *new, *from, *to; } known[] = {
	{ "网络安全法@2016-11-07", "网络安全法@2025-10-28", "art_37", "art_39" },
	{ "网络安全法@2016-11-07", "网络安全法@2025-10-28", "art_21__para_1__item_3",
	    "art_23__para_1__item_3" },
	{ "网络安全法@2016-11-07", "网络安全法@2025-10-28", "chp_3", "chp_3" },
	{ "反不正当竞争法@2019-04-23", "反不正当竞争法@2025-06-27", "art_24", "art_29" },
	{ "保守国家秘密法实施条例@2014-01-17", "保守国家秘密法实施条例@2024-07-10", "art_31", "art_56" },
};

static void
check_known(struct run *run, struct wf_kb *kb, struct wf_err *err)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct wf_arena a = { 0 };
		struct wf_diff_side old, new;
		struct wf_diff d;

		run->of = known[i].from;
		if (side_of_id(&old, kb, &a, known[i].old, err) == WF_OK &&
		    side_of_id(&new, kb, &a, known[i].new, err) == WF_OK) {
			wf_diff(&d, &a, &old, &new);
			uint32_t from = wf_eid_find(old.node, old.nnode, wf_str_of(known[i].from));
			uint32_t to = wf_eid_find(new.node, new.nnode, wf_str_of(known[i].to));
			expect(run, KNOWN, wf_diff_follow(&d, &old, &new, from) == to, "followed elsewhere");
			expect(run, KNOWN, wf_diff_trace(&d, &old, &new, to) == from, "traced elsewhere");
		} else {
			expect(run, KNOWN, false, "text not held");
		}
		wf_arena_free(&a);
	}
}
/* ---- noise ------------------------------------------------------------------------------------ */

/* splitmix64: the same noise on every machine. */
static uint64_t
chance(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* True once in so many times. */
static bool
once_in(uint64_t *state, uint64_t times)
{
	return chance(state) % times == 0;
}

/* Pairs that mean the same to a reader of law. */
static const struct { uint32_t x, y; } twins[] = {
	{ 0xFF0C, ',' }, { 0xFF1B, ';' }, { 0xFF1A, ':' }, { 0xFF08, '(' }, { 0xFF09, ')' },
	{ 0x201C, '"' }, { 0x201D, '"' }, { 0x3001, 0xFF64 }, { 0x300A, 0x3008 }, { 0x300B, 0x3009 },
};

static uint32_t
twin_of(uint32_t cp)
{
	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (twins[i].x == cp || twins[i].y == cp)
			return twins[i].x == cp ? twins[i].y : twins[i].x;
	if ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
		return cp + 0xFEE0;
	if ((cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF5A))
		return cp - 0xFEE0;
	return cp;
}

/* True where a line broken in front of s would begin like a provision of its own. */
static bool
begins_label(wf_str s)
{
	return wf_label_read(wf_str_ltrim(s)).kind != WF_DOC;
}

static void
put_noise(struct wf_buf *out, wf_str s, uint64_t *state)
{
	static const char *const spaces[] = { " ", "  ", "\xE3\x80\x80" };
	bool begun = false;

	for (uint32_t before = 0; s.n; begun = true) {
		wf_str rest = s;
		uint32_t cp = wf_utf8_next(&rest);

		if (begun && once_in(state, 40))
			wf_buf_put(out, wf_str_of(spaces[chance(state) % 3]));
		if (begun && once_in(state, 60) && !begins_label(s))
			wf_buf_put(out, once_in(state, 2) ? WF_S("\n") : WF_S("\n\n"));
		/* between digits a point or a comma is no punctuation */
		bool number = before >= '0' && before <= '9';
		wf_buf_cp(out, once_in(state, 4) && !(number && cp < 0x80 && twin_of(cp) >= 0xFF10) ?
		    twin_of(cp) : cp);
		before = cp;
		s = rest;
	}
}

/* True for a line in which a heading stands: only paragraphs are broken. */
static bool
in_heading(const struct wf_doc *doc, wf_str line)
{
	uint32_t off = (uint32_t)(line.p - doc->source.raw.p);

	for (uint32_t i = 1; i < doc->nnode; i++) {
		const struct wf_node *n = &doc->node[i];
		wf_span at = wf_source_raw_span(&doc->source, n->head);
		if (n->head.len && n->kind != WF_ARTICLE && at.off < off + line.n && off < at.off + at.len)
			return true;
	}
	return false;
}

/* Noise in every line of the articles; labels, headings and markup stay. */
static void
make_noisy(struct wf_buf *out, const struct wf_doc *doc, uint64_t *state)
{
	wf_str text = doc->source.raw;
	bool body = false;

	while (text.n) {
		size_t end = wf_str_find(text, WF_S("\n"), 0);
		wf_str line = wf_str_sub(text, 0, end == SIZE_MAX ? text.n : end);
		wf_str bare = wf_str_ltrim(line);
		struct wf_label label = wf_label_read(bare);

		body |= label.kind == WF_ARTICLE;
		text = wf_str_from(text, line.n + (end != SIZE_MAX));
		if (!body || bare.n == 0 || strchr("#<|>-*", bare.p[0]) || label.kind == WF_ANNEX ||
		    (label.kind != WF_DOC && label.kind < WF_ARTICLE) || in_heading(doc, line)) {
			wf_buf_put(out, line);
		} else {
			wf_buf_put(out, wf_str_sub(bare, 0, label.len));
			wf_buf_put(out, label.len && once_in(state, 2) ? WF_S("\xE3\x80\x80") : WF_S(""));
			put_noise(out, wf_str_from(bare, label.len), state);
		}
		wf_buf_put(out, once_in(state, 10) ? WF_S("\n\n\n") : WF_S("\n"));
	}
}

static struct wf_diff_side
side_of_doc(struct wf_arena *a, const struct wf_doc *doc)
{
	wf_str *text = wf_arena_alloc(a, (doc->nnode + 1) * sizeof *text);

	for (uint32_t i = 0; i < doc->nnode; i++)
		text[i] = wf_source_slice(&doc->source, wf_node_text(&doc->source, &doc->node[i]));
	return (struct wf_diff_side){ doc->node, doc->nnode, text };
}

/* One law against its noisy copy; false = it is no law with articles. */
static bool
check_noise(struct run *run, wf_str path, uint64_t *state)
{
	struct wf_doc doc = { 0 }, noisy = { 0 };
	struct wf_err err = { "" };
	struct wf_arena a = { 0 };
	struct wf_buf b = { 0 };
	struct wf_diff d = { 0 };
	bool law = wf_doc_read(&doc, path.p, &err) == WF_OK && doc.head.nolaw == WF_IS_LAW &&
	    wf_doc_counts(&doc).articles >= 10 && doc.source.raw_is_file;

	if (law) {
		run->of = path.p;
		make_noisy(&b, &doc, state);
		expect(run, NOISE, wf_doc_read_bytes(&noisy, path, wf_buf_str(&b), &err) == WF_OK, "not read");
		struct wf_diff_side x = side_of_doc(&a, &doc), y = side_of_doc(&a, &noisy);
		wf_diff(&d, &a, &x, &y);
	}
	for (size_t i = 0; i < d.nrow; i++) {
		char what[64];
		const struct wf_diff_row *r = &d.row[i];
		const struct wf_node *n = r->nold ? &doc.node[r->old[0]] : &noisy.node[r->new[0]];
		snprintf(what, sizeof what, "%s %u %s", wf_kind_name(n->kind), n->num,
		    wf_diff_status_name(r->status));
		expect(run, NOISE, r->status == WF_DF_UNCHANGED && !r->renumbered, what);
	}
	wf_doc_free(&doc);
	wf_doc_free(&noisy);
	wf_buf_free(&b);
	wf_arena_free(&a);
	return law;
}

static size_t
check_noisy(struct run *run, const char *corpus, struct wf_err *err)
{
	struct wf_arena a = { 0 };
	struct wf_entries e = { 0 };
	uint64_t state = 20240601;
	size_t n = 0;

	if (wf_walk(&e, &a, corpus, err) == WF_OK)
		for (size_t i = 0; i < e.n && n < NOISY; i += STRIDE)
			n += check_noise(run, e.v[i].path, &state);
	free(e.v);
	wf_arena_free(&a);
	return n;
}

/* ---- all together --------------------------------------------------------------------------------- */

static void
put_numbers(json_t *rec, const char *key, const struct wf_diff_side *s, const uint32_t *node, uint32_t n)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < n; i++) {
		const struct wf_node *x = &s->node[node[i]];
		struct wf_buf b = { 0 };

		wf_buf_printf(&b, "%s%u", x->kind == WF_ARTICLE ? "" : wf_kind_eid(x->kind), x->num);
		if (x->sub)
			wf_buf_printf(&b, "-%u", x->sub);
		json_array_append_new(list, json_stringn(b.p, b.n));
		wf_buf_free(&b);
	}
	wf_json_own(rec, key, list);
}

/* The rows of one comparison as diff.py scores them. */
static int
print_rows(const char *folder, const char *old_id, const char *new_id)
{
	struct wf_kb *kb = NULL;
	struct wf_err err = { "" };
	struct wf_arena a = { 0 };
	struct wf_diff_side old, new;
	struct wf_diff d;
	wf_rc rc = wf_kb_open(&kb, folder, &err);

	if (rc == WF_OK)
		rc = side_of_id(&old, kb, &a, old_id, &err);
	if (rc == WF_OK)
		rc = side_of_id(&new, kb, &a, new_id, &err);
	if (rc == WF_OK)
		wf_diff(&d, &a, &old, &new);
	for (size_t i = 0; rc == WF_OK && i < d.nrow; i++) {
		json_t *rec = json_object();

		put_numbers(rec, "old", &old, d.row[i].old, d.row[i].nold);
		put_numbers(rec, "new", &new, d.row[i].new, d.row[i].nnew);
		wf_json_str(rec, "status", wf_str_of(wf_diff_status_name(d.row[i].status)));
		wf_json_bool(rec, "renumbered", d.row[i].renumbered);
		wf_json_bool(rec, "crossref_only", d.row[i].crossref_only);
		wf_json_bool(rec, "punct_only", d.row[i].punct_only);
		json_dumpf(rec, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
		putchar('\n');
		json_decref(rec);
	}
	if (rc != WF_OK)
		fprintf(stderr, "%s\n", err.msg);
	wf_kb_close(kb);
	wf_arena_free(&a);
	return rc == WF_OK ? 0 : 1;
}

static bool
report(struct run *run)
{
	bool good = true;

	for (size_t i = 0; i < CHECKS; i++) {
		struct check *c = &run->check[i];
		bool kept = c->asked > 0 && c->broken == 0;

		printf("%s %zu - %s: asked %zu times, broken %zu times\n%.*s", kept ? "ok" : "not ok", i + 1,
		    c->name, c->asked, c->broken, WF_FMT(wf_buf_str(&c->where)));
		wf_buf_free(&c->where);
		good &= kept;
	}
	return good;
}

static int
run_checks(const char *corpus, const char *folder)
{
	struct run run = { .check = {
		[SELF] = { .name = "a text against itself is unchanged" },
		[COVERED] = { .name = "every article of both sides stands in its rows" },
		[ORDER] = { .name = "rows stand in order of the new text" },
		[SPELLED] = { .name = "edits spell both texts" },
		[FLAGS] = { .name = "status and flags agree" },
		[WAYS] = { .name = "follow and trace say what the rows say" },
		[CHILDREN] = { .name = "children stand once" },
		[KNOWN] = { .name = "known provisions are found again" },
		[NOISE] = { .name = "noise changes nothing" },
	} };
	struct wf_build_opt opt = { .kb = folder, .source = &corpus, .nsource = 1 };
	struct wf_build_sum sum = { 0 };
	struct wf_err err = { "" };
	struct wf_kb *kb = NULL;
	size_t pairs = 0;
	wf_rc rc = wf_build(&sum, &opt, &err);

	wf_build_sum_free(&sum);
	if (rc == WF_OK)
		rc = wf_kb_open(&kb, folder, &err);
	if (rc == WF_OK)
		rc = check_works(&run, kb, &pairs, &err);
	if (rc != WF_OK) {
		printf("not ok 1 - %s\n1..1\n", err.msg);
		wf_kb_close(kb);
		return 1;
	}
	check_known(&run, kb, &err);
	wf_kb_close(kb);
	size_t noisy = check_noisy(&run, corpus, &err);
	bool good = report(&run);
	printf("%s %d - there are pairs and %d laws to disturb\n", pairs && noisy == NOISY ? "ok" : "not ok",
	    CHECKS + 1, NOISY);
	printf("#: %zu pairs of texts, %zu rows:", pairs, run.rows);
	for (int i = 0; i <= WF_DF_MERGED; i++)
		printf(" %zu %s", run.count[i], wf_diff_status_name((enum wf_diff_status)i));
	printf("; %zu laws disturbed\n1..%d\n", noisy, CHECKS + 1);
	return good && pairs && noisy == NOISY ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const char *root = argc > 1 ? argv[1] : getenv("WANGFA_SHARED");
	const char *temporary = getenv("TMPDIR");
	char corpus[512], folder[512], words[600];
	struct wf_stat stat;
	struct wf_err err = { "" };

	if (argc > 3)
		return print_rows(argv[1], argv[2], argv[3]);
	snprintf(corpus, sizeof corpus, "%s/corpus", root ? root : "../shared");
	if (wf_file_stat(&stat, corpus, &err) != WF_OK) {
		printf("1..0 # SKIP no corpus at %s\n", corpus);
		return 0;
	}
	snprintf(folder, sizeof folder, "%s/wangfa-diff-XXXXXX", temporary ? temporary : P_tmpdir);
	if (!mkdtemp(folder)) {
		printf("not ok 1 - no temporary folder\n1..1\n");
		return 1;
	}
	int status = run_checks(corpus, folder);
	snprintf(words, sizeof words, "rm -r '%s'", folder);
	return system(words) == 0 ? status : 3;
}
