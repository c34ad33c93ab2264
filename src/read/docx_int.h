/* A word processor's file (Office Open XML, ECMA-376 part 1) on its way to lines. */
#ifndef WF_DOCX_INT_H
#define WF_DOCX_INT_H

#include "read/read_int.h"

/* ---- the archive ------------------------------------------------------------------ */

struct wf_zip { struct zip *archive; uint64_t read; };	/* read: bytes unpacked so far */

/* Opens an archive in memory; bytes must outlive it. WF_E_LIMIT: too many entries; WF_E_IO: damaged. */
wf_rc wf_zip_open(struct wf_zip *z, wf_str bytes, struct wf_err *err);
/*
 * Unpacks one part into the arena.
 *
 * @return WF_NONE when there is no such part; WF_E_LIMIT a part that unpacks to too much; WF_E_IO
 *         damaged or encrypted
 */
wf_rc wf_zip_part(wf_str *out, struct wf_arena *a, struct wf_zip *z, wf_str name, struct wf_err *err);
void wf_zip_close(struct wf_zip *z);

/* ---- XML -------------------------------------------------------------------------- */

/* The namespaces that matter, transitional and strict forms alike. */
enum xml_space { XML_OTHER, XML_WORD, XML_MATH, XML_COMPAT };

struct xml_attributes { const void *v; size_t n; };
/* The value of an attribute by its local name; "" = none. Borrowed until the callback returns. */
wf_str wf_xml_attribute(const struct xml_attributes *a, const char *name);

/* What a part says, in order; payload is the reader's. */
struct xml_sink {
	void (*open)(void *payload, enum xml_space space, const char *name, const struct xml_attributes *a);
	void (*close)(void *payload, enum xml_space space, const char *name);
	void (*words)(void *payload, wf_str words);	/* may be NULL */
	void *payload;
	wf_rc *stop;		/* set by a callback to end the reading; may be NULL */
};

/*
 * Reads a part. No document type, no entity, no network.
 *
 * @part   its name, for messages
 * @return WF_E_LIMIT for a document type (which is how entities come in), too many elements, too deep
 *         nesting; WF_E_IO for XML that is not well-formed
 */
wf_rc wf_xml_read(wf_str bytes, const char *part, const struct xml_sink *sink, struct wf_err *err);

/* ---- styles and automatic numbers -------------------------------------------------- */

#define DOCX_LEVELS 9u

struct docx_style {
	wf_str id, based;	/* based: id of the style it goes on from */
	int outline;		/* 0..8; -1 = not said */
	int num, level;		/* list and level of it; -1 = not said */
	bool title, contents;	/* Title; TOC 1 */
	int hidden;		/* 1 hidden, 0 shown, -1 = not said */
};

struct docx_level {
	wf_str text, style;	/* "第%1条"; id of the paragraph style it belongs to */
	uint32_t start;
	uint8_t how;		/* enum wf_counting */
	bool bullet, none;	/* a sign instead of a number; neither */
	bool digits;		/* all numbers of it as 1, 2, 3 */
	bool nothing;		/* no blank between number and words */
	int restart;		/* after levels up to this one, from 1; 0 = never; -1 = after any above it */
};

/* A list (abstractNum) and its counts so far. */
struct docx_list {
	wf_str style;		/* it is defined by the list of this style; "" = by itself */
	struct docx_level level[DOCX_LEVELS];
	uint32_t count[DOCX_LEVELS];
	bool begun[DOCX_LEVELS];
};

/* A use of a list (num): may start anew. */
struct docx_num {
	int list;		/* abstractNumId */
	int start[DOCX_LEVELS];	/* -1 = goes on */
	bool met;
};

struct docx_lists {
	struct docx_style *style; size_t nstyle, style_cap;
	struct docx_list *list; size_t nlist, list_cap;
	struct docx_num *num; size_t nnum, num_cap;
	struct wf_map by_style, by_list, by_num;	/* id -> index */
};

/* Read the parts styles and numbering; strings are copied into the arena, which must outlive the lists. */
wf_rc wf_docx_styles(struct docx_lists *l, struct wf_arena *a, wf_str part, struct wf_err *err);
wf_rc wf_docx_numbering(struct docx_lists *l, struct wf_arena *a, wf_str part, struct wf_err *err);
/* What holds for a paragraph or run of this style, those it goes on from included; -1, false = not said. */
struct docx_style wf_docx_style(const struct docx_lists *l, wf_str id);
/*
 * Counts a paragraph and appends its number as a reader sees it, with the blank behind it.
 *
 * @num, level  as the paragraph says them; -1 = it leaves that to its style
 * @return      true when it is a number, not a bullet or nothing
 */
bool wf_docx_number(struct wf_buf *out, struct docx_lists *l, wf_str style, int num, int level);
void wf_docx_lists_free(struct docx_lists *l);

/* ---- the document ------------------------------------------------------------------ */

/* A footnote or endnote: its lines. met: the text has referred to it, once is enough. */
struct docx_note { wf_str text; bool met; };

/* Called for an altChunk with its relationship id. */
struct docx_body {
	struct wf_roll *sheet;
	struct wf_arena *arena;
	struct docx_lists *lists;
	struct docx_note *note; size_t nnote, note_cap;	/* freed by the caller with free() */
	struct wf_map by_foot, by_end;	/* id -> index in note; freed by the caller */
	wf_rc (*chunk)(void *payload, wf_str id, struct wf_err *err);
	void *payload;
	/* counted on the way */
	uint32_t notes, numbers, inserted, deleted, hidden, comments, pictures, unread;
};

/* Reads the notes of a part into body->note, then the document itself as lines. */
wf_rc wf_docx_notes(struct docx_body *b, wf_str part, bool end, struct wf_err *err);
wf_rc wf_docx_text(struct docx_body *b, wf_str part, struct wf_err *err);

#endif
