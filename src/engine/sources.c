/*
 * Which files a build reads: the sources asked for or remembered, walked, each real file
 * once, under paths that hold nothing of the machine.  Opens no file.
 */
#include "engine_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "findings_gen.h"

void
wf_note_add(struct wf_notes *n, unsigned code, uint32_t a, uint32_t b, wf_str words)
{
	n->v = wf_grow(n->v, &n->cap, n->n + 1, sizeof(n->v[0]));
	n->v[n->n++] = (struct wf_note){ { .code = (uint16_t)code, .a = a, .b = b }, words };
}

void
wf_inputs_free(struct wf_inputs *in)
{
	for (size_t i = 0; i < in->n; i++) {
		if (in->v[i].has_doc)
			wf_doc_free(&in->v[i].doc);
		wf_findings_free(&in->v[i].more);
		free(in->v[i].note.v);
		wf_arena_free(&in->v[i].arena);
	}
	free(in->v);
	*in = (struct wf_inputs){ 0 };
}

/* ---- choosing ------------------------------------------------------------ */

/*
 * The absolute path of a source. Its own name stays as written, so that a link named
 * "corpus" is called corpus; "." and ".." become the folder's name.
 */
static wf_rc
absolute(wf_str *out, struct wf_arena *a, const char *path, struct wf_err *err)
{
	char *real = realpath(path, NULL);
	wf_rc rc = WF_OK;

	if (!real)
		return wf_fail(err, WF_E_IO, "cannot open %s: %s; check the path", path,
		    strerror(errno));
	wf_str s = wf_str_of(path), last;

	while (s.n > 1 && wf_str_ends(s, WF_S("/")))
		s.n--;
	size_t slash = s.n;
	while (slash > 0 && s.p[slash - 1] != '/')
		slash--;
	last = wf_str_from(s, slash);
	*out = wf_arena_str(a, wf_str_of(real));
	if (last.n != 0 && !wf_str_is(last, ".") && !wf_str_is(last, "..")) {
		wf_str folder = slash == 0 ? WF_S(".") : wf_arena_str(a, wf_str_sub(s, 0, slash));
		char *real_folder = realpath(folder.p, NULL);

		if (real_folder)
			*out = wf_arena_printf(a, "%s/%.*s",
			    strcmp(real_folder, "/") == 0 ? "" : real_folder, WF_FMT(last));
		free(real_folder);
	}
	free(real);
	if (wf_str_has(*out, WF_S("\n")))
		rc = wf_fail(err, WF_E_USAGE, "the path of a source holds a line break; rename it");
	return rc;
}

static void
add_path(struct wf_paths *p, wf_str path)
{
	for (size_t i = 0; i < p->n; i++)
		if (wf_str_eq(p->v[i], path))
			return;
	p->v = wf_grow(p->v, &p->cap, p->n + 1, sizeof(p->v[0]));
	p->v[p->n++] = path;
}

/* Adds the remembered sources; none when nothing is remembered. */
static wf_rc
add_remembered(struct wf_paths *out, struct wf_arena *a, const char *kb, struct wf_err *err)
{
	wf_str file = wf_arena_printf(a, "%s/sources", kb), text;

	if (access(file.p, F_OK) != 0 && errno == ENOENT)
		return WF_OK;
	wf_rc rc = wf_file_read(&text, a, file.p, WF_FILE_LIMIT, err);

	while (rc == WF_OK && text.n != 0) {
		size_t end = wf_str_find(text, WF_S("\n"), 0);
		wf_str line = wf_arena_str(a, wf_str_sub(text, 0, end));

		text = wf_str_from(text, line.n + 1);
		if (line.n == 0)
			continue;
		if (access(line.p, F_OK) != 0)
			rc = wf_fail(err, WF_E_IO, "the source %s is not there any more (%s); put "
			    "it back, or build again and name the sources to use", line.p,
			    strerror(errno));
		add_path(out, line);
	}
	return rc;
}

wf_rc
wf_sources_choose(struct wf_paths *out, struct wf_arena *a, const struct wf_build_opt *opt,
    struct wf_err *err)
{
	wf_rc rc = WF_OK;

	if (opt->nsource == 0 || opt->add)
		rc = add_remembered(out, a, opt->kb, err);
	for (size_t i = 0; i < opt->nsource && rc == WF_OK; i++) {
		wf_str path;

		rc = absolute(&path, a, opt->source[i], err);
		if (rc == WF_OK)
			add_path(out, path);
	}
	if (rc == WF_OK && out->n == 0)
		rc = wf_fail(err, WF_E_USAGE, "no sources: name a folder or file of legal texts, "
		    "as in \"wangfa build laws\"");
	return rc;
}

wf_rc
wf_sources_remember(const char *kb, const struct wf_paths *p, struct wf_err *err)
{
	struct wf_buf text = { 0 }, path = { 0 };

	for (size_t i = 0; i < p->n; i++)
		wf_buf_printf(&text, "%.*s\n", WF_FMT(p->v[i]));
	wf_buf_printf(&path, "%s/sources", kb);
	wf_rc rc = wf_file_write(path.p, wf_buf_str(&text), err);
	wf_buf_free(&text);
	wf_buf_free(&path);
	return rc;
}

/* ---- walking ------------------------------------------------------------- */

/* A file met on the walk, before files met twice are taken out. */
struct met { wf_str path, file, real; size_t root_len; bool odd; };
struct mets { struct met *v; size_t n, cap; };

