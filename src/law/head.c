/*
 * Reads the head of a document: title, part, draft mark, number and the 题注 (history
 * under the title) as dated acts.  Does not decide work, level or date of the text.
 */
#include "law_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- dated acts ------------------------------------------------------------- */

/* Verbs of a 题注 in order of strength: the first that stands in the act names it. */
static const struct { const char *word; uint8_t kind; } verbs[] = {
	{ "修正", WF_EV_AMENDED }, { "修订", WF_EV_REVISED }, { "修改", WF_EV_AMENDED },
	{ "废止", WF_EV_REPEALED },
	{ "公布施行", WF_EV_PROMULGATED }, { "公布", WF_EV_PROMULGATED },
	{ "发布", WF_EV_PROMULGATED }, { "颁布", WF_EV_PROMULGATED },
	{ "公告", WF_EV_PROMULGATED }, { "印发", WF_EV_PROMULGATED },
	{ "批准", WF_EV_APPROVED }, { "通过", WF_EV_ADOPTED },
	{ "施行", WF_EV_EFFECTIVE }, { "实施", WF_EV_EFFECTIVE }, { "生效", WF_EV_EFFECTIVE },
	{ "执行", WF_EV_EFFECTIVE }, { "令第", WF_EV_PROMULGATED }, { "会议", WF_EV_ADOPTED },
};

/* s without what stands in 《》, 〈〉 or <>: a verb in a title is not the act. Appended to out. */
static void
without_titles(struct wf_buf *out, wf_str s)
{
	unsigned depth = 0;

	while (s.n != 0) {
		size_t len;
		uint32_t cp = wf_utf8_peek(s, &len);

		if (cp == 0x300a || cp == 0x3008 || cp == '<')
			depth++;
		if (depth == 0)
			wf_buf_put(out, wf_str_sub(s, 0, len));
		if ((cp == 0x300b || cp == 0x3009 || cp == '>') && depth != 0)
			depth--;
		s = wf_str_from(s, len);
	}
}

/*
 * The kind of an act by its verb; a bare date, as some collections give it, is that of promulgation.
 * 会议《关于修改〈某条例〉的决定》 and 《…决定修正》 keep the verb inside the name.
 */
static uint8_t
act_kind(wf_str act)
{
	struct wf_buf b = { 0 };
	uint8_t kind = wf_str_trim(act).n == 0 ? WF_EV_PROMULGATED : WF_EV_OTHER;
	bool changes = wf_str_has(act, WF_S("关于修改")) || wf_str_has(act, WF_S("关于修订")) ||
	    wf_str_has(act, WF_S("修正案"));

	without_titles(&b, act);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (wf_str_has(wf_buf_str(&b), wf_str_of(verbs[i].word))) {
			kind = verbs[i].kind;
			break;
		}
	wf_buf_free(&b);
	if (changes && (kind == WF_EV_ADOPTED || kind == WF_EV_OTHER))
		kind = WF_EV_AMENDED;
	return kind;
}

/* 第三次修正 -> 3. */
static uint8_t
act_ordinal(wf_str act)
{
	size_t at = wf_str_find(act, WF_S("次修"), 0);
	uint32_t value = 0;

	for (size_t back = 3; at != SIZE_MAX && back <= 9 && back + 3 <= at; back += 3) {
		wf_str head = wf_str_sub(act, at - back - 3, 3);

		if (!wf_str_is(head, "第"))
			continue;
		wf_numeral(wf_str_sub(act, at - back, back), &value);
		break;
	}
	return value < 100 ? (uint8_t)value : 0;
}

struct events { struct wf_event *v; size_t n, cap; };

/* Depth of title marks after s: a date inside 《…》 is part of a name. */
static bool
inside_title(wf_str s)
{
	int depth = 0;

	while (s.n != 0) {
		uint32_t cp = wf_utf8_next(&s);

		depth += cp == 0x300a;
		depth -= cp == 0x300b && depth > 0;
	}
	return depth > 0;
}

