/*
 * What every layer stands on: borrowed slices, arenas, maps, findings, dates,
 * files and JSON.  Knows nothing of law.
 *
 * Memory: running out of it ends the program with a message; no function here
 * returns a failure for it.
 */
#ifndef WF_BASE_H
#define WF_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

/* ---- values passed by value ------------------------------------------- */

typedef struct wf_str  { const char *p; size_t n; } wf_str;	/* borrowed UTF-8, no NUL */
typedef struct wf_span { uint32_t off, len; } wf_span;		/* bytes in wf_source.text */
typedef int32_t wf_date;	/* 20240322; parts unknown are 00; 0 = unknown; order is time order */

/* How an operation ended.  A failure unwinds; what is odd in a document is a finding instead. */
typedef enum wf_rc {
	WF_OK       =  0,
	WF_NONE     =  1,	/* looked and found nothing; not a failure */
	WF_E_USAGE  = -1,	/* the caller's words are off: exit status 2 */
	WF_E_IO     = -2,	/* a file could not be read or written */
	WF_E_STORE  = -3,	/* the knowledge base is corrupt or of another version */
	WF_E_LIMIT  = -4,	/* larger than a documented limit */
	WF_E_BUSY   = -5	/* another build holds the knowledge base */
} wf_rc;

/* The message that goes with a failure: names file, place and remedy.  Owned by the caller. */
struct wf_err { char msg[1024]; };

