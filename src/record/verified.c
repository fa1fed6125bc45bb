#include "record/verified.h"

#include <inttypes.h>
#include <string.h>

#define NOTE "verified"

/* "2022-09-20T12:00:00Z 1204 good\n" */
static bool parse(struct verified *out, struct str text)
{
    struct str rest = str_trim(text);
    struct str when = str_cut(&rest, ' ');
    struct str count = str_cut(&rest, ' ');
    int64_t seconds;

    if (when.len != CLOCK_TEXT_LEN || !clock_parse(&seconds, when) ||
        !str_to_u64(&out->count, count))
        return false;
    memcpy(out->when.text, when.ptr, CLOCK_TEXT_LEN);
    out->when.text[CLOCK_TEXT_LEN] = '\0';
    out->is_good = str_equal(rest, STR("good"));
    return out->is_good || str_equal(rest, STR("bad"));
}

enum err_code verified_read(struct verified *out, struct arena *arena,
                            struct archive *archive, struct err *err)
{
    struct str text;
    struct verified found = {0};
    enum err_code code = archive_note_read(&text, arena, archive, NOTE, err);

    if (code != ERR_OK)
        return code;
    if (!parse(&found, text))
        return err_set(err, ERR_NOT_FOUND,
                       "this archive was not verified on this machine yet");
    *out = found;
    return ERR_OK;
}

enum err_code verified_write(struct archive *archive, uint64_t count, bool is_good,
                             struct err *err)
{
    struct clock_text now;
    struct arena arena = {0};
    enum err_code code = clock_now(&now, err);

    if (code == ERR_OK)
        code = archive_note_write(archive, NOTE,
                                  arena_printf(&arena, "%s %" PRIu64 " %s\n", now.text,
                                               count, is_good ? "good" : "bad"),
                                  err);
    arena_free(&arena);
    return code;
}
