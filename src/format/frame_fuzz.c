#include "format/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void append_again(struct buf *out, const struct frame *frame)
{
    switch (frame->form) {
    case FRAME_OPEN:
        frame_append_open(out, frame->bytes);
        break;
    case FRAME_SEALED:
        frame_append_sealed(out, &frame->commitment, frame->bytes);
        break;
    case FRAME_ERASED:
        frame_append_erased(out, &frame->commitment, &frame->stored);
        break;
    case FRAME_UNKNOWN: /* frame_read() never says so */
        abort();
    }
}

/* Property: wherever the bytes of an unknown frame are taken to lie, they and what stands
 * behind them end where the input ends. */
static void split(struct str rest)
{
    for (size_t hashes = 0; hashes <= FRAME_UNKNOWN_HASHES; hashes++) {
        struct str bytes;
        struct str behind;

        if (frame_is_unknown(rest) &&
            frame_unknown_split(&bytes, &behind, rest, hashes) &&
            (bytes.ptr + bytes.len != behind.ptr ||
             behind.ptr + behind.len != rest.ptr + rest.len ||
             (size_t)(bytes.ptr - rest.ptr) != 5 + 32 * hashes))
            abort();
    }
}

/* Property: the frames read, written again, are the bytes they were read from. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct frame frame = {0};
    struct buf again = {0};
    struct err err = {0};

    split(rest);
    while (rest.len > 0 && frame_read(&frame, &rest, &err) == ERR_OK)
        append_again(&again, &frame);
    if (!str_equal(buf_str(&again),
                   str_prefix((struct str){(const char *)data, size}, size - rest.len)))
        abort();
    buf_release(&again);
    return 0;
}
