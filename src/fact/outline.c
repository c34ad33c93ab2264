/*
 * Headings of a report: chapters, sections, boxes, appendix, run-in headings that open a paragraph, dash items;
 * and the sentences between them.  Does not look into what the sentences say.
 */
#include "fact/clean_int.h"

#include "law/law.h"

#include <string.h>

#define RUN_IN_MIN 6u	/* characters of a run-in heading */
#define RUN_IN_MAX 60u
#define SENTENCE_MAX 6000u	/* bytes; what goes on longer is no sentence */
#define RUN_IN_ALONE 40u	/* of one that is a paragraph of its own */

static const char *const outline_names[] = {
	[WF_OUT_CHAPTER] = "chapter", [WF_OUT_SECTION] = "section", [WF_OUT_RUN_IN] = "run-in",
	[WF_OUT_BOX] = "box", [WF_OUT_DASH] = "dash-item", [WF_OUT_SUB_LEAD] = "sub-lead",
	[WF_OUT_APPENDIX] = "appendix", [WF_OUT_AFTERWORD] = "afterword",
};

const char *
wf_outline_kind_name(enum wf_outline_kind k)
{
	return outline_names[k];
}

/* ---- sentences ---------------------------------------------------------------- */

/* Bytes of closing marks after the end of a sentence: ”’）》. */
static size_t
closing(wf_str s)
{
	static const char *const mark[] = { "”", "’", "）", "》" };

	for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++) {
		if (wf_str_starts(s, wf_str_of(mark[i])))
			return strlen(mark[i]);
	}
	return 0;
}

/* Bytes of the first sentence of s, with its stop. Stops inside brackets and quotes do not end it. */
static size_t
sentence(wf_str s)
{
	static const char *const open[] = { "《", "“", "（" }, *const close[] = { "》", "”", "）" };
	int depth = 0;
	size_t at = 0, n;

	for (; at < s.n; at += n) {
		wf_str here = wf_str_from(s, at);
		uint32_t cp = wf_utf8_peek(here, &n);

		for (size_t i = 0; i < 3; i++) {
			depth += wf_at_mark(here, open[i]);
			if (depth > 0)
				depth -= wf_at_mark(here, close[i]);
		}
		if (cp != 0x3002 && cp != 0xFF01 && cp != 0xFF1F)
			continue;
		size_t past = at + n, more = closing(wf_str_from(s, past));

		if (depth > 0 && more == 0)
			continue;
		while (more > 0) {
			past += more;
			more = closing(wf_str_from(s, past));
		}
		if (depth <= 1)
			return past;
	}
	return s.n;
}

/* True if the brackets of s do not close: then they end no longer than a sentence. */
static bool
open_ended(wf_str s)
{
	int quote = 0, title = 0, round = 0;

	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		quote += (cp == 0x201C) - (cp == 0x201D);
		title += (cp == 0x300A) - (cp == 0x300B);
		round += (cp == 0xFF08) - (cp == 0xFF09);
	}
	return quote != 0 || title != 0 || round != 0;
}

static size_t
plain_sentence(wf_str s)
{
	size_t at = wf_str_find(s, WF_S("。"), 0);

	return at == SIZE_MAX ? s.n : at + strlen("。");
}

/* ---- run-in headings -------------------------------------------------------------- */

/*
 * With these words begins a sentence that tells something, not a heading. What reports write at the start of
 * paragraphs, met in white papers and yearly reports of several bodies.
 */
static const char *const telling[] = {
	"我国", "中国", "各地", "各级", "全国", "该", "此", "这", "其", "本", "近年来", "当前", "目前", "同时", "随着",
	"为了", "为", "根据", "按照", "依据", "通过", "围绕", "针对", "在", "作为", "由", "从", "对", "有关部门", "相关部门",
	"国家有关部门", "党的", "党中央", "习近平", "一年来", "年内", "截至", "自", "与此同时", "另外", "另一方面", "一方面",
	"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
	"湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港",
	"澳门", "台湾", "全省", "全市", "全区", "省", "一是", "二是", "三是", "四是", "五是", "首先", "其次", "例如", "比如", "上述", "以上", "与会", "会议", "论坛",
	"大会", "希望", "据", "经", "将", "已", "不仅", "只有", "如何", "日前", "下一步", "今后", "未来",
};

