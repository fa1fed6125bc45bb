#ifndef RECORD_PASSPHRASE_FILE_H
#define RECORD_PASSPHRASE_FILE_H

/* A passphrase on its way from a file or a terminal: in locked memory, and never longer
 * than it is needed. */

#include "base/err.h"
#include "base/str.h"

struct passphrase {
    char *text; /* crypto/secret.h */
    size_t len;
};

/* The first line of a file, without its end; "-" is the standard input. */
MUST_USE enum err_code passphrase_from_file(struct passphrase *out, const char *path,
                                            struct err *err);

/* One line from a descriptor that gives a line at a time, a terminal say. */
MUST_USE enum err_code passphrase_from_fd(struct passphrase *out, int fd,
                                          const char *path, struct err *err);

struct str passphrase_str(const struct passphrase *passphrase);
void passphrase_forget(struct passphrase *passphrase);

#endif
