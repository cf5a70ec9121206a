/* closed.h: rules of time whose outcome is known in closed form; agreement is blind to them. */
#ifndef CLOSED_H
#define CLOSED_H
#include "session.h"

void closed_forms(u64 run, const char *engine);
#endif
