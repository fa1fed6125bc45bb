#ifndef RECORD_CHECK_TEST_WORLD_H
#define RECORD_CHECK_TEST_WORLD_H

/*
 * A small world for tests of check_statement(): statements written with names in
 * place of ids ("@name" an entity, "#name" a statement, "%name" a pinned one), and
 * the lookups that answer for them.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "format/foreign.h"
#include "record/check.h"
#include "record/id.h"

enum { WORLD_MAX = 256 };

struct world_entry {
    struct str name;
    struct str kind;
    struct str class_;
    struct str property;
    bool roles_only;
    bool is_sealed;
    bool is_entity;
};

struct world {
    struct arena arena;
    struct world_entry entries[WORLD_MAX];
    size_t count;
    const char *io_error; /* lookups fail with it */
};

static inline size_t world_at(struct world *world, struct str name)
{
    for (size_t i = 0; i < world->count; i++)
        if (str_equal(world->entries[i].name, name))
            return i;
    world->entries[world->count].name = name;
    return world->count++;
}

/* The id or reference of entry i: its number, in either form. */
static inline struct str world_id(struct world *world, size_t i)
{
    const uint8_t random[ID_RANDOM] = {0x5a, [8] = (uint8_t)(i >> 8), (uint8_t)i};
    const struct id id = id_new(random);

    return arena_str(&world->arena, id_str(&id));
}

static inline struct str world_ref(struct world *world, size_t i)
{
    return arena_printf(&world->arena, "psqz2nfrr54h0sv8qh42ysypj9.%zu", i);
}

static inline size_t world_number(struct world *world, struct str text, bool is_entity)
{
    for (size_t i = 0; i < world->count; i++)
        if (world->entries[i].kind.len > 0 && world->entries[i].is_entity == is_entity &&
            str_equal(text, is_entity ? world_id(world, i) : world_ref(world, i)))
            return i;
    return world->count;
}

static inline enum err_code world_find_entity(struct check_entity *out, void *data,
                                              struct str id, struct err *err)
{
    struct world *world = data;
    const size_t i = world_number(world, id, true);

    if (world->io_error)
        return err_set(err, ERR_IO, "%s", world->io_error);
    *out = (struct check_entity){0};
    if (i < world->count)
        *out = (struct check_entity){.exists = true,
                                     .kind = world->entries[i].kind,
                                     .class_ = world->entries[i].class_};
    return ERR_OK;
}

static inline enum err_code world_find_statement(struct check_target *out, void *data,
                                                 struct str ref, struct err *err)
{
    struct world *world = data;
    const size_t i = world_number(world, ref, false);

    if (world->io_error)
        return err_set(err, ERR_IO, "%s", world->io_error);
    *out = (struct check_target){0};
    if (i < world->count)
        *out = (struct check_target){.exists = true,
                                     .kind = world->entries[i].kind,
                                     .property = world->entries[i].property,
                                     .roles_only = world->entries[i].roles_only,
                                     .is_sealed = world->entries[i].is_sealed};
    return ERR_OK;
}

static inline bool world_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* How long the name behind text[at] is, or 0 when no name begins there. */
static inline size_t world_name_length(struct str text, size_t at)
{
    const bool is_string = at > 0 && text.ptr[at - 1] == '"';
    size_t len = 0;

    if (text.ptr[at] != '%' &&
        !(is_string && (text.ptr[at] == '@' || text.ptr[at] == '#')))
        return 0;
    while (at + 1 + len < text.len && world_is_name(text.ptr[at + 1 + len]))
        len++;
    return len;
}

static inline void world_put(struct buf *out, struct world *world, char how,
                             struct str name)
{
    const size_t at = world_at(world, arena_str(&world->arena, name));

    if (how == '%')
        buf_printf(out, "{\"c\":\"%064zu\",\"s\":\"" STR_FMT "\"}", at,
                   STR_ARG(world_ref(world, at)));
    else
        buf_append(out, how == '@' ? world_id(world, at) : world_ref(world, at));
}

/* text with names replaced, parsed. */
static inline struct value world_value(struct world *world, struct str text)
{
    struct buf out = {0};
    struct value value = {0};
    struct err err = {0};

    for (size_t i = 0; i < text.len; i++) {
        const size_t len = world_name_length(text, i);

        if (len == 0)
            buf_append(&out, (struct str){text.ptr + i, 1});
        else
            world_put(&out, world, text.ptr[i], (struct str){text.ptr + i + 1, len});
        i += len;
    }
    if (foreign_parse(&value, &world->arena, arena_str(&world->arena, buf_str(&out)),
                      &err) != ERR_OK)
        (void)fprintf(stderr, "# %s: " STR_FMT "\n", err.message, STR_ARG(text));
    buf_release(&out);
    return value;
}

/* From now on lookups find it. */
static inline void world_add(struct world *world, struct str name,
                             const struct value *statement)
{
    struct world_entry *entry = &world->entries[world_at(world, name)];
    const struct str kind = value_get_string(statement, STR("kind"));

    entry->is_entity = str_equal(kind, STR("entity"));
    entry->kind = entry->is_entity ? value_get_string(statement, STR("entity")) : kind;
    entry->class_ = value_get_string(statement, STR("class"));
    entry->property = value_get_string(statement, STR("property"));
    entry->roles_only = value_get(statement, STR("roles_only")) != NULL;
    entry->is_sealed = value_get(statement, STR("seal")) != NULL;
}

static inline struct check_context world_context(struct world *world, bool is_synthetic)
{
    return (struct check_context){.is_synthetic = is_synthetic,
                                  .data = world,
                                  .find_entity = world_find_entity,
                                  .find_statement = world_find_statement};
}

#endif
