/*
 * Turns units into lists of places: each thread analyses its share of the texts, then the shares
 * are joined term by term and written as ranges.  The bytes do not depend on the number of threads.
 */
#include "invert_int.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MOST 16u
#define WORK_LEAST 3u	/* times that a pair must stand in a text to mark it */

/* A place that holds so many terms; they stand in the part's entries one after another. */
struct run { uint32_t id, n; };

/* Three counts go on side by side: of the place, of one unit that cites it, of the whole text. */
enum { TALLY_PLACE, TALLY_CITING, TALLY_TEXT, TALLIES };
struct tally { uint32_t *met; size_t nmet, cap; uint32_t stamp; };	/* met: locals counted since begin */

/* A term as one part knows it. */
struct local {
	uint64_t key, at;
	uint32_t n, global;		/* places it is in; its number when the parts are joined */
	struct { uint32_t stamp, n; } count[TALLIES];
};

/* A share of the texts, with everything that its thread writes. */
struct part {
	const struct collection *c;
	const struct wf_rank *rank;
	size_t first, end;		/* texts */
	struct local *local;	size_t nlocal, local_cap;
	uint32_t *slot;		size_t nslot;	/* 1 + local, by hash of key */
	uint32_t *entry;	size_t nentry, entry_cap;	/* locals */
	uint8_t *impact;	size_t impact_cap;
	struct run *run;	size_t nrun, run_cap;
	struct tally tally[TALLIES];
	struct grams grams;
	struct wf_buf folded;
	/* of the joining */
	struct joined *joined;
	size_t first_term, end_term;
	struct wf_buf bytes;
};

/* What is joined: lists of all parts in order of key. */
struct joined {
	uint64_t *key;
	struct term_row *term;
	uint64_t *at;			/* first place of each term, and the end */
	size_t n;
	uint32_t *id;
	uint8_t *impact;
};

/* ---- terms of one place -------------------------------------------------------------- */

static size_t
slot_of(const struct part *p, uint64_t key)
{
	uint64_t h = key * 0x9e3779b97f4a7c15u;

	return (size_t)(h >> 20) & (p->nslot - 1);
}

static void
grow_slots(struct part *p)
{
	free(p->slot);
	p->nslot = p->nslot ? p->nslot * 2 : 1u << 16;
	p->slot = wf_malloc(p->nslot * sizeof *p->slot);
	memset(p->slot, 0, p->nslot * sizeof *p->slot);
	for (size_t i = 0; i < p->nlocal; i++) {
		size_t at = slot_of(p, p->local[i].key);
		while (p->slot[at])
			at = (at + 1) & (p->nslot - 1);
		p->slot[at] = (uint32_t)i + 1;
	}
}

static uint32_t
local_of(struct part *p, uint64_t key)
{
	if (p->nlocal * 2 >= p->nslot)
		grow_slots(p);
	size_t at = slot_of(p, key);
	for (; p->slot[at]; at = (at + 1) & (p->nslot - 1))
		if (p->local[p->slot[at] - 1].key == key)
			return p->slot[at] - 1;
	p->local = wf_grow(p->local, &p->local_cap, p->nlocal + 1, sizeof *p->local);
	p->local[p->nlocal] = (struct local){ .key = key };
	p->slot[at] = (uint32_t)++p->nlocal;
	return (uint32_t)p->nlocal - 1;
}

static void
begin(struct part *p, int tally)
{
	p->tally[tally].stamp++;
	p->tally[tally].nmet = 0;
}

/* The count of a term, 0 when it was not met since begin. */
static uint32_t *
counter(struct part *p, int tally, uint32_t id)
{
	struct tally *t = &p->tally[tally];
	struct local *l = &p->local[id];

	if (l->count[tally].stamp != t->stamp) {
		l->count[tally].stamp = t->stamp;
		l->count[tally].n = 0;
		t->met = wf_grow(t->met, &t->cap, t->nmet + 1, sizeof *t->met);
		t->met[t->nmet++] = id;
	}
	return &l->count[tally].n;
}

