/* What db.c, put.c, get.c and graph.c share: the handle, its prepared statements, reading a row. */
#ifndef WF_STORE_INT_H
#define WF_STORE_INT_H

#include <sqlite3.h>

#include "store.h"

/* "wfkb", so that file(1) and we know the file. */
#define WF_APPLICATION_ID 0x77666b62

enum wf_query {
	WF_Q_PUT_META, WF_Q_PUT_SOURCE, WF_Q_PUT_WORK, WF_Q_PUT_EXPR, WF_Q_PUT_PART, WF_Q_PUT_NODE,
	WF_Q_PUT_FINDING, WF_Q_PUT_ACT, WF_Q_PUT_NAME, WF_Q_PUT_FORMER, WF_Q_PUT_CITE, WF_Q_PUT_TARGET,
	WF_Q_PUT_NAMED, WF_Q_PUT_REJECTED,
	WF_Q_META, WF_Q_WORK_BY_KEY, WF_Q_WORK, WF_Q_WORKS_ALL, WF_Q_EXPR, WF_Q_EXPRS_ALL,
	WF_Q_EXPRS_OF, WF_Q_SOURCE, WF_Q_BY_NAME, WF_Q_LIKE, WF_Q_WORKS, WF_Q_NODES, WF_Q_NODE_TEXTS,
	WF_Q_PARTS, WF_Q_TEXT, WF_Q_FINDINGS, WF_Q_ACTS, WF_Q_WORK_OF_SOURCE, WF_Q_NODE, WF_Q_FORMERS,
	WF_Q_CITE, WF_Q_CITES_AT, WF_Q_CITES_NAMED, WF_Q_TARGETS_OF, WF_Q_TARGETS_AT, WF_Q_NAMED,
	WF_Q_NAMED_BY_KEY, WF_Q_NAMED_ALL,
	WF_Q_CUTS, WF_Q_NAMES, WF_Q_PUT_FACT, WF_Q_FACT, WF_Q_FACTS, WF_Q_FACTS_OF, WF_Q_FACTS_DATED,
	WF_Q_COUNT
};

struct wf_db {
	sqlite3 *sql;
	char    *path;
	uint32_t nfinding;	/* rows put so far: the second half of their keys */
	sqlite3_stmt *stmt[WF_Q_COUNT];	/* prepared at first use */
	sqlite3_blob *raw;	/* of the source whose words were read last; NULL = none */
	char     error[512];
};

/* The statement, reset and ready to bind; NULL = the store refused it (error says why). */
sqlite3_stmt *wf_db_stmt(struct wf_db *db, enum wf_query q);
/* Keeps SQLite's words, with ours before them, and returns WF_E_STORE or WF_E_IO. */
wf_rc wf_db_trouble(struct wf_db *db, int code, const char *doing);
/* Says that a row cannot be right; returns WF_E_STORE. */
wf_rc wf_db_damaged(struct wf_db *db, const char *what, int64_t id);

#endif
