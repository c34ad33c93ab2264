/*
 * Takes requests off the sockets (libmicrohttpd): decodes the address, chooses who
 * answers, at once or beside.  What an answer says is made elsewhere.
 */
#include "http_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HEADERS_MAX   (32u << 10)	/* bytes of request line and headers */
#define CONNECTIONS   1024u
#define FIELDS_MAX    64u
#define BODY_OF_GET   (64u << 10)	/* bytes sent with a request that has no use for them */

/* ---- fields ---------------------------------------------------------------------- */

const char *
wf_request_field(const struct wf_request *r, const char *name)
{
	for (size_t i = 0; i < r->nfield; i++)
		if (strcmp(r->field[i].name, name) == 0)
			return r->field[i].value;
	return NULL;
}

void
wf_request_add(struct wf_request *r, const char *name, const char *value)
{
	if (r->nfield >= FIELDS_MAX) {
		r->bad = true;
		return;
	}
	r->field = wf_grow(r->field, &r->field_cap, r->nfield + 1, sizeof *r->field);
	r->field[r->nfield++] = (struct wf_given){ name, value };
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* %E7%BD%91 -> 网, in the arena; false: a bad escape, a control character, no UTF-8. */
static bool
decode(wf_str *out, struct wf_arena *a, wf_str s, bool form)
{
	wf_str copy = wf_arena_str(a, s);
	char *p = (char *)(uintptr_t)copy.p;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2])))
			return false;
		if (form && p[i] == '+')
			p[i] = ' ';
	}
	*out = (wf_str){ p, MHD_http_unescape(p) };
	for (size_t i = 0; i < out->n; i++)
		if ((unsigned char)p[i] < ' ' && p[i] != '\n' && p[i] != '\r' && p[i] != '\t')
			return false;
	return wf_utf8_valid(*out) == out->n;
}

bool
wf_request_fields(struct wf_request *r, wf_str s)
{
	while (s.n) {
		size_t end = wf_str_find(s, WF_S("&"), 0);
		wf_str pair = wf_str_sub(s, 0, end), name, value;
		size_t eq = wf_str_find(pair, WF_S("="), 0);
		if (pair.n && (!decode(&name, &r->arena, wf_str_sub(pair, 0, eq), true) ||
		    !decode(&value, &r->arena,
		    eq == SIZE_MAX ? WF_S("") : wf_str_from(pair, eq + 1), true)))
			return false;
		if (pair.n)
			wf_request_add(r, name.p, value.p);
		s = end == SIZE_MAX ? WF_S("") : wf_str_from(s, end + 1);
	}
	return !r->bad;
}

/* ---- who the visitor is ---------------------------------------------------------- */

/* The weight that Accept-Language gives to tags that begin so, in thousandths; 0 = none. */
static int
weight_of(const char *header, const char *tag)
{
	int best = 0;

	for (wf_str rest = wf_str_of(header); rest.n; ) {
		size_t end = wf_str_find(rest, WF_S(","), 0);
		wf_str one = wf_str_trim(wf_str_sub(rest, 0, end));
		size_t q = wf_str_find(one, WF_S(";q="), 0);
		int weight = q == SIZE_MAX ? 1000 : (int)(strtod(wf_str_from(one, q + 3).p, NULL) * 1000);
		if (wf_str_starts(one, wf_str_of(tag)) && weight > best)
			best = weight;
		rest = end == SIZE_MAX ? WF_S("") : wf_str_from(rest, end + 1);
	}
	return best;
}

/* The field says it (API), else the cookie, else the browser; Chinese where nothing does. */
static void
know_visitor(struct wf_request *r)
{
	const char *lang = wf_request_field(r, "lang");
	const char *theme = MHD_lookup_connection_value(r->mhd, MHD_COOKIE_KIND, "theme");

	if (!lang || !wf_is_choice("zh|en", lang))
		lang = MHD_lookup_connection_value(r->mhd, MHD_COOKIE_KIND, "lang");
	if (!lang || !wf_is_choice("zh|en", lang)) {
		const char *wish = MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND,
		    MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
		lang = wish && weight_of(wish, "en") > weight_of(wish, "zh") ? "en" : "zh";
	}
	r->lang = strcmp(lang, "en") == 0 ? "en" : "zh";
	r->theme = theme && strcmp(theme, "dark") == 0 ? "dark" : theme && strcmp(theme, "light") == 0 ?
	    "light" : "auto";
}

/* ---- answers at once ------------------------------------------------------------- */

static void
answer_static(struct wf_request *r)
{
	wf_str name = wf_str_from(r->path, sizeof "/static/" - 1);

	r->asset = wf_asset_find(name);
	if (!r->asset)
		wf_reply_problem(r, 404, wf_msg(r->lang, "http-no-file"));
}

