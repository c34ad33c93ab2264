/*
 * Finds the works whose title was typed: as written, in part, in pinyin, with a provision after it.
 * Names that are only near are found by title_near.c; provisions are not looked up here.
 */
#include "title_int.h"

#include <string.h>

enum { TYPED_BYTES = 1024, FOLD_ROOM = (TYPED_BYTES + 8) * 4 };	/* what wf_fold asks for */

static const char *const how_name[] = { "exact", "short", "alias", "former", "pinyin", "initials",
	"abbreviation", "near" };

const char *
wf_title_how_name(enum wf_title_how how)
{
	return how_name[how];
}

/* ---- the block -------------------------------------------------------------------------- */

/* Where each part lies; false = the numbers of the header do not make its size. */
static bool
lay_out(struct wf_title_block *t, wf_str block)
{
	const struct wf_titles_head *h = t->head;
	const struct { uint64_t n, size; const void **at; } part[] = {
		{ h->nname, sizeof(*t->name), (const void **)&t->name },
		{ h->nform, sizeof(*t->form), (const void **)&t->form },
		{ h->nkey, sizeof(*t->key), (const void **)&t->key },
		{ h->nnear, sizeof(*t->near), (const void **)&t->near },
		{ (uint64_t)h->nletter + 1, sizeof(*t->letter), (const void **)&t->letter },
		{ h->nposting, sizeof(*t->posting), (const void **)&t->posting },
		{ h->nunit, sizeof(*t->unit), (const void **)&t->unit },
	};
	uint64_t at = sizeof(*h);

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (part[i].n * part[i].size > block.n - at)
			return false;
		*part[i].at = block.p + at;
		at += part[i].n * part[i].size;
	}
	return (at + 7) / 8 * 8 == block.n;
}

static bool
good_keys(const struct wf_title_key *v, size_t n, uint32_t nform)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].form >= nform || (i != 0 && v[i].hash < v[i - 1].hash))
			return false;
	return true;
}

static bool
numbers_hold(const struct wf_title_block *t)
{
	const struct wf_titles_head *h = t->head;

	for (size_t i = 0; i < h->nname; i++)
		if (t->name[i].form >= h->nform || t->name[i].kind > WF_TITLE_FORMER ||
		    t->form[t->name[i].form].name != i)
			return false;
	for (size_t i = 0; i < h->nform; i++) {
		const struct wf_title_form *f = &t->form[i];
		if (f->name >= h->nname || f->n == 0 || f->n > WF_FORM_MOST || f->off > h->nunit ||
		    f->n > h->nunit - f->off || f->cut > WF_CUT_CORE)
			return false;
	}
	for (size_t i = 0; i < h->nletter; i++)
		if (t->letter[i].unit >= t->letter[i + 1].unit || t->letter[i].first > t->letter[i + 1].first)
			return false;
	for (size_t i = 0; i < h->nposting; i++)
		if (t->posting[i] >= h->nform)
			return false;
	return t->letter[h->nletter].first == h->nposting && good_keys(t->key, h->nkey, h->nform) &&
	    good_keys(t->near, h->nnear, h->nform);
}

wf_rc
wf_titles_open(struct wf_title_block *out, wf_str block, struct wf_err *err)
{
	struct wf_title_block t = { .head = (const void *)block.p };

	if (block.n < sizeof(*t.head) || (uintptr_t)block.p % 8 != 0 ||
	    memcmp(t.head->magic, WF_TITLES_MAGIC, sizeof(t.head->magic)) != 0)
		return wf_fail(err, WF_E_STORE, "the titles of the search index are no such block");
	if (t.head->version != WF_TITLES_VERSION || t.head->order != 0x01020304u)
		return wf_fail(err, WF_E_STORE, "the titles of the search index are of another version");
	if (t.head->size != block.n || !lay_out(&t, block) || !numbers_hold(&t))
		return wf_fail(err, WF_E_STORE, "the titles of the search index are damaged");
	*out = t;
	return WF_OK;
}

