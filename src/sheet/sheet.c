#include "sheet/sheet.h"

#include <assert.h>

#include "record/id.h"

enum { ABOUT_MAX = 50, ABOUT_DEPTH = 2, PREMISES_MAX = 64 };

enum err_code sheet_open(struct sheet *out, struct arena *arena, struct archive *archive,
                         struct str as_of, struct err *err)
{
    struct sheet sheet = {
        .arena = arena, .archive = archive, .index = archive_index(archive)};
    struct additions *additions = NULL;
    enum err_code code =
        as_of.len > 0 ? archive_view_as_of(&sheet.as_of, arena, archive, as_of, err)
                      : archive_view_now(&sheet.as_of, arena, archive, err);

    if (code == ERR_OK)
        code = additions_read(&additions, arena, sheet.index, sheet.as_of.view, err);
    if (code != ERR_OK)
        return code;
    sheet.labels = (struct labels){.arena = arena,
                                   .index = sheet.index,
                                   .view = sheet.as_of.view,
                                   .additions = additions};
    *out = sheet;
    return ERR_OK;
}

void sheet_close(struct sheet *sheet)
{
    labels_release(&sheet->labels);
}

void sheet_note_to(struct sheet *sheet, struct access *access)
{
    sheet->access = access;
    sheet->labels.access = access;
}

const struct sheet_passage *sheet_passage(const struct sheet *sheet, size_t number)
{
    assert(number > 0 && number <= sheet->passage_count);
    return sheet->passages[number - 1];
}

bool sheet_claim_stands(const struct sheet_claim *claim)
{
    return claim_is_current(&claim->state);
}

static enum err_code label_passage(struct sheet *sheet, const struct passage_row *row,
                                   struct err *err)
{
    enum err_code code = labels_add(&sheet->labels, row->source, err);

    for (size_t i = 0; i < row->chain_count && code == ERR_OK; i++)
        code = labels_add(&sheet->labels, row->chain[i].who, err);
    if (code == ERR_OK)
        code = labels_add_all(&sheet->labels, row->more, err);
    return code;
}

static void keep_passage(struct sheet *sheet, struct sheet_passage *passage)
{
    if (sheet->passage_count == sheet->passage_cap) {
        size_t cap = sheet->passage_cap > 0 ? 2 * sheet->passage_cap : 16;
        struct sheet_passage **more =
            ARENA_ARRAY(sheet->arena, struct sheet_passage *, cap);

        if (sheet->passage_count > 0)
            memcpy(more, sheet->passages,
                   sheet->passage_count * sizeof(struct sheet_passage *));
        sheet->passages = more;
        sheet->passage_cap = cap;
    }
    sheet->passages[sheet->passage_count++] = passage;
}

enum err_code sheet_passage_number(size_t *out, struct sheet *sheet, struct ref ref,
                                   struct err *err)
{
    struct sheet_passage *passage;
    enum err_code code;

    for (size_t i = 0; i < sheet->passage_count; i++)
        if (sheet->passages[i]->row.ref.n == ref.n) {
            *out = i + 1;
            return ERR_OK;
        }
    passage = ARENA_NEW(sheet->arena, struct sheet_passage);
    code = query_passage(&passage->row, sheet->arena, sheet->index, ref, err);
    if (code == ERR_OK)
        code = query_statement(&passage->said, sheet->arena, sheet->index, ref, err);
    if (code == ERR_OK)
        code = label_passage(sheet, &passage->row, err);
    if (code != ERR_OK)
        return code;
    access_note(sheet->access, ref);
    access_note(sheet->access, passage->row.chain_as); /* whose chain is shown */
    keep_passage(sheet, passage);
    *out = sheet->passage_count;
    return ERR_OK;
}

static enum err_code label_claim(struct sheet *sheet, const struct claim_row *claim,
                                 struct err *err)
{
    enum err_code code = labels_add(&sheet->labels, claim->about, err);

    access_note(sheet->access, claim->ref);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, claim->entity, err);
    if (code == ERR_OK)
        code = labels_add_all(&sheet->labels, &claim->value, err);
    if (code == ERR_OK)
        code = labels_add_all(&sheet->labels, claim->qualifiers, err);
    return code;
}

enum err_code sheet_object(struct object_row *out, struct sheet *sheet, struct ref ref,
                           struct err *err)
{
    struct object_filter filter = {.after = {ref.n - 1}, .limit = 1};
    struct object_list found = {0};
    enum err_code code = query_objects(&found, sheet->arena, sheet->index,
                                       sheet->as_of.view, &filter, err);

