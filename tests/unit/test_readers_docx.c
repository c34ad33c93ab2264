/* The reader of word processors' files: numbers, tables, notes, what is left out, what is refused. */
#include "office.h"
#include "readers.h"

#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"
#define IN(properties, words) "<w:p><w:pPr>" properties "</w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define NUM(list, level, words) \
	IN("<w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list "'/></w:numPr>", words)
#define R(properties, words) "<w:r><w:rPr>" properties "</w:rPr><w:t>" words "</w:t></w:r>"
#define STYLE(id, inside) "<w:style w:type='paragraph' w:styleId='" id "'>" inside "</w:style>"
#define LEVEL(n, format, text, more) "<w:lvl w:ilvl='" n "'><w:start w:val='1'/><w:numFmt w:val='" format \
	"'/><w:lvlText w:val='" text "'/>" more "</w:lvl>"
#define LIST(id, levels) "<w:abstractNum w:abstractNumId='" id "'>" levels "</w:abstractNum>"
#define USE(id, list, more) "<w:num w:numId='" id "'><w:abstractNumId w:val='" list "'/>" more "</w:num>"
#define CELL(inside) "<w:tc><w:tcPr/>" inside "</w:tc>"
#define ROW(cells) "<w:tr>" cells "</w:tr>"
#define TABLE(grid, rows) "<w:tbl><w:tblPr/><w:tblGrid>" grid "</w:tblGrid>" rows "</w:tbl>"
#define TWO "<w:gridCol/><w:gridCol/>"

/* ---- one body, its lines ---- */

static const struct { const char *body, *lines; } bodies[] = {
	{ P("甲") P("") P("乙"), "@1 甲\n@3 乙\n" }, { "<w:p/><w:p><w:r/></w:p>" P("甲"), "@3 甲\n" },
	{ "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:tab/><w:t xml:space='preserve'> 乙 </w:t></w:r>"
	  "</w:p>", "@1 甲\t 乙\n" },
	{ "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/><w:cr/><w:t>丙</w:t>"
	  "</w:r></w:p>" P("丁"),
	  "@1 甲\n@1 乙\n@1 丙\n@2 丁\n" },
	{ "<w:p><w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>乙</w:t>"
	  "</w:r></w:smartTag>"
	  "<w:sdt><w:sdtPr><w:text/><w:tag w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:t>丙</w:t>"
	  "</w:r></w:sdtContent></w:sdt></w:p>",
	  "@1 甲乙丙\n" },
	{ "<w:p><w:r><w:t>甲&lt;&amp;</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:sym w:font='Wingdings' "
	  "w:char='F0FE'/>"
	  "<w:sym w:char='2460'/></w:r></w:p>", "@1 甲<&-乙□①\n" },
	{ "<w:p>" R("<w:b/>", "甲") R("", "乙") "</w:p><w:p>" R("<w:b w:val='0'/>", "丙") R("<w:b/>",
	  "丁") "</w:p>",
	  "*@1 甲乙\n@2 丙丁\n" },
	{ "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>甲</w:t></w:r><w:fldSimple "
	  "w:instr='x'><w:r><w:t>乙"
	  "</w:t></w:r></w:fldSimple></w:p>", "@1 甲乙\n" },
	{ "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>", "@1 a+b\n" },
	{ "<w:p><w:r><w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t>"
	  "</w:r></w:rubyBase></w:ruby>"
	  "</w:r></w:p>", "@1 甲\n" },
	{ "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs><w:sectPr/></w:pPr><w:r><w:t>甲</w:t>"
	  "</w:r></w:p><w:sectPr/>",
	  "@1 甲\n" },
	/* tracked changes: the last version */
	{ "<w:p><w:del><w:r><w:delText>甲</w:delText></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r>"
	  "</w:ins><w:moveFrom>"
	  "<w:r><w:t>丙</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>丁</w:t></w:r></w:moveTo></w:p>",
	  "@1 乙丁\n" },
	{ IN("<w:rPr><w:del/></w:rPr>", "甲") P("乙") P("丙"), "@2 甲乙\n@3 丙\n" },
	{ IN("<w:pPrChange><w:pPr><w:pStyle w:val='H1'/></w:pPr></w:pPrChange>", "甲"), "@1 甲\n" },
	/* hidden words */
	{ "<w:p>" R("<w:vanish/>", "甲") R("<w:vanish w:val='false'/>",
	  "乙") R("<w:rStyle w:val='Secret'/>", "丙") "</w:p>"
	  IN("<w:pStyle w:val='Secret'/>", "丁"), "@1 乙\n" },
	/* headings: the title is the first, chapters lie below it */
	{ IN("<w:pStyle w:val='T'/>", "甲") IN("<w:pStyle w:val='H1'/>",
	  "乙") IN("<w:pStyle w:val='H2'/>", "丙") P("丁"),
	  "#@1 甲\n##@2 乙\n###@3 丙\n@4 丁\n" },
	{ IN("<w:pStyle w:val='H1'/>", "甲") IN("<w:pStyle w:val='H1'/>",
	  "乙") IN("<w:outlineLvl w:val='8'/>", "丙"),
	  "#@1 甲\n##@2 乙\n######@3 丙\n" },
	{ P("甲") IN("<w:pStyle w:val='Child'/>", "乙") IN("<w:pStyle w:val='Loop'/>", "丙"),
	  "@1 甲\n##@2 乙\n@3 丙\n" },
	{ IN("<w:pStyle w:val='C1'/>", "第一章</w:t><w:tab/><w:t>12") P("甲</w:t><w:tab/><w:t>12"),
	  "@1 第一章\n@2 甲\t12\n" },
	/* numbers */
	{ NUM("1", "0", "甲") NUM("1", "1", "乙") NUM("1", "1", "丙") NUM("1", "0", "丁") NUM("1",
	  "1", "戊"),
	  "@1 第一条 甲\n@2 （一） 乙\n@3 （二） 丙\n@4 第二条 丁\n@5 （一） 戊\n" },
	{ NUM("2", "0", "甲") NUM("2", "1", "乙") NUM("2", "2", "丙"),
	  "@1 一、甲\n@2 1.1 乙\n@3 一.1.a) 丙\n" },
	{ NUM("1", "0", "甲") NUM("3", "0", "乙") NUM("3", "0", "丙") NUM("1", "0", "丁"),
	  "@1 第一条 甲\n@2 第五条 乙\n@3 第六条 丙\n@4 第七条 丁\n" },
	{ NUM("4", "0", "甲") NUM("4", "1", "乙") NUM("9", "0", "丙") NUM("0", "0", "丁"),
	  "@1 • 甲\n@2 乙\n@3 丙\n@4 丁\n" },
	{ IN("<w:pStyle w:val='Art'/>", "甲") IN("<w:pStyle w:val='Art'/><w:numPr><w:numId "
	  "w:val='0'/></w:numPr>", "乙")
	  IN("<w:pStyle w:val='Art'/>", "丙"), "@1 第一条 甲\n@2 乙\n@3 第二条 丙\n" },
	{ NUM("1", "0", "") NUM("1", "0", "甲"), "@2 第一条 甲\n" },
	{ NUM("5", "0", "甲") NUM("5", "0", "乙"), "@1 ① 甲\n@2 ② 乙\n" },
	/* tables */
	{ TABLE(TWO, ROW(CELL(P("甲")) CELL(P("乙") P("丙"))) ROW(CELL("<w:p/>"
	  "") CELL(P("丁")))) P("戊"),
	  "@1 | 甲 | 乙 丙 |\n@4 | | 丁 |\n@6 戊\n" },
	{ TABLE("<w:gridCol/>", ROW(CELL(P("甲") P("乙")))), "@1 甲\n@2 乙\n" },
	{ TABLE(TWO, ROW("<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
	  P("甲") "</w:tc>") ROW(CELL("<w:p/>") CELL("<w:p/>"))),
	  "@1 | 甲 | |\n" },
	{ TABLE(TWO, ROW(CELL(P("甲")) CELL(TABLE(TWO, ROW(CELL(P("乙")) CELL(P("丙"))))))),
	  "@1 | 甲 | 乙 丙 |\n" },
	{ TABLE("<w:gridCol/>", ROW(CELL(P("甲") TABLE(TWO, ROW(CELL(P("乙")) CELL(P("丙"))))))),
	  "@1 甲\n@2 | 乙 | 丙 |\n" },
	{ TABLE(TWO, ROW(CELL("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
	  "") CELL(P("丙")))), "@1 | 甲 乙 | 丙 |\n" },
	/* text boxes and notes stand behind their paragraph */
	{ "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
	  P("乙") "</w:txbxContent></mc:Choice>"
	  "<mc:Fallback><w:txbxContent>" P("乙") "</w:txbxContent></mc:Fallback>"
	  "</mc:AlternateContent><w:t>丙</w:t></w:r></w:p>"
	  P("丁"), "@1 甲丙\n@2 乙\n@3 丁\n" },
	{ "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='2'/><w:t>乙</w:t><w:footnoteReference "
	  "w:id='3'/></w:r></w:p>" P("丙")
	  "<w:p><w:r><w:footnoteReference w:id='2'/><w:footnoteReference w:id='99'/><w:t>丁</w:t>"
	  "</w:r></w:p>",
	  "@1 甲乙\n@1 [1] 注一\n@1 续\n@1 [2] 注二\n@2 丙\n@3 丁\n" },
	{ "<w:p><w:r><w:t>下列：</w:t><w:footnoteReference w:id='3'/></w:r></w:p>"
	  P("（一）甲") P("（二）乙") P("丙"),
	  "@1 下列：\n@2 （一）甲\n@3 （二）乙\n@1 [1] 注二\n@4 丙\n" },
	{ TABLE(TWO, ROW(CELL("<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='3'/></w:r></w:p>"
	  "") CELL(P("乙")))),
	  "@1 | 甲 | 乙 |\n@1 [1] 注二\n" },
};

static const char styles[] = STYLE("T", "<w:name w:val='Title'/>")
	STYLE("H1", "<w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr>")
	STYLE("H2", "<w:name w:val='heading 2'/>") STYLE("Child",
	    "<w:name w:val='x'/><w:basedOn w:val='H1'/>")
	STYLE("Loop", "<w:basedOn w:val='Loop2'/>") STYLE("Loop2", "<w:basedOn w:val='Loop'/>")
	STYLE("C1", "<w:name w:val='toc 1'/>") STYLE("Secret", "<w:rPr><w:vanish/></w:rPr>")
	STYLE("Art", "<w:pPr><w:numPr><w:numId w:val='6'/></w:numPr></w:pPr>")
	STYLE("Linked", "<w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr>");
static const char numbering[] =
	LIST("1", LEVEL("0", "chineseCounting", "第%1条", "") LEVEL("1", "chineseCountingThousand",
	    "（%2）", ""))
	LIST("2", LEVEL("0", "chineseCounting", "%1、", "<w:suff w:val='nothing'/>")
	LEVEL("1", "decimal", "%1.%2", "<w:isLgl/>") LEVEL("2", "lowerLetter", "%1.%2.%3)",
	    "<w:isLgl w:val='0'/>"))
	LIST("3", LEVEL("0", "bullet", "\xEF\x82\xB7", "") LEVEL("1", "none", "", ""))
	LIST("4", LEVEL("0", "decimalEnclosedCircle", "%1", ""))
	LIST("5", LEVEL("0", "decimal", "第%1款", "") LEVEL("1", "chineseCounting", "第%2条",
	    "<w:pStyle w:val='Art'/>"))
	LIST("7", "<w:numStyleLink w:val='Linked'/>")
	USE("1", "1", "") USE("2", "2", "") USE("3", "1",
	    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>")
	USE("4", "3", "") USE("5", "4", "") USE("6", "5", "") USE("7", "7", "");
static const char footnotes[] = "<w:footnote w:type='separator' w:id='0'>" P("线") "</w:footnote>"
	"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t> 注一</w:t></w:r></w:p>"
	    P("续") "</w:footnote>"
	"<w:footnote w:id='3'>" P("注二") "</w:footnote>";

static void
bodies_become_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct office_document d = { bodies[i].body, styles, numbering, footnotes, NULL };
		struct wf_buf file = { 0 };

		office_docx(&file, &d, NULL, 0);
		same_lines("x.docx", wf_buf_str(&file), bodies[i].lines, true, i);
		wf_buf_free(&file);
	}
}

