/*
 * Parses what was typed into the one box: phrases, exclusions, filters and free words.
 * Does not know what is held: titles and issuers are taken as typed.
 */
#include "search.h"

#include <string.h>

/* data/levels.tsv, embedded by meson.build. */
extern const char wf_data_box_levels[];
extern const size_t wf_data_box_levels_n;

static const struct { const char *word; enum wf_box_kind kind; } keys[] = {
	{ "title", WF_BOX_TITLE },   { "名称", WF_BOX_TITLE },
	{ "level", WF_BOX_LEVEL },   { "级别", WF_BOX_LEVEL },
	{ "issuer", WF_BOX_ISSUER }, { "机关", WF_BOX_ISSUER },
	{ "at", WF_BOX_AT },         { "时间", WF_BOX_AT },
};

enum { KEY_BYTES = 24, VALUE_BYTES = 128 };	/* of the longest full-width key; of a level or day */

/* A query under way. */
struct parse {
	wf_str query;
	size_t at;		/* next byte */
	bool begins;		/* a word may begin here: start, or after white space or a phrase */
	struct wf_box *box;
	struct wf_box_part *part;
	struct wf_arena *a;
	struct wf_err *err;
};

static wf_str
rest_of(const struct parse *p)
{
	return wf_str_from(p->query, p->at);
}

/* Bytes of white space at the start of s. */
static size_t
spaces(wf_str s)
{
	wf_str rest = s;

	while (rest.n != 0 && wf_is_space(wf_utf8_peek(rest, NULL)))
		wf_utf8_next(&rest);
	return s.n - rest.n;
}

/* Bytes up to white space, or up to a quote that has a partner. */
static size_t
word_length(wf_str s)
{
	wf_str rest = s;

	while (rest.n != 0 && !wf_is_space(wf_utf8_peek(rest, NULL))) {
		if (rest.p[0] == '"' && memchr(rest.p + 1, '"', rest.n - 1) != NULL)
			break;
		wf_utf8_next(&rest);
	}
	return s.n - rest.n;
}

/* s without width, case and white space, in a buffer of the caller's: for keys, levels and days. */
static wf_str
folded(struct wf_buf *b, wf_str s)
{
	b->n = 0;
	wf_fold(b, s, WF_FOLD_SEARCH);
	return wf_buf_str(b);
}

static unsigned
column(const struct parse *p, size_t byte)
{
	return (unsigned)wf_utf8_count(wf_str_sub(p->query, 0, byte)) + 1;
}

static void
add(struct parse *p, enum wf_box_kind kind, bool exclude, wf_str text, size_t from)
{
	if (text.n == 0)
		return;
	p->part[p->box->npart++] = (struct wf_box_part){ kind, exclude, text,
		{ (uint32_t)from, (uint32_t)(p->at - from) } };
}

/* ---- values of filters -------------------------------------------------------------- */

static bool
next_level(wf_str *rest, wf_str *code, wf_str *en)
{
	while (rest->n != 0) {
		size_t end = wf_str_find(*rest, WF_S("\n"), 0);
		wf_str line = wf_str_sub(*rest, 0, end);

		*rest = end == SIZE_MAX ? WF_S("") : wf_str_from(*rest, end + 1);
		size_t tab = wf_str_find(line, WF_S("\t"), 0);
		if (tab == SIZE_MAX || line.p[0] == '#')
			continue;
		*code = wf_str_sub(line, 0, tab);
		line = wf_str_from(line, tab + 1);
		*en = wf_str_sub(line, 0, wf_str_find(line, WF_S("\t"), 0));
		return true;
	}
	return false;
}

/* Does a level's name begin with what was typed? - and _ stand for a blank. */
static bool
begins_with(wf_str name, wf_str typed)
{
	size_t i = 0;

	for (size_t k = 0; k < typed.n; k++) {
		if (typed.p[k] == '-' || typed.p[k] == '_')
			continue;
		while (i < name.n && name.p[i] == ' ')
			i++;
		if (i == name.n)
			return false;
		char c = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] | 0x20) : name.p[i];
		if (c != typed.p[k])
			return false;
		i++;
	}
	return i != 0;
}

static wf_rc
no_level(const struct parse *p, wf_str typed, size_t from)
{
	wf_str rest = { wf_data_box_levels, wf_data_box_levels_n }, code, en;
	struct wf_buf known = { 0 };

	while (next_level(&rest, &code, &en))
		wf_buf_printf(&known, "%s%.*s (%.*s)", known.n ? ", " : "", WF_FMT(code), WF_FMT(en));
	typed = wf_str_sub(typed, 0, VALUE_BYTES);
	wf_rc rc = wf_fail(p->err, WF_E_USAGE, "character %u: no level begins with '%.*s'; known are %s",
	    column(p, from), WF_FMT(typed), wf_buf_str(&known).p);
	wf_buf_free(&known);
	return rc;
}

