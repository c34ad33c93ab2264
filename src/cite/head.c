/*
 * Reads what a reference begins with where it has no 《》: unquoted names, 本法, 该条例,
 * 前款, and a bare 第三条.  Decides whose provisions follow, not which.
 */
#include "cite_int.h"

#include <string.h>

/* What a text calls itself and others by. */
static const char *const nouns[] = { "法律", "基本法", "宪法", "法", "条例", "办法", "规定", "细则", "规则", "解释", "决定",
	"意见", "通知", "规范", "规程", "公约", "协定", "章程", "准则", "指南", "指引", "制度", "纲要", "安排",
	"批复", "公告", "标准", "议定书", "条约", "决议", "方案", "纪要", "守则", "目录", "标准合同" };
/* Words between 本 and the noun: 本暂行条例. */
static const char *const kinds[] = { "暂行", "试行", "实施", "若干", "补充", "管理", "" };

/* Bytes of a noun with the words before it; 0 = none. *noun is the noun. */
static size_t
read_noun(wf_str *noun, wf_str s)
{
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		wf_str kind = wf_str_of(kinds[k]);

		if (!wf_str_starts(s, kind))
			continue;
		for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
			if (wf_str_starts(wf_str_from(s, kind.n), wf_str_of(nouns[i]))) {
				*noun = wf_str_of(nouns[i]);
				return kind.n + noun->n;
			}
	}
	return 0;
}

static const struct { const char *word; enum wf_path_level level; } units[] = {
	{ "条", WF_LV_ARTICLE }, { "款", WF_LV_PARA }, { "项", WF_LV_ITEM }, { "目", WF_LV_POINT },
	{ "章", WF_LV_CHAPTER }, { "节", WF_LV_SECTION }, { "编", WF_LV_BOOK }, { "分编", WF_LV_SUBBOOK },
};

static size_t
read_unit(enum wf_path_level *level, wf_str s)
{
	/* 本条例, 条约, 条件, 项目, 节目, 款项 are words of their own */
	static const char *const not[] = { "条例", "条约", "条件", "条文", "项目", "节目", "款项", "章程", "编制", "编码",
		"条款", "节点", "目录", "目的", "目标", "编号" };

	for (size_t i = 0; i < sizeof(not) / sizeof(not[0]); i++)
		if (wf_str_starts(s, wf_str_of(not[i])))
			return 0;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (wf_str_starts(s, wf_str_of(units[i].word))) {
			*level = units[i].level;
			return strlen(units[i].word);
		}
	return 0;
}

/* The text itself as the work meant; false when it is no law. */
static bool
set_self(struct wf_finder *f, struct wf_head_ref *h)
{
	h->work = f->t->self;
	h->title = f->t->title;
	/* new text of another law speaks of that law as 本法 */
	if (f->t->amends.n != 0) {
		h->work = wf_names_find(f->c->names, f->t->amends);
		h->title = h->work < WF_MANY_WORKS ? f->c->title(f->c->payload, h->work) : f->t->amends;
	}
	return f->t->title.n != 0;
}

static void
set_mention(struct wf_head_ref *h, const struct wf_mention *m)
{
	h->work = m->work;
	h->title = m->title;
}

/* ---- names without marks -------------------------------------------------------------- */

/* Bytes of a short name that the text has defined; 0 = none. */
static size_t
match_short(const struct wf_finder *f, wf_str s, uint32_t *work, wf_str *title)
{
	size_t best = 0;

	for (size_t i = 0; i < f->nnames; i++) {
		wf_str name = f->names[i].name;

		if (name.n <= best || !f->names[i].law || !wf_str_starts(s, name))
			continue;
		/* 条例 or 解释 by itself is a common word: only with a provision */
		if (wf_names_guarded(name, wf_str_from(s, name.n)))
			continue;
		if (name.n <= 6 && !wf_str_starts(wf_str_ltrim(wf_str_from(s, name.n)), WF_S("第")))
			continue;
		best = name.n;
		*work = f->names[i].work;
		*title = f->names[i].title;
	}
	return best;
}

