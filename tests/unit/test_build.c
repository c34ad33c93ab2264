/* Identity, days, joining and force of src/engine, over small folders written on the spot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "findings_gen.h"

/* ---- identity: one document, one row ---------------------------------------------------- */

static const struct {
	const char *path, *text;
	const char *key, *level, *issuers, *draft_of;
	wf_date date, effective;
	const char *basis;
} idents[] = {
	{ "x/云川法(2019-05-06).md",
	  "# 中华人民共和国云川法\n\n2018年1月2日 第十三届全国人民代表大会常务委员会第一次会议通过\n\n"
	  "2019年5月6日 第十三届全国人民代表大会常务委员会第二次会议《关于修改〈中华人民共和国云川法〉的决定》修正\n\n"
	  "<!-- INFO END -->\n\n第一条 甲。\n\n第二条 本法自2018年3月1日起施行。\n",
	  "云川法", "法律", "全国人民代表大会常务委员会", "", 20190506, 20190506,
	  "inferred_from_amendment" },
	{ "x/云川法.md",
	  "# 中华人民共和国云川法\n\n2018年1月2日 第十三届全国人民代表大会第一次会议通过\n\n"
	  "2019年5月6日 第十三届全国人民代表大会常务委员会第二次会议修订\n\n<!-- INFO END -->\n\n"
	  "第一条 甲。\n\n第二条 本法自2019年8月1日起施行。\n",
	  "云川法", "法律", "全国人民代表大会", "", 20190506, 20190801, "text" },
	{ "x/水井条例(2011-01-08).md",
	  "# 水井条例\n\n1990年1月2日 国务院批准\n\n1990年2月3日 建设部令第3号发布\n\n<!-- INFO END -->\n\n"
	  "第一条 甲。\n\n第二条 本条例自发布之日起施行。\n",
	  "水井条例", "行政法规", "建设部", "", 20110108, 20110108, "inferred_from_amendment" },
	{ "x/水井条例.md",
	  "# 水井条例\n\n1990年2月3日 中华人民共和国国务院令第3号发布\n\n<!-- INFO END -->\n\n"
	  "第一条 甲。\n\n第二条 本条例自发布之日起施行。\n",
	  "水井条例", "行政法规", "国务院", "", 19900203, 19900203, "promulgation" },
	{ "x/云川省示例办法.md",
	  "# 云川省示例办法\n\n2020年1月2日 云川省第三届人民代表大会常务委员会第九次会议通过\n\n"
	  "<!-- INFO END -->\n\n第一条 甲。\n\n第二条 本办法自2020年3月1日起施行。\n",
	  "云川省示例办法", "地方性法规", "云川省人民代表大会常务委员会", "", 20200102, 20200301, "text" },
	{ "drafts/标识办法（征求意见稿）.md",
	  "---\nauthority: 国家网信办、工信部\nissued: 2024-09\nstatus: drafts\n---\n\n# 标识办法\n\n"
	  "（征求意见稿）\n\n第一条 甲。\n\n第二条 本办法自2025年1月1日起施行。\n",
	  "标识办法（征求意见稿）", "草案", "国家互联网信息办公室、工业和信息化部", "标识办法",
	  20240900, 0, "unknown" },
	{ "x/标识办法.md",
	  "---\nstatus: draft\n---\n\n# 标识办法\n\n第一条 甲。\n", "标识办法（草案）", "草案", "", "标识办法",
	  0, 0, "unknown" },
	{ "x/《示例》目录办法.md",
	  "---\nauthority: 国家互联网信息办公室(令第16号)\nissued: 2024-03-22\neffective: 自公布之日\n"
	  "status: final\n---\n\n# 关于《甲法》的目录办法（试行）\n\n第一条 甲。\n",
	  "关于〈甲法〉的目录办法（试行）", "部门规章", "国家互联网信息办公室", "", 20240322, 20240322,
	  "front_matter" },
	{ "x/数据交易办法.md",
	  "---\nauthority: 云川市发展改革委(地方规范性文件)\nissued: 2023\neffective: 2023-03-01\n---\n\n"
	  "# 云川市数据交易办法\n\n第一条 甲。\n",
	  "云川市数据交易办法", "规范性文件", "云川市发展改革委", "", 20230000, 20230301, "front_matter" },
	{ "x/甲规定.md",
	  "---\nissued: 2022\n---\n\n# 甲规定\n\n（2022年12月9日云川省第十一届人民代表大会常务委员会第四十三次"
	  "会议通过）\n\n第一条 甲。\n\n第二条 本规定自2023年2月1日起施行。\n",
	  "甲规定", "地方性法规", "云川省人民代表大会常务委员会", "", 20221209, 20230201, "text" },
	/* a later 通过 of the same body is an amendment; the clause still speaks of the first text */
	{ "x/云川省停车条例(2024-03-29).md",
	  "# 云川省停车条例\n\n2018年3月30日 云川省第十五届人民代表大会常务委员会第三次会议通过\n\n"
	  "2024年3月29日 云川省第十六届人民代表大会常务委员会第九次会议通过\n\n<!-- INFO END -->\n\n"
	  "第一条 甲。\n\n第二条 本条例自2018年5月1日起施行。\n",
	  "云川省停车条例", "地方性法规", "云川省人民代表大会常务委员会", "", 20240329, 20240329,
	  "inferred_from_amendment" },
	/* two bodies that adopt one after the other make one text */
	{ "x/甲解释(2019-01-31).md",
	  "# 最高人民法院最高人民检察院关于甲的解释\n\n2018年9月17日 最高人民法院审判委员会第1749次会议、"
	  "2018年12月12日最高人民检察院第十三届检察委员会第十一次会议通过\n\n<!-- INFO END -->\n\n"
	  "第一条 甲。\n\n第二条 本解释自2019年2月1日起施行。\n",
	  "最高人民法院最高人民检察院关于甲的解释", "司法解释", "最高人民法院、最高人民检察院", "", 20190131,
	  20190201, "text" },
	/* the history of a national law stands in the file of a local one */
	{ "x/云川省示例促进条例.md",
	  "# 云川省示例促进条例\n\n2002年6月29日 第九届全国人民代表大会常务委员会第二十八次会议通过\n\n"
	  "<!-- INFO END -->\n\n第一条 甲。\n\n第二条 本条例自2003年1月1日起施行。\n",
	  "云川省示例促进条例", "地方性法规", "全国人民代表大会常务委员会", "", 20020629, 20030101, "text" },
	{ "x/无日期通知.md", "# 无日期通知\n\n第一条 甲。\n", "无日期通知", "规范性文件", "", "", 0, 0,
	  "unknown" },
};

