/*
 * What the readers share: collecting cuts, front matter, invisible characters; lines of formats whose
 * text is not their bytes; limits on markup.
 */
#ifndef WF_READ_INT_H
#define WF_READ_INT_H

#include "read/read.h"

/* ---- text formats: the file with cuts ------------------------------------- */

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

/* ---- other formats: lines made one by one ----------------------------------- */

/* One line; span in raw, without its line feed. */
struct wf_roll_line {
	uint32_t off, len;
	uint8_t heading, hint;
	bool gone;		/* not in text */
	bool linked;		/* nothing but links to other pages */
};

/* Text on its way to a source. {0} is empty; freed by wf_roll_finish or wf_roll_free. */
struct wf_roll {
	struct wf_buf raw;
	struct wf_roll_line *line; size_t nline, line_cap;
	struct wf_place_mark *place; size_t nplace, place_cap;
	struct wf_cuts cuts;		/* made by the reader itself (PDF), in order */
	const char *encoding;		/* of the file; NULL = UTF-8 */
	uint32_t paras;			/* paragraphs and blocks met so far, left out ones included */
	bool open;			/* a line is being written */
	bool replaced;			/* bytes that could not be decoded are U+FFFD, and said so */
};

/* From here on words stood at this place. */
void wf_roll_place(struct wf_roll *s, struct wf_place at);
/* Appends words to the open line, opening one when none is. Line ends in them become blanks. */
void wf_roll_put(struct wf_roll *s, wf_str words);
/* Says of the open line what the markup says; a heading stays what it was first called. */
void wf_roll_mark(struct wf_roll *s, uint8_t heading, uint8_t hint);
/* Ends the open line, if one is; blanks at its end go. A line without words is none. */
void wf_roll_end(struct wf_roll *s);
/* Takes the open line back. */
void wf_roll_undo(struct wf_roll *s);
/* Turns the lines into a source: lines that are gone and invisible characters are cuts. Frees s. */
wf_rc wf_roll_finish(struct wf_source *out, struct wf_arena *a, struct wf_findings *f,
    struct wf_roll *s, struct wf_err *err);
void wf_roll_free(struct wf_roll *s);

/* ---- counting ----------------------------------------------------------------- */

enum wf_counting {
	WF_COUNT_DECIMAL, WF_COUNT_ZERO,		/* 1; 01 */
	WF_COUNT_HAN, WF_COUNT_HAN_DIGITS,		/* 一百零一; 一〇一 */
	WF_COUNT_FINANCIAL, WF_COUNT_WIDE,		/* 壹; １ */
	WF_COUNT_UPPER, WF_COUNT_LOWER,			/* A; a */
	WF_COUNT_ROMAN, WF_COUNT_ROMAN_LOWER,		/* IV; iv */
	WF_COUNT_STEMS, WF_COUNT_BRANCHES,		/* 甲; 子 */
	WF_COUNT_CIRCLED, WF_COUNT_CIRCLED_HAN,		/* ①; ㊀ */
	WF_COUNT_PAREN, WF_COUNT_DOT			/* ⑴; ⒈ */
};
/* Appends n as lists count; where the signs of a counting end, in digits. */
void wf_count_put(struct wf_buf *out, enum wf_counting how, uint32_t n);
/* True for a line that begins with the sign of a list or provision: 第十条, （一）, 一、, 1. */
bool wf_read_label(wf_str s);

/* ---- markup ------------------------------------------------------------------- */

#define WF_MARKUP_DEPTH 256u		/* elements within each other */
#define WF_MARKUP_ELEMENTS 1000000u
#define WF_MARKUP_ATTRIBUTES 512u	/* of one element */

/*
 * Reads a web page into lines: the text of the page without its menus, headers and footers.
 *
 * @charset  of the bytes as a mail header says it; "" = look in the page
 * @return   WF_E_LIMIT over a limit on markup
 */
wf_rc wf_html_lines(struct wf_roll *s, struct wf_findings *f, wf_str bytes, wf_str charset,
    struct wf_err *err);
/* Reads a web archive (MHTML, RFC 2557) into lines: its first page. WF_E_IO when it holds none. */
wf_rc wf_mht_lines(struct wf_roll *s, struct wf_findings *f, wf_str bytes, struct wf_err *err);

extern const struct wf_reader wf_reader_text, wf_reader_markdown, wf_reader_html, wf_reader_mht,
    wf_reader_docx, wf_reader_pdf;
/* The same under another format's extension. */
extern const struct wf_reader wf_reader_html_misnamed, wf_reader_mht_misnamed,
    wf_reader_docx_misnamed, wf_reader_pdf_misnamed;

#endif
