#include "format/checkpoint.h"

#include "base/text.h"
#include "format/note.h"

void checkpoint_append(struct buf *out, const struct checkpoint *checkpoint)
{
    buf_append(out, checkpoint->origin);
    buf_printf(out, "\n%llu\n", (unsigned long long)checkpoint->size);
    base64_append(out, checkpoint->root.bytes, sizeof checkpoint->root.bytes);
    buf_char(out, '\n');
    buf_append(out, checkpoint->extension);
}

enum err_code checkpoint_from_lines(struct checkpoint *out, struct str origin,
                                    struct str size, struct str root, struct err *err)
{
    struct checkpoint checkpoint = {.origin = origin};
    size_t len = 0;

    if (origin.len == 0 || str_find(origin, '\n', 0) < origin.len ||
        !note_text_is_clean(origin))
        return err_set(err, ERR_INVALID, "origin is empty or not plain text");
    if (!str_to_u64(&checkpoint.size, size) || checkpoint.size > CHECKPOINT_MAX_SIZE)
        return err_set(err, ERR_INVALID, "tree size \"" STR_FMT "\" is not a number",
                       STR_ARG(str_prefix(size, 40)));
    if (!base64_decode(checkpoint.root.bytes, sizeof checkpoint.root.bytes, &len, root) ||
        len != sizeof checkpoint.root.bytes)
        return err_set(err, ERR_INVALID, "root is not the base64 of 32 bytes");
    *out = checkpoint;
    return ERR_OK;
}

enum err_code checkpoint_parse(struct checkpoint *out, struct str text, struct err *err)
{
    struct checkpoint checkpoint = {0};
    struct str rest = text;
    struct str origin = str_cut(&rest, '\n');
    struct str size = str_cut(&rest, '\n');
    struct str root = str_cut(&rest, '\n');

    if (!str_ends_with(text, STR("\n")))
        return err_set(err, ERR_INVALID, "last line of the checkpoint is cut short");
    if (checkpoint_from_lines(&checkpoint, origin, size, root, err) != ERR_OK)
        return err_context(err, "checkpoint: ");
    checkpoint.extension = rest;
    if (!note_text_is_clean(rest))
        return err_set(err, ERR_INVALID, "checkpoint extension is not plain text");
    while (rest.len > 0)
        if (str_cut(&rest, '\n').len == 0)
            return err_set(err, ERR_INVALID, "checkpoint has an empty extension line");
    *out = checkpoint;
    return ERR_OK;
}
