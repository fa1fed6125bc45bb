#ifndef INTAKE_DERIVE_H
#define INTAKE_DERIVE_H

/*
 * Derive: take in a text that somebody or a program made of a preserved file, so that the
 * file's words can be searched (record/page_text.h). The text becomes an object of its
 * own, named by a `derived` statement that says of what it was made, how, and by whom.
 *
 * A text of a sealed file is sealed before it touches the disk, to the same compartment,
 * and what is said of it too.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/ref.h"

struct archive;

struct derive_job {
    struct ref of;   /* the statement that names the file */
    struct str text; /* UTF-8; a form feed ends a page */
    struct str how;  /* term of `derivation`: text, ocr, transcript, translation */
    struct str lang; /* may be empty */

    /* A program with its version, or a person with the capacity. */
    struct str tool;
    struct str version;
    const struct value *parameters; /* of the tool; NULL: none stated */
    struct str person;
    struct str capacity;

    struct str reviewer; /* who checked it; empty: nobody */
    int64_t page;        /* the page of the file that it begins with; 0: not stated */
    struct str note;     /* may be empty */

    /* Seal it although the file stands open: to this compartment, empty: the usual one.
     */
    bool must_seal;
    struct str compartment;
};

struct derive_result {
    struct ref ref; /* the statement */
    struct digest sha256;
    int64_t pages;
    bool is_sealed;
    bool existed; /* the same text, made the same way, was there: nothing was added */
};

/*
 * ERR_INVALID: the text is no UTF-8, the job breaks the schema, or `of` names no file;
 * ERR_LIMIT: it is too large; ERR_DENIED: it cannot be sealed, or the file's statement
 * cannot be read here.
 */
MUST_USE enum err_code derive(struct derive_result *out, struct arena *arena,
                              struct archive *archive, const struct derive_job *job,
                              struct err *err);

#endif
