/* front_r3000_el.c: the front end of the R3000 family, little-endian. */
#include "core.h"
#include "fpu.h"
#include "front.h"
#define ORDER LITTLE
#define FRONT front_r3000_el
#include "r3000.h"
#include "front_body.h"
