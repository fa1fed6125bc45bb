#ifndef RECORD_CHECK_SHAPE_H
#define RECORD_CHECK_SHAPE_H

/*
 * The members of an object against a table of them: which there are, which must
 * be there, what each looks like. No member that is not in the table passes: a
 * misspelt member would otherwise be signed and silently mean nothing.
 */

#include <stddef.h>

#include "record/additions.h"
#include "record/check.h"

enum shape {
    SHAPE_ANY,
    SHAPE_TEXT, /* not blank */
    SHAPE_INTEGER,
    SHAPE_NATURAL,  /* 0, 1, 2 ... */
    SHAPE_POSITIVE, /* 1, 2 ... */
    SHAPE_NUMBER,   /* an integer or a decimal string */
    SHAPE_DECIMAL,  /* a decimal string */
    SHAPE_BOOLEAN,
    SHAPE_TRUE, /* left out when false: one form for one meaning */
    SHAPE_OBJECT,
    SHAPE_LIST, /* not empty */
    SHAPE_DATE, /* EDTF text, or {"edtf", "words"} */
    SHAPE_LANG, /* a BCP 47 tag */
    SHAPE_HEX,  /* 64 digits: a SHA-256 */
    SHAPE_NAME_HEX,
    SHAPE_TIME,        /* 2022-09-15T10:00:00Z */
    SHAPE_ID,          /* 17 characters, check character right */
    SHAPE_FEED,        /* 26 characters */
    SHAPE_STATEMENT,   /* "<feed>.<index>" */
    SHAPE_PINNED,      /* {"c": commitment, "s": reference} */
    SHAPE_OBJECT_NAME, /* a reference to an object statement, or a SHA-256 */
    SHAPE_TERM         /* of the vocabulary named beside */
};

struct shape_member {
    struct str key;
    enum shape shape;
    bool is_required;
    struct str vocabulary;
};

#define SHAPE_MEMBER(name, shape)                                                        \
    {                                                                                    \
        STR_INIT(name), shape, false, STR_INIT("")                                       \
    }
#define SHAPE_NEEDED(name, shape)                                                        \
    {                                                                                    \
        STR_INIT(name), shape, true, STR_INIT("")                                        \
    }
#define SHAPE_TERM_OF(name, vocabulary)                                                  \
    {                                                                                    \
        STR_INIT(name), SHAPE_TERM, false, STR_INIT(vocabulary)                          \
    }
#define SHAPE_TERM_NEEDED(name, vocabulary)                                              \
    {                                                                                    \
        STR_INIT(name), SHAPE_TERM, true, STR_INIT(vocabulary)                           \
    }

/*
 * found[i] becomes the value of members[i], or NULL. Terms are those of the program and
 * of additions (NULL: the program's alone). An object with a member
 * that is in no table, twice there, missing or of another shape is ERR_INVALID.
 */
MUST_USE enum err_code shape_check(const struct value **found,
                                   const struct additions *additions,
                                   const struct value *object,
                                   const struct shape_member *members, size_t count,
                                   struct err *err);

/* One value that is no term; name is how messages call it. */
MUST_USE enum err_code shape_check_one(const struct value *v, enum shape shape,
                                       struct str name, struct err *err);

MUST_USE enum err_code shape_check_term(const struct value *v,
                                        const struct additions *additions,
                                        const struct schema_vocabulary *vocabulary,
                                        struct str name, struct err *err);

bool shape_is_statement_ref(struct str text);

/* A number with up to nine decimals: whole and nano have the same sign. */
struct decimal {
    int64_t whole;
    int32_t nano;
};

/* Decimal text or an integer; false for anything else. */
bool decimal_of(struct decimal *out, const struct value *v);
int decimal_compare(struct decimal a, struct decimal b);

#endif
