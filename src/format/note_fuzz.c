#include "format/checkpoint.h"
#include "format/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require_same(struct buf *again, struct str bytes)
{
    if (!str_equal(buf_str(again), bytes))
        abort();
    buf_reset(again);
}

/* Property: a note, the checkpoint in it and a key that were accepted are what writing
 * them gives, so nothing can be said in two ways. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct arena arena = {0};
    struct checkpoint checkpoint = {0};
    struct note_key key = {0};
    struct note note = {0};
    struct buf again = {0};
    struct err err = {0};

    if (note_parse(&note, &arena, bytes, &err) == ERR_OK) {
        note_append_text(&again, note.text);
        for (size_t i = 0; i < note.count; i++)
            note_append_line(&again, &note.lines[i]);
        require_same(&again, bytes);
        if (checkpoint_parse(&checkpoint, note.text, &err) == ERR_OK) {
            checkpoint_append(&again, &checkpoint);
            require_same(&again, note.text);
        }
    }
    if (note_key_parse(&key, &arena, bytes, &err) == ERR_OK) {
        note_key_append(&again, &key);
        require_same(&again, bytes);
    }
    buf_release(&again);
    arena_free(&arena);
    return 0;
}
