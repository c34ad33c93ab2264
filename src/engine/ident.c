/*
 * What one document says of itself: which work it is, whose, of which day and since when
 * in force.  Does not compare documents: that is merge.c.
 */
#include "engine_int.h"

#include "findings_gen.h"

/* ---- the file's name ----------------------------------------------------- */

/* The last part of a path, without its extension. */
static wf_str
base_name(wf_str path)
{
	for (size_t at = wf_str_find(path, WF_S("/"), 0); at != SIZE_MAX;
	     at = wf_str_find(path, WF_S("/"), 0))
		path = wf_str_from(path, at + 1);
	size_t dot = SIZE_MAX;

	for (size_t at = wf_str_find(path, WF_S("."), 1); at != SIZE_MAX;
	     at = wf_str_find(path, WF_S("."), at + 1))
		dot = at;
	if (dot != SIZE_MAX && path.n - dot > 1 && path.n - dot <= 9 &&
	    !wf_is_han(wf_utf8_peek(wf_str_from(path, dot + 1), NULL)))
		path = wf_str_sub(path, 0, dot);
	return path;
}

/* Takes the last "(2024-03-22)" out of a name: *name becomes what stands before it. */
static wf_date
name_date(wf_str *name)
{
	static const char *const open[] = { "(", "（" };
	wf_date found = 0;
	size_t cut = SIZE_MAX;

	for (size_t i = 0; i < 2; i++) {
		wf_str mark = wf_str_of(open[i]);

		for (size_t at = wf_str_find(*name, mark, 0); at != SIZE_MAX;
		     at = wf_str_find(*name, mark, at + 1)) {
			wf_str in = wf_str_from(*name, at + mark.n);
			size_t end = wf_str_find(in, i == 0 ? WF_S(")") : WF_S("）"), 0);
			wf_date date;

			/* a bare year says what a report is about, not when it was issued */
			if (end == SIZE_MAX || end < 7 ||
			    !wf_date_parse(wf_str_sub(in, 0, end), &date))
				continue;
			found = date;
			cut = at;
		}
	}
	*name = wf_str_trim(wf_str_sub(*name, 0, cut));
	return found;
}

/* ---- title, key, draft --------------------------------------------------- */

/* True where white space between Latin words means something. */
static bool
is_latin(uint32_t cp)
{
	return cp < 0x250 && !wf_is_space(cp) && cp != 0;
}

/* The title in one line: white space goes, but for one blank between Latin words. */
static wf_str
clean_title(struct wf_arena *a, wf_str s)
{
	struct wf_buf b = { 0 };
	uint32_t before = 0;
	bool space = false;

	s = wf_str_trim(s);
	if (wf_str_starts(s, WF_S("《")) && wf_str_find(s, WF_S("》"), 0) == s.n - 3)
		s = wf_str_sub(s, 3, s.n - 6);	/* a title in marks of its own */
	while (s.n != 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (wf_is_space(cp)) {
			space = true;
			continue;
		}
		if (space && is_latin(before) && is_latin(cp))
			wf_buf_ch(&b, ' ');
		wf_buf_cp(&b, cp);
		before = cp;
		space = false;
	}
	wf_str out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return out;
}

static wf_str
work_id(struct wf_arena *a, wf_str title)
{
	struct wf_buf b = { 0 };

	wf_work_id(&b, title);
	wf_str out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return out;
}

static bool
is_draft_mark(wf_str s)
{
	static const char *const word[] = { "征求意见稿", "草案", "送审稿", "讨论稿", "审议稿",
		"草稿" };

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (wf_str_has(s, wf_str_of(word[i])))
			return true;
	return false;
}

/* The draft mark with its brackets at the end of an id; "" = none. */
static wf_str
draft_suffix(wf_str key)
{
	size_t open = SIZE_MAX;

	if (!wf_str_ends(key, WF_S("）")))
		return WF_S("");
	for (size_t at = wf_str_find(key, WF_S("（"), 0); at != SIZE_MAX;
	     at = wf_str_find(key, WF_S("（"), at + 3))
		open = at;
	if (open == SIZE_MAX || open == 0 || !is_draft_mark(wf_str_from(key, open)))
		return WF_S("");
	return wf_str_from(key, open);
}

