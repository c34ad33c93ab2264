/*
 * Writes the record of a build and its search index beside the old ones and puts them in
 * their place.  Decides nothing: rows come as merge.c, force.c and cites.c made them.
 */
#include "engine_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "findings_gen.h"

#define WORDS_LIMIT 60	/* bytes of a finding's place that are kept with it */

struct out {
	const struct wf_catalog *c;
	const struct wf_graph *g;
	const struct wf_facts *f;
	const struct wf_inputs *in;
	const struct wf_vocab *v;
	const struct wf_progress *p;
	struct wf_db *db;
	size_t done, total;	/* works written, works in all */
};

/* ---- rows ---------------------------------------------------------------- */

static wf_rc
put_source(struct out *o, size_t i)
{
	const struct wf_input *x = &o->in->v[i];
	struct wf_row_source row = { .id = (int64_t)i + 1, .path = x->path,
		.reader = wf_str_of(x->reader), .nolaw = wf_str_of(x->nolaw) };

	memcpy(row.sha256, x->sha256, sizeof(row.sha256));
	if (x->has_doc) {
		row.encoding = wf_str_of(x->doc.source.encoding);
		row.raw = x->doc.source.raw;
		row.cut = x->doc.source.cut;
		row.ncut = x->doc.source.ncut;
		row.raw_is_file = x->doc.source.raw_is_file;
	}
	return wf_db_put_source(o->db, &row);
}

/* The first words of a finding's place. */
static wf_str
words_at(const struct wf_doc *doc, wf_span at)
{
	wf_str s = wf_source_slice(&doc->source, at);
	size_t n = s.n < WORDS_LIMIT ? s.n : WORDS_LIMIT;

	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	s.n = n;
	return s;
}

static wf_rc
put_findings(struct out *o, size_t i)
{
	const struct wf_input *x = &o->in->v[i];
	struct wf_row_finding row = { .source = (int64_t)i + 1 };
	wf_rc rc = WF_OK;

	for (size_t k = 0; x->has_doc && k < x->doc.findings.n && rc == WF_OK; k++) {
		row.f = x->doc.findings.v[k];
		row.words = words_at(&x->doc, row.f.span);
		rc = wf_db_put_finding(o->db, &row);
	}
	row.words = WF_S("");
	for (size_t k = 0; k < x->more.n && rc == WF_OK; k++) {
		row.f = x->more.v[k];
		rc = wf_db_put_finding(o->db, &row);
	}
	for (size_t k = 0; k < x->note.n && rc == WF_OK; k++) {
		row.f = x->note.v[k].f;
		row.words = x->note.v[k].words;
		rc = wf_db_put_finding(o->db, &row);
	}
	return rc;
}

static wf_rc
put_members(struct out *o, const struct wf_expr *e)
{
	wf_rc rc = WF_OK;

	for (uint32_t i = 0; i < e->nmember && rc == WF_OK; i++) {
		const struct wf_input *x = &o->in->v[e->member[i].input];
		struct wf_row_part row = { .expr = e->row.id, .seq = i,
			.source = (int64_t)e->member[i].input + 1,
			.copy = e->member[i].role == WF_ROLE_COPY,
			.counts = wf_doc_counts(&x->doc) };

		rc = wf_db_put_part(o->db, &row);
	}
	return rc;
}

/* Input of a node; WF_SEVERAL for the one that joins parts. */
static uint32_t
input_of(const struct wf_expr *e, uint32_t node)
{
	return e->input ? e->input[node] : e->member[0].input;
}

static wf_rc
put_nodes(struct out *o, const struct wf_expr *e)
{
	wf_rc rc = WF_OK;

	for (uint32_t i = 0; i < e->nnode && rc == WF_OK; i++) {
		uint32_t input = input_of(e, i);
		struct wf_row_node row = { .expr = e->row.id, .seq = i,
			.source = input == WF_SEVERAL ? 0 : (int64_t)input + 1,
			.node = e->node[i], .eid = e->eid[i] };

		rc = wf_db_put_node(o->db, &row);
	}
	return rc;
}

static wf_rc
put_work(struct out *o, const struct wf_work *w)
{
	wf_rc rc = wf_db_put_work(o->db, &w->row);

	for (uint32_t i = 0; i < w->nexpr && rc == WF_OK; i++) {
		const struct wf_expr *e = &o->c->expr[w->expr + i];

		rc = wf_db_put_expr(o->db, &e->row);
		if (rc == WF_OK)
			rc = put_members(o, e);
		if (rc == WF_OK)
			rc = put_nodes(o, e);
	}
	if (o->p->step && ++o->done % 64 == 0)
		o->p->step(o->p->payload, "write", o->done, o->total);
	return rc;
}

