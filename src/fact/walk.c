/*
 * Finds one's way in the view: sentences, paragraphs, clauses, brackets, and places in the file.
 * Reads no meaning.
 */
#include "fact/fact_int.h"

#include <stdlib.h>
#include <string.h>

uint32_t
wf_report_para(const struct wf_report *r, uint32_t off)
{
	uint32_t low = 0, high = r->npara;

	while (low + 1 < high) {
		uint32_t mid = (low + high) / 2;

		if (r->para[mid].text.off <= off)
			low = mid;
		else
			high = mid;
	}
	return low;
}

uint32_t
wf_report_sentence(const struct wf_report *r, uint32_t off)
{
	uint32_t low = 0, high = r->nsentence;

	while (low + 1 < high) {
		uint32_t mid = (low + high) / 2;

		if (r->sentence[mid].text.off <= off)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* 《 〈 “ ‘ （ 【 〔 and what closes them. */
static const struct { uint32_t open, close; } pairs[] = {
	{ 0x300A, 0x300B }, { 0x3008, 0x3009 }, { 0x201C, 0x201D }, { 0x2018, 0x2019 }, { 0xFF08, 0xFF09 },
	{ 0x3010, 0x3011 }, { 0x3014, 0x3015 },
};
#define PAIRS (sizeof(pairs) / sizeof(*pairs))
#define DEPTH 16u		/* that brackets of one kind may lie in one another */
#define BRACKET_REACH 3000u	/* bytes from a bracket to its partner: longer than any title */

static int
by_off(const void *a, const void *b)
{
	const struct wf_bracket *x = a, *y = b;

	return (x->off > y->off) - (x->off < y->off);
}

/* Brackets of one kind that are open, innermost last. */
struct open { uint32_t off[DEPTH]; uint32_t n; };

static void
take_mark(struct wf_list *out, struct open *open, uint32_t cp, uint32_t at, size_t n)
{
	for (size_t i = 0; i < PAIRS; i++) {
		struct open *o = &open[i];

		if (cp == pairs[i].open) {
			if (o->n == DEPTH)	/* the outermost is given up */
				memmove(o->off, o->off + 1, (--o->n) * sizeof(*o->off));
			o->off[o->n++] = at;
		} else if (cp == pairs[i].close && o->n > 0) {
			uint32_t from = o->off[--o->n];

			if (at - from < BRACKET_REACH)
				*(struct wf_bracket *)wf_list_add(out, sizeof(struct wf_bracket)) =
				    (struct wf_bracket){ from, at + (uint32_t)n };
		}
	}
}

void
wf_fact_brackets(struct wf_report *r)
{
	struct open open[PAIRS] = { { { 0 }, 0 } };
	struct wf_list out = { 0 };
	size_t n;

	for (size_t at = 0; at < r->text.n; at += n) {
		wf_str here = wf_str_from(r->text, at);
		uint32_t cp = wf_utf8_peek(here, &n);

		if (cp == '\n')
			memset(open, 0, sizeof(open));
		else if (cp >= 0x2018)
			take_mark(&out, open, cp, (uint32_t)at, n);
	}
	if (out.n > 0)
		qsort(out.v, out.n, sizeof(struct wf_bracket), by_off);
	r->bracket = wf_list_done(&out, &r->arena, sizeof(struct wf_bracket), &r->nbracket);
}

/* First bracket at or after off. */
static uint32_t
bracket_at(const struct wf_report *r, uint32_t off)
{
	uint32_t low = 0, high = r->nbracket;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (r->bracket[mid].off < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint32_t
wf_report_close(const struct wf_report *r, uint32_t off)
{
	if (off >= r->text.n || (unsigned char)r->text.p[off] < 0xE2)
		return off;
	uint32_t i = bracket_at(r, off);

	return i < r->nbracket && r->bracket[i].off == off ? r->bracket[i].past : off;
}

/* True if a bracket of the kind opens before off and closes after it. */
static bool
inside(const struct wf_report *r, uint32_t off, const char *open)
{
	uint32_t i = bracket_at(r, off);

	while (i-- > 0 && off - r->bracket[i].off < BRACKET_REACH) {
		if (r->bracket[i].past > off &&
		    wf_str_starts(wf_str_from(r->text, r->bracket[i].off), wf_str_of(open)))
			return true;
	}
	return false;
}

bool
wf_report_in_title(const struct wf_report *r, uint32_t off)
{
	return inside(r, off, "《");
}

bool
wf_report_in_quote(const struct wf_report *r, uint32_t off)
{
	return inside(r, off, "“");
}

static bool
is_stop(wf_str s)
{
	return wf_at_mark(s, "，") || wf_at_mark(s, "；") || wf_at_mark(s, "：") ||
	    wf_at_mark(s, "。") || wf_at_mark(s, "！") || wf_at_mark(s, "？");
}

wf_span
wf_report_clause(const struct wf_report *r, uint32_t off)
{
	if (r->nsentence == 0)
		return (wf_span){ 0, 0 };
	wf_span s = r->sentence[wf_report_sentence(r, off)].text;
	uint32_t from = s.off, at = s.off, end = s.off + s.len;

	while (at < end) {
		uint32_t past = wf_report_close(r, at);
		wf_str here = wf_str_from(r->text, at);

		if (past != at) {
			at = past;
		} else if (is_stop(here)) {
			if (at >= off)
				break;
			at += (uint32_t)strlen("，");
			from = at;
		} else {
			size_t n = 1;

			wf_utf8_peek(here, &n);
			at += (uint32_t)n;
		}
	}
	return (wf_span){ from, (at < end ? at : end) - from };
}

uint32_t
wf_when_at(const struct wf_whens *w, uint32_t off)
{
	uint32_t low = 0, high = w->n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (w->v[mid].at.off < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint32_t
wf_mention_at(const struct wf_mentions *m, uint32_t off)
{
	uint32_t low = 0, high = m->n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (m->v[mid].at.off < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct wf_fact_place
wf_report_place(const struct wf_report *r, wf_span at)
{
	struct wf_fact_place p = { 0 };
	const struct wf_source *s = r->source;

	if (at.len == 0 || at.off >= r->text.n)
		return p;
	uint32_t last = at.off + at.len - 1;

	if (last >= r->text.n)
		last = (uint32_t)r->text.n - 1;
	uint32_t from = r->map[at.off], to = r->map[last];
	size_t n = 1;

	wf_utf8_peek(wf_str_from(s->text, to), &n);
	p.at = (wf_span){ from, to + (uint32_t)n - from };
	p.line = (uint32_t)wf_source_line(s, from) + 1;
	p.line_end = (uint32_t)wf_source_line(s, to) + 1;
	return p;
}

uint32_t
wf_report_heading(const struct wf_report *r, uint32_t off)
{
	return r->npara == 0 ? UINT32_MAX : r->para[wf_report_para(r, off)].head;
}

wf_span
wf_report_sentence_at(const struct wf_report *r, uint32_t off)
{
	if (r->nsentence == 0)
		return (wf_span){ 0, 0 };
	wf_span s = r->sentence[wf_report_sentence(r, off)].text;

	/* a heading of its own, a signature: no sentence holds it */
	if (off < s.off || off >= s.off + s.len)
		return r->para[wf_report_para(r, off)].text;
	return s;
}
