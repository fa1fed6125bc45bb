#include "base/self.h"

#include <limits.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "base/machine.h"

/* Started by name, a loader has no loader below it. (A static program has none either:
 * then both ways of asking below give the program.) */
static bool is_through_loader(void)
{
    return getauxval(AT_BASE) == 0;
}

static struct str executed(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);

    return len > 0 ? arena_printf(arena, "%.*s", (int)len, path) : STR("");
}

static uint64_t hexadecimal(struct str digits)
{
    uint64_t number = 0;

    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];

        number = number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return number;
}

/* "7f2c-7f30 r-xp 00001000 fe:00 1234      /the/file" */
static bool holds(struct str line, uint64_t address)
{
    struct str range = str_cut(&line, ' ');
    struct str from = str_cut(&range, '-');

    return hexadecimal(from) <= address && address < hexadecimal(range);
}

/* The file that this very function was mapped from. */
static struct str mapped(struct arena *arena)
{
    struct str maps = machine_read(arena, "/proc/self/maps");

    while (maps.len > 0) {
        struct str line = str_cut(&maps, '\n');
        size_t path = str_find(line, '/', 0);

        if (path < line.len && holds(line, (uint64_t)(uintptr_t)&mapped))
            return str_after(line, path);
    }
    return STR("");
}

struct str self_folder(struct arena *arena)
{
    struct str program = is_through_loader() ? mapped(arena) : executed(arena);

    while (program.len > 0 && program.ptr[program.len - 1] != '/')
        program.len--;
    return arena_printf(arena, STR_FMT, STR_ARG(program));
}

struct str self_loader(struct arena *arena)
{
    struct str started;

    if (!is_through_loader())
        return STR("");
    started = executed(arena);
    return str_equal(started, mapped(arena)) ? STR("") : started;
}

struct str self_find(struct arena *arena, const char *const *places, size_t count,
                     int mode)
{
    struct str folder = self_folder(arena);

    for (size_t i = 0; folder.len > 0 && i < count; i++) {
        struct str path = arena_printf(arena, STR_FMT "%s", STR_ARG(folder), places[i]);

        if (access(path.ptr, mode) == 0)
            return path;
    }
    return STR("");
}
