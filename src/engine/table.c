/*
 * Reads the tab-separated tables of data/ row after row.
 * Does not know what their columns mean.
 */
#include "engine_int.h"

#include <string.h>

bool
wf_table_row(wf_str *rest, wf_str *cell, size_t ncell)
{
	while (rest->n != 0) {
		const char *end = memchr(rest->p, '\n', rest->n);
		wf_str line = wf_str_sub(*rest, 0, end ? (size_t)(end - rest->p) : rest->n);

		*rest = wf_str_from(*rest, line.n + 1);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < ncell; i++) {
			size_t tab = wf_str_find(line, WF_S("\t"), 0);

			cell[i] = wf_str_sub(line, 0, tab);
			line = tab == SIZE_MAX ? WF_S("") : wf_str_from(line, tab + 1);
			if (wf_str_is(cell[i], "-"))
				cell[i] = WF_S("");
		}
		return true;
	}
	return false;
}

bool
wf_table_word(wf_str *rest, wf_str *word)
{
	if (rest->n == 0)
		return false;
	size_t bar = wf_str_find(*rest, WF_S("|"), 0);

	*word = wf_str_sub(*rest, 0, bar);
	*rest = bar == SIZE_MAX ? WF_S("") : wf_str_from(*rest, bar + 1);
	return true;
}
