/*
 * What wangfa does with many documents: builds a knowledge base, says which text
 * is in force on a day, and finds the provision that words mean.  No output
 * format and no command line here.
 */
#ifndef WF_ENGINE_H
#define WF_ENGINE_H

#include "cite/cite.h"
#include "law/law.h"
#include "read/read.h"
#include "search/search.h"
#include "store/store.h"

/* ---- build -------------------------------------------------------------------- */

struct wf_progress {
	/* Called from one thread at a time, some 20 times a second at most. phase: "read", "join", "cite", "write". */
	void (*step)(void *payload, const char *phase, size_t done, size_t total);
	void *payload;
};

struct wf_build_opt {
	const char *kb;			/* folder; made when absent */
	const char *const *source;	/* files or folders; nsource 0 = the remembered ones */
	size_t nsource;
	bool add;			/* to the remembered sources */
	unsigned workers;		/* 0 = one a processor, at most 8 */
	struct wf_progress progress;	/* {0} = none */
};

struct wf_code_count { unsigned code; uint64_t n; };

struct wf_build_sum {
	uint64_t files, law, nolaw, unread;	/* unread: no reader, too large or not to be opened; files = the three */
	uint64_t parsed, reused;		/* parsed now; taken from the cache */
	uint64_t works, exprs, articles, nodes, bytes;
	struct wf_code_count *finding; size_t nfinding;	/* by code, ascending; freed with wf_build_sum_free */
	char hash[65];				/* of the knowledge base */
	double seconds;
};

/*
 * Makes the knowledge base hold exactly these sources: built beside, then renamed; on a failure
 * the old one stays as it was.
 *
 * @return WF_E_USAGE without any source, WF_E_BUSY while another build runs, WF_E_IO with file and remedy
 */
wf_rc wf_build(struct wf_build_sum *out, const struct wf_build_opt *opt, struct wf_err *err);
void  wf_build_sum_free(struct wf_build_sum *s);

/* Reads and parses one file; the whole of pass 1 for it. WF_NONE = no reader takes it. Caller frees with wf_doc_free. */
wf_rc wf_doc_read(struct wf_doc *out, const char *path, struct wf_err *err);
/* The same for bytes in memory (borrowed while doc lives). */
wf_rc wf_doc_read_bytes(struct wf_doc *out, wf_str name, wf_str bytes, struct wf_err *err);

/* ---- identity (merge.c) ----------------------------------------------------------- */

/* What one document says of its work and expression; strings owned by the arena given. */
struct wf_ident {
	wf_str key;		/* id of the work, with draft mark */
	wf_str title;
	wf_str part;		/* 合同编; "" = the whole work */
	wf_str level;		/* code of data/levels.tsv */
	wf_str issuers;		/* by 、; "" = not known */
	wf_str draft_of;	/* key or "" */
	wf_str number;
	wf_date date, adopted, promulgated, effective;
	wf_str effective_basis;	/* as wf_row_expr */
	wf_span effective_at;	/* where effective was read, in the text; len 0 = inferred, or front matter */
	bool   repealed;	/* front matter says so; ended: since when, 0 = it does not say */
	wf_date ended;
	bool   moved;		/* the file's own day is an earlier one: that of adoption (merge.c) */
};
/* path: as in wf_row_source, for the date and title in its name and the level of its folder. */
void wf_identify(struct wf_ident *out, struct wf_arena *a, const struct wf_doc *doc, wf_str path,
    struct wf_findings *f);

/* ---- asking ------------------------------------------------------------------------ */

struct wf_kb;
/* WF_NONE when the folder holds none (the message says how to build one). */
wf_rc wf_kb_open(struct wf_kb **out, const char *folder, struct wf_err *err);
void  wf_kb_close(struct wf_kb *kb);
struct wf_db *wf_kb_db(struct wf_kb *kb);
/*
 * Opened at first use; owned by kb. An index that is gone, cut short, altered or of another version is
 * made anew out of the record (wf_kb_remade says so); WF_E_IO when the folder cannot be written to.
 */
wf_rc wf_kb_index(struct wf_index **out, struct wf_kb *kb, struct wf_err *err);
/* Makes the index anew because a list of it was damaged; what was borrowed from the old one is gone. */
wf_rc wf_kb_index_again(struct wf_index **out, struct wf_kb *kb, struct wf_err *err);
/* True when this handle had to make the index anew. */
bool  wf_kb_remade(const struct wf_kb *kb);
/* {hash, texts_until, missing_levels}: stands in every answer. New reference. */
json_t *wf_kb_stamp(struct wf_kb *kb);

