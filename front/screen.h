/* screen.h: the first line that a person sees. */
#ifndef SCREEN_H
#define SCREEN_H
struct session;
void screen_first_line(struct session *); /* on a terminal; --quiet: nothing */
#endif
