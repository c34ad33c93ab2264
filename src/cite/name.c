/*
 * The names of works: exact look-up of a title as written, and the longest name that
 * stands at a place without 《》.  Knows no grammar of references.
 */
#include "cite_int.h"

#include <stdlib.h>
#include <string.h>

struct name { wf_str text; uint32_t work; uint16_t rank, flags; };

/* An edge of the trie: from a state by a character to a state. */
struct edge { uint32_t state, cp, to; };

struct wf_names {
	struct wf_arena arena;
	struct name *v; size_t n, cap;
	struct wf_map exact;		/* id of a name -> index of v */
	struct edge *edge;		/* open addressing by (state, cp); state 0 = free, the root is 1 */
	size_t mask, nedge;
	uint32_t *end; size_t nstate;	/* of each state: 1 + index of the name that ends there, 0 = none */
	uint8_t root[WF_BEGINS_BYTES];	/* characters that begin a name */
	uint8_t *two; size_t two_mask;	/* a bit by hash for each first two characters of a name */
};

static size_t
two_of(const struct wf_names *n, uint32_t first, uint32_t second)
{
	return (size_t)((((uint64_t)first << 21 | second) * 0x9e3779b97f4a7c15u) >> 40) & n->two_mask;
}

bool
wf_names_two(const struct wf_names *n, uint32_t first, uint32_t second)
{
	size_t bit = two_of(n, first, second);

	return n->two[bit / 8] & 1u << bit % 8;
}

const uint8_t *
wf_names_begins(const struct wf_names *n)
{
	return n->root;
}

struct wf_names *
wf_names_new(void)
{
	struct wf_names *n = wf_malloc(sizeof(*n));

	memset(n, 0, sizeof(*n));
	return n;
}

/* The id of a name, so that 中华人民共和国, widths and white space play no part. */
static wf_str
id_of(struct wf_buf *b, wf_str name)
{
	b->n = 0;
	wf_work_id(b, name);
	return wf_buf_str(b);
}

void
wf_names_add(struct wf_names *n, wf_str name, uint32_t work, unsigned rank, unsigned flags)
{
	struct wf_buf b = { 0 };
	wf_str id = id_of(&b, name);
	uint32_t at;

	if (id.n == 0) {
		wf_buf_free(&b);
		return;
	}
	if (wf_map_get(&n->exact, id, &at)) {
		struct name *old = &n->v[at];

		if (rank < old->rank) {
			old->work = work;
			old->rank = (uint16_t)rank;
			old->flags = (uint16_t)flags;
		} else if (rank == old->rank && old->work != work) {
			old->work = WF_MANY_WORKS;
		}
	} else {
		n->v = wf_grow(n->v, &n->cap, n->n + 1, sizeof(n->v[0]));
		n->v[n->n] = (struct name){ wf_arena_str(&n->arena, id), work, (uint16_t)rank,
			(uint16_t)flags };
		wf_map_set(&n->exact, n->v[n->n].text, (uint32_t)n->n);
		n->n++;
	}
	wf_buf_free(&b);
}

/* ---- the trie --------------------------------------------------------------- */

static size_t
slot_of(const struct wf_names *n, uint32_t state, uint32_t cp)
{
	uint64_t h = ((uint64_t)state << 21 | cp) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & n->mask;

	while (n->edge[i].state != 0 && (n->edge[i].state != state || n->edge[i].cp != cp))
		i = (i + 1) & n->mask;
	return i;
}

static uint32_t
follow(const struct wf_names *n, uint32_t state, uint32_t cp)
{
	const struct edge *e = &n->edge[slot_of(n, state, cp)];

	return e->state == 0 ? 0 : e->to;
}

static void
add_word(struct wf_names *n, wf_str s, uint32_t index)
{
	uint32_t state = 1;
	uint32_t first = wf_utf8_peek(s, NULL);

	if (first < 65536)
		n->root[first / 8] |= (uint8_t)(1u << first % 8);
	wf_str rest = s;
	wf_utf8_next(&rest);
	size_t bit = two_of(n, first, wf_utf8_peek(rest, NULL));
	n->two[bit / 8] |= (uint8_t)(1u << bit % 8);
	while (s.n != 0) {
		uint32_t cp = wf_utf8_next(&s);
		struct edge *e = &n->edge[slot_of(n, state, cp)];

		if (e->state == 0)
			*e = (struct edge){ state, cp, (uint32_t)++n->nstate };
		state = e->to;
	}
	n->end[state] = index + 1;
}

