#ifndef INTAKE_WORKBOOK_ZIP_H
#define INTAKE_WORKBOOK_ZIP_H

/*
 * The zip archive that a workbook is, out of libarchive. Nothing is unpacked to a disk: a
 * part is handed on in pieces as it is unpacked. An archive with two parts of one name,
 * too many parts, encrypted ones, or one that unpacks to too much is refused.
 *
 * Names of parts are compared without regard to the case of ASCII letters, as the formats
 * ask for.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct zip {
    struct arena *arena;
    struct str bytes;
    struct str *names;
    size_t count;
    uint64_t unpacked; /* so far, of all parts read */
};

/* bytes and arena must outlive it; nothing is to be closed. */
MUST_USE enum err_code zip_open(struct zip *out, struct arena *arena, struct str bytes,
                                struct err *err);

bool zip_has(const struct zip *zip, struct str name);

/* Pieces of a part, in order, the last of them empty; anything but ERR_OK ends the
 * reading with that. */
typedef enum err_code (*zip_take)(void *data, struct str piece, bool is_last,
                                  struct err *err);

/* ERR_NOT_FOUND when there is no such part. Errors name the part. */
MUST_USE enum err_code zip_read(struct zip *zip, struct str name, zip_take take,
                                void *data, struct err *err);

bool zip_same_name(struct str a, struct str b);

#endif
