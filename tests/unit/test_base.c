/* Slices, UTF-8, arenas, maps, findings, dates, files and JSON of src/base, as rows. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "findings_gen.h"

/* ---- UTF-8: every boundary of RFC 3629 ---- */

static const struct { const char *in; uint32_t cp; size_t n; } points[] = {
	{ "\x7F", 0x7F, 1 },			{ "\xC2\x80", 0x80, 2 },
	{ "\xC1\xBF", 0xFFFD, 1 },		/* overlong */
	{ "\xDF\xBF", 0x7FF, 2 },		{ "\xE0\xA0\x80", 0x800, 3 },
	{ "\xE0\x9F\xBF", 0xFFFD, 1 },		/* overlong */
	{ "\xED\x9F\xBF", 0xD7FF, 3 },		{ "\xED\xA0\x80", 0xFFFD, 1 },	/* surrogate */
	{ "\xED\xBF\xBF", 0xFFFD, 1 },		{ "\xEE\x80\x80", 0xE000, 3 },
	{ "\xEF\xBF\xBF", 0xFFFF, 3 },		{ "\xF0\x90\x80\x80", 0x10000, 4 },
	{ "\xF0\x8F\xBF\xBF", 0xFFFD, 1 },	/* overlong */
	{ "\xF4\x8F\xBF\xBF", 0x10FFFF, 4 },	{ "\xF4\x90\x80\x80", 0xFFFD, 1 },
	{ "\xF5\x80\x80\x80", 0xFFFD, 1 },	{ "\x80", 0xFFFD, 1 },
	{ "\xE6\xB3", 0xFFFD, 1 },		{ "\xE6\xB3x", 0xFFFD, 1 },	/* cut off */
	{ "法", 0x6CD5, 3 },			{ "", 0, 0 },
};

static void
code_points_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(points); i++) {
		wf_str s = wf_str_of(points[i].in);
		bool good = points[i].cp != 0xFFFD;
		size_t n = 99;
		uint32_t cp = wf_utf8_peek(s, &n), last = 0;

		same_num(cp, points[i].cp, i);
		same_num((long long)n, (long long)points[i].n, i);
		same_num((long long)wf_utf8_valid(s), good ? (long long)s.n : 0, i);
		if (good) {
			char out[4];

			same_num((long long)wf_utf8_last(s, &last), (long long)s.n, i);
			same_num(last, cp, i);
			if (s.n > 0)
				same_num((long long)wf_utf8_put(out, cp), (long long)s.n, i);
			assert_memory_equal(out, s.p, s.n);
		}
	}
}

static void
reading_forward_and_backward_agree(void **state)
{
	wf_str s = WF_S("a法\xF0\xA0\x80\x80\xFF\xE6\xB3" "b");
	size_t n = 0, bytes = 0;

	(void)state;
	same_num((long long)wf_utf8_count(s), 7, 0);
	for (wf_str left = s; left.n > 0; n++)
		wf_utf8_next(&left);
	same_num((long long)n, 7, 1);
	for (n = 0; bytes < s.n; n++)
		bytes += wf_utf8_last(wf_str_sub(s, 0, s.n - bytes), NULL);
	same_num((long long)n, 7, 2);
	same_num((long long)wf_utf8_valid(s), 8, 3);
	/* the eight-byte step and the step of Han characters stop at the right place */
	same_num((long long)wf_utf8_valid(WF_S("12345678法法\xE4\xB8" "x")), 14, 4);
	same_num((long long)wf_utf8_valid(WF_S("1234567\x80")), 7, 5);
}

