/* How well words fit a provision; for check.c and its kin alone. */
#ifndef WF_FIT_H
#define WF_FIT_H

#include "engine/engine.h"

/* A text as folded code points: width, case, white space and punctuation play no part. */
struct wf_points { uint32_t *v; uint32_t n; };
void wf_points_make(struct wf_points *out, struct wf_arena *a, wf_str s);

/* How rare each pair of characters is in a text: of how many provisions holds one. */
struct wf_rarity { uint64_t *key; uint32_t *n; size_t mask; uint32_t provisions; };
/* All articles of a tree (or its uppermost provisions), owned by the arena. */
void wf_rarity_make(struct wf_rarity *out, struct wf_arena *a, struct wf_citing *c, uint32_t work,
    size_t expr);

/* Share of the claim's pairs, by rarity, that the provision has: 0..1. */
double wf_fit_cover(const struct wf_points *claim, const struct wf_points *provision,
    const struct wf_rarity *rarity);
/* Longest common run, in characters. */
uint32_t wf_fit_run(const struct wf_points *claim, const struct wf_points *provision);

/* True when part stands in whole. */
bool wf_points_has(const struct wf_points *whole, const struct wf_points *part);
/* True when the pieces of a quotation abridged by …… stand in whole, in order. */
bool wf_points_abridged(const struct wf_points *whole, struct wf_arena *a, wf_str quote);
/*
 * Likeness of a quotation to the best stretch of a provision: 1 - edits / length, 0..1.
 *
 * @from, to  out: that stretch, in points of whole
 */
double wf_points_like(uint32_t *from, uint32_t *to, struct wf_arena *a, const struct wf_points *whole,
    const struct wf_points *quote);

#endif
