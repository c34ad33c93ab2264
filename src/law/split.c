/*
 * Cuts the text into pieces: lines, and within a line the articles and items that
 * start there.  Does not decide what a piece is.
 */
#include "law_int.h"

#include <stdlib.h>

wf_span
after_label(const struct parse *p, const struct piece *x)
{
	wf_str s = piece_str(p, x), rest = wf_str_ltrim(wf_str_from(s, x->label.len));

	return (wf_span){ x->text.off + (uint32_t)(rest.p - s.p), (uint32_t)rest.n };
}

void
note(struct parse *p, unsigned code, wf_span at, uint32_t a, uint32_t b)
{
	wf_finding_add(&p->doc->findings, code, at, a, b);
}

bool
ends_closed(wf_str s)
{
	uint32_t cp;
	size_t n;

	while (s.n != 0) {
		n = wf_utf8_last(s, &cp);
		switch (cp) {
		case 0x3002: case 0xff1b: case 0xff1a: case 0xff01: case 0xff1f:	/* 。；：！？ */
		case ';': case ':': case '!': case '?': case 0x2026: case '.':
		case 0x300b: case '|':							/* 》 */
			return true;
		case ')': case 0xff09: case 0x201d: case '"': case 0x2019: case 0x300d: case ']':
			return true;							/* ）”’」 */
		default:
			return false;
		}
		s.n -= n;
	}
	return true;
}

bool
article_starts(wf_str s, const struct wf_label *l)
{
	static const char *const citing[] = { "第", "的", "、", "和", "至", "到", "或", "及", "与",
		"规定", "所", "，", "。", "；", "中", "）", "》", "”", "之", "款", "项", ",", "前款", "以" };
	wf_str rest = wf_str_from(s, l->len);
	wf_str word = wf_str_ltrim(rest);

	if (rest.n == 0 || word.p != rest.p)	/* white space after it: a label */
		return true;
	for (size_t i = 0; i < sizeof(citing) / sizeof(citing[0]); i++)
		if (wf_str_starts(rest, wf_str_of(citing[i])))
			return false;
	return true;
}

static struct piece *
add_piece(struct parse *p, uint32_t start, uint32_t end, const struct wf_line *line)
{
	struct pieces *v = &p->piece;
	wf_str t = wf_str_trim(wf_str_sub(p->text, start, end - start));

	if (t.n == 0)
		return NULL;
	v->v = wf_grow(v->v, &v->cap, v->n + 1, sizeof(v->v[0]));
	struct piece *x = &v->v[v->n++];

	*x = (struct piece){ .start = (uint32_t)(t.p - p->text.p),
		.text = { (uint32_t)(t.p - p->text.p), (uint32_t)t.n },
		.heading = line->heading, .hint = line->hint, .cls = PC_PLAIN };
	if (!(x->hint & WF_LINE_TABLE))
		x->label = wf_label_read(t);
	x->num = x->label.num;
	x->sub = x->label.sub;
	return x;
}

/* Number of the next article label at the start of a line after line i; 0 = none. */
static uint32_t
next_article(const struct parse *p, size_t i)
{
	const struct wf_source *s = &p->doc->source;

	for (size_t k = i + 1; k < s->nline && k < i + 4000; k++) {
		wf_str t = wf_str_ltrim(wf_str_sub(p->text, s->line[k].off, s->line[k].len));

		if (!wf_str_starts(t, WF_S("第")) && !wf_str_starts(t, WF_S("笫")))
			continue;
		struct wf_label l = wf_label_read(t);
		if (l.kind == WF_ARTICLE && article_starts(t, &l))
			return l.num;
	}
	return 0;
}

/* Does a sentence end right before byte at of s, white space aside? */
static bool
sentence_before(wf_str s, size_t at, bool *space)
{
	wf_str before = wf_str_sub(s, 0, at), t = before;
	uint32_t cp;
	size_t n;

	*space = false;
	while (t.n != 0 && (n = wf_utf8_last(t, &cp)) != 0 && wf_is_space(cp)) {
		t.n -= n;
		*space = true;
	}
	if (t.n == 0)
		return false;
	wf_utf8_last(t, &cp);
	return cp == 0x3002 || cp == 0xff1b || cp == 0x201d || cp == 0xff1a ||
	    cp == ';' || cp == ':' || cp == 0xff09;
}

/*
 * Byte of s, from byte from on, where article want starts in the middle of the line:
 * after the end of a sentence, under exactly that number.  SIZE_MAX = nowhere.
 */
static size_t
glued_article(wf_str s, size_t from, uint32_t want)
{
	for (size_t at = from; (at = wf_str_find(s, WF_S("第"), at)) != SIZE_MAX; at += 3) {
		wf_str rest = wf_str_from(s, at);
		struct wf_label l;
		bool space;

		if (!sentence_before(s, at, &space))
			continue;
		l = wf_label_read(rest);
		if (l.kind == WF_ARTICLE && l.num == want && l.sub == 0 && rest.n > l.len &&
		    article_starts(rest, &l))
			return at;
	}
	return SIZE_MAX;
}

/*
 * Byte of s from from on where item want of this style starts inside the line, as in
 * "…：（一）…；（二）…".  The first must follow a colon, the others a semicolon, a stop or white space.
 */
static size_t
inline_item(wf_str s, size_t from, uint32_t want)
{
	for (size_t at = from; at < s.n; at++) {
		if (s.p[at] != '(' && s.p[at] != '\xef')
			continue;
		wf_str rest = wf_str_from(s, at);
		struct wf_label l;
		uint32_t cp;
		bool space;

		if (s.p[at] != '(' && !wf_str_starts(rest, WF_S("（")))
			continue;
		l = wf_label_read(rest);
		if (l.style != WF_LB_HAN_PAREN || l.num != want || !sentence_before(s, at, &space))
			continue;
		wf_str before = wf_str_trim(wf_str_sub(s, 0, at));
		wf_utf8_last(before, &cp);
		if ((want == 1) == (cp == 0xff1a || cp == ':'))
			return at;
	}
	return SIZE_MAX;
}

