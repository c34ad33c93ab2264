/* Rows of src/store written, read back and damaged. The texts are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/store.h"

#define RAW "# 示例法\n\n第一条 甲。\n\n第二条 乙。\n"

struct place { char folder[64], path[128]; };

static void
make_place(struct place *p, const char *name)
{
	strcpy(p->folder, "wangfa-store-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof p->path, "%s/%s", p->folder, name);
}

static void
remove_place(struct place *p)
{
	unlink(p->path);
	rmdir(p->folder);
}

/* Article 2 cites article 1 and two of what is not held; that is named. */
static void
fill_references(struct wf_db *db)
{
	const struct wf_row_cite cites[] = {
		{ 1, 1, 2, 1, { 29, 9 }, WF_CITE_SELF, WF_CITE_RESOLVED, 0, true, 1, 0 },
		{ 2, 1, 2, 1, { 39, 3 }, WF_CITE_FULL, WF_CITE_OUT_OF_CORPUS, 0, false, 0, 1 },
	};
	const struct wf_row_target targets[] = {
		{ 1, 0, 1, 1, true, WF_S("art_1") }, { 1, 1, 1, 1, false, WF_S("art_1__para_9") },
		{ 2, 0, 0, 0, false, WF_S("art_5") },
	};
	const struct wf_row_named named = { 1, WF_S("旧法"), WF_S("旧法"), WF_S("法律"), WF_S(""),
		WF_CITE_FULL, 1, 1, 1, 2, 1, { 39, 3 }, WF_S("示例法"), 20200301, 0 };
	const struct wf_row_rejected rejected = { 1, WF_CITE_LABEL, 2 };
	const struct wf_row_former former = { WF_S("样例法"), 1 };

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(wf_db_put_cite(db, &cites[i]), WF_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(wf_db_put_target(db, &targets[i]), WF_OK);
	assert_int_equal(wf_db_put_named(db, &named), WF_OK);
	assert_int_equal(wf_db_put_rejected(db, &rejected), WF_OK);
	assert_int_equal(wf_db_put_former(db, &former), WF_OK);
}

/* One work of two articles, its source and a finding. */
static void
fill(struct wf_db *db)
{
	struct wf_cut cut[] = { { .off = 0, .len = 2, .why = WF_CUT_MARKUP } };
	struct wf_row_source source = { .id = 1, .path = WF_S("laws/示例法.md"),
		.encoding = WF_S("UTF-8"), .reader = WF_S("markdown"), .raw = WF_S(RAW), .cut = cut,
		.ncut = 1, .nolaw = WF_S(""), .raw_is_file = true };
	struct wf_row_work work = { .id = 1, .key = WF_S("示例法"), .title = WF_S("中华人民共和国示例法"),
		.level = WF_S("法律"), .issuers = WF_S("甲、乙") };
	struct wf_row_expr expr = { .id = 1, .work = 1, .date = 20200101, .effective_from = 20200301,
		.effective_basis = WF_S("text"), .counts = { .articles = 2 } };
	struct wf_row_part part = { .expr = 1, .source = 1, .counts = { .articles = 2 } };
	const struct wf_node node[] = {
		{ WF_NO_NODE, 3, WF_DOC, 0, 0, 0, 0, { 0, 46 }, { 0, 0 }, { 0, 0 } },
		{ 0, 2, WF_ARTICLE, 0, 0, 1, 0, { 11, 18 }, { 11, 9 }, { 0, 0 } },
		{ 0, 3, WF_ARTICLE, 0, 0, 2, 0, { 29, 17 }, { 29, 9 }, { 0, 0 } },
	};
	struct wf_row_act acts[] = {
		{ 1, 1, 20190000, WF_ACT_OTHER, 0, false, 0, 0, { 0, 0 }, WF_S("history"), WF_S("") },
		{ 2, 1, 20200101, WF_ACT_ADOPTED, 2, false, 1, 1, { 11, 9 }, WF_S("history"), WF_S("甲") },
		{ 3, 1, 20200300, WF_ACT_COMMENCED, 0, true, 1, 1, { 0, 48 }, WF_S("text"), WF_S("") },
	};
	struct wf_row_finding finding = { 1, { 401, 3, 4, { 11, 9 } }, WF_S("第一条") };
	struct wf_row_name names[] = { { WF_S("示例法"), 1, 0 }, { WF_S("示例法"), 1, 0 },
		{ WF_S("例法"), 1, 2 } };

	assert_int_equal(wf_db_put_source(db, &source), WF_OK);
	assert_int_equal(wf_db_put_work(db, &work), WF_OK);
	assert_int_equal(wf_db_put_expr(db, &expr), WF_OK);
	assert_int_equal(wf_db_put_part(db, &part), WF_OK);
	for (uint32_t i = 0; i < 3; i++) {
		struct wf_row_node row = { 1, i, 1, node[i], WF_S("x") };
		assert_int_equal(wf_db_put_node(db, &row), WF_OK);
	}
	assert_int_equal(wf_db_put_finding(db, &finding), WF_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(wf_db_put_act(db, &acts[i]), WF_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(wf_db_put_name(db, &names[i]), WF_OK);
	assert_int_equal(wf_db_put_meta(db, "hash", WF_S("abc")), WF_OK);
	fill_references(db);
}

static void
make(const char *path)
{
	struct wf_err err;
	struct wf_db *db = NULL;

	assert_int_equal(wf_db_create(&db, path, &err), WF_OK);
	fill(db);
	assert_int_equal(wf_db_commit(db, &err), WF_OK);
}

static wf_rc
see_finding(void *payload, const struct wf_row_finding *r, wf_str path)
{
	*(size_t *)payload += r->f.code + path.n + r->words.n;
	return WF_OK;
}

static wf_rc
read_references(struct wf_db *db, struct wf_arena *a, size_t *seen)
{
	struct wf_row_cite *cite = NULL;
	struct wf_row_target *target = NULL;
	struct wf_row_named *named = NULL;
	struct wf_row_former *former = NULL;
	struct wf_node *path = NULL;
	size_t n = 0, ntarget = 0, nnamed = 0, nformer = 0;
	uint32_t npath = 0;
	wf_str eid;
	wf_rc rc = wf_db_cites_at(&cite, &n, db, a, 1, 0, UINT32_MAX);

	for (size_t i = 0; rc == WF_OK && i < n; i++)
		rc = wf_db_targets_of(&target, &ntarget, db, a, cite[i].id);
	if (rc == WF_OK)
		rc = wf_db_targets_at(&target, &ntarget, db, a, 1, 0, UINT32_MAX);
	if (rc == WF_OK)
		rc = wf_db_node_path(&path, &npath, &eid, db, a, 1, 2);
	if (rc == WF_OK)
		rc = wf_db_all_named(&named, &nnamed, db, a);
	for (size_t i = 0; rc == WF_OK && i < nnamed; i++)
		*seen += named[i].key.n + named[i].span.len;
	if (rc == WF_OK)
		rc = wf_db_all_formers(&former, &nformer, db, a);
	*seen += n + ntarget + npath + nformer;
	free(named);
	free(former);
	return rc;
}

/* Reads everything there is; the first failure ends it. */
static wf_rc
read_all(struct wf_db *db, size_t *seen)
{
	struct wf_arena a = { 0 };
	struct wf_row_work work = { 0 };
	struct wf_row_expr expr = { 0 };
	struct wf_source source;
	struct wf_node *node = NULL;
	struct wf_ids ids = { 0 };
	struct wf_row_part *part = NULL;
	struct wf_row_act *act = NULL;
	int64_t *from = NULL, n = 0;
	uint32_t nnode = 0;
	size_t npart = 0, nact = 0;
	wf_rc rc = wf_db_work_by_key(&work, db, &a, WF_S("示例法"));

	if (rc == WF_OK)
		rc = wf_db_exprs_of(&ids, db, work.id);
	if (rc == WF_OK && ids.n)
		rc = wf_db_expr(&expr, db, &a, ids.v[0]);
	if (rc == WF_OK)
		rc = wf_db_parts(&part, &npart, db, &a, 1);
	if (rc == WF_OK)
		rc = wf_db_nodes(&node, &from, &nnode, db, &a, 1);
	if (rc == WF_OK)
		rc = wf_db_text(&source, db, &a, 1);
	for (uint32_t i = 0; rc == WF_OK && i < nnode; i++) {
		wf_str s = wf_source_slice(&source, node[i].whole);
		*seen += s.n + (s.n ? (unsigned char)s.p[s.n - 1] : 0);
	}
	if (rc == WF_OK)
		rc = wf_db_acts(&act, &nact, db, &a, 0, 0, 99991231);
	for (size_t i = 0; rc == WF_OK && i < nact; i++)
		*seen += act[i].kind + act[i].by.n + wf_str_sub(source.raw, act[i].span.off, act[i].span.len).n;
	if (rc == WF_OK)
		rc = wf_db_findings(db, 0, see_finding, seen);
	if (rc == WF_OK)
		rc = read_references(db, &a, seen);
	if (rc == WF_OK)
		rc = wf_db_count(&n, db, "nodes");
	free(ids.v);
	wf_arena_free(&a);
	return rc;
}

static void
rows_come_back(void **state)
{
	struct place p;
	struct wf_arena a = { 0 };
	struct wf_err err;
	struct wf_db *db = NULL;
	struct wf_row_work work;
	struct wf_source source;
	struct wf_node *node;
	struct wf_ids ids = { 0 };
	int64_t *from, n = 0;
	uint32_t nnode;
	wf_str hash;

	(void)state;
	/* a name that means something in a URI */
	make_place(&p, "a?b#c%20 d.db");
	make(p.path);
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
	assert_int_equal(wf_db_meta(&hash, db, &a, "hash"), WF_OK);
	assert_true(wf_str_is(hash, "abc"));
	assert_int_equal(wf_db_meta(&hash, db, &a, "none"), WF_NONE);
	assert_int_equal(wf_db_work_by_key(&work, db, &a, WF_S("示例法")), WF_OK);
	assert_true(wf_str_is(work.title, "中华人民共和国示例法"));
	assert_int_equal(wf_db_work_by_key(&work, db, &a, WF_S("无")), WF_NONE);
	assert_int_equal(wf_db_text(&source, db, &a, 1), WF_OK);
	assert_true(wf_str_eq(source.text, wf_str_from(WF_S(RAW), 2)));
	assert_int_equal(wf_db_nodes(&node, &from, &nnode, db, &a, 1), WF_OK);
	assert_int_equal(nnode, 3);
	assert_true(wf_str_is(wf_source_slice(&source, node[2].label), "第二条"));
	assert_int_equal(from[2], 1);
	assert_int_equal(wf_db_works_by_name(&ids, db, WF_S("示例法")), WF_OK);
	assert_int_equal(ids.n, 1);
	ids.n = 0;
	assert_int_equal(wf_db_works_like(&ids, db, WF_S("例"), 5), WF_OK);
	assert_int_equal(ids.n, 1);
	assert_int_equal(wf_db_count(&n, db, "articles"), WF_OK);
	assert_int_equal(n, 2);
	assert_int_equal(wf_db_count(&n, db, "no such thing"), WF_E_USAGE);
	free(ids.v);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

static const struct { int64_t work; wf_date from, to; size_t n; int64_t first; } ranges[] = {
	{ 0, 0, 99991231, 3, 1 },
	{ 1, 0, 99991231, 3, 1 },
	{ 2, 0, 99991231, 0, 0 },
	{ 0, 20200101, 20200101, 1, 2 },
	{ 0, 20200102, 20200229, 0, 0 },
	/* what is known in part counts when it can lie there */
	{ 0, 20200331, 20200401, 1, 3 },
	{ 0, 20200401, 20201231, 0, 0 },
	{ 0, 20191231, 20191231, 1, 1 },
	{ 0, 20190101, 20190101, 1, 1 },
	{ 0, 0, 20181231, 0, 0 },
};

static void
acts_of_a_range(void **state)
{
	struct place p;
	struct wf_err err;
	struct wf_arena a = { 0 };
	struct wf_db *db = NULL;
	struct wf_row_act *act;
	size_t n;

	(void)state;
	make_place(&p, "kb.db");
	make(p.path);
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		assert_int_equal(wf_db_acts(&act, &n, db, &a, ranges[i].work, ranges[i].from, ranges[i].to),
		    WF_OK);
		assert_int_equal(n, ranges[i].n);
		assert_true(n == 0 || act[0].id == ranges[i].first);
	}
	assert_int_equal(wf_db_acts(&act, &n, db, &a, 0, 20200101, 20200101), WF_OK);
	assert_int_equal(act[0].kind, WF_ACT_ADOPTED);
	assert_string_equal(wf_act_name(WF_ACT_ADOPTED), "adopted");
	assert_true(wf_str_is(act[0].by, "甲") && wf_str_is(act[0].basis, "history"));
	assert_true(act[0].ordinal == 2 && act[0].span.off == 11 && act[0].span.len == 9 && !act[0].raw);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

/* Acts that no build writes. */
static void
impossible_acts_are_refused(void **state)
{
	static const struct wf_row_act bad[] = {
		{ 4, 1, 20200101, WF_ACT_ADOPTED, 0, false, 1, 1, { 40, 9 }, { "", 0 }, { "", 0 } },
		{ 4, 1, 20200101, WF_ACT_ADOPTED, 0, true, 1, 1, { 40, 9 }, { "", 0 }, { "", 0 } },
		{ 4, 1, 20200101, WF_ACT_ADOPTED, 0, false, 1, 7, { 0, 1 }, { "", 0 }, { "", 0 } },
		{ 4, 1, 20200101, WF_ACT_KINDS, 0, false, 1, 1, { 0, 1 }, { "", 0 }, { "", 0 } },
		{ 4, 0, 20200101, WF_ACT_ADOPTED, 0, false, 1, 1, { 0, 1 }, { "", 0 }, { "", 0 } },
	};
	struct place p;
	struct wf_err err;

	(void)state;
	make_place(&p, "kb.db");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct wf_arena a = { 0 };
		struct wf_db *db = NULL;
		struct wf_row_act *act;
		size_t n;
		assert_int_equal(wf_db_create(&db, p.path, &err), WF_OK);
		fill(db);
		assert_int_equal(wf_db_put_act(db, &bad[i]), WF_OK);
		assert_int_equal(wf_db_commit(db, &err), WF_OK);
		assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
		assert_int_equal(wf_db_acts(&act, &n, db, &a, 0, 0, 99991231), WF_E_STORE);
		wf_db_close(db);
		wf_arena_free(&a);
	}
	remove_place(&p);
}

static void
references_come_back_both_ways(void **state)
{
	struct place p;
	struct wf_err err;
	struct wf_arena a = { 0 };
	struct wf_db *db = NULL;
	struct wf_row_cite *cite, one;
	struct wf_row_target *target;
	struct wf_row_named named;
	struct wf_node *path;
	uint32_t npath;
	wf_str eid;
	size_t n;

	(void)state;
	make_place(&p, "kb.db");
	make(p.path);
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
	/* from where they stand */
	assert_int_equal(wf_db_cites_at(&cite, &n, db, &a, 1, 2, 3), WF_OK);
	assert_true(n == 2 && cite[0].id == 1 && cite[0].form == WF_CITE_SELF && cite[0].in_force);
	assert_true(cite[1].span.off == 39 && cite[1].named == 1 && cite[1].work == 0);
	assert_int_equal(wf_db_cites_at(&cite, &n, db, &a, 1, 0, 2), WF_OK);
	assert_int_equal(n, 0);
	assert_int_equal(wf_db_targets_of(&target, &n, db, &a, 1), WF_OK);
	assert_true(n == 2 && target[0].found && wf_str_is(target[0].eid, "art_1"));
	assert_true(!target[1].found && target[1].node == 1 && wf_str_is(target[1].eid, "art_1__para_9"));
	/* from what they cite */
	assert_int_equal(wf_db_targets_at(&target, &n, db, &a, 1, 1, 2), WF_OK);
	assert_true(n == 2 && target[0].cite == 1);
	assert_int_equal(wf_db_targets_at(&target, &n, db, &a, 1, 2, 3), WF_OK);
	assert_int_equal(n, 0);
	assert_int_equal(wf_db_cite(&one, db, 1), WF_OK);
	assert_true(one.expr == 1 && one.node == 2 && one.work == 1);
	assert_int_equal(wf_db_cite(&one, db, 7), WF_NONE);
	/* a name alone */
	assert_int_equal(wf_db_named_by_key(&named, db, &a, WF_S("旧法")), WF_OK);
	assert_true(named.cited == 1 && named.repealed_on == 20200301);
	assert_true(wf_str_is(named.repealed_by, "示例法"));
	assert_int_equal(wf_db_named_by_key(&named, db, &a, WF_S("示例法")), WF_NONE);
	assert_int_equal(wf_db_cites_named(&cite, &n, db, &a, 1), WF_OK);
	assert_true(n == 1 && cite[0].id == 2);
	/* a node with those above it */
	assert_int_equal(wf_db_node_path(&path, &npath, &eid, db, &a, 1, 2), WF_OK);
	assert_true(npath == 2 && path[0].kind == WF_DOC && path[1].num == 2 && path[1].parent == 0);
	assert_int_equal(wf_db_node_path(&path, &npath, &eid, db, &a, 1, 9), WF_NONE);
	wf_db_close(db);
	wf_arena_free(&a);
	remove_place(&p);
}

/* References that no build writes. */
static void
impossible_references_are_refused(void **state)
{
	static const struct wf_row_cite bad[] = {
		{ 9, 1, 5, 1, { 40, 9 }, 0, 0, 0, false, 1, 0 },	/* beyond the text */
		{ 9, 1, 5, 1, { UINT32_MAX, 9 }, 0, 0, 0, false, 1, 0 },
		{ 9, 1, 5, 7, { 0, 9 }, 0, 0, 0, false, 1, 0 },		/* no such source */
		{ 9, 1, 5, 1, { 0, 9 }, WF_CITE_FORMS, 0, 0, false, 1, 0 },
		{ 9, 1, 5, 1, { 0, 9 }, 0, WF_CITE_STATES, 0, false, 1, 0 },
		{ 9, 1, 5, 1, { 0, 9 }, 0, 0, WF_CITE_REASONS, false, 1, 0 },
		{ 9, 1, 5, 1, { 0, 9 }, 0, 0, 0, false, -1, 0 },
	};
	struct place p;
	struct wf_err err;

	(void)state;
	make_place(&p, "kb.db");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct wf_arena a = { 0 };
		struct wf_db *db = NULL;
		struct wf_row_cite *cite, one;
		size_t n;
		assert_int_equal(wf_db_create(&db, p.path, &err), WF_OK);
		fill(db);
		assert_int_equal(wf_db_put_cite(db, &bad[i]), WF_OK);
		assert_int_equal(wf_db_commit(db, &err), WF_OK);
		assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
		assert_int_equal(wf_db_cites_at(&cite, &n, db, &a, 1, 5, 6), WF_E_STORE);
		assert_int_equal(wf_db_cite(&one, db, 9), WF_E_STORE);
		wf_db_close(db);
		wf_arena_free(&a);
	}
	remove_place(&p);
}

static void
same_rows_give_same_bytes(void **state)
{
	struct place p, q;
	struct wf_arena a = { 0 };
	struct wf_err err;
	wf_str one, two;

	(void)state;
	make_place(&p, "one.db");
	make_place(&q, "two.db");
	make(p.path);
	make(q.path);
	assert_int_equal(wf_file_read(&one, &a, p.path, WF_FILE_LIMIT, &err), WF_OK);
	assert_int_equal(wf_file_read(&two, &a, q.path, WF_FILE_LIMIT, &err), WF_OK);
	assert_true(wf_str_eq(one, two));
	wf_arena_free(&a);
	remove_place(&p);
	remove_place(&q);
}

static void
write_file(const char *path, wf_str bytes)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	fclose(f);
}

static void
strangers_are_refused(void **state)
{
	struct place p;
	struct wf_err err;
	struct wf_db *db = NULL;

	(void)state;
	make_place(&p, "kb.db");
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_NONE);
	assert_non_null(strstr(err.msg, "wangfa build"));
	write_file(p.path, WF_S("no database at all, but long enough to be looked at"));
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_E_STORE);
	write_file(p.path, WF_S(""));
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_E_STORE);
	assert_null(db);
	remove_place(&p);
}

