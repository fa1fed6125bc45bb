#ifndef CLI_PLACE_INPUT_H
#define CLI_PLACE_INPUT_H

/* What `add claim` and `add place` share: coordinates, precisions and boundaries as they
 * are given on a command line. */

#include "cli/cli.h"

/* value, of coordinates, a position or a boundary, with "200m" as its stated precision.
 */
MUST_USE enum err_code place_input_precision(struct value *value, struct arena *arena,
                                             struct str precision, struct err *err);

/* The text of a file that holds a boundary as GeoJSON; - is standard input. */
MUST_USE enum err_code place_input_file(struct str *out, struct cli *cli,
                                        const char *file, struct err *err);

/* Remarks on what was understood by coordinates, where it is not plain from the text. */
void place_input_remark(const struct cli *cli, const struct value *value,
                        struct str text);

#endif
