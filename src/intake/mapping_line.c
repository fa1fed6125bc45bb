#include "intake/mapping_line.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static uint32_t character_count(struct str s)
{
    uint32_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return count;
}

__attribute__((format(printf, 3, 0))) static enum err_code
fail_at(const struct mapping_line *line, uint32_t place, const char *fmt,
        va_list arguments)
{
    char message[sizeof line->err->message];

    (void)vsnprintf(message, sizeof message, _(fmt), arguments);
    return err_set(line->err, ERR_INVALID, "line %u, column %u: %s", line->number, place,
                   message);
}

enum err_code mapping_line_fail(const struct mapping_line *line, const char *fmt, ...)
{
    uint32_t place =
        line->at < line->count ? line->words[line->at].place : line->end_place;
    enum err_code code;
    va_list arguments;

    va_start(arguments, fmt);
    code = fail_at(line, place, fmt, arguments);
    va_end(arguments);
    return code;
}

static enum err_code fail_here(struct mapping_line *line, uint32_t place, const char *fmt,
                               ...) PRINTF_LIKE(3, 4);
static enum err_code fail_here(struct mapping_line *line, uint32_t place, const char *fmt,
                               ...)
{
    enum err_code code;
    va_list arguments;

    va_start(arguments, fmt);
    code = fail_at(line, place, fmt, arguments);
    va_end(arguments);
    return code;
}

/* The text between the quotes; *length counts both of them. 0: the quote is not closed.
 */
static struct str unquote(size_t *length, struct arena *arena, struct str text)
{
    char *out = ARENA_ARRAY(arena, char, text.len);
    size_t len = 0;

    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            if (i + 1 == text.len || text.ptr[i + 1] != '"') {
                *length = i + 1;
                return (struct str){out, len};
            }
            i++;
        }
        out[len++] = text.ptr[i];
    }
    *length = 0;
    return STR("");
}

static struct str plain_word(struct str text)
{
    size_t len = 0;

    while (len < text.len && !is_blank(text.ptr[len]) && text.ptr[len] != '"')
        len++;
    return str_prefix(text, len);
}

static enum err_code read_word(struct mapping_line *line, struct arena *arena,
                               struct str text, size_t *at)
{
    struct str rest = str_after(text, *at);
    struct mapping_word word = {.place = character_count(str_prefix(text, *at)) + 1};
    size_t length;

    if (line->count == MAPPING_MAX_TOKENS)
        return fail_here(line, word.place, "a line has at most %d words",
                         MAPPING_MAX_TOKENS);
    if (rest.ptr[0] == '"') {
        word.is_quoted = true;
        word.text = unquote(&length, arena, rest);
        if (length == 0)
            return fail_here(line, word.place, "the quotation mark is not closed");
    } else {
        word.text = plain_word(rest);
        length = word.text.len;
    }
    *at += length;
    if (*at < text.len && !is_blank(text.ptr[*at]))
        return fail_here(
            line, character_count(str_prefix(text, *at)) + 1,
            "a quotation mark stands next to other text: put a blank between "
            "words, and write \"\" for a quotation mark inside quotes");
    line->words[line->count++] = word;
    return ERR_OK;
}

enum err_code mapping_line_read(struct mapping_line *line, struct arena *arena,
                                struct str *rest)
{
    struct str text = str_cut(rest, '\n');
    size_t at = 0;

    line->number++;
    line->count = 0;
    line->at = 0;
    line->is_indented = text.len > 0 && is_blank(text.ptr[0]);
    if (!line->words)
        line->words = ARENA_ARRAY(arena, struct mapping_word, MAPPING_MAX_TOKENS);
    if (!utf8_is_valid(text))
        return fail_here(line, 1, "the line is not UTF-8");
    while (at < text.len) {
        if (is_blank(text.ptr[at])) {
            at++;
            continue;
        }
        if (text.ptr[at] == '#')
            break;
        if ((unsigned char)text.ptr[at] < 0x20)
            return fail_here(line, character_count(str_prefix(text, at)) + 1,
                             "a control character cannot stand here");
        if (read_word(line, arena, text, &at) != ERR_OK)
            return line->err->code;
        line->end_place = character_count(str_prefix(text, at)) + 1;
    }
    return ERR_OK;
}

const struct mapping_word *mapping_line_peek(const struct mapping_line *line)
{
    return line->at < line->count ? &line->words[line->at] : NULL;
}

bool mapping_line_is_quoted(const struct mapping_line *line)
{
    return line->at < line->count && line->words[line->at].is_quoted;
}

bool mapping_line_is(const struct mapping_line *line, const char *plain)
{
    const struct mapping_word *word = mapping_line_peek(line);

    return word && !word->is_quoted && str_equal(word->text, str_from_c(plain));
}

bool mapping_line_accept(struct mapping_line *line, const char *plain)
{
    if (!mapping_line_is(line, plain))
        return false;
    line->at++;
    return true;
}

enum err_code mapping_line_take(struct str *out, struct mapping_line *line,
                                const char *what)
{
    if (line->at == line->count)
        return mapping_line_fail(line, "%s is expected here", _(what));
    *out = line->words[line->at++].text;
    return ERR_OK;
}

enum err_code mapping_line_end(const struct mapping_line *line, const char *expected)
{
    const struct mapping_word *word = mapping_line_peek(line);

    if (!word)
        return ERR_OK;
    return mapping_line_fail(line, "\"" STR_FMT "\" is not expected here; %s",
                             STR_ARG(str_prefix(word->text, 64)), _(expected));
}

void *mapping_room(struct arena *arena, void *items, uint32_t count, size_t size)
{
    void *bigger;

    if (count > 0 && (count < 4 || (count & (count - 1)) != 0))
        return items;
    bigger = arena_alloc(arena, count > 0 ? 2 * (size_t)count : 4, size);
    if (count > 0)
        memcpy(bigger, items, count * size);
    return bigger;
}

enum err_code mapping_line_quoted(struct mapping_words *out, struct arena *arena,
                                  struct mapping_line *line, const char *what)
{
    struct str *items = NULL;
    uint32_t count = 0;

    while (mapping_line_is_quoted(line)) {
        items = mapping_room(arena, items, count, sizeof *items);
        items[count++] = line->words[line->at++].text;
    }
    if (count == 0)
        return mapping_line_fail(line, "%s in quotation marks is expected here", _(what));
    *out = (struct mapping_words){items, count};
    return ERR_OK;
}