static void
answer_text(struct wf_request *r, const char *media, wf_str words)
{
	r->reply.status = 200;
	r->reply.media = media;
	wf_buf_put(&r->reply.body, words);
}

static void
answer_metrics(struct wf_request *r)
{
	char hash[65];

	wf_pool_hash(hash, r->server->pool);
	r->reply.status = 200;
	r->reply.media = "text/plain; version=0.0.4; charset=utf-8";
	wf_metrics_put(&r->reply.body, &r->server->metrics, hash);
}

static void
answer_health(struct wf_request *r)
{
	char hash[65];

	wf_pool_hash(hash, r->server->pool);
	r->reply.status = 200;
	r->reply.media = "application/json";
	wf_buf_printf(&r->reply.body,
	    "{\"status\":\"ok\",\"version\":\"" WF_VERSION "\",\"kb\":\"%s\"}\n", hash);
}

/* Sets the choices of language and colours and leads back; only to a place of this site. */
static void
answer_prefs(struct wf_request *r)
{
	const char *back = wf_request_field(r, "back");
	bool local = back && back[0] == '/' && back[1] != '/' && back[1] != '\\';

	r->reply.status = 303;
	r->reply.media = "text/plain; charset=utf-8";
	for (const char *c = local ? back : "/"; *c; c++) {
		if (*c > ' ' && *c < 127 && *c != '"')
			wf_buf_ch(&r->reply.location, *c);
		else
			wf_buf_printf(&r->reply.location, "%%%02X", (unsigned char)*c);
	}
}

/* True when the path is one of those that need no knowledge base; then the reply is made. */
static bool
answer_plain(struct wf_request *r)
{
	static const char robots[] = "User-agent: *\nDisallow: /api/\nDisallow: /check\nDisallow: /card\nDisallow: /prefs\n";

	r->route = WF_ROUTE_OTHER;
	if (wf_str_starts(r->path, WF_S("/static/"))) {
		r->route = WF_ROUTE_STATIC;
		answer_static(r);
	} else if (wf_str_is(r->path, "/healthz")) {
		answer_health(r);
	} else if (wf_str_is(r->path, "/metrics")) {
		answer_metrics(r);
	} else if (wf_str_is(r->path, "/prefs")) {
		answer_prefs(r);
	} else if (wf_str_is(r->path, "/robots.txt")) {
		answer_text(r, "text/plain; charset=utf-8", wf_str_of(robots));
	} else {
		return false;
	}
	return true;
}

/* ---- answers out of the knowledge base ------------------------------------------- */

static bool
is_api(const struct wf_request *r)
{
	return wf_str_starts(r->path, WF_S("/api/"));
}

/* Pages and records that a child process makes of a document sent in. */
static bool
takes_post(const struct wf_request *r)
{
	return wf_str_is(r->path, "/check") || wf_str_is(r->path, "/api/v1/check") ||
	    wf_str_is(r->path, "/api/v1/cite");
}

static void
answer_page(struct wf_request *r, struct wf_lease *l)
{
	struct wf_visit v = { .path = r->path, .field = r->field, .nfield = r->nfield, .lang = r->lang,
		.theme = r->theme, .folder = r->server->opt.folder, .kb = l->kb, .today = wf_date_today() };
	struct wf_err err = { "" };
	wf_rc rc = wf_page_answer(&r->reply, &v, &err);

	if (rc == WF_NONE)
		wf_page_problem(&r->reply, &v, 404, wf_str_of(wf_msg(r->lang, "http-no-page")));
	else if (rc < 0)
		wf_page_problem(&r->reply, &v, rc == WF_E_USAGE ? 400 : 500, wf_str_of(err.msg));
}

/* Makes the reply with a handle of its own; in the thread of the sockets, or in a worker. */
static void
answer(struct wf_request *r)
{
	struct wf_lease lease = { 0 };
	struct wf_err err = { "" };
	wf_rc rc = wf_pool_take(&lease, r->server->pool, &err);

	if (rc != WF_OK) {
		wf_reply_problem(r, 503, err.msg);
		return;
	}
	memcpy(r->hash, lease.hash, sizeof r->hash);
	if (r->method == WF_POST)
		wf_upload_answer(r, &lease);
	else if (is_api(r) && !wf_reply_known(r, lease.hash))
		wf_api_answer(r, &lease);
	else if (!is_api(r) && !wf_reply_known(r, lease.hash))
		answer_page(r, &lease);
	wf_pool_give(r->server->pool, &lease);
}

static void
work(struct wf_request *r)
{
	struct wf_server *s = r->server;

	atomic_fetch_sub(&s->metrics.queued, 1);
	answer(r);
	r->stage = WF_MADE;
	MHD_resume_connection(r->mhd);
}