/* A name right after 某省 or 某市 is the end of a longer title that is not held. */
static bool
after_a_place(const struct wf_finder *f, size_t at)
{
	static const char *const places[] = { "省", "市", "自治区", "自治州", "自治县", "特别行政区", "特区" };
	wf_str before = wf_str_sub(f->s, 0, at);

	if (at >= 6 && (wf_str_ends(before, WF_S("本市")) || wf_str_ends(before, WF_S("本省"))))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (wf_str_ends(before, wf_str_of(places[i])))
			return true;
	return false;
}

size_t
wf_head_unquoted(struct wf_finder *f, size_t at)
{
	wf_str s = wf_str_from(f->s, at), title = WF_S("");
	uint32_t work = WF_NO_WORK, own_work = WF_NO_WORK;
	unsigned flags = 0;
	size_t used = wf_names_match(&work, &flags, f->c->names, s);
	uint32_t cp = wf_utf8_peek(s, NULL);
	bool may = cp < 65536 && (f->shorts[cp / 8] & 1u << cp % 8);
	size_t own = may ? match_short(f, s, &own_work, &title) : 0;
	struct wf_head_ref h = { .from = at, .form = WF_CITE_UNQUOTED, .whole = true };

	if (own > used) {
		used = own;
		work = own_work;
		h.form = WF_CITE_ABBREV;
	} else if (used == 0 || after_a_place(f, at)) {
		return at;
	} else {
		title = work == WF_MANY_WORKS ? wf_str_sub(s, 0, used) : f->c->title(f->c->payload, work);
		if (flags & WF_NAME_ALIAS)
			h.form = WF_CITE_ABBREV;
	}
	/* the heading of the text itself, a draft's without its mark too */
	bool heading = f->place == 0 && f->t->nplace != 0 && !f->dry;
	if (heading && wf_str_has(f->t->title, wf_str_sub(s, 0, used))) {
		wf_finder_plain(f, at, at + used, title, WF_CITE_UNQUOTED, WF_CITE_REJECTED,
		    WF_CITE_OWN_TITLE);
		return at + used;
	}
	wf_str after = wf_str_from(s, used);
	if (wf_str_starts(after, WF_S("草案")) || wf_str_starts(after, WF_S("修订草案")) ||
	    wf_str_starts(after, WF_S("修正草案")) || wf_str_starts(after, WF_S("（草案")))
		return at;
	h.to = at + used;
	h.name_from = at;
	h.name_to = h.to;
	h.title = title;
	h.work = work;
	h.to = wf_head_notes(f, &h, h.to);
	return wf_finder_take(f, &h);
}

/* ---- 本, 该, 同 --------------------------------------------------------------------------- */

/* 本条, 本款, 本项, 本章: the base is where we stand, down to that level. */
static size_t
this_unit(struct wf_finder *f, size_t at, enum wf_path_level level, size_t to)
{
	const struct wf_cite_place *p = wf_finder_place(f);
	struct wf_head_ref h = { .from = at, .to = to, .form = WF_CITE_RELATIVE, .deeper = true };
	wf_str rest = wf_str_from(f->s, to);
	uint32_t few = 0;

	if (!p || !set_self(f, &h))
		return at;
	h.base = p->at;
	if (level == WF_LV_CHAPTER || level == WF_LV_SECTION || level == WF_LV_BOOK || level == WF_LV_SUBBOOK)
		h.base.article = h.base.article_sub = 0;
	wf_ref_cut(&h.base, level);
	/* 本条前两款 */
	if (level == WF_LV_ARTICLE && wf_str_starts(rest, WF_S("前"))) {
		size_t used = wf_numeral(wf_str_from(rest, 3), &few);

		if (used != 0 && few > 1 && few < 50 &&
		    wf_str_starts(wf_str_from(rest, 3 + used), WF_S("款"))) {
			h.few[0] = h.few[1] = (struct wf_path_ref){ h.base, false };
			h.few[1].range = true;
			h.few[0].ref.para = p->at.para > few ? p->at.para - few : 1;
			h.few[1].ref.para = h.few[0].ref.para + few - 1;
			h.nfew = 2;
			h.to = to + 3 + used + 3;
		}
	}
	return wf_finder_take(f, &h);
}

