/*
 * Between writer.c, which collects texts and units, and invert.c, which turns them into
 * lists of places.
 */
#ifndef WF_SEARCH_INVERT_H
#define WF_SEARCH_INVERT_H

#include "search_int.h"

struct text_in { struct wf_index_text row; uint32_t unit; };
struct context_in { uint32_t text, unit; wf_str heading; };
struct unit_in { uint32_t context, seq; struct wf_unit_place place; wf_str text; };
struct cite_in { uint32_t to, from; };

struct collection {
	struct text_in *text;		size_t ntext, text_cap;
	struct context_in *context;	size_t ncontext, context_cap;
	struct unit_in *unit;		size_t nunit, unit_cap;
	struct lay_row *lay;		size_t nlay;
	struct cite_in *cite;		size_t ncite, cite_cap;
	double mean, text_mean;		/* length of a unit, of a text */
};

/* The lists of a collection: keys ascending, a row a key, the bytes of all lists. Arrays freed by
 * the caller with free(). */
struct lists {
	uint64_t *key;
	struct term_row *term;
	size_t nterm;
	struct wf_buf bytes;
};
/* Cites must be sorted by to, then from. WF_E_LIMIT when the lists take more than 4 GiB. */
wf_rc wf_invert(struct lists *out, const struct collection *c, const struct wf_rank *r, unsigned workers);

#endif
