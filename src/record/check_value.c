/* The shapes of a value; docs/schema.md draws them. */

#include "format/edtf.h"
#include "record/check_parts.h"
#include "record/id.h"

#define NOT_STATED STR("not_stated")

static bool is_not_stated(const struct value *v)
{
    return value_is_string(v, NOT_STATED);
}

/* Where something is said to be so many: shared by counts and quantities. */
enum {
    SIZE_LOWER,
    SIZE_EXACT,
    SIZE_UPPER,
    SIZE_ABOUT,
    SIZE_WORDS,
    SIZE_UNIT,
    SIZE_LANG,
    SIZE_AS_OF,
    SIZE_COUNT
};

#define SIZE_MEMBERS(number, units)                                                      \
    SHAPE_MEMBER("lower", number), SHAPE_MEMBER("exact", number),                        \
        SHAPE_MEMBER("upper", number), SHAPE_MEMBER("about", number),                    \
        SHAPE_MEMBER("words", SHAPE_TEXT), SHAPE_TERM_OF("unit", units),                 \
        SHAPE_MEMBER("lang", SHAPE_LANG), SHAPE_MEMBER("as_of", SHAPE_DATE)

static bool is_above(const struct value *low, const struct value *high)
{
    struct decimal a;
    struct decimal b;

    return low && high && decimal_of(&a, low) && decimal_of(&b, high) &&
           decimal_compare(a, b) > 0;
}

static MUST_USE enum err_code check_bounds(const struct value *const *found,
                                           struct err *err)
{
    if (found[SIZE_EXACT] && found[SIZE_ABOUT])
        return err_set(err, ERR_INVALID, "a number is \"exact\" or \"about\", not both");
    if (is_above(found[SIZE_LOWER], found[SIZE_UPPER]))
        return err_set(err, ERR_INVALID, "\"lower\" is above \"upper\"");
    for (size_t i = SIZE_EXACT; i <= SIZE_ABOUT; i += SIZE_ABOUT - SIZE_EXACT)
        if (is_above(found[SIZE_LOWER], found[i]) ||
            is_above(found[i], found[SIZE_UPPER]))
            return err_set(err, ERR_INVALID,
                           "the number lies outside \"lower\" and \"upper\"");
    return ERR_OK;
}

static bool has_size(const struct value *const *found)
{
    return found[SIZE_LOWER] || found[SIZE_EXACT] || found[SIZE_UPPER] ||
           found[SIZE_ABOUT] || found[SIZE_WORDS];
}

