#include "sheet/table_ask.h"

#include <stdlib.h>

#include "base/message.h"
#include "format/edtf.h"
#include "format/html.h"
#include "sheet/find.h"
#include "sheet/subject.h"

enum { NAMED_ALIKE = 8, NAMES_LOOKED_AT = 500, DAY_MIN = INT32_MIN, DAY_MAX = INT32_MAX };

static const struct {
    const char *name;
    const char *label;
} fields[TABLE_FIELDS] = {
    [TABLE_TEXT] = {"text", N_("Words")},
    [TABLE_CLASS] = {"class", N_("Class")},
    [TABLE_PROPERTY] = {"property", N_("Property")},
    [TABLE_TERM] = {"term", N_("Term")},
    [TABLE_PLACE] = {"place", N_("Place, all within")},
    [TABLE_FROM] = {"from", N_("Possible from")},
    [TABLE_UNTIL] = {"until", N_("Possible until")},
    [TABLE_SOURCE] = {"source", N_("Source")},
    [TABLE_STATUS] = {"status", N_("Status")},
    [TABLE_MISSING] = {"missing", N_("Missing")},
    [TABLE_ORDER] = {"order", N_("Order")},
};

const char *table_field_name(enum table_field field)
{
    return fields[field].name;
}

const char *table_field_label(enum table_field field)
{
    return fields[field].label;
}

bool table_has_field(const struct table *table, enum table_field field)
{
    if (field == TABLE_ORDER || field == TABLE_TEXT)
        return true;
    if (table->of == TABLE_OBJECTS)
        return field == TABLE_CLASS;
    if (table->of == TABLE_CLAIMS)
        return field != TABLE_CLASS && field != TABLE_MISSING;
    return true;
}

bool table_ask_set(struct table_ask *ask, struct str name, struct str value)
{
    for (int i = 0; i < TABLE_FIELDS; i++)
        if (str_equal(name, str_from_c(fields[i].name)) &&
            table_has_field(ask->table, (enum table_field)i)) {
            ask->said[i] = str_trim(value);
            return true;
        }
    return false;
}

/* --- places and sources --- */

/* Those of a kind whose names are these words and nothing more, in any script. */
struct named {
    struct str ids[NAMED_ALIKE];
    size_t count;
};

static enum err_code add_named(struct named *out, struct sheet *sheet, struct str id,
                               struct str kind, struct err *err)
{
    const struct label *label;

    if (labels_add(&sheet->labels, id, err) != ERR_OK)
        return err->code;
    label = labels_find(&sheet->labels, id);
    if (!label || !str_equal(label->entity.kind, kind) || out->count == NAMED_ALIKE)
        return ERR_OK;
    for (size_t i = 0; i < out->count; i++)
        if (str_equal(out->ids[i], id))
            return ERR_OK;
    out->ids[out->count++] = id;
    return ERR_OK;
}

static enum err_code find_named(struct named *out, struct sheet *sheet, struct str words,
                                struct str kind, struct err *err)
{
    struct search_hits hits = {0};
    struct search search;
    struct query query = {0};
    enum err_code code = query_parse(&query, sheet->arena, words, err);

    if (code != ERR_OK)
        return code;
    search_start(&search, sheet->arena, sheet->index, sheet->as_of.view, &query);
    code =
        search_stage(&hits, &search, LEVEL_SPELLINGS, TEXT_NAMES, NAMES_LOOKED_AT, err);
    search_end(&search);
    for (size_t i = 0; i < hits.count && code == ERR_OK; i++)
        if (hits.items[i].others == 0)
            code = add_named(out, sheet, hits.items[i].found.id, kind, err);
    return code;
}

static void add_place(struct table_ask *ask, struct sheet *sheet, struct str id)
{
    const struct label *label = labels_find(&sheet->labels, id);

    ask->places[ask->place_count++] =
        (struct table_ask_named){id, label ? label->name : STR("")};
}

static enum err_code find_places(struct table_ask *ask, struct sheet *sheet,
                                 struct err *err)
{
    struct str said = ask->said[TABLE_PLACE];
    struct named found = {0};
    struct subject subject;
    struct err ignored = {0};