static void
what_is_left_out_is_said(void **state)
{
	struct office_document d = { "<w:p>" R("<w:vanish/>",
	    "甲") "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
		"<w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:ins><w:r><w:t>丁</w:t></w:r></w:ins><w:r>"
		    "<w:commentReference w:id='1'/>"
		"</w:r><w:r><w:drawing><a:blip xmlns:a='a'/></w:drawing></w:r><w:r>"
		    "<w:footnoteReference w:id='3'/></w:r></w:p>"
		NUM("1", "0", "戊") "<w:subDoc r:id='x'/>", styles, numbering, footnotes, NULL };
	static const struct { unsigned code; long long a; } want[] = {
		{ WF_D_TRACKED, 2 }, { WF_D_HIDDEN_TEXT, 1 }, { WF_D_NOTES, 1 },
		  { WF_D_NUMBERS_WRITTEN, 1 },
		{ WF_D_MARGIN_COMMENTS, 1 }, { WF_D_PICTURES, 1 }, { WF_D_PART_UNREAD, 1 },
	};
	struct wf_buf file = { 0 };
	struct held h;

	(void)state;
	office_docx(&file, &d, NULL, 0);
	assert_int_equal(hold(&h, "x.docx", wf_buf_str(&file)), WF_OK);
	for (size_t i = 0; i < COUNT(want); i++)
		same_num(finding_of(&h, want[i].code), want[i].a, i);
	let_go(&h);
	wf_buf_free(&file);
}

