#include "sheet/names_compare.h"

#include "base/message.h"

enum { NAMES_MAX = 64 };

struct names {
    struct str items[NAMES_MAX];
    size_t count;
};

static void add_name(struct names *names, struct str name)
{
    if (name.len > 0 && names->count < NAMES_MAX)
        names->items[names->count++] = name;
}

/* The name claims, and without one the label. */
static enum err_code names_of(struct names *out, struct sheet *sheet,
                              struct access *reading, struct str id, struct err *err)
{
    const struct claim_filter filter = {.about = id, .property = STR("name")};
    struct claim_list claims = {0};
    struct entity_row entity = {0};
    enum err_code code = query_claims(&claims, sheet->arena, sheet->index,
                                      sheet->as_of.view, &filter, err);

    out->count = 0;
    for (size_t i = 0; i < claims.count && code == ERR_OK; i++) {
        if (claims.items[i].mode != CLAIM_ASSERTED)
            continue;
        add_name(out, claims.items[i].text);
        access_note(reading, claims.items[i].ref);
    }
    if (code == ERR_OK && out->count == 0)
        code =
            query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view, id, err);
    if (code == ERR_OK && out->count == 0)
        add_name(out, entity.label);
    access_note_entity(reading, id);
    return code;
}

enum err_code names_compare(struct names_compared *out, struct sheet *sheet,
                            struct access *reading, struct str left, struct str right,
                            struct err *err)
{
    struct names a;
    struct names b;

    *out = (struct names_compared){.has_names = false};
    if (names_of(&a, sheet, reading, left, err) != ERR_OK ||
        names_of(&b, sheet, reading, right, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++) {
            struct person_likeness likeness = person_compare(a.items[i], b.items[k]);

            if (out->has_names && likeness.score <= out->likeness.score)
                continue;
            *out = (struct names_compared){true, a.items[i], b.items[k], likeness};
        }
    return ERR_OK;
}

static const char *reason_sentence(enum person_reason reason)
{
    switch (reason) {
    case PERSON_ORDER:
        return _("the parts stand in another order");
    case PERSON_SCRIPT:
        return _("they are written in different scripts");
    case PERSON_SPELLING:
        return _("a part is spelt otherwise");
    case PERSON_ONE_EDIT:
        return _("a part differs by one letter");
    case PERSON_SOUNDS:
        return _("a part is alike in sound only");
    case PERSON_GIVEN_EQUIVALENT:
        return _("forms of one given name or patronymic");
    case PERSON_GIVEN_SHORT:
        return _("a short form of the given name");
    case PERSON_GIVEN_RELATED:
        return _("related given names");
    case PERSON_FAMILY_SEX:
        return _("the family name has a man's form and a woman's");
    case PERSON_INITIAL:
        return _("an initial or abbreviation that fits");
    case PERSON_COMPOUND:
        return _("half of a double name is missing, or its hyphen");
    case PERSON_ARTICLE:
        return _("the article al- stands in one only");
    case PERSON_CHAIN:
        return _("ibn, bin or bint stands in one only");
    case PERSON_PATRONYMIC_MISSING:
        return _("the patronymic stands in one only");
    case PERSON_PART_MISSING:
        return _("another name stands in one only");
    case PERSON_GIVEN_APART:
        return _("DIFFERENT given names");
    case PERSON_PATRONYMIC_APART:
        return _("DIFFERENT patronymics");
    case PERSON_FAMILY_APART:
        break;
    }
    return _("DIFFERENT family names, or other parts");
}

void names_compare_text(struct buf *out, const struct names_compared *compared)
{
    if (!compared->has_names) {
        buf_puts(out, _("One of the two has no name here.\n"));
        return;
    }
    buf_printf(out, _("“" STR_FMT "” and “" STR_FMT "”: %u of 1000\n"),
               STR_ARG(compared->left), STR_ARG(compared->right),
               compared->likeness.score);
    for (unsigned bit = 0; bit < PERSON_REASONS; bit++)
        if ((compared->likeness.reasons >> bit & 1U) != 0)
            buf_printf(out, "  %s\n", reason_sentence((enum person_reason)(1U << bit)));
    buf_puts(out, _("Names alone do not say who is who.\n"));
}

void names_compare_json(struct value *line, struct arena *arena,
                        const struct names_compared *compared)
{
    struct value names = value_array();
    struct value reasons = value_array();

    if (!compared->has_names)
        return;
    value_add(&names, arena, value_string(compared->left));
    value_add(&names, arena, value_string(compared->right));
    for (unsigned bit = 0; bit < PERSON_REASONS; bit++)
        if ((compared->likeness.reasons >> bit & 1U) != 0)
            value_add(&reasons, arena, value_string(str_from_c(person_reason_key(bit))));
    value_set(line, arena, STR("names"), names);
    value_set(line, arena, STR("score"), value_integer(compared->likeness.score));
    value_set(line, arena, STR("reasons"), reasons);
}
