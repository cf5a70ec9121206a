/* truth.c: cases cited from the manuals, run through the library on every engine and byte order.
 *
 *	truth [--engine NAME] FILE...
 *
 * A file is lines; # begins a comment:
 *   case TEXT            begins a case: a machine at reset, kernel mode, BEV clear, pc 80000400
 *   source TEXT          where the manual says so: every case has one
 *   only little|big      not in the other byte order
 *   board, cpu, fpu NAME other than bench, R3000A, ieee
 *   set NAME VALUE       a field of the state; without a dot it is cpu0's
 *   word ADDRESS VALUE   a word of memory, by kseg0 or physical address
 *   tlb I HI LO          an entry of the TLB
 *   code [ADDRESS]       instructions follow, indented, to the next line that is not
 *   run N                N ticks
 *   expect NAME VALUE    a field;  expect word ADDRESS VALUE  memory;  expect end WORD  it has
 *                        ended so (fault, refused, exit) or, with `no`, has not */
#include "assemble.h"
#include "vr3000.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_MOST = 4000, LINE_MOST = 160 };
struct file { char name[80], line[LINES_MOST][LINE_MOST]; u32 lines; };
struct run {
	const struct file *file;
	const char *engine, *title;
	bool big, skipped, sourced, failed;
	u32 line, at;                            /* where instructions go next */
	struct vr3000 *vm;
	struct vr3000_config config;
	u32 passed, bad;
};

static const char *const orders[] = { "little", "big" };
static const char *const ends[] = { "no", "exit", "halt", "off", "fault", "refused" };

static void complain(struct run *r, const char *text, const char *what)
{
	if (!r->failed)
		printf("%s:%u: %s (%s, %s-endian): %s%s\n", r->file->name, r->line + 1, r->title, r->engine,
			orders[r->big], text, what);
	r->failed = true;
}

static void open_machine(struct run *r)
{
	struct vr3000_error error;
	if (r->vm) return; /* an engine may not have every processor */
	r->config.engine = r->engine, r->config.big_endian = r->big, r->config.keep_busy = true;
	r->vm = vr3000_open(&r->config, NULL, &error);
	r->skipped = !r->vm && r->config.cpu && !strncmp(error.text, "engine", 6);
	if (r->skipped) return;
	if (!r->vm) {
		printf("%s: %s\n", r->file->name, error.text);
		exit(2);
	}
	vr3000_set(r->vm, "cpu0.Status", 0);
	vr3000_set(r->vm, "cpu0.pc", 0x80000400);
}

static void finish(struct run *r)
{
	if (r->title && !r->skipped) {
		if (!r->sourced) complain(r, "the case cites no source", "");
		if (r->vm) vr3000_check(r->vm);
		if (r->failed) r->bad++;
		else r->passed++;
	}
	vr3000_close(r->vm);
	r->vm = NULL, r->title = NULL;
	r->skipped = r->sourced = r->failed = false;
	r->config = (struct vr3000_config){ .board = "bench", .ram_bytes = 1 << 20, .fpu = "ieee" };
}

static void full_name(const char *name, char to[LINE_MOST])
{
	snprintf(to, LINE_MOST, "%s%s", strchr(name, '.') ? "" : "cpu0.", name);
}

/* kseg0's, or below it, or uMPS3's: physical. */
static u32 physical(u32 va)
{
	return va >> 30 == 2 ? va & 0x1fffffff : va;
}

static void put_word(struct run *r, u32 va, u32 v)
{
	u8 byte[4];
	for (int i = 0; i < 4; i++) byte[i] = (u8)(v >> 8 * (r->big ? 3 - i : i));
	if (!vr3000_poke(r->vm, physical(va), byte, 4)) complain(r, "no memory there", "");
}

static u32 get_word(struct run *r, u32 va)
{
	u8 byte[4] = { 0 };
	u32 v = 0;
	if (!vr3000_peek(r->vm, physical(va), byte, 4)) complain(r, "no memory there", "");
	for (int i = 0; i < 4; i++) v |= (u32)byte[i] << 8 * (r->big ? 3 - i : i);
	return v;
}

static void instruction(struct run *r, const char *text)
{
	u32 word;
	const char *wrong = assemble(text, r->at, NULL, &word);
	if (wrong) complain(r, "cannot assemble: ", wrong);
	else put_word(r, r->at, word);
	r->at += 4;
}

static void set_tlb(struct run *r, const char *arguments)
{
	unsigned i, hi, lo;
	char name[40];
	if (sscanf(arguments, "%i %x %x", (int *)&i, &hi, &lo) != 3) {
		complain(r, "tlb wants I HI LO", "");
		return;
	}
	snprintf(name, sizeof name, "cpu0.tlb_hi[%u]", i);
	vr3000_set(r->vm, name, hi);
	snprintf(name, sizeof name, "cpu0.tlb_lo[%u]", i);
	vr3000_set(r->vm, name, lo);
}

