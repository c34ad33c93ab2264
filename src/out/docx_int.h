/* What the files that write a word processor's file (ECMA-376 part 1) share. */
#ifndef WF_OUT_DOCX_INT_H
#define WF_OUT_DOCX_INT_H

#include "out/out.h"

/* ---- the archive (docx_archive.c) ------------------------------------------------------ */

struct docx_archive {
	struct zip *zip;
	struct zip_source *file;
	struct wf_arena arena;		/* of the parts */
	struct wf_err *err;		/* the caller's */
};

/* Opens an archive in memory, which must outlive it; "" makes a new one. To be left in any case. */
wf_rc wf_docx_open(struct docx_archive *p, wf_str docx);
bool  wf_docx_has(struct docx_archive *p, wf_str name);
/* A part as UTF-8, owned by the arena. WF_NONE when there is none of that name. */
wf_rc wf_docx_get(wf_str *out, struct docx_archive *p, wf_str name);
/*
 * Puts a part of XML in the place of the one of that name, or adds it. bytes must last until the end.
 * WF_E_IO when they are not well-formed.
 */
wf_rc wf_docx_put(struct docx_archive *p, wf_str name, wf_str bytes);
/* Appends the bytes of the whole. */
wf_rc wf_docx_close(struct wf_buf *out, struct docx_archive *p);
void  wf_docx_leave(struct docx_archive *p);

/* ---- XML as bytes (docx_scan.c) ------------------------------------------------------ */

enum docx_token_kind { DOCX_OPEN, DOCX_CLOSE, DOCX_EMPTY, DOCX_WORDS, DOCX_OTHER };

/* A tag, words between tags, or what is neither; open..end are its bytes. */
struct docx_token {
	enum docx_token_kind kind;
	uint32_t open, end;
	wf_str name;		/* of a tag, prefix in it */
	uint32_t attributes;	/* of a tag: where they begin */
	bool cdata;		/* words that stand as they are */
};

/* The next token at *at of well-formed XML; false at its end. */
bool wf_docx_next(struct docx_token *t, wf_str xml, size_t *at);
/* The value of an attribute by its local name, entities and all; "" = none. */
wf_str wf_docx_attribute(wf_str xml, const struct docx_token *t, const char *name);
/* A tag's name without prefix. */
wf_str wf_docx_local(wf_str name);
/* One character of words at the start of s, an entity resolved; returns its bytes. */
size_t wf_docx_char(uint32_t *cp, wf_str s, bool cdata);
/* The value of an attribute with its entities resolved; owned by the arena. */
wf_str wf_docx_value(struct wf_arena *a, wf_str raw);
/* True when the parser of libxml2 takes it as well-formed. */
bool wf_docx_sound(wf_str xml);

/* ---- the document's parts, as they stand in its XML (docx_place.c) ------------------------ */

#define DOCX_NONE UINT32_MAX

/* A run: <w:r> open..inner </w:r> close..end, its properties between inner and words. */
struct docx_run { uint32_t open, inner, words, close, end; };

/* Words, <w:t> open..text, the words, </w:t> text_end..end; or another sign of a run. */
struct docx_piece {
	uint32_t open, text, text_end, end;
	uint32_t run, para;	/* the outermost run; DOCX_NONE = in none (mathematics) */
	bool solid;		/* cannot be split: no w:t, or not right below the run */
	bool cdata, keeps;	/* keeps: xml:space="preserve" */
	bool first, last;	/* of the run */
	uint32_t sign;		/* of a solid one without words: its character; 0 = blank */
};

/* A paragraph: <w:p> open..inner, its properties inner..words, </w:p> close..end. */
struct docx_para {
	uint32_t open, inner, words, close, end;
	uint32_t piece, npiece;	/* from the first to the last one; those of nested paragraphs lie between */
	bool empty;		/* <w:p/> */
};

struct docx_body {
	wf_str xml, word;	/* word: the name of the WordprocessingML namespace */
	wf_str prefix;		/* that is bound to it, with its colon; "" = it is the default one */
	struct docx_run *run; size_t nrun, run_cap;
	struct docx_piece *piece; size_t npiece, piece_cap;
	struct docx_para *para; size_t npara, para_cap;
	uint32_t max_id;	/* of comments */
};

/* Finds paragraphs, runs and words. Well-formed XML of any kind is taken. */
void wf_docx_body(struct docx_body *b, wf_str xml);
void wf_docx_body_free(struct docx_body *b);

/* Where a remark goes: characters of a paragraph, or the whole of it. */
struct docx_anchor {
	uint32_t para;			/* DOCX_NONE = nowhere */
	uint32_t first, last;		/* pieces; first DOCX_NONE = the whole paragraph */
	uint32_t begin, end;		/* bytes of the XML where their words begin and end */
};
/* Finds the words of each remark again; remarks in order of the text. */
void wf_docx_find(struct docx_anchor *out, const struct docx_body *b, const struct wf_remark *v, size_t n);

/* ---- writing (docx_mark.c) ----------------------------------------------------------------- */

/* Appends the XML with the marks of comments id, id + 1, … at the anchors. */
void wf_docx_mark(struct wf_buf *out, const struct docx_body *b, const struct docx_anchor *v, size_t n,
    uint32_t id);

#endif
