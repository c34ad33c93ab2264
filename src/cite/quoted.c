/*
 * Reads references that begin with a title in 《》, and the notes in brackets after any
 * name: numbers, years of amendment, short names.
 */
#include "cite_int.h"

#include <string.h>

#define NOTE_BYTES 600	/* of one bracket after a name */

/* ---- short names ---------------------------------------------------------------- */

static const char *const naming[] = { "以下简称", "以下统称", "以下称", "下称", "简称" };

/* s without marks around it: “《甲法》” -> 甲法. */
static wf_str
unwrap(wf_str s)
{
	static const char *const open[] = { "为", "：", "《", "“", "\"", "「", "〈", "‘" };
	static const char *const close[] = { "》", "”", "\"", "」", "〉", "’", "，", "。", "；" };

	s = wf_str_trim(s);
	for (bool again = true; again; ) {
		again = false;
		for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
			if (wf_str_starts(s, wf_str_of(open[i]))) {
				s = wf_str_from(s, strlen(open[i]));
				again = true;
			}
		for (size_t i = 0; i < sizeof(close) / sizeof(close[0]); i++)
			if (wf_str_ends(s, wf_str_of(close[i]))) {
				s = wf_str_sub(s, 0, s.n - strlen(close[i]));
				again = true;
			}
	}
	return s;
}

static void
define(struct wf_finder *f, wf_str name, const struct wf_head_ref *h)
{
	if (name.n < 6 || name.n > 120 || h->title.n == 0)
		return;
	for (size_t i = 0; i < f->nnames; i++)
		if (wf_str_eq(f->names[i].name, name)) {
			f->names[i].work = h->work;
			f->names[i].title = h->title;
			f->names[i].law = !h->no_law;
			return;
		}
	uint32_t first = wf_utf8_peek(name, NULL);
	if (first < 65536) {
		f->begins[first / 8] |= (uint8_t)(1u << first % 8);
		f->sure[first / 8] |= (uint8_t)(1u << first % 8);
		f->shorts[first / 8] |= (uint8_t)(1u << first % 8);
	}
	f->names = wf_grow(f->names, &f->names_cap, f->nnames + 1, sizeof(f->names[0]));
	f->names[f->nnames++] = (struct wf_short){ name, h->work, h->title, !h->no_law };
}

/* The names a note gives: 以下简称《甲法》或者“乙”. True when it gives one. */
static bool
read_naming(struct wf_finder *f, wf_str note, const struct wf_head_ref *h)
{
	for (size_t i = 0; i < sizeof(naming) / sizeof(naming[0]); i++) {
		wf_str word = wf_str_of(naming[i]);
		size_t at = wf_str_find(note, word, 0);

		if (at == SIZE_MAX)
			continue;
		wf_str rest = wf_str_from(note, at + word.n);
		/* 以下简称甲法或乙法 */
		for (;;) {
			size_t or = wf_str_find(rest, WF_S("或"), 3);

			define(f, unwrap(wf_str_sub(rest, 0, or)), h);
			if (or == SIZE_MAX)
				return true;
			rest = wf_str_from(rest, or + 3);
			if (wf_str_starts(rest, WF_S("者")))
				rest = wf_str_from(rest, 3);
		}
	}
	return false;
}

/* ---- notes in brackets --------------------------------------------------------------- */

/* Bytes of （…） at the start of s, brackets in; nested ones counted; 0 = none. */
static size_t
read_bracket(wf_str s)
{
	unsigned depth = 0;

	for (size_t at = 0, used; at < s.n && at < NOTE_BYTES; at += used) {
		uint32_t cp = wf_utf8_peek(wf_str_from(s, at), &used);

		if (cp == '\n' || (at == 0 && cp != '(' && cp != 0xff08))
			return 0;
		if (cp == '(' || cp == 0xff08)
			depth++;
		if ((cp == ')' || cp == 0xff09) && --depth == 0)
			return at + used;
	}
	return 0;
}

/* 2020修正, 2018年修订, 2021年1月1日起施行: a note on the text that is meant. */
static bool
is_dated(wf_str note)
{
	static const char *const words[] = { "修正", "修订", "修改", "施行", "公布", "通过", "发布", "生效", "版" };
	uint32_t year;

	for (size_t k = 0; k < note.n; k++)
		if (wf_numeral(wf_str_from(note, k), &year) != 0 && year > 1948 && year < 2100)
			for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
				if (wf_str_has(note, wf_str_of(words[i])))
					return true;
	return false;
}

