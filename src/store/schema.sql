-- The record of a knowledge base: written whole by one build, read-only afterwards.
-- Days are numbers (20240322, parts unknown 00, 0 = unknown).  Spans are bytes of a source's
-- text, which is raw without its cuts.  Every id follows the order of what it names.

CREATE TABLE meta (
	key         TEXT PRIMARY KEY,
	value       TEXT NOT NULL
) WITHOUT ROWID;

-- A file as received.  raw stands last: what is read without it stays off its pages.
CREATE TABLE source (
	id          INTEGER PRIMARY KEY,
	path        TEXT NOT NULL,
	sha256      BLOB NOT NULL,      -- of the file, 32 bytes
	encoding    TEXT NOT NULL,
	reader      TEXT NOT NULL,
	nolaw       TEXT NOT NULL,      -- '' = a law text, else why not
	raw_is_file INTEGER NOT NULL,
	raw_n       INTEGER NOT NULL,   -- bytes of raw
	text_n      INTEGER NOT NULL,   -- bytes of text
	raw_hash    INTEGER NOT NULL,   -- FNV-1a of raw, to notice damage
	cuts        BLOB NOT NULL,      -- (offset, length, why) as three little-endian u32 each
	raw         TEXT NOT NULL
);

CREATE TABLE work (
	id          INTEGER PRIMARY KEY,
	key         TEXT NOT NULL UNIQUE,
	title       TEXT NOT NULL,
	level       TEXT NOT NULL,
	issuers     TEXT NOT NULL,      -- by 、
	draft_of    TEXT NOT NULL,
	number      TEXT NOT NULL
);

CREATE TABLE expr (
	id          INTEGER PRIMARY KEY,
	work        INTEGER NOT NULL,
	date        INTEGER NOT NULL,
	adopted     INTEGER NOT NULL,
	promulgated INTEGER NOT NULL,
	effective_from  INTEGER NOT NULL,
	effective_to    INTEGER NOT NULL,
	effective_basis TEXT NOT NULL,
	ended_basis TEXT NOT NULL,      -- what effective_to rests on, see store.h
	repealed_by TEXT NOT NULL,
	books       INTEGER NOT NULL,
	subbooks    INTEGER NOT NULL,
	chapters    INTEGER NOT NULL,
	sections    INTEGER NOT NULL,
	articles    INTEGER NOT NULL
);
CREATE INDEX expr_of_work ON expr (work, date, id);

-- Which files gave an expression, copies included.
CREATE TABLE part (
	expr        INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	source      INTEGER NOT NULL,
	copy        INTEGER NOT NULL,
	books       INTEGER NOT NULL,
	subbooks    INTEGER NOT NULL,
	chapters    INTEGER NOT NULL,
	sections    INTEGER NOT NULL,
	articles    INTEGER NOT NULL,
	PRIMARY KEY (expr, seq)
) WITHOUT ROWID;

-- Provisions in document order; seq 0 is the whole.
CREATE TABLE node (
	expr        INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	parent      INTEGER NOT NULL,   -- seq, or -1
	end         INTEGER NOT NULL,   -- one past the last seq of its subtree
	kind        INTEGER NOT NULL,   -- enum wf_kind
	flags       INTEGER NOT NULL,
	dup         INTEGER NOT NULL,
	num         INTEGER NOT NULL,
	sub         INTEGER NOT NULL,
	source      INTEGER NOT NULL,   -- 0 = joins several
	whole_off   INTEGER NOT NULL,
	whole_len   INTEGER NOT NULL,
	label_off   INTEGER NOT NULL,
	label_len   INTEGER NOT NULL,
	head_off    INTEGER NOT NULL,
	head_len    INTEGER NOT NULL,
	eid         TEXT NOT NULL,
	PRIMARY KEY (expr, seq)
) WITHOUT ROWID;

CREATE TABLE finding (
	source      INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	code        INTEGER NOT NULL,
	a           INTEGER NOT NULL,
	b           INTEGER NOT NULL,
	off         INTEGER NOT NULL,
	len         INTEGER NOT NULL,
	words       TEXT NOT NULL,
	PRIMARY KEY (source, seq)
) WITHOUT ROWID;

-- Dated acts of a work, each once: adoption, promulgation, commencement, amendment, repeal.
-- In order of work, date (parts unknown 00) and kind.
CREATE TABLE act (
	id          INTEGER PRIMARY KEY,
	work        INTEGER NOT NULL,
	date        INTEGER NOT NULL,
	kind        INTEGER NOT NULL,   -- enum wf_act_kind
	ordinal     INTEGER NOT NULL,   -- 第N次修正, 0 = not said
	expr        INTEGER NOT NULL,   -- the text it made, began or ended, 0 = not held
	source      INTEGER NOT NULL,   -- that says so, 0 = none does
	raw         INTEGER NOT NULL,   -- the span counts in raw (front matter), not in the text
	off         INTEGER NOT NULL,
	len         INTEGER NOT NULL,   -- 0 = the name of the source says it
	basis       TEXT NOT NULL,      -- text, history, front_matter, file_name, promulgation, …
	by          TEXT NOT NULL       -- key of a work, or the body or decision as written
);

-- Names by which a work is found, folded; rank 0 is its own title.
CREATE TABLE name (
	folded      TEXT NOT NULL,
	rank        INTEGER NOT NULL,
	work        INTEGER NOT NULL,
	PRIMARY KEY (folded, rank, work)
) WITHOUT ROWID;
