#ifndef INTAKE_IMPORT_WORDS_H
#define INTAKE_IMPORT_WORDS_H

/* What is odd about a table, told to people: like findings together, with their rows. */

#include "intake/import.h"

/* One sentence for each kind of finding; in arena. Returns how many. */
size_t import_findings_lines(struct str **out, struct arena *arena,
                             const struct import_result *result,
                             const struct import_job *job);

#endif
