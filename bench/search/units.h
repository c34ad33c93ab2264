/*
 * The provisions of a knowledge base and the questions with known answers, as the bench and the
 * test of search read them.  Nothing here searches.
 */
#ifndef BENCH_UNITS_H
#define BENCH_UNITS_H

#include "engine/engine.h"
#include "peer.h"

/* One searchable provision, as our index cuts the texts: an article, an annex, a part without articles. */
struct unit {
	int64_t expr;
	uint32_t node, end;		/* its subtree: [node, end) */
	int64_t source;			/* 0 = joins several */
	wf_str id;			/* 网络安全法@2016-11-07#art_21; owned by units.arena */
	wf_str title, headings, text;	/* borrowed from units.arena */
	bool answers;			/* its expression is the one that answers for today */
	bool national;			/* of a level that holds for the whole country */
};

struct units {
	struct unit *v; size_t n, cap;	/* in order of expr, then node */
	struct wf_kb *kb;		/* borrowed, like the folder it lies in */
	const char *folder;
	struct wf_map by_answer;	/* answer_key of an id -> first unit of that article */
	struct wf_arena arena;
	struct wf_buf grams, folded;
};

/* All units of the knowledge base in folder; kb and folder must outlive them. Freed with units_free, also
 * after a failure. */
wf_rc units_read(struct units *out, struct wf_kb *kb, const char *folder, struct wf_err *err);
void  units_free(struct units *u);
/* Number of the unit; SIZE_MAX = no such unit. */
size_t units_find(const struct units *u, int64_t expr, uint32_t node);

/* Grams of any words; as unit_grams. */
const char *text_grams(struct units *u, wf_str words, enum gram_kind kind);
/* What peer_plain finds; national: units that hold for the whole country alone. Returns how many. */
size_t plain_query(uint32_t unit[PEER_HITS], void *opened, const char *question, bool national);
/* What peer_ours finds; national: with the filters level:宪法 level:法律 … typed behind the question. */
size_t ours_query(uint32_t unit[PEER_HITS], void *opened, const char *question, bool national);
/* Opens our index file alone and closes it; false = that failed. */
bool ours_open_index(const struct units *u);
/* Levels that hold for the whole country, as filters take them; NULL ends them. */
extern const char *const national_levels[];

/* A question and the articles that answer it. */
struct question { int64_t id; const char *words; uint32_t *gold; size_t ngold, nmissing; };
struct questions { struct question *v; size_t n, cap; struct wf_arena arena; };

/*
 * Reads rows {"query_id", "query", "gold": ["title@date#number"]}.
 *
 * gold holds units; nmissing counts answers that the knowledge base does not hold. Ids are compared
 * without 中华人民共和国 and without signs, as the scorer that comes with the questions does.
 * @return WF_E_IO, or WF_E_USAGE for rows of another kind
 */
wf_rc questions_read(struct questions *out, const struct units *u, const char *path, struct wf_err *err);
void  questions_free(struct questions *q);
/* Share of a question's answers among the first k distinct articles of the hits, 0..1. */
double question_recall(const struct question *q, const struct units *u, const uint32_t *hit, size_t n,
    size_t k);

#endif
