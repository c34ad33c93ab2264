/* Labels, ids, references and clauses of src/law, as rows. Trees have golden cases instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "law/law.h"
#include "read/read.h"

static const struct {
	const char *in;
	uint8_t kind, style;
	uint32_t num, sub;
	size_t len;
	bool odd;
} labels[] = {
	{ "第二十一条　网络运营者", WF_ARTICLE, WF_LB_DI, 21, 0, 15, false },
	{ "第一百二十条之一 甲", WF_ARTICLE, WF_LB_DI, 120, 1, 24, false },
	{ "第七十五 条 乙", WF_ARTICLE, WF_LB_DI, 75, 0, 16, true },
	{ "笫五十四条 丙", WF_ARTICLE, WF_LB_DI, 54, 0, 15, true },
	{ "第三十－条 丁", WF_ARTICLE, WF_LB_DI, 31, 0, 15, true },
	{ "第12条 戊", WF_ARTICLE, WF_LB_DI, 12, 0, 8, false },
	{ "第二分编　典型合同", WF_SUBBOOK, WF_LB_DI, 2, 0, 12, false },
	{ "第三编 己", WF_BOOK, WF_LB_DI, 3, 0, 9, false },
	{ "第十章", WF_CHAPTER, WF_LB_DI, 10, 0, 9, false },
	{ "第二节 庚", WF_SECTION, WF_LB_DI, 2, 0, 9, false },
	{ "第二款规定", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "第条", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "第", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "（一）辛", WF_ITEM, WF_LB_HAN_PAREN, 1, 0, 9, false },
	{ "(十二)壬", WF_ITEM, WF_LB_HAN_PAREN, 12, 0, 8, false },
	{ "㈢ 癸", WF_ITEM, WF_LB_HAN_PAREN, 3, 0, 3, false },
	{ "（一之一）丑", WF_ITEM, WF_LB_HAN_PAREN, 1, 1, 15, false },
	{ "一、子", WF_ITEM, WF_LB_HAN_COMMA, 1, 0, 6, false },
	{ "1．丑", WF_ITEM, WF_LB_NUM_DOT, 1, 0, 4, false },
	{ "3.5米", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "（2）寅", WF_ITEM, WF_LB_NUM_PAREN, 2, 0, 7, false },
	{ "2）卯", WF_ITEM, WF_LB_NUM_PAREN, 2, 0, 4, false },
	{ "③辰", WF_ITEM, WF_LB_CIRCLED, 3, 0, 3, false },
	{ "附件2：巳", WF_ANNEX, WF_LB_ANNEX, 2, 0, 7, false },
	{ "附：", WF_ANNEX, WF_LB_ANNEX, 0, 0, 3, false },
	{ "附则", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "附件所列", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "2024年1月", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
	{ "", WF_DOC, WF_LB_NONE, 0, 0, 0, false },
};

static void
labels_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct wf_label l = wf_label_read(wf_str_of(labels[i].in));

		if (l.kind != labels[i].kind || l.style != labels[i].style || l.num != labels[i].num ||
		    l.sub != labels[i].sub || l.len != labels[i].len || l.odd != labels[i].odd)
			fail_msg("%s: kind %d style %d num %u sub %u len %zu odd %d", labels[i].in, l.kind,
			    l.style, l.num, l.sub, l.len, l.odd);
	}
}

static const struct { const char *in, *out; } ids[] = {
	{ "中华人民共和国网络安全法", "网络安全法" },
	{ "关于修改《中华人民共和国网络安全法》的决定", "关于修改〈网络安全法〉的决定" },
	{ "《某某条例》", "某某条例" },
	{ "某某 办法(试行)", "某某办法（试行）" },
	{ "中华人民共和国某某法（2018年修订）", "某某法" }, { "某某条例(2020修正)", "某某条例" },
	{ "某某解释（一）", "某某解释（一）" }, { "某某规划（2020年）", "某某规划（2020年）" },
	{ "某某　规定 〈甲〉", "某某规定〈甲〉" },
	{ "中华人民共和国", "中华人民共和国" },
};

static void
titles_become_ids(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct wf_buf b = { 0 };

		wf_work_id(&b, wf_str_of(ids[i].in));
		assert_string_equal(b.p, ids[i].out);
		wf_buf_free(&b);
	}
}

static const struct {
	const char *in, *name;
	uint32_t article, sub, para, item, chapter;
	wf_date date;
	const char *eid;
} refs[] = {
	{ "网安法21", "网安法", 21, 0, 0, 0, 0, 0, "" },
	{ "《网络安全法》第二十一条第三项", "网络安全法", 21, 0, 0, 3, 0, 0, "" },
	{ "个人信息保护法 38", "个人信息保护法", 38, 0, 0, 0, 0, 0, "" },
	{ "网络安全法@2016-11-07#art_21", "网络安全法", 0, 0, 0, 0, 0, 20161107, "art_21" },
	{ "某条例#art_35", "某条例", 0, 0, 0, 0, 0, 0, "art_35" },
	{ "刑法第二百五十三条之一", "刑法", 253, 1, 0, 0, 0, 0, "" },
	{ "某法第三条第二款第（四）项", "某法", 3, 0, 2, 4, 0, 0, "" },
	{ "某法 第 三 章", "某法", 0, 0, 0, 0, 3, 0, "" },
	{ "关于第三条问题的批复", "关于第三条问题的批复", 0, 0, 0, 0, 0, 0, "" },
	{ "GB44497-2024", "GB44497-2024", 0, 0, 0, 0, 0, 0, "" },
	{ "《关于修改〈甲〉的决定》", "关于修改〈甲〉的决定", 0, 0, 0, 0, 0, 0, "" },
	{ "某法@2024-00-00", "某法", 0, 0, 0, 0, 0, 20240000, "" },
	{ "刑法120-1", "刑法", 120, 1, 0, 0, 0, 0, "" },
};

static void
typed_references_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		struct wf_ref r;

		if (!wf_ref_parse(&r, wf_str_of(refs[i].in)) || !wf_str_is(r.name, refs[i].name) ||
		    r.article != refs[i].article || r.article_sub != refs[i].sub ||
		    r.para != refs[i].para || r.item != refs[i].item || r.date != refs[i].date ||
		    r.chapter != refs[i].chapter || !wf_str_is(r.eid, refs[i].eid))
			fail_msg("%s: name %.*s art %u-%u para %u item %u date %d eid %.*s", refs[i].in,
			    WF_FMT(r.name), r.article, r.article_sub, r.para, r.item, r.date, WF_FMT(r.eid));
	}
	struct wf_ref r;
	assert_false(wf_ref_parse(&r, WF_S("")));
	assert_false(wf_ref_parse(&r, WF_S("《没有右边")));
	assert_false(wf_ref_parse(&r, WF_S("《甲》左右逢源")));
	assert_false(wf_ref_parse(&r, WF_S("甲@昨天")));
}

/* A document of our own, parsed; freed by the caller. */
static void
parse(struct wf_doc *doc, const char *name, const char *text)
{
	struct wf_err err;

	*doc = (struct wf_doc){ 0 };
	assert_int_equal(wf_read(&doc->source, &doc->arena, &doc->findings, wf_str_of(name),
	    wf_str_of(text), &err), WF_OK);
	assert_int_equal(wf_parse(doc, &err), WF_OK);
	struct wf_buf why = { 0 };
	if (!wf_doc_check(doc, &why))
		fail_msg("%s: %s", name, why.p);
	wf_buf_free(&why);
}

