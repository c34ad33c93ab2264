/*
 * Finds the bodies that a report names: known ones by their names, others by how names of bodies begin and end
 * (全国…委员会, 广东省…办公室), and parts of them (教育部留学服务中心).  Does not say what they do.
 */
#include "fact/fact_int.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX 100u	/* bytes of the longest name that is put together */
#define SHORT_MAX 36u	/* of one that begins with 省 or 市 alone */

enum role { ROLE_NAME, ROLE_START, ROLE_END, ROLE_GROUP, ROLE_STOP, ROLE_SHORT_START, ROLES };

struct finder {
	struct wf_reading *g;
	struct wf_words *bodies, *front, *role[ROLES];
	struct wf_list agency, mention;
	struct wf_map by_key;		/* canonical name -> agency */
	struct wf_list *alias, *place;	/* of each agency, in step with it */
	size_t alias_cap, place_cap;
};

/* What was met at a place: its bytes and the name under which it is counted. */
struct met { size_t n; wf_str key, full; bool own; /* key is the name to print: 网信部门 for 各地网信部门 */ };

/* One table for each role: the rows of fact_agencies.tsv that have it. */
static void
read_tables(struct finder *f)
{
	static const char *const word[] = { "name", "start", "end", "group", "stop", "short_start" };
	struct wf_arena *a = &f->g->r->arena;
	wf_str table = { wf_data_fact_agencies, wf_data_fact_agencies_n };
	struct wf_buf part[ROLES] = { { 0 } };

	while (table.n > 0) {
		size_t end = wf_str_find(table, WF_S("\n"), 0);
		wf_str line = wf_str_sub(table, 0, end);

		table = end == SIZE_MAX ? WF_S("") : wf_str_from(table, end + 1);
		size_t tab = wf_str_find(line, WF_S("\t"), 0);
		wf_str role = tab == SIZE_MAX ? WF_S("") : wf_str_from(line, tab + 1);

		role = wf_str_sub(role, 0, wf_str_find(role, WF_S("\t"), 0));
		for (int i = 0; i < ROLES; i++) {
			if (line.n > 0 && line.p[0] != '#' && wf_str_is(role, word[i])) {
				wf_buf_put(&part[i], line);
				wf_buf_ch(&part[i], '\n');
			}
		}
	}
	for (int i = 0; i < ROLES; i++) {
		f->role[i] = wf_words_read(a, wf_arena_str(a, wf_buf_str(&part[i])), 3);
		wf_buf_free(&part[i]);
	}
}

/* data/agencies.tsv with name and alias in one cell: 国务院<tab>… -> 国务院|中央人民政府<tab>国务院. */
static void
read_bodies(struct finder *f)
{
	struct wf_arena *a = &f->g->r->arena, scratch = { 0 };
	struct wf_words *t = wf_words_read(&scratch,
	    (wf_str){ wf_data_fact_bodies, wf_data_fact_bodies_n }, 4);
	struct wf_buf b = { 0 };

	for (uint32_t row = 0; wf_words_cell(t, row, 0).n > 0; row++) {
		wf_str name = wf_words_cell(t, row, 0), alias = wf_words_cell(t, row, 2);

		wf_buf_put(&b, name);
		if (alias.n > 0)
			wf_buf_printf(&b, "|%.*s", WF_FMT(alias));
		wf_buf_printf(&b, "\t%.*s\n", WF_FMT(name));
	}
	f->bodies = wf_words_read(a, wf_arena_str(a, wf_buf_str(&b)), 2);
	wf_buf_free(&b);
	wf_arena_free(&scratch);
}

/* True if one of the words, parted by |, begins s. */
static bool
begins_with_one(wf_str words, wf_str s)
{
	while (words.n > 0) {
		size_t bar = wf_str_find(words, WF_S("|"), 0);

		if (wf_str_starts(s, wf_str_sub(words, 0, bar)))
			return true;
		words = bar == SIZE_MAX ? WF_S("") : wf_str_from(words, bar + 1);
	}
	return false;
}

static wf_str
first_word(wf_str cell)
{
	return wf_str_sub(cell, 0, wf_str_find(cell, WF_S("|"), 0));
}

/* An ending at the start of s that is none of its longer words (局 but not 局面). */
static size_t
ending(const struct finder *f, wf_str s)
{
	uint32_t row;
	size_t n = wf_words_match(f->role[ROLE_END], s, &row);

	return n > 0 && !begins_with_one(wf_words_cell(f->role[ROLE_END], row, 2), wf_str_from(s, n)) ? n : 0;
}

