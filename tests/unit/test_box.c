/* What is typed into the one box: words, phrases, exclusions, filters, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "search/search.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* One part as a line: kind letter, - when excluded, text. Levels and day stand at the end. */
static void
print(struct wf_buf *out, const struct wf_box *box)
{
	char day[11];

	for (size_t i = 0; i < box->npart; i++)
		wf_buf_printf(out, "%s%c%s:%.*s", i != 0 ? " " : "", "wptlia"[box->part[i].kind],
		    box->part[i].exclude ? "-" : "", WF_FMT(box->part[i].text));
	for (size_t i = 0; i < box->nlevel; i++)
		wf_buf_printf(out, " +%.*s", WF_FMT(box->level[i]));
	for (size_t i = 0; i < box->nnot_level; i++)
		wf_buf_printf(out, " -%.*s", WF_FMT(box->not_level[i]));
	wf_date_short(day, box->at);
	if (box->at != 0)
		wf_buf_printf(out, " @%s", day);
	if (box->words.n != 0)
		wf_buf_printf(out, " =%.*s", WF_FMT(box->words));
}

static const struct { const char *query, *want; } good[] = {
	{ "", "" },
	{ " 　 ", "" },
	{ "网络安全法", "w:网络安全法 =网络安全法" },
	{ "数据　出境", "w:数据 w:出境 =数据 出境" },
	{ "\"重要数据\"", "p:重要数据" },
	{ "处理\"重要 数据\"的", "w:处理 p:重要 数据 w:的 =处理 的" },
	{ "“重要数据”", "w:“重要数据” =“重要数据”" },
	{ "「重要」 『数据』", "w:「重要」 w:『数据』 =「重要」 『数据』" },
	{ "＂重要＂", "w:＂重要＂ =＂重要＂" },
	{ "5\"管", "w:5\"管 =5\"管" },
	{ "\"\" 数据", "w:数据 =数据" },
	{ "数据 -草案", "w:数据 w-:草案 =数据" },
	{ "-\"征求 意见\" 数据", "p-:征求 意见 w:数据 =数据" },
	{ "2016-11-07 A-B", "w:2016-11-07 w:A-B =2016-11-07 A-B" },
	{ "- 数据 --all", "w:- w:数据 w:--all =- 数据 --all" },
	{ "数据 －草案", "w:数据 w:－草案 =数据 －草案" },
	{ "title:安全", "t:安全" },
	{ "名称：安全 出境", "t:安全 w:出境 =出境" },
	{ "ＴＩＴＬＥ：安全", "t:安全" },
	{ "Title: \"网络 安全\"法", "t:网络 安全 w:法 =法" },
	{ "-title:草案", "t-:草案" },
	{ "issuer:国务院 机关:\"最高人民 法院\"", "i:国务院 i:最高人民 法院" },
	{ "http://title:x 说title:y", "w:http://title:x w:说title:y =http://title:x 说title:y" },
	{ "level:法律", "l:法律 +法律" },
	{ "级别：地方", "l:地方 +地方性法规 +地方政府规章" },
	{ "level:law", "l:law +法律" },
	{ "level:LOCAL", "l:LOCAL +地方性法规 +地方政府规章" },
	{ "level:judicial-int", "l:judicial-int +司法解释" },
	{ "level:\"judicial interpretation\"", "l:judicial interpretation +司法解释" },
	{ "level:法律 级别:法 -level:draft", "l:法律 l:法 l-:draft +法律 -草案" },
	{ "at:2024", "a:2024 @2024" },
	{ "时间：2024年6月 数据", "a:2024年6月 w:数据 @2024-06 =数据" },
	{ "at:２０２４-06-18", "a:２０２４-06-18 @2024-06-18" },
	{ "at:20240618", "a:20240618 @2024-06-18" },
	{ "at:2024/6/18", "a:2024/6/18 @2024-06-18" },
	{ "时间:\"2024年 6月 18日\"", "a:2024年 6月 18日 @2024-06-18" },
	{ "数据 \"x\" 出境 level:法律", "w:数据 p:x w:出境 l:法律 +法律 =数据 出境" },
};

