/*
 * Groonga as a peer: its own TokenBigram over the folded words, any pair of the question, best scores
 * first.  Asked through its command language in process, without its cache.
 */
#include "peer.h"

#include <groonga.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROONGA_SCORER "scorer_tf_idf(words)"

struct groonga { struct units *u; grn_ctx ctx; grn_obj *db; char *command; size_t cap; };

static bool
fail(struct peer_why *why, const grn_ctx *ctx, const char *what)
{
	snprintf(why->words, sizeof why->words, "Groonga %s: %s: %s", grn_get_version(), what, ctx->errbuf);
	return false;
}

/* One command; its answer, borrowed from ctx until the next. */
static bool
run(const char **answer, size_t *n, grn_ctx *ctx, const char *command, struct peer_why *why)
{
	char *words = NULL;
	unsigned len = 0;
	int flags = 0;

	grn_ctx_send(ctx, command, (unsigned)strlen(command), 0);
	if (ctx->rc == GRN_SUCCESS)
		grn_ctx_recv(ctx, &words, &len, &flags);
	*answer = words;
	*n = len;
	return ctx->rc == GRN_SUCCESS || fail(why, ctx, "command");
}

static bool
fill(grn_ctx *ctx, struct units *u, struct peer_why *why)
{
	grn_obj *table = grn_ctx_get(ctx, "Units", -1);
	grn_obj *column = table ? grn_obj_column(ctx, table, "words", 5) : NULL;
	grn_obj value;

	if (!column)
		return fail(why, ctx, "no column");
	GRN_TEXT_INIT(&value, 0);
	for (size_t i = 0; i < units_n(u) && ctx->rc == GRN_SUCCESS; i++) {
		grn_id id = grn_table_add(ctx, table, NULL, 0, NULL);
		const char *words = unit_words(u, i);
		GRN_TEXT_SET(ctx, &value, words, strlen(words));
		grn_obj_set_value(ctx, column, id, &value, GRN_OBJ_SET);
	}
	GRN_OBJ_FIN(ctx, &value);
	return ctx->rc == GRN_SUCCESS || fail(why, ctx, "filling");
}

static bool
make(grn_ctx *ctx, struct units *u, struct peer_why *why)
{
	static const char *const before[] = {
		"table_create Units TABLE_NO_KEY",
		"column_create Units words COLUMN_SCALAR Text",
		("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
		"--normalizer NormalizerNFKC130"),
	};
	static const char over[] = "column_create Terms of_words COLUMN_INDEX|WITH_POSITION Units words";
	const char *answer;
	size_t n;

	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (!run(&answer, &n, ctx, before[i], why))
			return false;
	/* an index over what is there is built at once: the fast way that its manual recommends */
	return fill(ctx, u, why) && run(&answer, &n, ctx, over, why);
}

static bool
groonga_build(struct units *u, const char *path, struct peer_why *why)
{
	char file[512];
	grn_ctx ctx;

	snprintf(file, sizeof file, "%s/groonga", path);
	if (grn_init() != GRN_SUCCESS || grn_ctx_init(&ctx, 0) != GRN_SUCCESS) {
		snprintf(why->words, sizeof why->words, "Groonga does not begin");
		return false;
	}
	grn_obj *db = grn_db_create(&ctx, file, NULL);
	bool good = db ? make(&ctx, u, why) : fail(why, &ctx, "no new database");
	if (db)
		grn_obj_close(&ctx, db);
	grn_ctx_fin(&ctx);
	grn_fin();
	return good;
}

static void
groonga_close(void *opened)
{
	struct groonga *x = opened;

	if (x->db)
		grn_obj_close(&x->ctx, x->db);
	grn_ctx_fin(&x->ctx);
	grn_fin();
	free(x->command);
	free(x);
}

static void *
groonga_open(struct units *u, const char *path, struct peer_why *why)
{
	struct groonga *x = calloc(1, sizeof *x);
	char file[512];
	const char *answer;
	size_t n;

	snprintf(file, sizeof file, "%s/groonga", path);
	if (!x || grn_init() != GRN_SUCCESS || grn_ctx_init(&x->ctx, 0) != GRN_SUCCESS) {
		snprintf(why->words, sizeof why->words, "Groonga does not begin");
		free(x);
		return NULL;
	}
	x->u = u;
	x->db = grn_db_open(&x->ctx, file);
	if (x->db && run(&answer, &n, &x->ctx, "cache_limit 0", why))
		return x;
	if (!x->db)
		fail(why, &x->ctx, "its database does not open");
	groonga_close(x);
	return NULL;
}

/* select … --query 'ab OR bc OR …' */
static bool
write_command(struct groonga *x, const char *grams)
{
	static const char head[] = "select Units --match_columns '" GROONGA_SCORER "' --sort_keys -_score,_id "
	    "--output_columns _id --cache no --limit 100 --query '";
	size_t n = sizeof head - 1, need = n + 3 * strlen(grams) + 8;
	char *larger = need > x->cap ? realloc(x->command, need) : x->command;

	if (!larger)
		return false;
	x->command = larger;
	x->cap = need > x->cap ? need : x->cap;
	memcpy(x->command, head, n);
	for (; *grams; grams++) {
		if (*grams == ' ') {
			memcpy(x->command + n, " OR ", 4);
			n += 4;
		} else {
			x->command[n++] = *grams;
		}
	}
	memcpy(x->command + n, "'", 2);
	return true;
}

/* [[[7321],[["_id","UInt32"]],[12],[7],…]]: after the head each row is one number in brackets. */
static size_t
read_rows(uint32_t unit[PEER_HITS], const char *answer, size_t len)
{
	const char *end = answer + len, *at = NULL;
	size_t n = 0;

	for (const char *p = answer; p + 2 < end && !at; p++)
		if (p[0] == ']' && p[1] == ']' && p[2] == ',')
			at = p + 2;
	while (at && at + 1 < end && at[0] == ',' && at[1] == '[' && n < PEER_HITS) {
		uint32_t id = 0;
		for (at += 2; at < end && *at >= '0' && *at <= '9'; at++)
			id = id * 10 + (uint32_t)(*at - '0');
		unit[n++] = id - 1;
		at += at < end && *at == ']';
	}
	return n;
}

static bool
groonga_query(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	struct groonga *x = opened;
	const char *grams = question_grams(x->u, question, GRAM_PAIRS), *answer = NULL;
	size_t len = 0;

	*n = 0;
	if (!*grams || !write_command(x, grams))
		return true;
	if (!run(&answer, &len, &x->ctx, x->command, why))
		return false;
	*n = read_rows(unit, answer, len);
	return true;
}

const struct peer peer_groonga = {
	.name = "Groonga",
	.about = "TokenBigram, any pair, sorted by " GROONGA_SCORER "; stores the words too; no cache",
	.build = groonga_build, .open = groonga_open, .query = groonga_query, .close = groonga_close,
};
