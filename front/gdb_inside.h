/* gdb_inside.h: between the files of gdb.h: gdb.c has the connection, gdb_packet.c the packets,
 * gdb_run.c what moves the machine, gdb_transfer.c files and descriptions, gdb_reverse.c going
 * back. */
#ifndef GDB_INSIDE_H
#define GDB_INSIDE_H
#include "await.h"
#include "gdb.h"
#include "gdb_wire.h"
#include "session.h"

enum { GDB_BREAKS = 48, GDB_WATCHES = 16 };
enum { GDB_INT = 2, GDB_TRAP = 5 };             /* signals, by gdb's numbers */

struct gdb_break { u32 address; char kind; };   /* '0' software, '1' hardware: the same to us */
struct gdb_watch { u32 address, bytes; char kind; };

struct gdb {
	struct session *session;
	int listener, file;             /* file: the connection, or -1 */
	u32 place_listener, place;
	const char *path;               /* the socket's, or NULL */
	struct gdb_wire wire;
	struct bytes reply;
	struct client client;           /* for monitor commands */
	bool running;                   /* it waits to hear why the machine stopped */
	bool commanding;                /* a monitor command of its waits */
	bool leaving;                   /* the connection is to be closed */
	bool broken, keeps;
	bool held, released;            /* at the guest's end; and let go */
	u32 cpu;                        /* whose registers and memory are asked for */
	u32 stop_cpu;                   /* of the last stop */
	char stop[96];                  /* the last stop's reply */
	u32 first_thread;               /* CPU 0's number */
	struct gdb_break break_[GDB_BREAKS];
	struct gdb_watch watch[GDB_WATCHES];
	u32 breaks, watches;
};

/* gdb.c: one packet back. */
void gdb_say(struct gdb *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gdb_say_bytes(struct gdb *, const char *first, const void *bytes, size_t count);
void gdb_say_text(struct gdb *, const char *text); /* for the person: an O packet */

/* gdb_packet.c */
void gdb_obey(struct gdb *, const char *packet, u32 count);
void gdb_done(struct client *, json_t *result, const struct error *);
u64 gdb_number(const char **at);                /* hexadecimal digits, as many as there are */
bool gdb_thread(const struct gdb *, const char *text, u32 *cpu);

/* gdb_run.c */
void gdb_go(struct gdb *);
void gdb_stop(struct gdb *, u32 signal, u32 cpu, const char *why); /* why: "watch:...;" or "" */
void gdb_settle(struct gdb *);                  /* out of a delay slot */
u32 gdb_turn(const struct session *);           /* the CPU that is next */
bool gdb_point(struct gdb *, const char *packet, bool set); /* Z and z; false: no such kind */
void gdb_points_clear(struct gdb *);
const char *gdb_watch_word(const struct gdb *, u32 address);
void gdb_packet_resume(struct gdb *, const char *rest, u32 count);
void gdb_packet_signal(struct gdb *, const char *rest, u32 count);
void gdb_packet_step(struct gdb *, const char *rest, u32 count);
void gdb_packet_cont(struct gdb *, const char *rest, u32 count);

/* gdb_transfer.c */
void gdb_packet_xfer(struct gdb *, const char *rest, u32 count);
void gdb_packet_file(struct gdb *, const char *rest, u32 count);

/* gdb_reverse.c */
void gdb_packet_back(struct gdb *, const char *rest, u32 count);
bool gdb_has_past(const struct gdb *);
#endif
