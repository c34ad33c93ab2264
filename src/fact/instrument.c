/*
 * The documents that a report names: every name, which names are one document, and what the report says of it.
 * What one sentence says is read in instrument_act.c, names outside 《》 in instrument_bare.c.
 */
#include "fact/instrument_int.h"

#include <stdlib.h>
#include <string.h>

#define BARE_MAX 100u		/* bare names that one is compared with */
#define LOOK_BACK 200u		/* names that 该条例 is looked for among */

/* ---- names ----------------------------------------------------------------------- */

wf_str
wf_fact_name_key(struct wf_report *r, wf_str name)
{
	struct wf_buf b = { 0 }, out = { 0 };
	wf_str republic = WF_S("中华人民共和国");

	wf_fold(&b, name, WF_FOLD_NAME);
	for (wf_str s = wf_buf_str(&b); s.n > 0; ) {
		if (wf_str_starts(s, republic)) {
			s = wf_str_from(s, republic.n);
			continue;
		}
		size_t n;

		wf_utf8_peek(s, &n);
		wf_buf_put(&out, wf_str_sub(s, 0, n));
		s = wf_str_from(s, n);
	}
	name = wf_arena_str(&r->arena, wf_buf_str(&out));
	wf_buf_free(&b);
	wf_buf_free(&out);
	return name;
}

struct wf_naming *
wf_fact_naming(struct wf_making *m, wf_span at, wf_str name)
{
	struct wf_naming *x = wf_list_add(&m->naming, sizeof(*x));

	*x = (struct wf_naming){ .at = at, .name = name, .key = wf_fact_name_key(m->g->r, name),
		.what = UINT32_MAX };
	return x;
}

/* White space at the ends of a name and before brackets goes; 〈〉 and U+3000 inside stay. */
static wf_str
tidy(wf_str s)
{
	return wf_str_trim(s);
}

/* Bytes of a mark in brackets after a title that belongs to its name: （征求意见稿）, （试行）, 1.0版. */
static size_t
mark_after(const struct wf_report *r, uint32_t off)
{
	static const char *const word[] = { "征求意见", "草案", "试行", "暂行", "修订稿", "送审稿", "讨论稿", "第" };
	wf_str s = wf_str_from(r->text, off);
	uint32_t past = wf_report_close(r, off);

	if (past == off || !wf_at_mark(s, "（"))
		return 0;
	wf_str inner = wf_str_sub(s, strlen("（"), past - off - 2 * strlen("（"));

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		if (wf_str_has(inner, wf_str_of(word[i])) && inner.n < 60 && !wf_str_has(inner, WF_S("简称")))
			return past - off;
	}
	return 0;
}

