/*
 * Writes rows, each by one prepared statement inside the one transaction of a
 * build.  It does not order or check them: that is the builder's part.
 */
#include "store_int.h"

#include <stdlib.h>

/* A statement being bound, column after column. */
struct row { sqlite3_stmt *stmt; int column; };

static void
bind_int(struct row *r, int64_t value)
{
	sqlite3_bind_int64(r->stmt, ++r->column, value);
}

/* Borrowed until the step, which ends before the caller's string does. */
static void
bind_str(struct row *r, wf_str s)
{
	sqlite3_bind_text64(r->stmt, ++r->column, s.n ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static void
bind_blob(struct row *r, const void *bytes, size_t n)
{
	sqlite3_bind_blob64(r->stmt, ++r->column, n ? bytes : "", n, SQLITE_STATIC);
}

static void
bind_span(struct row *r, wf_span at)
{
	bind_int(r, at.off);
	bind_int(r, at.len);
}

static void
bind_counts(struct row *r, const struct wf_counts *c)
{
	bind_int(r, c->books);
	bind_int(r, c->subbooks);
	bind_int(r, c->chapters);
	bind_int(r, c->sections);
	bind_int(r, c->articles);
}

static wf_rc
step(struct wf_db *db, struct row *r)
{
	int code = sqlite3_step(r->stmt);

	sqlite3_reset(r->stmt);
	return code == SQLITE_DONE ? WF_OK : wf_db_trouble(db, code & 0xff, "cannot write");
}

wf_rc
wf_db_put_meta(struct wf_db *db, const char *key, wf_str value)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_META), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_str(&r, wf_str_of(key));
	bind_str(&r, value);
	return step(db, &r);
}

static void
put_u32(uint8_t *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> (8 * i));
}

wf_rc
wf_db_put_source(struct wf_db *db, const struct wf_row_source *s)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_SOURCE), 0 };
	size_t text_n = s->raw.n;

	if (!r.stmt)
		return WF_E_STORE;
	uint8_t *cuts = wf_malloc(s->ncut * 12 + 1);
	for (size_t i = 0; i < s->ncut; i++) {
		put_u32(cuts + 12 * i, s->cut[i].off);
		put_u32(cuts + 12 * i + 4, s->cut[i].len);
		put_u32(cuts + 12 * i + 8, s->cut[i].why);
		text_n -= s->cut[i].len;
	}
	bind_int(&r, s->id);
	bind_str(&r, s->path);
	bind_blob(&r, s->sha256, sizeof s->sha256);
	bind_str(&r, s->encoding);
	bind_str(&r, s->reader);
	bind_str(&r, s->nolaw);
	bind_int(&r, s->raw_is_file);
	bind_int(&r, (int64_t)s->raw.n);
	bind_int(&r, (int64_t)text_n);
	bind_int(&r, (int64_t)wf_hash(s->raw));
	bind_blob(&r, cuts, s->ncut * 12);
	bind_str(&r, s->raw);
	wf_rc rc = step(db, &r);
	free(cuts);
	return rc;
}

wf_rc
wf_db_put_work(struct wf_db *db, const struct wf_row_work *w)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_WORK), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, w->id);
	bind_str(&r, w->key);
	bind_str(&r, w->title);
	bind_str(&r, w->level);
	bind_str(&r, w->issuers);
	bind_str(&r, w->draft_of);
	bind_str(&r, w->number);
	return step(db, &r);
}

wf_rc
wf_db_put_expr(struct wf_db *db, const struct wf_row_expr *e)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_EXPR), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, e->id);
	bind_int(&r, e->work);
	bind_int(&r, e->date);
	bind_int(&r, e->adopted);
	bind_int(&r, e->promulgated);
	bind_int(&r, e->effective_from);
	bind_int(&r, e->effective_to);
	bind_str(&r, e->effective_basis);
	bind_str(&r, e->ended_basis);
	bind_str(&r, e->repealed_by);
	bind_counts(&r, &e->counts);
	return step(db, &r);
}

wf_rc
wf_db_put_part(struct wf_db *db, const struct wf_row_part *p)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_PART), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, p->expr);
	bind_int(&r, p->seq);
	bind_int(&r, p->source);
	bind_int(&r, p->copy);
	bind_counts(&r, &p->counts);
	return step(db, &r);
}

