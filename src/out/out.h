/*
 * What operations say: records to a sink, and the renderings of a record that
 * people read.  Knows JSON and words; knows no store and no law.
 */
#ifndef WF_OUT_H
#define WF_OUT_H

#include "base/base.h"

/*
 * Takes records.  rec is borrowed: a sink that keeps it increments its count.
 * A failure (a closed pipe) ends the operation.
 */
struct wf_sink {
	wf_rc (*record)(void *payload, json_t *rec);
	void *payload;
};

wf_rc wf_emit(const struct wf_sink *s, json_t *rec);	/* takes over rec's reference */

/* One JSON object a line, keys in the order they were set, never pretty-printed. payload: FILE * */
wf_rc wf_sink_jsonl(void *payload, json_t *rec);

/* Terminal facts, found once by the face. */
struct wf_tty { bool out_is_tty, err_is_tty, colour; int columns; const char *lang; /* "zh" or "en" */ };

/* Messages of the interface in the language of tty, from data/messages.tsv; key itself if unknown. */
const char *wf_msg(const char *lang, const char *key);
/*
 * The same with {1} {2} … replaced by words; appended to out.
 * Example: "no {1} here" with { "article" } -> no article here
 */
void wf_msg_put(struct wf_buf *out, const char *lang, const char *key, const wf_str *word, size_t nword);

#endif