struct wf_units
wf_title_form_units(const struct wf_title_block *t, uint32_t form)
{
	return (struct wf_units){ t->unit + t->form[form].off, t->form[form].n };
}

void
wf_title_text(struct wf_buf *out, const struct wf_title_block *t, uint32_t name)
{
	struct wf_units s = wf_title_form_units(t, t->name[name].form);

	for (size_t i = 0; i < s.n; i++) {
		uint32_t cp = s.v[i];
		if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < s.n)
			cp = 0x10000 + ((cp - 0xD800) << 10) + (s.v[++i] & 0x3FFu);
		wf_buf_cp(out, cp);
	}
}

/* ---- hits --------------------------------------------------------------------------------- */

static bool
better(const struct wf_title_block *t, const struct wf_title_hit *a, const struct wf_title_hit *b)
{
	const struct wf_title_name *x = &t->name[a->name], *y = &t->name[b->name];

	if (a->score != b->score)
		return a->score > b->score;
	if (x->prior != y->prior)
		return x->prior < y->prior;
	if (t->form[x->form].n != t->form[y->form].n)
		return t->form[x->form].n < t->form[y->form].n;
	return a->name != b->name ? a->name < b->name : a->how < b->how;
}

void
wf_title_keep(struct wf_title_ask *q, uint32_t form, enum wf_title_how how, uint32_t score)
{
	uint32_t name = q->t->form[form].name;
	struct wf_title_hit hit = { q->t->name[name].work, how, score, name, q->rest };
	size_t at = 0;

	while (at < q->n && q->out[at].work != hit.work)
		at++;
	if (at < q->n && !better(q->t, &hit, &q->out[at]))
		return;
	if (at == q->n) {
		if (q->n == q->room && (q->n == 0 || !better(q->t, &hit, &q->out[q->n - 1])))
			return;
		at = q->n == q->room ? q->n - 1 : q->n++;
	}
	for (; at > 0 && better(q->t, &hit, &q->out[at - 1]); at--)
		q->out[at] = q->out[at - 1];
	q->out[at] = hit;
}

const struct wf_title_key *
wf_title_seek(const struct wf_title_key *v, size_t n, uint32_t hash)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (v[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return v + low;
}

/* ---- as written ----------------------------------------------------------------------------- */

static bool
same(struct wf_units a, struct wf_units b)
{
	return a.n == b.n && memcmp(a.v, b.v, a.n * sizeof(*a.v)) == 0;
}

/* less: how far what was typed is from what is compared, in points. */
static void
find_written(struct wf_title_ask *q, struct wf_units s, uint32_t less)
{
	static const uint32_t score[] = { [WF_CUT_NOTHING] = 1000, [WF_CUT_COUNTRY] = 990,
		[WF_CUT_ISSUER] = 970, [WF_CUT_CORE] = 960 };
	const struct wf_title_block *t = q->t;
	uint32_t hash = wf_title_hash(WF_KEY_HAN, s.v, s.n);
	const struct wf_title_key *k = wf_title_seek(t->key, t->head->nkey, hash);

	for (; k < t->key + t->head->nkey && k->hash == hash; k++) {
		const struct wf_title_form *f = &t->form[k->form];
		uint32_t kind = t->name[f->name].kind, points = score[f->cut] - less;

		if (!same(s, wf_title_form_units(t, k->form)))
			continue;
		enum wf_title_how how = f->cut == WF_CUT_NOTHING && less == 0 ? WF_HOW_EXACT : WF_HOW_SHORT;
		if (kind == WF_TITLE_ALIAS)
			how = WF_HOW_ALIAS, points -= 15;
		if (kind == WF_TITLE_FORMER)
			how = WF_HOW_FORMER, points -= 30;
		wf_title_keep(q, k->form, how, points);
	}
}

/* ---- in Latin letters ------------------------------------------------------------------------ */

static bool
is_latin(struct wf_units s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.v[i] >= 0x80)
			return false;
	return true;
}

