/* commands_look.c: commands that only look, or change what one can see. */
#include "command.h"
#include "configure.h"
#include "json_text.h"
#include "profile.h"
#include "report.h"
#include "session.h"
#include "stats.h"
#include "where.h"
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4096, LINES_USUAL = 10, FIELD_NAME = 64 };

/* The text that a function prints, as a result. */
struct page { FILE *to; char *text; size_t size; };

static FILE *page_open(struct page *page)
{
	page->text = NULL;
	page->to = open_memstream(&page->text, &page->size);
	must(page->to);
	return page->to;
}

static bool page_close(struct page *page, struct call *call)
{
	fclose(page->to);
	call->result = json_bytes(page->text, page->size);
	free(page->text);
	return true;
}

bool command_now(struct call *call)
{
	call->result = json_integer((json_int_t)vr3000_now(call->session->machine));
	return true;
}

bool command_where(struct call *call)
{
	struct page page;
	report_where(call->session, page_open(&page));
	return page_close(&page, call);
}

bool command_log(struct call *call)
{
	struct page page;
	bool there = report_log(call->session, page_open(&page));
	page_close(&page, call);
	return there || call_refuse(call, "log: the kernel's symbols show no log buffer");
}

/* ---- processors ---- */

bool command_regs(struct call *call)
{
	struct session *s = call->session;
	struct page page;
	double cpu = call_number(call, "cpu", 0);
	if (cpu >= vr3000_cpus(s->machine))
		return call_refuse(call, "regs: there are %u processors, from 0", vr3000_cpus(s->machine));
	report_registers(s, page_open(&page), (u32)cpu);
	return page_close(&page, call);
}

static bool count_of(struct call *call, u32 *count, u32 usual)
{
	double n = call_number(call, "count", usual);
	*count = (u32)(n < WORDS_MAX ? n : WORDS_MAX);
	return n <= WORDS_MAX || call_refuse(call, "at most %d words at once", WORDS_MAX);
}

static u32 address_of(const struct call *call)
{
	struct vr3000_regs regs;
	vr3000_registers(call->session->machine, 0, &regs);
	const json_t *address = json_object_get(call->arguments, "address");
	return address ? (u32)json_integer_value(address) : regs.pc;
}

bool command_dis(struct call *call)
{
	struct page page;
	u32 at = address_of(call) & ~3u, count;
	if (!count_of(call, &count, LINES_USUAL))
		return false;
	page_open(&page);
	for (; count; count--, at += 4)
		report_instruction(call->session, page.to, at);
	return page_close(&page, call);
}

static void print_words(FILE *to, const struct session *s, u32 at, u32 count)
{
	u32 word;
	for (u32 i = 0; i < count; i++, at += 4) {
		if (i % 4 == 0)
			fprintf(to, "%s%08x:", i ? "\n" : "", at);
		if (report_word(s, at, &word))
			fprintf(to, " %08x", word);
		else
			fputs(" --------", to);
	}
	fputc('\n', to);
}

bool command_mem(struct call *call)
{
	struct page page;
	u32 count;
	if (!count_of(call, &count, 16))
		return false;
	print_words(page_open(&page), call->session, address_of(call) & ~3u, count);
	return page_close(&page, call);
}

bool command_symbol(struct call *call)
{
	u32 va, size;
	const char *name = call_text(call, "name", "");
	if (!where_address(call->session->where, name, &va, &size))
		return call_refuse(call, "symbol: the program has no symbol \"%s\"", name);
	call->result = json_integer(va);
	return true;
}

/* ---- state ---- */

bool command_get(struct call *call)
{
	u64 value;
	const char *name = call_text(call, "field", "");
	if (!vr3000_get(call->session->machine, name, &value))
		return call_refuse(call, "get: the state has no field \"%s\"", name);
	call->result = json_integer((json_int_t)value);
	return true;
}

bool command_set(struct call *call)
{
	const char *name = call_text(call, "field", "");
	json_t *value = json_object_get(call->arguments, "value");
	u64 number = json_is_integer(value) ? (u64)json_integer_value(value) :
		(u64)json_number_value(value);
	if (!vr3000_set(call->session->machine, name, number))
		return call_refuse(call, "set: the state has no field \"%s\", or it does not take %llu",
			name, (unsigned long long)number);
	lockstep_anchor(call->session->lockstep);
	return true;
}

bool command_fields(struct call *call)
{
	char name[FIELD_NAME];
	u32 count, bytes;
	struct page page;
	page_open(&page);
	for (u32 i = 0; vr3000_field(call->session->machine, i, name, sizeof name, &count, &bytes); i++)
		fprintf(page.to, "%s %u x %u bits\n", name, count, 8 * bytes);
	return page_close(&page, call);
}

bool command_devices(struct call *call)
{
	const struct vr3000 *machine = call->session->machine;
	call->result = json_array();
	for (u32 i = 0; i < vr3000_devices(machine); i++)
		json_array_append_new(call->result, json_string(vr3000_device_name(machine, i)));
	return true;
}

bool command_hash(struct call *call)
{
	char hex[REPORT_HASH];
	report_hash(call->session, hex);
	call->result = json_string(hex);
	return true;
}

bool command_stats(struct call *call)
{
	call->result = stats_json(call->session);
	return true;
}

bool command_top(struct call *call)
{
	struct session *s = call->session;
	struct page page;
	double count = call_number(call, "count", 20);
	if (count < 1 || count > 10000)
		return call_refuse(call, "top: COUNT must be from 1 to 10000");
	if (!s->profile)
		s->profile = profile_open(s, false);
	profile_top(s->profile, page_open(&page), (u32)count);
	return page_close(&page, call);
}

bool command_trace(struct call *call)
{
	const char *what = call_text(call, "what", "");
	if (check_traces(what, &call->error))
		return false;
	vr3000_trace(call->session->machine, what);
	return true;
}

/* ---- help ---- */

static void print_help(FILE *to, const struct command *c)
{
	char synopsis[64];
	struct parameter p;
	size_t at = (size_t)snprintf(synopsis, sizeof synopsis, "%s", c->name);
	for (u32 i = 0; command_parameter(c, i, &p); i++)
		at += (size_t)snprintf(synopsis + at, sizeof synopsis - at, p.optional ? " [%s]" : " %s",
			p.name);
	fprintf(to, "  %-24s %s\n", synopsis, c->help);
}

bool command_help(struct call *call)
{
	struct page page;
	const char *name = call_text(call, "command", NULL);
	if (name && !command_find(name, 'm') && !command_find(name, 's'))
		return call_refuse(call, "help: there is no command \"%s\"", name);
	page_open(&page);
	const struct command *c;
	for (u32 i = 0; (c = command_at(i)); i++)
		if (name ? !strcmp(c->name, name) : strchr(c->who, 'm') != NULL)
			print_help(page.to, c);
	return page_close(&page, call);
}
