/*
 * Asks for titles with any bytes: lines as names and questions, or as changes of a good block of names; for
 * libFuzzer and for driver.c.  A changed block may be refused, or answer anything within its numbers.
 */
#include "search/search.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 4 };

static void
ask(const struct wf_title_block *t, wf_str typed)
{
	struct wf_title_hit hit[ROOM];
	struct wf_buf b = { 0 };
	size_t n = wf_titles_find(hit, ROOM, t, typed);

	if (n > ROOM)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (hit[i].score == 0 || hit[i].score > 1000 || (i != 0 && hit[i].score > hit[i - 1].score) ||
		    hit[i].rest.n > typed.n)
			abort();
		wf_title_text(&b, t, hit[i].name);
	}
	wf_buf_free(&b);
}

static wf_str
line_of(wf_str *rest)
{
	size_t end = wf_str_find(*rest, WF_S("\n"), 0);
	wf_str line = wf_str_sub(*rest, 0, end);

	*rest = end == SIZE_MAX ? WF_S("") : wf_str_from(*rest, end + 1);
	return line;
}

/* A block that was just made opens, and is asked for each of its names. */
static void
names(wf_str bytes)
{
	struct wf_title v[64] = { 0 };
	struct wf_buf block = { 0 };
	struct wf_title_block t;
	struct wf_err err;
	size_t n = 0;

	for (wf_str rest = bytes; rest.n != 0 && n < 64; n++)
		v[n] = (struct wf_title){ line_of(&rest), (int64_t)n / 2, (enum wf_title_of)(n % 3),
			(uint32_t)n };
	wf_titles_make(&block, v, n);
	if (wf_titles_open(&t, wf_buf_str(&block), &err) != WF_OK)
		abort();
	for (size_t i = 0; i < n; i++)
		ask(&t, v[i].name);
	ask(&t, bytes);
	wf_buf_free(&block);
}

/* Every four bytes change one byte of a good block: where (three), by what. */
static void
changes(wf_str bytes)
{
	static const struct wf_title good[] = { { { "中华人民共和国示例安全法", 36 }, 1, WF_TITLE_OWN, 2 },
		{ { "示安法", 9 }, 1, WF_TITLE_ALIAS, 2 }, { { "杭州市示例管理条例", 27 }, 2, WF_TITLE_OWN, 6 } };
	struct wf_buf block = { 0 };
	struct wf_title_block t;
	struct wf_err err;

	wf_titles_make(&block, good, 3);
	for (size_t i = 0; i + 3 < bytes.n; i += 4) {
		const uint8_t *b = (const uint8_t *)bytes.p + i;
		size_t at = ((size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16) % block.n;
		block.p[at] = (char)(block.p[at] ^ b[3]);
	}
	if (wf_titles_open(&t, wf_buf_str(&block), &err) == WF_OK) {
		static const char *const typed[] = { "示例安全法", "slaqf", "shilianquanfa", "示例按全法", "示安法 3",
			"示例条例", "杭州市示例管理条列" };
		for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
			ask(&t, wf_str_of(typed[i]));
	}
	wf_buf_free(&block);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	wf_str bytes = { (const char *)data, size };

	if (size != 0 && data[0] == '#')
		changes(wf_str_from(bytes, 1));
	else
		names(bytes);
	return 0;
}
