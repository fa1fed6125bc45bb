#include "log/signed_note.h"

#include <assert.h>

enum { TIME_BYTES = 8, COSIGNATURE_BYTES = TIME_BYTES + ED25519_SIGNATURE_BYTES };

static struct str as_str(const uint8_t *bytes, size_t len)
{
    return (struct str){(const char *)bytes, len};
}

static const uint8_t *as_bytes(struct str s)
{
    return (const uint8_t *)s.ptr;
}

uint32_t signed_note_key_id(struct sha256 *h, const struct note_key *key)
{
    struct digest digest;

    sha256_start(h);
    sha256_add(h, key->name.ptr, key->name.len);
    sha256_add(h, "\n", 1);
    sha256_add(h, &key->type, 1);
    sha256_add(h, key->public.ptr, key->public.len);
    digest = sha256_finish(h);
    return (uint32_t)digest.bytes[0] << 24 | (uint32_t)digest.bytes[1] << 16 |
           (uint32_t)digest.bytes[2] << 8 | digest.bytes[3];
}

struct note_key signed_note_key(struct sha256 *h, struct str name, enum note_type type,
                                const uint8_t public[ED25519_PUBLIC_BYTES])
{
    struct note_key key = {.name = name,
                           .type = (uint8_t)type,
                           .public = as_str(public, ED25519_PUBLIC_BYTES)};

    key.id = signed_note_key_id(h, &key);
    return key;
}

enum err_code signed_note_key_parse(struct note_key *out, struct arena *arena,
                                    struct sha256 *h, struct str vkey, struct err *err)
{
    struct note_key key = {0};

    if (note_key_parse(&key, arena, vkey, err) != ERR_OK)
        return err->code;
    if (key.type != NOTE_ED25519 && key.type != NOTE_COSIGNATURE)
        return err_set(err, ERR_INVALID, "cannot verify with a key of type 0x%02x",
                       (unsigned)key.type);
    if (key.public.len != ED25519_PUBLIC_BYTES)
        return err_set(err, ERR_INVALID, "Ed25519 key has %zu bytes, not %d",
                       key.public.len, ED25519_PUBLIC_BYTES);
    if (key.id != signed_note_key_id(h, &key))
        return err_set(err, ERR_INVALID, "key id does not belong to name and key");
    *out = key;
    return ERR_OK;
}

void signed_note_append(struct buf *out, struct sha256 *h, struct str name,
                        const struct ed25519_key *key, struct str text)
{
    struct note_key known = signed_note_key(h, name, NOTE_ED25519, key->public);
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct note_line line = {name, known.id, as_str(signature, sizeof signature)};

    ed25519_sign(signature, key, text);
    note_append_text(out, text);
    note_append_line(out, &line);
}

/* What a cosigner signs: the time and the whole checkpoint text. */
static void append_message(struct buf *out, int64_t time_s, struct str text)
{
    buf_printf(out, "cosignature/v1\ntime %lld\n", (long long)time_s);
    buf_append(out, text);
}

void cosignature_append(struct buf *out, struct sha256 *h, struct str name,
                        const struct ed25519_key *key, int64_t time_s, struct str text)
{
    struct note_key known = signed_note_key(h, name, NOTE_COSIGNATURE, key->public);
    uint8_t blob[COSIGNATURE_BYTES];
    struct note_line line = {name, known.id, as_str(blob, sizeof blob)};
    struct buf message = {0};

    assert(time_s >= 0);
    for (unsigned i = 0; i < TIME_BYTES; i++)
        blob[i] = (uint8_t)((uint64_t)time_s >> (56 - 8 * i) & 0xff);
    append_message(&message, time_s, text);
    ed25519_sign(blob + TIME_BYTES, key, buf_str(&message));
    buf_release(&message);
    note_append_line(out, &line);
}

static uint64_t read_time(struct str blob)
{
    uint64_t seconds = 0;

    for (unsigned i = 0; i < TIME_BYTES; i++)
        seconds = seconds << 8 | as_bytes(blob)[i];
    return seconds;
}

static bool cosignature_holds(const struct note_key *key, struct str blob,
                              struct str text)
{
    struct buf message = {0};
    uint64_t seconds;
    bool holds;

    if (blob.len != COSIGNATURE_BYTES)
        return false;
    seconds = read_time(blob);
    if (seconds > (uint64_t)INT64_MAX)
        return false;
    append_message(&message, (int64_t)seconds, text);
    holds = ed25519_verify(as_bytes(blob) + TIME_BYTES, as_bytes(key->public),
                           buf_str(&message));
    buf_release(&message);
    return holds;
}

static bool line_holds(const struct note_key *key, const struct note_line *line,
                       struct str text)
{
    if (key->public.len != ED25519_PUBLIC_BYTES)
        return false;
    if (key->type == NOTE_COSIGNATURE)
        return cosignature_holds(key, line->signature, text);
    return key->type == NOTE_ED25519 && line->signature.len == ED25519_SIGNATURE_BYTES &&
           ed25519_verify(as_bytes(line->signature), as_bytes(key->public), text);
}

static bool is_line_of(const struct note_line *line, const struct note_key *key)
{
    return line->id == key->id && str_equal(line->name, key->name);
}

/* Verify every line of one key, and count them. */
static enum err_code check_key(size_t *lines, const struct note *note,
                               const struct note_key *key, struct err *err)
{
    for (size_t i = 0; i < note->count; i++) {
        if (!is_line_of(&note->lines[i], key))
            continue;
        if (!line_holds(key, &note->lines[i], note->text))
            return err_set(err, ERR_DENIED,
                           "signature of \"" STR_FMT "\" does not verify",
                           STR_ARG(str_prefix(key->name, 200)));
        ++*lines;
    }
    return ERR_OK;
}

/* What the lines of a key say, all of them verified already. */
static struct note_verdict verdict_of(const struct note *note, const struct note_key *key)
{
    struct note_verdict verdict = {0};

    for (size_t i = 0; i < note->count; i++) {
        int64_t time_s = 0;

        if (!is_line_of(&note->lines[i], key))
            continue;
        if (key->type == NOTE_COSIGNATURE)
            time_s = (int64_t)read_time(note->lines[i].signature);
        if (!verdict.is_signed || time_s < verdict.time_s)
            verdict = (struct note_verdict){true, time_s};
    }
    return verdict;
}

enum err_code signed_note_verify(struct note_verdict *verdicts, const struct note *note,
                                 const struct note_key *keys, size_t key_count,
                                 struct err *err)
{
    size_t lines = 0;

    for (size_t i = 0; i < key_count; i++)
        if (check_key(&lines, note, &keys[i], err) != ERR_OK)
            return err->code;
    if (lines == 0)
        return err_set(err, ERR_DENIED, "note is not signed by a known key");
    for (size_t i = 0; i < key_count; i++)
        verdicts[i] = verdict_of(note, &keys[i]);
    return ERR_OK;
}
