/*
 * Checks a value that somebody gave against what its parameter takes, for every face
 * alike.  It does not know where the value comes from.
 */
#include "ops.h"

#include <stdlib.h>
#include <string.h>

bool
wf_is_choice(const char *choices, const char *value)
{
	wf_str rest = wf_str_of(choices);

	while (rest.n) {
		size_t end = wf_str_find(rest, WF_S("|"), 0);
		if (wf_str_is(wf_str_sub(rest, 0, end), value))
			return true;
		rest = end == SIZE_MAX ? WF_S("") : wf_str_from(rest, end + 1);
	}
	return false;
}

static wf_rc
complain(struct wf_err *err, const char *lang, const char *key, const wf_str *word, size_t n)
{
	struct wf_buf b = { 0 };

	wf_msg_put(&b, lang, key, word, n);
	wf_fail(err, WF_E_USAGE, "%s", b.p);
	wf_buf_free(&b);
	return WF_E_USAGE;
}

static wf_rc
check_number(struct wf_err *err, const char *lang, const struct wf_param *p, wf_str shown, const char *value)
{
	char *end = NULL;
	long n = strtol(value, &end, 10);
	const char *most = strchr(p->choices, '|');
	wf_str least = wf_str_sub(wf_str_of(p->choices), 0, (size_t)(most - p->choices));

	if (end != value && !*end && n >= strtol(p->choices, NULL, 10) && n <= strtol(most + 1, NULL, 10))
		return WF_OK;
	wf_str said[] = { shown, least, wf_str_of(most + 1), wf_str_of(value) };
	return complain(err, lang, "usage-number", said, 4);
}

wf_rc
wf_value_check(struct wf_err *err, const char *lang, const struct wf_param *p, wf_str shown,
    const char *value)
{
	wf_str said[] = { shown, wf_str_of(value), wf_str_of(value) };
	wf_date day;

	if (p->type == WF_P_FLAG)
		return WF_OK;
	if (p->type != WF_P_FILE && wf_utf8_valid(said[1]) != said[1].n)
		return complain(err, lang, "usage-not-utf8", said + 1, 1);
	switch (p->type) {
	case WF_P_DATE:
		if (wf_date_parse(wf_str_of(value), &day) && day != 0 &&
		    (day % 100 != 0 || p->flags & WF_P_PARTIAL))
			return WF_OK;
		return complain(err, lang, p->flags & WF_P_PARTIAL ? "usage-date" : "usage-day", said, 2);
	case WF_P_INT:
		return check_number(err, lang, p, shown, value);
	case WF_P_CHOICE:
		if (wf_is_choice(p->choices, value))
			return WF_OK;
		said[1] = wf_str_of(p->choices);
		return complain(err, lang, "usage-choice", said, 3);
	default:
		return WF_OK;
	}
}

/* ---- arguments of a call --------------------------------------------------------- */

static bool
is_off(const char *value)
{
	return strcmp(value, "0") == 0 || strcmp(value, "no") == 0 || strcmp(value, "false") == 0;
}

/* "text" and "json" are formats of every operation that names none of its own. */
static wf_rc
read_format(struct wf_call *c, const struct wf_op *op, const char *value, struct wf_err *err)
{
	size_t at = wf_param_find(op, WF_S("format"));
	const char *choices = at == SIZE_MAX ? "text|json" : op->param[at].choices;
	wf_str said[] = { WF_S("format"), wf_str_of(choices), wf_str_of(value) };

	if (!wf_is_choice(choices, value) && strcmp(value, "json") != 0)
		return complain(err, c->lang, "usage-choice", said, 3);
	c->format = value;
	c->text = strcmp(value, "json") != 0;
	return WF_OK;
}

static wf_rc
read_one(struct wf_call *c, struct wf_arena *a, const struct wf_op *op, const struct wf_given *g, size_t n,
    struct wf_err *err)
{
	size_t at = wf_param_find(op, wf_str_of(g->name));
	wf_str said[] = { wf_str_of(op->name), wf_str_of(g->name) };
	bool format = strcmp(g->name, "format") == 0;

	if (at == SIZE_MAX && !format)
		return complain(err, c->lang, "usage-no-option", said, 2);
	const struct wf_param *p = at == SIZE_MAX ? NULL : &op->param[at];
	bool flag = p && p->type == WF_P_FLAG;
	if (flag ? is_off(g->value) : !*g->value)
		return WF_OK;
	wf_rc rc = format ? read_format(c, op, g->value, err) : wf_value_check(err, c->lang, p, said[1],
	    g->value);
	if (rc != WF_OK || !p)
		return rc;
	const char **list = (const char **)(uintptr_t)c->args.value[at];
	if (!list)
		list = wf_arena_alloc(a, n * sizeof *list);
	if (!(p->flags & WF_P_MANY))
		c->args.n[at] = 0;	/* said twice: the last one counts */
	list[c->args.n[at]++] = flag ? "1" : g->value;
	c->args.value[at] = list;
	return WF_OK;
}

wf_rc
wf_args_read(struct wf_call *c, struct wf_arena *a, const struct wf_op *op, const struct wf_given *v,
    size_t n,
    struct wf_err *err)
{
	wf_rc rc = WF_OK;

	c->args = (struct wf_args){ 0 };
	c->format = "json";
	c->text = false;
	for (size_t i = 0; rc == WF_OK && i < n; i++)
		rc = read_one(c, a, op, &v[i], n, err);
	for (size_t i = 0; rc == WF_OK && i < 16 && op->param[i].name; i++) {
		wf_str said[] = { wf_str_of(op->name), wf_str_of(op->param[i].name) };
		bool needed = op->param[i].flags & WF_P_REQUIRED;
		if (needed && (c->args.n[i] == 0 || wf_str_trim(wf_str_of(c->args.value[i][0])).n == 0))
			rc = complain(err, c->lang, "usage-missing", said, 2);
	}
	return rc;
}
