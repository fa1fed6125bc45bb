/* The normal form of a mapping. */

#include "intake/mapping.h"

static void write_quoted(struct buf *out, struct str text)
{
    buf_append(out, STR(" \""));
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.ptr[i]);
    }
    buf_char(out, '"');
}

static void write_words(struct buf *out, struct mapping_words words)
{
    for (uint32_t i = 0; i < words.count; i++)
        write_quoted(out, words.items[i]);
}

static struct str column_name(const struct mapping *mapping, uint32_t column)
{
    return mapping->columns[column].name;
}

static void write_columns(struct buf *out, const struct mapping *mapping,
                          const uint32_t *columns, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        write_quoted(out, column_name(mapping, columns[i]));
}

static void write_template(struct buf *out, const struct mapping *mapping,
                           const struct mapping_template *text)
{
    struct buf whole = {0};

    if (text->count == 1 && text->pieces[0].column != MAPPING_NO_COLUMN) {
        buf_append(out, STR(" column"));
        write_quoted(out, column_name(mapping, text->pieces[0].column));
        return;
    }
    if (text->count == 1) {
        buf_append(out, STR(" always"));
        write_quoted(out, text->pieces[0].text);
        return;
    }
    for (uint32_t i = 0; i < text->count; i++) {
        const struct mapping_piece *piece = &text->pieces[i];

        if (piece->column != MAPPING_NO_COLUMN) {
            buf_char(&whole, '{');
            buf_append(&whole, column_name(mapping, piece->column));
            buf_char(&whole, '}');
        }
        for (size_t k = 0; piece->column == MAPPING_NO_COLUMN && k < piece->text.len;
             k++) {
            char c = piece->text.ptr[k];

            buf_char(&whole, c);
            if (c == '{' || c == '}')
                buf_char(&whole, c);
        }
    }
    write_quoted(out, buf_str(&whole));
    buf_release(&whole);
}

static void write_conditions(struct buf *out, const struct mapping *mapping,
                             const char *first,
                             const struct mapping_conditions *conditions)
{
    static const char *const tests[] = {" is", " contains", " begins with"};

    for (uint32_t i = 0; i < conditions->count; i++) {
        const struct mapping_condition *c = &conditions->items[i];

        buf_append(out, i == 0 ? str_from_c(first) : STR(" and"));
        write_quoted(out, column_name(mapping, c->column));
        buf_append(out, str_from_c(tests[c->test]));
        if (c->is_negated)
            buf_append(out, STR(" not"));
        if (c->words.count == 0)
            buf_append(out, STR(" empty"));
        write_words(out, c->words);
    }
}

static void write_split(struct buf *out, struct str at)
{
    buf_append(out, STR(" split"));
    if (str_equal(at, STR("\n")))
        buf_append(out, STR(" newline"));
    else
        write_quoted(out, at);
}

static void write_step(struct buf *out, const struct mapping *mapping,
                       const struct mapping_step *step)
{
    static const char *const words[] = {
        [MAPPING_SPLIT] = "",
        [MAPPING_EMPTY] = " empty",
        [MAPPING_UPPER] = " upper",
        [MAPPING_LOWER] = " lower",
        [MAPPING_PREFIX] = " prefix",
        [MAPPING_SUFFIX] = " suffix",
        [MAPPING_WITHOUT_PREFIX] = " without prefix",
        [MAPPING_WITHOUT_SUFFIX] = " without suffix",
        [MAPPING_DECIMAL_COMMA] = " decimal comma",
        [MAPPING_TRANSLATE] = " translate",
        [MAPPING_DATE] = " as date",
    };
    bool has_text = step->kind >= MAPPING_PREFIX && step->kind <= MAPPING_WITHOUT_SUFFIX;

    buf_append(out, str_from_c(words[step->kind]));
    if (step->kind == MAPPING_SPLIT)
        write_split(out, step->text);
    else if (step->kind == MAPPING_TRANSLATE)
        write_quoted(out, mapping->translations[step->translation].name);
    else if (has_text)
        write_quoted(out, step->text);
    else
        write_words(out, step->words);
}

