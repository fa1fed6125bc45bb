#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/*
 * Another program as a child: it gets some bytes, gives some back, and ends. Both lie in
 * memory files, so that neither side waits for the other; what it has to say it says on
 * our stderr.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Run the program at path with argv (ends in NULL) and wait for it. *out is what it wrote
 * to its stdout, at most limit bytes, in arena. ERR_NOT_FOUND when there is no such
 * program; ERR_IO when it ends with another status than 0.
 */
MUST_USE enum err_code process_run(struct str *out, struct arena *arena, const char *path,
                                   char *const *argv, struct str input, size_t limit,
                                   struct err *err);

/* From now on no core dump of this process, and no other one may look into its memory:
 * for whoever holds keys or a passphrase. */
void process_hide_memory(void);

/*
 * The path of a program of ours, beside the one that runs or in ../libexec/stele, in
 * arena.
 * ERR_NOT_FOUND, naming both places.
 */
MUST_USE enum err_code process_find_own(struct str *out, struct arena *arena,
                                        const char *name, struct err *err);

/*
 * What starts a program of ours with args (ends in NULL; without its name), as this one
 * was started: on a stick through the loader and the libraries that lie there
 * (base/self.h). *out ends in NULL and is in arena: out[0] is to be executed, all of it
 * is its argv.
 */
MUST_USE enum err_code process_own(char *const **out, struct arena *arena,
                                   const char *name, char *const *args, struct err *err);

#endif
