#include "web/object_bytes.h"

#include <string.h>

#include "intake/media_type.h"
#include "record/keyring.h"
#include "record/sealed_object.h"

struct object_bytes {
    struct archive *archive;
    struct digest stored;
    struct sealed_reader *sealed; /* NULL: they stay open */
};

static enum err_code read_bytes(size_t *got, void *context, uint64_t offset, void *buffer,
                                size_t len, struct err *err)
{
    struct object_bytes *bytes = context;

    return bytes->sealed
               ? sealed_reader_read(got, bytes->sealed, offset, buffer, len, err)
               : archive_object_read(got, bytes->archive, &bytes->stored, offset, buffer,
                                     len, err);
}

static void close_bytes(void *context)
{
    struct object_bytes *bytes = context;

    sealed_reader_close(bytes->sealed);
    bytes->sealed = NULL;
}

static enum err_code open_stored(struct object_bytes *bytes, uint64_t *size,
                                 const struct object_row *object, struct err *err)
{
    struct keyring *keyring = archive_keyring(bytes->archive);
    struct digest plain;

    if (!digest_parse(&plain, object->sha256) || !object->has_size || object->size < 0)
        return err_set(err, ERR_NOT_FOUND, "this statement names no bytes");
    if (!digest_parse(&bytes->stored, object->stored))
        bytes->stored = plain;
    *size = (uint64_t)object->size;
    if (digest_equal(&bytes->stored, &plain))
        return archive_object_size(size, bytes->archive, &bytes->stored, err);
    return sealed_reader_open(&bytes->sealed, bytes->archive, &bytes->stored, *size,
                              keyring_identities(keyring), keyring_count(keyring), err);
}

static enum err_code find_media(struct media *out, struct object_bytes *bytes,
                                struct request *r, const struct object_row *object,
                                struct err *err)
{
    char *head = arena_alloc(r->arena, MEDIA_TYPE_LOOK, 1);
    size_t got = 0;
    enum err_code code = read_bytes(&got, bytes, 0, head, MEDIA_TYPE_LOOK, err);

    if (code == ERR_OK)
        *out = media_of(str_from_c(media_type((struct str){head, got}, object->name)));
    explicit_bzero(head, MEDIA_TYPE_LOOK);
    return code;
}

enum err_code object_bytes_open(struct reply *out, struct media *media, struct request *r,
                                const struct object_row *object, struct err *err)
{
    struct object_bytes *bytes = ARENA_NEW(r->arena, struct object_bytes);
    uint64_t size = 0;

    bytes->archive = r->archive;
    if (open_stored(bytes, &size, object, err) != ERR_OK ||
        find_media(media, bytes, r, object, err) != ERR_OK) {
        close_bytes(bytes);
        return err->code;
    }
    out->kind = REPLY_EVIDENCE;
    out->bytes = (struct reply_bytes){
        .size = size, .read = read_bytes, .close = close_bytes, .context = bytes};
    return ERR_OK;
}
