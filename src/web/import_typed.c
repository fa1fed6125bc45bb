/* What was typed in the form of choices: how to read the table, what columns say. */

#include "record/schema.h"
#include "web/import_wizard.h"

const char *wizard_field(struct arena *arena, const char *name, size_t column)
{
    return arena_printf(arena, "%s-%zu", name, column).ptr;
}

static struct str typed(const struct wizard *w, const char *name)
{
    return str_trim(fields_get(&w->r->form, str_from_c(name)));
}

static struct str typed_of(const struct wizard *w, const char *name, size_t column)
{
    return typed(w, wizard_field(w->r->arena, name, column));
}

/* --- what was typed --- */

static const struct {
    struct str word;
    char separator;
} separators[] = {
    {STR_INIT("comma"), ','},
    {STR_INIT("semicolon"), ';'},
    {STR_INIT("tab"), '\t'},
    {STR_INIT("bar"), '|'},
};

static const struct {
    struct str word;
    enum charset charset;
} charsets[] = {
    {STR_INIT("utf-8"), CHARSET_UTF8},
    {STR_INIT("utf-16le"), CHARSET_UTF16LE},
    {STR_INIT("utf-16be"), CHARSET_UTF16BE},
    {STR_INIT("windows-1251"), CHARSET_WINDOWS_1251},
};

enum {
    SEPARATORS = sizeof separators / sizeof separators[0],
    CHARSETS = sizeof charsets / sizeof charsets[0]
};

static uint32_t typed_row(const struct wizard *w, const char *name)
{
    uint64_t row = 0;

    if (!str_to_u64(&row, typed(w, name)) || row > WORKBOOK_MAX_ROWS)
        return 0;
    return (uint32_t)row;
}

void wizard_typed_options(struct wizard *w)
{
    struct table_options *o = &w->options;

    *o = (struct table_options){.sheet = typed(w, "sheet"),
                                .header_first = typed_row(w, "header"),
                                .header_last = typed_row(w, "header-last")};
    for (size_t i = 0; i < SEPARATORS; i++)
        if (str_equal(separators[i].word, typed(w, "separator")))
            o->separator = separators[i].separator;
    for (size_t i = 0; i < CHARSETS; i++)
        if (str_equal(charsets[i].word, typed(w, "charset")))
            o->charset = charsets[i].charset;
    if (o->header_last < o->header_first)
        o->header_last = o->header_first;
}

static const struct {
    struct str word;
    enum edit_use use;
    unsigned part;
} uses[] = {
    {STR_INIT("ignore"), EDIT_IGNORED, 0}, {STR_INIT("says"), EDIT_SAYS, 0},
    {STR_INIT("name-1"), EDIT_NAME, 1},    {STR_INIT("name-2"), EDIT_NAME, 2},
    {STR_INIT("name-3"), EDIT_NAME, 3},    {STR_INIT("place"), EDIT_PLACE, 0},
    {STR_INIT("source"), EDIT_SOURCE, 0},
};

enum { USES = sizeof uses / sizeof uses[0] };

struct str wizard_use_word(const struct edit_column *c)
{
    for (size_t i = 0; i < USES; i++)
        if (uses[i].use == c->use && (c->use != EDIT_NAME || uses[i].part == c->part))
            return uses[i].word;
    return c->use == EDIT_NAME ? STR("name-3") : STR("");
}

/* By its key, or by what the page calls it. */
static struct str property_typed(struct str text)
{
    size_t count = 0;
    const struct schema_property *all = schema_properties(&count);

    for (size_t i = 0; i < count; i++)
        if (str_equal(all[i].key, text) || str_equal(schema_label(all[i].label), text))
            return all[i].key;
    return STR("");
}

static void type_column(struct edit_column *c, const struct wizard *w, size_t i)
{
    struct str use = typed_of(w, "use", i);
    struct str otherwise = typed_of(w, "otherwise", i);

    for (size_t k = 0; k < USES; k++)
        if (str_equal(uses[k].word, use)) {
            c->use = uses[k].use;
            c->part = uses[k].part;
        }
    c->is_key = typed_of(w, "key", i).len > 0;
    c->is_constant = typed_of(w, "constant", i).len > 0;
    c->property =
        c->use == EDIT_SAYS ? property_typed(typed_of(w, "property", i)) : STR("");
    c->pattern = typed_of(w, "pattern", i);
    c->lang = typed_of(w, "lang", i);
    c->unit = typed_of(w, "unit", i);
    c->scheme = typed_of(w, "scheme", i);
    c->split = typed_of(w, "split", i);
    if (str_equal(otherwise, STR("words")))
        c->otherwise = MAPPING_KEEP_WORDS;
    else if (str_equal(otherwise, STR("leave-out")))
        c->otherwise = MAPPING_LEAVE_OUT;
}

/* Said only where it was chosen: what is found out needs no saying. */
static enum mapping_format typed_format(const struct wizard *w)
{
    const struct table_options *o = &w->options;

    if (o->sheet.len > 0 || o->header_first > 0)
        return MAPPING_XLSX;
    return o->separator != 0 || o->charset != CHARSET_DETECT ? MAPPING_CSV : MAPPING_ANY;
}

void wizard_typed_choices(struct wizard *w)
{
    struct mapping_edit *edit = &w->edit;

    edit_start(edit, w->r->arena, &w->columns, &w->options);
    edit->list = typed(w, "list");
    edit->list_class = typed(w, "list-class");
    edit->version = typed(w, "version");
    edit->kind = typed(w, "kind");
    edit->class_ = typed(w, "class");
    edit->name_lang = typed(w, "name-lang");
    edit->place_property = typed(w, "place-property");
    if (edit->place_property.len == 0)
        edit->place_property = edit_place_property(edit->kind);
    edit->format = typed_format(w);
    /* By name: another sheet may have other columns in their places. */
    for (size_t i = 0; i < edit->count; i++)
        if (str_equal(typed_of(w, "name", i), str_trim(edit->columns[i].name)))
            type_column(&edit->columns[i], w, i);
    w->has_choices = true;
}

struct str wizard_separator_word(char separator)
{
    for (size_t i = 0; i < SEPARATORS; i++)
        if (separators[i].separator == separator)
            return separators[i].word;
    return STR("");
}

struct str wizard_charset_word(enum charset charset)
{
    for (size_t i = 0; i < CHARSETS; i++)
        if (charsets[i].charset == charset)
            return charsets[i].word;
    return STR("");
}

size_t wizard_separators(struct str out[WIZARD_WORDS])
{
    for (size_t i = 0; i < SEPARATORS; i++)
        out[i] = separators[i].word;
    return SEPARATORS;
}

size_t wizard_charsets(struct str out[WIZARD_WORDS])
{
    for (size_t i = 0; i < CHARSETS; i++)
        out[i] = charsets[i].word;
    return CHARSETS;
}
