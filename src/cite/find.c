/*
 * Walks through a text, lets the readers of heads try where a reference may begin, and
 * makes the records.  Knows no wording of its own.
 */
#include "cite_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- names of enumerators ------------------------------------------------------ */

const char *
wf_cite_form_name(enum wf_cite_form f)
{
	static const char *const names[WF_CITE_FORMS] = { "full", "abbrev", "unquoted", "self", "relative",
		"repeal", "docno", "standard", "case", "doc", "annex" };

	return names[f];
}

const char *
wf_cite_state_name(enum wf_cite_state s)
{
	static const char *const names[WF_CITE_STATES] = { "resolved", "absent", "ambiguous",
		"out_of_corpus", "rejected" };

	return names[s];
}

const char *
wf_cite_reason_name(enum wf_cite_reason r)
{
	static const char *const names[WF_CITE_REASONS] = { "", "label", "no_law", "own_title", "definition",
		"judgment", "no_antecedent", "quoted_label", "namesakes" };

	return names[r];
}

/* ---- what the reading knows --------------------------------------------------------- */

const struct wf_mention *
wf_finder_last(const struct wf_finder *f)
{
	return f->nlast == 0 ? NULL : &f->last[(f->nlast - 1) % 16];
}

const struct wf_mention *
wf_finder_named(const struct wf_finder *f, wf_str noun)
{
	for (int strict = 1; strict >= 0; strict--)
		for (unsigned i = 0; i < f->nlast && i < 16; i++) {
			const struct wf_mention *m = &f->last[(f->nlast - 1 - i) % 16];

			if (wf_str_ends(m->title, noun) || (wf_str_is(noun, "法") &&
			    wf_str_ends(m->title, WF_S("法典"))) ||
			    (!strict && wf_str_has(m->title, noun)))
				return m;
		}
	return NULL;
}

const struct wf_cite_place *
wf_finder_place(const struct wf_finder *f)
{
	return f->place == 0 || f->dry ? NULL : &f->t->place[f->place - 1];
}

const struct wf_cite_tree *
wf_finder_own(const struct wf_finder *f)
{
	if (f->t->node)
		return &f->own;
	/* a passage: the text of its work, if we hold it */
	return f->t->self < WF_MANY_WORKS && f->t->title.n != 0 ?
	    f->c->tree(f->c->payload, f->t->self, f->t->day) : NULL;
}

static void
mention(struct wf_finder *f, const struct wf_cite *x, const struct wf_ref *ref, bool has_ref)
{
	f->last[f->nlast++ % 16] = (struct wf_mention){ x->work, x->title, *ref, has_ref,
		x->span.off + x->span.len };
}

/* True when the sentence around byte at ends something: 同时废止. */
bool
wf_finder_repeals(struct wf_finder *f, size_t at)
{
	static const char *const verbs[] = { "同时废止", "即行废止", "予以废止", "起废止", "相应废止", "同时停止",
		"停止执行", "同时失效" };

	if (f->verb_sentence != f->sentence + 1) {
		size_t end = wf_str_find(f->s, WF_S("。"), at);
		size_t line = wf_str_find(f->s, WF_S("\n"), at);
		wf_str rest = wf_str_sub(f->s, 0, end < line ? end : line);

		f->verb = SIZE_MAX;
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
			size_t k = wf_str_find(rest, wf_str_of(verbs[i]), at);

			if (k < f->verb)
				f->verb = k;
		}
		f->verb_sentence = f->sentence + 1;
	}
	return f->verb != SIZE_MAX && at <= f->verb;
}

/* ---- making records -------------------------------------------------------------------- */

static struct wf_cite *
add(struct wf_finder *f, size_t from, size_t to)
{
	struct wf_cites *out = f->out;

	out->v = wf_grow(out->v, &out->cap, out->n + 1, sizeof(out->v[0]));
	struct wf_cite *x = &out->v[out->n++];

	memset(x, 0, sizeof(*x));
	x->span = (wf_span){ (uint32_t)from, (uint32_t)(to - from) };
	x->extent = (uint32_t)to;
	x->work = WF_NO_WORK;
	x->title = WF_S("");
	x->place = f->place == 0 ? UINT32_MAX : (uint32_t)f->place - 1;
	x->target = (uint32_t)out->ntarget;
	return x;
}

void
wf_finder_plain(struct wf_finder *f, size_t from, size_t to, wf_str title, uint8_t form, uint8_t state,
    uint8_t reason)
{
	struct wf_cite *x;

	if (f->dry)
		return;
	x = add(f, from, to);
	x->title = title;
	x->form = form;
	x->state = state;
	x->reason = reason;
	if (to > f->done)
		f->done = to;
}

