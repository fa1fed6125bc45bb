#include "record/additions_build.h"

#include "base/message.h"
#include "format/canon.h"
#include "record/check_parts.h"

enum {
    DEFINED_ABOUT,
    DEFINED_VALUES,
    DEFINED_VOCABULARY,
    DEFINED_REFERS,
    DEFINED_REQUIRED,
    DEFINED_ALLOWED,
    DEFINED_EXTRAS,
    DEFINED_SINGLE,
    DEFINED_NEEDS_TIME,
    DEFINED_UNIT_OPTIONAL,
    DEFINED_SENSITIVITY,
    DEFINED_MEMBERS
};

/* The words of schema/properties, so that an addition can become part of it. */
static const struct shape_member defined_members[DEFINED_MEMBERS] = {
    SHAPE_NEEDED("about", SHAPE_LIST),       SHAPE_NEEDED("values", SHAPE_LIST),
    SHAPE_MEMBER("vocabulary", SHAPE_TEXT),  SHAPE_MEMBER("refers", SHAPE_LIST),
    SHAPE_MEMBER("required", SHAPE_LIST),    SHAPE_MEMBER("allowed", SHAPE_LIST),
    SHAPE_MEMBER("extras", SHAPE_LIST),      SHAPE_MEMBER("single", SHAPE_TRUE),
    SHAPE_MEMBER("needs_time", SHAPE_TRUE),  SHAPE_MEMBER("unit_optional", SHAPE_TRUE),
    SHAPE_MEMBER("sensitivity", SHAPE_TEXT),
};

struct builder {
    struct arena *arena;
    const struct additions *additions;
    const struct value *statement;
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    struct err *err;
};

static struct str text_of(const struct value *v)
{
    return v->type == VALUE_STRING ? v->string : STR("");
}

static enum err_code no_such(struct builder *b, const char *member, const char *what,
                             struct str key)
{
    return err_set(b->err, ERR_INVALID, "member \"%s\": there is no %s \"" STR_FMT "\"",
                   member, _(what), STR_ARG(str_prefix(key, ADDITION_KEY_MAX)));
}

static enum err_code taken(struct builder *b, const char *what)
{
    return err_set(b->err, ERR_CONFLICT, "there is a %s \"" STR_FMT "\" already", _(what),
                   STR_ARG(b->key));
}

/* Kinds by their keys, and "claim" where a claim may stand. */
static enum err_code read_kinds(uint32_t *bits, struct builder *b,
                                const struct value *list, const char *member,
                                bool with_claim)
{
    for (uint32_t i = 0; list && i < list->count; i++) {
        const struct str key = text_of(&list->items[i]);
        const struct schema_kind *kind = additions_kind(b->additions, key);

        if (with_claim && str_equal(key, STR("claim")))
            *bits |= SCHEMA_CLAIM;
        else if (kind)
            *bits |= kind->bit;
        else
            return no_such(b, member, "kind of entity", key);
    }
    return ERR_OK;
}

static enum err_code read_values(uint32_t *bits, struct builder *b,
                                 const struct value *list)
{
    static const struct {
        struct str key;
        uint32_t bit;
    } shapes[] = {
        {STR_INIT("text"), SCHEMA_TEXT},
        {STR_INIT("name"), SCHEMA_NAME},
        {STR_INIT("date"), SCHEMA_DATE},
        {STR_INIT("place_relation"), SCHEMA_PLACE_RELATION},
        {STR_INIT("place"), SCHEMA_PLACE},
        {STR_INIT("coordinates"), SCHEMA_COORDINATES},
        {STR_INIT("count"), SCHEMA_COUNT},
        {STR_INIT("quantity"), SCHEMA_QUANTITY},
        {STR_INIT("term"), SCHEMA_TERM},
        {STR_INIT("reference"), SCHEMA_REFERENCE},
        {STR_INIT("definition"), SCHEMA_DEFINITION},
        {STR_INIT("identifier"), SCHEMA_IDENTIFIER},
        {STR_INIT("url"), SCHEMA_URL},
        {STR_INIT("area"), SCHEMA_AREA},
    };
    const size_t count = sizeof shapes / sizeof shapes[0];

    for (uint32_t i = 0; i < list->count; i++) {
        size_t at = 0;

        while (at < count && !str_equal(shapes[at].key, text_of(&list->items[i])))
            at++;
        if (at == count)
            return no_such(b, "values", "shape of value", text_of(&list->items[i]));
        *bits |= shapes[at].bit;
    }
    return ERR_OK;
}

static enum err_code read_fields(const struct schema_field *const **out, uint8_t *count,
                                 struct builder *b, const struct value *list,
                                 const char *member)
{
    const struct schema_field **fields;

    if (!list)
        return ERR_OK;
    if (list->count > UINT8_MAX)
        return err_set(b->err, ERR_LIMIT, "member \"%s\" names more than %d fields",
                       member, UINT8_MAX);
    fields = ARENA_ARRAY(b->arena, const struct schema_field *, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        fields[i] = schema_field(text_of(&list->items[i]));
        if (!fields[i])
            return no_such(b, member, "field", text_of(&list->items[i]));
    }
    *out = fields;
    *count = (uint8_t)list->count;
    return ERR_OK;
}

