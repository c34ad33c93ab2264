/*
 * Finding provisions by words: a derived file, memory-mapped, that knows which words
 * stand in which provision and how much they say about it.  It holds no text: snippets
 * are cut from the text that the caller brings.  Nothing outside this folder knows how
 * a hit was found.
 *
 * An index is a set of texts (one expression of a work each) and of units (an article, or
 * a part of a document without articles), both numbered in the order in which they came.
 */
#ifndef WF_SEARCH_H
#define WF_SEARCH_H

#include "text/text.h"

/* ---- building ---------------------------------------------------------------- */

/* What a text is, for its standing among hits of equal words (rank.c says how much each is worth). */
enum wf_standing {
	WF_STAND_LAW,			/* 宪法, 法律 */
	WF_STAND_REGULATION,		/* 行政法规 */
	WF_STAND_INTERPRETATION,	/* 司法解释 */
	WF_STAND_RULE,			/* 部门规章 and other texts that bind the whole country */
	WF_STAND_LOCAL,			/* texts of a place: behind, unless the question names the place */
	WF_STAND_OTHER,			/* cases, reports, drafts */
	WF_STAND_FACTS			/* what a report says, sentence by sentence */
};

/* One text; all slices are copied. Ids ascend; one id may have several texts, one behind the other. */
struct wf_index_text {
	int64_t expr;
	wf_str title;			/* of the work */
	wf_str place;			/* 上海市, of a text of a place; "" else */
	enum wf_standing standing;
	uint32_t cited;			/* how many works cite the work */
};

/* Where the words of a unit stand: span of the text of a source, by the caller's number of it. */
struct wf_unit_place { uint32_t source; wf_span span; };

/* One unit of the text given last. */
struct wf_unit {
	uint32_t seq;			/* node within the expression, or whatever the caller counts by */
	struct wf_unit_place place;
	wf_str   heading;		/* of the chapters above it; copied */
	wf_str   text;			/* verbatim; borrowed until wf_index_finish; folded here */
};

struct wf_index_writer;
/* path is created anew; same texts in the same order give the same bytes, whatever the threads. */
wf_rc wf_index_create(struct wf_index_writer **out, const char *path, struct wf_err *err);
void  wf_index_text(struct wf_index_writer *w, const struct wf_index_text *t);
/* The number of the unit goes to *unit. WF_E_LIMIT over 4 GiB of text or 2^24 units. */
wf_rc wf_index_unit(uint32_t *unit, struct wf_index_writer *w, const struct wf_unit *u);
/* The words of unit from also speak for unit to, which it cites. Once a pair. */
void  wf_index_cite(struct wf_index_writer *w, uint32_t from, uint32_t to);
/* A part of the file that others write and read: title look-ups. Bytes are copied. */
void  wf_index_attach(struct wf_index_writer *w, wf_str block);
/* Analyses in so many threads, writes, fsyncs, closes; sha: of the file's bytes (its name is index-<hex>). */
wf_rc wf_index_finish(struct wf_index_writer *w, unsigned workers, uint8_t sha[32], struct wf_err *err);
void  wf_index_abandon(struct wf_index_writer *w);

/* ---- opening ------------------------------------------------------------------ */

struct wf_index;
/*
 * Maps the file and checks its size, version and the checksums of its tables; each list of places
 * is checked when it is first read.
 *
 * @return WF_E_STORE when the file is cut short, altered or of another version: it must be built anew
 */
wf_rc wf_index_open(struct wf_index **out, const char *path, struct wf_err *err);
void  wf_index_close(struct wf_index *x);
/* Ids of the expressions in order of text; owned by the index. */
const int64_t *wf_index_exprs(size_t *n, const struct wf_index *x);
/* How many units there are. */
size_t wf_index_units(const struct wf_index *x);
/* Where a unit's words stand; unit < wf_index_units. */
struct wf_unit_place wf_index_place(const struct wf_index *x, uint32_t unit);
/* The block of wf_index_attach; "" when none was. Owned by the index. */
wf_str wf_index_block(const struct wf_index *x);

/* ---- asking ------------------------------------------------------------------- */

/*
 * What was typed, taken apart: pairs of characters, single characters, dates,
 * numbers and Latin words, less what only makes it a question (怎么办, 是否), and the legal terms to
 * which data/thesaurus.tsv leads. Belongs to one index.
 */
