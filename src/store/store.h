/*
 * The record: one SQLite file that holds sources, works, expressions, nodes, findings
 * and references.  Written whole by a build and read-only afterwards; nothing in it
 * depends on the machine, the clock or the order in which files were met.
 */
#ifndef WF_STORE_H
#define WF_STORE_H

#include "cite/cite.h"
#include "fact/fact.h"
#include "law/law.h"

struct wf_db;

#define WF_STORE_VERSION 4

/* ---- rows ------------------------------------------------------------------ */

/* A file as received. id is its place in order of path, from 1. */
struct wf_row_source {
	int64_t id;
	wf_str path;		/* from the folder that holds SOURCE: corpus/lawrefbook/… */
	uint8_t sha256[32];
	wf_str encoding, reader;
	wf_str raw;		/* empty for files that no reader took */
	const struct wf_cut *cut; size_t ncut;
	wf_str nolaw;		/* "" = a law text, else the reason: empty, index, template, no_reader, unreadable, limit */
	bool raw_is_file;
};

struct wf_row_work {
	int64_t id;		/* in order of key, from 1 */
	wf_str key;		/* 网络安全法 */
	wf_str title;		/* 中华人民共和国网络安全法 */
	wf_str level;		/* code of data/levels.tsv */
	wf_str issuers;		/* by 、 */
	wf_str draft_of;	/* key of the work it is a draft of, or "" */
	wf_str number;
};

struct wf_row_expr {
	int64_t id, work;
	wf_date date, adopted, promulgated, effective_from, effective_to;
	/* text, promulgation, history, front_matter, amending_decision, inferred_from_amendment, unknown */
	wf_str  effective_basis;
	/* what ended it: "", later_text, repeal_clause, validity_period, history, register,
	 * front_matter (effective_to may be 0) */
	wf_str  ended_basis;
	wf_str  repealed_by;		/* id of the work; of the expression when it is the same work; or "" */
	struct wf_counts counts;
};

/* One file's share in an expression. A copy of a file already there is a part too, with copy_of set. */
struct wf_row_part {
	int64_t expr, source;
	uint32_t seq;		/* order of the parts, from 0 */
	bool copy;		/* same text as an earlier source of this expression */
	struct wf_counts counts;
};

/* Nodes of an expression in document order; spans in the text of source. */
struct wf_row_node {
	int64_t expr;
	uint32_t seq;		/* from 0; node 0 is the whole */
	int64_t source;		/* 0 for nodes that join several sources */
	struct wf_node node;	/* parent and end count within the expression */
	wf_str eid;
};

struct wf_row_finding { int64_t source; struct wf_finding f; wf_str words; };

/* What happened to a work on a day. The numbers are stored: another order is another WF_STORE_VERSION. */
enum wf_act_kind {
	WF_ACT_ADOPTED, WF_ACT_APPROVED, WF_ACT_PROMULGATED, WF_ACT_AMENDED, WF_ACT_REVISED,
	WF_ACT_COMMENCED, WF_ACT_PART_COMMENCED, WF_ACT_REPEALED, WF_ACT_EXPIRED, WF_ACT_OTHER,
	WF_ACT_KINDS
};
/* "adopted"; static. */
const char *wf_act_name(enum wf_act_kind k);

/* A dated act of a work, told once however many texts repeat it. */
struct wf_row_act {
	int64_t id;		/* in order of work, date and kind, from 1 */
	int64_t work;
	wf_date date;		/* as precise as known, never 0 */
	uint8_t kind;		/* enum wf_act_kind */
	uint8_t ordinal;	/* 第N次修正; 0 = not said */
	bool    raw;		/* span counts in raw, not in text: front matter */
	int64_t expr;		/* the expression it made, began or ended; 0 = not held */
	int64_t source;		/* where it is said; 0 = nowhere */
	wf_span span;		/* the words that say it; len 0: the name of the file does */
	wf_str  basis;		/* history, file_name, or as wf_row_expr.effective_basis */
	wf_str  by;		/* key of a work, or the body or decision as written; "" = not said */
};

