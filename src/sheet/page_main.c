/* stele-sheet: a description of papers (paper.h) on stdin, a PDF on stdout. A program of
 * its own, so that `stele` need not load cairo and pango to start. With --check it says
 * which scripts it has letters for, and draws nothing; with --xlsx a table
 * (book_write.h) comes in, and a workbook goes out. */

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "sheet/book_write.h"
#include "sheet/page_draw.h"

enum { EXIT_NO_PAPER = 1, EXIT_NO_OUTPUT = 3, COPY_BYTES = 1 << 16 };

/* Read by the leak sanitizer alone: fontconfig keeps what it has read until the end, and
 * pango holds on to it. */
/* NOLINTBEGIN(readability-identifier-naming) */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
/* NOLINTEND(readability-identifier-naming) */

static int fail(const struct err *err, int status)
{
    (void)fprintf(stderr, "stele-sheet: %s\n", err->message);
    return status;
}

/* Whether papers can be drawn in the scripts that people write in here: "uk yes". */
static int tell_scripts(void)
{
    static const struct {
        const char *lang;
        struct str sample;
    } scripts[] = {
        {"en", STR_INIT("Kharkiv")},
        {"uk", STR_INIT("Ґанок, її сім’я, Єнакієве")},
        {"ar", STR_INIT("شهادة، خاركيف")},
    };

    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        printf("%s %s\n", scripts[i].lang,
               pages_can_draw(scripts[i].sample) ? "yes" : "no");
    return fflush(stdout) == 0 ? 0 : EXIT_NO_OUTPUT;
}

static enum err_code copy_out(int from, struct err *err)
{
    static char bytes[COPY_BYTES];
    uint64_t at = 0;
    size_t got = 0;

    do {
        if (file_read_at(&got, from, "the workbook", bytes, sizeof bytes, at, err) !=
                ERR_OK ||
            file_write(STDOUT_FILENO, "standard output", (struct str){bytes, got}, err) !=
                ERR_OK)
            return err->code;
        at += got;
    } while (got == sizeof bytes);
    return ERR_OK;
}

/* The library writes to a name: that of a file in memory. */
static int write_book(void)
{
    struct err err = {0};
    char name[32];
    int memory = memfd_create("workbook", MFD_CLOEXEC);

    if (memory < 0) {
        (void)err_set_errno(&err, "cannot make the workbook");
        return fail(&err, EXIT_NO_PAPER);
    }
    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", memory);
    if (book_write(name, stdin, &err) != ERR_OK)
        return fail(&err, EXIT_NO_PAPER);
    if (copy_out(memory, &err) != ERR_OK)
        return fail(&err, EXIT_NO_OUTPUT);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct str description = {0};
    struct pages pages = {0};
    struct buf pdf = {0};
    struct err err = {0};
    int status = 0;

    if (argc == 2 && strcmp(argv[1], "--check") == 0)
        return tell_scripts();
    if (argc == 2 && strcmp(argv[1], "--xlsx") == 0)
        return write_book();
    if (argc > 1) {
        (void)fprintf(stderr,
                      "stele-sheet: takes no arguments, or --xlsx: a description "
                      "comes in on stdin, a PDF or a workbook goes out on stdout (see "
                      "sheet/paper.h, sheet/book_write.h); "
                      "\"stele\" runs it where it is needed\n");
        return 2;
    }
    if (file_read_stream(&description, &arena, STDIN_FILENO, PAGE_BYTES_MAX, &err) !=
            ERR_OK ||
        pages_read(&pages, &arena, description, &err) != ERR_OK ||
        pages_draw(&pdf, &pages, &err) != ERR_OK)
        status = fail(&err, EXIT_NO_PAPER);
    else if (file_write(STDOUT_FILENO, "standard output", buf_str(&pdf), &err) != ERR_OK)
        status = fail(&err, EXIT_NO_OUTPUT);
    buf_release(&pdf);
    arena_free(&arena);
    return status;
}
