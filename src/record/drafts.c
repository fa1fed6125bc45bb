#include "record/drafts.h"

#include "base/map.h"

#include "record/additions.h"
#include "record/claim_value.h"
#include "record/id.h"
#include "record/index.h"

/* Far more than people write in one go, far less than the stack holds. */
enum { POINTING_DEPTH_MAX = 256 };

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct local {
    const struct value *draft;
    struct str id;
    size_t place; /* in the array, the first is 1 */
    enum mark mark;
    bool is_entity;
    struct str text; /* what points at it: the entity id, or the reference */
    struct ref ref;
    UT_hash_handle hh;
};

struct drafts {
    struct archive *archive;
    struct arena *arena;
    struct local *locals; /* one a draft, in the array's order */
    struct local *by_id;  /* uthash over those that have an id */
    size_t count;
    struct draft_result *results;
    size_t done;
    bool has_failed;
    int depth;
};

static enum err_code visit(struct drafts *drafts, struct local *local, struct err *err);

/* How a member points at other statements. */
enum pointing {
    POINTS_NOT,
    POINTS_PLAIN,  /* an entity id or a reference */
    POINTS_PINNED, /* {"c", "s"}: the commitment too, so that a fork cannot change it */
    POINTS_ENTITY, /* an entity, or text that stays as it is written */
    POINTS_VALUE,  /* a value: a pointer only where the property takes one */
    POINTS_INSIDE  /* an object or array whose members may point */
};

static enum pointing pointing_of_consent(struct str key)
{
    static const struct str plain[] = {STR_INIT("person"), STR_INIT("interview"),
                                       STR_INIT("object")};
    static const struct str entity[] = {STR_INIT("recipients"), STR_INIT("interpreter"),
                                        STR_INIT("witness")};

    if (str_equal(key, STR("withdraws")) || str_equal(key, STR("kept")))
        return POINTS_PINNED;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (str_equal(key, plain[i]))
            return POINTS_PLAIN;
    for (size_t i = 0; i < sizeof entity / sizeof entity[0]; i++)
        if (str_equal(key, entity[i]))
            return POINTS_ENTITY;
    return POINTS_NOT;
}

static enum pointing pointing_of(struct str kind, struct str key)
{
    static const struct {
        struct str key;
        enum pointing pointing;
    } members[] = {
        {STR_INIT("about"), POINTS_PLAIN},     {STR_INIT("passage"), POINTS_PLAIN},
        {STR_INIT("source"), POINTS_PLAIN},    {STR_INIT("chain_as"), POINTS_PLAIN},
        {STR_INIT("premises"), POINTS_PLAIN},  {STR_INIT("who"), POINTS_PLAIN},
        {STR_INIT("anchor"), POINTS_PLAIN},    {STR_INIT("place"), POINTS_PLAIN},
        {STR_INIT("territory"), POINTS_PLAIN}, {STR_INIT("on"), POINTS_PLAIN},
        {STR_INIT("more_than"), POINTS_PLAIN}, {STR_INIT("supersedes"), POINTS_PINNED},
        {STR_INIT("among"), POINTS_PINNED},    {STR_INIT("prefer"), POINTS_PINNED},
        {STR_INIT("confirms"), POINTS_PINNED}, {STR_INIT("value"), POINTS_VALUE},
        {STR_INIT("chain"), POINTS_INSIDE},    {STR_INIT("qualifiers"), POINTS_INSIDE},
        {STR_INIT("by"), POINTS_PLAIN},        {STR_INIT("fewer_than"), POINTS_PLAIN},
        {STR_INIT("list"), POINTS_PLAIN},      {STR_INIT("guardian"), POINTS_PLAIN},
        {STR_INIT("child"), POINTS_INSIDE},
    };

    if (str_equal(key, STR("of")))
        return str_equal(kind, STR("withdraw")) ? POINTS_PINNED : POINTS_PLAIN;
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (str_equal(key, members[i].key))
            return members[i].pointing;
    return str_equal(kind, STR("consent")) ? pointing_of_consent(key) : POINTS_NOT;
}

static struct local *find_local(struct drafts *drafts, struct str id)
{
    struct local *local = NULL;

    HASH_FIND(hh, drafts->by_id, id.ptr, id.len, local);
    return local;
}

/* The text a pointer is written as, or `text` itself where it names nothing: the check
 * then says so. */
static enum err_code resolve(struct str *out, struct ref *ref, struct drafts *drafts,
                             struct str text, struct err *err)
{
    struct local *local = find_local(drafts, text);
    struct id id;
    struct err ignored = {0};

