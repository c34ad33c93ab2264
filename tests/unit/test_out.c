/* The writers of src/out: what must be escaped is, and nothing is cut in two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "out/out.h"

static const struct { const char *in, *out; } cells[] = {
	{ "", "" }, { "甲", "甲" }, { "a,b", "\"a,b\"" }, { "a\"b", "\"a\"\"b\"" }, { "a\nb", "\"a\nb\"" },
	{ " a", "\" a\"" }, { "a ", "\"a \"" }, { "a b", "a b" }, { "\"", "\"\"\"\"" },
};

static void
cells_are_quoted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct wf_buf b = { 0 };
		wf_csv_cell(&b, true, wf_str_of(cells[i].in));
		if (!wf_str_is(wf_buf_str(&b), cells[i].out))
			fail_msg("%s: %s, not %s", cells[i].in, b.p, cells[i].out);
		wf_buf_free(&b);
	}
	struct wf_buf b = { 0 };
	wf_csv_cell(&b, true, WF_S("a"));
	wf_csv_cell(&b, false, WF_S(""));
	wf_csv_cell(&b, false, WF_S("b"));
	wf_csv_end(&b);
	assert_true(wf_str_is(wf_buf_str(&b), "a,,b\r\n"));
	wf_buf_free(&b);
}

static const struct { const char *in, *text, *line; } values[] = {
	{ "a;b,c\\d", "X:a\\;b\\,c\\\\d\r\n", "X:a;b,c\\d\r\n" },
	{ "a\nb", "X:a\\nb\r\n", "X:ab\r\n" },
	{ "a\r\x01\x7f" "b", "X:ab\r\n", "X:ab\r\n" },
	{ "a\xff" "b", "X:a\xef\xbf\xbd" "b\r\n", "X:a\xef\xbf\xbd" "b\r\n" },
	{ "", "X:\r\n", "X:\r\n" },
};

static void
calendar_values_are_escaped(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct wf_buf b = { 0 };
		wf_ics_text(&b, "X", wf_str_of(values[i].in));
		assert_true(wf_str_is(wf_buf_str(&b), values[i].text));
		b.n = 0;
		wf_ics_line(&b, "X", wf_str_of(values[i].in));
		assert_true(wf_str_is(wf_buf_str(&b), values[i].line));
		wf_buf_free(&b);
	}
}

/* Every offset of a three-byte character against the fold: lines stay short and whole. */
static void
folds_cut_no_character(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 80; shift++) {
		struct wf_buf in = { 0 }, out = { 0 }, back = { 0 };
		for (size_t i = 0; i < shift; i++)
			wf_buf_ch(&in, 'x');
		for (size_t i = 0; i < 60; i++)
			wf_buf_put(&in, WF_S("法"));
		wf_ics_text(&out, "SUMMARY", wf_buf_str(&in));
		for (wf_str rest = wf_buf_str(&out); rest.n; ) {
			size_t end = wf_str_find(rest, WF_S("\r\n"), 0);
			wf_str line = wf_str_sub(rest, 0, end);
			assert_in_range(end, 1, 75);
			assert_int_equal(wf_utf8_valid(line), line.n);
			wf_buf_put(&back, wf_str_from(line, back.n ? 1 : 0));
			rest = wf_str_from(rest, end + 2);
		}
		assert_true(wf_str_eq(wf_str_from(wf_buf_str(&back), 8), wf_buf_str(&in)));
		wf_buf_free(&in);
		wf_buf_free(&out);
		wf_buf_free(&back);
	}
}

static void
markup_is_escaped(void **state)
{
	struct wf_buf b = { 0 };
	struct wf_markup m = { .out = &b };

	(void)state;
	wf_tag(&m, "a");
	wf_attr(&m, "b", WF_S("\"<&>\n'"));
	wf_words(&m, WF_S("</a><script>&amp;\x01\xff]]>"));
	wf_tag(&m, "c");
	wf_untag(&m);
	wf_attr(&m, "late", WF_S("left out"));
	wf_element(&m, "d", WF_S("甲"));
	wf_untag(&m);
	wf_untag(&m);	/* one too many is none */
	assert_true(wf_str_is(wf_buf_str(&b), "<a b=\"&quot;&lt;&amp;&gt;&#10;'\">&lt;/a&gt;&lt;script&gt;"
	    "&amp;amp;\xef\xbf\xbd\xef\xbf\xbd]]&gt;<c/><d>甲</d></a>"));
	wf_buf_free(&b);
}

static void
html_closes_its_own_way(void **state)
{
	struct wf_buf b = { 0 };
	struct wf_markup m = { .out = &b, .html = true };

	(void)state;
	wf_tag(&m, "p");
	wf_tag(&m, "br");
	wf_untag(&m);
	wf_tag(&m, "b");
	wf_untag(&m);
	wf_untag(&m);
	assert_true(wf_str_is(wf_buf_str(&b), "<p><br><b></b></p>"));
	wf_buf_free(&b);
}

static void
depth_is_bounded(void **state)
{
	struct wf_buf b = { 0 };
	struct wf_markup m = { .out = &b };
	size_t open = 0, closed = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		wf_tag(&m, "x");
	wf_words(&m, WF_S("-"));
	for (int i = 0; i < 100; i++)
		wf_untag(&m);
	for (size_t at = 0; (at = wf_str_find(wf_buf_str(&b), WF_S("<x>"), at)) != SIZE_MAX; at++)
		open++;
	for (size_t at = 0; (at = wf_str_find(wf_buf_str(&b), WF_S("</x>"), at)) != SIZE_MAX; at++)
		closed++;
	assert_int_equal(open, 32);
	assert_int_equal(closed, 32);
	wf_buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_quoted), cmocka_unit_test(calendar_values_are_escaped),
		cmocka_unit_test(folds_cut_no_character), cmocka_unit_test(markup_is_escaped),
		cmocka_unit_test(html_closes_its_own_way), cmocka_unit_test(depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
