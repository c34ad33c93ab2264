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
	struct wf_kb *open;		/* of that folder, borrowed; NULL = it is opened for the call */
	struct wf_args args;
	struct wf_sink sink;
	struct wf_progress progress;
	wf_date today;
	const char *lang;		/* "zh" or "en" */
	const char *format;		/* "text", "json" or another of the operation; never NULL */
	bool no_files;			/* no value is the name of a file of this machine */
	bool bare;			/* a page leaves its frame out, to stand in another page */
	bool text;			/* not "json": rows that the format leaves out need not be made */
	const struct wf_subject *subject;	/* out; NULL = the operation reads none */
	bool found;			/* out: false = a look-up found nothing, or a check something */
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
	/* Emits records; a failure fills err. NULL: the command line runs it itself. */
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
/*
 * Checks a value against its parameter.
 *
 * @shown  the parameter's name as the face writes it ("--at", "at"), for the message
 * @return WF_E_USAGE with a message that says what it may be
 */
wf_rc wf_value_check(struct wf_err *err, const char *lang, const struct wf_param *p, wf_str shown,
    const char *value);
/* A value by the name of its parameter; a name may come again where a parameter takes many. */
struct wf_given { const char *name, *value; };
/*
 * Makes the arguments of a call out of named values; "format" is taken for any operation. A flag is on
 * unless its value is 0, no or false; other values that are empty count as absent.
 *
 * @c    out: args and format; values are borrowed, lists owned by the arena
 * @return WF_E_USAGE with a message: a name the operation has not, a value it does not take, one missing
 */
wf_rc wf_args_read(struct wf_call *c, struct wf_arena *a, const struct wf_op *op,
    const struct wf_given *v, size_t n,
    struct wf_err *err);
/* True when value is one of choices, which stand by |. */
bool wf_is_choice(const char *choices, const char *value);
/* Place of a parameter in op->param (and in wf_args), SIZE_MAX when the operation has none of it. */
size_t wf_param_find(const struct wf_op *op, wf_str name);

/* ---- words for people (words.c) --------------------------------------------------------------- */

/* A string of rec, "" when absent; a number, 0 when absent. */
wf_str wf_get(const json_t *rec, const char *key);
int64_t wf_get_int(const json_t *rec, const char *key);
/* A string of a list, "" when absent; true where rec says true. */
wf_str wf_get_item(const json_t *list, size_t i);
bool wf_get_bool(const json_t *rec, const char *key);
/* Message key with the words filled in. */
void wf_say(struct wf_buf *out, const struct wf_tty *tty, const char *key, const wf_str *word, size_t n);
void wf_say1(struct wf_buf *out, const struct wf_tty *tty, const char *key, wf_str word);
/* Text in a style when the terminal has colours. */
enum wf_style { WF_PLAIN, WF_STRONG, WF_DIM, WF_GOOD, WF_BAD, WF_HIT, WF_GONE, WF_ADDED };
void wf_put_style(struct wf_buf *out, const struct wf_tty *tty, enum wf_style style, wf_str s);
/* The status in words, in its colour. */
void wf_put_status(struct wf_buf *out, const struct wf_tty *tty, wf_str status);
/* 3539 -> 3,539 */
void wf_put_number(struct wf_buf *out, int64_t value);
/* The words of a basis: "history under the title". */
const char *wf_basis_words(const char *lang, wf_str basis);
/* s followed by blanks up to width columns; a Han character takes two. */
void wf_put_padded(struct wf_buf *out, wf_str s, size_t width);
/* "(inferred from the amendment)" of a basis that is no statement; nothing for the others. */
void wf_put_doubt(struct wf_buf *out, const struct wf_tty *tty, wf_str basis);
/* file:12 of a source with a place. */
void wf_put_place(struct wf_buf *out, const json_t *source);
/* 第三条、第四条: the provisions of one side of a row of diff ("old" or "new"), without the work. */
void wf_diff_labels(struct wf_buf *out, const json_t *rec, const char *side);
/* The status of a row and what else is to be said of it: modified (numbers of articles only). */
void wf_diff_words(struct wf_buf *out, const json_t *rec, const char *lang);
/* 66 unchanged (12 renumbered), 8 modified, …: of a summary. */
void wf_diff_counts(struct wf_buf *out, const json_t *summary, const char *lang);

#endif
