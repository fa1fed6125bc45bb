#ifndef CLI_ADD_H
#define CLI_ADD_H

/* The forms of stele add that record one statement. */

struct cli;

int add_entity(struct cli *cli, int argc, char **argv);
int add_passage(struct cli *cli, int argc, char **argv);
int add_claim(struct cli *cli, int argc, char **argv);

#endif
