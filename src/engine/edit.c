/*
 * Says with which words one text becomes another.  It aligns no provisions: align.c.
 *
 * Words are compared with E. W. Myers, "An O(ND) Difference Algorithm and Its Variations"
 * (1986), in linear space, between the sentences that stand once in each text, in the same
 * order (patience diff).  What results is made fit to read as in N. Fraser's
 * diff-match-patch: small islands of equal words go, and edges move to where a reader pauses.
 */
#include "engine/diff_int.h"

#include <stdlib.h>
#include <string.h>

#define LARGE 40		/* words of both sides, above which equal sentences are looked for */
#define COST_LIMIT 600		/* edits from either end of a stretch; beyond, one side replaces the other */
#define TEXT_LIMIT ((size_t)16 << 20)	/* bytes of both sides; larger ones are not looked into */
#define DEAD INT32_MIN		/* no point on a diagonal */
#define ISLAND 7		/* characters; a longer equal run always stays */

/* hash: of at most 8 bytes the bytes themselves; stop: a sentence ends with it. */
struct word { uint32_t off, len; uint64_t hash; bool stop; };
struct words { wf_str text; struct word *v; int32_t n; bool *changed; };
struct change { int32_t old, old_end, new, new_end; };

struct comparing {
	struct words old, new;
	int32_t *forth, *back;	/* furthest points by diagonal, 0 at COST_LIMIT + 1 */
	struct change *change; size_t nchange, cap;
};

/* ---- words ----------------------------------------------------------------------------- */

static bool
is_latin(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A) ||
	    (cp >= 0xFF41 && cp <= 0xFF5A) || (cp >= 0xC0 && cp <= 0x24F);
}

/* Bytes at the start of s whose code points are as wanted. */
static size_t
run_of(wf_str s, bool (*wanted)(uint32_t cp))
{
	wf_str rest = s;
	size_t n;

	while (rest.n && wanted(wf_utf8_peek(rest, &n)))
		rest = wf_str_from(rest, n);
	return s.n - rest.n;
}

/* GB/T 1.5-2020, 1,000, 10%: signs between letters or digits are part of the word. */
static size_t
latin_word(wf_str s)
{
	size_t used = run_of(s, is_latin);

	while (used && used < s.n && strchr(".,-/_@:", s.p[used])) {
		size_t more = run_of(wf_str_from(s, used + 1), is_latin);
		if (more == 0)
			break;
		used += 1 + more;
	}
	return used + (used && used < s.n && s.p[used] == '%');
}

/* 第三十七条之二, 第（四）项; bytes, 0 = none. */
static size_t
numbered_word(wf_str s)
{
	static const char *const units[] = { "条", "款", "项", "目", "章", "节", "编" };
	wf_str rest = wf_str_from(s, 3);
	bool paren = wf_str_starts(rest, WF_S("（"));

	rest = wf_str_from(rest, paren ? 3 : 0);
	size_t used = run_of(rest, wf_is_count);
	rest = wf_str_from(rest, used);
	if (used == 0 || (paren && !wf_str_starts(rest, WF_S("）"))))
		return 0;
	rest = wf_str_from(rest, paren ? 3 : 0);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (!wf_str_starts(rest, wf_str_of(units[i])))
			continue;
		rest = wf_str_from(rest, 3);
		size_t sub = 0;
		if (wf_str_starts(rest, WF_S("之")))
			sub = run_of(wf_str_from(rest, 3), wf_is_count);
		return s.n - rest.n + (sub ? 3 + sub : 0);
	}
	return 0;
}

/* （四） at the start; bytes, 0 = none. */
static size_t
label_word(wf_str s)
{
	size_t used = run_of(wf_str_from(s, 3), wf_is_count);

	return used && wf_str_starts(wf_str_from(s, 3 + used), WF_S("）")) ? used + 6 : 0;
}

/* Bytes of the word at the start of s, which is not empty: one that must not be cut. */
static size_t
take_word(wf_str s)
{
	size_t n, used = 0;
	uint32_t cp = wf_utf8_peek(s, &n);

	if (wf_is_space(cp))
		return run_of(s, wf_is_space);
	if (wf_str_starts(s, WF_S("第")))
		used = numbered_word(s);
	else if (wf_str_starts(s, WF_S("（")))
		used = label_word(s);
	else if (is_latin(cp))
		used = latin_word(s);
	else if (wf_is_count(cp))
		used = run_of(s, wf_is_count);
	return used ? used : n;
}

