/*
 * Puts comments into a word processor's file: the same archive, every other part byte for byte as it
 * was, with one part of comments more or longer. What the comments say is the caller's.
 */
#include "docx_int.h"

#include <stdlib.h>
#include <string.h>

#define AUTHOR "wangfa"

#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
#define COMMENTS_2006 "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
#define COMMENTS_STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"

struct package {
	struct docx_archive zip;
	wf_str folder, document, relations, comments;	/* names of parts; comments "" = there is none */
	wf_str relation_id;				/* free in relations */
};

/* ---- relationships ---------------------------------------------------------------------------- */

/* The name in the archive of what a relationship of a part in folder points to. */
static wf_str
target_of(struct package *p, wf_str folder, wf_str target)
{
	if (wf_str_starts(target, WF_S("/")))
		return wf_str_from(target, 1);
	while (wf_str_starts(target, WF_S("./")))
		target = wf_str_from(target, 2);
	while (wf_str_starts(target, WF_S("../"))) {
		target = wf_str_from(target, 3);
		folder = WF_S("");
	}
	return wf_arena_printf(&p->zip.arena, "%.*s%.*s", WF_FMT(folder), WF_FMT(target));
}

/* The part to which a relationship of a type that ends so leads; "" = none. */
static wf_str
related(struct package *p, wf_str xml, wf_str folder, const char *type)
{
	struct docx_token t;
	size_t at = 0;

	while (wf_docx_next(&t, xml, &at)) {
		if ((t.kind == DOCX_OPEN || t.kind == DOCX_EMPTY) &&
		    wf_str_is(wf_docx_local(t.name), "Relationship") &&
		    !wf_str_is(wf_docx_attribute(xml, &t, "TargetMode"), "External") &&
		    wf_str_ends(wf_docx_attribute(xml, &t, "Type"), wf_str_of(type)))
			return target_of(p, folder, wf_docx_value(&p->zip.arena,
			    wf_docx_attribute(xml, &t, "Target")));
	}
	return WF_S("");
}

/* Finds the document, its relationships and its comments. */
static wf_rc
find_parts(struct package *p)
{
	wf_str xml;
	size_t slash = 0;
	wf_rc rc = wf_docx_get(&xml, &p->zip, WF_S("_rels/.rels"));

	p->document = rc == WF_OK ? related(p, xml, WF_S(""), "/officeDocument") : WF_S("");
	if (p->document.n == 0)
		p->document = WF_S("word/document.xml");
	for (size_t i = 0; i < p->document.n; i++)
		slash = p->document.p[i] == '/' ? i + 1 : slash;
	p->folder = wf_str_sub(p->document, 0, slash);
	p->relations = wf_arena_printf(&p->zip.arena, "%.*s_rels/%.*s.rels", WF_FMT(p->folder),
	    WF_FMT(wf_str_from(p->document, slash)));
	if (rc == WF_OK || rc == WF_NONE)
		rc = wf_docx_get(&xml, &p->zip, p->relations);
	p->comments = related(p, xml, p->folder, "/comments");
	p->relation_id = WF_S("rIdWangfa");
	while (wf_str_has(xml, wf_arena_printf(&p->zip.arena, "\"%.*s\"", WF_FMT(p->relation_id))))
		p->relation_id = wf_arena_printf(&p->zip.arena, "%.*s1", WF_FMT(p->relation_id));
	return rc == WF_NONE ? WF_OK : rc;
}

/* ---- parts that grow ------------------------------------------------------------------------------ */

/* The prefix, with its colon, of the first element of a part. */
static wf_str
root_prefix(wf_str xml)
{
	struct docx_token t;
	size_t at = 0;

	while (wf_docx_next(&t, xml, &at)) {
		if (t.kind == DOCX_OPEN || t.kind == DOCX_EMPTY)
			return wf_str_sub(t.name, 0, t.name.n - wf_docx_local(t.name).n);
	}
	return WF_S("");
}

