#include <inttypes.h>

#include "crypto/sha256.h"
#include "format/canon.h"
#include "record/anchor_source.h"
#include "store/store.h"

struct short_hash {
    char text[ANCHOR_HASH_LEN + 1];
};

static struct short_hash hash_of(struct str bytes)
{
    struct sha256 *h = sha256_new();
    struct digest digest = sha256_of(h, bytes);
    struct short_hash hash = {{0}};

    sha256_free(h);
    hex_encode(hash.text, digest.bytes, ANCHOR_HASH_LEN / 2);
    return hash;
}

static enum err_code keep(struct str *name, struct arena *arena, struct store *store,
                          struct str first, struct str ending, struct str bytes,
                          struct err *err)
{
    struct str whole = arena_printf(arena, STR_FMT "-%s." STR_FMT, STR_ARG(first),
                                    hash_of(bytes).text, STR_ARG(ending));

    if (store_writable(store, err) != ERR_OK ||
        store_anchor_put(store, whole.ptr, bytes, err) != ERR_OK)
        return err->code;
    *name = whole;
    return ERR_OK;
}

static struct str first_part(struct arena *arena, const char *word,
                             const struct anchor_state *state)
{
    return arena_printf(arena, "%s-%" PRIu64 "-%s", word, state->size, state->code.text);
}

enum err_code anchor_keep_paper(struct str *name, struct arena *arena,
                                struct store *store, const struct anchor_state *state,
                                struct str at, struct err *err)
{
    struct value paper = value_object();
    struct buf bytes = {0};
    enum err_code code;

    value_set(&paper, arena, STR("at"), value_string(at));
    value_set(&paper, arena, STR("note"), value_string(state->note));
    code = canon_write(&bytes, &paper, err);
    buf_char(&bytes, '\n');
    if (code == ERR_OK)
        code = keep(name, arena, store, first_part(arena, "paper", state), STR("json"),
                    buf_str(&bytes), err);
    buf_release(&bytes);
    return code;
}

enum err_code anchor_keep_request(struct str *name, struct arena *arena,
                                  struct store *store, const struct anchor_state *state,
                                  struct str der, struct err *err)
{
    return keep(name, arena, store, first_part(arena, "request", state), STR("tsq"), der,
                err);
}

enum err_code anchor_keep_stamp(struct str *name, struct arena *arena,
                                struct store *store, const struct anchor_state *state,
                                struct str der, struct err *err)
{
    return keep(name, arena, store, first_part(arena, "stamp", state), STR("tsr"), der,
                err);
}

enum err_code anchor_keep_beside(struct str *name, struct arena *arena,
                                 struct store *store, const struct anchor_state *state,
                                 struct str stamp, enum anchor_kind kind,
                                 struct str bytes, struct err *err)
{
    struct str first =
        arena_printf(arena, STR_FMT "-%s", STR_ARG(first_part(arena, "stamp", state)),
                     hash_of(stamp).text);
    struct str ending = STR("ocsp");

    if (kind == ANCHOR_CERTIFICATES)
        ending = STR("pem");
    else if (kind == ANCHOR_CRL)
        ending = STR("crl");
    return keep(name, arena, store, first, ending, bytes, err);
}
