#ifndef CLI_ADD_H
#define CLI_ADD_H

/* The forms of stele add that record one statement; a place, with what is said of it. */

struct cli;

int add_entity(struct cli *cli, int argc, char **argv);
int add_passage(struct cli *cli, int argc, char **argv);
int add_claim(struct cli *cli, int argc, char **argv);
int add_place(struct cli *cli, int argc, char **argv);

#endif
