/*
 * Writes the index file and opens it again, checking every size and offset in
 * it.  It finds nothing: that is query.c.
 */
#include "search_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORDER 0x01020304u

/* ---- folding ------------------------------------------------------------------- */

void
wf_search_fold(uint16_t **v, size_t *n, size_t *cap, wf_str s, struct wf_buf *scratch)
{
	scratch->n = 0;
	wf_fold(scratch, s, WF_FOLD_SEARCH);
	wf_str folded = wf_buf_str(scratch);
	*v = wf_grow(*v, cap, *n + folded.n + 1, sizeof **v);
	while (folded.n) {
		uint32_t cp = wf_utf8_next(&folded);
		if (cp < 0x10000) {
			(*v)[(*n)++] = (uint16_t)cp;
			continue;
		}
		(*v)[(*n)++] = (uint16_t)(0xd800 + ((cp - 0x10000) >> 10));
		(*v)[(*n)++] = (uint16_t)(0xdc00 + ((cp - 0x10000) & 0x3ff));
	}
}

/* ---- writing --------------------------------------------------------------------- */

struct wf_index_writer {
	char *path;
	uint16_t *text;
	size_t n, cap;
	struct wf_index_context *context;
	size_t ncontext, context_cap;
	struct wf_index_unit *unit;
	size_t nunit, unit_cap;
	struct wf_buf title, heading;	/* of the last context, as given */
	struct wf_buf scratch;
};

wf_rc
wf_index_create(struct wf_index_writer **out, const char *path, struct wf_err *err)
{
	struct wf_index_writer *w = wf_malloc(sizeof *w);
	size_t n = strlen(path) + 1;

	(void)err;	/* the file is written as one piece at the end */
	memset(w, 0, sizeof *w);
	w->path = wf_malloc(n);
	memcpy(w->path, path, n);
	*out = w;
	return WF_OK;
}

static bool
same_context(const struct wf_index_writer *w, const struct wf_unit *u)
{
	return w->ncontext > 0 && w->context[w->ncontext - 1].expr == u->expr &&
	    wf_str_eq(wf_buf_str(&w->title), u->title) &&
	    wf_str_eq(wf_buf_str(&w->heading), u->heading);
}

static void
add_context(struct wf_index_writer *w, const struct wf_unit *u)
{
	size_t start = w->n;

	w->title.n = w->heading.n = 0;
	wf_buf_put(&w->title, u->title);
	wf_buf_put(&w->heading, u->heading);
	wf_search_fold(&w->text, &w->n, &w->cap, u->title, &w->scratch);
	size_t ntitle = w->n - start;
	wf_search_fold(&w->text, &w->n, &w->cap, u->heading, &w->scratch);
	w->context = wf_grow(w->context, &w->context_cap, w->ncontext + 1, sizeof *w->context);
	w->context[w->ncontext++] = (struct wf_index_context){ u->expr, (uint32_t)start,
	    (uint32_t)ntitle, (uint32_t)(w->n - start - ntitle), 0 };
}

wf_rc
wf_index_add(struct wf_index_writer *w, const struct wf_unit *u)
{
	/* folding never lengthens a text fourfold */
	if (w->n + 4 * (u->title.n + u->heading.n + u->text.n) > UINT32_MAX)
		return WF_E_LIMIT;
	if (!same_context(w, u))
		add_context(w, u);
	size_t start = w->n;
	wf_search_fold(&w->text, &w->n, &w->cap, u->text, &w->scratch);
	w->unit = wf_grow(w->unit, &w->unit_cap, w->nunit + 1, sizeof *w->unit);
	w->unit[w->nunit++] = (struct wf_index_unit){ (uint32_t)(w->ncontext - 1), u->seq,
	    (uint32_t)start, (uint32_t)(w->n - start) };
	return WF_OK;
}

void
wf_index_abandon(struct wf_index_writer *w)
{
	if (!w)
		return;
	free(w->path);
	free(w->text);
	free(w->context);
	free(w->unit);
	wf_buf_free(&w->title);
	wf_buf_free(&w->heading);
	wf_buf_free(&w->scratch);
	free(w);
}

/* Tables stand at multiples of eight bytes. */
static uint64_t
text_room(uint64_t nchar)
{
	return (nchar * sizeof(uint16_t) + 7) & ~(uint64_t)7;
}

