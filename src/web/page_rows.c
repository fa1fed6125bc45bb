#include "web/page_rows.h"

#include "base/message.h"
#include "web/page_table.h"

static void link_piece(struct page *page, struct buf *path,
                       const struct table_piece *piece)
{
    html_open(&page->h, "a");
    html_attr(&page->h, "href", page_href(page->r, buf_str(path)));
    html_bdi(&page->h, piece->text);
    html_close(&page->h, "a");
    buf_release(path);
}

static void link_to(struct page *page, const struct table_piece *piece)
{
    struct buf path = {0};
    struct str ref;

    if (piece->kind == PIECE_ENTITY) {
        href_entity(&path, piece->code);
    } else {
        ref = archive_ref_short(page->r->archive, page->r->arena, piece->ref);
        if (piece->kind == PIECE_OBJECT)
            href_object(&path, ref);
        else
            href_statement(&path, ref);
    }
    link_piece(page, &path, piece);
}

static void write_piece(struct page *page, const struct table_piece *piece)
{
    struct html *h = &page->h;

    if (piece->lead.len > 0) {
        html_text(h, piece->lead);
        html_puts(h, " ");
    }
    if (piece->is_alleged)
        html_puts(h, _("alleged: "));
    switch (piece->kind) {
    case PIECE_TEXT:
        html_bdi(h, piece->text);
        break;
    case PIECE_SAID:
        mark_said(h, piece->text, piece->code);
        break;
    case PIECE_ENTITY:
    case PIECE_STATEMENT:
    case PIECE_OBJECT:
        link_to(page, piece);
        break;
    case PIECE_DATE:
        html_text(h, piece->text);
        html_open(h, "span");
        html_class(h, "src mono nw");
        html_text(h, piece->code);
        html_close(h, "span");
        break;
    case PIECE_NUMBER:
        html_text(h, page_number(page->r->arena, (uint64_t)piece->number));
        break;
    case PIECE_CODE:
        mark_code(h, piece->code);
        break;
    case PIECE_MARK:
        mark_state(h, piece->mark, piece->text);
        break;
    }
}

void page_rows_cell(struct page *page, const struct table_cell *cell)
{
    for (size_t i = 0; i < cell->count; i++) {
        if (i > 0)
            html_literal(&page->h, "<br>");
        write_piece(page, &cell->items[i]);
    }
    if (cell->more > 0) {
        html_literal(&page->h, "<br>");
        html_printf(&page->h, _n(cell->more, "%zu more", "%zu more"), (size_t)cell->more);
    }
}