static const struct { uint32_t cp; bool space, han; } kinds[] = {
	{ ' ', true, false }, { '\t', true, false }, { '\r', true, false }, { 0x1F, false, false },
	{ 8, false, false }, { 0xA0, true, false }, { 0x3000, true, false }, { 0x1FFF, false, false },
	{ 0x2000, true, false }, { 0x200D, true, false }, { 0x200E, false, false },
	{ 0x202F, true, false }, { 0x205F, true, false }, { 0x2060, true, false },
	{ 0xFEFF, true, false }, { 'a', false, false }, { 0x3007, false, true },
	{ 0x3005, false, false }, { 0x33FF, false, false }, { 0x3400, false, true },
	{ 0x4DBF, false, true }, { 0x4DC0, false, false }, { 0x4E00, false, true },
	{ 0x9FFF, false, true }, { 0xA000, false, false }, { 0xF900, false, true },
	{ 0xFB00, false, false }, { 0x20000, false, true }, { 0x323B0, false, false },
};

static void
characters_have_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		same_num(wf_is_space(kinds[i].cp), kinds[i].space, i);
		same_num(wf_is_han(kinds[i].cp), kinds[i].han, i);
	}
}

/* ---- slices ---- */

static const struct { const char *in, *trim, *ltrim; } trims[] = {
	{ "", "", "" }, { " \t\r\n", "", "" }, { " 甲 ", "甲", "甲 " }, { "甲", "甲", "甲" },
	{ "　甲\xC2\xA0", "甲", "甲\xC2\xA0" }, { "\xE2\x80\x8B甲 乙\xEF\xBB\xBF", "甲 乙", "甲 乙\xEF\xBB\xBF" },
};

static void
slices_are_clamped(void **state)
{
	wf_str s = WF_S("abc");

	(void)state;
	for (size_t i = 0; i < COUNT(trims); i++) {
		same_str(wf_str_trim(wf_str_of(trims[i].in)), trims[i].trim, i);
		same_str(wf_str_ltrim(wf_str_of(trims[i].in)), trims[i].ltrim, i);
	}
	same_str(wf_str_sub(s, 1, 1), "b", 0);
	same_str(wf_str_sub(s, 2, SIZE_MAX), "c", 1);
	same_str(wf_str_sub(s, 9, 1), "", 2);
	same_str(wf_str_from(s, 3), "", 3);
	same_str(wf_str_of(NULL), "", 4);
	assert_true(wf_str_eq((wf_str){ NULL, 0 }, WF_S("")));
	assert_true(wf_str_starts(s, WF_S("")) && wf_str_starts(s, s) && !wf_str_starts(s, WF_S("abcd")));
	assert_true(wf_str_ends(s, WF_S("bc")) && !wf_str_ends(s, WF_S("ab")));
	assert_true(wf_str_cmp(WF_S("a"), WF_S("ab")) < 0 && wf_str_cmp(WF_S("\xFF"), WF_S("a")) > 0);
	assert_int_equal(wf_str_cmp(s, s), 0);
}

static const struct { const char *in, *needle; size_t from, at; } finds[] = {
	{ "abcabc", "bc", 0, 1 }, { "abcabc", "bc", 2, 4 }, { "abcabc", "bc", 5, SIZE_MAX },
	{ "abc", "", 3, 3 }, { "abc", "", 4, SIZE_MAX }, { "", "a", 0, SIZE_MAX },
	{ "abc", "abcd", 0, SIZE_MAX }, { "abc", "c", 2, 2 },
};

static void
needles_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(finds); i++) {
		wf_str s = wf_str_of(finds[i].in), needle = wf_str_of(finds[i].needle);
		size_t at = wf_str_find(s, needle, finds[i].from);

		same_num((long long)at, (long long)finds[i].at, i);
	}
}

static void
buffers_grow(void **state)
{
	struct wf_buf b = { 0 };

	(void)state;
	same_str(wf_buf_str(&b), "", 0);
	wf_buf_put(&b, WF_S(""));
	assert_string_equal(b.p, "");
	wf_buf_printf(&b, "%d%%", 5);
	wf_buf_ch(&b, '-');
	wf_buf_cp(&b, 0x6CD5);
	wf_buf_cp(&b, 0xD800);	/* a surrogate is no character */
	assert_string_equal(b.p, "5%-法\xEF\xBF\xBD");
	for (int i = 0; i < 10000; i++)
		wf_buf_put(&b, WF_S("0123456789"));
	same_num((long long)b.n, 100009, 1);
	assert_int_equal(b.p[b.n], '\0');
	wf_buf_free(&b);
	assert_null(b.p);
}