static void
another_version_is_refused(void **state)
{
	struct place p;
	struct wf_arena a = { 0 };
	struct wf_err err;
	struct wf_db *db = NULL;
	wf_str bytes;

	(void)state;
	make_place(&p, "kb.db");
	make(p.path);
	assert_int_equal(wf_file_read(&bytes, &a, p.path, WF_FILE_LIMIT, &err), WF_OK);
	char *copy = wf_malloc(bytes.n);
	memcpy(copy, bytes.p, bytes.n);
	copy[63] ^= 2;		/* user_version: SQLite file format, 1.3.13 */
	write_file(p.path, (wf_str){ copy, bytes.n });
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_E_STORE);
	assert_non_null(strstr(err.msg, "version"));
	free(copy);
	wf_arena_free(&a);
	remove_place(&p);
}

/* Whatever is cut off or turned over: an answer or a failure, never a crash, never a row too many. */
static void
damage_is_noticed(void **state)
{
	struct place p;
	struct wf_arena a = { 0 };
	struct wf_err err;
	wf_str bytes;
	size_t whole = 0, refused = 0, tried = 0;

	(void)state;
	make_place(&p, "kb.db");
	make(p.path);
	struct wf_db *db = NULL;
	assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
	assert_int_equal(read_all(db, &whole), WF_OK);
	wf_db_close(db);
	assert_int_equal(wf_file_read(&bytes, &a, p.path, WF_FILE_LIMIT, &err), WF_OK);
	char *copy = wf_malloc(bytes.n);
	for (size_t at = 0; at < bytes.n; at += at < 1024 ? 13 : 97) {
		memcpy(copy, bytes.p, bytes.n);
		bool cut = at % 2 == 0;
		copy[at] = (char)~copy[at];
		write_file(p.path, (wf_str){ copy, cut ? at : bytes.n });
		size_t seen = 0;
		wf_rc rc = wf_db_open(&db, p.path, &err);
		if (rc == WF_OK) {
			rc = read_all(db, &seen);
			if (rc < 0)
				assert_true(strlen(wf_db_error(db)) > 0);
			wf_db_close(db);
		}
		tried++;
		refused += rc != WF_OK;
		if (cut)
			assert_int_not_equal(rc, WF_OK);
	}
	assert_true(refused > tried / 2);
	free(copy);
	wf_arena_free(&a);
	remove_place(&p);
}

