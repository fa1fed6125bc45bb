#ifndef CLI_PLACE_H
#define CLI_PLACE_H

/* What the files of `stele place` share. */

#include "cli/cli.h"
#include "places/candidates.h"

enum { PLACE_IN_MAX = 64 };

struct place_command {
    struct cli *cli;
    struct str text; /* the words of the command line, as one */
    const char *file;
    const char *in;
    size_t limit;
    const char *near_words[PLACE_NEAR_MAX]; /* as given */
    size_t near_count;
    struct gazetteers *gazetteers;
    struct place_finder *finder;
};

/* The other places, each as a place of a gazetteer, coordinates, or text. */
MUST_USE enum err_code place_near_read(struct place_near *near,
                                       struct place_command *command, struct str word,
                                       struct err *err);

/* Text for people; near is what was asked with. */
void place_print(struct place_command *command, const struct place_request *request,
                 const struct place_candidates *found);

/* The columns of --file, and a row for each candidate. */
void place_print_head(void);
void place_print_rows(struct place_command *command, uint64_t line,
                      const struct place_request *request,
                      const struct place_candidates *found);

/* One line of --json; line 0: there is no file. */
void place_print_json(struct cli *cli, uint64_t line, const struct place_request *request,
                      const struct place_candidates *found);

/* The name of what a place lies in, of a kind; NULL: nothing says. */
const struct gazetteer_place *place_above(const struct gazetteer_place *place,
                                          enum gazetteer_kind kind);

#endif
