/* pcap.h: frames into a file that Wireshark reads: pcapng, with guest time in nanoseconds and each
 * frame's direction.  The file is whole after every frame, so a run that is killed leaves it
 * readable. */
#ifndef PCAP_H
#define PCAP_H
#include "base.h"

struct error;
struct pcap { int file; const char *path; u64 size; };

/* date: what the guest's clock said at tick 0, in seconds since 1970.  A file that is there is
 * replaced.  The path must stay where it is.  Returns E_NONE or E_IO. */
int pcap_open(struct pcap *, const char *path, s64 date, struct error *);
void pcap_close(struct pcap *);

enum pcap_way { PCAP_TO_GUEST = 1, PCAP_FROM_GUEST = 2 };
/* Returns E_NONE, or once E_IO: then the file ends with the frame before, and nothing more is
 * written. */
int pcap_frame(struct pcap *, u64 nanoseconds, enum pcap_way, const u8 *frame, u32 bytes,
	struct error *);
#endif
