/* program_explain.c: `vr3000 explain' and `vr3000 asm'. */
#include "program.h"
#include "say.h"

int program_explain(const struct options *o) { (void)o; say_wrong("explain"); return 2; }
int program_asm(const struct options *o) { (void)o; say_wrong("asm"); return 2; }
