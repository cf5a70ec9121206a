/* sys161.c: see sys161.h.  Options, messages and statuses are System/161's man page, sys161(1). */
#include "sys161.h"
#include "disk161.h"
#include "error.h"
#include "report.h"
#include "say.h"
#include "session.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_CRASH = 1, STATUS_USER = 2, STATUS_DOOM = 3 };
enum { TRACE_PRINT = 2, TRACE_DUMP = 3, TRACE_STOP = 4, TOLD_BYTES = 5 };

/* ---- the command line ---- */

static int usage(void)
{
	say_plain("sys161: usage: sys161 [options] kernel [kernel args...]\n"
		"sys161:     -c config      Use alternate config file\n"
		"sys161:     -C slot:arg    Override config file argument\n"
		"sys161:     -D count       Set disk I/O doom counter\n"
		"sys161:     -s             Pass signal-generating characters through\n"
		"sys161:     -X             Don't wait for debugger; exit instead\n"
		"sys161:     -Z seconds     Set watchdog timer to specified time\n"
		"sys161:     -p port        Listen for gdb over TCP, on 127.0.0.1\n"
		"sys161:     -w             Wait for the debugger before starting\n"
		"sys161: -f, -P and -t are taken, and mean nothing yet");
	return STATUS_USER;
}

static bool count_of(const char *text, u32 least_one, u32 *value)
{
	u64 n;
	bool good = number_parse(text, 1, &n) && n >= least_one && n <= INT32_MAX;
	*value = good ? (u32)n : 0;
	return good;
}

static bool take_option(struct sys161 *p, int letter)
{
	switch (letter) {
	case 'c': p->config = optarg; return true;
	case 'D': return count_of(optarg, 1, &p->doom);
	case 'Z': return count_of(optarg, 2, &p->watchdog);
	case 's': return p->signals = true;
	case 'p': return count_of(optarg, 1, &p->gdb_port);
	case 'w': return p->waits = true;
	case 'X': return p->exits = true;
	case 'C':
		if (p->extras == COUNT_OF(p->extra))
			return false;
		p->extra[p->extras++] = optarg;
		return true;
	default: return letter != '?' && letter != ':';
	}
}

static bool take_options(struct sys161 *p, int argc, char **argv)
{
	int letter;
	p->config = "sys161.conf";
	opterr = 0;
	optind = 1;
	while ((letter = getopt(argc, argv, "+:c:C:D:f:p:Pst:wXZ:")) != -1)
		if (!take_option(p, letter))
			return false;
	return optind < argc;
}

/* ---- its disks ---- */

static char *disk_item(const struct conf_slot *s)
{
	char *item;
	must(asprintf(&item, "%s,as=lame,mode=direct", s->file) > 0);
	return item;
}

static int make_disk(const struct conf_slot *s, u32 slot, struct error *error)
{
	if (!access(s->file, F_OK) || !s->sectors || disk161_create(s->file, s->sectors, false))
		return E_NONE;
	return error_set(error, E_USAGE, "disk: slot %u: %s: cannot be made: %m", slot, s->file);
}

int sys161_disks(const struct conf *c, struct option_list *list, struct error *error)
{
	for (u32 i = 0; i < CONF_SLOTS; i++) {
		if (strcmp(c->slot[i].device, "disk"))
			continue;
		if (make_disk(&c->slot[i], i, error))
			return error->kind;
		list->item[list->count++] = disk_item(&c->slot[i]);
	}
	return E_NONE;
}

void sys161_configure(const struct sys161 *p, struct vr3000_config *config)
{
	conf_configure(&p->conf, config);
	config->doom = p->doom;
}

/* A device's name ends in its slot. */
const char *sys161_directory(const struct sys161 *p, const char *device)
{
	u32 slot = (u32)strtoul(device + strcspn(device, "0123456789"), NULL, 10);
	return slot < CONF_SLOTS && p->conf.slot[slot].file ? p->conf.slot[slot].file : ".";
}

const char *sys161_card(const struct sys161 *p, const char *device, u16 *address)
{
	u32 slot = (u32)strtoul(device + strcspn(device, "0123456789"), NULL, 10);
	if (strncmp(device, "nic", 3) || slot >= CONF_SLOTS)
		return NULL;
	*address = (u16)p->conf.slot[slot].value;
	return p->conf.slot[slot].file ? p->conf.slot[slot].file : ".sockets/hub";
}

/* ---- while it runs ---- */

