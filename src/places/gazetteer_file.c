#include "places/gazetteer_file.h"

#include <math.h>

/* WITHOUT ROWID: the table is its own index. These files never go to another database,
 * so they need not be what PostgreSQL understands. */
const char gazetteer_schema[] =
    "CREATE TABLE about (word TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE place (number BIGINT PRIMARY KEY, code TEXT NOT NULL,"
    " shared TEXT NOT NULL, parent TEXT, kind BIGINT NOT NULL, class TEXT NOT NULL,"
    " lat BIGINT, lon BIGINT, population BIGINT NOT NULL);"
    "CREATE TABLE name (place BIGINT NOT NULL, n BIGINT NOT NULL, text TEXT NOT NULL,"
    " lang TEXT NOT NULL, kind BIGINT NOT NULL, PRIMARY KEY (place, n)) WITHOUT ROWID;"
    "CREATE TABLE code (code TEXT NOT NULL, place BIGINT NOT NULL,"
    " PRIMARY KEY (code, place)) WITHOUT ROWID;"
    "CREATE TABLE token (key TEXT PRIMARY KEY, number BIGINT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE meet (token BIGINT NOT NULL, step BIGINT NOT NULL,"
    " place BIGINT NOT NULL, name BIGINT NOT NULL,"
    " PRIMARY KEY (token, step, place)) WITHOUT ROWID;"
    "CREATE TABLE lane (chars BIGINT NOT NULL, chunk BIGINT NOT NULL,"
    " first BIGINT NOT NULL, count BIGINT NOT NULL, signatures BLOB NOT NULL,"
    " keys BLOB NOT NULL, PRIMARY KEY (chars, chunk));"
    "CREATE TABLE sound (code BIGINT NOT NULL, token BIGINT NOT NULL,"
    " PRIMARY KEY (code, token)) WITHOUT ROWID;"
    "CREATE TABLE spot (cell BIGINT NOT NULL, place BIGINT NOT NULL,"
    " lat BIGINT NOT NULL, lon BIGINT NOT NULL, kind BIGINT NOT NULL,"
    " PRIMARY KEY (cell, place)) WITHOUT ROWID;";

uint64_t gazetteer_signature(struct str key)
{
    enum { LETTERS = 26, DIGITS_BIT = 2 * LETTERS, ALL_BITS = 64 };
    uint64_t signature = 0;

    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        uint64_t once = UINT64_C(1);

        if (c >= 'a' && c <= 'z') {
            once <<= (unsigned)(c - 'a');
            signature |= signature & once ? once << LETTERS : once;
        } else if (c >= '0' && c <= '9') {
            signature |= once << (unsigned)(DIGITS_BIT + (c - '0'));
        }
    }
    return signature;
}

int64_t gazetteer_degrees(double degrees)
{
    return llround(degrees * 1e8);
}

double gazetteer_from_degrees(int64_t stored)
{
    return (double)stored / 1e8;
}

int64_t gazetteer_cell(double lat, double lon)
{
    int64_t row = (int64_t)floor((lat + 90) * GAZETTEER_CELLS_OF_DEGREE);
    int64_t column = (int64_t)floor((lon + 180) * GAZETTEER_CELLS_OF_DEGREE);

    /* 180 degrees east is the same meridian as 180 west. */
    return row * GAZETTEER_ROW_CELLS + column % GAZETTEER_ROW_CELLS;
}
