/* Readers of web pages and web archives: what is text, what is left out, what is refused. */
#include "readers.h"

/* A page whose text is long enough to be told from what stands around it. */
#define LONG "第一条　为了规范示例工作，保障有关各方的权利，根据有关规定，制定本办法。"
#define ALSO "第二条　本办法所称示例，是指为了试验而写下的文字，与任何真实的规定无关。"

/* ---- one page, its lines ---- */

static const struct { const char *page, *lines; } pages[] = {
	/* blocks, breaks, white space */
	{ "<p>甲</p><p>乙</p>", "甲\n乙\n" }, { "<p>甲<br>乙<br/><br>丙</p>", "甲\n乙\n丙\n" },
	{ "<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙\n" }, { "<p>  甲  乙\t丙  </p>", "甲 乙 丙\n" },
	{ "<p>甲\n乙</p>", "甲乙\n" }, { "<p>ab\ncd 甲\nx</p>", "ab cd 甲 x\n" },
	{ "<p>甲</p>\n\n  <p>乙</p>\n", "甲\n乙\n" }, { "<p>　　甲&nbsp;乙</p>", "　　甲\xC2\xA0乙\n" },
	{ "<p>　</p><p>&nbsp;</p><p>甲</p>", "甲\n" }, { "<p>甲</b>乙</i></p>丙", "甲乙\n丙\n" },
	{ "<p>&lt;甲&gt; &amp; &#19968;&#x4E8C; &hellip;</p>", "<甲> & 一二 …\n" },
	{ "<P ALIGN=center>甲<P>乙", "甲\n乙\n" },
	{ "<p>甲<span>乙</span><a href=x>丙</a></p>", "甲乙丙\n" },
	{ "<pre>甲\n 乙\n\n丙</pre>", "甲\n乙\n丙\n" },
	{ "<blockquote>甲<p>乙</p></blockquote>丙", ">甲\n>乙\n丙\n" },
	{ "<p>甲\xE2\x80\x8B乙</p>", "甲乙\n" }, { "<p>a<wbr>b&shy;c</p>", "ab\xC2\xAD" "c\n" },
	/* headings, bold */
	{ "<h1>甲</h1><h2>第一章<br>总则</h2><p>乙</p>", "#甲\n##第一章总则\n乙\n" },
	{ "<h3><span>甲</span>\n<div>乙</div></h3>", "###甲乙\n" },
	{ "<p><b>甲</b>乙</p><p>丙<b>丁</b></p>", "*甲乙\n丙丁\n" },
	{ "<p><strong>甲</strong></p><p style='font-weight: bold'>乙</p>", "*甲\n*乙\n" },
	/* lists */
	{ "<ul><li>甲<li>乙</ul>", "甲\n乙\n" },
	{ "<ol><li>甲</li><li>乙</li></ol>", "1. 甲\n2. 乙\n" },
	{ "<ol start=3 type=a><li>甲<li value=9>乙<li>丙</ol>", "c. 甲\ni. 乙\nj. 丙\n" },
	{ "<ol type=I><li>甲<li>（二）乙<li>3.丙</ol>", "I. 甲\n（二）乙\n3.丙\n" },
	{ "<ol style='list-style:none'><li>甲</ol>", "甲\n" }, { "<dl><dt>甲<dd>乙</dl>", "甲\n乙\n" },
	/* tables */
	{ "<table><tr><th>甲<th>乙<tr><td>丙<td>丁</table>", "| 甲 | 乙 |\n| 丙 | 丁 |\n" },
	{ "<table><tr><td>甲<td><p>乙</p><p>丙</p><tr><td><td>丁<br>戊</table>",
	  "| 甲 | 乙 丙 |\n| | 丁 戊 |\n" },
	{ "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁</table>",
	  "| 甲 | 乙 | |\n| | 丙 | 丁 |\n" },
	{ "<table><caption>表</caption><tr><td>甲<td>乙</table>后", "表\n| 甲 | 乙 |\n后\n" },
	{ "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", "甲\n乙\n" },
	{ "<table><tr><td>甲<td>乙<tr><td> <td></table>", "| 甲 | 乙 |\n" },
	{ "<table role=presentation><tr><td>甲<td>乙</table>", "甲\n乙\n" },
	{ "<table><tr><td>甲<td><table><tr><td>乙<td>丙</table></table>", "甲\n| 乙 | 丙 |\n" },
	/* never seen by a reader */
	{ "<script>var a='<p>x</p>';</script><style>p{}</style><p>甲</p><noscript>乙</noscript>",
	  "甲\n" },
	{ "<!-- <p>甲</p> --><p>乙</p>", "乙\n" }, { "<p>甲<![if !x]>乙<![endif]></p>", "甲乙\n" },
	{ "<p style='display: none'>甲</p><p hidden>乙</p><p>丙<i aria-hidden=true>丁</i></p>",
	  "丙\n" },
	{ "<form><input value=甲><select><option>乙<option>丙</select><textarea>丁</textarea>"
	  "戊</form>", "戊\n" },
	{ "<p>甲<del>乙</del><s>丙</s><ins>丁</ins></p>", "甲丁\n" },
	{ "<ruby>甲<rp>(<rt>jia<rp>)</ruby>", "甲\n" },
	/* no tag that ends a line: the file's own line ends do */
	{ "甲\n乙\n\n丙", "甲\n乙\n丙\n" },
	{ "<html><body>甲\n<b>乙</b></body></html>", "甲\n*乙\n" }, { "", "" },
	{ "<", "" }, { "<p", "" }, { "<p>1 < 2</p>", "1 < 2\n" }, { "&", "&\n" },
	/* unclosed in every paragraph, as old editors wrote: no deep nesting */
	{ "<p><font size=2>甲<p><font size=2>乙", "甲\n乙\n" }, { "<li><a>甲<li><a>乙", "甲\n乙\n" },
	{ "<td><div>甲</td></div><p>乙", "甲\n乙\n" },
};

