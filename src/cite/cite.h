/*
 * Finds every reference to law in a text, reads what provisions it names and resolves
 * them: names with and without 《》, short names, 本法, 前款, lists and ranges, numbers of
 * documents, standards and cases.  Opens no knowledge base: what works there are comes
 * from a catalog that the caller brings.
 *
 * Every token 第…条/款/项, 《…》 and 案号 (case number) of the text lies in some record:
 * what is no reference is a record too, rejected with its reason.
 */
#ifndef WF_CITE_H
#define WF_CITE_H

#include "law/law.h"

/* ---- names (name.c) ------------------------------------------------------------- */

#define WF_NO_WORK UINT32_MAX
#define WF_MANY_WORKS (UINT32_MAX - 1)	/* a name that several works bear */

struct wf_names;			/* immutable once made; shared by threads */

enum wf_name_flag {
	WF_NAME_UNQUOTED = 1,	/* may be met without 《》 */
	WF_NAME_ALIAS = 2	/* a general short name, not a title */
};
/* {0} for a new one. Caller frees with wf_names_free. */
struct wf_names *wf_names_new(void);
/*
 * @name  a title, an id or a short name; copied. One name given for two works means neither
 * @work  the caller's number of the work
 * @rank  0 = its own title; a name of better rank hides worse ones
 */
void wf_names_add(struct wf_names *n, wf_str name, uint32_t work, unsigned rank, unsigned flags);
/* Must be called once after the last name and before the first look-up. */
void wf_names_finish(struct wf_names *n);
void wf_names_free(struct wf_names *n);
/* The work of a name as written (with or without 中华人民共和国, any width); or WF_NO_WORK, WF_MANY_WORKS. */
uint32_t wf_names_find(const struct wf_names *n, wf_str name);
/*
 * The longest name without 《》 at the start of s.
 *
 * @return bytes; 0 = none, or words that only look like one (公司法人, 宪法和法律委员会)
 */
size_t wf_names_match(uint32_t *work, unsigned *flags, const struct wf_names *n, wf_str s);

/* ---- catalog --------------------------------------------------------------------- */

/* A 款 or 项 that no article holds. */
struct wf_cite_unit { uint32_t num, node; uint8_t kind; bool top; /* right below the whole */ };

/* A text of a work, ready for look-ups. */
struct wf_cite_tree {
	const struct wf_node *node; uint32_t nnode;
	const uint32_t *article; uint32_t narticle;	/* nodes of articles outside annexes, by number */
	const struct wf_cite_unit *unit; uint32_t nunit;	/* by top, kind, number and place */
	wf_date date;					/* of the expression */
	bool in_force;					/* on the day asked; else it is the nearest one held */
};
/* Fills article and unit, arrays of the arena, from node. */
void wf_cite_tree_index(struct wf_cite_tree *t, struct wf_arena *a);

/* The node of ref below t; ref's 款 is filled in where a 项 is cited without it. WF_NO_NODE = none. */
uint32_t wf_cite_node(const struct wf_cite_tree *t, struct wf_ref *ref);

struct wf_cite_catalog {
	const struct wf_names *names;
	void *payload;
	/* The text of a work on a day (0 = the last); NULL = none is held. Borrowed from the catalog. */
	const struct wf_cite_tree *(*tree)(void *payload, uint32_t work, wf_date day);
	/* Its title, for 该条例 and 该办法. */
	wf_str (*title)(void *payload, uint32_t work);
};

/* ---- a text to be read -------------------------------------------------------------- */

/* From byte off of the text on we stand in this provision; its label takes len bytes. */
struct wf_cite_place { uint32_t off, len; struct wf_ref at; };

struct wf_cite_text {
	wf_str text;
	const struct wf_cite_place *place; size_t nplace;	/* in order of off */
	const struct wf_node *node; uint32_t nnode;		/* of the text itself; NULL = none */
	uint32_t self;		/* work that the text is; WF_NO_WORK = none we hold */
	wf_str title;		/* of that work, "" = the text is no law: a bare 第三条 is not its own */
	wf_str amends;		/* title of the law that it amends: its bare 第三条 are that law's; "" = none */
	wf_date day;		/* on which the works cited are looked up; 0 = their last text */
	wf_str before;		/* text read for antecedents and short names only */
};
/* Places of a parsed document, and of a passage that stands at a provision; arrays of the arena. */
void wf_cite_places(struct wf_cite_text *t, struct wf_arena *a, const struct wf_doc *doc);
/* tree: of the work, for the 章 that the provision lies in; NULL = not held. */
void wf_cite_passage(struct wf_cite_text *t, struct wf_arena *a, const struct wf_ref *at,
    const struct wf_cite_tree *tree);

