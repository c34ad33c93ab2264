/*
 * Hash map from byte slices to 32-bit numbers, open addressing with linear probing.
 * Does not own its keys and does not remove single entries.
 */
#include "base/base.h"

#include <stdlib.h>

struct wf_map_slot {
	const char *p;		/* NULL = free */
	size_t n;
	uint32_t hash, value;
};

uint64_t
wf_hash(wf_str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

static uint32_t
short_hash(wf_str s)
{
	uint64_t h = wf_hash(s);

	return (uint32_t)(h ^ h >> 32);
}

/* The slot that holds key, or the free one where it belongs. */
static struct wf_map_slot *
find_slot(const struct wf_map *m, wf_str key, uint32_t hash)
{
	size_t at = hash & (m->cap - 1);

	for (;;) {
		struct wf_map_slot *slot = &m->slot[at];

		if (slot->p == NULL)
			return slot;
		if (slot->hash == hash && wf_str_eq((wf_str){ slot->p, slot->n }, key))
			return slot;
		at = (at + 1) & (m->cap - 1);
	}
}

static void
enlarge(struct wf_map *m)
{
	struct wf_map bigger = { .cap = m->cap == 0 ? 16 : m->cap * 2, .n = m->n };

	bigger.slot = wf_malloc(bigger.cap * sizeof(*bigger.slot));
	for (size_t i = 0; i < bigger.cap; i++)
		bigger.slot[i] = (struct wf_map_slot){ 0 };
	for (size_t i = 0; i < m->cap; i++) {
		const struct wf_map_slot *old = &m->slot[i];

		if (old->p != NULL)
			*find_slot(&bigger, (wf_str){ old->p, old->n }, old->hash) = *old;
	}
	free(m->slot);
	*m = bigger;
}

bool
wf_map_set(struct wf_map *m, wf_str key, uint32_t value)
{
	if (m->n >= m->cap / 8 * 5)
		enlarge(m);
	uint32_t hash = short_hash(key);
	struct wf_map_slot *slot = find_slot(m, key, hash);
	bool is_new = slot->p == NULL;

	if (is_new) {
		slot->p = key.p != NULL ? key.p : "";
		slot->n = key.n;
		slot->hash = hash;
		m->n++;
	}
	slot->value = value;
	return is_new;
}

bool
wf_map_get(const struct wf_map *m, wf_str key, uint32_t *value)
{
	if (m->n == 0)
		return false;
	const struct wf_map_slot *slot = find_slot(m, key, short_hash(key));

	if (slot->p == NULL)
		return false;
	*value = slot->value;
	return true;
}

void
wf_map_free(struct wf_map *m)
{
	free(m->slot);
	*m = (struct wf_map){ 0 };
}