static void write_source(struct buf *out, const struct mapping *mapping,
                         const struct mapping_source *source)
{
    switch (source->from) {
    case MAPPING_FROM_ENTITY:
        buf_append(out, STR(" the"));
        write_quoted(out, mapping->entities[source->entity].name);
        break;
    case MAPPING_FROM_LIST:
        buf_append(out, STR(" row of"));
        write_quoted(out, source->list);
        buf_append(out, STR(" by"));
        write_template(out, mapping, &source->text);
        break;
    case MAPPING_FROM_TEXT:
        write_template(out, mapping, &source->text);
        break;
    case MAPPING_FROM_PAIR:
        write_template(out, mapping, &source->text);
        buf_append(out, STR(" and"));
        write_quoted(out, column_name(mapping, source->second));
        break;
    }
    for (uint32_t i = 0; i < source->step_count; i++)
        write_step(out, mapping, &source->steps[i]);
}

static void write_option(struct buf *out, const char *word, struct str value)
{
    if (value.len == 0)
        return;
    buf_append(out, str_from_c(word));
    write_quoted(out, value);
}

static bool has_patterns(const struct mapping_source *source)
{
    for (uint32_t i = 0; i < source->step_count; i++)
        if (source->steps[i].kind == MAPPING_DATE)
            return true;
    return false;
}

static struct str form_word(enum schema_value form)
{
    static const struct {
        enum schema_value form;
        struct str word;
    } words[] = {
        {SCHEMA_TEXT, STR_INIT("words")},
        {SCHEMA_NAME, STR_INIT("name")},
        {SCHEMA_DATE, STR_INIT("date")},
        {SCHEMA_TERM, STR_INIT("term")},
        {SCHEMA_COUNT, STR_INIT("count")},
        {SCHEMA_QUANTITY, STR_INIT("quantity")},
        {SCHEMA_URL, STR_INIT("url")},
        {SCHEMA_COORDINATES, STR_INIT("coordinates")},
        {SCHEMA_IDENTIFIER, STR_INIT("identifier")},
        {SCHEMA_REFERENCE, STR_INIT("reference")},
    };
    size_t i = 0;

    while (words[i].form != form)
        i++;
    return words[i].word;
}

static void write_claim(struct buf *out, const struct mapping *mapping,
                        const struct mapping_claim *claim)
{
    static const char *const otherwise[] = {"", " otherwise words",
                                            " otherwise leave out", ""};

    buf_append(out, STR("  "));
    buf_append(out, claim->property->key);
    write_source(out, mapping, &claim->source);
    if (!has_patterns(&claim->source)) {
        buf_append(out, STR(" as "));
        buf_append(out, form_word(claim->form));
    }
    write_option(out, " lang", claim->lang);
    write_option(out, " script", claim->script);
    write_option(out, " unit", claim->unit);
    write_option(out, " scheme", claim->scheme);
    write_option(out, " mode", claim->mode);
    write_option(out, " quantifier", claim->quantifier);
    if (claim->precision_m >= 0) {
        buf_append(out, STR(" precision "));
        buf_i64(out, claim->precision_m);
    }
    for (uint32_t i = 0; i < claim->qualifier_count; i++) {
        buf_append(out, STR(" with "));
        buf_append(out, claim->qualifiers[i].field->key);
        write_source(out, mapping, &claim->qualifiers[i].source);
    }
    buf_append(out, str_from_c(otherwise[claim->otherwise]));
    write_conditions(out, mapping, " if", &claim->conditions);
    buf_char(out, '\n');
}

static void write_class(struct buf *out, const struct mapping *mapping,
                        const struct mapping_class *one)
{
    buf_append(out, STR("  class"));
    if (one->column == MAPPING_NO_COLUMN) {
        write_quoted(out, one->term);
    } else {
        write_quoted(out, column_name(mapping, one->column));
        buf_append(out, STR(" translate"));
        write_quoted(out, mapping->translations[one->translation].name);
    }
    write_conditions(out, mapping, " if", &one->conditions);
    buf_char(out, '\n');
}

static void write_entity(struct buf *out, const struct mapping *mapping,
                         const struct mapping_entity *entity)
{
    buf_append(out, STR("entity"));
    write_quoted(out, entity->name);
    buf_char(out, ' ');
    buf_append(out, entity->kind->key);
    buf_char(out, '\n');
    if (entity->key_count > 0) {
        buf_append(out, STR("  key"));
        write_columns(out, mapping, entity->key, entity->key_count);
        if (entity->split.len > 0)
            write_split(out, entity->split);
        buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < entity->class_count; i++)
        write_class(out, mapping, &entity->classes[i]);
    if (entity->label.count > 0) {
        buf_append(out, STR("  label"));
        write_template(out, mapping, &entity->label);
        buf_char(out, '\n');
    }
    if (entity->conditions.count > 0) {
        write_conditions(out, mapping, "  only if", &entity->conditions);
        buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < entity->claim_count; i++)
        write_claim(out, mapping, &entity->claims[i]);
}

