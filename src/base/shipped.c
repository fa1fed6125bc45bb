#include "base/shipped.h"

#include <unistd.h>

#include "base/self.h"

struct str shipped_folder(struct arena *arena, const char *name)
{
    const char *const places[] = {arena_printf(arena, "../share/stele/%s", name).ptr,
                                  arena_printf(arena, "../../share/stele/%s", name).ptr,
                                  arena_printf(arena, "../../%s", name).ptr};

    return self_find(arena, places, sizeof places / sizeof *places, R_OK | X_OK);
}
