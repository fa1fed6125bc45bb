#ifndef CLI_PLACE_H
#define CLI_PLACE_H

/* What the files of `stele place` share. */

#include "cli/cli.h"
#include "places/candidates.h"
#include "record/access.h"
#include "sheet/sheet.h"

enum { PLACE_IN_MAX = 64 };

struct place_command {
    struct cli *cli;
    struct str text; /* the words of the command line, as one */
    const char *file;
    const char *in;
    size_t limit;
    const char *near_words[PLACE_NEAR_MAX]; /* as given */
    size_t near_count;
    const char *record;  /* which candidate: its number, or a code */
    const char *passage; /* where it was written so */
    struct gazetteers *gazetteers;
    struct place_finder *finder;
    struct buf out; /* printed when all is gathered, and logged what must be */
    /* Of the archive, where there is one: */
    struct sheet sheet;
    struct access reading;
    struct archive_places *archive;
};

/*
 * The places of the archive that the command runs in are candidates too. Where there is
 * none, and none was named with -C, only the gazetteers are asked, which is said.
 */
MUST_USE enum err_code place_archive_open(struct place_command *command, struct err *err);
void place_archive_close(struct place_command *command);

/* Leaves out what the reader may not read; the rest of the archive's will be shown. */
MUST_USE enum err_code place_archive_note(struct place_command *command,
                                          struct place_candidates *found,
                                          struct err *err);

/* Before anything is printed. */
MUST_USE enum err_code place_archive_commit(struct place_command *command,
                                            struct err *err);

/* Record the candidate that was chosen; returns the exit status. */
int place_record(struct place_command *command, const struct place_candidates *found);

/* The other places, each as a place of a gazetteer, coordinates, or text. */
MUST_USE enum err_code place_near_read(struct place_near *near,
                                       struct place_command *command, struct str word,
                                       struct err *err);

/* Text for people; near is what was asked with. */
void place_print(struct place_command *command, const struct place_request *request,
                 const struct place_candidates *found);

/* The columns of --file, and a row for each candidate. */
void place_print_head(struct place_command *command);
void place_print_rows(struct place_command *command, uint64_t line,
                      const struct place_request *request,
                      const struct place_candidates *found);

/* One line of --json; line 0: there is no file. */
void place_print_json(struct place_command *command, uint64_t line,
                      const struct place_request *request,
                      const struct place_candidates *found);

/* The name of what a place lies in, of a kind; NULL: nothing says. */
const struct gazetteer_place *place_above(const struct gazetteer_place *place,
                                          enum gazetteer_kind kind);

#endif
