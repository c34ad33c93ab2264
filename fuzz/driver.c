/*
 * Runs a fuzz target over the files named, as a plain test that prints TAP.  Makes no inputs itself
 * but cut-off and bit-flipped copies of each.
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Short inputs are cut at every byte, long ones at 64 places; each cut also with one bit flipped. */
static void
try_variants(wf_str seed)
{
	size_t step = seed.n > 64 ? seed.n / 64 : 1;

	for (size_t n = 0; n <= seed.n; n += step) {
		uint8_t *copy = wf_malloc(n + 1);
		memcpy(copy, seed.p, n);
		LLVMFuzzerTestOneInput(copy, n);
		if (n > 1) {
			copy[n / 2] ^= (uint8_t)(1u << (n % 8));
			LLVMFuzzerTestOneInput(copy, n);
		}
		free(copy);
	}
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct wf_arena arena = { 0 };
		struct wf_err err = { "" };
		wf_str seed;
		if (wf_file_read(&seed, &arena, argv[i], WF_FILE_LIMIT, &err) != WF_OK) {
			printf("not ok %d - %s\n", i, err.msg);
			return 1;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)seed.p, seed.n);
		try_variants(seed);
		printf("ok %d - %s\n", i, argv[i]);
		fflush(stdout);
		wf_arena_free(&arena);
	}
	printf("1..%d\n", argc - 1);
	return 0;
}
