/* What this machine keeps to be quick; all of it can be made anew. */

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"
#include "store/store_inside.h"

/* An index of some million statements. */
enum { CACHE_FILE_MAX = INT32_MAX };

enum err_code store_cache_read(struct str *out, struct arena *arena, struct store *store,
                               const char *name, struct err *err)
{
    struct str path = {0};

    if (store_cache_path(&path, arena, store, name, false, err) != ERR_OK)
        return err->code;
    return file_read(out, arena, AT_FDCWD, path.ptr, CACHE_FILE_MAX, err);
}

enum err_code store_cache_write(struct store *store, const char *name, struct str bytes,
                                struct err *err)
{
    struct arena arena = {0};
    struct str path = {0};
    enum err_code code = store_cache_path(&path, &arena, store, name, true, err);

    if (code == ERR_OK)
        code = file_replace(AT_FDCWD, path.ptr, STATE_FILE_MODE, bytes, err);
    arena_free(&arena);
    return code;
}

enum err_code store_cache_remove(struct store *store, const char *name, struct err *err)
{
    struct arena arena = {0};
    struct str path = {0};
    enum err_code code = store_cache_path(&path, &arena, store, name, false, err);

    if (code == ERR_OK && faccessat(AT_FDCWD, path.ptr, F_OK, 0) < 0)
        code = err_set(err, ERR_NOT_FOUND, "there is no \"%s\" in the cache", name);
    if (code == ERR_OK)
        code = file_remove(AT_FDCWD, path.ptr, err);
    arena_free(&arena);
    return code;
}
