/* session.h: one machine and all that goes with it: what the command line made, and what the main
 * loop, the command table and the report share. */
#ifndef SESSION_H
#define SESSION_H
#include "await.h"
#include "console.h"
#include "disks.h"
#include "emufs.h"
#include "ending.h"
#include "eyes.h"
#include "feed.h"
#include "lockstep.h"
#include "network.h"
#include "options.h"
#include "pace.h"
#include "signals.h"
#include "states.h"
#include "stuck.h"
#include "transcript.h"
#include "vr3000.h"

enum { SESSION_CLIENTS = 8, SESSION_BREAKS = 32, SESSION_PANICS = 2 };

struct session {
	const struct options *options;
	struct vr3000 *machine;
	struct vr3000_config config;
	struct lockstep_choice choice;
	struct lockstep *lockstep;      /* a second one beside it, or NULL */
	struct where *where;            /* and the program's ELF file */
	struct elf *elf;
	const char *board, *kernel;     /* what they are called */

	/* the world */
	struct console console;
	u32 console_device;
	bool has_console;
	struct feeds feeds;
	struct transcript transcript;
	struct disks disks;
	struct network network;
	struct emufses emufses;
	s64 date;                       /* the guest's at tick 0 */
	struct signals signals;
	u64 polled;                     /* host time of the last look at it */

	/* who commands */
	struct client *client[SESSION_CLIENTS];
	u32 clients;
	struct monitor *monitor;
	struct control *control;
	struct script *script;
	struct states states;
	bool stopped;                   /* by a person; nothing runs */
	bool over;                      /* the guest has ended, and whoever waited for that goes on */
	bool sent;                      /* the script typed something and did not wait for an answer */

	/* who looks on */
	struct eyes eyes;
	struct profile *profile;        /* or NULL */

	/* time */
	struct pace pace;
	struct stuck stuck;
	u64 hash_next;                  /* NEVER: nobody asked */
	u64 host_began, host_running;   /* nanoseconds: at the start; spent in the machine */

	/* breaks: at the kernel's panics, and where a person asked */
	u32 panic_address[SESSION_PANICS], panics, break_address[SESSION_BREAKS], breaks;
	u64 panic_until;                /* it panicked; so long its last words may take */
	const char *panic_name;

	char *report;                   /* where it was, when that must be told from before the end */
	struct ending ending;
};

/* session.c: opens everything, in the order in which it is needed; when it fails the ending says
 * why and session_close is due all the same. */
bool session_open(struct session *, const struct options *);
void session_commit(struct session *);          /* disks, if the guest ended well */
void session_close(struct session *);
/* Ends the run for a fault of the world's. */
void session_fail(struct session *, const struct error *);

/* run.c: the main loop. */
void session_run(struct session *);
void session_step(struct session *, u64 ticks); /* a debugger's steps: may end inside an instant */
void session_moved(struct session *);           /* the machine is at another time now */
bool session_go(struct session *, u64 tick);    /* by the time it kept; false: not kept */

/* breaks.c */
void breaks_watch_panics(struct session *);
bool session_breaks_at(const struct session *, u32 address);
void breaks_take(struct session *);             /* the machine stands at one */
#endif
