/* grade_functions.h: what the templates of test161's command files can call. */
#ifndef GRADE_FUNCTIONS_H
#define GRADE_FUNCTIONS_H
#include "base.h"
#include <jansson.h>

/* NULL: *why says what is wrong, after the function's name. */
json_t *template_call(const char *name, json_t **value, u32 values, u64 *random, const char **why);
#endif