/* ---- records -------------------------------------------------------------------------- */

enum wf_cite_form {
	WF_CITE_FULL, WF_CITE_ABBREV, WF_CITE_UNQUOTED, WF_CITE_SELF, WF_CITE_RELATIVE, WF_CITE_REPEAL,
	WF_CITE_DOCNO, WF_CITE_STANDARD, WF_CITE_CASE, WF_CITE_DOC, WF_CITE_ANNEX, WF_CITE_FORMS
};
enum wf_cite_state {
	WF_CITE_RESOLVED, WF_CITE_ABSENT, WF_CITE_AMBIGUOUS, WF_CITE_OUT_OF_CORPUS, WF_CITE_REJECTED,
	WF_CITE_STATES
};
enum wf_cite_reason {
	WF_CITE_NO_REASON,
	WF_CITE_LABEL,		/* the provision's own number */
	WF_CITE_NO_LAW,		/* a certificate, contract, journal, column in 《》 */
	WF_CITE_OWN_TITLE,	/* the text's own title */
	WF_CITE_DEFINITION,	/* a short name where it is defined */
	WF_CITE_JUDGMENT,	/* an item of a judgment or claim */
	WF_CITE_NO_ANTECEDENT,	/* nothing before it that it could belong to */
	WF_CITE_QUOTED_LABEL,	/* the number of a provision inside quoted new text */
	WF_CITE_NAMESAKES,	/* several works bear the name */
	WF_CITE_REASONS
};
const char *wf_cite_form_name(enum wf_cite_form f);	/* "full"; static */
const char *wf_cite_state_name(enum wf_cite_state s);
const char *wf_cite_reason_name(enum wf_cite_reason r);	/* "" for none */

/* One provision of a reference. */
struct wf_cite_target {
	struct wf_ref ref;	/* its numbers; name, date and eid empty */
	uint32_t node;		/* in the tree of the work on the day; 0 = whole work, WF_NO_NODE = not there */
};

struct wf_cite {
	wf_span span;		/* name and provisions */
	wf_span name;		/* the name alone, brackets in; len 0 = none is said */
	uint32_t extent;	/* one past what was read with it: notes in brackets after the name too */
	wf_str  title;		/* of the work as written, brackets off, issuer before it in; borrowed or arena */
	uint32_t work;		/* WF_NO_WORK, WF_MANY_WORKS */
	wf_date expression;	/* day of the text that was looked at; 0 = none */
	bool    in_force;	/* that text is the one in force on the day asked */
	uint8_t form, state, reason;
	uint32_t place;		/* index of the wf_cite_place it stands in; UINT32_MAX = none */
	uint32_t target, ntarget;	/* first and count, in wf_cites.target; a whole work has one with node 0 */
};
struct wf_cites {
	struct wf_cite *v; size_t n, cap;
	struct wf_cite_target *target; size_t ntarget, target_cap;
	struct wf_arena arena;	/* owns titles that are not in the text */
};
void wf_cites_free(struct wf_cites *c);

/*
 * Finds all references of a text, in its order. Never fails: odd text gives rejected records.
 */
void wf_cite_find(struct wf_cites *out, const struct wf_cite_catalog *c, const struct wf_cite_text *t);

/* ---- quotations and claims (quote.c) ----------------------------------------------------- */

struct wf_quote {
	wf_span span;		/* between the marks */
	uint32_t cite;		/* index of the record that it belongs to */
	bool said;		/* the words before it say that the law says so: 规定：“ */
	bool bare;		/* it has no marks: the words after 规定： */
};
/* The quotations of a text that belong to a reference, in order; array owned by the arena. */
void wf_cite_quotes(struct wf_quote **out, size_t *n, struct wf_arena *a, wf_str text,
    const struct wf_cites *c);
/* The words of a reference's clause before and after it, up to the references beside it. */
void wf_cite_claim(wf_span *before, wf_span *after, wf_str text, const struct wf_cites *c, uint32_t cite);

/*
 * Checks the accounting: every token 第…条/款/项, 《…》 and 案号 lies in one record.
 * @return offset of the first token that does not; SIZE_MAX = all do
 */
size_t wf_cite_unaccounted(const struct wf_cites *c, wf_str text);

/* "art_5__item_2" out of the numbers alone, for a provision that is not in a tree. Appended to out. */
void wf_ref_eid(struct wf_buf *out, const struct wf_ref *ref);

#endif