/* A name by which a work is found: folded (WF_FOLD_NAME) title, short title, alias. */
struct wf_row_name { wf_str folded; int64_t work; int rank; };	/* rank 0 = its own title */

/* A name, as in ids, that a work had before its last one. */
struct wf_row_former { wf_str name; int64_t work; };

/* A reference in a text held. The numbers of form, state and reason are stored: another order of
 * theirs is another WF_STORE_VERSION. */
struct wf_row_cite {
	int64_t id;		/* in order of expr, source and place, from 1 */
	int64_t expr;		/* the text that cites … */
	uint32_t node;		/* … and the innermost provision of it that the reference stands in */
	int64_t source;
	wf_span span;
	uint8_t form, state, reason;	/* enum wf_cite_form, _state (never rejected), _reason */
	bool    in_force;	/* the text looked at was in force on the day of the text that cites */
	int64_t work;		/* that is cited; 0 = not held */
	int64_t named;		/* wf_row_named; 0 = held, or several works bear the name */
};

/* One provision of a reference. */
struct wf_row_target {
	int64_t cite;
	uint32_t seq;		/* from 0 */
	int64_t expr;		/* the text of the work on that day; 0 = none is held */
	uint32_t node;		/* in it; where it has none such, the 款 or 条 above it, or 0 */
	bool    found;		/* false: the text has no such provision */
	wf_str  eid;		/* of the node, or built from the words; "" = the whole work */
};

/* A work known by name only: cited, repealed, or the law that a draft is to become. */
struct wf_row_named {
	int64_t id;		/* in order of key, from 1 */
	wf_str key;		/* as the id of a work is made */
	wf_str title;		/* the longest spelling met */
	wf_str level, issuers;	/* judged by the name */
	uint8_t form;		/* enum wf_cite_form; WF_CITE_DOCNO and WF_CITE_CASE are known by a number */
	uint32_t cited, works;	/* references to it, and the works that make them */
	int64_t expr; uint32_t node; int64_t source; wf_span span;	/* first place that names it */
	wf_str repealed_by;	/* key of the work that says so, "" = none does */
	wf_date repealed_on;
	int64_t draft;		/* a work held that is a draft of it; 0 = none */
};

/* Words of a source that are no reference. */
struct wf_row_rejected { int64_t source; uint8_t reason; uint32_t n; };

/* One fact of a report. The numbers of enum wf_fact_kind are stored: another order of theirs is another version. */
struct wf_row_fact {
	int64_t expr;		/* the report's text */
	uint32_t seq;		/* from 1, in order of kind and place: work@date#fact_7 is the seventh */
	uint8_t kind;		/* enum wf_fact_kind */
	int64_t source;
	wf_span span;		/* the words that say it, in the text of source */
	int64_t work, named;	/* of an instrument: the work held, else the one known by name only; 0 = neither */
	wf_date from, to;	/* of an event, a figure, an adoption; to: end of a range; 0 = none */
	wf_str label;		/* what it is about: a name, a title, what is counted */
	wf_str heading;		/* the headings it stands under, outermost first, by " / " */
	wf_str text;		/* its sentence, joined over lines */
	wf_str fields;		/* its own fields as a JSON object (wf_report_json without place and text) */
};

/* ---- writing ------------------------------------------------------------------ */

/* Creates path anew (an old file there is removed) and opens one transaction. */
wf_rc wf_db_create(struct wf_db **out, const char *path, struct wf_err *err);
wf_rc wf_db_put_meta(struct wf_db *db, const char *key, wf_str value);
wf_rc wf_db_put_source(struct wf_db *db, const struct wf_row_source *r);
wf_rc wf_db_put_work(struct wf_db *db, const struct wf_row_work *r);
wf_rc wf_db_put_expr(struct wf_db *db, const struct wf_row_expr *r);
wf_rc wf_db_put_part(struct wf_db *db, const struct wf_row_part *r);
wf_rc wf_db_put_node(struct wf_db *db, const struct wf_row_node *r);
wf_rc wf_db_put_finding(struct wf_db *db, const struct wf_row_finding *r);
wf_rc wf_db_put_act(struct wf_db *db, const struct wf_row_act *r);
wf_rc wf_db_put_name(struct wf_db *db, const struct wf_row_name *r);
wf_rc wf_db_put_former(struct wf_db *db, const struct wf_row_former *r);
wf_rc wf_db_put_cite(struct wf_db *db, const struct wf_row_cite *r);
wf_rc wf_db_put_target(struct wf_db *db, const struct wf_row_target *r);
wf_rc wf_db_put_named(struct wf_db *db, const struct wf_row_named *r);
wf_rc wf_db_put_rejected(struct wf_db *db, const struct wf_row_rejected *r);
wf_rc wf_db_put_fact(struct wf_db *db, const struct wf_row_fact *r);
/* Ends the transaction, fsyncs and closes. On a failure before, the file is left to be removed. */
wf_rc wf_db_commit(struct wf_db *db, struct wf_err *err);
void  wf_db_abandon(struct wf_db *db);

