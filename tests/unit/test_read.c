/* Readers of src/read: what is cut, what the lines say, front matter, sniffing. */
#include "unit.h"

#include "findings_gen.h"
#include "read/read.h"

struct held { struct wf_arena arena; struct wf_findings findings; struct wf_source source; };

static void
open_text(struct held *h, const char *name, wf_str bytes)
{
	struct wf_err err;

	*h = (struct held){ 0 };
	assert_int_equal(wf_read(&h->source, &h->arena, &h->findings, wf_str_of(name), bytes, &err),
	    WF_OK);
}

static void
close_text(struct held *h)
{
	wf_findings_free(&h->findings);
	wf_arena_free(&h->arena);
}

static unsigned
first_finding(const struct held *h)
{
	return h->findings.n > 0 ? h->findings.v[0].code : 0;
}

/* DESIGN 2.3: every byte of text equals the byte it maps to; the map is its own inverse. */
static void
check_law(const struct wf_source *s)
{
	size_t kept = s->raw.n;

	for (size_t i = 0; i < s->ncut; i++)
		kept -= s->cut[i].len;
	assert_int_equal(kept, s->text.n);
	for (uint32_t i = 0; i < s->text.n; i++) {
		uint32_t raw = wf_source_raw(s, i);

		assert_true(raw < s->raw.n && s->raw.p[raw] == s->text.p[i]);
		assert_int_equal(wf_source_text(s, raw), i);
	}
	for (size_t i = 0; i + 1 < s->nline; i++)
		assert_true(s->line[i].off + s->line[i].len < s->line[i + 1].off);
}

/* ---- one line of Markdown: its text, heading and hints ---- */

#define B WF_LINE_BOLD
#define Q WF_LINE_QUOTE
#define T WF_LINE_TABLE

static const struct { const char *in, *out; uint8_t heading, hint; unsigned finding; } marked[] = {
	{ "甲法", "甲法", 0, 0, 0 }, { "# 甲法", "甲法", 1, 0, 0 }, { "###### 甲", "甲", 6, 0, 0 },
	{ "####### 甲", "####### 甲", 0, 0, 0 }, { "#甲", "#甲", 0, 0, 0 }, { "#", "", 1, 0, 0 },
	{ "##", "", 2, 0, 0 }, { "## ", "", 2, 0, 0 }, { "##\t甲", "甲", 2, 0, 0 },
	{ "##　甲", "　甲", 2, 0, 0 }, { "#   甲", "甲", 1, 0, 0 }, { "# ### 甲", "甲", 1, 0, 0 },
	{ "# #甲", "#甲", 1, 0, 0 }, { "  ## 甲", "  甲", 2, 0, 0 }, { "## 甲 ##", "甲", 2, 0, 0 },
	{ "## 甲 ##  ", "甲", 2, 0, 0 }, { "## 甲#", "甲#", 2, 0, 0 }, { "# # #", "", 1, 0, 0 },
	{ "甲 # 乙", "甲 # 乙", 0, 0, 0 }, { "\xE2\x80\x8B# 甲", "甲", 1, 0, 0 },
	{ "# <!-- x -->甲", "甲", 1, 0, WF_D_COMMENT }, { "<!-- FORCE BREAK --># 甲", "甲", 1, 0, 0 },
	{ "# 甲 <!-- # 乙 -->", "甲 ", 1, 0, WF_D_COMMENT },
	{ "**第一条** 甲", "第一条 甲", 0, B, 0 }, { "甲**乙**丙", "甲乙丙", 0, 0, 0 },
	{ "## **甲**", "甲", 2, B, 0 }, { "**甲**乙**丙**", "甲乙丙", 0, B, 0 },
	{ "**甲", "**甲", 0, 0, 0 }, { "** 甲**", "** 甲**", 0, 0, 0 }, { "**甲 **", "**甲 **", 0, 0, 0 },
	{ "**甲 ** 乙**", "甲 ** 乙", 0, B, 0 }, { "****", "****", 0, 0, 0 },
	{ "****甲****", "****甲****", 0, 0, 0 }, { "***甲***", "*甲*", 0, B, 0 },
	{ "*甲*", "*甲*", 0, 0, 0 }, { "* 甲", "* 甲", 0, 0, 0 }, { "**", "**", 0, 0, 0 },
	{ "**甲\\**乙**", "甲**乙", 0, B, 0 },
	{ "> 甲", "甲", 0, Q, 0 }, { ">", "", 0, Q, 0 }, { "> > 甲", "甲", 0, Q, 0 },
	{ ">甲", "甲", 0, Q, 0 }, { ">  甲", " 甲", 0, Q, 0 }, { "> # 甲", "甲", 1, Q, 0 },
	{ "> **甲**", "甲", 0, Q | B, 0 }, { "# > 甲", "> 甲", 1, 0, 0 }, { "甲 > 乙", "甲 > 乙", 0, 0, 0 },
	{ "| 甲 | 乙 |", "| 甲 | 乙 |", 0, T, 0 }, { "  | 甲", "  | 甲", 0, T, 0 },
	{ "|**甲**|", "|甲|", 0, T, 0 }, { "> | 甲", "| 甲", 0, Q | T, 0 }, { "甲 | 乙", "甲 | 乙", 0, 0, 0 },
	{ "\\*甲\\_乙\\.", "*甲_乙.", 0, 0, 0 }, { "\\\\甲", "\\甲", 0, 0, 0 }, { "\\甲", "\\甲", 0, 0, 0 },
	{ "\\# 甲", "# 甲", 0, 0, 0 }, { "\\", "\\", 0, 0, 0 }, { "\\a", "\\a", 0, 0, 0 },
	{ "[甲](乙) _丙_", "[甲](乙) _丙_", 0, 0, 0 }, { "甲\xE2\x80\x8B\xE2\x80\x8D乙", "甲乙", 0, 0, 0 },
	{ "甲\xE2\x81\xA0\xEF\xBB\xBF乙", "甲乙", 0, 0, 0 }, { "“甲”\xE2\x80\x8A", "“甲”\xE2\x80\x8A", 0, 0, 0 },
	{ "甲<!---->乙", "甲乙", 0, 0, WF_D_COMMENT }, { "甲<!-- 乙", "甲<!-- 乙", 0, 0, WF_D_COMMENT_OPEN },
	{ "<!-- TABLE -->", "", 0, 0, 0 }, { "<!-- TABLE END -->", "", 0, 0, 0 },
	{ "<!-- INFO END -->", "", 0, 0, 0 }, { "<! -- 甲", "<! -- 甲", 0, 0, 0 }, { "　甲", "　甲", 0, 0, 0 },
};

