/*
 * The index file, shared by those who write it (writer.c, index.c) and those who read it
 * (open.c, query.c), and the keys and formulas both go by.
 *
 * All numbers are little-endian.  After the header come the sections in the order of enum
 * section, each at a multiple of eight bytes.
 */
#ifndef WF_SEARCH_INT_H
#define WF_SEARCH_INT_H

#include "search.h"

/* ---- keys ----------------------------------------------------------------------- */

/*
 * A key is what a list of places belongs to: the field in the upper 4 bits, the kind in the next 4,
 * then two code points of 21 bits, the low 56 bits of a hash, or a date.
 */
enum field {
	FIELD_TEXT,		/* words of a unit */
	FIELD_CITED,		/* words of units that cite it */
	FIELD_HEADING,		/* words of the chapters above it; places are contexts */
	FIELD_TITLE,		/* words of the work's title; places are texts */
	FIELD_WORK,		/* words that mark the whole work; places are texts */
	FIELD_PLACE,		/* first two characters of a text's place; places are texts */
	FIELD_LAY,		/* words of a row of the thesaurus; places are rows */
	FIELDS
};
enum kind { KIND_SINGLE = 1, KIND_PAIR, KIND_TOKEN, KIND_WORD /* a date */ };

#define KEY_FIELD(key, field) ((key) | (uint64_t)(field) << 60)
#define KEY_KIND(key) ((enum kind)((key) >> 56 & 0xf))

static inline uint64_t
key_pair(uint32_t a, uint32_t b)
{
	return (uint64_t)KIND_PAIR << 56 | (uint64_t)a << 21 | b;
}

static inline uint64_t
key_single(uint32_t a)
{
	return (uint64_t)KIND_SINGLE << 56 | a;
}

/* ---- analysis (analyze.c) ---------------------------------------------------------- */

/* One term met in a folded text: bytes [off, off + len) of it. */
struct gram { uint64_t key; uint32_t off, len; };
struct grams { struct gram *v; size_t n, cap; };

/*
 * Single characters, pairs of neighbours, numbers and Latin words whole, dates; punctuation parts.
 * Appended to g in order of place; g->v is freed by the caller.
 */
void wf_grams(struct grams *g, wf_str folded);
/* Code points that a text's length is counted in, near enough: three bytes each. */
static inline uint32_t
text_length(wf_str text)
{
	return (uint32_t)(text.n / 3 + 1);
}

/* ---- formulas (rank.c) ------------------------------------------------------------------ */

/* Every number that the order of hits depends on. */
struct wf_rank {
	double k1, b, work_b;		/* BM25: b of a unit, of a whole text */
	double idf_power;
	double single, pair, token, word;	/* by kind of term */
	double single_least, pair_least;	/* idf below which it says too little to be looked up */
	double cited, heading, title, work;	/* by field; text is 1 */
	double lead, lead_least, lead_power, lead_next;	/* terms out of the thesaurus, see wf_rank_lead */
	size_t lead_most, terms_most;	/* of them in one query; of all its terms */
	double prior;			/* of one unit of ln(1 + citing works) */
	double least[7];		/* by standing: the prior is at least this */
	double share[7];		/* by standing: what is left of what the words give */
	double place;			/* when the query names the place of a text; nothing is taken away then */
};
extern const struct wf_rank wf_rank_default;

/* The part of BM25 that one unit gives: in (0, k1 + 1). length: in lengths of the mean. */
double wf_rank_tf(const struct wf_rank *r, double tf, double b, double length);
double wf_rank_idf(const struct wf_rank *r, double df, double n);
/* Weight of a thesaurus row's terms when a query holds so much (0..1) of what the row says. */
double wf_rank_lead(const struct wf_rank *r, double held);
double wf_rank_prior(const struct wf_rank *r, enum wf_standing s, uint32_t cited);
/* 1..IMPACT_MOST for a value in (0, most]; an impact of 1 is worth most / IMPACT_MOST. */
uint8_t wf_rank_quantise(double value, double most);

/* ---- the file --------------------------------------------------------------------------- */

#define WF_INDEX_MAGIC   "wfindex"	/* with its NUL: 8 bytes */
#define WF_INDEX_VERSION 7u
#define WF_INDEX_ORDER   0x01020304u	/* to refuse another byte order */

enum section { SEC_TEXT, SEC_CONTEXT, SEC_UNIT, SEC_KEY, SEC_TERM, SEC_LAY, SEC_BLOCK, SEC_LIST,
	SECTIONS };

struct wf_index_head {
	char     magic[8];
	uint32_t version, order;
	uint64_t size;			/* of the whole file */
	uint64_t off[SECTIONS], len[SECTIONS];	/* bytes */
	double   mean;			/* length of a unit */
	uint64_t sum[SECTIONS];		/* of every section but SEC_LIST, see wf_index_sum */
	uint64_t lay_sum;		/* of the tables of data/ that it was made with */
	uint64_t head_sum;		/* of the header before this */
};

struct text_row { int64_t expr; uint32_t unit, cited; uint8_t standing, pad[7]; };	/* unit: its first */
struct context_row { uint32_t text, unit; };		/* unit: its first; it ends where the next begins */
struct unit_row { uint32_t context, seq; struct wf_unit_place place; };
/* A row of the thesaurus: where it stands in the table, and what its pairs say together (sum of idf). */
struct lay_row { uint32_t off; float total; };
/* off, len: bytes of SEC_LIST; df: places in it; sum: of these bytes. Stands beside the sorted keys. */
struct term_row { uint32_t off, len, df, sum; };