void
wf_names_finish(struct wf_names *n)
{
	size_t chars = 2, cap = 16;

	for (size_t i = 0; i < n->n; i++)
		if (n->v[i].flags & WF_NAME_UNQUOTED)
			chars += wf_utf8_count(n->v[i].text);
	while (cap < chars * 2)
		cap *= 2;
	n->mask = cap - 1;
	n->edge = wf_malloc(cap * sizeof(n->edge[0]));
	memset(n->edge, 0, cap * sizeof(n->edge[0]));
	n->end = wf_malloc((chars + 1) * sizeof(n->end[0]));
	memset(n->end, 0, (chars + 1) * sizeof(n->end[0]));
	n->nstate = 1;
	n->two_mask = ((size_t)1 << 18) - 1;
	n->two = wf_malloc((n->two_mask + 1) / 8);
	memset(n->two, 0, (n->two_mask + 1) / 8);
	/* 中华人民共和国 may stand before any name */
	size_t bit = two_of(n, 0x4e2d, 0x534e);
	n->two[bit / 8] |= (uint8_t)(1u << bit % 8);
	n->root[0x4e2d / 8] |= (uint8_t)(1u << 0x4e2d % 8);
	for (size_t i = 0; i < n->n; i++)
		if (n->v[i].flags & WF_NAME_UNQUOTED)
			add_word(n, n->v[i].text, (uint32_t)i);
}

void
wf_names_free(struct wf_names *n)
{
	if (!n)
		return;
	wf_map_free(&n->exact);
	wf_arena_free(&n->arena);
	free(n->v);
	free(n->two);
	free(n->edge);
	free(n->end);
	free(n);
}

/* ---- looking up -------------------------------------------------------------- */

uint32_t
wf_names_find(const struct wf_names *n, wf_str name)
{
	struct wf_buf b = { 0 };
	uint32_t at, work = WF_NO_WORK;

	if (wf_map_get(&n->exact, id_of(&b, name), &at))
		work = n->v[at].work;
	wf_buf_free(&b);
	return work;
}

/*
 * What makes another word of a name when it follows: 公司法|人, 刑法|学. Names of offices and
 * gatherings stand whole: 宪法和法律委员会 is a committee.
 */
static const struct { const char *end, *after; } guards[] = {
	{ "法", "律" }, { "法", "人" }, { "法", "规" }, { "法", "学" }, { "法", "院" }, { "法", "官" },
	{ "法", "庭" }, { "法", "典" }, { "法", "制" }, { "法", "治" }, { "法", "理" }, { "法", "定" },
	{ "法", "令" }, { "法", "盲" }, { "法", "医" }, { "法", "系" }, { "法", "案" }, { "法", "益" },
	{ "法", "界" }, { "法", "权" }, { "法", "意" }, { "法", "务" },
	{ "法", "和法律委员会" }, { "法", "法律委员会" }, { "法", "宣传" }, { "法", "宣誓" },
	{ "法", "实施情况" }, { "法", "日" }, { "法", "课" }, { "法", "知识" }, { "法", "精神" },
	{ "法", "秩序" }, { "法", "主题" }, { "法", "研究" }, { "法", "室" }, { "法", "论" }, { "法", "教育" },
	{ "法典", "宣传" }, { "法典", "化" }, { "法典", "知识" }, { "条例", "草案" },
};

bool
wf_names_guarded(wf_str name, wf_str after)
{
	for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++)
		if (wf_str_starts(after, wf_str_of(guards[i].after)) &&
		    wf_str_ends(name, wf_str_of(guards[i].end)))
			return true;
	return false;
}

size_t
wf_names_match(uint32_t *work, unsigned *flags, const struct wf_names *n, wf_str s)
{
	static const char prefix[] = "中华人民共和国";
	size_t skip = 0, best = 0, used;
	uint32_t state = 1, cp = wf_utf8_peek(s, NULL);

	if (cp == 0x4e2d && wf_str_starts(s, WF_S("中华人民共和国")))
		skip = sizeof(prefix) - 1;
	wf_str rest = wf_str_from(s, skip);
	if (skip != 0)
		cp = wf_utf8_peek(rest, NULL);
	if (cp >= 65536 || !(n->root[cp / 8] & 1u << cp % 8) || rest.n < 6)
		return 0;
	if (!wf_names_two(n, cp, wf_utf8_peek(wf_str_from(rest, 3), NULL)))
		return 0;
	for (size_t at = 0; at < rest.n; at += used) {
		cp = wf_utf8_peek(wf_str_from(rest, at), &used);
		state = follow(n, state, cp);
		if (state == 0)
			break;
		if (n->end[state] == 0)
			continue;
		const struct name *name = &n->v[n->end[state] - 1];

		if (wf_names_guarded(name->text, wf_str_from(rest, at + used)))
			continue;
		best = skip + at + used;
		*work = name->work;
		*flags = name->flags;
	}
	return best;
}