/* Keeps the terms of the place with what value makes of their count. */
static void
end_place(struct part *p, uint32_t id, uint8_t (*value)(const struct part *p, uint32_t tf, double length),
    double length)
{
	const struct tally *t = &p->tally[TALLY_PLACE];

	if (t->nmet == 0)
		return;
	p->run = wf_grow(p->run, &p->run_cap, p->nrun + 1, sizeof *p->run);
	p->run[p->nrun++] = (struct run){ id, (uint32_t)t->nmet };
	p->entry = wf_grow(p->entry, &p->entry_cap, p->nentry + t->nmet, sizeof *p->entry);
	p->impact = wf_grow(p->impact, &p->impact_cap, p->nentry + t->nmet, 1);
	for (size_t i = 0; i < t->nmet; i++) {
		struct local *l = &p->local[t->met[i]];
		l->n++;
		p->entry[p->nentry] = t->met[i];
		p->impact[p->nentry++] = value(p, l->count[TALLY_PLACE].n, length);
	}
}

static uint8_t
value_bm25(const struct part *p, uint32_t tf, double length)
{
	const struct wf_rank *r = p->rank;

	return wf_rank_quantise(wf_rank_tf(r, tf, r->b, length / p->c->mean), r->k1 + 1);
}

static uint8_t
value_work(const struct part *p, uint32_t tf, double length)
{
	const struct wf_rank *r = p->rank;

	return wf_rank_quantise(wf_rank_tf(r, tf, r->work_b, length / p->c->text_mean), r->k1 + 1);
}

/* The term is there or not. */
static uint8_t
value_there(const struct part *p, uint32_t tf, double length)
{
	(void)p, (void)tf, (void)length;
	return IMPACT_MOST;
}

/* What was counted is an impact already. */
static uint8_t
value_same(const struct part *p, uint32_t tf, double length)
{
	(void)p, (void)length;
	return (uint8_t)tf;
}

static void
take_grams(struct part *p, wf_str text)
{
	p->folded.n = 0;
	wf_fold(&p->folded, text, WF_FOLD_SEARCH);
	p->grams.n = 0;
	wf_grams(&p->grams, wf_buf_str(&p->folded));
}

static void
count_words(struct part *p, wf_str text, enum field field)
{
	take_grams(p, text);
	for (size_t i = 0; i < p->grams.n; i++)
		++*counter(p, TALLY_PLACE, local_of(p, KEY_FIELD(p->grams.v[i].key, field)));
}

/* ---- one share -------------------------------------------------------------------------- */

static void
do_title(struct part *p, uint32_t text)
{
	const struct wf_index_text *t = &p->c->text[text].row;

	begin(p, TALLY_PLACE);
	count_words(p, t->title, FIELD_TITLE);
	end_place(p, text, value_there, 0);
	if (t->place.n == 0)
		return;
	begin(p, TALLY_PLACE);
	take_grams(p, t->place);
	for (size_t i = 0; i < p->grams.n && p->tally[TALLY_PLACE].nmet == 0; i++)
		if (KEY_KIND(p->grams.v[i].key) == KIND_PAIR)
			counter(p, TALLY_PLACE, local_of(p, KEY_FIELD(p->grams.v[i].key, FIELD_PLACE)));
	end_place(p, text, value_there, 0);
}

/* First citation of unit to. */
static size_t
first_cite(const struct collection *c, uint32_t to)
{
	size_t low = 0, high = c->ncite;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->cite[middle].to < to)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of all units that cite this one, the most that any says of a term. */
static void
do_cited(struct part *p, uint32_t unit)
{
	const struct collection *c = p->c;
	const struct tally *t = &p->tally[TALLY_CITING];

	begin(p, TALLY_PLACE);
	for (size_t at = first_cite(c, unit); at < c->ncite && c->cite[at].to == unit; at++) {
		wf_str text = c->unit[c->cite[at].from].text;
		take_grams(p, text);
		begin(p, TALLY_CITING);
		for (size_t i = 0; i < p->grams.n; i++)
			if (KEY_KIND(p->grams.v[i].key) != KIND_SINGLE)
				++*counter(p, TALLY_CITING, local_of(p,
				    KEY_FIELD(p->grams.v[i].key, FIELD_CITED)));
		for (size_t i = 0; i < t->nmet; i++) {
			uint32_t *most = counter(p, TALLY_PLACE, t->met[i]);
			uint8_t now = value_bm25(p, p->local[t->met[i]].count[TALLY_CITING].n,
			    text_length(text));
			*most = now > *most ? now : *most;
		}
	}
	end_place(p, unit, value_same, 0);
}

