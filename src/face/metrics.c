/*
 * Counts requests and writes the counts as Prometheus reads them.
 */
#include "http_int.h"

#include <stdlib.h>
#include <string.h>

/* Upper ends of the buckets, in microseconds. */
static const uint64_t ends[WF_BUCKETS] = { 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000,
    500000, 2500000,
	10000000 };
static const char *const routes[WF_ROUTES] = { "page", "api", "static", "check", "other" };

void
wf_metrics_count(struct wf_metrics *m, enum wf_route route, unsigned status, uint64_t micros, size_t bytes)
{
	size_t i = 0;

	while (i < WF_BUCKETS && micros > ends[i])
		i++;
	atomic_fetch_add(&m->bucket[route][i], 1);
	atomic_fetch_add(&m->micros[route], micros);
	atomic_fetch_add(&m->answered[route][status / 100 < 6 ? status / 100 : 0], 1);
	atomic_fetch_add(&m->sent, bytes);
}

static void
put_head(struct wf_buf *out, const char *name, const char *type, const char *help)
{
	wf_buf_printf(out, "# HELP wangfa_%s %s\n# TYPE wangfa_%s %s\n", name, help, name, type);
}

static void
put_one(struct wf_buf *out, const char *name, const char *type, const char *help, uint64_t value)
{
	put_head(out, name, type, help);
	wf_buf_printf(out, "wangfa_%s %llu\n", name, (unsigned long long)value);
}

static void
put_times(struct wf_buf *out, const struct wf_metrics *m)
{
	put_head(out, "request_seconds", "histogram", "Time from the request line to the finished reply.");
	for (size_t r = 0; r < WF_ROUTES; r++) {
		uint64_t n = 0;
		for (size_t i = 0; i <= WF_BUCKETS; i++) {
			n += atomic_load(&m->bucket[r][i]);
			wf_buf_printf(out, "wangfa_request_seconds_bucket{route=\"%s\",le=\"", routes[r]);
			if (i < WF_BUCKETS)
				wf_buf_printf(out, "%g", (double)ends[i] / 1e6);
			else
				wf_buf_put(out, WF_S("+Inf"));
			wf_buf_printf(out, "\"} %llu\n", (unsigned long long)n);
		}
		wf_buf_printf(out, "wangfa_request_seconds_sum{route=\"%s\"} %.6f\n", routes[r],
		    (double)atomic_load(&m->micros[r]) / 1e6);
		wf_buf_printf(out, "wangfa_request_seconds_count{route=\"%s\"} %llu\n", routes[r],
		    (unsigned long long)n);
	}
}

/* Bytes of memory in use by the process (proc(5), statm); 0 = not known. */
static uint64_t
resident(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	unsigned long size = 0, pages = 0;

	if (f && fscanf(f, "%lu %lu", &size, &pages) != 2)
		pages = 0;
	if (f)
		fclose(f);
	return (uint64_t)pages * 4096;
}

void
wf_metrics_put(struct wf_buf *out, const struct wf_metrics *m, const char *hash)
{
	put_head(out, "requests_total", "counter", "Requests answered, by kind and status.");
	for (size_t r = 0; r < WF_ROUTES; r++)
		for (unsigned s = 1; s < 6; s++)
			wf_buf_printf(out, "wangfa_requests_total{route=\"%s\",status=\"%uxx\"} %llu\n",
			    routes[r], s,
			    (unsigned long long)atomic_load(&m->answered[r][s]));
	put_times(out, m);
	put_one(out, "sent_bytes_total", "counter", "Bytes of replies, before compression.",
	    atomic_load(&m->sent));
	put_one(out, "reloads_total", "counter", "Times a new build of the knowledge base was taken up.",
	    atomic_load(&m->reloads));
	put_one(out, "dropped_total", "counter", "Connections dropped because the client stood still.",
	    atomic_load(&m->dropped));
	put_one(out, "refused_total", "counter", "Requests refused because too many were waiting.",
	    atomic_load(&m->refused));
	put_one(out, "connections", "gauge", "Open connections.", (uint64_t)atomic_load(&m->connections));
	put_one(out, "requests_running", "gauge", "Requests being answered.",
	    (uint64_t)atomic_load(&m->running));
	put_one(out, "requests_queued", "gauge", "Requests that wait for a worker.",
	    (uint64_t)atomic_load(&m->queued));
	put_one(out, "documents_running", "gauge", "Documents being checked.",
	    (uint64_t)atomic_load(&m->uploads));
	put_one(out, "resident_bytes", "gauge", "Memory in use.", resident());
	put_head(out, "knowledge_base_info", "gauge", "The build that is served, as a label.");
	wf_buf_printf(out, "wangfa_knowledge_base_info{hash=\"%s\",version=\"" WF_VERSION "\"} 1\n", hash);
}
