#include "record/project_value.h"

#include "record/id.h"
#include "record/index_inside.h"
#include "record/schema.h"

bool value_is_reference(struct str property, struct str text)
{
    const struct schema_property *known = schema_property(property);

    /* What the archive itself added is not in the embedded schema. */
    return id_is_valid(text) && (!known || (known->values & SCHEMA_REFERENCE) != 0);
}

static bool is_said(struct str id)
{
    return id.len > 0 && !str_equal(id, STR("not_stated"));
}

static void set_bounds(struct value_columns *out, const struct value *v)
{
    int64_t exact = 0;

    out->has_lower = value_get_integer(&out->lower, v, STR("lower"));
    out->has_upper = value_get_integer(&out->upper, v, STR("upper"));
    if (value_get_integer(&exact, v, STR("exact")) ||
        value_get_integer(&exact, v, STR("about"))) {
        out->has_lower = out->has_upper = true;
        out->lower = out->upper = exact;
    }
}

static enum value_form form_of_object(const struct value *v)
{
    static const struct {
        struct str key;
        enum value_form form;
    } marks[] = {
        /* The first that is there decides. */
        {STR_INIT("term"), FORM_TERM},        {STR_INIT("edtf"), FORM_DATE},
        {STR_INIT("relation"), FORM_PLACE},   {STR_INIT("anchor"), FORM_PLACE},
        {STR_INIT("place"), FORM_PLACE},      {STR_INIT("lat"), FORM_POINT},
        {STR_INIT("polygons"), FORM_OTHER},   {STR_INIT("written"), FORM_NAME},
        {STR_INIT("parts"), FORM_NAME},       {STR_INIT("family"), FORM_NAME},
        {STR_INIT("given"), FORM_NAME},       {STR_INIT("script"), FORM_NAME},
        {STR_INIT("amount"), FORM_QUANTITY},  {STR_INIT("exact"), FORM_COUNT},
        {STR_INIT("lower"), FORM_COUNT},      {STR_INIT("upper"), FORM_COUNT},
        {STR_INIT("about"), FORM_COUNT},      {STR_INIT("more_than"), FORM_COUNT},
        {STR_INIT("fewer_than"), FORM_COUNT}, {STR_INIT("criterion"), FORM_COUNT},
        {STR_INIT("territory"), FORM_COUNT},  {STR_INIT("unit"), FORM_COUNT},
        {STR_INIT("words"), FORM_WORDS},
    };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (value_get(v, marks[i].key))
            return marks[i].form;
    return FORM_OTHER;
}

/* The first text among the members by which people would look for the value. */
static struct str text_of_object(const struct value *v)
{
    static const struct str keys[] = {
        STR_INIT("words"),     STR_INIT("edtf"),  STR_INIT("full"),
        STR_INIT("written"),   STR_INIT("text"),  STR_INIT("amount"),
        STR_INIT("criterion"), STR_INIT("value"), STR_INIT("url")};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct str text = value_get_string(v, keys[i]);

        if (text.len > 0)
            return text;
    }
    return STR("");
}

static struct str entity_of_object(const struct value *v)
{
    static const struct str keys[] = {STR_INIT("anchor"), STR_INIT("place"),
                                      STR_INIT("territory")};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct str id = value_get_string(v, keys[i]);

        if (is_said(id))
            return id;
    }
    return STR("");
}

/* EDTF stands as text or as {"edtf": text}. */
static struct str edtf_text(const struct value *v)
{
    if (v && v->type == VALUE_STRING)
        return v->string;
    return value_get_string(v, STR("edtf"));
}

static void take_days(struct value_columns *out, const struct value *date)
{
    if (date && project_days(&out->first_day, &out->last_day, edtf_text(date)))
        out->has_days = true;
}

/* The days a claim is about: its value's, its period's, or those of its qualifiers. */
static void set_days(struct value_columns *out, const struct value *value,
                     const struct value *qualifiers)
{
    int64_t first = INT32_MIN;
    int64_t last = INT32_MAX;
    int64_t other = 0;
    bool has_from;
    bool has_until;

    if (out->form == FORM_DATE)
        take_days(out, value);
    if (!out->has_days)
        take_days(out, value_get(value, STR("period")));
    if (!out->has_days)
        take_days(out, value_get(qualifiers, STR("when")));
    if (out->has_days)
        return;
    has_from =
        project_days(&first, &other, edtf_text(value_get(qualifiers, STR("from"))));
    has_until =
        project_days(&other, &last, edtf_text(value_get(qualifiers, STR("until"))));
    if (!has_from && !has_until)
        return;
    out->first_day = has_from ? first : INT32_MIN;
    out->last_day = has_until ? last : INT32_MAX;
    /* An end before its beginning is a mistake of the source, and no time. */
    out->has_days = out->first_day <= out->last_day;
}

