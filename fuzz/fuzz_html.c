/*
 * Reads any bytes as a web page, or as a web archive after a first byte M; for libFuzzer and for
 * driver.c.  Judges no meaning: only that nothing crashes, leaks or contradicts itself.
 */
#include "read_check.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool archive = size > 0 && data[0] == 'M';

	read_and_check(archive ? "f.mht" : "f.html", (wf_str){ (const char *)data, size });
	return 0;
}