static wf_rc
put_formers(struct out *o)
{
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < o->c->nformer && rc == WF_OK; i++) {
		const struct wf_former *f = &o->c->former[i];
		uint32_t work;

		if (wf_map_get(&o->c->by_key, f->key, &work))
			rc = wf_db_put_former(o->db, &(struct wf_row_former){ f->name,
				o->c->work[work].row.id });
	}
	return rc;
}

static wf_rc
put_graph(struct out *o)
{
	wf_rc rc = put_formers(o);

	for (size_t i = 0; i < o->g->ncite && rc == WF_OK; i++)
		rc = wf_db_put_cite(o->db, &o->g->cite[i]);
	for (size_t i = 0; i < o->g->ntarget && rc == WF_OK; i++)
		rc = wf_db_put_target(o->db, &o->g->target[i]);
	for (size_t i = 0; i < o->g->nnamed && rc == WF_OK; i++)
		rc = wf_db_put_named(o->db, &o->g->named[i]);
	for (size_t i = 0; i < o->g->nrejected && rc == WF_OK; i++)
		rc = wf_db_put_rejected(o->db, &o->g->rejected[i]);
	return rc;
}

static wf_rc
put_rows(struct out *o)
{
	wf_rc rc = WF_OK;

	for (size_t i = 0; i < o->in->n && rc == WF_OK; i++)
		rc = put_source(o, i);
	for (size_t i = 0; i < o->c->nwork && rc == WF_OK; i++)
		rc = put_work(o, &o->c->work[i]);
	for (size_t i = 0; i < o->c->nact && rc == WF_OK; i++)
		rc = wf_db_put_act(o->db, &o->c->act[i]);
	for (size_t i = 0; i < o->in->n && rc == WF_OK; i++)
		rc = put_findings(o, i);
	for (size_t i = 0; i < o->c->nname && rc == WF_OK; i++)
		rc = wf_db_put_name(o->db, &o->c->name[i]);
	if (rc == WF_OK)
		rc = put_graph(o);
	for (size_t i = 0; i < o->f->n && rc == WF_OK; i++)
		rc = wf_db_put_fact(o->db, &o->f->fact[i]);
	return rc;
}

/* ---- what the whole says of itself --------------------------------------- */

/* Levels of which fewer works are held than the table calls enough; a JSON array. */
static wf_rc
put_missing(struct out *o)
{
	json_t *list = json_array();

	for (size_t i = 0; i < o->v->nlevel; i++) {
		const struct wf_level_row *level = &o->v->level[i];
		uint32_t n = 0;

		for (size_t k = 0; k < o->c->nwork; k++)
			n += wf_str_eq(o->c->work[k].row.level, level->code);
		if (n < level->enough)
			json_array_append_new(list, json_stringn(level->code.p, level->code.n));
	}
	char *text = json_dumps(list, JSON_COMPACT);
	wf_rc rc = wf_db_put_meta(o->db, "missing_levels", wf_str_of(text));
	free(text);
	json_decref(list);
	return rc;
}

/* The last day of a law's text; drafts, cases and reports do not count. */
static wf_rc
put_until(struct out *o)
{
	wf_date last = 0;
	char iso[11];

	for (size_t i = 0; i < o->c->nwork; i++) {
		const struct wf_work *w = &o->c->work[i];

		if (w->row.draft_of.n != 0 || wf_str_is(w->row.level, "案例") ||
		    wf_str_is(w->row.level, "报告"))
			continue;
		for (uint32_t k = 0; k < w->nexpr; k++) {
			wf_date date = o->c->expr[w->expr + k].row.date;

			if (date % 100 != 0)
				last = wf_date_later(last, date);
		}
	}
	wf_date_short(iso, last);
	return wf_db_put_meta(o->db, "texts_until", wf_str_of(iso));
}

static wf_rc
put_meta(struct out *o, const char *hash, wf_str index)
{
	char version[16];
	wf_rc rc = wf_db_put_meta(o->db, "hash", wf_str_of(hash));

	snprintf(version, sizeof(version), "%d", WF_STORE_VERSION);
	if (rc == WF_OK)
		rc = wf_db_put_meta(o->db, "index", index);
	if (rc == WF_OK)
		rc = wf_db_put_meta(o->db, "built_by", WF_S("wangfa " WF_VERSION));
	if (rc == WF_OK)
		rc = wf_db_put_meta(o->db, "store_version", wf_str_of(version));
	if (rc == WF_OK)
		rc = put_until(o);
	if (rc == WF_OK)
		rc = put_missing(o);
	return rc;
}

/* ---- putting in place ---------------------------------------------------- */

