/* Shared by the files of the build side of src/engine alone. */
#ifndef WF_ENGINE_INT_H
#define WF_ENGINE_INT_H

#include "engine/engine.h"

/* ---- data/ (table.c) ----------------------------------------------------- */

/* Files of data/, put into the program by scripts/embed.py. */
extern const char wf_data_levels[], wf_data_agencies[], wf_data_aliases[], wf_data_repeals[];
extern const size_t wf_data_levels_n, wf_data_agencies_n, wf_data_aliases_n, wf_data_repeals_n;

/*
 * Takes the next row of a table: cells parted by tabs, "-" is an empty cell, lines that
 * start with # are comments.
 *
 * @rest  in, out: what is left of the table
 * @cell  out: ncell cells borrowed from the table; cells that the row lacks are empty
 * @return false at the end
 */
bool wf_table_row(wf_str *rest, wf_str *cell, size_t ncell);
/* Takes the next word of a cell whose words are parted by |; false at the end. */
bool wf_table_word(wf_str *rest, wf_str *word);

/* ---- levels and agencies (level.c) --------------------------------------- */

struct wf_level_row {
	wf_str code, en, title, issuer, suffix, folder, guess, standing;
	uint32_t rank, enough;	/* enough 0: its lack is never said */
};
struct wf_agency { wf_str name, kind; };
/* One name of an agency and what it is short for; names are sorted longest first. */
struct wf_agency_name { wf_str name, full; uint32_t agency; };

struct wf_vocab {
	struct wf_level_row *level;	size_t nlevel;
	struct wf_agency *agency;	size_t nagency;
	struct wf_agency_name *name;	size_t nname;
};

/* The tables of data/, owned by the arena; read-only afterwards and shared by threads. */
const struct wf_vocab *wf_vocab_make(struct wf_arena *a);
/* Issuers in words ("国家网信办、工信部(令第15号)", "第十三届全国…会议通过"): full names by 、 and
 * their kinds by |. Both appended without what they already hold. */
void wf_issuers(struct wf_buf *names, struct wf_buf *kinds, const struct wf_vocab *v, wf_str words);
/* True when two lists of issuers are both known and share no body, former names counted. */
bool wf_issuers_disjoint(const struct wf_vocab *v, wf_str a, wf_str b);
/* Code of the level. kinds by |; path for its folders. Borrowed from the vocabulary. */
wf_str wf_level_of(const struct wf_vocab *v, wf_str key, wf_str kinds, wf_str path);

/* ---- identity (ident.c) -------------------------------------------------- */

void wf_identify_with(struct wf_ident *out, struct wf_arena *a, const struct wf_vocab *v,
    const struct wf_doc *doc, wf_str path, struct wf_findings *f);
/* The document's own clause on commencement: the last that gives a day; NULL = none. */
const struct wf_clause *wf_commencement(const struct wf_doc *doc);
/* Two days of different precision that can be the same: the more precise; else the later. */
wf_date wf_date_later(wf_date a, wf_date b);
/* True when one of two days is the other, less precisely; 0 agrees with every day. */
bool wf_date_agrees(wf_date a, wf_date b);

/* ---- files of a build (sources.c) ---------------------------------------- */

/* A finding of the build itself, with the words its message or record needs. */
struct wf_note { struct wf_finding f; wf_str words; };
struct wf_notes { struct wf_note *v; size_t n, cap; };
void wf_note_add(struct wf_notes *n, unsigned code, uint32_t a, uint32_t b, wf_str words);

/* One file of a build and what pass 1 makes of it. */
struct wf_input {
	wf_str path;		/* as recorded: valid UTF-8, without the machine's part */
	wf_str file;		/* as opened; NUL-terminated */
	bool odd_name;		/* the name was no UTF-8 */
	struct wf_stat stat;
	uint8_t sha256[32];	/* zeros when the file could not be read */
	const char *reader;	/* name of the reader; "" = none */
	const char *nolaw;	/* reason as in wf_row_source; "" = a law text */
	bool unread;		/* no reader, too large or not to be opened */
	bool reused;		/* taken from the cache */
	bool has_doc;
	struct wf_arena arena;	/* owns the bytes that a parsed doc borrows, and ident's strings */
	struct wf_doc doc;
	struct wf_ident ident;
	struct wf_findings more;	/* of identity */
	struct wf_notes note;		/* of reading and joining */
};
struct wf_inputs { struct wf_input *v; size_t n; };