/* 该条, 该款, 同条: the provision spoken of last. */
static size_t
that_unit(struct wf_finder *f, size_t at, enum wf_path_level level, size_t to)
{
	const struct wf_mention *m = wf_finder_last(f);
	struct wf_head_ref h = { .from = at, .to = to, .form = WF_CITE_RELATIVE, .deeper = true };

	if (!m || !m->has_ref)
		return at;
	set_mention(&h, m);
	h.base = m->ref;
	if (*wf_ref_field(&h.base, level) == 0)
		return at;
	wf_ref_cut(&h.base, level);
	return wf_finder_take(f, &h);
}

/* 本条例 with a provision after it. */
static size_t
this_work(struct wf_finder *f, size_t at, size_t to)
{
	struct wf_head_ref h = { .from = at, .to = to, .form = WF_CITE_SELF, .name_from = at, .name_to = to };

	return set_self(f, &h) ? wf_finder_take(f, &h) : at;
}

/* 该条例, 同法: the last work of that name, with a provision after it. */
static size_t
that_work(struct wf_finder *f, size_t at, wf_str noun, size_t to)
{
	const struct wf_mention *m = wf_finder_named(f, noun);
	struct wf_head_ref h = { .from = at, .to = to, .name_from = at, .name_to = to };

	if (!m)
		m = wf_finder_last(f);
	if (!m)
		return at;
	h.form = WF_CITE_RELATIVE;
	set_mention(&h, m);
	return wf_finder_take(f, &h);
}

/* ---- 前款 ------------------------------------------------------------------------------------ */

/* The 款 we stand in; in a text that is no law, one past the provision spoken of last. */
static bool
standing(struct wf_finder *f, struct wf_head_ref *h)
{
	const struct wf_cite_place *p = wf_finder_place(f);
	const struct wf_mention *m = wf_finder_last(f);

	if (p && set_self(f, h)) {
		h->base = p->at;
		return true;
	}
	if (!m || !m->has_ref || m->ref.article == 0)
		return false;
	set_mention(h, m);
	h->base = m->ref;
	h->base.para = m->ref.para != 0 ? m->ref.para + 1 : 2;
	wf_ref_cut(&h->base, WF_LV_PARA);
	return true;
}

/* Sets base (and few) of h to the n provisions of the level before where we stand. */
static bool
go_back(struct wf_finder *f, struct wf_head_ref *h, enum wf_path_level level, uint32_t n)
{
	struct wf_ref here = h->base, first;
	const struct wf_cite_tree *own = wf_finder_place(f) ? wf_finder_own(f) : NULL;

	first = here;
	wf_ref_cut(&first, level);
	if (level == WF_LV_ARTICLE) {
		if (here.article == 0 || !wf_resolve_before(own, &first, n))
			return false;
		here = first;
		for (uint32_t i = 1; i < n && here.article != 0; i++)
			here.article++;
	} else if (level == WF_LV_PARA) {
		if (here.article == 0 && here.para == 0)
			return false;
		first.para = here.para > n ? here.para - n : here.para > 1 ? 1 : 0;
		if (first.para == 0)
			return false;
		here = first;
		here.para += n - 1;
	} else {
		if (here.item == 0) {	/* 前三项 outside a list: the list before */
			first.para = here.para > 1 ? here.para - 1 : here.para;
			first.item = 1;
		} else {
			first.item = here.item > n ? here.item - n : here.item > 1 ? 1 : 0;
		}
		first.item_sub = 0;
		if (first.item == 0)
			return false;
		here = first;
		here.item += n - 1;
	}
	h->base = first;
	if (n > 1) {
		h->few[0] = (struct wf_path_ref){ first, false };
		h->few[1] = (struct wf_path_ref){ here, true };
		h->nfew = 2;
	}
	return true;
}

