/*
 * Help, made from the table of operations.  It holds no help text of its own.
 */
#include "face_int.h"

#include <ctype.h>
#include <string.h>

#define WIDTH 26	/* columns of the left side */

static bool
is_zh(const char *lang)
{
	return strcmp(lang, "zh") == 0;
}

const char *
wf_help_value(const struct wf_param *p)
{
	switch (p->type) {
	case WF_P_DATE:
		return p->flags & WF_P_PARTIAL ? "YYYY[-MM[-DD]]" : "YYYY-MM-DD";
	case WF_P_INT:
		return "N";
	case WF_P_CHOICE:
		return p->choices;
	case WF_P_FLAG:
		return "";
	default:
		return "WORDS";
	}
}

static void
put_upper(struct wf_buf *out, const char *s)
{
	for (; *s; s++)
		wf_buf_ch(out, (char)toupper((unsigned char)*s));
}

static void
put_option(struct wf_buf *out, const struct wf_param *p)
{
	wf_buf_printf(out, "--%s%s%s", p->name, *wf_help_value(p) ? " " : "", wf_help_value(p));
}

void
wf_help_synopsis(struct wf_buf *out, const struct wf_op *op)
{
	wf_buf_put(out, wf_str_of(op->name));
	for (size_t i = 0; i < 16 && op->param[i].name; i++) {
		const struct wf_param *p = &op->param[i];
		bool must = p->flags & WF_P_REQUIRED;
		wf_buf_put(out, wf_str_of(must ? " " : " ["));
		if (p->flags & WF_P_POSITIONAL)
			put_upper(out, p->name);
		else
			put_option(out, p);
		wf_buf_put(out, wf_str_of(p->flags & WF_P_MANY ? "…" : ""));
		wf_buf_put(out, wf_str_of(must ? "" : "]"));
	}
}

/* A left side that is too long has its words on the next line. */
static void
put_row(struct wf_buf *out, wf_str left, const char *words)
{
	size_t used = left.n;

	wf_buf_put(out, WF_S("  "));
	wf_buf_put(out, left);
	if (used >= WIDTH) {
		wf_buf_put(out, WF_S("\n  "));
		used = 0;
	}
	for (; used < WIDTH; used++)
		wf_buf_ch(out, ' ');
	wf_buf_printf(out, "%s\n", words);
}

static void
put_params(struct wf_buf *out, const struct wf_op *op, const char *lang, bool positional)
{
	bool any = false;

	for (size_t i = 0; i < 16 && op->param[i].name; i++) {
		const struct wf_param *p = &op->param[i];
		struct wf_buf left = { 0 };
		if (positional != ((p->flags & WF_P_POSITIONAL) != 0))
			continue;
		if (!any)
			wf_buf_printf(out, "\n%s\n", wf_msg(lang, positional ? "help-arguments" :
			    "help-options"));
		any = true;
		if (positional)
			put_upper(&left, p->name);
		else
			put_option(&left, p);
		put_row(out, wf_buf_str(&left), is_zh(lang) ? p->zh : p->en);
		wf_buf_free(&left);
	}
}

void
wf_help_general(struct wf_buf *out, const struct wf_general *g)
{
	if (g->letter)
		wf_buf_printf(out, "-%c, ", g->letter);
	wf_buf_printf(out, "--%s%s%s", g->name, g->value ? " " : "", g->value ? g->value : "");
}

static void
put_general(struct wf_buf *out, const char *lang)
{
	wf_buf_printf(out, "\n%s\n", wf_msg(lang, "help-general"));
	for (const struct wf_general *g = wf_general_options(); g->name; g++) {
		struct wf_buf left = { 0 };
		wf_help_general(&left, g);
		put_row(out, wf_buf_str(&left), wf_msg(lang, g->message));
		wf_buf_free(&left);
	}
}

/* A value with a blank in it stands in quotes on a command line. */
static void
put_example_word(struct wf_buf *out, const char *word)
{
	bool quote = strpbrk(word, " #") != NULL;

	wf_buf_printf(out, " %s%s%s", quote ? "'" : "", word, quote ? "'" : "");
}

void
wf_help_examples(struct wf_buf *out, const struct wf_op *op, const char *before)
{
	struct wf_buf base = { 0 };

	wf_buf_printf(&base, "%swangfa %s", before, op->name);
	for (size_t i = 0; i < 16 && op->param[i].name; i++)
		if (op->param[i].flags & WF_P_POSITIONAL && op->param[i].example)
			put_example_word(&base, op->param[i].example);
	wf_buf_printf(out, "%s\n", base.p);
	for (size_t i = 0; i < 16 && op->param[i].name; i++) {
		const struct wf_param *p = &op->param[i];
		if (p->flags & WF_P_POSITIONAL || !p->example)
			continue;
		wf_buf_printf(out, "%s --%s", base.p, p->name);
		put_example_word(out, p->example);
		wf_buf_ch(out, '\n');
	}
	wf_buf_free(&base);
}

void
wf_help_op(struct wf_buf *out, const struct wf_op *op, const char *lang)
{
	wf_buf_printf(out, "%s\n\n%s wangfa ", is_zh(lang) ? op->zh : op->en, wf_msg(lang, "help-usage"));
	wf_help_synopsis(out, op);
	wf_buf_printf(out, "\n\n%s\n", is_zh(lang) ? op->more_zh : op->more_en);
	put_params(out, op, lang, true);
	put_params(out, op, lang, false);
	put_general(out, lang);
	wf_buf_printf(out, "\n%s\n", wf_msg(lang, "help-examples"));
	wf_help_examples(out, op, "  ");
	wf_buf_printf(out, "\n%s\n", wf_msg(lang, "help-exit"));
}

void
wf_help_all(struct wf_buf *out, const char *lang)
{
	wf_buf_printf(out, "%s\n\n%s wangfa %s …\n\n%s\n", wf_msg(lang, "help-title"),
	    wf_msg(lang, "help-usage"), wf_msg(lang, "help-default-command"),
	    wf_msg(lang, "help-commands"));
	for (const struct wf_op *const *op = wf_ops(); *op; op++)
		if ((*op)->faces & WF_FACE_CLI)
			put_row(out, wf_str_of((*op)->name), is_zh(lang) ? (*op)->zh : (*op)->en);
	put_general(out, lang);
	wf_buf_printf(out, "\n%s\n", wf_msg(lang, "help-examples"));
	for (const struct wf_op *const *op = wf_ops(); *op; op++) {
		struct wf_buf lines = { 0 };
		wf_help_examples(&lines, *op, "  ");
		wf_str first = wf_buf_str(&lines);
		wf_buf_put(out, wf_str_sub(first, 0, wf_str_find(first, WF_S("\n"), 0) + 1));
		wf_buf_free(&lines);
	}
	wf_buf_printf(out, "\n%s\n%s\n", wf_msg(lang, "help-more"), wf_msg(lang, "help-exit"));
}
