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

static const struct {
	int64_t expr;
	const char *title, *place;
	enum wf_standing standing;
	uint32_t cited;
} texts[] = {
	{ 1, "示例数据法", "", WF_STAND_LAW, 300 },
	{ 2, "示例道路条例", "", WF_STAND_REGULATION, 0 },
	{ 3, "示例收费办法", "", WF_STAND_RULE, 0 },
	{ 4, "甲市道路条例", "甲市", WF_STAND_LOCAL, 40 },
	{ 5, "示例旧法", "", WF_STAND_LAW, 0 },
};

static const struct { size_t text; uint32_t seq; const char *heading, *words; } units[] = {
	{ 0, 1, "第一章 总则", "为了保护数据，制定本法。" },
	{ 0, 2, "第一章 总则", "数据处理者应当建立制度，定期开展评估。" },
	{ 1, 1, "", "车辆应当按照标志行驶。" },
	{ 1, 2, "", "ＡＢＣ级道路每年评估一次。" },
	{ 1, 3, "", "违反本法第二条规定的，处罚款。" },
	{ 2, 7, "", "" },
	{ 3, 1, "", "车辆在车道行驶的，处罚款。" },
	{ 4, 1, "", "为了保护数据，制定本法。" },
};

static char folder[64], path[128];

/* Writes the texts with so many threads; sha of the file to sha. */
static wf_rc
write_index(const char *to, unsigned workers, uint8_t sha[32])
{
	struct wf_index_writer *w;
	struct wf_err err;
	uint32_t unit[16] = { 0 };
	size_t text = SIZE_MAX;
	wf_rc rc = wf_index_create(&w, to, &err);

	for (size_t i = 0; rc == WF_OK && i < sizeof units / sizeof *units; i++) {
		if (units[i].text != text) {
			text = units[i].text;
			wf_index_text(w, &(struct wf_index_text){ texts[text].expr,
				wf_str_of(texts[text].title), wf_str_of(texts[text].place),
				texts[text].standing, texts[text].cited });
		}
		rc = wf_index_unit(&unit[i], w, &(struct wf_unit){ units[i].seq, { (uint32_t)i, { 0, 0 } },
			wf_str_of(units[i].heading), wf_str_of(units[i].words) });
	}
	wf_index_cite(w, unit[4], unit[1]);	/* 罚款 leads to what is fined */
	wf_index_attach(w, WF_S("block"));
	return wf_index_finish(w, workers, sha, &err);
}

static int
make_index(void **state)
{
	uint8_t sha[32];

	(void)state;
	strcpy(folder, "wangfa-search-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/index", folder);
	return write_index(path, 1, sha) == WF_OK ? 0 : -1;
}

static int
remove_index(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

/* Asks; caller frees the hits. */
static wf_rc
ask(struct wf_hit **hits, size_t *n, struct wf_index *x, const char *query, size_t limit, const uint8_t *want)
{
	struct wf_terms *t = wf_terms_read(x, wf_str_of(query));
	struct wf_err err;
	wf_rc rc = wf_index_query(hits, n, x, &(struct wf_question){ .terms = t, .want = want,
		.limit = limit }, &err);

	wf_terms_free(t);
	return rc;
}

static const struct { const char *query; int64_t expr; uint32_t seq; } queries[] = {
	{ "定期评估", 1, 2 },
	{ "道路 评估", 2, 2 },
	{ "总则 制度", 1, 2 },			/* a word of the heading */
	{ "abc", 2, 2 },			/* width and case do not matter */
	{ "收费办法", 3, 7 },			/* the title alone */
	{ "車輛", 2, 1 },			/* nor do traditional characters */
	{ "车辆怎样行驶", 2, 1 },
	{ "驶", 2, 1 },				/* one character */
	{ "甲市车辆行驶", 4, 1 },			/* the place is named: its text counts as any */
	{ "罚款 数据处理", 1, 2 },
	{ "火星", 0, 0 }, { "", 0, 0 }, { "　 ", 0, 0 }, { "，。", 0, 0 },
};

static void
queries_find(void **state)
{
	struct wf_index *x;
	struct wf_err err;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	assert_true(wf_str_is(wf_index_block(x), "block"));
	assert_int_equal(wf_index_units(x), sizeof units / sizeof *units);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct wf_hit *hits;
		size_t n;
		assert_int_equal(ask(&hits, &n, x, queries[i].query, 10, NULL), WF_OK);
		if ((n > 0) != (queries[i].expr > 0) ||
		    (n && (hits[0].expr != queries[i].expr || hits[0].seq != queries[i].seq)))
			print_error("%s: %zu hits, first %d %u\n", queries[i].query, n,
			    n ? (int)hits[0].expr : 0, n ? hits[0].seq : 0);
		assert_int_equal(n > 0, queries[i].expr > 0);
		if (n) {
			assert_int_equal(hits[0].expr, queries[i].expr);
			assert_int_equal(hits[0].seq, queries[i].seq);
			assert_int_equal(wf_index_place(x, hits[0].unit).source, hits[0].unit);
		}
		for (size_t k = 1; k < n; k++)
			assert_true(hits[k - 1].score >= hits[k].score);
		free(hits);
	}
	wf_index_close(x);
}