/* A fast checksum of bytes, not against malice. */
uint64_t wf_index_sum(const void *p, size_t n);

/*
 * A list of places: the bytes of its directory (varint), the directory, the places. The directory has a
 * row for each range of RANGE ids that holds any: the distance to the range before (varint), how many
 * less one, the highest impact. The places of a range are the ids less its first, then, if there are
 * several, their impacts, four bits each, the first in the lower half. A query reads all directories
 * but only the places of ranges that can hold a hit.
 */
#define RANGE 256u
#define IMPACT_MOST 15u

struct wf_index {
	void *map;
	size_t size;
	const struct wf_index_head *head;
	const struct text_row *text;	size_t ntext;
	const struct context_row *context; size_t ncontext;
	const struct unit_row *unit;	size_t nunit;
	const uint64_t *key;
	const struct term_row *term;	size_t nterm;
	uint64_t *fence;	size_t nfence;	/* every FENCE-th key: few enough to stay in the processor's cache */
	const struct lay_row *lay;	size_t nlay;
	const uint8_t *list;
	int64_t *expr;
	uint8_t *good;			/* a bit a term: its list was checked */
	const struct wf_rank *rank;
	double *prior;			/* of each text */
};

/* Row of a key; NULL = no unit has it. */
const struct term_row *wf_index_term(const struct wf_index *x, uint64_t key);

double wf_index_idf(const struct wf_index *x, uint64_t key);

/* One range of a list under way: n places base + low[i], with impact[i], or most when there is one. */
struct walk {
	const uint8_t *p, *end, *next, *low, *impact;
	uint32_t base, range;
	unsigned n;
	uint8_t most;
};
/*
 * True when the list is as it was written and names no place beyond limit. The first look costs one
 * pass over it, later ones nothing.
 */
bool wf_list_good(const struct wf_index *x, const struct term_row *t, size_t limit);
static inline uint32_t
take_varint(const uint8_t **p)
{
	uint32_t v = 0;

	for (unsigned shift = 0; ; shift += 7) {
		uint8_t b = *(*p)++;
		v |= (uint32_t)(b & 0x7f) << shift;
		if (b < 0x80)
			return v;
	}
}
/* Bytes that the places of a range take. */
static inline uint32_t
range_room(unsigned n)
{
	return n > 1 ? n + (n + 1) / 2 : 1;
}
/* Only for good lists. */
static inline void
wf_walk_begin(struct walk *w, const struct wf_index *x, const struct term_row *t)
{
	const uint8_t *p = x->list + t->off;
	uint32_t directory = take_varint(&p);

	*w = (struct walk){ .p = p, .end = p + directory, .next = p + directory };
}
static inline bool
wf_walk_next(struct walk *w)
{
	if (w->p >= w->end)
		return false;
	w->range += take_varint(&w->p);
	w->base = w->range * RANGE;
	w->n = *w->p++ + 1u;
	w->most = *w->p++;
	w->low = w->next;
	w->impact = w->low + w->n;
	w->next += range_room(w->n);
	return true;
}
/* Impact of place i of the range. */
static inline unsigned
wf_walk_impact(const struct walk *w, unsigned i)
{
	return w->n == 1 ? w->most : w->impact[i / 2] >> 4 * (i % 2) & 0xf;
}

/* ---- thesaurus (thesaurus.c) --------------------------------------------------------- */

extern const char wf_data_thesaurus[], wf_data_question_words[];
extern const size_t wf_data_thesaurus_n, wf_data_question_words_n;

enum { LAY_WORDS, LAY_LEGAL, LAY_WEIGHT, LAY_FIELD, LAY_SENSE, LAY_CELLS };

/* The rows of the table, totals 0. Caller frees with free(). */
size_t wf_lay_rows(struct lay_row **out);
/* The cells of the row that begins at byte off of the table, borrowed; false = no row there. */
bool wf_lay_row(wf_str cell[LAY_CELLS], uint32_t off);
/* Of the tables that an index depends on. */
uint64_t wf_lay_sum(void);
/* Blanks out, with spaces, the words that only make a folded query a question. */
void wf_question_words(char *folded, size_t n);

/* A legal term that the query's words lead to, and the words of the row that did. */
struct lead { wf_str term, from; double weight; };
struct leads { struct lead *v; size_t n, cap; };
/* The legal terms for the pairs of a query, each once with its best weight, best first. Slices belong
 * to the table; the caller frees out->v. */
void wf_thesaurus_find(struct leads *out, const struct wf_index *x, const struct grams *g);

/* ---- terms of a query (terms.c) -------------------------------------------------------------- */

struct term {
	uint64_t key;
	double weight, idf;		/* idf is in weight already */
	wf_str shown, from;		/* owned by terms */
	bool must;			/* the unit's text has to hold it */
};
struct wf_terms {
	struct term *v; size_t n, cap;
	struct lead *lead; size_t nlead;
	struct wf_arena arena;
};

/* Weight of a term as a mark of the whole work, by its row of FIELD_WORK: of so many texts so few come back
 * to it. */
double wf_work_weight(const struct wf_index *x, const struct term *t, const struct term_row *row);

#endif
