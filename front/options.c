/* options.c: parses a command line by options.def; see options.h. */
#include "options.h"
#include "error.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define AT(field) offsetof(struct options, field)
#define ROW(kind, field, name, arg, commands, help) \
	{ kind, AT(field), name, arg, commands, help, 0, 0 },
#define FLAG(field, name, commands, help)        ROW(KIND_FLAG, field, name, NULL, commands, help)
#define TEXT(field, name, arg, commands, help)   ROW(KIND_TEXT, field, name, arg, commands, help)
#define LIST(field, name, arg, commands, help)   ROW(KIND_LIST, field, name, arg, commands, help)
#define CHOICE(field, name, arg, commands, help) ROW(KIND_CHOICE, field, name, arg, commands, help)
#define MAYBE(field, name, arg, commands, help)  ROW(KIND_MAYBE, field, name, arg, commands, help)
#define NUMBER(field, name, arg, low, high, commands, help) \
	{ KIND_NUMBER, AT(field), name, arg, commands, help, low, high },
#define SIZE(field, name, arg, low, high, commands, help) \
	{ KIND_SIZE, AT(field), name, arg, commands, help, low, high },
#define TICKS(field, name, arg, low, high, commands, help) \
	{ KIND_TICKS, AT(field), name, arg, commands, help, low, high },
const struct option_row option_rows[] = {
#include "options.def"
};
const u32 option_count = COUNT_OF(option_rows);
enum { OPTIONS = COUNT_OF(option_rows), HELP = 'h' };

bool number_parse(const char *text, u32 unit, u64 *value)
{
	char *end;
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	u64 n = strtoull(text, &end, text[0] == '0' && (text[1] | 32) == 'x' ? 16 : 10);
	static const char suffixes[] = "kmg";
	const char *suffix = *end && unit > 1 ? strchr(suffixes, *end | 32) : NULL;
	for (long times = suffix ? suffix - suffixes + 1 : 0; times; times--)
		if (__builtin_mul_overflow(n, (u64)unit, &n))
			return false;
	*value = n;
	return !errno && !end[suffix ? 1 : 0];
}

static int set_number(const struct option_row *row, u32 unit, const char *text, u64 *to,
	struct error *error)
{
	u64 value;
	if (!number_parse(text, unit, &value))
		return error_set(error, E_USAGE, "--%s %s: not a number%s", row->name, text,
				 unit > 1 ? " (digits, then perhaps k, M or G)" : "");
	if (value < row->low || value > row->high)
		return error_set(error, E_USAGE, "--%s %s: must be from %llu to %llu", row->name, text,
				 (unsigned long long)row->low, (unsigned long long)row->high);
	*to = value;
	return E_NONE;
}

/* Which of "one|another" is it?  From 1; 0: none of them. */
static u32 choice_find(const char *choices, const char *text)
{
	size_t length = strlen(text);
	for (u32 number = 1;; number++) {
		size_t this = strcspn(choices, "|");
		if (this == length && !strncmp(choices, text, length))
			return number;
		if (!choices[this])
			return 0;
		choices += this + 1;
	}
}

static int set_choice(const struct option_row *row, const char *text, u32 *to, struct error *error)
{
	u32 number = text ? choice_find(row->argument, text) : 1;
	if (!number)
		return error_set(error, E_USAGE, "--%s %s: must be one of %s", row->name, text,
			row->argument);
	*to = number;
	return E_NONE;
}

static int set_option(struct options *options, const struct option_row *row, const char *text,
	struct error *error)
{
	void *field = (char *)options + row->offset;
	struct option_list *list = field;
	switch (row->kind) {
	case KIND_FLAG:
		*(bool *)field = true;
		return E_NONE;
	case KIND_TEXT:
		*(const char **)field = text;
		return E_NONE;
	case KIND_LIST:
		if (list->count == OPTION_LIST_MAX)
			return error_set(error, E_USAGE, "--%s: given more than %d times", row->name,
				OPTION_LIST_MAX);
		list->item[list->count++] = text;
		return E_NONE;
	case KIND_NUMBER:
		return set_number(row, 1, text, field, error);
	case KIND_SIZE:
		return set_number(row, 1024, text, field, error);
	case KIND_TICKS:
		return set_number(row, 1000, text, field, error);
	default:
		return set_choice(row, text, field, error);
	}
}

static void fill_getopt(struct option *to, char letter)
{
	for (u32 i = 0; i < OPTIONS; i++) {
		const struct option_row *row = &option_rows[i];
		if (!strchr(row->commands, letter))
			continue;
		int argument = row->kind == KIND_FLAG ? no_argument :
			       row->kind == KIND_MAYBE ? optional_argument : required_argument;
		*to++ = (struct option){ row->name, argument, NULL, 256 + (int)i };
	}
	*to++ = (struct option){ "help", no_argument, NULL, HELP };
	*to = (struct option){ NULL, 0, NULL, 0 };
}

/* getopt_long leaves in optopt: a letter, the number of an option that takes no argument, or 0. */
static int refuse(char **argv, struct error *error)
{
	if (optopt >= 256)
		return error_set(error, E_USAGE, "%s: takes no argument", argv[optind - 1]);
	if (optopt)
		return error_set(error, E_USAGE, "-%c: no such option of `vr3000 %s'", optopt, argv[0]);
	return error_set(error, E_USAGE, "%s: no such option of `vr3000 %s'", argv[optind - 1],
		argv[0]);
}

int options_parse(struct options *options, char letter, int argc, char **argv, struct error *error)
{
	struct option table[OPTIONS + 2];
	fill_getopt(table, letter);
	*options = (struct options){ 0 };
	opterr = 0;
	optind = 1;
	for (int got; (got = getopt_long(argc, argv, "+:h", table, NULL)) != -1;) {
		if (got == ':')
			return error_set(error, E_USAGE, "%s: needs an argument", argv[optind - 1]);
		if (got == '?')
			return refuse(argv, error);
		if (got == HELP)
			options->help = true;
		else if (set_option(options, &option_rows[got - 256], optarg, error))
			return E_USAGE;
	}
	options->argument = (const char *const *)argv + optind;
	options->arguments = (u32)(argc - optind);
	options->word = (const char *const *)argv, options->words = (u32)argc;
	return E_NONE;
}

bool options_has(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strncmp(argv[i], "--", 2) && !strcmp(argv[i] + 2, name))
			return true;
	return false;
}
