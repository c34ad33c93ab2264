/*
 * Text from raw and its cuts, the map between the two, lines, places and front matter look-up.
 * Decides nothing about what is cut: that is for the readers.
 */
#include "text/text.h"

#include <string.h>

/* Puts cuts that overlap or leave raw (from a damaged store) right, and counts what is gone. */
static uint32_t
settle_cuts(struct wf_source *s)
{
	uint32_t at = 0, gone = 0, end = (uint32_t)s->raw.n;

	for (size_t i = 0; i < s->ncut; i++) {
		struct wf_cut *c = &s->cut[i];

		if (c->off < at)
			c->off = at;
		if (c->off > end)
			c->off = end;
		if (c->len > end - c->off)
			c->len = end - c->off;
		c->gone = gone;
		gone += c->len;
		at = c->off + c->len;
	}
	return gone;
}

static void
make_text(struct wf_source *s, struct wf_arena *a)
{
	uint32_t gone = settle_cuts(s);

	s->text = s->raw;
	if (gone == 0)
		return;
	char *p = wf_arena_alloc(a, s->raw.n - gone + 1);
	size_t n = 0, at = 0;

	for (size_t i = 0; i < s->ncut; i++) {
		memcpy(p + n, s->raw.p + at, s->cut[i].off - at);
		n += s->cut[i].off - at;
		at = s->cut[i].off + s->cut[i].len;
	}
	memcpy(p + n, s->raw.p + at, s->raw.n - at);
	s->text = (wf_str){ p, n + s->raw.n - at };
}

/* Where the line that starts at off ends: its line feed or lone carriage return, else the end. */
static size_t
line_end(wf_str text, size_t off, bool has_cr)
{
	if (has_cr) {
		while (off < text.n && text.p[off] != '\n' && text.p[off] != '\r')
			off++;
		return off;
	}
	const char *end = memchr(text.p + off, '\n', text.n - off);

	return end == NULL ? text.n : (size_t)(end - text.p);
}

/* Finds the lines; writes them to line unless it is NULL. Returns their count. */
static size_t
find_lines(struct wf_line *line, wf_str text)
{
	bool has_cr = text.n > 0 && memchr(text.p, '\r', text.n) != NULL;
	size_t n = 0;

	for (size_t off = 0; off < text.n; n++) {
		size_t end = line_end(text, off, has_cr);

		if (line != NULL)
			line[n] = (struct wf_line){
				.off = (uint32_t)off, .len = (uint32_t)(end - off) };
		off = end;
		if (wf_str_starts(wf_str_from(text, off), WF_S("\r\n")))
			off++;
		if (off < text.n)
			off++;
	}
	return n;
}

void
wf_source_finish(struct wf_source *s, struct wf_arena *a)
{
	make_text(s, a);
	s->nline = find_lines(NULL, s->text);
	s->line = wf_arena_alloc(a, s->nline * sizeof(*s->line));
	find_lines(s->line, s->text);
}

/* Count of cuts that lie at or before text_off. */
static size_t
cuts_before_text(const struct wf_source *s, uint32_t text_off)
{
	size_t low = 0, high = s->ncut;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->cut[middle].off - s->cut[middle].gone <= text_off)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
wf_source_raw(const struct wf_source *s, uint32_t text_off)
{
	size_t n = cuts_before_text(s, text_off);

	if (n == 0)
		return text_off;
	return text_off + s->cut[n - 1].gone + s->cut[n - 1].len;
}

uint32_t
wf_source_text(const struct wf_source *s, uint32_t raw_off)
{
	size_t low = 0, high = s->ncut;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->cut[middle].off <= raw_off)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return raw_off;
	const struct wf_cut *c = &s->cut[low - 1];

	if (raw_off < c->off + c->len)
		return c->off - c->gone;
	return raw_off - c->gone - c->len;
}

wf_span
wf_source_raw_span(const struct wf_source *s, wf_span text)
{
	uint32_t from = wf_source_raw(s, text.off);

	if (text.len == 0)
		return (wf_span){ from, 0 };
	return (wf_span){ from, wf_source_raw(s, text.off + text.len - 1) + 1 - from };
}

size_t
wf_source_line(const struct wf_source *s, uint32_t off)
{
	size_t low = 0, high = s->nline;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->line[middle].off <= off)
			low = middle;
		else
			high = middle;
	}
	return low;
}

wf_str
wf_source_slice(const struct wf_source *s, wf_span at)
{
	return wf_str_sub(s->text, at.off, at.len);
}

struct wf_place
wf_source_place(const struct wf_source *s, uint32_t text_off)
{
	uint32_t raw = wf_source_raw(s, text_off);
	size_t low = 0, high = s->nplace;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->place[middle].off <= raw)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? s->place[low - 1].at : (struct wf_place){ 0, 0 };
}

wf_str
wf_source_front(const struct wf_source *s, const char *key)
{
	for (size_t i = 0; i < s->nfront; i++) {
		if (wf_str_is(s->front[i].key, key))
			return s->front[i].value;
	}
	return WF_S("");
}
