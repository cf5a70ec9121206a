/* asm.c: vr3000 asm FILE: a small assembler, for tests and for trying things out.
 *
 *   name:              a label            .word e, e     words
 *   name = e           a value            .space n       n bytes of zero
 *   addu v0,v1,a0      one instruction    .org a         zeros up to address a
 *   # the rest of the line is a comment   .align n       zeros up to a multiple of 2^n
 *
 * An instruction is one word and stays where it is: no delay slot is filled, nothing is expanded.
 * Two passes: the first finds the labels. */
#include "assemble.h"
#include "error.h"
#include "listing.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "whole_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_MOST = 1 << 24, WORDS_MOST = 1 << 20, NAMES_MOST = 4096, LINE_MOST = 512 };

struct name { char *text; size_t length; u32 value; bool label; };
struct assembler {
	const char *path;
	u32 line, pass, base, count; /* words so far */
	bool strange;                /* a symbol without a value was used */
	u32 *words;                  /* NULL in the first pass */
	u32 names;
	struct name name[NAMES_MOST];
};

static u32 here(const struct assembler *a)
{
	return a->base + a->count * 4;
}

/* ---- symbols ---- */

static struct name *name_find(struct assembler *a, const char *text, size_t length)
{
	for (u32 i = 0; i < a->names; i++)
		if (a->name[i].length == length && !memcmp(a->name[i].text, text, length))
			return &a->name[i];
	return NULL;
}

/* In the first pass a name may get its value later. */
static bool find(void *context, const char *text, size_t length, u32 *value)
{
	struct assembler *a = context;
	const struct name *name = name_find(a, text, length);
	*value = name ? name->value : 0;
	a->strange |= !name;
	return name || a->pass == 1;
}

static const char *define(struct assembler *a, char *text, size_t length, u32 value, bool label)
{
	struct name *name = name_find(a, text, length);
	if (a->pass == 2) {
		name->value = value;
		return NULL;
	}
	if (name)
		return "this symbol is defined already";
	if (a->names == NAMES_MOST)
		return "more than 4096 symbols";
	a->name[a->names++] = (struct name){ text, length, value, label };
	return NULL;
}

static const char *value_at(struct assembler *a, const char **at, u32 *value)
{
	const struct symbols symbols = { a, find };
	a->strange = false;
	return assemble_value(at, here(a), &symbols, value);
}

/* One that the first pass must know already, and nothing behind it. */
static const char *known_value(struct assembler *a, const char *at, u32 *value)
{
	const char *fault = value_at(a, &at, value);
	if (fault)
		return fault;
	if (*at)
		return "there is more than one value";
	return a->strange ? "a symbol that is defined later" : NULL;
}

/* ---- directives ---- */

static const char *put(struct assembler *a, u32 word)
{
	if (a->count == WORDS_MOST)
		return "more than 4 MiB";
	if (a->words)
		a->words[a->count] = word;
	a->count++;
	return NULL;
}

static const char *put_zeros(struct assembler *a, u32 bytes)
{
	if (bytes & 3)
		return "not a multiple of four bytes";
	if (bytes / 4 > WORDS_MOST - a->count)
		return "more than 4 MiB";
	for (; bytes; bytes -= 4)
		put(a, 0);
	return NULL;
}

static const char *directive_word(struct assembler *a, const char *at)
{
	for (;;) {
		u32 value;
		const char *fault = value_at(a, &at, &value);
		if (!fault)
			fault = put(a, value);
		if (fault || !*at)
			return fault;
		if (*at++ != ',')
			return "a comma is missing";
	}
}

static const char *directive_space(struct assembler *a, const char *at)
{
	u32 bytes;
	const char *fault = known_value(a, at, &bytes);
	return fault ? fault : put_zeros(a, bytes);
}

static const char *directive_org(struct assembler *a, const char *at)
{
	u32 address;
	const char *fault = known_value(a, at, &address);
	if (!fault && address < here(a))
		fault = "this address lies behind us";
	return fault ? fault : put_zeros(a, address - here(a));
}

static const char *directive_align(struct assembler *a, const char *at)
{
	u32 power;
	const char *fault = known_value(a, at, &power);
	if (!fault && power > 16)
		fault = "the power of two is more than 16";
	return fault ? fault : put_zeros(a, -here(a) & ((1u << power) - 1) & ~3u);
}

/* What compilers write and what changes nothing here. */
static const char *directive_nothing(struct assembler *a, const char *at)
{
	(void)a, (void)at;
	return NULL;
}

static const struct {
	const char *name;
	const char *(*run)(struct assembler *, const char *at);
} directives[] = {
	{ ".word", directive_word },    { ".space", directive_space },   { ".org", directive_org },
	{ ".align", directive_align },  { ".set", directive_nothing },
	{ ".text", directive_nothing }, { ".globl", directive_nothing },
	{ ".global", directive_nothing },
};

/* ---- lines ---- */

