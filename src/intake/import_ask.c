/*
 * What only the mapping can answer: a column in which every row has one value, and such
 * a one that perhaps nobody filled in. It is asked before anything is written, because
 * what is recorded stays; the answer stands in the mapping, for every release to come.
 */

#include <string.h>

#include "intake/import_inside.h"

/* What forms, spreadsheets and databases put where nothing was entered. */
static bool is_suspicious(struct str text)
{
    static const struct str values[] = {
        STR_INIT("0"),          STR_INIT("00:00"),       STR_INIT("0:00"),
        STR_INIT("00:00:00"),   STR_INIT("0000-00-00"),  STR_INIT("1900-01-01"),
        STR_INIT("01.01.1900"), STR_INIT("01/01/1900"),  STR_INIT("1/1/1900"),
        STR_INIT("1899-12-30"), STR_INIT("30.12.1899"),  STR_INIT("1970-01-01"),
        STR_INIT("01.01.1970"), STR_INIT("01/01/1970"),  STR_INIT("1/1/1970"),
        STR_INIT("1900"),       STR_INIT("1970"),        STR_INIT("9999"),
        STR_INIT("0.0"),        STR_INIT("0,0"),         STR_INIT("0.000000"),
        STR_INIT("-1"),         STR_INIT("99"),          STR_INIT("999"),
        STR_INIT("unknown"),    STR_INIT("Unknown"),     STR_INIT("UNKNOWN"),
        STR_INIT("n/a"),        STR_INIT("N/A"),         STR_INIT("NA"),
        STR_INIT("null"),       STR_INIT("NULL"),        STR_INIT("None"),
        STR_INIT("-"),          STR_INIT("?"),           STR_INIT("не відомо"),
        STR_INIT("невідомо"),   STR_INIT("немає даних"), STR_INIT("неизвестно")};

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (str_equal(values[i], text))
            return true;
    return false;
}

static void look(struct importer *importer, const struct table_row *row, bool is_first)
{
    size_t count = 0;

    (void)table_names(importer->job->table, &count);
    for (size_t i = 0; i < count; i++) {
        struct column_constant *constant = &importer->constants[i];
        struct str cell = row->cells[i].text;

        if (constant->is_broken)
            continue;
        if (is_first)
            constant->text = arena_str(importer->arena, cell);
        else
            constant->is_broken = !str_equal(constant->text, cell);
    }
}

/* One pass over the table alone, which costs a twentieth of taking its rows. */
static enum err_code look_at_constants(int64_t *rows, struct importer *importer,
                                       struct err *err)
{
    struct table_row row = {0};
    bool is_row = true;

    *rows = 0;
    while (is_row) {
        if (table_next(&row, &is_row, importer->job->table, err) != ERR_OK)
            return err->code;
        if (!is_row || row.problem)
            continue;
        look(importer, &row, *rows == 0);
        ++*rows;
    }
    return table_rewind(importer->job->table, err);
}

static bool is_named(const struct importer *importer, const uint32_t *columns,
                     uint32_t count, size_t at)
{
    for (uint32_t i = 0; i < count; i++)
        if (importer->mapping->columns[columns[i]].at == at)
            return true;
    return false;
}

static bool is_empty_word(struct mapping_words words, struct str text)
{
    for (uint32_t i = 0; i < words.count; i++)
        if (str_equal(words.items[i], text))
            return true;
    return false;
}

static bool uses(const struct importer *importer, const struct mapping_source *source,
                 size_t at, struct str text, bool *is_answered)
{
    bool is_used = false;

    for (uint32_t i = 0; i < source->text.count; i++) {
        uint32_t column = source->text.pieces[i].column;

        is_used = is_used || (column != MAPPING_NO_COLUMN &&
                              importer->mapping->columns[column].at == at);
    }
    if (source->from == MAPPING_FROM_PAIR)
        is_used = is_used || importer->mapping->columns[source->second].at == at;
    for (uint32_t i = 0; i < source->step_count && is_used; i++)
        *is_answered = *is_answered || (source->steps[i].kind == MAPPING_EMPTY &&
                                        is_empty_word(source->steps[i].words, text));
    return is_used;
}

/* A claim is made of the column, and the mapping does not say what the value means. */
static bool is_open(const struct importer *importer, size_t at, struct str text)
{
    const struct mapping *mapping = importer->mapping;

    if (is_named(importer, mapping->ignored, mapping->ignored_count, at) ||
        is_named(importer, mapping->constant, mapping->constant_count, at) ||
        is_empty_word(mapping->empty, text))
        return false;
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        for (uint32_t k = 0; k < mapping->entities[i].claim_count; k++) {
            const struct mapping_claim *claim = &mapping->entities[i].claims[k];
            bool is_answered = false;

            if (uses(importer, &claim->source, at, text, &is_answered) && !is_answered)
                return true;
        }
    return false;
}

enum err_code importer_ask(bool *has_question, struct importer *importer, struct err *err)
{
    int64_t rows = 0;
    size_t count = 0;

    *has_question = false;
    if (look_at_constants(&rows, importer, err) != ERR_OK)
        return err->code;
    (void)table_names(importer->job->table, &count);
    for (size_t i = 0; i < count; i++) {
        struct column_constant *constant = &importer->constants[i];

        if (rows < IMPORT_CONSTANT_ROWS || constant->text.len == 0)
            constant->is_broken = true; /* too few to wonder at */
        if (!constant->is_broken)
            constant->is_asked =
                is_suspicious(constant->text) && is_open(importer, i, constant->text);
        *has_question = *has_question || constant->is_asked;
    }
    return ERR_OK;
}

static void find_missing(struct importer *importer)
{
    for (uint32_t i = 0; i < importer->mapping->column_count; i++)
        if (importer->mapping->columns[i].at == MAPPING_NO_COLUMN)
            importer_find(importer, IMPORT_MISSING, 0, 0,
                          importer->mapping->columns[i].name, STR(""));
}

void importer_find_columns(struct importer *importer)
{
    const struct str *names;
    size_t count = 0;
    uint32_t *unused;
    size_t unused_count;

    importer_look_at_workbook(importer);
    names = table_names(importer->job->table, &count);
    unused = ARENA_ARRAY(importer->arena, uint32_t, count);
    unused_count = mapping_unused(unused, importer->mapping, names, count);
    for (size_t i = 0; i < unused_count; i++)
        importer_find(importer, IMPORT_UNUSED, 0, 0, names[unused[i]], STR(""));
    find_missing(importer);
    for (size_t i = 0; i < count; i++)
        if (!importer->constants[i].is_broken)
            importer_find(importer,
                          importer->constants[i].is_asked ? IMPORT_ASKED
                                                          : IMPORT_CONSTANT,
                          0, 0, names[i], importer->constants[i].text);
}
