/* Shared by the files that compare two texts (diff*.c, align.c, edit.c) alone. */
#ifndef WF_DIFF_INT_H
#define WF_DIFF_INT_H

#include "engine/engine.h"

/* ---- passages: what is aligned as a whole (diff_passage.c) ----------------------- */

enum wf_passage_class { WF_PS_PROVISION, WF_PS_ANNEX, WF_PS_PREAMBLE };

/* 第三十七条 of the text itself, cited in a passage. */
struct wf_inner {
	uint32_t from, to;	/* where it stands in the passage's key: [from, to) */
	uint64_t no;		/* as wf_article_no */
	bool range;		/* after 至: what lies between this and the one before is cited too */
};

#define WF_SENTENCE_LEAST 10u	/* characters; a shorter sentence says nothing of where it came from */
struct wf_sentence { uint32_t from, to; };	/* in mask: [from, to) */
struct wf_tally { uint32_t gram, n; };

struct wf_passage {
	uint32_t node;
	uint8_t class;		/* enum wf_passage_class; only passages of one class are aligned */
	uint64_t no;		/* of an article, else 0 */
	wf_str text;		/* as the side has it */
	/* its code points, folded: what makes two texts the same */
	const uint32_t *key; uint32_t nkey;
	uint64_t hash;		/* of key */
	const struct wf_inner *inner; uint32_t ninner;
	/* numbers cited, each once, ranges written out; ascending */
	const uint64_t *cited; uint32_t ncited;
	/* the key with the numbers of inner masked, since those change by themselves */
	const uint32_t *mask; uint32_t nmask;
	/* two neighbours in mask are a gram, named by a number */
	const uint32_t *gram; uint32_t ngram;	/* in order of the text */
	const struct wf_tally *tally; uint32_t ntally;	/* each gram once */
	const struct wf_sentence *sentence; uint32_t nsentence;
	double weight;		/* sum of the weights of gram; > 0 */
};
struct wf_passages {
	struct wf_passage *v; uint32_t n;
	const uint32_t *by_no; uint32_t narticle;	/* the articles in order of no */
};

/* The passages of one side in order of its text, without grams; owned by the arena. */
void wf_passages_make(struct wf_passages *out, struct wf_arena *a, const struct wf_diff_side *side);
/* The first in by_no whose number is no; WF_NO_NODE = none. */
uint32_t wf_passage_of(const struct wf_passages *p, uint64_t no);
/* The folded code points of a text; owned by the arena. */
const uint32_t *wf_fold_key(uint32_t *n, struct wf_arena *a, wf_str text);

static inline uint64_t
wf_article_no(uint32_t num, uint32_t sub)
{
	return (uint64_t)num << 32 | sub;
}

/* As wf_is_numeral, but quick: asked of every character, and true of few. */
static inline bool
wf_is_count(uint32_t cp)
{
	switch (cp) {
	case 0x3007: case 0x25CB: case 0x96F6:		/* 〇 ○ 零 */
	case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94:	/* 一 二 三 四 五 */
	case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341:	/* 六 七 八 九 十 */
	case 0x767E: case 0x5343: case 0x4E07: case 0x4EBF: case 0x4E24:	/* 百 千 万 亿 两 */
	case 0x5EFF: case 0x5345:			/* 廿 卅 */
		return true;
	default:
		return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
	}
}

static inline bool
wf_same_key(const struct wf_passage *a, const struct wf_passage *b)
{
	if (a->hash != b->hash || a->nkey != b->nkey)
		return false;
	for (uint32_t i = 0; i < a->nkey; i++)
		if (a->key[i] != b->key[i])
			return false;
	return true;
}

/* ---- cited articles of the text itself (diff_ref.c) -------------------------------- */

/* One 第N条 in a folded text: bytes [from, to). */
struct wf_numbered { uint32_t from, to; uint64_t no; bool own, range; };
/* The next one at or after byte *at, which moves on; prev is the one before it or NULL. */
bool wf_numbered_next(struct wf_numbered *out, size_t *at, wf_str folded,
    const struct wf_numbered *prev);

