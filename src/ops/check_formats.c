/*
 * A report of check as text: a line a reference, and below it what is wrong and what the law says.
 * The other formats are check_md.c, check_html.c and check_docx.c.
 */
#include "ops_int.h"

#include <string.h>

#define SHOWN 160u	/* code points of a provision that is shown beside a verdict */
#define SURFACE 40u	/* columns */
#define INDENT "          "

/* One line of it: line ends are blanks. At most so many code points; 0 = all. */
static void
put_flat(struct wf_buf *out, const struct wf_tty *tty, enum wf_style style, wf_str s, size_t most)
{
	struct wf_buf b = { 0 };
	size_t n = 0;
	bool blank = false;

	for (s = wf_str_trim(s); s.n; n++) {
		wf_str rest = s;
		uint32_t cp = wf_utf8_next(&rest);
		if (most && n == most) {
			wf_buf_put(&b, WF_S("…"));
			break;
		}
		if (cp != '\n' && cp != '\r')
			wf_buf_put(&b, wf_str_sub(s, 0, s.n - rest.n));
		else if (!blank)
			wf_buf_ch(&b, ' ');
		blank = cp == '\n' || cp == '\r';
		s = rest;
	}
	wf_put_style(out, tty, style, wf_buf_str(&b));
	wf_buf_free(&b);
}

struct redline { struct wf_buf *out; const struct wf_tty *tty; };

/* Words of the document struck, words of the law added: in colour or in marks. */
static void
put_run(void *payload, char op, wf_str words)
{
	const struct redline *r = payload;
	bool marks = op != '=' && !r->tty->colour;

	wf_buf_put(r->out, wf_str_of(!marks ? "" : op == '-' ? "[-" : "{+"));
	put_flat(r->out, r->tty, op == '=' ? WF_PLAIN : op == '-' ? WF_GONE : WF_ADDED, words, 0);
	wf_buf_put(r->out, wf_str_of(!marks ? "" : op == '-' ? "-]" : "+}"));
}

static void
put_labelled(struct wf_buf *out, const struct wf_tty *tty, const char *key, wf_str words, size_t most)
{
	if (words.n == 0)
		return;
	wf_buf_printf(out, INDENT "%s", wf_msg(tty->lang, key));
	put_flat(out, tty, WF_PLAIN, words, most);
	wf_buf_ch(out, '\n');
}

/* The quotation against the words it alters; else both, or the words that are cited. */
static void
put_words(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *e = json_object_get(rec, "evidence"), *edits = json_object_get(e, "edits");
	struct redline r = { out, tty };

	if (json_array_size(edits) == 0) {
		put_labelled(out, tty, "check-quote", wf_get(e, "quote"), 0);
		put_labelled(out, tty, "check-law", wf_get(e, "text"), SHOWN);
		return;
	}
	wf_buf_printf(out, INDENT "%s", wf_msg(tty->lang, "check-redline"));
	wf_check_redline(edits, put_run, &r);
	wf_buf_ch(out, '\n');
}