/*
 * Who adds a property of persons and says nothing of its sensitivity may not have thought
 * of it: it then counts as the most sensitive, and a real archive takes in no claim of it
 * until somebody says "open".
 */
static enum err_code read_sensitivity(struct schema_property *p, struct builder *b,
                                      const struct value *said)
{
    static const struct str words[] = {[SCHEMA_OPEN] = STR_INIT("open"),
                                       [SCHEMA_RESTRICTED] = STR_INIT("restricted"),
                                       [SCHEMA_WITNESS] = STR_INIT("witness")};

    if (!said) {
        p->sensitive_for = p->about & check_kind_bits(STR("person interview item"));
        p->sensitivity = p->sensitive_for ? SCHEMA_WITNESS : SCHEMA_OPEN;
        return ERR_OK;
    }
    p->sensitive_for = p->about;
    for (int i = SCHEMA_OPEN; i <= SCHEMA_WITNESS; i++)
        if (str_equal(said->string, words[i])) {
            p->sensitivity = (enum schema_sensitivity)i;
            return ERR_OK;
        }
    return err_set(b->err, ERR_INVALID,
                   "member \"sensitivity\" is not \"open\", \"restricted\" or "
                   "\"witness\"");
}

/* A shape that needs a member has it, and one that does not has none. */
static enum err_code check_goes_with(struct builder *b, bool has_shape,
                                     const struct value *member, const char *name,
                                     const char *shape)
{
    if (member && !has_shape)
        return err_set(b->err, ERR_INVALID, "member \"%s\" goes with the value \"%s\"",
                       name, shape);
    return ERR_OK;
}

static enum err_code read_vocabulary(struct addition *out, struct builder *b,
                                     const struct value *named)
{
    const struct str key = named ? named->string : b->key;

    out->vocabulary = key;
    if (!(out->property.values & SCHEMA_TERM))
        return ERR_OK;
    out->property.vocabulary = additions_vocabulary(b->additions, key);
    if (!out->property.vocabulary && !str_equal(key, b->key))
        return no_such(b, "vocabulary", "vocabulary", key);
    return ERR_OK;
}

static enum err_code read_property(struct addition *out, struct builder *b,
                                   const struct value *const *found)
{
    struct schema_property *p = &out->property;

    *p = (struct schema_property){.key = b->key,
                                  .is_single = found[DEFINED_SINGLE] != NULL,
                                  .needs_time = found[DEFINED_NEEDS_TIME] != NULL,
                                  .is_unit_optional =
                                      found[DEFINED_UNIT_OPTIONAL] != NULL};
    memcpy(p->label, b->label, sizeof p->label);
    if (read_kinds(&p->about, b, found[DEFINED_ABOUT], "about", true) != ERR_OK ||
        read_values(&p->values, b, found[DEFINED_VALUES]) != ERR_OK ||
        check_goes_with(b, p->values & SCHEMA_TERM, found[DEFINED_VOCABULARY],
                        "vocabulary", "term") != ERR_OK ||
        check_goes_with(b, p->values & SCHEMA_TERM, found[DEFINED_EXTRAS], "extras",
                        "term") != ERR_OK ||
        check_goes_with(b, p->values & SCHEMA_REFERENCE, found[DEFINED_REFERS], "refers",
                        "reference") != ERR_OK)
        return b->err->code;
    if (p->values & SCHEMA_REFERENCE && !found[DEFINED_REFERS])
        return err_set(b->err, ERR_INVALID,
                       "a reference needs \"refers\": the kinds it may point to");
    if (read_kinds(&p->refers, b, found[DEFINED_REFERS], "refers", false) != ERR_OK ||
        read_fields(&p->required, &p->required_count, b, found[DEFINED_REQUIRED],
                    "required") != ERR_OK ||
        read_fields(&p->allowed, &p->allowed_count, b, found[DEFINED_ALLOWED],
                    "allowed") != ERR_OK ||
        read_fields(&p->extras, &p->extra_count, b, found[DEFINED_EXTRAS], "extras") !=
            ERR_OK ||
        read_vocabulary(out, b, found[DEFINED_VOCABULARY]) != ERR_OK)
        return b->err->code;
    return read_sensitivity(p, b, found[DEFINED_SENSITIVITY]);
}

static const struct value *definition_of(struct builder *b)
{
    const struct value *definition = value_get(b->statement, STR("definition"));

    if (!definition)
        (void)err_set(b->err, ERR_INVALID, "a kind or property needs its \"definition\"");
    return definition;
}

static enum err_code build_property(struct addition *out, struct builder *b)
{
    const struct value *found[DEFINED_MEMBERS];
    const struct value *definition;

