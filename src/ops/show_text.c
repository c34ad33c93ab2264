/*
 * How a record of show looks: as text on a terminal and as Markdown.  It knows
 * only the record.
 */
#include "ops_int.h"

#include <string.h>

/* ---- text ------------------------------------------------------------------------------ */

/* in force · promulgated 2016-11-07 · from 2017-06-01 · as of 2024-03-22 */
static void
put_days(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	static const char *const days[][2] = {
		{ "adopted", "day-adopted" }, { "promulgated", "day-promulgated" },
		{ "effective_from", "day-from" }, { "effective_to", "day-to" }, { "as_of", "day-asked" },
	};

	wf_put_status(out, tty, wf_get(rec, "status"));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		wf_str day = wf_get(rec, days[i][0]);
		bool same = i == 1 && wf_str_eq(day, wf_get(rec, "adopted"));
		if (day.n == 0 || same)
			continue;
		wf_buf_put(out, WF_S(" · "));
		wf_say1(out, tty, days[i][1], day);
	}
	if (wf_get(rec, "repealed_by").n) {
		wf_buf_put(out, WF_S(" · "));
		wf_say1(out, tty, "repealed-by", wf_get(rec, "repealed_by"));
	}
	wf_buf_ch(out, '\n');
}

/* That no text was in force, before the text that is shown all the same. */
static void
put_message(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty, const char *after)
{
	if (wf_get(rec, "message").n == 0)
		return;
	wf_put_style(out, tty, WF_BAD, wf_get(rec, "message"));
	wf_buf_put(out, wf_str_of(after));
}

/* file:line · code points 120–360 */
static void
put_source(struct wf_buf *out, const json_t *source, const struct wf_tty *tty)
{
	struct wf_buf b = { 0 };
	char at[3][24];

	wf_buf_put(&b, wf_get(source, "file"));
	if (json_object_get(source, "line")) {
		snprintf(at[0], sizeof at[0], "%lld", (long long)wf_get_int(source, "line"));
		snprintf(at[1], sizeof at[1], "%lld", (long long)wf_get_int(source, "start"));
		snprintf(at[2], sizeof at[2], "%lld", (long long)wf_get_int(source, "end"));
		wf_str word[] = { wf_str_of(at[0]), wf_str_of(at[1]), wf_str_of(at[2]) };
		wf_say(&b, tty, "at-line", word, 3);
	}
	wf_put_style(out, tty, WF_DIM, wf_buf_str(&b));
	wf_buf_ch(out, '\n');
	wf_buf_free(&b);
}

static void
put_provision(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	wf_str label = wf_get(rec, "label");

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "citation"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "id"));
	wf_buf_ch(out, '\n');
	put_message(out, rec, tty, "\n");
	put_days(out, rec, tty);
	if (json_object_get(rec, "source"))
		put_source(out, json_object_get(rec, "source"), tty);
	wf_buf_ch(out, '\n');
	wf_put_style(out, tty, WF_STRONG, label);
	if (label.n)
		wf_buf_put(out, WF_S("　"));
	wf_buf_put(out, wf_get(rec, "text"));
	wf_buf_ch(out, '\n');
}

static void
put_list(struct wf_buf *out, const struct wf_tty *tty, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (i)
			wf_buf_put(out, wf_str_of(wf_msg(tty->lang, "list-comma")));
		wf_buf_put(out, wf_str_of(json_string_value(json_array_get(list, i))));
	}
}

static void
put_counts(struct wf_buf *out, const json_t *counts)
{
	static const char *const han[] = { "编", "分编", "章", "节", "条" };
	const char *space = "";

	for (size_t i = 0; i < sizeof han / sizeof *han; i++) {
		int64_t n = wf_get_int(counts, han[i]);
		if (n == 0)
			continue;
		wf_buf_printf(out, "%s%lld %s", space, (long long)n, han[i]);
		space = " ";
	}
}

static void
put_head_line(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	struct wf_buf b = { 0 };

	wf_buf_put(&b, wf_get(rec, "level"));
	if (json_array_size(json_object_get(rec, "issuers"))) {
		wf_buf_put(&b, WF_S(" · "));
		put_list(&b, tty, json_object_get(rec, "issuers"));
	}
	if (wf_get(rec, "number").n)
		wf_buf_printf(&b, " · %.*s", WF_FMT(wf_get(rec, "number")));
	size_t before = b.n;
	wf_buf_put(&b, WF_S(" · "));
	size_t bare = b.n;
	put_counts(&b, json_object_get(rec, "counts"));
	if (b.n == bare)
		b.n = before;
	wf_buf_put(out, wf_buf_str(&b));
	wf_buf_ch(out, '\n');
	wf_buf_free(&b);
}

