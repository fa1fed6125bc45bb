#ifndef RECORD_ARCHIVE_H
#define RECORD_ARCHIVE_H

/*
 * An archive, open: its feeds, its index and this machine's right to write.
 * Everything above record/ reads and writes through here; nobody above sees a
 * file, a frame or a row of the database.
 *
 * Writing gathers statements for one commit and holds the write lock meanwhile,
 * so gather outside what takes long, and keep a batch below ARCHIVE_BATCH:
 *
 *     archive_begin(a)
 *     archive_add(a, &draft, &ref) ...     refs are final at once
 *     archive_commit(a)                    durable, acknowledged, indexed
 *
 * A draft is an object with `kind` and the members of its kind; `feed`, `index`,
 * `at` and `by` are added here. A draft that breaks the schema is refused with
 * the reason, and the batch goes on without it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/ref.h"

struct additions;
struct age_identity;
struct archive;
struct compartment_list;
struct session;
struct index;
struct keyring;
struct object_writer;

enum { ARCHIVE_BATCH = 16384, ENTITY_ID_LEN = 17 };

enum archive_mode {
    ARCHIVE_READ,      /* works on read-only media and without keys */
    ARCHIVE_WRITE,     /* archive_begin() says so when this machine may not */
    ARCHIVE_SIGNED_OUT /* to read; nobody is looked for who may be signed in */
};

/* A new archive in a folder that is missing or empty; writes the three genesis
 * statements. */
MUST_USE enum err_code archive_create(struct archive **out, const char *folder,
                                      struct str name, bool synthetic, struct err *err);

/*
 * Open the archive at folder or in the nearest folder above it. The index is
 * caught up when it lags, built anew when it is missing, of another version or
 * wrong; it lies in this machine's cache folder, which must be writable.
 */
MUST_USE enum err_code archive_open(struct archive **out, const char *folder,
                                    enum archive_mode mode, struct err *err);
void archive_close(struct archive *archive);

/*
 * For a server, which serves several members at once and keeps archives open: as a member
 * who has signed in to it, or as nobody (NULL); the key ring is not asked. Takes the
 * session, also where it fails. mode: to read or to write.
 */
MUST_USE enum err_code archive_open_as(struct archive **out, const char *folder,
                                       enum archive_mode mode, struct session *session,
                                       struct err *err);

/* The session of a member of an open archive, for archive_open_as(): session_open(). */
MUST_USE enum err_code archive_try_session(struct session **out, struct archive *archive,
                                           struct str member, struct str secret,
                                           struct err *err);

/* Take in what others have recorded since. *is_stale: it has to be opened anew, because
 * they changed which feeds there are, who may do what, or what is erased or sealed. Not
 * inside a batch. */
MUST_USE enum err_code archive_refresh(bool *is_stale, struct archive *archive,
                                       struct err *err);

/* `by` of what is written here, and the roles (roles.h): all, where nobody signs in. */
struct str archive_member(const struct archive *archive);
MUST_USE enum err_code archive_roles(unsigned *out, struct archive *archive,
                                     struct err *err);

struct str archive_id(const struct archive *archive);     /* 26 characters */
struct str archive_name(const struct archive *archive);   /* as given to init */
struct str archive_folder(const struct archive *archive); /* for messages only */

/* Where this machine keeps the keys and the indexes of all archives: folders that nobody
 * may take for evidence. Empty where there is none; NUL-terminated. */
enum { ARCHIVE_MACHINE_FOLDERS = 2 };
void archive_machine_folders(struct str out[ARCHIVE_MACHINE_FOLDERS],
                             struct arena *arena);
bool archive_is_synthetic(const struct archive *archive);

/* Who is signed in to it on this machine (session.h), or NULL; and whether somebody must
 * be, because a member has a passphrase here. */
const struct session *archive_session(const struct archive *archive);
bool archive_has_members(const struct archive *archive);

/* Whoever is signed in may read, and nothing else: no recorder, reviewer or admin. False
 * where nobody is signed in. */
MUST_USE enum err_code archive_is_reader(bool *out, struct archive *archive,
                                         struct err *err);

/* What whoever opens this archive must be told (a feed that cannot be read, this
 * machine's own that is not admitted), or nothing. */
struct str archive_remark(const struct archive *archive);
struct index *archive_index(struct archive *archive);

/* On opening, the index was found to be of another version, and built anew. */
bool archive_had_other_index(const struct archive *archive);

/* A sentence that the user must see, found when this machine made ready to write: an
 * older state was put back, say. Empty where there is none. */
struct str archive_notice(const struct archive *archive);

/* Whether opening it built the index anew, because there was none that could be used. */
bool archive_has_new_index(const struct archive *archive);

/* Build the index anew from the statements and put it in the old one's place. */
MUST_USE enum err_code archive_reindex(struct archive *archive, struct err *err);

MUST_USE enum err_code archive_begin(struct archive *archive, struct err *err);

/* Check, complete and add one statement. *out (when not NULL) is its reference. */
MUST_USE enum err_code archive_add(struct archive *archive, struct ref *out,
                                   const struct value *draft, struct err *err);

