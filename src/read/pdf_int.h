/* A PDF on its way to lines: words with their places on pages, rows of them, paragraphs. */
#ifndef WF_PDF_INT_H
#define WF_PDF_INT_H

#include "read/read_int.h"

/* What pdftotext calls a word: characters without white space. Points from the upper left corner. */
struct pdf_word { float x0, y0, x1, y1; uint32_t off, len; };

enum pdf_row_flag {
	PDF_NUMBER   = 1 << 0,	/* a page number */
	PDF_HEAD     = 1 << 1,	/* a running head or foot */
	PDF_CELLS    = 1 << 2,	/* parts far from each other: a row of a table */
	PDF_HANGING  = 1 << 3	/* goes on deeper than the line above */
};

/* Words of one height on a page, from left to right. */
struct pdf_row {
	uint32_t first, n;	/* in pdf.word */
	uint32_t page;		/* from 1 */
	float x0, y0, x1, y1;
	float em;		/* width of a Han character */
	uint32_t off, len;	/* of its text, in pdf.text; made by wf_pdf_rows */
	uint8_t flags;
};

struct pdf_page { float width, height; uint32_t first, n; };	/* rows */

struct pdf {
	struct wf_buf text;
	struct pdf_word *word; size_t nword, word_cap;
	struct pdf_row *row; size_t nrow, row_cap;
	struct pdf_page *page; size_t npage, page_cap;
};

/* Takes what "pdftotext -bbox-layout" prints into rows. What it does not understand it passes over. */
void wf_pdf_rows(struct pdf *p, wf_str printed);
void wf_pdf_free(struct pdf *p);
/* Marks page numbers and running heads. */
void wf_pdf_mark_heads(struct pdf *p);
/* Writes the rows as paragraphs; counts what was joined. */
void wf_pdf_write(struct wf_roll *s, struct wf_findings *f, struct pdf *p);
/* The three in a row, as read_pdf and the fuzzer call them; says which pages hold no text. */
void wf_pdf_lines(struct wf_roll *s, struct wf_findings *f, wf_str printed);

/* Han and what stands in their row. */
bool wf_pdf_is_wide(uint32_t cp);

#endif
