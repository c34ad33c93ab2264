/*
 * Finds the paragraphs, runs and words of a document and where in its XML each begins and ends.
 * Counts paragraphs as the reader does that gave the text; does not interpret styles.
 */
#include "docx_int.h"

#include <stdlib.h>
#include <string.h>

#define WITHIN 64u	/* paragraphs within paragraphs that are told apart */

enum space { OTHER, WORD, MATH, COMPAT };

/* A document on its way to its parts. */
struct walk {
	struct docx_body *b;
	struct { wf_str name; enum space space; } prefix[16];
	size_t nprefix;
	uint32_t level, skip;		/* open elements; those of them in one that is left out */
	uint32_t para[WITHIN], npara;	/* open ones */
	uint32_t run, run_level, runs;	/* the outermost open one and its level; how many are open */
	uint32_t children, last;	/* of that run so far; the last one, if it is a piece */
	uint32_t properties;		/* level of an open pPr; 0 = none */
	bool run_properties, hidden, in_words;
};

static bool
is(wf_str name, const char *what)
{
	return wf_str_is(name, what);
}

/* ---- namespaces ------------------------------------------------------------------------ */

static enum space
space_of(wf_str uri)
{
	static const struct { const char *uri; enum space space; } rows[] = {
		{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", WORD },
		{ "http://purl.oclc.org/ooxml/wordprocessingml/main", WORD },
		{ "http://schemas.openxmlformats.org/officeDocument/2006/math", MATH },
		{ "http://purl.oclc.org/ooxml/officeDocument/math", MATH },
		{ "http://schemas.openxmlformats.org/markup-compatibility/2006", COMPAT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (is(uri, rows[i].uri))
			return rows[i].space;
	}
	return OTHER;
}

/* Notes the prefixes that a tag binds. One bound twice keeps its first meaning: no writer does that. */
static void
bind_prefixes(struct walk *w, const struct docx_token *t)
{
	wf_str tag = wf_str_sub(w->b->xml, t->attributes, t->end - t->attributes);

	for (size_t at = 0; (at = wf_str_find(tag, WF_S("xmlns"), at)) != SIZE_MAX; at += 5) {
		wf_str rest = wf_str_from(tag, at + 5);
		size_t equals = wf_str_find(rest, WF_S("="), 0);
		wf_str name = wf_str_trim(wf_str_sub(rest, 0, equals));
		wf_str value = wf_str_ltrim(wf_str_from(rest, equals == SIZE_MAX ? rest.n : equals + 1));
		enum space space;

		if (value.n < 2 || w->nprefix >= sizeof(w->prefix) / sizeof(w->prefix[0]))
			continue;
		value = wf_str_sub(value, 1, wf_str_find(value, wf_str_sub(value, 0, 1), 1) - 1);
		if ((space = space_of(value)) == OTHER)
			continue;
		name = wf_str_from(name, wf_str_starts(name, WF_S(":")) ? 1 : 0);
		w->prefix[w->nprefix].name = name;
		w->prefix[w->nprefix++].space = space;
		if (space == WORD && w->b->word.n == 0) {
			w->b->word = value;
			/* the prefix with its colon, as it stands in the tag */
			w->b->prefix = name.n > 0 ? name : WF_S("");
		}
	}
}

static enum space
space_of_name(const struct walk *w, wf_str name)
{
	size_t colon = wf_str_find(name, WF_S(":"), 0);
	wf_str prefix = colon == SIZE_MAX ? WF_S("") : wf_str_sub(name, 0, colon);

	for (size_t i = 0; i < w->nprefix; i++) {
		if (wf_str_eq(w->prefix[i].name, prefix))
			return w->prefix[i].space;
	}
	return OTHER;
}

/* ---- parts --------------------------------------------------------------------------------- */

/* As the reader of such files has it: what a person does not see of the last version. */
static bool
is_left_out(const struct walk *w, enum space space, wf_str name)
{
	static const char *const words[] = { "pPrChange", "rPrChange", "tblPrChange", "trPrChange",
		"tcPrChange", "sectPrChange", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "delText",
		"rt", "sectPr", "tabs", "numberingChange" };

	if (space == COMPAT)
		return is(name, "Fallback");
	if (space != WORD)
		return false;
	if (is(name, "del") || is(name, "moveFrom"))
		return w->properties == 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (is(name, words[i]))
			return true;
	}
	return false;
}

static void
open_para(struct walk *w, const struct docx_token *t)
{
	struct docx_body *b = w->b;

	b->para = wf_grow(b->para, &b->para_cap, b->npara + 1, sizeof(*b->para));
	b->para[b->npara] = (struct docx_para){ .open = t->open, .inner = t->end, .words = t->end,
		.close = t->end, .end = t->end, .piece = (uint32_t)b->npiece,
		.empty = t->kind == DOCX_EMPTY };
	if (t->kind == DOCX_OPEN && w->npara++ < WITHIN)
		w->para[w->npara - 1] = (uint32_t)b->npara;
	b->npara++;
}

static void
close_para(struct walk *w, const struct docx_token *t)
{
	if (w->npara == 0 || w->npara-- > WITHIN)
		return;
	struct docx_para *p = &w->b->para[w->para[w->npara]];

	p->close = t->open;
	p->end = t->end;
	p->npiece = (uint32_t)w->b->npiece - p->piece;
}

static void
open_run(struct walk *w, const struct docx_token *t)
{
	struct docx_body *b = w->b;

	w->hidden = false;
	if (w->runs++ > 0)
		return;
	b->run = wf_grow(b->run, &b->run_cap, b->nrun + 1, sizeof(*b->run));
	b->run[b->nrun] = (struct docx_run){ t->open, t->end, t->end, t->end, t->end };
	w->run = (uint32_t)b->nrun++;
	w->run_level = w->level;
	w->children = 0;
	w->last = DOCX_NONE;
}

static void
close_run(struct walk *w, const struct docx_token *t)
{
	if (w->runs == 0 || --w->runs > 0)
		return;
	struct docx_run *r = &w->b->run[w->run];

	r->close = t->open;
	r->end = t->end;
	if (w->last != DOCX_NONE)
		w->b->piece[w->last].last = true;
}

/* Words or a sign; its end is set when it closes. */
static void
open_piece(struct walk *w, const struct docx_token *t, uint32_t sign)
{
	struct docx_body *b = w->b;
	wf_str space = wf_docx_attribute(b->xml, t, "space");

	if (w->npara == 0 || w->hidden)
		return;
	bool deep = w->runs > 1 || (w->runs == 1 && w->level != w->run_level + 1);

	b->piece = wf_grow(b->piece, &b->piece_cap, b->npiece + 1, sizeof(*b->piece));
	b->piece[b->npiece] = (struct docx_piece){ .open = t->open, .text = t->end, .text_end = t->end,
		.end = t->end, .run = w->runs > 0 ? w->run : DOCX_NONE,
		.para = w->para[(w->npara < WITHIN ? w->npara : WITHIN) - 1],
		.solid = deep || sign != 0, .keeps = wf_str_is(space, "preserve"), .sign = sign,
		.first = deep || w->children == 1, .last = deep };
	if (!deep && w->runs > 0)
		w->last = (uint32_t)b->npiece;
	b->npiece++;
	w->in_words = sign == 0 && t->kind == DOCX_OPEN;
}

static void
close_piece(struct walk *w, const struct docx_token *t)
{
	if (!w->in_words)
		return;
	struct docx_piece *x = &w->b->piece[w->b->npiece - 1];

	x->text_end = t->open;
	x->end = t->end;
	/* a comment or CDATA among the words: they are taken as one */
	if (memchr(w->b->xml.p + x->text, '<', x->text_end - x->text) != NULL)
		x->solid = true;
	w->in_words = false;
}

/* ---- elements ----------------------------------------------------------------------------------- */

static uint32_t
number_of(wf_str s, int base)
{
	char digits[16] = "";

	if (s.n == 0 || s.n >= sizeof(digits))
		return 0;
	memcpy(digits, s.p, s.n);
	unsigned long n = strtoul(digits, NULL, base);

	return n > 0x7ffffffe ? 0 : (uint32_t)n;
}

/* A sign of a font of its own, as the reader shows it. */
static uint32_t
sign_of(wf_str code)
{
	uint32_t cp = number_of(code, 16);

	return cp < 0x20 || (cp >= 0xD800 && cp <= 0xF8FF) || cp > 0x10FFFF ? 0x25A1 : cp;
}

static void
open_word(struct walk *w, const struct docx_token *t, wf_str name)
{
	wf_str xml = w->b->xml;
	bool stays = t->kind == DOCX_OPEN, in_run = w->runs > 0 && !w->run_properties;

	if (w->runs == 1 && w->level == w->run_level + 1 && !is(name, "rPr")) {
		w->children++;
		w->last = DOCX_NONE;
	}
	if (is(name, "p"))
		open_para(w, t);
	else if (is(name, "pPr") && stays && w->properties == 0)
		w->properties = w->level;
	else if (is(name, "r") && stays && w->properties == 0)
		open_run(w, t);
	else if (is(name, "rPr") && stays)
		w->run_properties = true;
	else if (is(name, "vanish") && w->run_properties && w->properties == 0)
		w->hidden = !is(wf_docx_attribute(xml, t, "val"), "0") &&
		    !is(wf_docx_attribute(xml, t, "val"), "false") &&
		    !is(wf_docx_attribute(xml, t, "val"), "off");
	else if (is(name, "t") && in_run)
		open_piece(w, t, 0);
	else if (is(name, "noBreakHyphen") && in_run)
		open_piece(w, t, '-');
	else if (is(name, "sym") && in_run)
		open_piece(w, t, sign_of(wf_docx_attribute(xml, t, "char")));
	else if (wf_str_starts(name, WF_S("comment"))) {
		uint32_t id = number_of(wf_docx_attribute(xml, t, "id"), 10);

		w->b->max_id = id > w->b->max_id ? id : w->b->max_id;
	}
}

static void
close_word(struct walk *w, const struct docx_token *t, wf_str name)
{
	struct docx_body *b = w->b;

	if (is(name, "p")) {
		close_para(w, t);
	} else if (is(name, "pPr") && w->level == w->properties) {
		w->properties = 0;
		w->run_properties = false;
		if (w->npara > 0 && w->npara <= WITHIN)
			b->para[w->para[w->npara - 1]].words = t->end;
	} else if (is(name, "r") && w->properties == 0) {
		close_run(w, t);
	} else if (is(name, "rPr")) {
		w->run_properties = false;
		if (w->runs == 1 && w->level == w->run_level + 1)
			b->run[w->run].words = t->end;
	} else if (is(name, "t")) {
		close_piece(w, t);
	}
}

static void
take_tag(struct walk *w, const struct docx_token *t)
{
	wf_str name = wf_docx_local(t->name);
	enum space space;

	if (t->kind != DOCX_CLOSE)
		bind_prefixes(w, t);
	space = space_of_name(w, t->name);
	if (t->kind == DOCX_CLOSE) {
		if (w->skip > 0)
			w->skip--;
		else if (space == WORD)
			close_word(w, t, name);
		else if (space == MATH && is(name, "t"))
			close_piece(w, t);
		w->level--;
		return;
	}
	w->level++;
	if (w->skip > 0 || is_left_out(w, space, name))
		w->skip += t->kind == DOCX_OPEN;
	else if (space == WORD)
		open_word(w, t, name);
	else if (space == MATH && is(name, "t"))
		open_piece(w, t, 0);
	if (t->kind == DOCX_EMPTY)
		w->level--;
}

void
wf_docx_body(struct docx_body *b, wf_str xml)
{
	struct walk w = { .b = b };
	struct docx_token t;
	size_t at = 0;

	*b = (struct docx_body){ .xml = xml, .word = WF_S(""), .prefix = WF_S("") };
	while (wf_docx_next(&t, xml, &at)) {
		if (t.kind == DOCX_OPEN || t.kind == DOCX_CLOSE || t.kind == DOCX_EMPTY)
			take_tag(&w, &t);
	}
}

void
wf_docx_body_free(struct docx_body *b)
{
	free(b->run);
	free(b->piece);
	free(b->para);
	*b = (struct docx_body){ 0 };
}
