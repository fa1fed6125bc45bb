#ifndef FORMAT_ENTRY_H
#define FORMAT_ENTRY_H

/*
 * Log entries (format.md 3.6): what a leaf of a tree is the hash of.
 *
 *   feed      "ev1 " hex(C) " " hex(H) LF                            134 bytes
 *   replica   "ck1 " origin " " size " " base64(root) " " base64(key id || signature) LF
 *
 * Entries are published in bundles (C2SP tlog-tiles v0.1.0): (u16be length || entry)*.
 */

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "format/checkpoint.h"

enum {
    ENTRY_BYTES = 134,
    ENTRY_MAX_BYTES = 65535,     /* what u16be can say */
    REPLICA_SIGNATURE_BYTES = 68 /* key id and Ed25519 signature, as in the note's line */
};

struct entry {
    struct digest commitment; /* C: binds salt and statement */
    struct digest stored;     /* H: of the stored bytes */
};

/* One accepted checkpoint of a feed. The origin is borrowed. */
struct replica_entry {
    struct checkpoint checkpoint; /* no extension lines */
    uint8_t signature[REPLICA_SIGNATURE_BYTES];
};

/* Writes exactly ENTRY_BYTES characters (no NUL). */
void entry_write(char out[ENTRY_BYTES], const struct entry *entry);

/* Accepts exactly what entry_write() writes; else ERR_INVALID. */
MUST_USE enum err_code entry_parse(struct entry *out, struct str text, struct err *err);

/* The checkpoint's origin holds no space; it has no extension lines. */
void replica_entry_append(struct buf *out, const struct replica_entry *entry);

/* Accepts exactly what replica_entry_append() writes; else ERR_INVALID. */
MUST_USE enum err_code replica_entry_parse(struct replica_entry *out, struct str text,
                                           struct err *err);

/* Append one entry of at most ENTRY_MAX_BYTES to a bundle. */
void bundle_append(struct buf *out, struct str entry);

/* Take the first entry off *rest. ERR_CORRUPT when it is cut short; *rest is unchanged
 * then. */
MUST_USE enum err_code bundle_read(struct str *entry, struct str *rest, struct err *err);

#endif
