/* What the files of the command line share. */
#ifndef WF_FACE_INT_H
#define WF_FACE_INT_H

#include "ops/ops.h"

/* ---- what was typed (args.c) ----------------------------------------------------- */

enum wf_aim { WF_AIM_RUN, WF_AIM_HELP, WF_AIM_VERSION, WF_AIM_MAN };

struct wf_command {
	enum wf_aim aim;
	const struct wf_op *op;		/* NULL: help for all */
	const char *kb, *lang;
	const char *format;		/* "text", "json" or another of the operation */
	const char *output;		/* the file to write to; NULL = standard output */
	struct wf_args args;
	struct wf_arena arena;		/* owns the lists of args */
};

/* WF_E_USAGE with a message and, where one is near, a suggestion. */
wf_rc wf_command_read(struct wf_command *c, int argc, char **argv, struct wf_err *err);
/* The general options: name, word for the value or NULL, message key, letter or 0. NULL-terminated. */
struct wf_general { const char *name, *value, *message; char letter; };
const struct wf_general *wf_general_options(void);

/* ---- help (help.c, man.c) -------------------------------------------------------- */

void wf_help_all(struct wf_buf *out, const char *lang);
void wf_help_op(struct wf_buf *out, const struct wf_op *op, const char *lang);
/* "show ID [--at DAY] [--format text|md|json]" */
void wf_help_synopsis(struct wf_buf *out, const struct wf_op *op);
/* "-o, --output FILE" */
void wf_help_general(struct wf_buf *out, const struct wf_general *g);
/* The value's word: DAY, N, text|md|json, WORDS. */
const char *wf_help_value(const struct wf_param *p);
/* One example a line, each with "wangfa " before it. */
void wf_help_examples(struct wf_buf *out, const struct wf_op *op, const char *before);
/* man(7) page of all operations. */
void wf_man_page(struct wf_buf *out, const char *lang);

/* ---- the server (serve.c) -------------------------------------------------------- */

/* Runs the operation serve until a signal ends it. */
wf_rc wf_serve(const struct wf_op *op, struct wf_call *c, struct wf_err *err);

#endif
