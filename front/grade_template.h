/* grade_template.h: the texts of test161's command files, which are templates in the language of
 * Go's text/template: fields .Args and .ArgLen, variables, pipelines, range, if, and the functions
 * that test161 adds (add, atoi, factorial, randInt, randString, ranger) with index and len. */
#ifndef GRADE_TEMPLATE_H
#define GRADE_TEMPLATE_H
#include "base.h"
#include <jansson.h>

struct error;
/* The lines of an expanded text that are not blank; data is what a dot means.  Draws from *random.
 * NULL and a sentence. */
json_t *template_lines(const char *text, const json_t *data, u64 *random, struct error *);
u64 template_draw(u64 *random);
#endif
