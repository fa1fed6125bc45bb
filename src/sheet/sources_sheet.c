/* The sources of a sheet's passages: their four dates, and which of them hang together.
 */

#include "sheet/entity_sheet.h"

enum { DEPENDENCES_MAX = 200, OF_ONE_MAX = 200 };

static bool is_dependence(struct str property)
{
    static const struct str properties[] = {STR_INIT("rewrites"), STR_INIT("repeats"),
                                            STR_INIT("translates"),
                                            STR_INIT("derived_from"), STR_INIT("cites")};

    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (str_equal(properties[i], property))
            return true;
    return false;
}

static bool is_date(enum source_date *out, struct str property)
{
    static const struct str properties[SOURCE_DATES] = {
        [SOURCE_SHOT] = STR_INIT("shot"),
        [SOURCE_PUBLISHED] = STR_INIT("published"),
        [SOURCE_OBTAINED] = STR_INIT("obtained")};

    for (size_t i = 0; i < SOURCE_DATES; i++)
        if (str_equal(properties[i], property)) {
            *out = (enum source_date)i;
            return true;
        }
    return false;
}

/* What it hangs together with is told once: on its own sheet its claims do. */
static enum err_code keep(struct entity_sheet *out, struct sheet_source *source,
                          struct sheet *sheet, const struct claim_row *claim,
                          struct err *err)
{
    enum source_date date;

    if (is_date(&date, claim->property)) {
        if (ref_is_none(source->dates[date].ref))
            source->dates[date] = *claim;
        access_note(sheet->access, claim->ref);
        return ERR_OK;
    }
    if (str_equal(source->id, out->entity.id) || out->dependence_count == DEPENDENCES_MAX)
        return ERR_OK;
    out->dependences[out->dependence_count++].claim = *claim;
    access_note(sheet->access, claim->ref);
    return labels_add(&sheet->labels, claim->entity, err);
}

static enum err_code read_source(struct entity_sheet *out, struct sheet_source *source,
                                 struct sheet *sheet, struct err *err)
{
    struct claim_filter filter = {.about = source->id, .limit = OF_ONE_MAX};
    struct claim_list list = {0};
    enum source_date date;
    enum err_code code =
        query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);

    for (size_t i = 0; i < SOURCE_DATES; i++)
        source->dates[i].ref = REF_NONE;
    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        const struct claim_row *claim = &list.items[i];
        struct claim_state state;

        if (!is_dependence(claim->property) && !is_date(&date, claim->property))
            continue;
        code =
            query_claim_state(&state, sheet->index, sheet->as_of.view, claim->ref, err);
        if (code == ERR_OK && claim_is_current(&state))
            code = keep(out, source, sheet, claim, err);
    }
    return code;
}

static struct sheet_source *source_of(struct entity_sheet *out, struct str id)
{
    for (size_t i = 0; i < out->source_count; i++)
        if (str_equal(out->sources[i].id, id))
            return &out->sources[i];
    if (out->source_count == out->limits->sources) {
        out->has_more_sources = true;
        return NULL;
    }
    out->sources[out->source_count] = (struct sheet_source){.id = id};
    return &out->sources[out->source_count++];
}

static void count_passage(struct sheet_source *source,
                          const struct sheet_passage *passage)
{
    if (source->passages++ == 0 || passage->said.ref.n < source->entered.ref.n)
        source->entered = passage->said;
    if (!source->uttered)
        source->uttered = value_get(passage->row.more, STR("uttered"));
}

enum err_code sources_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    out->dependences =
        ARENA_ARRAY(sheet->arena, struct sheet_dependence, DEPENDENCES_MAX);
    out->sources =
        ARENA_ARRAY(sheet->arena, struct sheet_source, sheet->passage_count + 1);
    for (size_t i = 0; i < sheet->passage_count; i++) {
        struct sheet_source *source = source_of(out, sheet->passages[i]->row.source);

        if (source)
            count_passage(source, sheet->passages[i]);
    }
    for (size_t i = 0; i < out->source_count && code == ERR_OK; i++)
        code = read_source(out, &out->sources[i], sheet, err);
    return code;
}
