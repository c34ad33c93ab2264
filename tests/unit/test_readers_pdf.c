/* The reader of PDF: rows into paragraphs, heads and numbers of pages, what is refused; and wf_run. */
#include "office.h"
#include "readers.h"

#include "read/pdf_int.h"

#include <time.h>

/* ---- pages as pdftotext prints them --------------------------------------------------------- */

/* One line of a page: its left edge and size in points, how far below the line before, its words. */
struct line { float x, size, down; const char *words; };

#define TURN { 0, 0, 0, NULL }	/* a new page */
/* A page 595 points wide with margins of 90, 26 characters of 16 points to a row. */
#define L(x, words) { x, 16, 28, words }
#define FLUSH(words) L(90, words)
#define DEEP(words) L(122, words)
#define FULL "一二三四五六七八九十一二三四五六七八九十一二三四五六"
#define SHORT "一二三四五六七八九十一二三四五六七八九十一二三四"	/* 24: a first row with its blank */

/* Width of words: Han of size, letters of half of it. */
static float
width_of(wf_str s, float size)
{
	float width = 0;

	while (s.n > 0)
		width += wf_pdf_is_wide(wf_utf8_next(&s)) ? size : size / 2;
	return width;
}

/* Writes a line as pdftotext does, a word at each blank; "~" is a blank of half a character. */
static void
put_line(struct wf_buf *out, const struct line *l, float top)
{
	float x = l->x;

	wf_buf_printf(out, "<line xMin=\"0\" yMin=\"0\" xMax=\"0\" yMax=\"0\">\n");
	for (wf_str rest = wf_str_of(l->words); rest.n > 0;) {
		size_t n = wf_str_find(rest, WF_S("~"), 0);
		wf_str word = wf_str_sub(rest, 0, n);
		float end = x + width_of(word, l->size);

		wf_buf_printf(out, "<word xMin=\"%.3f\" yMin=\"%.3f\" xMax=\"%.3f\" yMax=\"%.3f\">"
		    "%.*s</word>\n", (double)x,
		    (double)top, (double)end, (double)(top + l->size), WF_FMT(word));
		x = end + l->size / 2;
		rest = wf_str_from(rest, word.n + 1);
	}
	wf_buf_put(out, WF_S("</line>\n"));
}

static void
print_pages(struct wf_buf *out, const struct line *l, size_t n)
{
	float top = 0;

	wf_buf_put(out, WF_S("<page width=\"595.0\" height=\"842.0\">\n"));
	for (size_t i = 0; i < n; i++) {
		if (l[i].words == NULL) {
			wf_buf_put(out, WF_S("</page>\n<page width=\"595.0\" height=\"842.0\">\n"));
			top = 0;
			continue;
		}
		top += l[i].down;
		put_line(out, &l[i], top);
	}
	wf_buf_put(out, WF_S("</page>\n"));
}

/* Body rows enough that margins and size are known: a paragraph of four rows, twice. */
#define BODY_INDENTED DEEP(SHORT), FLUSH(FULL), FLUSH(FULL), FLUSH("结束。"), DEEP(SHORT), FLUSH(FULL), \
	FLUSH(FULL), FLUSH("结束。"), DEEP(SHORT), FLUSH(FULL), FLUSH("完。")
#define BODY_LINES SHORT FULL FULL "结束。\n" SHORT FULL FULL "结束。\n" SHORT FULL "完。\n"
#define BODY_FLUSH FLUSH(FULL), FLUSH(FULL), FLUSH(FULL), FLUSH("结束。"), FLUSH(FULL), FLUSH(FULL), \
	FLUSH(FULL), FLUSH("结束。"), FLUSH(FULL), FLUSH(FULL), FLUSH("完。")
#define FLUSH_LINES FULL FULL FULL "结束。\n" FULL FULL FULL "结束。\n" FULL FULL "完。\n"

