#ifndef FORMAT_VALUE_H
#define FORMAT_VALUE_H

/*
 * A JSON value in memory: what canonical statements and foreign JSON are read
 * into, and what statements are built from. There is no floating point
 * (format.md section 2): measures are decimal strings.
 *
 * Everything a value points to lives in the arena it was made with, or in the
 * text it was parsed from. Members of an object stay in the order they were
 * added or read; canon_write() sorts.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum value_type {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_INTEGER,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT
};

struct member;

struct value {
    enum value_type type;
    uint32_t count; /* items of an array, members of an object */
    uint32_t cap;   /* room behind items or members; builders only */
    union {
        int64_t integer;
        struct str string;
        struct value *items;
        struct member *members;
    };
};

struct member {
    struct str key;
    struct value value;
};

/* The member's value, or NULL when v is no object or has no such member. */
const struct value *value_get(const struct value *v, struct str key);

/* The member's string, or the empty string when there is none. */
struct str value_get_string(const struct value *v, struct str key);

/* True and *out when the member is there and an integer. */
bool value_get_integer(int64_t *out, const struct value *v, struct str key);

bool value_is_string(const struct value *v, struct str text);

/* Builders. Strings are borrowed, not copied: copy with arena_str() where they must last.
 */
struct value value_null(void);
struct value value_bool(bool truth);
struct value value_integer(int64_t n);
struct value value_string(struct str s);
struct value value_array(void);
struct value value_object(void);

/* Add an item or a member (replacing one of the same key in place). */
void value_add(struct value *array, struct arena *arena, struct value item);
void value_set(struct value *object, struct arena *arena, struct str key,
               struct value value);

/* A copy that shares nothing with v but the arena's own memory. */
struct value value_copy(const struct value *v, struct arena *arena);

#endif
