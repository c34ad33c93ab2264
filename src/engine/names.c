/*
 * Names by which works are found: titles, short names of data/aliases.tsv, titles without
 * their （试行）.  Does not read what a person types: that is find.c.
 */
#include "engine_int.h"

#include <stdlib.h>

static wf_str
folded(struct wf_catalog *c, wf_str name)
{
	struct wf_buf b = { 0 };

	wf_fold(&b, name, WF_FOLD_NAME);
	wf_str out = wf_arena_str(&c->arena, wf_buf_str(&b));
	wf_buf_free(&b);
	return out;
}

static void
add(struct wf_catalog *c, wf_str name, uint32_t work, int rank)
{
	if (name.n == 0)
		return;
	c->name = wf_grow(c->name, &c->name_cap, c->nname + 1, sizeof(c->name[0]));
	c->name[c->nname++] = (struct wf_row_name){ name, c->work[work].row.id, rank };
}

/* Notes whose title a name is; one of several works is told from none. */
static void
own_title(struct wf_catalog *c, wf_str name, uint32_t work)
{
	uint32_t other;

	add(c, name, work, 0);
	if (wf_map_get(&c->by_title, name, &other) && other != work)
		work = WF_SEVERAL;
	wf_map_set(&c->by_title, name, work);
}

static int
by_name(const void *a, const void *b)
{
	const struct wf_row_name *x = a, *y = b;
	int c = wf_str_cmp(x->folded, y->folded);

	if (c == 0 && x->work != y->work)
		c = x->work < y->work ? -1 : 1;
	return c != 0 ? c : (x->rank > y->rank) - (x->rank < y->rank);
}

/* In order; of several ranks of one name of one work the best stays. */
static void
settle(struct wf_catalog *c)
{
	size_t n = 0;

	if (c->nname != 0)
		qsort(c->name, c->nname, sizeof(c->name[0]), by_name);
	for (size_t i = 0; i < c->nname; i++)
		if (n == 0 || c->name[n - 1].work != c->name[i].work ||
		    !wf_str_eq(c->name[n - 1].folded, c->name[i].folded))
			c->name[n++] = c->name[i];
	c->nname = n;
}

/* 某办法（试行） is found as 某办法 where no other work is. */
static void
add_short(struct wf_catalog *c)
{
	static const char *const mark[] = { "（试行）", "（暂行）" };
	struct wf_map seen = { 0 };

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < c->nwork; i++)
			for (size_t k = 0; k < sizeof(mark) / sizeof(mark[0]); k++) {
				wf_str base = c->work[i].base, end = wf_str_of(mark[k]);
				uint32_t other;

				if (!wf_str_ends(base, end))
					continue;
				wf_str name = folded(c, wf_str_sub(base, 0, base.n - end.n));

				if (wf_map_get(&c->by_title, name, &other))
					continue;
				if (pass == 1 && wf_map_get(&seen, name, &other) && other == i)
					add(c, name, i, 2);
				if (pass == 0 && !wf_map_set(&seen, name, i))
					wf_map_set(&seen, name, WF_SEVERAL);
			}
	wf_map_free(&seen);
}

void
wf_names_make(struct wf_catalog *c)
{
	wf_str rest = { wf_data_aliases, wf_data_aliases_n }, cell[2];
	uint32_t work;

	for (uint32_t i = 0; i < c->nwork; i++) {
		own_title(c, folded(c, c->work[i].row.title), i);
		own_title(c, folded(c, c->work[i].base), i);
		add(c, folded(c, c->work[i].row.key), i, 0);
	}
	while (wf_table_row(&rest, cell, 2))
		if (wf_map_get(&c->by_key, cell[1], &work))
			add(c, folded(c, cell[0]), work, 1);
	for (size_t i = 0; i < c->nformer; i++)
		if (wf_map_get(&c->by_key, c->former[i].key, &work))
			add(c, folded(c, c->former[i].name), work, 2);
	add_short(c);
	settle(c);
}

bool
wf_catalog_find(uint32_t *work, const struct wf_catalog *c, wf_str name)
{
	struct wf_buf b = { 0 };

	wf_work_id(&b, name);
	bool found = wf_map_get(&c->by_key, wf_buf_str(&b), work);
	if (!found) {
		b.n = 0;
		wf_fold(&b, name, WF_FOLD_NAME);
		found = wf_map_get(&c->by_title, wf_buf_str(&b), work) && *work != WF_SEVERAL;
	}
	wf_buf_free(&b);
	return found;
}