static void
put_meant(struct wf_buf *out, const json_t *suggest, const struct wf_tty *tty)
{
	if (wf_get(suggest, "citation").n == 0)
		return;
	wf_buf_printf(out, INDENT "%s", wf_msg(tty->lang, "check-meant"));
	wf_put_style(out, tty, WF_STRONG, wf_get(suggest, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_buf_put(out, wf_get(suggest, "id"));
	wf_buf_ch(out, '\n');
	if (wf_get(suggest, "text").n) {
		wf_buf_put(out, WF_S(INDENT INDENT));
		put_flat(out, tty, WF_DIM, wf_get(suggest, "text"), SHOWN);
		wf_buf_ch(out, '\n');
	}
}

/* 17, p3 or ¶5, the words, the verdict. */
static void
put_head(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	static const enum wf_style styles[] = { WF_GOOD, WF_BAD, WF_STRONG, WF_DIM };
	static const char *const signs[][2] = { { "page", "p" }, { "paragraph", "¶" }, { "line", "" } };
	struct wf_buf at = { 0 }, surface = { 0 };
	struct wf_tty plain = { .lang = tty->lang };

	for (size_t i = 0; i < 3 && at.n == 0; i++)
		if (wf_get_int(rec, signs[i][0]))
			wf_buf_printf(&at, "%s%lld", signs[i][1], (long long)wf_get_int(rec, signs[i][0]));
	for (size_t n = wf_utf8_count(wf_buf_str(&at)); n < 6; n++)
		wf_buf_ch(out, ' ');
	wf_buf_put(out, wf_buf_str(&at));
	wf_buf_put(out, WF_S("  "));
	put_flat(&surface, &plain, WF_PLAIN, wf_get(rec, "surface"), 0);
	wf_put_padded(out, wf_buf_str(&surface), SURFACE);
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, styles[wf_check_kind(rec)], wf_str_of(wf_check_verdict(rec, tty->lang)));
	wf_buf_ch(out, '\n');
	wf_buf_free(&at);
	wf_buf_free(&surface);
}

static void
put_reference(struct wf_print *p, const json_t *rec)
{
	enum wf_check_kind kind = wf_check_kind(rec);
	struct wf_buf *out = &p->out, b = { 0 };

	if ((kind == WF_CHECK_RIGHT || kind == WF_CHECK_ASIDE) && !wf_arg(p->op, p->call, "all"))
		return;
	put_head(out, rec, p->tty);
	wf_check_sentence(&b, rec, p->tty->lang);
	if (b.n)
		wf_buf_printf(out, INDENT "%s\n", b.p);
	wf_buf_free(&b);
	if (kind == WF_CHECK_WRONG) {
		put_words(out, rec, p->tty);
		put_meant(out, json_object_get(rec, "suggest"), p->tty);
	}
}

/* ---- the counts ------------------------------------------------------------------------ */

struct counted { struct wf_buf b; enum wf_check_kind kind; const char *lang; };

/* wrong: misquoted 2, repealed 1: a line a kind. */
static void
add_count(void *payload, enum wf_check_kind kind, wf_str words, int64_t n)
{
	static const char *const keys[] = { "kind-right", "kind-wrong", "kind-open", "kind-aside" };
	struct counted *c = payload;

	if (kind == WF_CHECK_RIGHT)
		return;
	if (c->b.n == 0 || c->kind != kind)
		wf_buf_printf(&c->b, "%s  %s: ", c->b.n ? "\n" : "", wf_msg(c->lang, keys[kind]));
	else
		wf_buf_put(&c->b, wf_str_of(wf_msg(c->lang, "list-comma")));
	c->kind = kind;
	wf_buf_put(&c->b, words);
	wf_buf_ch(&c->b, ' ');
	wf_put_number(&c->b, n);
}

static void
put_summary(struct wf_print *p, const json_t *rec)
{
	const json_t *summary = json_object_get(rec, "summary");
	struct counted c = { .lang = p->tty->lang };
	struct wf_buf limits = { 0 };

	wf_check_counts(&p->out, summary, p->tty->lang);
	wf_buf_ch(&p->out, '\n');
	wf_check_rows(summary, p->tty->lang, add_count, &c);
	if (c.b.n)
		wf_buf_printf(&p->out, "%s\n", c.b.p);
	wf_check_limits(&limits, rec, p->tty->lang);
	wf_put_style(&p->out, p->tty, WF_DIM, wf_buf_str(&limits));
	wf_buf_free(&c.b);
	wf_buf_free(&limits);
}

static void
text_record(struct wf_print *p, const json_t *rec)
{
	if (json_object_get(rec, "summary"))
		put_summary(p, rec);
	else
		put_reference(p, rec);
}

static const struct wf_format text = { "text", "text/plain; charset=utf-8", NULL, text_record, NULL };

const struct wf_format *const wf_check_formats[] = {
	&text, &wf_check_md, &wf_check_html, &wf_check_docx, NULL
};