/* Byte offset of the next date in s at or after from; its length in *used. */
static size_t
next_date(wf_str s, size_t from, wf_date *date, size_t *used)
{
	for (size_t at = from; at < s.n; ) {
		wf_str rest = wf_str_from(s, at);
		size_t len;
		uint32_t cp = wf_utf8_peek(rest, &len);

		if (wf_is_numeral(cp)) {
			*used = wf_date_words(rest, date);
			if (*used != 0 && *date % 100 != 0 && !inside_title(wf_str_sub(s, 0, at)))
				return at;
			/* not the middle of the same number */
			while (rest.n != 0 && wf_is_numeral(wf_utf8_peek(rest, &len))) {
				rest = wf_str_from(rest, len);
				at += len;
			}
			continue;
		}
		at += len;
	}
	return SIZE_MAX;
}

/*
 * Adds the acts of one history entry (one or more lines that begin with a date).
 * 2020年1月2日甲市…通过并经2020年3月4日乙省…批准的《…决定》修正 is one amendment on its last day.
 */
static void
add_acts(struct parse *p, struct events *ev, wf_span at)
{
	wf_str s = wf_str_sub(p->text, at.off, at.len);
	size_t first = ev->n, used, from;
	wf_date date;

	for (size_t k = next_date(s, 0, &date, &used); k != SIZE_MAX; ) {
		wf_date next_day = 0;
		size_t next_used = 0;
		size_t next = next_date(s, k + used, &next_day, &next_used);
		wf_str act = wf_str_trim(wf_str_sub(s, k, (next == SIZE_MAX ? s.n : next) - k));

		ev->v = wf_grow(ev->v, &ev->cap, ev->n + 1, sizeof(ev->v[0]));
		from = (size_t)(act.p - p->text.p);
		ev->v[ev->n++] = (struct wf_event){ .date = date, .ordinal = act_ordinal(act),
			.kind = act_kind(wf_str_from(act, used)),
			.span = { (uint32_t)from, (uint32_t)act.n } };
		wf_str by = wf_str_trim(wf_str_from(act, used));
		ev->v[ev->n - 1].by = (wf_span){ (uint32_t)(by.p - p->text.p), (uint32_t)by.n };
		k = next, used = next_used, date = next_day;
	}
	if (ev->n < first + 2)
		return;
	struct wf_event *last = &ev->v[ev->n - 1];
	for (size_t i = first; i + 1 < ev->n; i++) {
		wf_str act = wf_str_sub(p->text, ev->v[i].span.off, ev->v[i].span.len);

		/* 、 and 并经 tie an act to the one after it */
		if (ev->v[i].kind == WF_EV_OTHER && wf_str_ends(act, WF_S("、")))
			ev->v[i].kind = last->kind;
		else if (last->kind == WF_EV_AMENDED && ev->v[i].kind == WF_EV_ADOPTED &&
		    (wf_str_ends(act, WF_S("并经")) || wf_str_ends(act, WF_S("，"))))
			ev->v[i].kind = WF_EV_OTHER;
	}
}

/* ---- lines of the head --------------------------------------------------------- */

static bool
has_draft_word(wf_str s)
{
	return wf_str_has(s, WF_S("征求意见稿")) || wf_str_has(s, WF_S("草案")) ||
	    wf_str_has(s, WF_S("送审稿")) || wf_str_has(s, WF_S("讨论稿")) ||
	    wf_str_has(s, WF_S("审议稿")) || wf_str_has(s, WF_S("公开征求意见"));
}

static bool
in_brackets(wf_str s)
{
	return (wf_str_starts(s, WF_S("（")) || wf_str_starts(s, WF_S("("))) &&
	    (wf_str_ends(s, WF_S("）")) || wf_str_ends(s, WF_S(")")));
}

/* 法释〔2022〕11号, （国务院令第790号), 2021年第3号: a line that is a number and nothing else. */
static bool
is_number_line(wf_str s)
{
	return s.n < 90 && wf_utf8_count(s) < 30 && !wf_str_has(s, WF_S("《")) &&
	    (wf_str_ends(s, WF_S("号")) || wf_str_ends(s, WF_S("号）")) || wf_str_ends(s, WF_S("号)"))) &&
	    (wf_str_has(s, WF_S("〔")) || wf_str_has(s, WF_S("令")) || wf_str_has(s, WF_S("公告")) ||
	    wf_str_has(s, WF_S("[")) || wf_str_has(s, WF_S("年第")));
}

