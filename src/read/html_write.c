/*
 * Writes the chosen part of a web page as lines, as a browser would show them: blanks run together,
 * numbers of lists written out, tables as rows. Chooses nothing but the lines at both ends that are
 * the page's own.
 */
#include "read/html_int.h"

#include <string.h>

#define COLUMNS 64u	/* of a table; cells beyond are written without regard to spans */
#define LAYOUT_MIN 200u	/* characters of a cell that may hold a page */
#define HEAD_LINES 40u	/* lines at each end among which the page's own are looked for */

/* What holds for the words being written. */
struct context { uint8_t heading, hint; bool pre; };

struct pen {
	struct wf_roll *sheet;
	struct html_page *page;
	uint32_t base;		/* paragraphs of the document before the page */
	uint32_t before;	/* last character of the line; 0 = it is empty */
	bool blank, wrapped;	/* white space is due; it held a line end */
	bool cell, heading;	/* line ends are white space; in a heading such as wrap it */
};

static void write_children(struct pen *w, uint32_t node, struct context c);

/* ---- words ---------------------------------------------------------------------- */

static void
end_line(struct pen *w)
{
	if (w->cell || w->heading) {
		w->blank = true;
		w->wrapped = w->wrapped || w->heading;
		return;
	}
	wf_roll_end(w->sheet);
	w->before = 0;
	w->blank = w->wrapped = false;
}

/* Han and what stands in their row: between two of them a line end of the file is no blank. */
static bool
is_wide(uint32_t cp)
{
	return wf_is_han(cp) || (cp >= 0x3000 && cp <= 0x30FF) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
	    cp == 0x201C || cp == 0x201D || cp == 0x2014 || cp == 0x2026;
}

static bool
is_markup_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The white space that is due before cp. */
static void
put_blank(struct pen *w, uint32_t cp)
{
	bool joined = w->wrapped && is_wide(w->before) && is_wide(cp);

	if (w->blank && w->before != 0 && w->before != ' ' && !joined)
		wf_roll_put(w->sheet, WF_S(" "));
	w->blank = w->wrapped = false;
}