struct wf_terms;
/* Never NULL; without any term nothing is found. At most 1 KiB of words is looked at. */
struct wf_terms *wf_terms_read(const struct wf_index *x, wf_str words);
/* A unit must hold all terms of the phrase to be found (not yet side by side: wf_question.take sees to that). */
void wf_terms_must(struct wf_terms *t, const struct wf_index *x, wf_str phrase);
/* Calls fn for each legal term that the thesaurus added, with the words of the row that led to it. */
void wf_terms_leads(const struct wf_terms *t, void (*fn)(void *payload, wf_str term, wf_str from),
    void *payload);
/*
 * The terms that tell a provision's text from all others, most telling first, for "similar
 * provisions".
 */
struct wf_terms *wf_terms_of_text(const struct wf_index *x, wf_str text);
void wf_terms_free(struct wf_terms *t);

enum wf_want { WF_WANT_NOT, WF_WANT, WF_WANT_LAST /* after all others */ };

struct wf_hit { int64_t expr; uint32_t seq, unit; double score; bool last; /* WF_WANT_LAST */ };

struct wf_question {
	const struct wf_terms *terms;
	const uint8_t *want;		/* enum wf_want of each text; NULL wants all */
	size_t limit;			/* hits at most, 1..1000 */
	/* Asked of a unit that would become a hit, for conditions that the index cannot see (a phrase);
	 * NULL takes all. */
	bool (*take)(void *payload, const struct wf_hit *hit);
	void *payload;
};

/*
 * The best hits, best first; ties in order of unit.
 *
 * @hits   caller frees with free(*hits)
 * @return WF_E_STORE when a list is damaged: nothing was found, build the index anew
 *
 * Ranking is a sum over fields of BM25 parts plus a prior: rank.c has each formula with its source.
 * Units are read in ranges, those of the highest bound first, until no range can hold a better
 * hit (Mallia, Suel, Tonellotto: Faster Learned Sparse Retrieval with Block-Max Pruning, SIGIR 2024).
 */
wf_rc wf_index_query(struct wf_hit **hits, size_t *n, struct wf_index *x, const struct wf_question *q,
    struct wf_err *err);

/* One part of a score. */
struct wf_why {
	wf_str term, from;		/* as matched; the thesaurus row's words that led to it, or "" */
	const char *field;		/* text, cited_by, heading, title, work, standing, place, prior */
	double weight, value, score;	/* of the term; of the field; their product */
};
/* The parts of a hit's score, largest first; they add up to it. Caller frees with free(*why); slices
 * belong to the terms. */
wf_rc wf_index_explain(struct wf_why **why, size_t *n, struct wf_index *x, const struct wf_question *q,
    const struct wf_hit *hit, struct wf_err *err);

/* ---- showing ------------------------------------------------------------------ */

/*
 * Where terms stand in text, for highlights: spans of bytes of text, in order, disjoint.
 * Caller frees with free(*at).
 */
void wf_highlight(wf_span **at, size_t *n, wf_str text, const struct wf_terms *t);
/*
 * The part of text, at most limit code points, that holds most of the spans; begins and ends at
 * code points, moved to the start of a sentence when one is near.
 */
wf_span wf_snippet(wf_str text, const wf_span *at, size_t n, size_t limit);

/* ==== the query box: what was typed (box.c), and titles (title*.c) ============================== */

enum wf_box_kind {
	WF_BOX_WORD,		/* free words; only parted at white space and phrases */
	WF_BOX_PHRASE,		/* "…" in ASCII quotes; “” and 「」 are text, and so is a quote without its partner */
	WF_BOX_TITLE,		/* title: 名称: */
	WF_BOX_LEVEL,		/* level: 级别: */
	WF_BOX_ISSUER,		/* issuer: 机关: */
	WF_BOX_AT		/* at: 时间: */
};

/* One part of what was typed, in order; spans are disjoint. */
struct wf_box_part {
	enum wf_box_kind kind;
	bool   exclude;		/* ASCII minus in front: -word, -"phrase", -title:草案 */
	wf_str text;		/* without minus, key and quotes, never empty; borrowed from the query */
	wf_span at;		/* bytes of the query, all signs included */
};

struct wf_box {
	const struct wf_box_part *part; size_t npart;	/* owned by the arena */
	/* The words that are not excluded, with one blank between them; "" = only filters, phrases or exclusions.
	 * Borrowed from the query when they stand together there, else owned by the arena. */
	wf_str words;
	/* Codes of data/levels.tsv, each once, in the order of that table; a text must be of one of level (when
	 * there are any) and of none of not_level. */
	const wf_str *level; size_t nlevel;
	const wf_str *not_level; size_t nnot_level;
	wf_date at;		/* as precise as given; 0 = not asked */
};

