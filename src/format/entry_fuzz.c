#include "format/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require_same(struct buf *again, struct str bytes)
{
    if (!str_equal(buf_str(again), bytes))
        abort();
    buf_reset(again);
}

static void read_bundle(struct buf *again, struct str bytes)
{
    struct str rest = bytes;
    struct str entry = {0};
    struct err err = {0};

    while (rest.len > 0 && bundle_read(&entry, &rest, &err) == ERR_OK)
        bundle_append(again, entry);
    require_same(again, str_prefix(bytes, bytes.len - rest.len));
}

/* Property: entries and bundles that were accepted are what writing them gives. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct replica_entry replica = {0};
    struct entry entry = {0};
    struct buf again = {0};
    struct err err = {0};

    if (entry_parse(&entry, bytes, &err) == ERR_OK) {
        entry_write(buf_reserve(&again, ENTRY_BYTES), &entry);
        again.len = ENTRY_BYTES;
        require_same(&again, bytes);
    }
    if (replica_entry_parse(&replica, bytes, &err) == ERR_OK) {
        replica_entry_append(&again, &replica);
        require_same(&again, bytes);
    }
    read_bundle(&again, bytes);
    buf_release(&again);
    return 0;
}
