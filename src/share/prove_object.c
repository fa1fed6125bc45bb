#include "share/prove_object.h"

#include "base/file.h"
#include "crypto/sha256.h"
#include "store/object.h"

enum { CHUNK_BYTES = 1 << 18 };

static enum err_code copy_bytes(struct digest *hash, int fd, const char *path,
                                struct store *store, const struct digest *name,
                                struct err *err)
{
    struct sha256 *h = sha256_new();
    struct arena arena = {0};
    char *chunk = ARENA_ARRAY(&arena, char, CHUNK_BYTES);
    uint64_t offset = 0;
    size_t got = CHUNK_BYTES;
    enum err_code code = ERR_OK;

    sha256_start(h);
    while (code == ERR_OK && got == CHUNK_BYTES) {
        code = object_read(&got, store, name, offset, chunk, CHUNK_BYTES, err);
        if (code != ERR_OK)
            break;
        sha256_add(h, chunk, got);
        offset += got;
        code = file_write(fd, path, (struct str){chunk, got}, err);
    }
    *hash = sha256_finish(h);
    sha256_free(h);
    arena_free(&arena);
    return code;
}

enum err_code prove_object_copy(struct outdir *dir, const char *path, struct store *store,
                                const struct digest *name, struct err *err)
{
    struct digest hash = {0};
    uint64_t size;
    int fd = -1;
    enum err_code code = object_size(&size, store, name, err);

    if (code == ERR_OK)
        code = outdir_create(&fd, dir, path, err);
    if (code != ERR_OK)
        return code;
    code = copy_bytes(&hash, fd, path, store, name, err);
    if (code == ERR_OK)
        code = file_close(fd, path, err);
    else
        (void)close(fd);
    if (code == ERR_OK && !digest_equal(&hash, name))
        return err_set(err, ERR_CORRUPT,
                       "the stored bytes of %s are damaged; stele verify tells more",
                       digest_text(name).hex);
    return code;
}
