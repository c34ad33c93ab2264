/* Shared by the files of src/law alone: pieces of text on their way to nodes. */
#ifndef WF_LAW_INT_H
#define WF_LAW_INT_H

#include "findings_gen.h"
#include "law.h"

/* What a piece turns out to be. */
enum piece_class {
	PC_PREFACE,		/* title, history, contents */
	PC_STRUCT,		/* 编 分编 章 节, labelled or bare: kind, num */
	PC_GROUP,		/* a heading that groups without being one of these */
	PC_PREAMBLE,		/* 序言 heading, or the first words before the first article */
	PC_ARTICLE,
	PC_LIST,		/* a label below the article: style, num */
	PC_PLAIN,
	PC_TABLE,
	PC_ANNEX,
	PC_CONT			/* goes on with the piece before it: wrapped heading or paragraph */
};

/*
 * A line, or the part of a line from where another provision starts.  text spans the
 * words without white space at the ends; start is where the node's whole begins.
 */
struct piece {
	uint32_t start;
	wf_span  text;
	struct wf_label label;
	uint32_t num, sub;	/* as decided; label.num when the label was believed */
	uint8_t  cls, kind, flags;
	uint8_t  heading, hint;
	bool     glued;		/* does not begin at the start of a line */
	size_t   next;		/* the next piece with a label 第N…; SIZE_MAX = none */
};

struct pieces { struct piece *v; size_t n, cap; };

struct parse {
	struct wf_doc *doc;
	wf_str text;
	struct pieces piece;
	size_t body;		/* first piece after the preface */
	bool   amends;		/* 修正案, 关于修改…的决定: articles in it are quoted */
	bool   is_case;
	/* tree under construction */
	struct wf_node *node;
	size_t nnode, cap;
	uint32_t open[WF_DEPTH_LIMIT + 8];	/* path of open nodes */
	uint8_t  style[WF_DEPTH_LIMIT + 8];	/* label style of each */
	size_t depth;
	bool   full;		/* WF_NODE_LIMIT was hit */
};

/* split.c: lines to pieces, articles and items in the middle of a line included. */
void split_pieces(struct parse *p);
/* head.c: title, history, number; sets p->body and marks pieces before it PC_PREFACE. */
void read_head(struct parse *p);
/* outline.c: decides what each piece is. */
void outline(struct parse *p);
/* commence.c: clauses on commencement and repeal, once the tree stands. */
void read_clauses(struct parse *p);

static inline wf_str
piece_str(const struct parse *p, const struct piece *x)
{
	return wf_str_sub(p->text, x->text.off, x->text.len);
}

static inline wf_span
span_of(uint32_t from, uint32_t to)
{
	return (wf_span){ from, to > from ? to - from : 0 };
}

/* The words after the label, white space skipped. */
wf_span after_label(const struct parse *p, const struct piece *x);
/* True when the words end as a sentence or list item does: 。；：！？ and closing marks. */
bool ends_closed(wf_str s);
/* True for a label of an article that is not the start of a citation (第三条的规定…). */
bool article_starts(wf_str s, const struct wf_label *l);
void note(struct parse *p, unsigned code, wf_span at, uint32_t a, uint32_t b);

#endif
