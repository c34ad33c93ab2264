/*
 * Writes a parsed document as bytes and reads it back, for the cache.  The bytes are for
 * the build that wrote them alone; nothing else reads them.
 */
#include "law_int.h"

#include <string.h>

/* The fixed part; a change of any struct in it changes sizes and so the tag. */
struct pack_head {
	char     tag[8];
	uint32_t version, sizes;
	uint64_t total, sum;
	uint64_t nraw, ntext, ncut, nline, nfront, nplace, nnode, nevent, nclause, nfinding;
	uint8_t  sha256[32];
	uint8_t  raw_is_file, has_info, text_is_raw, encoding;
	struct wf_head head;
};

static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "mixed" };

/* Sizes of the stored structs, mixed into one number. */
static uint32_t
sizes(void)
{
	return (uint32_t)(sizeof(struct pack_head) * 31 + sizeof(struct wf_cut) * 37 +
	    sizeof(struct wf_line) * 41 + sizeof(struct wf_node) * 43 + sizeof(struct wf_event) * 47 +
	    sizeof(struct wf_clause) * 53 + sizeof(struct wf_finding) * 59 +
	    sizeof(struct wf_place_mark) * 61);
}

/* Over the head, its sum left out, and all that follows. */
static uint64_t
sum_of(const struct pack_head *h, wf_str rest)
{
	struct pack_head copy;

	memcpy(&copy, h, sizeof(copy));
	copy.sum = 0;
	return wf_hash((wf_str){ (const char *)&copy, sizeof(copy) }) * 31 + wf_hash(rest);
}

static void
pad(struct wf_buf *b)
{
	while (b->n % 8 != 0)
		wf_buf_ch(b, '\0');
}

static void
put(struct wf_buf *b, const void *p, size_t n)
{
	if (n != 0)
		wf_buf_put(b, (wf_str){ p, n });
	pad(b);
}

