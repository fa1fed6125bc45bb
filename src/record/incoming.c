#include "record/incoming.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/sha256.h"
#include "store/object.h"
#include "store/store.h"

struct incoming {
    struct store *store;
    struct object_writer *open;   /* one of the two */
    struct sealed_writer *sealed; /* … */
    uint64_t size;
    uint64_t unsettled; /* bytes since the last that are durable */
    struct buf head;
    bool is_part;
    bool is_taken_up; /* its head came before, and is read back */
    bool is_whole;    /* no write has failed */
};

static void incoming_free(struct incoming *in)
{
    if (in->head.ptr)
        explicit_bzero(in->head.ptr, in->head.cap);
    buf_release(&in->head);
    sealed_writer_free(in->sealed);
    store_close(in->store);
    free(in);
}

static struct incoming *incoming_new(struct store *store)
{
    struct incoming *in = calloc(1, sizeof *in);

    if (!in)
        out_of_memory(sizeof *in);
    in->store = store;
    in->is_whole = true;
    return in;
}

enum err_code incoming_begin(struct incoming **out, const char *folder,
                             const uint8_t (*key)[AGE_KEY_BYTES], struct str name,
                             struct err *err)
{
    struct store *store = NULL;
    struct incoming *in;
    enum err_code code = store_open(&store, folder, err);

    if (code != ERR_OK)
        return code;
    in = incoming_new(store);
    if (key) {
        in->sealed = sealed_writer_new_in(in->store);
        code = sealed_writer_start(in->sealed, key, 1, err);
    } else if (name.len > 0) {
        in->is_part = true;
        code = object_begin_part(&in->open, in->store, name, err);
    } else {
        code = object_begin(&in->open, in->store, err);
    }
    if (code != ERR_OK) {
        incoming_free(in);
        return code;
    }
    *out = in;
    return ERR_OK;
}

enum err_code incoming_go_on(struct incoming **out, const char *folder, struct str name,
                             struct err *err)
{
    struct store *store = NULL;
    struct incoming *in;

    if (store_open(&store, folder, err) != ERR_OK)
        return err->code;
    in = incoming_new(store);
    in->is_part = true;
    in->is_taken_up = true;
    if (object_go_on(&in->open, &in->size, in->store, name, INCOMING_PART, err) !=
        ERR_OK) {
        incoming_free(in);
        return err->code;
    }
    *out = in;
    return ERR_OK;
}

static enum err_code write_open(struct incoming *in, struct str bytes, struct err *err)
{
    enum err_code code = ERR_OK;

    while (code == ERR_OK && bytes.len > 0) {
        struct str part = str_prefix(bytes, (size_t)(INCOMING_PART - in->unsettled));

        code = object_write(in->open, part.ptr, part.len, err);
        bytes = str_after(bytes, part.len);
        in->unsettled += part.len;
        if (in->unsettled < INCOMING_PART)
            continue;
        in->unsettled = 0;
        if (code == ERR_OK && in->is_part)
            code = object_settle(in->open, err);
    }
    return code;
}

enum err_code incoming_add(struct incoming *in, struct str bytes, struct err *err)
{
    enum err_code code = ERR_OK;

    if (!in->is_whole)
        return err_set(err, ERR_IO, "an earlier part of this file could not be written");
    if (in->sealed && bytes.len > 0)
        code = sealed_writer_add(in->sealed, bytes.ptr, bytes.len, err);
    else
        code = write_open(in, bytes, err);
    if (code == ERR_OK && in->head.len < INCOMING_HEAD)
        buf_append(&in->head, str_prefix(bytes, INCOMING_HEAD - in->head.len));
    if (code == ERR_OK)
        in->size += bytes.len;
    in->is_whole = code == ERR_OK;
    return code;
}

uint64_t incoming_size(const struct incoming *in)
{
    return in->size;
}

static enum err_code keep_open(struct incoming_kept *out, struct incoming *in,
                               struct err *err)
{
    struct object_writer *writer = in->open;

    in->open = NULL;
    if (object_keep(&out->object.sha256, &out->existed, writer, err) != ERR_OK)
        return err->code;
    out->object.stored = out->object.sha256;
    out->object.size = in->size;
    return ERR_OK;
}

static enum err_code read_head(struct incoming *in, const struct digest *name,
                               struct err *err)
{
    size_t got = 0;
    char *room;

    buf_reset(&in->head);
    room = buf_reserve(&in->head, INCOMING_HEAD);
    if (object_read(&got, in->store, name, 0, room, INCOMING_HEAD, err) != ERR_OK)
        return err->code;
    in->head.len = got;
    return ERR_OK;
}

static enum err_code keep(struct incoming_kept *out, struct incoming *in, struct err *err)
{
    enum err_code code = in->sealed ? sealed_writer_keep(&out->object, in->sealed, err)
                                    : keep_open(out, in, err);

    /* Whoever states it has another store open, which knows of nothing to be synced. */
    if (code == ERR_OK)
        code = object_sync(in->store, err);
    if (code == ERR_OK && in->is_taken_up)
        code = read_head(in, &out->object.stored, err);
    return code;
}

enum err_code incoming_keep(struct incoming_kept *out, struct buf *head,
                            struct incoming *in, struct err *err)
{
    struct incoming_kept kept = {0};

    if (!in->is_whole) {
        incoming_abort(in);
        return err_set(err, ERR_IO, "a part of this file could not be written");
    }
    if (keep(&kept, in, err) != ERR_OK) {
        object_abort(in->open);
        incoming_free(in);
        return err->code;
    }
    buf_append(head, buf_str(&in->head));
    incoming_free(in);
    *out = kept;
    return ERR_OK;
}

void incoming_abort(struct incoming *in)
{
    if (!in)
        return;
    object_abort(in->open);
    incoming_free(in);
}

void incoming_leave(struct incoming *in)
{
    if (!in)
        return;
    if (in->is_part)
        object_leave(in->open);
    else
        object_abort(in->open);
    incoming_free(in);
}

enum err_code incoming_room(uint64_t *out, const char *folder, struct err *err)
{
    enum err_code code;
    int fd = -1;

    code = file_open_dir(&fd, AT_FDCWD, folder, err);
    if (code == ERR_OK) {
        code = file_free_space(out, fd, err);
        (void)close(fd);
    }
    return code;
}
