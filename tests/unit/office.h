/* Small archives and PDFs made in memory for the tests of the readers. Holds no test itself. */
#ifndef WF_OFFICE_H
#define WF_OFFICE_H

#include "unit.h"

#include <zip.h>

struct office_part { const char *name; wf_str bytes; };

/* An archive of these parts; packed unless store. The caller frees out. */
static inline void
office_zip(struct wf_buf *out, const struct office_part *part, size_t n, bool store)
{
	zip_error_t why;
	zip_source_t *file = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *zip = zip_open_from_source(file, ZIP_CREATE | ZIP_TRUNCATE, &why);
	zip_stat_t st;

	assert_non_null(zip);
	zip_source_keep(file);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *bytes = zip_source_buffer(zip, part[i].bytes.p, part[i].bytes.n, 0);
		zip_int64_t at = zip_file_add(zip, part[i].name, bytes, ZIP_FL_ENC_UTF_8);

		assert_true(at >= 0);
		zip_set_file_compression(zip, (zip_uint64_t)at, store ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
		    0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_open(file), 0);
	zip_source_stat(file, &st);
	out->p = wf_grow(out->p, &out->cap, st.size + 1, 1);
	assert_int_equal(zip_source_read(file, out->p, st.size), st.size);
	out->n = st.size;
	zip_source_close(file);
	zip_source_free(file);
}

#define OFFICE_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE_R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Parts of a document beside its body; "" = none. */
struct office_document { const char *body, *styles, *numbering, *footnotes, *more_relations; };

static inline wf_str
office_wrap(struct wf_arena *a, const char *name, const char *inside)
{
	return wf_arena_printf(a, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:%s xmlns:w=\"" OFFICE_W
	    "\" xmlns:r=\"" OFFICE_R "\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/"
	  "2006/math\" "
	    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">%s</w:%s>", name,
	    inside, name);
}

/* A DOCX of these parts and, when more is not NULL, further ones. The caller frees out. */
static inline void
office_docx(struct wf_buf *out, const struct office_document *d, const struct office_part *more,
    size_t nmore)
{
	static const char rel[] = "<Relationship Id=\"%s\" Type=\"" OFFICE_R "/%s\" Target=\"%s\"/>";
	struct wf_arena a = { 0 };
	struct wf_buf relations = { 0 };
	struct office_part part[16];
	size_t n = 0;

	part[n++] = (struct office_part){ "_rels/.rels",
	    WF_S("<Relationships xmlns=\"x\"><Relationship "
	    "Id=\"d\" Type=\"" OFFICE_R "/officeDocument\" Target=\"word/document.xml\"/>"
	  "</Relationships>") };
	wf_buf_put(&relations, WF_S("<Relationships xmlns=\"x\">"));
	if (d->styles != NULL) {
		wf_buf_printf(&relations, rel, "s", "styles", "styles.xml");
		part[n++] = (struct office_part){ "word/styles.xml", office_wrap(&a, "styles",
		    d->styles) };
	}
	if (d->numbering != NULL) {
		wf_buf_printf(&relations, rel, "n", "numbering", "numbering.xml");
		part[n++] = (struct office_part){ "word/numbering.xml",
			office_wrap(&a, "numbering", d->numbering) };
	}
	if (d->footnotes != NULL) {
		wf_buf_printf(&relations, rel, "f", "footnotes", "footnotes.xml");
		part[n++] = (struct office_part){ "word/footnotes.xml",
			office_wrap(&a, "footnotes", d->footnotes) };
	}
	if (d->more_relations != NULL)
		wf_buf_put(&relations, wf_str_of(d->more_relations));
	wf_buf_put(&relations, WF_S("</Relationships>"));
	part[n++] = (struct office_part){ "word/_rels/document.xml.rels", wf_buf_str(&relations) };
	wf_str body = wf_arena_printf(&a, "<w:body>%s</w:body>", d->body);
	part[n++] = (struct office_part){ "word/document.xml", office_wrap(&a, "document", body.p) };
	for (size_t i = 0; i < nmore && n < COUNT(part); i++)
		part[n++] = more[i];
	office_zip(out, part, n, false);
	wf_buf_free(&relations);
	wf_arena_free(&a);
}

/* ---- PDF ---------------------------------------------------------------------------------- */