static const struct { struct line line[32]; const char *lines; unsigned heads, numbers; } printed[] = {
	/* paragraphs begin with a blank */
	{ { BODY_INDENTED }, BODY_LINES, 0, 0 },
	{ { BODY_INDENTED, DEEP("甲。"), DEEP("乙。"), FLUSH("丙：") },
	  BODY_LINES "甲。\n乙。\n丙：\n", 0, 0 },
	{ { BODY_INDENTED, FLUSH("一二三四五六七八九十一二三四五六七八九十一二三四五。"),
	  FLUSH("甲。") },
	  BODY_LINES "一二三四五六七八九十一二三四五六七八九十一二三四五。甲。\n", 0, 0 },
	/* they do not: the fullness of rows tells, and labels */
	{ { BODY_FLUSH }, FLUSH_LINES, 0, 0 },
	{ { BODY_FLUSH, FLUSH("一二三四五六七八九十一二三四五六七八九十一二三四五："),
	  FLUSH("（一）甲；"), FLUSH("第二条~乙。") },
	  FLUSH_LINES "一二三四五六七八九十一二三四五六七八九十一二三四五：\n（一）甲；\n第二条 "
	  "乙。\n", 0, 0 },
	{ { BODY_FLUSH, FLUSH("依照本法一二三四五六七八九十一二三四五六七八九十一二"),
	  FLUSH("第三条的规定处理。") },
	  FLUSH_LINES "依照本法一二三四五六七八九十一二三四五六七八九十一二第三条的规定处理。\n", 0,
	  0 },
	{ { BODY_FLUSH, FLUSH("一二三四五六七八九十一二三四五六七八九十一二三四，"),
	  FLUSH("1234567甲。") },
	  FLUSH_LINES "一二三四五六七八九十一二三四五六七八九十一二三四，1234567甲。\n", 0, 0 },
	/* a wider distance */
	{ { BODY_FLUSH, FLUSH("一二三四五六七八九十一二三四五六七八九十一二三四五。"), { 90, 16, 40,
	  "甲。" } },
	  FLUSH_LINES "一二三四五六七八九十一二三四五六七八九十一二三四五。\n甲。\n", 0, 0 },
	/* from page to page, numbers and heads between */
	{ { FLUSH("示例公报~2024年第1期"), BODY_INDENTED, DEEP(SHORT), { 260, 14, 440, "—~1~—" },
	  TURN, FLUSH("示例公报~2024年第1期"),
	    FLUSH(FULL), FLUSH("接上页。"), { 260, 14, 700, "—~2~—" }, TURN,
	  FLUSH("示例公报~2024年第1期"), DEEP("甲。"),
	    { 260, 14, 730, "—~3~—" } }, BODY_LINES SHORT FULL "接上页。\n甲。\n", 3, 3 },
	{ { BODY_INDENTED, { 280, 12, 440, "7" }, TURN, DEEP("甲。"), { 280, 12, 740, "8" }, TURN,
	  DEEP("12"), DEEP("乙。"),
	    { 280, 12, 700, "9" } }, BODY_LINES "甲。\n12\n乙。\n", 0, 3 },
	{ { BODY_INDENTED, { 260, 12, 440, "第1页~共3页" }, TURN, DEEP("甲。"), { 260, 12, 740,
	  "第2页~共3页" } }, BODY_LINES "甲。\n", 0, 2 },
	/* the title, large and in the middle, in two rows; a line in brackets under it */
	{ { { 221, 22, 60, "云川省示例规范" }, { 254, 22, 30, "工作办法" },
	{ 186, 16, 28, "（2024年1月2日云川省人民政府" },
	    { 234, 16, 28, "第三次会议通过）" }, BODY_INDENTED },
	  "#云川省示例规范工作办法\n（2024年1月2日云川省人民政府第三次会议通过）\n" BODY_LINES, 0, 0 },
	/* words set wide, words and figures, letters */
	{ { BODY_INDENTED, { 122, 16, 28, "第~一~章~总~则" }, DEEP("自2024年~3月") },
	  BODY_LINES "第一章总则\n自2024年 3月\n", 0, 0 },
	{ { BODY_INDENTED, DEEP("two~words~of~letters~and"), FLUSH("more~of~them") },
	  BODY_LINES "two words of letters and\nmore of them\n", 0, 0 },
	{ { BODY_INDENTED, DEEP("letters~go~to~the~end~of~the~row~of~the~page,~then"), FLUSH("to~the~next.") },
	  BODY_LINES "letters go to the end of the row of the page, then to the next.\n", 0, 0 },
	/* dots before the page numbers of contents */
	{ { FLUSH("第一章~总则……………3"), FLUSH("第二章~附则......12"), BODY_INDENTED },
	  "第一章 总则\n第二章 附则\n" BODY_LINES, 0, 2 },
	/* an item hung on its sign */
	{ { BODY_INDENTED, DEEP("（一）八九十一二三四五六七八九十一二三四五六七八"), L(154,
	  "接着的文字；"), DEEP("（二）乙。") },
	  BODY_LINES "（一）八九十一二三四五六七八九十一二三四五六七八接着的文字；\n（二）乙。\n", 0,
	  0 },
	/* cells of a table stay rows of their own */
	{ { BODY_INDENTED, { 100, 16, 28, "费目" }, { 300, 16, 0, "费率" }, { 100, 16, 28, "合同" },
	{ 300, 16, 0, "万分之三" } },
	  BODY_LINES "费目 费率\n合同 万分之三\n", 0, 0 },
};