    if (additions_property(b->additions, b->key))
        return taken(b, "property");
    definition = definition_of(b);
    if (!definition)
        return b->err->code;
    if (shape_check(found, NULL, definition, defined_members, DEFINED_MEMBERS, b->err) !=
            ERR_OK ||
        read_property(out, b, found) != ERR_OK)
        return err_context(b->err, "definition: ");
    return ERR_OK;
}

/* Bits behind those of the program's own kinds, below that of claims. */
static enum err_code next_bit(uint32_t *bit, struct builder *b)
{
    size_t count;
    size_t added = 0;

    (void)schema_kinds(&count);
    while (additions_kind_at(b->additions, added))
        added++;
    if (count + added >= 31)
        return err_set(b->err, ERR_LIMIT, "an archive can add %zu kinds, not more",
                       31 - count);
    *bit = UINT32_C(1) << (count + added);
    return ERR_OK;
}

static enum err_code build_kind(struct addition *out, struct builder *b)
{
    static const struct shape_member members[] = {SHAPE_MEMBER("classes", SHAPE_TEXT)};
    struct schema_kind *kind = &out->kind;
    const struct value *definition;
    const struct value *classes;

    *kind = (struct schema_kind){.key = b->key};
    memcpy(kind->label, b->label, sizeof kind->label);
    if (additions_kind(b->additions, b->key) || str_equal(b->key, STR("claim")))
        return taken(b, "kind");
    definition = definition_of(b);
    if (!definition)
        return b->err->code;
    if (shape_check(&classes, NULL, definition, members, 1, b->err) != ERR_OK)
        return err_context(b->err, "definition: ");
    out->vocabulary = classes ? classes->string
                              : arena_printf(b->arena, STR_FMT "_class", STR_ARG(b->key));
    kind->classes = additions_vocabulary(b->additions, out->vocabulary);
    if (classes && !kind->classes) {
        (void)no_such(b, "classes", "vocabulary", out->vocabulary);
        return err_context(b->err, "definition: ");
    }
    return next_bit(&kind->bit, b);
}

/* The program itself goes by every term of these. */
static bool is_closed(struct str vocabulary)
{
    static const struct str closed[] = {
        STR_INIT("mode"), STR_INIT("member_role"), STR_INIT("consent_part"),
        STR_INIT("child_assent"), STR_INIT("withdrawal_scope")};

    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (str_equal(vocabulary, closed[i]))
            return true;
    return false;
}

static enum err_code build_term(struct addition *out, struct builder *b)
{
    const struct value *named = value_get(b->statement, STR("vocabulary"));
    const struct schema_vocabulary *vocabulary;

    if (!named || named->type != VALUE_STRING)
        return err_set(b->err, ERR_INVALID, "a term needs its \"vocabulary\"");
    vocabulary = additions_vocabulary(b->additions, named->string);
    if (!vocabulary)
        return err_set(b->err, ERR_INVALID, "there is no vocabulary \"" STR_FMT "\"",
                       STR_ARG(str_prefix(named->string, ADDITION_KEY_MAX)));
    if (is_closed(vocabulary->key))
        return err_set(b->err, ERR_INVALID,
                       "vocabulary \"" STR_FMT "\" is closed: the program goes by each "
                       "of its terms",
                       STR_ARG(vocabulary->key));
    if (additions_term(b->additions, vocabulary, b->key))
        return err_set(b->err, ERR_CONFLICT,
                       "\"" STR_FMT "\" is a term of \"" STR_FMT "\" already",
                       STR_ARG(b->key), STR_ARG(vocabulary->key));
    out->vocabulary = vocabulary->key;
    out->term = (struct schema_term){.key = b->key};
    memcpy(out->term.label, b->label, sizeof out->term.label);
    return ERR_OK;
}

enum err_code addition_build(struct addition *out, struct arena *arena,
                             const struct additions *additions,
                             const struct value *statement, struct err *err)
{
    static const struct {
        struct str word;
        enum addition_what what;
        enum err_code (*build)(struct addition *out, struct builder *b);
    } whats[] = {
        {STR_INIT("term"), ADDITION_TERM, build_term},
        {STR_INIT("property"), ADDITION_PROPERTY, build_property},
        {STR_INIT("kind"), ADDITION_KIND, build_kind},
    };
    const struct str add = value_get_string(statement, STR("add"));
    struct builder b = {.arena = arena,
                        .additions = additions,
                        .statement = statement,
                        .key = value_get_string(statement, STR("key")),
                        .label = {value_get_string(statement, STR("en")),
                                  value_get_string(statement, STR("uk"))},
                        .err = err};

    if (!canon_key_is_valid(b.key) || b.key.len > ADDITION_KEY_MAX)
        return err_set(err, ERR_INVALID,
                       "member \"key\" is not of a-z, 0-9 and _, at most %d of them",
                       ADDITION_KEY_MAX);
    for (size_t i = 0; i < sizeof whats / sizeof whats[0]; i++)
        if (str_equal(add, whats[i].word)) {
            out->what = whats[i].what;
            return whats[i].build(out, &b);
        }
    return err_set(err, ERR_INVALID,
                   "member \"add\" is not \"kind\", \"property\" or \"term\"");
}
