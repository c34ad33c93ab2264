/*
 * Opens, creates and closes the SQLite file and prepares its statements.  It
 * neither fills rows (put.c) nor reads them (get.c).
 */
#include "store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern const char wf_data_schema[];

#define WORK_COLUMNS "id, key, title, level, issuers, draft_of, number"
#define EXPR_COLUMNS "id, work, date, adopted, promulgated, effective_from, effective_to," \
	" effective_basis, ended_basis, repealed_by, books, subbooks, chapters, sections, articles"
#define CITE_COLUMNS "cite.id, expr, node, source, off, len, form, state, reason, work, named, in_force," \
	" coalesce(text_n, 0)"
#define NAMED_COLUMNS "named.id, key, title, level, issuers, form, cited, works, expr, node, source," \
	" off, len, repealed_by, repealed_on, draft, coalesce(text_n, 0)"

#define FACT_COLUMNS "expr, seq, kind, source, off, len, work, named, day, last, label, heading, text," \
	" fields, coalesce(text_n, 0)"
static const char *const statements[WF_Q_COUNT] = {
	[WF_Q_PUT_META] = "INSERT INTO meta VALUES (?,?)",
	[WF_Q_PUT_SOURCE] = "INSERT INTO source VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_WORK] = "INSERT INTO work VALUES (?,?,?,?,?,?,?)",
	[WF_Q_PUT_EXPR] = "INSERT INTO expr VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_PART] = "INSERT INTO part VALUES (?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_NODE] = "INSERT INTO node VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_FINDING] = "INSERT INTO finding VALUES (?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_ACT] = "INSERT INTO act VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
	/* one name given twice for one work is one fact */
	[WF_Q_PUT_NAME] = "INSERT OR IGNORE INTO name VALUES (?,?,?)",
	[WF_Q_PUT_FORMER] = "INSERT OR IGNORE INTO former VALUES (?,?)",
	[WF_Q_PUT_CITE] = "INSERT INTO cite VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_TARGET] = "INSERT INTO target VALUES (?,?,?,?,?,?)",
	[WF_Q_PUT_NAMED] = "INSERT INTO named VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_PUT_REJECTED] = "INSERT INTO rejected VALUES (?,?,?)",
	[WF_Q_META] = "SELECT value FROM meta WHERE key = ?",
	[WF_Q_WORK_BY_KEY] = "SELECT " WORK_COLUMNS " FROM work WHERE key = ?",
	[WF_Q_WORK] = "SELECT " WORK_COLUMNS " FROM work WHERE id = ?",
	[WF_Q_WORKS_ALL] = "SELECT " WORK_COLUMNS " FROM work ORDER BY id",
	[WF_Q_EXPR] = "SELECT " EXPR_COLUMNS " FROM expr WHERE id = ?",
	[WF_Q_EXPRS_ALL] = "SELECT " EXPR_COLUMNS " FROM expr ORDER BY work, date, id",
	[WF_Q_EXPRS_OF] = "SELECT id FROM expr WHERE work = ? ORDER BY date, id",
	[WF_Q_SOURCE] = "SELECT id, path, sha256, encoding, reader, nolaw, raw_is_file"
	    " FROM source WHERE id = ?",
	[WF_Q_BY_NAME] = "SELECT DISTINCT work FROM name WHERE folded = ?1 AND rank ="
	    " (SELECT min(rank) FROM name WHERE folded = ?1) ORDER BY work",
	[WF_Q_LIKE] = "SELECT work FROM name WHERE instr(folded, ?1) > 0 GROUP BY work"
	    " ORDER BY min(instr(folded, ?1) > 1), min(rank), min(length(folded)), work LIMIT ?2",
	[WF_Q_WORKS] = "SELECT id FROM work ORDER BY id",
	[WF_Q_NODES] = "SELECT seq, parent, end, kind, flags, dup, num, sub, source, whole_off,"
	    " whole_len, label_off, label_len, head_off, head_len FROM node WHERE expr = ? ORDER BY seq",
	[WF_Q_NODE_TEXTS] = "SELECT source.id, text_n FROM part JOIN source ON source.id = part.source"
	    " WHERE expr = ?",
	[WF_Q_PARTS] = "SELECT expr, source, seq, copy, books, subbooks, chapters, sections, articles"
	    " FROM part WHERE expr = ? ORDER BY seq",
	[WF_Q_TEXT] = "SELECT sha256, encoding, raw_is_file, raw_n, text_n, raw_hash, cuts, raw"
	    " FROM source WHERE id = ?",
	[WF_Q_FINDINGS] = "SELECT finding.source, code, a, b, off, len, words, coalesce(path, '')"
	    " FROM finding LEFT JOIN source ON source.id = finding.source"
	    " WHERE ?1 IN (0, code) ORDER BY finding.source, seq",
	/* 20240000 and 20240600 stand for a year and a month: they end on 20241231 and 20240631 */
	[WF_Q_ACTS] = "SELECT act.id, work, date, kind, ordinal, expr, act.source, act.raw, off, len, basis, by,"
	    " coalesce(CASE act.raw WHEN 0 THEN text_n ELSE raw_n END, 0)"
	    " FROM act LEFT JOIN source ON source.id = act.source WHERE ?1 IN (0, work) AND date <= ?3"
	    " AND date + CASE WHEN date % 10000 = 0 THEN 1231 WHEN date % 100 = 0 THEN 31 ELSE 0 END"
	    " >= ?2 ORDER BY date, work, kind, act.id",
	[WF_Q_WORK_OF_SOURCE] = "SELECT DISTINCT part.source FROM part JOIN expr ON expr.id = part.expr"
	    " WHERE expr.work = ? ORDER BY part.source",
	[WF_Q_NODE] = "SELECT seq, parent, end, kind, flags, dup, num, sub, source, whole_off, whole_len,"
	    " label_off, label_len, head_off, head_len, eid FROM node WHERE expr = ? AND seq = ?",
	[WF_Q_FORMERS] = "SELECT name, work FROM former ORDER BY name, work",
	[WF_Q_CITE] = "SELECT " CITE_COLUMNS " FROM cite LEFT JOIN source ON source.id = source"
	    " WHERE cite.id = ?",
	[WF_Q_CITES_AT] = "SELECT " CITE_COLUMNS " FROM cite LEFT JOIN source ON source.id = source"
	    " WHERE expr = ? AND node >= ? AND node < ? ORDER BY cite.id",
	[WF_Q_CITES_NAMED] = "SELECT " CITE_COLUMNS " FROM cite LEFT JOIN source ON source.id = source"
	    " WHERE named = ? AND named <> 0 ORDER BY cite.id",
	[WF_Q_TARGETS_OF] = "SELECT cite, seq, expr, node, found, eid FROM target WHERE cite = ? ORDER BY seq",
	[WF_Q_TARGETS_AT] = "SELECT cite, seq, expr, node, found, eid FROM target"
	    " WHERE expr = ? AND node >= ? AND node < ? ORDER BY cite, seq",
	[WF_Q_NAMED] = "SELECT " NAMED_COLUMNS " FROM named LEFT JOIN source ON source.id = source"
	    " WHERE named.id = ?",
	[WF_Q_NAMED_BY_KEY] = "SELECT " NAMED_COLUMNS " FROM named LEFT JOIN source ON source.id = source"
	    " WHERE key = ?",
	[WF_Q_NAMED_ALL] = "SELECT " NAMED_COLUMNS " FROM named LEFT JOIN source ON source.id = source"
	    " ORDER BY named.id",
	[WF_Q_NAMES] = "SELECT folded, rank, work FROM name ORDER BY folded, rank, work",
	[WF_Q_CUTS] = "SELECT text_n, cuts FROM source WHERE id = ?",
	[WF_Q_PUT_FACT] = "INSERT INTO fact VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[WF_Q_FACT] = "SELECT " FACT_COLUMNS " FROM fact LEFT JOIN source ON source.id = source"
	    " WHERE expr = ? AND seq = ?",
	[WF_Q_FACTS] = "SELECT " FACT_COLUMNS " FROM fact LEFT JOIN source ON source.id = source"
	    " WHERE (?1 = 0 OR expr = ?1) AND (?2 < 0 OR kind = ?2) ORDER BY expr, seq",
	[WF_Q_FACTS_OF] = "SELECT " FACT_COLUMNS " FROM fact LEFT JOIN source ON source.id = source"
	    " WHERE work = ?1 AND named = ?2 AND (work <> 0 OR named <> 0) ORDER BY expr, seq",
	/* a month (day 00) can lie between the days of its first and its last */
	[WF_Q_FACTS_DATED] = "SELECT " FACT_COLUMNS " FROM fact LEFT JOIN source ON source.id = source"
	    " WHERE kind = ?3 AND day <> 0 AND day <= ?2"
	    " AND max(last, day + (day % 100 = 0) * 99 + (day % 10000 = 0) * 9900) >= ?1"
	    " ORDER BY day, expr, seq",
};