/* ---- arena ---- */

static void
arenas_hand_out_zeroed_aligned_memory(void **state)
{
	struct wf_arena a = { 0 };
	uint64_t seed = 1;
	char *piece[500];
	size_t len[500];

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		len[i] = chance(&seed) % (i % 50 == 0 ? 100000 : 300);
		piece[i] = wf_arena_alloc(&a, len[i]);
		assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < len[i]; k++)
			assert_int_equal(piece[i][k], 0);
		memset(piece[i], (int)(i % 100) + 1, len[i]);
	}
	for (size_t i = 0; i < 500; i++) {	/* none overlaps another */
		for (size_t k = 0; k < len[i]; k++)
			assert_int_equal(piece[i][k], (int)(i % 100) + 1);
	}
	same_str(wf_arena_printf(&a, "%s-%d", "x", 7), "x-7", 0);
	assert_int_equal(wf_arena_str(&a, WF_S("ab")).p[2], '\0');
	wf_arena_free(&a);
	assert_null(a.head);
	assert_non_null(wf_arena_alloc(&a, 0));
	wf_arena_free(&a);
}

/* ---- map ---- */

static void
maps_keep_what_was_set(void **state)
{
	struct wf_map m = { 0 };
	struct wf_arena a = { 0 };
	uint32_t value = 42;

	(void)state;
	assert_false(wf_map_get(&m, WF_S("x"), &value));
	assert_int_equal(value, 42);
	for (uint32_t i = 0; i < 5000; i++)
		assert_true(wf_map_set(&m, wf_arena_printf(&a, "key%u", (unsigned)i), i));
	assert_false(wf_map_set(&m, WF_S("key7"), 700));
	assert_true(wf_map_set(&m, (wf_str){ NULL, 0 }, 9));
	for (uint32_t i = 0; i < 5000; i++) {
		assert_true(wf_map_get(&m, wf_arena_printf(&a, "key%u", (unsigned)i), &value));
		same_num(value, i == 7 ? 700 : i, i);
	}
	assert_true(wf_map_get(&m, WF_S(""), &value));
	same_num(value, 9, 0);
	assert_false(wf_map_get(&m, WF_S("key5000"), &value));
	same_num((long long)m.n, 5001, 0);
	wf_map_free(&m);
	wf_arena_free(&a);
	assert_true(wf_hash(WF_S("")) == 0xcbf29ce484222325u);
	assert_true(wf_hash(WF_S("a")) == 0xaf63dc4c8601ec8cu);	/* the published test vector */
}

/* ---- findings ---- */

static void
findings_have_texts(void **state)
{
	struct wf_findings f = { 0 };
	struct wf_buf out = { 0 };
	struct wf_finding gap = { .code = WF_D_ARTICLE_GAP, .a = 3, .b = 5 }, none = { .code = 9999 };
	size_t n;
	const struct wf_finding_def *defs = wf_finding_defs(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(wf_finding_def(defs[i].code), &defs[i]);
		assert_true(i == 0 || defs[i - 1].code < defs[i].code);
	}
	assert_null(wf_finding_def(0));
	assert_null(wf_finding_def(9999));
	wf_finding_text(&out, &gap, "en", WF_S(""));
	assert_string_equal(out.p, "Articles 3 to 5 are missing.");
	out.n = 0;
	wf_finding_text(&out, &gap, "zh", WF_S(""));
	assert_string_equal(out.p, "缺第 3 条至第 5 条。");
	out.n = 0;
	wf_finding_text(&out, &none, "en", WF_S(""));
	assert_string_equal(out.p, "W9999");
	wf_finding_add(&f, WF_D_ARTICLE_GAP, (wf_span){ 1, 2 }, 3, 5);
	wf_finding_add(NULL, WF_D_ARTICLE_GAP, (wf_span){ 1, 2 }, 3, 5);
	same_num((long long)f.n, 1, 0);
	same_num(f.v[0].span.len, 2, 1);
	wf_findings_free(&f);
	wf_buf_free(&out);
}

