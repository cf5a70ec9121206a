/* session.c: makes a machine from a command line, and takes it apart; see session.h. */
#include "session.h"
#include "sys161.h"
#include "configure.h"
#include "control.h"
#include "elf_file.h"
#include "error.h"
#include "load.h"
#include "monitor.h"
#include "profile.h"
#include "say.h"
#include "script.h"
#include "teaching.h"
#include "where.h"
#include <stdlib.h>
#include <string.h>

enum { DATE_OF_TICK_0 = 946684800 };    /* vr3000.h: 2000-01-01 unless it is configured */

enum { STUCK_SECONDS = 10 };

void session_fail(struct session *s, const struct error *error)
{
	static const enum cause causes[ERROR_KIND_COUNT] = {
		[E_NONE] = CAUSE_HOST, [E_USAGE] = CAUSE_USAGE, [E_IMAGE] = CAUSE_FILE,
		[E_IO] = CAUSE_FILE, [E_HOST] = CAUSE_HOST
	};
	ending_set(&s->ending, causes[error->kind], 0, "%s", error->text);
}

/* ---- the doors ---- */

static void took(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	struct session *s = context;
	(void)number;
	lockstep_took(s->lockstep, when, device, bytes, count);
	feeds_took(&s->feeds, device);
	network_took(&s->network, when, device, bytes, count);
}

static void put(void *context, u64 number, u64 when, u32 device, const u8 *bytes, u32 count)
{
	struct session *s = context;
	(void)number;
	lockstep_put(s->lockstep, when, device, bytes, count);
	network_put(&s->network, when, device, bytes, count);
	emufs_put(&s->emufses, device, bytes, count);
	if (s->options->sys161)
		sys161_put(s, device, bytes, count);
	if (!s->has_console || device != s->console_device)
		return;
	console_put(&s->console, bytes, count);
	transcript_add(&s->transcript, bytes, count);
}

static void trace(void *context, u64 when, const char *text)
{
	(void)context;
	say_plain("%llu %s", (unsigned long long)when, text);
}

static void guest_error(void *context, u64 when, const char *device, const char *text)
{
	struct session *s = context;
	if (s->options->trace && strstr(s->options->trace, "device"))
		say_plain("%llu guest error: %s: %s", (unsigned long long)when, device, text);
}

static void block(void *context, enum vr3000_told what, const struct vr3000_block *b)
{
	struct session *s = context;
	eyes_block(&s->eyes, what, b);
}

/* ---- opening ---- */

static struct elf *open_teaching(const struct teaching *t, struct error *error)
{
	return elf_open_bytes(TEACHING_NAME, t->bytes, (size_t)(t->end - t->bytes), error);
}

/* Without a kernel named, the teaching kernel that is part of this program. */
static bool open_program(struct session *s, struct error *error)
{
	const struct options *o = s->options;
	const struct teaching *t = o->arguments ? NULL : teaching_find(o->board, error);
	s->kernel = o->arguments ? o->argument[0] : TEACHING_NAME;
	s->board = t ? t->board : NULL;
	struct elf *elf = t ? open_teaching(t, error) : NULL;
	if (o->arguments)
		elf = elf_open(s->kernel, error);
	s->where = elf ? where_open_elf(elf, error) : NULL;
	s->elf = s->where ? elf : NULL;
	if (!s->elf && error->kind == E_USAGE)
		session_fail(s, error);
	else if (!s->elf)
		ending_set(&s->ending, CAUSE_KERNEL, 0, "%s", error->text);
	return s->elf;
}

static bool open_machine(struct session *s, struct error *error)
{
	struct vr3000_config *config = &s->config;
	struct vr3000_error refused;
	const struct vr3000_doors doors = { s, took, put, trace, guest_error,
		eyes_wanted(s->options) ? block : NULL };
	if (!s->board)
		s->board = s->options->board ? s->options->board : load_board(s->elf, error);
	if (!s->board || lockstep_choose(s->options, &s->choice, error) ||
		configure(config, s->options, s->board, s->elf->order == BIG, error))
		return false;
	if (s->choice.on)
		config->engine = s->choice.engine[0];
	if (disks_open(&s->disks, &s->options->disk, error))
		return false;
	disks_configure(&s->disks, config);
	if (s->options->sys161)
		sys161_configure(s->options->sys161, config);
	if (eyes_open(&s->eyes, s->options, error))
		return false;
	s->date = config->date ? config->date : DATE_OF_TICK_0;
	s->machine = vr3000_open(config, &doors, &refused);
	if (!s->machine)
		configure_refused(refused.text, error);
	s->eyes.machine = s->machine, s->eyes.where = s->where;
	return s->machine;
}

static bool load(struct session *s, struct error *error)
{
	if (load_program(s->machine, s->elf, s->options, s->kernel, error)) {
		ending_set(&s->ending, error->kind == E_IMAGE ? CAUSE_KERNEL : CAUSE_FILE, 0, "%s",
			error->text);
		return false;
	}
	s->has_console = vr3000_console(s->machine, &s->console_device);
	return true;
}

