/*
 * Reads every file under a folder and tries to break the invariants of DESIGN 2.5, a line of TAP
 * for each folder.  Says nothing of whether the structure found is the right one.
 */
#include "engine/engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS = 2, SHOWN = 20 };

struct job {
	struct wf_entries files;
	size_t next, broken, law, nolaw, unread;
	struct wf_buf *trouble;		/* one a file; empty = nothing broken */
	pthread_mutex_t lock;
};

/* A packed document read back must pack to the same bytes. */
static bool
same_after_cache(const struct wf_doc *doc, struct wf_buf *why)
{
	struct wf_buf first = { 0 }, second = { 0 };
	struct wf_doc copy = { 0 };

	wf_doc_pack(&first, doc);
	bool same = wf_doc_unpack(&copy, wf_buf_str(&first));
	if (same) {
		wf_doc_pack(&second, &copy);
		same = wf_str_eq(wf_buf_str(&first), wf_buf_str(&second)) && wf_doc_check(&copy, why);
		wf_doc_free(&copy);
	}
	if (!same && why->n == 0)
		wf_buf_put(why, WF_S("the cached form does not read back as it was"));
	wf_buf_free(&first);
	wf_buf_free(&second);
	return same;
}

/* id -> node -> id is identity for every node. */
static bool
ids_lead_back(const struct wf_doc *doc, struct wf_buf *why)
{
	struct wf_eid_scheme scheme = wf_eid_scheme(doc->node, doc->nnode);
	struct wf_map seen = { 0 };
	struct wf_arena scratch = { 0 };
	bool good = true;

	for (uint32_t i = 1; i < doc->nnode && good; i++) {
		struct wf_buf eid = { 0 };
		wf_eid(&eid, doc->node, i, scheme);
		good = wf_map_set(&seen, wf_arena_str(&scratch, wf_buf_str(&eid)), i);
		/* wf_eid_find is linear: some twenty nodes of each document are asked for. */
		if (good && i % (doc->nnode / 20 + 1) == 0)
			good = wf_eid_find(doc->node, doc->nnode, wf_buf_str(&eid)) == i;
		if (!good)
			wf_buf_printf(why, "id %.*s does not lead back to node %u", (int)eid.n, eid.p, i);
		wf_buf_free(&eid);
	}
	wf_map_free(&seen);
	wf_arena_free(&scratch);
	return good;
}

static void
try_file(struct job *job, size_t i)
{
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_buf why = { 0 };
	wf_rc rc = wf_doc_read(&doc, job->files.v[i].path.p, &err);

	if (rc == WF_OK)
		(void)(wf_doc_check(&doc, &why) && ids_lead_back(&doc, &why) && same_after_cache(&doc, &why));
	else if (rc != WF_NONE)
		wf_buf_printf(&why, "was not read: %s", err.msg);
	pthread_mutex_lock(&job->lock);
	if (rc == WF_OK && doc.head.nolaw == WF_IS_LAW)
		job->law++;
	else if (rc == WF_OK)
		job->nolaw++;
	else
		job->unread++;
	pthread_mutex_unlock(&job->lock);
	if (rc == WF_OK)
		wf_doc_free(&doc);
	job->trouble[i] = why;
}

static void *
work(void *payload)
{
	struct job *job = payload;

	for (;;) {
		pthread_mutex_lock(&job->lock);
		size_t i = job->next++;
		pthread_mutex_unlock(&job->lock);
		if (i >= job->files.n)
			return NULL;
		try_file(job, i);
	}
}

/* The first two folders of a path: lawrefbook/DLC. */
static wf_str
folder_of(wf_str rel)
{
	size_t one = wf_str_find(rel, WF_S("/"), 0);
	size_t two = one == SIZE_MAX ? SIZE_MAX : wf_str_find(rel, WF_S("/"), one + 1);

	return wf_str_sub(rel, 0, two != SIZE_MAX ? two : one != SIZE_MAX ? one : 0);
}

/* Files stand in order of path: a folder is a run of them. */
static size_t
report(const struct job *job)
{
	size_t check = 0;

	for (size_t i = 0, end; i < job->files.n; i = end) {
		wf_str folder = folder_of(job->files.v[i].rel);
		size_t broken = 0;
		for (end = i; end < job->files.n; end++) {
			if (!wf_str_eq(folder_of(job->files.v[end].rel), folder))
				break;
			broken += job->trouble[end].n > 0;
		}
		printf("%s %zu - %.*s: %zu files keep the invariants\n", broken ? "not ok" : "ok", ++check,
		    WF_FMT(folder), end - i);
		for (size_t k = i, shown = 0; k < end && shown < SHOWN; k++) {
			wf_str why = wf_buf_str(&job->trouble[k]);
			if (why.n > 0 && ++shown)
				printf("# %s: %.*s\n", job->files.v[k].rel.p, WF_FMT(why));
		}
	}
	return check;
}

int
main(int argc, char **argv)
{
	const char *root = argc > 1 ? argv[1] : getenv("WANGFA_SHARED");
	struct job job = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct wf_arena arena = { 0 };
	struct wf_err err = { "" };
	struct wf_stat stat;
	pthread_t thread[WORKERS];

	wf_str path = wf_arena_printf(&arena, "%s/corpus", root ? root : "../shared");
	if (wf_file_stat(&stat, path.p, &err) != WF_OK) {
		printf("1..0 # SKIP no corpus at %s\n", path.p);
		wf_arena_free(&arena);
		return 0;
	}
	if (wf_walk(&job.files, &arena, path.p, &err) != WF_OK) {
		printf("not ok 1 - %s\n1..1\n", err.msg);
		return 1;
	}
	job.trouble = wf_malloc((job.files.n + 1) * sizeof(*job.trouble));
	memset(job.trouble, 0, (job.files.n + 1) * sizeof(*job.trouble));
	for (size_t i = 0; i < WORKERS; i++)
		pthread_create(&thread[i], NULL, work, &job);
	for (size_t i = 0; i < WORKERS; i++)
		pthread_join(thread[i], NULL);
	size_t check = report(&job), broken = 0;
	for (size_t i = 0; i < job.files.n; i++) {
		broken += job.trouble[i].n > 0;
		wf_buf_free(&job.trouble[i]);
	}
	printf("%s %zu - every file is law, no law or has no reader\n",
	    job.law + job.nolaw + job.unread == job.files.n && job.files.n > 0 ? "ok" : "not ok", ++check);
	printf("#: %zu files: %zu law, %zu no law, %zu not read, %zu broken\n1..%zu\n", job.files.n, job.law,
	    job.nolaw, job.unread, broken, check);
	free(job.trouble);
	free(job.files.v);
	wf_arena_free(&arena);
	return broken > 0;
}
