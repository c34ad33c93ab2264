/* What becomes of articles between two texts of a work; small invented laws in rows. */
#include "unit.h"

#include "engine/engine.h"

/* ---- texts ------------------------------------------------------------------------------ */

/* A side made of a text in memory. */
struct text { struct wf_doc doc; struct wf_diff_side side; };

static void
read_text(struct text *out, struct wf_arena *a, const char *body)
{
	struct wf_err err = { "" };
	wf_str bytes = wf_arena_printf(a, "# 云川桥法\n\n<!-- INFO END -->\n\n%s", body);

	if (wf_doc_read_bytes(&out->doc, WF_S("桥.md"), bytes, &err) != WF_OK)
		fail_msg("%s", err.msg);
	const struct wf_doc *d = &out->doc;
	wf_str *text = wf_arena_alloc(a, (d->nnode + 1) * sizeof *text);
	for (uint32_t i = 0; i < d->nnode; i++)
		text[i] = wf_source_slice(&d->source, wf_node_text(&d->source, &d->node[i]));
	out->side = (struct wf_diff_side){ d->node, d->nnode, text };
}

static void
put_nodes(struct wf_buf *b, const struct wf_diff_side *s, const uint32_t *node, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct wf_node *x = &s->node[node[i]];

		wf_buf_printf(b, "%s%s%u", i ? "," : "", x->kind == WF_ARTICLE ? "" : wf_kind_eid(x->kind),
		    x->num);
		if (x->sub)
			wf_buf_printf(b, "-%u", x->sub);
	}
}

/* "1=1 2~3r -4 +5": old, status, new and flags of each row; status as in signs. */
static void
put_rows(struct wf_buf *b, const struct wf_diff *d, const struct text *old, const struct text *new)
{
	static const char signs[] = { '=', '~', '+', '-', '<', '>' };

	for (size_t i = 0; i < d->nrow; i++) {
		const struct wf_diff_row *r = &d->row[i];

		if (i)
			wf_buf_ch(b, ' ');
		put_nodes(b, &old->side, r->old, r->nold);
		wf_buf_ch(b, signs[r->status]);
		put_nodes(b, &new->side, r->new, r->nnew);
		wf_buf_printf(b, "%s%s%s", r->renumbered ? "r" : "", r->crossref_only ? "x" : "",
		    r->punct_only ? "p" : "");
	}
}

/* ---- rows -------------------------------------------------------------------------------- */

#define BRIDGE "第一条 为了看管云川的桥，保护过桥的人，制定本法。\n\n"
#define KEEPER "每座桥设一名守桥人，守桥人由镇长从本镇居民中挑选。\n\n"
#define TOLL "推车过桥的，向守桥人交两枚铜钱；挑担过桥的，交一枚。\n\n"
#define NIGHT "夜里过桥应当提灯，灯火不得靠近桥板。\n\n"
#define FLOOD "河水漫过石柱红线的时候，守桥人应当放下栏杆并敲钟。\n\n"
#define START "本法自二〇三〇年一月一日起施行。\n"

