/* ending.h: why a run ended: a row of causes.def, its status and one sentence. */
#ifndef ENDING_H
#define ENDING_H
#include "base.h"

enum cause {
	NO_CAUSE, /* it runs */
#define CAUSE(name, ...) CAUSE_##name,
#include "causes.def"
#undef CAUSE
	CAUSE_COUNT
};

struct ending {
	enum cause cause;
	u32 status;     /* the exit status without --bisect */
	char text[512]; /* a sentence for people, or "" */
};

/* The first cause stays: what goes wrong while a run ends is not why it ended.  `status` is
 * added to the cause's own (the guest's number, the signal's); format may be NULL. */
void ending_set(struct ending *, enum cause, u32 status, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
int ending_status(const struct ending *, bool bisect);
bool ending_is_bad(const struct ending *);
const char *ending_word(const struct ending *);
/* The table, for help and the man page: false when there is no such row. */
bool cause_row(u32 i, u32 *status, const char **text);
#endif