/* With these words a heading is told from a sentence: it has no verb of being. */
static bool
says_is(wf_str s)
{
	static const char *const harmless[] = { "特别是", "尤其是", "还是", "但是", "于是", "总是", "是否", "凡是", "实事求是" };

	for (size_t at = wf_str_find(s, WF_S("是"), 0); at != SIZE_MAX; at = wf_str_find(s, WF_S("是"), at + 3)) {
		bool fine = false;

		for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++) {
			wf_str w = wf_str_of(harmless[i]);
			size_t in = wf_str_find(w, WF_S("是"), 0);

			fine |= at >= in && wf_str_starts(wf_str_from(s, at - in), w);
		}
		if (!fine)
			return true;
	}
	return wf_str_has(s, WF_S("成为")) || wf_str_has(s, WF_S("在于")) || wf_str_has(s, WF_S("有利于")) ||
	    wf_str_has(s, WF_S("有助于")) || wf_str_has(s, WF_S("意味着"));
}

/* A body in the first words of a sentence does something in it. */
static bool
has_body(wf_str s)
{
	static const char *const word[] = { "部门", "机关", "法院", "检察院", "网信办", "总局", "委员会", "常委会", "办公厅", "办公室",
		"人民政府", "大数据局", "公安部" };

	wf_str rest = wf_str_from(s, 2 * strlen("一"));

	/* 杭州市…, not 完善市场… */
	if ((wf_str_starts(rest, WF_S("市")) && !wf_str_starts(rest, WF_S("市场"))) ||
	    wf_str_starts(rest, WF_S("省")))
		return true;
	s = wf_str_sub(s, 0, 7 * strlen("一"));
	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		if (wf_str_has(s, wf_str_of(word[i])))
			return true;
	}
	return false;
}

static bool
is_run_in(wf_str first, wf_str rest)
{
	size_t n = wf_utf8_count(first);

	if (n < RUN_IN_MIN || n > (rest.n > 0 ? RUN_IN_MAX : RUN_IN_ALONE) || !wf_str_ends(first, WF_S("。")))
		return false;
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++) {
		if (wf_str_starts(first, wf_str_of(telling[i])))
			return false;
	}
	if (says_is(first) || has_body(first) || wf_str_has(first, WF_S("《")) || wf_str_has(first, WF_S("我国")) || wf_str_has(first, WF_S("我们")) ||
	    wf_str_has(first, WF_S("了")) || wf_str_has(first, WF_S("已经")) || wf_str_has(first, WF_S("；")))
		return false;
	if (rest.n == 0 && wf_str_has(first, WF_S("“")))	/* alone and with a name in it: a sentence */
		return false;
	/* a day or a year tells of something that happened */
	for (size_t at = 0; at < first.n; at++) {
		if (first.p[at] >= '0' && first.p[at] <= '9')
			return false;
	}
	return true;
}

/* 该条例规定…制度。 before more about it: opens a paragraph like a heading, and says what follows. */
static bool
is_sub_lead(wf_str first, wf_str rest)
{
	return rest.n > 0 && wf_str_starts(first, WF_S("该")) && wf_utf8_count(first) <= 30 &&
	    !wf_str_has(first, WF_S("，")) && !wf_str_has(first, WF_S("《"));
}

/* ---- building ---------------------------------------------------------------------- */

struct building {
	struct wf_report *r;
	struct wf_list outline, sentence;
	uint32_t open[5];	/* the last heading of each level; UINT32_MAX = none */
	uint32_t chapter;
	bool chronicle, run_ins;	/* under a chronicle; where run-in headings may stand */
	int year;
};