wf_rc
wf_db_trouble(struct wf_db *db, int code, const char *doing)
{
	bool io = code == SQLITE_IOERR || code == SQLITE_FULL || code == SQLITE_CANTOPEN ||
	    code == SQLITE_READONLY;

	if (code == SQLITE_NOMEM)
		abort();	/* base.h: running out of memory ends the program */
	snprintf(db->error, sizeof db->error, "%s: %s: %s%s", db->path, doing,
	    sqlite3_errmsg(db->sql), io ? "" : "; build the knowledge base anew: wangfa build");
	return io ? WF_E_IO : WF_E_STORE;
}

wf_rc
wf_db_damaged(struct wf_db *db, const char *what, int64_t id)
{
	snprintf(db->error, sizeof db->error,
	    "%s: damaged (%s %lld); build the knowledge base anew: wangfa build", db->path, what,
	    (long long)id);
	return WF_E_STORE;
}

sqlite3_stmt *
wf_db_stmt(struct wf_db *db, enum wf_query q)
{
	if (db->stmt[q]) {
		sqlite3_reset(db->stmt[q]);
		return db->stmt[q];
	}
	int code = sqlite3_prepare_v3(db->sql, statements[q], -1, SQLITE_PREPARE_PERSISTENT,
	    &db->stmt[q], NULL);
	if (code != SQLITE_OK) {
		wf_db_trouble(db, code, "not a knowledge base of this version");
		return NULL;
	}
	return db->stmt[q];
}