static void
limits_hold(void **state)
{
	static const uint8_t first[] = { 1, 0, 0, 0, 0 }, last[] = { 2, 1, 1, 1, 1 };
	struct wf_index *x;
	struct wf_err err;
	struct wf_hit *hits;
	size_t n;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	assert_int_equal(ask(&hits, &n, x, "应当", 1, NULL), WF_OK);
	assert_int_equal(n, 1);
	free(hits);
	assert_int_equal(ask(&hits, &n, x, "应当", 9, first), WF_OK);
	assert_int_equal(n, 1);
	assert_int_equal(hits[0].expr, 1);
	free(hits);
	assert_int_equal(ask(&hits, &n, x, "保护数据 制定", 9, last), WF_OK);
	assert_true(n >= 2 && !hits[0].last);
	assert_true(hits[n - 1].expr == 1 && hits[n - 1].last && hits[n - 1].score > 0);
	free(hits);
	/* a query of any length is answered */
	struct wf_buf longest = { 0 };
	for (uint32_t i = 0; i < 5000; i++)
		wf_buf_cp(&longest, 0x4e00 + i);
	assert_int_equal(ask(&hits, &n, x, longest.p, 9, NULL), WF_OK);
	free(hits);
	wf_buf_free(&longest);
	wf_index_close(x);
}

static void
phrases_must_stand(void **state)
{
	static const struct { const char *phrase; size_t n; } rows[] = {
		{ "保护数据", 2 }, { "处罚款", 2 }, { "道路", 1 }, { "年", 1 }, { "火星", 0 }, { "数据每年", 0 },
	};
	struct wf_index *x;
	struct wf_err err;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct wf_terms *t = wf_terms_read(x, WF_S(""));
		struct wf_hit *hits;
		size_t n;
		wf_terms_must(t, x, wf_str_of(rows[i].phrase));
		assert_int_equal(wf_index_query(&hits, &n, x, &(struct wf_question){ .terms = t, .limit = 9 },
		    &err), WF_OK);
		if (n != rows[i].n)
			print_error("%s: %zu hits\n", rows[i].phrase, n);
		assert_int_equal(n, rows[i].n);
		free(hits);
		wf_terms_free(t);
	}
	wf_index_close(x);
}

static void
explanations_add_up(void **state)
{
	struct wf_index *x;
	struct wf_err err;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct wf_terms *t = wf_terms_read(x, wf_str_of(queries[i].query));
		struct wf_question q = { .terms = t, .limit = 9 };
		struct wf_hit *hits;
		size_t n;
		assert_int_equal(wf_index_query(&hits, &n, x, &q, &err), WF_OK);
		for (size_t k = 0; k < n; k++) {
			struct wf_why *why;
			size_t nwhy;
			double sum = 0;
			assert_int_equal(wf_index_explain(&why, &nwhy, x, &q, &hits[k], &err), WF_OK);
			for (size_t m = 0; m < nwhy; m++)
				sum += why[m].score;
			assert_true(sum - hits[k].score < 1e-3 && hits[k].score - sum < 1e-3);
			free(why);
		}
		free(hits);
		wf_terms_free(t);
	}
	wf_index_close(x);
}

static void
like_finds_the_like(void **state)
{
	struct wf_index *x;
	struct wf_err err;
	struct wf_hit *hits;
	size_t n;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	struct wf_terms *t = wf_terms_of_text(x, wf_str_of(units[7].words));
	assert_int_equal(wf_index_query(&hits, &n, x, &(struct wf_question){ .terms = t, .limit = 2 },
	    &err), WF_OK);
	assert_int_equal(n, 2);
	assert_true(hits[0].seq == 1 && hits[1].seq == 1 && hits[0].expr + hits[1].expr == 6);
	free(hits);
	wf_terms_free(t);
	wf_index_close(x);
}

