/* disks.h: files as the guest's memory-mapped disks.
 *
 *   direct   the guest's stores are the file's (the default)
 *   overlay  they are forgotten at the end
 *   commit   they are written to the file, all or nothing, when the guest ended cleanly */
#ifndef DISKS_H
#define DISKS_H
#include "base.h"

struct error;
struct option_list;
struct vr3000_config;

enum { DISKS_MAX = 32 };
enum disk_mode { DISK_DIRECT, DISK_OVERLAY, DISK_COMMIT };
struct disk {
	const char *path;     /* a copy */
	enum disk_mode mode;
	bool given;           /* the mode was; else it is the default */
	int kind;             /* enum vr3000_disk_kind; 0: the board's own */
	int file;             /* open and locked until the end */
	void *memory;
	size_t bytes, mapped; /* the file's; a multiple of a page */
};
struct disks { struct disk disk[DISKS_MAX]; u32 count; };

int disks_name(struct disks *, const struct option_list *, struct error *); /* opens no file */
/* overlay: the files must stay as they are (a recording). */
int disks_open(struct disks *, const struct option_list *, bool overlay, struct error *);
void disks_configure(const struct disks *, struct vr3000_config *);
int disks_commit(struct disks *, struct error *); /* the guest ended well */
void disks_close(struct disks *);
#endif