struct wf_links;
/* True when the passages differ in nothing but numbers cited, and these follow the links. */
bool wf_cites_follow(const struct wf_passages *old, const struct wf_passages *new,
    const struct wf_links *l, uint32_t o, uint32_t n);

/* ---- likeness (diff_gram.c) ----------------------------------------------------------- */

/* Weights of grams: rare ones count more (Sparck Jones 1972). */
struct wf_grams {
	double *weight; uint32_t n;
	uint32_t *in_old;		/* old passages that hold a gram */
	/* passages of the new text by gram: entry[first[g] .. first[g + 1]), open ones up to open[g] */
	uint32_t *first, *open;
	struct wf_tally *entry;		/* gram is here the passage */
};

/* Two passages that have something in common; both open. */
struct wf_pair {
	uint32_t old, new;
	float shared;		/* weight of the grams in common */
	float dice;		/* 0..1: 2 shared / (both weights) */
	float base;		/* 0..1: likeness, also of one that stands whole in the other */
};

/* The two best of a passage, so that the best other than one is known. */
struct wf_best { float dice[2]; uint32_t at[2]; };

struct wf_likeness {
	struct wf_pair *pair; size_t npair;	/* in order of old */
	uint32_t *first;			/* of each old passage into pair; n + 1 */
	struct wf_best *old, *new;		/* of each passage */
};

/* Gives every passage its grams, and the grams their weights. Owned by the arena. */
void wf_grams_make(struct wf_grams *out, struct wf_arena *a, struct wf_passages *old,
    struct wf_passages *new, const bool *open_new);
/* Compares the open passages of both sides with each other. Owned by the arena. */
void wf_likeness_make(struct wf_likeness *out, struct wf_arena *a, const struct wf_grams *g,
    const struct wf_passages *old, const struct wf_passages *new, const bool *open_old,
    const bool *open_new);

/* ---- links between passages (align.c, diff_share.c) -------------------------------------- */

struct wf_link { uint32_t old, new; };	/* indexes of passages */
struct wf_links {
	struct wf_link *v; uint32_t n;	/* in order of old, then new */
	const uint32_t *first;	/* of each old passage into v; one more than there are */
	const uint32_t *main;	/* of each old passage: the new one it mainly became, or WF_NO_NODE */
};

/* Which old passage lives on in which new ones. Owned by the arena. */
void wf_align(struct wf_links *out, struct wf_arena *a, struct wf_passages *old,
    struct wf_passages *new);

/* One old passage for each new one at most; what align.c has found when shares are looked for. */
struct wf_match {
	const struct wf_passages *old, *new;
	const struct wf_grams *grams;
	const struct wf_likeness *like;
	uint32_t *to, *from;	/* of each old and each new passage; WF_NO_NODE = none */
	bool *open_old, *open_new;	/* no passage of the other side is word for word the same */
	uint32_t *citing;	/* of each new passage: new passages that cite it */
};
/* How the numbers cited agree, as far as known: -0.15 (others altogether) .. 0.25 (the same). */
double wf_cites_agree(const struct wf_match *m, const struct wf_pair *p);
/*
 * Finds the passages that were divided among several, and those that went into another's:
 * sentences that stand in a passage other than the match. Appended to link, which has room
 * for every pair of likeness.
 */
void wf_shares_find(struct wf_link *link, uint32_t *nlink, struct wf_match *m);

/* ---- 款, 项, 目 (diff_child.c) ---------------------------------------------------------------- */

struct wf_children { struct wf_diff_child *v; uint32_t n; };
/*
 * What became of the nodes below the passages; one list for each old passage. Inserted ones
 * stand in the list of the first old passage that went into theirs. Owned by the arena.
 */
struct wf_children *wf_children_align(struct wf_arena *a, const struct wf_diff_side *old,
    const struct wf_diff_side *new, const struct wf_passages *po, const struct wf_passages *pn,
    const struct wf_links *l);

#endif
