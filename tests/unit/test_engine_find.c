/* What typed ids mean on a day, over a small knowledge base of invented laws. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.h"

static const struct { const char *name, *text; } files[] = {
	{ "云川省甲法(2010-01-01).md", "# 中华人民共和国甲法\n\n2010年1月1日云川省示例大会通过\n\n"
	    "<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 旧的第一条。\n\n"
	    "第二条 有下列情形的：\n\n（一）子；\n\n（二）丑。\n\n第三条 本法自2010年3月1日起施行。\n" },
	{ "云川省甲法(2020-05-05).md", "# 中华人民共和国甲法\n\n2010年1月1日云川省示例大会通过\n\n"
	    "2020年5月5日云川省示例大会修订\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n"
	    "第一条 新的第一条。\n\n第一条之一 插入的条。\n\n第二条 有下列情形的：\n\n（一）子；\n\n"
	    "（二）丑。\n\n后一款。\n\n第三条 本法自2020年8月1日起施行。\n" },
	{ "乙条例（征求意见稿）.md", "# 乙条例（征求意见稿）\n\n第一条 草案的条。\n\n"
	    "第二条 本条例自2030年1月1日起施行。\n" },
};

static char folder[64];

static wf_str
path_of(struct wf_arena *a, const char *name)
{
	return wf_arena_printf(a, "%s/%s", folder, name);
}

static int
make(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_build_sum sum = { 0 };
	struct wf_err err = { "" };
	const char *source[1];
	struct wf_kb *kb = NULL;

	strcpy(folder, "wangfa-find-XXXXXX");
	if (!mkdtemp(folder) || mkdir(path_of(&a, "law").p, 0777) != 0)
		return -1;
	for (size_t i = 0; i < COUNT(files); i++) {
		wf_str name = wf_arena_printf(&a, "law/%s", files[i].name);
		if (wf_file_write(path_of(&a, name.p).p, wf_str_of(files[i].text), &err) != WF_OK)
			return -1;
	}
	source[0] = path_of(&a, "law").p;
	wf_str where = path_of(&a, "kb");
	struct wf_build_opt opt = { .kb = where.p, .source = source, .nsource = 1, .workers = 1 };
	wf_rc rc = wf_build(&sum, &opt, &err);
	if (rc == WF_OK)
		rc = wf_kb_open(&kb, where.p, &err);
	if (rc != WF_OK)
		print_error("%s\n", err.msg);
	wf_build_sum_free(&sum);
	wf_arena_free(&a);
	*state = kb;
	return rc == WF_OK ? 0 : -1;
}

static int
clean(void **state)
{
	char command[128];

	wf_kb_close(*state);
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	return system(command);
}

static const struct {
	const char *typed;
	wf_date at;
	enum wf_find how;
	const char *id, *citation;	/* NULL: not looked at */
	bool in_force;
} rows[] = {
	{ "甲法", 20250101, WF_FIND_OK, "甲法@2020-05-05", "《甲法》", true },
	{ "甲法", 20150101, WF_FIND_OK, "甲法@2010-01-01", "《甲法》", true },
	/* half-open: the old text ends on the day on which the new one begins */
	{ "甲法", 20200731, WF_FIND_OK, "甲法@2010-01-01", "《甲法》", true },
	{ "甲法", 20200801, WF_FIND_OK, "甲法@2020-05-05", "《甲法》", true },
	/* none in force: the nearest, and it is said */
	{ "甲法", 20000101, WF_FIND_OK, "甲法@2010-01-01", "《甲法》", false },
	{ "中华人民共和国甲法", 20250101, WF_FIND_OK, "甲法@2020-05-05", NULL, true },
	{ "《中华人民共和国甲法》第一条之一", 20250101, WF_FIND_OK, "甲法@2020-05-05#art_1-1",
	    "《甲法》第一条之一", true },
	{ "甲法 2", 20250101, WF_FIND_OK, "甲法@2020-05-05#art_2", "《甲法》第二条", true },
	{ "甲法2", 20250101, WF_FIND_OK, "甲法@2020-05-05#art_2", "《甲法》第二条", true },
	{ "甲法第二条第二款", 20250101, WF_FIND_OK, "甲法@2020-05-05#art_2__para_2",
	    "《甲法》第二条第二款", true },
	/* a 项 without its 款, in words and as an eId; the only 款 is not said */
	{ "甲法第二条第二项", 20150101, WF_FIND_OK, "甲法@2010-01-01#art_2__para_1__item_2",
	    "《甲法》第二条第二项", true },
	{ "甲法#art_2__item_2", 20150101, WF_FIND_OK, "甲法@2010-01-01#art_2__para_1__item_2", NULL, true },
	{ "甲法@2010-01-01#art_1", 20250101, WF_FIND_OK, "甲法@2010-01-01#art_1", NULL, false },
	{ "甲法@2010#art_1", 20250101, WF_FIND_OK, "甲法@2010-01-01#art_1", NULL, false },
	{ "甲法#chp_1", 20250101, WF_FIND_OK, "甲法@2020-05-05#chp_1", "《甲法》第一章", true },
	{ "甲法@2011-01-01", 20250101, WF_FIND_NO_EXPRESSION, NULL, NULL, false },
	{ "甲法9", 20250101, WF_FIND_NO_PROVISION, NULL, NULL, true },
	{ "甲法#art_x", 20250101, WF_FIND_NO_PROVISION, NULL, NULL, true },
	{ "乙条例（征求意见稿）", 20310101, WF_FIND_OK, NULL, "《乙条例（征求意见稿）》", false },
	{ "丙法", 20250101, WF_FIND_NO_WORK, NULL, NULL, false },
	{ "", 20250101, WF_FIND_NOT_AN_ID, NULL, NULL, false },
	{ "#", 20250101, WF_FIND_NOT_AN_ID, NULL, NULL, false },
	{ "@", 20250101, WF_FIND_NOT_AN_ID, NULL, NULL, false },
};

