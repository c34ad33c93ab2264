/*
 * The command line: runs one operation and prints its records.  What operations
 * there are and what they say is the table's.
 */
#include "face_int.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH 30

/* Where records go. */
struct printer {
	const struct wf_op *op;
	const struct wf_command *command;
	struct wf_tty tty;
	const struct wf_format *format;	/* NULL: text, md or json, record by record */
	struct wf_print print;
	FILE *to;		/* standard output, or memory on its way to a file */
	char *bytes; size_t n;	/* of that memory */
	bool begun;
	int failed;		/* errno of a failed write; 0 = none */
	bool bar;		/* a progress bar stands on the terminal */
};

static struct wf_tty
look_at_terminal(const char *lang)
{
	struct wf_tty t = { isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1, false, 80, lang };
	const char *plain = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	t.colour = t.out_is_tty && !(plain && *plain) && !(term && strcmp(term, "dumb") == 0);
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		t.columns = size.ws_col;
	return t;
}

/* ---- progress -------------------------------------------------------------------- */

static void
clear_bar(struct printer *p)
{
	if (p->bar)
		fputs("\r\033[K", stderr);
	p->bar = false;
}

static void
draw_bar(void *payload, const char *phase, size_t done, size_t total)
{
	struct printer *p = payload;
	char key[32], bar[BAR_WIDTH + 1];
	size_t full = total ? done * BAR_WIDTH / total : 0;

	snprintf(key, sizeof key, "phase-%s", phase);
	for (size_t i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < full ? '#' : '.';
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r\033[K%s ", wf_msg(p->tty.lang, key));
	if (p->tty.columns >= 60)
		fprintf(stderr, "[%s] ", bar);
	fprintf(stderr, "%zu/%zu", done, total);
	fflush(stderr);
	p->bar = true;
}

/* ---- records --------------------------------------------------------------------- */

static wf_rc
note_failure(struct printer *p)
{
	p->failed = errno ? errno : EIO;
	return WF_E_IO;
}

/* Prints what a step has left in the buffer. */
static wf_rc
flush_step(struct printer *p)
{
	struct wf_buf *b = &p->print.out;
	bool good = b->n == 0 || fwrite(b->p, 1, b->n, p->to) == b->n;

	b->n = 0;
	return good ? WF_OK : note_failure(p);
}

static wf_rc
print_record(void *payload, json_t *rec)
{
	struct printer *p = payload;
	struct wf_buf *out = &p->print.out;

	clear_bar(p);
	errno = 0;
	if (strcmp(p->command->format, "json") == 0)
		return wf_sink_jsonl(p->to, rec) == WF_OK ? WF_OK : note_failure(p);
	if (p->format && p->format->begin && !p->begun)
		p->format->begin(&p->print);
	p->begun = true;
	if (p->format)
		p->format->record(&p->print, rec);
	else if (strcmp(p->command->format, "md") == 0 && p->op->markdown)
		p->op->markdown(out, rec, &p->tty);
	else
		p->op->text(out, rec, &p->tty);
	wf_rc rc = flush_step(p);
	return rc == WF_OK ? p->print.rc : rc;
}

/* ---- ending ---------------------------------------------------------------------- */

/* A reader that went away (head, a closed pager) has what it wanted: no message, status 0. */
static int
output_failed(const struct printer *p)
{
	wf_str words = wf_str_of(strerror(p->failed));
	struct wf_buf b = { 0 };

	if (p->failed == EPIPE)
		return 0;
	wf_msg_put(&b, p->command->lang, "cannot-write", &words, 1);
	fprintf(stderr, "wangfa: %s\n", b.p);
	wf_buf_free(&b);
	return 3;
}

static int
exit_status(wf_rc rc, bool found)
{
	switch (rc) {
	case WF_OK:
		return found ? 0 : 1;
	case WF_NONE:
		return 1;
	case WF_E_USAGE:
		return 2;
	default:
		return 3;
	}
}

/* ---- where the answer goes ------------------------------------------------------- */

/* True when the file to be written is one of those that are read. */
static bool
is_input(const struct wf_command *c)
{
	struct wf_stat out, in;
	struct wf_err ignored;

	if (wf_file_stat(&out, c->output, &ignored) != WF_OK)
		return false;
	for (size_t i = 0; i < 16 && c->op->param[i].name; i++)
		for (size_t k = 0; c->op->param[i].type == WF_P_FILE && k < c->args.n[i]; k++)
			if (wf_file_stat(&in, c->args.value[i][k], &ignored) == WF_OK &&
			    in.inode == out.inode && in.size == out.size && in.mtime_ns == out.mtime_ns)
				return true;
	return false;
}

static wf_rc
refuse(struct wf_err *err, const struct wf_command *c, const char *key, const char *word)
{
	wf_str said = wf_str_of(word);
	struct wf_buf b = { 0 };

	wf_msg_put(&b, c->lang, key, &said, 1);
	wf_fail(err, WF_E_USAGE, "%s", b.p);
	wf_buf_free(&b);
	return WF_E_USAGE;
}

static wf_rc
open_output(struct printer *p, struct wf_err *err)
{
	const struct wf_command *c = p->command;

	p->to = stdout;
	if (!c->output && p->tty.out_is_tty && strcmp(c->format, "docx") == 0)
		return refuse(err, c, "output-terminal", c->format);
	if (!c->output)
		return WF_OK;
	if (is_input(c))
		return refuse(err, c, "output-is-input", c->output);
	p->tty.out_is_tty = p->tty.colour = false;
	p->to = open_memstream(&p->bytes, &p->n);
	return p->to ? WF_OK : wf_fail(err, WF_E_IO, "%s", strerror(errno));
}

/* What was printed becomes the file, unless the operation failed or had nothing to say. */
static wf_rc
write_output(struct printer *p, wf_rc rc, struct wf_err *err)
{
	bool good = fclose(p->to) == 0 && !p->failed;
	wf_rc done = WF_OK;

	if (rc >= 0 && good && (p->n || rc == WF_OK)) {
		wf_str word = wf_str_of(p->command->output);
		struct wf_buf b = { 0 };

		done = wf_file_write(p->command->output, (wf_str){ p->bytes, p->n }, err);
		wf_msg_put(&b, p->command->lang, "output-written", &word, 1);
		if (done == WF_OK)
			printf("%s%s%s\n", p->print.note.n ? p->print.note.p : "", p->print.note.n ?
			    "\n" : "", b.p);
		wf_buf_free(&b);
	}
	free(p->bytes);
	return done;
}

/*
 * Ends what was begun, unless it broke off, and says what the format could not hold.
 *
 * @return rc, or the failure to write what it gave
 */
static wf_rc
finish(struct printer *p, wf_rc rc, struct wf_err *err)
{
	wf_rc done = WF_OK;

	errno = 0;
	if (p->begun && p->format && p->format->end && rc >= 0 && !p->failed) {
		p->format->end(&p->print);
		flush_step(p);
	}
	if (p->command->output)
		done = write_output(p, rc, err);
	if (!p->failed && fflush(stdout) != 0)
		note_failure(p);
	if (p->print.note.n && !p->failed && !p->command->output)
		fprintf(stderr, "wangfa: %s\n", p->print.note.p);
	if (p->print.rc != WF_OK)
		*err = p->print.err;
	wf_buf_free(&p->print.out);
	wf_buf_free(&p->print.held);
	wf_buf_free(&p->print.note);
	json_decref(p->print.kept);
	wf_arena_free(&p->print.arena);
	return done == WF_OK ? rc : done;
}

static int
run(const struct wf_command *command)
{
	struct printer p = { .op = command->op, .command = command };
	struct wf_err err = { "" };

	p.tty = look_at_terminal(command->lang);
	p.format = wf_format_find(command->op, command->format);
	struct wf_call call = {
		.kb = command->kb, .args = command->args, .sink = { print_record, &p },
		.today = wf_date_today(), .lang = command->lang, .format = command->format,
		.text = strcmp(command->format, "json") != 0, .found = true,
	};
	p.print = (struct wf_print){ .op = command->op, .call = &call, .tty = &p.tty };
	if (p.tty.err_is_tty)
		call.progress = (struct wf_progress){ draw_bar, &p };
	wf_rc rc = open_output(&p, &err);
	if (rc == WF_OK) {
		rc = (command->op->run ? command->op->run : wf_serve)(command->op, &call, &err);
		clear_bar(&p);
		rc = finish(&p, rc, &err);
	}
	if (p.failed)
		return output_failed(&p);
	if (rc != WF_OK && err.msg[0])
		fprintf(stderr, "wangfa: %s\n", err.msg);
	return exit_status(rc, call.found);
}

static int
print_words(const struct wf_command *c, FILE *to, int status)
{
	struct printer p = { .command = c };
	struct wf_buf b = { 0 };

	if (c->aim == WF_AIM_VERSION)
		wf_buf_put(&b, WF_S("wangfa " WF_VERSION "\n"));
	else if (c->aim == WF_AIM_MAN)
		wf_man_page(&b, c->lang);
	else if (c->op)
		wf_help_op(&b, c->op, c->lang);
	else
		wf_help_all(&b, c->lang);
	errno = 0;
	bool good = fwrite(b.p, 1, b.n, to) == b.n && fflush(to) == 0;
	if (!good)
		note_failure(&p);
	wf_buf_free(&b);
	return good ? status : output_failed(&p);
}

int
main(int argc, char **argv)
{
	struct wf_command command;
	struct wf_err err = { "" };
	int status;

	signal(SIGPIPE, SIG_IGN);	/* a closed pipe is a failed write, handled above */
	wf_rc rc = wf_command_read(&command, argc, argv, &err);
	if (rc != WF_OK) {
		fprintf(stderr, "wangfa: %s\n%s\n", err.msg, wf_msg(command.lang, "usage-see"));
		status = 2;
	} else if (command.aim != WF_AIM_RUN) {
		status = print_words(&command, stdout, 0);
	} else if (!command.op) {
		status = print_words(&command, stderr, 2);
	} else {
		status = run(&command);
	}
	wf_arena_free(&command.arena);
	return status;
}