/* Does s end with the verb of an act, brackets and stops aside? */
static bool
ends_with_verb(wf_str s)
{
	if (inside_title(s))
		return false;
	while (wf_str_ends(s, WF_S("）")) || wf_str_ends(s, WF_S(")")) || wf_str_ends(s, WF_S("　")) ||
	    wf_str_ends(s, WF_S("根据")))
		s = wf_str_trim(wf_str_sub(s, 0, s.n - (s.p[s.n - 1] == ')' ? 1 :
		    wf_str_ends(s, WF_S("根据")) ? 6 : 3)));
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (wf_str_ends(s, wf_str_of(verbs[i].word)))
			return true;
	return false;
}

/* in_info: above the mark that ends the head, where a line without verb is history too. */
static bool
is_history_line(wf_str s, bool in_info)
{
	wf_date d;
	wf_str t = s;

	while (wf_str_starts(t, WF_S("（")) || wf_str_starts(t, WF_S("(")))
		t = wf_str_ltrim(wf_str_from(t, t.p[0] == '(' ? 1 : 3));
	if (wf_str_starts(t, WF_S("根据")) && wf_utf8_count(t) < 120 && !ends_closed(t))
		t = wf_str_from(t, 6);
	size_t used = wf_date_words(t, &d);
	/* （某委员会第1次会议通过 2008年4月17日公布 自2008年4月23日起施行） */
	if (used == 0)
		return in_brackets(s) && ends_with_verb(s) && wf_utf8_count(s) < 160 &&
		    next_date(s, 0, &d, &used) != SIZE_MAX;
	if (in_info)
		return act_kind(wf_str_from(t, used)) != WF_EV_OTHER;
	/* a sentence that happens to open with a date is body */
	return d % 100 != 0 && (in_brackets(s) || (ends_with_verb(s) && wf_utf8_count(s) < 160));
}

static void
set_draft(struct parse *p, wf_span at)
{
	if (p->doc->head.draft.len == 0)
		p->doc->head.draft = at;
}

/* The draft mark in brackets at the end of a title, or len 0. */
static wf_span
draft_in_title(const struct parse *p, wf_span title)
{
	wf_str s = wf_str_sub(p->text, title.off, title.len);
	size_t open = SIZE_MAX;

	for (size_t at = 0; (at = wf_str_find(s, WF_S("（"), at)) != SIZE_MAX; at += 3)
		open = at;
	if (open == SIZE_MAX || !wf_str_ends(s, WF_S("）")) || !has_draft_word(wf_str_from(s, open)))
		return (wf_span){ title.off + title.len, 0 };
	return (wf_span){ title.off + (uint32_t)open, title.len - (uint32_t)open };
}

/* Folded names are equal, or one begins the other. */
static bool
begins_folded(wf_str whole, wf_str head)
{
	struct wf_buf a = { 0 }, b = { 0 };
	bool yes;

	wf_fold(&a, whole, WF_FOLD_NAME);
	wf_fold(&b, head, WF_FOLD_NAME);
	yes = b.n != 0 && wf_str_starts(wf_buf_str(&a), wf_buf_str(&b));
	wf_buf_free(&a);
	wf_buf_free(&b);
	return yes;
}

/*
 * Lines after the head that say the title again, broken as on the printed page.
 * @return the piece after them; i itself when there are none
 */
static size_t
skip_title_again(struct parse *p, size_t i)
{
	wf_str title = wf_source_slice(&p->doc->source, p->doc->head.title);
	struct wf_buf joined = { 0 };
	size_t from = i, end = i;

	for (; i < p->piece.n && i < from + 8; i++) {
		wf_str s = piece_str(p, &p->piece.v[i]);

		if (p->piece.v[i].label.kind == WF_ARTICLE)
			break;
		wf_buf_put(&joined, s);
		if (!begins_folded(title, wf_buf_str(&joined)))
			break;
		if (begins_folded(wf_buf_str(&joined), title)) {
			end = i + 1;
			break;
		}
	}
	wf_buf_free(&joined);
	if (end > from)
		note(p, WF_D_TITLE_REPEATED, span_of(p->piece.v[from].start,
		    p->piece.v[end - 1].text.off + p->piece.v[end - 1].text.len), 0, 0);
	return end;
}

/* Takes piece i into the head if it is one of its lines. */
static bool
take_head_line(struct parse *p, size_t i)
{
	struct wf_head *h = &p->doc->head;
	const struct piece *x = &p->piece.v[i];
	wf_str s = piece_str(p, x);

	if (x->label.kind == WF_ARTICLE || x->glued)
		return false;
	if (is_number_line(s)) {
		if (h->number.len == 0)
			h->number = x->text;
		return true;
	}
	if (in_brackets(s) && has_draft_word(s) && wf_utf8_count(s) < 30) {
		set_draft(p, x->text);
		return true;
	}
	return is_history_line(s, (x->hint & WF_LINE_INFO) != 0);
}

