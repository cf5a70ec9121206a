/*
 * vm.c - address spaces: two-level tables of EntryLo words, demand-zero pages, copy on write,
 * and the 64 ASIDs shared out among all.
 *
 * A table word is what the refill handler puts into EntryLo; the hardware ignores its low eight
 * bits, so PTE_COPY lives there. A directory entry never is NULL: where no table is, it names
 * one table of zeros, and the refill handler needs no test.
 */
#include "kernel.h"

#define DIRECTORY_ENTRIES	(USER_END >> 22)
#define TABLE_ENTRIES		(PAGE_BYTES / 4)

static const u32 no_table[TABLE_ENTRIES];
static u32 *nowhere[DIRECTORY_ENTRIES];		/* the directory of no process */

static struct {
	u32 round, next_asid;			/* ASID 0 is the kernel's own */
	u32 page_faults, copies;
} vm = { .round = 1, .next_asid = 1 };

static void *frame_of(u32 entry)
{
	return (void *)(KSEG0 + PAGE_DOWN(entry));
}

static u32 entry_of(const void *frame, u32 flags)
{
	return ((u32)frame - KSEG0) | flags;
}

static void directory_clear(u32 **directory)
{
	for (u32 i = 0; i < DIRECTORY_ENTRIES; i++)
		directory[i] = (u32 *)no_table;
}

bool vm_create(struct space *space)
{
	*space = (struct space){ .directory = frame_allocate() };
	if (!space->directory)
		return false;
	directory_clear(space->directory);
	return true;
}

void vm_destroy(struct space *space)
{
	if (!space->directory)
		return;
	for (u32 i = 0; i < DIRECTORY_ENTRIES; i++) {
		u32 *table = space->directory[i];
		if (table == no_table)
			continue;
		for (u32 j = 0; j < TABLE_ENTRIES; j++)
			if (table[j] & PTE_V)
				frame_release(frame_of(table[j]));
		frame_release(table);
	}
	frame_release(space->directory);
	*space = (struct space){ 0 };
}

/* The word for an address, in a table that is made where missing; NULL if memory is full. */
static u32 *entry_make(struct space *space, u32 address)
{
	u32 **table = &space->directory[address >> 22];

	if (*table == no_table) {
		u32 *fresh = frame_allocate();
		if (!fresh)
			return NULL;
		*table = fresh;
	}
	return &(*table)[address / PAGE_BYTES % TABLE_ENTRIES];
}

u32 vm_lookup(u32 *const *directory, u32 address)
{
	return directory[address >> 22][address / PAGE_BYTES % TABLE_ENTRIES];
}

u8 *vm_make_page(struct space *space, u32 address)
{
	u32 *entry = entry_make(space, address);
	u8 *page = entry ? frame_allocate() : NULL;

	if (page) {
		*entry = entry_of(page, PTE_V | PTE_D);
		space->pages++;
	}
	return page;
}

/* A program runs from its pages in the kernel's image: text shared, data copied when written. */
bool vm_map_image(struct space *space, const struct image *image)
{
	for (u32 at = USER_BASE; at < image->data_end; at += PAGE_BYTES) {
		u8 *page = (u8 *)image + (at - USER_BASE);
		u32 *entry = entry_make(space, at);
		if (!entry)
			return false;
		*entry = entry_of(page, at < image->text_end ? PTE_V : PTE_V | PTE_COPY);
		frame_share(page);
		space->pages++;
	}
	space->data_end = PAGE_UP(image->data_end);
	space->heap_end = PAGE_UP(image->bss_end);
	return true;
}

static bool table_fork(struct space *child, u32 base, u32 *table)
{
	for (u32 j = 0; j < TABLE_ENTRIES; j++) {
		u32 *copy;
		if (!(table[j] & PTE_V))
			continue;
		copy = entry_make(child, base + j * PAGE_BYTES);
		if (!copy)
			return false;
		if (table[j] & PTE_D)
			table[j] = (table[j] & ~(u32)PTE_D) | PTE_COPY;
		*copy = table[j];
		frame_share(frame_of(table[j]));
		child->pages++;
	}
	return true;
}

/* Both sides lose the right to write at once, so the parent needs a TLB without D bits. */
bool vm_fork(struct space *child, struct space *parent)
{
	if (!vm_create(child))
		return false;
	child->data_end = parent->data_end;
	child->heap_end = parent->heap_end;
	vm_forget(parent);
	for (u32 i = 0; i < DIRECTORY_ENTRIES; i++)
		if (parent->directory[i] != no_table &&
		    !table_fork(child, i << 22, parent->directory[i])) {
			vm_destroy(child);
			return false;
		}
	return true;
}

/*
 * Give the space an ASID of this round. When a round has used all, the TLB is emptied and the
 * next begins: every space then takes a new number when it runs.
 */
void vm_activate(struct space *space)
{
	if (space->round != vm.round) {
		if (vm.next_asid == ASIDS) {
			tlb_flush();
			vm.round++;
			vm.next_asid = 1;
		}
		space->asid = vm.next_asid++;
		space->round = vm.round;
	}
	cpu.directory = space->directory;
	write_entryhi(space->asid << ASID_SHIFT);
}

void vm_leave(void)
{
	if (!nowhere[0])
		directory_clear(nowhere);
	cpu.directory = nowhere;
	write_entryhi(0);
}

/* The cheapest way to forget an address space: never use its ASID again. */
void vm_forget(struct space *space)
{
	space->round = 0;
	if (cpu.current && space == &cpu.current->space)
		vm_activate(space);
}

static bool demand_zero(const struct space *space, u32 address)
{
	return (address >= space->data_end && address < space->heap_end) ||
	       (address < USER_STACK_TOP &&
		address >= USER_STACK_TOP - USER_STACK_PAGES * PAGE_BYTES);
}

/* The last user of a page may write it; the others get a copy. */
static bool copy_on_write(u32 *entry)
{
	void *shared = frame_of(*entry), *page = shared;

	if (frame_users(shared) > 1) {
		page = frame_allocate();
		if (!page)
			return false;
		memcpy(page, shared, PAGE_BYTES);
		frame_release(shared);
		vm.copies++;
	}
	*entry = entry_of(page, PTE_V | PTE_D);
	return true;
}

enum vm_verdict vm_fault(struct space *space, u32 address, bool store)
{
	u32 entry;

	if (address >= USER_END)
		return VM_REFUSED;
	vm.page_faults++;
	entry = vm_lookup(space->directory, address);
	if (!(entry & PTE_V)) {
		if (!demand_zero(space, address))
			return VM_REFUSED;
		if (!vm_make_page(space, address))
			return VM_NO_MEMORY;
	} else if (store && (entry & PTE_COPY)) {
		if (!copy_on_write(entry_make(space, address)))
			return VM_NO_MEMORY;
	} else if (store && !(entry & PTE_D)) {
		return VM_REFUSED;
	}
	entry = vm_lookup(space->directory, address);
	tlb_replace(PAGE_DOWN(address) | space->asid << ASID_SHIFT, entry);
	return VM_MENDED;
}

void vm_info(struct info_machine *info)
{
	info->asid_rounds = vm.round;
	info->page_faults = vm.page_faults;
	info->copies = vm.copies;
}
