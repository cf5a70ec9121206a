/* yaml_text.h: a YAML document as JSON: a mapping is an object, a sequence an array, and every
 * scalar the string that was written; what it means is its reader's. */
#ifndef YAML_TEXT_H
#define YAML_TEXT_H
#include "base.h"
#include <jansson.h>

struct error;
/* The first document of a text; an empty one is an empty object.  NULL and a sentence that begins
 * with `name`. */
json_t *yaml_read(const char *name, const char *text, size_t size, struct error *);

/* Members of what was read: a string, a number, an array; `otherwise` (or NULL) where there is
 * none. */
const char *yaml_string(const json_t *, const char *key, const char *otherwise);
double yaml_number(const json_t *, const char *key, double otherwise);
bool yaml_true(const json_t *, const char *key);
#endif
