#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"

/* A message that did not fit ends with a whole character. */
static void drop_half_character(struct err *err)
{
    size_t len = strlen(err->message);
    size_t start = len;

    if (len + 1 < sizeof err->message)
        return;
    while (start > 0 && ((unsigned char)err->message[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)err->message[start - 1] & 0x80) != 0)
        err->message[start - 1] = '\0';
}

enum err_code err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(err->message, sizeof err->message, _(fmt), args);
    va_end(args);
    drop_half_character(err);
    err->code = code;
    return code;
}

enum err_code err_set_errno(struct err *err, const char *fmt, ...)
{
    char reason[128];
    int saved = errno;
    size_t used;
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(err->message, sizeof err->message, _(fmt), args);
    va_end(args);
    used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, ": %s",
                   message_errno(saved, reason, sizeof reason));
    drop_half_character(err);
    err->code = ERR_IO;
    return ERR_IO;
}

enum err_code err_context(struct err *err, const char *fmt, ...)
{
    char rest[sizeof err->message];
    size_t used;
    va_list args;

    (void)snprintf(rest, sizeof rest, "%s", err->message);
    va_start(args, fmt);
    (void)vsnprintf(err->message, sizeof err->message, _(fmt), args);
    va_end(args);
    used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, "%s", rest);
    drop_half_character(err);
    return err->code;
}
