/*
 * Opens a knowledge base folder: the record, the search index beside it, and the
 * stamp that every answer carries.  It does not look anything up: find.c.
 */
#include "engine_int.h"

#include <stdlib.h>
#include <string.h>

struct wf_kb {
	struct wf_arena arena;
	wf_str folder;
	struct wf_db *db;
	struct wf_index *index;
	bool remade;		/* the index, because it was damaged */
};

wf_rc
wf_kb_open(struct wf_kb **out, const char *folder, struct wf_err *err)
{
	struct wf_kb *kb = wf_malloc(sizeof *kb);

	memset(kb, 0, sizeof *kb);
	kb->folder = wf_arena_str(&kb->arena, wf_str_of(folder));
	wf_str path = wf_arena_printf(&kb->arena, "%s/wangfa.db", folder);
	wf_rc rc = wf_db_open(&kb->db, path.p, err);
	if (rc != WF_OK) {
		wf_kb_close(kb);
		kb = NULL;
	}
	*out = kb;
	return rc;
}

void
wf_kb_close(struct wf_kb *kb)
{
	if (!kb)
		return;
	wf_index_close(kb->index);
	wf_db_close(kb->db);
	wf_arena_free(&kb->arena);
	free(kb);
}

struct wf_db *
wf_kb_db(struct wf_kb *kb)
{
	return kb->db;
}

/* Path and name of the index that the record names. */
static wf_rc
index_path(wf_str *path, wf_str *name, struct wf_kb *kb, struct wf_err *err)
{
	*name = WF_S("");
	wf_rc rc = wf_db_meta(name, kb->db, &kb->arena, "index");

	if (rc < 0)
		return wf_fail(err, rc, "%s", wf_db_error(kb->db));
	/* the name comes from a file: it may not lead out of the folder */
	if (!wf_str_starts(*name, WF_S("index-")) || wf_str_has(*name, WF_S("/")))
		return wf_fail(err, WF_E_STORE, "%s: names no search index; build the knowledge "
		    "base anew: wangfa build", kb->folder.p);
	*path = wf_arena_printf(&kb->arena, "%s/%.*s", kb->folder.p, WF_FMT(*name));
	return WF_OK;
}

wf_rc
wf_kb_index_again(struct wf_index **out, struct wf_kb *kb, struct wf_err *err)
{
	wf_str path, name;
	wf_rc rc = index_path(&path, &name, kb, err);

	wf_index_close(kb->index);
	kb->index = NULL;
	if (rc == WF_OK)
		rc = wf_index_remake(kb->db, path.p, name, err);
	if (rc == WF_OK)
		rc = wf_index_open(&kb->index, path.p, err);
	kb->remade |= rc == WF_OK;
	*out = kb->index;
	return rc;
}

wf_rc
wf_kb_index(struct wf_index **out, struct wf_kb *kb, struct wf_err *err)
{
	wf_str path, name;
	wf_rc rc = WF_OK;

	if (!kb->index) {
		rc = index_path(&path, &name, kb, err);
		if (rc == WF_OK)
			rc = wf_index_open(&kb->index, path.p, err);
		if (rc == WF_E_STORE && name.n)
			return wf_kb_index_again(out, kb, err);
	}
	*out = kb->index;
	return rc;
}

bool
wf_kb_remade(const struct wf_kb *kb)
{
	return kb->remade;
}

json_t *
wf_kb_stamp(struct wf_kb *kb)
{
	struct wf_arena a = { 0 };
	json_t *stamp = json_object(), *levels = NULL;
	wf_str s;

	wf_json_str(stamp, "hash", wf_db_meta(&s, kb->db, &a, "hash") == WF_OK ? s : WF_S(""));
	if (wf_db_meta(&s, kb->db, &a, "texts_until") == WF_OK && s.n)
		wf_json_str(stamp, "texts_until", s);
	else
		wf_json_own(stamp, "texts_until", json_null());
	if (wf_db_meta(&s, kb->db, &a, "missing_levels") == WF_OK)
		levels = json_loadb(s.p, s.n, 0, NULL);
	wf_json_own(stamp, "missing_levels", json_is_array(levels) ? levels : json_null());
	if (levels && !json_is_array(levels))
		json_decref(levels);
	wf_arena_free(&a);
	return stamp;
}