/* ---- parts that other programs made ---- */

#define CHUNK P("前") "<w:altChunk r:id='c'/>" P("后")
#define RELATION(target, mode) \
	"<Relationship Id='c' Type='" OFFICE_R "/aFChunk' Target='" target "'" mode "/>"

static const struct { const char *relation, *name; wf_str bytes; const char *lines; } chunks[] = {
	{ RELATION("/word/c.mht", ""), "word/c.mht",
	  LIT("MIME-Version: 1.0\nContent-Type: text/html\n\n<h1>甲</h1><p>乙<br>丙"),
	  "@1 前\n#@2 甲\n@3 乙\n@3 丙\n@4 后\n" },
	{ RELATION("c.html", ""), "word/c.html", LIT("<p>甲<p>乙"), "@1 前\n@2 甲\n@3 乙\n@4 后\n" },
	{ RELATION("../c.txt", ""), "c.txt", LIT("甲\r\n乙\n\n丙"),
	  "@1 前\n@2 甲\n@3 乙\n@5 丙\n@6 后\n" },
	/* what is not there, not ours or not within the file */
	{ RELATION("c.rtf", ""), "word/c.rtf", LIT("{\\rtf1 甲}"), "@1 前\n@2 后\n" },
	{ RELATION("../../../../etc/passwd", ""), "word/x", LIT("甲"), "@1 前\n@2 后\n" },
	{ RELATION("file:///etc/passwd", " TargetMode='External'"), "word/x", LIT("甲"),
	  "@1 前\n@2 后\n" },
	{ "", "word/x", LIT("甲"), "@1 前\n@2 后\n" },
};