static void
pages_become_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++)
		same_lines("x.html", wf_str_of(pages[i].page), pages[i].lines, false, i);
}

/* ---- what stands around a text ---- */

#define HEAD "<html><body><div class=header><a href=/>首页</a></div><div class='main-nav'><ul><li>" \
	"<a href=1>栏目</a></ul></div><div class=crumb>当前位置：<a href=2>首页</a> &gt; 正文</div>"
#define FOOT "<div class=share>分享到：微信</div><div id=footer><p>版权所有：云川省示例网站，未经许可不得转载本站" \
	"内容和图片</p></div>"

static const struct { const char *page, *lines; } around[] = {
	{ HEAD "<h1>示例办法</h1><p>来源：本站　发布时间：2024-01-02</p><div><p>" LONG "</p><p>"
	  ALSO "</p></div>" FOOT,
	  "#示例办法\n" LONG "\n" ALSO "\n" },
	{ HEAD "<div class=title>示例办法</div><div id=zoom><p>" LONG "</p><p>签名</p></div>" FOOT,
	  "#示例办法\n" LONG "\n签名\n" },
	{ HEAD "<h2>示例办法</h2><div class='TRS_Editor'><p>云政令〔2024〕2号</p><p>"
	  LONG "</p></div>" FOOT,
	  "#示例办法\n云政令〔2024〕2号\n" LONG "\n" },
	/* short lines above the text, in a block of their own */
	{ HEAD "<div class=a><div>示例令第2号</div><div class=b><p>" LONG "</p><p>"
	  ALSO "</p></div></div>" FOOT,
	  "示例令第2号\n" LONG "\n" ALSO "\n" },
	/* the text says its title again: it is the heading there */
	{ HEAD "<h1>示例办法</h1><div id=zoom><p>示 例 办 法</p><p>" LONG "</p></div>" FOOT,
	  "#示 例 办 法\n" LONG "\n" },
	{ "<meta name=ArticleTitle content=' 示例办法 '>"
	  HEAD "<h3>示例办法</h3><h3>近期热点</h3><div id=zoom>" LONG
	  "</div>" FOOT, "#示例办法\n" LONG "\n" },
	{ "<meta name=ArticleTitle content='示例\n办法'>" HEAD "<div id=zoom>" LONG "</div>" FOOT,
	  "#示例 办法\n" LONG "\n" },
	{ "<meta name=ArticleTitle content=示例办法>" HEAD "<div id=zoom>" LONG "</div>" FOOT,
	  "#示例办法\n" LONG "\n" },
	/* buttons, counters and links at both ends */
	{ HEAD "<article><h1>示例办法</h1><p>字体：【大 中 小】</p><p>浏览次数：12</p><p><a href=3>"
	  "相关解读</a></p><p>" LONG
	  "</p><p>打印　关闭</p><p>【下载】</p><p>责任编辑：某某</p></article>" FOOT, "#示例办法\n"
	  LONG "\n" },
	{ "<article><p>2024-01-02 10:30</p><p>某报 来源：某网</p><p>2024年1月2日</p><p>"
	  "时间：三月</p><p>" LONG "</p></article>",
	  "2024年1月2日\n时间：三月\n" LONG "\n" },
	{ "<article><p>" LONG "</p><p>打印</p><p>" ALSO "</p></article>", LONG "\n打印\n" ALSO "\n" },
	/* the table of numbers above a document of a government */
	{ "<div id=zoom><table><tr><td>索 引 号<td>1<tr><td>发布机构：<td>甲</table><p>"
	  LONG "</p></div>", LONG "\n" },
	/* contents that lead down the page are text */
	{ "<div id=zoom><p><a href='#a'>第一章　总则</a></p><p>" LONG "</p></div>", "第一章　总则\n"
	  LONG "\n" },
	/* a wiki */
	{ "<main><h1 id=firstHeading>示例办法</h1><div class=mw-parser-output><div class=toc>"
	  "目录</div><h2>第一章<span "
	  "class=mw-editsection>[<a>编辑</a>]</span></h2><p>"
	  LONG "<sup class=reference>[1]</sup></p><div class=reflist>"
	  "<ol class=references><li>某书</ol></div></div><div class=printfooter>取自“x”</div></main>",
	  "#示例办法\n##第一章\n" LONG "\n" },
	/* a page made of tables */
	{ "<table><tr><td colspan=2><a href=1>首页</a><tr><td><a href=2>栏目</a><td><table><tr><td>"
	  "示例办法<tr><td><p>" LONG
	  "<p>" ALSO "</table><tr><td colspan=2>主办单位：示例</table>", "示例办法\n" LONG "\n"
	  ALSO "\n" },
	/* what is called a header and holds the text is the text */
	{ "<div class=header><p>" LONG "</p></div>", LONG "\n" },
};

