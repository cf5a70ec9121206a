/* session.h: one machine and all that goes with it: what the command line made, and what the main
 * loop, the command table and the report share. */
#ifndef SESSION_H
#define SESSION_H
#include "console.h"
#include "disks.h"
#include "ending.h"
#include "feed.h"
#include "network.h"
#include "options.h"
#include "pace.h"
#include "signals.h"
#include "stuck.h"
#include "transcript.h"
#include "vr3000.h"

struct session {
	const struct options *options;
	struct vr3000 *machine;
	struct elf *elf;
	struct where *where;
	const char *board, *kernel;     /* what they are called */

	struct console console;
	u32 console_device;
	bool has_console;
	struct feeds feeds;
	struct transcript transcript;
	struct disks disks;
	struct network network;
	s64 date;                       /* the guest's at tick 0 */

	struct signals signals;
	struct pace pace;
	struct stuck stuck;
	u64 hash_next;                  /* NEVER: nobody asked */
	u64 polled;                     /* host time of the last look at the world */
	u64 host_began, host_running;   /* nanoseconds: at the start; in the machine */
	u64 guest_errors;
	u32 panic_address[4], panics;
	u64 panic_until;                /* it panicked; so long its last words may take */
	const char *panic_name;
	bool stopped;                   /* by a person; nothing runs */
	char *report;                   /* where it was, when that must be told from before the end */

	struct ending ending;
};

/* Opens everything, in the order in which it is needed; when it fails the ending says why and
 * session_close is due all the same. */
bool session_open(struct session *, const struct options *);
void session_close(struct session *);
/* Ends the run for a fault of the world's. */
void session_fail(struct session *, const struct error *);

/* run.c: runs it until it has ended. */
void session_run(struct session *);
#endif