/* The part with more before the end tag of its first element; <x/> gets one. Owned by the arena. */
static wf_str
with_more(struct package *p, wf_str xml, wf_str more)
{
	struct docx_token t, root = { .kind = DOCX_OTHER }, end = { .kind = DOCX_OTHER };
	size_t at = 0;

	while (wf_docx_next(&t, xml, &at)) {
		if (root.kind == DOCX_OTHER && (t.kind == DOCX_OPEN || t.kind == DOCX_EMPTY))
			root = t;
		if (t.kind == DOCX_CLOSE)
			end = t;
	}
	if (root.kind == DOCX_EMPTY)
		return wf_arena_printf(&p->zip.arena, "%.*s>%.*s</%.*s>%.*s",
		    WF_FMT(wf_str_sub(xml, 0, root.end - 2)), WF_FMT(more), WF_FMT(root.name),
		    WF_FMT(wf_str_from(xml, root.end)));
	return wf_arena_printf(&p->zip.arena, "%.*s%.*s%.*s", WF_FMT(wf_str_sub(xml, 0, end.open)),
	    WF_FMT(more), WF_FMT(wf_str_from(xml, end.open)));
}

/* A part of comments is new: the document relates to it, the archive says of what type it is. */
static wf_rc
announce_comments(struct package *p, bool strict)
{
	wf_str xml, name = wf_arena_printf(&p->zip.arena, "%.*scomments.xml", WF_FMT(p->folder));

	while (wf_docx_has(&p->zip, name))	/* one that nothing relates to */
		name = wf_arena_printf(&p->zip.arena, "%.*s-wangfa.xml", WF_FMT(wf_str_sub(name, 0,
		    name.n - 4)));
	p->comments = name;
	wf_rc rc = wf_docx_get(&xml, &p->zip, p->relations);

	if (rc == WF_NONE) {
		xml = WF_S("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<Relationships xmlns=\"" RELATIONS "\"/>");
		rc = WF_OK;
	}
	wf_str prefix = root_prefix(xml);

	if (rc == WF_OK)
		rc = wf_docx_put(&p->zip, p->relations, with_more(p, xml, wf_arena_printf(&p->zip.arena,
		    "<%.*sRelationship Id=\"%.*s\" Type=\"%s\" Target=\"%.*s\"/>", WF_FMT(prefix),
		    WF_FMT(p->relation_id), strict ? COMMENTS_STRICT : COMMENTS_2006,
		    WF_FMT(wf_str_from(name, p->folder.n)))));
	if (rc == WF_OK)
		rc = wf_docx_get(&xml, &p->zip, WF_S("[Content_Types].xml"));
	if (rc == WF_NONE)
		return wf_fail(p->zip.err, WF_E_IO, "the file has no [Content_Types].xml; open it in a word "
		    "processor and save it again");
	prefix = root_prefix(xml);
	if (rc == WF_OK)
		rc = wf_docx_put(&p->zip, WF_S("[Content_Types].xml"), with_more(p, xml, wf_arena_printf(&p->zip.arena,
		    "<%.*sOverride PartName=\"/%.*s\" ContentType=\"" TYPES "\"/>", WF_FMT(prefix),
		    WF_FMT(name))));
	return rc;
}

/* ---- comments -------------------------------------------------------------------------------------- */

/* One comment: a paragraph for each line of its text, the first in bold. */
static void
put_comment(struct wf_buf *out, wf_str text, wf_str id, wf_str space)
{
	struct wf_markup m = { .out = out };

	wf_tag(&m, "w:comment");
	if (space.n > 0)
		wf_attr(&m, "xmlns:w", space);
	wf_attr(&m, "w:id", id);
	wf_attr(&m, "w:author", WF_S(AUTHOR));
	wf_attr(&m, "w:initials", WF_S("wf"));
	for (bool first = true; first || text.n > 0; first = false) {
		wf_str line = wf_str_sub(text, 0, wf_str_find(text, WF_S("\n"), 0));

		wf_tag(&m, "w:p");
		wf_tag(&m, "w:r");
		if (first)
			wf_raw_markup(&m, "<w:rPr><w:b/></w:rPr>");
		wf_tag(&m, "w:t");
		wf_attr(&m, "xml:space", WF_S("preserve"));
		wf_words(&m, line);
		wf_untag(&m);
		wf_untag(&m);
		wf_untag(&m);
		text = wf_str_from(text, line.n + 1);
	}
	wf_untag(&m);
}

