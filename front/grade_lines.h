/* grade_lines.h: the command lines of a test161 file, and what must be typed between them to be
 * where each belongs: a line with a prefix ("$" the shell's) is for another prompt than the
 * kernel's. */
#ifndef GRADE_LINES_H
#define GRADE_LINES_H
#include "base.h"
#include <jansson.h>

struct error;
/* Steps with `line`, `user` and `prompt`, the boot first; front is the test's own. */
json_t *lines_steps(const json_t *front, const char *content, struct error *);
#endif
