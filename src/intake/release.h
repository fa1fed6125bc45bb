#ifndef INTAKE_RELEASE_H
#define INTAKE_RELEASE_H

/*
 * The rows of one version of a list, read back from the preserved tables of its imports
 * with the mappings that were kept beside them. What the mapping ignored is there too.
 * Rows of an import that completes the version stand in the place of those they correct.
 *
 * Everything is held in memory: about twice the size of the table's text, and 16 bytes a
 * cell.
 */

#include "intake/table.h"
#include "intake/transform.h"
#include "record/list_versions.h"

struct release_row {
    int64_t number;          /* in its file */
    uint32_t import;         /* among the version's */
    struct str key;          /* joined by U+001F; empty: none */
    struct str identity;     /* `row` of the entity that stands for it, if there is one */
    const struct str *cells; /* one for each name */
    bool is_rejected;        /* it was handed back and is not in the record */
};

struct release {
    const struct str *names;
    size_t name_count;
    struct str key_name; /* of the key's columns, for people */
    struct release_row *rows;
    uint32_t row_count;
};

/* In arena. Imports that were cut off are left out. ERR_CORRUPT: a kept file is damaged.
 */
MUST_USE enum err_code release_read(struct release *out, struct arena *arena,
                                    struct archive *archive,
                                    const struct list_version *version, struct err *err);

/* The same of a table at hand, which is rewound: rows without identities. */
MUST_USE enum err_code release_of_table(struct release *out, struct arena *arena,
                                        struct table *table,
                                        const struct mapping *mapping, struct err *err);

/* The place of a name; name_count when there is none. */
size_t release_column(const struct release *release, struct str name);

#endif
