/* Titles as people type them, what is no title, ties, and damaged blocks. Most names are of our own making. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "search/search.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *name;
	int64_t work;
	enum wf_title_of kind;
	bool held, force;
	uint32_t rank;
} names[] = {
	{ "中华人民共和国网络安全法", 1, WF_TITLE_OWN, true, true, 2 },
	{ "网安法", 1, WF_TITLE_ALIAS, true, true, 2 },
	{ "中华人民共和国刑法", 2, WF_TITLE_OWN, true, true, 2 },
	{ "中华人民共和国宪法", 3, WF_TITLE_OWN, true, true, 1 },
	{ "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", 4, WF_TITLE_OWN, true, true, 5 },
	{ "最高人民法院关于审理示例案件适用法律若干问题的解释（一）", 5, WF_TITLE_OWN, true, true, 5 },
	{ "最高人民法院关于审理示例案件适用法律若干问题的解释（二）", 6, WF_TITLE_OWN, true, true, 5 },
	{ "杭州市城市绿化管理条例", 7, WF_TITLE_OWN, true, true, 6 },
	{ "长兴县城市绿化管理条例", 8, WF_TITLE_OWN, true, true, 6 },
	{ "示例登记管理暂行办法", 9, WF_TITLE_OWN, true, false, 8 },
	{ "示例登记办法", 10, WF_TITLE_OWN, false, true, 8 },
	{ "示例登记规则", 9, WF_TITLE_FORMER, true, false, 8 },
	{ "重庆市银行调解条例（试行）", 11, WF_TITLE_OWN, true, true, 6 },
	{ "中华人民共和国律师法", 12, WF_TITLE_OWN, true, true, 2 },
	{ "中华人民共和国野生示例保护法", 13, WF_TITLE_OWN, true, true, 2 },
	{ "旧律师法", 14, WF_TITLE_OWN, true, false, 2 },
	{ "中华人民共和国律师法", 15, WF_TITLE_OWN, false, true, 2 },
	{ "GB/T 12345-2020", 16, WF_TITLE_OWN, false, true, 55 },
	{ "银行调查会计传播参与降解藏品长期模式办法", 17, WF_TITLE_OWN, true, true, 8 },
};

static struct wf_buf block;
static struct wf_title_block titles;

static void
make_block(struct wf_buf *out, bool backwards)
{
	struct wf_title v[COUNT(names)];

	for (size_t i = 0; i < COUNT(names); i++)
		v[backwards ? COUNT(names) - 1 - i : i] = (struct wf_title){ wf_str_of(names[i].name),
			names[i].work, names[i].kind, wf_title_prior(names[i].held, names[i].force,
			names[i].rank) };
	wf_titles_make(out, v, COUNT(names));
}

static int
open_block(void **state)
{
	struct wf_err err;

	(void)state;
	make_block(&block, false);
	return wf_titles_open(&titles, wf_buf_str(&block), &err) == WF_OK ? 0 : -1;
}

static int
close_block(void **state)
{
	(void)state;
	wf_buf_free(&block);
	return 0;
}

/* work 0 = no hit. */
static const struct { const char *typed; int64_t work; const char *how, *rest; } asked[] = {
	{ "中华人民共和国网络安全法", 1, "exact", "" },
	{ "《网络安全法》", 1, "short", "" },
	{ "網絡安全法", 1, "short", "" },
	{ "网安法", 1, "alias", "" },
	{ "网安法 21", 1, "alias", "21" },
	{ "网安法21", 1, "alias", "21" },
	{ "网络安全法第二十一条第三项", 1, "short", "第二十一条第三项" },
	{ "网络安全法二十一条", 1, "short", "二十一条" },
	{ "wlaqf", 1, "initials", "" },
	{ "WLAQF 21", 1, "initials", "21" },
	{ "wlaqf21", 1, "initials", "21" },
	{ "zhrmghgwlaqf", 1, "initials", "" },
	{ "wangluoanquanfa", 1, "pinyin", "" },
	{ "wang luo an quan fa 第21条", 1, "pinyin", "第21条" },
	{ "网络安权法第21条", 1, "near", "第21条" },
	{ "网络安去法", 1, "near", "" },		/* sounds near, looks another */
	{ "络网安全法", 1, "near", "" },
	{ "网洛安权法", 1, "near", "" },		/* two of the same sound */
	{ "网络安全全法", 1, "near", "" },
	{ "网络全法", 1, "abbreviation", "" },
	{ "最高人民法院关于适用中华人民共和国民事诉讼法的解释", 4, "exact", "" },
	{ "关于适用民事诉讼法的解释", 4, "short", "" },
	{ "民事诉讼法的解释", 4, "short", "" },
	{ "民诉解释", 4, "abbreviation", "" },
	{ "民诉法解释 5", 4, "abbreviation", "5" },
	{ "审理示例案件适用法律若干问题的解释二", 6, "short", "" },
	{ "审里示例案件适用法律若干问题的解释（一）", 5, "near", "" },
	{ "示例案件解释（二）", 6, "abbreviation", "" },
	{ "审理示例案件适用法律若干问题的解释（三）", 0, "", "" },	/* another number is another text */
	{ "杭州市城市绿化管理条例", 7, "exact", "" },
	{ "杭洲市城市绿化管理条例", 7, "near", "" },
	{ "苏州市城市绿化管理条例", 0, "", "" },	/* another place is no slip */
	{ "德清县城市绿化管理条例", 0, "", "" },
	{ "嘉兴县城市绿化管理条例", 0, "", "" },
	{ "示例登记管理办法", 9, "abbreviation", "" },
	{ "示例登记规则", 9, "former", "" },
	{ "重庆市银行调解条例", 11, "short", "" },
	{ "cqsyhtjtl", 11, "initials", "" },		/* chong, hang, tiao … */
	{ "zqsyxdjtl", 11, "initials", "" },		/* … or zhong, xing, diao */
	{ "chongqingshiyinhangtiaojietiaoli", 11, "pinyin", "" },
	{ "lvshifa", 12, "pinyin", "" },
	{ "lushifa", 12, "pinyin", "" },
	{ "律师法", 12, "short", "" },			/* held before known by name only */
	{ "示例保护法", 13, "abbreviation", "" },
	{ "gb/t12345-2020", 16, "exact", "" },
	{ "GB/T 12346-2020", 0, "", "" },
	{ "yhdckjcbcyjjzpcqmsbf", 17, "initials", "" },	/* more readings than have keys */
	{ "yinhangdiaochakuaijichuanbocanyujiangjiezangpinchangqimoshibanfa 3", 17, "pinyin", "3" },
	{ "yinhangdiaochakuaijichuanbocanyujiangjiezangpinchangqimoshibanfb", 0, "", "" },
	{ "dierfa", 0, "", "" },
	{ "wangluoanqunfa", 1, "near", "" },
	{ "wnagluoanquanfa 21", 1, "near", "21" },
	{ "wangluanquanfa", 1, "near", "" },
	{ "wangluoanquanfaa", 1, "near", "" },
	{ "hangzhoushichengshilvhuaguanlitialoi", 0, "", "" },	/* over two syllables */
	{ "网络安全法二十一", 1, "short", "二十一" },
	{ "审理示例案件适用法律若干问题的解释十", 0, "", "" },
	{ "网安 21", 1, "abbreviation", "21" },
	{ "网安第21条", 1, "abbreviation", "第21条" },
	{ "工资 3000", 0, "", "" },
};

