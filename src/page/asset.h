/*
 * Files that pages ask for: the style sheet, scripts and the icon, put into the program when it
 * is built. Each has the hash of its bytes in its name, so that a browser may keep it for ever.
 */
#ifndef WF_PAGE_ASSET_H
#define WF_PAGE_ASSET_H

#include "base/base.h"

struct wf_asset {
	const char *name;		/* the last part of its address: "site-1a2b3c4d.css" */
	const char *role;		/* the name without the hash: "site.css" */
	const char *media;		/* with its character set: "text/css; charset=utf-8" */
	const unsigned char *plain;	/* the bytes */
	size_t nplain;
	const unsigned char *gz;	/* the same in gzip (RFC 1952) */
	size_t ngz;
};

/*
 * The file of this name, which comes from outside.
 *
 * @name   with or without the hash; one with another hash is not found, for its bytes would be others
 * @return owned by the program; NULL = no such file (not an error)
 *
 * Example: "site-1a2b3c4d.css" -> the style sheet
 */
const struct wf_asset *wf_asset_find(wf_str name);

/*
 * The file for a purpose: "site.css", "app.js", "charts.js", "icon.svg", "NOTICE" (licences of what
 * the scripts hold).
 *
 * @return owned by the program; NULL when it was not built in: scripts and NOTICE need Node.js at build time
 */
const struct wf_asset *wf_asset_role(const char *role);

#endif
