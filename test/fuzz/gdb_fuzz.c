/* gdb_fuzz.c: what a gdb, or anybody at its socket, may send: bytes as they come, with a machine
 * behind them.  What is sent back must be frames with the right sums. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "fuzz.h"
#include "fuzz_session.h"
#include "gdb_inside.h"

enum { INPUT_MAX = 2048 };

static void talk(struct gdb *g, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size && !g->leaving; i++) {
		struct polls polls = { .count = 0 };
		must(send(g->listener, bytes + i, 1, 0) == 1);
		gdb_poll(g, &polls);
		polls.file[g->place].revents = POLLIN;
		gdb_polled(g, &polls);
		bytes_drop(&g->wire.output, g->wire.output.count);
	}
}

/* Whatever is sent is understood by the same filter. */
static void check_frames(const uint8_t *bytes, size_t size)
{
	static struct gdb_wire out, in;
	gdb_wire_send(&out, bytes, size);
	enum gdb_event event = GDB_NOTHING;
	for (size_t i = 0; i < out.output.count; i++)
		event = gdb_wire_take(&in, bytes_front(&out.output)[i]);
	must(event == GDB_PACKET && in.count == size && !memcmp(in.packet, bytes, size));
	gdb_wire_free(&out);
	gdb_wire_free(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct gdb g;
	struct session *s = fuzz_session();
	int pair[2];
	if (size > INPUT_MAX)
		return 0;
	check_frames(bytes, size);
	must(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair));
	g = (struct gdb){ .session = s, .file = pair[0], .listener = pair[1], .first_thread = 1 };
	g.client = (struct client){ .context = &g, .done = gdb_done };
	clients_add(s, &g.client);
	s->gdb = &g;
	talk(&g, bytes, size);
	gdb_points_clear(&g);
	clients_remove(s, &g.client);
	s->gdb = NULL;
	s->stopped = false;
	s->ending = (struct ending){ 0 };
	gdb_wire_free(&g.wire);
	bytes_free(&g.reply);
	close(g.file);
	close(pair[1]);
	states_free(&s->states);
	feeds_free(&s->feeds);
	return 0;
}
