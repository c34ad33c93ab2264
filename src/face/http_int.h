/* What the files of the web server share. */
#ifndef WF_HTTP_INT_H
#define WF_HTTP_INT_H

#include "face_int.h"
#include "page/asset.h"
#include "page/page.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* ---- what is asked of the server (serve.c) --------------------------------------- */

struct wf_serve_opt {
	const char *folder, *lang;	/* of the knowledge base; of messages */
	const char *listen;		/* "127.0.0.1:8420", "[::1]:8420"; port 0 = any free one */
	unsigned threads, workers;	/* answering at once; beside them, for what takes longer */
	size_t upload;			/* bytes of a document */
	const char *cors;		/* origin that may read the API from its own pages; NULL = none */
	bool log;			/* a line on standard error for each request */
};

/* ---- handles of the knowledge base (pool.c) -------------------------------------- */

struct wf_pool;
/* A handle that one thread uses at a time, and the build it belongs to. */
struct wf_lease { struct wf_kb *kb; struct wf_generation *of; const char *hash; };

wf_rc wf_pool_open(struct wf_pool **out, const char *folder, struct wf_err *err);
void  wf_pool_close(struct wf_pool *p);
/* Takes a handle of the build that is served now; given back with wf_pool_give. */
wf_rc wf_pool_take(struct wf_lease *out, struct wf_pool *p, struct wf_err *err);
void  wf_pool_give(struct wf_pool *p, struct wf_lease *l);
/*
 * Looks whether the folder holds another build by now and serves that one from here on; who is at work
 * on the old one ends on it. WF_OK = a new one, WF_NONE = nothing new; a failure: the old one goes on being served.
 */
wf_rc wf_pool_look(struct wf_pool *p, struct wf_err *err);
/* Hash of the build that is served, into 65 bytes. */
void  wf_pool_hash(char out[65], struct wf_pool *p);

/* ---- counting (metrics.c) -------------------------------------------------------- */

enum wf_route { WF_ROUTE_PAGE, WF_ROUTE_API, WF_ROUTE_STATIC, WF_ROUTE_CHECK, WF_ROUTE_OTHER, WF_ROUTES };
#define WF_BUCKETS 12
struct wf_metrics {
	atomic_uint_fast64_t answered[WF_ROUTES][6];	/* by route and hundreds of the status */
	atomic_uint_fast64_t bucket[WF_ROUTES][WF_BUCKETS + 1], micros[WF_ROUTES];
	atomic_uint_fast64_t sent, reloads, dropped, refused;
	atomic_int connections, running, queued, uploads;
};
void wf_metrics_count(struct wf_metrics *m, enum wf_route route, unsigned status, uint64_t micros,
    size_t bytes);
/* The text format of Prometheus, version 0.0.4. */
void wf_metrics_put(struct wf_buf *out, const struct wf_metrics *m, const char *hash);

/* ---- slow work (work.c) ---------------------------------------------------------- */

struct wf_request;
struct wf_crew;
/* Threads that make replies that take longer. */
wf_rc wf_crew_start(struct wf_crew **out, unsigned threads, void (*work)(struct wf_request *r),
    struct wf_err *err);
/* False when too many wait already. */
bool  wf_crew_add(struct wf_crew *c, struct wf_request *r);
/* Ends what waits and runs, then the threads. */
void  wf_crew_stop(struct wf_crew *c);

/* ---- one request (http.c) -------------------------------------------------------- */

struct wf_server;
/* A connection, to see whether its client is too slow. */
struct wf_conn {
	struct wf_conn *next, *before;
	int fd;
	_Atomic(uint64_t) until;	/* milliseconds of the monotonic clock:
	    dropped when it stands still till then */
};

#define WF_QUIET_SECONDS 30u	/* a connection on which nothing is asked, or headers do not end */