/* Adds the text from start to end as one piece, or as several when it lists （一）…（二）… inside. */
static void
add_items(struct parse *p, uint32_t start, uint32_t end, const struct wf_line *line, bool glued)
{
	wf_str s = wf_str_sub(p->text, start, end - start);
	size_t first = inline_item(s, 0, 1), second;
	struct piece *x;
	uint32_t from = start, want = 1;

	second = first == SIZE_MAX ? SIZE_MAX : inline_item(s, first + 3, 2);
	if (second == SIZE_MAX) {
		x = add_piece(p, start, end, line);
		if (x != NULL)
			x->glued = glued;
		return;
	}
	for (size_t at = first; at != SIZE_MAX; at = inline_item(s, at + 3, ++want)) {
		x = add_piece(p, from, start + (uint32_t)at, line);
		if (x != NULL)
			x->glued = glued;
		from = start + (uint32_t)at;
		glued = true;
	}
	x = add_piece(p, from, end, line);
	if (x != NULL)
		x->glued = true;
}

/* In a line whose articles are glued with white space, white space after a stop parts 款 too. */
static void
add_sentences(struct parse *p, uint32_t start, uint32_t end, const struct wf_line *line, bool glued)
{
	wf_str s = wf_str_sub(p->text, start, end - start);
	uint32_t from = start;

	for (size_t at = 0; (at = wf_str_find(s, WF_S("。"), at)) != SIZE_MAX; ) {
		at += 3;
		wf_str rest = wf_str_from(s, at);
		if (rest.n == 0 || !wf_is_space(wf_utf8_peek(rest, NULL)) ||
		    wf_str_ltrim(rest).n == 0)
			continue;
		add_items(p, from, start + (uint32_t)at, line, glued);
		from = start + (uint32_t)at;
		glued = true;
	}
	add_items(p, from, end, line, glued);
}

/* Adds the text from from to end of line i, cut where articles start inside it. */
static void
split_articles(struct parse *p, size_t i, uint32_t from, uint32_t end, uint32_t *prev)
{
	const struct wf_line *line = &p->doc->source.line[i];
	wf_str s = wf_str_sub(p->text, line->off, end - line->off);
	uint32_t next = 0;
	bool glued = false, spaced = false, looked = false;

	for (;;) {
		size_t at = glued_article(s, from - line->off + (glued ? 3 : 0), *prev + 1);

		if (at == SIZE_MAX)
			break;
		if (!looked)
			next = next_article(p, i);
		looked = true;
		if (next == *prev + 1)	/* the real one stands at the start of a line */
			break;
		bool space;
		sentence_before(s, at, &space);
		spaced |= space && glued;
		if (spaced || (space && next > *prev + 2))
			add_sentences(p, from, line->off + (uint32_t)at, line, glued);
		else
			add_items(p, from, line->off + (uint32_t)at, line, glued);
		from = line->off + (uint32_t)at;
		glued = true;
		*prev += 1;
	}
	if (spaced)
		add_sentences(p, from, end, line, glued);
	else
		add_items(p, from, end, line, glued);
}

/*
 * Byte of s where a chapter's heading is glued to the end of the paragraph before it:
 * "…制度。第二章市容和环境卫生责任".  SIZE_MAX = nowhere.
 */
static size_t
glued_heading(wf_str s)
{
	size_t last = SIZE_MAX;
	struct wf_label l;

	for (size_t at = 0; (at = wf_str_find(s, WF_S("。"), at)) != SIZE_MAX; at += 3)
		last = at;
	if (last == SIZE_MAX || last + 3 >= s.n)
		return SIZE_MAX;
	wf_str rest = wf_str_trim(wf_str_from(s, last + 3));
	l = wf_label_read(rest);
	if (l.style != WF_LB_DI || (l.kind != WF_CHAPTER && l.kind != WF_SECTION) ||
	    wf_utf8_count(rest) > 40 || ends_closed(rest) || !article_starts(rest, &l))
		return SIZE_MAX;
	return (size_t)(rest.p - s.p);
}

static void
split_line(struct parse *p, size_t i, uint32_t *prev)
{
	const struct wf_line *line = &p->doc->source.line[i];
	wf_str s = wf_str_sub(p->text, line->off, line->len), t = wf_str_ltrim(s);
	uint32_t from = line->off, end = line->off + line->len;
	struct wf_label l = wf_label_read(t);
	size_t heading = line->heading == 0 && *prev != 0 ? glued_heading(s) : SIZE_MAX;

	if (heading != SIZE_MAX) {
		end = line->off + (uint32_t)heading;
		s = wf_str_sub(s, 0, heading);
	}
	if (l.kind == WF_ARTICLE && article_starts(t, &l))
		*prev = l.num;
	if (*prev == 0 || s.n < 12 || (line->hint & (WF_LINE_TABLE | WF_LINE_INFO)) || line->heading)
		add_items(p, from, end, line, false);
	else
		split_articles(p, i, from, end, prev);
	if (heading != SIZE_MAX) {
		add_piece(p, end, line->off + line->len, line);
		note(p, WF_D_HEADING_GLUED, p->piece.v[p->piece.n - 1].text, 0, 0);
	}
}

void
split_pieces(struct parse *p)
{
	uint32_t prev = 0;

	for (size_t i = 0; i < p->doc->source.nline; i++)
		split_line(p, i, &prev);
}