/* Notes which levels a part names; false = none. */
static bool
mark_levels(bool *marked, wf_str value)
{
	wf_str rest = { wf_data_box_levels, wf_data_box_levels_n }, code, en;
	struct wf_buf b = { 0 };
	wf_str typed = folded(&b, value);
	bool any = false;

	for (size_t i = 0; next_level(&rest, &code, &en); i++)
		if (begins_with(code, typed) || begins_with(en, typed))
			any = marked[i] = true;
	wf_buf_free(&b);
	return any;
}

static size_t
count_levels(void)
{
	wf_str rest = { wf_data_box_levels, wf_data_box_levels_n }, code, en;
	size_t n = 0;

	while (next_level(&rest, &code, &en))
		n++;
	return n;
}

/* The codes of the levels that the filters name, each once, in the table's order. */
static wf_rc
read_levels(const wf_str **out, size_t *n, struct parse *p, bool exclude)
{
	size_t all = count_levels(), i = 0;
	bool *marked = wf_arena_alloc(p->a, all * sizeof(*marked) + 1);
	wf_str *v = wf_arena_alloc(p->a, (all + 1) * sizeof(*v));
	wf_str rest = { wf_data_box_levels, wf_data_box_levels_n }, code, en;

	*n = 0;
	*out = v;
	for (size_t k = 0; k < p->box->npart; k++)
		if (p->part[k].kind == WF_BOX_LEVEL && p->part[k].exclude == exclude &&
		    !mark_levels(marked, p->part[k].text))
			return no_level(p, p->part[k].text, p->part[k].at.off);
	for (; next_level(&rest, &code, &en); i++)
		if (marked[i])
			v[(*n)++] = code;
	return WF_OK;
}

/* A day, month or year in digits or words, and nothing after it. */
static bool
read_day(wf_date *out, wf_str value)
{
	struct wf_buf b = { 0 };
	wf_str s = folded(&b, value);
	bool good = false, digits = s.n == 8;

	for (size_t i = 0; i < s.n; i++) {
		if (b.p[i] == '/')
			b.p[i] = '-';
		digits = digits && b.p[i] >= '0' && b.p[i] <= '9';
	}
	if (digits) {
		char iso[11];

		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", b.p, b.p + 4, b.p + 6);
		good = wf_date_parse(wf_str_of(iso), out);
	} else if (s.n != 0 && s.n <= VALUE_BYTES) {
		good = wf_date_parse(s, out) || wf_date_words(s, out) == s.n;
	}
	wf_buf_free(&b);
	return good && *out != 0;
}

static wf_rc
read_at(struct parse *p)
{
	const struct wf_box_part *had = NULL;

	for (size_t k = 0; k < p->box->npart; k++) {
		const struct wf_box_part *x = &p->part[k];
		wf_str shown = wf_str_sub(x->text, 0, VALUE_BYTES);

		if (x->kind != WF_BOX_AT)
			continue;
		if (x->exclude)
			return wf_fail(p->err, WF_E_USAGE, "character %u: a day cannot be excluded; write "
			    "at:2024-06-18 for the law of that day", column(p, x->at.off));
		if (had != NULL)
			return wf_fail(p->err, WF_E_USAGE, "character %u: a second day; one query is of one "
			    "day, leave one of the two out", column(p, x->at.off));
		if (!read_day(&p->box->at, x->text))
			return wf_fail(p->err, WF_E_USAGE, "character %u: '%.*s' is no day; write at:2024, "
			    "at:2024-06 or at:2024-06-18", column(p, x->at.off), WF_FMT(shown));
		had = x;
	}
	return WF_OK;
}

/* ---- the parts ------------------------------------------------------------------------ */

/* Bytes of "title:" at the start of s; 0 = no key. */
static size_t
key_length(enum wf_box_kind *kind, wf_str s)
{
	wf_str rest = s;
	char name[KEY_BYTES];
	size_t n = 0;

	while (rest.n != 0 && n + 4 < KEY_BYTES) {
		uint32_t cp = wf_utf8_next(&rest);
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFEE0;
		if (cp >= 'A' && cp <= 'Z')
			cp |= 0x20;
		if (cp != ':') {
			n += wf_utf8_put(name + n, cp);
			continue;
		}
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (wf_str_is((wf_str){ name, n }, keys[i].word)) {
				*kind = keys[i].kind;
				return s.n - rest.n;
			}
		return 0;
	}
	return 0;
}

