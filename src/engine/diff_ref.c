/*
 * Finds the articles that a text cites of itself, and tells whether such numbers changed
 * only because the articles did.  Citations of other texts are not its concern.
 */
#include "engine/diff_int.h"

/* Words that may stand between two numbers of one list. */
static const char *const joints[] = {
	"、", ",", "和", "或", "及", "至", "到", "与", "以", "者", "以及", "或者",
};
/* A number after one of these belongs to another text, unless 本 stands before it. */
static const char *const names[] = {
	"法典", "条例", "办法", "解释", "细则", "规则", "法",	/* 法 last: 办法 ends with it */
};

/* 第N款, 第N项, 第N目 at the start; bytes, 0 = none. */
static size_t
take_lower(wf_str s)
{
	uint32_t num;

	if (!wf_str_starts(s, WF_S("第")))
		return 0;
	wf_str rest = wf_str_from(s, 3);
	bool paren = wf_str_starts(rest, WF_S("("));
	rest = wf_str_from(rest, paren);
	size_t used = wf_numeral(rest, &num);
	rest = wf_str_from(rest, used);
	if (paren && wf_str_starts(rest, WF_S(")")))
		rest = wf_str_from(rest, 1);
	if (used == 0 || (!wf_str_starts(rest, WF_S("款")) && !wf_str_starts(rest, WF_S("项")) &&
	    !wf_str_starts(rest, WF_S("目"))))
		return 0;
	return s.n - rest.n + 3;
}

/* True when nothing but lower numbers and joints stands between two numbers. */
static bool
is_joint(wf_str gap)
{
	while (gap.n) {
		size_t used = take_lower(gap);

		for (size_t i = 0; used == 0 && i < sizeof joints / sizeof *joints; i++)
			if (wf_str_starts(gap, wf_str_of(joints[i])))
				used = wf_str_of(joints[i]).n;
		if (used == 0)
			return false;
		gap = wf_str_from(gap, used);
	}
	return true;
}

/* True when the words before a number name another text. */
static bool
names_another(wf_str before)
{
	if (wf_str_ends(before, WF_S("》")) || wf_str_ends(before, WF_S(")")))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		wf_str name = wf_str_of(names[i]);

		if (wf_str_ends(before, name))
			return !wf_str_ends(wf_str_sub(before, 0, before.n - name.n), WF_S("本"));
	}
	return false;
}

/* 第N条 or 第N条之N at the start; bytes, 0 = none. */
static size_t
take_article(wf_str s, uint64_t *no)
{
	uint32_t num, sub = 0;
	size_t used = wf_numeral(wf_str_from(s, 3), &num);
	wf_str rest = wf_str_from(s, 3 + used);

	if (used == 0 || !wf_str_starts(rest, WF_S("条")))
		return 0;
	rest = wf_str_from(rest, 3);
	if (wf_str_starts(rest, WF_S("之"))) {
		used = wf_numeral(wf_str_from(rest, 3), &sub);
		if (used)
			rest = wf_str_from(rest, 3 + used);
	}
	*no = wf_article_no(num, used ? sub : 0);
	return s.n - rest.n;
}

bool
wf_numbered_next(struct wf_numbered *out, size_t *at, wf_str folded, const struct wf_numbered *prev)
{
	size_t used = 0;

	while (used == 0) {
		*at = wf_str_find(folded, WF_S("第"), *at);
		if (*at == SIZE_MAX)
			return false;
		used = take_article(wf_str_from(folded, *at), &out->no);
		if (used == 0)
			*at += 3;
	}
	wf_str gap = prev ? wf_str_sub(folded, prev->to, *at - prev->to) : WF_S("");
	bool joined = prev && is_joint(gap);
	bool own = joined ? prev->own : !names_another(wf_str_sub(folded, 0, *at));

	*out = (struct wf_numbered){ .from = (uint32_t)*at, .to = (uint32_t)(*at + used), .no = out->no,
		.own = own, .range = joined && (wf_str_is(gap, "至") || wf_str_is(gap, "到")) };
	*at += used;
	return true;
}

/* True when article a of the old text went into article b of the new one. */
static bool
follows(const struct wf_passages *old, const struct wf_passages *new, const struct wf_links *l,
    uint64_t a, uint64_t b)
{
	uint32_t i = wf_passage_of(old, a);

	if (i == WF_NO_NODE)
		return a == b;	/* a number that leads nowhere must have stayed */
	for (; i < old->narticle && old->v[old->by_no[i]].no == a; i++)
		for (uint32_t k = l->first[old->by_no[i]]; k < l->first[old->by_no[i] + 1]; k++)
			if (new->v[l->v[k].new].no == b)
				return true;
	return false;
}

bool
wf_cites_follow(const struct wf_passages *old, const struct wf_passages *new, const struct wf_links *l,
    uint32_t o, uint32_t n)
{
	const struct wf_passage *x = &old->v[o], *y = &new->v[n];
	uint32_t i = 0, k = 0, a = 0, b = 0;

	if (x->ninner == 0 || x->ninner != y->ninner)
		return false;
	while (i < x->nkey && k < y->nkey) {
		bool cites = a < x->ninner && x->inner[a].from == i;

		if (cites != (b < y->ninner && y->inner[b].from == k))
			return false;
		if (!cites) {
			if (x->key[i++] != y->key[k++])
				return false;
			continue;
		}
		if (!follows(old, new, l, x->inner[a].no, y->inner[b].no))
			return false;
		i = x->inner[a++].to;
		k = y->inner[b++].to;
	}
	return i == x->nkey && k == y->nkey;
}
