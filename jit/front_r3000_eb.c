/* front_r3000_eb.c: the front end of the R3000 family, big-endian. */
#include "core.h"
#include "fpu.h"
#include "front.h"
#define ORDER BIG
#define FRONT front_r3000_eb
#include "r3000.h"
#include "front_body.h"
