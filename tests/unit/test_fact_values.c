/*
 * Figures and events of small reports of our own, of several years and kinds: what is counted, whose and of when;
 * who did what on which day; what is no figure and no event.  Numbers are made up.
 */
#include "unit.h"

#include <stdio.h>

#include "small_report.h"

/* Under which heading, and after which words of the paragraph, the words of a row stand. */
enum { CHAPTER, TOLD, CHRONICLE };
static const char *const before[] = {
	[CHAPTER] = "一、总体情况\n\n", [TOLD] = "一、总体情况\n\n相关工作是重点。", [CHRONICLE] = "附录 示例大事记（2019年）\n\n",
};

static wf_str
around(struct wf_buf *b, const char *words, int where)
{
	b->n = 0;
	wf_buf_printf(b, "%s%s\n", before[where], words);
	return wf_buf_str(b);
}

/* "" for null; numbers as JSON writes them. */
static void
put_field(struct wf_buf *out, const json_t *rec, const char *key)
{
	const json_t *v = json_object_get(rec, key);
	size_t i;
	const json_t *one;

	if (json_is_integer(v))
		wf_buf_printf(out, "%lld", (long long)json_integer_value(v));
	else if (json_is_real(v))
		wf_buf_printf(out, "%.6g", json_real_value(v));
	else if (json_is_string(v))
		wf_buf_put(out, wf_str_of(json_string_value(v)));
	else if (json_is_array(v))
		json_array_foreach(v, i, one)
			wf_buf_printf(out, "%s%s", i > 0 ? "+" : "", json_string_value(one));
}

/* All facts of a kind: fields by |, facts by newline. */
static void
tell(struct wf_buf *out, const struct wf_report *r, enum wf_fact_kind kind, const char *const *key,
    size_t nkey)
{
	out->n = 0;
	wf_buf_put(out, WF_S(""));
	for (uint32_t i = 0; i < wf_report_count(r, kind); i++) {
		json_t *rec = wf_report_json(r, kind, i);

		for (size_t k = 0; k < nkey; k++) {
			if (k > 0)
				wf_buf_ch(out, '|');
			put_field(out, rec, key[k]);
		}
		wf_buf_ch(out, '\n');
		json_decref(rec);
	}
}

struct row { const char *text, *want; };

static void
check_rows(const struct row *row, size_t n, enum wf_fact_kind kind, const char *const *key, size_t nkey,
    int where)
{
	struct wf_buf text = { 0 }, got = { 0 };
	struct small s;

	for (size_t i = 0; i < n; i++) {
		read_small(&s, "示例领域发展报告（2019年）", around(&text, row[i].text, where));
		tell(&got, &s.report, kind, key, nkey);
		same_str(wf_buf_str(&got), row[i].want, i);
		free_small(&s);
	}
	wf_buf_free(&text);
	wf_buf_free(&got);
}

/* ---- figures ---------------------------------------------------------------------------------- */

static const char *const amounts[] = { "value", "qualifier", "unit", "measure" };

