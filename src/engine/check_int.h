/* Shared by the files that check a document (check*.c) alone. */
#ifndef WF_CHECK_INT_H
#define WF_CHECK_INT_H

#include "fit.h"

/* A check at work. */
struct wf_checking {
	struct wf_citing *c;
	const struct wf_cite_text *t;
	wf_str text;
	const struct wf_cites *cites;
	wf_date day;
	struct wf_arena *a;
	struct wf_quote *quote; size_t nquote;
	/* Rarity of the texts met, and what became of provisions between two of them. */
	struct wf_compared {
		uint32_t work; size_t old_expr, new_expr;
		struct wf_diff_side old, new;
		struct wf_diff diff;
	} **compared; size_t ncompared, compared_cap;
	struct wf_titles *titles;	/* check_title.c */
	struct wf_rare { uint32_t work; size_t expr; struct wf_rarity r; } *rare; size_t nrare, rare_cap;
};

/* One record under check: the work's texts, the one that answers for the day, its tree. */
struct wf_case {
	struct wf_checking *k;
	const struct wf_cite *x;
	uint32_t cite, work;
	const struct wf_row_expr *expr; size_t nexpr, at;
	const struct wf_cite_tree *tree;
	enum wf_status status;	/* of that text on the day */
	struct wf_check *out;
};

/* Title of a work near to one that is not known (check_title.c); WF_NO_WORK = none, or several. */
uint32_t wf_near_title(struct wf_checking *k, wf_str title);
/* Quotations (check_quote.c): true when the record has one and the verdict is set. */
bool wf_check_quotes(struct wf_case *e);
/* Claims without marks (check_claim.c): true when another place fits clearly better. */
bool wf_check_claim(struct wf_case *e);
/* The same for a 款 or 项 that the text of the day lacks, and another text of the work has. */
bool wf_check_lost(struct wf_case *e, const struct wf_cite_target *t);
/* A day of commencement that the words after the name state (check_claim.c). */
bool wf_check_stated_day(struct wf_case *e);

const struct wf_rarity *wf_checking_rarity(struct wf_checking *k, uint32_t work, size_t expr);
/* The node that the same numbers name in another text of the work. */
uint32_t wf_same_number(struct wf_citing *c, uint32_t work, size_t expr, const struct wf_cite_target *t);
/* The words of a target in the text of the case. */
wf_str wf_case_words(const struct wf_case *e, uint32_t node);
/* Sets the provision that was probably meant. */
void wf_case_suggest(struct wf_case *e, size_t expr, uint32_t node);
/* What a node of an older text became in the text of the day; WF_NO_NODE = nothing. */
uint32_t wf_case_became(struct wf_case *e, size_t expr, uint32_t node);

#endif
