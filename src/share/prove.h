#ifndef SHARE_PROVE_H
#define SHARE_PROVE_H

/*
 * Give statements to a stranger so that they can be checked without us: a folder with
 * the exact bytes, what leads from them to a signature, and what leads from the
 * signature to the archive's id.
 *
 *   DIR/VERIFY.txt verify.sh          what is shown and how to check it (verify_text.h)
 *       checkpoint                    the signed note, the same for all proofs
 *       key.vkey key.pem              the public key that signs it
 *       archive/statement.json …      statement 0: its commitment is the archive's id
 *       chain/1.json …                of a feed that goes on for the founding one:
 *                                     statement 0 of each feed on the way, signed by the
 *                                     key of the one before
 *       SHA256SUMS
 *   DIR/ or, of several, DIR/<reference>/
 *       statement.json                canonical bytes, no newline
 *       salt.bin                      32 bytes
 *       statement.tlog-proof          C2SP tlog-proof, with the checkpoint in it
 *       object.sha256 object.bin      of an object statement; the bytes when asked for
 *
 * Statements of several feeds stand in one such folder for each, named after the feed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct store;

struct prove_request {
    struct str id;      /* see prove_find.h */
    const char *folder; /* missing or empty; NULL: proof-<id> where the user is */
    bool with_object;

    /* Asked before anything is written, for all that is to be given: what it fails with
     * ends it. NULL: nobody is asked. refs are in full. */
    enum err_code (*may_give)(void *context, const struct str *refs, size_t count,
                              struct err *err);
    void *context; /* of may_give */
};

struct proved {
    struct str ref; /* in full */
    struct str kind;
    struct str folder; /* within the proof's; "." when it is alone */
    uint64_t size;     /* of the signed log it stands in */
    bool has_object;   /* the object's bytes are there */
};

struct prove_result {
    const char *folder;
    struct str archive;
    bool is_synthetic;
    struct proved *statements;
    size_t count;
    uint64_t unreadable; /* statements that a search could not look at */
};

/*
 * ERR_DENIED for a sealed statement or object, ERR_NOT_FOUND for an unknown or erased
 * one, ERR_CORRUPT when the archive's files do not give the signed root. Results live
 * in arena.
 */
MUST_USE enum err_code prove(struct prove_result *out, struct arena *arena,
                             struct store *store, const struct prove_request *request,
                             struct err *err);

#endif