static const struct {
	const char *words;
	uint8_t kind;
	wf_date date;
	bool promulgation;
	uint16_t days;
} clauses[] = {
	{ "本法自2024年3月1日起施行。", WF_CL_COMMENCE, 20240301, false, 0 },
	{ "本条例自公布之日起施行。", WF_CL_COMMENCE, 0, true, 0 },
	{ "本条例自公布之日起30日后施行。", WF_CL_COMMENCE, 0, true, 30 },
	{ "本办法自二〇二四年三月一日起实施。", WF_CL_COMMENCE, 20240301, false, 0 },
	{ "本规定自２０２４年３月１日起施行。", WF_CL_COMMENCE, 20240301, false, 0 },
	{ "本安排自2024年1月29日起生效。", WF_CL_COMMENCE, 20240129, false, 0 },
	{ "本办法由某部负责解释，自2023年6月1日起施行。", WF_CL_COMMENCE, 20230601, false, 0 },
	{ "本法第八条自2025年1月1日起施行。", WF_CL_COMMENCE_PART, 20250101, false, 0 },
};

static void
commencement_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++) {
		struct wf_buf b = { 0 };
		struct wf_doc doc;

		wf_buf_printf(&b, "# 某法\n\n第一条 为了试验。\n\n第二条 %s\n", clauses[i].words);
		parse(&doc, "a.md", b.p);
		if (doc.nclause != 1 || doc.clause[0].kind != clauses[i].kind ||
		    doc.clause[0].date != clauses[i].date ||
		    doc.clause[0].on_promulgation != clauses[i].promulgation ||
		    doc.clause[0].days_after != clauses[i].days)
			fail_msg("%s: %u clauses, kind %d date %d days %d", clauses[i].words, doc.nclause,
			    doc.nclause ? doc.clause[0].kind : -1, doc.nclause ? doc.clause[0].date : 0,
			    doc.nclause ? doc.clause[0].days_after : 0);
		wf_doc_free(&doc);
		wf_buf_free(&b);
	}
}