/* True if a name begins at the start of s, or after an 与 or 和 of n bytes there. */
static bool
begins_another(const struct finder *f, wf_str s, size_t n)
{
	if (wf_words_match(f->bodies, s, NULL) > n)
		return true;
	if (!wf_at_mark(s, "与") && !wf_at_mark(s, "和"))
		return false;
	s = wf_str_from(s, n);
	return wf_words_match(f->role[ROLE_START], s, NULL) > 0 || wf_words_match(f->bodies, s, NULL) > 0 ||
	    wf_words_match(f->role[ROLE_NAME], s, NULL) > 0;
}

/*
 * Bytes from the start of s to the last ending that one name reaches; 0 = none.
 *
 * @known  bytes of a known name at the start of s, of which the longer one would be a part; or 0
 */
static size_t
reach(const struct finder *f, wf_str s, size_t known)
{
	size_t at = known, best = known, n;

	while (at < s.n && at < NAME_MAX) {
		wf_str here = wf_str_from(s, at);
		uint32_t cp = wf_utf8_peek(here, &n);
		size_t end = at > 0 ? ending(f, here) : 0, stop;

		if (end > 0) {
			at += end;
			best = at;
			continue;
		}
		if (!wf_is_han(cp) && cp != 0x3000)
			break;
		stop = wf_words_match(f->role[ROLE_STOP], here, NULL);
		if (stop > 0 && ending(f, wf_str_from(here, stop)) == 0)
			break;
		/* a name stands before it: 国家网信办与德国… names two, 德国数字化和交通部 one */
		if (best > 0 && begins_another(f, here, n))
			break;
		at += stop > 0 ? stop : n;
	}
	return best;
}

/* 第十四届 and the like in the name of a congress go from its canonical name. */
static wf_str
congress(struct wf_arena *a, wf_str name)
{
	static const char *const end[] = { "人民代表大会常务委员会", "人大常委会" };

	for (size_t i = 0; i < 2; i++) {
		size_t at = wf_str_find(name, wf_str_of(end[i]), 0), term = wf_str_find(name, WF_S("第"), 0);

		if (at == SIZE_MAX || at + strlen(end[i]) != name.n)
			continue;
		return wf_arena_printf(a, "%.*s人大常委会", WF_FMT(wf_str_sub(name, 0, term < at ? term : at)));
	}
	return name;
}

/* 二十届三中全会: a meeting that decides. */
static size_t
plenum(wf_str s)
{
	if (!wf_str_starts(s, WF_S("党的")))
		return 0;
	wf_str rest = wf_str_from(s, strlen("党的"));
	uint32_t value;
	size_t n = wf_numeral(rest, &value);

	if (n == 0)
		return 0;
	rest = wf_str_from(rest, n);
	if (!wf_str_starts(rest, WF_S("届")))
		return 0;
	rest = wf_str_from(rest, strlen("届"));
	n = wf_numeral(rest, &value);
	rest = wf_str_from(rest, n);
	if (n == 0 || !wf_str_starts(rest, WF_S("中全会")))
		return 0;
	return (size_t)(rest.p - s.p) + strlen("中全会");
}

/* 网信部门, 各地网信部门, 全国网信系统: bodies of one field. */
static size_t
group(const struct finder *f, wf_str s, struct met *m)
{
	static const char *const end[] = { "部门", "系统", "机关" };
	size_t at = wf_words_match(f->front, s, NULL), n;

	n = wf_words_match(f->role[ROLE_GROUP], wf_str_from(s, at), NULL);
	if (n == 0)
		return 0;
	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++) {
		wf_str last = wf_str_of(end[i]);

		if (!wf_str_starts(wf_str_from(s, at + n), last))
			continue;
		m->n = at + n + last.n;
		m->key = wf_arena_printf(&f->g->r->arena, "%.*s%s", WF_FMT(wf_str_sub(s, at, n)),
		    i == 1 ? "部门" : end[i]);
		m->full = m->key;
		m->own = true;
		return m->n;
	}
	return 0;
}

static void
take_longer(struct met *best, size_t n, wf_str key, wf_str full)
{
	if (n > best->n)
		*best = (struct met){ n, key, full, false };
}

