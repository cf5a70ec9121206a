/* eyes_gdb.c: translated code made known to a gdb that debugs this program, by its JIT interface
 * (gdb manual, "JIT Compilation Interface"): an object file in memory for each block, with one
 * symbol.  gdb finds the two names below, which therefore live outside of every struct. */
#include "eyes.h"
#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum { NO_ACTION, REGISTERED, UNREGISTERED };
struct jit_code_entry {
	struct jit_code_entry *next, *prev;
	const char *symfile_addr;
	u64 symfile_size;
};
struct jit_descriptor {
	u32 version, action;
	struct jit_code_entry *relevant, *first;
};

struct jit_descriptor __jit_debug_descriptor = { 1, NO_ACTION, NULL, NULL };
void __jit_debug_register_code(void);
/* gdb stops here. */
void __attribute__((noinline)) __jit_debug_register_code(void)
{
	__asm__ volatile("" ::: "memory");
}

enum { NO_SECTION, TEXT, SYMBOLS, STRINGS, NAMES, SECTIONS };
static const char section_names[] = "\0.text\0.symtab\0.strtab\0.shstrtab";
struct object {
	Elf64_Ehdr head;
	Elf64_Shdr section[SECTIONS];
	Elf64_Sym symbol[2];
	char name[168], names[sizeof section_names];
};
struct gdb_block {
	struct jit_code_entry entry;    /* first: gdb's list is ours */
	struct gdb_block *next;
	const void *code;
	struct object object;
};

static void fill_sections(struct object *o, const struct vr3000_block *b)
{
	o->section[TEXT] = (Elf64_Shdr){ .sh_name = 1, .sh_type = SHT_NOBITS,
		.sh_flags = SHF_ALLOC | SHF_EXECINSTR, .sh_addr = (uintptr_t)b->code,
		.sh_size = b->bytes, .sh_addralign = 16 };
	o->section[SYMBOLS] = (Elf64_Shdr){ .sh_name = 7, .sh_type = SHT_SYMTAB,
		.sh_offset = offsetof(struct object, symbol), .sh_size = sizeof o->symbol,
		.sh_link = STRINGS, .sh_info = 1, .sh_entsize = sizeof(Elf64_Sym), .sh_addralign = 8 };
	o->section[STRINGS] = (Elf64_Shdr){ .sh_name = 15, .sh_type = SHT_STRTAB,
		.sh_offset = offsetof(struct object, name), .sh_size = sizeof o->name,
		.sh_addralign = 1 };
	o->section[NAMES] = (Elf64_Shdr){ .sh_name = 23, .sh_type = SHT_STRTAB,
		.sh_offset = offsetof(struct object, names), .sh_size = sizeof o->names,
		.sh_addralign = 1 };
}

static void fill_object(struct object *o, const struct vr3000_block *b, const char *name)
{
	o->head = (Elf64_Ehdr){ .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
		ELFDATA2LSB, EV_CURRENT }, .e_type = ET_REL, .e_machine = EM_X86_64,
		.e_version = EV_CURRENT, .e_shoff = offsetof(struct object, section),
		.e_ehsize = sizeof o->head, .e_shentsize = sizeof(Elf64_Shdr), .e_shnum = SECTIONS,
		.e_shstrndx = NAMES };
	fill_sections(o, b);
	o->symbol[1] = (Elf64_Sym){ .st_name = 1, .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
		.st_shndx = TEXT, .st_value = 0, .st_size = b->bytes };
	snprintf(o->name + 1, sizeof o->name - 1, "%s", name);
	memcpy(o->names, section_names, sizeof section_names);
}

static void tell(u32 action, struct jit_code_entry *entry)
{
	__jit_debug_descriptor.action = action;
	__jit_debug_descriptor.relevant = entry;
	__jit_debug_register_code();
}

void gdb_block_made(struct eyes *e, const struct vr3000_block *b, const char *name)
{
	struct jit_descriptor *all = &__jit_debug_descriptor;
	struct gdb_block *g = calloc(1, sizeof *g);
	must(g);
	fill_object(&g->object, b, name);
	g->entry = (struct jit_code_entry){ all->first, NULL, (const char *)&g->object,
		sizeof g->object };
	g->code = b->code, g->next = e->blocks, e->blocks = g;
	if (all->first)
		all->first->prev = &g->entry;
	all->first = &g->entry;
	tell(REGISTERED, &g->entry);
}

static void forget(struct gdb_block *g)
{
	struct jit_code_entry *entry = &g->entry;
	if (entry->prev)
		entry->prev->next = entry->next;
	else
		__jit_debug_descriptor.first = entry->next;
	if (entry->next)
		entry->next->prev = entry->prev;
	tell(UNREGISTERED, entry);
	free(g);
}

void gdb_block_gone(struct eyes *e, const void *code)
{
	struct gdb_block **at = &e->blocks;
	while (*at) {
		struct gdb_block *g = *at;
		if (code && g->code != code) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		forget(g);
		if (code)
			return;
	}
}