static void
what_stands_around_is_left_out(void **state)
{
	struct held h;

	(void)state;
	for (size_t i = 0; i < COUNT(around); i++)
		same_lines("x.htm", wf_str_of(around[i].page), around[i].lines, false, i);
	assert_int_equal(hold(&h, "x.htm", wf_str_of(around[0].page)), WF_OK);
	assert_true(finding_of(&h, WF_D_PAGE_WORDS) > 40);
	/* lines of the page itself are cut from raw, not lost */
	assert_true(wf_str_has(h.source.raw, WF_S("来源：本站")));
	assert_false(wf_str_has(h.source.text, WF_S("来源：本站")));
	let_go(&h);
}

/* ---- places, findings ---- */

static void
places_are_blocks_of_the_page(void **state)
{
	(void)state;
	same_lines("x.html",
	    WF_S("<p>甲</p><div>乙<br>丙</div><p></p><h2>丁</h2><table><tr><td>戊<td>己</table><p>庚"),
	    "@1 甲\n@2 乙\n@2 丙\n##@3 丁\n@4 | 戊 | 己 |\n@6 庚\n", true, 0);
}

static void
what_is_left_out_is_said(void **state)
{
	struct held h;

	(void)state;
	assert_int_equal(hold(&h, "x.html",
	    WF_S("<p>甲<img src=a><img src=b><del>乙</del></p><ol><li>丙</ol>")), WF_OK);
	same_num(finding_of(&h, WF_D_PICTURES), 2, 0);
	same_num(finding_of(&h, WF_D_STRUCK), 1, 0);
	same_num(finding_of(&h, WF_D_NUMBERS_WRITTEN), 1, 0);
	let_go(&h);
}

/* ---- encodings ---- */

static const struct { wf_str page; const char *lines, *encoding; unsigned finding; } encoded[] = {
	{ LIT("<meta charset=utf-8><p>\xE6\xB3\x95</p>"), "法\n", "UTF-8", 0 },
	{ LIT("\xEF\xBB\xBF<p>\xE6\xB3\x95</p>"), "法\n", "UTF-8", 0 },
	{ LIT("<meta charset=gb2312><p>\xB7\xA8</p>"), "法\n", "GB18030", WF_D_DECODED },
	{ LIT("<p>\xB7\xA8</p>"), "法\n", "GB18030", WF_D_DECODED },
	/* what the page says is believed only where the bytes do not say otherwise */
	{ LIT("<meta charset=gb2312><p>\xE6\xB3\x95</p>"), "法\n", "UTF-8", 0 },
	{ LIT("<meta http-equiv=Content-Type content='text/html; charset=big5'><p>\xAA\x6B</p>"),
	  "法\n", "UTF-8",
	  WF_D_DECODED },
	{ LIT("\xFF\xFE<\0p\0>\0\xD5\x6C"), "法\n", "UTF-16LE", WF_D_DECODED },
	{ LIT("<p>\xE6\xB3\x95\xE6\xB3\x95\xFF</p>"), "法法\xEF\xBF\xBD\n", "mixed", WF_D_UNDECODABLE },
	{ LIT("<p>\xE7\x94\xB2\0\x01\xE4\xB9\x99</p>"), "甲乙\n", "UTF-8", 0 },
};