static bool
ends_sentence(wf_str w)
{
	return wf_str_is(w, "。") || wf_str_is(w, "；") || memchr(w.p, '\n', w.n) != NULL;
}

static uint64_t
hash_of(wf_str s)
{
	uint64_t bytes = 0;

	if (s.n > sizeof bytes)
		return wf_hash(s);
	memcpy(&bytes, s.p, s.n);
	return bytes;
}

static void
cut_words(struct words *out, wf_str text)
{
	out->text = text;
	out->v = wf_malloc((text.n + 1) * sizeof *out->v);
	out->n = 0;
	for (size_t at = 0; at < text.n; out->n++) {
		size_t len = take_word(wf_str_from(text, at));

		wf_str w = wf_str_sub(text, at, len);

		out->v[out->n] = (struct word){ (uint32_t)at, (uint32_t)len, hash_of(w),
			ends_sentence(w) };
		at += len;
	}
	out->changed = wf_malloc((size_t)out->n + 1);
	memset(out->changed, 0, (size_t)out->n + 1);
}

static wf_str
word(const struct words *w, int32_t i)
{
	return wf_str_sub(w->text, w->v[i].off, w->v[i].len);
}

static bool
same_word(const struct comparing *c, int32_t o, int32_t n)
{
	const struct word *x = &c->old.v[o], *y = &c->new.v[n];

	return x->hash == y->hash && x->len == y->len && (x->len <= sizeof x->hash ||
	    memcmp(c->old.text.p + x->off, c->new.text.p + y->off, x->len) == 0);
}

/* ---- Myers -------------------------------------------------------------------------------- */

/* A stretch of both sides. */
struct stretch { int32_t old, old_end, new, new_end; };

static void
mark(struct comparing *c, const struct stretch *s)
{
	memset(c->old.changed + s->old, true, (size_t)(s->old_end - s->old));
	memset(c->new.changed + s->new, true, (size_t)(s->new_end - s->new));
}

/* Takes what is equal off both ends. */
static void
trim(const struct comparing *c, struct stretch *s)
{
	while (s->old < s->old_end && s->new < s->new_end && same_word(c, s->old, s->new))
		s->old++, s->new++;
	while (s->old < s->old_end && s->new < s->new_end &&
	    same_word(c, s->old_end - 1, s->new_end - 1))
		s->old_end--, s->new_end--;
}

/*
 * Furthest old word on diagonal k (old minus new) that d edits reach, from the front or,
 * mirrored, from the back; DEAD = none inside the stretch.
 */
static int32_t
reach(const struct comparing *c, const struct stretch *s, const int32_t *v, int32_t d, int32_t k,
    bool back)
{
	int32_t n = s->old_end - s->old, m = s->new_end - s->new, at = d == 0 ? 0 : DEAD;

	if (k < d && v[k + 1] != DEAD && v[k + 1] - k <= m)
		at = v[k + 1];
	if (k > -d && v[k - 1] != DEAD && v[k - 1] < n && v[k - 1] + 1 > at)
		at = v[k - 1] + 1;
	while (at != DEAD && at < n && at - k < m &&
	    (back ? same_word(c, s->old_end - 1 - at, s->new_end - 1 - at + k) :
	    same_word(c, s->old + at, s->new + at - k)))
		at++;
	return at;
}

/* All diagonals of one more edit; true when both searches met, at old x and new y. */
static bool
search(struct comparing *c, const struct stretch *s, int32_t d, bool back, int32_t *x, int32_t *y)
{
	int32_t n = s->old_end - s->old, m = s->new_end - s->new, delta = n - m;
	int32_t *mine = (back ? c->back : c->forth) + COST_LIMIT + 1;
	const int32_t *theirs = (back ? c->forth : c->back) + COST_LIMIT + 1;
	int32_t done = back ? d : d - 1;	/* edits of the other search so far */

	for (int32_t k = -d; k <= d; k += 2) {
		int32_t at = mine[k] = reach(c, s, mine, d, k, back), other = delta - k;

		if (at == DEAD || other < -done || other > done || (other + done) % 2 != 0 ||
		    theirs[other] == DEAD || at + theirs[other] < n)
			continue;
		*x = back ? n - at : at;
		*y = back ? m - (at - k) : at - k;
		return true;
	}
	return false;
}

static void compare(struct comparing *c, struct stretch s);

