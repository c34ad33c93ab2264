/*
 * Finds names that were not quite typed: one slip away (by the deletions of both, Garbe's SymSpell, after
 * Mor & Fraenkel 1982), of the same sound, or abbreviated. Never takes one place, or one number, for another.
 */
#include "title_int.h"

#include <string.h>

/* In points; a slip costs its part of the length. LEAST: less is no title at all. */
enum { SAME = 950, SLIP = 1600, LEAST = 500 };
enum { ABBREVIATION_MOST = 64 };	/* units */

/* What lies between two runs of units, one slip apart. */
struct slip {
	enum { NONE, WRONG, MISSING, EXTRA, SWAPPED } what;
	size_t at;		/* in both */
	bool alike;		/* the two sound the same */
};

static size_t
common_start(struct wf_units a, struct wf_units b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.v[n] == b.v[n])
		n++;
	return n;
}

static size_t
common_end(struct wf_units a, struct wf_units b, size_t least)
{
	size_t n = 0;

	while (n + least < a.n && n + least < b.n && a.v[a.n - 1 - n] == b.v[b.n - 1 - n])
		n++;
	return n;
}

static struct slip
slip_between(struct wf_units typed, struct wf_units form)
{
	size_t head = common_start(typed, form), tail = common_end(typed, form, head);
	struct slip s = { NONE, head, false };
	const uint16_t *x = typed.v + head, *y = form.v + head;

	if (typed.n == form.n && head + tail + 1 == form.n) {
		s.what = WRONG;
		s.alike = wf_title_sound_alike(x[0], y[0]);
	} else if (typed.n == form.n && head + tail + 2 == form.n && x[0] == y[1] && x[1] == y[0]) {
		s.what = SWAPPED;
	} else if (typed.n == form.n + 1 && head + tail == form.n) {
		s.what = EXTRA;
	} else if (typed.n + 1 == form.n && head + tail == typed.n) {
		s.what = MISSING;
	}
	return s;
}

/* One number for another, or one more or less, is another text and no slip. */
static bool
changes_number(const struct slip *s, struct wf_units typed, struct wf_units form)
{
	bool x = s->what != MISSING && wf_title_is_number(typed.v[s->at]);
	bool y = s->what != EXTRA && wf_title_is_number(form.v[s->at]);

	return s->what == SWAPPED ? x && y : x || y;
}

/* ---- places -------------------------------------------------------------------------------- */

static bool
holds(struct wf_units s, struct wf_units part)
{
	for (size_t i = 0; part.n <= s.n && i <= s.n - part.n; i++)
		if (memcmp(s.v + i, part.v, part.n * sizeof(*part.v)) == 0)
			return true;
	return false;
}

/*
 * Units of a county, district or small city in front: 嵊泗县, 义乌市; 0 = none. Words that only end like
 * one (城市, 地区, 市场, 保护区) are none.
 */
static size_t
small_place(struct wf_units s)
{
	static const uint16_t ends[] = { 0x53BF, 0x533A, 0x5E02, 0x65D7, 0x5DDE };	/* 县区市旗州 */
	static const uint16_t before[] = { 0x57CE, 0x5730, 0x793E, 0x4E0A, 0x62A4, 0x5404, 0x666F,
		0x6821, 0x5C0F, 0x5E02, 0x5C71, 0x56ED };	/* 城地社上护各景校小市山园 */
	static const uint16_t after[] = { 0x573A, 0x653F, 0x5BB9, 0x57DF };	/* 场政容域 */

	for (size_t i = 1; i < s.n && i < 6; i++)
		for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
			bool word = false;

			if (s.v[i] != ends[k])
				continue;
			for (size_t j = 0; j < sizeof(before) / sizeof(before[0]); j++)
				word = word || s.v[i - 1] == before[j];
			for (size_t j = 0; j < sizeof(after) / sizeof(after[0]); j++)
				word = word || (i + 1 < s.n && s.v[i + 1] == after[j]);
			return word ? 0 : i;
		}
	return 0;
}

static bool
begins_with_known_place(struct wf_units s)
{
	char text[WF_FORM_MOST];
	size_t n = 0;

	for (size_t i = 0; i < s.n && i < 8; i++)
		n += wf_utf8_put(text + n, s.v[i]);
	return wf_title_place((wf_str){ text, n }) != 0;
}

/* Were another place's rules typed? alike: the two sound the same where they differ. */
static bool
other_place(const struct wf_title_ask *q, uint32_t form, const struct slip *s)
{
	const struct wf_title_block *t = q->t;
	struct wf_units f = wf_title_form_units(t, form);
	struct wf_units name = wf_title_form_units(t, t->name[t->form[form].name].form);
	struct wf_units place = { q->typed.v, q->place <= q->typed.n ? q->place : 0 };

	if (place.n != 0 && !holds(name, place))
		return true;
	return s->what == WRONG && !s->alike && s->at < small_place(f) && !begins_with_known_place(f);
}