/* 1.0版 after a title; bytes, 0 = none. */
static size_t
version_after(wf_str s)
{
	size_t n = 0;

	while (n < s.n && n < 8 && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
		n++;
	return n > 0 && wf_str_starts(wf_str_from(s, n), WF_S("版")) ? n + strlen("版") : 0;
}

/* （GB 44497—2024） after a title: the number of a standard, or of a document. Bytes, 0 = none. */
static size_t
number_after(wf_str *number, const struct wf_report *r, uint32_t off)
{
	static const char *const start[] = { "GB", "YD", "GA", "DB", "T/", "ISO", "JR", "JT" };
	wf_str s = wf_str_from(r->text, off);
	uint32_t past = wf_report_close(r, off);

	if (past == off || !wf_at_mark(s, "（"))
		return 0;
	wf_str inner = wf_str_sub(s, strlen("（"), past - off - 2 * strlen("（"));
	bool fits = inner.n < 80 && (wf_str_has(inner, WF_S("〕")) && wf_str_has(inner, WF_S("号")));

	for (size_t i = 0; i < sizeof(start) / sizeof(*start); i++)
		fits |= wf_str_starts(inner, wf_str_of(start[i]));
	*number = fits ? inner : WF_S("");
	return fits ? past - off : 0;
}

/* ---- what is no document ------------------------------------------------------------ */

static const char *const media_after[] = { "栏目", "专栏", "专题", "杂志", "期刊", "刊物", "节目", "短片", "纪录片", "图书",
	"视频", "歌曲", "知名期刊", "公众号", "平台", "网站", "动画", "漫画", "电影", "晚会", "微视频", "宣传片" };
static const char *const media_before[] = { "文章", "杂志", "期刊", "栏目", "专栏", "节目", "开设", "纪录片", "短片", "歌曲",
	"宣传片", "图书", "评论员文章", "署名文章" };

/* True if the words behind the list of titles say that they are columns or journals: 等知名期刊, 栏目. */
static bool
says_media_after(const struct wf_report *r, uint32_t off)
{
	wf_str s = wf_str_sub(r->text, off, 40);

	if (wf_at_mark(s, "等"))
		s = wf_str_from(s, strlen("等"));
	for (size_t i = 0; i < sizeof(media_after) / sizeof(*media_after); i++) {
		size_t at = wf_str_find(s, wf_str_of(media_after[i]), 0), stop = wf_str_find(s, WF_S("，"), 0);

		/* a few words may stand between: 等AI视频专栏 */
		if (at != SIZE_MAX && at < stop && at <= 12)
			return true;
	}
	return false;
}

static bool
says_media_before(const struct wf_report *r, uint32_t off)
{
	for (size_t i = 0; i < sizeof(media_before) / sizeof(*media_before); i++) {
		if (wf_str_ends(wf_str_sub(r->text, 0, off), wf_str_of(media_before[i])))
			return true;
	}
	return false;
}

/* True if between two titles there is nothing but what joins a list. */
static bool
joins(wf_str between)
{
	static const char *const word[] = { "、", "和", "及", "与", "以及", "并", "或", "，" };

	if (between.n == 0)
		return true;
	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		if (wf_str_is(between, word[i]))
			return true;
	}
	return false;
}

/* What the words behind a list say its titles are: 等行政法规, 报告. "" = nothing. */
static wf_str
kind_after(const struct wf_report *r, uint32_t off)
{
	static const struct { const char *word, *kind; } row[] = {
		{ "行政法规", "admin-regulation" }, { "部门规章", "department-rule" }, { "地方性法规", "local-regulation" },
		{ "司法解释", "judicial-interpretation" }, { "报告", "report" }, { "白皮书", "report" },
		{ "蓝皮书", "report" }, { "重大报告", "report" },
	};
	wf_str s = wf_str_sub(r->text, off, 40);

	if (wf_at_mark(s, "等"))
		s = wf_str_from(s, strlen("等"));
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		if (wf_str_starts(s, wf_str_of(row[i].word)))
			return wf_str_of(row[i].kind);
	}
	return WF_S("");
}

static void
mark_media(struct wf_making *m)
{
	struct wf_naming *v = m->naming.v;
	const struct wf_report *r = m->g->r;

	for (size_t first = 0; first < m->naming.n; ) {
		size_t last = first;

		while (last + 1 < m->naming.n) {
			uint32_t from = v[last].at.off + v[last].at.len, to = v[last + 1].at.off;

			if (!joins(wf_str_sub(r->text, from, to - from)))
				break;
			last++;
		}
		bool media = says_media_before(r, v[first].at.off) ||
		    says_media_after(r, v[last].at.off + v[last].at.len);
		wf_str kind = kind_after(r, v[last].at.off + v[last].at.len);
		uint32_t row;

		for (size_t i = first; i <= last; i++) {
			v[i].kind = kind;
			/* what ends like a document is one, whatever column it stands in */
			bool noun = wf_words_match_end(m->noun, v[i].name, &row) > 0;

			v[i].no_law = media && !(noun && v[i].name.n > 30);
		}
		first = last + 1;
	}
}

/* ---- finding titles ---------------------------------------------------------------- */

static void
take_title(struct wf_making *m, uint32_t off, uint32_t past)
{
	struct wf_report *r = m->g->r;
	uint32_t end = past, before = off;
	wf_str name = tidy(wf_str_sub(r->text, off + strlen("《"), past - off - 2 * strlen("《")));
	wf_str whole, number = WF_S("");
	size_t n = mark_after(r, end);

	if (n > 0) {
		name = wf_arena_printf(&r->arena, "%.*s%.*s", WF_FMT(name), WF_FMT(wf_str_sub(r->text, end, n)));
		end += (uint32_t)n;
	}
	n = version_after(wf_str_from(r->text, end));
	whole = n > 0 ? wf_arena_printf(&r->arena, "%.*s%.*s", WF_FMT(name),
	    WF_FMT(wf_str_sub(r->text, end, n))) : WF_S("");
	end += (uint32_t)n;
	end += (uint32_t)number_after(&number, r, end);
	struct wf_naming *x = wf_fact_naming(m, (wf_span){ before, end - before }, name);

	x->quoted = true;
	x->alias = whole;
	x->number = number;
}