const char *
wf_db_error(const struct wf_db *db)
{
	return db->error;
}

static struct wf_db *
new_handle(const char *path)
{
	struct wf_db *db = wf_malloc(sizeof *db);
	size_t n = strlen(path) + 1;

	memset(db, 0, sizeof *db);
	db->path = wf_malloc(n);
	memcpy(db->path, path, n);
	return db;
}

void
wf_db_close(struct wf_db *db)
{
	if (!db)
		return;
	sqlite3_blob_close(db->raw);
	for (int q = 0; q < WF_Q_COUNT; q++)
		sqlite3_finalize(db->stmt[q]);
	sqlite3_close(db->sql);
	free(db->path);
	free(db);
}

void
wf_db_abandon(struct wf_db *db)
{
	wf_db_close(db);
}

static wf_rc
run_sql(struct wf_db *db, const char *sql, const char *doing)
{
	int code = sqlite3_exec(db->sql, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? WF_OK : wf_db_trouble(db, code & 0xff, doing);
}

/* ---- creating ---------------------------------------------------------------- */

static wf_rc
prepare_new(struct wf_db *db)
{
	char first[400];

	/* no journal and no fsync before the end: a half-written file is never renamed into place */
	snprintf(first, sizeof first,
	    "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;"
	    "PRAGMA application_id = %d; PRAGMA user_version = %d; BEGIN",
	    WF_APPLICATION_ID, WF_STORE_VERSION);
	wf_rc rc = run_sql(db, first, "cannot write");
	if (rc == WF_OK)
		rc = run_sql(db, wf_data_schema, "cannot write");
	return rc;
}

wf_rc
wf_db_create(struct wf_db **out, const char *path, struct wf_err *err)
{
	struct wf_db *db = new_handle(path);

	*out = NULL;
	if (unlink(path) != 0 && errno != ENOENT) {
		int saved = errno;
		wf_db_close(db);
		return wf_fail(err, WF_E_IO, "%s: cannot remove the old file: %s", path,
		    strerror(saved));
	}
	int code = sqlite3_open_v2(path, &db->sql, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	wf_rc rc = code == SQLITE_OK ? prepare_new(db) : wf_db_trouble(db, code, "cannot create");
	if (rc != WF_OK) {
		wf_fail(err, rc, "%s; check that the folder can be written and has room",
		    db->error);
		wf_db_close(db);
		return rc;
	}
	*out = db;
	return WF_OK;
}

static wf_rc
sync_file(const char *path, struct wf_err *err)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int saved = errno;

	if (fd >= 0)
		close(fd);
	return good ? WF_OK : wf_fail(err, WF_E_IO, "%s: cannot be flushed to disk: %s", path,
	    strerror(saved));
}

wf_rc
wf_db_commit(struct wf_db *db, struct wf_err *err)
{
	wf_rc rc = run_sql(db, "COMMIT", "cannot write");

	if (rc != WF_OK)
		wf_fail(err, rc, "%s", db->error);
	else
		rc = sync_file(db->path, err);
	wf_db_close(db);
	return rc;
}

/* ---- opening ------------------------------------------------------------------ */

/* file:…?immutable=1, every byte that a URI gives a meaning escaped. */
static void
path_uri(struct wf_buf *out, const char *path)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	wf_buf_put(out, WF_S("file:"));
	for (const char *p = path; *p; p++) {
		bool host = p == path + 1 && *p == '/';	/* file://x would name a host */
		if (strchr(plain, *p) && !host)
			wf_buf_ch(out, *p);
		else
			wf_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*p);
	}
	wf_buf_put(out, WF_S("?immutable=1"));
}

