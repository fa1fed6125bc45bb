#ifndef PLACES_GAZETTEER_IMPORT_H
#define PLACES_GAZETTEER_IMPORT_H

/*
 * A file of places becomes a gazetteer of this machine, whole or not at all: until the
 * last byte is on the disk, the gazetteer that had the name before stays. What kind of
 * file it is, its first line says; rows that cannot be used are counted and named, and
 * the others are taken.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/charset.h"
#include "places/gazetteer.h"

enum { GAZETTEER_FILE_MAX = INT32_MAX, GAZETTEER_PROBLEMS_NAMED = 10 };

struct gazetteer_import {
    const char *path;   /* the file */
    const char *folder; /* where gazetteers lie; made when missing */
    struct str name;    /* empty: made from the format and the file's name */
    struct str title;   /* these three: empty, as is usual for the format */
    struct str licence;
    struct str attribution;
    struct str map;                /* columns of a table: gazetteer_map.h */
    const char *const *alternates; /* GeoNames: alternateNamesV2 */
    size_t alternates_count;
    const char *const *divisions; /* GeoNames: admin1CodesASCII, admin2Codes */
    size_t divisions_count;
    int64_t now_s;
    bool quiet; /* no progress */
};

struct gazetteer_problem {
    struct str file; /* empty: the file itself */
    size_t line;
    struct str reason;
};

struct gazetteer_report {
    struct gazetteer_info info;
    enum charset charset;
    char separator; /* 0: none */
    int64_t row_count;
    struct gazetteer_problem problems[GAZETTEER_PROBLEMS_NAMED];
    int64_t problem_count; /* all of them */
    bool is_replaced;      /* one of the same name was there */
};

/*
 * ERR_INVALID: this is no gazetteer, or holds no place; nothing was changed then.
 * ERR_CONFLICT while another import is writing in the folder. Texts live in arena.
 */
MUST_USE enum err_code gazetteer_import(struct gazetteer_report *out, struct arena *arena,
                                        const struct gazetteer_import *import,
                                        struct err *err);

/* ERR_NOT_FOUND when there is none of that name. */
MUST_USE enum err_code gazetteer_remove(const char *folder, struct str name,
                                        struct err *err);

/* Of [a-z0-9-], not empty and at most 40 characters. */
bool gazetteer_name_is_valid(struct str name);

#endif