static void
find_titles(struct wf_making *m)
{
	const struct wf_report *r = m->g->r;

	for (uint32_t i = 0; i < r->npara; i++) {
		wf_span p = r->para[i].text;

		for (uint32_t off = p.off; off < p.off + p.len; ) {
			uint32_t past = r->text.p[off] == (char)0xE3 ? wf_report_close(r, off) : off;

			if (past != off && wf_str_starts(wf_str_from(r->text, off), WF_S("《")) && past - off < 600) {
				take_title(m, off, past);
				off = past;
			} else {
				off++;
			}
		}
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct wf_naming *x = a, *y = b;

	return (x->at.off > y->at.off) - (x->at.off < y->at.off);
}

/* ---- which names are one document ------------------------------------------------------- */

/* A name by which an instrument is known from a place on: (以下简称《公约》). */
struct known { wf_str key; uint32_t what, from; };

struct joining {
	struct wf_making *m;
	struct wf_list instrument, known;	/* known: short names, from where they are given */
	struct wf_map own;			/* key -> instrument */
	struct wf_map any, draft, plan;		/* key without a mark of a draft -> instrument, of namings of that sort */
	struct wf_list bare;			/* uint32_t: namings outside 《》 that joined */
	struct wf_list *alias, *mention, *anaphora;
	size_t alias_cap, mention_cap, anaphora_cap;
};

static void
know(struct joining *j, wf_str key, uint32_t what, uint32_t from)
{
	struct known *k = wf_list_add(&j->known, sizeof(*k));

	*k = (struct known){ key, what, from };
}

static bool
is_known(uint32_t *what, const struct joining *j, wf_str key, uint32_t off)
{
	const struct known *k = j->known.v;

	if (wf_map_get(&j->own, key, what))
		return true;
	for (size_t i = j->known.n; i-- > 0; ) {
		if (k[i].from <= off && wf_str_eq(k[i].key, key)) {
			*what = k[i].what;
			return true;
		}
	}
	return false;
}

/* （以下简称《网络安全法》） after a name: the short name, "" = none. */
static wf_str
short_name(const struct wf_report *r, uint32_t off)
{
	static const char *const word[] = { "以下简称", "简称", "下称" };
	uint32_t past = wf_report_close(r, off);
	wf_str s = past != off ? wf_str_sub(r->text, off, past - off) : WF_S("");

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		size_t at = wf_str_find(s, wf_str_of(word[i]), 0), from, to;

		if (at == SIZE_MAX || !wf_at_mark(s, "（"))
			continue;
		s = wf_str_sub(s, at + strlen(word[i]), s.n - at - strlen(word[i]) - strlen("）"));
		from = wf_str_find(s, WF_S("《"), 0);
		to = wf_str_find(s, WF_S("》"), 0);
		if (from != SIZE_MAX && to != SIZE_MAX && from < to)
			return wf_str_sub(s, from + strlen("《"), to - from - strlen("《"));
		return wf_str_trim(s);
	}
	return WF_S("");
}

/* The key without a mark of a draft at its end: 民营经济促进法草案征求意见稿 -> 民营经济促进法. */
static wf_str
without_mark(wf_str key)
{
	static const char *const mark[] = { "征求意见稿", "公开征求意见稿", "公开", "修订草案", "修正草案", "草案", "送审稿",
		"修订稿", "征求意见" };
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++) {
			if (wf_str_ends(key, wf_str_of(mark[i])) && key.n > strlen(mark[i]) + 6) {
				key.n -= strlen(mark[i]);
				again = true;
			}
		}
	}
	return key;
}

/* The key without the body that stands before 关于: 工业和信息化部关于修改… -> 关于修改…. */
static wf_str
without_issuer(wf_str key)
{
	size_t at = wf_str_find(key, WF_S("关于"), 0);

	return at != SIZE_MAX && at > 0 && at <= 60 ? wf_str_from(key, at) : key;
}

