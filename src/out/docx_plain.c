/*
 * Writes paragraphs as a word processor's file, with headings and nothing else. It takes no layout
 * over from where the words come from.
 */
#include "docx_int.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define MAIN "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

#define TYPES XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"" \
	"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" " \
	"ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"" MAIN \
	"\"/></Types>"
#define RELATIONS XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" \
	OFFICE "officeDocument\" Target=\"word/document.xml\"/></Relationships>"
/* A4 with the margins of GB/T 9704; a body font that word processors here have */
#define PAGE "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" " \
	"w:bottom=\"1984\" w:left=\"1587\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr>"
#define FONT "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"SimSun\"/>"
#define SPACING "<w:spacing w:after=\"120\" w:line=\"360\" w:lineRule=\"auto\"/>"
#define LANGUAGE "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"

static void
put_paragraph(struct wf_markup *m, const struct wf_docx_line *line)
{
	wf_tag(m, "w:p");
	wf_raw_markup(m, line->heading == 0 ? "<w:pPr>" SPACING "</w:pPr>" : line->heading == 1 ?
	    "<w:pPr>" SPACING "<w:jc w:val=\"center\"/></w:pPr>" : "<w:pPr><w:keepNext/>" SPACING "</w:pPr>");
	wf_tag(m, "w:r");
	wf_raw_markup(m, line->heading == 0 ? "<w:rPr>" FONT "<w:sz w:val=\"24\"/>" LANGUAGE "</w:rPr>" :
	    line->heading == 1 ? "<w:rPr>" FONT "<w:b/><w:sz w:val=\"32\"/>" LANGUAGE "</w:rPr>" :
	    "<w:rPr>" FONT "<w:b/><w:sz w:val=\"26\"/>" LANGUAGE "</w:rPr>");
	wf_tag(m, "w:t");
	wf_attr(m, "xml:space", WF_S("preserve"));
	wf_words(m, line->words);
	wf_untag(m);
	wf_untag(m);
	wf_untag(m);
}

wf_rc
wf_docx_plain(struct wf_buf *out, const struct wf_docx_line *v, size_t n, struct wf_err *err)
{
	struct docx_archive zip = { .err = err };
	struct wf_buf body = { 0 };
	struct wf_markup m = { .out = &body };

	wf_raw_markup(&m, XML "<w:document xmlns:w=\"" WORD "\"><w:body>");
	for (size_t i = 0; i < n; i++)
		put_paragraph(&m, &v[i]);
	if (n == 0)
		put_paragraph(&m, &(struct wf_docx_line){ .words = WF_S("") });
	wf_raw_markup(&m, PAGE "</w:body></w:document>");
	wf_rc rc = wf_docx_open(&zip, WF_S(""));

	if (rc == WF_OK)
		rc = wf_docx_put(&zip, WF_S("[Content_Types].xml"), WF_S(TYPES));
	if (rc == WF_OK)
		rc = wf_docx_put(&zip, WF_S("_rels/.rels"), WF_S(RELATIONS));
	if (rc == WF_OK)
		rc = wf_docx_put(&zip, WF_S("word/document.xml"), wf_buf_str(&body));
	if (rc == WF_OK)
		rc = wf_docx_close(out, &zip);
	wf_docx_leave(&zip);
	wf_buf_free(&body);
	return rc;
}
