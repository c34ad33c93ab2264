/*
 * A few threads beside those that answer at once, with a queue of bounded length.
 * What the work is the caller says.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>

#define QUEUE_MAX 256	/* requests that may wait; more are told to come again */

struct wf_crew {
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct wf_request *first, *last;
	size_t n;
	bool stop;
	void (*work)(struct wf_request *r);
	pthread_t *thread; unsigned nthread;
};

static void *
run_worker(void *payload)
{
	struct wf_crew *c = payload;

	for (;;) {
		pthread_mutex_lock(&c->lock);
		while (!c->first && !c->stop)
			pthread_cond_wait(&c->some, &c->lock);
		struct wf_request *r = c->first;
		if (r) {
			c->first = r->next;
			c->n--;
		}
		pthread_mutex_unlock(&c->lock);
		if (!r)
			return NULL;
		c->work(r);
	}
}

wf_rc
wf_crew_start(struct wf_crew **out, unsigned threads, void (*work)(struct wf_request *r), struct wf_err *err)
{
	struct wf_crew *c = wf_malloc(sizeof *c);

	memset(c, 0, sizeof *c);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->some, NULL);
	c->work = work;
	c->thread = wf_malloc(threads * sizeof *c->thread);
	for (; c->nthread < threads; c->nthread++) {
		if (pthread_create(&c->thread[c->nthread], NULL, run_worker, c) != 0) {
			wf_crew_stop(c);
			return wf_fail(err, WF_E_LIMIT,
			    "cannot start %u threads; use --workers with less", threads);
		}
	}
	*out = c;
	return WF_OK;
}

bool
wf_crew_add(struct wf_crew *c, struct wf_request *r)
{
	pthread_mutex_lock(&c->lock);
	bool room = c->n < QUEUE_MAX && !c->stop;
	if (room) {
		r->next = NULL;
		if (c->first)
			c->last->next = r;
		else
			c->first = r;
		c->last = r;
		c->n++;
		pthread_cond_signal(&c->some);
	}
	pthread_mutex_unlock(&c->lock);
	return room;
}

void
wf_crew_stop(struct wf_crew *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_broadcast(&c->some);
	pthread_mutex_unlock(&c->lock);
	for (unsigned i = 0; i < c->nthread; i++)
		pthread_join(c->thread[i], NULL);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->some);
	free(c->thread);
	free(c);
}
