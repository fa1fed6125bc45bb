#include "intake/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "intake/mapping_read.h"
#include "intake/workbook.h"

enum err_code mapping_read_text(struct str *out, struct mapping_reader *reader,
                                const char *what)
{
    if (mapping_line_take(out, &reader->line, what) != ERR_OK)
        return reader->err->code;
    if (out->len > 0)
        return ERR_OK;
    reader->line.at--;
    return mapping_line_fail(&reader->line, "%s cannot be empty", _(what));
}

static enum err_code read_list(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;
    const struct schema_vocabulary *classes = schema_vocabulary(STR("list_class"));

    if (mapping_read_text(&mapping->list, reader, "the name of the list") != ERR_OK)
        return reader->err->code;
    if (!mapping_line_accept(&reader->line, "class"))
        return ERR_OK;
    if (mapping_line_take(&mapping->list_class, &reader->line, "a class of list") !=
        ERR_OK)
        return reader->err->code;
    if (schema_term(classes, mapping->list_class))
        return ERR_OK;
    reader->line.at--;
    return mapping_line_fail(
        &reader->line, "there is no class of list \"" STR_FMT "\"; there are: " STR_FMT,
        STR_ARG(str_prefix(mapping->list_class, 64)),
        STR_ARG(mapping_list_terms(reader->arena, classes)));
}

static enum err_code read_version(struct mapping_reader *reader)
{
    return mapping_read_text(&reader->mapping->version, reader, "the version");
}

static enum err_code read_separator(struct mapping_reader *reader)
{
    static const struct {
        struct str word;
        char separator;
    } words[] = {
        {STR_INIT("comma"), ','}, {STR_INIT(","), ','},    {STR_INIT("semicolon"), ';'},
        {STR_INIT(";"), ';'},     {STR_INIT("tab"), '\t'}, {STR_INIT("bar"), '|'},
        {STR_INIT("|"), '|'},
    };
    struct str word = {0};

    if (mapping_line_take(&word, &reader->line, "a separator") != ERR_OK)
        return reader->err->code;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal(words[i].word, word)) {
            reader->mapping->separator = words[i].separator;
            return ERR_OK;
        }
    reader->line.at--;
    return mapping_line_fail(&reader->line,
                             "a separator is comma, semicolon, tab or bar");
}

static const struct {
    struct str word;
    enum charset charset;
} charsets[] = {
    {STR_INIT("utf-8"), CHARSET_UTF8},
    {STR_INIT("utf-16le"), CHARSET_UTF16LE},
    {STR_INIT("utf-16be"), CHARSET_UTF16BE},
    {STR_INIT("windows-1251"), CHARSET_WINDOWS_1251},
};

enum { CHARSET_WORDS = sizeof charsets / sizeof charsets[0] };

static enum err_code read_charset(struct mapping_reader *reader)
{
    struct str word = {0};

    if (mapping_line_take(&word, &reader->line, "a charset") != ERR_OK)
        return reader->err->code;
    for (size_t i = 0; i < CHARSET_WORDS; i++)
        if (str_equal(charsets[i].word, word)) {
            reader->mapping->charset = charsets[i].charset;
            return ERR_OK;
        }
    reader->line.at--;
    return mapping_line_fail(&reader->line,
                             "a charset is utf-8, utf-16le, utf-16be or windows-1251");
}

/* separator S, charset C */
static enum err_code read_csv_options(struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    while (mapping_line_peek(line)) {
        if (mapping_line_accept(line, "separator")) {
            if (read_separator(reader) != ERR_OK)
                return reader->err->code;
        } else if (mapping_line_accept(line, "charset")) {
            if (read_charset(reader) != ERR_OK)
                return reader->err->code;
        } else {
            return mapping_line_end(line, "expected: separator or charset");
        }
    }
    return ERR_OK;
}

static enum err_code read_row_number(uint32_t *out, struct mapping_reader *reader)
{
    struct str word = {0};
    uint64_t row = 0;

    if (mapping_line_take(&word, &reader->line, "the number of a row") != ERR_OK)
        return reader->err->code;
    if (str_to_u64(&row, word) && row > 0 && row <= WORKBOOK_MAX_ROWS) {
        *out = (uint32_t)row;
        return ERR_OK;
    }
    reader->line.at--;
    return mapping_line_fail(&reader->line, "a row of a sheet has a number from 1 to %d",
                             WORKBOOK_MAX_ROWS);
}

