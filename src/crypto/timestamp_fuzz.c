#include <stdlib.h>

#include "crypto/timestamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Properties: who trusts nobody is told of nobody to be trusted; what is in order can be
 * read and has a chain; and a request that was read is not a reply.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct timestamp_evidence nothing = {0};
    struct timestamp_request request = {0};
    struct timestamp_verdict verdict = {0};
    struct timestamp stamp = {0};
    struct arena arena = {0};
    struct err err = {0};
    bool is_reply = timestamp_read(&stamp, &arena, bytes, &err) == ERR_OK;

    if (is_reply && timestamp_request_read(&request, &arena, bytes, &err) == ERR_OK)
        abort();
    if (timestamp_check(&verdict, &arena, bytes, &nothing, NULL, &err) == ERR_OK) {
        if (!is_reply)
            abort();
        if (verdict.wrong.len == 0 &&
            (verdict.chain == TIMESTAMP_TRUSTED || verdict.pem.len == 0))
            abort();
    }
    (void)timestamp_file_kind(bytes);
    arena_free(&arena);
    return 0;
}
