/* feed.c: see feed.h and "Asking" in the architecture. */
#include "feed.h"
#include "vr3000.h"

static struct feed *find(struct feeds *feeds, u32 device)
{
	for (u32 i = 0; i < feeds->count; i++)
		if (feeds->feed[i].device == device)
			return &feeds->feed[i];
	if (feeds->count == FEEDS_MAX)
		return NULL;
	struct feed *feed = &feeds->feed[feeds->count++];
	*feed = (struct feed){ .device = device };
	return feed;
}

bool feeds_add(struct feeds *feeds, u32 device, const void *bytes, size_t count)
{
	struct feed *feed = find(feeds, device);
	if (feed)
		bytes_add(&feed->bytes, bytes, count);
	return feed;
}

static bool offer(struct feed *feed, struct vr3000 *machine, feed_more *more, void *context)
{
	u8 byte;
	if (feed->under_way)
		return true;
	if (!vr3000_asks(machine, feed->device))
		return false;
	if (!feed->bytes.count && more && more(context, &byte))
		bytes_add(&feed->bytes, &byte, 1);
	if (!feed->bytes.count || !vr3000_post(machine, feed->device, bytes_front(&feed->bytes), 1))
		return false;
	bytes_drop(&feed->bytes, 1);
	feed->under_way = true;
	return true;
}

bool feeds_offer(struct feeds *feeds, struct vr3000 *machine, const u32 *console, feed_more *more,
	void *context)
{
	bool posted = false;
	if (console)
		find(feeds, *console);
	for (u32 i = 0; i < feeds->count; i++) {
		bool is_console = console && feeds->feed[i].device == *console;
		posted |= offer(&feeds->feed[i], machine, is_console ? more : NULL, context);
	}
	return posted;
}

void feeds_took(struct feeds *feeds, u32 device)
{
	for (u32 i = 0; i < feeds->count; i++)
		if (feeds->feed[i].device == device)
			feeds->feed[i].under_way = false;
}

void feeds_forget(struct feeds *feeds)
{
	for (u32 i = 0; i < feeds->count; i++)
		feeds->feed[i].under_way = false;
}

void feeds_free(struct feeds *feeds)
{
	for (u32 i = 0; i < feeds->count; i++)
		bytes_free(&feeds->feed[i].bytes);
	feeds->count = 0;
}
