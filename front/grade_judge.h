/* grade_judge.h: what a test's console is worth.  Pure: from what was seen to a verdict. */
#ifndef GRADE_JUDGE_H
#define GRADE_JUDGE_H
#include "base.h"
#include <jansson.h>

/* Lines of a console, as {text, key}: an end of line and NULs are taken off.  A line of the form
 * `(NAME, HASH, SALT, TEXT)` whose HASH is the keyed one of TEXT under NAME's key and SALT
 * (HMAC-SHA-256, both in hex) has the text TEXT and the key NAME, if nothing was signed with that
 * salt before; `salts` is the object that remembers them. */
json_t *judge_lines(const char *text, size_t count, const json_t *keys, json_t *salts);

struct judged { bool correct; s64 points; const char *why; };
/* A step, by its lines.  ended: the machine ended, or was ended for something; timed_out: the
 * step's own time was over. */
struct judged judge_step(const json_t *step, const json_t *lines, const json_t *keys, bool ended,
	bool timed_out);

enum leak { LEAK_NOT_ASKED, LEAK_NONE, LEAK_FOUND, LEAK_UNKNOWN };
/* The `khu` of a test: steps are results with `id` and `output`.  *bytes: how much it was. */
enum leak judge_leak(const json_t *steps, const json_t *keys, s64 *bytes);
#endif
