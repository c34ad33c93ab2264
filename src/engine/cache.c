/*
 * Keeps parsed documents under the sum of their bytes, and a manifest that tells whether
 * a file has changed without reading it.  What is damaged or stale counts as absent.
 */
#include "engine_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A file changed within this time of being read may change again unseen. */
#define RACY_NS 2000000000u
#define CACHE_LIMIT ((size_t)1 << 34)	/* bytes of a manifest or shard */
#define SHARDS 16u	/* files of documents, by the first digit of their sums */

/* What stands before each document in a shard. */
struct doc_head { uint8_t sha256[32]; char reader[16]; uint64_t len; };

/* What the knowledge base looked like when its build had ended. */
struct record { wf_str hash, index; struct wf_stat db_stat, index_stat; };

struct known { struct wf_stat stat; uint8_t sha256[32]; const char *reader; };

struct wf_cache {
	struct wf_arena arena;
	wf_str folder;
	const char *kb;
	uint64_t started_ns;	/* this build */
	struct record record;	/* what the last build wrote */
	bool trusted;		/* the documents come from the code that runs */
	struct known *known;
	struct wf_map by_path;	/* file -> index in known */
	wf_str *doc;		/* parsed documents as bytes */
	size_t ndoc, doc_cap;
	struct wf_map by_doc;	/* sum and reader -> index in doc */
	size_t held[SHARDS];	/* documents in each shard */
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

static bool
take_stat(wf_str *line, struct wf_stat *st)
{
	wf_str size, mtime, inode;

	if (!take(line, &size, " ") || !take(line, &mtime, " ") || !take(line, &inode, " "))
		return false;
	*st = (struct wf_stat){ number(size), number(mtime), number(inode) };
	return true;
}

/* "sha size mtime inode reader path", written while a build of time written ran. */
static void
read_line(struct wf_cache *c, wf_str line, uint64_t written, size_t n)
{
	struct known *k = &c->known[n];
	wf_str sha, reader;

	if (!take(&line, &sha, " ") || !take_stat(&line, &k->stat) || !take(&line, &reader, " ") ||
	    !unhex(k->sha256, sha))
		return;
	k->reader = reader_name(reader);
	if (k->reader && k->stat.mtime_ns + RACY_NS < written)
		wf_map_set(&c->by_path, line, (uint32_t)n);
}

/* "hash size mtime inode size mtime inode index": of the record, then of the index. */
static void
read_record(struct wf_cache *c, wf_str line)
{
	struct record r = { .hash = WF_S("") };

	if (!take(&line, &r.hash, " ") || !take_stat(&line, &r.db_stat) ||
	    !take_stat(&line, &r.index_stat))
		return;
	r.index = line;
	c->record = r;
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
	if (!take(&text, &written, "\n") || !take(&text, &line, "\n"))
		return;
	c->trusted = true;
	read_record(c, line);
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	c->known = wf_arena_alloc(&c->arena, (lines + 1) * sizeof(c->known[0]));
	while (take(&text, &line, "\n"))
		read_line(c, line, number(written), n++);
}

static void
put_stat(struct wf_buf *out, const struct wf_stat *st)
{
	wf_buf_printf(out, "%llu %llu %llu ", (unsigned long long)st->size,
	    (unsigned long long)st->mtime_ns, (unsigned long long)st->inode);
}

static void
put_record(struct wf_buf *out, const struct record *r)
{
	wf_buf_printf(out, "%.*s ", WF_FMT(r->hash));
	put_stat(out, &r->db_stat);
	put_stat(out, &r->index_stat);
	wf_buf_printf(out, "%.*s\n", WF_FMT(r->index));
}

static wf_rc
write_manifest(const struct wf_cache *c, const struct wf_inputs *in, struct wf_err *err)
{
	struct wf_buf text = { 0 }, path = { 0 };
	char hex[65];

	wf_buf_printf(&text, "wangfa-manifest %s %llu\n", wf_code_id,
	    (unsigned long long)c->started_ns);
	put_record(&text, &c->record);
	for (size_t i = 0; i < in->n; i++) {
		const struct wf_input *x = &in->v[i];

		if (!x->has_doc || wf_str_has(x->file, WF_S("\n")))
			continue;
		wf_hex(hex, x->sha256);
		wf_buf_printf(&text, "%s ", hex);
		put_stat(&text, &x->stat);
		wf_buf_printf(&text, "%s %s\n", x->reader, x->file.p);
	}
	wf_buf_printf(&text, "sum %016llx\n", (unsigned long long)wf_hash(wf_buf_str(&text)));
	wf_buf_printf(&path, "%.*s/manifest", WF_FMT(c->folder));
	wf_rc rc = wf_file_write(path.p, wf_buf_str(&text), err);
	wf_buf_free(&text);
	wf_buf_free(&path);
	return rc;
}

/* ---- the documents ------------------------------------------------------------- */

static void
shard_path(struct wf_buf *out, const struct wf_cache *c, size_t shard, const char *end)
{
	wf_buf_printf(out, "%.*s/%zx.docs%s", WF_FMT(c->folder), shard, end);
}

/* What a document is looked up by: the reader counts, for the same bytes may be .txt and .md. */
static struct doc_head
head_of(const struct wf_input *in)
{
	struct doc_head h;

	memset(&h, 0, sizeof(h));
	memcpy(h.sha256, in->sha256, sizeof(h.sha256));
	for (size_t i = 0; i < sizeof(h.reader) && in->reader[i] != '\0'; i++)
		h.reader[i] = in->reader[i];
	return h;
}

static wf_str
key_of(const struct doc_head *h)
{
	return (wf_str){ (const char *)h, offsetof(struct doc_head, len) };
}

/* Finds the documents in a shard; what follows a damaged length is not looked at. */
static void
read_shard(struct wf_cache *c, size_t shard)
{
	struct wf_buf path = { 0 };
	struct wf_err ignored;
	wf_str rest;

	shard_path(&path, c, shard, "");
	if (access(path.p, R_OK) == 0 &&
	    wf_file_read(&rest, &c->arena, path.p, CACHE_LIMIT, &ignored) == WF_OK) {
		while (rest.n > sizeof(struct doc_head)) {
			struct doc_head h;

			memcpy(&h, rest.p, sizeof(h));
			wf_str key = wf_str_sub(rest, 0, offsetof(struct doc_head, len));
			rest = wf_str_from(rest, sizeof(h));
			if (h.len > rest.n || h.len % 8 != 0)
				break;
			c->doc = wf_grow(c->doc, &c->doc_cap, c->ndoc + 1, sizeof(c->doc[0]));
			wf_map_set(&c->by_doc, key, (uint32_t)c->ndoc);
			c->doc[c->ndoc++] = wf_str_sub(rest, 0, (size_t)h.len);
			c->held[shard]++;
			rest = wf_str_from(rest, (size_t)h.len);
		}
	}
	wf_buf_free(&path);
}

bool
wf_cache_get(const struct wf_cache *c, struct wf_input *in)
{
	struct doc_head h = head_of(in);
	uint32_t i;

	if (!wf_map_get(&c->by_doc, key_of(&h), &i) || !wf_doc_unpack(&in->doc, c->doc[i]))
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

/*
 * Writes a shard beside the old one and renames it. Not synced: what a power cut spoils its
 * sum betrays. That it could not be written only costs time at the next build.
 */
static void
write_shard(const struct wf_cache *c, size_t shard, wf_str bytes)
{
	struct wf_buf path = { 0 }, beside = { 0 };

	shard_path(&path, c, shard, "");
	shard_path(&beside, c, shard, ".new");
	int fd = open(beside.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd >= 0) {
		bool done = write_all(fd, bytes);

		/* a rename over an old file makes some file systems write it out at once */
		unlink(path.p);
		if (close(fd) != 0 || !done || rename(beside.p, path.p) != 0)
			unlink(beside.p);
	}
	wf_buf_free(&path);
	wf_buf_free(&beside);
}

struct keeping { const struct wf_cache *c; const struct wf_inputs *in; };

/* Makes one shard hold the documents in use; leaves it alone when it does. */
static void
keep_shard(void *keeping, size_t shard)
{
	const struct keeping *k = keeping;
	struct wf_map used = { 0 };
	struct wf_arena keys = { 0 };
	struct wf_buf bytes = { 0 };
	bool changed = false;

	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1 && !changed && used.n == k->c->held[shard])
			break;
		wf_map_free(&used);
		for (size_t i = 0; i < k->in->n; i++) {
			const struct wf_input *in = &k->in->v[i];
			struct doc_head h = head_of(in);

			if (!in->has_doc || (size_t)(in->sha256[0] >> 4) != shard)
				continue;
			changed = changed || !in->reused;
			if (!wf_map_set(&used, wf_arena_str(&keys, key_of(&h)), 0) || pass == 0)
				continue;
			size_t at = bytes.n;
			wf_buf_put(&bytes, (wf_str){ (const char *)&h, sizeof(h) });
			wf_doc_pack(&bytes, &in->doc);
			h.len = bytes.n - at - sizeof(h);
			memcpy(bytes.p + at, &h, sizeof(h));
		}
		if (pass == 1)
			write_shard(k->c, shard, wf_buf_str(&bytes));
	}
	wf_map_free(&used);
	wf_arena_free(&keys);
	wf_buf_free(&bytes);
}

