/*
 * Handles of the knowledge base for the threads of the server, and the change to a
 * newly built one.  It answers nothing itself.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>

/* One build, with its idle handles. Freed by whoever lets go of it last. */
struct wf_generation {
	char hash[65];
	unsigned refs;			/* leases, and one while it is served */
	struct wf_kb **idle; size_t nidle, cap;
};

struct wf_pool {
	pthread_mutex_t lock;
	const char *folder;
	struct wf_arena arena;
	struct wf_stat seen;		/* of the record that is served, or was refused last */
	struct wf_generation *now;
};

static wf_rc
stat_record(struct wf_stat *out, const struct wf_pool *p, struct wf_err *err)
{
	struct wf_arena a = { 0 };
	wf_rc rc = wf_file_stat(out, wf_arena_printf(&a, "%s/wangfa.db", p->folder).p, err);

	wf_arena_free(&a);
	return rc;
}

static wf_rc
make_generation(struct wf_generation **out, const char *folder, struct wf_err *err)
{
	struct wf_kb *kb = NULL;
	wf_rc rc = wf_kb_open(&kb, folder, err);

	if (rc != WF_OK)
		return rc == WF_NONE ? WF_E_STORE : rc;
	struct wf_generation *g = wf_malloc(sizeof *g);
	memset(g, 0, sizeof *g);
	json_t *stamp = wf_kb_stamp(kb);
	snprintf(g->hash, sizeof g->hash, "%.*s", WF_FMT(wf_json_get(stamp, "hash")));
	json_decref(stamp);
	g->refs = 1;
	g->idle = wf_grow(NULL, &g->cap, 1, sizeof(*g->idle));
	g->idle[g->nidle++] = kb;
	*out = g;
	return WF_OK;
}

static void
free_generation(struct wf_generation *g)
{
	for (size_t i = 0; i < g->nidle; i++)
		wf_kb_close(g->idle[i]);
	free(g->idle);
	free(g);
}

wf_rc
wf_pool_open(struct wf_pool **out, const char *folder, struct wf_err *err)
{
	struct wf_pool *p = wf_malloc(sizeof *p);

	memset(p, 0, sizeof *p);
	pthread_mutex_init(&p->lock, NULL);
	p->folder = wf_arena_str(&p->arena, wf_str_of(folder)).p;
	stat_record(&p->seen, p, err);	/* before it is opened: a build that comes in between is seen later */
	wf_rc rc = make_generation(&p->now, folder, err);
	if (rc != WF_OK) {
		wf_pool_close(p);
		p = NULL;
	}
	*out = p;
	return rc;
}

void
wf_pool_close(struct wf_pool *p)
{
	if (!p)
		return;
	if (p->now)
		free_generation(p->now);
	pthread_mutex_destroy(&p->lock);
	wf_arena_free(&p->arena);
	free(p);
}

wf_rc
wf_pool_take(struct wf_lease *out, struct wf_pool *p, struct wf_err *err)
{
	wf_rc rc = WF_OK;

	pthread_mutex_lock(&p->lock);
	struct wf_generation *g = p->now;
	g->refs++;
	*out = (struct wf_lease){ g->nidle ? g->idle[--g->nidle] : NULL, g, g->hash };
	pthread_mutex_unlock(&p->lock);
	if (!out->kb)
		rc = wf_kb_open(&out->kb, p->folder, err);
	if (rc != WF_OK) {
		out->kb = NULL;
		wf_pool_give(p, out);
	}
	return rc == WF_NONE ? WF_E_STORE : rc;
}

void
wf_pool_give(struct wf_pool *p, struct wf_lease *l)
{
	struct wf_generation *g = l->of;

	pthread_mutex_lock(&p->lock);
	if (l->kb) {
		g->idle = wf_grow(g->idle, &g->cap, g->nidle + 1, sizeof(*g->idle));
		g->idle[g->nidle++] = l->kb;
	}
	bool last = --g->refs == 0;
	pthread_mutex_unlock(&p->lock);
	if (last)
		free_generation(g);
	*l = (struct wf_lease){ 0 };
}

wf_rc
wf_pool_look(struct wf_pool *p, struct wf_err *err)
{
	struct wf_generation *g = NULL, *old;
	struct wf_stat st;

	if (stat_record(&st, p, err) != WF_OK || (st.inode == p->seen.inode &&
	    st.mtime_ns == p->seen.mtime_ns &&
	    st.size == p->seen.size))
		return WF_NONE;
	p->seen = st;
	wf_rc rc = make_generation(&g, p->folder, err);
	if (rc != WF_OK)
		return rc;
	pthread_mutex_lock(&p->lock);
	old = p->now;
	p->now = g;
	bool last = --old->refs == 0;
	pthread_mutex_unlock(&p->lock);
	if (last)
		free_generation(old);
	return WF_OK;
}

void
wf_pool_hash(char out[65], struct wf_pool *p)
{
	pthread_mutex_lock(&p->lock);
	memcpy(out, p->now->hash, sizeof p->now->hash);
	pthread_mutex_unlock(&p->lock);
}
