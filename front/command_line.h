/* command_line.h: a line of text as a call of the command table: a command and its words. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H
#include "command.h"

/* Runs the command that the line names, if `who' may use it; an empty line does nothing.  False:
 * refused, with call->error.  The result comes at once or, if the client's await is set, later. */
bool command_line(struct call *, const char *line, char who);
/* A result as lines for people, the caller's to free; NULL: nothing to print, for what the guest
 * printed has been seen.  Lets go of the result, which may be NULL. */
char *command_text(json_t *result);
#endif
