/* sys161_conf.c: see sys161_conf.h.  What options there are is System/161's manual,
 * doc/system.html. */
#include "sys161_conf.h"
#include "error.h"
#include "vr3000.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_MOST = 1024, SECTOR = 512, CONTROLLER = 31 };

bool conf_size(const char *text, s64 *bytes)
{
	static const struct {
		char letter;
		s64 unit;
	} units[] = { { 0, 1 }, { 'b', 1 }, { 's', SECTOR }, { 'k', 1 << 10 }, { 'K', 1 << 10 },
		{ 'm', 1 << 20 }, { 'M', 1 << 20 }, { 'g', 1 << 30 }, { 'G', 1 << 30 } };
	char *end;
	errno = 0;
	s64 n = strtoll(text, &end, 0);
	if (errno || end == text || (*end && end[1]))
		return false;
	for (u32 i = 0; i < COUNT_OF(units); i++)
		if (*end == units[i].letter)
			return !__builtin_mul_overflow(n, units[i].unit, bytes);
	return false;
}

/* ---- options: each device has its own ---- */

/* What follows "word=", or NULL. */
static const char *after(const char *option, const char *word)
{
	size_t n = strlen(word);
	return !strncmp(option, word, n) ? option + n : NULL;
}

static bool number(const char *text, u32 least_one, u32 most, u32 *value)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 0);
	*value = (u32)n;
	return !errno && end != text && !*end && n >= least_one && n <= most;
}

static bool set_file(struct conf_slot *s, const char *text)
{
	free(s->file);
	s->file = strdup(text);
	must(s->file);
	return *text;
}

static bool set_sectors(struct conf_slot *s, const char *text, s64 unit)
{
	s64 n;
	if (!conf_size(text, &n) || n <= 0 || n * unit % SECTOR || n * unit / SECTOR > UINT_MAX)
		return false;
	s->sectors = (u32)(n * unit / SECTOR);
	return true;
}

static bool disk_option(struct conf_slot *s, const char *o)
{
	const char *v;
	if ((v = after(o, "rpm=")))
		return number(v, 60, 1000000, &s->value) && s->value % 60 == 0;
	if ((v = after(o, "file=")))
		return set_file(s, v);
	if ((v = after(o, "size=")))
		return set_sectors(s, v, 1);
	if ((v = after(o, "sectors=")))
		return set_sectors(s, v, SECTOR);
	if (!strcmp(o, "doom") || !strcmp(o, "nodoom"))
		s->no_doom = *o == 'n';
	return !strcmp(o, "doom") || !strcmp(o, "nodoom") || !strcmp(o, "paranoid");
}

static bool random_option(struct conf_slot *s, const char *o)
{
	const char *v = after(o, "seed=");
	struct timespec now;
	s->autoseed = !strcmp(o, "autoseed");
	if (!s->autoseed)
		return v && number(v, 0, UINT_MAX, &s->value);
	clock_gettime(CLOCK_REALTIME, &now);
	s->value = (u32)now.tv_sec ^ (u32)now.tv_nsec;
	return true;
}

static bool mainboard_option(struct conf *c, const struct conf_slot *s, const char *o)
{
	const char *v;
	u32 cores;
	s64 bytes;
	if ((v = after(o, "ramsize="))) {
		bool good = conf_size(v, &bytes) && bytes > 0 && bytes <= UINT_MAX;
		c->ram = good ? (u32)bytes : 0;
		return good;
	}
	if (!strcmp(s->device, "oldmainboard"))
		return false;
	if ((v = after(o, "cpus=")))
		return number(v, 1, 32, &c->cpus);
	return (v = after(o, "cores=")) && number(v, 1, 1, &cores);
}

static bool set_option(struct conf *c, struct conf_slot *s, const char *o)
{
	const char *v;
	if (strstr(s->device, "mainboard"))
		return mainboard_option(c, s, o);
	if (!strcmp(s->device, "disk"))
		return disk_option(s, o);
	if (!strcmp(s->device, "random"))
		return random_option(s, o);
	if (!strcmp(s->device, "emufs"))
		return (v = after(o, "dir=")) && set_file(s, v);
	if (strcmp(s->device, "nic"))
		return false;
	if ((v = after(o, "hwaddr=")))
		return number(v, 1, 0xfffe, &s->value);
	return (v = after(o, "hub=")) && set_file(s, v);
}

/* ---- lines ---- */

struct reading { struct conf *conf; const char *path; u32 line; struct error *error; };

static int complain(const struct reading *r, u32 slot, const char *text, const char *what)
{
	return error_set(
		r->error, E_USAGE, "config %s: line %u: slot %u: %s%s", r->path, r->line, slot, text, what);
}

