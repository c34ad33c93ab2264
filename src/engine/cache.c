/*
 * Keeps parsed documents under the sum of their bytes, and a manifest that tells whether
 * a file has changed without reading it.  What is damaged or stale counts as absent.
 */
#include "engine_int.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A file changed within this time of being read may change again unseen. */
#define RACY_NS 2000000000u
#define CACHE_LIMIT ((size_t)1 << 30)	/* bytes of one parsed document */

struct known { struct wf_stat stat; uint8_t sha256[32]; const char *reader; };

struct wf_cache {
	struct wf_arena arena;
	wf_str folder;
	uint64_t started_ns;	/* this build */
	bool trusted;		/* the documents come from the code that runs */
	struct known *known;
	struct wf_map by_path;	/* file -> index in known */
};

/* ---- the manifest -------------------------------------------------------- */

static uint64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The words of a line up to sep, taken off it; false when sep is not there. */
static bool
take(wf_str *line, wf_str *word, const char *sep)
{
	size_t at = wf_str_find(*line, wf_str_of(sep), 0);

	if (at == SIZE_MAX)
		return false;
	*word = wf_str_sub(*line, 0, at);
	*line = wf_str_from(*line, at + 1);
	return true;
}

static uint64_t
number(wf_str s)
{
	uint64_t value = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		value = value * 10 + (uint64_t)(s.p[i] - '0');
	return value;
}

static bool
unhex(uint8_t out[32], wf_str s)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < 64; i++) {
		const char *d = i < s.n && s.p[i] != '\0' ? strchr(digit, s.p[i]) : NULL;

		if (!d)
			return false;
		out[i / 2] = (uint8_t)((i % 2 ? out[i / 2] << 4 : 0) | (d - digit));
	}
	return s.n == 64;
}

static const char *
reader_name(wf_str name)
{
	for (const struct wf_reader *const *r = wf_readers(); *r; r++)
		if (wf_str_is(name, (*r)->name))
			return (*r)->name;
	return NULL;
}

/* "sha size mtime inode reader path", written while a build of time written ran. */
static void
read_line(struct wf_cache *c, wf_str line, uint64_t written, size_t n)
{
	struct known *k = &c->known[n];
	wf_str sha, size, mtime, inode, reader;

	if (!take(&line, &sha, " ") || !take(&line, &size, " ") || !take(&line, &mtime, " ") ||
	    !take(&line, &inode, " ") || !take(&line, &reader, " ") || !unhex(k->sha256, sha))
		return;
	k->stat = (struct wf_stat){ number(size), number(mtime), number(inode) };
	k->reader = reader_name(reader);
	if (k->reader && k->stat.mtime_ns + RACY_NS < written)
		wf_map_set(&c->by_path, line, (uint32_t)n);
}

/* Reads the manifest; sets trusted when it is whole and of the code that runs. */
static void
read_manifest(struct wf_cache *c, const char *path)
{
	wf_str text, line, head, written;
	struct wf_buf sum = { 0 };
	struct wf_err ignored;
	size_t lines = 0, n = 0;

	/* a manifest that cannot be read is one that is not there: everything is parsed again */
	if (wf_file_read(&text, &c->arena, path, CACHE_LIMIT, &ignored) != WF_OK || text.n < 21)
		return;
	line = wf_str_from(text, text.n - 21);
	text = wf_str_sub(text, 0, text.n - 21);
	wf_buf_printf(&sum, "sum %016llx\n", (unsigned long long)wf_hash(text));
	bool whole = wf_str_eq(line, wf_buf_str(&sum));
	wf_buf_free(&sum);
	head = wf_arena_printf(&c->arena, "wangfa-manifest %s ", wf_code_id);
	if (!whole || !wf_str_starts(text, head))
		return;
	text = wf_str_from(text, head.n);
	if (!take(&text, &written, "\n"))
		return;
	c->trusted = true;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	c->known = wf_arena_alloc(&c->arena, (lines + 1) * sizeof(c->known[0]));
	while (take(&text, &line, "\n"))
		read_line(c, line, number(written), n++);
}

static wf_rc
write_manifest(const struct wf_cache *c, const struct wf_inputs *in, struct wf_err *err)
{
	struct wf_buf text = { 0 }, path = { 0 };
	char hex[65];

	wf_buf_printf(&text, "wangfa-manifest %s %llu\n", wf_code_id,
	    (unsigned long long)c->started_ns);
	for (size_t i = 0; i < in->n; i++) {
		const struct wf_input *x = &in->v[i];

		if (!x->has_doc || wf_str_has(x->file, WF_S("\n")))
			continue;
		wf_hex(hex, x->sha256);
		wf_buf_printf(&text, "%s %llu %llu %llu %s %s\n", hex,
		    (unsigned long long)x->stat.size, (unsigned long long)x->stat.mtime_ns,
		    (unsigned long long)x->stat.inode, x->reader, x->file.p);
	}
	wf_buf_printf(&text, "sum %016llx\n", (unsigned long long)wf_hash(wf_buf_str(&text)));
	wf_buf_printf(&path, "%.*s/manifest", WF_FMT(c->folder));
	wf_rc rc = wf_file_write(path.p, wf_buf_str(&text), err);
	wf_buf_free(&text);
	wf_buf_free(&path);
	return rc;
}

