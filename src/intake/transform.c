#include "intake/transform.h"

#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "format/edtf.h"
#include "intake/mapping_line.h"

static bool is_among(struct mapping_words words, struct str word)
{
    for (uint32_t i = 0; i < words.count; i++)
        if (str_equal(words.items[i], word))
            return true;
    return false;
}

static struct str unless_empty(const struct mapping *mapping, struct str text)
{
    return is_among(mapping->empty, text) ? STR("") : text;
}

/* A column that this table lacks is an empty cell in every row. */
static const struct table_cell *cell_of(const struct transform_view *view,
                                        uint32_t column)
{
    static const struct table_cell nothing = {.text = STR_INIT("")};
    uint32_t at = view->mapping->columns[column].at;

    return at == MAPPING_NO_COLUMN ? &nothing : &view->cells[at];
}

struct str transform_cell(const struct transform_view *view, uint32_t column)
{
    if (column == view->split_column)
        return view->split_part;
    return unless_empty(view->mapping, cell_of(view, column)->text);
}

static struct mapping_words split_text(struct arena *arena, const struct mapping *mapping,
                                       struct str text, struct str at)
{
    struct str *parts = NULL;
    uint32_t count = 0;

    while (text.len > 0) {
        size_t end = str_find_str(text, at);
        struct str part = unless_empty(mapping, str_trim(str_prefix(text, end)));

        text = str_after(text, end + at.len);
        if (part.len == 0)
            continue;
        parts = mapping_room(arena, parts, count, sizeof *parts);
        parts[count++] = part;
    }
    return (struct mapping_words){parts, count};
}

static struct mapping_words one_part(struct arena *arena, struct str text)
{
    struct str *part = ARENA_NEW(arena, struct str);

    *part = text;
    return (struct mapping_words){part, text.len > 0};
}

struct mapping_words transform_parts(struct arena *arena,
                                     const struct transform_view *view, uint32_t column,
                                     struct str split)
{
    const struct table_cell *cell = cell_of(view, column);
    struct str *parts;
    uint32_t count = 0;

    if (column == view->split_column)
        return one_part(arena, view->split_part);
    if (!cell->is_list && split.len > 0)
        return split_text(arena, view->mapping, transform_cell(view, column), split);
    if (!cell->is_list || cell->part_count == 0)
        return one_part(arena, transform_cell(view, column));
    parts = ARENA_ARRAY(arena, struct str, cell->part_count);
    for (uint32_t i = 0; i < cell->part_count; i++) {
        parts[count] = unless_empty(view->mapping, cell->parts[i]);
        count += parts[count].len > 0;
    }
    return (struct mapping_words){parts, count};
}

static bool word_holds(const struct mapping_condition *condition, struct str cell,
                       struct str word)
{
    switch (condition->test) {
    case MAPPING_IS:
        return str_equal(cell, word);
    case MAPPING_CONTAINS:
        return str_find_str(cell, word) < cell.len;
    case MAPPING_BEGINS:
        return str_starts_with(cell, word);
    }
    return false;
}

static bool condition_holds(const struct transform_view *view,
                            const struct mapping_condition *condition)
{
    struct str cell = transform_cell(view, condition->column);
    bool holds = condition->words.count == 0 && cell.len == 0;

    for (uint32_t i = 0; i < condition->words.count && !holds; i++)
        holds = word_holds(condition, cell, condition->words.items[i]);
    return holds != condition->is_negated;
}

bool transform_holds(const struct transform_view *view,
                     const struct mapping_conditions *conditions)
{
    for (uint32_t i = 0; i < conditions->count; i++)
        if (!condition_holds(view, &conditions->items[i]))
            return false;
    return true;
}

static bool is_joint(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
}

