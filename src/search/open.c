/*
 * Maps the index file and checks that it is whole. It finds nothing: that is query.c.
 */
#include "search_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FENCE 16u

/* Four lanes of multiply and rotate, so that the memory is the limit. */
uint64_t
wf_index_sum(const void *p, size_t n)
{
	const uint8_t *b = p;
	uint64_t lane[4] = { 0x9ae16a3b2f90404fu, 0xc949c7defebc1a31u, 0x3c6ef372fe94f82bu, n }, v;

	for (; n >= 32; n -= 32, b += 32)
		for (int i = 0; i < 4; i++) {
			memcpy(&v, b + 8 * i, 8);
			lane[i] = (lane[i] ^ v) * 0x9fb21c651e98df25u;
			lane[i] ^= lane[i] >> 29;
		}
	for (; n; n--)
		lane[0] = (lane[0] ^ *b++) * 0x100000001b3u;
	v = lane[0];
	for (int i = 1; i < 4; i++)
		v = ((v << 23 | v >> 41) ^ lane[i]) * 0x9fb21c651e98df25u;
	return v ^ v >> 32;
}

static bool
head_holds(const struct wf_index_head *h, uint64_t size)
{
	if (memcmp(h->magic, WF_INDEX_MAGIC, sizeof h->magic) != 0 || h->version != WF_INDEX_VERSION ||
	    h->order != WF_INDEX_ORDER || h->lay_sum != wf_lay_sum() || h->size != size || !(h->mean > 0) ||
	    h->head_sum != wf_index_sum(h, offsetof(struct wf_index_head, head_sum)))
		return false;
	for (int s = 0; s < SECTIONS; s++)
		if (h->off[s] % 8 != 0 || h->off[s] > size || h->len[s] > size - h->off[s])
			return false;
	return h->len[SEC_KEY] / sizeof(uint64_t) == h->len[SEC_TERM] / sizeof(struct term_row) &&
	    h->len[SEC_TEXT] % sizeof(struct text_row) == 0;
}

/* What the sums cannot see: a file that was written wrongly. Every number is within its table. */
static bool
rows_hold(const struct wf_index *x)
{
	for (size_t i = 0; i < x->ntext; i++)
		if (x->text[i].unit > x->nunit || x->text[i].standing > WF_STAND_FACTS ||
		    (i > 0 && x->text[i].unit < x->text[i - 1].unit))
			return false;
	for (size_t i = 0; i < x->ncontext; i++)
		if (x->context[i].text >= x->ntext || x->context[i].unit >= x->nunit ||
		    (i > 0 && x->context[i].unit <= x->context[i - 1].unit) ||
		    (i == 0 && x->context[i].unit != 0))
			return false;
	for (size_t i = 0; i < x->nunit; i++)
		if (x->unit[i].context >= x->ncontext)
			return false;
	for (size_t i = 0; i < x->nterm; i++)
		if ((uint64_t)x->term[i].off + x->term[i].len > x->head->len[SEC_LIST] ||
		    (i > 0 && x->key[i] <= x->key[i - 1]))
			return false;
	return true;
}

static bool
take_map(struct wf_index *x)
{
	const char *p = x->map;
	const struct wf_index_head *h = x->map;

	x->head = h;
	if (x->size < sizeof *h || !head_holds(h, x->size))
		return false;
	for (int s = 0; s < SECTIONS; s++)
		if (s != SEC_LIST && h->sum[s] != wf_index_sum(p + h->off[s], h->len[s]))
			return false;
	x->text = (const void *)(p + h->off[SEC_TEXT]);
	x->ntext = h->len[SEC_TEXT] / sizeof *x->text;
	x->context = (const void *)(p + h->off[SEC_CONTEXT]);
	x->ncontext = h->len[SEC_CONTEXT] / sizeof *x->context;
	x->unit = (const void *)(p + h->off[SEC_UNIT]);
	x->nunit = h->len[SEC_UNIT] / sizeof *x->unit;
	x->key = (const void *)(p + h->off[SEC_KEY]);
	x->term = (const void *)(p + h->off[SEC_TERM]);
	x->nterm = h->len[SEC_KEY] / sizeof *x->key;
	x->lay = (const void *)(p + h->off[SEC_LAY]);
	x->nlay = h->len[SEC_LAY] / sizeof *x->lay;
	x->list = (const void *)(p + h->off[SEC_LIST]);
	return rows_hold(x);
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
		return wf_fail(err, saved == ENOENT ? WF_E_STORE : WF_E_IO, "%s: cannot open the search "
		    "index: %s; build the knowledge base anew: wangfa build", path, strerror(saved));
	}
	x->size = (size_t)st.st_size;
	x->map = x->size ? mmap(NULL, x->size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
	close(fd);
	if (x->map != MAP_FAILED && take_map(x))
		return WF_OK;
	return wf_fail(err, WF_E_STORE, "%s: the search index is damaged or of another version; "
	    "build the knowledge base anew: wangfa build", path);
}

