#include "cli/language.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/message.h"
#include "base/self.h"
#include "base/text.h"

/* Where argp begins the texts of options, and where lines end. */
enum { OPTION_COLUMN = 29, LAST_COLUMN = 79 };

/* argp reads an abbreviation too, and "-qj"; parse_common() speaks English then. */
static bool asks_for_json(int argc, char *const *argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "-j") == 0)
            return true;
    return false;
}

void language_start(int argc, char *const *argv)
{
    struct arena arena = {0};
    /* Beside the program first: an installation can be moved as a whole. */
    struct str self = self_folder(&arena);
    const char *const folders[] = {
        arena_printf(&arena, STR_FMT "../po", STR_ARG(self)).ptr,
        arena_printf(&arena, STR_FMT "../share/locale", STR_ARG(self)).ptr,
        STELE_LOCALEDIR, NULL};

    message_start(folders);
    arena_free(&arena);
    if (asks_for_json(argc, argv))
        message_speak_english();
    /* argp counts bytes, and a letter may be two: language_help() breaks the lines. */
    if (!message_is_english())
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
        (void)setenv("ARGP_HELP_FMT", "rmargin=160", 0);
}

static size_t characters(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return count;
}

static void break_line(struct buf *out, struct str line, size_t width)
{
    size_t column = 0;

    while (line.len > 0) {
        struct str word = str_cut(&line, ' ');

        if (column > 0 && column + 1 + characters(word) > width) {
            buf_char(out, '\n');
            column = 0;
        } else if (column > 0) {
            buf_char(out, ' ');
            column++;
        }
        buf_append(out, word);
        column += characters(word);
    }
}

char *language_help(int key, const char *text, void *input)
{
    struct buf out = {0};
    struct str rest = str_from_c(text);
    size_t width = key == ARGP_KEY_HELP_PRE_DOC || key == ARGP_KEY_HELP_POST_DOC
                       ? LAST_COLUMN
                       : LAST_COLUMN - OPTION_COLUMN;

    (void)input;
    if (!text || message_is_english() || key == ARGP_KEY_HELP_ARGS_DOC)
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): argp wants back what it gave */
        return (char *)(uintptr_t)text;
    while (rest.len > 0) {
        break_line(&out, str_cut(&rest, '\n'), width);
        if (rest.len > 0)
            buf_char(&out, '\n');
    }
    buf_char(&out, '\0');
    return out.ptr; /* argp frees what differs from text */
}