static void
queries_are_parted(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct wf_arena a = { 0 };
		struct wf_buf b = { 0 };
		struct wf_err err = { "" };
		struct wf_box box;

		if (wf_box_parse(&box, &a, wf_str_of(good[i].query), &err) != WF_OK)
			fail_msg("%s: %s", good[i].query, err.msg);
		wf_buf_put(&b, WF_S(""));
		print(&b, &box);
		const char *got = b.n != 0 ? b.p : "";
		if (strcmp(got, good[i].want) != 0)
			fail_msg("%s: %s, not %s", good[i].query, got, good[i].want);
		wf_buf_free(&b);
		wf_arena_free(&a);
	}
}

/* Each message names the place and what to write. */
static const struct { const char *query, *says[3]; } bad[] = {
	{ "数据 level:天条", { "character 4:", "天条", "法律 (law)" } },
	{ "at:2024-13-01", { "character 1:", "2024-13-01", "at:2024-06-18" } },
	{ "at:0000", { "character 1:", "no day", "at:2024" } },
	{ "数据 at:昨天", { "character 4:", "昨天", "at:2024-06" } },
	{ "at:2024 时间：2025", { "character 9:", "second day", "leave one" } },
	{ "-at:2024", { "character 1:", "cannot be excluded", "at:2024-06-18" } },
	{ "title:", { "character 1:", "title:", "quotes" } },
	{ "名称： level:法律", { "character 1:", "名称：", "a word" } },
	{ "title:\"\"", { "character 1:", "title:", "a word" } },
};

static void
bad_filters_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct wf_arena a = { 0 };
		struct wf_err err = { "" };
		struct wf_box box;

		assert_int_equal(wf_box_parse(&box, &a, wf_str_of(bad[i].query), &err), WF_E_USAGE);
		for (size_t k = 0; k < COUNT(bad[i].says); k++)
			if (strstr(err.msg, bad[i].says[k]) == NULL)
				fail_msg("%s: '%s' does not say '%s'", bad[i].query, err.msg, bad[i].says[k]);
		wf_arena_free(&a);
	}
}

static void
parts_keep_their_place(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_err err;
	struct wf_box box;
	wf_str query = WF_S("出境 -\"个人 信息\" title: \"安 全\"");

	(void)state;
	assert_int_equal(wf_box_parse(&box, &a, query, &err), WF_OK);
	assert_int_equal(box.npart, 3);
	assert_true(wf_str_is(wf_str_sub(query, box.part[1].at.off, box.part[1].at.len), "-\"个人 信息\""));
	assert_true(wf_str_is(wf_str_sub(query, box.part[2].at.off, box.part[2].at.len), "title: \"安 全\""));
	assert_ptr_equal(box.words.p, query.p);
	wf_arena_free(&a);
}

/* A page of text is a query too, and takes no longer than its length. */
static void
long_queries_are_parted(void **state)
{
	struct wf_buf b = { 0 };
	struct wf_arena a = { 0 };
	struct wf_err err;
	struct wf_box box;

	(void)state;
	for (int i = 0; i < 200000; i++)
		wf_buf_put(&b, i % 7 == 0 ? WF_S(" \"") : WF_S("a"));
	wf_buf_put(&b, WF_S("\xE4\xB8"));
	assert_int_equal(wf_box_parse(&box, &a, wf_buf_str(&b), &err), WF_OK);
	assert_true(box.npart > 20000);
	wf_arena_free(&a);
	wf_buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_are_parted),
		cmocka_unit_test(bad_filters_are_told),
		cmocka_unit_test(parts_keep_their_place),
		cmocka_unit_test(long_queries_are_parted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
