/* A cell as text alone. */

#include "base/message.h"
#include "sheet/plain.h"
#include "sheet/table.h"

void table_piece_text(struct buf *out, const struct table_piece *piece)
{
    if (piece->lead.len > 0) {
        plain_append(out, piece->lead);
        buf_char(out, ' ');
    }
    if (piece->is_alleged)
        buf_puts(out, _("alleged: "));
    switch (piece->kind) {
    case PIECE_NUMBER:
        buf_i64(out, piece->number);
        break;
    case PIECE_MARK:
        buf_append(out, piece->text.len > 0 ? piece->text : mark_word(piece->mark));
        break;
    case PIECE_CODE:
        plain_append(out, piece->code);
        break;
    case PIECE_TEXT:
    case PIECE_SAID:
    case PIECE_ENTITY:
    case PIECE_STATEMENT:
    case PIECE_OBJECT:
    case PIECE_DATE:
        plain_append(out, piece->text);
        break;
    }
}

void table_cell_text(struct buf *out, const struct table_cell *cell)
{
    for (size_t i = 0; i < cell->count; i++) {
        if (i > 0)
            buf_append(out, STR("; "));
        table_piece_text(out, &cell->items[i]);
    }
    if (cell->more > 0) {
        if (cell->count > 0)
            buf_append(out, STR("; "));
        buf_printf(out, _n(cell->more, "%zu more", "%zu more"), (size_t)cell->more);
    }
}
