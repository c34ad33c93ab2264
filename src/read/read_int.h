/* What the readers of text formats share: collecting cuts, front matter, invisible characters. */
#ifndef WF_READ_INT_H
#define WF_READ_INT_H

#include "read/read.h"

struct wf_cuts { struct wf_cut *v; size_t n, cap; uint32_t gone; };	/* caller frees v with free() */

/* Adds one; it must lie behind those already there. Pieces of one kind that touch become one. */
void wf_cuts_add(struct wf_cuts *c, size_t off, size_t len, enum wf_cut_why why);
/* Copies the cuts into the arena, frees them and makes text and lines. */
void wf_cuts_finish(struct wf_source *out, struct wf_arena *a, struct wf_cuts *c);

/*
 * Decodes bytes into out->raw and takes the front matter block.
 *
 * @return bytes of raw at which the body begins; the block and a byte order mark are cut
 */
size_t wf_read_front(struct wf_source *out, struct wf_arena *a, struct wf_findings *f,
    struct wf_cuts *c, wf_str bytes);

/*
 * Carriage returns before a line feed, or an invisible character (U+200B–U+200D, U+2060, U+FEFF).
 *
 * @why    out, when the answer is not 0
 * @return bytes to cut at the start of s; 0 = this is text. A lone carriage return is text: it
 *         ends a line
 */
size_t wf_read_noise(wf_str s, enum wf_cut_why *why);

extern const struct wf_reader wf_reader_text, wf_reader_markdown;

#endif
