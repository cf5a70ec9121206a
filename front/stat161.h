/* stat161.h: the program stat161: what a machine's meter tells, as a table. */
#ifndef STAT161_H
#define STAT161_H
int stat161(int argc, char **argv);     /* argv[0] is its name */
#endif
