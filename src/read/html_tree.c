/*
 * Makes the elements of a web page through libxml2's HTML parser, which mends what is broken, within
 * limits. Decides nothing about what is text.
 */
#include "read/html_int.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#define RUN_LIMIT 4096u			/* bytes of a picture written into the page that are kept */
#define WORK_LIMIT ((uint64_t)1 << 34)	/* open elements times bytes: each end tag looks at the open ones */

struct build {
	struct html_page *page;
	htmlParserCtxtPtr parser;
	uint32_t open;		/* innermost open element */
	uint32_t depth;		/* of it */
	uint64_t parser_depth, bytes;
	struct wf_err *err;
	wf_rc rc;
};

/* ---- bytes before they are parsed ---- */

static bool
is_base64(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
	    c == '/' || c == '=' || c == '%';
}

/* Bytes of a condition of an old browser at the start of s: <![if !supportLists]>; 0 = none. */
static size_t
condition_at(wf_str s)
{
	size_t end = wf_str_starts(s, WF_S("<![")) ? wf_str_find(wf_str_sub(s, 0, 300), WF_S(">"), 0) : SIZE_MAX;

	return end != SIZE_MAX ? end + 1 : 0;
}

/*
 * Leaves out what the parser does not bear: control characters, at which it stops; conditions, which it
 * takes for words; pictures written into the page.
 */
static void
put_clean(struct wf_buf *out, wf_str s)
{
	size_t run = 0, from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		run = is_base64(s.p[i]) ? run + 1 : 0;
		bool control = c >= 0x20 ? c == 0x7F : c != '\t' && c != '\n' && c != '\r';

		size_t condition = c == '<' ? condition_at(wf_str_from(s, i)) : 0;

		if (!control && run <= RUN_LIMIT && condition == 0)
			continue;
		wf_buf_put(out, wf_str_sub(s, from, i - from));
		i += condition > 0 ? condition - 1 : 0;
		from = i + 1;
	}
	wf_buf_put(out, wf_str_from(s, from));
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the value of an attribute that begins at at, read as libxml2 reads it. */
static size_t
skip_value(wf_str s, size_t at)
{
	char quote = at < s.n ? s.p[at] : '\0';

	if (quote == '"' || quote == '\'') {
		const char *end = memchr(s.p + at + 1, quote, s.n - at - 1);

		return end != NULL ? (size_t)(end - s.p) + 1 : s.n;
	}
	while (at < s.n && s.p[at] != '>' && !is_blank(s.p[at]))
		at++;
	return at;
}

/* Behind the start tag whose name begins at at; SIZE_MAX = it has too many attributes. */
static size_t
skip_tag(wf_str s, size_t at)
{
	size_t count = 0;

	while (at < s.n && s.p[at] != '>') {
		size_t from = at;

		while (at < s.n && !is_blank(s.p[at]) && s.p[at] != '>' && s.p[at] != '=')
			at++;
		while (at < s.n && is_blank(s.p[at]))
			at++;
		if (at < s.n && s.p[at] == '=') {
			for (at++; at < s.n && is_blank(s.p[at]);)
				at++;
			at = skip_value(s, at);
		}
		count += at > from;
		if (count > 4 * WF_MARKUP_ATTRIBUTES)
			return SIZE_MAX;
	}
	return at;
}

/*
 * Is there a tag with thousands of attributes? libxml2 compares each with all before it, and reports
 * them when it has done so.
 */
static bool
has_huge_tag(wf_str s)
{
	for (size_t at = 0; (at = wf_str_find(s, WF_S("<"), at)) != SIZE_MAX;) {
		wf_str rest = wf_str_from(s, at);
		char c = rest.n > 1 ? rest.p[1] : '\0';
		bool raw = rest.n > 7 && (strncasecmp(rest.p, "<script", 7) == 0 ||
		    strncasecmp(rest.p, "<style", 6) == 0);
		size_t end = at + 1;

		if (wf_str_starts(rest, WF_S("<!--")))
			end = wf_str_find(s, WF_S("-->"), at + 4);
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
			end = skip_tag(s, at + 1);
		if (end == SIZE_MAX)
			return c != '!';
		at = raw ? wf_str_find(s, WF_S("</"), end) : end;
		if (at == SIZE_MAX)
			break;
	}
	return false;
}