/* Numbers inside a note become records of their own; true when there is one. */
static bool
read_numbers(struct wf_finder *f, size_t from, size_t to, struct wf_head_ref *h)
{
	bool any = false;
	enum wf_cite_form form;

	for (size_t k = from; k < to; ) {
		size_t used;
		uint32_t cp = wf_utf8_peek(wf_str_from(f->s, k), &used);
		wf_span span = { 0, 0 };
		struct wf_buf id = { 0 };
		size_t standard = cp == 'G' ? wf_number_standard(&id, wf_str_from(f->s, k)) : 0;

		form = WF_CITE_DOCNO;
		if (standard != 0) {
			/* the number is the name of the standard whose title stands before it */
			h->title = wf_arena_str(&f->out->arena, wf_buf_str(&id));
			h->work = wf_names_find(f->c->names, h->title);
			h->form = WF_CITE_STANDARD;
			used = standard;
			any = true;
		} else if (cp == 0x4ee4 || cp == 0x516c) {
			span = wf_number_at_order(f->s, k, from);
		} else if (k > from) {
			span = wf_number_at_year(&form, f->s, k, from);
		}
		wf_buf_free(&id);
		if (span.len != 0) {
			wf_str number = wf_str_sub(f->s, span.off, span.len);

			wf_finder_plain(f, span.off, span.off + span.len, number, (uint8_t)form, h->work <
			    WF_MANY_WORKS ? WF_CITE_RESOLVED : WF_CITE_OUT_OF_CORPUS,
			    WF_CITE_NO_REASON);
			if (!f->dry)
				f->out->v[f->out->n - 1].work = h->work;
			k = span.off + span.len;
			any = true;
			continue;
		}
		k += used;
	}
	return any;
}

size_t
wf_head_notes(struct wf_finder *f, struct wf_head_ref *h, size_t at)
{
	size_t end = at;

	for (unsigned i = 0; i < 4; i++) {
		size_t gap = 0, used = read_bracket(wf_str_from(f->s, end));

		if (used == 0 && end < f->s.n && f->s.p[end] == ' ') {
			gap = 1;
			used = read_bracket(wf_str_from(f->s, end + 1));
		}
		if (used == 0)
			break;
		wf_str note = wf_str_sub(f->s, end + gap, used);
		bool named = read_naming(f, unwrap(wf_str_sub(note, note.p[0] == '(' ? 1 : 3,
		    note.n - (note.p[0] == '(' ? 1 : 3) - (note.p[note.n - 1] == ')' ? 1 : 3))), h);
		size_t before = f->out->n;
		bool numbered = read_numbers(f, end + gap, end + gap + used, h);

		if (!named && !numbered && !is_dated(note)) {
			f->out->n = before;
			break;
		}
		end += gap + used;
	}
	return end;
}

/* ---- 《…》 ---------------------------------------------------------------------------------- */

/* True where a short name is being defined: 以下简称《甲法》 outside a bracket. */
static bool
is_definition(const struct wf_finder *f, size_t at)
{
	wf_str before = wf_str_sub(f->s, 0, at);

	while (wf_str_ends(before, WF_S("“")) || wf_str_ends(before, WF_S("为")) ||
	    wf_str_ends(before, WF_S("：")))
		before = wf_str_sub(before, 0, before.n - 3);
	for (size_t i = 0; i < sizeof(naming) / sizeof(naming[0]); i++)
		if (wf_str_ends(before, wf_str_of(naming[i])))
			return true;
	return false;
}

/* A short name defined in this text: its work, or false. */
static bool
short_work(const struct wf_finder *f, wf_str title, struct wf_head_ref *h)
{
	for (size_t i = f->nnames; i-- > 0; )
		if (wf_str_eq(f->names[i].name, title)) {
			h->work = f->names[i].work;
			h->title = f->names[i].title;
			h->form = WF_CITE_ABBREV;
			h->no_law = !f->names[i].law;
			return true;
		}
	return false;
}

/* The work of a title, with the issuer before it where the title alone does not say enough. */
static void
look_up(struct wf_finder *f, wf_str title, size_t at, struct wf_head_ref *h)
{
	wf_str issuer = wf_title_issuer(wf_str_sub(f->s, at > 200 ? at - 200 : 0, at > 200 ? 200 : at));
	bool starts = wf_str_starts(title, WF_S("关于"));

	h->work = wf_names_find(f->c->names, title);
	h->title = title;
	if (issuer.n != 0 && (starts || h->work >= WF_MANY_WORKS)) {
		wf_str full = wf_arena_printf(&f->out->arena, "%.*s%.*s", WF_FMT(issuer), WF_FMT(title));
		uint32_t work = wf_names_find(f->c->names, full);

		if (work < WF_MANY_WORKS) {
			h->work = work;
			h->title = full;
		} else if (h->work == WF_NO_WORK && starts) {
			h->title = full;
		}
	}
	if (h->work < WF_MANY_WORKS)
		h->title = f->c->title(f->c->payload, h->work);
}