/* ---- terms ------------------------------------------------------------------------ */

const struct term_row *
wf_index_term(const struct wf_index *x, uint64_t key)
{
	size_t low = 0, high = x->nfence;

	while (low < high) {	/* the fences before the key */
		size_t middle = low + (high - low) / 2;
		if (x->fence[middle] <= key)
			low = middle + 1;
		else
			high = middle;
	}
	high = low * FENCE < x->nterm ? low * FENCE : x->nterm;
	low = low > 0 ? (low - 1) * FENCE : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (x->key[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < x->nterm && x->key[low] == key ? &x->term[low] : NULL;
}

double
wf_index_idf(const struct wf_index *x, uint64_t key)
{
	const struct term_row *t = wf_index_term(x, key);

	return wf_rank_idf(x->rank, t ? t->df : 0, (double)x->nunit);
}

/* A varint of at most five bytes at *at; false = none there. */
static bool
next_varint(uint64_t *v, const uint8_t *p, size_t *at, size_t n)
{
	*v = 0;
	for (unsigned shift = 0; *at < n && shift < 35; shift += 7) {
		uint8_t b = p[(*at)++];
		*v |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80)
			return true;
	}
	return false;
}

/* Every range of the directory has its places, in order, and they lie below limit. */
static bool
ranges_hold(const uint8_t *p, size_t n, size_t limit, uint32_t df)
{
	uint64_t range = 0, places = 0, directory, step;
	size_t at = 0;

	if (!next_varint(&directory, p, &at, n) || directory > n - at)
		return false;
	size_t end = at + (size_t)directory, low = end;
	while (at < end) {
		if (!next_varint(&step, p, &at, end) || end - at < 2 || (step == 0 && places > 0))
			return false;
		unsigned count = p[at] + 1u;
		at += 2;
		range += step;
		if (n - low < range_room(count))
			return false;
		if (p[at - 1] > IMPACT_MOST)
			return false;
		for (unsigned i = 0; i < count; i++)
			if (range * RANGE + p[low + i] >= limit)
				return false;
		low += range_room(count);
		places += count;
	}
	return places == df && low == n;
}

bool
wf_list_good(const struct wf_index *x, const struct term_row *t, size_t limit)
{
	size_t at = (size_t)(t - x->term);
	const uint8_t *p = x->list + t->off;

	if (x->good[at / 8] >> at % 8 & 1)
		return true;
	if (t->sum != (uint32_t)wf_index_sum(p, t->len) || !ranges_hold(p, t->len, limit, t->df))
		return false;
	x->good[at / 8] |= (uint8_t)(1u << at % 8);
	return true;
}

/* ---- all together ------------------------------------------------------------------ */

wf_rc
wf_index_open(struct wf_index **out, const char *path, struct wf_err *err)
{
	struct wf_index *x = wf_malloc(sizeof *x);

	memset(x, 0, sizeof *x);
	x->map = MAP_FAILED;
	x->rank = &wf_rank_default;
	*out = NULL;
	wf_rc rc = map_file(x, path, err);
	if (rc != WF_OK) {
		wf_index_close(x);
		return rc;
	}
	x->expr = wf_malloc((x->ntext + 1) * sizeof *x->expr);
	for (size_t i = 0; i < x->ntext; i++)
		x->expr[i] = x->text[i].expr;
	x->fence = wf_malloc((x->nterm / FENCE + 1) * sizeof *x->fence);
	for (size_t i = 0; i < x->nterm; i += FENCE)
		x->fence[x->nfence++] = x->key[i];
	x->good = wf_malloc(x->nterm / 8 + 1);
	memset(x->good, 0, x->nterm / 8 + 1);
	x->prior = wf_malloc((x->ntext + 1) * sizeof *x->prior);
	for (size_t i = 0; i < x->ntext; i++)
		x->prior[i] = wf_rank_prior(x->rank, x->text[i].standing, x->text[i].cited);
	*out = x;
	return WF_OK;
}

void
wf_index_close(struct wf_index *x)
{
	if (!x)
		return;
	if (x->map != MAP_FAILED)
		munmap(x->map, x->size);
	free(x->prior);
	free(x->expr);
	free(x->good);
	free(x->fence);
	free(x);
}

const int64_t *
wf_index_exprs(size_t *n, const struct wf_index *x)
{
	*n = x->ntext;
	return x->expr;
}

size_t
wf_index_units(const struct wf_index *x)
{
	return x->nunit;
}

struct wf_unit_place
wf_index_place(const struct wf_index *x, uint32_t unit)
{
	return x->unit[unit].place;
}

wf_str
wf_index_block(const struct wf_index *x)
{
	return (wf_str){ (const char *)x->map + x->head->off[SEC_BLOCK], x->head->len[SEC_BLOCK] };
}
