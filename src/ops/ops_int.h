/* What the operations share: an open knowledge base, the fields of records, their text. */
#ifndef WF_OPS_INT_H
#define WF_OPS_INT_H

#include "ops.h"

extern const struct wf_op wf_op_build, wf_op_ls, wf_op_show, wf_op_search, wf_op_diff, wf_op_timeline,
	wf_op_cite, wf_op_check, wf_op_refs, wf_op_facts, wf_op_stats, wf_op_doctor, wf_op_serve;

/* ---- asking (ask.c) --------------------------------------------------------------- */

/* An operation at work on an open knowledge base. */
struct wf_ask {
	const struct wf_op *op;
	struct wf_call *call;
	struct wf_kb *kb;
	struct wf_db *db;
	wf_date at;		/* the day asked: --at, else today */
	struct wf_arena arena;
	json_t *stamp;
	struct wf_err *err;
};

/* WF_E_STORE too when there is no knowledge base: then the operation could not be done. */
wf_rc wf_ask_open(struct wf_ask *q, const struct wf_op *op, struct wf_call *c, struct wf_err *err);
void  wf_ask_close(struct wf_ask *q);
/* Adds kb to the record and emits it; takes over its reference. */
wf_rc wf_ask_emit(struct wf_ask *q, json_t *rec);
/* Turns a failure of the store into one of the operation, with its words. */
wf_rc wf_ask_store(struct wf_ask *q, wf_rc rc);
/*
 * Says that id means nothing here: a record with suggestions, unless people read; the message in
 * err; c->found false. Returns WF_NONE, or the failure of the sink.
 */
wf_rc wf_ask_lost(struct wf_ask *q, wf_str id, enum wf_find how, const struct wf_target *t,
    const struct wf_ids *near);

/* ---- texts held of a work (texts.c) ------------------------------------------------------- */

/* [{date, id, adopted, …, effective_from, effective_to, effective_basis, status, repealed_by}], oldest
 * first; new reference in *out. */
wf_rc wf_exprs_json(json_t **out, struct wf_ask *q, const struct wf_row_work *w);
/*
 * True when no text of the work was in force on the day and the id named none by its date, so that
 * t's is only the nearest. Drafts, cases and reports never are in force; nor is it said of a text
 * whose days are unknown.
 */
bool wf_none_in_force(const struct wf_target *t, wf_date at);
/* in_force false, and the message that says since or until when. */
wf_rc wf_put_none(json_t *rec, struct wf_ask *q, const struct wf_target *t);
/* Answers that none was in force, with the texts there are; c->found false. WF_NONE, or a failure. */
wf_rc wf_ask_none(struct wf_ask *q, wf_str id, const struct wf_target *t);
/* The table of wf_exprs_json, the text of the date shown marked. */
void wf_put_texts(struct wf_buf *out, const struct wf_tty *tty, const json_t *list, wf_str shown);
/* The record of wf_ask_none. */
void wf_none_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);

/* ---- texts of sources (places.c) ------------------------------------------------------ */

/* A source with its raw text counted, so that a place is found without reading it again. */
struct wf_text {
	int64_t id;
	wf_str path;
	char sha256[65];
	struct wf_source source;
	struct wf_mark { uint32_t point, line; } *mark;	/* code points and line ends before each block */
};
struct wf_texts { struct wf_text **v; size_t n, cap; };	/* texts owned by the ask's arena */

/* A text that is not in the store, ready for wf_place; source borrowed, marks owned by the arena. */
void  wf_text_wrap(struct wf_text *out, struct wf_arena *a, const struct wf_source *source, wf_str path);
/* Reads a source once. */
wf_rc wf_texts_get(const struct wf_text **out, struct wf_texts *t, struct wf_ask *q, int64_t source);
void  wf_texts_free(struct wf_texts *t);
/*
 * {file, sha256, start, end, line, byte_start, byte_end} of a span of the text; whole false leaves
 * sha256 and bytes out. New reference.
 */
json_t *wf_place(const struct wf_text *t, wf_span at, bool whole);
/* The same of a span of raw. */
json_t *wf_place_raw(const struct wf_text *t, wf_span raw, bool whole);

/* One text at a time, for rows that come in order of source; {0} holds none. */
struct wf_one_text { struct wf_ask sub; struct wf_texts texts; const struct wf_text *text; int64_t source; };
/* Lets the text before go. source 0: none, NULL. */
wf_rc wf_one_text(const struct wf_text **out, struct wf_one_text *r, struct wf_ask *q, int64_t source);
void  wf_one_text_free(struct wf_one_text *r);