enum wf_status { WF_ST_UNKNOWN, WF_ST_DRAFT, WF_ST_PENDING, WF_ST_IN_FORCE, WF_ST_AMENDED, WF_ST_REPEALED };
const char *wf_status_name(enum wf_status s);
/*
 * Of an expression on a day, from its own days alone: effective_to is set where a later text or a
 * repeal ends it, and ended_basis says which of the two it was.
 */
enum wf_status wf_status_of(const struct wf_row_work *w, const struct wf_row_expr *e, wf_date at);

/*
 * Which of a work's expressions (oldest first) answers for a day: the one in force; else the last
 * that was promulgated or in force before, else the first. n must not be 0.
 */
size_t wf_expr_pick(const struct wf_row_work *w, const struct wf_row_expr *e, size_t n, wf_date at);

/* What an id means on a day. Strings and arrays owned by the arena given. */
struct wf_target {
	struct wf_row_work work;
	struct wf_row_expr expr;
	bool   in_force;	/* false: no expression was in force that day; expr is then the nearest */
	bool   dated;		/* the id named the expression itself */
	struct wf_node *node; int64_t *source; uint32_t nnode;	/* the whole expression */
	uint32_t at;		/* the node meant; 0 = the whole; WF_NO_NODE = no such provision */
	wf_str eid;		/* of the node, or as asked when there is none */
};
enum wf_find {
	WF_FIND_OK, WF_FIND_NO_WORK,
	WF_FIND_NO_EXPRESSION,	/* the id names a day of which we hold no text; work is set */
	WF_FIND_NO_PROVISION,	/* work, expr and nodes are set */
	WF_FIND_AMBIGUOUS, WF_FIND_NOT_AN_ID
};
/*
 * Finds what words mean: any form of DESIGN 1.1.
 *
 * @how   out: what came of it; with NO_WORK and AMBIGUOUS, near holds works to suggest
 * @near  out: v freed by the caller with free(); NULL = nothing is to be suggested
 * @at    the day asked; 0 = today
 * @return WF_OK also when nothing was found; a failure only when the store fails
 */
wf_rc wf_kb_find(struct wf_target *out, enum wf_find *how, struct wf_ids *near, struct wf_kb *kb,
    struct wf_arena *a, wf_str id, wf_date at, struct wf_err *err);

/* 《网络安全法》第二十一条第一款第三项, for a node of t. An inferred 款 is not said. Appended to out. */
void wf_citation(struct wf_buf *out, const struct wf_target *t, uint32_t node);
/* 网络安全法@2016-11-07#art_21__para_1__item_3, for a node of t; node 0 has no #. Appended to out. */
void wf_target_id(struct wf_buf *out, const struct wf_target *t, uint32_t node);

/* ---- finding by words (search.c) ------------------------------------------------------ */

struct wf_seek;
/* Opens the index and the titles; kb must outlive it. One thread at a time. Caller frees with wf_seek_close. */
wf_rc wf_seek_open(struct wf_seek **out, struct wf_kb *kb, struct wf_err *err);
void  wf_seek_close(struct wf_seek *s);
struct wf_index *wf_seek_index(const struct wf_seek *s);

struct wf_seek_ask {
	wf_str query;			/* as typed into the one box, see wf_box_parse */
	wf_str level;			/* as after level: in it; "" = any */
	const struct wf_target *like;	/* provisions like this one, and words of the query are not asked; NULL */
	wf_date at;			/* the day; one in the query wins */
	size_t limit;			/* rows at most */
};

#define WF_NO_UNIT UINT32_MAX
#define WF_FACT_UNIT 0x80000000u	/* in the seq of a unit or a row: the rest is the seq of a fact of the report */
struct wf_found_row {
	int64_t expr;
	uint32_t node;			/* 0 = the whole work: its name was typed, or only filters were; a fact
					 * has WF_FACT_UNIT */
	uint32_t unit;			/* of the index; WF_NO_UNIT = named, not found by words */
	double score;			/* 0 when named */
	const char *how;		/* reference, filter, or how the title was typed (wf_title_how_name); NULL = by
					 * words */
	struct wf_hit hit;		/* for wf_index_explain */
};
struct wf_found {
	struct wf_box box;		/* the query as it was understood */
	wf_date at;
	struct wf_found_row *row; size_t nrow, row_cap;
	struct wf_terms *terms;		/* for highlights; NULL when the index was not asked */
	wf_str near[5]; size_t nnear;	/* titles that one may have meant */
	wf_str named; int64_t named_id;	/* the title typed is of a work known by name only; "" */
};
/*
 * Answers a query. Strings are owned by the arena, the rest is freed with wf_found_free.
 *
 * @return WF_OK also when nothing was found; WF_E_USAGE with place and remedy for a query that cannot be
 *         read; WF_E_STORE when index or record is damaged
 */
