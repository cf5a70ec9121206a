/* gdb_wire.h: the frames of gdb's remote serial protocol (gdb manual, appendix E): bytes in,
 * packets out.  A filter: it knows no socket and no machine, and takes any bytes. */
#ifndef GDB_WIRE_H
#define GDB_WIRE_H
#include "bytes.h"

enum { GDB_PACKET_MAX = 16384 };

enum gdb_event {
	GDB_NOTHING,
	GDB_PACKET,             /* `packet' holds one, a 0 behind it */
	GDB_INTERRUPT           /* the byte 3, outside of a packet: Ctrl-C */
};

struct gdb_wire {
	enum { GDB_BETWEEN, GDB_INSIDE, GDB_ESCAPED, GDB_SUM_HIGH, GDB_SUM_LOW } state;
	u8 packet[GDB_PACKET_MAX + 1];
	u32 count;
	u8 sum, told;           /* of the bytes so far; as the frame's end says */
	bool long_;             /* more came than fits: it is delivered empty */
	bool no_acks;           /* agreed on: a stream loses nothing */
	struct bytes last;      /* the frame sent last, in case it must be repeated */
	struct bytes output;    /* for the socket */
};

enum gdb_event gdb_wire_take(struct gdb_wire *, u8 byte);
void gdb_wire_send(struct gdb_wire *, const void *bytes, size_t count);
void gdb_wire_free(struct gdb_wire *);

/* Hexadecimal, as in packets.  gdb_hex returns -1 for what is no digit; gdb_hex_bytes how many it
 * wrote, at most `max', and stops at what is no pair of digits. */
int gdb_hex(u8 digit);
u32 gdb_hex_bytes(const char *text, u8 *bytes, u32 max);
void gdb_hex_add(struct bytes *, const void *bytes, size_t count);
#endif