/* ---- elements ---- */

static void
refuse(struct build *b, const char *why)
{
	if (b->rc == WF_OK)
		b->rc = wf_fail(b->err, WF_E_LIMIT, "%s; save its text alone and read that", why);
	if (b->parser != NULL)
		xmlStopParser(b->parser);
}

static struct html_node *
top(const struct build *b)
{
	return &b->page->node[b->open];
}

static uint32_t
add_node(struct build *b, uint8_t role, uint16_t flags)
{
	struct html_page *p = b->page;

	p->node = wf_grow(p->node, &p->cap, p->n + 1, sizeof(*p->node));
	p->node[p->n] = (struct html_node){ .parent = b->open, .role = role, .flags = flags,
		.columns = 1, .rows = 1 };
	return (uint32_t)p->n++;
}

/* Closes open elements up to and with this one. */
static void
close_to(struct build *b, uint32_t node)
{
	while (b->open != 0) {
		uint32_t at = b->open;

		top(b)->end = (uint32_t)b->page->n;
		b->open = top(b)->parent;
		b->depth--;
		if (at == node)
			return;
	}
}

static bool
is_inline(uint8_t role)
{
	return role == HTML_INLINE || role == HTML_STRUCK || role == HTML_PICTURE || role == HTML_SKIP;
}

/*
 * Closes what the start of an element of this role ends although no tag says so: the paragraph above
 * a block, whatever is open inside it. So <p><font>… a thousand times is no deep nesting.
 */
static void
close_implied(struct build *b, uint8_t role)
{
	uint32_t at = b->open;
	uint8_t ends = role == HTML_ITEM ? HTML_ITEM : HTML_PARAGRAPH;

	if (is_inline(role) || role == HTML_BREAK)
		return;
	while (at != 0 && (is_inline(b->page->node[at].role) ||
	    (ends == HTML_ITEM && b->page->node[at].role == HTML_PARAGRAPH)))
		at = b->page->node[at].parent;
	uint8_t open = b->page->node[at].role;

	if (at != 0 && (open == ends || (open == HTML_HEADING && role == HTML_HEADING)))
		close_to(b, at);
}

/* ---- attributes ---- */

static wf_str
lower(struct wf_buf *b, const char *value)
{
	b->n = 0;
	wf_fold(b, wf_str_sub(wf_str_of(value), 0, 1024), WF_FOLD_CASE | WF_FOLD_SPACE);
	return wf_buf_str(b);
}

static uint16_t
number_of(const char *value)
{
	unsigned long n = strtoul(value, NULL, 10);

	return n > 1000 ? 1000 : (uint16_t)n;
}

static void
take_style(struct html_node *n, wf_str style)
{
	if (wf_str_has(style, WF_S("display:none")) || wf_str_has(style, WF_S("visibility:hidden")))
		n->flags |= HTML_HIDDEN;
	if (wf_str_has(style, WF_S("font-weight:bold")) || wf_str_has(style, WF_S("font-weight:7")))
		n->flags |= HTML_BOLD;
	if (wf_str_has(style, WF_S("list-style:none")) || wf_str_has(style, WF_S("list-style-type:none")))
		n->flags |= HTML_PLAIN;
}

