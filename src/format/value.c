#include "format/value.h"

#include <assert.h>
#include <string.h>

const struct value *value_get(const struct value *v, struct str key)
{
    if (!v || v->type != VALUE_OBJECT)
        return NULL;
    for (uint32_t i = 0; i < v->count; i++)
        if (str_equal(v->members[i].key, key))
            return &v->members[i].value;
    return NULL;
}

struct str value_get_string(const struct value *v, struct str key)
{
    const struct value *found = value_get(v, key);

    return found && found->type == VALUE_STRING ? found->string : STR("");
}

bool value_get_integer(int64_t *out, const struct value *v, struct str key)
{
    const struct value *found = value_get(v, key);

    if (!found || found->type != VALUE_INTEGER)
        return false;
    *out = found->integer;
    return true;
}

bool value_is_string(const struct value *v, struct str text)
{
    return v && v->type == VALUE_STRING && str_equal(v->string, text);
}

struct value value_null(void)
{
    return (struct value){.type = VALUE_NULL};
}

struct value value_bool(bool truth)
{
    return (struct value){.type = truth ? VALUE_TRUE : VALUE_FALSE};
}

struct value value_integer(int64_t n)
{
    return (struct value){.type = VALUE_INTEGER, .integer = n};
}

struct value value_string(struct str s)
{
    return (struct value){.type = VALUE_STRING, .string = s};
}

struct value value_array(void)
{
    return (struct value){.type = VALUE_ARRAY, .items = NULL};
}

struct value value_object(void)
{
    return (struct value){.type = VALUE_OBJECT, .members = NULL};
}

/* Arenas cannot grow an object in place: the old run is left to die with the arena. */
static void *grow(void *old, struct value *v, struct arena *arena, size_t size)
{
    uint32_t cap = v->cap > 0 ? 2 * v->cap : 8;
    void *bigger;

    assert(v->count < UINT32_MAX / 2);
    bigger = arena_alloc(arena, cap, size);
    if (v->count > 0)
        memcpy(bigger, old, v->count * size);
    v->cap = cap;
    return bigger;
}

void value_add(struct value *array, struct arena *arena, struct value item)
{
    assert(array->type == VALUE_ARRAY);
    if (array->count >= array->cap)
        array->items = grow(array->items, array, arena, sizeof *array->items);
    array->items[array->count++] = item;
}

void value_set(struct value *object, struct arena *arena, struct str key,
               struct value value)
{
    assert(object->type == VALUE_OBJECT);
    for (uint32_t i = 0; i < object->count; i++)
        if (str_equal(object->members[i].key, key)) {
            object->members[i].value = value;
            return;
        }
    if (object->count >= object->cap)
        object->members = grow(object->members, object, arena, sizeof *object->members);
    object->members[object->count++] = (struct member){key, value};
}

/* NOLINTNEXTLINE(misc-no-recursion): no reader gives more than 2048 levels */
struct value value_copy(const struct value *v, struct arena *arena)
{
    struct value copy = *v;

    copy.cap = copy.count;
    if (v->type == VALUE_STRING)
        copy.string = arena_str(arena, v->string);
    if (v->type == VALUE_ARRAY && v->count > 0) {
        copy.items = ARENA_ARRAY(arena, struct value, v->count);
        for (uint32_t i = 0; i < v->count; i++)
            copy.items[i] = value_copy(&v->items[i], arena);
    }
    if (v->type == VALUE_OBJECT && v->count > 0) {
        copy.members = ARENA_ARRAY(arena, struct member, v->count);
        for (uint32_t i = 0; i < v->count; i++) {
            copy.members[i].key = arena_str(arena, v->members[i].key);
            copy.members[i].value = value_copy(&v->members[i].value, arena);
        }
    }
    return copy;
}
