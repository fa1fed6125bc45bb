#ifndef RECORD_ID_H
#define RECORD_ID_H

/*
 * Ids of entities, members and items (format.md 4.6): 80 random bits as 16
 * base32 characters and one check character over GF(32) with x^5 + x^2 + 1,
 * which finds every wrong character and every swap of two. An id encodes
 * nothing: not who made it, not when, not of what kind the thing is.
 *
 * Stored in lower case without hyphens; shown in groups; read as people type.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { ID_LEN = 17, ID_RANDOM = 10, ID_SHOWN = 20 };

/* The id and a NUL. */
struct id {
    char text[ID_LEN + 1];
};

/* As people see it, 4-4-4-5, and a NUL. */
struct id_shown {
    char text[ID_SHOWN + 1];
};

static inline struct str id_str(const struct id *id)
{
    return (struct str){id->text, ID_LEN};
}

struct id id_new(const uint8_t random[ID_RANDOM]);

/* True when text is an id exactly as it is stored, its check character right. */
bool id_is_valid(struct str text);

/* An id as typed: any case, hyphens and blanks ignored, i and l read as 1, o as 0. */
MUST_USE enum err_code id_parse(struct id *out, struct str text, struct err *err);

struct id_shown id_show(const struct id *id);

#endif
