/*
 * Levels of authority and the bodies that issue law, from the tables of data/.
 * Does not read documents: it is given titles, names of issuers and paths.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- the vocabulary ------------------------------------------------------ */

static uint32_t
number_of(wf_str s)
{
	uint32_t value = 0;

	wf_numeral(s, &value);
	return value;
}

static void
read_levels(struct wf_vocab *v, struct wf_arena *a)
{
	wf_str rest = { wf_data_levels, wf_data_levels_n }, cell[10];
	size_t n = 0;

	while (wf_table_row(&rest, cell, 10))
		n++;
	v->level = wf_arena_alloc(a, (n + 1) * sizeof(v->level[0]));
	rest = (wf_str){ wf_data_levels, wf_data_levels_n };
	while (wf_table_row(&rest, cell, 10))
		v->level[v->nlevel++] = (struct wf_level_row){ .code = cell[0], .en = cell[1],
			.rank = number_of(cell[2]), .enough = number_of(cell[3]), .title = cell[4],
			.issuer = cell[5], .suffix = cell[6], .folder = cell[7], .guess = cell[8],
			.standing = cell[9] };
}

static int
longest_first(const void *a, const void *b)
{
	const struct wf_agency_name *x = a, *y = b;

	if (x->name.n != y->name.n)
		return x->name.n < y->name.n ? 1 : -1;
	return wf_str_cmp(x->name, y->name);
}

/* Adds names of the agency being read; a=b says that b is short for a, a body taken over. */
static void
add_names(struct wf_vocab *v, wf_str words, wf_str full)
{
	wf_str word;

	while (wf_table_word(&words, &word)) {
		size_t is = wf_str_find(word, WF_S("="), 0);
		wf_str own = full.n != 0 ? full : wf_str_sub(word, 0, is);
		struct wf_agency_name *x = &v->name[v->nname++];

		*x = (struct wf_agency_name){ wf_str_sub(word, 0, is), own, (uint32_t)v->nagency };
		if (is == SIZE_MAX)
			continue;
		x = &v->name[v->nname++];
		*x = (struct wf_agency_name){ wf_str_from(word, is + 1), own,
			(uint32_t)v->nagency };
	}
}

static void
read_agencies(struct wf_vocab *v, struct wf_arena *a)
{
	wf_str rest = { wf_data_agencies, wf_data_agencies_n }, cell[4];
	size_t rows = 0, bars = 0;

	for (size_t i = 0; i < rest.n; i++)
		bars += rest.p[i] == '|' || rest.p[i] == '=';
	while (wf_table_row(&rest, cell, 4))
		rows++;
	v->agency = wf_arena_alloc(a, (rows + 1) * sizeof(v->agency[0]));
	v->name = wf_arena_alloc(a, (3 * rows + bars + 1) * sizeof(v->name[0]));
	rest = (wf_str){ wf_data_agencies, wf_data_agencies_n };
	while (wf_table_row(&rest, cell, 4)) {
		v->agency[v->nagency] = (struct wf_agency){ cell[0], cell[1] };
		add_names(v, cell[0], cell[0]);
		add_names(v, cell[2], cell[0]);
		add_names(v, cell[3], WF_S(""));
		v->nagency++;
	}
	qsort(v->name, v->nname, sizeof(v->name[0]), longest_first);
}

const struct wf_vocab *
wf_vocab_make(struct wf_arena *a)
{
	struct wf_vocab *v = wf_arena_alloc(a, sizeof(*v));

	read_levels(v, a);
	read_agencies(v, a);
	return v;
}

/* ---- issuers ------------------------------------------------------------- */

/* True when list, parted by sep, holds the word. */
static bool
list_has(wf_str list, wf_str sep, wf_str word)
{
	for (size_t at = 0; at <= list.n; ) {
		size_t end = wf_str_find(list, sep, at);

		if (end == SIZE_MAX)
			end = list.n;
		if (wf_str_eq(wf_str_sub(list, at, end - at), word))
			return true;
		at = end + sep.n;
	}
	return false;
}