/* ---- one slip, or the same sound --------------------------------------------------------------- */

static void
try_slip(struct wf_title_ask *q, uint32_t form)
{
	static const uint32_t parts[] = { [WRONG] = 100, [MISSING] = 80, [EXTRA] = 80, [SWAPPED] = 60 };
	struct wf_units f = wf_title_form_units(q->t, form);
	struct slip s = slip_between(q->typed, f);

	if (s.what == NONE || changes_number(&s, q->typed, f) || other_place(q, form, &s))
		return;
	uint32_t cost = SLIP * (s.alike ? 50 : parts[s.what]) / 100 / (uint32_t)f.n;
	uint32_t points = cost < SAME ? SAME - cost : 0;
	/* 个人信息保护 without its 法 is a matter before it is a title */
	if (s.what == MISSING && s.at + 1 == f.n && f.v[s.at] == 0x6CD5 && points >= WF_TITLE_CLOSE)
		points = WF_TITLE_CLOSE - 1;
	if (points >= LEAST)
		wf_title_keep(q, form, WF_HOW_NEAR, points);
}

/* Several characters of the same sound: what an input method makes of the right pinyin. */
static void
try_sound(struct wf_title_ask *q, uint32_t form)
{
	struct wf_units f = wf_title_form_units(q->t, form);
	struct slip s = { WRONG, 0, true };
	size_t wrong = 0;

	if (f.n != q->typed.n)
		return;
	for (size_t i = 0; i < f.n; i++) {
		if (f.v[i] == q->typed.v[i])
			continue;
		if (!wf_title_sound_alike(f.v[i], q->typed.v[i]) ||
		    (wf_title_is_number(f.v[i]) && wf_title_is_number(q->typed.v[i])))
			return;
		wrong++;
	}
	uint32_t cost = SLIP * (uint32_t)wrong / 2 / (uint32_t)f.n;
	if (wrong != 0 && cost <= SAME - LEAST && !other_place(q, form, &s))
		wf_title_keep(q, form, WF_HOW_NEAR, SAME - cost);
}

void
wf_title_near(struct wf_title_ask *q)
{
	const struct wf_title_block *t = q->t;
	const struct wf_title_key *end = t->near + t->head->nnear, *k;
	uint16_t sound[WF_TYPED_MOST];

	if (q->typed.n < 2)
		return;
	for (size_t gap = 0; gap <= q->typed.n; gap++) {
		uint32_t hash = wf_title_hash_without(WF_KEY_SHORTER, q->typed.v,
		    q->typed.n, gap, 1);

		if (gap != 0 && gap < q->typed.n && q->typed.v[gap] == q->typed.v[gap - 1])
			continue;	/* the same units are left */
		for (k = wf_title_seek(t->near, t->head->nnear, hash); k < end && k->hash == hash; k++)
			try_slip(q, k->form);
	}
	size_t n = wf_title_spell(sound, NULL, q->typed);
	uint32_t hash = wf_title_hash(WF_KEY_PINYIN, sound, n);
	end = t->key + t->head->nkey;
	if (n != 0)
		for (k = wf_title_seek(t->key, t->head->nkey, hash); k < end && k->hash == hash; k++)
			try_sound(q, k->form);
}

/* ---- a slip in pinyin ------------------------------------------------------------------------------ */

enum { SYLLABLE_MOST = 6, LETTERS_LEAST = 6, LETTERS_MOST = 96 };	/* letters */

/* The piece of letters at off, of len, stands where a syllable of the form should. */
static void
try_spelt(struct wf_title_ask *q, uint32_t form, struct wf_units letters, size_t off, size_t len)
{
	struct wf_units f = wf_title_form_units(q->t, form);
	uint16_t right[WF_TYPED_MOST], start[WF_FORM_MOST + 1];
	size_t n = wf_title_spell(right, start, f), k = 0;

	while (k < f.n && n != 0 && start[k] != off)
		k++;
	if (n == 0 || k == f.n)
		return;
	struct wf_units piece = { letters.v + off, len };
	struct wf_units syllable = { right + off, (size_t)start[k + 1] - off };
	struct wf_units tail = { letters.v + off + len, letters.n - off - len };
	struct wf_units right_tail = { right + start[k + 1], n - start[k + 1] };
	bool same = tail.n == right_tail.n && memcmp(tail.v, right_tail.v, tail.n * sizeof(*tail.v)) == 0 &&
	    memcmp(letters.v, right, off * sizeof(*right)) == 0;

	struct slip s = slip_between(piece, syllable);
	uint32_t cost = SLIP * 60 / 100 / (uint32_t)f.n;
	if (same && s.what != NONE && cost <= SAME - LEAST && !changes_number(&s, piece, syllable))
		wf_title_keep(q, form, WF_HOW_NEAR, SAME - cost);
}

