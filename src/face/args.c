/*
 * Reads a command line against the table of operations.  It runs nothing and knows
 * no operation by name.
 */
#include "face_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WORD_LIMIT 64	/* bytes of a word that are compared for suggestions */

static const struct wf_general general[] = {
	{ "kb", "DIR", "help-kb", 0 }, { "json", NULL, "help-json", 0 }, { "output", "FILE",
	    "help-output", 'o' },
	{ "lang", "zh|en", "help-lang", 0 }, { "help", NULL, "help-help", 'h' },
	{ "version", NULL, "help-version", 0 }, { NULL, NULL, NULL, 0 },
};

const struct wf_general *
wf_general_options(void)
{
	return general;
}

/* ---- saying what is wrong -------------------------------------------------------- */

static wf_rc
complain(struct wf_err *err, const struct wf_command *c, const char *key, const wf_str *word,
    size_t n, const char *nearest)
{
	struct wf_buf b = { 0 };

	wf_msg_put(&b, c->lang, key, word, n);
	if (nearest) {
		wf_str s = wf_str_of(nearest);
		wf_msg_put(&b, c->lang, "usage-nearest", &s, 1);
	}
	wf_fail(err, WF_E_USAGE, "%s", b.p);
	wf_buf_free(&b);
	return WF_E_USAGE;
}

/* Insertions, deletions and changes between two words (Levenshtein 1966). */
static size_t
distance(const char *a, const char *b)
{
	size_t row[WORD_LIMIT + 1], na = strlen(a), nb = strlen(b);

	if (na > WORD_LIMIT || nb > WORD_LIMIT)
		return SIZE_MAX;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);
			corner = row[j];
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			row[j] = change < least ? change : least;
		}
	}
	return row[nb];
}

/* Keeps the nearer of two names, when it is near at all. */
static void
nearer(const char **best, size_t *least, const char *word, const char *name)
{
	size_t d = distance(word, name), near = strlen(word) / 3 + 1;

	if (d <= near && d < *least) {
		*least = d;
		*best = name;
	}
}

static wf_rc
no_command(struct wf_err *err, const struct wf_command *c, const char *word)
{
	const char *best = NULL;
	size_t least = SIZE_MAX;
	wf_str said = wf_str_of(word);

	for (const struct wf_op *const *op = wf_ops(); *op; op++)
		nearer(&best, &least, word, (*op)->name);
	return complain(err, c, "usage-no-command", &said, 1, best);
}

static wf_rc
no_option(struct wf_err *err, const struct wf_command *c, const char *word)
{
	struct wf_arena a = { 0 };
	const char *best = NULL, *bare = word + strspn(word, "-");
	size_t least = SIZE_MAX;
	wf_str said[] = { wf_str_of(c->op ? c->op->name : "wangfa"), wf_str_of(word) };

	for (const struct wf_general *g = general; g->name; g++)
		nearer(&best, &least, bare, g->name);
	for (size_t i = 0; c->op && i < 16 && c->op->param[i].name; i++)
		if (!(c->op->param[i].flags & WF_P_POSITIONAL))
			nearer(&best, &least, bare, c->op->param[i].name);
	wf_rc rc = complain(err, c, "usage-no-option", said, 2,
	    best ? wf_arena_printf(&a, "--%s", best).p : NULL);
	wf_arena_free(&a);
	return rc;
}

/* ---- one option ------------------------------------------------------------------ */

/* --name=value or --name value, taken apart. */
struct option { const char *word; wf_str name; const char *value; bool joined; };

/* The general option of -o; NULL = none has this letter. */
static const struct wf_general *
of_letter(const char *word)
{
	for (const struct wf_general *g = general; g->name; g++)
		if (word[0] == '-' && g->letter && word[1] == g->letter && !word[2])
			return g;
	return NULL;
}

static struct option
read_option(const char *word)
{
	const struct wf_general *letter = of_letter(word);
	const char *name = letter ? letter->name : word + 2, *eq = strchr(name, '=');

	return (struct option){ word, { name, eq ? (size_t)(eq - name) : strlen(name) },
	    eq ? eq + 1 : NULL, eq != NULL };
}

static bool
is_option(const char *word)
{
	return (word[0] == '-' && word[1] == '-' && word[2]) || (word[0] == '-' && word[1] && word[1] != '-');
}

static const struct wf_general *
general_of(wf_str name)
{
	for (const struct wf_general *g = general; g->name; g++)
		if (wf_str_is(name, g->name))
			return g;
	return NULL;
}

/* The option of any operation, for words that stand before the command. */
static const struct wf_param *
param_of_any(wf_str name)
{
	for (const struct wf_op *const *op = wf_ops(); *op; op++) {
		size_t at = wf_param_find(*op, name);
		if (at != SIZE_MAX && !((*op)->param[at].flags & WF_P_POSITIONAL))
			return &(*op)->param[at];
	}
	return NULL;
}

