#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { LINE_MAX_BYTES = 512 };

void log_line(const char *event, const char *fmt, ...)
{
    struct clock_text now = clock_write((int64_t)time(NULL));
    char line[LINE_MAX_BYTES];
    int head = snprintf(line, sizeof line, "%s event=%s ", now.text, event);
    size_t len = head > 0 ? (size_t)head : 0;
    va_list args;
    int more;

    va_start(args, fmt);
    more = vsnprintf(line + len, sizeof line - len - 1, fmt, args);
    va_end(args);
    len += more > 0 ? (size_t)more : 0;
    if (len > sizeof line - 2)
        len = sizeof line - 2;
    line[len++] = '\n';
    /* One write: lines of several threads do not run into one another. */
    if (write(STDERR_FILENO, line, len) < 0)
        return; /* nobody is there to be told */
}
