/* fuzz_session.h: a session for fuzz targets: a bench without a program, console or files. */
#ifndef FUZZ_SESSION_H
#define FUZZ_SESSION_H
#include "session.h"

struct session *fuzz_session(void);
#endif
