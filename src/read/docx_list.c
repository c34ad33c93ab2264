/*
 * Styles and automatic numbering of a word processor's file: what a style says, and the number that a
 * reader sees before a paragraph (ECMA-376 part 1, 17.7 and 17.9). Reads no text.
 */
#include "read/docx_int.h"

#include <stdlib.h>
#include <string.h>

#define CHAIN 16u	/* styles that go on from each other */
#define LABEL_LIMIT 192u	/* bytes of "第%1条": it stands before every paragraph */

/* ---- values ----------------------------------------------------------------------- */

/* A number of the file, -1 when there is none or it is no number of this kind. */
static int
number_of(wf_str s)
{
	int n = 0;

	if (s.n == 0 || s.n > 9)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

/* An element like w:vanish: present means yes unless its value says no. */
static bool
is_on(const struct xml_attributes *a)
{
	wf_str v = wf_xml_attribute(a, "val");

	return !wf_str_is(v, "0") && !wf_str_is(v, "false") && !wf_str_is(v, "off");
}

/* ---- styles ----------------------------------------------------------------------- */

struct style_reading { struct docx_lists *l; struct wf_arena *arena; struct docx_style *now; };

/* "heading 1" -> 0: the names that stand in every file, whatever the language of the program. */
static void
take_style_name(struct docx_style *s, wf_str name)
{
	static const char *const heads[] = { "heading ", "Heading ", "标题 ", "標題 " };
	static const char *const contents[] = { "toc ", "TOC ", "目录 ", "目錄 " };

	if (wf_str_is(name, "Title") || wf_str_is(name, "标题") || wf_str_is(name, "標題"))
		s->title = true;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		int level = wf_str_starts(name, wf_str_of(heads[i])) ?
		    number_of(wf_str_from(name, strlen(heads[i]))) : -1;

		if (level >= 1 && level <= 9 && s->outline < 0)
			s->outline = level - 1;
	}
	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++)
		s->contents = s->contents || wf_str_starts(name, wf_str_of(contents[i]));
}

static void
open_style(void *payload, enum xml_space space, const char *name, const struct xml_attributes *a)
{
	struct style_reading *r = payload;
	wf_str value = wf_xml_attribute(a, "val");

	if (space != XML_WORD)
		return;
	if (strcmp(name, "style") == 0) {
		struct docx_lists *l = r->l;

		l->style = wf_grow(l->style, &l->style_cap, l->nstyle + 1, sizeof(*l->style));
		r->now = &l->style[l->nstyle++];
		*r->now = (struct docx_style){ .id = wf_arena_str(r->arena, wf_xml_attribute(a, "styleId")),
			.outline = -1, .num = -1, .level = -1, .hidden = -1 };
		wf_map_set(&l->by_style, r->now->id, (uint32_t)(l->nstyle - 1));
	}
	if (r->now == NULL)
		return;
	if (strcmp(name, "name") == 0)
		take_style_name(r->now, value);
	else if (strcmp(name, "basedOn") == 0)
		r->now->based = wf_arena_str(r->arena, value);
	else if (strcmp(name, "outlineLvl") == 0)
		r->now->outline = number_of(value);
	else if (strcmp(name, "numId") == 0)
		r->now->num = number_of(value);
	else if (strcmp(name, "ilvl") == 0)
		r->now->level = number_of(value);
	else if (strcmp(name, "vanish") == 0)
		r->now->hidden = is_on(a);
}

static void
close_style(void *payload, enum xml_space space, const char *name)
{
	struct style_reading *r = payload;

	if (space == XML_WORD && strcmp(name, "style") == 0)
		r->now = NULL;
}

wf_rc
wf_docx_styles(struct docx_lists *l, struct wf_arena *a, wf_str part, struct wf_err *err)
{
	struct style_reading r = { .l = l, .arena = a };
	struct xml_sink sink = { .open = open_style, .close = close_style, .payload = &r };

	return wf_xml_read(part, "the part styles", &sink, err);
}

static const struct docx_style *
find_style(const struct docx_lists *l, wf_str id)
{
	uint32_t at;

	return id.n > 0 && wf_map_get(&l->by_style, id, &at) ? &l->style[at] : NULL;
}

