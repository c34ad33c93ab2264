/*
 * Collects the lines of a format whose text is not its bytes, with their hints and places.
 * Knows no format.
 */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

void
wf_roll_place(struct wf_roll *s, struct wf_place at)
{
	struct wf_place_mark *last = s->nplace > 0 ? &s->place[s->nplace - 1] : NULL;

	if (last != NULL && last->at.page == at.page && last->at.para == at.para)
		return;
	if (last == NULL || last->off != s->raw.n) {
		s->place = wf_grow(s->place, &s->place_cap, s->nplace + 1, sizeof(*s->place));
		last = &s->place[s->nplace++];
	}
	*last = (struct wf_place_mark){ .off = (uint32_t)s->raw.n, .at = at };
}

void
wf_roll_put(struct wf_roll *s, wf_str words)
{
	if (words.n == 0 || s->raw.n > WF_FILE_LIMIT)	/* wf_roll_finish says that it is too much */
		return;
	if (!s->open) {
		s->line = wf_grow(s->line, &s->line_cap, s->nline + 1, sizeof(*s->line));
		s->line[s->nline++] = (struct wf_roll_line){ .off = (uint32_t)s->raw.n };
		s->open = true;
	}
	size_t from = s->raw.n;

	wf_buf_put(&s->raw, words);
	for (size_t i = from; i < s->raw.n; i++) {
		if (s->raw.p[i] == '\n' || s->raw.p[i] == '\r')
			s->raw.p[i] = ' ';
	}
}

void
wf_roll_mark(struct wf_roll *s, uint8_t heading, uint8_t hint)
{
	if (!s->open)
		return;
	struct wf_roll_line *line = &s->line[s->nline - 1];

	if (line->heading == 0)
		line->heading = heading;
	line->hint |= hint;
}

/* After blanks at the end went: the last place holds from the end on, others that lay in them go. */
static void
settle_places(struct wf_roll *s)
{
	if (s->nplace == 0 || s->place[s->nplace - 1].off <= s->raw.n)
		return;
	struct wf_place last = s->place[s->nplace - 1].at;

	while (s->nplace > 0 && s->place[s->nplace - 1].off > s->raw.n)
		s->nplace--;
	wf_roll_place(s, last);
}

void
wf_roll_end(struct wf_roll *s)
{
	if (!s->open)
		return;
	struct wf_roll_line *line = &s->line[s->nline - 1];

	s->open = false;
	while (s->raw.n > line->off && (s->raw.p[s->raw.n - 1] == ' ' || s->raw.p[s->raw.n - 1] == '\t'))
		s->raw.n--;
	line->len = (uint32_t)s->raw.n - line->off;
	if (wf_str_trim((wf_str){ s->raw.p + line->off, line->len }).n > 0) {
		settle_places(s);
		wf_buf_ch(&s->raw, '\n');
		return;
	}
	s->open = true;
	wf_roll_undo(s);	/* blanks alone: the line was never there */
}

void
wf_roll_undo(struct wf_roll *s)
{
	if (!s->open)
		return;
	s->open = false;
	s->raw.n = s->line[--s->nline].off;
	settle_places(s);
}

/* Cuts the invisible characters between two bytes of raw. */
static void
cut_noise(struct wf_cuts *c, wf_str raw, size_t at, size_t end)
{
	enum wf_cut_why why;

	while (at < end) {
		unsigned char byte = (unsigned char)raw.p[at];
		size_t n = byte == 0xE2 || byte == 0xEF ? wf_read_noise(wf_str_from(raw, at), &why) : 0;

		if (n > 0)
			wf_cuts_add(c, at, n, why);
		at += n > 0 ? n : 1;
	}
}

/* The cuts of the reader, the lines that are gone and the invisible characters, in order. */
static void
make_cuts(struct wf_cuts *all, const struct wf_roll *s)
{
	wf_str raw = wf_buf_str(&s->raw);
	size_t at = 0, line = 0, cut = 0;

	while (at < raw.n) {
		while (line < s->nline && (!s->line[line].gone || s->line[line].off < at))
			line++;
		while (cut < s->cuts.n && s->cuts.v[cut].off < at)
			cut++;
		size_t next_line = line < s->nline ? s->line[line].off : raw.n;
		size_t next_cut = cut < s->cuts.n ? s->cuts.v[cut].off : raw.n;
		size_t next = next_line < next_cut ? next_line : next_cut;

		cut_noise(all, raw, at, next);
		at = next;
		if (at < raw.n && next_line <= next_cut) {
			wf_cuts_add(all, at, s->line[line].len + 1, WF_CUT_PAGE_WORDS);
			at += s->line[line].len + 1;
		} else if (at < raw.n) {
			wf_cuts_add(all, at, s->cuts.v[cut].len, s->cuts.v[cut].why);
			at += s->cuts.v[cut].len;
		}
	}
}

/* Puts what was said of the lines on the lines of text, which now exist. */
static void
set_hints(struct wf_source *out, const struct wf_roll *s)
{
	size_t at = 0;

	for (size_t i = 0; i < s->nline && out->nline > 0; i++) {
		if (s->line[i].gone || (s->line[i].heading == 0 && s->line[i].hint == 0))
			continue;
		uint32_t off = wf_source_text(out, s->line[i].off);

		while (at + 1 < out->nline && out->line[at + 1].off <= off)
			at++;
		if (out->line[at].off != off)
			continue;	/* a line that was joined to the one before it */
		out->line[at].heading = s->line[i].heading;
		out->line[at].hint = s->line[i].hint;
	}
}

/* The signs of damage that wf_decode knows, looked for in what became text. */
static void
look_for_damage(struct wf_arena *a, struct wf_findings *f, const struct wf_source *s)
{
	const char *name;
	wf_str same;

	wf_decode(&same, &name, a, f, s->text);
}

wf_rc
wf_roll_finish(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, struct wf_roll *s,
    struct wf_err *err)
{
	struct wf_cuts cuts = { 0 };
	wf_rc rc = WF_OK;

	wf_roll_end(s);
	if (s->raw.n > WF_FILE_LIMIT) {
		rc = wf_fail(err, WF_E_LIMIT, "its text is larger than %zu MiB; split it",
		    WF_FILE_LIMIT >> 20);
	} else {
		out->raw = wf_arena_str(a, wf_buf_str(&s->raw));
		out->encoding = s->encoding != NULL ? s->encoding : "UTF-8";
		out->raw_is_file = false;
		make_cuts(&cuts, s);
		wf_cuts_finish(out, a, &cuts);
		set_hints(out, s);
		if (!s->replaced)
			look_for_damage(a, f, out);
		out->place = wf_arena_alloc(a, s->nplace * sizeof(*s->place));
		out->nplace = s->nplace;
		if (s->nplace > 0)
			memcpy(out->place, s->place, s->nplace * sizeof(*s->place));
	}
	wf_roll_free(s);
	return rc;
}

void
wf_roll_free(struct wf_roll *s)
{
	wf_buf_free(&s->raw);
	free(s->line);
	free(s->place);
	free(s->cuts.v);
	*s = (struct wf_roll){ 0 };
}