static void
compare_words(struct comparing *c, const struct stretch *s)
{
	int32_t x = 0, y = 0;

	for (int32_t d = 0; d <= COST_LIMIT; d++) {
		if (!search(c, s, d, false, &x, &y) && !search(c, s, d, true, &x, &y))
			continue;
		compare(c, (struct stretch){ s->old, s->old + x, s->new, s->new + y });
		compare(c, (struct stretch){ s->old + x, s->old_end, s->new + y, s->new_end });
		return;
	}
	mark(c, s);
}

/* ---- sentences of large texts ------------------------------------------------------------------ */

struct sentence { uint64_t hash; int32_t from, to; };
struct anchor { struct sentence old, new; int32_t prev; };

static int
by_hash(const void *x, const void *y)
{
	const struct sentence *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

/* The sentences of words from up to end, in order of hash. */
static struct sentence *
cut_sentences(const struct words *w, int32_t from, int32_t end, size_t *n)
{
	struct sentence *v = wf_malloc(((size_t)(end - from) + 1) * sizeof *v);
	uint64_t hash = 0;

	*n = 0;
	for (int32_t i = from; i < end; i++) {
		hash = (hash ^ w->v[i].hash) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
		if (!w->v[i].stop && i + 1 < end)
			continue;
		v[(*n)++] = (struct sentence){ hash, from, i + 1 };
		from = i + 1;
		hash = 0;
	}
	qsort(v, *n, sizeof *v, by_hash);
	return v;
}

static bool
is_single(const struct sentence *v, size_t i, size_t n)
{
	return (i == 0 || v[i - 1].hash != v[i].hash) && (i + 1 == n || v[i + 1].hash != v[i].hash);
}

static bool
same_words(const struct comparing *c, const struct sentence *o, const struct sentence *n)
{
	if (o->to - o->from != n->to - n->from)
		return false;
	for (int32_t i = 0; i < o->to - o->from; i++)
		if (!same_word(c, o->from + i, n->from + i))
			return false;
	return true;
}

static int
by_place(const void *x, const void *y)
{
	const struct anchor *a = x, *b = y;

	return (a->old.from > b->old.from) - (a->old.from < b->old.from);
}

/* Sentences that stand once in each side, in order of the old one. */
static struct anchor *
find_anchors(const struct comparing *c, const struct stretch *s, size_t *n)
{
	size_t nx, ny, i = 0, k = 0;
	struct sentence *x = cut_sentences(&c->old, s->old, s->old_end, &nx);
	struct sentence *y = cut_sentences(&c->new, s->new, s->new_end, &ny);
	struct anchor *v = wf_malloc((nx + 1) * sizeof *v);

	for (*n = 0; i < nx && k < ny; ) {
		if (x[i].hash == y[k].hash && is_single(x, i, nx) && is_single(y, k, ny) &&
		    same_words(c, &x[i], &y[k]))
			v[(*n)++] = (struct anchor){ x[i], y[k], -1 };
		bool behind = x[i].hash <= y[k].hash, ahead = x[i].hash >= y[k].hash;
		i += behind;
		k += ahead;
	}
	qsort(v, *n, sizeof *v, by_place);
	free(x);
	free(y);
	return v;
}

/* Keeps the longest chain that rises on both sides; its last, the others by prev; -1 = none. */
static int32_t
chain(struct anchor *v, size_t n)
{
	int32_t *tail = wf_malloc((n + 1) * sizeof *tail), len = 0, last;

	for (int32_t i = 0; i < (int32_t)n; i++) {
		int32_t low = 0, high = len;

		while (low < high) {
			int32_t middle = low + (high - low) / 2;

			if (v[tail[middle]].new.from < v[i].new.from)
				low = middle + 1;
			else
				high = middle;
		}
		v[i].prev = low ? tail[low - 1] : -1;
		tail[low] = i;
		len += low == len;
	}
	last = len ? tail[len - 1] : -1;
	free(tail);
	return last;
}

/* Compares between the anchors of a large stretch; false = there is none. */
static bool
compare_sentences(struct comparing *c, const struct stretch *s)
{
	size_t n;
	struct anchor *v = find_anchors(c, s, &n);
	int32_t i = chain(v, n);
	struct stretch rest = *s;
	bool found = i >= 0;

	for (; i >= 0; i = v[i].prev) {
		compare(c, (struct stretch){ v[i].old.to, rest.old_end, v[i].new.to, rest.new_end });
		rest.old_end = v[i].old.from;
		rest.new_end = v[i].new.from;
	}
	free(v);
	if (found)
		compare(c, rest);
	return found;
}

static void
compare(struct comparing *c, struct stretch s)
{
	/* before the ends are trimmed, which may cut into a sentence that stands further on */
	if (s.old_end - s.old + s.new_end - s.new > LARGE && compare_sentences(c, &s))
		return;
	trim(c, &s);
	if (s.old == s.old_end || s.new == s.new_end)
		mark(c, &s);
	else
		compare_words(c, &s);
}

/* ---- fit to read ----------------------------------------------------------------------------- */

/* White space or punctuation. */
static bool
is_pause(wf_str w)
{
	struct wf_buf b = { 0 };
	uint32_t cp = wf_utf8_peek(w, NULL);

	if (wf_is_han(cp) || is_latin(cp))
		return false;
	wf_fold(&b, w, WF_FOLD_WIDTH | WF_FOLD_SPACE | WF_FOLD_PUNCT);
	bool pause = b.n == 0;
	wf_buf_free(&b);
	return pause;
}

/* Characters of words from up to end, punctuation and white space not counted. */
static int32_t
letters(const struct words *w, int32_t from, int32_t end)
{
	size_t n = 0;

	for (int32_t i = from; i < end; i++)
		if (!is_pause(word(w, i)))
			n += wf_utf8_count(word(w, i));
	return (int32_t)n;
}

static void
list_changes(struct comparing *c)
{
	for (int32_t i = 0, k = 0; i < c->old.n || k < c->new.n; ) {
		struct change x = { i, i, k, k };

		while (x.old_end < c->old.n && c->old.changed[x.old_end])
			x.old_end++;
		while (x.new_end < c->new.n && c->new.changed[x.new_end])
			x.new_end++;
		if (x.old_end > i || x.new_end > k) {
			c->change = wf_grow(c->change, &c->cap, c->nchange + 1, sizeof *c->change);
			c->change[c->nchange++] = x;
		}
		i = x.old_end + 1;
		k = x.new_end + 1;
	}
}

static int32_t
size_of(const struct comparing *c, const struct change *x)
{
	int32_t o = letters(&c->old, x->old, x->old_end), n = letters(&c->new, x->new, x->new_end);

	return o > n ? o : n;
}

/* True for equal words between two changes that only disturb a reader. */
static bool
is_island(const struct comparing *c, const struct change *x, const struct change *y)
{
	int32_t n = letters(&c->old, x->old_end, y->old);

	/* a change of whole lines keeps its lines apart */
	if (n == 0 && memchr(c->old.text.p + c->old.v[x->old_end].off, '\n',
	    c->old.v[y->old - 1].off + c->old.v[y->old - 1].len - c->old.v[x->old_end].off))
		return false;
	if (n <= 1)
		return true;
	if (n > ISLAND)
		return false;
	int32_t a = size_of(c, x), b = size_of(c, y);
	return 2 * n <= (a < b ? a : b);
}

static void
drop_islands(struct comparing *c)
{
	size_t before;

	do {
		before = c->nchange;
		size_t n = 0;
		for (size_t i = 0; i < before; i++) {
			if (n && is_island(c, &c->change[n - 1], &c->change[i])) {
				c->change[n - 1].old_end = c->change[i].old_end;
				c->change[n - 1].new_end = c->change[i].new_end;
			} else {
				c->change[n++] = c->change[i];
			}
		}
		c->nchange = n;
	} while (c->nchange < before);
}

/* What became equal at the ends of a change when islands in it went. */
static void
tighten(struct comparing *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nchange; i++) {
		const struct change *x = &c->change[i];
		struct stretch s = { x->old, x->old_end, x->new, x->new_end };

		trim(c, &s);
		if (s.old < s.old_end || s.new < s.new_end)
			c->change[n++] = (struct change){ s.old, s.old_end, s.new, s.new_end };
	}
	c->nchange = n;
}

