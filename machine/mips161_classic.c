/* mips161_classic.c: the core of System/161's processor in classic timing. */
#include "core.h"
#define ORDER BIG
#define CORE mips161_classic
#define CLASSIC 1
#include "mips161.h"
#include "core_body.h"