/* Periods of validity: months, or the last day. */
static const struct { const char *words; unsigned months; wf_date last; } periods[] = {
	{ "本办法自2023年3月1日起施行，有效期三年。", 36, 0 },
	{ "本办法自2025年3月1日起施行，有效期5年，根据情况适时修订调整。", 60, 0 },
	{ "本规定自公布之日起施行，有效期至2025年12月31日。", 0, 20251231 },
	{ "本规定自公布之日起施行，试行期为十八个月。", 18, 0 },
	/* the validity of a licence */
	{ "本办法自2023年3月1日起施行。许可证有效期三年。", 0, 0 },
};

static void
periods_of_validity_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
		struct wf_doc doc;
		struct wf_buf b = { 0 };
		unsigned months = 0;
		wf_date last = 0;

		wf_buf_printf(&b, "# 某法\n\n第一条 为了试验。\n\n第二条 %s\n", periods[i].words);
		parse(&doc, "a.md", b.p);
		for (uint32_t k = 0; k < doc.nclause; k++)
			if (doc.clause[k].kind == WF_CL_EXPIRE) {
				months = doc.clause[k].months;
				last = doc.clause[k].date;
			}
		if (months != periods[i].months || last != periods[i].last)
			fail_msg("%s: %u months, last day %d", periods[i].words, months, last);
		wf_doc_free(&doc);
		wf_buf_free(&b);
	}
}

static void
repeal_is_read(void **state)
{
	struct wf_doc doc;

	(void)state;
	parse(&doc, "a.md", "# 某法\n\n第一条 甲。\n\n第二条 本法自2024年3月1日起施行。"
	    "1999年5月6日某部发布的《关于〈乙〉的办法》和《丙条例》同时废止。\n");
	assert_int_equal(doc.nclause, 3);
	assert_int_equal(doc.clause[1].kind, WF_CL_REPEAL);
	assert_true(wf_str_is(wf_source_slice(&doc.source, doc.clause[1].name), "关于〈乙〉的办法"));
	assert_int_equal(doc.clause[1].name_date, 19990506);
	assert_true(wf_str_is(wf_source_slice(&doc.source, doc.clause[2].name), "丙条例"));
	assert_int_equal(doc.clause[2].name_date, 0);
	wf_doc_free(&doc);
}

/* What a document repeals: names by |, and the day of each clause of its own, 0 = that of the text. */
static const struct { const char *words, *names; wf_date day; } repeals[] = {
	{ "本法自2024年3月1日起施行。《甲条例》同时废止。", "甲条例", 0 },
	{ "《甲条例》自2025年5月1日起废止。", "甲条例", 20250501 },
	{ "自本法施行之日起，《甲条例》、《乙条例》予以废止。", "甲条例|乙条例", 0 },
	{ "一、废止《甲条例》（1992年9月19日某会议通过）。", "甲条例", 0 },
	{ "下列办法同时废止：\n\n（一）1999年1月1日发布的《甲办法》；\n\n（二）《乙办法》。", "甲办法|乙办法", 0 },
	{ "本法自2024年3月1日起施行，《丙办法》同时停止执行。", "丙办法", 0 },
	/* a provision, not the work */
	{ "《甲条例》第三条同时废止。", "", 0 },
	{ "《甲条例》废止前的行为，适用《甲条例》。", "", 0 },
};

static void
repeals_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(repeals) / sizeof(repeals[0]); i++) {
		struct wf_doc doc;
		struct wf_buf b = { 0 }, names = { 0 };

		wf_buf_printf(&b, "# 某法\n\n第一条 为了试验。\n\n第二条 %s\n", repeals[i].words);
		parse(&doc, "a.md", b.p);
		for (uint32_t k = 0; k < doc.nclause; k++) {
			if (doc.clause[k].kind != WF_CL_REPEAL)
				continue;
			wf_buf_printf(&names, "%s%.*s", names.n ? "|" : "",
			    WF_FMT(wf_source_slice(&doc.source, doc.clause[k].name)));
			assert_int_equal(doc.clause[k].date, repeals[i].day);
		}
		wf_buf_put(&names, WF_S(""));
		if (!wf_str_is(wf_buf_str(&names), repeals[i].names))
			fail_msg("%s: %.*s", repeals[i].words, WF_FMT(wf_buf_str(&names)));
		wf_doc_free(&doc);
		wf_buf_free(&names);
		wf_buf_free(&b);
	}
}