    *ref = REF_NONE;
    if (local) {
        if (visit(drafts, local, err) != ERR_OK)
            return err->code;
        *out = local->text;
        *ref = local->ref;
        return ERR_OK;
    }
    *out = text;
    if (id_parse(&id, text, &ignored) == ERR_OK) {
        *out = arena_str(drafts->arena, id_str(&id));
        return ERR_OK;
    }
    if (str_find(text, '.', 0) == text.len)
        return ERR_OK;
    if (archive_ref_parse(ref, drafts->archive, text, err) != ERR_OK)
        return err->code;
    *out = archive_ref_text(drafts->archive, drafts->arena, *ref);
    return ERR_OK;
}

/*
 * Where both a text and an entity may stand ("published by"), only what is an id, of this
 * batch or of the archive, is one: "example.org" is a text, not a broken reference.
 */
static enum err_code resolve_entity(struct str *out, struct drafts *drafts,
                                    struct str text, struct err *err)
{
    struct local *local = find_local(drafts, text);
    struct id id;
    struct err ignored = {0};

    *out = text;
    if (local && local->is_entity) {
        if (visit(drafts, local, err) != ERR_OK)
            return err->code;
        *out = local->text;
    } else if (id_parse(&id, text, &ignored) == ERR_OK) {
        *out = arena_str(drafts->arena, id_str(&id));
    }
    return ERR_OK;
}

static enum err_code resolve_pinned(struct value *out, struct drafts *drafts,
                                    struct str text, struct err *err)
{
    struct str resolved;
    struct ref ref;

    if (resolve(&resolved, &ref, drafts, text, err) != ERR_OK)
        return err->code;
    if (ref_is_none(ref))
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" names no statement",
                       STR_ARG(str_prefix(text, 80)));
    return archive_ref_pinned(out, drafts->arena, drafts->archive, ref, err);
}

/* {"file": NAME} becomes the reference of the one object with that original name. */
static enum err_code resolve_file(struct value *out, struct drafts *drafts,
                                  struct str name, struct err *err)
{
    bool is_only_one = true;
    struct ref ref;

    if (index_object_named(&ref, &is_only_one, archive_index(drafts->archive), name,
                           err) != ERR_OK)
        return err->code;
    if (ref_is_none(ref))
        return err_set(err, ERR_NOT_FOUND,
                       "no object of this archive is named \"" STR_FMT
                       "\"; preserve the file first",
                       STR_ARG(str_prefix(name, 200)));
    if (!is_only_one)
        return err_set(err, ERR_CONFLICT,
                       "several objects are named \"" STR_FMT
                       "\"; name the one that is meant by its reference",
                       STR_ARG(str_prefix(name, 200)));
    *out = value_string(archive_ref_text(drafts->archive, drafts->arena, ref));
    return ERR_OK;
}

static enum err_code rewrite(struct value *out, struct drafts *drafts,
                             const struct value *v, enum pointing pointing,
                             struct err *err);

static enum err_code rewrite_items(struct value *out, struct drafts *drafts,
                                   const struct value *v, enum pointing pointing,
                                   struct err *err)
{
    struct value list = value_array();

    for (uint32_t i = 0; i < v->count; i++) {
        struct value item = {0};

        if (rewrite(&item, drafts, &v->items[i], pointing, err) != ERR_OK)
            return err->code;
        value_add(&list, drafts->arena, item);
    }
    *out = list;
    return ERR_OK;
}

static enum err_code rewrite_members(struct value *out, struct drafts *drafts,
                                     const struct value *v, struct err *err)
{
    struct value object = value_object();

    for (uint32_t i = 0; i < v->count; i++) {
        struct str key = v->members[i].key;
        struct value member = {0};

        if (rewrite(&member, drafts, &v->members[i].value, pointing_of(STR(""), key),
                    err) != ERR_OK)
            return err->code;
        value_set(&object, drafts->arena, key, member);
    }
    *out = object;
    return ERR_OK;
}

static enum err_code rewrite(struct value *out, struct drafts *drafts,
                             const struct value *v, enum pointing pointing,
                             struct err *err)
{
    struct str text = STR("");
    struct ref ref = REF_NONE;

