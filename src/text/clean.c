/*
 * Decodes a file's bytes to UTF-8 and notes the signs of a text that was damaged before it came.
 * Deletes nothing: cuts are the readers' work.
 */
#include "text/text.h"

#include <errno.h>
#include <string.h>

#include <iconv.h>

#include "findings_gen.h"

#define MOJIBAKE_MIN 3	/* fewer signs than this may be a foreign word */

static const wf_span whole = { 0, 0 };

/* ---- decoding ---- */

/*
 * Appends s, as cd reads it, to out.
 *
 * @unit   bytes of the smallest character
 * @bad    NULL: stop at the first character that does not fit; else such bytes become U+FFFD and
 *         are counted
 * @return false = stopped, or iconv does not know the encoding
 */
static bool
convert(struct wf_buf *out, iconv_t cd, wf_str s, size_t unit, uint32_t *bad)
{
	char *in = (char *)(uintptr_t)s.p;	/* iconv's old prototype; it does not write there */
	size_t left = s.n;

	if (cd == (iconv_t)-1)
		return false;
	iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0) {
		size_t room = left * 2 + 16;

		out->p = wf_grow(out->p, &out->cap, out->n + room + 1, 1);
		char *put = out->p + out->n;
		size_t rc = iconv(cd, &in, &left, &put, &room);

		out->n = (size_t)(put - out->p);
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		if (bad == NULL)
			return false;
		size_t skipped = left < unit ? left : unit;

		wf_buf_cp(out, 0xFFFD);
		*bad += (uint32_t)skipped;
		in += skipped;
		left -= skipped;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	return true;
}

/* Appends s with every byte that is no UTF-8 replaced. */
static void
replace_bad(struct wf_buf *out, wf_str s, uint32_t *bad)
{
	while (s.n > 0) {
		size_t n = wf_utf8_valid(s);

		wf_buf_put(out, wf_str_sub(s, 0, n));
		s = wf_str_from(s, n);
		if (s.n > 0) {
			wf_buf_cp(out, 0xFFFD);
			++*bad;
			s = wf_str_from(s, 1);
		}
	}
}

/*
 * Damaged UTF-8 rather than another encoding: three-byte characters, of which GB18030 makes few,
 * outnumber the bytes that do not fit.
 */
static bool
looks_utf8(wf_str s)
{
	size_t fit = 0, unfit = 0, n;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_peek(s, &n);

		if (n >= 3)
			fit++;
		else if (cp == 0xFFFD)
			unfit++;
		s = wf_str_from(s, n);
	}
	return fit > unfit;
}

/* Line by line, each as what it looks like: files pasted together from several encodings exist. */
static void
decode_lines(struct wf_buf *out, iconv_t gb18030, wf_str bytes, uint32_t *bad)
{
	while (bytes.n > 0) {
		const char *end = memchr(bytes.p, '\n', bytes.n);
		size_t n = end == NULL ? bytes.n : (size_t)(end - bytes.p) + 1, before = out->n;
		wf_str line = wf_str_sub(bytes, 0, n);
		uint32_t as_gb = 0;

		bytes = wf_str_from(bytes, line.n);
		if (wf_utf8_valid(line) == line.n) {
			wf_buf_put(out, line);
		} else if (looks_utf8(line)) {
			replace_bad(out, line, bad);
		} else if (convert(out, gb18030, line, 1, &as_gb)) {
			*bad += as_gb;
		} else {
			out->n = before;
			replace_bad(out, line, bad);
		}
	}
}

/* UTF-16 with a byte order mark; the mark is not part of the text. */
static const char *
decode_utf16(struct wf_buf *out, wf_str bytes, uint32_t *bad)
{
	bool little = wf_str_starts(bytes, WF_S("\xFF\xFE"));

	if (!little && !wf_str_starts(bytes, WF_S("\xFE\xFF")))
		return NULL;
	const char *name = little ? "UTF-16LE" : "UTF-16BE";

	iconv_t cd = iconv_open("UTF-8", name);
	bool done = convert(out, cd, wf_str_from(bytes, 2), 2, bad);

	if (cd != (iconv_t)-1)
		iconv_close(cd);
	return done ? name : NULL;
}

/* ---- signs of damage ---- */

struct signs { uint32_t mojibake, certain, private_use, control, latin_run; };

/*
 * Two bytes of UTF-8 read as Latin-1 (Ã¥), or four letters in a row of the Latin-1 half where
 * GB 2312 lies (ÖÐ¹ú).
 */
