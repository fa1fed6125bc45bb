#include "sheet/kept.h"

enum { KEPT_MAX = 200 };

static const struct str kept_by[] = {STR_INIT("preserved_as"), STR_INIT("object_kept")};
enum { KEPT_WAYS = sizeof kept_by / sizeof kept_by[0] };

static enum err_code stands(bool *out, struct sheet *sheet, struct ref claim,
                            struct err *err)
{
    struct claim_state state;
    enum err_code code =
        query_claim_state(&state, sheet->index, sheet->as_of.view, claim, err);

    *out = code == ERR_OK && claim_is_current(&state);
    return code;
}

static bool has_object(const struct object_list *list, struct ref ref)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].ref.n == ref.n)
            return true;
    return false;
}

static enum err_code find_object(struct object_row *out, struct sheet *sheet,
                                 struct str name, struct err *err)
{
    const struct object_filter filter = {.sha256 = name, .limit = 1};
    struct object_list list = {0};
    struct ref ref;
    enum err_code code;

    if (index_parse_ref(&ref, sheet->index, name))
        return sheet_object(out, sheet, ref, err);
    code =
        query_objects(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);
    if (code == ERR_OK && list.count > 0) {
        *out = list.items[0];
        access_note(sheet->access, out->ref);
    }
    return code;
}

static enum err_code add_object(struct object_list *out, struct sheet *sheet,
                                const struct claim_row *claim, struct err *err)
{
    struct object_row object = {.ref = REF_NONE};
    bool does_stand = false;
    enum err_code code = stands(&does_stand, sheet, claim->ref, err);

    if (code == ERR_OK && does_stand)
        code = find_object(&object, sheet, claim->text, err);
    if (code != ERR_OK || ref_is_none(object.ref) || has_object(out, object.ref))
        return code;
    access_note(sheet->access, claim->ref);
    out->items[out->count++] = object;
    return ERR_OK;
}

enum err_code kept_objects(struct object_list *out, struct sheet *sheet,
                           struct str source, struct err *err)
{
    struct object_list found = {.items = ARENA_ARRAY(sheet->arena, struct object_row,
                                                     (size_t)KEPT_WAYS * KEPT_MAX)};
    enum err_code code = ERR_OK;

    for (size_t way = 0; way < KEPT_WAYS && code == ERR_OK; way++) {
        const struct claim_filter filter = {
            .about = source, .property = kept_by[way], .limit = KEPT_MAX};
        struct claim_list claims = {0};

        code = query_claims(&claims, sheet->arena, sheet->index, sheet->as_of.view,
                            &filter, err);
        for (size_t i = 0; i < claims.count && code == ERR_OK; i++)
            code = add_object(&found, sheet, &claims.items[i], err);
    }
    if (code == ERR_OK)
        *out = found;
    return code;
}

static enum err_code add_source(struct kept_sources *out, struct sheet *sheet,
                                const struct claim_row *claim, struct err *err)
{
    bool does_stand = false;
    enum err_code code = stands(&does_stand, sheet, claim->ref, err);

    for (size_t i = 0; i < out->count; i++)
        if (str_equal(out->ids[i], claim->about))
            return code;
    if (code != ERR_OK || !does_stand || claim->about.len == 0)
        return code;
    access_note(sheet->access, claim->ref);
    out->ids[out->count++] = claim->about;
    return labels_add(&sheet->labels, claim->about, err);
}

static enum err_code add_sources(struct kept_sources *out, struct sheet *sheet,
                                 struct str property, struct str name, struct err *err)
{
    const struct claim_filter filter = {
        .property = property, .text = name, .limit = KEPT_MAX};
    struct claim_list claims = {0};
    enum err_code code = query_claims(&claims, sheet->arena, sheet->index,
                                      sheet->as_of.view, &filter, err);

    for (size_t i = 0; i < claims.count && code == ERR_OK && out->count < KEPT_MAX; i++)
        code = add_source(out, sheet, &claims.items[i], err);
    return code;
}

enum err_code kept_sources(struct kept_sources *out, struct sheet *sheet,
                           const struct object_row *object, struct err *err)
{
    const struct object_filter filter = {.sha256 = object->sha256, .limit = KEPT_MAX};
    struct kept_sources found = {.ids = ARENA_ARRAY(sheet->arena, struct str, KEPT_MAX)};
    struct object_list same = {0};
    enum err_code code =
        query_objects(&same, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);

    for (size_t way = 0; way < KEPT_WAYS && code == ERR_OK; way++) {
        code = add_sources(&found, sheet, kept_by[way], object->sha256, err);
        for (size_t i = 0; i < same.count && code == ERR_OK; i++)
            code = add_sources(
                &found, sheet, kept_by[way],
                index_ref_text(sheet->arena, sheet->index, same.items[i].ref), err);
    }
    if (code == ERR_OK)
        *out = found;
    return code;
}

enum err_code kept_is_distressing(bool *out, struct sheet *sheet,
                                  const struct kept_sources *sources, struct err *err)
{
    enum err_code code = ERR_OK;

    *out = false;
    for (size_t i = 0; i < sources->count && code == ERR_OK; i++) {
        const struct claim_filter filter = {.about = sources->ids[i],
                                            .property = STR("violence_shown"),
                                            .limit = KEPT_MAX};
        struct claim_list claims = {0};

        code = query_claims(&claims, sheet->arena, sheet->index, sheet->as_of.view,
                            &filter, err);
        for (size_t k = 0; k < claims.count && code == ERR_OK && !*out; k++)
            if (claims.items[k].mode == CLAIM_ASSERTED &&
                !str_equal(claims.items[k].term, STR("not_graphic")))
                code = stands(out, sheet, claims.items[k].ref, err);
    }
    return code;
}
