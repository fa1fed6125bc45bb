/* Choices into the text of a mapping. */

#include "intake/mapping_edit.h"

#include <string.h>

#include "record/schema.h"

enum {
    FORMS = SCHEMA_TEXT | SCHEMA_NAME | SCHEMA_DATE | SCHEMA_TERM | SCHEMA_COUNT |
            SCHEMA_QUANTITY | SCHEMA_URL | SCHEMA_COORDINATES | SCHEMA_IDENTIFIER
};

void edit_start(struct mapping_edit *out, struct arena *arena,
                const struct columns *columns, const struct table_options *options)
{
    *out = (struct mapping_edit){
        .list_class = STR(""),
        .separator = options->separator,
        .charset = options->charset,
        .sheet = options->sheet,
        .header_first = options->header_first,
        .header_last = options->header_last,
        .columns = ARENA_ARRAY(arena, struct edit_column, columns->count + 1),
        .count = columns->count};
    for (size_t i = 0; i < columns->count; i++)
        out->columns[i].name = columns->items[i].name;
}

bool edit_can_say(const struct schema_property *property, const struct schema_kind *kind)
{
    return kind && (property->about & kind->bit) && (property->values & FORMS) &&
           property->replaced_by.len == 0 && property->required_count == 0;
}

struct str edit_place_property(struct str kind)
{
    static const struct {
        struct str kind;
        struct str property;
    } ways[] = {
        {STR_INIT("event"), STR_INIT("happened_at")},
        {STR_INIT("act"), STR_INIT("happened_at")},
        {STR_INIT("person"), STR_INIT("residence")},
        {STR_INIT("people"), STR_INIT("from_place")},
        {STR_INIT("remains"), STR_INIT("found_at")},
        {STR_INIT("item"), STR_INIT("found_at")},
        {STR_INIT("place"), STR_INIT("located_in")},
    };

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (str_equal(kind, ways[i].kind))
            return ways[i].property;
    return STR("");
}

/* --- writing --- */

static void quoted(struct buf *out, struct str text)
{
    buf_puts(out, " \"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.ptr[i]);
    }
    buf_char(out, '"');
}

/* Only where it is said. */
static void option(struct buf *out, const char *word, struct str text)
{
    if (text.len == 0)
        return;
    buf_puts(out, word);
    quoted(out, text);
}

static const char *separator_word(char separator)
{
    switch (separator) {
    case ',':
        return "comma";
    case ';':
        return "semicolon";
    case '\t':
        return "tab";
    default:
        return "bar";
    }
}

static void write_csv(struct buf *out, const struct mapping_edit *edit)
{
    static const char *const charsets[] = {
        [CHARSET_UTF8] = "utf-8",
        [CHARSET_UTF16LE] = "utf-16le",
        [CHARSET_UTF16BE] = "utf-16be",
        [CHARSET_WINDOWS_1251] = "windows-1251",
    };

    if (edit->separator != 0)
        buf_printf(out, " separator %s", separator_word(edit->separator));
    if (edit->charset != CHARSET_DETECT)
        buf_printf(out, " charset %s", charsets[edit->charset]);
}

static void write_workbook(struct buf *out, const struct mapping_edit *edit)
{
    option(out, " sheet", edit->sheet);
    if (edit->header_first > 0)
        buf_printf(out, " header %u", edit->header_first);
    if (edit->header_last > edit->header_first)
        buf_printf(out, " to %u", edit->header_last);
}

static void write_format(struct buf *out, const struct mapping_edit *edit)
{
    static const char *const formats[] = {
        [MAPPING_CSV] = "csv",
        [MAPPING_JSON] = "json",
        [MAPPING_XLSX] = "xlsx",
        [MAPPING_ODS] = "ods",
    };

    if (edit->format == MAPPING_ANY)
        return;
    buf_printf(out, "format  %s", formats[edit->format]);
    if (edit->format == MAPPING_CSV)
        write_csv(out, edit);
    if (edit->format == MAPPING_XLSX || edit->format == MAPPING_ODS)
        write_workbook(out, edit);
    buf_char(out, '\n');
}

typedef bool (*column_test)(const struct edit_column *column);

static bool is_key(const struct edit_column *column)
{
    return column->is_key;
}

