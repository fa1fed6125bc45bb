#include "format/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: a proof that was accepted is what writing it gives. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct arena arena = {0};
    struct proof proof = {0};
    struct buf again = {0};
    struct err err = {0};

    if (proof_parse(&proof, &arena, bytes, &err) == ERR_OK) {
        proof_append(&again, &proof);
        if (!str_equal(buf_str(&again), bytes))
            abort();
    }
    buf_release(&again);
    arena_free(&arena);
    return 0;
}
