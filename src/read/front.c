/*
 * Cuts, front matter and invisible characters, as every reader of a text format meets them.
 * Judges of the values of front matter only whether a date is one.
 */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

#include "findings_gen.h"

#define KEY_MAX 40	/* bytes of a front matter key */
#define FIELD_MAX 256	/* fields kept of one block */

/* ---- cuts ---- */

void
wf_cuts_add(struct wf_cuts *c, size_t off, size_t len, enum wf_cut_why why)
{
	struct wf_cut *last = c->n > 0 ? &c->v[c->n - 1] : NULL;

	c->gone += (uint32_t)len;
	if (last != NULL && last->why == (uint32_t)why && last->off + last->len == off) {
		last->len += (uint32_t)len;
		return;
	}
	c->v = wf_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = (struct wf_cut){ .off = (uint32_t)off, .len = (uint32_t)len, .why = why };
}

void
wf_cuts_finish(struct wf_source *out, struct wf_arena *a, struct wf_cuts *c)
{
	out->ncut = c->n;
	out->cut = wf_arena_alloc(a, c->n * sizeof(*c->v));
	if (c->n > 0)
		memcpy(out->cut, c->v, c->n * sizeof(*c->v));
	free(c->v);
	*c = (struct wf_cuts){ 0 };
	wf_source_finish(out, a);
}

size_t
wf_read_noise(wf_str s, enum wf_cut_why *why)
{
	if (s.n == 0)
		return 0;
	if (s.p[0] == '\r') {
		size_t n = 1;

		while (n < s.n && s.p[n] == '\r')
			n++;
		*why = WF_CUT_CR;
		return n < s.n && s.p[n] == '\n' ? n : 0;
	}
	*why = WF_CUT_INVISIBLE;
	if (s.n < 3)
		return 0;
	unsigned char a = (unsigned char)s.p[0], b = (unsigned char)s.p[1], c = (unsigned char)s.p[2];

	if (a == 0xE2 && b == 0x80)
		return c >= 0x8B && c <= 0x8D ? 3 : 0;
	return (a == 0xE2 && b == 0x81 && c == 0xA0) || (a == 0xEF && b == 0xBB && c == 0xBF) ? 3 : 0;
}

/* ---- front matter ---- */

/* Keys of DESIGN 1.4; keys of static site generators, which say nothing about the text. */
static const char *const own_keys[] = {
	"title", "authority", "issued", "effective", "status", "number", "source", "note", NULL
};
static const char *const site_keys[] = {
	"aliases", "bookCollapseSection", "bookComments", "bookFlatSection", "bookHidden",
	"bookHref", "bookIcon", "bookPostThumbnail", "bookSearchExclude", "bookToC",
	"bookTranslatedOnly", "categories", "cascade", "date", "description", "draft", "keywords",
	"lang", "lastmod", "layout", "linkTitle", "menu", "permalink", "publishDate", "slug",
	"tags", "toc", "type", "url", "weight", NULL
};

static bool
listed(const char *const *keys, wf_str key)
{
	for (; *keys != NULL; keys++) {
		if (wf_str_is(key, *keys))
			return true;
	}
	return false;
}

/* The line of s at off without its line end; *next is where the one after it begins. */
static wf_str
line_at(wf_str s, size_t off, size_t *next)
{
	size_t n = 0;

	while (off + n < s.n && s.p[off + n] != '\n' && s.p[off + n] != '\r')
		n++;
	*next = off + n;
	while (*next < s.n && s.p[*next] == '\r')
		++*next;
	if (*next < s.n && s.p[*next] == '\n')
		++*next;
	return wf_str_sub(s, off, n);
}

static bool
is_key_byte(char c, bool first)
{
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
		return true;
	return !first && (c == '_' || c == '-' || (c >= '0' && c <= '9'));
}

/* Bytes of a key and its colon at the start of a line, 0 = none; *key is set. */
static size_t
take_key(wf_str line, wf_str *key)
{
	size_t n = 0;

	while (n < line.n && n < KEY_MAX && is_key_byte(line.p[n], n == 0))
		n++;
	wf_str rest = wf_str_from(line, n);

	*key = wf_str_sub(line, 0, n);
	if (n > 0 && wf_str_starts(rest, WF_S(":")))
		return n + 1;
	return n > 0 && wf_str_starts(rest, WF_S("：")) ? n + 3 : 0;
}

static wf_str
without_quotes(wf_str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return wf_str_sub(s, 1, s.n - 2);
	return s;
}

