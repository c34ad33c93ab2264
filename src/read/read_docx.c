/*
 * A word processor's file (DOCX, ECMA-376): its parts, found by their relationships, and what was left
 * out of the text. Reads no headers, footers and comments, and no document inside the document.
 */
#include "read/docx_int.h"

#include <stdlib.h>
#include <string.h>

#include "findings_gen.h"

#define RELATIONS 8192u

/* One row of a relationships part. */
struct relation { wf_str id, type, target; bool outside; };

struct relations { struct relation *v; size_t n, cap; struct wf_arena *arena; };

struct package {
	struct wf_zip zip;
	struct wf_arena *arena;
	struct wf_findings *f;
	struct wf_roll *sheet;
	struct relations relations;	/* of the document */
	wf_str folder;			/* of the document's part, with its slash */
	uint32_t unread;
};

/* ---- relationships ------------------------------------------------------------------ */

static void
open_relation(void *payload, enum xml_space space, const char *name, const struct xml_attributes *a)
{
	struct relations *r = payload;

	(void)space;
	if (strcmp(name, "Relationship") != 0 || r->n >= RELATIONS)
		return;
	r->v = wf_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = (struct relation){ .id = wf_arena_str(r->arena, wf_xml_attribute(a, "Id")),
		.type = wf_arena_str(r->arena, wf_xml_attribute(a, "Type")),
		.target = wf_arena_str(r->arena, wf_xml_attribute(a, "Target")),
		.outside = wf_str_is(wf_xml_attribute(a, "TargetMode"), "External") };
}

static void
ignore_close(void *payload, enum xml_space space, const char *name)
{
	(void)payload, (void)space, (void)name;
}

/* Reads a relationships part into r; one that is absent has no rows. */
static wf_rc
read_relations(struct relations *r, struct package *p, wf_str name, struct wf_err *err)
{
	struct xml_sink sink = { .open = open_relation, .close = ignore_close, .payload = r };
	wf_str part;
	wf_rc rc = wf_zip_part(&part, p->arena, &p->zip, name, err);

	r->arena = p->arena;
	if (rc == WF_OK)
		rc = wf_xml_read(part, name.p, &sink, err);
	return rc == WF_NONE ? WF_OK : rc;
}

/* The name in the archive of what a relationship points to, from the folder of its part. */
static wf_str
target_of(struct wf_arena *a, wf_str folder, wf_str target)
{
	if (wf_str_starts(target, WF_S("/")))
		return wf_str_from(target, 1);
	while (wf_str_starts(target, WF_S("./")))
		target = wf_str_from(target, 2);
	while (wf_str_starts(target, WF_S("../"))) {
		target = wf_str_from(target, 3);
		folder = WF_S("");
	}
	return wf_arena_printf(a, "%.*s%.*s", WF_FMT(folder), WF_FMT(target));
}

/* The first relationship whose type ends so; "" = none. */
static wf_str
part_of_type(const struct package *p, const struct relations *r, wf_str folder, const char *type)
{
	for (size_t i = 0; i < r->n; i++) {
		if (!r->v[i].outside && wf_str_ends(r->v[i].type, wf_str_of(type)))
			return target_of(p->arena, folder, r->v[i].target);
	}
	return WF_S("");
}

/* ---- chunks --------------------------------------------------------------------------- */

static bool
is_archive(wf_str bytes)
{
	return wf_str_starts(bytes, WF_S("PK\3\4")) || wf_str_starts(bytes, WF_S("Rar!")) ||
	    wf_str_starts(bytes, WF_S("7z\xBC\xAF")) || wf_str_starts(bytes, WF_S("\x1F\x8B"));
}

/* Plain text in a part of its own: a line is a paragraph. */
static void
plain_lines(struct package *p, wf_str bytes)
{
	struct wf_roll *s = p->sheet;
	const char *name;
	wf_str text;

	wf_decode(&text, &name, p->arena, p->f, bytes);
	while (text.n > 0) {
		size_t n = 0;

		while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
			n++;
		wf_roll_place(s, (struct wf_place){ .para = ++s->paras });
		wf_roll_put(s, wf_str_sub(text, 0, n));
		wf_roll_end(s);
		text = wf_str_from(text, n + (wf_str_starts(wf_str_from(text, n), WF_S("\r\n")) ? 2 : 1));
	}
}

