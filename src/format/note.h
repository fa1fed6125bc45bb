#ifndef FORMAT_NOTE_H
#define FORMAT_NOTE_H

/*
 * Signed notes (C2SP signed-note v1.0.0): a text and the lines that sign it.
 *
 *   text, ends in LF
 *   LF
 *   (U+2014 SP key name SP base64(key id[4] || signature) LF)+
 *
 * The text may hold blank lines: the last blank line of the note separates. This
 * module knows the bytes only. Whether a line is true, and whether a key's id
 * is right, takes hashing and keys: log/signed_note.h.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
    NOTE_MAX_BYTES = 262144, /* 64 lines of the largest known signatures */
    NOTE_MAX_LINES = 64,     /* the specification demands 16 at least */
    NOTE_MAX_SIGNATURE = 8192,
    NOTE_MAX_PUBLIC = 2048 /* ML-DSA-44 has 1312 */
};

enum note_type {
    NOTE_ED25519 = 0x01,
    NOTE_COSIGNATURE = 0x04, /* Ed25519 with a time: C2SP tlog-cosignature */
    NOTE_RFC6962 = 0x05,
    NOTE_ML_DSA_44 = 0x06,
    NOTE_PRIVATE = 0xff
};

/* A public key as its text form (vkey) gives it. Borrowed from an arena or the caller. */
struct note_key {
    struct str name;
    uint32_t id;
    uint8_t type; /* an enum note_type, or one that we do not know */
    struct str public;
};

struct note_line {
    struct str name;
    uint32_t id;
    struct str signature; /* decoded, without the key id; never empty */
};

struct note {
    struct str text; /* with its last newline, without the blank line: the signed bytes */
    const struct note_line *lines;
    size_t count; /* at least 1 */
};

/* Well-formed UTF-8 without ASCII control characters other than newline. */
bool note_text_is_clean(struct str text);

/* Not empty, no Unicode space, no '+', clean. */
bool note_name_is_valid(struct str name);

/*
 * Read a note. Text and names point into bytes, the rest lives in arena.
 * ERR_INVALID when it is malformed, ERR_LIMIT when it is larger than the limits above.
 */
MUST_USE enum err_code note_parse(struct note *out, struct arena *arena, struct str bytes,
                                  struct err *err);

/* Append text and the blank line; note_append_line() comes after it, once or more. The
 * text is clean and ends in a newline. */
void note_append_text(struct buf *out, struct str text);
void note_append_line(struct buf *out, const struct note_line *line);

/* name+hex8(id)+base64(type || public) */
void note_key_append(struct buf *out, const struct note_key *key);

/* Read a vkey. name points into vkey, public lives in arena. The id is as written and
 * not yet checked: signed_note_key_parse() of log/signed_note.h does both. */
MUST_USE enum err_code note_key_parse(struct note_key *out, struct arena *arena,
                                      struct str vkey, struct err *err);

#endif