static const struct { const char *what, *old, *new, *rows; } cases[] = {
	{ "the same", BRIDGE "第二条 " KEEPER "第三条 " START, BRIDGE "第二条 " KEEPER "第三条 " START,
	    "1=1 2=2 3=3" },
	{ "an article put in: what follows has other numbers",
	    BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 " START,
	    BRIDGE "第二条 " FLOOD "第三条 " KEEPER "第四条 " TOLL "第五条 " START,
	    "1=1 +2 2=3r 3=4r 4=5r" },
	{ "an article put in as 之一", BRIDGE "第二条 " KEEPER "第三条 " START,
	    BRIDGE "第二条 " KEEPER "第二条之一 " FLOOD "第三条 " START, "1=1 2=2 +2-1 3=3" },
	{ "an article taken out stands where it stood",
	    BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 " START,
	    BRIDGE "第二条 " TOLL "第三条 " START, "1=1 2- 3=2r 4=3r" },
	{ "changed words", BRIDGE "第二条 " KEEPER, BRIDGE
	    "第二条 每座桥设两名守桥人，守桥人由镇长从本镇成年居民中挑选。\n\n", "1=1 2~2" },
	{ "numbers that follow the articles",
	    BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 违反本法第三条的，由守桥人劝阻。\n\n",
	    BRIDGE "第二条 " FLOOD "第三条 " KEEPER "第四条 " TOLL "第五条 违反本法第四条的，由守桥人劝阻。\n\n",
	    "1=1 +2 2=3r 3=4r 4~5rx" },
	{ "a chain of numbers, and lists of them",
	    "第一条 " KEEPER "第二条 " TOLL "第三条 " NIGHT
	    "第四条 违反本法第一条、第二条或者第三条的，由镇长训诫。\n\n"
	    "第五条 依照第四条受到训诫的人，可以向云川的长者申诉。\n\n",
	    "第一条 " FLOOD "第二条 " KEEPER "第三条 " TOLL "第四条 " NIGHT
	    "第五条 违反本法第二条、第三条或者第四条的，由镇长训诫。\n\n"
	    "第六条 依照第五条受到训诫的人，可以向云川的长者申诉。\n\n",
	    "+1 1=2r 2=3r 3=4r 4~5rx 5~6rx" },
	{ "a number that does not follow is a change",
	    BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 违反本法第三条的，由守桥人劝阻。\n\n",
	    BRIDGE "第二条 " FLOOD "第三条 " KEEPER "第四条 " TOLL "第五条 违反本法第二条的，由守桥人劝阻。\n\n",
	    "1=1 +2 2=3r 3=4r 4~5r" },
	{ "so is a number of another text",
	    BRIDGE "第二条 " KEEPER "第三条 过桥的牛羊，依照《云川牧场法》第三条看管，不得在桥上停留。\n\n",
	    BRIDGE "第二条 " FLOOD "第三条 " KEEPER
	    "第四条 过桥的牛羊，依照《云川牧场法》第四条看管，不得在桥上停留。\n\n",
	    "1=1 +2 2=3r 3~4r" },
	{ "numbers and a word", BRIDGE "第二条 " KEEPER "第三条 违反本法第二条的，由守桥人劝阻。\n\n",
	    BRIDGE "第二条 " FLOOD "第三条 " KEEPER "第四条 违反本法第三条的，由守桥人立即劝阻。\n\n",
	    "1=1 +2 2=3r 3~4r" },
	{ "punctuation and width", BRIDGE "第二条 " TOLL, BRIDGE
	    "第二条 推车过桥的,向守桥人交两枚铜钱;挑担过桥的,交一枚。\n\n", "1=1 2=2p" },
	{ "white space", BRIDGE "第二条 " TOLL, BRIDGE
	    "第二条 推车过桥的，向守　桥人交 两枚铜钱；挑担过桥的，交一枚。\n\n", "1=1 2=2p" },
	{ "broken lines", BRIDGE "第二条 " TOLL, BRIDGE
	    "第二条 推车过桥的，向守桥人交\n两枚铜钱；\n\n挑担过桥的，交一枚。\n\n", "1=1 2=2p" },
	{ "a point between digits is no punctuation", BRIDGE "第二条 桥板厚1.5寸。\n\n",
	    BRIDGE "第二条 桥板厚15寸。\n\n", "1=1 2~2" },
	{ "nor is a sign of hundredths", BRIDGE "第二条 所收铜钱的10%用来修桥，由镇长保管。\n\n",
	    BRIDGE "第二条 所收铜钱的10用来修桥，由镇长保管。\n\n", "1=1 2~2" },
	{ "numbers cited with other widths follow too",
	    "第一条 " TOLL "第二条 违反本法第一条的，由守桥人劝阻。\n\n",
	    "第一条 " FLOOD "第二条 " TOLL "第三条 违反本法第 ２ 条的,由守桥人劝阻。\n\n", "+1 1=2r 2~3rx" },
	{ "divided", BRIDGE "第二条 " KEEPER TOLL "第三条 " START,
	    BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 " START, "1=1 2<2,3r 3=4r" },
	{ "joined", BRIDGE "第二条 " KEEPER "第三条 " TOLL "第四条 " START,
	    BRIDGE "第二条 " KEEPER TOLL "第三条 " START, "1=1 2>2 3>2r 4=3r" },
	{ "moved far", "第一条 " FLOOD "第二条 " KEEPER "第三条 " TOLL "第四条 " NIGHT "第五条 " START,
	    "第一条 " KEEPER "第二条 " TOLL "第三条 " NIGHT "第四条 " START "\n\n第五条 " FLOOD,
	    "2=1r 3=2r 4=3r 5=4r 1=5r" },
	{ "moved and changed", "第一条 " FLOOD "第二条 " KEEPER "第三条 " TOLL "第四条 " NIGHT,
	    "第一条 " KEEPER "第二条 " TOLL "第三条 " NIGHT
	    "第四条 河水漫过石柱红线的时候，守桥人应当立刻放下栏杆并敲钟三下。\n\n",
	    "2=1r 3=2r 4=3r 1~4r" },
	{ "written anew", "第一条 " KEEPER "第二条 " TOLL,
	    "第一条 渡船每日清晨开出，傍晚收回。\n\n第二条 船夫不得饮酒，乘客不得站立。\n\n",
	    "1- 2- +1 +2" },
	{ "articles of one wording", "第一条 " TOLL "第二条 " TOLL "第三条 " KEEPER,
	    "第一条 " TOLL "第二条 " TOLL "第三条 " TOLL "第四条 " KEEPER, "1=1 +2 2=3r 3=4r" },
	{ "nothing before", "", "第一条 " KEEPER "第二条 " TOLL, "+1 +2" },
	{ "nothing after", "第一条 " KEEPER "第二条 " TOLL, "", "1- 2-" },
	{ "nothing at all", "", "", "" },
	{ "no articles: the uppermost provisions",
	    "一、守桥人每日清晨扫桥，并查看每一块桥板。\n\n二、" TOLL "三、" NIGHT,
	    "一、守桥人每日清晨扫桥，并查看每一块桥板。\n\n二、" FLOOD "三、" TOLL "四、" NIGHT,
	    "item1=item1 +item2 item2=item3 item3=item4" },
	{ "words in front of the first article", "云川各桥的看管，由守桥人依照本法办理。\n\n第一条 " KEEPER,
	    "云川各桥和渡口的看管，由守桥人依照本法办理。\n\n第一条 " KEEPER, "para1~para1 1=1" },
	{ "an annex is one", BRIDGE "第二条 " START "\n\n附件：\n\n桥名表\n\n石桥\n\n木桥\n",
	    BRIDGE "第二条 " START "\n\n附件：\n\n桥名表\n\n石桥\n\n木桥\n\n铁桥\n",
	    "1=1 2=2 annex1~annex1" },
};

static void
what_became_of_articles(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wf_arena a = { 0 };
		struct text old, new;
		struct wf_diff d;
		struct wf_buf b = { 0 };
		size_t sum = 0;

		read_text(&old, &a, cases[i].old);
		read_text(&new, &a, cases[i].new);
		wf_diff(&d, &a, &old.side, &new.side);
		put_rows(&b, &d, &old, &new);
		if (!wf_str_is(wf_buf_str(&b), cases[i].rows))
			fail_msg("%s: got \"%.*s\", want \"%s\"", cases[i].what, (int)b.n, b.n ? b.p : "",
			    cases[i].rows);
		for (int k = 0; k <= WF_DF_MERGED; k++)
			sum += d.count[k];
		same_num((long long)sum, (long long)d.nrow, i);
		wf_buf_free(&b);
		wf_doc_free(&old.doc);
		wf_doc_free(&new.doc);
		wf_arena_free(&a);
	}
}