static MUST_USE enum err_code check_count(const struct check_context *context,
                                          const struct schema_property *property,
                                          const struct value *value, struct err *err)
{
    enum { PER = SIZE_COUNT, AT, MORE_THAN, FEWER_THAN, COUNT };
    static const struct shape_member members[COUNT] = {
        SIZE_MEMBERS(SHAPE_NATURAL, "counting_unit"),
        SHAPE_TERM_OF("per", "per"),
        SHAPE_TERM_OF("at", "at"),
        SHAPE_MEMBER("more_than", SHAPE_ID),
        SHAPE_MEMBER("fewer_than", SHAPE_ID),
    };
    const struct value *found[COUNT];

    if (shape_check(found, value, members, COUNT, err) != ERR_OK ||
        check_bounds(found, err) != ERR_OK)
        return err->code;
    if (!has_size(found) && !found[MORE_THAN] && !found[FEWER_THAN])
        return err_set(err, ERR_INVALID, "a count needs a number or the words said");
    if (!found[SIZE_UNIT] && !property->is_unit_optional)
        return err_set(
            err, ERR_INVALID,
            "a count needs a \"unit\": persons, bodies and graves are not one");
    for (size_t i = MORE_THAN; i <= FEWER_THAN; i++)
        if (found[i] &&
            check_entity_ref(context, found[i],
                             check_kind_bits(STR("people remains list event")),
                             members[i].key, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static MUST_USE enum err_code check_quantity(const struct check_context *context,
                                             const struct value *value, struct err *err)
{
    enum { ON = SIZE_COUNT, COUNT };
    static const struct shape_member members[COUNT] = {
        SIZE_MEMBERS(SHAPE_NUMBER, "unit"),
        SHAPE_MEMBER("on", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, value, members, COUNT, err) != ERR_OK ||
        check_bounds(found, err) != ERR_OK)
        return err->code;
    if (!has_size(found))
        return err_set(err, ERR_INVALID, "a quantity needs a number or the words said");
    if (!found[SIZE_UNIT])
        return err_set(err, ERR_INVALID, "a quantity needs a \"unit\"");
    if (found[ON] && id_is_valid(found[ON]->string))
        return check_entity_ref(context, found[ON], check_kind_bits(STR("event act")),
                                STR("on"), err);
    return found[ON] ? shape_check_one(found[ON], SHAPE_DATE, STR(""), STR("on"), err)
                     : ERR_OK;
}

static MUST_USE enum err_code check_place_relation(const struct check_context *context,
                                                   const struct value *value,
                                                   struct err *err)
{
    enum { RELATION, ANCHOR, WORDS, LANG, PRECISION, DISTANCE, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_TERM_NEEDED("relation", "place_relation"),
        SHAPE_MEMBER("anchor", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_MEMBER("precision_m", SHAPE_ANY),
        SHAPE_MEMBER("distance_m", SHAPE_NATURAL),
    };
    const struct value *found[COUNT];
    const struct value *precision;

    if (shape_check(found, value, members, COUNT, err) != ERR_OK)
        return err->code;
    precision = found[PRECISION];
    if (precision && precision->type != VALUE_NULL &&
        shape_check_one(precision, SHAPE_NATURAL, STR(""), STR("precision_m"), err) !=
            ERR_OK)
        return err->code;
    if (!found[ANCHOR] && !found[WORDS])
        return err_set(err, ERR_INVALID,
                       "a place relation needs an \"anchor\" or \"words\"");
    if (!found[ANCHOR] || is_not_stated(found[ANCHOR]))
        return ERR_OK;
    return check_entity_ref(
        context, found[ANCHOR],
        check_kind_bits(STR("place property remains item person people group event")),
        STR("anchor"), err);
}

static MUST_USE enum err_code check_place(const struct check_context *context,
                                          const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("place", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[3];

    if (shape_check(found, value, members, 3, err) != ERR_OK)
        return err->code;
    return check_entity_ref(context, found[0], check_kind_bits(STR("place")),
                            STR("place"), err);
}

static bool is_within(const struct value *degrees, int64_t limit)
{
    struct decimal d;

    return degrees->type == VALUE_STRING && decimal_of(&d, degrees) &&
           decimal_compare(d, (struct decimal){-limit, 0}) >= 0 &&
           decimal_compare(d, (struct decimal){limit, 0}) <= 0;
}

static MUST_USE enum err_code check_coordinates(const struct value *value,
                                                struct err *err)
{
    enum { LAT, LON, PRECISION, DATUM, WORDS, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_NEEDED("lat", SHAPE_DECIMAL),     SHAPE_NEEDED("lon", SHAPE_DECIMAL),
        SHAPE_NEEDED("precision_m", SHAPE_ANY), SHAPE_MEMBER("datum", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, value, members, COUNT, err) != ERR_OK)
        return err->code;
    if (!is_within(found[LAT], 90))
        return err_set(err, ERR_INVALID, "\"lat\" is not between -90 and 90");
    if (!is_within(found[LON], 180))
        return err_set(err, ERR_INVALID, "\"lon\" is not between -180 and 180");
    if (found[PRECISION]->type == VALUE_NULL)
        return ERR_OK;
    return shape_check_one(found[PRECISION], SHAPE_NATURAL, STR(""), STR("precision_m"),
                           err);
}

static MUST_USE enum err_code check_name(const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("written", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_TERM_OF("script", "script"),
        SHAPE_MEMBER("parts", SHAPE_OBJECT),
    };
    const struct schema_vocabulary *part = schema_vocabulary(STR("name_part"));
    const struct value *found[4];

    if (shape_check(found, value, members, 4, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; found[3] && i < found[3]->count; i++) {
        const struct member *member = &found[3]->members[i];

        if (shape_check_term(member->key, part, STR("parts"), err) != ERR_OK ||
            shape_check_one(&member->value, SHAPE_TEXT, STR(""), member->key, err) !=
                ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static MUST_USE enum err_code check_definition(const struct check_context *context,
                                               const struct value *value, struct err *err)
{
    enum {
        UNIT,
        TERRITORY,
        STATUS,
        CRITERION,
        EXCLUDING,
        PERIOD,
        AS_OF,
        PER,
        SEX,
        BAND,
        GROUP,
        WORDS,
        LANG,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        SHAPE_TERM_NEEDED("unit", "counting_unit"),
        SHAPE_MEMBER("territory", SHAPE_TEXT),
        SHAPE_TERM_OF("status", "military_status"),
        SHAPE_MEMBER("criterion", SHAPE_TEXT),
        SHAPE_MEMBER("excluding", SHAPE_TEXT),
        SHAPE_MEMBER("period", SHAPE_DATE),
        SHAPE_MEMBER("as_of", SHAPE_DATE),
        SHAPE_TERM_OF("per", "per"),
        SHAPE_TERM_OF("sex", "sex"),
        SHAPE_TERM_OF("age_band", "age_band"),
        SHAPE_MEMBER("group", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[COUNT];

    if (shape_check(found, value, members, COUNT, err) != ERR_OK)
        return err->code;
    return found[TERRITORY]
               ? check_entity_ref(context, found[TERRITORY],
                                  check_kind_bits(STR("place")), STR("territory"), err)
               : ERR_OK;
}

static MUST_USE enum err_code check_identifier(const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_TERM_NEEDED("scheme", "identifier_scheme"),
        SHAPE_NEEDED("value", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    const struct value *found[3];

    return shape_check(found, value, members, 3, err);
}

static MUST_USE enum err_code check_words(const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[2];

    return shape_check(found, value, members, 2, err);
}

MUST_USE enum err_code check_field(const struct check_context *context,
                                   const struct schema_field *field,
                                   const struct value *value, struct err *err)
{
    static const enum shape shapes[] = {
        [SCHEMA_FIELD_TEXT] = SHAPE_TEXT,       [SCHEMA_FIELD_TERM] = SHAPE_TERM,
        [SCHEMA_FIELD_INTEGER] = SHAPE_NATURAL, [SCHEMA_FIELD_DECIMAL] = SHAPE_DECIMAL,
        [SCHEMA_FIELD_BOOLEAN] = SHAPE_BOOLEAN, [SCHEMA_FIELD_DATE] = SHAPE_DATE,
        [SCHEMA_FIELD_REFERENCE] = SHAPE_TEXT,  [SCHEMA_FIELD_LANG] = SHAPE_LANG,
    };
    const struct str vocabulary = field->vocabulary ? field->vocabulary->key : STR("");

    if (shape_check_one(value, shapes[field->type], vocabulary, field->key, err) !=
        ERR_OK)
        return err->code;
    if (field->type != SCHEMA_FIELD_REFERENCE || is_not_stated(value))
        return ERR_OK;
    return check_entity_ref(context, value, field->refers, field->key, err);
}

static const struct schema_field *extra_of(const struct schema_property *property,
                                           struct str key)
{
    for (size_t i = 0; i < property->extra_count; i++)
        if (str_equal(property->extras[i]->key, key))
            return property->extras[i];
    return NULL;
}

static MUST_USE enum err_code check_term_member(const struct check_context *context,
                                                const struct schema_property *property,
                                                const struct member *member,
                                                struct err *err)
{
    const struct schema_field *extra = extra_of(property, member->key);

    if (str_equal(member->key, STR("term")))
        return shape_check_one(&member->value, SHAPE_TERM, property->vocabulary->key,
                               member->key, err);
    if (str_equal(member->key, STR("words")))
        return shape_check_one(&member->value, SHAPE_TEXT, STR(""), member->key, err);
    if (str_equal(member->key, STR("lang")))
        return shape_check_one(&member->value, SHAPE_LANG, STR(""), member->key, err);
    if (extra)
        return check_field(context, extra, &member->value, err);
    return err_set(err, ERR_INVALID, "there is no member \"" STR_FMT "\" here",
                   STR_ARG(str_prefix(member->key, 64)));
}

static MUST_USE enum err_code check_term(const struct check_context *context,
                                         const struct schema_property *property,
                                         const struct value *value, struct err *err)
{
    for (uint32_t i = 0; i < value->count; i++)
        if (check_term_member(context, property, &value->members[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* The member by which the shape of an object is known; the first that is there decides.
 */
static const struct {
    struct str key;
    uint32_t shapes;
} marks[] = {
    {STR_INIT("term"), SCHEMA_TERM},
    {STR_INIT("relation"), SCHEMA_PLACE_RELATION},
    {STR_INIT("anchor"), SCHEMA_PLACE_RELATION},
    {STR_INIT("place"), SCHEMA_PLACE},
    {STR_INIT("lat"), SCHEMA_COORDINATES},
    {STR_INIT("lon"), SCHEMA_COORDINATES},
    {STR_INIT("edtf"), SCHEMA_DATE},
    {STR_INIT("relative_to"), SCHEMA_DATE},
    {STR_INIT("written"), SCHEMA_NAME},
    {STR_INIT("scheme"), SCHEMA_IDENTIFIER},
    {STR_INIT("unit"), SCHEMA_COUNT | SCHEMA_QUANTITY | SCHEMA_DEFINITION},
    {STR_INIT("exact"), SCHEMA_COUNT | SCHEMA_QUANTITY},
    {STR_INIT("lower"), SCHEMA_COUNT | SCHEMA_QUANTITY},
    {STR_INIT("upper"), SCHEMA_COUNT | SCHEMA_QUANTITY},
    {STR_INIT("about"), SCHEMA_COUNT | SCHEMA_QUANTITY},
    {STR_INIT("more_than"), SCHEMA_COUNT},
    {STR_INIT("fewer_than"), SCHEMA_COUNT},
};

enum {
    WORDS_FIT =
        SCHEMA_TEXT | SCHEMA_TERM | SCHEMA_DATE | SCHEMA_PLACE_RELATION | SCHEMA_PLACE
};

static uint32_t shapes_of(const struct value *value)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (value_get(value, marks[i].key))
            return marks[i].shapes;
    return 0;
}

static enum err_code wrong_shape(const struct schema_property *property, struct err *err)
{
    static const struct {
        uint32_t bit;
        const char *what;
    } names[] = {
        {SCHEMA_TEXT, "text"},
        {SCHEMA_NAME, "a name {written}"},
        {SCHEMA_DATE, "a date {edtf}"},
        {SCHEMA_PLACE_RELATION, "a place relation {relation, anchor}"},
        {SCHEMA_PLACE, "a place {place, words}"},
        {SCHEMA_COORDINATES, "coordinates {lat, lon, precision_m}"},
        {SCHEMA_COUNT, "a count {exact, unit}"},
        {SCHEMA_QUANTITY, "a quantity {exact, unit}"},
        {SCHEMA_TERM, "a term {term}"},
        {SCHEMA_REFERENCE, "the id of an entity"},
        {SCHEMA_DEFINITION, "what is counted {unit, criterion}"},
        {SCHEMA_IDENTIFIER, "an identifier {scheme, value}"},
        {SCHEMA_URL, "a web address"},
    };
    char list[256] = "";
    size_t len = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (property->values & names[i].bit && len < sizeof list)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s",
                                    len > 0 ? " or " : "", names[i].what);
    return err_set(err, ERR_INVALID, "\"" STR_FMT "\" takes %s", STR_ARG(property->key),
                   list);
}

static bool is_counted(const struct schema_property *property, const struct value *value)
{
    const struct str unit = value_get_string(value, STR("unit"));

    return !(property->values & SCHEMA_QUANTITY) ||
           (property->values & SCHEMA_COUNT &&
            schema_term(schema_vocabulary(STR("counting_unit")), unit));
}

static MUST_USE enum err_code check_size(const struct check_context *context,
                                         const struct schema_property *property,
                                         const struct value *value, struct err *err)
{
    if (is_counted(property, value))
        return check_count(context, property, value, err);
    return check_quantity(context, value, err);
}

static MUST_USE enum err_code check_shaped(const struct check_context *context,
                                           const struct schema_property *property,
                                           const struct value *value, uint32_t shape,
                                           struct err *err)
{
    switch (shape) {
    case SCHEMA_TERM:
        return check_term(context, property, value, err);
    case SCHEMA_PLACE_RELATION:
        return check_place_relation(context, value, err);
    case SCHEMA_PLACE:
        return check_place(context, value, err);
    case SCHEMA_COORDINATES:
        return check_coordinates(value, err);
    case SCHEMA_DATE:
        return shape_check_one(value, SHAPE_DATE, STR(""), STR("value"), err);
    case SCHEMA_NAME:
        return check_name(value, err);
    case SCHEMA_IDENTIFIER:
        return check_identifier(value, err);
    case SCHEMA_DEFINITION:
        return check_definition(context, value, err);
    default:
        return check_size(context, property, value, err);
    }
}

static MUST_USE enum err_code check_object_value(const struct check_context *context,
                                                 const struct schema_property *property,
                                                 const struct value *value,
                                                 struct err *err)
{
    uint32_t shape = shapes_of(value);

    if (shape != 0) {
        shape &= property->values;
        return shape ? check_shaped(context, property, value, shape, err)
                     : wrong_shape(property, err);
    }
    /* The words alone are a value wherever words can stand; a count needs its unit. */
    if (value_get(value, STR("words")) && property->values & WORDS_FIT)
        return check_words(value, err);
    if (property->values & (SCHEMA_COUNT | SCHEMA_QUANTITY))
        return check_size(context, property, value, err);
    return wrong_shape(property, err);
}

static bool is_url(struct str s)
{
    const size_t colon = str_find_str(s, STR("://"));

    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= ' ')
            return false;
    return colon > 0 && colon + 3 < s.len;
}

static bool is_edtf(struct str text)
{
    struct edtf date;
    struct err ignored;

    return edtf_parse(&date, text, &ignored) == ERR_OK;
}

static MUST_USE enum err_code check_string_value(const struct check_context *context,
                                                 const struct schema_property *property,
                                                 const struct value *value,
                                                 struct err *err)
{
    const uint32_t shapes = property->values;
    const struct str text = value->string;

    if (shapes & SCHEMA_REFERENCE &&
        (id_is_valid(text) || !(shapes & (SCHEMA_TEXT | SCHEMA_DATE | SCHEMA_URL))))
        return check_entity_ref(context, value, property->refers, STR("value"), err);
    if (shapes & SCHEMA_URL && is_url(text))
        return ERR_OK;
    if (shapes & SCHEMA_DATE && (is_edtf(text) || !(shapes & (SCHEMA_TEXT | SCHEMA_URL))))
        return shape_check_one(value, SHAPE_DATE, STR(""), STR("value"), err);
    if (shapes & SCHEMA_TEXT)
        return shape_check_one(value, SHAPE_TEXT, STR(""), STR("value"), err);
    return wrong_shape(property, err);
}

MUST_USE enum err_code check_value(const struct check_context *context,
                                   const struct schema_property *property,
                                   const struct value *value, struct err *err)
{
    enum err_code code;

    if (value->type == VALUE_STRING)
        code = check_string_value(context, property, value, err);
    else if (value->type == VALUE_OBJECT)
        code = check_object_value(context, property, value, err);
    else
        code = wrong_shape(property, err);
    return code == ERR_OK ? ERR_OK : err_context(err, "value: ");
}

static const struct schema_field *qualifier_of(const struct schema_property *property,
                                               struct str key)
{
    const struct schema_field *field = schema_field(key);

    if (!field || field->is_common)
        return field;
    for (size_t i = 0; i < property->required_count; i++)
        if (property->required[i] == field)
            return field;
    for (size_t i = 0; i < property->allowed_count; i++)
        if (property->allowed[i] == field)
            return field;
    return NULL;
}

static MUST_USE enum err_code check_required(const struct schema_property *property,
                                             const struct value *qualifiers,
                                             struct err *err)
{
    for (size_t i = 0; i < property->required_count; i++)
        if (!value_get(qualifiers, property->required[i]->key))
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" needs the qualifier \"" STR_FMT "\"",
                           STR_ARG(property->key), STR_ARG(property->required[i]->key));
    if (property->needs_time && !value_get(qualifiers, STR("from")) &&
        !value_get(qualifiers, STR("until")) && !value_get(qualifiers, STR("when")))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" needs a time: one of the qualifiers \"from\", "
                       "\"until\", \"when\"",
                       STR_ARG(property->key));
    return ERR_OK;
}

MUST_USE enum err_code check_qualifiers(const struct check_context *context,
                                        const struct schema_property *property,
                                        const struct value *qualifiers, struct err *err)
{
    for (uint32_t i = 0; qualifiers && i < qualifiers->count; i++) {
        const struct member *member = &qualifiers->members[i];
        const struct schema_field *field = qualifier_of(property, member->key);

        if (!field)
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" takes no qualifier \"" STR_FMT "\"",
                           STR_ARG(property->key), STR_ARG(str_prefix(member->key, 64)));
        if (check_field(context, field, &member->value, err) != ERR_OK)
            return err_context(err, "qualifiers: ");
    }
    return check_required(property, qualifiers, err);
}
