/*
 * Calendar days as plain numbers (20240322), their ISO 8601 forms and day arithmetic.
 * Does not read dates in words: that is text/numeral.c.
 */
#include "base/base.h"

#include <time.h>

static int
days_in_month(int year, int month)
{
	static const int days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month];
}

wf_date
wf_date_make(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0)
		return 0;
	if (day > (month == 0 ? 0 : days_in_month(year, month)))
		return 0;
	return year * 10000 + month * 100 + day;
}

/* Exactly n digits at the front of *s, which moves past them; -1 = not so. */
static int
take_digits(wf_str *s, size_t n)
{
	int value = 0;

	if (s->n < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return -1;
		value = value * 10 + (s->p[i] - '0');
	}
	*s = wf_str_from(*s, n);
	return value;
}

bool
wf_date_parse(wf_str s, wf_date *out)
{
	int part[3] = { 0, 0, 0 };
	bool unknown = wf_str_is(s, "0000-00-00");

	for (size_t i = 0; i < 3 && (i == 0 || s.n > 0); i++) {
		if (i > 0 && s.p[0] != '-')
			return false;
		s = wf_str_from(s, i > 0 ? 1 : 0);
		part[i] = take_digits(&s, i == 0 ? 4 : 2);
		if (part[i] < 0)
			return false;
	}
	wf_date d = wf_date_make(part[0], part[1], part[2]);

	if (s.n > 0 || (d == 0 && !unknown))
		return false;
	*out = d;
	return true;
}

void
wf_date_iso(char out[11], wf_date d)
{
	int number[3] = { d / 10000, d / 100 % 100, d % 100 };
	static const int width[3] = { 4, 2, 2 };
	char *p = out;

	for (int i = 0; i < 3; i++) {
		int n = number[i];

		for (int k = width[i] - 1; k >= 0; k--) {
			p[k] = (char)('0' + n % 10);
			n /= 10;
		}
		p += width[i];
		*p++ = i < 2 ? '-' : '\0';
	}
}

void
wf_date_short(char out[11], wf_date d)
{
	wf_date_iso(out, d);
	if (d % 100 == 0)
		out[7] = '\0';
	if (d / 100 % 100 == 0)
		out[4] = '\0';
	if (d == 0)
		out[0] = '\0';
}

wf_date
wf_date_today(void)
{
	time_t now = time(NULL);
	struct tm local;

	if (localtime_r(&now, &local) == NULL)
		return 0;
	return wf_date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/* Days since 0000-03-01; years begin in March so that the leap day is the last one. */
static int
day_number(wf_date d)
{
	int year = d / 10000, month = d / 100 % 100, day = d % 100;

	if (month <= 2)
		year--;
	int month_from_march = (month + 9) % 12;

	return year * 365 + year / 4 - year / 100 + year / 400 +
	    (153 * month_from_march + 2) / 5 + day - 1;
}

wf_date
wf_date_add_months(wf_date d, int months)
{
	int month = d / 10000 * 12 + d / 100 % 100 - 1 + months;

	for (int day = d % 100; day > 0 && d / 100 % 100 != 0; day--) {
		wf_date found = wf_date_make(month / 12, month % 12 + 1, day);

		if (found != 0)
			return found;
	}
	return 0;
}

wf_date
wf_date_add_days(wf_date d, int days)
{
	if (d % 100 == 0 || days > 4000000 || days < -4000000)
		return 0;
	int n = day_number(d) + days;

	if (n < 0)
		return 0;
	int era = n / 146097, in_era = n % 146097;
	int year_in_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
	int month_from_march = (5 * in_year + 2) / 153;
	int day = in_year - (153 * month_from_march + 2) / 5 + 1;
	int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
	int year = era * 400 + year_in_era + (month <= 2 ? 1 : 0);

	return wf_date_make(year, month, day);
}
