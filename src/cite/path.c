/*
 * Reads lists of provisions: 第二十八条第一款第（二）项、第（四）项至第（六）项和第三十条.
 * Knows neither the work they belong to nor whether they are there.
 */
#include "cite_int.h"

#include <stdlib.h>

/* ---- fields ------------------------------------------------------------------ */

uint32_t *
wf_ref_field(struct wf_ref *r, enum wf_path_level level)
{
	switch (level) {
	case WF_LV_BOOK: return &r->book;
	case WF_LV_SUBBOOK: return &r->subbook;
	case WF_LV_CHAPTER: return &r->chapter;
	case WF_LV_SECTION: return &r->section;
	case WF_LV_ARTICLE: return &r->article;
	case WF_LV_PARA: return &r->para;
	case WF_LV_ITEM: return &r->item;
	default: return &r->point;
	}
}

void
wf_ref_cut(struct wf_ref *r, enum wf_path_level level)
{
	for (int below = (int)level + 1; below < WF_LV_NONE; below++)
		*wf_ref_field(r, (enum wf_path_level)below) = 0;
	if (level < WF_LV_ARTICLE)
		r->article_sub = 0;
	if (level < WF_LV_ITEM)
		r->item_sub = 0;
}

enum wf_path_level
wf_ref_level(const struct wf_ref *r)
{
	struct wf_ref copy = *r;

	for (int level = WF_LV_POINT; level >= 0; level--)
		if (*wf_ref_field(&copy, (enum wf_path_level)level) != 0)
			return (enum wf_path_level)level;
	return WF_LV_NONE;
}

/* ---- steps --------------------------------------------------------------------- */

static const struct { const char *word; enum wf_path_level level; } units[] = {
	{ "条", WF_LV_ARTICLE }, { "款", WF_LV_PARA }, { "项", WF_LV_ITEM }, { "目", WF_LV_POINT },
	{ "分编", WF_LV_SUBBOOK }, { "编", WF_LV_BOOK }, { "章", WF_LV_CHAPTER }, { "节", WF_LV_SECTION },
};

static size_t
blanks(wf_str s)
{
	size_t n = 0, used;

	while (n < s.n && n < 6) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, n), &used);

		if (cp == '\n' || !wf_is_space(cp))
			break;
		n += used;
	}
	return n;
}

/* A number, maybe in brackets: 三, （三）, (3), 3）. Bytes; 0 = none. */
static size_t
number(uint32_t *value, wf_str s)
{
	size_t open = 0, used, close = 0;
	uint32_t cp = wf_utf8_peek(s, &used);

	if (cp == '(' || cp == 0xff08)
		open = used;
	size_t gap = blanks(wf_str_from(s, open));
	used = wf_numeral(wf_str_from(s, open + gap), value);
	if (used == 0 || *value == 0)
		return 0;
	used += open + gap;
	if (open != 0) {
		used += blanks(wf_str_from(s, used));
		cp = wf_utf8_peek(wf_str_from(s, used), &close);
		if (cp != ')' && cp != 0xff09)
			return 0;
	}
	return used + close;
}

static size_t
unit(enum wf_path_level *level, wf_str s)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		wf_str word = wf_str_of(units[i].word);

		if (wf_str_starts(s, word)) {
			*level = units[i].level;
			return word.n;
		}
	}
	return 0;
}

/* 之一 after 条 or 项; 之 followed by anything else is the word of. */
static size_t
sub_number(uint32_t *sub, wf_str s)
{
	size_t used;

	*sub = 0;
	if (!wf_str_starts(s, WF_S("之")))
		return 0;
	used = wf_numeral(wf_str_from(s, 3), sub);
	/* 第七条之三种情形 */
	if (used == 0 || *sub == 0 || *sub > 99 || wf_str_starts(wf_str_from(s, 3 + used), WF_S("种"))) {
		*sub = 0;
		return 0;
	}
	return 3 + used;
}

/* The numbers of one step; 第一、三款 has two. */
struct step { enum wf_path_level level; uint32_t num[64], sub; bool range[64]; size_t n; };

