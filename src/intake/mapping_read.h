#ifndef INTAKE_MAPPING_READ_H
#define INTAKE_MAPPING_READ_H

/* What the parts of mapping_parse() share; nobody else includes this. */

#include "intake/mapping_line.h"

struct mapping_reader {
    struct arena *arena;
    struct mapping *mapping;
    struct mapping_line line;
    /* Named anywhere in the text, so that a line may speak of what stands below it. */
    struct mapping_words entity_names;
    struct mapping_words translation_names;
    struct err *err;
};

/* The column of that name, remembered on first use. name stood at the word before. */
MUST_USE enum err_code mapping_read_column(uint32_t *out, struct mapping_reader *reader,
                                           const char *what);
MUST_USE enum err_code mapping_read_columns(const uint32_t **out, uint32_t *count,
                                            struct mapping_reader *reader);

/* A column, or a text in quotes with columns in braces. */
MUST_USE enum err_code mapping_read_template(struct mapping_template *out,
                                             struct mapping_reader *reader,
                                             const char *what);

/* COLUMN is "x" [and COLUMN ...], the word `if` having been read. */
MUST_USE enum err_code mapping_read_conditions(struct mapping_conditions *out,
                                               struct mapping_reader *reader);

/* One of several names; the number it has there. */
MUST_USE enum err_code mapping_read_name(uint32_t *out, struct mapping_reader *reader,
                                         struct mapping_words names, const char *what);

/* A step, where one stands here: *is_one tells. */
MUST_USE enum err_code mapping_read_step(bool *is_one, struct mapping_source *source,
                                         struct mapping_reader *reader);
void mapping_add_step(struct mapping_source *source, struct mapping_reader *reader,
                      const struct mapping_step *step);

/* What stands after `split`. */
MUST_USE enum err_code mapping_read_split(struct str *out, struct mapping_reader *reader);

/* A word that is not empty. */
MUST_USE enum err_code mapping_read_text(struct str *out, struct mapping_reader *reader,
                                         const char *what);

/* The line that begins an entity or a translation, and an indented line below it. */
MUST_USE enum err_code mapping_read_entity_head(struct mapping_reader *reader);
MUST_USE enum err_code mapping_read_entity_line(struct mapping_reader *reader);
MUST_USE enum err_code mapping_read_translation_head(struct mapping_reader *reader);
MUST_USE enum err_code mapping_read_translation_line(struct mapping_reader *reader);

/* PROPERTY and the rest of its line. */
MUST_USE enum err_code mapping_read_claim(struct mapping_claim *out,
                                          struct mapping_reader *reader,
                                          const struct schema_kind *kind);

/* What can only be said when the whole text has been read. */
MUST_USE enum err_code mapping_check(const struct mapping *mapping, struct err *err);

/* "a, b, c" for messages; cut with "..." when long. */
struct str mapping_list_terms(struct arena *arena,
                              const struct schema_vocabulary *vocabulary);

#endif