static const struct row amount_rows[] = {
	/* digits, scales, decimals */
	{ "全年查处案件1234件。", "1234|exact|件|查处案件\n" },
	{ "全年查处案件1,234件。", "1234|exact|件|查处案件\n" },
	{ "办结案件3. 6 万件，罚没金额1. 87 亿元。", "36000|exact|件|办结案件\n187000000|exact|元|罚没金额\n" },
	{ "市场规模达2.5万亿元。", "2500000000000|exact|元|市场规模\n" },
	{ "清理信息２５０万条。", "2500000|exact|条|清理信息\n" },
	{ "普及率为78.6%。", "78.6|exact|%|普及率\n" },
	{ "占比达到百分之三十五。", "35|exact|%|占比\n" },
	/* qualifiers before and after */
	{ "开展检查20万余次。", "200000|over|次|开展检查\n" },
	{ "开展检查20余万次。", "200000|over|次|开展检查\n" },
	{ "抓获嫌疑人5万多名。", "50000|over|名|抓获嫌疑人\n" },
	{ "点击量超7亿次。", "700000000|over|次|点击量\n" },
	{ "点击量突破7亿次。", "700000000|over|次|点击量\n" },
	{ "推出报道近3万篇次。", "30000|near|篇次|推出报道\n" },
	{ "推出报道约3万篇。", "30000|near|篇|推出报道\n" },
	{ "满意度达到90%以上。", "90|over|%|满意度\n" },
	{ "用时缩短七成以上。", "70|over|%|用时缩短\n" },
	{ "发表百余篇文章。", "100|over|篇|发表文章\n" },
	{ "培训上千家企业。", "1000|over|家|培训企业\n" },
	{ "设立站点300个左右。", "300|near|个|设立站点\n" },
	/* numbers in Chinese characters */
	{ "开展为期两个月的行动。", "2|exact|个月|开展行动\n" },
	{ "分三个阶段推进。", "3|exact|个|分阶段推进\n" },
	{ "举办十五场宣讲。", "15|exact|场|举办宣讲\n" },
	/* two in a clause */
	{ "发布12批104部作品名单。", "12|exact|批|发布作品名单\n104|exact|部|发布作品名单\n" },
	{ "新增博士点32个、硕士点30个。", "32|exact|个|新增博士点\n30|exact|个|硕士点\n" },
	/* no unit, a second unit, shares */
	{ "网民规模达10.51亿，普及率达74.4%。", "1051000000|exact|人|网民规模\n74.4|exact|%|普及率\n" },
	{ "下架应用程序1.1万款（次）。", "11000|exact|款|下架应用程序\n" },
	{ "节约时间约五分之三。", "60|near|%|节约时间\n" },
	{ "来自80多个国家和地区的2000多名代表参会。", "80|over|个|来自国家和地区\n2000|over|名|国家和地区代表参会\n" },
	{ "占比由21.6%提升至39.8%。", "21.6|exact|%|占比\n39.8|exact|%|占比\n" },
	{ "处罚金额合计人民币182.28亿元。", "18228000000|exact|元|处罚金额\n" },
	{ "其中6.7万件来自国内，历时三年多。", "67000|exact|件|来自国内\n3|over|年|\n" },
	{ "平均浓度为33微克/立方米。", "33|exact|微克/立方米|平均浓度\n" },
	{ "优良天数比例为87%，同比上升5个百分点。", "87|exact|%|优良天数比例\n5|exact|个百分点|优良天数比例同比上升\n" },
	/* none: ordinals, names, years, versions, terms of laws, parts of words */
	{ "第十届论坛举行，第三批名单公布，第5号公告印发。", "" },
	{ "落实“十四五”规划和“八五”普法规划。", "" },
	{ "党的十八大以来成效显著，二十国集团达成共识。", "" },
	{ "发布《示例框架（3批）》2. 0 版，开展净网2019行动。", "" },
	{ "标准GB 12345—2019发布，采用H5和5G技术。", "" },
	{ "一批企业一律整改，一个平台一次通过，两国深化合作。", "" },
	{ "三审合一改革持续推进，四川和重庆协同发力。", "" },
	{ "2019年至2021年，2020年底前完成，自3月1日起施行。", "" },
	{ "数十家企业参加，亿万网民受益，千家万户知晓。", "" },
	{ "10年来变化巨大，近年来多次表彰。", "" },
	{ "排名第3，得票7，编号12345，未满14周岁的未成年人受特别保护。", "" },
};

static void
amounts_are_expanded(void **state)
{
	(void)state;
	check_rows(amount_rows, COUNT(amount_rows), WF_FACT_FIGURE, amounts, COUNT(amounts), TOLD);
}

static const char *const times[] = { "value", "subject", "period", "as_of", "yoy" };