/* header ROW [to ROW] */
static enum err_code read_header(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;

    if (read_row_number(&mapping->header_first, reader) != ERR_OK)
        return reader->err->code;
    mapping->header_last = mapping->header_first;
    if (!mapping_line_accept(&reader->line, "to"))
        return ERR_OK;
    if (read_row_number(&mapping->header_last, reader) != ERR_OK)
        return reader->err->code;
    if (mapping->header_last >= mapping->header_first &&
        mapping->header_last - mapping->header_first < MAPPING_MAX_HEADER)
        return ERR_OK;
    reader->line.at--;
    return mapping_line_fail(&reader->line,
                             "the last row of the header stands at most %d rows below "
                             "its first",
                             MAPPING_MAX_HEADER - 1);
}

/* sheet "NAME", header ROW */
static enum err_code read_workbook_options(struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    while (mapping_line_peek(line)) {
        if (mapping_line_accept(line, "sheet")) {
            if (mapping_read_text(&reader->mapping->sheet, reader,
                                  "the name of the sheet") != ERR_OK)
                return reader->err->code;
        } else if (mapping_line_accept(line, "header")) {
            if (read_header(reader) != ERR_OK)
                return reader->err->code;
        } else {
            return mapping_line_end(line, "expected: sheet or header");
        }
    }
    return ERR_OK;
}

static enum err_code read_format(struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "json")) {
        reader->mapping->format = MAPPING_JSON;
        return ERR_OK;
    }
    if (mapping_line_accept(line, "csv")) {
        reader->mapping->format = MAPPING_CSV;
        return read_csv_options(reader);
    }
    if (mapping_line_accept(line, "xlsx"))
        reader->mapping->format = MAPPING_XLSX;
    else if (mapping_line_accept(line, "ods"))
        reader->mapping->format = MAPPING_ODS;
    else
        return mapping_line_fail(line, "expected after format: csv, json, xlsx or ods");
    return read_workbook_options(reader);
}

static enum err_code read_key(struct mapping_reader *reader)
{
    return mapping_read_columns(&reader->mapping->key, &reader->mapping->key_count,
                                reader);
}

static enum err_code read_source_column(struct mapping_reader *reader)
{
    return mapping_read_column(&reader->mapping->source, reader, "the name of a column");
}

static enum err_code read_withheld(struct mapping_reader *reader)
{
    return mapping_line_quoted(&reader->mapping->withheld, reader->arena, &reader->line,
                               "a text that stands for a source held back");
}

static enum err_code read_empty(struct mapping_reader *reader)
{
    return mapping_line_quoted(&reader->mapping->empty, reader->arena, &reader->line,
                               "a text that means nothing is said");
}

static enum err_code read_ignore(struct mapping_reader *reader)
{
    return mapping_read_columns(&reader->mapping->ignored,
                                &reader->mapping->ignored_count, reader);
}

static enum err_code read_optional(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;

    if (mapping_read_columns(&mapping->optional, &mapping->optional_count, reader) !=
        ERR_OK)
        return reader->err->code;
    for (uint32_t i = 0; i < mapping->optional_count; i++)
        mapping->columns[mapping->optional[i]].is_optional = true;
    return ERR_OK;
}

static enum err_code read_constant(struct mapping_reader *reader)
{
    return mapping_read_columns(&reader->mapping->constant,
                                &reader->mapping->constant_count, reader);
}

enum block { BLOCK_NONE, BLOCK_ENTITY, BLOCK_TRANSLATION };

static const struct {
    const char *word;
    enum err_code (*read)(struct mapping_reader *reader);
    enum block block;
} heads[] = {
    {"list", read_list, BLOCK_NONE},
    {"version", read_version, BLOCK_NONE},
    {"format", read_format, BLOCK_NONE},
    {"key", read_key, BLOCK_NONE},
    {"source", read_source_column, BLOCK_NONE},
    {"withheld", read_withheld, BLOCK_NONE},
    {"empty", read_empty, BLOCK_NONE},
    {"ignore", read_ignore, BLOCK_NONE},
    {"optional", read_optional, BLOCK_NONE},
    {"constant", read_constant, BLOCK_NONE},
    {"entity", mapping_read_entity_head, BLOCK_ENTITY},
    {"translate", mapping_read_translation_head, BLOCK_TRANSLATION},
};

enum { HEAD_COUNT = sizeof heads / sizeof heads[0] };