/* Reads a part that another program made, by what it is (17.17.2.1). */
static wf_rc
read_chunk(void *payload, wf_str id, struct wf_err *err)
{
	struct package *p = payload;
	const struct relation *r = NULL;
	wf_str bytes;

	for (size_t i = 0; i < p->relations.n && r == NULL; i++) {
		if (wf_str_eq(p->relations.v[i].id, id))
			r = &p->relations.v[i];
	}
	if (r == NULL || r->outside) {
		p->unread++;
		return WF_OK;
	}
	wf_str name = target_of(p->arena, p->folder, r->target);
	wf_rc rc = wf_zip_part(&bytes, p->arena, &p->zip, name, err);

	if (rc == WF_NONE) {
		p->unread++;
		return WF_OK;
	}
	if (rc != WF_OK)
		return rc;
	if (is_archive(bytes))
		return wf_fail(err, WF_E_LIMIT, "%.*s is an archive inside the archive; open the file in "
		    "a word processor and save it again", WF_FMT(name));
	if (wf_reader_mht.certain(bytes))
		return wf_mht_lines(p->sheet, p->f, bytes, err);
	if (wf_reader_html.certain(bytes) || wf_str_ends(name, WF_S(".html")) ||
	    wf_str_ends(name, WF_S(".htm")) || wf_str_ends(name, WF_S(".xhtml")))
		return wf_html_lines(p->sheet, p->f, bytes, WF_S(""), err);
	if (wf_str_ends(name, WF_S(".txt")))
		plain_lines(p, bytes);
	else
		p->unread++;	/* RTF and the like */
	return WF_OK;
}

/* ---- the package ------------------------------------------------------------------------ */

typedef wf_rc read_part(struct docx_lists *l, struct wf_arena *a, wf_str part, struct wf_err *err);

static wf_rc
read_lists(struct docx_lists *l, struct package *p, const char *type, read_part *read, struct wf_err *err)
{
	wf_str name = part_of_type(p, &p->relations, p->folder, type), part;
	wf_rc rc = name.n > 0 ? wf_zip_part(&part, p->arena, &p->zip, name, err) : WF_NONE;

	if (rc == WF_OK)
		rc = read(l, p->arena, part, err);
	return rc == WF_NONE ? WF_OK : rc;
}

static wf_rc
read_notes(struct docx_body *b, struct package *p, bool end, struct wf_err *err)
{
	wf_str name = part_of_type(p, &p->relations, p->folder, end ? "/endnotes" : "/footnotes"), part;
	wf_rc rc = name.n > 0 ? wf_zip_part(&part, p->arena, &p->zip, name, err) : WF_NONE;

	if (rc == WF_OK)
		rc = wf_docx_notes(b, part, end, err);
	return rc == WF_NONE ? WF_OK : rc;
}

static void
note(const struct package *p, unsigned code, uint32_t a, uint32_t b)
{
	if (a > 0 || b > 0)
		wf_finding_add(p->f, code, (wf_span){ 0, 0 }, a, b);
}

/* Says what is not in the text, or is in it and not in the file. */
static void
note_all(const struct package *p, const struct docx_body *b)
{
	note(p, WF_D_TRACKED, b->inserted, b->deleted);
	note(p, WF_D_HIDDEN_TEXT, b->hidden, 0);
	note(p, WF_D_NOTES, b->notes, 0);
	note(p, WF_D_NUMBERS_WRITTEN, b->numbers, 0);
	note(p, WF_D_MARGIN_COMMENTS, b->comments, 0);
	note(p, WF_D_PICTURES, b->pictures, 0);
	note(p, WF_D_PART_UNREAD, b->unread + p->unread, 0);
}