struct docx_style
wf_docx_style(const struct docx_lists *l, wf_str id)
{
	struct docx_style all = { .id = id, .outline = -1, .num = -1, .level = -1, .hidden = -1 };
	const struct docx_style *s = find_style(l, id);

	for (unsigned step = 0; s != NULL && step < CHAIN; step++) {
		all.outline = all.outline < 0 ? s->outline : all.outline;
		all.hidden = all.hidden < 0 ? s->hidden : all.hidden;
		all.level = all.level < 0 && all.num < 0 ? s->level : all.level;
		all.num = all.num < 0 ? s->num : all.num;
		all.title = all.title || s->title;
		all.contents = all.contents || s->contents;
		s = find_style(l, s->based);
	}
	return all;
}

/* ---- lists ------------------------------------------------------------------------ */

struct list_reading {
	struct docx_lists *l;
	struct wf_arena *arena;
	struct docx_list *list;		/* NULL = not in one */
	struct docx_num *num;
	struct docx_level *level;
	int override;			/* level whose start is said anew; -1 = none */
};

/* ST_NumberFormat (17.18.59); what is not here counts 1, 2, 3. */
static const struct { const char *name; enum wf_counting how; } formats[] = {
	{ "decimal", WF_COUNT_DECIMAL }, { "decimalZero", WF_COUNT_ZERO }, { "upperRoman", WF_COUNT_ROMAN },
	{ "lowerRoman", WF_COUNT_ROMAN_LOWER }, { "upperLetter", WF_COUNT_UPPER },
	{ "lowerLetter", WF_COUNT_LOWER }, { "chineseCounting", WF_COUNT_HAN },
	{ "chineseCountingThousand", WF_COUNT_HAN }, { "chineseLegalSimplified", WF_COUNT_FINANCIAL },
	{ "ideographDigital", WF_COUNT_HAN_DIGITS }, { "japaneseCounting", WF_COUNT_HAN },
	{ "japaneseDigitalTenThousand", WF_COUNT_HAN_DIGITS }, { "taiwaneseCounting", WF_COUNT_HAN },
	{ "taiwaneseCountingThousand", WF_COUNT_HAN }, { "taiwaneseDigital", WF_COUNT_HAN_DIGITS },
	{ "koreanDigital2", WF_COUNT_HAN_DIGITS }, { "ideographLegalTraditional", WF_COUNT_FINANCIAL },
	{ "japaneseLegal", WF_COUNT_FINANCIAL }, { "ideographTraditional", WF_COUNT_STEMS },
	{ "ideographZodiac", WF_COUNT_BRANCHES }, { "ideographEnclosedCircle", WF_COUNT_CIRCLED_HAN },
	{ "decimalEnclosedCircle", WF_COUNT_CIRCLED }, { "decimalEnclosedCircleChinese", WF_COUNT_CIRCLED },
	{ "decimalEnclosedParen", WF_COUNT_PAREN }, { "decimalEnclosedFullstop", WF_COUNT_DOT },
	{ "decimalFullWidth", WF_COUNT_WIDE }, { "decimalFullWidth2", WF_COUNT_WIDE },
};

/* The key of a number in a map. */
static wf_str
key_of(const int *id)
{
	return (wf_str){ (const char *)id, sizeof(*id) };
}

/* Notes under which index a number stands; the first of equal ones stays. */
static void
set_index(struct wf_map *map, struct wf_arena *a, int id, size_t index)
{
	int *key = wf_arena_alloc(a, sizeof(*key));
	uint32_t held;

	*key = id;
	if (!wf_map_get(map, key_of(key), &held))
		wf_map_set(map, key_of(key), (uint32_t)index);
}

static void
add_list(struct list_reading *r, int id)
{
	struct docx_lists *l = r->l;

	l->list = wf_grow(l->list, &l->list_cap, l->nlist + 1, sizeof(*l->list));
	r->list = &l->list[l->nlist++];
	*r->list = (struct docx_list){ .style = WF_S("") };
	set_index(&l->by_list, r->arena, id, l->nlist - 1);
	for (size_t i = 0; i < DOCX_LEVELS; i++) {
		r->list->level[i].restart = -1;
		r->list->level[i].none = true;
	}
	r->num = NULL;
}