static void
take_attribute(struct html_node *n, const char *name, const char *value, bool link)
{
	struct wf_buf b = { 0 };

	if (strcmp(name, "class") == 0 || strcmp(name, "id") == 0) {
		n->flags |= wf_html_class_flags(wf_str_of(value), &n->level);
	} else if (strcmp(name, "style") == 0) {
		take_style(n, lower(&b, value));
	} else if (strcmp(name, "hidden") == 0 ||
	    (strcmp(name, "aria-hidden") == 0 && strcmp(value, "true") == 0)) {
		n->flags |= HTML_HIDDEN;
	} else if (strcmp(name, "role") == 0) {
		if (strcmp(value, "navigation") == 0 || strcmp(value, "banner") == 0 ||
		    strcmp(value, "contentinfo") == 0 || strcmp(value, "search") == 0)
			n->flags |= HTML_ASIDE;
		else if (strcmp(value, "main") == 0)
			n->flags |= HTML_CONTENT;
		else if (strcmp(value, "presentation") == 0)
			n->flags |= HTML_PLAIN;
	} else if (strcmp(name, "title") == 0 &&
	    (strcmp(value, "header") == 0 || strcmp(value, "footer") == 0)) {
		n->flags |= HTML_ASIDE;		/* as LibreOffice writes them */
	} else if (strcmp(name, "href") == 0 && link && value[0] != '#') {
		n->flags |= HTML_LINK;		/* contents that lead down the page are text */
	} else if (strcmp(name, "colspan") == 0 || strcmp(name, "start") == 0 ||
	    strcmp(name, "value") == 0) {
		n->columns = number_of(value);
	} else if (strcmp(name, "rowspan") == 0) {
		n->rows = number_of(value);
	} else if (strcmp(name, "type") == 0) {
		n->style = value[0];
	}
	wf_buf_free(&b);
}

/* <meta name="ArticleTitle" content="…">: what government sites say the text is called. */
static void
take_meta(struct html_page *p, const char *const *attribute)
{
	const char *name = "", *content = "";

	for (size_t i = 0; attribute[i] != NULL; i += 2) {
		const char *value = attribute[i + 1] != NULL ? attribute[i + 1] : "";

		if (strcmp(attribute[i], "name") == 0)
			name = value;
		else if (strcmp(attribute[i], "content") == 0)
			content = value;
	}
	wf_str title = wf_str_trim(wf_str_of(content));

	if (strcasecmp(name, "ArticleTitle") == 0 && p->named.n == 0 && title.n <= 600) {
		p->named_off = p->words.n;
		p->named.n = title.n;
		wf_buf_put(&p->words, title);
	}
}

/* ---- what the parser reports ---- */

static void
on_start(void *payload, const xmlChar *name, const xmlChar **attributes)
{
	struct build *b = payload;
	const struct html_element *e = wf_html_element((const char *)name);
	const char *const *attribute = (const char *const *)(const void *)attributes;
	size_t count = 0;

	while (attribute != NULL && attribute[count] != NULL)
		count += 2;
	b->parser_depth++;
	if (b->rc != WF_OK)
		return;
	if (count / 2 > WF_MARKUP_ATTRIBUTES)
		refuse(b, "the page has an element with more than 512 attributes");
	else if (b->page->n >= WF_MARKUP_ELEMENTS)
		refuse(b, "the page has more than 1,000,000 elements");
	else if (b->parser_depth > WF_MARKUP_DEPTH && b->parser_depth * b->bytes > WORK_LIMIT)
		refuse(b, "the page's elements are nested too deep");
	if (b->rc != WF_OK)
		return;
	if (strcmp((const char *)name, "meta") == 0 && attribute != NULL)
		take_meta(b->page, attribute);
	close_implied(b, e->role);
	if (b->depth + 1 >= WF_MARKUP_DEPTH) {
		if (!is_inline(e->role))
			refuse(b, "the page's elements are nested more than 256 deep");
		return;		/* what is inline adds nothing by nesting */
	}
	uint16_t inherited = top(b)->flags & (HTML_HIDDEN | HTML_LINK | HTML_BOLD);
	uint32_t at = add_node(b, e->role, (uint16_t)(e->flags | inherited));
	struct html_node *n = &b->page->node[at];

	n->tag = (uint8_t)wf_html_tag(e);
	/* what a whole page is called or looks like says nothing of its parts */
	if (strcmp((const char *)name, "html") == 0 || strcmp((const char *)name, "body") == 0)
		count = 0;
	for (size_t i = 0; i < count; i += 2)
		take_attribute(n, attribute[i], attribute[i + 1] != NULL ? attribute[i + 1] : "",
		    strcmp((const char *)name, "a") == 0);
	if (e->role == HTML_SKIP)
		n->flags |= HTML_HIDDEN;
	if (e->role == HTML_HEADING) {
		n->level = (uint8_t)(name[1] - '0');
		n->flags &= (uint16_t)~HTML_ASIDE;
	}
	b->open = at;
	b->depth++;
}