static uint32_t present(const struct value *v, const struct str *keys, size_t count)
{
    uint32_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += keys[i].len > 0 && value_get(v, keys[i]) != NULL ? 1U : 0U;
    return found;
}

/* Text that is there, or the one integer that a column keeps by itself. */
static bool is_plain(const struct member *m)
{
    if (str_equal(m->key, STR("exact")))
        return m->value.type == VALUE_INTEGER;
    return m->value.type == VALUE_STRING && m->value.string.len > 0;
}

/*
 * True when value_from_columns() gives exactly this object: every member is one that a
 * column of its form keeps, and none is of an unexpected type.
 */
static bool is_whole_object(const struct value_columns *c, const struct value *v)
{
    static const struct {
        enum value_form form;
        struct str keys[3];
    } kept[] = {
        {FORM_TERM, {STR_INIT("term"), STR_INIT("words")}},
        {FORM_PLACE, {STR_INIT("relation"), STR_INIT("anchor"), STR_INIT("words")}},
        {FORM_COUNT, {STR_INIT("exact"), STR_INIT("unit")}},
        {FORM_WORDS, {STR_INIT("words")}},
        {FORM_DATE, {STR_INIT("edtf")}},
    };

    for (uint32_t i = 0; i < v->count; i++)
        if (!is_plain(&v->members[i]))
            return false;
    if (c->form == FORM_PLACE && (c->entity.len == 0 || c->term.len == 0))
        return false;
    if (c->form == FORM_COUNT && !value_get(v, STR("exact")))
        return false;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (kept[i].form == c->form)
            return present(v, kept[i].keys, 3) == v->count;
    return false;
}

static void object_to_columns(struct value_columns *out, const struct value *v)
{
    out->form = form_of_object(v);
    out->entity = entity_of_object(v);
    out->text = text_of_object(v);
    out->unit = value_get_string(v, STR("unit"));
    out->term =
        value_get_string(v, out->form == FORM_PLACE ? STR("relation") : STR("term"));
    set_bounds(out, v);
    out->is_whole = is_whole_object(out, v);
}

static void string_to_columns(struct value_columns *out, struct str property,
                              struct str text)
{
    const struct schema_property *known = schema_property(property);

    out->form = FORM_TEXT;
    if (value_is_reference(property, text)) {
        out->form = FORM_REFERENCE;
        out->entity = text;
    } else {
        out->text = text;
    }
    if (known && (known->values & SCHEMA_DATE) != 0 &&
        project_days(&out->first_day, &out->last_day, text)) {
        out->form = FORM_DATE_TEXT;
        out->has_days = true;
    }
    out->is_whole = text.len > 0;
}

void value_to_columns(struct value_columns *out, struct str property,
                      const struct value *value, const struct value *qualifiers)
{
    *out = (struct value_columns){.form = FORM_NONE, .is_whole = true};
    if (!value)
        return;
    switch (value->type) {
    case VALUE_STRING:
        string_to_columns(out, property, value->string);
        break;
    case VALUE_OBJECT:
        object_to_columns(out, value);
        break;
    case VALUE_INTEGER:
        out->form = FORM_NUMBER;
        out->has_lower = out->has_upper = true;
        out->lower = out->upper = value->integer;
        break;
    case VALUE_TRUE:
        out->form = FORM_TRUE;
        break;
    case VALUE_FALSE:
        out->form = FORM_FALSE;
        break;
    case VALUE_NULL:
    case VALUE_ARRAY:
        out->form = FORM_OTHER;
        out->is_whole = false;
        break;
    }
    set_days(out, value, qualifiers);
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

struct value value_from_columns(const struct value_columns *c, struct arena *arena)
{
    struct value object = value_object();

    switch (c->form) {
    case FORM_TEXT:
    case FORM_DATE_TEXT:
        return value_string(c->text);
    case FORM_REFERENCE:
        return value_string(c->entity);
    case FORM_NUMBER:
        return value_integer(c->lower);
    case FORM_TRUE:
    case FORM_FALSE:
        return value_bool(c->form == FORM_TRUE);
    case FORM_TERM:
        set_text(&object, arena, STR("term"), c->term);
        set_text(&object, arena, STR("words"), c->text);
        return object;
    case FORM_PLACE:
        set_text(&object, arena, STR("anchor"), c->entity);
        set_text(&object, arena, STR("relation"), c->term);
        set_text(&object, arena, STR("words"), c->text);
        return object;
    case FORM_COUNT:
        value_set(&object, arena, STR("exact"), value_integer(c->lower));
        set_text(&object, arena, STR("unit"), c->unit);
        return object;
    case FORM_DATE:
        set_text(&object, arena, STR("edtf"), c->text);
        return object;
    case FORM_WORDS:
        set_text(&object, arena, STR("words"), c->text);
        return object;
    case FORM_NONE:
    case FORM_POINT:
    case FORM_QUANTITY:
    case FORM_NAME:
    case FORM_OTHER:
        break;
    }
    return value_null();
}