static void
rows_become_paragraphs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(printed); i++) {
		struct held h = { .err = { "" } };
		struct wf_buf pages = { 0 }, lines = { 0 };
		struct wf_roll s = { 0 };
		size_t n = 0;

		for (size_t k = 0; k < COUNT(printed[i].line); k++)
			n = printed[i].line[k].words != NULL ? k + 1 : n;
		print_pages(&pages, printed[i].line, n);
		wf_pdf_lines(&s, &h.findings, wf_buf_str(&pages));
		assert_int_equal(wf_roll_finish(&h.source, &h.arena, &h.findings, &s, &h.err), WF_OK);
		check_law(&h.source);
		put_lines(&lines, &h.source, false);
		same_str(wf_buf_str(&lines), printed[i].lines, i);
		same_num(finding_of(&h, WF_D_RUNNING_HEADS),
		    printed[i].heads > 0 ? (long long)printed[i].heads : -1, i);
		same_num(finding_of(&h, WF_D_PAGE_NUMBERS),
		    printed[i].numbers > 0 ? (long long)printed[i].numbers : -1, i);
		wf_buf_free(&pages);
		wf_buf_free(&lines);
		let_go(&h);
	}
}

/* Nothing is lost unseen: what is not in text is in raw, with the reason. */
static void
what_is_cut_is_kept(void **state)
{
	static const struct line l[] = { FLUSH("示例公报"), BODY_INDENTED, DEEP(SHORT), { 260, 14,
	    440, "—~1~—" }, TURN,
		FLUSH("示例公报"), FLUSH(FULL), FLUSH("完。"), { 260, 14, 700, "—~2~—" }, TURN,
		    FLUSH("示例公报"), DEEP("甲。") };
	struct held h = { .err = { "" } };
	struct wf_buf pages = { 0 };
	struct wf_roll s = { 0 };
	size_t cut[16] = { 0 };

	(void)state;
	print_pages(&pages, l, COUNT(l));
	wf_pdf_lines(&s, &h.findings, wf_buf_str(&pages));
	assert_int_equal(wf_roll_finish(&h.source, &h.arena, &h.findings, &s, &h.err), WF_OK);
	for (size_t i = 0; i < h.source.ncut; i++)
		cut[h.source.cut[i].why]++;
	same_num((long long)cut[WF_CUT_RUNNING_HEAD], 3, 0);
	same_num((long long)cut[WF_CUT_PAGE_NUMBER], 2, 1);
	assert_true(cut[WF_CUT_WRAP] >= 8);
	same_num(finding_of(&h, WF_D_WRAPS), (long long)cut[WF_CUT_WRAP], 2);
	/* the joined paragraph begins on page 1 and ends on page 2 */
	size_t at = wf_str_find(h.source.text, WF_S(FULL "完。\n甲"), 0);

	assert_true(at != SIZE_MAX);
	same_num(wf_source_place(&h.source, (uint32_t)at - 3).page, 1, 3);
	same_num(wf_source_place(&h.source, (uint32_t)at).page, 2, 4);
	same_num(wf_source_place(&h.source, (uint32_t)h.source.text.n - 1).page, 3, 5);
	wf_buf_free(&pages);
	let_go(&h);
}

/* ---- whole files, through pdftotext --------------------------------------------------------- */

static const struct office_words two_pages[] = {
	{ 1, 200, 760, 22, "云川省示例办法" },
	{ 1, 122, 700, 16, "第一条 为了规范示例工作，根据有关规定，制定本" },
	{ 1, 90, 672, 16, "办法。本办法自公布之日起施行，由云川省人民政府解释，" },
	{ 2, 90, 760, 16, "接上页。" },
};

