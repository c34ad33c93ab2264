/* Sources, decoding, numerals, dates in words and folding of src/text, as rows. */
#include "unit.h"

#include "findings_gen.h"
#include "text/text.h"

/* ---- numerals ---- */

static const struct { const char *in; size_t used; uint32_t value; } numerals[] = {
	{ "一", 3, 1 }, { "九", 3, 9 }, { "十", 3, 10 }, { "十九", 6, 19 }, { "二十", 6, 20 },
	{ "九十九", 9, 99 }, { "一百", 6, 100 }, { "一百零三条", 12, 103 }, { "一百〇三", 12, 103 },
	{ "一百一十", 12, 110 }, { "一百十", 9, 110 }, { "一百二十五", 15, 125 },
	{ "一百五", 9, 105 }, { "九百九十九", 15, 999 }, { "一千", 6, 1000 }, { "一千零一", 12, 1001 },
	{ "一千零一十", 15, 1010 }, { "一千二百五十九", 21, 1259 }, { "两千", 6, 2000 }, { "两", 3, 2 },
	{ "一万", 6, 10000 }, { "二万五千", 12, 25000 }, { "十二万零三", 15, 120003 },
	{ "一万二", 6, 10000 }, { "一亿零三百万", 18, 103000000 }, { "九亿", 6, 900000000 },
	{ "十亿", 0, 0 }, { "一万亿", 6, 10000 },
	{ "廿", 3, 20 }, { "廿三", 6, 23 }, { "卅", 3, 30 }, { "卅一日", 6, 31 }, { "一百廿五", 12, 125 },
	{ "零", 3, 0 }, { "〇", 3, 0 }, { "二〇二四年", 12, 2024 }, { "二○○四", 12, 2004 },
	{ "二Ｏ二四", 12, 2024 }, { "二O二四", 10, 2024 }, { "二0二四", 10, 2024 }, { "一二", 6, 12 },
	{ "二００八", 12, 2008 }, { "二〇", 6, 20 },
	{ "0", 1, 0 }, { "007", 3, 7 }, { "2024年", 4, 2024 }, { "２０２4", 10, 2024 }, { "3万", 1, 3 },
	{ "3.5", 1, 3 }, { "12一", 2, 12 }, { "999999999", 9, 999999999 }, { "1000000000", 0, 0 },
	{ "99999999999999999999999", 0, 0 }, { "九九九九九九九九九九", 0, 0 },
	{ "十五六", 6, 15 }, { "三五百", 0, 0 }, { "二十二十", 6, 20 }, { "一O", 3, 1 },
	{ "百", 0, 0 }, { "千", 0, 0 }, { "万", 0, 0 }, { "○一", 0, 0 }, { "Ｏ", 0, 0 }, { "", 0, 0 },
	{ "第一", 0, 0 }, { " 1", 0, 0 }, { "条", 0, 0 }, { "a", 0, 0 }, { "七十 五", 6, 70 },
	{ "一百零", 6, 100 }, { "一百零条", 6, 100 },
};

static void
numerals_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(numerals); i++) {
		uint32_t value = 77;

		same_num((long long)wf_numeral(wf_str_of(numerals[i].in), &value),
		    (long long)numerals[i].used, i);
		same_num(value, numerals[i].used > 0 ? numerals[i].value : 77, i);
	}
}

static const struct { uint32_t in; const char *out; } written[] = {
	{ 0, "零" }, { 1, "一" }, { 10, "十" }, { 11, "十一" }, { 20, "二十" }, { 100, "一百" },
	{ 101, "一百零一" }, { 110, "一百一十" }, { 1001, "一千零一" }, { 1010, "一千零一十" },
	{ 1259, "一千二百五十九" }, { 10000, "一万" }, { 10010, "一万零一十" },
	{ 99999, "九万九千九百九十九" }, { 100000, "100000" },
};

static void
numerals_are_written(void **state)
{
	struct wf_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(written); i++) {
		out.n = 0;
		wf_numeral_han(&out, written[i].in);
		same_str(wf_buf_str(&out), written[i].out, i);
	}
	for (uint32_t n = 0; n <= 99999; n++) {
		uint32_t back = n + 1;

		out.n = 0;
		wf_numeral_han(&out, n);
		assert_true(wf_numeral(wf_buf_str(&out), &back) == out.n && back == n);
	}
	wf_buf_free(&out);
}

