/* gdb_packet.c: one packet, one answer (gdb manual, appendix E.2); see gdb_inside.h. */
#include "command_line.h"
#include "error.h"
#include "gdb_inside.h"
#include "gdb_registers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what packets are made of ---- */

u64 gdb_number(const char **at)
{
	u64 value = 0;
	for (int digit; (digit = gdb_hex((u8)**at)) >= 0; (*at)++)
		value = value << 4 | (u32)digit;
	return value;
}

bool gdb_thread(const struct gdb *g, const char *text, u32 *cpu)
{
	if (!strncmp(text, "-1", 2) || !strcmp(text, "0")) {
		*cpu = g->stop_cpu;
		return true;
	}
	u64 thread = gdb_number(&text);
	*cpu = (u32)(thread - g->first_thread);
	return thread >= g->first_thread && *cpu < vr3000_cpus(g->session->machine);
}

/* "ADDRESS,COUNT", and where the text goes on.  gdb's addresses are sign-extended. */
static bool take_span(const char **at, u32 *address, u32 *count)
{
	*address = (u32)gdb_number(at);
	if (*(*at)++ != ',')
		return false;
	u64 wide = gdb_number(at);
	*count = (u32)wide;
	return wide <= UINT32_MAX;
}

static bool is_big(const struct gdb *g)
{
	return vr3000_big_endian(g->session->machine);
}

static u32 word_of(const struct gdb *g, const u8 *b)
{
	return is_big(g) ? (u32)b[0] << 24 | (u32)b[1] << 16 | (u32)b[2] << 8 | b[3]
			 : (u32)b[3] << 24 | (u32)b[2] << 16 | (u32)b[1] << 8 | b[0];
}

static void bytes_of(const struct gdb *g, u32 word, u8 *b)
{
	for (u32 i = 0; i < 4; i++)
		b[i] = (u8)(word >> 8 * (is_big(g) ? 3 - i : i));
}

/* ---- registers ---- */

static void add_register(struct gdb *g, struct bytes *to, u32 number)
{
	u32 value;
	u8 b[4];
	if (!gdb_register_get(g->session->machine, g->cpu, number, &value)) {
		bytes_add(to, "xxxxxxxx", 8);
		return;
	}
	bytes_of(g, value, b);
	gdb_hex_add(to, b, sizeof b);
}

static void say_registers(struct gdb *g, u32 first, u32 count)
{
	struct bytes text = { 0 };
	for (u32 i = 0; i < count; i++)
		add_register(g, &text, first + i);
	gdb_say_bytes(g, "", bytes_front(&text), text.count);
	bytes_free(&text);
}

static void packet_g(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	say_registers(g, 0, GDB_REGISTERS);
}

static void packet_G(struct gdb *g, const char *rest, u32 count)
{
	u8 b[4];
	for (u32 i = 0; i < GDB_REGISTERS && count >= 8 * (i + 1); i++)
		if (gdb_hex_bytes(rest + 8 * i, b, 4) == 4)
			gdb_register_set(g->session->machine, g->cpu, i, word_of(g, b));
	gdb_say(g, "OK");
}

static void packet_p(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	u64 number = gdb_number(&rest);
	if (number < GDB_REGISTERS)
		say_registers(g, (u32)number, 1);
	else
		gdb_say(g, "E00");
}

static void packet_P(struct gdb *g, const char *rest, u32 count)
{
	u8 b[4];
	u64 number = gdb_number(&rest);
	(void)count;
	bool good = *rest == '=' && number < GDB_REGISTERS && gdb_hex_bytes(rest + 1, b, 4) == 4 &&
		gdb_register_set(g->session->machine, g->cpu, (u32)number, word_of(g, b));
	gdb_say(g, good ? "OK" : "E01");
}

/* ---- memory, by the eyes of the processor that is asked for ---- */

static bool peek(const struct gdb *g, u32 at, u8 *to, u32 count)
{
	return vr3000_peek_virtual(g->session->machine, g->cpu, at, to, count);
}

