/*
 * What the files of fact/ share: tables of words, dates met in the view, mentions of
 * agencies and instruments.  Not for other folders.
 */
#ifndef WF_FACT_INT_H
#define WF_FACT_INT_H

#include "fact/fact.h"

#define WF_FACT_ALIASES 64u	/* other names that are kept of one thing */

/* ---- tables of words (lexicon.c) --------------------------------------------------- */

#define WF_WORD_CELLS 8

/* A table of data/: the words of its first column (parted by |), each leading to its row. */
struct wf_words;
/*
 * @table  bytes of a .tsv; # begins a comment line, - is an empty cell
 * @ncell  columns, at most WF_WORD_CELLS
 * The result and its cells are owned by the arena or borrowed from table.
 */
struct wf_words *wf_words_read(struct wf_arena *a, wf_str table, size_t ncell);
/* The longest word at the start of s: its bytes, 0 = none; *row (may be NULL) is its row. */
size_t wf_words_match(const struct wf_words *w, wf_str s, uint32_t *row);
/* The longest word at the end of s. */
size_t wf_words_match_end(const struct wf_words *w, wf_str s, uint32_t *row);
/* A cell of a row; cell 0 is the words as written. */
wf_str wf_words_cell(const struct wf_words *w, uint32_t row, size_t cell);
/* True if one of the words, parted by |, of a cell is s. */
bool   wf_cell_has(wf_str cell, wf_str s);

extern const char wf_data_fact_bodies[];		/* data/agencies.tsv */
extern const size_t wf_data_fact_bodies_n;
/* A table by its name in data/ ("fact_verbs"): bytes of the program. */
extern const char wf_data_fact_agencies[];
extern const size_t wf_data_fact_agencies_n;
extern const char wf_data_fact_instruments[];
extern const size_t wf_data_fact_instruments_n;
extern const char wf_data_fact_verbs[];
extern const size_t wf_data_fact_verbs_n;
extern const char wf_data_fact_campaigns[];
extern const size_t wf_data_fact_campaigns_n;
extern const char wf_data_fact_units[];		/* units and qualifiers of figures (figure.c) */
extern const size_t wf_data_fact_units_n;
extern const char wf_data_fact_acts[];		/* verbs and nouns of events (event.c) */
extern const size_t wf_data_fact_acts_n;

/* True if a character begins at s: the byte goes on with none. */
static inline bool
wf_begins_char(wf_str s)
{
	return s.n > 0 && ((unsigned char)s.p[0] & 0xC0) != 0x80;
}

/* True if s begins with a mark of three bytes, as 《 and “ are; quicker than wf_str_starts at every character. */
static inline bool
wf_at_mark(wf_str s, const char *mark)
{
	return s.n >= 3 && s.p[0] == mark[0] && s.p[1] == mark[1] && s.p[2] == mark[2];
}

/* ---- walking text ---------------------------------------------------------------------- */

static inline wf_str
wf_report_slice(const struct wf_report *r, wf_span at)
{
	return wf_str_sub(r->text, at.off, at.len);
}
/* Sentence and paragraph that hold a byte of text; the nearest before it when none does. */
uint32_t wf_report_sentence(const struct wf_report *r, uint32_t off);
uint32_t wf_report_para(const struct wf_report *r, uint32_t off);
/* The clause around off: between ，；。： or the ends of its sentence; brackets and quotes are not cut. */
wf_span  wf_report_clause(const struct wf_report *r, uint32_t off);
/*
 * A bracket's other end: at text[off] stands 《 〈 “ ‘ （ ; the byte after its partner (nesting
 * counted), or off when there is none before the end of the paragraph.
 */
uint32_t wf_report_close(const struct wf_report *r, uint32_t off);
/* True if off lies inside 《》 (title) or inside “” (quote). */
bool wf_report_in_title(const struct wf_report *r, uint32_t off);
bool wf_report_in_quote(const struct wf_report *r, uint32_t off);
/* Appends to a growing list of the arena-to-be; see wf_list_spans, wf_list_strs. */
struct wf_list { void *v; size_t n, cap; };
/* A zeroed element at the end; valid until the next. */
void *wf_list_add(struct wf_list *l, size_t size);
/* Moves a list into the arena and frees it: *n elements. */
void *wf_list_done(struct wf_list *l, struct wf_arena *a, size_t size, uint32_t *n);

/* ---- dates (when.c) ------------------------------------------------------------------------ */

enum wf_when_how {
	WF_WHEN_SAID,		/* with its year */
	WF_WHEN_INHERITED,	/* 9月, 6月12日: the year is that of the text before it */
	WF_WHEN_SAME,		/* 同月, 同日, 同年 */
	WF_WHEN_DURING		/* 其间, 峰会期间, 宣传周期间: the date before it */
};
/* A date of the text that is no part of a title, name or number of a document. */
struct wf_when {
	wf_span at;		/* the words of the date: "2024年10月至12月", "同月" */
	wf_date from, to;	/* to: end of a range, as precise as written; else 0 */
	uint8_t precision;	/* enum wf_precision */
	uint8_t how;		/* enum wf_when_how */
	bool as_of;		/* 截至 stands before it, or 底 after it */
	uint32_t sentence;
};
struct wf_whens { const struct wf_when *v; uint32_t n; };

/* ---- what one pass shares -------------------------------------------------------------------- */

/* A mention: index of the agency or instrument it names. */
struct wf_mention { wf_span at; uint32_t what; };
struct wf_mentions { const struct wf_mention *v; uint32_t n; };	/* by at.off, disjoint */

struct wf_reading {
	struct wf_report *r;
	struct wf_whens when;			/* all dates of the report, in order */
	struct wf_mentions agency;		/* of r->agency, titles and quotes left out; after wf_fact_agencies */
	struct wf_mentions instrument;		/* of r->instrument; after wf_fact_instruments */
};
/* First date at or after off; w.n = none. First mention at or after off; m.n = none. */
uint32_t wf_when_at(const struct wf_whens *w, uint32_t off);
uint32_t wf_mention_at(const struct wf_mentions *m, uint32_t off);

/* Each fills its array of r; called in this order by wf_report_read. */
void wf_fact_view(struct wf_report *r);			/* clean.c: text, map, para */
void wf_fact_brackets(struct wf_report *r);		/* walk.c: bracket; after the view */
void wf_fact_outline(struct wf_report *r);		/* outline.c: outline, kinds and heads of para, sentence */
void wf_fact_whens(struct wf_reading *g);		/* when.c */
void wf_fact_agencies(struct wf_reading *g);		/* agency.c */
void wf_fact_instruments(struct wf_reading *g);		/* instrument.c */
void wf_fact_campaigns(struct wf_reading *g);		/* campaign.c */
void wf_fact_cases(struct wf_reading *g);		/* case.c */
void wf_fact_figures(struct wf_reading *g);		/* figure.c */
void wf_fact_events(struct wf_reading *g);		/* event.c */

#endif
