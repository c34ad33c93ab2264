/*
 * Reads a reference as a person types it, and finds its node in one tree.  Does not
 * know which works exist; the engine looks the name up.
 */
#include "law_int.h"

#include <stdlib.h>

/* 项 may wear brackets: 第（三）项, and no 第: （三）项. */
static size_t
bracketed(wf_str s, uint32_t *num)
{
	size_t open, used, close;
	uint32_t cp = wf_utf8_peek(s, &open);

	if (cp != '(' && cp != 0xff08)
		return 0;
	used = wf_numeral(wf_str_from(s, open), num);
	if (used == 0)
		return 0;
	cp = wf_utf8_peek(wf_str_from(s, open + used), &close);
	return cp == ')' || cp == 0xff09 ? open + used + close : 0;
}

/* Where a number with this unit goes in a reference; NULL = no such unit. */
static uint32_t *
field_of(struct wf_ref *r, wf_str *unit)
{
	const struct { const char *word; uint32_t *field; } units[] = {
		{ "分编", &r->subbook }, { "编", &r->book }, { "章", &r->chapter }, { "节", &r->section },
		{ "条", &r->article }, { "款", &r->para }, { "项", &r->item }, { "目", &r->point },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		wf_str word = wf_str_of(units[i].word);

		if (wf_str_starts(*unit, word)) {
			*unit = wf_str_from(*unit, word.n);
			return units[i].field;
		}
	}
	return NULL;
}

/* One step of the path, 第N条之一; false = none here. */
static bool
take_step(struct wf_ref *r, wf_str *s)
{
	wf_str rest = *s;
	uint32_t num = 0, *field;
	size_t used;

	if (wf_str_starts(rest, WF_S("附件"))) {
		rest = wf_str_ltrim(wf_str_from(rest, 6));
		used = wf_numeral(rest, &num);
		r->annex = used != 0 && num != 0 ? num : 1;
		*s = wf_str_ltrim(wf_str_from(rest, used));
		return true;
	}
	if (wf_str_starts(rest, WF_S("第")) || wf_str_starts(rest, WF_S("笫")))
		rest = wf_str_ltrim(wf_str_from(rest, 3));
	else if (bracketed(rest, &num) == 0)
		return false;
	used = bracketed(rest, &num);
	if (used == 0)
		used = wf_numeral(rest, &num);
	if (used == 0 || num == 0)
		return false;
	rest = wf_str_ltrim(wf_str_from(rest, used));
	field = field_of(r, &rest);
	if (field == NULL || *field != 0)
		return false;
	*field = num;
	if ((field == &r->article || field == &r->item) && wf_str_starts(rest, WF_S("之"))) {
		used = wf_numeral(wf_str_from(rest, 3), &num);
		if (used != 0 && num != 0) {
			*(field == &r->article ? &r->article_sub : &r->item_sub) = num;
			rest = wf_str_from(rest, 3 + used);
		}
	}
	*s = wf_str_ltrim(rest);
	return true;
}

/* All of s as a path; false when words are left over. */
static bool
take_path(struct wf_ref *r, wf_str s)
{
	struct wf_ref path = { .name = r->name, .date = r->date };

	s = wf_str_trim(s);
	while (s.n != 0)
		if (!take_step(&path, &s))
			return false;
	*r = path;
	return true;
}

/* 21 or 120-1 or 120之一 at the end of what was typed. */
static bool
take_number(struct wf_ref *r, wf_str s)
{
	uint32_t num = 0, sub = 0;
	size_t used;

	s = wf_str_trim(s);
	used = wf_numeral(s, &num);
	if (used == 0 || num == 0 || num > 9999)
		return false;
	s = wf_str_from(s, used);
	if (wf_str_starts(s, WF_S("条")))
		s = wf_str_from(s, 3);
	if (wf_str_starts(s, WF_S("-")) || wf_str_starts(s, WF_S("之"))) {
		s = wf_str_from(s, s.p[0] == '-' ? 1 : 3);
		used = wf_numeral(s, &sub);
		if (used == 0)
			return false;
		s = wf_str_from(s, used);
	}
	if (s.n != 0)
		return false;
	r->article = num;
	r->article_sub = sub;
	return true;
}

static bool
is_arabic(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
}

