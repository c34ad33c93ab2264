/*
 * Finds the files that scripts/gen_assets.py put into the program.
 * Neither makes nor sends them.
 */
#include "page/asset.h"

#include <string.h>

extern const struct wf_asset wf_asset_row[];
extern const size_t wf_asset_nrow;

const struct wf_asset *
wf_asset_find(wf_str name)
{
	for (size_t i = 0; i < wf_asset_nrow; i++) {
		const struct wf_asset *a = &wf_asset_row[i];

		if (wf_str_is(name, a->name) || wf_str_is(name, a->role))
			return a;
	}
	return NULL;
}

const struct wf_asset *
wf_asset_role(const char *role)
{
	return wf_asset_find(wf_str_of(role));
}
