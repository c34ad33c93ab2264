/*
 * Text with a way back to what was received, and the writing of numbers, dates
 * and folded keys.  Knows no legal structure.
 *
 * Cleaning only deletes bytes of raw, so every byte of text equals the byte it
 * maps to.  Folding (half and full width, traditional characters) lives in
 * derived keys, never in the text.
 */
#ifndef WF_TEXT_H
#define WF_TEXT_H

#include "base/base.h"

/* ---- source -------------------------------------------------------------- */

/* Why bytes of raw are not in text. */
enum wf_cut_why {
	WF_CUT_BOM, WF_CUT_CR, WF_CUT_INVISIBLE,	/* U+FEFF at the start; \r; U+200B and its kind */
	WF_CUT_MARKUP,					/* Markdown marks: "# ", "**", "> " */
	WF_CUT_COMMENT, WF_CUT_FRONT,			/* <!-- … -->; the front matter block */
	WF_CUT_WRAP,					/* a line or page end inside a paragraph */
	WF_CUT_RUNNING_HEAD, WF_CUT_PAGE_NUMBER,	/* at head or foot of pages; also …… 12 in contents */
	WF_CUT_PAGE_WORDS				/* of a web page around its text: 打印, 来源：… */
};

/* Bytes of raw, in order, disjoint. gone: bytes cut before it, set by wf_source_finish. */
struct wf_cut { uint32_t off, len; uint32_t why, gone; };

enum wf_line_hint {
	WF_LINE_BOLD  = 1 << 0,	/* opens with bold text in the markup */
	WF_LINE_QUOTE = 1 << 1,	/* stood in a > block */
	WF_LINE_TABLE = 1 << 2,	/* a row of a table, as "| 甲 | 乙 |" */
	WF_LINE_INFO  = 1 << 3	/* stands before <!-- INFO END --> */
};

/* One line; span in text, without its line end. Lines with their ends tile the text. */
struct wf_line { uint32_t off, len; uint8_t heading; uint8_t hint; uint16_t pad; };	/* heading: 0, or 1..6 */

/*
 * Where words stood in the file as received: page of a PDF; paragraph of a DOCX (w:p in order, those in
 * tables too) or block of a web page (in the order of their first words). From 1; 0 = not known.
 */
struct wf_place { uint32_t page, para; };

/* From byte off of raw on. */
struct wf_place_mark { uint32_t off; struct wf_place at; };

/* One front matter field as written; spans point into raw. */
struct wf_front { wf_str key, value; wf_span raw; };

struct wf_source {
	wf_str raw;			/* what the reader yields; UTF-8 */
	wf_str text;			/* raw without the cuts */
	struct wf_cut  *cut;   size_t ncut;
	struct wf_line *line;  size_t nline;
	struct wf_front *front; size_t nfront;
	struct wf_place_mark *place; size_t nplace;	/* by off; none for text formats */
	uint8_t sha256[32];		/* of the file as received */
	bool raw_is_file;		/* raw equals the file's bytes: byte offsets hold for the file too */
	bool has_info;			/* an <!-- INFO END --> mark was met */
	const char *encoding;		/* "UTF-8", "GB18030", "mixed"; static */
};

/*
 * Makes text and lines from raw and the cuts.
 *
 * @s     raw, cut, ncut set; @line on raw is not needed: lines are found here
 * @a     owns text (when there are cuts) and line
 * Hints and headings are set afterwards by the reader, by line.
 */
void wf_source_finish(struct wf_source *s, struct wf_arena *a);
/* Byte of raw for a byte of text (off <= text.n), and back (a cut byte gives the byte after the cut). */
uint32_t wf_source_raw(const struct wf_source *s, uint32_t text_off);
uint32_t wf_source_text(const struct wf_source *s, uint32_t raw_off);
/* End of a span in raw: one past the byte of raw for its last byte (cuts after it stay outside). */
wf_span  wf_source_raw_span(const struct wf_source *s, wf_span text);
/* Index of the line that holds text offset off. */
size_t   wf_source_line(const struct wf_source *s, uint32_t off);
wf_str   wf_source_slice(const struct wf_source *s, wf_span at);
/* Where the byte of text at text_off stood in the file; {0, 0} for text formats, whose lines say it. */
struct wf_place wf_source_place(const struct wf_source *s, uint32_t text_off);
/* "" when the front matter lacks the key. */
wf_str   wf_source_front(const struct wf_source *s, const char *key);