/* ---- reading -------------------------------------------------------------------- */

/* Opens a finished knowledge base read-only. WF_NONE when there is none, WF_E_STORE when it is not ours. */
wf_rc wf_db_open(struct wf_db **out, const char *path, struct wf_err *err);
void  wf_db_close(struct wf_db *db);
/* Words of the last failure of this handle; borrowed. */
const char *wf_db_error(const struct wf_db *db);

/* Strings in rows read are owned by the arena given. WF_NONE = no such row. */
wf_rc wf_db_meta(wf_str *out, struct wf_db *db, struct wf_arena *a, const char *key);
wf_rc wf_db_work_by_key(struct wf_row_work *out, struct wf_db *db, struct wf_arena *a, wf_str key);
wf_rc wf_db_work(struct wf_row_work *out, struct wf_db *db, struct wf_arena *a, int64_t id);
wf_rc wf_db_expr(struct wf_row_expr *out, struct wf_db *db, struct wf_arena *a, int64_t id);
/* raw and cut stay empty here: wf_db_text reads them. */
wf_rc wf_db_source(struct wf_row_source *out, struct wf_db *db, struct wf_arena *a, int64_t id);

/* A list of ids; v freed by the caller with free(). */
struct wf_ids { int64_t *v; size_t n, cap; };
/* Works known by this folded name at the best rank it has: two or more are namesakes. */
wf_rc wf_db_works_by_name(struct wf_ids *out, struct wf_db *db, wf_str folded);
/* Names that start with, or hold, the folded words; at most limit works, for "did you mean". */
wf_rc wf_db_works_like(struct wf_ids *out, struct wf_db *db, wf_str folded, size_t limit);
wf_rc wf_db_works(struct wf_ids *out, struct wf_db *db);		/* all, in order of key */
wf_rc wf_db_exprs_of(struct wf_ids *out, struct wf_db *db, int64_t work);	/* oldest first */
wf_rc wf_db_sources_of(struct wf_ids *out, struct wf_db *db, int64_t work);	/* of all its expressions */
/* All works in order of key; all expressions in order of work, then date. v freed with free(). */
wf_rc wf_db_all_works(struct wf_row_work **v, size_t *n, struct wf_db *db, struct wf_arena *a);
wf_rc wf_db_all_exprs(struct wf_row_expr **v, size_t *n, struct wf_db *db, struct wf_arena *a);
/*
 * All nodes of an expression, seq 0 first, into an arena array; eids are not filled.
 * Checked: order, parents, and that every span lies in the text of its source. Spans of nodes
 * that join several sources are {0,0}.
 */
wf_rc wf_db_nodes(struct wf_node **node, int64_t **source, uint32_t *n, struct wf_db *db,
    struct wf_arena *a, int64_t expr);
wf_rc wf_db_parts(struct wf_row_part **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr);
/* A source with text, cuts and lines (without hints) made ready; raw owned by the arena. */
wf_rc wf_db_text(struct wf_source *out, struct wf_db *db, struct wf_arena *a, int64_t source);
/*
 * The words of one span of a source's text, appended to out; the rest of the text is not read. Unlike
 * wf_db_text it does not notice that bytes of the source were altered.
 */
