#include "web/upload.h"

#include <string.h>

#include "base/message.h"
#include "record/compartment.h"
#include "web/site.h"

bool upload_said_take(struct upload_said *said, struct str name, struct str value)
{
    const struct {
        struct str name;
        struct str *place;
    } fields[] = {{STR("how"), &said->how},
                  {STR("from"), &said->from},
                  {STR("where"), &said->where},
                  {STR("on"), &said->on},
                  {STR("seal"), &said->seal}};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (str_equal(fields[i].name, name)) {
            *fields[i].place = str_trim(value);
            return true;
        }
    return false;
}

struct obtained upload_obtained(const struct upload_said *said)
{
    return (struct obtained){.how = said->how.len > 0 ? said->how : STR("copied"),
                             .from = said->from,
                             .where = said->where,
                             .on = said->on};
}

/* The newest epoch of each. */
static void add_places(struct upload_places *out, struct request *r,
                       const struct compartment_list *list)
{
    const struct compartment *usual = compartment_default(list);

    for (size_t i = 0; i < list->count; i++) {
        const struct compartment *c = &list->items[i];
        struct receive_to *to = &out->items[out->count];

        if (compartment_find(list, c->id) != c)
            continue;
        to->seal = arena_str(r->arena, c->id);
        memcpy(to->key[0], c->key, AGE_KEY_BYTES);
        out->names[out->count] = arena_str(r->arena, c->name);
        if (c == usual)
            out->usual = out->count;
        out->count++;
    }
}

enum err_code upload_places_read(struct upload_places *out, struct request *r,
                                 struct err *err)
{
    const struct compartment_list *list = NULL;

    *out = (struct upload_places){.seals_all = archive_seals_all(r->archive)};
    if (archive_compartments(&list, r->archive, err) != ERR_OK)
        return err->code;
    out->items = ARENA_ARRAY(r->arena, struct receive_to, list->count + 1);
    out->names = ARENA_ARRAY(r->arena, struct str, list->count + 1);
    out->count = 1;
    add_places(out, r, list);
    return ERR_OK;
}

enum err_code upload_place(const struct receive_to **out,
                           const struct upload_places *places, struct str seal,
                           struct err *err)
{
    size_t chosen = places->usual;

    if (str_equal(seal, STR("open")))
        chosen = 0;
    else if (seal.len > 0)
        for (chosen = 1; chosen < places->count; chosen++)
            if (str_equal(places->items[chosen].seal, seal))
                break;
    if (chosen == places->count)
        return err_set(err, ERR_INVALID, "there is no such compartment to seal to");
    if (chosen == 0 && places->seals_all)
        return err_set(err, ERR_DENIED,
                       "this machine seals all that it takes in, and there is no "
                       "compartment to seal to: an admin makes one with `stele seal "
                       "new`");
    *out = &places->items[chosen];
    return ERR_OK;
}

enum err_code upload_check_room(const struct request *r, uint64_t size, struct err *err)
{
    uint64_t room = 0;

    if (size == UINT64_MAX)
        return ERR_OK;
    if (incoming_room(&room, site_folder(r->site), err) != ERR_OK)
        return err->code;
    if (room < UPLOAD_ROOM_LEFT || size > room - UPLOAD_ROOM_LEFT)
        return err_set(err, ERR_LIMIT,
                       "there is not enough room where the archive lies: %ju bytes are "
                       "free and %ju are needed",
                       (uintmax_t)room, (uintmax_t)size);
    return ERR_OK;
}

bool upload_is_full(const struct request *r)
{
    struct err ignored = {0};
    uint64_t room = 0;

    return incoming_room(&room, site_folder(r->site), &ignored) == ERR_OK &&
           room < UPLOAD_ROOM_LEFT;
}

struct stating {
    struct received *files;
    size_t count;
    const struct receive_to *to;
    const struct obtained *obtained;
};

static enum err_code state_files(struct archive *archive, void *context, struct err *err)
{
    const struct stating *s = context;

    return received_state(s->files, s->count, archive, s->to, s->obtained, err);
}

enum err_code upload_state(struct request *r, struct received *files, size_t count,
                           const struct receive_to *to, const struct obtained *obtained,
                           struct err *err)
{
    struct stating stating = {files, count, to, obtained};

    return writer_run(r, state_files, &stating, err);
}
