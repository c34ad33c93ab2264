/*
 * The socket that listens, and connections whose client stands still.  What is said
 * over them is http.c's part.
 */
#include "http_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUSY_SECONDS 120u	/* one request, from its headers to the end of its reply */

uint64_t
wf_micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

void
wf_conn_asks(struct wf_conn *c, bool asks)
{
	atomic_store(&c->until, wf_micros() / 1000 + (asks ? BUSY_SECONDS : WF_QUIET_SECONDS) * 1000);
}

/* ---- connections ----------------------------------------------------------------- */

struct wf_conn *
wf_conn_open(struct wf_server *s, int fd)
{
	struct wf_conn *c = wf_malloc(sizeof *c);

	*c = (struct wf_conn){ .fd = fd };
	wf_conn_asks(c, false);
	pthread_mutex_lock(&s->lock);
	c->next = s->conns;
	if (s->conns)
		s->conns->before = c;
	s->conns = c;
	pthread_mutex_unlock(&s->lock);
	atomic_fetch_add(&s->metrics.connections, 1);
	return c;
}

void
wf_conn_close(struct wf_server *s, struct wf_conn *c)
{
	pthread_mutex_lock(&s->lock);
	if (c->next)
		c->next->before = c->before;
	if (c->before)
		c->before->next = c->next;
	else
		s->conns = c->next;
	pthread_mutex_unlock(&s->lock);
	atomic_fetch_sub(&s->metrics.connections, 1);
	free(c);
}

void
wf_http_sweep(struct wf_server *s)
{
	uint64_t now = wf_micros() / 1000;

	pthread_mutex_lock(&s->lock);
	for (struct wf_conn *c = s->conns; c; c = c->next) {
		if (c->fd < 0 || now < atomic_load(&c->until))
			continue;
		shutdown(c->fd, SHUT_RDWR);	/* MHD notices and closes it */
		c->fd = -1;
		atomic_fetch_add(&s->metrics.dropped, 1);
	}
	pthread_mutex_unlock(&s->lock);
}

/* ---- listening ------------------------------------------------------------------- */

/* "127.0.0.1:8420", "[::1]:8420", ":8420" -> a socket that listens. */
int
wf_listen(const char *where, struct wf_err *err)
{
	wf_str s = wf_str_of(where);
	size_t colon = s.n;
	struct wf_arena a = { 0 };
	struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM },
	    *found = NULL;
	int fd = -1, on = 1;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	wf_str host = wf_str_sub(s, 0, colon ? colon - 1 : 0), port = wf_str_from(s, colon);
	if (wf_str_starts(host, WF_S("[")) && wf_str_ends(host, WF_S("]")))
		host = wf_str_sub(host, 1, host.n - 2);
	int bad = colon ? getaddrinfo(host.n ? wf_arena_str(&a, host).p : NULL, port.p, &hints,
	    &found) : EAI_NONAME;
	if (bad)
		wf_fail(err, WF_E_USAGE, "--listen %s: %s; it is HOST:PORT, as 127.0.0.1:8420", where,
		    colon ? gai_strerror(bad) : "no port");
	for (struct addrinfo *i = found; i && fd < 0; i = i->ai_next) {
		fd = socket(i->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
		    bind(fd, i->ai_addr, i->ai_addrlen) != 0 || listen(fd, 511) != 0)) {
			wf_fail(err, WF_E_IO, "cannot listen on %s: %s", where, strerror(errno));
			close(fd);
			fd = -1;
		}
	}
	if (found)
		freeaddrinfo(found);
	wf_arena_free(&a);
	return fd;
}

unsigned
wf_listen_port(int fd)
{
	struct sockaddr_storage at;
	socklen_t n = sizeof at;

	if (getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		return 0;
	return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port :
	    ((struct sockaddr_in *)&at)->sin_port);
}
