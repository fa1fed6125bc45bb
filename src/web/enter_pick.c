#include "web/enter_pick.h"

#include <stdlib.h>

#include "base/message.h"
#include "base/text.h"
#include "entering/where.h"
#include "entering/words.h"
#include "format/edtf.h"
#include "names/person.h"
#include "names/person_parts.h"
#include "sheet/marks.h"

enum { DETAILS_MAX = 60, WORDS_MAX = 8, LOOKED_AT_MAX = 60 };

/* ---- finding ---- */

static bool is_letter(uint32_t c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '\'';
}

/* The words of a name as a query: nothing in them is a sign of the language. */
static struct str query_of(struct arena *arena, struct str kind, struct str name)
{
    struct buf out = {0};
    struct str kept;
    size_t words = 0;
    size_t at = 0;

    while (at < name.len && words < WORDS_MAX) {
        const size_t begin = at;
        uint32_t c = utf8_next(name, &at);
        size_t end = begin;

        while (is_letter(c)) {
            end = at;
            if (at == name.len)
                break;
            c = utf8_next(name, &at);
        }
        if (end == begin)
            continue;
        buf_puts(&out, "name:");
        buf_append(&out, str_prefix(str_after(name, begin), end - begin));
        buf_char(&out, ' ');
        words++;
    }
    if (words > 0 && kind.len > 0)
        buf_printf(&out, "kind:" STR_FMT, STR_ARG(kind));
    kept = words > 0 ? arena_str(arena, buf_str(&out)) : STR("");
    buf_release(&out);
    return kept;
}

static enum err_code look(struct find_result *out, struct reading *reading,
                          struct str kind, struct str name, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct access *access = sheet->access;
    const struct str text =
        utf8_is_valid(name) ? query_of(sheet->arena, kind, name) : STR("");
    struct query query;
    struct err ignored = {0};
    enum err_code code;

    *out = (struct find_result){0};
    if (text.len == 0 || query_parse(&query, sheet->arena, text, &ignored) != ERR_OK)
        return ERR_OK;
    /* Whoever is listed is noted then; of a count nothing is shown. */
    sheet->access = sheet->labels.access = NULL;
    code = find_run(out, sheet, &query, LOOKED_AT_MAX, err);
    sheet->access = sheet->labels.access = access;
    return code;
}

/* The same, once a request. */
static enum err_code look_once(struct find_result *out, struct pick_lookups *lookups,
                               struct str kind, struct str name, struct err *err)
{
    for (size_t i = 0; i < lookups->count; i++)
        if (str_equal(lookups->items[i].kind, kind) &&
            str_equal(lookups->items[i].name, name)) {
            *out = lookups->items[i].found;
            return ERR_OK;
        }
    if (look(out, lookups->reading, kind, name, err) != ERR_OK)
        return err->code;
    if (lookups->count < PICK_LOOKUPS_MAX)
        lookups->items[lookups->count++] = (struct pick_lookup){kind, name, *out};
    return ERR_OK;
}

static bool is_first_of(const struct find_result *found, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_equal(found->items[i].id, found->items[j].id))
            return false;
    return found->items[i].id.len > 0 && !found->items[i].is_past;
}

enum err_code pick_count(size_t *count, struct str *only, struct pick_lookups *lookups,
                         struct str kind, struct str name, struct err *err)
{
    struct find_result found;
    size_t begin = 0;
    size_t same = 0;
    struct str one = STR("");

    if (look_once(&found, lookups, kind, name, err) != ERR_OK)
        return err->code;
    *count = 0;
    for (size_t i = 0; i < found.count; i++) {
        if (!is_first_of(&found, i))
            continue;
        (*count)++;
        if (words_same(found.items[i].text, name)) {
            one = found.items[i].id;
            same++;
        } else if (same == 0 && words_begins(found.items[i].text, name)) {
            one = found.items[i].id;
            begin++;
        }
    }
    *only = same == 1 || (same == 0 && begin == 1) ? one : STR("");
    return ERR_OK;
}

/* ---- what tells them apart ---- */

struct details {
    struct pick *pick;
    struct reading *reading;
};

static struct str name_of(struct reading *reading, struct str id)
{
    const struct label *label;
    struct err ignored = {0};

    if (labels_add(&reading->sheet.labels, id, &ignored) != ERR_OK)
        return STR("");
    label = labels_find(&reading->sheet.labels, id);
    return label ? label->name : STR("");
}

static struct str date_of(struct arena *arena, const struct claim_row *claim)
{
    const struct str text = value_get_string(&claim->value, STR("edtf"));
    struct buf out = {0};
    struct edtf date;
    struct err ignored = {0};
    struct str kept;