static bool
reads_as_initials(struct wf_units form, struct wf_units typed)
{
	struct wf_readings x;

	if (form.n != typed.n)
		return false;
	for (size_t i = 0; i < form.n; i++) {
		bool fits = false;
		wf_title_readings(&x, form.v[i]);
		for (size_t k = 0; k < x.count; k++)
			fits = fits || x.text[k][0] == (char)typed.v[i];
		if (!fits)
			return false;
	}
	return true;
}

/* Ends of readings of the units before are kept as a set: 单 is dan and shan, which may part the rest in two. */
static bool
reads_as_pinyin(struct wf_units form, struct wf_units typed)
{
	bool now[WF_TYPED_MOST + 1] = { true }, next[WF_TYPED_MOST + 1];
	size_t low = 0, high = 0;	/* ends lie between */
	struct wf_readings x;

	for (size_t i = 0; i < form.n; i++) {
		size_t new_low = SIZE_MAX, new_high = 0;

		wf_title_readings(&x, form.v[i]);
		memset(next, 0, sizeof(next));
		for (size_t at = low; at <= high; at++)
			for (size_t k = 0; now[at] && k < x.count; k++) {
				size_t n = 0;
				while (x.text[k][n] != '\0' && at + n < typed.n &&
				    (char)typed.v[at + n] == x.text[k][n])
					n++;
				if (x.text[k][n] != '\0')
					continue;
				next[at + n] = true;
				new_low = at + n < new_low ? at + n : new_low;
				new_high = at + n > new_high ? at + n : new_high;
			}
		if (new_low == SIZE_MAX)
			return false;
		memcpy(now, next, sizeof(now));
		low = new_low;
		high = new_high;
	}
	return now[typed.n];
}

/* Few letters say little: two or three may be any word of a foreign language. */
static void
try_latin(struct wf_title_ask *q, uint32_t form, struct wf_units s, enum wf_key_of of)
{
	static const uint32_t of_length[] = { 0, 0, 600, 800, 880, 920 }, cut_costs[] = { 0, 0, 10, 20 };
	const struct wf_title_form *f = &q->t->form[form];
	struct wf_units v = wf_title_form_units(q->t, form);
	bool initials = of == WF_KEY_INITIALS;
	uint32_t points = initials ? of_length[s.n < 5 ? s.n : 5] : 950;

	if (f->n < 2 || is_latin(v) || !(initials ? reads_as_initials(v, s) : reads_as_pinyin(v, s)))
		return;
	points -= cut_costs[f->cut] + 5 * q->t->name[f->name].kind;
	wf_title_keep(q, form, initials ? WF_HOW_INITIALS : WF_HOW_PINYIN, points);
}

static void
find_latin(struct wf_title_ask *q, struct wf_units s, enum wf_key_of of)
{
	const struct wf_titles_head *h = q->t->head;
	uint32_t hash = wf_title_hash(of, s.v, s.n);
	const struct wf_title_key *k = wf_title_seek(q->t->key, h->nkey, hash);
	size_t had = q->n;

	for (; k < q->t->key + h->nkey && k->hash == hash; k++)
		try_latin(q, k->form, s, of);
	for (uint32_t i = 0; q->n == had && i < h->nform; i++)
		if (q->t->form[i].type & WF_TYPE_MANY)
			try_latin(q, i, s, of);
}

/* ---- a provision after the title ---------------------------------------------------------------- */

/* Words of a provision at the start of s: numbers and units; 0 = other words. */
static size_t
provision_word(wf_str s)
{
	static const char *const words[] = { "第", "条", "款", "项", "目", "章", "节", "编", "之", "的", "、",
		",", "，", "和", "及", "至", "到", "-", "－", "—", "~", "～", ".", "（", "）", "(", ")", "art", "#",
		"_" };
	size_t n;
	uint32_t value;

	if (wf_is_space(wf_utf8_peek(s, &n)))
		return n;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_starts(s, wf_str_of(words[i])))
			return strlen(words[i]);
	n = wf_numeral(s, &value);
	return value != 0 ? n : 0;
}