/* Writes the message and returns rc, so that "return wf_fail(err, WF_E_IO, …)" reads well. */
wf_rc wf_fail(struct wf_err *err, wf_rc rc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- arena: memory freed in one call ----------------------------------- */

struct wf_chunk;
struct wf_arena { struct wf_chunk *head; size_t used; };	/* {0} is an empty arena */

/* n zeroed bytes, aligned for any type, owned by the arena. */
void  *wf_arena_alloc(struct wf_arena *a, size_t n);
/* A copy of s followed by a NUL that is not counted; owned by the arena. */
wf_str wf_arena_str(struct wf_arena *a, wf_str s);
/* printf into the arena; owned by the arena, NUL-terminated. */
wf_str wf_arena_printf(struct wf_arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Frees everything; the arena is empty again and may be used. */
void   wf_arena_free(struct wf_arena *a);

/* malloc family that ends the program when memory runs out. Caller frees with free(). */
void *wf_malloc(size_t n);
void *wf_realloc(void *p, size_t n);
/*
 * Makes room for one more element in a growing array.
 *
 * @p     array or NULL; @cap elements it has room for (in, out); @need elements wanted
 * @size  bytes of one element
 * @return the array, maybe moved; caller frees with free()
 */
void *wf_grow(void *p, size_t *cap, size_t need, size_t size);

/* ---- slices -------------------------------------------------------------- */

#define WF_S(lit) ((wf_str){ "" lit, sizeof(lit) - 1 })	/* a literal as a slice */
#define WF_FMT(s) (int)(s).n, (s).p				/* for "%.*s" */

wf_str wf_str_of(const char *z);			/* NUL-terminated or NULL -> slice */
wf_str wf_str_sub(wf_str s, size_t off, size_t len);	/* clamped to s */
wf_str wf_str_from(wf_str s, size_t off);		/* s without its first off bytes */
bool   wf_str_eq(wf_str a, wf_str b);
bool   wf_str_is(wf_str a, const char *z);
int    wf_str_cmp(wf_str a, wf_str b);			/* by bytes: code point order */
bool   wf_str_starts(wf_str s, wf_str head);
bool   wf_str_ends(wf_str s, wf_str tail);
/* Byte offset of needle in s at or after from; SIZE_MAX = not there. */
size_t wf_str_find(wf_str s, wf_str needle, size_t from);
bool   wf_str_has(wf_str s, wf_str needle);

/*
 * Takes one code point off the front of s.
 *
 * @s      in, out; must not be empty
 * @return the code point; a byte that is no valid UTF-8 counts as U+FFFD of one byte
 */
uint32_t wf_utf8_next(wf_str *s);
/* The first code point without taking it; 0 for an empty slice. @n (may be NULL): its bytes. */
uint32_t wf_utf8_peek(wf_str s, size_t *n);
/* Bytes of the last code point of s; 0 for an empty slice. */
size_t wf_utf8_last(wf_str s, uint32_t *cp);
/* Writes cp as UTF-8 (1..4 bytes) and returns the count. */
size_t wf_utf8_put(char out[4], uint32_t cp);
/* Count of code points. */
size_t wf_utf8_count(wf_str s);
/* First byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong forms); n = all valid. */
size_t wf_utf8_valid(wf_str s);

/* White space of this field: ASCII blanks, U+3000, U+00A0, U+2000–U+200A, U+202F, U+205F,
 * and the invisible U+200B–U+200D, U+2060, U+FEFF. */
bool   wf_is_space(uint32_t cp);
/* A CJK ideograph (unified, extensions, compatibility, and 〇). */
bool   wf_is_han(uint32_t cp);
wf_str wf_str_trim(wf_str s);
wf_str wf_str_ltrim(wf_str s);

/* ---- growing buffer ------------------------------------------------------- */

struct wf_buf { char *p; size_t n, cap; };	/* {0} is empty; always NUL-terminated once used */

void   wf_buf_put(struct wf_buf *b, wf_str s);
void   wf_buf_ch(struct wf_buf *b, char c);
void   wf_buf_cp(struct wf_buf *b, uint32_t cp);
void   wf_buf_printf(struct wf_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
wf_str wf_buf_str(const struct wf_buf *b);	/* borrowed from b until the next change */
void   wf_buf_free(struct wf_buf *b);

/* ---- map: slice -> uint32, keys borrowed ---------------------------------- */

struct wf_map_slot;
struct wf_map { struct wf_map_slot *slot; size_t cap, n; };	/* {0} is empty */

/* Sets key to value; true if the key is new. The key's bytes must outlive the map. */
bool wf_map_set(struct wf_map *m, wf_str key, uint32_t value);
/* Looks a key up; false = not there and *value untouched. */
bool wf_map_get(const struct wf_map *m, wf_str key, uint32_t *value);
void wf_map_free(struct wf_map *m);
/* 64-bit FNV-1a of the bytes; equal on every machine. */
uint64_t wf_hash(wf_str s);

/* ---- findings --------------------------------------------------------------- */

/* The codes and their texts come from data/findings.tsv; codes keep their meaning for ever. */
enum wf_level { WF_INFO, WF_WARNING, WF_ERROR };

/* One row of data/findings.tsv. */
struct wf_finding_def {
	unsigned code;			/* printed as W0117 */
	enum wf_level level;
	const char *name;		/* article_gap: the C name is WF_D_ARTICLE_GAP */
	const char *en, *zh;		/* message; may hold {a} and {b} for the two numbers, {A} and {B} as days, {s} for the words */
	const char *remedy_en, *remedy_zh;
};

struct wf_finding {
	uint16_t code;
	uint32_t a, b;			/* what the message counts; 0 when unused */
	wf_span  span;			/* in the document's text; {0,0} = the whole document */
};

struct wf_findings { struct wf_finding *v; size_t n, cap; };	/* {0} is empty */

/* Adds one; code is a WF_D_… of findings_gen.h (generated). */
void wf_finding_add(struct wf_findings *f, unsigned code, wf_span at, uint32_t a, uint32_t b);
void wf_findings_free(struct wf_findings *f);
/* NULL = no such code. Static storage. */
const struct wf_finding_def *wf_finding_def(unsigned code);
/* All definitions in order of code, *n of them. Static storage. */
const struct wf_finding_def *wf_finding_defs(size_t *n);
/* The message in "en" or "zh" with {a} {b} {s} filled in; appended to out. */
void wf_finding_text(struct wf_buf *out, const struct wf_finding *f, const char *lang, wf_str words);

/* ---- dates -------------------------------------------------------------------- */

/*
 * "2024", "2024-06", "2024-06-18" -> 20240000, 20240600, 20240618; what wf_date_iso writes is read
 * too ("2024-06-00", "0000-00-00" -> 0). False = no date (or no such day), *out untouched.
 */
bool    wf_date_parse(wf_str s, wf_date *out);
/* As 2024-06-18, with 00 for unknown parts ("0000-00-00" for 0). out: 11 bytes with NUL. */
void    wf_date_iso(char out[11], wf_date d);
/* As precise as known: 2024, 2024-06, 2024-06-18; "" for 0. */
void    wf_date_short(char out[11], wf_date d);
wf_date wf_date_make(int year, int month, int day);	/* 0 if there is no such day; month/day may be 0 */
wf_date wf_date_today(void);				/* local calendar day */
/* The same day some months on, or the last of that month; d must be a full day, else 0. */
wf_date wf_date_add_months(wf_date d, int months);
wf_date wf_date_add_days(wf_date d, int days);		/* d must be a full day; else, or out of years 1..9999, 0 */

/* ---- files ---------------------------------------------------------------------- */

#define WF_FILE_LIMIT ((size_t)64 << 20)	/* bytes of one source, DESIGN 2.4 */

/* What a file looked like, to tell whether it changed without reading it. */
struct wf_stat { uint64_t size, mtime_ns, inode; };

wf_rc wf_file_stat(struct wf_stat *out, const char *path, struct wf_err *err);
/* Whole file into the arena. WF_E_LIMIT when larger than limit, WF_E_IO with errno's words. */
wf_rc wf_file_read(wf_str *out, struct wf_arena *a, const char *path, size_t limit, struct wf_err *err);
/* Writes beside path, fsyncs, renames: path is old or new, never half. Devices and pipes are written to. */
wf_rc wf_file_write(const char *path, wf_str bytes, struct wf_err *err);

/* One file met by wf_walk. */
struct wf_entry { wf_str path; wf_str rel; };	/* as opened; relative to the walk's start. NUL-terminated */
struct wf_entries { struct wf_entry *v; size_t n, cap; };

/*
 * All regular files under root (or root itself), symbolic links to files followed, links to
 * folders not, in byte order of rel. Names that start with '.' are left out. A link that leads
 * nowhere is listed, so that opening it says why. The rel of root itself is its last name.
 *
 * @out    appended to; v freed by the caller with free(), strings owned by the arena
 * @return WF_E_IO when root or a folder under it cannot be read
 */
wf_rc wf_walk(struct wf_entries *out, struct wf_arena *a, const char *root, struct wf_err *err);
/* mkdir -p. */
wf_rc wf_mkdirs(const char *path, struct wf_err *err);

/* A program to run, what it may use, and what it said. */
struct wf_run {
	const char *const *argv;	/* ends with NULL; argv[0] is looked up in PATH */
	wf_str in;			/* its standard input */
	unsigned seconds;		/* by the clock on the wall, and of processor time */
	size_t memory, output;		/* bytes of address space; of its standard output */
	wf_str out, errors;		/* out: standard output; first KiB of standard error. Owned by the arena */
	int status;			/* out: exit status; 128 + n when signal n ended it */
};

/*
 * Runs a program without a shell and waits for its end. It can write no file, sees only PATH
 * and LC_ALL of the environment, and is killed when it takes more than it may.
 *
 * @return WF_OK, also when the program ended badly: see status; WF_NONE when PATH has no such program;
 *         WF_E_LIMIT over seconds or output (the message says which); WF_E_IO when it cannot be started
 */
wf_rc wf_run(struct wf_run *run, struct wf_arena *a, struct wf_err *err);

/* SHA-256 (FIPS 180-4) through nettle, 32 bytes; and as 64 hex digits with NUL. */
void wf_sha256(uint8_t out[32], wf_str bytes);
void wf_hex(char out[65], const uint8_t sha[32]);

/* ---- JSON helpers over jansson ---------------------------------------------------- */

/* obj[key] = s; invalid UTF-8 becomes U+FFFD. The object owns the new value. */
void wf_json_str(json_t *obj, const char *key, wf_str s);
void wf_json_int(json_t *obj, const char *key, int64_t v);
void wf_json_bool(json_t *obj, const char *key, bool v);
/* obj[key] = "2024-06-18" as precise as known, or null for 0. */
void wf_json_date(json_t *obj, const char *key, wf_date d);
/* obj[key] = value; takes over the reference. */
void wf_json_own(json_t *obj, const char *key, json_t *value);
/* "" when key is absent or no string; borrowed from obj. */
wf_str wf_json_get(const json_t *obj, const char *key);

#endif
