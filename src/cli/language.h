#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

/* The language of a run of the program, and help in it. */

/* Before anything is printed: the language of the environment, or English where the
 * arguments ask for JSON. */
void language_start(int argc, char *const *argv);

/* For argp's help_filter: breaks help at the width of a terminal by characters, where
 * argp counts bytes. */
char *language_help(int key, const char *text, void *input);

#endif
