/*
 * Lines of a report and what their first words say, for clean.c and outline.c.
 */
#ifndef WF_FACT_CLEAN_INT_H
#define WF_FACT_CLEAN_INT_H

#include "fact/fact_int.h"

/* A line with words. */
struct wf_text_line {
	wf_str words;		/* trimmed; points into source.text */
	wf_str key;		/* folded, without a page number; "" for long lines */
	uint32_t width;		/* columns */
	uint32_t indent;	/* columns of blanks before it */
	uint8_t heading;	/* of the markup: 0, or 1..6 */
	bool blank;		/* a blank line stands before it */
	bool table, paged, running, contents;	/* a row; ends or begins with a page number; head of a page */
	bool first, head, box;	/* begins a paragraph; a heading; stands in a box */
};
struct wf_lines {
	struct wf_text_line *v; size_t n;
	uint32_t width;		/* of a full line, in columns */
	bool wrapped;		/* paragraphs go over several lines */
	bool by_indent, by_blank;	/* an indented line, a blank line tells where paragraphs begin */
};

/* True if a line ends a sentence or a clause: 。！？；： with closing marks after it. */
bool wf_line_ends(wf_str s);

enum wf_heading {
	WF_HEADING_NONE, WF_HEADING_CHAPTER, WF_HEADING_SECTION, WF_HEADING_ITEM, WF_HEADING_BOX,
	WF_HEADING_APPENDIX, WF_HEADING_AFTERWORD, WF_HEADING_PART, WF_HEADING_DASH
};
/*
 * What heading the first words of a line announce: 一、 第一章 （一） 专栏1 附录 后记 前言.
 * @label  out (may be NULL): bytes of the label, white space after it and an 、 left out
 */
enum wf_heading wf_fact_heading(wf_str s, size_t *label);
/* True if a heading is that of a chronicle: 大事记, 大事年表, 纪事. */
bool wf_fact_chronicle(wf_str s);
/* Bytes of the date with which an entry of a chronicle begins: 1月4日, 6月, 2024年3月1日; 0 = none. */
size_t wf_fact_entry(wf_str s);

#endif
