#include "sheet/access_sheet.h"

static bool is_there(const struct access_sheet *a, struct ref ref)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].ref.n == ref.n)
            return true;
    return false;
}

/* A file that was preserved twice is two items, and one entry may name both. */
static void append(struct access_sheet *out, struct arena *arena,
                   const struct access_list *page, bool may_repeat)
{
    struct access_row *all =
        ARENA_ARRAY(arena, struct access_row, out->count + page->count + 1);

    if (out->count > 0)
        memcpy(all, out->items, out->count * sizeof *all);
    out->items = all;
    for (size_t i = 0; i < page->count; i++)
        if (!may_repeat || !is_there(out, page->items[i].ref))
            out->items[out->count++] = page->items[i];
}

static enum err_code read_all(struct access_sheet *out, struct access_filter *filter,
                              bool may_repeat, struct err *err)
{
    struct sheet *sheet = out->sheet;
    struct access_list page = {.has_more = true};
    enum err_code code = ERR_OK;

    filter->limit = 100000;
    filter->after = (struct ref){0};
    while (code == ERR_OK && page.has_more) {
        page = (struct access_list){0};
        code = query_accesses(&page, sheet->arena, sheet->index, sheet->as_of.view,
                              filter, err);
        append(out, sheet->arena, &page, may_repeat);
        if (page.count > 0)
            filter->after = page.items[page.count - 1].ref;
    }
    return code;
}

static enum err_code read_items(struct access_sheet *out, struct access_filter *filter,
                                const struct subject *item, struct err *err)
{
    enum err_code code = ERR_OK;

    if (!item)
        return read_all(out, filter, false, err);
    if (item->kind == SUBJECT_STATEMENT) {
        filter->item = item->ref;
        return read_all(out, filter, false, err);
    }
    for (size_t i = 0; i < item->objects.count && code == ERR_OK; i++) {
        filter->item = item->objects.items[i].ref;
        code = read_all(out, filter, i > 0, err);
    }
    return code;
}

static struct access_reader *reader_of(struct access_sheet *a, struct str member)
{
    for (size_t i = 0; i < a->reader_count; i++)
        if (str_equal(a->readers[i].member, member))
            return &a->readers[i];
    a->readers[a->reader_count] = (struct access_reader){.member = member};
    return &a->readers[a->reader_count++];
}

static enum err_code add_labels(struct access_sheet *a, struct err *err)
{
    struct labels *labels = &a->sheet->labels;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < a->count && code == ERR_OK; i++) {
        code = labels_add(labels, a->items[i].by, err);
        for (size_t k = 0; k < a->items[i].entity_count && code == ERR_OK; k++)
            code = labels_add(labels, a->items[i].entities[k], err);
    }
    return code;
}

enum err_code access_sheet_read(struct access_sheet *out, struct sheet *sheet,
                                const struct access_question *question, struct err *err)
{
    struct access_sheet a = {.sheet = sheet};
    struct access_filter filter = {.entity = question->entity,
                                   .member = question->member,
                                   .has_since = question->has_since,
                                   .since_s = question->since_s};
    enum err_code code = read_items(&a, &filter, question->item, err);

    if (code == ERR_OK)
        code = add_labels(&a, err);
    if (code != ERR_OK)
        return code;
    a.readers = ARENA_ARRAY(sheet->arena, struct access_reader, a.count + 1);
    for (size_t i = 0; i < a.count; i++)
        reader_of(&a, a.items[i].by)->times++;
    access_note_log(sheet->access, a.count);
    *out = a;
    return ERR_OK;
}
