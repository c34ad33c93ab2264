/*
 * Words that titles are made of: issuers in front, kinds at the end, places, readings of characters.
 * Keeps no names; the block of names is title_make.c and title.c.
 */
#include "title_int.h"

#include <string.h>

/* data/places.tsv, embedded by meson.build. */
extern const char wf_data_places[];
extern const size_t wf_data_places_n;

#define WORD_MOST 8	/* units of a word in the tables below */

/* Kinds of texts; where one ends with another, the longer stands first. */
static const char *const kinds[] = { "条例", "办法", "规定", "细则", "规则", "规程", "法典", "修正案", "决定",
	"解释", "批复", "答复", "通知", "意见", "决议", "方案", "标准", "准则", "公约", "议定书", "协定",
	"安排", "指引", "指南", "规范", "纪要", "公告", "命令", "章程", "守则", "通则", "总则", "法" };
/* Words that nearly every title holds: they tell nothing apart. */
static const char *const common[] = { "管理", "保护", "实施", "监督", "促进", "若干", "特别", "暂行", "工作",
	"问题", "适用法律", "有关", "具体", "应用法律", "的" };
static const char *const country = "中华人民共和国";
static const char *const issuer_end[] = { "法院", "检察院", "委员会", "常委会", "国务院", "代表大会", "人民政府",
	"办公厅", "办公室", "中央军委", "总局", "总署", "部", "局", "署", "委" };
static const char *const verbs[] = { "贯彻执行", "适用", "审理", "办理", "执行", "实施", "贯彻" };
static const char *const trials[] = { "试行", "暂行" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

size_t
wf_title_units(uint16_t *out, size_t room, wf_str s)
{
	size_t n = 0;

	while (s.n != 0) {
		uint32_t cp = wf_utf8_next(&s);
		uint16_t v[2] = { (uint16_t)cp, 0 };
		size_t k = 1;

		if (cp > 0xFFFF) {
			v[0] = (uint16_t)(0xD800 + ((cp - 0x10000) >> 10));
			v[1] = (uint16_t)(0xDC00 + ((cp - 0x10000) & 0x3FF));
			k = 2;
		}
		for (size_t i = 0; i < k; i++, n++)
			if (n < room)
				out[n] = v[i];
	}
	return n;
}

static uint32_t
hash_unit(uint32_t h, uint16_t unit)
{
	return (h ^ unit) * 0x01000193u;	/* FNV-1a with units for bytes */
}

/* Spreads the last units over all bits (the finish of MurmurHash3, Appleby). */
static uint32_t
hash_end(uint32_t h)
{
	h = (h ^ h >> 16) * 0x85EBCA6Bu;
	h = (h ^ h >> 13) * 0xC2B2AE35u;
	return h ^ h >> 16;
}

uint32_t
wf_title_hash(enum wf_key_of of, const uint16_t *v, size_t n)
{
	uint32_t h = hash_unit(0x811C9DC5u, (uint16_t)of);

	for (size_t i = 0; i < n; i++)
		h = hash_unit(h, v[i]);
	return hash_end(h);
}

uint32_t
wf_title_hash_without(enum wf_key_of of, const uint16_t *v, size_t n, size_t gap, size_t count)
{
	uint32_t h = hash_unit(0x811C9DC5u, (uint16_t)of);

	for (size_t i = 0; i < n; i++)
		if (i < gap || i >= gap + count)
			h = hash_unit(h, v[i]);
	return hash_end(h);
}

/* Does s hold the word at its unit at? Length of the word, 0 = no. */
static size_t
word_at(struct wf_units s, size_t at, const char *word)
{
	uint16_t w[WORD_MOST];
	size_t n = wf_title_units(w, WORD_MOST, wf_str_of(word));

	if (n > WORD_MOST || at > s.n || n > s.n - at)
		return 0;
	return memcmp(s.v + at, w, n * sizeof(*w)) == 0 ? n : 0;
}

static size_t
word_before(struct wf_units s, const char *word)
{
	size_t n = wf_title_units(NULL, 0, wf_str_of(word));

	return n <= s.n ? word_at(s, s.n - n, word) : 0;
}

size_t
wf_title_no_country(uint16_t *out, struct wf_units s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; ) {
		size_t skip = s.v[i] == 0x4E2D ? word_at(s, i, country) : 0;	/* 中 */

		if (skip == 0)
			out[n++] = s.v[i++];
		i += skip;
	}
	return n;
}

static bool
ends_as_issuer(struct wf_units s)
{
	for (size_t i = 0; i < COUNT(issuer_end); i++)
		if (word_before(s, issuer_end[i]) != 0)
			return true;
	return false;
}

static struct wf_units
from(struct wf_units s, size_t n)
{
	return (struct wf_units){ s.v + n, s.n - n };
}

