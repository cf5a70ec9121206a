/* history.h: time that is kept (vr3000_keep): states, what changed between them, and all inputs.
 *
 * The states are in the order of time; the machine stands at or after kept[here].  Only the pages
 * that changed are kept: kept[i].pages holds them as they were at kept[i] while i < here, and as
 * they were at kept[i + 1] while i >= here, so that going back and going forward are both the
 * exchange of what is in the list for what is in the machine.  fresh holds the pages changed since
 * kept[here], as they were there.  All state but memory is the blob: further pages, numbered
 * behind those of memory; blob is that of kept[here].
 *
 * Live, here is the last; in the past there are later ones, and the last is where it was live. */
#ifndef HISTORY_H
#define HISTORY_H
#include "change.h"
#include "vm.h"

enum { KEPT_MAX = 160, SLOT_BYTES = 4096 };

struct slot { u32 next, page, used; };  /* a page kept, or so many bytes of the tape */
struct chain { u32 first, slots; };
struct place_on_tape { u32 slot, at; };
struct kept {
	struct vr3000_moment at;
	bool written;                   /* by a debugger, then: no run arrives there */
	struct chain pages;
	struct place_on_tape tape;
};

struct history {
	struct machine *machine;
	u8 *memory;                     /* of the slots; slot 0 is none */
	struct slot *slot;
	u32 slots, unused, free, free_count;
	u8 *mark;                       /* a byte a page, zero between uses */
	u8 *blob, *scratch;
	u32 blob_bytes, blob_state, blob_out_at, blob_pages; /* blob_state: without the counters */
	struct kept kept[KEPT_MAX];
	u32 count, here;
	struct chain fresh;
	u32 tape_first, tape_last;
	struct place_on_tape next;      /* in the past: what comes */
	struct input *held;             /* in the past: what was posted when it was live */
	u32 held_count;
	u64 period, idle;               /* idle: ticks without work, ever, at kept[here] */
	u64 disagreed;
	bool past, written;
	bool lost;                      /* there was no room: it begins anew */
};

/* history_pages.c: states. */
void history_begin(struct history *);   /* forgets all; this moment is the first */
void history_keep(struct history *);    /* live: this moment, too */
void history_go(struct history *, u32 kept);
void history_arrive(struct history *);  /* in the past, at the moment of the next */
void history_cut(struct history *);
void history_changing(void *context, u32 page);
size_t history_blob(struct history *, u8 *blob, bool load); /* NULL: its size */
u32 history_slot(struct history *);     /* 0: no room, and it is lost */
void history_free(struct history *, struct chain *);

/* history_tape.c: inputs. */
struct tape_entry { u64 when; u32 device, bytes; };
void history_took(struct history *, u64 when, u32 device, const u8 *byte, u32 bytes);
bool history_next(const struct history *, struct tape_entry *); /* false: no more */
void history_post(struct history *);    /* all inputs of this instant */
void history_tape_begin(struct history *);
void history_tape_cut(struct history *);
void history_tape_trim(struct history *); /* what is before kept[0] */

/* history.c: for those who write state from outside. */
void history_writes(struct vr3000 *);   /* it will: in the past, another future begins */
void history_lose(struct vr3000 *);     /* it is another machine now */
u32 history_run(struct vr3000 *, u64 until, u64 wait_until);
#endif
