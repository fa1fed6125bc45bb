#ifndef INTAKE_FINDING_H
#define INTAKE_FINDING_H

/*
 * Findings: "this file, with these bytes, lay there". A finding becomes one `object`
 * statement (format.md 4.2). Findings are gathered here, without the write lock, and
 * committed together.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "format/value.h"
#include "intake/source.h"
#include "record/ref.h"

struct archive;

/* A commit at the latest after so many findings (memory: the commit holds their bytes),
 * so many stored bytes, or so long after the first of them. */
enum { FINDINGS_MAX = 4096, FINDINGS_SECONDS = 60 };
#define FINDINGS_BYTES (UINT64_C(1) << 30)

struct finding {
    struct str path; /* relative to the PATH; any bytes */
    struct digest sha256;
    struct digest stored; /* the same, but for a sealed object */
    uint64_t size;
    const char *type;
    struct source_stat stat;
    struct ref ref; /* after the commit */
    bool existed;   /* the bytes were stored before */
};

/* How the files of a run were obtained. */
struct obtained {
    struct str how;
    struct str from;
    struct str where;
    struct str on;
};

struct findings {
    struct str seal;    /* the compartment they are sealed to; empty: they stay open */
    struct arena arena; /* of the open batch */
    struct finding *items;
    size_t count;
    uint64_t bytes;   /* newly stored */
    int64_t first_ns; /* when the first was added */
};

/* The path is copied. Not when findings_are_due(). */
void findings_add(struct findings *findings, const struct finding *finding);

bool findings_are_due(const struct findings *findings);

/*
 * State them all and commit; each has its ref then. They stay until findings_reset(),
 * for whoever reports them. On failure nothing was acknowledged.
 */
MUST_USE enum err_code findings_commit(struct findings *findings, struct archive *archive,
                                       struct str run, const struct obtained *obtained,
                                       struct err *err);
void findings_reset(struct findings *findings);
void findings_release(struct findings *findings);

/* The draft of its statement, in arena. Strings are borrowed. seal: as in findings. */
struct value finding_draft(struct arena *arena, const struct finding *finding,
                           struct str run, struct str seal,
                           const struct obtained *obtained);

/* The member `obtained`, as finding_draft() writes it. */
struct value obtained_value(struct arena *arena, const struct obtained *obtained);

/* True for UTF-8 without control characters: what `name` and `path` may hold as it is. */
bool finding_is_text(struct str name);

/* Set the member `key` to text, or `key_hex` to the hex of what is none; never both. */
void finding_set_bytes(struct value *object, struct arena *arena, struct str key,
                       struct str key_hex, struct str bytes);

#endif