static void
numeral_characters_are_known(void **state)
{
	wf_str yes = WF_S("一二三四五六七八九十百千万亿零〇○Ｏ两廿卅0123456789０９");
	wf_str no = WF_S("第条之OoQaＡ：、壹");

	(void)state;
	while (yes.n > 0)
		assert_true(wf_is_numeral(wf_utf8_next(&yes)));
	while (no.n > 0)
		assert_false(wf_is_numeral(wf_utf8_next(&no)));
}

static const struct { const char *in; size_t used; wf_date out; } days[] = {
	{ "2024年3月22日起", 16, 20240322 }, { "2024 年 3 月 22 日", 21, 20240322 },
	{ "二〇二四年三月二十二日", 33, 20240322 }, { "二○○四年十二月三十一日", 36, 20041231 },
	{ "２０２４年３月２２日", 30, 20240322 }, { "2024年　3月", 14, 20240300 },
	{ "2024年03月01日", 17, 20240301 }, { "2024年3月5号", 15, 20240305 },
	/* letters where scanning misread a digit */
	{ "1995年8月l日起", 15, 19950801 }, { "2001年1l月3O日", 17, 20011130 },
	{ "1995年8月la日", 11, 19950800 },
	{ "2024年元月1日", 17, 20240101 }, { "2024年3月", 11, 20240300 }, { "2024年", 7, 20240000 },
	{ "2024年度", 7, 20240000 }, { "2024年3月22条", 11, 20240300 }, { "2024年3—5月", 7, 20240000 },
	{ "2024-03-22", 10, 20240322 }, { "2024.3.22", 9, 20240322 }, { "2024/3/22", 9, 20240322 },
	{ "2024．3．22", 13, 20240322 }, { "2024. 3. 22", 11, 20240322 },
	{ "2024年2月29日", 16, 20240229 }, { "1000年", 7, 10000000 }, { "2999年", 7, 29990000 },
	{ "2023年2月29日", 0, 0 }, { "2024年13月", 0, 0 }, { "2024年0月", 0, 0 },
	{ "2024年4月31日", 0, 0 }, { "2024年4月32日", 0, 0 }, { "2024年4月0日", 0, 0 },
	{ "2024-13-01", 0, 0 }, { "2024-03", 0, 0 }, { "2024.3", 0, 0 }, { "2024-03.22", 0, 0 },
	{ "2024-03-221", 0, 0 }, { "2024-03-00", 0, 0 }, { "2024-3-", 0, 0 }, { "2024", 0, 0 },
	{ "24年3月", 0, 0 }, { "12024年", 0, 0 }, { "3000年", 0, 0 }, { "0999年", 0, 0 },
	{ "二千零二十四年", 0, 0 }, { "三年", 0, 0 }, { "", 0, 0 }, { "年", 0, 0 },
	{ "2024年\n3月", 7, 20240000 },
};

static void
dates_in_words_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		wf_date d = 77;

		same_num((long long)wf_date_words(wf_str_of(days[i].in), &d), (long long)days[i].used, i);
		same_num(d, days[i].used > 0 ? days[i].out : 77, i);
	}
}

/* ---- folding ---- */

