/* What the pages share: a page under way, asking operations, addresses, small pieces of markup. */
#ifndef WF_PAGE_INT_H
#define WF_PAGE_INT_H

#include "page.h"
#include "asset.h"

/* A page under way. */
struct wf_sheet {
	const struct wf_visit *visit;
	struct wf_reply *reply;
	struct wf_markup m;		/* writes into reply->body */
	struct wf_arena arena;		/* lasts as long as the page is made */
	struct wf_tty tty;		/* for the words of operations: the visitor's language, no colour */
	const char *lang;
	wf_date at;			/* the day asked: ?at=, else today */
	struct wf_err *err;
};

/*
 * One page. path: exactly this, or with a / at its end: whatever begins so, the rest being in wf_sheet_rest.
 * slow: it may take longer than a moment.
 */
struct wf_view { const char *path; bool slow; wf_rc (*run)(struct wf_sheet *s); };

/* Each in a file of its own. WF_OK: the reply is made (status 200 unless set); a failure has its words in s->err. */
wf_rc wf_view_home(struct wf_sheet *s);

/* ---- what was asked (sheet.c) ---------------------------------------------------- */

/* Value of a field of the query, NULL when absent or empty; the n-th of several, from 0. */
const char *wf_sheet_field(const struct wf_sheet *s, const char *name);
const char *wf_sheet_field_n(const struct wf_sheet *s, const char *name, size_t n);
/* The path after the view's own. */
wf_str wf_sheet_rest(const struct wf_sheet *s, const char *path);
/* Takes work@date/eid apart; "" = no provision is named. The id as operations take it (work@date#eid) is in id. */
void wf_sheet_id(wf_str *text, wf_str *eid, wf_str *id, struct wf_sheet *s, wf_str rest);

/* ---- asking operations ----------------------------------------------------------- */

/* The records of an answer, in order; its summary, NULL = none. Freed with wf_answer_free. */
struct wf_answer { json_t *records, *summary; bool found; };
/*
 * Runs an operation and keeps its records.
 *
 * @given  ends with a NULL name; values that are NULL are left out
 * @return WF_OK also when a look-up found nothing: then found is false, and the words are in s->err; else as the
 *         operation
 */
wf_rc wf_sheet_ask(struct wf_answer *out, struct wf_sheet *s, const char *op, const struct wf_given *given);
void  wf_answer_free(struct wf_answer *a);
/*
 * Runs an operation in one of its formats that are pages, without a frame ("bare"), into the page under way.
 * Returns as wf_sheet_ask.
 */
wf_rc wf_sheet_embed(struct wf_sheet *s, const char *op, const char *format, const struct wf_given *given);

/* ---- the frame ------------------------------------------------------------------- */

enum { WF_SHEET_CHARTS = 1, WF_SHEET_WIDE = 2 };
/* Head, header with the search box, <main>. title: of this page, the site's name is added. */
void wf_sheet_begin(struct wf_sheet *s, wf_str title, unsigned flags);
/* Closes what is open and adds the footer. */
void wf_sheet_end(struct wf_sheet *s);

/* ---- pieces of markup ------------------------------------------------------------ */

/* <name class="class">; class may be "". Closed with wf_untag. */
void wf_open(struct wf_sheet *s, const char *name, const char *class);
/* <name class="class">words</name> */
void wf_put(struct wf_sheet *s, const char *name, const char *class, wf_str words);
/* The same with a message of data/messages.tsv in the visitor's language. */
void wf_put_msg(struct wf_sheet *s, const char *name, const char *class, const char *key);
/* Message key with one word filled in, as plain words. */
void wf_put_filled(struct wf_sheet *s, const char *key, wf_str word);
/* <a href="href">words</a> */
void wf_put_link(struct wf_sheet *s, const char *class, wf_str href, wf_str words);
/* Words in Chinese on a page in any language: <span lang="zh-Hans">. */
void wf_put_chinese(struct wf_sheet *s, const char *class, wf_str words);
/* A message, in the arena. */
wf_str wf_msg_str(struct wf_sheet *s, const char *key);
wf_str wf_msg_str1(struct wf_sheet *s, const char *key, wf_str word);
/* <span class="chip in-force">in force</span> of a status of a record. */
void wf_put_chip(struct wf_sheet *s, wf_str status);
/* 3,539; in the arena. */
wf_str wf_number_str(struct wf_sheet *s, int64_t n);
/* A line end between elements, for people who read the source. */
void wf_newline(struct wf_sheet *s);

/* ---- addresses: percent-encoded (RFC 3986), in the arena ------------------------- */

/* /law/网络安全法@2025-10-28/art_21 of an id with #; prefix as "/law/". */
wf_str wf_href_id(struct wf_sheet *s, const char *prefix, wf_str id);
/* /law/网络安全法@2025-10-28#art_21: the place within the whole text. */
wf_str wf_href_anchor(struct wf_sheet *s, wf_str id);
/* path?name=value&…, values that are NULL or "" left out; given ends with a NULL name. */
wf_str wf_href_query(struct wf_sheet *s, const char *path, const struct wf_given *given);
/* The page's own address with one field changed (value NULL: taken away) and "page" taken away. */
wf_str wf_href_with(struct wf_sheet *s, const char *name, const char *value);

#endif