static void
threads_make_the_same_bytes(void **state)
{
	uint8_t one[32], many[32];
	char again[160];

	(void)state;
	snprintf(again, sizeof again, "%s/again", folder);
	assert_int_equal(write_index(again, 1, one), WF_OK);
	assert_int_equal(write_index(again, 3, many), WF_OK);
	assert_memory_equal(one, many, sizeof one);
	unlink(again);
}

/* Every flipped byte or cut is refused when the file is opened or when the list is read, or changes nothing. */
static void
damaged_files_are_refused(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_index *x;
	struct wf_err err;
	struct wf_hit *good, *hits;
	size_t ngood, n, refused = 0, tried = 0;
	wf_str bytes;
	char bad[160];

	(void)state;
	snprintf(bad, sizeof bad, "%s/bad", folder);
	assert_int_equal(wf_file_read(&bytes, &a, path, WF_FILE_LIMIT, &err), WF_OK);
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	assert_int_equal(ask(&good, &ngood, x, "数据", 9, NULL), WF_OK);
	wf_index_close(x);
	char *copy = wf_malloc(bytes.n);
	for (size_t at = 0; at < bytes.n; at += at < 300 ? 1 : bytes.n / 400, tried++) {
		memcpy(copy, bytes.p, bytes.n);
		copy[at] = (char)~copy[at];
		size_t size = tried % 3 == 0 ? at : bytes.n;
		FILE *f = fopen(bad, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(copy, 1, size, f), size);
		fclose(f);
		wf_rc rc = wf_index_open(&x, bad, &err);
		refused += rc != WF_OK;
		assert_true(rc == WF_OK || rc == WF_E_STORE);
		if (size < bytes.n)
			assert_int_equal(rc, WF_E_STORE);
		if (rc != WF_OK)
			continue;
		rc = ask(&hits, &n, x, "数据", 9, NULL);
		if (rc == WF_OK) {
			assert_int_equal(n, ngood);
			for (size_t i = 0; i < n; i++)
				assert_true(hits[i].unit == good[i].unit && hits[i].score == good[i].score);
		} else {
			assert_int_equal(rc, WF_E_STORE);
		}
		free(hits);
		wf_index_close(x);
	}
	assert_true(refused > tried / 2);
	unlink(bad);
	assert_int_equal(wf_index_open(&x, bad, &err), WF_E_STORE);
	free(good);
	free(copy);
	wf_arena_free(&a);
}

static const struct { const char *text, *query; size_t n; const char *first; } marks[] = {
	{ "数据处理者应当评估数据。", "数据", 2, "数据" },
	{ "数据处理者应当评估。", "数据 评估", 2, "数据" },
	{ "依照ＧＢ标准。", "gb", 1, "ＧＢ" },
	{ "甲 乙丙。", "甲乙", 1, "甲 乙" },
	{ "单位应当缴纳。", "缴", 1, "缴" },
	{ "车辆行驶", "车辆怎样行驶", 1, "车辆行驶" },	/* two pairs that touch are one mark */
	{ "甲", "乙", 0, "" },
	{ "甲", "", 0, "" },
	{ "", "甲", 0, "" },
};

static void
words_are_marked(void **state)
{
	struct wf_index *x;
	struct wf_err err;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		wf_str text = wf_str_of(marks[i].text);
		wf_span *at = NULL;
		size_t n = 0;
		struct wf_terms *t = wf_terms_read(x, wf_str_of(marks[i].query));
		wf_highlight(&at, &n, text, t);
		wf_terms_free(t);
		assert_int_equal(n, marks[i].n);
		if (n)
			assert_true(wf_str_is(wf_str_sub(text, at[0].off, at[0].len), marks[i].first));
		free(at);
	}
	wf_index_close(x);
}

static void
snippets_are_cut(void **state)
{
	struct wf_index *x;
	struct wf_err err;
	wf_str text = WF_S("第一句话没有。第二句话里有目标。第三句话没有。");
	wf_span *at = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(wf_index_open(&x, path, &err), WF_OK);
	struct wf_terms *t = wf_terms_read(x, WF_S("目标"));
	wf_highlight(&at, &n, text, t);
	wf_terms_free(t);
	wf_index_close(x);
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
		cmocka_unit_test(phrases_must_stand), cmocka_unit_test(explanations_add_up),
		cmocka_unit_test(like_finds_the_like), cmocka_unit_test(threads_make_the_same_bytes),
		cmocka_unit_test(damaged_files_are_refused), cmocka_unit_test(words_are_marked),
		cmocka_unit_test(snippets_are_cut),
	};

	return cmocka_run_group_tests(tests, make_index, remove_index);
}
