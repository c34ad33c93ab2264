/*
 * Reports read from small texts of our own: the view and its way back, headings, dates inherited, bodies,
 * documents and what is said of them, campaigns, cases; and what is no report.
 */
#include "unit.h"

#include <stdio.h>

#include "small_report.h"

/* name|name|… of a kind; of an outline kind:title. */
static wf_str
names_of(struct wf_buf *b, const struct wf_report *r, enum wf_fact_kind k)
{
	b->n = 0;
	for (uint32_t i = 0; i < wf_report_count(r, k); i++) {
		json_t *o = wf_report_json(r, k, i);
		wf_str name = wf_json_get(o, k == WF_FACT_OUTLINE ? "title" : "name");

		if (b->n > 0)
			wf_buf_ch(b, '|');
		if (k == WF_FACT_OUTLINE)
			wf_buf_printf(b, "%.*s:", WF_FMT(wf_json_get(o, "kind")));
		wf_buf_put(b, name);
		json_decref(o);
	}
	return wf_buf_str(b);
}

/* ---- the view ------------------------------------------------------------------------------ */

static const struct { const char *in, *want; } joined[] = {
	{ "累计 3. 1 万次, 达 46. 8 亿。", "累计3.1万次，达46.8亿。\n" },
	{ "《 网络规定 (试行) 》 施行。", "《网络规定（试行）》施行。\n" },
	{ "用 App (SDK) 和 AI; “ 清朗 ” 行动。", "用App（SDK）和AI；“清朗”行动。\n" },
	{ "汽车　 自动驾驶系统。", "汽车　自动驾驶系统。\n" },
	{ "GB / T 44721—2024。", "GB/T 44721—2024。\n" },
	{ "２０２４年，１，４００ 余场。", "2024年，1，400余场。\n" },
	{ "1,400 家; 12:30 开始。", "1,400家；12:30开始。\n" },
};

static void
the_view_is_joined_and_leads_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(joined); i++) {
		struct small s;

		read_small(&s, "示例报告（2024年）", wf_str_of(joined[i].in));
		same_str(s.report.text, joined[i].want, i);
		for (size_t k = 0; k + 1 < s.report.text.n; k++) {
			struct wf_fact_place p = wf_report_place(&s.report, (wf_span){ (uint32_t)k, 1 });

			assert_true((size_t)p.at.off + p.at.len <= s.source.text.n && p.line == 1);
		}
		free_small(&s);
	}
}

/* ---- headings --------------------------------------------------------------------------------- */

static const struct { const char *in, *want; } headings[] = {
	{ "一、总体情况\n情况是好的。\n二、主要工作\n工作是多的。\n", "chapter:总体情况|chapter:主要工作" },
	{ "一、工作\n（一）执法\n健全执法机制。执法机制是治理的基础，各地认真落实。\n", "chapter:工作|section:执法|run-in:健全执法机制。" },
	{ "一、工作\n法治是治理的基本方式。当前形势复杂多变。\n", "chapter:工作" },
	{ "一、工作\n2023年完成任务。各地认真落实。\n", "chapter:工作" },
	{ "一、工作\n专栏1　典型做法\n各地做法是多样的。\n", "chapter:工作|box:典型做法" },
	{ "一、工作\n———坚持依法治理，持续发力，久久为功。\n", "chapter:工作|dash-item:坚持依法治理" },
	{ "一、工作\n工作是多的。\n附录　大事记（2023年）\n1月2日，会议召开。\n后 记\n本书是第一本。\n",
	  "chapter:工作|appendix:大事记（2023年）|afterword:后记" },
	{ "前言\n本报告是第一份。\n一、工作\n工作是多的。\n结束语\n道路是长的。\n", "chapter:前言|chapter:工作|chapter:结束语" },
};

static void
headings_are_found(void **state)
{
	struct wf_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(headings); i++) {
		struct small s;

		read_small(&s, "示例报告（2023年）", wf_str_of(headings[i].in));
		same_str(names_of(&b, &s.report, WF_FACT_OUTLINE), headings[i].want, i);
		free_small(&s);
	}
	wf_buf_free(&b);
}

/* ---- documents ----------------------------------------------------------------------------------- */

#define HEAD "一、工作\n工作是重点。\n"

