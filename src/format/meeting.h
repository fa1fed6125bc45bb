#ifndef FORMAT_MEETING_H
#define FORMAT_MEETING_H

/*
 * The file that two organisations exchange to find whom both have spoken with
 * (docs/consent.md): keyed hashes, and what the key is made with beside the passphrase.
 *
 *     stele meeting 1
 *     salt 00112233445566778899aabbccddeeff
 *     cost 3 131072
 *     6f0c…                        32 hex digits: the first half of a keyed hash
 *     …                            strictly ascending, so that order says nothing
 *     end 64                       how many there are: a file cut short is noticed
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
    MEETING_SALT_BYTES = 16,
    MEETING_HASH_BYTES = 16,
    MEETING_MAX = 1 << 20,              /* hashes */
    MEETING_FILE_MAX = 40 * MEETING_MAX /* bytes */
};

struct meeting_hash {
    uint8_t bytes[MEETING_HASH_BYTES];
};

struct meeting {
    uint8_t salt[MEETING_SALT_BYTES];
    uint64_t ops;
    uint64_t mem_kib;
    struct meeting_hash *hashes; /* ascending, each once */
    size_t count;
};

/* In arena. ERR_INVALID names the line. */
MUST_USE enum err_code meeting_parse(struct meeting *out, struct arena *arena,
                                     struct str text, struct err *err);

/* Sorts the hashes and drops doubles first. */
void meeting_append(struct buf *out, struct meeting *meeting);

bool meeting_has(const struct meeting *meeting, const struct meeting_hash *hash);

#endif
