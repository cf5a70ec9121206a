/* umps3_conf.c: see umps3_conf.h.  Keys and ranges are those of uMPS3 3.0.5, machine_config.cc. */
#include "umps3_conf.h"
#include "error.h"
#include "whole_file.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20, FRAME = 4096 };
static const u32 RAM = 0x20000000;
const char *const umps3_line_name[CONF_LINES] = { "disk", "flash", "eth", "printer", "terminal" };

struct reader { struct umps3_conf *conf; const char *path; struct error *error; bool failed; };

static void fail(struct reader *r, const char *key, const char *what)
{
	if (!r->failed)
		error_set(r->error, E_IMAGE, "%s: \"%s\" must be %s", r->path, key, what);
	r->failed = true;
}

/* The member, if it is there and of that type; else NULL. */
static json_t *member(struct reader *r, json_t *of, const char *key, json_type type,
	const char *what)
{
	json_t *value = json_object_get(of, key);
	if (!value)
		return NULL;
	if (json_typeof(value) == type || (type == JSON_TRUE && json_is_false(value)))
		return value;
	fail(r, key, what);
	return NULL;
}

static u32 number(struct reader *r, json_t *of, const char *key, u32 low, u32 high, u32 usual)
{
	json_t *value = json_object_get(of, key);
	if (!value)
		return usual;
	if (!json_is_number(value)) {
		fail(r, key, "a number");
		return usual;
	}
	double n = json_number_value(value);
	return n < low ? low : n > high ? high : (u32)n;
}

static char *beside(const struct reader *r, const char *name)
{
	const char *slash = strrchr(r->path, '/');
	char *full;
	if (*name == '/' || !slash)
		return strdup(name);
	return asprintf(&full, "%.*s/%s", (int)(slash - r->path), r->path, name) < 0 ? NULL : full;
}

static char *file_name(struct reader *r, json_t *of, const char *key)
{
	json_t *value = member(r, of, key, JSON_STRING, "a string");
	return value && *json_string_value(value) ? beside(r, json_string_value(value)) : NULL;
}

/* 0 is the end of memory; without the key nothing is mapped. */
static u32 floor_address(struct reader *r, json_t *of)
{
	static const char key[] = "tlb-floor-address", what[] = "an address as \"0x...\"";
	json_t *value = member(r, of, key, JSON_STRING, what);
	if (!value)
		return UINT32_MAX;
	const char *text = json_string_value(value);
	char *end;
	unsigned long long address = strtoull(text, &end, 16);
	if (strncmp(text, "0x", 2) || strspn(text + 2, "0123456789abcdefABCDEF") != strlen(text + 2) ||
		!text[2] || address > UINT32_MAX)
		fail(r, key, what);
	return address ? (u32)address : RAM + r->conf->frames * FRAME;
}

static void read_device(struct reader *r, json_t *devices, u32 place)
{
	char key[16];
	snprintf(key, sizeof key, "%s%u", umps3_line_name[place / CONF_PER_LINE],
		place % CONF_PER_LINE);
	json_t *device = member(r, devices, key, JSON_OBJECT, "an object");
	json_t *enabled = member(r, device, "enabled", JSON_TRUE, "true or false");
	if (json_is_true(enabled))
		r->conf->file[place] = file_name(r, device, "file");
}

static void read_boot(struct reader *r, json_t *root)
{
	json_t *boot = member(r, root, "boot", JSON_OBJECT, "an object");
	json_t *load = member(r, boot, "load-core-file", JSON_TRUE, "true or false");
	char *core = file_name(r, boot, "core-file");
	if (json_is_false(load)) {
		free(core);
		return;
	}
	r->conf->core = core ? core : beside(r, "kernel.core.umps");
}

static void read_root(struct reader *r, json_t *root)
{
	struct umps3_conf *c = r->conf;
	c->cpus = number(r, root, "num-processors", 1, 16, 1);
	c->mhz = number(r, root, "clock-rate", 1, 99, 1);
	c->tlb = number(r, root, "tlb-size", 4, 64, 16);
	c->frames = number(r, root, "num-ram-frames", 8, 512, 64);
	c->floor = floor_address(r, root);
	read_boot(r, root);
	c->boot_rom = file_name(r, root, "bootstrap-rom");
	c->execution_rom = file_name(r, root, "execution-rom");
	c->stab = file_name(r, member(r, root, "symbol-table", JSON_OBJECT, "an object"), "file");
	json_t *devices = member(r, root, "devices", JSON_OBJECT, "an object");
	for (u32 i = 0; i < CONF_PLACES; i++)
		read_device(r, devices, i);
}

int umps3_conf_read(struct umps3_conf *conf, const char *path, struct error *error)
{
	struct whole_file file;
	json_error_t wrong;
	struct reader r = { conf, path, error, false };
	*conf = (struct umps3_conf){ 0 };
	if (whole_file_read(&file, path, FILE_MOST, error))
		return error->kind;
	json_t *root = json_loadb(file.bytes, file.size, JSON_REJECT_DUPLICATES, &wrong);
	whole_file_free(&file);
	if (!root)
		return error_set(error, E_IMAGE, "%s:%d: not JSON: %s", path, wrong.line, wrong.text);
	if (json_is_object(root))
		read_root(&r, root);
	else
		r.failed = error_set(error, E_IMAGE, "%s: must hold an object", path);
	json_decref(root);
	return r.failed ? error->kind : E_NONE;
}

void umps3_conf_free(struct umps3_conf *c)
{
	free(c->core);
	free(c->stab);
	free(c->boot_rom);
	free(c->execution_rom);
	for (u32 i = 0; i < CONF_PLACES; i++)
		free(c->file[i]);
}
