/* mips161_eb.c: the core of System/161's processor.  It is big-endian only. */
#include "core.h"
#define ORDER BIG
#define CORE mips161_eb
#define CLASSIC 0
#include "mips161.h"
#include "core_body.h"
