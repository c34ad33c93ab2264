/*
 * The first page: the search box, what is held, what is about to come into force.
 */
#include "page_int.h"

wf_rc
wf_view_home(struct wf_sheet *s)
{
	wf_sheet_begin(s, WF_S(""), 0);
	wf_put_msg(s, "h1", "", "site-name");
	wf_sheet_end(s);
	return WF_OK;
}
