/*
 * Hands records to sinks and writes them as JSON Lines.  It renders nothing for
 * people: each operation has its own text.
 */
#include "out/out.h"

#include <stdlib.h>

wf_rc
wf_emit(const struct wf_sink *s, json_t *rec)
{
	wf_rc rc = s->record(s->payload, rec);

	json_decref(rec);
	return rc;
}

wf_rc
wf_sink_jsonl(void *payload, json_t *rec)
{
	FILE *file = payload;
	char *line = json_dumps(rec, JSON_COMPACT | JSON_REAL_PRECISION(12));

	if (!line)
		return WF_E_IO;
	bool good = fputs(line, file) >= 0 && putc('\n', file) != EOF;
	free(line);
	return good ? WF_OK : WF_E_IO;
}