static void
add_word(struct wf_list *l, wf_str own, wf_str word)
{
	const wf_str *v = l->v;

	if (word.n == 0 || wf_str_eq(own, word) || l->n == WF_FACT_ALIASES)
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (wf_str_eq(v[i], word))
			return;
	}
	*(wf_str *)wf_list_add(l, sizeof(wf_str)) = word;
}

static uint32_t
new_instrument(struct joining *j, const struct wf_naming *x)
{
	uint32_t i = (uint32_t)j->instrument.n;
	struct wf_instrument *v = wf_list_add(&j->instrument, sizeof(*v));

	v->at = x->wide.len > 0 ? x->wide : x->at;
	v->name = x->name;
	j->alias = wf_grow(j->alias, &j->alias_cap, i + 1, sizeof(*j->alias));
	j->mention = wf_grow(j->mention, &j->mention_cap, i + 1, sizeof(*j->mention));
	j->anaphora = wf_grow(j->anaphora, &j->anaphora_cap, i + 1, sizeof(*j->anaphora));
	j->alias[i] = j->mention[i] = j->anaphora[i] = (struct wf_list){ 0 };
	wf_map_set(&j->own, x->key, i);
	if (!wf_map_get(&j->own, without_issuer(x->key), &(uint32_t){ 0 }))
		wf_map_set(&j->own, without_issuer(x->key), i);
	return i;
}

/* A draft and a plan of it are one thing in a report; a draft of a law that is in force is not that law. */
static bool
meets_draft(uint32_t *what, const struct joining *j, const struct wf_naming *x)
{
	wf_str base = without_mark(x->key);

	if (x->planned)
		return wf_map_get(&j->any, base, what);
	return wf_map_get(&j->plan, base, what) || (base.n != x->key.n && wf_map_get(&j->draft, base, what));
}

/* Remembers a naming for the drafts and plans that come later; the first of its sort counts. */
static void
remember(struct joining *j, const struct wf_naming *x, uint32_t i)
{
	wf_str base = without_mark(x->key);
	uint32_t seen;

	if (!wf_map_get(&j->any, base, &seen))
		wf_map_set(&j->any, base, x->what);
	if (base.n != x->key.n && !wf_map_get(&j->draft, base, &seen))
		wf_map_set(&j->draft, base, x->what);
	if (x->planned && !wf_map_get(&j->plan, base, &seen))
		wf_map_set(&j->plan, base, x->what);
	if (!x->quoted)
		*(uint32_t *)wf_list_add(&j->bare, sizeof(uint32_t)) = i;
}

/* True if the characters of a stand in b in their order. */
static bool
is_within(wf_str a, wf_str b)
{
	while (a.n > 0 && b.n > 0) {
		wf_str rest = a;

		if (wf_utf8_next(&rest) == wf_utf8_next(&b))
			a = rest;
	}
	return a.n == 0;
}

/* Two bare names of which one is the other with more said: 网络普法联合倡议, 长三角地区网络普法2024年度联合倡议. */
static bool
meets_bare(uint32_t *what, const struct joining *j, const struct wf_naming *x)
{
	const struct wf_naming *v = j->m->naming.v;
	uint32_t row;
	size_t noun = wf_words_match_end(j->m->noun, x->key, &row);

	if (x->quoted || noun < 6 || x->key.n < noun + 12)
		return false;
	const uint32_t *bare = j->bare.v;

	for (size_t k = j->bare.n; k-- > 0 && j->bare.n - k < BARE_MAX; ) {
		const struct wf_naming *y = &v[bare[k]];

		if (y->key.n < noun + 12 || wf_words_match_end(j->m->noun, y->key, NULL) != noun ||
		    !(is_within(y->key, x->key) || is_within(x->key, y->key)))
			continue;
		*what = y->what;
		return true;
	}
	return false;
}

