#include "sheet/statement_sheet.h"

#include "record/device.h"
#include "record/erase.h"

enum { RESTING_MAX = 200 };

static enum err_code read_link(struct statement_link *out, struct sheet *sheet,
                               struct ref ref, struct str role, struct err *err)
{
    enum err_code code =
        query_statement(&out->said, sheet->arena, sheet->index, ref, err);

    out->ref = ref;
    out->role = role;
    access_note(sheet->access, ref);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, out->said.by, err);
    if (code != ERR_OK || !str_equal(out->said.kind, STR("claim")))
        return code;
    code = query_claim(&out->claim, sheet->arena, sheet->index, ref, err);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, out->claim.about, err);
    if (code == ERR_OK)
        code = labels_add_all(&sheet->labels, &out->claim.value, err);
    return code == ERR_OK ? labels_add_all(&sheet->labels, out->claim.qualifiers, err)
                          : code;
}

static enum err_code read_from(struct statement_sheet *out, struct sheet *sheet,
                               struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_from(&edges, sheet->arena, sheet->index,
                                          sheet->as_of.view, out->statement.ref, err);

    out->from = ARENA_ARRAY(sheet->arena, struct statement_link, edges.count + 1);
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        code = read_link(&out->from[out->from_count++], sheet, edges.items[i].target,
                         edges.items[i].role, err);
    return code;
}

static enum err_code read_to(struct statement_sheet *out, struct sheet *sheet,
                             struct err *err)
{
    struct claim_filter resting = {.basis = out->statement.ref, .limit = RESTING_MAX};
    struct claim_list claims = {0};
    struct edge_list edges = {0};
    enum err_code code = query_edges_to(&edges, sheet->arena, sheet->index,
                                        sheet->as_of.view, out->statement.ref, err);

    if (code == ERR_OK && str_equal(out->said.kind, STR("passage")))
        code = query_claims(&claims, sheet->arena, sheet->index, sheet->as_of.view,
                            &resting, err);
    out->to =
        ARENA_ARRAY(sheet->arena, struct statement_link, edges.count + claims.count + 1);
    for (size_t i = 0; i < claims.count && code == ERR_OK; i++)
        code = read_link(&out->to[out->to_count++], sheet, claims.items[i].ref,
                         STR("passage"), err);
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        code = read_link(&out->to[out->to_count++], sheet, edges.items[i].source,
                         edges.items[i].role, err);
    return code;
}

void sheet_note_contradictions(const struct sheet *sheet,
                               const struct contradiction_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct contradiction *c = &list->items[i];
        const struct ref shown[] = {c->left.ref, c->right.ref, c->assessed, c->decided,
                                    c->preferred};

        for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++)
            access_note(sheet->access, shown[k]);
    }
}

/* The key is a machine's: which of its members wrote something rests on that machine. */
static enum err_code read_vouched(struct statement_sheet *out, struct sheet *sheet,
                                  struct err *err)
{
    const struct value *members;

    if (device_read(sheet->archive, err) != ERR_OK)
        return err->code;
    members = device_at(sheet->archive, ref_feed(out->statement.ref)).admission->members;
    out->vouched = members && members->type == VALUE_ARRAY ? members->count : 0;
    return ERR_OK;
}

/* Who has erased it, or the bytes that it names. */
static enum err_code read_erasure(struct statement_sheet *out, struct sheet *sheet,
                                  struct err *err)
{
    struct digest bytes;

    if (out->statement.is_erased)
        return erase_of(&out->erasure, sheet->arena, sheet->archive,
                        &out->statement.commitment, true, err);
    if (out->object.sha256.len > 0 && digest_parse(&bytes, out->object.stored))
        return erase_of(&out->erasure, sheet->arena, sheet->archive, &bytes, false, err);
    return ERR_OK;
}