static uint32_t
add(struct building *b, wf_span at, uint8_t level, enum wf_outline_kind kind, wf_str label, wf_str title)
{
	uint32_t parent = UINT32_MAX, i = (uint32_t)b->outline.n;

	for (uint8_t up = 1; up < level; up++) {
		if (b->open[up] != UINT32_MAX)
			parent = b->open[up];
	}
	struct wf_outline *o = wf_list_add(&b->outline, sizeof(*o));

	*o = (struct wf_outline){ .at = at, .level = level, .kind = (uint8_t)kind, .label = label,
		.title = wf_str_trim(title), .parent = parent };
	b->open[level] = i;
	for (uint8_t below = (uint8_t)(level + 1); below < 5; below++)
		b->open[below] = UINT32_MAX;
	return i;
}

static void
add_sentence(struct building *b, uint32_t para, wf_span at, bool head)
{
	struct wf_fact_sentence *s = wf_list_add(&b->sentence, sizeof(*s));

	*s = (struct wf_fact_sentence){ .text = at, .para = para, .head = head };
}

/* The year a heading gives in brackets or at its start: （2024年）, 2024年…大事记; 0 = none. */
static int
year_of(wf_str s)
{
	for (size_t at = 0; at + 4 <= s.n; at++) {
		wf_date d = 0;

		if (s.p[at] < '0' || s.p[at] > '9' || (at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9'))
			continue;
		if (wf_date_words(wf_str_from(s, at), &d) > 0 && d % 10000 == 0)
			return d / 10000;
	}
	return 0;
}

static wf_str
bare_label(struct building *b, wf_str label, enum wf_heading h)
{
	struct wf_buf out = { 0 };

	/* 一、 is written 一; 专栏 1 as 专栏1 */
	if (h == WF_HEADING_CHAPTER && wf_str_ends(label, WF_S("、")))
		label.n -= strlen("、");
	wf_fold(&out, label, h == WF_HEADING_BOX ? WF_FOLD_SPACE : 0);
	label = wf_arena_str(&b->r->arena, wf_buf_str(&out));
	wf_buf_free(&out);
	return wf_str_trim(label);
}

static const struct { uint8_t kind, level; } heading_of[] = {
	[WF_HEADING_CHAPTER] = { WF_OUT_CHAPTER, 1 }, [WF_HEADING_SECTION] = { WF_OUT_SECTION, 2 },
	[WF_HEADING_ITEM] = { WF_OUT_RUN_IN, 3 }, [WF_HEADING_BOX] = { WF_OUT_BOX, 3 },
	[WF_HEADING_APPENDIX] = { WF_OUT_APPENDIX, 1 }, [WF_HEADING_AFTERWORD] = { WF_OUT_AFTERWORD, 1 },
	[WF_HEADING_PART] = { WF_OUT_CHAPTER, 1 }, [WF_HEADING_DASH] = { WF_OUT_DASH, 3 },
};

static void
take_head(struct building *b, uint32_t i)
{
	struct wf_para *p = &b->r->para[i];
	wf_str words = wf_report_slice(b->r, p->text);
	size_t label = 0;
	enum wf_heading h = wf_fact_heading(words, &label);
	wf_str title = wf_str_trim(wf_str_from(words, label));

	if (h == WF_HEADING_NONE || h == WF_HEADING_DASH) {
		/* a heading of the markup: the title of the report is none of its parts */
		if (b->outline.n == 0 && i < 3)
			return;
		h = WF_HEADING_ITEM;
	}
	p->head = add(b, p->text, heading_of[h].level, heading_of[h].kind,
	    bare_label(b, wf_str_sub(words, 0, label), h), title);
	if (heading_of[h].level == 1) {
		b->chapter = p->head;
		b->chronicle = wf_fact_chronicle(words);
		b->run_ins = !b->chronicle && h != WF_HEADING_AFTERWORD;
		int year = b->chronicle ? year_of(words) : 0;

		b->year = year != 0 ? year : b->r->year;
	}
}

/* ———坚持以人民为中心的根本立场，紧紧围绕…: its words up to the first stop; false = there is none near. */
static bool
take_dash(struct building *b, struct wf_para *p, size_t dash)
{
	wf_str words = wf_report_slice(b->r, p->text);
	size_t end = wf_str_find(words, WF_S("，"), 0), stop = wf_str_find(words, WF_S("。"), 0);

	end = stop < end ? stop : end;
	if (end == SIZE_MAX || end - dash > 150)
		return false;
	add(b, (wf_span){ p->text.off, (uint32_t)end }, 3, WF_OUT_DASH, wf_str_sub(words, 0, dash),
	    wf_str_sub(words, dash, end - dash));
	return true;
}

/* A paragraph of few words without a stop: a signature, a date, a title page. */
static bool
is_loose(wf_str words)
{
	return !wf_line_ends(words) && wf_utf8_count(words) < 40;
}

static void
take_body(struct building *b, uint32_t i)
{
	struct wf_para *p = &b->r->para[i];
	wf_str words = wf_report_slice(b->r, p->text);
	bool open = open_ended(words), first = true;
	size_t label = 0, at = 0;

	if (is_loose(words))
		p->kind = WF_PARA_TABLE;
	else if (b->chronicle && wf_fact_entry(words) > 0)
		p->kind = WF_PARA_ENTRY;
	else if (wf_fact_heading(words, &label) == WF_HEADING_DASH)
		first = !take_dash(b, p, label);
	while (p->kind != WF_PARA_TABLE && at < words.n) {
		wf_str rest = wf_str_from(words, at);
		size_t n = open ? plain_sentence(rest) : sentence(wf_str_sub(rest, 0, SENTENCE_MAX));

		while (n > SENTENCE_MAX || (n < rest.n && ((unsigned char)rest.p[n] & 0xC0) == 0x80))
			n = n > SENTENCE_MAX ? SENTENCE_MAX : n - 1;	/* between two characters */
		wf_span span = { p->text.off + (uint32_t)at, (uint32_t)n };
		wf_str said = wf_str_sub(rest, 0, n), after = wf_str_from(rest, n);
		bool head = false;

		if (first && p->kind == WF_PARA_BODY && b->run_ins && !p->box) {
			head = is_run_in(said, after);
			if (head)
				add(b, span, 3, WF_OUT_RUN_IN, WF_S(""), said);
			else if (is_sub_lead(said, after))
				add(b, span, 4, WF_OUT_SUB_LEAD, WF_S(""), said);
		}
		add_sentence(b, i, span, head);
		first = false;
		at += n;
	}
}

void
wf_fact_outline(struct wf_report *r)
{
	struct building b = { .r = r, .chapter = UINT32_MAX, .year = r->year };

	for (size_t i = 0; i < sizeof(b.open) / sizeof(*b.open); i++)
		b.open[i] = UINT32_MAX;
	for (uint32_t i = 0; i < r->npara; i++) {
		struct wf_para *p = &r->para[i];

		p->first = (uint32_t)b.sentence.n;
		if (p->kind == WF_PARA_HEAD) {
			take_head(&b, i);
			add_sentence(&b, i, p->text, true);
		} else if (p->kind == WF_PARA_BODY) {
			take_body(&b, i);
		}
		p->end = (uint32_t)b.sentence.n;
		p->year = (uint16_t)b.year;
		p->chapter = b.chapter;
		p->head = UINT32_MAX;
		for (size_t level = 1; level < 5; level++) {
			if (b.open[level] != UINT32_MAX)
				p->head = b.open[level];
		}
	}
	r->outline = wf_list_done(&b.outline, &r->arena, sizeof(struct wf_outline), &r->noutline);
	r->sentence = wf_list_done(&b.sentence, &r->arena, sizeof(struct wf_fact_sentence), &r->nsentence);
}