/* Rows that no build writes: each must be refused by the reader that would trust it. */
static void
impossible_nodes_are_refused(void **state)
{
	static const struct wf_node bad[] = {
		{ WF_NO_NODE, 2, WF_DOC, 0, 0, 0, 0, { 0, 4000 }, { 0, 0 }, { 0, 0 } },	/* beyond the text */
		{ WF_NO_NODE, 2, WF_DOC, 0, 0, 0, 0, { 0, 10 }, { UINT32_MAX, 9 }, { 0, 0 } },
		{ WF_NO_NODE, 9, WF_DOC, 0, 0, 0, 0, { 0, 10 }, { 0, 0 }, { 0, 0 } },	/* beyond the rows */
		{ WF_NO_NODE, 0, WF_DOC, 0, 0, 0, 0, { 0, 10 }, { 0, 0 }, { 0, 0 } },	/* ends before it begins */
		{ 7, 2, WF_DOC, 0, 0, 0, 0, { 0, 10 }, { 0, 0 }, { 0, 0 } },		/* a root with a parent */
		{ WF_NO_NODE, 2, 99, 0, 0, 0, 0, { 0, 10 }, { 0, 0 }, { 0, 0 } },	/* no such kind */
	};
	struct place p;
	struct wf_err err;

	(void)state;
	make_place(&p, "kb.db");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct wf_arena a = { 0 };
		struct wf_db *db = NULL;
		struct wf_node *node, child = { 0, 2, WF_ARTICLE, 0, 0, 1, 0, { 0, 5 }, { 0, 0 }, { 0, 0 } };
		struct wf_row_node row = { 2, 0, 1, bad[i], WF_S("") };
		struct wf_row_node second = { 2, 1, 1, child, WF_S("art_1") };
		struct wf_row_part part = { .expr = 2, .source = 1 };
		int64_t *from;
		uint32_t n;
		assert_int_equal(wf_db_create(&db, p.path, &err), WF_OK);
		fill(db);
		assert_int_equal(wf_db_put_part(db, &part), WF_OK);
		assert_int_equal(wf_db_put_node(db, &row), WF_OK);
		assert_int_equal(wf_db_put_node(db, &second), WF_OK);
		assert_int_equal(wf_db_commit(db, &err), WF_OK);
		assert_int_equal(wf_db_open(&db, p.path, &err), WF_OK);
		assert_int_equal(wf_db_nodes(&node, &from, &n, db, &a, 2), WF_E_STORE);
		wf_db_close(db);
		wf_arena_free(&a);
	}
	remove_place(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_back), cmocka_unit_test(same_rows_give_same_bytes),
		cmocka_unit_test(strangers_are_refused), cmocka_unit_test(another_version_is_refused),
		cmocka_unit_test(damage_is_noticed), cmocka_unit_test(impossible_nodes_are_refused),
		cmocka_unit_test(acts_of_a_range), cmocka_unit_test(impossible_acts_are_refused),
		cmocka_unit_test(references_come_back_both_ways),
		cmocka_unit_test(impossible_references_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