static void
do_unit(struct part *p, uint32_t unit)
{
	wf_str text = p->c->unit[unit].text;

	begin(p, TALLY_PLACE);
	count_words(p, text, FIELD_TEXT);
	end_place(p, unit, value_bm25, text_length(text));
	const struct tally *t = &p->tally[TALLY_PLACE];
	for (size_t i = 0; i < t->nmet; i++)
		if (KEY_KIND(p->local[t->met[i]].key) == KIND_PAIR)
			*counter(p, TALLY_TEXT, t->met[i]) += p->local[t->met[i]].count[TALLY_PLACE].n;
	do_cited(p, unit);
}

/* The pairs that a text keeps coming back to. */
static void
do_work(struct part *p, uint32_t text, double length)
{
	const struct tally *t = &p->tally[TALLY_TEXT];

	begin(p, TALLY_PLACE);
	for (size_t i = 0; i < t->nmet; i++) {
		uint32_t n = p->local[t->met[i]].count[TALLY_TEXT].n;
		if (n >= WORK_LEAST)
			*counter(p, TALLY_PLACE, local_of(p,
			    KEY_FIELD(p->local[t->met[i]].key, FIELD_WORK))) = n;
	}
	end_place(p, text, value_work, length);
}

/* Rows of the thesaurus are short texts of an index of their own. */
static void
do_lay(struct part *p)
{
	wf_str cell[LAY_CELLS];

	for (size_t row = 0; row < p->c->nlay; row++) {
		if (!wf_lay_row(cell, p->c->lay[row].off))
			continue;
		p->folded.n = 0;
		wf_fold(&p->folded, cell[LAY_WORDS], WF_FOLD_SEARCH);
		wf_question_words(p->folded.p, p->folded.n);
		p->grams.n = 0;
		wf_grams(&p->grams, wf_buf_str(&p->folded));
		begin(p, TALLY_PLACE);
		const struct gram *g = p->grams.v;
		for (size_t i = 0; i < p->grams.n; i++) {
			/* a character counts by itself when no pair holds it: 债 of 死人的债 */
			bool paired = (i > 0 && KEY_KIND(g[i - 1].key) == KIND_PAIR) ||
			    (i + 1 < p->grams.n && KEY_KIND(g[i + 1].key) == KIND_PAIR &&
				g[i + 1].off == g[i].off);
			if (KEY_KIND(g[i].key) != KIND_SINGLE || !paired)
				counter(p, TALLY_PLACE, local_of(p, KEY_FIELD(g[i].key, FIELD_LAY)));
		}
		end_place(p, (uint32_t)row, value_there, 0);
	}
}

static void *
do_part(void *payload)
{
	struct part *p = payload;
	const struct collection *c = p->c;

	if (p->first == 0)
		do_lay(p);
	for (size_t text = p->first; text < p->end; text++) {
		uint32_t context = UINT32_MAX;
		size_t end = text + 1 < c->ntext ? c->text[text + 1].unit : c->nunit;
		double length = 0;
		do_title(p, (uint32_t)text);
		begin(p, TALLY_TEXT);
		for (size_t unit = c->text[text].unit; unit < end; unit++) {
			const struct unit_in *u = &c->unit[unit];
			if (u->context != context) {
				context = u->context;
				begin(p, TALLY_PLACE);
				count_words(p, c->context[context].heading, FIELD_HEADING);
				end_place(p, context, value_there, 0);
			}
			do_unit(p, (uint32_t)unit);
			length += text_length(u->text);
		}
		do_work(p, (uint32_t)text, length);
	}
	return NULL;
}

/* ---- joining ------------------------------------------------------------------------------ */

static int
by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
join_keys(struct joined *j, struct part *p, size_t nparts)
{
	size_t n = 0;

	for (size_t i = 0; i < nparts; i++)
		n += p[i].nlocal;
	j->key = wf_malloc((n + 1) * sizeof *j->key);
	for (size_t i = 0; i < nparts; i++)
		for (size_t k = 0; k < p[i].nlocal; k++)
			j->key[j->n++] = p[i].local[k].key;
	qsort(j->key, j->n, sizeof *j->key, by_key);
	n = 0;
	for (size_t i = 0; i < j->n; i++)
		if (n == 0 || j->key[n - 1] != j->key[i])
			j->key[n++] = j->key[i];
	j->n = n;
}

