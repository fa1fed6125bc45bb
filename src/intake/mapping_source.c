/* The parts of a mapping's lines that stand for something of the table. */

#include <string.h>

#include "base/message.h"
#include "intake/mapping_read.h"

static enum err_code add_column(uint32_t *out, struct mapping_reader *reader,
                                struct str name, uint32_t place)
{
    struct mapping *mapping = reader->mapping;

    for (uint32_t i = 0; i < mapping->column_count; i++)
        if (str_equal(mapping->columns[i].name, name)) {
            *out = i;
            return ERR_OK;
        }
    if (mapping->column_count == MAPPING_MAX_COLUMNS)
        return err_set(reader->err, ERR_LIMIT,
                       "line %u, column %u: a mapping names at most %d columns",
                       reader->line.number, place, MAPPING_MAX_COLUMNS);
    mapping->columns = mapping_room(reader->arena, mapping->columns,
                                    mapping->column_count, sizeof *mapping->columns);
    *out = mapping->column_count;
    mapping->columns[mapping->column_count++] =
        (struct mapping_column){arena_str(reader->arena, name), reader->line.number,
                                place, MAPPING_NO_COLUMN, false};
    return ERR_OK;
}

enum err_code mapping_read_column(uint32_t *out, struct mapping_reader *reader,
                                  const char *what)
{
    const struct mapping_word *word;
    struct str name;

    word = mapping_line_peek(&reader->line);
    if (mapping_line_take(&name, &reader->line, what) != ERR_OK)
        return reader->err->code;
    if (name.len == 0) {
        reader->line.at--;
        return mapping_line_fail(&reader->line, "a column's name cannot be empty");
    }
    return add_column(out, reader, name, word->place);
}

enum err_code mapping_read_columns(const uint32_t **out, uint32_t *count,
                                   struct mapping_reader *reader)
{
    uint32_t *columns = NULL;
    uint32_t n = 0;
    uint32_t column = 0;

    do {
        if (mapping_read_column(&column, reader, "the name of a column") != ERR_OK)
            return reader->err->code;
        columns = mapping_room(reader->arena, columns, n, sizeof *columns);
        columns[n++] = column;
    } while (mapping_line_peek(&reader->line) &&
             !mapping_line_is(&reader->line, "split"));
    *out = columns;
    *count = n;
    return ERR_OK;
}

struct template_writer {
    struct mapping_reader *reader;
    struct mapping_piece *pieces;
    uint32_t count;
    struct buf text;
    uint32_t place;
};

static void add_piece(struct template_writer *w, struct mapping_piece piece)
{
    w->pieces = mapping_room(w->reader->arena, w->pieces, w->count, sizeof *w->pieces);
    w->pieces[w->count++] = piece;
}

static void end_text(struct template_writer *w)
{
    if (w->text.len == 0)
        return;
    add_piece(w, (struct mapping_piece){arena_str(w->reader->arena, buf_str(&w->text)),
                                        MAPPING_NO_COLUMN});
    buf_reset(&w->text);
}

/* What stands in braces at *at, which moves behind them. */
static enum err_code add_braced(struct template_writer *w, struct str text, size_t *at)
{
    size_t end = str_find(text, '}', *at);
    struct str name = str_after(str_prefix(text, end), *at + 1);
    uint32_t column = 0;

    if (end == text.len || name.len == 0)
        return err_set(w->reader->err, ERR_INVALID,
                       "line %u, column %u: \"{\" begins the name of a column and \"}\" "
                       "ends it; write {{ for the character itself",
                       w->reader->line.number, w->place);
    end_text(w);
    if (add_column(&column, w->reader, name, w->place) != ERR_OK)
        return w->reader->err->code;
    add_piece(w, (struct mapping_piece){STR(""), column});
    *at = end + 1;
    return ERR_OK;
}

static enum err_code read_pieces(struct template_writer *w, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        bool is_doubled = at + 1 < text.len && text.ptr[at + 1] == text.ptr[at];

        if (text.ptr[at] == '{' && !is_doubled) {
            if (add_braced(w, text, &at) != ERR_OK)
                return w->reader->err->code;
            continue;
        }
        buf_char(&w->text, text.ptr[at]);
        at += (text.ptr[at] == '{' || text.ptr[at] == '}') && is_doubled ? 2 : 1;
    }
    end_text(w);
    return ERR_OK;
}

/* Text as it stands, without columns: `always`. */
static enum err_code read_constant(struct mapping_template *out,
                                   struct mapping_reader *reader)
{
    struct mapping_piece *piece = ARENA_NEW(reader->arena, struct mapping_piece);