/* Where the block ends (behind its closing line), 0 = it is not closed. */
static size_t
block_end(wf_str raw, size_t first)
{
	for (size_t at = first, next; at < raw.n; at = next) {
		wf_str line = wf_str_trim(line_at(raw, at, &next));

		if (wf_str_is(line, "---") || wf_str_is(line, "..."))
			return next;
	}
	return 0;
}

/* A rule drawn above a text is no front matter: the first line with words must be "key:". */
static bool
opens_with_key(wf_str block)
{
	wf_str key;

	for (size_t at = 0, next; at < block.n; at = next) {
		wf_str line = line_at(block, at, &next);

		if (wf_str_trim(line).n > 0 && line.p[0] != '#')
			return take_key(line, &key) > 0 || wf_str_is(wf_str_trim(line), "---");
	}
	return true;
}

/* A date that is none would otherwise be passed over in silence. 自公布之日 means issued. */
static bool
is_bad_date(wf_str key, wf_str value)
{
	wf_date d;
	bool effective = wf_str_is(key, "effective");

	if (value.n == 0 || (!effective && !wf_str_is(key, "issued")) || wf_date_parse(value, &d))
		return false;
	return !effective || !wf_str_has(value, WF_S("公布之日"));
}

/* True if a field of this key is there already or no more are kept: the line is left out. */
static bool
is_surplus(const struct wf_source *out, wf_str key)
{
	for (size_t i = 0; i < out->nfront; i++) {
		if (wf_str_eq(out->front[i].key, key))
			return true;
	}
	return out->nfront == FIELD_MAX;
}

static void
read_fields(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, size_t at, size_t end)
{
	wf_str raw = out->raw;
	bool silent = false;	/* inside the list or block of a site key */
	size_t next;

	out->front = wf_arena_alloc(a, FIELD_MAX * sizeof(*out->front));
	for (uint32_t number = 2; at < end; at = next, number++) {
		wf_str line = line_at(raw, at, &next), key;
		size_t used = take_key(line, &key);

		if (next >= end || wf_str_trim(line).n == 0 || line.p[0] == '#')
			continue;
		if (used == 0) {
			if (!silent || (!wf_is_space((unsigned char)line.p[0]) && line.p[0] != '-'))
				wf_finding_add(f, WF_D_FRONT_MATTER_KEY, (wf_span){ 0, 0 }, number, 0);
			continue;
		}
		bool surplus = is_surplus(out, key);

		silent = listed(site_keys, key);
		if (surplus || (!silent && !listed(own_keys, key)))
			wf_finding_add(f, WF_D_FRONT_MATTER_KEY, (wf_span){ 0, 0 }, number, 0);
		if (surplus)
			continue;
		wf_str value = without_quotes(wf_str_trim(wf_str_from(line, used)));

		if (is_bad_date(key, value))
			wf_finding_add(f, WF_D_FRONT_MATTER_DATE, (wf_span){ 0, 0 }, number, 0);
		out->front[out->nfront++] = (struct wf_front){ .key = key, .value = value,
			.raw = { (uint32_t)(value.p - raw.p), (uint32_t)value.n } };
	}
}

size_t
wf_read_front(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, struct wf_cuts *c,
    wf_str bytes)
{
	wf_decode(&out->raw, &out->encoding, a, f, bytes);
	out->raw_is_file = out->raw.p == bytes.p;

	wf_str raw = out->raw;
	size_t begin = wf_str_starts(raw, WF_S("\xEF\xBB\xBF")) ? 3 : 0, first;

	if (begin > 0)
		wf_cuts_add(c, 0, begin, WF_CUT_BOM);
	wf_str line = line_at(raw, begin, &first);

	if (!wf_str_starts(line, WF_S("---")) || wf_str_trim(line).n != 3)
		return begin;
	size_t end = block_end(raw, first);

	if (end == 0) {
		wf_str key;
		size_t next;

		/* without a key below it the line is a rule, and nothing was left open */
		if (take_key(line_at(raw, first, &next), &key) > 0)
			wf_finding_add(f, WF_D_FRONT_MATTER_OPEN, (wf_span){ 0, 0 }, 0, 0);
		return begin;
	}
	if (!opens_with_key(wf_str_sub(raw, first, end - first))) {
		wf_finding_add(f, WF_D_FRONT_MATTER_KEY, (wf_span){ 0, 0 }, 2, 0);
		return begin;
	}
	read_fields(out, a, f, first, end);
	wf_cuts_add(c, begin, end - begin, WF_CUT_FRONT);
	return end;
}
