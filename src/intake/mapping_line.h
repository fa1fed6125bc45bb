#ifndef INTAKE_MAPPING_LINE_H
#define INTAKE_MAPPING_LINE_H

/*
 * One line of a mapping as words. A word is a run of anything but blanks, or text in
 * double quotes, in which "" stands for one quotation mark. `#` at the beginning of a
 * word ends the line. For the mapping_*.c files only.
 */

#include <stdarg.h>

#include "intake/mapping.h"

struct mapping_word {
    struct str text;
    bool is_quoted;
    uint32_t place; /* of its first character, counted from 1 */
};

/* A line and how far it has been read. */
struct mapping_line {
    struct mapping_word *words; /* MAPPING_MAX_TOKENS of them */
    uint32_t count;
    uint32_t at;
    uint32_t number;
    uint32_t end_place; /* behind the last word: where something is missing */
    bool is_indented;
    struct err *err;
};

/* Take the next line of *rest; count 0 for a blank one. */
MUST_USE enum err_code mapping_line_read(struct mapping_line *line, struct arena *arena,
                                         struct str *rest);

/* "line 3, column 8: " and the message, for the word at line->at. */
enum err_code mapping_line_fail(const struct mapping_line *line, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* The next word, or NULL at the end of the line. */
const struct mapping_word *mapping_line_peek(const struct mapping_line *line);
bool mapping_line_is(const struct mapping_line *line, const char *plain);
bool mapping_line_accept(struct mapping_line *line, const char *plain);
bool mapping_line_is_quoted(const struct mapping_line *line);

/* Any word; `what` says what is expected, in the message when the line ends here. */
MUST_USE enum err_code mapping_line_take(struct str *out, struct mapping_line *line,
                                         const char *what);
MUST_USE enum err_code mapping_line_end(const struct mapping_line *line,
                                        const char *expected);

/* All quoted words that stand here; at least one. */
MUST_USE enum err_code mapping_line_quoted(struct mapping_words *out, struct arena *arena,
                                           struct mapping_line *line, const char *what);

/* A growing array in an arena: room for one more of `size` bytes behind `count`. */
void *mapping_room(struct arena *arena, void *items, uint32_t count, size_t size);

#endif
