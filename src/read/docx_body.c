/*
 * The text of a word processor's file as lines: paragraphs with their numbers, tables as rows, notes
 * and text boxes behind the paragraph they hang on. Leaves out what a reader of the last version does
 * not see: deletions, hidden text, fields, comments.
 */
#include "read/docx_int.h"

#include <stdlib.h>
#include <string.h>

#define WITHIN 8u	/* paragraphs within paragraphs (text boxes), tables within tables */

/* A paragraph being read. */
struct paragraph {
	struct wf_buf text;	/* a line feed ends a line in it */
	uint32_t number;	/* from 1 */
	wf_str style;
	int num, level, outline;	/* as it says itself; -1 = not said */
	bool joined;		/* its end was deleted: the next one goes on */
	bool bold;		/* its first words are */
};

/* Lines that follow the paragraph or row that is open: notes, text boxes. */
struct later { wf_str text; uint32_t number; };

struct table { unsigned columns; bool rows; };

struct body {
	struct docx_body *b;
	struct wf_err *err;
	wf_rc rc;
	struct paragraph para[WITHIN];
	struct table table[WITHIN];
	unsigned npara, ntable;		/* open; those beyond WITHIN count, and are read as their parent's */
	struct later *later; size_t nlater, later_cap;
	bool waiting;			/* they wait for the end of a list */
	struct wf_buf carry;		/* of paragraphs whose end was deleted; of the note being read */
	uint32_t skip;			/* open elements in one that is left out */
	bool in_properties;		/* of a paragraph, its mark's included */
	bool in_run_properties, in_words;
	bool run_hidden, run_bold;
	bool in_cell;
	int span;			/* columns of the cell */
	bool any;			/* a line was written */
	size_t row_words;		/* bytes of words in the open row */
	/* notes */
	struct docx_note *note;		/* the one being read; NULL in the document */
	bool notes, end;		/* the part is one of notes; of endnotes */
	uint32_t nfoot, nend;		/* met in the document */
	uint32_t paras;			/* met in the document */
};

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static int
number_of(wf_str s)
{
	int n = 0;

	if (s.n == 0 || s.n > 6)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

static bool
is_on(const struct xml_attributes *a)
{
	wf_str v = wf_xml_attribute(a, "val");

	return !wf_str_is(v, "0") && !wf_str_is(v, "false") && !wf_str_is(v, "off");
}

static struct paragraph *
open_paragraph(struct body *d)
{
	return d->npara > 0 ? &d->para[(d->npara < WITHIN ? d->npara : WITHIN) - 1] : NULL;
}

/* ---- writing ---------------------------------------------------------------------- */

/* The heading level of a line: 1 is the title alone, as in a Markdown file. */
static uint8_t
heading_of(const struct body *d, const struct paragraph *x, const struct docx_style *s)
{
	int outline = x->outline >= 0 ? x->outline : s->outline;

	if (s->title)
		return 1;
	if (outline < 0 || outline > 8)
		return 0;
	return outline == 0 && !d->any ? 1 : (uint8_t)(outline > 3 ? 6 : outline + 2);
}

/* Writes text as lines; every line of it stood in paragraph number. */
static void
write_lines(struct body *d, wf_str text, uint32_t number, uint8_t heading, uint8_t hint)
{
	struct wf_roll *s = d->b->sheet;

	while (text.n > 0) {
		wf_str line = wf_str_sub(text, 0, wf_str_find(text, WF_S("\n"), 0));

		wf_roll_place(s, (struct wf_place){ .para = number });
		wf_roll_put(s, line);
		wf_roll_mark(s, heading, hint);
		wf_roll_end(s);
		d->any = d->any || wf_str_trim(line).n > 0;
		text = wf_str_from(text, line.n + 1);
	}
}

static void
write_later(struct body *d)
{
	for (size_t i = 0; i < d->nlater; i++)
		write_lines(d, d->later[i].text, d->later[i].number, 0, 0);
	d->nlater = 0;
	d->waiting = false;
}

static void
add_later(struct body *d, wf_str text, uint32_t number)
{
	if (wf_str_trim(text).n == 0)
		return;
	d->later = wf_grow(d->later, &d->later_cap, d->nlater + 1, sizeof(*d->later));
	d->later[d->nlater++] = (struct later){ wf_arena_str(d->b->arena, text), number };
}

/* In a cell line ends are blanks: the row is one line. */
static void
write_in_cell(struct body *d, wf_str text, uint32_t number)
{
	struct wf_roll *s = d->b->sheet;

	for (size_t i = 0; i < text.n;) {
		size_t n = wf_str_find(text, WF_S("\n"), i);
		wf_str words = wf_str_trim(wf_str_sub(text, i, n == SIZE_MAX ? text.n : n - i));

		if (words.n > 0) {
			wf_roll_put(s, WF_S(" "));
			wf_roll_place(s, (struct wf_place){ .para = number });
			wf_roll_put(s, words);
			d->row_words += words.n;
		}
		i = n == SIZE_MAX ? text.n : n + 1;
	}
}

/* Contents end their lines with a tab and a page number, which is none of the text. */
static wf_str
without_page(wf_str text)
{
	size_t n = text.n;

	while (n > 0 && text.p[n - 1] >= '0' && text.p[n - 1] <= '9')
		n--;
	return n > 0 && n < text.n && text.p[n - 1] == '\t' ? wf_str_sub(text, 0, n - 1) : text;
}

static bool
is_item(wf_str text)
{
	text = wf_str_ltrim(text);
	return wf_read_label(text) && !wf_str_starts(text, WF_S("第"));
}

/*
 * Writes a paragraph outside tables, and what hangs on it: behind it, but behind the list when the
 * paragraph introduces one, so that its items stay under its words.
 */
static void
write_alone(struct body *d, wf_str text, const struct paragraph *x, uint8_t heading)
{
	wf_str words = wf_str_trim(text);

	if (d->waiting && words.n > 0 && !is_item(text))
		write_later(d);
	write_lines(d, text, x->number, heading, x->bold ? WF_LINE_BOLD : 0);
	if (wf_str_ends(words, WF_S("：")) || wf_str_ends(words, WF_S(":")))
		d->waiting = d->nlater > 0;
	else if (!d->waiting)
		write_later(d);
}

/* Writes a paragraph that has ended, where it belongs. */
static void
write_paragraph(struct body *d, struct paragraph *x)
{
	struct docx_style s = wf_docx_style(d->b->lists, x->style);
	struct wf_buf whole = { 0 };

	if (wf_str_trim(wf_buf_str(&x->text)).n > 0 && !d->notes &&
	    wf_docx_number(&whole, d->b->lists, x->style, x->num, x->level))
		d->b->numbers++;
	wf_buf_put(&whole, wf_buf_str(&x->text));
	wf_str text = wf_buf_str(&whole);

	if (s.contents)
		text = without_page(text);
	if (s.hidden == 1) {
		d->b->hidden++;
	} else if (d->note != NULL) {
		wf_buf_put(&d->carry, text);
		wf_buf_ch(&d->carry, '\n');
	} else if (d->notes) {
		/* the line drawn above notes is none */
	} else if (d->npara > 1) {
		add_later(d, text, x->number);
	} else if (d->in_cell) {
		write_in_cell(d, text, x->number);
	} else {
		write_alone(d, text, x, heading_of(d, x, &s));
	}
	wf_buf_free(&whole);
}

/* ---- paragraphs ------------------------------------------------------------------- */

static void
begin_paragraph(struct body *d)
{
	if (d->npara++ >= WITHIN)
		return;
	struct paragraph *x = &d->para[d->npara - 1];
	struct wf_buf text = x->text;

	text.n = 0;
	*x = (struct paragraph){ .text = text, .num = -1, .level = -1, .outline = -1,
		.number = ++d->paras };
	if (d->npara == 1 && d->carry.n > 0 && !d->notes) {
		wf_buf_put(&x->text, wf_buf_str(&d->carry));
		d->carry.n = 0;
	}
}

static void
end_paragraph(struct body *d)
{
	if (d->npara == 0)
		return;
	if (d->npara <= WITHIN) {
		struct paragraph *x = &d->para[d->npara - 1];

		if (x->joined && d->npara == 1 && !d->in_cell && !d->notes)
			wf_buf_put(&d->carry, wf_buf_str(&x->text));
		else
			write_paragraph(d, x);
	}
	d->npara--;
}

static void
put_words(struct body *d, wf_str words)
{
	struct paragraph *x = open_paragraph(d);

	if (x == NULL || d->run_hidden || d->skip > 0)
		return;
	if (d->run_bold && wf_str_trim(wf_buf_str(&x->text)).n == 0 && wf_str_trim(words).n > 0)
		x->bold = true;
	for (size_t i = 0; i < words.n; i++) {
		char c = words.p[i];

		/* line ends of the XML are blanks; a line feed in the text is a w:br */
		wf_buf_ch(&x->text, c == '\n' || c == '\r' ? ' ' : c);
	}
}

/* A sign of a font of its own; what has no character of its own is shown as □, as without the font. */
static void
put_sign(struct body *d, wf_str code)
{
	unsigned long cp = strtoul(wf_arena_str(d->b->arena, code).p, NULL, 16);
	char out[4];

	if (cp < 0x20 || (cp >= 0xD800 && cp <= 0xF8FF) || cp > 0x10FFFF)
		cp = 0x25A1;
	put_words(d, (wf_str){ out, wf_utf8_put(out, (uint32_t)cp) });
}

static void
put_break(struct body *d, wf_str type)
{
	struct paragraph *x = open_paragraph(d);

	if (x != NULL && !d->run_hidden && (type.n == 0 || wf_str_is(type, "textWrapping")))
		wf_buf_ch(&x->text, '\n');
}

/* A note referred to: its lines follow the paragraph, after the number that a reader sees. */
static void
refer(struct body *d, wf_str id, bool end)
{
	struct docx_body *b = d->b;
	const struct paragraph *x = open_paragraph(d);
	struct wf_buf text = { 0 };
	uint32_t at;

	if (x == NULL || d->notes || !wf_map_get(end ? &b->by_end : &b->by_foot, id, &at) ||
	    b->note[at].met)
		return;
	b->note[at].met = true;
	wf_buf_ch(&text, '[');
	wf_count_put(&text, end ? WF_COUNT_ROMAN_LOWER : WF_COUNT_DECIMAL, end ? ++d->nend : ++d->nfoot);
	wf_buf_put(&text, WF_S("] "));
	wf_buf_put(&text, wf_str_ltrim(b->note[at].text));
	add_later(d, wf_buf_str(&text), x->number);
	b->notes++;
	wf_buf_free(&text);
}

/* ---- tables ----------------------------------------------------------------------- */

static struct table *
open_table(struct body *d)
{
	return d->ntable > 0 && d->ntable <= WITHIN ? &d->table[d->ntable - 1] : NULL;
}

/* True in a table that is written as rows. */
static bool
has_rows(const struct body *d)
{
	for (unsigned i = 0; i < d->ntable && i < WITHIN; i++) {
		if (d->table[i].rows)
			return true;
	}
	return false;
}

/* The first row says whether the table is one: with a single column it is a frame around text. */
static void
begin_row(struct body *d)
{
	struct table *t = open_table(d);

	if (t == NULL || d->npara > 0)
		return;
	if (!has_rows(d) && t->columns != 1)
		t->rows = true;
	if (!t->rows)
		return;
	wf_roll_end(d->b->sheet);
	write_later(d);
	wf_roll_place(d->b->sheet, (struct wf_place){ .para = d->paras + 1 });
	wf_roll_put(d->b->sheet, WF_S("|"));
	wf_roll_mark(d->b->sheet, 0, WF_LINE_TABLE);
	d->row_words = 0;
}

static void
end_row(struct body *d)
{
	const struct table *t = open_table(d);

	if (t == NULL || !t->rows || d->npara > 0)
		return;
	if (d->row_words == 0)
		wf_roll_undo(d->b->sheet);
	wf_roll_end(d->b->sheet);
	d->any = true;
	write_later(d);
}

/* Cells of rows alone; cells of a table within a cell are that cell's words. */
static bool
is_cell(struct body *d)
{
	const struct table *t = open_table(d);

	return t != NULL && t->rows && d->npara == 0;
}

/* ---- elements --------------------------------------------------------------------- */

/* Elements that are left out with all that is in them. */
static bool
is_left_out(struct body *d, enum xml_space space, const char *name)
{
	static const char *const words[] = { "pPrChange", "rPrChange", "tblPrChange", "trPrChange",
		"tcPrChange", "sectPrChange", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "delText",
		"rt", "sectPr", "tabs", "numberingChange" };

	if (space == XML_COMPAT)
		return is(name, "Fallback");
	if (space != XML_WORD)
		return false;
	if (is(name, "del") || is(name, "moveFrom")) {
		d->b->deleted += !d->in_properties;
		return !d->in_properties;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (is(name, words[i]))
			return true;
	}
	return false;
}

/* What stands in the properties of a paragraph or run. */
static void
open_property(struct body *d, const char *name, const struct xml_attributes *a)
{
	struct paragraph *x = open_paragraph(d);
	wf_str value = wf_xml_attribute(a, "val");

	if (d->in_properties && x != NULL) {
		if (is(name, "pStyle"))
			x->style = wf_arena_str(d->b->arena, value);
		else if (is(name, "numId"))
			x->num = number_of(value);
		else if (is(name, "ilvl"))
			x->level = number_of(value);
		else if (is(name, "outlineLvl"))
			x->outline = number_of(value);
		else if (is(name, "del") || is(name, "moveFrom"))
			x->joined = true;
	} else if (d->in_run_properties) {
		if (is(name, "vanish"))
			d->run_hidden = is_on(a);
		else if (is(name, "b"))
			d->run_bold = is_on(a);
		else if (is(name, "rStyle"))
			d->run_hidden = wf_docx_style(d->b->lists, value).hidden == 1;
	}
}

/* What stands in a run beside its words. */
static void
open_in_run(struct body *d, const char *name, const struct xml_attributes *a)
{
	if (is(name, "t"))
		d->in_words = true;
	else if (is(name, "tab") || is(name, "ptab"))
		put_words(d, WF_S("\t"));
	else if (is(name, "br"))
		put_break(d, wf_xml_attribute(a, "type"));
	else if (is(name, "cr"))
		put_break(d, WF_S(""));
	else if (is(name, "noBreakHyphen"))
		put_words(d, WF_S("-"));
	else if (is(name, "sym"))
		put_sign(d, wf_xml_attribute(a, "char"));
	else if (is(name, "footnoteReference") || is(name, "endnoteReference"))
		refer(d, wf_xml_attribute(a, "id"), name[0] == 'e');
	else if (is(name, "commentReference"))
		d->b->comments++;
	else if (is(name, "OLEObject"))
		d->b->pictures++;
}

static void
open_table_part(struct body *d, const char *name, const struct xml_attributes *a)
{
	struct table *t = open_table(d);

	if (is(name, "tbl")) {
		if (d->npara == 0 && d->ntable++ < WITHIN)
			d->table[d->ntable - 1] = (struct table){ 0 };
	} else if (is(name, "gridCol") && t != NULL && d->npara == 0) {
		t->columns++;
	} else if (is(name, "tr")) {
		begin_row(d);
	} else if (is(name, "tc") && is_cell(d)) {
		d->in_cell = true;
		d->span = 1;
	} else if (is(name, "gridSpan") && is_cell(d)) {
		d->span = number_of(wf_xml_attribute(a, "val"));
	}
}

/* A document, a page or a text that is to stand here, in a part of its own. */
static void
open_chunk(struct body *d, wf_str id)
{
	if (d->npara > 0 || d->in_cell || d->b->chunk == NULL) {
		d->b->unread++;
		return;
	}
	wf_roll_end(d->b->sheet);
	write_later(d);
	d->b->sheet->paras = d->paras;
	size_t before = d->b->sheet->nline;

	d->rc = d->b->chunk(d->b->payload, wf_arena_str(d->b->arena, id), d->err);
	d->paras = d->b->sheet->paras;
	d->any = d->any || d->b->sheet->nline > before;
}

static void
begin_note(struct body *d, const struct xml_attributes *a)
{
	struct docx_body *b = d->b;
	wf_str type = wf_xml_attribute(a, "type");

	/* separator lines are no notes */
	if (type.n > 0 && !wf_str_is(type, "normal"))
		return;
	b->note = wf_grow(b->note, &b->note_cap, b->nnote + 1, sizeof(*b->note));
	b->note[b->nnote] = (struct docx_note){ .text = WF_S("") };
	wf_map_set(d->end ? &b->by_end : &b->by_foot, wf_arena_str(b->arena, wf_xml_attribute(a, "id")),
	    (uint32_t)b->nnote);
	d->note = &b->note[b->nnote++];
}

static void
end_note(struct body *d)
{
	if (d->note != NULL)
		d->note->text = wf_arena_str(d->b->arena, wf_buf_str(&d->carry));
	d->carry.n = 0;
	d->note = NULL;
}

static void
open_word(struct body *d, const char *name, const struct xml_attributes *a)
{
	if (is(name, "p")) {
		begin_paragraph(d);
	} else if (is(name, "pPr")) {
		d->in_properties = true;
	} else if (is(name, "r")) {
		d->run_hidden = d->run_bold = false;
	} else if (is(name, "rPr")) {
		d->in_run_properties = true;
	} else if (is(name, "ins") || is(name, "moveTo")) {
		d->b->inserted += !d->in_properties && !d->in_run_properties;
	} else if (is(name, "altChunk")) {
		open_chunk(d, wf_xml_attribute(a, "id"));
	} else if (is(name, "subDoc")) {
		d->b->unread++;
	} else if (d->notes && (is(name, "footnote") || is(name, "endnote"))) {
		begin_note(d, a);
	}
	if (d->in_properties || d->in_run_properties)
		open_property(d, name, a);
	else
		open_in_run(d, name, a);
	if (!d->notes)
		open_table_part(d, name, a);
}

static void
on_open(void *payload, enum xml_space space, const char *name, const struct xml_attributes *a)
{
	struct body *d = payload;

	if (d->skip > 0 || is_left_out(d, space, name)) {
		d->skip++;
		return;
	}
	if (space == XML_WORD)
		open_word(d, name, a);
	else if (space == XML_MATH && is(name, "t"))
		d->in_words = true;
	else if (is(name, "blip") || is(name, "imagedata") || is(name, "OLEObject"))
		d->b->pictures++;
}

static void
close_word(struct body *d, const char *name)
{
	if (is(name, "p")) {
		end_paragraph(d);
	} else if (is(name, "pPr")) {
		d->in_properties = d->in_run_properties = false;
	} else if (is(name, "rPr")) {
		d->in_run_properties = false;
		d->b->hidden += d->run_hidden && !d->in_properties;
	} else if (is(name, "r")) {
		d->run_hidden = d->run_bold = false;
	} else if (is(name, "t")) {
		d->in_words = false;
	} else if (is(name, "footnote") || is(name, "endnote")) {
		end_note(d);
	} else if (d->notes) {
		return;
	} else if (is(name, "tc") && is_cell(d)) {
		d->in_cell = false;
		for (int n = d->span < 64 ? d->span : 64; n > 1; n--)
			wf_roll_put(d->b->sheet, WF_S(" |"));
		wf_roll_put(d->b->sheet, WF_S(" |"));
	} else if (is(name, "tr")) {
		end_row(d);
	} else if (is(name, "tbl") && d->npara == 0 && d->ntable > 0) {
		d->ntable--;
	}
}

static void
on_close(void *payload, enum xml_space space, const char *name)
{
	struct body *d = payload;

	if (d->skip > 0)
		d->skip--;
	else if (space == XML_WORD)
		close_word(d, name);
	else if (space == XML_MATH && is(name, "t"))
		d->in_words = false;
}

static void
on_words(void *payload, wf_str words)
{
	struct body *d = payload;

	if (d->in_words)
		put_words(d, words);
}

/* ---- the whole -------------------------------------------------------------------- */

static wf_rc
read_part(struct body *d, wf_str part, const char *name, struct wf_err *err)
{
	struct xml_sink sink = { .open = on_open, .close = on_close, .words = on_words, .payload = d,
		.stop = &d->rc };

	d->err = err;
	wf_rc rc = wf_xml_read(part, name, &sink, err);

	if (rc == WF_OK)
		rc = d->rc;
	if (rc == WF_OK && !d->notes) {
		write_lines(d, wf_buf_str(&d->carry), d->paras, 0, 0);
		write_later(d);
	}
	d->b->sheet->paras = d->paras;
	for (unsigned i = 0; i < WITHIN; i++)
		wf_buf_free(&d->para[i].text);
	wf_buf_free(&d->carry);
	free(d->later);
	return rc;
}

wf_rc
wf_docx_notes(struct docx_body *b, wf_str part, bool end, struct wf_err *err)
{
	struct body d = { .b = b, .notes = true, .end = end };
	wf_rc rc = read_part(&d, part, end ? "the part endnotes" : "the part footnotes", err);

	b->sheet->paras = 0;	/* paragraphs of notes are none of the document */
	return rc;
}

wf_rc
wf_docx_text(struct docx_body *b, wf_str part, struct wf_err *err)
{
	struct body d = { .b = b };

	return read_part(&d, part, "the document", err);
}