/* ---- quoting a place (quoting.c) ---------------------------------------------------------- */

/* Where something is said in a text held. */
struct wf_said { int64_t expr, source; uint32_t node; wf_span span; };

/* Quotes places one after the other; those of one source at a time are cheap. {.q = q} at first. */
struct wf_quoter {
	struct wf_ask *q;
	struct wf_one_text one;
	struct wf_row_expr expr;	/* of the place before */
	struct wf_row_work work;
};
/*
 * Puts the fields of a record that quotes law: those of the provision at the place, and the sentence
 * there as text, with highlights [[from, to]] in code points of it, surface, clipped and source.
 */
wf_rc wf_put_said(json_t *rec, struct wf_quoter *r, const struct wf_said *at);
/* Reads expr and work of a text. */
wf_rc wf_quoter_expr(struct wf_quoter *r, int64_t expr);
/* work@date#eid of the text that was read last. */
wf_str wf_quoter_id(struct wf_quoter *r, wf_str eid);
void  wf_quoter_free(struct wf_quoter *r);
/* The sentence on one line, its reference in colour. */
void  wf_put_said_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);

/* ---- works known by name only (named.c) ------------------------------------------------------- */

/* The work that words name; WF_NONE = it is not known by name either. */
wf_rc wf_named_find(struct wf_row_named *out, struct wf_ask *q, wf_str id);
/* work …, named_only, known_as, references, works, repealed_by, repealed_on, draft */
wf_rc wf_put_named(json_t *rec, struct wf_ask *q, const struct wf_row_named *x);
/* Answers that it is known by name only, with the places; c->found false. WF_NONE, or a failure. */
wf_rc wf_ask_named(struct wf_ask *q, wf_str id, const struct wf_row_named *x);
/* 73 references in 11 works · repealed on 2021-01-01 by 民法典 */
void  wf_put_named_facts(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
/* The record of wf_ask_named. */
void  wf_named_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);

/* ---- a provision through the texts of its work (lineage.c) -------------------------------------- */

struct wf_lineage;
/* The texts of the work of t, whose own is the text asked. Owned by the ask's arena. */
wf_rc wf_lineage_open(struct wf_lineage **out, struct wf_ask *q, const struct wf_target *t);
/* Texts, oldest first, and the place of the one asked among them. */
size_t wf_lineage_count(const struct wf_lineage *l);
size_t wf_lineage_asked(const struct wf_lineage *l);
const struct wf_row_expr *wf_lineage_expr(const struct wf_lineage *l, size_t i);
/* A text with its nodes. */
wf_rc wf_lineage_text(const struct wf_target **out, struct wf_lineage *l, size_t i);
/* What a node of one text is in another, over all texts between; WF_NO_NODE = it is not there. */
wf_rc wf_lineage_follow(uint32_t *out, struct wf_lineage *l, size_t from, size_t to, uint32_t node);
/* The same into the text asked, remembered. */
wf_rc wf_lineage_to_asked(uint32_t *out, struct wf_lineage *l, size_t from, uint32_t node);

/* ---- a text whose references are asked for (reading.c) --------------------------------------- */

struct wf_reading {
	struct wf_ask *q;
	struct wf_citing *kb;
	wf_str bytes;			/* of the file; owned by the ask's arena */
	struct wf_doc doc, earlier;	/* the text read; what --before gives */
	struct wf_cite_text text;
	struct wf_cites cites;
	struct wf_ident ident;
	struct wf_text place;
};
/* Reads the file that the operation's parameters file, as and before name, and finds its references. */
wf_rc wf_reading_open(struct wf_reading *c, struct wf_ask *q);
/* Also after a failure. */
void  wf_reading_close(struct wf_reading *c);
/* The record of one reference, DESIGN 1.3; new reference. */
json_t *wf_cite_json(struct wf_reading *c, const struct wf_cite *x);

/* ---- facts of reports (fact_record.c) --------------------------------------------------------- */

/*
 * The record of a fact, DESIGN 1.3; new reference in *out.
 *
 * @text  of its source
 * @id    wf_fact_id; "" = of a file that is not in the knowledge base: then no works are looked up
 */
wf_rc wf_fact_record(json_t **out, struct wf_ask *q, const struct wf_text *text, const struct wf_row_fact *f,
    wf_str id);
