#ifndef SHEET_SUBJECT_H
#define SHEET_SUBJECT_H

/*
 * What somebody means who names one thing of the archive: an entity by its id in any
 * form people write, or by its beginning; a statement by its reference; a preserved
 * object by its hash, the beginning of it, or its original name.
 */

#include "sheet/sheet.h"

enum { SUBJECT_PREFIX_MIN = 6 };

enum subject_kind { SUBJECT_ENTITY, SUBJECT_STATEMENT, SUBJECT_OBJECT };

struct subject {
    enum subject_kind kind;
    struct str id;  /* of an entity */
    struct ref ref; /* of a statement */
    struct object_list
        objects; /* the statements that preserved these bytes; at least one */
};

/*
 * ERR_NOT_FOUND when the view has nothing of that name, ERR_INVALID when the name could
 * mean several things.
 */
MUST_USE enum err_code subject_find(struct subject *out, struct sheet *sheet,
                                    struct str text, struct err *err);

/* The same where only a preserved file is meant: the statement that is named, or one that
 * preserved these bytes. ERR_INVALID for an entity. */
MUST_USE enum err_code subject_file(struct ref *out, struct sheet *sheet, struct str text,
                                    struct err *err);

#endif
