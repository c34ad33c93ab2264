/*
 * What names mean on web pages: elements, classes of menus and of texts, and the lines that pages put
 * around a text. Sees no page.
 */
#include "read/html_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- elements ---- */

/* In order of name. What is not here is inline and is read through. */
static const struct html_element elements[] = {
	{ "a", HTML_INLINE, 0 }, { "address", HTML_BLOCK, 0 }, { "applet", HTML_SKIP, 0 },
	{ "area", HTML_SKIP, 0 }, { "article", HTML_BLOCK, HTML_CONTENT },
	{ "aside", HTML_BLOCK, HTML_ASIDE }, { "audio", HTML_SKIP, 0 }, { "b", HTML_INLINE, HTML_BOLD },
	{ "blockquote", HTML_QUOTE, 0 }, { "body", HTML_BLOCK, 0 }, { "br", HTML_BREAK, 0 },
	{ "button", HTML_SKIP, 0 }, { "canvas", HTML_SKIP, 0 }, { "caption", HTML_CAPTION, 0 },
	{ "center", HTML_BLOCK, 0 }, { "col", HTML_SKIP, 0 }, { "colgroup", HTML_SKIP, 0 },
	{ "datalist", HTML_SKIP, 0 }, { "dd", HTML_BLOCK, 0 }, { "del", HTML_STRUCK, 0 },
	{ "details", HTML_BLOCK, 0 }, { "dialog", HTML_BLOCK, HTML_ASIDE }, { "dir", HTML_LIST, 0 },
	{ "div", HTML_BLOCK, 0 }, { "dl", HTML_BLOCK, 0 }, { "dt", HTML_BLOCK, 0 },
	{ "embed", HTML_SKIP, 0 }, { "fieldset", HTML_BLOCK, 0 }, { "figcaption", HTML_BLOCK, 0 },
	{ "figure", HTML_BLOCK, 0 }, { "footer", HTML_BLOCK, HTML_ASIDE }, { "form", HTML_BLOCK, 0 },
	{ "frame", HTML_SKIP, 0 }, { "h1", HTML_HEADING, 0 }, { "h2", HTML_HEADING, 0 },
	{ "h3", HTML_HEADING, 0 }, { "h4", HTML_HEADING, 0 }, { "h5", HTML_HEADING, 0 },
	{ "h6", HTML_HEADING, 0 }, { "head", HTML_SKIP, 0 }, { "header", HTML_BLOCK, HTML_ASIDE },
	{ "hr", HTML_BREAK, 0 }, { "html", HTML_BLOCK, 0 }, { "iframe", HTML_SKIP, 0 },
	{ "img", HTML_PICTURE, 0 }, { "input", HTML_SKIP, 0 }, { "legend", HTML_BLOCK, 0 },
	{ "li", HTML_ITEM, 0 }, { "link", HTML_SKIP, 0 }, { "listing", HTML_PRE, 0 },
	{ "main", HTML_BLOCK, HTML_CONTENT }, { "map", HTML_SKIP, 0 }, { "marquee", HTML_BLOCK, HTML_ASIDE },
	{ "menu", HTML_LIST, 0 }, { "meta", HTML_SKIP, 0 }, { "nav", HTML_BLOCK, HTML_ASIDE },
	{ "noframes", HTML_SKIP, 0 }, { "noscript", HTML_SKIP, 0 }, { "object", HTML_SKIP, 0 },
	{ "ol", HTML_ORDERED, 0 }, { "option", HTML_SKIP, 0 }, { "p", HTML_PARAGRAPH, 0 },
	{ "param", HTML_SKIP, 0 }, { "plaintext", HTML_PRE, 0 }, { "pre", HTML_PRE, 0 },
	{ "rp", HTML_SKIP, 0 }, { "rt", HTML_SKIP, 0 }, { "s", HTML_STRUCK, 0 },
	{ "script", HTML_SKIP, 0 }, { "section", HTML_BLOCK, 0 }, { "select", HTML_SKIP, 0 },
	{ "strike", HTML_STRUCK, 0 }, { "strong", HTML_INLINE, HTML_BOLD }, { "style", HTML_SKIP, 0 },
	{ "summary", HTML_BLOCK, 0 }, { "svg", HTML_SKIP, 0 }, { "table", HTML_TABLE, 0 },
	{ "tbody", HTML_ROWS, 0 }, { "td", HTML_CELL, 0 }, { "template", HTML_SKIP, 0 },
	{ "textarea", HTML_SKIP, 0 }, { "tfoot", HTML_ROWS, 0 }, { "th", HTML_CELL, 0 },
	{ "thead", HTML_ROWS, 0 }, { "title", HTML_SKIP, 0 }, { "tr", HTML_ROW, 0 },
	{ "ul", HTML_LIST, 0 }, { "video", HTML_SKIP, 0 }, { "xmp", HTML_PRE, 0 },
};

