#ifndef BASE_STR_H
#define BASE_STR_H

/*
 * struct str: a borrowed run of bytes. It never owns, is never NULL-checked
 * (length zero is empty) and need not end in NUL. Pass it by value.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_INIT(literal)                                                                \
    {                                                                                    \
        "" literal, sizeof(literal) - 1                                                  \
    }                  /* in static tables */
#define STR_FMT "%.*s" /* printf("name " STR_FMT, STR_ARG(name)) */
#define STR_ARG(s) (int)(s).len, (s).ptr

/* The C string's bytes without its NUL; NULL is empty. */
struct str str_from_c(const char *text);

bool str_equal(struct str a, struct str b);
int str_compare(struct str a, struct str b); /* bytewise, like memcmp */
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);

/* Index of the first c at or after from, or s.len. */
size_t str_find(struct str s, char c, size_t from);

/* Index of the first occurrence of part, or s.len. */
size_t str_find_str(struct str s, struct str part);

/* The first n bytes of s (all of it when shorter). */
struct str str_prefix(struct str s, size_t n);

/* s without its first n bytes (empty when shorter). */
struct str str_after(struct str s, size_t n);

/* s without ASCII blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/* Remove and return everything before the first sep; drop the sep too. */
struct str str_cut(struct str *rest, char sep);

/*
 * The whole of s as a decimal number without sign, leading zeros or blanks.
 * False when it is anything else or does not fit; *out is then unchanged.
 */
bool str_to_u64(uint64_t *out, struct str s);

/* As above, with an optional leading '-' ("-0" is refused). */
bool str_to_i64(int64_t *out, struct str s);

#endif
