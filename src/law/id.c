/*
 * Ids: Akoma Ntoso eIds from the tree and back, and the id of a work from its title.
 * Does not know which works exist.
 */
#include "law_int.h"

#include <stdlib.h>
#include <string.h>

struct wf_eid_scheme
wf_eid_scheme(const struct wf_node *node, uint32_t nnode)
{
	struct wf_eid_scheme s = { .chapter_in_book = true, .chapter_in_subbook = false };
	uint32_t last_in_book = 0, last_in_subbook = 0, book = WF_NO_NODE, subbook = WF_NO_NODE;
	bool runs_on_books = false, restarts_subbook = false;

	for (uint32_t i = 0; i < nnode; i++) {
		const struct wf_node *n = &node[i];

		if (n->kind == WF_ANNEX) {
			i = n->end - 1;
			continue;
		}
		if (n->kind == WF_BOOK) {
			book = i;
			subbook = WF_NO_NODE;
		} else if (n->kind == WF_SUBBOOK) {
			subbook = i;
			last_in_subbook = 0;
		} else if (n->kind == WF_CHAPTER) {
			/* running on: the first chapter of a later book goes on from the one before */
			if (book != WF_NO_NODE && last_in_book != 0 && n->parent == book &&
			    i > 0 && n->num == last_in_book + 1 && n->num > 1) {
				uint32_t before = i;
				bool first = true;

				while (--before > book && first)
					first = node[before].kind != WF_CHAPTER;
				runs_on_books |= first;
			}
			if (subbook != WF_NO_NODE && last_in_subbook == 0 && n->num == 1 &&
			    last_in_book != 0 && node[subbook].num > 1)
				restarts_subbook = true;
			last_in_book = n->num;
			last_in_subbook = n->num;
		}
	}
	s.chapter_in_book = !runs_on_books;
	s.chapter_in_subbook = restarts_subbook;
	return s;
}

/*
 * Does n carry its ancestor a in its id?  n is the last one carried so far: once an article is
 * met, only what an article carries counts.
 */
static bool
carries(const struct wf_node *n, const struct wf_node *a, struct wf_eid_scheme sch)
{
	bool below_article = n->kind >= WF_PARAGRAPH && n->kind <= WF_POINT;

	switch (a->kind) {
	case WF_ANNEX:
		return true;
	case WF_BOOK:
		return n->kind == WF_SUBBOOK || n->kind == WF_PREFACE || n->kind == WF_BLOCK ||
		    below_article || (n->kind == WF_CHAPTER && sch.chapter_in_book) ||
		    (n->kind == WF_SECTION && sch.chapter_in_book);
	case WF_SUBBOOK:
		return n->kind == WF_BLOCK || below_article || (sch.chapter_in_subbook &&
		    (n->kind == WF_CHAPTER || n->kind == WF_SECTION));
	case WF_CHAPTER:
		return n->kind == WF_SECTION || n->kind == WF_BLOCK || below_article;
	case WF_SECTION:
	case WF_BLOCK:
		/* articles run on through a heading that only groups them */
		return n->kind == WF_BLOCK || below_article;
	case WF_ARTICLE:
	case WF_PARAGRAPH:
	case WF_ITEM:
	case WF_POINT:
		return true;
	default:
		return false;
	}
}

void
wf_eid(struct wf_buf *out, const struct wf_node *node, uint32_t i, struct wf_eid_scheme sch)
{
	uint32_t path[64];
	size_t n = 0;

	if (i == 0)
		return;
	path[n++] = i;
	for (uint32_t at = i, up = node[i].parent; up != WF_NO_NODE && up != 0; up = node[up].parent) {
		/* once an ancestor restarts the count, only its own ancestors matter */
		if (n < sizeof(path) / sizeof(path[0]) && carries(&node[at], &node[up], sch)) {
			path[n++] = up;
			at = up;
		}
	}
	while (n-- > 0) {
		const struct wf_node *x = &node[path[n]];

		if (x->kind == WF_BLOCK && (x->flags & WF_PREAMBLE))
			wf_buf_put(out, WF_S("preamble"));
		else if (x->kind == WF_PREFACE)
			wf_buf_put(out, WF_S("preface"));
		else if (x->kind == WF_BOOK && (x->flags & WF_SUPPLEMENT))
			wf_buf_put(out, WF_S("book_supplement"));
		else if (x->sub != 0)
			wf_buf_printf(out, "%s_%u-%u", wf_kind_eid(x->kind), x->num, x->sub);
		else
			wf_buf_printf(out, "%s_%u", wf_kind_eid(x->kind), x->num);
		if (x->dup > 1)
			wf_buf_printf(out, "~%u", x->dup);
		if (n != 0)
			wf_buf_put(out, WF_S("__"));
	}
}

