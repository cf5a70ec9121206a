/*
 * frame.c - physical pages ("frames"), as kernel addresses in kseg0.
 *
 * Each has a count of users: 0 free, more than one where processes share it after a fork. The
 * kernel's own pages (programs inside its image among them) count the kernel as a user, so they
 * are never given away.
 */
#include "kernel.h"

struct free_frame {
	struct free_frame *next;
};

static struct {
	u8 *users;			/* a count for each page of RAM */
	u32 pages, first;		/* of RAM; first that may be given away */
	u32 fresh;			/* from here to the end none was ever given away */
	u32 free;
	struct free_frame *list;	/* those that came back */
} frames;

static_assert(PROCESSES + 1 < 256, "a count of users fits a byte");

static u32 frame_number(const void *page)
{
	return ((u32)page - KSEG0) / PAGE_BYTES;
}

void frames_start(u32 ram_bytes)
{
	frames.pages = ram_bytes / PAGE_BYTES;
	frames.users = (u8 *)PAGE_UP((u32)kernel_end);
	frames.first = frame_number((void *)PAGE_UP((u32)frames.users + frames.pages));
	if (frames.first >= frames.pages)
		panic("too little memory for the kernel");
	memset(frames.users, 0, frames.pages);
	memset(frames.users, 1, frames.first);
	frames.fresh = frames.first;
	frames.free = frames.pages - frames.first;
}

void *frame_allocate(void)
{
	struct free_frame *page = frames.list;

	if (frames.free == 0)
		return NULL;
	frames.free--;
	if (page)
		frames.list = page->next;
	else
		page = (struct free_frame *)(KSEG0 + frames.fresh++ * PAGE_BYTES);
	frames.users[frame_number(page)] = 1;
	return memset(page, 0, PAGE_BYTES);
}

void frame_share(void *page)
{
	frames.users[frame_number(page)]++;
}

void frame_release(void *page)
{
	struct free_frame *free = page;

	if (--frames.users[frame_number(page)] > 0)
		return;
	free->next = frames.list;
	frames.list = free;
	frames.free++;
}

u32 frame_users(const void *page)
{
	return frames.users[frame_number(page)];
}

void frame_info(struct info_memory *info)
{
	*info = (struct info_memory){
		.ram_pages = frames.pages,
		.kernel_pages = frames.first,
		.free_pages = frames.free,
		.used_pages = frames.pages - frames.first - frames.free,
	};
	for (u32 i = 0; i < frames.fresh; i++)
		info->shared_pages += frames.users[i] > 1;
}