/* The text of the work on the day: the text itself where it is cited. */
static const struct wf_cite_tree *
tree_of(const struct wf_finder *f, uint32_t work, bool self)
{
	if (self && f->t->node)
		return &f->own;
	if (work >= WF_MANY_WORKS)
		return NULL;
	return f->c->tree(f->c->payload, work, f->t->day);
}

static uint8_t
state_of(const struct wf_cite *x, const struct wf_cite_tree *tree, bool all)
{
	if (x->work == WF_MANY_WORKS)
		return WF_CITE_AMBIGUOUS;
	if (!tree)
		return WF_CITE_OUT_OF_CORPUS;
	return all ? WF_CITE_RESOLVED : WF_CITE_ABSENT;
}

static void
finish(struct wf_finder *f, struct wf_cite *x, const struct wf_head_ref *h)
{
	bool self = h->form == WF_CITE_SELF || h->form == WF_CITE_RELATIVE;
	bool own = self && h->work == f->t->self && wf_str_eq(h->title, f->t->title);
	const struct wf_cite_tree *tree = tree_of(f, h->work, own);
	bool all;

	x->title = h->title;
	x->work = h->work;
	x->form = h->form;
	x->name = (wf_span){ (uint32_t)h->name_from, (uint32_t)(h->name_to - h->name_from) };
	if (f->refs.n == 0) {
		struct wf_path_ref whole = { .range = false };

		f->refs.v = wf_grow(f->refs.v, &f->refs.cap, 1, sizeof(f->refs.v[0]));
		f->refs.v[0] = whole;
		f->refs.n = 1;
	}
	all = wf_resolve_all(f->out, tree, &f->refs, h->form == WF_CITE_RELATIVE);
	/* one file of a work in several: the rest of it is in the catalog */
	const struct wf_cite_tree *whole_work = own && !all ? tree_of(f, h->work, false) : NULL;
	if (whole_work) {
		f->out->ntarget = x->target;
		if (wf_resolve_all(f->out, whole_work, &f->refs, h->form == WF_CITE_RELATIVE)) {
			all = true;
			tree = whole_work;
		} else {
			f->out->ntarget = x->target;
			wf_resolve_all(f->out, tree, &f->refs, h->form == WF_CITE_RELATIVE);
		}
	}
	x = &f->out->v[f->out->n - 1];
	x->ntarget = (uint32_t)f->out->ntarget - x->target;
	x->state = state_of(x, tree, all);
	x->reason = x->work == WF_MANY_WORKS ? WF_CITE_NAMESAKES : WF_CITE_NO_REASON;
	if (tree) {
		x->expression = tree->date;
		x->in_force = tree->in_force;
	}
}

/* 刑法分则, 民法典合同编 before 第…: the part belongs to the name. */
static void
take_book(struct wf_finder *f, struct wf_head_ref *h)
{
	static const char *const parts[] = { "总则", "分则" };
	wf_str rest = wf_str_from(f->s, h->to);
	size_t used = 0, n;

	if (h->form != WF_CITE_FULL && h->form != WF_CITE_UNQUOTED && h->form != WF_CITE_ABBREV)
		return;
	for (uint32_t i = 0; i < 2; i++)
		if (wf_str_starts(rest, wf_str_of(parts[i]))) {
			/* 刑法 is cited by its two parts, whatever the text that is held calls them */
			if (wf_str_ends(h->title, WF_S("刑法")))
				h->base.book = i + 1;
			used = 6;
		}
	/* articles run through all 编: their name adds nothing */
	for (unsigned i = 0; i < 10 && used == 0 && rest.n != 0; i++) {
		uint32_t cp = wf_utf8_peek(wf_str_from(rest, n = i * 3), NULL);

		if (!wf_is_han(cp) || cp == 0x7b2c)
			break;
		if (cp == 0x7f16 && i > 1)	/* 编 */
			used = n + 3;
	}
	if (used != 0 && wf_str_starts(wf_str_from(rest, used), WF_S("第")))
		h->to += used;
	else
		h->base.book = 0;
}

