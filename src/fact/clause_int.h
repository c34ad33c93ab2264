/*
 * Clauses and who acts in them, for figure.c and event.c.
 */
#ifndef WF_FACT_CLAUSE_INT_H
#define WF_FACT_CLAUSE_INT_H

#include "fact/fact_int.h"

/* A clause: between ，；：。, brackets and quotes not cut. group: the bodies or places it begins with, once looked for. */
struct wf_clause { wf_span text, group; bool fresh /* the first, or after ； */, looked; };
#define WF_SAID 16u

/* The clauses of the sentence that was asked for last, and who was spoken of at the end of others. */
struct wf_clauses {
	struct wf_list list;
	uint32_t sentence;
	struct { uint32_t sentence; wf_span who; } end[WF_SAID];	/* by sentence % WF_SAID */
};

/* The rows of a table whose second column is role; the result is owned by the arena. */
struct wf_words *wf_fact_role(struct wf_arena *a, wf_str table, const char *role, size_t ncell);

/* The table of acts, by role; one word may have several. */
enum wf_act_role {
	WF_ACT_VERB, WF_ACT_HOLD, WF_ACT_PASS, WF_ACT_LEAD, WF_ACT_JOIN, WF_ACT_PLACE, WF_ACT_STATE,
	WF_ACT_KIND, WF_ACT_BEHIND, WF_ACT_NOUN, WF_ACT_ROLES
};
struct wf_acts { struct wf_words *role[WF_ACT_ROLES]; struct wf_clauses *said, *back; };
/* Tables are owned by the arena; said and back are freed with wf_fact_acts_done. */
void wf_fact_acts_read(struct wf_acts *out, struct wf_arena *a);
void wf_fact_acts_done(struct wf_acts *acts);
/* Bytes of the longest word of a role at the start of s that begins none of the longer words in its third column. */
size_t wf_act(const struct wf_acts *acts, wf_str s, enum wf_act_role role, uint32_t *row);
/* True if one of the words, parted by |, begins s. */
bool wf_begins_with(wf_str words, wf_str s);

/* The clause that holds off; the sentence's own end when none does. */
wf_span wf_fact_clause(const struct wf_report *r, const struct wf_acts *acts, uint32_t off);
/*
 * Goes over dates and words that lead in (其中, 同时, 共, 累计, 依法 …) from off, not beyond end.
 * Returns where other words begin.
 */
uint32_t wf_fact_lead(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off, uint32_t end);
/*
 * Bodies or places that begin at off and follow each other (甲会同乙、丙等部门; 北京、上海等地): one span,
 * not beyond end; len 0 = the words at off are none.
 */
wf_span wf_fact_group(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off, uint32_t end);
/*
 * Who is spoken of at off: the last group that begins a clause of its sentence (of the part before the last ；
 * when that names none), else of a few sentences before it in the paragraph. len 0 = nobody is named.
 */
wf_span wf_fact_subject(const struct wf_reading *g, const struct wf_acts *acts, uint32_t off);

/* True if a date is the term of a rule, not the time of what is told: 自2024年7月1日起施行, 将于7月1日起施行. */
bool wf_fact_term(const struct wf_report *r, const struct wf_when *w);
/* True if a date is only compared with: 较2020年增长, 比2020年. */
bool wf_fact_compared(const struct wf_report *r, const struct wf_when *w);
/* Index of the first date that ends after off. */
uint32_t wf_when_over(const struct wf_whens *w, uint32_t off);

#endif
