#!/usr/bin/env python3
"""Reads the reports of check with other people's parsers and holds them against --json: the page, Markdown, DOCX.
Checks that nothing is left out, that words stay as they were and marks stand where they belong; knows no verdict.

Usage: check_reports.py WANGFA
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.path.insert(0, HERE)
sys.path.append("/usr/lib/python3/dist-packages")   # a Python of one's own does not look into Debian's packages
import html5lib
import office
from office import Document, squeeze
from tap import Tap

BRIEF = os.path.join(ROOT, "examples", "check", "brief.md")
WRONG = {"wrong_title", "repealed", "nonexistent_article", "wrong_paragraph_or_item", "misquote", "superseded_numbering",
         "not_yet_in_force", "wrong_effective_date"}
# Words that would be markup somewhere, around references and in them.
HOSTILE = """# <script>alert(1)</script> | *&amp;* "意见"

1. 依照《示例灯塔管理条例》第二条<b>，参见《示例<i>渡船</i>检验办法》第一条</main>。

- 《示例灯塔管理条例》第六条规定：“灯塔的灯油应当&lt;储存</div>在离塔身二十米以外的石屋内。” ]]> `码` [链接](u) $x$ ~~删~~

#《示例渡船检验办法》第一条\t与\u3000《示例渡船检验办法》第二条。
"""


class Place:
    def __init__(self, wangfa, root):
        self.wangfa, self.root, self.kb = wangfa, root, os.path.join(root, "kb")
        self.run("build", os.path.join(ROOT, "examples", "check", "laws"))

    def run(self, *words, stdin=b""):
        done = subprocess.run([self.wangfa, *words, "--kb", self.kb], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def put(self, name, content):
        path = os.path.join(self.root, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def records(self, path, *words):
        lines = self.run("check", path, "--at", "2025-06-03", "--json", *words)[1].decode().splitlines()
        rows = [json.loads(line) for line in lines]
        return rows[:-1], rows[-1]["summary"]

    def report(self, path, form, *words):
        out = os.path.join(self.root, "report." + form)
        status, said, error = self.run("check", path, "--at", "2025-06-03", "-o", out, *words)
        if status not in (0, 1):
            raise RuntimeError(f"{path} as {form}: {status} {error}")
        with open(out, "rb") as file:
            content = file.read()
        os.remove(out)
        return content


def kind_of(record):
    return "right" if record["verdict"] == "ok" else "wrong" if record["verdict"] in WRONG else "open"


def words_of(element):
    """The text of an element without the numbers that were put into it."""
    if element.tag == "sup":
        return ""
    return (element.text or "") + "".join(words_of(child) + (child.tail or "") for child in element)


# ---- the page ---------------------------------------------------------------------------------

def page(tap, place, path, name, text, *words):
    rows, summary = place.records(path, *words)
    raw = place.report(path, "html", *words).decode()
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(raw)
    tap.check(not parser.errors, f"{name}: no fault of HTML", parser.errors[:5])
    tags = {e.tag for e in root.iter() if isinstance(e.tag, str)}
    tap.check(not tags & {"script", "iframe", "img", "object", "link", "b", "i", "form", "input"}, f"{name}: no foreign tags", tags)
    loads = [e.tag for e in root.iter() if isinstance(e.tag, str) and
             (set(e.attrib) & {"src", "style", "onclick", "action"} or not (e.get("href") or "#").startswith("#"))]
    tap.check(not loads and "url(" not in raw and "@import" not in raw, f"{name}: loads nothing, runs nothing", loads)
    policy = [e for e in root.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    tap.check(len(policy) == 1 and "default-src 'none'" in policy[0].get("content"), f"{name}: says so to the browser")
    by_id = {}
    for element in root.iter():
        if element.get("id"):
            tap.check(element.get("id") not in by_id, f"{name}: the id {element.get('id')} stands once")
            by_id[element.get("id")] = element
    main = next(root.iter("main"))
    tap.check(squeeze(words_of(main)) == squeeze(text), f"{name}: the document's own words, all of them", words_of(main))
    for number, row in enumerate(rows, 1):
        mark, entry = by_id.get(f"r{number}"), by_id.get(f"f{number}")
        label = f"{name}: {number} {row['surface'][:30]}"
        if not tap.check(mark is not None and entry is not None, f"{label} is marked and listed"):
            continue
        tap.check(squeeze(words_of(mark)) == squeeze(row["surface"]), f"{label}: the mark is on its words", words_of(mark))
        tap.check(mark.get("class") == "ref " + kind_of(row) and mark.get("href") == f"#f{number}" and mark.get("title"),
                  f"{label}: by its kind, with a link", mark.attrib)
        tap.check(any(a.get("href") == f"#r{number}" for a in entry.iter("a")), f"{label}: and back")
        said, details = words_of(entry), list(entry.iter("details"))
        wanted = [row["evidence"].get("text"), row["evidence"].get("id"), (row["suggest"] or {}).get("id"),
                  (row["suggest"] or {}).get("text"), (row["evidence"].get("source") or {}).get("file")]
        lacks = [want for want in wanted if want and squeeze(want) not in squeeze(said)]
        tap.check(not lacks, f"{label}: with its evidence", lacks)
        tap.check(all((one.get("open") is not None) == (kind_of(row) == "wrong") for one in details),
                  f"{label}: open where something is wrong")
    counts = [int(e.text.replace(",", "")) for e in root.iter("td") if e.get("class") == "number"]
    tap.check(sum(counts) == summary["references"] + summary["rejected"] and len(rows) == summary["references"],
              f"{name}: every reference is counted", counts)


# ---- Markdown -----------------------------------------------------------------------------------

def unmarked(text):
    text = re.sub(r"(?<!\\)(\*\*|`)|(?<!\\)</?(ins|del|strong)>", "", text)
    return re.sub(r"\\(.)", r"\1", text)


def markdown(tap, place, path, name):
    rows, summary = place.records(path)
    text = place.report(path, "md").decode()
    sections = re.split(r"^### ", text, flags=re.M)[1:]
    bad = [(number, row) for number, row in enumerate(rows, 1) if kind_of(row) != "right"]
    tap.check(len(sections) == len(bad), f"{name}: a section for each that is not right", len(sections))
    by_number = {int(section.split(".")[0]): section for section in sections}
    for number, row in bad:
        section = by_number.get(number, "")
        plain = squeeze(unmarked(section.replace("\n>", "\n")))
        wanted = [row["surface"]]
        if kind_of(row) == "wrong":
            wanted += [row["evidence"].get("text"), row["evidence"].get("id"), (row["suggest"] or {}).get("id"),
                       (row["suggest"] or {}).get("text")]
        lacks = [want for want in wanted if want and squeeze(want) not in plain]
        tap.check(not lacks, f"{name}: {number}: passage, law and source", f"{lacks}\n{section}")
        passage = re.search(r"^> .*(\*\*|<strong>)(.*?)(\*\*|</strong>)", section, re.M)
        tap.check(passage and squeeze(unmarked(passage[2])) == squeeze(row["surface"]), f"{name}: {number}: marked in its passage", section)
    table = [line for line in text.split("\n## ")[-1].splitlines() if line.startswith("| ")][1:]
    tap.check(len(table) == summary["references"] + summary["rejected"], f"{name}: the list is complete", len(table))
    cells = [re.split(r"(?<!\\)\|", line) for line in table]
    tap.check(all(len(row) == 7 for row in cells), f"{name}: five cells a row", [row for row in cells if len(row) != 7])
    tap.check("<script" not in text.replace("\\<", ""), f"{name}: no markup of the document's", text)


# ---- DOCX -----------------------------------------------------------------------------------------

def comments_hold(tap, name, before, docx, rows, whole=()):
    """The document with comments: as it was, and each remark on its words. whole: numbers of remarks on a paragraph."""
    old, new = (Document(one) if one else None for one in (before, docx))
    remarks = [row for row in rows if kind_of(row) != "right"]
    mine = {key: value for key, value in new.comments.items() if value[0] == "wangfa" and (not old or key not in old.comments)}
    ids = sorted(mine, key=int)
    tap.check(len(ids) == len(remarks) + 1, f"{name}: a comment on each that is not right, and one on the whole", f"{ids}\n{new.comments}")
    every = set(new.comments)
    tap.check(every == set(new.ranges) == new.ends == set(new.marks) and len(new.marks) == len(every),
              f"{name}: every comment begins, ends and is referred to once", f"{new.ranges}\n{new.marks}")
    for number, (one, row) in enumerate(zip(ids[1:], remarks)):
        said, on = mine[one][1], squeeze(new.ranges.get(one, ""))
        surface = squeeze(row["surface"])
        tap.check(surface in squeeze(said[0]) and any(row["as_of"] in line for line in said),
                  f"{name}: {number}: says of what and of which day", said)
        wanted = [row["evidence"].get("id") if kind_of(row) == "wrong" else None, (row["suggest"] or {}).get("id")]
        tap.check(not [want for want in wanted if want and not any(want in line for line in said)], f"{name}: {number}: evidence", said)
        held = surface != on if number in whole else surface == on
        tap.check(held, f"{name}: {number}: stands on {'the paragraph of ' if number in whole else ''}its words", f"{surface}\n{on}")
    if not old:
        return
    tap.check(new.words == old.words, f"{name}: the same words in the same look", "".join(c for c, _ in new.words))
    tap.check(new.others == old.others, f"{name}: the same elements in the same order")
    tap.check(all(new.comments.get(key) == value and new.ranges[key] == old.ranges[key] for key, value in old.comments.items()),
              f"{name}: the comments there were stay", new.comments)
    changed = {part for part in old.parts if new.parts.get(part) != old.parts[part]}
    may = {old.name} | ({"word/comments.xml"} if old.comments else
                        {"[Content_Types].xml", old.name.replace("/", "/_rels/") + ".rels"})
    tap.check(changed <= may and set(new.parts) - set(old.parts) <= {"word/comments.xml"},
              f"{name}: every other part byte for byte as it was", changed)
    tap.check(list(new.parts)[:len(old.parts)] == list(old.parts), f"{name}: in the same order")


def hard_document():
    """References in all the ways in which people's files hold them; (DOCX, numbers of remarks on whole paragraphs)."""
    p, r, bold = office.paragraph, office.run, "<w:b/><w:color w:val=\"FF0000\"/>"
    repealed, article = "《示例渡船检验办法》第一条", "《示例灯塔管理条例》第二十条"
    box = p(r("框内依照" + repealed + "办理。"))
    body = [
        p(r("意见")), "<w:p/>", p("", "<w:jc w:val=\"center\"/>"),
        p(r("一次写完：" + repealed + "。")),
        p(r("分") + r("成《示例渡船", bold) + r("检验办法》", "<w:i/>", ' w:rsidR="00AB12CD"') + r("第") + r("一") + r("条几段。")),
        p(r("两处" + repealed + article + "相连，" + repealed + "再现。", bold)),
        p(r(repealed) + r(article)),
        p(r("a " + repealed + " b", space="") + r("  " + article + "  ")),
        p("<w:r><w:t>前</w:t><w:tab/><w:t>《示例渡船检验办法》</w:t><w:br/><w:t>第一条</w:t><w:tab/><w:t>后</w:t></w:r>"),
        p("<w:r><w:t>实体&#x300A;示例渡船检验办法&#12299;第一条&amp;&lt;x&gt;</w:t></w:r>"),
        p("<w:r><w:t><![CDATA[甲 " + repealed + " <乙>]]></w:t></w:r>"),
        p("<w:hyperlink r:id=\"rIdX\" w:history=\"1\">" + r("链接" + repealed + "内") + "</w:hyperlink>" + r("外")),
        p("<w:ins w:id=\"7\" w:author=\"甲\">" + r("插入" + repealed) + "</w:ins><w:del w:id=\"8\" w:author=\"甲\"><w:r><w:delText>"
          "《示例渡船检验办法》第二条</w:delText></w:r></w:del>" + r("。")),
        p("<w:bookmarkStart w:id=\"3\" w:name=\"x\"/>" + r("《示例渡船检") + "<w:proofErr w:type=\"spellStart\"/><w:bookmarkEnd w:id=\"3\"/>"
          + r("验办法》第一条")),
        p("<w:commentRangeStart w:id=\"40\"/>" + r("旧批注" + repealed[:5]) + "<w:commentRangeEnd w:id=\"40\"/><w:r><w:commentReference "
          "w:id=\"40\"/></w:r>" + r(repealed[5:] + "之后")),
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc>" + p(r("格一" + article)) + "</w:tc><w:tc>"
        + p(r(repealed + "格二")) + p(r("次段" + article)) + "</w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" + p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("控件" + repealed)
          + "</w:sdtContent></w:sdt>") + "</w:sdtContent></w:sdt>",
        p(r("自动编号" + repealed), "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>"),
        p(r("有注") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" + r("的段落。")),
        p(r("隐藏") + r("《看不见的办法》", "<w:vanish/>") + r("之后" + repealed)),
        p(r("域") + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar "
          "w:fldCharType=\"separate\"/></w:r>" + r(repealed) + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"),
        p(r("框外") + "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>" + box + "</w:txbxContent></mc:Choice>"
          "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" + box + "</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
          "</mc:AlternateContent></w:r>"),
        p("<w:r><w:ruby><w:rt><w:r><w:t>zhu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>注</w:t></w:r></w:rubyBase></w:ruby></w:r>"
          + r("音" + repealed)),
        p(r("末") + r(repealed, "<w:rPrChange w:id=\"9\" w:author=\"乙\"><w:rPr><w:b/></w:rPr></w:rPrChange>")),
        "<w:sectPr/>",
    ]
    note = ("<w:footnote w:id=\"0\" w:type=\"separator\"><w:p/></w:footnote><w:footnote w:id=\"2\">"
            + p(r("注文依照" + repealed + "。")) + "</w:footnote>")
    numbers = ("<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText "
               "w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>")
    comment = "<w:comment w:id=\"40\" w:author=\"甲\" w:date=\"2024-01-01T00:00:00Z\">" + p(r("请再看 & 核对")) + "</w:comment>"
    parts = {
        "word/footnotes.xml": ("footnotes", office.TYPE + "footnotes+xml", office.wrap("footnotes", note)),
        "word/numbering.xml": ("numbering", office.TYPE + "numbering+xml", office.wrap("numbering", numbers)),
        "word/comments.xml": ("comments", office.TYPE + "comments+xml", office.wrap("comments", comment)),
    }
    return office.package(office.wrap("document", "<w:body>" + "".join(body) + "</w:body>"), parts)


def documents(tap, place):
    docx = hard_document()
    path = place.put("hard.docx", docx)
    rows, summary = place.records(path)
    tap.check(summary["references"] == len(rows) >= 25, "docx: the references of the hard document are found", summary)
    remarks = [row for row in rows if kind_of(row) != "right"]
    # a note stands in a part of its own, a text box in a run, CDATA cannot be split: what they hang on is marked
    whole = {at for at, row in enumerate(remarks) if row["line"] in lines_with(place, path, ("注文", "框内", "<乙>"))}
    tap.check(len(whole) == 3, "docx: a note, a text box, CDATA", whole)
    result = place.report(path, "docx")
    comments_hold(tap, "docx", docx, result, rows, whole)
    tap.check(result == place.report(path, "docx"), "docx: the same bytes every time")
    again, _ = place.records(place.put("again.docx", result))
    tap.check([(r["surface"], r["verdict"], r["start"]) for r in again] == [(r["surface"], r["verdict"], r["start"]) for r in rows],
              "docx: the commented document reads as the one before")
    twice = place.report(place.put("twice.docx", result), "docx")
    tap.check(len(Document(twice).comments) == 2 * len(remarks) + 3, "docx: comments on a commented document stand beside them")
    every = Document(place.report(path, "docx", "--all"))
    tap.check(len(every.comments) == summary["references"] + summary["rejected"] + 2, "docx: --all comments on right ones too",
              len(every.comments))
    plain = office.wrap("document", "<w:body>" + office.paragraph(office.run("依照《示例渡船检验办法》第一条。")) + "</w:body>")
    for name, body, document in (
            ("without comments", plain, "word/document.xml"),
            ("another name", plain, "word/document2.xml"),
            ("default namespace", plain.replace("xmlns:w=", "xmlns=").replace("<w:", "<").replace("</w:", "</"), "word/document.xml"),
            ("another prefix", plain.replace("xmlns:w=", "xmlns:q=").replace("<w:", "<q:").replace("</w:", "</q:"), "word/document.xml"),
            ("strict", plain.replace(office.W, "http://purl.oclc.org/ooxml/wordprocessingml/main"), "word/document.xml")):
        one = office.package(body, None, document)
        path = place.put("one.docx", one)
        rows, _ = place.records(path)
        tap.check(len(rows) == 1, f"docx {name}: read", rows)
        result = place.report(path, "docx")
        if name == "strict":
            tap.check("http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in
                      office.parts_of(result)["word/_rels/document.xml.rels"].decode(), "docx strict: related strictly")
        else:
            comments_hold(tap, f"docx {name}", one, result, rows)
        again, _ = place.records(place.put("again.docx", result))
        tap.check(len(again) == 1, f"docx {name}: reads again", again)
    for name, content in (("a.txt", open(BRIEF, "rb").read()), ("b.md", HOSTILE.encode())):
        path = place.put(name, content)
        comments_hold(tap, f"docx of {name}", None, place.report(path, "docx"), place.records(path)[0])


def lines_with(place, path, words):
    """Numbers of the lines of what was read that hold one of the words."""
    raw = place.report(path, "html").decode()
    root = html5lib.parse(raw, namespaceHTMLElements=False)
    lines = [words_of(p) for p in next(root.iter("main")).iter("p")]
    return {number for number, line in enumerate(lines, 1) if any(word in line for word in words)}


# ---- one brief in every dress ---------------------------------------------------------------------

def same_in_every_form(tap, place):
    with open(BRIEF, encoding="utf-8") as file:
        text = file.read()
    lines = [line for line in text.splitlines() if line]
    body = "".join(office.paragraph(office.run(line.lstrip("# "))) for line in lines)
    want = [(row["surface"], row["verdict"]) for row in place.records(BRIEF)[0]]
    verdicts = {verdict for _, verdict in want}
    tap.check(verdicts == WRONG | {"ok", "ambiguous", "not_in_corpus", "unchecked"}, "the brief has one of each verdict", verdicts)
    plain = text.replace("# ", "")
    for name, content in (("brief.txt", plain), ("brief.gb.txt", plain.encode("gb18030")), ("brief.bom.txt", b"\xef\xbb\xbf" + plain.encode()),
                          ("brief.crlf.txt", plain.replace("\n", "\r\n")), ("brief", text),
                          ("brief.docx", office.package(office.wrap("document", f"<w:body>{body}</w:body>"))),
                          ("brief.html", "<html><body>" + "".join(f"<p>{office.escape(line)}</p>" for line in lines) + "</body></html>")):
        rows, summary = place.records(place.put(name, content))
        tap.check([(row["surface"], row["verdict"]) for row in rows] == want, f"{name}: the same verdicts", rows)
        tap.check(summary["references"] == len(want), f"{name}: counted")
        if name == "brief.docx":
            tap.check([row["paragraph"] for row in rows][:3] == [3, 4, 5], f"{name}: by paragraph", rows[0])
    with open(BRIEF, "rb") as file:
        status, out, _ = place.run("check", "-", "--at", "2025-06-03", "--json", stdin=file.read())
    rows = [json.loads(line) for line in out.decode().splitlines()][:-1]
    tap.check(status == 1 and [(row["surface"], row["verdict"]) for row in rows] == want, "standard input: the same verdicts")
    with open(os.path.join(place.root, "brief.docx"), "rb") as file:
        docx = file.read()
    status, out, _ = place.run("check", "-", "--at", "2025-06-03", "--format", "docx", stdin=docx)
    comments_hold(tap, "docx from standard input", docx, out, place.records(os.path.join(place.root, "brief.docx"))[0])


def failures(tap, place):
    """Nothing is written by halves, and what stood there stays."""
    target = place.put("kept.docx", b"as it was")
    status, _, error = place.run("check", place.put("broken.docx", hard_document()[:-2000]), "-o", target)
    with open(target, "rb") as file:
        tap.check(status == 3 and error and file.read() == b"as it was", "a damaged document: no report", f"{status} {error}")
    body = office.wrap("document", '<w:body><w:altChunk r:id="rId1"/><w:sectPr/></w:body>')
    chunk = {"word/chunk.html": ("aFChunk", "text/html", "<html><body><p>依照《示例渡船检验办法》第一条。</p></body></html>")}
    path = place.put("chunk.docx", office.package(body, chunk))
    rows, _ = place.records(path)
    status, said, _ = place.run("check", path, "--at", "2025-06-03", "-o", target)
    tap.check(len(rows) == 1 and status == 1 and "plain document" in said.decode(), "a document whose text takes no comments: said", said)
    with open(target, "rb") as file:
        comments_hold(tap, "docx of such a document", None, file.read(), rows)
    left = [name for name in os.listdir(place.root) if name.startswith(".") or "tmp" in name]
    tap.check(not left, "nothing is left beside", left)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as root:
        place = Place(os.path.abspath(sys.argv[1]), root)
        with open(BRIEF, encoding="utf-8") as file:
            text = file.read().replace("# ", "")
        page(tap, place, BRIEF, "page", text)
        page(tap, place, BRIEF, "page zh", text, "--lang", "zh")
        hostile = place.put("<&'\">.txt", HOSTILE)
        page(tap, place, hostile, "hostile page", HOSTILE)
        page(tap, place, os.path.join(ROOT, "examples", "check", "laws", "示例灯塔管理条例(2020-09-01).md"), "page of a law",
             open(os.path.join(ROOT, "examples", "check", "laws", "示例灯塔管理条例(2020-09-01).md"), encoding="utf-8").read()
             .replace("#", "").replace("<!-- INFO END -->", ""))
        markdown(tap, place, BRIEF, "md")
        markdown(tap, place, hostile, "hostile md")
        same_in_every_form(tap, place)
        documents(tap, place)
        failures(tap, place)
    tap.leave()


main()
