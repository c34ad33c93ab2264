/*
 * Reading Chinese legal text: the tree of provisions, the head (title, issuer,
 * history), the clauses on commencement and repeal, and ids.  Knows one document
 * at a time; how documents make works is the engine's.
 *
 * Legal sources: 立法法 (Legislation Law) art. 65 (编章节条款项目), 《立法技术规范》
 * (试行)(一)(二) of the NPC Legislative Affairs Commission for labels, numbering and
 * commencement clauses; eIds after Akoma Ntoso Naming Convention 1.0 (OASIS) part 5.
 */
#ifndef WF_LAW_H
#define WF_LAW_H

#include "text/text.h"

/* ---- tree ------------------------------------------------------------------ */

enum wf_kind {
	WF_DOC,			/* the whole document: node 0 */
	WF_PREFACE,		/* title, 题注 (history under the title), 目录 (contents) */
	WF_BOOK,		/* 编 */
	WF_SUBBOOK,		/* 分编 */
	WF_CHAPTER,		/* 章 */
	WF_SECTION,		/* 节 */
	WF_ARTICLE,		/* 条 */
	WF_PARAGRAPH,		/* 款: a line of an article; of a document without articles */
	WF_ITEM,		/* 项: （一）; 一、 in a document without articles */
	WF_POINT,		/* 目: 1. and everything below it */
	WF_ANNEX,		/* 附件, 附录, 附表, 附图 */
	WF_BLOCK,		/* any other part: 序言, a heading without number, a table, signature */
	WF_KINDS
};

enum wf_node_flag {
	WF_INFERRED = 1 << 0,	/* the only 款 of its article; a chapter whose 第N章 is lost */
	WF_BARE     = 1 << 1,	/* a heading without its number */
	WF_QUOTED   = 1 << 2,	/* text of another instrument, quoted (never an article) */
	WF_SUPPLEMENT = 1 << 3,	/* 附则 outside any 编: book_supplement */
	WF_PREAMBLE = 1 << 4,	/* 序言: block with eid "preamble" */
	WF_TABLE    = 1 << 5,	/* rows of a table */
	WF_GROUP    = 1 << 6	/* a heading that groups: its number says nothing about its children's */
};

#define WF_NO_NODE UINT32_MAX

/*
 * One node.  Nodes stand in one array in document order (preorder): the children of i
 * start at i + 1 and the subtree ends before node[i].end.
 * Spans are bytes of source.text.  Siblings are ordered and disjoint, children lie inside
 * their parent, and the whole spans of the children tile the parent's from its first child
 * on: what stands before (label, heading, white space) is the parent's own.
 */
struct wf_node {
	uint32_t parent;	/* WF_NO_NODE for node 0 */
	uint32_t end;		/* one past the last node of the subtree */
	uint8_t  kind, flags;
	uint16_t dup;		/* 0, or 2.. for the second node of the same id: "~2" */
	uint32_t num;		/* 第N; 0 = none */
	uint32_t sub;		/* 之N; 0 = none */
	wf_span  whole;		/* label or first word to where the next node starts */
	wf_span  label;		/* "第二十一条", "（一）", "1."; len 0 = none */
	wf_span  head;		/* heading without label; len 0 = none; 【立法目的】 of an article too */
};

/* What node_text gives: from the end of the label (and white space) to the end of the last
 * child, trailing white space left out. For a heading node the heading is part of it. */
wf_span wf_node_text(const struct wf_source *s, const struct wf_node *n);

/* ---- head -------------------------------------------------------------------- */

enum wf_event_kind {
	WF_EV_ADOPTED, WF_EV_APPROVED, WF_EV_PROMULGATED, WF_EV_AMENDED, WF_EV_REVISED,
	WF_EV_EFFECTIVE, WF_EV_REPEALED, WF_EV_OTHER
};

/* One dated act of the 题注 (history under the title) or of a signature; one line may hold several. */
struct wf_event {
	uint8_t  kind;		/* enum wf_event_kind */
	uint8_t  ordinal;	/* 第N次修正; 0 = not said */
	uint16_t pad;
	wf_date  date;
	wf_span  span;		/* the whole act in source.text */
	wf_span  by;		/* who or which decision, as written; len 0 = not said */
};

