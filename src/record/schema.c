#include "record/schema.h"

#include "base/message.h"
#include "record/schema_tables.h"

/* Every table entry begins with its key, so that one search serves all tables. */
static const void *find(const void *table, size_t count, size_t stride, struct str key)
{
    const char *base = table;
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const void *entry = base + middle * stride;
        const int order = str_compare(*(const struct str *)entry, key);

        if (order == 0)
            return entry;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct str schema_label(const struct str label[SCHEMA_LANGUAGES])
{
    return label[message_is_ukrainian() ? SCHEMA_UKRAINIAN : SCHEMA_ENGLISH];
}

const struct schema_kind *schema_kind(struct str key)
{
    return find(schema_kind_table, schema_kind_count, sizeof schema_kind_table[0], key);
}

const struct schema_property *schema_property(struct str key)
{
    return find(schema_property_table, schema_property_count,
                sizeof schema_property_table[0], key);
}

const struct schema_field *schema_field(struct str key)
{
    return find(schema_field_table, schema_field_count, sizeof schema_field_table[0],
                key);
}

const struct schema_vocabulary *schema_vocabulary(struct str key)
{
    return find(schema_vocabulary_table, schema_vocabulary_count,
                sizeof schema_vocabulary_table[0], key);
}

const struct schema_term *schema_term(const struct schema_vocabulary *vocabulary,
                                      struct str key)
{
    return find(vocabulary->terms, vocabulary->count, sizeof vocabulary->terms[0], key);
}

const struct schema_kind *schema_kinds(size_t *count)
{
    *count = schema_kind_count;
    return schema_kind_table;
}

const struct schema_property *schema_properties(size_t *count)
{
    *count = schema_property_count;
    return schema_property_table;
}

const struct schema_field *schema_fields(size_t *count)
{
    *count = schema_field_count;
    return schema_field_table;
}

const struct schema_vocabulary *schema_vocabularies(size_t *count)
{
    *count = schema_vocabulary_count;
    return schema_vocabulary_table;
}

enum schema_sensitivity schema_sensitivity(const struct schema_property *property,
                                           const struct schema_kind *kind)
{
    return property->sensitive_for & kind->bit ? property->sensitivity : SCHEMA_OPEN;
}

const struct digest *schema_digest(void)
{
    return &schema_digest_value;
}