/* 前款, 前条, 前两项, 上款, 前一款. */
static size_t
before_us(struct wf_finder *f, size_t at)
{
	struct wf_head_ref h = { .from = at, .form = WF_CITE_RELATIVE, .deeper = true, .base_only = true };
	wf_str s = wf_str_from(f->s, at + 3);
	enum wf_path_level level = WF_LV_NONE;
	uint32_t n = 1;
	size_t used = wf_numeral(s, &n), unit;

	if (used == 0)
		n = 1;
	unit = read_unit(&level, wf_str_from(s, used));
	if (unit == 0 || level < WF_LV_ARTICLE || level > WF_LV_ITEM || n == 0 || n > 20)
		return at;
	h.to = at + 3 + used + unit;
	if (!standing(f, &h)) {
		wf_finder_plain(f, at, h.to, WF_S(""), WF_CITE_RELATIVE, WF_CITE_REJECTED,
		    WF_CITE_NO_ANTECEDENT);
		return h.to;
	}
	if (!go_back(f, &h, level, n)) {
		/* the first 款 has none before it */
		h.base.para = h.base.item = h.base.point = 0;
		h.deeper = false;
		wf_finder_plain(f, at, h.to, WF_S(""), WF_CITE_RELATIVE, WF_CITE_REJECTED,
		    WF_CITE_NO_ANTECEDENT);
		return h.to;
	}
	return wf_finder_take(f, &h);
}

size_t
wf_head_word(struct wf_finder *f, size_t at)
{
	wf_str s = wf_str_from(f->s, at), rest = wf_str_from(s, 3), noun;
	uint32_t cp = wf_utf8_peek(s, NULL);
	enum wf_path_level level;
	size_t used;

	if (cp == 0x524d || cp == 0x4e0a)
		return before_us(f, at);
	used = read_unit(&level, rest);
	if (used != 0)
		return cp == 0x672c ? this_unit(f, at, level, at + 3 + used) :
		    that_unit(f, at, level, at + 3 + used);
	used = read_noun(&noun, rest);
	if (used == 0)
		return at;
	return cp == 0x672c ? this_work(f, at, at + 3 + used) : that_work(f, at, noun, at + 3 + used);
}

/* ---- 第三条 ------------------------------------------------------------------------------------ */

/* 判决第一项, 诉讼请求第二项 are no law's. */
static bool
of_a_judgment(const struct wf_finder *f, size_t at)
{
	static const char *const words[] = { "判决", "裁定", "主文", "请求", "决定书", "裁决", "判项", "调解书", "协议",
		"合同", "判决书", "裁定书" };
	wf_str before = wf_str_sub(f->s, 0, at);

	while (wf_str_ends(before, WF_S("的")) || wf_str_ends(before, WF_S("书")))
		before = wf_str_sub(before, 0, before.n - 3);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (wf_str_ends(before, wf_str_of(words[i])))
			return true;
	return false;
}

/* 修改为：“第三条 …”: the number of the new text, not a reference. */
static bool
of_new_text(const struct wf_finder *f, size_t at)
{
	wf_str before = wf_str_sub(f->s, 0, at);

	return (wf_str_ends(before, WF_S("“")) || wf_str_ends(before, WF_S("\""))) &&
	    (f->t->amends.n != 0 || wf_str_has(f->t->title, WF_S("修改")) ||
	    wf_str_has(f->t->title, WF_S("修正")) || wf_str_has(f->t->title, WF_S("补充规定")));
}

