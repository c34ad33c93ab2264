/* The generated table of findings, for finding.c alone. */
#ifndef WF_FINDINGS_TABLE_H
#define WF_FINDINGS_TABLE_H

#include "base.h"

extern const struct wf_finding_def wf_finding_table[];
extern const size_t wf_finding_table_n;

#endif