static const struct row time_rows[] = {
	{ "2018年，公安机关侦破案件500起。", "500|公安机关|2018||\n" },
	{ "公安机关侦破案件500起。", "500|公安机关|2019||\n" },
	{ "2019年5月，税务总局约谈企业5家。", "5|税务总局|2019-05||\n" },
	{ "2019年3月至8月，税务总局约谈企业5家。", "5|税务总局|2019-03/2019-08||\n" },
	{ "截至2019年6月底，市场监管总局累计检查企业800家。", "800|市场监管总局||2019-06|\n" },
	{ "截至2019年12月31日，教育部共备案应用302款，其中2019年新增238款。各地教育部门共完成登记105款。",
	  "302|教育部||2019-12-31|\n238|教育部|2019||\n105|各地教育部门||2019-12-31|\n" },
	{ "全国法院审结案件1000件，同比上升15.5%；审结纠纷200件，同比下降3%。",
	  "1000|全国法院|2019||15.5\n200|全国法院|2019||-3\n" },
	{ "国家版权局会同公安部等部门开展行动，关闭网站70个。", "70|国家版权局会同公安部等部门|2019||\n" },
	{ "网信部门约谈平台30家；公安机关检查企业40家。", "30|网信部门|2019||\n40|公安机关|2019||\n" },
	{ "2019年，公安部部署行动。打掉团伙60个，湖南等地抓获嫌疑人70名。", "60|公安部|2019||\n70|湖南等地|2019||\n" },
	{ "2019年1至10月，公安机关侦办案件4万起，抓获嫌疑人6万名，同比分别上升8.3%和12.1%。",
	  "40000|公安机关|2019-01/2019-10||8.3\n60000|公安机关|2019-01/2019-10||12.1\n" },
	{ "全国法院审结案件1000件，涉案金额同比上升15.5%。", "1000|全国法院|2019||\n15.5|全国法院|2019||\n" },
	{ "2019年上半年，公安机关侦办案件4万起。", "40000|公安机关|2019-01/2019-06||\n" },
	{ "2019年，全国法院审结案件9万件，较2018年增长21.5%，调解率达63%。",
	  "90000|全国法院|2019||21.5\n63|全国法院|2019||\n" },
	{ "2012年至2018年，产业规模由11万亿元增长到45.5万亿元。",
	  "11000000000000||2012||\n45500000000000||2018||\n" },
	{ "金砖国家领导人会晤2次，成果丰硕。", "2||2019||\n" },
	{ "我国总结事业发展30年的经验。", "30|我国|||\n" },
};

static void
figures_have_their_time(void **state)
{
	(void)state;
	check_rows(time_rows, COUNT(time_rows), WF_FACT_FIGURE, times, COUNT(times), CHAPTER);
}

/* ---- events ------------------------------------------------------------------------------------ */

static const char *const acts[] = { "date", "actors", "action", "object", "place", "effective" };

static const struct row chronicle_rows[] = {
	{ "3月5日，教育部公布《示例办法》，自2019年5月1日起施行。该办法细化了要求。", "2019-03-05|教育部|公布|《示例办法》||2019-05-01\n" },
	{ "3月5日，教育部、财政部联合印发《示例办法》，自印发之日起施行。", "2019-03-05|教育部+财政部|联合印发|《示例办法》||2019-03-05\n" },
	{ "4月1日，《示例条例》施行。该条例规定了制度。", "2019-04-01||施行|《示例条例》||2019-04-01\n" },
	{ "5月9日，税务总局就《示例规定（征求意见稿）》公开征求意见。",
	  "2019-05-09|税务总局|公开征求意见|《示例规定（征求意见稿）》||\n" },
	{ "6月，财政部编撰的《示例白皮书》由示例社出版，全面总结经验。", "2019-06|财政部|出版|《示例白皮书》||\n" },
	{ "7月2日，示例博览会主论坛在京举办。", "2019-07-02||举办|示例博览会主论坛|北京|\n" },
	{ "7月2日，财政部在苏州召开全国示例工作会议。", "2019-07-02|财政部|召开|全国示例工作会议|苏州|\n" },
	{ "8月3日，第十三届全国人民代表大会常务委员会第十二次会议修订通过《示例法》，自2019年12月1日起施行。",
	  "2019-08-03|全国人民代表大会常务委员会|通过|《示例法》||2019-12-01\n" },
	{ "9月10日至12日，首届示例大会在长沙举行。", "2019-09-10/2019-09-12||举行|首届示例大会|长沙|\n" },
	{ "9月16日，示例宣传周在天津开幕。宣传周期间，示例协会发布《示例框架》；围绕示例主题开展主题日活动。",
	  "2019-09-16||开幕|示例宣传周|天津|\n2019-09|示例协会|发布|《示例框架》||\n2019-09||开展|主题日活动||\n" },
	{ "10月20日，《国务院关于修改部分示例法规的决定》公布，自公布之日起施行。",
	  "2019-10-20||公布|《国务院关于修改部分示例法规的决定》||2019-10-20\n" },
	{ "5月9日，甲市第十三届人大常委会第四十次会议表决通过《甲市示例条例》，将于2019年7月1日起施行。",
	  "2019-05-09|甲市第十三届人大常委会第四十次会议|通过|《甲市示例条例》||2019-07-01\n" },
	{ "9月1日起，《示例权利法》施行。", "2019-09-01||施行|《示例权利法》||2019-09-01\n" },
	{ "11月7日，财政部与法国文化部签署《示例合作谅解备忘录》。",
	  "2019-11-07|财政部+法国文化部|签署|《示例合作谅解备忘录》||\n" },
};