static const struct html_element other = { "", HTML_INLINE, 0 };

static int
by_name(const void *name, const void *element)
{
	return strcmp(name, ((const struct html_element *)element)->name);
}

const struct html_element *
wf_html_element(const char *name)
{
	const struct html_element *e = bsearch(name, elements, sizeof(elements) / sizeof(elements[0]),
	    sizeof(elements[0]), by_name);

	return e != NULL ? e : &other;
}

unsigned
wf_html_tag(const struct html_element *e)
{
	return e == &other ? 0 : (unsigned)(e - elements) + 1;
}

/* ---- classes and ids ---- */

/* Blocks that hold the text on pages of known kinds, the surest first; lower case, whole names. */
static const char *const contents[] = {
	"ucap-content", "mw-parser-output", "trs_editor", "trs_editor_view", "trs_paper_default",
	"zoom", "zoomcon", "js_content", "rich_media_content", "pages_content", "b12c",
	"ivs_content", "xxgk_content", "info_content", "zwcontent", "txt_txt", "artibody",
	"article-content", "article_content", "articlecontent", "arti_con", "article-con",
	"art_con", "artical_content", "news_content", "newscontent", "xl_content", "text_content",
	"con_txt", "detail-content", "detail_content", "detail-news", "zw-content",
	"wordsection1", "section0", "custom_unionstyle", "mw-content-text", "bodycontent",
	"article", "main-content", "maincontent",
};

/* Names of what stands around a text. A name made of several by - or _ counts by each of them. */
static const char *const asides[] = {
	"ad", "ads", "advert", "banner", "bdsharebuttonbox", "bread", "breadcrumb", "breadcrumbs",
	"bshare", "btn", "btns", "button", "buttons", "catlinks", "close", "comment", "comments",
	"copyright", "crumb", "crumbs", "dialog", "dqwz", "editsection", "erweima", "ewm",
	"fenxiang", "footer", "footnav", "friendlink", "hatnote", "header",
	"headertemplate", "headercontainer", "hotwords", "jiucuo", "licensecontainer",
	"licensetpl", "location", "login", "logo", "mainnav", "menu", "metadata", "modal",
	"mw-indicators", "mw-jump-link", "nav", "navbar", "navbox", "navi", "navigation",
	"noexport", "noprint", "pager", "pagination", "popup", "position", "print", "printfooter",
	"qrcode", "recommend", "reference", "references", "reflist", "related", "relevance",
	"search", "share", "sidebar", "sidenav", "sistersitebox", "sitesub", "social", "toc",
	"toolbar", "tools", "topbar", "weizhi", "xgwj", "xgwz", "xgxx",
};

static const char *const titles[] = {
	"arti_title", "articletitle", "article-title", "article_title", "bt", "btitle", "con_bt",
	"content-title", "content_title", "detail-title", "detail_title", "firstheading",
	"main-title", "maintitle", "news_title", "newstitle", "tit", "title", "title1",
	"wz_title", "wztitle", "xxgk_title", "zwtitle",
};

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

/* Index of word in a list, its count when it is not there. Letters count as lower case. */
static size_t
listed(const char *const *list, size_t n, wf_str word)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < word.n && list[i][k] != '\0') {
			char c = word.p[k];

			if ((c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) != list[i][k])
				break;
			k++;
		}
		if (k == word.n && list[i][k] == '\0')
			return i;
	}
	return n;
}

/* Does a part of a name between - and _ say that it stands around a text? */
static bool
part_is_aside(wf_str name)
{
	while (name.n > 0) {
		size_t n = 0;

		while (n < name.n && name.p[n] != '-' && name.p[n] != '_')
			n++;
		if (listed(asides, ROWS(asides), wf_str_sub(name, 0, n)) < ROWS(asides))
			return true;
		name = wf_str_from(name, n + 1);
	}
	return false;
}

uint16_t
wf_html_class_flags(wf_str names, uint8_t *level)
{
	uint16_t flags = 0;

	while (names.n > 0) {
		size_t n = 0;

		while (n < names.n && !wf_is_space((unsigned char)names.p[n]))
			n++;
		wf_str name = wf_str_sub(names, 0, n);
		size_t rank = listed(contents, ROWS(contents), name);

		names = wf_str_from(names, n + 1);
		if (rank < ROWS(contents)) {
			flags |= HTML_CONTENT;
			if (*level == 0 || *level > rank + 1)
				*level = (uint8_t)(rank + 1);
		} else if (listed(titles, ROWS(titles), name) < ROWS(titles)) {
			flags |= HTML_TITLE;
		} else if (name.n > 0 && name.n < 64 &&
		    (listed(asides, ROWS(asides), name) < ROWS(asides) || part_is_aside(name))) {
			flags |= HTML_ASIDE;
		}
	}
	return flags;
}