static int take_device(const struct reading *r, u32 i, const char *word)
{
	static const char *const devices[] = { "mainboard", "oldmainboard", "busctl", "timer", "disk",
		"serial", "screen", "nic", "emufs", "trace", "random" };
	struct conf_slot *s = &r->conf->slot[i];
	u32 k = 0;
	if (*s->device)
		return complain(r, i, "it is in use already", "");
	while (k < COUNT_OF(devices) && strcmp(devices[k], word))
		k++;
	if (k == COUNT_OF(devices))
		return complain(r, i, "there is no hardware ", word);
	if ((k < 3) != (i == CONTROLLER))
		return complain(r, i, k < 3 ? "the bus controller must go in slot 31" :
			"slot 31 is for the bus controller alone", "");
	snprintf(s->device, sizeof s->device, "%s", k == 2 ? devices[1] : devices[k]);
	s->line = r->line;
	return E_NONE;
}

static int take_line(const struct reading *r, char *line)
{
	char *rest, *end;
	line[strcspn(line, "#")] = 0;
	char *word = strtok_r(line, " \t\r\n", &rest);
	if (!word)
		return E_NONE;
	long slot = strtol(word, &end, 0);
	if (*end || end == word || slot < 0 || slot >= CONF_SLOTS)
		return error_set(r->error, E_USAGE, "config %s: line %u: invalid slot %s (from 0 to 31)",
			r->path, r->line, word);
	word = strtok_r(NULL, " \t\r\n", &rest);
	if (!word)
		return complain(r, (u32)slot, "no device", "");
	if (take_device(r, (u32)slot, word))
		return r->error->kind;
	while ((word = strtok_r(NULL, " \t\r\n", &rest)))
		if (!set_option(r->conf, &r->conf->slot[slot], word))
			return complain(r, (u32)slot, "invalid option ", word);
	return E_NONE;
}

static int take_lines(struct reading *r, FILE *file)
{
	char line[LINE_MOST];
	while (fgets(line, sizeof line, file)) {
		r->line++;
		if (!strchr(line, '\n') && !feof(file))
			return error_set(
				r->error, E_USAGE, "config %s: line %u: is too long", r->path, r->line);
		if (take_line(r, line))
			return r->error->kind;
	}
	return ferror(file) ? error_set(r->error, E_USAGE, "config %s: cannot be read", r->path)
						: E_NONE;
}

static int take_extra(struct conf *c, const char *extra, struct error *error)
{
	char *end;
	long slot = strtol(extra, &end, 10);
	if (end == extra || *end != ':' || slot < 0 || slot >= CONF_SLOTS)
		return error_set(error, E_USAGE, "-C %s: invalid slot number (0-31 allowed)", extra);
	struct conf_slot *s = &c->slot[slot];
	if (!*s->device)
		return error_set(error, E_USAGE, "-C %s: no device in that slot", extra);
	return set_option(c, s, end + 1) ? E_NONE
									 : error_set(error, E_USAGE, "-C %s: invalid option", extra);
}

/* ---- the whole ---- */

static int check(const struct conf *c, const char *path, struct error *error)
{
	bool serial = false;
	for (u32 i = 0; i < CONF_SLOTS; i++) {
		const struct conf_slot *s = &c->slot[i];
		const char *wants = NULL;
		if (!strcmp(s->device, "disk") && !s->file)
			wants = "no file= was given";
		if (!strcmp(s->device, "nic") && !s->value)
			wants = "invalid hwaddr, or hwaddr not set";
		if (!strcmp(s->device, "serial") && serial)
			wants = "there can be one serial console";
		serial |= !strcmp(s->device, "serial");
		if (wants)
			return error_set(error, E_USAGE, "config %s: line %u: %s: slot %u: %s", path, s->line,
				s->device, i, wants);
	}
	if (!c->ram)
		return error_set(error, E_USAGE, "config %s: no system memory", path);
	if (c->ram & 4095)
		return error_set(error, E_USAGE, "config %s: system memory size not page-aligned", path);
	return E_NONE;
}

int conf_read(
	struct conf *c, const char *path, const char *const *extra, u32 count, struct error *error)
{
	struct reading r = { c, path, 0, error };
	*c = (struct conf){ .cpus = 1 };
	FILE *file = fopen(path, "re");
	if (!file)
		return error_set(error, E_USAGE, "cannot open config file %s: %s", path, strerror(errno));
	int kind = take_lines(&r, file);
	fclose(file);
	for (u32 i = 0; i < count && !kind; i++)
		kind = take_extra(c, extra[i], error);
	return kind ? kind : check(c, path, error);
}

void conf_free(struct conf *c)
{
	for (u32 i = 0; i < CONF_SLOTS; i++)
		free(c->slot[i].file);
}

void conf_configure(const struct conf *c, struct vr3000_config *config)
{
	u32 disks = 0;
	config->ram_bytes = c->ram;
	config->cpus = c->cpus;
	for (u32 i = 0; i < CONF_SLOTS; i++) {
		const struct conf_slot *s = &c->slot[i];
		if (*s->device)
			config->slot[i] = (struct vr3000_slot){ s->device, s->value, 0, !s->no_doom };
		if (!strcmp(s->device, "disk"))
			config->slot[i].disk = disks++;
	}
}