static void write_translation(struct buf *out, const struct mapping_translation *table)
{
    static const char *const otherwise[] = {"  otherwise reject\n", "  otherwise words\n",
                                            "  otherwise leave out\n", "  otherwise ="};

    buf_append(out, STR("translate"));
    write_quoted(out, table->name);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < table->count; i++) {
        buf_append(out, STR(" "));
        write_quoted(out, table->pairs[i].from);
        buf_append(out, STR(" ="));
        write_quoted(out, table->pairs[i].to);
        buf_char(out, '\n');
    }
    buf_append(out, str_from_c(otherwise[table->otherwise]));
    if (table->otherwise == MAPPING_USE_TERM) {
        write_quoted(out, table->term);
        buf_char(out, '\n');
    }
}

static void write_format(struct buf *out, const struct mapping *mapping)
{
    static const char *const formats[] = {
        [MAPPING_ANY] = "",      [MAPPING_CSV] = "csv", [MAPPING_JSON] = "json",
        [MAPPING_XLSX] = "xlsx", [MAPPING_ODS] = "ods",
    };
    static const char *const charsets[] = {
        [CHARSET_DETECT] = "",
        [CHARSET_UTF8] = " charset utf-8",
        [CHARSET_UTF16LE] = " charset utf-16le",
        [CHARSET_UTF16BE] = " charset utf-16be",
        [CHARSET_WINDOWS_1251] = " charset windows-1251",
    };
    const char *separator = mapping->separator == ','    ? " separator comma"
                            : mapping->separator == ';'  ? " separator semicolon"
                            : mapping->separator == '\t' ? " separator tab"
                            : mapping->separator == '|'  ? " separator bar"
                                                         : "";

    if (mapping->format == MAPPING_ANY)
        return;
    buf_append(out, STR("format "));
    buf_append(out, str_from_c(formats[mapping->format]));
    buf_append(out, str_from_c(separator));
    buf_append(out, str_from_c(charsets[mapping->charset]));
    write_option(out, " sheet", mapping->sheet);
    if (mapping->header_first > 0)
        buf_printf(out, " header %u", mapping->header_first);
    if (mapping->header_last > mapping->header_first)
        buf_printf(out, " to %u", mapping->header_last);
    buf_char(out, '\n');
}

static void write_line(struct buf *out, const char *word, struct mapping_words words)
{
    if (words.count == 0)
        return;
    buf_append(out, str_from_c(word));
    write_words(out, words);
    buf_char(out, '\n');
}

static void write_column_line(struct buf *out, const struct mapping *mapping,
                              const char *word, const uint32_t *columns, uint32_t count)
{
    if (count == 0)
        return;
    buf_append(out, str_from_c(word));
    write_columns(out, mapping, columns, count);
    buf_char(out, '\n');
}

void mapping_write(struct buf *out, const struct mapping *mapping)
{
    struct mapping_words version = {&mapping->version, mapping->version.len > 0};

    buf_append(out, STR("list"));
    write_quoted(out, mapping->list);
    write_option(out, " class", mapping->list_class);
    buf_char(out, '\n');
    write_line(out, "version", version);
    write_format(out, mapping);
    write_column_line(out, mapping, "key", mapping->key, mapping->key_count);
    if (mapping->source != MAPPING_NO_COLUMN)
        write_column_line(out, mapping, "source", &mapping->source, 1);
    write_line(out, "withheld", mapping->withheld);
    write_line(out, "empty", mapping->empty);
    write_column_line(out, mapping, "ignore", mapping->ignored, mapping->ignored_count);
    write_column_line(out, mapping, "optional", mapping->optional,
                      mapping->optional_count);
    write_column_line(out, mapping, "constant", mapping->constant,
                      mapping->constant_count);
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        write_entity(out, mapping, &mapping->entities[i]);
    for (uint32_t i = 0; i < mapping->translation_count; i++)
        write_translation(out, &mapping->translations[i]);
}
