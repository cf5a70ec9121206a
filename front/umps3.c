/* umps3.c: see umps3.h. */
#include "umps3.h"
#include "elf_file.h"
#include "error.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "umps3_files.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FRAME = 4096 };

/* ---- files ---- */

static bool is_disk(u32 place)
{
	return place / CONF_PER_LINE <= CONF_FLASH;
}

/* The options of `run' that its disks come to. */
static void list_disks(const struct umps3 *u, struct option_list *list)
{
	char *item;
	for (u32 i = 0; i < CONF_PLACES; i++) {
		if (!u->conf.file[i] || !is_disk(i))
			continue;
		must(asprintf(&item, "%s,as=umps,mode=direct", u->conf.file[i]) > 0);
		list->item[list->count++] = item;
	}
}

static int open_logs(struct umps3 *u, struct error *error)
{
	for (u32 i = 0; i < CONF_PLACES; i++) {
		u32 line = i / CONF_PER_LINE;
		if (!u->conf.file[i] || (line != CONF_PRINTER && line != CONF_TERMINAL))
			continue;
		u->log[i] = open(u->conf.file[i],
			O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
		if (u->log[i] < 0)
			return error_set(error, E_IO, "%s: cannot be written: %s", u->conf.file[i],
				strerror(errno));
	}
	return E_NONE;
}

static bool place_of(const char *device, u32 *place)
{
	for (*place = 0; *place < CONF_PLACES; ++*place) {
		const char *line = umps3_line_name[*place / CONF_PER_LINE];
		size_t n = strlen(line);
		if (!strncmp(device, line, n) && device[n] == (char)('0' + *place % CONF_PER_LINE) &&
			!device[n + 1])
			return true;
	}
	return false;
}

void umps3_put(const struct umps3 *u, const char *device, const u8 *bytes, u32 count)
{
	u32 place;
	if (!place_of(device, &place) || u->log[place] < 0)
		return;
	while (count) {
		ssize_t n = write(u->log[place], bytes, count);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n, count -= (u32)n;
	}
}

/* ---- what a session asks ---- */

struct elf *umps3_program(struct umps3 *u, struct error *error)
{
	if (!u->conf.core) {
		error_set(error, E_IMAGE, "\"load-core-file\" is false: there is nothing to run");
		return NULL;
	}
	struct elf *elf = umps3_open(&u->core, u->conf.core, u->conf.stab, error);
	if (elf && (umps3_rom_read(&u->rom[0], u->conf.execution_rom, elf->order, error) ||
		umps3_rom_read(&u->rom[1], u->conf.boot_rom, elf->order, error))) {
		elf_close(elf);
		return NULL;
	}
	return elf;
}

int umps3_configure(const struct umps3 *u, struct vr3000_config *c, struct error *error)
{
	const struct umps3_conf *conf = &u->conf;
	u32 disks = 0;
	c->cpus = c->cpus ? c->cpus : conf->cpus;
	c->mhz = c->mhz ? c->mhz : conf->mhz;
	c->ram_bytes = c->ram_bytes ? c->ram_bytes : conf->frames * FRAME;
	c->tlb_entries = conf->tlb, c->tlb_floor = conf->floor;
	c->rom[0] = u->rom[0], c->rom[1] = u->rom[1];
	for (u32 i = 0; i < CONF_PLACES; i++) {
		u32 line = i / CONF_PER_LINE;
		if (!conf->file[i])
			continue;
		if (line == CONF_ETH)
			return error_set(error, E_IMAGE, "eth%u: there is no network device yet; set "
				"\"enabled\" to false", i % CONF_PER_LINE);
		c->slot[i].device = umps3_line_name[line];
		if (is_disk(i))
			c->slot[i].disk = disks++;
	}
	return E_NONE;
}

/* ---- the program ---- */

int program_umps3(const struct options *given)
{
	struct umps3 u = { .conf = { .cpus = 0 } };
	struct options o = *given;
	struct error error;
	int status = 3;
	for (u32 i = 0; i < CONF_PLACES; i++)
		u.log[i] = -1;
	o.board = "umps3", o.umps3 = &u, o.disk.count = 0;
	if (umps3_conf_read(&u.conf, o.argument[0], &error) || open_logs(&u, &error)) {
		say_wrong("%s", error.text);
	} else {
		list_disks(&u, &o.disk);
		status = program_run(&o);
	}
	for (u32 i = 0; i < o.disk.count; i++)
		free((char *)o.disk.item[i]);
	for (u32 i = 0; i < CONF_PLACES; i++)
		if (u.log[i] >= 0)
			close(u.log[i]);
	free((void *)u.rom[0].bytes);
	free((void *)u.rom[1].bytes);
	bytes_free(&u.core);
	umps3_conf_free(&u.conf);
	return status;
}