static struct str without_joints(struct str text)
{
    while (text.len > 0 && is_joint(text.ptr[0]))
        text = str_after(text, 1);
    while (text.len > 0 && is_joint(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

struct str transform_text(struct arena *arena, const struct transform_view *view,
                          const struct mapping_template *text)
{
    struct buf whole = {0};
    struct str made;
    bool has_columns = false;
    bool is_said = false;
    bool has_gap = false;

    if (text->count == 1)
        return text->pieces[0].column == MAPPING_NO_COLUMN
                   ? text->pieces[0].text
                   : transform_cell(view, text->pieces[0].column);
    for (uint32_t i = 0; i < text->count; i++) {
        const struct mapping_piece *piece = &text->pieces[i];
        struct str part = piece->column == MAPPING_NO_COLUMN
                              ? piece->text
                              : transform_cell(view, piece->column);

        has_columns = has_columns || piece->column != MAPPING_NO_COLUMN;
        is_said = is_said || (piece->column != MAPPING_NO_COLUMN && part.len > 0);
        has_gap = has_gap || part.len == 0;
        buf_append(&whole, part);
    }
    made = has_columns && !is_said ? STR("") : arena_str(arena, buf_str(&whole));
    buf_release(&whole);
    return has_gap ? without_joints(made) : made;
}

/* Latin, Greek and Cyrillic letters; others stay as they are. */
static uint32_t upper_of(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7) ||
        (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) || (c >= 0x430 && c <= 0x44f))
        return c - 0x20;
    if (c >= 0x450 && c <= 0x45f)
        return c - 0x50;
    if (c == 0x491)
        return 0x490;
    return c;
}

static uint32_t lower_of(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
        (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    if (c == 0x490)
        return 0x491;
    return c;
}

static struct str in_case(struct arena *arena, struct str text, bool is_upper)
{
    struct buf out = {0};
    struct str made;

    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);

        utf8_append(&out, is_upper ? upper_of(c) : lower_of(c));
    }
    made = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return made;
}

static struct str with_point(struct arena *arena, struct str text)
{
    struct str copy = arena_str(arena, text);
    char *bytes = arena_alloc(arena, copy.len + 1, 1);

    memcpy(bytes, copy.ptr, copy.len);
    for (size_t i = 0; i < copy.len; i++)
        if (bytes[i] == ',')
            bytes[i] = '.';
    return (struct str){bytes, copy.len};
}

/* One or two digits, or exactly as many as the pattern's letters when those are more. */
static bool read_digits(unsigned *out, struct str text, size_t *at, size_t letters)
{
    size_t most = letters < 2 ? 2 : letters;
    size_t count = 0;

    *out = 0;
    while (count < most && *at < text.len && text.ptr[*at] >= '0' &&
           text.ptr[*at] <= '9') {
        *out = 10 * *out + (unsigned)(text.ptr[(*at)++] - '0');
        count++;
    }
    return letters == 1 ? count > 0 : count == letters;
}

static bool match_pattern(unsigned parts[3], struct str text, struct str pattern)
{
    static const char letters[] = "YMD";
    size_t at = 0;

    for (size_t i = 0; i < pattern.len;) {
        const char *letter = strchr(letters, pattern.ptr[i]);
        size_t count = 1;

        while (letter && i + count < pattern.len && pattern.ptr[i + count] == *letter)
            count++;
        if (letter) {
            if (!read_digits(&parts[letter - letters], text, &at, count))
                return false;
        } else if (at == text.len || text.ptr[at++] != pattern.ptr[i]) {
            return false;
        }
        i += count;
    }
    return at == text.len;
}

/* YYYY, YYYY-MM or YYYY-MM-DD. */
static struct str iso_date(struct arena *arena, const unsigned parts[3], size_t count)
{
    char *text = arena_alloc(arena, 10, 1);
    size_t len = 0;

    for (unsigned unit = 1000; unit > 0; unit /= 10)
        text[len++] = (char)('0' + parts[0] / unit % 10);
    for (size_t i = 1; i < count; i++) {
        text[len++] = '-';
        text[len++] = (char)('0' + parts[i] / 10 % 10);
        text[len++] = (char)('0' + parts[i] % 10);
    }
    return (struct str){text, len};
}

static bool date_of(struct str *out, struct arena *arena, struct str text,
                    struct str pattern)
{
    unsigned parts[3] = {0};
    bool has_month = str_find(pattern, 'M', 0) < pattern.len;
    bool has_day = str_find(pattern, 'D', 0) < pattern.len;
    struct err ignored = {0};
    struct edtf date;

