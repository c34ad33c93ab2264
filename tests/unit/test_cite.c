/*
 * References in small texts against a catalog of four works made here: what is found, whose it
 * is, and that nothing is left out.  Knows no store.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "cite/cite.h"
#include "engine/engine.h"

/* ---- a catalog ---------------------------------------------------------------------- */

static const struct { const char *title, *alias, *text; } works[] = {
	{ "中华人民共和国示例法", "示法", "# 示例法\n\n## 第一章 总则\n\n第一条 甲。\n\n第二条 乙：\n\n（一）子；\n\n（二）丑；\n\n"
	  "（三）寅。\n\n第三条 丙。\n\n丁。\n\n戊：\n\n（一）子；\n\n（二）丑。\n\n## 第二章 附则\n\n第三条之一 己。\n\n第四条 庚。\n" },
	{ "示例条例", NULL, "# 示例条例\n\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n" },
	{ "最高人民法院关于适用《中华人民共和国示例法》的解释", NULL, "# 解释\n\n第一条 甲。\n\n第二条 乙。\n" },
	{ "中华人民共和国示例刑法", NULL, "# 刑\n\n第一条 甲。\n" },
};

struct fake {
	struct wf_doc doc[COUNT(works)];
	struct wf_cite_tree tree[COUNT(works)];
	struct wf_arena arena;
};

static const struct wf_cite_tree *
tree(void *payload, uint32_t work, wf_date day)
{
	(void)day;
	return &((struct fake *)payload)->tree[work];
}

static wf_str
title(void *payload, uint32_t work)
{
	(void)payload;
	return wf_str_of(works[work].title);
}

static struct fake fake;
static struct wf_cite_catalog catalog;

static int
set_up(void **state)
{
	struct wf_err err = { "" };
	struct wf_names *names = wf_names_new();

	(void)state;
	for (uint32_t i = 0; i < COUNT(works); i++) {
		if (wf_doc_read_bytes(&fake.doc[i], WF_S("a.md"), wf_str_of(works[i].text), &err) != WF_OK)
			return 1;
		fake.tree[i] = (struct wf_cite_tree){ .node = fake.doc[i].node, .nnode = fake.doc[i].nnode,
			.date = 20240101, .in_force = true };
		wf_cite_tree_index(&fake.tree[i], &fake.arena);
		wf_names_add(names, wf_str_of(works[i].title), i, 0, i == 2 ? 0 : WF_NAME_UNQUOTED);
		if (works[i].alias)
			wf_names_add(names, wf_str_of(works[i].alias), i, 1,
			    WF_NAME_UNQUOTED | WF_NAME_ALIAS);
	}
	wf_names_finish(names);
	catalog = (struct wf_cite_catalog){ names, &fake, tree, title };
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(works); i++)
		wf_doc_free(&fake.doc[i]);
	wf_names_free((struct wf_names *)(uintptr_t)catalog.names);
	wf_arena_free(&fake.arena);
	return 0;
}

/* ---- rows ------------------------------------------------------------------------------ */

