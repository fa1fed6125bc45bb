/* Which form a value has, and whether its property takes that form. */

#include "base/message.h"
#include "format/edtf.h"
#include "record/check_parts.h"
#include "record/id.h"

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
        return shape_check_term(&member->value, context->additions, property->vocabulary,
                                member->key, err);
    if (str_equal(member->key, STR("words")))
        return shape_check_one(&member->value, SHAPE_TEXT, member->key, err);
    if (str_equal(member->key, STR("lang")))
        return shape_check_one(&member->value, SHAPE_LANG, member->key, err);
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
    {STR_INIT("polygons"), SCHEMA_AREA},
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

static size_t mark_of_key(struct str key, size_t below)
{
    for (size_t i = 0; i < below; i++)
        if (marks[i].key.len == key.len &&
            memcmp(marks[i].key.ptr, key.ptr, key.len) == 0)
            return i;
    return below;
}

static uint32_t shapes_of(const struct value *value)
{
    size_t first = sizeof marks / sizeof marks[0];
    const size_t none = first;

    for (uint32_t i = 0; i < value->count; i++)
        first = mark_of_key(value->members[i].key, first);
    return first < none ? marks[first].shapes : 0;
}

static enum err_code wrong_shape(const struct schema_property *property, struct err *err)
{
    static const struct {
        uint32_t bit;
        const char *what;
    } names[] = {
        {SCHEMA_TEXT, N_("text")},
        {SCHEMA_NAME, N_("a name {written}")},
        {SCHEMA_DATE, N_("a date {edtf}")},
        {SCHEMA_PLACE_RELATION, N_("a place relation {relation, anchor}")},
        {SCHEMA_PLACE, N_("a place {place, words}")},
        {SCHEMA_COORDINATES, N_("coordinates {lat, lon, precision_m}")},
        {SCHEMA_COUNT, N_("a count {exact, unit}")},
        {SCHEMA_QUANTITY, N_("a quantity {exact, unit}")},
        {SCHEMA_TERM, N_("a term {term}")},
        {SCHEMA_REFERENCE, N_("the id of an entity")},
        {SCHEMA_DEFINITION, N_("what is counted {unit, criterion}")},
        {SCHEMA_IDENTIFIER, N_("an identifier {scheme, value}")},
        {SCHEMA_URL, N_("a web address")},
        {SCHEMA_AREA, N_("an area {polygons}, or GeoJSON")},
    };
    char list[512] = "";
    size_t len = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (property->values & names[i].bit && len < sizeof list)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s",
                                    len > 0 ? _(" or ") : "", _(names[i].what));
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
        return form_count(context, property, value, err);
    return form_quantity(context, value, err);
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
        return form_place_relation(context, value, err);
    case SCHEMA_PLACE:
        return form_place(context, value, err);
    case SCHEMA_COORDINATES:
        return form_coordinates(value, err);
    case SCHEMA_AREA:
        return form_area(value, err);
    case SCHEMA_DATE:
        return shape_check_one(value, SHAPE_DATE, STR("value"), err);
    case SCHEMA_NAME:
        return form_name(context, value, err);
    case SCHEMA_IDENTIFIER:
        return form_identifier(context, value, err);
    case SCHEMA_DEFINITION:
        return form_definition(context, value, err);
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
        return form_words(value, err);
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
        return shape_check_one(value, SHAPE_DATE, STR("value"), err);
    if (shapes & SCHEMA_TEXT)
        return shape_check_one(value, SHAPE_TEXT, STR("value"), err);
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