static const struct { const char *line; uint8_t kind; wf_date date; uint8_t ordinal; } acts[] = {
	/* the verb stands inside the name, or the name says what was adopted */
	{ "2012年1月13日 某会议《关于修改<甲条例>等二十五件法规的决定修正》", WF_EV_AMENDED, 20120113, 0 },
	{ "2023年12月29日 某常务委员会第七次会议通过的《甲法修正案（十二）》", WF_EV_AMENDED, 20231229, 0 },
	{ "2016年11月7日 某常务委员会第二十四次会议通过", WF_EV_ADOPTED, 20161107, 0 },
	{ "2018年10月26日 某会议《关于修改〈甲法〉的决定》第三次修正", WF_EV_AMENDED, 20181026, 3 },
	{ "2024年2月27日 某会议修订", WF_EV_REVISED, 20240227, 0 },
	{ "2024年9月24日 某令第790号公布", WF_EV_PROMULGATED, 20240924, 0 },
	{ "2020年1月1日 施行", WF_EV_EFFECTIVE, 20200101, 0 },
	{ "2015年3月4日 某省会议批准", WF_EV_APPROVED, 20150304, 0 },
};

static void
history_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct wf_buf b = { 0 };
		struct wf_doc doc;

		wf_buf_printf(&b, "# 某法\n\n%s\n\n<!-- INFO END -->\n\n第一条 甲。\n", acts[i].line);
		parse(&doc, "a.md", b.p);
		if (doc.nevent != 1 || doc.event[0].kind != acts[i].kind ||
		    doc.event[0].date != acts[i].date || doc.event[0].ordinal != acts[i].ordinal)
			fail_msg("%s: %u events, kind %d date %d", acts[i].line, doc.nevent,
			    doc.nevent ? doc.event[0].kind : -1, doc.nevent ? doc.event[0].date : 0);
		wf_doc_free(&doc);
		wf_buf_free(&b);
	}
}

static void
packing_is_the_identity(void **state)
{
	struct wf_doc doc, back;
	struct wf_buf one = { 0 }, two = { 0 };

	(void)state;
	parse(&doc, "a.md", "---\nissued: 2024-01-02\n---\n# 某法\n\n## 第一章 总则\n\n**第一条** 甲：\n\n"
	    "（一）乙；\n\n（二）丙。\n\n第二条 本法自2024年3月1日起施行。\n");
	wf_doc_pack(&one, &doc);
	assert_true(wf_doc_unpack(&back, wf_buf_str(&one)));
	wf_doc_pack(&two, &back);
	assert_true(wf_str_eq(wf_buf_str(&one), wf_buf_str(&two)));
	wf_doc_free(&back);
	/* any one byte turned is noticed */
	for (size_t i = 0; i < one.n; i += 7) {
		one.p[i] ^= 1;
		assert_false(wf_doc_unpack(&back, wf_buf_str(&one)));
		one.p[i] ^= 1;
	}
	assert_false(wf_doc_unpack(&back, wf_str_sub(wf_buf_str(&one), 0, one.n - 8)));
	wf_buf_free(&one);
	wf_buf_free(&two);
	wf_doc_free(&doc);
}

/* The invariant on 第…条 tokens can fail: a quoted article that loses its mark is missed. */
static void
a_lost_article_is_noticed(void **state)
{
	struct wf_doc doc;
	struct wf_buf why = { 0 };
	bool quoted = false;

	(void)state;
	parse(&doc, "a.md", "# 某案\n\n## 基本案情\n\n甲。\n\n## 裁判结果\n\n乙。\n\n第六条 丙。\n");
	for (uint32_t i = 0; i < doc.nnode; i++) {
		quoted |= (doc.node[i].flags & WF_QUOTED) != 0;
		doc.node[i].flags &= (uint8_t)~WF_QUOTED;
	}
	assert_true(quoted);
	assert_false(wf_doc_check(&doc, &why));
	wf_buf_free(&why);
	wf_doc_free(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_are_read), cmocka_unit_test(titles_become_ids),
		cmocka_unit_test(typed_references_are_read), cmocka_unit_test(commencement_is_read),
		cmocka_unit_test(periods_of_validity_are_read),
		cmocka_unit_test(repeal_is_read),
		cmocka_unit_test(repeals_are_read), cmocka_unit_test(history_is_read),
		cmocka_unit_test(packing_is_the_identity), cmocka_unit_test(a_lost_article_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
