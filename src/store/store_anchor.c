#include <string.h>

#include "base/file.h"
#include "store/store.h"
#include "store/store_inside.h"

static enum err_code anchor_path(struct store_path *out, const char *name,
                                 struct err *err)
{
    size_t len = strlen(name);

    if (len == 0 || len > 200 || name[0] == '.' || strchr(name, '/'))
        return err_set(err, ERR_INVALID, "\"%.200s\" is no name for an anchor", name);
    *out = store_path_of("anchors/%s", name);
    return ERR_OK;
}

enum err_code store_anchor_read(struct str *out, struct arena *arena, struct store *store,
                                const char *name, struct err *err)
{
    struct store_path path;

    if (anchor_path(&path, name, err) != ERR_OK)
        return err->code;
    return file_read(out, arena, store->dir, path.text, STORE_NOTE_MAX, err);
}

/* ERR_OK when the anchor is there with these bytes, ERR_NOT_FOUND when it is not there.
 */
static enum err_code is_kept(struct store *store, const char *name, struct str bytes,
                             struct err *err)
{
    struct arena arena = {0};
    struct str old = {0};
    enum err_code code = store_anchor_read(&old, &arena, store, name, err);

    if (code == ERR_OK && !str_equal(old, bytes))
        code = err_set(err, ERR_CONFLICT,
                       "anchor \"%s\" is there already and says something else", name);
    arena_free(&arena);
    return code;
}

enum err_code store_anchor_put(struct store *store, const char *name, struct str bytes,
                               struct err *err)
{
    struct store_path path;

    if (anchor_path(&path, name, err) != ERR_OK)
        return err->code;
    if (is_kept(store, name, bytes, err) == ERR_OK || err->code != ERR_NOT_FOUND)
        return is_kept(store, name, bytes, err);
    if (store_refuse_newer(store, err) != ERR_OK)
        return err->code;
    if (file_make_dirs(store->dir, "anchors", STORE_DIR_MODE, err) != ERR_OK)
        return err->code;
    return file_replace(store->dir, path.text, STORE_FILE_MODE, bytes, err);
}

enum err_code store_anchor_list(struct str **names, size_t *count, struct arena *arena,
                                struct store *store, struct err *err)
{
    enum err_code code = store_list_dir(names, count, arena, store->dir, "anchors", err);

    if (code == ERR_NOT_FOUND) {
        *names = NULL;
        *count = 0;
        return ERR_OK;
    }
    return code;
}