/* The part of the document and the relationships it has. */
static wf_rc
find_document(wf_str *part, struct package *p, struct wf_err *err)
{
	struct relations top = { 0 };
	wf_rc rc = read_relations(&top, p, WF_S("_rels/.rels"), err);
	wf_str name = part_of_type(p, &top, WF_S(""), "/officeDocument");
	size_t slash = 0;

	free(top.v);
	if (name.n == 0)
		name = WF_S("word/document.xml");
	if (rc == WF_OK)
		rc = wf_zip_part(part, p->arena, &p->zip, name, err);
	if (rc == WF_NONE)
		return wf_fail(err, WF_E_IO, "the archive holds no document (%.*s); it is another kind of "
		    "file or damaged", WF_FMT(name));
	for (size_t i = 0; i < name.n; i++)
		slash = name.p[i] == '/' ? i + 1 : slash;
	p->folder = wf_arena_str(p->arena, wf_str_sub(name, 0, slash));
	if (rc == WF_OK)
		rc = read_relations(&p->relations, p, wf_arena_printf(p->arena, "%.*s_rels/%.*s.rels",
		    WF_FMT(p->folder), WF_FMT(wf_str_from(name, slash))), err);
	return rc;
}

static wf_rc
read_package(struct package *p, struct wf_err *err)
{
	struct docx_lists lists = { 0 };
	struct docx_body body = { .sheet = p->sheet, .arena = p->arena, .lists = &lists, .chunk = read_chunk,
		.payload = p };
	wf_str document;
	wf_rc rc = find_document(&document, p, err);

	if (rc == WF_OK)
		rc = read_lists(&lists, p, "/styles", wf_docx_styles, err);
	if (rc == WF_OK)
		rc = read_lists(&lists, p, "/numbering", wf_docx_numbering, err);
	if (rc == WF_OK)
		rc = read_notes(&body, p, false, err);
	if (rc == WF_OK)
		rc = read_notes(&body, p, true, err);
	if (rc == WF_OK)
		rc = wf_docx_text(&body, document, err);
	if (rc == WF_OK)
		note_all(p, &body);
	free(body.note);
	wf_map_free(&body.by_foot);
	wf_map_free(&body.by_end);
	wf_docx_lists_free(&lists);
	free(p->relations.v);
	return rc;
}

/* Compound files (MS-CFB): Word 97–2003, and documents encrypted with a password. */
static bool
is_compound(wf_str bytes)
{
	return wf_str_starts(bytes, WF_S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

static wf_rc
refuse_compound(wf_str bytes, struct wf_err *err)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	if (wf_str_has(bytes, (wf_str){ encrypted, sizeof(encrypted) }))
		return wf_fail(err, WF_E_IO,
		    "the document is encrypted with a password; save it without one");
	return wf_fail(err, WF_E_IO,
	    "this is a file of Word 97–2003 or another old program; save it as .docx");
}

static wf_rc
read_docx(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	struct wf_arena scratch = { 0 };
	struct wf_roll sheet = { 0 };
	struct package p = { .arena = &scratch, .f = f, .sheet = &sheet };

	if (is_compound(bytes))
		return refuse_compound(bytes, err);
	wf_rc rc = wf_zip_open(&p.zip, bytes, err);

	if (rc == WF_OK)
		rc = read_package(&p, err);
	if (rc == WF_OK)
		rc = wf_roll_finish(out, a, f, &sheet, err);
	wf_zip_close(&p.zip);
	wf_roll_free(&sheet);
	wf_arena_free(&scratch);
	return rc;
}

/* An archive with a document of a word processor in it, or a compound file. */
static bool
certain(wf_str bytes)
{
	return is_compound(bytes) || (wf_str_starts(bytes, WF_S("PK\3\4")) &&
	    (wf_str_has(bytes, WF_S("word/document")) || wf_str_has(bytes, WF_S("word/_rels/document"))));
}

const struct wf_reader wf_reader_docx = {
	.name = "docx", .ext = "docx docm dotx dotm", .certain = certain, .read = read_docx,
};
const struct wf_reader wf_reader_docx_misnamed = {
	.name = "docx-misnamed", .ext = "", .misnamed = true, .read = read_docx,
};