/* ---- dates ---- */

static const struct { const char *in; bool good; wf_date out; const char *iso, *brief; } dates[] = {
	{ "2024", true, 20240000, "2024-00-00", "2024" },
	{ "2024-06", true, 20240600, "2024-06-00", "2024-06" },
	{ "2024-06-18", true, 20240618, "2024-06-18", "2024-06-18" },
	{ "2024-00-00", true, 20240000, "2024-00-00", "2024" },
	{ "2024-06-00", true, 20240600, "2024-06-00", "2024-06" },
	{ "0000-00-00", true, 0, "0000-00-00", "" },
	{ "0001-01-01", true, 10101, "0001-01-01", "0001-01-01" },
	{ "9999-12-31", true, 99991231, "9999-12-31", "9999-12-31" },
	{ "2024-02-29", true, 20240229, "2024-02-29", "2024-02-29" },
	{ "2000-02-29", true, 20000229, "2000-02-29", "2000-02-29" },
	{ "1900-02-29", false, 0, "", "" }, { "2023-02-29", false, 0, "", "" },
	{ "2024-13", false, 0, "", "" }, { "2024-04-31", false, 0, "", "" },
	{ "2024-00-05", false, 0, "", "" }, { "2024-6-18", false, 0, "", "" },
	{ "24-06-18", false, 0, "", "" }, { "2024-", false, 0, "", "" },
	{ "2024-06-18 ", false, 0, "", "" }, { "2024/06", false, 0, "", "" },
	{ "", false, 0, "", "" }, { "0000", false, 0, "", "" }, { "2024-06-18-01", false, 0, "", "" },
};

static void
dates_are_read_and_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		wf_date d = 77;
		char text[11];

		same_num(wf_date_parse(wf_str_of(dates[i].in), &d), dates[i].good, i);
		same_num(d, dates[i].good ? dates[i].out : 77, i);
		if (!dates[i].good)
			continue;
		wf_date_iso(text, d);
		assert_string_equal(text, dates[i].iso);
		wf_date_short(text, d);
		assert_string_equal(text, dates[i].brief);
	}
}

static const struct { wf_date from; int days; wf_date to; } steps[] = {
	{ 20240228, 1, 20240229 }, { 20240229, 1, 20240301 }, { 20230228, 1, 20230301 },
	{ 20241231, 1, 20250101 }, { 20250101, -1, 20241231 }, { 20000301, -1, 20000229 },
	{ 19000301, -1, 19000228 }, { 20240101, 366, 20250101 }, { 20240618, 0, 20240618 },
	{ 10101, -1, 0 }, { 99991231, 1, 0 }, { 20240600, 1, 0 }, { 20240618, INT32_MAX, 0 },
};

static void
days_are_counted(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++)
		same_num(wf_date_add_days(steps[i].from, steps[i].days), steps[i].to, i);
	/* every day of four centuries follows its neighbour and leads back */
	wf_date d = 18000101;

	for (int i = 0; i < 146097; i++) {
		wf_date next = wf_date_add_days(d, 1);

		assert_true(next > d && wf_date_add_days(next, -1) == d);
		d = next;
	}
	same_num(d, 22000101, 0);
	same_num(wf_date_add_months(20230301, 36), 20260301, 1);
	same_num(wf_date_add_months(20240229, 12), 20250228, 2);
	same_num(wf_date_add_months(20241130, 3), 20250228, 3);
	same_num(wf_date_add_months(20241231, 1), 20250131, 4);
	same_num(wf_date_add_months(20240600, 1), 0, 5);
	assert_true(wf_date_today() > 20240101);
	same_num(wf_date_make(2024, 2, 30), 0, 1);
	same_num(wf_date_make(10000, 1, 1), 0, 2);
	same_num(wf_date_make(2024, 0, 1), 0, 3);
	same_num(wf_date_make(2024, -1, -1), 0, 4);
}