/* ---- the documents ------------------------------------------------------- */

/* <2 hex>/<sha>.<reader>.doc: the reader counts, for the same bytes may be .txt and .md. */
static void
doc_path(struct wf_buf *out, const struct wf_input *in)
{
	char hex[65];

	wf_hex(hex, in->sha256);
	wf_buf_printf(out, "%.2s/%s.%s.doc", hex, hex, in->reader);
}

bool
wf_cache_known(const struct wf_cache *c, struct wf_input *in)
{
	uint32_t i;

	if (!wf_map_get(&c->by_path, in->file, &i))
		return false;
	const struct known *k = &c->known[i];

	if (k->stat.size != in->stat.size || k->stat.mtime_ns != in->stat.mtime_ns ||
	    k->stat.inode != in->stat.inode)
		return false;
	memcpy(in->sha256, k->sha256, sizeof(in->sha256));
	in->reader = k->reader;
	return true;
}

bool
wf_cache_get(const struct wf_cache *c, struct wf_input *in)
{
	struct wf_buf path = { 0 };
	struct wf_err ignored;
	wf_str bytes;

	if (!c->trusted)
		return false;
	wf_buf_printf(&path, "%.*s/", WF_FMT(c->folder));
	doc_path(&path, in);
	bool there = access(path.p, R_OK) == 0 &&
	    wf_file_read(&bytes, &in->arena, path.p, CACHE_LIMIT, &ignored) == WF_OK;
	wf_buf_free(&path);
	if (!there || !wf_doc_unpack(&in->doc, bytes))
		return false;
	if (memcmp(in->doc.source.sha256, in->sha256, sizeof(in->sha256)) != 0) {
		wf_doc_free(&in->doc);	/* a whole document under another's name */
		return false;
	}
	in->has_doc = true;
	return true;
}

static bool
write_all(int fd, wf_str bytes)
{
	while (bytes.n != 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = wf_str_from(bytes, (size_t)n);
	}
	return true;
}

void
wf_cache_put(const struct wf_cache *c, const struct wf_input *in)
{
	struct wf_buf bytes = { 0 }, path = { 0 }, beside = { 0 };
	struct wf_err ignored;

	wf_doc_pack(&bytes, &in->doc);
	wf_buf_printf(&path, "%.*s/", WF_FMT(c->folder));
	doc_path(&path, in);
	wf_buf_put(&beside, wf_str_sub(wf_buf_str(&path), 0, c->folder.n + 3));
	wf_mkdirs(beside.p, &ignored);
	wf_buf_put(&beside, WF_S("/new-XXXXXX"));
	int fd = mkstemp(beside.p);
	if (fd >= 0) {
		bool done = write_all(fd, wf_buf_str(&bytes));

		if (close(fd) != 0 || !done || rename(beside.p, path.p) != 0)
			unlink(beside.p);
	}
	wf_buf_free(&bytes);
	wf_buf_free(&path);
	wf_buf_free(&beside);
}

/* ---- the whole ----------------------------------------------------------- */

wf_rc
wf_cache_open(struct wf_cache **out, const char *kb, struct wf_err *err)
{
	struct wf_cache *c = wf_malloc(sizeof(*c));

	*c = (struct wf_cache){ .started_ns = now_ns() };
	c->folder = wf_arena_printf(&c->arena, "%s/cache", kb);
	wf_rc rc = wf_mkdirs(c->folder.p, err);
	wf_str manifest = wf_arena_printf(&c->arena, "%s/manifest", c->folder.p);

	if (rc == WF_OK)
		read_manifest(c, manifest.p);
	/* documents are about to be written that an older program must not take for its own */
	if (rc == WF_OK && !c->trusted && unlink(manifest.p) != 0 && errno != ENOENT)
		rc = wf_fail(err, WF_E_IO, "cannot remove %s: %s; check its permissions",
		    manifest.p, strerror(errno));
	*out = c;
	if (rc != WF_OK) {
		wf_cache_close(c);
		*out = NULL;
	}
	return rc;
}

void
wf_cache_close(struct wf_cache *c)
{
	if (!c)
		return;
	wf_map_free(&c->by_path);
	wf_arena_free(&c->arena);
	free(c);
}

wf_rc
wf_cache_settle(struct wf_cache *c, const struct wf_inputs *in, struct wf_err *err)
{
	struct wf_entries e = { 0 };
	struct wf_map used = { 0 };
	struct wf_buf b = { 0 };
	wf_rc rc = write_manifest(c, in, err);

	for (size_t i = 0; i < in->n; i++) {
		if (!in->v[i].has_doc)
			continue;
		b.n = 0;
		doc_path(&b, &in->v[i]);
		wf_map_set(&used, wf_arena_str(&c->arena, wf_buf_str(&b)), 0);
	}
	wf_map_set(&used, WF_S("manifest"), 0);
	if (rc == WF_OK)
		rc = wf_walk(&e, &c->arena, c->folder.p, err);
	for (size_t i = 0; i < e.n && rc == WF_OK; i++) {
		uint32_t ignored;

		/* what cannot be removed only takes room */
		if (!wf_map_get(&used, e.v[i].rel, &ignored))
			unlink(e.v[i].path.p);
	}
	free(e.v);
	wf_map_free(&used);
	wf_buf_free(&b);
	return rc;
}
