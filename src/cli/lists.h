#ifndef CLI_LISTS_H
#define CLI_LISTS_H

/* What the files of `stele lists` share. */

#include "cli/gate.h"
#include "cli/reading.h"
#include "record/archive_view.h"
#include "record/list_versions.h"

struct lists_command {
    struct cli *cli;
    const char *words[4]; /* show or diff, and what they are about */
    size_t word_count;
    const char *version; /* --as-of-version */
    const char *as_of;
    struct gate_options gate;
    bool is_csv;
    struct archive_view view;
    struct access reading;
    struct list_versions *lists; /* every list that has versions or was made by hand */
    size_t list_count;
};

/* lists_find.c */

MUST_USE enum err_code lists_read(struct lists_command *command, struct err *err);

/* By its name, its id, or the beginning of that. */
MUST_USE enum err_code lists_find(const struct list_versions **out,
                                  const struct lists_command *command, struct str text,
                                  struct err *err);

/* The one list that has both versions. */
MUST_USE enum err_code lists_find_pair(const struct list_versions **out,
                                       const struct lists_command *command, struct str a,
                                       struct str b, struct err *err);

/* Its rows will be shown: note the imports and the tables they are read from. */
MUST_USE enum err_code lists_note(struct lists_command *command,
                                  const struct list_version *version, struct err *err);

/* lists_all.c, lists_show.c, lists_diff.c */
MUST_USE enum err_code lists_print_all(struct lists_command *command, struct err *err);
MUST_USE enum err_code lists_print_state(struct lists_command *command,
                                         const struct list_versions *versions,
                                         struct err *err);
MUST_USE enum err_code lists_print_diff(struct lists_command *command,
                                        const struct list_versions *versions,
                                        const struct list_version *from,
                                        const struct list_version *to, struct err *err);

/* A sentence with n in the place of its %s: "1,159 rows". */
void lists_count(struct buf *out, int64_t n, const char *sentence);

/* The frontier that every figure carries. */
void lists_foot(struct buf *out, const struct lists_command *command);

/* One row of CSV on stdout. */
void lists_csv(const struct str *fields, size_t count);

#endif
