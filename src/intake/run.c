#include "intake/run.h"

#include <errno.h>
#include <limits.h>

#include "base/buf.h"
#include "base/text.h"
#include "crypto/sha256.h"
#include "intake/stated.h"
#include "record/archive.h"

enum { NOTE_HEX = 16 };

static struct str note_name(struct arena *arena, struct str path)
{
    struct sha256 *sha256 = sha256_new();
    struct digest digest = sha256_of(sha256, path);
    struct digest_text text = digest_text(&digest);

    sha256_free(sha256);
    return arena_printf(arena, "preserve-%.*s", NOTE_HEX, text.hex);
}

static void read_note(struct run *run, struct arena *arena, struct str text)
{
    size_t lines = 0;

    for (size_t at = 0; at < text.len; at++)
        lines += text.ptr[at] == '\n' ? 1 : 0;
    run->ended = ARENA_ARRAY(arena, struct str, lines + 1);
    while (text.len > 0) {
        struct str line = str_cut(&text, '\n');
        struct str word = str_cut(&line, ' ');

        if (str_equal(word, STR("run")) && line.len == ENTITY_ID_LEN) {
            run->id = line;
            run->is_resumed = true;
        } else if (str_equal(word, STR("ended")) && line.len == ENTITY_ID_LEN) {
            run->ended[run->ended_count++] = line;
        }
    }
}

enum err_code run_open(struct run *out, struct archive *archive, struct arena *arena,
                       const char *path, bool is_secret, struct err *err)
{
    char *absolute = realpath(path, NULL);
    struct run run = {.is_secret = is_secret};
    struct str text = {0};
    enum err_code code = ERR_NOT_FOUND;

    if (!absolute) {
        if (errno == ENOENT || errno == ENOTDIR)
            return err_set(err, ERR_NOT_FOUND, "\"%s\": no such file or folder", path);
        return err_set_errno(err, "could not open \"%s\"", path);
    }
    run.path = arena_str(arena, str_from_c(absolute));
    free(absolute);
    run.note = note_name(arena, run.path);
    if (!is_secret)
        code = archive_note_read(&text, arena, archive, run.note.ptr, err);
    if (code == ERR_OK)
        read_note(&run, arena, text);
    else if (code != ERR_NOT_FOUND)
        return code;
    if (!run.is_resumed)
        run.id = archive_new_id(archive, arena);
    *out = run;
    return ERR_OK;
}

/* state is the word before this run's id; NULL leaves it out. */
static enum err_code write_note(const struct run *run, struct archive *archive,
                                const char *state, struct err *err)
{
    struct buf text = {0};
    enum err_code code;

    if (run->is_secret)
        return ERR_OK;
    for (size_t i = 0; i < run->ended_count; i++)
        buf_printf(&text, "ended " STR_FMT "\n", STR_ARG(run->ended[i]));
    if (state)
        buf_printf(&text, "%s " STR_FMT "\n", state, STR_ARG(run->id));
    buf_append(&text, STR("path "));
    if (finding_is_text(run->path))
        buf_append(&text, run->path);
    else
        hex_append(&text, (const uint8_t *)run->path.ptr, run->path.len);
    buf_char(&text, '\n');
    code = archive_note_write(archive, run->note.ptr, buf_str(&text), err);
    buf_release(&text);
    return code;
}

enum err_code run_begin(const struct run *run, struct archive *archive, struct err *err)
{
    return run->is_resumed ? ERR_OK : write_note(run, archive, "run", err);
}

enum err_code run_end(const struct run *run, struct archive *archive, bool has_stated,
                      struct err *err)
{
    return write_note(run, archive, has_stated || run->is_resumed ? "ended" : NULL, err);
}

/* Whether the statement says the same about where the file was obtained. */
static enum err_code says_the_same(bool *out, struct archive *archive,
                                   struct arena *scratch, struct ref ref,
                                   const struct obtained *obtained, struct err *err)
{
    static const struct str keys[] = {STR_INIT("how"), STR_INIT("from"),
                                      STR_INIT("where"), STR_INIT("on")};
    struct value ours = obtained_value(scratch, obtained);
    struct statement statement;
    const struct value *theirs;

    if (archive_statement(&statement, scratch, archive, ref, err) != ERR_OK)
        return err->code;
    theirs = value_get(&statement.value, STR("obtained"));
    *out = statement.is_readable && theirs;
    for (size_t i = 0; *out && i < sizeof keys / sizeof *keys; i++)
        *out = str_equal(value_get_string(&ours, keys[i]),
                         value_get_string(theirs, keys[i]));
    return ERR_OK;
}

static enum err_code find_earlier(bool *out, struct digest *sha256, const struct run *run,
                                  struct archive *archive, struct arena *scratch,
                                  const struct finding *finding,
                                  const struct obtained *obtained, struct err *err)
{
    for (size_t i = run->ended_count; !*out && i > 0; i--) {
        struct stated stated;
        bool is_stated = false;

        if (stated_find(&stated, &is_stated, archive, scratch, run->ended[i - 1], finding,
                        err) != ERR_OK)
            return err->code;
        if (!is_stated)
            continue;
        *sha256 = stated.sha256;
        if (says_the_same(out, archive, scratch, stated.ref, obtained, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code run_find(enum run_knows *out, struct digest *sha256, const struct run *run,
                       struct archive *archive, struct arena *scratch,
                       const struct finding *finding, const struct obtained *obtained,
                       struct err *err)
{
    struct stated stated;
    bool is_stated = false;

    *out = RUN_KNOWS_NOTHING;
    if (run->is_resumed && stated_find(&stated, &is_stated, archive, scratch, run->id,
                                       finding, err) != ERR_OK)
        return err->code;
    if (is_stated) {
        *sha256 = stated.sha256;
        *out = RUN_HAS_STATED;
        return ERR_OK;
    }
    if (find_earlier(&is_stated, sha256, run, archive, scratch, finding, obtained, err) !=
        ERR_OK)
        return err->code;
    if (is_stated)
        *out = RUN_EARLIER_STATED;
    return ERR_OK;
}