/* An annex of this text by its heading: 本法所附《某表》. */
static uint32_t
own_annex(const struct wf_finder *f, wf_str title)
{
	const struct wf_cite_tree *own = wf_finder_own(f);

	for (uint32_t i = 1; own && !f->dry && i < own->nnode; i = own->node[i].end)
		if (own->node[i].kind == WF_ANNEX &&
		    wf_str_has(wf_str_sub(f->t->text, own->node[i].whole.off, 300), title))
			return i;
	return WF_NO_NODE;
}

/* 《修正案（三）》 after 《刑法修正案（三）》: the end of a title that was spoken of. */
static bool
tail_of(const struct wf_finder *f, wf_str title, struct wf_head_ref *h)
{
	if (title.n < 6 || title.n > 60)
		return false;
	for (unsigned i = 0; i < f->nlast && i < 16; i++) {
		const struct wf_mention *m = &f->last[(f->nlast - 1 - i) % 16];

		if (m->work >= WF_MANY_WORKS || !wf_str_ends(m->title, title))
			continue;
		h->work = m->work;
		h->title = m->title;
		h->form = WF_CITE_ABBREV;
		return true;
	}
	return false;
}

static size_t
take_unknown(struct wf_finder *f, struct wf_head_ref *h, enum wf_title_kind kind)
{
	uint32_t annex = kind == WF_TITLE_ANNEX ? own_annex(f, h->title) : WF_NO_NODE;

	if (annex != WF_NO_NODE) {
		wf_finder_plain(f, h->from, h->to, h->title, WF_CITE_ANNEX, WF_CITE_RESOLVED,
		    WF_CITE_NO_REASON);
		struct wf_cite *x = &f->out->v[f->out->n - 1];

		x->work = f->t->self;
		f->out->target = wf_grow(f->out->target, &f->out->target_cap, f->out->ntarget + 1,
		    sizeof(f->out->target[0]));
		f->out->target[f->out->ntarget++] = (struct wf_cite_target){ { .annex = 1 }, annex };
		x->ntarget = 1;
		return h->to;
	}
	if (kind == WF_TITLE_NONE) {
		wf_finder_plain(f, h->from, h->to, h->title, WF_CITE_DOC, WF_CITE_REJECTED, WF_CITE_NO_LAW);
		return h->to;
	}
	h->form = kind == WF_TITLE_ANNEX ? WF_CITE_ANNEX : kind == WF_TITLE_DOC ? WF_CITE_DOC : h->form;
	return wf_finder_take(f, h);
}

size_t
wf_head_quoted(struct wf_finder *f, size_t at)
{
	size_t used = wf_title_read(wf_str_from(f->s, at));
	struct wf_head_ref h = { .from = at, .name_from = at, .form = WF_CITE_FULL, .whole = true };

	if (used <= 6)
		return at;
	wf_str title = wf_str_trim(wf_str_sub(f->s, at + 3, used - 6));
	h.to = h.name_to = at + used;
	if (is_definition(f, at)) {
		const struct wf_mention *m = wf_finder_last(f);

		if (m) {
			h.work = m->work;
			h.title = m->title;
			define(f, title, &h);
		}
		wf_finder_plain(f, at, h.to, title, WF_CITE_ABBREV, WF_CITE_REJECTED, WF_CITE_DEFINITION);
		return h.to;
	}
	enum wf_title_kind kind = WF_TITLE_LAW;
	if (!short_work(f, title, &h)) {
		look_up(f, title, at, &h);
		if (h.work == WF_NO_WORK && !tail_of(f, title, &h)) {
			wf_str before = wf_str_sub(f->s, at > 60 ? at - 60 : 0, at > 60 ? 60 : at);

			kind = wf_title_kind(title, before, wf_str_from(f->s, h.to));
			h.no_law = kind == WF_TITLE_NONE;
		}
	} else if (h.no_law) {
		kind = WF_TITLE_NONE;
	}
	h.to = wf_head_notes(f, &h, h.to);
	if (kind != WF_TITLE_LAW && h.form != WF_CITE_STANDARD)
		return take_unknown(f, &h, kind);
	return wf_finder_take(f, &h);
}