/* Names of sources, absolute, one an entry. */
struct wf_paths { wf_str *v; size_t n, cap; };
/* The remembered sources and those of opt, as opt asks. Strings owned by the arena. */
wf_rc wf_sources_choose(struct wf_paths *out, struct wf_arena *a, const struct wf_build_opt *opt,
    struct wf_err *err);
wf_rc wf_sources_remember(const char *kb, const struct wf_paths *p, struct wf_err *err);
/* Every file of the sources but those of the knowledge base itself, in order of path. */
wf_rc wf_sources_walk(struct wf_inputs *out, struct wf_arena *a, const struct wf_paths *p,
    const char *kb, struct wf_err *err);
void  wf_inputs_free(struct wf_inputs *in);

/* ---- cache of parsed documents (cache.c) --------------------------------- */

struct wf_cache;
/* Opens <kb>/cache with its manifest; a damaged manifest counts as none. */
wf_rc wf_cache_open(struct wf_cache **out, const char *kb, struct wf_err *err);
void  wf_cache_close(struct wf_cache *c);
/* True when the manifest knows that the file has not changed; fills sha256 and reader. */
bool  wf_cache_known(const struct wf_cache *c, struct wf_input *in);
/* Fills in->doc, which borrows from the cache; false = not there or damaged. sha256 and reader
 * must be set. */
bool  wf_cache_get(const struct wf_cache *c, struct wf_input *in);
/* True when record and index are, untouched, what the last build wrote under this hash. */
bool  wf_cache_current(const struct wf_cache *c, const char *hash);
/* Notes what this build has written; index is the file's name. */
void  wf_cache_set_current(struct wf_cache *c, const char *hash, const char *index);
/* Keeps the documents in use, and no others, and the manifest. */
wf_rc wf_cache_settle(struct wf_cache *c, const struct wf_inputs *in, unsigned workers,
    struct wf_err *err);

/* ---- works and expressions (merge.c, force.c) ---------------------------- */

#define WF_SEVERAL UINT32_MAX	/* in place of an index: more than one */

enum wf_role {
	WF_ROLE_SHOWN,		/* its nodes are the expression's */
	WF_ROLE_COPY,		/* the same text again */
	WF_ROLE_DIFFERS		/* another text of the same day: named, not shown */
};
struct wf_member { uint32_t input; uint8_t role; uint32_t first, last; /* articles */ };

/* Where a day was read; input is an index + 1, 0 = nowhere. */
struct wf_proof { uint32_t input; wf_span span; };

struct wf_expr {
	struct wf_row_expr row;
	struct wf_proof began, ended;	/* of effective_from; of effective_to where a repeal sets it */
	struct wf_member *member; uint32_t nmember;	/* shown ones first */
	struct wf_node *node; uint32_t nnode;		/* borrowed from the document, or joined */
	const uint32_t *input;		/* of each node, or WF_SEVERAL; NULL: member 0 */
	wf_str *eid;			/* of each node; pass 2 */
	struct wf_arena arena;		/* owns eid; its own so that threads do not share one */
};
struct wf_work { struct wf_row_work row; wf_str base; uint32_t expr, nexpr; /* first, count */ };

struct wf_former { wf_str name, key; };	/* an earlier name (as an id) of the work with this key */

struct wf_catalog {
	struct wf_arena arena;
	struct wf_former *former; size_t nformer, former_cap;
	struct wf_work *work;  size_t nwork;	/* in order of key */
	struct wf_expr *expr;  size_t nexpr;	/* in order of work and date */
	struct wf_row_name *name; size_t nname, name_cap;
	struct wf_row_act *act; size_t nact;	/* in order of work, date and kind */
	struct wf_map by_key;			/* key -> index of work */
	struct wf_map by_title;			/* folded title -> index, or WF_SEVERAL */
};


