/*
 * Markdown (CommonMark 0.31) as legal texts use it: headings, bold, quotes, table rows, comments.
 * Leaves single emphasis, links, lists and table bars as they are.
 */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

#include "findings_gen.h"

/* What the markup says about the line that begins at raw byte off. */
struct mark { uint32_t off; uint8_t heading, hint; };

struct scan {
	struct wf_source *out;
	struct wf_findings *f;
	struct wf_cuts cuts;
	struct mark *mark;
	size_t nmark, mark_cap;
	wf_str raw;
	size_t at;
	size_t info_end;	/* raw byte of the INFO END mark; SIZE_MAX = none met */
	size_t bold_end;	/* raw byte of the ** that closes open bold text; SIZE_MAX = none */
	bool no_bold;		/* no closing ** follows in this line */
	bool no_comment_end;	/* no --> follows in the file */
};

static wf_str
rest(const struct scan *s)
{
	return wf_str_from(s->raw, s->at);
}

static char
byte_at(const struct scan *s, size_t at)
{
	return at < s->raw.n ? s->raw.p[at] : '\0';
}

static void
cut(struct scan *s, size_t len, enum wf_cut_why why)
{
	wf_cuts_add(&s->cuts, s->at, len, why);
	s->at += len;
}

/* ---- comments ---- */

/* Marks that tools leave in the files; they are no words to a reader. */
static bool
is_tool_mark(wf_str words)
{
	return wf_str_is(words, "FORCE BREAK") || wf_str_is(words, "TABLE") ||
	    wf_str_is(words, "TABLE END");
}

/* Cuts the comment that begins here; false = it has no end and is text. */
static bool
take_comment(struct scan *s)
{
	size_t end = s->no_comment_end ? SIZE_MAX : wf_str_find(s->raw, WF_S("-->"), s->at + 4);
	wf_span here = { (uint32_t)s->at - s->cuts.gone, 0 };

	if (end == SIZE_MAX) {
		if (!s->no_comment_end)
			wf_finding_add(s->f, WF_D_COMMENT_OPEN, here, 0, 0);
		s->no_comment_end = true;
		return false;
	}
	wf_str words = wf_str_trim(wf_str_sub(s->raw, s->at + 4, end - s->at - 4));

	if (wf_str_is(words, "INFO END")) {
		s->out->has_info = true;
		if (s->info_end == SIZE_MAX)
			s->info_end = s->at;
	} else if (!is_tool_mark(words)) {
		wf_finding_add(s->f, WF_D_COMMENT, here, 0, 0);
	}
	cut(s, end + 3 - s->at, WF_CUT_COMMENT);
	return true;
}

/* ---- bold ---- */

/* Stars in a row at off. */
static size_t
stars(const struct scan *s, size_t off)
{
	size_t n = 0;

	while (byte_at(s, off + n) == '*')
		n++;
	return n;
}

/* The ** that closes bold text whose words begin at from; SIZE_MAX = none in this line. */
static size_t
find_bold_end(const struct scan *s, size_t from)
{
	for (size_t at = from; at < s->raw.n && s->raw.p[at] != '\n' && s->raw.p[at] != '\r';) {
		if (s->raw.p[at] != '*') {
			at += s->raw.p[at] == '\\' && byte_at(s, at + 1) == '*' ? 2 : 1;
			continue;
		}
		size_t n = stars(s, at);
		uint32_t before;

		wf_utf8_last(wf_str_sub(s->raw, 0, at), &before);
		if (n >= 2 && n <= 3 && at > from && !wf_is_space(before))
			return at;
		at += n;
	}
	return SIZE_MAX;
}