/* Adds the draft mark that heading, file name or status give, unless the title holds it. */
static void
mark_draft(struct wf_ident *out, struct wf_arena *a, const struct wf_doc *doc, wf_str name)
{
	wf_str mark = draft_suffix(out->key);
	wf_str status = wf_source_front(&doc->source, "status");

	if (mark.n != 0) {
		out->draft_of = wf_str_sub(out->key, 0, out->key.n - mark.n);
		return;
	}
	wf_str words = wf_str_trim(wf_source_slice(&doc->source, doc->head.draft));
	if (words.n != 0) {
		mark = work_id(a, words);
		if (!wf_str_starts(mark, WF_S("（")))
			mark = wf_arena_printf(a, "（%.*s）", WF_FMT(mark));
	} else {
		mark = draft_suffix(work_id(a, name));
	}
	if (mark.n == 0 && wf_str_starts(status, WF_S("draft")))
		mark = WF_S("（草案）");
	if (mark.n == 0)
		return;
	out->draft_of = out->key;
	out->key = wf_arena_printf(a, "%.*s%.*s", WF_FMT(out->key), WF_FMT(mark));
}

/* GB 44497-2024, GB/T 35273—2020: the number at the start of s without white space; "" = none. */
static wf_str
standard_number(struct wf_arena *a, wf_str s)
{
	struct wf_buf b = { 0 };
	bool year = false;

	if (!wf_str_starts(s, WF_S("GB")))
		return WF_S("");
	while (s.n != 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (cp == 0x2014 || cp == 0x2013 || cp == 0xff0d || cp == 0x2212)
			cp = '-';
		year = year || (cp == '-' && b.n > 3);
		if (wf_is_space(cp))
			continue;
		if (cp != 'G' && cp != 'B' && cp != 'Z' && cp != 'T' && cp != '/' && cp != '-' &&
		    cp != '.' && (cp < '0' || cp > '9'))
			break;
		wf_buf_cp(&b, cp);
	}
	wf_str out = year ? wf_arena_str(a, wf_buf_str(&b)) : WF_S("");
	wf_buf_free(&b);
	return out;
}

/* （2020）京01民终1号: the number of a case. */
static bool
is_case_number(wf_str s)
{
	uint32_t year = 0;
	size_t open = wf_str_starts(s, WF_S("（")) ? 3 : wf_str_starts(s, WF_S("(")) ? 1 : 0;

	return open != 0 && wf_numeral(wf_str_from(s, open), &year) == 4 && year > 1949 &&
	    wf_str_ends(s, WF_S("号"));
}

static void
name_work(struct wf_ident *out, struct wf_arena *a, const struct wf_doc *doc, wf_str name)
{
	wf_str title = wf_source_front(&doc->source, "title");
	wf_str number = wf_source_front(&doc->source, "number");

	if (title.n == 0)
		title = wf_source_slice(&doc->source, doc->head.title);
	if (wf_str_trim(title).n == 0)
		title = name;
	if (number.n == 0)
		number = wf_source_slice(&doc->source, doc->head.number);
	out->title = clean_title(a, title);
	out->number = wf_arena_str(a, wf_str_trim(number));
	out->key = work_id(a, out->title);
	if (out->key.n == 0)	/* a name of brackets or blanks alone */
		out->key = WF_S("无题");
	wf_str standard = standard_number(a, out->number.n != 0 ? out->number : out->title);
	if (standard.n == 0)
		standard = standard_number(a, out->title);
	if (standard.n != 0)
		out->key = out->number = standard;
	else if (doc->head.form == WF_FORM_CASE && is_case_number(out->number))
		out->key = work_id(a, out->number);
	out->part = wf_arena_str(a, wf_str_trim(wf_source_slice(&doc->source, doc->head.part)));
	mark_draft(out, a, doc, name);
}

/* ---- issuers and level --------------------------------------------------- */

static bool
is_change(const struct wf_event *e)
{
	return e->kind == WF_EV_AMENDED || e->kind == WF_EV_REVISED;
}

