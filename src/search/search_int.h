/*
 * The index file, shared by index.c (writes) and query.c (reads).
 *
 * All numbers are little-endian.  After the header come the folded texts as UTF-16
 * code units, then the table of contexts, then the table of units.  A context is what
 * many units share: the work's title and the headings above them.
 */
#ifndef WF_SEARCH_INT_H
#define WF_SEARCH_INT_H

#include "search.h"

#define WF_INDEX_MAGIC   "wfindex"	/* with its NUL: 8 bytes */
#define WF_INDEX_VERSION 1u

struct wf_index_head {
	char     magic[8];
	uint32_t version, order;	/* order: 0x01020304, to refuse another byte order */
	uint64_t nchar;			/* code units of text */
	uint64_t ncontext, nunit;
	uint64_t size;			/* of the whole file */
};

/* title and heading lie one after the other from off. */
struct wf_index_context { int64_t expr; uint32_t off, ntitle, nheading, pad; };
struct wf_index_unit { uint32_t context, seq, off, n; };

struct wf_index {
	void *map;
	size_t size;
	const struct wf_index_head *head;
	const uint16_t *text;
	const struct wf_index_context *context;
	const struct wf_index_unit *unit;
};

/* s folded for search, as UTF-16 code units appended to *v. Caller frees *v with free(). */
void wf_search_fold(uint16_t **v, size_t *n, size_t *cap, wf_str s, struct wf_buf *scratch);

#endif