    if (subject_find(&subject, sheet, said, &ignored) == ERR_OK &&
        subject.kind == SUBJECT_ENTITY) {
        if (labels_add(&sheet->labels, subject.id, err) != ERR_OK)
            return err->code;
        add_place(ask, sheet, subject.id);
        return ERR_OK;
    }
    if (find_named(&found, sheet, said, STR("place"), err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found.count; i++)
        add_place(ask, sheet, found.ids[i]);
    if (found.count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no place of this archive is called \"" STR_FMT "\"",
                       STR_ARG(str_prefix(said, 64)));
    return ERR_OK;
}

static enum err_code widen(struct table_ask *ask, struct sheet *sheet, struct err *err)
{
    struct str *all = NULL;
    size_t count = 0;

    for (size_t i = 0; i < ask->place_count; i++) {
        struct str *within = NULL;
        struct str *both;
        size_t more = 0;

        if (query_places_within(&within, &more, sheet->arena, sheet->index,
                                sheet->as_of.view, ask->places[i].id, err) != ERR_OK)
            return err->code;
        both = ARENA_ARRAY(sheet->arena, struct str, count + more + 1);
        for (size_t j = 0; j < count; j++)
            both[j] = all[j];
        for (size_t j = 0; j < more; j++)
            both[count + j] = within[j];
        all = both;
        count += more;
    }
    ask->filter.places = all;
    ask->filter.place_count = count;
    return ERR_OK;
}

static enum err_code ready_place(struct table_ask *ask, struct sheet *sheet,
                                 struct err *err)
{
    if (ask->said[TABLE_PLACE].len == 0)
        return ERR_OK;
    if (find_places(ask, sheet, err) != ERR_OK)
        return err->code;
    return widen(ask, sheet, err);
}

static enum err_code ready_source(struct table_ask *ask, struct sheet *sheet,
                                  struct err *err)
{
    struct str said = ask->said[TABLE_SOURCE];
    struct named found = {0};
    struct subject subject;
    struct err ignored = {0};

    if (said.len == 0)
        return ERR_OK;
    if (subject_find(&subject, sheet, said, &ignored) == ERR_OK &&
        subject.kind == SUBJECT_ENTITY) {
        ask->filter.source = subject.id;
        return ERR_OK;
    }
    if (find_named(&found, sheet, said, STR("source"), err) != ERR_OK)
        return err->code;
    if (found.count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no source of this archive is called \"" STR_FMT "\"",
                       STR_ARG(str_prefix(said, 64)));
    if (found.count > 1)
        return err_set(err, ERR_INVALID,
                       "several sources are called \"" STR_FMT "\"; give the id of one",
                       STR_ARG(str_prefix(said, 64)));
    ask->filter.source = found.ids[0];
    return ERR_OK;
}

/* --- words --- */

static int by_ref(const void *a, const void *b)
{
    int64_t x = ((const struct ref *)a)->n;
    int64_t y = ((const struct ref *)b)->n;

    return (x > y) - (x < y);
}

/* Which row a hit stands for; REF_NONE: none of this table. */
static enum err_code row_of(struct ref *out, const struct table_ask *ask,
                            struct sheet *sheet, const struct find_hit *hit,
                            struct err *err)
{
    struct entity_row entity = {.ref = REF_NONE};
    enum err_code code;

    *out = REF_NONE;
    if (ask->table->of == TABLE_CLAIMS) {
        if (hit->kind == FIND_CLAIM)
            *out = hit->ref;
        return ERR_OK;
    }
    if (hit->id.len == 0 || (hit->kind != FIND_ENTITY && hit->kind != FIND_CLAIM))
        return ERR_OK;
    code = query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view, hit->id,
                        err);
    *out = entity.ref;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code ready_text(struct table_ask *ask, struct sheet *sheet,
                                struct err *err)
{
    struct query_filter *filter = ARENA_NEW(sheet->arena, struct query_filter);
    struct find_result found = {0};
    struct query query = {0};
    struct ref *among;
    size_t count = 0;
    enum err_code code = ERR_OK;

