/*
 * Events while they are found (event.c) and joined (event_merge.c).
 */
#ifndef WF_FACT_EVENT_INT_H
#define WF_FACT_EVENT_INT_H

#include "fact/clause_int.h"

/* Statements that one is compared with at most, back from it: a report tells some hundreds. */
#define WF_JOIN_REACH 1000u

#define WF_EVENT_ACTORS 12

/* One statement of an event, before statements of the same event meet. */
struct wf_stated {
	wf_span at;		/* the sentence, or its part that belongs to the date */
	uint32_t para;
	bool entry;		/* an entry of a chronicle: two of them never are one event */
	bool only;		/* nothing else is told in its paragraph */
	bool passive, inherited;	/* takes place by itself; who acts was said in a sentence before */
	bool effect;		/* it comes into force: another event than its adoption */
	wf_date from, to;
	uint8_t precision;
	wf_str actor[WF_EVENT_ACTORS]; uint32_t nactor;
	wf_str action, object, place;
	wf_str core;		/* the words that must come back in another statement of it */
	wf_date effective;
	uint32_t into;		/* after joining: index of the statement it belongs to; its own = it leads */
};

/* Joins statements of one event: sets into of each. A range whose titles all are told by others leads nothing. */
void wf_events_join(struct wf_stated *v, size_t n, const struct wf_report *r);
/* True if range is a range that leads nothing, and v tells one of its titles. */
bool wf_event_told(const struct wf_stated *range, const struct wf_stated *v);
/* Adds an actor unless it is there; long lists are cut. */
void wf_stated_actor(struct wf_stated *v, wf_str name);

#endif
