/*
 * What operations say: records to a sink, and the renderings of a record that
 * people read.  Knows JSON and words; knows no store and no law.
 */
#ifndef WF_OUT_H
#define WF_OUT_H

#include "base/base.h"

/*
 * Takes records.  rec is borrowed: a sink that keeps it increments its count.
 * A failure (a closed pipe) ends the operation.
 */
struct wf_sink {
	wf_rc (*record)(void *payload, json_t *rec);
	void *payload;
};

wf_rc wf_emit(const struct wf_sink *s, json_t *rec);	/* takes over rec's reference */

/* One JSON object a line, keys in the order they were set, never pretty-printed. payload: FILE * */
wf_rc wf_sink_jsonl(void *payload, json_t *rec);

/* Terminal facts, found once by the face. */
struct wf_tty { bool out_is_tty, err_is_tty, colour; int columns; const char *lang; /* "zh" or "en" */ };

/* Messages of the interface in the language of tty, from data/messages.tsv; key itself if unknown. */
const char *wf_msg(const char *lang, const char *key);
/*
 * The same with {1} {2} … replaced by words; appended to out.
 * Example: "no {1} here" with { "article" } -> no article here
 */
void wf_msg_put(struct wf_buf *out, const char *lang, const char *key, const wf_str *word, size_t nword);

/* ---- other notations --------------------------------------------------------------- */

/* One cell of a row of CSV (RFC 4180), quoted when it must be; a comma stands before all but the first. */
void wf_csv_cell(struct wf_buf *out, bool first, wf_str s);
void wf_csv_end(struct wf_buf *out);

/*
 * One content line of iCalendar (RFC 5545), folded at 75 octets between characters.
 *
 * @name   with its parameters: "DTSTART;VALUE=DATE"
 * @value  taken as it is; line ends and other control characters are left out
 */
void wf_ics_line(struct wf_buf *out, const char *name, wf_str value);
/* The same for a value of type TEXT: backslash, semicolon, comma and line ends are escaped. */
void wf_ics_text(struct wf_buf *out, const char *name, wf_str value);

/*
 * XML or HTML under way: tags close in the order they were opened, and whatever text or value is
 * given is escaped, so that none can become markup. Control characters become U+FFFD.
 */
struct wf_markup { struct wf_buf *out; const char *open[32]; unsigned depth; bool in_tag, html; };

void wf_tag(struct wf_markup *m, const char *name);	/* <name; at most 32 deep, deeper ones are left out */
void wf_attr(struct wf_markup *m, const char *name, wf_str value);	/* after wf_tag, before anything else */
void wf_words(struct wf_markup *m, wf_str s);
/* Closes the last tag: </name>, or what an empty one has in this notation. */
void wf_untag(struct wf_markup *m);
/* <name>s</name> */
void wf_element(struct wf_markup *m, const char *name, wf_str s);
/* Bytes of the program's own (a style sheet, a comment, a line end), never of a text. */
void wf_raw_markup(struct wf_markup *m, const char *bytes);

/*
 * Begins a page that needs nothing else: its style (web/page.css) is in it, no script, light and dark.
 * The page's body is open afterwards.
 *
 * @lang  "zh" or "en", of the page's own words
 */
void wf_page_begin(struct wf_markup *m, const char *lang, wf_str title);
void wf_page_end(struct wf_markup *m);

/* ---- word processor's files ------------------------------------------------------------- */

/* A comment to be put beside words of a document. All borrowed. */
struct wf_remark {
	uint32_t para;		/* the paragraph (w:p) they stand in, from 1; 0 = the whole document is meant */
	wf_str line;		/* what was read of that paragraph, automatic number and notes included */
	uint32_t at, len;	/* the words, in line */
	wf_str text;		/* what is said of them; a line each paragraph, the first one in bold */
};

/*
 * The same DOCX with these comments: marks in the document, a part of comments; all else stays as it was,
 * comments that were there too. Words that are not found again get the comment on their paragraph.
 *
 * @docx   as received; the reader must have taken it
 * @v      in order of the text
 * @return WF_NONE for a document without a paragraph of its own (its text lies in a part of another
 *         format); WF_E_IO for a damaged file, WF_E_LIMIT for one with a part over 64 MiB: the message
 *         does not name the file
 */
wf_rc wf_docx_comment(struct wf_buf *out, wf_str docx, const struct wf_remark *v, size_t n,
    struct wf_err *err);

/* One paragraph of a document of our own; heading 0, or 1..6. */
struct wf_docx_line { wf_str words; unsigned heading; };
/* A plain DOCX of these paragraphs, the same bytes every time. */
wf_rc wf_docx_plain(struct wf_buf *out, const struct wf_docx_line *v, size_t n, struct wf_err *err);

#endif
