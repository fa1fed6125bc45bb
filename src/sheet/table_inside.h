#ifndef SHEET_TABLE_INSIDE_H
#define SHEET_TABLE_INSIDE_H

/* What the table*.c files share: one line in the making, and its cells. */

#include "sheet/phrase.h"
#include "sheet/table.h"

struct liner {
    struct table_reader *r;
    struct table_line *line;
    struct phrase phrase;
    struct entity_row entity;
    struct claim_list claims;
    uint64_t claim_count;
    struct table_touched_list touched;
};

/* The statement stands in the line. */
void line_use(struct liner *l, struct ref ref);

/* In the reader's arena; the buffer is then empty. */
struct str line_text(struct liner *l, struct buf *text);
struct str line_short_id(struct liner *l, struct str id);

/* Neither corrected nor withdrawn. */
MUST_USE enum err_code line_claim_stands(bool *out, struct liner *l, struct ref claim,
                                         struct err *err);

/* Bases are known for as long as the reader's memory. */
void line_forget(struct table_reader *r);

void cell_put(struct table_cell *cell, const struct table_piece *piece);
void cell_put_number(struct table_cell *cell, uint64_t number);
void cell_put_mark(struct table_cell *cell, enum mark mark);
bool cell_has_code(const struct table_cell *cell, struct str code);
MUST_USE enum err_code cell_put_entity(struct table_cell *cell, struct liner *l,
                                       struct str id, struct str lead, struct err *err);
MUST_USE enum err_code cell_put_value(struct table_cell *cell, struct liner *l,
                                      const struct claim_row *claim, struct err *err);
MUST_USE enum err_code cell_put_said_by(struct table_cell *cell, struct liner *l,
                                        struct err *err);
MUST_USE enum err_code cell_put_sources(struct table_cell *cell, struct liner *l,
                                        struct err *err);
MUST_USE enum err_code cell_put_reviews(struct table_cell *cell, struct liner *l,
                                        struct ref ref, struct err *err);
MUST_USE enum err_code cell_put_claim_status(struct table_cell *cell, struct liner *l,
                                             struct ref ref, struct err *err);
MUST_USE enum err_code cell_put_status(struct table_cell *cell, struct liner *l,
                                       struct err *err);

MUST_USE enum err_code entity_line_read(struct liner *l, struct err *err);
MUST_USE enum err_code entity_cell(struct table_cell *cell, struct liner *l,
                                   const struct table_column *column, struct err *err);

#endif