wf_rc wf_seek_run(struct wf_found *out, struct wf_seek *s, struct wf_arena *a, const struct wf_seek_ask *ask,
    struct wf_err *err);
/* The words of a unit of the index, verbatim; borrowed from s until the next call. */
wf_rc wf_seek_words(wf_str *out, struct wf_seek *s, uint32_t unit, struct wf_err *err);
void  wf_found_free(struct wf_found *f);

/* ---- comparing two texts (diff.c, align.c) ------------------------------------------ */

enum wf_diff_status {
	WF_DF_UNCHANGED, WF_DF_MODIFIED, WF_DF_INSERTED, WF_DF_DELETED,
	WF_DF_SPLIT,		/* one old, several new */
	WF_DF_MERGED		/* one old of several that went into one new: a row for each old */
};
const char *wf_diff_status_name(enum wf_diff_status s);	/* "unchanged"; static */

/* One run of an edit script: the SAME and DEL runs spell the old text, SAME and INS the new. */
enum wf_edit_op { WF_ED_SAME, WF_ED_DEL, WF_ED_INS };
struct wf_edit { enum wf_edit_op op; wf_str text; };

/*
 * A 款, 项 or 目 of the compared provisions, or a 条 of an annex; a node is WF_NO_NODE where the
 * other text has none. What an inserted or a deleted provision holds is not listed.
 */
struct wf_diff_child {
	uint32_t old, new;
	enum wf_diff_status status;	/* UNCHANGED, MODIFIED, INSERTED or DELETED */
	bool moved;			/* to another number, or below another 条 or 款 */
};

struct wf_diff_row {
	enum wf_diff_status status;
	bool renumbered;	/* 条 only: the number is another */
	bool crossref_only;	/* MODIFIED, and nothing but numbers that follow the renumbering */
	bool punct_only;	/* UNCHANGED, and punctuation, width or white space differ */
	const uint32_t *old, *new; uint32_t nold, nnew;	/* nodes, in order of the text */
	/* none when the texts are equal byte for byte; several new texts are joined by a line break */
	const struct wf_edit *edit; uint32_t nedit;
	const struct wf_diff_child *child; uint32_t nchild;
};

/* A text to compare; all borrowed. */
struct wf_diff_side {
	const struct wf_node *node; uint32_t nnode;
	const wf_str *text;	/* of each node, as wf_node_text slices it; "" where it joins several sources */
};

struct wf_diff {
	struct wf_diff_row *row; size_t nrow;	/* in order of the new text; a deleted one stands where it stood */
	size_t count[WF_DF_MERGED + 1];		/* rows by status */
};

/*
 * Aligns the articles of two texts by content and order, not by number; in a text without
 * articles its uppermost provisions. Annexes are compared as wholes, and so are words in
 * front of the first article (preamble).
 *
 * @out   owned by the arena; texts borrowed from the sides
 */
void wf_diff(struct wf_diff *out, struct wf_arena *a, const struct wf_diff_side *old,
    const struct wf_diff_side *new);

struct wf_edits { struct wf_edit *v; uint32_t n; };
/* Turns old into new; none when they are equal byte for byte. Owned by the arena, texts borrowed. */
void wf_edit_script(struct wf_edits *out, struct wf_arena *a, wf_str old, wf_str new);

/* Node of the new text that a node of the old one became, through its article's row; WF_NO_NODE = none. */
uint32_t wf_diff_follow(const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new, uint32_t old_node);
/* The same backwards. */
uint32_t wf_diff_trace(const struct wf_diff *d, const struct wf_diff_side *old,
    const struct wf_diff_side *new, uint32_t new_node);

/* The texts of all nodes of a target that wf_kb_find gave; strings owned by the arena. */
wf_rc wf_kb_side(struct wf_diff_side *out, struct wf_kb *kb, struct wf_arena *a,
    const struct wf_target *t, struct wf_err *err);

/* ---- citations against a knowledge base (citing.c) -------------------------------------- */

struct wf_citing;
/*
 * The works of a knowledge base as a catalog of citations; texts are read when first asked for.
 * kb must outlive it. Caller frees with wf_citing_close.
 */