/*
 * An end tag closes the innermost element of its name, but none outside the block it stands in when it
 * is inline, and none outside the cell when it is no part of the table.
 */
static void
on_end(void *payload, const xmlChar *name)
{
	struct build *b = payload;
	const struct html_element *e = wf_html_element((const char *)name);
	bool part = e->role == HTML_TABLE || e->role == HTML_ROWS || e->role == HTML_ROW ||
	    e->role == HTML_CELL;

	b->parser_depth -= b->parser_depth > 0;
	for (uint32_t at = b->open; at != 0; at = b->page->node[at].parent) {
		const struct html_node *n = &b->page->node[at];

		if (n->tag == wf_html_tag(e)) {
			close_to(b, at);
			return;
		}
		if (is_inline(e->role) && !is_inline(n->role))
			return;
		if (!part && (n->role == HTML_CELL || n->role == HTML_TABLE))
			return;
	}
}

static void
on_words(void *payload, const xmlChar *words, int len)
{
	struct build *b = payload;
	struct html_page *p = b->page;

	if (b->rc != WF_OK || len <= 0 || (top(b)->flags & HTML_HIDDEN))
		return;
	struct html_node *last = &p->node[p->n - 1];

	if (p->n == b->open + 1 || last->role != HTML_TEXT || last->parent != b->open ||
	    last->off + last->len != p->words.n) {
		uint32_t at = add_node(b, HTML_TEXT, top(b)->flags & (HTML_LINK | HTML_BOLD));

		last = &p->node[at];
		last->off = (uint32_t)p->words.n;
		last->end = (uint32_t)p->n;
	}
	last->len += (uint32_t)len;
	wf_buf_put(&p->words, (wf_str){ (const char *)words, (size_t)len });
}

/* ---- the whole ---- */

static void
parse(struct build *b, wf_str clean)
{
	const htmlSAXHandler sax = { .startElement = on_start, .endElement = on_end, .characters = on_words,
		.ignorableWhitespace = on_words };

	xmlInitParser();
	b->parser = clean.n > 0 ? htmlCreateMemoryParserCtxt(clean.p, (int)clean.n) : NULL;
	if (b->parser == NULL)
		return;		/* nothing to read */
	memcpy(b->parser->sax, &sax, sizeof(sax));
	b->parser->userData = b;
	htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	b->parser->options |= XML_PARSE_HUGE;	/* the limits are ours */
	xmlSwitchEncoding(b->parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(b->parser);
	htmlFreeParserCtxt(b->parser);
	b->parser = NULL;
}

wf_rc
wf_html_tree(struct html_page *p, wf_str utf8, struct wf_err *err)
{
	struct build b = { .page = p, .err = err, .bytes = utf8.n };
	struct wf_buf clean = { 0 };

	put_clean(&clean, utf8);
	add_node(&b, HTML_BLOCK, 0);
	if (has_huge_tag(wf_buf_str(&clean)))
		refuse(&b, "the page has an element with more than 512 attributes");
	else
		parse(&b, wf_buf_str(&clean));
	close_to(&b, 0);
	p->node[0].end = (uint32_t)p->n;
	if (p->named.n > 0)
		p->named.p = p->words.p + p->named_off;
	wf_buf_free(&clean);
	return b.rc;
}

void
wf_html_free(struct html_page *p)
{
	wf_buf_free(&p->words);
	free(p->node);
	*p = (struct html_page){ 0 };
}
