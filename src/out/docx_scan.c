/*
 * Takes XML apart into tags and words without losing a byte, so that marks can be put between them.
 * Checks nothing: what is read has been found well-formed before.
 */
#include "docx_int.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

/* ---- tokens --------------------------------------------------------------------------- */

/* One past the end of what begins at from and ends with these words. */
static uint32_t
end_after(wf_str xml, size_t from, wf_str words)
{
	size_t at = wf_str_find(xml, words, from);

	return (uint32_t)(at == SIZE_MAX ? xml.n : at + words.n);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One past the > of a tag; one in a value does not end it. */
static uint32_t
end_of_tag(wf_str xml, size_t at)
{
	char quote = 0;

	for (; at < xml.n; at++) {
		char c = xml.p[at];

		if (quote == 0 && c == '>')
			return (uint32_t)at + 1;
		if (c == quote)
			quote = 0;
		else if (quote == 0 && (c == '"' || c == '\''))
			quote = c;
	}
	return (uint32_t)xml.n;
}

static void
read_tag(struct docx_token *t, wf_str xml)
{
	size_t name = (size_t)t->open + 1, end;

	t->end = end_of_tag(xml, t->open);
	t->kind = DOCX_OPEN;
	if (name < xml.n && xml.p[name] == '/') {
		t->kind = DOCX_CLOSE;
		name++;
	} else if (t->end >= 2 && xml.p[t->end - 2] == '/') {
		t->kind = DOCX_EMPTY;
	}
	for (end = name; end < t->end && !is_blank(xml.p[end]) && xml.p[end] != '>' && xml.p[end] != '/';)
		end++;
	t->name = wf_str_sub(xml, name, end - name);
	t->attributes = (uint32_t)end;
}

bool
wf_docx_next(struct docx_token *t, wf_str xml, size_t *at)
{
	wf_str rest = wf_str_from(xml, *at);

	*t = (struct docx_token){ .kind = DOCX_OTHER, .open = (uint32_t)*at, .name = WF_S("") };
	if (rest.n == 0)
		return false;
	if (rest.p[0] != '<') {
		const char *tag = memchr(rest.p, '<', rest.n);

		t->kind = DOCX_WORDS;
		t->end = (uint32_t)(tag == NULL ? xml.n : (size_t)(tag - xml.p));
	} else if (wf_str_starts(rest, WF_S("<![CDATA["))) {
		t->kind = DOCX_WORDS;
		t->cdata = true;
		t->end = end_after(xml, *at, WF_S("]]>"));
	} else if (wf_str_starts(rest, WF_S("<!--"))) {
		t->end = end_after(xml, *at + 4, WF_S("-->"));
	} else if (wf_str_starts(rest, WF_S("<?"))) {
		t->end = end_after(xml, *at, WF_S("?>"));
	} else if (wf_str_starts(rest, WF_S("<!"))) {
		t->end = end_after(xml, *at, WF_S(">"));
	} else {
		read_tag(t, xml);
	}
	*at = t->end;
	return true;
}

wf_str
wf_docx_local(wf_str name)
{
	size_t colon = wf_str_find(name, WF_S(":"), 0);

	return colon == SIZE_MAX ? name : wf_str_from(name, colon + 1);
}

wf_str
wf_docx_attribute(wf_str xml, const struct docx_token *t, const char *name)
{
	size_t at = t->attributes;

	while (at < t->end) {
		while (at < t->end && (is_blank(xml.p[at]) || xml.p[at] == '/' || xml.p[at] == '>'))
			at++;
		size_t from = at;

		while (at < t->end && xml.p[at] != '=' && !is_blank(xml.p[at]))
			at++;
		wf_str key = wf_str_sub(xml, from, at - from);

		while (at < t->end && xml.p[at] != '"' && xml.p[at] != '\'')
			at++;
		if (at >= t->end)
			break;
		const char *end = memchr(xml.p + at + 1, xml.p[at], t->end - at - 1);

		if (end == NULL)
			break;
		wf_str value = wf_str_sub(xml, at + 1, (size_t)(end - xml.p) - at - 1);

		if (wf_str_is(wf_docx_local(key), name))
			return value;
		at += value.n + 2;
	}
	return WF_S("");
}

/* ---- characters ------------------------------------------------------------------------- */

size_t
wf_docx_char(uint32_t *cp, wf_str s, bool cdata)
{
	static const struct { const char *name; char is; } named[] = { { "lt", '<' }, { "gt", '>' },
		{ "amp", '&' }, { "quot", '"' }, { "apos", '\'' } };
	wf_str rest = s;
	size_t end;

	*cp = wf_utf8_next(&rest);
	if (*cp != '&' || cdata || (end = wf_str_find(s, WF_S(";"), 0)) == SIZE_MAX || end > 12)
		return s.n - rest.n;
	wf_str name = wf_str_sub(s, 1, end - 1);

	if (wf_str_starts(name, WF_S("#"))) {
		bool hex = name.n > 1 && name.p[1] == 'x';

		*cp = (uint32_t)strtoul(name.p + (hex ? 2 : 1), NULL, hex ? 16 : 10);
	}
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (wf_str_is(name, named[i].name))
			*cp = (unsigned char)named[i].is;
	}
	return end + 1;
}

wf_str
wf_docx_value(struct wf_arena *a, wf_str raw)
{
	struct wf_buf b = { 0 };
	uint32_t cp;

	while (raw.n > 0) {
		size_t n = wf_docx_char(&cp, raw, false);

		wf_buf_cp(&b, cp);
		raw = wf_str_from(raw, n);
	}
	wf_str value = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return value;
}

bool
wf_docx_sound(wf_str xml)
{
	xmlSAXHandler none = { .initialized = XML_SAX2_MAGIC };

	xmlInitParser();
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&none, NULL, NULL, 0, NULL);

	if (parser == NULL)
		return false;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING);
	while (xml.n > 0) {
		wf_str part = wf_str_sub(xml, 0, (size_t)1 << 16);

		if (xmlParseChunk(parser, part.p, (int)part.n, 0) != XML_ERR_OK)
			break;
		xml = wf_str_from(xml, part.n);
	}
	xmlParseChunk(parser, NULL, 0, 1);
	bool sound = xml.n == 0 && parser->wellFormed;

	xmlFreeParserCtxt(parser);
	return sound;
}
