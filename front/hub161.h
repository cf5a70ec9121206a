/* hub161.h: the program hub161: the network between machines with LAMEbus cards. */
#ifndef HUB161_H
#define HUB161_H
int hub161(int argc, char **argv);      /* argv[0] is its name */
#endif
