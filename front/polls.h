/* polls.h: the files that the main loop waits for at once.  A part adds its files before the wait
 * and asks afterwards what became of each, by the place it got. */
#ifndef POLLS_H
#define POLLS_H
#include "base.h"
#include <poll.h>

enum { POLLS_MAX = 512 };
struct polls { struct pollfd file[POLLS_MAX]; u32 count; };

/* Returns its place; POLLS_MAX when there is none left, which then never has anything. */
static inline u32 polls_add(struct polls *p, int file, short events)
{
	if (p->count == POLLS_MAX || file < 0)
		return POLLS_MAX;
	p->file[p->count] = (struct pollfd){ .fd = file, .events = events };
	return p->count++;
}

static inline short polls_got(const struct polls *p, u32 place)
{
	return place < p->count ? p->file[place].revents : 0;
}
#endif
