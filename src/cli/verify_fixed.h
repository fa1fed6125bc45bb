#ifndef CLI_VERIFY_FIXED_H
#define CLI_VERIFY_FIXED_H

/* What fixes the record, which every verification says first (design.md, section 3, 15).
 */

#include "format/value.h"
#include "record/verify.h"

struct cli;

/* The first line, and a line for each code that was typed in. */
void verify_print_fixed(const struct verify_result *result);

/* The same for machines: members of the summary, and a line for each code. */
void verify_set_fixed(struct value *line, struct arena *arena,
                      const struct verify_result *result);
void verify_print_codes_json(struct cli *cli, const struct verify_result *result);

#endif