    if (code == ERR_OK && found.count > 0 && found.items[0].ref.n == ref.n) {
        *out = found.items[0];
        access_note(sheet->access, ref);
    }
    return code;
}

enum err_code sheet_file(struct object_row *out, struct sheet *sheet, struct ref ref,
                         struct err *err)
{
    struct object_row found = {.ref = REF_NONE};

    if (sheet_object(&found, sheet, ref, err) != ERR_OK)
        return err->code;
    if (ref_is_none(found.ref))
        return err_set(err, ERR_NOT_FOUND, "this statement preserves no file");
    *out = found;
    return ERR_OK;
}

static enum err_code read_import(struct sheet *sheet, struct ref ref, struct err *err)
{
    struct sheet_import *import = ARENA_NEW(sheet->arena, struct sheet_import);
    struct statement statement = {0};
    struct ref table = REF_NONE;
    enum err_code code =
        archive_statement(&statement, sheet->arena, sheet->archive, ref, err);

    import->ref = ref;
    access_note(sheet->access, ref);
    if (code == ERR_OK && statement.is_readable) {
        import->release = value_get_string(&statement.value, STR("version"));
        if (index_parse_ref(&table, sheet->index,
                            value_get_string(&statement.value, STR("source"))))
            code = sheet_object(&import->table, sheet, table, err);
    }
    if (code == ERR_OK)
        sheet->import = import;
    return code;
}

/* A passage, or a row of a preserved table. */
static enum err_code read_ground(struct sheet_claim *out, struct sheet *sheet,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    if (ref_is_none(out->claim.basis))
        return ERR_OK;
    if (out->claim.row == 0) {
        code = sheet_passage_number(&out->passage, sheet, out->claim.basis, err);
        /* Sealed, erased, or no passage: a newer version may let claims rest on more. */
        return code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    if (!sheet->import || sheet->import->ref.n != out->claim.basis.n)
        code = read_import(sheet, out->claim.basis, err);
    if (code != ERR_OK)
        return code;
    out->release = sheet->import->release;
    out->table = sheet->import->table;
    return ERR_OK;
}

static enum err_code read_object(struct sheet_claim *out, struct sheet *sheet,
                                 struct err *err)
{
    struct ref ref = REF_NONE;

    if (out->claim.form != FORM_TEXT ||
        !index_parse_ref(&ref, sheet->index, out->claim.text))
        return ERR_OK;
    return sheet_object(&out->object, sheet, ref, err);
}

static enum err_code read_premise(struct sheet_premise *out, struct sheet *sheet,
                                  struct ref ref, struct err *err)
{
    struct statement_row row = {0};
    enum err_code code = query_statement(&row, sheet->arena, sheet->index, ref, err);

    if (code != ERR_OK)
        return code;
    out->ref = ref;
    out->kind = row.kind;
    if (str_equal(row.kind, STR("passage")))
        return sheet_passage_number(&out->passage, sheet, ref, err);
    if (!str_equal(row.kind, STR("claim")))
        return ERR_OK;
    code = query_claim(&out->claim, sheet->arena, sheet->index, ref, err);
    return code == ERR_OK ? label_claim(sheet, &out->claim, err) : code;
}

static enum err_code read_premises(struct sheet_claim *out, struct sheet *sheet,
                                   struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code;

    if (!out->claim.is_inferred || !ref_is_none(out->claim.basis))
        return ERR_OK;
    code = query_edges_from(&edges, sheet->arena, sheet->index, sheet->as_of.view,
                            out->claim.ref, err);
    out->premises = ARENA_ARRAY(sheet->arena, struct sheet_premise, edges.count + 1);
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        if (str_equal(edges.items[i].role, STR("premises")) &&
            out->premise_count < PREMISES_MAX)
            code = read_premise(&out->premises[out->premise_count++], sheet,
                                edges.items[i].target, err);
    return code;
}

/* reason and note are members that no column of the index keeps. */
static enum err_code read_change(struct sheet_change *out, struct sheet *sheet,
                                 struct ref ref, struct ref reason_in, struct err *err)
{
    struct statement statement = {0};
    enum err_code code;

    out->ref = ref;
    if (ref_is_none(ref))
        return ERR_OK;
    access_note(sheet->access, ref);
    access_note(sheet->access, reason_in);
    code = query_statement(&out->said, sheet->arena, sheet->index, ref, err);
    if (code == ERR_OK)
        code =
            archive_statement(&statement, sheet->arena, sheet->archive, reason_in, err);
    if (code == ERR_OK && statement.is_readable) {
        out->reason = value_get_string(&statement.value, STR("reason"));
        out->note = value_get_string(&statement.value, STR("note"));
    }
    if (code == ERR_OK && str_equal(out->said.kind, STR("claim"))) {
        code = query_claim(&out->claim, sheet->arena, sheet->index, ref, err);
        if (code == ERR_OK)
            code = label_claim(sheet, &out->claim, err);
    }
    return code;
}

static enum err_code find_corrected(struct ref *out, struct sheet *sheet, struct ref ref,
                                    struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code =
        query_edges_from(&edges, sheet->arena, sheet->index, sheet->as_of.view, ref, err);

    *out = REF_NONE;
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        if (str_equal(edges.items[i].role, STR("supersedes")))
            *out = edges.items[i].target;
    return code;
}

static enum err_code read_changes(struct sheet_claim *out, struct sheet *sheet,
                                  struct err *err)
{
    struct ref corrected = REF_NONE;
    enum err_code code = find_corrected(&corrected, sheet, out->claim.ref, err);

    if (code == ERR_OK)
        code = read_change(&out->corrects, sheet, corrected, out->claim.ref, err);
    if (code == ERR_OK)
        code = read_change(&out->corrected, sheet, out->state.superseded_by,
                           out->state.superseded_by, err);
    if (code == ERR_OK)
        code = read_change(&out->withdrawn, sheet, out->state.withdrawn_by,
                           out->state.withdrawn_by, err);
    return code;
}

static enum err_code read_reviews(struct sheet_claim *out, struct sheet *sheet,
                                  struct err *err)
{
    enum err_code code = query_reviews(&out->reviews, sheet->arena, sheet->index,
                                       sheet->as_of.view, out->claim.ref, err);

    for (size_t i = 0; i < out->reviews.count && code == ERR_OK; i++) {
        access_note(sheet->access, out->reviews.items[i].ref);
        code = labels_add(&sheet->labels, out->reviews.items[i].by, err);
    }
    return code;
}

static enum err_code read_claim(struct sheet_claim *out, // NOLINT(misc-no-recursion)
                                struct sheet *sheet, const struct claim_row *claim,
                                int depth, struct err *err);

static enum err_code read_about(struct sheet_claim *out, // NOLINT(misc-no-recursion)
                                struct sheet *sheet, int depth, struct err *err)
{
    struct claim_filter filter = {.about_claim = out->claim.ref, .limit = ABOUT_MAX};
    struct claim_list list = {0};
    enum err_code code;

    if (depth >= ABOUT_DEPTH)
        return ERR_OK;
    code =
        query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);
    out->about = ARENA_ARRAY(sheet->arena, struct sheet_claim, list.count + 1);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = read_claim(&out->about[out->about_count++], sheet, &list.items[i],
                          depth + 1, err);
    return code;
}

