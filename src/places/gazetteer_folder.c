#include "places/gazetteer_folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "places/gazetteer_file.h"

static bool is_listed(const struct gazetteer_files *list, struct str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->infos[i].name, name))
            return true;
    return false;
}

static void list_add(struct gazetteer_files *list, struct arena *arena,
                     const struct gazetteer_info *info)
{
    if ((list->count & (list->count - 1)) == 0) { /* full at each power of two */
        struct gazetteer_info *more =
            ARENA_ARRAY(arena, struct gazetteer_info, 2 * list->count + 1);

        if (list->count > 0)
            memcpy(more, list->infos, list->count * sizeof *more);
        list->infos = more;
    }
    list->infos[list->count++] = *info;
}

enum err_code gazetteer_files_in(struct gazetteer_files *list, struct arena *arena,
                                 struct str folder, bool is_shipped, struct err *err)
{
    struct str path = arena_str(arena, folder);
    DIR *stream = path.len > 0 ? opendir(path.ptr) : NULL;

    if (!stream)
        return path.len == 0 || errno == ENOENT
                   ? ERR_OK
                   : err_set_errno(err, "\"%s\": could not open", path.ptr);
    for (;;) {
        const struct dirent *entry;
        struct gazetteer_info info = {.is_shipped = is_shipped};
        struct str file;

        errno = 0;
        entry = readdir(stream); /* NOLINT(concurrency-mt-unsafe): it is ours alone */
        if (!entry)
            break;
        file = str_from_c(entry->d_name);
        info.name = str_prefix(file, file.len - (sizeof GAZETTEER_SUFFIX - 1));
        if (file.ptr[0] == '.' || !str_ends_with(file, STR(GAZETTEER_SUFFIX)) ||
            is_listed(list, info.name))
            continue;
        info.name = arena_str(arena, info.name);
        info.path =
            arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(path), STR_ARG(file));
        list_add(list, arena, &info);
    }
    if (errno != 0)
        (void)err_set_errno(err, "\"%s\": could not read", path.ptr);
    (void)closedir(stream);
    return err->code;
}
