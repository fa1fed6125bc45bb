#ifndef RECORD_INDEX_TABLES_H
#define RECORD_INDEX_TABLES_H

/*
 * The tables of the index, as SQL that SQLite and PostgreSQL share.
 *
 * n is a reference (record/ref.h) to the statement a row was made of; who reads as of
 * a frontier takes the rows whose n lies within it. Columns named by what they hold:
 * a number of `word` (property, kind, class, term, unit, …), a number of `ident`
 * (entity, about, who, …), a reference (n, basis, about_claim, target), days since 1970.
 * What is not said is NULL.
 *
 * Rows are only ever added. Whether a claim is superseded, withdrawn or preferred is
 * computed from edges when asked, because the answer depends on the frontier.
 */

extern const char index_tables_sql[];

/* Made after a bulk load: sorting once is faster than inserting in random order. */
extern const char index_indexes_sql[];

/* How the dump prints a column; the order is the table's. */
struct dump_table {
    const char *name;
    const char *sql; /* every column, ordered by what does not depend on the database */
    const char
        *types; /* one letter a column: n reference, w word, e ident, i integer, t text */
};

extern const struct dump_table index_dump_tables[];
extern const unsigned index_dump_table_count;

#endif