static void
ids_mean(void **state)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wf_arena a = { 0 };
		struct wf_target t;
		struct wf_ids near;
		struct wf_err err;
		struct wf_buf b = { 0 };
		enum wf_find how;
		wf_rc rc = wf_kb_find(&t, &how, &near, *state, &a, wf_str_of(rows[i].typed), rows[i].at,
		    &err);
		same_num(rc, WF_OK, i);
		same_num(how, rows[i].how, i);
		if (how == WF_FIND_OK || how == WF_FIND_NO_PROVISION)
			same_num(t.in_force, rows[i].in_force, i);
		if (rows[i].id) {
			wf_target_id(&b, &t, t.at);
			same_str(wf_buf_str(&b), rows[i].id, i);
		}
		b.n = 0;
		if (rows[i].citation) {
			wf_citation(&b, &t, t.at);
			same_str(wf_buf_str(&b), rows[i].citation, i);
		}
		free(near.v);
		wf_buf_free(&b);
		wf_arena_free(&a);
	}
}

/* What is absent is named as it was asked, and names that come near are given. */
static void
absence_is_said(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_target t;
	struct wf_ids near;
	struct wf_err err;
	enum wf_find how;

	assert_int_equal(wf_kb_find(&t, &how, &near, *state, &a, WF_S("甲法第九条第二项"), 20250101, &err),
	    WF_OK);
	same_str(t.eid, "art_9__item_2", 0);
	free(near.v);
	assert_int_equal(wf_kb_find(&t, &how, &near, *state, &a, WF_S("条例（征求"), 20250101, &err),
	    WF_OK);
	assert_int_equal(how, WF_FIND_NO_WORK);
	assert_int_equal(near.n, 1);
	free(near.v);
	assert_int_equal(wf_kb_find(&t, &how, &near, *state, &a, WF_S("甲法律第三条"), 20250101, &err),
	    WF_OK);
	assert_int_equal(how, WF_FIND_NO_WORK);
	assert_true(near.n >= 1);
	free(near.v);
	wf_arena_free(&a);
}

static const struct {
	wf_date from, to;
	const char *ended_basis, *draft_of;
	enum wf_status status;
} days[] = {
	{ 20200101, 0, "", "", WF_ST_IN_FORCE },
	{ 20240601, 0, "", "", WF_ST_IN_FORCE },
	{ 20240602, 0, "", "", WF_ST_PENDING },
	{ 20200101, 20240602, "later_text", "", WF_ST_IN_FORCE },
	{ 20200101, 20240601, "later_text", "", WF_ST_AMENDED },
	{ 20200101, 20240601, "repeal_clause", "", WF_ST_REPEALED },
	{ 20200101, 20250101, "repeal_clause", "", WF_ST_IN_FORCE },
	{ 20200101, 20240601, "validity_period", "", WF_ST_REPEALED },
	/* repealed, and no source says since when */
	{ 20200101, 0, "front_matter", "", WF_ST_REPEALED },
	{ 0, 0, "", "", WF_ST_UNKNOWN },
	{ 20200101, 0, "", "正式法", WF_ST_DRAFT },
};

static void
status_on_a_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		struct wf_row_work w = { .draft_of = wf_str_of(days[i].draft_of) };
		struct wf_row_expr e = { .effective_from = days[i].from, .effective_to = days[i].to,
			.ended_basis = wf_str_of(days[i].ended_basis) };
		same_num(wf_status_of(&w, &e, 20240601), days[i].status, i);
	}
}

static void
folders_without_one_say_so(void **state)
{
	struct wf_kb *kb = NULL;
	struct wf_err err = { "" };

	(void)state;
	assert_int_equal(wf_kb_open(&kb, "no-such-folder", &err), WF_NONE);
	assert_null(kb);
	assert_non_null(strstr(err.msg, "wangfa build"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_mean), cmocka_unit_test(absence_is_said),
		cmocka_unit_test(status_on_a_day), cmocka_unit_test(folders_without_one_say_so),
	};

	return cmocka_run_group_tests(tests, make, clean);
}