static void
names_of_statuses(void **state)
{
	(void)state;
	assert_string_equal(wf_diff_status_name(WF_DF_UNCHANGED), "unchanged");
	assert_string_equal(wf_diff_status_name(WF_DF_MERGED), "merged");
}

/* ---- edits --------------------------------------------------------------------------------- */

static const struct { const char *old, *new, *script; } edits[] = {
	{ "守桥人不得离开。", "守桥人不得离开。", "" },
	{ "守桥人不得离开。", "守桥人夜里不得离开。", "守桥人{夜里}不得离开。" },
	{ "守桥人夜里不得离开。", "守桥人不得离开。", "守桥人[夜里]不得离开。" },
	/* numbers are whole */
	{ "罚五十枚铜钱。", "罚一百五十枚铜钱。", "罚[五十]{一百五十}枚铜钱。" },
	{ "不得超过1500斤。", "不得超过2500斤。", "不得超过[1500]{2500}斤。" },
	{ "桥板厚1.5寸。", "桥板厚1.8寸。", "桥板厚[1.5]{1.8}寸。" },
	{ "占10%以上。", "占10.5%以上。", "占[10%]{10.5%}以上。" },
	/* so are words of letters, and labels */
	{ "使用Bridge图样。", "使用Bridges图样。", "使用[Bridge]{Bridges}图样。" },
	{ "依照第三十七条处理。", "依照第三十九条处理。", "依照[第三十七条]{第三十九条}处理。" },
	{ "依照第三条处理。", "依照第三条之一处理。", "依照[第三条]{第三条之一}处理。" },
	/* a small island of equal words goes: 年 and 月 stood between the numbers */
	{ "本法自2018年1月1日起施行。", "本法自2025年10月15日起施行。", "本法自[2018年1月1]{2025年10月15}日起施行。" },
	/* an edge moves to a pause */
	{ "桥上不得停车、堆物。", "桥上不得停车、晒谷、堆物。", "桥上不得停车、{晒谷、}堆物。" },
	{ "过桥应当慢行。", "过桥应当慢行。过桥应当下马。", "过桥应当慢行。{过桥应当下马。}" },
	/* white space and width are changes of bytes */
	{ "慢行,下马。", "慢行，下马。", "慢行[,]{，}下马。" },
};