/* "…" at p->at: its inside, and p->at moves behind it; false = none begins here. */
static bool
take_quoted(wf_str *inside, struct parse *p)
{
	wf_str s = rest_of(p);

	if (s.n == 0 || s.p[0] != '"')
		return false;
	const char *end = memchr(s.p + 1, '"', s.n - 1);
	if (end == NULL)
		return false;
	*inside = wf_str_trim((wf_str){ s.p + 1, (size_t)(end - s.p) - 1 });
	p->at += (size_t)(end - s.p) + 1;
	return true;
}

/* A filter at p->at; p->at stands behind its key. from: where its minus or key begins. */
static wf_rc
take_filter(struct parse *p, enum wf_box_kind kind, bool exclude, size_t from)
{
	wf_str key = wf_str_sub(p->query, from, p->at - from), value;
	enum wf_box_kind other;

	p->at += spaces(rest_of(p));
	if (!take_quoted(&value, p)) {
		value = wf_str_sub(p->query, p->at, word_length(rest_of(p)));
		if (key_length(&other, value) != 0)
			value = WF_S("");
		p->at += value.n;
	}
	if (value.n == 0)
		return wf_fail(p->err, WF_E_USAGE, "character %u: '%.*s' asks for nothing; write a word "
		    "after it, or put it in quotes if it is text", column(p, from), WF_FMT(key));
	add(p, kind, exclude, value, from);
	return WF_OK;
}

/* -word: a minus at the start of a word, and something that is no second minus after it. */
static bool
is_exclusion(const struct parse *p)
{
	wf_str s = rest_of(p);

	return p->begins && s.n > 1 && s.p[0] == '-' && s.p[1] != '-' &&
	    !wf_is_space(wf_utf8_peek(wf_str_from(s, 1), NULL));
}

static wf_rc
take_part(struct parse *p)
{
	size_t from = p->at, n;
	enum wf_box_kind kind;
	bool exclude = is_exclusion(p);
	wf_str inside;

	p->at += exclude;
	n = p->begins ? key_length(&kind, rest_of(p)) : 0;
	if (n != 0) {
		p->at += n;
		return take_filter(p, kind, exclude, from);
	}
	if (take_quoted(&inside, p)) {
		add(p, WF_BOX_PHRASE, exclude, inside, from);
		p->begins = true;
		return WF_OK;
	}
	n = word_length(rest_of(p));
	inside = wf_str_sub(p->query, p->at, n);
	p->at += n;
	add(p, WF_BOX_WORD, exclude, inside, from);
	p->begins = false;
	return WF_OK;
}

/* One slice of the query when nothing but single blanks parts the words, else a copy. */
static void
join_words(struct parse *p)
{
	struct wf_buf b = { 0 };
	size_t from = SIZE_MAX, to = 0;

	for (size_t i = 0; i < p->box->npart; i++) {
		const struct wf_box_part *x = &p->part[i];

		if (x->kind != WF_BOX_WORD || x->exclude)
			continue;
		if (b.n != 0)
			wf_buf_ch(&b, ' ');
		wf_buf_put(&b, x->text);
		from = from == SIZE_MAX ? x->at.off : from;
		to = (size_t)x->at.off + x->at.len;
	}
	wf_str joined = wf_buf_str(&b);
	wf_str slice = from == SIZE_MAX ? WF_S("") : wf_str_sub(p->query, from, to - from);
	p->box->words = wf_str_eq(joined, slice) ? slice : wf_arena_str(p->a, joined);
	wf_buf_free(&b);
}

wf_rc
wf_box_parse(struct wf_box *out, struct wf_arena *a, wf_str query, struct wf_err *err)
{
	struct parse p = { .query = query, .box = out, .a = a, .err = err };
	wf_rc rc = query.n <= UINT32_MAX ? WF_OK : wf_fail(err, WF_E_LIMIT, "a query of 4 GiB");
	size_t most = 1;

	*out = (struct wf_box){ .words = WF_S("") };
	for (size_t i = 0; i < query.n; i++)	/* a part ends at white space or at its quote */
		most += query.p[i] == '"' || wf_is_space(wf_utf8_peek(wf_str_from(query, i), NULL));
	out->part = p.part = wf_arena_alloc(a, 2 * most * sizeof(*p.part));
	while (rc == WF_OK && p.at < query.n) {
		size_t n = spaces(rest_of(&p));

		p.begins = p.begins || n != 0 || p.at == 0;
		p.at += n;
		if (p.at < query.n)
			rc = take_part(&p);
	}
	if (rc == WF_OK)
		rc = read_levels(&out->level, &out->nlevel, &p, false);
	if (rc == WF_OK)
		rc = read_levels(&out->not_level, &out->nnot_level, &p, true);
	if (rc == WF_OK)
		rc = read_at(&p);
	if (rc == WF_OK)
		join_words(&p);
	return rc;
}