#define BRACKET_LINES 12	/* of a history in one bracket */

/*
 * Lines that are one history in brackets, broken anywhere: （1990年6月28日…通过 / 根据2009年…修正）.
 * @return how many from piece i on; 0 = none begins there
 */
static size_t
bracket_lines(const struct parse *p, size_t i)
{
	size_t used, n = 0;
	wf_date d;
	wf_str first = piece_str(p, &p->piece.v[i]);

	if (p->piece.v[i].heading != 0 || in_brackets(first) ||
	    !(wf_str_starts(first, WF_S("（")) || wf_str_starts(first, WF_S("("))) ||
	    next_date(first, 0, &d, &used) == SIZE_MAX)
		return 0;
	while (n < BRACKET_LINES && i + n < p->piece.n) {
		const struct piece *x = &p->piece.v[i + n++];
		wf_str s = piece_str(p, x);

		if (x->label.kind == WF_ARTICLE || x->heading != 0)
			return 0;
		if (wf_str_ends(s, WF_S("）")) || wf_str_ends(s, WF_S(")")))
			return ends_with_verb(s) ? n : 0;
	}
	return 0;
}

/* ---- the whole head ---------------------------------------------------------------- */

/*
 * A text that opens with the order that promulgates it (某省人民政府令): its title is the line
 * further down that says the name in 《》 again.
 */
static const struct piece *
promulgated_title(const struct parse *p)
{
	wf_str first = p->piece.n != 0 ? piece_str(p, &p->piece.v[0]) : WF_S("");
	wf_str name = WF_S("");

	if (!wf_str_ends(first, WF_S("令")) && !wf_str_ends(first, WF_S("公告")))
		return NULL;
	for (size_t i = 1; i < p->piece.n && i < 40; i++) {
		wf_str s = piece_str(p, &p->piece.v[i]);
		size_t open = wf_str_find(s, WF_S("《"), 0), close = wf_str_find(s, WF_S("》"), 0);

		if (name.n != 0 && begins_folded(s, name) && begins_folded(name, s))
			return &p->piece.v[i];
		if (name.n == 0 && open != SIZE_MAX && close != SIZE_MAX && close > open)
			name = wf_str_sub(s, open + 3, close - open - 3);
	}
	return NULL;
}

static void
find_title(struct parse *p)
{
	struct wf_head *h = &p->doc->head;
	const struct wf_source *src = &p->doc->source;
	const struct piece *title = NULL;

	for (size_t i = 0; i < p->piece.n; i++) {
		const struct piece *x = &p->piece.v[i];

		if (src->has_info && !(x->hint & WF_LINE_INFO))
			break;
		if (x->heading == 1 && title == NULL) {
			title = x;
		} else if (x->heading != 0 && title != NULL && src->has_info && x->label.kind == WF_DOC) {
			h->part = x->text;
			break;
		} else if (title != NULL && !src->has_info) {
			break;
		}
		if (title == NULL && !src->has_info && i >= 4)
			break;
	}
	if (title == NULL)
		title = promulgated_title(p);
	if (title == NULL && p->piece.n != 0) {
		/* plain text: the first line, when it is no provision and no sentence */
		const struct piece *x = &p->piece.v[0];

		if ((x->label.kind == WF_DOC || x->heading != 0) &&
		    !wf_str_ends(piece_str(p, x), WF_S("。")) &&
		    wf_utf8_count(piece_str(p, x)) <= 80)
			title = x;
	}
	if (title == NULL)
		return;
	h->title = title->text;
	wf_span mark = draft_in_title(p, h->title);
	if (mark.len != 0) {
		wf_str t;

		set_draft(p, mark);
		t = wf_str_trim(wf_str_sub(p->text, h->title.off, mark.off - h->title.off));
		h->title.len = (uint32_t)t.n;
	}
}