static void
marks_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(marked); i++) {
		/* with and without a line before, a line end of either kind behind */
		static const char *const around[][3] = {
			{ "", "", "" }, { "", "\n", "" }, { "前\n", "\r\n", "" }, { "# 前\n\n", "\n\n后\n", "\n后\n" },
		};

		for (size_t k = 0; k < COUNT(around); k++) {
			struct wf_buf in = { 0 };
			struct held h;
			size_t line = k < 2 ? 0 : k - 1;

			wf_buf_printf(&in, "%s%s%s", around[k][0], marked[i].in, around[k][1]);
			open_text(&h, "x.md", wf_buf_str(&in));
			check_law(&h.source);
			if (marked[i].out[0] != '\0' || around[k][1][0] != '\0') {
				const struct wf_line *x = &h.source.line[line];

				assert_true(line < h.source.nline);
				same_str(wf_source_slice(&h.source, (wf_span){ x->off, x->len }),
				    marked[i].out, i);
				same_num(x->heading, marked[i].heading, i);
				same_num(x->hint, marked[i].hint, i);
			}
			same_num(first_finding(&h), marked[i].finding, i);
			assert_string_equal(h.source.encoding, "UTF-8");
			assert_true(h.source.raw_is_file);
			close_text(&h);
			wf_buf_free(&in);
		}
	}
}

/* ---- whole files ---- */

static void
info_mark_tells_head_from_body(void **state)
{
	struct held h;
	static const uint8_t hint[] = { WF_LINE_INFO, WF_LINE_INFO, WF_LINE_INFO, 0, 0, 0 };

	(void)state;
	open_text(&h, "x.md", WF_S("# 甲法\n\n2020年 通过\n<!--  INFO END-->\n正文\n<!-- INFO END -->\n"));
	assert_true(h.source.has_info);
	same_num((long long)h.source.nline, COUNT(hint), 0);
	for (size_t i = 0; i < COUNT(hint); i++)
		same_num(h.source.line[i].hint, hint[i], i);
	same_num((long long)h.findings.n, 0, 0);
	close_text(&h);
	open_text(&h, "x.md", WF_S("通过 <!-- INFO END -->正文"));
	same_num(h.source.line[0].hint, WF_LINE_INFO, 1);
	close_text(&h);
	open_text(&h, "x.txt", WF_S("甲 <!-- INFO END -->\n"));
	assert_false(h.source.has_info);
	assert_true(wf_str_eq(h.source.text, h.source.raw));
	close_text(&h);
}

