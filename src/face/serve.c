/*
 * serve: the web pages and the interface for programs, until it is told to stop.
 * It starts, watches and ends; answering is http.c's.
 */
#include "http_int.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STOP_SECONDS 20u	/* for requests at work when the server is told to stop */
#define TICK_MS      250

static unsigned
number(const struct wf_op *op, const struct wf_call *c, const char *name, unsigned otherwise)
{
	const char *value = wf_arg(op, c, name);

	return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

static void
read_options(struct wf_serve_opt *o, const struct wf_op *op, const struct wf_call *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	*o = (struct wf_serve_opt){ .folder = c->kb, .lang = c->lang };
	o->listen = wf_arg(op, c, "listen");
	o->listen = o->listen ? o->listen : "127.0.0.1:8420";
	o->threads = number(op, c, "threads", cores > 1 ? (unsigned)cores : 2);
	o->workers = number(op, c, "workers", 2);
	o->upload = (size_t)number(op, c, "upload", 16) << 20;
	o->cors = wf_arg(op, c, "cors");
	o->log = wf_arg(op, c, "log") != NULL;
}

/* Where it listens, on standard output, for people and for programs that started it. */
static void
announce(const char *listen, unsigned port)
{
	wf_str s = wf_str_of(listen);
	size_t colon = s.n;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	wf_str host = wf_str_sub(s, 0, colon ? colon - 1 : 0);
	printf("http://%.*s:%u/\n", WF_FMT(host.n ? host : WF_S("127.0.0.1")), port);
	fflush(stdout);
}

static void
look_for_build(struct wf_server *s)
{
	struct wf_err err = { "" };
	wf_rc rc = wf_pool_look(s->pool, &err);

	if (rc == WF_OK)
		atomic_fetch_add(&s->metrics.reloads, 1);
	else if (rc < 0)
		fprintf(stderr, "wangfa: %s\n", err.msg);
}

/* Till a signal says to stop. */
static void
watch(struct wf_server *s, const sigset_t *stop)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };

	while (sigtimedwait(stop, NULL, &tick) < 0) {
		wf_http_sweep(s);
		look_for_build(s);
	}
}

wf_rc
wf_serve(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_server s = { .daemon = NULL };
	unsigned port = 0;
	sigset_t stop;

	read_options(&s.opt, op, c);
	/* blocked before any thread starts, so that only this one hears it */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	wf_rc rc = wf_pool_open(&s.pool, s.opt.folder, err);
	if (rc == WF_OK) {
		rc = wf_http_start(&s, &port, err);
		if (rc == WF_OK) {
			announce(s.opt.listen, port);
			watch(&s, &stop);
			wf_http_stop(&s, STOP_SECONDS);
		}
	}
	wf_pool_close(s.pool);
	return rc;
}