size_t
wf_finder_take(struct wf_finder *f, struct wf_head_ref *h)
{
	size_t end = h->to, used;
	struct wf_ref last;
	bool has_ref;

	take_book(f, h);
	last = h->base;
	f->refs.n = 0;
	for (unsigned i = 0; i < h->nfew; i++) {
		f->refs.v = wf_grow(f->refs.v, &f->refs.cap, f->refs.n + 1, sizeof(f->refs.v[0]));
		f->refs.v[f->refs.n++] = h->few[i];
		last = h->few[i].ref;
	}
	used = h->nfew != 0 ? 0 : wf_path_read(&f->refs, wf_str_from(f->s, h->to), &h->base, h->deeper);
	if (used != 0) {
		end = h->to + used;
		last = f->refs.v[f->refs.n - 1].ref;
	} else if (h->nfew == 0) {
		if (!h->whole && !h->base_only)
			return h->from;
		if (h->base_only) {
			f->refs.v = wf_grow(f->refs.v, &f->refs.cap, 1, sizeof(f->refs.v[0]));
			f->refs.v[f->refs.n++] = (struct wf_path_ref){ h->base, false };
		}
	}
	has_ref = f->refs.n != 0;
	if (!has_ref && h->form == WF_CITE_FULL && wf_finder_repeals(f, h->to))
		h->form = WF_CITE_REPEAL;
	/* notes belong to a name with provisions after them, and a standard's number to its title */
	struct wf_cite *x = add(f, h->from, has_ref || h->form == WF_CITE_STANDARD ? end : h->name_to);
	size_t at = f->out->n - 1;

	x->extent = (uint32_t)end;

	finish(f, x, h);
	mention(f, &f->out->v[at], &last, has_ref);
	if (end > f->done)
		f->done = end;
	if (f->dry) {	/* what stands before gives antecedents alone */
		f->out->n = at;
		f->out->ntarget = f->out->v[at].target;
	}
	return end;
}

/* ---- walking ------------------------------------------------------------------------------ */

/* Numbers of documents, standards and cases. The byte to go on from; at itself = none. */
static size_t
take_number(struct wf_finder *f, size_t at, uint32_t cp)
{
	enum wf_cite_form form = WF_CITE_DOCNO;
	struct wf_buf id = { 0 };
	wf_span span;
	size_t used;

	if (cp == 'G') {
		used = wf_number_standard(&id, wf_str_from(f->s, at));
		if (used != 0) {
			wf_str title = wf_arena_str(&f->out->arena, wf_buf_str(&id));
			uint32_t work = wf_names_find(f->c->names, title);
			struct wf_head_ref h = { at, at + used, at, at + used, title, work,
				WF_CITE_STANDARD, .whole = true };

			at = wf_finder_take(f, &h);
		}
		wf_buf_free(&id);
		return at;
	}
	if (cp == 0x4ee4 || cp == 0x516c)
		span = wf_number_at_order(f->s, at, f->done);
	else
		span = wf_number_at_year(&form, f->s, at, f->done);
	if (span.len == 0)
		return at;
	wf_str title = wf_str_sub(f->s, span.off, span.len);
	uint32_t work = form == WF_CITE_CASE ? WF_NO_WORK : wf_names_find(f->c->names, title);
	struct wf_head_ref h = { span.off, span.off + span.len, span.off, span.off + span.len, title, work,
		(uint8_t)form, .whole = true };
	return wf_finder_take(f, &h);
}

static size_t
take_at(struct wf_finder *f, size_t at, uint32_t cp)
{
	switch (cp) {
	case 0x300a:	/* 《 */
		return wf_head_quoted(f, at);
	case 0x7b2c:	/* 第 */
		return wf_head_bare(f, at);
	case 0x672c: case 0x8be5: case 0x540c: case 0x524d: case 0x4e0a: case 0x6b64:	/* 本 该 同 前 上 此 */
	{
		size_t next = wf_head_word(f, at);

		return next != at ? next : wf_head_unquoted(f, at);
	}
	case 0x3014: case '[': case 0xff3b: case 0xff08: case '(': case 0x3010: case 'G': case 0x4ee4:
		return take_number(f, at, cp);
	case 0x516c:	/* 公告, or a name that begins with 公 */
	{
		size_t next = take_number(f, at, cp);

		return next != at ? next : wf_head_unquoted(f, at);
	}
	default:
		return wf_head_unquoted(f, at);
	}
}