    *out = *v;
    if (pointing == POINTS_NOT)
        return ERR_OK;
    if (v->type == VALUE_ARRAY)
        return rewrite_items(out, drafts, v, pointing, err);
    if (v->type == VALUE_OBJECT && value_get(v, STR("file")))
        return resolve_file(out, drafts, value_get_string(v, STR("file")), err);
    if (v->type == VALUE_OBJECT)
        return rewrite_members(out, drafts, v, err);
    if (v->type != VALUE_STRING || pointing == POINTS_INSIDE)
        return ERR_OK;
    if (pointing == POINTS_PINNED)
        return resolve_pinned(out, drafts, v->string, err);
    if (pointing == POINTS_ENTITY) {
        if (resolve_entity(&text, drafts, v->string, err) != ERR_OK)
            return err->code;
    } else if (resolve(&text, &ref, drafts, v->string, err) != ERR_OK) {
        return err->code;
    }
    *out = value_string(text);
    return ERR_OK;
}

/* A plain string is a pointer only where the property takes references: names stay as
 * written. It is never one to a statement: no property takes those. */
static enum pointing pointing_of_value(const struct drafts *drafts,
                                       const struct value *draft)
{
    const struct schema_property *property = additions_property(
        archive_additions(drafts->archive), value_get_string(draft, STR("property")));
    const struct value *v = value_get(draft, STR("value"));

    if (v && v->type == VALUE_STRING && property &&
        !(property->values & SCHEMA_REFERENCE))
        return POINTS_NOT;
    return v && v->type == VALUE_STRING ? POINTS_ENTITY : POINTS_PLAIN;
}

/* Coordinates as written and GeoJSON become the value that is recorded. */
static enum err_code settle_value(struct value *statement, const struct drafts *drafts,
                                  struct err *err)
{
    const struct value *there = value_get(statement, STR("value"));
    const struct schema_property *property = additions_property(
        archive_additions(drafts->archive), value_get_string(statement, STR("property")));
    struct value value;

    if (!there)
        return ERR_OK;
    value = *there;
    if (claim_value_settle(&value, drafts->arena, property, err) != ERR_OK)
        return err->code;
    value_set(statement, drafts->arena, STR("value"), value);
    return ERR_OK;
}

/* The draft as a statement: pointers resolved, the local id gone. */
static enum err_code write_out(struct value *out, struct drafts *drafts,
                               struct local *local, struct err *err)
{
    struct str kind = value_get_string(local->draft, STR("kind"));
    struct value statement = value_object();

    for (uint32_t i = 0; i < local->draft->count; i++) {
        struct member member = local->draft->members[i];
        enum pointing pointing = pointing_of(kind, member.key);

        if (str_equal(member.key, STR("id")))
            continue;
        if (pointing == POINTS_VALUE)
            pointing = pointing_of_value(drafts, local->draft);
        if (rewrite(&member.value, drafts, &local->draft->members[i].value, pointing,
                    err) != ERR_OK)
            return err->code;
        value_set(&statement, drafts->arena, member.key, member.value);
    }
    if (str_equal(kind, STR("claim")) && settle_value(&statement, drafts, err) != ERR_OK)
        return err->code;
    if (local->is_entity)
        value_set(&statement, drafts->arena, STR("id"), value_string(local->text));
    *out = statement;
    return ERR_OK;
}

static enum err_code add(struct drafts *drafts, struct local *local, struct err *err)
{
    struct value statement = {0};
    struct draft_result *result;

    if (local->is_entity)
        local->text = archive_new_id(drafts->archive, drafts->arena);
    if (write_out(&statement, drafts, local, err) != ERR_OK ||
        archive_add(drafts->archive, &local->ref, &statement, err) != ERR_OK)
        return err->code;
    result =
        &drafts->results[drafts->done++]; /* what it points at was written before it */
    *result = (struct draft_result){.local = local->id,
                                    .kind = value_get_string(local->draft, STR("kind")),
                                    .ref = local->ref};
    if (local->is_entity)
        result->entity = local->text;
    else
        local->text = archive_ref_text(drafts->archive, drafts->arena, local->ref);
    return ERR_OK;
}

/* Which draft is at fault; nothing where there is only one, without a name. */
static void name_draft(const struct drafts *drafts, const struct local *local,
                       struct err *err)
{
    if (local->id.len > 0)
        (void)err_context(err, "draft %zu (\"" STR_FMT "\"): ", local->place,
                          STR_ARG(str_prefix(local->id, 40)));
    else if (drafts->count > 1)
        (void)err_context(err, "draft %zu: ", local->place);
}

