/* umps3_eb.c: the core of uMPS3's processor, big-endian. */
#include "core.h"
#define ORDER BIG
#define CORE umps3_eb
#include "umps3.h"
#include "core_body.h"