/* Joins the documents into works and expressions; the inputs get the findings. */
void wf_merge(struct wf_catalog *c, struct wf_inputs *in, const struct wf_vocab *v);
/* Gives the texts of a renamed work the key of its last name; doc in order of key (rename.c). */
void wf_rename(struct wf_catalog *c, struct wf_input **doc, size_t ndoc);
void wf_catalog_free(struct wf_catalog *c);
/* Fills c->name: titles, aliases of data/, titles without （试行）. */
void wf_names_make(struct wf_catalog *c);
/* Index of the work of a name as written; false = not held. */
bool wf_catalog_find(uint32_t *work, const struct wf_catalog *c, wf_str name);
/* Commencement of amended texts, out of the decisions that amended them; the rest gets its finding. */
void wf_amend(struct wf_catalog *c, struct wf_inputs *in);
/* Ends of force: later expressions and 废止 clauses. */
void wf_force(struct wf_catalog *c, const struct wf_inputs *in);
/* Fills c->act from histories, clauses and the days that wf_force left (acts.c). */
void wf_acts_make(struct wf_catalog *c, const struct wf_inputs *in);

/* ---- citations (citing.c, cites.c) ---------------------------------------- */

/* Adds the names of a work: id, title, number, without issuer, without （试行）. */
void wf_citing_name(struct wf_names *n, const struct wf_row_work *w, uint32_t work);
/* Adds a name that the work had before. */
void wf_citing_former(struct wf_names *n, wf_str name, const struct wf_row_work *w, uint32_t work);

/* The references of all texts as rows, in order of their ids; strings borrowed from catalog and part. */
struct wf_graph {
	struct wf_row_cite *cite; size_t ncite;
	struct wf_row_target *target; size_t ntarget;
	struct wf_row_named *named; size_t nnamed;
	struct wf_row_rejected *rejected; size_t nrejected;
	struct wf_arena arena;
	struct wf_cite_part *part; size_t npart;	/* what each expression gave */
};
/* Reads every text for references, against the catalog as it stands; eids must be made. */
void wf_graph_make(struct wf_graph *g, const struct wf_catalog *c, const struct wf_inputs *in,
    const struct wf_vocab *v, unsigned workers, const struct wf_progress *p);
void wf_graph_free(struct wf_graph *g);

/* ---- what reports say (facts.c) ------------------------------------------- */

/* The facts of all reports as rows, in order of expression and seq. */
struct wf_facts {
	struct wf_row_fact *fact; size_t n;
	wf_str *name;			/* of each: the title of an instrument, else "" */
	struct wf_fact_part *part; size_t npart;	/* what each expression gave; owns their strings */
	struct wf_arena arena;
};
/*
 * Reads every text that is a report (wf_report_is) for facts and joins its instruments to works.
 *
 * @g  gets the works known by name only from a report; its references keep meaning the same ones
 */
void wf_facts_make(struct wf_facts *out, const struct wf_catalog *c, struct wf_graph *g,
    const struct wf_inputs *in, const struct wf_vocab *v, unsigned workers);
void wf_facts_free(struct wf_facts *f);

/* ---- several threads (work.c) -------------------------------------------- */

/*
 * Calls fn(payload, i) for every i below n, each once, from several threads.
 * p may be NULL; its step is called from the calling thread only.
 */
void wf_parallel(size_t n, unsigned workers, void (*fn)(void *payload, size_t i), void *payload,
    const struct wf_progress *p, const char *phase);

/* ---- the search index (indexing.c) ------------------------------------------ */

/* Everything that an index is made of; one thread may make it while another writes the record. */
struct wf_indexing {
	const struct wf_catalog *c;
	const struct wf_graph *g;
	const struct wf_facts *f;
	const struct wf_inputs *in;
	const struct wf_vocab *v;
	const char *path;	/* of the file, made anew */
	uint8_t sha[32];	/* out: of its bytes */
	struct wf_err err;	/* out */
	wf_rc rc;		/* out */
};
/* Takes a struct wf_indexing; returns NULL. */
void *wf_index_make(void *indexing);
/*
 * Makes the index that a record names anew, out of the record alone: the same bytes as the build wrote.
 *
 * @path  of the file, replaced when all went well
 * @name  as the record has it: index-<hash>
 */
wf_rc wf_index_remake(struct wf_db *db, const char *path, wf_str name, struct wf_err *err);

/* ---- writing (write.c) --------------------------------------------------- */

/* Identity of the code that makes a knowledge base; changes with any file that matters. */
extern const char wf_code_id[];

/*
 * Writes database and index beside the old ones and renames them into place.
 *
 * @index  out: name of the index's file
 */
wf_rc wf_kb_write(char index[32], const char *kb, const struct wf_catalog *c, const struct wf_graph *g,
    const struct wf_facts *f, const struct wf_inputs *in, const struct wf_vocab *v, const char *hash,
    const struct wf_progress *p, struct wf_err *err);

#endif
