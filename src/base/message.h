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

#include <libintl.h>
#include <stdbool.h>

#include "base/arena.h"

/* NOLINTBEGIN(readability-identifier-naming): the names that gettext is used with */

/* The sentence in the user's language. */
#define _(sentence) gettext(sentence)

/* The same for a count: _n(n, "%zu file", "%zu files"). */
#define _n(count, one, many) ngettext(one, many, (unsigned long)(count))

/* Marks a sentence in a table that is translated where it is printed. */
#define N_(sentence) sentence

/* NOLINTEND(readability-identifier-naming) */

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

/* Which language the sentences come in, for what is not in the catalogue: labels of the
 * schema, dates. */
bool message_is_ukrainian(void);

/* What stands between groups of three digits: "1,234". */
const char *message_thousands(void);

/* True while no catalogue is in use. */
bool message_is_english(void);

#endif
