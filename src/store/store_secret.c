#include "store/store_secret.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/store_inside.h"

static const char *const folders[] = {[STORE_MEMBERS] = "members", [STORE_KEYS] = "keys"};

bool store_has_members(const struct store *store)
{
    return store->state >= 0 &&
           faccessat(store->state, folders[STORE_MEMBERS], F_OK, 0) == 0;
}

static enum err_code secret_path(struct store_path *out, enum store_secrets folder,
                                 struct str name, struct err *err)
{
    bool is_name = name.len > 0 && name.len <= 120 && name.ptr[0] != '.';

    for (size_t i = 0; is_name && i < name.len; i++)
        is_name = strchr("abcdefghijklmnopqrstuvwxyz0123456789_.-", name.ptr[i]) &&
                  name.ptr[i] != '\0';
    if (!is_name)
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no name for a key",
                       STR_ARG(str_prefix(name, 100)));
    *out = store_path_of("%s/" STR_FMT, folders[folder], STR_ARG(name));
    return ERR_OK;
}

enum err_code store_secret_list(struct str **names, size_t *count, struct arena *arena,
                                struct store *store, enum store_secrets folder,
                                struct err *err)
{
    enum err_code code;

    *names = NULL;
    *count = 0;
    if (store->state < 0)
        return ERR_OK;
    code = store_list_dir(names, count, arena, store->state, folders[folder], err);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

enum err_code store_secret_read(struct str *out, struct arena *arena, struct store *store,
                                enum store_secrets folder, struct str name,
                                struct err *err)
{
    struct store_path path = {{0}};
    int state = -1;

    if (secret_path(&path, folder, name, err) != ERR_OK ||
        store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    return file_read(out, arena, state, path.text, STORE_SECRET_MAX, err);
}

enum err_code store_secret_write(struct store *store, enum store_secrets folder,
                                 struct str name, struct str bytes, struct err *err)
{
    struct store_path path = {{0}};

    if (secret_path(&path, folder, name, err) != ERR_OK ||
        store_state_make(store, err) != ERR_OK)
        return err->code;
    if (bytes.len > STORE_SECRET_MAX)
        return err_set(err, ERR_LIMIT, "key \"" STR_FMT "\" is larger than %d bytes",
                       STR_ARG(name), STORE_SECRET_MAX);
    /* Made perhaps by a writer that died before it was on the disk. */
    if (file_make_dirs(store->state, folders[folder], STATE_DIR_MODE, err) != ERR_OK ||
        file_sync_parent(store->state, folders[folder], err) != ERR_OK)
        return err->code;
    return file_replace(store->state, path.text, STATE_FILE_MODE, bytes, err);
}

enum err_code store_secret_remove(struct store *store, enum store_secrets folder,
                                  struct str name, struct err *err)
{
    struct store_path path = {{0}};
    int state = -1;

    if (secret_path(&path, folder, name, err) != ERR_OK ||
        store_state_dir(&state, store, err) != ERR_OK ||
        file_remove(state, path.text, err) != ERR_OK)
        return err->code;
    return file_sync_parent(state, path.text, err);
}
