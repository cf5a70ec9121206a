/* hash.h: XXH3-128 of state, streamed; libxxhash's header is inlined, so that nothing is linked. */
#ifndef HASH_H
#define HASH_H
#define XXH_INLINE_ALL
#define XXH_NO_STDLIB
#include <xxhash.h>
#include "machine.h"

struct hasher { XXH3_state_t state; };

static inline void hash_begin(struct hasher *h)
{
	XXH3_128bits_reset(&h->state);
}

static inline void hash_bytes(struct hasher *h, const void *at, size_t n)
{
	XXH3_128bits_update(&h->state, at, n);
}

/* A page counts by its own hash, so that hashes of pages can be kept and only changed ones made. */
static inline struct hash128 hash_of_page(const u8 *page)
{
	XXH128_hash_t v = XXH3_128bits(page, 4096);
	return (struct hash128){ v.low64, v.high64 };
}

static inline void hash_hash(struct hasher *h, const struct hash128 *hash)
{
	XXH128_canonical_t c;
	XXH128_canonicalFromHash(&c, (XXH128_hash_t){ hash->low, hash->high });
	hash_bytes(h, &c, sizeof c);
}

static inline struct hash128 hash_end(struct hasher *h)
{
	XXH128_hash_t v = XXH3_128bits_digest(&h->state);
	return (struct hash128){ v.low64, v.high64 };
}
#endif
