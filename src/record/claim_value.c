#include "record/claim_value.h"

#include "format/edtf.h"
#include "format/foreign.h"
#include "record/id.h"
#include "record/place_value.h"
#include "record/schema.h"

static struct value object_of(struct arena *arena, struct str key, struct value value)
{
    struct value object = value_object();

    value_set(&object, arena, key, value);
    return object;
}

/* "8", "8..15", "1000..", "..8"; every number may be missing on one side only. */
static bool read_count(struct value *out, struct arena *arena, struct str text)
{
    size_t dots = str_find_str(text, STR(".."));
    struct str low = str_prefix(text, dots);
    struct str high = str_after(text, dots + 2);
    struct value count = value_object();
    int64_t n = 0;

    if (dots == text.len) {
        if (!str_to_i64(&n, text))
            return false;
        *out = object_of(arena, STR("exact"), value_integer(n));
        return true;
    }
    if (low.len > 0) {
        if (!str_to_i64(&n, low))
            return false;
        value_set(&count, arena, STR("lower"), value_integer(n));
    }
    if (high.len > 0) {
        if (!str_to_i64(&n, high))
            return false;
        value_set(&count, arena, STR("upper"), value_integer(n));
    }
    *out = count;
    return count.count > 0;
}

/* "near:0abc..." */
static bool read_relation(struct value *out, struct arena *arena, struct str text)
{
    struct str rest = text;
    struct str relation = str_cut(&rest, ':');
    struct value object = value_object();

    if (rest.len == 0 || !schema_term(schema_vocabulary(STR("place_relation")), relation))
        return false;
    value_set(&object, arena, STR("relation"), value_string(relation));
    value_set(&object, arena, STR("anchor"), value_string(rest));
    *out = object;
    return true;
}

static bool is_reference(struct str text)
{
    struct err ignored = {0};
    struct id id;

    return id_parse(&id, text, &ignored) == ERR_OK;
}

/* The first reading that fits, the most exact first: a term is a term before it is text.
 */
static struct value read_plain(struct arena *arena,
                               const struct schema_property *property, struct str text)
{
    struct edtf date;
    struct err ignored = {0};
    struct value v = {0};
    uint32_t takes = property->values;

    if ((takes & SCHEMA_REFERENCE) && is_reference(text))
        return value_string(text);
    if ((takes & SCHEMA_TERM) && schema_term(property->vocabulary, text))
        return object_of(arena, STR("term"), value_string(text));
    if ((takes & SCHEMA_DATE) && edtf_parse(&date, text, &ignored) == ERR_OK)
        return object_of(arena, STR("edtf"), value_string(text));
    if ((takes & (SCHEMA_COUNT | SCHEMA_QUANTITY)) && read_count(&v, arena, text))
        return v;
    if ((takes & SCHEMA_PLACE_RELATION) && read_relation(&v, arena, text))
        return v;
    if ((takes & SCHEMA_COORDINATES) &&
        coordinates_value(&v, NULL, arena, text, -1, &ignored) == ERR_OK)
        return v;
    if (takes & (SCHEMA_TEXT | SCHEMA_IDENTIFIER | SCHEMA_URL))
        return value_string(text);
    /* Nothing fits: the check names what would. A wrong term or date must not become
     * words. */
    if (takes & SCHEMA_TERM)
        return object_of(arena, STR("term"), value_string(text));
    if (takes & SCHEMA_DATE)
        return object_of(arena, STR("edtf"), value_string(text));
    return value_string(text);
}

/* A property of nothing but coordinates or areas knows best what is wrong with one. */
static enum err_code read_written(struct value *out, struct arena *arena,
                                  const struct schema_property *property, struct str text,
                                  struct err *err)
{
    if (property && property->values == SCHEMA_COORDINATES)
        return coordinates_value(out, NULL, arena, text, -1, err);
    /* A property of the archive's own takes what is written; the check knows it. */
    *out = property ? read_plain(arena, property, text) : value_string(text);
    return ERR_OK;
}

enum err_code claim_value_settle(struct value *value, struct arena *arena,
                                 const struct schema_property *property, struct err *err)
{
    struct value settled = {0};
    struct err said = {0};

    if (!property)
        return ERR_OK;
    if (property->values & SCHEMA_AREA && value->type == VALUE_OBJECT &&
        value_get(value, STR("type"))) {
        if (area_value(&settled, arena, value, err) != ERR_OK)
            return err_context(err, "value: ");
        *value = settled;
        return ERR_OK;
    }
    if (!(property->values & SCHEMA_COORDINATES) || property->values & SCHEMA_TEXT ||
        value->type != VALUE_STRING || is_reference(value->string))
        return ERR_OK;
    if (coordinates_value(&settled, NULL, arena, value->string, -1, &said) == ERR_OK) {
        *value = settled;
        return ERR_OK;
    }
    if (property->values != SCHEMA_COORDINATES)
        return ERR_OK; /* the check says what else the property takes */
    *err = said;
    return err_context(err, "value: ");
}

enum err_code claim_value_read(struct value *out, struct arena *arena,
                               struct str property_key, struct str text, struct str words,
                               struct err *err)
{
    const struct schema_property *property = schema_property(property_key);
    struct value value = value_object();

    if (text.len > 0 && text.ptr[0] == '{') {
        if (foreign_parse(&value, arena, text, err) != ERR_OK)
            return err_context(err, "the value: ");
    } else if (text.len > 0) {
        if (read_written(&value, arena, property, text, err) != ERR_OK)
            return err->code;
    }
    if (claim_value_settle(&value, arena, property, err) != ERR_OK)
        return err->code;
    if (words.len > 0) {
        /* Words beside a plain string would have no place: a reference becomes {"place"}.
         */
        if (value.type == VALUE_STRING)
            value = object_of(arena, STR("place"), value);
        value_set(&value, arena, STR("words"), value_string(words));
    }
    *out = value;
    return ERR_OK;
}
