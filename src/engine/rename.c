/*
 * Finds works that changed their name: the history of the later text names the decision that
 * changed the earlier title. Works whose new name nobody states stay two works.
 */
#include "engine_int.h"

#include <stdlib.h>

#include "findings_gen.h"

/* 甲办法〉和〈乙办法: a mark closes that was not opened, so these are several titles. */
static bool
is_list(wf_str title)
{
	int depth = 0;

	for (wf_str rest = title; rest.n != 0 && depth >= 0; ) {
		uint32_t cp = wf_utf8_next(&rest);

		depth += cp == 0x3008 || cp == 0x300a || cp == '<';
		depth -= cp == 0x3009 || cp == 0x300b || cp == '>';
	}
	return depth != 0;
}

/* The one title an act says it changes, 关于修改〈甲办法〉的决定; "" = none, or several. */
static wf_str
changed_title(wf_str act)
{
	static const char *const open[] = { "关于修改〈", "关于修改《", "关于修改<" };
	static const char *const close[] = { "〉的", "》的", ">的" };

	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		wf_str mark = wf_str_of(open[i]);
		size_t from = wf_str_find(act, mark, 0);

		if (from == SIZE_MAX)
			continue;
		wf_str rest = wf_str_from(act, from + mark.n);
		size_t end = wf_str_find(rest, wf_str_of(close[i]), 0);
		wf_str title = end == SIZE_MAX ? WF_S("") : wf_str_sub(rest, 0, end);

		return is_list(title) ? WF_S("") : title;
	}
	return WF_S("");
}

/* Share of the shorter name's pairs of characters that the longer one has, in 0..100. */
static unsigned
alike(wf_str a, wf_str b)
{
	wf_str few = a.n < b.n ? a : b, many = a.n < b.n ? b : a;
	unsigned pairs = 0, held = 0;

	while (few.n != 0) {
		size_t first, second;

		wf_utf8_peek(few, &first);
		if (first >= few.n)
			break;
		wf_utf8_peek(wf_str_from(few, first), &second);
		pairs++;
		held += wf_str_has(many, wf_str_sub(few, 0, first + second));
		few = wf_str_from(few, first);
	}
	return pairs == 0 ? 0 : held * 100 / pairs;
}

#define ALIKE_ENOUGH 50	/* 现役军官法 was 军官服役条例; another law of the same decision is less alike */

static bool
is_other_name(wf_str old, wf_str key)
{
	struct wf_buf a = { 0 }, b = { 0 };

	wf_fold(&a, old, WF_FOLD_NAME);
	wf_fold(&b, key, WF_FOLD_NAME);
	bool other = !wf_str_eq(wf_buf_str(&a), wf_buf_str(&b)) &&
	    alike(wf_buf_str(&a), wf_buf_str(&b)) >= ALIKE_ENOUGH;
	wf_buf_free(&a);
	wf_buf_free(&b);
	return other;
}

static int
find_key(const void *key, const void *doc)
{
	return wf_str_cmp(*(const wf_str *)key, (*(struct wf_input *const *)doc)->ident.key);
}

/* The documents of a key; NULL = none are held. doc stands in order of key. */
static struct wf_input **
run_of(size_t *n, struct wf_input **doc, size_t ndoc, wf_str key)
{
	struct wf_input **at = bsearch(&key, doc, ndoc, sizeof(doc[0]), find_key);

	if (!at)
		return NULL;
	while (at > doc && wf_str_eq(at[-1]->ident.key, key))
		at--;
	for (*n = 0; at + *n < doc + ndoc && wf_str_eq(at[*n]->ident.key, key); )
		++*n;
	return at;
}

struct renaming {
	struct wf_catalog *c;
	struct wf_input **doc; size_t ndoc;
	wf_str *key;		/* the new one of each document; n 0 = as it was */
};

/* Doc i says that on this day its work was called title. */
static void
take_former(struct renaming *r, size_t i, wf_str title, wf_date day)
{
	wf_str key = r->doc[i]->ident.key;
	size_t n = 0;
	struct wf_input **run = run_of(&n, r->doc, r->ndoc, title);

	for (size_t k = 0; k < n; k++)
		if (run[k]->ident.date >= day)
			return;		/* that work lives on under its name */
	r->c->former = wf_grow(r->c->former, &r->c->former_cap, r->c->nformer + 1,
	    sizeof(r->c->former[0]));
	r->c->former[r->c->nformer++] = (struct wf_former){ wf_arena_str(&r->c->arena, title), key };
	for (size_t k = 0; k < n; k++) {
		r->key[run - r->doc + (ptrdiff_t)k] = key;
		wf_note_add(&run[k]->note, WF_D_RENAMED, 0, 0, key);
	}
}

void
wf_rename(struct wf_catalog *c, struct wf_input **doc, size_t ndoc)
{
	struct renaming r = { c, doc, ndoc, wf_malloc((ndoc + 1) * sizeof(wf_str)) };
	struct wf_buf old = { 0 };

	for (size_t i = 0; i < ndoc; i++)
		r.key[i] = WF_S("");
	for (size_t i = 0; i < ndoc; i++) {
		const struct wf_doc *d = &doc[i]->doc;

		for (uint32_t k = 0; k < d->nevent; k++) {
			wf_str title = changed_title(wf_source_slice(&d->source, d->event[k].span));

			old.n = 0;
			wf_work_id(&old, title);
			if (title.n != 0 && is_other_name(wf_buf_str(&old), doc[i]->ident.key))
				take_former(&r, i, wf_buf_str(&old), d->event[k].date);
		}
	}
	for (size_t i = 0; i < ndoc; i++)
		if (r.key[i].n != 0)
			doc[i]->ident.key = r.key[i];
	wf_buf_free(&old);
	free(r.key);
}