void
wf_doc_pack(struct wf_buf *out, const struct wf_doc *doc)
{
	const struct wf_source *s = &doc->source;
	size_t start = out->n;
	struct pack_head h;

	memset(&h, 0, sizeof(h));
	memcpy(h.tag, "wfdoc\0\0", 8);
	h.version = WF_PARSE_VERSION;
	h.sizes = sizes();
	h.nraw = s->raw.n, h.ntext = s->text.n, h.ncut = s->ncut, h.nline = s->nline;
	h.nfront = s->nfront, h.nplace = s->nplace, h.nnode = doc->nnode, h.nevent = doc->nevent;
	h.nclause = doc->nclause, h.nfinding = doc->findings.n;
	memcpy(h.sha256, s->sha256, sizeof(h.sha256));
	h.raw_is_file = s->raw_is_file, h.has_info = s->has_info;
	h.text_is_raw = s->text.p == s->raw.p && s->text.n == s->raw.n;
	for (uint8_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		if (s->encoding != NULL && strcmp(s->encoding, encodings[i]) == 0)
			h.encoding = i;
	memcpy(&h.head, &doc->head, sizeof(h.head));
	put(out, &h, sizeof(h));
	put(out, s->raw.p, s->raw.n);
	if (!h.text_is_raw)
		put(out, s->text.p, s->text.n);
	put(out, s->cut, s->ncut * sizeof(s->cut[0]));
	put(out, s->line, s->nline * sizeof(s->line[0]));
	for (size_t i = 0; i < s->nfront; i++) {
		uint32_t at[6] = { (uint32_t)(s->front[i].key.p - s->raw.p), (uint32_t)s->front[i].key.n,
			(uint32_t)(s->front[i].value.p - s->raw.p), (uint32_t)s->front[i].value.n,
			s->front[i].raw.off, s->front[i].raw.len };

		put(out, at, sizeof(at));
	}
	put(out, s->place, s->nplace * sizeof(s->place[0]));
	put(out, doc->node, doc->nnode * sizeof(doc->node[0]));
	put(out, doc->event, doc->nevent * sizeof(doc->event[0]));
	put(out, doc->clause, doc->nclause * sizeof(doc->clause[0]));
	for (size_t i = 0; i < doc->findings.n; i++) {
		const struct wf_finding *f = &doc->findings.v[i];
		struct wf_finding clean;

		memset(&clean, 0, sizeof(clean));	/* padding too: same document, same bytes */
		clean.code = f->code, clean.a = f->a, clean.b = f->b, clean.span = f->span;
		wf_buf_put(out, (wf_str){ (const char *)&clean, sizeof(clean) });
	}
	pad(out);
	h.total = out->n - start;
	h.sum = sum_of(&h, (wf_str){ out->p + start + sizeof(h), out->n - start - sizeof(h) });
	memcpy(out->p + start, &h, sizeof(h));
}

/* Takes n elements off bytes; NULL when there are not that many. */
static const void *
take(wf_str *bytes, uint64_t n, size_t size)
{
	const void *p = bytes->p;
	size_t used;

	if (n > bytes->n / size)
		return NULL;
	used = ((size_t)n * size + 7) / 8 * 8;
	if (used > bytes->n)
		return NULL;
	*bytes = wf_str_from(*bytes, used);
	return p;
}

static bool
unpack_front(struct wf_source *s, struct wf_arena *a, wf_str *rest, uint64_t n)
{
	if (n > rest->n / 24)
		return false;
	s->front = wf_arena_alloc(a, (size_t)n * sizeof(s->front[0]) + 1);
	s->nfront = (size_t)n;
	for (size_t i = 0; i < n; i++) {
		const uint32_t *at = take(rest, 6, sizeof(uint32_t));

		if (at == NULL)
			return false;
		s->front[i] = (struct wf_front){ wf_str_sub(s->raw, at[0], at[1]),
			wf_str_sub(s->raw, at[2], at[3]), { at[4], at[5] } };
	}
	return true;
}

bool
wf_doc_unpack(struct wf_doc *doc, wf_str bytes)
{
	struct wf_source *s = &doc->source;
	struct pack_head h;
	wf_str rest = bytes;
	const void *p;

	*doc = (struct wf_doc){ 0 };
	if (bytes.n < sizeof(h) || (uintptr_t)bytes.p % 8 != 0 || take(&rest, 1, sizeof(h)) == NULL)
		return false;
	memcpy(&h, bytes.p, sizeof(h));
	if (memcmp(h.tag, "wfdoc\0\0", 8) != 0 || h.version != WF_PARSE_VERSION ||
	    h.sizes != sizes() || h.total != bytes.n || h.sum != sum_of(&h, rest) ||
	    h.encoding >= sizeof(encodings) / sizeof(encodings[0]))
		return false;
	if ((s->raw.p = take(&rest, h.nraw, 1)) == NULL)
		return false;
	s->raw.n = (size_t)h.nraw;
	s->text = s->raw;
	if (!h.text_is_raw) {
		if ((s->text.p = take(&rest, h.ntext, 1)) == NULL)
			return false;
		s->text.n = (size_t)h.ntext;
	}
	/* read only from here on: the arrays lie in bytes as they are */
	if ((p = take(&rest, h.ncut, sizeof(s->cut[0]))) == NULL)
		return false;
	s->cut = (struct wf_cut *)(uintptr_t)p, s->ncut = (size_t)h.ncut;
	if ((p = take(&rest, h.nline, sizeof(s->line[0]))) == NULL)
		return false;
	s->line = (struct wf_line *)(uintptr_t)p, s->nline = (size_t)h.nline;
	if (!unpack_front(s, &doc->arena, &rest, h.nfront))
		goto damaged;
	if ((p = take(&rest, h.nplace, sizeof(s->place[0]))) == NULL)
		goto damaged;
	s->place = (struct wf_place_mark *)(uintptr_t)p, s->nplace = (size_t)h.nplace;
	if ((p = take(&rest, h.nnode, sizeof(doc->node[0]))) == NULL)
		goto damaged;
	doc->node = (struct wf_node *)(uintptr_t)p, doc->nnode = (uint32_t)h.nnode;
	if ((p = take(&rest, h.nevent, sizeof(doc->event[0]))) == NULL)
		goto damaged;
	doc->event = (struct wf_event *)(uintptr_t)p, doc->nevent = (uint32_t)h.nevent;
	if ((p = take(&rest, h.nclause, sizeof(doc->clause[0]))) == NULL)
		goto damaged;
	doc->clause = (struct wf_clause *)(uintptr_t)p, doc->nclause = (uint32_t)h.nclause;
	if ((p = take(&rest, h.nfinding, sizeof(doc->findings.v[0]))) == NULL)
		goto damaged;
	for (size_t i = 0; i < h.nfinding; i++) {
		const struct wf_finding *f = (const struct wf_finding *)p + i;

		wf_finding_add(&doc->findings, f->code, f->span, f->a, f->b);
	}
	memcpy(&doc->head, &h.head, sizeof(h.head));
	memcpy(s->sha256, h.sha256, sizeof(h.sha256));
	s->raw_is_file = h.raw_is_file, s->has_info = h.has_info;
	s->encoding = encodings[h.encoding];
	return true;
damaged:
	wf_doc_free(doc);
	return false;
}
