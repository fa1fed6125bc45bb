/*
 * A table as a file. It is read twice: once to ask for everything in it and to learn how
 * long it is, and once more, a line at a time, while it is sent. Both are of one
 * frontier, so both give the same bytes.
 */

#include "base/message.h"
#include "web/leaving.h"
#include "web/page_tables.h"
#include "web/visitor.h"

struct sending {
    struct leaving leaving;
    struct table_ask ask;
    struct table_file file;
    struct table_line *line;
    enum table_format format;
    bool is_started;
    bool is_ukrainian;
    struct buf piece; /* of the file, from `at` on */
    uint64_t at;
};

static void rewind_file(struct sending *s)
{
    if (s->is_started)
        table_file_end(&s->file);
    table_file_start(&s->file, &s->leaving.reading.sheet, &s->ask, s->format);
    s->is_started = true;
    buf_reset(&s->piece);
    s->at = 0;
}

/* The thread that sends may have spoken another language since. */
static void speak(const struct sending *s)
{
    message_speak(s->is_ukrainian ? MESSAGE_UKRAINIAN : MESSAGE_ENGLISH);
}

static enum err_code next_piece(struct sending *s, struct err *err)
{
    s->at += s->piece.len;
    buf_reset(&s->piece);
    return table_file_next(&s->piece, s->line, &s->file, err);
}

static enum err_code read_file(size_t *got, void *context, uint64_t offset, void *buffer,
                               size_t len, struct err *err)
{
    struct sending *s = context;
    char *to = buffer;

    *got = 0;
    speak(s);
    if (offset < s->at)
        rewind_file(s);
    while (*got < len) {
        uint64_t from = offset + *got;
        size_t n;

        if (from >= s->at + s->piece.len) {
            if (s->file.is_done)
                break;
            if (next_piece(s, err) != ERR_OK)
                return err->code;
            continue;
        }
        n = s->piece.len - (size_t)(from - s->at);
        if (n > len - *got)
            n = len - *got;
        memcpy(to + *got, s->piece.ptr + (from - s->at), n);
        *got += n;
    }
    return ERR_OK;
}

static void close_file(void *context)
{
    struct sending *s = context;

    if (s->is_started)
        table_file_end(&s->file);
    buf_release(&s->piece);
    leaving_close(&s->leaving);
}

/* Everything that will stand in it; and how long it will be. */
static enum err_code ask_for_all(uint64_t *size, struct sending *s, struct err *err)
{
    enum err_code code = ERR_OK;

    rewind_file(s);
    while (code == ERR_OK && !s->file.is_done) {
        code = next_piece(s, err);
        for (size_t i = 0; i < s->line->used_count && code == ERR_OK; i++)
            code = leaving_statement(&s->leaving, s->line->used[i], err);
    }
    *size = s->at + s->piece.len;
    return code;
}

static enum err_code give_book(struct reply *out, struct sending *s, struct err *err)
{
    struct str book = {0};

    if (table_book(&book, s->leaving.reading.r->arena, &s->leaving.reading.sheet, &s->ask,
                   err) != ERR_OK)
        return err->code;
    buf_append(&out->body, book);
    return ERR_OK;
}

static enum err_code give(bool *may, struct reply *out, struct sending *s,
                          struct err *err)
{
    struct request *r = s->leaving.reading.r;
    struct sheet *sheet = &s->leaving.reading.sheet;
    uint64_t size = 0;

    if (table_ask_ready(&s->ask, sheet, err) != ERR_OK ||
        ask_for_all(&size, s, err) != ERR_OK ||
        leaving_pass(may, out, &s->leaving, err) != ERR_OK || !*may)
        return err->code;
    sheet_note_to(sheet, NULL); /* all of it is recorded */
    out->kind = REPLY_DATA;
    out->type = table_format_type(s->format);
    out->download = table_file_name(r->arena, &s->ask, sheet, s->format);
    if (s->format == TABLE_XLSX)
        return give_book(out, s, err);
    rewind_file(s);
    out->bytes = (struct reply_bytes){size, read_file, close_file, s};
    return ERR_OK;
}

enum err_code tables_file(struct reply *out, struct request *r, struct table_ask *ask,
                          enum table_format format, struct err *err)
{
    struct sending *s = ARENA_NEW(r->arena, struct sending);
    bool may = false;
    enum err_code code;

    s->ask = *ask;
    s->format = format;
    s->is_ukrainian = r->visitor->is_ukrainian;
    s->line = ARENA_NEW(r->arena, struct table_line);
    if (leaving_open(&s->leaving, r, STR("table"), err) != ERR_OK)
        return err->code;
    err->code = ERR_OK;
    code = give(&may, out, s, err);
    if (!out->bytes.read)
        close_file(s);
    return code;
}
