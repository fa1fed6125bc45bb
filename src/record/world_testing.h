#ifndef RECORD_WORLD_TESTING_H
#define RECORD_WORLD_TESTING_H

/*
 * For tests only: an index on a temporary file, filled with statements as people would
 * write them down. Names are readable: the `id` of an entity becomes a real id, the `id`
 * of any other statement names it for later ones, and wherever such a name stands as a
 * value it becomes the id or the reference. Words beginning with @ are ids of entities
 * that no statement makes.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/folder_for_test.h"
#include "format/canon.h"
#include "format/foreign.h"
#include "log/feed.h"
#include "record/id.h"
#include "record/index.h"
#include "record/index_open.h"

#define WORLD_UNUSED __attribute__((unused))

enum { WORLD_NAMES_MAX = 512, WORLD_NAME_MAX = 32 };

struct world_name {
    char name[WORLD_NAME_MAX];
    bool is_entity;
    struct ref ref;
};

struct world {
    char folder[64];
    char path[96];
    struct arena arena;
    struct err err;
    struct index *index;
    uint32_t feed;
    uint64_t sizes[8];
    const char *at; /* "2022-09-14T10:00:00Z" */
    const char *by; /* NULL: @recorder */
    struct world_name names[WORLD_NAMES_MAX];
    size_t name_count;
};

#define WORLD_FOUNDING "psqz2nfrr54h0sv8qh42ysypj9"

WORLD_UNUSED static struct str world_id(struct world *w, const char *word)
{
    uint8_t bytes[ID_RANDOM] = {0};
    struct id id;

    for (size_t i = 0; word[i]; i++)
        bytes[i % ID_RANDOM] = (uint8_t)(bytes[i % ID_RANDOM] * 31 + (uint8_t)word[i]);
    id = id_new(bytes);
    return arena_str(&w->arena, id_str(&id));
}

WORLD_UNUSED static void world_use_feed(struct world *w, const char *feed)
{
    assert_int_equal(index_add_feed(&w->feed, w->index, str_from_c(feed), &w->err),
                     ERR_OK);
}

WORLD_UNUSED static void world_open_as(struct world *w, enum index_making making)
{
    struct db *db = NULL;

    *w = (struct world){.at = "2022-09-14T10:00:00Z"};
    assert_int_equal(make_folder_for_test(w->folder, sizeof w->folder), 0);
    (void)snprintf(w->path, sizeof w->path, "%s/index.db", w->folder);
    if (making == INDEX_LOADING)
        assert_int_equal(db_open_file_beside(&db, w->path, &w->err), ERR_OK);
    else
        assert_int_equal(db_open_file(&db, w->path, DB_WRITE, &w->err), ERR_OK);
    assert_int_equal(index_make(&w->index, db, STR("schema"), making, &w->err), ERR_OK);
    world_use_feed(w, WORLD_FOUNDING);
}

WORLD_UNUSED static void world_open(struct world *w)
{
    world_open_as(w, INDEX_LIVE);
}

WORLD_UNUSED static void world_close(struct world *w)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", ".new"};

    index_close(w->index);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char name[128];

        (void)snprintf(name, sizeof name, "%s%s", w->path, suffixes[i]);
        (void)unlink(name);
    }
    assert_int_equal(rmdir(w->folder), 0);
    arena_free(&w->arena);
}

static const struct world_name *world_find(const struct world *w, struct str name)
{
    for (size_t i = 0; i < w->name_count; i++)
        if (str_equal(str_from_c(w->names[i].name), name))
            return &w->names[i];
    return NULL;
}

WORLD_UNUSED static struct ref world_ref(const struct world *w, const char *name)
{
    const struct world_name *found = world_find(w, str_from_c(name));

    assert_non_null(found);
    return found->ref;
}

static void world_keep_name(struct world *w, struct str name, bool is_entity,
                            struct ref ref)
{
    struct world_name *n = &w->names[w->name_count++];

    assert_true(w->name_count <= WORLD_NAMES_MAX && name.len < WORLD_NAME_MAX);
    memcpy(n->name, name.ptr, name.len);
    n->is_entity = is_entity;
    n->ref = ref;
}