/* Words that go on with a list; range: up to and with what follows. */
static const struct { const char *word; bool range; } joints[] = {
	{ "、", false }, { "以及", false }, { "和", false }, { "及", false }, { "或者", false },
	{ "或", false }, { "与", false }, { "至", true }, { "到", true }, { "—", true }, { "－", true },
	{ "～", true }, { "-", true }, { "~", true }, { "–", true }, { "或是", false }, { "并", false },
};

static size_t
joint(bool *range, wf_str s)
{
	size_t gap = blanks(s);

	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		wf_str word = wf_str_of(joints[i].word);
		wf_str rest = wf_str_from(s, gap);

		if (!wf_str_starts(rest, word))
			continue;
		*range = joints[i].range;
		/* —— is one dash */
		size_t n = word.n;
		while (*range && wf_str_starts(wf_str_from(rest, n), word))
			n += word.n;
		return gap + n + blanks(wf_str_from(rest, n));
	}
	return 0;
}

/* 第 <number> [、<number> …] <unit> [之N]. bare: 第 may lack, as in 第一款、二款. */
static size_t
read_step(struct step *out, wf_str s, bool bare)
{
	size_t at = 0, used = 0;
	bool range = false;

	*out = (struct step){ .level = WF_LV_NONE };
	if (wf_str_starts(s, WF_S("第")) || wf_str_starts(s, WF_S("笫")))
		at = 3 + blanks(wf_str_from(s, 3));
	else if (!bare)
		return 0;
	while (out->n < sizeof(out->num) / sizeof(out->num[0])) {
		used = number(&out->num[out->n], wf_str_from(s, at));
		if (used == 0)
			return 0;
		out->range[out->n++] = range;
		at += used + blanks(wf_str_from(s, at + used));
		used = unit(&out->level, wf_str_from(s, at));
		if (used != 0)
			break;
		/* 第一、三款; 第（一）至（三）项 */
		used = joint(&range, wf_str_from(s, at));
		/* 第（一）（二）（三）项 */
		bool bracket = wf_str_starts(wf_str_from(s, at), WF_S("（")) ||
		    wf_str_starts(wf_str_from(s, at), WF_S("("));
		if (used == 0 && !bracket)
			return 0;
		at += used;
		if (wf_str_starts(wf_str_from(s, at), WF_S("第")))
			at += 3 + blanks(wf_str_from(s, at + 3));
	}
	if (out->level == WF_LV_NONE)
		return 0;
	at += used;
	/* 第一款项 is 第一 of 款项; 第三方 has no unit at all */
	if (out->level == WF_LV_PARA && wf_str_starts(wf_str_from(s, at), WF_S("项")))
		return 0;
	if (out->level == WF_LV_ITEM && wf_str_starts(wf_str_from(s, at), WF_S("目")))
		return 0;	/* 第一项目 */
	if (out->level == WF_LV_POINT && wf_str_starts(wf_str_from(s, at), WF_S("标")))
		return 0;	/* 第一目标 */
	if (out->level == WF_LV_SECTION && wf_str_starts(wf_str_from(s, at), WF_S("课")))
		return 0;
	/* 香港法例第192章 counts laws */
	if ((out->level == WF_LV_CHAPTER || out->level == WF_LV_SECTION) && out->num[0] > 99)
		return 0;
	if (out->level == WF_LV_ARTICLE || out->level == WF_LV_ITEM)
		at += sub_number(&out->sub, wf_str_from(s, at));
	return at;
}

size_t
wf_path_step(enum wf_path_level *level, uint32_t *num, uint32_t *sub, wf_str s)
{
	struct step st;
	size_t used = read_step(&st, s, false);

	if (used == 0)
		return 0;
	*level = st.level;
	*num = st.num[0];
	*sub = st.sub;
	return used;
}

/* ---- lists --------------------------------------------------------------------- */

static void
emit(struct wf_path_refs *out, const struct wf_ref *ref, bool range)
{
	if (out->n >= WF_REFS_LIMIT)
		return;
	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof(out->v[0]));
	out->v[out->n++] = (struct wf_path_ref){ *ref, range };
}

