/* Memory: shared, private and protected mappings, code that a program writes for itself. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "expect.h"

enum { PAGE = 4096, PAGES = 512, CODES = 200 };
enum { READ_WRITE = PROT_READ | PROT_WRITE, ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS };

static sigjmp_buf back;

static void escape(int signal)
{
	siglongjmp(back, signal);
}

static unsigned char *map(size_t size, int protection, int flags, int file)
{
	void *memory = mmap(0, size, protection, flags, file, 0);
	EXPECT("mmap failed", memory == MAP_FAILED, 0);
	return memory;
}

static void anonymous(void)
{
	uint32_t *memory = (uint32_t *)map(PAGES * PAGE, READ_WRITE, ANONYMOUS, -1);
	uint32_t sum = 0;
	for (int i = 0; i < PAGES * PAGE / 4; i += 64)
		memory[i] = i * 2654435761u;
	for (int i = 0; i < PAGES * PAGE / 4; i += 64)
		sum += memory[i] ^ (i * 2654435761u);
	EXPECT("words that changed", sum, 0);
	EXPECT("a word nobody wrote", memory[1], 0);
	memory = mremap(memory, PAGES * PAGE, 2 * PAGES * PAGE, MREMAP_MAYMOVE);
	EXPECT("a word after mremap", memory[64], 64 * 2654435761u);
	EXPECT("a word of the new part", memory[PAGES * PAGE / 4 + 64], 0);
	munmap(memory, 2 * PAGES * PAGE);
}

static void protection(void)
{
	unsigned char *memory = map(PAGE, READ_WRITE, ANONYMOUS, -1);
	signal(SIGSEGV, escape);
	memory[5] = 7;
	mprotect(memory, PAGE, PROT_READ);
	int caught = sigsetjmp(back, 1);
	if (!caught)
		*(volatile unsigned char *)(memory + 5) = 8;
	EXPECT("a write to a read-only page", caught, SIGSEGV);
	EXPECT("what the page holds", memory[5], 7);
	mprotect(memory, PAGE, READ_WRITE);
	memory[5] = 9;
	EXPECT("writable again", memory[5], 9);
	munmap(memory, PAGE);
	caught = sigsetjmp(back, 1);
	if (!caught)
		*(volatile unsigned char *)(memory + 5) = 8;
	EXPECT("a write to an unmapped page", caught, SIGSEGV);
}

static void file(void)
{
	static const char path[] = "/tmp/mmap-test";
	char byte;
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	EXPECT("open failed", fd < 0, 0);
	EXPECT("ftruncate", ftruncate(fd, 4 * PAGE), 0);
	unsigned char *shared = map(4 * PAGE, READ_WRITE, MAP_SHARED, fd);
	unsigned char *own = map(4 * PAGE, READ_WRITE, MAP_PRIVATE, fd);
	shared[PAGE + 1] = 0x5a;
	own[2 * PAGE] = 0x77;
	EXPECT("msync", msync(shared, 4 * PAGE, MS_SYNC), 0);
	EXPECT("pread", pread(fd, &byte, 1, PAGE + 1), 1);
	EXPECT("the byte in the file", byte, 0x5a);
	EXPECT("the private view of it", own[PAGE + 1], 0x5a);
	EXPECT("the shared view of a private write", shared[2 * PAGE], 0);
	EXPECT("pwrite", pwrite(fd, "\x21", 1, 3 * PAGE), 1);
	EXPECT("the shared view of a write", shared[3 * PAGE], 0x21);
	munmap(shared, 4 * PAGE);
	munmap(own, 4 * PAGE);
	close(fd);
	unlink(path);
}

/* The same words are rewritten and run many times; cacheflush is MIPS Linux's own system call. */
static void written_code(void)
{
	uint32_t *code = (uint32_t *)map(PAGE, READ_WRITE | PROT_EXEC, ANONYMOUS, -1);
	int (*function)(void) = (int (*)(void))(uintptr_t)code;
	for (int i = 0; i < CODES; i++) {
		code[0] = 0x03e00008;           /* jr $ra */
		code[1] = 0x24020000 + i;       /* addiu $v0, $zero, i */
		syscall(SYS_cacheflush, code, 8, 3);
		EXPECT("what written code returns", function(), i);
	}
	munmap(code, PAGE);
}

int main(void)
{
	test_name = "mmap";
	anonymous();
	protection();
	file();
	written_code();
	return passed();
}
