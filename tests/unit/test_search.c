/* Queries, highlights, snippets and damaged index files of src/search. The texts are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "search/search.h"

static const struct wf_unit units[] = {
	{ 1, 1, { "示例数据法", 15 }, { "第一章 总则", 16 }, { "为了保护数据，制定本法。", 36 } },
	{ 1, 2, { "示例数据法", 15 }, { "第一章 总则", 16 }, { "数据处理者应当建立制度，定期开展评估。", 57 } },
	{ 2, 1, { "示例道路条例", 18 }, { "", 0 }, { "车辆应当按照标志行驶。", 33 } },
	{ 2, 2, { "示例道路条例", 18 }, { "", 0 }, { "ＡＢＣ级道路每年评估一次。", 39 } },
	{ 3, 7, { "示例收费办法", 18 }, { "", 0 }, { "", 0 } },
};

static char folder[64], path[128];

static int
make_index(void **state)
{
	struct wf_index_writer *w;
	struct wf_err err;
	uint8_t sha[32];

	(void)state;
	strcpy(folder, "wangfa-search-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/index", folder);
	if (wf_index_create(&w, path, &err) != WF_OK)
		return -1;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		wf_index_add(w, &units[i]);
	return wf_index_finish(w, sha, &err) == WF_OK ? 0 : -1;
}

static int
remove_index(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static const struct { const char *query; size_t n; int64_t expr; uint32_t seq; } queries[] = {
	{ "评估", 2, 2, 2 },			/* both hold it: the shorter first */
	{ "数据 评估", 1, 1, 2 },		/* all terms */
	{ "道路条例 行驶", 1, 2, 1 },		/* a term of the title */
	{ "总则 制度", 1, 1, 2 },		/* a term of the heading */
	{ "abc", 1, 2, 2 },			/* width and case do not matter */
	{ "收费办法", 1, 3, 7 },			/* the title alone */
	{ "車輛", 1, 2, 1 },			/* nor do traditional characters */
	{ "车辆怎样行驶", 1, 2, 1 },		/* nothing holds the words: pairs of characters */
	{ "驶", 1, 2, 1 },
	{ "火星", 0, 0, 0 },
	{ "", 0, 0, 0 },
	{ "　 ", 0, 0, 0 },
};

static void
queries_find(void **state)
{
	struct wf_index *x;
	struct wf_err err;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct wf_hit *hits;
		size_t n;
		assert_int_equal(wf_index_query(&hits, &n, x, wf_str_of(queries[i].query), 10, NULL,
		    NULL), WF_OK);
		if (n != queries[i].n)
			print_error("%s: %zu hits\n", queries[i].query, n);
		assert_int_equal(n, queries[i].n);
		if (n) {
			assert_int_equal(hits[0].expr, queries[i].expr);
			assert_int_equal(hits[0].seq, queries[i].seq);
		}
		for (size_t k = 1; k < n; k++)
			assert_true(hits[k - 1].score >= hits[k].score);
		free(hits);
	}
	wf_index_close(x);
}

static bool
only_first(void *payload, int64_t expr)
{
	(void)payload;
	return expr == 1;
}

static void
limits_hold(void **state)
{
	struct wf_index *x;
	struct wf_err err;
	struct wf_hit *hits;
	size_t n;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	assert_int_equal(wf_index_query(&hits, &n, x, WF_S("应当"), 1, NULL, NULL), WF_OK);
	assert_int_equal(n, 1);
	free(hits);
	assert_int_equal(wf_index_query(&hits, &n, x, WF_S("应当"), 9, only_first, NULL), WF_OK);
	assert_int_equal(n, 1);
	assert_int_equal(hits[0].expr, 1);
	free(hits);
	/* a query of any length is answered */
	struct wf_buf longest = { 0 };
	for (uint32_t i = 0; i < 5000; i++)
		wf_buf_cp(&longest, 0x4e00 + i);
	assert_int_equal(wf_index_query(&hits, &n, x, wf_buf_str(&longest), 9, NULL, NULL), WF_OK);
	free(hits);
	wf_buf_free(&longest);
	wf_index_close(x);
}

static void
damaged_files_are_refused(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_index *x;
	struct wf_err err;
	wf_str bytes;
	char bad[160];
	size_t refused = 0;

	(void)state;
	snprintf(bad, sizeof bad, "%s/bad", folder);
	assert_int_equal(wf_file_read(&bytes, &a, path, WF_FILE_LIMIT, &err), WF_OK);
	char *copy = wf_malloc(bytes.n);
	for (size_t at = 0; at < bytes.n; at++) {
		memcpy(copy, bytes.p, bytes.n);
		copy[at] = (char)~copy[at];
		size_t n = at % 3 == 0 ? at : bytes.n;
		FILE *f = fopen(bad, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(copy, 1, n, f), n);
		fclose(f);
		wf_rc rc = wf_index_open(&x, bad, &err);
		refused += rc != WF_OK;
		if (n < bytes.n)
			assert_int_equal(rc, WF_E_STORE);
		if (rc == WF_OK) {
			struct wf_hit *hits;
			assert_int_equal(wf_index_query(&hits, &n, x, WF_S("数据"), 9, NULL, NULL), WF_OK);
			free(hits);
		}
		wf_index_close(x);
	}
	assert_true(refused > bytes.n / 3);
	unlink(bad);
	assert_int_equal(wf_index_open(&x, bad, &err), WF_E_IO);
	free(copy);
	wf_arena_free(&a);
}

static const struct { const char *text, *query; size_t n; const char *first; } marks[] = {
	{ "数据处理者应当评估数据。", "数据", 2, "数据" },
	{ "数据处理者应当评估。", "数据 评估", 2, "数据" },
	{ "依照ＧＢ标准。", "gb", 1, "ＧＢ" },
	{ "甲 乙丙。", "甲乙", 1, "甲 乙" },
	{ "车辆行驶", "车辆怎样行驶", 1, "车辆行驶" },	/* two pairs that touch are one mark */
	{ "甲", "乙", 0, "" },
	{ "甲", "", 0, "" },
	{ "", "甲", 0, "" },
};

static void
words_are_marked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		wf_str text = wf_str_of(marks[i].text);
		wf_span *at = NULL;
		size_t n = 0;
		wf_highlight(&at, &n, text, wf_str_of(marks[i].query));
		assert_int_equal(n, marks[i].n);
		if (n)
			assert_true(wf_str_is(wf_str_sub(text, at[0].off, at[0].len), marks[i].first));
		free(at);
	}
}

static void
snippets_are_cut(void **state)
{
	wf_str text = WF_S("第一句话没有。第二句话里有目标。第三句话没有。");
	wf_span *at = NULL;
	size_t n = 0;

	(void)state;
	wf_highlight(&at, &n, text, WF_S("目标"));
	wf_span all = wf_snippet(text, at, n, 100);
	assert_true(all.off == 0 && all.len == text.n);
	wf_span cut = wf_snippet(text, at, n, 9);
	assert_true(wf_str_is(wf_str_sub(text, cut.off, cut.len), "第二句话里有目标。"));
	cut = wf_snippet(text, NULL, 0, 3);
	assert_true(wf_str_is(wf_str_sub(text, cut.off, cut.len), "第一句"));
	free(at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find), cmocka_unit_test(limits_hold),
		cmocka_unit_test(damaged_files_are_refused), cmocka_unit_test(words_are_marked),
		cmocka_unit_test(snippets_are_cut),
	};

	return cmocka_run_group_tests(tests, make_index, remove_index);
}
