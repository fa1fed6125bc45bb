#include "format/frame.h"

#include <assert.h>

enum { FORM_AND_LENGTH = 5, HASH_BYTES = sizeof(struct digest) };

static void append_head(struct buf *out, enum frame_form form, size_t len)
{
    buf_char(out, (char)form);
    buf_u32be(out, (uint32_t)len);
}

static void append_digest(struct buf *out, const struct digest *digest)
{
    buf_bytes(out, digest->bytes, sizeof digest->bytes);
}

void frame_append_open(struct buf *out, struct str bytes)
{
    assert(bytes.len >= FRAME_OPEN_MIN_BYTES && bytes.len <= FRAME_OPEN_MAX_BYTES);
    append_head(out, FRAME_OPEN, bytes.len);
    buf_append(out, bytes);
}

void frame_append_sealed(struct buf *out, const struct digest *commitment,
                         struct str bytes)
{
    assert(bytes.len > 0 && bytes.len <= FRAME_SEALED_MAX_BYTES);
    append_head(out, FRAME_SEALED, bytes.len);
    append_digest(out, commitment);
    buf_append(out, bytes);
}

void frame_append_erased(struct buf *out, const struct digest *commitment,
                         const struct digest *stored)
{
    append_head(out, FRAME_ERASED, 0);
    append_digest(out, commitment);
    append_digest(out, stored);
}

static size_t read_u32be(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;

    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

enum err_code frame_head_read(struct frame_head *out, struct str start, struct err *err)
{
    size_t len;

    if (start.len < FORM_AND_LENGTH)
        return err_set(err, ERR_CORRUPT, "frame is cut short");
    len = read_u32be(str_after(start, 1));
    switch (start.ptr[0]) {
    case FRAME_OPEN:
        if (len < FRAME_OPEN_MIN_BYTES || len > FRAME_OPEN_MAX_BYTES)
            return err_set(err, ERR_CORRUPT, "open frame of %zu bytes, not %d to %d", len,
                           FRAME_OPEN_MIN_BYTES, FRAME_OPEN_MAX_BYTES);
        *out = (struct frame_head){FORM_AND_LENGTH, len, FRAME_OPEN};
        return ERR_OK;
    case FRAME_SEALED:
        if (len == 0 || len > FRAME_SEALED_MAX_BYTES)
            return err_set(err, ERR_CORRUPT, "sealed frame of %zu bytes, not 1 to %d",
                           len, FRAME_SEALED_MAX_BYTES);
        *out = (struct frame_head){FORM_AND_LENGTH + HASH_BYTES, len, FRAME_SEALED};
        return ERR_OK;
    case FRAME_ERASED:
        if (len != 0)
            return err_set(err, ERR_CORRUPT, "erased frame of %zu bytes, not 0", len);
        *out = (struct frame_head){FORM_AND_LENGTH + 2 * HASH_BYTES, 0, FRAME_ERASED};
        return ERR_OK;
    default:
        return err_set(err, ERR_CORRUPT, "frame form is 0x%02x, not 'o', 's' or 'e'",
                       (unsigned)(unsigned char)start.ptr[0]);
    }
}

enum err_code frame_read(struct frame *out, struct str *rest, struct err *err)
{
    struct frame_head head = {0};
    struct frame frame = {0};
    struct str hashes;

    if (frame_head_read(&head, *rest, err) != ERR_OK)
        return err->code;
    if (rest->len < head.head_len + head.bytes_len)
        return err_set(err, ERR_CORRUPT, "frame is cut short");
    hashes = str_after(*rest, FORM_AND_LENGTH);
    frame.form = head.form;
    if (head.form != FRAME_OPEN)
        memcpy(frame.commitment.bytes, hashes.ptr, HASH_BYTES);
    if (head.form == FRAME_ERASED)
        memcpy(frame.stored.bytes, hashes.ptr + HASH_BYTES, HASH_BYTES);
    frame.bytes = str_prefix(str_after(*rest, head.head_len), head.bytes_len);
    *rest = str_after(*rest, head.head_len + head.bytes_len);
    *out = frame;
    return ERR_OK;
}

bool frame_is_unknown(struct str start)
{
    return start.len >= FORM_AND_LENGTH && start.ptr[0] != FRAME_OPEN &&
           start.ptr[0] != FRAME_SEALED && start.ptr[0] != FRAME_ERASED;
}

bool frame_unknown_split(struct str *bytes, struct str *behind, struct str start,
                         size_t hashes)
{
    size_t head = FORM_AND_LENGTH + hashes * HASH_BYTES;
    size_t len = read_u32be(str_after(start, 1));

    if (start.len < head || start.len - head < len)
        return false;
    *bytes = str_prefix(str_after(start, head), len);
    *behind = str_after(start, head + len);
    return true;
}

enum err_code pack_read(struct frame out[PACK_FRAMES], struct str pack, struct err *err)
{
    struct frame frames[PACK_FRAMES];

    for (size_t i = 0; i < PACK_FRAMES; i++)
        if (frame_read(&frames[i], &pack, err) != ERR_OK)
            return err_context(err, "frame %zu: ", i);
    if (pack.len > 0)
        return err_set(err, ERR_CORRUPT, "%zu bytes after the last frame", pack.len);
    memcpy(out, frames, sizeof frames);
    return ERR_OK;
}