static void
files_are_read(void **state)
{
	struct wf_buf file = { 0 };
	struct held h;

	(void)state;
	office_pdf(&file, two_pages, COUNT(two_pages), 2, "");
	same_lines("x.pdf", wf_buf_str(&file),
	    "#@1 云川省示例办法\n@1 第一条 为了规范示例工作，根据有关规定，制定本"
	    "办法。本办法自公布之日起施行，由云川省人民政府解释，接上页。\n", true, 0);
	file.n = 0;
	office_pdf(&file, two_pages, COUNT(two_pages), 3, "");
	assert_int_equal(hold(&h, "x.pdf", wf_buf_str(&file)), WF_OK);
	same_num(finding_of(&h, WF_D_BLANK_PAGES), 1, 1);
	let_go(&h);
	/* a scan says so and is not passed over in silence */
	file.n = 0;
	office_pdf(&file, NULL, 0, 4, "");
	assert_int_equal(hold(&h, "x.pdf", wf_buf_str(&file)), WF_OK);
	same_num(finding_of(&h, WF_D_NO_TEXT_LAYER), 4, 2);
	same_num((long long)h.source.text.n, 0, 3);
	let_go(&h);
	wf_buf_free(&file);
}

static void
hostile_files_are_refused(void **state)
{
	struct wf_buf file = { 0 };
	struct held h;
	const char *path = getenv("PATH");
	wf_str kept = wf_str_of(path);

	(void)state;
	refused("x.pdf", WF_S("%PDF-1.4\n甲"), WF_E_IO, "damaged", 0);
	refused("x.pdf", WF_S(""), WF_E_IO, "damaged", 1);
	/* a page tree that holds itself */
	assert_int_equal(hold(&h, "x.pdf",
	    WF_S("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
	    "2 0 obj\n<< /Type /Pages /Count 1 /Kids [2 0 R] >>\nendobj\ntrailer\n<< /Root 1 0 R "
	  "/Size 3 >>\n")), WF_OK);
	assert_true(finding_of(&h, WF_D_NO_TEXT_LAYER) >= 0);
	let_go(&h);
	/* a password, of which no word is known */
	office_pdf(&file, two_pages, COUNT(two_pages), 2, "/ID [<00112233445566778899AABBCCDDEEFF> "
	    "<00112233445566778899AABBCCDDEEFF>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O "
	    "<000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F> /U "
	    "<000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F> >>");
	refused("x.pdf", wf_buf_str(&file), WF_E_IO, "encrypted", 3);
	/* without the program the message names its package */
	char *copy = wf_malloc(kept.n + 1);

	memcpy(copy, kept.p, kept.n + 1);
	setenv("PATH", "/nowhere", 1);
	refused("x.pdf", wf_buf_str(&file), WF_E_IO, "poppler-utils", 4);
	setenv("PATH", copy, 1);
	free(copy);
	wf_buf_free(&file);
}

/* Forms that each draw the next one twenty times, eleven deep: pdftotext would draw for years. */
static void
endless_files_are_stopped(void **state)
{
	static const char *const argv[] = { "pdftotext", "-", "-", NULL };
	struct wf_arena arena = { 0 };
	struct wf_buf file = { 0 };
	struct wf_err err;
	size_t at[32] = { 0 };

	(void)state;
	wf_buf_put(&file, WF_S("%PDF-1.4\n"));
	office_object(&file, at, 1, WF_S("<< /Type /Catalog /Pages 2 0 R >>"));
	office_object(&file, at, 2, WF_S("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"));
	office_object(&file, at, 3, WF_S("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
	    "/Resources << /XObject "
	    "<< /X 5 0 R >> >> /Contents 4 0 R >>"));
	office_object(&file, at, 4, WF_S("<< /Length 5 >>\nstream\n/X Do\nendstream"));
	for (unsigned i = 5; i < 17; i++)
		office_object(&file, at, i, wf_arena_printf(&arena,
		    "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] "
		    "/Resources << /XObject << /X %u 0 R >> >> /Length 120 >>\nstream\n"
		    "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do "
		    "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do \nendstream", i + 1));
	wf_buf_put(&file, WF_S("trailer\n<< /Size 17 /Root 1 0 R >>\n%%EOF\n"));
	struct wf_run run = { .argv = argv, .in = wf_buf_str(&file), .seconds = 1,
	    .memory = (size_t)1 << 30,
		.output = 1000 };

	assert_int_equal(wf_run(&run, &arena, &err), WF_E_LIMIT);
	assert_non_null(strstr(err.msg, "more than 1 s"));
	wf_buf_free(&file);
	wf_arena_free(&arena);
}