static size_t name_length(const char *at)
{
	size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
	return *at >= '0' && *at <= '9' ? 0 : n;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static const char *statement(struct assembler *a, char *at)
{
	size_t n = name_length(at);
	const char *behind = skip_blanks(at + n);
	u32 word = 0;
	if (n && *behind == '=') {
		const char *fault = known_value(a, behind + 1, &word);
		return fault ? fault : define(a, at, n, word, false);
	}
	for (size_t i = 0; *at == '.' && i < COUNT_OF(directives); i++)
		if (strlen(directives[i].name) == n && !memcmp(directives[i].name, at, n))
			return directives[i].run(a, behind);
	if (*at == '.')
		return "no such directive";
	const struct symbols symbols = { a, find };
	const char *fault = a->pass == 1 ? NULL : assemble(at, here(a), &symbols, &word);
	return fault ? fault : put(a, word);
}

/* `at` lasts as long as the symbols do. */
static const char *line(struct assembler *a, char *at)
{
	size_t n = strcspn(at, "#\r");
	if (n > LINE_MOST)
		return "the line has more than 512 letters";
	while (n && strchr(" \t", at[n - 1]))
		n--;
	at[n] = 0;
	at += strspn(at, " \t");
	while ((n = name_length(at)) && at[n] == ':') {
		const char *fault = define(a, at, n, here(a), true);
		if (fault)
			return fault;
		at += n + 1;
		at += strspn(at, " \t");
	}
	return *at ? statement(a, at) : NULL;
}

static int pass(struct assembler *a, u32 number, const struct whole_file *source,
		struct error *error)
{
	a->pass = number;
	a->count = a->line = 0;
	for (char *at = source->bytes, *end = at + source->size; at < end;) {
		char *next = memchr(at, '\n', (size_t)(end - at));
		if (next)
			*next = 0;
		a->line++;
		const char *fault = line(a, at);
		if (next)
			*next = '\n';
		if (fault)
			return error_set(error, E_IMAGE, "%s:%u: %s", a->path, a->line, fault);
		at = next ? next + 1 : end;
	}
	return E_NONE;
}

/* ---- results ---- */

static bool label_at(const void *context, u32 va, const char **text, u32 *offset)
{
	const struct assembler *a = context;
	for (u32 i = 0; i < a->names; i++)
		if (a->name[i].label && a->name[i].value == va) {
			*text = a->name[i].text;
			*offset = 0;
			return true;
		}
	return false;
}

/* The names stand in the source, which is not needed any more. */
static void end_names(struct assembler *a)
{
	for (u32 i = 0; i < a->names; i++)
		a->name[i].text[a->name[i].length] = 0;
}

/* In the order that was asked for; a u32 is four bytes in the host's. */
static void arrange(struct assembler *a, enum byte_order order)
{
	for (u32 i = 0; order != HOST_ORDER && i < a->count; i++)
		a->words[i] = __builtin_bswap32(a->words[i]);
}

static int write_words(const struct assembler *a, const char *path, struct error *error)
{
	FILE *to = fopen(path, "we");
	if (!to)
		return error_set(error, E_IO, "%s: cannot be written: %s", path, strerror(errno));
	bool out = fwrite(a->words, 4, a->count, to) == a->count;
	if (fclose(to) != 0 || !out)
		return error_set(error, E_HOST, "%s: cannot be written: %s", path, strerror(errno));
	return E_NONE;
}

static int print_or_write(struct assembler *a, const struct options *options, struct error *error)
{
	enum byte_order order = options->order == ORDER_BIG ? BIG : LITTLE;
	const struct listing listing = { stdout, order, SHORT, true, a->names ? label_at : NULL, a };
	arrange(a, order);
	if (options->output)
		return write_words(a, options->output, error);
	end_names(a);
	listing_print(&listing, a->base, (const u8 *)a->words, a->count * sizeof *a->words);
	return listing_end(&listing) ? E_HOST : E_NONE;
}

static int assemble_file(struct assembler *a, const struct options *options, struct error *error)
{
	struct whole_file source;
	a->path = options->argument[0];
	int kind = listing_base(options->base, &a->base, error);
	if (!kind)
		kind = whole_file_read(&source, a->path, SOURCE_MOST, error);
	if (kind)
		return kind;
	kind = pass(a, 1, &source, error);
	a->words = kind ? NULL : calloc(a->count + 1, sizeof *a->words);
	if (!kind && !a->words)
		kind = error_set(error, E_HOST, "%s: no memory to assemble it", a->path);
	if (!kind)
		kind = pass(a, 2, &source, error);
	if (!kind)
		kind = print_or_write(a, options, error);
	free(a->words);
	whole_file_free(&source);
	return kind;
}

int program_asm(const struct options *options)
{
	struct error error = { 0 };
	if (options->arguments != 1) {
		say_wrong("asm: one file is needed");
		return error_status(E_USAGE);
	}
	struct assembler *a = calloc(1, sizeof *a);
	int kind = a ? assemble_file(a, options, &error)
		     : error_set(&error, E_HOST, "no memory to assemble");
	free(a);
	if (kind && *error.text)
		say_wrong("%s", error.text);
	return error_status(kind);
}