void
wf_title_near_pinyin(struct wf_title_ask *q, struct wf_units letters)
{
	const struct wf_titles_head *h = q->t->head;
	const struct wf_title_key *end = q->t->near + h->nnear, *k;

	if (letters.n < LETTERS_LEAST || letters.n > LETTERS_MOST)
		return;
	for (size_t off = 0; off < letters.n; off++)
		for (size_t len = 1; len <= SYLLABLE_MOST + 1 && len <= letters.n - off; len++) {
			uint32_t hash = wf_title_hash_without(WF_KEY_SPELT, letters.v, letters.n, off, len);

			k = wf_title_seek(q->t->near, h->nnear, hash);
			for (; k < end && k->hash == hash; k++)
				try_spelt(q, k->form, letters, off, len);
		}
}

/* ---- abbreviations -------------------------------------------------------------------------------- */

static const struct wf_title_letter *
letter_of(const struct wf_title_block *t, uint16_t unit)
{
	size_t low = 0, high = t->head->nletter;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t->letter[mid].unit < unit)
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->head->nletter && t->letter[low].unit == unit ? &t->letter[low] : NULL;
}

/* The letter typed that the fewest forms hold; NULL = no form holds them all. */
static const struct wf_title_letter *
rarest(const struct wf_title_block *t, struct wf_units typed)
{
	const struct wf_title_letter *best = NULL;

	for (size_t i = 0; i < typed.n; i++) {
		const struct wf_title_letter *x = letter_of(t, typed.v[i]);
		if (x == NULL)
			return NULL;
		if (best == NULL || x[1].first - x->first < best[1].first - best->first)
			best = x;
	}
	return best;
}

/* Is typed some of form, in order, its last unit included? */
static bool
is_part(struct wf_units typed, struct wf_units form)
{
	size_t k = 0;

	for (size_t i = 0; i < form.n && k < typed.n; i++)
		k += form.v[i] == typed.v[k];
	return k == typed.n;
}

/* Points of an abbreviation; the more of the name it holds, from its start on, the better. 0 = none. */
static uint32_t
abbreviation_points(const struct wf_title_ask *q, const struct wf_title_form *f, size_t stem)
{
	struct wf_units form = { q->t->unit + f->off, f->n }, head = { q->typed.v, stem };

	if (f->n <= q->typed.n || !is_part(q->typed, form))
		return 0;
	uint32_t points = 500 + (uint32_t)(350 * q->typed.n / f->n);
	if (form.v[0] != q->typed.v[0])
		points -= 120;
	return holds(form, head) ? points + 60 : points;
}

/* 刑诉 and 民法 are laws where a provision follows: 刑诉 52, 民法 577. */
static bool
may_abbreviate(const struct wf_title_ask *q, const struct wf_title_form *f)
{
	unsigned type = f->type & ~WF_TYPE_MANY;

	if (type == q->type)
		return type != 0;
	return q->rest.n != 0 && wf_title_type_is_law(type) &&
	    ((q->type == 0 && q->t->unit[f->off] == q->typed.v[0]) || wf_title_type_is_law(q->type));
}

void
wf_title_abbreviated(struct wf_title_ask *q)
{
	const struct wf_title_block *t = q->t;
	size_t stem = wf_title_stem(q->typed), count = 0, least = q->rest.n != 0 ? 2 : 3;
	const struct wf_title_letter *l = NULL;

	/* 河南省条例: a place, its 省, and a kind say nothing */
	if (q->typed.n >= least && q->typed.n <= ABBREVIATION_MOST &&
	    stem > (q->place != 0 ? q->place + 1 : 0) &&
	    (q->type != 0 || q->rest.n != 0))
		l = rarest(t, q->typed);
	if (l == NULL)
		return;
	for (int pass = 0; pass < 2; pass++) {
		uint32_t less = 0, last = UINT32_MAX;
		for (size_t n = count; n > 1; n /= 2)
			less += 25;	/* what abbreviates many names says little */
		for (uint32_t i = l->first; i < l[1].first; i++) {
			const struct wf_title_form *f = &t->form[t->posting[i]];
			uint32_t points = 0;

			if (may_abbreviate(q, f))
				points = abbreviation_points(q, f, stem);
			if (points != 0 && pass == 0) {
				count += f->name != last;
				last = f->name;
			} else if (points >= LEAST + less) {
				wf_title_keep(q, t->posting[i], WF_HOW_ABBREVIATION, points - less);
			}
		}
	}
}