/* The bytes of every step that stands here, for what is rejected. */
static size_t
path_end(struct wf_finder *f, size_t at)
{
	struct wf_ref none = { .article = 0 };

	f->refs.n = 0;
	return at + wf_path_read(&f->refs, wf_str_from(f->s, at), &none, false);
}

/* True when what stands at byte at is there below base in the text of h's work. */
static bool
is_there(struct wf_finder *f, const struct wf_head_ref *h, const struct wf_ref *base, size_t at)
{
	bool own = h->work == f->t->self && wf_str_eq(h->title, f->t->title);
	const struct wf_cite_tree *tree = own && f->t->node ? &f->own :
	    h->work < WF_MANY_WORKS ? f->c->tree(f->c->payload, h->work, f->t->day) : NULL;

	f->refs.n = 0;
	if (!tree || wf_path_read(&f->refs, wf_str_from(f->s, at), base,
	    wf_ref_level(base) != WF_LV_NONE) == 0)
		return false;
	struct wf_ref first = f->refs.v[0].ref;

	return wf_cite_node(tree, &first) != WF_NO_NODE;
}

/* 条 and above without a name: the text's own, the amended law's, or the work spoken of last. */
static bool
bare_article(struct wf_finder *f, struct wf_head_ref *h)
{
	const struct wf_mention *m = wf_finder_last(f);

	/* a text without articles of its own, and one that amends many works, speaks of another's */
	const struct wf_cite_tree *own = wf_finder_own(f);
	bool others = (own && own->narticle == 0) || wf_str_has(f->t->title, WF_S("关于修改"));

	h->form = WF_CITE_SELF;
	if (!(others && m) && set_self(f, h)) {
		struct wf_head_ref there = *h;

		/* 刑法第二百六十六条规定的…、第二百七十一条规定的… */
		if (own && m && m->at > f->sentence && !is_there(f, h, &h->base, h->from)) {
			set_mention(&there, m);
			there.form = WF_CITE_RELATIVE;
			if (is_there(f, &there, &there.base, h->from))
				*h = there;
		}
		return true;
	}
	h->form = WF_CITE_RELATIVE;
	if (!m)
		return false;
	set_mention(h, m);
	/* after 刑法修正案（六） a 第一百三十五条之一 is the law's */
	size_t mark = wf_str_find(m->title, WF_S("修正案"), 0);
	uint32_t law = mark == SIZE_MAX || mark == 0 ? WF_NO_WORK :
	    wf_names_find(f->c->names, wf_str_sub(m->title, 0, mark));
	if (law < WF_MANY_WORKS) {
		h->work = law;
		h->title = f->c->title(f->c->payload, law);
	}
	return true;
}

static void
cut_base(struct wf_ref *base, enum wf_path_level level)
{
	*wf_ref_field(base, level) = 0;
	wf_ref_cut(base, level);
	if (level == WF_LV_ITEM)
		base->item_sub = 0;
}

/*
 * 款 and 项 without a name: of the provision spoken of in this sentence, of the one the words above
 * a list speak of, else of where we stand; the first of them that has such a provision.
 */
static bool
bare_below(struct wf_finder *f, struct wf_head_ref *h, enum wf_path_level level)
{
	const struct wf_mention *m = wf_finder_last(f);
	const struct wf_cite_place *p = wf_finder_place(f);
	bool said = m && m->has_ref && m->ref.article != 0;
	bool near = said && (m->at > f->sentence || !p) &&
	    (level == WF_LV_PARA || m->ref.para != 0 || m->ref.item != 0 || !p);
	/* spoken of since this article began */
	bool above = said && p && m->at > f->article;
	struct wf_head_ref there = *h, here = *h;

	if (said) {
		set_mention(&there, m);
		there.base = m->ref;
		cut_base(&there.base, level);
		there.form = p && wf_str_eq(m->title, f->t->title) ? WF_CITE_SELF : WF_CITE_RELATIVE;
	}
	bool stand = p && set_self(f, &here);
	if (stand) {
		here.base = p->at;
		cut_base(&here.base, level);
		here.form = WF_CITE_SELF;
	}
	if (!near && !stand)
		return false;
	*h = near ? there : here;
	if (near && stand && !is_there(f, &there, &there.base, h->from) &&
	    is_there(f, &here, &here.base, h->from))
		*h = here;
	else if (!near && above && !is_there(f, &here, &here.base, h->from) &&
	    is_there(f, &there, &there.base, h->from))
		*h = there;
	return true;
}

