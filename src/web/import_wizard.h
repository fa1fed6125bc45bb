#ifndef WEB_IMPORT_WIZARD_H
#define WEB_IMPORT_WIZARD_H

/*
 * A table on its way into the record, as a page shows it: what its columns look like, the
 * mapping as choices and as text, what an import would say. The text counts; it is kept
 * as a note of this machine, the member's own (own_note.h), with every post, so that
 * nothing typed is lost, until all rows are imported. For page_import*.c and import_*.c
 * of web/.
 */

#include "intake/import.h"
#include "intake/mapping_edit.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/reading.h"

enum {
    WIZARD_BYTES_MAX = 64 << 20, /* larger ones are imported with the command */
    WIZARD_ROWS_SHOWN = 20,
    WIZARD_LINES_MAX = 600
};

struct wizard_line {
    int64_t row;
    struct str text;
};

struct wizard {
    struct request *r;
    struct reading *reading;
    struct ref ref;
    struct str name; /* its reference, as addresses have it */
    struct object_row file;
    struct str bytes;
    struct table_options options;
    struct table *table; /* NULL: it cannot be read as it should; wrong says why */
    struct columns columns;
    struct str map; /* the text; empty: there is none yet */
    struct mapping mapping;
    bool has_mapping; /* the text is one, and fits the table */
    struct mapping_edit edit;
    bool has_choices; /* the text says no more than choices can show */
    struct str wrong; /* in the page's words; may be empty */
    const char *field;
    struct import_job job;
    struct import_result result;
    bool has_result; /* of a dry run */
    struct wizard_line lines[WIZARD_LINES_MAX];
    size_t line_count;
};

/* ERR_DENIED for whoever does not record. */
MUST_USE enum err_code wizard_allowed(const struct request *r, struct err *err);

/* --- import_load.c --- */

/* The file and its bytes. Close with wizard_close(). */
MUST_USE enum err_code wizard_open(struct wizard *w, struct reading *reading,
                                   struct str name, struct err *err);
void wizard_close(struct wizard *w);

/* The mapping kept for it, the table as that or as `options` read it, and the choices.
 * What is wrong with either goes into w->wrong. */
MUST_USE enum err_code wizard_load(struct wizard *w, struct err *err);

/* The table as w->options say; false: w->wrong says why not. */
bool wizard_read_table(struct wizard *w);

/* The text is kept; an empty one is forgotten. */
MUST_USE enum err_code wizard_keep(struct wizard *w, struct str text, struct err *err);
MUST_USE enum err_code wizard_forget(const struct wizard *w, struct err *err);

/* The mappings that come with the program: their names, and the text of one. */
size_t wizard_shipped(struct str **out, struct arena *arena);
MUST_USE enum err_code wizard_shipped_text(struct str *out, struct request *r,
                                           struct str name, struct err *err);

/* --- import_typed.c --- */

/* What was typed in the form of choices: how to read the table, and what columns say. */
void wizard_typed_options(struct wizard *w);
void wizard_typed_choices(struct wizard *w);

/* The field of a column: "use-3"; the words that its values are. */
enum { WIZARD_WORDS = 8 };
const char *wizard_field(struct arena *arena, const char *name, size_t column);
struct str wizard_use_word(const struct edit_column *c);
struct str wizard_separator_word(char separator);
struct str wizard_charset_word(enum charset charset);
size_t wizard_separators(struct str out[WIZARD_WORDS]);
size_t wizard_charsets(struct str out[WIZARD_WORDS]);

/* --- import_choices.c --- */

void wizard_write_choices(struct page *page, const struct wizard *w);

/* --- import_preview.c --- */

/* A run that writes nothing, and what it would say; w->wrong where it cannot be. */
MUST_USE enum err_code wizard_try(struct wizard *w, struct err *err);
MUST_USE enum err_code wizard_job(struct wizard *w, struct err *err);
void wizard_write_preview(struct page *page, const struct wizard *w);

#endif
