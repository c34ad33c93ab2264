/*
 * Reads any bytes as a word processor's file, for libFuzzer and for driver.c: an archive as it is; else
 * the bytes are its parts, each after a line "%% name", and the archive is made around them.
 */
#include "read_check.h"

#define PARTS 16u

struct zip_part { wf_str name, bytes; uint32_t crc, off; };

static void
put_number(struct wf_buf *out, uint32_t n, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		wf_buf_ch(out, i < 4 ? (char)(n >> (8 * i)) : '\0');
}

/* CRC-32 as ZIP has it (APPNOTE 4.4.7). */
static uint32_t
crc_of(wf_str s)
{
	uint32_t crc = 0xFFFFFFFFu;

	for (size_t i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

/* What the head of an entry and its row in the directory have in common. */
static void
put_entry(struct wf_buf *out, const struct zip_part *p)
{
	put_number(out, 20, 2);
	put_number(out, 0, 8);	/* flags, stored, time, day */
	put_number(out, p->crc, 4);
	put_number(out, (uint32_t)p->bytes.n, 4);
	put_number(out, (uint32_t)p->bytes.n, 4);
	put_number(out, (uint32_t)p->name.n, 2);
	put_number(out, 0, 2);
}

static void
make_archive(struct wf_buf *out, struct zip_part *part, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		part[i].off = (uint32_t)out->n;
		part[i].crc = crc_of(part[i].bytes);
		wf_buf_put(out, WF_S("PK\3\4"));
		put_entry(out, &part[i]);
		wf_buf_put(out, part[i].name);
		wf_buf_put(out, part[i].bytes);
	}
	size_t directory = out->n;

	for (size_t i = 0; i < n; i++) {
		wf_buf_put(out, WF_S("PK\1\2"));
		put_number(out, 20, 2);
		put_entry(out, &part[i]);
		put_number(out, 0, 10);	/* comment, disk, attributes */
		put_number(out, part[i].off, 4);
		wf_buf_put(out, part[i].name);
	}
	size_t end = out->n;

	wf_buf_put(out, WF_S("PK\5\6"));
	put_number(out, 0, 4);
	put_number(out, (uint32_t)n, 2);
	put_number(out, (uint32_t)n, 2);
	put_number(out, (uint32_t)(end - directory), 4);
	put_number(out, (uint32_t)directory, 4);
	put_number(out, 0, 2);
}

/* Takes the parts off the bytes; the words before the first name are the document. */
static size_t
take_parts(struct zip_part *part, wf_str s)
{
	size_t n = 0, end = wf_str_find(s, WF_S("\n%% "), 0);

	part[n++] = (struct zip_part){ .name = WF_S("word/document.xml"), .bytes = wf_str_sub(s, 0, end) };
	while (end != SIZE_MAX && n < PARTS) {
		s = wf_str_from(s, end + 4);
		size_t line = wf_str_find(s, WF_S("\n"), 0);
		wf_str name = wf_str_sub(s, 0, line < 200 ? line : 200);

		s = wf_str_from(s, line == SIZE_MAX ? s.n : line + 1);
		end = wf_str_find(s, WF_S("\n%% "), 0);
		part[n++] = (struct zip_part){ .name = name, .bytes = wf_str_sub(s, 0, end) };
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	wf_str bytes = { (const char *)data, size };
	struct zip_part part[PARTS];
	struct wf_buf archive = { 0 };

	if (wf_str_starts(bytes, WF_S("PK"))) {
		read_and_check("f.docx", bytes);
		return 0;
	}
	make_archive(&archive, part, take_parts(part, bytes));
	read_and_check("f.docx", wf_buf_str(&archive));
	wf_buf_free(&archive);
	return 0;
}