/* Microseconds of the monotonic clock (listen.c). */
uint64_t wf_micros(void);
/* "127.0.0.1:8420", "[::1]:8420", ":8420" -> a socket that listens; -1 with the words in err. */
int  wf_listen(const char *where, struct wf_err *err);
unsigned wf_listen_port(int fd);
/* Under way from here on; freed with wf_conn_close. asks: a request begins, else one has ended. */
struct wf_conn *wf_conn_open(struct wf_server *s, int fd);
void wf_conn_asks(struct wf_conn *c, bool asks);
void wf_conn_close(struct wf_server *s, struct wf_conn *c);

enum wf_stage { WF_NEW, WF_BODY, WF_WAITING, WF_MADE };
enum wf_method { WF_GET, WF_POST, WF_OPTIONS, WF_OTHER_METHOD };

struct wf_server {
	struct wf_serve_opt opt;
	struct MHD_Daemon *daemon;
	struct wf_pool *pool;
	struct wf_crew *crew;
	struct wf_metrics metrics;
	pthread_mutex_t lock;		/* of conns */
	struct wf_conn *conns;
	atomic_size_t held;		/* bytes of documents in memory */
};

/* Taken for one answer at a time. */
struct wf_request {
	struct wf_server *server;
	struct MHD_Connection *mhd;
	struct wf_arena arena;
	struct wf_request *next;	/* in the crew's queue */
	enum wf_stage stage;
	enum wf_method method;
	enum wf_route route;
	uint64_t began;			/* microseconds */
	wf_str raw;			/* the target as sent */
	wf_str path;			/* decoded */
	struct wf_given *field; size_t nfield, field_cap;
	const char *lang, *theme;
	bool bad;			/* the target cannot be decoded */
	/* what was sent with it */
	struct MHD_PostProcessor *post;
	struct wf_buf body;		/* of the document */
	const char *file_name;		/* as the client calls it; NULL */
	bool too_large; size_t swallowed;
	bool busy; size_t held;		/* no room for the document now; bytes of it counted in server->held */
	/* the reply */
	struct wf_reply reply;
	const struct wf_asset *asset;	/* sent instead of body */
	const char *disposition;	/* of a download, NULL */
	const char *allow;		/* with 405 */
	wf_str link;			/* of a page of results: rel="next"; "" */
	char etag[96];			/* "" = none */
	char hash[65];			/* of the knowledge base it was made of; "" */
};

/* Starts and ends listening. port: out, of the socket. */
wf_rc wf_http_start(struct wf_server *s, unsigned *port, struct wf_err *err);
/* No new connections; waits for those at work, at most seconds; then ends. */
void  wf_http_stop(struct wf_server *s, unsigned seconds);
/* Drops connections whose client stands still. */
void  wf_http_sweep(struct wf_server *s);
/* Value of a field, NULL when absent. */
const char *wf_request_field(const struct wf_request *r, const char *name);
/* Adds a field; both borrowed. */
void  wf_request_add(struct wf_request *r, const char *name, const char *value);
/* Decodes name=value&…; false: a bad escape, a NUL or no UTF-8. */
bool  wf_request_fields(struct wf_request *r, wf_str s);

/* ---- replies (reply.c) ----------------------------------------------------------- */

/* Sends what r->reply holds, with all headers. */
enum MHD_Result wf_reply_send(struct wf_request *r);
/* The reply says what went wrong: a page, or problem+json below /api/. */
void wf_reply_problem(struct wf_request *r, unsigned status, const char *words);
/* ETag of all that is made of the knowledge base for this visitor; true when the client has it already. */
bool wf_reply_known(struct wf_request *r, const char *hash);

/* ---- the interface for programs (api.c) ------------------------------------------ */

/* True when an answer of this address may take longer than a moment. */
bool wf_api_is_slow(const struct wf_request *r);
/* Answers GET below /api/v1/. */
void wf_api_answer(struct wf_request *r, struct wf_lease *l);

/* ---- documents sent in (upload.c) ------------------------------------------------ */

/* Takes some bytes of what was sent; too many are counted and let go. */
void wf_upload_take(struct wf_request *r, const char *bytes, size_t n);
/* Answers POST of /check, /api/v1/check and /api/v1/cite: a process of our own reads the document. */
void wf_upload_answer(struct wf_request *r, struct wf_lease *l);

#endif