static void
comments_over_lines_are_cut(void **state)
{
	struct held h;

	(void)state;
	open_text(&h, "x.md", WF_S("甲<!-- 一\n# 二\n三 -->乙\n# 丙\n<!-- 四\n五 --># 丁\n戊<!-- a\n<!-- b\n"));
	check_law(&h.source);
	same_str(h.source.text, "甲乙\n丙\n丁\n戊<!-- a\n<!-- b\n", 0);
	same_num(h.source.line[0].heading, 0, 0);
	same_num(h.source.line[1].heading, 1, 1);
	same_num(h.source.line[2].heading, 1, 2);
	same_num((long long)h.findings.n, 3, 3);	/* two comments; the open one counts once */
	same_num(h.findings.v[0].span.off, 3, 4);
	same_num(h.findings.v[2].code, WF_D_COMMENT_OPEN, 5);
	close_text(&h);
}

static const struct { const char *in, *text; } plain[] = {
	{ "", "" }, { " \n\t\n", " \n\t\n" }, { "\xEF\xBB\xBF甲\r\n乙\r\r\n", "甲\n乙\n" }, { "甲\r乙", "甲\r乙" },
	{ "甲\r\r\r", "甲\r\r\r" }, { "甲\xE2\x80\x8B乙\xE2\x80\x8C\xEF\xBB\xBF", "甲乙" },
	{ "# 甲 **乙** \\* <!-- 丙 -->", "# 甲 **乙** \\* <!-- 丙 -->" }, { "\xE2\x80\x94甲，", "\xE2\x80\x94甲，" },
};

static void
plain_text_keeps_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(plain); i++) {
		struct held h;

		open_text(&h, "x.TXT", wf_str_of(plain[i].in));
		check_law(&h.source);
		same_str(h.source.text, plain[i].text, i);
		same_num((long long)h.findings.n, 0, i);
		for (size_t k = 0; k < h.source.nline; k++)
			assert_true(h.source.line[k].heading == 0 && h.source.line[k].hint == 0);
		close_text(&h);
	}
}

static void
other_encodings_are_read(void **state)
{
	struct held h;
	uint8_t sha[32];
	wf_str bytes = WF_S("# \xB7\xA8\r\n");

	(void)state;
	open_text(&h, "x.md", bytes);
	check_law(&h.source);
	same_str(h.source.text, "法\n", 0);
	same_num(h.source.line[0].heading, 1, 0);
	assert_string_equal(h.source.encoding, "GB18030");
	assert_false(h.source.raw_is_file);
	wf_sha256(sha, bytes);
	assert_memory_equal(h.source.sha256, sha, 32);	/* of the file as received */
	close_text(&h);
}

/* ---- front matter ---- */

