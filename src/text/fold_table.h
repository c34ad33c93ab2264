/* The generated tables of folding, for fold.c alone. */
#ifndef WF_FOLD_TABLE_H
#define WF_FOLD_TABLE_H

#include "text/text.h"

#define WF_FOLD_FIRST 0x3400u	/* first and last code point of the two tables */
#define WF_FOLD_LAST 0x9FFFu

extern const uint16_t wf_fold_simple[];	/* simplified form; 0 = the character itself */
extern const char wf_fold_initial[];	/* 'a'..'z'; 0 = none known */

#endif