static bool
takes_value(const struct option *o)
{
	const struct wf_general *g = general_of(o->name);
	const struct wf_param *p = param_of_any(o->name);

	if (g)
		return g->value != NULL;
	return wf_str_is(o->name, "format") || (p && p->type != WF_P_FLAG);
}

/* Adds a value to parameter i; room for all words of the line is there from the start. */
static wf_rc
add_value(struct wf_command *c, size_t i, const char *value, int argc, struct wf_err *err)
{
	const struct wf_param *p = &c->op->param[i];
	wf_str shown = wf_arena_printf(&c->arena, "%s%s", p->flags & WF_P_POSITIONAL ? "" : "--", p->name);
	wf_rc rc = wf_value_check(err, c->lang, p, shown, value);

	if (rc != WF_OK)
		return rc;
	const char **list = (const char **)(uintptr_t)c->args.value[i];
	if (!list)
		list = wf_arena_alloc(&c->arena, (size_t)argc * sizeof *list);
	c->args.value[i] = list;
	if (!(p->flags & WF_P_MANY))
		c->args.n[i] = 0;	/* said twice: the last one counts */
	list[c->args.n[i]++] = value;
	return WF_OK;
}

static wf_rc
set_general(struct wf_command *c, const struct option *o, struct wf_err *err)
{
	wf_str said[] = { WF_S("--lang"), WF_S("zh|en"), wf_str_of(o->value) };

	if (wf_str_is(o->name, "help"))
		c->aim = WF_AIM_HELP;
	else if (wf_str_is(o->name, "version"))
		c->aim = WF_AIM_VERSION;
	else if (wf_str_is(o->name, "json"))
		c->format = "json";
	else if (wf_str_is(o->name, "kb"))
		c->kb = o->value;
	else if (wf_str_is(o->name, "output"))
		c->output = o->value;
	else if (wf_is_choice("zh|en", o->value))
		c->lang = o->value;
	else
		return complain(err, c, "usage-choice", said, 3, NULL);
	return WF_OK;
}

/* --format belongs to every operation; where it is a parameter it names the choices. */
static wf_rc
set_format(struct wf_command *c, const struct option *o, int argc, struct wf_err *err)
{
	size_t at = c->op ? wf_param_find(c->op, WF_S("format")) : SIZE_MAX;
	const char *choices = at == SIZE_MAX ? "text|json" : c->op->param[at].choices;
	wf_str said[] = { WF_S("--format"), wf_str_of(choices), wf_str_of(o->value) };

	if (!wf_is_choice(choices, o->value))
		return complain(err, c, "usage-choice", said, 3, NULL);
	c->format = o->value;
	return at == SIZE_MAX ? WF_OK : add_value(c, at, o->value, argc, err);
}

static wf_rc
take_option(struct wf_command *c, int *at, int argc, char **argv, struct wf_err *err)
{
	struct option o = read_option(argv[*at]);
	wf_str said = wf_str_of(o.word);
	size_t i = c->op ? wf_param_find(c->op, o.name) : SIZE_MAX;
	bool ours = general_of(o.name) || wf_str_is(o.name, "format");

	if (o.word[1] != '-' && !of_letter(o.word))
		return no_option(err, c, o.word);
	if (!ours && (i == SIZE_MAX || c->op->param[i].flags & WF_P_POSITIONAL))
		return no_option(err, c, o.word);
	if (!takes_value(&o) && o.joined)
		return complain(err, c, "usage-flag-value", &said, 1, NULL);
	if (takes_value(&o) && !o.joined) {
		if (*at + 1 >= argc)
			return complain(err, c, "usage-no-value", &said, 1, NULL);
		o.value = argv[++*at];
	}
	if (general_of(o.name))
		return set_general(c, &o, err);
	if (wf_str_is(o.name, "format"))
		return set_format(c, &o, argc, err);
	return add_value(c, i, o.value ? o.value : "1", argc, err);
}

/* ---- the line -------------------------------------------------------------------- */

static const char *
locale_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strncmp(value, "zh", 2) == 0 ? "zh" : "en";
	}
	return "en";
}

/* Index of the command's word; argc when there is none. */
static int
find_command(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			return i + 1 < argc ? i + 1 : argc;
		if (!is_option(argv[i]))
			return i;
		struct option o = read_option(argv[i]);
		if (!o.joined && takes_value(&o))
			i++;
	}
	return argc;
}

