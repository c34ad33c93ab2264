/*
 * Puts fields of records into words for people: messages, colours, columns.  It
 * decides nothing about what is said.
 */
#include "ops_int.h"

#include <string.h>

wf_str
wf_get(const json_t *rec, const char *key)
{
	return wf_json_get(rec, key);
}

int64_t
wf_get_int(const json_t *rec, const char *key)
{
	return json_integer_value(json_object_get(rec, key));
}

wf_str
wf_get_item(const json_t *list, size_t i)
{
	const json_t *s = json_array_get(list, i);

	return json_is_string(s) ? (wf_str){ json_string_value(s), json_string_length(s) } : WF_S("");
}

bool
wf_get_bool(const json_t *rec, const char *key)
{
	return json_is_true(json_object_get(rec, key));
}

void
wf_say(struct wf_buf *out, const struct wf_tty *tty, const char *key, const wf_str *word, size_t n)
{
	wf_msg_put(out, tty->lang, key, word, n);
}

void
wf_say1(struct wf_buf *out, const struct wf_tty *tty, const char *key, wf_str word)
{
	wf_msg_put(out, tty->lang, key, &word, 1);
}

void
wf_put_style(struct wf_buf *out, const struct wf_tty *tty, enum wf_style style, wf_str s)
{
	static const char *const code[] = {
		[WF_PLAIN] = "", [WF_STRONG] = "\033[1m", [WF_DIM] = "\033[2m",
		[WF_GOOD] = "\033[32m", [WF_BAD] = "\033[31m", [WF_HIT] = "\033[1;33m",
		[WF_GONE] = "\033[9;31m", [WF_ADDED] = "\033[4;32m",
	};
	bool on = tty->colour && style != WF_PLAIN && s.n;

	if (on)
		wf_buf_put(out, wf_str_of(code[style]));
	wf_buf_put(out, s);
	if (on)
		wf_buf_put(out, WF_S("\033[0m"));
}

void
wf_put_status(struct wf_buf *out, const struct wf_tty *tty, wf_str status)
{
	char key[32];
	enum wf_style style = wf_str_is(status, "in_force") ? WF_GOOD :
	    wf_str_is(status, "repealed") || wf_str_is(status, "amended") ? WF_BAD : WF_STRONG;

	snprintf(key, sizeof key, "status-%.*s", WF_FMT(wf_str_sub(status, 0, 16)));
	wf_put_style(out, tty, style, wf_str_of(wf_msg(tty->lang, key)));
}

const char *
wf_basis_words(const char *lang, wf_str basis)
{
	char key[48];

	snprintf(key, sizeof key, "basis-%.*s", WF_FMT(wf_str_sub(basis, 0, 40)));
	return wf_msg(lang, key);
}

void
wf_put_doubt(struct wf_buf *out, const struct wf_tty *tty, wf_str basis)
{
	static const char *const stated[] = { "", "text", "history", "front_matter", "amending_decision",
		"repeal_clause", "validity_period", "report" };
	wf_str words = wf_str_of(wf_basis_words(tty->lang, basis));

	for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
		if (wf_str_is(basis, stated[i]))
			return;
	wf_say1(out, tty, "in-brackets", words);
}

void
wf_put_place(struct wf_buf *out, const json_t *source)
{
	wf_buf_put(out, wf_get(source, "file"));
	if (json_object_get(source, "line"))
		wf_buf_printf(out, ":%lld", (long long)wf_get_int(source, "line"));
}

void
wf_put_number(struct wf_buf *out, int64_t value)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%lld", (long long)value);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
			wf_buf_ch(out, ',');
		wf_buf_ch(out, digits[i]);
	}
}

/* Columns of a character on a terminal: East Asian ones take two (UAX #11, W and F). */
static size_t
columns(uint32_t cp)
{
	bool wide = (cp >= 0x1100 && cp <= 0x115f) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
	    (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
	    (cp >= 0xfe30 && cp <= 0xfe6f) || (cp >= 0xff00 && cp <= 0xff60) || cp >= 0x20000;

	return wide ? 2 : 1;
}

void
wf_put_padded(struct wf_buf *out, wf_str s, size_t width)
{
	size_t used = 0;

	wf_buf_put(out, s);
	while (s.n)
		used += columns(wf_utf8_next(&s));
	for (; used < width; used++)
		wf_buf_ch(out, ' ');
}

void
wf_put_codes(struct wf_buf *out, const json_t *codes, const struct wf_tty *tty)
{
	for (size_t i = 0; i < json_array_size(codes); i++) {
		const json_t *row = json_array_get(codes, i);
		struct wf_buf count = { 0 };
		wf_str level = wf_get(row, "level");
		char key[32];

		wf_put_number(&count, wf_get_int(row, "count"));
		snprintf(key, sizeof key, "level-%.*s", WF_FMT(wf_str_sub(level, 0, 16)));
		wf_buf_put(out, WF_S("  "));
		wf_put_style(out, tty, WF_STRONG, wf_get(row, "code"));
		wf_buf_put(out, WF_S("  "));
		wf_put_padded(out, wf_str_of(wf_msg(tty->lang, key)), 8);
		wf_buf_printf(out, "%7.*s  ", WF_FMT(wf_buf_str(&count)));
		wf_buf_put(out, wf_get(row, "message"));
		wf_buf_ch(out, '\n');
		wf_buf_free(&count);
	}
}