struct wf_units
wf_title_no_issuer(struct wf_units s)
{
	for (size_t i = 0; i + 2 < s.n && i <= 40; i++) {
		size_t about = s.v[i] == 0x5173 ? word_at(s, i, "关于") : 0;

		if (about == 0)
			continue;
		return i == 0 || ends_as_issuer((struct wf_units){ s.v, i }) ? from(s, i + about) : s;
	}
	return s;
}

struct wf_units
wf_title_core(struct wf_units s, bool after_about)
{
	for (size_t i = 0; i < COUNT(trials); i++) {
		size_t n = word_before(s, trials[i]);
		if (n != 0 && n < s.n)
			s.n -= n;
	}
	for (size_t i = 0; after_about && i < COUNT(verbs); i++) {
		size_t n = word_at(s, 0, verbs[i]);
		if (n != 0 && n < s.n)
			return from(s, n);
	}
	return s;
}

bool
wf_title_is_number(uint16_t unit)
{
	return wf_is_numeral(unit);
}

/* s up to the end of its kind; *kind 0 = it has none. */
static struct wf_units
up_to_kind(unsigned *kind, struct wf_units s)
{
	s = wf_title_core(s, false);
	while (s.n != 0 && wf_title_is_number(s.v[s.n - 1]))
		s.n--;
	s = wf_title_core(s, false);
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (word_before(s, kinds[i]) != 0) {
			*kind = (unsigned)i + 1;
			return s;
		}
	*kind = 0;
	return s;
}

unsigned
wf_title_type(struct wf_units s)
{
	unsigned kind;

	up_to_kind(&kind, s);
	return kind;
}

bool
wf_title_type_is_law(unsigned type)
{
	return type != 0 && type <= COUNT(kinds) &&
	    (strcmp(kinds[type - 1], "法") == 0 || strcmp(kinds[type - 1], "法典") == 0);
}

size_t
wf_title_stem(struct wf_units s)
{
	unsigned kind;
	bool cut = true;

	s = up_to_kind(&kind, s);
	if (kind != 0)
		s.n -= word_before(s, kinds[kind - 1]);
	while (cut) {
		cut = false;
		for (size_t i = 0; i < COUNT(common); i++) {
			size_t n = word_before(s, common[i]);
			s.n -= n;
			cut = cut || n != 0;
		}
	}
	return s.n;
}

size_t
wf_title_place(wf_str s)
{
	wf_str rest = { wf_data_places, wf_data_places_n };
	size_t longest = 0;

	while (rest.n != 0) {
		size_t end = wf_str_find(rest, WF_S("\n"), 0);
		wf_str line = wf_str_sub(rest, 0, end);

		rest = end == SIZE_MAX ? WF_S("") : wf_str_from(rest, end + 1);
		while (line.n != 0 && line.p[0] != '#') {
			size_t n = 0;
			while (n < line.n && line.p[n] != '|' && line.p[n] != '\t')
				n++;
			if (n > longest && wf_str_starts(s, wf_str_sub(line, 0, n)))
				longest = n;
			line = wf_str_from(line, n + 1);
		}
	}
	return longest;
}

void
wf_title_readings(struct wf_readings *out, uint16_t unit)
{
	const char *text[WF_PINYIN_MOST];

	if (unit < 0x80) {
		out->count = 1;
		memcpy(out->text[0], (char[2]){ (char)unit, '\0' }, 2);
		return;
	}
	out->count = wf_pinyin(text, unit);
	for (size_t i = 0; i < out->count; i++) {
		strncpy(out->text[i], text[i], sizeof(out->text[i]) - 1);
		out->text[i][sizeof(out->text[i]) - 1] = '\0';
	}
}

size_t
wf_title_spell(uint16_t out[WF_TYPED_MOST], uint16_t *start, struct wf_units s)
{
	struct wf_readings x;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		wf_title_readings(&x, s.v[i]);
		if (x.count == 0)
			return 0;
		if (start != NULL)
			start[i] = (uint16_t)n;
		for (size_t k = 0; x.text[0][k] != '\0'; k++) {
			if (n == WF_TYPED_MOST)
				return 0;
			out[n++] = (uint16_t)x.text[0][k];
		}
	}
	if (start != NULL)
		start[s.n] = (uint16_t)n;
	return n;
}

bool
wf_title_sound_alike(uint16_t a, uint16_t b)
{
	struct wf_readings x, y;

	wf_title_readings(&x, a);
	wf_title_readings(&y, b);
	for (size_t i = 0; i < x.count; i++)
		for (size_t k = 0; k < y.count; k++)
			if (strcmp(x.text[i], y.text[k]) == 0)
				return true;
	return false;
}
