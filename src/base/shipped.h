#ifndef BASE_SHIPPED_H
#define BASE_SHIPPED_H

/*
 * Files that come with the program, found from where the program lies and not from
 * where it was built, so that it can be moved and run from a stick:
 *
 *   bin/stele                  ../share/stele/NAME      installed, or on a stick
 *   libexec/stele/stele-serve  ../../share/stele/NAME
 *   build/src/stele            ../../NAME               in the source tree
 */

#include "base/arena.h"
#include "base/str.h"

/* The folder NAME that was shipped, in arena and ended by NUL; empty when there is none.
 */
struct str shipped_folder(struct arena *arena, const char *name);

#endif