static void
titles_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct wf_title_hit hit[3] = { { 0 } };
		size_t n = wf_titles_find(hit, 3, &titles, wf_str_of(asked[i].typed));

		if (n == 0 && asked[i].work == 0)
			continue;
		if (n == 0 || hit[0].work != asked[i].work ||
		    strcmp(wf_title_how_name(hit[0].how), asked[i].how) != 0 ||
		    !wf_str_is(hit[0].rest, asked[i].rest))
			fail_msg("%s: %zu hits, work %lld %s %u [%.*s]", asked[i].typed, n, (long long)hit[0].work,
			    wf_title_how_name(hit[0].how), hit[0].score, WF_FMT(hit[0].rest));
	}
}

/* What is no title has no hit fit for "did you mean". */
static const char *const lay[] = {
	"", " ", "《》", "公司不给交社保怎么办", "离婚后孩子归谁", "网络安全", "办法", "管理条例", "城市绿化", "条例", "解释",
	"21", "第21条", "law", "fa", "违法", "刑事案件怎么立案", "律师费由谁承担", "网络被人骂了可以告吗", "hello world",
	"电信诈骗判几年 刑法怎么规定", "示例", "保护法", "\xFF\xFE",
	"网安", "杭州市条例", "杭州市管理条例", "杭州条例",
};

static void
questions_are_no_titles(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lay); i++) {
		struct wf_title_hit hit[3];
		size_t n = wf_titles_find(hit, 3, &titles, wf_str_of(lay[i]));

		if (n != 0 && hit[0].score >= WF_TITLE_CLOSE)
			fail_msg("%s: work %lld %s %u", lay[i], (long long)hit[0].work,
			    wf_title_how_name(hit[0].how), hit[0].score);
	}
}

