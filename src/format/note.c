#include "format/note.h"

#include <assert.h>

#include "base/text.h"

static const struct str line_start = STR_INIT("\xe2\x80\x94 "); /* em dash, space */

enum { KEY_ID_BYTES = 4 };

bool note_text_is_clean(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\n')
            return false;
    return utf8_is_valid(text);
}

/* The property White_Space of Unicode 15, which is also what Go's note package asks. */
static bool is_unicode_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

bool note_name_is_valid(struct str name)
{
    if (name.len == 0 || !note_text_is_clean(name))
        return false;
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);

        if (c == '+' || is_unicode_space(c))
            return false;
    }
    return true;
}

static uint32_t read_id(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           bytes[3];
}

static enum err_code parse_line(struct note_line *out, struct arena *arena,
                                struct str line, struct err *err)
{
    uint8_t blob[KEY_ID_BYTES + NOTE_MAX_SIGNATURE];
    struct str name;
    size_t len = 0;

    if (!str_starts_with(line, line_start))
        return err_set(err, ERR_INVALID, "does not begin with an em dash and a space");
    line = str_after(line, line_start.len);
    name = str_cut(&line, ' ');
    if (!note_name_is_valid(name))
        return err_set(err, ERR_INVALID, "key name is empty or holds a space or '+'");
    if (!base64_decode(blob, sizeof blob, &len, line) || len <= KEY_ID_BYTES)
        return err_set(err, ERR_INVALID,
                       "signature is not the base64 of a key id and at most %d bytes",
                       NOTE_MAX_SIGNATURE);
    *out = (struct note_line){
        .name = name,
        .id = read_id(blob),
        .signature = arena_str(
            arena, (struct str){(const char *)blob + KEY_ID_BYTES, len - KEY_ID_BYTES})};
    return ERR_OK;
}

/* Index of the last blank line's newline: the one that follows the text. */
static bool find_separator(size_t *out, struct str bytes)
{
    for (size_t i = bytes.len; i > 1; i--)
        if (bytes.ptr[i - 1] == '\n' && bytes.ptr[i - 2] == '\n') {
            *out = i - 1;
            return true;
        }
    return false;
}

static enum err_code parse_lines(struct note *out, struct arena *arena, struct str lines,
                                 struct err *err)
{
    struct note_line *parsed;
    struct str rest = lines;
    size_t count = 0;

    while (rest.len > 0) {
        (void)str_cut(&rest, '\n');
        count++;
    }
    if (count > NOTE_MAX_LINES)
        return err_set(err, ERR_LIMIT, "note has %zu signatures, more than %d", count,
                       NOTE_MAX_LINES);
    parsed = ARENA_ARRAY(arena, struct note_line, count);
    for (size_t i = 0; i < count; i++)
        if (parse_line(&parsed[i], arena, str_cut(&lines, '\n'), err) != ERR_OK)
            return err_context(err, "signature line %zu: ", i + 1);
    out->lines = parsed;
    out->count = count;
    return ERR_OK;
}

enum err_code note_parse(struct note *out, struct arena *arena, struct str bytes,
                         struct err *err)
{
    struct note note = {0};
    size_t separator = 0;

    if (bytes.len > NOTE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "note is longer than %d bytes", NOTE_MAX_BYTES);
    if (!note_text_is_clean(bytes))
        return err_set(err, ERR_INVALID, "note is not UTF-8 without control characters");
    if (!find_separator(&separator, bytes))
        return err_set(err, ERR_INVALID,
                       "note has no blank line between text and signatures");
    if (separator + 1 == bytes.len)
        return err_set(err, ERR_INVALID, "note has no signatures");
    if (!str_ends_with(bytes, STR("\n")))
        return err_set(err, ERR_INVALID, "last line of the note is cut short");
    note.text = str_prefix(bytes, separator);
    if (parse_lines(&note, arena, str_after(bytes, separator + 1), err) != ERR_OK)
        return err->code;
    *out = note;
    return ERR_OK;
}

void note_append_text(struct buf *out, struct str text)
{
    assert(note_text_is_clean(text) && str_ends_with(text, STR("\n")));
    buf_append(out, text);
    buf_char(out, '\n');
}

void note_append_line(struct buf *out, const struct note_line *line)
{
    struct buf blob = {0};

    assert(note_name_is_valid(line->name) && line->signature.len > 0);
    buf_u32be(&blob, line->id);
    buf_append(&blob, line->signature);
    buf_append(out, line_start);
    buf_append(out, line->name);
    buf_char(out, ' ');
    base64_append(out, (const uint8_t *)blob.ptr, blob.len);
    buf_char(out, '\n');
    buf_release(&blob);
}

void note_key_append(struct buf *out, const struct note_key *key)
{
    struct buf blob = {0};

    buf_char(&blob, (char)key->type);
    buf_append(&blob, key->public);
    buf_append(out, key->name);
    buf_printf(out, "+%08x+", (unsigned)key->id);
    base64_append(out, (const uint8_t *)blob.ptr, blob.len);
    buf_release(&blob);
}

enum err_code note_key_parse(struct note_key *out, struct arena *arena, struct str vkey,
                             struct err *err)
{
    uint8_t blob[1 + NOTE_MAX_PUBLIC];
    uint8_t id[KEY_ID_BYTES];
    struct str rest = vkey;
    struct str name = str_cut(&rest, '+');
    struct str hex = str_cut(&rest, '+'); /* what follows is base64, which has '+' too */
    size_t len = 0;

    if (!note_name_is_valid(name))
        return err_set(err, ERR_INVALID, "key name is empty or holds a space");
    if (!hex_decode(id, sizeof id, hex))
        return err_set(err, ERR_INVALID, "key id is not 8 lower-case hex digits");
    if (!base64_decode(blob, sizeof blob, &len, rest) || len < 2)
        return err_set(err, ERR_INVALID, "key is not the base64 of a type and a key");
    *out = (struct note_key){
        .name = name,
        .id = read_id(id),
        .type = blob[0],
        .public = arena_str(arena, (struct str){(const char *)blob + 1, len - 1})};
    return ERR_OK;
}
