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

-- Names that a work had before the last one, as written in ids.
CREATE TABLE former (
	name        TEXT NOT NULL,
	work        INTEGER NOT NULL,
	PRIMARY KEY (name, work)
) WITHOUT ROWID;

-- References of the texts held to law, in order of text, source and place.  Words that only look
-- like one are counted in rejected.
CREATE TABLE cite (
	id          INTEGER PRIMARY KEY,
	expr        INTEGER NOT NULL,   -- the text that cites
	node        INTEGER NOT NULL,   -- innermost provision of it that the reference stands in
	source      INTEGER NOT NULL,
	off         INTEGER NOT NULL,
	len         INTEGER NOT NULL,
	form        INTEGER NOT NULL,   -- enum wf_cite_form
	state       INTEGER NOT NULL,   -- enum wf_cite_state, never rejected
	reason      INTEGER NOT NULL,   -- enum wf_cite_reason
	work        INTEGER NOT NULL,   -- that is cited, 0 = not held
	named       INTEGER NOT NULL,   -- known by name only, 0 = held, or several bear the name
	in_force    INTEGER NOT NULL    -- its text was in force on the day of the text that cites
);
CREATE INDEX cite_of_node ON cite (expr, node);
CREATE INDEX cite_of_named ON cite (named) WHERE named <> 0;

-- The provisions of a reference, lists and ranges written out; a whole work is one with node 0.
-- A text belongs to one work and a node to one eId, so that expr and node lead back from what is
-- cited, and a range of nodes holds all that lies below a provision.
CREATE TABLE target (
	cite        INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	expr        INTEGER NOT NULL,   -- text of that day, 0 = the work is not held
	node        INTEGER NOT NULL,   -- the provision; where there is none, the 款 or 条 above it, or 0
	found       INTEGER NOT NULL,   -- 0 = the text has no such provision
	eid         TEXT NOT NULL,      -- of the node, or built from the words; '' = the whole
	PRIMARY KEY (cite, seq)
) WITHOUT ROWID;
CREATE INDEX target_of_node ON target (expr, node);

-- Works known by name only: cited, repealed, to come of a draft or named by a report, no text held.  In order of key.
CREATE TABLE named (
	id          INTEGER PRIMARY KEY,
	key         TEXT NOT NULL UNIQUE,
	title       TEXT NOT NULL,      -- the longest spelling met
	level       TEXT NOT NULL,      -- judged by the name
	issuers     TEXT NOT NULL,
	form        INTEGER NOT NULL,   -- enum wf_cite_form: docno and case are known by a number
	cited       INTEGER NOT NULL,   -- references to it
	works       INTEGER NOT NULL,   -- works that make them
	expr        INTEGER NOT NULL,   -- first place that names it
	node        INTEGER NOT NULL,
	source      INTEGER NOT NULL,
	off         INTEGER NOT NULL,
	len         INTEGER NOT NULL,
	repealed_by TEXT NOT NULL,      -- key of the work that says so, '' = none does
	repealed_on INTEGER NOT NULL,
	draft       INTEGER NOT NULL    -- a work held that is a draft of it, 0 = none
);

-- How often words of a source were met that are no reference, by enum wf_cite_reason.
CREATE TABLE rejected (
	source      INTEGER NOT NULL,
	reason      INTEGER NOT NULL,
	n           INTEGER NOT NULL,
	PRIMARY KEY (source, reason)
) WITHOUT ROWID;

-- What reports say, in order of text and kind: the seq of a fact stands in its id (work@date#fact_7).
CREATE TABLE fact (
	expr        INTEGER NOT NULL,   -- the report
	seq         INTEGER NOT NULL,   -- from 1
	kind        INTEGER NOT NULL,   -- enum wf_fact_kind
	source      INTEGER NOT NULL,
	off         INTEGER NOT NULL,   -- of the words that say it
	len         INTEGER NOT NULL,
	work        INTEGER NOT NULL,   -- an instrument's work, 0 = not held
	named       INTEGER NOT NULL,   -- an instrument known by name only, 0 = held, or no name
	day         INTEGER NOT NULL,   -- of an event or an adoption, 0 = none
	last        INTEGER NOT NULL,   -- end of a range, else 0
	label       TEXT NOT NULL,      -- what it is about: a name, a title, what is counted
	heading     TEXT NOT NULL,      -- those it stands under, by " / "
	text        TEXT NOT NULL,      -- its sentence in one line
	fields      TEXT NOT NULL,      -- its own fields, a JSON object
	PRIMARY KEY (expr, seq)
) WITHOUT ROWID;
CREATE INDEX fact_of_day ON fact (kind, day);
CREATE INDEX fact_of_work ON fact (work, named) WHERE work <> 0 OR named <> 0;
