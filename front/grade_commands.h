/* grade_commands.h: test161's commands/ folder: for each command what it is given when nothing is
 * said, and what it must print. */
#ifndef GRADE_COMMANDS_H
#define GRADE_COMMANDS_H
#include "base.h"
#include <jansson.h>

struct error;
/* An object: command to template. */
json_t *commands_read(const char *folder, struct error *);
/* Splits a line at blanks outside of quotes. */
json_t *commands_split(const char *line);
/* The command of a line: its first word, or the second after "p". */
const char *commands_id(const json_t *words);
/* Fills a step in for a line as it will be typed; `overrides` is the test's array of them or NULL.
 * False and a sentence. */
bool commands_step(json_t *step, const char *line, const json_t *commands, const json_t *overrides,
	u64 *random, struct error *);
#endif
