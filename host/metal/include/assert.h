/* assert.h: xxhash.h checks nothing here; `must` is ours. */
#ifndef METAL_ASSERT_H
#define METAL_ASSERT_H
#define assert(p) ((void)0)
#define static_assert _Static_assert
#endif
