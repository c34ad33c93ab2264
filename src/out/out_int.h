/* The generated table of messages, for message.c alone. */
#ifndef WF_OUT_INT_H
#define WF_OUT_INT_H

#include "out/out.h"

struct wf_message { const char *key, *en, *zh; };

extern const struct wf_message wf_message_table[];	/* in order of key */
extern const size_t wf_message_table_n;

#endif