/* Where the name of a law that is not held begins, when one ends at byte at: 婚姻法|第十条; at = none. */
static size_t
unknown_name(const struct wf_finder *f, size_t at)
{
	static const char *const ends[] = { "法", "条例", "办法", "规定", "细则", "规则", "解释", "公约", "宪章",
		"条约", "协定", "议定书", "章程", "通则", "总则" };
	static const char *const stops[] = { "依照", "根据", "违反", "按照", "适用", "符合", "参照", "依据", "和", "与", "及",
		"或者", "或", "的", "对", "由", "在", "以", "按", "据", "被", "经", "因", "除", "有", "是", "为", "于",
		"将", "从", "自", "即", "了", "犯", "属于", "见", "引用", "援引", "本", "该", "同", "此", "各", "其他" };
	wf_str before = wf_str_sub(f->s, 0, at);
	size_t from = at, chars = 0;
	bool law = false;
	uint32_t cp;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		law = law || wf_str_ends(before, wf_str_of(ends[i]));
	if (!law)
		return at;
	while (from > f->done && chars++ < 30) {
		size_t n = wf_utf8_last(wf_str_sub(before, 0, from), &cp);

		if (!wf_is_han(cp))
			break;
		from -= n;
	}
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		wf_str word = wf_str_of(stops[i]);

		for (size_t k = from; (k = wf_str_find(before, word, k)) != SIZE_MAX; k += word.n)
			from = k + word.n;
	}
	/* 本法, 办法 and 规定 by themselves are no names */
	return at - from >= 9 ? from : at;
}

size_t
wf_head_bare(struct wf_finder *f, size_t at)
{
	enum wf_path_level level;
	uint32_t num, sub;
	struct wf_head_ref h = { .from = at, .to = at };
	bool found;

	if (wf_path_step(&level, &num, &sub, wf_str_from(f->s, at)) == 0)
		return at;
	size_t name = level <= WF_LV_ARTICLE ? unknown_name(f, at) : at;
	if (name != at) {
		h.from = h.name_from = name;
		h.name_to = at;
		h.title = wf_str_sub(f->s, name, at - name);
		h.work = wf_names_find(f->c->names, h.title);
		h.form = WF_CITE_UNQUOTED;
		return wf_finder_take(f, &h);
	}
	if (level <= WF_LV_ARTICLE && of_new_text(f, at)) {
		size_t end = path_end(f, at);

		wf_finder_plain(f, at, end, WF_S(""), WF_CITE_SELF, WF_CITE_REJECTED,
		    WF_CITE_QUOTED_LABEL);
		return end;
	}
	/* 第三节课, 第一章 of a story: only with a law */
	if (level >= WF_LV_PARA && of_a_judgment(f, at)) {
		size_t end = path_end(f, at);

		wf_finder_plain(f, at, end, WF_S(""), WF_CITE_RELATIVE, WF_CITE_REJECTED, WF_CITE_JUDGMENT);
		return end;
	}
	found = level <= WF_LV_ARTICLE ? bare_article(f, &h) : bare_below(f, &h, level);
	if (!found) {
		size_t end = path_end(f, at);

		wf_finder_plain(f, at, end, WF_S(""), WF_CITE_RELATIVE, WF_CITE_REJECTED,
		    WF_CITE_NO_ANTECEDENT);
		return end;
	}
	h.deeper = level > WF_LV_ARTICLE;
	return wf_finder_take(f, &h);
}