/* Preserved twice, the same bytes have the texts of both statements. */
static enum err_code read_texts(struct statement_sheet *out, struct sheet *sheet,
                                struct err *err)
{
    const struct object_filter filter = {.sha256 = out->object.sha256};
    struct object_list same = {0};
    struct page_text_list *lists;
    size_t count = 0;
    enum err_code code =
        query_objects(&same, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);

    lists = ARENA_ARRAY(sheet->arena, struct page_text_list, same.count + 1);
    for (size_t i = 0; code == ERR_OK && i < same.count; i++) {
        code = page_texts_of(&lists[i], sheet->arena, sheet->index, sheet->as_of.view,
                             same.items[i].ref, err);
        count += lists[i].count;
    }
    if (code != ERR_OK)
        return code;
    out->texts.items = ARENA_ARRAY(sheet->arena, struct page_text, count + 1);
    for (size_t i = same.count; i > 0; i--)
        for (size_t k = 0; k < lists[i - 1].count; k++) {
            out->texts.items[out->texts.count++] = lists[i - 1].items[k];
            access_note(sheet->access, lists[i - 1].items[k].ref);
        }
    return ERR_OK;
}

static enum err_code read_object(struct statement_sheet *out, struct sheet *sheet,
                                 struct err *err)
{
    struct ref ref = out->statement.ref;
    enum err_code code = sheet_object(&out->object, sheet, ref, err);

    if (code == ERR_OK && out->object.sha256.len > 0)
        code = read_texts(out, sheet, err);
    if (code != ERR_OK)
        return code;
    out->itself.items = ARENA_NEW(sheet->arena, struct page_text);
    code = page_text_find(out->itself.items, sheet->arena, sheet->index,
                          sheet->as_of.view, ref, err);
    out->itself.count = code == ERR_OK ? 1 : 0;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code read_body(struct statement_sheet *out, struct sheet *sheet,
                               struct err *err)
{
    struct ref ref = out->statement.ref;
    struct str kind = out->said.kind;
    struct claim_row claim = {0};

    if (str_equal(kind, STR("passage")))
        return sheet_passage_number(&out->passage, sheet, ref, err);
    if (str_equal(kind, STR("object")) || str_equal(kind, STR("derived")))
        return read_object(out, sheet, err);
    if (str_equal(kind, STR("entity")))
        return query_entity(&out->entity, sheet->arena, sheet->index, sheet->as_of.view,
                            value_get_string(&out->statement.value, STR("id")), err);
    if (!str_equal(kind, STR("claim")))
        return labels_add_all(&sheet->labels, &out->statement.value, err);
    if (query_claim(&claim, sheet->arena, sheet->index, ref, err) != ERR_OK)
        return err->code;
    return sheet_claim_read(&out->claim, sheet, &claim, err);
}

enum err_code statement_sheet_read(struct statement_sheet *out, struct sheet *sheet,
                                   struct ref ref, struct err *err)
{
    enum err_code code;

    *out = (struct statement_sheet){.sheet = sheet};
    access_note(sheet->access, ref);
    code = archive_statement(&out->statement, sheet->arena, sheet->archive, ref, err);
    if (code == ERR_OK)
        code = query_statement(&out->said, sheet->arena, sheet->index, ref, err);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, out->said.by, err);
    if (code == ERR_OK)
        code = read_body(out, sheet, err);
    if (code == ERR_OK)
        code = read_erasure(out, sheet, err);
    if (code == ERR_OK)
        code = read_vouched(out, sheet, err);
    if (code == ERR_OK)
        code = read_from(out, sheet, err);
    if (code == ERR_OK)
        code = read_to(out, sheet, err);
    return code;
}

enum err_code statement_sheet_compare(struct statement_sheet *out, struct err *err)
{
    struct sheet *sheet = out->sheet;
    struct record_view in = {sheet->arena, sheet->index, sheet->as_of.view};
    enum err_code code = ERR_OK;

    if (str_equal(out->said.kind, STR("claim")))
        code = contradictions_with(&out->contradictions, &in, &out->claim.claim, err);
    sheet_note_contradictions(sheet, &out->contradictions);
    return code;
}