/* Hands the request to the crew; MHD comes back with it when it is made. */
static enum MHD_Result
answer_beside(struct wf_request *r)
{
	struct wf_server *s = r->server;

	r->stage = WF_WAITING;
	MHD_suspend_connection(r->mhd);
	atomic_fetch_add(&s->metrics.queued, 1);
	if (wf_crew_add(s->crew, r))
		return MHD_YES;
	atomic_fetch_sub(&s->metrics.queued, 1);
	atomic_fetch_add(&s->metrics.refused, 1);
	wf_reply_problem(r, 503, wf_msg(r->lang, "http-busy"));
	r->stage = WF_MADE;
	MHD_resume_connection(r->mhd);
	return MHD_YES;
}

static enum MHD_Result
route(struct wf_request *r)
{
	bool post = r->method == WF_POST;

	r->stage = WF_MADE;
	if (r->bad) {
		wf_reply_problem(r, 400, wf_msg(r->lang, "http-bad-address"));
	} else if (r->too_large) {
		struct wf_buf b = { 0 };
		wf_str most = wf_arena_printf(&r->arena, "%zu", r->server->opt.upload >> 20);
		wf_msg_put(&b, r->lang, "http-too-large", &most, 1);
		wf_reply_problem(r, 413, b.p);
		wf_buf_free(&b);
	} else if (r->busy) {
		atomic_fetch_add(&r->server->metrics.refused, 1);
		wf_reply_problem(r, 503, wf_msg(r->lang, "http-busy"));
	} else if (r->method == WF_OPTIONS && is_api(r)) {
		answer_text(r, "text/plain; charset=utf-8", WF_S(""));
		r->reply.status = 204;
		r->allow = takes_post(r) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
	} else if (r->method != WF_GET && !(post && takes_post(r))) {
		r->allow = takes_post(r) ? wf_str_is(r->path, "/check") ? "GET, HEAD, POST" :
		    "POST, OPTIONS" : "GET, HEAD";
		wf_reply_problem(r, 405, wf_msg(r->lang, "http-method"));
	} else if (!post && answer_plain(r)) {
		return wf_reply_send(r);
	} else {
		r->route = post ? WF_ROUTE_CHECK : is_api(r) ? WF_ROUTE_API : WF_ROUTE_PAGE;
		if (post || (is_api(r) ? wf_api_is_slow(r) : wf_page_is_slow(r->path)))
			return answer_beside(r);
		answer(r);
	}
	return wf_reply_send(r);
}

/* ---- taking a request ------------------------------------------------------------ */

static enum wf_method
method_of(const char *name)
{
	static const struct { const char *name; enum wf_method method; } methods[] = {
		{ "GET", WF_GET }, { "HEAD", WF_GET }, { "POST", WF_POST }, { "OPTIONS", WF_OPTIONS },
	};

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return WF_OTHER_METHOD;
}

/* The headers are there. */
static void
read_head(struct wf_request *r, const char *method)
{
	size_t mark = wf_str_find(r->raw, WF_S("?"), 0);
	wf_str query = mark == SIZE_MAX ? WF_S("") : wf_str_from(r->raw, mark + 1);
	const char *length = MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND,
	    MHD_HTTP_HEADER_CONTENT_LENGTH);
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(r->mhd,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct wf_conn *conn = info ? info->socket_context : NULL;

	r->stage = WF_BODY;
	r->method = method_of(method);
	if (!decode(&r->path, &r->arena, wf_str_sub(r->raw, 0, mark), false) || !wf_str_starts(r->path,
	    WF_S("/"))) {
		r->path = WF_S("/");
		r->bad = true;
	}
	if (!wf_request_fields(r, query))
		r->bad = true;
	know_visitor(r);
	bool wanted = r->method == WF_POST && takes_post(r);
	size_t most = wanted ? r->server->opt.upload + (64u << 10) : BODY_OF_GET;
	r->too_large = length && strtoull(length, NULL, 10) > most;
	if (conn)
		wf_conn_asks(conn, true);
}

static enum MHD_Result
handle(void *payload, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
    const char *bytes, size_t *n, void **state)
{
	struct wf_request *r = *state;

	(void)payload, (void)url, (void)version;
	if (!r)
		return MHD_NO;
	if (r->stage == WF_NEW) {
		r->mhd = mhd;
		read_head(r, method);
		/* refused before the body comes */
		return r->too_large ? route(r) : MHD_YES;
	}
	if (*n) {
		if (r->method == WF_POST && takes_post(r))
			wf_upload_take(r, bytes, *n);
		r->swallowed += *n;
		*n = 0;
		return r->swallowed > 4 * r->server->opt.upload ? MHD_NO : MHD_YES;
	}
	if (r->stage == WF_MADE)
		return wf_reply_send(r);
	return r->stage == WF_BODY ? route(r) : MHD_YES;
}