static const struct { const char *in; unsigned how; const char *out; } folds[] = {
	{ "", WF_FOLD_NAME, "" },
	{ "ＡＢＣ１２３，（）～", WF_FOLD_WIDTH, "ABC123,()~" }, { "甲　乙", WF_FOLD_WIDTH, "甲 乙" },
	{ "＇！＇", WF_FOLD_WIDTH, "'!'" }, { "｟。、", WF_FOLD_WIDTH, "｟。、" },
	{ "AbZ[`", WF_FOLD_CASE, "abz[`" }, { "ÀÉΩЖ", WF_FOLD_CASE, "àéωж" }, { "Ⱥ", WF_FOLD_CASE, "ⱥ" },
	{ "ＡＢ", WF_FOLD_CASE | WF_FOLD_WIDTH, "ab" }, { "ＡＢ", WF_FOLD_CASE, "ａｂ" },
	{ "網絡安全法", WF_FOLD_TRAD, "网络安全法" }, { "网络安全法", WF_FOLD_TRAD, "网络安全法" },
	{ "網絡", WF_FOLD_WIDTH, "網絡" }, { "第七十五 条", WF_FOLD_SPACE, "第七十五条" },
	{ "\xE2\x80\x8B甲\xEF\xBB\xBF\n", WF_FOLD_SPACE, "甲" },
	{ "《甲〈乙〉法》（试行）", WF_FOLD_PUNCT, "甲乙法试行" }, { "GB/T 1-24", WF_FOLD_NAME, "gbt124" },
	{ "甲—乙…“丙”", WF_FOLD_PUNCT, "甲乙丙" }, { "a+b=c", WF_FOLD_PUNCT, "abc" },
	{ "二〇二四", WF_FOLD_ZERO, "二零二四" }, { "二○○四", WF_FOLD_ZERO, "二零零四" },
	{ "二Ｏ二四", WF_FOLD_SEARCH, "二零二四" }, { "○ 甲", WF_FOLD_ZERO, "○ 甲" },
	{ "ＯＫ", WF_FOLD_SEARCH, "ok" }, { "甲○", WF_FOLD_ZERO, "甲○" }, { "二〇", 0, "二〇" },
	{ "a\xFF" "b", WF_FOLD_SEARCH, "a\xEF\xBF\xBD" "b" }, { "\xE6\xB3", 0, "\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "𠀀法", WF_FOLD_NAME, "𠀀法" }, { "㐀鿿", WF_FOLD_NAME, "㐀鿿" },
};

static void
texts_are_folded(void **state)
{
	struct wf_buf out = { 0 }, again = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(folds); i++) {
		struct wf_offsets map = { 0 };
		wf_str in = wf_str_of(folds[i].in);

		out.n = again.n = 0;
		wf_fold(&out, in, folds[i].how);
		same_str(wf_buf_str(&out), folds[i].out, i);
		wf_fold_map(&again, &map, in, folds[i].how);
		assert_true(wf_str_eq(wf_buf_str(&out), wf_buf_str(&again)));
		same_num((long long)map.n, (long long)out.n, i);
		for (size_t k = 0; k < map.n; k++)
			assert_true(map.v[k] < in.n && (k == 0 || map.v[k - 1] <= map.v[k]));
		free(map.v);
		/* folding what is folded changes nothing */
		again.n = 0;
		wf_fold(&again, wf_buf_str(&out), folds[i].how);
		assert_true(wf_str_eq(wf_buf_str(&out), wf_buf_str(&again)));
	}
	wf_buf_free(&out);
	wf_buf_free(&again);
}

static void
folded_bytes_know_their_origin(void **state)
{
	static const uint32_t want[] = { 0, 3, 4, 5, 9, 10, 11, 12 };	/* Ａ網 Ｂ法 -> a网b法 */
	struct wf_buf out = { 0 };
	struct wf_offsets map = { 0 };

	(void)state;
	wf_fold_map(&out, &map, WF_S("Ａ網"), WF_FOLD_SEARCH);
	wf_fold_map(&out, &map, WF_S("b　法"), WF_FOLD_SEARCH);
	same_str(wf_buf_str(&out), "a网b法", 0);
	same_num((long long)map.n, 8, 0);
	for (size_t i = 0; i < 4; i++)
		same_num(map.v[i], want[i], i);
	same_num(map.v[4], 0, 4);	/* a second slice counts from its own start */
	same_num(map.v[5], 4, 5);
	free(map.v);
	wf_buf_free(&out);
}

static void
long_texts_fold_like_short_ones(void **state)
{
	struct wf_buf in = { 0 }, out = { 0 }, want = { 0 };

	(void)state;
	for (int i = 0; i < 5000; i++) {
		wf_buf_put(&in, WF_S("Ａ二○二\xFF 網"));
		wf_buf_put(&want, WF_S("a二零二\xEF\xBF\xBD网"));
	}
	wf_fold(&out, wf_buf_str(&in), WF_FOLD_SEARCH);
	assert_true(wf_str_eq(wf_buf_str(&out), wf_buf_str(&want)));
	wf_buf_free(&in);
	wf_buf_free(&out);
	wf_buf_free(&want);
}

static const struct { uint32_t cp; char initial; } pinyin[] = {
	{ 0x6CD5, 'f' }, { 0x7F51, 'w' }, { 0x5B89, 'a' }, { 0x3007, 'l' }, { 'a', 0 }, { 0x33FF, 0 },
	{ 0xA000, 0 }, { 0x20000, 0 }, { 0, 0 },
};