static void
put_whole(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *texts = json_object_get(rec, "expressions");
	const json_t *sources = json_object_get(rec, "sources");

	wf_put_style(out, tty, WF_STRONG, wf_get(rec, "title"));
	wf_buf_put(out, WF_S("  "));
	wf_put_style(out, tty, WF_DIM, wf_get(rec, "id"));
	wf_buf_ch(out, '\n');
	put_head_line(out, rec, tty);
	put_message(out, rec, tty, "\n");
	put_days(out, rec, tty);
	if (json_array_size(texts) > 1) {
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "texts-held"));
		wf_put_texts(out, tty, texts, wf_get(rec, "expression"));
	}
	for (size_t i = 0; i < json_array_size(sources); i++)
		put_source(out, json_array_get(sources, i), tty);
	wf_buf_ch(out, '\n');
	wf_buf_put(out, wf_get(rec, "text"));
	wf_buf_ch(out, '\n');
}

/* That there is no text to show, and what there is. */
static void
put_none(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	if (wf_get_bool(rec, "named_only"))
		wf_named_text(out, rec, tty);
	else
		wf_none_text(out, rec, tty);
}

void
wf_show_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	if (json_object_get(rec, "reason"))
		put_none(out, rec, tty);
	else if (json_object_get(rec, "fact"))
		wf_fact_text(out, rec, tty);
	else if (json_object_get(rec, "eid"))
		put_provision(out, rec, tty);
	else
		put_whole(out, rec, tty);
}

/* ---- Markdown ------------------------------------------------------------------------------ */

/* Text as CommonMark paragraphs, one a line, with what would be markup escaped. */
static void
put_escaped(struct wf_buf *out, wf_str s)
{
	bool line_start = true;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr("\\`*_<[]|", s.p[i]) && s.p[i])
			wf_buf_ch(out, '\\');
		else if (line_start && strchr("#>-+=~", s.p[i]) && s.p[i])
			wf_buf_ch(out, '\\');
		else if (s.p[i] == '.' && i > 0 && s.p[i - 1] >= '0' && s.p[i - 1] <= '9')
			wf_buf_ch(out, '\\');	/* "1." would begin a list */
		if (s.p[i] == '\n' && !line_start)
			wf_buf_ch(out, '\n');
		if (s.p[i] != '\n' || !line_start)
			wf_buf_ch(out, s.p[i]);
		line_start = s.p[i] == '\n';
	}
}

static void
put_heading(struct wf_buf *out, int depth, wf_str label, wf_str words)
{
	for (int i = 0; i < depth && i < 6; i++)
		wf_buf_ch(out, '#');
	wf_buf_ch(out, ' ');
	put_escaped(out, label);
	if (label.n && words.n)
		wf_buf_ch(out, ' ');
	put_escaped(out, words);
	wf_buf_put(out, WF_S("\n\n"));
}

static bool
is_heading(wf_str kind)
{
	return wf_str_is(kind, "book") || wf_str_is(kind, "subbook") || wf_str_is(kind, "chapter") ||
	    wf_str_is(kind, "section");
}

/* Depth is that of 编章节 alone, five at most: other nodes are printed whole. */
static void
put_node(struct wf_buf *out, const json_t *node, int depth)
{
	const json_t *children = json_object_get(node, "children");
	wf_str label = wf_get(node, "label"), heading = wf_get(node, "heading");

	if (is_heading(wf_get(node, "kind"))) {
		put_heading(out, depth, label, heading);
		for (size_t i = 0; i < json_array_size(children); i++)
			put_node(out, json_array_get(children, i), depth + 1);
		return;
	}
	if (label.n) {
		wf_buf_put(out, WF_S("**"));
		put_escaped(out, label);
		wf_buf_put(out, WF_S("** "));
	}
	put_escaped(out, wf_get(node, "text"));
	wf_buf_put(out, WF_S("\n\n"));
}

void
wf_show_markdown(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *nodes = json_object_get(rec, "nodes");
	struct wf_tty plain = *tty;

	plain.colour = false;
	if (json_object_get(rec, "reason")) {
		put_none(out, rec, &plain);
		return;
	}
	if (json_object_get(rec, "fact")) {
		wf_fact_markdown(out, rec, &plain);
		return;
	}
	put_heading(out, 1, WF_S(""), wf_get(rec, json_object_get(rec, "eid") ? "citation" : "title"));
	wf_buf_put(out, WF_S("> "));
	put_message(out, rec, &plain, "\n>\n> ");
	put_days(out, rec, &plain);
	wf_buf_put(out, WF_S(">\n> "));
	put_source(out, json_object_get(rec, "source") ? json_object_get(rec, "source") :
	    json_array_get(json_object_get(rec, "sources"), 0), &plain);
	wf_buf_ch(out, '\n');
	for (size_t i = 0; i < json_array_size(nodes); i++)
		put_node(out, json_array_get(nodes, i), 2);
	while (out->n > 1 && out->p[out->n - 2] == '\n')
		out->n--;
}
