/* sys161.h: the program sys161: System/161's command line, messages, exit statuses and statistics
 * around a session. */
#ifndef SYS161_H
#define SYS161_H
#include "sys161_conf.h"

struct error;
struct option_list;
struct session;
struct vr3000_config;

struct sys161 {
	struct conf conf;
	const char *config;             /* the file's name */
	const char *extra[128];         /* what -C said */
	u32 extras, doom, watchdog;     /* -D; -Z, in seconds */
	bool signals;                   /* -s: Ctrl-C and its like are the guest's */
	u32 gdb_port;                   /* -p; 0: .sockets/gdb */
	bool waits;                     /* -w */
	bool exits;                     /* -X */
	bool alone;                     /* no sockets: nobody is to look */
	bool stopped;                   /* the guest called the debugger */
	u64 watched, seen;              /* the watchdog's next look; user ticks at the last */
	u32 barks;
};

/* The program; argv[0] is its name.  Its exit status: 0 power off, 1 a crash, 2 the user's fault, 3
 * the doom counter. */
int sys161_main(int argc, char **argv);

/* Its disks as items of --disk, which the caller frees; those with a size are made.  E_NONE, or a
 * sentence. */
int sys161_disks(const struct conf *, struct option_list *, struct error *);
int sys161_status(const struct session *);      /* with which a run ends */

/* For session.c and run.c, of a session that is sys161's. */
void sys161_configure(const struct sys161 *, struct vr3000_config *);
/* Of an emufs device, by its name. */
const char *sys161_directory(const struct sys161 *, const char *device);
/* The hub of a nic, by its name, and its address there; NULL: it is none. */
const char *sys161_card(const struct sys161 *, const char *device, u16 *address);
void sys161_put(struct session *, u32 device, const u8 *bytes, u32 count);
u64 sys161_moment(const struct session *);      /* the watchdog's, or NEVER */
void sys161_look(struct session *);

/* What the meter tells, its columns in order. */
enum { SYS161_COUNTS = 11 };
const char *sys161_count_name(u32 i);
void sys161_counts(const struct session *, u64 count[SYS161_COUNTS]);
#endif
