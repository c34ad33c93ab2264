/* A web page on its way to lines: its elements, what of them is the text, and the writing of it. */
#ifndef WF_HTML_INT_H
#define WF_HTML_INT_H

#include "read/read_int.h"

/* What an element does to the text in it. */
enum html_role {
	HTML_TEXT,		/* no element: words */
	HTML_INLINE,		/* and every element not known */
	HTML_BLOCK,		/* begins and ends a line */
	HTML_HEADING,		/* h1..h6: level */
	HTML_ITEM, HTML_LIST, HTML_ORDERED,
	HTML_QUOTE, HTML_PRE, HTML_BREAK,
	HTML_TABLE, HTML_ROWS, HTML_ROW, HTML_CELL, HTML_CAPTION,
	HTML_PARAGRAPH,		/* p: ends where the next block begins, whatever stands open in it */
	HTML_PICTURE,
	HTML_STRUCK,		/* del, s, strike */
	HTML_SKIP		/* script, style, form controls: nothing in it is seen */
};

enum html_flag {
	HTML_BOLD    = 1 << 0,	/* b, strong, font-weight */
	HTML_LINK    = 1 << 1,	/* a that leads to another page */
	HTML_HIDDEN  = 1 << 2,	/* display:none, hidden, aria-hidden; or its role skips it */
	HTML_PLAIN   = 1 << 3,	/* a list without numbers, a table for layout */
	HTML_ASIDE   = 1 << 4,	/* nav, header, footer, aside; or its class says so */
	HTML_TITLE   = 1 << 5,	/* its class or id says that it is a title */
	HTML_CONTENT = 1 << 6,	/* its class or id is that of a known kind of page's text */
	HTML_AROUND  = 1 << 7	/* wf_html_pick: stands around the text */
};

/* Elements and words in document order: the children of i start at i + 1, its subtree ends before end. */
struct html_node {
	uint32_t parent, end;
	uint8_t  role, level;	/* level: of a heading; rank of a known content block, 1 first */
	uint8_t  tag;		/* equal for elements of one name; those that are not known count as one */
	uint16_t flags;
	uint16_t columns, rows;	/* of a cell: spans; of a list: columns is its start */
	char     style;		/* of an ordered list: 1 a A i I */
	uint32_t off, len;	/* HTML_TEXT: words in page.words */
	uint32_t block;		/* node that begins the line this stands in; itself for such a node */
	uint32_t number;	/* of a block: 1-based in order of first words; 0 = it has none of its own */
	uint32_t seen, linked;	/* characters seen in it, white space and what is AROUND left out; in links */
	uint32_t solid;		/* of them, those in blocks that look like text: no links, 20 and more */
};

struct html_page {
	struct wf_buf words;
	struct html_node *node; size_t n, cap;
	wf_str named;		/* of <meta name="ArticleTitle">, in words; "" = none, or not needed */
	size_t named_off;
	bool pre;		/* without any tag that ends a line: the line ends of the file count */
	uint32_t body;		/* the block that holds the text */
	uint32_t title;		/* the node that holds the title outside body; 0 = none */
	uint32_t blocks;	/* numbered */
	uint32_t total;		/* characters seen on the whole page */
	/* counted by wf_html_write; dropped: characters of lines that are the page's own */
	uint32_t pictures, struck, numbers, dropped;
};

/* Role and flags of an element by its name; the row of an unknown one is INLINE. Static. */
struct html_element { const char *name; uint8_t role; uint16_t flags; };
const struct html_element *wf_html_element(const char *name);
unsigned wf_html_tag(const struct html_element *e);
/* Flags that a class or id gives (HTML_ASIDE, HTML_TITLE, HTML_CONTENT); @level: rank of the content. */
uint16_t wf_html_class_flags(wf_str names, uint8_t *level);
/* True for a line of a page that is none of its text: 打印 关闭, 来源：…, 版权所有. */
bool wf_html_is_page_words(wf_str line);

/* Makes the elements of a page. @utf8 without control characters. WF_E_LIMIT over a limit on markup. */
wf_rc wf_html_tree(struct html_page *p, wf_str utf8, struct wf_err *err);
/* Chooses body and title and numbers the blocks. */
void wf_html_pick(struct html_page *p);
/* Writes title and body as lines; places are counted on from s->paras. */
void wf_html_write(struct wf_roll *s, struct html_page *p);
/* True for what begins a line of its own. */
bool wf_html_is_block(uint8_t role);
void wf_html_free(struct html_page *p);

#endif
