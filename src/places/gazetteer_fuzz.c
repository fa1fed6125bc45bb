/*
 * The first byte chooses a mapping; the rest is a file.
 * Property: every place that was taken is found again in what was written, by its code,
 * with the first name it was taken with; a row is taken or counted as refused, never
 * lost; and no place lies in itself.
 */

#include <stdlib.h>

#include "places/gazetteer_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Countries come in beside the rows; no row of a table has such a code. */
static int64_t rows_taken(const struct gazetteer_build *build)
{
    int64_t count = 0;

    for (size_t i = 0; i < build->place_count; i++)
        count += !str_starts_with(build->places[i].shared[0], STR("iso:"));
    return count;
}

static void no_row_is_lost(const struct gazetteer_reading *reading)
{
    require(reading->report->row_count ==
            rows_taken(reading->build) + reading->report->problem_count);
}

static bool read_file(struct gazetteer_reading *reading, struct str text, struct str map)
{
    struct err err;

    switch (gazetteer_recognise(text, map)) {
    case GAZETTEER_GEONAMES:
        gazetteer_read_geonames(reading, text);
        no_row_is_lost(reading);
        gazetteer_read_divisions(reading, STR("UA.07\tKharkiv\tKharkiv\t706482\n"));
        gazetteer_read_alternates(reading, text);
        gazetteer_nest_geonames(reading, text);
        return true;
    case GAZETTEER_KATOTTG:
        if (gazetteer_read_katottg(reading, text, &err) != ERR_OK)
            return false;
        no_row_is_lost(reading);
        return true;
    case GAZETTEER_PCODE:
    case GAZETTEER_TABLE:
        if (gazetteer_read_table(reading, text, map, &err) != ERR_OK)
            return false;
        no_row_is_lost(reading);
        return true;
    case GAZETTEER_UNKNOWN:
        break;
    }
    return false;
}

/* The first name that place `at` was given, if it is a main one. */
static bool first_name(struct str *out, const struct gazetteer_build *build, size_t at)
{
    for (size_t i = 0; i < build->name_count; i++)
        if (build->names[i].place == at && build->names[i].kind == GAZETTEER_MAIN) {
            *out = build->names[i].text;
            return true;
        }
    return false;
}

static void check_written(struct gazetteer_build *build, struct db *db)
{
    struct db_query *query;
    struct err err;

    require(db_prepare(&query, db,
                       "SELECT name.text FROM code JOIN name ON name.place = code.place"
                       " WHERE code.code = $1 AND name.n = 0",
                       &err) == ERR_OK);
    for (size_t i = 0; i < build->place_count; i++) {
        struct str name;
        bool is_found = false;
        bool has_row = true;

        if (!first_name(&name, build, i))
            continue;
        db_bind_text(query, 1, build->places[i].code);
        while (has_row) {
            require(db_step(&has_row, query, &err) == ERR_OK);
            is_found |= has_row && str_equal(db_column_text(query, 0), name);
        }
        require(is_found);
    }
    db_query_close(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str maps[] = {
        STR_INIT(""),
        STR_INIT("name=1"),
        STR_INIT("name=1,lat=2,lon=3,parent=4,code=5"),
        STR_INIT("name:uk=a,other=b,kind=c,pcode=d"),
    };
    struct arena arena = {0};
    struct gazetteer_build build = {0};
    struct gazetteer_report report = {0};
    struct gazetteer_reading reading = {
        .arena = &arena, .build = &build, .report = &report};
    struct str text = {(const char *)data + (size > 0 ? 1 : 0), size > 0 ? size - 1 : 0};
    struct str map = size > 0 ? maps[data[0] % 4] : STR("");
    struct db *db = NULL;
    struct err err;

    if (read_file(&reading, text, map)) {
        gazetteer_build_tidy(&build);
        for (size_t i = 0; i < build.place_count; i++)
            require(gazetteer_build_find(&build, build.places[i].parent) != i);
        require(db_open_memory(&db, STR(""), &err) == ERR_OK);
        require(gazetteer_build_write(&report.info, &build, db, &err) == ERR_OK);
        require(report.info.place_count == (int64_t)build.place_count);
        check_written(&build, db);
        db_close(db);
    }
    gazetteer_build_free(&build);
    arena_free(&arena);
    return 0;
}
