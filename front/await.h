/* await.h: something that a client of the command table waits for while the machine runs, and the
 * clients themselves: the script, the monitor, the connections of the control socket. */
#ifndef AWAIT_H
#define AWAIT_H
#include "base.h"
#include <jansson.h>

struct error;
struct session;

enum await_kind {
	AWAIT_NOTHING, AWAIT_TEXT, AWAIT_PATTERN, AWAIT_TICK, AWAIT_ADDRESS, AWAIT_PANIC, AWAIT_END
};

struct await {
	enum await_kind kind;
	u64 deadline;   /* the tick at which it is too late; AWAIT_TICK: at which it is done */
	double seconds; /* for the sentence that says so */
	json_t *texts;  /* an array */
	u64 scanned;    /* the console's text before this place holds none of them */
	u32 address;
	bool arrived;   /* at the address, or in a panic */
	bool stops;     /* the machine stood before, and shall again */
	const char *name;
};

/* done is called once for each await: with a result that is the client's to keep, or NULL and the
 * error.  match searches for a pattern, from 0: found if it returns true. */
struct client {
	struct await await;
	u64 read, sent;         /* places in the transcript: after the last match; at the last send */
	char fault[200];        /* what is wrong with a pattern, found by match; or "" */
	void *context;
	void (*done)(struct client *, json_t *result, const struct error *);
	bool (*match)(struct client *, const char *pattern, const char *text, size_t count,
		size_t *end);
};

void clients_add(struct session *, struct client *);
void clients_remove(struct session *, struct client *);
void clients_give_up(struct session *, struct client *); /* it waits no more */
void clients_check(struct session *);           /* ends the awaits that are done or too late */
u64 clients_deadline(const struct session *);
bool clients_listen(const struct session *);    /* does one wait for text? */
bool clients_wait(const struct session *);
/* The machine stands at a break address; was it for one of them? */
bool clients_arrive(struct session *, enum await_kind, u32 address, const char *name);
/* The machine has ended: whoever waits for that has it, the others never will. */
void clients_end(struct session *);
#endif
