/*
 * Says what bears a title in 《》: a legal instrument, another document, an annex, or
 * nothing legal at all.  Looks no work up.
 */
#include "cite_int.h"

#define TITLE_BYTES 900		/* longer ones are no titles: a mark was left open */
#define WRAPPED_BYTES 240	/* of one that goes over a line's end */

size_t
wf_title_read(wf_str s)
{
	unsigned depth = 0;
	size_t at = 0, used, most = TITLE_BYTES;

	while (at < s.n && at < most) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &used);

		/* a title may go on in the next line of wrapped text, a sentence never inside it */
		if (cp == '\n')
			most = WRAPPED_BYTES;
		if (most == WRAPPED_BYTES && (cp == 0x3002 || cp == 0xff1b || cp == 0xff1a || cp == '#'))
			return 0;
		at += used;
		if (cp == 0x300a)
			depth++;
		else if (cp == 0x300b && --depth == 0)
			return at;
	}
	return 0;
}

/* s without brackets at its end: 某办法（试行）, 某解释(一). */
static wf_str
bare(wf_str s)
{
	for (;;) {
		size_t open = SIZE_MAX;
		bool wide = wf_str_ends(s, WF_S("）"));

		if (!wide && !wf_str_ends(s, WF_S(")")))
			return s;
		for (size_t k = 0; k < s.n; k++)
			if (s.p[k] == '(' || wf_str_starts(wf_str_from(s, k), WF_S("（")))
				open = k;
		if (open == SIZE_MAX || open == 0)
			return s;
		s = wf_str_trim(wf_str_sub(s, 0, open));
	}
}

/* Last words of titles, the longer before the shorter that they end with. */
static const struct { const char *end; enum wf_title_kind kind; } ends[] = {
	{ "许可证", WF_TITLE_NONE }, { "证", WF_TITLE_NONE }, { "执照", WF_TITLE_NONE },
	{ "合同", WF_TITLE_NONE }, { "协议", WF_TITLE_NONE }, { "合同法", WF_TITLE_LAW },
	{ "议定书", WF_TITLE_LAW }, { "白皮书", WF_TITLE_DOC }, { "蓝皮书", WF_TITLE_DOC },
	{ "绿皮书", WF_TITLE_DOC }, { "任务书", WF_TITLE_DOC }, { "宣言书", WF_TITLE_LAW },
	{ "建议书", WF_TITLE_DOC }, { "书", WF_TITLE_NONE }, { "单", WF_TITLE_NONE },
	{ "负面清单", WF_TITLE_LAW }, { "清单", WF_TITLE_LAW }, { "报告", WF_TITLE_DOC },
	{ "年鉴", WF_TITLE_NONE }, { "年报", WF_TITLE_NONE }, { "日报", WF_TITLE_NONE }, { "报", WF_TITLE_NONE },
	{ "说法", WF_TITLE_NONE }, { "普法", WF_TITLE_NONE }, { "用法", WF_TITLE_NONE },
	{ "方法", WF_TITLE_LAW }, { "做法", WF_TITLE_NONE }, { "书法", WF_TITLE_NONE },
	{ "登记表", WF_TITLE_NONE }, { "申请表", WF_TITLE_NONE }, { "审批表", WF_TITLE_NONE },
	{ "备案表", WF_TITLE_NONE }, { "税额表", WF_TITLE_ANNEX }, { "税率表", WF_TITLE_ANNEX },
	{ "税则", WF_TITLE_LAW }, { "表", WF_TITLE_ANNEX }, { "附件", WF_TITLE_ANNEX }, { "附录", WF_TITLE_ANNEX },
	{ "法", WF_TITLE_LAW }, { "法典", WF_TITLE_LAW }, { "宪法", WF_TITLE_LAW }, { "条例", WF_TITLE_LAW },
	{ "法则", WF_TITLE_LAW }, { "办法", WF_TITLE_LAW }, { "规定", WF_TITLE_LAW }, { "规则", WF_TITLE_LAW },
	{ "细则", WF_TITLE_LAW }, { "解释", WF_TITLE_LAW }, { "决定", WF_TITLE_LAW }, { "决议", WF_TITLE_LAW },
	{ "通知", WF_TITLE_LAW }, { "意见", WF_TITLE_LAW }, { "公告", WF_TITLE_LAW }, { "通告", WF_TITLE_LAW },
	{ "批复", WF_TITLE_LAW }, { "答复", WF_TITLE_LAW }, { "复函", WF_TITLE_LAW }, { "函", WF_TITLE_LAW },
	{ "纪要", WF_TITLE_LAW }, { "公约", WF_TITLE_LAW }, { "协定", WF_TITLE_LAW }, { "条约", WF_TITLE_LAW },
	{ "宣言", WF_TITLE_LAW }, { "声明", WF_TITLE_LAW }, { "倡议", WF_TITLE_LAW }, { "宪章", WF_TITLE_LAW },
	{ "备忘录", WF_TITLE_LAW }, { "规划", WF_TITLE_LAW }, { "纲要", WF_TITLE_LAW }, { "纲领", WF_TITLE_LAW },
	{ "方案", WF_TITLE_LAW }, { "计划", WF_TITLE_LAW }, { "预案", WF_TITLE_LAW }, { "标准", WF_TITLE_LAW },
	{ "规范", WF_TITLE_LAW }, { "规程", WF_TITLE_LAW }, { "指南", WF_TITLE_LAW }, { "指引", WF_TITLE_LAW },
	{ "指导", WF_TITLE_LAW }, { "目录", WF_TITLE_LAW }, { "名录", WF_TITLE_LAW }, { "章程", WF_TITLE_LAW },
	{ "准则", WF_TITLE_LAW }, { "守则", WF_TITLE_LAW }, { "制度", WF_TITLE_LAW }, { "安排", WF_TITLE_LAW },
	{ "要点", WF_TITLE_LAW }, { "要求", WF_TITLE_LAW }, { "通则", WF_TITLE_LAW }, { "总则", WF_TITLE_LAW },
	{ "大纲", WF_TITLE_LAW }, { "定额", WF_TITLE_LAW }, { "命令", WF_TITLE_LAW }, { "令", WF_TITLE_LAW },
	{ "修正案", WF_TITLE_LAW }, { "措施", WF_TITLE_LAW }, { "指示", WF_TITLE_LAW }, { "布告", WF_TITLE_LAW },
	{ "暂行规定", WF_TITLE_LAW }, { "条款", WF_TITLE_LAW }, { "举措", WF_TITLE_LAW }, { "框架", WF_TITLE_LAW },
	{ "若干问题", WF_TITLE_LAW }, { "说明", WF_TITLE_DOC }, { "通报", WF_TITLE_LAW }, { "公报", WF_TITLE_DOC },
	{ "系统", WF_TITLE_NONE }, { "共识", WF_TITLE_LAW }, { "办法（试行）", WF_TITLE_LAW },
	{ "保密规定", WF_TITLE_LAW }, { "法规", WF_TITLE_LAW }, { "汇编", WF_TITLE_DOC },
};