/* The request line is there. */
static void *
begin(void *payload, const char *target, struct MHD_Connection *mhd)
{
	struct wf_server *s = payload;
	struct wf_request *r = wf_malloc(sizeof *r);

	memset(r, 0, sizeof *r);
	r->server = s;
	r->mhd = mhd;
	r->route = WF_ROUTE_OTHER;
	r->began = wf_micros();
	r->raw = wf_arena_str(&r->arena, wf_str_of(target));
	r->path = WF_S("/");
	r->lang = "zh";
	r->theme = "auto";
	r->link = WF_S("");
	atomic_fetch_add(&s->metrics.running, 1);
	return r;
}

static void
write_log(const struct wf_request *r, uint64_t micros)
{
	char when[32] = "";
	time_t now = time(NULL);
	struct tm tm;

	if (gmtime_r(&now, &tm))
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
	fprintf(stderr, "%s %u %.*s %zu B %.3f ms\n", when, r->reply.status, WF_FMT(wf_str_sub(r->raw,
	    0, 1000)),
	    r->reply.body.n, (double)micros / 1000);
}

static void
completed(void *payload, struct MHD_Connection *mhd, void **state, enum MHD_RequestTerminationCode how)
{
	struct wf_server *s = payload;
	struct wf_request *r = *state;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct wf_conn *conn = info ? info->socket_context : NULL;

	(void)how;
	if (conn)
		wf_conn_asks(conn, false);
	if (!r)
		return;
	uint64_t micros = wf_micros() - r->began;
	wf_metrics_count(&s->metrics, r->route, r->reply.status, micros, r->reply.body.n);
	if (s->opt.log)
		write_log(r, micros);
	atomic_fetch_sub(&s->metrics.running, 1);
	if (r->post)
		MHD_destroy_post_processor(r->post);
	atomic_fetch_sub(&s->held, r->held);
	wf_buf_free(&r->body);
	wf_buf_free(&r->reply.body);
	wf_buf_free(&r->reply.location);
	free(r->field);
	wf_arena_free(&r->arena);
	free(r);
	*state = NULL;
}

/* ---- listening ------------------------------------------------------------------- */

static void
on_connection(void *payload, struct MHD_Connection *mhd, void **context,
    enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_CONNECTION_FD);
	int fd = info ? info->connect_fd : -1;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*context = wf_conn_open(payload, fd);
	else if (*context)
		wf_conn_close(payload, *context);
}

/* What clients send wrong is no news. */
static void
hush(void *payload, const char *format, va_list args)
{
	(void)payload, (void)format, (void)args;
}

wf_rc
wf_http_start(struct wf_server *s, unsigned *port, struct wf_err *err)
{
	int fd = wf_listen(s->opt.listen, err);

	if (fd < 0)
		return err->msg[0] ? WF_E_USAGE : WF_E_IO;
	*port = wf_listen_port(fd);
	pthread_mutex_init(&s->lock, NULL);
	wf_rc rc = wf_crew_start(&s->crew, s->opt.workers, work, err);
	if (rc == WF_OK)
		s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
		    MHD_USE_ERROR_LOG,
		    0, NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, hush, NULL,
		    MHD_OPTION_LISTEN_SOCKET, fd,
		    MHD_OPTION_THREAD_POOL_SIZE, s->opt.threads, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS,
		    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX,
		    MHD_OPTION_CONNECTION_TIMEOUT, WF_QUIET_SECONDS,
		    MHD_OPTION_URI_LOG_CALLBACK, begin, s, MHD_OPTION_NOTIFY_COMPLETED, completed, s,
		    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		    MHD_OPTION_END);
	if (rc == WF_OK && !s->daemon) {
		close(fd);
		rc = wf_fail(err, WF_E_IO, "cannot start the server on %s: %s", s->opt.listen,
		    strerror(errno));
	}
	return rc;
}

void
wf_http_stop(struct wf_server *s, unsigned seconds)
{
	if (s->daemon) {
		MHD_socket fd = MHD_quiesce_daemon(s->daemon);
		uint64_t end = wf_micros() + (uint64_t)seconds * 1000000;
		while (atomic_load(&s->metrics.running) > 0 && wf_micros() < end)
			nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
		wf_crew_stop(s->crew);	/* what waits there must be resumed before MHD ends */
		s->crew = NULL;
		MHD_stop_daemon(s->daemon);
		if (fd != MHD_INVALID_SOCKET)
			close(fd);
	}
	wf_crew_stop(s->crew);
	pthread_mutex_destroy(&s->lock);
}