/* The body named at the start of s; n 0 = none. */
static struct met
look(const struct finder *f, wf_str s)
{
	struct met best = { 0 }, g = { 0 };
	uint32_t row;
	size_t n = wf_words_match(f->bodies, s, &row);

	/* 财政部门 is no 财政部, 安全部署 no 安全部 */
	if (n > 0 && !(wf_str_ends(wf_str_sub(s, 0, n), WF_S("部")) &&
	    begins_with_one(WF_S("门|分|署"), wf_str_from(s, n))))
		take_longer(&best, n, wf_words_cell(f->bodies, row, 1), wf_words_cell(f->bodies, row, 1));
	n = wf_words_match(f->role[ROLE_NAME], s, &row);
	if (n > 0 && !begins_with_one(wf_words_cell(f->role[ROLE_NAME], row, 2), wf_str_from(s, n))) {
		wf_str name = first_word(wf_words_cell(f->role[ROLE_NAME], row, 0));

		bool longer = n > best.n;

		take_longer(&best, n, name, name);
		best.own |= longer;
	}
	if (group(f, s, &g) > best.n)
		best = g;
	n = plenum(s);
	take_longer(&best, n, wf_str_sub(s, 0, n), wf_str_sub(s, 0, n));
	/* 省网信办, 市公安局: short, and no 市场 */
	size_t front = wf_words_match(f->role[ROLE_SHORT_START], s, &row);
	bool brief = front > 0 && !begins_with_one(wf_words_cell(f->role[ROLE_SHORT_START], row, 2),
	    wf_str_from(s, front));

	if (best.n == 0 && !brief && wf_words_match(f->role[ROLE_START], s, NULL) == 0)
		return best;
	n = reach(f, wf_str_sub(s, 0, brief && best.n == 0 ? SHORT_MAX : s.n), best.n);
	if (n > best.n && !(brief && wf_str_has(wf_str_sub(s, 0, n), WF_S("第")))) {	/* 省第一部 is a count */
		wf_str name = congress(&f->g->r->arena, wf_str_sub(s, 0, n));

		take_longer(&best, n, name, name);
	}
	return best;
}

/* ---- collecting ------------------------------------------------------------------ */

static void
add_alias(struct wf_list *l, wf_str name, wf_str word)
{
	const wf_str *v = l->v;

	if (word.n == 0 || wf_str_eq(word, name) || l->n == WF_FACT_ALIASES)
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (wf_str_eq(v[i], word))
			return;
	}
	*(wf_str *)wf_list_add(l, sizeof(wf_str)) = word;
}

static void
note(struct finder *f, wf_span at, const struct met *m)
{
	wf_str words = wf_report_slice(f->g->r, at);
	uint32_t i = (uint32_t)f->agency.n;

	if (!wf_map_get(&f->by_key, m->key, &i)) {
		struct wf_fact_agency *a = wf_list_add(&f->agency, sizeof(*a));

		a->at = at;
		a->name = m->own ? m->key : words;
		wf_map_set(&f->by_key, m->key, i);
		f->alias = wf_grow(f->alias, &f->alias_cap, i + 1, sizeof(*f->alias));
		f->place = wf_grow(f->place, &f->place_cap, i + 1, sizeof(*f->place));
		f->alias[i] = f->place[i] = (struct wf_list){ 0 };
	}
	struct wf_fact_agency *a = (struct wf_fact_agency *)f->agency.v + i;

	add_alias(&f->alias[i], a->name, words);
	add_alias(&f->alias[i], a->name, m->full);
	*(wf_span *)wf_list_add(&f->place[i], sizeof(wf_span)) = at;
	*(struct wf_mention *)wf_list_add(&f->mention, sizeof(struct wf_mention)) = (struct wf_mention){ at, i };
}

static void
look_through(struct finder *f, wf_span s)
{
	const struct wf_report *r = f->g->r;
	uint32_t end = s.off + s.len;

	for (uint32_t off = s.off; off < end; ) {
		wf_str here = wf_str_sub(r->text, off, end - off);
		uint32_t past = wf_report_close(r, off);
		size_t n;

		/* names inside titles and quotes act in nothing; brackets do not hide them */
		if (past != off && !wf_at_mark(here, "（")) {
			off = past;
			continue;
		}
		struct met m = look(f, here);

		wf_utf8_peek(here, &n);
		if (m.n > 0)
			note(f, (wf_span){ off, (uint32_t)m.n }, &m);
		off += (uint32_t)(m.n > 0 ? m.n : n);
	}
}

void
wf_fact_agencies(struct wf_reading *g)
{
	struct finder f = { .g = g };
	struct wf_report *r = g->r;

	read_tables(&f);
	read_bodies(&f);
	f.front = wf_words_read(&r->arena, WF_S("全国各地|全国|各地|地方|各级|有关|属地\n"), 1);
	for (uint32_t i = 0; i < r->nsentence; i++) {
		if (!r->sentence[i].head)
			look_through(&f, r->sentence[i].text);
	}
	r->agency = wf_list_done(&f.agency, &r->arena, sizeof(struct wf_fact_agency), &r->nagency);
	for (uint32_t i = 0; i < r->nagency; i++) {
		r->agency[i].alias.v = wf_list_done(&f.alias[i], &r->arena, sizeof(wf_str),
		    &r->agency[i].alias.n);
		r->agency[i].mention.v = wf_list_done(&f.place[i], &r->arena, sizeof(wf_span),
		    &r->agency[i].mention.n);
	}
	g->agency.v = wf_list_done(&f.mention, &r->arena, sizeof(struct wf_mention), &g->agency.n);
	wf_map_free(&f.by_key);
	free(f.alias);
	free(f.place);
}