static void
set_field(struct wf_ref *r, enum wf_path_level level, uint32_t num, uint32_t sub)
{
	wf_ref_cut(r, level);
	*wf_ref_field(r, level) = num;
	if (level == WF_LV_ARTICLE)
		r->article_sub = sub;
	if (level == WF_LV_ITEM)
		r->item_sub = sub;
}

/* 前三项 after a 款, 前两款 after a 条: the first so many. Bytes; 0 = none here. */
static size_t
first_few(enum wf_path_level *level, uint32_t *n, wf_str s)
{
	size_t used;

	if (!wf_str_starts(s, WF_S("前")))
		return 0;
	used = wf_numeral(wf_str_from(s, 3), n);
	if (used == 0 || *n < 2 || *n > 50)
		return 0;
	used += 3;
	size_t u = unit(level, wf_str_from(s, used));
	return u != 0 && (*level == WF_LV_PARA || *level == WF_LV_ITEM) ? used + u : 0;
}

/*
 * Reads steps downward from cur until no deeper one follows, and emits what they name.
 *
 * @range  the last provision is the end of a range
 */
static size_t
read_chain(struct wf_path_refs *out, struct wf_ref *cur, wf_str s, struct step *st, size_t at, bool range)
{
	for (;;) {
		for (size_t i = 0; i < st->n; i++) {
			set_field(cur, st->level, st->num[i], i + 1 == st->n ? st->sub : 0);
			if (i + 1 < st->n)
				emit(out, cur, range || st->range[i]);
			range = i + 1 < st->n ? false : range || st->range[i];
		}
		size_t gap = blanks(wf_str_from(s, at)), used;
		uint32_t few = 0;
		enum wf_path_level level;
		wf_str rest = wf_str_from(s, at + gap);
		struct step next;

		used = first_few(&level, &few, rest);
		if (used != 0 && level > st->level) {
			struct wf_ref each = *cur;

			set_field(&each, level, 1, 0);
			emit(out, &each, range);
			set_field(&each, level, few, 0);
			emit(out, &each, true);
			*cur = each;
			return at + gap + used;
		}
		used = read_step(&next, rest, false);
		/* 第三条（二）项 */
		if (used == 0 && (st->level == WF_LV_ARTICLE || st->level == WF_LV_PARA) &&
		    (wf_str_starts(rest, WF_S("（")) || wf_str_starts(rest, WF_S("("))))
			used = read_step(&next, rest, true);
		if (used == 0 || next.level <= st->level) {
			emit(out, cur, range);
			return at;
		}
		*st = next;
		at += gap + used;
	}
}

size_t
wf_path_read(struct wf_path_refs *out, wf_str s, const struct wf_ref *base, bool deeper)
{
	struct wf_ref cur = *base;
	struct step st;
	size_t gap = blanks(s), at = read_step(&st, wf_str_from(s, gap), false);
	enum wf_path_level top = wf_ref_level(base);

	if (at == 0 || (deeper && top != WF_LV_NONE && st.level <= top))
		return 0;
	at = read_chain(out, &cur, s, &st, gap + at, false);
	for (;;) {
		bool range = false;
		size_t used = joint(&range, wf_str_from(s, at)), step;

		if (used == 0)
			return at;
		step = read_step(&st, wf_str_from(s, at + used), false);
		/* 第一款、二款; 第三项至五项; 第（一）项、（二）项 */
		if (step == 0) {
			enum wf_path_level level = wf_ref_level(&cur);

			step = read_step(&st, wf_str_from(s, at + used), true);
			if (step == 0 || st.level != level || level < WF_LV_ARTICLE)
				return at;
		}
		if (deeper && top != WF_LV_NONE && st.level <= top)
			return at;
		/* a range ends on the level on which it began */
		if (range && st.level != wf_ref_level(&cur) && st.level != WF_LV_ARTICLE)
			range = false;
		at = read_chain(out, &cur, s, &st, at + used + step, range);
	}
}