static void
pinyin_initials_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pinyin); i++)
		same_num(wf_pinyin_initial(pinyin[i].cp), pinyin[i].initial, i);
}

/* ---- decoding ---- */

#define GB_NAME "\xCD\xF8\xC2\xE7\xB0\xB2\xC8\xAB"	/* 网络安全 */

/* finding 0 = none; others are those that must be there */
static const struct { wf_str in; const char *name, *out; unsigned finding; uint32_t a; } codings[] = {
	{ LIT(""), "UTF-8", "", 0, 0 },
	{ LIT("网络 abc\r\n\t"), "UTF-8", "网络 abc\r\n\t", 0, 0 },
	{ LIT(GB_NAME "\n"), "GB18030", "网络安全\n", WF_D_DECODED, 0 },
	{ LIT("\x81\x30\x81\x30"), "GB18030", "\xC2\x80", WF_D_CONTROL, 1 },
	{ LIT("\xFF\xFE\x51\x7F" "a\0"), "UTF-16LE", "网a", WF_D_DECODED, 0 },
	{ LIT("\xFE\xFF\x7F\x51\0a"), "UTF-16BE", "网a", WF_D_DECODED, 0 },
	{ LIT("\xFF\xFE\x40\xD8\x00\xDC"), "UTF-16LE", "𠀀", WF_D_DECODED, 0 },
	{ LIT("\xFF\xFE\x51\x7F" "a"), "mixed", "网\xEF\xBF\xBD", WF_D_UNDECODABLE, 1 },
	{ LIT("\xFF\xFE\x00\xDC" "a\0"), "mixed", "\xEF\xBF\xBD" "a", WF_D_UNDECODABLE, 2 },
	{ LIT("网络\xFF安全"), "mixed", "网络\xEF\xBF\xBD安全", WF_D_UNDECODABLE, 1 },
	{ LIT("网络安\xE5\x85"), "mixed", "网络安\xEF\xBF\xBD\xEF\xBF\xBD", WF_D_UNDECODABLE, 2 },
	{ LIT("网络安全\n" GB_NAME "\n"), "mixed", "网络安全\n网络安全\n", WF_D_DECODED, 0 },
	{ LIT(GB_NAME "\xFF\n"), "mixed", "网络安全\xEF\xBF\xBD\n", WF_D_UNDECODABLE, 1 },
	{ LIT("a\xE9\nb"), "mixed", "a\xEF\xBF\xBD\nb", WF_D_UNDECODABLE, 1 },
	{ LIT("甲锟斤拷乙"), "UTF-8", "甲锟斤拷乙", WF_D_MOJIBAKE, 1 },
	{ LIT("甲\xEF\xBF\xBD"), "UTF-8", "甲\xEF\xBF\xBD", WF_D_MOJIBAKE, 1 },
	{ LIT("Ã¥ Ã¤ Ã©"), "UTF-8", NULL, WF_D_MOJIBAKE, 3 },
	{ LIT("Ã¥ Ã¤"), "UTF-8", NULL, 0, 0 },		/* too few to say so */
	{ LIT("ÍøÂç°²È«·¨ÍøÂçÍøÂç"), "UTF-8", NULL, WF_D_MOJIBAKE, 4 },
	{ LIT("缃戠粶锛屽畨鍏ㄣ锛锛"), "UTF-8", NULL, WF_D_MOJIBAKE, 3 },
	{ LIT("××××××× 30°±2° ····"), "UTF-8", NULL, 0, 0 },
	{ LIT("\xEE\x80\x80\xEF\xA3\xBF\xF3\xB0\x80\x80"), "UTF-8", NULL, WF_D_PRIVATE_USE, 3 },
	{ LIT("\xEF\xA4\x80\xED\x9F\xBF"), "UTF-8", NULL, 0, 0 },
	{ LIT("a\x01\x7F\x0C" "b\0c\xC2\x9F"), "UTF-8", NULL, WF_D_CONTROL, 5 },
	{ LIT("\xC2\xA0 é"), "UTF-8", NULL, 0, 0 },
};

