/* text_commands.h: the commands that turn words into text and back; each returns the exit status. */
#ifndef TEXT_COMMANDS_H
#define TEXT_COMMANDS_H

struct options;

int dis_main(const struct options *);     /* vr3000 dis FILE */
int asm_main(const struct options *);     /* vr3000 asm FILE */
int explain_main(const struct options *); /* vr3000 explain WORD... */
#endif