/* The part of comments with the new ones behind those there are. */
static wf_rc
write_comments(struct package *p, wf_str old, const struct docx_body *b, const struct wf_remark *v,
    size_t n, uint32_t id)
{
	struct wf_buf more = { 0 };
	bool bound = wf_str_is(root_prefix(old), "w:");

	for (size_t i = 0; i < n; i++)
		put_comment(&more, v[i].text, wf_arena_printf(&p->zip.arena, "%u", id + (uint32_t)i),
		    bound ? WF_S("") : b->word);
	wf_rc rc = wf_docx_put(&p->zip, p->comments, with_more(p, old, wf_buf_str(&more)));

	wf_buf_free(&more);
	return rc;
}

/* With the document's parts found: marks in the document, the comments in theirs. */
static wf_rc
comment_on(struct package *p, struct docx_body *b, const struct wf_remark *v, size_t n)
{
	struct docx_body old = { 0 };
	struct docx_anchor *at = wf_arena_alloc(&p->zip.arena, (n + 1) * sizeof(*at));
	struct wf_buf marked = { 0 };
	bool strict = wf_str_starts(b->word, WF_S("http://purl"));
	wf_str xml = WF_S("");

	if (b->npara == 0 || b->word.n == 0)
		return WF_NONE;
	wf_rc rc = p->comments.n > 0 ? wf_docx_get(&xml, &p->zip, p->comments) : WF_NONE;

	if (rc == WF_NONE) {
		rc = p->comments.n > 0 ? WF_OK : announce_comments(p, strict);
		xml = wf_arena_printf(&p->zip.arena, "<?xml version=\"1.0\" encoding=\"UTF-8\" "
		    "standalone=\"yes\"?>\n<w:comments xmlns:w=\"%.*s\"></w:comments>", WF_FMT(b->word));
	}
	if (rc != WF_OK)
		return rc;
	wf_docx_body(&old, xml);
	uint32_t id = (b->max_id > old.max_id ? b->max_id : old.max_id) + 1;

	wf_docx_body_free(&old);
	wf_docx_find(at, b, v, n);
	wf_docx_mark(&marked, b, at, n, id);
	rc = wf_docx_put(&p->zip, p->document, wf_arena_str(&p->zip.arena, wf_buf_str(&marked)));
	wf_buf_free(&marked);
	return rc == WF_OK ? write_comments(p, xml, b, v, n, id) : rc;
}

wf_rc
wf_docx_comment(struct wf_buf *out, wf_str docx, const struct wf_remark *v, size_t n, struct wf_err *err)
{
	struct package p = { .zip = { .err = err } };
	struct docx_body body = { 0 };
	wf_str xml;
	wf_rc rc = wf_docx_open(&p.zip, docx);

	if (rc == WF_OK)
		rc = find_parts(&p);
	if (rc == WF_OK)
		rc = wf_docx_get(&xml, &p.zip, p.document);
	if (rc == WF_NONE)
		rc = wf_fail(err, WF_E_IO, "the archive holds no document (%.*s)", WF_FMT(p.document));
	if (rc == WF_OK) {
		wf_docx_body(&body, xml);
		rc = comment_on(&p, &body, v, n);
	}
	wf_docx_body_free(&body);
	if (rc == WF_OK)
		rc = wf_docx_close(out, &p.zip);
	wf_docx_leave(&p.zip);
	return rc;
}
