/* Values of operations, addresses of pages, and that text never becomes markup. */
#include "unit.h"

#include "page/page_int.h"

/* ---- values of operations ----------------------------------------------------------- */

static const struct { const char *op; struct wf_given given[4]; const char *want; } calls[] = {
	{ "show", { { "id", "网安法21" } }, "id=网安法21 json" },
	{ "show", { { "id", "网安法21" }, { "at", "2024-03-22" }, { "format", "md" } },
	    "id=网安法21 at=2024-03-22 md" },
	{ "show", { { "id", "a" }, { "id", "b" } }, "id=b json" },
	{ "show", { { "id", "a" }, { "at", "" } }, "id=a json" },
	{ "show", { { "format", "json" } }, "refused" },		/* id is missing */
	{ "show", { { "id", " " } }, "refused" },
	{ "show", { { "id", "a" }, { "at", "2024-13-01" } }, "refused" },
	{ "show", { { "id", "a" }, { "at", "2024" } }, "refused" },
	{ "show", { { "id", "a" }, { "format", "pdf" } }, "refused" },
	{ "show", { { "id", "a" }, { "kb", "elsewhere" } }, "refused" },
	{ "search", { { "query", "a" }, { "query", "b" } }, "query=a,b json" },
	{ "search", { { "query", "a" }, { "limit", "0" } }, "refused" },
	{ "search", { { "query", "a" }, { "explain", "0" } }, "query=a json" },
	{ "search", { { "query", "a" }, { "explain", "" } }, "query=a explain=1 json" },
	{ "timeline", { { "from", "2024" } }, "from=2024 json" },
	{ "ls", { { "format", "json" } }, "json" },
};

static void
print_call(struct wf_buf *out, const struct wf_op *op, const struct wf_call *c)
{
	for (size_t i = 0; i < 16 && op->param[i].name; i++) {
		if (c->args.n[i] == 0 || strcmp(op->param[i].name, "format") == 0)
			continue;
		wf_buf_printf(out, "%s=", op->param[i].name);
		for (size_t k = 0; k < c->args.n[i]; k++)
			wf_buf_printf(out, "%s%s", k ? "," : "", c->args.value[i][k]);
		wf_buf_ch(out, ' ');
	}
	wf_buf_put(out, wf_str_of(c->format));
}

static void
values_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(calls); i++) {
		const struct wf_op *op = wf_op_find(calls[i].op);
		struct wf_call c = { .lang = "en" };
		struct wf_arena a = { 0 };
		struct wf_buf b = { 0 };
		struct wf_err err = { "" };
		size_t n = 0;

		while (n < 4 && calls[i].given[n].name)
			n++;
		wf_rc rc = wf_args_read(&c, &a, op, calls[i].given, n, &err);
		if (rc == WF_OK)
			print_call(&b, op, &c);
		else
			wf_buf_put(&b, WF_S("refused"));
		same_str(wf_buf_str(&b), calls[i].want, i);
		assert_true(rc == WF_OK || (rc == WF_E_USAGE && err.msg[0]));
		wf_buf_free(&b);
		wf_arena_free(&a);
	}
}

/* ---- addresses ------------------------------------------------------------------------- */

static const struct { const char *prefix, *id, *want; } hrefs[] = {
	{ "/law/", "甲法", "/law/%E7%94%B2%E6%B3%95" },
	{ "/law/", "a@2024-01-02#art_2__para_1", "/law/a@2024-01-02/art_2__para_1" },
	{ "/law/", "a/b?c#art_17-1", "/law/a%2Fb%3Fc/art_17-1" },
	{ "/refs/", "\"><script>", "/refs/%22%3E%3Cscript%3E" },
	{ "/law/", "a#art_2~2", "/law/a/art_2~2" },
};

static const struct { const char *rest, *text, *eid, *id; } ids[] = {
	{ "甲法@2024-01-02", "甲法@2024-01-02", "", "甲法@2024-01-02" },
	{ "甲法/art_3", "甲法", "art_3", "甲法#art_3" },
	{ "甲/乙法", "甲/乙法", "", "甲/乙法" },
	{ "甲/乙法/annex_1__art_2", "甲/乙法", "annex_1__art_2", "甲/乙法#annex_1__art_2" },
	{ "甲法/fact_7", "甲法", "fact_7", "甲法#fact_7" },
	{ "甲法/", "甲法/", "", "甲法/" },
};

static void
open_sheet(struct wf_sheet *s, const struct wf_visit *v, struct wf_reply *reply, struct wf_err *err)
{
	*s = (struct wf_sheet){ .visit = v, .reply = reply, .m = { .out = &reply->body, .html = true },
		.lang = v->lang, .tty = { .lang = v->lang }, .err = err };
}

static void
addresses_are_encoded(void **state)
{
	static const struct wf_given field[] = { { "q", "甲 乙&丙" }, { "page", "3" }, { "at", "" },
	    { "level", "法律" } };
	struct wf_visit v = { .path = WF_S("/search"), .field = field, .nfield = COUNT(field), .lang = "zh" };
	struct wf_reply reply = { 0 };
	struct wf_err err = { "" };
	struct wf_sheet s;

	(void)state;
	open_sheet(&s, &v, &reply, &err);
	for (size_t i = 0; i < COUNT(hrefs); i++)
		same_str(wf_href_id(&s, hrefs[i].prefix, wf_str_of(hrefs[i].id)), hrefs[i].want, i);
	same_str(wf_href_anchor(&s, WF_S("a@2024-01-02#art_3")), "/law/a@2024-01-02#art_3", 0);
	same_str(wf_href_with(&s, "level", NULL), "/search?q=%E7%94%B2%20%E4%B9%99%26%E4%B8%99", 0);
	same_str(wf_href_with(&s, "level", "x y"),
	    "/search?q=%E7%94%B2%20%E4%B9%99%26%E4%B8%99&level=x%20y", 1);
	for (size_t i = 0; i < COUNT(ids); i++) {
		wf_str text, eid, id;
		wf_sheet_id(&text, &eid, &id, &s, wf_str_of(ids[i].rest));
		same_str(text, ids[i].text, i);
		same_str(eid, ids[i].eid, i);
		same_str(id, ids[i].id, i);
	}
	wf_arena_free(&s.arena);
}

/* ---- markup -------------------------------------------------------------------------------- */

static void
text_stays_text(void **state)
{
	struct wf_visit v = { .path = WF_S("/"), .lang = "en" };
	struct wf_reply reply = { 0 };
	struct wf_err err = { "" };
	struct wf_sheet s;

	(void)state;
	open_sheet(&s, &v, &reply, &err);
	wf_put_link(&s, "c", WF_S("/\"><x>"), WF_S("<b>&\"\x01\xff"));
	wf_put_chinese(&s, "", WF_S("网"));
	wf_put_chip(&s, WF_S("in_force"));
	same_str(wf_buf_str(&reply.body),
	    "<a class=\"c\" href=\"/&quot;&gt;&lt;x&gt;\">&lt;b&gt;&amp;\"\xef\xbf\xbd\xef\xbf\xbd</a>"
	    "<span lang=\"zh-Hans\">网</span><span class=\"chip in-force\">in force</span>", 0);
	wf_buf_free(&reply.body);
	wf_arena_free(&s.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_checked),
		cmocka_unit_test(addresses_are_encoded),
		cmocka_unit_test(text_stays_text),
	};

	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