/* name, status, adopted, effective, issuers of the first document, parted by blanks. */
static const struct { const char *in, *want; } documents[] = {
	{ "2023年6月12日，国务院公布《示例条例》，自2024年1月1日起施行。", "示例条例 enacted 2023-06-12 2024-01-01 国务院" },
	{ "6月12日，国务院公布《示例条例》，自公布之日起施行。", "示例条例 enacted 2023-06-12 2023-06-12 国务院" },
	{ "2023年5月，公安部、国家网信办联合就《示例办法（征求意见稿）》公开征求意见。",
	  "示例办法（征求意见稿） draft-for-comment 2023-05 - 公安部、国家网信办" },
	{ "12月，全国人大常委会审议了《示例法（修订草案）》。", "示例法（修订草案） draft-under-review 2023-12 - 全国人大常委会" },
	{ "2023年1月，教育部公布修订后的《示例办法》。", "示例办法 revised 2023-01 - 教育部" },
	{ "3月，国务院公布《示例条例》。该条例自2023年9月1日起施行。", "示例条例 enacted 2023-03 2023-09-01 国务院" },
	{ "1月1日，《示例条例》施行。", "示例条例 in-force - 2023-01-01 " },
	{ "根据《示例法》，2023年3月，工作启动。", "示例法 in-force - - " },
	{ "2023年9月公布的《示例条例》设置专条。", "示例条例 enacted 2023-09 - " },
	{ "《国务院关于示例的决定》公布，自2023年2月1日起施行。", "国务院关于示例的决定 enacted - 2023-02-01 国务院" },
	{ "落实《示例规划（2021—2025年）》要求。", "示例规划（2021—2025年） in-force - - " },
	{ "教育部会同公安部先后发布12批104部示例作品保护预警名单。", "示例作品保护预警名单 enacted - - 教育部、公安部" },
	{ "深入落实“八五”普法规划。", "“八五”普法规划 in-force - - " },
};

static wf_str
first_document(struct wf_buf *b, const struct wf_report *r)
{
	char day[11];

	b->n = 0;
	if (r->ninstrument == 0)
		return WF_S("");
	const struct wf_instrument *x = &r->instrument[0];

	wf_buf_printf(b, "%.*s %s ", WF_FMT(x->name), wf_instrument_status_name(x->status));
	wf_date_short(day, x->adopted);
	wf_buf_printf(b, "%s ", x->adopted ? day : "-");
	wf_date_short(day, x->effective);
	wf_buf_printf(b, "%s ", x->effective ? day : "-");
	for (uint32_t i = 0; i < x->issuer.n; i++)
		wf_buf_printf(b, "%s%.*s", i ? "、" : "", WF_FMT(x->issuer.v[i]));
	return wf_buf_str(b);
}

static void
documents_are_told(void **state)
{
	struct wf_buf b = { 0 }, text = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(documents); i++) {
		struct small s;

		text.n = 0;
		wf_buf_printf(&text, HEAD "%s\n", documents[i].in);
		read_small(&s, "示例报告（2023年）", wf_buf_str(&text));
		same_str(first_document(&b, &s.report), documents[i].want, i);
		free_small(&s);
	}
	wf_buf_free(&b);
	wf_buf_free(&text);
}

static const struct { const char *in; enum wf_fact_kind kind; const char *want; } names[] = {
	/* columns, journals and articles are no documents */
	{ "开设《网事》栏目，在《求知》杂志刊发署名文章《论网》。", WF_FACT_INSTRUMENT, "" },
	{ "《甲学》《乙学》等知名期刊发表百余篇文章。", WF_FACT_INSTRUMENT, "" },
	/* a short name, its place of definition, and namesakes */
	{ "《中华人民共和国示例法》（以下简称《示例法》）施行。《示例法》有新规定。", WF_FACT_INSTRUMENT, "中华人民共和国示例法" },
	{ "《示例公约》（以下简称《公约》）通过。签订《平台自律公约》。", WF_FACT_INSTRUMENT, "示例公约|平台自律公约" },
	/* one thing under two names */
	{ "公布《关于修改示例的决定》。公安部公布《公安部关于修改示例的决定》。", WF_FACT_INSTRUMENT, "关于修改示例的决定" },
	{ "发布典型案例。发布一批典型案例。", WF_FACT_INSTRUMENT, "" },
	{ "先后发布“惩治甲行为”“惩治乙行为”典型案例。", WF_FACT_INSTRUMENT, "惩治甲行为典型案例|惩治乙行为典型案例" },
	/* bodies */
	{ "国家网信办会同公安部、教育部留学服务中心开展工作。", WF_FACT_AGENCY, "国家网信办|公安部|教育部留学服务中心" },
	{ "财政部门和各地网信部门作出部署，全局工作向好。", WF_FACT_AGENCY, "财政部门|网信部门" },
	{ "国家网信办与德国数字化和交通部签署备忘录。", WF_FACT_AGENCY, "国家网信办|德国数字化和交通部" },
	{ "浙江省第十四届人民代表大会常务委员会第二次会议通过决定。", WF_FACT_AGENCY, "浙江省第十四届人民代表大会常务委员会" },
	{ "《国务院关于示例的决定》提到“公安部门”。", WF_FACT_AGENCY, "" },
	/* campaigns and what only stands in quotes */
	{ "公安机关开展“净网2023”“护网”等专项行动，整治“网红”乱象。", WF_FACT_CAMPAIGN, "净网2023|护网" },
	{ "开展网络市场秩序专项整治行动。", WF_FACT_CAMPAIGN, "网络市场秩序专项整治行动" },
	{ "在国家网络安全宣传周、全民国家安全教育日等节点开展宣传。", WF_FACT_CAMPAIGN, "国家网络安全宣传周|全民国家安全教育日" },
	{ "坚持“一张网、一盘棋”，防止“信息茧房”。", WF_FACT_CAMPAIGN, "" },
	/* cases */
	{ "法院审理“流量造假案”，审结甲公司诉乙公司数据纠纷案。", WF_FACT_CASE, "流量造假案|甲公司诉乙公司数据纠纷案" },
	{ "公布备案方案，完成网站平台备案、审议草案。", WF_FACT_CASE, "" },
};

