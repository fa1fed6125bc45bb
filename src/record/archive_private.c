#include "record/archive_inside.h"

#include "base/text.h"
#include "store/store.h"

/* The index of what was sealed, kept between two commands: see archive_inside.h. */

enum { NAME_BITS = 80, NAME_CHARS = 16 };

/* "index-<16 characters of the reader's public key>.age" */
static struct str name_of(struct arena *arena, const struct age_identity *reader)
{
    char text[NAME_CHARS];

    base32_encode(text, reader->public, NAME_BITS);
    return arena_printf(arena, "index-%.16s.age", text);
}

/* Whatever is wrong with it, it can be made anew. */
enum err_code archive_find_index(bool *is_usable, struct archive *archive,
                                 struct err *err)
{
    struct arena arena = {0};
    struct buf pages = {0};
    struct str sealed = {0};
    struct err ignored = {0};
    size_t which = 0;
    enum err_code code = ERR_NOT_FOUND;

    *is_usable = false;
    if (archive->reader)
        code = store_cache_read(&sealed, &arena, archive->store,
                                name_of(&arena, archive->reader).ptr, &ignored);
    if (code == ERR_OK)
        code = age_open(&pages, &which, sealed, archive->reader, 1, &ignored);
    if (code == ERR_OK)
        code = index_of_pages(&archive->index, is_usable, buf_str(&pages),
                              archive->keyring, &ignored);
    if (code != ERR_OK)
        archive->index = NULL;
    (void)err;
    if (pages.len > 0)
        explicit_bzero(pages.ptr, pages.len);
    buf_release(&pages);
    arena_free(&arena);
    return ERR_OK;
}

enum err_code archive_keep_index(struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct buf pages = {0};
    struct buf sealed = {0};
    enum err_code code;

    if (!archive->reader)
        return ERR_OK;
    code = index_pages(&pages, archive->index, err);
    if (code == ERR_OK) {
        age_seal(&sealed, &archive->reader->public, 1, buf_str(&pages));
        code = store_cache_write(archive->store, name_of(&arena, archive->reader).ptr,
                                 buf_str(&sealed), err);
    }
    if (pages.len > 0)
        explicit_bzero(pages.ptr, pages.len);
    buf_release(&pages);
    buf_release(&sealed);
    arena_free(&arena);
    return code;
}
