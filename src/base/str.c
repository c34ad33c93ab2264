/*
 * Borrowed slices, growing buffers, UTF-8 (RFC 3629) and failure messages.
 * Changes no character: that is folding, one layer up.
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

wf_rc
wf_fail(struct wf_err *err, wf_rc rc, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return rc;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return rc;
}

/* ---- slices ---- */

wf_str
wf_str_of(const char *z)
{
	if (z == NULL)
		return WF_S("");
	return (wf_str){ z, strlen(z) };
}

wf_str
wf_str_sub(wf_str s, size_t off, size_t len)
{
	s = wf_str_from(s, off);
	if (len < s.n)
		s.n = len;
	return s;
}

wf_str
wf_str_from(wf_str s, size_t off)
{
	if (off > s.n)
		off = s.n;
	if (off == 0)
		return s;	/* p may be NULL, to which nothing may be added */
	return (wf_str){ s.p + off, s.n - off };
}

bool
wf_str_eq(wf_str a, wf_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
wf_str_is(wf_str a, const char *z)
{
	return wf_str_eq(a, wf_str_of(z));
}

int
wf_str_cmp(wf_str a, wf_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

bool
wf_str_starts(wf_str s, wf_str head)
{
	return s.n >= head.n && wf_str_eq(wf_str_sub(s, 0, head.n), head);
}

bool
wf_str_ends(wf_str s, wf_str tail)
{
	return s.n >= tail.n && wf_str_eq(wf_str_from(s, s.n - tail.n), tail);
}

size_t
wf_str_find(wf_str s, wf_str needle, size_t from)
{
	if (from > s.n || needle.n > s.n - from)
		return SIZE_MAX;
	if (needle.n == 0)
		return from;
	const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);

	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.p);
}

bool
wf_str_has(wf_str s, wf_str needle)
{
	return wf_str_find(s, needle, 0) != SIZE_MAX;
}

/* ---- UTF-8 ---- */

static bool
follows(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* Decodes the first code point of n > 0 bytes; returns its length, 0 = not valid. */
static size_t
decode(const char *bytes, size_t n, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)bytes;
	uint32_t c = p[0];

	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	if (c >= 0xE0 && c < 0xF0 && n >= 3 && follows(p[1]) && follows(p[2])) {
		*cp = (c & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		return *cp >= 0x800 && (*cp & 0xF800u) != 0xD800u ? 3 : 0;
	}
	if (c >= 0xC2 && c < 0xE0 && n >= 2 && follows(p[1])) {
		*cp = (c & 0x1Fu) << 6 | (p[1] & 0x3Fu);
		return 2;
	}
	if (c >= 0xF0 && c < 0xF5 && n >= 4 && follows(p[1]) && follows(p[2]) && follows(p[3])) {
		*cp = (c & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 |
		    (p[3] & 0x3Fu);
		return *cp >= 0x10000 && *cp <= 0x10FFFF ? 4 : 0;
	}
	return 0;
}

uint32_t
wf_utf8_peek(wf_str s, size_t *n)
{
	uint32_t cp = 0;
	size_t used = 0;

	if (s.n > 0) {
		used = decode(s.p, s.n, &cp);
		if (used == 0) {
			used = 1;
			cp = 0xFFFD;
		}
	}
	if (n != NULL)
		*n = used;
	return cp;
}

uint32_t
wf_utf8_next(wf_str *s)
{
	size_t n;
	uint32_t cp = wf_utf8_peek(*s, &n);

	s->p += n;
	s->n -= n;
	return cp;
}

size_t
wf_utf8_last(wf_str s, uint32_t *cp)
{
	uint32_t found = 0;

	for (size_t n = 1; n <= 4 && n <= s.n; n++) {
		if (decode(s.p + s.n - n, n, &found) == n) {
			if (cp != NULL)
				*cp = found;
			return n;
		}
	}
	if (cp != NULL)
		*cp = s.n > 0 ? 0xFFFD : 0;
	return s.n > 0 ? 1 : 0;
}

size_t
wf_utf8_put(char out[4], uint32_t cp)
{
	if (cp > 0x10FFFF || (cp & 0xFFFFF800u) == 0xD800u)
		cp = 0xFFFD;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	out[0] = (char)(lead[n] | cp);
	return n;
}

size_t
wf_utf8_valid(wf_str s)
{
	size_t at = 0;
	uint32_t cp;

	while (at < s.n) {
		uint64_t eight;

		if (s.n - at >= sizeof(eight)) {
			memcpy(&eight, s.p + at, sizeof(eight));
			if ((eight & 0x8080808080808080u) == 0) {
				at += sizeof(eight);
				continue;
			}
		}
		const unsigned char *p = (const unsigned char *)s.p + at;

		/* most Han characters: E4..E9 takes any two bytes that follow */
		if (p[0] >= 0xE4 && p[0] <= 0xE9 && s.n - at >= 3 && follows(p[1]) &&
		    follows(p[2])) {
			at += 3;
			continue;
		}
		size_t n = decode(s.p + at, s.n - at, &cp);

		if (n == 0)
			break;
		at += n;
	}
	return at;
}

size_t
wf_utf8_count(wf_str s)
{
	size_t count = 0;
	uint32_t cp;

	while (s.n > 0) {
		size_t n = decode(s.p, s.n, &cp);

		s = wf_str_from(s, n > 0 ? n : 1);
		count++;
	}
	return count;
}

bool
wf_is_space(uint32_t cp)
{
	if (cp <= 0x20)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	if (cp < 0x2000)
		return cp == 0xA0;
	return cp <= 0x200D || cp == 0x202F || cp == 0x205F || cp == 0x2060 || cp == 0x3000 ||
	    cp == 0xFEFF;
}

bool
wf_is_han(uint32_t cp)
{
	if (cp >= 0x4E00 && cp <= 0x9FFF)
		return true;
	return (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 ||
	    (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF);
}

wf_str
wf_str_ltrim(wf_str s)
{
	size_t n;

	while (s.n > 0 && wf_is_space(wf_utf8_peek(s, &n)))
		s = wf_str_from(s, n);
	return s;
}

wf_str
wf_str_trim(wf_str s)
{
	uint32_t cp;
	size_t n;

	s = wf_str_ltrim(s);
	while ((n = wf_utf8_last(s, &cp)) > 0 && wf_is_space(cp))
		s.n -= n;
	return s;
}

/* ---- growing buffer ---- */

/* Room for n more bytes and the NUL. */
static char *
buf_room(struct wf_buf *b, size_t n)
{
	b->p = wf_grow(b->p, &b->cap, b->n + n + 1, 1);
	return b->p + b->n;
}

void
wf_buf_put(struct wf_buf *b, wf_str s)
{
	char *p = buf_room(b, s.n);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	b->n += s.n;
}

void
wf_buf_ch(struct wf_buf *b, char c)
{
	char *p = buf_room(b, 1);

	p[0] = c;
	p[1] = '\0';
	b->n++;
}

void
wf_buf_cp(struct wf_buf *b, uint32_t cp)
{
	char out[4];

	wf_buf_put(b, (wf_str){ out, wf_utf8_put(out, cp) });
}

void
wf_buf_printf(struct wf_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	char *p = buf_room(b, (size_t)n);

	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

wf_str
wf_buf_str(const struct wf_buf *b)
{
	return b->p == NULL ? WF_S("") : (wf_str){ b->p, b->n };
}

void
wf_buf_free(struct wf_buf *b)
{
	free(b->p);
	*b = (struct wf_buf){ 0 };
}
