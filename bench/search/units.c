/*
 * Reads the units of a knowledge base and the questions, and cuts words into grams for the peers.
 * Cuts documents into units as the build does; says nothing of what a good answer is.
 */
#include "units.h"

#include <stdlib.h>
#include <string.h>

#define QUESTIONS_LIMIT ((size_t)16 << 20)

/* ---- units ---------------------------------------------------------------------------- */

const char *const national_levels[] = { "宪法", "法律", "监察法规", "行政法规", "司法解释", "部门规章",
	"规范性文件", NULL };

static bool
is_national(wf_str level)
{
	for (size_t i = 0; national_levels[i]; i++)
		if (wf_str_is(level, national_levels[i]))
			return true;
	return false;
}

static bool
holds_article(const struct wf_node *node, uint32_t at)
{
	for (uint32_t i = at + 1; i < node[at].end; i++)
		if (node[i].kind == WF_ARTICLE)
			return true;
	return false;
}

/* As src/engine/write.c cuts: articles, annexes, and outside them what is no heading above others. */
static bool
is_unit(const struct wf_node *node, uint32_t i)
{
	uint8_t kind = node[i].kind;

	if (kind == WF_ARTICLE || kind == WF_ANNEX)
		return true;
	if ((kind >= WF_BOOK && kind <= WF_SECTION) || (node[i].flags & WF_GROUP) != 0)
		return node[i].end == i + 1;
	return !holds_article(node, i);
}

/* The texts of one expression. */
struct held {
	const struct wf_row_work *work;
	const struct wf_row_expr *expr;
	struct wf_node *node; int64_t *id; uint32_t n;
	struct wf_source **source;	/* by id of source; read when first wanted */
	struct wf_arena scratch;	/* of this expression alone */
};

static wf_rc
source_of(const struct wf_source **out, struct units *u, struct held *h, int64_t id)
{
	if (!h->source[id]) {
		h->source[id] = wf_arena_alloc(&u->arena, sizeof **h->source);
		wf_rc rc = wf_db_text(h->source[id], wf_kb_db(u->kb), &u->arena, id);
		if (rc != WF_OK)
			return rc;
	}
	*out = h->source[id];
	return WF_OK;
}