    if (ask->said[TABLE_TEXT].len == 0)
        return ERR_OK;
    ask->filter.text = ask->said[TABLE_TEXT];
    if (ask->table->of == TABLE_OBJECTS)
        return ERR_OK;
    if (query_parse(&query, sheet->arena, ask->said[TABLE_TEXT], err) != ERR_OK)
        return err->code;
    *filter =
        (struct query_filter){.field = QUERY_KIND, .value = str_from_c(ask->table->kind)};
    if (ask->table->of == TABLE_ENTITIES) {
        query.filters = filter;
        query.filter_count = 1;
    }
    if (find_run(&found, sheet, &query, TABLE_FOUND_MAX, err) != ERR_OK)
        return err->code;
    among = ARENA_ARRAY(sheet->arena, struct ref, found.count + 1);
    for (size_t i = 0; i < found.count && code == ERR_OK; i++) {
        code = row_of(&among[count], ask, sheet, &found.items[i], err);
        if (!ref_is_none(among[count]))
            count++;
    }
    if (count > 0)
        qsort(among, count, sizeof *among, by_ref);
    for (size_t i = 0; i < count; i++)
        if (ask->filter.among_count == 0 ||
            among[i].n != among[ask->filter.among_count - 1].n)
            among[ask->filter.among_count++] = among[i];
    ask->filter.among = among;
    ask->filter.is_among = true;
    ask->is_cut = found.has_more;
    return code;
}

/* --- the rest --- */

static enum err_code ready_days(struct table_ask *ask, struct err *err)
{
    struct edtf edtf;

    ask->filter.first_day = DAY_MIN;
    ask->filter.last_day = DAY_MAX;
    for (int i = TABLE_FROM; i <= TABLE_UNTIL; i++) {
        if (ask->said[i].len == 0)
            continue;
        if (edtf_parse(&edtf, ask->said[i], err) != ERR_OK)
            return err_context(err, "%s: ", fields[i].name);
        ask->filter.has_days = true;
        if (i == TABLE_FROM)
            ask->filter.first_day = edtf_bounds(&edtf).first;
        else
            ask->filter.last_day = edtf_bounds(&edtf).last;
    }
    return ERR_OK;
}

static enum err_code ready_words(struct table_ask *ask, struct err *err)
{
    struct table_filter *filter = &ask->filter;
    struct str status = ask->said[TABLE_STATUS];
    struct str missing = ask->said[TABLE_MISSING];

    filter->of = ask->table->of;
    filter->kind = str_from_c(ask->table->kind);
    filter->class_ = ask->said[TABLE_CLASS];
    filter->property = ask->said[TABLE_PROPERTY];
    filter->term = ask->said[TABLE_TERM];
    filter->status = status;
    filter->has_no_place = str_equal(missing, STR("place"));
    filter->has_no_days = str_equal(missing, STR("date"));
    ask->is_newest_first = str_equal(ask->said[TABLE_ORDER], STR("newest"));
    if (missing.len > 0 && !filter->has_no_place && !filter->has_no_days)
        return err_set(err, ERR_INVALID, "missing: \"place\" or \"date\"");
    if (ask->said[TABLE_ORDER].len > 0 && !ask->is_newest_first)
        return err_set(err, ERR_INVALID, "order: \"newest\", or nothing");
    if (status.len > 0 &&
        !schema_term(schema_vocabulary(STR("assessment_status")), status))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no status that somebody can give",
                       STR_ARG(str_prefix(status, 40)));
    return ERR_OK;
}

enum err_code table_ask_ready(struct table_ask *ask, struct sheet *sheet, struct err *err)
{
    ask->filter = (struct table_filter){0};
    ask->place_count = 0;
    if (ready_words(ask, err) != ERR_OK || ready_days(ask, err) != ERR_OK ||
        ready_place(ask, sheet, err) != ERR_OK || ready_source(ask, sheet, err) != ERR_OK)
        return err->code;
    return ready_text(ask, sheet, err);
}

void table_ask_query(struct buf *out, const struct table_ask *ask,
                     enum table_field without)
{
    bool is_first = true;

    for (int i = 0; i < TABLE_FIELDS; i++) {
        if (ask->said[i].len == 0 || i == (int)without)
            continue;
        if (!is_first)
            buf_char(out, '&');
        buf_puts(out, fields[i].name);
        buf_char(out, '=');
        html_url(out, ask->said[i]);
        is_first = false;
    }
}

void table_ask_text(struct buf *out, const struct table_ask *ask)
{
    size_t before = out->len;

    for (int i = 0; i < TABLE_FIELDS; i++) {
        if (ask->said[i].len == 0)
            continue;
        if (out->len > before)
            buf_append(out, STR("; "));
        buf_printf(out, "%s: ", fields[i].name);
        buf_append(out, ask->said[i]);
    }
}
