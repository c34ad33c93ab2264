/*
 * Gives the interface's messages in the reader's language.  It knows none of
 * them: they are the rows of data/messages.tsv.
 */
#include "out_int.h"

#include <stdlib.h>
#include <string.h>

static int
by_key(const void *key, const void *row)
{
	return strcmp(key, ((const struct wf_message *)row)->key);
}

const char *
wf_msg(const char *lang, const char *key)
{
	const struct wf_message *m = bsearch(key, wf_message_table, wf_message_table_n,
	    sizeof *wf_message_table, by_key);

	if (!m)
		return key;
	return lang && strcmp(lang, "zh") == 0 ? m->zh : m->en;
}

void
wf_msg_put(struct wf_buf *out, const char *lang, const char *key, const wf_str *word, size_t nword)
{
	for (const char *p = wf_msg(lang, key); *p; p++) {
		size_t i = p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' ?
		    (size_t)(p[1] - '1') : SIZE_MAX;
		if (i == SIZE_MAX) {
			wf_buf_ch(out, *p);
			continue;
		}
		if (i < nword)
			wf_buf_put(out, word[i]);
		p += 2;
	}
}
