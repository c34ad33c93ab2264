/*
 * The manual page in man(7), made from the table of operations, so that page and
 * program cannot disagree.  Formatting it is the system's part.
 */
#include "face_int.h"

#include <string.h>

/* Text as man(7) takes it: backslashes and hyphens escaped, no line taken for a request. */
static void
put_text(struct wf_buf *out, const char *s)
{
	bool line_start = true;

	for (; *s; s++) {
		if (line_start && (*s == '.' || *s == '\''))
			wf_buf_put(out, WF_S("\\&"));
		if (*s == '\\')
			wf_buf_put(out, WF_S("\\e"));
		else if (*s == '-')
			wf_buf_put(out, WF_S("\\-"));
		else
			wf_buf_ch(out, *s);
		line_start = *s == '\n';
	}
}

static void
put_tagged(struct wf_buf *out, const char *before, const char *name, const char *value, const char *words)
{
	wf_buf_put(out, WF_S(".TP\n.B "));
	put_text(out, before);
	put_text(out, name);
	if (*value) {
		wf_buf_ch(out, ' ');
		put_text(out, value);
	}
	wf_buf_ch(out, '\n');
	put_text(out, words);
	wf_buf_ch(out, '\n');
}

static void
put_op(struct wf_buf *out, const struct wf_op *op, bool zh)
{
	struct wf_buf b = { 0 };

	wf_help_synopsis(&b, op);
	wf_buf_put(out, WF_S(".SS "));
	put_text(out, b.p);
	wf_buf_ch(out, '\n');
	put_text(out, zh ? op->zh : op->en);
	wf_buf_ch(out, '\n');
	put_text(out, zh ? op->more_zh : op->more_en);
	wf_buf_ch(out, '\n');
	for (size_t i = 0; i < 16 && op->param[i].name; i++) {
		const struct wf_param *p = &op->param[i];
		bool positional = p->flags & WF_P_POSITIONAL;
		put_tagged(out, positional ? "" : "--", p->name, positional ? "" : wf_help_value(p),
		    zh ? p->zh : p->en);
	}
	b.n = 0;
	wf_help_examples(&b, op, "");
	wf_buf_put(out, WF_S(".PP\n.nf\n"));
	put_text(out, b.p);
	wf_buf_put(out, WF_S(".fi\n"));
	wf_buf_free(&b);
}

void
wf_man_page(struct wf_buf *out, const char *lang)
{
	bool zh = strcmp(lang, "zh") == 0;

	wf_buf_put(out, WF_S(".\\\" Made by: wangfa man\n.TH WANGFA 1 \"\" \"wangfa " WF_VERSION
	    "\"\n.SH NAME\nwangfa \\- "));
	const char *title = wf_msg(lang, "help-title");
	const char *dash = strstr(title, zh ? "——" : "– ");
	put_text(out, dash ? dash + (zh ? strlen("——") : strlen("– ")) : title);
	wf_buf_put(out, WF_S("\n.SH SYNOPSIS\n.B wangfa\n"));
	put_text(out, wf_msg(lang, "help-default-command"));
	wf_buf_put(out, WF_S(" …\n.SH COMMANDS\n"));
	for (const struct wf_op *const *op = wf_ops(); *op; op++)
		if ((*op)->faces & WF_FACE_CLI)
			put_op(out, *op, zh);
	wf_buf_put(out, WF_S(".SH OPTIONS\n"));
	for (const struct wf_general *g = wf_general_options(); g->name; g++) {
		struct wf_buf option = { 0 };
		wf_help_general(&option, g);
		put_tagged(out, "", option.p, "", wf_msg(lang, g->message));
		wf_buf_free(&option);
	}
	wf_buf_put(out, WF_S(".SH EXIT STATUS\n"));
	put_text(out, wf_msg(lang, "help-exit"));
	wf_buf_ch(out, '\n');
}
