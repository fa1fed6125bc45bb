#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

/*
 * Sentences for people, in their language (gettext). The English sentence is the key; po/
 * has the others. What is recorded, hashed, or given to strangers stays English, and so
 * does everything under --json.
 *
 * Formats of err_set(), err_set_errno() and err_context(), of cli_remark() and
 * cli_misuse(), and the texts of argp, are translated where they are used: no _() is
 * needed there. How sentences get into the catalogue: docs/translating.md.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* NOLINTBEGIN(readability-identifier-naming): the names that gettext is used with */

/* The sentence in the language of whoever it is for. */
#define _(sentence) message_text(sentence)

/* The same for a count: _n(n, "%zu file", "%zu files"). */
#define _n(count, one, many) message_counted(one, many, (unsigned long)(count))

/* Marks a sentence in a table that is translated where it is printed. */
#define N_(sentence) sentence

/* NOLINTEND(readability-identifier-naming) */

const char *message_text(const char *sentence) __attribute__((format_arg(1)));
const char *message_counted(const char *one, const char *many, unsigned long count)
    __attribute__((format_arg(1), format_arg(2)));

/*
 * Take the language from the environment. folders, tried in turn, are where catalogues
 * may lie; the list ends with NULL. Once, before the first sentence and any thread.
 */
void message_start(const char *const *folders);

/*
 * For a child that is given no environment but this (ends in NULL; in arena), and calls
 * message_start_child(), after which it opens no file: it speaks as we do.
 */
char *const *message_environment(struct arena *arena);
void message_start_child(void);

/* From now on English: what is printed is for machines. */
void message_speak_english(void);

/*
 * A server answers several people at once. message_serve(), once, after message_start()
 * and before any thread, has the Ukrainian catalogue ready whatever the environment says;
 * false where there is none. From then on message_speak() says which language the calling
 * thread speaks; a thread that was told nothing speaks as the environment says.
 */
enum message_language { MESSAGE_OF_ENVIRONMENT, MESSAGE_ENGLISH, MESSAGE_UKRAINIAN };
bool message_serve(void);
void message_speak(enum message_language language);

/* What the system calls an error number, in the language of the calling thread. */
const char *message_errno(int number, char *buffer, size_t size);

/* Which language the sentences come in, for what is not in the catalogue: labels of the
 * schema, dates. */
bool message_is_ukrainian(void);

/* What stands between groups of three digits: "1,234". */
const char *message_thousands(void);

/* True while no catalogue is in use. */
bool message_is_english(void);

#endif