    if (edtf_parse(&date, text.len > 0 ? text : claim->text, &ignored) != ERR_OK)
        return claim->text;
    edtf_describe(&out, &date, edtf_user_language());
    kept = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static struct str place_of(const struct details *d, const struct claim_row *claim)
{
    const struct str words = value_get_string(&claim->value, STR("words"));
    const struct str name =
        claim->entity.len > 0 ? name_of(d->reading, claim->entity) : STR("");

    return name.len > 0 ? name : words.len > 0 ? words : claim->text;
}

static void source_of(const struct details *d, const struct claim_row *claim)
{
    struct arena *arena = d->reading->sheet.arena;
    struct passage_row passage;
    struct err ignored = {0};

    if (d->pick->source.len > 0 || !ref_is_asked(claim->basis) || claim->row > 0 ||
        query_passage(&passage, arena, d->reading->sheet.index, claim->basis, &ignored) !=
            ERR_OK)
        return;
    access_note(d->reading->sheet.access, claim->basis);
    d->pick->source = arena_printf(arena, STR_FMT ", " STR_FMT,
                                   STR_ARG(name_of(d->reading, passage.source)),
                                   STR_ARG(where_typed(arena, passage.locator)));
}

static void take_detail(const struct details *d, const struct claim_row *claim)
{
    struct pick *pick = d->pick;
    struct arena *arena = d->reading->sheet.arena;
    const struct str property = claim->property;

    if (str_equal(property, STR("birth")) && pick->born.len == 0)
        pick->born = date_of(arena, claim);
    else if (str_equal(property, STR("last_seen")) && pick->last_seen.len == 0)
        pick->last_seen = date_of(arena, claim);
    else if (str_equal(property, STR("relation")) && claim->qualifiers &&
             str_equal(value_get_string(claim->qualifiers, STR("as")), STR("child")) &&
             pick->father.len == 0)
        pick->father = name_of(d->reading, claim->entity);
    else if ((str_equal(property, STR("residence")) ||
              str_equal(property, STR("from_place")) ||
              str_equal(property, STR("birth_place"))) &&
             pick->village.len == 0)
        pick->village = place_of(d, claim);
    else
        return;
    access_note(d->reading->sheet.access, claim->ref);
}

/* A patronymic names the father. */
static void father_of_name(struct arena *arena, struct pick *pick)
{
    struct person_parts *parts = ARENA_NEW(arena, struct person_parts);

    if (pick->father.len > 0 || !str_equal(pick->kind, STR("person")))
        return;
    person_parts_of(parts, pick->name);
    for (size_t i = 0; i < parts->count; i++)
        if (parts->at[i].kind == PART_PATRONYMIC)
            pick->father = arena_str(arena, parts->at[i].text);
}

static enum err_code details(struct pick *pick, struct reading *reading, struct err *err)
{
    const struct claim_filter filter = {.about = pick->id, .limit = DETAILS_MAX};
    const struct details d = {pick, reading};
    struct sheet *sheet = &reading->sheet;
    struct claim_list list;
    struct entity_row entity;

    if (query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter,
                     err) != ERR_OK ||
        query_claim_count(&pick->claims, sheet->index, sheet->as_of.view,
                          &(struct claim_filter){.about = pick->id}, err) != ERR_OK ||
        query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view, pick->id,
                     err) != ERR_OK)
        return err->code;
    pick->kind = entity.kind;
    for (size_t i = 0; i < list.count; i++) {
        struct claim_state state;
        bool may = false;

        if (query_claim_state(&state, sheet->index, sheet->as_of.view, list.items[i].ref,
                              err) != ERR_OK ||
            reading_may(&may, reading, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may || !claim_is_current(&state))
            continue;
        take_detail(&d, &list.items[i]);
        source_of(&d, &list.items[i]);
    }
    father_of_name(sheet->arena, pick);
    return ERR_OK;
}

static int nearer(const void *a, const void *b)
{
    const struct pick *left = a;
    const struct pick *right = b;

    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    if (left->claims != right->claims)
        return left->claims < right->claims ? 1 : -1;
    return str_compare(left->id, right->id);
}

enum err_code pick_find(struct pick_list *out, struct pick_lookups *lookups,
                        struct str kind, struct str name, struct err *err)
{
    struct reading *reading = lookups->reading;
    struct arena *arena = reading->sheet.arena;
    struct find_result found;