/* ---- looking up ------------------------------------------------------------------ */

static bool
same_stat(const struct wf_stat *a, const struct wf_stat *b)
{
	return a->size == b->size && a->mtime_ns == b->mtime_ns && a->inode == b->inode;
}

bool
wf_cache_known(const struct wf_cache *c, struct wf_input *in)
{
	uint32_t i;

	if (!wf_map_get(&c->by_path, in->file, &i))
		return false;
	const struct known *k = &c->known[i];

	if (!same_stat(&k->stat, &in->stat))
		return false;
	memcpy(in->sha256, k->sha256, sizeof(in->sha256));
	in->reader = k->reader;
	return true;
}

/* ---- the whole ----------------------------------------------------------- */

wf_rc
wf_cache_open(struct wf_cache **out, const char *kb, struct wf_err *err)
{
	struct wf_cache *c = wf_malloc(sizeof(*c));

	*c = (struct wf_cache){ .kb = kb, .started_ns = now_ns() };
	c->folder = wf_arena_printf(&c->arena, "%s/cache", kb);
	wf_rc rc = wf_mkdirs(c->folder.p, err);
	wf_str manifest = wf_arena_printf(&c->arena, "%s/manifest", c->folder.p);

	if (rc == WF_OK)
		read_manifest(c, manifest.p);
	for (size_t i = 0; i < SHARDS && c->trusted; i++)
		read_shard(c, i);
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
	wf_map_free(&c->by_doc);
	free(c->doc);
	wf_arena_free(&c->arena);
	free(c);
}