static void
encodings_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(encoded); i++) {
		struct held h;

		same_lines("x.html", encoded[i].page, encoded[i].lines, false, i);
		assert_int_equal(hold(&h, "x.html", encoded[i].page), WF_OK);
		assert_string_equal(h.source.encoding, encoded[i].encoding);
		same_num(h.findings.n > 0 ? h.findings.v[0].code : 0, encoded[i].finding, i);
		let_go(&h);
	}
}

/* ---- web archives ---- */

#define PART "Content-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n"
#define TOP "MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n" \
	"    boundary=\"--x\"\n\n"

static const struct { const char *archive, *lines; } archives[] = {
	{ TOP "----x\n" PART "<p class=3D\"a\">=E7=94=B2=\n=E4=B9=99</p>\n----x--\n", "甲乙\n" },
	{ TOP "text before\n----x\nContent-Type: image/png\n\n<p>x</p>\n----x\n"
	  PART "<p>甲</p>\n----x--\n", "甲\n" },
	{ "MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	  "PHA+55Sy\r\nPC9wPg==\r\n",
	  "甲\n" },
	{ "MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n\n<p>\xB7\xA8</p>", "法\n" },
	{ TOP "----x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n"
	  PART "<p>甲</p>\n--y--\n----x--", "甲\n" },
	{ TOP "----x\n" PART "<p>= =3 =ZZ =\r\n甲</p>", "= =3 =ZZ 甲\n" },
	{ TOP "----x\n" PART "<p>甲</p>\n----x\n" PART "<p>乙</p>\n----x--\n", "甲\n" },
};

static void
web_archives_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(archives); i++)
		same_lines("x.mht", wf_str_of(archives[i].archive), archives[i].lines, false, i);
	refused("x.mht", WF_S("MIME-Version: 1.0\nContent-Type: image/png\n\nx"), WF_E_IO, "no page",
	    0);
	refused("x.mht", WF_S("甲"), WF_E_IO, "no page", 1);
	refused("x.mht", WF_S(""), WF_E_IO, "no page", 2);
}

/* ---- which reader ---- */

static const struct { const char *name; wf_str bytes; const char *reader; } sniffed[] = {
	{ "a.doc", LIT("<!DOCTYPE html><p>甲</p>"), "html-misnamed" }, { "a", LIT(" <HTML>"), "html" },
	{ "a.txt", LIT("<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE HTML PUBLIC 'x'>"),
	  "html-misnamed" },
	{ "a.html", LIT("<p>"), "html" }, { "a.shtml", LIT("甲"), "html" },
	{ "a.md", LIT("<p>甲</p>"), "markdown" },
	{ "a.md", LIT("\xEF\xBB\xBF<body >"), "html-misnamed" },
	{ "a.xml", LIT("<?xml version='1.0'?><a/>"), NULL },
	{ "a.docx", LIT("MIME-Version: 1.0\nContent-Type: multipart/related"), "mht-misnamed" },
	{ "a.MHTML", LIT("MIME-Version: 1.0\nContent-Type: text/html\n"), "mht" },
	{ "a.txt", LIT("说明：\nMIME-Version: 1.0 是一个字段。"), "text" },
	{ "a.html", LIT("%PDF-1.7\n"), "pdf-misnamed" }, { "a.pdf", LIT("甲"), "pdf" },
	{ "a", LIT("%PDF-1.7"), "pdf" },
	{ "a.docx", LIT("甲"), "docx" }, { "a.zip", LIT("PK\3\4 word/document.xml"), "docx-misnamed" },
	{ "a.zip", LIT("PK\3\4 other"), NULL },
	{ "a.doc", LIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "docx-misnamed" },
	{ "a.doc", LIT("甲"), NULL },
};

static void
formats_are_told_by_their_bytes(void **state)
{
	struct held h;

	(void)state;
	for (size_t i = 0; i < COUNT(sniffed); i++) {
		const struct wf_reader *r = wf_reader_for(wf_str_of(sniffed[i].name), sniffed[i].bytes);

		same_str(wf_str_of(r != NULL ? r->name : NULL),
		    sniffed[i].reader != NULL ? sniffed[i].reader : "", i);
	}
	assert_int_equal(hold(&h, "x.doc", WF_S("<html><p>甲</p></html>")), WF_OK);
	same_num(finding_of(&h, WF_D_EXTENSION), 0, 0);
	same_str(h.source.text, "甲\n", 0);
	let_go(&h);
	assert_int_equal(hold(&h, "x.htm", WF_S("<html><p>甲</p></html>")), WF_OK);
	same_num(finding_of(&h, WF_D_EXTENSION), -1, 0);
	let_go(&h);
}

