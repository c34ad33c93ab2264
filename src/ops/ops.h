/*
 * The operations wangfa has, each declared once: name, parameters, faces, help in
 * two languages, handler.  Faces (command line, HTTP, MCP) only translate.
 */
#ifndef WF_OPS_H
#define WF_OPS_H

#include "engine/engine.h"
#include "out/out.h"

enum wf_param_type { WF_P_TEXT, WF_P_ID, WF_P_DATE, WF_P_INT, WF_P_FLAG, WF_P_CHOICE, WF_P_FILE };
enum wf_param_flag {
	WF_P_POSITIONAL = 1, WF_P_REQUIRED = 2, WF_P_MANY = 4,
	WF_P_PARTIAL = 8	/* WF_P_DATE: 2024 and 2024-06 too */
};

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

/*
 * A document that an operation reads for its caller, for formats that print it too. Borrowed from the
 * operation: it lasts while records come. ref and quote: what each record is about and the words it
 * compares, in the text of source, in order of the records.
 */
struct wf_subject {
	wf_str name, bytes;		/* as given; the file as received */
	const struct wf_source *source;
	const wf_span *ref, *quote; size_t nref;
};

struct wf_call {
	const char *kb;			/* folder */
	struct wf_args args;
	struct wf_sink sink;
	struct wf_progress progress;
	wf_date today;
	const char *lang;		/* "zh" or "en" */
	const char *format;		/* "text", "json" or another of the operation; never NULL */
	bool text;			/* not "json": rows that the format leaves out need not be made */
	const struct wf_subject *subject;	/* out; NULL = the operation reads none */
	bool found;			/* out: false = a look-up found nothing, or a check found something: exit 1 */
};

/* What a further format prints with: one for a whole answer. */
struct wf_print {
	const struct wf_op *op;
	const struct wf_call *call;
	const struct wf_tty *tty;
	struct wf_buf out;		/* printed and emptied after each step */
	struct wf_buf held;		/* the format's own: what it does not print yet */
	struct wf_buf note;		/* to be said beside the answer: what the format cannot hold */
	json_t *kept;			/* records that the format keeps; released with it */
	struct wf_arena arena;		/* for what is remembered between records */
	wf_rc rc;			/* a format that cannot be written says so, with the reason in err */
	struct wf_err err;
	void *state;			/* the format's own; in the arena */
};

/*
 * A format that needs a beginning and an end around the records, or remembers: a calendar, a
 * table. begin and end may be NULL; when the answer breaks off end is not called.
 */
struct wf_format {
	const char *name;		/* as --format says it; "text" stands in place of op->text */
	const char *media;		/* media type of the whole */
	void (*begin)(struct wf_print *p);
	void (*record)(struct wf_print *p, const json_t *rec);
	void (*end)(struct wf_print *p);
};

struct wf_op {
	const char *name;
	unsigned faces;
	const char *en, *zh;		/* one line each */
	const char *more_en, *more_zh;	/* paragraphs for --help and the man page */
	struct wf_param param[16];
	/* Emits records; a failure fills err. */
	wf_rc (*run)(const struct wf_op *op, struct wf_call *c, struct wf_err *err);
	/* One record for a person; called by faces that speak text. NULL where format has "text". */
	void (*text)(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
	/* The same as Markdown; NULL where the operation has none. */
	void (*markdown)(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty);
	/* Further formats, NULL-terminated; NULL where the operation has none. */
	const struct wf_format *const *format;
};

/* All operations, NULL-terminated, in the order of help. */
const struct wf_op *const *wf_ops(void);
const struct wf_op *wf_op_find(const char *name);
/* The further format of that name; NULL = none: json, or op->text, or op->markdown. */
const struct wf_format *wf_format_find(const struct wf_op *op, const char *name);
/* First value of a parameter by name, NULL when absent. */
const char *wf_arg(const struct wf_op *op, const struct wf_call *c, const char *name);
/* Place of a parameter in op->param (and in wf_args), SIZE_MAX when the operation has none of it. */
size_t wf_param_find(const struct wf_op *op, wf_str name);

#endif