wf_rc wf_citing_open(struct wf_citing **out, struct wf_kb *kb, struct wf_err *err);
void  wf_citing_close(struct wf_citing *c);
const struct wf_cite_catalog *wf_citing_catalog(const struct wf_citing *c);
/* The row of a work by its number in the catalog; borrowed. */
const struct wf_row_work *wf_citing_work(const struct wf_citing *c, uint32_t work);
/* The texts held of a work, oldest first, borrowed; their count, 0 = none. */
size_t wf_citing_exprs(const struct wf_row_expr **out, struct wf_citing *c, uint32_t work);
/* Which of them answers for a day (wf_expr_pick); there must be some. */
size_t wf_citing_pick(struct wf_citing *c, uint32_t work, wf_date day);
/* The tree of one of them; NULL when the store fails. */
const struct wf_cite_tree *wf_citing_tree(struct wf_citing *c, uint32_t work, size_t expr);
/* The words of a node, verbatim, "" for one that joins several sources; and its source, 0 = several. */
wf_str wf_citing_text(struct wf_citing *c, uint32_t work, size_t expr, uint32_t node);
int64_t wf_citing_source(struct wf_citing *c, uint32_t work, size_t expr, uint32_t node);
size_t wf_citing_works(const struct wf_citing *c);
struct wf_db *wf_citing_db(const struct wf_citing *c);
/* True when a title that is not held is known by name: some text held names it. */
bool wf_citing_named(struct wf_citing *c, wf_str title);
/* True when a clause repeals a work that is not held; by: key of the work that says so, date: since when. */
bool wf_citing_repealed(wf_str *by, wf_date *date, struct wf_citing *c, wf_str title);
/*
 * Lets a parsed document stand as itself: title, self, places, the law it amends. A report, a case
 * or a text without a title stands as nothing. Strings owned by the arena and the ident.
 */
void wf_cite_stand(struct wf_cite_text *t, struct wf_arena *a, const struct wf_doc *doc,
    const struct wf_names *names, const struct wf_ident *id);
/* A failure of the store met on the way: the catalog cannot say it. WF_OK = none. */
wf_rc wf_citing_failure(const struct wf_citing *c);

/* ---- checking a document (check.c) ----------------------------------------------------------- */

enum wf_verdict {
	WF_V_OK, WF_V_WRONG_TITLE, WF_V_REPEALED, WF_V_NONEXISTENT_ARTICLE, WF_V_WRONG_PARAGRAPH_OR_ITEM,
	WF_V_MISQUOTE, WF_V_SUPERSEDED_NUMBERING, WF_V_NOT_YET_IN_FORCE, WF_V_WRONG_EFFECTIVE_DATE,
	WF_V_AMBIGUOUS, WF_V_NOT_IN_CORPUS, WF_V_UNCHECKED, WF_VERDICTS
};
const char *wf_verdict_name(enum wf_verdict v);	/* "misquote"; static */
/* True for those that say that something is wrong: all but ok, ambiguous, not_in_corpus, unchecked. */
bool wf_verdict_is_error(enum wf_verdict v);

/* How a quotation stands to the provision it belongs to. */
enum wf_quoted { WF_QT_NONE, WF_QT_EXACT, WF_QT_PUNCTUATION, WF_QT_ABRIDGED, WF_QT_ALTERED, WF_QT_ELSEWHERE };
const char *wf_quoted_name(enum wf_quoted q);

struct wf_check {
	uint32_t cite;			/* index of the record */
	enum wf_verdict verdict;
	/* What the verdict rests on; work, expr and node say the provision, node WF_NO_NODE = none. */
	uint32_t work; size_t expr; uint32_t node;
	/* The provision that was probably meant; suggest_work WF_NO_WORK = none. */
	uint32_t suggest_work; size_t suggest_expr; uint32_t suggest_node;
	enum wf_quoted quoted;
	wf_span quote;			/* in the text checked; len 0 = none */
	wf_str truth;			/* the words of the provision that the quotation alters; borrowed */
	wf_date date, said;		/* of the repeal or commencement; as the text says it */
	wf_str by;			/* key of the work that repeals; "" = not said */
	double fit, fit_other;		/* of a claim to the provision cited and to the one meant, 0..1 */
};
struct wf_checks { struct wf_check *v; size_t n; };
/*
 * Gives every record of a text that is no rejected one a verdict on a day.
 *
 * @out   in order of the records; owned by the arena
 * @t     the text as it was searched, with the day asked
 * @cites found in it against c's catalog
 */
wf_rc wf_check_text(struct wf_checks *out, struct wf_arena *a, struct wf_citing *c,
    const struct wf_cite_text *t, const struct wf_cites *cites, struct wf_err *err);

#endif
