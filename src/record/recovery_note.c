#include "record/recovery.h"

#include <inttypes.h>

#include "base/text.h"
#include "record/archive_inside.h"
#include "record/genesis.h"
#include "record/id.h"
#include "store/store.h"
#include "store/store_inspect.h"

/*
 * "recovery.<set>": one word and its value a line.
 *
 *   of compartment 000g40r40m30e209j 2
 *   needed 3
 *   count 5
 *   made 2026-11-25T12:00:00Z
 *   drilled 2027-11-25T12:00:00Z
 */
#define RECOVERY_NOTE "recovery."

static const struct str kinds[] = {STR_INIT("compartment"), STR_INIT("member")};

static bool read_owner(struct recovery_note *note, struct str line)
{
    struct str kind = str_cut(&line, ' ');
    uint64_t epoch = 0;

    note->kind = str_equal(kind, kinds[SHARES_OF_MEMBER]) ? SHARES_OF_MEMBER
                                                          : SHARES_OF_COMPARTMENT;
    note->owner = str_cut(&line, ' ');
    if (!str_equal(kind, kinds[note->kind]) || !id_is_valid(note->owner) ||
        !str_to_u64(&epoch, line) || epoch > UINT32_MAX)
        return false;
    note->epoch = (uint32_t)epoch;
    return true;
}

static bool read_line(struct recovery_note *note, struct str line)
{
    struct str word = str_cut(&line, ' ');

    if (str_equal(word, STR("of")))
        return read_owner(note, line);
    if (str_equal(word, STR("needed")))
        return str_to_u64(&note->needed, line);
    if (str_equal(word, STR("count")))
        return str_to_u64(&note->count, line);
    if (str_equal(word, STR("made")))
        note->made = line;
    if (str_equal(word, STR("drilled")))
        note->drilled = line;
    return true;
}

static bool read_note(struct recovery_note *out, struct str name, struct str text)
{
    struct recovery_note note = {0};
    struct str set = str_after(name, sizeof RECOVERY_NOTE - 1);

    if (set.len != sizeof note.set - 1)
        return false;
    memcpy(note.set, set.ptr, set.len);
    while (text.len > 0)
        if (!read_line(&note, str_cut(&text, '\n')))
            return false;
    if (note.owner.len == 0 || note.needed == 0)
        return false;
    *out = note;
    return true;
}

static enum err_code write_note(struct archive *archive, const struct recovery_note *note,
                                struct err *err)
{
    struct buf text = {0};
    struct arena arena = {0};
    enum err_code code;

    buf_printf(&text,
               "of " STR_FMT " " STR_FMT " %" PRIu32 "\nneeded %" PRIu64
               "\ncount %" PRIu64 "\n",
               STR_ARG(kinds[note->kind]), STR_ARG(note->owner), note->epoch,
               note->needed, note->count);
    if (note->made.len > 0)
        buf_printf(&text, "made " STR_FMT "\n", STR_ARG(note->made));
    if (note->drilled.len > 0)
        buf_printf(&text, "drilled " STR_FMT "\n", STR_ARG(note->drilled));
    code = store_note_write(archive->store,
                            arena_printf(&arena, RECOVERY_NOTE "%s", note->set).ptr,
                            buf_str(&text), err);
    buf_release(&text);
    arena_free(&arena);
    return code;
}

static struct recovery_note note_of(const struct shares_set *set)
{
    struct recovery_note note = {.kind = set->kind,
                                 .owner = {set->owner, SHARES_OWNER},
                                 .epoch = set->epoch,
                                 .needed = set->needed};

    hex_encode(note.set, set->id, SHARES_ID);
    return note;
}

enum err_code recovery_note_split(struct archive *archive, const struct shares_set *set,
                                  size_t count, struct err *err)
{
    struct recovery_note note = note_of(set);
    struct clock_text now;

    if (genesis_clock(&now, archive->is_synthetic, err) != ERR_OK)
        return err->code;
    note.count = count;
    note.made = str_from_c(now.text);
    return write_note(archive, &note, err);
}

/* What is noted of a set already stays, but for the day of the drill. */
enum err_code recovery_note_drill(struct archive *archive, const struct shares_set *set,
                                  struct err *err)
{
    struct recovery_note note = note_of(set);
    struct recovery_note *notes = NULL;
    struct arena arena = {0};
    struct clock_text now;
    size_t count = 0;
    enum err_code code = genesis_clock(&now, archive->is_synthetic, err);

    if (code == ERR_OK)
        code = recovery_notes(&notes, &count, &arena, archive->store, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (strcmp(notes[i].set, note.set) == 0) {
            note.count = notes[i].count;
            note.made = notes[i].made;
        }
    note.drilled = str_from_c(now.text);
    if (code == ERR_OK)
        code = write_note(archive, &note, err);
    arena_free(&arena);
    return code;
}

enum err_code recovery_notes(struct recovery_note **out, size_t *count,
                             struct arena *arena, struct store *store, struct err *err)
{
    struct recovery_note *notes;
    struct str *names = NULL;
    size_t all = 0;
    size_t used = 0;

    if (store_note_list(&names, &all, arena, store, err) != ERR_OK)
        return err->code;
    notes = ARENA_ARRAY(arena, struct recovery_note, all);
    for (size_t i = 0; i < all; i++) {
        struct str text = {0};

        if (!str_starts_with(names[i], STR(RECOVERY_NOTE)))
            continue;
        if (store_note_read(&text, arena, store, names[i].ptr, err) != ERR_OK)
            return err->code;
        used += read_note(&notes[used], names[i], text);
    }
    *out = notes;
    *count = used;
    return ERR_OK;
}

/* --- keys --- */

static void keep_newest(struct recovery_kept *kept, size_t *count,
                        struct recovery_kept one)
{
    for (size_t i = 0; i < *count; i++)
        if (str_equal(kept[i].compartment, one.compartment)) {
            if (one.epoch > kept[i].epoch)
                kept[i].epoch = one.epoch;
            return;
        }
    kept[(*count)++] = one;
}

/* "key.<compartment>.<epoch>.<member>", as keyring_give() names them. */
static bool read_key_name(struct recovery_kept *out, struct str name)
{
    uint64_t epoch = 0;

    if (!str_equal(str_cut(&name, '.'), STR("key")))
        return false;
    out->compartment = str_cut(&name, '.');
    if (!id_is_valid(out->compartment) || !str_to_u64(&epoch, str_cut(&name, '.')) ||
        epoch == 0 || epoch > UINT32_MAX)
        return false;
    out->epoch = (uint32_t)epoch;
    return true;
}

enum err_code recovery_keys_kept(struct recovery_kept **out, size_t *count,
                                 struct arena *arena, struct store *store,
                                 struct err *err)
{
    struct recovery_kept *kept;
    struct str *names = NULL;
    size_t all = 0;
    size_t used = 0;

    if (store_note_list(&names, &all, arena, store, err) != ERR_OK)
        return err->code;
    kept = ARENA_ARRAY(arena, struct recovery_kept, all);
    for (size_t i = 0; i < all; i++) {
        struct recovery_kept one;

        if (read_key_name(&one, names[i]))
            keep_newest(kept, &used, one);
    }
    *out = kept;
    *count = used;
    return ERR_OK;
}
