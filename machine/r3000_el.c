/* r3000_el.c: the core of the R3000 family, little-endian. */
#include "core.h"
#define ORDER LITTLE
#define CORE r3000_el
#include "r3000.h"
#include "core_body.h"
