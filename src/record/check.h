#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

/*
 * Whether a statement may be written: its members and their types, the schema's
 * kinds, properties and terms, what it refers to, and protection. Reading never
 * comes here: what is unknown is kept and shown (format.md 4.7). What is refused
 * is refused with one sentence saying where and why; nothing is ever corrected.
 *
 * Protection (docs/protection.md). What must not stand open is sealed where the archive
 * has a compartment to seal it to, and refused by a real archive that has none:
 *   - a statement with `seal`;
 *   - an entity `person` that is neither of class `public_official` nor of class
 *     `role` (a private person who stands by role only; the label names the role);
 *   - the label of an interview, or of a source that is a witness's statement: sealed
 *     where that can be done, and never refused;
 *   - a claim of a property of sensitivity `witness` (name, birth, contact, home,
 *     recording ...) about a person not in public office, or about an interview or
 *     item unless its value is a person by role, an official, people or a group;
 *     contact, home and numbers of identity are protected for officials too;
 *   - a passage of an interview or a witness's statement, and one whose chain holds
 *     a private person, unless the source is published, they stand by role only, and
 *     the passage says so with `"roles_only":true`.
 *   - consent, and what takes it back.
 * What cannot be looked up counts as private. Free text is not searched for names:
 * that stays the recorder's duty. A synthetic archive without compartments lifts all this
 * and keeps `seal`.
 */

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "format/value.h"

struct additions;

/* What is known of an entity. The strings live until the next call. */
struct check_entity {
    bool exists;
    struct str kind;
    struct str class_; /* empty when it has none */
    bool is_hidden;    /* perhaps in a statement that cannot be read here; then no kind */
};

/* What is known of a statement. */
struct check_target {
    bool exists;
    struct str kind;
    struct str property; /* of a claim */
    bool roles_only;     /* of a passage */
    bool is_sealed;      /* it does not stand open */
    bool is_hidden;      /* nor can it be read here; then no kind */
};

struct check_context {
    bool is_synthetic;
    bool *must_seal;  /* NULL: the archive cannot seal; else set where it must be done */
    bool is_complete; /* feed, index, at and by must be there already */
    const struct additions *additions; /* to the schema, by this archive; NULL: none */

    /*
     * Look up what the statement refers to, in the archive and in the open batch;
     * exists is false for what is not there. NULL: existence and kinds go unchecked,
     * and protection takes everything for private.
     */
    void *data;
    enum err_code (*find_entity)(struct check_entity *out, void *data, struct str id,
                                 struct err *err);
    enum err_code (*find_statement)(struct check_target *out, void *data, struct str ref,
                                    struct err *err);
};

/*
 * ERR_OK when the statement may be written. ERR_INVALID: it breaks the schema;
 * ERR_NOT_FOUND: it refers to what is not there; ERR_CONFLICT: its id is taken;
 * ERR_DENIED: protection. Or whatever a lookup failed with.
 */
MUST_USE enum err_code check_statement(const struct check_context *context,
                                       const struct value *statement, struct err *err);

#endif
