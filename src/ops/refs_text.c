/*
 * The formats of refs: text by the work that cites or is cited, and CSV.  It finds no
 * references; records come as op_refs.c makes them.
 */
#include "ops_int.h"

#include <string.h>

static bool
is_summary(const json_t *rec)
{
	return json_object_get(rec, "summary") != NULL || json_object_get(rec, "found") != NULL;
}

/* ---- text -------------------------------------------------------------------------- */

/* What stands above the row: its group is told once. */
struct shown { wf_str direction, group, id, words; bool whole; };

static void
text_begin(struct wf_print *p)
{
	p->state = wf_arena_alloc(&p->arena, sizeof(struct shown));
}

/* 12 references in 5 works */
static void
put_counts(struct wf_buf *out, const struct wf_tty *tty, const char *key, const json_t *counts)
{
	struct wf_buf n[2] = { { 0 }, { 0 } };

	wf_put_number(&n[0], wf_get_int(counts, "references"));
	wf_put_number(&n[1], wf_get_int(counts, "works"));
	wf_str word[] = { wf_buf_str(&n[0]), wf_buf_str(&n[1]) };
	wf_say(out, tty, key, word, 2);
	wf_buf_free(&n[0]);
	wf_buf_free(&n[1]);
}

/* One number in words, where it is not 0. */
static void
put_count(struct wf_buf *out, const struct wf_tty *tty, const char *key, const json_t *counts,
    const char *what)
{
	struct wf_buf n = { 0 };

	if (wf_get_int(counts, what) == 0)
		return;
	wf_put_number(&n, wf_get_int(counts, what));
	wf_buf_put(out, WF_S(" · "));
	wf_say1(out, tty, key, wf_buf_str(&n));
	wf_buf_free(&n);
}

static void
put_above(struct wf_buf *out, const struct wf_tty *tty, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *a = json_array_get(list, i);
		if (wf_get_int(a, "references") == 0)
			continue;
		wf_buf_put(out, WF_S("  "));
		wf_buf_put(out, wf_get(a, "citation"));
		wf_buf_put(out, WF_S("  "));
		put_counts(out, tty, "refs-counts", a);
		wf_buf_ch(out, '\n');
	}
}