/* Both sides of a script must come out of it, and its text as the row has it. */
static void
check_script(const struct wf_diff_row *r, const struct text *old, const struct text *new, size_t row)
{
	static const char *const marks[][2] = { { "", "" }, { "[", "]" }, { "{", "}" } };
	struct wf_buf b = { 0 }, x = { 0 }, y = { 0 };

	for (uint32_t i = 0; i < r->nedit; i++) {
		wf_buf_printf(&b, "%s%.*s%s", marks[r->edit[i].op][0], WF_FMT(r->edit[i].text),
		    marks[r->edit[i].op][1]);
		if (r->edit[i].op != WF_ED_INS)
			wf_buf_put(&x, r->edit[i].text);
		if (r->edit[i].op != WF_ED_DEL)
			wf_buf_put(&y, r->edit[i].text);
	}
	same_str(wf_buf_str(&b), edits[row].script, row);
	if (r->nedit) {
		assert_true(wf_str_eq(wf_buf_str(&x), old->side.text[r->old[0]]));
		assert_true(wf_str_eq(wf_buf_str(&y), new->side.text[r->new[0]]));
	}
	wf_buf_free(&b), wf_buf_free(&x), wf_buf_free(&y);
}

static void
edits_stand_at_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(edits); i++) {
		struct wf_arena a = { 0 };
		struct text old, new;
		struct wf_diff d;

		read_text(&old, &a, wf_arena_printf(&a, "第一条 %s\n", edits[i].old).p);
		read_text(&new, &a, wf_arena_printf(&a, "第一条 %s\n", edits[i].new).p);
		wf_diff(&d, &a, &old.side, &new.side);
		same_num((long long)d.nrow, 1, i);
		check_script(&d.row[0], &old, &new, i);
		wf_doc_free(&old.doc);
		wf_doc_free(&new.doc);
		wf_arena_free(&a);
	}
}

/* Any two texts, by chance: whatever the script, it spells both. */
static void
edits_spell_both(void **state)
{
	static const char *const words[] = { "桥", "人", "，", "。", "\n\n", "第三条", "一百", "12", "（一）", "过桥",
		"守桥人", " ", "ab", "；" };
	uint64_t seed = 7;

	(void)state;
	for (size_t round = 0; round < 400; round++) {
		struct wf_arena a = { 0 };
		struct wf_buf t[2] = { { 0 }, { 0 } };
		struct wf_node node[2] = { { .parent = WF_NO_NODE, .end = 2 },
			{ .end = 2, .kind = WF_ARTICLE, .num = 1 } };
		struct wf_diff d;

		for (int k = 0; k < 2; k++)
			for (size_t n = chance(&seed) % 120; n > 0; n--)
				wf_buf_put(&t[k], wf_str_of(words[chance(&seed) % COUNT(words)]));
		wf_str old[2] = { { "", 0 }, wf_buf_str(&t[0]) }, new[2] = { { "", 0 }, wf_buf_str(&t[1]) };
		struct wf_diff_side x = { node, 2, old }, y = { node, 2, new };
		struct wf_buf p = { 0 }, q = { 0 };
		wf_diff(&d, &a, &x, &y);
		for (uint32_t i = 0; i < d.row[0].nedit && d.nrow == 1; i++) {
			if (d.row[0].edit[i].op != WF_ED_INS)
				wf_buf_put(&p, d.row[0].edit[i].text);
			if (d.row[0].edit[i].op != WF_ED_DEL)
				wf_buf_put(&q, d.row[0].edit[i].text);
		}
		if (d.nrow == 1 && d.row[0].nedit)
			assert_true(wf_str_eq(wf_buf_str(&p), old[1]) && wf_str_eq(wf_buf_str(&q), new[1]));
		wf_buf_free(&p), wf_buf_free(&q), wf_buf_free(&t[0]), wf_buf_free(&t[1]);
		wf_arena_free(&a);
	}
}