/* Looks at the record and an index of the knowledge base; false when one is not there. */
static bool
look(struct record *r, const struct wf_cache *c)
{
	struct wf_buf path = { 0 };
	struct wf_err ignored;

	wf_buf_printf(&path, "%s/wangfa.db", c->kb);
	bool there = wf_file_stat(&r->db_stat, path.p, &ignored) == WF_OK;
	path.n = 0;
	wf_buf_printf(&path, "%s/%.*s", c->kb, WF_FMT(r->index));
	there = there && wf_file_stat(&r->index_stat, path.p, &ignored) == WF_OK;
	wf_buf_free(&path);
	return there;
}

bool
wf_cache_current(const struct wf_cache *c, const char *hash)
{
	struct record now = c->record;

	return now.index.n != 0 && wf_str_is(now.hash, hash) && look(&now, c) &&
	    same_stat(&now.db_stat, &c->record.db_stat) &&
	    same_stat(&now.index_stat, &c->record.index_stat);
}

void
wf_cache_set_current(struct wf_cache *c, const char *hash, const char *index)
{
	c->record = (struct record){ .hash = wf_arena_str(&c->arena, wf_str_of(hash)),
		.index = wf_arena_str(&c->arena, wf_str_of(index)) };
	if (!look(&c->record, c))
		c->record = (struct record){ .hash = WF_S("") };
}

wf_rc
wf_cache_settle(struct wf_cache *c, const struct wf_inputs *in, unsigned workers,
    struct wf_err *err)
{
	struct keeping k = { c, in };

	wf_parallel(SHARDS, workers, keep_shard, &k, NULL, "keep");
	return write_manifest(c, in, err);
}
