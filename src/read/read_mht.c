/*
 * Web archives (MHTML, RFC 2557): a page and its pictures as parts of one mail message. Reads the
 * first page and no other part.
 */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

#define NESTED 8u	/* messages within messages */
#define PARTS 1000u

/* What the head of a part says of it; slices of the message. */
struct part { wf_str type, boundary, charset, encoding, body; };

/* ---- heads ------------------------------------------------------------------------ */

static bool
same_word(wf_str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static bool
starts_word(wf_str s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

/* Takes one line off s, without its end. */
static wf_str
take_line(wf_str *s)
{
	size_t n = wf_str_find(*s, WF_S("\n"), 0);
	wf_str line = wf_str_sub(*s, 0, n);

	*s = n == SIZE_MAX ? WF_S("") : wf_str_from(*s, n + 1);
	return wf_str_ends(line, WF_S("\r")) ? wf_str_sub(line, 0, line.n - 1) : line;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The value of a parameter (charset="utf-8") in a field that may go on over lines; "" = none. */
static wf_str
parameter(wf_str field, const char *name)
{
	size_t n = strlen(name);

	for (size_t at = 0; (at = wf_str_find(field, WF_S("="), at)) != SIZE_MAX; at++) {
		wf_str before = wf_str_trim(wf_str_sub(field, 0, at));
		wf_str value = wf_str_ltrim(wf_str_from(field, at + 1));

		if (before.n <= n || !same_word(wf_str_from(before, before.n - n), name) ||
		    is_letter(before.p[before.n - n - 1]))
			continue;
		if (wf_str_starts(value, WF_S("\"")))
			return wf_str_sub(value, 1, wf_str_find(value, WF_S("\""), 1) - 1);
		size_t end = 0;

		while (end < value.n && value.p[end] != ';' && !wf_is_space((unsigned char)value.p[end]))
			end++;
		return wf_str_sub(value, 0, end);
	}
	return WF_S("");
}

/* Reads the head of a message or part; part.body is what follows its empty line. */
static struct part
read_head(wf_str s)
{
	struct part part = { .type = WF_S("text/plain") };

	while (s.n > 0) {
		wf_str line = take_line(&s);

		if (line.n == 0)
			break;
		while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t')) {
			wf_str more = take_line(&s);

			line.n = (size_t)(more.p + more.n - line.p);	/* both lie in the message */
		}
		size_t colon = wf_str_find(line, WF_S(":"), 0);
		wf_str name = wf_str_sub(line, 0, colon);
		wf_str value = colon == SIZE_MAX ? WF_S("") : wf_str_trim(wf_str_from(line, colon + 1));

		if (same_word(name, "Content-Type")) {
			part.type = wf_str_trim(wf_str_sub(value, 0, wf_str_find(value, WF_S(";"), 0)));
			part.boundary = parameter(value, "boundary");
			part.charset = parameter(value, "charset");
		} else if (same_word(name, "Content-Transfer-Encoding")) {
			part.encoding = value;
		}
	}
	part.body = s;
	return part;
}

/* ---- bodies ------------------------------------------------------------------------- */

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Quoted-printable (RFC 2045, 6.7); what is no escape stays as it is. */
static void
put_quoted(struct wf_buf *out, wf_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
		int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;

		if (s.p[i] != '=') {
			wf_buf_ch(out, s.p[i]);
		} else if (high >= 0 && low >= 0) {
			wf_buf_ch(out, (char)(high * 16 + low));
			i += 2;
		} else if (i + 1 < s.n && s.p[i + 1] == '\n') {
			i++;
		} else if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') {
			i += 2;
		} else if (i + 1 < s.n) {
			wf_buf_ch(out, '=');
		}
	}
}

/* Base64 (RFC 2045, 6.8); other characters are passed over. */
static void
put_base64(struct wf_buf *out, wf_str s)
{
	static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0, held = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		const char *at = s.p[i] != '\0' ? strchr(signs, s.p[i]) : NULL;

		if (at == NULL)
			continue;
		bits = bits << 6 | (uint32_t)(at - signs);
		held += 6;
		if (held >= 8) {
			held -= 8;
			wf_buf_ch(out, (char)(bits >> held));
		}
	}
}

