/*
 * Arenas and the malloc family, which end the program when memory runs out.
 * Nothing is freed singly and nothing moves.
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK ((size_t)16 << 10)
#define LAST_CHUNK ((size_t)1 << 20)
#define ALIGN _Alignof(max_align_t)

struct wf_chunk {
	struct wf_chunk *next;
	size_t cap, used;
	max_align_t data[];
};

static _Noreturn void
out_of_memory(size_t n)
{
	fprintf(stderr, "wangfa: out of memory (%zu bytes wanted)\n", n);
	exit(3);
}

void *
wf_malloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		out_of_memory(n);
	return p;
}

void *
wf_realloc(void *p, size_t n)
{
	void *moved = realloc(p, n > 0 ? n : 1);

	if (moved == NULL)
		out_of_memory(n);
	return moved;
}

void *
wf_grow(void *p, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap && p != NULL)
		return p;
	size_t want = *cap < 8 ? 8 : *cap;

	while (want < need)
		want = want > SIZE_MAX / 2 ? need : want * 2;
	if (size != 0 && want > SIZE_MAX / size)
		out_of_memory(SIZE_MAX);
	p = wf_realloc(p, want * size);
	*cap = want;
	return p;
}

static struct wf_chunk *
new_chunk(size_t cap)
{
	/* calloc: large chunks come from the kernel already zeroed */
	struct wf_chunk *c = calloc(1, sizeof(*c) + cap);

	if (c == NULL)
		out_of_memory(cap);
	c->cap = cap;
	return c;
}

/* A chunk with room for n more bytes. */
static struct wf_chunk *
chunk_for(struct wf_arena *a, size_t n)
{
	struct wf_chunk *head = a->head;

	if (head != NULL && head->cap - head->used >= n)
		return head;
	size_t cap = head == NULL ? FIRST_CHUNK : a->used;

	if (cap < FIRST_CHUNK)
		cap = FIRST_CHUNK;
	if (cap > LAST_CHUNK)
		cap = LAST_CHUNK;
	if (n > cap / 4 && head != NULL) {
		/* a large piece gets its own chunk and the open one stays in use */
		struct wf_chunk *own = new_chunk(n);

		own->next = head->next;
		head->next = own;
		return own;
	}
	struct wf_chunk *c = new_chunk(n > cap ? n : cap);

	c->next = head;
	a->head = c;
	return c;
}

void *
wf_arena_alloc(struct wf_arena *a, size_t n)
{
	if (n > SIZE_MAX / 2)
		out_of_memory(n);
	size_t whole = (n + ALIGN - 1) / ALIGN * ALIGN;

	if (whole == 0)
		whole = ALIGN;
	struct wf_chunk *c = chunk_for(a, whole);
	void *p = (char *)c->data + c->used;

	c->used += whole;
	a->used += whole;
	return p;
}

wf_str
wf_arena_str(struct wf_arena *a, wf_str s)
{
	char *p = wf_arena_alloc(a, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (wf_str){ p, s.n };
}

wf_str
wf_arena_printf(struct wf_arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return wf_arena_str(a, WF_S(""));
	char *p = wf_arena_alloc(a, (size_t)n + 1);

	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (wf_str){ p, (size_t)n };
}

void
wf_arena_free(struct wf_arena *a)
{
	struct wf_chunk *c = a->head;

	while (c != NULL) {
		struct wf_chunk *next = c->next;

		free(c);
		c = next;
	}
	*a = (struct wf_arena){ 0 };
}
