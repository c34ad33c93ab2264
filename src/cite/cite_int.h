/* Shared by the files of src/cite alone. */
#ifndef WF_CITE_INT_H
#define WF_CITE_INT_H

#include "cite/cite.h"

/* ---- paths (path.c): 第二十八条第一款第（二）项、第三十条 ---------------------------- */

enum { WF_REFS_LIMIT = 600 };	/* provisions of one reference; a range that asks for more is cut */

/* Provisions as the words list them; a range stands as its two ends with range set on the second. */
struct wf_path_ref { struct wf_ref ref; bool range; };
struct wf_path_refs { struct wf_path_ref *v; size_t n, cap; };

enum wf_path_level {
	WF_LV_BOOK, WF_LV_SUBBOOK, WF_LV_CHAPTER, WF_LV_SECTION, WF_LV_ARTICLE, WF_LV_PARA, WF_LV_ITEM,
	WF_LV_POINT, WF_LV_NONE
};
/* The field of a level. */
uint32_t *wf_ref_field(struct wf_ref *r, enum wf_path_level level);
/* Sets the fields below a level to 0. */
void wf_ref_cut(struct wf_ref *r, enum wf_path_level level);
/* The lowest level that is set; WF_LV_NONE = none is. */
enum wf_path_level wf_ref_level(const struct wf_ref *r);

/*
 * Reads a list of provisions at the start of s.
 *
 * @out    appended to; not cleared
 * @base   what the first step stands below: {0}, or the provision that 本条 or 前款 mean
 * @deeper the first step must be of a lower level than base has
 * @return bytes; 0 = none stands here
 */
size_t wf_path_read(struct wf_path_refs *out, wf_str s, const struct wf_ref *base, bool deeper);
/* One step 第N条 at the start of s without reading on: bytes; 0 = none. */
size_t wf_path_step(enum wf_path_level *level, uint32_t *num, uint32_t *sub, wf_str s);

/* ---- numbers of documents (number.c) ------------------------------------------------ */

/*
 * A number at a bracketed year: 法释〔2020〕26号, （2012）江宁开民初字第646号.
 *
 * @open   byte of s at which the bracket opens; words before it may belong to the number
 * @least  byte before which nothing may be taken
 * @form   out: WF_CITE_DOCNO or WF_CITE_CASE
 * @return span in s; len 0 = none
 */
wf_span wf_number_at_year(enum wf_cite_form *form, wf_str s, size_t open, size_t least);
/* 国务院令第174号 by its 令 (or 公告) at byte at; len 0 = none. */
wf_span wf_number_at_order(wf_str s, size_t at, size_t least);
/* GB 44497-2024, GB/T35273—2020 at the start of s: bytes, 0 = none; its id appended to id. */
size_t wf_number_standard(struct wf_buf *id, wf_str s);

/* ---- titles (title.c) ------------------------------------------------------------------ */

/* Bytes of 《…》 at the start of s, marks in; nested ones counted. 0 = it is not closed within a title's length. */
size_t wf_title_read(wf_str s);
enum wf_title_kind { WF_TITLE_LAW, WF_TITLE_DOC, WF_TITLE_ANNEX, WF_TITLE_NONE };
/* What bears such a title, by its last words and what stands around it; brackets off. */
enum wf_title_kind wf_title_kind(wf_str title, wf_str before, wf_str after);
/* The issuer that stands right before 《: 最高人民法院《关于…》, 国务院发布的《…》; borrowed from before, n 0 = none. */
wf_str wf_title_issuer(wf_str before);

/* ---- resolving (resolve.c) ---------------------------------------------------------------- */

/*
 * Appends the provisions that refs name to out's targets, ranges expanded; tree may be NULL.
 *
 * @loose  a 项 that its 款 lacks is looked for in the others
 * @return true when all are in the tree
 */
bool wf_resolve_all(struct wf_cites *out, const struct wf_cite_tree *tree, const struct wf_path_refs *refs,
    bool loose);
/* The article so many before (steps > 0) the one of ref, which becomes it; false = there is none. */
bool wf_resolve_before(const struct wf_cite_tree *t, struct wf_ref *ref, uint32_t steps);

