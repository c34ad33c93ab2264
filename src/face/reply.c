/*
 * Sends replies with the headers that all of them have: what may be loaded, how long
 * it holds, its language; compressed where the client can.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define SMALL 1024u	/* bytes that are not worth compressing */

static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static const char *
header(const struct wf_request *r, const char *name)
{
	return MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND, name);
}

/* True when the client says that it takes gzip (RFC 9110, 12.5.3). */
static bool
takes_gzip(const struct wf_request *r)
{
	const char *codings = header(r, MHD_HTTP_HEADER_ACCEPT_ENCODING);
	const char *at = codings ? strcasestr(codings, "gzip") : NULL;

	if (!at)
		return false;
	at += 4;
	while (*at == ' ')
		at++;
	return strncmp(at, ";q=0", 4) != 0 || (at[4] == '.' && strspn(at + 5, "0") != strcspn(at + 5, ", "));
}

bool
wf_reply_known(struct wf_request *r, const char *hash)
{
	const char *have = header(r, MHD_HTTP_HEADER_IF_NONE_MATCH);
	wf_date today = wf_date_today();

	/* the same record reads differently to another day, in another language and colour */
	snprintf(r->etag, sizeof r->etag, "W/\"%.16s-%d-%s-%s-" WF_VERSION "\"", hash, (int)today,
	    r->lang, r->theme);
	if (!have || !strstr(have, r->etag))
		return false;
	r->reply.status = 304;
	return true;
}