/* What lies before the first byte that is no memory; the answer may be short. */
static void packet_m(struct gdb *g, const char *rest, u32 count)
{
	u8 bytes[GDB_PACKET_MAX / 2];
	u32 at, length, got = 0;
	if (!take_span(&rest, &at, &length)) {
		gdb_say(g, "E01");
		return;
	}
	length = (u32)least(length, sizeof bytes);
	while (got < length) {
		u32 piece = (u32)least(4096 - ((at + got) & 4095), length - got);
		if (!peek(g, at + got, bytes + got, piece))
			break;
		got += piece;
	}
	(void)count;
	if (!got && length) {
		gdb_say(g, "E0e"); /* EFAULT: not mapped, or a device's */
		return;
	}
	struct bytes text = { 0 };
	gdb_hex_add(&text, bytes, got);
	gdb_say_bytes(g, "", bytes_front(&text), text.count);
	bytes_free(&text);
}

static void poke(struct gdb *g, u32 at, const u8 *bytes, u32 count)
{
	bool done = !count || vr3000_poke_virtual(g->session->machine, g->cpu, at, bytes, count);
	gdb_say(g, done ? "OK" : "E0e");
}

static void packet_M(struct gdb *g, const char *rest, u32 count)
{
	u8 bytes[GDB_PACKET_MAX / 2];
	u32 at, length;
	(void)count;
	if (!take_span(&rest, &at, &length) || *rest != ':' || length > sizeof bytes ||
		gdb_hex_bytes(rest + 1, bytes, length) != length)
		gdb_say(g, "E01");
	else
		poke(g, at, bytes, length);
}

static void packet_X(struct gdb *g, const char *rest, u32 count)
{
	const char *end = rest + count;
	u32 at, length;
	if (!take_span(&rest, &at, &length) || *rest != ':' || length != (size_t)(end - rest - 1))
		gdb_say(g, "E01");
	else
		poke(g, at, (const u8 *)rest + 1, length);
}

/* ---- threads: one a CPU ---- */

static void packet_H(struct gdb *g, const char *rest, u32 count)
{
	u32 cpu;
	bool good = count && gdb_thread(g, rest + 1, &cpu);
	if (good && *rest == 'g')
		g->cpu = cpu;
	gdb_say(g, good ? "OK" : "E01");
}

static void packet_T(struct gdb *g, const char *rest, u32 count)
{
	u32 cpu;
	(void)count;
	gdb_say(g, gdb_thread(g, rest, &cpu) ? "OK" : "E01");
}

static void packet_current(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "QC%x", g->first_thread + g->stop_cpu);
}

static void packet_threads(struct gdb *g, const char *rest, u32 count)
{
	char text[256] = "m";
	size_t at = 1;
	(void)rest, (void)count;
	for (u32 i = 0; i < vr3000_cpus(g->session->machine); i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%x", i ? "," : "",
			g->first_thread + i);
	gdb_say(g, "%s", text);
}

static void packet_no_more_threads(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "l");
}

static void packet_thread_info(struct gdb *g, const char *rest, u32 count)
{
	struct vr3000_regs regs;
	struct bytes hex = { 0 };
	char text[64];
	u32 cpu;
	(void)count;
	if (!gdb_thread(g, rest, &cpu)) {
		gdb_say(g, "E01");
		return;
	}
	vr3000_registers(g->session->machine, cpu, &regs);
	snprintf(text, sizeof text, "CPU %u, %s, asid %u", cpu, regs.status & 2 ? "user" : "kernel",
		regs.entryhi >> 6 & 63);
	gdb_hex_add(&hex, text, strlen(text));
	gdb_say_bytes(g, "", bytes_front(&hex), hex.count);
	bytes_free(&hex);
}

/* ---- what is agreed on ---- */

static void packet_supported(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "PacketSize=%x;QStartNoAckMode+;qXfer:features:read+;qXfer:exec-file:read+;"
		"qXfer:threads:read+;vContSupported+;swbreak+;hwbreak+%s", GDB_PACKET_MAX - 8,
		gdb_has_past(g) ? ";ReverseStep+;ReverseContinue+" : "");
}

static void packet_no_acks(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "OK");
	g->wire.no_acks = true;
}

static void packet_ok(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "OK");
}

static void packet_attached(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "1");
}

