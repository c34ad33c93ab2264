/*
 * Web pages (HTML, XHTML): the encoding they say, their text without what stands around it, what was
 * left out. Fetches nothing that a page names.
 */
#include "read/html_int.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/encoding.h>
#include <libxml/parser.h>

#include "findings_gen.h"

static const wf_span whole = { 0, 0 };

/* ---- encoding --------------------------------------------------------------------- */

/* The word behind charset= among the first bytes of a page; "" = none. */
static wf_str
charset_in(wf_str bytes)
{
	wf_str head = wf_str_sub(bytes, 0, 4096);

	for (size_t at = 0; (at = wf_str_find(head, WF_S("harset"), at)) != SIZE_MAX; at++) {
		wf_str s = wf_str_ltrim(wf_str_from(head, at + 6));
		size_t n = 0;

		if (!wf_str_starts(s, WF_S("=")))
			continue;
		s = wf_str_ltrim(wf_str_from(s, 1));
		if (wf_str_starts(s, WF_S("\"")) || wf_str_starts(s, WF_S("'")))
			s = wf_str_from(s, 1);
		while (n < s.n && n < 32 && (s.p[n] == '-' || s.p[n] == '_' || s.p[n] == ':' ||
		    (s.p[n] >= '0' && s.p[n] <= '9') || ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z')))
			n++;
		if (n > 0)
			return wf_str_sub(s, 0, n);
	}
	return WF_S("");
}

/* True when wf_decode finds the encoding itself, or knows it better than the page. */
static bool
is_own(wf_str charset)
{
	static const char *const own[] = { "", "utf-8", "utf8", "unicode", "gb2312", "gbk", "gb18030",
		"gb_2312-80", "x-gbk", "iso-8859-1", "ascii", "us-ascii", "utf-16", "utf-16le", "utf-16be" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (charset.n == strlen(own[i]) && strncasecmp(charset.p, own[i], charset.n) == 0)
			return true;
	}
	return false;
}

/* Converts bytes from an encoding that a page names (Big5, Shift_JIS …); false = unknown, or no fit. */
static bool
convert(wf_str *out, struct wf_arena *a, wf_str bytes, wf_str charset)
{
	wf_str name = wf_arena_str(a, charset);

	xmlInitParser();
	xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler(name.p);
	xmlBufferPtr from = xmlBufferCreateStatic((char *)(uintptr_t)bytes.p, bytes.n);
	xmlBufferPtr to = xmlBufferCreate();
	bool done = handler != NULL && from != NULL && to != NULL;

	while (done && xmlBufferLength(from) > 0) {
		int left = xmlBufferLength(from);

		if (xmlCharEncInFunc(handler, to, from) < 0 || xmlBufferLength(from) >= left)
			done = false;
	}
	if (done)
		*out = wf_arena_str(a, (wf_str){ (const char *)xmlBufferContent(to),
		    (size_t)xmlBufferLength(to) });
	xmlBufferFree(from);
	xmlBufferFree(to);
	if (handler != NULL)
		xmlCharEncCloseFunc(handler);
	return done && wf_utf8_valid(*out) == out->n;
}

/* Takes the findings on the encoding; what stands in scripts and styles is not looked at. */
static void
decode(wf_str *out, struct wf_roll *s, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    wf_str charset)
{
	struct wf_findings found = { 0 };

	if (charset.n == 0)
		charset = charset_in(bytes);
	if (wf_utf8_valid(bytes) < bytes.n && !is_own(charset) && convert(out, a, bytes, charset)) {
		wf_finding_add(f, WF_D_DECODED, whole, 0, 0);
		return;
	}
	wf_decode(out, &s->encoding, a, &found, bytes);
	for (size_t i = 0; i < found.n; i++) {
		if (found.v[i].code == WF_D_DECODED || found.v[i].code == WF_D_UNDECODABLE)
			wf_finding_add(f, found.v[i].code, found.v[i].span, found.v[i].a, found.v[i].b);
		s->replaced = s->replaced || found.v[i].code == WF_D_UNDECODABLE;
	}
	wf_findings_free(&found);
}

/* ---- the page --------------------------------------------------------------------- */

/* True for "<p", "<BR" …: some tag that ends a line. */
static bool
ends_lines(wf_str s)
{
	for (size_t at = 0; (at = wf_str_find(s, WF_S("<"), at)) != SIZE_MAX; at++) {
		char name[12];
		size_t n = 0;

		while (n < sizeof(name) - 1 && at + 1 + n < s.n) {
			char c = s.p[at + 1 + n], lower = (char)(c | 0x20);

			if (!(lower >= 'a' && lower <= 'z') && !(n > 0 && c >= '1' && c <= '6'))
				break;
			name[n++] = lower >= 'a' && lower <= 'z' ? lower : c;
		}
		name[n] = '\0';
		const struct html_element *e = wf_html_element(name);

		if (strcmp(name, "html") != 0 && strcmp(name, "body") != 0 &&
		    (wf_html_is_block(e->role) || e->role == HTML_BREAK))
			return true;
	}
	return false;
}

static void
note(struct wf_findings *f, unsigned code, uint32_t a, uint32_t b)
{
	if (a > 0)
		wf_finding_add(f, code, whole, a, b);
}

wf_rc
wf_html_lines(struct wf_roll *s, struct wf_findings *f, wf_str bytes, wf_str charset, struct wf_err *err)
{
	struct wf_arena arena = { 0 };
	struct html_page page = { 0 };
	wf_str utf8;

	decode(&utf8, s, &arena, f, bytes, charset);
	if (wf_str_starts(utf8, WF_S("\xEF\xBB\xBF")))
		utf8 = wf_str_from(utf8, 3);
	page.pre = !ends_lines(utf8);
	wf_rc rc = wf_html_tree(&page, utf8, err);

	if (rc == WF_OK) {
		wf_html_pick(&page);
		wf_html_write(s, &page);
		uint32_t kept = page.node[page.body].seen;

		kept += page.title != 0 ? page.node[page.title].seen : 0;
		kept = kept > page.dropped ? kept - page.dropped : 0;
		note(f, WF_D_PAGE_WORDS, page.total > kept ? page.total - kept : 0, page.total);
		note(f, WF_D_PICTURES, page.pictures, 0);
		note(f, WF_D_STRUCK, page.struck, 0);
		note(f, WF_D_NUMBERS_WRITTEN, page.numbers, 0);
	}
	wf_html_free(&page);
	wf_arena_free(&arena);
	return rc;
}

static wf_rc
read_html(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	struct wf_roll s = { 0 };
	wf_rc rc = wf_html_lines(&s, f, bytes, WF_S(""), err);

	if (rc == WF_OK)
		rc = wf_roll_finish(out, a, f, &s, err);
	wf_roll_free(&s);
	return rc;
}

/* ---- sniffing --------------------------------------------------------------------- */

/* s behind white space, comments, <?xml …?> and <!doctype html …>; *typed: the last was met. */
static wf_str
behind_prologue(wf_str s, bool *typed)
{
	for (;;) {
		s = wf_str_ltrim(s);
		bool comment = wf_str_starts(s, WF_S("<!--"));
		bool doctype = s.n > 14 && strncasecmp(s.p, "<!doctype html", 14) == 0;
		size_t end = comment ? wf_str_find(s, WF_S("-->"), 4) : wf_str_find(s, WF_S(">"), 0);

		if ((!comment && !doctype && !wf_str_starts(s, WF_S("<?xml"))) || end == SIZE_MAX)
			return s;
		*typed = *typed || doctype;
		s = wf_str_from(s, end + (comment ? 3 : 1));
	}
}

/* Opens with a document type or an element with which only pages open. */
static bool
certain(wf_str bytes)
{
	static const char *const first[] = { "<html", "<head>", "<head ", "<body>", "<body " };
	char start[2048];
	size_t n = 0;

	/* without the zeros of UTF-16 */
	for (size_t i = 0; i < bytes.n && n < sizeof(start); i++) {
		if (bytes.p[i] != '\0')
			start[n++] = bytes.p[i];
	}
	wf_str s = { start, n };
	bool typed = false;

	if (wf_str_starts(s, WF_S("\xEF\xBB\xBF")))
		s = wf_str_from(s, 3);
	else if (wf_str_starts(s, WF_S("\xFF\xFE")) || wf_str_starts(s, WF_S("\xFE\xFF")))
		s = wf_str_from(s, 2);
	s = behind_prologue(s, &typed);
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]) && !typed; i++) {
		size_t k = strlen(first[i]);

		typed = s.n >= k && strncasecmp(s.p, first[i], k) == 0;
	}
	return typed;
}

const struct wf_reader wf_reader_html = {
	.name = "html", .ext = "html htm xhtml xht shtml shtm jhtml asp aspx jsp php", .certain = certain,
	.read = read_html,
};
const struct wf_reader wf_reader_html_misnamed = {
	.name = "html-misnamed", .ext = "", .misnamed = true, .read = read_html,
};