static bool
has_letters(wf_str s)
{
	while (s.n > 0) {
		uint32_t cp = wf_utf8_next(&s);

		if (wf_is_han(cp) || (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
			return true;
	}
	return false;
}

/* A run of characters that hold no white space of the markup. */
static void
put_run(struct pen *w, wf_str run, const struct html_node *n, struct context c)
{
	uint32_t last;

	put_blank(w, wf_utf8_peek(run, NULL));
	wf_roll_place(w->sheet, (struct wf_place){ .para = w->base + w->page->node[n->block].number });
	/* bold words that do not open the line say nothing */
	if (w->before == 0 && (n->flags & HTML_BOLD))
		c.hint |= WF_LINE_BOLD;
	wf_roll_put(w->sheet, run);
	if (!w->sheet->open)
		return;		/* more than a source may hold; wf_roll_finish says so */
	wf_roll_mark(w->sheet, c.heading, c.hint);
	struct wf_roll_line *line = &w->sheet->line[w->sheet->nline - 1];

	/* bars and arrows between links say nothing */
	if (w->before == 0)
		line->linked = (n->flags & HTML_LINK) != 0;
	else if ((n->flags & HTML_LINK) == 0 && has_letters(run))
		line->linked = false;
	wf_utf8_last(run, &last);
	w->before = last;
}

static void
write_words(struct pen *w, const struct html_node *n, struct context c)
{
	wf_str s = { w->page->words.p + n->off, n->len };

	while (s.n > 0) {
		size_t run = 0;

		while (run < s.n && !is_markup_blank(s.p[run]))
			run++;
		if (run > 0)
			put_run(w, wf_str_sub(s, 0, run), n, c);
		s = wf_str_from(s, run);
		if (s.n == 0)
			break;
		if (s.p[0] == '\n' && c.pre) {
			end_line(w);
		} else {
			w->wrapped = w->wrapped || s.p[0] == '\n' || s.p[0] == '\r';
			w->blank = true;
		}
		s = wf_str_from(s, 1);
	}
}

/* ---- lists ------------------------------------------------------------------------ */

/* Does the item begin with a number of its own? Then the page's list only repeats it. */
static bool
has_number(const struct html_page *p, uint32_t item)
{
	for (uint32_t i = item + 1; i < p->node[item].end; i++) {
		const struct html_node *n = &p->node[i];

		if (n->role != HTML_TEXT || n->seen == 0)
			continue;	/* white space */
		wf_str s = wf_str_ltrim((wf_str){ p->words.p + n->off, n->len });
		uint32_t cp = wf_utf8_peek(s, NULL);

		return wf_is_numeral(cp) || cp == '(' || cp == 0xFF08 || cp == 0x7B2C;	/* （ 第 */
	}
	return true;	/* it says nothing */
}

static void
write_number(struct pen *w, const struct html_node *list, uint32_t item, uint32_t number, struct context c)
{
	struct html_node *n = &w->page->node[item];
	static const struct { char style; enum wf_counting how; } styles[] = { { 'a', WF_COUNT_LOWER },
		{ 'A', WF_COUNT_UPPER }, { 'i', WF_COUNT_ROMAN_LOWER }, { 'I', WF_COUNT_ROMAN } };
	enum wf_counting how = WF_COUNT_DECIMAL;
	struct wf_buf words = { 0 };

	if (has_number(w->page, item))
		return;
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		how = styles[i].style == list->style ? styles[i].how : how;
	wf_count_put(&words, how, number);
	wf_buf_ch(&words, '.');
	put_run(w, wf_buf_str(&words), n, c);
	w->blank = true;
	w->page->numbers++;
	wf_buf_free(&words);
}

static void
write_ordered(struct pen *w, uint32_t list, struct context c)
{
	const struct html_node *node = w->page->node;
	uint32_t number = node[list].columns - 1u;

	for (uint32_t i = list + 1; i < node[list].end; i = node[i].end) {
		if (node[i].flags & (HTML_HIDDEN | HTML_AROUND))
			continue;
		end_line(w);
		if (node[i].role == HTML_ITEM && !(node[list].flags & HTML_PLAIN)) {
			number = node[i].columns > 1 ? node[i].columns : number + 1;
			write_number(w, &node[list], i, number, c);
		}
		write_children(w, i, c);
		end_line(w);
	}
}

/* ---- tables ----------------------------------------------------------------------- */

/* Is the table there to place things: one in another, one column, one cell with nearly all words? */
static bool
is_layout(const struct html_page *p, uint32_t table)
{
	const struct html_node *t = &p->node[table];
	uint32_t most = 0, widest = 0, cells = 0;

	if (t->flags & HTML_PLAIN)
		return true;
	for (uint32_t i = table + 1; i < t->end; i++) {
		const struct html_node *n = &p->node[i];

		if (n->role == HTML_TABLE)
			return true;
		if (n->role == HTML_ROW)
			cells = 0;
		if (n->role != HTML_CELL)
			continue;
		cells++;
		widest = cells > widest ? cells : widest;
		most = n->seen > most ? n->seen : most;
	}
	return widest <= 1 || (most >= LAYOUT_MIN && most * 5 >= t->seen * 4);
}

/* Writes an empty cell for each column that a cell of a row above takes here. */
static size_t
write_spanned(struct pen *w, uint16_t *below, size_t column)
{
	while (column < COLUMNS && below[column] > 0) {
		below[column++]--;
		wf_roll_put(w->sheet, WF_S(" |"));
	}
	return column;
}

static void
write_cell(struct pen *w, uint32_t cell, struct context c)
{
	w->before = ' ';
	w->blank = w->wrapped = false;
	wf_roll_put(w->sheet, WF_S(" "));
	write_children(w, cell, c);
	wf_roll_put(w->sheet, w->before == ' ' ? WF_S("|") : WF_S(" |"));
}

/* The number of the first block in a row that has words. */
static uint32_t
first_number(const struct html_page *p, uint32_t row)
{
	uint32_t i = row;

	while (i + 1 < p->node[row].end && p->node[i].number == 0)
		i++;
	return p->node[i].number;
}

/* @below  for each column: rows yet to come that a cell above takes */
static void
write_row(struct pen *w, uint32_t row, uint16_t *below, struct context c)
{
	const struct html_node *node = w->page->node;
	size_t column = 0;

	if (node[row].seen == 0)
		return;
	end_line(w);
	wf_roll_place(w->sheet, (struct wf_place){ .para = w->base + first_number(w->page, row) });
	wf_roll_put(w->sheet, WF_S("|"));
	wf_roll_mark(w->sheet, 0, c.hint | WF_LINE_TABLE);
	w->cell = true;
	for (uint32_t i = row + 1; i < node[row].end; i = node[i].end) {
		if (node[i].role != HTML_CELL || (node[i].flags & HTML_HIDDEN))
			continue;
		column = write_spanned(w, below, column);
		write_cell(w, i, c);
		for (uint16_t k = 0; k < node[i].columns && k < COLUMNS; k++) {
			if (k > 0)
				wf_roll_put(w->sheet, WF_S(" |"));
			if (column < COLUMNS)
				below[column++] = node[i].rows > 1 ? node[i].rows - 1 : 0;
		}
	}
	write_spanned(w, below, column);
	w->cell = false;
	end_line(w);
}

static void
write_table(struct pen *w, uint32_t table, struct context c)
{
	const struct html_node *node = w->page->node;
	uint16_t below[COLUMNS] = { 0 };

	for (uint32_t i = table + 1; i < node[table].end;) {
		if (node[i].flags & HTML_HIDDEN) {
			i = node[i].end;
		} else if (node[i].role == HTML_ROW) {
			write_row(w, i, below, c);
			i = node[i].end;
		} else if (node[i].role == HTML_ROWS) {
			i++;
		} else {
			end_line(w);
			write_children(w, i, c);	/* a caption, or what is misplaced */
			end_line(w);
			i = node[i].end;
		}
	}
}

/* ---- elements --------------------------------------------------------------------- */

static void
write_heading(struct pen *w, uint32_t node, struct context c)
{
	bool heading = w->heading;

	c.heading = w->page->node[node].level;
	w->heading = true;
	write_children(w, node, c);
	w->heading = heading;
}

static void
write_node(struct pen *w, uint32_t i, struct context c)
{
	const struct html_node *n = &w->page->node[i];
	bool block = wf_html_is_block(n->role);

	if (n->flags & (HTML_HIDDEN | HTML_AROUND))
		return;
	if (block || n->role == HTML_BREAK)
		end_line(w);
	c.pre = c.pre || n->role == HTML_PRE;
	if (n->role == HTML_QUOTE)
		c.hint |= WF_LINE_QUOTE;
	if (n->role == HTML_TEXT)
		write_words(w, n, c);
	else if (n->role == HTML_HEADING)
		write_heading(w, i, c);
	else if (n->role == HTML_ORDERED)
		write_ordered(w, i, c);
	else if (n->role == HTML_TABLE && !w->cell && !is_layout(w->page, i))
		write_table(w, i, c);
	else if (n->role == HTML_STRUCK)
		w->page->struck += n->seen > 0;
	else if (n->role == HTML_PICTURE)
		w->page->pictures++;
	else
		write_children(w, i, c);
	if (block)
		end_line(w);
}

static void
write_children(struct pen *w, uint32_t node, struct context c)
{
	for (uint32_t i = node + 1; i < w->page->node[node].end; i = w->page->node[i].end)
		write_node(w, i, c);
}

/* ---- the page's own lines ----------------------------------------------------------- */

static wf_str
words_of(const struct wf_roll *s, size_t line)
{
	return (wf_str){ s->raw.p + s->line[line].off, s->line[line].len };
}

static void
drop(struct pen *w, size_t line)
{
	w->sheet->line[line].gone = true;
	for (wf_str s = words_of(w->sheet, line); s.n > 0;)
		w->page->dropped += !wf_is_space(wf_utf8_next(&s));
}

/* Long, or a sentence: with it the text has begun. */
static bool
is_text_line(const struct wf_roll *s, size_t line)
{
	wf_str words = wf_str_trim(words_of(s, line));
	size_t n = wf_utf8_count(words);

	return !(s->line[line].hint & WF_LINE_TABLE) && (n > 40 || (n > 20 && wf_str_ends(words, WF_S("。"))));
}

/* Above the first line of text, where links are menus, and below the last one that is not the page's own. */
static void
drop_page_words(struct pen *w, size_t first)
{
	const struct wf_roll *s = w->sheet;

	for (size_t i = first; i < s->nline && i < first + HEAD_LINES; i++) {
		if (s->line[i].heading == 1)
			continue;
		if (s->line[i].linked || wf_html_is_page_words(words_of(s, i)))
			drop(w, i);
		else if (is_text_line(s, i))
			break;
	}
	for (size_t i = s->nline, n = 0; i-- > first && n < HEAD_LINES; n++) {
		if (!s->line[i].gone && !wf_html_is_page_words(words_of(s, i)))
			break;
		if (!s->line[i].gone)
			drop(w, i);
	}
}

/* Does a line among the first of the text say the title again? It is the heading then. */
static bool
says_title(struct wf_roll *s, size_t first, wf_str title)
{
	struct wf_buf a = { 0 }, b = { 0 };
	bool found = false;

	wf_fold(&a, title, WF_FOLD_NAME);
	for (size_t i = first; i < s->nline && i < first + 8 && !found; i++) {
		b.n = 0;
		wf_fold(&b, words_of(s, i), WF_FOLD_NAME);
		found = a.n > 0 && wf_str_eq(wf_buf_str(&a), wf_buf_str(&b));
		if (found)
			s->line[i].heading = 1;
	}
	wf_buf_free(&a);
	wf_buf_free(&b);
	return found;
}

static void
write_title(struct pen *w)
{
	struct context c = { .heading = 1 };
	const struct html_page *p = w->page;

	w->heading = true;
	if (p->title != 0)
		write_children(w, p->title, c);
	else
		wf_roll_put(w->sheet, p->named);
	w->heading = false;
	wf_roll_mark(w->sheet, 1, 0);
	end_line(w);
}

void
wf_html_write(struct wf_roll *s, struct html_page *p)
{
	struct pen w = { .sheet = s, .page = p, .base = s->paras };
	struct context c = { .pre = p->pre };
	size_t first, title = s->nline;
	bool titled;

	wf_roll_end(s);
	if (p->title != 0 || (p->body != 0 && p->named.n > 0))
		write_title(&w);
	first = s->nline;
	titled = first > title;
	write_children(&w, p->body, c);
	end_line(&w);
	if (titled && says_title(s, first, words_of(s, title)))
		s->line[title].gone = true;
	drop_page_words(&w, first);
	s->paras += p->blocks;
}