wf_rc
wf_db_put_node(struct wf_db *db, const struct wf_row_node *row)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_NODE), 0 };
	const struct wf_node *n = &row->node;

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, row->expr);
	bind_int(&r, row->seq);
	bind_int(&r, n->parent == WF_NO_NODE ? -1 : (int64_t)n->parent);
	bind_int(&r, n->end);
	bind_int(&r, n->kind);
	bind_int(&r, n->flags);
	bind_int(&r, n->dup);
	bind_int(&r, n->num);
	bind_int(&r, n->sub);
	bind_int(&r, row->source);
	bind_span(&r, n->whole);
	bind_span(&r, n->label);
	bind_span(&r, n->head);
	bind_str(&r, row->eid);
	return step(db, &r);
}

wf_rc
wf_db_put_finding(struct wf_db *db, const struct wf_row_finding *f)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_FINDING), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, f->source);
	bind_int(&r, db->nfinding++);
	bind_int(&r, f->f.code);
	bind_int(&r, f->f.a);
	bind_int(&r, f->f.b);
	bind_span(&r, f->f.span);
	bind_str(&r, f->words);
	return step(db, &r);
}

wf_rc
wf_db_put_act(struct wf_db *db, const struct wf_row_act *act)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_ACT), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, act->id);
	bind_int(&r, act->work);
	bind_int(&r, act->date);
	bind_int(&r, act->kind);
	bind_int(&r, act->ordinal);
	bind_int(&r, act->expr);
	bind_int(&r, act->source);
	bind_int(&r, act->raw);
	bind_span(&r, act->span);
	bind_str(&r, act->basis);
	bind_str(&r, act->by);
	return step(db, &r);
}

wf_rc
wf_db_put_name(struct wf_db *db, const struct wf_row_name *n)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_NAME), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_str(&r, n->folded);
	bind_int(&r, n->rank);
	bind_int(&r, n->work);
	return step(db, &r);
}

/* ---- references -------------------------------------------------------------------- */

wf_rc
wf_db_put_former(struct wf_db *db, const struct wf_row_former *f)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_FORMER), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_str(&r, f->name);
	bind_int(&r, f->work);
	return step(db, &r);
}

wf_rc
wf_db_put_cite(struct wf_db *db, const struct wf_row_cite *c)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_CITE), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, c->id);
	bind_int(&r, c->expr);
	bind_int(&r, c->node);
	bind_int(&r, c->source);
	bind_span(&r, c->span);
	bind_int(&r, c->form);
	bind_int(&r, c->state);
	bind_int(&r, c->reason);
	bind_int(&r, c->work);
	bind_int(&r, c->named);
	bind_int(&r, c->in_force);
	return step(db, &r);
}

wf_rc
wf_db_put_target(struct wf_db *db, const struct wf_row_target *t)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_TARGET), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, t->cite);
	bind_int(&r, t->seq);
	bind_int(&r, t->expr);
	bind_int(&r, t->node);
	bind_int(&r, t->found);
	bind_str(&r, t->eid);
	return step(db, &r);
}

wf_rc
wf_db_put_named(struct wf_db *db, const struct wf_row_named *n)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_NAMED), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, n->id);
	bind_str(&r, n->key);
	bind_str(&r, n->title);
	bind_str(&r, n->level);
	bind_str(&r, n->issuers);
	bind_int(&r, n->form);
	bind_int(&r, n->cited);
	bind_int(&r, n->works);
	bind_int(&r, n->expr);
	bind_int(&r, n->node);
	bind_int(&r, n->source);
	bind_span(&r, n->span);
	bind_str(&r, n->repealed_by);
	bind_int(&r, n->repealed_on);
	bind_int(&r, n->draft);
	return step(db, &r);
}

wf_rc
wf_db_put_rejected(struct wf_db *db, const struct wf_row_rejected *x)
{
	struct row r = { wf_db_stmt(db, WF_Q_PUT_REJECTED), 0 };

	if (!r.stmt)
		return WF_E_STORE;
	bind_int(&r, x->source);
	bind_int(&r, x->reason);
	bind_int(&r, x->n);
	return step(db, &r);
}