static bool is_ignored(const struct edit_column *column)
{
    return column->use == EDIT_IGNORED;
}

static bool is_constant(const struct edit_column *column)
{
    return column->is_constant;
}

static bool is_place(const struct edit_column *column)
{
    return column->use == EDIT_PLACE;
}

static bool is_source(const struct edit_column *column)
{
    return column->use == EDIT_SOURCE;
}

static bool is_name(const struct edit_column *column)
{
    return column->use == EDIT_NAME;
}

static size_t count_of(const struct mapping_edit *edit, column_test test)
{
    size_t count = 0;

    for (size_t i = 0; i < edit->count; i++)
        count += test(&edit->columns[i]);
    return count;
}

static void column_line(struct buf *out, const char *word,
                        const struct mapping_edit *edit, column_test test)
{
    if (count_of(edit, test) == 0)
        return;
    buf_puts(out, word);
    for (size_t i = 0; i < edit->count; i++)
        if (test(&edit->columns[i]))
            quoted(out, edit->columns[i].name);
    buf_char(out, '\n');
}

static void in_braces(struct buf *out, struct str name)
{
    buf_char(out, '{');
    buf_append(out, name);
    buf_char(out, '}');
}

/* "{surname} {name}": names by their parts, places by their columns with commas. */
static void join(struct buf *out, const struct mapping_edit *edit, column_test test,
                 const char *between)
{
    bool is_first = true;

    for (unsigned part = 0; part <= UINT8_MAX; part++)
        for (size_t i = 0; i < edit->count; i++) {
            const struct edit_column *c = &edit->columns[i];

            if (!test(c) || (c->part > UINT8_MAX ? UINT8_MAX : c->part) != part)
                continue;
            buf_puts(out, is_first ? "" : between);
            in_braces(out, c->name);
            is_first = false;
        }
}

static void write_name(struct buf *out, const struct mapping_edit *edit)
{
    struct buf name = {0};

    if (count_of(edit, is_name) == 0)
        return;
    join(&name, edit, is_name, " ");
    option(out, "  label  ", buf_str(&name));
    buf_puts(out, "\n  name  ");
    quoted(out, buf_str(&name));
    option(out, " lang", edit->name_lang);
    buf_char(out, '\n');
    buf_release(&name);
}

static const struct schema_property *property_of(const struct edit_column *column)
{
    return schema_property(column->property);
}