static const struct row told_rows[] = {
	{ "2019年6月，国务院公布《示例条例》。同月，教育部印发《示例方案》。9月，公安部发布《示例指南》。",
	  "2019-06|国务院|公布|《示例条例》||\n2019-06|教育部|印发|《示例方案》||\n2019-09|公安部|发布|《示例指南》||\n" },
	{ "公安机关持续开展专项行动。2019年7月，针对新型诈骗，公布5起典型案例。", "2019-07|公安机关|公布|5起典型案例||\n" },
	{ "2019年4月，税务总局印发《示例方案》；9月，组织20家企业签订《示例公约》。",
	  "2019-04|税务总局|印发|《示例方案》||\n2019-09|税务总局+20家企业|签订|《示例公约》||\n" },
	{ "2019年10月至12月，财政部、教育部相继就《甲示例管理办法》《乙示例管理办法》公开征求意见。",
	  "2019-10/2019-12|财政部+教育部|公开征求意见|《甲示例管理办法》《乙示例管理办法》||\n" },
	{ "3月、7月，我国先后参加示例工作组会议。", "2019-03|我国|参加|示例工作组会议||\n2019-07|我国|参加|示例工作组会议||\n" },
	{ "2019年5月公布的《示例管理条例》明确了要求。", "2019-05||公布|《示例管理条例》||\n" },
	{ "2019年5月《示例管理条例》公布后，司法部负责人答记者问。", "2019-05|司法部|答记者问|||\n" },
	{ "2019年8月，我国与法国就示例治理发表联合声明。", "2019-08|我国+法国|发表|联合声明||\n" },
	{ "2019年1月，示例学被确立为二级学科。", "2019-01||确立|示例学被确立为二级学科||\n" },
	{ "2019年11月1日起施行的《示例权利法》明确了规则。", "2019-11-01||施行|《示例权利法》||2019-11-01\n" },
	{ "2019年9月26日至28日，示例峰会成功举办。", "2019-09-26/2019-09-28||举办|示例峰会||\n" },
	{ "教育部召开2019年全国示例工作会议，部署有关工作。", "2019|教育部|召开|2019年全国示例工作会议||\n" },
	{ "教育部在2019年国家示例日前后，组织各地开展示例宣传。", "2019|教育部|开展|示例宣传||\n" },
	{ "浙江省教育厅于2019年3月发布《甲示例报告书》，财政部于2019年5月发布《乙示例报告书》。",
	  "2019-03|浙江省教育厅|发布|《甲示例报告书》||\n2019-05|财政部|发布|《乙示例报告书》||\n" },
	{ "2019年7月，教育部与法国签署《示例协定》，将于2020年3月1日生效。10月，财政部印发《示例方案》。",
	  "2019-07|教育部+法国|签署|《示例协定》||2020-03-01\n2019-10|财政部|印发|《示例方案》||\n" },
	/* none: 截至, plans, terms, years, titles */
	{ "截至2019年12月，全国法院审结案件5件。到2025年12月，教育部将发布示例成果。", "" },
	{ "2019年，教育部发布《示例清单（2019年）》。2018年以来，公安部开展行动。", "" },
};

static void
days_of_a_chronicle(void **state)
{
	(void)state;
	check_rows(chronicle_rows, COUNT(chronicle_rows), WF_FACT_EVENT, acts, COUNT(acts), CHRONICLE);
}

static void
days_in_chapters(void **state)
{
	(void)state;
	check_rows(told_rows, COUNT(told_rows), WF_FACT_EVENT, acts, COUNT(acts), TOLD);
}

/* ---- statements of one event meet --------------------------------------------------------------- */

static const char *const met[] = { "date", "actors", "action" };