/* Write what the draft points at first, then the draft: references point backwards. */
static enum err_code visit(struct drafts *drafts, struct local *local, struct err *err)
{
    if (local->mark == MARK_DONE)
        return ERR_OK;
    if (local->mark == MARK_OPEN)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" points at itself through other drafts",
                       STR_ARG(local->id));
    if (drafts->depth == POINTING_DEPTH_MAX)
        return err_set(
            err, ERR_LIMIT,
            "drafts point at one another through more than %d others: put those "
            "that are pointed at first",
            POINTING_DEPTH_MAX);
    local->mark = MARK_OPEN;
    drafts->depth++;
    if (add(drafts, local, err) != ERR_OK) {
        /* The message names the draft at fault, not those that led to it. */
        if (!drafts->has_failed)
            name_draft(drafts, local, err);
        drafts->has_failed = true;
        return err->code;
    }
    drafts->depth--;
    local->mark = MARK_DONE;
    return ERR_OK;
}

static enum err_code gather(struct drafts *drafts, const struct value *array,
                            struct err *err)
{
    for (size_t i = 0; i < drafts->count; i++) {
        struct local *local = &drafts->locals[i];

        local->draft = &array->items[i];
        local->place = i + 1;
        local->ref = REF_NONE;
        if (local->draft->type != VALUE_OBJECT)
            return err_set(err, ERR_INVALID, "draft %zu: not an object", i + 1);
        local->id = value_get_string(local->draft, STR("id"));
        local->is_entity =
            value_is_string(value_get(local->draft, STR("kind")), STR("entity"));
        if (local->id.len == 0)
            continue;
        if (find_local(drafts, local->id))
            return err_set(err, ERR_INVALID,
                           "draft %zu: \"" STR_FMT "\" is there already", i + 1,
                           STR_ARG(str_prefix(local->id, 40)));
        HASH_ADD_KEYPTR(hh, drafts->by_id, local->id.ptr, local->id.len, local);
    }
    return ERR_OK;
}

/* What the schema gets comes first, whatever is written in its words: kinds, properties
 * that may be said of them, terms of either. */
static enum err_code add_to_schema(struct drafts *drafts, struct err *err)
{
    static const struct str order[] = {STR_INIT("kind"), STR_INIT("property"),
                                       STR_INIT("term")};

    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
        for (size_t i = 0; i < drafts->count; i++) {
            const struct value *draft = drafts->locals[i].draft;

            if (value_is_string(value_get(draft, STR("kind")), STR("schema")) &&
                value_is_string(value_get(draft, STR("add")), order[k]) &&
                visit(drafts, &drafts->locals[i], err) != ERR_OK)
                return err->code;
        }
    return ERR_OK;
}

static enum err_code add_all(struct drafts *drafts, struct err *err)
{
    enum err_code code = add_to_schema(drafts, err);

    for (size_t i = 0; code == ERR_OK && i < drafts->count; i++)
        code = visit(drafts, &drafts->locals[i], err);
    return code;
}

static enum err_code add_alone(struct drafts *drafts, struct err *err)
{
    enum err_code code = archive_begin(drafts->archive, err);

    if (code != ERR_OK)
        return code;
    code = add_all(drafts, err);
    if (code == ERR_OK)
        return archive_commit(drafts->archive, err);
    archive_rollback(drafts->archive);
    return code;
}

static enum err_code read_and_add(struct draft_result **out, size_t *count,
                                  struct arena *arena, struct archive *archive,
                                  const struct value *array, bool is_alone,
                                  struct err *err)
{
    struct drafts drafts = {.archive = archive, .arena = arena, .count = array->count};
    enum err_code code;

    if (array->type != VALUE_ARRAY)
        return err_set(err, ERR_INVALID, "the drafts must be an array of objects");
    if (array->count > DRAFTS_MAX)
        return err_set(err, ERR_LIMIT, "%u drafts at once, %d can be", array->count,
                       DRAFTS_MAX);
    drafts.locals = ARENA_ARRAY(arena, struct local, array->count);
    drafts.results = ARENA_ARRAY(arena, struct draft_result, array->count);
    code = gather(&drafts, array, err);
    if (code == ERR_OK)
        code = is_alone ? add_alone(&drafts, err) : add_all(&drafts, err);
    HASH_CLEAR(hh, drafts.by_id);
    if (code != ERR_OK)
        return code;
    *out = drafts.results;
    *count = drafts.done;
    return ERR_OK;
}

enum err_code drafts_add(struct draft_result **out, size_t *count, struct arena *arena,
                         struct archive *archive, const struct value *array,
                         struct err *err)
{
    return read_and_add(out, count, arena, archive, array, true, err);
}

enum err_code drafts_put(struct draft_result **out, size_t *count, struct arena *arena,
                         struct archive *archive, const struct value *array,
                         struct err *err)
{
    return read_and_add(out, count, arena, archive, array, false, err);
}