static void world_resolve(struct world *w, struct value *v)
{
    if (v->type == VALUE_STRING) {
        const struct world_name *found = world_find(w, v->string);

        if (v->string.len > 1 && v->string.ptr[0] == '@')
            v->string = world_id(w, v->string.ptr);
        else if (found && found->is_entity)
            v->string = world_id(w, found->name);
        else if (found)
            v->string = index_ref_text(&w->arena, w->index, found->ref);
    }
    if (v->type == VALUE_ARRAY)
        for (uint32_t i = 0; i < v->count; i++)
            world_resolve(w, &v->items[i]);
    if (v->type == VALUE_OBJECT)
        for (uint32_t i = 0; i < v->count; i++)
            world_resolve(w, &v->members[i].value);
}

static struct value world_without_id(struct world *w, const struct value *v,
                                     struct ref ref)
{
    struct value out = value_object();
    bool is_entity = str_equal(value_get_string(v, STR("kind")), STR("entity")) ||
                     str_equal(value_get_string(v, STR("kind")), STR("member"));

    for (uint32_t i = 0; i < v->count; i++) {
        const struct member *m = &v->members[i];

        if (str_equal(m->key, STR("id")))
            world_keep_name(w, arena_str(&w->arena, m->value.string), is_entity, ref);
        if (is_entity || !str_equal(m->key, STR("id")))
            value_set(&out, &w->arena, m->key, m->value);
    }
    return out;
}

static void world_put(struct world *w, const struct value *v)
{
    struct buf bytes = {0};
    struct value parsed;
    struct feed_statement stored = {.index = w->sizes[w->feed], .form = FRAME_SEALED};
    struct feed_position position = {.size = w->sizes[w->feed] + 1};
    struct ref ref = ref_of(w->feed, stored.index);

    if (v) {
        stored.form = FRAME_OPEN;
        assert_int_equal(canon_write(&bytes, v, &w->err), ERR_OK);
        stored.bytes = buf_str(&bytes);
        assert_int_equal(canon_parse(&parsed, &w->arena, stored.bytes, &w->err), ERR_OK);
    }
    stored.at = (uint32_t)(stored.index * 600);
    stored.frame_len = (uint32_t)bytes.len + 37;
    memset(stored.commitment.bytes, (int)stored.index, 32);
    position.root.bytes[0] = (uint8_t)position.size;
    assert_int_equal(index_begin(w->index, &w->err), ERR_OK);
    if (index_put(w->index, ref, &stored, v ? &parsed : NULL, &w->err) != ERR_OK)
        fail_msg("%s", w->err.message);
    assert_int_equal(index_commit(w->index, w->feed, &position, &w->err), ERR_OK);
    w->sizes[w->feed]++;
    buf_release(&bytes);
}

/* One statement, in a transaction of its own. */
WORLD_UNUSED static struct ref world_say_value(struct world *w, const struct value *said)
{
    struct ref ref = ref_of(w->feed, w->sizes[w->feed]);
    struct value v = world_without_id(w, said, ref);

    world_resolve(w, &v);
    value_set(&v, &w->arena, STR("feed"),
              value_string(index_feed_id(w->index, ref_feed(ref))));
    value_set(&v, &w->arena, STR("index"), value_integer((int64_t)ref_index(ref)));
    value_set(&v, &w->arena, STR("at"), value_string(str_from_c(w->at)));
    value_set(&v, &w->arena, STR("by"),
              value_string(world_id(w, w->by ? w->by : "@recorder")));
    world_put(w, &v);
    return ref;
}

WORLD_UNUSED static struct ref world_say(struct world *w, const char *json)
{
    struct value v;

    if (foreign_parse(&v, &w->arena, str_from_c(json), &w->err) != ERR_OK)
        fail_msg("%s: %s", json, w->err.message);
    return world_say_value(w, &v);
}

/* A statement that cannot be read. */
WORLD_UNUSED static struct ref world_seal(struct world *w)
{
    struct ref ref = ref_of(w->feed, w->sizes[w->feed]);

    world_put(w, NULL);
    return ref;
}

#endif
