/*
 * stats: what the knowledge base covers and how recent it is.  It judges nothing;
 * doctor does.
 */
#include "ops_int.h"

static wf_rc
put_count(json_t *rec, struct wf_ask *q, const char *key, const char *what)
{
	int64_t n = 0;
	wf_rc rc = wf_ask_store(q, wf_db_count(&n, q->db, what));

	wf_json_int(rec, key, n);
	return rc;
}

static wf_rc
take_tally(void *payload, wf_str name, int64_t n)
{
	json_t *rec = payload;
	struct wf_arena a = { 0 };
	wf_str key = wf_arena_str(&a, name);

	wf_json_int(rec, key.n ? key.p : "-", n);
	wf_arena_free(&a);
	return WF_OK;
}

static wf_rc
put_tally(json_t *rec, struct wf_ask *q, const char *key, const char *what)
{
	json_t *tally = json_object();

	wf_json_own(rec, key, tally);
	return wf_ask_store(q, wf_db_tally(q->db, what, take_tally, tally));
}

/* A tally by the numbers of enumerators, under their names. */
struct numbered { json_t *rec; const char *(*name)(uint32_t number); uint32_t count; };

static wf_rc
take_numbered(void *payload, wf_str name, int64_t n)
{
	struct numbered *t = payload;
	uint32_t number = t->count;

	if (wf_numeral(name, &number) != 0 && number < t->count)
		wf_json_int(t->rec, t->name(number), n);
	return WF_OK;
}

static const char *
form_name(uint32_t number)
{
	return wf_cite_form_name((enum wf_cite_form)number);
}

static const char *
state_name(uint32_t number)
{
	return wf_cite_state_name((enum wf_cite_state)number);
}

static const char *
reason_name(uint32_t number)
{
	return wf_cite_reason_name((enum wf_cite_reason)number);
}

/* references: {count, provisions, by_state, by_form, rejected, by_reason} */
static wf_rc
put_references(json_t *rec, struct wf_ask *q)
{
	json_t *refs = json_object();
	struct numbered tallies[] = {
		{ json_object(), state_name, WF_CITE_STATES }, { json_object(), form_name, WF_CITE_FORMS },
		{ json_object(), reason_name, WF_CITE_REASONS },
	};
	static const char *const keys[][2] = { { "by_state", "state" }, { "by_form", "form" },
		{ "by_reason", "reason" } };
	wf_rc rc = put_count(refs, q, "count", "cites");

	wf_json_own(rec, "references", refs);
	if (rc == WF_OK)
		rc = put_count(refs, q, "provisions", "targets");
	for (size_t i = 0; i < sizeof tallies / sizeof *tallies; i++) {
		wf_json_own(refs, keys[i][0], tallies[i].rec);
		if (rc == WF_OK)
			rc = wf_ask_store(q, wf_db_tally(q->db, keys[i][1], take_numbered, &tallies[i]));
	}
	/* what only looks like a reference is a state as well */
	if (rc == WF_OK)
		rc = put_count(tallies[0].rec, q, wf_cite_state_name(WF_CITE_REJECTED), "rejected");
	return rc;
}

struct codes { struct wf_code_count v[256]; size_t n; };

static wf_rc
take_code(void *payload, wf_str name, int64_t n)
{
	struct codes *c = payload;
	uint32_t code = 0;

	if (wf_numeral(name, &code) == 0 || c->n == sizeof c->v / sizeof *c->v)
		return WF_OK;
	c->v[c->n++] = (struct wf_code_count){ code, (uint64_t)n };
	return WF_OK;
}

static wf_rc
put_statuses(json_t *rec, struct wf_ask *q)
{
	json_t *tally = json_object();
	struct wf_row_work *w = NULL;
	struct wf_row_expr *e = NULL;
	size_t nwork = 0, nexpr = 0;
	int64_t n[WF_ST_REPEALED + 1] = { 0 };
	wf_rc rc = wf_ask_store(q, wf_db_all_works(&w, &nwork, q->db, &q->arena));

	if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_all_exprs(&e, &nexpr, q->db, &q->arena));
	for (size_t i = 0, at = 0; rc == WF_OK && i < nexpr; i++) {
		while (at < nwork && w[at].id < e[i].work)
			at++;
		if (at < nwork)
			n[wf_status_of(&w[at], &e[i], q->at)]++;
	}
	for (enum wf_status s = WF_ST_UNKNOWN; s <= WF_ST_REPEALED; s++)
		if (n[s])
			wf_json_int(tally, wf_status_name(s), n[s]);
	free(w);
	free(e);
	wf_json_own(rec, "by_status", tally);
	return rc;
}