static void
names_are_found(void **state)
{
	struct wf_buf b = { 0 }, text = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct small s;

		text.n = 0;
		wf_buf_printf(&text, HEAD "%s\n", names[i].in);
		read_small(&s, "示例报告（2023年）", wf_buf_str(&text));
		same_str(names_of(&b, &s.report, names[i].kind), names[i].want, i);
		free_small(&s);
	}
	wf_buf_free(&b);
	wf_buf_free(&text);
}

/* ---- what is a report --------------------------------------------------------------------------- */

#define LONG_WORDS "全年工作稳步推进，各项任务全面完成，治理能力不断提高，群众获得感持续增强，为下一年工作打下良好基础，" \
	"也为长远发展积累了经验，形成了可以复制推广的做法，得到有关方面的肯定。"

static const struct { const char *title, *text; bool want; } reports[] = {
	{ "示例发展报告（2023年）", "一、情况\n" LONG_WORDS LONG_WORDS "\n二、工作\n" LONG_WORDS LONG_WORDS "\n", true },
	{ "示例白皮书", "一、情况\n" LONG_WORDS LONG_WORDS "\n二、工作\n" LONG_WORDS LONG_WORDS "\n", true },
	{ "示例大事记", "1月2日，甲。\n2月3日，乙。\n3月4日，丙。\n" LONG_WORDS LONG_WORDS LONG_WORDS "\n", true },
	{ "示例通知", "一、情况\n" LONG_WORDS LONG_WORDS "\n二、工作\n" LONG_WORDS LONG_WORDS "\n", false },
	{ "示例报告办法", "一、情况\n" LONG_WORDS LONG_WORDS "\n二、工作\n" LONG_WORDS LONG_WORDS "\n", false },
	{ "示例报告", "第一条 甲。\n第二条 乙。\n第三条 丙。\n一、情况\n二、工作\n" LONG_WORDS LONG_WORDS LONG_WORDS "\n", false },
	{ "示例报告", "一、情况\n短。\n二、工作\n短。\n", false },
};

static void
a_report_is_recognised(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(reports); i++) {
		struct small s;

		read_small(&s, reports[i].title, wf_str_of(reports[i].text));
		same_num(wf_report_is(&s.source, wf_str_of(reports[i].title)), reports[i].want, i);
		free_small(&s);
	}
}

static void
a_line_at_the_head_of_pages_is_cut(void **state)
{
	struct small s;

	(void)state;
	read_small(&s, "示例报告（2023年）", WF_S("一、总体情况\n工作是重点，各地认真落实各项部\n"
	    "示例报告（2023年） 12\n署。\n12\n一、总体情况 13\n"));
	assert_false(wf_str_has(s.report.text, WF_S("12")));
	assert_false(wf_str_has(s.report.text, WF_S("13")));
	free_small(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_view_is_joined_and_leads_back), cmocka_unit_test(headings_are_found),
		cmocka_unit_test(documents_are_told), cmocka_unit_test(names_are_found),
		cmocka_unit_test(a_report_is_recognised),
		cmocka_unit_test(a_line_at_the_head_of_pages_is_cut),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