static void
join(struct joining *j, struct wf_naming *x)
{
	struct wf_report *r = j->m->g->r;
	uint32_t what;

	if (x->no_law)
		return;
	if (!is_known(&what, j, x->key, x->at.off) &&
	    !is_known(&what, j, without_issuer(x->key), x->at.off) &&
	    !meets_draft(&what, j, x) && !meets_bare(&what, j, x))
		what = new_instrument(j, x);
	x->what = what;
	remember(j, x, (uint32_t)(x - (struct wf_naming *)j->m->naming.v));
	struct wf_instrument *v = (struct wf_instrument *)j->instrument.v + what;

	v->quoted |= x->quoted;
	if (x->number.n > 0)
		v->doc_number = x->number;
	if (x->kind.n > 0)
		v->kind = x->kind;
	add_word(&j->alias[what], v->name, x->name);
	add_word(&j->alias[what], v->name, x->alias);
	add_word(&j->alias[what], v->name, x->alias2);
	*(wf_span *)wf_list_add(&j->mention[what], sizeof(wf_span)) = x->at;
	wf_str brief = short_name(r, x->at.off + x->at.len);

	if (brief.n > 0) {
		add_word(&j->alias[what], v->name, brief);
		know(j, wf_fact_name_key(r, brief), what, x->at.off);
	}
}

/* The short name where it is defined is no naming of its own. */
static bool
is_definition(const struct wf_report *r, const struct wf_naming *x)
{
	wf_str before = wf_str_sub(r->text, 0, x->at.off);

	return x->quoted && (wf_str_ends(before, WF_S("以下简称")) || wf_str_ends(before, WF_S("以下简称：")) ||
	    wf_str_ends(before, WF_S("（简称")) || wf_str_ends(before, WF_S("下称")));
}

/* ---- anaphora --------------------------------------------------------------------------- */

/* 该法自2021年11月1日起施行: a sentence of its own may say from when. */
static void
take_term(struct joining *j, uint32_t what, uint32_t off)
{
	const struct wf_report *r = j->m->g->r;
	const struct wf_whens *w = &j->m->g->when;
	wf_str s = wf_str_from(r->text, off);
	uint32_t i = wf_when_at(w, off);
	struct wf_instrument *x = (struct wf_instrument *)j->instrument.v + what;

	if (!wf_str_starts(s, WF_S("自")) || i == w->n || w->v[i].at.off != off + strlen("自"))
		return;
	s = wf_str_from(r->text, w->v[i].at.off + w->v[i].at.len);
	if (wf_str_starts(s, WF_S("起施行")) || wf_str_starts(s, WF_S("起实施")) || wf_str_starts(s, WF_S("起生效")))
		x->effective = w->v[i].from;
}

/* 该条例, 该办法草案: means the last document before it whose name ends so. */
static void
find_anaphora(struct joining *j)
{
	struct wf_making *m = j->m;
	const struct wf_report *r = m->g->r;
	const struct wf_naming *v = m->naming.v;
	size_t next = 0;

	for (size_t off = wf_str_find(r->text, WF_S("该"), 0); off != SIZE_MAX;
	    off = wf_str_find(r->text, WF_S("该"), off + strlen("该"))) {
		wf_str s = wf_str_from(r->text, off + strlen("该"));
		size_t noun = wf_words_match(m->noun, s, NULL);
		uint32_t para = wf_report_para(r, (uint32_t)off);

		while (next < m->naming.n && v[next].at.off < off)
			next++;
		if (wf_str_starts(s, WF_S("司法解释")))
			noun = strlen("司法解释");
		else if (wf_str_starts(s, WF_S("征求意见稿")))
			noun = strlen("征求意见稿");
		if (noun == 0 || wf_str_starts(s, WF_S("规定动作")) || wf_str_starts(s, WF_S("法庭")))
			continue;
		for (size_t i = next; i-- > 0 && next - i <= LOOK_BACK &&
		    para - wf_report_para(r, v[i].at.off) <= 4; ) {
			bool court = wf_str_starts(s, WF_S("司法解释")) &&
			    wf_str_ends(v[i].key, WF_S("解释"));
			bool fits = v[i].what != UINT32_MAX &&
			    (court || wf_str_has(v[i].key, wf_str_sub(s, 0, noun)));

			if (!fits)
				continue;
			wf_span at = { (uint32_t)off, (uint32_t)(strlen("该") + noun) };

			*(wf_span *)wf_list_add(&j->anaphora[v[i].what], sizeof(wf_span)) = at;
			take_term(j, v[i].what, at.off + at.len);
			break;
		}
	}
}

