/*
 * The table of operations and the look-ups in it.  Each operation stands in a file
 * of its own.
 */
#include "ops_int.h"

#include <string.h>

static const struct wf_op *const ops[] = {
	&wf_op_build, &wf_op_ls, &wf_op_show, &wf_op_search, &wf_op_cite, &wf_op_check, &wf_op_refs,
	&wf_op_diff, &wf_op_timeline, &wf_op_facts, &wf_op_stats, &wf_op_doctor, &wf_op_serve, NULL,
};

const struct wf_op *const *
wf_ops(void)
{
	return ops;
}

const struct wf_op *
wf_op_find(const char *name)
{
	for (const struct wf_op *const *op = ops; *op; op++)
		if (strcmp((*op)->name, name) == 0)
			return *op;
	return NULL;
}

const struct wf_format *
wf_format_find(const struct wf_op *op, const char *name)
{
	for (const struct wf_format *const *f = op->format; f && *f; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

size_t
wf_param_find(const struct wf_op *op, wf_str name)
{
	for (size_t i = 0; i < sizeof op->param / sizeof *op->param && op->param[i].name; i++)
		if (wf_str_is(name, op->param[i].name))
			return i;
	return SIZE_MAX;
}

const char *
wf_arg(const struct wf_op *op, const struct wf_call *c, const char *name)
{
	size_t at = wf_param_find(op, wf_str_of(name));

	return at != SIZE_MAX && c->args.n[at] ? c->args.value[at][0] : NULL;
}
