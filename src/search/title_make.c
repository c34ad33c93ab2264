/*
 * Makes the block of names: every form of every name with the keys that lead to it.
 * Asks nothing of it: that is title.c.
 */
#include "title_int.h"

#include <stdlib.h>
#include <string.h>

struct name { uint16_t *v; size_t n; int64_t work; uint32_t prior, kind; };
struct keys { struct wf_title_key *v; size_t n, cap; };

/* A block being made. */
struct make {
	struct name *name; size_t nname, name_cap;
	struct wf_title_form *form; size_t nform, form_cap;
	uint16_t *unit; size_t nunit, unit_cap;
	struct keys key, near, held;	/* held: for hash the unit */
	uint32_t longest;
};

/* Ways to read a form. */
struct readings {
	uint16_t v[WF_READ_MOST][WF_TYPED_MOST];
	size_t length[WF_READ_MOST], count;
	bool more;		/* not all are kept */
};

uint32_t
wf_title_prior(bool held, bool in_force, uint32_t rank)
{
	return (held ? 0u : 512u) + (in_force ? 0u : 256u) + (rank < 255 ? rank : 255u);
}

/* ---- names ----------------------------------------------------------------------------- */

static int
by_units(const struct name *a, const struct name *b)
{
	size_t n = a->n < b->n ? a->n : b->n;

	for (size_t i = 0; i < n; i++)
		if (a->v[i] != b->v[i])
			return a->v[i] < b->v[i] ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

static int
by_name(const void *x, const void *y)
{
	const struct name *a = x, *b = y;
	int c = by_units(a, b);

	if (c == 0 && a->work != b->work)
		c = a->work < b->work ? -1 : 1;
	if (c == 0 && a->kind != b->kind)
		c = a->kind < b->kind ? -1 : 1;
	return c != 0 ? c : (a->prior > b->prior) - (a->prior < b->prior);
}

/* Folds the names and puts them in order; of one work and one spelling the first kind stays. */
static void
take_names(struct make *m, const struct wf_title *v, size_t n)
{
	struct wf_buf b = { 0 };
	uint16_t unit[WF_FORM_MOST];
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		b.n = 0;
		wf_fold(&b, v[i].name, WF_FOLD_NAME);
		size_t len = wf_title_units(unit, WF_FORM_MOST, wf_buf_str(&b));
		if (len == 0 || len > WF_FORM_MOST)
			continue;
		uint16_t *copy = wf_malloc(len * sizeof(*copy));
		memcpy(copy, unit, len * sizeof(*copy));
		m->name = wf_grow(m->name, &m->name_cap, m->nname + 1, sizeof(*m->name));
		m->name[m->nname++] = (struct name){ copy, len, v[i].work, v[i].prior, v[i].kind };
	}
	wf_buf_free(&b);
	if (m->nname != 0)
		qsort(m->name, m->nname, sizeof(*m->name), by_name);
	for (size_t i = 0; i < m->nname; i++) {
		if (kept != 0 && m->name[kept - 1].work == m->name[i].work &&
		    by_units(&m->name[kept - 1], &m->name[i]) == 0)
			free(m->name[i].v);
		else
			m->name[kept++] = m->name[i];
	}
	m->nname = kept;
}

/* ---- keys --------------------------------------------------------------------------------- */

static void
add_key(struct keys *k, uint32_t hash, size_t form)
{
	k->v = wf_grow(k->v, &k->cap, k->n + 1, sizeof(*k->v));
	k->v[k->n++] = (struct wf_title_key){ hash, (uint32_t)form };
}

static int
by_hash(const void *x, const void *y)
{
	const struct wf_title_key *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->form > b->form) - (a->form < b->form);
}

static void
settle(struct keys *k)
{
	size_t n = 0;

	if (k->n != 0)
		qsort(k->v, k->n, sizeof(*k->v), by_hash);
	for (size_t i = 0; i < k->n; i++)
		if (n == 0 || by_hash(&k->v[n - 1], &k->v[i]) != 0)
			k->v[n++] = k->v[i];
	k->n = n;
}