static void
ties_follow_the_prior(void **state)
{
	struct wf_title_hit hit[4];

	(void)state;
	size_t n = wf_titles_find(hit, 4, &titles, WF_S("xf"));	/* 刑法 and 宪法 */
	assert_int_equal(n, 2);
	assert_int_equal(hit[0].work, 3);
	assert_int_equal(hit[0].score, hit[1].score);
	n = wf_titles_find(hit, 4, &titles, WF_S("律师法"));
	assert_true(n >= 3);
	assert_int_equal(hit[1].work, 15);
	assert_int_equal(wf_titles_find(hit, 1, &titles, WF_S("律师法")), 1);
	assert_int_equal(hit[0].work, 12);
	assert_int_equal(wf_titles_find(hit, 0, &titles, WF_S("律师法")), 0);
	assert_true(wf_title_prior(true, false, 99) < wf_title_prior(false, true, 1));
	assert_true(wf_title_prior(true, true, 99) < wf_title_prior(true, false, 1));
}

static void
long_words_are_no_title(void **state)
{
	struct wf_buf b = { 0 };
	struct wf_title_hit hit[2];

	(void)state;
	while (b.n < 5000) {
		wf_buf_put(&b, WF_S("网络安全法"));
		wf_titles_find(hit, 2, &titles, wf_buf_str(&b));
	}
	assert_int_equal(wf_titles_find(hit, 2, &titles, wf_buf_str(&b)), 0);
	wf_buf_free(&b);
}

static void
blocks_are_the_same(void **state)
{
	struct wf_buf other = { 0 }, empty = { 0 };
	struct wf_title_block t;
	struct wf_title_hit hit;
	struct wf_err err;

	(void)state;
	make_block(&other, true);
	assert_true(wf_str_eq(wf_buf_str(&block), wf_buf_str(&other)));
	wf_titles_make(&empty, NULL, 0);
	assert_int_equal(wf_titles_open(&t, wf_buf_str(&empty), &err), WF_OK);
	assert_int_equal(wf_titles_find(&hit, 1, &t, WF_S("网络安全法")), 0);
	wf_buf_free(&other);
	wf_buf_free(&empty);
}

static void
names_are_given_back(void **state)
{
	struct wf_title_hit hit;
	struct wf_buf b = { 0 };

	(void)state;
	assert_int_equal(wf_titles_find(&hit, 1, &titles, WF_S("民诉解释")), 1);
	wf_title_text(&b, &titles, hit.name);
	assert_string_equal(b.p, "最高人民法院关于适用中华人民共和国民事诉讼法的解释");
	wf_buf_free(&b);
}

/* A cut block is refused; one with a byte changed is refused or stays within its bounds. */
static void
damaged_blocks_are_refused(void **state)
{
	char *copy = wf_malloc(block.n);
	struct wf_title_block t;
	struct wf_title_hit hit[2];
	struct wf_err err;

	(void)state;
	memcpy(copy, block.p, block.n);
	for (size_t n = 0; n < block.n; n += 1 + n / 64)
		assert_int_equal(wf_titles_open(&t, (wf_str){ copy, n }, &err), WF_E_STORE);
	for (size_t i = 0; i < block.n; i++) {
		copy[i] = (char)(copy[i] ^ 0x55);
		wf_rc rc = wf_titles_open(&t, (wf_str){ copy, block.n }, &err);
		if (i < 16)
			assert_int_equal(rc, WF_E_STORE);
		for (size_t k = 0; rc == WF_OK && k < 8; k++)
			wf_titles_find(hit, 2, &t, wf_str_of(asked[k * 5].typed));
		copy[i] = block.p[i];
	}
	free(copy);
}

static void
characters_have_readings(void **state)
{
	const char *r[WF_PINYIN_MOST];

	(void)state;
	assert_int_equal(wf_pinyin(r, 0x884C), 2);	/* 行 */
	assert_string_equal(r[0], "xing");
	assert_string_equal(r[1], "hang");
	assert_int_equal(wf_pinyin(r, 0x5F8B), 2);	/* 律 */
	assert_string_equal(r[0], "lv");
	assert_string_equal(r[1], "lu");
	assert_int_equal(wf_pinyin(r, 0x3007), 1);	/* 〇 */
	assert_string_equal(r[0], "ling");
	assert_int_equal(wf_pinyin(r, 'a'), 0);
	assert_int_equal(wf_pinyin(r, 0x10FFFF), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_are_found),
		cmocka_unit_test(questions_are_no_titles),
		cmocka_unit_test(ties_follow_the_prior),
		cmocka_unit_test(long_words_are_no_title),
		cmocka_unit_test(blocks_are_the_same),
		cmocka_unit_test(names_are_given_back),
		cmocka_unit_test(damaged_blocks_are_refused),
		cmocka_unit_test(characters_have_readings),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_block, close_block);
}
