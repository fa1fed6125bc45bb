#include "places/gazetteer_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"

void gazetteer_reject(struct gazetteer_reading *reading, size_t line, const char *fmt,
                      ...)
{
    struct gazetteer_report *report = reading->report;
    char text[200];
    va_list args;

    report->problem_count++;
    if (report->problem_count > GAZETTEER_PROBLEMS_NAMED)
        return;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, _(fmt), args);
    va_end(args);
    report->problems[report->problem_count - 1] = (struct gazetteer_problem){
        reading->file, line, arena_str(reading->arena, str_from_c(text))};
}

bool gazetteer_country_at(size_t *out, struct str code)
{
    if (code.len != 2 || code.ptr[0] < 'A' || code.ptr[0] > 'Z' || code.ptr[1] < 'A' ||
        code.ptr[1] > 'Z')
        return false;
    *out = (size_t)(code.ptr[0] - 'A') * 26 + (size_t)(code.ptr[1] - 'A');
    return true;
}

static double power_of_ten(size_t n)
{
    double power = 1;

    while (n-- > 0)
        power *= 10;
    return power;
}

/* Up to 15 digits a double is exact, and so is the quotient's nearest one. What goes
 * beyond is less than any map shows. */
bool gazetteer_decimal(double *out, struct str text)
{
    enum { DIGITS_MAX = 15 };
    bool is_negative = text.len > 0 && text.ptr[0] == '-';
    int64_t value = 0;
    size_t digits = 0;
    size_t decimals = 0;
    bool has_point = false;

    for (size_t i = is_negative ? 1 : 0; i < text.len; i++) {
        char c = text.ptr[i];

        if ((c == '.' || c == ',') && !has_point && digits > 0) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9' || (digits >= DIGITS_MAX && !has_point))
            return false;
        if (digits++ >= DIGITS_MAX)
            continue;
        value = 10 * value + (c - '0');
        decimals += has_point;
    }
    if (digits == 0)
        return false;
    *out = (double)(is_negative ? -value : value) / power_of_ten(decimals);
    return true;
}

bool gazetteer_take_point(struct build_place *place, struct str lat, struct str lon)
{
    struct geo_point point;

    lat = str_trim(lat);
    lon = str_trim(lon);
    if (lat.len == 0 && lon.len == 0)
        return true;
    if (!gazetteer_decimal(&point.lat, lat) || !gazetteer_decimal(&point.lon, lon) ||
        !geo_point_is_valid(point))
        return false;
    place->point = point;
    place->has_point = true;
    return true;
}

bool gazetteer_is_ua_code(struct str code, size_t digits)
{
    if (code.len != digits + 2 || !str_starts_with(code, STR("UA")))
        return false;
    for (size_t i = 2; i < code.len; i++)
        if (code.ptr[i] < '0' || code.ptr[i] > '9')
            return false;
    return true;
}

static bool is_zeros(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '0')
            return false;
    return true;
}

/* UA, two digits of the oblast, two of the raion, three of the hromada, three of the
 * settlement. A level of zeros is not there: Kyiv lies in no raion. */
struct str gazetteer_pcode_parent(struct gazetteer_build *build, struct str pcode)
{
    static const size_t ends[] = {9, 6, 4};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t start = i + 1 < sizeof ends / sizeof ends[0] ? ends[i + 1] : 2;
        struct str level = {pcode.ptr + start, ends[i] - start};

        if (pcode.len > ends[i] && !is_zeros(level) &&
            !(start == 2 && is_zeros(str_after(pcode, ends[i]))))
            return arena_printf(&build->arena, "pcode:" STR_FMT,
                                STR_ARG(str_prefix(pcode, ends[i])));
    }
    return gazetteer_build_country(build, STR("UA"));
}

static bool has_field(const struct csv_row *row, struct str name)
{
    for (size_t i = 0; i < row->field_count; i++)
        if (str_equal(str_trim(row->fields[i]), name))
            return true;
    return false;
}

static bool begins_field(const struct csv_row *row, struct str beginning)
{
    for (size_t i = 0; i < row->field_count; i++)
        if (str_starts_with(str_trim(row->fields[i]), beginning))
            return true;
    return false;
}

enum gazetteer_format gazetteer_recognise(struct str text, struct str map)
{
    struct arena arena = {0};
    enum gazetteer_format format = GAZETTEER_UNKNOWN;
    struct csv *csv;
    struct csv_row row;
    struct err err;

    if (map.len > 0)
        return GAZETTEER_TABLE;
    if (gazetteer_looks_like_geonames(text))
        return GAZETTEER_GEONAMES;
    if (csv_open(&csv, &arena, text, NULL, &err) == ERR_OK &&
        csv_next(csv, &row, &err) == ERR_OK) {
        if (begins_field(&row, STR("Перший рівень")) &&
            begins_field(&row, STR("Назва об")))
            format = GAZETTEER_KATOTTG;
        else if (has_field(&row, STR("pcode")) && has_field(&row, STR("name_uk")))
            format = GAZETTEER_PCODE;
        else if (has_field(&row, STR("name")))
            format = GAZETTEER_TABLE;
    }
    arena_free(&arena);
    return format;
}