    if (look_once(&found, lookups, kind, name, err) != ERR_OK)
        return err->code;
    *out = (struct pick_list){.items = ARENA_ARRAY(arena, struct pick, found.count + 1)};
    for (size_t i = 0; i < found.count; i++) {
        bool may = false;

        if (!is_first_of(&found, i))
            continue;
        if (reading_may(&may, reading, found.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may)
            continue;
        access_note(reading->sheet.access, found.items[i].ref);
        if (ref_is_asked(found.items[i].text_in))
            access_note(reading->sheet.access, found.items[i].text_in);
        out->items[out->count++] =
            (struct pick){.id = found.items[i].id,
                          .name = found.items[i].text,
                          .score = person_compare(found.items[i].text, name).score};
    }
    out->found = out->count;
    qsort(out->items, out->count, sizeof *out->items, nearer);
    out->count = out->count < PICKS_MAX ? out->count : PICKS_MAX;
    for (size_t i = 0; i < out->count; i++)
        if (details(&out->items[i], reading, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* ---- the table ---- */

static void cell(struct html *h, const char *label, struct str text)
{
    html_open(h, "td");
    html_set(h, "role", "cell");
    html_set(h, "data-l", label);
    if (text.len > 0)
        html_bdi(h, text);
    else
        html_puts(h, "–");
    html_close(h, "td");
}

static void radio(struct html *h, const char *field, struct str id, struct str value,
                  bool is_chosen)
{
    html_open(h, "td");
    html_set(h, "role", "cell");
    html_void(h, "input");
    html_set(h, "type", "radio");
    html_set(h, "name", field);
    html_attr(h, "id", id);
    html_attr(h, "value", value);
    if (is_chosen)
        html_flag(h, "checked");
    html_close(h, "td");
}

static void head_cell(struct html *h, struct str id)
{
    html_open(h, "th");
    html_set(h, "scope", "row");
    html_set(h, "role", "rowheader");
    html_open(h, "label");
    html_attr(h, "for", id);
}

static void write_row(struct page *page, const char *field, const struct pick *pick,
                      size_t i, struct str chosen)
{
    struct html *h = &page->h;
    const struct str id = arena_printf(page->r->arena, "%s.%zu", field, i);
    struct buf href = {0};

    html_open(h, "tr");
    html_set(h, "role", "row");
    radio(h, field, id, pick->id, str_equal(chosen, pick->id));
    head_cell(h, id);
    html_bdi(h, pick->name);
    html_close(h, "label");
    html_close(h, "th");
    cell(h, _("Born"), pick->born);
    cell(h, _("Father"), pick->father);
    cell(h, _("Village"), pick->village);
    cell(h, _("Last seen"), pick->last_seen);
    cell(h, _("Source"), pick->source);
    html_open(h, "td");
    html_set(h, "role", "cell");
    html_class(h, "n");
    html_set(h, "data-l", _("Claims"));
    href_entity(&href, pick->id);
    html_open(h, "a");
    html_attr(h, "href", buf_str(&href));
    html_printf(h, "%llu", (unsigned long long)pick->claims);
    html_close(h, "a");
    html_close(h, "td");
    html_close(h, "tr");
    buf_release(&href);
}

static void write_head(struct html *h)
{
    const char *const titles[] = {
        _("Name as recorded"), _("Born"),   _("Father"), _("Village"),
        _("Last seen"),        _("Source"), _("Claims")};

    html_literal(h, "<thead role=\"rowgroup\"><tr role=\"row\">"
                    "<th scope=\"col\" role=\"columnheader\"><span class=\"vh\">");
    html_puts(h, _("Choose"));
    html_literal(h, "</span></th>");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        html_open(h, "th");
        html_set(h, "scope", "col");
        html_set(h, "role", "columnheader");
        html_puts(h, titles[i]);
        html_close(h, "th");
    }
    html_literal(h, "</tr></thead>");
}

static void write_new(struct page *page, const char *field, struct str chosen)
{
    struct html *h = &page->h;
    const struct str id = arena_printf(page->r->arena, "%s.new", field);

    html_open(h, "tr");
    html_set(h, "role", "row");
    radio(h, field, id, STR("new"), str_equal(chosen, STR("new")));
    html_open(h, "th");
    html_set(h, "scope", "row");
    html_set(h, "role", "rowheader");
    html_set(h, "colspan", "7");
    html_open(h, "label");
    html_attr(h, "for", id);
    html_puts(h, _("None of these: somebody new"));
    html_close(h, "label");
    html_close(h, "th");
    html_close(h, "tr");
}

void pick_write(struct page *page, const char *field, const struct pick_list *list,
                struct str name, struct str chosen)
{
    struct html *h = &page->h;

    html_open(h, "div");
    html_class(h, "tw");
    html_open(h, "table");
    html_class(h, "stack pick");
    html_set(h, "role", "table");
    html_open(h, "caption");
    html_text(h, arena_printf(page->r->arena,
                              _n(list->found,
                                 "%zu that may be “" STR_FMT
                                 "”. A name is never an identity: compare father, "
                                 "village, source.",
                                 "%zu that may be “" STR_FMT
                                 "”, the nearest first. A name is never an identity: "
                                 "compare father, village, source."),
                              list->found, STR_ARG(name)));
    html_close(h, "caption");
    write_head(h);
    html_open(h, "tbody");
    html_set(h, "role", "rowgroup");
    for (size_t i = 0; i < list->count; i++)
        write_row(page, field, &list->items[i], i, chosen);
    write_new(page, field, chosen);
    html_close(h, "tbody");
    html_close(h, "table");
    html_close(h, "div");
}