static void
chunks_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(chunks); i++) {
		struct office_document d = { CHUNK, NULL, NULL, NULL, chunks[i].relation };
		struct office_part part = { chunks[i].name, chunks[i].bytes };
		struct wf_buf file = { 0 };
		struct held h;

		office_docx(&file, &d, &part, 1);
		same_lines("x.docx", wf_buf_str(&file), chunks[i].lines, true, i);
		assert_int_equal(hold(&h, "x.docx", wf_buf_str(&file)), WF_OK);
		same_num(finding_of(&h, WF_D_PART_UNREAD), i < 3 ? -1 : 1, i);
		let_go(&h);
		wf_buf_free(&file);
	}
}

/* ---- hostile archives ---- */

static void
refuse_document(const struct office_document *d, const struct office_part *part, wf_rc rc,
    const char *words, size_t row)
{
	struct wf_buf file = { 0 };

	office_docx(&file, d, part, part != NULL);
	refused("x.docx", wf_buf_str(&file), rc, words, row);
	wf_buf_free(&file);
}

static void
hostile_xml_is_refused(void **state)
{
	static const char *const documents[][2] = {
		{ "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
		  "<w:document xmlns:w='" OFFICE_W
		  "'><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
		  "document type" },
		{ "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>", "document type" },
		{ "<!DOCTYPE d SYSTEM 'http://example.invalid/x.dtd'><d/>", "document type" },
		{ "<!DOCTYPE d><d/>", "document type" },
	};
	static const char *const broken[] = { "<d>", "", "甲", "<d>&x;</d>", "<d><e></d></e>",
	    "<d a='1' a='2'/>", "<d>\x01</d>" };

	(void)state;
	for (size_t i = 0; i < COUNT(documents) + COUNT(broken); i++) {
		bool type = i < COUNT(documents);
		const char *xml = type ? documents[i][0] : broken[i - COUNT(documents)];
		struct office_part part = { "word/document.xml", wf_str_of(xml) };
		struct wf_buf file = { 0 };

		office_zip(&file, &part, 1, true);
		refused("x.docx", wf_buf_str(&file), type ? WF_E_LIMIT : WF_E_IO,
		    type ? "document type" : "well-formed", i);
		wf_buf_free(&file);
	}
}

