/*
 * What the files of instruments share: names met, and what the clause around a name says.
 */
#ifndef WF_INSTRUMENT_INT_H
#define WF_INSTRUMENT_INT_H

#include "fact/fact_int.h"

/* One place that names a document. */
struct wf_naming {
	wf_span at;		/* 《…》 with its brackets and what belongs to the name after them, or the bare words */
	wf_span wide;		/* with the clause that the name was made of; len 0 = at says it all */
	wf_str name;		/* brackets off; arena */
	wf_str key;		/* by which namings of one document meet: folded, without 中华人民共和国 */
	uint32_t what;		/* instrument; UINT32_MAX = none (yet) */
	bool quoted;		/* stands in 《》 */
	bool no_law;		/* a column, a journal, an article */
	bool planned;		/* told as a plan */
	wf_str kind;		/* what kind the words say; "" = by its last word */
	wf_str alias, alias2;	/* other ways to write the same bare name */
	wf_str number;		/* GB 44497—2024 */
};

enum wf_act {
	WF_DO_NONE, WF_DO_ISSUE, WF_DO_ADOPT, WF_DO_SIGN, WF_DO_REVISE, WF_DO_COMMENT, WF_DO_REVIEW,
	WF_DO_COMMENCE, WF_DO_REPEAL, WF_DO_MAKE
};
/* What a sentence says of a document it names. */
struct wf_said_of {
	uint8_t act;
	wf_span verb;
	wf_date day;		/* of the act; 0 = not said */
	wf_date effective;	/* of 自…起施行 in the same sentence; 0 = not said */
	bool from_issue;	/* 自公布之日起: effective is the day of the act, also one said elsewhere */
	bool revised;		/* 修订后的, 修订通过 */
	struct wf_strs actor;	/* bodies by their names in the report; else who the clause says, as written */
	bool loose;		/* the latter */
};

struct wf_making {
	struct wf_reading *g;
	struct wf_words *noun, *verb;
	struct wf_list naming;		/* struct wf_naming, in order of at */
};

/* Bare names outside 《》: quoted words, plans, what verbs of issuing have as their object. */
void wf_fact_bare_names(struct wf_making *m);
/* What the sentence says of naming i. */
struct wf_said_of wf_fact_said_of(const struct wf_making *m, uint32_t i);
/* The key of a name. Owned by the report's arena. */
wf_str wf_fact_name_key(struct wf_report *r, wf_str name);
/* Adds a naming; its key is made here. Returns it, valid until the next. */
struct wf_naming *wf_fact_naming(struct wf_making *m, wf_span at, wf_str name);

#endif
