/* The generated tables of folding, for fold.c alone. */
#ifndef WF_FOLD_TABLE_H
#define WF_FOLD_TABLE_H

#include "text/text.h"

#define WF_FOLD_FIRST 0x3400u	/* first and last code point of the two tables */
#define WF_FOLD_LAST 0x9FFFu

extern const uint16_t wf_fold_simple[];	/* simplified form; 0 = the character itself */
extern const char wf_fold_initial[];	/* 'a'..'z'; 0 = none known */

#define WF_PINYIN_BYTES 8	/* of a syllable with its NUL; the longest are zhuang and its kind */

extern const char wf_pinyin_syllable[][WF_PINYIN_BYTES];	/* number 0 is none */
extern const uint16_t wf_pinyin_first[];	/* number of the usual reading */
/* The few characters with other readings, in order: the character, then numbers, 0 = no more. */
extern const uint16_t wf_pinyin_more[][4];
extern const size_t wf_pinyin_nmore;

#endif