/* What pdftotext prints is trusted as little as the file. */
static void
any_print_keeps_the_law(void **state)
{
	static const char *const pieces[] = { "<page width=\"595\" height=\"842\">", "</page>",
	    "<line xMin=\"1\">", "</line>",
		"<word xMin=\"90.5\" yMin=\"100\" xMax=\"300\" yMax=\"116\">甲乙</word>",
		    "<word xMin=\"-9e9\" yMin=\"nan\" xMax=\"inf\" "
		"yMax=\"\">1</word>", "<word xMin=\"250\" yMin=\"800\" xMax=\"260\" yMax=\"812\">"
		    "12</word>", "<word>", "</word>", "&amp;",
		"<", ">", "甲", "\xFF", "<word xMin=\"90\" yMin=\"100\" xMax=\"90\" yMax=\"100\">"
		    "，</word>", "\n" };
	struct wf_buf in = { 0 };
	uint64_t seed = 5;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct held h = { .err = { "" } };
		struct wf_roll s = { 0 };

		in.n = 0;
		for (uint64_t count = chance(&seed) % 60; count > 0; count--)
			wf_buf_put(&in, wf_str_of(pieces[chance(&seed) % COUNT(pieces)]));
		size_t valid = wf_utf8_valid(wf_buf_str(&in));

		wf_pdf_lines(&s, &h.findings, wf_str_sub(wf_buf_str(&in), 0, valid));
		assert_int_equal(wf_roll_finish(&h.source, &h.arena, &h.findings, &s, &h.err), WF_OK);
		check_law(&h.source);
		let_go(&h);
	}
	wf_buf_free(&in);
}

/* ---- programs with limits --------------------------------------------------------------------- */

static const struct { const char *argv[4]; const char *in; wf_rc rc; int status; const char *out,
    *words; } programs[] = {
	{ { "cat" }, "甲\n", WF_OK, 0, "甲\n", "" }, { { "cat" }, "", WF_OK, 0, "", "" },
	{ { "sh", "-c", "exit 7" }, "", WF_OK, 7, "", "" },
	{ { "sh", "-c", "kill -9 $$" }, "", WF_E_LIMIT, 137, "", "1 s" },
	{ { "sh", "-c", "kill -6 $$" }, "", WF_OK, 134, "", "" },
	{ { "no-such-program" }, "", WF_NONE, 0, "", "" },
	{ { "sh", "-c", "echo $HOME$LC_ALL" }, "", WF_OK, 0, "C.UTF-8\n", "" },
	{ { "sleep", "60" }, "", WF_E_LIMIT, 137, "", "1 s" },
	{ { "sh", "-c", "while :; do :; done" }, "", WF_E_LIMIT, 137, "", "1 s" },
	/* its children go with it; closing its output does not free it */
	{ { "sh", "-c", "sleep 60 & sleep 60" }, "", WF_E_LIMIT, 137, "", "1 s" },
	{ { "sh", "-c", "exec >&- 2>&-; sleep 60" }, "", WF_E_LIMIT, 137, "", "1 s" },
	{ { "yes" }, "", WF_E_LIMIT, 137, NULL, "more than 1 MiB" },
};

static void
programs_have_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(programs); i++) {
		struct wf_arena arena = { 0 };
		struct wf_err err = { "" };
		struct wf_run run = { .argv = programs[i].argv, .in = wf_str_of(programs[i].in),
		    .seconds = 1,
			.memory = (size_t)1 << 30, .output = (size_t)1 << 20 };
		time_t start = time(NULL);

		same_num(wf_run(&run, &arena, &err), programs[i].rc, i);
		assert_true(time(NULL) - start < 10);
		same_num(run.status, programs[i].status, i);
		if (programs[i].out != NULL)
			same_str(run.out, programs[i].out, i);
		assert_non_null(strstr(err.msg, programs[i].words));
		wf_arena_free(&arena);
	}
}

static void
programs_write_no_files(void **state)
{
	static const char *const argv[] = { "sh", "-c",
	    "echo x > /dev/shm/wangfa-test-$$ && cat /dev/shm/wangfa-test-$$; rm -f "
		"/dev/shm/wangfa-test-$$; echo said >&2; ulimit -v", NULL };
	struct wf_arena arena = { 0 };
	struct wf_err err;
	struct wf_run run = { .argv = argv, .in = WF_S(""), .seconds = 5, .memory = (size_t)1 << 30,
	    .output = 1000 };

	(void)state;
	assert_int_equal(wf_run(&run, &arena, &err), WF_OK);
	assert_false(wf_str_has(run.out, WF_S("x")));
	wf_arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_paragraphs), cmocka_unit_test(what_is_cut_is_kept),
		cmocka_unit_test(files_are_read), cmocka_unit_test(hostile_files_are_refused),
		cmocka_unit_test(endless_files_are_stopped),
		    cmocka_unit_test(any_print_keeps_the_law), cmocka_unit_test(programs_have_limits),
		cmocka_unit_test(programs_write_no_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
