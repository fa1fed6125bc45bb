#ifndef WEB_ENTER_PICK_H
#define WEB_ENTER_PICK_H

/*
 * Who may be meant by a name: those of the archive whose names are like it, the nearest
 * first, with what tells them apart. A machine lists; a person chooses, and nothing is
 * chosen beforehand.
 */

#include "sheet/find.h"
#include "web/page.h"
#include "web/reading.h"

struct pick {
    struct str id;
    struct str name; /* that met, as recorded */
    struct str born;
    struct str father;
    struct str village;
    struct str last_seen;
    struct str source;
    struct str kind;
    uint64_t claims;
    unsigned score;
};

struct pick_list {
    struct pick *items;
    size_t count;
    size_t found; /* before details were looked up */
};

enum { PICKS_MAX = 12, PICK_LOOKUPS_MAX = 48 };

/* What was looked up for one request: a name is looked for once. */
struct pick_lookup {
    struct str kind;
    struct str name;
    struct find_result found;
};
struct pick_lookups {
    struct reading *reading;
    struct pick_lookup items[PICK_LOOKUPS_MAX];
    size_t count;
    /* Entities named by their ids; perhaps shown and noted by an earlier answer. */
    struct ref by_id[PICK_LOOKUPS_MAX];
    size_t by_id_count;
};

/* kind: "person", "group", "source", "place" … or empty: any. */
MUST_USE enum err_code pick_find(struct pick_list *out, struct pick_lookups *lookups,
                                 struct str kind, struct str name, struct err *err);

/* Only how many, and the one that is called exactly so or begins so alone. */
MUST_USE enum err_code pick_count(size_t *count, struct str *only,
                                  struct pick_lookups *lookups, struct str kind,
                                  struct str name, struct err *err);

/* A table with a radio button each, and "none of these". chosen: an id, "new" or empty.
 */
void pick_write(struct page *page, const char *field, const struct pick_list *list,
                struct str name, struct str chosen);

#endif