/* Where the next line --boundary begins at or after from; SIZE_MAX = nowhere. */
static size_t
find_boundary(wf_str s, wf_str boundary, size_t from)
{
	for (size_t at = from; (at = wf_str_find(s, boundary, at)) != SIZE_MAX; at++) {
		if (at >= 2 && s.p[at - 1] == '-' && s.p[at - 2] == '-' && (at == 2 || s.p[at - 3] == '\n'))
			return at - 2;
	}
	return SIZE_MAX;
}

/* Takes the next part of a message of several off s, up to its boundary; false = there is none. */
static bool
next_part(wf_str *out, wf_str *s, wf_str boundary)
{
	size_t at = find_boundary(*s, boundary, 0);

	if (at == SIZE_MAX)
		return false;
	*s = wf_str_from(*s, at + 2 + boundary.n);
	if (wf_str_starts(*s, WF_S("--")))
		return false;	/* the last one */
	take_line(s);
	*out = wf_str_sub(*s, 0, find_boundary(*s, boundary, 0));
	*s = wf_str_from(*s, out->n);
	return true;
}

/* The first page among the parts; false = there is none. */
static bool
find_page(struct part *out, wf_str message, unsigned nested)
{
	struct part part = read_head(message);
	wf_str rest = part.body, inner;

	if (starts_word(part.type, "text/html") || starts_word(part.type, "application/xhtml")) {
		*out = part;
		return true;
	}
	if (nested >= NESTED)
		return false;
	if (starts_word(part.type, "message/rfc822"))
		return find_page(out, part.body, nested + 1);
	if (!starts_word(part.type, "multipart/") || part.boundary.n == 0)
		return false;
	for (unsigned i = 0; i < PARTS && next_part(&inner, &rest, part.boundary); i++) {
		if (find_page(out, inner, nested + 1))
			return true;
	}
	return false;
}

wf_rc
wf_mht_lines(struct wf_roll *s, struct wf_findings *f, wf_str bytes, struct wf_err *err)
{
	struct part page;
	struct wf_buf decoded = { 0 };
	wf_str html = wf_str_ltrim(bytes);

	if (!find_page(&page, html, 0))
		return wf_fail(err, WF_E_IO, "the web archive holds no page; save it anew");
	html = page.body;
	if (same_word(page.encoding, "quoted-printable"))
		put_quoted(&decoded, html);
	else if (same_word(page.encoding, "base64"))
		put_base64(&decoded, html);
	if (decoded.n > 0)
		html = wf_buf_str(&decoded);
	wf_rc rc = wf_html_lines(s, f, html, page.charset, err);

	wf_buf_free(&decoded);
	return rc;
}

static wf_rc
read_mht(struct wf_source *out, struct wf_arena *a, struct wf_findings *f, wf_str bytes,
    struct wf_err *err)
{
	struct wf_roll s = { 0 };
	wf_rc rc = wf_mht_lines(&s, f, bytes, err);

	if (rc == WF_OK)
		rc = wf_roll_finish(out, a, f, &s, err);
	wf_roll_free(&s);
	return rc;
}

/* A head of a mail message with MIME-Version and a type that holds a page. */
static bool
certain(wf_str bytes)
{
	wf_str s = wf_str_ltrim(wf_str_sub(bytes, 0, 4096));
	bool version = false, page = false;

	while (s.n > 0) {
		wf_str line = take_line(&s);

		if (line.n == 0)
			break;
		if (wf_str_find(line, WF_S(":"), 0) == SIZE_MAX && line.p[0] != ' ' && line.p[0] != '\t')
			return false;
		version = version || starts_word(line, "MIME-Version:");
		page = page || (starts_word(line, "Content-Type:") &&
		    (wf_str_has(line, WF_S("multipart/")) || wf_str_has(line, WF_S("text/html"))));
	}
	return version && page;
}

const struct wf_reader wf_reader_mht = {
	.name = "mht", .ext = "mht mhtml", .certain = certain, .read = read_mht,
};
const struct wf_reader wf_reader_mht_misnamed = {
	.name = "mht-misnamed", .ext = "", .misnamed = true, .read = read_mht,
};
