/* grade_target.h: test161's targets/NAME.tt: which tests are worth points, and how many. */
#ifndef GRADE_TARGET_H
#define GRADE_TARGET_H
#include "base.h"
#include <jansson.h>

struct error;
/* Puts the target's points, scoring and arguments into tests whose steps have their lines.  A
 * target of targets is all of them; one that belongs to such comes with those before it.  False and
 * a sentence. */
bool target_apply(const char *folder, const char *name, const json_t *tests, double *points,
	struct error *);
#endif
