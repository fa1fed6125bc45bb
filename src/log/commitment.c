#include "log/commitment.h"

#include "log/merkle.h"

struct digest commitment_of(struct sha256 *h, const uint8_t salt[FRAME_SALT_BYTES],
                            struct str statement)
{
    sha256_start(h);
    sha256_add(h, salt, FRAME_SALT_BYTES);
    sha256_add(h, statement.ptr, statement.len);
    return sha256_finish(h);
}

struct entry frame_entry(struct sha256 *h, const struct frame *frame)
{
    struct entry entry = {frame->commitment, frame->stored};

    if (frame->form != FRAME_ERASED)
        entry.stored = sha256_of(h, frame->bytes);
    if (frame->form == FRAME_OPEN)
        entry.commitment = entry.stored;
    return entry;
}

bool frame_step_unknown(struct str *rest, struct sha256 *h, const struct entry *entry)
{
    for (size_t hashes = 0; hashes <= FRAME_UNKNOWN_HASHES; hashes++) {
        struct str bytes;
        struct str behind;
        struct digest digest;

        if (!frame_unknown_split(&bytes, &behind, *rest, hashes))
            return false;
        digest = sha256_of(h, bytes);
        if (digest_equal(&digest, &entry->stored)) {
            *rest = behind;
            return true;
        }
    }
    return false;
}

struct digest entry_leaf(struct sha256 *h, const struct entry *entry)
{
    char text[ENTRY_BYTES];

    entry_write(text, entry);
    return merkle_leaf(h, (struct str){text, sizeof text});
}