static void
list_add(struct wf_buf *list, wf_str sep, wf_str word)
{
	if (word.n == 0 || (list->n != 0 && list_has(wf_buf_str(list), sep, word)))
		return;
	if (list->n != 0)
		wf_buf_put(list, sep);
	wf_buf_put(list, word);
}

/* The agency whose name stands at the start of s; NULL = none. */
static const struct wf_agency_name *
name_at(const struct wf_vocab *v, wf_str s)
{
	for (size_t i = 0; i < v->nname; i++)
		if (s.n > 2 && s.p[2] == v->name[i].name.p[2] && wf_str_starts(s, v->name[i].name))
			return &v->name[i];
	return NULL;
}

/* True after 省, 市, 区, 县, 州: what follows is a local body with a name like a central one. */
static bool
after_place(wf_str before)
{
	static const char *const place[] = { "省", "市", "区", "县", "州", "特区政府" };

	for (size_t i = 0; i < sizeof(place) / sizeof(place[0]); i++)
		if (wf_str_ends(before, wf_str_of(place[i])))
			return true;
	return false;
}

/* Adds every agency named in the segment; the count of those found. */
static size_t
add_agencies(struct wf_buf *names, struct wf_buf *kinds, const struct wf_vocab *v, wf_str seg)
{
	size_t found = 0, step;

	for (size_t at = 0; at < seg.n; at += step) {
		wf_str rest = wf_str_from(seg, at);
		const struct wf_agency_name *hit = name_at(v, rest);

		wf_utf8_peek(rest, &step);
		if (!hit || after_place(wf_str_sub(seg, 0, at)))
			continue;
		step = hit->name.n;
		found++;
		wf_str kind = v->agency[hit->agency].kind;
		if (wf_str_is(kind, "president"))
			continue;	/* signs what others adopt */
		list_add(names, WF_S("、"), hit->full);
		list_add(kinds, WF_S("|"), kind);
	}
	return found;
}

/* How the names of local bodies end, longest first. */
static const struct { const char *end, *full, *kind; } local_ends[] = {
	{ "人民代表大会常务委员会", "人民代表大会常务委员会", "local_npc" },
	{ "人大常委会", "人民代表大会常务委员会", "local_npc" },
	{ "人民代表大会", "人民代表大会", "local_npc" },
	{ "人民政府", "人民政府", "local_government" },
};

static bool
add_local(struct wf_buf *names, struct wf_buf *kinds, wf_str seg)
{
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < sizeof(local_ends) / sizeof(local_ends[0]); i++) {
		size_t at = wf_str_find(seg, wf_str_of(local_ends[i].end), 0);

		if (at == SIZE_MAX || at == 0)
			continue;
		wf_buf_put(&b, wf_str_sub(seg, 0, at));
		wf_buf_put(&b, wf_str_of(local_ends[i].full));
		list_add(names, WF_S("、"), wf_buf_str(&b));
		list_add(kinds, WF_S("|"), wf_str_of(local_ends[i].kind));
		wf_buf_free(&b);
		return true;
	}
	return false;
}

/* A body that no table holds: 林业部令第3号发布 is 林业部, 深圳市发展改革委 a local department. */
static void
add_other(struct wf_buf *names, struct wf_buf *kinds, wf_str seg)
{
	static const char *const cut[] = { "令", "第", "公告", "公布", "发布", "批准", "通过",
		"修订", "印发", "颁布", "联合", "制定", "等", "室务会议", "部务会议", "局务会议",
		"20", "19" };
	static const char *const end[] = { "部", "局", "署", "厅", "委", "办", "行", "委员会",
		"办公室", "总公司" };
	static const char *const place[] = { "省", "市", "自治区", "自治州", "县", "特区" };
	bool body = false, local = false;

	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++)
		seg = wf_str_sub(seg, 0, wf_str_find(seg, wf_str_of(cut[i]), 0));
	seg = wf_str_trim(seg);
	for (size_t i = 0; i < sizeof(end) / sizeof(end[0]); i++)
		body = body || wf_str_ends(seg, wf_str_of(end[i]));
	if (!body || wf_utf8_count(seg) < 3 || wf_utf8_count(seg) > 25)
		return;
	for (size_t i = 0; i < sizeof(place) / sizeof(place[0]); i++)
		local = local || (wf_str_has(seg, wf_str_of(place[i])) &&
		    !wf_str_starts(seg, WF_S("国家")));
	list_add(names, WF_S("、"), seg);
	list_add(kinds, WF_S("|"), local ? WF_S("local_department") : WF_S("department"));
}