static void
repeat(struct wf_buf *b, const char *words, size_t times)
{
	while (times-- > 0)
		wf_buf_put(b, wf_str_of(words));
}

static void
too_much_is_refused(void **state)
{
	struct wf_buf b = { 0 };
	struct office_document d = { "", NULL, NULL, NULL, NULL };

	(void)state;
	repeat(&b, "<w:tbl><w:tr><w:tc>", 100);
	repeat(&b, "</w:tc></w:tr></w:tbl>", 100);
	d.body = b.p;
	refuse_document(&d, NULL, WF_E_LIMIT, "256 deep", 0);
	b.n = 0;
	wf_buf_put(&b, WF_S("<w:p"));
	for (int i = 0; i < 100000; i++)
		wf_buf_printf(&b, " a%d='甲'", i);
	wf_buf_put(&b, WF_S("/>"));
	d.body = b.p;
	refuse_document(&d, NULL, WF_E_LIMIT, "512 attributes", 1);
	/* an archive bomb: eight megabytes and more from a few kilobytes */
	b.n = 0;
	repeat(&b, "                                ", 1 << 19);
	d.body = b.p;
	refuse_document(&d, NULL, WF_E_LIMIT, "archive bomb", 2);
	/* an archive in the archive */
	d.body = CHUNK;
	d.more_relations = RELATION("c.docx", "");
	struct office_part inner = { "word/c.docx", WF_S("PK\3\4 …") };
	refuse_document(&d, &inner, WF_E_LIMIT, "inside the archive", 3);
	wf_buf_free(&b);
}

