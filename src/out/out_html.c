/*
 * The frame of a page: what stands before and after its body, with the style in it.
 * What a page says is the operation's.
 */
#include "out_int.h"

#include <string.h>

/* web/page.css, put into the program by scripts/embed.py; it holds no "</". */
extern const char wf_data_page[];

static void
put_meta(struct wf_markup *m, const char *key, const char *name, const char *content)
{
	wf_tag(m, "meta");
	wf_attr(m, key, wf_str_of(name));
	if (content)
		wf_attr(m, "content", wf_str_of(content));
	wf_untag(m);
	wf_raw_markup(m, "\n");
}

void
wf_page_begin(struct wf_markup *m, const char *lang, wf_str title)
{
	wf_raw_markup(m, "<!DOCTYPE html>\n");
	wf_tag(m, "html");
	wf_attr(m, "lang", wf_str_of(strcmp(lang, "zh") == 0 ? "zh-Hans" : "en"));
	wf_tag(m, "head");
	wf_raw_markup(m, "\n");
	put_meta(m, "charset", "utf-8", NULL);
	put_meta(m, "name", "viewport", "width=device-width, initial-scale=1");
	put_meta(m, "name", "generator", "wangfa " WF_VERSION);
	/* whatever a text holds: the page loads nothing and runs nothing */
	put_meta(m, "http-equiv", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
	wf_element(m, "title", title);
	wf_raw_markup(m, "\n");
	wf_tag(m, "style");
	wf_raw_markup(m, "\n");
	wf_raw_markup(m, wf_data_page);
	wf_untag(m);
	wf_untag(m);
	wf_raw_markup(m, "\n");
	wf_tag(m, "body");
	wf_raw_markup(m, "\n");
}

void
wf_page_end(struct wf_markup *m)
{
	while (m->depth)
		wf_untag(m);
	wf_raw_markup(m, "\n");
}
