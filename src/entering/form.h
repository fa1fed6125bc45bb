#ifndef ENTERING_FORM_H
#define ENTERING_FORM_H

/*
 * A form as it was typed: names and values in the order they came. Fields of a part that
 * may be there several times are named "p2.words": letters, the part's number from 1, a
 * dot, the field.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct entry_field {
    struct str name;
    struct str value;
};

struct entry_form {
    const struct entry_field *items;
    size_t count;
};

enum { ENTRY_PARTS_MAX = 40 }; /* of one kind, such as passages */

/* Without blanks at its ends; empty where there is none. */
struct str entry_get(const struct entry_form *form, struct str name);

/* The field of part number n, from 1. */
struct str entry_get_part(const struct entry_form *form, char part, size_t n,
                          const char *field);

/* "p2.words", in arena. */
struct str entry_part_name(struct arena *arena, char part, size_t n, const char *field);

/* The highest number of a part that has any field; 0: none. */
size_t entry_parts(const struct entry_form *form, char part);

#endif