static const struct row met_rows[] = {
	/* the chapter gives the month and the whole list, the chronicle the day */
	{ "一、立法\n\n相关工作是重点。2016年5月，甲省、教育部、财政部、公安部印发《关于示例的指导意见》，明确要求。\n\n"
	  "附录　大事记（2016年）\n\n5月20日，教育部等部门印发《关于示例的指导意见》，自公布之日起施行。\n",
	  "2016-05-20|教育部+财政部+公安部|印发\n" },
	/* the same words without a title */
	{ "一、交流\n\n相关工作是重点。2016年6月，示例产业国际博览会在示例湖畔开幕。\n\n附录　大事记（2016年）\n\n"
	  "6月2日，示例产业国际博览会在示例湖畔开幕，多方代表参加。\n", "2016-06-02||开幕\n" },
	/* another month, another body, another act: they stay apart */
	{ "一、立法\n\n相关工作是重点。2016年5月，教育部印发《示例管理办法》。2016年6月，教育部发布《示例管理办法》。\n"
	  "2016年5月，公安部印发《示例管理办法》。2016年5月，《示例管理办法》施行。\n",
	  "2016-05|教育部|印发\n2016-06|教育部|发布\n2016-05|公安部|印发\n2016-05||施行\n" },
	/* entries of a chronicle are events of their own */
	{ "附录　大事记（2016年）\n\n5月20日，教育部召开示例工作会议。\n\n5月20日，教育部召开示例工作会议。\n",
	  "2016-05-20|教育部|召开\n2016-05-20|教育部|召开\n" },
};

static void
statements_meet(void **state)
{
	struct wf_buf got = { 0 };
	struct small s;

	(void)state;
	for (size_t i = 0; i < COUNT(met_rows); i++) {
		read_small(&s, "示例状况白皮书（2016年）", wf_str_of(met_rows[i].text));
		tell(&got, &s.report, WF_FACT_EVENT, met, COUNT(met));
		same_str(wf_buf_str(&got), met_rows[i].want, i);
		free_small(&s);
	}
	wf_buf_free(&got);
}

/* ---- whole reports of other years ------------------------------------------------------------------ */

/* As a PDF gives it: wrapped lines, half-width punctuation, a running head inside a sentence, numbers over lines. */
static const char wrapped[] =
	"一、 2017 年示例事业发展概述\n\n"
	"    2017 年, 全国示例系统坚持服务大局, 各项工作取得新的进展, 主要\n"
	"指标持续向好。 截至 2017 年 12 月, 全国共建成示例站点 1. 2 万余个, 覆\n"
	"盖 28 个省份, 服务群众 3. 5\n"
	"亿人次, 同比增长 12. 5%。 2017 年 3 月, 教育部、 财\n"
	"一、 2017 年示例事业发展概述 3\n"
	"政部联合印发 《关于推进示例事业高质量发展的\n"
	"意见》, 提出 15 项措施。 9 月, 国务院公布 《示例事业管理条例》, 自\n"
	"2018 年 1 月 1 日起施行, 为事业发展提供了制度保障和有力支撑。\n\n"
	"    附录 示例事业大事记 (2017 年)\n\n"
	"    3 月 14 日, 教育部、 财政部联合印发 《关于推进示例事业高质量发展的\n"
	"意见》。 该意见提出了推进事业发展的 15 项措施, 明确了责任分工和时限。\n"
	"    9 月 21 日, 国务院公布 《示例事业管理条例》, 自 2018 年 1 月 1 日起\n"
	"施行。\n";

static const char *const whole_figure[] = { "value", "qualifier", "unit", "period", "as_of", "yoy" };
static const char *const whole_event[] = { "date", "actors", "object", "effective" };

static void
a_wrapped_report_of_another_year(void **state)
{
	struct wf_buf got = { 0 };
	struct small s;

	(void)state;
	read_small(&s, "示例事业发展报告（2017年）", wf_str_of(wrapped));
	tell(&got, &s.report, WF_FACT_FIGURE, whole_figure, COUNT(whole_figure));
	same_str(wf_buf_str(&got), "12000|over|个||2017-12|\n28|exact|个||2017-12|\n350000000|exact|人次||2017-12|12.5\n"
	    "15|exact|项|2017-03||\n15|exact|项|2017-03-14||\n", 0);
	tell(&got, &s.report, WF_FACT_EVENT, whole_event, COUNT(whole_event));
	same_str(wf_buf_str(&got), "2017-03-14|教育部+财政部|《关于推进示例事业高质量发展的意见》|\n"
	    "2017-09-21|国务院|《示例事业管理条例》|2018-01-01\n", 1);
	free_small(&s);
	wf_buf_free(&got);
}

