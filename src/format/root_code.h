#ifndef FORMAT_ROOT_CODE_H
#define FORMAT_ROOT_CODE_H

/*
 * The short code of a log's root: its first 10 bytes in base32 (format.md, section 6),
 * 16 characters that can be read out over a telephone or written on paper. 80 bits: to
 * find another log with the same code takes about 2^80 attempts.
 */

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
    ROOT_CODE_LEN = 16,
    ROOT_CODE_SHOWN = ROOT_CODE_LEN + 3 /* in groups of four with hyphens */
};

/* Lower case, without hyphens, and a NUL. */
struct root_code {
    char text[ROOT_CODE_LEN + 1];
};

struct root_code root_code_of(const struct digest *root);

bool root_code_equal(const struct root_code *a, const struct root_code *b);

/*
 * Read what a person typed: any case, blanks and hyphens ignored, i and l as 1, o as 0.
 * ERR_INVALID, naming the first character that is none, or how many there are.
 */
MUST_USE enum err_code root_code_parse(struct root_code *out, struct str text,
                                       struct err *err);

/* As people see it: ABCD-EFGH-JKMN-PQRS, and a NUL. */
struct root_code_shown {
    char text[ROOT_CODE_SHOWN + 1];
};

struct root_code_shown root_code_show(const struct root_code *code);

#endif
