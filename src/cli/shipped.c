#include "cli/shipped.h"

#include <limits.h>
#include <unistd.h>

static struct str folder_of_program(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);

    while (len > 0 && path[len - 1] != '/')
        len--;
    return len > 0 ? arena_str(arena, (struct str){path, (size_t)len}) : STR("");
}

struct str shipped_folder(struct arena *arena, const char *name)
{
    static const char *const from_program[] = {"../share/stele/", "../../"};
    struct str program = folder_of_program(arena);

    for (size_t i = 0; i < sizeof from_program / sizeof from_program[0]; i++) {
        struct str path =
            arena_printf(arena, STR_FMT "%s%s", STR_ARG(program), from_program[i], name);

        if (program.len > 0 && access(path.ptr, R_OK | X_OK) == 0)
            return path;
    }
    return STR("");
}
