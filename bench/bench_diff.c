/*
 * Times the comparison of a law of some three hundred articles with its revision against a
 * floor: git diff --patience on the same two texts.  Prints ratios; never fails for being slow.
 *
 * Usage: bench_diff FOLDER…   (the first that exists is searched for the laws)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/engine.h"

enum { ROUNDS = 20 };

/* Revisions of about three hundred articles; the first changes little, the second nearly all. */
static const struct { const char *old, *new; } pairs[] = {
	{ "/民事诉讼法(2021-12-24).md", "/民事诉讼法(2023-09-01).md" },
	{ "/公司法(2018-10-26).md", "/公司法(2023-12-29).md" },
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct text { struct wf_doc doc; struct wf_diff_side side; };

static bool
read_text(struct text *out, struct wf_arena *a, const char *path)
{
	struct wf_err err = { "" };

	if (wf_doc_read(&out->doc, path, &err) != WF_OK)
		return false;
	wf_str *text = wf_arena_alloc(a, (out->doc.nnode + 1) * sizeof *text);
	for (uint32_t i = 0; i < out->doc.nnode; i++)
		text[i] = wf_source_slice(&out->doc.source,
		    wf_node_text(&out->doc.source, &out->doc.node[i]));
	out->side = (struct wf_diff_side){ out->doc.node, out->doc.nnode, text };
	return true;
}

/* Milliseconds of one comparison, the best of several. */
static double
compare_ms(struct wf_diff *d, struct wf_arena *a, const struct wf_diff_side *old,
    const struct wf_diff_side *new)
{
	double best = -1;

	for (int i = 0; i < ROUNDS; i++) {
		struct wf_arena one = { 0 };
		double start = now();

		wf_diff(d, &one, old, new);
		double took = now() - start;
		best = best < 0 || took < best ? took : best;
		wf_arena_free(&one);
	}
	wf_diff(d, a, old, new);
	return best;
}

/* Milliseconds of git diff, the best of several; negative when there is no git. */
static double
git_ms(const char *old, const char *new)
{
	char words[2200];
	double best = -1;

	snprintf(words, sizeof(words), "git diff --no-index --patience --no-color -- '%s' '%s' >/dev/null 2>&1",
	    old, new);
	for (int i = 0; i < ROUNDS; i++) {
		double start = now();
		int status = system(words);
		double took = now() - start;

		/* git ends with 1 where the files differ */
		if (status == -1 || (status >> 8) > 1)
			return -1;
		best = best < 0 || took < best ? took : best;
	}
	return best;
}

static void
bench_pair(const char *old_path, const char *new_path)
{
	struct wf_arena a = { 0 };
	struct text old, new;
	struct wf_diff d;
	bool first = read_text(&old, &a, old_path), second = read_text(&new, &a, new_path);

	if (first && second) {
		double ours = compare_ms(&d, &a, &old.side, &new.side);
		double floor = git_ms(old_path, new_path);

		printf("diff: %s, %u and %u articles: %zu rows, %zu of them unchanged\n", strrchr(old_path, '/') + 1,
		    wf_doc_counts(&old.doc).articles, wf_doc_counts(&new.doc).articles, d.nrow,
		    d.count[WF_DF_UNCHANGED]);
		if (floor > 0)
			printf("diff: aligned with edits in %.2f ms, git diff --patience in %.2f ms, ratio %.2f\n", ours,
			    floor, ours / floor);
		else
			printf("diff: aligned with edits in %.2f ms; no git to compare with\n", ours);
	}
	if (first)
		wf_doc_free(&old.doc);
	if (second)
		wf_doc_free(&new.doc);
	wf_arena_free(&a);
}

/* Path of the file that ends so; NULL = none. */
static const char *
find_file(const struct wf_entries *e, const char *end)
{
	for (size_t i = 0; i < e->n; i++)
		if (wf_str_ends(e->v[i].path, wf_str_of(end)))
			return e->v[i].path.p;
	return NULL;
}

/* n articles by chance, each with words of its own, all of them changed in the new text. */
static void
bench_large(uint32_t n)
{
	struct wf_arena a = { 0 };
	struct wf_node *node = wf_arena_alloc(&a, (n + 1) * sizeof(*node));
	wf_str *old = wf_arena_alloc(&a, (n + 1) * sizeof(*old));
	wf_str *new = wf_arena_alloc(&a, (n + 1) * sizeof(*new));
	uint64_t seed = 1;
	struct wf_diff d;

	node[0] = (struct wf_node){ .parent = WF_NO_NODE, .end = n + 1 };
	for (uint32_t i = 1; i <= n; i++) {
		struct wf_buf b = { 0 };

		node[i] = (struct wf_node){ .end = i + 1, .kind = WF_ARTICLE, .num = i };
		for (int k = 0; k < 120; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			wf_buf_cp(&b, 0x4E00 + (uint32_t)(seed >> 33) % 3000);
		}
		old[i] = wf_arena_str(&a, wf_buf_str(&b));
		wf_buf_put(&b, WF_S("，另有规定的除外"));
		new[i] = wf_arena_str(&a, wf_buf_str(&b));
		wf_buf_free(&b);
	}
	struct wf_diff_side x = { node, n + 1, old }, y = { node, n + 1, new };
	double start = now();
	wf_diff(&d, &a, &x, &y);
	printf("diff: %u articles, each changed: %.0f ms\n", n, now() - start);
	wf_arena_free(&a);
}

int
main(int argc, char **argv)
{
	struct wf_arena a = { 0 };
	struct wf_entries e = { 0 };
	struct wf_err err = { "" };
	const char *folder = NULL;

	for (int i = 1; i < argc && !folder; i++)
		if (access(argv[i], R_OK) == 0)
			folder = argv[i];
	if (folder && wf_walk(&e, &a, folder, &err) == WF_OK)
		for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
			const char *old = find_file(&e, pairs[i].old), *new = find_file(&e, pairs[i].new);
			if (old && new)
				bench_pair(old, new);
		}
	if (e.n == 0)
		printf("diff: none of the folders named is there; only invented texts are measured\n");
	bench_large(1000);
	bench_large(10000);
	free(e.v);
	wf_arena_free(&a);
	return 0;
}
