/* say.h: our own words, on standard error, one line each.  Standard output is the guest's. */
#ifndef SAY_H
#define SAY_H
#include <stdbool.h>

#define SAYS __attribute__((format(printf, 1, 2)))
void say(const char *format, ...) SAYS;       /* "vr3000: ..." */
void say_wrong(const char *format, ...) SAYS; /* the same, in red */
void say_plain(const char *format, ...) SAYS; /* no prefix */
#undef SAYS
void say_text(const char *text); /* as it is, of any length; ends the last line if it does not */
/* Standard error is a terminal that takes colours, and nobody set NO_COLOR (no-color.org). */
bool say_in_colours(void);
#endif