/* Goes on with each of several syllables, or with the usual one when they grow too many; add_read drops what
 * is too long. */
static void
append_choice(struct readings *r, char choice[][8], size_t nchoice)
{
	size_t had = r->count;

	if (had * nchoice > WF_READ_MOST) {
		nchoice = 1;
		r->more = true;
	}
	for (size_t c = 1; c < nchoice; c++)
		for (size_t i = 0; i < had; i++) {
			memcpy(r->v[r->count], r->v[i], r->length[i] * sizeof(r->v[i][0]));
			r->length[r->count++] = r->length[i];
		}
	for (size_t i = 0; i < r->count; i++) {
		const char *syllable = choice[i / had];
		for (size_t k = 0; syllable[k] != '\0'; k++)
			if (r->length[i] < WF_TYPED_MOST)
				r->v[i][r->length[i]++] = (uint16_t)syllable[k];
	}
}

/* Leaves first letters, each once. */
static void
keep_initials(struct wf_readings *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->count; i++) {
		bool again = false;
		for (size_t k = 0; k < n; k++)
			again = again || x->text[k][0] == x->text[i][0];
		if (again)
			continue;
		x->text[n][0] = x->text[i][0];
		x->text[n++][1] = '\0';
	}
	x->count = n;
}

static void
add_read(struct make *m, size_t form, struct wf_units s, bool initials)
{
	struct readings r = { .count = 1 };
	struct wf_readings x;

	for (size_t i = 0; i < s.n; i++) {
		wf_title_readings(&x, s.v[i]);
		if (x.count == 0)
			return;
		if (initials)
			keep_initials(&x);
		append_choice(&r, x.text, x.count);
	}
	for (size_t i = 0; i < r.count; i++)
		if (r.length[i] < WF_TYPED_MOST)
			add_key(&m->key, wf_title_hash(initials ? WF_KEY_INITIALS : WF_KEY_PINYIN, r.v[i],
			    r.length[i]), form);
	if (r.more)
		m->form[form].type |= WF_TYPE_MANY;
}

/* The usual pinyin without each of its syllables: what a slip in that one leaves. */
static void
add_spelt(struct make *m, size_t form, struct wf_units s)
{
	uint16_t letters[WF_TYPED_MOST], start[WF_FORM_MOST + 1];
	size_t n = s.n >= 3 && s.n <= WF_SPELT_MOST ? wf_title_spell(letters, start, s) : 0;

	for (size_t i = 0; n != 0 && i < s.n; i++)
		add_key(&m->near, wf_title_hash_without(WF_KEY_SPELT, letters, n, start[i],
		    (size_t)start[i + 1] - start[i]), form);
}

/* ---- forms -------------------------------------------------------------------------------- */

static bool
same(struct wf_units a, struct wf_units b)
{
	return a.n == b.n && memcmp(a.v, b.v, a.n * sizeof(*a.v)) == 0;
}

/* whole: false for a form that only adds 中华人民共和国 to the next one; it leads to no near names. */
static void
add_form(struct make *m, size_t name, struct wf_units s, enum wf_form_cut cut, bool whole)
{
	size_t form = m->nform;

	m->form = wf_grow(m->form, &m->form_cap, form + 1, sizeof(*m->form));
	m->form[m->nform++] = (struct wf_title_form){ (uint32_t)name, (uint32_t)m->nunit, (uint16_t)s.n,
		(uint8_t)cut, (uint8_t)wf_title_type(s) };
	m->unit = wf_grow(m->unit, &m->unit_cap, m->nunit + s.n, sizeof(*m->unit));
	memcpy(m->unit + m->nunit, s.v, s.n * sizeof(*s.v));
	m->nunit += s.n;
	m->longest = s.n > m->longest ? (uint32_t)s.n : m->longest;
	add_key(&m->key, wf_title_hash(WF_KEY_HAN, s.v, s.n), form);
	add_read(m, form, s, true);
	add_read(m, form, s, false);
	if (!whole)
		return;
	for (size_t i = 0; i <= s.n; i++)	/* i = n: nothing is left out */
		add_key(&m->near, wf_title_hash_without(WF_KEY_SHORTER, s.v, s.n, i, 1), form);
	add_spelt(m, form, s);
	for (size_t i = 0; i < s.n; i++)
		add_key(&m->held, s.v[i], form);
}