/* Words at a place on a page, in points from the lower left corner. page from 1. */
struct office_words { unsigned page; float x, y, size; const char *words; };

static inline void
office_object(struct wf_buf *out, size_t *at, unsigned id, wf_str body)
{
	at[id] = out->n;
	wf_buf_printf(out, "%u 0 obj\n%.*s\nendobj\n", id, WF_FMT(body));
}

/* The content of a page: each code of the font is the character's own number. */
static inline wf_str
office_content(struct wf_arena *a, const struct office_words *w, size_t n, unsigned page)
{
	struct wf_buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (w[i].page != page)
			continue;
		wf_buf_printf(&b, "BT /F %.1f Tf %.1f %.1f Td <", (double)w[i].size, (double)w[i].x,
		    (double)w[i].y);
		for (wf_str s = wf_str_of(w[i].words); s.n > 0;)
			wf_buf_printf(&b, "%04X", (unsigned)wf_utf8_next(&s));
		wf_buf_put(&b, WF_S("> Tj ET\n"));
	}
	wf_str out = wf_arena_printf(a, "<< /Length %zu >>\nstream\n%.*s\nendstream", b.n,
	    WF_FMT(wf_buf_str(&b)));

	wf_buf_free(&b);
	return out;
}

/* What leads from codes to characters: themselves. */
static inline wf_str
office_cmap(struct wf_arena *a)
{
	struct wf_buf b = { 0 };

	wf_buf_put(&b, WF_S("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName "
	    "/X def\n"
	    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"));
	for (unsigned i = 0; i < 256; i++) {
		if (i % 64 == 0)
			wf_buf_put(&b, WF_S("64 beginbfrange\n"));
		wf_buf_printf(&b, "<%02X00> <%02XFF> <%02X00>\n", i, i, i);
		if (i % 64 == 63)
			wf_buf_put(&b, WF_S("endbfrange\n"));
	}
	wf_buf_put(&b, WF_S("endcmap end end\n"));
	wf_str out = wf_arena_printf(a, "<< /Length %zu >>\nstream\n%.*s\nendstream", b.n,
	    WF_FMT(wf_buf_str(&b)));

	wf_buf_free(&b);
	return out;
}

/* A PDF of so many pages (A4, at most 50). trailer: more for its dictionary. The caller frees out. */
static inline void
office_pdf(struct wf_buf *out, const struct office_words *w, size_t n, unsigned pages,
    const char *trailer)
{
	struct wf_arena a = { 0 };
	struct wf_buf kids = { 0 };
	size_t at[128] = { 0 };
	unsigned last = 5 + 2 * pages;

	wf_buf_put(out, WF_S("%PDF-1.4\n"));
	office_object(out, at, 1, WF_S("<< /Type /Catalog /Pages 2 0 R >>"));
	for (unsigned i = 0; i < pages; i++)
		wf_buf_printf(&kids, "%u 0 R ", 6 + 2 * i);
	office_object(out, at, 2, wf_arena_printf(&a, "<< /Type /Pages /Count %u /Kids [%.*s] >>",
	    pages,
	    WF_FMT(wf_buf_str(&kids))));
	office_object(out, at, 3, WF_S("<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding "
	    "/Identity-H "
	    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
	    "/W [32 126 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
	    "/FontDescriptor 5 0 R >>] /ToUnicode 4 0 R >>"));
	office_object(out, at, 4, office_cmap(&a));
	office_object(out, at, 5, WF_S("<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox "
	    "[0 -200 1000 900] /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>"));
	for (unsigned i = 0; i < pages; i++) {
		office_object(out, at, 6 + 2 * i, wf_arena_printf(&a,
		    "<< /Type /Page /Parent 2 0 R /MediaBox "
		    "[0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %u 0 R >>",
		  7 + 2 * i));
		office_object(out, at, 7 + 2 * i, office_content(&a, w, n, i + 1));
	}
	size_t xref = out->n;

	wf_buf_printf(out, "xref\n0 %u\n0000000000 65535 f \n", last + 1);
	for (unsigned i = 1; i <= last; i++)
		wf_buf_printf(out, "%010zu 00000 n \n", at[i]);
	wf_buf_printf(out, "trailer\n<< /Size %u /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
	    last + 1, trailer,
	    xref);
	wf_buf_free(&kids);
	wf_arena_free(&a);
}

#endif