static bool
is_act(const struct wf_event *e)
{
	return is_change(e) || e->kind == WF_EV_ADOPTED || e->kind == WF_EV_APPROVED ||
	    e->kind == WF_EV_PROMULGATED;
}

/* The acts that first made the text: up to the first change, or from it when it stands first. */
static uint32_t
first_acts(const struct wf_doc *doc)
{
	uint32_t n = 0;

	while (n < doc->nevent && (n == 0 || !is_change(&doc->event[n])))
		n++;
	return n;
}

/*
 * Who made the text first: those who adopted or promulgated it, else who approved it. Kinds hold
 * those who approved too, and the State Council where it changed the text: what it changes
 * is its own.
 */
static void
find_issuers(struct wf_buf *names, struct wf_buf *kinds, const struct wf_vocab *v,
    const struct wf_doc *doc)
{
	struct wf_buf approved = { 0 };
	uint32_t first = first_acts(doc);

	wf_issuers(names, kinds, v, wf_source_front(&doc->source, "authority"));
	bool stated = names->n != 0;
	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *e = &doc->event[i];
		wf_str by = wf_source_slice(&doc->source, e->by);

		if (i >= first && is_change(e) && wf_str_has(by, WF_S("国务院")))
			wf_issuers(&approved, kinds, v, WF_S("国务院"));
		if (i < first && is_act(e) && !stated)
			wf_issuers(e->kind == WF_EV_APPROVED ? &approved : names, kinds, v, by);
	}
	if (names->n == 0)
		wf_buf_put(names, wf_buf_str(&approved));
	wf_buf_free(&approved);
}

static void
name_issuers(struct wf_ident *out, struct wf_arena *a, const struct wf_vocab *v,
    const struct wf_doc *doc, wf_str path)
{
	struct wf_buf names = { 0 }, kinds = { 0 };

	size_t about = wf_str_find(out->key, WF_S("关于"), 0);

	find_issuers(&names, &kinds, v, doc);
	wf_str level = wf_level_of(v, out->key, wf_buf_str(&kinds), path);
	if (names.n == 0 && about != SIZE_MAX) {	/* 国务院关于…的规定 names its own */
		wf_issuers(&names, &kinds, v, wf_str_sub(out->key, 0, about));
		if (wf_str_is(level, "其他"))
			level = wf_level_of(v, out->key, wf_buf_str(&kinds), path);
	}
	out->issuers = wf_arena_str(a, wf_buf_str(&names));
	out->level = level;
	if (out->draft_of.n != 0)
		out->level = WF_S("草案");
	else if (doc->head.form == WF_FORM_CASE)
		out->level = WF_S("案例");
	wf_buf_free(&names);
	wf_buf_free(&kinds);
}

/* ---- days ---------------------------------------------------------------- */

bool
wf_date_agrees(wf_date a, wf_date b)
{
	if (a == 0 || b == 0 || a == b)
		return true;
	if (a % 10000 == 0 || b % 10000 == 0)
		return a / 10000 == b / 10000;
	return (a % 100 == 0 || b % 100 == 0) && a / 100 == b / 100;
}

wf_date
wf_date_later(wf_date a, wf_date b)
{
	return a > b ? a : b;	/* unknown parts are 00: of two that agree the more precise */
}

/* How the text came to be what it is. */
enum making { MADE_UNSAID, MADE_ORIGINAL, MADE_REVISED, MADE_AMENDED };

#define JOINT_DAYS 400	/* two bodies that make a text together adopt it within so many days */

/* True when the act adopts again, after first, what the same body adopted before: an amendment that the
 * history calls 通过. */
static bool
adopts_again(const struct wf_vocab *v, const struct wf_doc *doc, const struct wf_event *first,
    const struct wf_event *e)
{
	struct wf_buf kinds = { 0 }, a = { 0 }, b = { 0 };

	if (e->kind != WF_EV_ADOPTED || e->date <= first->date)
		return false;
	wf_issuers(&a, &kinds, v, wf_source_slice(&doc->source, first->by));
	wf_issuers(&b, &kinds, v, wf_source_slice(&doc->source, e->by));
	bool other = wf_issuers_disjoint(v, wf_buf_str(&a), wf_buf_str(&b));
	wf_date limit = wf_date_add_days(first->date, other ? JOINT_DAYS : 0);
	wf_buf_free(&kinds);
	wf_buf_free(&a);
	wf_buf_free(&b);
	return e->date > limit;
}