/* ---- lines around a text ---- */

/* How lines begin that pages put above and below a text; folded: no white space, no full width. */
static const char *const openings[] = {
	"当前位置", "您的位置", "您现在的位置", "您所在的位置", "位置:", "来源:", "信息来源",
	"文章来源", "稿件来源", "发布时间", "发布日期", "发表时间", "更新时间", "更新日期",
	"生成日期", "作者:", "发布人", "发布单位:", "发布机构:", "浏览次数",
	"浏览量", "浏览:", "阅读次数", "阅读量", "阅读:", "点击数", "点击量", "点击:", "访问量",
	"访问次数", "字体:", "字体大小", "字号:", "【字体", "[字体", "【字号", "[字号", "【大",
	"[大", "大中小", "分享到", "分享:", "扫一扫", "微信扫一扫", "扫描二维码", "责任编辑",
	"责编", "编辑:", "校对:", "审核:", "上一篇", "下一篇", "上一条", "下一条", "相关链接",
	"相关文章", "相关稿件", "相关阅读", "相关信息", "相关新闻", "相关文件", "相关解读",
	"版权所有", "版权声明", "主办单位:", "主办:", "承办单位:", "承办:", "技术支持",
	"网站标识码", "网站地图", "联系我们", "京icp备", "icp备", "京公网安备", "公网安备",
	"copyright", "©", "返回顶部", "我要纠错", "纠错", "语音播报", "热门关键词", "本站热词",
	"此页面最后编辑", "本页面最后", "取自“", "检索自“", "隐藏分类", "分类:", "索引号",
	"主题分类",
};

/* Words of buttons; a line of nothing else is no text. */
static const char *const buttons[] = {
	"打印本页", "打印此页", "关闭窗口", "关闭本页", "我要打印", "打印", "关闭", "收藏",
	"分享", "订阅", "下载", "复制", "返回", "首页", "保存", "编辑", "微信", "微博", "qq空间",
	"qq", "朋友圈", "更多", "扫码", "二维码", "返回列表", "放大", "缩小", "默认", "大", "中",
	"小", "繁", "简", "注释", "参考资料", "参考文献", "外部链接",
};

static bool
is_mark(uint32_t cp)
{
	static const char marks[] = "【】[]|｜·><»›/()（）“”\"←→↑↓";

	for (wf_str s = wf_str_of(marks); s.n > 0;) {
		if (wf_utf8_next(&s) == cp)
			return true;
	}
	return false;
}

/* Is nothing left of s when words of buttons and marks are taken off it? */
static bool
only_buttons(wf_str s)
{
	while (s.n > 0) {
		size_t used = 0;
		uint32_t cp = wf_utf8_peek(s, &used);

		if (is_mark(cp)) {
			s = wf_str_from(s, used);
			continue;
		}
		used = 0;
		for (size_t i = 0; i < ROWS(buttons); i++) {
			wf_str word = wf_str_of(buttons[i]);

			if (word.n > used && wf_str_starts(s, word))
				used = word.n;
		}
		if (used == 0)
			return false;
		s = wf_str_from(s, used);
	}
	return true;
}

/* 2024-02-03 or 2024/2/3 somewhere in s: texts write 年, 月 and 日. */
static bool
has_page_date(wf_str s)
{
	for (size_t i = 4; i + 3 < s.n; i++) {
		bool year = s.p[i - 4] >= '1' && s.p[i - 4] <= '2';

		for (size_t k = i - 3; k < i && year; k++)
			year = s.p[k] >= '0' && s.p[k] <= '9';
		if (year && (s.p[i] == '-' || s.p[i] == '/') && s.p[i + 1] >= '0' && s.p[i + 1] <= '1' &&
		    (s.p[i + 2] == s.p[i] || s.p[i + 3] == s.p[i]))
			return true;
	}
	return false;
}

bool
wf_html_is_page_words(wf_str line)
{
	struct wf_buf folded = { 0 };
	size_t n = wf_utf8_count(line);

	if (n > 120)
		return false;
	wf_fold(&folded, line, WF_FOLD_WIDTH | WF_FOLD_CASE | WF_FOLD_SPACE);
	wf_str s = wf_buf_str(&folded);
	bool found = n <= 60 && !wf_str_has(s, WF_S("。")) && (has_page_date(s) || wf_str_has(s, WF_S("来源:")));

	while (wf_str_starts(s, WF_S("|")))	/* a row of a table */
		s = wf_str_from(s, 1);
	for (size_t i = 0; i < ROWS(openings) && !found; i++)
		found = wf_str_starts(s, wf_str_of(openings[i]));
	found = found || only_buttons(s);
	wf_buf_free(&folded);
	return found;
}
