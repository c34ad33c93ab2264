/*
 * What stands around every page: head, header with the search box, footer with what the
 * knowledge base covers.  It knows no page by its contents.
 */
#include "page_int.h"

#include <string.h>

static void
put_meta(struct wf_sheet *s, const char *key, const char *name, const char *content)
{
	wf_tag(&s->m, "meta");
	wf_attr(&s->m, key, wf_str_of(name));
	if (content)
		wf_attr(&s->m, "content", wf_str_of(content));
	wf_untag(&s->m);
	wf_newline(s);
}

static wf_str
asset_href(struct wf_sheet *s, const struct wf_asset *a)
{
	return wf_arena_printf(&s->arena, "/static/%s", a->name);
}

static void
put_sheet_of_style(struct wf_sheet *s, const char *rel, const char *role)
{
	const struct wf_asset *a = wf_asset_role(role);

	if (!a)
		return;
	wf_tag(&s->m, "link");
	wf_attr(&s->m, "rel", wf_str_of(rel));
	wf_attr(&s->m, "href", asset_href(s, a));
	wf_untag(&s->m);
	wf_newline(s);
}

static void
put_script(struct wf_sheet *s, const char *role)
{
	const struct wf_asset *a = wf_asset_role(role);

	if (!a)
		return;
	wf_tag(&s->m, "script");
	wf_attr(&s->m, "type", WF_S("module"));
	wf_attr(&s->m, "src", asset_href(s, a));
	wf_untag(&s->m);
	wf_newline(s);
}

static void
put_head(struct wf_sheet *s, wf_str title, unsigned flags)
{
	struct wf_markup *m = &s->m;

	wf_raw_markup(m, "<!DOCTYPE html>\n");
	wf_tag(m, "html");
	wf_attr(m, "lang", strcmp(s->lang, "zh") == 0 ? WF_S("zh-Hans") : WF_S("en"));
	wf_attr(m, "data-theme", wf_str_of(s->visit->theme));
	wf_tag(m, "head");
	wf_newline(s);
	put_meta(s, "charset", "utf-8", NULL);
	put_meta(s, "name", "viewport", "width=device-width, initial-scale=1");
	wf_element(m, "title", wf_arena_printf(&s->arena, "%.*s%s%s", WF_FMT(title), title.n ? " · " : "",
	    wf_msg(s->lang, "site-name")));
	wf_newline(s);
	put_sheet_of_style(s, "stylesheet", "site.css");
	put_sheet_of_style(s, "icon", "icon.svg");
	put_script(s, "app.js");
	if (flags & WF_SHEET_CHARTS)
		put_script(s, "charts.js");
	wf_untag(m);
	wf_newline(s);
}

/* ---- header ---------------------------------------------------------------------- */

static const struct { const char *href, *message; } places[] = {
	{ "/works", "site-works" }, { "/timeline", "site-timeline" }, { "/compare", "site-compare" },
	{ "/check", "site-check" }, { "/instruments", "site-instruments" }, { "/coverage", "site-coverage" },
};

static void
put_nav(struct wf_sheet *s)
{
	wf_tag(&s->m, "nav");
	wf_attr(&s->m, "aria-label", wf_msg_str(s, "site-nav"));
	wf_tag(&s->m, "ul");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		wf_tag(&s->m, "li");
		wf_tag(&s->m, "a");
		wf_attr(&s->m, "href", wf_str_of(places[i].href));
		if (wf_str_is(s->visit->path, places[i].href))
			wf_attr(&s->m, "aria-current", WF_S("page"));
		wf_words(&s->m, wf_msg_str(s, places[i].message));
		wf_untag(&s->m);
		wf_untag(&s->m);
	}
	wf_untag(&s->m);
	wf_untag(&s->m);
	wf_newline(s);
}

/* The small search box; the pages that have a large one leave it out. */
static void
put_search(struct wf_sheet *s)
{
	struct wf_markup *m = &s->m;

	wf_open(s, "form", "find");
	wf_attr(m, "action", WF_S("/search"));
	wf_attr(m, "role", WF_S("search"));
	wf_tag(m, "label");
	wf_attr(m, "for", WF_S("site-q"));
	wf_attr(m, "class", WF_S("visually-hidden"));
	wf_words(m, wf_msg_str(s, "site-search-label"));
	wf_untag(m);
	wf_tag(m, "input");
	wf_attr(m, "id", WF_S("site-q"));
	wf_attr(m, "name", WF_S("q"));
	wf_attr(m, "type", WF_S("search"));
	wf_attr(m, "autocomplete", WF_S("off"));
	wf_attr(m, "placeholder", wf_msg_str(s, "site-search-hint"));
	wf_untag(m);
	wf_put_msg(s, "button", "", "site-search");
	wf_untag(m);
	wf_newline(s);
}