/* How well a reader may pause in front of word i: 4 lines, 3 sentences, 2 commas, 1 other signs. */
static int
pause_at(const struct words *w, int32_t i)
{
	if (i == 0 || i == w->n)
		return 4;
	wf_str before = word(w, i - 1), after = word(w, i);
	if (memchr(before.p, '\n', before.n) || memchr(after.p, '\n', after.n))
		return 4;
	if (w->v[i - 1].stop)
		return 3;
	if (wf_str_is(before, "，") || wf_str_is(before, "、") || wf_str_is(before, "："))
		return 2;
	return is_pause(before) || is_pause(after);
}

/* Moves a mere insertion or deletion, within equal words, to where its edges fit best. */
static void
slide(const struct words *w, int32_t *from, int32_t *end, int32_t low, int32_t high, int32_t *moved)
{
	int32_t at = *from, n = *end - *from, best = at;
	int most = -1;

	while (at > low && wf_str_eq(word(w, at - 1), word(w, at + n - 1)))
		at--;
	for (; ; at++) {
		int score = pause_at(w, at) + pause_at(w, at + n);

		if (score >= most)
			most = score, best = at;
		if (at + n >= high || !wf_str_eq(word(w, at), word(w, at + n)))
			break;
	}
	*moved = best - *from;
	*from = best;
	*end = best + n;
}