/*
 * Parses the one box. Keys are read in any case and width, with : or ：, and white space may follow;
 * a value ends at white space, or is quoted. level: takes the beginning of a level's Chinese or English
 * name (blanks as blanks in quotes, or as - or _). A query that is only filters asks for a list.
 *
 * @return WF_E_USAGE, with the place (characters from 1) and the remedy: a key without value, a level that
 *         is not known, a day that is none, at: twice or excluded
 *
 * Example: 数据 "重要数据" -草案 level:法律 at:2024-06 -> words 数据, a phrase, an excluded word,
 * level {法律}, at 20240600
 */
wf_rc wf_box_parse(struct wf_box *out, struct wf_arena *a, wf_str query, struct wf_err *err);

/* What kind of name this is; the smaller counts more when a work bears a name in two ways. */
enum wf_title_of { WF_TITLE_OWN, WF_TITLE_ALIAS, WF_TITLE_FORMER };

/* A name by which a work is found. */
struct wf_title {
	wf_str name;		/* as written or folded: it is folded (WF_FOLD_NAME) here */
	int64_t work;		/* the caller's number; held works and those known by name only must differ */
	enum wf_title_of kind;
	uint32_t prior;		/* parts equal hits, the smaller first: wf_title_prior */
};

/* Held before known by name only, in force before not, then by rank (column of data/levels.tsv, < 256). */
uint32_t wf_title_prior(bool held, bool in_force, uint32_t rank);

/*
 * Makes the block of names: one run of bytes without addresses, to lie in a file at a multiple of 8.
 * The same names in any order give the same bytes. Names of more than 255 UTF-16 units are left out.
 *
 * @out   appended to
 */
void wf_titles_make(struct wf_buf *out, const struct wf_title *v, size_t n);

/* The block ready to be asked; all borrowed from it. */
struct wf_title_block {
	const struct wf_titles_head *head;
	const struct wf_title_name *name;
	const struct wf_title_form *form;
	const struct wf_title_key *key, *near;
	const struct wf_title_letter *letter;
	const uint32_t *posting;
	const uint16_t *unit;
};

/*
 * Checks every number of the block, copies nothing.
 *
 * @return WF_E_STORE when it is cut off, altered so that a number leads nowhere, or of another version
 */
wf_rc wf_titles_open(struct wf_title_block *out, wf_str block, struct wf_err *err);

enum wf_title_how {
	WF_HOW_EXACT,		/* its own title */
	WF_HOW_SHORT,		/* without 中华人民共和国, issuer and 关于, 适用, （试行） */
	WF_HOW_ALIAS, WF_HOW_FORMER,
	WF_HOW_PINYIN,		/* wangluoanquanfa */
	WF_HOW_INITIALS,	/* wlaqf */
	WF_HOW_ABBREVIATION,	/* some of its characters, in order, and its kind: 网安法, 民诉解释 */
	WF_HOW_NEAR		/* one character is wrong, missing, too many or swapped; or all sound alike */
};
/* "exact", "short", … ; static. */
const char *wf_title_how_name(enum wf_title_how how);

#define WF_TITLE_SURE  900u	/* from here on typed words are this title (or one of its namesakes) … */
#define WF_TITLE_CLOSE 600u	/* … and from here on it is fit for "did you mean"; below it is a guess */

struct wf_title_hit {
	int64_t work;
	enum wf_title_how how;
	uint32_t score;		/* 1..1000 */
	uint32_t name;		/* number of the name, for wf_title_text */
	wf_str rest;		/* the provision typed after the title, "" = none; borrowed from typed */
};

/*
 * The works whose title was typed, best first; ties by prior, then the shorter name, then its characters,
 * then work.
 * A provision after the title (网安法 21, wlaqf21, 网络安权法第21条第2款) is split off. No memory is taken.
 * Another place is never taken for a slip: 苏州市… does not find 杭州市…, nor 解释（一） 解释（二）.
 *
 * @out    room for so many; a work stands in it once
 * @return how many, 0 = no title (nor is text of more than 255 characters)
 */
size_t wf_titles_find(struct wf_title_hit *out, size_t room, const struct wf_title_block *t, wf_str typed);

/* The name of a hit, folded; appended to out. */
void wf_title_text(struct wf_buf *out, const struct wf_title_block *t, uint32_t name);

#endif
