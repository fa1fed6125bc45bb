#include "record/search_texts.h"

#include "record/id.h"
#include "record/index_inside.h"
#include "record/schema.h"

enum {
    PLACE_BITS = 4,
    PAGE_BITS = 20,
    PAGE_INDEX_BITS = 32,
    PAGE_FEED_BITS = 11,
    FEED_BITS = 18
};

enum text_table search_table(enum search_place place)
{
    if (place == SEARCH_PAGE)
        return TEXT_PAGES;
    return place <= SEARCH_ROW ? TEXT_NAMES : TEXT_SAID;
}

bool search_row_of(int64_t *row, enum search_place place, struct ref ref, uint32_t page)
{
    uint64_t feed = ref_feed(ref);
    uint64_t index = ref_index(ref);

    if (place != SEARCH_PAGE) {
        *row = (int64_t)((uint64_t)ref.n << PLACE_BITS | (uint64_t)place);
        return feed >> FEED_BITS == 0;
    }
    *row = (int64_t)(feed << (PAGE_INDEX_BITS + PAGE_BITS) | index << PAGE_BITS | page);
    return feed >> PAGE_FEED_BITS == 0 && index >> PAGE_INDEX_BITS == 0 &&
           page >> PAGE_BITS == 0;
}

struct search_row search_row_at(enum text_table table, int64_t row)
{
    uint64_t bits = (uint64_t)row;

    if (table != TEXT_PAGES)
        return (struct search_row){
            .place = (enum search_place)(bits & ((1U << PLACE_BITS) - 1)),
            .ref = {row >> PLACE_BITS}};
    return (struct search_row){
        .place = SEARCH_PAGE,
        .ref = ref_of((uint32_t)(bits >> (PAGE_INDEX_BITS + PAGE_BITS)),
                      bits >> PAGE_BITS & ((UINT64_C(1) << PAGE_INDEX_BITS) - 1)),
        .page = (uint32_t)(bits & ((1U << PAGE_BITS) - 1))};
}

struct texts {
    struct search_text *out;
    size_t count;
    struct arena *arena;
};

static void add(struct texts *texts, enum search_place place, struct str text)
{
    if (text.len > 0 && texts->count < SEARCH_TEXTS_MAX)
        texts->out[texts->count++] = (struct search_text){place, text};
}

/* Given, patronymic, family: as a name is said. Other parts come behind, in the order in
 * which they are recorded. */
static void add_part(struct buf *out, const struct value *parts, struct str key)
{
    struct str part = value_get_string(parts, key);

    if (part.len == 0)
        return;
    if (out->len > 0)
        buf_char(out, ' ');
    buf_append(out, part);
}

static void add_parts(struct texts *texts, const struct value *parts, struct str written)
{
    static const struct str first[] = {STR_INIT("given"), STR_INIT("patronymic"),
                                       STR_INIT("family")};
    struct buf out = {0};

    if (!parts || parts->type != VALUE_OBJECT)
        return;
    for (size_t i = 0; i < 3; i++)
        add_part(&out, parts, first[i]);
    for (uint32_t i = 0; i < parts->count; i++) {
        bool is_first = false;

        for (size_t k = 0; k < 3 && !is_first; k++)
            is_first = str_equal(parts->members[i].key, first[k]);
        if (!is_first)
            add_part(&out, parts, parts->members[i].key);
    }
    if (!str_equal(buf_str(&out), written))
        add(texts, SEARCH_NAME_PARTS, arena_str(texts->arena, buf_str(&out)));
    buf_release(&out);
}

static void add_value_object(struct texts *texts, enum search_place place,
                             const struct value *v)
{
    static const struct str keys[] = {
        STR_INIT("words"), STR_INIT("written"), STR_INIT("full"),     STR_INIT("text"),
        STR_INIT("value"), STR_INIT("url"),     STR_INIT("criterion")};
    const struct value *parts = value_get(v, STR("parts"));
    struct str written = STR("");

    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && written.len == 0; i++)
        written = value_get_string(v, keys[i]);
    if (value_get(v, STR("written")) || parts)
        place = SEARCH_NAME;
    add(texts, place, written);
    add_parts(texts, parts, written);
}

/* Values that are looked for by filters, or that no text is. */
static bool is_searched(const struct schema_property *known, struct str text)
{
    if (id_is_valid(text) && (!known || (known->values & SCHEMA_REFERENCE) != 0))
        return false;
    return !known || (known->values & ~(unsigned)(SCHEMA_DATE | SCHEMA_TERM)) != 0;
}

static void add_claim(struct texts *texts, const struct value *claim)
{
    struct str property = value_get_string(claim, STR("property"));
    const struct schema_property *known = schema_property(property);
    const struct value *value = value_get(claim, STR("value"));
    enum search_place place = SEARCH_VALUE;

    if (known && (known->values & SCHEMA_NAME) != 0)
        place = SEARCH_NAME;
    else if (known && (known->values & SCHEMA_IDENTIFIER) != 0)
        place = SEARCH_IDENTIFIER;
    if (value && value->type == VALUE_STRING && is_searched(known, value->string))
        add(texts, place, value->string);
    else if (value && value->type == VALUE_OBJECT)
        add_value_object(texts, place, value);
    add(texts, SEARCH_NOTE, value_get_string(claim, STR("note")));
}

static void add_passage(struct texts *texts, const struct value *passage)
{
    const struct value *translation = value_get(passage, STR("translation"));

    add(texts, SEARCH_WORDS, value_get_string(passage, STR("words")));
    add(texts, SEARCH_TRANSLATION, value_get_string(translation, STR("words")));
    add(texts, SEARCH_NOTE, value_get_string(passage, STR("note")));
}

size_t search_texts_of(struct search_text out[SEARCH_TEXTS_MAX], struct arena *arena,
                       const struct value *statement, int64_t kind)
{
    struct texts texts = {.out = out, .arena = arena};
    struct str path = value_get_string(statement, STR("path"));

    switch (kind) {
    case KIND_ENTITY:
        add(&texts, SEARCH_LABEL, value_get_string(statement, STR("label")));
        add(&texts, SEARCH_ROW, value_get_string(statement, STR("row")));
        break;
    case KIND_CLAIM:
        add_claim(&texts, statement);
        break;
    case KIND_PASSAGE:
        add_passage(&texts, statement);
        break;
    case KIND_OBJECT:
    case KIND_DERIVED:
        add(&texts, SEARCH_FILE,
            path.len > 0 ? path : value_get_string(statement, STR("name")));
        break;
    case KIND_ASSESS:
    case KIND_DECIDE:
    case KIND_WITHDRAW:
    case KIND_SAME:
    case KIND_DISTINCT:
    case KIND_UNDO:
        add(&texts, SEARCH_REASON, value_get_string(statement, STR("reason")));
        add(&texts, SEARCH_NOTE, value_get_string(statement, STR("note_public")));
        break;
    default:
        break;
    }
    return texts.count;
}