/* ---- hostile pages ---- */

static void
repeat(struct wf_buf *b, const char *words, size_t times)
{
	while (times-- > 0)
		wf_buf_put(b, wf_str_of(words));
}

static const struct { const char *unit; size_t times; const char *refusal; } hostile[] = {
	{ "<div>", 300, "256 deep" }, { "<table><tr><td>", 200, "256 deep" },
	{ "<blockquote>", 300, "256 deep" },
	{ "<br>", 1100000, "1,000,000 elements" }, { "<p><font><b><i>甲", 5000, NULL },
	{ "<span>甲", 20000, NULL },
	{ "</div>", 50000, NULL }, { "<!--", 50000, NULL }, { "<a b='", 50000, "512 attributes" },
	{ "&#", 50000, NULL },
	{ "<td>", 30000, NULL }, { "<table>", 200, NULL }, { "<ol><li>", 60, NULL },
	{ "<h1>", 20000, NULL },
	{ "甲", 100000, NULL }, { "<p>甲", 30000, NULL }, { "\n", 100000, NULL },
	{ "<![CDATA[", 50000, NULL },
	{ "<script>", 20000, NULL }, { "<p", 30000, NULL },
};

static void
hostile_pages_end(void **state)
{
	struct wf_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct held h;

		b.n = 0;
		repeat(&b, hostile[i].unit, hostile[i].times);
		if (hostile[i].refusal != NULL) {
			refused("x.html", wf_buf_str(&b), WF_E_LIMIT, hostile[i].refusal, i);
			continue;
		}
		same_num(hold(&h, "x.html", wf_buf_str(&b)), WF_OK, i);
		let_go(&h);
	}
	/* attributes by the hundred thousand, each to be compared with all before it */
	b.n = 0;
	wf_buf_put(&b, WF_S("<p>甲</p><p"));
	for (int i = 0; i < 20000; i++)
		wf_buf_printf(&b, " a%d", i);
	wf_buf_put(&b, WF_S(">"));
	refused("x.html", wf_buf_str(&b), WF_E_LIMIT, "512 attributes", 0);
	/* a picture written into the page is no text and no burden */
	b.n = 0;
	wf_buf_put(&b, WF_S("<p>甲<img src='data:image/png;base64,"));
	repeat(&b, "ABCD", 500000);
	wf_buf_put(&b, WF_S("'>乙</p>"));
	same_lines("x.html", wf_buf_str(&b), "甲乙\n", false, 0);
	wf_buf_free(&b);
}

static const char *const pieces[] = {
	"<p>", "</p>", "<div class=a>", "</div>", "<b>", "</b>", "<table>", "<tr>",
	    "<td rowspan=3 colspan=2>", "</table>",
	"<ol start=4>", "<li>", "<h1>", "</h1>", "<br>", "<div id=zoom>", "<a href=x>", "</a>",
	    "<script>", "</script>",
	"<!--", "-->", "甲", "第一条　", " ", "\n", "&nbsp;", "&#x4E00;", "来源：甲", "打印", "<pre>",
	    "</pre>", "\xFF",
	"\xE2\x80\x8B", "<span style='display:none'>", "</span>", "<", ">", "\"", "'", "=", "<nav>",
	    "</nav>", "<img>",
};

static void
any_page_keeps_the_law(void **state)
{
	struct wf_buf in = { 0 };
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		struct held h;
		size_t count = chance(&seed) % 60;

		in.n = 0;
		while (count-- > 0)
			wf_buf_put(&in, wf_str_of(pieces[chance(&seed) % COUNT(pieces)]));
		assert_int_equal(hold(&h, "x.html", wf_buf_str(&in)), WF_OK);
		check_law(&h.source);
		let_go(&h);
	}
	wf_buf_free(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_become_lines), cmocka_unit_test(what_stands_around_is_left_out),
		cmocka_unit_test(places_are_blocks_of_the_page),
		    cmocka_unit_test(what_is_left_out_is_said),
		cmocka_unit_test(encodings_are_told), cmocka_unit_test(web_archives_are_read),
		cmocka_unit_test(formats_are_told_by_their_bytes), cmocka_unit_test(hostile_pages_end),
		cmocka_unit_test(any_page_keeps_the_law),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