wf_rc wf_db_words(struct wf_buf *out, struct wf_db *db, int64_t source, wf_span text);
/* Calls fn for each finding in order of source; code 0 = all. fn's failure ends the walk. */
wf_rc wf_db_findings(struct wf_db *db, unsigned code,
    wf_rc (*fn)(void *payload, const struct wf_row_finding *r, wf_str path), void *payload);
/*
 * Acts from one day to another, both included, in order of date, work and kind; an act whose day is
 * known in part counts when it can lie between them.
 *
 * @out   array and strings owned by the arena; spans lie within their source
 * @work  0 = of all works
 */
wf_rc wf_db_acts(struct wf_row_act **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    int64_t work, wf_date from, wf_date to);
/* ---- reading references (graph.c) ------------------------------------------------------ */

/* Every span lies in the text of its source; arrays and strings are owned by the arena. */
wf_rc wf_db_cite(struct wf_row_cite *out, struct wf_db *db, int64_t id);
/* Those that stand in the nodes [from, to) of an expression; those of a work known by name only. */
wf_rc wf_db_cites_at(struct wf_row_cite **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    int64_t expr, uint32_t from, uint32_t to);
wf_rc wf_db_cites_named(struct wf_row_cite **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    int64_t named);
/* What a reference cites; what is cited of the nodes [from, to) of an expression, in order of cite. */
wf_rc wf_db_targets_of(struct wf_row_target **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    int64_t cite);
wf_rc wf_db_targets_at(struct wf_row_target **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    int64_t expr, uint32_t from, uint32_t to);
wf_rc wf_db_named(struct wf_row_named *out, struct wf_db *db, struct wf_arena *a, int64_t id);
wf_rc wf_db_named_by_key(struct wf_row_named *out, struct wf_db *db, struct wf_arena *a, wf_str key);
/* All in order of key. v freed with free(). */
wf_rc wf_db_all_named(struct wf_row_named **v, size_t *n, struct wf_db *db, struct wf_arena *a);
/* Names by which works are found, in order of name, rank and work. v freed with free(). */
wf_rc wf_db_all_names(struct wf_row_name **v, size_t *n, struct wf_db *db, struct wf_arena *a);
/* Earlier names of works. v freed with free(). */
wf_rc wf_db_all_formers(struct wf_row_former **v, size_t *n, struct wf_db *db, struct wf_arena *a);
/*
 * A node and those above it, the whole first, without reading the rest: enough for wf_citation.
 *
 * @node  each is the parent of the next; an array of the arena
 * @eid   of the last one
 * @return WF_NONE = the expression has no such node
 */
wf_rc wf_db_node_path(struct wf_node **node, uint32_t *n, wf_str *eid, struct wf_db *db,
    struct wf_arena *a, int64_t expr, uint32_t seq);

/* ---- reading facts (fact.c) --------------------------------------------------------------- */

/* Arrays and strings are owned by the arena; spans lie in the text of their source. WF_NONE = no such fact. */
wf_rc wf_db_fact(struct wf_row_fact *out, struct wf_db *db, struct wf_arena *a, int64_t expr, uint32_t seq);
/* In order of expr and seq. expr 0 = of all reports; kind -1 = of all kinds. */
wf_rc wf_db_facts(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t expr,
    int kind);
/* What reports say of a work held (named 0) or known by name only (work 0). */
wf_rc wf_db_facts_of(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a, int64_t work,
    int64_t named);
/* Events that can lie between two days, both included, in order of day, expr and seq. */
wf_rc wf_db_facts_dated(struct wf_row_fact **out, size_t *n, struct wf_db *db, struct wf_arena *a,
    wf_date from, wf_date to);

/* ---- statistics --------------------------------------------------------------------------- */

/* One number from a fixed list of statistics (see get.c): "sources", "works", "exprs", "nodes", … */
wf_rc wf_db_count(int64_t *out, struct wf_db *db, const char *what);
/* Calls fn for each name of a tally and how many have it: "nolaw", "level", "code", "basis", "form" … */
wf_rc wf_db_tally(struct wf_db *db, const char *what,
    wf_rc (*fn)(void *payload, wf_str name, int64_t n), void *payload);

#endif
