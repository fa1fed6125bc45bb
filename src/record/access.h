#ifndef RECORD_ACCESS_H
#define RECORD_ACCESS_H

/*
 * Who looked at what that is not open to everybody. A command that shows things notes
 * them here while it gathers, and asks access_commit() before the first byte leaves:
 *
 *     access_begin(&access, arena, archive, &request)
 *     access_note(&access, ref) ...          whatever will be shown
 *     access_commit(&outcome, &access)       acknowledged, and only then print
 *
 * Noting costs nothing where nothing can be sealed: an archive without a default
 * compartment keeps no access log, because a log in clear would itself tell who is
 * looked for (docs/access.md). There every call does nothing and everything is shown.
 *
 * What is logged: statements opened from a sealed frame, and claims of a property whose
 * sensitivity is `restricted` or `witness` for what they are about. A search is logged
 * with its words whenever it can look into what is sealed, found or not. Nothing else.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/archive.h"

struct access_seen;

/* More would not fit into one statement; the rest goes into further ones of the commit.
 */
enum { ACCESS_ITEMS_MAX = 800 };

struct access_request {
    struct str did;     /* a term of access_act */
    struct str command; /* whose output it is: "show" */
    struct str why;     /* as the person said it; empty: not said */
    struct str words;   /* of a search */
    struct str recipient;
};

struct access {
    struct arena *arena;
    struct archive *archive;
    struct access_request request;
    bool is_on;               /* the archive has a default compartment */
    struct access_seen *seen; /* uthash, in the order of noting */
    struct str *entities;
    size_t entity_count;
    size_t entity_cap;
    size_t log_entries; /* of the log itself */
};

/* Release with access_end(). Texts of request live as long as access. */
MUST_USE enum err_code access_begin(struct access *out, struct arena *arena,
                                    struct archive *archive,
                                    const struct access_request *request,
                                    struct err *err);
void access_end(struct access *access);

/* A statement will be shown, or something of it. access may be NULL. */
void access_note(struct access *access, struct ref ref);

/* Whom or what the person asked for; logged only beside something that is. */
void access_note_entity(struct access *access, struct str id);

/* Entries of the log itself will be shown: what was asked of it is logged, and no item.
 */
void access_note_log(struct access *access, size_t entries);

enum access_outcome {
    ACCESS_OPEN,    /* nothing that anybody needs to know of */
    ACCESS_LOGGED,  /* acknowledged: show it */
    ACCESS_UNLOGGED /* restricted only, and this machine cannot write: show it and say
                       that nothing was logged; why stands in err */
};

/*
 * The one decision whether what was noted may be shown. ERR_INVALID: something sealed,
 * and no reason was given; ERR_DENIED: something sealed, and this machine cannot log.
 */
MUST_USE enum err_code access_commit(enum access_outcome *out, struct access *access,
                                     struct err *err);

/*
 * The same in two steps, for whoever records through somebody else's hands (the server
 * through its writer): what is to be recorded, as drafts for drafts_add(), and what
 * follows from how that went. Nothing is recorded, and everything may be shown, where
 * there are no drafts.
 */
struct access_plan {
    struct value drafts; /* an array */
    bool is_strict;      /* what cannot be recorded may not be shown either */
};
MUST_USE enum err_code access_plan(struct access_plan *out, struct access *access,
                                   struct err *err);
MUST_USE enum err_code access_recorded(enum access_outcome *out,
                                       const struct access_plan *plan, enum err_code code,
                                       struct err *err);

/* Whether statements of this archive are logged at all. */
MUST_USE enum err_code access_is_kept(bool *out, struct archive *archive,
                                      struct err *err);

#endif
