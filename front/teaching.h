/* teaching.h: the teaching kernel (guest/kernel), built for each board it runs on and kept in this
 * program, so that `vr3000` alone shows something. */
#ifndef TEACHING_H
#define TEACHING_H
#include "base.h"

#define TEACHING_NAME "teaching-kernel"
struct error;
struct teaching { const char *board; const u8 *bytes, *end; };
/* For a board, or the usual one (NULL).  NULL and a sentence: there is none for that. */
const struct teaching *teaching_find(const char *board, struct error *);
#endif