/* Cuts one end of bold text; false = these stars are text. Rows of four and more are a drawing. */
static bool
take_bold(struct scan *s)
{
	size_t n = stars(s, s->at);

	if (s->at == s->bold_end) {
		s->bold_end = SIZE_MAX;
		cut(s, 2, WF_CUT_MARKUP);
		s->at += n - 2;
		return true;
	}
	bool opens = (n == 2 || n == 3) && s->bold_end == SIZE_MAX && !s->no_bold &&
	    !wf_is_space(wf_utf8_peek(wf_str_from(s->raw, s->at + n), NULL));

	if (opens) {
		s->bold_end = find_bold_end(s, s->at + n);
		s->no_bold = s->bold_end == SIZE_MAX;
	}
	if (!opens || s->no_bold) {
		s->at += n;
		return false;
	}
	cut(s, 2, WF_CUT_MARKUP);
	s->at += n - 2;
	return true;
}

/* ---- the start of a line ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A run of 1..6 # before a blank or the line's end; *level: its length, unless already set. */
static bool
take_hashes(struct scan *s, uint8_t *level)
{
	size_t n = 0;

	while (byte_at(s, s->at + n) == '#')
		n++;
	wf_str after = wf_str_from(s->raw, s->at + n);

	if (n < 1 || n > 6 || (after.n > 0 && !wf_is_space(wf_utf8_peek(after, NULL))))
		return false;
	if (*level == 0)
		*level = (uint8_t)n;
	while (is_blank(byte_at(s, s->at + n)))
		n++;
	cut(s, n, WF_CUT_MARKUP);
	return true;
}

/* Cuts the marks that open a line and notes what they say. */
static void
take_line_start(struct scan *s)
{
	struct mark m = { .off = (uint32_t)s->at };
	enum wf_cut_why why;
	bool more = true;

	while (more && s->at < s->raw.n) {
		size_t n = wf_read_noise(rest(s), &why), blanks = 0;

		while (is_blank(byte_at(s, s->at + blanks)))
			blanks++;
		char c = byte_at(s, s->at + blanks);

		if (n > 0) {
			cut(s, n, why);
		} else if (blanks > 0 && c != '\0' && strchr("#>*|<", c) != NULL) {
			s->at += blanks;	/* blanks before a mark are text */
		} else if (c == '>' && m.heading == 0) {
			m.hint |= WF_LINE_QUOTE;
			cut(s, is_blank(byte_at(s, s->at + 1)) ? 2 : 1, WF_CUT_MARKUP);
		} else if (c == '<' && wf_str_starts(rest(s), WF_S("<!--"))) {
			more = take_comment(s);
		} else {
			more = take_hashes(s, &m.heading);
		}
	}
	if (byte_at(s, s->at) == '|')
		m.hint |= WF_LINE_TABLE;
	if (byte_at(s, s->at) == '*' && byte_at(s, s->at + 1) == '*' && take_bold(s))
		m.hint |= WF_LINE_BOLD;
	if (m.heading == 0 && m.hint == 0)
		return;
	s->mark = wf_grow(s->mark, &s->mark_cap, s->nmark + 1, sizeof(*s->mark));
	s->mark[s->nmark++] = m;
}

/* ---- the rest of a line ---- */

/* The next byte at which take_line has to look. */
static size_t
skip_words(wf_str raw, size_t at)
{
	while (at < raw.n) {
		unsigned char c = (unsigned char)raw.p[at];

		if (c >= 0xE3 && c <= 0xEE)
			at += 3;	/* raw is valid UTF-8 */
		else if (c == '*' || c == '\\' || c == '<' || c == '\r' || c == '\n' || c == '#' ||
		    c == ' ' || c == '\t' || c == 0xE2 || c == 0xEF)
			break;
		else
			at++;
	}
	return at;
}

static bool
is_ascii_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
	    (c >= '{' && c <= '~');
}

/* One step inside a line. */
static void
take_inline(struct scan *s)
{
	enum wf_cut_why why;
	char c = s->raw.p[s->at];
	size_t n;

	if (c == '*' && byte_at(s, s->at + 1) == '*') {
		take_bold(s);
	} else if (c == '\\' && is_ascii_punctuation(byte_at(s, s->at + 1))) {
		cut(s, 1, WF_CUT_MARKUP);
		s->at++;	/* what it escapes is text */
	} else if (c == '<' && wf_str_starts(rest(s), WF_S("<!--"))) {
		if (!take_comment(s))
			s->at += 4;
	} else if ((n = wf_read_noise(rest(s), &why)) > 0) {
		cut(s, n, why);
	} else {
		s->at++;
	}
}