static void
documents_say_who_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(idents) / sizeof(idents[0]); i++) {
		struct wf_doc doc;
		struct wf_err err = { "" };
		struct wf_ident x;
		struct wf_arena a = { 0 };
		struct wf_findings f = { 0 };

		assert_int_equal(wf_doc_read_bytes(&doc, wf_str_of(idents[i].path),
		    wf_str_of(idents[i].text), &err), WF_OK);
		wf_identify(&x, &a, &doc, wf_str_of(idents[i].path), &f);
		if (!wf_str_is(x.key, idents[i].key) || !wf_str_is(x.level, idents[i].level) ||
		    !wf_str_is(x.issuers, idents[i].issuers) ||
		    !wf_str_is(x.draft_of, idents[i].draft_of) || x.date != idents[i].date ||
		    x.effective != idents[i].effective ||
		    !wf_str_is(x.effective_basis, idents[i].basis))
			fail_msg("%s: key %.*s level %.*s issuers %.*s draft_of %.*s date %d effective %d "
			    "(%.*s)", idents[i].path, WF_FMT(x.key), WF_FMT(x.level), WF_FMT(x.issuers),
			    WF_FMT(x.draft_of), x.date, x.effective, WF_FMT(x.effective_basis));
		wf_findings_free(&f);
		wf_arena_free(&a);
		wf_doc_free(&doc);
	}
}

/* ---- builds ---------------------------------------------------------------------------------- */

struct place { char root[256], kb[272], laws[272]; };

