/* Processes: fork and exec of itself, exit statuses, posix_spawn, copies of memory. */
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

enum { ROUNDS = 50, SPAWNS = 10, PAGES = 200, PAGE = 4096, CHILDREN = 5 };

extern char **environ;

static int status_of(pid_t child)
{
	int status = -1;
	EXPECT("waitpid", waitpid(child, &status, 0), child);
	EXPECT("ended by exit", WIFEXITED(status), 1);
	return WEXITSTATUS(status);
}

static void fork_and_exec(char *self)
{
	for (int i = 0; i < ROUNDS; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		pid_t child = fork();
		if (!child) {
			execl(self, self, "child", number, (char *)0);
			_exit(255);
		}
		EXPECT("the child's exit status", status_of(child), i);
	}
}

static void spawn(char *self)
{
	for (int i = 0; i < SPAWNS; i++) {
		char *arguments[] = { self, "child", "42", 0 };
		pid_t child;
		EXPECT("posix_spawn", posix_spawn(&child, self, 0, 0, arguments, environ), 0);
		EXPECT("the spawned child's exit status", status_of(child), 42);
	}
}

/* More pages than the TLB has entries; several children write them at once, the parent's stay. */
static void copies(void)
{
	unsigned char *memory = mmap(0, PAGES * PAGE, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t child[CHILDREN];
	for (int i = 0; i < PAGES; i++)
		memory[i * PAGE] = i;
	for (int n = 0; n < CHILDREN; n++) {
		child[n] = fork();
		if (child[n])
			continue;
		int wrong = 0;
		for (int i = 0; i < PAGES; i++)
			wrong |= memory[i * PAGE] != (unsigned char)i;
		for (int i = 0; i < PAGES; i++)
			memory[i * PAGE] = i + n + 1;
		for (int i = 0; i < PAGES; i++)
			wrong |= memory[i * PAGE] != (unsigned char)(i + n + 1);
		_exit(wrong);
	}
	for (int n = 0; n < CHILDREN; n++)
		EXPECT("what a child saw", status_of(child[n]), 0);
	for (int i = 0; i < PAGES; i++)
		EXPECT("the parent's page", memory[i * PAGE], (unsigned char)i);
}

int main(int argc, char **argv)
{
	test_name = "fork";
	if (argc == 3 && !strcmp(argv[1], "child"))
		return atoi(argv[2]);
	fork_and_exec("/proc/self/exe");
	spawn("/proc/self/exe");
	copies();
	return passed();
}
