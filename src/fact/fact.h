/*
 * Reports become facts: outline, instruments, events, figures, campaigns, agencies and
 * cases of a government report, white paper or 大事记 (chronicle), each with the place of
 * its sentence.  Opens no knowledge base and knows no works; names become works in the engine.
 *
 * A report is read into a view: paragraphs and sentences of joined text (wrapped lines
 * unwrapped, running heads cut, "3. 1 万" rejoined, ASCII punctuation as full-width) with a
 * map back, so that every fact has its place in the file and its evidence verbatim.
 *
 * Technical source: the field names and the vocabulary are those of DESIGN 1.3, `facts`.
 */
#ifndef WF_FACT_H
#define WF_FACT_H

#include "text/text.h"

/* ---- the view ------------------------------------------------------------------ */

enum wf_para_kind {
	WF_PARA_BODY,		/* running text; may begin with a run-in heading */
	WF_PARA_HEAD,		/* a heading that stands alone: chapter, section, box, appendix */
	WF_PARA_ENTRY,		/* an entry of a chronicle: begins with its day or month */
	WF_PARA_TABLE		/* a row of a table, a signature, contents: holds no sentences */
};

/* One paragraph. Spans are bytes of wf_report.text. */
struct wf_para {
	wf_span text;		/* without the \n after it */
	uint32_t head;		/* index in wf_report.outline of the heading it stands under; UINT32_MAX = none */
	uint32_t chapter;	/* the same for its chapter or appendix */
	uint32_t first, end;	/* its sentences: wf_report.sentence[first..end) */
	uint8_t kind;		/* enum wf_para_kind */
	bool box;		/* stands in a box (专栏) */
	uint16_t year;		/* to which a day without a year belongs before any other date of the paragraph */
};

/* One sentence: ends with 。！？ or with its paragraph; a run-in heading is a sentence of its own. */
struct wf_fact_sentence {
	wf_span text;
	uint32_t para;
	bool head;		/* a run-in heading, or the text of a WF_PARA_HEAD: states no facts */
};

/* A bracket or quotation mark that closes: bytes of wf_report.text from its opening to past its closing. */
struct wf_bracket { uint32_t off, past; };

/* ---- facts ----------------------------------------------------------------------- */

enum wf_fact_kind {
	WF_FACT_OUTLINE, WF_FACT_INSTRUMENT, WF_FACT_EVENT, WF_FACT_FIGURE, WF_FACT_CAMPAIGN,
	WF_FACT_AGENCY, WF_FACT_CASE, WF_FACT_KINDS
};
/* "outline", "instruments", "events", "statistics" …: the words of facts --kind. Static. */
const char *wf_fact_kind_name(enum wf_fact_kind k);
/* What kind a word names; WF_FACT_KINDS = none. */
enum wf_fact_kind wf_fact_kind_of(wf_str word);

/* Slices of the report's arena. */
struct wf_strs { const wf_str *v; uint32_t n; };
/* Places in wf_report.text, in order. */
struct wf_spans { const wf_span *v; uint32_t n; };

enum wf_outline_kind {
	WF_OUT_CHAPTER, WF_OUT_SECTION, WF_OUT_RUN_IN, WF_OUT_BOX, WF_OUT_DASH, WF_OUT_SUB_LEAD,
	WF_OUT_APPENDIX, WF_OUT_AFTERWORD
};
const char *wf_outline_kind_name(enum wf_outline_kind k);	/* "chapter", "run-in"; static */

/* In all facts: at is the evidence (a sentence or a clause) in wf_report.text. */
struct wf_outline {
	wf_span at;
	uint8_t level, kind;	/* 1 chapter, 2 section, 3 below; enum wf_outline_kind */
	wf_str label;		/* "一", "（一）", "专栏1"; "" = none */
	wf_str title;
	uint32_t parent;	/* UINT32_MAX = none */
};

enum wf_instrument_status {
	WF_INS_ENACTED, WF_INS_IN_FORCE, WF_INS_REVISED, WF_INS_PLANNED, WF_INS_DRAFT_FOR_COMMENT,
	WF_INS_DRAFT_UNDER_REVIEW, WF_INS_OTHER
};
const char *wf_instrument_status_name(enum wf_instrument_status s);

struct wf_instrument {
	wf_span at;
	wf_str name;		/* longest name in the report, brackets off; 中华人民共和国 stays */
	struct wf_strs alias;
	wf_str kind;		/* row of the table of kinds: "law", "admin-regulation" … */
	struct wf_strs issuer;
	wf_date adopted, effective;	/* as precise as the text: month and day may be 00; 0 = not said */
	uint8_t status;		/* enum wf_instrument_status */
	bool draft;		/* the report speaks of a draft: a work of its own */
	bool quoted;		/* stands in 《》 somewhere */
	bool planned;		/* it, or a change of it, is told as a plan */
	wf_str doc_number;	/* "GB 44497—2024"; "" = none */
	struct wf_spans mention;	/* every place that names it, in order */
	struct wf_spans anaphora;	/* 该条例 and the like that mean it */
};