uint32_t
wf_eid_find(const struct wf_node *node, uint32_t nnode, wf_str eid)
{
	struct wf_eid_scheme sch = wf_eid_scheme(node, nnode);
	struct wf_buf b = { 0 };
	uint32_t found = WF_NO_NODE;
	size_t last = 0;

	/* the last part of the id names the node's own kind and number: compare that first */
	for (size_t i = 0; i + 1 < eid.n; i++)
		if (eid.p[i] == '_' && eid.p[i + 1] == '_')
			last = i + 2;
	for (uint32_t i = 1; i < nnode && found == WF_NO_NODE; i++) {
		const char *word = wf_kind_eid(node[i].kind);

		if (!(node[i].flags & WF_PREAMBLE) &&
		    !wf_str_starts(wf_str_from(eid, last), wf_str_of(word)))
			continue;
		b.n = 0;
		wf_eid(&b, node, i, sch);
		if (wf_str_eq(wf_buf_str(&b), eid))
			found = i;
	}
	wf_buf_free(&b);
	return found;
}

void
wf_eid_number(struct wf_node *node, uint32_t nnode, struct wf_findings *f)
{
	struct wf_eid_scheme sch = wf_eid_scheme(node, nnode);
	struct wf_arena keys = { 0 };
	struct wf_map seen = { 0 };
	struct wf_buf b = { 0 };

	for (uint32_t i = 1; i < nnode; i++)
		node[i].dup = 0;
	for (uint32_t i = 1; i < nnode; i++) {
		uint32_t count = 0;

		b.n = 0;
		wf_eid(&b, node, i, sch);
		if (wf_map_get(&seen, wf_buf_str(&b), &count)) {
			wf_map_set(&seen, wf_buf_str(&b), ++count);
			node[i].dup = (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
			if (f != NULL && (node[i].kind == WF_ARTICLE || node[i].kind == WF_ITEM ||
			    node[i].kind == WF_CHAPTER || node[i].kind == WF_SECTION))
				wf_finding_add(f, WF_D_ID_REPEATED, node[i].label, count, 0);
		} else {
			wf_map_set(&seen, wf_arena_str(&keys, wf_buf_str(&b)), 1);
		}
	}
	wf_buf_free(&b);
	wf_map_free(&seen);
	wf_arena_free(&keys);
}

/* What a character of a title becomes in an id. */
static wf_str
id_char(wf_str c, uint32_t cp)
{
	switch (cp) {
	case '(':	return WF_S("（");
	case ')':	return WF_S("）");
	case '[':	return WF_S("〔");
	case ']':	return WF_S("〕");
	case 0x300a:	/* 《 */
	case '<':
	case 0x3008:	return WF_S("〈");
	case 0x300b:	/* 》 */
	case '>':
	case 0x3009:	return WF_S("〉");
	default:	return wf_is_space(cp) ? WF_S("") : c;
	}
}

/* 某法（2018年修订）, 某条例(2020修正): the bracket says which text, not which work. */
static wf_str
without_year(wf_str t)
{
	static const char *const words[] = { "修正", "修订", "修改" };
	bool wide = wf_str_ends(t, WF_S("）"));
	size_t close = wide ? 3 : 1, open = SIZE_MAX;
	uint32_t year;

	if (!wide && !wf_str_ends(t, WF_S(")")))
		return t;
	for (size_t k = 0; k < t.n; k++)
		if (t.p[k] == '(' || wf_str_starts(wf_str_from(t, k), WF_S("（")))
			open = k;
	if (open == SIZE_MAX || open == 0)
		return t;
	wf_str in = wf_str_from(t, open + (t.p[open] == '(' ? 1 : 3));
	in = wf_str_trim(wf_str_sub(in, 0, in.n - close));
	size_t used = wf_numeral(in, &year);

	if (used == 0 || year < 1949 || year > 2100)
		return t;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_ends(in, wf_str_of(words[i])))
			return wf_str_trim(wf_str_sub(t, 0, open));
	return t;
}

void
wf_work_id(struct wf_buf *out, wf_str title)
{
	const wf_str prc = WF_S("中华人民共和国");
	wf_str t = wf_str_trim(title);
	/* a title wholly in 《》 loses them; inner ones become 〈〉 */
	bool wrapped = wf_str_starts(t, WF_S("《")) && wf_str_ends(t, WF_S("》")) &&
	    wf_str_find(t, WF_S("》"), 0) == t.n - 3;
	struct wf_buf b = { 0 };

	if (wrapped)
		t = wf_str_sub(t, 3, t.n - 6);
	t = without_year(t);
	for (wf_str rest = t; rest.n != 0; ) {
		size_t len;
		uint32_t cp = wf_utf8_peek(rest, &len);

		wf_buf_put(&b, id_char(wf_str_sub(rest, 0, len), cp));
		rest = wf_str_from(rest, len);
	}
	for (wf_str rest = wf_buf_str(&b); rest.n != 0; ) {
		size_t len;

		if (wf_str_starts(rest, prc) && (b.n != prc.n)) {
			rest = wf_str_from(rest, prc.n);
			continue;
		}
		wf_utf8_peek(rest, &len);
		wf_buf_put(out, wf_str_sub(rest, 0, len));
		rest = wf_str_from(rest, len);
	}
	wf_buf_free(&b);
}