/* ---- 款 and 项 --------------------------------------------------------------------------------- */

#define DUTIES "第一条 守桥人的职责是：\n\n"

static const struct { const char *what, *old, *new, *children; } broods[] = {
	{ "the same", DUTIES "（一）清扫桥面；\n\n（二）查看桥板。\n", DUTIES "（一）清扫桥面；\n\n（二）查看桥板。\n",
	    "para_1=para_1 item_1=item_1 item_2=item_2" },
	{ "one put in, one moved on",
	    DUTIES "（一）清扫桥面上的泥沙；\n\n（二）查看每一块桥板。\n",
	    DUTIES "（一）清扫桥面上的泥沙；\n\n（二）点亮桥头的灯；\n\n（三）查看每一块桥板。\n",
	    "para_1~para_1 item_1=item_1 +item_2 item_2=item_3m" },
	{ "one taken out", DUTIES "（一）清扫桥面上的泥沙；\n\n（二）点亮桥头的灯；\n\n（三）查看每一块桥板。\n",
	    DUTIES "（一）清扫桥面上的泥沙；\n\n（二）查看每一块桥板。\n",
	    "para_1~para_1 item_1=item_1 item_2- item_3=item_2m" },
	{ "one changed", DUTIES "（一）清扫桥面上的泥沙；\n\n（二）查看每一块桥板。\n",
	    DUTIES "（一）清扫桥面上的泥沙；\n\n（二）每日查看每一块桥板。\n",
	    "para_1~para_1 item_1=item_1 item_2~item_2" },
	{ "changed places", DUTIES "（一）清扫桥面上的泥沙；\n\n（二）查看每一块桥板。\n",
	    DUTIES "（一）查看每一块桥板；\n\n（二）清扫桥面上的泥沙。\n",
	    "para_1~para_1 item_2=item_1m item_1=item_2m" },
	{ "款 put in front", "第一条 守桥人每日清扫桥面上的泥沙。\n",
	    "第一条 每座桥设一名守桥人。\n\n守桥人每日清扫桥面上的泥沙。\n", "+para_1 para_1=para_2m" },
};

static void
what_became_of_children(void **state)
{
	static const char signs[] = { '=', '~', '+', '-' };

	(void)state;
	for (size_t i = 0; i < COUNT(broods); i++) {
		struct wf_arena a = { 0 };
		struct text old, new;
		struct wf_diff d;
		struct wf_buf b = { 0 };

		read_text(&old, &a, broods[i].old);
		read_text(&new, &a, broods[i].new);
		wf_diff(&d, &a, &old.side, &new.side);
		for (uint32_t k = 0; d.nrow && k < d.row[0].nchild; k++) {
			const struct wf_diff_child *c = &d.row[0].child[k];
			const struct wf_node *x = c->old == WF_NO_NODE ? NULL : &old.side.node[c->old];
			const struct wf_node *y = c->new == WF_NO_NODE ? NULL : &new.side.node[c->new];

			wf_buf_printf(&b, "%s", k ? " " : "");
			if (x)
				wf_buf_printf(&b, "%s_%u", wf_kind_eid(x->kind), x->num);
			wf_buf_ch(&b, signs[c->status]);
			if (y)
				wf_buf_printf(&b, "%s_%u", wf_kind_eid(y->kind), y->num);
			wf_buf_printf(&b, "%s", c->moved ? "m" : "");
		}
		same_str(wf_buf_str(&b), broods[i].children, i);
		wf_buf_free(&b);
		wf_doc_free(&old.doc);
		wf_doc_free(&new.doc);
		wf_arena_free(&a);
	}
}

/* ---- from one text to the other -------------------------------------------------------------------- */

