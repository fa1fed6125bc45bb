#include "sheet/labels.h"

#include "base/fold.h"
#include "base/map.h"
#include "record/id.h"

enum { PARTS_MAX = 200 };

struct label_entry {
    UT_hash_handle hh;
    struct label label;
};

static bool is_one_of(struct str word, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(word, words[i]))
            return true;
    return false;
}

/* What somebody says another did, or commanded: not a fact before a court has said so. */
static bool asserts_a_part(const struct claim_row *claim)
{
    static const struct str properties[] = {
        STR_INIT("involvement"), STR_INIT("commander"), STR_INIT("alleged_perpetrator")};
    static const struct str roles[] = {STR_INIT("attacker"), STR_INIT("interrogator"),
                                       STR_INIT("remover"),  STR_INIT("arresting"),
                                       STR_INIT("ordered"),  STR_INIT("searching")};
    struct fold_needle commander;

    if (is_one_of(claim->property, properties, sizeof properties / sizeof *properties))
        return true;
    return is_one_of(value_get_string(claim->qualifiers, STR("role")), roles,
                     sizeof roles / sizeof *roles) ||
           (fold_needle_of(&commander, STR("commander")) &&
            fold_contains(value_get_string(claim->qualifiers, STR("post")), &commander));
}

static enum err_code find_alleged(struct label *label, const struct labels *in,
                                  struct arena *scratch, struct err *err)
{
    struct claim_filter parts = {.entity = label->entity.id, .limit = PARTS_MAX};
    struct claim_filter court = {.about = label->entity.id,
                                 .property = STR("perpetrator_status"),
                                 .term = STR("convicted"),
                                 .limit = 1};
    struct claim_list found = {0};
    struct claim_list convicted = {0};
    enum err_code code = query_claims(&found, scratch, in->index, in->view, &parts, err);
    bool has_part = false;

    for (size_t i = 0; code == ERR_OK && i < found.count && !has_part; i++)
        has_part = asserts_a_part(&found.items[i]);
    if (code == ERR_OK && has_part)
        code = query_claims(&convicted, scratch, in->index, in->view, &court, err);
    label->is_alleged = has_part && convicted.count == 0;
    return code;
}

static enum err_code find_name(struct label *label, const struct labels *in,
                               struct err *err)
{
    struct claim_filter names = {
        .about = label->entity.id, .property = STR("name"), .limit = 1};
    struct claim_list list = {0};
    enum err_code code;

    label->name = label->entity.label;
    if (label->name.len > 0)
        return ERR_OK;
    code = query_claims(&list, in->arena, in->index, in->view, &names, err);
    if (code != ERR_OK || list.count == 0)
        return code;
    label->name = list.items[0].text;
    access_note(in->access, list.items[0].ref);
    return ERR_OK;
}

static enum err_code find_label(struct label *label, const struct labels *in,
                                struct str id, struct err *err)
{
    struct arena scratch = {0};
    enum err_code code =
        query_entity(&label->entity, in->arena, in->index, in->view, id, err);

    if (code == ERR_OK) {
        access_note(in->access, label->entity.ref);
        code = find_name(label, in, err);
    }
    if (code == ERR_OK && (str_equal(label->entity.kind, STR("person")) ||
                           str_equal(label->entity.kind, STR("people"))))
        code = find_alleged(label, in, &scratch, err);
    arena_free(&scratch);
    return code;
}

enum err_code labels_add(struct labels *labels, struct str id, struct err *err)
{
    struct label_entry *entry;
    struct label label = {0};
    enum err_code code;

    if (!id_is_valid(id) || labels_find(labels, id))
        return ERR_OK;
    code = find_label(&label, labels, id, err);
    if (code != ERR_OK)
        return code == ERR_NOT_FOUND ? ERR_OK : code;
    entry = ARENA_NEW(labels->arena, struct label_entry);
    entry->label = label;
    HASH_ADD_KEYPTR(hh, labels->known, entry->label.entity.id.ptr,
                    entry->label.entity.id.len, entry);
    return ERR_OK;
}

enum err_code labels_add_all(struct labels *labels, // NOLINT(misc-no-recursion)
                             const struct value *v, struct err *err)
{
    enum err_code code = ERR_OK;

    if (v && v->type == VALUE_STRING)
        return labels_add(labels, v->string, err);
    if (v && v->type == VALUE_ARRAY)
        for (uint32_t i = 0; i < v->count && code == ERR_OK; i++)
            code = labels_add_all(labels, &v->items[i], err);
    if (v && v->type == VALUE_OBJECT)
        for (uint32_t i = 0; i < v->count && code == ERR_OK; i++)
            code = labels_add_all(labels, &v->members[i].value, err);
    return code;
}

const struct label *labels_find(const struct labels *labels, struct str id)
{
    struct label_entry *entry = NULL;

    if (labels && labels->known)
        HASH_FIND(hh, labels->known, id.ptr, id.len, entry);
    return entry ? &entry->label : NULL;
}

void labels_release(struct labels *labels)
{
    HASH_CLEAR(hh, labels->known);
}
