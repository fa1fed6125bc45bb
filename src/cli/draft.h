#ifndef CLI_DRAFT_H
#define CLI_DRAFT_H

/*
 * Commands that record one statement: add entity, add passage, add claim, assess,
 * decide, withdraw. Each is a table that says which option becomes which member of
 * the draft; one parser reads them all.
 */

#include "cli/cli.h"

struct draft {
    struct cli *cli;
    const struct draft_command *command;
    struct value members; /* an object */
    size_t arguments;     /* positional ones taken so far */
};

enum draft_form {
    DRAFT_TEXT,
    DRAFT_LIST,    /* each occurrence adds one text */
    DRAFT_TRUE,    /* the option alone */
    DRAFT_INTO,    /* "key=value" into an object; digits only become an integer */
    DRAFT_DATE,    /* {"edtf": text} */
    DRAFT_HAND,    /* "who:knows[:inferred]" onto the chain */
    DRAFT_PREMISE, /* as DRAFT_LIST; the claim is then inferred */
};

struct draft_member {
    int key; /* of the option; 0 for a positional argument */
    enum draft_form form;
    const char *name;
};

struct draft_command {
    const char *kind;
    const char *args_doc;
    const char *doc;
    const char *missing; /* what to say when a positional argument is not there */
    const struct argp_option *options;
    const struct draft_member *members; /* ends with a NULL name */
    /* May turn what was gathered into something else; NULL does nothing. */
    enum err_code (*finish)(struct draft *draft, struct err *err);
};

/* Parse, record as a commit of its own, tell the reference. Returns the exit status. */
int draft_run(struct cli *cli, int argc, char **argv,
              const struct draft_command *command);

/* An array of drafts from a JSON file, or - for standard input; one alone is an array of
 * one. */
MUST_USE enum err_code drafts_read(struct value *out, struct cli *cli, const char *file,
                                   struct err *err);

/* Record an array of drafts (record/drafts.h) as one commit and tell every reference.
 * Opens the archive for writing where it is not open yet. */
int drafts_write(struct cli *cli, const struct value *drafts);

#endif
