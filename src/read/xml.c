/*
 * Reads XML through libxml2 as a stream of elements and words, within limits. Allows no document type
 * and so no entity; fetches nothing.
 */
#include "read/docx_int.h"

#include <string.h>

#include <libxml/parser.h>

#define CHUNK ((size_t)32 << 10)	/* bytes given to the parser at a time */
#define ELEMENTS 8000000u		/* a document has some ten for each word */

struct reading {
	const struct xml_sink *sink;
	xmlParserCtxtPtr parser;
	const char *part;
	struct wf_err *err;
	wf_rc rc;
	uint32_t depth, elements;
};

/* The names of namespaces that matter; those that end in /2006/main and the strict ones of ISO 29500. */
static enum xml_space
space_of(const xmlChar *uri)
{
	static const struct { const char *uri; enum xml_space space; } rows[] = {
		{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", XML_WORD },
		{ "http://purl.oclc.org/ooxml/wordprocessingml/main", XML_WORD },
		{ "http://schemas.openxmlformats.org/officeDocument/2006/math", XML_MATH },
		{ "http://purl.oclc.org/ooxml/officeDocument/math", XML_MATH },
		{ "http://schemas.openxmlformats.org/markup-compatibility/2006", XML_COMPAT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (uri != NULL && strcmp((const char *)uri, rows[i].uri) == 0)
			return rows[i].space;
	}
	return XML_OTHER;
}

wf_str
wf_xml_attribute(const struct xml_attributes *a, const char *name)
{
	const xmlChar *const *v = a->v;		/* local name, prefix, namespace, value, its end */

	for (size_t i = 0; i < a->n; i++, v += 5) {
		if (strcmp((const char *)v[0], name) == 0)
			return (wf_str){ (const char *)v[3], (size_t)(v[4] - v[3]) };
	}
	return WF_S("");
}

static void
refuse(struct reading *r, const char *why)
{
	if (r->rc == WF_OK)
		r->rc = wf_fail(r->err, WF_E_LIMIT, "%s %s; open the file in a word processor and save "
		    "it again", r->part, why);
	xmlStopParser(r->parser);
}

static void
on_start(void *payload, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nspace,
    const xmlChar **spaces, int nattribute, int ndefault, const xmlChar **attributes)
{
	struct reading *r = payload;
	struct xml_attributes a = { attributes, nattribute > 0 ? (size_t)nattribute : 0 };

	(void)prefix, (void)nspace, (void)spaces, (void)ndefault;
	if (r->rc != WF_OK)
		return;
	if (++r->depth > WF_MARKUP_DEPTH)
		refuse(r, "has elements nested more than 256 deep");
	else if (++r->elements > ELEMENTS)
		refuse(r, "has more than 8,000,000 elements");
	else if (a.n > WF_MARKUP_ATTRIBUTES)
		refuse(r, "has an element with more than 512 attributes");
	else
		r->sink->open(r->sink->payload, space_of(uri), (const char *)name, &a);
	if (r->sink->stop != NULL && *r->sink->stop != WF_OK)
		xmlStopParser(r->parser);
}

static void
on_end(void *payload, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *r = payload;

	(void)prefix;
	r->depth--;
	if (r->rc == WF_OK)
		r->sink->close(r->sink->payload, space_of(uri), (const char *)name);
}

static void
on_words(void *payload, const xmlChar *words, int len)
{
	struct reading *r = payload;

	if (r->rc == WF_OK && len > 0 && r->sink->words != NULL)
		r->sink->words(r->sink->payload, (wf_str){ (const char *)words, (size_t)len });
}

/* Entities that unfold a millionfold, or read files of the machine, are declared in a document type. */
static void
on_type(void *payload, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	refuse(payload, "declares a document type, which could bring in entities");
}

/* As in html_tree.c: blanks and quotation marks of a tag whose end has not come. */
static size_t
count_gaps(wf_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += wf_is_space((unsigned char)s.p[i]) || s.p[i] == '"' || s.p[i] == '\'';
	return n;
}

static void
feed(struct reading *r, wf_str s)
{
	size_t waiting = 0, gaps = 0;
	bool going = true;

	while (s.n > 0 && going) {
		size_t n = s.n < CHUNK ? s.n : CHUNK;

		going = xmlParseChunk(r->parser, s.p, (int)n, 0) == XML_ERR_OK && r->rc == WF_OK;
		const xmlParserInput *in = r->parser->input;
		size_t left = in != NULL ? (size_t)(in->end - in->cur) : 0;

		gaps = left > CHUNK && left == waiting + n ? gaps + count_gaps(wf_str_sub(s, 0, n)) : 0;
		waiting = left;
		if (going && gaps > 16 * WF_MARKUP_ATTRIBUTES) {
			refuse(r, "has an element with more than 512 attributes");
			going = false;
		}
		s = wf_str_from(s, n);
	}
	if (going)
		xmlParseChunk(r->parser, NULL, 0, 1);
}

wf_rc
wf_xml_read(wf_str bytes, const char *part, const struct xml_sink *sink, struct wf_err *err)
{
	struct reading r = { .sink = sink, .part = part, .err = err };
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = on_start,
		.endElementNs = on_end, .characters = on_words, .ignorableWhitespace = on_words,
		.cdataBlock = on_words, .internalSubset = on_type };

	xmlInitParser();
	r.parser = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
	if (r.parser == NULL)
		return wf_fail(err, WF_E_IO, "the XML parser could not be started");
	/* one node of text may be long; the limits are ours */
	xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING);
	feed(&r, bytes);
	bool stopped = sink->stop != NULL && *sink->stop != WF_OK;

	if (r.rc == WF_OK && !stopped && !r.parser->wellFormed)
		r.rc = wf_fail(err, WF_E_IO, "%s is no well-formed XML (line %d); open the file in a word "
		    "processor and save it again", part, r.parser->input != NULL ? r.parser->input->line : 0);
	xmlFreeParserCtxt(r.parser);
	return r.rc;
}