/*
 * A 修订 (revision) publishes the whole text anew; a 修正 (amendment) does not, nor does
 * a revision by a decision that changes several texts.
 */
static enum making
making_of(const struct wf_vocab *v, const struct wf_doc *doc, wf_date history, wf_date date)
{
	enum making how = history != 0 ? MADE_ORIGINAL : MADE_UNSAID;
	const struct wf_event *adopted = NULL;

	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *e = &doc->event[i];
		bool decision = wf_str_has(wf_source_slice(&doc->source, e->span), WF_S("决定》"));

		if (is_change(e))
			how = e->kind == WF_EV_REVISED && !decision ? MADE_REVISED : MADE_AMENDED;
		else if (adopted && adopts_again(v, doc, adopted, e))
			how = MADE_AMENDED;
		if (!adopted && e->kind == WF_EV_ADOPTED)
			adopted = e;
	}
	/* the head lacks the last change */
	if (history != 0 && date > history && !wf_date_agrees(date, history))
		how = MADE_AMENDED;
	return how;
}

const struct wf_clause *
wf_commencement(const struct wf_doc *doc)
{
	for (uint32_t i = doc->nclause; i-- > 0; ) {
		const struct wf_clause *c = &doc->clause[i];

		if (c->kind == WF_CL_COMMENCE && (c->date != 0 || c->on_promulgation))
			return c;
	}
	return NULL;
}

/* The last act that says since when the text is in force; NULL = none. */
static const struct wf_event *
event_effective(const struct wf_doc *doc)
{
	const struct wf_event *last = NULL;

	for (uint32_t i = 0; i < doc->nevent; i++)
		if (doc->event[i].kind == WF_EV_EFFECTIVE && (!last || doc->event[i].date > last->date))
			last = &doc->event[i];
	return last;
}

static void
set_effective(struct wf_ident *out, wf_date day, const char *basis, wf_span at)
{
	out->effective = day;
	out->effective_basis = wf_str_of(basis);
	out->effective_at = at;
}

/* Sets effective and its basis where front matter does not. */
static void
infer_effective(struct wf_ident *out, const struct wf_doc *doc, enum making how)
{
	const struct wf_clause *c = wf_commencement(doc);
	const struct wf_event *event = event_effective(doc);
	wf_span none = { 0, 0 };
	wf_date clause = c ? c->date : 0, date = out->date;
	bool first = how == MADE_ORIGINAL || (how == MADE_UNSAID && date == 0);

	if (clause != 0 && (first || clause >= date)) {
		set_effective(out, clause, "text", c->span);
	} else if (event && event->date != 0 && (first || event->date >= date)) {
		set_effective(out, event->date, "history", event->span);
	} else if (date == 0) {
		out->effective_basis = WF_S("unknown");
	} else if (how == MADE_AMENDED || (clause != 0 && clause < date)) {
		/* the clause still speaks of the first text */
		set_effective(out, date, "inferred_from_amendment", none);
	} else {
		bool later = c && c->days_after != 0 && date % 100 != 0;

		set_effective(out, later ? wf_date_add_days(date, c->days_after) : date, "promulgation",
		    c ? c->span : none);
	}
}

/* status: repealed, or repealed with a day in the note after it. */
static void
front_status(struct wf_ident *out, const struct wf_doc *doc)
{
	wf_str status = wf_str_trim(wf_source_front(&doc->source, "status"));

	if (!wf_str_starts(status, WF_S("repealed")))
		return;
	out->repealed = true;
	for (size_t k = 0; k < status.n && out->ended == 0; k++)
		if (wf_date_words(wf_str_from(status, k), &out->ended) == 0)
			out->ended = 0;
}

/*
 * The order that promulgated the text, out of its history: 国务院令第790号, 主席令第三号,
 * 某常务委员会公告第12号; "" = none is named.
 */
