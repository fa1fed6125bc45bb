#ifndef INTAKE_MAPPING_EDIT_H
#define INTAKE_MAPPING_EDIT_H

/*
 * A mapping as somebody chooses it, column by column, who does not write one: what each
 * column says, which are the key, which dates they hold. It becomes the text of a
 * mapping, which counts; and what a text says becomes choices again, where they can hold
 * all of it. Pure: no archive, no table.
 *
 * Choices make three entities at most: the one that the row is about, a place of its
 * columns, a source of its column. Whatever else a mapping can say is said in its text.
 */

#include "intake/columns.h"
#include "intake/mapping.h"

enum edit_use {
    EDIT_UNUSED,  /* nothing is said of it; the summary names it */
    EDIT_IGNORED, /* left out on purpose */
    EDIT_SAYS,    /* a property of what the row is about */
    EDIT_NAME,    /* a part of its name, in the order of `part` */
    EDIT_PLACE,   /* a part of the key of the place where it is */
    EDIT_SOURCE   /* where the row comes from: an address */
};

struct edit_column {
    struct str name;
    enum edit_use use;
    bool is_key;
    bool is_constant; /* one value in every row is what is meant */
    unsigned part;    /* EDIT_NAME: from 1; equal ones in the order of columns */
    struct str property;
    struct str pattern; /* of dates; empty: EDTF */
    struct str lang;
    struct str unit;
    struct str scheme; /* of an identifier */
    struct str split;
    enum mapping_otherwise otherwise; /* but not MAPPING_USE_TERM */
};

struct mapping_edit {
    struct str list;
    struct str list_class;
    struct str version;
    enum mapping_format format;
    char separator;
    enum charset charset;
    struct str sheet;
    uint32_t header_first;
    uint32_t header_last;
    struct str kind;   /* of what the row is about */
    struct str class_; /* may be empty */
    struct str name_lang;
    struct str place_property; /* that leads to the place: happened_at, residence … */
    struct edit_column *columns;
    size_t count;
};

/* Nothing is chosen yet: the columns of a table, and how it was read. */
void edit_start(struct mapping_edit *out, struct arena *arena,
                const struct columns *columns, const struct table_options *options);

/* The text. ERR_INVALID: what is chosen cannot be said (no list, no kind …): the message
 * says what to choose. */
MUST_USE enum err_code edit_write(struct buf *out, const struct mapping_edit *edit,
                                  struct err *err);

/*
 * The choices that a mapping is: of the columns of `out` as edit_start() left them. False
 * where it says more than choices can: *out is then not to be used. Columns that the
 * table has not are added.
 */
bool edit_read(struct mapping_edit *out, struct arena *arena,
               const struct mapping *mapping);

/* What the headings may mean (English, Ukrainian, Russian, Arabic), and the dates: a
 * proposal, which says nothing of what it does not know. Returns how many columns it has
 * an opinion of. */
size_t edit_guess(struct mapping_edit *out, const struct columns *columns);

/* The property that leads from a thing of that kind to a place; empty: there is none. */
struct str edit_place_property(struct str kind);

/* Whether a column can say this property of that kind. */
bool edit_can_say(const struct schema_property *property, const struct schema_kind *kind);

#endif