/* Enters the places up to byte at; a label there is stepped over. */
static size_t
enter_place(struct wf_finder *f, size_t at)
{
	if (f->dry)
		return at;
	while (f->place < f->t->nplace && f->t->place[f->place].off <= at) {
		const struct wf_cite_place *p = &f->t->place[f->place++];

		if (p->at.para == 0 && p->at.item == 0)
			f->article = at;

		if (p->len == 0 || p->off != at)
			continue;
		if (wf_str_starts(wf_str_from(f->s, at), WF_S("第")))
			wf_finder_plain(f, at, at + p->len, WF_S(""), WF_CITE_SELF, WF_CITE_REJECTED,
			    WF_CITE_LABEL);
		at += p->len;
		f->sentence = at;
	}
	return at;
}

/* Characters at which a reader of heads has something to try, those of names aside. */
static const uint32_t triggers[] = { 0x300a, 0x7b2c, 0x672c, 0x8be5, 0x540c, 0x524d, 0x4e0a, 0x6b64, 0x3014,
	'[', 0xff3b, 0xff08, '(', 0x3010, 'G', 0x4ee4, 0x516c, '\n', 0x3002 };

static void
set_begins(struct wf_finder *f)
{
	memcpy(f->begins, wf_names_begins(f->c->names), sizeof(f->begins));
	for (size_t i = 0; i < sizeof(triggers) / sizeof(triggers[0]); i++) {
		f->begins[triggers[i] / 8] |= (uint8_t)(1u << triggers[i] % 8);
		f->sure[triggers[i] / 8] |= (uint8_t)(1u << triggers[i] % 8);
	}
}

/* A character of three bytes, as nearly all of these texts are; 0 = it has another length. */
static inline uint32_t
three(const unsigned char *p)
{
	return (p[0] & 0xf0) != 0xe0 ? 0 :
	    (uint32_t)(p[0] & 0xf) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
}

/*
 * The next byte at or after at where something may begin, or where the text ends or a place is
 * entered. Nearly all of a text is stepped over here.
 */
static size_t
skip(const struct wf_finder *f, size_t at)
{
	const unsigned char *p = (const unsigned char *)f->s.p;
	size_t end = f->s.n;

	if (!f->dry && f->place < f->t->nplace && f->t->place[f->place].off < end)
		end = f->t->place[f->place].off;
	while (at + 2 < end) {
		uint32_t cp = p[at];
		size_t used = 1;

		if ((cp & 0xf0) == 0xe0) {
			cp = three(p + at);
			used = 3;
		} else if (cp >= 0x80) {
			break;
		}
		if (f->begins[cp / 8] & 1u << cp % 8) {
			uint32_t next = at + 5 < end ? three(p + at + 3) : 0;

			if ((f->sure[cp / 8] & 1u << cp % 8) || next == 0 ||
			    wf_names_two(f->c->names, cp, next))
				break;
		}
		at += used;
	}
	return at;
}

static void
walk(struct wf_finder *f)
{
	f->sentence = f->done = f->place = f->article = 0;
	f->verb_sentence = 0;
	for (size_t at = 0; at < f->s.n; ) {
		size_t used, next;
		uint32_t cp;

		at = enter_place(f, skip(f, at));
		if (at >= f->s.n)
			break;
		cp = wf_utf8_peek(wf_str_from(f->s, at), &used);
		if (cp == '\n' || cp == 0x3002) {	/* 。 */
			f->sentence = at + used;
			at += used;
			continue;
		}
		next = take_at(f, at, cp);
		at = next > at ? next : at + used;
	}
}

/* In order of the text: a number in the note after a name was met before its reference ended. */
static void
put_in_order(struct wf_cites *c)
{
	for (size_t i = 1; i < c->n; i++)
		for (size_t k = i; k > 0 && c->v[k].span.off < c->v[k - 1].span.off; k--) {
			struct wf_cite swap = c->v[k];

			c->v[k] = c->v[k - 1];
			c->v[k - 1] = swap;
		}
}

void
wf_cite_find(struct wf_cites *out, const struct wf_cite_catalog *c, const struct wf_cite_text *t)
{
	struct wf_finder f = { .c = c, .t = t, .out = out };

	set_begins(&f);
	if (t->node) {
		f.own = (struct wf_cite_tree){ .node = t->node, .nnode = t->nnode, .in_force = true };
		wf_cite_tree_index(&f.own, &out->arena);
	}
	if (t->before.n != 0) {
		f.s = t->before;
		f.dry = true;
		walk(&f);
		f.dry = false;
	}
	f.s = t->text;
	walk(&f);
	put_in_order(out);
	free(f.names);
	free(f.refs.v);
}

void
wf_cites_free(struct wf_cites *c)
{
	free(c->v);
	free(c->target);
	wf_arena_free(&c->arena);
	*c = (struct wf_cites){ 0 };
}