static wf_str
order_number(struct wf_arena *a, const struct wf_doc *doc, wf_date day)
{
	static const char *const kinds[] = { "令第", "公告第", "令（第", "令(第" };
	struct wf_buf b = { 0 };

	for (uint32_t i = doc->nevent; i-- > 0 && b.n == 0; ) {
		wf_str by = wf_source_slice(&doc->source, doc->event[i].by);
		size_t at = SIZE_MAX;

		if (!wf_date_agrees(doc->event[i].date, day))
			continue;
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]) && at == SIZE_MAX; k++)
			at = wf_str_find(by, wf_str_of(kinds[k]), 0);
		size_t end = at == SIZE_MAX ? at : wf_str_find(by, WF_S("号"), at);
		if (end == SIZE_MAX || end - at > 40)
			continue;
		/* what stands before it in the act is another body's doing */
		wf_str number = wf_str_sub(by, 0, end + 3);
		for (size_t cut; (cut = wf_str_find(number, WF_S("，"), 0)) != SIZE_MAX; )
			number = wf_str_from(number, cut + 3);
		if (wf_str_has(number, WF_S("《")) || wf_utf8_count(number) > 40)
			continue;
		for (size_t cut; (cut = wf_str_find(number, WF_S("中华人民共和国"), 0)) != SIZE_MAX; )
			number = wf_str_from(number, cut + 21);
		wf_fold(&b, number, WF_FOLD_SPACE);
	}
	wf_str out = wf_arena_str(a, wf_buf_str(&b));
	wf_buf_free(&b);
	return out;
}

static void
date_text(struct wf_ident *out, const struct wf_vocab *v, const struct wf_doc *doc, wf_date file,
    struct wf_findings *f)
{
	wf_str front = wf_source_front(&doc->source, "effective");
	wf_date history = 0, issued = 0, effective = 0;
	wf_span whole = { 0, 0 };

	wf_date_parse(wf_str_trim(wf_source_front(&doc->source, "issued")), &issued);
	for (uint32_t i = 0; i < doc->nevent; i++) {
		const struct wf_event *e = &doc->event[i];

		if (is_act(e))
			history = wf_date_later(history, e->date);
		if (is_change(e) || e->kind == WF_EV_ADOPTED)
			out->adopted = wf_date_later(out->adopted, e->date);
	}
	out->date = wf_date_later(history, wf_date_later(file, issued));
	out->promulgated = out->date;
	if (!wf_date_agrees(file, history))
		wf_finding_add(f, WF_D_DATE_DISAGREES, whole, (uint32_t)file, (uint32_t)history);
	if (out->date == 0)
		wf_finding_add(f, WF_D_NO_DATE, whole, 0, 0);
	front_status(out, doc);
	if (out->draft_of.n != 0)
		return;		/* a draft is never in force */
	if (wf_date_parse(wf_str_trim(front), &effective)) {
		out->effective = effective;
		out->effective_basis = WF_S("front_matter");
	} else if (wf_str_has(front, WF_S("公布之日")) && out->date != 0) {
		out->effective = out->date;
		out->effective_basis = WF_S("front_matter");
	} else {
		infer_effective(out, doc, making_of(v, doc, history, out->date));
	}
}

/* ---- the whole ----------------------------------------------------------- */

void
wf_identify_with(struct wf_ident *out, struct wf_arena *a, const struct wf_vocab *v,
    const struct wf_doc *doc, wf_str path, struct wf_findings *f)
{
	wf_str name = base_name(path);
	wf_date date = name_date(&name);

	*out = (struct wf_ident){ .effective_basis = WF_S("unknown") };
	name_work(out, a, doc, name);
	name_issuers(out, a, v, doc, path);
	date_text(out, v, doc, date, f);
	if (out->number.n == 0)
		out->number = order_number(a, doc, out->date);
}

void
wf_identify(struct wf_ident *out, struct wf_arena *a, const struct wf_doc *doc, wf_str path,
    struct wf_findings *f)
{
	wf_identify_with(out, a, wf_vocab_make(a), doc, path, f);
}