/* ---- what is said of them ------------------------------------------------------------------ */

/* What has been gathered of one instrument over its namings. */
struct gathered {
	wf_date day, effective;
	uint8_t act;
	bool revised, from_issue, planned;
	bool loose;		/* issuer is a phrase, no known body */
	struct wf_list issuer;
};

static bool
agrees(wf_date a, wf_date b)
{
	return a / 10000 == b / 10000 && (a % 10000 == 0 || b % 10000 == 0 ||
	    (a / 100 % 100 == b / 100 % 100 && (a % 100 == 0 || b % 100 == 0 || a == b)));
}

static wf_date
more_precise(wf_date a, wf_date b)
{
	if (a == 0)
		return b;
	if (b == 0 || !agrees(a, b))
		return a;
	return b % 100 != 0 || (b % 10000 != 0 && a % 100 == 0) ? b : a;
}

static bool
makes(uint8_t act)
{
	return act == WF_DO_ISSUE || act == WF_DO_ADOPT || act == WF_DO_SIGN || act == WF_DO_REVISE ||
	    act == WF_DO_COMMENT || act == WF_DO_REVIEW;
}

/* How much an act tells of what became of a document: the last step of its making wins. */
static int
weight(uint8_t act)
{
	static const int w[] = { [WF_DO_NONE] = 0, [WF_DO_MAKE] = 1, [WF_DO_COMMENCE] = 2, [WF_DO_REPEAL] = 2,
		[WF_DO_REVIEW] = 3, [WF_DO_COMMENT] = 3, [WF_DO_SIGN] = 4, [WF_DO_REVISE] = 4,
		[WF_DO_ISSUE] = 5, [WF_DO_ADOPT] = 5 };

	return w[act];
}

static void
gather(struct gathered *t, const struct wf_said_of *s)
{
	if (s->act == WF_DO_COMMENCE) {
		t->effective = more_precise(t->effective, s->effective ? s->effective : s->day);
	} else {
		t->effective = more_precise(t->effective, s->effective);
		if (makes(s->act) && s->day != 0)
			t->day = more_precise(t->day, s->day);
	}
	t->revised |= s->revised || s->act == WF_DO_REVISE;
	t->from_issue |= s->from_issue;
	if (weight(s->act) > weight(t->act))
		t->act = s->act;
	/* the fullest list of issuers stands in the chapter or in the chronicle */
	bool fuller = t->loose && !s->loose ? s->actor.n > 0 : s->actor.n > t->issuer.n;

	if ((makes(s->act) || t->issuer.n == 0) && fuller && !(s->loose && !t->loose && t->issuer.n > 0)) {
		t->issuer.n = 0;
		t->loose = s->loose;
		for (uint32_t i = 0; i < s->actor.n; i++)
			*(wf_str *)wf_list_add(&t->issuer, sizeof(wf_str)) = s->actor.v[i];
	}
}

static bool
is_draft_name(wf_str name)
{
	return wf_str_has(name, WF_S("征求意见稿")) || wf_str_has(name, WF_S("草案")) || wf_str_has(name, WF_S("送审稿"));
}

static uint8_t
status_of(const struct wf_instrument *v, const struct gathered *t)
{
	bool draft = is_draft_name(v->name);

	if (wf_str_is(v->kind, "case-collection") || wf_str_is(v->kind, "report"))
		return WF_INS_OTHER;
	if (t->act == WF_DO_COMMENT || (draft && wf_str_has(v->name, WF_S("征求意见")) && t->act != WF_DO_REVIEW))
		return WF_INS_DRAFT_FOR_COMMENT;
	if (t->act == WF_DO_REVIEW || draft)
		return WF_INS_DRAFT_UNDER_REVIEW;
	if (t->revised)
		return WF_INS_REVISED;
	if (t->planned && !v->quoted && (t->act == WF_DO_NONE || t->act == WF_DO_MAKE))
		return WF_INS_PLANNED;
	if (t->act == WF_DO_ISSUE || t->act == WF_DO_ADOPT || t->act == WF_DO_SIGN)
		return WF_INS_ENACTED;
	return WF_INS_IN_FORCE;
}

