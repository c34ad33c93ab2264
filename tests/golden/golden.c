/*
 * Prints how one file is read: head, tree and findings, of a report its facts too, one line each, for
 * comparison with golden files.  Judges nothing itself but the invariants of DESIGN 2.5.
 */
#include <stdlib.h>
#include <string.h>

#include "fact/fact.h"
#include "law/law.h"
#include "read/read.h"

enum { SHOWN = 30, ENDS = 12 };	/* code points shown of a text; of its two ends when it is longer */

static const char *const form_name[] = { "articles", "numbered", "plain", "case", "report" };
static const char *const nolaw_name[] = { "", "empty", "index", "template" };
static const char *const event_name[] = {
	"adopted", "approved", "promulgated", "amended", "revised", "effective", "repealed", "other"
};
static const char *const clause_name[] = { "commence", "commence_part", "expire", "repeal" };
static const struct { unsigned flag; const char *name; } flag_name[] = {
	{ WF_INFERRED, "inferred" }, { WF_BARE, "bare" }, { WF_QUOTED, "quoted" },
	{ WF_SUPPLEMENT, "supplement" }, { WF_PREAMBLE, "preamble" }, { WF_TABLE, "table" },
	{ WF_GROUP, "group" }
};

/* One code point; what would break a line of the golden file is written as an escape. */
static void
put_shown(struct wf_buf *out, uint32_t cp)
{
	if (cp == '\n')
		wf_buf_put(out, WF_S("\\n"));
	else if (cp < 0x20 || (cp != 0x3000 && wf_is_space(cp) && cp != ' '))
		wf_buf_printf(out, "\\u%04X", (unsigned)cp);
	else
		wf_buf_cp(out, cp);
}

/* The words of a text, or its two ends with … between. */
static void
put_words(struct wf_buf *out, wf_str text)
{
	size_t n = wf_utf8_count(text);

	for (size_t i = 0; text.n > 0; i++) {
		uint32_t cp = wf_utf8_next(&text);
		if (n <= SHOWN || i < ENDS || i >= n - ENDS)
			put_shown(out, cp);
		else if (i == ENDS)
			wf_buf_put(out, WF_S("…"));
	}
}

static void
put_field(struct wf_buf *out, const struct wf_source *s, const char *name, wf_span at)
{
	if (at.len == 0)
		return;
	wf_buf_printf(out, "%s ", name);
	wf_str text = wf_source_slice(s, at);
	while (text.n > 0)
		put_shown(out, wf_utf8_next(&text));
	wf_buf_ch(out, '\n');
}

static void
put_head(struct wf_buf *out, const struct wf_doc *doc)
{
	const struct wf_head *h = &doc->head;
	struct wf_counts n = wf_doc_counts(doc);

	put_field(out, &doc->source, "title", h->title);
	put_field(out, &doc->source, "part", h->part);
	put_field(out, &doc->source, "number", h->number);
	put_field(out, &doc->source, "draft", h->draft);
	if (h->nolaw != WF_IS_LAW)
		wf_buf_printf(out, "nolaw %s\n", nolaw_name[h->nolaw]);
	wf_buf_printf(out, "form %s\n", form_name[h->form]);
	wf_buf_printf(out, "counts 编%u 分编%u 章%u 节%u 条%u\n", n.books, n.subbooks, n.chapters,
	    n.sections, n.articles);
	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *e = &doc->event[i];
		char day[11];
		wf_date_iso(day, e->date);
		wf_buf_printf(out, "event %s %s", event_name[e->kind], day);
		if (e->ordinal != 0)
			wf_buf_printf(out, " 第%u次", e->ordinal);
		if (e->by.len > 0) {
			wf_buf_put(out, WF_S(" by "));
			put_words(out, wf_source_slice(&doc->source, e->by));
		}
		wf_buf_ch(out, '\n');
	}
}

static void
put_clauses(struct wf_buf *out, const struct wf_doc *doc)
{
	struct wf_eid_scheme scheme = wf_eid_scheme(doc->node, doc->nnode);

	for (uint32_t i = 0; i < doc->nclause; i++) {
		const struct wf_clause *c = &doc->clause[i];
		char day[11];
		wf_date_iso(day, c->date);
		wf_buf_printf(out, "clause %s %s", clause_name[c->kind], day);
		if (c->on_promulgation)
			wf_buf_put(out, WF_S(" on_promulgation"));
		if (c->days_after != 0)
			wf_buf_printf(out, " after %u days", c->days_after);
		if (c->name.len > 0) {
			wf_buf_put(out, WF_S(" of "));
			put_words(out, wf_source_slice(&doc->source, c->name));
		}
		wf_buf_put(out, WF_S(" at "));
		wf_eid(out, doc->node, c->node, scheme);
		wf_buf_ch(out, '\n');
	}
}

/* What a node says before its first child, without label and heading. */
static wf_str
own_text(const struct wf_doc *doc, uint32_t i)
{
	const struct wf_node *n = &doc->node[i];
	uint32_t from = n->whole.off, to = n->whole.off + n->whole.len;

	if (n->label.len > 0)
		from = n->label.off + n->label.len;
	if (n->head.len > 0 && n->head.off + n->head.len > from)
		from = n->head.off + n->head.len;
	if (n->end > i + 1)
		to = doc->node[i + 1].whole.off;
	if (to < from)
		return WF_S("");
	return wf_str_trim(wf_source_slice(&doc->source, (wf_span){ from, to - from }));
}