/* Bytes of 第十三届 or 十三届 at the start of s; 0 = no session stands here. */
static size_t
session(wf_str s)
{
	size_t di = wf_str_starts(s, WF_S("第")) ? 3 : 0;
	uint32_t value;
	size_t n = wf_numeral(wf_str_from(s, di), &value);

	return n != 0 && wf_str_starts(wf_str_from(s, di + n), WF_S("届")) ? di + n + 3 : 0;
}

/* words without what stands in 《》 or 〈〉, without sessions and white space. */
static void
strip(struct wf_buf *out, wf_str words)
{
	unsigned depth = 0;

	while (words.n != 0) {
		size_t len;
		uint32_t cp = wf_utf8_peek(words, &len);
		size_t skip = session(words);

		if (skip != 0) {
			words = wf_str_from(words, skip);
			continue;
		}
		depth += cp == 0x300a || cp == 0x3008;
		if (depth == 0 && !wf_is_space(cp))
			wf_buf_put(out, wf_str_sub(words, 0, len));
		if ((cp == 0x300b || cp == 0x3009) && depth != 0)
			depth--;
		words = wf_str_from(words, len);
	}
}

void
wf_issuers(struct wf_buf *names, struct wf_buf *kinds, const struct wf_vocab *v, wf_str words)
{
	struct wf_buf b = { 0 };

	strip(&b, words);
	for (wf_str rest = wf_buf_str(&b); rest.n != 0; ) {
		size_t n = 0, len = 0;

		while (n < rest.n) {
			uint32_t cp = wf_utf8_peek(wf_str_from(rest, n), &len);

			if (cp == 0x3001 || cp == 0xff0c || cp == ',' || cp == ';' || cp == 0xff1b)
				break;
			n += len;
		}
		wf_str seg = wf_str_sub(rest, 0, n);
		rest = n < rest.n ? wf_str_from(rest, n + len) : WF_S("");
		static const char *const by[] = { "并", "经", "由" };
		for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++)
			if (wf_str_starts(seg, wf_str_of(by[i])))
				seg = wf_str_from(seg, strlen(by[i]));
		seg = wf_str_sub(seg, 0, wf_str_find(seg, WF_S("("), 0));
		seg = wf_str_sub(seg, 0, wf_str_find(seg, WF_S("（"), 0));
		if (add_agencies(names, kinds, v, seg) == 0 && !add_local(names, kinds, seg))
			add_other(names, kinds, seg);
	}
	wf_buf_free(&b);
}

/* The body of today for a name; the name itself when no table holds it. */
static wf_str
body_of(const struct wf_vocab *v, wf_str name)
{
	for (size_t i = 0; i < v->nname; i++)
		if (wf_str_eq(v->name[i].name, name))
			return v->agency[v->name[i].agency].name;
	return name;
}

/* Takes the next name of a list by 、; false at the end. */
static bool
next_issuer(wf_str *rest, wf_str *name)
{
	if (rest->n == 0)
		return false;
	size_t at = wf_str_find(*rest, WF_S("、"), 0);

	*name = wf_str_sub(*rest, 0, at);
	*rest = at == SIZE_MAX ? WF_S("") : wf_str_from(*rest, at + 3);
	return true;
}

bool
wf_issuers_disjoint(const struct wf_vocab *v, wf_str a, wf_str b)
{
	wf_str x, y;

	if (a.n == 0 || b.n == 0)
		return false;
	while (next_issuer(&a, &x))
		for (wf_str rest = b; next_issuer(&rest, &y); )
			if (wf_str_eq(body_of(v, x), body_of(v, y)))
				return false;
	return true;
}

/* ---- levels -------------------------------------------------------------- */