/* 浙江省…条例, 海南自由贸易港…规定: the place stands first. */
static bool
is_local(wf_str name)
{
	static const char *const place[] = { "省", "市", "自治区", "自治州", "自治县", "自由贸易港", "特区" };

	for (size_t i = 0; i < sizeof(place) / sizeof(*place); i++) {
		size_t at = wf_str_find(wf_str_sub(name, 0, 30), wf_str_of(place[i]), 0);

		if (at != SIZE_MAX && at >= 6 && !wf_str_starts(wf_str_from(name, at), WF_S("市场")))
			return true;
	}
	return false;
}

/* The name without marks in brackets at its end, for its last word. */
static wf_str
stem(wf_str name)
{
	while (name.n > 0 && name.p[name.n - 1] >= '0' && name.p[name.n - 1] <= '9')
		name.n--;
	while (wf_str_ends(name, WF_S("）"))) {
		size_t at = name.n;

		while (at > 0 && !wf_str_starts(wf_str_from(name, at), WF_S("（")))
			at--;
		if (at == 0)
			break;
		name.n = at;
	}
	return name;
}

/* Who makes 条例, 办法, 规定: by the issuers, else by the name. */
static wf_str
kind_by_issuer(const struct wf_instrument *v, const struct gathered *t)
{
	const wf_str *who = t->issuer.v;

	if (is_local(v->name) && wf_str_ends(stem(v->name), WF_S("条例")))
		return WF_S("local-regulation");
	for (size_t i = 0; i < t->issuer.n; i++) {
		if (wf_str_has(who[i], WF_S("人大常委会")) || wf_str_has(who[i], WF_S("人民代表大会")))
			return wf_str_has(who[i], WF_S("全国")) ? WF_S("law") : WF_S("local-regulation");
		if (wf_str_is(who[i], "国务院") || wf_str_is(who[i], "国务院常务会议"))
			return WF_S("admin-regulation");
		if (wf_str_has(who[i], WF_S("法院")) || wf_str_has(who[i], WF_S("检察院")))
			return WF_S("judicial-interpretation");
	}
	if (t->issuer.n > 0)
		return t->act == WF_DO_ISSUE || t->act == WF_DO_COMMENT || t->act == WF_DO_REVISE ?
		    WF_S("department-rule") : WF_S("normative-document");
	if (wf_str_has(v->name, WF_S("条例")))
		return WF_S("admin-regulation");
	return wf_str_has(v->name, WF_S("解释")) ? WF_S("judicial-interpretation") : WF_S("department-rule");
}

static wf_str
kind_of(const struct wf_making *m, const struct wf_instrument *v, const struct gathered *t)
{
	uint32_t row;

	if (v->doc_number.n > 0 && !wf_str_has(v->doc_number, WF_S("号")))
		return WF_S("standard");
	if (wf_words_match_end(m->noun, stem(v->name), &row) == 0)
		return WF_S("other");
	wf_str kind = wf_words_cell(m->noun, row, 1);

	return wf_str_is(kind, "by_issuer") ? kind_by_issuer(v, t) : kind;
}

/* The report speaks of itself: its own day is that of its signature at the end. */
static void
date_itself(struct wf_making *m, struct wf_instrument *v)
{
	const struct wf_report *r = m->g->r;
	wf_date day = 0;

	for (uint32_t i = r->npara; i-- > 0 && i + 3 > r->npara; ) {
		wf_str s = wf_report_slice(r, r->para[i].text);

		for (size_t at = 0; r->para[i].kind == WF_PARA_TABLE && at < s.n && day == 0; at++) {
			if (s.p[at] >= '0' && s.p[at] <= '9')
				wf_date_words(wf_str_from(s, at), &day);
		}
	}
	v->adopted = day;
}

