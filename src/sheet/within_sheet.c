/* What lies within the boundary of the place that a sheet is of. */

#include "record/within.h"
#include "sheet/entity_sheet.h"

enum err_code within_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                struct err *err)
{
    struct view view = sheet->as_of.view;
    struct within_list list = {0};
    struct geo_area *area;
    struct err none = {0};
    enum err_code code;

    if (!str_equal(out->entity.kind, STR("place")))
        return ERR_OK;
    area = ARENA_NEW(sheet->arena, struct geo_area);
    code = within_boundary(area, sheet->arena, sheet->index, view, out->entity.id, &none);
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code != ERR_OK) {
        *err = none;
        return code;
    }
    out->boundary = area;
    if (out->limits->within == 0)
        return ERR_OK;
    code = within_area(&list, sheet->arena, sheet->index, view, area, out->entity.id,
                       out->limits->within, err);
    out->within = ARENA_ARRAY(sheet->arena, struct sheet_within, list.count + 1);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        struct sheet_within *within = &out->within[out->within_count++];

        within->is_sure = list.items[i].is_sure;
        code = sheet_claim_read(&within->claim, sheet, &list.items[i].claim, err);
    }
    out->has_more_within = list.has_more;
    return code;
}
