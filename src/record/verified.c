#include "record/verified.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "record/verify.h"
#include "store/store.h"

#define NOTE "verified"

/* "2022-09-20T12:00:00Z 1204 good /srv/archive\n" */
static bool parse(struct verified *out, struct str text, const char *folder)
{
    struct str rest = str_trim(text);
    struct str when = str_cut(&rest, ' ');
    struct str count = str_cut(&rest, ' ');
    struct str word = str_cut(&rest, ' ');
    int64_t seconds;

    if (!clock_parse(&seconds, when) || !str_to_u64(&out->count, count) ||
        !str_equal(rest, str_from_c(folder)))
        return false;
    out->when = clock_write(seconds);
    out->is_good = str_equal(word, STR("good"));
    return true;
}

enum err_code verified_read(struct verified *out, struct arena *arena,
                            struct archive *archive, struct err *err)
{
    struct str text;
    struct verified found = {0};
    char folder[PATH_MAX];
    enum err_code code = archive_note_read(&text, arena, archive, NOTE, err);

    if (code != ERR_OK)
        return code;
    if (!realpath(arena_str(arena, archive_folder(archive)).ptr, folder) ||
        !parse(&found, text, folder))
        return err_set(err, ERR_NOT_FOUND,
                       "this archive was not verified on this machine yet");
    *out = found;
    return ERR_OK;
}

static void keep(struct store *store, const struct verify_result *result)
{
    struct arena arena = {0};
    struct err ignored = {0};
    char folder[PATH_MAX];
    struct clock_text now;

    if (realpath(arena_str(&arena, store_folder(store)).ptr, folder) &&
        clock_now(&now, &ignored) == ERR_OK)
        (void)!store_note_write(
            store, NOTE,
            arena_printf(&arena, "%s %" PRIu64 " %s %s\n", now.text,
                         verify_statements(result),
                         result->wrong + result->unlooked == 0 ? "good" : "bad", folder),
            &ignored);
    arena_free(&arena);
}

void verified_keep(const char *folder, const struct verify_result *result)
{
    struct store *store = NULL;
    struct err ignored = {0};

    if (store_open(&store, folder, &ignored) != ERR_OK)
        return;
    if (store_is_known_here(store))
        keep(store, result);
    store_close(store);
}