static bool keep_time(struct session *s, struct error *error)
{
	struct vr3000_error refused;
	u64 bytes = s->options->keep;
	if (!bytes || vr3000_keep(s->machine, bytes, 0, &refused))
		return true;
	error_set(error, E_USAGE, "--keep: %s", refused.text);
	return false;
}

/* The second machine of --engine lockstep, when the first is ready to run. */
static bool open_lockstep(struct session *s, struct error *error)
{
	if (s->choice.on && s->options->keep) {
		error_set(error, E_USAGE, "--keep: does not go with --engine lockstep");
		return false;
	}
	if (s->choice.on)
		s->lockstep = lockstep_open(&s->choice, &s->config, s->kernel, s->machine, error);
	return !s->choice.on || s->lockstep;
}

static const char *directory_of(void *context, const char *device)
{
	const struct session *s = context;
	return s->options->sys161 ? sys161_directory(s->options->sys161, device) : ".";
}

static bool open_world(struct session *s, struct error *error)
{
	const struct options *o = s->options;
	return !signals_open(&s->signals, error) &&
		!emufs_open(&s->emufses, s->machine, directory_of, s, error) &&
		!network_open(&s->network, o, s->machine, s->date, error) &&
		!console_open(&s->console, o->console, o->log, o->script && !o->console, error);
}

/* System/161's keys: Ctrl-C ends, Ctrl-A is the guest's. */
static bool set_keys(struct session *s)
{
	if (s->options->sys161)
		console_plain(&s->console, !s->options->sys161->signals);
	return true;
}

static bool open_clients(struct session *s, struct error *error)
{
	const struct options *o = s->options;
	s->monitor = monitor_open(s);
	if (o->control && !(s->control = control_open(s, o->control, error)))
		return false;
	return !o->script || (s->script = script_open(s, o->script, o->script_unsafe, error));
}

static enum pace_mode pace_mode(const struct session *s)
{
	switch (s->options->pace) {
	case PACE_FREE: return PACE_MODE_FREE;
	case PACE_IDLE: return PACE_MODE_IDLE;
	case PACE_REAL: return PACE_MODE_REAL;
	}
	bool attended = s->console.kind == CONSOLE_TERMINAL || s->network.net;
	return attended ? PACE_MODE_IDLE : PACE_MODE_FREE;
}

static void start_clocks(struct session *s)
{
	const struct options *o = s->options;
	u64 patience = o->stuck ? o->stuck : o->script || o->bisect ? STUCK_SECONDS : 0;
	u32 mhz = vr3000_mhz(s->machine);
	pace_init(&s->pace, pace_mode(s), mhz, o->slice);
	stuck_init(&s->stuck, patience, mhz);
	s->hash_next = o->hash_every ? o->hash_every : NEVER;
	s->panic_until = NEVER;
	s->host_began = host_nanoseconds();
	if (o->trace)
		vr3000_trace(s->machine, o->trace);
	if (o->profile)
		s->profile = profile_open(s, true);
}

bool session_open(struct session *s, const struct options *options)
{
	struct error error = { 0 };
	*s = (struct session){ .options = options };
	s->console.in = s->console.out = s->console.log = s->console.listener = s->console.spare = -1;
	s->signals.file = -1;
	if (open_program(s, &error) && open_machine(s, &error) && load(s, &error) &&
		keep_time(s, &error) && open_lockstep(s, &error) && open_world(s, &error) &&
		set_keys(s) && open_clients(s, &error)) {
		start_clocks(s);
		if (!options->sys161) /* whose guests know how to end */
			breaks_watch_panics(s);
		return true;
	}
	session_fail(s, &error);
	return false;
}

static bool ended_clean(const struct ending *ending)
{
	return ending->cause == CAUSE_HALT || ending->cause == CAUSE_POWER_OFF ||
	       ((ending->cause == CAUSE_EXIT || ending->cause == CAUSE_QUIT) && !ending->status);
}

void session_commit(struct session *s)
{
	struct error error;
	if (!s->machine || !ended_clean(&s->ending) || !disks_commit(&s->disks, &error))
		return;
	s->ending.cause = NO_CAUSE; /* the guest ended well, its disk did not */
	session_fail(s, &error);
	say_wrong("%s", s->ending.text);
}

void session_close(struct session *s)
{
	script_close(s->script);
	control_close(s->control);
	monitor_close(s->monitor);
	if (s->signals.file >= 0)
		signals_close(&s->signals);
	console_close(&s->console);
	network_close(&s->network);
	emufs_close(&s->emufses);
	states_free(&s->states);
	lockstep_close(s->lockstep);
	eyes_close(&s->eyes);
	profile_close(s->profile);
	if (s->machine)
		vr3000_close(s->machine);
	disks_close(&s->disks);
	feeds_free(&s->feeds);
	transcript_free(&s->transcript);
	where_close(s->where); /* and the ELF file with it */
	free(s->report);
}