static void
add_num(struct list_reading *r, int id)
{
	struct docx_lists *l = r->l;

	l->num = wf_grow(l->num, &l->num_cap, l->nnum + 1, sizeof(*l->num));
	r->num = &l->num[l->nnum++];
	*r->num = (struct docx_num){ .list = -1 };
	set_index(&l->by_num, r->arena, id, l->nnum - 1);
	for (size_t i = 0; i < DOCX_LEVELS; i++)
		r->num->start[i] = -1;
	r->list = NULL;
	r->level = NULL;
	r->override = -1;
}

/* What stands in a level of a list. */
static void
take_level(struct list_reading *r, const char *name, wf_str value, const struct xml_attributes *a)
{
	struct docx_level *v = r->level;

	if (strcmp(name, "start") == 0) {
		int n = number_of(value);

		v->start = n < 0 ? 0 : (uint32_t)n;
	} else if (strcmp(name, "numFmt") == 0) {
		v->bullet = wf_str_is(value, "bullet");
		v->none = wf_str_is(value, "none");
		for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
			if (wf_str_is(value, formats[i].name))
				v->how = (uint8_t)formats[i].how;
		}
	} else if (strcmp(name, "lvlText") == 0) {
		v->text = wf_arena_str(r->arena, wf_str_sub(value, 0, LABEL_LIMIT));
	} else if (strcmp(name, "pStyle") == 0) {
		v->style = wf_arena_str(r->arena, value);
	} else if (strcmp(name, "suff") == 0) {
		v->nothing = wf_str_is(value, "nothing");
	} else if (strcmp(name, "isLgl") == 0) {
		v->digits = is_on(a);
	} else if (strcmp(name, "lvlRestart") == 0) {
		v->restart = number_of(value);
	}
}

static void
open_list(void *payload, enum xml_space space, const char *name, const struct xml_attributes *a)
{
	struct list_reading *r = payload;
	wf_str value = wf_xml_attribute(a, "val");
	int level = number_of(wf_xml_attribute(a, "ilvl"));

	if (space != XML_WORD)
		return;
	if (strcmp(name, "abstractNum") == 0) {
		add_list(r, number_of(wf_xml_attribute(a, "abstractNumId")));
	} else if (strcmp(name, "num") == 0) {
		add_num(r, number_of(wf_xml_attribute(a, "numId")));
	} else if (strcmp(name, "lvl") == 0 && r->list != NULL) {
		r->level = level >= 0 && level < (int)DOCX_LEVELS ? &r->list->level[level] : NULL;
		if (r->level != NULL)
			*r->level = (struct docx_level){ .restart = -1 };
	} else if (strcmp(name, "numStyleLink") == 0 && r->list != NULL) {
		r->list->style = wf_arena_str(r->arena, value);
	} else if (strcmp(name, "abstractNumId") == 0 && r->num != NULL) {
		r->num->list = number_of(value);
	} else if (strcmp(name, "lvlOverride") == 0) {
		r->override = level < (int)DOCX_LEVELS ? level : -1;
	} else if (strcmp(name, "startOverride") == 0 && r->num != NULL && r->override >= 0) {
		r->num->start[r->override] = number_of(value);
	} else if (r->level != NULL) {
		take_level(r, name, value, a);
	}
}

static void
close_list(void *payload, enum xml_space space, const char *name)
{
	struct list_reading *r = payload;

	if (space == XML_WORD && strcmp(name, "lvl") == 0)
		r->level = NULL;
}

wf_rc
wf_docx_numbering(struct docx_lists *l, struct wf_arena *a, wf_str part, struct wf_err *err)
{
	struct list_reading r = { .l = l, .arena = a, .override = -1 };
	struct xml_sink sink = { .open = open_list, .close = close_list, .payload = &r };

	return wf_xml_read(part, "the part numbering", &sink, err);
}

