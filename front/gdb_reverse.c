/* gdb_reverse.c: going back; this machine keeps no past, and says so to gdb by an empty answer. */
#include "gdb_inside.h"

bool gdb_has_past(const struct gdb *g)
{
	(void)g;
	return false;
}

void gdb_packet_back(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say_bytes(g, "", "", 0);
}