static enum err_code read_head(enum block *block, bool seen[HEAD_COUNT],
                               struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    for (size_t i = 0; i < HEAD_COUNT; i++) {
        if (!mapping_line_accept(line, heads[i].word))
            continue;
        if (heads[i].block == BLOCK_NONE && seen[i]) {
            line->at--;
            return mapping_line_fail(line, "%s was said already", heads[i].word);
        }
        seen[i] = true;
        *block = heads[i].block;
        if (heads[i].read(reader) != ERR_OK)
            return reader->err->code;
        return mapping_line_end(line, "the line should end here");
    }
    return mapping_line_fail(
        line,
        "\"" STR_FMT "\" cannot begin a line; expected: list, version, "
        "format, key, source, withheld, empty, ignore, optional, constant, entity or "
        "translate (what belongs to an entity or a translation stands "
        "indented below it)",
        STR_ARG(str_prefix(mapping_line_peek(line)->text, 64)));
}

static enum err_code read_lines(struct mapping_reader *reader, struct str text)
{
    bool seen[HEAD_COUNT] = {false};
    enum block block = BLOCK_NONE;
    enum err_code code = ERR_OK;

    while (text.len > 0) {
        if (mapping_line_read(&reader->line, reader->arena, &text) != ERR_OK)
            return reader->err->code;
        if (reader->line.count == 0)
            continue;
        if (!reader->line.is_indented)
            code = read_head(&block, seen, reader);
        else if (block == BLOCK_ENTITY)
            code = mapping_read_entity_line(reader);
        else if (block == BLOCK_TRANSLATION)
            code = mapping_read_translation_line(reader);
        else
            code =
                mapping_line_fail(&reader->line, "an indented line belongs to an entity "
                                                 "or a translation above it");
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

static void add_name(struct mapping_words *names, struct arena *arena, struct str name)
{
    struct str *items = ARENA_ARRAY(arena, struct str, (size_t)names->count + 1);

    for (uint32_t i = 0; i < names->count; i++)
        items[i] = names->items[i];
    items[names->count++] = name;
    names->items = items;
}

/* Entities and translations may be spoken of above the line that describes them. */
static enum err_code read_names(struct mapping_reader *reader, struct str text)
{
    struct mapping_line *line = &reader->line;

    while (text.len > 0) {
        if (mapping_line_read(line, reader->arena, &text) != ERR_OK)
            return reader->err->code;
        if (line->count < 2 || line->is_indented)
            continue;
        if (mapping_line_is(line, "entity") &&
            reader->entity_names.count <= MAPPING_MAX_ENTITIES)
            add_name(&reader->entity_names, reader->arena, line->words[1].text);
        if (mapping_line_is(line, "translate") &&
            reader->translation_names.count < MAPPING_MAX_COLUMNS)
            add_name(&reader->translation_names, reader->arena, line->words[1].text);
    }
    line->number = 0;
    return ERR_OK;
}

static int compare_pairs(const void *a, const void *b)
{
    return str_compare(((const struct mapping_pair *)a)->from,
                       ((const struct mapping_pair *)b)->from);
}

enum err_code mapping_parse(struct mapping *out, struct arena *arena, struct str text,
                            struct err *err)
{
    struct mapping mapping = {.source = MAPPING_NO_COLUMN};
    struct mapping_reader reader = {.arena = arena, .mapping = &mapping, .err = err};

    reader.line.err = err;
    if (text.len > MAPPING_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a mapping has at most %d bytes",
                       MAPPING_MAX_BYTES);
    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_after(text, 3);
    if (read_names(&reader, text) != ERR_OK || read_lines(&reader, text) != ERR_OK ||
        mapping_check(&mapping, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < mapping.translation_count; i++)
        if (mapping.translations[i].count > 0)
            qsort(mapping.translations[i].pairs, mapping.translations[i].count,
                  sizeof *mapping.translations[i].pairs, compare_pairs);
    *out = mapping;
    return ERR_OK;
}

const struct mapping_pair *mapping_translate(const struct mapping_translation *table,
                                             struct str word)
{
    struct mapping_pair wanted = {.from = word};

    if (table->count == 0)
        return NULL;
    return bsearch(&wanted, table->pairs, table->count, sizeof *table->pairs,
                   compare_pairs);
}

static enum table_format format_of(enum mapping_format format)
{
    switch (format) {
    case MAPPING_CSV:
        return TABLE_CSV;
    case MAPPING_JSON:
        return TABLE_JSON;
    case MAPPING_XLSX:
    case MAPPING_ODS:
        return TABLE_WORKBOOK;
    case MAPPING_ANY:
        break;
    }
    return TABLE_DETECT;
}

struct table_options mapping_table_options(const struct mapping *mapping)
{
    return (struct table_options){.format = format_of(mapping->format),
                                  .separator = mapping->separator,
                                  .charset = mapping->charset,
                                  .sheet = mapping->sheet,
                                  .header_first = mapping->header_first,
                                  .header_last = mapping->header_last};
}