static wf_rc
take_word(struct wf_command *c, const char *word, int argc, struct wf_err *err)
{
	wf_str said[] = { wf_str_of(c->op->name), wf_str_of(word) };
	size_t last = 16;

	for (size_t i = 0; i < 16 && c->op->param[i].name; i++) {
		const struct wf_param *p = &c->op->param[i];
		if (p->flags & WF_P_POSITIONAL && (p->flags & WF_P_MANY || c->args.n[i] == 0))
			return add_value(c, i, word, argc, err);
		last = p->flags & WF_P_POSITIONAL ? i : last;
	}
	/* 个人信息保护法 38, typed without quotation marks, is one reference */
	if (last < 16 && c->op->param[last].type == WF_P_ID)
		return add_value(c, last, wf_arena_printf(&c->arena, "%s %s", c->args.value[last][0],
		    word).p, argc, err);
	return complain(err, c, "usage-extra", said, 2, NULL);
}

static wf_rc
check_required(const struct wf_command *c, struct wf_err *err)
{
	for (size_t i = 0; i < 16 && c->op->param[i].name; i++) {
		wf_str said[] = { wf_str_of(c->op->name), wf_str_of(c->op->param[i].name) };
		bool empty = c->args.n[i] == 0 || (c->op->param[i].type != WF_P_FLAG &&
		    wf_str_trim(wf_str_of(c->args.value[i][0])).n == 0);
		if (c->op->param[i].flags & WF_P_REQUIRED && empty)
			return complain(err, c, "usage-missing", said, 2, NULL);
	}
	return WF_OK;
}

/* ---- where the answer goes ------------------------------------------------------- */

/* The format that an extension stands for, "" = none. */
static const char *
format_of(const char *file)
{
	static const char *const same[][2] = { { "txt", "text" }, { "htm", "html" }, { "jsonl", "json" },
		{ "markdown", "md" } };
	const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');

	for (size_t i = 0; dot && i < sizeof same / sizeof *same; i++)
		if (strcasecmp(dot + 1, same[i][0]) == 0)
			return same[i][1];
	return dot ? dot + 1 : "";
}

/* -o FILE: the format is that of the extension, unless one is named. */
static wf_rc
choose_output(struct wf_command *c, bool chosen, int argc, struct wf_err *err)
{
	size_t at = wf_param_find(c->op, WF_S("format"));
	wf_str choices = wf_str_of(at == SIZE_MAX ? "text|json" : c->op->param[at].choices);
	wf_str said[] = { wf_str_of(c->output), wf_str_of(c->op->name), choices };

	if (strcmp(c->output, "-") == 0)
		c->output = NULL;
	if (!c->output || chosen)
		return WF_OK;
	for (wf_str rest = choices; rest.n; ) {
		wf_str one = wf_str_sub(rest, 0, wf_str_find(rest, WF_S("|"), 0));
		const char *name = wf_arena_str(&c->arena, one).p;
		if (strcasecmp(name, format_of(c->output)) == 0) {
			c->format = name;
			return at == SIZE_MAX ? WF_OK : add_value(c, at, name, argc, err);
		}
		rest = wf_str_from(rest, one.n + 1);
	}
	return complain(err, c, "usage-output", said, 3, NULL);
}

/* help, help COMMAND and man are words of this face, not operations. */
static wf_rc
choose_command(struct wf_command *c, int *command, int argc, char **argv, struct wf_err *err)
{
	const char *word = argv[*command];

	if (strcmp(word, "man") == 0) {
		c->aim = WF_AIM_MAN;
		return WF_OK;
	}
	if (strcmp(word, "help") == 0) {
		c->aim = WF_AIM_HELP;
		int next = *command + 1 < argc && !is_option(argv[*command + 1]) ? *command + 1 : argc;
		if (next == argc)
			return WF_OK;
		word = argv[*command = next];
	}
	c->op = wf_op_find(word);
	return c->op && c->op->faces & WF_FACE_CLI ? WF_OK : no_command(err, c, word);
}

wf_rc
wf_command_read(struct wf_command *c, int argc, char **argv, struct wf_err *err)
{
	const char *kb = getenv("WANGFA_KB");
	int command = find_command(argc, argv), named = command;
	bool words_only = false;

	*c = (struct wf_command){ .lang = locale_lang() };
	c->kb = kb && *kb ? kb : "kb";
	wf_rc rc = command < argc ? choose_command(c, &command, argc, argv, err) : WF_OK;
	for (int i = 1; rc == WF_OK && i < argc; i++) {
		if (i == named || i == command)
			continue;
		if (!words_only && strcmp(argv[i], "--") == 0)
			words_only = true;
		else if (!words_only && is_option(argv[i]))
			rc = take_option(c, &i, argc, argv, err);
		else if (c->op)
			rc = take_word(c, argv[i], argc, err);
	}
	if (rc == WF_OK && c->op && c->aim == WF_AIM_RUN)
		rc = check_required(c, err);
	bool chosen = c->format != NULL;
	c->format = chosen ? c->format : "text";
	return rc == WF_OK && c->op && c->output ? choose_output(c, chosen, argc, err) : rc;
}
