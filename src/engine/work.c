/*
 * Runs one function over many things from several threads, each thing once.
 * Does not share results: each call writes its own.
 */
#include "engine_int.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define POLL_NS 5000000	/* between two looks at the threads */
#define POLLS_A_STEP 10	/* between two reports of progress */

struct crew {
	atomic_size_t next, done;
	atomic_uint gone;	/* threads that have ended */
	size_t n;
	void (*fn)(void *payload, size_t i);
	void *payload;
};

static void
run(struct crew *c)
{
	for (size_t i; (i = atomic_fetch_add(&c->next, 1)) < c->n; ) {
		c->fn(c->payload, i);
		atomic_fetch_add(&c->done, 1);
	}
}

static void *
start(void *crew)
{
	run(crew);
	atomic_fetch_add(&((struct crew *)crew)->gone, 1);
	return NULL;
}

/* Reports until all threads have ended. */
static void
watch(struct crew *c, unsigned started, const struct wf_progress *p, const char *phase)
{
	for (unsigned polls = 1; atomic_load(&c->gone) < started; polls++) {
		struct timespec t = { 0, POLL_NS };

		nanosleep(&t, NULL);
		if (polls % POLLS_A_STEP == 0)
			p->step(p->payload, phase, atomic_load(&c->done), c->n);
	}
}

void
wf_parallel(size_t n, unsigned workers, void (*fn)(void *payload, size_t i), void *payload,
    const struct wf_progress *p, const char *phase)
{
	struct crew c = { .n = n, .fn = fn, .payload = payload };
	pthread_t thread[64];
	unsigned started = 0;
	bool report = p && p->step;

	/* with progress to show the caller's thread only watches */
	if (workers > 64)
		workers = 64;
	while (started + !report < workers && started < n &&
	    pthread_create(&thread[started], NULL, start, &c) == 0)
		started++;
	if (report && started != 0)
		watch(&c, started, p, phase);
	else
		run(&c);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (report)
		p->step(p->payload, phase, n, n);
}
