/*
 * The block of names, shared by title_make.c (writes), title.c (asks) and title_form.c (words of titles).
 *
 * All numbers are little-endian. After the header come, each at a multiple of 4: names, forms, keys, near keys,
 * letters (and one more that ends the last), postings, UTF-16 units. A form is a name with some of its words cut.
 */
#ifndef WF_TITLE_INT_H
#define WF_TITLE_INT_H

#include "search.h"

#define WF_TITLES_MAGIC   "wftitle"	/* with its NUL: 8 bytes */
#define WF_TITLES_VERSION 1u

enum {
	WF_FORM_MOST = 255,	/* units of a form */
	WF_TYPED_MOST = 512,	/* units typed: Latin letters for a form */
	WF_READ_MOST = 16,	/* ways to read a form that are kept */
	WF_FORMS = 4,		/* of a name */
	WF_SPELT_MOST = 24	/* units of a form whose misspelt pinyin is known */
};

struct wf_titles_head {
	char     magic[8];
	uint32_t version, order;	/* order: 0x01020304, to refuse another byte order */
	uint32_t nname, nform, nkey, nnear, nletter, nposting, nunit;
	uint32_t longest;		/* units of the longest form */
	uint64_t size;			/* of the whole block */
};

/* form: its first one, the name as it is. */
struct wf_title_name { int64_t work; uint32_t prior, kind, form, pad; };

/* What a form lacks. WF_CUT_NOTHING is the name as it is. */
enum wf_form_cut { WF_CUT_NOTHING, WF_CUT_COUNTRY, WF_CUT_ISSUER, WF_CUT_CORE };

/* names are in order of their units; type: wf_title_type of the form, and WF_TYPE_MANY. */
struct wf_title_form { uint32_t name, off; uint16_t n; uint8_t cut, type; };
#define WF_TYPE_MANY 0x80u	/* has more readings than keys: WF_READ_MOST */

/* In order of hash, then form. */
struct wf_title_key { uint32_t hash, form; };
/* The forms that hold a unit: posting[first] .. posting[next letter's first]. In order of unit. */
struct wf_title_letter { uint32_t unit, first; };

/* What a hash is of. */
enum wf_key_of { WF_KEY_HAN, WF_KEY_INITIALS, WF_KEY_PINYIN, WF_KEY_SHORTER, WF_KEY_SPELT };

uint32_t wf_title_hash(enum wf_key_of of, const uint16_t *v, size_t n);
/* The hash of v without the count units from gap on. */
uint32_t wf_title_hash_without(enum wf_key_of of, const uint16_t *v, size_t n, size_t gap, size_t count);

/* UTF-8 to UTF-16 units; at most room of them are written, but all are counted. */
size_t wf_title_units(uint16_t *out, size_t room, wf_str s);

/* A run of units; borrowed. */
struct wf_units { const uint16_t *v; size_t n; };

/* Copies s to out (room for s.n) without 中华人民共和国; the count that is left. */
size_t wf_title_no_country(uint16_t *out, struct wf_units s);
/* s without the body that issued it and 关于, or without 关于 alone; s when it has neither. */
struct wf_units wf_title_no_issuer(struct wf_units s);
/* s without 适用, 审理 … in front (after 关于 was cut) and 试行, 暂行 at its end. */
struct wf_units wf_title_core(struct wf_units s, bool after_about);
/* Number of the kind a title ends with (条例, 法, 解释 …), 一二三 after it left out; 0 = none. */
unsigned wf_title_type(struct wf_units s);
/* Is that the kind of a law: 法, 法典? */
bool wf_title_type_is_law(unsigned type);
/* Units before the kind that tell works apart: 个人信息 of 个人信息保护法. */
size_t wf_title_stem(struct wf_units s);
/* Length of the place that s begins with, from data/places.tsv; 0 = none. */
size_t wf_title_place(wf_str s);

/* A look-up under way (title.c, title_near.c). */
struct wf_title_ask {
	const struct wf_title_block *t;
	struct wf_title_hit *out;
	size_t room, n;
	struct wf_units typed;		/* folded, without 中华人民共和国 and 关于 in front */
	unsigned type;			/* its wf_title_type */
	size_t place;			/* units of the place it begins with; 0 = none */
	wf_str rest;			/* the provision after the title */
};
/* Keeps a hit when it is among the best; of one work the best stays. */
void wf_title_keep(struct wf_title_ask *q, uint32_t form, enum wf_title_how how, uint32_t score);
/* The first key that is not below the hash, and the count of keys in the array. */
const struct wf_title_key *wf_title_seek(const struct wf_title_key *v, size_t n, uint32_t hash);
struct wf_units wf_title_form_units(const struct wf_title_block *t, uint32_t form);
/* Forms one character away, then forms that sound the same. */
void wf_title_near(struct wf_title_ask *q);
/* Forms whose usual pinyin has one syllable with a slip. letters: what was typed. */
void wf_title_near_pinyin(struct wf_title_ask *q, struct wf_units letters);
/* Forms of which the typed units are some, in order. */
void wf_title_abbreviated(struct wf_title_ask *q);

/* How a unit may be typed in Latin letters: its readings, or itself. count 0 = it cannot. */
struct wf_readings { char text[WF_PINYIN_MOST][8]; size_t count; };
void wf_title_readings(struct wf_readings *out, uint16_t unit);
/*
 * The usual pinyin of s.
 *
 * @start  room for s.n + 1: where each syllable begins, and the end; may be NULL
 * @return letters; 0 = a character has no reading, or they are more than WF_TYPED_MOST
 */
size_t wf_title_spell(uint16_t out[WF_TYPED_MOST], uint16_t *start, struct wf_units s);
/* Do two characters share a reading? */
bool wf_title_sound_alike(uint16_t a, uint16_t b);
/* A digit or a Chinese numeral. */
bool wf_title_is_number(uint16_t unit);

#endif
