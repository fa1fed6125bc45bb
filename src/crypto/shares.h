#ifndef CRYPTO_SHARES_H
#define CRYPTO_SHARES_H

/*
 * A secret key in n shares of which any m give it back and m - 1 say nothing about it
 * (Shamir's scheme over GF(256), through libgfshare).
 *
 * What is shared is the key and behind it a check: the first bytes of a hash over the key
 * and what the set is for. Since the check is shared too, it stands on no share: whoever
 * holds m - 1 of them cannot even try out a guess. With m it tells a wrong share from a
 * right one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    SHARES_SECRET = 32,
    SHARES_CHECK = 8,
    SHARES_DATA = SHARES_SECRET + SHARES_CHECK,
    SHARES_ID = 4,
    SHARES_ARCHIVE = 8, /* characters of the archive's id: to tell sheets apart */
    SHARES_OWNER = 17,  /* an id with its check character */
    SHARES_NEEDED_MIN = 2,
    SHARES_MAX = 16
};

enum shares_kind { SHARES_OF_COMPARTMENT, SHARES_OF_MEMBER };

/* What all shares of one set have in common. */
struct shares_set {
    enum shares_kind kind;
    char archive[SHARES_ARCHIVE + 1];
    char owner[SHARES_OWNER + 1]; /* whose key: the compartment's or member's id */
    uint16_t epoch;               /* of the compartment; 0 for a member */
    uint8_t id[SHARES_ID];        /* random: two sets of one key do not mix */
    uint8_t needed;
};

struct share {
    struct shares_set set;
    uint8_t number; /* from 1: where the polynomials were evaluated */
    uint8_t data[SHARES_DATA];
};

/*
 * count shares into out, all with *set, whose id is made here; needed and count are
 * within the limits above (checked by shares_may_split()). Wipe them when they are
 * printed.
 */
void shares_split(struct share *out, size_t count, const struct shares_set *set,
                  const uint8_t secret[SHARES_SECRET]);

/* ERR_INVALID, saying which limit. */
MUST_USE enum err_code shares_may_split(uint64_t needed, uint64_t count, struct err *err);

bool shares_same_set(const struct shares_set *a, const struct shares_set *b);

enum share_verdict {
    SHARE_GOOD,
    SHARE_REPEATED,  /* the same as an earlier one */
    SHARE_OTHER_SET, /* of another set than most of them */
    SHARE_WRONG,     /* says that it is of the set, and does not fit the others */
    SHARE_NOT_TOLD   /* too few fit together to tell */
};

/*
 * The key from count (1 to SHARES_MAX) shares in any order. verdicts has count elements
 * and is set also on failure. ERR_NOT_FOUND when there are too few of any one set:
 * *missing says how many more are needed; ERR_CORRUPT when there are enough, and no
 * choice of them fits together.
 */
MUST_USE enum err_code shares_combine(uint8_t secret[SHARES_SECRET],
                                      enum share_verdict *verdicts, size_t *missing,
                                      const struct share *shares, size_t count,
                                      struct err *err);

#endif