static void
put_node(struct wf_buf *out, const struct wf_doc *doc, uint32_t i, struct wf_eid_scheme scheme)
{
	const struct wf_node *n = &doc->node[i];

	for (uint32_t up = n->parent; up != WF_NO_NODE && up != 0; up = doc->node[up].parent)
		wf_buf_put(out, WF_S("  "));
	wf_eid(out, doc->node, i, scheme);
	wf_buf_printf(out, " %s", wf_kind_name((enum wf_kind)n->kind));
	for (size_t k = 0; k < sizeof(flag_name) / sizeof(flag_name[0]); k++)
		if (n->flags & flag_name[k].flag)
			wf_buf_printf(out, " !%s", flag_name[k].name);
	if (n->label.len > 0) {
		wf_buf_put(out, WF_S(" ["));
		put_words(out, wf_source_slice(&doc->source, n->label));
		wf_buf_ch(out, ']');
	}
	if (n->head.len > 0) {
		wf_buf_put(out, WF_S(" <"));
		put_words(out, wf_source_slice(&doc->source, n->head));
		wf_buf_ch(out, '>');
	}
	wf_str own = own_text(doc, i);
	if (own.n > 0) {
		wf_buf_put(out, WF_S(" \""));
		put_words(out, own);
		wf_buf_ch(out, '"');
	}
	wf_buf_ch(out, '\n');
}

static void
put_tree(struct wf_buf *out, const struct wf_doc *doc)
{
	struct wf_eid_scheme scheme = wf_eid_scheme(doc->node, doc->nnode);

	for (uint32_t i = 1; i < doc->nnode; i++)
		put_node(out, doc, i, scheme);
}

static void
put_findings(struct wf_buf *out, const struct wf_doc *doc)
{
	for (size_t i = 0; i < doc->findings.n; i++) {
		const struct wf_finding *f = &doc->findings.v[i];
		const struct wf_finding_def *def = wf_finding_def(f->code);
		wf_buf_printf(out, "W%04u %s %u %u", f->code, def ? def->name : "?", f->a, f->b);
		if (f->span.len > 0) {
			wf_buf_put(out, WF_S(" \""));
			put_words(out, wf_source_slice(&doc->source, f->span));
			wf_buf_ch(out, '"');
		}
		wf_buf_ch(out, '\n');
	}
}

/* What a report says, a JSON object each; spans are told by lines alone. */
static void
put_facts(struct wf_buf *out, const struct wf_doc *doc, const char *path)
{
	static const char *const left_out[] = { "start", "end", "evidence", "report_year" };
	const char *slash = strrchr(path, '/');
	wf_str title = wf_source_slice(&doc->source, doc->head.title);
	struct wf_report r;

	if (!wf_report_is(&doc->source, title.n ? title : wf_str_of(slash ? slash + 1 : path)))
		return;
	wf_report_read(&r, &doc->source, title);
	for (int k = 0; k < WF_FACT_KINDS; k++) {
		for (uint32_t i = 0; i < wf_report_count(&r, (enum wf_fact_kind)k); i++) {
			json_t *o = wf_report_json(&r, (enum wf_fact_kind)k, i);

			for (size_t c = 0; c < sizeof left_out / sizeof *left_out; c++)
				json_object_del(o, left_out[c]);
			char *text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(12));

			wf_buf_printf(out, "fact %s %s\n", wf_fact_kind_name((enum wf_fact_kind)k), text);
			free(text);
			json_decref(o);
		}
	}
	wf_report_free(&r);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: golden FILE\n", stderr);
		return 2;
	}
	struct wf_doc doc = { 0 };
	struct wf_err err = { "" };
	struct wf_buf out = { 0 }, why = { 0 };
	wf_str bytes;
	wf_rc rc = wf_file_read(&bytes, &doc.arena, argv[1], WF_FILE_LIMIT, &err);
	if (rc == WF_OK)
		rc = wf_read(&doc.source, &doc.arena, &doc.findings, wf_str_of(argv[1]), bytes, &err);
	if (rc == WF_OK)
		rc = wf_parse(&doc, &err);
	if (rc == WF_OK) {
		if (!wf_doc_check(&doc, &why))
			wf_buf_printf(&out, "broken invariant: %.*s\n", WF_FMT(wf_buf_str(&why)));
		put_head(&out, &doc);
		put_clauses(&out, &doc);
		put_tree(&out, &doc);
		wf_buf_put(&out, WF_S("== findings\n"));
		put_findings(&out, &doc);
		wf_buf_put(&out, WF_S("== facts\n"));
		put_facts(&out, &doc, argv[1]);
	} else {
		wf_buf_printf(&out, "rc %d %s\n", (int)rc, err.msg);
	}
	fwrite(out.p, 1, out.n, stdout);
	wf_buf_free(&out);
	wf_buf_free(&why);
	wf_doc_free(&doc);
	return rc < 0 ? 1 : 0;
}