    if (!match_pattern(parts, text, pattern))
        return false;
    *out = iso_date(arena, parts, has_day ? 3 : has_month ? 2 : 1);
    return edtf_parse(&date, *out, &ignored) == ERR_OK;
}

enum understanding { UNDERSTOOD, NOTHING_SAID, NOT_UNDERSTOOD };

static enum understanding read_date(struct transform_reading *reading,
                                    struct arena *arena, struct mapping_words patterns)
{
    struct str made;
    struct err ignored = {0};
    struct edtf date;

    if (reading->is_date && edtf_parse(&date, reading->text, &ignored) == ERR_OK)
        return UNDERSTOOD;
    for (uint32_t i = 0; i < patterns.count; i++)
        if (date_of(&made, arena, reading->text, patterns.items[i])) {
            reading->text = made;
            return UNDERSTOOD;
        }
    return NOT_UNDERSTOOD;
}

static enum understanding translate(struct transform_reading *reading,
                                    const struct mapping_translation *table)
{
    const struct mapping_pair *pair = mapping_translate(table, reading->text);

    if (pair)
        reading->text = pair->to;
    else if (table->otherwise == MAPPING_USE_TERM)
        reading->text = table->term;
    else
        return NOT_UNDERSTOOD;
    return UNDERSTOOD;
}

static struct str without_prefix(struct str text, struct str prefix)
{
    return str_starts_with(text, prefix) ? str_after(text, prefix.len) : text;
}

static struct str without_suffix(struct str text, struct str suffix)
{
    return str_ends_with(text, suffix) ? str_prefix(text, text.len - suffix.len) : text;
}

static enum understanding take_step(struct transform_reading *reading,
                                    struct arena *arena, const struct mapping *mapping,
                                    const struct mapping_step *step)
{
    switch (step->kind) {
    case MAPPING_EMPTY:
        return is_among(step->words, reading->text) ? NOTHING_SAID : UNDERSTOOD;
    case MAPPING_TRANSLATE:
        return translate(reading, &mapping->translations[step->translation]);
    case MAPPING_DATE:
        return read_date(reading, arena, step->words);
    case MAPPING_UPPER:
    case MAPPING_LOWER:
        reading->text = in_case(arena, reading->text, step->kind == MAPPING_UPPER);
        break;
    case MAPPING_PREFIX:
        reading->text = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(step->text),
                                     STR_ARG(reading->text));
        break;
    case MAPPING_SUFFIX:
        reading->text = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(reading->text),
                                     STR_ARG(step->text));
        break;
    case MAPPING_WITHOUT_PREFIX:
        reading->text = str_trim(without_prefix(reading->text, step->text));
        break;
    case MAPPING_WITHOUT_SUFFIX:
        reading->text = str_trim(without_suffix(reading->text, step->text));
        break;
    case MAPPING_DECIMAL_COMMA:
        reading->text = with_point(arena, reading->text);
        break;
    case MAPPING_SPLIT: /* done before the other steps */
        break;
    }
    return reading->text.len > 0 ? UNDERSTOOD : NOTHING_SAID;
}

static struct str split_of(const struct mapping_source *source)
{
    for (uint32_t i = 0; i < source->step_count; i++)
        if (source->steps[i].kind == MAPPING_SPLIT)
            return source->steps[i].text;
    return STR("");
}

static uint32_t column_of(const struct mapping_source *source)
{
    for (uint32_t i = 0; i < source->text.count; i++)
        if (source->text.pieces[i].column != MAPPING_NO_COLUMN)
            return source->text.pieces[i].column;
    return MAPPING_NO_COLUMN;
}

static struct mapping_words first_texts(struct arena *arena,
                                        const struct transform_view *view,
                                        const struct mapping_source *source)
{
    struct str split = split_of(source);

    if (source->text.count == 1 && source->text.pieces[0].column != MAPPING_NO_COLUMN)
        return transform_parts(arena, view, source->text.pieces[0].column, split);
    if (split.len > 0)
        return split_text(arena, view->mapping,
                          transform_text(arena, view, &source->text), split);
    return one_part(arena, transform_text(arena, view, &source->text));
}