/* A bit for each character below U+10000: those that begin a name which may stand without 《》 (name.c). */
#define WF_BEGINS_BYTES 8192
const uint8_t *wf_names_begins(const struct wf_names *n);
/* True when what follows makes another word of a name: 企业法|人. */
bool wf_names_guarded(wf_str name, wf_str after);
/* False when no name begins with these two characters. */
bool wf_names_two(const struct wf_names *n, uint32_t first, uint32_t second);

/* ---- a reading in progress (find.c, head.c) ----------------------------------------------- */

/* A work that the text has spoken of, and the last provision of it. */
struct wf_mention { uint32_t work; wf_str title; struct wf_ref ref; bool has_ref; uint32_t at; };
/* A short name that the text defines; title as it stands for. */
struct wf_short { wf_str name; uint32_t work; wf_str title; bool law; /* else a certificate, a contract */ };

struct wf_finder {
	const struct wf_cite_catalog *c;
	const struct wf_cite_text *t;
	struct wf_cites *out;
	struct wf_cite_tree own;	/* tree of the text itself */
	wf_str s;			/* what is read: the text, or before it */
	bool dry;			/* reading what stands before: no record */
	size_t place;			/* index of the place we stand in, + 1; 0 = none */
	size_t sentence;		/* where the sentence begins */
	size_t article;			/* where the article begins */
	size_t done;			/* one past the last record: numbers do not reach back into it */
	struct wf_mention last[16]; unsigned nlast;	/* newest at (nlast - 1) % 16 */
	struct wf_short *names; size_t nnames, names_cap;
	struct wf_path_refs refs;	/* scratch */
	uint8_t begins[WF_BEGINS_BYTES];	/* characters at which something may begin */
	uint8_t sure[WF_BEGINS_BYTES];		/* those of them that are more than the first of a title */
	uint8_t shorts[WF_BEGINS_BYTES];	/* first characters of names that the text defines */
	size_t verb_sentence, verb;	/* the repealing verb of the sentence at verb_sentence; SIZE_MAX = none */
};

/* What a reference begins with, as read by one of the readers. */
struct wf_head_ref {
	size_t from, to;	/* bytes of what was said before the provisions */
	size_t name_from, name_to;
	wf_str title;
	uint32_t work;
	uint8_t form;
	struct wf_ref base;
	bool deeper;		/* provisions must lie below base */
	bool whole;		/* without provisions it is a reference still */
	bool base_only;		/* without provisions it means base */
	struct wf_path_ref few[2]; unsigned nfew;	/* 前两款: base as a list of two ends */
	bool no_law;		/* the title is that of a certificate, a contract */
};

/* Reads the provisions after h and makes the record; the byte to go on from. */
size_t wf_finder_take(struct wf_finder *f, struct wf_head_ref *h);
/* A record without work or provisions: a number, or what is rejected. */
void wf_finder_plain(struct wf_finder *f, size_t from, size_t to, wf_str title, uint8_t form, uint8_t state,
    uint8_t reason);
const struct wf_mention *wf_finder_last(const struct wf_finder *f);
/* The last work spoken of whose title ends with noun; NULL = none. */
const struct wf_mention *wf_finder_named(const struct wf_finder *f, wf_str noun);
/* The place we stand in; NULL = none. */
const struct wf_cite_place *wf_finder_place(const struct wf_finder *f);
/* The tree of the text itself; NULL = none. */
const struct wf_cite_tree *wf_finder_own(const struct wf_finder *f);
bool wf_finder_repeals(struct wf_finder *f, size_t at);

/* Readers of heads (head.c, quoted.c): the byte to go on from; at itself = not this. */
size_t wf_head_quoted(struct wf_finder *f, size_t at);
size_t wf_head_unquoted(struct wf_finder *f, size_t at);
size_t wf_head_word(struct wf_finder *f, size_t at);	/* 本法, 本条, 该条例, 同法, 前款 */
size_t wf_head_bare(struct wf_finder *f, size_t at);	/* 第三条 */
/* Notes in brackets after a name: short names, numbers, years. One past them; at = none. */
size_t wf_head_notes(struct wf_finder *f, struct wf_head_ref *h, size_t at);

#endif
