/* Whatever payload_read() takes, payload_append() makes again byte by byte. */

#include "base/buf.h"
#include "format/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str payload = {(const char *)data, size};
    struct str salt;
    struct str statement;
    struct buf again = {0};
    struct err err = {0};

    if (payload_read(&salt, &statement, payload, &err) != ERR_OK)
        return 0;
    payload_append(&again, (const uint8_t *)salt.ptr, statement);
    if (!str_equal(buf_str(&again), payload))
        __builtin_trap();
    buf_release(&again);
    return 0;
}
