#include "entering/form.h"

#include <stdio.h>

enum { NAME_MAX_BYTES = 64 };

struct str entry_get(const struct entry_form *form, struct str name)
{
    for (size_t i = 0; i < form->count; i++)
        if (str_equal(form->items[i].name, name))
            return str_trim(form->items[i].value);
    return STR("");
}

struct str entry_get_part(const struct entry_form *form, char part, size_t n,
                          const char *field)
{
    char name[NAME_MAX_BYTES];
    const int len = snprintf(name, sizeof name, "%c%zu.%s", part, n, field);

    return len > 0 && len < NAME_MAX_BYTES
               ? entry_get(form, (struct str){name, (size_t)len})
               : STR("");
}

struct str entry_part_name(struct arena *arena, char part, size_t n, const char *field)
{
    return arena_printf(arena, "%c%zu.%s", part, n, field);
}

/* The number in "p2.words"; 0 where the name is none of this part. */
static size_t part_of(struct str name, char part)
{
    struct str rest = name;
    struct str head = str_cut(&rest, '.');
    uint64_t n = 0;

    if (head.len < 2 || head.ptr[0] != part || head.len == name.len ||
        !str_to_u64(&n, str_after(head, 1)) || n > ENTRY_PARTS_MAX)
        return 0;
    return (size_t)n;
}

size_t entry_parts(const struct entry_form *form, char part)
{
    size_t most = 0;

    for (size_t i = 0; i < form->count; i++) {
        const size_t n = part_of(form->items[i].name, part);

        most = n > most ? n : most;
    }
    return most;
}
