/* main.c: which command is it? */
#include "disk161.h"
#include "error.h"
#include "options.h"
#include "program.h"
#include "say.h"
#include "sys161.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_USAGE = 2, STATUS_BISECT_OURS = 255 };

/* Where the shell gave us no standard files, no file that we open may take their place. */
static void fill_standard_files(void)
{
	for (int file = 0; file <= 2; file++)
		if (fcntl(file, F_GETFD) < 0)
			open("/dev/null", O_RDWR);
}

/* Under --bisect nothing of ours may look like a verdict on the guest. */
static int refuse(int argc, char **argv)
{
	return options_has(argc, argv, "bisect") ? STATUS_BISECT_OURS : STATUS_USAGE;
}

static int run_program(const struct program *program, int argc, char **argv)
{
	struct options options;
	struct error error;
	if (options_parse(&options, program->letter, argc, argv, &error)) {
		say_wrong("%s", error.text);
		return refuse(argc, argv);
	}
	if (options.help) {
		help_print(program);
		return 0;
	}
	if (program->letter == 'r' && !strcmp(argv[0], program->name) && !options.arguments &&
		!options.replay_bug) {
		say_wrong("run: name a KERNEL (an ELF file); try: vr3000 help run");
		return refuse(argc, argv);
	}
	return program->run(&options);
}

/* `vr3000 --script FILE` is a run of the teaching kernel. */
static int run_default(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--version"))
		return program_version(NULL);
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		help_print(NULL);
		return 0;
	}
	return run_program(program_find("run"), argc, argv);
}

/* The programs of System/161's, by their own names or as commands. */
static int (*other_program(const char *path))(int, char **)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	if (!strcmp(name, "sys161") || !strcmp(name, "trace161"))
		return sys161_main;
	return strcmp(name, "disk161") ? NULL : disk161;
}

int main(int argc, char **argv)
{
	fill_standard_files();
	int (*other)(int, char **) = other_program(argv[0]);
	if (other)
		return other(argc, argv);
	if (argc > 1 && !strchr(argv[1], '/') && (other = other_program(argv[1])))
		return other(argc - 1, argv + 1);
	if (argc < 2 || argv[1][0] == '-')
		return run_default(argc, argv);
	const struct program *program = program_find(argv[1]);
	if (program)
		return run_program(program, argc - 1, argv + 1);
	bool is_file = !access(argv[1], R_OK);
	say_wrong("there is no command \"%s\"; try: vr3000 %s%s", argv[1], is_file ? "run " : "help",
		is_file ? argv[1] : "");
	return STATUS_USAGE;
}
