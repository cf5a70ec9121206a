/* umps3_tools.h: the programs around uMPS3, with its syntax: each from its command line to an exit
 * status; argv[0] is its name. */
#ifndef UMPS3_TOOLS_H
#define UMPS3_TOOLS_H

int umps3_mkdev(int argc, char **argv);
int umps3_elf2umps(int argc, char **argv);
#endif