/* Records by ; as surface|form|eids by ,|state; those rejected by their reason in place of form. */
static const struct { const char *as, *text, *want; } rows[] = {
	/* names in 《》 */
	{ "", "依照《中华人民共和国示例法》第二条第（一）项、第（三）项和第三条的规定",
	  "《中华人民共和国示例法》第二条第（一）项、第（三）项和第三条|full|art_2__para_1__item_1,art_2__para_1__item_3,"
	  "art_3|resolved" },
	{ "", "《示例法》（2020修正）第一条、《示例条例》", "《示例法》（2020修正）第一条|full|art_1|resolved;《示例条例》|full||resolved" },
	{ "", "《示例法》（以下简称《新法》）施行后，《新法》第四条", "《示例法》|full||resolved;《新法》第四条|abbrev|art_4|resolved" },
	{ "", "最高人民法院《关于适用〈示例法〉的解释》（法释〔2020〕3号）第二条",
	  "《关于适用〈示例法〉的解释》（法释〔2020〕3号）第二条|full|art_2|resolved;法释〔2020〕3号|docno||resolved" },
	{ "", "吊销《某某经营许可证》，查阅《某某日报》", "《某某经营许可证》|no_law||rejected;《某某日报》|no_law||rejected" },
	{ "", "《某某管理办法》第九条", "《某某管理办法》第九条|full|art_9|out_of_corpus" },
	{ "", "《示例法》第九条", "《示例法》第九条|full|art_9|absent" },
	{ "", "《旧示例办法》同时废止。", "《旧示例办法》|repeal||out_of_corpus" },
	/* names without 《》, and what only looks like one */
	{ "", "示例法第三条第三款第二项", "示例法第三条第三款第二项|unquoted|art_3__para_3__item_2|resolved" },
	{ "", "示法第一条", "示法第一条|abbrev|art_1|resolved" },
	{ "", "示例法律和示例法学研究，示例法人", "" },
	{ "", "《示例条例》（以下简称企业法）和企业法人，依照企业法", "《示例条例》|full||resolved;企业法|abbrev||resolved" },
	{ "", "婚约法第十条", "婚约法第十条|unquoted|art_10|out_of_corpus" },
	/* lists and ranges */
	{ "", "示例法第一条至第三条", "示例法第一条至第三条|unquoted|art_1,art_2,art_3|resolved" },
	{ "", "示例法第三条至第四条", "示例法第三条至第四条|unquoted|art_3,art_3-1,art_4|resolved" },
	{ "", "示例法第三条之一、第四条", "示例法第三条之一、第四条|unquoted|art_3-1,art_4|resolved" },
	{ "", "示例法第三条第一、三款", "示例法第三条第一、三款|unquoted|art_3__para_1,art_3__para_3|resolved" },
	{ "", "示例法第二条前两项", "示例法第二条前两项|unquoted|art_2__para_1__item_1,art_2__para_1__item_2|resolved" },
	{ "", "示例法第3条第１款", "示例法第3条第１款|unquoted|art_3__para_1|resolved" },
	{ "", "示例法第二章", "示例法第二章|unquoted|chp_2|resolved" },
	{ "", "示例刑法分则第三章", "示例刑法分则第三章|unquoted|book_2__chp_3|absent" },
	{ "", "示例法第二条第（一）（三）项", "示例法第二条第（一）（三）项|unquoted|art_2__para_1__item_1,art_2__para_1__item_3|resolved" },
	{ "", "《示例条例》施行。《条例》第一条", "《示例条例》|full||resolved;《条例》第一条|abbrev|art_1|resolved" },
	/* from where the text stands */
	{ "示例法第三条第三款", "有前款规定情形的", "前款|relative|art_3__para_2|resolved" },
	{ "示例法第三条第三款", "依照本条前两款", "本条前两款|relative|art_3__para_1,art_3__para_2|resolved" },
	{ "示例法第四条", "违反前条规定", "前条|relative|art_3-1|resolved" },
	{ "示例法第四条", "依照本法第二条第一项", "本法第二条第一项|self|art_2__para_1__item_1|resolved" },
	{ "示例法第四条", "本法所称甲，本章规定", "" },
	{ "示例法第四条", "违反第二条，有第三条第一款情形", "第二条|self|art_2|resolved;第三条第一款|self|art_3__para_1|resolved" },
	{ "示例法第三条第一款", "违反前款规定", "前款|no_antecedent||rejected" },
	{ "示例法第二条第一款", "（一）子；\n（二）前项；", "前项|relative|art_2__para_1__item_1|resolved" },
	/* from what was said */
	{ "", "《示例条例》已施行。该条例第二条", "《示例条例》|full||resolved;该条例第二条|relative|art_2|resolved" },
	{ "", "《示例法》第三条；该条第二款", "《示例法》第三条|full|art_3|resolved;该条第二款|relative|art_3__para_2|resolved" },
	{ "", "判决第一项、第二项", "第一项、第二项|judgment||rejected" },
	{ "", "第七条", "第七条|no_antecedent||rejected" },
	/* numbers */
	{ "", "根据国发〔1993〕21号文", "国发〔1993〕21号|docno||out_of_corpus" },
	{ "", "作出（2012）江宁开民初字第646号判决", "（2012）江宁开民初字第646号|case||out_of_corpus" },
	{ "", "2018年6月28日 中华人民共和国国务院令第699号修订", "中华人民共和国国务院令第699号|docno||out_of_corpus" },
	{ "", "国务院令第174号公布", "国务院令第174号|docno||out_of_corpus" },
	{ "", "《某某系统》（GB / T44721—2024）", "《某某系统》（GB / T44721—2024）|standard||out_of_corpus" },
	/* words that are no numbers of law */
	{ "", "第三方、第一项目、第二节课", "" },
};