static void
put_asked(struct wf_buf *out, const struct wf_tty *tty, const json_t *s)
{
	if (wf_get_bool(s, "named_only")) {
		wf_put_style(out, tty, WF_STRONG, wf_get(s, "work_title"));
		wf_buf_put(out, WF_S("  "));
		wf_str word[] = { wf_get(s, "work") };
		struct wf_buf said = { 0 };
		wf_say(&said, tty, "named-only", word, 1);
		wf_put_style(out, tty, WF_BAD, wf_buf_str(&said));
		wf_buf_free(&said);
		wf_buf_ch(out, '\n');
		wf_put_named_facts(out, s, tty);
		wf_buf_ch(out, '\n');
		return;
	}
	wf_put_style(out, tty, WF_STRONG, wf_get(s, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(s, "id"));
	wf_buf_put(out, WF_S("  "));
	wf_put_status(out, tty, wf_get(s, "status"));
	wf_buf_put(out, WF_S(" · "));
	wf_say1(out, tty, "day-asked", wf_get(s, "as_of"));
	wf_buf_ch(out, '\n');
}

static void
text_summary(struct wf_print *p, const json_t *s)
{
	const json_t *in = json_object_get(s, "in"), *to = json_object_get(s, "out");
	struct wf_buf *out = &p->out;

	put_asked(out, p->tty, s);
	if (in) {
		put_counts(out, p->tty, "refs-in-counts", in);
		put_count(out, p->tty, "refs-internal", in, "internal");
		put_count(out, p->tty, "refs-other-texts", in, "to_other_texts");
		put_count(out, p->tty, "refs-left-out", in, "left_out");
		wf_buf_ch(out, '\n');
		put_above(out, p->tty, json_object_get(in, "above"));
	}
	if (to) {
		put_counts(out, p->tty, "refs-out-counts", to);
		put_count(out, p->tty, "refs-internal", to, "internal");
		wf_buf_ch(out, '\n');
	}
}

/* 第三十一条 of 《数据安全法》第三十一条; the title where it cites as a whole. */
static wf_str
provision_of(wf_str citation)
{
	size_t end = wf_str_find(citation, WF_S("》"), 0);
	wf_str rest = end == SIZE_MAX ? citation : wf_str_from(citation, end + 3);

	return rest.n ? rest : citation;
}

/* The work that cites, or is cited, with how many references there are. */
static void
put_group(struct wf_print *p, const json_t *rec, bool in)
{
	const json_t *target = json_array_get(json_object_get(rec, "targets"), 0);
	bool several = wf_str_is(wf_get(rec, "state"), "ambiguous");
	struct wf_buf *out = &p->out, n = { 0 };

	wf_put_number(&n, wf_get_int(rec, "group"));
	wf_buf_ch(out, '\n');
	wf_put_style(out, p->tty, WF_STRONG, wf_get(in ? rec : target, "work"));
	wf_buf_printf(out, "  × %.*s", WF_FMT(wf_buf_str(&n)));
	if (in || wf_get(target, "id").n == 0)
		wf_buf_put(out, WF_S("  "));
	if (in)
		wf_put_style(out, p->tty, WF_DIM, wf_get(rec, "level"));
	else if (wf_get(target, "id").n == 0)
		wf_put_style(out, p->tty, WF_BAD, wf_str_of(wf_msg(p->tty->lang, several ? "refs-several" :
		    "refs-not-held")));
	wf_buf_ch(out, '\n');
	wf_buf_free(&n);
}

/* That the text cited is replaced or repealed by now. */
static void
put_ended(struct wf_buf *out, const struct wf_tty *tty, wf_str status)
{
	if (!wf_str_is(status, "amended") && !wf_str_is(status, "repealed"))
		return;
	wf_buf_put(out, WF_S("  "));
	wf_put_status(out, tty, status);
}

/* What is cited of the work: ids, or the eIds that its text lacks. */
static void
put_targets(struct wf_buf *out, const struct wf_tty *tty, const json_t *list)
{
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n && i < 6; i++) {
		const json_t *t = json_array_get(list, i);
		wf_str id = wf_get(t, "id"), eid = wf_get(t, "eid");
		wf_buf_put(out, i ? WF_S(", ") : WF_S("    → "));
		/* the work stands once */
		wf_str words = i && eid.n ? eid : id.n ? id : eid.n ? eid : wf_get(t, "work");
		wf_put_style(out, tty, WF_DIM, words);
		if (eid.n && id.n && !wf_get_bool(t, "found"))
			wf_say1(out, tty, "in-brackets", wf_str_of(wf_msg(tty->lang, "refs-not-there")));
		if (i + 1 == n || i == 5)
			put_ended(out, tty, wf_get(t, "status"));
	}
	if (n > 6)
		wf_buf_printf(out, ", +%zu", n - 6);
	if (n)
		wf_buf_ch(out, '\n');
}

/* To which text the reference was made, where that is not the one asked. */
static void
put_way(struct wf_buf *out, const struct wf_tty *tty, const json_t *rec)
{
	wf_str through = wf_get(rec, "through"), word[] = { wf_get(rec, "made_to"), wf_get(rec, "now") };

	if (through.n == 0)
		return;
	wf_buf_put(out, WF_S("    → "));
	wf_say(out, tty, wf_str_is(through, "renumbered") ? "refs-renumbered" : "refs-same-number", word, 2);
	wf_buf_ch(out, '\n');
}

/* The provision, its place and the sentence; one that stands above already is not told again. */
static void
put_sentence(struct wf_print *p, const json_t *rec)
{
	struct shown *before = p->state;
	struct wf_buf *out = &p->out;
	wf_str id = wf_get(rec, "id"), words = wf_get(rec, "text");
	bool again = wf_str_eq(id, before->id) &&
	    (wf_str_eq(words, before->words) || wf_get_bool(rec, "clipped"));

	if (again) {
		wf_buf_put(out, WF_S("    · "));
		wf_put_style(out, p->tty, WF_HIT, wf_get(rec, "surface"));
		wf_buf_ch(out, '\n');
		return;
	}
	before->id = wf_arena_str(&p->arena, id);
	before->words = wf_arena_str(&p->arena, words);
	wf_buf_put(out, WF_S("  "));
	wf_buf_put(out, provision_of(wf_get(rec, "citation")));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, p->tty, WF_DIM, wf_str_from(id, wf_get(rec, "work").n));
	wf_buf_put(out, WF_S("  "));
	wf_put_place(out, json_object_get(rec, "source"));
	if (!wf_str_is(wf_get(rec, "status"), "in_force")) {
		wf_buf_put(out, WF_S("  "));
		wf_put_status(out, p->tty, wf_get(rec, "status"));
	}
	wf_buf_put(out, WF_S("\n    "));
	wf_put_said_text(out, rec, p->tty);
	wf_buf_ch(out, '\n');
}

