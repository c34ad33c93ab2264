/*
 * A report of check as the document itself with a comment at each reference that needs a look.  How
 * comments get into the file is wf_docx_comment's part.
 */
#include "ops_int.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 600u	/* code points of a provision in a comment */

/* ---- what a comment says ---------------------------------------------------------------- */

/* A line of a comment: its label, NULL = none, and words, line ends as blanks. */
static void
put_line(struct wf_buf *out, const char *lang, const char *key, wf_str words)
{
	size_t n = 0;

	if (words.n == 0)
		return;
	wf_buf_printf(out, "\n%s", key ? wf_msg(lang, key) : "");
	for (words = wf_str_trim(words); words.n; n++) {
		uint32_t cp = wf_utf8_next(&words);
		if (n == SHOWN) {
			wf_buf_put(out, WF_S("…"));
			break;
		}
		if (cp != '\n' || words.n == 0 || words.p[0] != '\n')
			wf_buf_cp(out, cp == '\n' || cp == '\r' ? ' ' : cp);
	}
}

static void
put_run(void *payload, char op, wf_str words)
{
	struct wf_buf *out = payload;

	wf_buf_put(out, wf_str_of(op == '=' ? "" : op == '-' ? "[-" : "{+"));
	wf_buf_put(out, words);
	wf_buf_put(out, wf_str_of(op == '=' ? "" : op == '-' ? "-]" : "+}"));
}

/* The quotation, against the words it alters. */
static void
put_quote(struct wf_buf *out, const char *lang, const json_t *e)
{
	const json_t *edits = json_object_get(e, "edits");
	struct wf_buf b = { 0 };

	wf_check_redline(edits, put_run, &b);
	put_line(out, lang, "check-redline", wf_buf_str(&b));
	if (b.n == 0)
		put_line(out, lang, "check-quote", wf_get(e, "quote"));
	wf_buf_free(&b);
}

/* 《…》第六条, days, file: what the words are taken from. */
static void
put_basis(struct wf_buf *out, const char *lang, const char *key, const json_t *of)
{
	struct wf_buf b = { 0 };

	if (wf_get(of, "citation").n == 0)
		return;
	wf_buf_printf(&b, "%.*s · %.*s · ", WF_FMT(wf_get(of, "citation")), WF_FMT(wf_get(of, "id")));
	wf_check_days(&b, of, lang);
	put_line(out, lang, key, wf_buf_str(&b));
	wf_buf_free(&b);
}

static void
put_reference(struct wf_buf *out, const char *lang, const json_t *rec)
{
	const json_t *e = json_object_get(rec, "evidence"), *suggest = json_object_get(rec, "suggest");
	struct wf_buf b = { 0 };

	wf_buf_printf(out, "%s%s%.*s", wf_check_verdict(rec, lang), wf_msg(lang, "colon"),
	    WF_FMT(wf_get(rec, "surface")));
	wf_check_sentence(&b, rec, lang);
	put_line(out, lang, NULL, wf_buf_str(&b));
	b.n = 0;
	if (wf_check_kind(rec) == WF_CHECK_WRONG)
		put_quote(out, lang, e);
	if (wf_check_kind(rec) != WF_CHECK_OPEN)
		put_basis(out, lang, "check-basis", e);
	if (wf_check_kind(rec) == WF_CHECK_WRONG)
		put_line(out, lang, NULL, wf_get(e, "text"));
	put_basis(out, lang, "check-meant", suggest);
	if (wf_check_kind(rec) == WF_CHECK_WRONG)
		put_line(out, lang, NULL, wf_get(suggest, "text"));
	wf_str day = wf_get(rec, "as_of");
	wf_msg_put(&b, lang, "check-as-of", &day, 1);
	put_line(out, lang, NULL, wf_buf_str(&b));
	wf_buf_free(&b);
}

struct counted { struct wf_buf *out; };

static void
add_count(void *payload, enum wf_check_kind kind, wf_str words, int64_t n)
{
	struct counted *c = payload;

	(void)kind;
	wf_buf_ch(c->out, '\n');
	wf_buf_put(c->out, words);
	wf_buf_ch(c->out, ' ');
	wf_put_number(c->out, n);
}

/* The comment on the whole: how many of each, and what was not looked at. */
static void
put_summary(struct wf_buf *out, const char *lang, const json_t *rec)
{
	struct counted c = { out };
	struct wf_buf limits = { 0 };

	wf_check_counts(out, json_object_get(rec, "summary"), lang);
	wf_check_rows(json_object_get(rec, "summary"), lang, add_count, &c);
	wf_check_limits(&limits, rec, lang);
	wf_buf_printf(out, "\n%.*s", WF_FMT(wf_str_trim(wf_buf_str(&limits))));
	wf_buf_free(&limits);
}

/* ---- where it stands ------------------------------------------------------------------------ */

/* Words of a DOCX: what was read of their paragraph, and their place in it. */
static void
place_in_docx(struct wf_remark *r, const struct wf_source *s, wf_span at)
{
	uint32_t raw = wf_source_raw(s, at.off), end = (uint32_t)s->raw.n;
	size_t mark = 0, high = s->nplace;

	while (mark < high) {	/* the first mark behind it */
		size_t middle = mark + (high - mark) / 2;
		if (s->place[middle].off <= raw)
			mark = middle + 1;
		else
			high = middle;
	}
	if (mark < s->nplace)
		end = s->place[mark].off;
	if (mark == 0)
		return;
	uint32_t from = s->place[mark - 1].off;
	r->para = s->place[mark - 1].at.para;
	r->line = wf_str_sub(s->raw, from, end - from);
	r->at = raw - from;
	r->len = wf_source_raw_span(s, at).len;
}

