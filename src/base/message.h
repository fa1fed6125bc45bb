#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

/*
 * Sentences for people, in their language (gettext). The English sentence is the key; po/
 * has the others. What is recorded, hashed, or given to strangers stays English, and so
 * does everything under --json.
 *
 * Formats of err_set(), err_set_errno() and err_context(), and the texts of argp, are
 * translated where they are used: no _() is needed there.
 */

#include <libintl.h>

/* The sentence in the user's language. */
#define _(sentence) gettext(sentence)

/* The same for a count: _n(n, "%zu file", "%zu files"). */
#define _n(count, one, many) ngettext(one, many, (unsigned long)(count))

/* Marks a sentence in a table that is translated where it is printed. */
#define N_(sentence) sentence

#endif
