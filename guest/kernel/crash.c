/*
 * crash.c - a deliberate bug, some calls deep, for those who want to see the kernel fall: a
 * directory whose second name lost its link to a wild pointer.
 */
#include "kernel.h"

struct name {
	const char *text;
	struct name *next;
};

/* Its frames are to be seen in the backtrace: nothing inlined, cloned or cut short. */
#define PLAIN static __attribute__((noipa))

static struct name second = { "motd", (struct name *)0xdeadbee0 };
static struct name first = { "rc", &second };

PLAIN struct name *list_walk(struct name *at, const char *text)
{
	while (at && strcmp(at->text, text) != 0)
		at = at->next;
	return at;
}

PLAIN struct name *fs_lookup(const char *path)
{
	struct name *found = list_walk(&first, path + 1);

	print("%s is %s\n", path, found ? "there" : "missing");
	return found;
}

void crash(void)
{
	struct name *found = fs_lookup("/passwd");

	print("crash: the kernel survived, and should not have (%x)\n", (u32)found);
}