static void
files_are_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(codings); i++) {
		struct wf_arena a = { 0 };
		struct wf_findings f = { 0 };
		const char *name;
		wf_str out;
		size_t hit = 0;

		wf_decode(&out, &name, &a, &f, codings[i].in);
		same_str(wf_str_of(name), codings[i].name, i);
		if (codings[i].out != NULL)
			same_str(out, codings[i].out, i);
		assert_int_equal(wf_utf8_valid(out), out.n);
		assert_true(strcmp(name, "UTF-8") != 0 || out.p == codings[i].in.p);
		while (hit < f.n && f.v[hit].code != codings[i].finding)
			hit++;
		if (codings[i].finding == 0)
			same_num((long long)f.n, 0, i);
		else if (hit == f.n)
			fail_msg("row %zu: no finding W%04u", i, codings[i].finding);
		else
			same_num(f.v[hit].a, codings[i].a, i);
		wf_findings_free(&f);
		wf_arena_free(&a);
	}
}

/* ---- sources ---- */

static void
cuts_map_both_ways(void **state)
{
	/* raw 0123456789 without 0, 3 4, 5, 9 is 1 2 6 7 8 */
	static const uint32_t to_raw[] = { 1, 2, 6, 7, 8, 10 };
	static const uint32_t to_text[] = { 0, 0, 1, 2, 2, 2, 2, 3, 4, 5, 5 };
	struct wf_cut cut[] = {
		{ .off = 0, .len = 1 }, { .off = 3, .len = 2 },
		{ .off = 5, .len = 1 }, { .off = 9, .len = 1 },
	};
	struct wf_source s = { .raw = WF_S("0123456789"), .cut = cut, .ncut = COUNT(cut) };
	struct wf_arena a = { 0 };

	(void)state;
	wf_source_finish(&s, &a);
	same_str(s.text, "12678", 0);
	for (uint32_t i = 0; i < COUNT(to_raw); i++)
		same_num(wf_source_raw(&s, i), to_raw[i], i);
	for (uint32_t i = 0; i < COUNT(to_text); i++)
		same_num(wf_source_text(&s, i), to_text[i], i);
	wf_span span = wf_source_raw_span(&s, (wf_span){ 0, 2 });

	same_num(span.off, 1, 0);
	same_num(span.len, 2, 1);	/* the cut behind stays outside */
	span = wf_source_raw_span(&s, (wf_span){ 1, 4 });
	same_num(span.off, 2, 2);
	same_num(span.len, 7, 3);
	span = wf_source_raw_span(&s, (wf_span){ 2, 0 });
	same_num(span.len, 0, 4);
	same_str(wf_source_slice(&s, (wf_span){ 1, 3 }), "267", 5);
	wf_arena_free(&a);
}

static void
bad_cuts_do_no_harm(void **state)
{
	struct wf_cut cut[] = {
		{ .off = 2, .len = 3 }, { .off = 1, .len = 1 },
		{ .off = 6, .len = 99 }, { .off = 400, .len = 1 },
	};
	struct wf_source s = { .raw = WF_S("0123456789"), .cut = cut, .ncut = COUNT(cut) };
	struct wf_arena a = { 0 };

	(void)state;
	wf_source_finish(&s, &a);
	same_str(s.text, "01", 0);
	wf_arena_free(&a);
}

static const struct { const char *in; size_t n; const char *line[4]; } lines[] = {
	{ "", 0, { NULL } }, { "a", 1, { "a" } }, { "a\n", 1, { "a" } }, { "a\n\n", 2, { "a", "" } },
	{ "\n", 1, { "" } }, { "a\nb", 2, { "a", "b" } }, { "a\rb", 2, { "a", "b" } },
	{ "a\r\nb\r\n", 2, { "a", "b" } }, { "a\r\rb\n", 3, { "a", "", "b" } }, { "\r", 1, { "" } },
};

static void
lines_tile_the_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct wf_source s = { .raw = wf_str_of(lines[i].in) };
		struct wf_arena a = { 0 };

		wf_source_finish(&s, &a);
		assert_ptr_equal(s.text.p, s.raw.p);	/* nothing cut, nothing copied */
		same_num((long long)s.nline, (long long)lines[i].n, i);
		for (size_t k = 0; k < s.nline; k++) {
			wf_span at = { s.line[k].off, s.line[k].len };

			same_str(wf_source_slice(&s, at), lines[i].line[k], i);
			for (uint32_t off = at.off; off <= at.off + at.len && off < s.text.n; off++)
				same_num((long long)wf_source_line(&s, off), (long long)k, i);
		}
		wf_arena_free(&a);
	}
}