static wf_rc
add_unit(struct units *u, struct held *h, uint32_t i, struct wf_eid_scheme scheme, bool answers)
{
	const struct wf_source *s;
	struct wf_buf b = { 0 };
	char day[11];
	struct unit new = { .expr = h->expr->id, .node = i, .end = h->node[i].end, .source = h->id[i],
		.title = h->work->title, .answers = answers, .national = is_national(h->work->level) };
	wf_rc rc = WF_OK;

	for (uint32_t up = h->node[i].parent; up != 0 && rc == WF_OK; up = h->node[up].parent) {
		if (h->id[up] == 0 || (rc = source_of(&s, u, h, h->id[up])) != WF_OK)
			continue;
		wf_buf_put(&b, wf_source_slice(s, h->node[up].head));
		wf_buf_ch(&b, '\n');
	}
	new.headings = wf_arena_str(&u->arena, wf_buf_str(&b));
	b.n = 0;
	wf_date_iso(day, h->expr->date);
	wf_buf_printf(&b, "%.*s@%s#", WF_FMT(h->work->key), day);
	wf_eid(&b, h->node, i, scheme);
	new.id = wf_arena_str(&u->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	if (rc == WF_OK && h->id[i] != 0 && (rc = source_of(&s, u, h, h->id[i])) == WF_OK)
		new.text = wf_source_slice(s, wf_node_text(s, &h->node[i]));
	u->v = wf_grow(u->v, &u->cap, u->n + 1, sizeof *u->v);
	u->v[u->n++] = new;
	return rc;
}

static wf_rc
add_expr(struct units *u, struct held *h, bool answers)
{
	wf_rc rc = wf_db_nodes(&h->node, &h->id, &h->n, wf_kb_db(u->kb), &h->scratch, h->expr->id);

	if (rc != WF_OK)
		return rc;
	struct wf_eid_scheme scheme = wf_eid_scheme(h->node, h->n);
	for (uint32_t i = 1; i < h->n && rc == WF_OK; ) {
		bool preface = h->node[i].kind == WF_PREFACE;
		if (!preface && !is_unit(h->node, i)) {
			i++;
			continue;
		}
		if (!preface)
			rc = add_unit(u, h, i, scheme, answers);
		i = h->node[i].end;
	}
	wf_arena_free(&h->scratch);
	return rc;
}

/* ---- ids as the answers write them ---------------------------------------------------------- */

/* "title@date#art_21" or "title@date#21" -> a key without signs; false = no article. */
static bool
answer_key(struct wf_buf *out, wf_str id)
{
	static const wf_str state = { "中华人民共和国", 21 };
	size_t at = wf_str_find(id, WF_S("#"), 0);

	out->n = 0;
	if (at == SIZE_MAX)
		return false;
	for (wf_str s = wf_str_sub(id, 0, at); s.n; ) {
		if (wf_str_starts(s, state)) {
			s = wf_str_from(s, state.n);
			continue;
		}
		if (*s.p == '~') {	/* the issuer of a namesake */
			size_t day = wf_str_find(s, WF_S("@"), 0);
			s = day == SIZE_MAX ? WF_S("") : wf_str_from(s, day);
			continue;
		}
		uint32_t cp = wf_utf8_next(&s);
		if ((cp >= 0x4e00 && cp <= 0x9fff) || cp == '@' || cp == '-' || (cp >= '0' && cp <= '9') ||
		    (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'))
			wf_buf_cp(out, cp);
	}
	wf_buf_ch(out, '#');
	wf_str number = wf_str_from(id, at + 1);
	if (wf_str_starts(number, WF_S("art_")))
		number = wf_str_from(number, 4);
	size_t n = 0;
	while (n < number.n && ((number.p[n] >= '0' && number.p[n] <= '9') || (n > 0 && number.p[n] == '-')))
		n++;
	wf_buf_put(out, wf_str_sub(number, 0, n));
	return n > 0;
}

static void
name_units(struct units *u)
{
	struct wf_buf key = { 0 };
	uint32_t there;

	for (size_t i = 0; i < u->n; i++)
		if (answer_key(&key, u->v[i].id) && !wf_map_get(&u->by_answer, wf_buf_str(&key), &there))
			wf_map_set(&u->by_answer, wf_arena_str(&u->arena, wf_buf_str(&key)), (uint32_t)i);
	wf_buf_free(&key);
}

wf_rc
units_read(struct units *out, struct wf_kb *kb, const char *folder, struct wf_err *err)
{
	struct wf_db *db = wf_kb_db(kb);
	struct wf_row_work *work = NULL;
	struct wf_row_expr *expr = NULL;
	size_t nwork = 0, nexpr = 0;
	int64_t nsource = 0;
	struct held h = { 0 };

	*out = (struct units){ .kb = kb, .folder = folder };
	wf_rc rc = wf_db_all_works(&work, &nwork, db, &out->arena);
	if (rc == WF_OK)
		rc = wf_db_all_exprs(&expr, &nexpr, db, &out->arena);
	if (rc == WF_OK)
		rc = wf_db_count(&nsource, db, "sources");
	h.source = wf_arena_alloc(&out->arena, ((size_t)nsource + 1) * sizeof *h.source);
	for (size_t w = 0, at = 0; rc == WF_OK && w < nwork; w++) {
		size_t first = at;
		while (at < nexpr && expr[at].work == work[w].id)
			at++;
		size_t pick = at > first ? first + wf_expr_pick(&work[w], expr + first, at - first,
		    wf_date_today()) : first;
		h.work = &work[w];
		for (size_t i = first; rc == WF_OK && i < at; i++) {
			h.expr = &expr[i];
			rc = add_expr(out, &h, i == pick);
		}
	}
	free(work);
	free(expr);
	name_units(out);
	return rc < 0 ? wf_fail(err, rc, "%s", wf_db_error(db)) : WF_OK;
}

void
units_free(struct units *u)
{
	free(u->v);
	wf_map_free(&u->by_answer);
	wf_arena_free(&u->arena);
	wf_buf_free(&u->grams);
	wf_buf_free(&u->folded);
}

size_t
units_n(const struct units *u)
{
	return u->n;
}

size_t
units_find(const struct units *u, int64_t expr, uint32_t node)
{
	for (size_t low = 0, high = u->n; low < high; ) {
		size_t mid = low + (high - low) / 2;
		const struct unit *x = &u->v[mid];

		if (x->expr == expr && x->node == node)
			return mid;
		if (x->expr < expr || (x->expr == expr && x->node < node))
			low = mid + 1;
		else
			high = mid;
	}
	return SIZE_MAX;
}

/* ---- grams ------------------------------------------------------------------------------------ */

static bool
is_ascii_word(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9');
}

static void
put_gram(struct wf_buf *out, const char *from, const char *to)
{
	if (out->n)
		wf_buf_ch(out, ' ');
	wf_buf_put(out, (wf_str){ from, (size_t)(to - from) });
}

/* s is folded. */
static void
add_grams(struct wf_buf *out, wf_str s, enum gram_kind kind)
{
	while (s.n) {
		const char *start = s.p, *before = NULL;
		uint32_t cp = wf_utf8_next(&s);

		if (is_ascii_word(cp)) {
			while (s.n && is_ascii_word((unsigned char)*s.p))
				wf_utf8_next(&s);
			put_gram(out, start, s.p);
			continue;
		}
		if (!wf_is_han(cp))
			continue;
		if (kind == GRAM_ONES_AND_PAIRS || s.n == 0 || !wf_is_han(wf_utf8_peek(s, NULL)))
			put_gram(out, start, s.p);
		for (before = start; s.n && wf_is_han(wf_utf8_peek(s, NULL)); before = start) {
			start = s.p;
			wf_utf8_next(&s);
			put_gram(out, before, s.p);
			if (kind == GRAM_ONES_AND_PAIRS)
				put_gram(out, start, s.p);
		}
	}
}

static void
fold_and_cut(struct units *u, wf_str words, enum gram_kind kind)
{
	u->folded.n = 0;
	wf_fold(&u->folded, words, WF_FOLD_SEARCH & ~(unsigned)WF_FOLD_SPACE);
	add_grams(&u->grams, wf_buf_str(&u->folded), kind);
}

static const char *
finished(struct wf_buf *b)
{
	wf_buf_put(b, WF_S(""));
	return b->p ? b->p : "";
}

const char *
unit_grams(struct units *u, size_t unit, enum gram_kind kind)
{
	u->grams.n = 0;
	fold_and_cut(u, u->v[unit].title, kind);
	fold_and_cut(u, u->v[unit].headings, kind);
	fold_and_cut(u, u->v[unit].text, kind);
	return finished(&u->grams);
}

const char *
text_grams(struct units *u, wf_str words, enum gram_kind kind)
{
	u->grams.n = 0;
	fold_and_cut(u, words, kind);
	return finished(&u->grams);
}

const char *
question_grams(struct units *u, const char *question, enum gram_kind kind)
{
	return text_grams(u, wf_str_of(question), kind);
}

const char *
unit_words(struct units *u, size_t unit)
{
	const wf_str part[] = { u->v[unit].title, u->v[unit].headings, u->v[unit].text };

	u->folded.n = 0;
	for (size_t i = 0; i < 3; i++) {
		wf_fold(&u->folded, part[i], WF_FOLD_SEARCH & ~(unsigned)WF_FOLD_SPACE);
		wf_buf_ch(&u->folded, '\n');
	}
	return finished(&u->folded);
}

/* ---- questions ----------------------------------------------------------------------------------- */

static bool
add_question(struct questions *out, const struct units *u, const json_t *row)
{
	const json_t *gold = json_object_get(row, "gold");
	wf_str words = wf_json_get(row, "query");
	struct question q = { .id = json_integer_value(json_object_get(row, "query_id")) };
	struct wf_buf key = { 0 };

	if (!words.n || !json_is_array(gold) || json_array_size(gold) == 0)
		return false;
	q.words = wf_arena_str(&out->arena, words).p;
	q.gold = wf_arena_alloc(&out->arena, json_array_size(gold) * sizeof *q.gold);
	for (size_t i = 0; i < json_array_size(gold); i++) {
		uint32_t unit;
		if (answer_key(&key, wf_str_of(json_string_value(json_array_get(gold, i)))) &&
		    wf_map_get(&u->by_answer, wf_buf_str(&key), &unit))
			q.gold[q.ngold++] = unit;
		else
			q.nmissing++;
	}
	wf_buf_free(&key);
	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
	out->v[out->n++] = q;
	return true;
}

wf_rc
questions_read(struct questions *out, const struct units *u, const char *path, struct wf_err *err)
{
	wf_str file;

	*out = (struct questions){ 0 };
	wf_rc rc = wf_file_read(&file, &out->arena, path, QUESTIONS_LIMIT, err);
	while (rc == WF_OK && file.n) {
		size_t end = wf_str_find(file, WF_S("\n"), 0);
		wf_str line = wf_str_trim(wf_str_sub(file, 0, end));

		file = end == SIZE_MAX ? WF_S("") : wf_str_from(file, end + 1);
		if (!line.n)
			continue;
		json_t *row = json_loadb(line.p, line.n, 0, NULL);
		if (!row || !add_question(out, u, row))
			rc = wf_fail(err, WF_E_USAGE, "%s: a row that is no question: %.*s", path,
			    WF_FMT(wf_str_sub(line, 0, 80)));
		json_decref(row);
	}
	return rc;
}

void
questions_free(struct questions *q)
{
	free(q->v);
	wf_arena_free(&q->arena);
}

double
question_recall(const struct question *q, const struct units *u, const uint32_t *hit, size_t n,
    size_t k)
{
	struct wf_map seen = { 0 };
	struct wf_arena a = { 0 };
	struct wf_buf key = { 0 };
	size_t found = 0;

	for (size_t i = 0; i < n && seen.n < k; i++) {
		uint32_t unit = 0;
		if (!answer_key(&key, u->v[hit[i]].id) || wf_map_get(&seen, wf_buf_str(&key), &unit))
			continue;
		wf_map_set(&seen, wf_arena_str(&a, wf_buf_str(&key)), 0);
		wf_map_get(&u->by_answer, wf_buf_str(&key), &unit);
		for (size_t g = 0; g < q->ngold; g++)
			found += q->gold[g] == unit;
	}
	wf_map_free(&seen);
	wf_arena_free(&a);
	wf_buf_free(&key);
	return (double)found / (double)(q->ngold + q->nmissing);
}