/* 第21条, 21, #art_21, 二十一条 … and nothing else; 二十一 alone only after a 法. */
static bool
is_provision(wf_str s, bool after_law)
{
	size_t first;
	uint32_t value, cp = wf_utf8_peek(s, NULL);
	bool about = wf_str_starts(s, WF_S("第")), id = wf_str_starts(s, WF_S("#art"));
	wf_str number = wf_str_from(s, about ? 3 : 0);

	while (about && number.n != 0 && wf_is_space(wf_utf8_peek(number, &first)))
		number = wf_str_from(number, first);
	first = wf_numeral(number, &value);
	if (!id && (first == 0 || value == 0))
		return false;
	if (wf_is_han(cp) && !about && !after_law && !wf_str_starts(wf_str_from(number, first), WF_S("条")))
		return false;
	while (s.n != 0) {
		size_t n = provision_word(s);
		if (n == 0)
			return false;
		s = wf_str_from(s, n);
	}
	return true;
}

/* Bytes of the title before a provision; 0 = no provision at the end. */
static size_t
title_length(wf_str typed)
{
	wf_str before = { typed.p, 0 };
	bool after_number = false, after_law = false;

	while (before.n < typed.n) {
		wf_str s = wf_str_from(typed, before.n);
		size_t n;
		uint32_t cp = wf_utf8_peek(s, &n);
		bool number = wf_is_numeral(cp), may = cp == 0x7B2C || cp == '#' || (number && !after_number);

		if (before.n != 0 && may && is_provision(s, after_law))
			return before.n;
		after_number = number;
		after_law = cp == 0x6CD5 || cp == 0x5178;	/* 法 典 */
		before.n += n;
	}
	return 0;
}

/* ---- all together ------------------------------------------------------------------------------- */

static void
find_title(struct wf_title_ask *q, wf_str title)
{
	char fold_room[FOLD_ROOM];
	uint16_t typed[WF_TYPED_MOST], bare[WF_TYPED_MOST];
	struct wf_buf b = { fold_room, 0, sizeof(fold_room) };	/* wf_fold never needs more of TYPED_BYTES */

	if (title.n > TYPED_BYTES)
		return;
	wf_fold(&b, title, WF_FOLD_NAME);
	struct wf_units s = { typed, wf_title_units(typed, WF_TYPED_MOST, wf_buf_str(&b)) };
	if (s.n == 0 || s.n > WF_TYPED_MOST)
		return;
	find_written(q, s, 0);
	if (is_latin(s)) {
		size_t had = q->n;
		if (s.n >= 2)
			find_latin(q, s, WF_KEY_INITIALS);
		find_latin(q, s, WF_KEY_PINYIN);
		if (q->n == had)
			wf_title_near_pinyin(q, s);
		return;
	}
	q->typed = (struct wf_units){ bare, wf_title_no_country(bare, s) };
	if (q->typed.n != 0 && q->typed.n != s.n)
		find_written(q, q->typed, 5);
	if (q->typed.n > 2 && q->typed.v[0] == 0x5173 && q->typed.v[1] == 0x4E8E) {	/* 关于 */
		q->typed = (struct wf_units){ bare + 2, q->typed.n - 2 };
		find_written(q, q->typed, 5);
	}
	wf_str place = wf_str_sub(wf_buf_str(&b), 0, wf_title_place(wf_buf_str(&b)));
	q->place = wf_title_units(NULL, 0, place);
	if (q->typed.n == 0 || q->typed.n > q->t->head->longest + 1 || q->typed.n > WF_FORM_MOST)
		return;
	q->type = wf_title_type(q->typed);
	wf_title_near(q);
	wf_title_abbreviated(q);
}

size_t
wf_titles_find(struct wf_title_hit *out, size_t room, const struct wf_title_block *t, wf_str typed)
{
	struct wf_title_ask q = { .t = t, .out = out, .room = room, .rest = WF_S("") };

	typed = wf_str_trim(typed);
	size_t n = typed.n <= TYPED_BYTES ? title_length(typed) : 0;
	find_title(&q, typed);
	if (n != 0) {
		q.rest = wf_str_from(typed, n);
		find_title(&q, wf_str_trim(wf_str_sub(typed, 0, n)));
	}
	return q.n;
}