static void
see_latin(struct signs *found, uint32_t cp, uint32_t after)
{
	if (cp < 0xA0)
		found->control++;
	/* ° ± · × ÷ stand in proper texts, in rows too */
	bool sign = cp == 0xB0 || cp == 0xB1 || cp == 0xB7 || cp == 0xD7 || cp == 0xF7;

	found->latin_run = cp >= 0xA1 && cp <= 0xFE && !sign ? found->latin_run + 1 : 0;
	if (cp >= 0xC2 && cp <= 0xEF && !sign && after >= 0x80 && after <= 0xBF)
		found->mojibake++;
	else if (found->latin_run >= 4 && found->latin_run % 4 == 0)
		found->mojibake++;
}

/* Characters beyond Latin: 锟斤拷, U+FFFD, and what UTF-8 punctuation becomes when read as GBK. */
static void
see_wide(struct signs *found, wf_str rest, uint32_t cp)
{
	if ((cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000)
		found->private_use++;
	else if (cp == 0xFFFD || (cp == 0x951F && wf_str_starts(rest, WF_S("锟斤拷"))))
		found->certain++;
	else if (cp == 0x9286 || cp == 0x951B || cp == 0x9225)	/* 銆 锛 鈥 */
		found->mojibake++;
}

/*
 * True if something to look at may begin here; most of a text is passed over. Of the leads E9 and
 * EF, which are frequent, only those before the characters of see_wide count.
 */
static bool
worth_a_look(unsigned char c, unsigned char after)
{
	if (c < 0x80)
		return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
	if (c == 0xE9)
		return after == 0x88 || after == 0x8A || after == 0x94;
	if (c == 0xEF)
		return after <= 0xA3 || after == 0xBF;
	return c == 0xC2 || c == 0xC3 || c == 0xEE || c == 0xF3 || c == 0xF4;
}

/* replaced: U+FFFD that the decoder put there itself; they are no sign of an earlier program. */
static void
look_for_damage(struct wf_findings *f, wf_str text, uint32_t replaced)
{
	struct signs found = { 0 };

	for (size_t at = 0; at < text.n; at++) {
		unsigned char c = (unsigned char)text.p[at];

		if (!worth_a_look(c, at + 1 < text.n ? (unsigned char)text.p[at + 1] : 0)) {
			found.latin_run = 0;
			at += c >= 0xE0 ? 2 : 0;	/* text is valid UTF-8 */
			continue;
		}
		wf_str rest = wf_str_from(text, at);
		size_t n;
		uint32_t cp = wf_utf8_peek(rest, &n);

		if (cp < 0x80)
			found.control++;
		else if (cp < 0x100)
			see_latin(&found, cp, wf_utf8_peek(wf_str_from(rest, n), NULL));
		else
			see_wide(&found, rest, cp);
		at += n - 1;
	}
	found.certain -= replaced < found.certain ? replaced : found.certain;
	if (found.certain > 0 || found.mojibake >= MOJIBAKE_MIN)
		wf_finding_add(f, WF_D_MOJIBAKE, whole, found.certain + found.mojibake, 0);
	if (found.private_use > 0)
		wf_finding_add(f, WF_D_PRIVATE_USE, whole, found.private_use, 0);
	if (found.control > 0)
		wf_finding_add(f, WF_D_CONTROL, whole, found.control, 0);
}

/* Tries one encoding after the other; b receives the text. Returns the encoding's name. */
static const char *
decode_other(struct wf_buf *b, wf_str bytes, uint32_t *bad)
{
	const char *name = decode_utf16(b, bytes, bad);

	if (name != NULL)
		return *bad == 0 ? name : "mixed";
	iconv_t gb18030 = iconv_open("UTF-8", "GB18030");

	b->n = 0;
	if (!looks_utf8(bytes) && convert(b, gb18030, bytes, 1, NULL)) {
		name = "GB18030";
	} else {
		name = "mixed";
		b->n = 0;
		decode_lines(b, gb18030, bytes, bad);
	}
	if (gb18030 != (iconv_t)-1)
		iconv_close(gb18030);
	return name;
}

void
wf_decode(wf_str *out, const char **name, struct wf_arena *a, struct wf_findings *f, wf_str bytes)
{
	uint32_t bad = 0;

	*out = bytes;
	*name = "UTF-8";
	if (wf_utf8_valid(bytes) < bytes.n) {
		struct wf_buf b = { 0 };

		*name = decode_other(&b, bytes, &bad);
		*out = wf_arena_str(a, wf_buf_str(&b));
		wf_buf_free(&b);
		if (bad > 0)
			wf_finding_add(f, WF_D_UNDECODABLE, whole, bad, 0);
		else
			wf_finding_add(f, WF_D_DECODED, whole, 0, 0);
	}
	look_for_damage(f, *out, bad);
}