/*
 * Decodes a file to UTF-8.
 *
 * @out   UTF-8; the input itself when that is valid UTF-8 (then *name is "UTF-8")
 * @name  out: "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", or "mixed" when bytes had to be
 *        replaced by U+FFFD
 * @f     W01xx findings: decoded from another encoding, undecodable bytes, signs of mojibake
 */
void wf_decode(wf_str *out, const char **name, struct wf_arena *a, struct wf_findings *f, wf_str bytes);

/* ---- numerals -------------------------------------------------------------- */

/*
 * Reads a number at the start of s: Chinese (一百二十, 一二〇, 廿三, 两), Arabic, full-width.
 *
 * @value  out: 0..999,999,999; a longer number, or one of about so many (三五百), is none
 * @return bytes used; 0 = no number here
 *
 * Example: "一百零三条" -> 12 bytes, 103;  "二○二四年" -> 12 bytes, 2024
 * White space inside the number, as in 第七十 五条, is not skipped here.
 */
size_t wf_numeral(wf_str s, uint32_t *value);
/* 120 -> 一百二十 (10..19 as 十, 十九), 1..99999. Appended to out. */
void   wf_numeral_han(struct wf_buf *out, uint32_t value);
/* True for a code point that may stand in a number: 一..九 十百千万亿零〇○Ｏ两廿卅 0-9 ０-９. */
bool   wf_is_numeral(uint32_t cp);

/*
 * Reads a date in words at the start of s: 2024年3月22日, 二〇二四年三月二十二日,
 * 2024-03-22, 2024.3.22, 2024年3月, 2024年; white space between the parts is skipped,
 * digits may be full-width.
 *
 * @out    the day, month or year (1000..2999, four digits), as precise as written
 * @return bytes used; 0 = no date here (a number that is no day, 2024年13月, is none)
 */
size_t wf_date_words(wf_str s, wf_date *out);

/* ---- folding ------------------------------------------------------------------ */

enum wf_fold {
	WF_FOLD_WIDTH  = 1 << 0,	/* full-width ASCII -> ASCII; ideographic space -> blank */
	WF_FOLD_CASE   = 1 << 1,	/* Unicode lower case (utf8proc) */
	WF_FOLD_TRAD   = 1 << 2,	/* traditional -> simplified, one to one */
	WF_FOLD_SPACE  = 1 << 3,	/* white space out */
	WF_FOLD_PUNCT  = 1 << 4,	/* punctuation and brackets out */
	WF_FOLD_ZERO   = 1 << 5,	/* 〇 -> 零; ○ Ｏ -> 零 between Han characters */
	WF_FOLD_SEARCH = WF_FOLD_WIDTH | WF_FOLD_CASE | WF_FOLD_TRAD | WF_FOLD_SPACE | WF_FOLD_ZERO,
	WF_FOLD_NAME   = WF_FOLD_SEARCH | WF_FOLD_PUNCT
};
/* Appends the folded form of s to out. */
void wf_fold(struct wf_buf *out, wf_str s, unsigned how);
/*
 * As wf_fold, and for every byte appended the byte of s it came from.
 * @map appended in step with out; caller frees with free(map->v)
 */
struct wf_offsets { uint32_t *v; size_t n, cap; };
void wf_fold_map(struct wf_buf *out, struct wf_offsets *map, wf_str s, unsigned how);
/* Pinyin initial (a..z) of a Han character; 0 = none known. Table made by ICU at build time. */
char wf_pinyin_initial(uint32_t cp);
/*
 * How a Han character is read: syllables without tones, ü as v and (as many type it) also as u.
 * The usual reading first, from ICU at build time; the others from data/pinyin.tsv.
 *
 * @out    static strings with NUL, 6 letters at most
 * @return how many; 0 = no reading known
 *
 * Example: 行 -> "xing", "hang"
 */
#define WF_PINYIN_MOST 4
size_t wf_pinyin(const char *out[WF_PINYIN_MOST], uint32_t cp);

#endif