static wf_rc
fill(json_t *rec, struct wf_ask *q)
{
	static const struct { const char *key, *what; } plain[] = {
		{ "files", "sources" }, { "law", "law" }, { "bytes", "bytes" }, { "copies", "copies" },
		{ "works", "works" }, { "drafts", "drafts" }, { "expressions", "exprs" },
		{ "undated", "undated" }, { "articles", "articles" }, { "nodes", "nodes" },
		{ "named", "named" },
	};
	static const struct { const char *key, *what; } tallies[] = {
		{ "nolaw", "nolaw" }, { "by_level", "level" }, { "by_basis", "basis" },
	};
	struct codes codes = { .n = 0 };
	int64_t newest = 0;
	wf_rc rc = WF_OK;

	for (size_t i = 0; rc == WF_OK && i < sizeof plain / sizeof *plain; i++)
		rc = put_count(rec, q, plain[i].key, plain[i].what);
	for (size_t i = 0; rc == WF_OK && i < sizeof tallies / sizeof *tallies; i++)
		rc = put_tally(rec, q, tallies[i].key, tallies[i].what);
	if (rc == WF_OK)
		rc = put_references(rec, q);
	if (rc == WF_OK)
		rc = put_statuses(rec, q);
	if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_count(&newest, q->db, "newest"));
	wf_json_date(rec, "newest", (wf_date)newest);
	if (rc == WF_OK)
		rc = wf_ask_store(q, wf_db_tally(q->db, "code", take_code, &codes));
	wf_json_own(rec, "findings", wf_codes_json(codes.v, codes.n, q->call->lang));
	wf_json_date(rec, "as_of", q->at);
	return rc;
}

static wf_rc
run_stats(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_ask q;
	json_t *rec = json_object();
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK)
		rc = fill(rec, &q);
	if (rc == WF_OK)
		rc = wf_ask_emit(&q, json_incref(rec));
	json_decref(rec);
	wf_ask_close(&q);
	return rc;
}

/* ---- text ----------------------------------------------------------------------------- */

static void
put_row(struct wf_buf *out, const struct wf_tty *tty, const char *label, int64_t n)
{
	struct wf_buf value = { 0 };

	wf_put_number(&value, n);
	wf_put_padded(out, wf_str_of(wf_msg(tty->lang, label)), 26);
	wf_buf_printf(out, "%12.*s\n", WF_FMT(wf_buf_str(&value)));
	wf_buf_free(&value);
}

/* Names of a tally that have a message prefix-name are said in words. */
static void
put_tally_rows(struct wf_buf *out, const struct wf_tty *tty, const char *prefix, const json_t *tally)
{
	const char *name;
	json_t *n;

	json_object_foreach((json_t *)(uintptr_t)tally, name, n) {
		char key[96];
		struct wf_buf value = { 0 };
		snprintf(key, sizeof key, "%s-%s", prefix, name);
		const char *word = wf_msg(tty->lang, key);
		wf_put_number(&value, json_integer_value(n));
		wf_buf_put(out, WF_S("  "));
		wf_put_padded(out, wf_str_of(word == key ? name : word), 24);
		wf_buf_printf(out, "%12.*s\n", WF_FMT(wf_buf_str(&value)));
		wf_buf_free(&value);
	}
}

static void
stats_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	const json_t *kb = json_object_get(rec, "kb"), *missing = json_object_get(kb, "missing_levels");
	const json_t *refs = json_object_get(rec, "references");

	put_row(out, tty, "stats-files", wf_get_int(rec, "files"));
	put_row(out, tty, "stats-law", wf_get_int(rec, "law"));
	put_tally_rows(out, tty, "nolaw", json_object_get(rec, "nolaw"));
	put_row(out, tty, "stats-bytes", wf_get_int(rec, "bytes"));
	put_row(out, tty, "stats-works", wf_get_int(rec, "works"));
	put_tally_rows(out, tty, "code", json_object_get(rec, "by_level"));
	put_row(out, tty, "stats-expressions", wf_get_int(rec, "expressions"));
	put_tally_rows(out, tty, "status", json_object_get(rec, "by_status"));
	put_row(out, tty, "stats-undated", wf_get_int(rec, "undated"));
	put_row(out, tty, "stats-articles", wf_get_int(rec, "articles"));
	put_row(out, tty, "stats-nodes", wf_get_int(rec, "nodes"));
	put_row(out, tty, "stats-cites", wf_get_int(refs, "count"));
	put_tally_rows(out, tty, "cite", json_object_get(refs, "by_state"));
	put_tally_rows(out, tty, "form", json_object_get(refs, "by_form"));
	put_row(out, tty, "stats-targets", wf_get_int(refs, "provisions"));
	put_row(out, tty, "stats-named", wf_get_int(rec, "named"));
	wf_say1(out, tty, "stats-newest", wf_get(rec, "newest"));
	wf_buf_ch(out, '\n');
	if (json_array_size(missing)) {
		wf_buf_put(out, wf_str_of(wf_msg(tty->lang, "stats-missing")));
		for (size_t i = 0; i < json_array_size(missing); i++)
			wf_buf_printf(out, "%s%s", i ? wf_msg(tty->lang, "list-comma") : "",
			    json_string_value(json_array_get(missing, i)));
		wf_buf_ch(out, '\n');
	}
	if (json_array_size(json_object_get(rec, "findings"))) {
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "stats-findings"));
		wf_put_codes(out, json_object_get(rec, "findings"), tty);
	}
}

const struct wf_op wf_op_stats = {
	.name = "stats",
	.faces = WF_FACE_READ,
	.en = "Say what the knowledge base covers and how recent it is.",
	.zh = "说明知识库的覆盖范围和时效。",
	.more_en = "Counts of files, works, texts, provisions and references; levels of law that are missing or\n"
	    "nearly so; findings by code.",
	.more_zh = "文件、法律文件、文本、条款和引用的数量；缺失或几乎缺失的效力级别；疑点汇总。",
	.param = {
		{ "at", WF_P_DATE, 0, NULL, "status on this day (default: today)",
		  "该日的状态（默认今天）", "2024-03-22" },
	},
	.run = run_stats,
	.text = stats_text,
};