/* The last depth parts of a path. */
static wf_str
tail_of(wf_str path, size_t depth)
{
	size_t at = path.n;

	while (at > 0 && depth > 0) {
		while (at > 0 && path.p[at - 1] != '/')
			at--;
		if (--depth > 0 && at > 0)
			at--;
	}
	return wf_str_from(path, at);
}

/*
 * The name under which a source's files are recorded: its last part, or as many parts as
 * tell it from every other source. Order of the sources does not matter.
 */
static wf_str
root_name(const struct wf_paths *p, size_t i)
{
	wf_str name = WF_S("");

	for (size_t depth = 1; depth < 64; depth++) {
		bool clash = false;

		name = tail_of(p->v[i], depth);
		for (size_t k = 0; k < p->n; k++)
			clash = clash || (k != i && wf_str_eq(tail_of(p->v[k], depth), name));
		if (!clash)
			break;
	}
	return name;
}

/* A valid UTF-8 copy of a path; bytes that are none become U+FFFD. */
static wf_str
valid_path(struct wf_arena *a, wf_str path, bool *odd)
{
	struct wf_buf b = { 0 };

	*odd = wf_utf8_valid(path) != path.n;
	if (!*odd)
		return wf_arena_str(a, path);
	while (path.n != 0)
		wf_buf_cp(&b, wf_utf8_next(&path));
	wf_str out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return out;
}

static wf_rc
walk_root(struct mets *m, struct wf_arena *a, const struct wf_paths *p, size_t i, wf_str kb,
    struct wf_err *err)
{
	struct wf_entries e = { 0 };
	wf_str name = root_name(p, i);
	wf_rc rc = wf_walk(&e, a, p->v[i].p, err);

	for (size_t k = 0; k < e.n && rc == WF_OK; k++) {
		char *real = realpath(e.v[k].path.p, NULL);
		struct met x = { .file = e.v[k].path, .root_len = p->v[i].n };

		x.real = real ? wf_arena_str(a, wf_str_of(real)) : x.file;
		free(real);
		if (wf_str_starts(x.real, kb))
			continue;	/* what a build wrote is no source */
		bool is_root = wf_str_eq(e.v[k].path, p->v[i]);
		wf_str path = is_root ? name : wf_arena_printf(a, "%.*s%s%.*s", WF_FMT(name),
		    name.n != 0 ? "/" : "", WF_FMT(e.v[k].rel));

		x.path = valid_path(a, path, &x.odd);
		m->v = wf_grow(m->v, &m->cap, m->n + 1, sizeof(m->v[0]));
		m->v[m->n++] = x;
	}
	free(e.v);
	return rc;
}

/* Files by real path, the one of the outermost source first. */
static int
by_real(const void *a, const void *b)
{
	const struct met *x = a, *y = b;
	int c = wf_str_cmp(x->real, y->real);

	if (c == 0 && x->root_len != y->root_len)
		c = x->root_len < y->root_len ? -1 : 1;
	return c != 0 ? c : wf_str_cmp(x->path, y->path);
}

static int
by_path(const void *a, const void *b)
{
	const struct met *x = a, *y = b;
	int c = wf_str_cmp(x->path, y->path);

	return c != 0 ? c : wf_str_cmp(x->real, y->real);
}

/* Takes each real file once and gives each a path of its own; in order of path. */
static void
settle(struct mets *m, struct wf_arena *a)
{
	size_t n = 0;

	if (m->n == 0)
		return;
	qsort(m->v, m->n, sizeof(m->v[0]), by_real);
	for (size_t i = 0; i < m->n; i++)
		if (n == 0 || !wf_str_eq(m->v[n - 1].real, m->v[i].real))
			m->v[n++] = m->v[i];
	m->n = n;
	for (bool again = true; again; ) {
		wf_str first = WF_S("");
		unsigned same = 1;

		again = false;
		qsort(m->v, n, sizeof(m->v[0]), by_path);
		for (size_t i = 0; i < n; i++) {
			bool twin = i > 0 && wf_str_eq(m->v[i].path, first);

			if (!twin) {
				first = m->v[i].path;
				same = 1;
				continue;
			}
			m->v[i].path = wf_arena_printf(a, "%.*s~%u", WF_FMT(first), ++same);
			again = true;
		}
	}
}

wf_rc
wf_sources_walk(struct wf_inputs *out, struct wf_arena *a, const struct wf_paths *p,
    const char *kb, struct wf_err *err)
{
	struct mets m = { 0 };
	char *real = realpath(kb, NULL);
	wf_str own = wf_arena_printf(a, "%s/", real ? real : kb);
	wf_rc rc = WF_OK;

	free(real);
	for (size_t i = 0; i < p->n && rc == WF_OK; i++)
		rc = walk_root(&m, a, p, i, own, err);
	if (rc == WF_OK) {
		settle(&m, a);
		out->n = m.n;
		out->v = wf_malloc((m.n + 1) * sizeof(out->v[0]));
		memset(out->v, 0, (m.n + 1) * sizeof(out->v[0]));
		for (size_t i = 0; i < m.n; i++) {
			out->v[i].path = m.v[i].path;
			out->v[i].file = m.v[i].file;
			out->v[i].odd_name = m.v[i].odd;
			out->v[i].reader = out->v[i].nolaw = "";
			if (m.v[i].odd)
				wf_note_add(&out->v[i].note, WF_D_NAME_NOT_UTF8, 0, 0, WF_S(""));
		}
	}
	free(m.v);
	return rc;
}