/* Name without brackets: the path begins at the first 第 from which all can be read. */
static void
split_name(struct wf_ref *r, wf_str s)
{
	for (size_t at = 0; at < s.n; ) {
		wf_str rest = wf_str_from(s, at);
		size_t len;
		uint32_t cp = wf_utf8_peek(rest, &len), before = 0;

		wf_utf8_last(wf_str_sub(s, 0, at), &before);
		if (at != 0 && (cp == 0x7b2c || wf_str_starts(rest, WF_S("附件"))) && take_path(r, rest)) {
			r->name = wf_str_trim(wf_str_sub(s, 0, at));
			return;
		}
		/* a number of a standard or a year in the name is no article */
		if (at != 0 && is_arabic(cp) && (wf_is_han(before) || wf_is_space(before)) &&
		    take_number(r, rest)) {
			r->name = wf_str_trim(wf_str_sub(s, 0, at));
			return;
		}
		at += len;
	}
	r->name = s;
}

bool
wf_ref_parse(struct wf_ref *out, wf_str s)
{
	size_t hash, at;

	*out = (struct wf_ref){ 0 };
	s = wf_str_trim(s);
	hash = wf_str_find(s, WF_S("#"), 0);
	if (hash != SIZE_MAX) {
		out->eid = wf_str_from(s, hash + 1);
		s = wf_str_trim(wf_str_sub(s, 0, hash));
	}
	at = wf_str_find(s, WF_S("@"), 0);
	if (at != SIZE_MAX) {
		wf_str day = wf_str_sub(s, at + 1, 10), rest = wf_str_from(s, at + 1 + day.n);

		if (!wf_date_parse(day, &out->date) && !wf_str_is(day, "0000-00-00")) {
			/* 2024-00-00 is how an id writes a day that is not known */
			if (day.n != 10 || !wf_date_parse(wf_str_sub(day, 0,
			    wf_str_ends(day, WF_S("-00-00")) ? 4 : 7), &out->date))
				return false;
		}
		out->name = wf_str_trim(wf_str_sub(s, 0, at));
		if (wf_str_trim(rest).n != 0 && !take_path(out, rest) && !take_number(out, rest))
			return false;
	} else if (wf_str_starts(s, WF_S("《"))) {
		unsigned depth = 0;
		size_t end = 0;

		for (wf_str rest = s; rest.n != 0; ) {
			uint32_t cp = wf_utf8_next(&rest);

			depth += cp == 0x300a;
			depth -= cp == 0x300b && depth != 0;
			end = (size_t)(rest.p - s.p);
			if (depth == 0)
				break;
		}
		if (depth != 0)
			return false;
		out->name = wf_str_sub(s, 3, end - 6);
		wf_str rest = wf_str_trim(wf_str_from(s, end));
		if (rest.n != 0 && !take_path(out, rest) && !take_number(out, rest))
			return false;
	} else {
		split_name(out, s);
	}
	return out->name.n != 0;
}

/* The first node below up (WF_NO_NODE: anywhere outside annexes) of this kind and number. */
static uint32_t
below(const struct wf_node *node, uint32_t nnode, uint32_t up, uint8_t kind, uint32_t num,
    uint32_t sub)
{
	uint32_t end = up == 0 ? nnode : node[up].end;

	for (uint32_t i = up + 1; i < end; i++) {
		if (node[i].kind == WF_ANNEX && kind != WF_ANNEX) {
			i = node[i].end - 1;
			continue;
		}
		if (node[i].kind == kind && node[i].num == num && node[i].sub == sub)
			return i;
	}
	return WF_NO_NODE;
}

uint32_t
wf_ref_find(const struct wf_node *node, uint32_t nnode, const struct wf_ref *ref)
{
	const struct { uint8_t kind; uint32_t num, sub; } step[] = {
		{ WF_ANNEX, ref->annex, 0 }, { WF_BOOK, ref->book, 0 }, { WF_SUBBOOK, ref->subbook, 0 },
		{ WF_CHAPTER, ref->chapter, 0 }, { WF_SECTION, ref->section, 0 },
		{ WF_ARTICLE, ref->article, ref->article_sub }, { WF_PARAGRAPH, ref->para, 0 },
		{ WF_ITEM, ref->item, ref->item_sub }, { WF_POINT, ref->point, 0 },
	};
	uint32_t at = 0;

	if (ref->eid.n != 0)
		return wf_eid_find(node, nnode, ref->eid);
	for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++) {
		if (step[i].num == 0)
			continue;
		at = below(node, nnode, at, step[i].kind, step[i].num, step[i].sub);
		if (at == WF_NO_NODE)
			return at;
	}
	return at;
}
