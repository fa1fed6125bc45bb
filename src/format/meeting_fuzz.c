#include <stdlib.h>
#include <string.h>

#include "format/meeting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: what was read is written as it was, byte by byte, and every hash is found. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct meeting meeting = {0};
    struct arena arena = {0};
    struct buf again = {0};
    struct err err = {0};

    if (meeting_parse(&meeting, &arena, text, &err) == ERR_OK) {
        meeting_append(&again, &meeting);
        if (!str_equal(text, buf_str(&again)))
            abort();
        for (size_t i = 0; i < meeting.count; i++)
            if (!meeting_has(&meeting, &meeting.hashes[i]))
                abort();
    }
    buf_release(&again);
    arena_free(&arena);
    return 0;
}