/* ---- the law of the house on bytes by chance ---- */

/* Words that damage and cuts like to meet. */
static const char *const words[] = {
	"法", "第", "\xFF", "\xE6", "\xB3\x95", "\n", "\r", "a", "\xC4\xA3", "\xF0\xA0", "\x81\x30",
	"\xEF\xBB\xBF", "\xFE\xFF", "\0", "二○二", "\xC3\xA5", "\xEE\x80\x80", "。", "\xE3\x80", " ",
};

static void
fill(struct wf_buf *b, uint64_t *seed, size_t count)
{
	b->n = 0;
	wf_buf_put(b, WF_S(""));
	while (count-- > 0) {
		uint64_t pick = chance(seed);

		if (pick % 3 == 0)
			wf_buf_ch(b, (char)(pick >> 8));
		else
			wf_buf_put(b, wf_str_of(words[(pick >> 8) % COUNT(words)]));
	}
}

static void
any_bytes_decode_and_fold(void **state)
{
	struct wf_buf in = { 0 }, out = { 0 };
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct wf_arena a = { 0 };
		struct wf_findings f = { 0 };
		struct wf_offsets map = { 0 };
		const char *name;
		uint32_t value;
		wf_str text;
		wf_date day;

		fill(&in, &seed, chance(&seed) % 60);
		wf_decode(&text, &name, &a, &f, wf_buf_str(&in));
		assert_int_equal(wf_utf8_valid(text), text.n);
		out.n = 0;
		wf_fold_map(&out, &map, wf_buf_str(&in), (unsigned)chance(&seed) % 64);
		assert_int_equal(wf_utf8_valid(wf_buf_str(&out)), out.n);
		assert_int_equal(map.n, out.n);
		for (size_t i = 0; i <= in.n; i++) {
			wf_str rest = wf_str_from(wf_buf_str(&in), i);

			assert_true(wf_numeral(rest, &value) <= rest.n);
			assert_true(wf_date_words(rest, &day) <= rest.n);
		}
		free(map.v);
		wf_findings_free(&f);
		wf_arena_free(&a);
	}
	wf_buf_free(&in);
	wf_buf_free(&out);
}

static void
any_cuts_keep_the_map(void **state)
{
	struct wf_buf in = { 0 };
	uint64_t seed = 11;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct wf_cut cut[20];
		struct wf_source s = { .cut = cut };
		struct wf_arena a = { 0 };
		uint32_t at = 0;

		fill(&in, &seed, chance(&seed) % 60);
		s.raw = wf_buf_str(&in);
		while (s.ncut < 20 && at < s.raw.n) {
			uint32_t off = at + (uint32_t)(chance(&seed) % 8);
			uint32_t len = (uint32_t)(chance(&seed) % 6);

			cut[s.ncut++] = (struct wf_cut){ .off = off, .len = len };
			at = off + len;
		}
		wf_source_finish(&s, &a);
		for (uint32_t i = 0; i <= s.text.n; i++) {
			uint32_t raw = wf_source_raw(&s, i);

			assert_true(raw <= s.raw.n && wf_source_text(&s, raw) == i);
			assert_true(i == s.text.n || s.raw.p[raw] == s.text.p[i]);
		}
		for (uint32_t i = 0; i < s.raw.n; i++) {
			uint32_t text = wf_source_text(&s, i), raw = wf_source_raw(&s, text);

			assert_true(text <= s.text.n && raw >= i);
		}
		wf_arena_free(&a);
	}
	wf_buf_free(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numerals_are_read), cmocka_unit_test(numerals_are_written),
		cmocka_unit_test(numeral_characters_are_known), cmocka_unit_test(dates_in_words_are_read),
		cmocka_unit_test(texts_are_folded), cmocka_unit_test(folded_bytes_know_their_origin),
		cmocka_unit_test(long_texts_fold_like_short_ones),
		cmocka_unit_test(pinyin_initials_are_known), cmocka_unit_test(files_are_decoded),
		cmocka_unit_test(cuts_map_both_ways), cmocka_unit_test(bad_cuts_do_no_harm),
		cmocka_unit_test(lines_tile_the_text), cmocka_unit_test(any_bytes_decode_and_fold),
		cmocka_unit_test(any_cuts_keep_the_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
