/*
 * What the bench of search asks of each program that it compares, and what it gives them: the
 * same units as runs of characters.  Plain C types only, because one of the peers is C++.
 */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PEER_HITS 100u		/* asked of everybody */

/* How a text is cut: pairs of neighbouring Han characters; single ones too. Words of ASCII letters
 * and digits stay whole, and so does a single Han character between other signs. */
enum gram_kind { GRAM_PAIRS, GRAM_ONES_AND_PAIRS };

struct units;
size_t units_n(const struct units *u);
/*
 * Grams of the title, the headings and the text of a unit, or of a question, folded as our index folds.
 *
 * @return words parted by one blank, NUL-terminated; borrowed from u until the next call
 */
const char *unit_grams(struct units *u, size_t unit, enum gram_kind kind);
const char *question_grams(struct units *u, const char *question, enum gram_kind kind);
/* Title, headings and text of a unit, folded, by lines. Borrowed likewise. */
const char *unit_words(struct units *u, size_t unit);

/* Why something could not be done. */
struct peer_why { char words[512]; };

struct peer {
	const char *name;
	const char *about;	/* how it is asked, for the table's notes */
	const char *absent;	/* why it is left out; NULL = it is here */
	/* Makes its index of all units in the folder path, which exists and is empty. NULL: nothing is made. */
	bool (*build)(struct units *u, const char *path, struct peer_why *why);
	/* Opens it again; NULL = it failed. units outlive what is opened. */
	void *(*open)(struct units *u, const char *path, struct peer_why *why);
	/* Units best first, at most PEER_HITS; n: how many. */
	bool (*query)(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question,
	    struct peer_why *why);
	void (*close)(void *opened);
	double (*bytes)(const struct units *u);	/* of its index; NULL = what lies in path */
};

extern const struct peer peer_ours, peer_words, peer_fts5, peer_xapian, peer_groonga, peer_plain;

#ifdef __cplusplus
}
#endif

#endif