/* What was said of it since. Of most claims that is nothing, and one question tells. */
static enum err_code read_later(struct sheet_claim *out, // NOLINT(misc-no-recursion)
                                struct sheet *sheet, int depth, struct err *err)
{
    struct edge_list to = {0};
    enum err_code code = query_edges_to(&to, sheet->arena, sheet->index,
                                        sheet->as_of.view, out->claim.ref, err);

    out->state = (struct claim_state){
        .superseded_by = REF_NONE, .withdrawn_by = REF_NONE, .decided_by = REF_NONE};
    if (code == ERR_OK && to.count > 0)
        code = query_claim_state(&out->state, sheet->index, sheet->as_of.view,
                                 out->claim.ref, err);
    if (code == ERR_OK)
        code = read_changes(out, sheet, err);
    if (code != ERR_OK || to.count == 0)
        return code;
    code = read_reviews(out, sheet, err);
    return code == ERR_OK ? read_about(out, sheet, depth, err) : code;
}

static enum err_code read_claim(struct sheet_claim *out, // NOLINT(misc-no-recursion)
                                struct sheet *sheet, const struct claim_row *claim,
                                int depth, struct err *err)
{
    enum err_code code;

    *out = (struct sheet_claim){.claim = *claim};
    code = query_statement(&out->said, sheet->arena, sheet->index, claim->ref, err);
    if (code == ERR_OK)
        code = label_claim(sheet, claim, err);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, out->said.by, err);
    if (code == ERR_OK)
        code = read_ground(out, sheet, err);
    if (code == ERR_OK)
        code = read_object(out, sheet, err);
    if (code == ERR_OK)
        code = read_premises(out, sheet, err);
    if (code == ERR_OK)
        code = read_later(out, sheet, depth, err);
    return code;
}

enum err_code sheet_claim_read(struct sheet_claim *out, struct sheet *sheet,
                               const struct claim_row *claim, struct err *err)
{
    return read_claim(out, sheet, claim, 0, err);
}
