#include "format/proof.h"

#include <assert.h>

#include "base/text.h"

static const struct str first_line = STR_INIT("c2sp.org/tlog-proof@v1");
static const struct str extra_label = STR_INIT("extra ");
static const struct str index_label = STR_INIT("index ");

void proof_append(struct buf *out, const struct proof *proof)
{
    assert(proof->count <= PROOF_MAX_HASHES && proof->extra.len <= PROOF_MAX_EXTRA);
    buf_append(out, first_line);
    if (proof->extra.len > 0) {
        buf_append(out, STR("\nextra "));
        base64_append(out, (const uint8_t *)proof->extra.ptr, proof->extra.len);
    }
    buf_printf(out, "\nindex %llu\n", (unsigned long long)proof->index);
    for (size_t i = 0; i < proof->count; i++) {
        base64_append(out, proof->hashes[i].bytes, sizeof proof->hashes[i].bytes);
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
    buf_append(out, proof->checkpoint);
}

static enum err_code parse_extra(struct str *out, struct arena *arena, struct str base64,
                                 struct err *err)
{
    size_t room = base64.len / 4 * 3;
    uint8_t *bytes;
    size_t len = 0;

    if (room > PROOF_MAX_EXTRA + 2)
        return err_set(err, ERR_LIMIT, "extra data is longer than %d bytes",
                       PROOF_MAX_EXTRA);
    bytes = ARENA_ARRAY(arena, uint8_t, room + 1);
    if (!base64_decode(bytes, PROOF_MAX_EXTRA, &len, base64) || len == 0)
        return err_set(err, ERR_INVALID, "extra data is not base64");
    *out = (struct str){(const char *)bytes, len};
    return ERR_OK;
}

static enum err_code parse_hashes(struct proof *out, struct arena *arena,
                                  struct str *rest, struct err *err)
{
    struct digest *hashes = ARENA_ARRAY(arena, struct digest, PROOF_MAX_HASHES);
    size_t count = 0;
    struct str line;

    while (rest->len > 0 && (line = str_cut(rest, '\n')).len > 0) {
        size_t len = 0;

        if (count == PROOF_MAX_HASHES)
            return err_set(err, ERR_LIMIT, "proof has more than %d hashes",
                           PROOF_MAX_HASHES);
        if (!base64_decode(hashes[count].bytes, sizeof hashes[count].bytes, &len, line) ||
            len != sizeof hashes[count].bytes)
            return err_set(err, ERR_INVALID,
                           "hash %zu of the proof is not the base64 of 32 bytes",
                           count + 1);
        count++;
    }
    out->hashes = hashes;
    out->count = count;
    return ERR_OK;
}

enum err_code proof_parse(struct proof *out, struct arena *arena, struct str text,
                          struct err *err)
{
    struct proof proof = {0};
    struct str rest = text;
    struct str line;

    if (text.len > PROOF_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "proof is longer than %d bytes", PROOF_MAX_BYTES);
    if (!str_equal(str_cut(&rest, '\n'), first_line))
        return err_set(err, ERR_INVALID, "first line is not \"c2sp.org/tlog-proof@v1\"");
    line = str_cut(&rest, '\n');
    if (str_starts_with(line, extra_label)) {
        if (parse_extra(&proof.extra, arena, str_after(line, extra_label.len), err) !=
            ERR_OK)
            return err->code;
        line = str_cut(&rest, '\n');
    }
    if (!str_starts_with(line, index_label) ||
        !str_to_u64(&proof.index, str_after(line, index_label.len)))
        return err_set(err, ERR_INVALID,
                       "expected \"index\" and the number of the entry");
    if (parse_hashes(&proof, arena, &rest, err) != ERR_OK)
        return err->code;
    if (rest.len == 0)
        return err_set(err, ERR_INVALID, "proof has no checkpoint");
    proof.checkpoint = rest;
    *out = proof;
    return ERR_OK;
}