static void expect(struct run *r, const char *name, u64 wanted, const char *text)
{
	char full[LINE_MOST], got_text[LINE_MOST];
	uint64_t got = 0;
	if (!strcmp(name, "word")) {
		unsigned address = (unsigned)wanted;
		sscanf(text, "%*s %*s %lli", (long long *)&wanted);
		got = get_word(r, address);
	} else if (!strcmp(name, "end")) {
		char word[20] = "";
		sscanf(text, "%*s %19s", word);
		u32 status, end = vr3000_end(r->vm, &status, full, sizeof full);
		if (strcmp(ends[end], word)) complain(r, "it ended so: ", ends[end]);
		return;
	} else {
		full_name(name, full);
		if (!vr3000_get(r->vm, full, &got)) complain(r, "no such field: ", full);
	}
	snprintf(got_text, sizeof got_text, "%s is %llx, not %llx", name, (unsigned long long)got,
		(unsigned long long)wanted);
	if (got != wanted) complain(r, got_text, "");
}

/* A device that asks for input ends a run early: nobody answers here. */
static void run_ticks(struct run *r, u64 ticks)
{
	u64 until = vr3000_now(r->vm) + ticks;
	while (!(vr3000_run(r->vm, until, VR3000_NEVER) & (VR3000_TIME | VR3000_OFF | VR3000_BREAK))) {}
}

static void configure(struct run *r, const char *verb, const char *rest)
{
	if (!strcmp(verb, "source")) r->sourced = true;
	else if (!strcmp(verb, "only")) r->skipped = strcmp(rest, orders[r->big]) != 0;
	else if (!strcmp(verb, "board")) r->config.board = rest;
	else if (!strcmp(verb, "cpu")) r->config.cpu = rest;
	else if (!strcmp(verb, "fpu")) r->config.fpu = rest;
	else complain(r, "no such line: ", verb);
}

static void statement(struct run *r, const char *verb, const char *rest)
{
	char name[80] = "", full[LINE_MOST];
	long long value = 0, address = 0;
	bool acts = !strcmp(verb, "set") || !strcmp(verb, "word") || !strcmp(verb, "tlb") ||
		!strcmp(verb, "code") || !strcmp(verb, "run") || !strcmp(verb, "expect");
	if (!acts) {
		configure(r, verb, rest);
		return;
	}
	if (r->skipped) return;
	open_machine(r);
	if (r->skipped) return;
	sscanf(rest, "%79s %lli", name, &value);
	full_name(name, full);
	if (!strcmp(verb, "set") && !vr3000_set(r->vm, full, (u64)value))
		complain(r, "no such field: ", full);
	if (!strcmp(verb, "word") && sscanf(rest, "%lli %lli", &address, &value) == 2)
		put_word(r, (u32)address, (u32)value);
	if (!strcmp(verb, "tlb")) set_tlb(r, rest);
	if (!strcmp(verb, "code")) r->at = *rest ? (u32)strtoul(rest, NULL, 0) : 0x80000400;
	if (!strcmp(verb, "run")) run_ticks(r, strtoul(rest, NULL, 0));
	if (!strcmp(verb, "expect")) expect(r, name, (u64)value, rest);
}

static void run_line(struct run *r, const char *line)
{
	char verb[20] = "";
	const char *text = line;
	while (isspace((unsigned char)*text)) text++;
	if (!*text || *text == '#') return;
	if (text != line) {
		if (!r->skipped) instruction(r, text);
		return;
	}
	sscanf(text, "%19s", verb);
	const char *rest = text + strlen(verb);
	while (isspace((unsigned char)*rest)) rest++;
	if (!strcmp(verb, "case")) {
		finish(r);
		r->title = rest;
	} else statement(r, verb, rest);
}

static void run_file(const struct file *f, const char *engine, bool big, u32 *passed, u32 *failed)
{
	struct run r = { .file = f, .engine = engine, .big = big };
	finish(&r);
	for (r.line = 0; r.line < f->lines; r.line++) run_line(&r, f->line[r.line]);
	finish(&r);
	*passed += r.passed, *failed += r.bad;
}

static bool read_file(struct file *f, const char *path)
{
	FILE *in = fopen(path, "r");
	const char *slash = strrchr(path, '/');
	if (!in) return false;
	snprintf(f->name, sizeof f->name, "%s", slash ? slash + 1 : path);
	f->lines = 0;
	for (; f->lines < LINES_MOST && fgets(f->line[f->lines], LINE_MOST, in); f->lines++) {
		char *line = f->line[f->lines], *comment = strchr(line, '#');
		if (comment) *comment = 0;
		for (size_t n = strlen(line); n && isspace((unsigned char)line[n - 1]); ) line[--n] = 0;
	}
	fclose(in);
	return true;
}

int main(int argc, char **argv)
{
	static struct file file;
	const char *only = argc > 2 && !strcmp(argv[1], "--engine") ? argv[2] : NULL, *text, *engine;
	u32 passed = 0, failed = 0;
	for (int i = only ? 3 : 1; i < argc; i++) {
		if (!read_file(&file, argv[i])) {
			fprintf(stderr, "truth: %s cannot be read\n", argv[i]);
			return 2;
		}
		for (u32 k = 0; (engine = vr3000_engine_name(k, &text)) != NULL; k++)
			for (int big = 0; big < 2; big++)
				if (!only || !strcmp(only, engine)) run_file(&file, engine, big, &passed, &failed);
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}