enum wf_precision { WF_BY_NONE, WF_BY_YEAR, WF_BY_MONTH, WF_BY_DAY, WF_BY_RANGE };
const char *wf_precision_name(enum wf_precision p);	/* "day"; static */

struct wf_fact_event {
	wf_span at;
	wf_date from, to;	/* to: last day of a range, else 0 */
	uint8_t precision;	/* enum wf_precision */
	struct wf_strs actor;
	wf_str action, object, place;	/* "" = not said */
	wf_date effective;
	struct wf_spans mention;	/* sentences of the same event, chapters and appendix; the first is at */
};

enum wf_qualifier { WF_EXACT, WF_OVER, WF_NEAR };
const char *wf_qualifier_name(enum wf_qualifier q);	/* "exact"; static */

struct wf_figure {
	wf_span at;		/* the clause */
	wf_span number;		/* digits to unit */
	double value;		/* expanded: 3.1万 is 31000; 15.71% is 15.71 */
	uint8_t qualifier;	/* enum wf_qualifier */
	bool cumulative, subset;	/* 累计; 其中 */
	wf_str unit, measure, subject;
	wf_date period, period_end, as_of;	/* period_end: last day or year of a range; 0 = not said */
	bool has_yoy;
	double yoy;		/* change against the year before, per cent; down is negative */
};

struct wf_campaign {
	wf_span at;
	wf_str name;
	struct wf_strs alias, owner;
	wf_date period, period_end;
	struct wf_spans mention;
};

struct wf_fact_agency {
	wf_span at;
	wf_str name;
	struct wf_strs alias;	/* other names of the same body met in the report */
	struct wf_spans mention;
};

struct wf_fact_case {
	wf_span at;
	wf_str name, forum;
	wf_date date;
};

/* ---- a report -------------------------------------------------------------------------- */

/* One report with what it says. Everything is owned by the arena; source must outlive it. */
struct wf_report {
	struct wf_arena arena;
	const struct wf_source *source;
	wf_str title;		/* of the report, as said by front matter, heading or file name */
	int year;		/* that it reports on; 0 = not known */
	wf_str text;		/* joined text; paragraphs end with \n */
	const uint32_t *map;	/* [text.n + 1] byte of source.text for every byte of text */

	const struct wf_bracket *bracket; uint32_t nbracket;	/* by off */

	struct wf_para *para;         uint32_t npara;
	struct wf_fact_sentence *sentence; uint32_t nsentence;

	struct wf_outline *outline;       uint32_t noutline;
	struct wf_fact_agency *agency;         uint32_t nagency;
	struct wf_instrument *instrument; uint32_t ninstrument;
	struct wf_campaign *campaign;     uint32_t ncampaign;
	struct wf_fact_case *cases;            uint32_t ncase;
	struct wf_fact_event *event;      uint32_t nevent;
	struct wf_figure *figure;         uint32_t nfigure;
};

/* Bytes of the longest text that is read as a report: some fifty times a white paper. */
#define WF_REPORT_LIMIT ((size_t)8 << 20)

/*
 * Whether a text is a report, no longer than WF_REPORT_LIMIT: chapters 一、 or a chronicle of days, long paragraphs, no articles, and a
 * title or first words that say report, white paper or 大事记. Looks at the words alone.
 *
 * @title  from heading, front matter or file name; "" = not known
 */
bool wf_report_is(const struct wf_source *source, wf_str title);

/*
 * Reads a report whole: the view and the facts of all kinds, in the order of the text.
 *
 * @out     {0}; freed with wf_report_free
 * @source  already read; must outlive out
 * @title   as for wf_report_is; its year is the year of the report
 * Never fails: a text without a fact gives none.
 */
void wf_report_read(struct wf_report *out, const struct wf_source *source, wf_str title);
void wf_report_free(struct wf_report *r);

/* Where a span of wf_report.text stands. */
struct wf_fact_place {
	wf_span at;		/* bytes of source.text, from its first to its last character */
	uint32_t line, line_end;	/* of the file, from 1; blank lines count */
};
struct wf_fact_place wf_report_place(const struct wf_report *r, wf_span at);

/* The heading (index of outline) under which a byte of text stands; UINT32_MAX = none. */
uint32_t wf_report_heading(const struct wf_report *r, uint32_t off);
/* The sentence that holds a byte of text. */
wf_span wf_report_sentence_at(const struct wf_report *r, uint32_t off);

/* Facts of a kind, and one of them by number (from 0): its evidence span. */
uint32_t wf_report_count(const struct wf_report *r, enum wf_fact_kind k);
wf_span  wf_report_at(const struct wf_report *r, enum wf_fact_kind k, uint32_t i);
/*
 * One fact as a record of DESIGN 1.3: its own fields, line, line_end and evidence (source text,
 * verbatim). start and end are byte offsets in source.text; the operation turns them into code points.
 * Caller owns the reference.
 */
json_t  *wf_report_json(const struct wf_report *r, enum wf_fact_kind k, uint32_t i);

#endif
