/* json_text.h: a guest's text as JSON.  A guest prints bytes, JSON holds UTF-8: inside the program
 * all bytes are kept; on the way out what is no UTF-8 is replaced. */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H
#include "base.h"
#include <jansson.h>

json_t *json_bytes(const char *text, size_t count);
json_t *json_clean(const json_t *); /* a copy that can be printed */
#endif