/* The one shape that choices make of a property. */
static const char *form_of(const struct schema_property *property)
{
    static const struct {
        enum schema_value value;
        const char *form;
    } forms[] = {
        {SCHEMA_DATE, "date"},
        {SCHEMA_NAME, "name"},
        {SCHEMA_COORDINATES, "coordinates"},
        {SCHEMA_IDENTIFIER, "identifier"},
        {SCHEMA_COUNT, "count"},
        {SCHEMA_QUANTITY, "quantity"},
        {SCHEMA_URL, "url"},
        {SCHEMA_TERM, "term"},
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (property && (property->values & (unsigned)forms[i].value))
            return forms[i].form;
    return "words";
}

static void write_says(struct buf *out, const struct edit_column *c)
{
    buf_puts(out, "  ");
    buf_append(out, c->property);
    buf_puts(out, "  column");
    quoted(out, c->name);
    buf_printf(out, " as %s", form_of(property_of(c)));
    if (c->pattern.len > 0 && property_of(c) && (property_of(c)->values & SCHEMA_DATE))
        quoted(out, c->pattern);
    option(out, " split", c->split);
    option(out, " lang", c->lang);
    option(out, " unit", c->unit);
    option(out, " scheme", c->scheme);
    if (c->otherwise == MAPPING_KEEP_WORDS)
        buf_puts(out, " otherwise words");
    if (c->otherwise == MAPPING_LEAVE_OUT)
        buf_puts(out, " otherwise leave out");
    buf_char(out, '\n');
}

static void write_place(struct buf *out, const struct mapping_edit *edit)
{
    struct buf label = {0};

    if (count_of(edit, is_place) == 0)
        return;
    buf_puts(out, "\nentity place place\n");
    column_line(out, "  key  ", edit, is_place);
    join(&label, edit, is_place, ", ");
    option(out, "  label  ", buf_str(&label));
    buf_char(out, '\n');
    for (size_t i = 0; i < edit->count && count_of(edit, is_place) == 1; i++)
        if (is_place(&edit->columns[i])) {
            buf_puts(out, "  name  column");
            quoted(out, edit->columns[i].name);
            option(out, " lang", edit->columns[i].lang);
            buf_char(out, '\n');
        }
    buf_release(&label);
}

static void write_source(struct buf *out, const struct mapping_edit *edit)
{
    for (size_t i = 0; i < edit->count; i++) {
        const struct edit_column *c = &edit->columns[i];

        if (!is_source(c))
            continue;
        buf_puts(out, "\nentity source source\n  key  ");
        quoted(out, c->name);
        buf_puts(out, "\n  class  web_page\n  address_url  column");
        quoted(out, c->name);
        buf_puts(out, " otherwise leave out\n");
    }
}

static bool may_be_reported(struct str kind)
{
    const struct schema_property *property = schema_property(STR("reported_in"));
    const struct schema_kind *of = schema_kind(kind);

    return property && of && (property->about & of->bit);
}

static void write_row(struct buf *out, const struct mapping_edit *edit)
{
    buf_puts(out, "\nentity record ");
    buf_append(out, edit->kind);
    buf_char(out, '\n');
    if (edit->class_.len > 0) {
        buf_puts(out, "  class  ");
        buf_append(out, edit->class_);
        buf_char(out, '\n');
    }
    write_name(out, edit);
    for (size_t i = 0; i < edit->count; i++)
        if (edit->columns[i].use == EDIT_SAYS)
            write_says(out, &edit->columns[i]);
    if (count_of(edit, is_place) > 0) {
        buf_puts(out, "  ");
        buf_append(out, edit->place_property);
        buf_puts(out, "  the place\n");
    }
    if (count_of(edit, is_source) > 0 && may_be_reported(edit->kind))
        buf_puts(out, "  reported_in  the source\n");
}

/* --- what is still to be chosen --- */

static enum err_code check_columns(const struct mapping_edit *edit, struct err *err)
{
    for (size_t i = 0; i < edit->count; i++) {
        const struct edit_column *c = &edit->columns[i];
        bool has_brace = memchr(c->name.ptr, '{', c->name.len) ||
                         memchr(c->name.ptr, '}', c->name.len);

        if (c->use == EDIT_SAYS && c->property.len == 0)
            return err_set(err, ERR_INVALID,
                           "choose what the column \"" STR_FMT "\" says",
                           STR_ARG(c->name));
        if ((c->use == EDIT_NAME || c->use == EDIT_PLACE) && has_brace)
            return err_set(err, ERR_INVALID,
                           "the column \"" STR_FMT
                           "\" has braces in its name: it can be part of a name or a "
                           "place in the text of the mapping only",
                           STR_ARG(c->name));
    }
    if (count_of(edit, is_source) > 1)
        return err_set(err, ERR_INVALID,
                       "only one column can be where the row comes from");
    if (count_of(edit, is_place) > 0 && edit->place_property.len == 0)
        return err_set(err, ERR_INVALID,
                       "choose what happened at the place, or was there");
    return ERR_OK;
}

enum err_code edit_write(struct buf *out, const struct mapping_edit *edit,
                         struct err *err)
{
    if (edit->list.len == 0)
        return err_set(err, ERR_INVALID, "give the list a name");
    if (edit->kind.len == 0 || !schema_kind(edit->kind))
        return err_set(err, ERR_INVALID, "choose what a row is about");
    if (check_columns(edit, err) != ERR_OK)
        return err->code;
    buf_puts(out, "list ");
    quoted(out, edit->list);
    if (edit->list_class.len > 0) {
        buf_puts(out, " class ");
        buf_append(out, edit->list_class);
    }
    buf_char(out, '\n');
    option(out, "version ", edit->version);
    buf_puts(out, edit->version.len > 0 ? "\n" : "");
    write_format(out, edit);
    column_line(out, "key   ", edit, is_key);
    column_line(out, "source ", edit, is_source);
    column_line(out, "ignore ", edit, is_ignored);
    column_line(out, "constant ", edit, is_constant);
    write_place(out, edit);
    write_source(out, edit);
    write_row(out, edit);
    return ERR_OK;
}