/* s without the brackets at its end: 某办法（试行） -> 某办法. */
static wf_str
without_brackets(wf_str s)
{
	while (wf_str_ends(s, WF_S("）"))) {
		size_t open = SIZE_MAX, at = wf_str_find(s, WF_S("（"), 0);

		for (; at != SIZE_MAX; at = wf_str_find(s, WF_S("（"), at + 3))
			open = at;
		if (open == SIZE_MAX || open == 0)
			break;
		s = wf_str_sub(s, 0, open);
	}
	return s;
}

/* =X is X, ^X starts with X, $X ends with X, X holds X. */
static bool
fits(wf_str pattern, wf_str key, wf_str bare)
{
	char how = pattern.n != 0 ? pattern.p[0] : '\0';
	wf_str word = wf_str_from(pattern, 1);

	if (how == '=')
		return wf_str_eq(bare, word);
	if (how == '^')
		return wf_str_starts(key, word);
	if (how == '$')
		return wf_str_ends(bare, word);
	return pattern.n != 0 && wf_str_has(key, pattern);
}

static bool
fits_any(wf_str patterns, wf_str key, wf_str bare)
{
	wf_str pattern;

	while (wf_table_word(&patterns, &pattern))
		if (fits(pattern, key, bare))
			return true;
	return false;
}

/* True when the row's kinds hold one of kinds and the title ends as the row asks. */
static bool
fits_issuer(const struct wf_level_row *row, wf_str kinds, wf_str bare)
{
	wf_str words = row->issuer, suffix = row->suffix, word;
	bool kind = false, end = suffix.n == 0;

	while (wf_table_word(&words, &word))
		kind = kind || (kinds.n != 0 && list_has(kinds, WF_S("|"), word));
	while (wf_table_word(&suffix, &word))
		end = end || wf_str_ends(bare, word);
	return kind && end;
}

/* True when a folder of the path holds one of the words. */
static bool
fits_folder(wf_str words, wf_str path)
{
	wf_str word;
	size_t end = 0;

	for (size_t at = 0; at < path.n; at++)
		if (path.p[at] == '/')
			end = at;
	while (wf_table_word(&words, &word))
		if (wf_str_has(wf_str_sub(path, 0, end), word))
			return true;
	return false;
}

/* 某省…, 某市…, 某自治区…: the title says whose it is. */
static bool
is_local_title(wf_str key)
{
	static const char *const places[] = { "省", "市", "自治区", "自治州", "自治县", "经济特区" };
	wf_str head = wf_str_sub(key, 0, 36);

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t at = wf_str_find(head, wf_str_of(places[i]), 0);

		/* 城市…, 市场…, 都市… are no places */
		if (at == SIZE_MAX || at < 6 || wf_str_starts(wf_str_from(head, at), WF_S("市场")) ||
		    wf_str_has(wf_str_sub(head, 0, at + 3), WF_S("城市")) ||
		    wf_str_has(wf_str_sub(head, 0, at), WF_S("关于")))
			continue;
		return true;
	}
	return false;
}

/* The row that the issuers' kinds give: what 某省… is called is no law of the NPC; NULL = none. */
static const struct wf_level_row *
level_by_issuer(const struct wf_vocab *v, wf_str key, wf_str bare, wf_str kinds)
{
	bool local = is_local_title(key);

	/* its file may carry the history of the law it carries out */
	if (local && list_has(kinds, WF_S("|"), WF_S("npc")))
		kinds = WF_S("local_npc");
	for (size_t i = 0; i < v->nlevel; i++) {
		const struct wf_level_row *row = &v->level[i];

		if (fits_issuer(row, kinds, bare))
			return row;
	}
	return NULL;
}

wf_str
wf_level_of(const struct wf_vocab *v, wf_str key, wf_str kinds, wf_str path)
{
	wf_str bare = without_brackets(key);

	for (size_t i = 0; i < v->nlevel; i++)
		if (fits_any(v->level[i].title, key, bare))
			return v->level[i].code;
	const struct wf_level_row *row = level_by_issuer(v, key, bare, kinds);
	if (row)
		return row->code;
	for (size_t i = 0; i < v->nlevel; i++)
		if (fits_folder(v->level[i].folder, path))
			return v->level[i].code;
	for (size_t i = 0; i < v->nlevel; i++)
		if (fits_any(v->level[i].guess, key, bare))
			return v->level[i].code;
	return WF_S("其他");
}