/* Removes indexes but those named, and what a killed build left. */
static void
remove_old(const char *kb, wf_str keep, wf_str also)
{
	DIR *dir = opendir(kb);
	const struct dirent *entry;
	struct wf_buf path = { 0 };

	while (dir && (entry = readdir(dir)) != NULL) {
		wf_str name = wf_str_of(entry->d_name);

		if (!wf_str_starts(name, WF_S("index-")) ||
		    (name.n != 6 + 16 && !wf_str_ends(name, WF_S(".new"))) || wf_str_eq(name, keep) || wf_str_eq(name, also))
			continue;
		path.n = 0;
		wf_buf_printf(&path, "%s/%s", kb, entry->d_name);
		unlink(path.p);		/* one that stays only takes room */
	}
	if (dir)
		closedir(dir);
	wf_buf_free(&path);
}

/* Name of the index of the record that is about to be replaced: readers may still open it. */
static wf_str
old_index(struct wf_arena *a, const char *path)
{
	struct wf_db *db = NULL;
	struct wf_err ignored;
	wf_str name = WF_S("");

	if (wf_db_open(&db, path, &ignored) == WF_OK &&
	    wf_db_meta(&name, db, a, "index") != WF_OK)
		name = WF_S("");
	if (db)
		wf_db_close(db);
	return name;
}

static wf_rc
move(const char *from, const char *to, struct wf_err *err)
{
	if (rename(from, to) == 0)
		return WF_OK;
	return wf_fail(err, WF_E_IO, "cannot rename %s to %s: %s", from, to, strerror(errno));
}

static void
fail_db(const struct out *o, wf_rc rc, struct wf_err *err)
{
	wf_fail(err, rc, "%s%s", wf_db_error(o->db),
	    rc == WF_E_IO ? "; is there room on the disk?" : "");
}

/* Writes rows and index at the same time; the record stays open when all went well. */
static wf_rc
write_both(struct out *o, struct wf_indexing *x, struct wf_err *err)
{
	pthread_t thread;
	bool apart = pthread_create(&thread, NULL, wf_index_make, x) == 0;

	if (!apart)
		wf_index_make(x);
	wf_rc rc = put_rows(o);
	if (rc != WF_OK)
		fail_db(o, rc, err);
	if (apart)
		pthread_join(thread, NULL);
	if (rc == WF_OK && x->rc != WF_OK) {
		rc = x->rc;
		*err = x->err;
	}
	return rc;
}

/* Makes the rename last: a folder is written like a file. */
static wf_rc
sync_folder(const char *path, struct wf_err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done ? WF_OK : wf_fail(err, WF_E_IO, "cannot sync %s: %s", path, strerror(errno));
}

wf_rc
wf_kb_write(char index_name[32], const char *kb, const struct wf_catalog *c, const struct wf_graph *g,
    const struct wf_facts *f, const struct wf_inputs *in, const struct wf_vocab *v, const char *hash,
    const struct wf_progress *p, struct wf_err *err)
{
	struct wf_arena a = { 0 };
	wf_str fresh = wf_arena_printf(&a, "%s/wangfa.db.new", kb);
	wf_str final = wf_arena_printf(&a, "%s/wangfa.db", kb);
	wf_str index = wf_arena_printf(&a, "%s/index.new", kb), name = WF_S("");
	struct out o = { .c = c, .g = g, .f = f, .in = in, .v = v, .p = p, .total = c->nwork };
	struct wf_indexing x = { .c = c, .g = g, .f = f, .in = in, .v = v, .path = index.p };
	wf_rc rc = wf_db_create(&o.db, fresh.p, err);

	if (rc == WF_OK)
		rc = write_both(&o, &x, err);
	if (rc == WF_OK) {
		char hex[65];

		wf_hex(hex, x.sha);
		snprintf(index_name, 32, "index-%.16s", hex);
		name = wf_str_of(index_name);
		rc = move(index.p, wf_arena_printf(&a, "%s/%s", kb, name.p).p, err);
	}
	if (rc == WF_OK && (rc = put_meta(&o, hash, name)) != WF_OK)
		fail_db(&o, rc, err);
	if (rc == WF_OK)
		rc = wf_db_commit(o.db, err);
	else if (o.db)
		wf_db_abandon(o.db);
	wf_str old = old_index(&a, final.p);
	if (rc == WF_OK)
		rc = move(fresh.p, final.p, err);	/* the commit */
	if (rc == WF_OK)
		rc = sync_folder(kb, err);
	if (rc == WF_OK) {
		remove_old(kb, name, old);
	} else {
		unlink(fresh.p);
		unlink(index.p);
	}
	wf_arena_free(&a);
	return rc;
}