static size_t
find_key(const struct joined *j, uint64_t key)
{
	size_t low = 0, high = j->n;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		if (j->key[middle] <= key)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Where each part's places of each term go: parts stand one behind the other, so ids ascend. */
static void
lay_out(struct joined *j, struct part *p, size_t nparts)
{
	j->term = wf_malloc((j->n + 1) * sizeof *j->term);
	j->at = wf_malloc((j->n + 1) * sizeof *j->at);
	memset(j->term, 0, (j->n + 1) * sizeof *j->term);
	for (size_t i = 0; i < nparts; i++)
		for (size_t k = 0; k < p[i].nlocal; k++) {
			struct local *l = &p[i].local[k];
			l->global = (uint32_t)find_key(j, l->key);
			l->at = j->term[l->global].df;
			j->term[l->global].df += l->n;
		}
	j->at[0] = 0;
	for (size_t i = 0; i < j->n; i++)
		j->at[i + 1] = j->at[i] + j->term[i].df;
	j->id = wf_malloc((size_t)(j->at[j->n] + 1) * sizeof *j->id);
	j->impact = wf_malloc((size_t)j->at[j->n] + 1);
}

static void *
scatter(void *payload)
{
	struct part *p = payload;
	struct joined *j = p->joined;
	size_t e = 0;

	for (size_t i = 0; i < p->nlocal; i++)
		p->local[i].at += j->at[p->local[i].global];
	for (size_t i = 0; i < p->nrun; i++)
		for (uint32_t k = 0; k < p->run[i].n; k++, e++) {
			uint64_t at = p->local[p->entry[e]].at++;
			j->id[at] = p->run[i].id;
			j->impact[at] = p->impact[e];
		}
	free(p->entry);
	free(p->impact);
	p->entry = NULL;
	p->impact = NULL;
	return NULL;
}

static void
put_varint(struct wf_buf *out, uint32_t v)
{
	for (; v >= 0x80; v >>= 7)
		wf_buf_ch(out, (char)(v | 0x80));
	wf_buf_ch(out, (char)v);
}

/* One past the last place that lies in the range of place i. */
static size_t
range_end(const uint32_t *id, size_t i, size_t n)
{
	size_t end = i;

	while (end < n && id[end] / RANGE == id[i] / RANGE)
		end++;
	return end;
}

/* One list: directory and places, see search_int.h. */
static void
put_list(struct wf_buf *out, struct wf_buf *directory, const uint32_t *id, const uint8_t *impact, size_t n)
{
	uint32_t before = 0;

	directory->n = 0;
	for (size_t i = 0, end; i < n; i = end) {
		uint8_t most = 0;
		end = range_end(id, i, n);
		for (size_t k = i; k < end; k++)
			most = impact[k] > most ? impact[k] : most;
		put_varint(directory, id[i] / RANGE - before);
		wf_buf_ch(directory, (char)(uint8_t)(end - i - 1));
		wf_buf_ch(directory, (char)most);
		before = id[i] / RANGE;
	}
	put_varint(out, (uint32_t)directory->n);
	wf_buf_put(out, wf_buf_str(directory));
	for (size_t i = 0, end; i < n; i = end) {
		end = range_end(id, i, n);
		for (size_t k = i; k < end; k++)
			wf_buf_ch(out, (char)(uint8_t)(id[k] % RANGE));
		for (size_t k = i; k < end && end - i > 1; k += 2)
			wf_buf_ch(out, (char)(uint8_t)(impact[k] | (k + 1 < end ? impact[k + 1] << 4 : 0)));
	}
}

static void *
encode(void *payload)
{
	struct part *p = payload;
	struct joined *j = p->joined;

	for (size_t i = p->first_term; i < p->end_term; i++) {
		size_t from = p->bytes.n;
		put_list(&p->bytes, &p->folded, j->id + j->at[i], j->impact + j->at[i], j->term[i].df);
		j->term[i].off = (uint32_t)from;
		j->term[i].len = (uint32_t)(p->bytes.n - from);
		j->term[i].sum = (uint32_t)wf_index_sum(p->bytes.p + from, p->bytes.n - from);
	}
	return NULL;
}

/* What each row of the thesaurus says: the sum of its pairs' idf. */
static void
weigh_lay(const struct joined *j, const struct collection *c, const struct wf_rank *r)
{
	for (size_t i = 0; i < c->nlay; i++)
		c->lay[i].total = 0;
	for (size_t i = 0; i < j->n; i++) {
		if (j->key[i] >> 60 != FIELD_LAY)
			continue;
		uint64_t key = j->key[i] & ~((uint64_t)0xf << 60);
		size_t at = find_key(j, key);
		double idf = wf_rank_idf(r, j->key[at] == key ? j->term[at].df : 0, (double)c->nunit);
		for (uint64_t k = j->at[i]; k < j->at[i + 1]; k++)
			c->lay[j->id[k]].total += (float)idf;
	}
}

/* ---- all together --------------------------------------------------------------------------- */

static void
each_part(struct part *p, size_t n, void *(*fn)(void *payload))
{
	pthread_t thread[PARTS_MOST];
	bool apart[PARTS_MOST] = { false };

	for (size_t i = 1; i < n; i++)
		apart[i] = pthread_create(&thread[i], NULL, fn, &p[i]) == 0;
	for (size_t i = 0; i < n; i++)
		if (!apart[i])
			fn(&p[i]);
	for (size_t i = 1; i < n; i++)
		if (apart[i])
			pthread_join(thread[i], NULL);
}

/* Shares of about equal bytes of text. */
static void
share_out(struct part *p, size_t nparts, const struct collection *c, const struct wf_rank *r)
{
	uint64_t total = 0, seen = 0;
	size_t at = 0;

	for (size_t i = 0; i < c->nunit; i++)
		total += c->unit[i].text.n;
	for (size_t i = 0, unit = 0; i < nparts; i++) {
		p[i] = (struct part){ .c = c, .rank = r, .first = i == 0 ? 0 : at };
		for (; at < c->ntext && (i + 1 == nparts || seen * nparts < total * (i + 1)); at++)
			for (; unit < (at + 1 < c->ntext ? c->text[at + 1].unit : c->nunit); unit++)
				seen += c->unit[unit].text.n;
		p[i].end = at;
	}
}

static void
free_part(struct part *p)
{
	free(p->local);
	free(p->slot);
	free(p->entry);
	free(p->impact);
	free(p->run);
	for (int i = 0; i < TALLIES; i++)
		free(p->tally[i].met);
	free(p->grams.v);
	wf_buf_free(&p->folded);
	wf_buf_free(&p->bytes);
}

/* The shares of the lists one behind the other. */
static wf_rc
gather(struct lists *out, struct joined *j, struct part *p, size_t nparts)
{
	size_t total = 0;

	for (size_t i = 0; i < nparts; i++) {
		for (size_t k = p[i].first_term; k < p[i].end_term; k++)
			j->term[k].off += (uint32_t)total;
		total += p[i].bytes.n;
	}
	if (total > UINT32_MAX)
		return WF_E_LIMIT;
	for (size_t i = 0; i < nparts; i++)
		wf_buf_put(&out->bytes, wf_buf_str(&p[i].bytes));
	*out = (struct lists){ j->key, j->term, j->n, out->bytes };
	return WF_OK;
}

wf_rc
wf_invert(struct lists *out, const struct collection *c, const struct wf_rank *r, unsigned workers)
{
	size_t nparts = workers < 1 ? 1 : workers > PARTS_MOST ? PARTS_MOST : workers;
	struct part part[PARTS_MOST];
	struct joined j = { 0 };

	memset(out, 0, sizeof *out);
	share_out(part, nparts, c, r);
	each_part(part, nparts, do_part);
	join_keys(&j, part, nparts);
	lay_out(&j, part, nparts);
	for (size_t i = 0, term = 0; i < nparts; i++) {
		part[i].joined = &j;
		part[i].first_term = term;
		while (term < j.n && (i + 1 == nparts || j.at[term] * nparts < j.at[j.n] * (i + 1)))
			term++;
		part[i].end_term = term;
	}
	each_part(part, nparts, scatter);
	weigh_lay(&j, c, r);
	each_part(part, nparts, encode);
	wf_rc rc = gather(out, &j, part, nparts);
	for (size_t i = 0; i < nparts; i++)
		free_part(&part[i]);
	free(j.at);
	free(j.id);
	free(j.impact);
	if (rc != WF_OK) {
		free(j.key);
		free(j.term);
	}
	return rc;
}