/* A clause on time in the body. */
enum wf_clause_kind {
	WF_CL_COMMENCE,		/* 自…起施行: the document's own */
	WF_CL_COMMENCE_PART,	/* split commencement: some provisions on another day */
	WF_CL_EXPIRE,		/* 有效期三年: it ends by itself, months after commencement or after date */
	WF_CL_REPEAL		/* 同时废止 / 即行废止: names the work */
};
struct wf_clause {
	uint8_t  kind;
	uint8_t  on_promulgation;	/* 自公布之日起: date is that of promulgation */
	uint16_t days_after;		/* 自公布之日起N日后 / 三十日后 */
	uint16_t months;		/* WF_CL_EXPIRE: period of validity; 0 = date is its last day */
	uint16_t pad;
	wf_date  date;			/* 0 when relative */
	wf_span  span;			/* the clause */
	wf_span  name;			/* WF_CL_REPEAL: the name inside 《》 or as written */
	wf_date  name_date;		/* of the text that is repealed, when the clause gives it; else 0 */
	uint32_t node;			/* the provision it stands in */
};

/* Why a file is no law text. */
enum wf_nolaw { WF_IS_LAW, WF_NOLAW_EMPTY, WF_NOLAW_INDEX, WF_NOLAW_TEMPLATE };

enum wf_form {			/* how the document is built */
	WF_FORM_ARTICLES,	/* 第N条 */
	WF_FORM_NUMBERED,	/* 一、二、 without 条 */
	WF_FORM_PLAIN,		/* neither: replies, decisions */
	WF_FORM_CASE,		/* 案例 */
	WF_FORM_REPORT		/* long text in chapters 一、 without articles */
};

struct wf_head {
	wf_span title;		/* as it stands, without "# " and a mark （征求意见稿） that stands apart */
	wf_span part;		/* second heading of a work in several files: 合同编; len 0 = none */
	wf_span number;		/* 文号: 法释〔2022〕11号, 国务院令第790号; len 0 = none */
	wf_span draft;		/* （征求意见稿）, （草案） … in heading or under it; len 0 = none */
	uint8_t nolaw;		/* enum wf_nolaw */
	uint8_t form;		/* enum wf_form */
	uint16_t pad;
};

struct wf_counts { uint32_t books, subbooks, chapters, sections, articles; };	/* annexes excluded */

/*
 * One parsed document.  Nothing in it points outside source and its arrays, so that
 * it can be written to and read from a cache as it is.
 */
struct wf_doc {
	struct wf_arena  arena;		/* owns everything below but the heap arrays */
	struct wf_source source;
	struct wf_head   head;
	struct wf_node  *node;   uint32_t nnode;	/* owned by the arena */
	struct wf_event *event;  uint32_t nevent;
	struct wf_clause *clause; uint32_t nclause;
	struct wf_findings findings;
};

#define WF_NODE_LIMIT  1000000u
#define WF_DEPTH_LIMIT 16u

/*
 * Parses doc->source (already read) into head, tree, events and clauses.
 *
 * Never fails on content: what is odd becomes a finding.
 * @return WF_OK, or WF_E_LIMIT over WF_NODE_LIMIT nodes (the message names the limit)
 */
wf_rc wf_parse(struct wf_doc *doc, struct wf_err *err);
void  wf_doc_free(struct wf_doc *doc);

/* Own counts of 编 分编 章 节 条; nodes inside annexes do not count. */
struct wf_counts wf_doc_counts(const struct wf_doc *doc);

/* Tries to break the invariants of DESIGN 2.5; false and a line in why names the first broken one. */
bool wf_doc_check(const struct wf_doc *doc, struct wf_buf *why);

/* ---- ids ----------------------------------------------------------------------- */

/*
 * Akoma Ntoso eId of a node within its document: "art_21__para_1__item_3".
 * A node carries only the ancestors within which its number restarts (DESIGN 1.1).
 * Appended to out; node 0 gives "". scheme from wf_eid_scheme.
 */