/* ---- files, in a folder of their own ---- */

static char *
in_folder(struct wf_arena *a, const char *folder, const char *name)
{
	return (char *)(uintptr_t)wf_arena_printf(a, "%s/%s", folder, name).p;
}

static void
files_are_replaced_whole(void **state)
{
	const char *folder = *state;
	struct wf_arena a = { 0 };
	struct wf_err err;
	struct wf_stat st;
	wf_str got;
	const char *path = in_folder(&a, folder, "one");

	assert_int_equal(wf_file_write(path, WF_S("first"), &err), WF_OK);
	assert_int_equal(wf_file_write(path, WF_S("a\0b"), &err), WF_OK);
	assert_int_equal(wf_file_read(&got, &a, path, 3, &err), WF_OK);
	assert_true(wf_str_eq(got, WF_S("a\0b")));
	assert_int_equal(wf_file_read(&got, &a, path, 2, &err), WF_E_LIMIT);
	assert_int_equal(got.n, 0);
	assert_int_equal(wf_file_stat(&st, path, &err), WF_OK);
	assert_int_equal(st.size, 3);
	assert_int_equal(wf_file_read(&got, &a, in_folder(&a, folder, "absent"), 9, &err), WF_E_IO);
	assert_non_null(strstr(err.msg, "absent"));
	assert_int_equal(wf_file_read(&got, &a, folder, 9, &err), WF_E_IO);
	assert_int_equal(wf_file_stat(&st, in_folder(&a, folder, "absent"), &err), WF_E_IO);
	assert_int_equal(wf_file_write(in_folder(&a, folder, "no/x"), WF_S(""), &err), WF_E_IO);
	assert_int_equal(wf_file_write(folder, WF_S(""), &err), WF_E_IO);
	assert_int_equal(wf_file_write("/dev/null", WF_S("kept a device"), &err), WF_OK);
	assert_int_equal(wf_file_read(&got, &a, "/proc/self/stat", 1 << 20, &err), WF_OK);
	assert_true(got.n > 0);		/* a file that says it has no bytes */
	assert_int_equal(wf_file_read(&got, &a, "/dev/zero", 1 << 20, &err), WF_E_LIMIT);
	wf_arena_free(&a);
}

static void
folders_are_walked_in_order(void **state)
{
	static const char *const want[] = { "0", "a/b/c", "a0", "b", "link", "lost" };
	const char *folder = *state;
	struct wf_arena a = { 0 };
	struct wf_entries e = { 0 };
	struct wf_err err;
	const char *root = in_folder(&a, folder, "tree");

	assert_int_equal(wf_mkdirs(in_folder(&a, root, "a/b"), &err), WF_OK);
	assert_int_equal(wf_mkdirs(in_folder(&a, root, "a/b/"), &err), WF_OK);
	assert_int_equal(wf_mkdirs(in_folder(&a, root, ".hidden"), &err), WF_OK);
	static const char *const made[] = { "b", "a0", "a/b/c", "0", ".dot", ".hidden/x" };

	for (size_t i = 0; i < COUNT(made); i++)
		assert_int_equal(wf_file_write(in_folder(&a, root, made[i]), WF_S("x"), &err), WF_OK);
	assert_int_equal(symlink("b", in_folder(&a, root, "link")), 0);
	assert_int_equal(symlink("nowhere", in_folder(&a, root, "lost")), 0);
	assert_int_equal(symlink("..", in_folder(&a, root, "a/loop")), 0);
	assert_int_equal(mkfifo(in_folder(&a, root, "pipe"), 0600), 0);
	assert_int_equal(wf_walk(&e, &a, root, &err), WF_OK);
	same_num((long long)e.n, COUNT(want), 0);
	for (size_t i = 0; i < COUNT(want); i++) {
		same_str(e.v[i].rel, want[i], i);
		assert_true(wf_str_ends(e.v[i].path, e.v[i].rel) && e.v[i].path.p[e.v[i].path.n] == 0);
	}
	e.n = 0;
	assert_int_equal(wf_walk(&e, &a, in_folder(&a, root, "a/b/c"), &err), WF_OK);
	same_num((long long)e.n, 1, 1);
	same_str(e.v[0].rel, "c", 2);
	assert_int_equal(wf_walk(&e, &a, in_folder(&a, root, "absent"), &err), WF_E_IO);
	assert_non_null(strstr(err.msg, "absent"));
	assert_int_equal(wf_walk(&e, &a, in_folder(&a, root, "pipe"), &err), WF_E_IO);
	assert_int_equal(wf_mkdirs(in_folder(&a, root, "b/x"), &err), WF_E_IO);
	free(e.v);
	wf_arena_free(&a);
}

