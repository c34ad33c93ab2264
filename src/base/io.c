/*
 * Whole files in and out, walking folders, SHA-256.
 * Does not look at what the bytes mean.
 */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

/* "<what> <path>: <errno's words>" */
static wf_rc
fail_errno(struct wf_err *err, const char *what, const char *path)
{
	int saved = errno;
	char words[128];

	return wf_fail(err, WF_E_IO, "cannot %s %s: %s", what, path,
	    strerror_r(saved, words, sizeof(words)));
}

wf_rc
wf_file_stat(struct wf_stat *out, const char *path, struct wf_err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return fail_errno(err, "look at", path);
	out->size = (uint64_t)st.st_size;
	out->mtime_ns = (uint64_t)st.st_mtim.tv_sec * 1000000000u + (uint64_t)st.st_mtim.tv_nsec;
	out->inode = (uint64_t)st.st_ino;
	return WF_OK;
}

/* ---- reading ---- */

/* Reads to the end of fd; the file may be longer than size says (a pipe, a growing file). */
static wf_rc
read_all(wf_str *out, struct wf_arena *a, int fd, size_t size, size_t limit)
{
	size_t cap = size + 1, n = 0;
	char *p = wf_arena_alloc(a, cap + 1);

	for (;;) {
		if (n == cap) {
			if (n > limit)
				return WF_E_LIMIT;
			cap = cap < 4096 ? 8192 : cap * 2;
			char *bigger = wf_arena_alloc(a, cap + 1);

			memcpy(bigger, p, n);
			p = bigger;
		}
		ssize_t got = read(fd, p + n, cap - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return WF_E_IO;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*out = (wf_str){ p, n };
	return n > limit ? WF_E_LIMIT : WF_OK;
}

wf_rc
wf_file_read(wf_str *out, struct wf_arena *a, const char *path, size_t limit, struct wf_err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = WF_S("");
	if (fd < 0)
		return fail_errno(err, "open", path);
	wf_rc rc = WF_E_LIMIT;

	if (fstat(fd, &st) != 0) {
		rc = WF_E_IO;
	} else if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		rc = WF_E_IO;
	} else if (st.st_size >= 0 && (uint64_t)st.st_size <= limit) {
		rc = read_all(out, a, fd, (size_t)st.st_size, limit);
	}
	if (rc == WF_E_IO)
		fail_errno(err, "read", path);
	else if (rc == WF_E_LIMIT)
		wf_fail(err, rc, "%s is larger than %zu bytes; split it", path, limit);
	close(fd);
	if (rc != WF_OK)
		*out = WF_S("");
	return rc;
}

/* ---- writing ---- */

static bool
write_all(int fd, wf_str bytes)
{
	while (bytes.n > 0) {
		ssize_t put = write(fd, bytes.p, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = wf_str_from(bytes, (size_t)put);
	}
	return true;
}

/* The folder of path with its slash, "./" when none is named. */
static wf_str
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? WF_S("./") : (wf_str){ path, (size_t)(slash - path) + 1 };
}

/* Opens a new file in folder; the name starts with '.' so that no walk meets it. */
static int
open_beside(struct wf_buf *name, wf_str folder)
{
	for (int try = 0; try < 1000; try++) {
		name->n = 0;
		wf_buf_printf(name, "%.*s.wangfa-%ld-%d", WF_FMT(folder), (long)getpid(), try);
		int fd = open(name->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Makes a rename in folder last. Some file systems cannot sync a folder; that is no failure. */
static bool
sync_folder(wf_str folder)
{
	struct wf_buf name = { 0 };

	wf_buf_put(&name, folder);
	int fd = open(name.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	wf_buf_free(&name);
	if (fd < 0)
		return errno == EACCES;
	bool done = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;

	close(fd);
	return done;
}

/* A pipe or a device cannot be replaced by a rename. */
static wf_rc
write_in_place(const char *path, wf_str bytes, struct wf_err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return fail_errno(err, "write", path);
	wf_rc rc = write_all(fd, bytes) ? WF_OK : fail_errno(err, "write", path);

	if (close(fd) != 0 && rc == WF_OK)
		rc = fail_errno(err, "write", path);
	return rc;
}

wf_rc
wf_file_write(const char *path, wf_str bytes, struct wf_err *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_in_place(path, bytes, err);
	struct wf_buf beside = { 0 };
	int fd = open_beside(&beside, folder_of(path));

	if (fd < 0) {
		wf_buf_free(&beside);
		return fail_errno(err, "write beside", path);
	}
	wf_rc rc = write_all(fd, bytes) && fsync(fd) == 0 ? WF_OK : fail_errno(err, "write", path);

	if (close(fd) != 0 && rc == WF_OK)
		rc = fail_errno(err, "write", path);
	if (rc == WF_OK && rename(beside.p, path) != 0)
		rc = fail_errno(err, "replace", path);
	if (rc != WF_OK)
		unlink(beside.p);
	else if (!sync_folder(folder_of(path)))
		rc = fail_errno(err, "sync the folder of", path);
	wf_buf_free(&beside);
	return rc;
}

wf_rc
wf_mkdirs(const char *path, struct wf_err *err)
{
	struct wf_buf name = { 0 };
	wf_rc rc = WF_OK;

	for (const char *p = path; rc == WF_OK && *p != '\0';) {
		size_t n = strspn(p, "/");

		n += strcspn(p + n, "/");
		wf_buf_put(&name, (wf_str){ p, n });
		p += n;
		if (mkdir(name.p, 0777) != 0 && errno != EEXIST && errno != EISDIR)
			rc = fail_errno(err, "make folder", name.p);
	}
	struct stat st;

	if (rc == WF_OK && (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)))
		rc = wf_fail(err, WF_E_IO, "cannot make folder %s: a file has that name", path);
	wf_buf_free(&name);
	return rc;
}

/* ---- walking ---- */

/* A folder met, and the one that holds it (its own index for the root). */
struct folder { wf_str path, rel; dev_t dev; ino_t inode; size_t parent; };

struct walk {
	struct wf_entries *out;
	struct wf_arena *arena;
	struct folder *folder;
	size_t n, cap;
};

static void
add_folder(struct walk *w, wf_str path, wf_str rel, size_t parent)
{
	w->folder = wf_grow(w->folder, &w->cap, w->n + 1, sizeof(*w->folder));
	w->folder[w->n++] = (struct folder){ .path = path, .rel = rel, .parent = parent };
}

static void
add_file(struct wf_entries *out, wf_str path, wf_str rel)
{
	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct wf_entry){ .path = path, .rel = rel };
}

/* A folder that lies in itself (a bind mount can do that). */
static bool
in_itself(const struct walk *w, size_t at)
{
	const struct folder *self = &w->folder[at];

	for (size_t i = at; w->folder[i].parent != i;) {
		i = w->folder[i].parent;
		if (w->folder[i].inode == self->inode && w->folder[i].dev == self->dev)
			return true;
	}
	return false;
}

/*
 * One name in a folder. A link that leads nowhere is reported as a file, so that its reader
 * says why it cannot be opened and nothing is left out in silence.
 */
static void
meet(struct walk *w, size_t at, const struct dirent *entry)
{
	wf_str parent = w->folder[at].path, rel = w->folder[at].rel;
	const char *slash = wf_str_ends(parent, WF_S("/")) ? "" : "/";
	wf_str path = wf_arena_printf(w->arena, "%.*s%s%s", WF_FMT(parent), slash, entry->d_name);
	struct stat st;
	unsigned char type = entry->d_type;

	slash = rel.n > 0 ? "/" : "";
	rel = wf_arena_printf(w->arena, "%.*s%s%s", WF_FMT(rel), slash, entry->d_name);
	if (type == DT_UNKNOWN && lstat(path.p, &st) == 0)
		type = (unsigned char)IFTODT(st.st_mode);
	if (type == DT_DIR)
		add_folder(w, path, rel, at);
	else if (type == DT_REG)
		add_file(w->out, path, rel);
	else if (type == DT_LNK && (stat(path.p, &st) != 0 || S_ISREG(st.st_mode)))
		add_file(w->out, path, rel);
}

static wf_rc
read_folder(struct walk *w, size_t at, struct wf_err *err)
{
	const char *path = w->folder[at].path.p;
	DIR *dir = opendir(path);
	struct stat st;

	if (dir == NULL)
		return fail_errno(err, "read folder", path);
	if (fstat(dirfd(dir), &st) == 0) {
		w->folder[at].dev = st.st_dev;
		w->folder[at].inode = st.st_ino;
	}
	wf_rc rc = WF_OK;

	if (in_itself(w, at))
		rc = wf_fail(err, WF_E_IO, "folder %s lies in itself; name its parts", path);
	while (rc == WF_OK) {
		errno = 0;
		const struct dirent *entry = readdir(dir);

		if (entry == NULL && errno != 0)
			rc = fail_errno(err, "read folder", path);
		if (entry == NULL)
			break;
		if (entry->d_name[0] != '.')
			meet(w, at, entry);
	}
	closedir(dir);
	return rc;
}

static int
by_rel(const void *a, const void *b)
{
	return wf_str_cmp(((const struct wf_entry *)a)->rel, ((const struct wf_entry *)b)->rel);
}

wf_rc
wf_walk(struct wf_entries *out, struct wf_arena *a, const char *root, struct wf_err *err)
{
	struct stat st;
	size_t first = out->n;

	if (stat(root, &st) != 0)
		return fail_errno(err, "read", root);
	wf_str path = wf_arena_str(a, wf_str_of(root));

	if (S_ISREG(st.st_mode)) {
		bool bare = strrchr(root, '/') == NULL;

		add_file(out, path, wf_str_from(path, bare ? 0 : folder_of(root).n));
		return WF_OK;
	}
	if (!S_ISDIR(st.st_mode))
		return wf_fail(err, WF_E_IO, "%s is neither a file nor a folder", root);
	struct walk w = { .out = out, .arena = a };
	wf_rc rc = WF_OK;

	add_folder(&w, path, WF_S(""), 0);
	for (size_t i = 0; rc == WF_OK && i < w.n; i++)
		rc = read_folder(&w, i, err);
	free(w.folder);
	if (out->n > first)
		qsort(out->v + first, out->n - first, sizeof(*out->v), by_rel);
	return rc;
}

/* ---- SHA-256 ---- */

void
wf_sha256(uint8_t out[32], wf_str bytes)
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, bytes.n, (const uint8_t *)bytes.p);
	sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
}

void
wf_hex(char out[65], const uint8_t sha[32])
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < 32; i++) {
		out[2 * i] = digit[sha[i] >> 4];
		out[2 * i + 1] = digit[sha[i] & 15];
	}
	out[64] = '\0';
}