static const struct { const char *in, *key, *value, *text; unsigned finding; } fronts[] = {
	{ "---\ntitle: 甲法\n---\n正文", "title", "甲法", "正文", 0 },
	{ "---\r\ntitle: 甲法\r\n---\r\n正文", "title", "甲法", "正文", 0 },
	{ "\xEF\xBB\xBF---\nissued: 2024-06\n---\n", "issued", "2024-06", "", 0 },
	{ "---\ntitle:甲: 乙\n---\n", "title", "甲: 乙", "", 0 }, { "---\ntitle： 甲\n---\n", "title", "甲", "", 0 },
	{ "---\ntitle: \"甲\"\n---\n", "title", "甲", "", 0 }, { "---\ntitle: '甲'\n---\n", "title", "甲", "", 0 },
	{ "---\ntitle: \"甲\n---\n", "title", "\"甲", "", 0 }, { "---\ntitle:\n---\n", "title", "", "", 0 },
	{ "---\n\n# 注\nnote: 乙\n---\n", "note", "乙", "", 0 }, { "---\nnote: 乙\n...\n丙", "note", "乙", "丙", 0 },
	{ "---  \nnote: 乙\n---  \n丙", "note", "乙", "丙", 0 }, { "---\nnote: 乙\n---", "note", "乙", "", 0 },
	{ "---\n---\n丙", "note", "", "丙", 0 },
	{ "---\nbookHidden: true\n---\n", "bookHidden", "true", "", 0 },
	{ "---\ntags:\n  - 甲\n- 乙\n---\n", "tags", "", "", 0 },
	{ "---\nnote: 甲\n  乙\n---\n", "note", "甲", "", WF_D_FRONT_MATTER_KEY },
	{ "---\ncolour: 红\n---\n", "colour", "红", "", WF_D_FRONT_MATTER_KEY },
	{ "---\nTitle: 甲\n---\n", "Title", "甲", "", WF_D_FRONT_MATTER_KEY },
	{ "---\nnote: 甲\n没有键\n---\n", "note", "甲", "", WF_D_FRONT_MATTER_KEY },
	{ "---\nnote: 甲\nnote: 乙\n---\n", "note", "甲", "", WF_D_FRONT_MATTER_KEY },
	{ "---\ntitle: 甲\n正文", "title", "", "---\ntitle: 甲\n正文", WF_D_FRONT_MATTER_OPEN },
	{ "---\n正文\n---\n再", "title", "", "---\n正文\n---\n再", WF_D_FRONT_MATTER_KEY },
	{ "---\n正文", "title", "", "---\n正文", 0 }, { "\n---\ntitle: 甲\n---\n", "title", "", NULL, 0 },
	{ "---\nissued: 2024-13-40\n---\n", "issued", "2024-13-40", "", WF_D_FRONT_MATTER_DATE },
	{ "---\neffective: 明年\n---\n", "effective", "明年", "", WF_D_FRONT_MATTER_DATE },
	{ "---\nissued: 自公布之日\n---\n", "issued", "自公布之日", "", WF_D_FRONT_MATTER_DATE },
	{ "---\neffective: 自公布之日\n---\n", "effective", "自公布之日", "", 0 },
	{ "---\neffective:\n---\n", "effective", "", "", 0 },
	{ "----\ntitle: 甲\n----\n", "title", "", NULL, 0 }, { "---", "title", "", "---", 0 },
};

static void
front_matter_is_read(void **state)
{
	static const char *const names[] = { "x.md", "x.txt" };

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(fronts); i++) {
		size_t row = i / 2;
		wf_str in = wf_str_of(fronts[row].in);
		struct held h;

		open_text(&h, names[i % 2], in);
		check_law(&h.source);
		same_str(wf_source_front(&h.source, fronts[row].key), fronts[row].value, row);
		same_str(h.source.text, fronts[row].text != NULL ? fronts[row].text : fronts[row].in, row);
		same_num(first_finding(&h), fronts[row].finding, row);
		for (size_t k = 0; k < h.source.nfront; k++) {
			const struct wf_front *f = &h.source.front[k];

			assert_true(wf_str_eq(wf_str_sub(h.source.raw, f->raw.off, f->raw.len), f->value));
		}
		close_text(&h);
	}
}

static void
huge_front_matter_is_bounded(void **state)
{
	struct wf_buf in = { 0 };
	struct held h;

	(void)state;
	wf_buf_put(&in, WF_S("---\n"));
	for (int i = 0; i < 5000; i++)
		wf_buf_printf(&in, "k%d: v\n", i);
	wf_buf_put(&in, WF_S("---\n甲"));
	open_text(&h, "x.md", wf_buf_str(&in));
	same_str(h.source.text, "甲", 0);
	same_num((long long)h.findings.n, 5000, 0);	/* what is not kept is said too */
	close_text(&h);
	wf_buf_free(&in);
}

/* ---- which reader ---- */

static const struct { const char *name; wf_str bytes; const char *reader; } sniffed[] = {
	{ "a.md", LIT(""), "markdown" }, { "a.MARKDOWN", LIT("x"), "markdown" }, { "a.txt", LIT("# x"), "text" },
	{ "d.md/a.TXT", LIT("x"), "text" }, { "a", LIT("甲"), "text" }, { "a", LIT(""), "text" },
	{ "a", LIT("# 甲"), "markdown" }, { "d.pdf/a", LIT("甲"), "text" },
	{ "某规定（2016.11）", LIT("甲"), "text" }, { "某规定2016.11", LIT("甲"), "text" },
	{ "第1.甲", LIT("甲"), "text" }, { "a.", LIT("甲"), "text" },
	{ "a.rtf", LIT("甲"), NULL }, { "a.odt", LIT("甲"), NULL }, { "a.mdx", LIT("甲"), NULL },
	{ "a.longextension", LIT("甲"), "text" },
	{ "a", LIT("%!PS-Adobe"), NULL }, { "a", LIT("甲\0乙"), NULL }, { "a", LIT("\x7F" "ELF\x01"), NULL },
	{ "a", LIT(" <svg>"), NULL }, { "a", LIT("{\\rtf1"), NULL }, { "a", LIT("\xFF\xFE\x51\x7F" "a\0"), "text" },
	{ "a", LIT("\xB7\xA8\f\n"), "text" },
};

