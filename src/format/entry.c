#include "format/entry.h"

#include <assert.h>

enum { LABEL_BYTES = 4, SECOND_HASH_AT = LABEL_BYTES + DIGEST_HEX_LEN + 1 };

void entry_write(char out[ENTRY_BYTES], const struct entry *entry)
{
    memcpy(out, "ev1 ", LABEL_BYTES);
    hex_encode(out + LABEL_BYTES, entry->commitment.bytes,
               sizeof entry->commitment.bytes);
    out[SECOND_HASH_AT - 1] = ' ';
    hex_encode(out + SECOND_HASH_AT, entry->stored.bytes, sizeof entry->stored.bytes);
    out[ENTRY_BYTES - 1] = '\n';
}

enum err_code entry_parse(struct entry *out, struct str text, struct err *err)
{
    struct entry entry = {0};
    struct str first = str_prefix(str_after(text, LABEL_BYTES), DIGEST_HEX_LEN);
    struct str second = str_prefix(str_after(text, SECOND_HASH_AT), DIGEST_HEX_LEN);

    if (text.len != ENTRY_BYTES || !str_starts_with(text, STR("ev1 ")) ||
        text.ptr[SECOND_HASH_AT - 1] != ' ' || text.ptr[ENTRY_BYTES - 1] != '\n')
        return err_set(err, ERR_INVALID,
                       "entry is not \"ev1\", two hashes and a newline");
    if (!digest_parse(&entry.commitment, first) || !digest_parse(&entry.stored, second))
        return err_set(err, ERR_INVALID,
                       "hash of an entry is not 64 lower-case hex digits");
    *out = entry;
    return ERR_OK;
}

void replica_entry_append(struct buf *out, const struct replica_entry *entry)
{
    const struct checkpoint *checkpoint = &entry->checkpoint;

    assert(checkpoint->extension.len == 0);
    assert(str_find(checkpoint->origin, ' ', 0) == checkpoint->origin.len);
    buf_append(out, STR("ck1 "));
    buf_append(out, checkpoint->origin);
    buf_printf(out, " %llu ", (unsigned long long)checkpoint->size);
    base64_append(out, checkpoint->root.bytes, sizeof checkpoint->root.bytes);
    buf_char(out, ' ');
    base64_append(out, entry->signature, sizeof entry->signature);
    buf_char(out, '\n');
}

enum err_code replica_entry_parse(struct replica_entry *out, struct str text,
                                  struct err *err)
{
    struct replica_entry entry = {0};
    struct str rest = text;
    struct str label = str_cut(&rest, ' ');
    struct str origin = str_cut(&rest, ' ');
    struct str size = str_cut(&rest, ' ');
    struct str root = str_cut(&rest, ' ');
    size_t len = 0;

    if (text.len > ENTRY_MAX_BYTES)
        return err_set(err, ERR_INVALID, "entry is longer than %d bytes",
                       ENTRY_MAX_BYTES);
    if (!str_equal(label, STR("ck1")) || !str_ends_with(rest, STR("\n")))
        return err_set(err, ERR_INVALID,
                       "entry is not \"ck1\", a checkpoint, a signature and a newline");
    if (checkpoint_from_lines(&entry.checkpoint, origin, size, root, err) != ERR_OK)
        return err->code;
    if (!base64_decode(entry.signature, sizeof entry.signature, &len,
                       str_prefix(rest, rest.len - 1)) ||
        len != sizeof entry.signature)
        return err_set(err, ERR_INVALID, "signature is not the base64 of %d bytes",
                       REPLICA_SIGNATURE_BYTES);
    *out = entry;
    return ERR_OK;
}

void bundle_append(struct buf *out, struct str entry)
{
    assert(entry.len <= ENTRY_MAX_BYTES);
    buf_char(out, (char)(entry.len >> 8 & 0xff));
    buf_char(out, (char)(entry.len & 0xff));
    buf_append(out, entry);
}

enum err_code bundle_read(struct str *entry, struct str *rest, struct err *err)
{
    size_t len;

    if (rest->len < 2)
        return err_set(err, ERR_CORRUPT, "entry bundle is cut short");
    len = (size_t)(unsigned char)rest->ptr[0] << 8 | (unsigned char)rest->ptr[1];
    if (rest->len - 2 < len)
        return err_set(err, ERR_CORRUPT, "entry bundle is cut short");
    *entry = str_prefix(str_after(*rest, 2), len);
    *rest = str_after(*rest, 2 + len);
    return ERR_OK;
}