static struct docx_num *
find_num(struct docx_lists *l, int id)
{
	uint32_t at;

	/* 0: no list, says the paragraph */
	return id > 0 && wf_map_get(&l->by_num, key_of(&id), &at) ? &l->num[at] : NULL;
}

/* The list of a use; one that only names a style is that of the style. */
static struct docx_list *
find_list(struct docx_lists *l, const struct docx_num *num, unsigned depth)
{
	uint32_t at;

	if (!wf_map_get(&l->by_list, key_of(&num->list), &at))
		return NULL;
	const struct docx_num *other = l->list[at].style.n > 0 && depth < CHAIN ?
	    find_num(l, wf_docx_style(l, l->list[at].style).num) : NULL;

	return other != NULL && other != num ? find_list(l, other, depth + 1) : &l->list[at];
}

/* ---- counting --------------------------------------------------------------------- */

/* Counts one on at this level and lets the levels below begin anew. */
static void
count_on(struct docx_list *list, struct docx_num *num, size_t level)
{
	for (size_t i = 0; i < DOCX_LEVELS && !num->met; i++) {
		if (num->start[i] >= 0) {
			list->begun[i] = false;
			list->level[i].start = (uint32_t)num->start[i];
		}
	}
	num->met = true;
	if (list->begun[level])
		list->count[level]++;
	else
		list->count[level] = list->level[level].start;
	list->begun[level] = true;
	for (size_t i = level + 1; i < DOCX_LEVELS; i++) {
		int after = list->level[i].restart;

		if (after < 0 || (after > 0 && (int)level < after))
			list->begun[i] = false;
	}
}

/* "第%1条" with the numbers in it. */
static void
put_label(struct wf_buf *out, const struct docx_list *list, size_t level)
{
	const struct docx_level *v = &list->level[level];

	for (size_t i = 0; i < v->text.n; i++) {
		char c = v->text.p[i], digit = i + 1 < v->text.n ? v->text.p[i + 1] : '\0';

		if (c != '%' || digit < '1' || digit > '9') {
			wf_buf_ch(out, c);
			continue;
		}
		size_t of = (size_t)(digit - '1');
		uint32_t n = list->begun[of] ? list->count[of] : list->level[of].start;
		bool plain = v->digits && of != level;

		if (!list->level[of].none)
			wf_count_put(out, plain || v->digits ? WF_COUNT_DECIMAL :
			    (enum wf_counting)list->level[of].how, n);
		i++;
	}
}

bool
wf_docx_number(struct wf_buf *out, struct docx_lists *l, wf_str style, int num, int level)
{
	struct docx_style s = wf_docx_style(l, style);
	struct docx_num *use = find_num(l, num >= 0 ? num : s.num);
	struct docx_list *list = use != NULL ? find_list(l, use, 0) : NULL;
	size_t at = out->n;

	if (list == NULL)
		return false;
	/* a style's own list says which of its levels belongs to the style */
	for (int i = 0; num < 0 && i < (int)DOCX_LEVELS && level < 0; i++) {
		if (list->level[i].style.n > 0 && wf_str_eq(list->level[i].style, style))
			level = i;
	}
	if (level < 0)
		level = s.level >= 0 ? s.level : 0;
	if (level >= (int)DOCX_LEVELS)
		return false;
	const struct docx_level *v = &list->level[level];

	count_on(list, use, (size_t)level);
	if (v->bullet)
		wf_buf_put(out, WF_S("•"));
	else
		put_label(out, list, (size_t)level);
	uint32_t last = 0;

	/* without a blank the words could be read as part of 第一条 */
	wf_utf8_last(wf_str_from(wf_buf_str(out), at), &last);
	if (out->n > at && (!v->nothing || wf_is_han(last)))
		wf_buf_ch(out, ' ');
	return out->n > at && !v->bullet && !v->none;
}

void
wf_docx_lists_free(struct docx_lists *l)
{
	free(l->style);
	free(l->list);
	free(l->num);
	wf_map_free(&l->by_style);
	wf_map_free(&l->by_list);
	wf_map_free(&l->by_num);
	*l = (struct docx_lists){ 0 };
}
