/*
 * Small helpers over jansson that take slices and dates.
 * Neither parses nor prints JSON.
 */
#include "base/base.h"

/* s with every byte that is no valid UTF-8 replaced, as a JSON string. */
static json_t *
repaired(wf_str s)
{
	struct wf_buf b = { 0 };

	while (s.n > 0)
		wf_buf_cp(&b, wf_utf8_next(&s));
	json_t *value = json_stringn(b.p != NULL ? b.p : "", b.n);

	wf_buf_free(&b);
	return value;
}

void
wf_json_own(json_t *obj, const char *key, json_t *value)
{
	json_object_set_new(obj, key, value);
}

void
wf_json_str(json_t *obj, const char *key, wf_str s)
{
	json_t *value = json_stringn(s.n > 0 ? s.p : "", s.n);

	wf_json_own(obj, key, value != NULL ? value : repaired(s));
}

void
wf_json_int(json_t *obj, const char *key, int64_t v)
{
	wf_json_own(obj, key, json_integer(v));
}

void
wf_json_bool(json_t *obj, const char *key, bool v)
{
	wf_json_own(obj, key, json_boolean(v));
}

void
wf_json_date(json_t *obj, const char *key, wf_date d)
{
	char text[11];

	wf_date_short(text, d);
	wf_json_own(obj, key, d == 0 ? json_null() : json_string(text));
}

wf_str
wf_json_get(const json_t *obj, const char *key)
{
	const json_t *value = json_object_get(obj, key);

	if (!json_is_string(value))
		return WF_S("");
	return (wf_str){ json_string_value(value), json_string_length(value) };
}
