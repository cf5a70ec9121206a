/* help.c: the options and commands as text, for people, for the man page (scdoc) and for bash: all
 * from the tables. */
#include "ending.h"
#include "command.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include <stdio.h>
#include <string.h>

/* ---- for people ---- */

static void print_option(const struct option_row *row)
{
	char left[96];
	const char *form = row->kind == KIND_MAYBE ? "--%s[=%s]" : row->argument ? "--%s %s" : "--%s";
	snprintf(left, sizeof left, form, row->name, row->argument);
	if (strlen(left) < 30)
		printf("  %-30s%s\n", left, row->help);
	else
		printf("  %s\n%32s%s\n", left, "", row->help);
}

static void print_program(const struct program *p)
{
	printf("vr3000 %s %s\n  %s\n", p->name, p->follows, p->help);
	for (u32 i = 0, any = 0; i < option_count; i++)
		if (strchr(option_rows[i].commands, p->letter)) {
			if (!any++)
				putchar('\n');
			print_option(&option_rows[i]);
		}
	if (p->letter == 'r')
		puts("\nWhat follows KERNEL is the guest's; options come before it.");
}

static void print_statuses(void)
{
	u32 status;
	const char *text;
	puts("\nExit status of run (the guest's own on board bench):");
	for (u32 i = 0; cause_row(i, &status, &text); i++)
		printf("  %3u  %s\n", status, text);
}

void help_print(const struct program *program)
{
	if (program) {
		print_program(program);
		if (program->letter == 'r')
			print_statuses();
		return;
	}
	puts("vr3000: a virtual R3000\n");
	printf("  %-10s %s\n", "vr3000", "alone boots a small teaching kernel; type help there");
	for (u32 i = 0; (program = program_at(i)); i++)
		printf("  %-10s %s\n", program->name, program->help);
	puts("\n`vr3000 help COMMAND' lists a command's options; the manual is vr3000(1).");
}

/* ---- for scdoc: backslashes before what it would take for markup ---- */

static void print_escaped(const char *text)
{
	for (; *text; text++) {
		if (strchr("_*\\#[]", *text))
			putchar('\\');
		putchar(*text);
	}
}

static void print_man_option(const struct option_row *row)
{
	printf("*--%s*", row->name);
	if (row->kind == KIND_MAYBE)
		fputs("\\[=", stdout);
	else if (row->argument)
		putchar(' ');
	print_escaped(row->argument ? row->argument : "");
	fputs(row->kind == KIND_MAYBE ? "\\]\n\t" : "\n\t", stdout);
	print_escaped(row->help);
	puts(".\n");
}

static void print_man_options_of(char letter)
{
	for (u32 i = 0; i < option_count; i++)
		if (strchr(option_rows[i].commands, letter))
			print_man_option(&option_rows[i]);
}

static void print_man_options(void)
{
	print_man_options_of('r');
}

static void print_man_options_grade(void)
{
	print_man_options_of('g');
}

static void print_man_commands(void)
{
	const struct command *c;
	for (u32 i = 0; (c = command_at(i)); i++) {
		struct parameter p;
		printf("*%s*", c->name);
		for (u32 k = 0; command_parameter(c, k, &p); k++)
			printf(p.optional ? " \\[%s\\]" : " %s", p.name);
		fputs(strchr(c->who, 's') ? "\n\t" : "\n\t(not in scripts) ", stdout);
		print_escaped(c->help);
		puts(".\n");
	}
}

static void print_man_statuses(void)
{
	u32 status;
	const char *text;
	for (u32 i = 0; cause_row(i, &status, &text); i++) {
		printf("*%u*\n\t", status);
		print_escaped(text);
		puts(".\n");
	}
}

/* ---- for bash ---- */

static void print_bash_options(const struct program *p)
{
	printf("\t\t%s) words=\"", p->name);
	for (u32 i = 0; i < option_count; i++)
		if (strchr(option_rows[i].commands, p->letter))
			printf("--%s ", option_rows[i].name);
	puts("--help\" ;;");
}

static void print_bash_choices(void)
{
	for (u32 i = 0; i < option_count; i++) {
		const struct option_row *row = &option_rows[i];
		if (row->kind != KIND_CHOICE)
			continue;
		printf("\t\t--%s) choices=\"", row->name);
		for (const char *at = row->argument; *at; at++)
			putchar(*at == '|' ? ' ' : *at);
		puts("\" ;;");
	}
}

static void print_bash(void)
{
	const struct program *p;
	puts("# Completion of vr3000's command line for bash; made by `vr3000 help --bash'.\n"
	     "_vr3000() {\n"
	     "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	     "\tlocal words= choices=\n"
	     "\tcase $before in");
	print_bash_choices();
	puts("\tesac\n"
	     "\tif [ -n \"$choices\" ]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tcase ${COMP_WORDS[1]} in");
	for (u32 i = 0; (p = program_at(i)); i++)
		print_bash_options(p);
	fputs("\tesac\n"
	      "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	      "\t\twords=\"", stdout);
	for (u32 i = 0; (p = program_at(i)); i++)
		printf("%s ", p->name);
	puts("--help --version\"\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
	     "\telif [[ $word == -* ]]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
	     "\telse\n"
	     "\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n"
	     "\tfi\n"
	     "}\n"
	     "complete -o filenames -F _vr3000 vr3000");
}

int program_help(const struct options *o)
{
	static const struct { const char *name; void (*print)(void); } forms[] = {
		{ "man-options", print_man_options }, { "man-commands", print_man_commands },
		{ "man-options-grade", print_man_options_grade },
		{ "man-statuses", print_man_statuses }, { "bash", print_bash }
	};
	const char *topic = o->arguments ? o->argument[0] : NULL;
	const struct program *program = topic ? program_find(topic) : NULL;
	for (u32 i = 0; topic && i < COUNT_OF(forms); i++)
		if (!strcmp(topic, forms[i].name)) {
			forms[i].print();
			return 0;
		}
	if (topic && !program) {
		say_wrong("there is no command \"%s\"; try: vr3000 help", topic);
		return 2;
	}
	help_print(program);
	return 0;
}
