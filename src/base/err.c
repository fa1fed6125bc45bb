#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum err_code err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(err->message, sizeof err->message, fmt, args);
    va_end(args);
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
    (void)vsnprintf(err->message, sizeof err->message, fmt, args);
    va_end(args);
    used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, ": %s",
                   strerror_r(saved, reason, sizeof reason));
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
    (void)vsnprintf(err->message, sizeof err->message, fmt, args);
    va_end(args);
    used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, "%s", rest);
    return err->code;
}