static void packet_empty(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say_bytes(g, "", "", 0);
}

static void packet_can_resume(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "vCont;c;C;s;S;t");
}

static void packet_why(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "%s", g->stop);
}

static void packet_point(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	if (*rest < '0' || *rest > '4')
		gdb_say_bytes(g, "", "", 0);
	else
		gdb_say(g, gdb_point(g, rest, true) ? "OK" : "E1c"); /* ENOSPC */
}

static void packet_no_point(struct gdb *g, const char *rest, u32 count)
{
	(void)count;
	gdb_say(g, gdb_point(g, rest, false) ? "OK" : "E01");
}

static void packet_detach(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	gdb_say(g, "OK");
	g->leaving = true;
}

static void packet_kill(struct gdb *g, const char *rest, u32 count)
{
	(void)rest, (void)count;
	ending_set(&g->session->ending, CAUSE_QUIT, 0, NULL);
	gdb_release(g);
	g->leaving = true;
}

static void packet_kill_politely(struct gdb *g, const char *rest, u32 count)
{
	packet_ok(g, rest, count);
	packet_kill(g, rest, count);
}

/* ---- monitor: the command table ---- */

static void say_done(struct gdb *g, json_t *result, const struct error *error)
{
	char *text = result ? command_text(result) : NULL;
	gdb_say_text(g, text ? text : "");
	if (error) {
		gdb_say_text(g, error->text);
		gdb_say_text(g, "\n");
	}
	free(text);
	gdb_say(g, "OK");
}

void gdb_done(struct client *client, json_t *result, const struct error *error)
{
	struct gdb *g = client->context;
	g->commanding = false;
	g->session->stopped = true;
	gdb_settle(g);
	say_done(g, result, result ? NULL : error);
}

static void packet_command(struct gdb *g, const char *rest, u32 count)
{
	struct call call = { .session = g->session, .client = &g->client };
	char line[1024];
	(void)count;
	u32 length = gdb_hex_bytes(rest, (u8 *)line, sizeof line - 1);
	line[length] = 0;
	g->client.read = g->client.sent = g->session->transcript.end;
	bool good = command_line(&call, line, 'g');
	g->commanding = g->client.await.kind != AWAIT_NOTHING;
	if (!g->commanding)
		say_done(g, call.result, good ? NULL : &call.error);
}

/* ---- the table ---- */

struct packet { const char *prefix; void (*run)(struct gdb *, const char *rest, u32 count); };
static const struct packet packets[] = { /* the first that fits counts */
	{ "?", packet_why }, { "g", packet_g }, { "G", packet_G }, { "p", packet_p },
	{ "P", packet_P }, { "m", packet_m }, { "M", packet_M }, { "X", packet_X },
	{ "Z", packet_point }, { "z", packet_no_point },
	{ "vCont?", packet_can_resume }, { "vCont;", gdb_packet_resume }, { "c", gdb_packet_cont },
	{ "C", gdb_packet_signal }, { "s", gdb_packet_step }, { "S", gdb_packet_signal },
	{ "b", gdb_packet_back }, { "H", packet_H }, { "T", packet_T }, { "qC", packet_current },
	{ "qfThreadInfo", packet_threads }, { "qsThreadInfo", packet_no_more_threads },
	{ "qThreadExtraInfo,", packet_thread_info }, { "qSupported", packet_supported },
	{ "QStartNoAckMode", packet_no_acks }, { "qAttached", packet_attached },
	{ "qSymbol", packet_ok }, { "qXfer:", gdb_packet_xfer }, { "vFile:", gdb_packet_file },
	{ "qRcmd,", packet_command }, { "D", packet_detach }, { "k", packet_kill },
	{ "vKill", packet_kill_politely }, { "", packet_empty },
};

void gdb_obey(struct gdb *g, const char *packet, u32 count)
{
	if (g->running || g->commanding)
		return; /* it waits, and gdb knows */
	for (u32 i = 0; i < COUNT_OF(packets); i++) {
		size_t length = strlen(packets[i].prefix);
		if (length > count || memcmp(packets[i].prefix, packet, length))
			continue;
		packets[i].run(g, packet + length, count - (u32)length);
		return;
	}
}
