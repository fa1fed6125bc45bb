/*
 * stele-workbook [SHEET] < WORKBOOK: writes one sheet as the stream of workbook_stream.h.
 * stele-workbook --check .: does nothing, well.
 *
 * A program of its own, because it reads what strangers send with libraries that have
 * large surfaces: here they find no keys, no archive and little memory or time, and
 * `stele` itself starts without loading them.
 */

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "intake/workbook_read.h"

/* AddressSanitizer maps terabytes, and looks for leaks in /proc at the end. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

enum { CPU_SECONDS = 600 };

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit now;

    return getrlimit(what, &now) == 0 &&
           (now.rlim_max <= most || setrlimit(what, &(struct rlimit){most, most}) == 0);
}

/* No new files, no new rights, an end to time and memory. */
static bool confine(void)
{
    bool is_small = IS_SANITIZED || (limit(RLIMIT_AS, (rlim_t)3 << 30) &&
                                     limit(RLIMIT_NOFILE, STDERR_FILENO + 1));

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && is_small &&
           limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0);
}

int main(int argc, char **argv)
{
    struct workbook_writer writer = {.fd = STDOUT_FILENO};
    struct arena arena = {0};
    struct err err = {0};
    struct str file;

    if (argc == 3 && strcmp(argv[1], "--check") == 0)
        return 0;          /* all libraries were found */
    message_start_child(); /* while files can still be opened */
    if (argc > 2 || !confine())
        return 2;
    if (file_read_stream(&file, &arena, STDIN_FILENO, WORKBOOK_MAX_BYTES, &err) !=
            ERR_OK ||
        workbook_read(&writer, file, str_from_c(argc == 2 ? argv[1] : NULL), &err) !=
            ERR_OK) {
        workbook_write_failure(&writer, &err);
        if (workbook_flush(&writer, &err) != ERR_OK)
            return 2;
    }
    buf_release(&writer.out);
    arena_free(&arena);
    return err.code == ERR_OK ? 0 : 1;
}
