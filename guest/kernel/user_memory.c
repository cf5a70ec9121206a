/*
 * user_memory.c - reading and writing the current process's memory for a system call. Every
 * address is suspect: false if it is not the user's or nothing is there.
 */
#include "kernel.h"

static bool user_range(u32 address, u32 bytes)
{
	return address < USER_END && bytes <= USER_END - address;
}

bool user_read(void *to, u32 from, u32 bytes)
{
	return user_range(from, bytes) && user_copy(to, (const void *)from, bytes);
}

bool user_write(u32 to, const void *from, u32 bytes)
{
	return user_range(to, bytes) && user_copy((void *)to, from, bytes);
}

/* One word of a command line; false if it does not fit or cannot be read. */
bool user_word(struct arguments *arguments, u32 from)
{
	char byte;

	do {
		if (arguments->bytes == ARGUMENT_BYTES || !user_read(&byte, from++, 1))
			return false;
		arguments->text[arguments->bytes++] = byte;
	} while (byte != 0);
	arguments->count++;
	return true;
}

/* A NULL-ended array of user strings. */
bool user_arguments(struct arguments *arguments, u32 argv)
{
	u32 word;

	arguments->count = arguments->bytes = 0;
	for (;; argv += sizeof word) {
		if (argv % sizeof word || !user_read(&word, argv, sizeof word))
			return false;
		if (word == 0)
			return true;
		if (arguments->count == ARGUMENTS_MAX || !user_word(arguments, word))
			return false;
	}
}