static void
readers_are_picked(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sniffed); i++) {
		const struct wf_reader *r = wf_reader_for(wf_str_of(sniffed[i].name), sniffed[i].bytes);
		struct wf_source s;
		struct held h = { 0 };
		struct wf_err err;

		same_str(wf_str_of(r != NULL ? r->name : NULL),
		    sniffed[i].reader != NULL ? sniffed[i].reader : "", i);
		wf_rc rc = wf_read(&s, &h.arena, &h.findings, wf_str_of(sniffed[i].name), sniffed[i].bytes,
		    &err);

		same_num(rc, sniffed[i].reader != NULL ? WF_OK : WF_NONE, i);
		close_text(&h);
	}
	assert_non_null(wf_readers()[0]);
}

static void
large_files_are_refused(void **state)
{
	static const char byte = 'x';
	struct held h = { 0 };
	struct wf_err err;
	/* the length alone is looked at */
	wf_rc rc = wf_read(&h.source, &h.arena, &h.findings, WF_S("big.txt"),
	    (wf_str){ &byte, WF_FILE_LIMIT + 1 }, &err);

	(void)state;
	assert_int_equal(rc, WF_E_LIMIT);
	assert_non_null(strstr(err.msg, "big.txt"));
	close_text(&h);
}

/* ---- bytes by chance ---- */

static const char *const pieces[] = {
	"# ", "## ", "#", "**", "*", "***", "****", "> ", "|", "<!--", "-->", "<!-- INFO END -->", "\\", "\\*",
	"\n", "\r\n", "\r", "甲", "第一条", " ", "　", "\xE2\x80\x8B", "\xEF\xBB\xBF", "---\n", "title: x\n",
	"\xE2", "\x80", "\xFF", "\xB7\xA8", "a", "，", "“", "<", "-", ">",
};

static void
any_bytes_keep_the_law(void **state)
{
	static const char *const names[] = { "x.md", "x.txt" };
	struct wf_buf in = { 0 };
	uint64_t seed = 3;

	(void)state;
	for (int round = 0; round < 8000; round++) {
		struct held h;
		size_t count = chance(&seed) % 40;

		in.n = 0;
		wf_buf_put(&in, chance(&seed) % 4 == 0 ? WF_S("---\n") : WF_S(""));
		while (count-- > 0) {
			uint64_t pick = chance(&seed);

			if (pick % 16 == 0)
				wf_buf_ch(&in, (char)(pick >> 8));
			else
				wf_buf_put(&in, wf_str_of(pieces[(pick >> 8) % COUNT(pieces)]));
		}
		/* an exact copy, so that a look past the end is noticed */
		char *copy = wf_malloc(in.n);

		memcpy(copy, in.p, in.n);
		open_text(&h, names[round % 2], (wf_str){ copy, in.n });
		check_law(&h.source);
		close_text(&h);
		free(copy);
	}
	wf_buf_free(&in);
}

/* Files that would take hours if a reader looked twice at the same bytes. */
static void
hostile_files_take_linear_time(void **state)
{
	static const char *const hostile[] = {
		"\r", "**a ", "<!--", "<!-- -->", "> ", "# ", "#", "*", " ", "\\", "\xE2\x80\x8B", "|", "**a**", "-->",
		"**a\\", "\n", "\xFF", "\xB7\xA8\xFF\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct wf_buf in = { 0 };
		struct held h;

		for (int k = 0; k < 100000; k++)
			wf_buf_put(&in, wf_str_of(hostile[i]));
		open_text(&h, "x.md", wf_buf_str(&in));
		close_text(&h);
		open_text(&h, "x.txt", wf_buf_str(&in));
		close_text(&h);
		wf_buf_free(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_cut), cmocka_unit_test(info_mark_tells_head_from_body),
		cmocka_unit_test(comments_over_lines_are_cut), cmocka_unit_test(plain_text_keeps_its_words),
		cmocka_unit_test(other_encodings_are_read), cmocka_unit_test(front_matter_is_read),
		cmocka_unit_test(huge_front_matter_is_bounded), cmocka_unit_test(readers_are_picked),
		cmocka_unit_test(large_files_are_refused), cmocka_unit_test(any_bytes_keep_the_law),
		cmocka_unit_test(hostile_files_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