static uint64_t
file_size(const struct wf_index_head *h)
{
	return sizeof *h + text_room(h->nchar) + h->ncontext * sizeof(struct wf_index_context) +
	    h->nunit * sizeof(struct wf_index_unit);
}

wf_rc
wf_index_finish(struct wf_index_writer *w, uint8_t sha[32], struct wf_err *err)
{
	struct wf_index_head head = { WF_INDEX_MAGIC, WF_INDEX_VERSION, ORDER, w->n, w->ncontext,
	    w->nunit, 0 };

	head.size = file_size(&head);
	char *file = wf_malloc(head.size);
	char *p = file;
	memcpy(p, &head, sizeof head);
	p += sizeof head;
	memset(p, 0, text_room(w->n));
	if (w->n)
		memcpy(p, w->text, w->n * sizeof *w->text);
	p += text_room(w->n);
	if (w->ncontext)
		memcpy(p, w->context, w->ncontext * sizeof *w->context);
	p += w->ncontext * sizeof *w->context;
	if (w->nunit)
		memcpy(p, w->unit, w->nunit * sizeof *w->unit);
	wf_str bytes = { file, head.size };
	wf_sha256(sha, bytes);
	wf_rc rc = wf_file_write(w->path, bytes, err);
	free(file);
	wf_index_abandon(w);
	return rc;
}

/* ---- opening ----------------------------------------------------------------------- */

static bool
head_holds(const struct wf_index_head *h, uint64_t size)
{
	return memcmp(h->magic, WF_INDEX_MAGIC, sizeof h->magic) == 0 &&
	    h->version == WF_INDEX_VERSION && h->order == ORDER && h->nchar <= UINT32_MAX &&
	    h->ncontext <= UINT32_MAX && h->nunit <= UINT32_MAX && h->size == size &&
	    file_size(h) == size;
}

static bool
tables_hold(const struct wf_index *x)
{
	uint64_t nchar = x->head->nchar;

	for (uint64_t i = 0; i < x->head->ncontext; i++) {
		const struct wf_index_context *c = &x->context[i];
		if ((uint64_t)c->off + c->ntitle + c->nheading > nchar)
			return false;
	}
	for (uint64_t i = 0; i < x->head->nunit; i++) {
		const struct wf_index_unit *u = &x->unit[i];
		if ((uint64_t)u->off + u->n > nchar || u->context >= x->head->ncontext)
			return false;
	}
	return true;
}

static bool
take_map(struct wf_index *x)
{
	const char *p = x->map;

	x->head = x->map;
	if (x->size < sizeof *x->head || !head_holds(x->head, x->size))
		return false;
	p += sizeof *x->head;
	x->text = (const uint16_t *)(const void *)p;
	p += text_room(x->head->nchar);
	x->context = (const struct wf_index_context *)(const void *)p;
	p += x->head->ncontext * sizeof *x->context;
	x->unit = (const struct wf_index_unit *)(const void *)p;
	return tables_hold(x);
}

static wf_rc
map_file(struct wf_index *x, const char *path, struct wf_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };

	if (fd < 0 || fstat(fd, &st) != 0) {
		int saved = errno;
		if (fd >= 0)
			close(fd);
		return wf_fail(err, WF_E_IO, "%s: cannot open the search index: %s; build the "
		    "knowledge base anew: wangfa build", path, strerror(saved));
	}
	x->size = (size_t)st.st_size;
	x->map = x->size ? mmap(NULL, x->size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
	close(fd);
	if (x->map != MAP_FAILED && take_map(x))
		return WF_OK;
	return wf_fail(err, WF_E_STORE, "%s: the search index is damaged or of another version; "
	    "build the knowledge base anew: wangfa build", path);
}

wf_rc
wf_index_open(struct wf_index **out, const char *path, struct wf_err *err)
{
	struct wf_index *x = wf_malloc(sizeof *x);

	memset(x, 0, sizeof *x);
	x->map = MAP_FAILED;
	wf_rc rc = map_file(x, path, err);
	if (rc != WF_OK) {
		wf_index_close(x);
		x = NULL;
	}
	*out = x;
	return rc;
}

void
wf_index_close(struct wf_index *x)
{
	if (!x)
		return;
	if (x->map != MAP_FAILED)
		munmap(x->map, x->size);
	free(x);
}