struct wf_eid_scheme { bool chapter_in_book, chapter_in_subbook; };
struct wf_eid_scheme wf_eid_scheme(const struct wf_node *node, uint32_t nnode);
void wf_eid(struct wf_buf *out, const struct wf_node *node, uint32_t i, struct wf_eid_scheme sch);
/* The node of an eId; WF_NO_NODE = none. Linear. */
uint32_t wf_eid_find(const struct wf_node *node, uint32_t nnode, wf_str eid);
/*
 * Marks repeated ids with ~2, ~3 …, adding a finding for each unless f is NULL.
 * Called by wf_parse, and again after documents were joined.
 */
void wf_eid_number(struct wf_node *node, uint32_t nnode, struct wf_findings *f);

/*
 * Id of a work from its title: 中华人民共和国 out, inner 《》 as 〈〉, no white space, full-width
 * brackets (DESIGN 1.1). Appended to out.
 * Example: "关于修改《中华人民共和国网络安全法》的决定 " -> 关于修改〈网络安全法〉的决定
 */
void wf_work_id(struct wf_buf *out, wf_str title);

/* English name used in records: "article"; Chinese: "条". Static. */
const char *wf_kind_name(enum wf_kind k);
const char *wf_kind_han(enum wf_kind k);
/* eId word: "art"; "" for WF_DOC. Static. */
const char *wf_kind_eid(enum wf_kind k);

/* ---- labels ---------------------------------------------------------------------- */

/* What stands at the start of a line. */
struct wf_label {
	uint8_t  kind;		/* enum wf_kind: BOOK … POINT, ANNEX; WF_DOC = no label */
	uint8_t  style;		/* enum wf_label_style */
	uint32_t num, sub;
	size_t   len;		/* bytes of the label, without the white space after it */
	bool     odd;		/* stray space, 笫, －, wrong character: readable, but a finding */
};
enum wf_label_style {
	WF_LB_NONE, WF_LB_DI,	/* 第N编/分编/章/节/条 */
	WF_LB_HAN_COMMA,	/* 一、 */
	WF_LB_HAN_PAREN,	/* （一） */
	WF_LB_NUM_DOT,		/* 1. 1． 1、 */
	WF_LB_NUM_PAREN,	/* （1） 1） */
	WF_LB_CIRCLED,		/* ① */
	WF_LB_LETTER,		/* a. （a） */
	WF_LB_ANNEX
};
/*
 * Reads a label at the start of s, white space before it not included.
 * Example: "第一百二十 条之一　窝藏" -> kind ARTICLE, num 120, sub 1, odd
 */
struct wf_label wf_label_read(wf_str s);

/* ---- cache ------------------------------------------------------------------------- */

/* Version of what wf_parse yields; a change of the parser raises it. */
#define WF_PARSE_VERSION 1u
/* Writes doc as bytes, machine-independent in meaning only (same build reads it). */
void wf_doc_pack(struct wf_buf *out, const struct wf_doc *doc);
/* Reads it back; bytes must outlive doc. False = another version or damaged: parse again. */
bool wf_doc_unpack(struct wf_doc *doc, wf_str bytes);

/* ---- reading what a person writes ------------------------------------------------------ */

/*
 * A reference as typed: 网安法21, 《网络安全法》第二十一条第三项, 个人信息保护法 38,
 * 网络安全法@2016-11-07#art_21.
 */
struct wf_ref {
	wf_str  name;		/* title or alias as written, brackets off; "" = none given */
	wf_date date;		/* after @; 0 = none */
	wf_str  eid;		/* after #, as written; "" = none */
	/* from words; 0 = not given. book/subbook/chapter/section only when the words say them */
	uint32_t book, subbook, chapter, section, article, article_sub, para, item, item_sub, point;
	uint32_t annex;
};
/* Parses s; false when s holds no name (a bare 第三条 has none and is no id). */
bool wf_ref_parse(struct wf_ref *out, wf_str s);
/*
 * The node that ref means within a tree: a 项 without 款 is looked for in all 款 of its article.
 * @return WF_NO_NODE = no such provision; node 0 when ref names the whole work
 */
uint32_t wf_ref_find(const struct wf_node *node, uint32_t nnode, const struct wf_ref *ref);

#endif
