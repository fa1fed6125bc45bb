#include "store/store_inspect.h"

#include <sys/stat.h>
#include <unistd.h>

#include "store/store_inside.h"

enum { HOLDER_BYTES = 256 };

static void look(struct store_place *out, struct str path)
{
    struct store_place place = {.path = path};
    struct stat st;

    if (path.len > 0 && lstat(path.ptr, &st) == 0) {
        place.exists = true;
        place.is_ours = st.st_uid == geteuid();
        place.is_private = (st.st_mode & (S_IRWXG | S_IRWXO)) == 0;
        place.is_writable = access(path.ptr, W_OK) == 0;
    }
    *out = place;
}

void store_inspect_state(struct store_place *out, struct store *store)
{
    look(out, store->state_path);
}

void store_inspect_key(struct store_place *out, struct arena *arena, struct store *store,
                       struct str feed)
{
    static const char *const names[] = {"key", "key.age"}; /* open, or sealed */

    look(out, STR(""));
    for (size_t i = 0; i < 2 && store->state_path.len > 0 && !out->exists; i++)
        look(out, arena_printf(arena, STR_FMT "/" STR_FMT "/%s",
                               STR_ARG(store->state_path), STR_ARG(feed), names[i]));
}

struct str store_inspect_cache(struct arena *arena, struct store *store)
{
    struct str path = STR("");
    struct err ignored = {0};

    if (store_cache_path(&path, arena, store, "", false, &ignored) != ERR_OK)
        return STR("");
    return arena_str(arena, str_prefix(path, path.len - 1)); /* without the slash */
}

struct str store_inspect_holder(struct arena *arena, struct store *store, struct str feed)
{
    struct store_path path = store_path_of(STR_FMT "/head.lock", STR_ARG(feed));
    struct str text = STR("");
    struct err ignored = {0};
    int state = -1;

    if (store_state_dir(&state, store, &ignored) != ERR_OK ||
        file_read(&text, arena, state, path.text, HOLDER_BYTES, &ignored) != ERR_OK)
        return STR("");
    return str_trim(text);
}

enum err_code store_note_list(struct str **names, size_t *count, struct arena *arena,
                              struct store *store, struct err *err)
{
    int state = -1;
    enum err_code code = store_state_dir(&state, store, err);

    *names = NULL;
    *count = 0;
    if (code == ERR_OK)
        code = store_list_dir(names, count, arena, state, "notes", err);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}
