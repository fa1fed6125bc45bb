#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/message.h"
#include "base/progress.h"
#include "cli/doubt.h"
#include "cli/language.h"
#include "format/foreign.h"

/* NOLINTNEXTLINE(readability-non-const-parameter): argp fixes the type */
static error_t parse_common(int key, char *arg, struct argp_state *state)
{
    struct cli *cli = state->input;

    (void)arg;
    switch (key) {
    case 'j':
        cli->json = true;
        message_speak_english();
        return 0;
    case 'q':
        cli->quiet = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option common_options[] = {
    {"json", 'j', NULL, 0, "Print for machines: one JSON object a line", 10},
    {"quiet", 'q', NULL, 0, "Print no progress and no remarks", 10},
    {0},
};

const struct argp cli_common_argp = {
    .options = common_options, .parser = parse_common, .help_filter = language_help};

bool cli_parse(struct cli *cli, const struct argp *argp, int argc, char **argv,
               void *input, int *status)
{
    struct str name = arena_printf(&cli->arena, "stele %s", cli->command);
    char *const shown = arena_alloc(&cli->arena, name.len + 1, 1);
    struct argp with_help = *argp;
    error_t error;

    memcpy(shown, name.ptr, name.len);
    argv[0] = shown;
    if (!with_help.help_filter)
        with_help.help_filter = language_help;
    argp_err_exit_status = EXIT_USED_WRONGLY;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): threads start after the options are read */
    error = argp_parse(&with_help, argc, argv, 0, NULL, input);
    if (error == 0)
        return true;
    if (error == ENOMEM) /* the only failure that argp is silent about */
        out_of_memory(0);
    *status = EXIT_USED_WRONGLY;
    return false;
}

enum err_code cli_open(struct cli *cli, enum archive_mode mode, struct err *err)
{
    struct str remark;

    if (archive_open(&cli->archive, cli->folder, mode, err) != ERR_OK)
        return err->code;
    if (archive_had_other_index(cli->archive))
        cli_remark(cli,
                   "the index was made by another version of Stele: it was built anew "
                   "from the statements");
    remark = archive_remark(cli->archive);
    if (remark.len > 0)
        cli_remark(cli, "stele %s: " STR_FMT, cli->command, STR_ARG(remark));
    return mode == ARCHIVE_WRITE ? doubt_ask(cli, err) : ERR_OK;
}

static int exit_status_of(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return EXIT_DONE;
    case ERR_INVALID:
    case ERR_NOT_FOUND:
    case ERR_CORRUPT:
        return EXIT_FOUND_WRONG;
    case ERR_DENIED:
    case ERR_CONFLICT:
    case ERR_LIMIT:
    case ERR_IO:
        break;
    }
    return EXIT_COULD_NOT;
}

int cli_fail(const struct cli *cli, const struct err *err)
{
    struct buf line = {0};

    (void)fflush(stdout);
    cli_append_shown(&line, str_from_c(err->message));
    buf_char(&line, '\0');
    (void)fprintf(stderr, "stele %s: %s\n", cli->command, line.ptr);
    buf_release(&line);
    return exit_status_of(err->code);
}

void cli_misuse(const struct argp_state *state, const char *fmt, ...)
{
    char said[1024];
    struct buf line = {0};
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(said, sizeof said, _(fmt), args);
    va_end(args);
    cli_append_shown(&line, str_from_c(said));
    buf_char(&line, '\0');
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): threads start after the options are read */
    argp_error(state, "%s", line.ptr);
    buf_release(&line);
}

void cli_remark(const struct cli *cli, const char *fmt, ...)
{
    va_list args;

    if (cli->quiet)
        return;
    va_start(args, fmt);
    (void)vfprintf(stderr, _(fmt), args);
    va_end(args);
    (void)fputc('\n', stderr);
}

/* C0, DEL, and C1 (which is U+0080..U+009F, lead byte 0xc2): a name must not drive the
 * terminal. */
static void append_shown(struct buf *out, struct str text, struct str obeyed)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        unsigned char byte = (unsigned char)c;
        bool is_c1 =
            byte == 0xc2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xa0;

        if (is_c1)
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)text.ptr[++i]);
        else if ((byte < 0x20 && str_find(obeyed, c, 0) == obeyed.len) || byte == 0x7f)
            buf_printf(out, "\\x%02x", byte);
        else
            buf_char(out, c);
    }
}

void cli_append_shown(struct buf *out, struct str text)
{
    append_shown(out, text, STR(""));
}

void cli_print(struct str text)
{
    struct buf shown = {0};

    append_shown(&shown, text, STR("\n\t"));
    if (shown.len > 0)
        (void)fwrite(shown.ptr, 1, shown.len, stdout);
    buf_release(&shown);
}

void cli_print_json(const struct value *object)
{
    struct buf line = {0};

    foreign_write(&line, object);
    (void)fwrite(line.ptr, 1, line.len, stdout);
    (void)putchar('\n');
    buf_release(&line);
}

const char *cli_number(struct cli *cli, uint64_t n)
{
    struct buf digits = {0};
    struct str text;

    progress_number(&digits, n);
    text = arena_printf(&cli->arena, "%s", buf_text(&digits));
    buf_release(&digits);
    return text.ptr;
}

void cli_mark_synthetic(const struct cli *cli)
{
    if (!cli->json && cli->archive && archive_is_synthetic(cli->archive))
        printf(_("SYNTHETIC archive: test data, nobody and nothing real\n"));
}