static void
read_history(struct parse *p)
{
	struct events ev = { 0 };
	struct wf_doc *doc = p->doc;
	size_t i = 0;

	while (i < p->body) {
		wf_span at = p->piece.v[i].text;
		wf_str s = piece_str(p, &p->piece.v[i]);
		size_t from = i++, lines = bracket_lines(p, from);

		if (lines > 1) {
			const struct piece *end = &p->piece.v[from + lines - 1];

			at.len = end->text.off + end->text.len - at.off;
			i = from + lines;
			add_acts(p, &ev, at);
			continue;
		}
		bool info = (p->piece.v[from].hint & WF_LINE_INFO) != 0;
		if (!is_history_line(s, info)) {
			wf_date d;

			if (p->piece.v[from].heading != 0 || at.off == doc->head.title.off)
				continue;
			/* a dated line without a verb goes on in the next lines */
			if (wf_date_words(s, &d) == 0) {
				if (info && !is_number_line(s) && !in_brackets(s))
					note(p, WF_D_HISTORY_UNREAD, at, 0, 0);
				continue;
			}
		}
		while (i < p->body && p->piece.v[i].heading == 0) {
			wf_str next = piece_str(p, &p->piece.v[i]);
			wf_date d;

			/* a wrapped entry goes on until its verb, inside the marked head alone */
			if (!info || !(p->piece.v[i].hint & WF_LINE_INFO) ||
			    ends_with_verb(wf_str_sub(p->text, at.off, at.len)))
				break;
			if (wf_date_words(next, &d) != 0 || is_history_line(next, info) ||
			    is_number_line(next) || (in_brackets(next) && has_draft_word(next)))
				break;
			at.len = p->piece.v[i].text.off + p->piece.v[i].text.len - at.off;
			i++;
		}
		size_t before = ev.n;
		add_acts(p, &ev, at);
		if (ev.n == before || ev.v[ev.n - 1].kind == WF_EV_OTHER)
			note(p, WF_D_HISTORY_UNREAD, at, 0, 0);
	}
	doc->event = wf_arena_alloc(&doc->arena, ev.n * sizeof(ev.v[0]) + 1);
	if (ev.n != 0)
		memcpy(doc->event, ev.v, ev.n * sizeof(ev.v[0]));
	doc->nevent = (uint32_t)ev.n;
	free(ev.v);
}

/* Index pages, templates and empty files are no law. */
static uint8_t
no_law(const struct parse *p)
{
	const struct wf_source *s = &p->doc->source;

	for (size_t i = 0; i < s->nfront; i++)
		if (wf_str_is(s->front[i].key, "bookHidden") && wf_str_is(s->front[i].value, "true"))
			return WF_NOLAW_TEMPLATE;
	if (p->piece.n != 0)
		return WF_IS_LAW;
	return s->nfront != 0 ? WF_NOLAW_INDEX : WF_NOLAW_EMPTY;
}

void
read_head(struct parse *p)
{
	struct wf_doc *doc = p->doc;
	size_t i = 0;

	doc->head.nolaw = no_law(p);
	if (doc->head.nolaw != WF_IS_LAW) {
		note(p, WF_D_NO_LAW, (wf_span){ 0, 0 }, 0, 0);
		p->body = p->piece.n;
		for (i = 0; i < p->piece.n; i++)
			p->piece.v[i].cls = PC_PREFACE;
		return;
	}
	find_title(p);
	if (doc->head.title.len == 0 && wf_source_front(&doc->source, "title").n == 0)
		note(p, WF_D_NO_TITLE, (wf_span){ 0, 0 }, 0, 0);
	if (doc->source.has_info)
		while (i < p->piece.n && (p->piece.v[i].hint & WF_LINE_INFO))
			i++;
	else
		while (i < p->piece.n && doc->head.title.len != 0 &&
		    p->piece.v[i].start <= doc->head.title.off)
			i++;
	for (size_t before = SIZE_MAX; before != i; ) {
		before = i;
		if (doc->head.title.len != 0)
			i = skip_title_again(p, i);
		while (i < p->piece.n) {
			size_t n = bracket_lines(p, i);

			if (n == 0 && !take_head_line(p, i))
				break;
			i += n != 0 ? n : 1;
		}
	}
	/* inside the marked head, numbers and draft marks count too */
	for (size_t k = 0; k < i; k++) {
		p->piece.v[k].cls = PC_PREFACE;
		if (p->piece.v[k].text.off != doc->head.title.off)
			take_head_line(p, k);
	}
	p->body = i;
	read_history(p);
}
