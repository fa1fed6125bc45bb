#ifndef PLACES_GAZETTEER_READ_H
#define PLACES_GAZETTEER_READ_H

/* What readers of the several formats share. A reader puts the rows of text into a
 * gazetteer in the making; it does no I/O. */

#include "format/csv.h"
#include "places/gazetteer_build.h"
#include "places/gazetteer_import.h"

struct gazetteer_reading {
    struct arena *arena; /* of the texts of the report */
    struct gazetteer_build *build;
    struct gazetteer_report *report;
    struct str file;           /* for problems; empty: the first file */
    bool has_country[26 * 26]; /* of GeoNames: whose places came */
};

/* Its place in has_country; false for what is no two capitals. */
bool gazetteer_country_at(size_t *out, struct str code);

/* The row at a line cannot be used: it is counted, and named if it is among the first. */
void gazetteer_reject(struct gazetteer_reading *reading, size_t line, const char *fmt,
                      ...) PRINTF_LIKE(3, 4);

enum gazetteer_format {
    GAZETTEER_UNKNOWN,
    GAZETTEER_GEONAMES,
    GAZETTEER_KATOTTG,
    GAZETTEER_PCODE,
    GAZETTEER_TABLE
};

/* By the first row. A table is one that a mapping was given for, or whose columns have
 * the names that mappings use. */
enum gazetteer_format gazetteer_recognise(struct str text, struct str map);

bool gazetteer_looks_like_geonames(struct str text);

/* A GeoNames dump: https://download.geonames.org/export/dump/readme.txt */
void gazetteer_read_geonames(struct gazetteer_reading *reading, struct str text);
/* alternateNamesV2.txt: names of the places that are there, with their languages. */
void gazetteer_read_alternates(struct gazetteer_reading *reading, struct str text);
/* admin1CodesASCII.txt, admin2Codes.txt: first and second levels that are not there. */
void gazetteer_read_divisions(struct gazetteer_reading *reading, struct str text);
/* Behind all of them: what each place of the dump lies in. */
void gazetteer_nest_geonames(struct gazetteer_reading *reading, struct str text);

/* These fail where the text cannot be read any further as a table. */
MUST_USE enum err_code gazetteer_read_katottg(struct gazetteer_reading *reading,
                                              struct str text, struct err *err);
MUST_USE enum err_code gazetteer_read_table(struct gazetteer_reading *reading,
                                            struct str text, struct str map,
                                            struct err *err);

/* A whole decimal number, "49.85" or "49,85", with or without a minus. */
bool gazetteer_decimal(double *out, struct str text);

/* "UA" and this many digits. */
bool gazetteer_is_ua_code(struct str code, size_t digits);

/* What a Ukrainian code says it lies in: "pcode:UA6314015" of UA6314015004; the country
 * at the top. In the build's arena. */
struct str gazetteer_pcode_parent(struct gazetteer_build *build, struct str pcode);

/* Puts lat and lon into the place: true, also when both are empty. False when they are no
 * point on the earth. */
bool gazetteer_take_point(struct build_place *place, struct str lat, struct str lon);

#endif
