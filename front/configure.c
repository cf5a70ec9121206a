/* configure.c: see configure.h.  What only the machine knows (does this board take so much memory?)
 * is left to vr3000_open. */
#include "configure.h"
#include "error.h"
#include "options.h"
#include "vr3000.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef const char *name_of(u32 i);

static const char *board_name(u32 i) { const char *text; return vr3000_board_name(i, &text); }

/* The engines, and what runs two of them. */
static const char *engine_name(u32 i)
{
	const char *text, *name = vr3000_engine_name(i, &text);
	return name || !i || !vr3000_engine_name(i - 1, &text) ? name : "lockstep";
}

static int check_name(const char *option, const char *given, name_of *name, struct error *error)
{
	char all[160] = "";
	for (u32 i = 0; given && name(i); i++) {
		if (!strcmp(name(i), given))
			return E_NONE;
		size_t at = strlen(all);
		snprintf(all + at, sizeof all - at, "%s%s", at ? ", " : "", name(i));
	}
	if (!given)
		return E_NONE;
	return error_set(error, E_USAGE, "--%s %s: must be one of %s", option, given, all);
}

static bool date_of_day(const char *text, s64 *date)
{
	struct tm day = { 0 };
	const char *end = strptime(text, "%Y-%m-%d", &day);
	if (!end || *end)
		return false;
	*date = timegm(&day);
	return true;
}

static int parse_date(const char *text, s64 *date, struct error *error)
{
	u64 seconds;
	if (!text)
		return E_NONE;
	if (!strcmp(text, "now"))
		*date = time(NULL);
	else if (number_parse(text, 1, &seconds) && seconds < 1ull << 33)
		*date = (s64)seconds;
	else if (!date_of_day(text, date))
		return error_set(error, E_USAGE, "--date %s: must be now, YYYY-MM-DD or seconds since 1970",
			text);
	return E_NONE;
}

static bool is_word(const char *word, const char *text, size_t length)
{
	return strlen(word) == length && !strncmp(word, text, length);
}

int check_traces(const char *text, struct error *error)
{
	static const char *const known[] = { "exceptions", "irq", "tlb", "insn", "device" };
	for (; text && *text; text += strspn(text, ",")) {
		size_t length = strcspn(text, ",");
		u32 i = 0;
		while (i < COUNT_OF(known) && !is_word(known[i], text, length))
			i++;
		if (i == COUNT_OF(known))
			return error_set(error, E_USAGE,
				"--trace %.*s: must be of exceptions, irq, tlb, insn, device", (int)length, text);
		text += length;
	}
	return E_NONE;
}

int configure_cpu(const char *cpu, struct error *error)
{
	return check_name("cpu", cpu, vr3000_cpu_name, error);
}

int configure(struct vr3000_config *c, const struct options *o, const char *board, bool big_endian,
	      struct error *error)
{
	static const char *const fpus[] = { NULL, "none", "r3010", "ieee" };
	*c = (struct vr3000_config){
		.board = board, .cpu = o->cpu, .fpu = fpus[o->fpu], .engine = o->engine,
		.big_endian = big_endian, .ram_bytes = (u32)o->ram, .mhz = (u32)o->mhz,
		.cpus = (u32)o->cpus, .quantum = (u32)o->quantum, .seed = o->seed,
		.data_cache_bytes = (u32)o->dcache, .instruction_cache_bytes = (u32)o->icache,
		.baud = o->baud == CHOICE_TRUE,
	};
	if (check_name("board", board, board_name, error) ||
	    configure_cpu(o->cpu, error) ||
	    check_name("engine", o->engine, engine_name, error) || check_traces(o->trace, error))
		return error->kind;
	return parse_date(o->date, &c->date, error);
}

/* The library knows no options, so its sentences name none. */
int configure_refused(const char *text, struct error *error)
{
	static const struct { const char *word, *option; } speaks_of[] = {
		{ "of memory",  "--ram: " },
		{ "processors", "--cpus: " },
		{ "cache",      "--icache, --dcache: " },
		{ "disk",       "--disk: " },
		{ "byte order", "--board: " },
	};
	if (!strncmp(text, "the host", 8))
		return error_set(error, E_HOST, "%s", text);
	for (u32 i = 0; i < COUNT_OF(speaks_of); i++)
		if (strstr(text, speaks_of[i].word))
			return error_set(error, E_USAGE, "%s%s", speaks_of[i].option, text);
	return error_set(error, E_USAGE, "%s", text);
}
