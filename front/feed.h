/* feed.h: bytes on their way to the guest's devices, each given when its device asks for one. */
#ifndef FEED_H
#define FEED_H
#include "bytes.h"

struct vr3000;
enum { FEEDS_MAX = 16 };

struct feed {
	u32 device;
	struct bytes bytes;
	bool under_way; /* one was posted and not taken yet */
};
struct feeds { struct feed feed[FEEDS_MAX]; u32 count; };

/* Appends bytes for a device; false when there are too many devices. */
bool feeds_add(struct feeds *, u32 device, const void *bytes, size_t count);
/* Offers what can be taken now; `more` supplies the console's bytes when its queue is empty and may
 * be NULL.  True if something was posted: the machine must run on for it to be taken. */
typedef bool feed_more(void *context, u8 *byte);
bool feeds_offer(struct feeds *, struct vr3000 *, const u32 *console, feed_more *more,
	void *context);
void feeds_took(struct feeds *, u32 device);
void feeds_forget(struct feeds *); /* what was posted is lost: a state was loaded */
void feeds_free(struct feeds *);
#endif