static void tell(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void tell(struct session *s, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	console_flush(&s->console);
	say_plain("sys161: %s", text);
}

void sys161_put(struct session *s, u32 device, const u8 *b, u32 count)
{
	if (strncmp(vr3000_device_name(s->machine, device), "trace", 5) || count != TOLD_BYTES)
		return;
	unsigned long value = (u32)b[1] << 24 | (u32)b[2] << 16 | (u32)b[3] << 8 | b[4];
	if (b[0] == TRACE_PRINT)
		tell(s, "trace: code %lu (0x%lx)", value, value);
	if (b[0] == TRACE_DUMP) {
		tell(s, "trace: dump with code %lu (0x%lx)", value, value);
		report_where(s, stderr);
		tell(s, "trace: dump complete");
	}
	if (b[0] != TRACE_STOP)
		return;
	tell(s, "trace: software-requested debugger stop");
	if (s->options->sys161->exits)
		tell(s, "Not waiting for debugger...");
	s->options->sys161->stopped = true;
}

static u64 user_ticks(const struct session *s)
{
	u64 all = 0;
	struct vr3000_work work;
	for (u32 i = 0; i < vr3000_cpus(s->machine); i++) {
		vr3000_work(s->machine, i, &work);
		all += work.user;
	}
	return all;
}

static u64 patience(const struct session *s)
{
	return (u64)s->options->sys161->watchdog * 1000000 * vr3000_mhz(s->machine);
}

u64 sys161_moment(const struct session *s)
{
	const struct sys161 *p = s->options->sys161;
	if (!p || !p->watchdog)
		return NEVER;
	return p->watched ? p->watched : patience(s);
}

/* Progress is an instruction of user mode; the second look without any ends it. */
void sys161_look(struct session *s)
{
	struct sys161 *p = s->options->sys161;
	u64 now = vr3000_now(s->machine);
	if (now < sys161_moment(s))
		return;
	u64 user = user_ticks(s);
	p->barks = user == p->seen ? p->barks + 1 : 0;
	p->seen = user;
	p->watched = now + patience(s);
	if (p->barks == 1)
		tell(s, "No progress in %u seconds", p->watchdog);
	if (p->barks == 2)
		ending_set(&s->ending, CAUSE_STUCK, 0,
			"Progress watchdog expired: no progress in %u seconds", 2 * p->watchdog);
}

/* ---- what was counted ---- */

static u64 sum(const struct session *s, const char *type, const char *field)
{
	char name[64];
	u64 all = 0;
	for (u32 i = 0; i < vr3000_devices(s->machine); i++) {
		u64 value;
		const char *device = vr3000_device_name(s->machine, i);
		snprintf(name, sizeof name, "%s.%s", device, field);
		if (!strncmp(device, type, strlen(type)) && vr3000_get(s->machine, name, &value))
			all += value;
	}
	return all;
}

static u64 counted(const struct session *s, const char *what)
{
	const char *name, *text;
	u64 value;
	for (u32 i = 0; vr3000_counter(s->machine, i, &name, &text, &value); i++)
		if (!strcmp(name, what))
			return value;
	return 0;
}

static u64 exceptions(const struct session *s)
{
	u64 all = 0;
	for (u32 cpu = 0; cpu < vr3000_cpus(s->machine); cpu++)
		for (u32 code = 1; code < 32; code++)
			all += vr3000_exceptions(s->machine, cpu, code);
	return all;
}

static u64 both(const struct session *s, const char *type, const char *in, const char *out)
{
	return sum(s, type, in) + sum(s, type, out);
}

const char *sys161_count_name(u32 i)
{
	static const char *const names[SYS161_COUNTS] = { "nsec", "kinsns", "uinsns", "udud", "idle",
		"irqs", "exns", "disk", "con", "emu", "net" };
	return names[i];
}

/* udud: cycles in which an instruction was tried and not retired; there is no such one. */
void sys161_counts(const struct session *s, u64 count[SYS161_COUNTS])
{
	struct vr3000_work w;
	u64 kernel = 0, user = 0, now = vr3000_now(s->machine);
	for (u32 i = 0; i < vr3000_cpus(s->machine); i++) {
		vr3000_work(s->machine, i, &w);
		kernel += w.kernel;
		user += w.user;
	}
	const u64 all[SYS161_COUNTS] = {
		(u64)((unsigned __int128)now * 1000 / vr3000_mhz(s->machine)), kernel, user, 0,
		counted(s, "waited"), counted(s, "interrupts"), exceptions(s),
		both(s, "disk", "reads", "writes"), both(s, "serial", "read", "written"),
		both(s, "emufs", "reads", "writes") + sum(s, "emufs", "others"),
		both(s, "nic", "received", "sent")
	};
	memcpy(count, all, sizeof all);
}

static void print_processors(struct session *s, u64 idle)
{
	struct vr3000_work w;
	for (u32 i = 0; i < vr3000_cpus(s->machine); i++) {
		vr3000_work(s->machine, i, &w);
		tell(s, "  cpu%u: %llu kern, %llu user, %llu idle; %llu ll, %llu/%llu sc, %llu sync", i,
			(unsigned long long)w.kernel, (unsigned long long)w.user,
			(unsigned long long)(w.idle - idle), (unsigned long long)w.linked,
			(unsigned long long)w.stored, (unsigned long long)w.not_stored,
			(unsigned long long)w.synchronized);
	}
}

#define COUNT(type, field) (unsigned long long)sum(s, type, field)
static void print_statistics(struct session *s)
{
	u64 ticks = vr3000_now(s->machine), idle = counted(s, "waited"), mhz = vr3000_mhz(s->machine);
	u64 shift = 0, run = ticks - idle, second = 1000000000;
	double host = (double)(host_nanoseconds() - s->host_began) / 1e9;
	if (vr3000_get(s->machine, "classic.jumped", &run)) /* idle ends of slices count twice there */
		run = ticks - run;
	vr3000_get(s->machine, "classic.shift", &shift);
	u64 virtual = ticks / mhz * 1000 + ticks % mhz * 1000 / mhz + shift;
	ticks = run + idle;
	tell(s, "%llu cycles (%llu run, %llu global-idle)", (unsigned long long)ticks,
		(unsigned long long)run, (unsigned long long)idle);
	print_processors(s, idle);
	tell(s,
		"%llu irqs %llu exns %llur/%lluw disk %llur/%lluw console %llur/%lluw/%llum emufs"
		" %llur/%lluw net",
		(unsigned long long)counted(s, "interrupts"), (unsigned long long)exceptions(s),
		COUNT("disk", "reads"), COUNT("disk", "writes"), COUNT("serial", "read"),
		COUNT("serial", "written"), COUNT("emufs", "reads"), COUNT("emufs", "writes"),
		(unsigned long long)(sum(s, "emufs", "others") + s->emufses.count),
		COUNT("nic", "received"), COUNT("nic", "sent"));
	tell(s, "Elapsed real time: %.6f seconds (%g mhz)", host, (double)ticks / host / 1e6);
	tell(s, "Elapsed virtual time: %llu.%09llu seconds (%llu mhz)",
		(unsigned long long)(virtual / second), (unsigned long long)(virtual % second),
		(unsigned long long)mhz);
}

/* ---- the whole ---- */

int sys161_status(const struct session *s)
{
	switch (s->ending.cause) {
	case CAUSE_POWER_OFF: return s->options->sys161->stopped ? STATUS_CRASH : 0;
	case CAUSE_DOOM: return STATUS_DOOM;
	case CAUSE_USAGE: case CAUSE_FILE: case CAUSE_KERNEL: return STATUS_USER;
	case CAUSE_HOST: return s->machine ? STATUS_CRASH : STATUS_USER;
	case CAUSE_QUIT: return 0;
	case CAUSE_SIGNAL: return (int)s->ending.status;
	default: return STATUS_CRASH;
	}
}

static void tell_seed(struct session *s, const struct conf *c)
{
	for (u32 i = 0; i < CONF_SLOTS; i++)
		if (c->slot[i].autoseed)
			tell(s, "random: slot %u: seed=%u; -C %u:seed=%u repeats this run", i, c->slot[i].value,
				i, c->slot[i].value);
}

static int run(struct sys161 *p, const struct options *o)
{
	struct session s;
	if (session_open(&s, o)) {
		say_plain(
			"sys161: vr3000 " VR3000_VERSION ", the machine of System/161 2.x, in %s timing",
			o->timing == TIMING_CLASSIC ? "classic" : "exact");
		tell_seed(&s, &p->conf);
		session_run(&s);
	}
	terminal_restore(&s.console.terminal);
	if (s.ending.cause == CAUSE_DOOM)
		tell(&s, "DOOOOOOOOOOOM");
	else if (s.ending.text[0])
		tell(&s, "%s", s.ending.text);
	if (s.machine && s.host_began)
		print_statistics(&s);
	int status = sys161_status(&s);
	session_close(&s);
	return status;
}

/* Where System/161's scripts look for it, if there is the folder. */
static void set_gdb(const struct sys161 *p, struct options *o, char *port, size_t size)
{
	snprintf(port, size, "tcp:%u", p->gdb_port);
	if (p->gdb_port)
		o->gdb = port;
	else if (!access(".sockets", W_OK))
		o->gdb = "unix:.sockets/gdb";
	o->wait_gdb = p->waits && o->gdb;
}

int sys161_main(int argc, char **argv)
{
	struct sys161 p = { .config = NULL };
	struct error error;
	if (!take_options(&p, argc, argv))
		return usage();
	struct options o = { .board = "sys161", .quiet = true, .timing = TIMING_CLASSIC, .sys161 = &p,
		.argument = (const char *const *)argv + optind, .arguments = (u32)(argc - optind) };
	char port[24];
	set_gdb(&p, &o, port, sizeof port);
	int status = STATUS_USER;
	if (conf_read(&p.conf, p.config, p.extra, p.extras, &error) ||
		sys161_disks(&p.conf, &o.disk, &error))
		say_plain("sys161: %s", error.text);
	else
		status = run(&p, &o);
	for (u32 i = 0; i < o.disk.count; i++)
		free((char *)o.disk.item[i]);
	conf_free(&p.conf);
	return status;
}
