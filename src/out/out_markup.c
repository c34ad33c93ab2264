/*
 * Writes XML and HTML so that no text given can become markup and every tag is
 * closed.  It does not check a document against a schema.
 */
#include "out/out.h"

#include <string.h>

#define DEPTH (sizeof ((struct wf_markup *)0)->open / sizeof *((struct wf_markup *)0)->open)

/* Elements that HTML knows no end tag of (HTML Living Standard, 13.1.2). */
static bool
is_void(const char *name)
{
	static const char *const names[] = { "meta", "link", "br", "hr", "img", "input", "col", "wbr" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
end_start_tag(struct wf_markup *m)
{
	if (m->in_tag)
		wf_buf_ch(m->out, '>');
	m->in_tag = false;
}

/* What a character becomes; "" = itself. */
static wf_str
escape_of(char c, bool value)
{
	switch (c) {
	case '&':
		return WF_S("&amp;");
	case '<':
		return WF_S("&lt;");
	case '>':
		return WF_S("&gt;");
	case '"':
		return value ? WF_S("&quot;") : WF_S("");
	case '\n':
		return value ? WF_S("&#10;") : WF_S("");
	default:
		return WF_S("");
	}
}

/* Bytes at the front of s that stand for themselves: no markup, no control character, no U+FFFE or U+FFFF. */
static size_t
plain_bytes(wf_str s, bool value)
{
	size_t i = 0;

	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool odd = (c < ' ' && c != '\n' && c != '\t') || (c == 0xef && i + 2 < s.n &&
		    (unsigned char)s.p[i + 1] == 0xbf && (unsigned char)s.p[i + 2] >= 0xbe);
		if (odd || (c <= '>' && escape_of(s.p[i], value).n))
			break;
	}
	return i;
}

/* Takes the character at the front of s, which does not stand for itself. */
static void
put_special(struct wf_markup *m, wf_str *s, bool value)
{
	wf_str escape = escape_of(*s->p, value);

	if (escape.n)
		wf_buf_put(m->out, escape);
	else
		wf_buf_cp(m->out, 0xfffd);
	wf_utf8_next(s);
}

/* XML 1.0, 2.2: neither control characters nor U+FFFE and U+FFFF; bytes that are no UTF-8 become U+FFFD. */
static void
put_escaped(struct wf_markup *m, wf_str s, bool value)
{
	while (s.n) {
		wf_str good = wf_str_sub(s, 0, wf_utf8_valid(s));
		s = wf_str_from(s, good.n);
		while (good.n) {
			size_t plain = plain_bytes(good, value);
			wf_buf_put(m->out, wf_str_sub(good, 0, plain));
			good = wf_str_from(good, plain);
			if (good.n)
				put_special(m, &good, value);
		}
		if (s.n) {	/* a byte that is no UTF-8 */
			wf_buf_cp(m->out, 0xfffd);
			wf_utf8_next(&s);
		}
	}
}

void
wf_tag(struct wf_markup *m, const char *name)
{
	end_start_tag(m);
	if (m->depth++ >= DEPTH)
		return;
	m->open[m->depth - 1] = name;
	wf_buf_ch(m->out, '<');
	wf_buf_put(m->out, wf_str_of(name));
	m->in_tag = true;
}

void
wf_attr(struct wf_markup *m, const char *name, wf_str value)
{
	if (!m->in_tag)
		return;
	wf_buf_ch(m->out, ' ');
	wf_buf_put(m->out, wf_str_of(name));
	wf_buf_put(m->out, WF_S("=\""));
	put_escaped(m, value, true);
	wf_buf_ch(m->out, '"');
}

void
wf_words(struct wf_markup *m, wf_str s)
{
	end_start_tag(m);
	put_escaped(m, s, false);
}

void
wf_untag(struct wf_markup *m)
{
	if (m->depth == 0 || m->depth-- > DEPTH)
		return;
	const char *name = m->open[m->depth];
	if (m->html && is_void(name)) {
		end_start_tag(m);
	} else if (m->in_tag && !m->html) {
		wf_buf_put(m->out, WF_S("/>"));
		m->in_tag = false;
	} else {
		end_start_tag(m);
		wf_buf_put(m->out, WF_S("</"));
		wf_buf_put(m->out, wf_str_of(name));
		wf_buf_ch(m->out, '>');
	}
}

void
wf_element(struct wf_markup *m, const char *name, wf_str s)
{
	wf_tag(m, name);
	wf_words(m, s);
	wf_untag(m);
}

void
wf_raw_markup(struct wf_markup *m, const char *bytes)
{
	end_start_tag(m);
	wf_buf_put(m->out, wf_str_of(bytes));
}