enum wf_title_kind
wf_title_kind(wf_str title, wf_str before, wf_str after)
{
	wf_str s = bare(wf_str_trim(title));
	enum wf_title_kind kind = WF_TITLE_NONE;
	size_t best = 0;
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		wf_str end = wf_str_of(ends[i].end);

		if (end.n > best && wf_str_ends(s, end)) {
			best = end.n;
			kind = ends[i].kind;
		}
	}
	/* what has articles is an instrument, whatever it is called; but 《购销合同》第三条 is a contract's */
	if (best == 0 && wf_str_starts(wf_str_ltrim(after), WF_S("第")))
		kind = WF_TITLE_LAW;
	if (kind == WF_TITLE_NONE && wf_str_starts(s, WF_S("关于")))
		kind = WF_TITLE_DOC;
	/* 本法所附《某税则》 */
	if (kind != WF_TITLE_NONE && (wf_str_ends(before, WF_S("所附")) || wf_str_ends(before, WF_S("所附的")) ||
	    wf_str_ends(before, WF_S("后附的")) || wf_str_ends(before, WF_S("附件"))))
		kind = WF_TITLE_ANNEX;
	wf_str head = wf_str_ltrim(after);
	if (kind == WF_TITLE_NONE && (wf_str_starts(head, WF_S("（GB")) || wf_str_starts(head, WF_S("(GB"))))
		kind = WF_TITLE_LAW;
	wf_buf_free(&b);
	return kind;
}

/* Verbs between an issuer and its title: 国务院发布的《…》. */
static const char *const verbs[] = { "发布的", "公布的", "颁布的", "制定的", "印发的", "下发的", "通过的", "批准的",
	"出台的", "发布", "公布", "印发", "制定", "颁布", "出台", "下发", "通过", "实施的", "联合" };
/* Last words of bodies that issue. */
static const char *const bodies[] = { "法院", "检察院", "国务院", "委员会", "人民代表大会", "部", "局", "署",
	"办公室", "总局", "人民政府", "政府", "人民银行", "常委会", "中央", "办公厅", "总署", "证监会", "网信办" };

wf_str
wf_title_issuer(wf_str before)
{
	size_t from, chars = 0;
	uint32_t cp;

	for (bool again = true; again; ) {
		again = false;
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]) && !again; i++)
			if (wf_str_ends(before, wf_str_of(verbs[i]))) {
				before = wf_str_sub(before, 0, before.n - wf_str_of(verbs[i]).n);
				again = true;
			}
		/* 于1992年7月14日, 2020年 */
		size_t end = before.n, n;
		while (end > 0 && (n = wf_utf8_last(wf_str_sub(before, 0, end), &cp)) != 0 &&
		    (wf_is_numeral(cp) || cp == 0x5e74 || cp == 0x6708 || cp == 0x65e5 || cp == 0x4e8e ||
		    wf_is_space(cp)))
			end -= n;
		if (end < before.n && before.n - end > 3) {
			before = wf_str_sub(before, 0, end);
			again = true;
		}
	}
	bool body = false;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		body = body || wf_str_ends(before, wf_str_of(bodies[i]));
	if (!body)
		return WF_S("");
	for (from = before.n; from > 0 && chars < 30; chars++) {
		size_t n = wf_utf8_last(wf_str_sub(before, 0, from), &cp);

		if (!wf_is_han(cp) && cp != 0x3001)
			break;
		from -= n;
	}
	wf_str words = wf_str_from(before, from);

	/* only what certainly begins an issuer: 依照最高人民法院 is not all of it */
	static const char *const starts[] = { "最高人民法院", "最高人民检察院", "国务院", "全国人民代表大会",
		"中共中央", "中央" };
	size_t best = SIZE_MAX;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		size_t at = wf_str_find(words, wf_str_of(starts[i]), 0);

		if (at != SIZE_MAX && at < best)
			best = at;
	}
	return best == SIZE_MAX ? WF_S("") : wf_str_from(words, best);
}
