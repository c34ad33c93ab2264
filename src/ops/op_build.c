/*
 * build: makes the knowledge base of the sources named and says what came of it.
 * The work itself is the engine's.
 */
#include "ops_int.h"

static json_t *
summary_json(const struct wf_build_sum *s, const char *lang)
{
	const struct { const char *key; uint64_t n; } counts[] = {
		{ "files", s->files }, { "law", s->law }, { "nolaw", s->nolaw }, { "unread", s->unread },
		{ "parsed", s->parsed }, { "reused", s->reused }, { "works", s->works },
		{ "expressions", s->exprs }, { "articles", s->articles }, { "nodes", s->nodes },
		{ "bytes", s->bytes },
	};
	json_t *sum = json_object();

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wf_json_int(sum, counts[i].key, (int64_t)counts[i].n);
	wf_json_str(sum, "hash", wf_str_of(s->hash));
	wf_json_own(sum, "seconds", json_real(s->seconds));
	wf_json_own(sum, "findings", wf_codes_json(s->finding, s->nfinding, lang));
	return sum;
}

static wf_rc
report(const struct wf_build_sum *s, const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	struct wf_ask q;
	wf_rc rc = wf_ask_open(&q, op, c, err);

	if (rc == WF_OK) {
		json_t *rec = json_object();
		wf_json_own(rec, "summary", summary_json(s, c->lang));
		rc = wf_ask_emit(&q, rec);
	}
	wf_ask_close(&q);
	return rc;
}

static wf_rc
run_build(const struct wf_op *op, struct wf_call *c, struct wf_err *err)
{
	size_t at = wf_param_find(op, WF_S("source"));
	const char *workers = wf_arg(op, c, "workers");
	struct wf_build_sum sum = { 0 };
	struct wf_build_opt opt = {
		.kb = c->kb,
		.source = c->args.value[at],
		.nsource = c->args.n[at],
		.add = wf_arg(op, c, "add") != NULL,
		.workers = workers ? (unsigned)strtoul(workers, NULL, 10) : 0,
		.progress = c->progress,
	};
	wf_rc rc = wf_build(&sum, &opt, err);

	if (rc == WF_OK)
		rc = report(&sum, op, c, err);
	wf_build_sum_free(&sum);
	return rc;
}

static void
build_text(struct wf_buf *out, const json_t *rec, const struct wf_tty *tty)
{
	static const char *const counts[] = { "files", "law", "nolaw", "unread", "works", "expressions",
		"articles", "parsed", "reused" };
	const json_t *sum = json_object_get(rec, "summary");
	struct wf_buf n[9] = { { 0 } };
	wf_str word[9];

	for (size_t i = 0; i < 9; i++) {
		wf_put_number(&n[i], wf_get_int(sum, counts[i]));
		word[i] = wf_buf_str(&n[i]);
	}
	wf_say(out, tty, "build-files", word, 4);
	wf_buf_ch(out, '\n');
	wf_say(out, tty, "build-works", word + 4, 3);
	wf_buf_ch(out, '\n');
	wf_say(out, tty, "build-parsed", word + 7, 2);
	wf_buf_printf(out, "%.1f s\n", json_real_value(json_object_get(sum, "seconds")));
	if (json_array_size(json_object_get(sum, "findings"))) {
		wf_buf_printf(out, "%s\n", wf_msg(tty->lang, "build-findings"));
		wf_put_codes(out, json_object_get(sum, "findings"), tty);
	}
	for (size_t i = 0; i < 9; i++)
		wf_buf_free(&n[i]);
}

const struct wf_op wf_op_build = {
	.name = "build",
	.faces = WF_FACE_CLI,
	.en = "Make the knowledge base of files and folders of legal texts.",
	.zh = "由文件和文件夹中的法律文本建立知识库。",
	.more_en = "The knowledge base then holds exactly these sources; without any, those remembered from\n"
	    "last time are read again. Files that have not changed are not parsed again. What is odd in\n"
	    "a text never stops a build: it is a finding, which doctor lists.",
	.more_zh = "知识库将恰好包含这些来源；不写来源时重新读取上次的来源。未变化的文件不再解析。\n"
	    "文本中的疑点不会中止建库，由 doctor 列出。",
	.param = {
		{ "source", WF_P_FILE, WF_P_POSITIONAL | WF_P_MANY, NULL, "files or folders",
		  "文件或文件夹", "laws" },
		{ "add", WF_P_FLAG, 0, NULL, "add to the sources of last time", "在上次来源之外增加", NULL },
		{ "workers", WF_P_INT, 0, "1|64", "threads (default: one a processor)",
		  "线程数（默认每处理器一个）", "2" },
	},
	.run = run_build,
	.text = build_text,
};
