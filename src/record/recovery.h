#ifndef RECORD_RECOVERY_H
#define RECORD_RECOVERY_H

/*
 * Keys that were shared out on paper (crypto/shares.h): whose key a set of shares is,
 * whether what they give back is that key, and where it belongs on this machine. What was
 * shared out and when it was last tried is noted in this machine's state, by the set's
 * id; shares and keys never are.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "crypto/shares.h"

struct archive;
struct store;

/* Whose key. */
struct recovery_owner {
    enum shares_kind kind;
    struct str id;
    struct str name;            /* of a compartment */
    uint32_t epoch;             /* of a compartment; 0 for a member */
    bool is_newest;             /* there is no later epoch */
    bool has_key;               /* false: neither record nor machine knows it */
    uint8_t key[AGE_KEY_BYTES]; /* the public half, as the archive says */
};

/* The newest epoch of a compartment, by id or name; empty: the one that is sealed to when
 * nothing is said. ERR_NOT_FOUND when there is none. Strings live in the archive. */
MUST_USE enum err_code recovery_of_compartment(struct recovery_owner *out,
                                               struct archive *archive,
                                               struct str id_or_name, struct err *err);

/* Whoever is signed in. */
MUST_USE enum err_code recovery_of_session(struct recovery_owner *out,
                                           struct archive *archive, struct err *err);

/* Whom a set names. ERR_INVALID when it is of another archive; ERR_NOT_FOUND when this
 * archive has no such compartment. A member's key need not stand in the record: the set's
 * own check says whose it is. */
MUST_USE enum err_code recovery_of_set(struct recovery_owner *out, struct arena *arena,
                                       struct archive *archive,
                                       const struct shares_set *set, struct err *err);

/* What is written on the shares; the set's id is made when they are. */
MUST_USE enum err_code recovery_set(struct shares_set *out, const struct archive *archive,
                                    const struct recovery_owner *owner, uint8_t needed,
                                    struct err *err);

/* The key itself, which whoever is signed in must be able to open. ERR_DENIED. */
MUST_USE enum err_code recovery_secret(uint8_t secret[SHARES_SECRET],
                                       struct archive *archive,
                                       const struct recovery_owner *owner,
                                       struct err *err);

/* ERR_CORRUPT when the secret is not the one whose public half the archive names. */
MUST_USE enum err_code recovery_check(struct age_identity *out,
                                      const struct recovery_owner *owner,
                                      const uint8_t secret[SHARES_SECRET],
                                      struct err *err);

/* Whether the key opens a sealed statement of this archive, read from its packs.
 * *looked_at is how many there are up to that one. */
MUST_USE enum err_code recovery_try(bool *opens, uint64_t *looked_at,
                                    struct archive *archive,
                                    const struct age_identity *identity, struct err *err);

/* Keep a compartment's key on this machine for whoever is signed in. */
MUST_USE enum err_code recovery_install(struct archive *archive,
                                        const struct recovery_owner *owner,
                                        const struct age_identity *identity,
                                        struct err *err);

/* Put a member's key under a new passphrase or PIN, in place of what was there. */
MUST_USE enum err_code recovery_install_member(struct archive *archive,
                                               const struct recovery_owner *owner,
                                               const struct age_identity *identity,
                                               struct str passphrase, bool is_pin,
                                               struct err *err);

/* --- what this machine knows of sets --- */

struct recovery_note {
    char set[2 * SHARES_ID + 1];
    enum shares_kind kind;
    struct str owner;
    uint32_t epoch;
    uint64_t needed;
    uint64_t count;     /* 0: not known here */
    struct str made;    /* a time; empty: not made on this machine */
    struct str drilled; /* a time; empty: never, as far as is known here */
};

MUST_USE enum err_code recovery_note_split(struct archive *archive,
                                           const struct shares_set *set, size_t count,
                                           struct err *err);
MUST_USE enum err_code recovery_note_drill(struct archive *archive,
                                           const struct shares_set *set, struct err *err);

/* All of them, by name; a note that cannot be read is left out. */
MUST_USE enum err_code recovery_notes(struct recovery_note **out, size_t *count,
                                      struct arena *arena, struct store *store,
                                      struct err *err);

/* The compartments whose keys lie on this machine, sealed to whichever member, each with
 * the newest epoch of them. */
struct recovery_kept {
    struct str compartment;
    uint32_t epoch;
};
MUST_USE enum err_code recovery_keys_kept(struct recovery_kept **out, size_t *count,
                                          struct arena *arena, struct store *store,
                                          struct err *err);

#endif
