/*
 * Our own search as the command asks it: every work's text of today, the best hundred, the snippets of
 * the first ten.  The one file of the bench that knows how our search is asked.
 */
#include "units.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SNIPPETS       10u
#define SNIPPET_POINTS 200u	/* as the command cuts */
#define BUILDERS       2u	/* threads, as the build takes */

struct ours {
	struct units *u;
	struct wf_kb *kb;
	struct wf_seek *seek;
	wf_date today;
	uint8_t *want;		/* of each text of the index: it answers for today */
	struct wf_buf typed;
	size_t shown;		/* bytes of snippets, so that none is left out as unused */
};

static bool
say(struct peer_why *why, const struct wf_err *err)
{
	snprintf(why->words, sizeof why->words, "%s", err->msg);
	return false;
}

/* ---- building -------------------------------------------------------------------------- */

/* The unit that a node lies in; SIZE_MAX = none. */
static size_t
unit_at(const struct units *u, int64_t expr, uint32_t node)
{
	size_t low = 0;

	for (size_t high = u->n; low < high; ) {
		size_t mid = low + (high - low) / 2;
		const struct unit *x = &u->v[mid];

		if (x->expr < expr || (x->expr == expr && x->node <= node))
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 && u->v[low - 1].expr == expr && node < u->v[low - 1].end ? low - 1 : SIZE_MAX;
}

/* What the units of one expression cite; at: any of them. */
static wf_rc
add_cites(struct wf_index_writer *w, const struct units *u, size_t at)
{
	struct wf_db *db = wf_kb_db(u->kb);
	struct wf_arena a = { 0 };
	struct wf_row_cite *cite = NULL;
	struct wf_row_target *t = NULL;
	size_t n = 0, nt = 0;
	wf_rc rc = wf_db_cites_at(&cite, &n, db, &a, u->v[at].expr, 0, UINT32_MAX);

	for (size_t i = 0; i < n && rc == WF_OK; i++) {
		size_t from = unit_at(u, cite[i].expr, cite[i].node);
		rc = wf_db_targets_of(&t, &nt, db, &a, cite[i].id);
		for (size_t k = 0; k < nt && rc == WF_OK && from != SIZE_MAX; k++) {
			size_t to = t[k].found && t[k].node ? unit_at(u, t[k].expr, t[k].node) : SIZE_MAX;
			if (to != SIZE_MAX && to != from)
				wf_index_cite(w, (uint32_t)from, (uint32_t)to);
		}
	}
	wf_arena_free(&a);
	return rc;
}

/*
 * The index once more out of the knowledge base, for its time alone; references are read from the store
 * on the way. What is asked is the index that the build of the knowledge base made.
 */
static bool
ours_build(struct units *u, const char *path, struct peer_why *why)
{
	struct wf_index_writer *w = NULL;
	struct wf_err err = { "" };
	char file[512];
	uint8_t sha[32];

	snprintf(file, sizeof file, "%s/index", path);
	wf_rc rc = wf_index_create(&w, file, &err);
	for (size_t i = 0; i < u->n && rc == WF_OK; i++) {
		const struct unit *x = &u->v[i];
		struct wf_unit unit = { .seq = x->node, .heading = x->headings, .text = x->text };
		uint32_t number = 0;
		if (i == 0 || x[-1].expr != x->expr)
			wf_index_text(w, &(struct wf_index_text){ .expr = x->expr, .title = x->title,
			    .place = WF_S(""), .standing = x->national ? WF_STAND_LAW : WF_STAND_LOCAL });
		rc = wf_index_unit(&number, w, &unit);
	}
	for (size_t i = 0; i < u->n && rc == WF_OK; i++)
		if (i == 0 || u->v[i - 1].expr != u->v[i].expr)
			rc = add_cites(w, u, i);
	if (rc == WF_OK)
		rc = wf_index_finish(w, BUILDERS, sha, &err);
	else if (w)
		wf_index_abandon(w);
	return rc == WF_OK || say(why, &err);
}

/* ---- opening ------------------------------------------------------------------------------ */

static bool
index_path(char *out, size_t size, const struct units *u)
{
	struct wf_arena a = { 0 };
	wf_str name = WF_S("");
	wf_rc rc = wf_db_meta(&name, wf_kb_db(u->kb), &a, "index");

	snprintf(out, size, "%s/%.*s", u->folder, WF_FMT(name));
	wf_arena_free(&a);
	return rc == WF_OK;
}

static double
ours_bytes(const struct units *u)
{
	char file[1024];
	struct stat st = { 0 };

	return index_path(file, sizeof file, u) && stat(file, &st) == 0 ? (double)st.st_size : 0;
}

bool
ours_open_index(const struct units *u)
{
	struct wf_index *x = NULL;
	struct wf_err err;
	char file[1024];
	bool good = index_path(file, sizeof file, u) && wf_index_open(&x, file, &err) == WF_OK;

	wf_index_close(x);
	return good;
}

static void
ours_close(void *opened)
{
	struct ours *x = opened;

	wf_seek_close(x->seek);
	wf_kb_close(x->kb);
	wf_buf_free(&x->typed);
	free(x->want);
	free(x);
}

/* enum wf_want of every text; units and texts stand in the same order. */
static void
want_texts(struct ours *x)
{
	size_t n = 0, unit = 0;
	const int64_t *expr = wf_index_exprs(&n, wf_seek_index(x->seek));

	x->want = wf_malloc(n + 1);
	for (size_t i = 0; i < n; i++) {
		while (unit < x->u->n && x->u->v[unit].expr < expr[i])
			unit++;
		bool answers = unit < x->u->n && x->u->v[unit].expr == expr[i] && x->u->v[unit].answers;
		x->want[i] = answers ? WF_WANT : WF_WANT_NOT;
	}
}

static void *
ours_open(struct units *u, const char *path, struct peer_why *why)
{
	struct ours *x = wf_malloc(sizeof *x);
	struct wf_err err = { "" };

	(void)path;
	*x = (struct ours){ .u = u, .today = wf_date_today() };
	if (wf_kb_open(&x->kb, u->folder, &err) == WF_OK && wf_seek_open(&x->seek, x->kb, &err) == WF_OK)
		return x;
	say(why, &err);
	ours_close(x);
	return NULL;
}

static void *
words_open(struct units *u, const char *path, struct peer_why *why)
{
	struct ours *x = ours_open(u, path, why);

	if (x)
		want_texts(x);
	return x;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* The snippet of a unit, its words read from the store. */
static wf_rc
show(struct ours *x, uint32_t unit, const struct wf_terms *terms, struct wf_err *err)
{
	wf_span *mark = NULL;
	size_t nmark = 0;
	wf_str words;
	wf_rc rc = wf_seek_words(&words, x->seek, unit, err);

	if (rc != WF_OK)
		return rc;
	wf_highlight(&mark, &nmark, words, terms);
	x->shown += wf_snippet(words, mark, nmark, SNIPPET_POINTS).len;
	free(mark);
	return WF_OK;
}

/* snippets: so many of the first rows are shown too, their words read from the store. */
static wf_rc
ask(uint32_t unit[PEER_HITS], size_t *n, struct ours *x, wf_str typed, size_t snippets, struct wf_err *err)
{
	struct wf_seek_ask ask = { .query = typed, .level = WF_S(""), .at = x->today, .limit = PEER_HITS };
	struct wf_arena a = { 0 };
	struct wf_found found;
	wf_rc rc = wf_seek_run(&found, x->seek, &a, &ask, err);

	*n = 0;
	for (size_t i = 0; i < found.nrow && rc == WF_OK; i++) {
		size_t at = units_find(x->u, found.row[i].expr, found.row[i].node);
		if (at != SIZE_MAX)	/* else a whole work, or a fact of a report */
			unit[(*n)++] = (uint32_t)at;
	}
	for (size_t i = 0; i < found.nrow && i < snippets && rc == WF_OK; i++)
		if (found.row[i].unit != WF_NO_UNIT && found.terms)
			rc = show(x, found.row[i].unit, found.terms, err);
	wf_found_free(&found);
	wf_arena_free(&a);
	return rc;
}

size_t
ours_query(uint32_t unit[PEER_HITS], void *opened, const char *question, bool national)
{
	struct ours *x = opened;
	struct wf_err err;
	size_t n = 0;

	x->typed.n = 0;
	wf_buf_put(&x->typed, wf_str_of(question));
	for (size_t i = 0; national && national_levels[i]; i++)
		wf_buf_printf(&x->typed, " level:%s", national_levels[i]);
	return ask(unit, &n, x, wf_buf_str(&x->typed), 0, &err) == WF_OK ? n : 0;
}

static bool
ours_ask(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	struct wf_err err = { "" };

	return ask(unit, n, opened, wf_str_of(question), SNIPPETS, &err) == WF_OK || say(why, &err);
}

/* The words alone: no reference and no title is looked for. */
static bool
words_ask(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	struct ours *x = opened;
	struct wf_index *index = wf_seek_index(x->seek);
	struct wf_terms *terms = wf_terms_read(index, wf_str_of(question));
	struct wf_question q = { .terms = terms, .want = x->want, .limit = PEER_HITS };
	struct wf_hit *hit = NULL;
	struct wf_err err = { "" };
	size_t nhit = 0, shown = 0;
	wf_rc rc = wf_index_query(&hit, &nhit, index, &q, &err);

	*n = 0;
	for (size_t i = 0; i < nhit && rc == WF_OK; i++) {
		size_t at = units_find(x->u, hit[i].expr, hit[i].seq);
		if (at != SIZE_MAX)
			unit[(*n)++] = (uint32_t)at;
		if (shown++ < SNIPPETS)
			rc = show(x, hit[i].unit, terms, &err);
	}
	free(hit);
	wf_terms_free(terms);
	return rc == WF_OK || say(why, &err);
}

const struct peer peer_ours = {
	.name = "wangfa",
	.about = "the whole box: reading it, references and titles, the best 100 of today's texts, snippets of the "
	    "first 10 from the store; opened: record, index, titles, works; built: two threads, references read "
	    "from the store",
	.build = ours_build, .open = ours_open, .query = ours_ask, .close = ours_close, .bytes = ours_bytes,
};

const struct peer peer_words = {
	.name = "wangfa words",
	.about = "the same index asked for words alone: analysis, the best 100, snippets of the first 10 from the store",
	.open = words_open, .query = words_ask, .close = ours_close, .bytes = ours_bytes,
};