static void
slide_changes(struct comparing *c)
{
	for (size_t i = 0; i < c->nchange; i++) {
		struct change *x = &c->change[i];
		const struct change *next = i + 1 < c->nchange ? x + 1 : NULL;
		int32_t moved = 0;

		/* one equal word stays between two changes */
		int32_t low = i ? 1 : 0, high = next ? 1 : 0;
		if (x->old == x->old_end) {
			slide(&c->new, &x->new, &x->new_end, i ? x[-1].new_end + low : 0,
			    next ? next->new - high : c->new.n, &moved);
			x->old += moved;
			x->old_end += moved;
		} else if (x->new == x->new_end) {
			slide(&c->old, &x->old, &x->old_end, i ? x[-1].old_end + low : 0,
			    next ? next->old - high : c->old.n, &moved);
			x->new += moved;
			x->new_end += moved;
		}
	}
}

/* ---- all together ------------------------------------------------------------------------------ */

static void
put(struct wf_edits *e, enum wf_edit_op op, const struct words *w, int32_t from, int32_t end)
{
	if (from == end)
		return;
	uint32_t off = w->v[from].off, to = w->v[end - 1].off + w->v[end - 1].len;
	e->v[e->n++] = (struct wf_edit){ op, wf_str_sub(w->text, off, to - off) };
}

static void
give_edits(struct wf_edits *out, struct wf_arena *a, const struct comparing *c)
{
	int32_t at = 0;

	out->v = wf_arena_alloc(a, (c->nchange * 3 + 1) * sizeof *out->v);
	out->n = 0;
	for (size_t i = 0; i < c->nchange; i++) {
		const struct change *x = &c->change[i];

		put(out, WF_ED_SAME, &c->old, at, x->old);
		put(out, WF_ED_DEL, &c->old, x->old, x->old_end);
		put(out, WF_ED_INS, &c->new, x->new, x->new_end);
		at = x->old_end;
	}
	put(out, WF_ED_SAME, &c->old, at, c->old.n);
}

static void
replace_all(struct wf_edits *out, struct wf_arena *a, wf_str old, wf_str new)
{
	out->v = wf_arena_alloc(a, 2 * sizeof *out->v);
	if (old.n)
		out->v[out->n++] = (struct wf_edit){ WF_ED_DEL, old };
	if (new.n)
		out->v[out->n++] = (struct wf_edit){ WF_ED_INS, new };
}

void
wf_edit_script(struct wf_edits *out, struct wf_arena *a, wf_str old, wf_str new)
{
	struct comparing c = { 0 };

	*out = (struct wf_edits){ NULL, 0 };
	if (wf_str_eq(old, new))
		return;
	if (old.n + new.n > TEXT_LIMIT) {
		replace_all(out, a, old, new);
		return;
	}
	cut_words(&c.old, old);
	cut_words(&c.new, new);
	c.forth = wf_malloc((2 * COST_LIMIT + 3) * sizeof *c.forth);
	c.back = wf_malloc((2 * COST_LIMIT + 3) * sizeof *c.back);
	compare(&c, (struct stretch){ 0, c.old.n, 0, c.new.n });
	list_changes(&c);
	drop_islands(&c);
	tighten(&c);
	slide_changes(&c);
	give_edits(out, a, &c);
	free(c.old.v), free(c.old.changed);
	free(c.new.v), free(c.new.changed);
	free(c.forth), free(c.back);
	free(c.change);
}