/* The #s that may close a heading: "## 标题 ##". end is where the line ends. */
static size_t
closing_hashes(const struct scan *s, size_t from, size_t end)
{
	while (end > from && is_blank(s->raw.p[end - 1]))
		end--;
	size_t at = end;

	while (at > from && s->raw.p[at - 1] == '#')
		at--;
	if (at == end || at == from || !is_blank(s->raw.p[at - 1]))
		return SIZE_MAX;
	while (at > from && is_blank(s->raw.p[at - 1]))
		at--;
	return at;
}

static void
take_line(struct scan *s)
{
	size_t marks = s->nmark;

	s->bold_end = SIZE_MAX;
	s->no_bold = false;
	take_line_start(s);

	bool heading = s->nmark > marks && s->mark[marks].heading > 0;
	size_t close = SIZE_MAX;

	if (heading) {
		size_t end = s->at;

		while (byte_at(s, end) != '\n' && byte_at(s, end) != '\r' && end < s->raw.n)
			end++;
		close = closing_hashes(s, s->at, end);
	}
	while ((s->at = skip_words(s->raw, s->at)) < s->raw.n) {
		char c = s->raw.p[s->at];

		if (s->at == close) {
			while (byte_at(s, s->at) == '#' || is_blank(byte_at(s, s->at)))
				cut(s, 1, WF_CUT_MARKUP);
		} else if (c == '\n') {
			s->at++;
			return;
		} else if (c == '\r' && wf_read_noise(rest(s), &(enum wf_cut_why){ 0 }) == 0) {
			while (byte_at(s, s->at) == '\r')
				s->at++;
			return;	/* ends of lines of their own */
		} else {
			take_inline(s);
		}
	}
}

/* ---- hints ---- */

/* Puts the marks on the lines of text, which now exist. */
static void
set_hints(const struct scan *s)
{
	struct wf_source *out = s->out;
	size_t line = 0;

	for (size_t i = 0; i < s->nmark && out->nline > 0; i++) {
		uint32_t off = wf_source_text(out, s->mark[i].off);

		while (line + 1 < out->nline && out->line[line + 1].off <= off)
			line++;
		if (out->line[line].off != off)
			continue;	/* in the middle of a line, or nothing of it is left */
		if (out->line[line].heading == 0)
			out->line[line].heading = s->mark[i].heading;
		out->line[line].hint |= s->mark[i].hint;
	}
	if (s->info_end == SIZE_MAX)
		return;
	uint32_t end = wf_source_text(out, (uint32_t)s->info_end);

	for (size_t i = 0; i < out->nline && out->line[i].off < end; i++)
		out->line[i].hint |= WF_LINE_INFO;
}

static wf_rc
read_markdown(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	struct scan s = { .out = out, .f = f, .info_end = SIZE_MAX };

	(void)err;
	s.at = wf_read_front(out, a, f, &s.cuts, bytes);
	s.raw = out->raw;
	while (s.at < s.raw.n)
		take_line(&s);
	wf_cuts_finish(out, a, &s.cuts);
	set_hints(&s);
	free(s.mark);
	return WF_OK;
}

/* Only what no plain text opens with. */
static bool
sniff(wf_str bytes)
{
	wf_str s = wf_str_starts(bytes, WF_S("\xEF\xBB\xBF")) ? wf_str_from(bytes, 3) : bytes;

	return wf_str_starts(s, WF_S("# ")) || wf_str_starts(s, WF_S("## "));
}

const struct wf_reader wf_reader_markdown = {
	.name = "markdown", .ext = "md markdown", .sniff = sniff, .read = read_markdown,
};