/* The body in gzip, or NULL: smaller it does not get. Freed by the caller. */
static char *
compress_body(size_t *n, wf_str body)
{
	z_stream z = { 0 };

	if (deflateInit2(&z, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	size_t room = deflateBound(&z, body.n);
	char *out = wf_malloc(room);
	z.next_in = (Bytef *)(uintptr_t)body.p;
	z.avail_in = (uInt)body.n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	int how = deflate(&z, Z_FINISH);
	*n = room - z.avail_out;
	deflateEnd(&z);
	if (how == Z_STREAM_END && *n < body.n)
		return out;
	free(out);
	return NULL;
}

/* The body as a response; r->reply.body is let go or borrowed until the end of the request. */
static struct MHD_Response *
make_response(struct wf_request *r, bool *packed)
{
	struct wf_reply *p = &r->reply;
	bool gzip = takes_gzip(r);
	size_t n = 0;

	*packed = false;
	if (r->asset) {
		*packed = gzip && r->asset->ngz < r->asset->nplain;
		const unsigned char *bytes = *packed ? r->asset->gz : r->asset->plain;
		return MHD_create_response_from_buffer(*packed ? r->asset->ngz : r->asset->nplain,
		    (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
	}
	bool text = p->media && (strncmp(p->media, "text/", 5) == 0 || strstr(p->media, "json") ||
	    strstr(p->media, "xml"));
	char *small = gzip && text && p->body.n > SMALL ? compress_body(&n, wf_buf_str(&p->body)) : NULL;
	*packed = small != NULL;
	if (small)
		return MHD_create_response_from_buffer(n, small, MHD_RESPMEM_MUST_FREE);
	return MHD_create_response_from_buffer(p->body.n, p->body.p ? p->body.p : "", MHD_RESPMEM_PERSISTENT);
}

static void
add(struct MHD_Response *to, const char *name, const char *value)
{
	if (value && *value)
		MHD_add_response_header(to, name, value);
}

static void
add_cookies(struct MHD_Response *to, const struct wf_request *r)
{
	static const struct { const char *name, *choices; } kept[] = { { "lang", "zh|en" },
		{ "theme", "auto|light|dark" } };
	char cookie[96];

	for (size_t i = 0; wf_str_is(r->path, "/prefs") && i < sizeof kept / sizeof *kept; i++) {
		const char *value = wf_request_field(r, kept[i].name);
		if (!value || !wf_is_choice(kept[i].choices, value))
			continue;
		snprintf(cookie, sizeof cookie,
		    "%s=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", kept[i].name, value);
		add(to, MHD_HTTP_HEADER_SET_COOKIE, cookie);
	}
}

static void
add_cors(struct MHD_Response *to, const struct wf_request *r)
{
	const char *origin = r->server->opt.cors;

	if (!origin || !wf_str_starts(r->path, WF_S("/api/")))
		return;
	add(to, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, origin);
	add(to, "Access-Control-Expose-Headers", "ETag, Link");
	if (r->method == WF_OPTIONS) {
		add(to, "Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
		add(to, "Access-Control-Allow-Headers", "Content-Type, If-None-Match");
		add(to, "Access-Control-Max-Age", "86400");
	}
}

/* How long a reply holds, and of what it depends. */
static void
add_holding(struct MHD_Response *to, const struct wf_request *r, unsigned status)
{
	if (r->asset) {
		bool named = wf_str_ends(r->path, wf_str_of(r->asset->name));
		add(to, MHD_HTTP_HEADER_CACHE_CONTROL, named ? "public, max-age=31536000, immutable" :
		    "no-cache");
		add(to, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
		return;
	}
	bool made = r->etag[0] && (status == 200 || status == 304);
	add(to, MHD_HTTP_HEADER_CACHE_CONTROL, made ? "no-cache" : "no-store");
	if (made)
		add(to, MHD_HTTP_HEADER_ETAG, r->etag);
	add(to, MHD_HTTP_HEADER_VARY, "Accept-Encoding, Accept-Language, Accept, Cookie");
}

enum MHD_Result
wf_reply_send(struct wf_request *r)
{
	bool packed = false;
	unsigned status = r->asset ? 200 : r->reply.status;
	struct MHD_Response *to = make_response(r, &packed);

	if (!to)
		return MHD_NO;
	r->reply.status = status;
	if (status != 304 && status != 204)
		add(to, MHD_HTTP_HEADER_CONTENT_TYPE, r->asset ? r->asset->media : r->reply.media);
	if (packed)
		add(to, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	add(to, "Content-Security-Policy", policy);
	add(to, "X-Content-Type-Options", "nosniff");
	add(to, "Referrer-Policy", "same-origin");
	add(to, "Cross-Origin-Opener-Policy", "same-origin");
	add_holding(to, r, status);
	add(to, MHD_HTTP_HEADER_LOCATION, r->reply.location.p);
	add(to, MHD_HTTP_HEADER_ALLOW, r->allow);
	add(to, "Content-Disposition", r->disposition);
	add(to, "Link", r->link.n ? r->link.p : NULL);
	if (status == 503)
		add(to, "Retry-After", "2");
	add_cookies(to, r);
	add_cors(to, r);
	enum MHD_Result how = MHD_queue_response(r->mhd, status, to);
	MHD_destroy_response(to);
	return how;
}

/* RFC 9457 */
static void
put_problem(struct wf_request *r, unsigned status, const char *words)
{
	json_t *p = json_object();
	char key[32];

	snprintf(key, sizeof key, "site-status-%u", status);
	wf_json_str(p, "type", wf_arena_printf(&r->arena, "/api#problem-%u", status));
	wf_json_str(p, "title", wf_str_of(wf_msg(r->lang, key)));
	wf_json_int(p, "status", status);
	wf_json_str(p, "detail", wf_str_of(words));
	wf_json_str(p, "instance", r->path);
	char *line = json_dumps(p, JSON_COMPACT);
	r->reply.body.n = 0;
	wf_buf_put(&r->reply.body, wf_str_of(line));
	wf_buf_ch(&r->reply.body, '\n');
	r->reply.media = "application/problem+json";
	free(line);
	json_decref(p);
}

void
wf_reply_problem(struct wf_request *r, unsigned status, const char *words)
{
	struct wf_lease lease = { 0 };
	struct wf_err err = { "" };

	r->reply.status = status;
	if (wf_str_starts(r->path, WF_S("/api/"))) {
		put_problem(r, status, words);
	} else if (wf_pool_take(&lease, r->server->pool, &err) == WF_OK) {
		struct wf_visit v = { .path = r->path, .field = r->field, .nfield = r->nfield,
		    .lang = r->lang,
			.theme = r->theme, .folder = r->server->opt.folder, .kb = lease.kb,
			    .today = wf_date_today() };
		wf_buf_free(&r->reply.body);
		wf_page_problem(&r->reply, &v, status, wf_str_of(words));
		wf_pool_give(r->server->pool, &lease);
	} else {	/* without a knowledge base there is no page */
		r->reply.body.n = 0;
		wf_buf_printf(&r->reply.body, "%u %s\n", status, words);
		r->reply.media = "text/plain; charset=utf-8";
	}
}
