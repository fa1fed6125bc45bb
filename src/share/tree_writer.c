#include "share/tree_writer.h"

static enum err_code hand_out(struct tree_writer *writer, unsigned level, struct err *err)
{
    struct tile tile = {TILE_HASHES, level, writer->next[level],
                        (unsigned)writer->count[level]};

    return writer->take ? writer->take(writer->context, &tile, writer->hashes[level], err)
                        : ERR_OK;
}

enum err_code tree_writer_add(struct tree_writer *writer, const struct digest *leaf,
                              struct err *err)
{
    struct digest hash = *leaf;

    merkle_edge_add(&writer->edge, writer->h, leaf);
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        writer->hashes[level][writer->count[level]++] = hash;
        if (writer->count[level] < TILE_WIDTH)
            break;
        if (hand_out(writer, level, err) != ERR_OK)
            return err->code;
        hash = merkle_perfect(writer->h, writer->hashes[level], TILE_WIDTH);
        writer->next[level]++;
        writer->count[level] = 0;
    }
    return ERR_OK;
}

enum err_code tree_writer_finish(struct tree_writer *writer, struct err *err)
{
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        if (writer->count[level] > 0 && hand_out(writer, level, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}