static void
add_forms(struct make *m, size_t name)
{
	struct wf_units s[WF_FORMS] = { { m->name[name].v, m->name[name].n } };
	uint16_t bare[WF_FORM_MOST];

	s[1] = (struct wf_units){ bare, wf_title_no_country(bare, s[0]) };
	s[2] = wf_title_no_issuer(s[1]);
	s[3] = wf_title_core(s[2], s[2].n != s[1].n);
	for (size_t i = 0; i < WF_FORMS; i++) {
		bool again = s[i].n == 0;
		for (size_t k = 0; k < i; k++)
			again = again || same(s[i], s[k]);
		if (!again)
			add_form(m, name, s[i], (enum wf_form_cut)i,
			    i != 0 || same(s[0], s[1]) || s[1].n == 0);
	}
}

/* ---- the block ------------------------------------------------------------------------------ */

static void
put(struct wf_buf *out, const void *v, size_t n, size_t size)
{
	if (n != 0)
		wf_buf_put(out, (wf_str){ v, n * size });
}

static void
put_names(struct wf_buf *out, const struct make *m)
{
	size_t form = 0;

	for (size_t i = 0; i < m->nname; i++) {
		while (m->form[form].name != i)
			form++;
		struct wf_title_name row = { m->name[i].work, m->name[i].prior, m->name[i].kind,
			(uint32_t)form, 0 };
		put(out, &row, 1, sizeof(row));
	}
}

static size_t
put_letters(struct wf_buf *out, const struct keys *held)
{
	size_t n = 0;

	for (size_t i = 0; i < held->n; i++)
		if (i == 0 || held->v[i].hash != held->v[i - 1].hash) {
			struct wf_title_letter row = { held->v[i].hash, (uint32_t)i };
			put(out, &row, 1, sizeof(row));
			n++;
		}
	struct wf_title_letter end = { UINT32_MAX, (uint32_t)held->n };
	put(out, &end, 1, sizeof(end));
	for (size_t i = 0; i < held->n; i++)
		put(out, &held->v[i].form, 1, sizeof(held->v[i].form));
	return n;
}

void
wf_titles_make(struct wf_buf *out, const struct wf_title *v, size_t n)
{
	struct make m = { 0 };
	struct wf_titles_head head = { .magic = WF_TITLES_MAGIC, .version = WF_TITLES_VERSION,
		.order = 0x01020304u };
	size_t start = out->n;

	take_names(&m, v, n);
	for (size_t i = 0; i < m.nname; i++)
		add_forms(&m, i);
	settle(&m.key);
	settle(&m.near);
	settle(&m.held);
	put(out, &head, 1, sizeof(head));
	put_names(out, &m);
	put(out, m.form, m.nform, sizeof(*m.form));
	put(out, m.key.v, m.key.n, sizeof(*m.key.v));
	put(out, m.near.v, m.near.n, sizeof(*m.near.v));
	head.nletter = (uint32_t)put_letters(out, &m.held);
	put(out, m.unit, m.nunit, sizeof(*m.unit));
	while ((out->n - start) % 8 != 0)
		wf_buf_ch(out, '\0');
	head.nname = (uint32_t)m.nname;
	head.nform = (uint32_t)m.nform;
	head.nkey = (uint32_t)m.key.n;
	head.nnear = (uint32_t)m.near.n;
	head.nposting = (uint32_t)m.held.n;
	head.nunit = (uint32_t)m.nunit;
	head.longest = m.longest;
	head.size = out->n - start;
	memcpy(out->p + start, &head, sizeof(head));
	for (size_t i = 0; i < m.nname; i++)
		free(m.name[i].v);
	free(m.name);
	free(m.form);
	free(m.unit);
	free(m.key.v);
	free(m.near.v);
	free(m.held.v);
}