static void
write_record(struct wf_buf *out, const struct wf_cites *c, const struct wf_cite *x, wf_str text)
{
	wf_buf_printf(out, "%s%.*s|%s|", out->n ? ";" : "", WF_FMT(wf_str_sub(text, x->span.off, x->span.len)),
	    x->state == WF_CITE_REJECTED ? wf_cite_reason_name(x->reason) : wf_cite_form_name(x->form));
	for (uint32_t i = 0; i < x->ntarget; i++) {
		if (i)
			wf_buf_ch(out, ',');
		wf_ref_eid(out, &c->target[x->target + i].ref);
	}
	wf_buf_printf(out, "|%s", wf_cite_state_name(x->state));
}

static void
stand(struct wf_cite_text *t, struct wf_arena *a, const char *as)
{
	struct wf_ref at;

	if (!*as)
		return;
	assert_true(wf_ref_parse(&at, wf_str_of(as)));
	t->self = wf_names_find(catalog.names, at.name);
	t->title = wf_str_of(works[t->self].title);
	at.name = WF_S("");
	wf_cite_passage(t, a, &at, &fake.tree[t->self]);
}

static void
references_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wf_cite_text t = { .text = wf_str_of(rows[i].text), .self = WF_NO_WORK,
			.title = WF_S(""), .amends = WF_S("") };
		struct wf_cites c = { 0 };
		struct wf_arena a = { 0 };
		struct wf_buf got = { 0 };

		stand(&t, &a, rows[i].as);
		wf_cite_find(&c, &catalog, &t);
		for (size_t k = 0; k < c.n; k++)
			write_record(&got, &c, &c.v[k], t.text);
		wf_buf_put(&got, WF_S(""));
		if (!wf_str_is(wf_buf_str(&got), rows[i].want) ||
		    wf_cite_unaccounted(&c, t.text) != SIZE_MAX)
			fail_msg("%s\n  got  %.*s\n  want %s", rows[i].text, WF_FMT(wf_buf_str(&got)),
			    rows[i].want);
		wf_cites_free(&c);
		wf_arena_free(&a);
		wf_buf_free(&got);
	}
}

/* A record taken away leaves its token without one: the check can fail. */
static void
what_is_left_out_is_noticed(void **state)
{
	struct wf_cite_text t = { .text = WF_S("甲《示例法》第一条乙"), .self = WF_NO_WORK,
		.title = WF_S(""), .amends = WF_S("") };
	struct wf_cites c = { 0 };

	(void)state;
	wf_cite_find(&c, &catalog, &t);
	assert_int_equal(c.n, 1);
	assert_true(wf_cite_unaccounted(&c, t.text) == SIZE_MAX);
	c.n = 0;
	assert_int_equal(wf_cite_unaccounted(&c, t.text), 3);
	wf_cites_free(&c);
}

static void
quotations_belong_to_references(void **state)
{
	struct wf_cite_text t = { .text = WF_S("《示例法》第一条规定：“甲。”示例条例第二条所称“乙”。“丙丙丙丙”（《示例法》第四条）"),
		.self = WF_NO_WORK, .title = WF_S(""), .amends = WF_S("") };
	struct wf_cites c = { 0 };
	struct wf_quote *q;
	struct wf_arena a = { 0 };
	size_t n;

	(void)state;
	wf_cite_find(&c, &catalog, &t);
	wf_cite_quotes(&q, &n, &a, t.text, &c);
	assert_int_equal(c.n, 3);
	assert_int_equal(n, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(q[i].cite, i);
	assert_true(q[0].said && !q[1].said);
	wf_cites_free(&c);
	wf_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_are_found),
		cmocka_unit_test(what_is_left_out_is_noticed),
		cmocka_unit_test(quotations_belong_to_references),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
