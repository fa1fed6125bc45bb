#include "format/meeting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct str first_line = STR_INIT("stele meeting 1");

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct meeting_hash));
}

bool meeting_has(const struct meeting *meeting, const struct meeting_hash *hash)
{
    return meeting->count > 0 &&
           bsearch(hash, meeting->hashes, meeting->count, sizeof *hash, compare) != NULL;
}

void meeting_append(struct buf *out, struct meeting *meeting)
{
    size_t kept = 0;

    if (meeting->count > 0)
        qsort(meeting->hashes, meeting->count, sizeof *meeting->hashes, compare);
    for (size_t i = 0; i < meeting->count; i++)
        if (kept == 0 || compare(&meeting->hashes[kept - 1], &meeting->hashes[i]) != 0)
            meeting->hashes[kept++] = meeting->hashes[i];
    meeting->count = kept;
    buf_printf(out, STR_FMT "\nsalt ", STR_ARG(first_line));
    hex_append(out, meeting->salt, sizeof meeting->salt);
    buf_printf(out, "\ncost %" PRIu64 " %" PRIu64 "\n", meeting->ops, meeting->mem_kib);
    for (size_t i = 0; i < meeting->count; i++) {
        hex_append(out, meeting->hashes[i].bytes, MEETING_HASH_BYTES);
        buf_char(out, '\n');
    }
    buf_printf(out, "end %zu\n", meeting->count);
}

struct reading {
    struct str rest;
    size_t line;
};

static struct str next_line(struct reading *r)
{
    r->line++;
    return str_cut(&r->rest, '\n');
}

static enum err_code is_wrong(const struct reading *r, struct err *err)
{
    return err_set(err, ERR_INVALID,
                   "line %zu is not one of a file of keyed hashes (docs/consent.md)",
                   r->line);
}

static bool read_number(uint64_t *out, struct str text)
{
    return text.len > 0 && (text.len == 1 || text.ptr[0] != '0') && str_to_u64(out, text);
}

static bool read_head(struct meeting *out, struct reading *r)
{
    struct str line;

    if (!str_equal(next_line(r), first_line))
        return false;
    line = next_line(r);
    if (!str_starts_with(line, STR("salt ")) ||
        !hex_decode(out->salt, sizeof out->salt, str_after(line, 5)))
        return false;
    line = next_line(r);
    if (!str_starts_with(line, STR("cost ")))
        return false;
    line = str_after(line, 5);
    return read_number(&out->ops, str_cut(&line, ' ')) &&
           read_number(&out->mem_kib, line);
}

/* How many lines there can be at most: each hash has as many bytes. */
static size_t most_hashes(const struct reading *r)
{
    return r->rest.len / (2 * MEETING_HASH_BYTES + 1);
}

static bool read_hashes(struct meeting *out, struct reading *r, struct str *end)
{
    size_t most = most_hashes(r);

    for (;;) {
        struct meeting_hash hash;
        struct str line = next_line(r);

        if (str_starts_with(line, STR("end "))) {
            *end = str_after(line, 4);
            return true;
        }
        if (out->count == most || !hex_decode(hash.bytes, sizeof hash.bytes, line) ||
            (out->count > 0 && compare(&out->hashes[out->count - 1], &hash) >= 0))
            return false;
        out->hashes[out->count++] = hash;
    }
}

enum err_code meeting_parse(struct meeting *out, struct arena *arena, struct str text,
                            struct err *err)
{
    struct reading reading = {.rest = text};
    struct meeting meeting = {0};
    struct str end = {0};
    uint64_t count = 0;

    if (text.len > MEETING_FILE_MAX)
        return err_set(err, ERR_LIMIT, "more than %d keyed hashes", MEETING_MAX);
    if (!read_head(&meeting, &reading))
        return is_wrong(&reading, err);
    meeting.hashes = ARENA_ARRAY(arena, struct meeting_hash, most_hashes(&reading) + 1);
    if (!read_hashes(&meeting, &reading, &end) || !read_number(&count, end) ||
        count != meeting.count || reading.rest.len > 0 || !str_ends_with(text, STR("\n")))
        return is_wrong(&reading, err);
    *out = meeting;
    return ERR_OK;
}