#define OLD_LAW "## 第一章 总则\n\n" BRIDGE "第二条 " KEEPER TOLL "## 第二章 过桥\n\n第三条 " NIGHT "第四条 " FLOOD
#define NEW_LAW "## 第一章 总则\n\n" BRIDGE "第二条 " KEEPER "## 第二章 费用\n\n第三条 " TOLL \
	"## 第三章 过桥\n\n第四条 " NIGHT

static const struct { const char *old, *new; bool both; } ways[] = {
	{ "art_1", "art_1", true },
	{ "art_2", "art_3", true },	/* which has the longer of its two 款 */
	{ "art_2__para_1", "art_2__para_1", true },
	{ "art_2__para_2", "art_3__para_1", true },
	{ "art_3", "art_4", true },
	{ "art_4", NULL, false },
	{ "art_4__para_1", NULL, false },
	{ "chp_1", "chp_1", true },
	{ "chp_2", "chp_3", true },
};

static void
ways_lead_there_and_back(void **state)
{
	struct wf_arena a = { 0 };
	struct text old, new;
	struct wf_diff d;

	(void)state;
	read_text(&old, &a, OLD_LAW);
	read_text(&new, &a, NEW_LAW);
	wf_diff(&d, &a, &old.side, &new.side);
	for (size_t i = 0; i < COUNT(ways); i++) {
		uint32_t x = wf_eid_find(old.side.node, old.side.nnode, wf_str_of(ways[i].old));
		uint32_t y = WF_NO_NODE;

		if (ways[i].new)
			y = wf_eid_find(new.side.node, new.side.nnode, wf_str_of(ways[i].new));

		same_num(wf_diff_follow(&d, &old.side, &new.side, x), y, i);
		if (ways[i].both)
			same_num(wf_diff_trace(&d, &old.side, &new.side, y), x, i);
	}
	/* the other part leads back too */
	uint32_t part = wf_eid_find(new.side.node, new.side.nnode, WF_S("art_2"));
	same_num(wf_diff_trace(&d, &old.side, &new.side, part),
	    wf_eid_find(old.side.node, old.side.nnode, WF_S("art_2")), 0);
	assert_int_equal(wf_diff_follow(&d, &old.side, &new.side, 0), 0);
	assert_int_equal(wf_diff_follow(&d, &old.side, &new.side, 100000), WF_NO_NODE);
	wf_doc_free(&old.doc);
	wf_doc_free(&new.doc);
	wf_arena_free(&a);
}

/* ---- sizes ------------------------------------------------------------------------------------------ */

/* n articles of words by chance; every fifth is changed where seed says so. */
static void
make_large(struct wf_buf *out, uint32_t n, bool changed)
{
	uint64_t seed = 1;

	for (uint32_t i = 1; i <= n; i++) {
		wf_buf_put(out, WF_S("第"));
		wf_numeral_han(out, i);
		wf_buf_put(out, WF_S("条 "));
		for (int k = 0; k < 40; k++)
			wf_buf_cp(out, 0x4E00 + (uint32_t)(chance(&seed) % 3000));
		wf_buf_put(out, changed && i % 5 == 0 ? WF_S("，另有规定的除外。\n\n") : WF_S("。\n\n"));
	}
}

static void
many_articles(void **state)
{
	struct wf_arena a = { 0 };
	struct wf_buf x = { 0 }, y = { 0 };
	struct text old, new;
	struct wf_diff d;

	(void)state;
	make_large(&x, 3000, false);
	make_large(&y, 3000, true);
	read_text(&old, &a, x.p);
	read_text(&new, &a, y.p);
	wf_diff(&d, &a, &old.side, &new.side);
	assert_int_equal(d.nrow, 3000);
	assert_int_equal(d.count[WF_DF_UNCHANGED], 2400);
	assert_int_equal(d.count[WF_DF_MODIFIED], 600);
	wf_buf_free(&x);
	wf_buf_free(&y);
	wf_doc_free(&old.doc);
	wf_doc_free(&new.doc);
	wf_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_became_of_articles), cmocka_unit_test(names_of_statuses),
		cmocka_unit_test(edits_stand_at_words), cmocka_unit_test(edits_spell_both),
		cmocka_unit_test(what_became_of_children), cmocka_unit_test(ways_lead_there_and_back),
		cmocka_unit_test(many_articles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
