/*
 * From a file's bytes to a wf_source: sniffing and the readers.  Each reader
 * marks what is markup and leaves the words alone; none knows law.
 *
 * Of Markdown and plain text raw is the file; of the others it is what a person sees of it,
 * as UTF-8, with a map to page, paragraph or block (wf_source_place).
 */
#ifndef WF_READ_H
#define WF_READ_H

#include "text/text.h"

/* One input format. A new one is one file and one row in the table of read.c. */
struct wf_reader {
	const char *name;		/* "markdown" */
	const char *ext;		/* "md markdown", lower case, by blanks */
	/* True if these bytes can be no other format, whatever the name says; may be NULL. */
	bool (*certain)(wf_str bytes);
	/* True for the twin of a reader that takes files under another format's extension. */
	bool misnamed;
	/* True if these bytes look like the format whatever the name says; may be NULL. */
	bool (*sniff)(wf_str bytes);
	/*
	 * Fills out (raw, cuts, lines, hints, front, places). Text formats never fail on content, only on
	 * limits; a packed format fails on what is damaged or hostile. The message names place and remedy,
	 * not the file: wf_read puts it in front.
	 */
	wf_rc (*read)(struct wf_source *out, struct wf_arena *a, struct wf_findings *f,
	    wf_str bytes, struct wf_err *err);
};

/*
 * The reader for a file: the one whose format it certainly is, else by extension, else by sniffing.
 * NULL = no reader takes it. A page that is called .doc is read by the twin "html-misnamed".
 */
const struct wf_reader *wf_reader_for(wf_str file_name, wf_str bytes);
/* All readers, NULL-terminated; static. */
const struct wf_reader *const *wf_readers(void);

/*
 * Reads one file: picks the reader, runs it, fills sha256.
 *
 * @out     strings borrowed from bytes or owned by the arena: both must outlive it
 * @name    file name or path, for its extension only
 * @return  WF_NONE when no reader takes the file; WF_E_LIMIT over 64 MiB or another limit (an archive
 *          that unpacks to too much, too deep nesting, a PDF that takes too long); WF_E_IO what is
 *          damaged, encrypted, or needs a program that is not installed; else WF_OK
 */
wf_rc wf_read(struct wf_source *out, struct wf_arena *a, struct wf_findings *f,
    wf_str name, wf_str bytes, struct wf_err *err);

#endif
