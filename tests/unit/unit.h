/* What the unit tests of the lower layers share: cmocka, slices in assertions, numbers by chance. */
#ifndef WF_UNIT_H
#define WF_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

#define LIT(s) { "" s, sizeof(s) - 1 }	/* WF_S for rows of static tables; may hold NUL */
#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Fails and shows both when got is not want; row says which row of a table it was. */
static inline void
same_str(wf_str got, const char *want, size_t row)
{
	if (!wf_str_is(got, want))
		fail_msg("row %zu: got \"%.*s\", want \"%s\"", row, WF_FMT(got), want);
}

static inline void
same_num(long long got, long long want, size_t row)
{
	if (got != want)
		fail_msg("row %zu: got %lld, want %lld", row, got, want);
}

/* splitmix64: the same numbers on every machine. */
static inline uint64_t
chance(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

#endif
