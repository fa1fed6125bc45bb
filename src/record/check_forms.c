/* The forms a value has as an object; docs/schema.md draws them. */

#include "record/check_parts.h"
#include "record/id.h"
#include "record/place_value.h"

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

MUST_USE enum err_code form_count(const struct check_context *context,
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

    if (shape_check(found, context->additions, value, members, COUNT, err) != ERR_OK ||
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

MUST_USE enum err_code form_quantity(const struct check_context *context,
                                     const struct value *value, struct err *err)
{
    enum { ON = SIZE_COUNT, COUNT };
    static const struct shape_member members[COUNT] = {
        SIZE_MEMBERS(SHAPE_NUMBER, "unit"),
        SHAPE_MEMBER("on", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, context->additions, value, members, COUNT, err) != ERR_OK ||
        check_bounds(found, err) != ERR_OK)
        return err->code;
    if (!has_size(found))
        return err_set(err, ERR_INVALID, "a quantity needs a number or the words said");
    if (!found[SIZE_UNIT])
        return err_set(err, ERR_INVALID, "a quantity needs a \"unit\"");
    if (found[ON] && id_is_valid(found[ON]->string))
        return check_entity_ref(context, found[ON], check_kind_bits(STR("event act")),
                                STR("on"), err);
    return found[ON] ? shape_check_one(found[ON], SHAPE_DATE, STR("on"), err) : ERR_OK;
}

MUST_USE enum err_code form_place_relation(const struct check_context *context,
                                           const struct value *value, struct err *err)
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

    if (shape_check(found, context->additions, value, members, COUNT, err) != ERR_OK)
        return err->code;
    precision = found[PRECISION];
    if (precision && precision->type != VALUE_NULL &&
        shape_check_one(precision, SHAPE_NATURAL, STR("precision_m"), err) != ERR_OK)
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

MUST_USE enum err_code form_place(const struct check_context *context,
                                  const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("place", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[3];

    if (shape_check(found, context->additions, value, members, 3, err) != ERR_OK)
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

MUST_USE enum err_code form_coordinates(const struct value *value, struct err *err)
{
    enum { LAT, LON, PRECISION, DATUM, WORDS, LANG, FROM_DIGITS, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_NEEDED("lat", SHAPE_DECIMAL),      SHAPE_NEEDED("lon", SHAPE_DECIMAL),
        SHAPE_NEEDED("precision_m", SHAPE_ANY),  SHAPE_MEMBER("datum", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),       SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_MEMBER("from_digits", SHAPE_TRUE),
    };
    const struct value *found[COUNT];

    if (shape_check(found, NULL, value, members, COUNT, err) != ERR_OK)
        return err->code;
    if (!is_within(found[LAT], 90))
        return err_set(err, ERR_INVALID, "\"lat\" is not between -90 and 90");
    if (!is_within(found[LON], 180))
        return err_set(err, ERR_INVALID, "\"lon\" is not between -180 and 180");
    if (found[PRECISION]->type == VALUE_NULL)
        return found[FROM_DIGITS]
                   ? err_set(err, ERR_INVALID,
                             "\"from_digits\" says where a precision comes "
                             "from, and there is none")
                   : ERR_OK;
    return shape_check_one(found[PRECISION], SHAPE_NATURAL, STR("precision_m"), err);
}

MUST_USE enum err_code form_area(const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("polygons", SHAPE_LIST),
        SHAPE_MEMBER("precision_m", SHAPE_NATURAL),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[4];
    struct arena arena = {0};
    struct geo_area area;

    enum err_code code = shape_check(found, NULL, value, members, 4, err);

    if (code == ERR_OK)
        code = area_of_value(&area, &arena, value, err);
    arena_free(&arena);
    return code;
}

MUST_USE enum err_code form_name(const struct check_context *context,
                                 const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("written", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_TERM_OF("script", "script"),
        SHAPE_MEMBER("parts", SHAPE_OBJECT),
    };
    const struct schema_vocabulary *part = schema_vocabulary(STR("name_part"));
    const struct value *found[4];

    if (shape_check(found, context->additions, value, members, 4, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; found[3] && i < found[3]->count; i++) {
        const struct member *member = &found[3]->members[i];
        const struct value key = value_string(member->key);

        if (shape_check_term(&key, context->additions, part, STR("parts"), err) !=
                ERR_OK ||
            shape_check_one(&member->value, SHAPE_TEXT, member->key, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

MUST_USE enum err_code form_definition(const struct check_context *context,
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

    if (shape_check(found, context->additions, value, members, COUNT, err) != ERR_OK)
        return err->code;
    return found[TERRITORY]
               ? check_entity_ref(context, found[TERRITORY],
                                  check_kind_bits(STR("place")), STR("territory"), err)
               : ERR_OK;
}

MUST_USE enum err_code form_identifier(const struct check_context *context,
                                       const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_TERM_NEEDED("scheme", "identifier_scheme"),
        SHAPE_NEEDED("value", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    const struct value *found[3];

    return shape_check(found, context->additions, value, members, 3, err);
}

MUST_USE enum err_code form_words(const struct value *value, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("words", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
    };
    const struct value *found[2];

    return shape_check(found, NULL, value, members, 2, err);
}