static void
text_record(struct wf_print *p, const json_t *rec)
{
	struct shown *before = p->state;
	const json_t *summary = json_object_get(rec, "summary"), *targets = json_object_get(rec, "targets");
	wf_str direction = wf_get(rec, "direction");
	bool in = wf_str_is(direction, "in");
	wf_str group = wf_get(in ? rec : json_array_get(targets, 0), "work");

	if (summary) {
		before->whole = !wf_str_has(wf_get(summary, "id"), WF_S("#"));
		text_summary(p, summary);
	}
	/* what a whole law says of itself fills pages; the summary counts it */
	if (is_summary(rec) || (before->whole && wf_get_bool(rec, "internal")))
		return;
	if (!wf_str_eq(direction, before->direction)) {
		wf_buf_printf(&p->out, "\n%s\n", wf_msg(p->tty->lang, in ? "refs-in" : "refs-out"));
		before->direction = wf_arena_str(&p->arena, direction);
		before->group = before->id = WF_S("");
	}
	if (!wf_str_eq(group, before->group)) {
		put_group(p, rec, in);
		before->group = wf_arena_str(&p->arena, group);
		before->id = WF_S("");
	}
	put_sentence(p, rec);
	if (in)
		put_way(&p->out, p->tty, rec);
	else
		put_targets(&p->out, p->tty, targets);
}

/* ---- CSV --------------------------------------------------------------------------------- */

/* Columns; a dot leads into source, or to a field of each target. */
static const char *const columns[] = {
	"direction", "id", "work", "work_title", "level", "citation", "expression", "status", "form",
	"state", "reason", "surface", "text", "made_to", "now", "through", "internal", "targets.work",
	"targets.expression", "targets.eid", "as_of", "source.file", "source.line", "source.start", "source.end", "source.sha256",
};
#define COLUMNS (sizeof columns / sizeof *columns)

static void
csv_begin(struct wf_print *p)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const char *dot = strchr(columns[i], '.');
		bool target = strncmp(columns[i], "targets.", 8) == 0;
		wf_csv_cell(&p->out, i == 0, wf_arena_printf(&p->arena, "%s%s", target ? "target_" : "",
		    dot ? dot + 1 : columns[i]));
	}
	wf_csv_end(&p->out);
}

static void
put_value(struct wf_buf *out, const json_t *value)
{
	if (json_is_integer(value))
		wf_buf_printf(out, "%lld", (long long)json_integer_value(value));
	if (json_is_boolean(value))
		wf_buf_put(out, json_is_true(value) ? WF_S("true") : WF_S("false"));
	if (json_is_string(value))
		wf_buf_put(out, (wf_str){ json_string_value(value), json_string_length(value) });
}

/* Values of several targets by blanks; one that all share stands once. */
static void
put_each(struct wf_buf *out, const json_t *list, const char *key)
{
	wf_str last = WF_S("");

	for (size_t i = 0; i < json_array_size(list); i++) {
		wf_str s = wf_get(json_array_get(list, i), key);
		if (s.n == 0 || wf_str_eq(s, last))
			continue;
		wf_buf_printf(out, "%s%.*s", out->n ? " " : "", WF_FMT(s));
		last = s;
	}
}

static void
csv_record(struct wf_print *p, const json_t *rec)
{
	struct wf_buf cell = { 0 };

	for (size_t i = 0; i < COLUMNS && !is_summary(rec); i++) {
		const char *dot = strchr(columns[i], '.');
		cell.n = 0;
		if (strncmp(columns[i], "targets.", 8) == 0)
			put_each(&cell, json_object_get(rec, "targets"), dot + 1);
		else
			put_value(&cell, json_object_get(dot ? json_object_get(rec, "source") : rec,
			    dot ? dot + 1 : columns[i]));
		wf_csv_cell(&p->out, i == 0, wf_buf_str(&cell));
	}
	if (!is_summary(rec))
		wf_csv_end(&p->out);
	wf_buf_free(&cell);
}

static const struct wf_format text = { "text", "text/plain; charset=utf-8", text_begin, text_record, NULL };
static const struct wf_format csv = { "csv", "text/csv; charset=utf-8; header=present", csv_begin, csv_record,
	NULL };

const struct wf_format *const wf_refs_formats[] = { &text, &csv, NULL };
