/* What the tests of readers share: reading bytes, and comparing lines. Holds no test itself. */
#ifndef WF_READERS_H
#define WF_READERS_H

#include "unit.h"

#include "findings_gen.h"
#include "read/read.h"

struct held {
	struct wf_arena arena;
	struct wf_findings findings;
	struct wf_source source;
	struct wf_err err;
};

static inline wf_rc
hold(struct held *h, const char *name, wf_str bytes)
{
	*h = (struct held){ .err = { "" } };
	return wf_read(&h->source, &h->arena, &h->findings, wf_str_of(name), bytes, &h->err);
}

static inline void
let_go(struct held *h)
{
	wf_findings_free(&h->findings);
	wf_arena_free(&h->arena);
}

/* DESIGN 2.3: every byte of text equals the byte it maps to; the map is its own inverse; places in order. */
static inline void
check_law(const struct wf_source *s)
{
	size_t kept = s->raw.n;

	for (size_t i = 0; i < s->ncut; i++)
		kept -= s->cut[i].len;
	assert_int_equal(kept, s->text.n);
	for (uint32_t i = 0; i < s->text.n; i++) {
		uint32_t raw = wf_source_raw(s, i);

		assert_true(raw < s->raw.n && s->raw.p[raw] == s->text.p[i]);
		assert_int_equal(wf_source_text(s, raw), i);
	}
	for (size_t i = 0; i + 1 < s->nline; i++)
		assert_true(s->line[i].off + s->line[i].len < s->line[i + 1].off);
	for (size_t i = 0; i + 1 < s->nplace; i++)
		assert_true(s->place[i].off < s->place[i + 1].off);
	for (size_t i = 0; i < s->nplace; i++)
		assert_true(s->place[i].off <= s->raw.n);
	assert_int_equal(wf_utf8_valid(s->raw), s->raw.n);
}

/*
 * The lines of a text as a test writes them: "#" for each level of a heading, then "*" bold, ">" quoted,
 * "@" and the paragraph or page when place asks for it, then the words; rows of tables as they are.
 */
static inline void
put_lines(struct wf_buf *out, const struct wf_source *s, bool place)
{
	for (size_t i = 0; i < s->nline; i++) {
		const struct wf_line *x = &s->line[i];
		struct wf_place at = wf_source_place(s, x->off);

		for (int k = 0; k < x->heading; k++)
			wf_buf_ch(out, '#');
		if (x->hint & WF_LINE_BOLD)
			wf_buf_ch(out, '*');
		if (x->hint & WF_LINE_QUOTE)
			wf_buf_ch(out, '>');
		if (place)
			wf_buf_printf(out, "@%u ", at.page > 0 ? at.page : at.para);
		wf_str words = wf_source_slice(s, (wf_span){ x->off, x->len });

		if (((x->hint & WF_LINE_TABLE) != 0) != wf_str_starts(words, WF_S("|")))
			wf_buf_put(out, WF_S("(table hint is wrong)"));
		wf_buf_put(out, words);
		wf_buf_ch(out, '\n');
	}
}

/* a of the first finding of this code; -1 = there is none. */
static inline long long
finding_of(const struct held *h, unsigned code)
{
	for (size_t i = 0; i < h->findings.n; i++) {
		if (h->findings.v[i].code == code)
			return h->findings.v[i].a;
	}
	return -1;
}

/* Reads bytes under a name and compares the lines. */
static inline void
same_lines(const char *name, wf_str bytes, const char *want, bool place, size_t row)
{
	struct held h;
	struct wf_buf lines = { 0 };
	wf_rc rc = hold(&h, name, bytes);

	if (rc != WF_OK)
		fail_msg("row %zu: rc %d: %s", row, (int)rc, h.err.msg);
	check_law(&h.source);
	put_lines(&lines, &h.source, place);
	same_str(wf_buf_str(&lines), want, row);
	assert_false(h.source.raw_is_file);
	wf_buf_free(&lines);
	let_go(&h);
}

/* Reads bytes that must be refused: the failure, and words that its message holds beside the file's name. */
static inline void
refused(const char *name, wf_str bytes, wf_rc want, const char *words, size_t row)
{
	struct held h;
	wf_rc rc = hold(&h, name, bytes);

	if (rc != want || strstr(h.err.msg, words) == NULL || strstr(h.err.msg, name) == NULL)
		fail_msg("row %zu: rc %d, want %d with \"%s\": %s", row, (int)rc, (int)want, words,
		    h.err.msg);
	let_go(&h);
}

#endif
