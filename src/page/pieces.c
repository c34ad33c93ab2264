/*
 * Small pieces of markup and addresses that pages have in common.  All text goes
 * through wf_markup, so that none becomes markup.
 */
#include "page_int.h"

#include <stdio.h>
#include <string.h>

void
wf_open(struct wf_sheet *s, const char *name, const char *class)
{
	wf_tag(&s->m, name);
	if (*class)
		wf_attr(&s->m, "class", wf_str_of(class));
}

void
wf_put(struct wf_sheet *s, const char *name, const char *class, wf_str words)
{
	wf_open(s, name, class);
	wf_words(&s->m, words);
	wf_untag(&s->m);
}

void
wf_put_msg(struct wf_sheet *s, const char *name, const char *class, const char *key)
{
	wf_put(s, name, class, wf_str_of(wf_msg(s->lang, key)));
}

wf_str
wf_msg_str(struct wf_sheet *s, const char *key)
{
	return wf_str_of(wf_msg(s->lang, key));
}

wf_str
wf_msg_str1(struct wf_sheet *s, const char *key, wf_str word)
{
	struct wf_buf b = { 0 };

	wf_msg_put(&b, s->lang, key, &word, 1);
	wf_str said = wf_arena_str(&s->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return said;
}

void
wf_put_filled(struct wf_sheet *s, const char *key, wf_str word)
{
	wf_words(&s->m, wf_msg_str1(s, key, word));
}

void
wf_put_link(struct wf_sheet *s, const char *class, wf_str href, wf_str words)
{
	wf_open(s, "a", class);
	wf_attr(&s->m, "href", href);
	wf_words(&s->m, words);
	wf_untag(&s->m);
}

void
wf_put_chinese(struct wf_sheet *s, const char *class, wf_str words)
{
	wf_open(s, "span", class);
	if (strcmp(s->lang, "zh") != 0)
		wf_attr(&s->m, "lang", WF_S("zh-Hans"));
	wf_words(&s->m, words);
	wf_untag(&s->m);
}

void
wf_put_chip(struct wf_sheet *s, wf_str status)
{
	wf_str class = wf_arena_printf(&s->arena, "chip %.*s", WF_FMT(status));
	char key[32];

	for (char *c = (char *)(uintptr_t)class.p; *c; c++)
		if (*c == '_')
			*c = '-';
	snprintf(key, sizeof key, "status-%.*s", WF_FMT(wf_str_sub(status, 0, 16)));
	wf_put_msg(s, "span", class.p, key);
}

wf_str
wf_number_str(struct wf_sheet *s, int64_t n)
{
	struct wf_buf b = { 0 };

	wf_put_number(&b, n);
	wf_str words = wf_arena_str(&s->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return words;
}

void
wf_newline(struct wf_sheet *s)
{
	wf_raw_markup(&s->m, "\n");
}

/* ---- addresses ------------------------------------------------------------------- */

/* RFC 3986, 2.3, and what a path or a query may hold besides. */
static bool
is_plain(char c, bool query)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    (c && strchr("-._~@", c)) || (!query && c == '/');
}

static void
put_encoded(struct wf_buf *b, wf_str s, bool query)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_plain(s.p[i], query))
			wf_buf_ch(b, s.p[i]);
		else
			wf_buf_printf(b, "%%%02X", (unsigned char)s.p[i]);
	}
}

static wf_str
kept(struct wf_sheet *s, struct wf_buf *b)
{
	wf_str words = wf_arena_str(&s->arena, wf_buf_str(b));

	wf_buf_free(b);
	return words;
}

wf_str
wf_href_id(struct wf_sheet *s, const char *prefix, wf_str id)
{
	size_t hash = wf_str_find(id, WF_S("#"), 0);
	struct wf_buf b = { 0 };

	wf_buf_put(&b, wf_str_of(prefix));
	put_encoded(&b, wf_str_sub(id, 0, hash), true);
	if (hash != SIZE_MAX) {
		wf_buf_ch(&b, '/');
		put_encoded(&b, wf_str_from(id, hash + 1), true);
	}
	return kept(s, &b);
}

wf_str
wf_href_anchor(struct wf_sheet *s, wf_str id)
{
	size_t hash = wf_str_find(id, WF_S("#"), 0);
	struct wf_buf b = { 0 };

	wf_buf_put(&b, WF_S("/law/"));
	put_encoded(&b, wf_str_sub(id, 0, hash), true);
	if (hash != SIZE_MAX) {
		wf_buf_ch(&b, '#');
		put_encoded(&b, wf_str_from(id, hash + 1), true);
	}
	return kept(s, &b);
}

static void
put_pair(struct wf_buf *b, const char *name, const char *value, bool *some)
{
	if (!value || !*value)
		return;
	wf_buf_ch(b, *some ? '&' : '?');
	*some = true;
	put_encoded(b, wf_str_of(name), true);
	wf_buf_ch(b, '=');
	put_encoded(b, wf_str_of(value), true);
}

wf_str
wf_href_query(struct wf_sheet *s, const char *path, const struct wf_given *given)
{
	struct wf_buf b = { 0 };
	bool some = false;

	wf_buf_put(&b, wf_str_of(path));
	for (; given->name; given++)
		put_pair(&b, given->name, given->value, &some);
	return kept(s, &b);
}

wf_str
wf_href_with(struct wf_sheet *s, const char *name, const char *value)
{
	const struct wf_visit *v = s->visit;
	struct wf_buf b = { 0 };
	bool some = false;

	put_encoded(&b, v->path, false);
	for (size_t i = 0; i < v->nfield; i++)
		if (strcmp(v->field[i].name, name) != 0 && strcmp(v->field[i].name, "page") != 0)
			put_pair(&b, v->field[i].name, v->field[i].value, &some);
	put_pair(&b, name, value, &some);
	return kept(s, &b);
}