static void
archives_that_lie_are_refused(void **state)
{
	struct office_document d = { P("甲"), NULL, NULL, NULL, NULL };
	struct wf_buf file = { 0 };

	(void)state;
	office_docx(&file, &d, NULL, 0);
	wf_str whole = wf_buf_str(&file);
	size_t end = wf_str_find(whole, WF_S("PK\5\6"), 0), entry = wf_str_find(whole, WF_S("PK\1\2"),
	    0);
	uint16_t kept, many = 60000, secret = 1;

	/* more entries than a document has */
	memcpy(&kept, file.p + end + 10, 2);
	memcpy(file.p + end + 10, &many, 2);
	
	refused("x.docx", whole, WF_E_LIMIT, "more than 4096 entries", 0);
	memcpy(file.p + end + 10, &kept, 2);
	/* encrypted, part by part */
	memcpy(&kept, file.p + entry + 8, 2);
	for (size_t at = entry; at != SIZE_MAX; at = wf_str_find(whole, WF_S("PK\1\2"), at + 1))
		memcpy(file.p + at + 8, &secret, 2);
	refused("x.docx", whole, WF_E_IO, "encrypted", 1);
	for (size_t at = entry; at != SIZE_MAX; at = wf_str_find(whole, WF_S("PK\1\2"), at + 1))
		memcpy(file.p + at + 8, &kept, 2);
	/* each byte of its packed document flipped, each length: never a crash, never other words */
	for (size_t n = 0; n <= whole.n; n++) {
		struct held h;
		wf_rc rc = hold(&h, "x.docx", wf_str_sub(whole, 0, n));

		assert_true(n == whole.n ? rc == WF_OK : rc == WF_E_IO || rc == WF_OK);
		let_go(&h);
		if (n == whole.n)
			break;
		file.p[n] ^= 0x10;
		rc = hold(&h, "x.docx", whole);
		assert_true(rc != WF_OK || wf_str_is(h.source.text, "甲\n") || h.source.text.n < 64);
		let_go(&h);
		file.p[n] ^= 0x10;
	}
	wf_buf_free(&file);
	refused("x.docx", WF_S("甲"), WF_E_IO, "archive is damaged", 2);
	refused("x.docx", WF_S(""), WF_E_IO, "holds no document", 3);
	refused("x.doc", WF_S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 …"), WF_E_IO, "Word 97", 4);
	refused("x.docx", (wf_str){ "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	    "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 40 },
	    WF_E_IO, "encrypted with a password", 5);
}

/* A list that refers to itself, notes and chunks referred to again and again: the text does not grow. */
static void
loops_end(void **state)
{
	struct wf_buf b = { 0 };
	struct office_document d = { "", STYLE("A",
	    "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"),
		LIST("1", "<w:numStyleLink w:val='A'/>") LIST("2",
		    "<w:numStyleLink w:val='A'/>") USE("1", "1", "") USE("2", "2", ""),
		footnotes, NULL };
	struct wf_buf file = { 0 };
	struct held h;

	(void)state;
	repeat(&b, NUM("1", "0", "甲") NUM("2", "0", "乙"), 100);
	repeat(&b, "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>", 10000);
	d.body = b.p;
	office_docx(&file, &d, NULL, 0);
	assert_int_equal(hold(&h, "x.docx", wf_buf_str(&file)), WF_OK);
	assert_true(h.source.text.n < 2000);
	check_law(&h.source);
	let_go(&h);
	wf_buf_free(&file);
	wf_buf_free(&b);
}

/* ---- elements by chance ---- */

static const char *const pieces[] = {
	"<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲</w:t>", "<w:tbl>", "</w:tbl>",
	    "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>",
	"<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:br/>", "<w:tab/>", "<w:txbxContent>",
	    "</w:txbxContent>", "<w:del>", "</w:del>",
	"<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>",
	    "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
	"<w:footnoteReference w:id='2'/>", "<w:rPr><w:vanish/></w:rPr>", "<w:altChunk r:id='c'/>",
	    "<w:gridSpan w:val='3'/>",
};

/* A body of these pieces in any order, tags closed so that it is XML. */
static void
any_body(struct wf_buf *out, uint64_t *seed)
{
	const char *open[64];
	size_t depth = 0;

	for (uint64_t count = chance(seed) % 80; count > 0; count--) {
		const char *piece = pieces[chance(seed) % COUNT(pieces)];

		if (piece[1] != '/') {
			wf_buf_put(out, wf_str_of(piece));
			if (strchr(piece, '/') == NULL && depth < COUNT(open))
				open[depth++] = piece;
		} else if (depth > 0) {
			wf_buf_printf(out, "</%s", open[--depth] + 1);
		}
	}
	while (depth > 0)
		wf_buf_printf(out, "</%s", open[--depth] + 1);
}

static void
any_body_keeps_the_law(void **state)
{
	uint64_t seed = 11;
	struct wf_buf b = { 0 };

	(void)state;
	for (int round = 0; round < 600; round++) {
		struct office_document d = { "", NULL, numbering, footnotes, RELATION("c.html", "") };
		struct office_part part = { "word/c.html", WF_S("<p>页<p>面") };
		struct wf_buf file = { 0 };
		struct held h;

		b.n = 0;
		wf_buf_put(&b, WF_S(""));
		any_body(&b, &seed);
		d.body = b.p != NULL ? b.p : "";
		office_docx(&file, &d, &part, 1);
		same_num(hold(&h, "x.docx", wf_buf_str(&file)), WF_OK, (size_t)round);
		check_law(&h.source);
		let_go(&h);
		wf_buf_free(&file);
	}
	wf_buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_become_lines), cmocka_unit_test(what_is_left_out_is_said),
		cmocka_unit_test(chunks_are_read), cmocka_unit_test(hostile_xml_is_refused),
		cmocka_unit_test(too_much_is_refused), cmocka_unit_test(archives_that_lie_are_refused),
		cmocka_unit_test(loops_end), cmocka_unit_test(any_body_keeps_the_law),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