static struct place
make_place(void)
{
	struct place p;

	const char *temporary = getenv("TMPDIR");

	snprintf(p.root, sizeof(p.root), "%s/wangfa-test-XXXXXX", temporary ? temporary : P_tmpdir);
	assert_non_null(mkdtemp(p.root));
	snprintf(p.kb, sizeof(p.kb), "%s/kb", p.root);
	snprintf(p.laws, sizeof(p.laws), "%s/laws", p.root);
	assert_int_equal(mkdir(p.laws, 0777), 0);
	return p;
}

static void
remove_place(const struct place *p)
{
	char words[272];

	snprintf(words, sizeof(words), "rm -r %s", p->root);
	assert_int_equal(system(words), 0);
}

static void
put(const struct place *p, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", p->laws, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static struct wf_build_sum
build(const struct place *p, unsigned workers)
{
	const char *source[] = { p->laws };
	struct wf_build_opt opt = { .kb = p->kb, .source = source, .nsource = 1, .workers = workers };
	struct wf_build_sum sum;
	struct wf_err err = { "" };

	if (wf_build(&sum, &opt, &err) != WF_OK)
		fail_msg("%s", err.msg);
	return sum;
}

static uint64_t
findings_of(const struct wf_build_sum *s, unsigned code)
{
	for (size_t i = 0; i < s->nfinding; i++)
		if (s->finding[i].code == code)
			return s->finding[i].n;
	return 0;
}

static wf_str
database(const struct place *p, struct wf_arena *a)
{
	char path[512];
	struct wf_err err = { "" };
	wf_str bytes;

	snprintf(path, sizeof(path), "%s/wangfa.db", p->kb);
	assert_int_equal(wf_file_read(&bytes, a, path, (size_t)1 << 30, &err), WF_OK);
	return bytes;
}

static struct wf_db *
opened(const struct place *p)
{
	char path[512];
	struct wf_db *db;
	struct wf_err err = { "" };

	snprintf(path, sizeof(path), "%s/wangfa.db", p->kb);
	if (wf_db_open(&db, path, &err) != WF_OK)
		fail_msg("%s", err.msg);
	return db;
}

/* The expressions of a work, oldest first. */
static size_t
expressions(struct wf_row_expr *out, size_t max, struct wf_db *db, struct wf_arena *a, const char *key)
{
	struct wf_row_work w;
	struct wf_ids ids = { 0 };

	if (wf_db_work_by_key(&w, db, a, wf_str_of(key)) != WF_OK)
		return 0;
	assert_int_equal(wf_db_exprs_of(&ids, db, w.id), WF_OK);
	size_t n = ids.n < max ? ids.n : max;
	for (size_t i = 0; i < n; i++)
		assert_int_equal(wf_db_expr(&out[i], db, a, ids.v[i]), WF_OK);
	free(ids.v);
	return n;
}

static const char old_text[] = "# 云川省水井办法\n\n2001年1月2日 云川省人民政府令第1号公布\n\n"
    "<!-- INFO END -->\n\n第一条 水井应当有盖。\n\n第二条 本办法自2001年3月1日起施行。\n";
static const char new_text[] = "# 云川省水井办法\n\n2001年1月2日 云川省人民政府令第1号公布\n\n"
    "2010年5月6日 云川省人民政府令第9号修订\n\n<!-- INFO END -->\n\n第一条 水井应当有盖和锁。\n\n"
    "第二条 本办法自2010年7月1日起施行。\n";
static const char repealing[] = "# 云川省饮水条例\n\n"
    "2020年1月2日 云川省第三届人民代表大会常务委员会第九次会议通过\n\n<!-- INFO END -->\n\n"
    "第一条 饮水应当洁净。\n\n第二条 本条例自2020年4月1日起施行。《云川省水井办法》同时废止。\n";

static void
same_sources_same_bytes(void **state)
{
	struct place p = make_place(), q = make_place();
	struct wf_arena a = { 0 };

	(void)state;
	put(&p, "a.md", old_text);
	put(&p, "b.md", new_text);
	struct wf_build_sum s = build(&p, 4);
	assert_int_equal(s.parsed, 2);
	wf_build_sum_free(&s);
	/* one comes, one goes, one changes: as if built so from the start */
	put(&p, "c.md", repealing);
	put(&p, "b.md", old_text);
	s = build(&p, 1);
	wf_build_sum_free(&s);
	put(&p, "b.md", new_text);
	s = build(&p, 3);
	assert_int_equal(s.parsed + s.reused, 3);
	wf_build_sum_free(&s);
	put(&q, "a.md", old_text);
	put(&q, "b.md", new_text);
	put(&q, "c.md", repealing);
	s = build(&q, 1);
	assert_int_equal(s.parsed, 3);
	wf_build_sum_free(&s);
	assert_true(wf_str_eq(database(&p, &a), database(&q, &a)));
	wf_arena_free(&a);
	remove_place(&p);
	remove_place(&q);
}

static void
texts_follow_each_other(void **state)
{
	struct place p = make_place();
	struct wf_arena a = { 0 };
	struct wf_row_expr e[4];

	(void)state;
	put(&p, "a.md", old_text);
	put(&p, "b.md", new_text);
	put(&p, "c.md", repealing);
	struct wf_build_sum s = build(&p, 2);
	wf_build_sum_free(&s);
	struct wf_db *db = opened(&p);
	assert_int_equal(expressions(e, 4, db, &a, "云川省水井办法"), 2);
	assert_int_equal(e[0].date, 20010102);
	assert_int_equal(e[0].effective_from, 20010301);
	assert_int_equal(e[0].effective_to, 20100701);
	assert_int_equal(e[0].repealed_by.n, 0);
	assert_int_equal(e[1].date, 20100506);
	assert_int_equal(e[1].effective_to, 20200401);
	assert_true(wf_str_is(e[1].repealed_by, "云川省饮水条例"));
	assert_int_equal(expressions(e, 4, db, &a, "云川省饮水条例"), 1);
	assert_int_equal(e[0].effective_to, 0);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

/* A document of its own number of articles, all in one part of the code. */
static void
put_part(const struct place *p, const char *name, const char *part, const char *articles)
{
	char text[1024];

	snprintf(text, sizeof(text), "# 云川法典\n\n# %s\n\n2020年5月28日 云川省第三届人民代表大会第三次会议通过"
	    "\n\n<!-- INFO END -->\n\n%s", part, articles);
	put(p, name, text);
}

static void
parts_make_one_text(void **state)
{
	struct place p = make_place();
	struct wf_arena a = { 0 };
	struct wf_row_expr e[2];

	(void)state;
	put_part(&p, "1附则.md", "附则", "第六条 本法典自2021年1月1日起施行。\n");
	put_part(&p, "2物权编.md", "物权编", "第三条 丙。\n\n第四条 丁。\n");
	put_part(&p, "3总则.md", "总则", "第一条 甲。\n\n第二条 乙。\n");
	put_part(&p, "4总则副本.md", "总则", "第一条　甲。\n\n第二条 乙。\n");
	put_part(&p, "5总则异本.md", "总则", "第一条 甲。\n\n第二条 乙乙。\n");
	struct wf_build_sum s = build(&p, 2);
	assert_int_equal(s.works, 1);
	assert_int_equal(s.exprs, 1);
	assert_int_equal(s.articles, 5);
	assert_int_equal(findings_of(&s, WF_D_PART_MISSING), 1);	/* article 5 */
	assert_int_equal(findings_of(&s, WF_D_COPY), 1);
	assert_int_equal(findings_of(&s, WF_D_DIFFERS), 1);
	assert_int_equal(findings_of(&s, WF_D_PART_ORDER), 1);
	wf_build_sum_free(&s);
	struct wf_db *db = opened(&p);
	assert_int_equal(expressions(e, 2, db, &a, "云川法典"), 1);
	assert_int_equal(e[0].effective_from, 20210101);
	struct wf_node *node;
	int64_t *source;
	uint32_t n, article = 0;
	assert_int_equal(wf_db_nodes(&node, &source, &n, db, &a, e[0].id), WF_OK);
	for (uint32_t i = 1; i < n; i++) {
		assert_true(node[i].parent < i && node[i].end <= node[node[i].parent].end);
		if (node[i].kind == WF_ARTICLE) {
			assert_true(node[i].num > article);
			article = node[i].num;
		}
	}
	assert_int_equal(article, 6);
	assert_int_equal(source[0], 0);
	assert_int_equal(source[1], 3);		/* 总则 stands third in order of path */
	assert_int_equal(wf_eid_find(node, n, WF_S("book_supplement")) == WF_NO_NODE, 0);
	assert_int_equal(wf_eid_find(node, n, WF_S("book_2")) == WF_NO_NODE, 0);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

static void
nothing_is_left_out(void **state)
{
	struct place p = make_place();

	(void)state;
	put(&p, "a.md", old_text);
	put(&p, "copy.md", old_text);
	put(&p, "leer.md", "");
	put(&p, "bild.png", "\x89PNG\r\n\x1a\n\x01\x02");
	struct wf_build_sum s = build(&p, 2);
	assert_int_equal(s.files, 4);
	assert_int_equal(s.law, 2);
	assert_int_equal(s.nolaw, 1);
	assert_int_equal(s.unread, 1);
	assert_int_equal(s.works, 1);
	assert_int_equal(findings_of(&s, WF_D_COPY), 1);
	assert_int_equal(findings_of(&s, WF_D_NO_LAW), 1);
	assert_int_equal(findings_of(&s, WF_D_NO_READER), 1);
	wf_build_sum_free(&s);
	remove_place(&p);
}

/* Titles of two ministries are two works; one ministry that took over another's is one. */
static void
equal_titles_of_two_bodies(void **state)
{
	static const char text[] = "---\nauthority: %s\nissued: %s\n---\n\n# 示例复议办法\n\n第一条 %s。\n";
	static const char *const rows[][4] = {
		{ "a.md", "公安部", "2001-01-02", "甲" }, { "b.md", "财政部", "2002-01-02", "乙" },
		{ "c.md", "公安部", "2005-01-02", "丙" },
	};
	struct place p = make_place();
	struct wf_arena a = { 0 };
	struct wf_row_expr e[4];
	char words[256];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		snprintf(words, sizeof(words), text, rows[i][1], rows[i][2], rows[i][3]);
		put(&p, rows[i][0], words);
	}
	struct wf_build_sum s = build(&p, 1);
	assert_int_equal(s.works, 2);
	wf_build_sum_free(&s);
	struct wf_db *db = opened(&p);
	assert_int_equal(expressions(e, 4, db, &a, "示例复议办法"), 2);
	assert_int_equal(expressions(e, 4, db, &a, "示例复议办法~财政部"), 1);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

static void
sources_are_remembered(void **state)
{
	struct place p = make_place();
	struct wf_build_opt opt = { .kb = p.kb };
	struct wf_build_sum s;
	struct wf_err err = { "" };

	(void)state;
	assert_int_equal(wf_build(&s, &opt, &err), WF_E_USAGE);
	assert_int_equal(access(p.kb, F_OK), -1);	/* a mistake leaves no folder */
	put(&p, "a.md", old_text);
	s = build(&p, 1);
	wf_build_sum_free(&s);
	assert_int_equal(wf_build(&s, &opt, &err), WF_OK);
	assert_int_equal(s.files, 1);
	wf_build_sum_free(&s);
	char path[512];
	snprintf(path, sizeof(path), "%s/a.md", p.laws);
	const char *again[] = { path };
	struct wf_build_opt add = { .kb = p.kb, .source = again, .nsource = 1, .add = true };
	assert_int_equal(wf_build(&s, &add, &err), WF_OK);
	assert_int_equal(s.files, 1);			/* a file met twice is one */
	wf_build_sum_free(&s);
	snprintf(path, sizeof(path), "%s-gone", p.laws);
	assert_int_equal(rename(p.laws, path), 0);
	assert_int_equal(wf_build(&s, &opt, &err), WF_E_IO);
	assert_non_null(strstr(err.msg, "laws"));
	remove_place(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_say_who_they_are), cmocka_unit_test(same_sources_same_bytes),
		cmocka_unit_test(texts_follow_each_other), cmocka_unit_test(parts_make_one_text),
		cmocka_unit_test(nothing_is_left_out), cmocka_unit_test(equal_titles_of_two_bodies),
		cmocka_unit_test(sources_are_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
