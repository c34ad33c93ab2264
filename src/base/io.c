/*
 * Whole files in and out, walking folders, running a program with limits, SHA-256.
 * Does not look at what the bytes mean.
 */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

/* ---- programs ---- */

#define ERRORS_KEPT ((size_t)1 << 10)	/* bytes of standard error */

/* What the child needs; made before the fork, for after it little is allowed. */
struct child {
	wf_str path;
	const char *env[3];
	int in, out[2], errors[2];	/* out and errors: pipes, the child writes to [1] */
	pid_t pid;
};

/* The file that PATH means by a name; "" = none. */
static wf_str
find_program(struct wf_arena *a, const char *name)
{
	const char *path = getenv("PATH");
	wf_str rest = wf_str_of(path != NULL ? path : "/usr/local/bin:/usr/bin:/bin");

	if (strchr(name, '/') != NULL)
		return access(name, X_OK) == 0 ? wf_str_of(name) : WF_S("");
	while (rest.n > 0) {
		size_t n = wf_str_find(rest, WF_S(":"), 0);
		wf_str folder = wf_str_sub(rest, 0, n);
		wf_str file = wf_arena_printf(a, "%.*s/%s", WF_FMT(folder), name);
		struct stat st;

		if (folder.n > 0 && stat(file.p, &st) == 0 && S_ISREG(st.st_mode) &&
		    access(file.p, X_OK) == 0)
			return file;
		rest = wf_str_from(rest, folder.n + 1);
	}
	return WF_S("");
}

/* In the child: takes its place as the program. Calls that are safe after a fork alone. */
static _Noreturn void
become(const struct child *c, const struct wf_run *run)
{
	const struct rlimit none = { 0, 0 }, time = { run->seconds, run->seconds };
	const struct rlimit memory = { run->memory, run->memory };

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* it has a group of its own: an interrupt does not reach it */
	if (setrlimit(RLIMIT_CPU, &time) == 0 && setrlimit(RLIMIT_AS, &memory) == 0 &&
	    setrlimit(RLIMIT_FSIZE, &none) == 0 && setrlimit(RLIMIT_CORE, &none) == 0 &&
	    dup2(c->in, 0) == 0 && dup2(c->out[1], 1) == 1 && dup2(c->errors[1], 2) == 2)
		execve(c->path.p, (char *const *)(uintptr_t)run->argv, (char *const *)(uintptr_t)c->env);
	_exit(127);
}

static uint64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Takes what a pipe holds into b, of which only the first most bytes are kept; false = it has ended. */
static bool
take_bytes(struct wf_buf *b, size_t most, int fd)
{
	char bytes[16384];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	size_t room = b->n < most ? most - b->n : 0;

	wf_buf_put(b, (wf_str){ bytes, (size_t)n < room ? (size_t)n : room });
	return n > 0;
}

/* Listens until both pipes have ended. WF_E_LIMIT: too late, or more than it may say. */
static wf_rc
listen_to(const struct child *c, const struct wf_run *run, uint64_t end, struct wf_buf *out,
    struct wf_buf *errors)
{
	struct pollfd fd[2] = { { .fd = c->out[0], .events = POLLIN },
		{ .fd = c->errors[0], .events = POLLIN } };

	while (fd[0].fd >= 0 || fd[1].fd >= 0) {
		uint64_t now = clock_ms();

		if (now >= end || out->n > run->output)
			return WF_E_LIMIT;
		if (poll(fd, 2, (int)(end - now)) < 0 && errno != EINTR)
			return WF_E_IO;
		if (fd[0].revents != 0 && !take_bytes(out, run->output + 1, c->out[0]))
			fd[0].fd = -1;
		if (fd[1].revents != 0 && !take_bytes(errors, ERRORS_KEPT, c->errors[0]))
			fd[1].fd = -1;
	}
	return WF_OK;
}

/* Waits for the end of the child; one that closed its output and runs on is waited for as well. */
static wf_rc
reap(int *status, pid_t pid, uint64_t end, bool now)
{
	wf_rc rc = WF_OK;
	int how = 0;
	pid_t got;

	while (!now && (got = waitpid(pid, &how, WNOHANG)) != pid) {
		struct timespec nap = { .tv_nsec = 2000000 };

		if (got < 0 && errno != EINTR)
			return WF_E_IO;
		now = clock_ms() >= end;
		if (now)
			rc = WF_E_LIMIT;
		nanosleep(&nap, NULL);
	}
	if (now) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);	/* when it had no time to make its own group */
		while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
			continue;
	}
	*status = WIFSIGNALED(how) ? 128 + WTERMSIG(how) : WEXITSTATUS(how);
	return rc;
}

/* A file without a name that holds the bytes, to be read from its start; -1 with errno. */
static int
as_input(wf_str bytes)
{
	int fd = memfd_create("wangfa", MFD_CLOEXEC);

	if (fd >= 0 && (!write_all(fd, bytes) || lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void
close_child(const struct child *c)
{
	const int fd[] = { c->in, c->out[0], c->out[1], c->errors[0], c->errors[1] };

	for (size_t i = 0; i < sizeof(fd) / sizeof(fd[0]); i++) {
		if (fd[i] >= 0)
			close(fd[i]);
	}
}

/* With the child started: listens, waits, and says what limit was met. */
static wf_rc
attend(struct child *c, struct wf_run *run, struct wf_arena *a, struct wf_err *err)
{
	struct wf_buf out = { 0 }, errors = { 0 };
	uint64_t end = clock_ms() + (uint64_t)run->seconds * 1000;

	close(c->out[1]);
	close(c->errors[1]);
	c->out[1] = c->errors[1] = -1;
	wf_rc rc = listen_to(c, run, end, &out, &errors);
	wf_rc late = reap(&run->status, c->pid, end, rc != WF_OK);

	if (rc == WF_OK)
		rc = late;
	bool spent = run->status == 128 + SIGXCPU || (rc == WF_OK && run->status == 128 + SIGKILL);

	if (rc == WF_E_LIMIT && out.n > run->output)
		wf_fail(err, rc, "%s wrote more than %zu MiB", run->argv[0], run->output >> 20);
	else if (rc == WF_E_LIMIT || spent)
		rc = wf_fail(err, WF_E_LIMIT, "%s took more than %u s", run->argv[0], run->seconds);
	else if (rc != WF_OK)
		rc = fail_errno(err, "listen to", run->argv[0]);
	run->out = wf_arena_str(a, wf_buf_str(&out));
	run->errors = wf_arena_str(a, wf_buf_str(&errors));
	wf_buf_free(&out);
	wf_buf_free(&errors);
	return rc;
}

wf_rc
wf_run(struct wf_run *run, struct wf_arena *a, struct wf_err *err)
{
	struct child c = { .path = find_program(a, run->argv[0]), .in = -1, .out = { -1, -1 },
		.errors = { -1, -1 }, .env = { "LC_ALL=C.UTF-8", NULL, NULL } };
	const char *path = getenv("PATH");
	wf_rc rc = WF_OK;

	run->out = run->errors = WF_S("");
	run->status = 0;
	if (c.path.n == 0)
		return WF_NONE;
	if (path != NULL)
		c.env[1] = wf_arena_printf(a, "PATH=%s", path).p;
	c.in = as_input(run->in);
	if (c.in < 0 || pipe2(c.out, O_CLOEXEC) != 0 || pipe2(c.errors, O_CLOEXEC) != 0 ||
	    (c.pid = fork()) < 0)
		rc = fail_errno(err, "start", run->argv[0]);
	else if (c.pid == 0)
		become(&c, run);
	else
		rc = attend(&c, run, a, err);
	close_child(&c);
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