/* A white paper in chapters 第一章 with whole dates and full-width text; a chronicle with its years. */
static const char white[] =
	"第一章 保护状况\n\n"
	"2009年，各地法院新收示例纠纷案件30626件，比上年增长25.49%，审结30509件。行政机关立案查处9500多件，罚款金额3亿元。"
	"其中，查处示例标志案件1200起。\n\n"
	"第二章 制度建设\n\n"
	"2009年10月1日，修改后的《示例权利法》施行。2009年12月26日，第十一届全国人民代表大会常务委员会第十二次会议通过《示例责任法》，"
	"自2010年7月1日起施行。\n\n"
	"附录 大事记\n\n"
	"2009年1月8日，示例局在京召开全国示例工作会议。\n\n"
	"2009年12月26日，第十一届全国人大常委会第十二次会议通过《示例责任法》。\n";

static void
a_white_paper_of_another_year(void **state)
{
	struct wf_buf got = { 0 };
	struct small s;

	(void)state;
	read_small(&s, "示例权利保护状况白皮书（2009年）", wf_str_of(white));
	tell(&got, &s.report, WF_FACT_FIGURE, whole_figure, COUNT(whole_figure));
	same_str(wf_buf_str(&got), "30626|exact|件|2009||25.49\n30509|exact|件|2009||\n9500|over|件|2009||\n"
	    "300000000|exact|元|2009||\n1200|exact|起|2009||\n", 0);
	tell(&got, &s.report, WF_FACT_EVENT, whole_event, COUNT(whole_event));
	same_str(wf_buf_str(&got), "2009-10-01||修改后的《示例权利法》|2009-10-01\n"
	    "2009-12-26|全国人民代表大会常务委员会|《示例责任法》|2010-07-01\n"
	    "2009-01-08|示例局|全国示例工作会议|\n", 1);
	free_small(&s);
	wf_buf_free(&got);
}

/* ---- text that means harm -------------------------------------------------------------------------------- */

static const char *const hostile[] = {
	"百分之", "3. 1 ", "第", "近", "超万", "百余", "3.", "1,", "12345678901234567890件", "999999999999999万亿元", "《3件", "“3件", "3件（",
	"2024年", "3月、", "3月、4月、5月、6月", "同月，其间，", "，，，；；；。。。", "自公布之日起", "1月1日，", "1月1日，《", "1月1日，在在在在在召开",
	"1月1日，公布公布公布公布", "1月1日，国务院、、、、公布", "12月31日，由", "1月1日至", "一一一一一一", "亿亿亿亿件", "3万万万万件",
	"1月1日，\xe3\x80", "3\xe4\xbb",
};

static void
odd_words_do_no_harm(void **state)
{
	struct wf_buf text = { 0 };
	struct small s;

	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		for (int where = CHAPTER; where <= CHRONICLE; where++) {
			read_small(&s, "报告（2019年）", around(&text, hostile[i], where));
			for (uint32_t k = 0; k < s.report.nfigure; k++)
				assert_true(s.report.figure[k].number.off + s.report.figure[k].number.len <=
				    s.report.text.n);
			for (uint32_t k = 0; k < s.report.nevent; k++)
				assert_true(s.report.event[k].at.off + s.report.event[k].at.len <=
				    s.report.text.n);
			free_small(&s);
		}
	}
	wf_buf_free(&text);
}

/* One sentence of very many clauses, dates and numbers: the time goes up with its length alone. */
static void
a_very_long_sentence_ends(void **state)
{
	struct wf_buf text = { 0 };
	struct small s;

	(void)state;
	wf_buf_put(&text, WF_S("一、总体情况\n\n我国"));
	for (int i = 0; i < 2000; i++)
		wf_buf_put(&text, WF_S("，3月教育部查处案件3万件、印发《示例办法》"));
	wf_buf_put(&text, WF_S("。\n"));
	read_small(&s, "报告（2019年）", wf_buf_str(&text));
	assert_int_equal(s.report.nfigure, 2000);
	free_small(&s);
	wf_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_expanded),
		cmocka_unit_test(figures_have_their_time),
		cmocka_unit_test(days_of_a_chronicle),
		cmocka_unit_test(days_in_chapters),
		cmocka_unit_test(statements_meet),
		cmocka_unit_test(a_wrapped_report_of_another_year),
		cmocka_unit_test(a_white_paper_of_another_year),
		cmocka_unit_test(odd_words_do_no_harm),
		cmocka_unit_test(a_very_long_sentence_ends),
	};

	return cmocka_run_group_tests_name("fact_values", tests, NULL, NULL);
}
