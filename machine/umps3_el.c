/* umps3_el.c: the core of uMPS3's processor, little-endian. */
#include "core.h"
#define ORDER LITTLE
#define CORE umps3_el
#include "umps3.h"
#include "core_body.h"
