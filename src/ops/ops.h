/*
 * The operations wangfa has, each declared once: name, parameters, faces, help in
 * two languages, handler.  Faces (command line, HTTP, MCP) only translate.
 */
#ifndef WF_OPS_H
#define WF_OPS_H

#include "engine/engine.h"
#include "out/out.h"

enum wf_param_type { WF_P_TEXT, WF_P_ID, WF_P_DATE, WF_P_INT, WF_P_FLAG, WF_P_CHOICE, WF_P_FILE };
enum wf_param_flag { WF_P_POSITIONAL = 1, WF_P_REQUIRED = 2, WF_P_MANY = 4 };

struct wf_param {
	const char *name;
	enum wf_param_type type;
	unsigned flags;
	const char *choices;		/* WF_P_CHOICE: by |; WF_P_INT: least|most */
	const char *en, *zh;
	const char *example;
};

enum wf_face { WF_FACE_CLI = 1, WF_FACE_HTTP = 2, WF_FACE_MCP = 4, WF_FACE_READ = 7 };

/* Values as parsed by a face, in order of op->param; absent = NULL. */
struct wf_args { const char *const *value[16]; size_t n[16]; };

struct wf_call {
	const char *kb;			/* folder */
	struct wf_args args;
	struct wf_sink sink;
	struct wf_progress progress;
	wf_date today;
	const char *lang;		/* "zh" or "en" */
	bool text;			/* records become text for a person: rows it leaves out need not be made */
	bool found;			/* out: false = a look-up found nothing, or a check found something: exit 1 */
};

struct wf_op {
	const char *name;
	unsigned faces;
	const char *en, *zh;		/* one line each */
	const char *more_en, *more_zh;	/* paragraphs for --help and the man page */
	struct wf_param param[16];
	/* Emits records; a failure fills err. */
	wf_rc (*run)(const struct wf_op *op, struct wf_call *c, struct wf_err *err);
	/* One record for a person; called by faces that speak text. */
	void (*text)(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
	/* The same as Markdown; NULL where the operation has none. */
	void (*markdown)(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
};

/* All operations, NULL-terminated, in the order of help. */
const struct wf_op *const *wf_ops(void);
const struct wf_op *wf_op_find(const char *name);
/* First value of a parameter by name, NULL when absent. */
const char *wf_arg(const struct wf_op *op, const struct wf_call *c, const char *name);
/* Place of a parameter in op->param (and in wf_args), SIZE_MAX when the operation has none of it. */
size_t wf_param_find(const struct wf_op *op, wf_str name);

#endif