    piece->column = MAPPING_NO_COLUMN;
    if (mapping_line_take(&piece->text, &reader->line, "the text") != ERR_OK)
        return reader->err->code;
    *out = (struct mapping_template){piece, 1};
    return ERR_OK;
}

enum err_code mapping_read_template(struct mapping_template *out,
                                    struct mapping_reader *reader, const char *what)
{
    const struct mapping_word *word = mapping_line_peek(&reader->line);
    struct template_writer w = {.reader = reader};
    bool is_named = mapping_line_accept(&reader->line, "column");
    uint32_t column = 0;
    enum err_code code;

    if (!is_named && mapping_line_accept(&reader->line, "always"))
        return read_constant(out, reader);
    if (is_named || !word || !word->is_quoted ||
        str_find(word->text, '{', 0) == word->text.len) {
        code = mapping_read_column(&column, reader, what);
        add_piece(&w, (struct mapping_piece){STR(""), column});
    } else {
        w.place = word->place;
        reader->line.at++;
        code = read_pieces(&w, word->text);
        buf_release(&w.text);
    }
    *out = (struct mapping_template){w.pieces, w.count};
    return code;
}

static enum err_code read_test(struct mapping_condition *out,
                               struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "contains")) {
        out->test = MAPPING_CONTAINS;
    } else if (mapping_line_accept(line, "begins")) {
        out->test = MAPPING_BEGINS;
        (void)mapping_line_accept(line, "with");
    } else if (mapping_line_accept(line, "is")) {
        out->is_negated = mapping_line_accept(line, "not");
        if (mapping_line_accept(line, "empty"))
            return ERR_OK;
    } else {
        return mapping_line_fail(line, "expected: is \"...\", is not \"...\", is empty, "
                                       "is not empty, contains \"...\" or begins with "
                                       "\"...\"");
    }
    return mapping_line_quoted(&out->words, reader->arena, line,
                               "a text to compare with");
}

enum err_code mapping_read_conditions(struct mapping_conditions *out,
                                      struct mapping_reader *reader)
{
    struct mapping_condition *items = NULL;
    uint32_t count = 0;

    do {
        struct mapping_condition condition = {0};

        if (mapping_read_column(&condition.column, reader, "the name of a column") !=
                ERR_OK ||
            read_test(&condition, reader) != ERR_OK)
            return reader->err->code;
        items = mapping_room(reader->arena, items, count, sizeof *items);
        items[count++] = condition;
    } while (mapping_line_accept(&reader->line, "and"));
    *out = (struct mapping_conditions){items, count};
    return ERR_OK;
}

static struct str list_words(struct arena *arena, struct mapping_words words)
{
    struct buf list = {0};
    struct str text;

    for (uint32_t i = 0; i < words.count && list.len < 200; i++) {
        buf_append(&list, i > 0 ? STR(", ") : STR(""));
        buf_append(&list, words.items[i]);
    }
    text = arena_str(arena, buf_str(&list));
    buf_release(&list);
    return text;
}

enum err_code mapping_read_name(uint32_t *out, struct mapping_reader *reader,
                                struct mapping_words names, const char *what)
{
    struct str name = {0};

    if (mapping_line_take(&name, &reader->line, what) != ERR_OK)
        return reader->err->code;
    for (uint32_t i = 0; i < names.count; i++)
        if (str_equal(names.items[i], name)) {
            *out = i;
            return ERR_OK;
        }
    reader->line.at--;
    if (names.count == 0)
        return mapping_line_fail(&reader->line,
                                 "%s is expected here, but the mapping has "
                                 "none",
                                 _(what));
    return mapping_line_fail(&reader->line,
                             "\"" STR_FMT "\" is not %s; there are: " STR_FMT,
                             STR_ARG(str_prefix(name, 64)), _(what),
                             STR_ARG(list_words(reader->arena, names)));
}

struct str mapping_list_terms(struct arena *arena,
                              const struct schema_vocabulary *vocabulary)
{
    struct buf list = {0};
    struct str text;
    uint16_t i = 0;

    for (; i < vocabulary->count && list.len < 220; i++) {
        buf_append(&list, i > 0 ? STR(", ") : STR(""));
        buf_append(&list, vocabulary->terms[i].key);
    }
    if (i < vocabulary->count)
        buf_append(&list, STR(" ..."));
    text = arena_str(arena, buf_str(&list));
    buf_release(&list);
    return text;
}