static void
put_header(struct wf_sheet *s)
{
	bool own = wf_str_is(s->visit->path, "/") || wf_str_is(s->visit->path, "/search");

	wf_open(s, "a", "skip");
	wf_attr(&s->m, "href", WF_S("#main"));
	wf_words(&s->m, wf_msg_str(s, "site-skip"));
	wf_untag(&s->m);
	wf_newline(s);
	wf_open(s, "header", "site");
	wf_open(s, "a", "name");
	wf_attr(&s->m, "href", WF_S("/"));
	wf_words(&s->m, wf_msg_str(s, "site-name"));
	wf_untag(&s->m);
	put_nav(s);
	if (!own)
		put_search(s);
	wf_untag(&s->m);
	wf_newline(s);
}

void
wf_sheet_begin(struct wf_sheet *s, wf_str title, unsigned flags)
{
	put_head(s, title, flags);
	wf_tag(&s->m, "body");
	wf_newline(s);
	put_header(s);
	wf_tag(&s->m, "main");
	wf_attr(&s->m, "id", WF_S("main"));
	if (flags & WF_SHEET_WIDE)
		wf_attr(&s->m, "class", WF_S("wide"));
	wf_newline(s);
}

/* ---- footer ---------------------------------------------------------------------- */

/* Links that set a choice and lead back here. */
static void
put_choices(struct wf_sheet *s, const char *name, const char *const *value, const char *now,
    const char *label)
{
	wf_str back = wf_href_with(s, "", NULL);

	wf_open(s, "p", "choices");
	wf_words(&s->m, wf_msg_str(s, label));
	for (; *value; value++) {
		char key[32];
		snprintf(key, sizeof key, "site-%s-%s", name, *value);
		wf_words(&s->m, WF_S(" "));
		wf_tag(&s->m, "a");
		wf_attr(&s->m, "href", wf_href_query(s, "/prefs", (struct wf_given[]){ { name, *value },
		    { "back", back.p }, { NULL, NULL } }));
		if (strcmp(*value, now) == 0)
			wf_attr(&s->m, "aria-current", WF_S("true"));
		if (strcmp(name, "lang") == 0)
			wf_attr(&s->m, "lang", strcmp(*value, "zh") == 0 ? WF_S("zh-Hans") : WF_S("en"));
		wf_words(&s->m, wf_msg_str(s, key));
		wf_untag(&s->m);
	}
	wf_untag(&s->m);
	wf_newline(s);
}

static void
put_coverage(struct wf_sheet *s)
{
	json_t *stamp = wf_kb_stamp(s->visit->kb);
	const json_t *levels = json_object_get(stamp, "missing_levels");
	struct wf_buf names = { 0 };

	for (size_t i = 0; i < json_array_size(levels); i++)
		wf_buf_printf(&names, "%s%.*s", i ? "、" : "", WF_FMT(wf_get_item(levels, i)));
	wf_open(s, "p", "muted");
	wf_put_filled(s, "site-until", wf_get(stamp, "texts_until"));
	if (names.n) {
		wf_words(&s->m, WF_S(" "));
		wf_put_filled(s, "site-missing", wf_buf_str(&names));
	}
	wf_words(&s->m, WF_S(" "));
	wf_put_link(s, "", WF_S("/coverage"), wf_msg_str(s, "site-coverage-more"));
	wf_untag(&s->m);
	wf_open(s, "p", "muted");
	wf_put_filled(s, "site-hash", wf_str_sub(wf_get(stamp, "hash"), 0, 12));
	wf_words(&s->m, WF_S(" "));
	wf_put_link(s, "", WF_S("/api"), wf_msg_str(s, "site-api"));
	wf_untag(&s->m);
	wf_newline(s);
	wf_buf_free(&names);
	json_decref(stamp);
}

void
wf_sheet_end(struct wf_sheet *s)
{
	static const char *const langs[] = { "zh", "en", NULL }, *const themes[] = { "auto", "light",
	    "dark", NULL };

	while (s->m.depth > 2)		/* <html> and <body> stay */
		wf_untag(&s->m);
	wf_newline(s);
	wf_open(s, "footer", "site");
	wf_newline(s);
	put_coverage(s);
	put_choices(s, "lang", langs, s->lang, "site-lang");
	put_choices(s, "theme", themes, s->visit->theme, "site-theme");
	while (s->m.depth)
		wf_untag(&s->m);
	wf_newline(s);
}
