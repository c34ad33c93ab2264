/*
 * Finding provisions by words: a derived file of folded article texts that is
 * memory-mapped and scanned.  A plain first search; nothing outside this folder
 * knows how a hit was found.
 */
#ifndef WF_SEARCH_H
#define WF_SEARCH_H

#include "text/text.h"

/* One searchable unit: an article, or a part of a document without articles. */
struct wf_unit {
	int64_t  expr;
	uint32_t seq;		/* node within the expression */
	wf_str   title;		/* of the work */
	wf_str   heading;	/* of the chapters above it */
	wf_str   text;		/* verbatim; folded here */
};

/* ---- building ---------------------------------------------------------------- */

struct wf_index_writer;
/* path is created anew; same units in the same order give the same bytes. */
wf_rc wf_index_create(struct wf_index_writer **out, const char *path, struct wf_err *err);
wf_rc wf_index_add(struct wf_index_writer *w, const struct wf_unit *u);
/* Writes, fsyncs, closes; sha: of the file's bytes (its name is index-<hex>). */
wf_rc wf_index_finish(struct wf_index_writer *w, uint8_t sha[32], struct wf_err *err);
void  wf_index_abandon(struct wf_index_writer *w);

/* ---- asking ------------------------------------------------------------------- */

struct wf_index;
wf_rc wf_index_open(struct wf_index **out, const char *path, struct wf_err *err);
void  wf_index_close(struct wf_index *x);

struct wf_hit { int64_t expr; uint32_t seq; double score; };

/*
 * The best hits, best first, ties in order of unit.
 *
 * @hits    caller frees with free(*hits)
 * @want    keeps a unit or not (level, day); NULL keeps all
 * Terms are parted by white space; all must occur (in text, heading or title), else, when
 * nothing holds them all, units are ranked by how many of the terms' bigrams they hold.
 * Ranking: Okapi BM25 (Robertson & Zaragoza 2009), k1 1.2, b 0.75, over text, plus title.
 */
wf_rc wf_index_query(struct wf_hit **hits, size_t *n, struct wf_index *x, wf_str query, size_t limit,
    bool (*want)(void *payload, int64_t expr), void *payload);

/*
 * Where the words of query stand in text, for highlights: spans of bytes of text, in order,
 * disjoint. Caller frees with free(*at).
 */
void wf_highlight(wf_span **at, size_t *n, wf_str text, wf_str query);
/*
 * The part of text, at most limit code points, that holds most of the spans; begins and ends at
 * code points, moved to the start of a sentence when one is near.
 */
wf_span wf_snippet(wf_str text, const wf_span *at, size_t n, size_t limit);

#endif