static void
settle(struct joining *j, uint32_t i, struct gathered *t)
{
	struct wf_making *m = j->m;
	struct wf_report *r = m->g->r;
	struct wf_instrument *v = (struct wf_instrument *)j->instrument.v + i;

	v->adopted = t->day;
	if (t->effective != 0 || v->effective == 0)	/* 该法自…起施行 has set it */
		v->effective = t->from_issue && t->effective == 0 ? t->day : t->effective;
	if (v->kind.n == 0)
		v->kind = kind_of(m, v, t);
	v->draft = is_draft_name(v->name);
	v->planned = t->planned;
	v->status = status_of(v, t);
	if (wf_str_eq(wf_fact_name_key(r, v->name), wf_fact_name_key(r, r->title))) {
		date_itself(m, v);
		v->status = WF_INS_OTHER;
		add_word(&j->alias[i], v->name, WF_S("本报告"));
	}
	v->issuer.v = wf_list_done(&t->issuer, &r->arena, sizeof(wf_str), &v->issuer.n);
	v->alias.v = wf_list_done(&j->alias[i], &r->arena, sizeof(wf_str), &v->alias.n);
	v->mention.v = wf_list_done(&j->mention[i], &r->arena, sizeof(wf_span), &v->mention.n);
	v->anaphora.v = wf_list_done(&j->anaphora[i], &r->arena, sizeof(wf_span), &v->anaphora.n);
}

static void
gather_all(struct joining *j)
{
	const struct wf_naming *v = j->m->naming.v;
	struct gathered *t = wf_malloc((j->instrument.n + 1) * sizeof(*t));

	memset(t, 0, (j->instrument.n + 1) * sizeof(*t));
	for (size_t i = 0; i < j->m->naming.n; i++) {
		if (v[i].what == UINT32_MAX)
			continue;
		struct wf_said_of s = wf_fact_said_of(j->m, (uint32_t)i);

		if (v[i].planned && v[i].quoted)	/* 推进修改《X》: what is to come changes nothing yet */
			s.act = WF_DO_NONE;
		gather(&t[v[i].what], &s);
		t[v[i].what].planned |= v[i].planned;
	}
	for (uint32_t i = 0; i < j->instrument.n; i++)
		settle(j, i, &t[i]);
	free(t);
}

/* 反洗钱法 for 中华人民共和国反洗钱法: people and tables use both. */
static void
add_short_titles(struct joining *j)
{
	wf_str republic = WF_S("中华人民共和国");

	for (uint32_t i = 0; i < j->instrument.n; i++) {
		struct wf_instrument *v = (struct wf_instrument *)j->instrument.v + i;

		if (wf_str_starts(v->name, republic) &&
		    !wf_str_starts(wf_str_from(v->name, republic.n), WF_S("政府")))
			add_word(&j->alias[i], v->name, wf_str_from(v->name, republic.n));
	}
}

static void
put_mentions(struct joining *j)
{
	struct wf_making *m = j->m;
	const struct wf_naming *v = m->naming.v;
	struct wf_list all = { 0 };

	for (size_t i = 0; i < m->naming.n; i++) {
		if (v[i].what != UINT32_MAX)
			*(struct wf_mention *)wf_list_add(&all, sizeof(struct wf_mention)) =
			    (struct wf_mention){ v[i].at, v[i].what };
	}
	m->g->instrument.v = wf_list_done(&all, &m->g->r->arena, sizeof(struct wf_mention),
	    &m->g->instrument.n);
}

void
wf_fact_instruments(struct wf_reading *g)
{
	struct wf_arena *a = &g->r->arena;
	struct wf_making m = { .g = g };
	struct joining j = { .m = &m };

	m.noun = wf_words_read(a, (wf_str){ wf_data_fact_instruments, wf_data_fact_instruments_n }, 3);
	m.verb = wf_words_read(a, (wf_str){ wf_data_fact_verbs, wf_data_fact_verbs_n }, 4);
	find_titles(&m);
	mark_media(&m);
	wf_fact_bare_names(&m);
	if (m.naming.n > 0)
		qsort(m.naming.v, m.naming.n, sizeof(struct wf_naming), by_place);
	for (size_t i = 0; i < m.naming.n; i++) {
		struct wf_naming *x = (struct wf_naming *)m.naming.v + i;

		if (!is_definition(g->r, x))
			join(&j, x);
	}
	find_anaphora(&j);
	add_short_titles(&j);
	gather_all(&j);
	put_mentions(&j);
	g->r->instrument = wf_list_done(&j.instrument, a, sizeof(struct wf_instrument), &g->r->ninstrument);
	wf_map_free(&j.own);
	wf_map_free(&j.any);
	wf_map_free(&j.draft);
	wf_map_free(&j.plan);
	free(j.known.v);
	free(j.bare.v);
	free(j.alias);
	free(j.mention);
	free(j.anaphora);
	free(m.naming.v);
}
