/* load.c: see load.h. */
#include "load.h"
#include "elf_file.h"
#include "error.h"
#include "options.h"
#include "vr3000.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, WORDS_MAX = 256, WINDOW_BYTES = 0x20000000 };
/* Where DECstation kernels are linked: above the PROM's own memory, below 1 MiB. */
static const u32 DECSTATION_LOW = 0x80030000, DECSTATION_HIGH = 0x80100000;

static u32 lowest(const struct elf *elf)
{
	u32 low = UINT32_MAX;
	for (u32 i = 0; i < elf->segment_count; i++)
		if (elf_is_unmapped(elf->segments[i].vaddr) && elf->segments[i].vaddr < low)
			low = elf->segments[i].vaddr;
	return low;
}

const char *load_board(const struct elf *elf, struct error *error)
{
	u32 low = lowest(elf);
	if (elf->order == LITTLE && low >= DECSTATION_LOW && low < DECSTATION_HIGH)
		return "dec5000";
	if (elf->order == BIG && low != UINT32_MAX)
		return "sys161";
	error_set(error, E_USAGE,
		"%s: a %s-endian program at %08x does not tell its board; name it with --board", elf->name,
		elf->order == BIG ? "big" : "little", low);
	return NULL;
}

/* ---- memory ---- */

static int load_segment(struct vr3000 *machine, const struct elf *elf,
	const struct elf_segment *segment, struct error *error)
{
	u32 pa = elf_physical(segment->vaddr), rest = segment->memsz - segment->filesz;
	if (!elf_is_unmapped(segment->vaddr))
		return E_NONE;
	bool done = (!segment->filesz || vr3000_poke(machine, pa, segment->bytes, segment->filesz)) &&
		    (!rest || vr3000_fill(machine, pa + segment->filesz, 0, rest));
	if (done)
		return E_NONE;
	return error_set(error, E_IMAGE, "%s: the segment at %08x (%u bytes) does not fit into memory",
			 elf->name, segment->vaddr, segment->memsz);
}

static u32 end_of(const struct elf *elf)
{
	u32 end = 0;
	for (u32 i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		u32 this = elf_physical(segment->vaddr) + segment->memsz;
		if (elf_is_unmapped(segment->vaddr) && this > end)
			end = this;
	}
	return end;
}

/* A RAM disk goes as high as it can, page aligned, out of the kernel's way. */
static int place_initrd(struct vr3000 *machine, const char *path, const void *bytes, size_t size,
			struct vr3000_boot *boot, struct error *error)
{
	u32 ram = vr3000_ram_bytes(machine);
	if (ram > WINDOW_BYTES)
		ram = WINDOW_BYTES;
	if (size > ram || ((ram - (u32)size) & ~(u32)(PAGE - 1)) < boot->end)
		return error_set(error, E_IMAGE,
			"--initrd %s: %zu bytes do not fit above the kernel (RAM is %u MiB)", path, size,
			ram >> 20);
	boot->initrd = (ram - (u32)size) & ~(u32)(PAGE - 1);
	boot->initrd_bytes = (u32)size;
	if (!vr3000_poke(machine, boot->initrd, bytes, size))
		return error_set(error, E_IMAGE, "--initrd %s: does not fit into memory", path);
	return E_NONE;
}

static int load_initrd(struct vr3000 *machine, const char *path, struct vr3000_boot *boot,
	struct error *error)
{
	struct stat about;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0)
		return error_set(error, E_IO, "--initrd %s: %s", path, strerror(errno));
	if (fstat(file, &about) || !S_ISREG(about.st_mode) || !about.st_size) {
		close(file);
		return error_set(error, E_IMAGE, "--initrd %s: must be a regular file that is not empty",
			path);
	}
	size_t size = (size_t)about.st_size;
	void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
	close(file);
	if (bytes == MAP_FAILED)
		return error_set(error, E_IO, "--initrd %s: %s", path, strerror(errno));
	place_initrd(machine, path, bytes, size, boot, error);
	munmap(bytes, size);
	return boot->initrd ? E_NONE : error->kind;
}

/* ---- words ---- */

struct words { const char *word[WORDS_MAX]; u32 count; char *split[OPTION_LIST_MAX]; u32 splits; };

/* The words of one --append, taken apart at spaces; the copy lives as long as the words. */
static void add_appended(struct words *w, const char *text)
{
	char *copy = strdup(text), *rest = NULL;
	must(copy);
	w->split[w->splits++] = copy;
	for (char *word = strtok_r(copy, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest))
		if (w->count < WORDS_MAX)
			w->word[w->count++] = word;
}

static void make_words(struct words *w, const char *name, const struct options *options)
{
	*w = (struct words){ 0 };
	w->word[w->count++] = name;
	for (u32 i = 0; i < options->append.count; i++)
		add_appended(w, options->append.item[i]);
	for (u32 i = 1; i < options->arguments; i++)
		if (w->count < WORDS_MAX)
			w->word[w->count++] = options->argument[i];
}

int load_program(struct vr3000 *machine, const struct elf *elf, const struct options *options,
		 const char *name, struct error *error)
{
	struct vr3000_error refused;
	struct words words;
	struct vr3000_boot boot = { .entry = elf->entry, .end = end_of(elf) };
	if (elf_check_unmapped(elf, vr3000_ram_bytes(machine), error))
		return error->kind;
	for (u32 i = 0; i < elf->segment_count; i++)
		if (load_segment(machine, elf, &elf->segments[i], error))
			return error->kind;
	if (options->initrd && load_initrd(machine, options->initrd, &boot, error))
		return error->kind;
	make_words(&words, name, options);
	boot.argument = words.word;
	boot.arguments = words.count;
	bool done = vr3000_boot(machine, &boot, &refused);
	while (words.splits)
		free(words.split[--words.splits]);
	return done ? E_NONE : error_set(error, E_IMAGE, "%s: %s", elf->name, refused.text);
}
