#ifndef BASE_SELF_H
#define BASE_SELF_H

/*
 * This program itself: where it lies, and what it was started by.
 *
 * On a stick it brings a C library of its own and is started through that library's
 * loader,
 *
 *     lib/ld.com --library-path lib bin/stele
 *
 * and then /proc/self/exe names the loader. What came with the program is found from the
 * file that its own instructions were mapped from; neither the environment nor argv[0],
 * which anybody sets, is asked.
 */

#include "base/arena.h"
#include "base/str.h"

/* The folder this program lies in, with the '/' at its end, in arena and ended by NUL;
 * empty where the kernel does not say. */
struct str self_folder(struct arena *arena);

/* The loader it was started through by name, ended by NUL; empty where the kernel took
 * the one that the program names. */
struct str self_loader(struct arena *arena);

/* The first of places, each as seen from self_folder(), that access(2) grants with mode:
 * in arena, ended by NUL; empty when there is none. */
struct str self_find(struct arena *arena, const char *const *places, size_t count,
                     int mode);

#endif
