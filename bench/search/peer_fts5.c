/*
 * SQLite FTS5 as a peer: pairs of characters as words, any of them, in the order of its bm25().
 * The table is contentless, since only numbers of units are asked for.
 */
#include "peer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fts5 { struct units *u; sqlite3 *db; sqlite3_stmt *ask; char *query; size_t cap; };

static bool
fail(struct peer_why *why, sqlite3 *db)
{
	snprintf(why->words, sizeof why->words, "SQLite %s: %s", sqlite3_libversion(), sqlite3_errmsg(db));
	return false;
}

static bool
open_file(sqlite3 **db, const char *path, struct peer_why *why)
{
	char file[512];

	snprintf(file, sizeof file, "%s/fts5.db", path);
	return sqlite3_open(file, db) == SQLITE_OK || fail(why, *db);
}

static bool
fill(sqlite3 *db, struct units *u)
{
	sqlite3_stmt *put = NULL;
	bool good = sqlite3_prepare_v2(db, "INSERT INTO unit(rowid, grams) VALUES(?1, ?2)", -1, &put,
	    NULL) == SQLITE_OK;

	for (size_t i = 0; good && i < units_n(u); i++) {
		sqlite3_bind_int64(put, 1, (sqlite3_int64)i + 1);
		sqlite3_bind_text(put, 2, unit_grams(u, i, GRAM_PAIRS), -1, SQLITE_TRANSIENT);
		good = sqlite3_step(put) == SQLITE_DONE;
		sqlite3_reset(put);
	}
	sqlite3_finalize(put);
	return good;
}

static bool
fts5_build(struct units *u, const char *path, struct peer_why *why)
{
	sqlite3 *db = NULL;
	bool good = open_file(&db, path, why);

	/* the ascii tokenizer parts at blanks and takes every other sign of ours as part of a word */
	if (good)
		good = (sqlite3_exec(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
		    "CREATE VIRTUAL TABLE unit USING fts5(grams, content='', tokenize='ascii'); BEGIN",
		    NULL, NULL, NULL) == SQLITE_OK && fill(db, u) &&
		    sqlite3_exec(db, "INSERT INTO unit(unit) VALUES('optimize'); COMMIT; VACUUM", NULL, NULL,
		    NULL) == SQLITE_OK) || fail(why, db);
	sqlite3_close(db);
	return good;
}

static void
fts5_close(void *opened)
{
	struct fts5 *x = opened;

	sqlite3_finalize(x->ask);
	sqlite3_close(x->db);
	free(x->query);
	free(x);
}

static void *
fts5_open(struct units *u, const char *path, struct peer_why *why)
{
	struct fts5 *x = calloc(1, sizeof *x);

	if (!x)
		return NULL;
	x->u = u;
	if (open_file(&x->db, path, why) && (sqlite3_exec(x->db,
	    "PRAGMA mmap_size=1000000000; PRAGMA cache_size=-200000", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(x->db, "SELECT rowid FROM unit WHERE unit MATCH ?1 ORDER BY rank LIMIT ?2", -1,
	    &x->ask, NULL) != SQLITE_OK))
		fail(why, x->db);
	if (x->ask)
		return x;
	fts5_close(x);
	return NULL;
}

/* "ab" OR "bc" OR … */
static bool
write_query(struct fts5 *x, const char *grams)
{
	size_t n = 0, need = 4 * strlen(grams) + 8;
	char *larger = need > x->cap ? realloc(x->query, need) : x->query;

	if (!larger)
		return false;
	x->query = larger;
	x->cap = need > x->cap ? need : x->cap;
	for (x->query[n++] = '"'; *grams; grams++) {
		if (*grams == ' ') {
			memcpy(x->query + n, "\" OR \"", 6);
			n += 6;
		} else {
			x->query[n++] = *grams;
		}
	}
	x->query[n++] = '"';
	x->query[n] = '\0';
	return true;
}

static bool
fts5_query(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	struct fts5 *x = opened;
	const char *grams = question_grams(x->u, question, GRAM_PAIRS);
	int got = SQLITE_DONE;

	*n = 0;
	if (!*grams || !write_query(x, grams))
		return true;
	sqlite3_bind_text(x->ask, 1, x->query, -1, SQLITE_STATIC);
	sqlite3_bind_int(x->ask, 2, (int)PEER_HITS);
	while (*n < PEER_HITS && (got = sqlite3_step(x->ask)) == SQLITE_ROW)
		unit[(*n)++] = (uint32_t)(sqlite3_column_int64(x->ask, 0) - 1);
	sqlite3_reset(x->ask);
	return got == SQLITE_DONE || got == SQLITE_ROW || fail(why, x->db);
}

const struct peer peer_fts5 = {
	.name = "SQLite FTS5",
	.about = "contentless table of pairs, any pair, ORDER BY rank (bm25)",
	.build = fts5_build, .open = fts5_open, .query = fts5_query, .close = fts5_close,
};
