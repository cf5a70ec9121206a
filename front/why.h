/* why.h: the last bad stop of this user's runs, kept so that `vr3000 why` can tell it again: one
 * file in $XDG_STATE_HOME/vr3000, or ~/.local/state/vr3000. */
#ifndef WHY_H
#define WHY_H
struct session;

void why_keep(struct session *);  /* as far as the host lets us: a report is no reason to fail */
int why_print(void);              /* on standard output; the exit status */
#endif
