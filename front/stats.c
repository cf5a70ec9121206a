/* stats.c: see stats.h.  All of it goes to standard error. */
#include "stats.h"
#include "json_text.h"
#include "say.h"
#include "session.h"
#include <stdlib.h>
#include <string.h>

static const char *const exception_names[32] = { /* Cause.ExcCode */
	"Int", "Mod", "TLBL", "TLBS", "AdEL", "AdES", "IBE", "DBE", "Sys", "Bp", "RI", "CpU", "Ov",
	[15] = "FPE"
};

static void add_exceptions(json_t *to, const struct vr3000 *machine)
{
	char other[8];
	for (u32 code = 0; code < COUNT_OF(exception_names); code++) {
		u64 count = 0;
		for (u32 cpu = 0; cpu < vr3000_cpus(machine); cpu++)
			count += vr3000_exceptions(machine, cpu, code);
		snprintf(other, sizeof other, "%u", code);
		const char *name = exception_names[code] ? exception_names[code] : other;
		if (count || exception_names[code])
			json_object_set_new(to, name, json_integer((json_int_t)count));
	}
}

static void add_counters(json_t *to, const struct vr3000 *machine)
{
	const char *name, *text;
	u64 value;
	for (u32 i = 0; vr3000_counter(machine, i, &name, &text, &value); i++)
		json_object_set_new(to, name, json_integer((json_int_t)value));
}

static u64 instructions(const struct vr3000 *machine)
{
	u64 all = 0;
	for (u32 cpu = 0; cpu < vr3000_cpus(machine); cpu++)
		all += vr3000_retired(machine, cpu);
	return all;
}

json_t *stats_json(struct session *s)
{
	json_t *all = json_object(), *exceptions = json_object();
	double host = (double)(host_nanoseconds() - s->host_began) / 1e9;
	double running = (double)s->host_running / 1e9;
	u64 ticks = vr3000_now(s->machine), retired = instructions(s->machine);
	double guest = (double)ticks / 1e6 / vr3000_mhz(s->machine);
	json_object_set_new(all, "board", json_string(s->board));
	json_object_set_new(all, "ticks", json_integer((json_int_t)ticks));
	json_object_set_new(all, "instructions", json_integer((json_int_t)retired));
	add_exceptions(exceptions, s->machine);
	json_object_set_new(all, "exceptions", exceptions);
	add_counters(all, s->machine);
	json_object_set_new(all, "guest_seconds", json_real(guest));
	json_object_set_new(all, "host_seconds", json_real(host));
	json_object_set_new(all, "host_seconds_running", json_real(running));
	if (s->options->stats)
		json_object_set_new(all, "host_seconds_translating",
			json_real((double)s->eyes.host / 1e9));
	json_object_set_new(all, "mips", json_real(running > 0 ? (double)retired / running / 1e6 : 0));
	return all;
}

/* ---- for people ---- */

static void print_text(const char *text, const json_t *value)
{
	if (json_is_real(value))
		say_plain("  %-44s %16.3f", text, json_real_value(value));
	else
		say_plain("  %-44s %16lld", text, (long long)json_integer_value(value));
}

static void print_counters(const struct vr3000 *machine, const json_t *all)
{
	const char *name, *text;
	u64 value;
	for (u32 i = 0; vr3000_counter(machine, i, &name, &text, &value); i++)
		if (value)
			print_text(text, json_object_get(all, name));
}

void stats_print(struct session *s)
{
	json_t *all = stats_json(s), *value;
	const char *name;
	print_text("ticks", json_object_get(all, "ticks"));
	print_text("instructions retired", json_object_get(all, "instructions"));
	json_object_foreach(json_object_get(all, "exceptions"), name, value) {
		char text[32];
		snprintf(text, sizeof text, "exceptions: %s", name);
		if (json_integer_value(value))
			print_text(text, value);
	}
	print_counters(s->machine, all);
	print_text("guest time, seconds", json_object_get(all, "guest_seconds"));
	print_text("host time, seconds", json_object_get(all, "host_seconds"));
	print_text("host time in the machine, seconds", json_object_get(all, "host_seconds_running"));
	if (json_object_get(all, "host_seconds_translating"))
		print_text("host time in the translator, seconds",
			json_object_get(all, "host_seconds_translating"));
	print_text("million instructions a second of it", json_object_get(all, "mips"));
	json_decref(all);
}

void stats_print_json(struct session *s, int exit_status)
{
	json_t *all = s->machine ? stats_json(s) : json_object(), *clean;
	json_object_set_new(all, "cause", json_string(ending_word(&s->ending)));
	json_object_set_new(all, "text", json_bytes(s->ending.text, strlen(s->ending.text)));
	json_object_set_new(all, "exit_status", json_integer(exit_status));
	clean = json_clean(all);
	char *line = json_dumps(clean, JSON_COMPACT | JSON_REAL_PRECISION(9));
	if (line)
		say_plain("%s", line);
	free(line);
	json_decref(clean);
	json_decref(all);
}
