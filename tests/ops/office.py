"""Makes word processor's files (DOCX) for tests, with what people's files have in them, and reads them back.
Judges nothing: the tests say what must stand where.
"""
import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
LEFT_OUT = {f"{{{W}}}del", f"{{{W}}}moveFrom", f"{{{MC}}}Fallback", f"{{{W}}}sdtPr", f"{{{W}}}rt"}


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(text, properties="", attributes="", space=' xml:space="preserve"'):
    return f"<w:r{attributes}>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t{space}>{escape(text)}</w:t></w:r>"


def paragraph(inside, properties=""):
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inside}</w:p>"


def wrap(name, inside, more=""):
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:{name} xmlns:w="{W}" xmlns:r="{OFFICE}" '
            f'xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"{more}>{inside}</w:{name}>')


def package(body, parts=None, document="word/document.xml"):
    """A DOCX; parts: {name: (kind of relationship, content type, bytes)} beside the document."""
    folder, name = document.rsplit("/", 1)
    out, parts = io.BytesIO(), parts or {}
    types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, (_, kind, _) in parts.items())
    rows = "".join(f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{part.split("/", 1)[1]}"/>'
                   for at, (part, (kind, _, _)) in enumerate(parts.items(), 1))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        def put(part, content, packing=zipfile.ZIP_DEFLATED):
            info = zipfile.ZipInfo(part, (2024, 5, 6, 7, 8, 10))
            info.compress_type = packing
            file.writestr(info, content)
        put("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            f'"application/xml"/><Override PartName="/{document}" ContentType="{TYPE}document.main+xml"/>{types}</Types>')
        put("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="{document}"/></Relationships>')
        put(document, body)
        put(f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>')
        for part, (_, _, content) in parts.items():
            put(part, content)
        put("word/media/picture.bin", bytes(range(256)) * 40, zipfile.ZIP_STORED)
    return out.getvalue()


def parts_of(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        if file.testzip():
            raise ValueError("a part is damaged")
        return {name: file.read(name) for name in file.namelist()}


def squeeze(text):
    return re.sub(r"\s", "", text)


class Document:
    """The document of a DOCX: its words with their formatting, its comments with the words they are on."""

    def __init__(self, docx):
        self.parts = parts_of(docx)
        top = ElementTree.fromstring(self.parts["_rels/.rels"])
        self.name = next(row.get("Target") for row in top if row.get("Type").endswith("/officeDocument")).lstrip("/")
        self.root = ElementTree.fromstring(self.parts[self.name])
        self.words, self.others, self.ranges, self.ends, self.marks = [], [], {}, set(), []
        self.walk(self.root, None, set())
        self.comments = self.read_comments()

    def walk(self, element, properties, open_ranges):
        tag, number = element.tag.split("}")[-1], element.get(f"{{{W}}}id")
        if element.tag in LEFT_OUT:
            self.others.append(element.tag)
            return
        if tag == "commentRangeStart":
            self.ranges[number] = ""
            open_ranges.add(number)
        elif tag == "commentRangeEnd":
            open_ranges.discard(number)
            self.ends.add(number)
        elif tag == "commentReference":
            self.marks.append(number)
        elif tag in ("r", "t"):
            properties = element.find(f"{{{W}}}rPr") if tag == "r" else properties
        elif tag != "rPr":
            self.others.append(element.tag)
        if tag == "t":
            look = "" if properties is None else ElementTree.tostring(properties, "unicode")
            self.words += [(letter, look) for letter in element.text or ""]
            for one in open_ranges:
                self.ranges[one] += element.text or ""
        for child in element if tag != "rPr" else []:
            self.walk(child, properties, open_ranges)

    def read_comments(self):
        found = {}
        for name in self.parts:
            if "comments" in name and name.endswith(".xml"):
                for comment in ElementTree.fromstring(self.parts[name]):
                    lines = ["".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in comment.iter(f"{{{W}}}p")]
                    found[comment.get(f"{{{W}}}id")] = (comment.get(f"{{{W}}}author"), lines)
        return found
