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

static void
put_escaped(struct wf_markup *m, wf_str s, bool value)
{
	while (s.n) {
		uint32_t cp = wf_utf8_next(&s);
		/* XML 1.0, 2.2: neither control characters nor U+FFFE and U+FFFF */
		bool odd = (cp < ' ' && cp != '\n' && cp != '\t') || cp == 0xfffe || cp == 0xffff;
		if (cp == '&')
			wf_buf_put(m->out, WF_S("&amp;"));
		else if (cp == '<')
			wf_buf_put(m->out, WF_S("&lt;"));
		else if (cp == '>')
			wf_buf_put(m->out, WF_S("&gt;"));
		else if (value && cp == '"')
			wf_buf_put(m->out, WF_S("&quot;"));
		else if (value && cp == '\n')
			wf_buf_put(m->out, WF_S("&#10;"));
		else
			wf_buf_cp(m->out, odd ? 0xfffd : cp);
	}
}

void
wf_tag(struct wf_markup *m, const char *name)
{
	end_start_tag(m);
	if (m->depth++ >= DEPTH)
		return;
	m->open[m->depth - 1] = name;
	wf_buf_printf(m->out, "<%s", name);
	m->in_tag = true;
}

void
wf_attr(struct wf_markup *m, const char *name, wf_str value)
{
	if (!m->in_tag)
		return;
	wf_buf_printf(m->out, " %s=\"", name);
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
		wf_buf_printf(m->out, "</%s>", name);
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