/* work@date#fact_7; owned by the ask's arena. */
wf_str wf_fact_id(struct wf_ask *q, const struct wf_row_work *w, const struct wf_row_expr *e, uint32_t seq);
/* Emits the fact that the eid of t names (fact_7); WF_NONE = it names none. */
wf_rc wf_fact_show(struct wf_ask *q, const struct wf_target *t);
/* One line of a fact; a fact by itself with its sentence and place (facts_text.c). */
void wf_facts_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
void wf_fact_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
void wf_fact_markdown(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
/* Formats of facts. */
extern const struct wf_format *const wf_facts_formats[];

/* ---- fields of records (record.c) --------------------------------------------------------- */

/* rec[key] = s, null where s is empty */
void wf_put_or_null(json_t *rec, const char *key, wf_str s);
/* work, work_title, level, issuers, draft_of, number */
void wf_put_work(json_t *rec, const struct wf_row_work *w);
/* adopted, promulgated, effective_from, effective_to, effective_basis, status, repealed_by */
void wf_put_expr(json_t *rec, const struct wf_row_work *w, const struct wf_row_expr *e, wf_date at);
/* {编,分编,章,节,条}; new reference. */
json_t *wf_counts_json(const struct wf_counts *c);
/* The files of an expression, parts in order, copies included; new reference in *out. */
wf_rc wf_sources_json(json_t **out, struct wf_ask *q, int64_t expr);
/* "W0401" */
wf_str wf_code_name(struct wf_arena *a, unsigned code);
const char *wf_level_word(enum wf_level level);
/* The message of a code without numbers: … stands for each. Appended to out. */
void wf_code_message(struct wf_buf *out, const struct wf_finding_def *def, const char *lang);
/* [{code,level,name,count,message}] for the counts given; new reference. */
json_t *wf_codes_json(const struct wf_code_count *v, size_t n, const char *lang);

/* ---- what check says (check_words.c) --------------------------------------------------------- */

/* What has to be done about a reference: nothing, mend it, look it up by hand; it is none. */
enum wf_check_kind { WF_CHECK_RIGHT, WF_CHECK_WRONG, WF_CHECK_OPEN, WF_CHECK_ASIDE };
enum wf_check_kind wf_check_kind(const json_t *rec);
/* "misquoted"; of a rejected one, why. Static. */
const char *wf_check_verdict(const json_t *rec, const char *lang);
/* The verdict in a sentence, with what it rests on; nothing for one that is right. */
void wf_check_sentence(struct wf_buf *out, const json_t *rec, const char *lang);
/* line 12; page 3; paragraph 5: where a record's words stand. */
void wf_check_where(struct wf_buf *out, const json_t *rec, const char *lang);
/* in force from … until … · status · file:12, of evidence or suggest. */
void wf_check_days(struct wf_buf *out, const json_t *of, const char *lang);
/* Citation check: brief.md */
void wf_check_title(struct wf_buf *out, const json_t *summary, const char *lang);
/* 14 references as of …: 2 right, 8 wrong, 4 not checked. */
void wf_check_counts(struct wf_buf *out, const json_t *summary, const char *lang);
/*
 * Goes through the verdicts of a summary that were given, wrong ones first, then what was set aside:
 * calls row with the words and the number of each.
 */
void wf_check_rows(const json_t *summary, const char *lang,
    void (*row)(void *payload, enum wf_check_kind kind, wf_str words, int64_t n), void *payload);
/* Until when the texts go, which levels are nearly missing; what was not read of the document. A line each. */
void wf_check_limits(struct wf_buf *out, const json_t *rec, const char *lang);
/*
 * Goes through the edit script of a misquote as a correction: calls run with '=' for words that stay, '-'
 * for words of the document that are not the law's, then '+' for the law's own.
 */
void wf_check_redline(const json_t *edits, void (*run)(void *payload, char op, wf_str words), void *payload);
/* The line of the document in which a record's words stand, and where they stand in it. */
wf_str wf_check_line(wf_span *at, const struct wf_subject *s, size_t i);

/* ---- formats of operations --------------------------------------------------------------- */

/* A record of show as text and as Markdown (show_text.c). */
void wf_show_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
void wf_show_markdown(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
/* Formats of diff (diff_text.c). */
extern const struct wf_format *const wf_diff_formats[];
extern const struct wf_format wf_diff_html;	/* diff_html.c */
/* Formats of refs (refs_text.c). */
extern const struct wf_format *const wf_refs_formats[];
/* Formats of check (check_formats.c), each in a file of its own. */
extern const struct wf_format *const wf_check_formats[];
extern const struct wf_format wf_check_md, wf_check_html, wf_check_docx;
/* Formats of timeline (timeline_formats.c). */
extern const struct wf_format *const wf_timeline_formats[];
/* The table of [{code,level,count,message}]. */
void wf_put_codes(struct wf_buf *out, const json_t *codes, const struct wf_tty *tty);

#endif