enum err_code transform_refuse(const struct transform_view *view,
                               const struct mapping_source *source, struct str words,
                               const char *what, struct err *err)
{
    uint32_t column = column_of(source);
    struct str name =
        column == MAPPING_NO_COLUMN ? STR("") : view->mapping->columns[column].name;

    return err_set(err, ERR_INVALID, "column \"" STR_FMT "\": \"" STR_FMT "\" %s",
                   STR_ARG(str_prefix(name, 64)), STR_ARG(str_prefix(words, 100)),
                   _(what));
}

void transform_leave_out(const struct transform_view *view,
                         const struct mapping_source *source, struct str words)
{
    uint32_t column = column_of(source);

    if (view->left_out && column != MAPPING_NO_COLUMN)
        view->left_out(view->data, column, words);
}

/* What becomes of a value that a step does not understand. */
static enum mapping_otherwise otherwise_of(const struct mapping *mapping,
                                           const struct mapping_step *step,
                                           enum mapping_otherwise otherwise)
{
    if (step->kind == MAPPING_TRANSLATE &&
        mapping->translations[step->translation].otherwise != MAPPING_REJECT)
        return mapping->translations[step->translation].otherwise;
    return otherwise;
}

static enum err_code read_one(bool *is_kept, struct transform_reading *reading,
                              struct arena *arena, const struct transform_view *view,
                              const struct mapping_source *source,
                              enum mapping_otherwise otherwise, struct err *err)
{
    *is_kept = true;
    for (uint32_t i = 0; i < source->step_count && !reading->is_words_only; i++) {
        const struct mapping_step *step = &source->steps[i];
        enum understanding how = take_step(reading, arena, view->mapping, step);
        enum mapping_otherwise then = otherwise_of(view->mapping, step, otherwise);

        if (how == UNDERSTOOD)
            continue;
        *is_kept = how == NOT_UNDERSTOOD && then == MAPPING_KEEP_WORDS;
        if (how == NOTHING_SAID)
            return ERR_OK;
        if (then == MAPPING_REJECT)
            return transform_refuse(view, source, reading->words,
                                    step->kind == MAPPING_DATE
                                        ? N_("is not a date as the mapping writes dates")
                                        : N_("is not in the translation"),
                                    err);
        if (then == MAPPING_LEAVE_OUT) {
            transform_leave_out(view, source, reading->words);
            return ERR_OK;
        }
        reading->is_words_only = true;
    }
    return ERR_OK;
}

/* Whether the text is a cell of a workbook that is a date there. */
static bool is_date_cell(const struct transform_view *view,
                         const struct mapping_source *source)
{
    uint32_t column =
        source->text.count == 1 ? source->text.pieces[0].column : MAPPING_NO_COLUMN;
    enum workbook_kind kind;

    if (column == MAPPING_NO_COLUMN || column == view->split_column)
        return false;
    kind = cell_of(view, column)->kind;
    return kind == WORKBOOK_DATE || kind == WORKBOOK_DATE_TIME || kind == WORKBOOK_DAY;
}

enum err_code transform_read(struct transform_readings *out, struct arena *arena,
                             const struct transform_view *view,
                             const struct mapping_source *source,
                             enum mapping_otherwise otherwise, struct err *err)
{
    struct mapping_words texts = first_texts(arena, view, source);
    struct transform_readings readings = {0};

    if (texts.count > 0)
        readings.items = ARENA_ARRAY(arena, struct transform_reading, texts.count);
    for (uint32_t i = 0; i < texts.count; i++) {
        struct transform_reading *reading = &readings.items[readings.count];
        bool is_kept;

        *reading = (struct transform_reading){.text = texts.items[i],
                                              .words = texts.items[i],
                                              .is_date = is_date_cell(view, source)};
        if (read_one(&is_kept, reading, arena, view, source, otherwise, err) != ERR_OK)
            return err->code;
        readings.count += is_kept;
    }
    *out = readings;
    return ERR_OK;
}
