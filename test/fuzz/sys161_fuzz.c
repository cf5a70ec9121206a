/* sys161_fuzz.c: whatever the programs around System/161's machine read from others, fed with any
 * bytes: the first one says as what.  A libFuzzer target; fuzz_main.c makes it a program for
 * AFL++. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "disk161.h"
#include "error.h"
#include "fuzz.h"
#include "grade_judge.h"
#include "grade_lines.h"
#include "grade_template.h"
#include "hub_ports.h"
#include "meter.h"
#include "sys161_conf.h"
#include "yaml_text.h"

static void refused(const struct error *error)
{
	if (!error->text[0])
		abort(); /* refused without a sentence */
}

static void fuzz_conf(const char *text, size_t size)
{
	struct error error = { .text = "" };
	struct conf conf;
	char path[32];
	int file = memfd_create("conf", MFD_CLOEXEC);
	if (file < 0 || write(file, text, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	if (conf_read(&conf, path, &text, 1, &error))
		refused(&error);
	conf_free(&conf);
	close(file);
}

static void fuzz_packet(const char *text, size_t size)
{
	struct hub_packet packet;
	struct error error = { .text = "" };
	static const u8 made[HUB_HEADER] = { 0xa4, 0xb3 };
	struct hub *hub = calloc(1, sizeof *hub);
	if (hub_parse(&packet, (const u8 *)text, size) && (packet.bytes != size ||
		text[0] != (char)made[0]))
		abort();
	if (hub_add_rule(hub, text, &error))
		refused(&error);
	free(hub);
}

static void fuzz_meter(const char *text, size_t size)
{
	const char *wrong = "";
	u64 n = meter_request(text, size, &wrong);
	if (n ? n < 10000 || n > 2000000000 : strncmp(wrong, "BAD", 3) != 0)
		abort();
}

static void fuzz_disk(const char *text, size_t size)
{
	if (disk161_is_image(text, size) && size < DISK161_SECTOR)
		abort();
}

static void fuzz_yaml(const char *text, size_t size)
{
	struct error error = { .text = "" };
	json_t *front = yaml_read("input", text, size, &error);
	if (!front)
		refused(&error);
	const char *content = strstr(text, "---");
	json_t *steps = front && content ? lines_steps(front, content + 3, &error) : NULL;
	json_decref(steps);
	json_decref(front);
}

static void fuzz_template(const char *text, size_t size)
{
	struct error error = { .text = "" };
	u64 random = size;
	json_t *data = json_pack("{s:[s,s], s:i}", "Args", "1", "two", "ArgLen", 2);
	json_t *lines = template_lines(text, data, &random, &error);
	if (!lines)
		refused(&error);
	json_decref(lines);
	json_decref(data);
}

static void fuzz_judge(const char *text, size_t size)
{
	json_t *salts = json_object(), *keys = json_pack("{s:s}", "km1", "key");
	json_t *lines = judge_lines(text, size, keys, salts);
	json_t *step = json_pack("{s:s, s:i, s:[{s:s, s:s}]}", "id", "km1", "points", 4, "lines",
		"text",
		"km1: SUCCESS", "key", "km1");
	struct judged j = judge_step(step, lines, keys, false, false);
	if (j.points < 0 || (j.correct && j.points != 4))
		abort();
	json_decref(step);
	json_decref(lines);
	json_decref(keys);
	json_decref(salts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static void (*const targets[])(const char *, size_t) = { fuzz_conf, fuzz_packet, fuzz_meter,
		fuzz_disk, fuzz_yaml, fuzz_template, fuzz_judge };
	if (!size)
		return 0;
	char *text = malloc(size);
	memcpy(text, bytes + 1, size - 1);
	text[size - 1] = 0;
	targets[bytes[0] % COUNT_OF(targets)](text, size - 1);
	free(text);
	return 0;
}
