/* recorder.h: a run that keeps its tape (--record): what the machine is made of, its inputs, and
 * hashes of the state and of what went out, once a guest second but at most every 10^8 ticks. */
#ifndef RECORDER_H
#define RECORDER_H
#include "tape.h"

struct options;
struct session;

/* What went out, as one number. */
struct outgoing;
struct outgoing *outgoing_new(void);
void outgoing_add(struct outgoing *, u64 number, u64 when, u32 device, const u8 *bytes, u32 count);
/* The state's hash and that of what went out, as an entry has them. */
void outgoing_hash(const struct outgoing *, const struct session *, u8 hash[TAPE_HASH]);

struct recorder;
int recorder_open(struct session *, struct error *); /* without --record: nothing */
void recorder_took(struct recorder *, u64 when, u32 device, const u8 *bytes, u32 count);
void recorder_put(struct recorder *, u64 number, u64 when, u32 device, const u8 *bytes, u32 count);
u64 recorder_moment(const struct recorder *);       /* NEVER without one, as all of these */
void recorder_look(struct session *);
void recorder_close(struct session *);

/* The files a machine is made of, by path and hash: an array. */
json_t *recorder_files(const struct options *, struct error *);
#endif