/*
 * The same for a draft that has passed check_statement() already, asked with the caller's
 * own knowledge of this archive: an import checks a row as a whole before it writes any
 * of it, and the second check would cost a fifth of its time.
 */
MUST_USE enum err_code archive_add_checked(struct archive *archive, struct ref *out,
                                           const struct value *draft, bool must_seal,
                                           struct err *err);

/* The compartments that can be sealed to, of which there may be none. Until the next
 * batch begins. */
MUST_USE enum err_code archive_compartments(const struct compartment_list **out,
                                            struct archive *archive, struct err *err);

/* Whether there is one. Inside a batch, or after the call above. */
bool archive_can_seal(const struct archive *archive);

/* This machine writes everything sealed (a field device), or only what must be. */
bool archive_seals_all(const struct archive *archive);
MUST_USE enum err_code archive_set_field(struct archive *archive, bool is_field,
                                         struct err *err);

/*
 * From now on the keyring, which the archive takes over, opens what is sealed; NULL:
 * nothing. The index is made to fit; it is kept on this machine for the reader, sealed to
 * that key, or for nobody (NULL). The reader's key outlives the archive.
 */
MUST_USE enum err_code archive_use_keyring(struct archive *archive,
                                           struct keyring *keyring,
                                           const struct age_identity *reader,
                                           struct err *err);
struct keyring *archive_keyring(const struct archive *archive);

/* What this archive added to the schema, the open batch's too. Until it ends. */
const struct additions *archive_additions(const struct archive *archive);

/* How many statements the open batch holds. */
uint32_t archive_batch_size(const struct archive *archive);

MUST_USE enum err_code archive_commit(struct archive *archive, struct err *err);
void archive_rollback(struct archive *archive);

/* A fresh entity, member or item id: ENTITY_ID_LEN characters in arena. */
struct str archive_new_id(struct archive *archive, struct arena *arena);

/* One statement, read back from the log and checked against its commitment. */
struct statement {
    struct ref ref;
    struct str feed;
    uint64_t index;
    struct digest commitment;
    bool is_readable;   /* false: sealed or erased; the members below are then empty */
    bool is_erased;     /* not readable, because its content was destroyed */
    bool is_sealed;     /* readable or not: it does not stand open */
    bool is_unknown;    /* not readable, because stored in a form of a newer version */
    struct str bytes;   /* canonical JSON as stored */
    struct value value; /* the same, parsed */
};
MUST_USE enum err_code archive_statement(struct statement *out, struct arena *arena,
                                         struct archive *archive, struct ref ref,
                                         struct err *err);

/* Whether what the row of the index stands for is stored sealed; it need not be open
 * here. */
struct statement_row;
MUST_USE enum err_code archive_is_sealed(bool *out, struct arena *arena,
                                         struct archive *archive,
                                         const struct statement_row *row,
                                         struct err *err);

/* "<feed>.<index>" in full, as statements carry it. */
struct str archive_ref_text(struct archive *archive, struct arena *arena, struct ref ref);

/* The shortest unique feed prefix, at least 6 characters: as people see it. */
struct str archive_ref_short(struct archive *archive, struct arena *arena,
                             struct ref ref);

/* Either form back. ERR_NOT_FOUND for an unknown or ambiguous feed or a later index. */
MUST_USE enum err_code archive_ref_parse(struct ref *out, struct archive *archive,
                                         struct str text, struct err *err);

/* {"c": commitment, "s": reference}: how withdraw, decide and supersedes name a target.
 */
MUST_USE enum err_code archive_ref_pinned(struct value *out, struct arena *arena,
                                          struct archive *archive, struct ref ref,
                                          struct err *err);

/*
 * Objects. Bytes are written outside a batch and by any thread; they are made
 * durable by the archive_commit() of the batch whose statements name them.
 */
MUST_USE enum err_code archive_object_begin(struct object_writer **out,
                                            struct archive *archive, struct err *err);
MUST_USE enum err_code archive_object_write(struct object_writer *writer,
                                            const void *bytes, size_t len,
                                            struct err *err);
MUST_USE enum err_code archive_object_keep(struct digest *name, bool *existed,
                                           struct object_writer *writer, struct err *err);
void archive_object_abort(struct object_writer *writer);
MUST_USE enum err_code archive_object_size(uint64_t *out, struct archive *archive,
                                           const struct digest *name, struct err *err);
MUST_USE enum err_code archive_object_read(size_t *got, struct archive *archive,
                                           const struct digest *name, uint64_t offset,
                                           void *buffer, size_t len, struct err *err);

/* Small facts this machine keeps about the archive (the run in progress, settings). */
MUST_USE enum err_code archive_note_read(struct str *out, struct arena *arena,
                                         struct archive *archive, const char *name,
                                         struct err *err);
MUST_USE enum err_code archive_note_write(struct archive *archive, const char *name,
                                          struct str text, struct err *err);
MUST_USE enum err_code archive_note_remove(struct archive *archive, const char *name,
                                           struct err *err);

#endif
