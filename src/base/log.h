#ifndef BASE_LOG_H
#define BASE_LOG_H

/*
 * What a program that runs on has to say to whoever looks after it: one line on stderr,
 * "<UTC> event=<event> key=value …", which journald or a file keeps. Never a name, words
 * of a search, an id, a passphrase, a token or a path: whoever reads logs need not be
 * whoever may read the archive.
 */

#include "base/err.h"

/* fmt: "key=value key=value"; values without blanks. Any thread. */
void log_line(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
