/* umps3_files.h: uMPS3's files: words in the order of the target, the first of them a mark.
 *
 *   core  mark, then RAM as it shall be: a page of zeros, then an a.out
 *   aout  inside the first 176 bytes of text: mark, entry, text and data (address, bytes in memory,
 *         place, bytes in the file), ..., gp last
 *   rom   mark, words, so many words
 *   stab  mark, two counts, lines of text
 *
 * (uMPS3 3.0.5, src/umps/memspace.cc, symbol_table.cc, elf2umps.cc, src/include/umps/aout.h.) */
#ifndef UMPS3_FILES_H
#define UMPS3_FILES_H
#include "base.h"

struct bytes;
struct elf;
struct error;
struct vr3000;
struct vr3000_rom;

enum umps3_mark { MARK_DISK = 0x0053504d, MARK_FLASH = 0x0153504d, MARK_ROM = 0x0253504d,
	MARK_CORE = 0x0353504d, MARK_AOUT = 0x0453504d, MARK_STAB = 0x4153504d };
enum { AOUT_MARK, AOUT_ENTRY, AOUT_TEXT, AOUT_DATA = 6, AOUT_GP = 42, AOUT_WORDS };
enum { AOUT_BYTES = 0xb0 };

u32 umps3_word(const void *at, enum byte_order);
void umps3_put_word(void *at, u32 value, enum byte_order);
bool umps3_has_mark(const void *bytes, size_t count, u32 mark, enum byte_order *);

/* A core file, or a plain ELF file, as a program; symbols are those of the stab, if it is there.
 * *keep must outlive it. */
struct elf *umps3_open(struct bytes *keep, const char *core, const char *stab, struct error *);
/* A ROM's words, for the caller to free; bytes NULL: there is no such file. */
int umps3_rom_read(struct vr3000_rom *, const char *path, enum byte_order, struct error *);
/* Puts a program into memory.  An ELF file that is no core gets the words of an a.out. */
int umps3_load(struct vr3000 *, const struct elf *, const char *const *argument, u32 arguments,
	struct error *);
#endif
