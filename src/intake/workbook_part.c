#include "intake/workbook_part.h"

#include <string.h>

static enum err_code take_piece(void *data, struct str piece, bool is_last,
                                struct err *err)
{
    return xml_take(data, piece, is_last, err);
}

enum err_code part_read(struct zip *zip, struct str name,
                        const struct xml_handlers *handlers, void *data, struct err *err)
{
    struct xml_reader *xml = xml_reader_new(handlers, data);
    enum err_code code = zip_read(zip, name, take_piece, xml, err);

    xml_reader_free(xml);
    return code;
}

enum err_code part_parse(struct str text, const struct xml_handlers *handlers, void *data,
                         struct err *err)
{
    struct xml_reader *xml = xml_reader_new(handlers, data);
    enum err_code code = xml_take(xml, text, true, err);

    xml_reader_free(xml);
    return code;
}

void part_text(struct xml_reader *xml, struct buf *text, struct str more)
{
    if (text->len + more.len > WORKBOOK_MAX_TEXT)
        xml_fail(xml, ERR_LIMIT, "a text in it is longer than %d bytes",
                 WORKBOOK_MAX_TEXT);
    else
        buf_append(text, more);
}

struct str part_cut(struct str text, size_t max)
{
    if (text.len <= max)
        return text;
    while (max > 0 && ((unsigned char)text.ptr[max] & 0xc0) == 0x80)
        max--;
    return str_prefix(text, max);
}

uint32_t part_number(struct xml_reader *xml, const char *value, uint32_t otherwise,
                     uint32_t limit)
{
    uint64_t n = 0;
    size_t i = 0;

    if (!value)
        return otherwise;
    for (; i < 10 && value[i] >= '0' && value[i] <= '9'; i++)
        n = 10 * n + (uint64_t)(value[i] - '0');
    if (i > 0 && value[i] == '\0' && n <= limit)
        return (uint32_t)n;
    if (i > 0 && n > limit)
        xml_fail(xml, ERR_LIMIT, "it has the number %.20s where at most %u is read",
                 value, limit);
    else
        xml_fail(xml, ERR_INVALID, "it has \"%.20s\" where a number should be", value);
    return otherwise;
}

void *part_room(struct arena *arena, void *items, uint32_t count, size_t size)
{
    void *bigger;

    if (count > 0 && (count < 16 || (count & (count - 1)) != 0))
        return items;
    bigger = arena_alloc(arena, count > 0 ? 2 * (size_t)count : 16, size);
    if (count > 0)
        memcpy(bigger, items, count * size);
    return bigger;
}

void part_cell_name(struct buf *out, uint32_t row, uint32_t column)
{
    char letters[8];
    size_t len = 0;

    for (uint32_t n = column + 1; n > 0; n = (n - 1) / 26)
        letters[len++] = (char)('A' + (n - 1) % 26);
    while (len > 0)
        buf_char(out, letters[--len]);
    if (row > 0)
        buf_i64(out, row);
}

static void list_names(struct buf *out, const struct part_sheet *sheets, uint32_t count,
                       bool is_visible_only)
{
    bool is_first = true;

    for (uint32_t i = 0; i < count && out->len < 240; i++) {
        if (is_visible_only && sheets[i].is_hidden)
            continue;
        buf_printf(out, "%s\"" STR_FMT "\"", is_first ? "" : ", ",
                   STR_ARG(sheets[i].name));
        is_first = false;
    }
}

static enum err_code no_choice(uint32_t visible, const struct part_sheet *sheets,
                               uint32_t count, struct err *err)
{
    struct buf names = {0};

    list_names(&names, sheets, count, visible > 0);
    if (visible > 0)
        (void)err_set(err, ERR_INVALID,
                      "it has several sheets: " STR_FMT "; say which is meant, with "
                      "sheet \"NAME\" in the mapping's format line or --sheet NAME",
                      STR_ARG(buf_str(&names)));
    else if (count > 0)
        (void)err_set(err, ERR_INVALID,
                      "all its sheets are hidden: " STR_FMT "; say which is meant, with "
                      "sheet \"NAME\" in the mapping's format line or --sheet NAME",
                      STR_ARG(buf_str(&names)));
    else
        (void)err_set(err, ERR_INVALID, "it has no sheet");
    buf_release(&names);
    return err->code;
}

static enum err_code not_found(const struct part_sheet *sheets, uint32_t count,
                               struct str name, struct err *err)
{
    struct buf names = {0};

    list_names(&names, sheets, count, false);
    (void)err_set(err, ERR_NOT_FOUND, "it has no sheet \"" STR_FMT "\"; it has: " STR_FMT,
                  STR_ARG(part_cut(name, 100)), STR_ARG(buf_str(&names)));
    buf_release(&names);
    return err->code;
}

enum err_code part_choose(uint32_t *out, struct workbook_writer *w,
                          const struct part_sheet *sheets, uint32_t count,
                          struct str name, struct err *err)
{
    uint32_t visible = 0;
    uint32_t chosen = count;

    for (uint32_t i = 0; i < count; i++) {
        workbook_write_sheet(w, sheets[i].name, sheets[i].is_hidden);
        visible += !sheets[i].is_hidden;
        if (name.len > 0 ? str_equal(sheets[i].name, name) : !sheets[i].is_hidden)
            chosen = chosen == count ? i : chosen;
    }
    if (name.len > 0 && chosen == count)
        return not_found(sheets, count, name, err);
    if (name.len == 0 && visible != 1)
        return no_choice(visible, sheets, count, err);
    workbook_write_chosen(w, chosen + 1);
    *out = chosen;
    return ERR_OK;
}
