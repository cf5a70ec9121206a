/* r3000_eb.c: the core of the R3000 family, big-endian. */
#include "core.h"
#define ORDER BIG
#define CORE r3000_eb
#include "r3000.h"
#include "core_body.h"