/* Is the file itself a word processor's? The reader took it for one by the same sign. */
static bool
is_docx(const struct wf_subject *s)
{
	return wf_str_starts(s->bytes, WF_S("PK\3\4"));
}

/* The lines of a text that is no DOCX, as paragraphs; number[i] = paragraph of line i, from 1. */
static wf_rc
make_docx(struct wf_buf *out, uint32_t *number, struct wf_print *p, const struct wf_source *s)
{
	struct wf_docx_line *line = wf_arena_alloc(&p->arena, (s->nline + 1) * sizeof *line);
	size_t n = 0;

	for (size_t i = 0; i < s->nline; i++) {
		wf_str words = wf_str_trim(wf_str_sub(s->text, s->line[i].off, s->line[i].len));
		if (words.n)
			line[n++] = (struct wf_docx_line){ words, s->line[i].heading };
		number[i] = (uint32_t)n;
	}
	return wf_docx_plain(out, line, n, &p->err);
}

/* ---- the whole ----------------------------------------------------------------------------------- */

struct report { struct wf_remark *v; size_t n, cap; };

/* The comments on references, in order of the text. */
static void
add_remarks(struct report *r, struct wf_print *p, const uint32_t *number)
{
	const struct wf_subject *s = p->call->subject;
	bool all = wf_arg(p->op, p->call, "all");
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < json_array_size(p->kept) && i < s->nref; i++) {
		const json_t *rec = json_array_get(p->kept, i);
		enum wf_check_kind kind = wf_check_kind(rec);
		if (!all && (kind == WF_CHECK_RIGHT || kind == WF_CHECK_ASIDE))
			continue;
		struct wf_remark remark = { .para = 1, .line = WF_S("") };
		if (number) {
			wf_span at;
			remark.line = wf_check_line(&at, s, i);
			remark.at = at.off;
			remark.len = at.len;
			remark.para = number[wf_source_line(s->source, s->ref[i].off)];
		} else {
			place_in_docx(&remark, s->source, s->ref[i]);
		}
		b.n = 0;
		put_reference(&b, p->tty->lang, rec);
		remark.text = wf_arena_str(&p->arena, wf_buf_str(&b));
		r->v = wf_grow(r->v, &r->cap, r->n + 1, sizeof *r->v);
		r->v[r->n++] = remark;
	}
	wf_buf_free(&b);
}

/* The comments on a plain document of the words: what was received takes none. */
static void
comment_on_words(struct wf_print *p, const struct wf_remark *whole)
{
	const struct wf_source *s = p->call->subject->source;
	uint32_t *number = wf_arena_alloc(&p->arena, (s->nline + 1) * sizeof *number);
	struct report r = { 0 };
	struct wf_buf plain = { 0 };

	r.v = wf_grow(r.v, &r.cap, 1, sizeof *r.v);
	r.v[r.n++] = *whole;
	p->rc = make_docx(&plain, number, p, s);
	add_remarks(&r, p, number);
	if (p->rc == WF_OK)
		p->rc = wf_docx_comment(&p->out, wf_buf_str(&plain), r.v, r.n, &p->err);
	wf_buf_free(&plain);
	free(r.v);
}

/* The comments on the very file. WF_NONE = it holds its text in a part of another format. */
static wf_rc
comment_on_file(struct wf_print *p, const struct wf_remark *whole)
{
	struct report r = { 0 };

	r.v = wf_grow(r.v, &r.cap, 1, sizeof *r.v);
	r.v[r.n++] = *whole;
	add_remarks(&r, p, NULL);
	wf_rc rc = wf_docx_comment(&p->out, p->call->subject->bytes, r.v, r.n, &p->err);
	free(r.v);
	return rc;
}

static void
docx_summary(struct wf_print *p, const json_t *rec)
{
	struct wf_remark whole = { .line = WF_S("") };
	bool docx = is_docx(p->call->subject);
	struct wf_buf b = { 0 };
	wf_rc rc = WF_NONE;

	put_summary(&b, p->tty->lang, rec);
	whole.text = wf_buf_str(&b);
	if (docx)
		rc = comment_on_file(p, &whole);
	p->rc = rc == WF_NONE ? WF_OK : rc;
	if (rc == WF_NONE)
		comment_on_words(p, &whole);
	wf_check_counts(&p->note, json_object_get(rec, "summary"), p->tty->lang);
	if (rc == WF_NONE && docx)
		wf_buf_printf(&p->note, "\n%s", wf_msg(p->tty->lang, "docx-words"));
	wf_buf_free(&b);
}

static void
docx_record(struct wf_print *p, const json_t *rec)
{
	if (!p->kept)
		p->kept = json_array();
	if (json_object_get(rec, "summary"))
		docx_summary(p, rec);
	else
		json_array_append(p->kept, (json_t *)(uintptr_t)rec);
}

const struct wf_format wf_check_docx = { "docx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document", NULL, docx_record, NULL };