static void
sums_are_those_of_the_standard(void **state)
{
	uint8_t sha[32];
	char hex[65];

	(void)state;
	wf_sha256(sha, WF_S("abc"));
	wf_hex(hex, sha);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	wf_sha256(sha, (wf_str){ NULL, 0 });
	wf_hex(hex, sha);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* ---- JSON ---- */

static void
json_takes_slices_and_dates(void **state)
{
	json_t *obj = json_object();

	(void)state;
	wf_json_str(obj, "s", WF_S("法"));
	wf_json_str(obj, "bad", WF_S("a\xFF"));
	wf_json_str(obj, "none", (wf_str){ NULL, 0 });
	wf_json_int(obj, "n", 1LL << 40);
	wf_json_bool(obj, "b", true);
	wf_json_date(obj, "d", 20240600);
	wf_json_date(obj, "d0", 0);
	wf_json_own(obj, "o", json_array());
	char *text = json_dumps(obj, JSON_COMPACT | JSON_SORT_KEYS);

	assert_string_equal(text, "{\"b\":true,\"bad\":\"a\xEF\xBF\xBD\",\"d\":\"2024-06\",\"d0\":null,"
	    "\"n\":1099511627776,\"none\":\"\",\"o\":[],\"s\":\"法\"}");
	same_str(wf_json_get(obj, "s"), "法", 0);
	same_str(wf_json_get(obj, "n"), "", 1);
	same_str(wf_json_get(obj, "absent"), "", 2);
	free(text);
	json_decref(obj);
}

/* ---- the folder for the tests of files ---- */

static int
make_folder(void **state)
{
	const char *base = getenv("TMPDIR");
	struct wf_buf name = { 0 };

	wf_buf_printf(&name, "%s/wangfa-test-XXXXXX", base != NULL ? base : P_tmpdir);
	*state = mkdtemp(name.p);
	return *state == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	struct wf_buf command = { 0 };

	wf_buf_printf(&command, "rm -rf -- '%s'", (const char *)*state);
	int rc = system(command.p);

	wf_buf_free(&command);
	free(*state);
	return rc;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(code_points_are_read),
		cmocka_unit_test(reading_forward_and_backward_agree),
		cmocka_unit_test(characters_have_kinds),
		cmocka_unit_test(slices_are_clamped),
		cmocka_unit_test(needles_are_found),
		cmocka_unit_test(buffers_grow),
		cmocka_unit_test(arenas_hand_out_zeroed_aligned_memory),
		cmocka_unit_test(maps_keep_what_was_set),
		cmocka_unit_test(findings_have_texts),
		cmocka_unit_test(dates_are_read_and_written),
		cmocka_unit_test(days_are_counted),
		cmocka_unit_test_setup_teardown(files_are_replaced_whole, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(folders_are_walked_in_order, make_folder, remove_folder),
		cmocka_unit_test(sums_are_those_of_the_standard),
		cmocka_unit_test(json_takes_slices_and_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