static wf_rc
pragma_number(int64_t *out, struct wf_db *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db->sql, sql, -1, &stmt, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	wf_rc rc = WF_OK;
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else
		rc = wf_db_trouble(db, code, "not a knowledge base");
	sqlite3_finalize(stmt);
	return rc;
}

/* A file that lost its end is noticed here and not at some later row. */
static wf_rc
check_size(struct wf_db *db)
{
	int64_t pages = 0, page = 0;
	struct stat st;
	wf_rc rc = pragma_number(&pages, db, "PRAGMA page_count");

	if (rc == WF_OK)
		rc = pragma_number(&page, db, "PRAGMA page_size");
	if (rc == WF_OK && (stat(db->path, &st) != 0 || st.st_size != pages * page))
		rc = wf_db_damaged(db, "size in pages", pages);
	return rc;
}

static wf_rc
check_header(struct wf_db *db)
{
	int64_t ours = 0, version = 0;
	wf_rc rc = pragma_number(&ours, db, "PRAGMA application_id");

	if (rc == WF_OK)
		rc = pragma_number(&version, db, "PRAGMA user_version");
	if (rc != WF_OK)
		return rc;
	if (ours != WF_APPLICATION_ID) {
		snprintf(db->error, sizeof db->error,
		    "%s: not a knowledge base of wangfa; name another folder with --kb", db->path);
		return WF_E_STORE;
	}
	if (version != WF_STORE_VERSION) {
		snprintf(db->error, sizeof db->error, "%s: made by another version of wangfa (format"
		    " %lld, this program reads %d); build it anew: wangfa build", db->path,
		    (long long)version, WF_STORE_VERSION);
		return WF_E_STORE;
	}
	rc = check_size(db);
	return rc != WF_OK ? rc : run_sql(db, "PRAGMA mmap_size = 1073741824; PRAGMA trusted_schema = OFF;"
	    "PRAGMA cell_size_check = ON; PRAGMA query_only = ON", "not a knowledge base");
}

wf_rc
wf_db_open(struct wf_db **out, const char *path, struct wf_err *err)
{
	*out = NULL;
	if (access(path, F_OK) != 0)
		return errno == ENOENT || errno == ENOTDIR ?
		    wf_fail(err, WF_NONE, "%s: no knowledge base there; make one: wangfa build FOLDER",
		    path) : wf_fail(err, WF_E_IO, "%s: %s", path, strerror(errno));

	struct wf_db *db = new_handle(path);
	struct wf_buf uri = { 0 };
	path_uri(&uri, path);
	int code = sqlite3_open_v2(uri.p, &db->sql, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
	    SQLITE_OPEN_NOMUTEX, NULL);
	wf_buf_free(&uri);
	wf_rc rc = code == SQLITE_OK ? check_header(db) : wf_db_trouble(db, code, "cannot open");
	if (rc != WF_OK) {
		wf_fail(err, rc, "%s", db->error);
		wf_db_close(db);
		return rc;
	}
	*out = db;
	return WF_OK;
}
